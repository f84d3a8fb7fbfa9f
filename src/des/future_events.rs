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
//! - Slots stand in three groups with a tree each, so the many slots that seldom have an event make the walk of the busy ones no
//!   longer, and one alone needs no walk. The earliest of the two calmer groups is remembered: the first of all is one match.
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
    trees: [Tree; GROUPS],
    /// The earliest of all groups but the busiest: they change less often than it is asked for.
    calm: Event,
    /// First slot of each group.
    first: [u32; GROUPS],
    /// The latest insertion number. It counts in steps that leave the low bits free for the slot.
    sequence: u64,
    /// By how much it rises.
    step: u64,
    /// The bits of a slot in a key.
    slot_mask: u64,
}

/// Groups of slots.
const GROUPS: usize = 3;
/// The one that should change most often.
const BUSIEST: usize = 1;

impl FutureEvents {
    /// A list for slots `0..slots`, all idle and in one group.
    #[must_use]
    pub fn new(slots: u32) -> Self {
        Self::grouped([0, slots, 0])
    }

    /// A list for three groups of so many slots, all idle, numbered one group after the other; the second should be the busiest. Which
    /// slots stand together changes what scheduling costs and nothing else.
    ///
    /// Insertion numbers and slots share 61 bits: 2^20 - 1 slots leave room for 2^41 schedulings before a [`clear`](Self::clear).
    #[must_use]
    pub fn grouped(groups: [u32; GROUPS]) -> Self {
        let [a, b, c] = groups;
        let slot_bits = u32::BITS - (a + b + c).leading_zeros();
        FutureEvents {
            trees: groups.map(Tree::new),
            calm: Event::IDLE,
            first: [0, a, a + b],
            sequence: 0,
            step: 1 << slot_bits,
            slot_mask: (1 << slot_bits) - 1,
        }
    }

    /// Schedules the event of `slot`, instead of the one that may be pending there. Every call takes a new insertion number.
    ///
    /// `at` is not before `-FOREVER`. `rank` is in `0..=7`; at one instant lower ranks come first.
    #[inline]
    pub fn schedule(&mut self, slot: u32, at: Time, rank: u8) {
        match self.group_of(slot) {
            0 => self.schedule_in::<0>(slot, at.min(FOREVER), rank),
            1 => self.schedule_in::<1>(slot, at.min(FOREVER), rank),
            _ => self.schedule_in::<2>(slot, at.min(FOREVER), rank),
        }
    }

    /// The same where it is known that the slot is in this group and `at` not beyond [`FOREVER`]: a few instructions less.
    #[inline(always)]
    pub fn schedule_in<const GROUP: usize>(&mut self, slot: u32, at: Time, rank: u8) {
        debug_assert!(rank < 8, "rank {rank} does not fit three bits");
        debug_assert!(
            u64::from(slot) <= self.slot_mask && self.group_of(slot) == GROUP,
            "there is no slot {slot} in group {GROUP}"
        );
        debug_assert!((-FOREVER..=FOREVER).contains(&at), "{at} is no instant");
        self.sequence += self.step;
        let order = u64::from(rank) << 61 | self.sequence | u64::from(slot);
        let event = Event { at, order };
        self.replace_in::<GROUP>(slot - self.first[GROUP], event);
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
        let next = self.next();
        (next.at < FOREVER).then_some((next.at, next.slot))
    }

    /// The earliest event, as [`peek`](Self::peek) gives it and with its stamp; at [`FOREVER`] there is none.
    #[inline(always)]
    #[must_use]
    pub fn next(&self) -> Next {
        let first = self.calm.or_earlier(self.trees[BUSIEST].winner);
        Next {
            at: first.at,
            slot: (first.order & self.slot_mask) as u32,
            stamp: first.order,
        }
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

    /// Whether the earliest event, which is in `slot` of the second group, is the only one at its instant `at`. It is less work than
    /// to [`cancel`](Self::cancel) it and look.
    #[inline(always)]
    #[must_use]
    pub fn is_alone(&self, at: Time, slot: u32) -> bool {
        self.calm.at != at && self.trees[BUSIEST].is_alone(slot - self.first[BUSIEST], at)
    }

    /// Makes `slot` of the second group idle if its event is still the one with this [`stamp`](Next::stamp). That was the earliest
    /// of all, and nothing has been scheduled before it since.
    #[inline(always)]
    pub fn cancel_stamped(&mut self, slot: u32, stamp: u64) {
        if self.trees[BUSIEST].winner.order == stamp {
            self.replace_in::<BUSIEST>(slot - self.first[BUSIEST], Event::IDLE);
        }
    }

    /// Makes all slots idle and starts the insertion numbers afresh, without allocating.
    pub fn clear(&mut self) {
        self.trees.iter_mut().for_each(Tree::clear);
        self.calm = Event::IDLE;
        self.sequence = 0;
    }

    #[inline]
    fn leaf(&self, slot: u32) -> Event {
        let group = self.group_of(slot);
        self.trees[group].leaf(slot - self.first[group])
    }

    #[inline]
    fn replace(&mut self, slot: u32, event: Event) {
        match self.group_of(slot) {
            0 => self.replace_in::<0>(slot - self.first[0], event),
            1 => self.replace_in::<1>(slot - self.first[1], event),
            _ => self.replace_in::<2>(slot - self.first[2], event),
        }
    }

    #[inline(always)]
    fn replace_in<const GROUP: usize>(&mut self, leaf: u32, event: Event) {
        self.trees[GROUP].replace(leaf, event);
        if GROUP != BUSIEST {
            let [a, _, c] = &self.trees;
            self.calm = a.winner.or_earlier(c.winner);
        }
    }

    #[inline]
    fn group_of(&self, slot: u32) -> usize {
        usize::from(slot >= self.first[1]) + usize::from(slot >= self.first[2])
    }
}

/// The earliest event.
#[derive(Clone, Copy, Debug)]
pub struct Next {
    /// When it is due.
    pub at: Time,
    /// Its slot; of no meaning where there is no event.
    pub slot: u32,
    /// What tells it from every other that is scheduled before a [`clear`](FutureEvents::clear).
    pub stamp: u64,
}

/// A winner tree.
#[derive(Clone, Debug)]
struct Tree {
    /// Group `n` are the children of node `n`, of which 1 is the root and `4 n` the first of them. So the leaves of a tree of `d`
    /// levels begin at `4^d`, and a few groups at the beginning of each level stand for no node.
    groups: Vec<Group>,
    /// The node of leaf 0; the others follow.
    first_leaf: usize,
    /// The root: the earliest of all.
    winner: Event,
}

impl Tree {
    fn new(leaves: u32) -> Self {
        let mut first_leaf = 1;
        while first_leaf < leaves as usize {
            first_leaf *= 4;
        }
        let groups = (first_leaf + leaves.max(1) as usize).div_ceil(4);
        Tree {
            groups: vec![Group([Event::IDLE; 4]); groups],
            first_leaf,
            winner: Event::IDLE,
        }
    }

    fn clear(&mut self) {
        self.groups.fill(Group([Event::IDLE; 4]));
        self.winner = Event::IDLE;
    }

    #[inline(always)]
    fn leaf(&self, leaf: u32) -> Event {
        match self.first_leaf + leaf as usize {
            1 => self.winner,
            node => self.groups[node / 4].0[node % 4],
        }
    }

    /// Whether of all leaves only this one, the earliest, is due at its instant.
    #[inline(always)]
    fn is_alone(&self, leaf: u32, at: Time) -> bool {
        let mut node = self.first_leaf + leaf as usize;
        while node > 1 {
            let (parent, member) = (node / 4, node % 4);
            let siblings = &self.groups[parent].0;
            if (1..4).any(|bits| siblings[member ^ bits].at == at) {
                return false;
            }
            node = parent;
        }
        true
    }

    /// Puts `event` into a leaf and replays the matches from there to the root.
    #[inline(always)]
    fn replace(&mut self, leaf: u32, event: Event) {
        let mut node = self.first_leaf + leaf as usize;
        let mut winner = event;
        while node > 1 {
            let (parent, member) = (node / 4, node % 4);
            let siblings = &mut self.groups[parent].0;
            siblings[member] = winner;
            let other = |bits| siblings[member ^ bits];
            // The others first and among themselves: so they are off the critical path.
            winner = other(1)
                .or_earlier(other(2))
                .or_earlier(other(3))
                .or_earlier(winner);
            node = parent;
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

    /// The earlier of two; the second where both are the same.
    ///
    /// The comparison is the sign of a 128-bit difference, taken word by word: the lower words only borrow, and the upper
    /// cannot overflow as instants take half the range of their type. The words are selected one by one. Written as the
    /// minimum of two 128-bit integers, or with `<`, it is recognised as such, the hint that it is unpredictable gets lost,
    /// and a branch comes out: two to three times slower.
    #[inline(always)]
    fn or_earlier(self, other: Event) -> Event {
        let borrow = i64::from(self.order < other.order);
        let before = self.at.wrapping_sub(other.at).wrapping_sub(borrow) < 0;
        Event {
            at: select_unpredictable(before, self.at, other.at),
            order: select_unpredictable(before, self.order, other.order),
        }
    }
}
