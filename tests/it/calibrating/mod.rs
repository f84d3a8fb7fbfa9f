//! `calibrate`: posteriors that can be derived, words, files and exit codes, through the binary and the library.

mod command;
mod overlay;
mod pieces;
mod posterior;

use std::process::Output;

use serde_json::Value;

use crate::testing::Folder;

/// Lorries come at a rate that nobody knows, and 44 were counted on Monday: so they are a Poisson number whose mean is the rate, and all that
/// can be learnt follows from one integral. How long the desk takes has nothing to do with it.
pub const COUNTED: &str = r#"
[scenario]
title = "A gate where lorries are counted as they come"
from  = 2025-03-03
to    = 2025-03-04
clock = "Asia/Ho_Chi_Minh"
[reference]
log = { title = "The log of the gate" }
[gate]
bridge = { hours = "00:00-24:00", basis = { documented = "log" } }
[class]
fruit = {}
[source.lorries]
gate      = "bridge"
direction = "export"
vehicle   = "vietnamese"
class     = "fruit"
route     = "out"
rate      = "30 / day"
basis     = { assumed = "nobody counted", range = ["20 / day", "60 / day"] }
[station]
desk = { gate = "bridge", servers = [{ count = 3 }], basis = { documented = "log" } }
[route]
out = [
  { step = "documents", serve = { station = "desk", time = { exponential = "10 min" } }, basis = { assumed = "not measured", range = ["5 min", "20 min"] } },
  { step = "cross", cross = { bound = "to-china" } },
]
[observed.monday]
measure = "vehicles-arrived"
from    = 2025-03-03
to      = 2025-03-03
value   = 44
use     = "calibration"
[observed.tuesday]
measure = "vehicles-arrived"
from    = 2025-03-04
to      = 2025-03-04
value   = "about 40"
[calibration]
unknowns    = ["source.lorries.rate", "route.out.documents.serve"]
discrepancy = "10 %"
"#;

/// The unknown that Monday's count is about.
pub const RATE: &str = "source.lorries.rate";

/// The unknown that no count is about.
pub const DESK: &str = "route.out.documents.serve";

/// A folder with that gate in `counted.toml`.
pub fn counted(name: &str) -> Folder {
    let folder = Folder::new(&format!("calibrate-{name}"));
    folder.write("counted.toml", COUNTED);
    folder
}

/// The same with something else in the place of some of its text.
#[track_caller]
pub fn changed(name: &str, changes: &[(&str, &str)]) -> Folder {
    let folder = counted(name);
    let mut text = COUNTED.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    folder.write("counted.toml", &text);
    folder
}

/// `calibrate counted.toml`.
pub fn calibrate(folder: &Folder, arguments: &[&str]) -> Output {
    folder.bordergate(&[&["calibrate", "counted.toml"], arguments].concat())
}

/// What it prints as JSON, and its exit code.
#[track_caller]
pub fn json(folder: &Folder, arguments: &[&str]) -> (i32, Value) {
    let output = calibrate(folder, &[&["--json"], arguments].concat());
    let said = said(&output);
    let json = serde_json::from_slice(&output.stdout);
    let json = json.unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{said}"));
    (output.status.code().unwrap(), json)
}

/// Notes.
pub fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The row of an unknown.
#[track_caller]
pub fn unknown<'a>(calibration: &'a Value, path: &str) -> &'a Value {
    let rows = calibration["unknowns"].as_array().unwrap();
    let row = rows.iter().find(|row| row["path"] == path);
    row.unwrap_or_else(|| panic!("{path} in {rows:#?}"))
}

/// A number of a row.
#[track_caller]
pub fn number(row: &Value, key: &str) -> f64 {
    row[key]
        .as_f64()
        .unwrap_or_else(|| panic!("{key} in {row:#}"))
}
