//! Rows that are not used, and why.

use std::collections::BTreeMap;

use serde::Serialize;

/// Why a row is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It has more or fewer fields than the heading.
    FieldCount,
    /// It does not say when the vehicle arrived.
    NoArrival,
    /// A time that cannot be read.
    UnreadableTime,
    /// A day that does not exist.
    NoSuchDay,
    /// A year of two digits.
    ShortYear,
    /// A time without a date, and no column of dates.
    NoDate,
    /// A date without a time of day.
    NoTimeOfDay,
    /// It arrived outside the days that were asked for.
    OutsideDays,
    /// A step ended before it started.
    EndBeforeStart,
    /// A step started, or the vehicle crossed, before it arrived.
    BeforeArrival,
    /// The same vehicle at the same instant as a row above.
    Duplicate,
    /// The class is not said.
    NoClass,
    /// The direction is not said, or neither export nor import.
    UnknownDirection,
    /// The gate is not said.
    NoGate,
    /// A load that is no number.
    UnreadableNumber,
    /// A load that no vehicle carries.
    ImpossibleLoad,
}

impl Reason {
    /// All reasons, in the order in which they are listed.
    pub const ALL: [Self; 16] = [
        Self::FieldCount,
        Self::NoArrival,
        Self::UnreadableTime,
        Self::NoSuchDay,
        Self::ShortYear,
        Self::NoDate,
        Self::NoTimeOfDay,
        Self::OutsideDays,
        Self::EndBeforeStart,
        Self::BeforeArrival,
        Self::Duplicate,
        Self::NoClass,
        Self::UnknownDirection,
        Self::NoGate,
        Self::UnreadableNumber,
        Self::ImpossibleLoad,
    ];

    /// What is said of it.
    pub fn words(self) -> &'static str {
        match self {
            Self::FieldCount => "more or fewer fields than the heading",
            Self::NoArrival => "no arrival",
            Self::UnreadableTime => "a time that cannot be read",
            Self::NoSuchDay => "a day that does not exist",
            Self::ShortYear => "a year of two digits",
            Self::NoDate => "a time without a date",
            Self::NoTimeOfDay => "a date without a time of day",
            Self::OutsideDays => "outside the days asked for",
            Self::EndBeforeStart => "ended before it started",
            Self::BeforeArrival => "before the arrival",
            Self::Duplicate => "the same vehicle at the same instant as above",
            Self::NoClass => "no class",
            Self::UnknownDirection => "neither export nor import",
            Self::NoGate => "no gate",
            Self::UnreadableNumber => "no number",
            Self::ImpossibleLoad => "a load that no vehicle carries",
        }
    }
}

/// A row that is not used.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct BadRow {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Heading of the column that is wrong; empty where it is the row.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// Why it is not used; of several reasons the first.
    pub reason: Reason,
}

/// How many rows each reason has kept out, in the order of reasons; those without any are left out.
pub fn by_reason(rows: &[BadRow]) -> Vec<(Reason, u64)> {
    let mut counts: BTreeMap<Reason, u64> = BTreeMap::new();
    for row in rows {
        *counts.entry(row.reason).or_default() += 1;
    }
    counts.into_iter().collect()
}
