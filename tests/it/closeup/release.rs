//! The time release study and the reliability of times in the system.

use bordergate::report::closeup::{CloseUp, ReleaseRow};
use serde_json::Value;

use super::{TWO_LORRIES, close_up, run};
use crate::worlds::World;

/// A desk for all, then two channels: fruit is green and released, wood is red and inspected before. Half an hour's drive follows.
///
/// Fruit comes at 08:00 and 08:05, wood at 08:10; the desk takes 10 minutes each, so it lets them go at 08:10, 08:20 and 08:30. The inspection of the
/// wood takes until 08:50.
const TWO_CHANNELS: &str = r#"
[scenario]
title = "Two channels"
from = 2025-03-03
to = 2025-03-03
clock = "UTC"
[class]
fruit = {}
wood = {}
[gate.bridge]
hours = "always"
basis = { assumed = "a test" }
[station]
desk = { servers = [{ count = 1, hours = "always" }], basis = { assumed = "a test" } }
yard = { servers = [{ count = 1, hours = "always" }], basis = { assumed = "a test" } }
[agency.plant]
station = "yard"
time = "20 min"
inspects = { wood = "100 %" }
basis = { assumed = "a test" }
[source.fruit]
gate = "bridge"
direction = "export"
vehicle = "vietnamese"
class = "fruit"
route = "out"
timetable = { Mon = ["08:00", "08:05"] }
basis = { assumed = "a test" }
[source.wood]
gate = "bridge"
direction = "export"
vehicle = "vietnamese"
class = "wood"
route = "out"
timetable = { Mon = ["08:10"] }
basis = { assumed = "a test" }
[route]
out = [
    { step = "papers", serve = { station = "desk", time = "10 min" }, basis = { assumed = "a test" } },
    { step = "channel", branch = [
        { class = ["fruit"], label = "green", to = "released" },
        { class = ["wood"], label = "red", to = "check" },
    ], basis = { assumed = "a test" } },
    { step = "check", inspect = { agencies = "plant" } },
    { step = "released", release = true },
    { step = "drive", delay = { time = "30 min" }, basis = { assumed = "a test" } },
    { step = "line", cross = { bound = "to-china" } },
]
"#;

/// Part, name, where it ends, how many, and the mean in minutes.
fn told(seen: &CloseUp) -> Vec<(&str, &str, &str, f64, f64)> {
    let row = |row: &'_ ReleaseRow| (row.count, minutes(row.mean));
    seen.release
        .iter()
        .map(|of| {
            let (count, mean) = row(of);
            let name = of.name.as_deref().unwrap_or("-");
            (of.part, name, of.to, count, mean)
        })
        .collect()
}

fn minutes(seconds: Option<f64>) -> f64 {
    (seconds.unwrap() / 60.0 * 1e6).round() / 1e6
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9 * b.abs().max(1.0)
}

#[test]
fn each_part_has_the_times_that_are_worked_out_by_hand() {
    let world = World::new(TWO_CHANNELS);
    let seen = close_up(&world.scenario, 3);
    assert_eq!(
        told(&seen),
        [
            ("all", "-", "release", 3.0, 21.666_667),
            ("step", "papers", "step", 3.0, 15.0),
            ("step", "check/plant: inspection", "step", 1.0, 20.0),
            ("channel", "green", "release", 2.0, 12.5),
            ("channel", "red", "release", 1.0, 40.0),
            ("agency", "-", "release", 2.0, 12.5),
            ("agency", "plant", "release", 1.0, 40.0),
            ("goods", "fruit", "release", 2.0, 12.5),
            ("goods", "wood", "release", 1.0, 40.0),
        ]
    );
    for row in &seen.release {
        assert_eq!((row.gate.as_str(), row.direction), ("bridge", "export"));
        // All replications are the same.
        assert_eq!((row.low, row.high), (row.mean, row.mean));
    }
    let all = &seen.release[0];
    // Of 10, 15 and 40 minutes, three times over: 3 * 516.67 / 8.
    assert!(close(
        all.sd.unwrap(),
        60.0 * (3.0 * (1550.0 / 3.0) / 8.0_f64).sqrt()
    ));
    let (median, p95) = (all.median.unwrap() / 60.0, all.p95.unwrap() / 60.0);
    assert!((14.0..16.0).contains(&median) && (38.0..=40.0).contains(&p95));
    // 40, 45 and 70 minutes in the system; being served and driving 40, 40 and 60.
    let [way] = seen.reliability.as_slice() else {
        panic!("{:?}", seen.reliability);
    };
    assert!(close(way.mean, 60.0 * 155.0 / 3.0));
    assert!(close(way.uncongested, 60.0 * 140.0 / 3.0));
    assert!(close(way.delay, 60.0 * 5.0));
    assert_eq!(way.buffer_time, way.p95 - way.mean);
    assert_eq!(way.buffer_index, way.buffer_time / way.mean);
    let [low, high] = way.buffer_time_interval.unwrap();
    assert!(close(low, way.buffer_time) && close(high, way.buffer_time));
}

/// An hour, and from 16:30 to 08:00; at the desk an hour, and one and a half; before the bridge nothing, and 14 hours.
#[test]
fn where_nothing_is_released_the_crossing_stands_for_it() {
    let expected = [
        ("all", "-", "crossing", 2.0, 60.0 * 8.25),
        ("step", "papers", "step", 2.0, 60.0 * 1.25),
        ("step", "over", "step", 2.0, 60.0 * 7.0),
        ("goods", "fruit", "crossing", 2.0, 60.0 * 8.25),
    ];
    let seen = close_up(&World::new(TWO_LORRIES).scenario, 1);
    assert_eq!(told(&seen), expected);
    let one = &seen.release[0];
    assert_eq!((one.low, one.high), (None, None), "one replication");
    let way = &seen.reliability[0];
    assert!(close(way.mean, 3600.0 * 8.25) && close(way.uncongested, 3600.0));
    assert_eq!(way.buffer_time_interval, None);
    // Those in line at the start have no known age: the desk has done with them in the night, and they are left out.
    let line = "[backlog.line]\ngate = \"bridge\"\ndirection = \"export\"\nroute = \"out\"\nvehicle = \"vietnamese\"\nvehicles = 3\n\
                class = \"fruit\"\nbasis = { assumed = \"a test\" }\n";
    let with_line = close_up(&World::new(&(TWO_LORRIES.to_owned() + line)).scenario, 1);
    assert_eq!(told(&with_line), expected);
    // And so are those who came before what is measured.
    let warm = TWO_LORRIES.replace(
        "clock = \"UTC\"",
        "clock = \"UTC\"\nwarm-up = \"16 h 15 min\"",
    );
    let after = close_up(&World::new(&warm).scenario, 1);
    assert_eq!(
        told(&after),
        [
            ("all", "-", "crossing", 1.0, 60.0 * 15.5),
            ("step", "papers", "step", 1.0, 60.0 * 1.5),
            ("step", "over", "step", 1.0, 60.0 * 14.0),
            ("goods", "fruit", "crossing", 1.0, 60.0 * 15.5),
        ]
    );
}

/// Papers are made beside the lorry: their own steps are none of its way, the wait for them is. The desk takes until 08:10, the permit until 09:00.
#[test]
fn the_wait_for_papers_is_a_step_and_the_steps_of_papers_are_none() {
    let text = TWO_CHANNELS
        .replace("[\"08:00\", \"08:05\"]", "[\"08:00\"]")
        .replace("timetable = { Mon = [\"08:10\"] }", "timetable = { Mon = [] }")
        .replace(
            "out = [\n",
            "permit = [{ step = \"made\", delay = { time = \"60 min\" }, basis = { assumed = \"a test\" } }]\n\
             out = [\n{ step = \"lodge\", file = [\"permit\"] },\n",
        )
        .replace(
            "{ step = \"released\"",
            "{ step = \"permitted\", join = [\"permit\"] },\n{ step = \"released\"",
        )
        .replace("to = \"released\"", "to = \"permitted\"")
        + "[papers.permit]\nroute = \"permit\"\nbasis = { assumed = \"a test\" }\n";
    let seen = close_up(&World::new(&text).scenario, 2);
    assert_eq!(
        told(&seen)[..3],
        [
            ("all", "-", "release", 1.0, 60.0),
            ("step", "papers", "step", 1.0, 10.0),
            ("step", "permitted", "step", 1.0, 50.0),
        ]
    );
}

/// What a month has in other rows already, to the last digit.
#[test]
fn a_month_agrees_with_the_other_measures() {
    let file = "scenarios/mong-cai-month.toml";
    let report: Value = run(file, &["--reps", "2", "--time-release", "--json"]);
    let study = report["time-release"].as_array().unwrap();
    let measures = report["measures"].as_array().unwrap();
    let number = |row: &Value, key: &str| row[key].as_f64().unwrap();
    let find = |measure: &str, statistic: &str, by: &str, of: &Value, channel: &Value| {
        let row = measures.iter().find(|row| {
            row["measure"] == measure
                && row["statistic"] == statistic
                && row["by"] == by
                && row["gate"] == of["gate"]
                && row["direction"] == of["direction"]
                && row["channel"] == *channel
        });
        row.unwrap_or_else(|| panic!("{measure} {of}"))["value"].clone()
    };
    let of_part =
        |part: &str| -> Vec<&Value> { study.iter().filter(|row| row["part"] == part).collect() };
    assert!(of_part("channel").len() >= 6);
    for row in of_part("channel") {
        let by = "gate-direction-channel";
        for (key, statistic) in [
            ("count", "count"),
            ("mean", "mean"),
            ("median", "p50"),
            ("sd", "sd"),
            ("p95", "p95"),
        ] {
            let other = find("time-to-release", statistic, by, row, &row["name"]);
            assert_eq!(row[key], other, "{key} of {row}");
        }
    }
    for all in of_part("all") {
        let same = |row: &&&Value| {
            ["gate", "direction", "to"]
                .iter()
                .all(|key| row[*key] == all[*key])
        };
        let goods: f64 = of_part("goods")
            .iter()
            .filter(same)
            .map(|row| number(row, "count"))
            .sum();
        assert!(close(goods, number(all, "count")), "{goods} of {all}");
        let rows: Vec<&Value> = of_part("agency")
            .into_iter()
            .filter(|row| same(&row))
            .collect();
        let counts: f64 = rows.iter().map(|row| number(row, "count")).sum();
        assert!(
            counts >= number(all, "count"),
            "some are inspected by several"
        );
    }
    for way in report["reliability"].as_array().unwrap() {
        let none = Value::Null;
        let by = "gate-direction";
        assert_eq!(way["mean"], find("time-in-system", "mean", by, way, &none));
        assert_eq!(way["p95"], find("time-in-system", "p95", by, way, &none));
        assert!(number(way, "uncongested") <= number(way, "mean"));
    }
}
