//! `test`: does what is required still hold? Thresholds, published facts, baselines, and manifests run again; made for CI.
//!
//! Everything named is read before anything is simulated, so that a misspelt file is known at once. Then each file is simulated once and
//! judged. A file with nothing to check is no success: a check that cannot fail is none.

mod rerun;
mod scenario;

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::report::Manifest;
use crate::report::checks::{Check, Kind, Status, Tests, junit, problem, text::text};
use crate::report::validation;

use super::common::{Outcome, OutputArgs, note};
use super::conduct::{Bounds, conduct};
use super::files;
use super::simulate::BudgetArgs;

/// What `--help` says besides.
const NOTE: &str = "\
A FILE is a scenario, or what `run --json` printed, which is run again and has to give the same bits; --reps, --seed, --uncertainty, \
--overlay, --set, --only and --baseline do not concern it. --max-time holds for each run. Published facts are judged by a run of their own, in \
which inputs are drawn from their ranges.

Exit code, the worst of all files: 2 a file cannot be used, 1 failed while running, 5 not reproduced, 3 a threshold, a fact or the \
baseline failed, 7 nothing to test or no baseline, 4 not decided by the replications, 0 all passed; 130 interrupted.";

/// Arguments of `test`.
#[derive(Debug, clap::Args)]
#[command(after_help = NOTE)]
pub struct Args {
    /// Scenarios, and results of `run --json`
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Lay this file over every scenario, as a base is laid under it; may be repeated, before all `--set`
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// Change one value in every scenario; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// How much to run.
    #[command(flatten)]
    pub budget: BudgetArgs,
    /// Test only this of scenarios; may be repeated
    #[arg(long, value_name = "WHAT")]
    pub only: Vec<Only>,
    /// There has to be a baseline: this one, or the one beside the scenario, SCENARIO.baseline.json
    #[arg(long, value_name = "PATH", num_args = 0..=1, require_equals = true)]
    pub baseline: Option<Option<PathBuf>>,
    /// All results have to be the same bits as in the baseline
    #[arg(long, conflicts_with = "update")]
    pub exact: bool,
    /// Write the baseline anew rather than compare with it, and say what changed
    #[arg(long)]
    pub update: bool,
    /// Write the checks into this file as JUnit XML too
    #[arg(long, value_name = "PATH")]
    pub junit: Option<PathBuf>,
    /// Write all published facts with what became of them into this file as a Markdown page too
    #[arg(long, value_name = "PATH")]
    pub validation: Option<PathBuf>,
    /// How results are printed.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// What can be tested of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Only {
    /// Its `[threshold.ID]`
    Thresholds,
    /// Its published facts
    Facts,
    /// Its baseline
    Baseline,
}

impl Args {
    /// Whether this is tested.
    fn tests(&self, what: Only) -> bool {
        self.only.is_empty() || self.only.contains(&what)
    }

    /// Whether somebody asked for a baseline, so that there must be one.
    fn wants_baseline(&self) -> bool {
        self.baseline.is_some() || self.exact || self.only.contains(&Only::Baseline)
    }

    fn bounds(&self, replications: u64) -> Bounds {
        Bounds {
            replications,
            max_time: self.budget.max_time,
            plain: self.output.plain,
        }
    }
}

/// A file that can be tested.
enum Ready<'a> {
    Scenario(Box<scenario::Scenario<'a>>),
    Manifest(Box<rerun::Rerun<'a>>),
    /// It cannot: the check says why.
    Refused(Box<Check>),
}

/// What came of testing one file.
#[derive(Default)]
struct Tested {
    /// The run behind its checks.
    manifest: Option<Manifest>,
    /// The run behind its facts, where it was another.
    facts_manifest: Option<Manifest>,
    checks: Vec<Check>,
}

/// It was interrupted.
struct Interrupted;

/// Tests all files, prints, and says how it ended.
pub fn run(args: &Args) -> Outcome {
    if let Err(why) = usable(args) {
        note(&format!("error: {why}"));
        return Outcome::Unusable;
    }
    let ready: Vec<Ready> = args.files.iter().map(|file| read(args, file)).collect();
    let mut tests = Tests::new();
    for (file, ready) in args.files.iter().zip(ready) {
        let tested = match ready {
            Ready::Refused(check) => Ok(Tested {
                checks: vec![*check],
                ..Tested::default()
            }),
            Ready::Scenario(scenario) => scenario.test(),
            Ready::Manifest(rerun) => rerun.test(),
        };
        let file = file.display().to_string();
        match tested {
            Ok(Tested {
                manifest,
                facts_manifest,
                checks,
            }) => tests.add(file, [manifest, facts_manifest], checks),
            Err(Interrupted) => {
                note(&format!(
                    "interrupted while testing `{file}`, which was not judged"
                ));
                tests.interrupted = true;
                break;
            }
        }
    }
    let bounds = Bounds {
        replications: 0,
        max_time: None,
        plain: true,
    };
    // Under a conductor again, so that a signal still ends the program while somebody is slow to read.
    conduct(bounds, |conductor| {
        conductor.reports();
        print(args, &tests)
    })
}

/// Whether the flags go together.
fn usable(args: &Args) -> Result<(), String> {
    if matches!(args.baseline, Some(Some(_))) && args.files.len() > 1 {
        return Err("one baseline cannot serve several files; name one file, or leave the path out: each has its own beside it".to_owned());
    }
    let asks = args.baseline.is_some() || args.exact || args.update;
    if asks && !args.tests(Only::Baseline) {
        return Err(
            "`--only` leaves out the baseline that another flag asks for; add `--only baseline`"
                .to_owned(),
        );
    }
    Ok(())
}

/// Reads a file as what it is, by its content.
fn read<'a>(args: &'a Args, file: &'a Path) -> Ready<'a> {
    match files::looks_like_json(file) {
        true => rerun::Rerun::read(args, file),
        false => scenario::Scenario::read(args, file),
    }
}

/// Prints the checks and writes them where else they are wanted.
fn print(args: &Args, tests: &Tests) -> Outcome {
    let printed = args
        .output
        .print(|| tests.json(), |style| text(tests, style));
    let junit = args.junit.as_ref().map_or(Ok(()), |path| {
        junit::xml(tests)
            .map_err(|error| format!("cannot make JUnit XML: {error}"))
            .and_then(|xml| files::write(path, &xml))
    });
    if tests.interrupted {
        return Outcome::Interrupted;
    }
    // A page of some of the facts would look like one of all.
    let page = args.validation.as_ref();
    let page = page.map_or(Ok(()), |path| files::write(path, &validation::page(tests)));
    let mut worst = tests.status;
    for why in [junit, page].into_iter().filter_map(Result::err) {
        note(&format!("error: {why}"));
        worst = worst.max(Status::Error);
    }
    if printed != Outcome::Done {
        worst = worst.max(Status::Error);
    }
    outcome(worst)
}

/// The exit code of the worst that happened.
fn outcome(worst: Status) -> Outcome {
    match worst {
        Status::Passed => Outcome::Done,
        Status::Inconclusive => Outcome::Inconclusive,
        Status::Missing => Outcome::NoBaseline,
        Status::Failed => Outcome::Missed,
        Status::NotReproduced => Outcome::NotReproduced,
        Status::Error => Outcome::Failed,
        Status::Unusable => Outcome::Unusable,
    }
}

/// A file that cannot be used, and why.
fn unusable(file: &Path, why: String) -> Check {
    let file = file.display().to_string();
    problem(&file, Kind::File, &file, Status::Unusable, why)
}

/// A file whose run failed; the reason is on stderr.
fn broken(file: &str) -> Check {
    let why = "it could not be run: the reason is on stderr".to_owned();
    problem(file, Kind::File, file, Status::Error, why)
}
