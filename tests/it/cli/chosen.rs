//! `run --measure`: only what is asked for is observed, and it is what the full report says of it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::binary::{Output, bordergate, shipped};

/// Quantities of every family that hears something in the scenario, with the row of the full report that each is.
const ASKED: &[(&str, [(&str, &str); 4])] = &[
    (
        "mean(time-in-system)",
        [
            ("measure", "time-in-system"),
            ("statistic", "mean"),
            ("by", "total"),
            ("unit", "s"),
        ],
    ),
    (
        "sd(time-to-crossing)",
        [
            ("measure", "time-to-crossing"),
            ("statistic", "sd"),
            ("by", "total"),
            ("unit", "s"),
        ],
    ),
    (
        "p90(time-in-system)",
        [
            ("measure", "time-in-system"),
            ("statistic", "p90"),
            ("by", "total"),
            ("unit", "s"),
        ],
    ),
    (
        "vehicles-crossed",
        [
            ("measure", "vehicles-crossed"),
            ("statistic", "total"),
            ("by", "total"),
            ("unit", "vehicle"),
        ],
    ),
    (
        "max(stock)",
        [
            ("measure", "stock"),
            ("statistic", "max"),
            ("by", "total"),
            ("unit", "vehicle"),
        ],
    ),
    (
        "vehicles-turned-back",
        [
            ("measure", "vehicles-turned-back"),
            ("statistic", "total"),
            ("by", "total"),
            ("unit", "vehicle"),
        ],
    ),
];

fn run(file: &str, more: &[&str]) -> Output {
    reps("3", file, more)
}

fn reps(reps: &str, file: &str, more: &[&str]) -> Output {
    let run = ["run", file, "--reps", reps, "--json", "--jobs", "1"];
    bordergate(&[&run[..], more].concat())
}

fn report(output: &Output) -> Value {
    assert_eq!(output.code, 0, "{}", output.stderr);
    serde_json::from_str(&output.stdout).unwrap()
}

fn rows(report: &Value) -> &Vec<Value> {
    report["measures"].as_array().unwrap()
}

/// A directory or file of this name that is not there yet.
fn fresh(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    let _ = std::fs::remove_file(&path);
    path
}

/// The row of a quantity without its name is the row of the full report.
fn same(chosen: &Value, full: &Value) {
    let mut chosen = chosen.clone();
    chosen.as_object_mut().unwrap().remove("quantity").unwrap();
    assert_eq!(&chosen, full);
}

#[test]
fn each_alone_and_all_together_are_what_the_full_report_says_to_the_last_digit() {
    let file = shipped("three-gates-month.toml");
    let full = report(&run(&file, &[]));
    let find = |names: &[(&str, &str)]| {
        let is = |row: &&Value| names.iter().all(|(key, name)| row[*key] == *name);
        rows(&full).iter().find(is).unwrap()
    };
    let mut all = Vec::new();
    for (quantity, names) in ASKED {
        let alone = report(&run(&file, &["--measure", quantity]));
        assert_eq!(alone["manifest"]["measures"], serde_json::json!([quantity]));
        let [row] = rows(&alone).as_slice() else {
            panic!("{quantity}: one row was asked for");
        };
        assert_eq!(row["quantity"], *quantity);
        same(row, find(names));
        assert!(alone["facts"].as_array().unwrap().is_empty());
        all.extend(["--measure", quantity]);
    }
    let together = report(&run(&file, &all));
    assert_eq!(rows(&together).len(), ASKED.len());
    for (row, (_, names)) in rows(&together).iter().zip(ASKED) {
        same(row, find(names));
    }
    assert!(full["manifest"].get("measures").is_none());
    assert!(rows(&full)[0].get("quantity").is_none());
}

/// The dimensions of a row, as a quantity names them.
const DIMENSIONS: [&str; 22] = [
    "gate",
    "direction",
    "bound",
    "class",
    "vehicle",
    "station",
    "yard",
    "bridge",
    "pool",
    "residents",
    "papers",
    "channel",
    "agency",
    "day",
    "hour",
    "cause",
    "reason",
    "item",
    "bearer",
    "target",
    "threshold",
    "clock",
];

/// A row as a quantity.
fn quantity(row: &Value) -> String {
    let [measure, statistic] = ["measure", "statistic"].map(|key| row[key].as_str().unwrap());
    let named = DIMENSIONS.iter().filter_map(|key| match &row[*key] {
        Value::Null => None,
        Value::String(name) => Some(format!("{key} = {name}")),
        number => Some(format!("{key} = {number}")),
    });
    let named: Vec<String> = named.collect();
    match (statistic, named.as_slice()) {
        ("total", []) => measure.to_owned(),
        ("total", named) => format!("{measure}({})", named.join(", ")),
        (statistic, named) => {
            let of = [&[measure.to_owned()], named].concat();
            format!("{statistic}({})", of.join(", "))
        }
    }
}

#[test]
fn a_row_of_every_measure_can_be_chosen_and_keeps_its_numbers() {
    // Five days have something to say of every measure.
    let file = shipped("three-gates-month.toml");
    let few_days = ["--set", "scenario.to=2025-05-02"];
    let full = report(&reps("1", &file, &few_days));
    let mut seen: Vec<&Value> = Vec::new();
    let mut first_rows: Vec<&Value> = Vec::new();
    for row in rows(&full).iter().filter(|row| !row["value"].is_null()) {
        if !seen.contains(&&row["measure"]) {
            seen.push(&row["measure"]);
            first_rows.push(row);
        }
    }
    let mut measures = rows(&full).iter().map(|row| &row["measure"]);
    assert_eq!(measures.find(|measure| !seen.contains(measure)), None);
    assert!(seen.len() >= 70, "{seen:?}");
    // Some neighbours at a time: they are of one family or two, so that each is heard without most others.
    for neighbours in first_rows.chunks(6) {
        let quantities: Vec<String> = neighbours.iter().map(|row| quantity(row)).collect();
        let asked = quantities.iter().flat_map(|of| ["--measure", of]);
        let asked: Vec<&str> = few_days.into_iter().chain(asked).collect();
        let chosen = report(&reps("1", &file, &asked));
        assert_eq!(rows(&chosen).len(), neighbours.len());
        for (chosen, row) in rows(&chosen).iter().zip(neighbours) {
            same(chosen, row);
        }
    }
}

#[test]
fn a_quantile_or_share_that_is_in_no_row_can_be_chosen_and_is_named() {
    let file = shipped("hello-gate.toml");
    let quantities = ["p42(time-in-system)", "share(time-in-system < 3 h)"];
    let mut arguments = Vec::new();
    for quantity in quantities {
        arguments.extend(["--measure", quantity]);
    }
    let chosen = report(&run(&file, &arguments));
    let named: Vec<&Value> = rows(&chosen).iter().map(|row| &row["quantity"]).collect();
    assert_eq!(named, quantities);
    let share = rows(&chosen)[1]["value"].as_f64().unwrap();
    assert!((0.0..=1.0).contains(&share));
    // A quantity that is asked for twice is one.
    let twice = [
        "--measure",
        "time-in-system",
        "--measure",
        "mean(time-in-system)",
    ];
    assert_eq!(rows(&report(&run(&file, &twice))).len(), 1);
}

#[test]
fn a_precision_is_watched_beside_what_is_reported_and_stops_where_it_stopped() {
    let file = shipped("hello-gate.toml");
    let precision = ["--precision", "5 % @ p95(time-in-system)", "--json"];
    let both = |more: &[&str]| {
        let output = bordergate(&[&["run", &file][..], &precision, more].concat());
        report(&output)
    };
    let full = both(&[]);
    let chosen = both(&["--measure", "vehicles-crossed"]);
    assert_eq!(chosen["precision"], full["precision"]);
    assert_eq!(
        chosen["manifest"]["replications"],
        full["manifest"]["replications"]
    );
    let [row] = rows(&chosen).as_slice() else {
        panic!("what is only watched is no row");
    };
    assert_eq!(row["quantity"], "vehicles-crossed");
}

#[test]
fn drawn_inputs_are_drawn_as_they_are_for_the_full_report() {
    let file = shipped("mong-cai-tet-2022-agreed.toml");
    let drawn = ["--uncertainty", "inputs"];
    let full = report(&run(&file, &drawn));
    let measure = ["--measure", "mean(time-in-system)"];
    let chosen = report(&run(&file, &[drawn, measure].concat()));
    let is = |row: &&Value| {
        row["measure"] == "time-in-system" && row["statistic"] == "mean" && row["by"] == "total"
    };
    same(&rows(&chosen)[0], rows(&full).iter().find(is).unwrap());
}

#[test]
fn a_name_that_means_nothing_is_marked_in_the_flag() {
    let file = shipped("hello-gate.toml");
    let output = run(
        &file,
        &[
            "--measure",
            "mean(time-in-sytem)",
            "--measure",
            "p95(stock)",
        ],
    );
    assert_eq!((output.code, output.stdout.as_str()), (2, ""));
    // Both are said.
    assert!(
        output.stderr.contains(" --> --measure:1:6\n"),
        "{}",
        output.stderr
    );
    assert!(output.stderr.contains("did you mean `time-in-system`?"));
    assert!(output.stderr.contains("`stock` has no statistic `p95`"));
    let output = run(&file, &["--measure", "max(stock) <= 400"]);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("a quantity is wanted here"));
}

#[test]
fn rows_of_another_choice_are_never_mixed() {
    let file = shipped("hello-gate.toml");
    let dir = fresh("chosen-rows");
    let out = ["--out", dir.to_str().unwrap()];
    let crossed = ["--measure", "vehicles-crossed"];
    let first = run(&file, &[&out[..], &crossed].concat());
    let again = run(&file, &[&out[..], &crossed].concat());
    assert_eq!(report(&first), report(&again));
    for other in [&[][..], &["--measure", "mean(time-in-system)"]] {
        let refused = run(&file, &[&out[..], other].concat());
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
        assert!(refused.stderr.contains("columns"), "{}", refused.stderr);
    }
}

#[test]
fn a_result_of_chosen_quantities_is_had_again_from_its_manifest() {
    let file = shipped("hello-gate.toml");
    let written = fresh("chosen.json");
    let output = run(&file, &["--measure", "p95(time-in-system)"]);
    std::fs::write(&written, &output.stdout).unwrap();
    let tested = bordergate(&["test", written.to_str().unwrap(), "--plain"]);
    assert_eq!(tested.code, 0, "{}{}", tested.stdout, tested.stderr);
    // Whoever changes a number, or what was chosen, is found out.
    for (from, to) in [("\"n\":3", "\"n\":4"), ("p95(", "p90(")] {
        assert!(output.stdout.contains(from));
        std::fs::write(&written, output.stdout.replace(from, to)).unwrap();
        let tested = bordergate(&["test", written.to_str().unwrap(), "--plain"]);
        assert_ne!(tested.code, 0, "{}", tested.stdout);
    }
    std::fs::write(
        &written,
        output
            .stdout
            .replace("p95(time-in-system)", "p95(time-of-day)"),
    )
    .unwrap();
    let tested = bordergate(&["test", written.to_str().unwrap(), "--plain"]);
    assert!(
        tested
            .stdout
            .contains("its scenario has no `p95(time-of-day)` any more"),
        "{}",
        tested.stdout
    );
}

#[test]
fn the_text_is_a_line_each() {
    let file = shipped("hello-gate.toml");
    let arguments = [
        "run",
        &file,
        "--reps",
        "20",
        "--plain",
        "--measure",
        "mean(time-in-system)",
        "--measure",
        "vehicles-crossed",
        "--measure",
        "mean(utilization, station = desk, clock = open)",
    ];
    let output = bordergate(&arguments);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let lines: Vec<&str> = output.stdout.lines().collect();
    for (quantity, unit) in [
        ("mean(time-in-system)", " h"),
        ("vehicles-crossed", " vehicle"),
        ("utilization(station = desk, clock = open)", " %"),
    ] {
        let line = lines.iter().find(|line| line.starts_with(quantity));
        let line = line.unwrap_or_else(|| panic!("{quantity} in {}", output.stdout));
        assert!(line.contains(" ± ") && line.contains(unit), "{line}");
    }
    assert!(!output.stdout.contains("Time by cause"));
}
