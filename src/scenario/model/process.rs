//! What is done with vehicles: stations, yards, routes and their steps.

use super::batch::Batch;
use crate::des::variate::Distribution;
use crate::scenario::calendar::{Bound, Weekly};

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
    /// Order of service: the priority of each class (lower first); all equal is first come, first served.
    pub priority: Vec<u8>,
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
