//! Baselines: made, kept, compared.

use bordergate::report::baseline::Baseline;
use serde_json::Value;

use super::{CLOCK, Folder, message, statuses};

const FILE: &str = "clock.baseline.json";

fn slower(folder: &Folder, time: &str) {
    folder.write(
        "clock.toml",
        &CLOCK.replace("\"30 min\"", &format!("\"{time}\"")),
    );
}

/// The change of one row.
fn change<'a>(tests: &'a Value, row: &str) -> &'a Value {
    let changes = tests["checks"][0]["changes"].as_array().unwrap();
    changes.iter().find(|change| change["row"] == row).unwrap()
}

#[test]
fn what_was_asked_for_and_is_not_there_names_its_remedy() {
    let folder = Folder::clock("no-baseline", "");
    for flags in [&["--baseline"][..], &["--only", "baseline"], &["--exact"]] {
        let (code, tests) = folder.test(&[&["clock.toml"], flags].concat());
        assert_eq!(code, 7);
        assert_eq!(
            message(&tests),
            "there is no baseline; make it: bordergate test clock.toml --reps 2 --update"
        );
    }
    let (code, tests) = folder.test(&["clock.toml", "--baseline=of my own.json"]);
    assert_eq!(code, 7);
    assert_eq!(
        message(&tests),
        "there is no baseline; make it: bordergate test clock.toml --reps 2 --baseline='of my own.json' --update"
    );
}

/// The command that the remedy names, then the same numbers, then others.
#[test]
fn a_baseline_goes_round() {
    let folder = Folder::clock("round", "");
    let (code, tests) = folder.test(&["clock.toml", "--update"]);
    assert_eq!((code, message(&tests)), (0, "written: there was none"));
    assert_eq!(
        folder.names(),
        [FILE, "clock.toml"],
        "and nothing unfinished"
    );
    let written = folder.read(FILE);
    let baseline = Baseline::parse(&written).unwrap();
    assert_eq!(baseline.text(), written);
    // Eight headlines, in total, of the gate and of its only direction, a row a line.
    assert_eq!(baseline.rows.len(), 24);
    assert!(
        written
            .lines()
            .filter(|line| line.contains("\"measure\""))
            .count()
            == 24
    );
    let waiting = baseline.rows.iter();
    let mut waiting = waiting.filter(|row| row.measure == "waiting-vehicle-hours");
    assert!(waiting.all(|row| row.value == Some(11.5) && row.low == row.high));

    let (code, tests) = folder.test(&["clock.toml"]);
    assert_eq!(code, 0);
    assert_eq!(statuses(&tests), [["baseline", FILE, "passed"]]);
    assert_eq!(message(&tests), "identical: all results are the same bits");
    assert_eq!(folder.test(&["clock.toml", "--exact"]).0, 0);
    let (code, tests) = folder.test(&["clock.toml", "--update"]);
    assert_eq!(
        (code, message(&tests)),
        (0, "up to date: all results are the same bits")
    );
    assert_eq!(folder.read(FILE), written);

    slower(&folder, "31 min");
    let (_, tests) = folder.test(&["clock.toml", "--update"]);
    assert_eq!(message(&tests), "rewritten: 9 of 24 headline rows changed");
    assert_ne!(folder.read(FILE), written);
    assert_eq!(folder.test(&["clock.toml", "--exact"]).0, 0);
}

/// Three minutes more at the desk are three minutes more inside, for certain: 69 minutes of waiting in all, and a tenth more.
#[test]
fn a_known_regression_fails_and_a_known_improvement_does_not() {
    let folder = Folder::clock("known", "");
    folder.test(&["clock.toml", "--update"]);
    slower(&folder, "33 min");
    let (code, tests) = folder.test(&["clock.toml"]);
    assert_eq!(code, 3);
    assert_eq!(message(&tests), "of 24 headline rows: 9 worse, 15 same");
    let mean = change(&tests, "mean(time-in-system)");
    assert_eq!(mean["verdict"], "worse");
    for key in ["change", "low", "high"] {
        assert_eq!(mean[key], 180.0);
    }
    let waiting = change(
        &tests,
        "total(waiting-vehicle-hours, gate = bridge, direction = export)",
    );
    assert!((waiting["change"].as_f64().unwrap() - 3.0 * 23.0 / 60.0).abs() < 1e-12);
    let detail = tests["checks"][0]["detail"].as_array().unwrap();
    assert!(detail.iter().any(|line| {
        line.as_str()
            .unwrap()
            .starts_with("the scenario means something else")
    }));
    assert!(
        detail.contains(&Value::from(
            "worse: mean(time-in-system) 30 -> 33 min, +3 (+3 to +3)"
        )),
        "{detail:#?}"
    );

    slower(&folder, "27 min");
    let (code, tests) = folder.test(&["clock.toml"]);
    assert_eq!(
        (code, message(&tests)),
        (0, "of 24 headline rows: 9 better, 15 same")
    );
    let (code, tests) = folder.test(&["clock.toml", "--exact"]);
    assert_eq!(code, 3);
    assert_eq!(
        message(&tests),
        "not identical: 9 of 24 headline rows changed"
    );
}

/// The shipped gate with one desk less, which is random in everything.
#[test]
fn a_desk_less_is_a_regression_and_one_more_is_none() {
    let folder = Folder::new("desk");
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/hello-gate.toml");
    std::fs::copy(shipped, folder.path("gate.toml")).unwrap();
    let desks = |servers: &str| {
        let set = format!("station.desk.servers=[{{ count = {servers} }}]");
        folder.test(&["gate.toml", "--reps", "40", "--set", &set])
    };
    let (code, _) = folder.test(&["gate.toml", "--reps", "40", "--update"]);
    assert_eq!(code, 0);
    let (code, tests) = desks("2");
    assert_eq!(code, 3, "{tests:#}");
    assert_eq!(change(&tests, "mean(time-in-system)")["verdict"], "worse");
    let (code, tests) = desks("5");
    assert_ne!(code, 3, "{tests:#}");
    assert_eq!(change(&tests, "mean(time-in-system)")["verdict"], "better");
    assert_eq!(folder.test(&["gate.toml", "--reps", "40"]).0, 0);
}

#[test]
fn another_seed_is_said_and_exactness_names_its_run() {
    let folder = Folder::clock("seed", "");
    folder.test(&["clock.toml", "--update"]);
    // Nothing is random in it, so nothing changes with the seed but what is said.
    let (code, tests) = folder.test(&["clock.toml", "--seed", "2"]);
    assert_eq!(
        (code, message(&tests)),
        (0, "identical: all results are the same bits")
    );
    let (code, tests) = folder.test(&["clock.toml", "--reps", "3", "--exact"]);
    assert_eq!(code, 3);
    let detail = tests["checks"][0]["detail"].as_array().unwrap();
    assert!(
        detail.contains(&"replications: baseline 2, now 3".into()),
        "{detail:?}"
    );
    assert!(
        detail.contains(&"exactly the same needs the baseline's own run: --reps 2 --seed 1".into())
    );
}

#[test]
fn the_margin_that_somebody_decided_stays() {
    let folder = Folder::clock("margin", "");
    folder.test(&["clock.toml", "--update"]);
    let wider = folder
        .read(FILE)
        .replace("\"margin\": 0.05", "\"margin\": 0.25");
    folder.write(FILE, &wider);
    slower(&folder, "31 min");
    assert_eq!(folder.test(&["clock.toml", "--update"]).0, 0);
    assert_eq!(Baseline::parse(&folder.read(FILE)).unwrap().margin, 0.25);
}

#[test]
fn a_baseline_that_cannot_be_written_is_an_error_and_leaves_nothing() {
    let folder = Folder::clock("unwritable", "");
    let (code, tests) = folder.test(&["clock.toml", "--update", "--baseline=none/b.json"]);
    assert_eq!(code, 1);
    assert_eq!(
        message(&tests),
        "cannot write `none/b.json`: there is no such directory"
    );
    std::fs::create_dir(folder.path("folder")).unwrap();
    assert_eq!(
        folder
            .test(&["clock.toml", "--update", "--baseline=folder"])
            .0,
        1
    );
    let output = folder.bordergate(&[
        "test",
        "clock.toml",
        "--update",
        "--reps",
        "2",
        "--junit",
        "none/a.xml",
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(folder.names(), [FILE, "clock.toml", "folder"]);
}

#[test]
fn what_is_no_baseline_is_refused() {
    let folder = Folder::clock("no-json", "");
    folder.test(&["clock.toml", "--update"]);
    let good = folder.read(FILE);
    for (text, why) in [
        (
            good[..good.len() / 2].to_owned(),
            "the baseline is no whole JSON",
        ),
        ("{}".to_owned(), "the baseline names no `schema`"),
        (
            good.replace("baseline/1", "baseline/9"),
            "the baseline has the format `bordergate.baseline/9`",
        ),
        (
            good.replace("\"margin\": 0.05", "\"margin\": -1"),
            "the baseline has the margin -1",
        ),
        (
            good.replace("\"seed\": 1", "\"sead\": 1"),
            "the baseline unknown field `sead`",
        ),
    ] {
        folder.write(FILE, &text);
        let (code, tests) = folder.test(&["clock.toml"]);
        assert_eq!(code, 2);
        assert!(message(&tests).starts_with(why), "{}", message(&tests));
        let advice = message(&tests).rsplit_once(": bordergate ").unwrap();
        assert_eq!(advice.1, "test clock.toml --reps 2 --update");
        // What is no baseline may be somebody else's: it is removed by hand or not at all.
        if advice.0.ends_with("remove it and make it anew") {
            assert_eq!(folder.test(&["clock.toml", "--update"]).0, 2);
            assert_eq!(folder.read(FILE), text);
            std::fs::remove_file(folder.path(FILE)).unwrap();
        }
        let words: Vec<&str> = advice.1.split(' ').skip(1).collect();
        let (code, tests) = folder.test(&words);
        assert_eq!(code, 0, "{tests:#}");
        assert!(message(&tests).contains("written: "), "{tests:#}");
        assert_eq!(folder.read(FILE), good);
    }
    // The baseline itself is nothing that could be tested.
    folder.write(FILE, &good);
    let (code, tests) = folder.test(&[FILE]);
    assert_eq!(code, 2);
    assert_eq!(
        message(&tests),
        "the file is a baseline; name the scenario that it lies beside"
    );
}

#[test]
fn a_baseline_that_nothing_can_fail_is_none() {
    let folder = Folder::clock("empty", "");
    folder.test(&["clock.toml", "--update"]);
    let good = folder.read(FILE);
    let mut empty: Value = serde_json::from_str(&good).unwrap();
    empty["rows"].as_array_mut().unwrap().clear();
    folder.write(FILE, &empty.to_string());
    let (code, tests) = folder.test(&["clock.toml"]);
    assert_eq!(code, 2);
    assert!(
        message(&tests).starts_with("the baseline has no rows"),
        "{tests:#}"
    );
    // Rows that were changed by hand are not what the digest is of.
    let mut edited: Value = serde_json::from_str(&good).unwrap();
    edited["rows"][0]["value"] = 7.into();
    edited["rows"][0]["low"] = 7.into();
    edited["rows"][0]["high"] = 7.into();
    folder.write(FILE, &edited.to_string());
    let (_, tests) = folder.test(&["clock.toml"]);
    assert!(!message(&tests).starts_with("identical"));
    assert!(
        tests["checks"][0]["detail"]
            .to_string()
            .contains("changed by hand")
    );
    // One replication has no intervals, and no baseline is made of it.
    std::fs::remove_file(folder.path(FILE)).unwrap();
    assert_eq!(folder.test(&["clock.toml", "--update", "--reps", "1"]).0, 1);
    assert!(!folder.path(FILE).exists());
}

/// Whoever fails may be the busiest: what is left says less than it seems to.
#[test]
fn failed_replications_fail_the_test() {
    let limit = "[threshold]\nfew = { require = \"vehicles-crossed <= 1,000\" }\n";
    let folder = Folder::new("failing");
    let hello = std::fs::read_to_string("scenarios/hello-gate.toml").unwrap();
    let hello = hello.replace("[gate]\n", "vehicle-limit = 620\n[gate]\n");
    folder.write("busy.toml", &format!("{hello}{limit}"));
    let (code, tests) = folder.test(&["busy.toml", "--reps", "40"]);
    assert_eq!(code, 1, "{tests:#}");
    assert!(statuses(&tests).contains(&["file", "replications", "error"]));
    // Nor do the others become what later runs are held against.
    let (code, tests) = folder.test(&["busy.toml", "--reps", "40", "--update"]);
    assert_eq!(code, 1, "{tests:#}");
    assert_eq!(folder.names(), ["busy.toml"]);
}

/// Nobody crosses a gate that nobody drives to: mean and p95 of it have no estimate, now as before.
#[test]
fn rows_without_an_estimate_are_untouched() {
    let folder = Folder::new("nobody");
    let text = CLOCK.replace("[gate]\n", "[gate]\nempty = { hours = \"always\" }\n");
    folder.write("clock.toml", &text);
    folder.test(&["clock.toml", "--update"]);
    // A row that is no headline: the desk is busy for longer where it has two servers, of which one idles.
    folder.write(
        "clock.toml",
        &text.replace("servers = [{ count = 1 }]", "servers = [{ count = 2 }]"),
    );
    let (code, tests) = folder.test(&["clock.toml", "--exact"]);
    assert_eq!(code, 3);
    assert!(
        message(&tests).ends_with("headline rows are: other rows changed"),
        "{tests:#}"
    );
    let detail = tests["checks"][0]["detail"].to_string();
    assert!(!detail.contains("no estimate"), "{detail}");
    let (_, tests) = folder.test(&["clock.toml", "--update"]);
    assert_eq!(
        message(&tests),
        "rewritten: no headline row changed, but others did"
    );
}
