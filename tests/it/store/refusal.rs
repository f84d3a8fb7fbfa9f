//! Directories that are not ours, and what is said about them.

use std::fs;
use std::path::Path;

use bordergate::experiment::store::{Identity, Store, StoreError};
use serde_json::Value;

use super::{Dir, fill, holds_exactly, identity, open};

fn refused(dir: &Path, identity: &Identity) -> StoreError {
    Store::open(dir, identity).unwrap_err()
}

#[test]
fn one_process_at_a_time() {
    let dir = Dir::new("lock");
    let mut store = open(&dir.0);
    fill(&mut store, 0..2);
    let error = refused(&dir.0, &identity());
    assert!(matches!(&error, StoreError::InUse { dir: it } if *it == dir.0));
    let text = error.to_string();
    assert!(
        text.contains(&dir.0.display().to_string()) && text.contains("in use"),
        "{text}"
    );
    fill(&mut store, 2..3);
    drop(store);
    holds_exactly(&mut open(&dir.0), 0..3);
}

#[test]
fn the_identity_can_be_read_by_people_and_machines() {
    let dir = Dir::new("identity");
    open(&dir.0);
    let text = fs::read(dir.at("identity.json")).unwrap();
    let json: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(json["schema"], "bordergate.rows/1");
    assert_eq!(json["identity"]["scenario"], "mong-cai");
    assert_eq!(json["identity"]["scenario-digest"], "5e".repeat(32));
    assert_eq!(json["identity"]["seed"], u64::MAX);
}

#[test]
fn another_run_is_told_every_difference_and_writes_nothing() {
    let dir = Dir::new("other");
    fill(&mut open(&dir.0), 0..2);
    let other = Identity {
        version: "0.2.0".to_owned(),
        scenario: "huu-nghi".to_owned(),
        scenario_digest: "00".repeat(32),
        layout_digest: "01".repeat(32),
        generator: "splitmix64-keyed/2".to_owned(),
        seed: 7,
        inputs: "drawn".to_owned(),
    };
    let text = refused(&dir.0, &other).to_string();
    let expected = format!(
        "`{}` holds the rows of another run, of scenario `mong-cai`:
  version of bordergate: there `0.1.0`, asked for `0.2.0`
  digest of the scenario: there `{}`, asked for `{}`
  digest of the columns: there `{}`, asked for `{}`
  random numbers: there `splitmix64-keyed/1`, asked for `splitmix64-keyed/2`
  seed: there `18446744073709551615`, asked for `7`
  inputs: there `fixed`, asked for `drawn`
name another directory, or ask for the run that this one holds",
        dir.0.display(),
        "5e".repeat(32),
        "00".repeat(32),
        "1a".repeat(32),
        "01".repeat(32),
    );
    assert_eq!(text, expected);
    holds_exactly(&mut open(&dir.0), 0..2);
}

#[test]
fn the_name_of_the_scenario_is_for_people() {
    let dir = Dir::new("name");
    fill(&mut open(&dir.0), 0..2);
    let renamed = Identity {
        scenario: "renamed".to_owned(),
        ..identity()
    };
    holds_exactly(&mut Store::open(&dir.0, &renamed).unwrap().store, 0..2);
}

#[test]
fn a_directory_of_something_else_is_left_alone() {
    let dir = Dir::new("strangers");
    fs::write(dir.at("thesis.tex"), "years of work").unwrap();
    assert!(matches!(
        refused(&dir.0, &identity()),
        StoreError::NotAStore { .. }
    ));
    assert_eq!(fs::read_dir(&dir.0).unwrap().count(), 1);
}

#[test]
fn a_process_may_be_killed_before_the_identity_is_whole() {
    let dir = Dir::new("early");
    fs::write(dir.at("lock"), "").unwrap();
    fs::write(dir.at("identity.json.tmp"), "{\"schema\": \"bor").unwrap();
    fill(&mut open(&dir.0), 0..2);
    holds_exactly(&mut open(&dir.0), 0..2);
}

#[test]
fn an_identity_that_cannot_be_understood_is_named() {
    let dir = Dir::new("torn");
    fill(&mut open(&dir.0), 0..1);
    let path = dir.at("identity.json");
    let whole = fs::read_to_string(&path).unwrap();
    let version = whole.replace("bordergate.rows/1", "bordergate.rows/2");
    for (bytes, why) in [
        (&whole.as_bytes()[..whole.len() / 2], "it is not whole"),
        (b"", "it is not whole"),
        (b"\xff\xfe", "it is not whole"),
        (b"{}", "it names no `schema`"),
        (b"{\"schema\": \"bordergate.rows/1\"}", "missing field"),
        (version.as_bytes(), "its format is `bordergate.rows/2`"),
    ] {
        fs::write(&path, bytes).unwrap();
        let error = refused(&dir.0, &identity());
        let text = error.to_string();
        assert!(
            matches!(error, StoreError::Unreadable { .. })
                && text.contains("identity.json")
                && text.contains(why),
            "{text}"
        );
    }
    fs::write(&path, whole).unwrap();
    holds_exactly(&mut open(&dir.0), 0..1);
}

#[test]
fn what_the_system_refuses_is_said_in_one_sentence() {
    let dir = Dir::new("system");
    let file = dir.at("file");
    fs::write(&file, "").unwrap();
    let text = refused(&file, &identity()).to_string();
    assert_eq!(
        text,
        format!(
            "cannot create the directory `{}`: not a directory",
            file.display()
        )
    );
    let text = refused(&file.join("below"), &identity()).to_string();
    assert!(text.starts_with("cannot create the directory"), "{text}");
}
