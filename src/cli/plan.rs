//! `plan`: what will be simulated, before anything is.

use crate::plan::analyze;
use crate::report::{days, plan, plan_json};

use super::common::{Outcome, OutputArgs, ScenarioArgs, data, note, read_or_report};

/// Arguments of `plan`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// How it is printed.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Prints the plan of a scenario, and says how it ended.
pub fn run(args: &Args) -> Outcome {
    let ready = match read_or_report(&args.scenario, args.output.plain) {
        Ok(ready) => ready,
        Err(outcome) => return outcome,
    };
    let analysis = analyze(&ready.scenario, &ready.plan);
    let blocks = match days::blocks(&ready.scenario, &ready.plan) {
        Ok(blocks) => blocks,
        Err(ambiguity) => {
            note(&format!(
                "error: the notices `{}` and `{}` contradict each other on {}",
                ambiguity.first_name, ambiguity.second_name, ambiguity.day
            ));
            return Outcome::Unusable;
        }
    };
    if args.output.json {
        let document = plan_json::document(&ready.scenario, &ready.plan, &analysis, &blocks);
        data(&format!("{document:#}\n"))
    } else {
        data(&plan::text(
            &ready.scenario,
            &analysis,
            &blocks,
            args.output.plain,
        ))
    }
}
