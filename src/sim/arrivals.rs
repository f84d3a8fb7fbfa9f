//! Sources: when vehicles come, what they are, and who stands in line at the start.
//!
//! A source's vehicles are made day by day. The day has a key of its own, and the k-th vehicle of the day an identity
//! under it, so a change on one day renames nobody on another. Within a Poisson day the arrivals are the points of a
//! unit-rate process on `[0, expected number)`, carried to clock time through the day's profile: exact, in order, and
//! without drawing their number first.
//!
//! Where a source's vehicles do something from afar, each is made when it is *announced*, a fixed time before it arrives
//! (at the earliest when the period begins). Until it arrives nobody but the mechanisms that act from afar knows of it.

use crate::des::clock::{FOREVER, HOUR, Span, Time};
use crate::des::keyed::{EntityId, Key, Stream, Use, choose, name_hash};
use crate::des::ziggurat::Exponential;
use crate::plan::cause::Cause;
use crate::plan::{ArrivalPlan, NONE, Plan, SourcePlan};

use super::engine::{COMERS, Engine, Rank, Stop};
use super::observer::Observer;
use super::quota::day_factor;
use super::vehicle::{COMING, Newcomer};

/// The day-to-day factor of sources.
const DEMAND: u64 = name_hash("demand");
const CLASS: Use = Use::named("class");
const CONVOY: Use = Use::named("convoy");
const INTERVAL: Use = Use::named("interarrival");

/// A source in a replication.
pub(super) struct SourceState {
    /// The day whose arrivals are being made, or the next entry of a timetable.
    position: usize,
    /// First instant of that day and of the next.
    day: (Time, Time),
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

/// Arrivals of one day of origin.
struct Origin {
    /// Its place among the days of origin of a day: who comes first where two come at one instant.
    place: usize,
    day: i64,
    key: Key,
    stream: Stream,
    /// The point reached on `[0, total)`, which is that of `after`.
    point: f64,
    total: f64,
    /// The hour of the profile in which that point lies.
    hour: usize,
    /// When the next vehicles come, and those after them: drawn one ahead, so that nothing waits for the draw.
    next: Coming,
    after: Coming,
    row: u64,
}

/// An arrival of a day.
#[derive(Clone, Copy)]
struct Coming {
    at: Time,
    /// The share of the day's arrivals at which it is.
    share: f64,
}

impl Coming {
    /// Nobody comes.
    const NEVER: Self = Self {
        at: FOREVER,
        share: 0.0,
    };
}

impl Origin {
    /// Nobody comes.
    const NONE: Self = Self {
        place: 0,
        day: 0,
        key: Key::root(0),
        stream: Key::root(0).stream(),
        point: 0.0,
        total: 0.0,
        hour: 0,
        next: Coming::NEVER,
        after: Coming::NEVER,
        row: 0,
    };

    /// Goes on to the next vehicles, in a day from one instant to another.
    #[inline(always)]
    fn step(&mut self, standard: Exponential, profile: &[f64; 25], day: (Time, Time)) {
        self.next = self.after;
        self.point += standard.draw(&mut self.stream);
        self.after = if self.point < self.total {
            let share = self.point / self.total;
            self.hour = hour_of(profile, self.hour, share);
            let at = clock_time(profile, self.hour, share, day);
            Coming { at, share }
        } else {
            Coming::NEVER
        };
    }
}

impl SourceState {
    pub fn new(plan: &SourcePlan) -> Self {
        let most = match &plan.arrivals {
            ArrivalPlan::Poisson { origins, .. } => origins.iter().map(Vec::len).max().unwrap_or(0),
            _ => 0,
        };
        Self {
            position: 0,
            day: (FOREVER, FOREVER),
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
                let newcomer = Newcomer {
                    id,
                    kind,
                    op: plan.kinds[kind as usize].first,
                    origin,
                    day: 0,
                    row: row as u32,
                    arrived,
                };
                self.admit(newcomer, plan.start - arrived, observer);
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
            match &self.plan.sources[index].arrivals {
                ArrivalPlan::Poisson { .. } => {
                    self.open_day(source, 0);
                    self.schedule_poisson(source);
                }
                ArrivalPlan::Renewal(_) => self.schedule_renewal(source, self.plan.start),
                ArrivalPlan::Timetable(times) => {
                    let at = times.first().map_or(FOREVER, |&(at, ..)| at);
                    self.schedule_source(source, at);
                }
            }
        }
    }

    /// The next vehicles of a source are here.
    pub(super) fn arrivals<O: Observer>(&mut self, source: u32, observer: &mut O) {
        let party = self.next_party(source);
        self.make(source, party, observer);
    }

    /// The next vehicles of a source; those after them are scheduled.
    #[inline(always)]
    pub(super) fn next_party(&mut self, source: u32) -> Party {
        let index = source as usize;
        let plan = &self.plan.sources[index];
        match &plan.arrivals {
            ArrivalPlan::Poisson { profile, .. } => {
                let state = &mut self.sources[index];
                let Origin {
                    key,
                    day,
                    row,
                    next,
                    ..
                } = state.current;
                let size = convoy(self.plan, plan, key, row);
                state.current.row += size;
                state.current.step(state.standard, profile, state.day);
                self.schedule_poisson(source);
                Party {
                    key,
                    day,
                    first: row,
                    size,
                    at: next.at,
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
                self.schedule_source(source, next);
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
        }
    }

    /// Begins the first day, from `day` on, on which anybody can come.
    #[inline(never)]
    fn open_day(&mut self, source: u32, day: usize) {
        let plan = &self.plan.sources[source as usize];
        let ArrivalPlan::Poisson {
            rates,
            origins,
            factor,
            profile,
        } = &plan.arrivals
        else {
            return;
        };
        for (position, origins) in origins.iter().enumerate().skip(day) {
            let state = &mut self.sources[source as usize];
            state.position = position;
            state.day = (self.plan.days[position], self.plan.days[position + 1]);
            state.current = Origin::NONE;
            state.others.clear();
            for (place, &origin) in origins.iter().enumerate() {
                let day = self.plan.first_day + i64::from(origin);
                let key = self.key.child(plan.hash).child(day as u64);
                let factor = factor.map_or(1.0, |factor| {
                    day_factor(self.key, DEMAND, plan.hash, day, factor)
                });
                let mut fresh = Origin {
                    place,
                    day,
                    key,
                    stream: key.stream(),
                    total: rates[origin as usize] * factor,
                    ..Origin::NONE
                };
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
            if state.current.next.at < FOREVER {
                return;
            }
        }
        let state = &mut self.sources[source as usize];
        state.current = Origin::NONE;
        state.others.clear();
    }

    /// The share of its day's arrivals at which the next vehicles of a Poisson source come; 0 of other sources.
    pub(super) fn next_share(&self, source: u32) -> f64 {
        self.sources[source as usize].current.next.share
    }

    /// When vehicles that arrive `at`, after this share of their day's arrivals, would arrive on another day.
    pub(super) fn same_hour(&self, source: u32, day: usize, at: Time, share: f64) -> Time {
        let days = &self.plan.days;
        match &self.plan.sources[source as usize].arrivals {
            ArrivalPlan::Poisson { profile, .. } => clock_time(
                profile,
                hour_of(profile, 0, share),
                share,
                (days[day], days[day + 1]),
            ),
            _ => days[day] + (at - days[self.plan.day_of(at)]),
        }
    }

    #[inline(always)]
    fn schedule_poisson(&mut self, source: u32) {
        let state = &mut self.sources[source as usize];
        if !state.others.is_empty() {
            state.choose_current();
        }
        if state.current.next.at == FOREVER {
            let day = state.position + 1;
            self.open_day(source, day);
        }
        let next = self.sources[source as usize].current.next.at;
        self.schedule_source(source, next);
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
        self.schedule_source(source, at);
    }

    /// The next vehicles of a source arrive at `at`; they are made when they are announced.
    #[inline(always)]
    fn schedule_source(&mut self, source: u32, at: Time) {
        let slot = self.slots.source + source;
        if at < self.plan.end {
            let announced = (at - self.plan.sources[source as usize].ahead).max(self.now);
            self.events
                .schedule_in::<COMERS>(slot, announced, Rank::Arrival as u8);
        } else {
            self.events.cancel(slot);
        }
    }

    /// Makes the vehicles of a party: they are here, or announced.
    fn make<O: Observer>(&mut self, source: u32, party: Party, observer: &mut O) {
        for row in party.first..party.first + party.size {
            let kind = self.kind_of(source, party.key.entity(row));
            let newcomer = self.newcomer(source, &party, row, kind);
            self.bring(newcomer, observer);
            if self.stop.is_some() {
                return;
            }
        }
    }

    /// The vehicle of a party with this number on its day.
    #[inline(always)]
    pub(super) fn newcomer(&self, source: u32, party: &Party, row: u64, kind: u32) -> Newcomer {
        Newcomer {
            id: party.key.entity(row),
            kind,
            op: self.plan.kinds[kind as usize].first,
            origin: source,
            day: party.day as i32,
            row: row as u32,
            arrived: party.at,
        }
    }

    /// A vehicle is here, or announced.
    #[inline(always)]
    pub(super) fn bring<O: Observer>(&mut self, newcomer: Newcomer, observer: &mut O) {
        if newcomer.arrived > self.now {
            self.announce(newcomer, observer);
        } else {
            self.admit(newcomer, 0, observer);
        }
    }

    /// The kind of a vehicle, by its draw.
    #[inline]
    pub(super) fn kind_of(&self, source: u32, id: EntityId) -> u32 {
        let plan = &self.plan.sources[source as usize];
        plan.kinds[choose_one(&plan.mix, || id.stream(CLASS).next_u64())]
    }

    /// A vehicle will arrive.
    #[inline(never)]
    fn announce<O: Observer>(&mut self, newcomer: Newcomer, observer: &mut O) {
        if !self.may_make_another() {
            return;
        }
        let handle = self.vehicles.take();
        let record = &mut self.vehicles[handle];
        record.begin(newcomer);
        record.clock = COMING;
        if self.plan.diverts.is_empty() || !self.decides_later(handle, observer) {
            self.sets_out(handle, observer);
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

    /// A vehicle is here; `before` is how long it has waited before the period began.
    #[inline(always)]
    fn admit<O: Observer>(&mut self, newcomer: Newcomer, before: Span, observer: &mut O) {
        if !self.may_make_another() {
            return;
        }
        let handle = self.vehicles.take();
        let record = &mut self.vehicles[handle];
        record.begin(newcomer);
        record.add(Cause::BeforeStart, before);
        observer.arrive(self.now, record);
        if self.plan.asks_comers {
            // It may have become another vehicle, at another gate.
            if self.comes_and_joins(handle, observer) {
                self.lodge_ahead(handle, observer);
                self.advance(handle, observer);
            }
        } else {
            self.advance_at_once(handle, newcomer.op, NONE, observer);
        }
    }

    #[inline]
    fn may_make_another(&mut self) -> bool {
        self.created += 1;
        let may = self.created <= self.plan.vehicle_limit;
        if !may {
            self.stop = Some(Stop::VehicleLimit);
        }
        may
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

/// The hour of a day in which this share of its arrivals has come, at the earliest `from`.
#[inline(always)]
fn hour_of(profile: &[f64; 25], from: usize, share: f64) -> usize {
    let mut hour = from;
    while hour < 23 && profile[hour + 1] <= share {
        hour += 1;
    }
    hour
}

/// The instant of a day at which this share of its arrivals has come, which it has in this hour of it.
#[inline(always)]
fn clock_time(profile: &[f64; 25], hour: usize, share: f64, (from, to): (Time, Time)) -> Time {
    let width = profile[hour + 1] - profile[hour];
    let within = if width > 0.0 {
        (share - profile[hour]) / width
    } else {
        0.0
    };
    let hours = (hour as f64 + within) * HOUR as f64;
    // A civil day of 23 or 25 hours is stretched, so that its last arrival is still its own.
    let length = to - from;
    let offset = if length == 24 * HOUR {
        hours
    } else {
        hours * (length as f64 / (24 * HOUR) as f64)
    };
    (from + offset as i64).min(to - 1)
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
