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

mod layout;

use crate::plan::cause::CAUSES;
use crate::plan::{CensusPlan, NONE, Op, Plan};
use crate::sim::{Exit, Observer, Place, Reason, Standing, Vehicle};

use layout::OF_YARD;

pub use layout::{DelayLayout, Spot};

type Sums = [i128; CAUSES];

/// The observer of time within a span.
pub(super) struct Delays<'c> {
    plan: &'c Plan,
    layout: &'c DelayLayout,
    census: &'c CensusPlan,
    /// By op: the place of who is there, an index into the layout's, or [`NONE`]; at holding points the first gate, which is added to.
    spots: Vec<u32>,
    /// By op, whether time is read at the place's line: not of papers, or of one of several who work on a vehicle.
    has_line: Vec<bool>,
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
        let at = |op: &Op| {
            let at = layout.spots.binary_search(&spot(plan, op));
            at.map_or(NONE, |at| at as u32)
        };
        let has_line = |(op, without): (&Op, bool)| {
            !without && !matches!(spot(plan, op), Spot::Gate(_) | Spot::Papers | Spot::Way)
        };
        Self {
            plan,
            layout,
            census,
            spots: plan.ops.iter().map(at).collect(),
            has_line: plan
                .ops
                .iter()
                .zip(plan.without_vehicle())
                .map(has_line)
                .collect(),
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
        !self.layout.spots.is_empty()
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

    /// Time up to now of a vehicle in a line is added, or, where it joins, subtracted.
    fn in_line(&mut self, op: u32, vehicle: &Vehicle, joins: bool) {
        let spot = self.spots[op as usize] as usize;
        if let Some(sums) = self.lines.get_mut(spot) {
            for &cause in &self.census.causes {
                let span = i128::from(vehicle.causes[cause as usize]);
                sums[cause as usize] += if joins { -span } else { span };
            }
        }
    }

    /// The same, where the span is on, and for vehicles that the question takes. The line is that of the vehicle's op.
    #[inline]
    fn heard(&mut self, vehicle: &Vehicle, joins: bool) {
        if self.is_open() && self.has_line[vehicle.op as usize] && self.takes(vehicle) {
            self.in_line(vehicle.op, vehicle, joins);
        }
    }
}

/// The place at which a vehicle is at an op; of holding points that of the first gate.
fn spot(plan: &Plan, op: &Op) -> Spot {
    match *op {
        Op::Serve { station, .. } | Op::ServeSpecial { station, .. } => Spot::Station(station),
        Op::Park { yard, .. } => Spot::Yard(yard),
        Op::Bridge { step, .. } => Spot::Bridge(plan.bridge_steps[step as usize].bridge),
        Op::Seize { pool, .. } => Spot::Pool(pool),
        Op::Gather { residents, .. } => Spot::Residents(residents),
        Op::Hold { .. } => Spot::Gate(0),
        Op::Join { .. } => Spot::Papers,
        _ => Spot::Way,
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
        let kind = &self.plan.kinds[vehicle.kind as usize];
        let counted = u32::from(!kind.persons);
        let op = &self.plan.ops[standing.op as usize];
        let spot = match op {
            Op::Hold { .. } => self.spots[standing.op as usize].saturating_add(kind.gate),
            _ => self.spots[standing.op as usize],
        };
        let spots = self.layout.spots.len();
        if (spot as usize) < spots && (standing.yard as usize) < self.waiting.len() {
            let here = standing.yard as usize * spots + spot as usize;
            self.here[here][standing.cause as usize] += counted;
        }
        if let (Op::Park { yard, .. }, true) = (op, standing.is_waiting)
            && let Some(waiting) = self.waiting.get_mut(*yard as usize)
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
        if (begins || ends) && standing.is_waiting && self.has_line[standing.op as usize] {
            self.in_line(standing.op, vehicle, begins);
        }
        if self.census.at == Some(now)
            && let Some(standing_here) = self.standing.get_mut(spot as usize)
        {
            standing_here[standing.cause as usize] += 1;
        }
    }
    fn arrive(&mut self, _now: i64, vehicle: &Vehicle) {
        self.vehicles += i128::from(self.is_open() && self.takes(vehicle));
    }
    fn join(&mut self, _now: i64, vehicle: &Vehicle, _place: Place) {
        self.heard(vehicle, true);
    }
    fn start(&mut self, _now: i64, vehicle: &Vehicle, _station: u32, _waited: i64) {
        self.heard(vehicle, false);
    }
    fn interrupt(&mut self, _now: i64, vehicle: &Vehicle, _station: u32, _served: i64) {
        self.heard(vehicle, true);
    }
    fn park(&mut self, _now: i64, vehicle: &Vehicle, _yard: u32, _waited: i64) {
        self.heard(vehicle, false);
    }
    fn seize(&mut self, _now: i64, vehicle: &Vehicle, _pool: u32, _waited: i64) {
        self.heard(vehicle, false);
    }
    fn gather(&mut self, _: i64, vehicle: &Vehicle, _residents: u32, _persons: u64, _waited: i64) {
        self.heard(vehicle, false);
    }
    fn drive_on(&mut self, _now: i64, vehicle: &Vehicle, _line: u32, _waited: i64) {
        self.heard(vehicle, false);
    }
    fn turn_aside(&mut self, _now: i64, vehicle: &Vehicle, _line: u32, _waited: i64) {
        self.heard(vehicle, false);
    }
    fn give_up(&mut self, _: i64, vehicle: &Vehicle, _place: Place, _aside: bool, _waited: i64) {
        self.heard(vehicle, false);
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
