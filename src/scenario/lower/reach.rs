//! Whether every vehicle that starts a route comes to its end, and whether every step is of use.

use std::collections::{BTreeMap, BTreeSet};

use super::profiles;
use super::route::Way;
use crate::scenario::model::{Activity, Step};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::source::Place;

/// Reports loops that a profile which comes here cannot leave, and steps that nobody reaches.
pub(super) fn check(steps: &[Step], places: &[Place], way: &Way<'_>, problems: &mut Problems) {
    let mut loops: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    let looked_at = profiles::looked_at(Some(way.brought), way.cx);
    for &profile in looked_at.iter() {
        let ways: Vec<Vec<Option<usize>>> = steps
            .iter()
            .map(|step| leads_to(step, Some(profile)))
            .collect();
        for cycle in traps(&ways) {
            loops.entry(cycle).or_default().push(profile);
        }
    }
    for (cycle, caught) in loops {
        let Some(&first) = cycle.first() else {
            continue;
        };
        let names: Vec<String> = cycle
            .iter()
            .chain([&first])
            .filter_map(|&at| Some(format!("`{}`", steps.get(at)?.name)))
            .collect();
        let whose = if caught.len() == looked_at.len() {
            String::new()
        } else {
            let names = profiles::called(&caught, &looked_at, way.cx);
            format!(" for {}", names.join(", "))
        };
        let place = places.get(first).copied().unwrap_or_default();
        let problem = Problem::error(
            place,
            format!("a loop without an exit{whose}: {}", names.join(" -> ")),
            "who comes here never leaves the gate",
        );
        problems.push(problem.help("let a `then` or a branch of one of these steps lead out"));
    }
    let ways: Vec<Vec<Option<usize>>> = steps.iter().map(|step| leads_to(step, None)).collect();
    let reached = reachable(&ways);
    for ((step, place), _) in steps
        .iter()
        .zip(places)
        .zip(&reached)
        .filter(|(_, reached)| !**reached)
    {
        let problem = Problem::warning(
            *place,
            format!("step `{}` is never reached", step.name),
            "no step leads here",
        );
        problems.push(problem.help("name it in a `then` or a branch, or take it away"));
    }
}

/// Where a step leads, `None` being the exit: for one profile by the ways that it takes, or for all by any way.
pub(super) fn leads_to(step: &Step, profile: Option<usize>) -> Vec<Option<usize>> {
    match &step.activity {
        Activity::TurnBack | Activity::Meet { .. } => vec![None],
        // The vehicle itself goes on behind the work of others; by any way these work, too.
        Activity::Together {
            parts, returned, ..
        } => {
            let own = [step.next, *returned];
            let others = parts.iter().map(|&part| Some(part));
            own.into_iter()
                .chain(others.filter(|_| profile.is_none()))
                .collect()
        }
        Activity::Branch { options, .. } => match profile {
            Some(profile) => {
                let taken = options.get(profile).into_iter().flatten();
                taken
                    .filter(|way| way.share > 0)
                    .map(|way| way.to)
                    .collect()
            }
            None => options.iter().flatten().map(|way| way.to).collect(),
        },
        Activity::Bridge {
            too_heavy: Some(to),
            ..
        } => vec![step.next, *to],
        Activity::EndStay {
            past: Some(past), ..
        } => vec![step.next, *past],
        _ => vec![step.next],
    }
}

/// For each step what has certainly been gathered by a vehicle of a profile that comes to it, on every way from the first;
/// `None` where it never comes. `gathers` says what a step adds, as a set of bits.
pub(super) fn always(
    steps: &[Step],
    profile: usize,
    gathers: impl Fn(&Step) -> u64,
) -> Vec<Option<u64>> {
    let mut known: Vec<Option<u64>> = vec![None; steps.len()];
    let mut open = vec![(0, 0)];
    while let Some((at, brings)) = open.pop() {
        let (Some(step), Some(known)) = (steps.get(at), known.get_mut(at)) else {
            continue;
        };
        let both = known.map_or(brings, |known| known & brings);
        if *known == Some(both) {
            continue;
        }
        *known = Some(both);
        let then = both | gathers(step);
        let next = leads_to(step, Some(profile)).into_iter().flatten();
        open.extend(next.map(|next| (next, then)));
    }
    known
}

/// For each step the states in which vehicles may come to it, who are in `start` at the first; `ways` says of a step and a state
/// where they lead, and the state there.
pub(super) fn along<S: Ord + Copy, W: IntoIterator<Item = (usize, S)>>(
    steps: &[Step],
    start: S,
    ways: impl Fn(&Step, S) -> W,
) -> Vec<BTreeSet<S>> {
    let mut found = vec![BTreeSet::new(); steps.len()];
    let mut open = vec![(0, start)];
    while let Some((at, now)) = open.pop() {
        let (Some(step), Some(known)) = (steps.get(at), found.get_mut(at)) else {
            continue;
        };
        if known.insert(now) {
            open.extend(ways(step, now));
        }
    }
    found
}

/// Which steps can be reached from the first.
fn reachable(ways: &[Vec<Option<usize>>]) -> Vec<bool> {
    let mut reached = vec![false; ways.len()];
    let mut open = vec![0];
    while let Some(at) = open.pop() {
        if let Some(seen) = reached.get_mut(at)
            && !std::mem::replace(seen, true)
        {
            open.extend(ways[at].iter().flatten());
        }
    }
    reached
}

/// The loops among the steps that can be reached and from which no exit can; each begins at its first step in the route.
fn traps(ways: &[Vec<Option<usize>>]) -> BTreeSet<Vec<usize>> {
    let mut leaves: Vec<bool> = ways.iter().map(|ways| ways.contains(&None)).collect();
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); ways.len()];
    for (at, ways) in ways.iter().enumerate() {
        for &to in ways.iter().flatten() {
            before[to].push(at);
        }
    }
    let mut open: Vec<usize> = (0..ways.len()).filter(|&at| leaves[at]).collect();
    while let Some(at) = open.pop() {
        for &earlier in &before[at] {
            if !std::mem::replace(&mut leaves[earlier], true) {
                open.push(earlier);
            }
        }
    }
    let reached = reachable(ways);
    let mut done = vec![false; ways.len()];
    let mut cycles = BTreeSet::new();
    for start in (0..ways.len()).filter(|&at| reached[at] && !leaves[at]) {
        // From a trapped step every way leads to a trapped step, so the first ones run into a loop.
        let mut path = Vec::new();
        let mut at = start;
        while !done[at] {
            done[at] = true;
            path.push(at);
            match ways[at].iter().flatten().next() {
                Some(&next) => at = next,
                None => break,
            }
        }
        if let Some(from) = path.iter().position(|&step| step == at) {
            let mut cycle = path.split_off(from);
            let least = cycle.iter().enumerate().min_by_key(|(_, step)| **step);
            let turn = least.map_or(0, |(index, _)| index);
            cycle.rotate_left(turn);
            cycles.insert(cycle);
        }
    }
    cycles
}
