//! Papers beside wheels, and whether routes begin them before they wait for them.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::process::title;
use super::profiles::looked_at;
use super::reach::always;
use crate::scenario::kinds::{Name, OneOrMany};
use crate::scenario::model::{Activity, Ahead, Papers, Route};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw;
use crate::scenario::reader::Located;
use crate::scenario::source::Place;
use crate::scenario::units::Share;

/// A set of papers is a word of bits.
const MOST_PAPERS: usize = 32;

/// The papers, by name.
pub(super) fn papers(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<Papers> {
    let Some(table) = &root.papers else {
        return Vec::new();
    };
    if table.value.0.len() > MOST_PAPERS {
        problems.push(Problem::error(
            table.place,
            format!("more than {MOST_PAPERS} papers"),
            format!("these are {}", table.value.0.len()),
        ));
    }
    let all = table.value.0.iter();
    all.filter_map(|(name, papers)| lower(name.as_str(), papers, cx, problems))
        .collect()
}

fn lower(
    name: &str,
    papers: &Located<raw::Papers>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Papers> {
    let raw = &papers.value;
    let route = raw.route.as_ref();
    let route = route.and_then(|route| cx.route(route.value.as_str(), route.place, problems));
    let ahead = raw.ahead.as_ref();
    let ahead = ahead.and_then(|ahead| lower_ahead(&ahead.value, cx, problems));
    if let Some(valid) = raw.valid_for.as_ref() {
        if valid.value.0 <= 0 {
            let problem = Problem::error(
                valid.place,
                format!("papers `{name}` hold for no time"),
                "they could never be used",
            );
            problems.push(problem.help("leave `valid-for` out where they hold for ever"));
        }
        let lead = raw
            .ahead
            .as_ref()
            .and_then(|ahead| ahead.value.lead.as_ref());
        if let Some(lead) = lead.filter(|lead| lead.value.0 > valid.value.0) {
            let problem = Problem::error(
                valid.place,
                format!("papers `{name}` hold for less than their lead time"),
                "lodged so early, they run out before their vehicle is there",
            );
            let problem = problem.extra(lead.place, "they are lodged this long before");
            problems.push(problem.help("let them hold for longer, or lodge them later"));
        }
    }
    Some(Papers {
        name: name.to_owned(),
        title: title(raw.name.as_ref(), name),
        route: route?,
        valid_for: raw.valid_for.as_ref().map(|valid| valid.value.0),
        ahead,
    })
}

fn lower_ahead(raw: &raw::AheadKeys, cx: &Context, problems: &mut Problems) -> Option<Ahead> {
    let common = raw
        .share
        .as_ref()
        .map_or(Share::WHOLE, |share| share.value.0);
    let mut share = vec![common; cx.classes.len()];
    for (name, own) in raw.class.iter().flat_map(|class| &class.value.0) {
        let class = cx.class(name.as_str(), own.place, problems);
        if let Some(slot) = class.and_then(|class| share.get_mut(class)) {
            *slot = own.value.0;
        }
    }
    let lead = raw.lead.as_ref()?;
    if lead.value.0 <= 0 {
        let problem = Problem::error(
            lead.place,
            "papers lodged ahead by no time",
            "they are lodged when the vehicle arrives",
        );
        problems
            .push(problem.help("drop `ahead`, and begin the route with a step that has `file`"));
    }
    Some(Ahead {
        lead: lead.value.0,
        share,
    })
}

/// The papers that a step names.
pub(super) fn named(
    list: &Located<OneOrMany<Name>>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Vec<usize>> {
    if list.value.0.is_empty() {
        let problem = Problem::error(list.place, "a step without papers", "none are named");
        problems.push(problem.help("name papers, or take the step away"));
    }
    let mut found = Vec::new();
    let mut whole = true;
    for name in &list.value.0 {
        match cx.papers(name.value.as_str(), name.place, problems) {
            Some(papers) if found.contains(&papers) => problems.push(Problem::error(
                name.place,
                format!("papers `{}` are named twice", name.value),
                "a step needs them once",
            )),
            Some(papers) => found.push(papers),
            None => whole = false,
        }
    }
    whole.then_some(found)
}

/// Adds to each route of papers the profiles of the vehicles that have them made.
pub(super) fn bring<'a>(root: &'a raw::Root, brought: &mut BTreeMap<&'a str, BTreeSet<usize>>) {
    for (name, papers) in root.papers.iter().flat_map(|table| &table.value.0) {
        let Some(route) = &papers.value.route else {
            continue;
        };
        let mut profiles = BTreeSet::new();
        for (vehicles, steps) in root.route.iter().flat_map(|table| &table.value.0) {
            let speaks = |list: &Option<Located<OneOrMany<Name>>>| {
                let mut names = list.iter().flat_map(|list| &list.value.0);
                names.any(|other| other.value == *name)
            };
            let mut steps = steps.value.iter();
            if steps.any(|step| speaks(&step.file) || speaks(&step.join)) {
                let own = brought.get(vehicles.as_str());
                profiles.extend(own.into_iter().flatten().copied());
            }
        }
        brought
            .entry(route.value.as_str())
            .or_default()
            .extend(profiles);
    }
}

/// Reports what papers and routes make impossible together.
pub(super) fn check(
    root: &raw::Root,
    cx: &Context,
    papers: &[Papers],
    routes: &[Route],
    brought: &BTreeMap<&str, BTreeSet<usize>>,
    problems: &mut Problems,
) {
    if root.papers.is_none() {
        return;
    }
    of_vehicles(root, problems);
    let own = paper_routes(root);
    let mut joined = BTreeSet::new();
    for route in routes
        .iter()
        .filter(|route| own.contains(route.name.as_str()))
    {
        if !brought_by_wheels(root, &route.name) {
            only_desks(root, route, problems);
        }
    }
    for route in routes
        .iter()
        .filter(|route| !own.contains(route.name.as_str()))
    {
        for step in &route.steps {
            if let Activity::Join { papers } = &step.activity {
                joined.extend(papers.iter().copied());
            }
        }
        let profiles = brought.get(route.name.as_str());
        begun(root, route, profiles, papers, cx, problems);
    }
    let vehicles = routes
        .iter()
        .filter(|route| !own.contains(route.name.as_str()));
    for route in vehicles {
        for (at, step) in route.steps.iter().enumerate() {
            let Activity::File { papers: filed } = &step.activity else {
                continue;
            };
            for &one in filed.iter().filter(|one| !joined.contains(*one)) {
                let name = cx.papers.get(one).map_or("", String::as_str);
                let problem = Problem::warning(
                    place(root, route, at),
                    format!("nobody waits for papers `{name}`"),
                    "they are made here and needed nowhere",
                );
                problems.push(problem.help("add a step with `join` where a vehicle needs them"));
            }
        }
    }
}

/// The routes of papers.
pub(super) fn paper_routes(root: &raw::Root) -> BTreeSet<&str> {
    let papers = root.papers.iter().flat_map(|table| table.value.0.values());
    papers
        .filter_map(|papers| Some(papers.value.route.as_ref()?.value.as_str()))
        .collect()
}

/// Where the name of a step stands; of a derived step, that of the written one, whose name is what its own begins with.
pub(super) fn place(root: &raw::Root, route: &Route, at: usize) -> Place {
    let table = root.route.as_ref();
    let steps = table.and_then(|table| table.value.get(&route.name));
    let derived = route.steps.get(at).map_or("", |step| step.name.as_str());
    let written = derived.split('/').next();
    let mut names = steps.iter().flat_map(|steps| &steps.value);
    let step = names.find_map(|step| {
        let name = step.step.as_ref()?;
        (Some(name.value.as_str()) == written).then_some(name)
    });
    step.map(|step| step.place)
        .or(steps.map(|steps| steps.place))
        .unwrap_or_default()
}

/// The routes that sources and backlogs name.
fn vehicle_routes(root: &raw::Root) -> impl Iterator<Item = &Located<Name>> {
    let sources = root.source.iter().flat_map(|table| table.value.0.values());
    let backlogs = root.backlog.iter().flat_map(|table| table.value.0.values());
    sources
        .filter_map(|source| source.value.route.as_ref())
        .chain(backlogs.filter_map(|backlog| backlog.value.route.as_ref()))
}

/// Whether vehicles take a route of papers: then that is what is wrong, and not its steps.
pub(super) fn brought_by_wheels(root: &raw::Root, route: &str) -> bool {
    vehicle_routes(root).any(|taken| taken.value.as_str() == route)
}

/// A route is either of papers or of vehicles.
fn of_vehicles(root: &raw::Root, problems: &mut Problems) {
    let own = paper_routes(root);
    for route in vehicle_routes(root).filter(|route| own.contains(route.value.as_str())) {
        let problem = Problem::error(
            route.place,
            format!("vehicles on a route of papers, `{}`", route.value),
            "papers are made by this route, and vehicles take it",
        );
        problems.push(problem.help("give the vehicles a route of their own"));
    }
}

/// Papers go over desks: nothing that takes wheels.
fn only_desks(root: &raw::Root, route: &Route, problems: &mut Problems) {
    for (at, step) in route.steps.iter().enumerate() {
        if matches!(
            step.activity,
            Activity::Serve { .. } | Activity::Delay { .. } | Activity::Branch { .. }
        ) {
            continue;
        }
        let problem = Problem::error(
            place(root, route, at),
            format!("papers cannot do what step `{}` says", step.name),
            format!("route `{}` makes papers", route.name),
        );
        let help =
            "papers are served, delayed and sent by branches; the rest is for a route of vehicles";
        problems.push(problem.help(help));
    }
}

/// Whoever waits for papers has begun them, on every way that leads there, or has always lodged them ahead.
fn begun(
    root: &raw::Root,
    route: &Route,
    profiles: Option<&BTreeSet<usize>>,
    papers: &[Papers],
    cx: &Context,
    problems: &mut Problems,
) {
    let mut wrong: BTreeSet<(usize, usize)> = BTreeSet::new();
    let bits = |list: &[usize]| list.iter().fold(0_u64, |bits, &one| bits | 1 << (one % 64));
    for &profile in looked_at(profiles, cx).iter() {
        let filed = always(&route.steps, profile, |step| match &step.activity {
            Activity::File { papers } | Activity::Join { papers } => bits(papers),
            _ => 0,
        });
        for (at, (step, filed)) in route.steps.iter().zip(filed).enumerate() {
            let (Activity::Join { papers: wanted }, Some(filed)) = (&step.activity, filed) else {
                continue;
            };
            let lodged = |one: usize| {
                let ahead = papers.get(one).and_then(|papers| papers.ahead.as_ref());
                let class = cx.profiles.get(profile).map(|profile| profile.class);
                ahead.and_then(|ahead| ahead.share.get(class?)) == Some(&Share::WHOLE)
            };
            let missing = wanted.iter().copied();
            let missing = missing.filter(|&one| filed >> (one % 64) & 1 == 0 && !lodged(one));
            wrong.extend(missing.map(|one| (at, one)));
        }
    }
    for (at, one) in wrong {
        let name = cx.papers.get(one).map_or("", String::as_str);
        let problem = Problem::error(
            place(root, route, at),
            format!("a vehicle waits for papers `{name}` that were never begun"),
            "some who come here have not filed them",
        );
        problems.push(problem.help(
            "put a step with `file` on every way to this one, or let all lodge them `ahead`",
        ));
    }
}
