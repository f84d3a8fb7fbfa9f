//! Processes that end badly: killed while they write, or out of room. They are this test binary again, with one test that
//! does nothing otherwise.

#![allow(
    clippy::print_stdout,
    reason = "a child tells its parent how far it is"
)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use bordergate::experiment::store::{Store, StoreError};

use super::{Dir, fill, holds_exactly, identity, open, outcome, segments};

/// Where the child works; without it there is nothing to do.
const CHILD: &str = "BORDERGATE_TEST_STORE";

const ENDLESS: &str = "store::killed::child_that_writes_until_it_is_killed";
const CRAMPED: &str = "store::killed::child_that_runs_out_of_room";

/// This test binary, with one test.
fn child(program: &str, before: &[&str], test: &str, dir: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .args(before)
        .args([test, "--exact", "--nocapture"])
        .env(CHILD, dir);
    command
}

fn this() -> String {
    std::env::current_exe()
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned()
}

#[test]
fn child_that_writes_until_it_is_killed() {
    let Some(dir) = std::env::var_os(CHILD) else {
        return;
    };
    let mut store = open(Path::new(&dir));
    println!();
    for index in 0.. {
        fill(&mut store, [index]);
        println!("held {index}");
    }
}

#[test]
fn a_killed_process_loses_nothing_that_it_had_finished() {
    let dir = Dir::new("killed");
    for patience in [1, 50, 400] {
        let path = dir.at(&patience.to_string());
        let mut child = child(&this(), &[], ENDLESS, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut held = lines.map_while(Result::ok).filter_map(|line| {
            let index = line.strip_prefix("held ")?;
            Some(index.parse::<u64>().unwrap())
        });
        let last = held.nth(patience).unwrap();
        // It is still at work, so nobody else is.
        assert!(matches!(
            Store::open(&path, &identity()),
            Err(StoreError::InUse { .. })
        ));
        child.kill().unwrap();
        let last = held.last().unwrap_or(last);
        child.wait().unwrap();

        let mut store = Store::open(&path, &identity()).unwrap().store;
        // Of the row that it did not get to tell of, nobody knows.
        let count = store.len() as u64;
        assert!(
            count > last && count <= last + 2,
            "{count} rows, told of {last}"
        );
        holds_exactly(&mut store, 0..count);
        fill(&mut store, count..count + 3);
        drop(store);
        holds_exactly(&mut open(&path), 0..count + 3);
    }
}

#[test]
fn child_that_runs_out_of_room() {
    let Some(dir) = std::env::var_os(CHILD) else {
        return;
    };
    let dir = Path::new(&dir);
    let mut store = open(dir);
    let (index, error) = (0..10_000)
        .find_map(|index| Some((index, store.append(index, &outcome(index)).err()?)))
        .unwrap();
    let text = error.to_string();
    assert!(
        text.starts_with("cannot add a row to `")
            && text.contains("the rows written before are safe"),
        "{text}"
    );
    // What is there is whole, though the system took a part of the last row.
    holds_exactly(&mut store, 0..index);
    assert!(store.append(index, &outcome(index)).is_err());
    holds_exactly(&mut store, 0..index);
    store.sync().unwrap();
    println!("\nfailed {index}");
}

#[cfg(unix)]
#[test]
fn a_row_for_which_there_is_no_room_leaves_no_trace() {
    let dir = Dir::new("room");
    // A file may have so many blocks and no more; a write beyond is refused like one to a full disk, after a part of it.
    let limited = [
        "-c",
        "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"",
        &this(),
    ];
    let output = child("sh", &limited, CRAMPED, &dir.0).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    let failed = text.lines().find_map(|line| line.strip_prefix("failed "));
    let failed: u64 = failed.unwrap().parse().unwrap();
    assert!(failed > 10);

    let mut store = open(&dir.0);
    holds_exactly(&mut store, 0..failed);
    assert_eq!(segments(&dir.0).len(), 1);
    fill(&mut store, failed..failed + 10);
    drop(store);
    holds_exactly(&mut open(&dir.0), 0..failed + 10);
}
