//! `compare`: is B better than A, by how much, how sure?

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::experiment::{Pairing, Range};
use crate::measures::Estimator;
use crate::measures::quantity::Aim;
use crate::report::closeup::CloseUp;
use crate::report::columns::results::MEASURES;
use crate::report::command::Command;
use crate::report::comparison::differences::{self, Differences, Side};
use crate::report::comparison::{Compared, Comparison, ComparisonRow, Word, text};
use crate::report::page::{Looked, compare_page};
use crate::report::{Run, Stopped, digest};
use crate::scenario::leaves::leaves;

use super::asked::{Asking, Each, list_once};
use super::closeup::CloseUps;
use super::common::{Outcome, OutputArgs, Ready, ScenarioArgs, data, note, read_or_report};
use super::conduct::{Bounds, Conductor, conduct};
use super::export::ExportArgs;
use super::page::{PageArgs, budgeted};
use super::simulate::{BudgetArgs, Model, Request, simulate};

/// Arguments of `compare`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The scenario that others are held against
    #[arg(value_name = "BASE")]
    pub base: PathBuf,
    /// Alternatives
    #[arg(value_name = "ALT")]
    pub alternatives: Vec<PathBuf>,
    /// One more alternative: the base with this change, as in `station.desk.servers=[{ count = 4 }]`, or with a file laid over it, as in
    /// `@green-zone.toml`; repeated, all changes together
    #[arg(long, value_name = "PATH=VALUE|@FILE")]
    pub what_if: Vec<String>,
    /// Lay this file over the base and all alternatives, as a base is laid under it; may be repeated, before all `--set`
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// Change one value in the base and all alternatives; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Compare this instead of the usual measures, as in `p95(time-in-system, gate = hai-yen)`; may be repeated
    #[arg(long, value_name = "QUANTITY")]
    pub measure: Vec<String>,
    /// The one quantity that decides: it has the 95 % for itself, the others are shown beside it
    #[arg(long, value_name = "QUANTITY")]
    pub primary: Option<String>,
    /// The smallest change that matters, as in `5 %` of each or `100 vehicle-h @ waiting-vehicle-hours`; may be repeated
    #[arg(long, value_name = "AMOUNT [@ QUANTITY]", allow_hyphen_values = true)]
    pub min_effect: Vec<String>,
    /// Exit 3 if something is worse, and 4 if that cannot be told yet
    #[arg(long, value_name = "VERDICT")]
    pub fail_on: Option<FailOn>,
    /// Say what differs in meaning, and run nothing
    #[arg(long, conflicts_with_all = ["measure", "primary", "min_effect", "fail_on", "alt_seed", "csv", "parquet", "html"])]
    pub plan: bool,
    /// Another seed for the alternatives: they are independent of the base then, and nothing cancels
    #[arg(long, value_name = "S")]
    pub alt_seed: Option<u64>,
    /// How much to run.
    #[command(flatten)]
    pub budget: BudgetArgs,
    /// Whether there is a page.
    #[command(flatten)]
    pub page: PageArgs,
    /// Which files are written besides.
    #[command(flatten)]
    pub export: ExportArgs,
    /// How results are printed.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// What makes a comparison fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A quantity that counts is worse.
    Worse,
}

/// What is asked of the models.
struct Questions {
    /// Each quantity as it stands in each model.
    quantities: Vec<Each>,
    primary: Option<usize>,
    effects: Vec<Aim>,
}

/// Compares scenarios, prints what changes, and says how it ended.
pub fn run(args: &Args) -> Outcome {
    let inputs = [&args.base].into_iter();
    let inputs = inputs.chain(&args.alternatives).chain(&args.overlay);
    let inputs: Vec<&Path> = inputs.map(PathBuf::as_path).collect();
    if let Err(outcome) = args
        .export
        .check(&[MEASURES], args.page.html.as_deref(), &inputs)
    {
        return outcome;
    }
    let read = match read_all(args) {
        Ok(read) => read,
        Err(outcome) => return outcome,
    };
    if args.plan {
        return plan(args, &read);
    }
    let differences = match args.page.is_wanted() {
        true => differ(&read),
        false => Vec::new(),
    };
    let mut models: Vec<Model> = read
        .into_iter()
        .map(|(ready, scenario)| Model::new(ready, &scenario, args.budget.uncertainty))
        .collect();
    Model::share_inputs(&mut models);
    let questions = match questions(args, &models) {
        Ok(questions) => questions,
        Err(outcome) => return outcome,
    };
    let bounds = Bounds {
        replications: args.budget.reps,
        max_time: args.budget.max_time,
        plain: args.output.plain,
    };
    conduct(bounds, |conductor| {
        compute(args, &models, &questions, &differences, conductor)
    })
}

/// Reads base and alternatives and gives each a name of its own. All are read, so that all problems are said.
fn read_all(args: &Args) -> Result<Vec<(Ready, ScenarioArgs)>, Outcome> {
    if args.alternatives.is_empty() && args.what_if.is_empty() && args.alt_seed.is_none() {
        note(
            "error: nothing to compare with: name a second scenario, or give `--what-if PATH=VALUE`",
        );
        return Err(Outcome::Unusable);
    }
    let scenario = |file: &PathBuf, more: &[String]| ScenarioArgs {
        file: file.clone(),
        overlay: args.overlay.clone(),
        set: [&args.set, more].concat(),
    };
    let mut wanted = vec![(scenario(&args.base, &[]), None)];
    wanted.extend(
        args.alternatives
            .iter()
            .map(|file| (scenario(file, &[]), None)),
    );
    if !args.what_if.is_empty() {
        wanted.push((scenario(&args.base, &args.what_if), Some("what-if")));
    }
    if wanted.len() == 1 {
        // Only the seed differs.
        wanted.push((scenario(&args.base, &[]), None));
    }
    let mut names: Vec<String> = Vec::new();
    let read: Vec<Result<(Ready, ScenarioArgs), Outcome>> = wanted
        .into_iter()
        .map(|(scenario, name)| {
            let mut ready = read_or_report(&scenario, args.output.plain)?;
            let name = name.map_or_else(|| ready.scenario.id.clone(), str::to_owned);
            let name = unlike(&names, name);
            ready.scenario.id.clone_from(&name);
            names.push(name);
            Ok((ready, scenario))
        })
        .collect();
    let read: Vec<(Ready, ScenarioArgs)> = read.into_iter().collect::<Result<_, _>>()?;
    let period = |ready: &Ready| (ready.scenario.period.from, ready.scenario.period.to);
    let Some(((base, _), alternatives)) = read.split_first() else {
        return Err(Outcome::Failed);
    };
    for (other, _) in alternatives {
        let ((from, to), (other_from, other_to)) = (period(base), period(other));
        if (from, to) != (other_from, other_to) {
            note(&format!(
                "error: the periods differ: {} is {from} to {to}, {} is {other_from} to {other_to}; totals over different days cannot be compared: give both the same `from` and `to`",
                base.scenario.id, other.scenario.id
            ));
            return Err(Outcome::Unusable);
        }
    }
    Ok(read)
}

/// The name, with a number where it is taken.
fn unlike(taken: &[String], name: String) -> String {
    let mut unlike = name.clone();
    let mut number = 2;
    while taken.contains(&unlike) {
        unlike = format!("{name}-{number}");
        number += 1;
    }
    unlike
}

/// `--plan`: what differs in meaning.
fn plan(args: &Args, read: &[(Ready, ScenarioArgs)]) -> Outcome {
    let Some((base, _)) = read.first() else {
        return Outcome::Failed;
    };
    let found = differ(read);
    if args.output.json {
        let all = serde_json::json!({
            "schema": differences::SCHEMA,
            "base": base.scenario.id,
            "differences": found,
        });
        return data(&format!("{all:#}\n"));
    }
    let style = args.output.style();
    let texts = found.iter().map(|differences| {
        format!(
            "Base {}\nAlt  {}\n\n{}",
            base.scenario.id,
            differences.alternative,
            differences.text(style)
        )
    });
    data(&style.fitted(texts.collect::<String>()))
}

/// What differs in meaning between the base and each alternative.
fn differ(read: &[(Ready, ScenarioArgs)]) -> Vec<Differences> {
    let Some(((base, _), alternatives)) = read.split_first() else {
        return Vec::new();
    };
    let ours = Side {
        scenario: &base.scenario,
        plan: &base.plan,
        leaves: leaves(&base.root, &base.sources),
    };
    alternatives
        .iter()
        .map(|(ready, _)| {
            let theirs = Side {
                scenario: &ready.scenario,
                plan: &ready.plan,
                leaves: leaves(&ready.root, &ready.sources),
            };
            let same = digest::scenario(&base.scenario) == digest::scenario(&ready.scenario);
            differences::differences(&ours, &theirs, &ready.scenario.id, same)
        })
        .collect()
}

/// What is to be compared, resolved for each model.
fn questions(args: &Args, models: &[Model]) -> Result<Questions, Outcome> {
    let asking = Asking::new(models);
    let plain = args.output.plain;
    let mut mistakes = None;
    let mut quantities: Vec<Each> = Vec::new();
    let mut add = |asked: Each| list_once(&mut quantities, asked);
    let mut primary = None;
    if let Some(wanted) = &args.primary {
        match asking.said("--primary", wanted, plain) {
            Ok(asked) => primary = Some(add(asked)),
            Err(outcome) => mistakes = Some(outcome),
        }
    }
    for wanted in &args.measure {
        match asking.said("--measure", wanted, plain) {
            Ok(asked) => {
                add(asked);
            }
            Err(outcome) => mistakes = Some(outcome),
        }
    }
    for asked in asking.usual(&args.measure) {
        add(asked);
    }
    let mut effects = Vec::new();
    for wanted in &args.min_effect {
        match asking.aim("--min-effect", wanted, plain) {
            Ok(aim) => effects.push(aim),
            Err(outcome) => mistakes = Some(outcome),
        }
    }
    if let Some(outcome) = mistakes {
        return Err(outcome);
    }
    let of = |aim: &Aim| aim.quantity.as_ref().map(|quantity| quantity.text.clone());
    for (at, aim) in effects.iter().enumerate() {
        if let Some(other) = effects.iter().take(at).find(|other| of(other) == of(aim)) {
            let what = of(aim).unwrap_or_else(|| "each quantity".to_owned());
            note(&format!(
                "error: `--min-effect` says two things of {what}: {} and {}",
                other.text, aim.text
            ));
            return Err(Outcome::Unusable);
        }
    }
    for aim in &effects {
        let text = aim.quantity.as_ref().map(|quantity| &quantity.text);
        let shown = |asked: &Each| {
            asked
                .iter()
                .flatten()
                .any(|quantity| Some(&quantity.text) == text)
        };
        if let (Some(text), false) = (text, quantities.iter().any(shown)) {
            note(&format!(
                "error: `--min-effect` names {text}, which is not compared; add `--measure '{text}'`"
            ));
            return Err(Outcome::Unusable);
        }
    }
    Ok(Questions {
        quantities,
        primary,
        effects,
    })
}

/// Runs all models, compares and prints.
fn compute(
    args: &Args,
    models: &[Model],
    questions: &Questions,
    differences: &[Differences],
    conductor: &Conductor,
) -> Outcome {
    let seed = |at: usize| match (at, args.alt_seed) {
        (1.., Some(seed)) => seed,
        _ => args.budget.seed,
    };
    let seeded: Vec<(&Model, u64)> = models
        .iter()
        .enumerate()
        .map(|(at, model)| (model, seed(at)))
        .collect();
    let asked = |at: usize| -> Vec<Estimator> {
        let quantities = questions.quantities.iter();
        quantities
            .filter_map(|each| Some(each.get(at)?.as_ref()?.estimator))
            .collect()
    };
    let range = Range {
        from: 0,
        to: args.budget.reps,
    };
    let close_ups = match CloseUps::of(models, args.page.is_wanted()) {
        Ok(close_ups) => close_ups,
        Err(outcome) => return outcome,
    };
    let request = Request {
        models: &close_ups.behind(&seeded),
        range,
        jobs: args.budget.jobs,
        asked: (0..models.len()).map(asked).collect(),
        wanted: &[],
        stores: &mut [],
        apart: false,
    };
    let simulated = match simulate(request, conductor) {
        Ok(simulated) => simulated,
        Err(outcome) => return outcome,
    };
    let runs: Vec<(String, Run)> = seeded
        .iter()
        .zip(&simulated.folds)
        .map(|((model, seed), fold)| {
            let run = Run {
                scenario: &model.scenario,
                plan: &model.plan,
                catalogue: &model.catalogue,
                fold,
                seed: *seed,
                from: range.from,
                asked: range.to - range.from,
                stopped: simulated.stopped,
                file: &model.file,
                set: &model.set,
                inputs: model.inputs.as_ref(),
                wanted: &[],
            };
            (model.scenario.id.clone(), run)
        })
        .collect();
    let compared = Compared {
        runs: &runs,
        quantities: &questions.quantities,
        primary: questions.primary,
        effects: &questions.effects,
        pairing: match args.alt_seed {
            Some(seed) if seed != args.budget.seed => Pairing::Independent,
            _ => Pairing::Paired,
        },
    };
    let comparison = Comparison::new(&compared);
    let done = simulated
        .folds
        .first()
        .map_or(0, |fold| fold.progress().done);
    let page = args.page.write(done, |lang| {
        let runs: Vec<Run> = runs.iter().map(|(_, run)| *run).collect();
        let closes = close_ups.seen(&runs, &simulated.folds).into_iter();
        let closes: Vec<CloseUp> = closes.map(Option::unwrap_or_default).collect();
        let command = command(args, &comparison);
        let looked = Looked {
            closes: &closes,
            differences,
            command: &command,
        };
        compare_page(&comparison, &compared, &looked, lang)
    });
    let written = page.and(args.export.write(&comparison));
    let printed = args
        .output
        .print(
            || comparison.json(),
            |style| text(&comparison, &compared, style),
        )
        .and(written);
    match (printed, simulated.stopped) {
        (Outcome::Done, Stopped::Interrupted) => Outcome::Interrupted,
        (Outcome::Done, _) => verdict(args, &comparison),
        (printed, _) => printed,
    }
}

/// The command that makes the numbers of a comparison again.
fn command(args: &Args, comparison: &Comparison) -> String {
    let path = |path: &PathBuf| path.display().to_string();
    let mut command = Command::new("compare").file(&path(&args.base));
    for file in &args.alternatives {
        command = command.file(&path(file));
    }
    for file in &args.overlay {
        command = command.flag("--overlay", &path(file));
    }
    let flags = [
        ("--set", &args.set),
        ("--what-if", &args.what_if),
        ("--measure", &args.measure),
        ("--min-effect", &args.min_effect),
    ];
    for (flag, values) in flags {
        for value in values {
            command = command.flag(flag, value);
        }
    }
    if let Some(primary) = &args.primary {
        command = command.flag("--primary", primary);
    }
    if let Some(seed) = args.alt_seed {
        command = command.flag("--alt-seed", &seed.to_string());
    }
    let done = comparison.manifests.first();
    let done = done.map_or(args.budget.reps, |manifest| manifest.replications);
    budgeted(command, &args.budget, 0, done).line()
}

/// What `--fail-on` makes of it.
fn verdict(args: &Args, comparison: &Comparison) -> Outcome {
    let Some(FailOn::Worse) = args.fail_on else {
        return Outcome::Done;
    };
    let tell = |of: fn(&ComparisonRow) -> bool, label: &str| {
        let rows: Vec<String> = comparison
            .counting()
            .filter(|row| of(row))
            .map(|row| format!("{} of {}", row.quantity, row.alternative))
            .collect();
        if !rows.is_empty() {
            note(&format!("{label}: {}", rows.join(", ")));
        }
        !rows.is_empty()
    };
    let worse = tell(|row| row.verdict == Word::Worse, "worse");
    let unsure = tell(ComparisonRow::may_be_worse, "cannot tell yet");
    match (worse, unsure) {
        (true, _) => Outcome::Missed,
        (false, true) => Outcome::Inconclusive,
        (false, false) => Outcome::Done,
    }
}
