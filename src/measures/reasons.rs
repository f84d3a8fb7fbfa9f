//! Why vehicles turned back, or went to another gate: counts by reason, beside the totals of the flows. All reasons have rows, also those that
//! nothing in the plan can bring about: a scenario with patience is compared with one without.

use crate::plan::{NONE, Plan};
use crate::sim::{Exit, Observer, Reason, Vehicle};

use super::catalogue::{Dims, Estimator, Sheet};
use super::grouping::{Grouping, by_gate, total, vehicles};

/// What is counted: vehicles that turned back, and vehicles that went to another gate.
const MEASURES: [&str; 2] = ["vehicles-turned-back", "vehicles-transferred-out"];
/// Their place in [`MEASURES`].
const TURNED_BACK: usize = 0;
const TRANSFERRED: usize = 1;
const REASONS: usize = Reason::ALL.len();

/// Columns of one measure and grouping: `first + group * reasons + reason`.
#[derive(Debug)]
struct Block {
    measure: usize,
    grouping: Grouping,
    first: usize,
}

/// Columns of reasons.
#[derive(Debug)]
pub(super) struct ReasonLayout {
    blocks: Vec<Block>,
}

impl ReasonLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let mut blocks = Vec::new();
        for (measure, name) in MEASURES.into_iter().enumerate() {
            let mut overall = total(plan, vehicles);
            overall.by = "reason";
            let mut gates = by_gate(plan, vehicles);
            gates.by = "gate-reason";
            for grouping in [overall, gates] {
                let first = sheet.columns(grouping.len() * REASONS);
                for (group, &dims) in grouping.dims.iter().enumerate() {
                    for (at, reason) in Reason::ALL.into_iter().enumerate() {
                        let dims = Dims {
                            reason: Some(reason),
                            ..dims
                        };
                        let column = first + group * REASONS + at;
                        let estimator = Estimator::Mean { column, scale: 1.0 };
                        sheet.row(name, "total", "vehicle", grouping.by, dims, estimator);
                    }
                }
                blocks.push(Block {
                    measure,
                    grouping,
                    first,
                });
            }
        }
        Self { blocks }
    }
}

/// The observer of reasons: counted by kind, grouped when the row is written.
pub(super) struct Reasons<'c> {
    plan: &'c Plan,
    layout: &'c ReasonLayout,
    /// By measure, kind and reason.
    counts: Vec<u64>,
}

impl<'c> Reasons<'c> {
    pub fn new(plan: &'c Plan, layout: &'c ReasonLayout) -> Self {
        Self {
            plan,
            layout,
            counts: vec![0; MEASURES.len() * plan.kinds.len() * REASONS],
        }
    }

    pub fn write(&self, columns: &mut [i128]) {
        for block in &self.layout.blocks {
            for (kind, &group) in block.grouping.of_kind.iter().enumerate() {
                if group == NONE {
                    continue;
                }
                let first = block.first + group as usize * REASONS;
                for (at, reason) in Reason::ALL.into_iter().enumerate() {
                    let count = self.counts[self.cell(block.measure, kind as u32, reason)];
                    columns[first + at] += i128::from(count);
                }
            }
        }
    }

    fn cell(&self, measure: usize, kind: u32, reason: Reason) -> usize {
        (measure * self.plan.kinds.len() + kind as usize) * REASONS + reason as usize
    }

    fn count(&mut self, now: i64, measure: usize, kind: u32, reason: Reason) {
        if now >= self.plan.measure_from {
            let cell = self.cell(measure, kind, reason);
            self.counts[cell] += 1;
        }
    }
}

impl Observer for Reasons<'_> {
    fn begin(&mut self, _plan: &Plan) {
        self.counts.fill(0);
    }
    fn transfer(&mut self, now: i64, vehicle: &Vehicle, from: u32, reason: Reason) {
        // After it has crossed a vehicle is in no stock that it could leave.
        if !vehicle.crossed {
            self.count(now, TRANSFERRED, from, reason);
        }
    }
    #[inline]
    fn leave(&mut self, now: i64, vehicle: &Vehicle, exit: Exit) {
        if let Exit::TurnedBack(reason) = exit
            && !vehicle.crossed
        {
            self.count(now, TURNED_BACK, vehicle.kind, reason);
        }
    }
}
