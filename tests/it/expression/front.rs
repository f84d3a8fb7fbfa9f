//! Thresholds and flags at the front door.

use std::fs;
use std::path::Path;
use std::process::Command;

use bordergate::cli::Outcome;
use bordergate::cli::common::{ScenarioArgs, examine, flag, flag_mistake};
use bordergate::measures::quantity::Resolver;
use bordergate::report::digest;
use bordergate::scenario::expression::Expression;
use bordergate::scenario::read_text;

use super::GATES;
use crate::worlds::World;

const BAD: &str = r#"
[threshold.night]
title   = "Nobody spends a night"
require = "p95(time-in-system, gate = \"nort\") <= 6 h"
"#;

/// Exit code, data and notes of a command.
fn bordergate(args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .args(args)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

/// `check`, `run` and `plan` refuse a threshold whose names mean nothing, with the same caret.
#[test]
fn a_bad_threshold_is_refused_by_every_command() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bad-threshold.toml");
    fs::write(&file, format!("{GATES}{BAD}")).unwrap();
    let name = file.display().to_string();
    // `require` stands in the last line.
    let caret = format!(":{}:39\n", GATES.lines().count() + BAD.lines().count());
    for command in ["check", "plan", "run", "trace"] {
        let (code, data, said) = bordergate(&[command, &name]);
        assert_eq!((code, data.as_str()), (Some(2), ""), "{command}: {said}");
        assert!(
            said.contains("error: there is no gate `nort`\n"),
            "{command}: {said}"
        );
        assert!(said.contains(&caret), "{command}: {said}");
        assert!(said.contains("did you mean `north`?"), "{command}: {said}");
    }
    let set = |require: &str| {
        let set = format!("threshold.night.require={require}");
        bordergate(&["check", &name, "--set", &set])
    };
    assert_eq!(set("stock <= 5").0, Some(0));
    let (code, _, said) = set("stok <= 5");
    assert_eq!(code, Some(2));
    assert!(said.contains(" --> --set:1:25\n"), "{said}");
}

#[test]
fn thresholds_change_no_digest_and_are_no_parameters() {
    let read = |more: &str| {
        let read = read_text("gates.toml", &format!("{GATES}{more}"), &[]);
        read.scenario
            .unwrap_or_else(|| panic!("{}", read.problems.render(&read.sources, false)))
    };
    let (without, with) = (read(""), read("[threshold.few]\nrequire = 'stock <= 5'\n"));
    assert_eq!(with.thresholds.len(), 1);
    assert_eq!(digest::scenario(&without), digest::scenario(&with));
    assert_eq!(without.parameters, with.parameters);
}

#[test]
fn a_flag_names_a_quantity_or_says_why_not() {
    let world = World::new(GATES);
    let resolver = Resolver::new(&world.scenario, &world.plan, &world.catalogue);
    let asked = |text: &str| {
        flag("--measure", text, true, |text| {
            let expression = Expression::parse(text)?;
            resolver.quantity(&expression).map(|quantity| quantity.text)
        })
    };
    assert_eq!(
        asked("p95(time-in-system)"),
        Ok("p95(time-in-system)".to_owned())
    );
    assert_eq!(asked("p95(time-in-sistem)"), Err(Outcome::Unusable));
    let text = "p95(wait, gate = Hải Yên";
    let mistake = Expression::parse(text).unwrap_err();
    assert_eq!(
        flag_mistake("--measure", text, &mistake, false),
        "error: a bracket that is never closed\n --> --measure:1:4\n  |\n1 | p95(wait, gate = Hải Yên\n  |    ^ opened here\n\n"
    );
}

#[test]
fn examining_resolves_thresholds() {
    let args = ScenarioArgs {
        file: crate::worlds::scenarios().join("hello-gate.toml"),
        overlay: Vec::new(),
        set: vec!["threshold.a.require=waiting-vehicle-hours < 1,000".to_owned()],
    };
    let examined = examine(&args);
    let (scenario, _) = examined.model.expect("a scenario that can run");
    assert_eq!(
        scenario.thresholds[0].require,
        "waiting-vehicle-hours < 1,000"
    );
}
