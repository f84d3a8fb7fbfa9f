//! Tables and logs, opened by pandas, Polars, DuckDB, pyarrow and PM4Py.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::{has_parquet, tool};
use crate::docs::words;
use crate::exporting::{Scratch, TWO_LORRIES, cells, expected, json, log_of, printed, same};

/// Runs Python with the readers in a folder: what it prints.
fn python(arguments: &[&str], folder: &Path) -> Option<String> {
    let python = tool("python", "installed.txt")?.join("bin/python");
    let output = Command::new(python)
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    Some(String::from_utf8(output.stdout).unwrap())
}

/// What a script under `tests/consumers` sees.
fn seen(script: &str, arguments: &[&str], folder: &Path) -> Option<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/consumers")
        .join(script);
    let arguments = [&[script.to_str().unwrap()], arguments].concat();
    Some(serde_json::from_str(&python(&arguments, folder)?).unwrap())
}

/// Every reader sees in a table every cell of the rows in JSON, and nothing else.
fn readers_see(rows: &[Value], name: &str, folder: &Path) -> Option<()> {
    let files = [format!("{name}.csv"), format!("{name}.parquet")];
    let seen = seen("tables.py", &["cells", &files[0], &files[1]], folder)?;
    let expected: Vec<BTreeMap<String, Value>> = rows.iter().map(expected).collect();
    let readers = seen.as_object().unwrap();
    assert_eq!(readers.len(), 6);
    for (reader, found) in readers {
        let found = found.as_array().unwrap();
        assert_eq!(found.len(), expected.len(), "{reader}, {name}");
        for (row, found) in expected.iter().zip(found) {
            let found = found.as_object().unwrap();
            let names = |name: &String| !found.contains_key(name);
            let lost: Vec<_> = row.keys().filter(|name| names(name)).collect();
            assert!(lost.is_empty(), "{reader}, {name}: {lost:?} of {row:?}");
            for (column, cell) in found {
                let wanted = row.get(column).unwrap_or(&Value::Null);
                assert!(
                    same(wanted, cell),
                    "{reader}, {name}: {column} is {cell}, not {wanted}"
                );
            }
        }
    }
    Some(())
}

#[test]
fn every_reader_sees_the_cells_of_json() {
    let scratch = Scratch::new("cells");
    let export = ["--csv", "x.csv", "--parquet", "x.parquet"];
    let tet = scratch.shipped("mong-cai-tet-2022-agreed.toml");
    let hello = scratch.shipped("hello-gate.toml");
    if !has_parquet() {
        return;
    }
    for (command, tables) in [
        (
            vec!["run", &tet, "--reps", "3"],
            ["measures", "facts"].as_slice(),
        ),
        (
            vec![
                "run",
                &hello,
                "--reps",
                "2",
                "--measure",
                "share(time-in-system < 3 h)",
            ],
            &["measures"],
        ),
        (
            vec![
                "compare",
                &hello,
                "--what-if",
                "source.lorries.rate=\"100 / day\"",
                "--reps",
                "3",
            ],
            &["comparisons", "measures"],
        ),
        (
            vec![
                "sweep",
                &hello,
                "--vary",
                "source.lorries.rate=100 / day..120 / day:20 / day",
                "--reps",
                "3",
            ],
            &["points"],
        ),
    ] {
        let result = json(&[command, export.to_vec()].concat(), &scratch.folder);
        for (at, table) in tables.iter().enumerate() {
            let name = if at == 0 {
                "x".to_owned()
            } else {
                format!("x.{table}")
            };
            let rows = result[*table].as_array().unwrap();
            assert!(!rows.is_empty(), "{table}");
            if readers_see(rows, &name, &scratch.folder).is_none() {
                return;
            }
        }
    }
}

/// One type a column, and the file says what it takes to make it again.
#[test]
fn parquet_has_types_and_says_where_it_comes_from() {
    if !has_parquet() {
        return;
    }
    let scratch = Scratch::new("about");
    let tet = scratch.shipped("mong-cai-tet-2022-agreed.toml");
    let result = json(
        &["run", &tet, "--reps", "2", "--parquet", "x.parquet"],
        &scratch.folder,
    );
    let Some(about) = seen("tables.py", &["about", "x.parquet"], &scratch.folder) else {
        return;
    };
    let said = |key: &str| about["metadata"][key].as_str().unwrap().to_owned();
    let manifest: Value = serde_json::from_str(&said("bordergate.manifest")).unwrap();
    assert_eq!(manifest, result["manifest"]);
    assert_eq!(Value::from(said("bordergate.schema")), result["schema"]);
    for (column, kind) in [
        ("measure", "string"),
        ("day", "date32[day]"),
        ("value", "double"),
        ("next-high", "double"),
        ("n", "int64"),
        ("threshold", "int64"),
        ("value-date", "date32[day]"),
    ] {
        assert_eq!(about["types"][column], kind, "{column}");
    }
    let log = printed(&["trace", &tet, "--format", "parquet"], &scratch.folder);
    fs::write(scratch.folder.join("log.parquet"), log).unwrap();
    let about = seen("tables.py", &["about", "log.parquet"], &scratch.folder).unwrap();
    assert_eq!(about["types"]["start"], "timestamp[us, tz=UTC]");
    assert_eq!(about["types"]["seconds"], "double");
    let manifest: Value =
        serde_json::from_str(about["metadata"]["bordergate.manifest"].as_str().unwrap()).unwrap();
    assert_eq!(
        manifest["scenario-digest"],
        result["manifest"]["scenario-digest"]
    );
    assert_eq!(
        (&manifest["seed"], &manifest["replication"]),
        (&1.into(), &0.into())
    );
}

/// DuckDB adds up what the rows in JSON add up to.
#[test]
fn sql_adds_up_to_the_same() {
    if !has_parquet() {
        return;
    }
    let scratch = Scratch::new("sql");
    let tet = scratch.shipped("mong-cai-tet-2022-agreed.toml");
    let result = json(
        &["run", &tet, "--reps", "1", "--parquet", "x.parquet"],
        &scratch.folder,
    );
    let by_day =
        |row: &&Value| row["measure"] == "vehicles-crossed" && row["by"] == "gate-direction-day";
    let rows = result["measures"].as_array().unwrap().iter().filter(by_day);
    // Of one replication the values are whole numbers, so no order of adding matters.
    let wanted: f64 = rows.map(|row| row["value"].as_f64().unwrap()).sum();
    assert!(wanted > 100.0);
    let ask = "import duckdb; print(duckdb.sql(\"\"\"select sum(value) from 'x.parquet'
        where measure = 'vehicles-crossed' and \"by\" = 'gate-direction-day'\"\"\").fetchall()[0][0])";
    if let Some(sum) = python(&["-c", ask], &scratch.folder) {
        assert_eq!(sum.trim().parse::<f64>().unwrap(), wanted);
    }
}

/// The log of a small world, cell by cell; and a long one, which is more than one group of rows.
#[test]
fn readers_see_the_log() {
    if !has_parquet() {
        return;
    }
    let scratch = Scratch::new("log");
    let two = scratch.write("two.toml", TWO_LORRIES);
    let tet = scratch.shipped("mong-cai-tet-2022-agreed.toml");
    for (name, file) in [("two", &two), ("tet", &tet)] {
        for format in ["csv", "parquet"] {
            let log = printed(&["trace", file, "--format", format], &scratch.folder);
            fs::write(scratch.folder.join(format!("{name}.{format}")), log).unwrap();
        }
    }
    let log = log_of(&scratch.folder.join("two.csv"));
    let rows: Vec<Value> = log.iter().map(cells).collect();
    if readers_see(&rows, "two", &scratch.folder).is_none() {
        return;
    }
    let log = log_of(&scratch.folder.join("tet.csv"));
    assert!(log.len() > 1 << 16);
    let micros: i64 = log.iter().map(|row| micros(&row["seconds"])).sum();
    let sums = seen(
        "tables.py",
        &["sums", "tet.parquet", "seconds"],
        &scratch.folder,
    )
    .unwrap();
    for (reader, sum) in sums.as_object().unwrap() {
        assert_eq!(
            sum,
            &Value::from(vec![log.len() as i64, micros]),
            "{reader}"
        );
    }
}

/// Seconds as typed, in microseconds.
fn micros(text: &str) -> i64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: String = format!("{part}000000").chars().take(6).collect();
    whole.parse::<i64>().unwrap() * 1_000_000 + digits.parse::<i64>().unwrap()
}

fn counts(of: &Value) -> BTreeMap<String, i64> {
    let of = of.as_object().unwrap();
    of.iter()
        .map(|(name, count)| (name.clone(), count.as_i64().unwrap()))
        .collect()
}

fn events(file: &str, asked: &[&str], folder: &Path) -> Option<Value> {
    let log = printed(&["trace", file, "--format", "ocel"], folder);
    fs::write(folder.join("log.json"), log).unwrap();
    seen("events.py", &[&["log.json"], asked].concat(), folder)
}

/// Two lorries at one desk that takes ten minutes: at 08:00 and at 08:05, on a clock seven hours before UTC.
#[test]
fn a_process_miner_sees_what_was_derived_by_hand() {
    let scratch = Scratch::new("two");
    let two = scratch.write("two.toml", TWO_LORRIES);
    let Some(seen) = events(&two, &["lorry.2025-03-03.2", "graph"], &scratch.folder) else {
        return;
    };
    let pairs = |pairs: &[(&str, i64)]| -> BTreeMap<String, i64> {
        pairs
            .iter()
            .map(|&(name, count)| (name.to_owned(), count))
            .collect()
    };
    assert_eq!(
        counts(&seen["objects"]),
        pairs(&[("gate", 1), ("station", 1), ("vehicle", 2)])
    );
    assert_eq!(
        seen["object-relations"],
        serde_json::json!([
            ["lorry.2025-03-03.1", "gate/bridge", "gate"],
            ["lorry.2025-03-03.2", "gate/bridge", "gate"],
            ["station/bridge", "gate/bridge", "at"],
        ])
    );
    let story: Vec<(&str, &str)> = (seen["story"].as_array().unwrap().iter())
        .map(|event| (event[0].as_str().unwrap(), event[1].as_str().unwrap()))
        .collect();
    assert_eq!(
        story,
        [
            ("arrive", "2025-03-03T01:05:00+00:00"),
            ("wait: documents", "2025-03-03T01:10:00+00:00"),
            ("service: documents", "2025-03-03T01:20:00+00:00"),
            ("wait: cross", "2025-03-03T01:20:00+00:00"),
            ("cross", "2025-03-03T01:20:00+00:00"),
            ("leave", "2025-03-03T01:20:00+00:00"),
        ]
    );
    // Both services and the wait of the second: 25 minutes.
    assert_eq!(seen["micros"], 25 * 60 * 1_000_000_i64);
    assert_eq!(
        counts(&seen["follows"]),
        pairs(&[
            ("arrive -> wait: documents", 2),
            ("wait: documents -> service: documents", 2),
            ("service: documents -> wait: cross", 2),
            ("wait: cross -> cross", 2),
            ("cross -> leave", 2),
        ])
    );
}

/// The log of a whole scenario has in PM4Py the events, vehicles and seconds that the table has, and one vehicle's story in the same order.
#[test]
fn a_process_miner_sees_the_log() {
    let scratch = Scratch::new("events");
    for (file, vehicle) in [
        ("mong-cai-tet-2022-agreed.toml", "bac-luan-2.550"),
        ("youyiguan-declaration-validity-2025.toml", "line.350"),
    ] {
        let file = scratch.shipped(file);
        let Some(seen) = events(&file, &[vehicle], &scratch.folder) else {
            return;
        };
        let table = scratch.folder.join("log.csv");
        fs::write(
            &table,
            printed(&["trace", &file, "--format", "csv"], &scratch.folder),
        )
        .unwrap();
        let log = log_of(&table);
        let stretches = ["wait", "service", "travel", "result", "together", "drive"];
        let activity = |row: &BTreeMap<String, String>| {
            let event = row["event"].as_str();
            if stretches.contains(&event) {
                format!("{event}: {}", row["step"])
            } else {
                event.to_owned()
            }
        };
        let mut activities: BTreeMap<String, i64> = BTreeMap::new();
        let mut vehicles: BTreeMap<&str, ()> = BTreeMap::new();
        for row in &log {
            *activities.entry(activity(row)).or_default() += 1;
            vehicles.insert(&row["vehicle"], ());
        }
        assert_eq!(counts(&seen["events"]), activities);
        assert_eq!(counts(&seen["flat"]), activities);
        assert_eq!(seen["cases"], vehicles.len());
        assert_eq!(counts(&seen["objects"])["vehicle"], vehicles.len() as i64);
        assert_eq!(counts(&seen["relations"])["vehicle"], log.len() as i64);
        let micros: i64 = log.iter().map(|row| micros(&row["seconds"])).sum();
        assert_eq!(seen["micros"], micros);
        let instant = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
        let mut story: Vec<(jiff::Timestamp, String)> = (log.iter())
            .filter(|row| row["vehicle"] == vehicle)
            .map(|row| (instant(&row["end"]), activity(row)))
            .collect();
        // What happened before it arrived is told as it does.
        story.sort_by_key(|(end, _)| *end);
        let told: Vec<(jiff::Timestamp, String)> = (seen["story"].as_array().unwrap().iter())
            .map(|event| {
                (
                    instant(event[1].as_str().unwrap()),
                    event[0].as_str().unwrap().to_owned(),
                )
            })
            .collect();
        assert!(story.len() > 5);
        assert_eq!(told, story);
    }
}

/// The snippets of the page print what the page says.
#[test]
fn the_snippets_of_the_page_work() {
    if !has_parquet() {
        return;
    }
    let scratch = Scratch::new("page");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path: PathBuf = root.join("docs/exporting.md");
    let page = fs::read_to_string(&path).unwrap();
    let between = |text: &str, opening: &str| -> Vec<String> {
        let parts = text.split(opening).skip(1);
        parts
            .map(|part| part.split("```").next().unwrap().to_owned())
            .collect()
    };
    for line in between(&page, "```sh\n")
        .iter()
        .flat_map(|block| block.lines())
    {
        let line = line.strip_prefix("bordergate ").unwrap();
        let scenarios = format!(" {}/scenarios/", root.display());
        let (command, file) = line.split_once(" > ").unwrap_or((line, ""));
        let command = command.replace(" scenarios/", &scenarios);
        let words = words(&command);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let bytes = printed(&words, &scratch.folder);
        if !file.is_empty() {
            fs::write(scratch.folder.join(file), bytes).unwrap();
        }
    }
    let snippets = between(&page, "```python\n");
    assert!(snippets.len() >= 4);
    let mut fresh = page.clone();
    for snippet in &snippets {
        let Some(shown) = python(&["-c", snippet], &scratch.folder) else {
            return;
        };
        let opening = format!("```python\n{snippet}```\n\n```text\n");
        let (head, rest) = fresh
            .split_once(&opening)
            .unwrap_or_else(|| panic!("no output under\n{snippet}"));
        let (_, tail) = rest.split_once("```").unwrap();
        fresh = format!("{head}{opening}{shown}```{tail}");
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, fresh).unwrap();
    } else {
        assert!(
            fresh == page,
            "docs/exporting.md shows something else than\n{fresh}"
        );
    }
}
