//! Running the binary.

use std::path::Path;
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
    in_columns(Path::new(env!("CARGO_MANIFEST_DIR")), None, args)
}

/// Runs the binary in a folder, as if on a terminal of so many columns.
pub fn in_columns(directory: &Path, columns: Option<&str>, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bordergate"));
    command
        .current_dir(directory)
        .env_remove("COLUMNS")
        .args(args);
    if let Some(columns) = columns {
        command.env("COLUMNS", columns);
    }
    let output = command.output().unwrap();
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
