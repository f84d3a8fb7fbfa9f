//! The schema of `explain --json`.

use serde_json::{Value, json};

use super::validator::Validator;
use super::{bordergate, is_the_copy, printed};

#[test]
fn real_explanations_fit_and_others_are_refused() {
    let schema = printed(&["generate", "schema", "explanation"]);
    is_the_copy("explanation.schema.json", &schema);
    let mut validator = Validator::new(&serde_json::from_str(&schema).unwrap());
    let hello = "scenarios/hello-gate.toml";
    let explain = |arguments: &[&str]| -> Value {
        let arguments = [&["explain", hello, "--json", "--reps", "3"], arguments].concat();
        let output = bordergate(&arguments);
        assert_eq!(output.status.code(), Some(0));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let other = [
        "--set",
        "station.desk.servers=[{ count = 4 }]",
        "--vs",
        hello,
    ];
    for arguments in [
        &[][..],
        &["--when", "2025-03-04", "--at", "2025-03-04 09:30"],
        &other,
    ] {
        let explanation = explain(arguments);
        assert_eq!(validator.errors(&explanation), None, "{arguments:?}");
    }
    for (at, key, value) in [
        ("/observed/0", "measure", json!(1)),
        ("/observed/0", "vlaue", json!(1)),
        ("/observed/0", "n", json!(-1)),
        ("", "schema", json!("bordergate.explanation/0")),
        ("/manifests/0", "seed", json!("one")),
        ("/question", "gates", json!("bridge")),
        ("/examples/0", "causes", json!({})),
        ("/removable", "remainder", json!(1)),
        ("/removable", "saved", json!(1)),
        ("/removable/relaxations/0", "share", json!(1)),
        ("/removable/relaxations/0", "vlaue", json!(1)),
        ("/removable/relaxations/0/share", "mean", json!(1)),
    ] {
        let mut wrong = explain(&[]);
        wrong.pointer_mut(at).unwrap()[key] = value;
        assert!(validator.errors(&wrong).is_some(), "{at}/{key}");
    }
}
