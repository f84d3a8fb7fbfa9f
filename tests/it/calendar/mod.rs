//! Calendars: lunar days, hours, notices, and what they add up to.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::inconsistent_digit_grouping,
    reason = "a test that cannot go on fails, and tables keep the digits of their source"
)]

mod astronomy;
mod day_ref;
mod gates;
mod hours;
mod jumps;
mod lunar;
mod moment;
mod oracle;
mod precedence;
mod tet_2022;

use bordergate::scenario::calendar::{
    Bound, Category, Clocks, DayRef, Direction, GateCalendar, Hours, MINUTE, Nationality, Period,
    SegmentState, Time, Timeline, Weekly, instant, resolve,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

/// Vietnam's clock, and China's across the line.
fn clocks() -> Clocks {
    Clocks {
        own: zone("Asia/Ho_Chi_Minh"),
        partner: zone("Asia/Shanghai"),
    }
}

fn hours(text: &str) -> Hours {
    Hours::parse(text).unwrap()
}

fn period(from: &str, to: &str) -> Period {
    Period {
        from: day(from),
        to: day(to),
    }
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A day of a notice, as a planner writes it.
fn day_in(period: Period, text: &str) -> Date {
    DayRef::parse(text).unwrap().resolve(period).unwrap()
}

/// A gate that works the same hours every day, on each side's clock.
fn gate(own: &str, partner: &str) -> GateCalendar {
    GateCalendar {
        own: Weekly::daily(&hours(own)),
        partner: Some(Weekly::daily(&hours(partner))),
        notices: Vec::new(),
        restrictions: Vec::new(),
    }
}

/// A loaded Vietnamese lorry on its way out with goods of this class.
fn export(class: usize) -> Category {
    Category {
        direction: Direction::Export,
        bound: Bound::ToChina,
        class,
        vehicle: Nationality::Vietnamese,
        loaded: true,
        backlog: false,
    }
}

/// What a category meets at a gate between Vietnam and China.
fn timeline(
    gate: &GateCalendar,
    category: Category,
    period: Period,
    version: Option<usize>,
) -> Timeline {
    resolve(gate, &category, &clocks(), &period, version).unwrap()
}

/// A day of Vietnam's clock in short words: "night, 07:00 open, 19:00 night".
fn story(timeline: &Timeline, date: &str) -> String {
    let own = clocks().own;
    let (start, end) = (instant(day(date), 0, &own), instant(day(date), 1440, &own));
    let mut story = word(timeline.state_at(start).unwrap()).to_owned();
    for (time, state) in timeline.changes() {
        if start < time && time < end {
            let minute = (time - start) / MINUTE;
            story += &format!(", {:02}:{:02} {}", minute / 60, minute % 60, word(state));
        }
    }
    story
}

fn word(state: SegmentState) -> &'static str {
    match state {
        SegmentState::Open => "open",
        SegmentState::Booked => "booked",
        SegmentState::ClosedHoliday => "holiday",
        SegmentState::ClosedNight => "night",
        SegmentState::WrongDirection => "wrong way",
        SegmentState::ClassBarred => "barred",
    }
}

/// An instant by Vietnam's clock.
fn at(date: &str, minute: i64) -> Time {
    instant(day(date), minute, &clocks().own)
}
