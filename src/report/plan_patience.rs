//! The rules of patience in `plan`: whom they speak of, how long those wait on average, and what they do then.

use serde_json::{Value, json};

use crate::des::variate::Distribution;
use crate::scenario::model::{GivesUp, Patience, Scenario};

use super::listing::listing;
use super::text::Style;
use super::{story, words};

/// The rules as text; empty where there are none.
pub(super) fn text(scenario: &Scenario, style: Style) -> String {
    if scenario.patience.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = scenario
        .patience
        .iter()
        .map(|rule| {
            let mean = |span: &Option<Distribution>, absent: &str| {
                span.as_ref().map_or_else(
                    || absent.to_owned(),
                    |span| story::duration((span.mean() / 1e6) as i64),
                )
            };
            vec![
                rule.name.clone(),
                whom(scenario, rule),
                mean(&rule.outside, "for ever"),
                mean(&rule.in_yard, "for ever"),
                mean(&rule.closed, "like other time"),
                match rule.then {
                    GivesUp::TurnsBack => "turns back".to_owned(),
                    GivesUp::GoesTo(gate) => format!("goes to {}", gate_name(scenario, gate)),
                },
            ]
        })
        .collect();
    let header = [
        "patience",
        "of whom",
        "outside, mean",
        "in a yard, mean",
        "gate closed, mean",
        "then",
    ];
    listing(&header, &[], &rows, style)
}

/// The rules as data. Times are means in seconds, `null` where the state has no end of its own.
pub(super) fn json(scenario: &Scenario) -> Value {
    let rules = scenario.patience.iter().map(|rule| {
        let seconds = |span: &Option<Distribution>| {
            let mean = span.as_ref().map(Distribution::mean);
            mean.map(|mean| (mean / 1e6 * 1e3).round() / 1e3)
        };
        json!({
            "patience": rule.name,
            "gates": names(&scenario.gates, &rule.who.gates, |gate| &gate.name),
            "for": words::filter_json(scenario, &rule.who.filter),
            "goods": names(&scenario.goods, &rule.who.goods, |goods| goods),
            "outside-mean-s": seconds(&rule.outside),
            "in-yard-mean-s": seconds(&rule.in_yard),
            "closed-mean-s": seconds(&rule.closed),
            "goes-to": match rule.then {
                GivesUp::TurnsBack => None,
                GivesUp::GoesTo(gate) => Some(gate_name(scenario, gate)),
            },
        })
    });
    rules.collect()
}

/// The names of things by index.
fn names<'a, T>(all: &'a [T], some: &[usize], name: impl Fn(&'a T) -> &'a String) -> Vec<&'a str> {
    let found = some.iter().filter_map(|&index| all.get(index));
    found.map(|thing| name(thing).as_str()).collect()
}

fn gate_name(scenario: &Scenario, gate: usize) -> &str {
    scenario.gates.get(gate).map_or("", |gate| &gate.name)
}

/// Whom a rule speaks of, in words: "fruit, export, at tan-thanh".
fn whom(scenario: &Scenario, rule: &Patience) -> String {
    let filter = &rule.who.filter;
    let classes = filter.class.iter().flatten();
    let mut parts: Vec<String> = classes
        .map(|&word| words::class_word(scenario, word))
        .collect();
    parts.extend(
        names(&scenario.goods, &rule.who.goods, |goods| goods)
            .into_iter()
            .map(str::to_owned),
    );
    parts.extend(filter.direction.map(|way| words::direction(way).to_owned()));
    parts.extend(
        filter
            .vehicle
            .map(|whose| words::nationality(whose).to_owned()),
    );
    let loaded = |loaded| if loaded { "loaded" } else { "empty" };
    parts.extend(filter.loaded.map(|given| loaded(given).to_owned()));
    let gates = names(&scenario.gates, &rule.who.gates, |gate| &gate.name);
    if !gates.is_empty() {
        parts.push(format!("at {}", gates.join(" and ")));
    }
    if parts.is_empty() {
        "all".to_owned()
    } else {
        parts.join(", ")
    }
}
