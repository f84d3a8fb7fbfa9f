//! `sweep`: what a lever is, and the curve over its values.

mod curve;
mod levers;
mod sensitivity;

use std::process::{Command, Output};

use serde_json::Value;

const HELLO: &str = "scenarios/hello-gate.toml";

pub fn bordergate(arguments: &[&str]) -> Output {
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

/// The rows of `sweep HELLO ... --json`.
fn points(arguments: &[&str]) -> Vec<Value> {
    let (code, data, notes) = said(&[&["sweep", HELLO, "--json"], arguments].concat());
    assert_eq!(code, 0, "{arguments:?}: {notes}");
    let sweep: Value = serde_json::from_str(&data).unwrap();
    sweep["points"].as_array().unwrap().clone()
}
