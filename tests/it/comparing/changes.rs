//! What changes, where it is known what does.

use std::fs;

use serde_json::Value;

use super::{HELLO, compared, json, of, said};

/// A gate without a line: so many servers that each lorry is served at once, for a constant time, and crosses. Then a longer
/// service is longer by the difference, for every lorry.
fn wide(service: &str) -> Vec<String> {
    [
        "station.desk.servers=[{ count = 500 }]",
        &format!("route.out.documents.serve.time={service}"),
        "gate.bridge.hours=00:00-24:00",
    ]
    .map(str::to_owned)
    .to_vec()
}

#[test]
fn a_longer_service_makes_every_stay_longer_by_the_difference() {
    let mut arguments = vec!["--reps".to_owned(), "10".to_owned()];
    for set in wide("10 min") {
        arguments.extend(["--set".to_owned(), set]);
    }
    arguments.extend(["--what-if", "route.out.documents.serve.time=13 min"].map(str::to_owned));
    arguments.extend(["--measure", "mean(time-in-system)"].map(str::to_owned));
    arguments.extend(["--measure", "p50(time-in-system)"].map(str::to_owned));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let rows = compared(&arguments);
    let mean = of(&rows, "mean(time-in-system)");
    // Lorries of the last minutes are still inside at the end in one scenario and out in the other; all others differ by 180 s.
    assert_eq!(mean["base-value"], 600.0);
    assert_eq!(mean["alternative-value"], 780.0);
    for key in ["change", "low", "high"] {
        let number = mean[key].as_f64().unwrap();
        assert!((number - 180.0).abs() < 1e-9, "{key}: {mean}");
    }
    assert_eq!(mean["verdict"], "worse");
    assert_eq!(mean["gain"], Value::Null, "nothing is left to be unsure of");
    let median = of(&rows, "p50(time-in-system)");
    assert!((median["change"].as_f64().unwrap() - 180.0).abs() < 1e-9);
    assert_eq!(of(&rows, "vehicles-turned-back")["verdict"], "same");
}

#[test]
fn a_scenario_is_the_same_as_itself() {
    for reps in ["1", "7"] {
        let rows = compared(&[HELLO, "--reps", reps]);
        assert_eq!(rows.len(), 6);
        for row in &rows {
            assert_eq!(row["verdict"], "same", "{row}");
            for key in ["change", "low", "high"] {
                assert_eq!(row[key], 0.0, "{row}");
            }
        }
    }
    let tet = "scenarios/mong-cai-tet-2022-executed.toml";
    let report = json(&["compare", tet, tet, "--reps", "3"]);
    let verdicts = report["comparisons"].as_array().unwrap().iter();
    assert!(verdicts.clone().count() >= 6);
    assert!(
        verdicts
            .map(|row| &row["verdict"])
            .all(|verdict| verdict == "same")
    );
}

/// One pair tells nothing unless both are the same.
#[test]
fn one_replication_cannot_tell() {
    let rows = compared(&[
        "--reps",
        "1",
        "--what-if",
        "station.desk.servers=[{ count = 1 }]",
    ]);
    let waiting = of(&rows, "waiting-vehicle-hours");
    assert_eq!(waiting["verdict"], "cannot-tell-yet");
    assert_eq!(
        (&waiting["low"], &waiting["high"]),
        (&Value::Null, &Value::Null)
    );
}

#[test]
fn the_change_is_that_of_the_two_runs() {
    let change = [
        "--what-if",
        "station.desk.servers=[{ count = 2 }]",
        "--reps",
        "20",
    ];
    let report = json(&[&["compare", HELLO], &change[..]].concat());
    let total = |scenario: &str| {
        let rows = report["measures"].as_array().unwrap().iter();
        let mut rows = rows.filter(|row| {
            row["scenario"] == scenario
                && row["measure"] == "waiting-vehicle-hours"
                && row["by"] == "total"
        });
        rows.next().unwrap()["value"].as_f64().unwrap()
    };
    let rows = report["comparisons"].as_array().unwrap();
    let row = of(rows, "waiting-vehicle-hours");
    let change = row["change"].as_f64().unwrap();
    assert!((change - (total("what-if") - total("hello-gate"))).abs() < 1e-6);
    assert_eq!(row["verdict"], "worse");
    assert_eq!(report["manifests"].as_array().unwrap().len(), 2);
    assert_eq!(
        report["manifests"][1]["set"][0],
        "station.desk.servers=[{ count = 2 }]"
    );
    // The same as each on its own.
    let alone = json(&["run", HELLO, "--reps", "20"]);
    assert_eq!(
        alone["manifest"]["scenario-digest"],
        report["manifests"][0]["scenario-digest"]
    );
    assert_eq!(
        alone["manifest"]["measures-digest"],
        report["manifests"][0]["measures-digest"]
    );
}

#[test]
fn the_level_is_that_of_the_family_or_of_the_primary() {
    let more = [
        "--what-if",
        "station.desk.servers=[{ count = 4 }]",
        "--reps",
        "5",
    ];
    let level = |row: &Value| row["level"].as_f64().unwrap();
    for row in compared(&more) {
        assert!((level(&row) - (1.0 - 0.05 / 6.0)).abs() < 1e-12);
        assert_eq!(row["counts"], true);
    }
    for row in compared(&[&more[..], &[HELLO]].concat()) {
        assert!(
            (level(&row) - (1.0 - 0.05 / 12.0)).abs() < 1e-12,
            "two alternatives"
        );
    }
    let rows = compared(&[&more[..], &["--primary", "max(stock)"]].concat());
    for row in &rows {
        assert!((level(row) - 0.95).abs() < 1e-12);
        assert_eq!(row["counts"], row["quantity"] == "max(stock)");
    }
    let narrow = |rows: &[Value]| {
        let row = of(rows, "max(stock)").clone();
        row["high"].as_f64().unwrap() - row["low"].as_f64().unwrap()
    };
    assert!(narrow(&rows) < narrow(&compared(&more)));
}

#[test]
fn the_smallest_effect_decides() {
    let more = [
        "--what-if",
        "station.desk.servers=[{ count = 4 }]",
        "--reps",
        "20",
    ];
    let verdict = |effect: &str| {
        let rows = compared(&[&more[..], &["--min-effect", effect]].concat());
        let row = of(&rows, "waiting-vehicle-hours").clone();
        (
            row["verdict"].as_str().unwrap().to_owned(),
            row["min-effect"].as_f64().unwrap(),
        )
    };
    // About 280 of 2,600 vehicle-hours are saved.
    assert_eq!(verdict("1 %").0, "better");
    assert_eq!(
        verdict("200 @ waiting-vehicle-hours"),
        ("better".to_owned(), 200.0)
    );
    assert_eq!(verdict("50 %").0, "same");
    assert_eq!(verdict("1,000 vehicle-h @ waiting-vehicle-hours").0, "same");
    let close = verdict("285 @ waiting-vehicle-hours").0;
    assert_eq!(close, "cannot-tell-yet");
}

#[test]
fn pairing_is_worth_something_and_another_seed_nothing() {
    let more = [
        "--what-if",
        "station.desk.servers=[{ count = 4 }]",
        "--reps",
        "30",
    ];
    let paired = compared(&more);
    let apart = compared(&[&more[..], &["--alt-seed", "2"]].concat());
    let width = |rows: &[Value]| {
        let row = of(rows, "waiting-vehicle-hours").clone();
        row["high"].as_f64().unwrap() - row["low"].as_f64().unwrap()
    };
    assert!(width(&apart) > 3.0 * width(&paired));
    assert!(
        of(&paired, "waiting-vehicle-hours")["gain"]
            .as_f64()
            .unwrap()
            > 9.0
    );
    assert_eq!(of(&apart, "waiting-vehicle-hours")["gain"], Value::Null);
}

#[test]
fn what_differs_is_told_by_meaning() {
    let folder = std::env::temp_dir().join(format!("bordergate-differ-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let base = std::path::absolute(HELLO).unwrap();
    let overlay = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(
            &path,
            format!("base = {:?}\n{text}", base.to_str().unwrap()),
        )
        .unwrap();
        path.to_str().unwrap().to_owned()
    };
    let same = overlay(
        "same.toml",
        "[scenario]\ntitle = \"another title\"\n[source.lorries]\nrate = \"5 / h\"\nbasis = { assumed = \"so\" }\n",
    );
    let other = overlay("other.toml", "[gate.bridge]\nhours = \"08:00-19:00\"\n");
    let report = json(&["compare", HELLO, &same, &other, "--plan"]);
    let differences = report["differences"].as_array().unwrap();
    assert_eq!(
        differences[0]["values"].as_array().unwrap().len(),
        0,
        "{report}"
    );
    let values = differences[1]["values"].as_array().unwrap();
    assert_eq!(values.len(), 1);
    assert_eq!(values[0]["path"], "gate.bridge.hours");
    assert_eq!(values[0]["base"], "07:00-19:00");
    assert_eq!(values[0]["alternative"], "08:00-19:00");
    assert_eq!(values[0]["base-basis"], "assumed");
    let days = differences[1]["days"].as_array().unwrap();
    assert_eq!(days.len(), 1);
    assert_eq!(days[0]["from"], "2025-03-03");
    assert_eq!(days[0]["to"], "2025-03-07");
    assert_eq!(days[0]["alternative"], "normal 08:00-19:00");
    let (code, text, _) = said(&["compare", HELLO, HELLO, "--plan"]);
    assert_eq!(code, 0);
    assert!(text.contains("both mean the same"), "{text}");
    fs::remove_dir_all(folder).unwrap();
}
