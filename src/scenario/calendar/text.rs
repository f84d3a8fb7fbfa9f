//! What is wrong with a short text that a planner wrote, and where in it.

use std::ops::Range;

/// A text that does not say what it should. Displays as "reason; remedy".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}; {remedy}")]
pub struct TextError {
    /// The bytes of the text that are wrong.
    pub at: Range<usize>,
    /// What is wrong with them.
    pub reason: String,
    /// What to write instead.
    pub remedy: String,
}

impl TextError {
    pub(super) fn new(
        at: Range<usize>,
        reason: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        TextError {
            at,
            reason: reason.into(),
            remedy: remedy.into(),
        }
    }
}

/// The part of a text that is left when blanks around it are dropped, with its place.
pub(super) fn trimmed(text: &str, at: Range<usize>) -> (Range<usize>, &str) {
    let part = text.get(at.clone()).unwrap_or_default();
    let start = at.start + (part.len() - part.trim_start().len());
    (start..start + part.trim().len(), part.trim())
}

/// The parts between separators, trimmed, each with its place.
pub(super) fn parts<'a>(
    text: &'a str,
    within: Range<usize>,
    separators: &'a [char],
) -> impl Iterator<Item = (Range<usize>, &'a str)> {
    let whole = text.get(within.clone()).unwrap_or_default();
    whole.split(separators).map(move |part| {
        let start = within.start + (part.as_ptr() as usize - whole.as_ptr() as usize);
        trimmed(text, start..start + part.len())
    })
}
