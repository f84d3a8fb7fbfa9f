//! `docs/validation.md` is what the program says of the published outcomes of all shipped scenarios. After a change:
//! `UPDATE_DOCS=1 cargo test docs`, then read the difference.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bordergate::scenario::read;

use super::readme::root;

/// The shipped scenarios that name published outcomes, or whose base does.
fn with_facts() -> Vec<String> {
    let entries = fs::read_dir(root().join("scenarios")).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    paths.sort();
    let has_facts = |path: &PathBuf| {
        let scenario = read(path, &[]).scenario;
        scenario.is_some_and(|scenario| !scenario.facts.is_empty())
    };
    let named = |path: &PathBuf| format!("scenarios/{}", path.file_name().unwrap().display());
    paths
        .iter()
        .filter(|path| has_facts(path))
        .map(named)
        .collect()
}

/// Every fact is inside, an identity, or outside for a stated reason; and the page shows them as they are.
#[test]
fn the_page_is_what_the_program_gives() {
    let files = with_facts();
    assert!(files.len() >= 20, "{files:?}");
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("validation.md");
    let output = Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .current_dir(root())
        .env("NO_COLOR", "1")
        .args(["test", "--only", "facts", "--plain", "--validation"])
        .arg(&made)
        .args(&files)
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    let wrong: Vec<&str> = shown
        .lines()
        .filter(|line| !line.starts_with("passed"))
        .collect();
    assert_eq!(output.status.code(), Some(0), "{wrong:#?}");
    let page = fs::read_to_string(made).unwrap();
    let path = root().join("docs/validation.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == page,
        "docs/validation.md is not what the program gives: UPDATE_DOCS=1 cargo test docs"
    );
}
