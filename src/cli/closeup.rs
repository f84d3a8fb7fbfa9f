//! Closer looks at what a command runs: for pages and time release studies, which show what an ordinary run does not observe.
//!
//! A closer look is a model of its own in the same queue of work: the same scenario, seed and replications, simulated a second time and
//! observed in another way. So what the command reports otherwise is the same to the last byte with it and without it, its rows can
//! be kept, and whoever does not ask for a closer look pays nothing.

use crate::experiment::Fold;
use crate::report::Run;
use crate::report::closeup::CloseUp;

use super::common::Outcome;
use super::simulate::Model;

/// The models that look closer at those of a command, in the same order; none where nobody asked.
#[derive(Default)]
pub struct CloseUps {
    models: Vec<Model>,
}

impl CloseUps {
    /// One for each of these models, where they are `wanted`.
    ///
    /// # Errors
    /// Where a scenario cannot be compiled, which it could be before.
    pub fn of<'m>(
        models: impl IntoIterator<Item = &'m Model>,
        wanted: bool,
    ) -> Result<Self, Outcome> {
        let models: Result<Vec<Model>, Outcome> = (models.into_iter())
            .filter(|_| wanted)
            .map(Model::closer)
            .collect();
        Ok(Self { models: models? })
    }

    /// What is to be run: the models with their seeds, and behind them those that look closer, with the same.
    pub fn behind<'a>(&'a self, models: &[(&'a Model, u64)]) -> Vec<(&'a Model, u64)> {
        let seeds = models.iter().map(|(_, seed)| *seed);
        let closer = self.models.iter().zip(seeds);
        models.iter().copied().chain(closer).collect()
    }

    /// What they saw, one for each of the `runs` of the models looked at; `folds` are what came of [everything](Self::behind) that was
    /// run. `None` of a run of which nothing was finished, and of all where nobody asked.
    pub fn seen(&self, runs: &[Run], folds: &[Fold]) -> Vec<Option<CloseUp>> {
        let mut closer = self.models.iter().zip(folds.iter().skip(runs.len()));
        runs.iter()
            .map(|run| {
                let (model, fold) = closer.next()?;
                CloseUp::new(&Run {
                    plan: &model.plan,
                    catalogue: &model.catalogue,
                    inputs: model.inputs.as_ref(),
                    fold,
                    wanted: &[],
                    ..*run
                })
            })
            .collect()
    }
}
