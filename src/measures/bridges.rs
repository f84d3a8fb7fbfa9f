//! Bridges: the line on either side, those whom the load limit bars, and how many drove over.

use crate::plan::{NONE, Plan};
use crate::sim::{Observer, Place, Vehicle};
use crate::stats::TimeWeighted;

use super::catalogue::{Dims, Estimator, Sheet};

/// Columns of one line: integral and maximum of those in line, integral and maximum of those barred, vehicles that are over.
const COLUMNS: usize = 5;

/// Columns of bridges.
#[derive(Debug)]
pub(super) struct BridgeLayout {
    first: usize,
}

impl BridgeLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let lines = 2 * plan.bridges.len();
        let first = sheet.columns(COLUMNS * lines);
        let per_time = 1.0 / plan.measured().max(1) as f64;
        for line in 0..lines {
            let gate = plan.names.bridge_gates[line / 2];
            let dims = Dims {
                bridge: Some((line / 2) as u32),
                to_vietnam: Some(line % 2 == 1),
                gate: (gate != NONE).then_some(gate),
                ..Dims::default()
            };
            let mut row = |measure, statistic, column, scale| {
                let column = first + COLUMNS * line + column;
                let estimator = Estimator::Mean { column, scale };
                sheet.row(measure, statistic, "vehicle", "bridge", dims, estimator);
            };
            row("bridge-line", "mean", 0, per_time);
            row("bridge-line", "max", 1, 1.0);
            row("bridge-barred", "mean", 2, per_time);
            row("bridge-barred", "max", 3, 1.0);
            row("bridge-crossings", "total", 4, 1.0);
        }
        Self { first }
    }
}

#[derive(Clone)]
struct State {
    line: TimeWeighted,
    barred: TimeWeighted,
    over: i128,
}

/// The observer of bridges.
pub(super) struct Bridges<'c> {
    plan: &'c Plan,
    layout: &'c BridgeLayout,
    states: Vec<State>,
}

impl<'c> Bridges<'c> {
    pub fn new(plan: &'c Plan, layout: &'c BridgeLayout) -> Self {
        Self {
            plan,
            layout,
            states: vec![fresh(plan); 2 * plan.bridges.len()],
        }
    }

    pub fn write(&self, columns: &mut [i128]) {
        let end = self.plan.end;
        for (index, State { line, barred, over }) in self.states.iter().enumerate() {
            let values: [i128; COLUMNS] = [
                line.integral_to(end),
                line.peak_to(end).into(),
                barred.integral_to(end),
                barred.peak_to(end).into(),
                *over,
            ];
            let first = self.layout.first + COLUMNS * index;
            columns[first..first + COLUMNS].copy_from_slice(&values);
        }
    }
}

fn fresh(plan: &Plan) -> State {
    State {
        line: TimeWeighted::new(plan.start, 0),
        barred: TimeWeighted::new(plan.start, 0),
        over: 0,
    }
}

impl Observer for Bridges<'_> {
    fn begin(&mut self, plan: &Plan) {
        self.states.fill(fresh(plan));
    }
    fn tick(&mut self, now: i64, _tick: usize) {
        // Levels are measured from here, whatever happened before.
        if now == self.plan.measure_from {
            for state in &mut self.states {
                state.line.restart(now);
                state.barred.restart(now);
                state.over = 0;
            }
        }
    }
    #[inline]
    fn join(&mut self, now: i64, _vehicle: &Vehicle, place: Place) {
        if let Place::Bridge(line) = place {
            self.states[line as usize].line.change(now, 1);
        }
    }
    #[inline]
    fn bar(&mut self, now: i64, _vehicle: &Vehicle, line: u32, barred: bool) {
        let state = &mut self.states[line as usize];
        let change = if barred { 1 } else { -1 };
        state.line.change(now, -change);
        state.barred.change(now, change);
    }
    fn give_up(&mut self, now: i64, _: &Vehicle, place: Place, is_aside: bool, _waited: i64) {
        if let Place::Bridge(line) = place {
            let state = &mut self.states[line as usize];
            let left = if is_aside {
                &mut state.barred
            } else {
                &mut state.line
            };
            left.change(now, -1);
        }
    }
    #[inline]
    fn turn_aside(&mut self, now: i64, _vehicle: &Vehicle, line: u32, _waited: i64) {
        self.states[line as usize].line.change(now, -1);
    }
    #[inline]
    fn drive_on(&mut self, now: i64, _vehicle: &Vehicle, line: u32, _waited: i64) {
        self.states[line as usize].line.change(now, -1);
    }
    #[inline]
    fn drive_off(&mut self, _now: i64, _vehicle: &Vehicle, line: u32, _travelled: i64) {
        self.states[line as usize].over += 1;
    }
}
