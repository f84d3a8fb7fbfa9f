//! Queues through links against `VecDeque`.

use std::collections::VecDeque;

use bordergate::des::arena::Arena;
use bordergate::des::fifo::{Fifo, Linked, NONE};
use proptest::prelude::*;

const ITEMS: u32 = 12;

#[derive(Clone, Debug)]
enum Operation {
    PushBack(u32),
    PushFront(u32),
    Insert(u32),
    PopFront,
    Remove(u32),
    TakeFirstEven,
    Clear,
}

fn operation() -> impl Strategy<Value = (usize, Operation)> {
    let operation = prop_oneof![
        6 => (0..ITEMS).prop_map(Operation::PushBack),
        2 => (0..ITEMS).prop_map(Operation::PushFront),
        4 => (0..ITEMS).prop_map(Operation::Insert),
        3 => Just(Operation::PopFront),
        2 => (0..ITEMS).prop_map(Operation::Remove),
        1 => Just(Operation::TakeFirstEven),
    ];
    (
        0_usize..2,
        prop_oneof![40 => operation, 1 => Just(Operation::Clear)],
    )
}

proptest! {
    #[test]
    fn two_queues_over_the_same_links_agree_with_deques(operations in prop::collection::vec(operation(), 0..200)) {
        let mut links = vec![NONE; ITEMS as usize];
        let mut queues = [Fifo::new(), Fifo::new()];
        let mut models = [VecDeque::new(), VecDeque::new()];
        for (which, operation) in operations {
            let queued = |item| models.iter().any(|model: &VecDeque<u32>| model.contains(&item));
            let (queue, model) = match operation {
                Operation::PushBack(item) | Operation::PushFront(item) | Operation::Insert(item)
                    if queued(item) =>
                {
                    continue;
                }
                _ => (&mut queues[which], &mut models[which]),
            };
            match operation {
                Operation::PushBack(item) => {
                    queue.push_back(&mut links, item);
                    model.push_back(item);
                }
                Operation::PushFront(item) => {
                    queue.push_front(&mut links, item);
                    model.push_front(item);
                }
                // Before the first greater one.
                Operation::Insert(item) => {
                    queue.insert(&mut links, item, |_, other| other > item);
                    let ends = model.back().is_none_or(|&last| last < item);
                    let first = model.iter().position(|&other| other > item);
                    model.insert(first.filter(|_| !ends).unwrap_or(model.len()), item);
                }
                Operation::PopFront => prop_assert_eq!(queue.pop_front(&mut links), model.pop_front()),
                Operation::Remove(item) => {
                    let place = model.iter().position(|&other| other == item);
                    prop_assert_eq!(queue.remove(&mut links, item), place.is_some());
                    place.map(|place| model.remove(place));
                }
                Operation::TakeFirstEven => {
                    let place = model.iter().position(|item| item % 2 == 0);
                    let taken = queue.take_first(&mut links, |item| item % 2 == 0);
                    prop_assert_eq!(taken, place.and_then(|place| model.remove(place)));
                }
                Operation::Clear => {
                    queue.clear();
                    model.clear();
                }
            }
            for (queue, model) in queues.iter().zip(&models) {
                prop_assert!(queue.iter(&links).eq(model.iter().copied()));
                prop_assert_eq!((queue.front(), queue.back()), (model.front().copied(), model.back().copied()));
                prop_assert_eq!((queue.len() as usize, queue.is_empty()), (model.len(), model.is_empty()));
            }
        }
    }
}

#[test]
fn links_may_live_in_the_records() {
    struct Vehicle {
        plate: &'static str,
        next: u32,
    }
    impl Linked for Vehicle {
        fn next(&self) -> u32 {
            self.next
        }
        fn set_next(&mut self, next: u32) {
            self.next = next;
        }
    }
    let mut vehicles = Arena::new();
    let mut lane = Fifo::default();
    for plate in ["14C-1", "14C-2", "14C-3"] {
        let handle = vehicles.insert(Vehicle { plate, next: NONE });
        lane.push_back(&mut vehicles, handle);
    }
    let first = lane.pop_front(&mut vehicles).unwrap();
    assert_eq!(vehicles[first].plate, "14C-1");
    vehicles.remove(first);
    let plates: Vec<_> = lane
        .iter(&vehicles)
        .map(|handle| vehicles[handle].plate)
        .collect();
    assert_eq!(plates, ["14C-2", "14C-3"]);
}
