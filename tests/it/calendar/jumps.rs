//! Clocks that jump: windows are civil times of a place, made instants by its zone.

use bordergate::scenario::calendar::{
    Clocks, GateCalendar, Hours, MINUTE, Period, SegmentState, Weekly, date_of, day_number,
    instant, resolve,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::{day, export, hours, period, zone};

fn utc(time: i64) -> String {
    Timestamp::from_microsecond(time).unwrap().to_string()
}

#[test]
fn a_time_shown_twice_is_its_first_showing_and_one_skipped_is_the_jump() {
    let new_york = zone("America/New_York");
    let at = |date: &str, minute| utc(instant(day(date), minute, &new_york));
    // 14 March 2021: 02:00 becomes 03:00, which is 07:00 in Greenwich.
    assert_eq!(at("2021-03-14", 119), "2021-03-14T06:59:00Z");
    for skipped in [120, 121, 150, 179, 180] {
        assert_eq!(at("2021-03-14", skipped), "2021-03-14T07:00:00Z");
    }
    assert_eq!(at("2021-03-14", 181), "2021-03-14T07:01:00Z");
    // 7 November 2021: 02:00 becomes 01:00.
    assert_eq!(at("2021-11-07", 60), "2021-11-07T05:00:00Z");
    assert_eq!(at("2021-11-07", 90), "2021-11-07T05:30:00Z");
    assert_eq!(at("2021-11-07", 120), "2021-11-07T07:00:00Z");
    assert_eq!(at("2021-11-07", 1440), "2021-11-08T05:00:00Z");
}

#[test]
fn hours_across_a_jump() {
    let new_york = zone("America/New_York");
    let minutes = |text: &str, date: &str| hours(text).on(day(date), &new_york).total() / MINUTE;
    for (text, spring, autumn) in [
        ("00:00-24:00", 23 * 60, 25 * 60),
        ("01:00-03:00", 60, 180),
        ("02:00-03:00", 0, 60),
        ("02:30-04:00", 60, 90),
        ("01:00-02:00", 60, 120),
        ("00:00-01:30", 90, 90),
        ("07:00-19:00", 720, 720),
    ] {
        assert_eq!(minutes(text, "2021-03-14"), spring, "{text} in spring");
        assert_eq!(minutes(text, "2021-11-07"), autumn, "{text} in autumn");
    }
}

#[test]
fn a_date_that_the_clock_skips_leaves_no_trace() {
    // Samoa went from 29 to 31 December 2011.
    let apia = zone("Pacific/Apia");
    let clocks = Clocks {
        own: apia.clone(),
        partner: TimeZone::UTC,
    };
    let gate = GateCalendar {
        own: Weekly::daily(&Hours::always()),
        partner: None,
        notices: Vec::new(),
        restrictions: Vec::new(),
    };
    let days = period("2011-12-29", "2011-12-31");
    let seen = resolve(&gate, &export(0), &clocks, &days, None).unwrap();
    assert_eq!(seen.segments().len(), 1);
    assert_eq!(seen.open_time(i64::MIN, i64::MAX), 2 * 1440 * MINUTE);
}

/// Windows after four in the morning, when no clock of these tests jumps.
fn daytime() -> impl Strategy<Value = Hours> {
    (4i64..22, 1i64..20, 0i64..60).prop_map(|(from, length, minute)| {
        let to = (from + length).min(23);
        hours(&format!("{from:02}:{minute:02}-{to:02}:59"))
    })
}

fn place() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "America/New_York",
        "America/Mexico_City",
        "America/Phoenix",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Asia/Ho_Chi_Minh",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// In 2021, when Mexico and the United States changed their clocks three weeks apart.
    #[test]
    fn a_gate_is_open_while_both_clocks_show_an_open_hour(
        ours in daytime(),
        theirs in daytime(),
        own in place(),
        partner in place(),
        first in 0i64..350,
    ) {
        let from = date_of(day_number(day("2021-01-01")) + first).unwrap();
        let days = Period { from, to: date_of(day_number(from) + 9).unwrap() };
        let clocks = Clocks { own: zone(own), partner: zone(partner) };
        let gate = GateCalendar {
            own: Weekly::daily(&ours),
            partner: Some(Weekly::daily(&theirs)),
            notices: Vec::new(),
            restrictions: Vec::new(),
        };
        let seen = resolve(&gate, &export(0), &clocks, &days, None).unwrap();
        let shows = |hours: &Hours, zone: &TimeZone, time: i64| {
            let shown = zone.to_datetime(Timestamp::from_microsecond(time).unwrap());
            let minute = i64::from(shown.hour()) * 60 + i64::from(shown.minute());
            hours.windows().iter().any(|&(from, to)| from <= minute && minute < to)
        };
        let (start, end) = (days.start(&clocks.own), days.end(&clocks.own));
        let mut open = 0;
        for time in (start..end).step_by(MINUTE as usize) {
            let expected = shows(&ours, &clocks.own, time) && shows(&theirs, &clocks.partner, time);
            let state = seen.state_at(time).unwrap();
            prop_assert_eq!(state == SegmentState::Open, expected, "{}", utc(time));
            open += i64::from(expected) * MINUTE;
        }
        prop_assert_eq!(seen.open_time(start, end), open);
    }
}
