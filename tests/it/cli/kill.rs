//! Runs that are killed, shared out over directories, or find a directory that is not as they left it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const HELLO: &str = "scenarios/hello-gate.toml";

/// Milliseconds until each kill: of every second run since its start, of the others since it first kept a row.
const PATIENCE: [u64; 10] = [35, 140, 90, 15, 170, 60, 5, 120, 75, 105];

/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(60);

/// A directory of one test, gone afterwards.
struct Dir(PathBuf);

impl Dir {
    fn new(test: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("kill-{}-{test}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn at(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// `run` of the small gate, as JSON.
fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bordergate"));
    command
        .args(["run", HELLO, "--json"])
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn start(args: &[&str]) -> Child {
    command(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// What a run that succeeds leaves.
fn done(args: &[&str]) -> Output {
    let output = command(args).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    output
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Files of rows that hold something.
fn segments(dir: &str) -> BTreeSet<PathBuf> {
    let Ok(entries) = fs::read_dir(dir) else {
        return BTreeSet::new();
    };
    let holds_rows = |path: &PathBuf| {
        path.extension()
            .is_some_and(|extension| extension == "rows")
            && fs::metadata(path).is_ok_and(|file| file.len() > 0)
    };
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(holds_rows)
        .collect()
}

/// Waits until there is a file of rows that was not there before, or the run has ended.
fn wait_for_rows(child: &mut Child, dir: &str, before: &BTreeSet<PathBuf>) {
    let start = Instant::now();
    while segments(dir).is_subset(before) && child.try_wait().unwrap().is_none() {
        assert!(start.elapsed() < LONG, "nothing was kept in a minute");
        sleep(Duration::from_millis(2));
    }
}

/// Kills with SIGKILL; says whether it was still going on.
fn kill(mut child: Child) -> bool {
    let going = child.try_wait().unwrap().is_none();
    // Where it has just ended by itself there is nothing to kill.
    let _ = child.kill();
    child.wait().unwrap();
    going
}

#[test]
fn killed_ten_times_a_run_ends_with_the_bytes_of_one_that_was_left_alone() {
    let dir = Dir::new("ten");
    let kept = dir.at("kept");
    let args = ["--reps", "3000", "--jobs", "1", "--out", &kept];
    let (mut killed, mut moved) = (0, 0);
    for (turn, patience) in PATIENCE.into_iter().enumerate() {
        let before = segments(&kept);
        let mut child = start(&args);
        if turn % 2 == 1 {
            wait_for_rows(&mut child, &kept, &before);
        }
        sleep(Duration::from_millis(patience));
        killed += u32::from(kill(child));
        moved += u32::from(!segments(&kept).is_subset(&before));
    }
    // A machine may be so fast that the last ones found everything done.
    assert!(killed >= 5, "only {killed} were still going on");
    assert!(moved >= 3, "only {moved} kept rows of their own");

    let resumed = done(&args);
    let alone = done(&["--reps", "3000"]);
    assert!(resumed.stdout == alone.stdout);

    // Afterwards a byte in the middle changes.
    let path = segments(&kept)
        .into_iter()
        .max_by_key(|path| fs::metadata(path).unwrap().len())
        .unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&path, bytes).unwrap();
    let mended = done(&args);
    let name = path.file_name().unwrap().to_str().unwrap();
    let text = said(&mended);
    assert!(
        text.starts_with("warning: ") && text.contains(name) && text.contains("damaged"),
        "{text}"
    );
    assert!(mended.stdout == alone.stdout);
    assert_eq!(said(&done(&args)), "");
}

#[test]
fn two_runs_do_not_share_a_directory() {
    let dir = Dir::new("two");
    let kept = dir.at("kept");
    let mut first = start(&["--reps", "1000000", "--jobs", "1", "--out", &kept]);
    wait_for_rows(&mut first, &kept, &BTreeSet::new());
    let second = command(&["--reps", "1000000", "--out", &kept])
        .output()
        .unwrap();
    assert!(kill(first), "the first run is over too soon");
    let text = said(&second);
    assert_eq!(second.status.code(), Some(1), "{text}");
    assert!(
        text.starts_with("error: ") && text.contains(&kept) && text.contains("in use"),
        "{text}"
    );
    assert!(second.stdout.is_empty());
}

#[test]
fn a_directory_of_another_seed_is_refused() {
    let dir = Dir::new("seed");
    let kept = dir.at("kept");
    done(&["--reps", "3", "--out", &kept]);
    let other = command(&["--reps", "3", "--seed", "2", "--out", &kept])
        .output()
        .unwrap();
    let text = said(&other);
    assert_eq!(other.status.code(), Some(2), "{text}");
    assert!(
        text.contains("another run") && text.contains("seed: there `1`, asked for `2`"),
        "{text}"
    );
    assert!(other.stdout.is_empty());
}

#[test]
fn ranges_computed_apart_in_any_order_are_the_run_of_the_whole() {
    let dir = Dir::new("ranges");
    let whole = done(&["--reps", "20"]).stdout;
    for (turn, order) in [["0..10", "10..20"], ["10..20", "0..10"]]
        .into_iter()
        .enumerate()
    {
        let at = |name: &str| dir.at(&format!("{turn}-{name}"));
        for range in order {
            done(&["--range", range, "--out", &at(range)]);
        }
        // Together in a third directory, and one joined to the other.
        let [one, other] = order.map(at);
        for (out, join) in [
            (at("third"), vec![one.as_str(), &other]),
            (one.clone(), vec![&other]),
        ] {
            let args = ["--reps", "20", "--out", &out, "--join"];
            let joined = done(&[&args[..], &join].concat());
            assert!(joined.stdout == whole, "{order:?}");
        }
    }
}
