//! How often a vehicle of each kind comes to each step of its route, on average.

use crate::des::variate::Distribution;
use crate::scenario::model::{Activity, Scenario};
use crate::scenario::units::Share;

use super::{Kind, Op, Plan, bridge};

/// A vehicle that has not left after this many rounds through its route is given up: the engine refuses such routes too.
const MOST_ROUNDS: usize = 10_000;

/// Expected visits of one vehicle, and of its papers: for each kind, for each op.
///
/// Its route is a Markov chain whose last state is the exit. A probability of one is let flow through the steps in order,
/// and what a loop sends back flows through them again, until less than 10^-9 is left. Papers are taken to be made once, and
/// stays to end in time: both take what happens to say otherwise.
pub(super) fn visits(scenario: &Scenario, plan: &Plan) -> Vec<Vec<f64>> {
    let shares = shares(scenario);
    let mut known: Vec<((u32, u32, bool), Vec<f64>)> = Vec::new();
    let mut all = Vec::new();
    for kind in &plan.kinds {
        let key = (kind.first, kind.profile, kind.loaded);
        if let Some((_, visits)) = known.iter().find(|(other, _)| *other == key) {
            all.push(visits.clone());
            continue;
        }
        let mut visits = flow(plan, &shares, kind.first, kind);
        let index = all.len();
        for (papers, compiled) in plan.papers.iter().enumerate() {
            let made = made(scenario, plan, papers, index, &visits);
            if made > 0.0 {
                let steps = flow(plan, &shares, compiled.first, kind);
                for (visits, steps) in visits.iter_mut().zip(steps) {
                    *visits += made * steps;
                }
            }
        }
        known.push((key, visits.clone()));
        all.push(visits);
    }
    all
}

/// How many papers a vehicle of a kind has made: those lodged ahead, and of the others those that a step begins.
fn made(scenario: &Scenario, plan: &Plan, papers: usize, kind: usize, visits: &[f64]) -> f64 {
    let of_list = |list: u32| plan.paper_lists[list as usize].contains(&(papers as u32));
    // At a `join` they are begun where no step has done so before.
    let (mut filed, mut joined) = (0.0, 0.0);
    for (op, visits) in plan.ops.iter().zip(visits) {
        match *op {
            Op::File { papers: list, .. } if of_list(list) => filed += visits,
            Op::Join { papers: list, .. } if of_list(list) => joined += visits,
            _ => {}
        }
    }
    let begun = f64::min(1.0, f64::max(filed, joined));
    let lodges = !plan.papers[papers].ahead[kind].is_empty();
    let ahead = scenario.papers[papers].ahead.as_ref().filter(|_| lodges);
    let class = plan.kinds[kind].class as usize;
    let ahead = ahead.map_or(0, |ahead| ahead.share[class]) as f64 / Share::WHOLE as f64;
    ahead + (1.0 - ahead) * begun
}

/// The service times of each op by class; `None` where nothing is served. Ops are the exit, then the steps of all routes.
pub(super) fn service_times(scenario: &Scenario) -> Vec<Option<&Vec<Distribution>>> {
    let steps = scenario.routes.iter().flat_map(|route| &route.steps);
    let times = steps.map(|step| match &step.activity {
        Activity::Serve { time, .. } => Some(time),
        _ => None,
    });
    std::iter::once(None).chain(times).collect()
}

/// The shares of each op's options by profile; empty where it is no branch.
fn shares(scenario: &Scenario) -> Vec<Vec<Vec<f64>>> {
    let steps = scenario.routes.iter().flat_map(|route| &route.steps);
    let shares = steps.map(|step| match &step.activity {
        Activity::Branch { options, .. } => options
            .iter()
            .map(|options| {
                let total: u64 = options.iter().map(|option| option.share).sum();
                let share = |share: u64| share as f64 / total.max(1) as f64;
                options.iter().map(|option| share(option.share)).collect()
            })
            .collect(),
        _ => Vec::new(),
    });
    std::iter::once(Vec::new()).chain(shares).collect()
}

fn flow(plan: &Plan, shares: &[Vec<Vec<f64>>], first: u32, kind: &Kind) -> Vec<f64> {
    let profile = kind.profile;
    let mut visits = vec![0.0; plan.ops.len()];
    let mut here = vec![0.0; plan.ops.len()];
    here[first as usize] = 1.0;
    // A route's ops are neighbours: only those are looked at.
    let route = &plan.names.ops[first as usize].0;
    let last = plan.names.ops[first as usize..]
        .iter()
        .take_while(|(name, _)| name == route)
        .count()
        + first as usize;
    for _ in 0..MOST_ROUNDS {
        let mut left = 0.0;
        for op in first as usize..last {
            let mass = std::mem::take(&mut here[op]);
            if mass == 0.0 {
                continue;
            }
            visits[op] += mass;
            let mut send = |to: u32, part: f64| {
                here[to as usize] += part;
                if to != 0 && to as usize <= op {
                    left += part;
                }
            };
            match &plan.ops[op] {
                Op::Serve { next, .. }
                | Op::Travel { next, .. }
                | Op::Hold { next, .. }
                | Op::Park { next, .. }
                | Op::LeaveYard { next, .. }
                | Op::ServeSpecial { next, .. }
                | Op::Seize { next, .. }
                | Op::Gather { next, .. }
                | Op::Free { next, .. }
                | Op::File { next, .. }
                | Op::Join { next, .. }
                | Op::BeginStay { next, .. }
                | Op::EndStay { next, .. }
                | Op::Release { next } => send(*next, mass),
                Op::Bridge { step, next } => {
                    let step = &plan.bridge_steps[*step as usize];
                    let barred = bridge::too_heavy(plan, step, kind);
                    if barred > 0.0 {
                        send(step.too_heavy, mass * barred);
                    }
                    send(*next, mass * (1.0 - barred));
                }
                Op::Branch { table, .. } => {
                    let options = &plan.branches[(table + profile) as usize].options;
                    let parts = shares[op].get(profile as usize);
                    for (&(to, _), share) in options.iter().zip(parts.into_iter().flatten()) {
                        send(to, mass * share);
                    }
                }
                Op::Together {
                    team,
                    next,
                    returned,
                    ..
                } => {
                    let firsts = &plan.teams[*team as usize];
                    // Nobody returns it if none of them does, and they decide apart from each other.
                    let mut kept = 1.0;
                    for &first in firsts {
                        send(first, mass);
                        kept *= 1.0 - sent_back(plan, shares, first, profile);
                    }
                    send(*next, mass * kept);
                    send(*returned, mass * (1.0 - kept));
                }
                Op::Meet { .. } | Op::TurnBack | Op::Exit => {}
            }
        }
        if left < 1e-9 {
            break;
        }
    }
    visits
}

/// The probability with which one of several who work on a vehicle together returns it, from its first op on.
fn sent_back(plan: &Plan, shares: &[Vec<Vec<f64>>], op: u32, profile: u32) -> f64 {
    match &plan.ops[op as usize] {
        Op::Meet { returned } => f64::from(u8::from(*returned)),
        Op::Serve { next, .. } | Op::ServeSpecial { next, .. } | Op::Travel { next, .. } => {
            sent_back(plan, shares, *next, profile)
        }
        Op::Branch { table, .. } => {
            let options = &plan.branches[(table + profile) as usize].options;
            let parts = shares[op as usize].get(profile as usize);
            let ways = options.iter().zip(parts.into_iter().flatten());
            ways.map(|(&(to, _), share)| share * sent_back(plan, shares, to, profile))
                .sum()
        }
        _ => 0.0,
    }
}
