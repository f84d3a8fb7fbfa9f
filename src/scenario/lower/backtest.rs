//! What published outcomes are good for: to test with or to estimate from, and which of them test nothing.
//!
//! A figure that went into an input comes out again, whatever the model does. So agreement is an *identity* where a parameter that
//! makes what is counted cites the reference of the fact and holds at its time; nobody marks this by hand, and nobody can unmark it.

use std::collections::BTreeSet;

use super::context::Context;

use crate::scenario::calendar::{Direction, Filter};
use crate::scenario::model::{
    Backlog, Fact, FactMeasure, FactUse, Parameter, Quota, Source, overlap,
};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::{ExpectWord, FactUseWord, Observed, Root};
use crate::scenario::reader::Located;
use crate::scenario::source::Place;

/// What a published outcome is used for.
pub(super) fn purpose(raw: &Observed) -> FactUse {
    match raw.purpose.as_ref().map(|purpose| purpose.value) {
        Some(FactUseWord::Calibration) => FactUse::Calibration,
        Some(FactUseWord::Validation) | None => FactUse::Validation,
    }
}

/// Why an outcome is expected to be outside, where it is.
pub(super) fn because(observed: &Located<Observed>, problems: &mut Problems) -> Option<String> {
    let raw = &observed.value;
    let outside = raw
        .expect
        .as_ref()
        .filter(|expect| expect.value == ExpectWord::Outside);
    match (outside, &raw.because) {
        (Some(_), Some(because)) if !because.value.trim().is_empty() => {
            return Some(because.value.clone());
        }
        (Some(expect), because) => {
            let place = because
                .as_ref()
                .map_or(expect.place, |because| because.place);
            let problem = Problem::error(
                place,
                "expected to be outside, for no reason",
                "`because` has to say why",
            );
            problems.push(problem.help(
                "say what the scenario lacks, as in `because = \"the mix of goods of that week is not known\"`",
            ));
        }
        (None, Some(because)) => {
            let problem = Problem::error(
                because.place,
                "a reason for nothing",
                "this outcome is expected to be inside",
            );
            problems.push(problem.help("add `expect = \"outside\"`, or drop `because`"));
        }
        (None, None) => {}
    }
    None
}

/// No outcome tests a scenario at a time from which something was estimated.
pub(super) fn check_uses(root: &Root, facts: &[Fact], problems: &mut Problems) {
    let counted = |purpose| {
        let counted = facts
            .iter()
            .filter(|fact| !matches!(fact.measure, FactMeasure::Ratio(..)));
        counted.filter(move |fact| fact.purpose == purpose)
    };
    for fact in counted(FactUse::Validation) {
        let mut fitted = counted(FactUse::Calibration);
        let Some(other) =
            fitted.find(|other| overlap((other.from, other.to), (fact.from, fact.to)))
        else {
            continue;
        };
        let (Some(place), Some(of_other)) = (place(root, &fact.name), place(root, &other.name))
        else {
            continue;
        };
        let problem = Problem::error(
            place,
            "calibration and validation share a time",
            format!(
                "`{}` tests what `{}` is to be fitted to",
                fact.name, other.name
            ),
        );
        problems.push(
            problem
                .extra(of_other, "its time is used for calibration")
                .help("add `use = \"calibration\"` here too, or fit to another time"),
        );
    }
}

fn place(root: &Root, name: &str) -> Option<Place> {
    let mut all = root.observed.iter().flat_map(|table| &table.value.0);
    let (_, observed) = all.find(|(other, _)| other.as_str() == name)?;
    Some(
        observed
            .value
            .purpose
            .as_ref()
            .map_or(observed.place, |purpose| purpose.place),
    )
}

/// What moves vehicles in a scenario, by name.
pub(super) struct Movers<'a> {
    pub sources: &'a [Source],
    pub backlogs: &'a [Backlog],
    pub quotas: &'a [Quota],
}

impl Movers<'_> {
    /// The direction of the goods that a parameter is about, where it is about one.
    fn direction(&self, path: &str) -> Option<Direction> {
        let mut parts = path.split('.');
        let (table, name) = (parts.next()?, parts.next()?);
        match table {
            "source" => {
                let source = self.sources.iter().find(|source| source.name == name)?;
                Some(source.flow.direction)
            }
            "backlog" => {
                let backlog = self.backlogs.iter().find(|backlog| backlog.name == name)?;
                Some(backlog.flow.direction)
            }
            "quota" => {
                self.quotas
                    .iter()
                    .find(|quota| quota.name == name)?
                    .filter
                    .direction
            }
            _ => None,
        }
    }
}

/// Says of each fact which parameters make it an identity.
pub(super) fn identities(
    facts: &mut [Fact],
    parameters: &[Parameter],
    movers: &Movers,
    cx: &Context,
) {
    let found: Vec<Vec<String>> = facts
        .iter()
        .map(|fact| {
            let same = parameters.iter().filter(|parameter| {
                makes(facts, fact, &parameter.path)
                    && cites(facts, fact, parameter)
                    && parameter
                        .holds
                        .is_none_or(|held| overlap(held, (fact.from, fact.to)))
                    && at_a_gate_of(facts, fact, parameter, cx)
                    && in_direction_of(facts, fact, movers.direction(&parameter.path))
            });
            same.map(|parameter| parameter.path.clone()).collect()
        })
        .collect();
    for (fact, identity) in facts.iter_mut().zip(&found) {
        fact.identity = match fact.measure {
            // What makes both parts makes their ratio.
            FactMeasure::Ratio(num, den) if identity.is_empty() => {
                let parts = [num, den].map(|part| found.get(part).map_or(&[][..], Vec::as_slice));
                match parts.iter().any(|part| part.is_empty()) {
                    true => Vec::new(),
                    false => parts
                        .concat()
                        .into_iter()
                        .collect::<BTreeSet<_>>()
                        .into_iter()
                        .collect(),
                }
            }
            _ => identity.clone(),
        };
    }
}

/// The counts of which a fact is made: itself, or the two parts of a ratio.
fn counts<'a>(facts: &'a [Fact], fact: &'a Fact) -> Vec<&'a Fact> {
    match fact.measure {
        FactMeasure::Ratio(num, den) => [num, den]
            .iter()
            .filter_map(|&part| facts.get(part))
            .collect(),
        _ => vec![fact],
    }
}

fn cites(facts: &[Fact], fact: &Fact, parameter: &Parameter) -> bool {
    let counts = counts(facts, fact);
    let mut references = counts.iter().flat_map(|count| &count.references);
    references.any(|reference| parameter.references.contains(reference))
}

fn at_a_gate_of(facts: &[Fact], fact: &Fact, parameter: &Parameter, cx: &Context) -> bool {
    let all = cx.gates.len();
    let mut counts = counts(facts, fact).into_iter();
    parameter.gate.is_none_or(|gate| {
        gate >= all || counts.any(|count| count.gates.is_empty() || count.gates.contains(&gate))
    })
}

fn in_direction_of(facts: &[Fact], fact: &Fact, direction: Option<Direction>) -> bool {
    let meets = |filter: &Filter| match (filter.direction, direction) {
        (Some(counted), Some(moved)) => counted == moved,
        _ => true,
    };
    counts(facts, fact).iter().any(|count| meets(&count.filter))
}

/// Whether a parameter may make what some fact counts; see [`makes`].
pub(super) fn may_make(path: &str) -> bool {
    let table = path.split('.').next().unwrap_or_default();
    match table {
        "gate" => path.ends_with(".slots"),
        _ => ["source", "backlog", "quota", "station", "class", "patience"].contains(&table),
    }
}

/// Whether a parameter makes what a fact counts: it says how many come or are accepted, or what they carry.
///
/// How long a service takes makes no count: it was measured apart from it, and a line that follows from it is a test.
fn makes(facts: &[Fact], fact: &Fact, path: &str) -> bool {
    let parts: Vec<&str> = path.split('.').collect();
    let come = match parts.as_slice() {
        ["source", _, key, ..] => {
            let key = key.split('[').next().unwrap_or_default();
            matches!(
                key,
                "rate" | "interarrival" | "timetable" | "weekday" | "dated" | "convoy"
            )
        }
        ["backlog", _, key] => *key == "vehicles",
        _ => false,
    };
    let accepted = match parts.as_slice() {
        ["quota", _, key, ..] => matches!(key.split('[').next(), Some("vehicles" | "dated")),
        ["gate", .., key] => *key == "slots",
        _ => false,
    };
    let servers = matches!(parts.as_slice(), ["station", _, "servers"]);
    let mix = matches!(parts.as_slice(), ["source" | "backlog", _, "class"]);
    let cargo = matches!(parts.as_slice(), ["class", _, "load"]);
    let give_up = parts.first() == Some(&"patience");
    let by_class = counts(facts, fact)
        .iter()
        .any(|count| count.filter.class.is_some());
    match fact.measure {
        FactMeasure::VehiclesCrossed | FactMeasure::Crossings => {
            come || accepted || servers || (mix && by_class)
        }
        FactMeasure::TonnesCrossed => come || accepted || servers || mix || cargo,
        FactMeasure::VehiclesArrived => come || (mix && by_class),
        FactMeasure::VehiclesTurnedBack => give_up,
        // The servers were seen to serve so many; who stands before them was counted apart.
        FactMeasure::Stock | FactMeasure::YardOccupancy(_) => come || accepted || (mix && by_class),
        FactMeasure::Ratio(num, den) => {
            let tonnes = |part: usize| {
                let part = facts.get(part);
                part.is_some_and(|part| part.measure == FactMeasure::TonnesCrossed)
            };
            if tonnes(num) != tonnes(den) {
                // Tonnes a vehicle: how many there are falls out.
                mix || cargo
            } else {
                let parts = [num, den].into_iter().filter_map(|part| facts.get(part));
                parts.into_iter().any(|part| makes(facts, part, path))
            }
        }
    }
}
