//! The programs that people open our files with: each output is opened by those that it is made for.
//!
//! `scripts/consumers` installs them beside what cargo builds. Where they are missing a developer's own test passes over them and
//! says so aloud; with `BORDERGATE_CONSUMERS=required`, as `scripts/test` and CI set it, it fails.

mod exports;
mod page;

use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of a tool, whose installation is complete where `complete` is in it; none where it is missing, which is said.
fn tool(folder: &str, complete: &str) -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let tool = target.join("consumers").join(folder);
    if tool.join(complete).exists() {
        return Some(tool);
    }
    skip(&format!(
        "{} is missing: run scripts/consumers",
        tool.display()
    ));
    None
}

/// Whether this build writes Parquet; where it does not, that is said.
fn has_parquet() -> bool {
    if !cfg!(feature = "parquet") {
        skip("built without `--features parquet`");
    }
    cfg!(feature = "parquet")
}

/// Says aloud that a test passes over something; fails where nothing may be passed over.
fn skip(why: &str) {
    let required = std::env::var("BORDERGATE_CONSUMERS").is_ok_and(|value| value == "required");
    assert!(!required, "{why}");
    // Past the harness, which keeps what tests that pass have printed to itself.
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    let said = format!("SKIPPED {test}: {why}\n");
    std::io::stderr().write_all(said.as_bytes()).unwrap();
}
