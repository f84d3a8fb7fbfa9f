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
    restarted: bool,
}

impl<'c> Yards<'c> {
    pub fn new(plan: &'c Plan, layout: &'c YardLayout) -> Self {
        Self {
            plan,
            layout,
            states: vec![fresh(plan); plan.yards.len()],
            restarted: false,
        }
    }

    pub fn write(&self, columns: &mut [i128]) {
        let end = self.plan.end;
        let max = |level: &TimeWeighted| level.max_to(end).unwrap_or(level.level());
        for (yard, State { taken, line }) in self.states.iter().enumerate() {
            let values: [i128; COLUMNS] = [
                taken.integral_to(end),
                max(taken).into(),
                line.integral_to(end),
                max(line).into(),
            ];
            let first = self.layout.first + COLUMNS * yard;
            columns[first..first + COLUMNS].copy_from_slice(&values);
        }
    }

    /// The yard, after the measured span has begun where it is time.
    #[inline]
    fn yard(&mut self, now: i64, yard: u32) -> &mut State {
        self.warm(now);
        &mut self.states[yard as usize]
    }

    /// The measured span begins: levels are measured from here, whatever happened before.
    #[inline]
    fn warm(&mut self, now: i64) {
        if !self.restarted && now >= self.plan.measure_from {
            self.restarted = true;
            for state in &mut self.states {
                state.taken.restart(self.plan.measure_from);
                state.line.restart(self.plan.measure_from);
            }
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
        self.restarted = false;
    }
    #[inline]
    fn join(&mut self, now: i64, _vehicle: &Vehicle, place: Place) {
        if let Place::Yard(yard) = place {
            self.yard(now, yard).line.change(now, 1);
        }
    }
    #[inline]
    fn park(&mut self, now: i64, _vehicle: &Vehicle, yard: u32, _waited: i64) {
        let state = self.yard(now, yard);
        state.line.change(now, -1);
        state.taken.change(now, 1);
    }
    #[inline]
    fn leave_yard(&mut self, now: i64, _vehicle: &Vehicle, yard: u32) {
        self.yard(now, yard).taken.change(now, -1);
    }
    fn end(&mut self, now: i64) {
        self.warm(now);
    }
}
