//! Stays that must not be too long, and whether each that ends has begun.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::papers::place;
use super::profiles::looked_at;
use super::reach::always;
use super::route::Way;
use crate::scenario::model::{Activity, Route};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw;
use crate::scenario::reader::Located;

/// A set of stays is a word of bits.
const MOST_STAYS: usize = 64;

/// The end of a stay.
pub(super) fn end(
    raw: &Located<raw::EndStayKeys>,
    way: &Way<'_>,
    problems: &mut Problems,
) -> Option<Activity> {
    let raw = &raw.value;
    let stay = raw.stay.as_ref();
    let stay = stay.and_then(|name| way.cx.stay(name.value.as_str(), name.place, problems));
    let past = raw.past.as_ref().map(|past| way.target(past, problems));
    let past = match past {
        Some(target) => Some(target?),
        None => None,
    };
    Some(Activity::EndStay {
        stay: stay?,
        most: raw.most.as_ref()?.value.0,
        past,
    })
}

/// Reports stays that end and have not begun on every way, and stays that begin and never end.
pub(super) fn check(
    root: &raw::Root,
    cx: &Context,
    routes: &[Route],
    brought: &BTreeMap<&str, BTreeSet<usize>>,
    problems: &mut Problems,
) {
    if cx.stays.len() > MOST_STAYS {
        let at = root.route.as_ref().map(|table| table.place);
        problems.push(Problem::error(
            at.unwrap_or_default(),
            format!("more than {MOST_STAYS} stays"),
            format!("these are {}", cx.stays.len()),
        ));
        return;
    }
    let name = |stay: usize| cx.stays.get(stay).map_or("", String::as_str);
    for route in routes {
        let profiles = looked_at(brought.get(route.name.as_str()), cx);
        let mut wrong: BTreeSet<(usize, usize)> = BTreeSet::new();
        for &profile in profiles.iter() {
            let begun = always(&route.steps, profile, |step| match step.activity {
                Activity::BeginStay { stay } => 1 << stay,
                _ => 0,
            });
            for (at, (step, begun)) in route.steps.iter().zip(begun).enumerate() {
                if let (Activity::EndStay { stay, .. }, Some(begun)) = (&step.activity, begun)
                    && begun >> stay & 1 == 0
                {
                    wrong.insert((at, *stay));
                }
            }
        }
        for (at, stay) in wrong {
            let problem = Problem::error(
                place(root, route, at),
                format!("stay `{}` ends and has not begun", name(stay)),
                "some who come here have not passed its beginning",
            );
            problems.push(problem.help("put a step with `begin-stay` on every way to this one"));
        }
        for (at, step) in route.steps.iter().enumerate() {
            if let Activity::EndStay { stay, past, .. } = step.activity
                && past == Some(Some(at))
            {
                let problem = Problem::error(
                    place(root, route, at),
                    format!(
                        "who stays too long in `{}` is sent back to its end",
                        name(stay)
                    ),
                    "and is judged again, without end",
                );
                problems.push(problem.help("name another step in `past`"));
            }
            let Activity::BeginStay { stay } = step.activity else {
                continue;
            };
            let ends = route.steps.iter().any(
                |step| matches!(step.activity, Activity::EndStay { stay: other, .. } if other == stay),
            );
            if !ends {
                let problem = Problem::warning(
                    place(root, route, at),
                    format!("stay `{}` never ends in this route", name(stay)),
                    "it is not judged",
                );
                problems.push(problem.help("add a step with `end-stay`"));
            }
        }
    }
}
