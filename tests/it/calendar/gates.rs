//! Other calendars that gates of this border have kept.

use bordergate::scenario::calendar::{
    Bound, Category, ClassWord, Days, Direction, Filter, GateCalendar, Nationality, Notice,
    NoticeState, Restriction, View, Weekly, day_table,
};

use super::{clocks, day, day_in, export, gate, hours, period, story, timeline};

fn vehicle(vehicle: Nationality, bound: Bound, loaded: bool) -> Category {
    Category {
        direction: Direction::Export,
        bound,
        class: 0,
        vehicle,
        loaded,
        backlog: false,
    }
}

/// Hải Yên from 11 June 2020: two windows on weekdays, and after 15:00 in Vietnam only the way
/// home.
fn hai_yen_2020() -> GateCalendar {
    let weekdays = Days::parse("Mon-Fri").unwrap();
    GateCalendar {
        own: Weekly::on(weekdays, &hours("08:00-11:00, 12:00-16:00")),
        partner: Some(Weekly::on(weekdays, &hours("09:00-12:00, 13:00-17:00"))),
        notices: Vec::new(),
        restrictions: vec![Restriction {
            name: "homeward-only".to_owned(),
            hours: hours("15:00-16:00"),
            days: Days::ALL,
            from: Some(day("2020-06-11")),
            to: None,
            only: Filter {
                homeward: Some(true),
                ..Filter::default()
            },
        }],
    }
}

#[test]
fn hai_yen_2020_keeps_the_last_hour_for_the_way_home() {
    use Bound::{ToChina, ToVietnam};
    use Nationality::{Chinese, Vietnamese};
    let june = period("2020-06-10", "2020-06-16");
    let home = "night, 08:00 open, 11:00 night, 12:00 open, 16:00 night";
    let out = "night, 08:00 open, 11:00 night, 12:00 open, 15:00 wrong way, 16:00 night";
    for loaded in [false, true] {
        for (nationality, bound, expected) in [
            (Vietnamese, ToVietnam, home),
            (Chinese, ToChina, home),
            (Vietnamese, ToChina, out),
            (Chinese, ToVietnam, out),
        ] {
            let category = vehicle(nationality, bound, loaded);
            let seen = timeline(&hai_yen_2020(), category, june, None);
            assert_eq!(story(&seen, "2020-06-10"), home, "before the rule");
            assert_eq!(story(&seen, "2020-06-11"), expected, "{category:?}");
            assert_eq!(story(&seen, "2020-06-15"), expected, "{category:?}");
        }
    }
}

#[test]
fn hai_yen_2020_on_the_chinese_clock() {
    let june = period("2020-06-11", "2020-06-11");
    let home = vehicle(Nationality::Chinese, Bound::ToChina, true);
    let table = day_table(&hai_yen_2020(), &home, &clocks(), &june, View::default()).unwrap();
    let windows: Vec<String> = table[0]
        .open()
        .map(|span| format!("{}-{}", span.partner.0.time(), span.partner.1.time()))
        .collect();
    assert_eq!(windows, ["09:00:00-12:00:00", "13:00:00-17:00:00"]);
}

#[test]
fn no_cargo_at_weekends_and_the_chinese_weekend_begins_an_hour_earlier() {
    let june = period("2020-06-11", "2020-06-16");
    let seen = timeline(&hai_yen_2020(), export(0), june, None);
    // Saturday in China begins at 23:00 on Friday in Vietnam, and Monday at 23:00 on Sunday.
    let friday = "night, 08:00 open, 11:00 night, 12:00 open, 15:00 wrong way, 16:00 night, \
                  23:00 holiday";
    assert_eq!(story(&seen, "2020-06-12"), friday);
    assert_eq!(story(&seen, "2020-06-13"), "holiday");
    assert_eq!(story(&seen, "2020-06-14"), "holiday");
    assert!(seen.closed_all_day(day("2020-06-13"), &clocks().own));
    assert!(!seen.closed_all_day(day("2020-06-15"), &clocks().own));
}

#[test]
fn bac_luan_2_at_the_weekend_in_2026() {
    let week = |weekday: &str, weekend: &str| {
        let parts = [("Mon-Fri", hours(weekday)), ("Sat, Sun", hours(weekend))]
            .map(|(days, hours)| (Days::parse(days).unwrap(), hours));
        Weekly::from_parts(parts.iter().map(|(days, hours)| (*days, hours))).unwrap()
    };
    let gate = GateCalendar {
        own: week("07:00-19:00", "08:00-11:00, 14:00-17:00"),
        partner: Some(week("08:00-20:00", "09:00-12:00, 15:00-18:00")),
        notices: Vec::new(),
        restrictions: Vec::new(),
    };
    let march = period("2026-03-06", "2026-03-09");
    let seen = timeline(&gate, export(0), march, None);
    let weekend = "night, 08:00 open, 11:00 night, 14:00 open, 17:00 night";
    assert_eq!(story(&seen, "2026-03-06"), "night, 07:00 open, 19:00 night");
    assert_eq!(story(&seen, "2026-03-07"), weekend);
    assert_eq!(story(&seen, "2026-03-08"), weekend);
    assert_eq!(story(&seen, "2026-03-09"), "night, 07:00 open, 19:00 night");
    let table = day_table(&gate, &export(0), &clocks(), &march, View::default()).unwrap();
    let saturday: Vec<_> = table[1].open().map(|span| span.partner.0.hour()).collect();
    assert_eq!(saturday, [9, 15]);
}

#[test]
fn huu_nghi_micro_closures_of_april_2025() {
    let mut gate = gate("07:00-20:00", "08:00-21:00");
    let closure = |name: &str, date: &str, text: &str| Notice {
        hours: Some(hours(text)),
        ..Notice::new(name, day(date), day(date), NoticeState::Closed)
    };
    gate.notices = vec![
        closure("15-april", "2025-04-15", "07:00-10:00, 16:30-17:00"),
        closure("16-april", "2025-04-16", "07:00-09:00, 12:30-14:00"),
        closure("17-april", "2025-04-17", "07:00-09:00, 13:00-14:00"),
        // They hold on a day by appointment as well.
        Notice::new(
            "booked",
            day("2025-04-17"),
            day("2025-04-17"),
            NoticeState::Appointment,
        ),
    ];
    let seen = timeline(&gate, export(0), period("2025-04-14", "2025-04-18"), None);
    assert_eq!(
        story(&seen, "2025-04-15"),
        "night, 07:00 holiday, 10:00 open, 16:30 holiday, 17:00 open, 20:00 night"
    );
    assert_eq!(
        story(&seen, "2025-04-16"),
        "night, 07:00 holiday, 09:00 open, 12:30 holiday, 14:00 open, 20:00 night"
    );
    assert_eq!(
        story(&seen, "2025-04-17"),
        "night, 07:00 holiday, 09:00 booked, 13:00 holiday, 14:00 booked, 20:00 night"
    );
    assert_eq!(story(&seen, "2025-04-18"), "night, 07:00 open, 20:00 night");
    let closure = seen.segment_at(super::at("2025-04-17", 13 * 60)).unwrap();
    assert_eq!(closure.notice, Some(2));
}

#[test]
fn bac_luan_2_reopens_in_phases_in_april_2022() {
    const FRUIT: usize = 0;
    const COLD_CHAIN: usize = 1;
    let mut gate = gate("08:00-19:00", "09:00-20:00");
    // The order and the first day are as published; how long each phase lasts is made up here.
    let phase = |name: &str, from: &str, to: &str| {
        Notice::new(name, day(from), day(to), NoticeState::Normal)
    };
    gate.notices = vec![
        Notice::new(
            "shut",
            day("2022-04-01"),
            day("2022-04-25"),
            NoticeState::Closed,
        ),
        Notice {
            admitted: Some(vec![ClassWord::Backlog]),
            ..phase("stuck-goods", "2022-04-26", "2022-04-27")
        },
        Notice {
            admitted: Some(vec![ClassWord::Empty]),
            ..phase("empties", "2022-04-28", "2022-04-29")
        },
        Notice {
            barred: vec![ClassWord::Class(COLD_CHAIN)],
            ..phase("all-but-cold-chain", "2022-04-30", "2022-05-02")
        },
    ];
    let stuck = Category {
        backlog: true,
        ..export(COLD_CHAIN)
    };
    let empty = Category {
        loaded: false,
        ..export(FRUIT)
    };
    let (open, barred) = (
        "night, 08:00 open, 19:00 night",
        "night, 08:00 barred, 19:00 night",
    );
    for (category, phases) in [
        (stuck, [open, barred, barred, open]),
        (empty, [barred, open, open, open]),
        (export(FRUIT), [barred, barred, open, open]),
        (export(COLD_CHAIN), [barred, barred, barred, open]),
    ] {
        let seen = timeline(&gate, category, period("2022-04-24", "2022-05-04"), None);
        assert_eq!(story(&seen, "2022-04-25"), "holiday");
        for (date, expected) in ["2022-04-26", "2022-04-28", "2022-04-30", "2022-05-03"]
            .iter()
            .zip(phases)
        {
            assert_eq!(story(&seen, date), expected, "{category:?} {date}");
        }
    }
}

#[test]
fn lang_son_2026_closes_to_d2_registers_to_d7_and_is_normal_from_d8() {
    let tet = period("2026-02-10", "2026-02-28");
    let mut gate = gate("07:00-18:00", "08:00-19:00");
    gate.notices = vec![
        Notice::new(
            "tet",
            day_in(tet, "tet-2"),
            day_in(tet, "mùng 2"),
            NoticeState::Closed,
        ),
        Notice::new(
            "registered",
            day_in(tet, "mùng 3"),
            day_in(tet, "mùng 7"),
            NoticeState::Appointment,
        ),
    ];
    let seen = timeline(&gate, export(0), tet, None);
    for date in tet.days() {
        let expected = match date.day() {
            15..=18 => "holiday",
            19..=23 => "night, 07:00 booked, 18:00 night",
            _ => "night, 07:00 open, 18:00 night",
        };
        assert_eq!(story(&seen, &date.to_string()), expected, "{date}");
    }
}

#[test]
fn in_2030_each_side_keeps_its_own_new_year() {
    let tet = period("2030-01-28", "2030-02-10");
    let mut gate = gate("07:00-19:00", "08:00-20:00");
    gate.notices = vec![
        Notice::new(
            "tet",
            day_in(tet, "29 chạp"),
            day_in(tet, "mùng 2"),
            NoticeState::Closed,
        ),
        Notice::new(
            "spring-festival",
            day_in(tet, "china 30 chạp"),
            day_in(tet, "cny+2"),
            NoticeState::Closed,
        ),
    ];
    let seen = timeline(&gate, export(0), tet, None);
    let shut: Vec<i8> = tet
        .days()
        .filter(|&day| seen.closed_all_day(day, &clocks().own))
        .map(|day| day.day())
        .collect();
    // Vietnam 1-3 February, China 2-5 February.
    assert_eq!(shut, [1, 2, 3, 4, 5]);
    let table = day_table(&gate, &export(0), &clocks(), &tet, View::default()).unwrap();
    let second = table
        .iter()
        .find(|row| row.date == day("2030-02-02"))
        .unwrap();
    assert_eq!(second.lunar_vietnam.as_deref(), Some("mùng 1"));
    assert_eq!(second.lunar_china.as_deref(), Some("30 chạp"));
}
