//! What every command that simulates shares: how much to run, the models, and running them.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::thread;
use std::time::Duration;

use clap::ValueEnum;

use crate::experiment::store::Store;
use crate::experiment::{
    Arm, Ended, Fold, Inputs, PER_DRAW, Range, Recorder, half_width, replicate,
};
use crate::measures::{Catalogue, Estimator};
use crate::plan::Plan;
use crate::report::Stopped;
use crate::report::number::{digits, fixed};
use crate::scenario::model::Scenario;
use crate::scenario::uncertain::Uncertain;

use super::common::{Outcome, Ready, ScenarioArgs, note};
use super::conduct::{Conductor, duration};

/// At most this many failed replications are described.
const DESCRIBED_FAILURES: usize = 3;

/// How much to run.
#[derive(Debug, clap::Args)]
pub struct BudgetArgs {
    /// Replications
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub reps: u64,
    /// Seed of all random numbers
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Threads; the results do not depend on it [default: one a core]
    #[arg(long, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Stop after this long and report what is finished, as in `30 s` or `5 min`
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub max_time: Option<Duration>,
    /// Draw what is not known: `inputs` takes assumed and derived values from their ranges, anew for every two replications
    #[arg(long, value_name = "WHAT")]
    pub uncertainty: Option<Uncertainty>,
}

/// What is uncertain besides chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Uncertainty {
    /// Assumed and derived inputs that have a range.
    Inputs,
}

/// A scenario that can be simulated.
pub struct Model {
    /// What it means.
    pub scenario: Scenario,
    /// What runs.
    pub plan: Plan,
    /// What is reported.
    pub catalogue: Catalogue,
    /// Where inputs are drawn.
    pub inputs: Option<Inputs>,
    /// The file as it was named.
    pub file: String,
}

impl Model {
    /// The model of a scenario that was read.
    pub fn new(ready: Ready, args: &ScenarioArgs, uncertainty: Option<Uncertainty>) -> Self {
        let catalogue = Catalogue::new(&ready.scenario, &ready.plan);
        let inputs = uncertainty.map(|Uncertainty::Inputs| {
            let uncertain = Uncertain::new(&ready.root, &ready.sources, &ready.scenario);
            Inputs::new(uncertain, &catalogue)
        });
        Self {
            scenario: ready.scenario,
            plan: ready.plan,
            catalogue,
            inputs,
            file: args.file.display().to_string(),
        }
    }

    fn arm(&self, seed: u64) -> Arm<'_> {
        Arm {
            plan: &self.plan,
            catalogue: &self.catalogue,
            inputs: self.inputs.as_ref(),
            seed,
        }
    }
}

/// What came of simulating.
pub struct Simulated {
    /// One fold a model.
    pub folds: Vec<Fold>,
    /// Why it ended.
    pub stopped: Stopped,
}

/// What is to be run.
pub struct Request<'a> {
    /// Models with their seeds.
    pub models: &'a [(&'a Model, u64)],
    /// Which replications.
    pub range: Range,
    /// On how many threads.
    pub jobs: Option<u16>,
    /// What shall be estimated besides what is reported.
    pub asked: Vec<Estimator>,
    /// Where the rows of the only model are kept.
    pub store: Option<&'a mut Store>,
}

/// Runs a range of replications of each model. Failures are described on stderr.
///
/// # Errors
/// [`Outcome::Failed`] where there is nothing to report, with the reason on stderr.
pub fn simulate(request: Request, conductor: &Conductor) -> Result<Simulated, Outcome> {
    let Request {
        models,
        range,
        jobs,
        asked,
        mut store,
    } = request;
    let arms: Vec<Arm> = models
        .iter()
        .map(|(model, seed)| model.arm(*seed))
        .collect();
    let mut folds: Vec<Fold> = models
        .iter()
        .map(|(model, _)| {
            let fold = Fold::new(&model.catalogue).asking(asked.iter().copied());
            match model.inputs {
                Some(_) => fold.drawn(PER_DRAW),
                None => fold,
            }
        })
        .collect();
    let jobs = jobs.map_or_else(
        || thread::available_parallelism().map_or(1, usize::from),
        usize::from,
    );
    let held = store.as_deref().map(|store| {
        let indices = store.indices();
        indices
            .filter(|index| (range.from..range.to).contains(index))
            .collect()
    });
    let known_rows: BTreeSet<u64> = held.unwrap_or_default();
    let interest = models.first().map(|(model, _)| interest(&model.catalogue));
    let mut recorder = Recorder::new(&mut folds, |folds: &[Fold]| {
        if let Some(fold) = folds.first() {
            conductor.moved(fold.progress(), || {
                interest
                    .flatten()
                    .map_or_else(String::new, |(name, estimator)| {
                        known(name, fold, estimator)
                    })
            });
        }
        ControlFlow::Continue(())
    })
    .storing(store.as_deref_mut());
    let control = conductor.control();
    let ended = replicate(&arms, range, &known_rows, jobs, control, &mut recorder);
    conductor.reports();
    let ended = ended.and_then(|ended| match store {
        Some(ref mut store) => store.sync().map(|()| ended),
        None => Ok(ended),
    });
    let ended = match ended {
        Ok(ended) => ended,
        Err(error) => {
            note(&format!("error: {error}"));
            let kept = folds.first().map_or(0, |fold| fold.progress().done);
            note(&format!(
                "note: {kept} replications from the first one on are kept; the same command goes on from there"
            ));
            return Err(Outcome::Failed);
        }
    };
    if ended == Ended::NoThreads {
        note("error: no thread could be started");
        return Err(Outcome::Failed);
    }
    let stopped = conductor.stopped(ended, Stopped::Replications);
    let Some(first) = folds.first() else {
        return Err(Outcome::Failed);
    };
    report_failures(first);
    let finished = first.progress();
    if finished.done > 0 && finished.failed == finished.done && stopped != Stopped::Interrupted {
        note("error: every replication failed, so there is nothing to report");
        return Err(Outcome::Failed);
    }
    if finished.done == 0 && stopped == Stopped::MaxTime {
        note("error: not one replication was finished in the time allowed");
        return Err(Outcome::Failed);
    }
    Ok(Simulated { folds, stopped })
}

/// What the progress bar tells: the waiting hours of all vehicles.
fn interest(catalogue: &Catalogue) -> Option<(&'static str, Estimator)> {
    let spec = catalogue
        .specs
        .iter()
        .find(|spec| spec.measure == "waiting-vehicle-hours" && spec.by == "total")?;
    Some((spec.measure, spec.estimator))
}

fn known(name: &str, fold: &Fold, estimator: Estimator) -> String {
    let estimate = fold.estimate_of(estimator);
    let Some(value) = estimate.value else {
        return String::new();
    };
    match half_width(&estimate) {
        Some(half) => {
            let places = digits(half);
            format!("{name} {} ± {}", fixed(value, places), fixed(half, places))
        }
        None => format!("{name} {}", fixed(value, 0)),
    }
}

fn report_failures(fold: &Fold) {
    let failures = fold.failures();
    for (replication, reason) in failures.iter().take(DESCRIBED_FAILURES) {
        note(&format!(
            "warning: replication {replication} failed: {reason}"
        ));
    }
    if let Some(more @ 1..) = failures.len().checked_sub(DESCRIBED_FAILURES) {
        note(&format!("warning: {more} more failed"));
    }
}
