//! The usual sink: one fold an arm, and a word after each replication.

use std::convert::Infallible;
use std::ops::ControlFlow;

use super::fold::{Fold, Outcome, Reason};
use super::replicate::Sink;

/// Folds the replications of each arm and asks after each whether to go on. Where one arm failed, all count as failed: what
/// is compared is what all have.
pub struct Recorder<'f, F> {
    folds: &'f mut [Fold],
    go_on: F,
}

impl<'f, F: FnMut(&[Fold]) -> ControlFlow<()>> Recorder<'f, F> {
    /// Folds into `folds`, one an arm.
    pub fn new(folds: &'f mut [Fold], go_on: F) -> Self {
        Self { folds, go_on }
    }
}

impl<F: FnMut(&[Fold]) -> ControlFlow<()>> Sink for Recorder<'_, F> {
    type Error = Infallible;

    fn keep(&mut self, _: u64, _: &[Outcome]) -> Result<(), Infallible> {
        Ok(())
    }

    fn recall(&mut self, _: u64) -> Result<Vec<Outcome>, Infallible> {
        Ok(Vec::new())
    }

    fn fold(&mut self, index: u64, outcomes: Vec<Outcome>) -> ControlFlow<()> {
        let failure: Option<Reason> = outcomes
            .iter()
            .find_map(|outcome| outcome.as_ref().err().cloned());
        for (fold, outcome) in self.folds.iter_mut().zip(outcomes) {
            fold.push(
                index,
                match &failure {
                    Some(reason) => Err(reason.clone()),
                    None => outcome,
                },
            );
        }
        (self.go_on)(self.folds)
    }
}
