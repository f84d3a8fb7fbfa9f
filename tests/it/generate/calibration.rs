//! The schema of `calibrate --json`: real calibrations fit it, and nothing beside them does.

use serde_json::{Value, json};

use super::validator::Validator;
use super::{is_the_copy, printed};
use crate::calibrating::{counted, json as calibration};

#[test]
fn real_calibrations_fit_and_others_are_refused() {
    let schema = printed(&["generate", "schema", "calibration"]);
    is_the_copy("calibration.schema.json", &schema);
    let mut validator = Validator::new(&serde_json::from_str::<Value>(&schema).unwrap());
    let folder = counted("schema");
    for arguments in [&["--draws", "500", "--check"][..], &["--draws", "20"]] {
        let (_, real) = calibration(&folder, arguments);
        assert_eq!(validator.errors(&real), None, "{arguments:?}");
    }
    let (_, real) = calibration(&folder, &["--draws", "500", "--check"]);
    for (at, key, value) in [
        ("/unknowns/0", "verdict", json!("perhaps")),
        ("/unknowns/0", "verdcit", json!("identified")),
        ("/facts/0", "used", json!(1)),
        ("/check/unknowns/0", "verdict", json!("fine")),
        ("/method", "draws", json!("many")),
        ("", "schema", json!("bordergate.calibration/0")),
    ] {
        let mut wrong = real.clone();
        wrong.pointer_mut(at).unwrap()[key] = value;
        assert!(validator.errors(&wrong).is_some(), "{at}/{key}");
    }
}
