//! Results that are made again, and files that are none.

use std::fs;

use serde_json::{Value, json};

use super::{CLOCK, Folder, message, statuses};

/// A folder with the clockwork and what it gives.
fn recorded(name: &str, flags: &[&str]) -> Folder {
    let folder = Folder::clock(name, "");
    let run = [&["run", "clock.toml", "--json"], flags].concat();
    let output = folder.bordergate(&run);
    assert_eq!(output.status.code(), Some(0));
    // Found by what is in it, whatever it is called.
    folder.write("result.txt", &String::from_utf8(output.stdout).unwrap());
    folder
}

#[test]
fn a_run_is_reproduced_bit_for_bit() {
    for (name, flags) in [
        ("again", &["--reps", "3", "--seed", "9"][..]),
        ("again-range", &["--range", "5..8"]),
        (
            "again-set",
            &[
                "--reps",
                "2",
                "--set",
                "route.out.documents.serve.time=\"20 min\"",
            ],
        ),
        ("again-drawn", &["--reps", "4", "--uncertainty", "inputs"]),
    ] {
        let folder = recorded(name, flags);
        let (code, tests) = folder.test(&["result.txt"]);
        assert_eq!(code, 0, "{tests:#}");
        assert_eq!(statuses(&tests), [["manifest", "result.txt", "passed"]]);
        assert!(message(&tests).starts_with("reproduced bit for bit"));
    }
}

/// From another directory the scenario is found beside the manifest.
#[test]
fn the_scenario_may_lie_beside_the_manifest() {
    let folder = recorded("beside", &["--reps", "2"]);
    fs::create_dir(folder.path("inner")).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .current_dir(folder.path("inner"))
        .args(["test", "../result.txt"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    fs::rename(folder.path("clock.toml"), folder.path("elsewhere.toml")).unwrap();
    let (code, tests) = folder.test(&["result.txt"]);
    assert_eq!(code, 2);
    assert_eq!(
        message(&tests),
        "its scenario `clock.toml` is neither where it was named from, nor beside the manifest"
    );
}

/// So are the files that were laid over it; one that is gone is named.
#[test]
fn what_was_laid_over_the_scenario_may_lie_beside_the_manifest() {
    let folder = Folder::clock("overlaid", "");
    fs::create_dir_all(folder.path("parts")).unwrap();
    folder.write(
        "parts/two.toml",
        "[station.desk]\nservers = [{ count = 2 }]\n",
    );
    let flags = ["--overlay", "parts/two.toml", "--reps", "2", "--json"];
    let output = folder.bordergate(&[&["run", "clock.toml"], &flags[..]].concat());
    assert_eq!(output.status.code(), Some(0));
    folder.write("result.txt", &String::from_utf8(output.stdout).unwrap());
    fs::create_dir(folder.path("inner")).unwrap();
    let test = || {
        std::process::Command::new(env!("CARGO_BIN_EXE_bordergate"))
            .current_dir(folder.path("inner"))
            .args(["test", "../result.txt"])
            .output()
            .unwrap()
    };
    assert_eq!(test().status.code(), Some(0));
    fs::remove_file(folder.path("parts/two.toml")).unwrap();
    let gone = test();
    assert_eq!(gone.status.code(), Some(2));
    let said = String::from_utf8(gone.stderr).unwrap();
    assert!(said.contains("cannot read `parts/two.toml`"), "{said}");
}

/// 30 minutes become 31: the digest says that the file was edited, the rows what came of it.
#[test]
fn what_differs_is_said() {
    let folder = recorded("differs", &["--reps", "2"]);
    folder.write("clock.toml", &CLOCK.replace("\"30 min\"", "\"31 min\""));
    let (code, tests) = folder.test(&["result.txt"]);
    assert_eq!(code, 5);
    let detail = tests["checks"][0]["detail"].as_array().unwrap();
    assert_eq!(
        detail[0],
        "the scenario means something else now (not its calendar): a file of it was edited since"
    );
    let waiting = "total(waiting-vehicle-hours): value 11.5 then, 11.883333333333333 now";
    assert!(
        detail
            .iter()
            .any(|line| line.as_str().unwrap().starts_with(waiting)),
        "{detail:#?}"
    );
    assert!(
        detail
            .last()
            .unwrap()
            .as_str()
            .unwrap()
            .ends_with("more rows differ")
    );
}

/// One bit of one row, and what stands in the manifest.
#[test]
fn what_was_tampered_with_is_found() {
    let folder = recorded("tampered", &["--reps", "2"]);
    let text = folder.read("result.txt");
    let mut result: Value = serde_json::from_str(&text).unwrap();
    result["manifest"]["measures-digest"] = json!("0");
    result["manifest"]["version"] = json!("0.0.1");
    folder.write("digest.json", &result.to_string());
    let (code, tests) = folder.test(&["digest.json"]);
    assert_eq!(code, 5);
    let detail = &tests["checks"][0]["detail"];
    assert_eq!(
        detail[0],
        format!("version: 0.0.1 then, {} now", env!("CARGO_PKG_VERSION"))
    );
    assert!(
        detail[1]
            .as_str()
            .unwrap()
            .starts_with("the rows are the same"),
        "{detail}"
    );
    let rows = result["measures"].as_array_mut().unwrap();
    let at = rows.iter().position(|row| row["value"] == 460.0).unwrap();
    rows[at]["value"] = json!(460.00000000000006);
    folder.write("row.json", &result.to_string());
    let (_, tests) = folder.test(&["row.json"]);
    let detail = tests["checks"][0]["detail"][1].as_str().unwrap();
    assert!(
        detail.ends_with("value 460.00000000000006 then, 460.0 now"),
        "{detail}"
    );
}

#[test]
fn files_that_are_no_results_say_what_they_are() {
    let folder = recorded("foreign", &["--reps", "2"]);
    let good = folder.read("result.txt");
    let cut = &good[..good.len() / 2];
    let line = cut.lines().count();
    for (text, why) in [
        (cut.to_owned(), format!("the file is cut: its JSON ends too early, at line {line}")),
        ("{\"name\": \"left-pad\"}".to_owned(), "the file names no `schema`, so it is nothing that `run --json` printed".to_owned()),
        (
            "{\"schema\": \"bordergate.tests/1\"}".to_owned(),
            "the file has the format `bordergate.tests/1`; only `bordergate.measures/1`, which `run --json` prints, can be run again".to_owned(),
        ),
        (
            good.replace("\"replications\":2", "\"replications\":1000000000000000000"),
            "the file asks for 1000000000000000000 replications from 0 on, and they are numbered from 0 up to 999999999".to_owned(),
        ),
        (
            good.replace("\"from\":0", "\"from\":18446744073709551615"),
            "the file asks for 2 replications from 18446744073709551615 on, and they are numbered from 0 up to 999999999".to_owned(),
        ),
        (
            good.replace("\"replications\":2", "\"replications\":0"),
            "the file is of a run of no replications, so there is nothing to run again".to_owned(),
        ),
    ] {
        folder.write("file.json", &text);
        let (code, tests) = folder.test(&["file.json"]);
        assert_eq!(code, 2);
        assert_eq!(message(&tests), why);
    }
    for text in [
        good.replace("\"seed\":1", "\"seed\":-1"),
        good.replace("\"seed\":1,", ""),
        good.replace("\"inputs\":\"stated\"", "\"inputs\":\"guessed\""),
        "{\"schema\": \"bordergate.measures/1\", \"manifest\": 3}".to_owned(),
        "{".repeat(10_000),
    ] {
        folder.write("file.json", &text);
        let (code, tests) = folder.test(&["file.json"]);
        assert_eq!(code, 2, "{}", message(&tests));
        assert!(
            message(&tests).starts_with("the file is"),
            "{}",
            message(&tests)
        );
    }
}

/// The digest is the right one, but what a reader sees is not what was simulated.
#[test]
fn a_result_that_was_edited_is_not_reproduced() {
    let folder = recorded("edited", &["--reps", "2"]);
    let good = folder.read("result.txt");
    let mut result: Value = serde_json::from_str(&good).unwrap();
    result["measures"][0]["value"] = 1.into();
    let fewer = {
        let mut fewer: Value = serde_json::from_str(&good).unwrap();
        fewer["measures"].as_array_mut().unwrap().clear();
        fewer
    };
    for edited in [result, fewer] {
        folder.write("result.txt", &edited.to_string());
        let (code, tests) = folder.test(&["result.txt"]);
        assert_eq!(code, 5, "{tests:#}");
        let detail = tests["checks"][0]["detail"].to_string();
        assert!(detail.contains("the file was changed by hand"), "{detail}");
    }
}
