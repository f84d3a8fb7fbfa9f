//! Yards, and whether routes take and give back their places in turn.

use std::collections::BTreeSet;

use super::context::Context;
use super::process::title;
use super::profiles::looked_at;
use super::reach::{along, leads_to};
use super::route::Way;
use crate::scenario::model::{Activity, Step, Yard};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw;
use crate::scenario::reader::Located;
use crate::scenario::source::Place;

/// No yard may have more places, so that sums of vehicles stay far from overflow.
const MOST_PLACES: u32 = 1_000_000;

/// The yards, by name.
pub(super) fn yards(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<Yard> {
    let all = root.yard.iter().flat_map(|table| &table.value.0);
    all.filter_map(|(name, yard)| lower(name.as_str(), yard, cx, problems))
        .collect()
}

/// Reports a vehicle that parks where it stands already, or leaves a yard in which it does not stand.
///
/// A vehicle stands in one yard at most. Every way of every profile that comes here is followed with the yard in which the
/// vehicle then stands; shares do not matter, as long as there are any.
pub(super) fn check(steps: &[Step], places: &[Place], way: &Way<'_>, problems: &mut Problems) {
    let yards = |step: &Step| {
        matches!(
            step.activity,
            Activity::Park { .. } | Activity::LeaveYard { .. }
        )
    };
    if !steps.iter().any(yards) {
        return;
    }
    let mut wrong: BTreeSet<(usize, Option<usize>)> = BTreeSet::new();
    for &profile in looked_at(Some(way.brought), way.cx).iter() {
        let standing = standing(steps, profile);
        for (at, (step, found)) in steps.iter().zip(standing).enumerate() {
            let ill = found.into_iter().filter(|&now| match step.activity {
                Activity::Park { yard } => now == Some(yard),
                Activity::LeaveYard { yard } => now != Some(yard),
                _ => false,
            });
            wrong.extend(ill.map(|now| (at, now)));
        }
    }
    for (at, now) in wrong {
        let (Some(step), place) = (steps.get(at), places.get(at).copied().unwrap_or_default())
        else {
            continue;
        };
        let name = |yard: usize| way.cx.yards.get(yard).map_or("", String::as_str);
        let problem = match (&step.activity, now) {
            (Activity::Park { yard }, _) => Problem::error(
                place,
                format!(
                    "a vehicle parks in yard `{}` where it stands already",
                    name(*yard)
                ),
                "one vehicle, one place",
            )
            .help("give the place back first, by a step with `leave-yard`"),
            (Activity::LeaveYard { yard }, now) => {
                let label = match now {
                    Some(other) => format!("some who come here stand in yard `{}`", name(other)),
                    None => "some who come here stand in no yard".to_owned(),
                };
                let title = format!(
                    "a vehicle leaves yard `{}` and does not stand there",
                    name(*yard)
                );
                let help = "put `leave-yard` on a way that only those take who have a place there";
                Problem::error(place, title, label).help(help)
            }
            _ => continue,
        };
        problems.push(problem);
    }
}

/// For each step the yards, `None` being none, in which vehicles of a profile may stand when they come to it; empty where
/// nobody of the profile comes.
pub(super) fn standing(steps: &[Step], profile: usize) -> Vec<BTreeSet<Option<usize>>> {
    along(steps, None, |step, now| {
        let then = match step.activity {
            Activity::Park { yard } => Some(yard),
            Activity::LeaveYard { .. } | Activity::Bridge { .. } => None,
            _ => now,
        };
        // Who is too heavy for a bridge stays where it stands.
        if let Activity::Bridge {
            too_heavy: Some(Some(other)),
            ..
        } = step.activity
        {
            let over = step.next.map(|next| (next, then));
            return [(other, now)].into_iter().chain(over).collect::<Vec<_>>();
        }
        let next = leads_to(step, Some(profile)).into_iter().flatten();
        next.map(|next| (next, then)).collect()
    })
}

fn lower(
    name: &str,
    yard: &Located<raw::Yard>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Yard> {
    let raw = &yard.value;
    let gate = raw.gate.as_ref();
    let gate = gate.and_then(|gate| cx.gate(gate.value.as_str(), gate.place, problems));
    let capacity = raw.capacity.as_ref()?;
    let places = u32::try_from(capacity.value.0).unwrap_or(u32::MAX);
    if places == 0 {
        let problem = Problem::error(
            capacity.place,
            format!("yard `{name}` has no places"),
            "nobody could ever park there",
        );
        problems.push(problem.help("give a `capacity` of 1 or more"));
    } else if places > MOST_PLACES {
        problems.push(Problem::error(
            capacity.place,
            format!("yard `{name}` has more than 1,000,000 places"),
            "more than any yard holds",
        ));
    }
    Some(Yard {
        name: name.to_owned(),
        title: title(raw.name.as_ref(), name),
        gate,
        capacity: places,
    })
}
