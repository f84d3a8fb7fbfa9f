//! Choices before arriving: vehicles that bans keep inland or put off, and those that published queues send to another gate.
//!
//! They belong to the gate to which they would have come, and to the day on which they would have come there.

use crate::plan::{NONE, Plan};
use crate::sim::{Observer, Vehicle};

use super::catalogue::{Estimator, Sheet};
use super::grouping::{Grouping, by_class, by_gate, total, vehicles};

/// What is counted, in the order of [`Count`].
const MEASURES: [&str; 3] = [
    "vehicles-kept-inland",
    "vehicles-put-off",
    "vehicles-diverted",
];

#[derive(Clone, Copy)]
enum Count {
    KeptInland,
    PutOff,
    Diverted,
}

/// Columns of one measure and grouping, from `first` on.
#[derive(Debug)]
struct Block {
    measure: usize,
    grouping: Grouping,
    first: usize,
}

/// Columns of choices; none where a plan has no rules for them.
#[derive(Debug)]
pub(super) struct ChoiceLayout {
    blocks: Vec<Block>,
}

impl ChoiceLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let mut blocks = Vec::new();
        for (measure, name) in MEASURES.into_iter().enumerate() {
            let heeding = heeding(plan, measure);
            if !heeding.contains(&true) {
                continue;
            }
            for mut grouping in [
                total(plan, vehicles),
                by_gate(plan, vehicles),
                by_class(plan, vehicles),
            ] {
                grouping.keep(&heeding);
                let first = sheet.columns(grouping.len());
                for (group, &dims) in grouping.dims.iter().enumerate() {
                    let column = first + group;
                    let estimator = Estimator::Mean { column, scale: 1.0 };
                    sheet.row(name, "total", "vehicle", grouping.by, dims, estimator);
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

/// For each kind, whether it can be counted.
fn heeding(plan: &Plan, measure: usize) -> Vec<bool> {
    let diverted = |kind: usize| plan.diverts.get(kind).is_some_and(|&rule| rule != NONE);
    let stopped = |kind: usize| plan.bans.iter().any(|ban| ban.speaks_of[kind]);
    let kinds = 0..plan.kinds.len();
    if measure == Count::Diverted as usize {
        kinds.map(diverted).collect()
    } else {
        kinds.map(stopped).collect()
    }
}

/// The observer of choices: counted by kind, grouped when the row is written.
pub(super) struct Choices<'c> {
    plan: &'c Plan,
    layout: &'c ChoiceLayout,
    /// By measure and kind.
    counts: Vec<u64>,
}

impl<'c> Choices<'c> {
    pub fn new(plan: &'c Plan, layout: &'c ChoiceLayout) -> Self {
        Self {
            plan,
            layout,
            counts: vec![0; MEASURES.len() * plan.kinds.len()],
        }
    }

    pub fn write(&self, columns: &mut [i128]) {
        let kinds = self.plan.kinds.len();
        for block in &self.layout.blocks {
            let counts = &self.counts[block.measure * kinds..][..kinds];
            for (&group, &count) in block.grouping.of_kind.iter().zip(counts) {
                if group != NONE {
                    columns[block.first + group as usize] += i128::from(count);
                }
            }
        }
    }

    fn count(&mut self, count: Count, at: i64, kind: u32) {
        if at >= self.plan.measure_from && at < self.plan.end {
            self.counts[count as usize * self.plan.kinds.len() + kind as usize] += 1;
        }
    }
}

impl Observer for Choices<'_> {
    fn begin(&mut self, _plan: &Plan) {
        self.counts.fill(0);
    }
    fn redirect(&mut self, _now: i64, vehicle: &Vehicle, from: u32, _read: [u32; 2]) {
        // It arrives later at the other gate by as much as it has further to drive.
        let rule = self.plan.diverts[from as usize] as usize;
        let takes = self.plan.diversions.get(rule).map_or(0, |rule| rule.takes);
        self.count(Count::Diverted, vehicle.arrived - takes, from);
    }
    fn keep_inland(&mut self, _now: i64, vehicle: &Vehicle) {
        self.count(Count::KeptInland, vehicle.arrived, vehicle.kind);
    }
    fn put_off(&mut self, _now: i64, vehicle: &Vehicle) {
        self.count(Count::PutOff, vehicle.arrived, vehicle.kind);
    }
}
