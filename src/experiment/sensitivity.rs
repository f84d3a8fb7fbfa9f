//! What a conclusion hangs on: where, between the stated value of an input and an end of its range, it turns.
//!
//! One input at a time is moved, all others stay as stated, and all points have the same random numbers. The place of a turn is found by
//! halving: at one side of it the conclusion holds by its estimate, at the other it does not. It is one such place; where a conclusion turns
//! twice on the way, or turns and returns, one of the turns is found, or none.

use crate::measures::Estimator;
use crate::measures::quantity::Expectation;

use super::fold::Fold;
use super::judge::{Judgement, judge};

/// Halvings after which a turn is known to a part in 128 of the way.
pub const HALVINGS: usize = 7;

/// What a conclusion comes to at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// By the estimate; `None` where there is none.
    pub holds: Option<bool>,
    /// By the interval.
    pub judgement: Judgement,
}

impl Finding {
    /// Nothing was asked, or nothing can be said.
    pub const NONE: Self = Self {
        holds: None,
        judgement: Judgement::Inconclusive,
    };

    /// Whether a condition or chance holds.
    pub fn of(fold: &Fold, expectation: &Expectation) -> Self {
        let (estimate, judgement) = judge(fold, expectation);
        let (relation, limit, is_date) = match expectation {
            Expectation::Expected(condition) => {
                let is_date = matches!(condition.quantity.estimator, Estimator::Day { .. });
                (condition.relation, condition.limit, is_date)
            }
            Expectation::Chance {
                relation, limit, ..
            } => (*relation, *limit, false),
        };
        // A date that is not reached is one after the period.
        let late = || (is_date && fold.has_dates()).then_some(fold.days as f64);
        let value = estimate.value.or_else(late);
        Self {
            holds: value.map(|value| relation.holds(value, limit)),
            judgement,
        }
    }

    /// Whether a change has the sign that it is said to have: `up` says which.
    pub fn of_sign(change: f64, interval: Option<(f64, f64)>, up: bool) -> Self {
        let judgement = match interval {
            Some((low, high)) if low > 0.0 || high < 0.0 => {
                if (low > 0.0) == up {
                    Judgement::Passed
                } else {
                    Judgement::Failed
                }
            }
            _ => Judgement::Inconclusive,
        };
        Self {
            holds: Some(if up { change > 0.0 } else { change < 0.0 }),
            judgement,
        }
    }
}

/// Two places on the way of an input between which a conclusion turns, 0 the low end of its range and 1 the high.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    /// Here it is as at the stated value.
    pub as_stated: f64,
    /// Here it is not.
    pub turned: f64,
}

impl Turn {
    /// Where to look next.
    pub fn middle(self) -> f64 {
        (self.as_stated + self.turned) / 2.0
    }

    /// The half in which it turns, given what was found in the middle.
    #[must_use]
    pub fn half(self, as_stated: bool) -> Self {
        let middle = self.middle();
        if as_stated {
            Self {
                as_stated: middle,
                ..self
            }
        } else {
            Self {
                turned: middle,
                ..self
            }
        }
    }
}
