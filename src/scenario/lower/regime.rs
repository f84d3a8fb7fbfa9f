//! Regimes: what each says, read and checked.
//!
//! A regime names nothing of the scenario that it lies over but gates, so that the same file can be laid over any. What it
//! means for stations, quotas and routes, [`regimes`](super::regimes) works out when these are known.

use std::collections::BTreeSet;

use super::context::Context;
use super::days::{DaySpan, day, day_span};
use super::filter::{direction, nationality};
use super::route::timed;
use crate::scenario::calendar::{Direction, Hours, Nationality};
use crate::scenario::model::Activity;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw;
use crate::scenario::raw::DayValue;
use crate::scenario::reader::Located;
use crate::scenario::source::Place;
use crate::scenario::units::Share;

/// A regime, resolved.
pub(super) struct Regime {
    pub name: String,
    /// Where its name stands.
    pub place: Place,
    /// The days on which it holds.
    pub days: DaySpan,
    /// Its gates; `None` is all, and what belongs to none.
    pub gates: Option<Vec<usize>>,
    /// Share of servers, and of drivers.
    pub servers: u64,
    pub drivers: u64,
    pub hours: Option<Hours>,
    /// Shares of quotas by days, which do not overlap.
    pub acceptance: Vec<(DaySpan, u64)>,
    pub times: Option<f64>,
    /// The steps that it brings, named as in routes.
    pub before_enter: Vec<(String, Activity)>,
    pub before_cross: Vec<(String, Activity)>,
    pub direction: Option<Direction>,
    pub vehicle: Option<Nationality>,
    /// The classes that its steps concern; `None` is all.
    pub classes: Option<Vec<usize>>,
}

/// The regimes that exist under the switches in force, by name. The others are checked as well.
pub(super) fn read(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<Regime> {
    let mut found = Vec::new();
    for (name, regime) in root.regime.iter().flat_map(|table| &table.value.0) {
        let exists = cx.exists(regime.value.when.as_ref(), problems);
        let regime = lower(name.as_str(), regime, exists, cx, problems);
        found.extend(regime.filter(|_| exists));
    }
    found
}

fn lower(
    name: &str,
    regime: &Located<raw::Regime>,
    exists: bool,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Regime> {
    let raw = &regime.value;
    silent(name, regime, problems);
    let days = days(raw, cx, problems);
    let gates = raw.gates.as_ref().map(|list| {
        if list.value.0.is_empty() {
            let problem = Problem::error(list.place, "a regime at no gate", "no gate is named");
            problems.push(problem.help("name its gates, or leave `gates` out: all"));
        }
        let found = list.value.0.iter();
        found
            .filter_map(|name| cx.gate(name.value.as_str(), name.place, problems))
            .collect()
    });
    let share = |share: &Option<Located<Share>>, whose: &str, problems: &mut Problems| {
        if let Some(none) = share.as_ref().filter(|share| share.value.0 == 0) {
            let problem = Problem::error(
                none.place,
                format!("a regime without {whose}"),
                "nobody would work",
            );
            problems
                .push(problem.help("for that write an [outage], or a notice that closes the gate"));
        }
        share.as_ref().map_or(Share::WHOLE, |share| share.value.0)
    };
    let servers = share(&raw.servers, "servers", problems);
    let drivers = share(&raw.drivers, "drivers", problems);
    if let Some(hours) = raw.hours.as_ref().filter(|hours| hours.value.is_closed()) {
        let problem = Problem::error(hours.place, "a regime without hours", "nobody would work");
        problems.push(problem.help("for that write an [outage], or a notice that closes the gate"));
    }
    for (key, place) in [
        ("times", raw.times.as_ref().map(|times| times.place)),
        (
            "before-enter",
            raw.before_enter.as_ref().map(|steps| steps.place),
        ),
        (
            "before-cross",
            raw.before_cross.as_ref().map(|steps| steps.place),
        ),
    ] {
        let partly = raw.from.as_ref().map(|from| from.place);
        let partly = partly.or(raw.to.as_ref().map(|to| to.place));
        if let (Some(place), Some(days)) = (place, partly) {
            let problem = Problem::error(
                place,
                format!("`{key}` for part of the period"),
                "it holds for the whole period or not at all",
            );
            let problem = problem.extra(days, "the regime has days of its own");
            problems.push(
                problem.help("leave `from` and `to` out, or let the period be that of the regime"),
            );
        }
    }
    let times = raw.times.as_ref().map(|times| {
        if !(0.01..=100.0).contains(&times.value) {
            let problem = Problem::error(
                times.place,
                "number out of range",
                format!("the factor is {}", times.value),
            );
            problems.push(problem.help("it must be from 0.01 to 100; 1.2 is a fifth longer"));
        }
        times.value
    });
    let before_enter = steps(&raw.before_enter, exists, cx, problems);
    let before_cross = steps(&raw.before_cross, exists, cx, problems);
    let classes = whom(raw, cx, problems);
    let acceptance = acceptance(raw, days, cx, problems);
    Some(Regime {
        name: name.to_owned(),
        place: regime.place,
        days: days?,
        gates,
        servers,
        drivers,
        hours: raw.hours.as_ref().map(|hours| hours.value.clone()),
        acceptance,
        times,
        before_enter,
        before_cross,
        direction: raw.direction.map(|word| direction(word.value)),
        vehicle: raw.vehicle.map(|word| nationality(word.value)),
        classes,
    })
}

/// A regime says something.
fn silent(name: &str, regime: &Located<raw::Regime>, problems: &mut Problems) {
    let raw = &regime.value;
    let steps = |steps: &Option<Located<Vec<raw::Step>>>| {
        steps.as_ref().is_some_and(|steps| !steps.value.is_empty())
    };
    let says = raw.servers.is_some()
        || raw.drivers.is_some()
        || raw.hours.is_some()
        || raw.acceptance.is_some()
        || raw.ramp.is_some()
        || raw.times.is_some()
        || steps(&raw.before_enter)
        || steps(&raw.before_cross);
    if !says {
        let problem = Problem::error(
            regime.place,
            format!("regime `{name}` changes nothing"),
            "it says nothing of servers, acceptance, times or steps",
        );
        problems.push(problem.help("give `servers`, `drivers`, `hours`, `acceptance`, `ramp`, `times`, `before-enter` or `before-cross`"));
    }
}

/// The days on which it holds; within the period where they are not given.
fn days(raw: &raw::Regime, cx: &Context, problems: &mut Problems) -> Option<DaySpan> {
    let period = cx.period?;
    let whole = DaySpan {
        from: period.from,
        to: period.to,
    };
    match (&raw.from, &raw.to) {
        (None, None) => Some(whole),
        (Some(_), Some(_)) => day_span(raw.from.as_ref(), raw.to.as_ref(), cx, problems),
        (given, ended) => {
            let given = given.as_ref().or(ended.as_ref())?;
            let day = day(given, cx, problems)?;
            let span = if ended.is_some() {
                DaySpan { to: day, ..whole }
            } else {
                DaySpan { from: day, ..whole }
            };
            if span.to < span.from {
                let problem = Problem::warning(
                    given.place,
                    "a regime outside the period",
                    format!("this is {day}"),
                );
                problems.push(problem.help(format!(
                    "the scenario runs from {} to {}",
                    period.from, period.to
                )));
            }
            Some(span)
        }
    }
}

/// The classes whom the steps concern.
fn whom(raw: &raw::Regime, cx: &Context, problems: &mut Problems) -> Option<Vec<usize>> {
    let has_steps = raw.before_enter.is_some() || raw.before_cross.is_some();
    for (key, place) in [
        ("direction", raw.direction.as_ref().map(|word| word.place)),
        ("vehicle", raw.vehicle.as_ref().map(|word| word.place)),
        ("class", raw.class.as_ref().map(|word| word.place)),
    ] {
        if let (Some(place), false) = (place, has_steps) {
            let problem = Problem::error(
                place,
                format!("`{key}` without steps"),
                "servers and quotas of a regime are for all vehicles",
            );
            problems.push(problem.help(format!(
                "`{key}` says whom the steps of `before-enter` and `before-cross` concern"
            )));
        }
    }
    let list = raw.class.as_ref()?;
    if list.value.0.is_empty() {
        let problem = Problem::error(list.place, "no class is named", "the steps concern nobody");
        problems.push(problem.help("name a class, or leave `class` out to speak of all"));
    }
    let found = list.value.0.iter();
    Some(
        found
            .filter_map(|name| cx.class(name.value.as_str(), name.place, problems))
            .collect(),
    )
}

/// Shares of quotas by days.
fn acceptance(
    raw: &raw::Regime,
    days: Option<DaySpan>,
    cx: &Context,
    problems: &mut Problems,
) -> Vec<(DaySpan, u64)> {
    if let (Some(share), Some(ramp)) = (&raw.acceptance, &raw.ramp) {
        let problem = Problem::error(ramp.place, "acceptance is said twice", "by days");
        let problem = problem.extra(share.place, "for all days");
        problems.push(problem.help("give `acceptance` or `ramp`"));
    }
    let Some(days) = days else { return Vec::new() };
    if let Some(share) = &raw.acceptance {
        return vec![(days, share.value.0)];
    }
    let Some(ramp) = &raw.ramp else {
        return Vec::new();
    };
    let mut found: Vec<(DaySpan, u64)> = Vec::new();
    let mut before: Option<&Located<DayValue>> = None;
    for entry in &ramp.value {
        let (Some(from), Some(share)) = (&entry.from, &entry.acceptance) else {
            continue;
        };
        let Some(first) = day(from, cx, problems) else {
            continue;
        };
        if let (Some((last, _)), Some(before)) = (found.last_mut(), before) {
            if first <= last.from {
                let problem = Problem::error(
                    from.place,
                    "a ramp that goes back in time",
                    format!("this is {first}"),
                );
                let problem = problem.extra(before.place, format!("this is {}", last.from));
                problems
                    .push(problem.help("write the days in order; each share holds until the next"));
                continue;
            }
            last.to = first.yesterday().unwrap_or(first);
        } else if first < days.from && raw.from.is_some() {
            let problem = Problem::error(
                from.place,
                "a ramp that begins before its regime",
                format!("this is {first}"),
            );
            problems.push(problem.help(format!("the regime begins on {}", days.from)));
        }
        if first > days.to {
            let problem = Problem::warning(
                from.place,
                "a share of a ramp that never holds",
                format!("this is {first}"),
            );
            problems.push(problem.help(format!("the regime ends on {}", days.to)));
        }
        found.push((
            DaySpan {
                from: first,
                to: days.to,
            },
            share.value.0,
        ));
        before = Some(from);
    }
    if ramp.value.is_empty() {
        let problem = Problem::error(ramp.place, "an empty ramp", "no share is given");
        problems.push(
            problem.help(
                "give days and shares, as in `[{ from = \"mùng 4\", acceptance = \"30 %\" }]`",
            ),
        );
    }
    found
}

/// The steps that a regime brings: services and delays, one after another.
fn steps(
    steps: &Option<Located<Vec<raw::Step>>>,
    exists: bool,
    cx: &Context,
    problems: &mut Problems,
) -> Vec<(String, Activity)> {
    let mut found = Vec::new();
    let mut names = BTreeSet::new();
    for raw in steps.iter().flat_map(|steps| &steps.value) {
        let Some(name) = &raw.step else { continue };
        if !names.insert(name.value.as_str().to_owned()) {
            let problem = Problem::error(
                name.place,
                format!("two steps named `{}`", name.value),
                "a step needs a name of its own",
            );
            problems.push(problem);
        }
        if let Some(then) = &raw.then {
            let problem = Problem::error(
                then.place,
                "a step of a regime with `then`",
                "they follow one another, and then comes the gate",
            );
            problems.push(problem.help("drop `then`"));
        }
        if raw.serve.is_none() && raw.delay.is_none() {
            let problem = Problem::error(
                name.place,
                "a regime can only serve or delay",
                "this step does something else",
            );
            problems.push(
                problem
                    .help("yards, bridges, crossings and branches belong to routes: add it there"),
            );
            continue;
        }
        let station = raw
            .serve
            .as_ref()
            .and_then(|serve| serve.value.station.as_ref());
        // A switch may leave the regime out together with its station.
        if !exists && station.is_some_and(|station| cx.leaves_out(station.value.as_str())) {
            continue;
        }
        if let Some(activity) = timed(raw, cx, problems) {
            found.push((name.value.to_string(), activity));
        }
    }
    found
}
