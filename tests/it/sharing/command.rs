//! `explain` through the binary: the second table, its flags, and what becomes of it when somebody interrupts.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::tables::TWO;

const HELLO: &str = "scenarios/hello-gate.toml";

fn explain(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bordergate"));
    command
        .arg("explain")
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1");
    command
}

/// Exit code, data and notes.
fn said(arguments: &[&str]) -> (i32, String, String) {
    let output = explain(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn json(arguments: &[&str]) -> Value {
    let (code, data, notes) = said(&[arguments, &["--json"]].concat());
    assert_eq!(code, 0, "{arguments:?}: {notes}");
    serde_json::from_str(&data).unwrap()
}

fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sharing-{name}.toml"));
    std::fs::write(&path, text).unwrap();
    path
}

/// The four delays are 4.5 h with nothing lifted, 0.5 h with the gate open, 3.5 h with another server, 0 with both.
#[test]
fn two_vehicles_by_hand_through_the_front_door() {
    let path = file("two", TWO);
    let two = path.to_str().unwrap();
    let explanation = json(&[two, "--reps", "3"]);
    assert!(explanation["difference"].is_null());
    let table = &explanation["removable"];
    assert_eq!(table["replications"], 3);
    assert_eq!(table["combinations"], 4);
    assert_eq!(table["delay"]["value"], 4.5);
    assert_eq!(table["removable"]["value"], 4.5);
    assert_eq!(table["remainder"]["value"], 0.0);
    let rows = table["relaxations"].as_array().unwrap();
    let row = |at: usize| {
        let row = &rows[at];
        let of = |key: &str| row[key]["value"].as_f64().unwrap();
        (
            row["relaxation"].as_str().unwrap(),
            row["of"].as_str().unwrap(),
            [of("share"), of("alone"), of("last"), of("crossed")],
        )
    };
    assert_eq!(rows.len(), 2);
    assert_eq!(row(0), ("open-gate", "bridge", [3.75, 4.0, 3.5, 0.0]));
    assert_eq!(row(1), ("one-more-server", "desk", [0.75, 1.0, 0.5, 0.0]));
    assert_eq!(rows[0]["causes"][1], "closed-night");
    // What is said to be observed is what the first table has.
    let observed = explanation["observed"].as_array().unwrap();
    let delay = observed.iter().find(|row| row["measure"] == "delay");
    assert_eq!(delay.unwrap()["value"], 4.5);
    let (code, text, _) = said(&[two, "--reps", "3"]);
    assert_eq!(code, 0);
    for line in [
        "Removable: what relaxations would save of 4.50 vehicle-hours of delay",
        " bridge open round the clock       3.75  [3.75, 3.75]        83.3 %   4.00  3.50        0            0                 0",
        " one more server at desk           0.75  [0.75, 0.75]        16.7 %   1.00  0.50        0            0                 0",
        " all of them                       4.50  [4.50, 4.50]       100.0 %                     0            0                 0",
        " remainder                         0.00  [0.00, 0.00]         0.0 %",
        " delay                             4.50  [4.50, 4.50]       100.0 %",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

/// The base as it stands in its file, against it with the gate open two hours sooner and a second server.
#[test]
fn two_changes_by_hand_through_the_front_door() {
    let path = file("base", TWO);
    let two = path.to_str().unwrap();
    let changed = [
        two,
        "--set",
        "gate.bridge.hours=06:00-17:00",
        "--set",
        "station.desk.servers=[{ count = 2 }]",
        "--vs",
        two,
        "--reps",
        "2",
    ];
    let explanation = json(&changed);
    assert!(explanation["removable"].is_null());
    let table = &explanation["difference"];
    assert_eq!(table["base"]["value"], 4.5);
    assert_eq!(table["this"]["value"], 0.0);
    assert_eq!(table["difference"]["value"], -4.5);
    let rows = table["changes"].as_array().unwrap();
    let shares: Vec<(&str, f64)> = rows
        .iter()
        .map(|row| {
            let share = row["share"]["value"].as_f64().unwrap();
            (row["change"].as_str().unwrap(), share)
        })
        .collect();
    assert_eq!(shares, [("gate.bridge", -3.75), ("station.desk", -0.75)]);
    let (code, text, _) = said(&changed);
    assert_eq!(code, 0);
    for line in [
        "Which changes make the difference of -4.50 vehicle-hours",
        " delay of the base       4.50",
        " gate.bridge            -3.75",
        " station.desk           -0.75",
        " delay here              0.00",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    // Fewer groups than changes: they are one.
    let one = json(&[&changed[..], &["--groups", "1"]].concat());
    let rows = one["difference"]["changes"].as_array().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["change"], "gate.bridge and station.desk");
    assert_eq!(rows[0]["share"]["value"], -4.5);
}

#[test]
fn the_table_may_be_left_out_or_bounded() {
    let path = file("flags", TWO);
    let two = path.to_str().unwrap();
    let observed = json(&[two, "--observed"]);
    assert!(observed["removable"].is_null() && observed["difference"].is_null());
    let (_, text, _) = said(&[two, "--observed"]);
    assert!(!text.contains("Removable"), "{text}");
    let one = json(&[two, "--groups", "1", "--pairs", "2", "--reps", "5"]);
    let table = &one["removable"];
    assert_eq!(table["relaxations"].as_array().unwrap().len(), 1);
    assert_eq!(table["left-out"][0]["of"], "desk");
    assert_eq!(table["replications"], 2);
    // As many as are asked for, at most twenty.
    let of = |reps: &str| json(&[two, "--reps", reps])["removable"]["replications"].clone();
    assert_eq!((of("4"), of("30")), (4.into(), 20.into()));
    for wrong in [
        &["--groups", "9"][..],
        &["--pairs", "0"],
        &["--observed", "--groups", "2"],
        &["--observed", "--pairs", "2"],
    ] {
        let (code, data, notes) = said(&[&[two], wrong].concat());
        assert_eq!((code, data.as_str()), (2, ""), "{wrong:?}");
        assert!(notes.contains(wrong[0]), "{notes}");
    }
}

/// What was observed is known by then and printed; of the second table there is nothing, and it is said so.
#[test]
fn an_interrupted_table_is_not_there_and_the_exit_is_130() {
    for signal in ["-INT", "-TERM"] {
        let child = explain(&[HELLO, "--reps", "2", "--pairs", "1000000", "--json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(1500));
        let kill = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status()
            .unwrap();
        assert!(kill.success());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130), "{signal}");
        let explanation: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(explanation["removable"].is_null());
        assert!(!explanation["observed"].as_array().unwrap().is_empty());
        let notes = String::from_utf8(output.stderr).unwrap();
        assert!(
            notes.contains("note: interrupted, and who shares how much is known only when all combinations have run"),
            "{notes}"
        );
    }
}

#[test]
fn without_the_time_for_it_there_is_no_table() {
    let asked = [
        HELLO,
        "--reps",
        "2",
        "--pairs",
        "1000000",
        "--max-time",
        "2 s",
        "--json",
    ];
    let (code, data, notes) = said(&asked);
    assert_eq!(code, 0, "{notes}");
    let explanation: Value = serde_json::from_str(&data).unwrap();
    assert!(explanation["removable"].is_null());
    assert!(notes.contains("note: the time allowed was over"), "{notes}");
}

/// The gate has closed when they come, so nobody gets to the yards, where two lorries would wait for each other's places: with the gate open
/// nothing is known of any replication. What was observed is printed all the same.
#[test]
fn a_combination_that_locks_up_leaves_no_table() {
    let lorry = |name: &str, first: &str, second: &str| {
        format!(
            r#"
            [source.{name}]
            gate = "bridge"
            direction = "export"
            vehicle = "vietnamese"
            class = "fruit"
            route = "{name}"
            timetable = ["18:00"]
            [yard.{name}]
            capacity = 1
            [[route.{name}]]
            step = "line"
            cross = {{ bound = "to-china" }}
            [[route.{name}]]
            step = "one"
            park = "{first}"
            [[route.{name}]]
            step = "papers"
            delay = {{ time = "10 min" }}
            [[route.{name}]]
            step = "two"
            park = "{second}"
            [[route.{name}]]
            step = "off"
            leave-yard = "{second}"
            "#
        )
    };
    let text = [
        TWO,
        &lorry("there", "there", "back"),
        &lorry("back", "back", "there"),
    ];
    let path = file("locked", &text.concat());
    let (code, data, notes) = said(&[path.to_str().unwrap(), "--reps", "2"]);
    assert_eq!(code, 1, "{notes}");
    assert!(
        data.contains("Observed") && !data.contains("Removable"),
        "{data}"
    );
    let told = "error: every replication failed in some combination, so there is nothing to share: a deadlock:";
    assert!(notes.contains(told), "{notes}");
}
