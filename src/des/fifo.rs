//! Queues in order of arrival that own no memory: each item says who is next.
//!
//! An item is in one queue at a time, so one link per item serves all queues of a model, and joining or leaving one is a few
//! stores. The links are wherever the model keeps them: in its records ([`Linked`] in an
//! [`Arena`](super::arena::Arena)) or in a `Vec<u32>`.

/// The link of the last item, and the ends of an empty queue.
pub const NONE: u32 = u32::MAX;

/// A record that carries the link of a queue.
pub trait Linked {
    /// The item behind this one.
    fn next(&self) -> u32;
    /// Puts an item behind this one.
    fn set_next(&mut self, next: u32);
}

/// Where the links of the items are.
pub trait Links {
    /// The item behind `item`.
    fn next(&self, item: u32) -> u32;
    /// Puts `next` behind `item`.
    fn set_next(&mut self, item: u32, next: u32);
}

impl Links for [u32] {
    #[inline]
    fn next(&self, item: u32) -> u32 {
        self[item as usize]
    }

    #[inline]
    fn set_next(&mut self, item: u32, next: u32) {
        self[item as usize] = next;
    }
}

impl Links for Vec<u32> {
    #[inline]
    fn next(&self, item: u32) -> u32 {
        self[item as usize]
    }

    #[inline]
    fn set_next(&mut self, item: u32, next: u32) {
        self[item as usize] = next;
    }
}

/// A queue, first in first out. It must always be used with the same links.
///
/// ```
/// use bordergate::des::fifo::{Fifo, NONE};
///
/// let mut links = vec![NONE; 10];
/// let mut queue = Fifo::new();
/// queue.push_back(&mut links, 4);
/// queue.push_back(&mut links, 2);
/// assert_eq!(queue.pop_front(&mut links), Some(4));
/// assert_eq!((queue.front(), queue.len()), (Some(2), 1));
/// ```
#[derive(Clone, Debug)]
pub struct Fifo {
    head: u32,
    tail: u32,
    len: u32,
}

impl Fifo {
    /// An empty queue.
    #[must_use]
    pub const fn new() -> Self {
        Fifo {
            head: NONE,
            tail: NONE,
            len: 0,
        }
    }

    /// How many items are in line.
    #[inline]
    #[must_use]
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether nothing is in line.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The first in line.
    #[inline]
    #[must_use]
    pub fn front(&self) -> Option<u32> {
        (self.head != NONE).then_some(self.head)
    }

    /// The last in line.
    #[inline]
    #[must_use]
    pub fn back(&self) -> Option<u32> {
        (self.tail != NONE).then_some(self.tail)
    }

    /// Puts an item, which is in no queue, at the end.
    #[inline]
    pub fn push_back(&mut self, links: &mut (impl Links + ?Sized), item: u32) {
        links.set_next(item, NONE);
        self.append(links, item);
    }

    /// The same for an item whose link already is [`NONE`].
    #[inline]
    pub fn append(&mut self, links: &mut (impl Links + ?Sized), item: u32) {
        if self.tail == NONE {
            self.head = item;
        } else {
            links.set_next(self.tail, item);
        }
        self.tail = item;
        self.len += 1;
    }

    /// Puts an item, which is in no queue, before all others.
    #[inline]
    pub fn push_front(&mut self, links: &mut (impl Links + ?Sized), item: u32) {
        links.set_next(item, self.head);
        if self.tail == NONE {
            self.tail = item;
        }
        self.head = item;
        self.len += 1;
    }

    /// Puts an item, which is in no queue, before the first that belongs behind it. It goes to the end at once if the last
    /// does not; otherwise it walks there from the front.
    pub fn insert<L: Links + ?Sized>(
        &mut self,
        links: &mut L,
        item: u32,
        belongs_behind: impl Fn(&L, u32) -> bool,
    ) {
        if self.back().is_none_or(|last| !belongs_behind(links, last)) {
            return self.push_back(links, item);
        }
        let (mut before, mut next) = (NONE, self.head);
        while next != NONE && !belongs_behind(links, next) {
            (before, next) = (next, links.next(next));
        }
        if before == NONE {
            return self.push_front(links, item);
        }
        links.set_next(item, next);
        links.set_next(before, item);
        self.len += 1;
    }

    /// Takes the first in line.
    #[inline]
    pub fn pop_front(&mut self, links: &mut (impl Links + ?Sized)) -> Option<u32> {
        let first = self.front()?;
        self.unlink(links, NONE, first);
        Some(first)
    }

    /// Takes an item from wherever it stands, and says whether it was in this queue. It walks there from the front.
    pub fn remove(&mut self, links: &mut (impl Links + ?Sized), item: u32) -> bool {
        self.take_first(links, |candidate| candidate == item)
            .is_some()
    }

    /// Takes the first in line that is `wanted`.
    pub fn take_first(
        &mut self,
        links: &mut (impl Links + ?Sized),
        mut wanted: impl FnMut(u32) -> bool,
    ) -> Option<u32> {
        let (mut before, mut item) = (NONE, self.head);
        while item != NONE {
            if wanted(item) {
                self.unlink(links, before, item);
                return Some(item);
            }
            (before, item) = (item, links.next(item));
        }
        None
    }

    /// The items in order.
    pub fn iter<'a, L: Links + ?Sized>(
        &self,
        links: &'a L,
    ) -> impl Iterator<Item = u32> + use<'a, L> {
        let mut item = self.head;
        std::iter::from_fn(move || {
            let current = item;
            (current != NONE).then(|| {
                item = links.next(current);
                current
            })
        })
    }

    /// Forgets all items; their links keep what they say.
    #[inline]
    pub fn clear(&mut self) {
        *self = Fifo::new();
    }

    /// Takes `item`, which stands behind `before`, or first if that is [`NONE`].
    #[inline]
    fn unlink(&mut self, links: &mut (impl Links + ?Sized), before: u32, item: u32) {
        let next = links.next(item);
        if before == NONE {
            self.head = next;
        } else {
            links.set_next(before, next);
        }
        if next == NONE {
            self.tail = before;
        }
        self.len -= 1;
    }
}

impl Default for Fifo {
    fn default() -> Self {
        Fifo::new()
    }
}
