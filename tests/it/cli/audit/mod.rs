//! `plan --audit`: days on which gates were open, by totals and averages, beside those of calendars. All days are counted by hand.

mod days;
mod figures;
mod printed;

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::binary::{Output, bordergate};

/// Móng Cái early in 2023: a bridge that rests on Sundays and a pontoon that never does, shut for Tết, both at work on the weekend after.
/// 1 January was a Sunday; there are 78 days to 19 March, among them 12 Sundays and 11 Saturdays.
const WORLD: &str = r#"
[scenario]
title = "Two gates"
from  = 2023-01-01
to    = 2023-03-19
clock = "Asia/Ho_Chi_Minh"
partner-clock = "Asia/Shanghai"
[class]
fruit = { load = "20 t" }
seafood = { load = "3 t" }
[gate.bridge]
hours = "07:00-19:00"
days = "Mon-Sat"
partner = { hours = "08:00-20:00" }
[gate.bridge.notice]
tet = { from = 2023-01-21, to = 2023-01-27, state = "closed" }
overtime = { from = 2023-01-28, to = 2023-01-29, state = "normal" }
[gate.pontoon]
hours = "08:00-16:00"
[gate.pontoon.notice]
tet = { from = 2023-01-21, to = 2023-01-27, state = "closed" }
overtime = { from = 2023-01-28, to = 2023-01-29, state = "normal" }
[route]
out = [{ step = "cross", cross = { bound = "to-china" } }]
in = [{ step = "cross", cross = { bound = "to-vietnam" } }]
[source]
bridge-out = { gate = "bridge", direction = "export", vehicle = "vietnamese", class = { fruit = "50 %", seafood = "50 %" }, route = "out", rate = "50 / day" }
bridge-in = { gate = "bridge", direction = "import", vehicle = "chinese", class = "fruit", route = "in", rate = "50 / day" }
pontoon-out = { gate = "pontoon", direction = "export", vehicle = "vietnamese", class = "fruit", route = "out", rate = "50 / day" }
"#;

const NINE_DAYS: &str = "from = 2023-01-08\nto = 2023-01-16\n";
const QUARTER: &str = "from = 2023-01-01\nto = 2023-03-19\n";
/// Monday to the second Sunday after it: 14 days, no notice.
const FORTNIGHT: &str = "from = 2023-02-06\nto = 2023-02-19\n";

/// A published total with its average.
fn fact(name: &str, gates: &str, span: &str, total: &str, average: &str) -> String {
    format!(
        "[observed.{name}]\nmeasure = \"vehicles-crossed\"\n{gates}{span}value = \"{total}\"\nper-day = \"{average}\"\n"
    )
}

fn at(gate: &str) -> String {
    format!("gates = [\"{gate}\"]\n")
}

/// The world with more below it, in a file of its own.
fn written(name: &str, more: &str) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("audit");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{name}.toml"));
    fs::write(&file, format!("{WORLD}{more}")).unwrap();
    file.display().to_string()
}

/// Runs `plan --audit` on it.
fn run(name: &str, more: &str, flags: &[&str]) -> Output {
    let file = written(name, more);
    bordergate(&[&["plan", &file, "--audit"], flags].concat())
}

/// Exit code and rows of the audit.
fn rows(name: &str, more: &str, sets: &[&str]) -> (i32, Vec<Value>) {
    let mut flags = vec!["--json"];
    for set in sets {
        flags.extend(["--set", set]);
    }
    let output = run(name, more, &flags);
    (output.code, parsed(&output))
}

fn parsed(output: &Output) -> Vec<Value> {
    let document: Value = serde_json::from_str(&output.stdout)
        .unwrap_or_else(|why| panic!("{why}: {}{}", output.stdout, output.stderr));
    assert_eq!(document["schema"], "bordergate.plan/1");
    document["audit"].as_array().unwrap().clone()
}

/// The only row.
fn row(name: &str, more: &str, sets: &[&str]) -> (i32, Value) {
    let (code, rows) = rows(name, more, sets);
    assert_eq!(rows.len(), 1);
    (code, rows[0].clone())
}

/// Each calendar with its notices, its days and how many these are too many.
fn calendars(row: &Value) -> Vec<(&str, &str, i64, Option<i64>)> {
    let all = row["calendars"].as_array().unwrap().iter();
    all.map(|calendar| {
        let excess = calendar["excess-days"].as_i64();
        assert_eq!(calendar["fits"], excess == Some(0));
        (
            calendar["calendar"].as_str().unwrap(),
            calendar["notices"].as_str().unwrap(),
            calendar["open-days"].as_i64().unwrap(),
            excess,
        )
    })
    .collect()
}

/// First and last whole number of days, none where there is none.
fn whole(row: &Value) -> Option<(i64, i64)> {
    Some((row["days-low"].as_i64()?, row["days-high"].as_i64()?))
}

fn near(value: &Value, expected: f64) {
    let value = value.as_f64().unwrap();
    assert!((value - expected).abs() < 0.005, "{value}, not {expected}");
}

const OWN: &str = "this scenario's";
const EVERY: &str = "every day";
const SUNDAYS: &str = "Sundays off";
const WEEKENDS: &str = "Saturdays and Sundays off";
