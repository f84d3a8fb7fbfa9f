//! `explain`: why did the queue grow?

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use clap::ValueEnum;

use crate::experiment::{Fold, Range};
use crate::measures::{Spending, Spent};
use crate::plan::{Detail, Question};
use crate::report::explain::{Explained, Explanation, Side, examples, text};
use crate::report::shares::{Differences, Removable};
use crate::report::{Run, Stopped};
use crate::scenario::calendar::{TextError, moment};
use crate::scenario::expression::Mistake;
use crate::scenario::node::Table;
use crate::scenario::problem::nearest;
use crate::scenario::source::SourceMap;
use crate::sim::{Engine, Stop};

use super::common::{Outcome, OutputArgs, Ready, ScenarioArgs, flag, note, read_or_report};
use super::conduct::{Bounds, Conductor, conduct, duration};
use super::sharing::{Effort, Typed, differences, removable};
use super::simulate::{Model, REPLICATIONS, Request, SEED, Simulated, simulate};

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Vehicles of this gate only; may be repeated
    #[arg(long, value_name = "GATE")]
    pub gate: Vec<String>,
    /// Vehicles of this class only; may be repeated
    #[arg(long, value_name = "CLASS")]
    pub class: Vec<String>,
    /// Vehicles with goods of this direction only
    #[arg(long, value_name = "DIRECTION")]
    pub direction: Option<Way>,
    /// Time spent in this span only, as in `2022-02-03..2022-02-09`, `mùng 3..mùng 6` or `2022-02-03 08:00..12:00`
    /// [default: the period, after a warm-up]
    #[arg(long, value_name = "A..B")]
    pub when: Option<String>,
    /// Say who stands where and why at this instant, as in `2022-02-03 18:00`
    #[arg(long, value_name = "INSTANT")]
    pub at: Option<String>,
    /// Explain what is other than in this scenario, which is taken as it stands in its file
    #[arg(long, value_name = "BASE")]
    pub vs: Option<PathBuf>,
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
    /// Only what was observed: nothing is run to see what would be saved, or which changes make a difference
    #[arg(long)]
    pub observed: bool,
    /// At most so many limits, or groups of changes, share what lifting or making them brings about: each one more doubles the runs
    #[arg(long, value_name = "K", default_value_t = 6, value_parser = clap::value_parser!(u8).range(0..=8), conflicts_with = "observed")]
    pub groups: u8,
    /// Replications of each combination of them [default: as many as --reps, at most 20]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000), conflicts_with = "observed")]
    pub pairs: Option<u64>,
    /// How it is printed.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Replications of each combination unless said otherwise.
const PAIRS: u64 = 20;

/// Direction of the goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Way {
    /// From Vietnam
    Export,
    /// To Vietnam
    Import,
}

/// Explains, and says how it ended.
pub fn run(args: &Args) -> Outcome {
    // Both are read, so that all problems are said.
    let read = read_or_report(&args.scenario, args.output.plain);
    let base = args.vs.as_ref().map(|file| {
        let scenario = ScenarioArgs {
            file: file.clone(),
            overlay: Vec::new(),
            set: Vec::new(),
        };
        read_or_report(&scenario, args.output.plain).map(|ready| (ready, scenario))
    });
    let (ready, base) = match (read, base.transpose()) {
        (Ok(ready), Ok(base)) => (ready, base),
        (Err(outcome), _) | (_, Err(outcome)) => return outcome,
    };
    if let Some((base, _)) = &base
        && ready.scenario.clocks.own != base.scenario.clocks.own
    {
        note(&format!(
            "error: the clocks differ, so the hours of {} are not those of {}: give both the same `clock`",
            ready.scenario.id, base.scenario.id
        ));
        return Outcome::Unusable;
    }
    let question = match question(args, &ready) {
        Ok(question) => question,
        Err(outcome) => return outcome,
    };
    let typed = base.as_ref().map(|(base, _)| {
        let typed = |ready: &Ready| (ready.root.clone(), ready.sources.clone());
        (typed(base), typed(&ready))
    });
    let asked = [Some((ready, args.scenario.clone())), base];
    let models: Result<Vec<Model>, Outcome> = (asked.into_iter().flatten())
        .map(|(ready, scenario)| ask(ready, &scenario, &question))
        .collect();
    let models = match models {
        Ok(models) => models,
        Err(outcome) => return outcome,
    };
    let bounds = Bounds {
        replications: args.reps,
        max_time: args.max_time,
        plain: args.output.plain,
    };
    let began = Instant::now();
    let mut simulated = None;
    let outcome = conduct(bounds, |conductor| {
        match observe(args, &models, conductor) {
            Ok(found) => {
                simulated = Some(found);
                Outcome::Done
            }
            Err(outcome) => outcome,
        }
    });
    let Some(simulated) = simulated else {
        return outcome;
    };
    let left = args
        .max_time
        .map(|time| time.saturating_sub(began.elapsed()));
    let shared = match simulated.stopped {
        Stopped::Interrupted | Stopped::MaxTime => Shared::default(),
        _ if args.observed => Shared::default(),
        _ => share(args, &models, typed.as_ref(), &question, left),
    };
    report(args, &models, &question, &simulated, shared)
}

/// The second table, and how it ended where there is none.
#[derive(Default)]
struct Shared {
    removable: Option<Removable>,
    difference: Option<Differences>,
    failed: Option<Outcome>,
}

/// A tree and the texts of which it was made.
type Tree = (Table, SourceMap);

/// What would be saved; or, where a base and this scenario were `typed`, which changes make the difference.
fn share(
    args: &Args,
    models: &[Model],
    typed: Option<&(Tree, Tree)>,
    question: &Question,
    max_time: Option<Duration>,
) -> Shared {
    let effort = Effort {
        reps: args.pairs.unwrap_or(args.reps.min(PAIRS)),
        seed: args.seed,
        jobs: args.jobs,
        most: usize::from(args.groups),
        max_time,
        plain: args.output.plain,
    };
    let mut shared = Shared::default();
    match (models, typed) {
        ([this, base, ..], Some((of_base, of_this))) => {
            let base = Typed {
                scenario: &base.scenario,
                root: &of_base.0,
                sources: &of_base.1,
            };
            let this = Typed {
                scenario: &this.scenario,
                root: &of_this.0,
                sources: &of_this.1,
            };
            match differences(base, this, question, effort) {
                Ok(table) => shared.difference = Some(table),
                Err(outcome) => shared.failed = Some(outcome),
            }
        }
        ([this, ..], _) => match removable(&this.scenario, question, effort) {
            Ok(table) => shared.removable = Some(table),
            Err(outcome) => shared.failed = Some(outcome),
        },
        ([], _) => {}
    }
    shared
}

/// What is asked, of a scenario.
fn question(args: &Args, ready: &Ready) -> Result<Question, Outcome> {
    let plain = args.output.plain;
    let (period, zone) = (ready.scenario.period, &ready.scenario.clocks.own);
    let names = &ready.plan.names;
    let mut mistaken = None;
    for (name, wanted, known) in [
        ("gate", &args.gate, &names.gates),
        ("class", &args.class, &names.classes),
    ] {
        for word in wanted {
            let read = |word: &str| known_as(name, word, known);
            if let Err(outcome) = flag(&format!("--{name}"), word, plain, read) {
                mistaken = Some(outcome);
            }
        }
    }
    let when = args.when.as_deref().map(|when| {
        let read = |text: &str| moment::span(text, period, zone).map_err(mistake);
        flag("--when", when, plain, read)
    });
    let at = args.at.as_deref().map(|at| {
        let read = |text: &str| moment::point(text, period, zone).map_err(mistake);
        flag("--at", at, plain, read)
    });
    // Every flag has had its say by now.
    let (when, at) = (when.transpose()?, at.transpose()?);
    if let Some(outcome) = mistaken {
        return Err(outcome);
    }
    let (from, to) = when.unwrap_or((ready.plan.measure_from, ready.plan.end));
    Ok(Question {
        gates: args.gate.clone(),
        classes: args.class.clone(),
        import: args.direction.map(|way| way == Way::Import),
        from,
        to,
        at,
        detail: Detail::All,
    })
}

fn mistake(error: TextError) -> Mistake {
    Mistake::new(error.at, error.reason, "here").help(error.remedy)
}

/// A name that must be one of those known.
fn known_as(what: &str, word: &str, known: &[String]) -> Result<(), Mistake> {
    if known.iter().any(|name| name == word) {
        return Ok(());
    }
    let near = nearest(word, known.iter().map(String::as_str));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("one of: {}", known.join(", ")),
    };
    let title = format!("there is no {what} `{word}`");
    Err(Mistake::new(
        0..word.len(),
        title,
        format!("not a {what} of the scenario"),
    )
    .help(help))
}

/// The model of a scenario of which the question has been asked.
fn ask(mut ready: Ready, scenario: &ScenarioArgs, question: &Question) -> Result<Model, Outcome> {
    if let Err(error) = ready.plan.ask(question) {
        note(&format!("error: {}: {error}", ready.scenario.id));
        return Err(Outcome::Unusable);
    }
    let model = Model::new(ready, scenario, None);
    Ok(Model {
        catalogue: model.catalogue.of_delays(),
        ..model
    })
}

/// Runs the models.
fn observe(args: &Args, models: &[Model], conductor: &Conductor) -> Result<Simulated, Outcome> {
    let seeded: Vec<(&Model, u64)> = models.iter().map(|model| (model, args.seed)).collect();
    let range = Range {
        from: 0,
        to: args.reps,
    };
    let request = Request {
        models: &seeded,
        range,
        jobs: args.jobs,
        asked: Vec::new(),
        wanted: &[],
        stores: &mut [],
        apart: false,
    };
    simulate(request, conductor)
}

/// Prints what was observed, and what is shared.
fn report(
    args: &Args,
    models: &[Model],
    question: &Question,
    simulated: &Simulated,
    shared: Shared,
) -> Outcome {
    let stopped = simulated.stopped;
    let sides = models.iter().zip(&simulated.folds);
    let mut runs = sides.map(|(model, fold)| run_of(args, model, fold, stopped));
    let Some(run) = runs.next() else {
        return Outcome::Failed;
    };
    let base = runs.next();
    let vehicles = match Side::new(&run).and_then(|side| side.typical()) {
        Some(replication) => match spent(&run, replication) {
            Some(found) => examples::examples(&run, replication, &found),
            None => Vec::new(),
        },
        None => Vec::new(),
    };
    let explained = Explained {
        run,
        base,
        question,
        examples: vehicles,
        removable: shared.removable,
        difference: shared.difference,
    };
    let Some(explanation) = Explanation::new(&explained) else {
        note("error: the plan was asked nothing: this is a bug");
        return Outcome::Failed;
    };
    let printed = args.output.print(
        || explanation.json(),
        |style| text(&explanation, &explained, style),
    );
    match (printed, stopped, shared.failed) {
        (Outcome::Done, Stopped::Interrupted, _) => Outcome::Interrupted,
        (Outcome::Done, _, Some(failed)) => failed,
        (printed, _, _) => printed,
    }
}

fn run_of<'a>(args: &Args, model: &'a Model, fold: &'a Fold, stopped: Stopped) -> Run<'a> {
    Run {
        scenario: &model.scenario,
        plan: &model.plan,
        catalogue: &model.catalogue,
        fold,
        seed: args.seed,
        from: 0,
        asked: args.reps,
        stopped,
        file: &model.file,
        set: &model.set,
        inputs: None,
        wanted: &[],
    }
}

/// The vehicles of one replication, which has been run before.
fn spent(run: &Run, replication: u64) -> Option<Vec<Spent>> {
    let mut spending = Spending::new(run.plan)?;
    let mut engine = Engine::new(run.plan);
    let stop = engine.run(run.seed, replication, &mut spending, &AtomicBool::new(true));
    (stop == Stop::Completed).then(|| spending.found())
}
