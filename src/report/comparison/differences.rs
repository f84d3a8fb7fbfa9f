//! What differs in meaning between two scenarios: values path by path, and the days of each gate.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::plan::Plan;
use crate::report::days::{Block, Day, blocks};
use crate::report::words;
use crate::scenario::leaves::mean_the_same;
use crate::scenario::model::Scenario;

/// Name and version of the JSON.
pub const SCHEMA: &str = "bordergate.differences/1";

/// A scenario, its plan, and its values by path.
pub struct Side<'a> {
    /// What it means.
    pub scenario: &'a Scenario,
    /// Its plan.
    pub plan: &'a Plan,
    /// Its values as typed.
    pub leaves: BTreeMap<String, String>,
}

/// What differs between a base and an alternative.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Differences {
    /// What the alternative is called.
    pub alternative: String,
    /// Whether both have the same digest: the same numbers with the same seed.
    pub same_meaning: bool,
    /// Values that differ.
    pub values: Vec<ValueDifference>,
    /// Days that differ.
    pub days: Vec<DayDifference>,
}

/// A value that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ValueDifference {
    /// Its path, as `--set` takes it.
    pub path: String,
    /// In the base; `null` where it is not there.
    pub base: Option<String>,
    /// In the alternative.
    pub alternative: Option<String>,
    /// Where the base's value comes from.
    pub base_basis: Option<&'static str>,
    /// Where the alternative's value comes from.
    pub alternative_basis: Option<&'static str>,
}

/// A span of days of a gate that differ in one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DayDifference {
    /// The gate.
    pub gate: String,
    /// For which vehicles.
    pub vehicles: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// In the base: state and hours.
    pub base: String,
    /// In the alternative.
    pub alternative: String,
}

/// What differs; `same_meaning` is what their digests say.
pub fn differences(base: &Side, alternative: &Side, name: &str, same_meaning: bool) -> Differences {
    Differences {
        alternative: name.to_owned(),
        same_meaning,
        values: values(base, alternative),
        days: days(base, alternative),
    }
}

fn values(base: &Side, alternative: &Side) -> Vec<ValueDifference> {
    let mut paths: Vec<&String> = base
        .leaves
        .keys()
        .chain(alternative.leaves.keys())
        .collect();
    paths.sort();
    paths.dedup();
    let differ = |path: &&String| match (base.leaves.get(*path), alternative.leaves.get(*path)) {
        (Some(a), Some(b)) => !mean_the_same(a, b),
        _ => true,
    };
    paths
        .into_iter()
        .filter(differ)
        .map(|path| ValueDifference {
            path: path.clone(),
            base: base.leaves.get(path).cloned(),
            alternative: alternative.leaves.get(path).cloned(),
            base_basis: basis(base.scenario, path),
            alternative_basis: basis(alternative.scenario, path),
        })
        .collect()
}

/// The basis of the parameter that a path is of or within.
fn basis(scenario: &Scenario, path: &str) -> Option<&'static str> {
    let within = |parameter: &str| {
        path.strip_prefix(parameter)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let parameter = scenario.parameters.iter().find(|p| within(&p.path))?;
    Some(words::basis(parameter.basis.kind))
}

/// Days are compared for each group of vehicles that the base tells apart, with those of the alternative's first group that has
/// one of its vehicles.
fn days(base: &Side, alternative: &Side) -> Vec<DayDifference> {
    let (Ok(ours), Ok(theirs)) = (
        blocks(base.scenario, base.plan),
        blocks(alternative.scenario, alternative.plan),
    ) else {
        return Vec::new();
    };
    let gate_name =
        |side: &Side, gate: usize| side.scenario.gates.get(gate).map(|gate| gate.name.clone());
    let mut found = Vec::new();
    for block in &ours {
        let Some(gate) = gate_name(base, block.gate) else {
            continue;
        };
        let other = theirs.iter().find(|other| {
            let shares = |vehicle| other.vehicles.contains(vehicle);
            gate_name(alternative, other.gate).as_ref() == Some(&gate)
                && block.vehicles.iter().any(shares)
        });
        if let Some(other) = other {
            let vehicles = words::categories(base.scenario, &block.vehicles);
            found.extend(spans(&gate, &vehicles, block, other));
        }
    }
    found
}

fn spans(gate: &str, vehicles: &str, ours: &Block, theirs: &Block) -> Vec<DayDifference> {
    let mut found: Vec<(Date, DayDifference)> = Vec::new();
    for day in &ours.days {
        let date = day.row.date;
        let Some(other) = theirs.days.iter().find(|other| other.row.date == date) else {
            continue;
        };
        let (base, alternative) = (told(day), told(other));
        if base == alternative {
            continue;
        }
        match found.last_mut() {
            Some((last, span))
                if last.tomorrow().ok() == Some(date)
                    && (&span.base, &span.alternative) == (&base, &alternative) =>
            {
                *last = date;
                span.to = date.to_string();
            }
            _ => found.push((
                date,
                DayDifference {
                    gate: gate.to_owned(),
                    vehicles: vehicles.to_owned(),
                    from: date.to_string(),
                    to: date.to_string(),
                    base,
                    alternative,
                },
            )),
        }
    }
    found.into_iter().map(|(_, span)| span).collect()
}

fn told(day: &Day) -> String {
    let mut text = day.state.to_owned();
    if !day.hours.is_empty() {
        text += &format!(" {}", day.hours);
    }
    if let Some(slots) = day.slots {
        text += &format!(", {slots} slots");
    }
    text
}
