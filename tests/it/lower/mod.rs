//! From text to meaning: every message of the lowering, and the scenarios that are shipped.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod head;
mod observed;
mod process;
mod provenance;
mod route;
mod shipped;
mod threshold;

use bordergate::scenario::model::Scenario;
use bordergate::scenario::problem::{Problem, Severity};
use bordergate::scenario::{Read, read_text};

/// A whole scenario without anything to remark; tests append tables or change it by `--set`.
const GATE: &str = r#"
[scenario]
title = "A gate"
from  = 2025-03-03
to    = 2025-03-07
clock = "Asia/Ho_Chi_Minh"
[reference]
paper = { title = "A paper" }
[gate]
bridge = { hours = "07:00-19:00", basis = { documented = "paper" } }
[class]
fruit  = { load = "20 t", basis = { documented = "paper" } }
starch = { load = "30 t", basis = { documented = "paper" } }
[station]
desk   = { gate = "bridge", servers = [{ count = 3 }], basis = { documented = "paper" } }
[source.lorries]
gate      = "bridge"
direction = "export"
vehicle   = "vietnamese"
class     = { fruit = "50 %", starch = "50 %" }
route     = "out"
rate      = "120 / day"
basis     = { documented = "paper" }
[route]
out = [
  { step = "documents", serve = { station = "desk", time = "12 min" }, basis = { documented = "paper" } },
  { step = "line", cross = { bound = "to-china" } },
]
"#;

/// The scenario above with more tables and with changes.
fn gate(more: &str, sets: &[&str]) -> Read {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    read_text("gate.toml", &format!("{GATE}{more}"), &sets)
}

/// What a scenario without any problem means.
fn meaning(read: Read) -> Scenario {
    assert!(read.problems.is_empty(), "{}", rendered(&read));
    read.scenario.expect("a scenario without errors")
}

fn rendered(read: &Read) -> String {
    read.problems.render(&read.sources, false)
}

/// The only problem of a scenario.
fn problem(read: &Read) -> &Problem {
    match read.problems.sorted().as_slice() {
        [problem] => problem,
        problems => panic!("{} problems:\n{}", problems.len(), rendered(read)),
    }
}

/// Asserts that the scenario has exactly one problem, with these words and marked at this text.
#[track_caller]
fn says(read: &Read, severity: Severity, at: &str, title: &str, label: &str, help: &str) {
    let problem = problem(read);
    let place = problem.place.expect("a place");
    assert_eq!(
        (
            problem.severity,
            read.sources.text(place),
            problem.title.as_str(),
            problem.label.as_str(),
            problem.help.as_deref().unwrap_or("")
        ),
        (severity, at, title, label, help),
        "{}",
        rendered(read)
    );
    assert_eq!(read.scenario.is_none(), severity == Severity::Error);
}

/// The same for an error.
#[track_caller]
fn refuses(read: &Read, at: &str, title: &str, label: &str, help: &str) {
    says(read, Severity::Error, at, title, label, help);
}
