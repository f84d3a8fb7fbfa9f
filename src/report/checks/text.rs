//! Checks for people: one line each, the word first, and below it what else there is to say.

use crate::report::number::fixed;
use crate::report::text::Style;
use crate::report::validation::Score;
use crate::report::width::{padded, width};

use crate::report::Manifest;

use super::{Check, Status, Tested, Tests};

/// All checks as text, with a summary line at the end.
pub fn text(tests: &Tests, style: Style) -> String {
    let mut text = String::new();
    for (file, checks) in tests.by_file() {
        if style.plain {
            text.extend(checks.iter().map(record));
        } else {
            text.push_str(&heading(file, style));
            text.push_str(&lines(checks, style));
            text.push('\n');
        }
    }
    if tests.interrupted {
        text.push_str("INTERRUPTED: what was not finished was not judged\n");
    }
    if tests.score.tests > 0 {
        text.push_str(&facts(&tests.score));
    }
    text + &tests.summary() + "\n"
}

/// How many facts that test hold, each for itself and counted as far as they are independent.
fn facts(score: &Score) -> String {
    let one = |n: usize| if n == 1 { "" } else { "s" };
    format!(
        "published facts that test: {} of {} inside; as {} independent test{}: {} hold\n",
        score.inside,
        score.tests,
        score.independent,
        one(score.independent),
        fixed(score.held, 1),
    )
}

/// One record a line.
fn record(check: &Check) -> String {
    let mut line = format!(
        "{}: {} {} of {}: {}",
        check.status.word(),
        check.kind.word(),
        check.name,
        check.file,
        check.message
    );
    for detail in &check.detail {
        line.push_str("; ");
        line.push_str(detail);
    }
    line + "\n"
}

fn heading(file: &Tested, style: Style) -> String {
    let mut line = style.bold(&file.file);
    if let Some(manifest) = &file.manifest {
        line += &format!("  {}", run(manifest));
    }
    if let Some(manifest) = &file.facts_manifest {
        line += &format!("  facts: {}, inputs drawn", run(manifest));
    }
    line + "\n"
}

fn run(manifest: &Manifest) -> String {
    let s = if manifest.replications == 1 { "" } else { "s" };
    let mut words = format!(
        "{} replication{s}, seed {}",
        manifest.replications, manifest.seed
    );
    if manifest.partial {
        words += ", PARTIAL";
    }
    if manifest.failed > 0 {
        words += &format!(", {} FAILED", manifest.failed);
    }
    words
}

fn lines(checks: &[Check], style: Style) -> String {
    let widest = |of: fn(&Check) -> &str| checks.iter().map(|check| width(of(check))).max();
    let words = widest(|check| check.status.word()).unwrap_or(0);
    let kinds = widest(|check| check.kind.word()).unwrap_or(0);
    let names = widest(|check| &check.name).unwrap_or(0);
    let mut text = String::new();
    for check in checks {
        let word = padded(check.status.word(), words);
        let word = match (style.colour, check.status) {
            (false, _) => word,
            (true, Status::Passed) => format!("\u{1b}[32m{word}\u{1b}[0m"),
            (true, Status::Inconclusive | Status::Missing) => format!("\u{1b}[33m{word}\u{1b}[0m"),
            (true, _) => format!("\u{1b}[31m{word}\u{1b}[0m"),
        };
        text += &format!(
            " {word}  {}  {}  {}\n",
            padded(check.kind.word(), kinds),
            padded(&check.name, names),
            check.message
        );
        for detail in &check.detail {
            text += &format!(" {:words$}  {detail}\n", "");
        }
    }
    text
}
