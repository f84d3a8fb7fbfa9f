//! `docs/scenarios.md` names every shipped scenario, and nothing else; its commands run.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use super::readme::{blocks, root, words};

fn page() -> String {
    fs::read_to_string(root().join("docs/scenarios.md")).unwrap()
}

#[test]
fn every_shipped_scenario_is_on_the_page() {
    let entries = fs::read_dir(root().join("scenarios")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let shipped: BTreeSet<String> = names
        .filter_map(|name| Some(name.strip_suffix(".toml")?.to_owned()))
        .collect();
    let page = page();
    let tables = page.split('`').skip(1).step_by(2);
    let named: BTreeSet<String> = tables
        .filter(|word| !word.contains([' ', '/', '\n']) && !word.is_empty())
        .map(str::to_owned)
        .collect();
    assert_eq!(shipped, named);
}

#[test]
fn its_commands_run() {
    let page = page();
    let mut run = 0;
    for command in blocks(&page, "sh").into_iter().flat_map(str::lines) {
        let words = words(command);
        assert_eq!(words[0], "bordergate");
        let output = Command::new(env!("CARGO_BIN_EXE_bordergate"))
            .current_dir(root())
            .args(&words[1..])
            .output()
            .unwrap();
        assert!(output.status.success(), "{command}");
        run += 1;
    }
    assert_eq!(run, 2);
}
