//! What was observed.

use serde_json::{Value, json};

use super::{TWO_DESKS, TWO_LORRIES, by_cause, explain, file, json, named, rows, said};

fn delay(explanation: &Value) -> &Value {
    rows(explanation, "delay", "total")[0]
}

#[test]
fn two_lorries_have_the_shares_that_are_worked_out_by_hand() {
    let world = file("two-lorries", TWO_LORRIES);
    let all = json(&world, &["--reps", "3"]);
    assert_eq!(delay(&all)["value"], 14.5);
    let causes = rows(&all, "time-by-cause", "cause");
    assert_eq!(
        by_cause(&causes, "value"),
        named(&[
            ("closed-night", 14.0),
            ("waiting-server", 0.5),
            ("processing", 2.0)
        ])
    );
    let shares: Vec<&Value> = causes.iter().map(|row| &row["share"]).collect();
    assert_eq!(
        shares,
        [&json!(14.0 / 14.5), &json!(0.5 / 14.5), &Value::Null]
    );
    assert_eq!(rows(&all, "vehicles", "total")[0]["value"], 2.0);
    // The waiting for the server is in the line of the desk, and only that.
    let lines = rows(&all, "time-by-cause", "place-cause");
    assert_eq!(by_cause(&lines, "value"), named(&[("waiting-server", 0.5)]));
    assert_eq!(
        (&lines[0]["place-kind"], &lines[0]["place"]),
        (&json!("station"), &json!("desk"))
    );
    assert_eq!(
        all["answer"],
        "Of 14.5 vehicle-hours of delay 97 % had the cause \"closed for the night\", 3.4 % \"all servers busy\"."
    );
}

/// From 16:45 to 20:00 the second lorry waits a quarter for the desk, is served an hour, and stands before the closed bridge for two hours; the first
/// is served for a quarter.
#[test]
fn a_span_has_what_was_spent_in_it() {
    let world = file("two-lorries-span", TWO_LORRIES);
    let span = json(
        &world,
        &["--reps", "2", "--when", "2025-03-03 16:45..20:00"],
    );
    let causes = rows(&span, "time-by-cause", "cause");
    assert_eq!(
        by_cause(&causes, "value"),
        named(&[
            ("closed-night", 2.0),
            ("waiting-server", 0.25),
            ("processing", 1.25)
        ])
    );
    let lines = rows(&span, "time-by-cause", "place-cause");
    assert_eq!(
        by_cause(&lines, "value"),
        named(&[("waiting-server", 0.25)])
    );
    // Intervals end at full hours: 16:45, 17:00, 18:00, 19:00, 20:00.
    let hours = rows(&span, "delay", "interval");
    let values: Vec<(&str, f64)> = hours
        .iter()
        .map(|row| {
            (
                row["from"].as_str().unwrap(),
                row["value"].as_f64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        values,
        [
            ("2025-03-03T16:45:00", 0.25),
            ("2025-03-03T17:00:00", 0.0),
            ("2025-03-03T18:00:00", 1.0),
            ("2025-03-03T19:00:00", 1.0),
        ]
    );
    // Tuesday has the night until eight, and nobody was there before the span began.
    let tuesday = json(&world, &["--reps", "2", "--when", "2025-03-04"]);
    let causes = rows(&tuesday, "time-by-cause", "cause");
    assert_eq!(by_cause(&causes, "value"), named(&[("closed-night", 8.0)]));
    assert_eq!(rows(&tuesday, "vehicles", "total")[0]["value"], 1.0);
}

#[test]
fn an_instant_says_who_stands_where_and_why() {
    let world = file("two-lorries-at", TWO_LORRIES);
    for (at, kind, place, cause, vehicles) in [
        ("2025-03-03 16:45", "station", "desk", "waiting-server", 2),
        ("2025-03-03 17:30", "station", "desk", "processing", 1),
        ("2025-03-03 20:00", "gate", "bridge", "closed-night", 1),
    ] {
        let found = json(&world, &["--reps", "2", "--at", at]);
        let rows = rows(&found, "standing", "place-cause");
        assert_eq!(rows.len(), vehicles, "{at}");
        let row = rows[0];
        let told = (
            &row["place-kind"],
            &row["place"],
            &row["cause"],
            &row["value"],
        );
        assert_eq!(
            told,
            (&json!(kind), &json!(place), &json!(cause), &json!(1.0)),
            "{at}"
        );
    }
    let nobody = said(&world, &["--reps", "2", "--at", "2025-03-04 12:00"]).1;
    assert!(
        nobody.contains("Inside at Tue 4 Mar 12:00: 0 vehicles\n"),
        "{nobody}"
    );
    // The first instant of all: those in line at the start are there.
    let line = "[backlog.line]\ngate = \"bridge\"\ndirection = \"export\"\nroute = \"out\"\nvehicle = \"vietnamese\"\nvehicles = 3\n\
                class = \"fruit\"\nbasis = { assumed = \"a test\" }\n";
    let world = file("two-lorries-and-a-line", &(TWO_LORRIES.to_owned() + line));
    let found = json(&world, &["--reps", "2", "--at", "2025-03-03 00:00"]);
    let standing: f64 = by_cause(&rows(&found, "standing", "place-cause"), "value")
        .iter()
        .map(|(_, value)| value)
        .sum();
    assert_eq!(standing, 3.0);
}

/// With two desks the second lorry is served from 16:30 to 17:30 and passes: nothing of the 14.5 hours is left.
#[test]
fn a_difference_is_explained_cause_by_cause() {
    let world = file("two-lorries-vs", TWO_LORRIES);
    let base = world.to_str().unwrap();
    let two = json(&world, &["--reps", "3", "--set", TWO_DESKS, "--vs", base]);
    let row = delay(&two);
    assert_eq!(
        [
            &row["base"],
            &row["value"],
            &row["change"],
            &row["change-low"],
            &row["change-high"]
        ],
        [
            &json!(14.5),
            &json!(0.0),
            &json!(-14.5),
            &json!(-14.5),
            &json!(-14.5)
        ]
    );
    let causes = rows(&two, "time-by-cause", "cause");
    assert_eq!(
        by_cause(&causes, "change"),
        named(&[
            ("closed-night", -14.0),
            ("waiting-server", -0.5),
            ("processing", 0.0)
        ])
    );
    assert_eq!(
        two["answer"],
        "14.5 vehicle-hours of delay less than in the scenario as it stands: \"closed for the night\" -14, \"all servers busy\" -0.5."
    );
    assert_eq!(two["manifests"].as_array().unwrap().len(), 2);
    let text = said(&world, &["--reps", "3", "--set", TWO_DESKS, "--vs", base]).1;
    for part in [
        "against ",
        "paired vehicle by vehicle",
        "interval of the change",
        "[-14.0, -14.0]",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    let same = json(&world, &["--reps", "3", "--vs", base]);
    assert_eq!(
        same["answer"],
        "There is no difference: the delay is that of the scenario as it stands, cause by cause."
    );
}

/// Without the desk, and at a gate of another name, the lorries stand nowhere else: what only the base has is named as the base names it.
#[test]
fn what_only_the_base_has_is_there_too() {
    let base = file("with-desk", TWO_LORRIES);
    let other = TWO_LORRIES
        .replace("gate.bridge", "gate.ford")
        .replace("gate = \"bridge\"", "gate = \"ford\"")
        .replace("station.desk", "station.table")
        .replace("station = \"desk\"", "station = \"table\"");
    let world = file("with-table", &other);
    let found = json(&world, &["--reps", "2", "--vs", base.to_str().unwrap()]);
    let told = |measure, by, key: &str| -> Vec<(String, f64, f64)> {
        let number = |row: &Value, key: &str| row[key].as_f64().unwrap();
        rows(&found, measure, by)
            .into_iter()
            .map(|row| {
                (
                    row[key].as_str().unwrap().to_owned(),
                    number(row, "base"),
                    number(row, "value"),
                )
            })
            .collect()
    };
    assert_eq!(
        told("delay", "gate-direction-class", "gate"),
        [
            ("ford".to_owned(), 0.0, 14.5),
            ("bridge".to_owned(), 14.5, 0.0)
        ]
    );
    assert_eq!(
        told("time-by-cause", "place-cause", "place"),
        [
            ("table".to_owned(), 0.0, 0.5),
            ("desk".to_owned(), 0.5, 0.0)
        ]
    );
    let text = said(&world, &["--reps", "2", "--vs", base.to_str().unwrap()]).1;
    assert!(
        text.contains(" desk ") && text.contains(" table "),
        "{text}"
    );
}

/// The first lorry takes both yards and the desk from 08:30 to 13:30, the second the outer yard at 08:40 and, the inner being taken, waits there until
/// 13:30; the third waits before the outer yard from 08:50 to 13:30, and then for the inner one until 18:30.
const TWO_YARDS: &str = r#"
[scenario]
title = "Two yards"
from = 2025-03-03
to = 2025-03-03
clock = "UTC"
[class.fruit]
[gate.bridge]
hours = "always"
basis = { assumed = "a test" }
[yard.outer]
capacity = 1
basis = { assumed = "a test" }
[yard.inner]
capacity = 1
basis = { assumed = "a test" }
[station.desk]
servers = [{ count = 1, hours = "always" }]
basis = { assumed = "a test" }
[source.lorry]
gate = "bridge"
direction = "export"
vehicle = "vietnamese"
class = "fruit"
route = "out"
timetable = ["08:30", "08:40", "08:50"]
basis = { assumed = "a test" }
[[route.out]]
step = "first"
park = "outer"
[[route.out]]
step = "second"
park = "inner"
[[route.out]]
step = "papers"
serve = { station = "desk", time = "5 h" }
basis = { assumed = "a test" }
[[route.out]]
step = "off"
leave-yard = "inner"
"#;

#[test]
fn behind_a_full_yard_stands_what_fills_it_and_the_chain_is_followed() {
    let world = file("two-yards", TWO_YARDS);
    let found = json(&world, &["--reps", "2"]);
    let lines: Vec<(&str, f64)> = rows(&found, "time-by-cause", "place-cause")
        .into_iter()
        .map(|row| {
            (
                row["place"].as_str().unwrap(),
                row["value"].as_f64().unwrap(),
            )
        })
        .collect();
    // 4 h 50 min and 5 h before the inner yard, 4 h 40 min before the outer one; indices are in the order of names.
    assert_eq!(lines.len(), 2);
    for (place, minutes) in [("inner", 590.0), ("outer", 280.0)] {
        let line = lines.iter().find(|(name, _)| *name == place).unwrap();
        assert!(
            (line.1 - minutes / 60.0).abs() < 1e-12,
            "{place}: {}",
            line.1
        );
    }
    // Somebody waits before the inner yard at the full hours 9 to 18, before the outer one at 9 to 13; there are 24 intervals.
    for (yard, hours, place, cause) in [
        ("inner", 10.0, "desk", "processing"),
        ("outer", 5.0, "inner", "yard-full"),
    ] {
        let before = rows(&found, "before-yard", "yard");
        let row = before.iter().find(|row| row["yard"] == yard).unwrap();
        assert_eq!(
            (&row["share"], &row["value"]),
            (&json!(hours / 24.0), &json!(1.0))
        );
        let behind = rows(&found, "behind-yard", "yard-place-cause");
        let own: Vec<&&Value> = behind.iter().filter(|row| row["yard"] == yard).collect();
        assert_eq!(own.len(), 1);
        let told = (&own[0]["place"], &own[0]["cause"], &own[0]["share"]);
        assert_eq!(told, (&json!(place), &json!(cause), &json!(1.0)));
    }
    let text = said(&world, &["--reps", "2"]).1;
    let chain =
        "the chain: outer is full because inner is full, where most are at desk: being served";
    assert!(text.contains(chain), "{text}");
}

/// The median and the worst of two lorries are the two, with the commands that tell their stories.
#[test]
fn examples_are_vehicles_that_trace_knows() {
    let world = file("two-lorries-examples", TWO_LORRIES);
    let found = json(
        &world,
        &["--reps", "4", "--set", "scenario.title=\"It is another\""],
    );
    let examples = found["examples"].as_array().unwrap();
    let told: Vec<_> = examples
        .iter()
        .map(|one| (&one["role"], &one["vehicle"], &one["delay-seconds"]))
        .collect();
    assert_eq!(
        told,
        [
            (&json!("median"), &json!("lorry.2025-03-03.1"), &json!(0.0)),
            (
                &json!("worst"),
                &json!("lorry.2025-03-03.2"),
                &json!(52_200.0)
            ),
        ]
    );
    let command = examples[1]["command"].as_str().unwrap();
    assert_eq!(
        command,
        format!(
            "bordergate trace {} --set 'scenario.title=\"It is another\"' --rep 0 --vehicle lorry.2025-03-03.2",
            world.display()
        )
    );
    let mut words = command.split('\'');
    let (before, change, after) = (words.next(), words.next(), words.next());
    let arguments: Vec<&str> = before
        .into_iter()
        .flat_map(str::split_whitespace)
        .chain(change)
        .chain(after.into_iter().flat_map(str::split_whitespace))
        .skip(1)
        .collect();
    let story = std::process::Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .args(arguments)
        .output()
        .unwrap();
    let story = String::from_utf8(story.stdout).unwrap();
    assert!(story.contains("closed for the night: 14 h"), "{story}");
}

/// What is printed adds up: the causes to the delay, the groups and the intervals to the causes, on a scenario with everything.
#[test]
fn the_rows_of_a_whole_month_add_up() {
    let month = std::path::Path::new("scenarios/mong-cai-month.toml");
    let found = json(month, &["--reps", "2", "--when", "2025-05-01..2025-05-07"]);
    let is_delay = |row: &&&Value| !row["share"].is_null();
    let sum = |rows: &[&Value]| -> f64 {
        let delays = rows.iter().filter(is_delay);
        delays.map(|row| row["value"].as_f64().unwrap()).sum()
    };
    let all = delay(&found)["value"].as_f64().unwrap();
    assert!(all > 100.0);
    for (measure, by) in [
        ("time-by-cause", "cause"),
        ("time-by-cause", "gate-direction-class-cause"),
        ("time-by-cause", "interval-cause"),
        ("delay", "gate-direction-class"),
        ("delay", "interval"),
    ] {
        let own = sum(&rows(&found, measure, by));
        assert!(
            (own - all).abs() < 1e-6 * all,
            "{measure} by {by}: {own}, not {all}"
        );
    }
    // A gate and the other gates are all gates.
    let gates = ["bac-luan-2", "hai-yen"].map(|gate| {
        let own = [
            "--reps",
            "2",
            "--when",
            "2025-05-01..2025-05-07",
            "--gate",
            gate,
        ];
        delay(&json(month, &own))["value"].as_f64().unwrap()
    });
    assert!((gates.iter().sum::<f64>() - all).abs() < 1e-6 * all);
    let ways = ["export", "import"].map(|way| {
        let own = [
            "--reps",
            "2",
            "--when",
            "2025-05-01..2025-05-07",
            "--direction",
            way,
        ];
        delay(&json(month, &own))["value"].as_f64().unwrap()
    });
    assert!((ways.iter().sum::<f64>() - all).abs() < 1e-6 * all);
}

#[test]
fn the_bytes_do_not_depend_on_the_threads() {
    let hello = std::path::Path::new("scenarios/hello-gate.toml");
    for output in ["--json", "--plain"] {
        let of = |jobs: &str| explain(hello, &["--reps", "12", "--jobs", jobs, output]).stdout;
        assert!(!of("1").is_empty());
        assert!(of("1") == of("3"), "{output}");
    }
}
