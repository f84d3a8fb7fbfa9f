//! The scenarios that come with the program read cleanly and compile.

use std::path::{Path, PathBuf};

use bordergate::plan::compile;
use bordergate::scenario::model::{BasisKind, Scenario};
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

fn shipped() -> impl Iterator<Item = (String, Scenario)> {
    let paths = [scenarios("scenarios"), scenarios("scenarios/theory")].concat();
    paths.into_iter().map(|path| {
        let scenario = read(&path, &[]).scenario.expect("a scenario");
        (path.display().to_string(), scenario)
    })
}

/// The paths of a scenario's parameters that say nothing about where they come from.
fn unstated(scenario: &Scenario) -> Vec<&str> {
    let all = scenario.parameters.iter();
    all.filter(|parameter| parameter.basis.kind == BasisKind::Unstated)
        .map(|parameter| parameter.path.as_str())
        .collect()
}

#[test]
fn every_parameter_of_a_shipped_scenario_has_a_basis() {
    for (file, scenario) in shipped() {
        assert!(scenario.parameters.len() >= 3, "{file}");
        assert!(
            unstated(&scenario).is_empty(),
            "{file}: {:?}",
            unstated(&scenario)
        );
        let known = |name: &String| scenario.references.iter().any(|other| other.name == *name);
        for parameter in &scenario.parameters {
            if parameter.basis.kind == BasisKind::Documented {
                assert!(known(&parameter.basis.text), "{file}: {}", parameter.path);
            }
        }
    }
    // What has none is missed.
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/mong-cai-2023-q1.toml");
    let over = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spare-desk.toml");
    let desk = "[station]\nspare = { gate = \"hai-yen\", servers = [{ count = 1 }] }\n";
    std::fs::write(&over, format!("base = {base:?}\n{desk}")).expect("a file");
    let scenario = read(&over, &[]).scenario.expect("a scenario");
    assert_eq!(unstated(&scenario), ["station.spare.servers"]);
}

/// The totals of the quarter made the rates and loads, so they test nothing; shorter counts of other documents do. At Tân Thanh the lanes
/// were inferred from what crossed, and only the line tests them.
#[test]
fn what_went_into_a_shipped_input_is_an_identity() {
    let scenarios: Vec<(String, Scenario)> = shipped().collect();
    let of = |name: &str| {
        let found = scenarios.iter().find(|(file, _)| file.ends_with(name));
        let (_, scenario) = found.expect("the scenario");
        let (made, tested): (Vec<_>, Vec<_>) =
            (scenario.facts.iter()).partition(|fact| !fact.identity.is_empty());
        let names = |facts: Vec<&bordergate::scenario::model::Fact>| {
            facts
                .iter()
                .map(|fact| fact.name.clone())
                .collect::<Vec<_>>()
        };
        (names(made), names(tested))
    };
    let (made, tested) = of("mong-cai-2023-q1.toml");
    assert!(
        made.len() >= 10 && made.iter().all(|name| name.starts_with("q1-")),
        "{made:?}"
    );
    assert!(
        tested.len() >= 25 && !tested.iter().any(|name| name.starts_with("q1-")),
        "{tested:?}"
    );
    let (made, tested) = of("tan-thanh-october-2019.toml");
    assert_eq!(made, ["a-day"]);
    assert_eq!(tested.len(), 2, "{tested:?}");
}
