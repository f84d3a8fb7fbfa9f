//! One vehicle's story in words, and the list of vehicles worth looking at.
//!
//! Clock times are whole seconds, the last full one. Every duration printed is the difference of two clock times
//! printed, and the causes of a stay share its printed duration, so whoever adds up the story gets its total.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::measures::trace::{Stay, Visitor, What};
use crate::plan::Plan;
use crate::plan::cause::{CAUSES, Cause};
use crate::scenario::calendar::clock;
use crate::scenario::lunar::{self, Side};
use crate::scenario::model::Scenario;
use crate::sim::{Exit, Place};

use super::listing::listing;
use super::text::Style;
use super::{trace, words};

/// A vehicle and all its stays.
#[derive(Clone, Debug)]
pub struct Story {
    /// As it was last.
    pub visitor: Visitor,
    /// In order.
    pub stays: Vec<Stay>,
}

/// A story in words.
pub fn story(scenario: &Scenario, plan: &Plan, story: &Story) -> String {
    let Story { visitor, stays } = story;
    let kind = &plan.kinds[visitor.kind as usize];
    let mut text = format!(
        "{}: {} {} with {}{}, {} at {}\n",
        trace::name(plan, visitor.origin, visitor.day, visitor.number),
        if kind.chinese {
            "Chinese"
        } else {
            "Vietnamese"
        },
        if kind.persons { "traveller" } else { "vehicle" },
        scenario.classes[kind.class as usize].title,
        if kind.loaded { "" } else { " (empty)" },
        if kind.import { "import" } else { "export" },
        scenario.gates[kind.gate as usize].title,
    );
    let mut totals = [0; CAUSES];
    let mut day = None;
    let mut last = visitor.arrived;
    for stay in stays {
        last = stay.end;
        let shown = clock(stay.start, &scenario.clocks.own);
        let lasts = second(stay.end) - second(stay.start);
        let causes = shared(stay);
        for (total, span) in totals.iter_mut().zip(causes) {
            *total += span;
        }
        if stay.start == stay.end && matches!(stay.what, What::Wait(_) | What::BeforeStart) {
            continue; // nobody in the way
        }
        if day.replace(shown.date()) != Some(shown.date()) {
            let date = shown.date();
            let lunar = lunar::word(Side::Vietnam, date)
                .map_or_else(|_| String::new(), |word| format!(" ({word})"));
            let _ = writeln!(
                text,
                "\n{} {} {} {}{lunar}",
                words::weekday(date.weekday()),
                date.day(),
                words::month(date.month()),
                date.year(),
            );
        }
        let _ = write!(
            text,
            "  {}  {}",
            shown.strftime("%H:%M:%S"),
            told(scenario, plan, visitor, stay)
        );
        if stay.start < stay.end {
            let _ = write!(text, ": {}", duration(lasts));
            if !matches!(
                stay.what,
                What::Service(_) | What::Travel | What::Result | What::BeforeStart
            ) {
                let parts: Vec<String> = parts(&causes)
                    .map(|(cause, span)| format!("{} {}", words::cause(cause), duration(span)))
                    .collect();
                let _ = write!(text, " ({})", parts.join("; "));
            }
        }
        text.push('\n');
    }
    let _ = writeln!(
        text,
        "\nIn all {}:",
        duration(second(last) - second(visitor.arrived))
    );
    for (cause, span) in parts(&totals) {
        let _ = writeln!(text, "  {}: {}", words::cause(cause), duration(span));
    }
    text
}

/// Whole seconds since 1970, rounded down: what a clock shows.
fn second(time: i64) -> i64 {
    time.div_euclid(1_000_000)
}

/// The causes of a stay in whole seconds that add up to its printed duration.
fn shared(stay: &Stay) -> [i64; CAUSES] {
    let mut reached = stay.start;
    stay.causes.map(|span| {
        let before = second(reached);
        reached += span;
        second(reached) - before
    })
}

fn parts(causes: &[i64; CAUSES]) -> impl Iterator<Item = (Cause, i64)> {
    Cause::ALL
        .into_iter()
        .zip(*causes)
        .filter(|&(_, span)| span > 0)
}

/// Seconds in words: "3 d 2 h 5 min 10 s".
pub fn duration(seconds: i64) -> String {
    let units = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let mut left = seconds;
    let mut parts = Vec::new();
    for (length, word) in units {
        if left >= length {
            parts.push(format!("{} {word}", left / length));
            left %= length;
        }
    }
    if parts.is_empty() {
        "0 s".to_owned()
    } else {
        parts.join(" ")
    }
}

fn told(scenario: &Scenario, plan: &Plan, visitor: &Visitor, stay: &Stay) -> String {
    let step = &plan.names.ops[stay.op as usize].1;
    let gate = |gate: u32| &scenario.gates[gate as usize].title;
    let station = |station: u32| &scenario.stations[station as usize].title;
    let yard = |yard: u32| &scenario.yards[yard as usize].title;
    let bridge = |line: u32| &scenario.bridges[line as usize / 2].title;
    let residents = |at: u32| &scenario.residents[at as usize].title;
    let slot = |interval: u32| slot(scenario, plan, interval);
    let papers = |papers: u32| scenario.papers[papers as usize].title.as_str();
    let listed = |list: u32| {
        let list = plan.paper_lists[list as usize].iter();
        list.map(|&one| papers(one))
            .collect::<Vec<&str>>()
            .join(", ")
    };
    match stay.what {
        What::Wait(Place::Papers(list)) => format!("{step}: waits for papers: {}", listed(list)),
        What::File { papers: at, again } => {
            let again = if again {
                " again: it holds no more"
            } else {
                ""
            };
            format!("{step}: files {}{again}", papers(at))
        }
        What::Lodged(at) => format!("has lodged {} ahead", papers(at)),
        What::Collect(list) => format!("{step}: has its papers: {}", listed(list)),
        What::Overstay(stay) => {
            format!(
                "{step}: has stayed too long: {}",
                plan.names.stays[stay as usize]
            )
        }
        What::Arrive => "arrives".to_owned(),
        What::BeforeStart => "stands in line before the period begins".to_owned(),
        What::Wait(Place::Station(at)) => format!("{step}: waits for {}", station(at)),
        What::Wait(Place::Lane(lane)) => {
            format!("{step}: waits at {}", gate(plan.lanes[lane as usize].gate))
        }
        What::Wait(Place::Pool(at)) => {
            format!(
                "{step}: waits for one of {}",
                scenario.pools[at as usize].title
            )
        }
        What::Seize(at) => format!("{step}: takes one of {}", scenario.pools[at as usize].title),
        What::Free(at) => format!(
            "{step}: lets one of {} go",
            scenario.pools[at as usize].title
        ),
        What::Wait(Place::Residents(at)) => {
            format!("{step}: waits for {}", residents(at))
        }
        What::Gather {
            residents: at,
            persons: 1,
        } => format!("{step}: gathers 1 person of {}", residents(at)),
        What::Gather {
            residents: at,
            persons,
        } => format!("{step}: gathers {persons} persons of {}", residents(at)),
        What::Wait(Place::Yard(at)) => format!("{step}: waits for a place in {}", yard(at)),
        What::Park(at) => format!("{step}: parks in {}", yard(at)),
        What::LeaveYard(at) => format!("{step}: leaves {}", yard(at)),
        What::Wait(Place::Bridge(at)) => format!("{step}: waits for {}", bridge(at)),
        What::Aside(at) => format!("{step}: waits, too heavy for {}", bridge(at)),
        What::Drive(at) => {
            let class = plan.kinds[visitor.kind as usize].class;
            let alone = plan.bridges[at as usize / 2].is_alone(class);
            let alone = if alone { ", alone" } else { "" };
            format!("{step}: drives over {}{alone}", bridge(at))
        }
        What::TooHeavy(at) => format!("{step}: is too heavy for {}", bridge(at)),
        What::Service(at) => format!("{step}: is served at {}", station(at)),
        What::Travel => format!("{step}: is under way"),
        What::Together => format!("{step}: stands still, several work on it"),
        What::Result => format!("{step}: waits for the result"),
        What::Choose(label) => format!("{step}: is sent to {}", plan.names.labels[label as usize]),
        What::Book(interval) if stay.start < visitor.arrived => {
            format!("books from afar a slot on {}", slot(interval))
        }
        What::Book(interval) => format!("{step}: books a slot on {}", slot(interval)),
        What::Miss(interval) => format!("misses its slot on {}", slot(interval)),
        What::WalkIn(interval) => {
            format!(
                "{step}: takes a place left of the slot on {}",
                slot(interval)
            )
        }
        What::Pass {
            lane,
            crossing: None,
        } => {
            format!(
                "{step}: is admitted to {}",
                gate(plan.lanes[lane as usize].gate)
            )
        }
        What::Pass {
            crossing: Some(crossing),
            ..
        } => {
            let side = if crossing.to_vietnam {
                "Vietnam"
            } else {
                "China"
            };
            format!("{step}: crosses to {side}")
        }
        What::See(seen) => format!("sees {seen} in line"),
        What::Redirect { from, read } => format!(
            "is diverted: {} are published at {}, {} where it goes",
            read[0],
            gate(plan.kinds[from as usize].gate),
            read[1]
        ),
        What::Release => format!("{step}: its goods are released"),
        What::Transfer(kind, reason) => {
            format!(
                "goes elsewhere from {}: {}",
                gate(plan.kinds[kind as usize].gate),
                words::reason(reason)
            )
        }
        What::Leave(Exit::Completed) => "leaves".to_owned(),
        What::Leave(Exit::TurnedBack(reason)) => format!("turns back: {}", words::reason(reason)),
        What::Inside => "is still inside when the period ends".to_owned(),
    }
}

/// Day and hours of a booking interval.
fn slot(scenario: &Scenario, plan: &Plan, interval: u32) -> String {
    let interval = &plan.intervals[interval as usize];
    let on = |time: i64| clock(time, &scenario.clocks.own);
    let (from, to) = (on(interval.start), on(interval.end));
    format!(
        "{} {} {}, {}-{}",
        words::weekday(from.date().weekday()),
        from.date().day(),
        words::month(from.date().month()),
        from.strftime("%H:%M"),
        to.strftime("%H:%M"),
    )
}

/// The longest stay in the system for each gate, direction and class.
#[derive(Clone, Debug, Default)]
pub struct Longest {
    groups: BTreeMap<(u32, bool, u32), (Visitor, i64, What)>,
}

impl Longest {
    /// Listens for vehicles that leave or are inside at the end.
    pub fn add(&mut self, plan: &Plan, visitor: &Visitor, stay: &Stay) {
        if !matches!(stay.what, What::Leave(_) | What::Inside) {
            return;
        }
        let kind = &plan.kinds[visitor.kind as usize];
        let group = (kind.gate, kind.import, kind.class);
        let span = stay.end - visitor.arrived;
        let longer = self
            .groups
            .get(&group)
            .is_none_or(|(other, end, _)| span > end - other.arrived);
        if longer {
            self.groups
                .insert(group, (visitor.clone(), stay.end, stay.what));
        }
    }

    /// The list as text, with how to go on.
    pub fn text(&self, scenario: &Scenario, plan: &Plan, file: &str, style: Style) -> String {
        let mut all: Vec<_> = self.groups.iter().collect();
        all.sort_by_key(|(group, (visitor, end, _))| (group.0, visitor.arrived - end));
        let rows: Vec<Vec<String>> = all
            .iter()
            .map(|&(&(gate, import, class), (visitor, end, what))| {
                let most = Cause::ALL
                    .into_iter()
                    .max_by_key(|&cause| visitor.causes[cause as usize]);
                vec![
                    scenario.gates[gate as usize].name.clone(),
                    if import { "import" } else { "export" }.to_owned(),
                    scenario.classes[class as usize].name.clone(),
                    duration(second(*end) - second(visitor.arrived)),
                    match what {
                        What::Leave(Exit::TurnedBack(_)) => "turned back",
                        What::Inside => "still inside",
                        _ => "left",
                    }
                    .to_owned(),
                    most.map_or("", words::cause).to_owned(),
                    trace::name(plan, visitor.origin, visitor.day, visitor.number),
                ]
            })
            .collect();
        let header = [
            "gate",
            "direction",
            "class",
            "longest in system",
            "at the end",
            "most of it",
            "vehicle",
        ];
        let mut text = listing(&header, &[], &rows, style);
        if let Some(name) = rows.first().and_then(|row| row.last()) {
            let _ = writeln!(
                text,
                "\nOne vehicle's story: bordergate trace {file} --vehicle {name}"
            );
            let _ = writeln!(
                text,
                "The log of all visits: bordergate trace {file} --format csv"
            );
        }
        text
    }
}
