//! What was fitted, as an overlay: a file that a planner could have written, and may edit.
//!
//! Each value stands where the scenario has it, with a basis of its own, so that its neighbours keep theirs. Lists whose members have no
//! names cannot be changed in part by an overlay, so the whole list is written, with one member changed.

use std::collections::BTreeMap;

use super::node::{Entry, Node, Table, Value};
use super::overlay::{are_steps, position};
use super::source::Place;
use super::uncertain::{Input, Uncertain, parts};

/// A value that was fitted. Places lie between the ends of the input's range, 0 to 1.
#[derive(Clone, Copy)]
pub struct Fitted<'a> {
    /// Of which input.
    pub input: &'a Input,
    /// The value.
    pub place: f64,
    /// Lower end of what is left of its range.
    pub low: f64,
    /// Upper end of it.
    pub high: f64,
}

impl Uncertain {
    /// The tables of an overlay that sets these values, each with the basis `fitted = by` and its range. Without a `base`, which
    /// whoever writes the file puts before them.
    pub fn overlay(&self, fitted: &[Fitted], by: &str) -> String {
        let mut overlay = Section::default();
        for fitted in fitted {
            let input = fitted.input;
            let value = input.rule.typed(&input.node, fitted.place, &input.range);
            let range = [fitted.low, fitted.high].map(|place| text(input.shown(place)));
            let basis = table([
                ("fitted", text(by)),
                ("range", node(Value::Array(range.into()))),
            ]);
            let path: Vec<&str> = parts(&input.path).collect();
            overlay.put(self.root(), &path, value, basis);
        }
        let mut written = String::new();
        overlay.write(&mut Vec::new(), &mut written);
        written
    }
}

/// Where the basis of a value within a table or list stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// In the table around it, for the key of the value.
    ByKey,
    /// In the table around it, for all its keys.
    There,
    /// In the table farther out, for the key of the one around it.
    Outside,
}

/// Where bases of what is within such a key stand, as the declarations have it.
fn stands(key: &str) -> Stands {
    match key {
        "day-factor" | "dated" => Stands::There,
        "partner" | "overtime" | "instead" | "ramp" => Stands::Outside,
        _ => Stands::ByKey,
    }
}

/// The table of bases of single keys, as it opens a key.
const BASIS_OF: &str = "basis-of.";

/// A table under its own heading.
#[derive(Default)]
struct Section {
    /// Keys as they are written, which may be dotted.
    values: BTreeMap<String, Node>,
    sections: BTreeMap<String, Section>,
}

impl Section {
    /// Puts a value in, and its basis beside it; `there` is what the scenario has here.
    fn put(&mut self, there: &Table, path: &[&str], value: Node, basis: Node) {
        let Some((key, rest)) = path.split_first() else {
            return;
        };
        let stands = stands(key);
        match (rest.is_empty(), there.get(key).map(|node| &node.value)) {
            (true, _) => {
                self.values.insert(bare(key), value);
                self.basis_of(key, basis);
            }
            (false, Some(Value::Array(members))) => {
                let fresh = match are_steps(members) {
                    true => Vec::new(),
                    false => members.clone(),
                };
                let list = self.values.entry(bare(key));
                let list = list.or_insert_with(|| node(Value::Array(fresh)));
                if let Value::Array(list) = &mut list.value {
                    member(list, members, rest, value, &basis, stands);
                }
                if stands == Stands::Outside {
                    self.basis_of(key, basis);
                }
            }
            (false, Some(Value::Table(there))) if stands != Stands::ByKey => {
                let part = self.values.entry(bare(key));
                let part = part.or_insert_with(|| node(Value::Table(Table::default())));
                if let Value::Table(part) = &mut part.value {
                    inside(part, there, rest, value, &basis, stands);
                }
                if stands == Stands::Outside {
                    self.basis_of(key, basis);
                }
            }
            (false, Some(Value::Table(there))) => {
                let section = self.sections.entry((*key).to_owned()).or_default();
                section.put(there, rest, value, basis);
            }
            (false, _) => {}
        }
    }

    fn basis_of(&mut self, key: &str, basis: Node) {
        self.values
            .insert(format!("{BASIS_OF}{}", bare(key)), basis);
    }

    fn write(&self, path: &mut Vec<String>, written: &mut String) {
        if !self.values.is_empty() {
            if !path.is_empty() {
                written.push_str(&format!("\n[{}]\n", path.join(".")));
            }
            // A value before its basis.
            let (bases, values): (Vec<_>, Vec<_>) = self
                .values
                .iter()
                .partition(|(key, _)| key.starts_with(BASIS_OF));
            for (key, value) in values.into_iter().chain(bases) {
                written.push_str(&format!("{key} = {}\n", toml(value)));
            }
        }
        for (key, section) in &self.sections {
            path.push(bare(key));
            section.write(path, written);
            path.pop();
        }
    }
}

/// Puts a value into a member of a list: a step by its name, or the member of a number.
fn member(
    list: &mut Vec<Node>,
    there: &[Node],
    path: &[&str],
    value: Node,
    basis: &Node,
    stands: Stands,
) {
    let Some((name, rest)) = path.split_first() else {
        return;
    };
    let (at, original) = match position(there, name) {
        Some(original) => {
            let at = position(list, name).unwrap_or_else(|| {
                let mut step = Table::default();
                let name = entry(text(*name));
                step.entries.insert("step".to_owned(), name);
                list.push(node(Value::Table(step)));
                list.len() - 1
            });
            (at, original)
        }
        None => match name.parse() {
            Ok(at) => (at, at),
            Err(_) => return,
        },
    };
    let there = there.get(original).and_then(Node::as_table);
    let member = list.get_mut(at).map(|node| &mut node.value);
    if let (Some(Value::Table(member)), Some(there)) = (member, there) {
        inside(member, there, rest, value, basis, stands);
    }
}

/// Puts a value into an inline table.
fn inside(
    into: &mut Table,
    there: &Table,
    path: &[&str],
    value: Node,
    basis: &Node,
    stands: Stands,
) {
    let empty = || entry(node(Value::Table(Table::default())));
    match path {
        [] => {}
        [key] => {
            insert(into, key, value);
            match stands {
                Stands::Outside => {}
                Stands::There => insert(into, "basis", basis.clone()),
                Stands::ByKey => {
                    let own = into.entries.entry("basis-of".to_owned());
                    if let Value::Table(own) = &mut own.or_insert_with(empty).node.value {
                        insert(own, key, basis.clone());
                    }
                }
            }
        }
        [key, rest @ ..] => {
            let Some(there) = there.get(key).and_then(Node::as_table) else {
                return;
            };
            let below = into.entries.entry((*key).to_owned()).or_insert_with(empty);
            if let Value::Table(below) = &mut below.node.value {
                inside(below, there, rest, value, basis, self::stands(key));
            }
        }
    }
}

/// What is new stands behind what was there.
fn insert(into: &mut Table, key: &str, value: Node) {
    let place = into.entries.get(key).map(|entry| entry.key_place);
    let mut entry = entry(value);
    entry.key_place = place.unwrap_or(LAST);
    into.entries.insert(key.to_owned(), entry);
}

/// Behind every place of a text.
const LAST: Place = Place {
    start: usize::MAX,
    end: usize::MAX,
};

fn entry(node: Node) -> Entry {
    Entry {
        key_place: Place::default(),
        node,
    }
}

fn node(value: Value) -> Node {
    Node {
        place: Place::default(),
        value,
    }
}

fn text(text: impl Into<String>) -> Node {
    node(Value::Text(text.into()))
}

fn table<const N: usize>(entries: [(&str, Node); N]) -> Node {
    let mut table = Table::default();
    for (key, value) in entries {
        insert(&mut table, key, value);
    }
    node(Value::Table(table))
}

/// A value on one line.
fn toml(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => quoted(text),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        Value::Boolean(said) => said.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Time(time) => time.to_string(),
        Value::DateTime(at) => at.to_string(),
        Value::Array(members) => {
            let members: Vec<String> = members.iter().map(toml).collect();
            format!("[{}]", members.join(", "))
        }
        Value::Table(table) => {
            let entries: Vec<String> = table
                .in_order()
                .into_iter()
                .map(|(key, entry)| format!("{} = {}", bare(key), toml(&entry.node)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Broken => quoted(""),
    }
}

/// A text in quotes.
pub fn quoted(text: &str) -> String {
    let mut written = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            letter if letter.is_control() => {
                written.push_str(&format!("\\u{:04X}", u32::from(letter)))
            }
            letter => written.push(letter),
        }
    }
    written.push('"');
    written
}

/// A key, in quotes where it needs them.
fn bare(key: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !key.is_empty() && key.chars().all(plain) {
        key.to_owned()
    } else {
        quoted(key)
    }
}
