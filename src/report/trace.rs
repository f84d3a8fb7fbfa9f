//! The visit log as a table, and how the names of vehicles in it are read.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use serde::Serialize;

use crate::des::keyed::GENERATOR;
use crate::measures::trace::{Stay, Visitor, What};
use crate::plan::cause::Cause;
pub use crate::plan::vehicle_name::{has_days, name, stem};
use crate::plan::{Kind, Plan};
use crate::scenario::calendar::{date_of, day_number};
use crate::scenario::model::Scenario;
use crate::sim::{Exit, Place, Reason};

use super::columns::{About, Cell, Column, Kind as ColumnKind};
use super::{digest, json};

/// Which vehicle is asked for: origin, civil day number (0 where it has none) and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Index into `plan.names.origins`.
    pub origin: u32,
    /// Civil day number, 0 for backlogs and renewal sources.
    pub day: i32,
    /// Number from 1.
    pub number: u64,
}

impl Wanted {
    /// Whether this is the one.
    pub fn is(&self, visitor: &Visitor) -> bool {
        (self.origin, self.day, self.number) == (visitor.origin, visitor.day, visitor.number)
    }
}

/// The vehicle of this name; `None` where no name can look like this.
pub fn parse(plan: &Plan, text: &str) -> Option<Wanted> {
    let (rest, number) = text.rsplit_once('.')?;
    let number = number.parse().ok()?;
    (0..plan.names.origins.len() as u32).find_map(|origin| {
        let day = if has_days(plan, origin) {
            let (name, date) = rest.rsplit_once('.')?;
            let date: Date = date.parse().ok()?;
            (name == stem(plan, origin)).then(|| i32::try_from(day_number(date)).ok())??
        } else {
            (rest == stem(plan, origin)).then_some(0)?
        };
        Some(Wanted {
            origin,
            day,
            number,
        })
    })
}

/// A row of the log: a stay, and whose it is.
pub struct Entry<'a> {
    /// The plan that was run.
    pub plan: &'a Plan,
    /// The scenario's clock.
    pub zone: &'a TimeZone,
    /// The vehicle.
    pub visitor: Visitor,
    /// What it did.
    pub stay: Stay,
}

impl Entry<'_> {
    /// What the vehicle is.
    pub fn kind(&self) -> &Kind {
        &self.plan.kinds[self.visitor.kind as usize]
    }

    /// Route and step.
    pub fn step(&self) -> (&str, &str) {
        let (route, step) = &self.plan.names.ops[self.stay.op as usize];
        (route, step)
    }

    /// What the vehicle is called.
    pub fn vehicle(&self) -> String {
        let Visitor {
            origin,
            day,
            number,
            ..
        } = self.visitor;
        name(self.plan, origin, day, number)
    }

    /// Its source or backlog.
    pub fn source(&self) -> &str {
        &self.plan.names.origins[self.visitor.origin as usize]
    }

    /// The civil day on which its source made it, where it has one.
    pub fn day(&self) -> Option<Date> {
        let Visitor { origin, day, .. } = self.visitor;
        date_of(i64::from(day)).filter(|_| has_days(self.plan, origin))
    }

    /// Its class.
    pub fn class(&self) -> &str {
        &self.plan.names.classes[self.kind().class as usize]
    }

    /// Its gate.
    pub fn gate(&self) -> &str {
        &self.plan.names.gates[self.kind().gate as usize]
    }

    /// The direction of its goods.
    pub fn direction(&self) -> &'static str {
        if self.kind().import {
            "import"
        } else {
            "export"
        }
    }

    /// Whose vehicle it is.
    pub fn nationality(&self) -> &'static str {
        if self.kind().chinese {
            "chinese"
        } else {
            "vietnamese"
        }
    }
}

/// The columns of the log. `seconds` and those of causes are seconds; `start` and `end` are instants, which CSV shows on the scenario's
/// clock with its offset from UTC.
pub fn columns<'a>() -> Vec<Column<Entry<'a>>> {
    let instant = |name: &'static str, time: fn(&Stay) -> i64| {
        Column::new(name, ColumnKind::Instant, move |row: &Entry| {
            let time = time(&row.stay);
            let offset = Timestamp::from_microsecond(time)
                .map_or(Offset::UTC, |time| row.zone.to_offset(time));
            Cell::Instant(time, offset)
        })
    };
    let mut columns = vec![
        Column::text("vehicle", |row: &Entry| row.vehicle().into()),
        Column::text("source", |row: &Entry| row.source().into()),
        Column::new("day", ColumnKind::Day, |row: &Entry| {
            row.day().map_or(Cell::Nothing, Cell::Day)
        }),
        Column::text("class", |row: &Entry| row.class().into()),
        Column::text("gate", |row: &Entry| row.gate().into()),
        Column::text("direction", |row: &Entry| row.direction().into()),
        Column::text("nationality", |row: &Entry| row.nationality().into()),
        Column::text("route", |row: &Entry| row.step().0.into()),
        Column::text("step", |row: &Entry| row.step().1.into()),
        Column::text("place", |row: &Entry| {
            place(row.plan, row.zone, row.stay.what).into()
        }),
        Column::text("event", |row: &Entry| event(row.stay.what).into()),
        instant("start", |stay| stay.start),
        instant("end", |stay| stay.end),
        Column::number("seconds", |row: &Entry| {
            Cell::Span(row.stay.end - row.stay.start)
        }),
    ];
    for (at, cause) in Cause::ALL.into_iter().enumerate() {
        columns.push(Column::number(cause.word(), move |row: &Entry| {
            row.stay
                .causes
                .get(at)
                .map_or(Cell::Nothing, |&span| Cell::Span(span))
        }));
    }
    columns
}

/// What it takes to get the same log again.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Origin {
    version: &'static str,
    scenario: String,
    scenario_digest: String,
    hash: &'static str,
    generator: &'static str,
    seed: u64,
    replication: u64,
}

/// What the log says of itself where its format has a place for it.
pub fn about(scenario: &Scenario, seed: u64, replication: u64) -> About {
    let origin = Origin {
        version: env!("CARGO_PKG_VERSION"),
        scenario: scenario.id.clone(),
        scenario_digest: digest::scenario(scenario),
        hash: digest::HASH,
        generator: GENERATOR,
        seed,
        replication,
    };
    vec![
        ("bordergate.schema", SCHEMA.to_owned()),
        ("bordergate.manifest", json(&origin)),
    ]
}

/// Name and version of the table.
pub const SCHEMA: &str = "bordergate.trace/1";

/// The word for an event.
pub fn event(what: What) -> &'static str {
    match what {
        What::Arrive => "arrive",
        What::BeforeStart => "before-start",
        What::Wait(_) | What::Aside(_) => "wait",
        What::Service(_) => "service",
        What::Travel => "travel",
        What::Result => "result",
        What::Together => "together",
        What::Park(_) => "park",
        What::LeaveYard(_) => "leave-yard",
        What::Drive(_) => "drive",
        What::TooHeavy(_) => "too-heavy",
        What::Seize(_) => "seize",
        What::Free(_) => "free",
        What::Gather { .. } => "gather",
        What::Choose(_) => "choose",
        What::Book(_) => "book",
        What::Miss(_) => "miss",
        What::WalkIn(_) => "walk-in",
        What::See(_) => "see",
        What::Redirect { .. } => "divert",
        What::Pass { crossing: None, .. } => "pass",
        What::Pass {
            crossing: Some(_), ..
        } => "cross",
        What::File { again: false, .. } => "file",
        What::File { again: true, .. } => "file-again",
        What::Lodged(_) => "lodged",
        What::Collect(_) => "collect",
        What::Overstay(_) => "overstay",
        What::Release => "release",
        What::Transfer(..) => "transfer",
        What::Leave(_) => "leave",
        What::Inside => "inside",
    }
}

/// Where: the station, or the gate whose line it is; for instants what tells them apart.
fn place(plan: &Plan, zone: &TimeZone, what: What) -> String {
    let gate = |gate: u32| plan.names.gates[gate as usize].clone();
    let station = |station: u32| plan.names.stations[station as usize].clone();
    let yard = |yard: u32| plan.names.yards[yard as usize].clone();
    let bridge = |line: u32| plan.names.bridges[line as usize / 2].clone();
    match what {
        What::Wait(Place::Bridge(at)) | What::Aside(at) | What::Drive(at) | What::TooHeavy(at) => {
            bridge(at)
        }
        What::Wait(Place::Pool(at)) | What::Seize(at) | What::Free(at) => {
            plan.names.pools[at as usize].clone()
        }
        What::Wait(Place::Residents(at)) | What::Gather { residents: at, .. } => {
            plan.names.residents[at as usize].clone()
        }
        What::Wait(Place::Yard(at)) | What::Park(at) | What::LeaveYard(at) => yard(at),
        What::Wait(Place::Station(at)) | What::Service(at) => station(at),
        What::Wait(Place::Papers(list)) | What::Collect(list) => papers(plan, list),
        What::File { papers, .. } | What::Lodged(papers) => {
            plan.names.papers[papers as usize].clone()
        }
        What::Overstay(stay) => plan.names.stays[stay as usize].clone(),
        What::Wait(Place::Lane(lane)) => gate(plan.lanes[lane as usize].gate),
        What::Choose(label) => plan.names.labels[label as usize].clone(),
        What::Book(interval) | What::Miss(interval) | What::WalkIn(interval) => {
            iso(plan.intervals[interval as usize].start, zone)
        }
        What::Pass {
            lane,
            crossing: None,
        } => gate(plan.lanes[lane as usize].gate),
        What::Pass {
            crossing: Some(crossing),
            ..
        } => if crossing.to_vietnam {
            "to-vietnam"
        } else {
            "to-china"
        }
        .to_owned(),
        What::See(seen) => seen.to_string(),
        What::Redirect { from, .. } => gate(plan.kinds[from as usize].gate),
        What::Transfer(kind, reason) => {
            format!(
                "{}: {}",
                gate(plan.kinds[kind as usize].gate),
                reason.word()
            )
        }
        What::Leave(Exit::Completed) => "completed".to_owned(),
        What::Leave(Exit::TurnedBack(Reason::Route)) => "turned-back".to_owned(),
        What::Leave(Exit::TurnedBack(reason)) => format!("turned-back: {}", reason.word()),
        What::Arrive
        | What::BeforeStart
        | What::Travel
        | What::Result
        | What::Together
        | What::Release
        | What::Inside => String::new(),
    }
}

/// The names of the papers of a list, with a plus between.
fn papers(plan: &Plan, list: u32) -> String {
    let papers = &plan.paper_lists[list as usize];
    let names = papers
        .iter()
        .map(|&papers| plan.names.papers[papers as usize].as_str());
    names.collect::<Vec<&str>>().join(" + ")
}

/// An instant on a clock, with its offset from UTC.
fn iso(time: i64, zone: &TimeZone) -> String {
    Timestamp::from_microsecond(time).map_or_else(
        |_| String::new(),
        |time| time.display_with_offset(zone.to_offset(time)).to_string(),
    )
}
