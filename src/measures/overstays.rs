//! Overstays: stays that ended later than they were allowed to.

use crate::plan::{NONE, Plan};
use crate::sim::{Observer, Vehicle};

use super::catalogue::{Estimator, Sheet};
use super::grouping::{Grouping, by_direction, total, vehicles};

/// Columns of overstays, for each grouping; none where the plan has no stays.
#[derive(Debug)]
pub(super) struct OverstayLayout {
    groupings: Vec<(Grouping, usize)>,
}

impl OverstayLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let mut groupings = Vec::new();
        if !plan.names.stays.is_empty() {
            for grouping in [total(plan, vehicles), by_direction(plan, vehicles)] {
                let first = sheet.columns(grouping.len());
                for (group, &dims) in grouping.dims.iter().enumerate() {
                    let estimator = Estimator::Mean {
                        column: first + group,
                        scale: 1.0,
                    };
                    sheet.row(
                        "overstays",
                        "total",
                        "vehicle",
                        grouping.by,
                        dims,
                        estimator,
                    );
                }
                groupings.push((grouping, first));
            }
        }
        Self { groupings }
    }
}

/// The observer of overstays: counted by kind, grouped when the row is written.
pub(super) struct Overstays<'c> {
    plan: &'c Plan,
    layout: &'c OverstayLayout,
    of_kind: Vec<u64>,
}

impl<'c> Overstays<'c> {
    pub fn new(plan: &'c Plan, layout: &'c OverstayLayout) -> Self {
        Self {
            plan,
            layout,
            of_kind: vec![0; plan.kinds.len()],
        }
    }

    pub fn write(&self, columns: &mut [i128]) {
        for (grouping, first) in &self.layout.groupings {
            for (&group, &count) in grouping.of_kind.iter().zip(&self.of_kind) {
                if group != NONE {
                    columns[first + group as usize] += i128::from(count);
                }
            }
        }
    }
}

impl Observer for Overstays<'_> {
    fn begin(&mut self, _plan: &Plan) {
        self.of_kind.fill(0);
    }
    fn overstay(&mut self, now: i64, vehicle: &Vehicle, _stay: u32, _over: i64) {
        if now >= self.plan.measure_from {
            self.of_kind[vehicle.kind as usize] += 1;
        }
    }
}
