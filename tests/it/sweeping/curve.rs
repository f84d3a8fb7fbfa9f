//! The curve: every point is the run it stands for, every step the comparison it stands for.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::{HELLO, points, said};

const SERVERS: &str = "station.desk.servers=[{ count = 2 }]..[{ count = 4 }]";
const WAITING: &str = "waiting-vehicle-hours";

/// A file or directory of its own, which does not exist yet.
fn fresh(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("sweep-{name}"));
    let _ = fs::remove_dir_all(&path);
    path
}

fn json(arguments: &[&str]) -> Value {
    let (code, data, notes) = said(arguments);
    assert_eq!(code, 0, "{arguments:?}: {notes}");
    serde_json::from_str(&data).unwrap()
}

#[test]
fn a_point_is_the_run_with_its_values_set() {
    let rows = points(&[
        "--vary",
        SERVERS,
        "--measure",
        WAITING,
        "--measure",
        "p95(time-in-system)",
        "--reps",
        "12",
    ]);
    assert_eq!(rows.len(), 6, "two quantities at three points");
    for (at, count) in [2, 3, 4].into_iter().enumerate() {
        let set = format!("station.desk.servers=[{{ count = {count} }}]");
        let run = json(&["run", HELLO, "--set", &set, "--reps", "12", "--json"]);
        for (rows, statistic, measure) in [
            (&rows[..3], "total", WAITING),
            (&rows[3..], "p95", "time-in-system"),
        ] {
            let own = run["measures"].as_array().unwrap().iter().find(|row| {
                row["measure"] == measure && row["statistic"] == statistic && row["by"] == "total"
            });
            let (own, point) = (own.unwrap(), &rows[at]);
            for key in ["value", "low", "high", "next-low", "next-high", "n", "unit"] {
                assert_eq!(own[key], point[key], "{key} of {measure} at {count}");
            }
            assert_eq!(point["point"], at);
            assert_eq!(point["sizes"]["station.desk.servers"], f64::from(count));
            assert_eq!(
                point["settings"]["station.desk.servers"],
                format!("[{{ count = {count} }}]")
            );
        }
    }
}

#[test]
fn a_step_is_the_paired_comparison_of_its_two_points() {
    let rows = points(&["--vary", SERVERS, "--measure", WAITING, "--reps", "12"]);
    assert!(
        rows[0]["change"].is_null(),
        "nothing stands before the first"
    );
    for (at, (from, to)) in [(1, (2, 3)), (2, (3, 4))] {
        let set = |count: i32| format!("station.desk.servers=[{{ count = {count} }}]");
        let compared = json(&[
            "compare",
            HELLO,
            "--set",
            &set(from),
            "--what-if",
            &set(to),
            "--primary",
            WAITING,
            "--reps",
            "12",
            "--json",
        ]);
        let row = &compared["comparisons"][0];
        assert_eq!(row["quantity"], WAITING);
        assert_eq!(rows[at]["change"], row["change"]);
        assert_eq!(rows[at]["change-low"], row["low"]);
        assert_eq!(rows[at]["change-high"], row["high"]);
    }
}

#[test]
fn the_bytes_do_not_depend_on_the_threads() {
    let sweep = |jobs: &str| {
        said(&[
            "sweep",
            HELLO,
            "--vary",
            SERVERS,
            "--vary",
            "source.lorries.rate=100..120:20",
            "--reps",
            "7",
            "--json",
            "--jobs",
            jobs,
        ])
    };
    let one = sweep("1");
    assert_eq!(one.0, 0, "{}", one.2);
    for jobs in ["2", "5"] {
        assert_eq!(sweep(jobs), one);
    }
    let drawn = |jobs: &str| {
        said(&[
            "sweep",
            HELLO,
            "--vary",
            SERVERS,
            "--reps",
            "6",
            "--uncertainty",
            "inputs",
            "--json",
            "--jobs",
            jobs,
        ])
    };
    let one = drawn("1");
    assert_eq!(one.0, 0, "{}", one.2);
    assert_eq!(drawn("3"), one);
}

#[test]
fn levers_are_combined_and_steps_stay_within_the_last() {
    let rows = points(&[
        "--vary",
        "source.lorries.rate=100..120:20",
        "--vary",
        SERVERS,
        "--measure",
        "vehicles-arrived",
        "--reps",
        "3",
    ]);
    let change = |at: usize| rows[at]["change"].as_f64();
    assert_eq!(rows.len(), 6);
    // More desks bring no vehicle, so a step is nothing, exactly; and from one rate to the next there is no step.
    assert_eq!((change(0), change(3)), (None, None));
    for at in [1, 2, 4, 5] {
        assert_eq!(change(at), Some(0.0));
        assert_eq!(rows[at]["change-low"].as_f64(), Some(0.0));
    }
    assert_eq!(rows[4]["settings"]["source.lorries.rate"], "120 / day");
}

#[test]
fn a_sweep_is_kept_goes_on_and_shares_its_points_with_another_grid() {
    let folder = fresh("kept");
    let dir = folder.to_str().unwrap();
    let vary = "source.lorries.rate=100..120:10";
    let sweep = |vary: &str, reps: &str, more: &[&str]| {
        said(
            &[
                &["sweep", HELLO, "--vary", vary, "--reps", reps, "--json"],
                more,
            ]
            .concat(),
        )
    };
    let kept = ["--out", dir];
    let first = sweep(vary, "3", &kept);
    assert_eq!(first, sweep(vary, "3", &[]), "keeping changes nothing");
    let points = || fs::read_dir(&folder).unwrap().count();
    assert_eq!(points(), 3);
    assert_eq!(sweep(vary, "6", &kept), sweep(vary, "6", &[]), "it goes on");
    // Of the five points of a finer grid three are there.
    let finer = "source.lorries.rate=100..120:5";
    assert_eq!(sweep(finer, "6", &kept), sweep(finer, "6", &[]));
    assert_eq!(points(), 5);
    // Rows of other measures are no rows of these.
    let (code, _, notes) = sweep(vary, "3", &["--out", dir, "--measure", "max(stock)"]);
    assert_eq!(code, 2);
    assert!(notes.contains("other"), "{notes}");
}

#[test]
fn a_point_that_fails_takes_no_other_with_it() {
    // At 120 lorries a day 600 are expected: about half of all periods have more, and those of the other points hardly ever.
    let (code, data, notes) = said(&[
        "sweep",
        HELLO,
        "--set",
        "scenario.vehicle-limit=602",
        "--vary",
        "source.lorries.rate=60..120:60",
        "--measure",
        "vehicles-arrived",
        "--reps",
        "20",
    ]);
    assert_eq!(code, 0, "{notes}");
    assert!(notes.contains("warning: 120 / day: replication"), "{notes}");
    assert!(data.contains("at 120 / day: FAILED: "), "{data}");
    assert!(!data.contains("at 60 / day: FAILED"), "{data}");
}

#[test]
fn points_that_mean_nothing_are_all_named_and_nothing_runs() {
    let (code, data, notes) = said(&[
        "sweep",
        HELLO,
        "--vary",
        "gate.bridge.hours=17:00-18:00|noon|08:00-17:00|night",
    ]);
    assert_eq!((code, data.as_str()), (2, ""));
    assert!(notes.contains("gate.bridge.hours=noon"), "{notes}");
    assert!(
        notes.ends_with("error: 2 of 4 points cannot be simulated: noon; night; above is what is wrong at the first of them\n"),
        "{notes}"
    );
}

#[test]
fn other_days_cannot_be_compared() {
    let (code, data, notes) = said(&[
        "sweep",
        HELLO,
        "--vary",
        "scenario.to=2025-03-07..2025-03-08",
    ]);
    assert_eq!((code, data.as_str()), (2, ""));
    assert!(
        notes.starts_with("error: the periods differ: 2025-03-03 to 2025-03-07 at 2025-03-07, 2025-03-03 to 2025-03-08 at 2025-03-08"),
        "{notes}"
    );
}

#[test]
fn every_mistake_of_the_flags_is_said_with_its_place() {
    let (code, data, notes) = said(&[
        "sweep",
        HELLO,
        "--vary",
        "station.desk.servers=2",
        "--vary",
        "source.lorries.rate=4..2",
    ]);
    assert_eq!((code, data.as_str()), (2, ""));
    for part in [
        " --> --vary:1:22\n",
        "one value is no lever",
        " --> --vary:1:21\n",
        "a range that goes down",
    ] {
        assert!(notes.contains(part), "{part} is not in\n{notes}");
    }
    let (code, _, notes) = said(&[
        "sweep",
        HELLO,
        "--vary",
        SERVERS,
        "--measure",
        "max(stok)",
        "--measure",
        "wait(station = dek)",
    ]);
    assert_eq!(code, 2);
    assert!(
        notes.contains("`stock`") && notes.contains("`desk`"),
        "{notes}"
    );
    let (code, _, notes) = said(&[
        "sweep",
        HELLO,
        "--vary",
        "gate.brigde.hours=07:00-08:00|closed",
    ]);
    assert_eq!(code, 2);
    assert!(notes.contains("there is no gate `brigde`"), "{notes}");
    assert_eq!(said(&["sweep", HELLO]).0, 2, "nothing is varied");
}

#[test]
fn logs_have_one_record_a_point() {
    let (code, data, _) = said(&[
        "sweep",
        HELLO,
        "--vary",
        SERVERS,
        "--measure",
        WAITING,
        "--reps",
        "5",
        "--plain",
    ]);
    assert_eq!(code, 0);
    let records = data.lines().filter(|line| line.contains("; step ")).count();
    assert_eq!(records, 2, "all but the first point have a step:\n{data}");
    assert!(!data.contains('●'), "{data}");
}
