//! Bookings: who asks for a slot, when, and what becomes of those who get one.
//!
//! A season is a stretch in which a lane can be passed only with a booking. When it opens, everybody in the lanes of the
//! barrier asks, in the order in which they would pass; whoever joins later asks on arrival, and whoever has none asks again
//! when another interval comes within the horizon. A request gets the first interval that can be booked and has room in
//! every pool that counts the vehicle.
//!
//! Invariant: of every pool of an interval, the places left, those booked and not lost, and those used are together what
//! the book had.

use crate::des::clock::{FOREVER, Time, round};
use crate::des::keyed::Use;
use crate::des::ziggurat::Normal;
use crate::plan::{LanePlan, NONE, Reason, Refusal, Season};

use super::barrier::{BOOKED, DUE, WAITING};
use super::engine::{Engine, Rank};
use super::observer::{Exit, Observer};

impl Engine<'_> {
    /// A season opens or is over, or a page of its book is turned: an interval comes within the horizon, or begins.
    pub(super) fn turn_season(&mut self, lane: u32) {
        let plan = &self.plan.lanes[lane as usize];
        let state = &mut self.lanes[lane as usize];
        let season = plan.seasons.get(state.season);
        if !state.asking {
            state.asking = true;
            state.must_ask = true;
        } else if season.is_none_or(|season| season.until <= self.now) {
            state.asking = false;
            state.must_ask = false;
            state.asks_last = false;
            state.season += 1;
        } else if let Some(season) = season {
            let opening = season
                .intervals
                .clone()
                .any(|index| self.plan.intervals[index as usize].opens == self.now);
            state.must_ask |= opening;
        }
        self.barriers[plan.barrier as usize].must_ask |= state.must_ask;
        self.schedule_season(lane);
        self.mark_barrier(plan.barrier);
    }

    pub(super) fn schedule_season(&mut self, lane: u32) {
        let state = &self.lanes[lane as usize];
        let slot = self.slots.season + lane;
        match self.plan.lanes[lane as usize].seasons.get(state.season) {
            Some(season) => {
                let at = if state.asking {
                    self.next_page(season).min(season.until)
                } else {
                    season.opens.max(self.now)
                };
                self.events.schedule(slot, at, Rank::Calendar as u8);
            }
            None => self.events.cancel(slot),
        }
    }

    /// When the book next offers something new to those in line.
    fn next_page(&self, season: &Season) -> Time {
        let intervals =
            &self.plan.intervals[season.intervals.start as usize..season.intervals.end as usize];
        let coming = intervals.partition_point(|interval| interval.opens <= self.now);
        let beginning = intervals.partition_point(|interval| interval.start <= self.now);
        let comes = intervals.get(coming).map(|interval| interval.opens);
        let begins = intervals
            .get(beginning)
            .filter(|_| season.leftover)
            .map(|interval| interval.start);
        comes.into_iter().chain(begins).min().unwrap_or(FOREVER)
    }

    /// Everybody without a booking in the lanes of a barrier whose season has just opened asks, in the order in which they would pass.
    #[inline(never)]
    pub(super) fn ask_all<O: Observer>(&mut self, barrier: u32, observer: &mut O) {
        let plan = self.plan;
        let range = &plan.barriers[barrier as usize];
        let lanes = &plan.barrier_lanes[range.start as usize..range.end as usize];
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
                let plan = &engine.plan.lanes[lane as usize];
                let (spoils, order) = engine.turn_of(vehicle, plan.by_spoilage);
                // Of groups that go in turn nobody is first.
                let cycle = &engine.plan.cycles[plan.barrier as usize];
                let level = if cycle.is_empty() { plan.level } else { 0 };
                Some((level, spoils, order, lane))
            };
            while let Some((_, _, order, lane)) =
                lanes.iter().filter_map(|&lane| front(self, lane)).min()
            {
                let state = &mut self.lanes[lane as usize];
                let Some(vehicle) = state.to_ask.pop_front(&mut self.vehicles) else {
                    break;
                };
                if order <= asked || !self.is_settled(vehicle, lane, observer) {
                    self.stand_in_lane(vehicle, lane, WAITING);
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
        self.barriers[barrier as usize].must_ask = false;
    }

    /// A vehicle that stands in no line of its lane asks for a slot; its time is on the clock of those waiting. Without a
    /// slot it stands at the back of its line.
    #[inline(never)]
    pub(super) fn ask<O: Observer>(&mut self, vehicle: u32, lane: u32, observer: &mut O) {
        if !self.is_settled(vehicle, lane, observer) {
            self.stand_in_lane(vehicle, lane, WAITING);
        }
    }

    /// Asks, and says whether the vehicle has got a slot or gone away.
    fn is_settled<O: Observer>(&mut self, vehicle: u32, lane: u32, observer: &mut O) -> bool {
        let plan = &self.plan.lanes[lane as usize];
        let Some(season) = plan.seasons.get(self.lanes[lane as usize].season) else {
            return false;
        };
        if season.leftover && self.may_walk_in(lane) {
            // It takes a place at the end of this instant, after all that are due, or asks then.
            self.lanes[lane as usize].asks_last = true;
            self.barriers[plan.barrier as usize].asks_last = true;
            return false;
        }
        if !season.other_days && self.booker(vehicle).missed > 0 {
            // It has had its day, and stays in line.
            return false;
        }
        let may_ask = season.rebook == u32::MAX || self.booker(vehicle).missed <= season.rebook;
        let found = if may_ask {
            self.find_interval(season, i64::MIN)
        } else {
            Found::None
        };
        let interval = match found {
            Found::Interval(interval) => Some(interval),
            Found::Later => return false,
            Found::None => None,
        };
        match (interval, season.refused) {
            (Some(interval), _) => self.book(vehicle, lane, interval, observer),
            (None, Refusal::Stay) => return false,
            (None, Refusal::TurnBack) => {
                self.leave_clock(vehicle);
                self.leave(vehicle, Exit::TurnedBack(Reason::NoSlot), observer);
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
                self.transfer(vehicle, kind, Reason::NoSlot, observer);
            }
        }
        true
    }

    /// The next booked vehicles of a lane are due, or have missed their slot.
    #[inline(never)]
    pub(super) fn booking_due<O: Observer>(&mut self, lane: u32, observer: &mut O) {
        while let Some((at, _, vehicle)) = self.lanes[lane as usize].booked.peek() {
            if at > self.now {
                break;
            }
            self.lanes[lane as usize].booked.pop();
            self.leave_clock(vehicle);
            let clock = self.lanes[lane as usize].clock;
            let record = &mut self.vehicles[vehicle];
            if record.booking != NONE && record.absent {
                let end = self.plan.intervals[record.booking as usize].end;
                self.miss(vehicle, lane, observer);
                // It is still not there: as long as the interval lasts it asks for nothing.
                self.vehicles[vehicle].absent = true;
                let order = self.vehicles[vehicle].order;
                self.enter_clock(vehicle, clock + BOOKED);
                let back = end.max(self.now);
                self.lanes[lane as usize].booked.push(back, order, vehicle);
            } else if record.absent {
                record.absent = false;
                self.enter_clock(vehicle, clock + WAITING);
                let state = &self.lanes[lane as usize];
                let again =
                    state.asking && self.plan.lanes[lane as usize].seasons[state.season].other_days;
                if !(again && self.is_settled(vehicle, lane, observer)) {
                    self.stand_in_lane(vehicle, lane, WAITING);
                }
            } else {
                self.enter_clock(vehicle, clock + DUE);
                self.stand_in_lane(vehicle, lane, DUE);
            }
        }
        self.schedule_due(lane);
        self.mark_barrier(self.plan.lanes[lane as usize].barrier);
    }

    /// The first interval of a season that is not over at `after`, can be booked and has room.
    pub(super) fn find_interval(&self, season: &Season, after: Time) -> Found {
        let mut later = false;
        for index in season.intervals.clone() {
            let interval = &self.plan.intervals[index as usize];
            if interval.closes < self.now || interval.end <= after {
                continue;
            }
            if interval.opens > self.now {
                later = true;
                break;
            }
            if self.has_room(season, index) {
                return Found::Interval(index);
            }
            if !season.other_days {
                break;
            }
        }
        if later { Found::Later } else { Found::None }
    }

    /// Whether every pool of an interval that counts the vehicles of a season has a place.
    pub(super) fn has_room(&self, season: &Season, interval: u32) -> bool {
        let first = self.plan.intervals[interval as usize].slots;
        season
            .pools
            .iter()
            .all(|pool| self.slots_left[(first + pool) as usize] > 0)
    }

    /// Takes a place of an interval in every pool that counts the vehicles of a season.
    pub(super) fn take_places(&mut self, season: &Season, interval: u32) {
        let first = self.plan.intervals[interval as usize].slots;
        for pool in &season.pools {
            self.slots_left[(first + pool) as usize] -= 1;
        }
    }

    /// A vehicle has missed its interval: its place is lost, or left to walk-ins. Its time is settled.
    #[inline(never)]
    pub(super) fn miss<O: Observer>(&mut self, vehicle: u32, lane: u32, observer: &mut O) {
        let record = &mut self.vehicles[vehicle];
        let interval = record.booking;
        record.absent = false;
        record.booking = NONE;
        observer.miss(self.now, record, interval);
        let plan = &self.plan.lanes[lane as usize];
        let Some(season) = season_of(plan, interval) else {
            return;
        };
        if season.rebook < u32::MAX || !season.other_days {
            self.booker(vehicle).missed += 1;
        }
        if season.released {
            let first = self.plan.intervals[interval as usize].slots;
            for pool in &season.pools {
                self.slots_left[(first + pool) as usize] += 1;
            }
            self.unsettle_barrier(plan.barrier);
        }
    }

    /// Takes a place for a vehicle and draws when it is ready for it: `None` where it does not appear.
    #[inline(never)]
    pub(super) fn reserve<O: Observer>(
        &mut self,
        vehicle: u32,
        season: &Season,
        interval: u32,
        observer: &mut O,
    ) -> Option<Time> {
        self.take_places(season, interval);
        let start = self.plan.intervals[interval as usize].start;
        let record = &mut self.vehicles[vehicle];
        record.booking = interval;
        let mut stream = record.id.stream(Use::new(season.purpose, start as u64));
        let stays_away = season.no_show > 0 && stream.next_u64() < season.no_show;
        let late = season.lateness.map_or(0.0, |(mean, sd)| {
            mean + sd * Normal::new().draw(&mut stream)
        });
        observer.book(self.now, record, interval);
        let late = if late < 0.0 {
            -round(-late)
        } else {
            round(late)
        };
        (!stays_away).then(|| start.saturating_add(late))
    }

    /// Gives a vehicle a slot in an interval that has room.
    fn book<O: Observer>(&mut self, vehicle: u32, lane: u32, interval: u32, observer: &mut O) {
        let state = &self.lanes[lane as usize];
        let season = &self.plan.lanes[lane as usize].seasons[state.season];
        let clock = state.clock + BOOKED;
        let times = self.plan.intervals[interval as usize];
        self.leave_clock(vehicle);
        let ready = self.reserve(vehicle, season, interval, observer);
        let ready = ready.map_or(Time::MAX, |ready| ready.max(times.start - season.early));
        let record = &mut self.vehicles[vehicle];
        record.absent = ready > times.misses;
        let due = if record.absent { times.misses } else { ready };
        let order = record.order;
        self.enter_clock(vehicle, clock);
        self.lanes[lane as usize].booked.push(due, order, vehicle);
        self.schedule_due(lane);
    }

    pub(super) fn schedule_due(&mut self, lane: u32) {
        let slot = self.slots.due + lane;
        match self.lanes[lane as usize].booked.peek() {
            Some((at, _, _)) => self
                .events
                .schedule(slot, at.max(self.now), Rank::Calendar as u8),
            None => self.events.cancel(slot),
        }
    }
}

/// What a request finds.
pub(super) enum Found {
    /// This interval has room.
    Interval(u32),
    /// None yet, but others are still to come within the horizon.
    Later,
    /// None.
    None,
}

/// The season of a lane to which an interval belongs.
pub(super) fn season_of(plan: &LanePlan, interval: u32) -> Option<&Season> {
    plan.seasons
        .iter()
        .find(|season| season.intervals.contains(&interval))
}
