//! `plan`: what will be simulated, before anything is; and whether published averages a day agree with its calendar.

use crate::plan::{Audit, analyze, audit};
use crate::report::{days, plan, plan_audit, plan_json};
use crate::scenario::calendar::Ambiguity;

use super::common::{Outcome, OutputArgs, ScenarioArgs, data, note, read_or_report};

/// Arguments of `plan`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// On how many days were gates open, by published totals and their averages a day (`per-day`), and which weekly calendars have as
    /// many? Exit code 3 where the scenario's own calendar has not
    #[arg(long)]
    pub audit: bool,
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
    let (scenario, compiled) = (&ready.scenario, &ready.plan);
    let audits = match args.audit.then(|| audit(scenario, compiled)).transpose() {
        Ok(audits) => audits,
        Err(ambiguity) => return contradiction(&ambiguity),
    };
    if audits.as_ref().is_some_and(Vec::is_empty) {
        note(
            "error: there is nothing to audit: no `[observed.ID]` has an average a day (`per-day`) beside its total",
        );
        return Outcome::NoBaseline;
    }
    let printed = if let (Some(audits), false) = (&audits, args.output.json) {
        let text = |style| plan_audit::text(scenario, audits, style);
        data(&args.output.text(text))
    } else {
        let analysis = analyze(scenario, compiled);
        let blocks = match days::blocks(scenario, compiled) {
            Ok(blocks) => blocks,
            Err(ambiguity) => return contradiction(&ambiguity),
        };
        if args.output.json {
            let audits = audits.as_deref();
            let document = plan_json::document(scenario, compiled, &analysis, &blocks, audits);
            data(&format!("{document:#}\n"))
        } else {
            let text = |style| plan::text(scenario, &analysis, &blocks, style);
            data(&args.output.text(text))
        }
    };
    match printed {
        Outcome::Done if audits.iter().flatten().any(differs) => Outcome::Missed,
        printed => printed,
    }
}

/// Whether the scenario's calendar has another number of days than the figures say. Figures that no calendar can meet say nothing of it.
fn differs(audit: &Audit) -> bool {
    audit.is_possible() && !audit.own.fits()
}

fn contradiction(ambiguity: &Ambiguity) -> Outcome {
    note(&format!(
        "error: the notices `{}` and `{}` contradict each other on {}",
        ambiguity.first_name, ambiguity.second_name, ambiguity.day
    ));
    Outcome::Unusable
}
