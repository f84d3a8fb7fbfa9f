//! Demand: who comes when, and what a closed day does to it.

use std::collections::BTreeSet;

use bordergate::des::clock::DAY;
use jiff::civil::Date;

use super::world::{Arrival, World, comes, source};

/// An always open gate, and a route that is nothing but the line.
fn gate(from: &str, to: &str, rest: &str) -> World {
    shut(from, to, "", rest)
}

/// The same with keys of the scenario and the gate's hours and notices.
fn shut(from: &str, to: &str, head: &str, rest: &str) -> World {
    let hours = if rest.contains("hours =") {
        ""
    } else {
        "hours = \"always\""
    };
    World::days(
        from,
        to,
        &format!(
            r#"
            {head}
            [class.fruit]
            [class.tea]
            [gate.bridge]
            {hours}
            {rest}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#
        ),
    )
}

/// Day and hour of what comes.
fn times(world: &World) -> Vec<String> {
    let arrivals = world.arrivals(1);
    arrivals
        .iter()
        .map(|arrival| arrival.local.strftime("%a %H:%M").to_string())
        .collect()
}

fn on(arrivals: &[Arrival], day: &str) -> usize {
    let day: Date = day.parse().unwrap();
    arrivals
        .iter()
        .filter(|arrival| arrival.local.date() == day)
        .count()
}

#[test]
fn a_timetable_is_kept_to_the_minute() {
    let daily = comes("fruit", r#"["16:30", "07:10"]"#);
    assert_eq!(
        times(&gate("2025-03-07", "2025-03-08", &daily)),
        ["Fri 07:10", "Fri 16:30", "Sat 07:10", "Sat 16:30"]
    );
    let by_weekday = comes("fruit", r#"{ "Mon-Fri" = ["07:10"], Sat = ["09:00"] }"#);
    assert_eq!(
        times(&gate("2025-03-07", "2025-03-09", &by_weekday)),
        ["Fri 07:10", "Sat 09:00"]
    );
}

#[test]
fn a_convoy_comes_together() {
    let convoy = source("lorry", "fruit", "timetable = [\"08:00\"]\nconvoy = 3");
    gate("2025-03-03", "2025-03-03", &convoy).runs_as(
        "
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; at once
        08:00 lorry.2 crosses to-china
        08:00 lorry.2 leaves; at once
        08:00 lorry.3 crosses to-china
        08:00 lorry.3 leaves; at once
        ",
    );
}

/// Intervals count from the start of the period, across midnight.
#[test]
fn intervals_count_from_the_start() {
    let lorries = source("lorry", "fruit", "interarrival = \"7 h\"");
    assert_eq!(
        times(&gate("2025-03-03", "2025-03-04", &lorries)),
        [
            "Mon 07:00",
            "Mon 14:00",
            "Mon 21:00",
            "Tue 04:00",
            "Tue 11:00",
            "Tue 18:00"
        ]
    );
}

/// A rate of 400 a day: half of it on Saturday, none on Sunday, 100 on Monday, thrice as many on Tuesday. Each bound is
/// six standard deviations of a Poisson number away.
#[test]
fn weekdays_and_dates_change_the_rate() {
    let source = source(
        "lorry",
        "fruit",
        r#"
        rate = "400 / day"
        weekday = { Sat = 0.5, Sun = 0 }
        dated = [
            { from = 2025-03-10, to = 2025-03-10, rate = "100 / day" },
            { from = 2025-03-11, to = 2025-03-11, factor = 3 },
        ]
        "#,
    );
    let arrivals = gate("2025-03-07", "2025-03-12", &source).arrivals(3);
    let near = |day: &str, expected: f64| {
        let number = on(&arrivals, day) as f64;
        assert!(
            (number - expected).abs() <= 6.0 * expected.sqrt(),
            "{number} on {day}"
        );
    };
    near("2025-03-07", 400.0);
    near("2025-03-08", 200.0);
    assert_eq!(on(&arrivals, "2025-03-09"), 0);
    near("2025-03-10", 100.0);
    near("2025-03-11", 1200.0);
    near("2025-03-12", 400.0);
}

/// The profile moves the day's vehicles and does not change their number.
#[test]
fn hours_of_weight_zero_bring_nobody() {
    let plain = source("lorry", "fruit", "rate = \"300 / day\"");
    let mornings = source(
        "lorry",
        "fruit",
        "rate = \"300 / day\"\nprofile = { \"05-07\" = 3, \"10-11\" = 1 }",
    );
    let plain = gate("2025-03-03", "2025-03-09", &plain).arrivals(5);
    let mornings = gate("2025-03-03", "2025-03-09", &mornings).arrivals(5);
    assert_eq!(plain.len(), mornings.len());
    let hours: BTreeSet<i8> = mornings
        .iter()
        .map(|arrival| arrival.local.hour())
        .collect();
    assert_eq!(hours, BTreeSet::from([5, 6, 10]));
    // Six sevenths come from five to seven: 1800 of 2100, with a standard deviation of 42.
    let early = mornings
        .iter()
        .filter(|arrival| arrival.local.hour() < 7)
        .count();
    assert!((1600..=2000).contains(&early), "{early}");
    assert!(mornings.is_sorted_by_key(|arrival| arrival.at));
}

/// A vehicle is (source, day, number on that day): a change of one day's rate leaves the vehicles of all other days as
/// they were, to the microsecond, with all that will be drawn for them.
#[test]
fn another_rate_on_one_day_changes_that_day_only() {
    let world = |dated: &str| {
        let lorry = source(
            "lorry",
            "fruit",
            &format!("rate = \"80 / day\"\nprofile = {{ \"05-19\" = 1 }}\n{dated}"),
        );
        let lorry = lorry.replace(
            "class = \"fruit\"",
            "class = { fruit = \"60 %\", tea = \"40 %\" }",
        );
        gate("2025-03-03", "2025-03-07", &lorry).arrivals(11)
    };
    let (plain, changed) = (
        world(""),
        world("dated = [{ from = 2025-03-05, to = 2025-03-05, rate = \"200 / day\" }]"),
    );
    let wednesday: Date = "2025-03-05".parse().unwrap();
    let others = |arrivals: &[Arrival]| -> Vec<Arrival> {
        let others = arrivals
            .iter()
            .filter(|arrival| arrival.local.date() != wednesday);
        others.cloned().collect()
    };
    assert_eq!(others(&plain), others(&changed));
    assert!(on(&changed, "2025-03-05") > on(&plain, "2025-03-05"));
    // Who was number n that day still is.
    let ids = |arrivals: &[Arrival]| -> Vec<_> {
        let day = arrivals
            .iter()
            .filter(|arrival| arrival.local.date() == wednesday);
        day.map(|arrival| arrival.id).collect()
    };
    let (few, many) = (ids(&plain), ids(&changed));
    assert_eq!(few, many[..few.len()]);
}

#[test]
fn another_source_changes_nobody() {
    let lorry = source(
        "lorry",
        "fruit",
        "rate = \"80 / day\"\nconvoy = { uniform = [1, 4] }",
    );
    let other = source("earlier", "tea", "rate = \"80 / day\"");
    let alone = gate("2025-03-03", "2025-03-05", &lorry).arrivals(11);
    let both = gate("2025-03-03", "2025-03-05", &(other + &lorry)).arrivals(11);
    let of_source = both.iter().filter(|arrival| arrival.origin == "lorry");
    assert_eq!(alone, of_source.cloned().collect::<Vec<_>>());
    assert!(both.len() > alone.len());
}

/// A gate that shuts on Wednesday, by a notice of this day; everybody comes at 09:00.
fn wednesday_shut(when_closed: &str, announced: &str) -> Vec<String> {
    let rest = format!(
        r#"
        hours = "08:00-17:00"
        [gate.bridge.notice.shut]
        from = 2025-03-05
        to = 2025-03-05
        state = "closed"
        {announced}
        {}
        "#,
        source(
            "lorry",
            "fruit",
            &format!("timetable = [\"09:00\"]\nwhen-closed = \"{when_closed}\"")
        )
    );
    times(&gate("2025-03-04", "2025-03-06", &rest))
}

#[test]
fn on_closed_days_they_wait_or_stay_away_or_come_later() {
    assert_eq!(
        wednesday_shut("waits", ""),
        ["Tue 09:00", "Wed 09:00", "Thu 09:00"]
    );
    assert_eq!(wednesday_shut("stays-away", ""), ["Tue 09:00", "Thu 09:00"]);
    assert_eq!(
        wednesday_shut("postpones", ""),
        ["Tue 09:00", "Thu 09:00", "Thu 09:00"]
    );
}

/// Who postpones comes at the same hour, and is who it would have been.
#[test]
fn the_hour_is_kept() {
    let world = |when_closed: &str| {
        let rest = format!(
            r#"
            hours = "08:00-17:00"
            [gate.bridge.notice.shut]
            from = 2025-03-05
            to = 2025-03-05
            state = "closed"
            {}
            "#,
            source(
                "lorry",
                "fruit",
                &format!("rate = \"40 / day\"\nwhen-closed = \"{when_closed}\"")
            )
        );
        gate("2025-03-04", "2025-03-06", &rest).arrivals(2)
    };
    let (waits, postpones) = (world("waits"), world("postpones"));
    let shut: Date = "2025-03-05".parse().unwrap();
    let mut expected: Vec<_> = waits
        .iter()
        .map(|arrival| {
            let late = if arrival.local.date() == shut { DAY } else { 0 };
            (arrival.at + late, arrival.id)
        })
        .collect();
    expected.sort_by_key(|&(at, _)| at);
    let came: Vec<_> = postpones
        .iter()
        .map(|arrival| (arrival.at, arrival.id))
        .collect();
    assert!(on(&waits, "2025-03-05") > 10);
    assert_eq!(came, expected);
}

/// Drivers know on a day what has been announced by then.
#[test]
fn only_what_has_been_announced_is_known() {
    let away = |announced: &str| wednesday_shut("stays-away", &format!("announced = {announced}"));
    assert_eq!(away("2025-03-05"), ["Tue 09:00", "Thu 09:00"]);
    assert_eq!(away("2025-03-06"), ["Tue 09:00", "Wed 09:00", "Thu 09:00"]);
}

/// Both sides agreed to close on Wednesday and Thursday; later it was announced that both would be worked after all. Until
/// then drivers believe the first version, from that day on the second.
#[test]
fn the_last_version_announced_is_known() {
    let world = |executed_announced: &str| {
        let rest = format!(
            r#"
            hours = "08:00-17:00"
            [gate.bridge.notice.agreed]
            version = "agreed"
            announced = 2025-03-01
            from = 2025-03-05
            to = 2025-03-06
            state = "closed"
            [gate.bridge.notice.executed]
            version = "executed"
            announced = {executed_announced}
            from = 2025-03-05
            to = 2025-03-06
            state = "normal"
            {}
            "#,
            source(
                "lorry",
                "fruit",
                "timetable = [\"09:00\"]\nwhen-closed = \"stays-away\""
            )
        );
        let head = "versions = [\"agreed\", \"executed\"]\ncalendar = \"executed\"";
        times(&shut("2025-03-04", "2025-03-07", head, &rest))
    };
    assert_eq!(
        world("2025-03-05"),
        ["Tue 09:00", "Wed 09:00", "Thu 09:00", "Fri 09:00"]
    );
    assert_eq!(world("2025-03-06"), ["Tue 09:00", "Thu 09:00", "Fri 09:00"]);
    assert_eq!(world("2025-03-07"), ["Tue 09:00", "Fri 09:00"]);
}

/// A day that is closed to one class of a source is not closed to the source.
#[test]
fn a_day_counts_as_closed_where_it_is_so_to_all_classes() {
    let world = |barred: &str| {
        let lorry = source(
            "lorry",
            "fruit",
            "timetable = [\"09:00\"]\nwhen-closed = \"stays-away\"",
        )
        .replace(
            "class = \"fruit\"",
            "class = { fruit = \"50 %\", tea = \"50 %\" }",
        );
        let rest = format!(
            r#"
            [gate.bridge.notice.some]
            from = 2025-03-04
            to = 2025-03-04
            state = "normal"
            barred = {barred}
            {lorry}
            "#
        );
        times(&gate("2025-03-04", "2025-03-05", &rest))
    };
    assert_eq!(world("[\"tea\"]"), ["Tue 09:00", "Wed 09:00"]);
    assert_eq!(world("[\"tea\", \"fruit\"]"), ["Wed 09:00"]);
}

#[test]
fn who_is_announced_beforehand_comes_as_if_he_were_not() {
    let ways = [
        "rate = \"40 / day\"\nday-factor = { cv = 0.3 }\nconvoy = { uniform = [1, 3] }",
        "interarrival = { exponential = \"25 min\" }",
        "timetable = [\"00:30\", \"07:10\", \"07:10\", \"23:50\"]",
    ];
    for way in ways {
        let source = source("fruit", "fruit", way);
        let mut world = gate("2025-03-03", "2025-03-06", &source);
        let (log, arrivals) = (world.log(), world.arrivals(7));
        assert!(arrivals.len() > 10, "{way}");
        // Within a day, and longer than the days that are over when the period begins.
        for ahead in [DAY / 3, 3 * DAY] {
            world.plan.sources[0].ahead = ahead;
            assert_eq!(world.arrivals(7), arrivals, "{way}");
            assert_eq!(world.log(), log, "{way}");
        }
    }
}
