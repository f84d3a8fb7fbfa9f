//! Sources: when vehicles come, what they are, and who stands in line at the start.
//!
//! A source's vehicles are made day by day. The day has a key of its own, and the k-th vehicle of the day an identity
//! under it, so a change on one day renames nobody on another. Within a Poisson day the arrivals are the points of a
//! unit-rate process on `[0, expected number)`, carried to clock time through the day's profile: exact, in order, and
//! without drawing their number first.
//!
//! Where a source's vehicles do something from afar, each is made when it is *announced*, a fixed time before it arrives
//! (at the earliest when the period begins). Until it arrives nobody but the mechanisms that act from afar knows of it.

use crate::des::clock::{FOREVER, Span, Time};
use crate::des::keyed::{EntityId, Key, Use, choose, name_hash};
use crate::des::ziggurat::Exponential;
use crate::plan::cause::Cause;
use crate::plan::{ArrivalPlan, Kind, NONE, Pick, Plan, SourcePlan, TracePlan, TraceRow};

use super::day::{Coming, Day, Hour, Origin};
use super::engine::{COMERS, Engine, Rank, Stop};
use super::observer::Observer;
use super::quota::day_factor;
use super::vehicle::{COMING, Newcomer, Vehicle};

/// The day-to-day factor of sources.
const DEMAND: u64 = name_hash("demand");
const CLASS: Use = Use::named("class");
const CONVOY: Use = Use::named("convoy");
const INTERVAL: Use = Use::named("interarrival");

/// A source in a replication.
pub(super) struct SourceState {
    /// The day whose arrivals are being made, or the next entry of a timetable or row of a log.
    position: usize,
    day: Day,
    /// Of its days of origin, the one whose vehicles come next; and the others, which usually are none.
    current: Origin,
    others: Vec<Origin>,
    standard: Exponential,
    /// Number of the next vehicle of a renewal source, and when it arrives.
    row: u64,
    next: Time,
}

/// Vehicles that arrive together.
#[derive(Clone, Copy)]
pub(super) struct Party {
    pub key: Key,
    pub day: i64,
    /// The number of the first on that day.
    pub first: u64,
    pub size: u64,
    /// When they arrive: now, or later where they are announced.
    pub at: Time,
}

impl SourceState {
    pub fn new(plan: &SourcePlan) -> Self {
        let most = match &plan.arrivals {
            ArrivalPlan::Poisson { origins, .. } => origins.iter().map(Vec::len).max().unwrap_or(0),
            _ => 0,
        };
        Self {
            position: 0,
            day: Day::new(FOREVER, FOREVER),
            current: Origin::NONE,
            others: Vec::with_capacity(most),
            standard: Exponential::new(),
            row: 0,
            next: FOREVER,
        }
    }

    /// Brings the day of origin forward whose vehicles come next.
    #[inline]
    fn choose_current(&mut self) {
        let turn = |origin: &Origin| (origin.next.at, origin.place);
        let first = self.others.iter_mut().min_by_key(|origin| turn(origin));
        if let Some(first) = first
            && turn(first) < turn(&self.current)
        {
            std::mem::swap(first, &mut self.current);
        }
    }
}

impl Engine<'_> {
    /// Puts the vehicles in line that are there when the period begins.
    pub(super) fn reset_backlogs<O: Observer>(&mut self, observer: &mut O) {
        let plan = self.plan;
        for (index, backlog) in plan.backlogs.iter().enumerate() {
            let key = self.key.child(backlog.hash);
            let origin = (plan.sources.len() + index) as u32;
            let age = plan.start - backlog.since;
            for row in 0..u64::from(backlog.vehicles) {
                // In the middle of its share of the time since then, the oldest first.
                let arrived = backlog.since
                    + (i128::from(age) * (2 * i128::from(row) + 1)
                        / (2 * i128::from(backlog.vehicles))) as i64;
                let id = key.entity(row);
                let kind = backlog.kinds[choose_one(&backlog.mix, || id.stream(CLASS).next_u64())];
                let Kind { class, first, .. } = plan.kinds[kind as usize];
                let newcomer = Newcomer {
                    id,
                    kind,
                    class,
                    op: first,
                    origin,
                    day: 0,
                    row: row as u32,
                    arrived,
                };
                let now = self.now;
                if let Some((vehicle, record)) = self.record(newcomer) {
                    record.add(Cause::BeforeStart, plan.start - arrived);
                    observer.arrive(now, record);
                    self.admit(vehicle, newcomer.op, observer);
                }
                if self.stop.is_some() {
                    return;
                }
            }
        }
    }

    pub(super) fn reset_sources(&mut self) {
        for index in 0..self.sources.len() {
            let source = index as u32;
            let state = &mut self.sources[index];
            state.position = 0;
            state.current = Origin::NONE;
            state.others.clear();
            state.row = 0;
            let SourcePlan {
                arrivals, ahead, ..
            } = &self.plan.sources[index];
            match arrivals {
                ArrivalPlan::Poisson { .. } => {
                    let at = self.open_day(source, 0);
                    self.schedule_source(source, at, *ahead);
                }
                ArrivalPlan::Renewal(_) => self.schedule_renewal(source, self.plan.start),
                ArrivalPlan::Timetable(times) => {
                    let at = times.first().map_or(FOREVER, |&(at, ..)| at);
                    self.schedule_source(source, at, *ahead);
                }
                ArrivalPlan::Trace(trace) => {
                    let at = trace.rows.first().map_or(FOREVER, |row| row.at);
                    self.schedule_source(source, at, *ahead);
                }
            }
        }
    }

    /// The next vehicles of a source are here.
    pub(super) fn arrivals<O: Observer>(&mut self, source: u32, observer: &mut O) {
        let plan = &self.plan.sources[source as usize];
        if let ArrivalPlan::Trace(trace) = &plan.arrivals {
            self.replay(source, plan, trace, observer);
            return;
        }
        let party = self.next_party(source, plan);
        self.make(source, plan, party, observer);
    }

    /// The next row of a log is here, as what the row says it is.
    #[inline(never)]
    fn replay<O: Observer>(
        &mut self,
        source: u32,
        plan: &SourcePlan,
        trace: &TracePlan,
        observer: &mut O,
    ) {
        let row = &trace.rows[self.sources[source as usize].position];
        let party = self.next_party(source, plan);
        let Pick { mix, kinds } = &trace.picks[row.pick as usize];
        let id = party.key.entity(party.first);
        let kind = kinds[choose_one(mix, || id.stream(CLASS).next_u64())];
        let newcomer = self.newcomer(source, party, party.first, kind);
        self.bring(newcomer, observer);
    }

    /// The next vehicles of a source; those after them are scheduled.
    #[inline(always)]
    pub(super) fn next_party(&mut self, source: u32, plan: &SourcePlan) -> Party {
        let index = source as usize;
        match &plan.arrivals {
            ArrivalPlan::Poisson { profile, .. } => {
                let state = &mut self.sources[index];
                let Origin {
                    key,
                    day,
                    row,
                    next: Coming { at, .. },
                    ..
                } = state.current;
                let size = convoy(self.plan, plan, key, row);
                state.current.row += size;
                state.current.step(state.standard, profile, state.day);
                if !state.others.is_empty() {
                    state.choose_current();
                }
                let mut next = state.current.next.at;
                if next == FOREVER {
                    let tomorrow = state.position + 1;
                    next = self.open_day(source, tomorrow);
                }
                self.schedule_source(source, next, plan.ahead);
                Party {
                    key,
                    day,
                    first: row,
                    size,
                    at,
                }
            }
            ArrivalPlan::Renewal(_) => {
                let key = self.key.child(plan.hash);
                let SourceState { row, next: at, .. } = self.sources[index];
                let size = convoy(self.plan, plan, key, row);
                self.sources[index].row += size;
                self.schedule_renewal(source, at);
                Party {
                    key,
                    day: 0,
                    first: row,
                    size,
                    at,
                }
            }
            ArrivalPlan::Timetable(times) => {
                let (at, day, row) = times[self.sources[index].position];
                self.sources[index].position += 1;
                let next = times
                    .get(self.sources[index].position)
                    .map_or(FOREVER, |&(at, ..)| at);
                self.schedule_source(source, next, plan.ahead);
                let day = self.plan.first_day + i64::from(day);
                let key = self.key.child(plan.hash).child(day as u64);
                // Each row of a timetable is a convoy of its own: its vehicles are numbered within it.
                let key = key.child(u64::from(row));
                let size = convoy(self.plan, plan, key, 0);
                Party {
                    key,
                    day,
                    first: u64::from(row),
                    size,
                    at,
                }
            }
            ArrivalPlan::Trace(trace) => {
                let position = self.sources[index].position;
                let TraceRow { at, day, .. } = trace.rows[position];
                self.sources[index].position += 1;
                let next = trace.rows.get(position + 1).map_or(FOREVER, |row| row.at);
                self.schedule_source(source, next, plan.ahead);
                // A row is the vehicle of its number on its day, as if a rate had made it.
                let first = position as u64 - u64::from(trace.first[day as usize]);
                let day = self.plan.first_day + i64::from(day);
                Party {
                    key: self.key.child(plan.hash).child(day as u64),
                    day,
                    first,
                    size: 1,
                    at,
                }
            }
        }
    }

    /// Begins the first day, from `day` on, on which anybody can come; says when the first do.
    #[inline(never)]
    fn open_day(&mut self, source: u32, day: usize) -> Time {
        let plan = &self.plan.sources[source as usize];
        let ArrivalPlan::Poisson {
            rates,
            origins,
            factor,
            profile,
        } = &plan.arrivals
        else {
            return FOREVER;
        };
        for (position, origins) in origins.iter().enumerate().skip(day) {
            let state = &mut self.sources[source as usize];
            state.position = position;
            state.day = Day::new(self.plan.days[position], self.plan.days[position + 1]);
            state.current = Origin::NONE;
            state.others.clear();
            for (place, &origin) in origins.iter().enumerate() {
                let day = self.plan.first_day + i64::from(origin);
                let key = self.key.child(plan.hash).child(day as u64);
                let factor = factor.map_or(1.0, |factor| {
                    day_factor(self.key, DEMAND, plan.hash, day, factor)
                });
                let mut fresh = Origin::new(place, day, key, rates[origin as usize] * factor);
                let state = &mut self.sources[source as usize];
                for _ in 0..2 {
                    fresh.step(state.standard, profile, state.day);
                }
                if place == 0 {
                    state.current = fresh;
                } else {
                    state.others.push(fresh);
                }
            }
            let state = &mut self.sources[source as usize];
            state.choose_current();
            let first = state.current.next.at;
            if first < FOREVER {
                return first;
            }
        }
        let state = &mut self.sources[source as usize];
        state.current = Origin::NONE;
        state.others.clear();
        FOREVER
    }

    /// The share of its day's arrivals at which the next vehicles of a Poisson source come; 0 of other sources.
    pub(super) fn next_share(&self, source: u32) -> f64 {
        self.sources[source as usize].current.next.share
    }

    /// When vehicles that arrive `at`, after this share of their day's arrivals, would arrive on another day.
    pub(super) fn same_hour(&self, source: u32, day: usize, at: Time, share: f64) -> Time {
        let days = &self.plan.days;
        match &self.plan.sources[source as usize].arrivals {
            ArrivalPlan::Poisson { profile, .. } => {
                let hour = Hour::NONE.later(profile, share);
                Day::new(days[day], days[day + 1]).instant(hour.time_of(share))
            }
            _ => days[day] + (at - days[self.plan.day_of(at)]),
        }
    }

    fn schedule_renewal(&mut self, source: u32, after: Time) {
        let plan = &self.plan.sources[source as usize];
        let ArrivalPlan::Renewal(sampler) = plan.arrivals else {
            return;
        };
        let row = self.sources[source as usize].row;
        let mut stream = self.key.child(plan.hash).entity(row).stream(INTERVAL);
        let span = self.plan.samplers[sampler as usize].draw(&mut stream);
        let at = after.saturating_add(span);
        self.sources[source as usize].next = at;
        self.schedule_source(source, at, plan.ahead);
    }

    /// The next vehicles of a source arrive at `at`; they are made when they are announced, so long before.
    #[inline(always)]
    fn schedule_source(&mut self, source: u32, at: Time, ahead: Span) {
        let slot = self.slots.source + source;
        if at < self.plan.end {
            let announced = (at - ahead).max(self.now);
            self.events
                .schedule_in::<COMERS>(slot, announced, Rank::Arrival as u8);
        } else {
            self.events.cancel(slot);
        }
    }

    /// Makes the vehicles of a party: they are here, or announced.
    #[inline(always)]
    fn make<O: Observer>(
        &mut self,
        source: u32,
        plan: &SourcePlan,
        party: Party,
        observer: &mut O,
    ) {
        for row in party.first..party.first + party.size {
            let kind = kind_of(plan, party.key.entity(row));
            let newcomer = self.newcomer(source, party, row, kind);
            self.bring(newcomer, observer);
            if self.stop.is_some() {
                return;
            }
        }
    }

    /// The vehicle of a party with this number on its day.
    #[inline(always)]
    pub(super) fn newcomer(&self, source: u32, party: Party, row: u64, kind: u32) -> Newcomer {
        let Kind { class, first, .. } = self.plan.kinds[kind as usize];
        Newcomer {
            id: party.key.entity(row),
            kind,
            class,
            op: first,
            origin: source,
            day: party.day as i32,
            row: row as u32,
            arrived: party.at,
        }
    }

    /// A vehicle is here, or announced.
    #[inline(always)]
    pub(super) fn bring<O: Observer>(&mut self, newcomer: Newcomer, observer: &mut O) {
        let now = self.now;
        let Some((vehicle, record)) = self.record(newcomer) else {
            return;
        };
        if newcomer.arrived > now {
            self.announce(vehicle, observer);
        } else {
            observer.arrive(now, record);
            self.admit(vehicle, newcomer.op, observer);
        }
    }

    /// A vehicle will arrive.
    #[inline(never)]
    fn announce<O: Observer>(&mut self, vehicle: u32, observer: &mut O) {
        self.vehicles[vehicle].clock = COMING;
        if self.plan.diverts.is_empty() || !self.decides_later(vehicle, observer) {
            self.sets_out(vehicle, observer);
        }
    }

    /// An announced vehicle knows to which gate it goes.
    pub(super) fn sets_out<O: Observer>(&mut self, vehicle: u32, observer: &mut O) {
        let record = &self.vehicles[vehicle];
        let (source, at) = (record.origin, record.arrived);
        if self.plan.sources[source as usize].books.is_some() {
            self.books_before_coming(vehicle, observer);
        } else {
            self.will_come(vehicle, at, observer);
        }
    }

    /// An announced vehicle arrives then: its papers are lodged as long before that as may be.
    pub(super) fn will_come<O: Observer>(&mut self, vehicle: u32, at: Time, observer: &mut O) {
        self.vehicles[vehicle].arrived = at;
        let order = self.next_order();
        self.coming.push(at, order, vehicle);
        self.schedule_coming();
        // Who would come after the end has nothing made.
        if at < self.plan.end {
            self.lodge_ahead(vehicle, observer);
        }
    }

    /// The next of those who were announced are here.
    #[inline(never)]
    pub(super) fn come<O: Observer>(&mut self, observer: &mut O) {
        if let Some((_, _, vehicle)) = self.coming.pop() {
            self.schedule_coming();
            let record = &mut self.vehicles[vehicle];
            record.arrived = self.now;
            record.since = self.now;
            observer.arrive(self.now, record);
            if !self.plan.asks_comers || self.comes_and_joins(vehicle, observer) {
                self.advance(vehicle, observer);
            }
        }
    }

    fn schedule_coming(&mut self) {
        match self.coming.peek() {
            Some((at, ..)) => {
                self.events
                    .schedule(self.slots.coming, at, Rank::Arrival as u8);
            }
            None => self.events.cancel(self.slots.coming),
        }
    }

    /// A vehicle that has arrived begins its route, with this op.
    #[inline(always)]
    fn admit<O: Observer>(&mut self, vehicle: u32, op: u32, observer: &mut O) {
        if self.plan.asks_comers {
            // It may have become another vehicle, at another gate.
            if self.comes_and_joins(vehicle, observer) {
                self.lodge_ahead(vehicle, observer);
                self.advance(vehicle, observer);
            }
        } else {
            self.set_out(vehicle, op, observer);
        }
    }

    /// The record of another vehicle, if there may be one more.
    #[inline(always)]
    fn record(&mut self, newcomer: Newcomer) -> Option<(u32, &mut Vehicle)> {
        self.created += 1;
        if self.created > self.plan.vehicle_limit {
            self.stop = Some(Stop::VehicleLimit);
            return None;
        }
        let vehicle = self.vehicles.take();
        let record = &mut self.vehicles[vehicle];
        record.begin(newcomer);
        Some((vehicle, record))
    }
}

/// How many come together.
#[inline(always)]
fn convoy(plan: &Plan, source: &SourcePlan, key: Key, row: u64) -> u64 {
    if source.convoy == NONE {
        return 1;
    }
    let mut stream = key.entity(row).stream(CONVOY);
    plan.samplers[source.convoy as usize]
        .draw(&mut stream)
        .max(1)
        .unsigned_abs()
}

/// The kind of a vehicle of a source, by its draw.
#[inline]
pub(super) fn kind_of(plan: &SourcePlan, id: EntityId) -> u32 {
    plan.kinds[choose_one(&plan.mix, || id.stream(CLASS).next_u64())]
}

/// One of several by a draw that is made only where there is a choice.
#[inline]
fn choose_one(mix: &[u64], draw: impl FnOnce() -> u64) -> usize {
    if mix.len() < 2 {
        0
    } else {
        choose(mix, draw())
    }
}
