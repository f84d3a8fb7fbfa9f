//! Where text came from: several files laid end to end in one virtual text.
//!
//! A scenario is the merge of its own file, the bases it names and the `--set` arguments. Each is a [`Source`] with
//! an offset, so that a [`Place`] is two numbers, survives the merge, and still knows its file, line and column.
//!
//! Invariant: sources do not overlap and are one byte apart, so that the end of one is not the start of the next.

/// The name under which `--set` arguments are read.
pub const COMMAND_LINE: &str = "--set";

/// A range of bytes in the virtual text of a [`SourceMap`]; `end` is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Place {
    /// The range `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// The same place of a text that stands so many bytes further on.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self {
            start: self.start.saturating_add(by),
            end: self.end.saturating_add(by),
        }
    }

    /// The smallest place that holds both.
    #[must_use]
    pub fn to(self, other: Place) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// A place in a human's words; lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location<'a> {
    /// Name of the source as the user gave it.
    pub file: &'a str,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One piece of text with a name.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    offset: usize,
    line_starts: Vec<usize>,
}

/// Every text a scenario was made of.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    sources: Vec<Source>,
}

impl SourceMap {
    /// No text yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text under `name` and returns its offset in the virtual text.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> usize {
        let offset = self
            .sources
            .last()
            .map_or(0, |last| last.offset + last.text.len() + 1);
        let text = text.into();
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        self.sources.push(Source {
            name: name.into(),
            text,
            offset,
            line_starts,
        });
        offset
    }

    /// Adds all sources of another map and returns by how much their places move.
    pub fn append(&mut self, other: &SourceMap) -> usize {
        let mut by = None;
        for source in &other.sources {
            let offset = self.add(source.name.as_str(), source.text.as_str());
            by.get_or_insert(offset.saturating_sub(source.offset));
        }
        by.unwrap_or(0)
    }

    /// The sources in the order they were added: the scenario first.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The source that holds the start of `place`, if there is one.
    pub fn source(&self, place: Place) -> Option<&Source> {
        let after = self
            .sources
            .partition_point(|source| source.offset <= place.start);
        let source = self.sources.get(after.checked_sub(1)?)?;
        (place.start <= source.offset + source.text.len()).then_some(source)
    }

    /// File, line and column of the start of `place`.
    pub fn locate(&self, place: Place) -> Option<Location<'_>> {
        let source = self.source(place)?;
        let start = source.local(place).start;
        let line = source.line_of(start);
        let before = &source.text[source.line_starts[line]..start];
        Some(Location {
            file: &source.name,
            line: line + 1,
            column: before.chars().count() + 1,
        })
    }

    /// The text at `place`, cut at the end of its source.
    pub fn text(&self, place: Place) -> &str {
        self.source(place)
            .map_or("", |source| &source.text[source.local(place)])
    }
}

impl Source {
    /// The name as the user gave it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Offset of the text in the virtual text.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// `place` within this text, cut to its length and widened to whole characters.
    pub fn local(&self, place: Place) -> std::ops::Range<usize> {
        let clamp = |at: usize| at.saturating_sub(self.offset).min(self.text.len());
        let start = self.text.floor_char_boundary(clamp(place.start));
        let end = self.text.ceil_char_boundary(clamp(place.end));
        start..end.max(start)
    }

    /// Index from 0 of the line that holds the byte `at` of this text.
    pub(crate) fn line_of(&self, at: usize) -> usize {
        self.line_starts
            .partition_point(|start| *start <= at)
            .saturating_sub(1)
    }

    /// The bytes of line `line` (from 0) without its line ending.
    pub(crate) fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let start = self
            .line_starts
            .get(line)
            .copied()
            .unwrap_or(self.text.len());
        let end = self
            .line_starts
            .get(line + 1)
            .map_or(self.text.len(), |next| next - 1);
        let line = &self.text[start..end];
        start..start + line.strip_suffix('\r').unwrap_or(line).len()
    }
}
