//! `run --time-release`: what it adds, and that it changes nothing else.

use serde_json::Value;

use super::{bordergate, file, run, said};

const TET: &str = "scenarios/mong-cai-tet-2022-agreed.toml";

/// The report without what the study adds.
fn without(mut report: Value) -> Value {
    let all = report.as_object_mut().unwrap();
    assert!(all.remove("time-release").is_some());
    assert!(all.remove("reliability").is_some());
    report
}

#[test]
fn nothing_else_of_a_run_changes() {
    for arguments in [
        &[TET, "--reps", "4"][..],
        &[TET, "--reps", "4", "--seed", "7", "--colours"],
        &[TET, "--range", "3..6"],
        &[
            "scenarios/hello-gate.toml",
            "--precision",
            "20 % @ mean(time-in-system)",
            "--max-reps",
            "64",
        ],
        &[
            "scenarios/huu-nghi-two-way-2025.toml",
            "--reps",
            "4",
            "--uncertainty",
            "inputs",
        ],
    ] {
        let (file, rest) = arguments.split_first().unwrap();
        let plain = run(file, &[rest, &["--json"]].concat());
        assert!(plain.get("time-release").is_none() && plain.get("reliability").is_none());
        let more = run(file, &[rest, &["--json", "--time-release"]].concat());
        assert_eq!(without(more), plain, "{arguments:?}");
        let [plain, more] =
            [&[][..], &["--time-release"]].map(|flag| said(file, &[rest, flag].concat()));
        assert_eq!((plain.0, &plain.2), (more.0, &more.2), "{arguments:?}");
        let kept: Vec<&str> = plain
            .1
            .lines()
            .filter(|line| !more.1.contains(line))
            .collect();
        assert_eq!(kept, Vec::<&str>::new());
        assert!(more.1.contains("How reliable the time in the system is"));
    }
}

#[test]
fn threads_and_kept_rows_change_nothing() {
    let arguments = ["run", TET, "--time-release", "--json", "--reps", "5"];
    let whole = bordergate(&[&arguments[..], &["--jobs", "1"]].concat());
    assert_eq!(whole.status.code(), Some(0));
    let threads = bordergate(&[&arguments[..], &["--jobs", "2"]].concat());
    assert!(whole.stdout == threads.stdout);
    let kept = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("closeup-kept");
    let _ = std::fs::remove_dir_all(&kept);
    let out = ["--out", kept.to_str().unwrap()];
    let first = bordergate(&[&["run", TET, "--json", "--reps", "3"], &out[..]].concat());
    assert_eq!(first.status.code(), Some(0));
    for _ in 0..2 {
        let resumed = bordergate(&[&arguments[..], &out].concat());
        assert!(whole.stdout == resumed.stdout);
    }
}

#[test]
fn failures_of_the_run_are_none_of_its_look() {
    // The first replications have at most so many vehicles.
    let text = std::fs::read_to_string("scenarios/hello-gate.toml").unwrap();
    let counts: Vec<f64> = (0..4)
        .map(|at| {
            let range = format!("{at}..{}", at + 1);
            let report = run("scenarios/hello-gate.toml", &["--range", &range, "--json"]);
            let rows = report["measures"].as_array().unwrap().iter();
            let mut rows =
                rows.filter(|row| row["measure"] == "vehicles-arrived" && row["by"] == "total");
            rows.next().unwrap()["value"].as_f64().unwrap()
        })
        .collect();
    let most = counts.iter().copied().fold(0.0, f64::max);
    let limit = format!("scenario.vehicle-limit={}", most - 1.0);
    let file = file("limited", &text);
    let file = file.to_str().unwrap();
    let arguments = ["--reps", "4", "--set", &limit];
    let (code, _, plain) = said(file, &arguments);
    let (with, _, notes) = said(file, &[&arguments[..], &["--time-release"]].concat());
    assert_eq!((code, with), (0, 0));
    assert!(plain.contains("failed: "), "{plain}");
    assert_eq!(plain, notes);
}

#[test]
fn a_study_needs_all_measures() {
    let (code, _, notes) = said(
        TET,
        &["--time-release", "--measure", "mean(time-in-system)"],
    );
    assert_eq!(code, 2);
    assert!(notes.contains("cannot be used with"), "{notes}");
}

#[test]
fn the_text_names_gates_steps_and_agencies() {
    let (_, text, _) = said(
        "scenarios/mong-cai-month.toml",
        &["--reps", "1", "--time-release", "--plain"],
    );
    let lines: Vec<&str> = text.lines().collect();
    let study = lines
        .iter()
        .position(|line| line.starts_with("Time release study, "))
        .unwrap();
    assert!(
        lines[study + 1].starts_with("all, release: vehicles "),
        "{}",
        lines[study + 1]
    );
    for start in [
        "step, ",
        "channel, green, release: ",
        "agency, none, release: ",
        "goods, ",
    ] {
        assert!(
            lines[study..].iter().any(|line| line.starts_with(start)),
            "{start}"
        );
    }
}
