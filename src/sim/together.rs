//! Work that is done on a vehicle by several at once.
//!
//! The vehicle stands still, and for each of those who work on it a *token* goes through the steps of its own: a record among
//! the vehicles with the vehicle's identity, which stands in the lines of stations and is served there, but never parks,
//! crosses or leaves. Draws are keyed by identity and step, so a token draws what the vehicle itself would draw there: whether
//! the work is done in turn or together changes no decision.
//!
//! A token's causes begin as a copy of the vehicle's, and the vehicle takes over those of the token that is done last. So every
//! microsecond has one cause, which is that of whoever kept the vehicle waiting.
//!
//! Who is whose stands in vectors beside the vehicles, indexed by the handle and only where the plan has such work. Invariant:
//! a record with an owner is a token; an owner has as many tokens as its entry of `left` says.

use crate::plan::cause::CAUSES;
use crate::plan::{NONE, Op};

use super::engine::{Engine, settle};
use super::observer::Observer;
use super::vehicle::{APART, GONE, Vehicle};

/// Vehicles on which several work, and the tokens of these, by the handle of the record.
#[derive(Default)]
pub(super) struct TogetherState {
    /// The vehicle of a token, or [`NONE`].
    pub owner: Vec<u32>,
    /// How many of a vehicle's tokens are not done.
    left: Vec<u32>,
    /// Whether one of those who are done wants the vehicle returned.
    returned: Vec<bool>,
    /// At a census: the first of a vehicle's tokens that is not done, or [`NONE`].
    pub first: Vec<u32>,
}

impl TogetherState {
    pub fn clear(&mut self) {
        self.owner.clear();
        self.left.clear();
        self.returned.clear();
    }

    /// As many entries as there are records.
    fn make_room(&mut self, records: usize) {
        if records > self.owner.len() {
            self.owner.resize(records, NONE);
            self.left.resize(records, 0);
            self.returned.resize(records, false);
        }
    }

    /// Whether a record is a token, and no vehicle.
    #[inline]
    pub fn is_token(&self, handle: usize) -> bool {
        self.owner.get(handle).is_some_and(|&owner| owner != NONE)
    }
}

impl Engine<'_> {
    /// Several begin to work on a vehicle, which stands still until all are done: true where they are at once, and the vehicle
    /// has gone on to its next op.
    #[inline(never)]
    pub(super) fn split<O: Observer>(&mut self, vehicle: u32, team: u32, observer: &mut O) -> bool {
        let plan = self.plan;
        let now = self.now;
        let firsts = &plan.teams[team as usize];
        let record = &mut self.vehicles[vehicle];
        record.since = now;
        record.clock = APART;
        observer.split(now, record);
        let token = |op: u32, record: &Vehicle| {
            let mut token = record.clone();
            token.op = op;
            token.yard = NONE;
            token.booking = NONE;
            token
        };
        // All are there before the first goes on: one that is done at once is not taken for the last.
        let handles = self.vehicles.records().len();
        self.together.make_room(handles);
        // One more than there are, so that the vehicle does not go on from within: a circle that takes no time would be a
        // call within a call for every round of it.
        self.together.left[vehicle as usize] = firsts.len() as u32 + 1;
        self.together.returned[vehicle as usize] = false;
        for &op in firsts {
            let token = token(op, &self.vehicles[vehicle]);
            let handle = self.vehicles.insert(token);
            let handles = self.vehicles.records().len();
            self.together.make_room(handles);
            self.together.owner[handle as usize] = vehicle;
            self.advance(handle, observer);
            if self.stop.is_some() {
                return false;
            }
        }
        self.together.left[vehicle as usize] -= 1;
        if self.together.left[vehicle as usize] > 0 {
            return false;
        }
        let causes = self.vehicles[vehicle].causes;
        self.go_on_together(vehicle, causes, observer)
    }

    /// A token is done; with the last of them the vehicle goes on.
    #[inline(never)]
    pub(super) fn unite<O: Observer>(&mut self, token: u32, returned: bool, observer: &mut O) {
        let owner = std::mem::replace(&mut self.together.owner[token as usize], NONE);
        let causes = self.vehicles[token].causes;
        self.vehicles[token].clock = GONE;
        self.vehicles.remove(token);
        let at = owner as usize;
        self.together.left[at] -= 1;
        self.together.returned[at] |= returned;
        if self.together.left[at] == 0 && self.go_on_together(owner, causes, observer) {
            self.advance(owner, observer);
        }
    }

    /// All are done with a vehicle, the last of them with these causes: moves it to its next op.
    fn go_on_together<O: Observer>(
        &mut self,
        owner: u32,
        causes: [i64; CAUSES],
        observer: &mut O,
    ) -> bool {
        let (at, now) = (owner as usize, self.now);
        let record = &mut self.vehicles[owner];
        record.causes = causes;
        record.clock = NONE;
        let spent = now - record.since;
        observer.unite(now, record, spent);
        let Op::Together { next, returned, .. } = self.plan.ops[record.op as usize] else {
            return false;
        };
        let to = if self.together.returned[at] {
            returned
        } else {
            next
        };
        self.step_to(owner, to)
    }

    /// The period is over: settles the causes of tokens, and gives each vehicle on which several work those of the first of them
    /// that is not done.
    pub(super) fn settle_tokens(&mut self) {
        let now = self.now;
        self.together.left.fill(NONE);
        for handle in 0..self.together.owner.len() {
            let owner = self.together.owner[handle];
            if owner == NONE {
                continue;
            }
            let token = &mut self.vehicles[handle as u32];
            settle(self.plan, token, &mut self.clocks, now);
            // The steps of one stand before those of the next.
            let first = &mut self.together.left[owner as usize];
            if token.op < *first {
                *first = token.op;
                let causes = token.causes;
                self.vehicles[owner].causes = causes;
            }
        }
    }
}
