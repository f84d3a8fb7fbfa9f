//! Running points as they are asked for.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::slice;

use crate::experiment::solve::{Points, Tried};
use crate::experiment::{
    Ended, Fold, Held, Judgement, Progress, Range, Reason, Recorder, Verdict, goes, judge_within,
    replicate,
};
use crate::measures::quantity::Expectation;
use crate::report::solution::PointRun;
use crate::report::{Run, Stopped};
use crate::scenario::lever::{Lever, Setting};

use super::super::common::note;
use super::super::conduct::{Conductor, News};
use super::super::simulate::{Model, threads};
use super::Asked;

/// At so many values a failed replication is described.
const DESCRIBED_FAILURES: usize = 3;

/// Runs points as they are asked for, and keeps their rows.
pub(super) struct Runner<'a> {
    lever: &'a Lever,
    models: &'a [Model],
    expectations: &'a [Expectation],
    pub conductor: &'a Conductor,
    seed: u64,
    jobs: usize,
    checkpoints: &'a [u64],
    pub folds: Vec<Fold>,
    pub failed_to_start: bool,
}

impl<'a> Runner<'a> {
    pub fn new(
        asked: &Asked<'a>,
        conductor: &'a Conductor,
        (lever, models): (&'a Lever, &'a [Model]),
        expectations: &'a [Expectation],
    ) -> Self {
        let jobs = threads(asked.args.budget.jobs);
        let folds = models.iter().map(|model| {
            let fold = Fold::new(&model.catalogue);
            match &model.inputs {
                Some(inputs) => fold.drawn(inputs.per_draw()),
                None => fold,
            }
        });
        Self {
            lever,
            models,
            expectations,
            conductor,
            seed: asked.args.budget.seed,
            jobs,
            checkpoints: &asked.spending.checkpoints,
            folds: folds.collect(),
            failed_to_start: false,
        }
    }

    /// Runs what is missing of the first replications of a point.
    fn extend(&mut self, point: usize, replications: u64) -> ControlFlow<()> {
        let before: u64 = self.folds.iter().map(|fold| fold.progress().done).sum();
        let (Some(model), Some(fold)) = (self.models.get(point), self.folds.get_mut(point)) else {
            return ControlFlow::Break(());
        };
        let range = Range {
            from: fold.progress().done,
            to: replications,
        };
        if range.from >= range.to {
            return ControlFlow::Continue(());
        }
        let (conductor, lever) = (self.conductor, self.lever);
        let mut recorder = Recorder::new(slice::from_mut(fold), |folds: &[Fold]| {
            let progress = folds.first().map(Fold::progress).unwrap_or_default();
            let progress = Progress {
                done: before + progress.done - range.from,
                failed: progress.failed,
            };
            conductor.moved(progress, || News {
                known: format!("at {}", lever.label(point)),
                expected: None,
            });
            ControlFlow::Continue(())
        });
        let arms = [model.arm(self.seed)];
        let control = conductor.control();
        match replicate(&arms, range, &[], self.jobs, control, &mut recorder) {
            Ok(Ended::Complete | Ended::Enough) => ControlFlow::Continue(()),
            Ok(Ended::NoThreads) => {
                self.failed_to_start = true;
                ControlFlow::Break(())
            }
            Ok(Ended::Stopped) | Err(_) => ControlFlow::Break(()),
        }
    }

    /// Estimate, interval and judgement of what was run of a point. Where a replication locks up, the condition does not hold.
    fn held(&self, point: usize, error: f64) -> Option<Held> {
        let fold = self.folds.get(point)?;
        let held = judge_within(fold, self.expectations.get(point)?, error);
        let locks_up = |(_, reason): &(u64, Reason)| matches!(reason, Reason::Deadlock { .. });
        Some(match fold.failures().iter().any(locks_up) {
            true => Held {
                judgement: Judgement::Failed,
                ..held
            },
            false => held,
        })
    }

    /// Judges a point with more replications until it is told.
    pub fn until_told(&mut self, point: usize, error: f64) -> Option<Tried> {
        let checkpoints = self.checkpoints;
        let mut tried = None;
        for &replications in checkpoints {
            let ControlFlow::Continue(judgement) = self.judge(point, replications, error) else {
                break;
            };
            tried = Some(Tried {
                judgement,
                error,
                replications,
            });
            if judgement != Judgement::Inconclusive {
                break;
            }
        }
        tried
    }

    /// A point that was run and not judged.
    pub fn only_run(&self, point: usize, error: f64) -> Option<Tried> {
        let replications = self.folds.get(point)?.progress().done;
        (replications > 0).then_some(Tried {
            judgement: Judgement::Inconclusive,
            error,
            replications,
        })
    }

    pub fn nothing_ran(&self) -> bool {
        self.folds.iter().all(|fold| fold.replications().is_empty())
    }

    /// Describes the first failures of some points, and counts the others.
    pub fn report_failures(&self) {
        let points = self.folds.iter().enumerate();
        let failed: Vec<(String, &Fold)> = points
            .filter(|(_, fold)| !fold.failures().is_empty())
            .map(|(point, fold)| (self.lever.label(point), fold))
            .collect();
        for (label, fold) in failed.iter().take(DESCRIBED_FAILURES) {
            let Some((replication, reason)) = fold.failures().first() else {
                continue;
            };
            let more = match fold.failures().len() - 1 {
                0 => String::new(),
                more => format!("; {more} more failed there"),
            };
            note(&format!(
                "warning: {label}: replication {replication} failed: {reason}{more}"
            ));
        }
        if let Some(more @ 1..) = failed.len().checked_sub(DESCRIBED_FAILURES) {
            note(&format!(
                "warning: at {more} more values replications failed"
            ));
        }
    }

    /// What was run of a point, for the report.
    pub fn point<'b>(
        &'b self,
        at: usize,
        tried: Tried,
        (setting, settings, point): (&'b Setting, BTreeMap<String, String>, Option<usize>),
        stopped: Stopped,
    ) -> PointRun<'b> {
        let (model, fold) = (&self.models[at], &self.folds[at]);
        let held = judge_within(fold, &self.expectations[at], tried.error);
        PointRun {
            setting,
            settings,
            point,
            run: Run {
                scenario: &model.scenario,
                plan: &model.plan,
                catalogue: &model.catalogue,
                fold,
                seed: self.seed,
                from: 0,
                asked: fold.progress().done,
                stopped: match stopped {
                    Stopped::Interrupted | Stopped::MaxTime => stopped,
                    _ => Stopped::Replications,
                },
                file: &model.file,
                set: &model.set,
                inputs: model.inputs.as_ref(),
                wanted: &[],
            },
            tried,
            held,
        }
    }
}

impl Points for Runner<'_> {
    fn judge(&mut self, point: usize, replications: u64, error: f64) -> ControlFlow<(), Judgement> {
        self.extend(point, replications)?;
        let held = self.held(point, error);
        ControlFlow::Continue(held.map_or(Judgement::Inconclusive, |held| held.judgement))
    }

    fn change(&mut self, from: usize, to: usize, error: f64) -> Option<Verdict> {
        let side = |point: usize| Some((self.folds.get(point)?, self.expectations.get(point)?));
        goes(side(from)?, side(to)?, error)
    }
}
