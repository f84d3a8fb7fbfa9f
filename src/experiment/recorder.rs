//! The usual sink: one fold an arm, a store where there is one, and a word after each replication.

use std::ops::ControlFlow;

use super::fold::{Fold, Outcome, Reason};
use super::replicate::Sink;
use super::store::{Store, StoreError};

/// Folds the replications of each arm and asks after each index whether to go on. Where one arm failed, all count as failed, because what
/// is compared is what all have; unless each arm [stands for itself](Recorder::apart).
pub struct Recorder<'f, F> {
    folds: &'f mut [Fold],
    stores: &'f mut [Store],
    is_apart: bool,
    compared: usize,
    go_on: F,
}

impl<'f, F: FnMut(&[Fold]) -> ControlFlow<()>> Recorder<'f, F> {
    /// Folds into `folds`, one an arm.
    pub fn new(folds: &'f mut [Fold], go_on: F) -> Self {
        Self {
            compared: folds.len(),
            folds,
            stores: &mut [],
            is_apart: false,
            go_on,
        }
    }

    /// The same, which keeps every outcome in the store of its arm and takes from there what it holds. One an arm, from the
    /// first on; arms beyond them keep nothing, and all their replications are run.
    #[must_use]
    pub fn storing(self, stores: &'f mut [Store]) -> Self {
        Self { stores, ..self }
    }

    /// The same, where only the first so many arms are compared. Those behind them look closer at the same replications: what fails there
    /// alone is none of the others', and what fails of the others is not looked at.
    #[must_use]
    pub fn comparing(self, compared: usize) -> Self {
        Self { compared, ..self }
    }

    /// The same, where the failure of one arm is none of the others.
    #[must_use]
    pub fn apart(self, is_apart: bool) -> Self {
        Self { is_apart, ..self }
    }
}

impl<F: FnMut(&[Fold]) -> ControlFlow<()>> Sink for Recorder<'_, F> {
    type Error = StoreError;

    fn keep(&mut self, index: u64, arm: usize, outcome: &Outcome) -> Result<(), StoreError> {
        match self.stores.get_mut(arm) {
            Some(store) => store.append(index, outcome),
            None => Ok(()),
        }
    }

    fn recall(&mut self, index: u64, arm: usize) -> Result<Outcome, StoreError> {
        match self.stores.get_mut(arm) {
            Some(store) => store.read(index),
            // Nothing is known without a store.
            None => Ok(Err(Reason::Panicked(
                "a row was taken for known".to_owned(),
            ))),
        }
    }

    fn fold(&mut self, index: u64, outcomes: Vec<Outcome>) -> ControlFlow<()> {
        let failure: Option<Reason> = outcomes
            .iter()
            .take(self.compared)
            .find_map(|outcome| outcome.as_ref().err().cloned())
            .filter(|_| !self.is_apart);
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
