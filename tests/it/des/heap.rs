//! The heap of deadlines against a sorted map.

use std::collections::BTreeMap;

use bordergate::des::heap::Heap;
use bordergate::des::keyed::Key;
use proptest::prelude::*;

proptest! {
    #[test]
    fn agrees_with_a_sorted_map(
        steps in prop::collection::vec(prop::option::weighted(0.6, (-4_i64..4, any::<bool>(), any::<u32>())), 0..400),
    ) {
        let mut heap = Heap::new();
        let mut model = BTreeMap::new();
        for (number, step) in steps.into_iter().enumerate() {
            if let Some((at, extreme, payload)) = step {
                let at = if extreme { at.signum() * (i64::MAX - at.abs()) } else { at };
                // Numbers out of order and up to the highest, as the order is the caller's business.
                let sequence = (number as u64 ^ 5).wrapping_sub(100);
                heap.push(at, sequence, payload);
                model.insert((at, sequence), payload);
            } else {
                let first = model.pop_first().map(|((at, sequence), payload)| (at, sequence, payload));
                prop_assert_eq!(heap.pop(), first);
            }
            let first = model.first_key_value().map(|(&(at, sequence), &payload)| (at, sequence, payload));
            prop_assert_eq!(heap.peek(), first);
            prop_assert_eq!((heap.len(), heap.is_empty()), (model.len(), model.is_empty()));
        }
    }
}

#[test]
fn a_large_heap_sorts_and_allocates_only_to_grow() {
    const N: u64 = 100_000;
    let mut heap = Heap::new();
    let fill = |heap: &mut Heap| {
        let mut random = Key::root(1).stream();
        for sequence in 0..N {
            heap.push(
                (random.next_u64() % 1_000) as i64 - 500,
                sequence,
                sequence as u32,
            );
        }
    };
    fill(&mut heap);
    heap.clear();
    assert_eq!(heap.peek(), None);
    let allocated = allocation_counter::measure(|| {
        fill(&mut heap);
        let mut before = (i64::MIN, 0);
        while let Some((at, sequence, payload)) = heap.pop() {
            assert!((at, sequence) > before && u64::from(payload) == sequence);
            before = (at, sequence);
        }
    });
    assert_eq!(allocated.count_total, 0);
}
