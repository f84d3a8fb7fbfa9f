//! Residents of the border who may trade.

use super::{Amount, DayFactor, Servers};

/// Residents, each of whom may trade for an allowance a day.
#[derive(Clone, Debug)]
pub struct Residents {
    /// Their name.
    pub name: String,
    /// The name printed.
    pub title: String,
    /// The gate to which they belong: whose hours are theirs, and for reports.
    pub gate: Option<usize>,
    /// How many come a day.
    pub persons: Amount,
    /// What each may trade for a day, in hundredths of a currency unit, at least 1. Consignments are valued in the same currency.
    pub allowance: i64,
    /// When they are there: one group, whose count is 1.
    pub hours: Servers,
    /// Day-to-day factor.
    pub day_factor: Option<DayFactor>,
}
