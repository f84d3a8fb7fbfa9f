//! Records in slots: a `u32` handle for each, and slots used again.
//!
//! What comes and goes in a model (a vehicle) lives in one growing array, so that the event loop allocates only when more
//! of them exist at once than ever before, and a run after [`Arena::clear`] not at all.
//!
//! A handle is a plain index: whoever removes a record owns the duty that nobody keeps its handle. With debug assertions on
//! (in tests) every access checks that the record is there.

use core::ops::{Index, IndexMut};

use super::fifo::{Linked, Links};

/// A growing array of records with handles.
///
/// ```
/// use bordergate::des::arena::Arena;
///
/// let mut names = Arena::new();
/// let first = names.insert("first");
/// names.remove(first);
/// assert_eq!(names.insert("second"), first); // the slot again
/// ```
#[derive(Clone, Debug)]
pub struct Arena<T> {
    /// A removed record stays until its slot is used again: dropping it early would need an `Option` around each.
    records: Vec<T>,
    free: Vec<u32>,
    #[cfg(debug_assertions)]
    live: Vec<bool>,
}

impl<T> Arena<T> {
    /// An arena without records, which has not allocated yet.
    #[must_use]
    pub const fn new() -> Self {
        Arena {
            records: Vec::new(),
            free: Vec::new(),
            #[cfg(debug_assertions)]
            live: Vec::new(),
        }
    }

    /// Stores a record, in the slot freed last if there is one.
    ///
    /// Handles are less than `u32::MAX`, which serves as "none" in links: there is no room for 2^32 - 1 records.
    #[inline]
    pub fn insert(&mut self, record: T) -> u32 {
        match self.reuse() {
            Some(handle) => {
                self.records[handle as usize] = record;
                handle
            }
            None => self.append(record),
        }
    }

    /// A slot for a record that the caller writes in place: until then it holds whatever was there last.
    #[inline]
    pub fn take(&mut self) -> u32
    where
        T: Default,
    {
        match self.reuse() {
            Some(handle) => handle,
            None => self.append(T::default()),
        }
    }

    /// Frees the slot of a record. The handle, and any copy of it, must not be used any more.
    #[inline]
    pub fn remove(&mut self, handle: u32) {
        #[cfg(debug_assertions)]
        {
            assert!(
                core::mem::take(&mut self.live[handle as usize]),
                "record {handle} was removed twice"
            );
        }
        self.free.push(handle);
    }

    /// All records, those whose slot is free included: the caller tells them apart by what they hold.
    #[must_use]
    pub fn records(&self) -> &[T] {
        &self.records
    }

    /// The same, to be changed.
    pub fn records_mut(&mut self) -> &mut [T] {
        &mut self.records
    }

    /// How many records there are.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len() - self.free.len()
    }

    /// Whether there is no record.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many records fit without allocating.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.records.capacity()
    }

    /// Removes all records and keeps the memory. Handles then start from 0 again, so that a run repeats exactly.
    pub fn clear(&mut self) {
        self.records.clear();
        self.free.clear();
        #[cfg(debug_assertions)]
        self.live.clear();
    }

    #[inline]
    fn reuse(&mut self) -> Option<u32> {
        let handle = self.free.pop()?;
        #[cfg(debug_assertions)]
        {
            self.live[handle as usize] = true;
        }
        Some(handle)
    }

    #[cold]
    fn append(&mut self, record: T) -> u32 {
        let handle = self.records.len();
        debug_assert!(handle < u32::MAX as usize, "handles are used up");
        self.records.push(record);
        // At worst all records are free at once; make room now, so that removing never allocates.
        self.free.reserve(self.records.capacity());
        #[cfg(debug_assertions)]
        self.live.push(true);
        handle as u32
    }

    #[inline]
    fn check(&self, handle: u32) {
        #[cfg(debug_assertions)]
        assert!(self.live[handle as usize], "record {handle} was removed");
        let _ = handle;
    }
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Arena::new()
    }
}

impl<T> Index<u32> for Arena<T> {
    type Output = T;

    #[inline]
    fn index(&self, handle: u32) -> &T {
        self.check(handle);
        &self.records[handle as usize]
    }
}

impl<T> IndexMut<u32> for Arena<T> {
    #[inline]
    fn index_mut(&mut self, handle: u32) -> &mut T {
        self.check(handle);
        &mut self.records[handle as usize]
    }
}

impl<T: Linked> Links for Arena<T> {
    #[inline]
    fn next(&self, item: u32) -> u32 {
        self[item].next()
    }

    #[inline]
    fn set_next(&mut self, item: u32, next: u32) {
        self[item].set_next(next);
    }
}
