//! The heap of deadlines that can be withdrawn against a sorted list.

use bordergate::des::indexed_heap::{IndexedHeap, NONE};
use bordergate::des::keyed::Key;
use proptest::prelude::*;

/// How many items there are.
const ITEMS: usize = 40;

proptest! {
    /// Two heaps share their places, as an item is in one of them at a time.
    #[test]
    fn agrees_with_a_sorted_list(
        steps in prop::collection::vec((0..ITEMS as u32, -6_i64..6, any::<bool>(), any::<bool>()), 0..600),
    ) {
        let mut places = vec![NONE; ITEMS];
        let mut heaps = [IndexedHeap::new(), IndexedHeap::new()];
        let mut models: [Vec<(i64, u64, u32)>; 2] = [Vec::new(), Vec::new()];
        for (number, (item, at, extreme, first)) in steps.into_iter().enumerate() {
            let at = if extreme { at.signum() * (i64::MAX - at.abs()) } else { at };
            let known = models.iter().position(|model| model.iter().any(|&(.., other)| other == item));
            match known {
                Some(which) => {
                    let place = models[which].iter().position(|&(.., other)| other == item).unwrap();
                    let (at, ..) = models[which].remove(place);
                    prop_assert_eq!(heaps[which].remove(&mut places, item), Some(at));
                }
                None => {
                    prop_assert_eq!(heaps[0].remove(&mut places, item), None);
                    let which = usize::from(first);
                    // Numbers out of order, as the order is the caller's business.
                    let number = (number as u64 ^ 5).wrapping_sub(100);
                    heaps[which].push(&mut places, at, number, item);
                    models[which].push((at, number, item));
                    models[which].sort_unstable();
                }
            }
            for (heap, model) in heaps.iter().zip(&models) {
                prop_assert_eq!(heap.peek(), model.first().copied());
                prop_assert_eq!((heap.len(), heap.is_empty()), (model.len(), model.is_empty()));
            }
        }
        for (heap, model) in heaps.iter_mut().zip(models) {
            for (at, number, item) in model {
                prop_assert_eq!(heap.peek(), Some((at, number, item)));
                prop_assert_eq!(heap.remove(&mut places, item), Some(at));
            }
        }
        prop_assert!(places.iter().all(|&place| place == NONE));
    }
}

#[test]
fn it_allocates_only_to_grow() {
    const N: u32 = 10_000;
    let mut places = vec![NONE; N as usize];
    let mut heap = IndexedHeap::new();
    let fill = |heap: &mut IndexedHeap, places: &mut Vec<u32>| {
        let mut random = Key::root(1).stream();
        for item in 0..N {
            heap.push(
                places,
                (random.next_u64() % 100) as i64,
                u64::from(item),
                item,
            );
        }
    };
    fill(&mut heap, &mut places);
    heap.clear();
    places.fill(NONE);
    assert_eq!(heap.peek(), None);
    let allocated = allocation_counter::measure(|| {
        fill(&mut heap, &mut places);
        for item in (0..N).step_by(2) {
            assert!(heap.remove(&mut places, item).is_some());
        }
        let mut before = (i64::MIN, 0);
        while let Some((at, number, item)) = heap.peek() {
            assert!((at, number) > before && item % 2 == 1);
            before = (at, number);
            heap.remove(&mut places, item);
        }
    });
    assert_eq!(allocated.count_total, 0);
}
