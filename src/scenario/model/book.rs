//! The appointment book of a notice: how many, from when, and what becomes of those who come late, not at all, or without
//! a booking.

use jiff::civil::Date;

use crate::scenario::calendar::Filter;

/// The appointment book of one notice.
#[derive(Clone, Debug)]
pub struct Book {
    /// Length of a booking interval in microseconds, counted from the opening of the day; `None` is a day list: one
    /// interval a day, from its first opening to its last closing.
    pub interval: Option<i64>,
    /// Vehicles an interval (for a day list, a day), for all that match the notice; `None` where only `pools` limit.
    pub slots: Option<u64>,
    /// Further limits, each for the vehicles that match its filter. A booking takes a slot in every pool it matches.
    pub pools: Vec<(Filter, u64)>,
    /// How long before an interval begins registration closes; `None`: a day list closes when the civil day begins,
    /// an interval when it begins.
    pub register_by: Option<i64>,
    /// The last day on which any interval can be booked; `None`: only `register_by` closes registration.
    pub register_until: Option<Date>,
    /// How long before its beginning an interval can be booked at the earliest, microseconds; `None`: as soon as the
    /// notice is known.
    pub horizon: Option<i64>,
    /// Lateness against the interval's beginning, microseconds, may be early; `None` is punctual.
    pub lateness: Option<Lateness>,
    /// How long before the beginning of its interval a vehicle that is there may pass, microseconds.
    pub early: i64,
    /// How long after the end of its interval a vehicle may still become ready for it, microseconds.
    pub grace: i64,
    /// Probability that a booked vehicle does not appear, in parts per 10^12.
    pub no_show: u64,
    /// Whether a refused request tries the later intervals of the same notice.
    pub other_days: bool,
    /// Most slots that a vehicle may miss and still ask for another; `None`: any number.
    pub rebook: Option<u32>,
    /// What vehicles without a booking may do.
    pub walk_ins: WalkIns,
    /// What a vehicle does for which no interval is left.
    pub refused: Refused,
}

/// Normal lateness of booked vehicles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lateness {
    /// Mean in microseconds, positive is late.
    pub mean: f64,
    /// Standard deviation in microseconds.
    pub sd: f64,
}

/// What a vehicle without a slot does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Stays in line for the first day on which no booking is needed.
    ComesAnyway,
    /// Leaves for the domestic market.
    TurnsBack,
    /// Goes to another gate, by the route of the source named there for the same direction and nationality.
    Gate(usize),
}

/// What vehicles without a booking may do on appointment days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalkIns {
    /// They do not pass.
    Refused,
    /// They take the places of the interval that is on which nobody has.
    Leftover {
        /// How long after the beginning of an interval the places of those who are not ready are theirs as well,
        /// microseconds; `None`: never.
        release_after: Option<i64>,
    },
}

/// How the vehicles of a source book before they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Books {
    /// How long before they would arrive they ask, microseconds.
    pub ahead: i64,
    /// What those do that get none.
    pub if_none: IfNone,
}

/// What a vehicle does that asked for a slot before it would have arrived and got none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfNone {
    /// It comes as planned.
    Comes,
    /// It never comes.
    StaysHome,
    /// It asks again every day, and comes when the appointment days are over.
    Later,
}
