//! The future event list: what happens next, over a fixed number of slots.
//!
//! A model has one slot for each *unit that can be busy* (a server, a source, a calendar), and a slot holds at most one
//! pending event. So the list stays as small as the installation, whatever stands in line.
//!
//! It is a winner tree (a tournament): each leaf is a slot, each inner node holds the smaller of its two children, and a
//! change of one leaf replays the matches on its way to the root. Three choices make this fast:
//!
//! - An event is one `u128`: time, rank, insertion number and slot, from the high bits to the low. A match is one
//!   integer comparison, and the winner carries its own slot.
//! - The earliest event is read, not removed. Its handler schedules the slot again or cancels it, and either is a single
//!   walk to the root: remove and insert in one.
//! - The matches are selects, not branches: who wins cannot be predicted, and a mispredicted branch costs more than a match.
//!
//! # Order
//!
//! By time; at one instant by rank, the lower first; at one rank by insertion. Insertion numbers are unique, so
//! the order is total and the slot bits below never decide.

use core::hint::select_unpredictable;

use super::clock::{FOREVER, Time};

/// The key of a slot without an event; its time reads as [`FOREVER`].
const IDLE: u128 = u128::MAX;

/// Rank takes the three bits above insertion number and slot.
const RANK_SHIFT: u32 = 61;

/// The future event list: at most one pending event in each of a fixed number of slots.
///
/// An event at [`FOREVER`] never happens: scheduling one leaves the slot idle.
#[derive(Clone, Debug)]
pub struct FutureEvents {
    /// Node `i` has the children `2 i` and `2 i + 1`; the leaf of slot `s` is `leaves + s`. Node 1 is kept in `winner`.
    tree: Vec<u128>,
    winner: u128,
    /// The latest insertion number, a multiple of `leaves`, so that the low bits are free for the slot.
    sequence: u64,
    /// Slots rounded up to a power of two: all paths to the root are equally long, which the loop's exit is predicted by.
    leaves: u32,
}

impl FutureEvents {
    /// A list for slots `0..slots`, all idle.
    ///
    /// Insertion numbers and slots share 61 bits: 2^20 slots leave room for 2^41 schedulings before a [`clear`](Self::clear).
    #[must_use]
    pub fn new(slots: u32) -> Self {
        let leaves = slots.next_power_of_two();
        FutureEvents {
            tree: vec![IDLE; 2 * leaves as usize],
            winner: IDLE,
            sequence: 0,
            leaves,
        }
    }

    /// Schedules the event of `slot`, instead of the one that may be pending there. Every call takes a new insertion number.
    ///
    /// `rank` is in `0..=7`; at one instant lower ranks come first.
    #[inline]
    pub fn schedule(&mut self, slot: u32, at: Time, rank: u8) {
        debug_assert!(rank < 8, "rank {rank} does not fit three bits");
        debug_assert!(slot < self.leaves, "slot {slot} of {}", self.leaves);
        self.sequence += u64::from(self.leaves);
        let order = u64::from(rank) << RANK_SHIFT | self.sequence | u64::from(slot);
        self.replace(slot, u128::from(sortable(at)) << 64 | u128::from(order));
    }

    /// Makes `slot` idle; nothing happens if it is.
    #[inline]
    pub fn cancel(&mut self, slot: u32) {
        self.replace(slot, IDLE);
    }

    /// Whether an event is pending in `slot`.
    #[inline]
    #[must_use]
    pub fn is_pending(&self, slot: u32) -> bool {
        time(self.tree[self.leaf(slot)]) != FOREVER
    }

    /// When the event of `slot` is due.
    #[inline]
    #[must_use]
    pub fn time_of(&self, slot: u32) -> Option<Time> {
        let at = time(self.tree[self.leaf(slot)]);
        (at != FOREVER).then_some(at)
    }

    /// The earliest event, which stays: its handler schedules or cancels the slot.
    #[inline]
    #[must_use]
    pub fn peek(&self) -> Option<(Time, u32)> {
        let at = self.next_time();
        (at != FOREVER).then_some((at, self.winner as u32 & (self.leaves - 1)))
    }

    /// Removes the earliest event. Where the slot is scheduled again at once, [`peek`](Self::peek) saves half the work.
    #[inline]
    pub fn pop(&mut self) -> Option<(Time, u32)> {
        let first = self.peek();
        if let Some((_, slot)) = first {
            self.cancel(slot);
        }
        first
    }

    /// When the earliest event is due; [`FOREVER`] if none is pending. A load from the list's own fields.
    #[inline]
    #[must_use]
    pub fn next_time(&self) -> Time {
        time(self.winner)
    }

    /// Makes all slots idle and starts the insertion numbers afresh, without allocating.
    pub fn clear(&mut self) {
        self.tree.fill(IDLE);
        self.winner = IDLE;
        self.sequence = 0;
    }

    #[inline]
    fn leaf(&self, slot: u32) -> usize {
        self.leaves as usize + slot as usize
    }

    /// Puts `key` into the leaf of `slot` and replays its matches.
    #[inline]
    fn replace(&mut self, slot: u32, key: u128) {
        let mut node = self.leaf(slot);
        let mut winner = key;
        self.tree[node] = key;
        while node > 1 {
            let sibling = self.tree[node ^ 1];
            winner = select_unpredictable(sibling < winner, sibling, winner);
            node >>= 1;
            self.tree[node] = winner;
        }
        self.winner = winner;
    }
}

/// Maps instants to unsigned integers in the same order, negative ones first.
#[inline]
fn sortable(at: Time) -> u64 {
    at as u64 ^ (1 << 63)
}

/// The instant of a key.
#[inline]
fn time(key: u128) -> Time {
    ((key >> 64) as u64 ^ (1 << 63)) as Time
}
