//! `compare`: changes that are known exactly, verdicts, families, and what it refuses.

mod changes;
mod flags;
mod precision;
mod uncertain;

use std::process::{Command, Output};

use serde_json::Value;

const HELLO: &str = "scenarios/hello-gate.toml";

fn bordergate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1")
        .args(arguments)
        .output()
        .unwrap()
}

/// Exit code, data and notes.
fn said(arguments: &[&str]) -> (i32, String, String) {
    let output = bordergate(arguments);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

/// What `--json` prints of a command that must succeed.
fn json(arguments: &[&str]) -> Value {
    let (code, data, notes) = said(&[arguments, &["--json"]].concat());
    assert_eq!(code, 0, "{arguments:?}: {notes}");
    serde_json::from_str(&data).unwrap()
}

/// The comparisons of `compare HELLO ...`.
fn compared(arguments: &[&str]) -> Vec<Value> {
    let report = json(&[&["compare", HELLO], arguments].concat());
    report["comparisons"].as_array().unwrap().clone()
}

fn of<'a>(rows: &'a [Value], quantity: &str) -> &'a Value {
    let row = rows.iter().find(|row| row["quantity"] == quantity);
    row.unwrap_or_else(|| panic!("{quantity} is not in {rows:#?}"))
}
