//! Rules of patience, and whether each vehicle has one at most.

use super::comers::Comer;
use super::context::Context;
use super::dist;
use super::filter::FilterKeys;
use crate::des::variate::Distribution;
use crate::scenario::kinds::{Name, OneOrMany};
use crate::scenario::model::{GivesUp, Patience, Who};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::{self, Dist, GivesUpTo, GivesUpWord, PatienceKeys};
use crate::scenario::reader::Located;
use crate::scenario::source::Place;
use crate::scenario::units::Duration;

/// The rules that exist under the switches in force, by name. The others are checked as well.
pub(super) fn rules(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<Patience> {
    let mut lowered = Vec::new();
    for (name, keys) in root.patience.iter().flat_map(|table| &table.value.0) {
        let exists = cx.exists(keys.value.when.as_ref(), problems);
        let rule = rule(name.as_str(), keys, cx, problems);
        lowered.extend(rule.filter(|_| exists));
    }
    lowered
}

/// Reports rules that speak of nobody, two that speak of one vehicle, and rules that send a vehicle where nothing like it comes.
pub(super) fn check(
    root: &raw::Root,
    rules: &[Patience],
    comers: &[Comer<'_>],
    cx: &Context,
    problems: &mut Problems,
) {
    let tables = root.patience.as_ref().map(|table| &table.value);
    let table = |name: &str| tables.and_then(|tables| tables.get(name));
    for (at, rule) in rules.iter().enumerate() {
        let Some(keys) = table(&rule.name) else {
            continue;
        };
        let own: Vec<&Comer> = comers
            .iter()
            .filter(|comer| comer.is_of(&rule.who))
            .collect();
        if own.is_empty() {
            let title = format!("patience `{}` speaks of nobody", rule.name);
            let label = "no source and no backlog brings such vehicles";
            let problem = Problem::warning(keys.place, title, label);
            problems
                .push(problem.help(
                    "check its gates, classes and the other keys that say whom it speaks of",
                ));
        }
        let shared = rules[..at].iter().find_map(|other| {
            let both = own.iter().find(|comer| comer.is_of(&other.who))?;
            Some((other, both, table(&other.name)?))
        });
        if let Some((other, both, first)) = shared {
            let title = format!(
                "`{}` and `{}` both say how patient {} is",
                other.name,
                rule.name,
                called(both, cx)
            );
            let problem = Problem::error(keys.place, title, "one vehicle, one rule");
            let problem = problem.extra(first.place, "the other rule");
            problems
                .push(problem.help("let `class`, `goods`, `gates` or `loaded` keep the two apart"));
        }
        let GivesUp::GoesTo(gate) = rule.then else {
            continue;
        };
        let lost = own
            .iter()
            .find(|comer| comer.flow.gate != gate && !comer.is_known_at(gate, comers));
        if let Some(lost) = lost {
            let place = keys
                .value
                .then
                .as_ref()
                .map_or(keys.place, |then| then.place);
            let there = cx.gates.get(gate).map_or("", String::as_str);
            let title = format!("who gives up goes to gate `{there}`, where nothing like it comes");
            let label = format!("no source there brings {}", called(lost, cx));
            let help = "name a gate with such a source, let the rule speak of fewer, or write `then = \"turn-back\"`";
            problems.push(Problem::error(place, title, label).help(help));
        }
    }
}

fn called(comer: &Comer<'_>, cx: &Context) -> String {
    let named = |names: &[String], index: usize| names.get(index).cloned().unwrap_or_default();
    let class = named(&cx.classes, comer.category.class);
    let what = match comer.goods {
        Some(goods) => format!("`{}` of class `{class}`", named(&cx.goods, goods)),
        None => format!("class `{class}`"),
    };
    format!("{what} at gate `{}`", named(&cx.gates, comer.flow.gate))
}

fn rule(
    name: &str,
    keys: &Located<PatienceKeys>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Patience> {
    let raw = &keys.value;
    let filter = FilterKeys {
        direction: raw.direction,
        class: raw.class.as_ref(),
        vehicle: raw.vehicle,
        loaded: raw.loaded,
        ..FilterKeys::default()
    };
    let filter = filter.lower(cx, problems);
    let gates = listed(raw.gates.as_ref(), "gate", &cx.gates, cx, problems);
    let goods = listed(raw.goods.as_ref(), "goods group", &cx.goods, cx, problems);
    let given = [&raw.outside, &raw.in_yard, &raw.closed];
    if given.iter().all(|span| span.is_none()) {
        let title = format!("patience `{name}` never ends");
        let label = "needs `outside`, `in-yard` or `closed`";
        let problem = Problem::error(keys.place, title, label);
        problems.push(
            problem.help("say how long they wait, as in `outside = { exponential = \"10 d\" }`"),
        );
    }
    let [outside, in_yard, closed] = given.map(|span| span_of(span.as_ref(), problems));
    let then = then(raw, &gates, cx, problems);
    Some(Patience {
        name: name.to_owned(),
        who: Who {
            gates,
            filter,
            goods,
        },
        outside: outside?,
        in_yard: in_yard?,
        closed: closed?,
        then: then?,
    })
}

/// The things of a list, each once, in order; an empty list is a mistake.
fn listed(
    list: Option<&Located<OneOrMany<Name>>>,
    kind: &str,
    names: &[String],
    cx: &Context,
    problems: &mut Problems,
) -> Vec<usize> {
    if let Some(list) = list.filter(|list| list.value.0.is_empty()) {
        let title = format!("no {kind} is named");
        let problem = Problem::error(list.place, title, "this speaks of nobody");
        problems.push(problem.help("leave the key out to speak of all"));
    }
    let all = list.iter().flat_map(|list| &list.value.0);
    let find =
        |name: &Located<Name>| cx.find(kind, names, name.value.as_str(), name.place, problems);
    let mut found: Vec<usize> = all.filter_map(find).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// How long they wait; `Some(None)` where nothing is said.
fn span_of(
    span: Option<&Located<Dist<Duration>>>,
    problems: &mut Problems,
) -> Option<Option<Distribution>> {
    let Some(span) = span else {
        return Some(None);
    };
    let lowered = dist::duration(&span.value, span.place, problems)?;
    if lowered.mean() <= 0.0 {
        let problem = Problem::error(span.place, "no patience at all", "this is no time");
        let help = "give a time longer than 0; who never comes in is none of its source's vehicles";
        problems.push(problem.help(help));
        return None;
    }
    Some(Some(lowered))
}

fn then(
    raw: &PatienceKeys,
    gates: &[usize],
    cx: &Context,
    problems: &mut Problems,
) -> Option<GivesUp> {
    let other = match raw.then.as_ref().map(|then| &then.value) {
        None | Some(GivesUpTo::Word(GivesUpWord::TurnBack)) => return Some(GivesUp::TurnsBack),
        Some(GivesUpTo::Other(other)) => other.gate.as_ref()?,
    };
    let gate = cx.gate(other.value.as_str(), other.place, problems)?;
    if gates.contains(&gate) {
        let place: Place = raw.gates.as_ref().map_or(other.place, |gates| gates.place);
        let problem = Problem::error(
            other.place,
            "who gives up goes to the gate where it stands",
            "it would join the same line again",
        );
        let problem = problem.extra(place, "the rule holds there, too");
        problems.push(problem.help("name another gate, or leave this one out of `gates`"));
        return None;
    }
    Some(GivesUp::GoesTo(gate))
}
