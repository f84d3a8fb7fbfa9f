//! A heap of deadlines that can be withdrawn: whoever waits with a deadline mostly goes on before it.
//!
//! Unlike [`Heap`](super::heap::Heap) it knows where each item stands, so an item is removed from the middle in the time that
//! it takes to remove the first. Like a [`Fifo`](super::fifo::Fifo) it does not own what it knows of the items: the places are
//! in a vector of the model, one entry an item, and an item that is in one of several heaps at a time needs one entry for all
//! of them. Invariant: `places[item]` is the index of the item's entry, or [`NONE`] where the item is in no heap of these places.

use super::clock::Time;
pub use super::fifo::NONE;

/// Children of a node.
const WIDTH: usize = 4;

/// A minimum heap of items by time, then by a number that the caller gives. It must always be used with the same places, which
/// have an entry for every item.
///
/// ```
/// use bordergate::des::indexed_heap::{IndexedHeap, NONE};
///
/// let mut places = vec![NONE; 10];
/// let mut deadlines = IndexedHeap::new();
/// deadlines.push(&mut places, 20, 1, 7);
/// deadlines.push(&mut places, 10, 2, 3);
/// assert_eq!(deadlines.peek(), Some((10, 2, 3)));
/// assert_eq!(deadlines.remove(&mut places, 3), Some(10));
/// assert_eq!(deadlines.peek(), Some((20, 1, 7)));
/// ```
#[derive(Clone, Debug, Default)]
pub struct IndexedHeap {
    entries: Vec<Entry>,
}

/// An item with its key.
#[derive(Clone, Copy, Debug)]
struct Entry {
    at: Time,
    number: u64,
    item: u32,
}

impl Entry {
    #[inline]
    fn key(&self) -> (Time, u64) {
        (self.at, self.number)
    }
}

impl IndexedHeap {
    /// A heap without items, which has not allocated yet.
    #[must_use]
    pub const fn new() -> Self {
        IndexedHeap {
            entries: Vec::new(),
        }
    }

    /// How many items there are.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no item.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds an item that is in no heap of these places. It allocates only if there are more than ever before.
    ///
    /// The order of items is defined if no two have both time and number in common.
    pub fn push(&mut self, places: &mut [u32], at: Time, number: u64, item: u32) {
        debug_assert_eq!(places[item as usize], NONE, "{item} is in a heap already");
        let entry = Entry { at, number, item };
        self.entries.push(entry);
        self.sift_up(places, self.entries.len() - 1, entry);
    }

    /// The earliest item: its time, number and name.
    #[inline]
    #[must_use]
    pub fn peek(&self) -> Option<(Time, u64, u32)> {
        let first = self.entries.first()?;
        Some((first.at, first.number, first.item))
    }

    /// Takes an item out, wherever it stands, and says its time; `None` where it is in no heap of these places.
    pub fn remove(&mut self, places: &mut [u32], item: u32) -> Option<Time> {
        let hole = std::mem::replace(places.get_mut(item as usize)?, NONE) as usize;
        let removed = *self.entries.get(hole)?;
        debug_assert_eq!(removed.item, item, "the places are those of this heap");
        let last = self.entries.pop()?;
        if hole < self.entries.len() {
            // The last one fills the hole; it may belong above as well as below.
            if last.key() < removed.key() {
                self.sift_up(places, hole, last);
            } else {
                self.sift_down(places, hole, last);
            }
        }
        Some(removed.at)
    }

    /// Removes all items and keeps the memory; what the places say of them no longer counts.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    fn sift_up(&mut self, places: &mut [u32], mut hole: usize, entry: Entry) {
        while hole > 0 {
            let parent = (hole - 1) / WIDTH;
            if self.entries[parent].key() <= entry.key() {
                break;
            }
            self.put(places, hole, self.entries[parent]);
            hole = parent;
        }
        self.put(places, hole, entry);
    }

    fn sift_down(&mut self, places: &mut [u32], mut hole: usize, entry: Entry) {
        loop {
            let first = WIDTH * hole + 1;
            let end = (first + WIDTH).min(self.entries.len());
            let least = (first..end).min_by_key(|&child| self.entries[child].key());
            match least {
                Some(child) if self.entries[child].key() < entry.key() => {
                    self.put(places, hole, self.entries[child]);
                    hole = child;
                }
                _ => break,
            }
        }
        self.put(places, hole, entry);
    }

    #[inline]
    fn put(&mut self, places: &mut [u32], at: usize, entry: Entry) {
        self.entries[at] = entry;
        places[entry.item as usize] = at as u32;
    }
}
