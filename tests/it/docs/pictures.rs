//! The pictures of the pages: they show what this version makes of the scenarios that are here. `scripts/pictures` makes them.

use std::fs;
use std::process::Command;

use serde_json::Value;

use super::readme::root;

/// No picture is larger, in bytes.
const MOST_BYTES: u64 = 150_000;

#[test]
fn pictures_are_of_this_version_and_of_these_scenarios() {
    let made = fs::read_to_string(root().join("docs/pictures/made.txt")).unwrap();
    let mut seen = 0;
    for line in made.lines() {
        let [version, scenario, digest] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let output = Command::new(env!("CARGO_BIN_EXE_bordergate"))
            .current_dir(root())
            .args(["run", scenario, "--reps", "1", "--json"])
            .output()
            .unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let manifest = &report["manifest"];
        assert_eq!(
            (
                manifest["version"].as_str(),
                manifest["scenario-digest"].as_str()
            ),
            (Some(version), Some(digest)),
            "{scenario} is not what the pictures show: run scripts/pictures"
        );
        seen += 1;
    }
    assert_eq!(seen, 2);
}

/// Whoever reads waits for them.
#[test]
fn pictures_are_small() {
    let script = fs::read_to_string(root().join("scripts/pictures")).unwrap();
    let taken = script.lines().filter_map(|line| line.strip_prefix("take "));
    let mut names: Vec<&str> = taken.filter_map(|rest| rest.split(' ').next()).collect();
    names.sort_unstable();
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join("docs/pictures")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if let Some(name) = name.strip_suffix(".png") {
            let bytes = entry.metadata().unwrap().len();
            assert!(bytes <= MOST_BYTES, "{name}: {bytes} bytes");
            found.push(name.to_owned());
        }
    }
    found.sort_unstable();
    assert_eq!(found, names);
}
