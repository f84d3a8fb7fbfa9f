//! From text to the tree: TOML, with every syntax error of a text collected.
//!
//! The parser recovers from errors but loses what stood around them, and says so in its own words. Three things are
//! therefore done here: a line without `=` is blanked and the text read again, since the parser drops all that follows it;
//! what a syntax error touches is marked, so that nobody reports it a second time; the commonest slips are said in a
//! planner's words.
//!
//! Invariant: the depth of brackets and keys is checked before anything recurses.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil;
use toml::de::{DeTable, DeValue};

use super::node::{DEEPEST, Entry, Node, Table, Value};
use super::problem::{Problem, Problems};
use super::source::Place;

/// No more syntax errors of one text are listed: such a text is no scenario.
const MOST_SYNTAX_ERRORS: usize = 200;

/// Reads a whole text that stands at `offset`; all syntax errors are collected and the rest of the tree is kept.
pub fn parse_document(text: &str, offset: usize, problems: &mut Problems) -> Table {
    let brackets = scan_brackets(text);
    if let Some(at) = brackets.too_deep {
        problems.push(nested_too_deep(offset + at));
        return Table {
            place: Place::new(offset, offset),
            damaged: true,
            ..Table::default()
        };
    }
    let (mut tree, mut errors) = DeTable::parse_recoverable(text);
    // The parser gives up on the rest of the text at a line without `=`. Reading again without such lines finds the rest.
    let lost: Vec<_> = errors
        .iter()
        .filter(|error| ends_the_document(error.message()))
        .cloned()
        .collect();
    let mended;
    if !lost.is_empty() {
        mended = without_lines(text, &lost);
        (tree, errors) = DeTable::parse_recoverable(&mended);
        errors.extend(lost);
    }
    if errors
        .iter()
        .any(|error| error.message().contains("recursi"))
    {
        problems.push(nested_too_deep(
            offset
                + errors
                    .iter()
                    .find_map(|error| error.span())
                    .map_or(0, |span| span.start),
        ));
        return Table {
            place: Place::new(offset, offset),
            damaged: true,
            ..Table::default()
        };
    }
    let mut builder = Builder::new(text, offset, &errors);
    // A bracket that is never closed swallows the rest of the text: what is wrong in there is only a consequence.
    let swallowed = errors
        .iter()
        .any(|error| is_unclosed(error.message()))
        .then_some(brackets.unclosed)
        .flatten();
    if let Some(at) = swallowed {
        let place = Place::new(offset + at, offset + at + 1);
        problems.push(Problem::error(
            place,
            "a bracket that is never closed",
            "opened here",
        ));
        builder.damaged.extend([0, builder.header_of(at)]);
    }
    let after = swallowed.unwrap_or(text.len() + 1);
    let own = |error: &&toml::de::Error| error.span().is_none_or(|span| span.start < after);
    let mut shown = errors.iter().filter(own);
    for error in shown.by_ref().take(MOST_SYNTAX_ERRORS) {
        problems.push(builder.syntax_problem(error));
    }
    if let Some(error) = shown.next() {
        let place = builder.place(error.span().unwrap_or(0..0));
        let title = format!("more than {MOST_SYNTAX_ERRORS} syntax errors");
        problems.push(Problem::error(
            place,
            title,
            "from here on they are not listed",
        ));
    }
    builder.table(tree.get_ref(), Place::new(offset, offset), 0..0, problems)
}

/// Reads one value that stands at `offset`; on a syntax error says only where and what.
pub fn parse_value(
    text: &str,
    offset: usize,
    problems: &mut Problems,
) -> Result<Node, Box<Problem>> {
    if let Some(at) = scan_brackets(text).too_deep {
        return Err(Box::new(nested_too_deep(offset + at)));
    }
    let (value, errors) = DeValue::parse_recoverable(text);
    let mut builder = Builder::new(text, offset, &errors);
    match errors.first() {
        Some(error) => Err(Box::new(builder.syntax_problem(error))),
        None => Ok(builder.node(value.get_ref(), value.span(), problems)),
    }
}

/// Turns the parser's tree into ours.
///
/// Lines and headers are indexed first: hostile texts have a million errors, or all on one line.
struct Builder<'a> {
    text: &'a str,
    offset: usize,
    /// Where the line endings are.
    newlines: Vec<usize>,
    /// Where the lines start that open a table, after their indent.
    headers: Vec<usize>,
    /// Where syntax errors start.
    errors: BTreeSet<usize>,
    /// Where the tables start whose part has a syntax error.
    damaged: BTreeSet<usize>,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str, offset: usize, errors: &[toml::de::Error]) -> Self {
        let newlines = text.match_indices('\n').map(|(at, _)| at).collect();
        let mut headers = Vec::new();
        let mut line_start = 0;
        for line in text.split_inclusive('\n') {
            let content = line.trim_start();
            if content.starts_with('[') {
                headers.push(line_start + line.len() - content.len());
            }
            line_start += line.len();
        }
        let errors = errors
            .iter()
            .filter_map(|error| Some(error.span()?.start))
            .collect();
        let mut builder = Self {
            text,
            offset,
            newlines,
            headers,
            errors,
            damaged: BTreeSet::new(),
        };
        builder.damaged = builder
            .errors
            .iter()
            .map(|at| builder.header_of(*at))
            .collect();
        builder
    }

    /// The bytes of the line that holds `at`, without its line ending.
    fn line(&self, at: usize) -> std::ops::Range<usize> {
        let line = self.newlines.partition_point(|newline| *newline < at);
        let start = line
            .checked_sub(1)
            .and_then(|before| self.newlines.get(before));
        let end = self.newlines.get(line).copied().unwrap_or(self.text.len());
        start.map_or(0, |newline| newline + 1)..end
    }

    /// Start of the table header on or before the line of `at`, or 0 for the top of the text.
    fn header_of(&self, at: usize) -> usize {
        let end = self.line(at).end;
        let after = self.headers.partition_point(|header| *header <= end);
        after
            .checked_sub(1)
            .and_then(|index| self.headers.get(index))
            .copied()
            .unwrap_or(0)
    }

    fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place::new(self.offset + span.start, self.offset + span.end)
    }

    fn table(
        &mut self,
        table: &DeTable<'_>,
        place: Place,
        span: std::ops::Range<usize>,
        problems: &mut Problems,
    ) -> Table {
        let mut entries = BTreeMap::new();
        for (key, value) in table {
            let key_place = self.place(key.span());
            let node = self.node(value.get_ref(), value.span(), problems);
            entries.insert(key.get_ref().to_string(), Entry { key_place, node });
        }
        Table {
            place,
            entries,
            damaged: self.damaged.contains(&span.start),
        }
    }

    fn node(
        &mut self,
        value: &DeValue<'_>,
        span: std::ops::Range<usize>,
        problems: &mut Problems,
    ) -> Node {
        let place = self.place(span.clone());
        let made_of_parts = match value {
            DeValue::Table(_) => !self.text[span.clone()].starts_with('{'),
            DeValue::Array(_) => self.text[span.clone()].starts_with("[["),
            _ => false,
        };
        if !made_of_parts && (self.has_error(&span) || span.is_empty()) {
            return Node {
                place,
                value: Value::Broken,
            };
        }
        let value = match value {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(number) => {
                match i64::from_str_radix(number.as_str(), number.radix()) {
                    Ok(number) => Value::Integer(number),
                    Err(_) => broken(
                        problems,
                        place,
                        "number too large",
                        "whole numbers go up to 9223372036854775807",
                    ),
                }
            }
            DeValue::Float(number) => match number.as_str().parse::<f64>() {
                Ok(float) if float.is_infinite() && !number.as_str().contains("inf") => broken(
                    problems,
                    place,
                    "number too large",
                    "this is beyond what a number can hold",
                ),
                Ok(float) => Value::Float(float),
                Err(_) => broken(problems, place, "not a number", "this cannot be read"),
            },
            DeValue::Boolean(value) => Value::Boolean(*value),
            DeValue::Datetime(moment) => moment_value(moment, place, problems),
            DeValue::Array(members) => Value::Array(
                members
                    .iter()
                    .map(|member| self.node(member.get_ref(), member.span(), problems))
                    .collect(),
            ),
            DeValue::Table(table) => Value::Table(self.table(table, place, span, problems)),
        };
        Node { place, value }
    }

    /// Whether a syntax error starts in this value or after it on its last line.
    fn has_error(&self, span: &std::ops::Range<usize>) -> bool {
        let line_end = self.line(span.end).end;
        self.errors.range(span.start..=line_end).next().is_some()
    }

    fn syntax_problem(&self, error: &toml::de::Error) -> Problem {
        let span = error.span().unwrap_or(0..0);
        let (what, expected) = match error.message().split_once(", expected ") {
            Some((what, expected)) => (what, format!("expected {expected}")),
            None => (error.message(), String::new()),
        };
        let line = &self.text[self.line(span.start)];
        let place = self.place(span.clone());
        match what {
            "string values must be quoted" if self.text[span].trim().is_empty() => {
                Problem::error(place, "a key without a value", "expected a value")
            }
            "string values must be quoted" => Problem::error(
                place,
                "text without quotes",
                "this is neither a number nor a date",
            )
            .maybe_help(quoting_help(line)),
            "invalid datetime" => Problem::error(
                place,
                "not a date or time",
                "dates are written 2022-01-31, times 07:00",
            )
            .maybe_help(quoting_help(line)),
            "duplicate key" => Problem::error(
                place,
                "a key that is given twice",
                "this is the second time",
            ),
            _ => Problem::error(place, what, expected),
        }
    }
}

/// A remedy for `time = 12 min` and `name = Hải Yên`: the slip that everybody makes.
fn quoting_help(line: &str) -> Option<String> {
    if line.len() > 200 {
        return None;
    }
    let (key, value) = line.split_once('=')?;
    let value = value.split('#').next().unwrap_or(value).trim();
    let bare = value
        .chars()
        .all(|c| c.is_alphanumeric() || " .,%/:-".contains(c));
    (!value.is_empty() && bare && !key.trim().is_empty()).then(|| {
        format!(
            "text and values with units stand in quotes: `{} = \"{value}\"`",
            key.trim()
        )
    })
}

fn moment_value(moment: &toml::value::Datetime, place: Place, problems: &mut Problems) -> Value {
    if moment.offset.is_some() {
        problems.push(
            Problem::error(place, "a time with an offset from UTC", "give local time").help(
                "times are on the scenario's clock: leave out the `Z` or `+07:00` at the end",
            ),
        );
        return Value::Broken;
    }
    let date = moment.date.map(|date| {
        let (year, month, day) = (
            i16::try_from(date.year),
            i8::try_from(date.month),
            i8::try_from(date.day),
        );
        civil::Date::new(year.ok()?, month.ok()?, day.ok()?).ok()
    });
    let time = moment.time.map(|time| {
        let (hour, minute) = (
            i8::try_from(time.hour).ok()?,
            i8::try_from(time.minute).ok()?,
        );
        let second = i8::try_from(time.second.unwrap_or(0)).ok()?;
        let nanosecond = i32::try_from(time.nanosecond.unwrap_or(0)).ok()?;
        civil::Time::new(hour, minute, second, nanosecond).ok()
    });
    match (date, time) {
        (Some(Some(date)), None) => Value::Date(date),
        (None, Some(Some(time))) => Value::Time(time),
        (Some(Some(date)), Some(Some(time))) => Value::DateTime(date.to_datetime(time)),
        _ => broken(
            problems,
            place,
            "no such date or time",
            "this is not in the calendar",
        ),
    }
}

fn broken(problems: &mut Problems, place: Place, title: &str, label: &str) -> Value {
    problems.push(Problem::error(place, title, label));
    Value::Broken
}

fn nested_too_deep(at: usize) -> Problem {
    Problem::error(
        Place::new(at, at + 1),
        "nested too deep",
        format!("this is more than {DEEPEST} levels down"),
    )
}

/// Errors after which the parser drops the rest of the text.
fn ends_the_document(message: &str) -> bool {
    message.starts_with("key with no value") || message.starts_with("missing value for key")
}

/// `text` with spaces in place of the lines of `errors`, so that all other positions stay.
fn without_lines(text: &str, errors: &[toml::de::Error]) -> String {
    let bad: BTreeSet<usize> = errors
        .iter()
        .filter_map(|error| {
            Some(
                text[..error.span()?.start]
                    .rfind('\n')
                    .map_or(0, |at| at + 1),
            )
        })
        .collect();
    let mut mended = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if bad.contains(&mended.len()) {
            let content = line.trim_end_matches(['\r', '\n']);
            mended.extend(std::iter::repeat_n(' ', content.len()));
            mended.push_str(&line[content.len()..]);
        } else {
            mended.push_str(line);
        }
    }
    mended
}

/// Errors that say that a list or an inline table has no end.
fn is_unclosed(message: &str) -> bool {
    message.starts_with("unclosed array,") || message.starts_with("unclosed inline table")
}

/// What a look at the brackets tells.
struct Brackets {
    /// Where the text first nests deeper than [`DEEPEST`], in brackets or in the parts of one key.
    too_deep: Option<usize>,
    /// The outermost bracket that is open at the end.
    unclosed: Option<usize>,
}

/// A scan of bytes that knows strings and comments: it bounds the recursion of everything that comes after it.
fn scan_brackets(text: &str) -> Brackets {
    let bytes = text.as_bytes();
    let mut open: Vec<usize> = Vec::new();
    let (mut at, mut dots) = (0, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'#' => at = end_of_line(bytes, at),
            b'"' | b'\'' => at = end_of_string(bytes, at),
            b'[' | b'{' => open.push(at),
            b']' | b'}' => drop(open.pop()),
            b'.' => dots += 1,
            b'=' | b',' | b'\n' => dots = 0,
            _ => {}
        }
        if open.len() > DEEPEST || dots >= DEEPEST {
            return Brackets {
                too_deep: Some(at),
                unclosed: None,
            };
        }
        at += 1;
    }
    Brackets {
        too_deep: None,
        unclosed: open.first().copied(),
    }
}

/// The last byte before the newline that ends the line of `at`.
fn end_of_line(bytes: &[u8], at: usize) -> usize {
    bytes[at..]
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(bytes.len(), |end| at + end - 1)
}

/// The last byte of the string that opens at `at`; a string of one line ends with its line at the latest.
fn end_of_string(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let long = bytes[at..].starts_with(&[quote; 3]);
    let mut next = at + if long { 3 } else { 1 };
    while let Some(byte) = bytes.get(next) {
        match byte {
            b'\\' if quote == b'"' => next += 1,
            b'\n' if !long => return next - 1,
            _ if long && bytes[next..].starts_with(&[quote; 3]) => return next + 2,
            _ if !long && *byte == quote => return next,
            _ => {}
        }
        next += 1;
    }
    bytes.len()
}
