//! Costs, what goods are worth, and service levels.

use crate::scenario::calendar::{Filter, Hours};
use crate::scenario::money::{Currency, Per};

/// Whole đồng for a time, a mass, or each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tariff {
    /// Đồng, from 0 to 10^15.
    pub dong: i64,
    /// For what.
    pub per: Per,
}

/// An item of costs.
#[derive(Clone, Debug, PartialEq)]
pub struct CostItem {
    /// Its name.
    pub name: String,
    /// The name printed.
    pub title: String,
    /// What is paid for.
    pub charge: Charge,
    /// How much.
    pub amount: Tariff,
    /// Other amounts of some classes: (class, amount).
    pub by_class: Vec<(usize, Tariff)>,
    /// Who bears it.
    pub bearer: String,
    /// The vehicles of which it speaks, as they came.
    pub filter: Filter,
    /// The gates at which it holds; empty: all.
    pub gates: Vec<usize>,
}

/// What an item is paid for.
#[derive(Clone, Debug, PartialEq)]
pub enum Charge {
    /// Time of vehicles.
    Time {
        /// Which time.
        of: TimeOf,
        /// Free time in microseconds.
        beyond: i64,
        /// Whether each length of time that has begun counts as a whole.
        started: bool,
    },
    /// Something that happens.
    Each(Each),
    /// Time of those who work.
    Staff {
        /// Who works.
        crew: Crew,
        /// The hours that are not overtime; `None` where all are ordinary.
        hours: Option<Hours>,
        /// What overtime costs.
        overtime: Tariff,
    },
}

/// Time of vehicles that is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeOf {
    /// Waiting, until they have crossed.
    Waiting,
    /// All the time.
    Inside,
    /// In a yard, each time they stand in it.
    Yard(usize),
    /// Beyond the end of a stay.
    Overstay(usize),
}

/// What is paid for each time it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Each {
    /// A vehicle arrives.
    Arrival,
    /// A vehicle passes the line.
    Crossing,
    /// A vehicle crosses with what it came with.
    Vehicle,
    /// Goods are released.
    Release,
    /// A vehicle turns back.
    TurnBack,
    /// A service ends at a station.
    Service(usize),
}

/// Who works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crew {
    /// The servers of a station.
    Station(usize),
    /// The drivers of a pool.
    Pool(usize),
}

/// What the goods of a vehicle are worth, and how they lose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worth {
    /// Value of a vehicle, or of a mass of cargo.
    pub value: Tariff,
    /// The share (in parts of 10^12) of what is left that is lost in so many microseconds; none where they lose nothing before they spoil.
    pub decline: Option<(u64, i64)>,
    /// The share (in parts of 10^12) of the value that is left when they have spoilt or are sold at home.
    pub salvage: u64,
}

/// What another currency costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeRate {
    /// The currency.
    pub currency: Currency,
    /// What a unit of it costs, as text: `3400 VND`.
    pub text: String,
}

/// A share of vehicles within a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceLevel {
    /// Its name.
    pub name: String,
    /// The name printed.
    pub title: String,
    /// The target in microseconds.
    pub within: i64,
    /// Whether the time to the crossing is meant, and not that in the system.
    pub to_crossing: bool,
}
