//! What `compare` refuses, and how it ends.

use super::{HELLO, compared, of, said};

#[test]
fn nothing_to_compare_with() {
    let (code, data, notes) = said(&["compare", HELLO]);
    assert_eq!((code, data.as_str()), (2, ""));
    assert_eq!(
        notes,
        "error: nothing to compare with: name a second scenario, or give `--what-if PATH=VALUE`\n"
    );
}

#[test]
fn every_mistake_of_the_flags_is_said_with_its_place() {
    let (code, data, notes) = said(&[
        "compare",
        HELLO,
        HELLO,
        "--measure",
        "p95(time-in-sistem)",
        "--primary",
        "max(stock, gate = brigde)",
        "--min-effect",
        "3 apples @ vehicles-crossed",
    ]);
    assert_eq!((code, data.as_str()), (2, ""));
    for part in [
        " --> --measure:1:5\n",
        "did you mean `time-in-system`?",
        " --> --primary:1:19\n",
        "did you mean `bridge`?",
        " --> --min-effect:1:1\n",
        "`apples` is no unit of it",
    ] {
        assert!(notes.contains(part), "{part} is not in\n{notes}");
    }
}

#[test]
fn an_effect_of_what_is_not_compared() {
    let (code, _, notes) = said(&[
        "compare",
        HELLO,
        HELLO,
        "--min-effect",
        "1 h @ p50(time-in-system)",
    ]);
    assert_eq!(code, 2);
    assert_eq!(
        notes,
        "error: `--min-effect` names p50(time-in-system), which is not compared; add `--measure 'p50(time-in-system)'`\n"
    );
}

#[test]
fn all_scenarios_are_read_before_any_is_refused() {
    let (code, _, notes) = said(&["compare", "no-such.toml", "none-either.toml"]);
    assert_eq!(code, 2);
    assert!(
        notes.contains("no-such.toml") && notes.contains("none-either.toml"),
        "{notes}"
    );
}

#[test]
fn worse_fails_and_what_cannot_be_told_is_inconclusive() {
    let fewer = "station.desk.servers=[{ count = 1 }]";
    let more = "station.desk.servers=[{ count = 4 }]";
    let end = |what_if: &str, arguments: &[&str]| {
        let fixed = ["compare", HELLO, "--what-if", what_if, "--fail-on", "worse"];
        let (code, _, notes) = said(&[&fixed[..], arguments].concat());
        (code, notes)
    };
    let (code, notes) = end(fewer, &["--reps", "10"]);
    assert_eq!(code, 3);
    assert!(
        notes.starts_with("worse: waiting-vehicle-hours of what-if"),
        "{notes}"
    );
    assert_eq!(
        end(more, &["--reps", "10", "--min-effect", "5 %"]),
        (0, String::new())
    );
    let (code, notes) = end(more, &["--reps", "1"]);
    assert_eq!(code, 4);
    assert!(notes.starts_with("cannot tell yet: "), "{notes}");
    // What is not asked to fail does not.
    assert_eq!(
        said(&["compare", HELLO, "--what-if", fewer, "--reps", "5"]).0,
        0
    );
}

#[test]
fn different_periods_cannot_be_compared() {
    let longer = [
        "compare",
        HELLO,
        "--what-if",
        "scenario.to=2025-03-08",
        "--reps",
        "2",
    ];
    let (code, _, notes) = said(&longer);
    assert_eq!(code, 2);
    assert!(
        notes.contains(
            "hello-gate is 2025-03-03 to 2025-03-07, what-if is 2025-03-03 to 2025-03-08"
        ),
        "{notes}"
    );
}

#[test]
fn one_quantity_has_one_smallest_effect() {
    let twice = [
        "compare",
        HELLO,
        HELLO,
        "--min-effect",
        "2 %",
        "--min-effect",
        "3 %",
    ];
    let (code, _, notes) = said(&twice);
    assert_eq!(code, 2);
    assert_eq!(
        notes,
        "error: `--min-effect` says two things of each quantity: 2 % and 3 %\n"
    );
    let (code, _, notes) = said(&["compare", HELLO, HELLO, "--min-effect", "-5 %"]);
    assert_eq!(code, 2);
    assert!(notes.contains("not a percentage"), "{notes}");
}

/// A name that nothing has would change nothing, silently.
#[test]
fn a_misspelt_name_in_a_what_if_is_an_error() {
    for (what_if, said_of_it) in [
        (
            "station.dsk.servers=[{ count = 1 }]",
            "there is no station `dsk`",
        ),
        ("gate.bridg.hours=08:00-12:00", "there is no gate `bridg`"),
        (
            "gate.bridge.notice.tet.slots=5 / day",
            "there is no notice `tet`",
        ),
        (
            "quota.bridge.vehicles=5 / day",
            "there is no quota `bridge`",
        ),
    ] {
        let (code, _, notes) = said(&["compare", HELLO, "--what-if", what_if]);
        assert_eq!(code, 2, "{what_if}");
        assert!(notes.contains(said_of_it), "{notes}");
    }
}

/// Where a point groups thousands, a limit would be a thousand times too small.
#[test]
fn a_point_before_three_digits_is_asked_back() {
    let (code, _, notes) = said(&[
        "compare",
        HELLO,
        HELLO,
        "--min-effect",
        "40.000 vehicle-h @ waiting-vehicle-hours",
    ]);
    assert_eq!(code, 2);
    assert!(notes.contains("`40.000` could be 40 or 40,000"), "{notes}");
}

/// A sure improvement of unsure size is not worse, nor is what has no good side; a sure worsening of unsure size may be.
#[test]
fn what_cannot_be_worse_does_not_fail() {
    let fewer = "station.desk.servers=[{ count = 2 }]";
    let more = "station.desk.servers=[{ count = 4 }]";
    for (quantity, what_if, code) in [
        ("waiting-vehicle-hours", more, 0),
        ("waiting-vehicle-hours", fewer, 4),
        ("vehicles-crossed", fewer, 4),
    ] {
        let run = [
            "--what-if",
            what_if,
            "--primary",
            quantity,
            "--reps",
            "10",
            "--min-effect",
        ];
        let rows = compared(&run[..6]);
        let row = of(&rows, quantity);
        let end = |key: &str| row[key].as_f64().unwrap();
        assert!(end("low") * end("high") > 0.0, "{row}");
        // Between the ends of the interval.
        let effect = format!("{} @ {quantity}", end("change").abs().round());
        let flags = [&run[..], &[&effect]].concat();
        assert_eq!(
            of(&compared(&flags), quantity)["verdict"],
            "cannot-tell-yet"
        );
        let fail = [&["compare", HELLO][..], &flags, &["--fail-on", "worse"]].concat();
        assert_eq!(said(&fail).0, code, "{quantity} with {what_if}");
    }
    let arrivals = [
        "compare",
        HELLO,
        "--alt-seed",
        "2",
        "--primary",
        "vehicles-arrived",
        "--reps",
        "5",
        "--fail-on",
        "worse",
    ];
    let (code, data, notes) = said(&arrivals);
    assert_eq!((code, notes.as_str()), (0, ""), "{data}");
}

/// A second station makes the short form ambiguous in the alternative, not what it means in the base.
#[test]
fn a_short_form_is_made_out_in_the_base() {
    let scanner = "station.scanner={ gate = \"bridge\", servers = [{ count = 1 }] }";
    let rows = compared(&[
        "--what-if",
        scanner,
        "--measure",
        "p95(wait)",
        "--reps",
        "4",
    ]);
    let row = of(&rows, "p95(wait, station = desk)");
    assert_eq!(row["change"], 0.0, "{row}");
}
