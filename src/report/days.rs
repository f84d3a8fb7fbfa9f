//! The calendar of a gate day by day, for each group of vehicles to which the same days apply.
//!
//! The groups are those of vehicles that a source or backlog of the scenario brings, as they meet the gate's holding
//! points; at a gate to which nobody comes, it is a loaded export lorry. Each day is as `calendar::day_table` resolves
//! it, with one word for the whole day and the hours during which somebody may pass, on both clocks.

use jiff::civil::{Date, DateTime};

use crate::plan::{Plan, met};
use crate::scenario::calendar::{
    Ambiguity, Bound, Category, DayRow, DaySpan, Direction, Nationality, NoticeState, SegmentState,
    View, day_table, instant,
};
use crate::scenario::model::Scenario;

/// Vehicles to which the same days apply, at one gate.
#[derive(Clone, Debug)]
pub struct Block {
    /// The gate, as an index into `scenario.gates`.
    pub gate: usize,
    /// Who they are.
    pub vehicles: Vec<Category>,
    /// One entry for each civil day of the period.
    pub days: Vec<Day>,
}

/// A civil day for a group of vehicles.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// The day as the calendar resolves it.
    pub row: DayRow,
    /// `closed`, `rest day`, `appointment`, `normal`, `extended`, `barred` or `wrong direction`.
    pub state: &'static str,
    /// Hours during which somebody of the group may pass, on the scenario's clock; empty where nobody may.
    pub hours: String,
    /// The same on the partner's clock; a day before or after is marked `-1` or `+1`.
    pub partner_hours: String,
    /// Places that can be booked on this day, where one must book and the number is limited.
    pub slots: Option<u64>,
}

impl Day {
    /// Whether the two days may be told as one: all but date, weekday and lunar day are alike.
    pub fn is_like(&self, other: &Day) -> bool {
        let told = |day: &Day| {
            (
                day.state,
                day.hours.clone(),
                day.partner_hours.clone(),
                day.row.notice.clone(),
                day.slots,
            )
        };
        told(self) == told(other)
    }
}

/// The days of all gates.
///
/// # Errors
/// The first day that two notices decide differently.
pub fn blocks(scenario: &Scenario, plan: &Plan) -> Result<Vec<Block>, Ambiguity> {
    let met = met(plan);
    let mut blocks: Vec<Block> = Vec::new();
    for (gate, described) in scenario.gates.iter().enumerate() {
        let mut here: Vec<(Category, Option<u32>)> = met
            .iter()
            .filter(|met| met.gate == gate)
            .map(|met| (met.category, Some(met.lane)))
            .collect();
        if here.is_empty() && !scenario.classes.is_empty() {
            here.push((ORDINARY, None));
        }
        let first = blocks.len();
        for (category, lane) in here {
            let rows = day_table(
                &described.calendar,
                &category,
                &scenario.clocks,
                &scenario.period,
                View::of(scenario.calendar),
            )?;
            let days: Vec<Day> = rows
                .into_iter()
                .map(|row| day(scenario, plan, gate, lane, row))
                .collect();
            match blocks[first..].iter_mut().find(|block| block.days == days) {
                Some(block) => {
                    if !block.vehicles.contains(&category) {
                        block.vehicles.push(category);
                    }
                }
                None => blocks.push(Block {
                    gate,
                    vehicles: vec![category],
                    days,
                }),
            }
        }
    }
    Ok(blocks)
}

/// A loaded lorry with goods for China.
const ORDINARY: Category = Category {
    direction: Direction::Export,
    bound: Bound::ToChina,
    class: 0,
    vehicle: Nationality::Vietnamese,
    loaded: true,
    backlog: false,
};

fn day(scenario: &Scenario, plan: &Plan, gate: usize, lane: Option<u32>, row: DayRow) -> Day {
    let state = state(scenario, gate, &row);
    let slots = lane.filter(|_| state == "appointment");
    let slots = slots.and_then(|lane| slots_on(scenario, plan, lane, row.date));
    Day {
        state,
        hours: hours(&row, |span| span.own),
        partner_hours: hours(&row, |span| span.partner),
        slots,
        row,
    }
}

/// One word for a day: what is best for the vehicles at any time of it.
fn state(scenario: &Scenario, gate: usize, row: &DayRow) -> &'static str {
    let is = |state: SegmentState| row.spans.iter().any(|span| span.state == state);
    let notices = &scenario.gates[gate].calendar.notices;
    let deciding = row.notice.as_ref();
    let deciding = deciding.and_then(|name| notices.iter().find(|notice| notice.name == *name));
    if is(SegmentState::Booked) {
        "appointment"
    } else if is(SegmentState::Open) {
        match deciding.map(|notice| notice.state) {
            Some(NoticeState::Extended) => "extended",
            _ => "normal",
        }
    } else if is(SegmentState::ClassBarred) {
        "barred"
    } else if is(SegmentState::WrongDirection) {
        "wrong direction"
    } else if deciding.is_some() || row.spans.iter().any(|span| span.notice.is_some()) {
        "closed"
    } else {
        "rest day"
    }
}

/// The open spans of a day on one clock: "07:00-11:00, 14:00-17:00".
fn hours(row: &DayRow, on: impl Fn(&DaySpan) -> (DateTime, DateTime)) -> String {
    let mut windows: Vec<(DateTime, DateTime)> = Vec::new();
    for (from, to) in row.open().map(on) {
        match windows.last_mut() {
            Some(last) if last.1 == from => last.1 = to,
            _ => windows.push((from, to)),
        }
    }
    let windows: Vec<String> = windows
        .into_iter()
        .map(|(from, to)| {
            format!(
                "{}-{}",
                time(from, row.date, false),
                time(to, row.date, true)
            )
        })
        .collect();
    windows.join(", ")
}

/// A time of day as it is written in hours; on another day than `date` with a sign.
fn time(at: DateTime, date: Date, is_end: bool) -> String {
    let mut days = crate::scenario::calendar::day_number(at.date())
        - crate::scenario::calendar::day_number(date);
    let (mut hour, minute, second) = (at.hour(), at.minute(), at.second());
    if is_end && days == 1 && (hour, minute, second) == (0, 0, 0) {
        (days, hour) = (0, 24);
    }
    let seconds = if second > 0 {
        format!(":{second:02}")
    } else {
        String::new()
    };
    let sign = if days == 0 {
        String::new()
    } else {
        format!(" ({days:+})")
    };
    format!("{hour:02}:{minute:02}{seconds}{sign}")
}

/// Places in the day's booking intervals: of several limits the tightest counts.
fn slots_on(scenario: &Scenario, plan: &Plan, lane: u32, date: Date) -> Option<u64> {
    let zone = &scenario.clocks.own;
    let (from, to) = (instant(date, 0, zone), instant(date, 24 * 60, zone));
    let mut places = None;
    for season in &plan.lanes.get(lane as usize)?.seasons {
        for interval in season.intervals.clone() {
            let interval = &plan.intervals[interval as usize];
            let room = season
                .pools
                .iter()
                .filter_map(|pool| plan.slots.get((interval.slots + pool) as usize))
                .min();
            if let Some(&room) = room
                && from <= interval.start
                && interval.start < to
            {
                *places.get_or_insert(0) += u64::from(room);
            }
        }
    }
    places
}
