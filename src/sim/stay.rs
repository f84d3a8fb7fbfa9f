//! Stays that must not be too long: from one step of a vehicle to another.
//!
//! The beginning of each stay stands in an array of its own, one entry for each vehicle and stay, which exists only where a plan
//! has stays. An entry is read only after it was written for the same vehicle: a scenario in which a stay may end without having
//! begun is refused.

use crate::des::clock::{Span, Time};
use crate::plan::NONE;

use super::engine::Engine;
use super::observer::Observer;

/// When stays began: entry `vehicle * stays of the plan + stay`.
pub(super) type StaysState = Vec<Time>;

impl Engine<'_> {
    /// A stay begins.
    pub(super) fn begin_stay(&mut self, vehicle: u32, stay: u32) {
        let stays = self.plan.names.stays.len();
        let needed = self.vehicles.records().len() * stays;
        if self.stays.len() < needed {
            self.stays.resize(needed, self.now);
        }
        self.stays[vehicle as usize * stays + stay as usize] = self.now;
    }

    /// A stay ends: the op that follows.
    #[inline(never)]
    pub(super) fn end_stay<O: Observer>(
        &mut self,
        vehicle: u32,
        stay: u32,
        (most, past, next): (Span, u32, u32),
        observer: &mut O,
    ) -> u32 {
        let entry = vehicle as usize * self.plan.names.stays.len() + stay as usize;
        let began = self.stays.get(entry).copied().unwrap_or(self.now);
        let over = self.now - began - most;
        if over <= 0 {
            return next;
        }
        observer.overstay(self.now, &self.vehicles[vehicle], stay, over);
        if past == NONE { next } else { past }
    }
}
