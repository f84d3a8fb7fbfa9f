//! Which days count, of the scenario's calendar and of those that are tried.

use super::{
    EVERY, FORTNIGHT, NINE_DAYS, OWN, QUARTER, SUNDAYS, WEEKENDS, at, calendars, fact, near, row,
    rows, whole,
};

/// The series of January to March 2023 as they were published (ttdn 72531, xaluanvui): the bridge had Sundays off, the pontoon had not.
#[test]
fn early_2023_says_which_gate_rests_on_sundays() {
    let facts = [
        fact("a", &at("bridge"), NINE_DAYS, "938", "134"),
        fact("b", &at("bridge"), QUARTER, "6,942", "114"),
        fact("c", &at("pontoon"), NINE_DAYS, "1,649", "183"),
        fact("d", &at("pontoon"), QUARTER, "10,047", "142"),
    ];
    let (code, rows) = rows("early-2023", &facts.concat(), &[]);
    assert_eq!(code, 0);
    let [a, b, c, d] = rows.as_slice() else {
        panic!("four averages");
    };
    // 938 / 134.5 and 938 / 133.5. Of the nine days two are Sundays and one is a Saturday.
    near(&a["implied"], 7.0);
    near(&a["implied-low"], 6.974);
    near(&a["implied-high"], 7.026);
    assert_eq!((whole(a), a["span-days"].as_i64()), (Some((7, 7)), Some(9)));
    assert_eq!(
        calendars(a),
        [
            (OWN, "with", 7, Some(0)),
            (EVERY, "either", 9, Some(2)),
            (SUNDAYS, "either", 7, Some(0)),
            (WEEKENDS, "either", 6, Some(-1)),
        ]
    );
    // 78 days less 7 of Tết; less 11 other Sundays, but for the 29th; less 9 Saturdays, but for the 28th.
    near(&b["implied"], 60.895);
    near(&b["implied-low"], 60.629);
    near(&b["implied-high"], 61.163);
    assert_eq!(whole(b), Some((61, 61)));
    assert_eq!(
        calendars(b),
        [
            (OWN, "with", 61, Some(0)),
            (EVERY, "with", 71, Some(10)),
            (EVERY, "without", 78, Some(17)),
            (SUNDAYS, "with", 61, Some(0)),
            (SUNDAYS, "without", 66, Some(5)),
            (WEEKENDS, "with", 52, Some(-9)),
            (WEEKENDS, "without", 55, Some(-6)),
        ]
    );
    near(&c["implied"], 9.011);
    assert_eq!(
        calendars(c),
        [
            (OWN, "with", 9, Some(0)),
            (EVERY, "either", 9, Some(0)),
            (SUNDAYS, "either", 7, Some(-2)),
            (WEEKENDS, "either", 6, Some(-3)),
        ]
    );
    near(&d["implied"], 70.754);
    assert_eq!(whole(d), Some((71, 71)));
    assert_eq!(
        calendars(d),
        [
            (OWN, "with", 71, Some(0)),
            (EVERY, "with", 71, Some(0)),
            (EVERY, "without", 78, Some(7)),
            (SUNDAYS, "with", 61, Some(-10)),
            (SUNDAYS, "without", 66, Some(-5)),
            (WEEKENDS, "with", 52, Some(-19)),
            (WEEKENDS, "without", 55, Some(-16)),
        ]
    );
}

/// About 15,000 to 26 February 2025 at 294 a day: 51.0 days. Wednesday 1 January to Wednesday 26 February are 57 days with 8 Saturdays and 8
/// Sundays; shut on Tuesday to Saturday, 28 January to 1 February.
#[test]
fn early_2025_fits_a_week_of_seven_days() {
    let world = |fact: &str| {
        fact.replace("from = 2023-01-01", "from = 2025-01-01")
            .replace("to = 2023-03-19", "to = 2025-02-26")
    };
    let days = [
        "scenario.from=2025-01-01",
        "scenario.to=2025-02-26",
        "gate.bridge.days=Mon-Sun",
        "gate.bridge.notice.tet.from=2025-01-28",
        "gate.bridge.notice.tet.to=2025-02-01",
        "gate.bridge.notice.overtime.remove=true",
    ];
    let of = |name: &str, total: &str| {
        row(
            name,
            &world(&fact("a", &at("bridge"), QUARTER, total, "294")),
            &days,
        )
    };
    let (code, stated) = of("early-2025-stated", "15,000");
    near(&stated["implied"], 51.02);
    assert_eq!((code, whole(&stated)), (3, Some((51, 51))));
    let (code, about) = of("early-2025-about", "about 15,000");
    assert_eq!((code, whole(&about)), (0, Some((49, 53))));
    assert_eq!(
        calendars(&about),
        [
            (OWN, "with", 52, Some(0)),
            (EVERY, "with", 52, Some(0)),
            (EVERY, "without", 57, Some(4)),
            (SUNDAYS, "with", 44, Some(-5)),
            (SUNDAYS, "without", 49, Some(0)),
            (WEEKENDS, "with", 37, Some(-12)),
            (WEEKENDS, "without", 41, Some(-8)),
        ]
    );
}

/// Monday 6 to Saturday 11 February are six days; a total of five working days fits no week of the ordinary ones, but those that rest once.
#[test]
fn other_rest_days_are_named_only_where_no_ordinary_week_fits() {
    let week = "from = 2023-02-06\nto = 2023-02-12\n";
    let of = |average: &str| {
        let (_, row) = row(
            "rest",
            &fact("a", &at("pontoon"), week, "600", average),
            &[],
        );
        let fit = row["calendars"].as_array().unwrap().iter();
        let fit = fit.filter(|calendar| calendar["fits"] == true);
        let names = fit.map(|calendar| calendar["calendar"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(of("100"), [SUNDAYS]);
    assert_eq!(of("120"), [WEEKENDS]);
    assert_eq!(of("150"), [""; 0]); // four days
    let span = "from = 2023-02-06\nto = 2023-02-08\n"; // Monday to Wednesday, two of them open
    let (_, row) = row(
        "monday",
        &fact("a", &at("pontoon"), span, "200", "100"),
        &[],
    );
    assert_eq!(
        calendars(&row)[1..],
        [
            (EVERY, "either", 3, Some(1)),
            (SUNDAYS, "either", 3, Some(1)),
            (WEEKENDS, "either", 3, Some(1)),
            ("Mondays off", "either", 2, Some(0)),
            ("Tuesdays off", "either", 2, Some(0)),
            ("Wednesdays off", "either", 2, Some(0)),
        ]
    );
}

#[test]
fn overtime_counts_where_the_week_rests() {
    // Friday 27 to Monday 30 January: Tết, overtime on Saturday and Sunday, Monday.
    let span = "from = 2023-01-27\nto = 2023-01-30\n";
    let (code, row) = row(
        "overtime",
        &fact("a", &at("bridge"), span, "300", "100"),
        &[],
    );
    assert_eq!((code, whole(&row)), (0, Some((3, 3))));
    assert_eq!(
        calendars(&row),
        [
            (OWN, "with", 3, Some(0)),
            (EVERY, "with", 3, Some(0)),
            (EVERY, "without", 4, Some(1)),
            (SUNDAYS, "with", 3, Some(0)),
            (SUNDAYS, "without", 3, Some(0)),
            (WEEKENDS, "with", 3, Some(0)),
            (WEEKENDS, "without", 2, Some(-1)),
        ]
    );
}

#[test]
fn over_two_gates_a_day_counts_on_which_either_is_open() {
    // The pontoon rests on Fridays, the bridge on Sundays: together they never do.
    let friday = "gate.pontoon.days=Sat-Thu";
    let own = |gates: &str| {
        let more = fact("a", gates, FORTNIGHT, "1,400", "100");
        let (_, row) = row("two-gates", &more, &[friday]);
        calendars(&row)[0].2
    };
    assert_eq!(own(&at("bridge")), 12);
    assert_eq!(own(&at("pontoon")), 12);
    assert_eq!(own("gates = [\"bridge\", \"pontoon\"]\n"), 14);
    assert_eq!(own(""), 14);
}

/// A rest day of the other side shuts the gate for as much of our day as it covers: midnight in Shanghai is an hour before that in Hanoi.
#[test]
fn the_other_side_rests_by_its_own_clock() {
    let more = fact("a", &at("bridge"), FORTNIGHT, "1,200", "100");
    let own = |sets: &[&str]| {
        let (_, row) = row("partner", &more, sets);
        calendars(&row)[0].2
    };
    let rest = [
        "gate.bridge.days=Mon-Sun",
        "gate.bridge.partner.days=Mon-Sat",
    ];
    assert_eq!(own(&rest), 12);
    // Open round the clock, their Monday begins at 23:00 on our Sunday.
    let always = [
        rest[0],
        rest[1],
        "gate.bridge.hours=always",
        "gate.bridge.partner.hours=always",
    ];
    assert_eq!(own(&always), 14);
    // A weekly calendar that is tried says itself which days are worked, on both sides.
    let (_, row) = row("partner", &more, &rest);
    assert_eq!(
        calendars(&row)[1..3],
        [
            (EVERY, "either", 14, Some(2)),
            (SUNDAYS, "either", 12, Some(0))
        ]
    );
}

#[test]
fn days_by_appointment_are_open_to_those_who_may_book() {
    // Sunday 12 February, for fruit alone; the bridge rests on the 19th.
    let notice = "[gate.bridge.notice.booked]\nfrom = 2023-02-12\nto = 2023-02-12\nstate = \"appointment\"\nslots = \"10 / day\"\nadmitted = [\"fruit\"]\n";
    let own = |who: &str| {
        let more = fact("a", &at("bridge"), FORTNIGHT, "1,300", "100")
            .replace("measure", &format!("{who}measure"));
        let (code, row) = row("appointment", &format!("{notice}{more}"), &[]);
        (calendars(&row)[0].2, code)
    };
    assert_eq!(own(""), (13, 0));
    assert_eq!(own("class = [\"fruit\"]\n"), (13, 0));
    assert_eq!(own("class = [\"seafood\"]\n"), (12, 3));
    assert_eq!(own("direction = \"import\"\n"), (13, 0));
}

#[test]
fn a_notice_for_one_direction_leaves_the_days_of_the_other() {
    let notice = "[gate.bridge.notice.one-way]\nfrom = 2023-02-06\nto = 2023-02-11\nstate = \"closed\"\ndirection = \"export\"\n";
    let own = |who: &str| {
        let more = fact("a", &at("bridge"), FORTNIGHT, "1,200", "100")
            .replace("measure", &format!("{who}measure"));
        calendars(&row("direction", &format!("{notice}{more}"), &[]).1)[0].2
    };
    assert_eq!(own("direction = \"export\"\n"), 6);
    assert_eq!(own("direction = \"import\"\n"), 12);
    assert_eq!(own(""), 12);
}

/// A gate to which nobody comes is judged by whom the total would count.
#[test]
fn a_gate_where_nobody_comes_has_days_too() {
    let more = fact("a", &at("pontoon"), FORTNIGHT, "1,400", "100")
        .replace("measure", "direction = \"import\"\nmeasure");
    let notice = "[gate.pontoon.notice.exports]\nfrom = 2023-02-06\nto = 2023-02-09\nstate = \"closed\"\ndirection = \"export\"\n";
    let (code, row) = row("nobody", &format!("{notice}{more}"), &[]);
    assert_eq!((code, calendars(&row)[0].2), (0, 14));
}
