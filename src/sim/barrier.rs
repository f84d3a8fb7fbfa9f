//! Holding points: lanes that follow a timeline, bookings and quotas.
//!
//! A lane holds vehicles to which the same rules apply, in three groups: those without a booking, those whose slot has
//! not begun, and those whose slot has. Lanes that share a quota or a booking pool form a barrier, as do those of a gate with an order
//! of passing; of all at a barrier who may pass the first does, whatever lane it stands in. First is who joined first, or by the gate's order:
//! of the lowest level, or of the group whose turn it is, and there whose goods spoil first. A lane has one level, and its lines are
//! in that order, so only their fronts are looked at.
//!
//! Whether somebody may pass hangs on his lane and group, never on himself. So where nobody could pass, who joins a line in which
//! others stand cannot either, and of one who joins an empty line only that line is asked. A barrier knows what has [`Changed`] since
//! nobody there could pass; whatever gives a right to pass (timelines, quotas, seasons, places given back, outages) must tell it.

use crate::des::fifo::Fifo;
use crate::des::heap::Heap;
use crate::plan::cause::Cause;
use crate::plan::{NONE, Op, Passing};

use super::cycle::Cycle;
use super::engine::{Engine, Rank, Work};
use super::observer::{Observer, Place};

/// A barrier in a replication.
#[derive(Clone, Default)]
pub(super) struct BarrierState {
    marked: bool,
    changed: Changed,
    /// Whether those in some lane have still to ask, or may have; never false where they have.
    pub must_ask: bool,
    /// The same of those who ask if they could not pass without a booking.
    pub asks_last: bool,
    /// Whose turn it is.
    cycle: Cycle,
}

/// What has changed at a barrier since nobody there could pass.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Changed {
    #[default]
    Nothing,
    /// Somebody has joined this line, which was empty.
    Line(Front),
    Anything,
}

/// A lane in a replication.
pub(super) struct LaneState {
    pub passing: Passing,
    /// Vehicles without a booking, in the order in which they pass.
    pub waiting: Fifo,
    /// Booked vehicles that are not due, by the instant at which they are.
    pub booked: Heap,
    /// Booked vehicles that are due.
    pub due: Fifo,
    /// Clocks of the three groups: `clock`, `clock + 1`, `clock + 2`.
    pub clock: u32,
    /// The season that is on or comes next.
    pub season: usize,
    /// Whether that season is on: vehicles that join ask for a slot.
    pub asking: bool,
    /// Whether those in line have still to ask, at the end of this instant.
    pub must_ask: bool,
    /// Whether some who might have passed without a booking have to ask if they could not.
    pub asks_last: bool,
    /// Those who are still to ask, while `waiting` fills anew.
    pub to_ask: Fifo,
}

/// Where somebody is first in line: a lane and a group of it.
type Front = (u32, u32);

/// Which group's clock.
pub(super) const WAITING: u32 = 0;
pub(super) const BOOKED: u32 = 1;
pub(super) const DUE: u32 = 2;

/// A timeline in a replication: the lanes that follow it and the next change.
pub(super) struct TimelineState {
    lanes: Vec<u32>,
    next: usize,
}

impl Engine<'_> {
    pub(super) fn build_lanes(&mut self) {
        self.timelines = self
            .plan
            .timelines
            .iter()
            .map(|_| TimelineState {
                lanes: Vec::new(),
                next: 0,
            })
            .collect();
        for (index, plan) in self.plan.lanes.iter().enumerate() {
            self.timelines[plan.timeline as usize]
                .lanes
                .push(index as u32);
            let closed = |passing: &Passing| {
                if let Passing::Closed(cause) = passing {
                    Some(*cause)
                } else {
                    None
                }
            };
            let mut possible: Vec<Cause> = self.plan.timelines[plan.timeline as usize]
                .changes
                .iter()
                .filter_map(|(_, passing)| closed(passing))
                .collect();
            possible.extend([Cause::NoSlot, Cause::BeforeAppointment, Cause::QuotaUsedUp]);
            if !self.plan.outages.is_empty() {
                possible.push(Cause::Outage);
            }
            let clock = self.new_clock(&possible);
            self.new_clock(&possible);
            self.new_clock(&possible);
            self.lanes.push(LaneState {
                passing: Passing::Closed(Cause::ClosedNight),
                waiting: Fifo::new(),
                booked: Heap::new(),
                due: Fifo::new(),
                clock,
                season: 0,
                asking: false,
                must_ask: false,
                asks_last: false,
                to_ask: Fifo::new(),
            });
        }
    }

    pub(super) fn reset_lanes(&mut self) {
        let start = self.plan.start;
        for (barrier, turns) in self.barriers.iter_mut().zip(&self.plan.cycles) {
            barrier.marked = false;
            barrier.changed = Changed::Anything;
            barrier.must_ask = false;
            barrier.asks_last = false;
            barrier.cycle.reset(turns);
        }
        for lane in &mut self.lanes {
            lane.waiting.clear();
            lane.booked.clear();
            lane.due.clear();
            lane.season = 0;
            lane.asking = false;
            lane.must_ask = false;
            lane.asks_last = false;
            lane.to_ask.clear();
        }
        for index in 0..self.timelines.len() {
            let changes = &self.plan.timelines[index].changes;
            let next = changes.partition_point(|&(at, _)| at <= start);
            let passing = changes
                .get(next.wrapping_sub(1))
                .map_or(Passing::Closed(Cause::ClosedNight), |&(_, passing)| passing);
            let timeline = &mut self.timelines[index];
            timeline.next = next;
            for &lane in &timeline.lanes {
                let lane = &mut self.lanes[lane as usize];
                lane.passing = passing;
                for (group, cause) in causes(passing).into_iter().enumerate() {
                    self.clocks[lane.clock as usize + group].reset(start, cause);
                }
            }
            self.schedule_timeline(index);
        }
        for lane in 0..self.lanes.len() {
            self.schedule_season(lane as u32);
        }
    }

    /// A vehicle joins a lane.
    pub(super) fn join_lane<O: Observer>(&mut self, vehicle: u32, lane: u32, observer: &mut O) {
        let order = self.next_order();
        let state = &mut self.lanes[lane as usize];
        let plan = &self.plan.lanes[lane as usize];
        let record = &mut self.vehicles[vehicle];
        record.order = order;
        record.since = self.now;
        observer.join(self.now, record, Place::Lane(lane));
        let seasons = plan.seasons.get(state.season..).unwrap_or_default();
        let booked = seasons
            .iter()
            .find(|season| record.booking != NONE && season.intervals.contains(&record.booking));
        if let Some(season) = booked {
            let due = self.plan.intervals[record.booking as usize].start - season.early;
            let clock = state.clock;
            if due > self.now && state.passing != Passing::Open {
                // Booked from afar, and too early.
                state.booked.push(due, order, vehicle);
                self.enter_clock(vehicle, clock + BOOKED);
                self.schedule_due(lane);
            } else {
                self.enter_clock(vehicle, clock + DUE);
                self.stand_in_lane(vehicle, lane, DUE);
            }
        } else {
            record.booking = NONE;
            let clock = state.clock + WAITING;
            if state.asking && !state.must_ask {
                self.enter_clock(vehicle, clock);
                self.ask(vehicle, lane, observer);
            } else {
                self.enter_clock(vehicle, clock);
                self.stand_in_lane(vehicle, lane, WAITING);
            }
        }
        self.mark_for_newcomers(plan.barrier);
    }

    /// The second phase of an instant at a barrier: first those who must ask for a slot do so, then all pass that may.
    pub(super) fn open_barrier<O: Observer>(&mut self, barrier: u32, observer: &mut O) {
        let index = barrier as usize;
        self.barriers[index].marked = false;
        if self.barriers[index].must_ask {
            self.ask_all(barrier, observer);
        }
        let has_changed = self.barriers[index].changed != Changed::Nothing;
        while let Some((lane, group)) = self.next_to_pass(barrier) {
            self.pass(lane, group, observer);
        }
        debug_assert_eq!(
            self.first_that_may_pass(barrier),
            None,
            "whatever gives a right to pass tells the barrier"
        );
        self.barriers[index].changed = Changed::Nothing;
        if self.barriers[index].asks_last && self.let_late_askers_ask(barrier) {
            self.ask_all(barrier, observer);
        }
        if has_changed && self.outages.is_some_lane_out() {
            self.fit_barrier(barrier);
        }
    }

    /// A timeline changes.
    pub(super) fn turn_timeline(&mut self, timeline: u32) {
        let state = &mut self.timelines[timeline as usize];
        state.next += 1;
        for at in 0..state.lanes.len() {
            let lane = self.timelines[timeline as usize].lanes[at];
            self.fit_lane(lane);
            self.mark_barrier(self.plan.lanes[lane as usize].barrier);
        }
        self.schedule_timeline(timeline as usize);
    }

    /// Sets who may pass as the calendar has it, and why others wait, outages included. Nobody passes while the gate is out of order; slots go by
    /// the calendar all the same.
    pub(super) fn fit_lane(&mut self, lane: u32) {
        let timeline = self.plan.lanes[lane as usize].timeline as usize;
        let last = self.timelines[timeline].next.checked_sub(1);
        let changes = &self.plan.timelines[timeline].changes;
        let passing = last.and_then(|last| changes.get(last));
        let passing = passing.map_or(Passing::Closed(Cause::ClosedNight), |&(_, passing)| passing);
        let is_out = self.outages.is_lane_out(lane) && !matches!(passing, Passing::Closed(_));
        let causes = if is_out {
            self.outage_causes(lane, passing)
        } else {
            causes(passing)
        };
        let state = &mut self.lanes[lane as usize];
        state.passing = passing;
        let first = state.clock;
        for (group, cause) in causes.into_iter().enumerate() {
            self.turn_clock(first + group as u32, cause);
        }
    }

    /// Somebody at a barrier may pass by now who could not before.
    pub(super) fn mark_barrier(&mut self, barrier: u32) {
        self.unsettle_barrier(barrier);
        self.mark_for_newcomers(barrier);
    }

    /// The same, where it is to show only when the barrier opens for another reason.
    pub(super) fn unsettle_barrier(&mut self, barrier: u32) {
        self.barriers[barrier as usize].changed = Changed::Anything;
    }

    /// Somebody has come to a barrier.
    fn mark_for_newcomers(&mut self, barrier: u32) {
        let state = &mut self.barriers[barrier as usize];
        if !state.marked {
            state.marked = true;
            self.work.push(Work::Barrier(barrier));
        }
    }

    /// A vehicle takes its place in a group of its lane: at its end, unless another order than that of joining holds, or it stood there before.
    pub(super) fn stand_in_lane(&mut self, vehicle: u32, lane: u32, group: u32) {
        let plan = self.plan;
        let by_spoilage = plan.lanes[lane as usize].by_spoilage;
        let own = self.turn_of(vehicle, by_spoilage);
        let state = &mut self.lanes[lane as usize];
        let line = if group == WAITING {
            &mut state.waiting
        } else {
            &mut state.due
        };
        if line.is_empty() {
            let changed = &mut self.barriers[plan.lanes[lane as usize].barrier as usize].changed;
            *changed = match *changed {
                Changed::Nothing => Changed::Line((lane, group)),
                Changed::Line(line) if line == (lane, group) => Changed::Line(line),
                Changed::Line(_) | Changed::Anything => Changed::Anything,
            };
        }
        line.insert(&mut self.vehicles, vehicle, |vehicles, other| {
            let other = &vehicles[other];
            let spoils = if by_spoilage {
                plan.spoils_at(other.kind, other.arrived)
            } else {
                0
            };
            (spoils, other.order) > own
        });
    }

    /// Of all vehicles at the barrier that may pass now, the first: its lane and group.
    fn next_to_pass(&self, barrier: u32) -> Option<Front> {
        match self.barriers[barrier as usize].changed {
            Changed::Nothing => None,
            Changed::Line(front) => self.may_pass(front).then_some(front),
            Changed::Anything => self.first_that_may_pass(barrier),
        }
    }

    fn first_that_may_pass(&self, barrier: u32) -> Option<Front> {
        let turns = &self.plan.cycles[barrier as usize];
        if turns.is_empty() {
            let (first, walk_in) = self.first_of(barrier, None);
            // Without a booking one passes after all that have one.
            return first.or(walk_in);
        }
        let cycle = &self.barriers[barrier as usize].cycle;
        let first_of = |group: usize| self.first_of(barrier, Some(group));
        let group = cycle.next(turns, |group| first_of(group).0.is_some());
        if let Some(group) = group {
            return first_of(group).0;
        }
        let group = cycle.next(turns, |group| first_of(group).1.is_some())?;
        first_of(group).1
    }

    /// Of all vehicles at the barrier that may pass now, or of one level of them, the first of those who are due or need no booking, and of those
    /// who walk in: of the lowest level, then in the order of the gate, then who joined first.
    fn first_of(&self, barrier: u32, only: Option<usize>) -> (Option<Front>, Option<Front>) {
        type Best = Option<((u8, i64, u64), Front)>;
        let range = &self.plan.barriers[barrier as usize];
        let lanes = &self.plan.barrier_lanes[range.start as usize..range.end as usize];
        let (mut first, mut walk_in): (Best, Best) = (None, None);
        for &lane in lanes {
            let plan = &self.plan.lanes[lane as usize];
            if only.is_some_and(|only| only != usize::from(plan.level)) {
                continue;
            }
            for group in [WAITING, DUE] {
                let Some(vehicle) = self.front((lane, group)) else {
                    continue;
                };
                if !self.may_pass((lane, group)) {
                    continue;
                }
                let (spoils, order) = self.turn_of(vehicle, plan.by_spoilage);
                let turn = (plan.level, spoils, order);
                let best = if self.walks_in((lane, group)) {
                    &mut walk_in
                } else {
                    &mut first
                };
                if best.is_none_or(|(earliest, _)| turn < earliest) {
                    *best = Some((turn, (lane, group)));
                }
            }
        }
        let place = |best: Best| best.map(|(_, front)| front);
        (place(first), place(walk_in))
    }

    /// The first of a group of a lane.
    #[inline]
    fn front(&self, (lane, group): Front) -> Option<u32> {
        let state = &self.lanes[lane as usize];
        if group == WAITING {
            state.waiting.front()
        } else {
            state.due.front()
        }
    }

    /// Whether those of a group of a lane who pass now take a place that nobody has booked.
    #[inline]
    fn walks_in(&self, (lane, group): Front) -> bool {
        group == WAITING && self.lanes[lane as usize].passing == Passing::Booked
    }

    /// Whether the first of a group of a lane may pass now.
    #[inline]
    fn may_pass(&self, (lane, group): Front) -> bool {
        if self.front((lane, group)).is_none() || self.outages.is_lane_out(lane) {
            return false;
        }
        match self.lanes[lane as usize].passing {
            Passing::Booked if group == WAITING => self.may_walk_in(lane),
            Passing::Open | Passing::Booked => self.has_quota(lane),
            Passing::Closed(_) => false,
        }
    }

    /// Lets a vehicle pass.
    fn pass<O: Observer>(&mut self, lane: u32, group: u32, observer: &mut O) {
        let state = &mut self.lanes[lane as usize];
        let line = if group == WAITING {
            &mut state.waiting
        } else {
            &mut state.due
        };
        let Some(vehicle) = line.pop_front(&mut self.vehicles) else {
            return;
        };
        let plan = self.plan;
        let barrier = plan.lanes[lane as usize].barrier as usize;
        if !plan.cycles[barrier].is_empty() {
            let level = usize::from(plan.lanes[lane as usize].level);
            self.barriers[barrier]
                .cycle
                .take(&plan.cycles[barrier], level);
        }
        let walks_in = group == WAITING && state.passing == Passing::Booked;
        self.leave_clock(vehicle);
        if walks_in {
            self.walk_in(vehicle, lane, observer);
        }
        for &quota in &plan.lanes[lane as usize].quotas {
            self.quotas[quota as usize].left -= 1;
        }
        let record = &mut self.vehicles[vehicle];
        let Op::Hold { hold, next } = plan.ops[record.op as usize] else {
            return;
        };
        let crossing = plan.holds[hold as usize].crossing;
        let kind = &plan.kinds[record.kind as usize];
        let with_goods =
            crossing.is_some_and(|crossing| crossing.loaded.unwrap_or(kind.loaded) == kind.loaded);
        let first = with_goods && !record.crossed;
        record.crossed |= first;
        if first && plan.counts_stock {
            self.stock[plan.stock_of(kind)] -= u32::from(!kind.persons);
        }
        let record = &mut self.vehicles[vehicle];
        // Where a route does not cross, to enter is what the slot was for.
        if (crossing.is_some() || !kind.crosses) && record.booking != NONE {
            observer.redeem(self.now, record, record.booking);
            record.booking = NONE;
        }
        observer.pass(
            self.now,
            record,
            lane,
            crossing,
            first,
            self.now - record.since,
        );
        if self.step_to(vehicle, next) {
            self.advance(vehicle, observer);
        }
    }

    fn schedule_timeline(&mut self, timeline: usize) {
        let slot = self.slots.timeline + timeline as u32;
        match self.plan.timelines[timeline]
            .changes
            .get(self.timelines[timeline].next)
        {
            Some(&(at, _)) => self.events.schedule(slot, at, Rank::Calendar as u8),
            None => self.events.cancel(slot),
        }
    }
}

/// Why each of the three groups of a lane waits, in the order of the clocks. While passing is allowed and a vehicle still
/// waits, a quota is used up: otherwise it would have passed at once.
fn causes(passing: Passing) -> [Cause; 3] {
    match passing {
        Passing::Open => [
            Cause::QuotaUsedUp,
            Cause::BeforeAppointment,
            Cause::QuotaUsedUp,
        ],
        Passing::Booked => [Cause::NoSlot, Cause::BeforeAppointment, Cause::QuotaUsedUp],
        Passing::Closed(cause) => [cause; 3],
    }
}
