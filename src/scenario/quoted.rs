//! Where the bytes of a text stand in the quotes it was written in.
//!
//! A text that has a language of its own is read after TOML has taken quotes and escapes away. A caret inside it needs the
//! way back: `\"` is two bytes of the file and one of the text.

use std::ops::Range;

/// The bytes of `literal`, a value as written, at which the bytes `at` of its text stand. A value without quotes is its own
/// text. `None` for strings of several lines, and where the text does not reach that far.
pub fn within(literal: &str, at: Range<usize>) -> Option<Range<usize>> {
    if literal.starts_with("\"\"\"") || literal.starts_with("'''") {
        return None;
    }
    if let Some(content) = literal.strip_prefix('"') {
        return unescaped(content, at).map(|range| range.start + 1..range.end + 1);
    }
    let opening = usize::from(literal.starts_with('\''));
    let found = at.start + opening..at.end + opening;
    literal.get(found.clone()).map(|_| found)
}

/// The same within a string that has escapes, counted from behind its opening quote.
fn unescaped(content: &str, at: Range<usize>) -> Option<Range<usize>> {
    let mut text = 0;
    let mut raw = 0;
    let (mut start, mut end) = (None, None);
    while raw <= content.len() {
        if text >= at.start && start.is_none() {
            start = Some(raw);
        }
        if text >= at.end {
            end = Some(raw);
            break;
        }
        let (length, decoded) = character(content.get(raw..)?)?;
        raw += length;
        text += decoded;
    }
    Some(start?..end?)
}

/// The bytes of the first character as written, and of the character meant; `None` at the end.
fn character(content: &str) -> Option<(usize, usize)> {
    let first = content.chars().next()?;
    if first != '\\' {
        return Some((first.len_utf8(), first.len_utf8()));
    }
    let digits = match content.chars().nth(1)? {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        // Line feed, tab, quote and their like.
        _ => return Some((2, 1)),
    };
    let code = content.get(2..2 + digits)?;
    let meant = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
    Some((2 + digits, meant.len_utf8()))
}
