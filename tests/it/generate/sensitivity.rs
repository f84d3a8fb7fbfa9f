//! The schema of `sensitivity --json`.

use serde_json::{Value, json};

use super::validator::Validator;
use super::{bordergate, is_the_copy, printed};

#[test]
fn real_sensitivities_fit_and_others_are_refused() {
    let schema = printed(&["generate", "schema", "sensitivity"]);
    is_the_copy("sensitivity.schema.json", &schema);
    let mut validator = Validator::new(&serde_json::from_str(&schema).unwrap());
    let sensitivity = |arguments: &[&str]| -> Value {
        let hello = "scenarios/hello-gate.toml";
        let output =
            bordergate(&[&["sensitivity", hello, "--json", "--reps", "3"], arguments].concat());
        assert_eq!(output.status.code(), Some(0));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let holds = ["--such-that", "share(time-in-system < 6 h) >= 60 %"];
    for arguments in [
        &[][..],
        &holds,
        &["--what-if", "station.desk.servers=[{ count = 4 }]"],
    ] {
        assert_eq!(
            validator.errors(&sensitivity(arguments)),
            None,
            "{arguments:?}"
        );
    }
    for (at, key, value) in [
        ("/inputs/0", "swing", json!("large")),
        ("/inputs/0", "swnig", json!(1)),
        ("/inputs/0/turns/0", "side", json!(null)),
        ("/stated", "judgement", json!(3)),
        ("", "schema", json!("bordergate.sensitivity/0")),
    ] {
        let mut wrong = sensitivity(&holds);
        wrong.pointer_mut(at).unwrap()[key] = value;
        assert!(validator.errors(&wrong).is_some(), "{at}/{key}");
    }
}
