//! `solve`: the search and the error it spends, the same answers as exhaustive search, proofs, and the command.

mod beyond;
mod command;
mod exhaustive;
mod proofs;
mod search;

use std::process::Command;

const HELLO: &str = "scenarios/hello-gate.toml";

/// Exit code, data and notes.
fn said(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}
