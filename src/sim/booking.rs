//! Bookings: who asks for a slot, when, and what becomes of those who get one.
//!
//! A season is a stretch in which a lane can be passed only with a booking. When it opens, everybody in the lanes of the
//! barrier asks, in the order in which they joined; whoever joins later asks on arrival. A request gets the first
//! interval that can still be booked and has room in every pool that counts the vehicle.

use crate::des::clock::round;
use crate::des::keyed::Use;
use crate::des::ziggurat::Normal;
use crate::plan::{NONE, Refusal};

use super::barrier::{BOOKED, DUE, WAITING};
use super::engine::{Engine, Rank};
use super::observer::{Exit, Observer};

impl Engine<'_> {
    /// A season opens, or is over.
    pub(super) fn turn_season(&mut self, lane: u32) {
        let plan = &self.plan.lanes[lane as usize];
        let state = &mut self.lanes[lane as usize];
        if state.asking {
            state.asking = false;
            state.must_ask = false;
            state.season += 1;
        } else {
            state.asking = true;
            state.must_ask = true;
        }
        self.schedule_season(lane);
        self.mark_barrier(plan.barrier);
    }

    pub(super) fn schedule_season(&mut self, lane: u32) {
        let state = &self.lanes[lane as usize];
        let slot = self.slots.season + lane;
        match self.plan.lanes[lane as usize].seasons.get(state.season) {
            Some(season) => {
                let at = if state.asking {
                    season.until
                } else {
                    season.opens.max(self.now)
                };
                self.events.schedule(slot, at, Rank::Calendar as u8);
            }
            None => self.events.cancel(slot),
        }
    }

    /// Everybody without a booking in the lanes of a barrier whose season has just opened asks, in order of joining.
    pub(super) fn ask_all<O: Observer>(&mut self, barrier: u32, observer: &mut O) {
        let plan = self.plan;
        let range = &plan.barriers[barrier as usize];
        let lanes = &plan.barrier_lanes[range.start as usize..range.end as usize];
        if !lanes.iter().any(|&lane| self.lanes[lane as usize].must_ask) {
            return;
        }
        // Who is refused may be sent to a lane of this very barrier. Such a vehicle queues there and asks in the next round.
        let mut asked = 0;
        loop {
            let latest = self.order;
            for &lane in lanes {
                let state = &mut self.lanes[lane as usize];
                if state.must_ask {
                    state.to_ask = std::mem::take(&mut state.waiting);
                }
            }
            let front = |engine: &Self, lane: u32| {
                let vehicle = engine.lanes[lane as usize].to_ask.front()?;
                Some((engine.vehicles[vehicle].order, lane))
            };
            while let Some((order, lane)) = lanes.iter().filter_map(|&lane| front(self, lane)).min()
            {
                let state = &mut self.lanes[lane as usize];
                let Some(vehicle) = state.to_ask.pop_front(&mut self.vehicles) else {
                    break;
                };
                if order <= asked || !self.is_settled(vehicle, lane, observer) {
                    self.rejoin(vehicle, lane, WAITING);
                }
            }
            if self.order == latest {
                break;
            }
            asked = latest;
        }
        for &lane in lanes {
            self.lanes[lane as usize].must_ask = false;
        }
    }

    /// A vehicle that stands in no line of its lane asks for a slot; its time is on the clock of those waiting. Without a
    /// slot it stands at the back of its line.
    pub(super) fn ask<O: Observer>(&mut self, vehicle: u32, lane: u32, observer: &mut O) {
        if !self.is_settled(vehicle, lane, observer) {
            self.lanes[lane as usize]
                .waiting
                .push_back(&mut self.vehicles, vehicle);
        }
    }

    /// Asks, and says whether the vehicle has got a slot or gone away.
    fn is_settled<O: Observer>(&mut self, vehicle: u32, lane: u32, observer: &mut O) -> bool {
        let plan = &self.plan.lanes[lane as usize];
        let Some(season) = plan.seasons.get(self.lanes[lane as usize].season) else {
            return false;
        };
        let mut open = season
            .intervals
            .clone()
            .filter(|&index| self.plan.intervals[index as usize].closes >= self.now);
        let has_room = |index: &u32| {
            let first = self.plan.intervals[*index as usize].slots;
            season
                .pools
                .iter()
                .all(|pool| self.slots_left[(first + pool) as usize] > 0)
        };
        let interval = if season.other_days {
            open.find(has_room)
        } else {
            open.next().filter(has_room)
        };
        match (interval, season.refused) {
            (Some(interval), _) => self.book(vehicle, lane, interval, observer),
            (None, Refusal::Stay) => return false,
            (None, Refusal::TurnBack) => {
                self.leave_clock(vehicle);
                self.leave(vehicle, Exit::TurnedBack, observer);
            }
            (None, Refusal::Elsewhere(gate)) => {
                let record = &self.vehicles[vehicle];
                let known = &self.plan.kinds[record.kind as usize].elsewhere;
                let there = known.iter().find(|(other, _)| *other == gate);
                // Once only: two gates that send each other whom they refuse would do so for ever.
                let Some(&(_, kind)) = there.filter(|_| !record.moved) else {
                    return false;
                };
                self.leave_clock(vehicle);
                self.transfer(vehicle, kind, observer);
            }
        }
        true
    }

    /// The next booked vehicles of a lane are due, or have missed their slot.
    pub(super) fn booking_due<O: Observer>(&mut self, lane: u32, observer: &mut O) {
        while let Some((at, _, vehicle)) = self.lanes[lane as usize].booked.peek() {
            if at > self.now {
                break;
            }
            self.lanes[lane as usize].booked.pop();
            self.leave_clock(vehicle);
            let clock = self.lanes[lane as usize].clock;
            let record = &mut self.vehicles[vehicle];
            if record.absent {
                record.absent = false;
                record.booking = NONE;
                self.enter_clock(vehicle, clock + WAITING);
                let state = &self.lanes[lane as usize];
                let again =
                    state.asking && self.plan.lanes[lane as usize].seasons[state.season].other_days;
                if !(again && self.is_settled(vehicle, lane, observer)) {
                    self.rejoin(vehicle, lane, WAITING);
                }
            } else {
                self.enter_clock(vehicle, clock + DUE);
                self.rejoin(vehicle, lane, DUE);
            }
        }
        self.schedule_due(lane);
        self.mark_barrier(self.plan.lanes[lane as usize].barrier);
    }

    /// Gives a vehicle a slot in an interval that has room.
    fn book<O: Observer>(&mut self, vehicle: u32, lane: u32, interval: u32, observer: &mut O) {
        let state = &self.lanes[lane as usize];
        let season = &self.plan.lanes[lane as usize].seasons[state.season];
        let clock = state.clock + BOOKED;
        let times = self.plan.intervals[interval as usize];
        for pool in &season.pools {
            self.slots_left[(times.slots + pool) as usize] -= 1;
        }
        self.leave_clock(vehicle);
        let record = &mut self.vehicles[vehicle];
        record.booking = interval;
        let mut stream = record
            .id
            .stream(Use::new(season.purpose, times.start as u64));
        let stays_away = season.no_show > 0 && stream.next_u64() < season.no_show;
        let late = season.lateness.map_or(0.0, |(mean, sd)| {
            mean + sd * Normal::new().draw(&mut stream)
        });
        let ready = times.start.saturating_add(round(late.max(0.0)));
        record.absent = stays_away || ready > times.end;
        let due = if record.absent { times.end } else { ready };
        observer.book(self.now, record, interval);
        let order = record.order;
        self.enter_clock(vehicle, clock);
        self.lanes[lane as usize].booked.push(due, order, vehicle);
        self.schedule_due(lane);
    }

    /// A vehicle that had a slot takes the place in a group of its lane that it has by the order of joining.
    fn rejoin(&mut self, vehicle: u32, lane: u32, group: u32) {
        let state = &mut self.lanes[lane as usize];
        let line = if group == WAITING {
            &mut state.waiting
        } else {
            &mut state.due
        };
        let order = self.vehicles[vehicle].order;
        line.insert(&mut self.vehicles, vehicle, |vehicles, other| {
            vehicles[other].order > order
        });
    }

    fn schedule_due(&mut self, lane: u32) {
        let slot = self.slots.due + lane;
        match self.lanes[lane as usize].booked.peek() {
            Some((at, _, _)) => self
                .events
                .schedule(slot, at.max(self.now), Rank::Calendar as u8),
            None => self.events.cancel(slot),
        }
    }
}
