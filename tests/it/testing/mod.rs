//! `test`: thresholds, facts, baselines and manifests, through the binary and the library.

mod baseline;
mod checks;
mod drawn;
mod facts;
mod junit;
mod manifest;
mod page;
mod verdicts;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A lorry comes at every full hour from 1:00 to 23:00, which are 23, and is served for half an hour: nothing is random, so all
/// results are known and have no width.
pub const CLOCK: &str = r#"
[scenario]
title = "A clockwork"
from  = 2025-03-03
to    = 2025-03-03
clock = "Asia/Ho_Chi_Minh"
[gate]
bridge = { hours = "00:00-24:00" }
[class]
fruit = { load = "20 t" }
[source]
lorries = { gate = "bridge", direction = "export", vehicle = "vietnamese", class = "fruit", route = "out", interarrival = "60 min" }
[station]
desk = { gate = "bridge", servers = [{ count = 1 }] }
[route]
out = [
  { step = "documents", serve = { station = "desk", time = "30 min" } },
  { step = "cross", cross = { bound = "to-china" } },
]
"#;

/// A folder of one test.
pub struct Folder(PathBuf);

impl Folder {
    /// A new and empty one.
    pub fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("testing")
            .join(name);
        if path.exists() {
            fs::remove_dir_all(&path).unwrap();
        }
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// With the clockwork in `clock.toml`, and more below it.
    pub fn clock(name: &str, more: &str) -> Self {
        let folder = Self::new(name);
        folder.write("clock.toml", &format!("{CLOCK}{more}"));
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Names of all files, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// Runs the binary in it.
    pub fn bordergate(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_bordergate"))
            .current_dir(&self.0)
            .args(arguments)
            .output()
            .unwrap()
    }

    /// `test`, with two replications where nothing else is said: its exit code and its JSON.
    #[track_caller]
    pub fn test(&self, arguments: &[&str]) -> (i32, Value) {
        let two: &[&str] = if arguments.contains(&"--reps") {
            &[]
        } else {
            &["--reps", "2"]
        };
        let arguments = [&["test", "--json"], two, arguments].concat();
        let output = self.bordergate(&arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        let json = serde_json::from_slice(&output.stdout);
        let json = json.unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{said}"));
        (output.status.code().unwrap(), json)
    }
}

/// Kind, name and status of all checks.
pub fn statuses(tests: &Value) -> Vec<[&str; 3]> {
    let checks = tests["checks"].as_array().unwrap().iter();
    checks
        .map(|check| ["kind", "name", "status"].map(|key| check[key].as_str().unwrap()))
        .collect()
}

/// The message of the only check.
#[track_caller]
pub fn message(tests: &Value) -> &str {
    let checks = tests["checks"].as_array().unwrap();
    assert_eq!(checks.len(), 1, "{tests:#}");
    checks[0]["message"].as_str().unwrap()
}
