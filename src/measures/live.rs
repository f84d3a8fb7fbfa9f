//! What an observer notes of vehicles that are inside, found by their identity.
//!
//! A table with open addressing in which nothing is left behind by what was removed: what follows moves up. So it grows only
//! when more notes are kept at once than ever before, which a hash map of the standard library does not promise, and a second
//! replication allocates nothing. Invariant: at most half of the slots are used, and from a note's own slot to where it stands
//! there is no gap.

use crate::des::keyed::{EntityId, Use};

/// What a note is found by: a vehicle, and a number that tells several notes of it apart.
type Key = (EntityId, u32);

/// Notes.
#[derive(Clone, Debug)]
pub(super) struct Live<V> {
    slots: Vec<Option<(Key, V)>>,
    used: usize,
}

impl<V: Copy> Live<V> {
    pub fn new() -> Self {
        Self {
            slots: Vec::new(),
            used: 0,
        }
    }

    pub fn clear(&mut self) {
        self.slots.fill(None);
        self.used = 0;
    }

    /// The note of this key.
    #[inline]
    pub fn get(&self, key: Key) -> Option<V> {
        let at = self.find(key)?;
        self.slots[at].map(|(_, value)| value)
    }

    /// Notes a value, in the place of an older one if there is one.
    pub fn insert(&mut self, key: Key, value: V) {
        if let Some(at) = self.find(key) {
            self.slots[at] = Some((key, value));
            return;
        }
        if 2 * (self.used + 1) > self.slots.len() {
            let slots = (2 * self.slots.len()).max(64);
            let old = std::mem::replace(&mut self.slots, vec![None; slots]);
            for (key, value) in old.into_iter().flatten() {
                self.put(key, value);
            }
        }
        self.put(key, value);
        self.used += 1;
    }

    /// Takes a note away.
    pub fn remove(&mut self, key: Key) -> Option<V> {
        let found = self.find(key)?;
        let taken = self.slots[found].take()?;
        self.used -= 1;
        let mask = self.slots.len() - 1;
        let (mut gap, mut at) = (found, found);
        loop {
            at = (at + 1) & mask;
            let Some((key, _)) = self.slots[at] else {
                break;
            };
            // It may move up to the gap if its own slot is not behind it.
            let way = |from: usize| at.wrapping_sub(from) & mask;
            if way(self.own(key)) >= way(gap) {
                self.slots.swap(gap, at);
                gap = at;
            }
        }
        Some(taken.1)
    }

    /// The slot of a note that is there.
    #[inline]
    fn find(&self, key: Key) -> Option<usize> {
        if self.used == 0 {
            return None;
        }
        let mask = self.slots.len() - 1;
        let mut at = self.own(key);
        while let Some((known, _)) = &self.slots[at] {
            if *known == key {
                return Some(at);
            }
            at = (at + 1) & mask;
        }
        None
    }

    /// Puts a note that is not there into the first free slot from its own on.
    fn put(&mut self, key: Key, value: V) {
        let mask = self.slots.len() - 1;
        let mut at = self.own(key);
        while self.slots[at].is_some() {
            at = (at + 1) & mask;
        }
        self.slots[at] = Some((key, value));
    }

    /// The slot in which a note would stand alone.
    #[inline]
    fn own(&self, (id, part): Key) -> usize {
        let mut stream = id.stream(Use::new(u64::from(part), 0));
        stream.next_u64() as usize & (self.slots.len() - 1)
    }
}
