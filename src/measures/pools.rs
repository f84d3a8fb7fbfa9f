//! Pools of drivers: how many are under way, who waits for one, and how many trips they make.

use crate::plan::{NONE, Plan, PoolPlan};
use crate::sim::{Observer, Place, Vehicle};
use crate::stats::TimeWeighted;

use super::catalogue::{Dims, Estimator, Sheet};

/// Columns of one pool: integral and maximum of the busy drivers, integral and maximum of the line, trips, driver-days.
const COLUMNS: usize = 6;

/// Columns of pools.
#[derive(Debug)]
pub(super) struct PoolLayout {
    first: usize,
    /// Drivers of each measured day, summed: the most that work at one time of it.
    driver_days: Vec<i128>,
}

impl PoolLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let first = sheet.columns(COLUMNS * plan.pools.len());
        let per_time = 1.0 / plan.measured().max(1) as f64;
        for pool in 0..plan.pools.len() {
            let gate = plan.names.pool_gates[pool];
            let dims = Dims {
                pool: Some(pool as u32),
                gate: (gate != NONE).then_some(gate),
                ..Dims::default()
            };
            let at = first + COLUMNS * pool;
            let mut row = |measure, statistic, unit, estimator| {
                sheet.row(measure, statistic, unit, "pool", dims, estimator);
            };
            let mean = |column, scale| Estimator::Mean { column, scale };
            row("drivers-busy", "mean", "driver", mean(at, per_time));
            row("drivers-busy", "max", "driver", mean(at + 1, 1.0));
            row("driver-line", "mean", "vehicle", mean(at + 2, per_time));
            row("driver-line", "max", "vehicle", mean(at + 3, 1.0));
            row("trips", "total", "trip", mean(at + 4, 1.0));
            let per_driver = Estimator::Ratio {
                num: at + 4,
                den: at + 5,
                scale: 1.0,
            };
            row("trips-per-driver", "mean", "trip/day", per_driver);
        }
        let driver_days = plan.pools.iter().map(|pool| driver_days(plan, pool));
        Self {
            first,
            driver_days: driver_days.collect(),
        }
    }
}

fn driver_days(plan: &Plan, pool: &PoolPlan) -> i128 {
    let mut sum = 0;
    for day in plan.days.windows(2) {
        let (from, to) = (day[0].max(plan.measure_from), day[1]);
        let ends = pool
            .shifts
            .iter()
            .skip(1)
            .map(|next| next.at)
            .chain([plan.end]);
        let shifts = pool.shifts.iter().zip(ends);
        let at_work = shifts.filter(|(shift, end)| shift.at < to && from < *end);
        let most = at_work.map(|(shift, _)| shift.servers).max().unwrap_or(0);
        sum += if from < to { i128::from(most) } else { 0 };
    }
    sum
}

#[derive(Clone)]
struct State {
    busy: TimeWeighted,
    line: TimeWeighted,
    trips: i128,
}

/// The observer of pools.
pub(super) struct Pools<'c> {
    plan: &'c Plan,
    layout: &'c PoolLayout,
    states: Vec<State>,
}

impl<'c> Pools<'c> {
    pub fn new(plan: &'c Plan, layout: &'c PoolLayout) -> Self {
        Self {
            plan,
            layout,
            states: vec![fresh(plan); plan.pools.len()],
        }
    }

    pub fn write(&self, columns: &mut [i128]) {
        let end = self.plan.end;
        for (pool, State { busy, line, trips }) in self.states.iter().enumerate() {
            let values: [i128; COLUMNS] = [
                busy.integral_to(end),
                busy.peak_to(end).into(),
                line.integral_to(end),
                line.peak_to(end).into(),
                *trips,
                self.layout.driver_days[pool],
            ];
            let first = self.layout.first + COLUMNS * pool;
            columns[first..first + COLUMNS].copy_from_slice(&values);
        }
    }
}

fn fresh(plan: &Plan) -> State {
    State {
        busy: TimeWeighted::new(plan.start, 0),
        line: TimeWeighted::new(plan.start, 0),
        trips: 0,
    }
}

impl Observer for Pools<'_> {
    fn begin(&mut self, plan: &Plan) {
        self.states.fill(fresh(plan));
    }
    fn tick(&mut self, now: i64, _tick: usize) {
        // Levels are measured from here, whatever happened before.
        if now == self.plan.measure_from {
            for state in &mut self.states {
                state.busy.restart(now);
                state.line.restart(now);
            }
        }
    }
    #[inline]
    fn join(&mut self, now: i64, _vehicle: &Vehicle, place: Place) {
        if let Place::Pool(pool) = place {
            self.states[pool as usize].line.change(now, 1);
        }
    }
    fn give_up(&mut self, now: i64, _: &Vehicle, place: Place, _aside: bool, _waited: i64) {
        if let Place::Pool(pool) = place {
            self.states[pool as usize].line.change(now, -1);
        }
    }
    #[inline]
    fn seize(&mut self, now: i64, _vehicle: &Vehicle, pool: u32, _waited: i64) {
        let state = &mut self.states[pool as usize];
        state.line.change(now, -1);
        state.busy.change(now, 1);
    }
    #[inline]
    fn free(&mut self, now: i64, _vehicle: &Vehicle, pool: u32) {
        let counts = now >= self.plan.measure_from;
        self.states[pool as usize].trips += i128::from(counts);
    }
    #[inline]
    fn driver_back(&mut self, now: i64, pool: u32) {
        self.states[pool as usize].busy.change(now, -1);
    }
}
