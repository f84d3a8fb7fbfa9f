//! From the tree to typed values, declared once.
//!
//! [`keys!`](crate::keys) declares a table of the language: its keys, their types, what happens when one is absent, and what it
//! all means. Out of the one declaration come the struct, the reading, the check for unknown keys, and the documentation
//! from which the reference page and the JSON Schema are made; they cannot drift apart.
//!
//! Reading goes on after a problem. A field is `None` if its key is absent *or* could not be read; a missing required key and
//! an unreadable value are errors, so that whoever has checked [`Problems::has_errors`] may rely on required fields.

use super::node::{Node, Table, Value};
use super::problem::{Problem, Problems, suggest};
pub use super::shape::{KeyDoc, Need, Shape, TableDoc, WordDoc};
use super::source::Place;
use super::units::Misread;

/// A value that can be read from a node of the tree.
pub trait FromNode: Sized {
    /// What may be written, for documentation.
    const SHAPE: Shape;
    /// What it is called in messages, with its article: `a rate`.
    const KIND: &'static str = Self::SHAPE.noun();

    /// Reads it; `None` means that a problem has been reported, now or before.
    fn read(node: &Node, problems: &mut Problems) -> Option<Self>;
}

/// A table of the language, as [`keys!`](crate::keys) declares it.
pub trait Keys: FromNode {
    /// What is known about it.
    const DOC: &'static TableDoc;

    /// Reads its keys and reports the unknown and the missing ones.
    fn from_table(table: &Table, problems: &mut Problems) -> Self;
}

/// A value and where it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it was written; for a table its header.
    pub place: Place,
}

/// Reports that `node` is not what was wanted, unless it is already known to be broken.
pub fn mismatch<T: FromNode>(node: &Node, problems: &mut Problems) -> Option<T> {
    if node.value != Value::Broken {
        let label = format!("this is {}", node.value.kind());
        let help = T::SHAPE
            .written()
            .map(|written| format!("{} is written like {written}", T::KIND));
        problems.push(
            Problem::error(node.place, format!("expected {}", T::KIND), label).maybe_help(help),
        );
    }
    None
}

/// Reports that the text of `node` cannot be read as a `T`.
pub fn misread<T: FromNode>(node: &Node, misread: Misread, problems: &mut Problems) -> Option<T> {
    let general = T::SHAPE
        .written()
        .map(|written| format!("{} is written like {written}", T::KIND));
    let problem = Problem::error(node.place, format!("not {}", T::KIND), misread.why);
    problems.push(problem.maybe_help(misread.help.or(general)));
    None
}

/// Finds the word of `node` in a closed list and returns its index.
pub fn word_index(
    node: &Node,
    words: &'static [WordDoc],
    problems: &mut Problems,
) -> Option<usize> {
    let names: Vec<&str> = words.iter().map(|word| word.word).collect();
    let listed = || Shape::Words(words).to_string();
    match &node.value {
        Value::Broken => None,
        Value::Text(text) => {
            let found = names.iter().position(|name| name == text);
            if found.is_none() {
                let problem = Problem::error(
                    node.place,
                    format!("`{text}` is not a word known here"),
                    format!("expected {}", listed()),
                );
                problems.push(problem.maybe_help(suggest(text, &names, "the words are")));
            }
            found
        }
        other => {
            let label = format!("this is {}", other.kind());
            problems.push(Problem::error(
                node.place,
                format!("expected {}", listed()),
                label,
            ));
            None
        }
    }
}

/// Of the keys `choices` of a table exactly one must be given: returns its index, or reports that none or too many are.
pub fn exactly_one(table: &Table, choices: &[&str], problems: &mut Problems) -> Option<usize> {
    let all = || {
        let quoted: Vec<String> = choices.iter().map(|key| format!("`{key}`")).collect();
        quoted.join(", ")
    };
    let mut given = choices
        .iter()
        .enumerate()
        .filter_map(|(index, key)| Some((index, table.entries.get(*key)?, key)));
    let Some((first, first_entry, first_key)) = given.next() else {
        if !table.damaged {
            problems.push(Problem::error(
                table.place,
                "nothing is chosen",
                format!("give one of {}", all()),
            ));
        }
        return None;
    };
    let mut alone = true;
    for (_, entry, key) in given {
        let title = format!("`{first_key}` and `{key}` exclude each other");
        let label = format!("give only one of {}", all());
        let problem = Problem::error(entry.key_place, title, label);
        problems.push(problem.extra(first_entry.key_place, "the other is here"));
        alone = false;
    }
    alone.then_some(first)
}

/// Reads the keys of one table; the working part of [`keys!`](crate::keys).
#[derive(Debug)]
pub struct TableReader<'a> {
    table: &'a Table,
    doc: &'static TableDoc,
    problems: &'a mut Problems,
}

impl<'a> TableReader<'a> {
    /// A reader that has reported what is unknown and what is missing.
    pub fn new(table: &'a Table, doc: &'static TableDoc, problems: &'a mut Problems) -> Self {
        let known: Vec<&str> = doc.keys.iter().map(|key| key.key).collect();
        for (key, entry) in &table.entries {
            if !known.contains(&key.as_str()) {
                let label = match doc.path {
                    "" => "not a table of the language".to_owned(),
                    path => format!("not a key of `{path}`"),
                };
                let problem =
                    Problem::error(entry.key_place, format!("unknown key `{key}`"), label);
                problems.push(problem.maybe_help(suggest(key, &known, "the keys here are")));
            }
        }
        let missing =
            |key: &&KeyDoc| key.need == Need::Required && !table.entries.contains_key(key.key);
        for key in doc.keys.iter().filter(missing).filter(|_| !table.damaged) {
            let example = key.example.map_or(String::new(), |example| {
                format!(", as in `{} = {example}`", key.key)
            });
            let problem = Problem::error(
                table.place,
                format!("missing key `{}`", key.key),
                format!("this needs `{}`", key.key),
            );
            problems.push(problem.help(format!("{}: {}{example}", key.key, key.kind())));
        }
        for choices in doc.one_of {
            exactly_one(table, choices, problems);
        }
        Self {
            table,
            doc,
            problems,
        }
    }

    /// The value of `key`, if it is there and can be read.
    pub fn key<T: FromNode>(&mut self, key: &str) -> Option<Located<T>> {
        debug_assert!(self.doc.key(key).is_some());
        let node = self.table.get(key)?;
        Some(Located {
            value: T::read(node, self.problems)?,
            place: node.place,
        })
    }
}

/// `name` with `-` for `_`: how a field is spelt as a key. `N` is the length of `name` in bytes.
pub const fn kebab<const N: usize>(name: &str) -> [u8; N] {
    let mut bytes = [0; N];
    let mut at = 0;
    while at < N && at < name.len() {
        let byte = name.as_bytes()[at];
        bytes[at] = if byte == b'_' { b'-' } else { byte };
        at += 1;
    }
    bytes
}

/// Declares tables of the language: struct, reading, check and documentation in one.
///
/// ```
/// use bordergate::keys;
/// use bordergate::scenario::units::{Duration, Rate};
///
/// keys! {
///     /// Who serves.
///     pub struct Station("station.ID") {
///         /// Name printed in reports.
///         name: String, default "the id", example "\"customs desk\"";
///         /// How long one vehicle takes.
///         service_time: Duration, required, example "\"12 min\"";
///         /// The most that pass.
///         limit as "at-most": Rate, optional, example "\"80 / day\"";
///     }
/// }
/// ```
///
/// Every field becomes an `Option<Located<T>>`, its key is the field's name with `-` for `_` unless `as` gives another, and
/// its need is `required`, `optional` or `default "what then holds"`. A group `one of ["serve", "branch"]` after the path says
/// that exactly one of these keys is given; there may be several groups.
#[macro_export]
macro_rules! keys {
    ($(
        $(#[doc = $about:literal])*
        $vis:vis struct $Name:ident($path:literal) $(one of [$($choice:literal),+ $(,)?])* {
            $(
                $(#[doc = $doc:literal])*
                $field:ident $(as $key:literal)? : $ty:ty, $need:ident $($default:literal)? $(, example $example:literal)? ;
            )*
        }
    )+) => {$(
        $(#[doc = $about])*
        #[derive(Debug, Clone, PartialEq)]
        $vis struct $Name {
            $(
                $(#[doc = $doc])*
                pub $field: Option<$crate::scenario::reader::Located<$ty>>,
            )*
        }

        impl $crate::scenario::reader::Keys for $Name {
            const DOC: &'static $crate::scenario::reader::TableDoc = &$crate::scenario::reader::TableDoc {
                path: $path,
                doc: &[$($about),*],
                keys: &[$($crate::scenario::reader::KeyDoc {
                    key: $crate::keys!(@key $field $($key)?),
                    doc: &[$($doc),*],
                    shape: &<$ty as $crate::scenario::reader::FromNode>::SHAPE,
                    need: $crate::keys!(@need $need $($default)?),
                    example: $crate::keys!(@example $($example)?),
                }),*],
                one_of: &[$(&[$($choice),+]),*],
            };

            fn from_table(
                table: &$crate::scenario::node::Table,
                problems: &mut $crate::scenario::problem::Problems,
            ) -> Self {
                let mut reader = $crate::scenario::reader::TableReader::new(table, Self::DOC, problems);
                Self { $($field: reader.key($crate::keys!(@key $field $($key)?)),)* }
            }
        }

        impl $crate::scenario::reader::FromNode for $Name {
            const SHAPE: $crate::scenario::reader::Shape =
                $crate::scenario::reader::Shape::Table(<Self as $crate::scenario::reader::Keys>::DOC);

            fn read(
                node: &$crate::scenario::node::Node,
                problems: &mut $crate::scenario::problem::Problems,
            ) -> Option<Self> {
                match node.as_table() {
                    Some(table) => Some(<Self as $crate::scenario::reader::Keys>::from_table(table, problems)),
                    None => $crate::scenario::reader::mismatch(node, problems),
                }
            }
        }
    )+};
    (@key $field:ident) => {{
        const NAME: &str = stringify!($field);
        const BYTES: [u8; NAME.len()] = $crate::scenario::reader::kebab(NAME);
        const KEY: &str = match core::str::from_utf8(&BYTES) {
            Ok(key) => key,
            Err(_) => NAME,
        };
        KEY
    }};
    (@key $field:ident $key:literal) => { $key };
    (@need required) => { $crate::scenario::reader::Need::Required };
    (@need optional) => { $crate::scenario::reader::Need::Optional };
    (@need default $default:literal) => { $crate::scenario::reader::Need::Default($default) };
    (@example) => { None };
    (@example $example:literal) => { Some($example) };
}

/// Declares a closed list of words as an enum.
///
/// ```
/// bordergate::words! {
///     /// What a notice makes of the gate.
///     pub enum State {
///         /// Nothing passes.
///         Closed = "closed",
///         /// Only who has booked.
///         Appointment = "appointment",
///     }
/// }
/// ```
#[macro_export]
macro_rules! words {
    ($(
        $(#[doc = $about:literal])*
        $vis:vis enum $Name:ident {
            $(
                $(#[doc = $doc:literal])*
                $Variant:ident = $word:literal
            ),+ $(,)?
        }
    )+) => {$(
        $(#[doc = $about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $Name {
            $(
                $(#[doc = $doc])*
                $Variant,
            )+
        }

        impl $Name {
            /// Every variant, in the order of declaration.
            pub const ALL: &'static [$Name] = &[$($Name::$Variant),+];
            /// The words, in the same order.
            pub const WORDS: &'static [$crate::scenario::reader::WordDoc] =
                &[$($crate::scenario::reader::WordDoc { word: $word, doc: &[$($doc),*] }),+];

            /// The word as it is written.
            pub const fn word(self) -> &'static str {
                match self {
                    $($Name::$Variant => $word,)+
                }
            }
        }

        impl $crate::scenario::reader::FromNode for $Name {
            const SHAPE: $crate::scenario::reader::Shape = $crate::scenario::reader::Shape::Words(Self::WORDS);

            fn read(
                node: &$crate::scenario::node::Node,
                problems: &mut $crate::scenario::problem::Problems,
            ) -> Option<Self> {
                let index = $crate::scenario::reader::word_index(node, Self::WORDS, problems)?;
                Self::ALL.get(index).copied()
            }
        }
    )+};
}
