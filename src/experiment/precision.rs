//! When to stop: a look-ahead rule over prefixes at fixed checkpoints.
//!
//! Stopping as soon as an interval is narrow stops too often where it is narrow by luck, and then covers less than it says. The
//! rule is that of Hoad, Robinson and Davies 2010, *Automated selection of the number of replications for a discrete-event
//! simulation*: once the precision is reached, go on for a while, and stop only if it is still reached. Here one looks at fixed
//! numbers of replications only ([`checkpoint_after`]), and the precision must hold at two of them in a row. Since what is looked at
//! are prefixes, the answer depends neither on threads nor on where a run was interrupted. `docs/statistics.md` says what it covers.

use crate::measures::Estimator;
use crate::stats::Estimate;

use super::fold::Fold;

/// The first number of replications at which one looks: an interval of fewer blocks is not worth it.
pub const FIRST_CHECKPOINT: u64 = 20;

/// The next number of replications at which one looks: ten more, or a tenth more where that is more.
pub fn checkpoint_after(n: u64) -> u64 {
    if n < FIRST_CHECKPOINT {
        FIRST_CHECKPOINT
    } else {
        // Whole tens, so that draws of inputs are complete.
        n + 10 * (n / 100).max(1)
    }
}

/// How well something shall be known: half of its 95 % interval is at most so much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerance {
    /// This share of the estimate; near zero, where no share of it could be reached, `near_zero` in its unit.
    Relative {
        /// Share of the estimate.
        share: f64,
        /// The half-width that is enough whatever the estimate is.
        near_zero: f64,
    },
    /// So much in its unit.
    Absolute(f64),
}

/// What shall be known, and how well.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// What is estimated.
    pub estimator: Estimator,
    /// How well.
    pub tolerance: Tolerance,
}

impl Tolerance {
    /// The greatest half-width that is enough for an estimate.
    pub fn half_width(self, value: f64) -> f64 {
        match self {
            Tolerance::Relative { share, near_zero } => (share * value.abs()).max(near_zero),
            Tolerance::Absolute(half) => half,
        }
    }

    /// Whether an estimate is known well enough. Of an interval that is not symmetric the longer side counts.
    pub fn is_met(self, estimate: &Estimate) -> bool {
        half_width(estimate)
            .zip(estimate.value)
            .is_some_and(|(half, value)| half <= self.half_width(value))
    }
}

/// The longer side of an estimate's 95 % interval.
pub fn half_width(estimate: &Estimate) -> Option<f64> {
    let value = estimate.value?;
    Some((value - estimate.low?).max(estimate.high? - value))
}

/// Looks at a fold now and then, and says when it is enough.
#[derive(Debug)]
pub struct Watch {
    precisions: Vec<Precision>,
    next: u64,
    met: bool,
}

impl Watch {
    /// A watch over all of these; none is never enough.
    pub fn new(precisions: Vec<Precision>) -> Self {
        Self {
            precisions,
            next: FIRST_CHECKPOINT,
            met: false,
        }
    }

    /// Whether the precision is reached at this checkpoint and was at the one before. To be asked after each replication.
    pub fn is_enough(&mut self, fold: &Fold) -> bool {
        if self.precisions.is_empty() || fold.progress().done < self.next {
            return false;
        }
        self.next = checkpoint_after(self.next);
        let known = |precision: &Precision| {
            let estimate = fold.estimate_of(precision.estimator);
            precision.tolerance.is_met(&estimate)
        };
        let before = std::mem::replace(&mut self.met, self.precisions.iter().all(known));
        before && self.met
    }
}
