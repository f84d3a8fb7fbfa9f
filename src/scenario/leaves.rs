//! Everything that a scenario says, path by path, for telling two scenarios apart.
//!
//! What changes no number is left out: titles, names, notes, references, bases, published outcomes, what is to be calibrated, and thresholds. Two values that
//! are the same quantity, such as `60 min` and `1 h`, mean the same.

use std::collections::BTreeMap;

use super::lower::{same_quantity, written};
use super::node::{Node, Table, Value};
use super::overlay::are_steps;
use super::source::SourceMap;

/// Tables that change no number.
pub(super) const APART: [&str; 5] = ["reference", "observed", "calibration", "threshold", "base"];

/// Keys that change no number, wherever they stand.
pub(super) const REMARKS: [&str; 7] = [
    "title", "title-vi", "title-zh", "note", "detail", "basis", "basis-of",
];

/// The values of a scenario by their paths, as typed.
pub fn leaves(root: &Table, sources: &SourceMap) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (key, entry) in &root.entries {
        if !APART.contains(&key.as_str()) {
            walk(key.clone(), &entry.node, sources, &mut found);
        }
    }
    found
}

/// Whether two values as [`leaves`] gives them mean the same.
pub fn mean_the_same(a: &str, b: &str) -> bool {
    a == b || same_quantity(bare(a), bare(b))
}

/// The values at and below a node that stands at `path`.
pub(super) fn walk(
    path: String,
    node: &Node,
    sources: &SourceMap,
    found: &mut BTreeMap<String, String>,
) {
    match &node.value {
        Value::Table(table) => {
            for (key, entry) in &table.entries {
                if !REMARKS.contains(&key.as_str()) {
                    walk(format!("{path}.{key}"), &entry.node, sources, found);
                }
            }
        }
        Value::Array(members) if are_steps(members) => {
            let name = |node: &Node| {
                let table = node.as_table()?;
                Some(table.get("step")?.as_text()?.to_owned())
            };
            let order: Vec<String> = members.iter().filter_map(name).collect();
            found.insert(format!("{path}.(order)"), order.join(", "));
            for (member, name) in members.iter().zip(order) {
                walk(format!("{path}.{name}"), member, sources, found);
            }
        }
        _ => {
            found.insert(path, bare(&written(node, sources)).to_owned());
        }
    }
}

/// Without quotes around the whole.
fn bare(text: &str) -> &str {
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(text)
}
