//! The usual sink: one fold an arm, a store where there is one, and a word after each replication.

use std::ops::ControlFlow;

use super::fold::{Fold, Outcome, Reason};
use super::replicate::Sink;
use super::store::{Store, StoreError};

/// Folds the replications of each arm and asks after each whether to go on. Where one arm failed, all count as failed: what
/// is compared is what all have.
pub struct Recorder<'f, F> {
    folds: &'f mut [Fold],
    store: Option<&'f mut Store>,
    go_on: F,
}

impl<'f, F: FnMut(&[Fold]) -> ControlFlow<()>> Recorder<'f, F> {
    /// Folds into `folds`, one an arm.
    pub fn new(folds: &'f mut [Fold], go_on: F) -> Self {
        Self {
            folds,
            store: None,
            go_on,
        }
    }

    /// The same, which keeps every outcome in a store and takes from there what it holds. A store is of one arm.
    #[must_use]
    pub fn storing(self, store: Option<&'f mut Store>) -> Self {
        Self { store, ..self }
    }
}

impl<F: FnMut(&[Fold]) -> ControlFlow<()>> Sink for Recorder<'_, F> {
    type Error = StoreError;

    fn keep(&mut self, index: u64, outcomes: &[Outcome]) -> Result<(), StoreError> {
        match (&mut self.store, outcomes) {
            (Some(store), [outcome]) => store.append(index, outcome),
            _ => Ok(()),
        }
    }

    fn recall(&mut self, index: u64) -> Result<Vec<Outcome>, StoreError> {
        match &mut self.store {
            Some(store) => Ok(vec![store.read(index)?]),
            None => Ok(Vec::new()),
        }
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
