//! What was learnt as a file: it is a scenario, it says where its values come from, and what is not known stays unknown.

use std::fs;
use std::path::Path;

use bordergate::scenario::fitted::Fitted;
use bordergate::scenario::model::{Arrivals, BasisKind};
use bordergate::scenario::uncertain::Uncertain;
use bordergate::scenario::{self, fitted};
use serde_json::Value;

use super::{DESK, RATE, calibrate, counted, json, number, said, unknown};

#[test]
fn the_overlay_is_a_scenario_whose_values_are_fitted() {
    let folder = counted("overlay");
    fs::create_dir(folder.path("fits")).unwrap();
    let (code, calibration) = json(&folder, &["--write", "fits/monday.toml"]);
    assert_eq!(code, 0);
    let fit = folder.read("fits/monday.toml");
    let row = unknown(&calibration, RATE);
    let value = |end: &str| format!("{:.1} / day", number(row, &format!("posterior-{end}")));
    assert!(
        fit.starts_with("# Fitted by bordergate calibrate "),
        "{fit}"
    );
    assert!(fit.contains("\nbase = \"../counted.toml\"\n"), "{fit}");
    let expected = format!(
        "\n[source.lorries]\nrate = \"{}\"\nbasis-of.rate = {{ fitted = \"by bordergate calibrate from monday\", range = [\"{}\", \"{}\"] }}\n",
        value("median"),
        value("low"),
        value("high")
    );
    assert!(fit.ends_with(&expected), "{fit}{expected}");
    assert!(
        fit.contains(&format!("# Not identified, and left as it is: {DESK}\n")),
        "{fit}"
    );
    let check = folder.bordergate(&["check", "--deny", "warnings", "fits/monday.toml"]);
    assert_eq!(check.status.code(), Some(0), "{}", said(&check));
    // It is written over by the next calibration, because it is one.
    assert_eq!(
        calibrate(&folder, &["--write", "fits/monday.toml"])
            .status
            .code(),
        Some(0)
    );
    assert_eq!(folder.read("fits/monday.toml"), fit);
    assert_eq!(fs::read_dir(folder.path("fits")).unwrap().count(), 1);
}

/// What was fitted is not known exactly: it is drawn from what is left of its range, and may be calibrated again.
#[test]
fn fitted_values_are_drawn_from_what_is_left() {
    let folder = counted("drawn");
    assert_eq!(
        calibrate(&folder, &["--write", "fit.toml"]).status.code(),
        Some(0)
    );
    let run = folder.bordergate(&[
        "run",
        "fit.toml",
        "--reps",
        "400",
        "--uncertainty",
        "inputs",
        "--json",
    ]);
    let report: Value = serde_json::from_slice(&run.stdout).unwrap();
    let drawn = report["uncertainty"]["drawn"].as_array().unwrap();
    assert!(drawn.iter().any(|path| path == RATE), "{drawn:?}");
    assert_eq!(report["provenance"]["fitted"], 1);
    let again = folder.bordergate(&["calibrate", "fit.toml", "--json"]);
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    let plan = folder.bordergate(&["plan", "fit.toml", "--json"]);
    let plan: Value = serde_json::from_slice(&plan.stdout).unwrap();
    let parameters = plan["parameters"].as_array().unwrap();
    let rate = parameters
        .iter()
        .find(|parameter| parameter["path"] == RATE)
        .unwrap();
    assert_eq!(rate["basis"], "fitted");
}

/// Whatever a shipped scenario has with a range, of every kind and at every place, can be written so that it is read again as it was meant: every
/// value fitted, every neighbour as before.
#[test]
fn every_kind_of_input_can_be_written() {
    let folder = counted("kinds");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut kinds = 0;
    for name in [
        "lang-son-december-2021.toml",
        "kim-thanh-relay-2020.toml",
        "mong-cai-tet-2022-executed-costs.toml",
        "bac-luan-2-imports.toml",
        "huu-nghi-durian-2025.toml",
        "huu-nghi-chi-ma-diversion-2021.toml",
        "mong-cai-smart-gate-2030.toml",
    ] {
        let file = shipped.join(name);
        let read = scenario::read(&file, &[]);
        let before = read.scenario.unwrap();
        let uncertain = Uncertain::new(&read.root, &read.sources, &before);
        let inputs: Vec<_> = uncertain
            .inputs()
            .iter()
            .filter(|input| input.is_by_degrees())
            .collect();
        let fitted: Vec<Fitted> = inputs
            .iter()
            .map(|&input| {
                let mode = (0..=1000).map(|step| f64::from(step) / 1000.0);
                let place = mode
                    .min_by(|a, b| {
                        (input.quantile(*a) - 0.5)
                            .abs()
                            .total_cmp(&(input.quantile(*b) - 0.5).abs())
                    })
                    .unwrap();
                Fitted {
                    input,
                    place,
                    low: place * 0.5,
                    high: 0.5 + place * 0.5,
                }
            })
            .collect();
        let base = fitted::quoted(file.to_str().unwrap());
        let text = format!(
            "base = {base}\n{}",
            uncertain.overlay(&fitted, "from \"counts\" \\ and more")
        );
        folder.write("fit.toml", &text);
        let read = scenario::read(&folder.path("fit.toml"), &[]);
        let problems = read.problems.render(&read.sources, false);
        let after = read
            .scenario
            .unwrap_or_else(|| panic!("{name}: {problems}\n{text}"));
        assert_eq!(after.parameters.len(), before.parameters.len());
        for (old, new) in before.parameters.iter().zip(&after.parameters) {
            let is_fitted = inputs.iter().any(|input| input.path == old.path);
            // Keys of these have one basis together.
            let parts = [
                ".day-factor.",
                ".dated[",
                ".partner.",
                ".overtime.",
                ".instead.",
                ".ramp[",
            ];
            let shares = |part: &&str| {
                let table = old.path.rfind('.').map(|at| &old.path[..=at]);
                old.path.contains(*part)
                    && inputs
                        .iter()
                        .any(|input| input.path.rfind('.').map(|at| &input.path[..=at]) == table)
            };
            let is_beside = parts.iter().any(shares);
            let kind = if is_fitted || is_beside {
                BasisKind::Fitted
            } else {
                old.basis.kind
            };
            assert_eq!(
                (&new.path, new.basis.kind),
                (&old.path, kind),
                "{name}: {text}"
            );
            if is_fitted {
                assert!(new.basis.range.is_some());
                assert_eq!(new.basis.text, "from \"counts\" \\ and more");
                kinds += 1;
            } else {
                assert_eq!(new.value, old.value, "{name}: {}", old.path);
            }
        }
        let again = Uncertain::new(&read.root, &read.sources, &after);
        let drawn: Vec<&str> = again
            .inputs()
            .iter()
            .map(|input| input.path.as_str())
            .collect();
        for input in inputs {
            assert!(
                drawn.contains(&input.path.as_str()),
                "{name}: {} in {:?}",
                input.path,
                again.fixed()
            );
        }
    }
    assert!(kinds > 100, "{kinds}");
}

/// The example of the pages: the facts of December, but for those that are inputs.
#[test]
fn the_example_lies_over_its_scenario() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let over = format!(
        "@{}",
        root.join("docs/examples/lang-son-december-2021-calibration.toml")
            .display()
    );
    let read = scenario::read(&root.join("scenarios/lang-son-december-2021.toml"), &[over]);
    let problems = read.problems.render(&read.sources, false);
    let scenario = read.scenario.unwrap_or_else(|| panic!("{problems}"));
    let calibration = scenario.calibration.clone().unwrap();
    assert_eq!(calibration.unknowns.len(), 5);
    let evidence = bordergate::experiment::calibrate::Evidence::new(
        &scenario,
        calibration.discrepancy.unwrap(),
    );
    let name = |fact: usize| scenario.facts[fact].name.as_str();
    let left_out: Vec<&str> = evidence
        .left_out
        .iter()
        .map(|left| name(left.fact))
        .collect();
    assert_eq!(
        left_out,
        [
            "all-15-december",
            "all-21-december",
            "chi-ma-16-december",
            "huu-nghi-16-december",
            "stock-16-december",
            "tan-thanh-16-december"
        ]
    );
    let groups: Vec<(&str, usize)> = evidence
        .used
        .iter()
        .map(|used| (name(used.fact), used.group))
        .collect();
    assert!(groups.contains(&("tan-thanh-20-december", 4)), "{groups:?}");
    assert!(groups.contains(&("stock-21-december", 1)), "{groups:?}");
}

/// A whole number whose range has decimals is no count: `factor = 0` with a range up to 0.2 is drawn between the two.
#[test]
fn a_whole_number_with_decimals_in_its_range_is_drawn_in_between() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/lang-son-december-2021.toml");
    let read = scenario::read(&file, &[]);
    let uncertain = Uncertain::new(&read.root, &read.sources, &read.scenario.unwrap());
    let drawn = uncertain.at(|_| 0.75).unwrap();
    let source = drawn
        .sources
        .iter()
        .find(|source| source.name == "tan-thanh")
        .unwrap();
    let Arrivals::Poisson { days, .. } = &source.arrivals else {
        panic!("{source:?}");
    };
    // Of both triangular laws the upper quartile: 0.2 - sqrt(0.25 * 0.2 * 0.2), and of the rate, of 150 to 400 with its mode at 305.
    let (factor, rate) = (0.1, 400.0 - (0.25_f64 * 250.0 * 95.0).sqrt());
    assert!((days[30] / days[0] - factor).abs() < 1e-6, "{days:?}");
    assert!((days[0] - rate).abs() < 1e-3, "{days:?}");
}
