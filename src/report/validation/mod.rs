//! What all published facts of some scenarios say together: how many intervals hold, and of how many that say something of their own.
//!
//! Forty counts of one quarter at two gates are not forty tests. So facts of one scenario that share a period, a gate or a sentence count
//! as one, and facts of several scenarios do where they stand in the same document and speak of the same time. One counts by the share of
//! its facts that are inside. What went into an input, and what something was estimated from, tests nothing and is told apart.

mod page;

use schemars::JsonSchema;
use serde::Serialize;

use crate::scenario::model::overlap;
use crate::stats::groups;

use super::checks::Tests;
use super::facts::{FactRow, Verdict};

pub use page::page;

/// How well the published facts of some scenarios are met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Score {
    /// Published facts that were judged.
    pub facts: usize,
    /// Of these, identities: the figure went into an input, and being inside is no test.
    pub identities: usize,
    /// Of these, what something was estimated from.
    pub calibration: usize,
    /// The rest: facts that test.
    pub tests: usize,
    /// Of the facts that test, those inside.
    pub inside: usize,
    /// How many they are when those count as one that share a period, a gate or a sentence.
    pub independent: usize,
    /// Of these, those whose facts are all inside.
    pub whole: usize,
    /// Of these, those whose facts are partly inside.
    pub part: usize,
    /// Sum of the shares inside over all of these: what `independent` would be if every interval held.
    pub held: f64,
}

impl Score {
    /// The score of all facts that were judged.
    pub fn of(tests: &Tests) -> Self {
        let facts: Vec<(&str, &FactRow)> = judged(tests).collect();
        let mut score = Self {
            facts: facts.len(),
            ..Self::default()
        };
        for (_, fact) in &facts {
            if !fact.is_validation() {
                score.calibration += 1;
            } else if !fact.identity.is_empty() {
                score.identities += 1;
            }
        }
        let testing: Vec<(&str, &FactRow)> = facts
            .into_iter()
            .filter(|(_, fact)| fact.is_test())
            .collect();
        score.tests = testing.len();
        for group in groups(testing.len(), |one, other| {
            tied(testing[one], testing[other])
        }) {
            let inside = |&&at: &&usize| testing[at].1.verdict == Verdict::Inside;
            let inside = group.iter().filter(inside).count();
            score.inside += inside;
            score.independent += 1;
            score.whole += usize::from(inside == group.len());
            score.part += usize::from(0 < inside && inside < group.len());
            score.held += inside as f64 / group.len() as f64;
        }
        score
    }
}

/// The facts that have a verdict, with the file they stand in.
fn judged(tests: &Tests) -> impl Iterator<Item = (&str, &FactRow)> {
    let facts = tests.checks.iter();
    facts
        .filter_map(|check| Some((check.file.as_str(), check.fact.as_ref()?)))
        .filter(|(_, fact)| fact.verdict != Verdict::Unknown)
}

/// Whether two facts are no two tests.
fn tied((file, one): (&str, &FactRow), (other_file, other): (&str, &FactRow)) -> bool {
    let named = |fact: &FactRow| fact.reference.clone().zip(fact.source.clone());
    let sentence = named(one).is_some() && named(one) == named(other);
    let time = overlap(one.span, other.span);
    if file != other_file {
        return sentence && time;
    }
    let all = |fact: &FactRow| fact.gates.is_empty();
    let gate = all(one) || all(other) || one.gates.iter().any(|gate| other.gates.contains(gate));
    sentence || time || gate
}
