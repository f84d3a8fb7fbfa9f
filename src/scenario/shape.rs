//! What may be written where: the language as data.
//!
//! [`keys!`](crate::keys) and [`words!`](crate::words) fill these tables from the declarations that also do the reading; the
//! reference page, the JSON Schema and the messages are made from them.

use std::fmt;

/// What may be written for a value.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Text in quotes.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// Any finite number.
    Number,
    /// A date without quotes.
    Date,
    /// A time of day without quotes.
    Time,
    /// A date and time without quotes.
    DateTime,
    /// Text of a certain form.
    Quantity {
        /// What it is called, with its article.
        noun: &'static str,
        /// Examples in back quotes.
        written: &'static str,
        /// Whether a plain number is taken as well.
        number: bool,
    },
    /// A name, as [`Name`](super::kinds::Name) reads it.
    Name,
    /// A value that has a name of its own and may be written in forms that would take long to list.
    Written {
        /// What it is called, with its article.
        noun: &'static str,
        /// Examples in back quotes.
        written: &'static str,
        /// The forms.
        forms: &'static Shape,
    },
    /// Anything; what it may be depends on more than the key.
    Any,
    /// One word of a closed list.
    Words(&'static [WordDoc]),
    /// A list.
    List(&'static Shape),
    /// One value, or a list of them.
    OneOrMany(&'static Shape),
    /// A table whose keys are names that the scenario chooses.
    Named(&'static Shape),
    /// A table whose keys are texts of another kind, such as groups of weekdays.
    Keyed(&'static Shape),
    /// A table with fixed keys.
    Table(&'static TableDoc),
    /// Any one of several shapes.
    Either(&'static [Shape]),
}

/// One word of a closed list.
#[derive(Debug, Clone, Copy)]
pub struct WordDoc {
    /// The word.
    pub word: &'static str,
    /// What it means, line by line.
    pub doc: &'static [&'static str],
}

/// A table of the language.
#[derive(Debug, Clone, Copy)]
pub struct TableDoc {
    /// Where it stands, as in `gate.ID.notice.NAME`; parts in capitals are names that the scenario chooses.
    pub path: &'static str,
    /// What it describes, line by line.
    pub doc: &'static [&'static str],
    /// Its keys in the order of declaration.
    pub keys: &'static [KeyDoc],
    /// Groups of keys of which exactly one is given.
    pub one_of: &'static [&'static [&'static str]],
}

/// A key of a table.
#[derive(Debug, Clone, Copy)]
pub struct KeyDoc {
    /// The key as it is written.
    pub key: &'static str,
    /// What it means, line by line.
    pub doc: &'static [&'static str],
    /// What may be written.
    pub shape: &'static Shape,
    /// What happens if it is absent.
    pub need: Need,
    /// A value as it is written in TOML.
    pub example: Option<&'static str>,
}

/// What happens if a key is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// That is an error.
    Required,
    /// Then what it describes does not exist.
    Optional,
    /// Then this holds, in words or as it would be written.
    Default(&'static str),
}

impl Shape {
    /// What it is called in one word or two, with its article.
    pub const fn noun(&self) -> &'static str {
        match self {
            Shape::Text => "text",
            Shape::Boolean => "`true` or `false`",
            Shape::Integer { .. } => "a whole number",
            Shape::Number => "a number",
            Shape::Date => "a date",
            Shape::Time => "a time of day",
            Shape::DateTime => "a date and time",
            Shape::Quantity { noun, .. } | Shape::Written { noun, .. } => noun,
            Shape::Name => "a name",
            Shape::Any => "a value, or values",
            Shape::Words(_) => "a word of a fixed list",
            Shape::List(_) => "a list",
            Shape::OneOrMany(_) => "one value or a list",
            Shape::Named(_) | Shape::Keyed(_) | Shape::Table(_) => "a table",
            Shape::Either(_) => "one of several forms",
        }
    }

    /// How such a value is written, if an example helps.
    pub const fn written(&self) -> Option<&'static str> {
        match self {
            Shape::Text => Some("`\"text in quotes\"`"),
            Shape::Date => Some("`2022-01-31`, without quotes"),
            Shape::Time => Some("`07:00`, without quotes"),
            Shape::DateTime => Some("`2022-01-31T07:00`, without quotes"),
            Shape::Quantity { written, .. } | Shape::Written { written, .. } => Some(written),
            Shape::Name => Some("`bac-luan-2`"),
            _ => None,
        }
    }

    /// The table with fixed keys inside, however wrapped.
    pub const fn table(&self) -> Option<&'static TableDoc> {
        match self {
            Shape::Table(doc) => Some(doc),
            Shape::List(inner) | Shape::OneOrMany(inner) | Shape::Named(inner) => inner.table(),
            _ => None,
        }
    }
}

impl fmt::Display for Shape {
    /// The whole shape in words: `a list of durations` reads `a list, each a duration`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shape::Words(words) => {
                for (index, word) in words.iter().enumerate() {
                    let gap = match index {
                        0 => "",
                        _ if index + 1 == words.len() => " or ",
                        _ => ", ",
                    };
                    write!(f, "{gap}`\"{}\"`", word.word)?;
                }
                Ok(())
            }
            Shape::List(inner) => write!(f, "a list, each {inner}"),
            Shape::OneOrMany(inner) => write!(f, "{inner}, or a list of such"),
            Shape::Named(inner) => write!(f, "named entries, each {inner}"),
            Shape::Either(shapes) => {
                for (index, shape) in shapes.iter().enumerate() {
                    write!(f, "{}{shape}", if index == 0 { "" } else { "; or " })?;
                }
                Ok(())
            }
            other => f.write_str(other.noun()),
        }
    }
}

impl TableDoc {
    /// The documentation of `key`.
    pub fn key(&self, key: &str) -> Option<&'static KeyDoc> {
        self.keys.iter().find(|doc| doc.key == key)
    }

    /// What it describes, as one paragraph.
    pub fn about(&self) -> String {
        paragraph(self.doc)
    }
}

impl KeyDoc {
    /// What it means, as one paragraph.
    pub fn about(&self) -> String {
        paragraph(self.doc)
    }

    /// What may be written, in words.
    pub fn kind(&self) -> String {
        self.shape.to_string()
    }
}

impl WordDoc {
    /// What it means, as one paragraph.
    pub fn about(&self) -> String {
        paragraph(self.doc)
    }
}

/// Joins the lines of a doc comment.
fn paragraph(lines: &[&str]) -> String {
    lines
        .iter()
        .map(|line| line.trim())
        .collect::<Vec<_>>()
        .join(" ")
        .trim()
        .to_owned()
}
