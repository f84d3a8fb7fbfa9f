//! Bridges and pontoons, and what holds there on which day.

use jiff::civil::Date;

/// A bridge.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    /// Its name.
    pub name: String,
    /// The name printed.
    pub title: String,
    /// The gate to which it belongs, for reports.
    pub gate: Option<usize>,
    /// What holds on days without restriction.
    pub usual: BridgeRules,
    /// Classes whose vehicles drive over alone (indices), each once.
    pub alone: Vec<usize>,
    /// What is different on some days, by name. Those that hold on a common day do not contradict each other.
    pub restrictions: Vec<BridgeRestriction>,
}

/// What holds at a bridge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BridgeRules {
    /// One direction at a time.
    pub alternating: bool,
    /// Least time between two vehicles that drive on in the same direction, microseconds.
    pub headway: i64,
    /// Greatest weight of vehicle and cargo, kilograms; `None` is no limit.
    pub heaviest: Option<i64>,
    /// How long one direction drives on while the other waits, microseconds, at least 1; `None` is until its line is empty.
    pub turn: Option<i64>,
    /// Most vehicles on it at once, at least 1; `None` is no limit.
    pub capacity: Option<u32>,
}

/// What is different on some days; `None` is as usual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BridgeRestriction {
    /// Its name.
    pub name: String,
    /// The first civil day, on the scenario's clock.
    pub from: Date,
    /// The last civil day, inclusive.
    pub to: Date,
    /// Whether traffic alternates.
    pub alternating: Option<bool>,
    /// Least time between two vehicles, microseconds.
    pub headway: Option<i64>,
    /// Greatest weight, kilograms.
    pub heaviest: Option<i64>,
    /// How long one direction drives on, microseconds.
    pub turn: Option<i64>,
    /// Most vehicles on it at once.
    pub capacity: Option<u32>,
}

impl Bridge {
    /// What holds on a civil day.
    pub fn rules_on(&self, day: Date) -> BridgeRules {
        let mut rules = self.usual;
        let covers = |other: &&BridgeRestriction| other.from <= day && day <= other.to;
        for other in self.restrictions.iter().filter(covers) {
            rules = BridgeRules {
                alternating: other.alternating.unwrap_or(rules.alternating),
                headway: other.headway.unwrap_or(rules.headway),
                heaviest: other.heaviest.or(rules.heaviest),
                turn: other.turn.or(rules.turn),
                capacity: other.capacity.or(rules.capacity),
            };
        }
        rules
    }
}
