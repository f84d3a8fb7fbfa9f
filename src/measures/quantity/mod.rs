//! Quantities: what an expression means among the measures of a catalogue.
//!
//! A [`Resolver`] holds scenario, plan and catalogue, and turns the words of an [`Expression`] into the columns from which
//! they are estimated. What is reported is a fixed list, so a quantity is always one row of it, or a quantile or share of the
//! histogram behind one: nothing is added up here. Dimensions that are not named may be left out where only one row is
//! left without them; where several are, that is a mistake and no sum.
//!
//! Invariant: the canonical text of what was resolved resolves to the same.

mod aim;
mod limit;
mod names;
mod select;
mod vocabulary;

use std::fmt;

pub use aim::{Aim, Amount};
pub use vocabulary::{Better, Measure};

use super::catalogue::{Catalogue, Dims, Estimator, Spec};
use crate::plan::Plan;
use crate::scenario::expression::{Call, Comparison, Expression, Mistake, Relation, Word};
use crate::scenario::model::{Scenario, Threshold};
use crate::scenario::units::Share;
use names::Names;

/// One number of the results, or one date.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The canonical spelling: `p95(time-in-system, gate = hai-yen)`.
    pub text: String,
    /// The measure.
    pub measure: &'static str,
    /// The statistic; `share` for the share of durations beyond a limit, which `estimator` says.
    pub statistic: &'static str,
    /// The unit of its values.
    pub unit: &'static str,
    /// The grouping of the row.
    pub by: &'static str,
    /// What the row is split by.
    pub dims: Dims,
    /// How it is estimated.
    pub estimator: Estimator,
}

/// A quantity and its limit.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The canonical spelling: `max(stock) <= 400`.
    pub text: String,
    /// What is limited.
    pub quantity: Quantity,
    /// How it compares.
    pub relation: Relation,
    /// The limit in the quantity's unit; a date as the index of its day in the period.
    pub limit: f64,
}

/// What is required of the results.
#[derive(Clone, Debug, PartialEq)]
pub enum Expectation {
    /// The expected value meets a condition.
    Expected(Condition),
    /// The share of single periods that meet a condition, each by its own value, meets another.
    Chance {
        /// The condition of one period.
        of: Condition,
        /// How the share compares.
        relation: Relation,
        /// The limit of the share, 0 to 1.
        limit: f64,
    },
}

impl Quantity {
    /// Which way a change of it is better.
    pub fn better(&self) -> Better {
        match self.estimator {
            Estimator::Share { relation, .. } => Better::of_share(self.measure, relation),
            _ => Better::of(self.measure, self.statistic),
        }
    }

    /// It as a row of a catalogue, to be estimated like the others.
    pub fn spec(&self) -> Spec {
        Spec {
            measure: self.measure,
            statistic: self.statistic,
            unit: self.unit,
            by: self.by,
            dims: self.dims,
            estimator: self.estimator,
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Expectation {
    /// The canonical spelling.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expectation::Expected(condition) => condition.fmt(f),
            Expectation::Chance {
                of,
                relation,
                limit,
            } => match Share::from_number(*limit) {
                Ok(share) => write!(f, "P({of}) {relation} {share}"),
                Err(_) => write!(f, "P({of}) {relation} {limit}"),
            },
        }
    }
}

impl Expectation {
    /// The condition, of the expected value or of single periods.
    pub fn condition(&self) -> &Condition {
        match self {
            Expectation::Expected(condition) | Expectation::Chance { of: condition, .. } => {
                condition
            }
        }
    }
}

impl Expectation {
    /// The condition, to be asked of another catalogue.
    pub fn condition_mut(&mut self) -> &mut Condition {
        match self {
            Expectation::Expected(condition) | Expectation::Chance { of: condition, .. } => {
                condition
            }
        }
    }
}

/// Finds quantities in a catalogue.
#[derive(Clone, Copy)]
pub struct Resolver<'a> {
    names: Names<'a>,
    catalogue: &'a Catalogue,
}

impl<'a> Resolver<'a> {
    /// A resolver for a catalogue of this plan, compiled from this scenario.
    pub fn new(scenario: &'a Scenario, plan: &'a Plan, catalogue: &'a Catalogue) -> Self {
        Self {
            names: Names { scenario, plan },
            catalogue,
        }
    }

    /// What an expression without a limit asks for.
    ///
    /// # Errors
    /// Where it has a limit, or a word in it means nothing here.
    pub fn quantity(&self, expression: &Expression) -> Result<Quantity, Mistake> {
        let label = match expression {
            Expression::Quantity(call) => return self.call(call),
            Expression::Condition(_) => "this is a condition",
            Expression::Chance { .. } => "this is the chance of a condition",
        };
        let mistake = Mistake::new(expression.at(), "a quantity is wanted here", label);
        Err(mistake.help("leave out the limit, as in `p95(time-in-system)`"))
    }

    /// What a quantity with a limit asks for.
    ///
    /// # Errors
    /// Where it has no limit or is a chance, or a word in it means nothing here.
    pub fn condition(&self, expression: &Expression) -> Result<Condition, Mistake> {
        let label = match expression {
            Expression::Condition(comparison) => return self.comparison(comparison),
            Expression::Quantity(_) => "this is a quantity without a limit",
            Expression::Chance { .. } => "this is the chance of a condition",
        };
        let mistake = Mistake::new(expression.at(), "a condition is wanted here", label);
        Err(mistake.help("as in `p95(time-in-system) <= 6 h`"))
    }

    /// What a condition or a chance asks for.
    ///
    /// # Errors
    /// Where it has no limit, or a word in it means nothing here.
    pub fn expectation(&self, expression: &Expression) -> Result<Expectation, Mistake> {
        match expression.clone().with_limit()? {
            Expression::Chance {
                of,
                relation,
                limit,
                ..
            } => {
                let of = self.comparison(&of)?;
                let share = limit::share(&limit, "P(...)")?;
                Ok(Expectation::Chance {
                    of,
                    relation,
                    limit: share.value,
                })
            }
            condition => self.condition(&condition).map(Expectation::Expected),
        }
    }

    /// The scenario's thresholds with what each requires, or why it means nothing.
    pub fn thresholds(&self) -> Vec<(&'a Threshold, Result<Expectation, Mistake>)> {
        let thresholds = self.names.scenario.thresholds.iter();
        let resolve =
            |threshold: &Threshold| self.expectation(&Expression::parse(&threshold.require)?);
        thresholds
            .map(|threshold| (threshold, resolve(threshold)))
            .collect()
    }

    fn comparison(&self, comparison: &Comparison) -> Result<Condition, Mistake> {
        let quantity = self.call(&comparison.quantity)?;
        let what = match quantity.statistic {
            "share" => "share(...)",
            "count" => "count(...)",
            _ => quantity.measure,
        };
        let limit = limit::limit(&comparison.limit, quantity.unit, what, self.names)?;
        Ok(Condition {
            text: format!("{quantity} {} {}", comparison.relation, limit.text),
            quantity,
            relation: comparison.relation,
            limit: limit.value,
        })
    }
}

/// The histogram behind a row, where it has one.
fn histogram(spec: &Spec) -> Option<usize> {
    match spec.estimator {
        Estimator::Quantile { histogram, .. } => Some(histogram),
        _ => None,
    }
}

/// A word as it is quoted in messages: long ones are cut.
fn shown(word: &Word) -> String {
    const MOST: usize = 40;
    match word.text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}...", &word.text[..end]),
        None => word.text.clone(),
    }
}

/// `a`, `b` and `c`, in back quotes.
fn quoted_list<S: AsRef<str>>(words: &[S], and: &str) -> String {
    let quoted: Vec<String> = words
        .iter()
        .map(|word| format!("`{}`", word.as_ref()))
        .collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

/// The statistic that is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Wanted {
    /// One that the catalogue has.
    Reported(&'static str),
    /// A quantile of the histogram behind a row.
    Quantile(&'static str, f64),
    /// A share of it.
    Share(Relation, i64),
}

impl Wanted {
    /// Whether this row says it, or its histogram does.
    fn fits(self, spec: &Spec) -> bool {
        match self {
            Wanted::Reported(statistic) => spec.statistic == statistic,
            Wanted::Quantile(..) | Wanted::Share(..) => {
                spec.statistic == "p50" && histogram(spec).is_some()
            }
        }
    }

    fn word(self) -> &'static str {
        match self {
            Wanted::Reported(word) | Wanted::Quantile(word, _) => word,
            Wanted::Share(..) => "share",
        }
    }
}

impl Resolver<'_> {
    fn call(&self, call: &Call) -> Result<Quantity, Mistake> {
        select::quantity(*self, call)
    }
}
