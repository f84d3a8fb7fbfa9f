//! Pools of drivers, and whether routes take and free them in turn.

use std::collections::BTreeSet;

use super::context::Context;
use super::dist;
use super::process::{server_hours, title, works};
use super::profiles::looked_at;
use super::reach::{along, leads_to};
use super::route::Way;
use crate::scenario::model::{Activity, DriverPool, Route, Servers, Step};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw;
use crate::scenario::reader::Located;
use crate::scenario::source::Place;

/// No pool may have more drivers, so that sums of them stay far from overflow.
const MOST_DRIVERS: u64 = 1_000_000;
/// Which pools a vehicle holds drivers of is a set of bits.
const MOST_POOLS: usize = 64;

/// The pools, by name.
pub(super) fn pools(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<DriverPool> {
    let all = root.pool.iter().flat_map(|table| &table.value.0);
    if let Some((name, pool)) = all.clone().nth(MOST_POOLS) {
        problems.push(Problem::error(
            pool.place,
            format!("pool `{name}` is the 65th"),
            "there may be 64 pools of drivers",
        ));
    }
    all.map(|(name, pool)| lower(name.as_str(), pool, cx, problems))
        .collect()
}

/// The step that frees a driver.
pub(super) fn free(
    free: &raw::FreeKeys,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Activity> {
    let pool = free.pool.as_ref()?;
    let pool = cx.pool(pool.value.as_str(), pool.place, problems);
    let after = match &free.after {
        Some(after) => Some(dist::duration(&after.value, after.place, problems)?),
        None => None,
    };
    Some(Activity::Free { pool: pool?, after })
}

/// Reports a vehicle that takes a driver of a pool of which it has one, or frees one that it does not have.
///
/// Every way of every profile that comes here is followed with the pools of which the vehicle then holds drivers.
pub(super) fn check(steps: &[Step], places: &[Place], way: &Way<'_>, problems: &mut Problems) {
    let pools = |step: &Step| {
        matches!(
            step.activity,
            Activity::Seize { .. } | Activity::Free { .. }
        )
    };
    if !steps.iter().any(pools) {
        return;
    }
    let mut wrong: BTreeSet<usize> = BTreeSet::new();
    for &profile in looked_at(Some(way.brought), way.cx).iter() {
        for (at, (step, found)) in steps.iter().zip(held(steps, profile)).enumerate() {
            let ill = |held: &u64| match step.activity {
                Activity::Seize { pool } => held & bit(pool) != 0,
                Activity::Free { pool, .. } => held & bit(pool) == 0,
                _ => false,
            };
            if found.iter().any(ill) {
                wrong.insert(at);
            }
        }
    }
    for at in wrong {
        let (Some(step), place) = (steps.get(at), places.get(at).copied().unwrap_or_default())
        else {
            continue;
        };
        let name = |pool: usize| way.cx.pools.get(pool).map_or("", String::as_str);
        let problem = match step.activity {
            Activity::Seize { pool } => Problem::error(
                place,
                format!("a vehicle takes a second driver of pool `{}`", name(pool)),
                "some who come here have one already",
            )
            .help("free the first one before, by a step with `free`"),
            Activity::Free { pool, .. } => Problem::error(
                place,
                format!(
                    "a vehicle frees a driver of pool `{}` and has none",
                    name(pool)
                ),
                "some who come here have taken none",
            )
            .help("put `seize` on every way that leads here"),
            _ => continue,
        };
        problems.push(problem);
    }
}

/// Reports pools whose drivers are taken and never freed by a step.
pub(super) fn check_use(
    root: &raw::Root,
    pools: &[DriverPool],
    routes: &[Route],
    problems: &mut Problems,
) {
    let steps = || routes.iter().flat_map(|route| &route.steps);
    let tables = root.pool.iter().flat_map(|table| &table.value.0);
    for (index, (pool, (_, table))) in pools.iter().zip(tables).enumerate() {
        let taken =
            steps().any(|step| matches!(step.activity, Activity::Seize { pool } if pool == index));
        let freed = steps()
            .any(|step| matches!(step.activity, Activity::Free { pool, .. } if pool == index));
        if taken && !freed {
            let problem = Problem::error(
                table.place,
                format!("no step frees the drivers of pool `{}`", pool.name),
                "whoever takes one keeps him to the end of the route",
            );
            let help = format!(
                "put a step `free = {{ pool = \"{}\" }}` behind `seize`",
                pool.name
            );
            problems.push(problem.help(help));
        }
    }
}

/// A pool in a set of pools; those beyond the last that there may be are reported elsewhere.
fn bit(pool: usize) -> u64 {
    1 << pool.min(MOST_POOLS - 1)
}

/// For each step the sets of pools of which vehicles of a profile may hold drivers when they come to it.
fn held(steps: &[Step], profile: usize) -> Vec<BTreeSet<u64>> {
    along(steps, 0, |step, now: u64| {
        let then = match step.activity {
            Activity::Seize { pool } => now | bit(pool),
            Activity::Free { pool, .. } => now & !bit(pool),
            _ => now,
        };
        let next = leads_to(step, Some(profile)).into_iter().flatten();
        next.map(move |next| (next, then))
    })
}

fn lower(
    name: &str,
    pool: &Located<raw::DriverPool>,
    cx: &Context,
    problems: &mut Problems,
) -> DriverPool {
    let raw = &pool.value;
    let gate = raw.gate.as_ref();
    let gate = gate.and_then(|gate| cx.gate(gate.value.as_str(), gate.place, problems));
    let mut drivers = Vec::new();
    let mut whole = true;
    for group in raw.drivers.iter().flat_map(|groups| &groups.value) {
        let work = (group.hours.as_ref(), group.days.as_ref());
        let hours = server_hours(work, "pool", raw.gate.is_some(), problems);
        match (group.count.as_ref(), hours) {
            (Some(count), Some(hours)) => drivers.push(Servers {
                count: count.value,
                hours,
                skills: Vec::new(),
                regimes: Vec::new(),
                classes: Vec::new(),
                overflow: false,
            }),
            _ => whole = false,
        }
    }
    let place = raw
        .drivers
        .as_ref()
        .map_or(pool.place, |drivers| drivers.place);
    let total: u64 = drivers.iter().map(|group| u64::from(group.count)).sum();
    if total > MOST_DRIVERS {
        problems.push(Problem::error(
            place,
            format!("pool `{name}` has more than 1,000,000 drivers"),
            format!("these are {total}"),
        ));
    }
    if raw.drivers.is_some() && whole && total == 0 {
        let problem = Problem::error(
            place,
            format!("pool `{name}` has no drivers"),
            "whoever needs one would wait for ever",
        );
        problems.push(problem.help("give at least one group with `count = 1` or more"));
    } else if raw.drivers.is_some() && whole && !drivers.iter().any(|group| works(group, cx)) {
        let problem = Problem::error(
            place,
            format!("nobody ever drives for pool `{name}`"),
            "on no day of the period do these hours hold",
        );
        problems.push(problem.help("check `hours` and `days`"));
    }
    DriverPool {
        name: name.to_owned(),
        title: title(raw.name.as_ref(), name),
        gate,
        drivers,
    }
}
