//! Opening hours, weekdays and weeks, from what a planner types.

use bordergate::scenario::calendar::{Days, Hours, Spans, TextError, Weekly};
use jiff::civil::Weekday;
use proptest::prelude::*;

use super::hours;

#[test]
fn windows_are_sorted_and_half_open() {
    assert_eq!(hours("07:00-19:00").windows(), [(420, 1140)]);
    assert_eq!(
        hours(" 14:00 - 17:00,8:00–11:00 ").windows(),
        [(480, 660), (840, 1020)]
    );
    // Windows that meet are one.
    assert_eq!(hours("08:00-11:00, 11:00-12:00").windows(), [(480, 720)]);
    assert_eq!(hours("00:00-24:00"), Hours::always());
    assert_eq!(hours("always").minutes(), 1440);
    assert_eq!(hours("Closed"), Hours::closed());
    for text in [
        "closed",
        "07:00-19:00",
        "08:00-11:00, 14:00-17:00",
        "00:00-24:00",
    ] {
        assert_eq!(hours(text).to_string(), text);
    }
}

#[test]
fn wrong_hours_are_pointed_at() {
    for (text, wrong, reason) in [
        ("", "", "no hours are given"),
        ("07:00", "07:00", "`07:00` is not a window"),
        ("7-19", "7", "`7` is not a time of day"),
        ("07:00-19:00,", "", "`` is not a window"),
        (
            "08:00-11:00, 14:0-17:00",
            "14:0",
            "`14:0` is not a time of day",
        ),
        ("07:00-25:00", "25:00", "there is no time 25:00"),
        ("07:60-19:00", "07:60", "there is no time 07:60"),
        ("07:00-24:01", "24:01", "there is no time 24:01"),
        ("+7:00-19:00", "+7:00", "`+7:00` is not a time of day"),
        (
            "22:00-06:00",
            "22:00-06:00",
            "window 22:00-06:00 ends before it starts",
        ),
        ("07:00-07:00", "07:00-07:00", "window 07:00-07:00 is empty"),
        (
            "08:00-12:00, 11:00-14:00",
            "11:00-14:00",
            "window 11:00-14:00 overlaps one before it",
        ),
        ("sáng", "sáng", "`sáng` is not a window"),
    ] {
        let error = Hours::parse(text).unwrap_err();
        assert_eq!(&text[error.at.clone()], wrong, "{text}");
        assert_eq!(error.reason, reason, "{text}");
    }
    assert_eq!(
        Hours::parse("22:00-06:00").unwrap_err().to_string(),
        "window 22:00-06:00 ends before it starts; \
         hours past midnight are two windows: \"00:00-06:00, 22:00-24:00\""
    );
}

#[test]
fn weekdays() {
    use Weekday::*;
    let days = |list: &[Weekday]| Ok::<_, TextError>(list.iter().copied().collect::<Days>());
    let workdays = [Monday, Tuesday, Wednesday, Thursday, Friday];
    assert_eq!(Days::parse("Mon-Fri"), days(&workdays));
    assert_eq!(
        Days::parse("Mon, Wed-Fri"),
        days(&[Monday, Wednesday, Thursday, Friday])
    );
    assert_eq!(Days::parse("sat-mon"), days(&[Saturday, Sunday, Monday]));
    assert_eq!(Days::parse("Saturday"), days(&[Saturday]));
    assert_eq!(Days::parse("Mon-Sun"), Ok(Days::ALL));
    assert_eq!(Days::parse("daily"), Ok(Days::ALL));
    for (text, wrong, reason) in [
        ("", "", "`` is not a day of the week"),
        ("Mon, Fry", "Fry", "`Fry` is not a day of the week"),
        ("Mo", "Mo", "`Mo` is not a day of the week"),
        ("Mon-Wed, Tue", "Tue", "`Tue` repeats a day"),
        (
            "Mon-Tue-Wed",
            "Mon-Tue-Wed",
            "`Mon-Tue-Wed` is not a range of days",
        ),
    ] {
        let error = Days::parse(text).unwrap_err();
        assert_eq!(
            (&text[error.at.clone()], error.reason.as_str()),
            (wrong, reason)
        );
    }
}

#[test]
fn a_week_from_parts_names_each_day_once() {
    let (long, short) = (hours("07:00-19:00"), hours("08:00-11:00"));
    let days = |text: &str| Days::parse(text).unwrap();
    let week = Weekly::from_parts([(days("Tue-Fri"), &long), (days("Sat"), &short)]).unwrap();
    assert_eq!(week.hours(Weekday::Saturday), &short);
    assert!(week.hours(Weekday::Sunday).is_closed());
    assert!(week.hours(Weekday::Monday).is_closed());
    // Made a working day by a notice, a rest day keeps the hours of the first that has any.
    assert_eq!(week.working_hours(Weekday::Sunday), &long);
    assert_eq!(week.working_hours(Weekday::Saturday), &short);
    assert_eq!(
        Weekly::from_parts([(days("Mon-Sat"), &long), (days("Fri-Sun"), &short)]),
        Err(Weekday::Friday)
    );
    assert!(Weekly::default().working_hours(Weekday::Monday).is_closed());
}

fn spans() -> impl Strategy<Value = Spans> {
    prop::collection::vec((0i64..60, 0i64..60), 0..8).prop_map(Spans::from_iter)
}

proptest! {
    #[test]
    fn sets_of_spans_are_sets_of_points(a in spans(), b in spans()) {
        let (union, common, rest) = (a.union(&b), a.intersect(&b), a.subtract(&b));
        for point in -1..61 {
            let (in_a, in_b) = (a.contains(point), b.contains(point));
            prop_assert_eq!(union.contains(point), in_a || in_b);
            prop_assert_eq!(common.contains(point), in_a && in_b);
            prop_assert_eq!(rest.contains(point), in_a && !in_b);
        }
        for set in [&a, &union, &common, &rest] {
            prop_assert!(set.as_slice().iter().all(|(from, to)| from < to));
            prop_assert!(set.as_slice().windows(2).all(|pair| pair[0].1 < pair[1].0));
        }
        prop_assert_eq!(union.total() + common.total(), a.total() + b.total());
    }

    #[test]
    fn any_text_is_read_or_refused_within_its_bounds(text in "[0-9:, –\\-a-zạ]{0,24}") {
        if let Err(error) = Hours::parse(&text) {
            prop_assert!(text.get(error.at).is_some());
        }
        if let Err(error) = Days::parse(&text) {
            prop_assert!(text.get(error.at).is_some());
        }
    }
}
