//! Agencies: how many vehicles each inspects, samples, treats and returns, and how long it takes to decide.
//!
//! The time of an inspection runs from joining the line of the agency's station to the agency's decision: the end of the
//! inspection or, where a sample was taken, of the wait for its result. A treatment comes after it.

use crate::des::clock::Time;
use crate::plan::{InspectionPlan, NONE, Plan};
use crate::sim::{Observer, Place, Vehicle};
use crate::stats::{Histogram, Tally};

use super::catalogue::{Dims, Estimator, Sheet};
use super::durations;
use super::live::Live;

/// What is counted of an agency, in the order of its columns.
const COUNTS: [&str; 4] = ["inspections", "samples", "treated", "returned"];
/// Columns of one agency: the counts, then number, sum, sum of squares and maximum of its times.
const COLUMNS: usize = COUNTS.len() + 4;

/// What a label says of the vehicle that takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Sampled,
    NotSampled,
    Treated,
    Returned,
}

/// Columns of agencies, and what ops and labels mean to them.
#[derive(Debug)]
pub(super) struct InspectionLayout {
    first: usize,
    agencies: usize,
    /// For each op, the inspection that it is part of, or [`NONE`]; empty where there is none at all.
    of_op: Vec<u32>,
    /// For each label, what it says of which agency's work; empty where there is none at all.
    of_label: Vec<Option<(Says, u32)>>,
}

impl InspectionLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let agencies = plan.names.agencies.len();
        let first = sheet.columns(COLUMNS * agencies);
        let histogram = sheet.histograms(agencies);
        for agency in 0..agencies {
            let column = first + COLUMNS * agency;
            let dims = Dims {
                agency: Some(agency as u32),
                ..Dims::default()
            };
            for (count, measure) in COUNTS.into_iter().enumerate() {
                let estimator = Estimator::Mean {
                    column: column + count,
                    scale: 1.0,
                };
                sheet.row(measure, "total", "vehicle", "agency", dims, estimator);
            }
            let times = column + COUNTS.len();
            let histogram = histogram + agency;
            durations::rows(sheet, "inspection-time", "agency", dims, times, histogram);
        }
        let mut layout = Self {
            first,
            agencies,
            of_op: Vec::new(),
            of_label: Vec::new(),
        };
        if !plan.inspections.is_empty() {
            layout.of_op = vec![NONE; plan.ops.len()];
            layout.of_label = vec![None; plan.names.labels.len()];
        }
        for (index, inspection) in plan.inspections.iter().enumerate() {
            layout.mark(index as u32, inspection);
        }
        layout
    }

    fn mark(&mut self, index: u32, inspection: &InspectionPlan) {
        for op in [inspection.serve, inspection.result] {
            if let Some(slot) = self.of_op.get_mut(op as usize) {
                *slot = index;
            }
        }
        for (label, says) in [
            (inspection.sampled, Says::Sampled),
            (inspection.not_sampled, Says::NotSampled),
            (inspection.treated, Says::Treated),
            (inspection.returned, Says::Returned),
        ] {
            if let Some(slot) = self.of_label.get_mut(label as usize) {
                *slot = Some((says, index));
            }
        }
    }
}

#[derive(Clone)]
struct State {
    counts: [u64; COUNTS.len()],
    times: Tally,
    histogram: Histogram,
}

/// The observer of agencies.
pub(super) struct Inspections<'c> {
    plan: &'c Plan,
    layout: &'c InspectionLayout,
    states: Vec<State>,
    /// Since when vehicles that are being inspected have stood in line or been served, by agency: several may work at once.
    since: Live<Time>,
}

impl<'c> Inspections<'c> {
    pub fn new(plan: &'c Plan, layout: &'c InspectionLayout) -> Self {
        let fresh = State {
            counts: [0; COUNTS.len()],
            times: Tally::default(),
            histogram: Histogram::new(),
        };
        Self {
            plan,
            layout,
            states: vec![fresh; layout.agencies],
            since: Live::new(),
        }
    }

    pub fn write(&self, columns: &mut [i128], histograms: &mut Vec<Histogram>) {
        for (agency, state) in self.states.iter().enumerate() {
            let first = self.layout.first + COLUMNS * agency;
            for (count, &number) in state.counts.iter().enumerate() {
                columns[first + count] = i128::from(number);
            }
            durations::write(&state.times, &mut columns[first + COUNTS.len()..]);
            histograms.push(state.histogram.trimmed());
        }
    }

    /// The inspection to which an op belongs.
    #[inline]
    fn at(&self, op: u32) -> Option<&'c InspectionPlan> {
        let index = *self.layout.of_op.get(op as usize)?;
        self.plan.inspections.get(index as usize)
    }

    fn count(&mut self, now: Time, agency: u32, which: usize) {
        if now >= self.plan.measure_from {
            self.states[agency as usize].counts[which] += 1;
        }
    }

    /// The agency has decided.
    fn decide(&mut self, now: Time, vehicle: &Vehicle, agency: u32) {
        let Some(since) = self.since.remove((vehicle.id, agency)) else {
            return;
        };
        if durations::measured(self.plan, vehicle) {
            let state = &mut self.states[agency as usize];
            state.times.record(now - since);
            state.histogram.record(now - since);
        }
    }
}

impl Observer for Inspections<'_> {
    fn begin(&mut self, _plan: &Plan) {
        self.since.clear();
        for state in &mut self.states {
            state.counts = [0; COUNTS.len()];
            state.times.clear();
            state.histogram.clear();
        }
    }
    #[inline]
    fn join(&mut self, now: Time, vehicle: &Vehicle, place: Place) {
        if let (Place::Station(_), Some(inspection)) = (place, self.at(vehicle.op)) {
            self.since.insert((vehicle.id, inspection.agency), now);
        }
    }
    fn give_up(&mut self, _: Time, vehicle: &Vehicle, place: Place, _aside: bool, _waited: i64) {
        if let (Place::Station(_), Some(inspection)) = (place, self.at(vehicle.op)) {
            self.since.remove((vehicle.id, inspection.agency));
        }
    }
    #[inline]
    fn finish(&mut self, now: Time, vehicle: &Vehicle, _station: u32, _served: i64) {
        if let Some(&InspectionPlan {
            agency, sampled, ..
        }) = self.at(vehicle.op)
        {
            self.count(now, agency, 0);
            if sampled == NONE {
                self.decide(now, vehicle, agency);
            }
        }
    }
    #[inline]
    fn choose(&mut self, now: Time, vehicle: &Vehicle, label: u32) {
        let said = self.layout.of_label.get(label as usize);
        let Some(&Some((says, inspection))) = said else {
            return;
        };
        let agency = self.plan.inspections[inspection as usize].agency;
        match says {
            Says::Sampled => self.count(now, agency, 1),
            Says::NotSampled => self.decide(now, vehicle, agency),
            Says::Treated => self.count(now, agency, 2),
            Says::Returned => self.count(now, agency, 3),
        }
    }
    #[inline]
    fn reach(&mut self, now: Time, vehicle: &Vehicle, _travelled: i64) {
        if let Some(inspection) = self.at(vehicle.op) {
            self.decide(now, vehicle, inspection.agency);
        }
    }
}
