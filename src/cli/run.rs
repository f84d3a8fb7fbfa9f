//! `run`: outcomes with intervals, published facts beside them.

use crate::experiment::Range;
use crate::report::text::{Style, text};
use crate::report::{Report, Run, Stopped};

use super::common::{Outcome, OutputArgs, ScenarioArgs, colour_on_stdout, data, read_or_report};
use super::conduct::{Bounds, Conductor, conduct};
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
    /// Where rows are kept.
    #[command(flatten)]
    pub rows: RowsArgs,
    /// How results are printed.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Runs a scenario, prints what happens, and says how it ended.
pub fn run(args: &Args) -> Outcome {
    let ready = match read_or_report(&args.scenario, args.output.plain) {
        Ok(ready) => ready,
        Err(outcome) => return outcome,
    };
    let model = Model::new(ready, &args.scenario, args.budget.uncertainty);
    let bounds = Bounds {
        replications: args
            .rows
            .range
            .map_or(args.budget.reps, |range| range.to - range.from),
        max_time: args.budget.max_time,
        plain: args.output.plain,
    };
    conduct(bounds, |conductor| compute(args, &model, conductor))
}

/// Runs all replications, estimates and prints.
fn compute(args: &Args, model: &Model, conductor: &Conductor) -> Outcome {
    let whole = Range {
        from: 0,
        to: args.budget.reps,
    };
    let range = args.rows.range.unwrap_or(whole);
    let mut store = match rows::open(&args.rows, model, args.budget.seed) {
        Ok(store) => store,
        Err(outcome) => return outcome,
    };
    let request = Request {
        models: &[(model, args.budget.seed)],
        range,
        jobs: args.budget.jobs,
        asked: Vec::new(),
        store: store.as_mut(),
    };
    let Simulated { folds, stopped } = match simulate(request, conductor) {
        Ok(simulated) => simulated,
        Err(outcome) => return outcome,
    };
    let [fold] = folds.as_slice() else {
        return Outcome::Failed;
    };
    let run = Run {
        scenario: &model.scenario,
        plan: &model.plan,
        catalogue: &model.catalogue,
        fold,
        seed: args.budget.seed,
        from: range.from,
        asked: range.to - range.from,
        stopped,
        file: &model.file,
        set: &args.scenario.set,
        inputs: model.inputs.as_ref(),
    };
    let report = Report::new(&run);
    let printed = if args.output.json {
        data(&report.json())
    } else {
        let style = Style {
            plain: args.output.plain,
            colour: !args.output.plain && colour_on_stdout(),
        };
        data(&text(&report, &run, style))
    };
    match (printed, stopped) {
        (Outcome::Done, Stopped::Interrupted) => Outcome::Interrupted,
        (printed, _) => printed,
    }
}
