//! The tree of values, every one with its place.
//!
//! An own tree rather than `toml`'s, for three reasons: overlays merge trees of several texts, a value that was already
//! reported as broken must not be reported again, and nothing above this area should know TOML.
//!
//! Invariants: places are in the virtual text of the [`SourceMap`](super::source::SourceMap); no tree is deeper than
//! [`DEEPEST`]; whatever is [`Value::Broken`] has its problem already.

use std::collections::BTreeMap;

use jiff::civil;

use super::source::Place;

/// Lists and tables may be nested this deep, and keys and table names may have this many parts.
pub const DEEPEST: usize = 64;

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value; for a table its header.
    pub place: Place,
    /// What was written.
    pub value: Value,
}

/// What can be written.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text in quotes.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a decimal point or exponent; may be infinite or not a number.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A date without quotes.
    Date(civil::Date),
    /// A time of day without quotes.
    Time(civil::Time),
    /// A date and time of day without quotes, on the scenario's clock.
    DateTime(civil::DateTime),
    /// A list.
    Array(Vec<Node>),
    /// A table.
    Table(Table),
    /// Something that could not be read; the problem has been reported.
    Broken,
}

/// Keys and their values.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The header, or the whole of an inline table.
    pub place: Place,
    /// What it holds, by key.
    pub entries: BTreeMap<String, Entry>,
    /// Part of it could not be read, so that what is absent may not be missing.
    pub damaged: bool,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Where the key was written.
    pub key_place: Place,
    /// The value.
    pub node: Node,
}

impl Value {
    /// What this is, with its article, for messages: `text`, `a whole number`, ...
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "text",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Boolean(_) => "true or false",
            Value::Date(_) => "a date",
            Value::Time(_) => "a time of day",
            Value::DateTime(_) => "a date and time",
            Value::Array(_) => "a list",
            Value::Table(_) => "a table",
            Value::Broken => "something unreadable",
        }
    }
}

impl Node {
    /// The table, if this is one.
    pub fn as_table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The members, if this is a list.
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Array(members) => Some(members),
            _ => None,
        }
    }

    /// The text, if this is text.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Moves its places and all below, as when its text is put behind others.
    pub fn shift(&mut self, by: usize) {
        self.place = self.place.shifted(by);
        match &mut self.value {
            Value::Array(members) => members.iter_mut().for_each(|member| member.shift(by)),
            Value::Table(table) => table.shift(by),
            _ => {}
        }
    }

    fn damage(&mut self) {
        match &mut self.value {
            Value::Array(members) => members.iter_mut().for_each(Node::damage),
            Value::Table(table) => table.damage(),
            _ => {}
        }
    }

    /// The same value without its places, for comparing what two trees mean.
    #[must_use]
    pub fn without_places(&self) -> Node {
        let value = match &self.value {
            Value::Array(members) => {
                Value::Array(members.iter().map(Node::without_places).collect())
            }
            Value::Table(table) => Value::Table(table.without_places()),
            other => other.clone(),
        };
        Node {
            place: Place::default(),
            value,
        }
    }
}

impl Table {
    /// A table of nothing.
    pub const EMPTY: &Table = &Table {
        place: Place { start: 0, end: 0 },
        entries: BTreeMap::new(),
        damaged: false,
    };

    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.get(key).map(|entry| &entry.node)
    }

    /// The entries in the order they were written, which matters to a reader of reports.
    pub fn in_order(&self) -> Vec<(&str, &Entry)> {
        let mut entries: Vec<_> = self
            .entries
            .iter()
            .map(|(key, entry)| (key.as_str(), entry))
            .collect();
        entries.sort_by_key(|(_, entry)| entry.key_place);
        entries
    }

    /// Moves its places and all below, as when its text is put behind others.
    pub fn shift(&mut self, by: usize) {
        self.place = self.place.shifted(by);
        for entry in self.entries.values_mut() {
            entry.key_place = entry.key_place.shifted(by);
            entry.node.shift(by);
        }
    }

    /// Marks this table and all within it as damaged, as when the base it builds on cannot be read.
    pub fn damage(&mut self) {
        self.damaged = true;
        for entry in self.entries.values_mut() {
            entry.node.damage();
        }
    }

    /// The same table without its places, for comparing what two trees mean.
    #[must_use]
    pub fn without_places(&self) -> Table {
        let bare = |entry: &Entry| Entry {
            key_place: Place::default(),
            node: entry.node.without_places(),
        };
        let entries = self
            .entries
            .iter()
            .map(|(key, entry)| (key.clone(), bare(entry)))
            .collect();
        Table {
            place: Place::default(),
            entries,
            damaged: self.damaged,
        }
    }
}
