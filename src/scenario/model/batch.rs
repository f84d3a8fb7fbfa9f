//! What is shared in numbers: batches of a station, and pools of drivers.

use super::process::Servers;
use crate::scenario::calendar::Nationality;

/// Vehicles that one server serves together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Those of whom it is made: one party of any vehicles, or one a nationality.
    pub parties: Vec<Party>,
    /// Whether later comers join a batch under way while it has room.
    pub joins: bool,
    /// Whether only vehicles of one class are served together.
    pub same_class: bool,
}

impl Batch {
    /// The fewest vehicles with which a batch begins.
    pub fn least(&self) -> u32 {
        self.parties.iter().map(|party| party.least).sum()
    }

    /// The most vehicles of a batch.
    pub fn most(&self) -> u32 {
        self.parties.iter().map(|party| party.most).sum()
    }
}

/// One part of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Whose vehicles; `None`: anybody's.
    pub vehicle: Option<Nationality>,
    /// With how many it begins, at least 1.
    pub least: u32,
    /// How many there is room for, at least `least`.
    pub most: u32,
    /// The yards, each once, in which its vehicles stand when they come; empty where some stand in none.
    pub yards: Vec<usize>,
}

/// A pool of drivers.
#[derive(Clone, Debug)]
pub struct DriverPool {
    /// Its name.
    pub name: String,
    /// The name printed.
    pub title: String,
    /// The gate to which it belongs, for reports and for drivers that work the gate's hours.
    pub gate: Option<usize>,
    /// Groups of drivers; none of them has skills.
    pub drivers: Vec<Servers>,
}
