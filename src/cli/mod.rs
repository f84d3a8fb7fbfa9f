//! The command line: one file a subcommand, each an `Args` and a `run` that says how it ended.
//!
//! Only this module prints: data on stdout, notes and progress on stderr. Each subcommand returns an [`Outcome`], and the
//! outcome is the exit code. To add one: a file here, a variant of [`Command`], an arm in [`main`].

pub mod asked;
pub mod calibrate;
pub mod check;
pub mod closeup;
pub mod common;
pub mod compare;
pub mod conduct;
pub mod explain;
mod export;
mod files;
pub mod generate;
pub mod import;
pub mod page;
mod plan;
pub mod points;
pub mod rows;
pub mod run;
pub mod sensitivity;
pub mod sharing;
pub mod simulate;
pub mod solve;
pub mod sweep;
pub mod test;
pub mod trace;

use std::ffi::OsString;

use clap::{Parser, Subcommand};

pub use common::Outcome;

/// Simulates customs clearance at border gates from scenario files.
#[derive(Debug, Parser)]
#[command(name = "bordergate", version, about, arg_required_else_help = true)]
pub struct Cli {
    /// What is asked.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands, each an answer.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Is it well-formed and sensible? Every problem at once
    Check(check::Args),
    /// What happens, and how sure is it? Outcomes with intervals, published facts beside them
    Run(run::Args),
    /// Is B better than A, by how much, how sure? Paired vehicle by vehicle
    Compare(compare::Args),
    /// What would other values do? A response curve over numbers, dates, hours, durations and switches
    Sweep(sweep::Args),
    /// Which is the smallest or largest value that meets a target? Or why none can
    Solve(solve::Args),
    /// What does the answer hang on? Each thing that is not known from end to end of its range, and where the conclusion turns
    Sensitivity(sensitivity::Args),
    /// Why did the queue grow? What delay was spent on: in a span, at a gate, against another scenario
    Explain(explain::Args),
    /// What will be simulated: the calendar day by day, load, and where every number is from
    Plan(plan::Args),
    /// Does what is required still hold? Thresholds, published facts, baselines, runs that are made again; for CI
    Test(test::Args),
    /// What do published counts say about what is not known? Prior beside posterior, and an overlay of what was learnt
    Calibrate(calibrate::Args),
    /// What happened to one vehicle, or the log of all visits
    Trace(trace::Args),
    /// What does a gate's own log say? Rates, class mix, loads and times of service with tests of fit, or a trace
    Import(import::Args),
    /// What do other tools need? A JSON Schema for editors, manual pages, completions for shells
    Generate(generate::Args),
}

/// Does what the arguments of this process ask, and says how it ended.
pub fn main() -> Outcome {
    answer(std::env::args_os())
}

/// Parses arguments, the name of the program first, does what they ask, and says how it ended.
pub fn answer(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; a closed pipe is none either.
            let _ = error.print();
            return if error.exit_code() == 0 {
                Outcome::Done
            } else {
                Outcome::Unusable
            };
        }
    };
    match cli.command {
        Command::Check(args) => check::run(&args),
        Command::Run(args) => run::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Sweep(args) => sweep::run(&args),
        Command::Solve(args) => solve::run(&args),
        Command::Sensitivity(args) => sensitivity::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Plan(args) => plan::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Calibrate(args) => calibrate::run(&args),
        Command::Trace(args) => trace::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Generate(args) => generate::run(&args),
    }
}
