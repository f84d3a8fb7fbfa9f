//! Tết 2022 at Móng Cái: what the two sides agreed on 25 January, and what came of it.

use bordergate::scenario::calendar::{
    ClassWord, GateCalendar, Notice, NoticeState, Period, View, day_table, resolve_known,
    resolve_view,
};

use super::{at, clocks, day, day_in, export, gate, period, story, timeline};

const AGREED: Option<usize> = Some(0);
const EXECUTED: Option<usize> = Some(1);

const FRUIT: usize = 0;
const DRY_FOOD: usize = 1;
const COLD_CHAIN: usize = 2;

const ORDINARY: &str = "night, 07:00 open, 19:00 night";
const BY_APPOINTMENT: &str = "night, 07:00 booked, 19:00 night";

fn tet() -> Period {
    period("2022-01-22", "2022-02-13")
}

fn notice(name: &str, from: &str, to: &str, state: NoticeState, version: Option<usize>) -> Notice {
    let announced = if version == AGREED {
        "2022-01-25"
    } else {
        "2022-01-30"
    };
    Notice {
        version,
        announced: Some(day(announced)),
        ..Notice::new(name, day_in(tet(), from), day_in(tet(), to), state)
    }
}

/// The passenger gate.
fn bac_luan_1() -> GateCalendar {
    let mut gate = gate("07:00-20:00", "08:00-21:00");
    gate.notices = vec![notice(
        "by-appointment",
        "29 chạp",
        "mùng 6",
        NoticeState::Appointment,
        AGREED,
    )];
    gate
}

/// The goods gate, by either reading of "except dry food and cold chain".
fn bac_luan_2(exception_bars: bool) -> GateCalendar {
    let mut gate = gate("07:00-19:00", "08:00-20:00");
    let mut after = notice(
        "after-tet",
        "mùng 3",
        "mùng 6",
        NoticeState::Appointment,
        AGREED,
    );
    let excepted = vec![ClassWord::Class(DRY_FOOD), ClassWord::Class(COLD_CHAIN)];
    if exception_bars {
        after.barred = excepted;
    } else {
        after.exempt = excepted;
    }
    gate.notices = vec![
        notice("tet", "29 chạp", "mùng 2", NoticeState::Closed, AGREED),
        after,
        notice("tet-as-kept", "tet", "tet+3", NoticeState::Closed, EXECUTED),
    ];
    gate
}

fn hai_yen() -> GateCalendar {
    let mut gate = gate("07:00-19:00", "08:00-20:00");
    gate.notices = vec![
        notice("tet", "29 chạp", "mùng 6", NoticeState::Closed, AGREED),
        notice(
            "tet-as-kept",
            "mùng 1",
            "mùng 2",
            NoticeState::Closed,
            EXECUTED,
        ),
    ];
    gate
}

/// Checks a run of days against what each is expected to be.
fn expect(gate: &GateCalendar, class: usize, version: Option<usize>, days: &[(&str, &str)]) {
    let timeline = timeline(gate, export(class), tet(), version);
    for &(date, expected) in days {
        assert_eq!(story(&timeline, date), expected, "{date}, class {class}");
    }
}

#[test]
fn bac_luan_1_takes_passengers_by_appointment_until_mung_6() {
    let (ordinary, booked) = (
        "night, 07:00 open, 20:00 night",
        "night, 07:00 booked, 20:00 night",
    );
    let days = [
        ("2022-01-30", ordinary),
        ("2022-01-31", booked),
        ("2022-02-01", booked),
        ("2022-02-06", booked),
        ("2022-02-07", ordinary),
    ];
    expect(&bac_luan_1(), FRUIT, AGREED, &days);
}

#[test]
fn bac_luan_2_closes_three_days_then_takes_four_by_appointment() {
    let days = [
        ("2022-01-30", ORDINARY),
        ("2022-01-31", "holiday"),
        ("2022-02-01", "holiday"),
        ("2022-02-02", "holiday"),
        ("2022-02-03", BY_APPOINTMENT),
        ("2022-02-04", BY_APPOINTMENT),
        ("2022-02-05", BY_APPOINTMENT),
        ("2022-02-06", BY_APPOINTMENT),
        ("2022-02-07", ORDINARY),
    ];
    expect(&bac_luan_2(true), FRUIT, AGREED, &days);
    expect(&bac_luan_2(false), FRUIT, AGREED, &days);
}

#[test]
fn the_exception_of_dry_food_and_cold_chain_has_two_readings() {
    let barred = "night, 07:00 barred, 19:00 night";
    for class in [DRY_FOOD, COLD_CHAIN] {
        let e1 = [
            ("2022-02-02", "holiday"),
            ("2022-02-03", barred),
            ("2022-02-06", barred),
        ];
        expect(&bac_luan_2(true), class, AGREED, &e1);
        let e2 = [
            ("2022-02-02", "holiday"),
            ("2022-02-03", ORDINARY),
            ("2022-02-06", ORDINARY),
        ];
        expect(&bac_luan_2(false), class, AGREED, &e2);
        expect(
            &bac_luan_2(true),
            class,
            AGREED,
            &[("2022-02-07", ORDINARY)],
        );
    }
}

#[test]
fn hai_yen_is_agreed_to_stay_shut_until_mung_6() {
    let timeline = timeline(&hai_yen(), export(FRUIT), tet(), AGREED);
    let zone = clocks().own;
    let closed: Vec<_> = tet()
        .days()
        .filter(|&day| timeline.closed_all_day(day, &zone))
        .collect();
    assert_eq!(
        closed,
        period("2022-01-31", "2022-02-06")
            .days()
            .collect::<Vec<_>>()
    );
    // 16 days of 12 hours.
    let (start, end) = (tet().start(&zone), tet().end(&zone));
    assert_eq!(timeline.open_time(start, end), 16 * 12 * 3_600_000_000);
}

#[test]
fn as_executed_trade_ran_to_29_chap_and_began_again_on_3_and_5_february() {
    let hai_yen_days = [
        ("2022-01-31", ORDINARY),
        ("2022-02-01", "holiday"),
        ("2022-02-02", "holiday"),
        ("2022-02-03", ORDINARY),
    ];
    expect(&hai_yen(), FRUIT, EXECUTED, &hai_yen_days);
    let bac_luan_2_days = [
        ("2022-01-31", ORDINARY),
        ("2022-02-01", "holiday"),
        ("2022-02-04", "holiday"),
        ("2022-02-05", ORDINARY),
    ];
    expect(&bac_luan_2(true), FRUIT, EXECUTED, &bac_luan_2_days);
}

#[test]
fn drivers_expect_what_has_been_announced() {
    let shut_on = |known: &str| -> Vec<String> {
        let known = day(known);
        let seen = resolve_known(
            &hai_yen(),
            &export(FRUIT),
            &clocks(),
            &tet(),
            EXECUTED,
            known,
        )
        .unwrap();
        let shut = tet()
            .days()
            .filter(|&day| seen.closed_all_day(day, &clocks().own));
        shut.map(|day| day.to_string()).collect()
    };
    assert!(shut_on("2022-01-24").is_empty());
    let agreed: Vec<String> = period("2022-01-31", "2022-02-06")
        .days()
        .map(|day| day.to_string())
        .collect();
    assert_eq!(shut_on("2022-01-25"), agreed);
    assert_eq!(shut_on("2022-01-29"), agreed);
    assert_eq!(shut_on("2022-01-30"), ["2022-02-01", "2022-02-02"]);

    // Where the agreed calendar is carried out, nobody ever learns of the other.
    let late = day("2022-02-10");
    let seen = resolve_known(&hai_yen(), &export(FRUIT), &clocks(), &tet(), AGREED, late).unwrap();
    assert_eq!(seen, timeline(&hai_yen(), export(FRUIT), tet(), AGREED));
}

#[test]
fn a_version_announced_at_one_gate_cancels_what_was_planned_at_another() {
    // Nothing is published for Bắc Luân I in the executed version: it works as usual.
    let (bl1, hy) = (bac_luan_1(), hai_yen());
    let all = bl1.notices.iter().chain(&hy.notices);
    let view = View::known_on(all, EXECUTED, day("2022-01-30"));
    assert_eq!(view.version, EXECUTED);
    let seen = resolve_view(&bl1, &export(FRUIT), &clocks(), &tet(), view).unwrap();
    assert_eq!(story(&seen, "2022-02-01"), "night, 07:00 open, 20:00 night");
    // Judged by its own notices, one would still expect appointments.
    let alone = View::known_on(&bl1.notices, EXECUTED, day("2022-01-30"));
    assert_eq!(alone.version, AGREED);
}

#[test]
fn the_table_shows_both_clocks_and_the_lunar_day() {
    let table = day_table(
        &bac_luan_2(true),
        &export(FRUIT),
        &clocks(),
        &tet(),
        View::of(AGREED),
    )
    .unwrap();
    assert_eq!(table.len(), 23);
    let row = |date: &str| table.iter().find(|row| row.date == day(date)).unwrap();

    let closed = row("2022-01-31");
    assert!(closed.closed_all_day());
    assert_eq!(closed.notice.as_deref(), Some("tet"));
    assert_eq!(closed.lunar_vietnam.as_deref(), Some("29 chạp"));
    assert_eq!(closed.lunar_china.as_deref(), Some("29 chạp"));
    assert_eq!(closed.weekday, jiff::civil::Weekday::Monday);

    let booked = row("2022-02-03");
    assert_eq!(booked.lunar_vietnam.as_deref(), Some("mùng 3"));
    assert_eq!(booked.open().count(), 1);
    let window = booked.open().next().unwrap();
    assert_eq!(
        (window.from, window.to),
        (at("2022-02-03", 7 * 60), at("2022-02-03", 19 * 60))
    );
    assert_eq!(window.own.0.to_string(), "2022-02-03T07:00:00");
    assert_eq!(window.partner.0.to_string(), "2022-02-03T08:00:00");
    assert_eq!(window.partner.1.to_string(), "2022-02-03T20:00:00");
    assert_eq!(window.notice.as_deref(), Some("after-tet"));

    assert_eq!(row("2022-02-07").notice, None);
    for pair in table.windows(2) {
        assert_eq!(pair[0].spans.last().unwrap().to, pair[1].spans[0].from);
    }
}
