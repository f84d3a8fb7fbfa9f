//! Files laid over scenarios: by flag, by `--set`, as an alternative; and the regimes that are shipped as such files.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const GREEN: &str = "scenarios/parts/safe-green-zone.toml";
const HELLO: &str = "scenarios/hello-gate.toml";

fn bordergate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn json(arguments: &[&str]) -> Value {
    let output = bordergate(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The mean of a measure's total row.
fn total(report: &Value, measure: &str, statistic: &str) -> f64 {
    let rows = report["measures"].as_array().unwrap();
    let row = rows.iter().find(|row| {
        row["measure"] == measure && row["statistic"] == statistic && row["by"] == "total"
    });
    row.unwrap_or_else(|| panic!("no {measure}"))["value"]
        .as_f64()
        .unwrap()
}

/// Every scenario that is shipped, by its path in the project.
fn scenarios() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let tomls = paths.filter(|path| path.extension().is_some_and(|ext| ext == "toml"));
    let mut names: Vec<String> = tomls
        .map(|path: PathBuf| format!("scenarios/{}", path.file_name().unwrap().to_str().unwrap()))
        .collect();
    names.sort();
    names
}

/// The safe green zone is laid over every scenario there is: each loads and runs, and its vehicles are disinfected.
#[test]
fn the_green_zone_lies_over_every_scenario() {
    let names = scenarios();
    assert!(names.len() > 16);
    let mut arguments = vec!["check", "--overlay", GREEN];
    arguments.extend(names.iter().map(String::as_str));
    let output = bordergate(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    for name in &names {
        let report = json(&["run", name, "--overlay", GREEN, "--reps", "2", "--json"]);
        assert_eq!(report["manifest"]["failed"], 0, "{name}");
        let rows = report["measures"].as_array().unwrap();
        let served = rows.iter().find(|row| {
            row["measure"] == "service"
                && row["statistic"] == "count"
                && row["station"] == "green-zone-disinfection"
        });
        let served = served.unwrap_or_else(|| panic!("{name}"))["value"]
            .as_f64()
            .unwrap();
        // A gate may be shut all the time, but none of these is.
        assert!(served > 0.0, "{name}");
    }
}

/// The three ways to lay a file over another are one, and the manifest says how to do it again.
#[test]
fn a_flag_a_change_and_a_base_mean_the_same() {
    let by_flag = json(&["run", HELLO, "--overlay", GREEN, "--reps", "3", "--json"]);
    let change = format!("@{GREEN}");
    let by_set = json(&["run", HELLO, "--set", &change, "--reps", "3", "--json"]);
    assert_eq!(by_flag, by_set);
    assert_eq!(by_flag["manifest"]["set"], serde_json::json!([change]));
    let folder = std::env::temp_dir().join(format!("bordergate-overlay-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let root = env!("CARGO_MANIFEST_DIR");
    let file = folder.join("hello-gate.toml");
    std::fs::write(
        &file,
        format!("base = [\"{root}/{HELLO}\", \"{root}/{GREEN}\"]\n"),
    )
    .unwrap();
    let by_base = json(&["run", file.to_str().unwrap(), "--reps", "3", "--json"]);
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(by_base["measures"], by_flag["measures"]);
    assert_eq!(
        by_base["manifest"]["scenario-digest"],
        by_flag["manifest"]["scenario-digest"]
    );
    // Later changes see earlier ones.
    let set = "regime.safe-green-zone.servers=100 %";
    let milder = json(&[
        "run",
        HELLO,
        "--overlay",
        GREEN,
        "--set",
        set,
        "--reps",
        "3",
        "--json",
    ]);
    let wait = |report: &Value| total(report, "waiting-vehicle-hours", "total");
    let plain = json(&["run", HELLO, "--reps", "3", "--json"]);
    assert!(wait(&plain) < wait(&milder) && wait(&milder) < wait(&by_flag));
}

/// The question of a planner, in one line.
#[test]
fn a_regime_is_an_alternative() {
    let change = format!("@{GREEN}");
    let output = bordergate(&[
        "compare",
        HELLO,
        "--what-if",
        &change,
        "--reps",
        "5",
        "--plain",
    ]);
    assert!(output.status.success(), "{}", said(&output));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        text.contains("changed: @scenarios/parts/safe-green-zone.toml"),
        "{text}"
    );
    assert!(text.contains("worse"), "{text}");
    let output = bordergate(&["run", HELLO, "--overlay", "scenarios/parts/nowhere.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("cannot read `scenarios/parts/nowhere.toml`"));
}

/// More waits after Tết where the partner side begins slowly, and nothing before it changes for want of servers.
#[test]
fn a_slow_restart_is_felt() {
    let run = |name: &str| json(&["run", name, "--reps", "10", "--json"]);
    let usual = run("scenarios/huu-nghi-tet-2026-registered.toml");
    let slow = run("scenarios/huu-nghi-tet-2026-slow-restart.toml");
    let wait = |report: &Value| total(report, "waiting-vehicle-hours", "total");
    assert!(
        wait(&slow) > wait(&usual),
        "{} {}",
        wait(&slow),
        wait(&usual)
    );
}

/// In the hours of the exchange nobody passes, and the days before and after are as any other.
#[test]
fn hours_of_the_friendship_exchange() {
    let output = bordergate(&[
        "trace",
        "scenarios/huu-nghi-friendship-exchange-2025.toml",
        "--format",
        "csv",
        "--rep",
        "0",
    ]);
    assert!(output.status.success(), "{}", said(&output));
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let crossings: Vec<String> = reader
        .deserialize::<std::collections::BTreeMap<String, String>>()
        .map(|row| row.unwrap())
        .filter(|row| row["event"] == "cross")
        .map(|row| row["start"][..16].to_owned())
        .collect();
    let between = |from: &str, to: &str| {
        crossings
            .iter()
            .filter(|at| from <= at.as_str() && at.as_str() < to)
            .count()
    };
    for (from, to) in [
        ("2025-04-15T07:00", "2025-04-15T10:00"),
        ("2025-04-15T16:30", "2025-04-15T17:00"),
        ("2025-04-16T12:30", "2025-04-16T14:00"),
        ("2025-04-17T13:00", "2025-04-17T14:00"),
    ] {
        assert_eq!(between(from, to), 0, "{from}");
    }
    assert!(between("2025-04-15T10:00", "2025-04-15T11:00") > 50);
    assert!(between("2025-04-16T14:00", "2025-04-16T15:00") > 50);
}

/// No sample is taken in the halt, so what crosses in it was sampled before; the line of all who came then is the outage's.
#[test]
fn the_laboratories_halt() {
    let report = json(&[
        "run",
        "scenarios/lab-halt-october-2025.toml",
        "--reps",
        "5",
        "--json",
    ]);
    let row = |measure: &str, key: &str, value: &str| {
        let rows = report["measures"].as_array().unwrap();
        let row = rows
            .iter()
            .find(|row| row["measure"] == measure && row[key] == value);
        row.unwrap_or_else(|| panic!("{measure} {value}"))["value"]
            .as_f64()
            .unwrap()
    };
    assert_eq!(row("outages", "station", "laboratory"), 1.0);
    assert!((row("outage-time", "station", "laboratory") - 17.0 * 24.0).abs() < 1e-6);
    let on = |day: &str| {
        let rows = report["measures"].as_array().unwrap();
        let row = rows.iter().find(|row| {
            row["measure"] == "vehicles-crossed"
                && row["by"] == "gate-direction-day"
                && row["direction"] == "export"
                && row["day"] == day
        });
        row.unwrap_or_else(|| panic!("{day}"))["value"]
            .as_f64()
            .unwrap()
    };
    assert!(on("2025-10-09") > 200.0);
    assert_eq!(on("2025-10-20"), 0.0);
    assert!(on("2025-11-02") > 300.0);
}
