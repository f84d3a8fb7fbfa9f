//! The schema of `run --json`: real results fit it, and nothing beside them does.

use serde_json::{Value, json};

use super::validator::Validator;
use super::{is_the_copy, printed};

fn schema() -> Value {
    serde_json::from_str(&printed(&["generate", "schema", "measures"])).unwrap()
}

fn run(arguments: &[&str]) -> Value {
    let arguments = [&["run", "--json"], arguments].concat();
    let output = super::bordergate(&arguments);
    assert_eq!(output.status.code(), Some(0));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn docs_hold_the_schema_that_is_printed() {
    is_the_copy(
        "measures.schema.json",
        &printed(&["generate", "schema", "measures"]),
    );
}

#[test]
fn results_fit() {
    let mut validator = Validator::new(&schema());
    let tet = "scenarios/mong-cai-tet-2022-agreed.toml";
    for arguments in [
        &["scenarios/hello-gate.toml", "--reps", "1"][..],
        &["scenarios/hello-gate.toml", "--reps", "3"],
        &[tet, "--reps", "2"],
        &[tet, "--reps", "2", "--time-release"],
    ] {
        let report = run(arguments);
        assert_eq!(validator.errors(&report), None, "{arguments:?}");
    }
    let report = run(&[tet, "--reps", "2"]);
    let rows = report["measures"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["value"].is_string()), "a day");
    assert!(!report["facts"].as_array().unwrap().is_empty());
}

#[test]
fn what_is_no_result_is_refused() {
    let mut validator = Validator::new(&schema());
    let tet = "scenarios/mong-cai-tet-2022-agreed.toml";
    let report = run(&[tet, "--reps", "2", "--time-release"]);
    for (at, key, value) in [
        ("/time-release/0", "count", Value::Null),
        ("/time-release/0", "minutes", json!(1)),
        ("/reliability/0", "buffer-index", json!("high")),
        ("/reliability/0", "buffer-time-interval", json!([1])),
        ("/measures/0", "valeu", json!(1)),
        ("/measures/0", "value", json!(true)),
        ("/measures/0", "value", json!("soon")),
        ("/measures/0", "n", json!(-1)),
        ("/measures/0", "measure", Value::Null),
        ("/facts/0", "verdict", json!("perhaps")),
        ("/facts/0", "band-low", Value::Null),
        ("/manifest", "stopped", json!("tired")),
        ("/manifest", "host", json!("here")),
        ("/provenance", "guessed", json!(1)),
        ("", "schema", json!("bordergate.measures/0")),
    ] {
        let mut wrong = report.clone();
        wrong.pointer_mut(at).unwrap()[key] = value;
        assert!(validator.errors(&wrong).is_some(), "{at}/{key}");
    }
    for (at, key) in [
        ("/measures/0", "cause"),
        ("/manifest", "seed"),
        ("", "facts"),
    ] {
        let mut wrong = report.clone();
        let object = wrong.pointer_mut(at).and_then(Value::as_object_mut);
        object.unwrap().remove(key).unwrap();
        assert!(validator.errors(&wrong).is_some(), "{at}/{key}");
    }
}

/// Every key says what it is.
#[test]
fn everything_is_described() {
    fn visit(node: &Value, at: &str, bare: &mut Vec<String>) {
        if let Some(properties) = node["properties"].as_object() {
            for (key, value) in properties {
                if !value["description"].is_string() {
                    bare.push(format!("{at}/{key}"));
                }
            }
        }
        if let Some(below) = node["$defs"].as_object() {
            for (key, value) in below {
                visit(value, key, bare);
            }
        }
    }
    let mut bare = Vec::new();
    visit(&schema(), "", &mut bare);
    assert_eq!(bare, Vec::<String>::new());
}
