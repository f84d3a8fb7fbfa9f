//! Running the binary.

use std::process::Command;

/// What a command left.
pub struct Output {
    /// Exit code; -1 where a signal ended it.
    pub code: i32,
    /// Data.
    pub stdout: String,
    /// Notes.
    pub stderr: String,
}

/// Runs the binary.
pub fn bordergate(args: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .args(args)
        .output()
        .unwrap();
    Output {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The path of a shipped scenario.
pub fn shipped(name: &str) -> String {
    format!("{}/scenarios/{name}", env!("CARGO_MANIFEST_DIR"))
}
