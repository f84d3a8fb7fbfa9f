//! Routes: steps, where they lead, and whether everybody gets out again.

use std::collections::{BTreeMap, BTreeSet};

use super::batch;
use super::branch::branch;
use super::bridge;
use super::context::Context;
use super::dist;
use super::papers;
use super::pool;
use super::reach;
use super::stay;
use super::yard;
use crate::des::variate::Distribution;
use crate::scenario::calendar::Bound;
use crate::scenario::kinds::{Name, Named};
use crate::scenario::model::{Activity, Route, Step};
use crate::scenario::problem::{Problem, Problems, suggest};
use crate::scenario::raw;
use crate::scenario::reader::Located;
use crate::scenario::source::Place;
use crate::scenario::units::Duration;

/// Routes by name.
pub(super) fn routes(
    root: &raw::Root,
    brought: &BTreeMap<&str, BTreeSet<usize>>,
    cx: &Context,
    problems: &mut Problems,
) -> Vec<Route> {
    let all = root.route.iter().flat_map(|table| &table.value.0);
    all.map(|(name, steps)| {
        let none = BTreeSet::new();
        let classes = brought.get(name.as_str()).unwrap_or(&none);
        route(name.as_str(), steps, classes, cx, problems)
    })
    .collect()
}

/// The classes that sources and backlogs bring to each route; for routes of papers, those whose papers they make.
pub(super) fn brought<'a>(root: &'a raw::Root, cx: &Context) -> BTreeMap<&'a str, BTreeSet<usize>> {
    // What is wrong with these tables is said where they are lowered.
    let mut unsaid = Problems::new();
    let sources = root.source.iter().flat_map(|table| table.value.0.values());
    let backlogs = root.backlog.iter().flat_map(|table| table.value.0.values());
    let flows = sources
        .map(|source| &source.value)
        .map(|source| (&source.when, &source.route, &source.class))
        .chain(
            backlogs
                .map(|backlog| &backlog.value)
                .map(|backlog| (&backlog.when, &backlog.route, &backlog.class)),
        );
    let mut brought: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (when, route, mix) in flows {
        let (Some(route), Some(mix)) = (route, mix) else {
            continue;
        };
        if !cx.exists(when.as_ref(), &mut unsaid) {
            continue;
        }
        let names: Vec<&str> = match &mix.value {
            raw::ClassMix::One(name) => vec![name.as_str()],
            raw::ClassMix::Shares(shares) => {
                let positive = shares.0.iter().filter(|(_, share)| share.value.0 > 0);
                positive.map(|(name, _)| name.as_str()).collect()
            }
        };
        let classes = brought.entry(route.value.as_str()).or_default();
        let known = |name: &&str| cx.classes.iter().position(|class| class == name);
        classes.extend(names.iter().filter_map(known));
    }
    papers::bring(root, &mut brought);
    brought
}

/// The steps of one route, while its names are resolved.
pub(super) struct Way<'a> {
    pub cx: &'a Context,
    /// Names of steps in order.
    pub names: Vec<&'a str>,
    /// Classes that somebody brings here.
    pub brought: &'a BTreeSet<usize>,
}

impl Way<'_> {
    /// The step of this name; `Some(None)` is the exit, `None` an unknown name, which is a problem.
    pub fn target(&self, name: &Located<Name>, problems: &mut Problems) -> Option<Option<usize>> {
        let text = name.value.as_str();
        if text == "exit" {
            return Some(None);
        }
        let found = self.names.iter().position(|step| *step == text);
        if found.is_none() {
            let mut known = self.names.clone();
            known.push("exit");
            let problem = Problem::error(
                name.place,
                format!("there is no step `{text}`"),
                "not in this route",
            );
            problems.push(problem.maybe_help(suggest(text, &known, "the steps are")));
        }
        found.map(Some)
    }
}

fn route(
    name: &str,
    steps: &Located<Vec<raw::Step>>,
    brought: &BTreeSet<usize>,
    cx: &Context,
    problems: &mut Problems,
) -> Route {
    if steps.value.is_empty() {
        problems.push(Problem::error(
            steps.place,
            format!("route `{name}` has no steps"),
            "a route has at least one",
        ));
    }
    let place = |step: &raw::Step| step.step.as_ref().map_or(steps.place, |name| name.place);
    let way = Way {
        cx,
        names: steps
            .value
            .iter()
            .map(|step| step.step.as_ref().map_or("", |name| name.value.as_str()))
            .collect(),
        brought,
    };
    names(&way, &steps.value, problems);
    let lowered: Vec<Option<Step>> = steps
        .value
        .iter()
        .enumerate()
        .map(|(at, raw)| step(at, raw, place(raw), &way, problems))
        .collect();
    warn_of_barriers(&steps.value, problems);
    let whole: Option<Vec<Step>> = lowered.into_iter().collect();
    let places: Vec<Place> = steps.value.iter().map(place).collect();
    // Where a step could not be read, what it leads to is not known.
    if let Some(steps) = &whole {
        reach::check(steps, &places, &way, problems);
        yard::check(steps, &places, &way, problems);
        pool::check(steps, &places, &way, problems);
    }
    Route {
        name: name.to_owned(),
        steps: whole.unwrap_or_default(),
    }
}

/// Every step has a name of its own, which is not `exit`.
fn names(way: &Way<'_>, steps: &[raw::Step], problems: &mut Problems) {
    for (at, step) in steps.iter().enumerate() {
        let Some(name) = &step.step else { continue };
        let text = name.value.as_str();
        if text == "exit" {
            problems.push(Problem::error(
                name.place,
                "a step cannot be called `exit`",
                "`exit` is the end of every route",
            ));
        }
        let first = way.names.iter().position(|other| *other == text);
        if let Some(first) = first.filter(|&first| first < at) {
            let problem = Problem::error(
                name.place,
                format!("two steps named `{text}`"),
                "a step needs a name of its own",
            );
            let other = steps.get(first).and_then(|step| step.step.as_ref());
            problems.push(match other {
                Some(other) => problem.extra(other.place, "the first is here"),
                None => problem,
            });
        }
    }
}

fn step(
    at: usize,
    raw: &raw::Step,
    place: Place,
    way: &Way<'_>,
    problems: &mut Problems,
) -> Option<Step> {
    let then = raw.then.as_ref();
    let target = then.map(|then| way.target(then, problems));
    let below = (at + 1 < way.names.len()).then_some(at + 1);
    let next = target.unwrap_or(Some(below));
    let activity = activity(raw, place, way, problems);
    if let (Some(then), Some(Activity::Branch { .. } | Activity::TurnBack)) = (then, &activity) {
        let (title, label) = match raw.branch {
            Some(_) => ("a branch with `then`", "its options say where they lead"),
            None => ("a turn back with `then`", "nothing follows it"),
        };
        let problem = Problem::error(then.place, title, label);
        problems.push(problem.help("drop `then`"));
    }
    let next = match activity {
        Some(Activity::Branch { .. } | Activity::TurnBack) => None,
        _ => next?,
    };
    Some(Step {
        name: raw.step.as_ref()?.value.to_string(),
        activity: activity?,
        next,
    })
}

fn activity(
    raw: &raw::Step,
    place: Place,
    way: &Way<'_>,
    problems: &mut Problems,
) -> Option<Activity> {
    for (word, given) in [
        ("enter", &raw.enter),
        ("release", &raw.release),
        ("turn-back", &raw.turn_back),
    ] {
        if let Some(given) = given.as_ref().filter(|given| !given.value) {
            let problem = Problem::error(
                given.place,
                format!("`{word}` takes only `true`"),
                "a step does what it names",
            );
            problems.push(problem.help("take the step away instead"));
        }
    }
    if let Some(serve) = &raw.serve {
        let station = serve.value.station.as_ref();
        let station =
            station.and_then(|name| way.cx.station(name.value.as_str(), name.place, problems));
        let time = times(
            serve.value.time.as_ref(),
            serve.value.class.as_ref(),
            way.cx,
            problems,
        );
        let skill = serve.value.skill.as_ref();
        Some(Activity::Serve {
            skill: match skill {
                Some(skill) => Some(batch::skill(station?, skill, way.cx, problems)?),
                None => None,
            },
            station: station?,
            time: time?,
        })
    } else if let Some(delay) = &raw.delay {
        let delay = &delay.value;
        let time = times(delay.time.as_ref(), delay.class.as_ref(), way.cx, problems);
        Some(Activity::Delay { time: time? })
    } else if let Some(name) = &raw.park {
        let yard = way.cx.yard(name.value.as_str(), name.place, problems);
        Some(Activity::Park { yard: yard? })
    } else if let Some(name) = &raw.leave_yard {
        let yard = way.cx.yard(name.value.as_str(), name.place, problems);
        Some(Activity::LeaveYard { yard: yard? })
    } else if let Some(keys) = &raw.bridge {
        let at = way.names.iter().position(|name| {
            raw.step
                .as_ref()
                .is_some_and(|step| step.value.as_str() == *name)
        });
        bridge::activity(at, &keys.value, way, problems)
    } else if let Some(name) = &raw.seize {
        let pool = way.cx.pool(name.value.as_str(), name.place, problems);
        Some(Activity::Seize { pool: pool? })
    } else if let Some(free) = &raw.free {
        pool::free(&free.value, way.cx, problems)
    } else if let Some(options) = &raw.branch {
        branch(options, place, way, problems)
    } else if let Some(cross) = &raw.cross {
        Some(Activity::Cross {
            bound: match cross.value.bound.as_ref()?.value {
                raw::BoundWord::ToChina => Bound::ToChina,
                raw::BoundWord::ToVietnam => Bound::ToVietnam,
            },
            loaded: cross.value.loaded.as_ref().map(|loaded| loaded.value),
        })
    } else if raw.enter.is_some() {
        Some(Activity::Enter)
    } else if raw.release.is_some() {
        Some(Activity::Release)
    } else if let Some(list) = &raw.file {
        let papers = papers::named(list, way.cx, problems);
        Some(Activity::File { papers: papers? })
    } else if let Some(list) = &raw.join {
        let papers = papers::named(list, way.cx, problems);
        Some(Activity::Join { papers: papers? })
    } else if let Some(name) = &raw.begin_stay {
        let stay = way.cx.stay(name.value.as_str(), name.place, problems);
        Some(Activity::BeginStay { stay: stay? })
    } else if let Some(end) = &raw.end_stay {
        stay::end(end, way, problems)
    } else if raw.turn_back.is_some() {
        Some(Activity::TurnBack)
    } else {
        None
    }
}

/// The time of each class: the common one, or its own.
pub(super) fn times(
    common: Option<&Located<raw::Dist<Duration>>>,
    own: Option<&Located<Named<raw::Dist<Duration>>>>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Vec<Distribution>> {
    let common = common.and_then(|time| dist::duration(&time.value, time.place, problems));
    let mut times = vec![common; cx.classes.len()];
    for (name, time) in own.iter().flat_map(|own| &own.value.0) {
        let class = cx.class(name.as_str(), time.place, problems);
        let time = dist::duration(&time.value, time.place, problems);
        if let Some(slot) = class.and_then(|class| times.get_mut(class)) {
            *slot = time;
        }
    }
    times.into_iter().collect()
}

/// A barrier admits to a crossing; after the last one it admits to nothing.
fn warn_of_barriers(steps: &[raw::Step], problems: &mut Problems) {
    let last = steps.iter().rposition(|step| step.cross.is_some());
    for step in steps.iter().skip(last.map_or(0, |last| last + 1)) {
        if let Some(enter) = step.enter.as_ref().filter(|enter| enter.value) {
            let problem = Problem::warning(
                enter.place,
                "a barrier with no crossing behind it",
                "no step below crosses the line",
            );
            problems.push(problem.help("put `enter` before the step that has `cross`"));
        }
    }
}
