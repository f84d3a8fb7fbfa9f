//! The schema of `sweep --json`.

use serde_json::{Value, json};

use super::validator::Validator;
use super::{bordergate, is_the_copy, printed};

#[test]
fn real_sweeps_fit_and_others_are_refused() {
    let schema = printed(&["generate", "schema", "sweep"]);
    is_the_copy("sweep.schema.json", &schema);
    let mut validator = Validator::new(&serde_json::from_str(&schema).unwrap());
    let sweep = |vary: &str| -> Value {
        let hello = "scenarios/hello-gate.toml";
        let output = bordergate(&["sweep", hello, "--json", "--reps", "3", "--vary", vary]);
        assert_eq!(output.status.code(), Some(0));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    for vary in [
        "station.desk.servers=[{ count = 2 }]|[{ count = 4 }]",
        "gate.bridge.hours=07:00-17:00..07:00-18:00",
    ] {
        assert_eq!(validator.errors(&sweep(vary)), None, "{vary}");
    }
    for (at, key, value) in [
        ("/points/0", "settings", json!(3)),
        ("/points/0", "chnage", json!(1)),
        ("/points/0", "point", json!(-1)),
        ("/points/0", "measure", json!(null)),
        ("", "schema", json!("bordergate.sweep/0")),
        ("/manifests/0", "seed", json!("one")),
    ] {
        let mut wrong = sweep("source.lorries.rate=100..120:20");
        wrong.pointer_mut(at).unwrap()[key] = value;
        assert!(validator.errors(&wrong).is_some(), "{at}/{key}");
    }
}
