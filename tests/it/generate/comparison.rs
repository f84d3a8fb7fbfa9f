//! The schema of `compare --json`.

use serde_json::{Value, json};

use super::validator::Validator;
use super::{bordergate, is_the_copy, printed};

#[test]
fn real_comparisons_fit_and_others_are_refused() {
    let schema = printed(&["generate", "schema", "comparison"]);
    is_the_copy("comparison.schema.json", &schema);
    let mut validator = Validator::new(&serde_json::from_str(&schema).unwrap());
    let hello = "scenarios/hello-gate.toml";
    let compare = |arguments: &[&str]| -> Value {
        let arguments = [&["compare", hello, "--json", "--reps", "5"], arguments].concat();
        let output = bordergate(&arguments);
        assert_eq!(output.status.code(), Some(0));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let faster = ["--what-if", "station.desk.servers=[{ count = 4 }]"];
    for arguments in [
        &[hello][..],
        &[faster, ["--primary", "max(stock)"]].concat(),
        &["--alt-seed", "2"],
    ] {
        let comparison = compare(arguments);
        assert_eq!(validator.errors(&comparison), None, "{arguments:?}");
    }
    for (at, key, value) in [
        ("/comparisons/0", "verdict", json!("perhaps")),
        ("/comparisons/0", "chnage", json!(1)),
        ("/comparisons/0", "n", json!(-1)),
        ("", "schema", json!("bordergate.comparison/0")),
        ("/manifests/0", "seed", json!("one")),
    ] {
        let mut wrong = compare(&faster);
        wrong.pointer_mut(at).unwrap()[key] = value;
        assert!(validator.errors(&wrong).is_some(), "{at}/{key}");
    }
}
