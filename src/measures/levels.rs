//! Service levels: the share of vehicles that are done within a target.
//!
//! Each vehicle is counted by its own time, to the microsecond, and not read from a histogram: a target is often a round number, and so
//! are service times. Who turns back without having crossed was not served, however soon it left, and so is not within any
//! target: turning lorries away improves no service level. Invariant: within ≤ counted, of every kind.

use crate::plan::{Crossing, NONE, Plan};
use crate::sim::{Exit, Observer, Vehicle};

use super::catalogue::{Dims, Estimator, Sheet};
use super::durations;
use super::grouping::{self, Grouping};

/// Columns of service levels: those within and all that count, of each group of each grouping of each level.
#[derive(Debug)]
pub(super) struct LevelLayout {
    /// Level, grouping, first column.
    blocks: Vec<(usize, Grouping, usize)>,
    /// Whether the vehicles of an origin have an unknown age at the start.
    truncated: Vec<bool>,
}

impl LevelLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let mut blocks = Vec::new();
        for (level, target) in plan.costs.levels.iter().enumerate() {
            for (by, mut grouping) in [
                ("target", grouping::total(plan, grouping::vehicles)),
                ("gate-target", grouping::by_gate(plan, grouping::vehicles)),
                (
                    "gate-direction-target",
                    grouping::by_direction(plan, grouping::vehicles),
                ),
                (
                    "gate-direction-class-target",
                    grouping::by_class(plan, grouping::vehicles),
                ),
            ] {
                if target.to_crossing {
                    let crosses: Vec<bool> = plan.kinds.iter().map(|kind| kind.crosses).collect();
                    grouping.keep(&crosses);
                }
                let first = sheet.columns(2 * grouping.len());
                for (group, &dims) in grouping.dims.iter().enumerate() {
                    let dims = Dims {
                        target: Some(level as u32),
                        ..dims
                    };
                    let num = first + 2 * group;
                    let (den, scale) = (num + 1, 1.0);
                    let estimator = Estimator::Ratio { num, den, scale };
                    sheet.row("service-level", "share", "share", by, dims, estimator);
                }
                blocks.push((level, grouping, first));
            }
        }
        let origins = plan.sources.len() + plan.backlogs.len();
        Self {
            blocks,
            truncated: (0..origins)
                .map(|origin| durations::age_unknown(plan, origin))
                .collect(),
        }
    }
}

/// The observer of service levels: counted by kind, grouped when the row is written.
pub(super) struct Levels<'c> {
    plan: &'c Plan,
    layout: &'c LevelLayout,
    /// Those within and all that count, by level and kind.
    counts: Vec<[u64; 2]>,
}

impl<'c> Levels<'c> {
    pub fn new(plan: &'c Plan, layout: &'c LevelLayout) -> Self {
        Self {
            plan,
            layout,
            counts: vec![[0; 2]; plan.costs.levels.len() * plan.kinds.len()],
        }
    }

    pub fn write(&self, columns: &mut [i128]) {
        for (level, grouping, first) in &self.layout.blocks {
            for (kind, &group) in grouping.of_kind.iter().enumerate() {
                if group == NONE {
                    continue;
                }
                let counts = self.counts[level * self.plan.kinds.len() + kind];
                for (at, count) in counts.into_iter().enumerate() {
                    columns[first + 2 * group as usize + at] += i128::from(count);
                }
            }
        }
    }

    /// Counts a vehicle at all levels that judge it at its crossing, or when it leaves; who was not served is within none.
    fn count(&mut self, now: i64, vehicle: &Vehicle, at_crossing: bool, served: bool) {
        let age_unknown = self.layout.truncated[vehicle.origin as usize];
        if age_unknown || !durations::measured(self.plan, vehicle) {
            return;
        }
        let kinds = self.plan.kinds.len();
        for (level, target) in self.plan.costs.levels.iter().enumerate() {
            if target.to_crossing == at_crossing {
                let within = served && now - vehicle.arrived <= target.within;
                let [inside, all] = &mut self.counts[level * kinds + vehicle.kind as usize];
                *inside += u64::from(within);
                *all += 1;
            }
        }
    }
}

impl Observer for Levels<'_> {
    fn begin(&mut self, _plan: &Plan) {
        self.counts.fill([0; 2]);
    }
    #[inline]
    fn pass(
        &mut self,
        now: i64,
        vehicle: &Vehicle,
        _lane: u32,
        _crossing: Option<Crossing>,
        first: bool,
        _waited: i64,
    ) {
        if first && !self.counts.is_empty() {
            self.count(now, vehicle, true, true);
        }
    }
    #[inline]
    fn leave(&mut self, now: i64, vehicle: &Vehicle, exit: Exit) {
        if self.counts.is_empty() {
            return;
        }
        let served = vehicle.crossed || exit == Exit::Completed;
        self.count(now, vehicle, false, served);
        if !served {
            self.count(now, vehicle, true, false);
        }
    }
}
