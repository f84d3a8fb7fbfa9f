//! Thresholds and facts, and how the command ends.

use serde_json::json;

use super::{CLOCK, Folder, message, statuses};

const THRESHOLDS: &str = r#"
[threshold]
at      = { require = "time-in-system <= 30 min" }
below   = { require = "time-in-system < 30 min" }
carried = { require = "tonnes-crossed >= 400 t" }
chance  = { require = "P(vehicles-crossed >= 24) <= 50 %" }
"#;

/// 23 lorries of 20 t, each half an hour inside, and nothing of it is random: the interval is a point.
#[test]
fn thresholds_are_met_up_to_the_limit_and_no_further() {
    let folder = Folder::clock("thresholds", THRESHOLDS);
    let (code, tests) = folder.test(&["clock.toml"]);
    assert_eq!(code, 3);
    assert_eq!(
        statuses(&tests),
        [
            ["threshold", "at", "passed"],
            ["threshold", "below", "failed"],
            ["threshold", "carried", "passed"],
            // Of two periods none is over it: the interval of that share reaches beyond one half.
            ["threshold", "chance", "inconclusive"],
        ]
    );
    let (at, carried) = (&tests["checks"][0], &tests["checks"][2]);
    for key in ["value", "low", "high"] {
        assert_eq!(at[key], json!(1800.0));
        assert_eq!(carried[key], json!(460.0));
    }
    assert_eq!(
        (&at["distance"], &carried["distance"]),
        (&json!(0.0), &json!(60.0))
    );
    assert_eq!((&at["n"], &at["unit"]), (&json!(2), &json!("s")));
    assert_eq!(carried["requirement"], "tonnes-crossed >= 400 t");
    assert_eq!(
        carried["message"],
        "tonnes-crossed >= 400 t: 460 t (460 to 460 t), 60 t within the limit, 2 replications"
    );
    assert_eq!(tests["counts"]["passed"], 2);
    assert_eq!(tests["status"], "failed");
}

#[test]
fn one_replication_decides_nothing() {
    let folder = Folder::clock(
        "undecided",
        "[threshold]\nsoon = { require = \"time-in-system <= 3 h\" }\n",
    );
    let (code, tests) = folder.test(&["clock.toml", "--reps", "1"]);
    assert_eq!((code, tests["status"].as_str()), (4, Some("inconclusive")));
    assert!(message(&tests).contains("30.0 min"));
    let (code, tests) = folder.test(&["clock.toml"]);
    assert_eq!((code, tests["status"].as_str()), (0, Some("passed")));
}

#[test]
fn facts_are_held_against_one_period() {
    let fact = |value: &str| {
        format!(
            "[observed.day]\ntitle = \"Lorries on Monday\"\nmeasure = \"vehicles-crossed\"\nfrom = 2025-03-03\nto = 2025-03-03\nvalue = \"{value}\"\n"
        )
    };
    let folder = Folder::clock("facts", &fact("20-25"));
    let (code, tests) = folder.test(&["clock.toml", "--reps", "39"]);
    assert_eq!(code, 0);
    assert_eq!(statuses(&tests), [["fact", "day", "passed"]]);
    assert_eq!(tests["checks"][0]["distance"], 0.0);
    for few in ["1", "38"] {
        let (code, tests) = folder.test(&["clock.toml", "--reps", few]);
        assert_eq!(code, 4, "{tests:#}");
    }
    folder.write("clock.toml", &format!("{CLOCK}{}", fact("40-50")));
    let (code, tests) = folder.test(&["clock.toml"]);
    assert_eq!(code, 3);
    // 23 is 17 below 40.
    assert_eq!(tests["checks"][0]["distance"], -17.0);
    assert!(message(&tests).contains("17 too low"), "{tests:#}");
    // Facts can be left out, and then there is nothing left.
    let (code, tests) = folder.test(&["clock.toml", "--only", "thresholds"]);
    assert_eq!(code, 7);
    assert_eq!(statuses(&tests), [["threshold", "-", "missing"]]);
}

#[test]
fn nothing_to_test_is_no_success() {
    let folder = Folder::clock("nothing", "");
    let (code, tests) = folder.test(&["clock.toml"]);
    assert_eq!(code, 7);
    assert_eq!(
        message(&tests),
        "there is nothing to test: say in a [threshold.ID] what is required, or keep today's results as a baseline: bordergate test clock.toml --reps 2 --update"
    );
    let (code, tests) = folder.test(&["clock.toml", "--only", "facts"]);
    assert_eq!(
        (code, statuses(&tests)),
        (7, vec![["fact", "-", "missing"]])
    );
}

/// Of several files the worst counts, in the documented order, wherever it stands.
#[test]
fn the_worst_file_decides() {
    let folder = Folder::clock("worst", "");
    let threshold = |name: &str, require: &str| {
        folder.write(
            name,
            &format!("{CLOCK}[threshold]\nt = {{ require = \"{require}\" }}\n"),
        );
    };
    threshold("passes.toml", "vehicles-crossed >= 23");
    threshold("fails.toml", "vehicles-crossed >= 24");
    threshold("undecided.toml", "P(vehicles-crossed >= 24) <= 50 %");
    folder.write("broken.toml", "[scenario]\n");
    folder.write("cut.json", "{\"schema\": \"bordergate.measures/1\", ");
    let code = |files: &[&str]| folder.test(files).0;
    assert_eq!(code(&["passes.toml", "passes.toml"]), 0);
    assert_eq!(code(&["undecided.toml", "passes.toml"]), 4);
    assert_eq!(code(&["undecided.toml", "clock.toml"]), 7);
    assert_eq!(code(&["clock.toml", "fails.toml", "undecided.toml"]), 3);
    assert_eq!(code(&["fails.toml", "broken.toml"]), 2);
    assert_eq!(code(&["cut.json", "passes.toml"]), 2);
    assert_eq!(code(&["no-such-file.toml"]), 2);
}

#[test]
fn flags_that_do_not_go_together_are_refused() {
    let folder = Folder::clock("usage", "");
    for arguments in [
        &["test"][..],
        &["test", "clock.toml", "--only", "luck"],
        &["test", "clock.toml", "--exact", "--update"],
        &["test", "clock.toml", "--only", "facts", "--update"],
        &["test", "clock.toml", "clock.toml", "--baseline=one.json"],
        &["test", "clock.toml", "--json", "--plain"],
    ] {
        let output = folder.bordergate(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
    assert_eq!(folder.names(), ["clock.toml"]);
}

#[test]
fn people_read_the_word_first() {
    let folder = Folder::clock("text", THRESHOLDS);
    let text = |flag: &[&str]| {
        let output = folder.bordergate(&[&["test", "clock.toml", "--reps", "2"], flag].concat());
        String::from_utf8(output.stdout).unwrap()
    };
    let shown = text(&[]);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[0], "clock.toml  2 replications, seed 1");
    assert_eq!(
        lines[1],
        " passed        threshold  at       mean(time-in-system) <= 30 min: 30.0 min (30.0 to 30.0 min), exactly at the limit, 2 replications"
    );
    assert!(lines[2].starts_with(" failed        threshold  below    "));
    assert_eq!(lines.last(), Some(&"2 passed, 1 failed, 1 inconclusive"));
    let plain = text(&["--plain"]);
    let lines: Vec<&str> = plain.lines().collect();
    assert_eq!(lines.len(), 5);
    assert!(lines[1].starts_with("failed: threshold below of clock.toml: "));
    assert!(!plain.contains('\u{1b}'));
}

/// A hundred lorries stand in line, a server takes two an hour: on a date that never comes it can be told as well.
#[test]
fn a_date_that_is_never_reached_is_after_any_limit() {
    let line = r#"
[backlog]
line = { gate = "bridge", direction = "export", vehicle = "vietnamese", class = "fruit", route = "out", vehicles = 100 }
[threshold]
gone = { require = "drain-date <= 2025-03-03" }
soon = { require = "P(drain-date <= 2025-03-03) >= 1 %" }
"#;
    let folder = Folder::clock("never", line);
    let (code, tests) = folder.test(&["clock.toml", "--reps", "10"]);
    assert_eq!(code, 3);
    let expected = [
        ["threshold", "gone", "failed"],
        // None of ten: the share may still be more than one in a hundred.
        ["threshold", "soon", "inconclusive"],
    ];
    assert_eq!(statuses(&tests), expected);
    let (_, tests) = folder.test(&["clock.toml", "--reps", "5"]);
    assert_eq!(
        statuses(&tests)[0][2],
        "inconclusive",
        "five dates have no interval"
    );
}

/// Nine lorries of 20.3 t are 182,700 kg: exactly at the limit is at the limit.
#[test]
fn tonnes_at_the_limit_are_at_the_limit() {
    let folder = Folder::new("tonnes");
    let text = CLOCK
        .replace("20 t", "20.3 t")
        .replace("00:00-24:00", "00:00-10:00");
    let more = "[threshold]\nat = { require = \"tonnes-crossed <= 182.7 t\" }\nleast = { require = \"tonnes-crossed >= 182.7 t\" }\n";
    folder.write("clock.toml", &format!("{text}{more}"));
    let (code, tests) = folder.test(&["clock.toml"]);
    assert_eq!(tests["checks"][0]["distance"], 0.0, "{tests:#}");
    assert_eq!(code, 0);
}
