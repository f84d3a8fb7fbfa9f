//! Time by cause within a span, exactly: of whom a [`Question`](crate::plan::Question) takes.
//!
//! It exists only where the plan has censuses. Up to a census, time by cause is a sum over those who have left and those who are told there;
//! between two it is the difference of these sums. So the time of a vehicle is split at the bounds of a span whatever it does there, the
//! intervals add up to the span, and over all causes an interval has the integral of the vehicles inside. Time before the period is left out.
//! All vehicles inside count, also those that came before a warm-up was over: what is asked about is a span of time.
//!
//! A vehicle that goes to another gate, or becomes something else there, takes nothing with it: what it spent stays where it was spent.
//! While several work on a vehicle its time has the cause of the first of them who is not done, and once all are done that of the last, as
//! everywhere; where that is another, the interval in which they are done sets it right, and may hold less than nothing of a cause.
//!
//! Time in lines is read where vehicles join and leave them: a sum over the joins is subtracted from one over the leaves, as a line's
//! clock does it. Work done by several on one vehicle, and papers, stand in lines of stations without the vehicle, and do not count there.

use crate::plan::cause::{CAUSES, Cause};
use crate::plan::{CensusPlan, Detail, NONE, Op, Plan};
use crate::sim::{Exit, Observer, Place, Reason, Standing, Vehicle};

use super::catalogue::{Dims, Estimator, Sheet, VEHICLE_HOURS};
use super::grouping::{self, Grouping};

/// Where vehicles spend time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// At a station: in line, or served.
    Station(u32),
    /// Before a yard.
    Yard(u32),
    /// Before a bridge, or on it.
    Bridge(u32),
    /// In the line of a pool of drivers.
    Pool(u32),
    /// In the line of residents who may trade.
    Residents(u32),
    /// At a holding point of a gate.
    Gate(u32),
    /// Where papers are waited for.
    Papers,
    /// Under way, or waiting for a result.
    Way,
}

/// Columns of time within a span.
#[derive(Debug)]
pub struct DelayLayout {
    /// The causes that have columns, in order of precedence.
    causes: Vec<Cause>,
    /// The places that have columns.
    spots: Vec<Spot>,
    by_class: Grouping,
    /// Delay: time of all causes that [are delay](Cause::is_delay).
    delay: usize,
    /// Vehicles that were inside at some time of the span.
    vehicles: usize,
    /// A column a cause; a block of that a group, an interval, a spot.
    total: usize,
    groups: usize,
    intervals: usize,
    lines: usize,
    standing: usize,
    /// A block a yard: two columns, then a block a spot.
    behind: usize,
    detail: Option<Details>,
}

/// How many blocks there are of what only a question for all details has.
#[derive(Debug)]
struct Details {
    intervals: usize,
    yards: usize,
    is_standing: bool,
}

/// Columns of a yard before its blocks: censuses at which somebody waited before it, and how many did in all.
const OF_YARD: usize = 2;

impl DelayLayout {
    pub(super) fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let census = plan.census.as_deref();
        let takes = census.map_or(&[][..], |census| &census.takes);
        let mut by_class = grouping::by_class(plan, |_| true);
        if census.is_some() {
            by_class.keep(takes);
        }
        let causes = census.map_or_else(Vec::new, |census| census.causes.clone());
        let detail = census.filter(|census| census.detail == Detail::All);
        let detail = detail.map(|census| Details {
            intervals: census.bounds.len() - 1,
            yards: plan.yards.len(),
            is_standing: census.at.is_some(),
        });
        let spots = if detail.is_some() {
            spots(plan)
        } else {
            Vec::new()
        };
        let (intervals, yards, standing) = match &detail {
            Some(detail) => (
                detail.intervals,
                detail.yards,
                usize::from(detail.is_standing),
            ),
            None => (0, 0, 0),
        };
        let single = usize::from(census.is_some());
        let (width, at) = (causes.len(), spots.len());
        let layout = Self {
            delay: sheet.columns(single),
            vehicles: sheet.columns(single),
            total: sheet.columns(width),
            groups: sheet.columns(by_class.len() * width * single),
            intervals: sheet.columns(intervals * width),
            lines: sheet.columns(at * width),
            standing: sheet.columns(standing * at * width),
            behind: sheet.columns(yards * (OF_YARD + at * width)),
            causes,
            spots,
            by_class,
            detail,
        };
        if census.is_some() {
            layout.rows(sheet);
        }
        layout
    }

    /// The rows of the report: delay, and time by cause.
    fn rows(&self, sheet: &mut Sheet) {
        let none = Dims::default();
        let hours = |column| Estimator::Mean {
            column,
            scale: VEHICLE_HOURS,
        };
        sheet.row("delay", "total", "vehicle-h", "total", none, self.delay());
        for (at, &cause) in self.causes.iter().enumerate() {
            let dims = Dims {
                cause: Some(cause),
                ..none
            };
            let estimator = hours(self.total + at);
            sheet.row(
                "span-time-by-cause",
                "total",
                "vehicle-h",
                "cause",
                dims,
                estimator,
            );
        }
        for (group, dims) in self.groups() {
            for (at, &cause) in self.causes.iter().enumerate() {
                let dims = Dims {
                    cause: Some(cause),
                    ..dims
                };
                let estimator = hours(self.groups + group * self.causes.len() + at);
                let by = "gate-direction-class-cause";
                sheet.row(
                    "span-time-by-cause",
                    "total",
                    "vehicle-h",
                    by,
                    dims,
                    estimator,
                );
            }
        }
    }

    /// The delay in the span, of all whom the question takes, in vehicle-hours: time of every cause that [is delay](Cause::is_delay). Its
    /// column, the first of the family, holds microseconds.
    pub fn delay(&self) -> Estimator {
        Estimator::Mean {
            column: self.delay,
            scale: VEHICLE_HOURS,
        }
    }

    /// Column of the delay in microseconds.
    pub fn delay_column(&self) -> usize {
        self.delay
    }

    /// Column of the number of vehicles that were inside at some time of the span.
    pub fn vehicles_column(&self) -> usize {
        self.vehicles
    }

    /// The causes on which time may be spent, in order of precedence.
    pub fn causes(&self) -> &[Cause] {
        &self.causes
    }

    /// Column of the time of a cause in the span; `None` where no time can be spent on it.
    pub fn total(&self, cause: Cause) -> Option<usize> {
        Some(self.total + self.place(cause)?)
    }

    /// The groups by gate, direction and class.
    pub fn groups(&self) -> impl Iterator<Item = (usize, Dims)> + '_ {
        self.by_class.dims.iter().copied().enumerate()
    }

    /// Column of the time of a cause in the span that vehicles of a group spent.
    pub fn of_group(&self, group: usize, cause: Cause) -> Option<usize> {
        self.block(self.groups, group, self.by_class.len(), cause)
    }

    /// How many intervals there are; none where only totals were asked for.
    pub fn intervals(&self) -> usize {
        self.detail.as_ref().map_or(0, |detail| detail.intervals)
    }

    /// Column of the time of a cause in an interval.
    pub fn of_interval(&self, interval: usize, cause: Cause) -> Option<usize> {
        self.block(self.intervals, interval, self.intervals(), cause)
    }

    /// The places; none where only totals were asked for.
    pub fn spots(&self) -> &[Spot] {
        &self.spots
    }

    /// Column of the time of a cause in the span in the line at a place, an index into [`spots`](Self::spots). Holding points and papers have
    /// none: theirs is what has a cause that occurs nowhere else.
    pub fn in_line(&self, spot: usize, cause: Cause) -> Option<usize> {
        self.block(self.lines, spot, self.spots.len(), cause)
    }

    /// Column of the vehicles that the question takes who are at a place, with a cause, at the instant asked for.
    pub fn standing(&self, spot: usize, cause: Cause) -> Option<usize> {
        let is_standing = self.detail.as_ref().is_some_and(|own| own.is_standing);
        let spots = if is_standing { self.spots.len() } else { 0 };
        self.block(self.standing, spot, spots, cause)
    }

    /// Columns of a yard: censuses of the span at which vehicles waited before it, of whatever kind, and how many did, summed over them.
    pub fn before_yard(&self, yard: usize) -> Option<[usize; OF_YARD]> {
        let first = self.of_yard(yard)?;
        Some([first, first + 1])
    }

    /// Column of the vehicles in a yard that were at a place with a cause while others waited before the yard, summed over those
    /// censuses.
    pub fn behind_yard(&self, yard: usize, spot: usize, cause: Cause) -> Option<usize> {
        let first = self.of_yard(yard)? + OF_YARD;
        self.block(first, spot, self.spots.len(), cause)
    }

    fn of_yard(&self, yard: usize) -> Option<usize> {
        let width = OF_YARD + self.spots.len() * self.causes.len();
        let yards = self.detail.as_ref().map_or(0, |detail| detail.yards);
        (yard < yards).then_some(self.behind + yard * width)
    }

    fn block(&self, first: usize, index: usize, count: usize, cause: Cause) -> Option<usize> {
        let place = self.place(cause)?;
        (index < count).then_some(first + index * self.causes.len() + place)
    }

    fn place(&self, cause: Cause) -> Option<usize> {
        self.causes.iter().position(|&known| known == cause)
    }
}

/// All places of a plan at which vehicles may spend time.
fn spots(plan: &Plan) -> Vec<Spot> {
    let of = |count: usize, spot: fn(u32) -> Spot| (0..count as u32).map(spot);
    of(plan.stations.len(), Spot::Station)
        .chain(of(plan.yards.len(), Spot::Yard))
        .chain(of(plan.bridges.len(), Spot::Bridge))
        .chain(of(plan.pools.len(), Spot::Pool))
        .chain(of(plan.residents.len(), Spot::Residents))
        .chain(of(plan.names.gates.len(), Spot::Gate))
        .chain([Spot::Papers, Spot::Way])
        .collect()
}

type Sums = [i128; CAUSES];

/// The observer of time within a span.
pub(super) struct Delays<'c> {
    plan: &'c Plan,
    layout: &'c DelayLayout,
    census: &'c CensusPlan,
    /// By op, whether who stands there is no vehicle: papers, or one of several who work on a vehicle.
    no_vehicle: Vec<bool>,
    /// By kind: time of those who have left, with what came and went by transfers.
    left: Vec<Sums>,
    /// By kind: time of those inside, as far as they have been told at this census.
    inside: Vec<Sums>,
    /// By kind: both at the beginning of the span, then the time in the span.
    span: Vec<Sums>,
    /// All that the question takes, at the last bound.
    before: Sums,
    /// By interval.
    intervals: Vec<Sums>,
    /// The bound that comes next.
    next: usize,
    /// By spot: time in lines.
    lines: Vec<Sums>,
    standing: Vec<[u32; CAUSES]>,
    vehicles: i128,
    /// By yard: who waits before it at this census, and by spot who stands in it.
    waiting: Vec<u32>,
    here: Vec<[u32; CAUSES]>,
    /// By yard, as the columns have it.
    before_yard: Vec<[i128; OF_YARD]>,
    behind: Vec<Sums>,
}

impl<'c> Delays<'c> {
    pub fn new(plan: &'c Plan, layout: &'c DelayLayout, census: &'c CensusPlan) -> Self {
        let (kinds, spots) = (plan.kinds.len(), layout.spots.len());
        let yards = layout.detail.as_ref().map_or(0, |detail| detail.yards);
        let mut no_vehicle = plan.by_tokens();
        for papers in &plan.papers {
            let route = &plan.names.ops[papers.first as usize].0;
            for (no_vehicle, (own, _)) in no_vehicle.iter_mut().zip(&plan.names.ops) {
                *no_vehicle |= own == route;
            }
        }
        Self {
            plan,
            layout,
            census,
            no_vehicle,
            left: vec![[0; CAUSES]; kinds],
            inside: vec![[0; CAUSES]; kinds],
            span: vec![[0; CAUSES]; kinds],
            before: [0; CAUSES],
            intervals: vec![[0; CAUSES]; layout.intervals()],
            next: 0,
            lines: vec![[0; CAUSES]; spots],
            standing: vec![[0; CAUSES]; spots],
            vehicles: 0,
            waiting: vec![0; yards],
            here: vec![[0; CAUSES]; yards * spots],
            before_yard: vec![[0; OF_YARD]; yards],
            behind: vec![[0; CAUSES]; yards * spots],
        }
    }

    /// Whether lines are to be heard of.
    pub fn hears_lines(&self) -> bool {
        self.layout.detail.is_some()
    }

    pub fn write(&self, columns: &mut [i128]) {
        let layout = self.layout;
        let width = layout.causes.len();
        let mut put = |first: usize, sums: &Sums| {
            for (column, &cause) in columns[first..first + width].iter_mut().zip(&layout.causes) {
                *column += sums[cause as usize];
            }
        };
        for (kind, sums) in self.span.iter().enumerate() {
            let group = layout.by_class.of_kind[kind];
            if group != NONE {
                put(layout.total, sums);
                put(layout.groups + group as usize * width, sums);
            }
        }
        for (interval, sums) in self.intervals.iter().enumerate() {
            put(layout.intervals + interval * width, sums);
        }
        for (spot, sums) in self.lines.iter().enumerate() {
            put(layout.lines + spot * width, sums);
        }
        if self.census.at.is_some() {
            for (spot, counts) in self.standing.iter().enumerate() {
                put(layout.standing + spot * width, &counts.map(i128::from));
            }
        }
        let spots = layout.spots.len();
        for yard in 0..self.before_yard.len() {
            let Some(first) = layout.of_yard(yard) else {
                continue;
            };
            for (spot, sums) in self.behind[yard * spots..][..spots].iter().enumerate() {
                put(first + OF_YARD + spot * width, sums);
            }
        }
        for (yard, counts) in self.before_yard.iter().enumerate() {
            if let Some(first) = layout.of_yard(yard) {
                columns[first..first + OF_YARD].copy_from_slice(counts);
            }
        }
        let delay = (layout.causes.iter().enumerate())
            .filter(|(_, cause)| cause.is_delay())
            .map(|(at, _)| columns[layout.total + at])
            .sum();
        columns[layout.delay] = delay;
        columns[layout.vehicles] = self.vehicles;
    }

    #[inline]
    fn takes(&self, vehicle: &Vehicle) -> bool {
        self.census.takes[vehicle.kind as usize]
    }

    /// Whether the span has begun and is not over.
    #[inline]
    fn is_open(&self) -> bool {
        self.next > 0 && self.next < self.census.bounds.len()
    }

    /// All whom the question takes have been told at the next bound, or none can have spent time.
    fn reach_bound(&mut self) {
        let mut sums = [0; CAUSES];
        let kinds = self.left.iter().zip(&self.inside).zip(&mut self.span);
        let is_last = self.next + 1 == self.census.bounds.len();
        for (kind, ((left, inside), span)) in kinds.enumerate() {
            if !self.census.takes[kind] {
                continue;
            }
            for &cause in &self.census.causes {
                let at = cause as usize;
                let so_far = left[at] + inside[at];
                sums[at] += so_far;
                if self.next == 0 {
                    span[at] = so_far;
                } else if is_last {
                    span[at] = so_far - span[at];
                }
            }
        }
        let interval = self.next.checked_sub(1);
        if let Some(interval) = interval.and_then(|interval| self.intervals.get_mut(interval)) {
            for (at, own) in interval.iter_mut().enumerate() {
                *own = sums[at] - self.before[at];
            }
        }
        self.before = sums;
        self.next += 1;
    }

    /// Time up to now of a vehicle in the line at a place is added, or, where it joins, subtracted.
    fn in_line(&mut self, spot: Spot, vehicle: &Vehicle, joins: bool) {
        if let Ok(spot) = self.layout.spots.binary_search(&spot) {
            for &cause in &self.census.causes {
                let span = i128::from(vehicle.causes[cause as usize]);
                self.lines[spot][cause as usize] += if joins { -span } else { span };
            }
        }
    }

    /// The same, where the span is on, and for vehicles that the question takes.
    #[inline]
    fn heard(&mut self, spot: Spot, vehicle: &Vehicle, joins: bool) {
        if self.is_open() && self.takes(vehicle) && !self.no_vehicle[vehicle.op as usize] {
            self.in_line(spot, vehicle, joins);
        }
    }

    /// Where a vehicle is.
    fn spot(&self, vehicle: &Vehicle, standing: Standing) -> Spot {
        match self.plan.ops[standing.op as usize] {
            Op::Serve { station, .. } | Op::ServeSpecial { station, .. } => Spot::Station(station),
            Op::Park { yard, .. } => Spot::Yard(yard),
            Op::Bridge { step, .. } => Spot::Bridge(self.plan.bridge_steps[step as usize].bridge),
            Op::Seize { pool, .. } => Spot::Pool(pool),
            Op::Gather { residents, .. } => Spot::Residents(residents),
            Op::Hold { .. } => Spot::Gate(self.plan.kinds[vehicle.kind as usize].gate),
            Op::Join { .. } => Spot::Papers,
            _ => Spot::Way,
        }
    }
}

/// The place of a line, where its time is read at joining and leaving.
fn line(place: Place) -> Option<Spot> {
    match place {
        Place::Station(station) => Some(Spot::Station(station)),
        Place::Yard(yard) => Some(Spot::Yard(yard)),
        Place::Bridge(line) => Some(Spot::Bridge(line / 2)),
        Place::Pool(pool) => Some(Spot::Pool(pool)),
        Place::Residents(residents) => Some(Spot::Residents(residents)),
        Place::Lane(_) | Place::Papers(_) => None,
    }
}

impl Observer for Delays<'_> {
    fn begin(&mut self, _plan: &Plan) {
        for sums in [
            &mut self.left,
            &mut self.inside,
            &mut self.span,
            &mut self.intervals,
            &mut self.lines,
            &mut self.behind,
        ] {
            sums.fill([0; CAUSES]);
        }
        self.standing.fill([0; CAUSES]);
        self.here.fill([0; CAUSES]);
        self.waiting.fill(0);
        self.before_yard.fill([0; OF_YARD]);
        self.before = [0; CAUSES];
        self.vehicles = 0;
        self.next = 0;
        if self.census.from() == self.plan.start {
            self.reach_bound();
        }
    }
    fn tick(&mut self, now: i64, _tick: usize) {
        if !self.census.is_at(now) {
            return;
        }
        let is_bound = self.census.bounds.get(self.next) == Some(&now);
        if is_bound {
            self.reach_bound();
        }
        self.inside.fill([0; CAUSES]);
        let spots = self.layout.spots.len();
        let counts = is_bound && self.is_open();
        for yard in 0..self.waiting.len() {
            let waiting = std::mem::take(&mut self.waiting[yard]);
            let here = &mut self.here[yard * spots..][..spots];
            if counts && waiting > 0 {
                self.before_yard[yard][0] += 1;
                self.before_yard[yard][1] += i128::from(waiting);
                for (sums, own) in self.behind[yard * spots..].iter_mut().zip(here.iter()) {
                    for (sum, &own) in sums.iter_mut().zip(own) {
                        *sum += i128::from(own);
                    }
                }
            }
            here.fill([0; CAUSES]);
        }
    }
    fn census(&mut self, now: i64, vehicle: &Vehicle, standing: Standing) {
        let spot = self.spot(vehicle, standing);
        let at = self.layout.spots.binary_search(&spot).ok();
        let counted = u32::from(!self.plan.kinds[vehicle.kind as usize].persons);
        if let (Some(at), true) = (at, (standing.yard as usize) < self.waiting.len()) {
            let here = standing.yard as usize * self.layout.spots.len() + at;
            self.here[here][standing.cause as usize] += counted;
        }
        if let (Spot::Yard(yard), true) = (spot, standing.is_waiting)
            && let Some(waiting) = self.waiting.get_mut(yard as usize)
        {
            *waiting += counted;
        }
        if !self.takes(vehicle) {
            return;
        }
        let inside = &mut self.inside[vehicle.kind as usize];
        for &cause in &self.census.causes {
            inside[cause as usize] += i128::from(vehicle.causes[cause as usize]);
        }
        let (begins, ends) = (now == self.census.from(), now == self.census.to());
        self.vehicles += i128::from(begins);
        if standing.is_waiting && (begins || ends) && !self.no_vehicle[standing.op as usize] {
            match spot {
                Spot::Gate(_) | Spot::Papers | Spot::Way => {}
                _ => self.in_line(spot, vehicle, begins),
            }
        }
        if let Some(at) = at.filter(|_| self.census.at == Some(now)) {
            self.standing[at][standing.cause as usize] += 1;
        }
    }
    fn arrive(&mut self, _now: i64, vehicle: &Vehicle) {
        self.vehicles += i128::from(self.is_open() && self.takes(vehicle));
    }
    fn join(&mut self, _now: i64, vehicle: &Vehicle, place: Place) {
        if let Some(spot) = line(place) {
            self.heard(spot, vehicle, true);
        }
    }
    fn start(&mut self, _now: i64, vehicle: &Vehicle, station: u32, _waited: i64) {
        self.heard(Spot::Station(station), vehicle, false);
    }
    fn interrupt(&mut self, _now: i64, vehicle: &Vehicle, station: u32, _served: i64) {
        self.heard(Spot::Station(station), vehicle, true);
    }
    fn park(&mut self, _now: i64, vehicle: &Vehicle, yard: u32, _waited: i64) {
        self.heard(Spot::Yard(yard), vehicle, false);
    }
    fn seize(&mut self, _now: i64, vehicle: &Vehicle, pool: u32, _waited: i64) {
        self.heard(Spot::Pool(pool), vehicle, false);
    }
    fn gather(&mut self, _: i64, vehicle: &Vehicle, residents: u32, _persons: u64, _waited: i64) {
        self.heard(Spot::Residents(residents), vehicle, false);
    }
    fn drive_on(&mut self, _now: i64, vehicle: &Vehicle, line: u32, _waited: i64) {
        self.heard(Spot::Bridge(line / 2), vehicle, false);
    }
    fn turn_aside(&mut self, _now: i64, vehicle: &Vehicle, line: u32, _waited: i64) {
        self.heard(Spot::Bridge(line / 2), vehicle, false);
    }
    fn give_up(&mut self, _: i64, vehicle: &Vehicle, place: Place, _aside: bool, _waited: i64) {
        if let Some(spot) = line(place) {
            self.heard(spot, vehicle, false);
        }
    }
    fn transfer(&mut self, _now: i64, vehicle: &Vehicle, from: u32, _reason: Reason) {
        for &cause in &self.census.causes {
            let span = i128::from(vehicle.causes[cause as usize]);
            self.left[from as usize][cause as usize] += span;
            self.left[vehicle.kind as usize][cause as usize] -= span;
        }
    }
    fn leave(&mut self, _now: i64, vehicle: &Vehicle, _exit: Exit) {
        let left = &mut self.left[vehicle.kind as usize];
        for &cause in &self.census.causes {
            left[cause as usize] += i128::from(vehicle.causes[cause as usize]);
        }
    }
    fn end(&mut self, _now: i64) {
        if self.census.bounds.get(self.next) == Some(&self.plan.end) {
            self.reach_bound();
        }
    }
}
