//! What `generate` makes for other tools: schemas, manual pages, completions.

mod calibration;
mod checks;
mod comparison;
mod explanation;
mod measures;
mod pages;
mod scenario;
mod sensitivity;
mod solution;
mod sweep;
mod validator;

use std::path::Path;
use std::process::{Command, Output};

fn bordergate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .output()
        .unwrap()
}

/// What a command prints that must succeed.
fn printed(arguments: &[&str]) -> String {
    let output = bordergate(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    assert!(said.is_empty(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

/// The copy under `docs/` is what the program prints. `UPDATE_DOCS=1 cargo test docs` writes it.
fn is_the_copy(name: &str, printed: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs/schema")
        .join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, printed).unwrap();
        return;
    }
    assert!(
        std::fs::read_to_string(&path).unwrap_or_default() == printed,
        "docs/schema/{name} is not what `bordergate generate schema` prints: UPDATE_DOCS=1 cargo test docs"
    );
}
