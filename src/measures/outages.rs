//! Outages: how often something is out of order, and for how long.
//!
//! Counted for each thing that some outage hits: a station, pool, bridge or gate. Several outages at once are one time out of order.

use crate::plan::{NONE, Plan};
use crate::sim::Observer;
use crate::stats::TimeWeighted;

use super::catalogue::{Dims, Estimator, Sheet};

/// Columns of one thing: outages that began, time out of order, time in order.
const COLUMNS: usize = 3;
/// Microseconds to hours.
const HOURS: f64 = 1.0 / 3.6e9;

/// Columns of outages.
#[derive(Debug)]
pub(super) struct OutageLayout {
    first: usize,
    /// How many things are hit.
    things: usize,
    /// For each outage the things that it hits.
    hits: Vec<Vec<usize>>,
}

impl OutageLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let mut things: Vec<(&'static str, Dims)> = Vec::new();
        let mut hits = Vec::new();
        for outage in &plan.outages {
            let gate_of = |gates: &[u32], index: u32| {
                let gate = gates.get(index as usize).copied();
                gate.filter(|&gate| gate != NONE)
            };
            let names = &plan.names;
            let stations = outage.stations.iter().map(|&station| {
                let dims = Dims {
                    station: Some(station),
                    gate: gate_of(&names.station_gates, station),
                    ..Dims::default()
                };
                ("station", dims)
            });
            let pools = outage.pools.iter().map(|&pool| {
                let dims = Dims {
                    pool: Some(pool),
                    gate: gate_of(&names.pool_gates, pool),
                    ..Dims::default()
                };
                ("pool", dims)
            });
            let bridges = outage.bridges.iter().map(|&bridge| {
                let dims = Dims {
                    bridge: Some(bridge),
                    gate: gate_of(&names.bridge_gates, bridge),
                    ..Dims::default()
                };
                ("bridge", dims)
            });
            let gates = outage.gates.iter().map(|&gate| {
                let dims = Dims {
                    gate: Some(gate),
                    ..Dims::default()
                };
                ("gate", dims)
            });
            let mut own = Vec::new();
            for thing in stations.chain(pools).chain(bridges).chain(gates) {
                let known = things.iter().position(|known| *known == thing);
                own.push(known.unwrap_or_else(|| {
                    things.push(thing);
                    things.len() - 1
                }));
            }
            hits.push(own);
        }
        let first = sheet.columns(COLUMNS * things.len());
        let share = 1.0 / plan.measured().max(1) as f64;
        for (thing, &(by, dims)) in things.iter().enumerate() {
            let column = first + COLUMNS * thing;
            let mut row = |measure, statistic, unit, column, scale| {
                let estimator = Estimator::Mean { column, scale };
                sheet.row(measure, statistic, unit, by, dims, estimator);
            };
            row("outages", "total", "outage", column, 1.0);
            row("outage-time", "total", "h", column + 1, HOURS);
            row("availability", "mean", "share", column + 2, share);
        }
        Self {
            first,
            things: things.len(),
            hits,
        }
    }
}

#[derive(Clone)]
struct State {
    /// Outages in force.
    on: u32,
    began: i128,
    /// 1 while it is out of order.
    out: TimeWeighted,
}

/// The observer of outages.
pub(super) struct Outages<'c> {
    plan: &'c Plan,
    layout: &'c OutageLayout,
    states: Vec<State>,
}

impl<'c> Outages<'c> {
    pub fn new(plan: &'c Plan, layout: &'c OutageLayout) -> Self {
        Self {
            plan,
            layout,
            states: vec![fresh(plan); layout.things],
        }
    }

    pub fn write(&self, columns: &mut [i128]) {
        for (thing, state) in self.states.iter().enumerate() {
            let out = state.out.integral_to(self.plan.end);
            let values: [i128; COLUMNS] =
                [state.began, out, i128::from(self.plan.measured()) - out];
            let first = self.layout.first + COLUMNS * thing;
            columns[first..first + COLUMNS].copy_from_slice(&values);
        }
    }
}

fn fresh(plan: &Plan) -> State {
    State {
        on: 0,
        began: 0,
        out: TimeWeighted::new(plan.start, 0),
    }
}

impl Observer for Outages<'_> {
    fn begin(&mut self, plan: &Plan) {
        self.states.fill(fresh(plan));
    }
    fn tick(&mut self, now: i64, _tick: usize) {
        // Levels are measured from here, whatever happened before.
        if now == self.plan.measure_from {
            for state in &mut self.states {
                state.out.restart(now);
            }
        }
    }
    fn outage(&mut self, now: i64, outage: u32, on: bool) {
        for &thing in &self.layout.hits[outage as usize] {
            let state = &mut self.states[thing];
            let before = state.on;
            if on {
                state.on += 1;
                state.began += i128::from(now >= self.plan.measure_from);
            } else {
                state.on -= 1;
            }
            let by = i64::from(state.on > 0) - i64::from(before > 0);
            if by != 0 {
                state.out.change(now, by);
            }
        }
    }
}
