//! Lunar days on both meridians, against printed tables and an independent calculation.

use bordergate::scenario::calendar::{date_of, day_number};
use bordergate::scenario::lunar::{
    LunarDate, LunarError, Side, YEARS, from_lunar, leap_month, month_length, new_year, to_lunar,
    word,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::astronomy;

/// Tết from 2000 to 2050 as published: month and day.
#[rustfmt::skip]
const TET: [(i8, i8); 51] = [
    (2, 5), (1, 24), (2, 12), (2, 1), (1, 22), (2, 9), (1, 29), (2, 17), (2, 7), (1, 26), // 2000
    (2, 14), (2, 3), (1, 23), (2, 10), (1, 31), (2, 19), (2, 8), (1, 28), (2, 16), (2, 5), // 2010
    (1, 25), (2, 12), (2, 1), (1, 22), (2, 10), (1, 29), (2, 17), (2, 6), (1, 26), (2, 13), // 2020
    (2, 2), (1, 23), (2, 11), (1, 31), (2, 19), (2, 8), (1, 28), (2, 15), (2, 4), (1, 24), // 2030
    (2, 12), (2, 1), (1, 22), (2, 10), (1, 30), (2, 17), (2, 6), (1, 26), (2, 14), (2, 2), // 2040
    (1, 23),
];

#[test]
fn tet_2000_to_2050_as_published() {
    for (year, (month, day)) in (2000..).zip(TET) {
        assert_eq!(new_year(Side::Vietnam, year), Ok(date(year, month, day)));
    }
}

#[test]
fn the_two_new_years_differ_in_four_years_only() {
    let differing: Vec<i16> = (1976..=2100)
        .filter(|&y| new_year(Side::Vietnam, y) != new_year(Side::China, y))
        .collect();
    assert_eq!(differing, [1985, 2007, 2030, 2053]);
    let both = |year| {
        (
            new_year(Side::Vietnam, year).unwrap(),
            new_year(Side::China, year).unwrap(),
        )
    };
    assert_eq!(both(1985), (date(1985, 1, 21), date(1985, 2, 20)));
    assert_eq!(both(2007), (date(2007, 2, 17), date(2007, 2, 18)));
    assert_eq!(both(2030), (date(2030, 2, 2), date(2030, 2, 3)));
    assert_eq!(both(2053), (date(2053, 2, 18), date(2053, 2, 19)));
}

#[test]
fn new_years_agree_with_an_independent_calculation() {
    for side in [Side::Vietnam, Side::China] {
        let months = astronomy::months(f64::from(side.offset_hours()), 1976, 2100);
        for year in 1976..=2100 {
            let other = date_of(months[&(year, 1, false)] - 2_440_588).unwrap();
            assert_eq!(new_year(side, year), Ok(other), "{side:?} {year}");
        }
    }
}

#[test]
fn months_agree_with_an_independent_calculation_unless_the_moon_is_new_at_midnight() {
    let mut differing = Vec::new();
    for side in [Side::Vietnam, Side::China] {
        let offset = f64::from(side.offset_hours());
        for ((year, month, leap), start) in astronomy::months(offset, 1976, 2100) {
            let ours = from_lunar(
                side,
                LunarDate {
                    year,
                    month,
                    leap,
                    day: 1,
                },
            );
            if ours != Ok(date_of(start - 2_440_588).unwrap()) {
                assert!(astronomy::minutes_from_midnight(offset, start) < 1.5);
                differing.push((side, year, month));
            }
        }
    }
    // Three of some 3,100 months, all of them beyond 2070, where the length of the day itself is
    // not known to a minute: no calendar can be sure of these.
    let unsure = [
        (Side::Vietnam, 2072, 11),
        (Side::Vietnam, 2077, 10),
        (Side::China, 2097, 7),
    ];
    assert_eq!(differing, unsure);
}

#[test]
fn a_lunar_year_starts_between_19_january_and_23_february() {
    for side in [Side::Vietnam, Side::China] {
        for year in YEARS {
            let first = new_year(side, year).unwrap();
            assert!(
                date(year, 1, 19) <= first && first <= date(year, 2, 23),
                "{first}"
            );
        }
    }
}

#[test]
fn leap_months() {
    // 1984-85 is the year in which the two calendars repeated different months.
    for (side, year, month) in [
        (Side::Vietnam, 1985, Some(2)),
        (Side::China, 1984, Some(10)),
        (Side::Vietnam, 2020, Some(4)),
        (Side::Vietnam, 2022, None),
        (Side::China, 2023, Some(2)),
        (Side::Vietnam, 2025, Some(6)),
        (Side::China, 2033, Some(11)),
        (Side::Vietnam, 2033, Some(11)),
    ] {
        assert_eq!(leap_month(side, year), Ok(month), "{side:?} {year}");
    }
    assert_eq!(leap_month(Side::Vietnam, 1984), Ok(None));
    assert_eq!(leap_month(Side::China, 1985), Ok(None));
}

#[test]
fn tet_2022_in_words() {
    let words: Vec<String> = [
        "2022-01-30",
        "2022-01-31",
        "2022-02-01",
        "2022-02-02",
        "2022-02-06",
    ]
    .iter()
    .map(|day| word(Side::Vietnam, day.parse().unwrap()).unwrap())
    .collect();
    assert_eq!(words, ["28 chạp", "29 chạp", "mùng 1", "mùng 2", "mùng 6"]);
}

#[test]
fn words_of_every_kind() {
    for (day, expected) in [
        (date(2022, 1, 3), "mùng 1 tháng chạp"),
        (date(2022, 2, 15), "15 tháng giêng"),
        (date(2022, 6, 3), "mùng 5 tháng 5"),
        (date(2025, 8, 8), "15 tháng 6 nhuận"),
        (date(2025, 10, 6), "15 tháng 8"),
        (date(2024, 2, 9), "30 chạp"),
    ] {
        assert_eq!(word(Side::Vietnam, day).as_deref(), Ok(expected), "{day}");
    }
    // The last day of the year, on either side of the border, in the year that Tết comes a day
    // earlier in Vietnam.
    assert_eq!(
        word(Side::Vietnam, date(2030, 2, 2)).as_deref(),
        Ok("mùng 1")
    );
    assert_eq!(
        word(Side::China, date(2030, 2, 2)).as_deref(),
        Ok("30 chạp")
    );
}

#[test]
fn what_does_not_exist_is_said_in_words() {
    let lunar = |year, month, leap, day| {
        from_lunar(
            Side::Vietnam,
            LunarDate {
                year,
                month,
                leap,
                day,
            },
        )
        .unwrap_err()
        .to_string()
    };
    assert_eq!(
        lunar(2024, 12, false, 30),
        "tháng chạp of lunar year 2024 has 29 days, so it has no day 30"
    );
    assert_eq!(
        lunar(2024, 6, true, 1),
        "lunar year 2024 has no leap month 6"
    );
    assert_eq!(lunar(2024, 13, false, 1), "lunar year 2024 has no month 13");
    assert_eq!(
        lunar(1066, 1, false, 1),
        "the lunar calendar is computed for the years 1900 to 2199, not for 1066"
    );
    // The first weeks of 1900 belong to the lunar year 1899.
    assert_eq!(
        to_lunar(Side::China, date(1900, 1, 30)),
        Err(LunarError::OutOfRange { year: 1899 })
    );
    assert_eq!(
        to_lunar(Side::China, Date::MAX),
        Err(LunarError::OutOfRange { year: 9999 })
    );
}

proptest! {
    #[test]
    fn every_civil_day_has_one_lunar_name(days in -25_537i64..84_005, vietnam: bool) {
        let side = if vietnam { Side::Vietnam } else { Side::China };
        let day = date_of(days).unwrap();
        prop_assert_eq!(day_number(day), days);
        let lunar = to_lunar(side, day).unwrap();
        let length = month_length(side, lunar.year, lunar.month, lunar.leap).unwrap();
        prop_assert!(lunar.day >= 1 && lunar.day <= length && (29..=30).contains(&length));
        prop_assert_eq!(from_lunar(side, lunar), Ok(day));
        // The next day is the next of the month, or the first of another.
        let next = to_lunar(side, date_of(days + 1).unwrap()).unwrap();
        if lunar.day < length {
            prop_assert_eq!(next, LunarDate { day: lunar.day + 1, ..lunar });
        } else {
            prop_assert!(next.day == 1 && next > lunar);
        }
    }
}
