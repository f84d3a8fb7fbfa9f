//! A gate's own log: from a table that somebody exported to what a scenario can use.
//!
//! [`read`] turns bytes into rows: what the file is (encoding, separator, heading, order of day and month, decimal sign) is found from the
//! file where the file proves it, else declared or said aloud. [`Findings::of`] turns rows into arrivals, class mix, loads and times of
//! service with tests of fit.
//!
//! Invariants: every record below the heading is a row that is used or one that is not, with its line and one reason, so the two
//! counts add up to all; an empty record is none. A row is used for everything or for nothing: one that contradicts itself is not
//! believed in part. Nothing that a file holds can make this panic.

pub mod arrivals;
pub mod bad;
pub mod findings;
pub mod fit;
pub mod headings;
pub mod numbers;
pub mod rows;
pub mod stamps;
pub mod text;

pub use findings::Findings;
pub use rows::{LoadUnit, Log, Options, Row, read};

/// Why a file cannot be used at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What is wrong, in one line.
    pub title: String,
    /// Where, and what stands there.
    pub label: String,
    /// What to do.
    pub remedy: String,
}

impl Trouble {
    /// Puts it together.
    pub fn new(
        title: impl Into<String>,
        label: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            title: title.into(),
            label: label.into(),
            remedy: remedy.into(),
        }
    }
}
