//! The visit log as CSV, and how the names of vehicles in it are read.

use std::io::Write;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::measures::trace::{Stay, Visitor, What};
use crate::plan::Plan;
use crate::plan::cause::Cause;
pub use crate::plan::vehicle_name::{has_days, name, stem};
use crate::scenario::calendar::{date_of, day_number};
use crate::scenario::model::Scenario;
use crate::sim::{Exit, Place, Reason};

/// The columns of the log before those of causes. `seconds` and the causes are exact decimals; instants are ISO 8601 on the
/// scenario's clock with its offset from UTC.
pub const COLUMNS: [&str; 14] = [
    "vehicle",
    "source",
    "day",
    "class",
    "gate",
    "direction",
    "nationality",
    "route",
    "step",
    "place",
    "event",
    "start",
    "end",
    "seconds",
];

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

/// The log, written as it happens.
pub struct Log<'a, W: Write> {
    scenario: &'a Scenario,
    plan: &'a Plan,
    writer: csv::Writer<W>,
}

impl<'a, W: Write> Log<'a, W> {
    /// A log with its header.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(scenario: &'a Scenario, plan: &'a Plan, out: W) -> csv::Result<Self> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(COLUMNS.into_iter().chain(Cause::ALL.map(Cause::word)))?;
        Ok(Self {
            scenario,
            plan,
            writer,
        })
    }

    /// Adds a stay.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, visitor: &Visitor, stay: &Stay) -> csv::Result<()> {
        let (plan, zone) = (self.plan, &self.scenario.clocks.own);
        let Visitor {
            origin,
            day,
            number,
            ..
        } = *visitor;
        let kind = &plan.kinds[visitor.kind as usize];
        let (route, step) = &plan.names.ops[stay.op as usize];
        let date = date_of(i64::from(day)).filter(|_| has_days(plan, origin));
        let fields = [
            name(plan, origin, day, number),
            plan.names.origins[origin as usize].clone(),
            date.map_or_else(String::new, |date| date.to_string()),
            plan.names.classes[kind.class as usize].clone(),
            plan.names.gates[kind.gate as usize].clone(),
            if kind.import { "import" } else { "export" }.to_owned(),
            if kind.chinese {
                "chinese"
            } else {
                "vietnamese"
            }
            .to_owned(),
            route.clone(),
            step.clone(),
            place(plan, zone, stay.what),
            event(stay.what).to_owned(),
            iso(stay.start, zone),
            iso(stay.end, zone),
            seconds(stay.end - stay.start),
        ];
        self.writer
            .write_record(fields.into_iter().chain(stay.causes.map(seconds)))
    }

    /// Writes what is still in memory.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(mut self) -> std::io::Result<()> {
        self.writer.flush()
    }
}

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

/// Microseconds as seconds, exactly.
fn seconds(span: i64) -> String {
    let (sign, span) = (if span < 0 { "-" } else { "" }, span.unsigned_abs());
    let (whole, part) = (span / 1_000_000, span % 1_000_000);
    if part == 0 {
        return format!("{sign}{whole}");
    }
    let text = format!("{sign}{whole}.{part:06}");
    text.trim_end_matches('0').to_owned()
}
