//! What cannot hold, whatever is drawn: shown by a sum over the calendar, without a simulation.
//!
//! Only upper bounds of crossings prove anything here ([`most_crossings`]): that fewer cross than are wanted, that those in line at the start are
//! not all gone, or that more stay in line than may. A proof is of one model; whoever asks about a lever asks at each of its values.

use crate::des::clock::Time;
use crate::des::variate::Distribution;
use crate::measures::Dims;
use crate::measures::quantity::{Condition, Expectation};
use crate::plan::{Counted, Kind, MostCrossings, Plan, leaves_by_crossing_alone, most_crossings};
use crate::scenario::expression::Relation;
use crate::scenario::model::Scenario;

/// Why a condition cannot hold in any replication.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// Crossings that cannot be exceeded.
    pub most: MostCrossings,
    /// The span in which they are counted.
    pub span: (Time, Time),
    /// What would be needed.
    pub needed: Needed,
}

/// What would be needed for a condition to hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Needed {
    /// So many crossings; that is more than there can be.
    Crossings {
        /// The limit of the condition.
        limit: f64,
    },
    /// So many tonnes across, of vehicles that carry at most so much.
    Tonnes {
        /// The limit of the condition.
        limit: f64,
        /// The most that a vehicle carries, kilograms.
        load: f64,
    },
    /// All that stand in line at the start are gone.
    AllGone {
        /// How many these are.
        in_line: u64,
    },
    /// Of those that stand in line at the start at most so many are left.
    Left {
        /// How many stand there.
        in_line: u64,
        /// The limit of the condition.
        limit: f64,
    },
}

impl Needed {
    /// How many crossings are missing at least, given how many there can be.
    pub fn missing(self, most: u64) -> f64 {
        let most = most as f64;
        match self {
            Needed::Crossings { limit } => limit - most,
            Needed::Tonnes { limit, load } => limit * 1e3 / load - most,
            Needed::AllGone { in_line } => in_line as f64 - most,
            Needed::Left { in_line, limit } => in_line as f64 - limit - most,
        }
    }
}

/// A proof that the requirement holds with no draws at all; `None` where there is none, which proves nothing.
pub fn impossible(scenario: &Scenario, plan: &Plan, expectation: &Expectation) -> Option<Proof> {
    if let Expectation::Chance {
        relation, limit, ..
    } = expectation
        && relation.holds(0.0, *limit)
    {
        // A chance of nothing would do.
        return None;
    }
    let condition = expectation.condition();
    match (condition.quantity.measure, condition.quantity.statistic) {
        ("vehicles-crossed", "total") => crossed(plan, condition),
        ("crossings", "total") => crossings(plan, condition),
        ("tonnes-crossed", "total") => tonnes(scenario, plan, condition),
        ("drain-date", _) => drained(plan, condition),
        ("stock", "end" | "level") => stock(plan, condition),
        _ => None,
    }
}

const FIRST: Counted = Counted {
    first: true,
    to_vietnam: None,
};

fn crossed(plan: &Plan, condition: &Condition) -> Option<Proof> {
    let dims = &condition.quantity.dims;
    let limit = wanted_at_least(condition)?;
    let span = span(plan, dims)?;
    let of_kind = |_: u32, kind: &Kind| kind.loaded && is_counted(kind, dims);
    let most = most_crossings(plan, of_kind, FIRST, span)?;
    let holds = condition.relation.holds(most.total as f64, limit);
    (!holds).then_some(Proof {
        most,
        span,
        needed: Needed::Crossings { limit },
    })
}

fn crossings(plan: &Plan, condition: &Condition) -> Option<Proof> {
    let dims = &condition.quantity.dims;
    let limit = wanted_at_least(condition)?;
    let span = span(plan, dims)?;
    let counted = Counted {
        first: false,
        to_vietnam: dims.to_vietnam,
    };
    let most = most_crossings(plan, |_, kind| is_counted(kind, dims), counted, span)?;
    let holds = condition.relation.holds(most.total as f64, limit);
    (!holds).then_some(Proof {
        most,
        span,
        needed: Needed::Crossings { limit },
    })
}

fn tonnes(scenario: &Scenario, plan: &Plan, condition: &Condition) -> Option<Proof> {
    let dims = &condition.quantity.dims;
    let limit = wanted_at_least(condition)?;
    let span = span(plan, dims)?;
    let of_kind = |kind: &Kind| kind.loaded && is_counted(kind, dims);
    let loads = plan.kinds.iter().filter(|kind| of_kind(kind)).map(|kind| {
        let source = plan.sources.get(kind.origin as usize);
        // The rows of a log may carry anything.
        let logged = source
            .is_some_and(|source| matches!(source.arrivals, crate::plan::ArrivalPlan::Trace(_)));
        let load = scenario.classes.get(kind.class as usize)?.load.as_ref();
        (!logged).then(|| load.map_or(Some(0.0), most_of)).flatten()
    });
    let load = loads
        .collect::<Option<Vec<f64>>>()?
        .into_iter()
        .fold(0.0, f64::max);
    let most = most_crossings(plan, |_, kind| of_kind(kind), FIRST, span)?;
    let holds = condition
        .relation
        .holds(most.total as f64 * load * 1e-3, limit);
    (!holds && load > 0.0).then_some(Proof {
        most,
        span,
        needed: Needed::Tonnes { limit, load },
    })
}

fn drained(plan: &Plan, condition: &Condition) -> Option<Proof> {
    let day = condition.limit as usize;
    let until = match condition.relation {
        Relation::AtMost => *plan.days.get(day + 1)?,
        Relation::Below => *plan.days.get(day)?,
        Relation::Above | Relation::AtLeast => return None,
    };
    let (most, in_line) = opening(plan, &condition.quantity.dims, until)?;
    (most.total < in_line).then_some(Proof {
        most,
        span: (plan.start, until),
        needed: Needed::AllGone { in_line },
    })
}

fn stock(plan: &Plan, condition: &Condition) -> Option<Proof> {
    let dims = &condition.quantity.dims;
    if !condition.relation.is_upper() {
        return None;
    }
    let until = match (dims.at, dims.day) {
        (Some(at), _) => at,
        (None, Some(day)) => *plan.days.get(day as usize + 1)?,
        (None, None) => plan.end,
    };
    let (most, in_line) = opening(plan, dims, until)?;
    let left = in_line.saturating_sub(most.total) as f64;
    let limit = condition.limit;
    (!condition.relation.holds(left, limit)).then_some(Proof {
        most,
        span: (plan.start, until),
        needed: Needed::Left { in_line, limit },
    })
}

/// How many of those in line at the start can cross before an instant at most, and how many they are; `None` also where some may leave the line
/// in another way.
fn opening(plan: &Plan, dims: &Dims, until: Time) -> Option<(MostCrossings, u64)> {
    let of_kind = |kind: &Kind| kind.backlog && is_counted(kind, dims);
    let mut in_line = 0;
    for backlog in &plan.backlogs {
        let kinds = || backlog.kinds.iter().map(|&kind| &plan.kinds[kind as usize]);
        if kinds().all(of_kind) {
            in_line += u64::from(backlog.vehicles);
        } else if kinds().any(of_kind) {
            // How many of them are counted is drawn.
            return None;
        }
    }
    let mut kinds =
        (0..plan.kinds.len() as u32).filter(|&kind| of_kind(&plan.kinds[kind as usize]));
    if !kinds.all(|kind| leaves_by_crossing_alone(plan, kind)) {
        return None;
    }
    let most = most_crossings(plan, |_, kind| of_kind(kind), FIRST, (plan.start, until))?;
    Some((most, in_line))
}

/// The limit of a condition that wants at least so much.
fn wanted_at_least(condition: &Condition) -> Option<f64> {
    (!condition.relation.is_upper()).then_some(condition.limit)
}

/// When what a row counts is counted.
fn span(plan: &Plan, dims: &Dims) -> Option<(Time, Time)> {
    let (from, to) = match dims.day {
        Some(day) => {
            let day = day as usize;
            (*plan.days.get(day)?, *plan.days.get(day + 1)?)
        }
        None => (plan.start, plan.end),
    };
    Some((from.max(plan.measure_from), to))
}

/// Whether a row counts vehicles of a kind.
fn is_counted(kind: &Kind, dims: &Dims) -> bool {
    !kind.persons
        && dims.gate.is_none_or(|gate| gate == kind.gate)
        && dims.import.is_none_or(|import| import == kind.import)
        && dims.class.is_none_or(|class| class == kind.class)
        && dims.chinese.is_none_or(|chinese| chinese == kind.chinese)
}

/// The most that is ever drawn, rounded to whole numbers; `None` where there is no such number.
fn most_of(distribution: &Distribution) -> Option<f64> {
    let most = match distribution {
        Distribution::Constant { value } => *value,
        Distribution::Uniform { high, .. } | Distribution::Triangular { high, .. } => *high,
        Distribution::Empirical { values, .. } => values.iter().copied().fold(0.0, f64::max),
        Distribution::Exponential { .. }
        | Distribution::Normal { .. }
        | Distribution::Lognormal { .. }
        | Distribution::Gamma { .. }
        | Distribution::Erlang { .. }
        | Distribution::Weibull { .. } => return None,
    };
    Some((most + 0.5).floor())
}
