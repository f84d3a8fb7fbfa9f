//! The schema of `test --json`: real results fit it, and nothing beside them does.

use serde_json::{Value, json};

use super::validator::Validator;
use super::{is_the_copy, printed};
use crate::testing::{CLOCK, Folder};

fn schema() -> Value {
    serde_json::from_str(&printed(&["generate", "schema", "tests"])).unwrap()
}

#[test]
fn docs_hold_the_schema_that_is_printed() {
    is_the_copy(
        "tests.schema.json",
        &printed(&["generate", "schema", "tests"]),
    );
}

#[test]
fn results_fit_and_others_are_refused() {
    let mut validator = Validator::new(&schema());
    let folder = Folder::new("schema");
    let thresholds = "[threshold]\nat = { require = \"time-in-system <= 30 min\" }\n";
    folder.write("clock.toml", &format!("{CLOCK}{thresholds}"));
    folder.write("cut.json", "{");
    folder.test(&["clock.toml", "--update"]);
    folder.write(
        "clock.toml",
        &format!("{CLOCK}{thresholds}").replace("\"30 min\"", "\"40 min\""),
    );
    let (code, mut tests) = folder.test(&["clock.toml", "cut.json"]);
    assert_eq!(code, 2);
    assert!(!tests["checks"][1]["changes"].as_array().unwrap().is_empty());
    assert_eq!(validator.errors(&tests), None);
    tests["checks"][0]["verdict"] = json!("fine");
    assert!(validator.errors(&tests).is_some());
}
