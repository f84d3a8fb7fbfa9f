//! What all subcommands share: flags, reading a scenario or saying why not, printing, and exit codes.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::measures::Catalogue;
use crate::measures::quantity::Resolver;
use crate::plan::{self, Plan};
use crate::report::number::count;
use crate::report::text::Style;
use crate::report::width::NARROWEST;
use crate::scenario;
use crate::scenario::calendar::Ambiguity;
use crate::scenario::expression::Mistake;
use crate::scenario::model::Scenario;
use crate::scenario::node::Table;
use crate::scenario::problem::{Problem, Problems, Severity};
use crate::scenario::source::SourceMap;

/// How a command ended. The numbers are part of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Outcome {
    /// Done, and everything asked for passed.
    Done = 0,
    /// Failed while running: I/O, a bug, every replication failed.
    Failed = 1,
    /// Bad usage, an invalid scenario, or warnings denied.
    Unusable = 2,
    /// A threshold, a published fact, a regression or a comparison failed.
    Missed = 3,
    /// The interval straddles the limit within the budget.
    Inconclusive = 4,
    /// A run could not be reproduced.
    NotReproduced = 5,
    /// No value meets the target.
    Infeasible = 6,
    /// There is no baseline to compare with.
    NoBaseline = 7,
    /// Interrupted: what was finished is kept and marked partial.
    Interrupted = 130,
}

impl Outcome {
    /// How two things ended of which both had to be done: the first that was not done says it.
    pub fn and(self, other: Outcome) -> Outcome {
        match self {
            Outcome::Done => other,
            first => first,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(outcome as u8)
    }
}

/// A scenario file and changes to it.
#[derive(Clone, Debug, clap::Args)]
pub struct ScenarioArgs {
    /// Scenario file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Lay this file over the scenario, as a base is laid under it; may be repeated, before all `--set`
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// Change one value, as in `gate.bac-luan-2.notice.after-tet.slots="140 / day"`; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub set: Vec<String>,
}

impl ScenarioArgs {
    /// The files that were named.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let files = std::iter::once(&self.file).chain(&self.overlay);
        files.map(PathBuf::as_path)
    }

    /// All changes in order, as [`scenario::read`] takes them: what is laid over the file, then single values.
    pub fn changes(&self) -> Vec<String> {
        let files = self.overlay.iter();
        let files = files.map(|file| format!("@{}", file.display()));
        files.chain(self.set.iter().cloned()).collect()
    }
}

/// How results are printed.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct OutputArgs {
    /// No colour, no drawn tables, no progress: one record a line, for logs and screen readers
    #[arg(long)]
    pub plain: bool,
    /// Tidy rows as JSON on stdout
    #[arg(long, conflicts_with = "plain")]
    pub json: bool,
}

impl OutputArgs {
    /// How text is laid out on stdout.
    pub fn style(self) -> Style {
        Style {
            plain: self.plain,
            colour: !self.plain && colour_on_stdout(),
            columns: columns(),
        }
    }

    /// The text that a command makes, no line wider than stdout.
    pub fn text(self, text: impl FnOnce(Style) -> String) -> String {
        let style = self.style();
        style.fitted(text(style))
    }

    /// Prints results in the form that was asked for.
    #[must_use]
    pub fn print(
        self,
        json: impl FnOnce() -> String,
        text: impl FnOnce(Style) -> String,
    ) -> Outcome {
        data(&if self.json { json() } else { self.text(text) })
    }
}

/// A scenario that can run.
pub struct Ready {
    /// What it means.
    pub scenario: Scenario,
    /// What runs.
    pub plan: Plan,
    /// What was typed, for drawing other values.
    pub root: Table,
    /// The texts that were read.
    pub sources: SourceMap,
}

/// A scenario file, examined as far as it goes without running it.
pub struct Examined {
    /// What it means and what runs; none where there is an error.
    pub model: Option<(Scenario, Plan)>,
    /// What was typed.
    pub root: Table,
    /// The texts that were read.
    pub sources: SourceMap,
    /// Everything that was found.
    pub problems: Problems,
}

/// Reads and compiles a scenario, and collects everything that is wrong with it.
pub fn examine(args: &ScenarioArgs) -> Examined {
    let scenario::Read {
        scenario,
        root,
        sources,
        mut problems,
    } = scenario::read(&args.file, &args.changes());
    let model = scenario.and_then(|scenario| match plan::compile(&scenario) {
        Ok(plan) => {
            let analysis = plan::analyze(&scenario, &plan);
            let too_many = too_many_vehicles(analysis.vehicles, scenario.vehicle_limit);
            let fits = too_many.is_none();
            problems.append(too_many.map_or_else(Problems::new, Problems::from));
            for remark in analysis.remarks {
                // Notes are for `plan`, which shows them beside the figures; here only what points to a mistake.
                if remark.severity != Severity::Note {
                    problems.push(remark.into());
                }
            }
            let mistakes = thresholds(&scenario, &plan, &sources);
            let fits = fits && mistakes.is_empty();
            problems.append(mistakes);
            fits.then_some((scenario, plan))
        }
        Err(ambiguity) => {
            problems.push(ambiguous(&scenario, &ambiguity));
            None
        }
    });
    Examined {
        model,
        root,
        sources,
        problems,
    }
}

/// What in the thresholds of a scenario means nothing.
fn thresholds(scenario: &Scenario, plan: &Plan, sources: &SourceMap) -> Problems {
    let mut problems = Problems::new();
    if !scenario.thresholds.is_empty() {
        let catalogue = Catalogue::new(scenario, plan);
        for (threshold, resolved) in Resolver::new(scenario, plan, &catalogue).thresholds() {
            if let Err(mistake) = resolved {
                problems.push(mistake.problem_in(threshold.place, sources));
            }
        }
    }
    problems
}

/// Reads the text of a flag such as `--measure` with `read`. Where it means nothing, stderr says why, with a caret in the text.
///
/// # Errors
/// [`Outcome::Unusable`] with every mistake.
pub fn flag<T>(
    flag: &str,
    text: &str,
    plain: bool,
    read: impl FnOnce(&str) -> Result<T, Mistake>,
) -> Result<T, Outcome> {
    read(text).map_err(|mistake| {
        let said = flag_mistake(flag, text, &mistake, !plain && colour_on_stderr());
        let _ = io::stderr().lock().write_all(said.as_bytes());
        Outcome::Unusable
    })
}

/// A mistake in the text of a flag, rendered like the problem of a file; the flag stands for the file's name.
pub fn flag_mistake(flag: &str, text: &str, mistake: &Mistake, colour: bool) -> String {
    let mut sources = SourceMap::new();
    let offset = sources.add(flag, text);
    Problems::from(mistake.problem(offset)).render(&sources, colour)
}

/// Reads a scenario that is to be run. Problems go to stderr; where one is an error, nothing can run.
///
/// # Errors
/// [`Outcome::Unusable`] where the scenario has errors.
pub fn read_or_report(args: &ScenarioArgs, plain: bool) -> Result<Ready, Outcome> {
    let examined = examine(args);
    report_problems(&examined, plain);
    let Some((scenario, plan)) = examined.model else {
        if examined.problems.has_errors() {
            return Err(Outcome::Unusable);
        }
        note(
            "error: the scenario was understood only in part, and nothing was said about why: this is a bug",
        );
        return Err(Outcome::Failed);
    };
    Ok(Ready {
        scenario,
        plan,
        root: examined.root,
        sources: examined.sources,
    })
}

/// Prints the problems of a scenario on stderr.
pub fn report_problems(examined: &Examined, plain: bool) {
    let text = examined
        .problems
        .render(&examined.sources, !plain && colour_on_stderr());
    // A closed stderr leaves nobody to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// "2 errors, 1 warning", or "no problems".
pub fn tally(problems: &Problems) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| match problems.count(severity) {
            0 => None,
            1 => Some(format!("1 {}", severity.word())),
            n => Some(format!("{n} {}s", severity.word())),
        })
        .collect();
    if parts.is_empty() {
        "no problems".to_owned()
    } else {
        parts.join(", ")
    }
}

/// Prints data on stdout. A reader that has seen enough and closed the pipe is no error.
#[must_use]
pub fn data(text: &str) -> Outcome {
    let mut stdout = io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            note(&format!("error: cannot write the results: {error}"));
            Outcome::Failed
        }
        _ => Outcome::Done,
    }
}

/// Prints a line on stderr.
pub fn note(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Whether stderr wants colours: a terminal, and `NO_COLOR` and its kin allow.
pub fn colour_on_stderr() -> bool {
    io::stderr().is_terminal()
        && anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never
}

/// Whether stdout wants colours.
pub fn colour_on_stdout() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// The columns of stdout: of the terminal, where it is one, else those that `COLUMNS` names. A pipe or file has none, so what is kept
/// there does not depend on the window in which a command was typed.
pub fn columns() -> Option<usize> {
    let stdout = io::stdout();
    let columns = if stdout.is_terminal() {
        terminal_size::terminal_size_of(stdout).map(|(width, _)| usize::from(width.0))
    } else {
        let named = std::env::var("COLUMNS").ok();
        named.and_then(|columns| columns.trim().parse().ok())
    };
    let columns = columns.filter(|&columns| columns > 0);
    columns.map(|columns| columns.max(NARROWEST))
}

fn ambiguous(scenario: &Scenario, ambiguity: &Ambiguity) -> Problem {
    let has = |gate: &&scenario::model::Gate| {
        let name = |index: usize| gate.calendar.notices.get(index).map(|notice| &notice.name);
        name(ambiguity.first) == Some(&ambiguity.first_name)
            && name(ambiguity.second) == Some(&ambiguity.second_name)
    };
    let gate = scenario.gates.iter().find(has);
    let gate = gate.map_or_else(String::new, |gate| format!(" of gate `{}`", gate.name));
    Problem::unplaced(
        format!(
            "the notices `{}` and `{}`{gate} contradict each other on {}",
            ambiguity.first_name, ambiguity.second_name, ambiguity.day
        ),
        "both decide that day, and they say different things",
    )
    .help("say which was announced later (`announced`), or let one cover fewer days or name its vehicles more closely")
}

fn too_many_vehicles(expected: f64, limit: u64) -> Option<Problem> {
    // Counts of a Poisson law stray little at this size, so the expectation decides.
    (expected > limit as f64).then(|| {
        Problem::unplaced(
            "more vehicles than the limit",
            format!(
                "a replication would have about {} vehicles, and `vehicle-limit` is {}",
                count(expected),
                count(limit as f64)
            ),
        )
        .help("look for a rate in the wrong unit, or raise `vehicle-limit` under [scenario]")
    })
}
