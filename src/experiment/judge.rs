//! Whether what is required of the results holds: decided by intervals, never by the estimate alone.

use crate::measures::Estimator;
use crate::measures::quantity::{Condition, Expectation};
use crate::scenario::expression::Relation;
use crate::stats::{Estimate, proportion_of_parts};

use super::fold::Fold;

/// What became of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// The whole interval meets it.
    Passed,
    /// No part of the interval meets it.
    Failed,
    /// The interval lies on both sides of the limit, or there is none.
    Inconclusive,
}

impl Judgement {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Judgement::Passed => "passed",
            Judgement::Failed => "failed",
            Judgement::Inconclusive => "inconclusive",
        }
    }
}

/// Holds what was simulated against what is required: the estimate that decides, which for a chance is the share of
/// periods in which the condition holds, and the judgement.
///
/// A period in which the quantity does not exist, because nothing was observed, meets no condition on it.
pub fn judge(fold: &Fold, expectation: &Expectation) -> (Estimate, Judgement) {
    let (estimate, relation, limit) = match expectation {
        Expectation::Expected(condition) => {
            let estimate = fold.estimate_of(condition.quantity.estimator);
            (estimate, condition.relation, condition.limit)
        }
        Expectation::Chance {
            of,
            relation,
            limit,
        } => (chance(fold, of), *relation, *limit),
    };
    let interval = match expectation.condition().quantity.estimator {
        Estimator::Day { .. } if matches!(expectation, Expectation::Expected(_)) => {
            dates(fold, &estimate)
        }
        _ => estimate.low.zip(estimate.high),
    };
    let judgement = match interval {
        None => Judgement::Inconclusive,
        Some((low, high)) => decide(relation, limit, low, high),
    };
    (estimate, judgement)
}

/// The interval of a median date. An end that is missing though there are enough replications is a date after the period.
fn dates(fold: &Fold, estimate: &Estimate) -> Option<(f64, f64)> {
    let after = fold.days as f64;
    fold.has_dates().then(|| {
        (
            estimate.low.unwrap_or(after),
            estimate.high.unwrap_or(after),
        )
    })
}

impl Fold {
    /// Whether there are replications enough, or draws of the inputs, for an interval of a median date. An end that it lacks then
    /// is a date after the period.
    pub fn has_dates(&self) -> bool {
        let mut parts = self.parts();
        parts.dedup();
        parts.len() >= FEWEST_DATES
    }
}

/// The fewest replications whose smallest and largest date hold the median with 95 %.
pub const FEWEST_DATES: usize = 6;

fn decide(relation: Relation, limit: f64, low: f64, high: f64) -> Judgement {
    match (relation.holds(low, limit), relation.holds(high, limit)) {
        (true, true) => Judgement::Passed,
        (false, false) => Judgement::Failed,
        _ => Judgement::Inconclusive,
    }
}

/// The share of single periods that meet a condition. Periods that share a draw of the inputs are not independent.
fn chance(fold: &Fold, condition: &Condition) -> Estimate {
    let own = fold.own(condition.quantity.estimator);
    let met: Vec<bool> = own
        .iter()
        .map(|value| value.is_some_and(|value| condition.relation.holds(value, condition.limit)))
        .collect();
    proportion_of_parts(&met, &fold.parts())
}
