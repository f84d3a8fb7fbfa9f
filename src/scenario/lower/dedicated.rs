//! Servers dedicated to classes, and what goes with which order of service.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::papers::place;
use crate::scenario::model::{Activity, Route, Servers, Station};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw;
use crate::scenario::reader::Located;
use crate::scenario::source::Place;

/// The classes to which a group of servers is dedicated, sorted.
pub(super) fn classes(
    group: &raw::ServersKeys,
    cx: &Context,
    problems: &mut Problems,
) -> Vec<usize> {
    if let (None, Some(overflow)) = (&group.class, &group.overflow)
        && overflow.value
    {
        let problem = Problem::error(
            overflow.place,
            "servers with overflow that are dedicated to nobody",
            "who has no classes of its own serves all anyway",
        );
        problems.push(problem.help("name their `class`, or drop `overflow`"));
    }
    let Some(list) = &group.class else {
        return Vec::new();
    };
    if list.value.0.is_empty() {
        let problem = Problem::error(
            list.place,
            "servers that are dedicated to no class",
            "this list is empty",
        );
        problems.push(problem.help("leave `class` out for servers who serve all"));
    }
    let mut known: Vec<usize> = list
        .value
        .0
        .iter()
        .filter_map(|name| cx.class(&name.value, name.place, problems))
        .collect();
    known.sort_unstable();
    known.dedup();
    known
}

/// Reports orders of service that a station cannot have.
pub(super) fn check_station(raw: &raw::Station, problems: &mut Problems) {
    let groups = || raw.servers.iter().flat_map(|groups| &groups.value);
    let skills = groups().find_map(|group| Some(group.skills.as_ref()?.place));
    let class = groups().find_map(|group| Some(group.class.as_ref()?.place));
    let batch = raw.batch.as_ref().map(|batch| batch.place);
    let spoilage = |order: &Located<raw::ServiceOrderWord>| {
        order.value == raw::ServiceOrderWord::EarliestSpoilage
    };
    let preempts = raw.preempts.as_ref().filter(|preempts| preempts.value);
    let preempts = preempts.map(|preempts| preempts.place);
    let cycle = raw.cycle.as_ref().map(|cycle| cycle.place);
    let order = raw.order.as_ref().filter(|order| spoilage(order));
    let order = order.map(|order| order.place);
    if let (Some(place), None) = (preempts, &raw.priority) {
        let problem = Problem::error(
            place,
            "nobody has priority, and services are interrupted for it",
            "`preempts` needs levels of priority",
        );
        problems.push(problem.help("give `priority`, as in `priority = [\"live-seafood\"]`"));
    }
    let mut refuse = |what: Option<Place>, with: Option<Place>, words: (&str, &str), why: &str| {
        if let (Some(what), Some(with)) = (what, with) {
            let problem = Problem::error(what, format!("{} with {}", words.0, words.1), why);
            let problem = problem.extra(with, "this does not go with it");
            let drop = |word| match word {
                "dedicated servers" => "`class`",
                other => other,
            };
            problems.push(problem.help(format!("drop {} or {}", drop(words.0), drop(words.1))));
        }
    };
    let together = "a batch is made of those who have waited longest";
    refuse(preempts, batch, ("`preempts`", "`batch`"), together);
    refuse(cycle, batch, ("`cycle`", "`batch`"), together);
    refuse(order, batch, ("`order`", "`batch`"), together);
    refuse(
        class,
        batch,
        ("dedicated servers", "`batch`"),
        "a batch is served by any server",
    );
    let resumes = "who could go on with it may be another: a service under way is finished";
    refuse(preempts, skills, ("`preempts`", "`skills`"), resumes);
    refuse(
        preempts,
        class,
        ("`preempts`", "dedicated servers"),
        resumes,
    );
    let whose = "whose turn it is may have no server who can do it";
    refuse(cycle, skills, ("`cycle`", "`skills`"), whose);
    refuse(cycle, class, ("`cycle`", "dedicated servers"), whose);
}

/// Reports steps at which no server would ever serve some class that comes there.
pub(super) fn check_use(
    root: &raw::Root,
    stations: &[Station],
    routes: &[Route],
    brought: &BTreeMap<&str, BTreeSet<usize>>,
    cx: &Context,
    problems: &mut Problems,
) {
    for route in routes {
        let none = BTreeSet::new();
        let profiles = brought.get(route.name.as_str()).unwrap_or(&none);
        let profiles = profiles.iter().filter_map(|&index| cx.profiles.get(index));
        let come: BTreeSet<usize> = profiles.map(|profile| profile.class).collect();
        for (at, step) in route.steps.iter().enumerate() {
            let Activity::Serve { station, skill, .. } = step.activity else {
                continue;
            };
            let Some(known) = stations.get(station) else {
                continue;
            };
            check_served(known, skill, &come, place(root, route, at), cx, problems);
        }
    }
}

/// Reports at `place` a class among those who `come` to a station with dedicated servers whom none of these would ever serve.
pub(super) fn check_served(
    station: &Station,
    skill: Option<usize>,
    come: &BTreeSet<usize>,
    place: Place,
    cx: &Context,
    problems: &mut Problems,
) {
    if !station.is_dedicated() {
        return;
    }
    let serves = |class: usize| {
        station.servers.iter().any(|group| {
            let able = skill.is_none_or(|skill| group.skills.contains(&skill));
            group.count > 0 && able && is_there_for(group, class)
        })
    };
    if let Some(&class) = come.iter().find(|&&class| !serves(class)) {
        let class = cx.classes.get(class).map_or("", String::as_str);
        let title = format!(
            "nobody at station `{}` serves class `{class}` here",
            station.name
        );
        let problem = Problem::error(place, title, "it would wait for ever");
        let help = "add servers without `class`, name it in one, or let one have `overflow = true`";
        problems.push(problem.help(help));
    }
}

fn is_there_for(group: &Servers, class: usize) -> bool {
    group.classes.is_empty() || group.overflow || group.classes.contains(&class)
}
