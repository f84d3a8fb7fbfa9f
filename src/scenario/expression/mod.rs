//! Expressions: what a planner asks of the results, in one language for thresholds and for flags.
//!
//! ```text
//! expression = quantity | condition | chance
//! condition  = quantity relation limit
//! chance     = "P" "(" condition ")" relation limit
//! quantity   = measure [ "(" dimensions ")" ]
//!            | statistic "(" measure [ relation limit ] { "," dimension "=" name } ")"
//! relation   = "<" | "<=" | ">" | ">="
//! ```
//!
//! This module is the syntax alone: it knows no measure, no gate and no unit. `measures::quantity` says what the words mean.
//! Whatever is wrong is one [`Mistake`] with the bytes that are wrong, so that its caret stands on them wherever the text
//! came from: a flag, or a string in a file.
//!
//! Invariants: reading never recurses, because nothing nests deeper than a condition inside `P(...)`; every range in the
//! tree lies on character boundaries of the text that was read.

mod parse;

use std::fmt;
use std::ops::Range;

use super::problem::Problem;
use super::quoted;
use super::source::{Place, SourceMap};

/// A text of the language, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// A number or a date: `p95(time-in-system, gate = hai-yen)`.
    Quantity(Call),
    /// A quantity and its limit: `max(stock) <= 400`.
    Condition(Comparison),
    /// How often a condition holds: `P(max(stock) <= 400) >= 0.9`.
    Chance {
        /// The condition.
        of: Comparison,
        /// How its share of periods compares with the limit.
        relation: Relation,
        /// The limit, as written.
        limit: Word,
        /// The whole.
        at: Range<usize>,
    },
}

/// A quantity as it was written; nothing of it is known to exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The statistic; none where the measure stands alone.
    pub statistic: Option<Word>,
    /// The measure.
    pub measure: Word,
    /// The limit within, of a share: `< 3 h`.
    pub inside: Option<(Relation, Word)>,
    /// Dimensions and the names given for them, in the order of the text.
    pub dims: Vec<(Word, Word)>,
    /// The whole.
    pub at: Range<usize>,
}

/// A quantity, how it compares, and with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The quantity.
    pub quantity: Call,
    /// How it compares.
    pub relation: Relation,
    /// The limit, as written.
    pub limit: Word,
    /// The whole.
    pub at: Range<usize>,
}

/// Some of the text, without quotes and without blanks around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What stands there.
    pub text: String,
    /// Its bytes; quotes, where there are any, are among them.
    pub at: Range<usize>,
}

/// How a value compares with a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
}

impl Relation {
    /// The sign.
    pub const fn sign(self) -> &'static str {
        match self {
            Relation::Below => "<",
            Relation::AtMost => "<=",
            Relation::Above => ">",
            Relation::AtLeast => ">=",
        }
    }

    /// Whether the limit is the most that is allowed, not the least.
    pub const fn is_upper(self) -> bool {
        matches!(self, Relation::Below | Relation::AtMost)
    }

    /// Whether `value` stands in this relation to `limit`; what is not a number never does.
    pub fn holds<T: PartialOrd>(self, value: T, limit: T) -> bool {
        match self {
            Relation::Below => value < limit,
            Relation::AtMost => value <= limit,
            Relation::Above => value > limit,
            Relation::AtLeast => value >= limit,
        }
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sign())
    }
}

impl Expression {
    /// Takes a text apart.
    ///
    /// # Errors
    /// Where it is none of the three forms.
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        parse::expression(text)
    }

    /// The bytes it takes up.
    pub fn at(&self) -> Range<usize> {
        match self {
            Expression::Quantity(call) => call.at.clone(),
            Expression::Condition(comparison) => comparison.at.clone(),
            Expression::Chance { at, .. } => at.clone(),
        }
    }

    /// The expression, if it can be met or missed: a condition or a chance.
    ///
    /// # Errors
    /// Where it is a quantity, which has no limit.
    pub fn with_limit(self) -> Result<Self, Mistake> {
        match self {
            Expression::Quantity(call) => Err(Mistake::new(
                call.at,
                "nothing is required here",
                "this is a quantity without a limit",
            )
            .help("say how it compares, as in `p95(time-in-system) <= 6 h`")),
            other => Ok(other),
        }
    }
}

/// What is wrong with a text of the language: the bytes, the problem, what is said beside the caret, the remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The bytes of the text that are wrong.
    pub at: Range<usize>,
    /// The problem in one line, without a full stop.
    pub title: String,
    /// What is said beside the caret.
    pub label: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl Mistake {
    /// A mistake at these bytes.
    pub fn new(at: Range<usize>, title: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            at,
            title: title.into(),
            label: label.into(),
            help: None,
        }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        self.maybe_help(Some(help.into()))
    }

    /// Says what to do if there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// The error, for a text that stands bare at `offset` of a [`SourceMap`].
    pub fn problem(&self, offset: usize) -> Problem {
        self.placed(Place::new(offset + self.at.start, offset + self.at.end))
    }

    /// The error, for a text that was written as the value at `place`: in TOML quotes, perhaps with escapes, or bare after
    /// `--set`. In a string of several lines the whole string is marked.
    pub fn problem_in(&self, place: Place, sources: &SourceMap) -> Problem {
        let within = quoted::within(sources.text(place), self.at.clone());
        self.placed(within.map_or(place, |at| {
            Place::new(place.start + at.start, place.start + at.end)
        }))
    }

    fn placed(&self, place: Place) -> Problem {
        Problem::error(place, self.title.as_str(), self.label.as_str())
            .maybe_help(self.help.clone())
    }
}
