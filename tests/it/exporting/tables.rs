//! `--csv`: the rows of `--json`, cell by cell, and beside the main table those that belong to it.

use std::fmt;
use std::fs;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::{Scratch, bordergate, expected, json, rows_of, same};

/// The keys of an object of JSON in the order in which they stand.
struct Keys(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Keys;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some((key, IgnoredAny)) = map.next_entry::<String, IgnoredAny>()? {
                    keys.push(key);
                }
                Ok(Keys(keys))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

/// A row of a table in CSV holds the cells of the row in JSON, and the columns stand in the order of its keys.
fn is_the_table(rows: &[Value], scratch: &Scratch, file: &str) -> Vec<String> {
    let (heading, table) = rows_of(&scratch.folder.join(file));
    assert!(!rows.is_empty(), "{file}");
    assert_eq!(table.len(), rows.len(), "{file}");
    for (row, found) in rows.iter().zip(&table) {
        let wanted = expected(row);
        for (column, text) in found {
            let cell = wanted.get(column).unwrap_or(&Value::Null);
            let fits = match cell {
                Value::Null => text.is_empty(),
                Value::Number(_) => same(cell, &text.parse::<f64>().unwrap().into()),
                Value::Bool(flag) => *text == flag.to_string(),
                cell => cell.as_str() == Some(text),
            };
            assert!(fits, "{file}: {column} is {text:?}, not {cell}");
        }
        let lost: Vec<&String> = wanted
            .keys()
            .filter(|key| !found.contains_key(*key))
            .collect();
        assert!(lost.is_empty(), "{file}: {lost:?}");
    }
    heading
}

/// The keys of the first row of a list, as the text has them.
fn keys(text: &str, list: &str) -> Vec<String> {
    let (_, rows) = text.split_once(&format!("\"{list}\": [\n")).unwrap();
    let row = rows.lines().next().unwrap().trim().trim_end_matches(',');
    serde_json::from_str::<Keys>(row).unwrap().0
}

#[test]
fn a_run_has_its_measures_and_its_facts() {
    let scratch = Scratch::new("run");
    let tet = scratch.shipped("mong-cai-tet-2022-agreed.toml");
    let run = ["run", &tet, "--reps", "2", "--csv", "rows.csv"];
    let output = bordergate(&[&run[..], &["--json"]].concat(), &scratch.folder);
    let text = String::from_utf8(output.stdout).unwrap();
    let result: Value = serde_json::from_str(&text).unwrap();
    let measures = result["measures"].as_array().unwrap();
    let facts = result["facts"].as_array().unwrap();
    assert!(
        measures.iter().any(|row| row["value"].is_string()),
        "no day"
    );
    let said = String::from_utf8(output.stderr).unwrap();
    let (comma, count) = (measures.len() / 1000, measures.len() % 1000);
    assert_eq!(
        said,
        format!("note: {comma},{count:03} measures in `rows.csv`, 6 facts in `rows.facts.csv`\n")
    );
    assert_eq!(scratch.files(), ["rows.csv", "rows.facts.csv"]);

    let mut wanted = keys(&text, "measures");
    wanted.push("quantity".to_owned());
    wanted
        .extend(["value", "low", "high", "next-low", "next-high"].map(|key| format!("{key}-date")));
    assert_eq!(is_the_table(measures, &scratch, "rows.csv"), wanted);
    let heading = is_the_table(facts, &scratch, "rows.facts.csv");
    assert_eq!(heading, keys(&text, "facts"));
}

/// What `run` prints is what it prints without the file.
#[test]
fn a_file_changes_nothing_on_stdout() {
    let scratch = Scratch::new("beside");
    let hello = scratch.shipped("hello-gate.toml");
    let plain = bordergate(&["run", &hello, "--reps", "2"], &scratch.folder);
    let both = bordergate(
        &["run", &hello, "--reps", "2", "--csv", "x"],
        &scratch.folder,
    );
    assert_eq!(plain.stdout, both.stdout);
    assert!(plain.stderr.is_empty());
    assert_eq!(scratch.files(), ["x", "x.facts"]);
    // Nothing was published of this gate: a heading and no row, so that no facts of another run stay there.
    assert_eq!(rows_of(&scratch.folder.join("x.facts")).1.len(), 0);
}

#[test]
fn a_chosen_quantity_is_named() {
    let scratch = Scratch::new("chosen");
    let hello = scratch.shipped("hello-gate.toml");
    let share = "share(time-in-system < 3 h)";
    let run = [
        "run",
        &hello,
        "--reps",
        "2",
        "--measure",
        share,
        "--csv",
        "x.csv",
    ];
    let result = json(&run, &scratch.folder);
    is_the_table(result["measures"].as_array().unwrap(), &scratch, "x.csv");
    assert_eq!(
        rows_of(&scratch.folder.join("x.csv")).1[0]["quantity"],
        share
    );
}

#[test]
fn a_comparison_has_its_rows_and_those_of_its_runs() {
    let scratch = Scratch::new("compare");
    let hello = scratch.shipped("hello-gate.toml");
    let compare = [
        "compare",
        &hello,
        "--what-if",
        "source.lorries.rate=\"100 / day\"",
        "--reps",
        "3",
        "--csv",
        "x.csv",
        "--json",
    ];
    let output = bordergate(&compare, &scratch.folder);
    let text = String::from_utf8(output.stdout).unwrap();
    let result: Value = serde_json::from_str(&text).unwrap();
    let rows = result["comparisons"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["verdict"] == "cannot-tell-yet"));
    let heading = is_the_table(rows, &scratch, "x.csv");
    assert_eq!(heading, keys(&text, "comparisons"));
    let measures = result["measures"].as_array().unwrap();
    is_the_table(measures, &scratch, "x.measures.csv");
}

#[test]
fn a_sweep_has_its_points_with_a_column_a_lever() {
    let scratch = Scratch::new("sweep");
    let hello = scratch.shipped("hello-gate.toml");
    let sweep = [
        "sweep",
        &hello,
        "--vary",
        "source.lorries.rate=100 / day..120 / day:20 / day",
        "--vary",
        "station.desk.servers=2|3",
        "--reps",
        "2",
        "--csv",
        "x.csv",
    ];
    let result = json(&sweep, &scratch.folder);
    let heading = is_the_table(result["points"].as_array().unwrap(), &scratch, "x.csv");
    assert_eq!(
        heading[..5],
        [
            "point",
            "settings.source.lorries.rate",
            "settings.station.desk.servers",
            "sizes.source.lorries.rate",
            "sizes.station.desk.servers"
        ]
    );
    assert_eq!(heading.last().unwrap(), "change-high");
}

/// Equal runs are equal bytes, for any number of threads.
#[test]
fn the_table_is_the_same_for_any_number_of_threads() {
    let scratch = Scratch::new("threads");
    let hello = scratch.shipped("hello-gate.toml");
    let table = |jobs: &str, file: &str| {
        let run = ["run", &hello, "--reps", "5", "--jobs", jobs, "--csv", file];
        assert!(bordergate(&run, &scratch.folder).status.success());
        fs::read(scratch.folder.join(file)).unwrap()
    };
    assert!(table("1", "one.csv") == table("4", "four.csv"));
}
