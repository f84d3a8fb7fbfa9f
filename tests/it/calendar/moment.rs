//! Spans and instants as one asks for them.

use bordergate::scenario::calendar::moment::{point, span};
use bordergate::scenario::calendar::{Period, instant};

use super::{day, period, zone};

const HOUR: i64 = 60;

fn tet_2022() -> Period {
    period("2022-01-22", "2022-02-13")
}

fn at(date: &str, minute: i64) -> i64 {
    instant(day(date), minute, &zone("Asia/Ho_Chi_Minh"))
}

#[test]
fn a_span_of_days_ends_with_its_last_day_and_one_that_ends_at_a_time_there() {
    for (text, from, to) in [
        (
            "2022-02-03..2022-02-09",
            ("2022-02-03", 0),
            ("2022-02-10", 0),
        ),
        ("2022-02-03", ("2022-02-03", 0), ("2022-02-04", 0)),
        ("mùng 3 .. mùng 6", ("2022-02-03", 0), ("2022-02-07", 0)),
        ("tet-1", ("2022-01-31", 0), ("2022-02-01", 0)),
        (
            "2022-02-03 08:00..12:00",
            ("2022-02-03", 8 * HOUR),
            ("2022-02-03", 12 * HOUR),
        ),
        (
            "2022-02-03 08:30..mùng 4 7:05",
            ("2022-02-03", 8 * HOUR + 30),
            ("2022-02-04", 7 * HOUR + 5),
        ),
        (
            "2022-02-03..2022-02-03 18:00",
            ("2022-02-03", 0),
            ("2022-02-03", 18 * HOUR),
        ),
        (
            "2022-02-03 20:00..24:00",
            ("2022-02-03", 20 * HOUR),
            ("2022-02-04", 0),
        ),
        (
            "2022-02-03 18:00..2022-02-05",
            ("2022-02-03", 18 * HOUR),
            ("2022-02-06", 0),
        ),
        (
            "2022-01-22..2022-02-13",
            ("2022-01-22", 0),
            ("2022-02-14", 0),
        ),
    ] {
        let read = span(text, tet_2022(), &zone("Asia/Ho_Chi_Minh"));
        assert_eq!(read, Ok((at(from.0, from.1), at(to.0, to.1))), "{text}");
    }
    let noon = point("mùng 3 12:00", tet_2022(), &zone("Asia/Ho_Chi_Minh"));
    assert_eq!(noon, Ok(at("2022-02-03", 12 * HOUR)));
}

/// What is wrong, and with which part of the text.
#[test]
fn what_is_no_span_says_where_and_why() {
    for (text, part, why) in [
        ("", "", "a day is missing"),
        ("..2022-02-09", "", "a day is missing"),
        ("2022-02-03..", "", "a day is missing"),
        (
            "Thursday..2022-02-09",
            "Thursday",
            "`Thursday` is not a day",
        ),
        ("2022-02-30", "2022-02-30", "`2022-02-30` is not a day"),
        (
            "2022-02-03 25:00..2022-02-09",
            "25:00",
            "`25:00` is no clock time",
        ),
        (
            "2022-02-03 8:60..2022-02-09",
            "8:60",
            "`8:60` is no clock time",
        ),
        (
            "2022-02-03 08:00",
            "2022-02-03 08:00",
            "this is an instant, and no span",
        ),
        ("2022-02-03..12:00", "12:00", "the day is missing"),
        (
            "2022-02-03 12:00..08:00",
            "08:00",
            "it is over before it begins",
        ),
        (
            "2022-02-09..2022-02-03",
            "2022-02-03",
            "it is over before it begins",
        ),
        (
            "2022-01-21..2022-02-03",
            "2022-01-21",
            "this is outside the period, 2022-01-22 to 2022-02-13",
        ),
        (
            "2022-02-03..2022-02-14",
            "2022-02-14",
            "this is outside the period, 2022-01-22 to 2022-02-13",
        ),
        (
            "15 tháng 8",
            "15 tháng 8",
            "no tháng 8 lies in 2022-01-22 to 2022-02-13 or within 60 days of it; write a date instead",
        ),
    ] {
        let error = span(text, tet_2022(), &zone("Asia/Ho_Chi_Minh")).unwrap_err();
        assert_eq!(
            (text[error.at.clone()].trim(), &*error.reason),
            (part, why),
            "{text}"
        );
        assert!(!error.remedy.is_empty());
    }
    for (text, part, why) in [
        ("2022-02-03", "2022-02-03", "the clock time is missing"),
        ("18:00", "18:00", "the day is missing"),
        (
            "2022-02-14 00:00",
            "2022-02-14 00:00",
            "this is outside the period, 2022-01-22 to 2022-02-13",
        ),
    ] {
        let error = point(text, tet_2022(), &zone("Asia/Ho_Chi_Minh")).unwrap_err();
        assert_eq!(
            (&text[error.at.clone()], &*error.reason),
            (part, why),
            "{text}"
        );
    }
}
