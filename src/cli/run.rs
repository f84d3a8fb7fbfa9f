//! `run`: outcomes with intervals, published facts beside them.

use std::path::Path;

use crate::experiment::Range;
use crate::measures::quantity::{Quantity, Resolver};
use crate::report::closeup::CloseUp;
use crate::report::colours::{Colours, USUAL_HOUR};
use crate::report::columns::results::FACTS;
use crate::report::command::Command;
use crate::report::page::run_page;
use crate::report::precision::Wanted;
use crate::report::text::text;
use crate::report::{Report, Run, Stopped};
use crate::scenario::expression::{Expression, Mistake};

use super::closeup::CloseUps;
use super::common::{Outcome, OutputArgs, ScenarioArgs, flag, note, read_or_report};
use super::conduct::{Bounds, Conductor, conduct};
use super::export::ExportArgs;
use super::page::{PageArgs, budgeted};
use super::rows::{self, RowsArgs};
use super::simulate::{BudgetArgs, Model, Request, Simulated, simulate};

/// Arguments of `run`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to run.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// How much to run.
    #[command(flatten)]
    pub budget: BudgetArgs,
    /// Observe and report only this, as in `p95(time-in-system, gate = hai-yen)`, which is faster; may be repeated
    #[arg(long, value_name = "QUANTITY", conflicts_with = "html")]
    pub measure: Vec<String>,
    /// Run until something is known this well, as in `5 % @ p95(time-in-system)`: half of its 95 % interval; may be repeated
    #[arg(long, value_name = "AMOUNT @ QUANTITY", allow_hyphen_values = true, conflicts_with_all = ["reps", "range"])]
    pub precision: Vec<String>,
    /// With `--precision`: replications at most
    #[arg(long, value_name = "N", default_value_t = 10_000, requires = "precision", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub max_reps: u64,
    /// Say what the whole line is called at this hour of each day, green, yellow, orange or red, as the National Single Window does; the hour is
    /// one of the scenario's `snapshots`
    #[arg(long, value_name = "HH:MM", num_args = 0..=1, default_missing_value = USUAL_HOUR, conflicts_with = "measure")]
    pub colours: Option<String>,
    /// Add a time release study, as the World Customs Organization has them: how long release takes by step, channel, agency and goods, and
    /// how reliable the time in the system is. Simulates every replication twice
    #[arg(long, conflicts_with = "measure")]
    pub time_release: bool,
    /// Where rows are kept.
    #[command(flatten)]
    pub rows: RowsArgs,
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

/// Runs a scenario, prints what happens, and says how it ended.
pub fn run(args: &Args) -> Outcome {
    let inputs: Vec<&Path> = args.scenario.files().collect();
    if let Err(outcome) = args
        .export
        .check(&[FACTS], args.page.html.as_deref(), &inputs)
    {
        return outcome;
    }
    let ready = match read_or_report(&args.scenario, args.output.plain) {
        Ok(ready) => ready,
        Err(outcome) => return outcome,
    };
    let model = Model::new(ready, &args.scenario, args.budget.uncertainty);
    if let Err(outcome) = hour(args, &model) {
        return outcome;
    }
    // Both are read, so that all mistakes are said.
    let (measures, mut wanted) = match (measures(args, &model), wanted(args, &model)) {
        (Ok(measures), Ok(wanted)) => (measures, wanted),
        (Err(outcome), _) | (_, Err(outcome)) => return outcome,
    };
    let model = model.choosing(&measures, &mut wanted);
    let most = if wanted.is_empty() {
        args.budget.reps
    } else {
        args.max_reps
    };
    let range = args.rows.range.unwrap_or(Range { from: 0, to: most });
    let bounds = Bounds {
        replications: range.to - range.from,
        max_time: args.budget.max_time,
        plain: args.output.plain,
    };
    conduct(bounds, |conductor| {
        compute(args, &model, range, &wanted, conductor)
    })
}

/// Runs all replications, estimates and prints.
fn compute(
    args: &Args,
    model: &Model,
    range: Range,
    wanted: &[Wanted],
    conductor: &Conductor,
) -> Outcome {
    let mut store = match rows::open(&args.rows, model, args.budget.seed) {
        Ok(store) => store,
        Err(outcome) => return outcome,
    };
    let close_ups = match CloseUps::of([model], args.time_release || args.page.is_wanted()) {
        Ok(close_ups) => close_ups,
        Err(outcome) => return outcome,
    };
    let request = Request {
        models: &close_ups.behind(&[(model, args.budget.seed)]),
        range,
        jobs: args.budget.jobs,
        asked: Vec::new(),
        wanted,
        stores: store.as_mut_slice(),
        apart: false,
    };
    let Simulated { folds, stopped } = match simulate(request, conductor) {
        Ok(simulated) => simulated,
        Err(outcome) => return outcome,
    };
    let Some(fold) = folds.first() else {
        return Outcome::Failed;
    };
    let run = Run {
        scenario: &model.scenario,
        plan: &model.plan,
        catalogue: &model.catalogue,
        fold,
        seed: args.budget.seed,
        from: range.from,
        asked: match stopped {
            Stopped::Precision => fold.progress().done,
            _ => range.to - range.from,
        },
        stopped,
        file: &model.file,
        set: &model.set,
        inputs: model.inputs.as_ref(),
        wanted,
    };
    let mut report = Report::new(&run);
    if let Some(hour) = &args.colours {
        report = report.coloured(&run, hour);
    }
    let close_up = close_ups.seen(&[run], &folds).pop().flatten();
    if let Some(close_up) = close_up.as_ref().filter(|_| args.time_release) {
        report = report.studied(close_up);
    }
    let page = args.page.write(fold.progress().done, |lang| {
        let command = command(args, &report);
        let nothing = CloseUp::default();
        let close_up = close_up.as_ref().unwrap_or(&nothing);
        run_page(&report, &run, close_up, &command, lang)
    });
    let written = page.and(args.export.write(&report));
    let printed = args
        .output
        .print(|| report.json(), |style| text(&report, &run, style))
        .and(written);
    rows::say_kept("rows", args.rows.out.as_ref(), stopped);
    match (printed, stopped) {
        (Outcome::Done, Stopped::Interrupted) => Outcome::Interrupted,
        (Outcome::Done, Stopped::MaxReplications | Stopped::MaxTime) if !wanted.is_empty() => {
            not_reached(&report);
            Outcome::Inconclusive
        }
        (printed, _) => printed,
    }
}

/// The command that makes the numbers of a report again, with as many replications as there are.
fn command(args: &Args, report: &Report) -> String {
    let manifest = &report.manifest;
    let command = Command::new("run").file(&manifest.file);
    let command = command.changes(&manifest.set);
    let command = budgeted(command, &args.budget, manifest.from, manifest.replications);
    let command = match &args.colours {
        Some(hour) => command.flag("--colours", hour),
        None => command,
    };
    let command = match args.time_release {
        true => command.word("--time-release"),
        false => command,
    };
    command.line()
}

/// Whether the line is counted at the hour of `--colours`.
fn hour(args: &Args, model: &Model) -> Result<(), Outcome> {
    let Some(hour) = &args.colours else {
        return Ok(());
    };
    let known: Vec<String> = Colours::hours(&model.scenario);
    if !known.contains(hour) {
        let known = if known.is_empty() {
            "there are none".to_owned()
        } else {
            known.join(", ")
        };
        note(&format!(
            "error: `--colours {hour}`: nobody counts at that hour; the scenario's `snapshots` are {known}"
        ));
        return Err(Outcome::Unusable);
    }
    if Colours::is_counted(&model.catalogue) {
        return Ok(());
    }
    note("error: `--colours`: the period is too long to report what stands there at each hour");
    Err(Outcome::Unusable)
}

/// What `--measure` asks for.
fn measures(args: &Args, model: &Model) -> Result<Vec<Quantity>, Outcome> {
    let resolver = Resolver::new(&model.scenario, &model.plan, &model.catalogue);
    let read = |text: &String| {
        flag("--measure", text, args.output.plain, |text| {
            resolver.quantity(&Expression::parse(text)?)
        })
    };
    let read: Vec<Result<Quantity, Outcome>> = args.measure.iter().map(read).collect();
    read.into_iter().collect()
}

/// What `--precision` asks for.
fn wanted(args: &Args, model: &Model) -> Result<Vec<Wanted>, Outcome> {
    let resolver = Resolver::new(&model.scenario, &model.plan, &model.catalogue);
    let read = |text: &String| {
        flag("--precision", text, args.output.plain, |text| {
            let aim = resolver.aim(text)?;
            Wanted::new(aim).ok_or_else(|| {
                let title = "not something that is known to some precision";
                let label = "name one quantity that is not a date";
                Mistake::new(0..text.len(), title, label).help("as in `5 % @ p95(time-in-system)`")
            })
        })
    };
    // All of them are read, so that all mistakes are said.
    let read: Vec<Result<Wanted, Outcome>> = args.precision.iter().map(read).collect();
    read.into_iter().collect()
}

fn not_reached(report: &Report) {
    let missed: Vec<_> = report.precision.iter().filter(|row| !row.reached).collect();
    for row in &missed {
        note(&format!("inconclusive: {}", row.sentence()));
    }
    if missed.is_empty() {
        note("inconclusive: reached now, but not at two looks in a row");
    }
    note(&format!(
        "inconclusive: the budget was over after {} replications",
        report.manifest.replications
    ));
}
