//! What is out of order for a time.

use crate::des::variate::Distribution;

/// Something is out of order for a time, once or again and again.
#[derive(Clone, Debug, PartialEq)]
pub struct Outage {
    /// Its name.
    pub name: String,
    /// Stations at which nobody works meanwhile.
    pub stations: Vec<usize>,
    /// Pools whose drivers do not set out.
    pub pools: Vec<usize>,
    /// Bridges onto which nobody drives.
    pub bridges: Vec<usize>,
    /// Gates whose barriers nobody passes.
    pub gates: Vec<usize>,
    /// How many servers of each station, and drivers of each pool, it takes, at least 1; `None` is all.
    pub servers: Option<u32>,
    /// When.
    pub times: OutageTimes,
}

/// When something is out of order.
#[derive(Clone, Debug, PartialEq)]
pub enum OutageTimes {
    /// Once.
    Once {
        /// Beginning, microseconds since 1970 UTC.
        from: i64,
        /// End (exclusive), later than the beginning.
        to: i64,
    },
    /// Again and again, by chance.
    Random {
        /// Time from the end of one, or from `from`, to the beginning of the next, microseconds.
        every: Distribution,
        /// How long one lasts, microseconds.
        lasts: Distribution,
        /// None begins before this instant, at or after the start of the period.
        from: i64,
        /// None begins at or after this instant, at or before the end of the period.
        to: i64,
    },
}
