//! What is seen from close up: worlds worked out by hand, and agreement with what questions and ordinary runs say.

mod apart;
mod command;
mod course;
mod release;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use bordergate::experiment::{Arm, Control, Fold, Range, Recorder, replicate};
use bordergate::measures::Catalogue;
use bordergate::plan::cause::Cause;
use bordergate::plan::{Plan, compile};
use bordergate::report::closeup::CloseUp;
use bordergate::report::{Run, Stopped};
use bordergate::scenario::model::Scenario;
use serde_json::Value;

/// One desk that takes an hour, before a bridge that is open from 08:00 to 18:00; lorries at 16:00 and 16:30 on Monday.
///
/// The first is served from 16:00 to 17:00 and passes. The second waits for the desk from 16:30 to 17:00, is served until 18:00, when the bridge
/// has just closed, and passes at 08:00 on Tuesday.
const TWO_LORRIES: &str = r#"
[scenario]
title = "Two lorries"
from = 2025-03-03
to = 2025-03-04
clock = "UTC"
[class.fruit]
[gate.bridge]
hours = "08:00-18:00"
basis = { assumed = "a test" }
[station.desk]
servers = [{ count = 1, hours = "always" }]
basis = { assumed = "a test" }
[source.lorry]
gate = "bridge"
direction = "export"
vehicle = "vietnamese"
class = "fruit"
route = "out"
timetable = { Mon = ["16:00", "16:30"] }
basis = { assumed = "a test" }
[[route.out]]
step = "papers"
serve = { station = "desk", time = "60 min" }
basis = { assumed = "a test" }
[[route.out]]
step = "over"
cross = { bound = "to-china" }
"#;

/// A plan at which somebody looks closer, and what is observed of it.
fn closer(scenario: &Scenario) -> (Plan, Catalogue) {
    let mut plan = compile(scenario).unwrap();
    plan.look_closer();
    let all = Catalogue::new(scenario, &plan);
    let chosen = all.closer(&plan, &Cause::ALL);
    let catalogue = all.choosing(&chosen);
    (plan, catalogue)
}

/// What some replications of a scenario show from close up.
fn close_up(scenario: &Scenario, reps: u64) -> CloseUp {
    let (plan, catalogue) = closer(scenario);
    let mut folds = [Fold::new(&catalogue)];
    let arm = Arm {
        plan: &plan,
        catalogue: &catalogue,
        inputs: None,
        seed: 1,
    };
    let mut recorder = Recorder::new(&mut folds, |_: &[Fold]| ControlFlow::Continue(()));
    let range = Range { from: 0, to: reps };
    replicate(&[arm], range, &[], 2, &Control::new(), &mut recorder).unwrap();
    seen(scenario, &plan, &catalogue, &folds[0]).unwrap()
}

/// What a fold of rows shows.
fn seen(scenario: &Scenario, plan: &Plan, catalogue: &Catalogue, fold: &Fold) -> Option<CloseUp> {
    CloseUp::new(&Run {
        scenario,
        plan,
        catalogue,
        fold,
        seed: 1,
        from: 0,
        asked: fold.progress().done,
        stopped: Stopped::Replications,
        file: "world",
        set: &[],
        inputs: None,
        wanted: &[],
    })
}

/// A file of a test.
fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("closeup-{name}.toml"));
    std::fs::write(&path, text).unwrap();
    path
}

fn bordergate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1")
        .args(arguments)
        .output()
        .unwrap()
}

/// Exit code, data and notes of `run`.
fn said(file: &str, arguments: &[&str]) -> (i32, String, String) {
    let output = bordergate(&[&["run", file], arguments].concat());
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (data, notes) = (text(output.stdout), text(output.stderr));
    (output.status.code().unwrap(), data, notes)
}

/// The JSON of a run, which must succeed.
fn run(file: &str, arguments: &[&str]) -> Value {
    let (code, data, notes) = said(file, arguments);
    assert_eq!(code, 0, "{arguments:?}: {notes}");
    serde_json::from_str(&data).unwrap()
}
