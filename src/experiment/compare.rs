//! Is B better than A, by how much, how sure?
//!
//! Both run with the same random numbers, keyed by vehicle, so a replication of one belongs to the same replication of the other and
//! what both share cancels in their difference. With another seed for the alternative they are independent, and nothing cancels.

use crate::measures::Estimator;
use crate::stats::Influence;

use super::fold::Fold;

/// How the replications of two models belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairing {
    /// They have the same seed: replication by replication, vehicle by vehicle.
    Paired,
    /// They have different seeds.
    Independent,
}

/// What changes from one model to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The estimate for the base.
    pub base: f64,
    /// The estimate for the alternative.
    pub alternative: f64,
    /// Alternative less base.
    pub change: f64,
    /// The interval of the expected change; `None` for fewer than two replications.
    pub interval: Option<(f64, f64)>,
    /// How many times as many independent replications would say it as surely; `None` where there is no such number, as when
    /// nothing is left to be unsure of.
    pub gain: Option<f64>,
}

/// The change of one quantity, with an interval that holds it with probability `1 - alpha`. Each side has its own estimator, because
/// the same quantity may stand elsewhere in another model's catalogue. `None` where either side has no estimate.
pub fn change(
    (base, on_base): (&Fold, Estimator),
    (alternative, on_alternative): (&Fold, Estimator),
    pairing: Pairing,
    alpha: f64,
) -> Option<Change> {
    let a = Side::new(base, on_base)?;
    let b = Side::new(alternative, on_alternative)?;
    let influences = || Some((a.influence.as_ref()?, b.influence.as_ref()?));
    let difference = influences().and_then(|(a, b)| match pairing {
        Pairing::Paired => b.paired(a),
        Pairing::Independent => b.apart(a),
    });
    let gain = || {
        let (a, b) = influences()?;
        let gain = (a.variance()? + b.variance()?) / difference?.variance;
        gain.is_finite().then_some(gain)
    };
    Some(Change {
        base: a.value,
        alternative: b.value,
        change: b.value - a.value,
        interval: difference.and_then(|difference| difference.interval(alpha)),
        gain: gain().filter(|_| pairing == Pairing::Paired),
    })
}

/// The change between two points of a curve, paired, where each stands for itself: `None` also where the replications of one are not those of the
/// other, because some failed, and so have no partner.
pub fn paired(
    base: (&Fold, Estimator),
    alternative: (&Fold, Estimator),
    alpha: f64,
) -> Option<Change> {
    let is_paired = base.0.replications() == alternative.0.replications();
    is_paired.then(|| change(base, alternative, Pairing::Paired, alpha))?
}

/// One side of a change. Few replications may have an estimate and nothing to say about how sure it is.
struct Side {
    value: f64,
    influence: Option<Influence>,
}

impl Side {
    fn new(fold: &Fold, estimator: Estimator) -> Option<Self> {
        let influence = fold.influence_on(estimator);
        let value = influence.as_ref().map(Influence::value);
        Some(Self {
            value: value.or_else(|| fold.estimate_of(estimator).value)?,
            influence,
        })
    }
}

/// What a change comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The interval lies above the smallest change that matters.
    Up,
    /// It lies below it, on the other side of zero.
    Down,
    /// It lies within: whatever changes does not matter.
    Same,
    /// It reaches over the border.
    Unsure,
}

/// Holds the interval of a change against the smallest change that matters, in either direction. With `least` 0 a change that is
/// exactly nothing in every replication is the same, and no other.
pub fn verdict(interval: Option<(f64, f64)>, least: f64) -> Verdict {
    match interval {
        None => Verdict::Unsure,
        Some((low, high)) if -least <= low && high <= least => Verdict::Same,
        Some((low, _)) if low > least => Verdict::Up,
        Some((_, high)) if high < -least => Verdict::Down,
        Some(_) => Verdict::Unsure,
    }
}
