//! Rules of patience: how long drivers wait before they give up, and what they do then.

use super::choice::Who;
use crate::des::variate::Distribution;

/// A rule of patience. Durations are microseconds; `None` is for ever, but see `closed`.
#[derive(Clone, Debug)]
pub struct Patience {
    /// Its name.
    pub name: String,
    /// The vehicles of which it speaks, as they arrive.
    pub who: Who,
    /// How long a vehicle waits in all while it stands in no yard.
    pub outside: Option<Distribution>,
    /// How long it waits in all while it stands in a yard.
    pub in_yard: Option<Distribution>,
    /// How long it waits in all while its gate is closed to it for a holiday or a notice; `None`: that time is like any other.
    pub closed: Option<Distribution>,
    /// What it does when it gives up.
    pub then: GivesUp,
}

/// What a vehicle does whose patience has run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivesUp {
    /// It turns back.
    TurnsBack,
    /// It goes to this gate, where it is what a source there brings; who has done so once turns back.
    GoesTo(usize),
}
