//! Values as they were typed.

use crate::scenario::node::{Node, Value};
use crate::scenario::source::{Place, SourceMap};

/// The text of a scalar, without its quotes and on one line.
pub(super) fn text_of(place: Place, sources: &SourceMap) -> String {
    let text = sources
        .text(place)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let quoted = ['"', '\'']
        .into_iter()
        .find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    quoted.map_or_else(|| text.clone(), str::to_owned)
}

/// A value as typed, on one line. Tables and lists are put together from their members, which may stand in several
/// files; what a table says about its basis is left out.
pub(in crate::scenario) fn written(node: &Node, sources: &SourceMap) -> String {
    match &node.value {
        Value::Array(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|member| written(member, sources))
                .collect();
            format!("[{}]", members.join(", "))
        }
        Value::Table(table) => {
            let entries: Vec<String> = table
                .in_order()
                .into_iter()
                .filter(|(key, _)| !matches!(*key, "basis" | "basis-of" | "note"))
                .map(|(key, entry)| format!("{} = {}", bare(key), written(&entry.node, sources)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Text(text) => format!(
            "\"{}\"",
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        ),
        _ => sources
            .text(node.place)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// A value as typed, or how many members a list has that would fill a page: the rows of a log.
pub(super) fn on_a_line(node: &Node, sources: &SourceMap) -> String {
    match &node.value {
        Value::Array(members) if members.len() > LONGEST => format!("{} members", members.len()),
        _ => written(node, sources),
    }
}

/// A list of so many members is still a line to read.
const LONGEST: usize = 100;

/// A key as it is written: in quotes where it needs them.
fn bare(key: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !key.is_empty() && key.chars().all(plain) {
        key.to_owned()
    } else {
        format!("\"{key}\"")
    }
}
