//! The line in words: its colour in the morning, and the day from which on it stays below a number.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Twenty lorries, one desk that takes two hours for each: six a day.
const LINE: &str = r#"
[scenario]
title = "A line"
from  = 2022-01-31
to    = 2022-02-02
clock = "Asia/Ho_Chi_Minh"
[gate]
bridge = { hours = "07:00-19:00" }
[class]
fruit = { load = "20 t" }
[backlog]
line = { gate = "bridge", direction = "export", vehicle = "vietnamese", route = "out", class = "fruit", vehicles = 20 }
[station]
desk = { gate = "bridge", servers = [{ count = 1, hours = "07:00-19:00" }] }
[[route.out]]
step = "documents"
serve = { station = "desk", time = "2 h" }
[[route.out]]
step = "cross"
cross = { bound = "to-china" }
"#;

fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("line-{name}.toml"));
    fs::write(&path, text).unwrap();
    path
}

fn run(path: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .args(["run", path.to_str().unwrap(), "--reps", "2"])
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn json(path: &Path, arguments: &[&str]) -> Value {
    let (code, data, notes) = run(path, &[arguments, &["--json"]].concat());
    assert_eq!(code, 0, "{notes}");
    serde_json::from_str(&data).unwrap()
}

#[test]
fn the_colour_changes_at_500_above_1000_and_above_5000() {
    let path = file("colours", LINE);
    for (vehicles, colour) in [
        (20, "green"),
        (499, "green"),
        (500, "yellow"),
        (1000, "yellow"),
        (1001, "orange"),
        (5000, "orange"),
        (5001, "red"),
    ] {
        let set = format!("backlog.line.vehicles={vehicles}");
        let report = json(&path, &["--colours", "--set", &set]);
        let first = &report["colours"]["days"][0];
        // Nobody is served before 09:00.
        assert_eq!(first["vehicles"], f64::from(vehicles));
        assert_eq!(first["colour"], colour, "{vehicles}");
        assert_eq!(
            first["shares"],
            serde_json::json!([{"colour": colour, "share": 1.0}])
        );
        assert_eq!(first["lunar"], "29 chạp");
    }
}

#[test]
fn mornings_are_those_of_the_hour_that_is_asked_for() {
    let path = file("mornings", LINE);
    let at = |hour: &str| {
        let report = json(&path, &["--colours", hour]);
        let days = report["colours"]["days"].as_array().unwrap().clone();
        let lines: Vec<f64> = days
            .iter()
            .map(|day| day["vehicles"].as_f64().unwrap())
            .collect();
        lines
    };
    // Five cross from 09:00 to 17:00. The sixth is done at 19:00, when nobody passes any more, and crosses the next morning.
    assert_eq!(at("08:00"), [20.0, 14.0, 8.0]);
    assert_eq!(at("20:00"), [15.0, 9.0, 3.0]);
    let (code, data, notes) = run(&path, &["--colours", "09:00"]);
    assert_eq!((code, data.as_str()), (2, ""));
    assert!(
        notes.ends_with("error: `--colours 09:00`: nobody counts at that hour; the scenario's `snapshots` are 08:00, 20:00\n"),
        "{notes}"
    );
    let (_, text, _) = run(&path, &["--colours"]);
    assert!(text.contains("The line of all gates at 08:00"), "{text}");
    let row = text
        .lines()
        .find(|line| line.starts_with(" 2022-02-01"))
        .unwrap();
    let words: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(words, ["2022-02-01", "mùng", "1", "green", "14", "14"]);
    let (_, text, _) = run(&path, &[]);
    assert!(!text.contains("all gates at"), "only where it is asked for");
}

#[test]
fn under_date_is_the_day_from_which_on_fewer_stand_there() {
    let at = |text: &str, threshold: u32| {
        let path = file(&format!("under-{threshold}"), text);
        let quantity = format!("under-date(threshold = {threshold})");
        let set = format!("scenario.stock-over=[{threshold}]");
        let report = json(&path, &["--set", &set, "--measure", &quantity]);
        report["measures"][0]["value"].clone()
    };
    // 20 and 15 stand there on the first day, then 14 and 9, then 8 and 3.
    assert_eq!(at(LINE, 21), "2022-01-31", "never more");
    assert_eq!(at(LINE, 16), "2022-01-31");
    assert_eq!(at(LINE, 15), "2022-02-01", "15 are not fewer than 15");
    assert_eq!(at(LINE, 10), "2022-02-01");
    assert_eq!(at(LINE, 9), "2022-02-02");
    assert_eq!(at(LINE, 4), "2022-02-02");
    assert_eq!(at(LINE, 3), Value::Null, "not before the end");
    // Twelve more come on the last day at noon, so that 15 stand there at the end: then below 10 was not for good.
    let wave = LINE.replace(
        "[station]",
        "[source.wave]\ngate = \"bridge\"\ndirection = \"export\"\nvehicle = \"vietnamese\"\nclass = \"fruit\"\nroute = \"out\"\ntrace = [{ at = 2022-02-02 12:00:00 }, { at = 2022-02-02 12:01:00 }, { at = 2022-02-02 12:02:00 }, { at = 2022-02-02 12:03:00 }, { at = 2022-02-02 12:04:00 }, { at = 2022-02-02 12:05:00 }, { at = 2022-02-02 12:06:00 }, { at = 2022-02-02 12:07:00 }, { at = 2022-02-02 12:08:00 }, { at = 2022-02-02 12:09:00 }, { at = 2022-02-02 12:10:00 }, { at = 2022-02-02 12:11:00 }]\n[station]",
    );
    assert_eq!(at(&wave, 10), Value::Null);
    assert_eq!(at(&wave, 16), "2022-01-31");
}
