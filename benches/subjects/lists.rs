//! The lists of what is due, in a hold model: the earliest is taken, and comes again after an exponential time. So the number pending stays what it is.

use bordergate::des::clock::MINUTE;
use bordergate::des::future_events::FutureEvents;
use bordergate::des::heap::Heap;
use bordergate::des::indexed_heap::{IndexedHeap, NONE};
use bordergate::des::keyed::{Key, Stream, Use};
use bordergate::des::variate::{Distribution, Sampler};

use super::{Prepare, Subject, Work};

/// How many are pending.
const PENDING: [u32; 8] = [4, 10, 30, 100, 1_000, 10_000, 100_000, 1_000_000];
/// Holds at a time.
const HOLDS: u64 = 100_000;

pub fn subjects() -> Vec<Subject> {
    let lists: [(&str, Prepare<u32>); 3] = [
        ("hold", events),
        ("hold-heap", heap),
        ("hold-indexed-heap", indexed_heap),
    ];
    let cases = lists.into_iter().flat_map(|(group, list)| {
        PENDING.map(|pending| Subject {
            group,
            case: pending.to_string(),
            unit: "holds",
            prepare: Box::new(move || list(pending)),
        })
    });
    cases.collect()
}

/// Intervals, from one stream, as what is measured is the list.
struct Intervals {
    sampler: Sampler,
    stream: Stream,
}

impl Intervals {
    fn new() -> Self {
        let mean = MINUTE as f64;
        Self {
            sampler: Sampler::new(&Distribution::Exponential { mean }),
            stream: Key::root(1).entity(0).stream(Use::named("hold")),
        }
    }

    #[inline]
    fn next(&mut self) -> i64 {
        self.sampler.draw(&mut self.stream)
    }
}

/// The future event list, whose earliest event stays in its slot and is scheduled again.
fn events(pending: u32) -> Work {
    let mut intervals = Intervals::new();
    let mut events = FutureEvents::new(pending);
    for slot in 0..pending {
        events.schedule(slot, intervals.next(), 0);
    }
    let once = move || {
        for _ in 0..HOLDS {
            if let Some((now, slot)) = events.peek() {
                events.schedule(slot, now + intervals.next(), 0);
            }
        }
        events.next().at as u64
    };
    work(once)
}

/// The heap of deadlines, of which the earliest only is ever taken.
fn heap(pending: u32) -> Work {
    let mut intervals = Intervals::new();
    let mut heap = Heap::new();
    let mut number = 0;
    let mut push = move |heap: &mut Heap, now, payload| {
        number += 1;
        heap.push(now + intervals.next(), number, payload);
    };
    for payload in 0..pending {
        push(&mut heap, 0, payload);
    }
    let once = move || {
        for _ in 0..HOLDS {
            if let Some((now, _, payload)) = heap.pop() {
                push(&mut heap, now, payload);
            }
        }
        heap.len() as u64
    };
    work(once)
}

/// The heap of deadlines that can be withdrawn.
fn indexed_heap(pending: u32) -> Work {
    let mut intervals = Intervals::new();
    let mut places = vec![NONE; pending as usize];
    let mut heap = IndexedHeap::new();
    let mut number = 0;
    let mut push = move |heap: &mut IndexedHeap, places: &mut [u32], now, item| {
        number += 1;
        heap.push(places, now + intervals.next(), number, item);
    };
    for item in 0..pending {
        push(&mut heap, &mut places, 0, item);
    }
    let once = move || {
        for _ in 0..HOLDS {
            if let Some((now, _, item)) = heap.peek() {
                heap.remove(&mut places, item);
                push(&mut heap, &mut places, now, item);
            }
        }
        heap.len() as u64
    };
    work(once)
}

fn work(once: impl FnMut() -> u64 + 'static) -> Work {
    Work {
        amount: HOLDS,
        once: Box::new(once),
    }
}
