//! What every command that simulates shares: how much to run, the models, and running them.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::thread;
use std::time::Duration;

use clap::ValueEnum;

use crate::experiment::store::Store;
use crate::experiment::{
    Arm, Ended, Fold, Inputs, Range, Recorder, Tolerance, Watch, half_width, replicate,
};
use crate::measures::quantity::Quantity;
use crate::measures::{Catalogue, Chosen, Estimator};
use crate::plan::cause::Cause;
use crate::plan::{self, Plan};
use crate::report::Stopped;
use crate::report::number::{digits, fixed};
use crate::report::precision::Wanted;
use crate::report::words;
use crate::scenario::model::Scenario;
use crate::scenario::uncertain::Uncertain;

use super::common::{Outcome, Ready, ScenarioArgs, note};
use super::conduct::{Conductor, News, duration};

/// At most this many failed replications are described.
const DESCRIBED_FAILURES: usize = 3;

/// How much to run.
#[derive(Debug, clap::Args)]
pub struct BudgetArgs {
    /// Replications
    #[arg(long, value_name = "N", default_value_t = REPLICATIONS, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub reps: u64,
    /// Seed of all random numbers
    #[arg(long, value_name = "S", default_value_t = SEED)]
    pub seed: u64,
    /// Threads; the results do not depend on it [default: one a core]
    #[arg(long, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Stop after this long and report what is finished, as in `30 s` or `5 min`
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub max_time: Option<Duration>,
    /// Draw what is not known: `inputs` takes assumed, derived and fitted values from their ranges, anew for every two replications
    #[arg(long, value_name = "WHAT")]
    pub uncertainty: Option<Uncertainty>,
}

/// Replications unless said otherwise.
pub const REPLICATIONS: u64 = 100;

/// The seed unless said otherwise.
pub const SEED: u64 = 1;

/// What is uncertain besides chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Uncertainty {
    /// Assumed, derived and fitted inputs that have a range.
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
    /// Changes to it.
    pub set: Vec<String>,
    /// Whether it looks closer at what another model runs.
    pub is_close_up: bool,
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
            set: args.changes(),
            is_close_up: false,
        }
    }

    /// The model that looks closer at what this one runs, whatever was chosen of it: the same scenario, and the same draws.
    ///
    /// # Errors
    /// Where the scenario cannot be compiled, which it could be before.
    pub fn closer(&self) -> Result<Self, Outcome> {
        let mut plan = plan::compile(&self.scenario).map_err(|error| {
            note(&format!("error: {error}"));
            Outcome::Failed
        })?;
        plan.look_closer();
        let all = Catalogue::new(&self.scenario, &plan);
        let inputs = self.inputs.as_ref().map(|inputs| inputs.closer(&all));
        // A draw may have causes that the stated inputs do not have.
        let causes = match &inputs {
            Some(_) => &Cause::ALL[..],
            None => &plan.causes,
        };
        let chosen = all.closer(&plan, causes);
        Ok(Self {
            scenario: self.scenario.clone(),
            catalogue: all.choosing(&chosen),
            inputs: inputs.map(|inputs| inputs.choosing(&chosen)),
            plan,
            file: self.file.clone(),
            set: self.set.clone(),
            is_close_up: true,
        })
    }

    /// The same model, which reports only these quantities and observes nothing but them and what is `wanted`; all of it where
    /// none are given. What is wanted was resolved among all measures, and is put among those that are left.
    #[must_use]
    pub fn choosing(self, reported: &[Quantity], wanted: &mut [Wanted]) -> Self {
        if reported.is_empty() {
            return self;
        }
        let observed = wanted.iter().map(|wanted| wanted.quantity.estimator);
        let chosen = Chosen::new(reported, observed);
        for wanted in wanted {
            wanted.quantity.estimator = chosen.estimator(wanted.quantity.estimator);
        }
        Self {
            catalogue: self.catalogue.choosing(&chosen),
            inputs: self.inputs.map(|inputs| inputs.choosing(&chosen)),
            ..self
        }
    }

    /// The same model with its inputs drawn anew for every replication, which observes nothing but the published facts. With it come the
    /// estimators of these, in the scenario's order.
    pub fn observing_facts(self) -> (Self, Vec<Estimator>) {
        let facts = self
            .catalogue
            .specs
            .iter()
            .filter(|spec| spec.dims.fact.is_some());
        let chosen = Chosen::new(&[], facts.clone().map(|spec| spec.estimator));
        let estimators = facts.map(|spec| chosen.estimator(spec.estimator)).collect();
        let model = Self {
            catalogue: self.catalogue.choosing(&chosen),
            inputs: self.inputs.map(|inputs| inputs.choosing(&chosen).each()),
            ..self
        };
        (model, estimators)
    }

    /// Lets models that are compared draw only what all of them draw, and in the same way.
    pub fn share_inputs(models: &mut [Model]) {
        let mut inputs: Vec<&mut Inputs> = models
            .iter_mut()
            .filter_map(|model| model.inputs.as_mut())
            .collect();
        Inputs::share(&mut inputs);
    }

    /// It as it is replicated.
    pub(super) fn arm(&self, seed: u64) -> Arm<'_> {
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
    /// Models with their seeds; last those that look closer at others, see [`CloseUps`](super::closeup::CloseUps).
    pub models: &'a [(&'a Model, u64)],
    /// Which replications.
    pub range: Range,
    /// On how many threads.
    pub jobs: Option<u16>,
    /// What is estimated besides the catalogues, one list a model.
    pub asked: Vec<Vec<Estimator>>,
    /// How well what of the first model shall be known; the run ends when all of it is.
    pub wanted: &'a [Wanted],
    /// Where the rows are kept: a store a model, from the first on; those of the others are kept nowhere.
    pub stores: &'a mut [Store],
    /// Whether the failure of one model is none of the others.
    pub apart: bool,
}

/// How many threads work: as many as was said, else one a core.
pub fn threads(jobs: Option<u16>) -> usize {
    jobs.map_or_else(
        || thread::available_parallelism().map_or(1, usize::from),
        usize::from,
    )
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
        wanted,
        stores,
        apart,
    } = request;
    let arms: Vec<Arm> = models
        .iter()
        .map(|(model, seed)| model.arm(*seed))
        .collect();
    let mut asked = asked.into_iter();
    let mut folds: Vec<Fold> = models
        .iter()
        .map(|(model, _)| {
            let estimators = asked.next().unwrap_or_default();
            let fold = Fold::new(&model.catalogue).asking(estimators);
            match &model.inputs {
                Some(inputs) => fold.drawn(inputs.per_draw()),
                None => fold,
            }
        })
        .collect();
    if let Some(first) = folds.first_mut() {
        let estimators = wanted.iter().map(|wanted| wanted.quantity.estimator);
        *first = std::mem::take(first).asking(estimators);
    }
    let jobs = threads(jobs);
    let compared = (models.iter())
        .take_while(|(model, _)| !model.is_close_up)
        .count();
    let known: Vec<BTreeSet<u64>> = stores
        .iter()
        .map(|store| {
            let indices = store.indices();
            indices
                .filter(|index| (range.from..range.to).contains(index))
                .collect()
        })
        .collect();
    let interest = models
        .first()
        .and_then(|(model, _)| Interest::of(wanted, &model.catalogue));
    let mut watch = Watch::new(wanted.iter().map(Wanted::precision).collect());
    let mut recorder = Recorder::new(&mut folds, |folds: &[Fold]| {
        let Some(fold) = folds.first() else {
            return ControlFlow::Break(());
        };
        conductor.moved(fold.progress(), || {
            interest
                .as_ref()
                .map_or_else(News::default, |interest| interest.news(fold))
        });
        if watch.is_enough(fold) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })
    .storing(stores)
    .comparing(compared)
    .apart(apart);
    let control = conductor.control();
    let ended = replicate(&arms, range, &known, jobs, control, &mut recorder);
    conductor.reports();
    let ended = ended.and_then(|ended| {
        stores.iter_mut().try_for_each(Store::sync)?;
        Ok(ended)
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
    let all = if wanted.is_empty() {
        Stopped::Replications
    } else {
        Stopped::MaxReplications
    };
    let stopped = conductor.stopped(ended, all);
    let Some(first) = folds.first() else {
        return Err(Outcome::Failed);
    };
    if apart {
        for ((model, _), fold) in models.iter().zip(&folds).take(compared) {
            report_failures(&format!("{}: ", model.scenario.id), fold);
        }
    } else {
        report_failures("", first);
    }
    let finished = first.progress();
    for fold in folds.iter().skip(compared) {
        report_unseen(first, fold);
    }
    let nothing = |fold: &Fold| fold.progress().failed == finished.done;
    if finished.done > 0
        && folds.iter().take(compared).all(nothing)
        && stopped != Stopped::Interrupted
    {
        note("error: every replication failed, so there is nothing to report");
        return Err(Outcome::Failed);
    }
    if finished.done == 0 && stopped == Stopped::MaxTime {
        note("error: not one replication was finished in the time allowed");
        return Err(Outcome::Failed);
    }
    Ok(Simulated { folds, stopped })
}

/// What the progress bar tells: the first precision that is wanted, else the first quantity that was chosen, else the waiting
/// hours of all vehicles.
struct Interest {
    name: String,
    unit: &'static str,
    estimator: Estimator,
    tolerance: Option<Tolerance>,
}

impl Interest {
    fn of(wanted: &[Wanted], catalogue: &Catalogue) -> Option<Self> {
        if let Some(first) = wanted.first() {
            return Some(Self {
                name: first.quantity.text.clone(),
                unit: first.quantity.unit,
                estimator: first.quantity.estimator,
                tolerance: Some(first.tolerance),
            });
        }
        if let Some(chosen) = catalogue.chosen() {
            let first = chosen.names().first().zip(catalogue.specs.first());
            return first.map(|(name, spec)| Self {
                name: name.clone(),
                unit: spec.unit,
                estimator: spec.estimator,
                tolerance: None,
            });
        }
        let mut specs = catalogue.specs.iter();
        let spec = specs.find(|spec| spec.measure == "waiting-vehicle-hours" && spec.by == "total");
        spec.map(|spec| Self {
            name: spec.measure.to_owned(),
            unit: "",
            estimator: spec.estimator,
            tolerance: None,
        })
    }

    fn news(&self, fold: &Fold) -> News {
        let estimate = fold.estimate_of(self.estimator);
        let Some((value, half)) = estimate.value.zip(half_width(&estimate)) else {
            return News::default();
        };
        let (scale, unit) = words::unit(self.unit, value);
        let places = digits(half / scale);
        let (value_text, half_text) = (fixed(value / scale, places), fixed(half / scale, places));
        let text = format!("{} {value_text} ± {half_text} {unit}", self.name);
        // Half-widths shrink with the root of the replications.
        let total = self.tolerance.map(|tolerance| {
            let ratio = half / tolerance.half_width(value);
            fold.progress().done as f64 * ratio * ratio
        });
        News {
            known: text.trim_end().to_owned(),
            expected: total
                .filter(|total| total.is_finite())
                .map(|total| total as u64),
        }
    }
}

fn report_failures(of: &str, fold: &Fold) {
    let failures = fold.failures();
    for (replication, reason) in failures.iter().take(DESCRIBED_FAILURES) {
        note(&format!(
            "warning: {of}replication {replication} failed: {reason}"
        ));
    }
    if let Some(more @ 1..) = failures.len().checked_sub(DESCRIBED_FAILURES) {
        note(&format!("warning: {of}{more} more failed"));
    }
}

/// Says what a closer look did not see of what was simulated.
fn report_unseen(first: &Fold, closer: &Fold) {
    let failed: BTreeSet<u64> = first.failures().iter().map(|(index, _)| *index).collect();
    let failures = closer.failures().iter();
    let unseen: Vec<_> = failures
        .filter(|(index, _)| !failed.contains(index))
        .collect();
    if let Some((replication, reason)) = unseen.first() {
        note(&format!(
            "warning: {} of {} replications could not be looked at closer; the first is {replication}: {reason}",
            unseen.len(),
            first.replications().len()
        ));
    }
}
