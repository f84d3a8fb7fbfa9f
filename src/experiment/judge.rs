//! Whether what is required of the results holds: decided by intervals, never by the estimate alone.

use crate::measures::Estimator;
use crate::measures::quantity::{Condition, Expectation};
use crate::scenario::expression::Relation;
use crate::stats::{Estimate, Influence, proportion_of_parts, proportion_within};

use super::compare::{Verdict, verdict};
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

/// What was simulated, held against what is required, with an error that was agreed upon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// The estimate that decides; for a chance the share of periods in which the condition holds. A day as its index in the period, one
    /// that is not reached as the day after it.
    pub value: Option<f64>,
    /// The interval that decides: it misses what is estimated on either side with at most the error.
    pub interval: Option<(f64, f64)>,
    /// What became of the requirement.
    pub judgement: Judgement,
}

/// [`judge`], with intervals that miss on either side with probability at most `error`. So what holds is said not to, or the other
/// way round, with at most that probability.
pub fn judge_within(fold: &Fold, expectation: &Expectation, error: f64) -> Held {
    let (value, interval, relation, limit) = match expectation {
        Expectation::Expected(condition) => {
            let estimator = condition.quantity.estimator;
            let estimate = fold.estimate_of(estimator);
            let value = match estimator {
                Estimator::Day { .. } if estimate.n > 0 => {
                    Some(estimate.value.unwrap_or(fold.days as f64))
                }
                _ => estimate.value,
            };
            let interval = fold.interval(estimator, error);
            (value, interval, condition.relation, condition.limit)
        }
        Expectation::Chance {
            of,
            relation,
            limit,
        } => {
            let met = fold.met(of, of.limit);
            let value = (!met.is_empty()).then(|| share(&met));
            let interval = proportion_within(&met, &fold.parts(), error);
            (value, interval, *relation, *limit)
        }
    };
    Held {
        value,
        interval: interval.filter(|_| value.is_some()),
        judgement: match interval.filter(|_| value.is_some()) {
            None => Judgement::Inconclusive,
            Some((low, high)) => decide(relation, limit, low, high),
        },
    }
}

/// The limit nearest to that of the condition for which the requirement would hold, by intervals with this error: of a chance, the limit of single periods. `None` where
/// there is none, or too few replications.
pub fn limit_that_holds(fold: &Fold, expectation: &Expectation, error: f64) -> Option<f64> {
    let (of, relation, least) = match expectation {
        Expectation::Expected(condition) => {
            let (low, high) = fold.interval(condition.quantity.estimator, error)?;
            let end = match condition.relation {
                Relation::Below | Relation::AtMost => high,
                Relation::Above | Relation::AtLeast => low,
            };
            return end.is_finite().then_some(end);
        }
        Expectation::Chance {
            of,
            relation,
            limit,
        } => (of, *relation, *limit),
    };
    let parts = fold.parts();
    let mut limits: Vec<f64> = fold
        .own(of.quantity.estimator)
        .into_iter()
        .flatten()
        .collect();
    limits.sort_by(f64::total_cmp);
    limits.dedup();
    if !of.relation.is_upper() {
        limits.reverse();
    }
    // The farther the limit, the more periods meet it; a chance that shall be small wants the other way.
    if relation.is_upper() {
        limits.reverse();
    }
    limits.into_iter().find(|&limit| {
        let met = fold.met(of, limit);
        proportion_within(&met, &parts, error)
            .is_some_and(|(low, high)| decide(relation, least, low, high) == Judgement::Passed)
    })
}

/// Which way what a requirement is about goes from one model to another with the same random numbers, each with the requirement as it stands there: with a false change with
/// probability at most `error`. `None` where they have not the same replications, or nothing was observed.
pub fn goes(
    (base, in_base): (&Fold, &Expectation),
    (other, in_other): (&Fold, &Expectation),
    error: f64,
) -> Option<Verdict> {
    if base.replications() != other.replications() || base.replications().is_empty() {
        return None;
    }
    let difference = match (in_base, in_other) {
        (Expectation::Chance { of: a, .. }, Expectation::Chance { of: b, .. }) => {
            let influence = |fold: &Fold, of: &Condition| {
                let met = fold.met(of, of.limit).into_iter();
                let met: Vec<i128> = met.map(i128::from).collect();
                Influence::of_mean(&met, &fold.parts(), 1.0)
            };
            influence(other, b)?.paired(&influence(base, a)?)
        }
        _ => {
            let estimator = |of: &Expectation| of.condition().quantity.estimator;
            let base = base.influence_on(estimator(in_base))?;
            other.influence_on(estimator(in_other))?.paired(&base)
        }
    };
    let interval = difference.and_then(|difference| difference.interval(error));
    Some(verdict(interval, 0.0))
}

fn share(met: &[bool]) -> f64 {
    met.iter().filter(|&&met| met).count() as f64 / met.len() as f64
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
    /// In which single periods a condition with this limit is met.
    pub(super) fn met(&self, condition: &Condition, limit: f64) -> Vec<bool> {
        let own = self.own(condition.quantity.estimator).into_iter();
        own.map(|value| value.is_some_and(|value| condition.relation.holds(value, limit)))
            .collect()
    }

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
    proportion_of_parts(&fold.met(condition, condition.limit), &fold.parts())
}
