//! `check`: every problem of every file, without running anything.

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::json;

use crate::scenario::problem::Severity;

use super::common::{Outcome, ScenarioArgs, data, examine, note, report_problems, tally};

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Scenario files
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Lay this file over every file, as a base is laid under it; may be repeated, before all `--set`
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// Change one value in every file; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// What ends with exit code 2 besides errors
    #[arg(long, value_name = "WHAT")]
    pub deny: Vec<Deny>,
    /// How problems are printed: text on stderr, or JSON on stdout
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    /// No colour
    #[arg(long)]
    pub plain: bool,
}

/// What can be denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings count as errors
    Warnings,
}

/// How problems are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Checks all files, and says how it ended.
pub fn run(args: &Args) -> Outcome {
    let (mut errors, mut warnings) = (0, 0);
    let mut files = Vec::new();
    for file in &args.files {
        let examined = examine(&ScenarioArgs {
            file: file.clone(),
            overlay: args.overlay.clone(),
            set: args.set.clone(),
        });
        errors += examined.problems.count(Severity::Error);
        warnings += examined.problems.count(Severity::Warning);
        match args.format {
            Format::Text => {
                report_problems(&examined, args.plain);
                note(&format!(
                    "{}: {}",
                    file.display(),
                    tally(&examined.problems)
                ));
            }
            Format::Json => files.push(json!({
                "file": file.display().to_string(),
                "problems": examined.problems.as_json(&examined.sources),
            })),
        }
    }
    let printed = match args.format {
        Format::Text => Outcome::Done,
        Format::Json => {
            let all = json!({
                "schema": "bordergate.problems/1",
                "errors": errors,
                "warnings": warnings,
                "files": files,
            });
            data(&format!("{all:#}\n"))
        }
    };
    let denied = args.deny.contains(&Deny::Warnings) && warnings > 0;
    if errors > 0 || denied {
        Outcome::Unusable
    } else {
        printed
    }
}
