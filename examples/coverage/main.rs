//! How often do the intervals hold what they should? Prints the table of `docs/statistics.md`.
//!
//! ```text
//! cargo run --release --example coverage -- [STUDIES]
//! ```
//!
//! Every study goes the whole way: a scenario's text, its plan, replications, their fold, estimates. The models are small and
//! their answers are known exactly, so the intervals of thousands of studies can be held against them.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "printing is what this program is for, and it computes what it expects as it likes"
)]

mod exact;
mod models;
mod study;
mod table;

use std::process::ExitCode;
use std::thread;

/// Studies unless said otherwise: the standard error of a share of 95 % is then a third of a per cent.
const STUDIES: u64 = 4_000;

fn main() -> ExitCode {
    let asked = std::env::args().nth(1);
    let studies = match asked.as_deref().map(str::parse::<u64>) {
        None => STUDIES,
        Some(Ok(studies @ 1..)) => studies,
        Some(_) => {
            eprintln!("usage: coverage [STUDIES], a whole number from 1");
            return ExitCode::from(2);
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    match study::run(study::FULL, studies, threads) {
        Ok(rows) => {
            print!("{}", table::table(&rows));
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}
