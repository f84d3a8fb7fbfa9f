//! Yards: places taken, and the line before them, which stands on the approach road.

use crate::plan::{NONE, Plan};
use crate::sim::{Observer, Place, Vehicle};
use crate::stats::TimeWeighted;

use super::catalogue::{Dims, Estimator, Sheet};

/// Columns of one yard: integral and maximum of the places taken, integral and maximum of the line.
const COLUMNS: usize = 4;

/// Columns of yards.
#[derive(Debug)]
pub(super) struct YardLayout {
    first: usize,
}

impl YardLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let first = sheet.columns(COLUMNS * plan.yards.len());
        let per_time = 1.0 / plan.measured().max(1) as f64;
        for yard in 0..plan.yards.len() {
            let gate = plan.names.yard_gates[yard];
            let dims = Dims {
                yard: Some(yard as u32),
                gate: (gate != NONE).then_some(gate),
                ..Dims::default()
            };
            for (level, measure) in ["yard-occupancy", "yard-line"].into_iter().enumerate() {
                let column = first + COLUMNS * yard + 2 * level;
                for (statistic, column, scale) in
                    [("mean", column, per_time), ("max", column + 1, 1.0)]
                {
                    let estimator = Estimator::Mean { column, scale };
                    sheet.row(measure, statistic, "vehicle", "yard", dims, estimator);
                }
            }
        }
        Self { first }
    }
}

#[derive(Clone)]
struct State {
    taken: TimeWeighted,
    line: TimeWeighted,
}

/// The observer of yards.
pub(super) struct Yards<'c> {
    plan: &'c Plan,
    layout: &'c YardLayout,
    states: Vec<State>,
}

impl<'c> Yards<'c> {
    pub fn new(plan: &'c Plan, layout: &'c YardLayout) -> Self {
        Self {
            plan,
            layout,
            states: vec![fresh(plan); plan.yards.len()],
        }
    }

    pub fn write(&self, columns: &mut [i128]) {
        let end = self.plan.end;
        for (yard, State { taken, line }) in self.states.iter().enumerate() {
            let values: [i128; COLUMNS] = [
                taken.integral_to(end),
                taken.peak_to(end).into(),
                line.integral_to(end),
                line.peak_to(end).into(),
            ];
            let first = self.layout.first + COLUMNS * yard;
            columns[first..first + COLUMNS].copy_from_slice(&values);
        }
    }
}

fn fresh(plan: &Plan) -> State {
    State {
        taken: TimeWeighted::new(plan.start, 0),
        line: TimeWeighted::new(plan.start, 0),
    }
}

impl Observer for Yards<'_> {
    fn begin(&mut self, plan: &Plan) {
        self.states.fill(fresh(plan));
    }
    fn tick(&mut self, now: i64, _tick: usize) {
        // Levels are measured from here, whatever happened before.
        if now == self.plan.measure_from {
            for state in &mut self.states {
                state.taken.restart(now);
                state.line.restart(now);
            }
        }
    }
    #[inline]
    fn join(&mut self, now: i64, _vehicle: &Vehicle, place: Place) {
        if let Place::Yard(yard) = place {
            self.states[yard as usize].line.change(now, 1);
        }
    }
    fn give_up(&mut self, now: i64, _: &Vehicle, place: Place, _aside: bool, _waited: i64) {
        if let Place::Yard(yard) = place {
            self.states[yard as usize].line.change(now, -1);
        }
    }
    #[inline]
    fn park(&mut self, now: i64, _vehicle: &Vehicle, yard: u32, _waited: i64) {
        let state = &mut self.states[yard as usize];
        state.line.change(now, -1);
        state.taken.change(now, 1);
    }
    #[inline]
    fn leave_yard(&mut self, now: i64, _vehicle: &Vehicle, yard: u32) {
        self.states[yard as usize].taken.change(now, -1);
    }
}
