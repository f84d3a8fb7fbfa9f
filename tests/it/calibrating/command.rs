//! Usage, files, exit codes, and that neither threads nor kills matter.

use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{COUNTED, DESK, RATE, calibrate, changed, counted, json, number, said, unknown};
use crate::testing::Folder;

#[track_caller]
fn refused(folder: &Folder, arguments: &[&str], words: &[&str]) {
    let output = calibrate(folder, arguments);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(output.stdout.is_empty());
    for words in words {
        assert!(said.contains(words), "{words}\n{said}");
    }
}

#[test]
fn nothing_to_find_out_is_an_error() {
    let folder = changed(
        "no-unknowns",
        &[(
            "unknowns    = [\"source.lorries.rate\", \"route.out.documents.serve\"]\n",
            "",
        )],
    );
    refused(
        &folder,
        &[],
        &[
            "error: nothing is said to be unknown: name parameters that have a range, with `--unknown PATH` or as `unknowns` under [calibration]",
        ],
    );
}

#[test]
fn no_facts_to_find_out_from_is_an_error() {
    let folder = changed("no-facts", &[("use     = \"calibration\"\n", "")]);
    refused(
        &folder,
        &[],
        &[
            "error: no published outcome is for calibration: add `use = \"calibration\"` to some under [observed], and keep those of another time for validation",
        ],
    );
}

/// A fact from which the rate was taken teaches nothing about it.
#[test]
fn facts_that_are_inputs_teach_nothing() {
    let folder = changed(
        "identity",
        &[
            (
                "{ assumed = \"nobody counted\",",
                "{ derived = \"as in the log\",",
            ),
            (
                "value   = 44\n",
                "value   = 44\nbasis   = { documented = \"log\" }\n",
            ),
            ("\"as in the log\"", "\"from log\""),
        ],
    );
    refused(
        &folder,
        &[],
        &[
            "error: nothing can be learnt from the outcomes that are for calibration: `source.lorries.rate` was taken from `monday`",
        ],
    );
}

/// All mistakes at once, each with a caret and a remedy.
#[test]
fn unknowns_that_are_none_are_errors() {
    let folder = counted("none");
    refused(
        &folder,
        &[
            "--unknown",
            "source.lorries.rat",
            "--unknown",
            "station.desk.servers",
            "--unknown",
            RATE,
            "--unknown",
            RATE,
        ],
        &[
            "error: there is no parameter `source.lorries.rat`",
            " --> --unknown:1:1",
            "help: did you mean `source.lorries.rate`?",
            "error: `station.desk.servers` cannot be calibrated",
            "it is documented",
            "error: `--unknown source.lorries.rate` is given twice",
        ],
    );
}

#[test]
fn what_is_one_or_the_other_has_no_posterior() {
    let folder = changed(
        "either",
        &[(
            "hours = \"00:00-24:00\", basis = { documented = \"log\" }",
            "hours = \"00:00-24:00\", days = \"Mon-Sun\", basis = { documented = \"log\" }, basis-of.days = { assumed = \"perhaps\", range = [\"Mon-Sat\", \"Mon-Sun\"] }",
        )],
    );
    refused(
        &folder,
        &["--unknown", "gate.bridge.days"],
        &["error: `gate.bridge.days` cannot be calibrated: its range is one of two values"],
    );
}

#[test]
fn bad_usage_is_two() {
    let folder = counted("usage");
    for (arguments, words) in [
        (&["--discrepancy", "10"][..], "the unit is missing"),
        (&["--draws", "0"], "0 is not in 1..=1000000"),
        (
            &["--write", "counted.toml"],
            "error: `counted.toml` is there and was not written by `calibrate`: it is not written over; name another file",
        ),
        (
            &[
                "--write",
                "fit.toml",
                "--set",
                "source.lorries.rate=\"40 / day\"",
            ],
            "error: a file cannot be laid over what `--set` changes",
        ),
    ] {
        refused(&folder, arguments, &[words]);
    }
    assert_eq!(folder.read("counted.toml"), COUNTED);
}

/// Forty lorries a day never are five hundred: nothing is estimated, nothing written, and why is said.
#[test]
fn what_nothing_explains_is_said_and_inconclusive() {
    let folder = changed("far", &[("value   = 44", "value   = 500")]);
    let (code, calibration) = json(
        &folder,
        &[
            "--draws",
            "400",
            "--discrepancy",
            "2 %",
            "--write",
            "fit.toml",
        ],
    );
    assert_eq!(code, 4);
    assert_eq!(calibration["method"]["conclusive"], false);
    assert_eq!(calibration["facts"][0]["within-reach"], false);
    assert_eq!(unknown(&calibration, RATE)["verdict"], "inconclusive");
    assert_eq!(folder.names(), ["counted.toml"]);
    let output = calibrate(&folder, &["--draws", "400", "--discrepancy", "2 %"]);
    let said = said(&output);
    assert!(
        said.contains(
            "warning: nothing in the ranges explains monday: no draw comes to what was published"
        ),
        "{said}"
    );
    let (_, few) = said.split_once("inconclusive: ").unwrap();
    assert!(few.contains(" effective draws agree with the facts, and 100 are needed: more draws would not help; or"), "{said}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("NOTHING IN THE RANGES EXPLAINS monday"),
        "{text}"
    );
    assert!(text.contains("out of reach of every draw"), "{text}");
}

/// Too few draws: how many would do is said, and they do.
#[test]
fn too_few_draws_are_inconclusive_and_enough_are_named() {
    let folder = counted("few");
    let output = calibrate(&folder, &["--draws", "60"]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(4), "{said}");
    let (_, rest) = said.split_once("(--draws ").unwrap();
    let needed = rest.split(')').next().unwrap();
    assert_eq!(json(&folder, &["--draws", needed]).0, 0, "{needed}");
}

/// Facts that are not for calibration are shown before and after, and change nothing.
#[test]
fn facts_of_another_time_are_kept_for_validation() {
    let folder = counted("validation");
    let (_, calibration) = json(&folder, &[]);
    let tuesday = &calibration["facts"][1];
    assert_eq!(
        [&tuesday["fact"], &tuesday["use"], &tuesday["verdict"]],
        ["tuesday", "validation", "inside"]
    );
    assert_eq!(
        (&tuesday["used"], &tuesday["counts-as-one"]),
        (&false.into(), &serde_json::Value::Null)
    );
    // The count of Monday makes more of them likely on Tuesday.
    assert!(
        number(tuesday, "posterior-median") > number(tuesday, "prior-median") + 2.0,
        "{tuesday}"
    );
    let other = changed("validation-other", &[("\"about 40\"", "\"about 400\"")]);
    let (_, elsewhere) = json(&other, &[]);
    assert_eq!(elsewhere["unknowns"], calibration["unknowns"]);
    assert_eq!(elsewhere["facts"][1]["verdict"], "outside");
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let folder = counted("jobs");
    let run = |jobs: &str| {
        calibrate(
            &folder,
            &["--draws", "500", "--json", "--check", "--jobs", jobs],
        )
        .stdout
    };
    let one = run("1");
    assert!(!one.is_empty());
    for jobs in ["2", "5"] {
        assert!(run(jobs) == one, "--jobs {jobs}");
    }
    assert!(
        calibrate(
            &folder,
            &["--draws", "500", "--json", "--check", "--seed", "2"]
        )
        .stdout
            != one
    );
}

/// What was killed goes on, and more draws are added to those that there are: both end with the bytes of a calibration that was left alone.
#[test]
fn killed_and_repeated_it_ends_with_the_same_bytes() {
    let folder = counted("killed");
    let arguments = [
        "calibrate",
        "counted.toml",
        "--draws",
        "3000",
        "--jobs",
        "1",
        "--json",
        "--out",
        "kept",
    ];
    let alone = folder.bordergate(&arguments[..arguments.len() - 2]).stdout;
    for _ in 0..3 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bordergate"))
            .current_dir(folder.path("."))
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        let rows = || fs::read_dir(folder.path("kept")).is_ok_and(|kept| kept.count() > 2);
        while !rows() && begun.elapsed() < Duration::from_secs(60) {
            sleep(Duration::from_millis(5));
        }
        sleep(Duration::from_millis(120));
        let _ = child.kill();
        child.wait().unwrap();
    }
    let output = folder.bordergate(&arguments);
    assert!(output.stdout == alone, "{}", said(&output));
    // The rows belong to this seed.
    let other = folder.bordergate(&[&arguments[..], &["--seed", "9"]].concat());
    assert_eq!(other.status.code(), Some(2), "{}", said(&other));
    // Another error of the model asks other questions of the same draws.
    let fresh = calibrate(
        &folder,
        &["--draws", "3000", "--json", "--discrepancy", "5 %"],
    )
    .stdout;
    let kept = folder
        .bordergate(&[&arguments[..], &["--discrepancy", "5 %"]].concat())
        .stdout;
    assert!(fresh == kept);
}

#[test]
fn interrupted_it_reports_the_draws_so_far_and_is_130() {
    let folder = counted("interrupted");
    let child = Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .current_dir(folder.path("."))
        .args([
            "calibrate",
            "counted.toml",
            "--draws",
            "1000000",
            "--jobs",
            "2",
            "--json",
            "--write",
            "fit.toml",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    sleep(Duration::from_millis(1_500));
    let kill = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(kill.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let partial: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(partial["manifest"]["partial"], true);
    assert_eq!(
        folder.names(),
        ["counted.toml"],
        "nothing is written of what is not finished"
    );
    let draws = partial["manifest"]["replications"]
        .as_u64()
        .unwrap()
        .to_string();
    let (_, whole) = json(&folder, &["--draws", &draws]);
    assert_eq!(whole["unknowns"], partial["unknowns"]);
}

#[test]
fn what_people_read_has_its_words() {
    let folder = counted("text");
    let text = String::from_utf8(calibrate(&folder, &["--check"]).stdout).unwrap();
    for words in [
        "A gate where lorries are counted as they come",
        "2,000 draws of 2 inputs, seed 1",
        "effective draws agree with 1 fact, allowing a discrepancy of 10 %",
        "Unknowns: median and 90 % interval",
        "not identified",
        "24.5–52.3 / day",
        "Facts it was calibrated with: simulated median and 95 % interval",
        "Facts kept for validation: simulated median and 95 % interval",
        "Do the intervals hold?",
        "covers",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let plain = String::from_utf8(calibrate(&folder, &["--plain"]).stdout).unwrap();
    let line = plain.lines().find(|line| line.starts_with(DESK)).unwrap();
    assert!(
        line.starts_with("route.out.documents.serve, not identified: before 11.34 min"),
        "{line}"
    );
}

/// A value that is set by hand is known for that run: the scenario still means something, and only `calibrate` refuses.
#[test]
fn what_is_set_by_hand_is_no_unknown_and_no_error() {
    let folder = counted("by-hand");
    let set = ["--set", "source.lorries.rate=\"40 / day\""];
    let run = folder.bordergate(&[&["run", "counted.toml", "--reps", "2"], &set[..]].concat());
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    assert!(!said(&run).contains("calibrated"), "{}", said(&run));
    refused(
        &folder,
        &set,
        &[
            "error: `source.lorries.rate` cannot be calibrated: it is set by hand; say that it is not known",
        ],
    );
    let documented = changed(
        "documented",
        &[(
            "{ assumed = \"nobody counted\", range = [\"20 / day\", \"60 / day\"] }",
            "{ documented = \"log\" }",
        )],
    );
    let check = documented.bordergate(&["check", "counted.toml"]);
    assert_eq!(check.status.code(), Some(0));
    assert!(
        said(&check).contains("warning: `source.lorries.rate` cannot be calibrated"),
        "{}",
        said(&check)
    );
}
