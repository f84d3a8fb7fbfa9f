//! Walk-ins: vehicles without a booking that take the places which are left of the interval that is on.
//!
//! A place is left where nobody has booked it, or where its vehicle has missed it and the book gives such places away. A
//! walk-in takes one of every pool that counts it, as a booking does, so no interval lets more pass than it has places.
//! All that are due pass first; among walk-ins the order of joining decides.

use crate::plan::{Passing, Season};

use super::engine::Engine;
use super::observer::Observer;

impl Engine<'_> {
    /// Whether the first without a booking in a lane may pass now.
    pub(super) fn may_walk_in(&self, lane: u32) -> bool {
        let state = &self.lanes[lane as usize];
        let season = self.plan.lanes[lane as usize].seasons.get(state.season);
        state.passing == Passing::Booked
            && season
                .filter(|season| season.leftover)
                .is_some_and(|season| {
                    let interval = self.interval_on(season);
                    interval.is_some_and(|interval| self.has_room(season, interval))
                })
            && self.has_quota(lane)
    }

    /// A vehicle without a booking passes a lane: it takes a place of the interval that is on. Its time is settled.
    #[inline(never)]
    pub(super) fn walk_in<O: Observer>(&mut self, vehicle: u32, lane: u32, observer: &mut O) {
        let plan = self.plan;
        let state = &self.lanes[lane as usize];
        let season = plan.lanes[lane as usize].seasons.get(state.season);
        let Some((season, interval)) =
            season.and_then(|season| Some((season, self.interval_on(season)?)))
        else {
            return;
        };
        self.take_places(season, interval);
        let record = &mut self.vehicles[vehicle];
        record.booking = interval;
        observer.walk_in(self.now, record, interval);
    }

    /// Whether somebody who meant to walk in could not: all without a booking in such lanes ask once more.
    pub(super) fn let_late_askers_ask(&mut self, barrier: u32) -> bool {
        let range = &self.plan.barriers[barrier as usize];
        let lanes = &self.plan.barrier_lanes[range.start as usize..range.end as usize];
        let mut asked = false;
        self.barriers[barrier as usize].asks_last = false;
        for &lane in lanes {
            let state = &mut self.lanes[lane as usize];
            if std::mem::take(&mut state.asks_last) && !state.waiting.is_empty() {
                state.must_ask = true;
                asked = true;
            }
        }
        self.barriers[barrier as usize].must_ask |= asked;
        asked
    }

    /// The interval of a season that has begun and is not over.
    fn interval_on(&self, season: &Season) -> Option<u32> {
        let first = season.intervals.start;
        let intervals = &self.plan.intervals[first as usize..season.intervals.end as usize];
        let begun = intervals.partition_point(|interval| interval.start <= self.now);
        let last = begun.checked_sub(1)?;
        (self.now < intervals[last].end).then_some(first + last as u32)
    }
}
