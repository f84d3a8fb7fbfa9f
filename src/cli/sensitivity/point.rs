//! A point at which inputs stand, and what is seen there.

use crate::experiment::sensitivity::Finding;
use crate::experiment::{Change, Fold, paired};
use crate::measures::Estimator;
use crate::measures::quantity::Expectation;
use crate::report::sensitivity::Seen;

use crate::cli::simulate::Model;

/// The chance that the interval of a change misses.
const ALPHA: f64 = 0.05;

/// A point that can be simulated: a model a side, and what is read of each.
pub(super) struct Point {
    pub models: Vec<Model>,
    pub estimators: Vec<Estimator>,
    pub expectation: Option<Expectation>,
}

/// What was observed at a point.
pub(super) struct Observed {
    pub point: Point,
    pub folds: Vec<Fold>,
}

impl Point {
    /// Empty folds, one a model.
    pub fn folds(&self) -> impl Iterator<Item = Fold> {
        self.models
            .iter()
            .zip(&self.estimators)
            .map(|(model, estimator)| {
                let condition = self.expectation.iter();
                let condition = condition.map(|it| it.condition().quantity.estimator);
                Fold::new(&model.catalogue).asking(std::iter::once(*estimator).chain(condition))
            })
    }
}

impl Observed {
    /// What is followed, and the conclusion; `up` says which way the change goes as stated.
    pub fn seen(&self, up: Option<bool>) -> Seen {
        if self.folds.len() > 1 {
            let change = self.change();
            let interval = change.and_then(|change| change.interval);
            let finding = change
                .zip(up)
                .map(|(change, up)| Finding::of_sign(change.change, interval, up));
            return Seen {
                value: change.map(|change| change.change),
                interval,
                finding: finding.unwrap_or(Finding::NONE),
            };
        }
        let side = self.folds.first().zip(self.point.estimators.first());
        let estimate = side.map(|(fold, &estimator)| fold.estimate_of(estimator));
        let finding = side.zip(self.point.expectation.as_ref());
        Seen {
            value: estimate.and_then(|estimate| estimate.value),
            interval: estimate.and_then(|estimate| estimate.low.zip(estimate.high)),
            finding: finding.map_or(Finding::NONE, |((fold, _), expectation)| {
                Finding::of(fold, expectation)
            }),
        }
    }

    /// The change from one side to the other, where there are two.
    pub fn change(&self) -> Option<Change> {
        match (self.folds.as_slice(), self.point.estimators.as_slice()) {
            ([base, other], [on_base, on_other]) => {
                paired((base, *on_base), (other, *on_other), ALPHA)
            }
            _ => None,
        }
    }

    /// The change from here to another point, where there is one side.
    pub fn swing_to(&self, other: &Self) -> Option<Change> {
        match (self.folds.as_slice(), other.folds.as_slice()) {
            ([here], [there]) => paired(
                (here, *self.point.estimators.first()?),
                (there, *other.point.estimators.first()?),
                ALPHA,
            ),
            _ => None,
        }
    }
}
