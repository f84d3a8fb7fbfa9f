//! Which published facts are evidence, and how much each counts.

use crate::scenario::model::{Fact, FactMeasure, FactUse, Scenario, overlap};
use crate::stats::groups;

use super::figure::Figure;

/// The error of the model where none is stated, as a share of the published figure.
pub const DISCREPANCY: f64 = 0.1;

/// What there is to calibrate with.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The facts that are used.
    pub used: Vec<Used>,
    /// Facts that are for calibration and are not used.
    pub left_out: Vec<LeftOut>,
}

/// A fact that is used.
#[derive(Clone, Debug, PartialEq)]
pub struct Used {
    /// Index among the scenario's facts.
    pub fact: usize,
    /// What it says.
    pub figure: Figure,
    /// How many facts count as one with it, itself included.
    pub group: usize,
}

/// A fact that is not used.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// Index among the scenario's facts.
    pub fact: usize,
    /// Paths of the inputs that were taken from it.
    pub identity: Vec<String>,
}

impl Evidence {
    /// The evidence of a scenario, where `discrepancy` is the error of the model as a share of the published figure. A fact from which an
    /// input was taken is left out: what is thought possible knows it already.
    pub fn new(scenario: &Scenario, discrepancy: f64) -> Self {
        let facts = &scenario.facts;
        let meant = facts
            .iter()
            .enumerate()
            .filter(|(_, fact)| fact.purpose == FactUse::Calibration);
        let (used, identities): (Vec<_>, Vec<_>) =
            meant.partition(|(_, fact)| fact.identity.is_empty());
        let groups = groups(used.len(), |one, other| linked(used[one].1, used[other].1));
        let size = |at: usize| {
            let group = groups.iter().find(|group| group.contains(&at));
            group.map_or(1, Vec::len)
        };
        Self {
            used: used
                .iter()
                .enumerate()
                .map(|(at, &(index, fact))| {
                    let group = size(at);
                    Used {
                        fact: index,
                        figure: Figure::of(fact, discrepancy * (group as f64).sqrt()),
                        group,
                    }
                })
                .collect(),
            left_out: identities
                .iter()
                .map(|&(index, fact)| LeftOut {
                    fact: index,
                    identity: fact.identity.clone(),
                })
                .collect(),
        }
    }

    /// The figures, in the order of the facts that are used.
    pub fn figures(&self) -> Vec<Figure> {
        self.used.iter().map(|used| used.figure).collect()
    }
}

impl Figure {
    /// What a fact says, with an error of this share of its figure.
    pub fn of(fact: &Fact, error: f64) -> Self {
        let (mut low, mut high) = (fact.low, fact.high);
        let counted = !matches!(
            fact.measure,
            FactMeasure::TonnesCrossed | FactMeasure::Ratio(..)
        );
        if counted && low >= high {
            // What is counted is whole, so 74 is what rounds to it.
            (low, high) = (low - 0.5, high + 0.5);
        }
        let exact = Self {
            low,
            high,
            error: 0.0,
        };
        Self {
            // Of next to nothing the error is not next to nothing.
            error: error * exact.centre().abs().max(1.0),
            ..exact
        }
    }
}

/// Whether two facts are about one time, and about one gate or from one document.
fn linked(a: &Fact, b: &Fact) -> bool {
    let time = overlap((a.from, a.to), (b.from, b.to));
    let gate = a.gates.is_empty()
        || b.gates.is_empty()
        || a.gates.iter().any(|gate| b.gates.contains(gate));
    let document = (a.references.iter()).any(|name| b.references.contains(name));
    time && (gate || document)
}
