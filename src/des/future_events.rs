//! The future event list: what happens next, over a fixed number of slots.
//!
//! A model has one slot for each *unit that can be busy* (a server, a source, a calendar), and a slot holds at most one
//! pending event. So the list stays as small as the installation, whatever stands in line.
//!
//! It is a winner tree (a tournament): the leaves are the slots, and each inner node holds the earliest of its four
//! children. A change of one leaf replays the matches on its way to the root. What makes it fast:
//!
//! - The earliest event is read, not removed. Its handler schedules the slot again or cancels it, and either is a single
//!   walk to the root: remove and insert in one.
//! - Four children, not two. The best of the three others at a level does not depend on the walk, so the processor works
//!   it out ahead, and the walk itself is one match a level and half as many levels. Four keys fill one cache line.
//! - A match is a subtraction and a select, never a branch: who wins cannot be predicted, and a mispredicted branch costs
//!   more than several matches.
//!
//! # Order
//!
//! By time; at one instant by rank, the lower first; at one rank by insertion. Insertion numbers are unique, so the order
//! is total, and the slot that a key carries in its lowest bits never decides.

use core::hint::select_unpredictable;

use super::clock::{FOREVER, Time};

/// The future event list: at most one pending event in each of a fixed number of slots.
///
/// An event at [`FOREVER`] never happens: scheduling one leaves the slot idle.
///
/// ```
/// use bordergate::des::{clock::MINUTE, future_events::FutureEvents};
///
/// let mut events = FutureEvents::new(2);
/// events.schedule(0, 5 * MINUTE, 2);
/// events.schedule(1, 5 * MINUTE, 1);
/// assert_eq!(events.peek(), Some((5 * MINUTE, 1))); // the lower rank
/// events.schedule(1, 6 * MINUTE, 1); // handled: its next event
/// assert_eq!(events.pop(), Some((5 * MINUTE, 0)));
/// ```
#[derive(Clone, Debug)]
pub struct FutureEvents {
    /// Level by level from the top. Group 0 are the children of the root; member `m` of group `g` has the children in
    /// group `4 g + m + 1`. Node `4 g + m` is that member, so the parent of group `g` is node `g - 1`.
    groups: Vec<Group>,
    /// The root: the earliest of all.
    winner: Event,
    /// The latest insertion number. It counts in steps of `1 << slot_bits`, so that the low bits are free for the slot.
    sequence: u64,
    slot_bits: u32,
    /// The node of slot 0; the others follow.
    first_leaf: usize,
}

impl FutureEvents {
    /// A list for slots `0..slots`, all idle.
    ///
    /// Insertion numbers and slots share 61 bits: 2^20 slots leave room for 2^41 schedulings before a [`clear`](Self::clear).
    #[must_use]
    pub fn new(slots: u32) -> Self {
        let mut slot_bits = 2;
        let mut groups_above = 0;
        while 1_u64 << slot_bits < u64::from(slots) {
            slot_bits += 2;
            groups_above = 4 * groups_above + 1;
        }
        let groups = groups_above + slots.max(1).div_ceil(4) as usize;
        FutureEvents {
            groups: vec![Group([Event::IDLE; 4]); groups],
            winner: Event::IDLE,
            sequence: 0,
            slot_bits,
            first_leaf: 4 * groups_above,
        }
    }

    /// Schedules the event of `slot`, instead of the one that may be pending there. Every call takes a new insertion number.
    ///
    /// `at` is not before `-FOREVER`. `rank` is in `0..=7`; at one instant lower ranks come first.
    #[inline]
    pub fn schedule(&mut self, slot: u32, at: Time, rank: u8) {
        debug_assert!(rank < 8, "rank {rank} does not fit three bits");
        debug_assert!(
            u64::from(slot) < 1 << self.slot_bits,
            "there is no slot {slot}"
        );
        debug_assert!(at >= -FOREVER, "{at} is no instant");
        self.sequence += 1 << self.slot_bits;
        let order = u64::from(rank) << 61 | self.sequence | u64::from(slot);
        self.replace(
            slot,
            Event {
                at: at.min(FOREVER),
                order,
            },
        );
    }

    /// Makes `slot` idle; nothing happens if it is.
    #[inline]
    pub fn cancel(&mut self, slot: u32) {
        self.replace(slot, Event::IDLE);
    }

    /// Whether an event is pending in `slot`.
    #[inline]
    #[must_use]
    pub fn is_pending(&self, slot: u32) -> bool {
        self.leaf(slot).at < FOREVER
    }

    /// When the event of `slot` is due.
    #[inline]
    #[must_use]
    pub fn time_of(&self, slot: u32) -> Option<Time> {
        let at = self.leaf(slot).at;
        (at < FOREVER).then_some(at)
    }

    /// The earliest event, which stays: its handler schedules or cancels the slot.
    #[inline]
    #[must_use]
    pub fn peek(&self) -> Option<(Time, u32)> {
        let Event { at, order } = self.winner;
        let slot = order & ((1 << self.slot_bits) - 1);
        (at < FOREVER).then_some((at, slot as u32))
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

    /// When the earliest event is due; [`FOREVER`] if none is pending. It is a load.
    #[inline]
    #[must_use]
    pub fn next_time(&self) -> Time {
        self.winner.at
    }

    /// Makes all slots idle and starts the insertion numbers afresh, without allocating.
    pub fn clear(&mut self) {
        self.groups.fill(Group([Event::IDLE; 4]));
        self.winner = Event::IDLE;
        self.sequence = 0;
    }

    #[inline]
    fn leaf(&self, slot: u32) -> Event {
        let node = self.first_leaf + slot as usize;
        self.groups[node / 4].0[node % 4]
    }

    /// Puts `event` into the leaf of `slot` and replays the matches from there to the root.
    #[inline]
    fn replace(&mut self, slot: u32, event: Event) {
        let mut node = self.first_leaf + slot as usize;
        let mut winner = event;
        loop {
            let (group, member) = (node / 4, node % 4);
            let siblings = &mut self.groups[group].0;
            siblings[member] = winner;
            let other = |distance| siblings[(member + distance) % 4];
            // The others first and among themselves: so they are off the critical path.
            winner = other(1)
                .or_earlier(other(2))
                .or_earlier(other(3))
                .or_earlier(winner);
            if group == 0 {
                break;
            }
            node = group - 1;
        }
        self.winner = winner;
    }
}

/// The children of one node, in one cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Group([Event; 4]);

/// A pending event, ordered as the 128-bit integer of its two words.
#[derive(Clone, Copy, Debug)]
struct Event {
    at: Time,
    /// From the high bits to the low: the rank in three bits, the insertion number, the slot.
    order: u64,
}

impl Event {
    /// What an idle slot holds.
    const IDLE: Event = Event {
        at: FOREVER,
        order: u64::MAX,
    };

    /// The earlier of two.
    ///
    /// The comparison is the sign of a 128-bit difference, taken word by word: the lower words only borrow, and the upper
    /// cannot overflow as instants take half the range of their type. The words are selected one by one. Written as the
    /// minimum of two 128-bit integers, or with `<`, it is recognised as such, the hint that it is unpredictable gets lost,
    /// and a branch comes out: two to three times slower.
    #[inline]
    fn or_earlier(self, other: Event) -> Event {
        let borrow = i64::from(self.order < other.order);
        let before = self.at.wrapping_sub(other.at).wrapping_sub(borrow) < 0;
        Event {
            at: select_unpredictable(before, self.at, other.at),
            order: select_unpredictable(before, self.order, other.order),
        }
    }
}
