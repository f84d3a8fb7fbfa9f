//! Records in slots against a map.

use std::collections::BTreeMap;

use bordergate::des::arena::Arena;
use proptest::prelude::*;

proptest! {
    #[test]
    fn agrees_with_a_map(steps in prop::collection::vec((any::<bool>(), any::<prop::sample::Index>()), 0..300)) {
        let mut arena = Arena::new();
        let mut model = BTreeMap::new();
        let mut most = 0;
        for (number, (insert, which)) in steps.into_iter().enumerate() {
            if insert || model.is_empty() {
                let handle = arena.insert(number);
                prop_assert_eq!(model.insert(handle, number), None, "the handle was in use");
            } else {
                let handle = *which.get(&model.keys().copied().collect::<Vec<_>>());
                prop_assert_eq!(Some(arena[handle]), model.remove(&handle));
                arena.remove(handle);
            }
            most = most.max(model.len());
            prop_assert_eq!((arena.len(), arena.is_empty()), (model.len(), model.is_empty()));
            for (&handle, &number) in &model {
                prop_assert_eq!(arena[handle], number);
                prop_assert!((handle as usize) < most, "slots are used again before new ones are opened");
            }
        }
    }
}

#[test]
fn records_can_be_changed_in_place() {
    let mut arena = Arena::default();
    let handle = arena.insert(1);
    arena[handle] += 1;
    assert_eq!(arena[handle], 2);
}

#[test]
fn a_second_run_allocates_nothing_and_gets_the_same_handles() {
    let mut arena = Arena::new();
    let mut handles = Vec::with_capacity(2_000);
    let mut run = |arena: &mut Arena<u64>| {
        handles.clear();
        for i in 0..1_000 {
            handles.push(arena.insert(i));
        }
        for i in 0..1_000 {
            arena.remove(handles[i * 7 % 1_000]);
        }
        for i in 0..1_000 {
            handles.push(arena.insert(i));
        }
        handles.iter().fold(0_u64, |hash, &handle| {
            hash.wrapping_mul(31) + u64::from(handle)
        })
    };
    let first = run(&mut arena);
    let capacity = arena.capacity();
    let allocated = allocation_counter::measure(|| {
        arena.clear();
        assert!(arena.is_empty());
        assert_eq!(run(&mut arena), first);
    });
    assert_eq!((allocated.count_total, arena.capacity()), (0, capacity));
}

#[test]
#[cfg(debug_assertions)]
#[should_panic(expected = "was removed")]
fn a_stale_handle_is_noticed() {
    let mut arena = Arena::new();
    let handle = arena.insert(1);
    arena.remove(handle);
    let _ = arena[handle];
}
