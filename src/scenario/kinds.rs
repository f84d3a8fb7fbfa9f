//! The kinds of values that keys have: scalars, values with units, names, lists and tables of named things.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil;

use super::band::{Average, Band};
use super::money::{Decline, Money, Price};
use super::node::{Node, Value};
use super::problem::{Problem, Problems};
use super::reader::{FromNode, Located, Shape, mismatch, misread};
use super::units::{Count, Duration, Mass, Misread, Quantity, Rate, Share};

/// A name that the scenario chose: small letters, digits and single hyphens between them, as in `bac-luan-2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// The same as a regular expression.
    pub const PATTERN: &'static str = "^[a-z0-9]+(-[a-z0-9]+)*$";

    /// The name, if it is well formed; else a name near it, if there is one.
    pub fn new(text: &str) -> Result<Self, Option<String>> {
        let is_word = |word: &str| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if text.split('-').all(is_word) {
            return Ok(Self(text.to_owned()));
        }
        let plain: String = text
            .chars()
            .flat_map(char::to_lowercase)
            .map(without_marks)
            .collect();
        let words: Vec<&str> = plain
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let name = words.join("-");
        Err(words
            .iter()
            .all(|word| is_word(word))
            .then_some(name)
            .filter(|name| !name.is_empty()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn misread(text: &str, near: Option<String>) -> Misread {
        Misread {
            why: format!("`{text}` is more than small letters, digits and hyphens"),
            help: near.map(|near| {
                format!("write `{near}`; a name for people goes into a key of its own")
            }),
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A small Vietnamese letter without its marks; other characters as they are.
fn without_marks(c: char) -> char {
    const LETTERS: [(char, &str); 7] = [
        ('a', "àáảãạăằắẳẵặâầấẩẫậ"),
        ('d', "đ"),
        ('e', "èéẻẽẹêềếểễệ"),
        ('i', "ìíỉĩị"),
        ('o', "òóỏõọôồốổỗộơờớởỡợ"),
        ('u', "ùúủũụưừứửữự"),
        ('y', "ỳýỷỹỵ"),
    ];
    LETTERS
        .iter()
        .find(|(_, marked)| marked.contains(c))
        .map_or(c, |(plain, _)| *plain)
}

/// A table of things that have names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<T>(pub BTreeMap<Name, Located<T>>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> Named<T> {
    /// The thing of that name.
    pub fn get(&self, name: &str) -> Option<&Located<T>> {
        self.0.get(name)
    }

    /// The names, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(Name::as_str)
    }

    /// The things in the order in which they were written.
    pub fn in_order(&self) -> Vec<(&Name, &Located<T>)> {
        let mut all: Vec<_> = self.0.iter().collect();
        all.sort_by_key(|(_, located)| located.place);
        all
    }
}

/// One value or a list of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOrMany<T>(pub Vec<Located<T>>);

impl FromNode for String {
    const SHAPE: Shape = Shape::Text;

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Text(text) => Some(text.clone()),
            _ => mismatch(node, problems),
        }
    }
}

impl FromNode for bool {
    const SHAPE: Shape = Shape::Boolean;

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match node.value {
            Value::Boolean(value) => Some(value),
            _ => mismatch(node, problems),
        }
    }
}

impl FromNode for f64 {
    const SHAPE: Shape = Shape::Number;

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match node.value {
            Value::Float(number) if number.is_finite() => Some(number),
            Value::Integer(number) => Some(number as f64),
            Value::Float(_) => {
                problems.push(Problem::error(
                    node.place,
                    "expected a number",
                    "this is not a finite number",
                ));
                None
            }
            _ => mismatch(node, problems),
        }
    }
}

/// A whole number between `min` and `max`, as `T`.
fn integer<T: FromNode + TryFrom<i64>>(
    node: &Node,
    min: i64,
    max: i64,
    problems: &mut Problems,
) -> Option<T> {
    let Value::Integer(number) = node.value else {
        return mismatch(node, problems);
    };
    let fits = (min..=max)
        .contains(&number)
        .then(|| T::try_from(number).ok())
        .flatten();
    if fits.is_none() {
        let label = if number < 0 && min == 0 {
            "this is negative".to_owned()
        } else {
            format!("the range is {min} to {max}")
        };
        problems.push(Problem::error(node.place, "number out of range", label));
    }
    fits
}

macro_rules! integers {
    ($($Int:ty: $min:expr, $max:expr;)+) => {$(
        impl FromNode for $Int {
            const SHAPE: Shape = Shape::Integer { min: $min, max: $max };

            fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
                integer(node, $min, $max, problems)
            }
        }
    )+};
}

integers! {
    i64: i64::MIN, i64::MAX;
    u32: 0, u32::MAX as i64;
    u64: 0, i64::MAX;
}

macro_rules! moments {
    ($($Moment:ty: $Variant:ident;)+) => {$(
        impl FromNode for $Moment {
            const SHAPE: Shape = Shape::$Variant;

            fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
                match node.value {
                    Value::$Variant(moment) => Some(moment),
                    _ => mismatch(node, problems),
                }
            }
        }
    )+};
}

moments! {
    civil::Date: Date;
    civil::Time: Time;
    civil::DateTime: DateTime;
}

/// What a plain number means where a quantity is expected: nothing, unless the kind says otherwise.
fn no_number<T>(_: &Value) -> Option<Result<T, Misread>> {
    None
}

fn share_number(value: &Value) -> Option<Result<Share, Misread>> {
    match value {
        Value::Float(number) => Some(Share::from_number(*number)),
        Value::Integer(0) => Some(Ok(Share(0))),
        Value::Integer(number) => Some(Err(Misread {
            why: "this could be a percentage or a part of one".to_owned(),
            help: Some(format!("write `\"{number} %\"` or `{number}.0`")),
        })),
        _ => None,
    }
}

fn count_number(value: &Value) -> Option<Result<Count, Misread>> {
    match value {
        Value::Integer(number) => Some(Count::parse(&number.to_string())),
        _ => None,
    }
}

fn band_number(value: &Value) -> Option<Result<Band, Misread>> {
    match value {
        Value::Integer(number) => Some(Band::parse(&number.to_string())),
        Value::Float(number) if number.is_finite() => Some(Band::parse(&number.to_string())),
        _ => None,
    }
}

fn average_number(value: &Value) -> Option<Result<Average, Misread>> {
    match value {
        Value::Integer(number) => Some(Average::parse(&number.to_string())),
        Value::Float(number) if number.is_finite() => Some(Average::parse(&number.to_string())),
        _ => None,
    }
}

macro_rules! quantities {
    ($($Kind:ty, $number:expr, $plain:expr;)+) => {$(
        impl FromNode for $Kind {
            const SHAPE: Shape = Shape::Quantity {
                noun: <$Kind as Quantity>::NOUN,
                written: <$Kind as Quantity>::WRITTEN,
                number: $number,
            };

            fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
                let plain: Option<Result<$Kind, Misread>> = $plain(&node.value);
                let read = match (&node.value, plain) {
                    (Value::Text(text), _) => <$Kind as Quantity>::parse(text),
                    (_, Some(read)) => read,
                    _ => return mismatch(node, problems),
                };
                match read {
                    Ok(value) => Some(value),
                    Err(why) => misread(node, why, problems),
                }
            }
        }
    )+};
}

quantities! {
    Duration, false, no_number;
    Mass, false, no_number;
    Share, true, share_number;
    Rate, false, no_number;
    Count, true, count_number;
    Band, true, band_number;
    Average, true, average_number;
    Money, false, no_number;
    Price, false, no_number;
    Decline, false, no_number;
}

impl FromNode for Name {
    const SHAPE: Shape = Shape::Name;

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Value::Text(text) = &node.value else {
            return mismatch(node, problems);
        };
        match Name::new(text) {
            Ok(name) => Some(name),
            Err(near) => misread(node, Name::misread(text, near), problems),
        }
    }
}

impl<T: FromNode> FromNode for Located<T> {
    const SHAPE: Shape = T::SHAPE;
    const KIND: &'static str = T::KIND;

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        Some(Located {
            value: T::read(node, problems)?,
            place: node.place,
        })
    }
}

/// Every member is read, so that all are checked; the list counts only if all could be read.
fn members<T: FromNode>(nodes: &[Node], problems: &mut Problems) -> Option<Vec<T>> {
    let read: Vec<Option<T>> = nodes.iter().map(|node| T::read(node, problems)).collect();
    read.into_iter().collect()
}

impl<T: FromNode> FromNode for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match node.as_array() {
            Some(nodes) => members(nodes, problems),
            None => mismatch(node, problems),
        }
    }
}

impl<T: FromNode> FromNode for OneOrMany<T> {
    const SHAPE: Shape = Shape::OneOrMany(&T::SHAPE);

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match node.as_array() {
            Some(nodes) => members(nodes, problems).map(Self),
            None => Some(Self(vec![Located::read(node, problems)?])),
        }
    }
}

impl<T: FromNode> FromNode for Named<T> {
    const SHAPE: Shape = Shape::Named(&T::SHAPE);

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Some(table) = node.as_table() else {
            return mismatch(node, problems);
        };
        let mut map = BTreeMap::new();
        for (key, entry) in &table.entries {
            let name = Name::new(key).map_err(|near| {
                let Misread { why, help } = Name::misread(key, near);
                problems.push(Problem::error(entry.key_place, "not a name", why).maybe_help(help));
            });
            let value = Located::read(&entry.node, problems);
            if let (Ok(name), Some(value)) = (name, value) {
                map.insert(name, value);
            }
        }
        Some(Self(map))
    }
}
