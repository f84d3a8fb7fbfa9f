//! Rules of patience: how long drivers wait before they give up, and what they do then.

use crate::des::variate::Distribution;
use crate::scenario::calendar::{Category, Filter};

/// A rule of patience. Durations are microseconds; `None` is for ever, but see `closed`.
#[derive(Clone, Debug)]
pub struct Patience {
    /// Its name.
    pub name: String,
    /// Gates at which it holds; empty: all.
    pub gates: Vec<usize>,
    /// The vehicles of which it speaks, as they arrive.
    pub filter: Filter,
    /// The goods groups of which it speaks; empty: all.
    pub goods: Vec<usize>,
    /// How long a vehicle waits in all while it stands in no yard.
    pub outside: Option<Distribution>,
    /// How long it waits in all while it stands in a yard.
    pub in_yard: Option<Distribution>,
    /// How long it waits in all while its gate is closed to it for a holiday or a notice; `None`: that time is like any other.
    pub closed: Option<Distribution>,
    /// What it does when it gives up.
    pub then: GivesUp,
}

impl Patience {
    /// Whether it speaks of vehicles at a gate, with goods of a group, that are as `category` says on the way to where they go.
    pub fn speaks_of(&self, gate: usize, goods: Option<usize>, category: &Category) -> bool {
        let has_goods =
            self.goods.is_empty() || goods.is_some_and(|goods| self.goods.contains(&goods));
        (self.gates.is_empty() || self.gates.contains(&gate))
            && has_goods
            && self.filter.matches(category)
    }
}

/// What a vehicle does whose patience has run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivesUp {
    /// It turns back.
    TurnsBack,
    /// It goes to this gate, where it is what a source there brings; who has done so once turns back.
    GoesTo(usize),
}
