//! Days as gates announce them.

use bordergate::scenario::calendar::{DayRef, DayRefError, Period, date_of};
use bordergate::scenario::lunar::{Side, word};
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::{day, day_in, period};

fn tet_2022() -> Period {
    period("2022-01-22", "2022-02-13")
}

#[test]
fn many_ways_to_write_the_days_of_tet_2022() {
    for (expected, texts) in [
        (
            date(2022, 1, 31),
            "tet-1|Tết - 1|29 chạp|29 Chap|29 THÁNG CHẠP|29 tết|29 Te\u{302}\u{301}t",
        ),
        (
            date(2022, 2, 1),
            "tet|TẾT|tet+0|mùng 1|mồng 1|Mung 1|1 tháng giêng|mùng 1 tết|cny",
        ),
        (
            date(2022, 2, 6),
            "tet+5|mùng 6|mung 6|mùng 6 tháng giêng|6 giêng|mùng 6 tháng 1|cny+5",
        ),
        (date(2022, 1, 25), "23 chạp|23 tháng 12|tet-7|china 23 chạp"),
        (date(2022, 2, 15), "rằm tháng giêng|15 tháng giêng|tet +14"),
        (date(2022, 2, 3), "china mùng 3|cny + 2"),
    ] {
        for text in texts.split('|') {
            assert_eq!(day_in(tet_2022(), text), expected, "{text}");
        }
    }
    assert_eq!(
        DayRef::Date(day("2022-02-03")).resolve(tet_2022()),
        Ok(date(2022, 2, 3))
    );
}

#[test]
fn what_is_no_day_is_refused() {
    for text in [
        "",
        "tomorrow",
        "tet5",
        "tet+",
        "tet 5",
        "tet--1",
        "tet+99999999999",
        "29",
        "mùng 11",
        "mùng 0",
        "31 chạp",
        "5 tháng 13",
        "5 tháng 0",
        "12 tết",
        "china",
        "china tet",
        "rằm",
        "1/1",
        "+5 giêng",
    ] {
        let error = DayRef::parse(text).unwrap_err();
        assert_eq!(error.reason, format!("`{text}` is not a day"));
    }
    assert_eq!(DayRef::parse("  bogus ").unwrap_err().at, 2..7);
}

#[test]
fn a_day_that_the_month_does_not_have_is_refused_with_the_last_it_has() {
    // Tết 2025 is on 29 January, after a month of 29 days.
    let around = period("2025-01-20", "2025-02-10");
    let eve = DayRef::parse("30 chạp").unwrap();
    assert_eq!(
        eve.resolve(around).unwrap_err().to_string(),
        "30 chạp does not exist: tháng chạp of lunar year 2024 has 29 days, so it has no day 30; \
         write \"29 chạp\" for its last day, or a date"
    );
    assert_eq!(day_in(around, "29 chạp"), date(2025, 1, 28));
    assert_eq!(
        day_in(period("2024-02-01", "2024-02-20"), "30 chạp"),
        date(2024, 2, 9)
    );
}

#[test]
fn tet_is_the_one_of_the_period() {
    let tet = DayRef::parse("tet").unwrap();
    // Within 60 days before or after, to the day.
    assert_eq!(
        tet.resolve(period("2022-04-02", "2022-04-02")),
        Ok(date(2022, 2, 1))
    );
    assert_eq!(
        tet.resolve(period("2021-12-03", "2021-12-03")),
        Ok(date(2022, 2, 1))
    );
    for far in ["2022-04-03", "2021-12-02"] {
        let far = period(far, far);
        let name = "Tết".to_owned();
        assert_eq!(
            tet.resolve(far),
            Err(DayRefError::NoneInReach { name, period: far })
        );
    }
    // A whole year has its own Tết, though the next comes within 60 days of its end.
    assert_eq!(
        tet.resolve(period("2025-01-01", "2025-12-31")),
        Ok(date(2025, 1, 29))
    );
    assert_eq!(
        tet.resolve(period("2025-01-01", "2026-12-31"))
            .unwrap_err()
            .to_string(),
        "Tết may be 2025-01-29 or 2026-02-17; write a date instead"
    );
    // Nearly a year between two, with neither inside.
    assert_eq!(
        tet.resolve(period("2025-02-01", "2026-01-31"))
            .unwrap_err()
            .to_string(),
        "Tết may be 2025-01-29 or 2026-02-17; write a date instead"
    );
    assert_eq!(
        tet.resolve(period("2022-07-01", "2022-07-31"))
            .unwrap_err()
            .to_string(),
        "no Tết lies in 2022-07-01 to 2022-07-31 or within 60 days of it; write a date instead"
    );
}

#[test]
fn the_two_sides_count_from_their_own_new_year() {
    let split = period("2030-01-20", "2030-02-20");
    assert_eq!(day_in(split, "tet"), date(2030, 2, 2));
    assert_eq!(day_in(split, "cny"), date(2030, 2, 3));
    assert_eq!(day_in(split, "mùng 2"), date(2030, 2, 3));
    assert_eq!(day_in(split, "china mùng 2"), date(2030, 2, 4));
    let missing = DayRef::parse("30 chạp").unwrap().resolve(split);
    assert!(matches!(missing, Err(DayRefError::NoSuchDay { .. })));
    assert_eq!(day_in(split, "china 30 chạp"), date(2030, 2, 2));
}

#[test]
fn other_feasts_are_found_by_their_own_month() {
    let autumn = period("2025-09-20", "2025-10-20");
    assert_eq!(day_in(autumn, "china rằm tháng 8"), date(2025, 10, 6));
    let summer = period("2025-08-01", "2025-08-10");
    assert_eq!(day_in(summer, "15 tháng 6 nhuận"), date(2025, 8, 8));
    assert_eq!(
        DayRef::parse("15 tháng 6 nhuận")
            .unwrap()
            .resolve(tet_2022())
            .unwrap_err()
            .to_string(),
        "no tháng 6 nhuận lies in 2022-01-22 to 2022-02-13 or within 60 days of it; \
         write a date instead"
    );
    // 3 March 2023 to 10 March: the second month, before its leap month.
    assert_eq!(
        day_in(period("2023-03-03", "2023-03-10"), "15 tháng 2"),
        date(2023, 3, 6)
    );
}

proptest! {
    #[test]
    fn the_word_for_a_day_names_that_day(days in -25_400i64..83_900, china: bool) {
        let side = if china { Side::China } else { Side::Vietnam };
        let date: Date = date_of(days).unwrap();
        let prefix = if china { "china " } else { "" };
        let text = format!("{prefix}{}", word(side, date).unwrap());
        let parsed = DayRef::parse(&text).unwrap();
        prop_assert_eq!(parsed.to_string(), text);
        prop_assert_eq!(parsed.resolve(Period { from: date, to: date }), Ok(date));
    }

    #[test]
    fn any_text_is_read_or_refused_within_its_bounds(text in "\\PC{0,16}") {
        if let Err(error) = DayRef::parse(&text) {
            prop_assert!(text.get(error.at).is_some());
        }
    }
}
