//! What is done with vehicles: stations, yards, routes and their steps.

use jiff::civil::Date;

use super::batch::Batch;
use super::order::Order;
use crate::des::variate::Distribution;
use crate::scenario::calendar::{Bound, Hours, Weekly};
use crate::scenario::units::Share;

/// A station: a line and servers.
#[derive(Clone, Debug)]
pub struct Station {
    /// Its name.
    pub name: String,
    /// The name printed.
    pub title: String,
    /// The gate to which it belongs, for reports and for servers that work the gate's hours.
    pub gate: Option<usize>,
    /// Groups of servers.
    pub servers: Vec<Servers>,
    /// The skills that its servers have, each once, in order.
    pub skills: Vec<String>,
    /// How many are served together; `None`: each alone.
    pub batch: Option<Batch>,
    /// Order of service.
    pub order: Order,
    /// Whether a lower level takes the server of a higher one that it interrupts.
    pub preempts: bool,
    /// What happens to a service that is under way when its server's hours end.
    pub in_service: InService,
    /// What happens to vehicles in line when the station closes.
    pub in_line: InLine,
}

/// A yard: places where vehicles stand.
#[derive(Clone, Debug)]
pub struct Yard {
    /// Its name.
    pub name: String,
    /// The name printed.
    pub title: String,
    /// The gate to which it belongs, for reports.
    pub gate: Option<usize>,
    /// How many vehicles can stand there, at least 1.
    pub capacity: u32,
}

/// Some servers and when they work.
#[derive(Clone, Debug)]
pub struct Servers {
    /// How many.
    pub count: u32,
    /// When.
    pub hours: ServerHours,
    /// Their skills, as indices into those of the station.
    pub skills: Vec<usize>,
    /// The classes to which they are dedicated, sorted; empty: they serve all.
    pub classes: Vec<usize>,
    /// Whether they serve others when nobody of these is in line.
    pub overflow: bool,
    /// What regimes take of them.
    pub regimes: Vec<Reduction>,
}

/// What a regime leaves of some servers on its days.
#[derive(Clone, Debug, PartialEq)]
pub struct Reduction {
    /// First day.
    pub from: Date,
    /// Last day, inclusive.
    pub to: Date,
    /// Share of them that works, in parts per 10^12, above 0.
    pub share: u64,
    /// The hours outside which nobody works, on the scenario's clock.
    pub within: Option<Hours>,
}

impl Servers {
    /// How many of them there are on a day: regimes multiply, and what is left is rounded up.
    pub fn on(&self, day: Date) -> u32 {
        let share: f64 = self
            .reductions(day)
            .map(|reduction| reduction.share as f64 / Share::WHOLE as f64)
            .product();
        // Products such as 0.5 * 0.4 * 5 lie a little beside whole numbers.
        libm::ceil(f64::from(self.count) * share - 1e-9) as u32
    }

    /// What regimes leave of them on a day.
    pub fn reductions(&self, day: Date) -> impl Iterator<Item = &Reduction> {
        let covers = move |reduction: &&Reduction| reduction.from <= day && day <= reduction.to;
        self.regimes.iter().filter(covers)
    }
}

impl Station {
    /// Whether some of its servers are dedicated to classes.
    pub fn is_dedicated(&self) -> bool {
        self.servers.iter().any(|group| !group.classes.is_empty())
    }

    /// Whether it serves in an order for which levels alone are not enough.
    pub fn has_own_order(&self) -> bool {
        self.preempts || self.order.by_spoilage || !self.order.cycle.is_empty()
    }

    /// Whether each server serves each vehicle alone, the first of the lowest level that has one.
    pub fn is_ordinary(&self) -> bool {
        self.batch.is_none()
            && self.skills.is_empty()
            && !self.is_dedicated()
            && !self.has_own_order()
    }
}

/// When servers work.
#[derive(Clone, Debug)]
pub enum ServerHours {
    /// Round the clock.
    Always,
    /// Whenever the station's gate is open to any vehicle.
    Gate,
    /// These hours, on the scenario's clock.
    Weekly(Weekly),
}

/// Service under way at closing time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InService {
    /// Is finished (the default).
    Finish,
    /// Stops, and goes on where it stopped at the next opening.
    Pause,
    /// Is given up: the vehicle returns to the head of the line and starts again.
    Restart,
}

/// Vehicles in line at closing time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InLine {
    /// Wait for the next opening (the default).
    Wait,
    /// Are served before the servers leave; later comers wait.
    Served,
}

/// A route: steps in order.
#[derive(Clone, Debug)]
pub struct Route {
    /// Its name.
    pub name: String,
    /// The name by which its vehicles draw: its own, or of a copy that of the original.
    pub key: String,
    /// Its steps, at least one.
    pub steps: Vec<Step>,
}

/// One step of a route.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name, unique in the route.
    pub name: String,
    /// What happens there.
    pub activity: Activity,
    /// The step that follows; `None` ends the route. Not used by branches.
    pub next: Option<usize>,
}

/// What happens at a step. A closed list.
#[derive(Clone, Debug)]
pub enum Activity {
    /// Wait in a station's line and be served.
    Serve {
        /// The station.
        station: usize,
        /// Service time for each class (index).
        time: Vec<Distribution>,
        /// The skill that it needs, as an index into those of the station; `None`: any server can do it.
        skill: Option<usize>,
    },
    /// Take a time without any limit on how many do so at once: driving, cooling down.
    Delay {
        /// Time for each class (index).
        time: Vec<Distribution>,
        /// What passes meanwhile.
        waits_for: DelayFor,
    },
    /// Take a place in a yard.
    Park {
        /// The yard.
        yard: usize,
    },
    /// Give back the place in a yard.
    LeaveYard {
        /// The yard.
        yard: usize,
    },
    /// Wait for a bridge and drive over it.
    Bridge {
        /// The bridge.
        bridge: usize,
        /// Which way the wheels go.
        bound: Bound,
        /// Whether the vehicle is loaded; `None`: as it came.
        loaded: Option<bool>,
        /// Driving time for each class (index).
        time: Vec<Distribution>,
        /// Where vehicles go that are too heavy, the inner `None` being the exit; `None`: they wait.
        too_heavy: Option<Option<usize>>,
    },
    /// Take a driver.
    Seize {
        /// The pool.
        pool: usize,
    },
    /// Let a driver go.
    Free {
        /// The pool.
        pool: usize,
        /// His way back.
        after: Option<Distribution>,
    },
    /// Gather residents.
    Gather {
        /// Which.
        residents: usize,
        /// Value of the consignment for each class (index), in hundredths of the currency of the allowance.
        value: Vec<Distribution>,
    },
    /// Choose the next step by share.
    Branch {
        /// For each profile, its options; their shares sum to 10^12.
        options: Vec<Vec<BranchOption>>,
        /// The labels that options point to, for reports (channel).
        labels: Vec<String>,
    },
    /// Wait at the gate's barrier until the calendar (and, on appointment days, a booking) admits.
    Enter,
    /// Pass the line: calendar, booking and quota must admit.
    Cross {
        /// Which way the wheels go.
        bound: Bound,
        /// Whether the vehicle is loaded on this crossing; `None`: as it came.
        loaded: Option<bool>,
    },
    /// The goods are released to the declarant.
    Release,
    /// Begin papers that are neither under way nor ready and valid.
    File {
        /// The papers, each once.
        papers: Vec<usize>,
    },
    /// Wait until papers are ready and valid.
    Join {
        /// The papers, each once.
        papers: Vec<usize>,
    },
    /// A stay begins.
    BeginStay {
        /// The stay.
        stay: usize,
    },
    /// A stay ends.
    EndStay {
        /// The stay.
        stay: usize,
        /// The longest that is in time, microseconds.
        most: i64,
        /// The step for those who stayed longer (`Some(None)`: the exit); `None` where they are only counted.
        past: Option<Option<usize>>,
    },
    /// Stand still while several work on the vehicle at once, each by steps of its own, which follow this one.
    Together {
        /// The first step of each.
        parts: Vec<usize>,
        /// The step behind the last of theirs.
        end: usize,
        /// The step for vehicles that one of them returns; `None` is the exit.
        returned: Option<usize>,
    },
    /// One of several is done: the end of its steps.
    Meet {
        /// Whether it returns the vehicle.
        returned: bool,
    },
    /// Leave without having crossed, turned back.
    TurnBack,
}

/// What a delay is, as the cause of the time that it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DelayFor {
    /// Travelling, or anything else that needs no server (the default).
    Travel,
    /// Waiting for a result, as of a laboratory.
    Result,
}

/// One way out of a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BranchOption {
    /// Parts per 10^12.
    pub share: u64,
    /// The step to which it leads; `None` is the exit.
    pub to: Option<usize>,
    /// Index of its label.
    pub label: usize,
}
