//! Checks for people: one line each, the word first, and below it what else there is to say.

use crate::report::text::Style;

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
    text + &tests.summary() + "\n"
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
    let mut line = file.file.clone();
    if style.colour {
        line = format!("\u{1b}[1m{line}\u{1b}[0m");
    }
    if let Some(manifest) = &file.manifest {
        let s = if manifest.replications == 1 { "" } else { "s" };
        line += &format!(
            "  {} replication{s}, seed {}",
            manifest.replications, manifest.seed
        );
        if manifest.partial {
            line += ", PARTIAL";
        }
        if manifest.failed > 0 {
            line += &format!(", {} FAILED", manifest.failed);
        }
    }
    line + "\n"
}

fn lines(checks: &[Check], style: Style) -> String {
    let width = |text: &str| text.chars().count();
    let widest = |of: fn(&Check) -> &str| checks.iter().map(|check| width(of(check))).max();
    let words = widest(|check| check.status.word()).unwrap_or(0);
    let kinds = widest(|check| check.kind.word()).unwrap_or(0);
    let names = widest(|check| &check.name).unwrap_or(0);
    let mut text = String::new();
    for check in checks {
        let word = format!("{:words$}", check.status.word());
        let word = match (style.colour, check.status) {
            (false, _) => word,
            (true, Status::Passed) => format!("\u{1b}[32m{word}\u{1b}[0m"),
            (true, Status::Inconclusive | Status::Missing) => format!("\u{1b}[33m{word}\u{1b}[0m"),
            (true, _) => format!("\u{1b}[31m{word}\u{1b}[0m"),
        };
        text += &format!(
            " {word}  {:kinds$}  {:names$}  {}\n",
            check.kind.word(),
            check.name,
            check.message
        );
        for detail in &check.detail {
            text += &format!(" {:words$}  {detail}\n", "");
        }
    }
    text
}
