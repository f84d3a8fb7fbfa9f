//! `generate`: what other tools want to know of this one: schemas for editors, manual pages, completions for shells.
//!
//! All of it is made from the declarations that the program itself works by, so it cannot be out of date.

use std::io;
use std::path::{Path, PathBuf};

use clap::{CommandFactory, Subcommand, ValueEnum};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::{report, scenario};

use super::Cli;
use super::common::{Outcome, data, note};

/// Arguments of `generate`.
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true)]
pub struct Args {
    /// What is generated.
    #[command(subcommand)]
    pub what: What,
}

/// What can be generated.
#[derive(Debug, Subcommand)]
pub enum What {
    /// A JSON Schema (draft 2020-12), on stdout: with that of scenarios an editor completes, explains and checks them
    Schema {
        /// Of what
        #[arg(value_name = "WHAT", default_value = "scenario")]
        of: SchemaOf,
    },
    /// The manual page, on stdout; with --out, one page for each command
    Man {
        /// Write the pages into this directory, which is created if need be
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Completions for a shell, on stdout
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: Shell,
    },
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// Scenario files, overlays included
    Scenario,
    /// What `run --json` prints
    Measures,
    /// What `compare --json` prints
    Comparison,
    /// What `solve --json` prints
    Solution,
    /// What `explain --json` prints
    Explanation,
    /// What `calibrate --json` prints
    Calibration,
    /// What `sensitivity --json` prints
    Sensitivity,
    /// What `sweep --json` prints
    Sweep,
    /// What `test --json` prints
    Tests,
}

/// Generates it, and says how that ended.
pub fn run(args: &Args) -> Outcome {
    match &args.what {
        What::Schema { of } => {
            let schema = match of {
                SchemaOf::Scenario => scenario::schema::json_schema(),
                SchemaOf::Measures => report::schema::measures(),
                SchemaOf::Comparison => report::schema::comparison(),
                SchemaOf::Solution => report::schema::solution(),
                SchemaOf::Explanation => report::schema::explanation(),
                SchemaOf::Calibration => report::schema::calibration(),
                SchemaOf::Sensitivity => report::schema::sensitivity(),
                SchemaOf::Sweep => report::schema::sweep(),
                SchemaOf::Tests => report::schema::tests(),
            };
            data(&format!("{schema:#}\n"))
        }
        What::Man { out: None } => {
            let mut page = Vec::new();
            match Man::new(Cli::command()).render(&mut page) {
                Ok(()) => data(&String::from_utf8_lossy(&page)),
                Err(error) => failed(&format!("cannot render the manual page: {error}")),
            }
        }
        What::Man { out: Some(folder) } => match pages(folder) {
            Ok(()) => Outcome::Done,
            Err(error) => failed(&format!(
                "cannot write manual pages into `{}`: {error}",
                folder.display()
            )),
        },
        What::Completions { shell } => {
            let mut command = Cli::command();
            let name = command.get_name().to_owned();
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut command, name, &mut script);
            data(&String::from_utf8_lossy(&script))
        }
    }
}

fn pages(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(Cli::command(), folder)
}

fn failed(why: &str) -> Outcome {
    note(&format!("error: {why}"));
    Outcome::Failed
}
