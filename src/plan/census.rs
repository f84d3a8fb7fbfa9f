//! What is asked about the time of vehicles in a span: of whom, from when to when, and how finely.
//!
//! A [`Question`] adds to a plan the instants at which the loop counts who is inside and why ("censuses"), as it counts at the end of the
//! period. It changes nothing that happens: a plan with a question simulates what it simulated without. A plan without one has no
//! such instant, and the loop asks it nothing.
//!
//! Time by cause between two censuses is a difference of two sums, each over those who have left and those who were told. So it is exact
//! within any span, whatever vehicles began before it or end after it.

use std::fmt;
use std::ops::Range;

use crate::des::clock::{Span, Time};

use super::cause::Cause;
use super::types::Plan;

const HOUR: Span = 3_600_000_000;
/// The longest span, in days, that is looked at hour by hour where all is asked; longer ones day by day.
const MOST_DAYS_BY_HOUR: i64 = 62;
/// The same where its course is asked: as many hours as a chart has room for.
const MOST_DAYS_OF_COURSE: i64 = 10;

/// A question about the time that vehicles spend in a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Gates by name; none: all.
    pub gates: Vec<String>,
    /// Classes by name; none: all that are vehicles. Persons are taken only where all the classes named are persons.
    pub classes: Vec<String>,
    /// Direction of the goods; true: import. `None`: both.
    pub import: Option<bool>,
    /// First instant of the span.
    pub from: Time,
    /// The instant at which it is over.
    pub to: Time,
    /// An instant at which it is told who stands where and why.
    pub at: Option<Time>,
    /// How much is asked.
    pub detail: Detail,
}

/// How much a question asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Time by cause in the whole span, of all whom the question takes and by gate, direction and class.
    Total,
    /// That, and by hour (in long spans by day).
    Course,
    /// That, and by line, and who stands in full yards.
    All,
}

/// Why a question cannot be asked of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unanswerable {
    /// It has no gate of this name.
    Gate(String),
    /// It has no class of this name.
    Class(String),
    /// Some of the classes named are persons and some vehicles, which are never added up.
    Mixed,
    /// The span is empty, or not within the period.
    Span,
    /// The instant is not within the period.
    Instant,
    /// Nobody of this gate, class and direction can come.
    Nobody,
}

impl fmt::Display for Unanswerable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unanswerable::Gate(name) => write!(f, "there is no gate `{name}`"),
            Unanswerable::Class(name) => write!(f, "there is no class `{name}`"),
            Unanswerable::Mixed => write!(f, "persons and vehicles are never added up"),
            Unanswerable::Span => write!(f, "the span is not within the period"),
            Unanswerable::Instant => write!(f, "the instant is not within the period"),
            Unanswerable::Nobody => {
                write!(
                    f,
                    "no source and no backlog is of this gate, class and direction"
                )
            }
        }
    }
}

/// The censuses of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CensusPlan {
    /// When those inside are told: sorted, within the period or at its end.
    pub instants: Vec<Time>,
    /// Bounds of the intervals of the span, sorted, at least two: from the first to the last. All are instants, but for the start of the
    /// period, at which nobody has spent any time.
    pub bounds: Vec<Time>,
    /// Whether the intervals are hours; else days, or the span is one interval.
    pub by_hour: bool,
    /// When it is told who stands where, where that is asked.
    pub at: Option<Time>,
    /// By kind, whether the question takes it.
    pub takes: Vec<bool>,
    /// Causes on which time may be spent within the period, in order of precedence.
    pub causes: Vec<Cause>,
    /// How much is asked.
    pub detail: Detail,
}

impl CensusPlan {
    /// First instant of the span.
    pub fn from(&self) -> Time {
        self.bounds.first().copied().unwrap_or_default()
    }

    /// The instant at which it is over.
    pub fn to(&self) -> Time {
        self.bounds.last().copied().unwrap_or_default()
    }

    /// Whether those inside are told at an instant.
    pub fn is_at(&self, now: Time) -> bool {
        self.instants.binary_search(&now).is_ok()
    }
}

impl Plan {
    /// Asks a question of a plan that has none: its censuses become ticks. Before the catalogue of measures is made, and before it runs.
    ///
    /// # Errors
    /// Where the plan does not have what the question speaks of; the plan is then as it was.
    pub fn ask(&mut self, question: &Question) -> Result<(), Unanswerable> {
        let takes = self.taken(question)?;
        let Question { from, to, .. } = *question;
        if from >= to || from < self.start || to > self.end {
            return Err(Unanswerable::Span);
        }
        // At the start itself those in line have not yet come.
        let at = question.at.map(|at| at.max(self.start + 1));
        if at.is_some_and(|at| at >= self.end || question.at < Some(self.start)) {
            return Err(Unanswerable::Instant);
        }
        self.count_inside(from..to, at, question.detail, takes);
        Ok(())
    }

    /// Adds the censuses of a span that is within the period and not empty; `at` is after the start.
    pub(super) fn count_inside(
        &mut self,
        span: Range<Time>,
        at: Option<Time>,
        detail: Detail,
        takes: Vec<bool>,
    ) {
        let Range {
            start: from,
            end: to,
        } = span;
        let by_hour = match detail {
            Detail::Total => false,
            Detail::Course => to - from <= MOST_DAYS_OF_COURSE * 24 * HOUR,
            Detail::All => to - from <= MOST_DAYS_BY_HOUR * 24 * HOUR,
        };
        let mut bounds = vec![from, to];
        match detail {
            Detail::Total => {}
            Detail::Course | Detail::All if by_hour => {
                for day in self.days.windows(2) {
                    let hours = (0..).map(|hour| day[0] + hour * HOUR);
                    bounds.extend(hours.take_while(|&at| at < day[1]));
                }
            }
            Detail::Course | Detail::All => bounds.extend(&self.days),
        }
        bounds.retain(|&bound| bound >= from && bound <= to);
        bounds.sort_unstable();
        bounds.dedup();
        let mut instants: Vec<Time> = bounds.iter().copied().chain(at).collect();
        instants.retain(|&at| at > self.start);
        instants.sort_unstable();
        instants.dedup();
        self.ticks
            .extend(instants.iter().filter(|&&at| at < self.end));
        self.ticks.sort_unstable();
        self.ticks.dedup();
        let causes = self.causes.iter().copied();
        self.census = Some(Box::new(CensusPlan {
            instants,
            bounds,
            by_hour,
            at,
            takes,
            causes: causes
                .filter(|&cause| cause != Cause::BeforeStart)
                .collect(),
            detail,
        }));
    }

    /// By kind, whether a question takes it.
    fn taken(&self, question: &Question) -> Result<Vec<bool>, Unanswerable> {
        let index = |names: &[String], name: &String| names.iter().position(|known| known == name);
        let gates: Vec<usize> = question
            .gates
            .iter()
            .map(|name| {
                index(&self.names.gates, name).ok_or_else(|| Unanswerable::Gate(name.clone()))
            })
            .collect::<Result<_, _>>()?;
        let classes: Vec<usize> = question
            .classes
            .iter()
            .map(|name| {
                index(&self.names.classes, name).ok_or_else(|| Unanswerable::Class(name.clone()))
            })
            .collect::<Result<_, _>>()?;
        let named: Vec<bool> = self
            .kinds
            .iter()
            .map(|kind| {
                let at = |of: &[usize], own: u32| of.is_empty() || of.contains(&(own as usize));
                at(&gates, kind.gate)
                    && at(&classes, kind.class)
                    && question.import.is_none_or(|import| import == kind.import)
            })
            .collect();
        let of = |persons: bool| {
            let kinds = self.kinds.iter().zip(&named);
            kinds.map(move |(kind, &named)| named && kind.persons == persons)
        };
        let (vehicles, persons) = (of(false).any(|any| any), of(true).any(|any| any));
        match (vehicles, persons) {
            (false, false) => Err(Unanswerable::Nobody),
            (true, true) if !classes.is_empty() => Err(Unanswerable::Mixed),
            (true, _) => Ok(of(false).collect()),
            (false, true) => Ok(of(true).collect()),
        }
    }
}
