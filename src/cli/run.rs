//! `run`: outcomes with intervals, published facts beside them.
use super::common::{Outcome, OutputArgs, ScenarioArgs, read_or_report};

/// Arguments of `run`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// How results are printed.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Runs a scenario.
pub fn run(args: &Args) -> Outcome {
    match read_or_report(&args.scenario, args.output.plain) {
        Ok(_) => Outcome::Done,
        Err(outcome) => outcome,
    }
}
