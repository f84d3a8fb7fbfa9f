//! Service levels: the share of vehicles whose time stays within a target.
//!
//! A service level is what `share(time-in-system <= 3 h)` says, under a name, in every report: the same estimator of the same
//! histograms, so that a threshold and a row can never say different things. Nothing is observed for it.

use crate::plan::Plan;
use crate::scenario::expression::Relation;

use super::catalogue::{Dims, Estimator, Sheet};

/// Adds the rows of all service levels behind those of the durations that they are about.
pub(super) fn rows(plan: &Plan, sheet: &mut Sheet) {
    for (index, level) in plan.costs.levels.iter().enumerate() {
        for (by, dims, histogram) in sheet.distributions(level.measure) {
            let by = match by {
                "total" => "target",
                "gate" => "gate-target",
                "gate-direction" => "gate-direction-target",
                _ => "gate-direction-class-target",
            };
            let dims = Dims {
                target: Some(index as u32),
                ..dims
            };
            let estimator = Estimator::Share {
                histogram,
                relation: Relation::AtMost,
                limit_us: level.within,
            };
            sheet.row("service-level", "share", "share", by, dims, estimator);
        }
    }
}
