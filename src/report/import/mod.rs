//! What `import` says of a gate's log: for people, as JSON, and as a part of a scenario.

mod fragment;
mod json;
mod text;
mod units;

pub use fragment::fragment;
pub use json::document;
pub use text::text;

use crate::gatelog::{Findings, Log};

/// A log, what was found in it, and what is wanted of it.
pub struct Import<'a> {
    /// The name of its file.
    pub file: &'a str,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// The rows.
    pub log: &'a Log,
    /// What they say.
    pub findings: &'a Findings,
    /// Whether the rows themselves are wanted, in the place of rates.
    pub trace: bool,
    /// The gate of all rows, where the log does not say it.
    pub gate: Option<String>,
    /// The direction of all rows, where the log does not say it.
    pub direction: Option<&'static str>,
    /// The route of the sources, and whose steps are timed.
    pub route: Option<String>,
    /// Most bad rows that are shown to people.
    pub show: usize,
}

impl Import<'_> {
    /// "1,204 of 1,230 rows of gate.csv".
    fn rows(&self) -> String {
        let number = |n: usize| super::number::count(n as f64);
        format!(
            "{} of {} rows of {}",
            number(self.log.rows.len()),
            number(self.log.total()),
            self.file
        )
    }

    /// "3 January-28 February 2025".
    fn days(&self) -> String {
        let (from, to) = self.findings.days;
        let (day, month) = ("%-d", "%-d %B");
        let first = match (from.year() == to.year(), from.month() == to.month()) {
            _ if from == to => return from.strftime("%-d %B %Y").to_string(),
            (true, true) => from.strftime(day),
            (true, false) => from.strftime(month),
            (false, _) => from.strftime("%-d %B %Y"),
        };
        format!("{first}\u{2013}{}", to.strftime("%-d %B %Y"))
    }
}
