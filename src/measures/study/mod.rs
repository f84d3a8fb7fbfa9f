//! A time release study: how long vehicles take from their arrival to the release of their goods, and each step on the way.
//!
//! Only a closer look observes it. Times count as `time-to-release` and the other durations do: at the instant at which they end, of
//! vehicles that came after the warm-up; those of unknown age at the start are left out, and who is inside at the end is not counted.
//! Where a route has no release the first crossing stands for it. A step lasts from coming to it to leaving it: in line, at work, under
//! way, waiting for papers or a result. What follows the release, or the crossing that stands for it, is no step to release.
//!
//! Beside it the time in the system of those who leave, and what of it is no delay: being served and travelling.

mod layout;

use crate::des::clock::{Span, Time};
use crate::plan::cause::Cause;
use crate::plan::{Crossing, NONE, Plan};
use crate::sim::{Exit, Observer, Place, Reason, Vehicle};
use crate::stats::{Histogram, Sample};

use super::durations;
use super::live::Live;

use layout::OfKind;
pub use layout::{End, Studied, StudyLayout, StudyRow, Times};

/// The observer of a time release study.
pub(super) struct Study<'c> {
    plan: &'c Plan,
    layout: &'c StudyLayout,
    /// By row, then of times in the system by gate and direction.
    samples: Vec<Sample>,
    /// By gate and direction: time that is no delay of those who left.
    uncongested: Vec<i128>,
    /// By op: the agency whose inspection it is, or [`NONE`].
    inspects: Vec<u32>,
    /// The step at which a vehicle is, and since when.
    since: Live<(u32, Time)>,
    /// The channel that a vehicle took last.
    channel: Live<u32>,
    /// Whether a vehicle's goods were released, or it crossed where that stands for it; and, one number further an agency, which inspected it.
    seen: Live<()>,
}

/// The note of [`Study::seen`] that a vehicle's time has ended; agencies follow.
const ENDED: u32 = 0;

impl<'c> Study<'c> {
    pub fn new(plan: &'c Plan, layout: &'c StudyLayout) -> Self {
        let mut inspects = vec![NONE; plan.ops.len()];
        for inspection in &plan.inspections {
            if let Some(slot) = inspects.get_mut(inspection.serve as usize) {
                *slot = inspection.agency;
            }
        }
        let ways = layout.ways.len();
        Self {
            plan,
            layout,
            samples: vec![Sample::new(); layout.rows().len() + ways],
            uncongested: vec![0; ways],
            inspects,
            since: Live::new(),
            channel: Live::new(),
            seen: Live::new(),
        }
    }

    pub fn write(&self, columns: &mut [i128], histograms: &mut Vec<Histogram>) {
        for (row, sample) in self.samples.iter().enumerate() {
            durations::write(&sample.tally(), &mut columns[self.layout.column(row)..]);
            histograms.push(sample.histogram().trimmed());
        }
        for (way, &time) in self.uncongested.iter().enumerate() {
            columns[self.layout.uncongested(way)] = time;
        }
    }

    /// Whether the times of a vehicle count.
    fn counts(&self, vehicle: &Vehicle) -> bool {
        durations::measured(self.plan, vehicle) && !self.layout.truncated[vehicle.origin as usize]
    }

    fn of_kind(&self, vehicle: &Vehicle) -> Option<OfKind> {
        self.layout.of_kind[vehicle.kind as usize]
    }

    fn has_ended(&self, vehicle: &Vehicle) -> bool {
        self.seen.get((vehicle.id, ENDED)).is_some()
    }

    fn record(&mut self, row: u32, time: Span) {
        if let Some(sample) = self.samples.get_mut(row as usize) {
            sample.record(time);
        }
    }

    /// The row of the step at which a vehicle is, where its time counts.
    fn step(&self, vehicle: &Vehicle) -> Option<u32> {
        let way = self.layout.ways.of_kind[vehicle.kind as usize];
        if way == NONE {
            return None;
        }
        let at = way as usize * self.plan.ops.len() + vehicle.op as usize;
        let row = self.layout.steps.get(at).copied()?;
        let counts = row != NONE && self.counts(vehicle) && !self.has_ended(vehicle);
        counts.then_some(row)
    }

    /// A vehicle comes to a step at which it may spend time.
    fn come(&mut self, now: Time, vehicle: &Vehicle) {
        if self.step(vehicle).is_some() {
            self.since.insert((vehicle.id, 0), (vehicle.op, now));
        }
    }

    /// It leaves the step; who was never seen to come spent no time there.
    fn go(&mut self, now: Time, vehicle: &Vehicle) {
        let Some(row) = self.step(vehicle) else {
            return;
        };
        let since = match self.since.remove((vehicle.id, 0)) {
            Some((op, since)) if op == vehicle.op => since,
            _ => now,
        };
        self.record(row, now - since);
    }

    /// The goods of a vehicle are released, or it crosses where that stands for it.
    fn end_time(&mut self, now: Time, vehicle: &Vehicle, rows: OfKind) {
        if self.counts(vehicle) {
            let time = now - vehicle.arrived;
            self.record(rows.all, time);
            self.record(rows.goods, time);
            if let (Some(channel), false) =
                (self.channel.get((vehicle.id, 0)), rows.channels == NONE)
            {
                self.record(rows.channels + channel, time);
            }
            if rows.agencies != NONE {
                let mut none = true;
                for agency in 1..=self.plan.names.agencies.len() as u32 {
                    if self.seen.get((vehicle.id, agency)).is_some() {
                        none = false;
                        self.record(rows.agencies + agency, time);
                    }
                }
                if none {
                    self.record(rows.agencies, time);
                }
            }
        }
        self.seen.insert((vehicle.id, ENDED), ());
    }
}

impl Observer for Study<'_> {
    fn begin(&mut self, _plan: &Plan) {
        self.samples.iter_mut().for_each(Sample::clear);
        self.uncongested.fill(0);
        self.since.clear();
        self.channel.clear();
        self.seen.clear();
    }
    fn join(&mut self, now: Time, vehicle: &Vehicle, _place: Place) {
        self.come(now, vehicle);
    }
    fn depart(&mut self, now: Time, vehicle: &Vehicle) {
        self.come(now, vehicle);
    }
    fn split(&mut self, now: Time, vehicle: &Vehicle) {
        self.come(now, vehicle);
    }
    fn finish(&mut self, now: Time, vehicle: &Vehicle, _station: u32, _served: Span) {
        let agency = self.inspects[vehicle.op as usize];
        if agency != NONE {
            self.seen.insert((vehicle.id, 1 + agency), ());
        }
        self.go(now, vehicle);
    }
    fn reach(&mut self, now: Time, vehicle: &Vehicle, _travelled: Span) {
        self.go(now, vehicle);
    }
    fn park(&mut self, now: Time, vehicle: &Vehicle, _yard: u32, _waited: Span) {
        self.go(now, vehicle);
    }
    fn seize(&mut self, now: Time, vehicle: &Vehicle, _pool: u32, _waited: Span) {
        self.go(now, vehicle);
    }
    fn turn_aside(&mut self, now: Time, vehicle: &Vehicle, _line: u32, _waited: Span) {
        self.go(now, vehicle);
    }
    fn drive_off(&mut self, now: Time, vehicle: &Vehicle, _line: u32, _travelled: Span) {
        self.go(now, vehicle);
    }
    fn gather(&mut self, now: Time, vehicle: &Vehicle, _: u32, _persons: u64, _waited: Span) {
        self.go(now, vehicle);
    }
    fn collect(&mut self, now: Time, vehicle: &Vehicle, _list: u32) {
        self.go(now, vehicle);
    }
    fn unite(&mut self, now: Time, vehicle: &Vehicle, _spent: Span) {
        self.go(now, vehicle);
    }
    fn pass(
        &mut self,
        now: Time,
        vehicle: &Vehicle,
        _lane: u32,
        _crossing: Option<Crossing>,
        first: bool,
        _waited: Span,
    ) {
        self.go(now, vehicle);
        if let Some(rows) = self.of_kind(vehicle)
            && first
            && !rows.releases
        {
            self.end_time(now, vehicle, rows);
        }
    }
    fn release(&mut self, now: Time, vehicle: &Vehicle) {
        if let Some(rows) = self.of_kind(vehicle)
            && rows.releases
        {
            self.end_time(now, vehicle, rows);
        }
    }
    fn choose(&mut self, _now: Time, vehicle: &Vehicle, label: u32) {
        let channel = self.plan.channels[label as usize];
        if channel != NONE {
            self.channel.insert((vehicle.id, 0), channel);
        }
    }
    fn transfer(&mut self, _now: Time, vehicle: &Vehicle, _from: u32, _reason: Reason) {
        self.since.remove((vehicle.id, 0));
    }
    fn leave(&mut self, now: Time, vehicle: &Vehicle, _exit: Exit) {
        self.since.remove((vehicle.id, 0));
        self.channel.remove((vehicle.id, 0));
        for note in ENDED..=self.plan.names.agencies.len() as u32 {
            self.seen.remove((vehicle.id, note));
        }
        let way = self.layout.ways.of_kind[vehicle.kind as usize];
        if way == NONE || !self.counts(vehicle) {
            return;
        }
        self.record(self.layout.rows().len() as u32 + way, now - vehicle.arrived);
        let causes = self.plan.causes.iter();
        self.uncongested[way as usize] += causes
            .filter(|cause| matches!(cause, Cause::Processing | Cause::Travelling))
            .map(|&cause| i128::from(vehicle.causes[cause as usize]))
            .sum::<i128>();
    }
}
