//! `sweep`: what would other values do?

use std::path::PathBuf;

use crate::experiment::Range;
use crate::measures::quantity::Quantity;
use crate::report::sweep::{Sweep, Swept, text};
use crate::report::{Run, Stopped};
use crate::scenario::lever::Grid;

use super::asked::{Asking, Each, list_once};
use super::common::{Outcome, OutputArgs, ScenarioArgs, read_or_report};
use super::conduct::{Bounds, Conductor, conduct};
use super::export::ExportArgs;
use super::points;
use super::rows;
use super::simulate::{BudgetArgs, Model, Request, Simulated, simulate};

/// Arguments of `sweep`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What is varied from.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// What is varied, as in `gate.hai-yen.notice.after-tet.slots=20..80:5`, `station.desk.servers=2|4`, or
    /// `gate.hai-yen.notice.tet-closed.to=mùng 2..mùng 6`; with `;` between, several move together; repeated, all combinations
    #[arg(
        long,
        value_name = "PATH=LO..HI:STEP",
        required = true,
        allow_hyphen_values = true
    )]
    pub vary: Vec<String>,
    /// Show this instead of the usual measures, as in `p95(time-in-system, gate = hai-yen)`; may be repeated
    #[arg(long, value_name = "QUANTITY")]
    pub measure: Vec<String>,
    /// Keep the row of each replication in this directory, a directory a point; the same command goes on where it was interrupted, and
    /// another grid takes the points that both have
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How much to run.
    #[command(flatten)]
    pub budget: BudgetArgs,
    /// Which files are written besides.
    #[command(flatten)]
    pub export: ExportArgs,
    /// How results are printed.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Runs a scenario at every point of a grid, prints the curve, and says how it ended.
pub fn run(args: &Args) -> Outcome {
    if let Err(outcome) = args
        .export
        .check(&[], None, &args.scenario.files().collect::<Vec<_>>())
    {
        return outcome;
    }
    let plain = args.output.plain;
    let ready = match read_or_report(&args.scenario, plain) {
        Ok(ready) => ready,
        Err(outcome) => return outcome,
    };
    let read = points::grid("--vary", &args.vary, &ready, plain).and_then(|grid| {
        let models = points::models(&args.scenario, &grid, args.budget.uncertainty, plain)?;
        Ok((grid, models))
    });
    let (grid, mut models) = match read {
        Ok(read) => read,
        Err(outcome) => return outcome,
    };
    Model::share_inputs(&mut models);
    let quantities = match quantities(args, &models) {
        Ok(quantities) => quantities,
        Err(outcome) => return outcome,
    };
    let models: Vec<Model> = models
        .into_iter()
        .enumerate()
        .map(|(at, model)| {
            let own = quantities.iter();
            let own: Vec<Quantity> = own.filter_map(|each| each.get(at)?.clone()).collect();
            model.choosing(&own, &mut [])
        })
        .collect();
    let bounds = Bounds {
        replications: args.budget.reps,
        max_time: args.budget.max_time,
        plain,
    };
    conduct(bounds, |conductor| {
        compute(args, &grid, &models, &quantities, conductor)
    })
}

/// What is shown, as it stands at each point.
fn quantities(args: &Args, models: &[Model]) -> Result<Vec<Each>, Outcome> {
    let asking = Asking::new(models);
    let mut quantities = Vec::new();
    let mut mistakes = None;
    for wanted in &args.measure {
        match asking.said("--measure", wanted, args.output.plain) {
            Ok(asked) => {
                list_once(&mut quantities, asked);
            }
            Err(outcome) => mistakes = Some(outcome),
        }
    }
    if args.measure.is_empty() {
        for asked in asking.usual(&args.measure) {
            list_once(&mut quantities, asked);
        }
    }
    mistakes.map_or(Ok(quantities), Err)
}

/// Runs all points and prints.
fn compute(
    args: &Args,
    grid: &Grid,
    models: &[Model],
    quantities: &[Each],
    conductor: &Conductor,
) -> Outcome {
    let stores = args
        .out
        .as_ref()
        .map(|dir| rows::open_each(dir, models, args.budget.seed));
    let mut stores = match stores.transpose() {
        Ok(stores) => stores.unwrap_or_default(),
        Err(outcome) => return outcome,
    };
    let seeded: Vec<(&Model, u64)> = models
        .iter()
        .map(|model| (model, args.budget.seed))
        .collect();
    let request = Request {
        models: &seeded,
        range: Range {
            from: 0,
            to: args.budget.reps,
        },
        jobs: args.budget.jobs,
        asked: Vec::new(),
        wanted: &[],
        stores: &mut stores,
        apart: true,
    };
    let Simulated { folds, stopped } = match simulate(request, conductor) {
        Ok(simulated) => simulated,
        Err(outcome) => return outcome,
    };
    let runs: Vec<Run> = models
        .iter()
        .zip(&folds)
        .map(|(model, fold)| Run {
            scenario: &model.scenario,
            plan: &model.plan,
            catalogue: &model.catalogue,
            fold,
            seed: args.budget.seed,
            from: 0,
            asked: args.budget.reps,
            stopped,
            file: &model.file,
            set: &model.set,
            inputs: model.inputs.as_ref(),
            wanted: &[],
        })
        .collect();
    let swept = Swept {
        grid,
        runs: &runs,
        quantities,
    };
    let sweep = Sweep::new(&swept);
    let written = args.export.write(&sweep);
    let printed = args
        .output
        .print(|| sweep.json(), |style| text(&sweep, &swept, style))
        .and(written);
    rows::say_kept("rows", args.out.as_ref(), stopped);
    match (printed, stopped) {
        (Outcome::Done, Stopped::Interrupted) => Outcome::Interrupted,
        (printed, _) => printed,
    }
}
