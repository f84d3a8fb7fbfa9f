//! The stopping rule, by itself and at the front door.

use bordergate::experiment::{FIRST_CHECKPOINT, Tolerance, checkpoint_after};
use bordergate::stats::{Estimate, mean};

use super::{HELLO, json, said};

#[test]
fn checkpoints_are_fixed_and_grow_by_a_tenth() {
    let checkpoints: Vec<u64> =
        std::iter::successors(Some(FIRST_CHECKPOINT), |&n| Some(checkpoint_after(n)))
            .take_while(|&n| n < 300)
            .collect();
    assert_eq!(
        checkpoints,
        [
            20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200,
            220, 240, 260, 280
        ]
    );
    assert_eq!(checkpoint_after(10_000), 11_000);
}

#[test]
fn a_share_of_the_estimate_an_amount_or_next_to_nothing() {
    // The mean of 9 and 11 ± 12.706.
    let estimate = mean(&[9.0, 11.0]);
    let relative = |share, near_zero| Tolerance::Relative { share, near_zero };
    assert!(relative(1.3, 0.0).is_met(&estimate));
    assert!(!relative(1.2, 0.0).is_met(&estimate));
    assert!(relative(0.01, 13.0).is_met(&estimate));
    assert!(Tolerance::Absolute(12.71).is_met(&estimate));
    assert!(!Tolerance::Absolute(12.70).is_met(&estimate));
    assert!(
        !relative(10.0, 10.0).is_met(&Estimate::default()),
        "nothing is known"
    );
    // Of an interval that is not symmetric the longer side counts.
    let lopsided = Estimate {
        value: Some(10.0),
        low: Some(9.0),
        high: Some(14.0),
        ..Estimate::default()
    };
    assert!(!Tolerance::Absolute(3.0).is_met(&lopsided));
    assert!(Tolerance::Absolute(4.0).is_met(&lopsided));
}

#[test]
fn a_run_goes_on_until_it_is_known_and_equals_a_fixed_run_of_that_length() {
    let wanted = ["run", HELLO, "--precision", "1.5 % @ waiting-vehicle-hours"];
    let report = json(&wanted);
    let manifest = &report["manifest"];
    assert_eq!(manifest["stopped"], "precision");
    assert_eq!(manifest["partial"], false);
    let n = manifest["replications"].as_u64().unwrap();
    assert!(n > 30, "{n}");
    let reached = &report["precision"][0];
    assert_eq!(reached["reached"], true);
    assert!(reached["half-width"].as_f64() <= reached["enough"].as_f64());
    let fixed = json(&["run", HELLO, "--reps", &n.to_string()]);
    assert_eq!(
        fixed["manifest"]["measures-digest"],
        manifest["measures-digest"]
    );
    // Threads and time do not decide.
    let alone = json(&[&wanted[..], &["--jobs", "1"]].concat());
    assert_eq!(alone, report);
    // It was not known at the checkpoint before the last but one, or it would have stopped there.
    let before = (FIRST_CHECKPOINT..).find(|&m| checkpoint_after(checkpoint_after(m)) == n);
    let before = before.unwrap().to_string();
    let short = json(&["run", HELLO, "--reps", &before]);
    let rows = short["measures"].as_array().unwrap();
    let row = rows
        .iter()
        .find(|row| row["measure"] == "waiting-vehicle-hours" && row["by"] == "total");
    let row = row.unwrap();
    let half = row["high"].as_f64().unwrap() - row["value"].as_f64().unwrap();
    assert!(half > 0.015 * row["value"].as_f64().unwrap(), "{row}");
}

#[test]
fn an_impossible_precision_ends_with_the_budget() {
    let (code, data, notes) = said(&[
        "run",
        HELLO,
        "--precision",
        "0.0001 % @ waiting-vehicle-hours",
        "--max-reps",
        "25",
    ]);
    assert_eq!(code, 4);
    assert!(data.contains("0.0001 % wanted: not reached"), "{data}");
    assert!(
        notes.ends_with("inconclusive: the budget was over after 25 replications\n"),
        "{notes}"
    );
    let (code, data, _) = said(&[
        "run",
        HELLO,
        "--precision",
        "0.0001 % @ waiting-vehicle-hours",
        "--max-reps",
        "1000000",
        "--max-time",
        "1 s",
        "--json",
    ]);
    assert_eq!(code, 4);
    assert!(data.contains("\"stopped\":\"max-time\""), "{data}");
}

/// Nothing turns back at the hello gate, and no share of nothing can be reached.
#[test]
fn nothing_is_known_well_enough_near_zero() {
    let report = json(&["run", HELLO, "--precision", "1 % @ vehicles-turned-back"]);
    assert_eq!(report["manifest"]["replications"], 30);
    assert_eq!(report["precision"][0]["enough"], 0.5);
}

#[test]
fn what_cannot_be_asked() {
    for (text, part) in [
        ("5 %", "not something that is known to some precision"),
        (
            "1 @ drain-date(gate = bridge)",
            "this scenario has no `drain-date`",
        ),
        ("1 km @ mean(time-in-system)", "not a duration"),
    ] {
        let (code, _, notes) = said(&["run", HELLO, "--precision", text]);
        assert_eq!(code, 2, "{text}");
        assert!(notes.contains(part), "{text}: {notes}");
    }
    let (code, ..) = said(&["run", HELLO, "--precision", "5 % @ stock", "--reps", "5"]);
    assert_eq!(code, 2, "either a number or a precision");
}
