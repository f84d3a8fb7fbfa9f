//! Files that cannot be written are found out before anything is simulated, and no file is ever half there.

use std::fs;

use super::{Scratch, TWO_LORRIES, bordergate};

/// Exit code, and what is said, of `run` with these flags; nothing is printed.
fn refused(flags: &[&str], scratch: &Scratch) -> (i32, String) {
    let two = scratch.write("two.toml", TWO_LORRIES);
    let output = bordergate(
        &[&["run", &two, "--reps", "2"], flags].concat(),
        &scratch.folder,
    );
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), said)
}

#[test]
fn a_directory_that_is_not_there_is_bad_usage() {
    let scratch = Scratch::new("nowhere");
    let (code, said) = refused(&["--csv", "no/such/x.csv"], &scratch);
    assert_eq!(code, 2);
    // Nothing was read either.
    assert_eq!(
        said,
        "error: `--csv`: `no/such/x.csv`: there is no such directory: create it first\n\
         error: `--csv`: `no/such/x.facts.csv`: there is no such directory: create it first\n"
    );
    for command in [
        vec![
            "compare",
            "two.toml",
            "--alt-seed",
            "2",
            "--csv",
            "no/x.csv",
        ],
        vec![
            "sweep",
            "two.toml",
            "--vary",
            "station.bridge.servers=1|2",
            "--csv",
            "no/x.csv",
        ],
    ] {
        let output = bordergate(&command, &scratch.folder);
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        assert!(output.stdout.is_empty());
    }
    assert_eq!(scratch.files(), ["two.toml"]);
}

#[test]
fn what_is_no_file_is_not_replaced() {
    let scratch = Scratch::new("folder");
    fs::create_dir(scratch.folder.join("x.csv")).unwrap();
    let (code, said) = refused(&["--csv", "x.csv"], &scratch);
    assert_eq!(code, 2);
    assert!(said.contains("is there and is no file"), "{said}");
    assert_eq!(refused(&["--csv", "/dev/null"], &scratch).0, 2);
    assert_eq!(scratch.files(), ["two.toml", "x.csv"]);
}

/// Every problem at once.
#[test]
fn all_that_is_wrong_is_said() {
    let scratch = Scratch::new("all");
    let (code, said) = refused(&["--csv", "no/x", "--parquet", "x.facts.csv"], &scratch);
    assert_eq!(code, 2);
    assert!(said.contains("`--csv`: `no/x`"), "{said}");
    assert_eq!(
        said.contains("--features parquet"),
        !cfg!(feature = "parquet"),
        "{said}"
    );
    // No table is written over another one.
    let (code, said) = refused(&["--csv", "x.csv", "--parquet", "x.facts.csv"], &scratch);
    assert_eq!(code, 2);
    assert!(
        said.contains("`--parquet`: `x.facts.csv`: another result goes there: name another file"),
        "{said}"
    );
}

/// A main table that is whole does not take its place while the one beside it cannot be written.
#[test]
fn tables_that_belong_together_are_there_together() {
    let scratch = Scratch::new("together");
    let two = scratch.write("two.toml", TWO_LORRIES);
    scratch.write("x.csv", "before\n");
    // Nothing takes the place of a folder that is not empty.
    fs::create_dir(scratch.folder.join("x.facts.csv")).unwrap();
    scratch.write("x.facts.csv/inside", "");
    let output = bordergate(
        &["run", &two, "--reps", "2", "--csv", "x.csv"],
        &scratch.folder,
    );
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("x.facts.csv"), "{said}");
    assert_eq!(
        fs::read_to_string(scratch.folder.join("x.csv")).unwrap(),
        "before\n"
    );
    assert_eq!(scratch.files(), ["two.toml", "x.csv", "x.facts.csv"]);
}

/// What fails while it is written costs the file and not the result.
#[test]
fn what_cannot_be_written_fails_and_the_result_is_printed() {
    let scratch = Scratch::new("full");
    let two = scratch.write("two.toml", TWO_LORRIES);
    // The unfinished file's name would be longer than names can be.
    let long = "x".repeat(250);
    let output = bordergate(
        &["run", &two, "--reps", "2", "--csv", &long],
        &scratch.folder,
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(!output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains(&format!("error: cannot write `{long}`: ")),
        "{said}"
    );
    assert_eq!(scratch.files(), ["two.toml"]);
}

#[test]
fn a_file_is_replaced_at_once_and_nothing_is_left_beside_it() {
    let scratch = Scratch::new("replaced");
    let two = scratch.write("two.toml", TWO_LORRIES);
    scratch.write("x.csv", "before\n");
    let output = bordergate(
        &["run", &two, "--reps", "2", "--csv", "x.csv"],
        &scratch.folder,
    );
    assert_eq!(output.status.code(), Some(0));
    let now = fs::read_to_string(scratch.folder.join("x.csv")).unwrap();
    assert!(now.starts_with("measure,statistic,unit,by,"), "{now}");
    assert_eq!(scratch.files(), ["two.toml", "x.csv", "x.facts.csv"]);
}

/// A plan of what differs runs nothing, so it has no rows.
#[test]
fn a_plan_has_no_rows() {
    let scratch = Scratch::new("plan");
    let two = scratch.write("two.toml", TWO_LORRIES);
    let compare = [
        "compare",
        &two,
        "--alt-seed",
        "2",
        "--plan",
        "--csv",
        "x.csv",
    ];
    assert_eq!(bordergate(&compare, &scratch.folder).status.code(), Some(2));
}

/// A build without Parquet knows the flag, and says which build has it.
#[test]
fn parquet_is_written_or_refused_with_the_reason() {
    let scratch = Scratch::new("parquet");
    let two = scratch.write("two.toml", TWO_LORRIES);
    let run = bordergate(
        &["run", &two, "--reps", "2", "--parquet", "x.parquet"],
        &scratch.folder,
    );
    let trace = bordergate(&["trace", &two, "--format", "parquet"], &scratch.folder);
    if cfg!(feature = "parquet") {
        assert_eq!(
            scratch.files(),
            ["two.toml", "x.facts.parquet", "x.parquet"]
        );
        let file = fs::read(scratch.folder.join("x.parquet")).unwrap();
        for bytes in [file, trace.stdout] {
            assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
        }
        return;
    }
    assert_eq!(scratch.files(), ["two.toml"]);
    for output in [run, trace] {
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("--features parquet"), "{said}");
    }
}
