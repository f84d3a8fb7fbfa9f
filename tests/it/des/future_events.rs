//! The future event list against a sorted set.

use std::collections::BTreeMap;

use bordergate::des::clock::{FOREVER, Time};
use bordergate::des::future_events::FutureEvents;
use bordergate::des::keyed::Key;
use proptest::prelude::*;

/// The same list, written to be obviously right.
#[derive(Default)]
struct Model {
    pending: BTreeMap<(Time, u8, u64), u32>,
    inserted: u64,
}

impl Model {
    fn schedule(&mut self, slot: u32, at: Time, rank: u8) {
        self.cancel(slot);
        self.inserted += 1;
        if at < FOREVER {
            self.pending.insert((at, rank, self.inserted), slot);
        }
    }

    fn cancel(&mut self, slot: u32) {
        self.pending.retain(|_, &mut pending| pending != slot);
    }

    fn first(&self) -> Option<(Time, u32)> {
        self.pending
            .iter()
            .next()
            .map(|(&(at, ..), &slot)| (at, slot))
    }

    fn time_of(&self, slot: u32) -> Option<Time> {
        self.pending
            .iter()
            .find(|&(_, &pending)| pending == slot)
            .map(|(&(at, ..), _)| at)
    }
}

#[derive(Clone, Debug)]
enum Operation {
    Schedule(u32, Time, u8),
    /// Handle the earliest event and schedule its slot again, this much later.
    Handle(Time, u8),
    Cancel(u32),
    Pop,
    Clear,
}

fn operations() -> impl Strategy<Value = (u32, Vec<Operation>)> {
    // Few distinct times, so that ties abound; far ones of both signs, so that the sign of a difference is put to the test.
    let time = prop_oneof![
        6 => -3_i64..3,
        1 => Just(-FOREVER),
        1 => Just(FOREVER - 1),
        1 => Just(FOREVER),
        1 => -FOREVER..=FOREVER,
    ];
    prop_oneof![1_u32..6, Just(16), 17_u32..70].prop_flat_map(move |slots| {
        let operation = prop_oneof![
            8 => (0..slots, time.clone(), 0_u8..8).prop_map(|(slot, at, rank)| Operation::Schedule(slot, at, rank)),
            4 => (0_i64..3, 0_u8..8).prop_map(|(later, rank)| Operation::Handle(later, rank)),
            2 => (0..slots).prop_map(Operation::Cancel),
            3 => Just(Operation::Pop),
            1 => Just(Operation::Clear),
        ];
        (Just(slots), prop::collection::vec(operation, 0..200))
    })
}

proptest! {
    #[test]
    fn agrees_with_a_sorted_set((slots, operations) in operations(), cuts in (0_u32..=9, 0_u32..=9)) {
        // However the slots are grouped.
        let a = slots.min(cuts.0);
        let b = (slots - a).min(cuts.1);
        let mut events = FutureEvents::grouped([a, b, slots - a - b]);
        let mut model = Model::default();
        for operation in operations {
            match operation {
                Operation::Schedule(slot, at, rank) => {
                    events.schedule(slot, at, rank);
                    model.schedule(slot, at, rank);
                }
                Operation::Handle(later, rank) => {
                    if let Some((at, slot)) = events.peek() {
                        events.schedule(slot, at + later, rank);
                        model.schedule(slot, at + later, rank);
                    }
                }
                Operation::Cancel(slot) => {
                    events.cancel(slot);
                    model.cancel(slot);
                }
                Operation::Pop => {
                    let first = model.first();
                    prop_assert_eq!(events.pop(), first);
                    if let Some((_, slot)) = first {
                        model.cancel(slot);
                    }
                }
                Operation::Clear => {
                    events.clear();
                    model = Model::default();
                }
            }
            prop_assert_eq!(events.peek(), model.first());
            if let Some((at, slot)) = model.first().filter(|(_, slot)| (a..a + b).contains(slot)) {
                let due = (0..slots).filter(|&slot| model.time_of(slot) == Some(at)).count();
                let (alone, stamp) = (events.is_alone(at, slot), events.next().stamp);
                prop_assert_eq!(alone, due == 1);
                let mut cancelled = events.clone();
                cancelled.cancel_stamped(slot, stamp);
                prop_assert!(!cancelled.is_pending(slot));
                cancelled.schedule(slot, at, 0);
                cancelled.cancel_stamped(slot, stamp);
                prop_assert!(cancelled.is_pending(slot), "another event has another stamp");
            }
            prop_assert_eq!(events.next().at, model.first().map_or(FOREVER, |(at, _)| at));
            for slot in 0..slots {
                prop_assert_eq!(events.time_of(slot), model.time_of(slot));
                prop_assert_eq!(events.is_pending(slot), model.time_of(slot).is_some());
            }
        }
    }
}

#[test]
fn ties_go_by_rank_and_then_by_insertion_not_by_slot() {
    let mut events = FutureEvents::new(8);
    for slot in (0..8).rev() {
        events.schedule(slot, 0, (slot % 2) as u8);
    }
    events.schedule(6, 0, 0); // Scheduled again, it goes behind its equals.
    let order: Vec<u32> = std::iter::from_fn(|| events.pop())
        .map(|(_, slot)| slot)
        .collect();
    assert_eq!(order, [4, 2, 0, 6, 7, 5, 3, 1]);
}

#[test]
fn an_event_at_forever_is_none() {
    let mut events = FutureEvents::new(3);
    events.schedule(1, 5, 0);
    events.schedule(1, FOREVER, 0);
    assert_eq!((events.peek(), events.is_pending(1)), (None, false));
    events.schedule(2, FOREVER + 7, 0);
    assert_eq!((events.pop(), events.next().at), (None, FOREVER));
}

#[test]
fn a_list_without_slots_is_empty() {
    assert_eq!(FutureEvents::new(0).peek(), None);
}

#[test]
fn time_never_runs_backwards_in_a_long_run() {
    const SLOTS: u32 = 300;
    let mut random = Key::root(1).stream();
    let mut events = FutureEvents::new(SLOTS);
    for slot in 0..SLOTS {
        events.schedule(slot, -(random.next_u64() as i64 & 0xffff), 0);
    }
    let mut now = -FOREVER;
    let mut handled = [0_u32; SLOTS as usize];
    for _ in 0..1_000_000 {
        let Some((at, slot)) = events.peek() else {
            unreachable!("every slot is always pending")
        };
        assert!(at >= now);
        assert_eq!(events.time_of(slot), Some(at));
        now = at;
        handled[slot as usize] += 1;
        events.schedule(slot, at + (random.next_u64() as i64 & 0xffff), 0);
    }
    // Renewal counts: 3,333 each, with a variance of a third of that.
    assert!(
        handled.iter().all(|&count| (3_100..3_600).contains(&count)),
        "{handled:?}"
    );
}

#[test]
fn clearing_and_scheduling_do_not_allocate() {
    let mut events = FutureEvents::new(100);
    let allocated = allocation_counter::measure(|| {
        for round in 0..10 {
            for slot in 0..100 {
                events.schedule(slot, i64::from(slot ^ 37) + round, 0);
            }
            while events.pop().is_some() {}
            events.clear();
        }
    });
    assert_eq!(allocated.count_total, 0);
}
