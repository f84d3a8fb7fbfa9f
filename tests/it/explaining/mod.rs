//! `explain`: delay by cause in worlds that are worked out by hand, sums that are exact, and what it refuses.

mod flags;
mod observed;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// One desk that takes an hour, before a bridge that is open from 08:00 to 18:00; lorries at 16:00 and 16:30 on Monday.
///
/// The first is served from 16:00 to 17:00 and passes. The second waits for the desk from 16:30 to 17:00, is served until 18:00, when the bridge
/// has just closed, and passes at 08:00 on Tuesday: half an hour for the server, 14 hours for the night.
const TWO_LORRIES: &str = r#"
[scenario]
title = "Two lorries"
from = 2025-03-03
to = 2025-03-04
clock = "UTC"
[class.fruit]
[gate.bridge]
hours = "08:00-18:00"
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
timetable = { Mon = ["16:00", "16:30"] }
basis = { assumed = "a test" }
[[route.out]]
step = "papers"
serve = { station = "desk", time = "60 min" }
basis = { assumed = "a test" }
[[route.out]]
step = "over"
cross = { bound = "to-china" }
"#;

const TWO_DESKS: &str = r#"station.desk.servers=[{ count = 2, hours = "always" }]"#;

/// A file of a test.
fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("explaining-{name}.toml"));
    std::fs::write(&path, text).unwrap();
    path
}

/// Only what was observed: the other table is tested in `sharing`.
fn explain(file: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1")
        .args(["explain", "--observed"])
        .arg(file)
        .args(arguments)
        .output()
        .unwrap()
}

/// Exit code, data and notes.
fn said(file: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = explain(file, arguments);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

/// What `--json` prints of a command that must succeed.
fn json(file: &Path, arguments: &[&str]) -> Value {
    let (code, data, notes) = said(file, &[arguments, &["--json"]].concat());
    assert_eq!(code, 0, "{arguments:?}: {notes}");
    serde_json::from_str(&data).unwrap()
}

/// The rows of a measure, split in one way.
fn rows<'a>(explanation: &'a Value, measure: &str, by: &str) -> Vec<&'a Value> {
    let rows = explanation["observed"].as_array().unwrap().iter();
    rows.filter(|row| row["measure"] == measure && row["by"] == by)
        .collect()
}

/// Value by cause, in the order in which the rows are printed.
fn by_cause(rows: &[&Value], key: &str) -> Vec<(String, f64)> {
    let of = |row: &&Value| {
        let cause = row["cause"].as_str().unwrap().to_owned();
        (cause, row[key].as_f64().unwrap())
    };
    rows.iter().map(of).collect()
}

fn named(parts: &[(&str, f64)]) -> Vec<(String, f64)> {
    parts
        .iter()
        .map(|&(cause, value)| (cause.to_owned(), value))
        .collect()
}
