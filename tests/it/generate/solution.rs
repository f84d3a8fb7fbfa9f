//! The schema of `solve --json`.

use serde_json::{Value, json};

use super::validator::Validator;
use super::{bordergate, is_the_copy, printed};

#[test]
fn real_solutions_fit_and_others_are_refused() {
    let schema = printed(&["generate", "schema", "solution"]);
    is_the_copy("solution.schema.json", &schema);
    let mut validator = Validator::new(&serde_json::from_str(&schema).unwrap());
    let hello = "scenarios/hello-gate.toml";
    let tet = "scenarios/mong-cai-tet-2022-agreed.toml";
    let servers = "station.desk.servers=[{ count = 2 }]..[{ count = 4 }]";
    let mut solve = |file: &str, find: &str, condition: &str, code: i32| -> Value {
        let arguments = [
            "solve",
            file,
            "--find",
            find,
            "--such-that",
            condition,
            "--json",
            "--reps",
            "20",
        ];
        let output = bordergate(&arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        let solution = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(validator.errors(&solution), None, "{arguments:?}");
        solution
    };
    let found = solve(hello, servers, "mean(time-in-system) <= 4.2 h", 0);
    // Not found, with a limit and a value beyond the range; unbounded ends of intervals; a proof with its sum; nothing told.
    solve(hello, servers, "P(max(stock) <= 30) >= 0.9", 6);
    solve(hello, servers, "p99.9(time-in-system) <= 1 h", 6);
    solve(hello, servers, "max(stock) <= 71", 4);
    let slots = "gate.bac-luan-2.notice.after-tet.slots=20..80:20";
    let day = "vehicles-crossed(gate = bac-luan-2, direction = export, day = 2022-02-03) >= 90";
    solve(tet, slots, day, 6);
    for (at, key, value) in [
        ("", "outcome", json!("perhaps")),
        ("", "schema", json!("bordergate.solution/0")),
        ("/points/0", "verdict", json!("maybe")),
        ("/points/0", "levle", json!(1)),
        ("/points/0", "replications", json!(-1)),
    ] {
        let mut wrong = found.clone();
        wrong.pointer_mut(at).unwrap()[key] = value;
        assert!(validator.errors(&wrong).is_some(), "{at}/{key}");
    }
}
