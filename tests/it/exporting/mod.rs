//! Results as files for other tools: what is in them, and what becomes of files that cannot be written.

mod events;
mod files;
mod tables;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// Two lorries at one desk that takes ten minutes: at 08:00 and at 08:05. Station and gate share a name.
pub const TWO_LORRIES: &str = r#"
[scenario]
title = "Two lorries"
from = 2025-03-03
to = 2025-03-03
clock = "Asia/Ho_Chi_Minh"
[gate]
bridge = { hours = "always" }
[class]
fruit = { load = "20 t" }
[source.lorry]
gate = "bridge"
direction = "export"
vehicle = "vietnamese"
class = "fruit"
route = "out"
trace = [{ at = 2025-03-03T08:00:00 }, { at = 2025-03-03T08:05:00 }]
[station]
bridge = { gate = "bridge", servers = [{ count = 1 }] }
[route]
out = [
  { step = "documents", serve = { station = "bridge", time = "10 min" } },
  { step = "cross", cross = { bound = "to-china" } },
]
"#;

/// A folder of its own for a test.
pub struct Scratch {
    pub folder: PathBuf,
}

impl Scratch {
    pub fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("exporting")
            .join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    /// The path of a shipped scenario.
    pub fn shipped(&self, name: &str) -> String {
        format!("{}/scenarios/{name}", env!("CARGO_MANIFEST_DIR"))
    }

    /// Writes a file: its path.
    pub fn write(&self, name: &str, text: &str) -> String {
        let path = self.folder.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The names of the files that are there, sorted.
    pub fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

/// Runs the program in a folder.
pub fn bordergate(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

/// What a command prints that must succeed.
pub fn printed(arguments: &[&str], folder: &Path) -> Vec<u8> {
    let output = bordergate(arguments, folder);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    output.stdout
}

/// What `--json` prints of a command that must succeed.
pub fn json(arguments: &[&str], folder: &Path) -> Value {
    serde_json::from_slice(&printed(&[arguments, &["--json"]].concat(), folder)).unwrap()
}

/// The cells of a row of JSON in a table: nothing for null, a list as text, a map as columns, a day in a column of its own.
pub fn expected(row: &Value) -> BTreeMap<String, Value> {
    let values = ["value", "low", "high", "next-low", "next-high"];
    let mut cells = BTreeMap::new();
    for (name, value) in row.as_object().unwrap() {
        match value {
            Value::Null => {}
            Value::Array(list) => {
                let list: Vec<&str> = list.iter().map(|word| word.as_str().unwrap()).collect();
                if !list.is_empty() {
                    cells.insert(name.clone(), list.join("; ").into());
                }
            }
            Value::Object(map) => {
                let columns = map.iter();
                cells.extend(columns.map(|(key, value)| (format!("{name}.{key}"), value.clone())));
            }
            Value::String(_) if values.contains(&name.as_str()) => {
                cells.insert(format!("{name}-date"), value.clone());
            }
            value => {
                cells.insert(name.clone(), value.clone());
            }
        }
    }
    cells
}

/// Whether two cells are the same, numbers and instants whatever form they have.
pub fn same(a: &Value, b: &Value) -> bool {
    let instant = |value: &Value| value.as_str()?.parse::<jiff::Timestamp>().ok();
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a.to_bits() == b.to_bits(),
        _ => a == b || instant(a).is_some_and(|a| Some(a) == instant(b)),
    }
}

/// The rows of a table of CSV, with the texts of their cells.
pub fn rows_of(path: &Path) -> (Vec<String>, Vec<BTreeMap<String, String>>) {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let heading: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let row = |record: csv::StringRecord| {
        let cells = record.iter().map(str::to_owned);
        heading.iter().cloned().zip(cells).collect()
    };
    let rows = reader
        .records()
        .map(|record| row(record.unwrap()))
        .collect();
    (heading, rows)
}

/// The rows of a log.
pub fn log_of(path: &Path) -> Vec<BTreeMap<String, String>> {
    rows_of(path).1
}

/// The cells of a row of a log: those of seconds are numbers.
pub fn cells(row: &BTreeMap<String, String>) -> Value {
    let filled = row.iter().filter(|(_, text)| !text.is_empty());
    let cell = |(name, text): (&String, &String)| {
        let number = text.parse::<f64>().map(Value::from);
        (
            name.clone(),
            number.unwrap_or_else(|_| text.as_str().into()),
        )
    };
    Value::Object(filled.map(cell).collect())
}
