//! The front end of the scenario language, through its public functions.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod laws;
mod load;
mod overlay;
mod problem;
mod reader;
mod set;
mod syntax;
mod units;

use std::path::PathBuf;

use bordergate::scenario::load::{Loaded, load_text};
use bordergate::scenario::node::{Node, Table, Value};
use bordergate::scenario::problem::Problems;

/// What a planner reads about `text`, written as `gate.toml`, with `--set` arguments.
fn messages(text: &str, sets: &[&str]) -> String {
    rendered(&loaded(text, sets))
}

fn rendered(loaded: &Loaded) -> String {
    loaded.problems.render(&loaded.sources, false)
}

fn loaded(text: &str, sets: &[&str]) -> Loaded {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    load_text("gate.toml", text, &sets)
}

/// The meaning of a text that has no problems.
fn tree(text: &str, sets: &[&str]) -> Table {
    let loaded = loaded(text, sets);
    assert!(loaded.problems.is_empty(), "{}", rendered(&loaded));
    loaded.root.without_places()
}

fn titles(problems: &Problems) -> Vec<String> {
    problems
        .sorted()
        .into_iter()
        .map(|problem| problem.title.clone())
        .collect()
}

/// The value at a dotted path; a number is an index into a list.
fn at<'a>(table: &'a Table, path: &str) -> Option<&'a Value> {
    let mut parts = path.split('.');
    let mut node: &Node = table.get(parts.next()?)?;
    for part in parts {
        node = match (&node.value, part.parse::<usize>()) {
            (Value::Array(members), Ok(index)) => members.get(index)?,
            (Value::Table(table), _) => table.get(part)?,
            _ => return None,
        };
    }
    Some(&node.value)
}

/// A directory of its own for one test, emptied before use.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("bordergate-front-{}-{test}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a directory for the test");
        Self(path)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        std::fs::write(&path, content).expect("a file for the test");
        path
    }

    /// `text` without the name of this directory.
    fn hide(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.0.display()), "")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
