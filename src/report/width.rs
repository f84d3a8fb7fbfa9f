//! How wide text is on a terminal, and where its lines may end.
//!
//! A column is what a Latin letter takes: a Chinese character takes two, a mark that stands on a letter none, and a code that sets a
//! colour none either. Lines end between words, and between Chinese characters. A number stays with its sign, its unit and its
//! interval, so nobody reads a part of it; a single word that is wider than the terminal (a path, a digest) stays whole, so that it can be copied.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Below this nothing is laid out any more: narrower terminals are taken as this wide.
pub const NARROWEST: usize = 20;

/// Words before which a line does not end where a figure stands before them.
const UNITS: [&str; 12] = [
    "%", "h", "min", "s", "t", "kg", "km", "day", "days", "VND", "bn", "m",
];

/// What of a text must stay on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// A figure and its unit, and what stands around `±`: for sentences and names.
    Units,
    /// A figure and both of its neighbours: for columns of numbers.
    Figures,
}

/// The columns that a line takes.
pub fn width(line: &str) -> usize {
    let mut rest = line;
    let mut columns = 0;
    while let Some(at) = rest.find('\u{1b}') {
        columns += rest[..at].width();
        rest = rest[at..]
            .find('m')
            .map_or("", |end| &rest[at + end + 'm'.len_utf8()..]);
    }
    columns + rest.width()
}

/// The text filled up with spaces to so many columns.
pub fn padded(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(missing))
}

/// The columns of the widest part that must stay on one line.
pub fn widest_part(line: &str, keep: Keep) -> usize {
    let parts = parts(line, keep);
    parts.iter().map(|(_, part)| width(part)).max().unwrap_or(0)
}

/// A line broken into several: the first of at most `first` columns, the others of at most `rest`, but for parts that are wider by
/// themselves.
pub fn wrap(line: &str, first: usize, rest: usize, keep: Keep) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut now = String::new();
    for (gap, part) in parts(line, keep) {
        let room = if lines.is_empty() { first } else { rest };
        if now.is_empty() {
            now.push_str(part);
        } else if width(&now) + width(gap) + width(part) <= room {
            now.push_str(gap);
            now.push_str(part);
        } else {
            lines.push(std::mem::replace(&mut now, part.to_owned()));
        }
    }
    lines.push(now);
    lines
}

/// The text with every line that is too wide broken; what goes on is indented by two more.
pub fn fit(text: &str, columns: usize) -> String {
    let mut fitted = String::new();
    for line in text.lines() {
        if width(line) <= columns {
            fitted.push_str(line);
            fitted.push('\n');
            continue;
        }
        let words = line.trim_start();
        let indent = line.len() - words.len();
        let (first, rest) = (
            columns.saturating_sub(indent),
            columns.saturating_sub(indent + 2),
        );
        for (at, part) in wrap(words, first, rest, Keep::Units).iter().enumerate() {
            let indent = indent + if at == 0 { 0 } else { 2 };
            fitted.push_str(&format!("{}{part}\n", " ".repeat(indent)));
        }
    }
    fitted
}

/// What must stay on one line, each part with the spaces before it.
fn parts(line: &str, keep: Keep) -> Vec<(&str, &str)> {
    // Of each part where it begins and ends, and where its last word begins.
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    let mut at = 0;
    for word in line.split(' ') {
        let end = at + word.len();
        if !word.is_empty() {
            match found.last_mut() {
                Some((_, last, before)) if glued(&line[*before..*last], word, keep) => {
                    (*last, *before) = (end, at);
                }
                _ => found.push((at, end, at)),
            }
        }
        at = end + 1;
    }
    let mut parts = Vec::new();
    let mut last = 0;
    for (from, to, _) in found {
        let mut gap = &line[last..from];
        let mut rest = &line[from..to];
        while let Some(end) = between_wide(rest) {
            parts.push((gap, &rest[..end]));
            (gap, rest) = ("", &rest[end..]);
        }
        parts.push((gap, rest));
        last = to;
    }
    parts
}

/// Whether a line must not end between two words.
fn glued(before: &str, after: &str, keep: Keep) -> bool {
    let figure = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    if before == "±" || after == "±" {
        return true;
    }
    match keep {
        Keep::Figures => figure(before) || figure(after),
        Keep::Units => {
            let unit = after.trim_end_matches([',', ';', '.', ':', ')', ']']);
            before.ends_with(|c: char| c.is_ascii_digit()) && UNITS.contains(&unit)
        }
    }
}

/// Where a line may first end within a word: after a Chinese character, but not before what closes.
fn between_wide(word: &str) -> Option<usize> {
    let mut wide = false;
    for (at, c) in word.char_indices() {
        let columns = c.width().unwrap_or(0);
        if wide && columns > 0 && !"，。、：；！？）》」』”…".contains(c) {
            return Some(at);
        }
        wide = columns == 2 && !"（《「『“".contains(c) || wide && columns == 0;
    }
    None
}
