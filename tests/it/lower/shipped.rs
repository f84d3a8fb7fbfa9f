//! The scenarios that come with the program read cleanly and compile.

use std::path::{Path, PathBuf};

use bordergate::plan::compile;
use bordergate::scenario::problem::Severity;
use bordergate::scenario::read;

use super::rendered;

fn scenarios(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(folder).expect("the folder of scenarios");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|ext| ext == "toml"))
        .collect();
    paths.sort();
    paths
}

#[test]
fn every_shipped_scenario_reads_without_warning_and_compiles() {
    let paths = [scenarios("scenarios"), scenarios("scenarios/theory")].concat();
    assert!(paths.len() >= 28, "{paths:?}");
    let mut bad = String::new();
    for path in paths {
        let read = read(&path, &[]);
        let loud = read.problems.count(Severity::Error) + read.problems.count(Severity::Warning);
        if loud > 0 {
            bad.push_str(&format!("== {}\n{}", path.display(), rendered(&read)));
        }
        let Some(scenario) = read.scenario else {
            continue;
        };
        if let Err(why) = compile(&scenario) {
            bad.push_str(&format!("== {}: {why}\n", path.display()));
        }
    }
    assert!(bad.is_empty(), "{bad}");
}
