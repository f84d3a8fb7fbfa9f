//! `sensitivity`: every end is the run it stands for, and the place of a turn can be told by hand.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::{HELLO, said};

/// A gate that is closed for two days, with a backlog that is known only as a range: all of it stands there on the first morning.
const SHUT: &str = r#"
[scenario]
title = "A shut gate"
from  = 2025-03-03
to    = 2025-03-05
clock = "Asia/Ho_Chi_Minh"
[gate.bridge]
hours = "07:00-19:00"
[gate.bridge.notice.shut]
from  = 2025-03-03
to    = 2025-03-04
state = "closed"
[class]
fruit = { load = "20 t", basis = { assumed = "an example", range = ["10 t", "25 t"] } }
[backlog.line]
gate      = "bridge"
direction = "export"
vehicle   = "vietnamese"
route     = "out"
class     = "fruit"
vehicles  = 20
basis-of.vehicles = { assumed = "an example", range = ["10", "50"] }
[route]
out = [ { step = "cross", cross = { bound = "to-china" } } ]
"#;

fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("sensitivity-{name}.toml"));
    fs::write(&path, text).unwrap();
    path
}

fn json(arguments: &[&str]) -> Value {
    let (code, data, notes) = said(&[arguments, &["--json"]].concat());
    assert_eq!(code, 0, "{arguments:?}: {notes}");
    serde_json::from_str(&data).unwrap()
}

fn input<'a>(report: &'a Value, path: &str) -> &'a Value {
    let inputs = report["inputs"].as_array().unwrap();
    let found = inputs.iter().find(|row| row["input"] == path);
    found.unwrap_or_else(|| panic!("{path} is not in {inputs:#?}"))
}

#[test]
fn the_place_of_a_turn_is_the_one_that_follows_from_the_scenario() {
    let shut = file("shut", SHUT);
    let shut = shut.to_str().unwrap();
    let report = json(&[
        "sensitivity",
        shut,
        "--such-that",
        "max(stock) <= 35",
        "--reps",
        "2",
    ]);
    assert_eq!(report["quantity"], "max(stock)");
    assert_eq!(report["stated"]["value"], 20.0);
    assert_eq!(report["stated"]["judgement"], "passed");
    let line = input(&report, "backlog.line.vehicles");
    assert_eq!(line["low-end"]["value"], 10.0);
    assert_eq!(line["high-end"]["value"], 50.0);
    assert_eq!(line["high-end"]["judgement"], "failed");
    assert_eq!(line["swing"], 40.0);
    // 35 stand there at most while 35 or fewer did at the start.
    let turns = line["turns"].as_array().unwrap();
    assert_eq!(turns.len(), 1);
    assert_eq!(turns[0]["side"], "above");
    assert_eq!(turns[0]["as-stated-to"], "35");
    assert_eq!(turns[0]["turned-from"], "36");
    // What lorries carry moves no stock, exactly; so it comes last.
    let load = input(&report, "class.fruit.load");
    assert_eq!(load["swing"], 0.0);
    assert_eq!(load["turns"].as_array().unwrap().len(), 0);
    assert_eq!(report["inputs"][1]["input"], "class.fruit.load");

    let (_, text, _) = said(&[
        "sensitivity",
        shut,
        "--such-that",
        "max(stock) <= 35",
        "--reps",
        "2",
    ]);
    assert!(
        text.contains("`max(stock) <= 35` holds as stated, unless\n  backlog.line.vehicles exceeds 35 (at 36 it is turned); stated 20\n"),
        "{text}"
    );
    let never = said(&[
        "sensitivity",
        shut,
        "--such-that",
        "max(stock) <= 60",
        "--reps",
        "2",
    ]);
    assert!(
        never
            .1
            .contains("holds as stated; no input alone turns it within its range"),
        "{}",
        never.1
    );
    let fails = said(&[
        "sensitivity",
        shut,
        "--such-that",
        "max(stock) <= 15",
        "--reps",
        "2",
    ]);
    assert!(
        fails.1.contains("does not hold as stated; it would hold if\n  backlog.line.vehicles is below 16 (at 15 it is turned); stated 20\n"),
        "{}",
        fails.1
    );
}

#[test]
fn an_end_is_the_run_with_that_value_set() {
    let report = json(&["sensitivity", HELLO, "--reps", "8"]);
    assert_eq!(report["quantity"], "waiting-vehicle-hours");
    assert!(report["conclusion"].is_null());
    let rate = input(&report, "source.lorries.rate");
    for (end, set) in [
        ("low-end", "source.lorries.rate=80 / day"),
        ("high-end", "source.lorries.rate=160 / day"),
    ] {
        let run = json(&[
            "run",
            HELLO,
            "--reps",
            "8",
            "--set",
            set,
            "--measure",
            "waiting-vehicle-hours",
        ]);
        let row = &run["measures"][0];
        for key in ["value", "low", "high"] {
            assert_eq!(rate[end][key], row[key], "{set}");
        }
    }
    let ends = |end: &str| rate[end]["value"].as_f64().unwrap();
    assert_eq!(
        rate["swing"].as_f64().unwrap(),
        ends("high-end") - ends("low-end")
    );
    let inputs = report["inputs"].as_array().unwrap();
    let swings: Vec<f64> = inputs
        .iter()
        .map(|row| row["swing"].as_f64().unwrap().abs())
        .collect();
    assert!(swings.is_sorted_by(|a, b| a >= b), "{swings:?}");
}

#[test]
fn a_change_is_followed_with_what_differs_left_alone() {
    let more = "station.desk.servers=[{ count = 4 }]";
    let report = json(&["sensitivity", HELLO, "--what-if", more, "--reps", "8"]);
    assert_eq!(report["followed"], "change");
    assert_eq!(report["conclusion"], "less");
    assert_eq!(report["stated"]["judgement"], "passed");
    let unmoved = report["unmoved"].as_array().unwrap();
    assert_eq!(unmoved[0]["input"], "station.desk.servers");
    // At each end it is the change that `compare` finds there.
    for (end, set) in [
        ("low-end", "source.lorries.rate=80 / day"),
        ("high-end", "source.lorries.rate=160 / day"),
    ] {
        let compared = json(&[
            "compare",
            HELLO,
            "--set",
            set,
            "--what-if",
            more,
            "--primary",
            "waiting-vehicle-hours",
            "--reps",
            "8",
        ]);
        let row = &compared["comparisons"][0];
        let seen = &input(&report, "source.lorries.rate")[end];
        for (ours, theirs) in [("value", "change"), ("low", "low"), ("high", "high")] {
            assert_eq!(seen[ours], row[theirs], "{end} {ours}");
        }
    }
    let same = said(&["sensitivity", HELLO, "--against", HELLO, "--reps", "3"]);
    assert!(same.1.contains("nothing changes as stated"), "{}", same.1);
}

#[test]
fn a_change_that_turns_says_where() {
    // Five hours more for those who come by day against five hours less for those who stand there: with many in line at the start the
    // early gate is better, with few the late one. Lorries come at 16:30, the early gate shuts at 12:00.
    let (head, rest) = SHUT.split_once("[gate.bridge.notice.shut]").unwrap();
    let (_, rest) = rest.split_once("state = \"closed\"").unwrap();
    let text = format!("{head}{rest}")
        .replace("07:00-19:00", "07:00-12:00")
        .replace("to    = 2025-03-05", "to    = 2025-03-03")
        + r#"
[source.late]
gate = "bridge"
direction = "export"
vehicle = "vietnamese"
class = "fruit"
route = "out"
timetable = ["16:30", "16:31", "16:32", "16:33"]
basis = { assumed = "an example" }
"#;
    let world = file("turns", &text);
    let world = world.to_str().unwrap();
    let alternative = "gate.bridge.hours=12:00-17:00";
    let arguments = [
        "sensitivity",
        world,
        "--what-if",
        alternative,
        "--reps",
        "2",
    ];
    // Base: the backlog passes at 07:00 (7 h each), the four stand from 16:30 to midnight (7.5 h less 0+1+2+3 minutes). Alternative: the
    // backlog passes at 12:00 (5 h more each), the four on arrival. So the change is 5 N - 29.9, and turns between 5 and 6.
    let report = json(&arguments);
    let hours = |backlog: f64| 5.0 * backlog - 29.9;
    let near = |value: &Value, hours: f64| (value.as_f64().unwrap() - hours).abs() < 1e-9;
    assert!(near(&report["stated"]["value"], hours(20.0)), "{report:#}");
    let line = input(&report, "backlog.line.vehicles");
    assert!(near(&line["low-end"]["value"], hours(10.0)));
    assert!(near(&line["high-end"]["value"], hours(50.0)));
    assert_eq!(line["turns"].as_array().unwrap().len(), 0);
    let few = text.replace("[\"10\", \"50\"]", "[\"2\", \"50\"]");
    let few = file("turns-few", &few);
    let report = json(&[
        "sensitivity",
        few.to_str().unwrap(),
        "--what-if",
        alternative,
        "--reps",
        "2",
    ]);
    assert_eq!(report["conclusion"], "more");
    let turns = &input(&report, "backlog.line.vehicles")["turns"];
    assert_eq!(turns[0]["side"], "below");
    assert_eq!(turns[0]["as-stated-to"], "6");
    assert_eq!(turns[0]["turned-from"], "5");
}

#[test]
fn the_bytes_do_not_depend_on_the_threads() {
    let of = |jobs: &str| {
        said(&[
            "sensitivity",
            HELLO,
            "--such-that",
            "share(time-in-system < 6 h) >= 60 %",
            "--reps",
            "5",
            "--json",
            "--jobs",
            jobs,
        ])
    };
    let one = of("1");
    assert_eq!(one.0, 0, "{}", one.2);
    assert_eq!(of("3"), one);
}

#[test]
fn what_is_refused() {
    let (code, data, notes) = said(&["sensitivity", HELLO, "--uncertainty", "inputs"]);
    assert_eq!((code, data.as_str()), (2, ""));
    assert!(
        notes.starts_with("error: `sensitivity` moves one input at a time"),
        "{notes}"
    );
    let (code, _, notes) = said(&[
        "sensitivity",
        HELLO,
        "--such-that",
        "max(stok) <= 3",
        "--measure",
        "max(stock) <= 3",
    ]);
    assert_eq!(code, 2);
    assert!(
        notes.contains(" --> --such-that:1:5\n") && notes.contains("a quantity is wanted here"),
        "{notes}"
    );
    let (code, _, _) = said(&[
        "sensitivity",
        HELLO,
        "--such-that",
        "max(stock) <= 3",
        "--what-if",
        "a=1",
    ]);
    assert_eq!(code, 2);
    let known = SHUT
        .replace(
            ", basis = { assumed = \"an example\", range = [\"10 t\", \"25 t\"] }",
            "",
        )
        .replace(
            "basis-of.vehicles = { assumed = \"an example\", range = [\"10\", \"50\"] }\n",
            "",
        );
    let known = file("known", &known);
    let (code, _, notes) = said(&["sensitivity", known.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(notes.contains("error: nothing can be moved"), "{notes}");
    let later = "scenario.to=2025-03-08";
    let (code, _, notes) = said(&["sensitivity", HELLO, "--what-if", later]);
    assert_eq!(code, 2);
    assert!(notes.contains("the periods differ"), "{notes}");
}
