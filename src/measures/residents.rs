//! Residents who may trade: how many of a day do, and how long consignments wait to gather them.

use crate::plan::{NONE, Plan};
use crate::sim::{Observer, Place, Vehicle};
use crate::stats::{Histogram, Tally, TimeWeighted};

use super::catalogue::{Dims, Estimator, MOST_DAYS, Sheet};
use super::durations;

/// Columns of one table of residents: number, sum, sum of squares and maximum of the waits; integral and maximum of the line; consignments
/// and the persons that they needed. Persons who came and persons who traded follow, by day.
const COLUMNS: usize = 8;
const LINE: usize = 4;
const CONSIGNMENTS: usize = 6;

/// Columns of residents.
#[derive(Debug)]
pub(super) struct ResidentsLayout {
    /// First column of each.
    first: Vec<usize>,
    /// Days that are told apart: those of the period, or 1 for all of it.
    days: usize,
}

impl ResidentsLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let all = plan.days.len().saturating_sub(1);
        let days = if all > MOST_DAYS { 1 } else { all };
        let per_time = 1.0 / plan.measured().max(1) as f64;
        let mean = |column, scale| Estimator::Mean { column, scale };
        let ratio = |num, den| Estimator::Ratio {
            num,
            den,
            scale: 1.0,
        };
        let mut firsts = Vec::new();
        for residents in 0..plan.residents.len() {
            // In all, then by day, of each: persons who came and persons who traded.
            let first = sheet.columns(COLUMNS + 2 + 2 * days);
            let histogram = sheet.histograms(1);
            firsts.push(first);
            let gate = plan.names.residents_gates[residents];
            let dims = Dims {
                residents: Some(residents as u32),
                gate: (gate != NONE).then_some(gate),
                ..Dims::default()
            };
            let persons = first + COLUMNS;
            let mut row = |measure, statistic, unit, estimator| {
                sheet.row(measure, statistic, unit, "residents", dims, estimator);
            };
            row("residents-used", "total", "person", mean(persons + 1, 1.0));
            row(
                "residents-used",
                "share",
                "share",
                ratio(persons + 1, persons),
            );
            let sent = first + CONSIGNMENTS;
            row("consignments", "total", "consignment", mean(sent, 1.0));
            row("consignment-size", "mean", "person", ratio(sent + 1, sent));
            let line = first + LINE;
            row("consignment-line", "mean", "vehicle", mean(line, per_time));
            row("consignment-line", "max", "vehicle", mean(line + 1, 1.0));
            durations::rows(sheet, "gather-time", "residents", dims, first, histogram);
            for day in (0..days).filter(|_| days > 1) {
                let came = persons + 2 + 2 * day;
                let dims = Dims {
                    day: Some(day as u32),
                    ..dims
                };
                let (by, used) = ("residents-day", came + 1);
                let total = mean(used, 1.0);
                sheet.row("residents-used", "total", "person", by, dims, total);
                sheet.row(
                    "residents-used",
                    "share",
                    "share",
                    by,
                    dims,
                    ratio(used, came),
                );
            }
        }
        Self {
            first: firsts,
            days,
        }
    }
}

struct State {
    waits: Tally,
    histogram: Histogram,
    line: TimeWeighted,
    consignments: i128,
    needed: i128,
    /// Whether those of today came when measuring had begun; of others neither who comes nor who trades is counted.
    measured: bool,
    /// Persons who came, and of these who traded: in all, then by day.
    came: Vec<[i128; 2]>,
}

/// The observer of residents.
pub(super) struct ResidentsUse<'c> {
    plan: &'c Plan,
    layout: &'c ResidentsLayout,
    states: Vec<State>,
}

impl<'c> ResidentsUse<'c> {
    pub fn new(plan: &'c Plan, layout: &'c ResidentsLayout) -> Self {
        let fresh = |_| State {
            waits: Tally::default(),
            histogram: Histogram::new(),
            line: TimeWeighted::new(plan.start, 0),
            consignments: 0,
            needed: 0,
            measured: false,
            came: vec![[0; 2]; 1 + layout.days],
        };
        Self {
            plan,
            layout,
            states: plan.residents.iter().map(fresh).collect(),
        }
    }

    pub fn write(&self, columns: &mut [i128], histograms: &mut Vec<Histogram>) {
        let end = self.plan.end;
        for (state, &first) in self.states.iter().zip(&self.layout.first) {
            durations::write(&state.waits, &mut columns[first..]);
            columns[first + LINE] = state.line.integral_to(end);
            columns[first + LINE + 1] = state.line.peak_to(end).into();
            columns[first + CONSIGNMENTS] = state.consignments;
            columns[first + CONSIGNMENTS + 1] = state.needed;
            let persons = state.came.iter().flatten();
            for (column, persons) in columns[first + COLUMNS..].iter_mut().zip(persons) {
                *column = *persons;
            }
            histograms.push(state.histogram.trimmed());
        }
    }

    /// Counts persons who came (0) or traded (1).
    fn count(&mut self, now: i64, residents: u32, which: usize, persons: u64) {
        if !self.states[residents as usize].measured {
            return;
        }
        let day = if self.layout.days > 1 {
            self.plan.day_of(now)
        } else {
            0
        };
        let came = &mut self.states[residents as usize].came;
        came[0][which] += i128::from(persons);
        came[1 + day][which] += i128::from(persons);
    }
}

impl Observer for ResidentsUse<'_> {
    fn begin(&mut self, plan: &Plan) {
        for state in &mut self.states {
            state.waits.clear();
            state.histogram.clear();
            state.line = TimeWeighted::new(plan.start, 0);
            (state.consignments, state.needed) = (0, 0);
            state.measured = false;
            state.came.fill([0; 2]);
        }
    }
    fn tick(&mut self, now: i64, _tick: usize) {
        // The line is measured from here, whatever happened before.
        if now == self.plan.measure_from {
            for state in &mut self.states {
                state.line.restart(now);
            }
        }
    }
    #[inline]
    fn join(&mut self, now: i64, _vehicle: &Vehicle, place: Place) {
        if let Place::Residents(residents) = place {
            self.states[residents as usize].line.change(now, 1);
        }
    }
    fn give_up(&mut self, now: i64, _: &Vehicle, place: Place, _aside: bool, _waited: i64) {
        if let Place::Residents(residents) = place {
            self.states[residents as usize].line.change(now, -1);
        }
    }
    fn come_to_trade(&mut self, now: i64, residents: u32, persons: u64) {
        self.states[residents as usize].measured = now >= self.plan.measure_from;
        self.count(now, residents, 0, persons);
    }
    fn take_persons(&mut self, now: i64, _vehicle: &Vehicle, residents: u32, persons: u64) {
        self.count(now, residents, 1, persons);
    }
    fn gather(&mut self, now: i64, vehicle: &Vehicle, residents: u32, persons: u64, waited: i64) {
        let state = &mut self.states[residents as usize];
        state.line.change(now, -1);
        if now >= self.plan.measure_from {
            state.consignments += 1;
            state.needed += i128::from(persons);
        }
        if durations::measured(self.plan, vehicle) {
            state.waits.record(waited);
            state.histogram.record(waited);
        }
    }
}
