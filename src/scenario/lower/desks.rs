//! Desks that serve what is no vehicle: papers, and vehicles on which several agencies work at once.
//!
//! Papers and agencies at work stand in no yard and are no part of a deadlock, as long as the desks to which they go work on. A desk does not
//! where a vehicle keeps its server before a full yard, or where it waits for a batch to be complete: so neither may be.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::papers::{brought_by_wheels, paper_routes, place};
use super::reach::leads_to;
use crate::scenario::model::{Activity, Route, Station, Step};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw;
use crate::scenario::source::Place;

/// Who comes to a desk beside vehicles, and a step at which he does.
#[derive(Clone, Copy)]
struct Guest {
    papers: bool,
    place: Place,
}

/// Reports desks of papers, or of agencies that work together, that may not go on working.
pub(super) fn check(
    root: &raw::Root,
    stations: &[Station],
    routes: &[Route],
    cx: &Context,
    problems: &mut Problems,
) {
    let own = paper_routes(root);
    let mut guests: BTreeMap<usize, Guest> = BTreeMap::new();
    let mut apart: Vec<BTreeSet<usize>> = Vec::new();
    for route in routes {
        let papers = own.contains(route.name.as_str());
        let apart_here = if papers && !brought_by_wheels(root, &route.name) {
            (0..route.steps.len()).collect()
        } else {
            at_work(&route.steps)
        };
        for &at in &apart_here {
            if let Some(Activity::Serve { station, .. }) =
                route.steps.get(at).map(|step| &step.activity)
            {
                let place = place(root, route, at);
                guests.entry(*station).or_insert(Guest { papers, place });
            }
        }
        apart.push(apart_here);
    }
    for (&station, &guest) in &guests {
        if stations
            .get(station)
            .is_some_and(|station| station.batch.is_some())
        {
            let what = if guest.papers {
                "papers come to it"
            } else {
                "agencies work there together"
            };
            let problem = Problem::error(
                guest.place,
                format!(
                    "station `{}` serves in batches, and {what}",
                    called(station, cx)
                ),
                "a batch is made of vehicles that stand in line",
            );
            problems.push(problem.help("name a station that serves each alone"));
        }
    }
    for (route, apart) in routes.iter().zip(&apart) {
        for (at, step) in route.steps.iter().enumerate() {
            let Activity::Serve { station, .. } = step.activity else {
                continue;
            };
            let Some(&guest) = guests.get(&station).filter(|_| !apart.contains(&at)) else {
                continue;
            };
            if parks_next(&route.steps, at) {
                kept(root, route, at, station, guest, cx, problems);
            }
        }
    }
}

fn called(station: usize, cx: &Context) -> &str {
    cx.stations.get(station).map_or("", String::as_str)
}

/// The steps at which agencies work together on a vehicle that stands still.
fn at_work(steps: &[Step]) -> BTreeSet<usize> {
    let parts = steps.iter().filter_map(|step| match &step.activity {
        Activity::Together { parts, end, .. } => Some(*parts.first()?..*end),
        _ => None,
    });
    parts.flatten().collect()
}

fn kept(
    root: &raw::Root,
    route: &Route,
    at: usize,
    station: usize,
    guest: Guest,
    cx: &Context,
    problems: &mut Problems,
) {
    let (what, whose, there) = if guest.papers {
        ("serves papers", "the papers", "papers are served there")
    } else {
        (
            "serves agencies that work together",
            "the agencies",
            "they work there",
        )
    };
    let problem = Problem::error(
        place(root, route, at),
        format!(
            "station `{}` {what}, and vehicles keep its servers",
            called(station, cx)
        ),
        "who comes from here to a full yard keeps the server",
    );
    let problem = problem.extra(guest.place, there);
    problems.push(problem.help(format!(
        "give {whose} a station of their own, or put a `delay` between service and yard"
    )));
}

/// Whether a vehicle may come from a step to a yard by steps that take no time and at which it cannot wait: only then it still
/// has its server.
fn parks_next(steps: &[Step], from: usize) -> bool {
    let mut seen = vec![false; steps.len()];
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        let Some(step) = steps.get(at) else { continue };
        for next in leads_to(step, None).into_iter().flatten() {
            let Some(step) = steps.get(next) else {
                continue;
            };
            match &step.activity {
                Activity::Park { .. } => return true,
                Activity::Serve { .. }
                | Activity::Delay { .. }
                | Activity::Seize { .. }
                | Activity::Gather { .. }
                | Activity::Bridge { .. }
                | Activity::Together { .. }
                | Activity::Meet { .. }
                | Activity::Enter
                | Activity::Cross { .. }
                | Activity::TurnBack => {}
                Activity::LeaveYard { .. }
                | Activity::Free { .. }
                | Activity::Branch { .. }
                | Activity::Release
                | Activity::File { .. }
                | Activity::Join { .. }
                | Activity::BeginStay { .. }
                | Activity::EndStay { .. } => {
                    if let Some(seen) = seen.get_mut(next)
                        && !std::mem::replace(seen, true)
                    {
                        open.push(next);
                    }
                }
            }
        }
    }
    false
}
