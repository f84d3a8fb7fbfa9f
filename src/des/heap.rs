//! A heap of deadlines, for what is too numerous to have a slot in the future event list: travelling, patience.
//!
//! A model keeps one such heap for each kind and gives it a single slot in
//! [`FutureEvents`](super::future_events::FutureEvents), which holds the heap's minimum. Nothing is removed early:
//! whoever takes an entry sees from its payload whether it still matters.
//!
//! Four children to a node, as half the levels cost less than twice the comparisons, and keys apart from payloads, so that
//! the four are next to each other.

use core::hint::select_unpredictable;

use super::clock::Time;

/// A minimum heap of payloads by time, then by a sequence number that the caller gives.
///
/// ```
/// use bordergate::des::heap::Heap;
///
/// let mut deadlines = Heap::new();
/// deadlines.push(20, 1, 100);
/// deadlines.push(10, 2, 200);
/// assert_eq!(deadlines.peek(), Some((10, 2, 200)));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Heap {
    /// The time in the upper word, the sequence number in the lower.
    keys: Vec<i128>,
    payloads: Vec<u32>,
}

impl Heap {
    /// A heap without entries, which has not allocated yet.
    #[must_use]
    pub const fn new() -> Self {
        Heap {
            keys: Vec::new(),
            payloads: Vec::new(),
        }
    }

    /// How many entries there are.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no entry.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Adds an entry. It allocates only if there are more than ever before.
    ///
    /// The order of entries is defined if no two have both time and sequence number in common.
    #[inline]
    pub fn push(&mut self, at: Time, sequence: u64, payload: u32) {
        let key = i128::from(at) << 64 | i128::from(sequence);
        let hole = self.keys.len();
        self.keys.push(key);
        self.payloads.push(payload);
        self.sift_up(hole, key, payload);
    }

    /// The earliest entry: its time, sequence number and payload.
    #[inline]
    #[must_use]
    pub fn peek(&self) -> Option<(Time, u64, u32)> {
        let (&key, &payload) = (self.keys.first()?, self.payloads.first()?);
        Some(((key >> 64) as Time, key as u64, payload))
    }

    /// Removes the earliest entry.
    #[inline]
    pub fn pop(&mut self) -> Option<(Time, u64, u32)> {
        let first = self.peek()?;
        let (key, payload) = (self.keys.pop()?, self.payloads.pop()?);
        if !self.keys.is_empty() {
            let hole = self.sink_hole();
            self.sift_up(hole, key, payload);
        }
        Some(first)
    }

    /// Removes all entries and keeps the memory.
    pub fn clear(&mut self) {
        self.keys.clear();
        self.payloads.clear();
    }

    /// Moves the hole at the top down to a leaf, the least child up at each level, and says where it came to rest.
    ///
    /// The entry that will fill it was a leaf and mostly belongs near the leaves, so comparing it on the way down as well
    /// would be wasted, and a branch that is hard to predict.
    #[inline]
    fn sink_hole(&mut self) -> usize {
        let mut hole = 0;
        while let Some(least) = self.least_child(hole) {
            self.move_entry(least, hole);
            hole = least;
        }
        hole
    }

    #[inline]
    fn least_child(&self, parent: usize) -> Option<usize> {
        let first = 4 * parent + 1;
        match self.keys.get(first..)? {
            // Two semi-finals and a final, without branches.
            &[a, b, c, d, ..] => {
                let left = lesser((a, first), (b, first + 1));
                let right = lesser((c, first + 2), (d, first + 3));
                Some(lesser(left, right).1)
            }
            few => (first..first + few.len()).min_by_key(|&child| self.keys[child]),
        }
    }

    /// Puts an entry into the hole or, moving them down, above those ancestors that come later.
    #[inline]
    fn sift_up(&mut self, mut hole: usize, key: i128, payload: u32) {
        while hole > 0 {
            let parent = (hole - 1) / 4;
            if self.keys[parent] <= key {
                break;
            }
            self.move_entry(parent, hole);
            hole = parent;
        }
        self.keys[hole] = key;
        self.payloads[hole] = payload;
    }

    #[inline]
    fn move_entry(&mut self, from: usize, to: usize) {
        self.keys[to] = self.keys[from];
        self.payloads[to] = self.payloads[from];
    }
}

/// Of two keys with their places the lesser, each word selected by itself: a pair selected as a whole goes through memory.
#[inline]
fn lesser((a, at_a): (i128, usize), (b, at_b): (i128, usize)) -> (i128, usize) {
    let less = a < b;
    (
        select_unpredictable(less, a, b),
        select_unpredictable(less, at_a, at_b),
    )
}
