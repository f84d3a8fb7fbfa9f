//! Papers: how long they take from being begun to being ready, and how often they run out and are made again.
//!
//! Papers belong to the measured span in which they are begun. Those of a vehicle that leaves before they are ready are not counted.

use crate::plan::Plan;
use crate::sim::{Observer, Vehicle};
use crate::stats::{Histogram, Tally};

use super::catalogue::{Dims, Estimator, SECONDS, Sheet};

/// Columns of one kind of papers: number, sum and maximum of their times, renewals.
const COLUMNS: usize = 4;

/// Columns of papers.
#[derive(Debug)]
pub(super) struct PapersLayout {
    first: usize,
}

impl PapersLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let count = plan.papers.len();
        let first = sheet.columns(COLUMNS * count);
        let histogram = sheet.histograms(count);
        for papers in 0..count {
            let dims = Dims {
                papers: Some(papers as u32),
                ..Dims::default()
            };
            let column = first + COLUMNS * papers;
            let mut row = |measure, statistic, unit, estimator| {
                sheet.row(measure, statistic, unit, "papers", dims, estimator);
            };
            let mean = |column, scale| Estimator::Mean { column, scale };
            let of = |p| Estimator::Quantile {
                histogram: histogram + papers,
                p,
                scale: SECONDS,
            };
            let ratio = Estimator::Ratio {
                num: column + 1,
                den: column,
                scale: SECONDS,
            };
            row("papers-time", "count", "paper", mean(column, 1.0));
            row("papers-time", "mean", "s", ratio);
            row("papers-time", "p50", "s", of(0.5));
            row("papers-time", "p90", "s", of(0.9));
            row("papers-time", "p95", "s", of(0.95));
            row("papers-time", "max", "s", mean(column + 2, SECONDS));
            row("papers-renewed", "total", "paper", mean(column + 3, 1.0));
        }
        Self { first }
    }
}

struct State {
    times: Tally,
    histogram: Histogram,
    renewed: u64,
}

/// The observer of papers.
pub(super) struct Papers<'c> {
    plan: &'c Plan,
    layout: &'c PapersLayout,
    states: Vec<State>,
}

impl<'c> Papers<'c> {
    pub fn new(plan: &'c Plan, layout: &'c PapersLayout) -> Self {
        let fresh = |_| State {
            times: Tally::default(),
            histogram: Histogram::new(),
            renewed: 0,
        };
        Self {
            plan,
            layout,
            states: plan.papers.iter().map(fresh).collect(),
        }
    }

    pub fn write(&self, columns: &mut [i128], histograms: &mut Vec<Histogram>) {
        for (papers, state) in self.states.iter().enumerate() {
            let values: [i128; COLUMNS] = [
                state.times.count.into(),
                state.times.sum,
                state.times.max.max(0).into(),
                state.renewed.into(),
            ];
            let first = self.layout.first + COLUMNS * papers;
            columns[first..first + COLUMNS].copy_from_slice(&values);
            histograms.push(state.histogram.trimmed());
        }
    }
}

impl Observer for Papers<'_> {
    fn begin(&mut self, _plan: &Plan) {
        for state in &mut self.states {
            state.times.clear();
            state.histogram.clear();
            state.renewed = 0;
        }
    }
    fn file(&mut self, now: i64, _vehicle: &Vehicle, papers: u32, _token: &Vehicle, again: bool) {
        if again && now >= self.plan.measure_from {
            self.states[papers as usize].renewed += 1;
        }
    }
    fn ready(&mut self, now: i64, _vehicle: &Vehicle, papers: u32, took: i64) {
        if now - took >= self.plan.measure_from {
            let state = &mut self.states[papers as usize];
            state.times.record(took);
            state.histogram.record(took);
        }
    }
}
