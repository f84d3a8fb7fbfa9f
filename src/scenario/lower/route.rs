//! Routes: steps, where they lead, and whether everybody gets out again.

use std::collections::{BTreeMap, BTreeSet};

use super::batch;
use super::branch::branch;
use super::bridge;
use super::context::Context;
use super::dist;
use super::inspection::{self, Resolved};
use super::papers;
use super::pool;
use super::reach;
use super::residents;
use super::stay;
use super::yard;
use crate::des::variate::Distribution;
use crate::scenario::calendar::Bound;
use crate::scenario::kinds::{Name, Named};
use crate::scenario::model::{Activity, Channels, DelayFor, Inspection, Route, Step};
use crate::scenario::problem::{Problem, Problems, suggest};
use crate::scenario::raw;
use crate::scenario::reader::Located;
use crate::scenario::source::Place;
use crate::scenario::units::Duration;

/// Routes by name, and which of their steps mean more than others.
#[derive(Default)]
pub(super) struct Routes {
    pub routes: Vec<Route>,
    pub inspections: Vec<Inspection>,
    pub channels: Vec<Channels>,
}

/// Routes by name.
pub(super) fn routes(
    root: &raw::Root,
    brought: &BTreeMap<&str, BTreeSet<usize>>,
    cx: &Context,
    agencies: &[Resolved],
    problems: &mut Problems,
) -> Routes {
    let all = root.route.iter().flat_map(|table| &table.value.0);
    let papers = papers::paper_routes(root);
    let mut routes = Routes::default();
    for (index, (name, steps)) in all.enumerate() {
        let none = BTreeSet::new();
        let brought = brought.get(name.as_str()).unwrap_or(&none);
        let papers = papers.contains(name.as_str());
        let way = Way::new(index, papers, &steps.value, brought, cx, agencies);
        let route = route(name.as_str(), steps, &way, &mut routes, problems);
        routes.routes.push(route);
    }
    routes
}

/// The steps of one route, while its names are resolved.
pub(super) struct Way<'a> {
    pub cx: &'a Context,
    /// Its index.
    pub route: usize,
    /// Names of the steps as written, in order.
    pub names: Vec<&'a str>,
    /// The index of the first step of the model for which each of them stands.
    starts: Vec<usize>,
    /// Profiles that somebody brings here.
    pub brought: &'a BTreeSet<usize>,
    /// All agencies.
    pub agencies: &'a [Resolved],
    /// Whether papers go this way, and no vehicles.
    papers: bool,
}

impl<'a> Way<'a> {
    fn new(
        route: usize,
        papers: bool,
        steps: &'a [raw::Step],
        brought: &'a BTreeSet<usize>,
        cx: &'a Context,
        agencies: &'a [Resolved],
    ) -> Self {
        let name = |step: &'a raw::Step| step.step.as_ref().map_or("", |name| name.value.as_str());
        let mut starts = Vec::with_capacity(steps.len());
        let mut next = 0;
        for step in steps {
            starts.push(next);
            next += inspection::length(step, agencies);
        }
        Self {
            cx,
            route,
            names: steps.iter().map(name).collect(),
            starts,
            brought,
            agencies,
            papers,
        }
    }

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
        found.map(|step| self.starts.get(step).copied())
    }
}

fn route(
    name: &str,
    steps: &Located<Vec<raw::Step>>,
    way: &Way<'_>,
    all: &mut Routes,
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
    names(way, &steps.value, problems);
    let mut lowered: Vec<Option<Vec<Step>>> = Vec::new();
    let mut places: Vec<Place> = Vec::new();
    for (at, raw) in steps.value.iter().enumerate() {
        let own = step(at, raw, place(raw), way, all, problems);
        let count = own.as_ref().map_or(0, Vec::len);
        places.extend(std::iter::repeat_n(place(raw), count));
        lowered.push(own);
    }
    warn_of_barriers(&steps.value, problems);
    let whole: Option<Vec<Vec<Step>>> = lowered.into_iter().collect();
    let whole: Option<Vec<Step>> = whole.map(|steps| steps.into_iter().flatten().collect());
    // Where a step could not be read, what it leads to is not known.
    if let Some(steps) = &whole {
        reach::check(steps, &places, way, problems);
        yard::check(steps, &places, way, problems);
        pool::check(steps, &places, way, problems);
    }
    Route {
        name: name.to_owned(),
        key: name.to_owned(),
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
    all: &mut Routes,
    problems: &mut Problems,
) -> Option<Vec<Step>> {
    let then = raw.then.as_ref();
    let target = then.map(|then| way.target(then, problems));
    let below = way.starts.get(at + 1).copied();
    let next = target.unwrap_or(Some(below));
    let first = way.starts.get(at).copied()?;
    if let Some(inspect) = &raw.inspect {
        let name = raw.step.as_ref()?.value.as_str();
        let lowered = inspection::steps(name, inspect, first, next?, way, problems)?;
        all.inspections.extend(lowered.inspections);
        return Some(lowered.steps);
    }
    let activity = activity(raw, place, first, way, problems);
    if is_channel(raw, activity.as_ref(), way.papers, problems) {
        let (route, step) = (way.route, first);
        all.channels.push(Channels { route, step });
    }
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
    Some(vec![Step {
        name: raw.step.as_ref()?.value.to_string(),
        activity: activity?,
        next,
    }])
}

/// The words of the selectivity of customs, which need no `channel = true`.
const CHANNELS: [&str; 3] = ["green", "yellow", "red"];

/// Whether the ways of a step are channels.
fn is_channel(
    raw: &raw::Step,
    activity: Option<&Activity>,
    papers: bool,
    problems: &mut Problems,
) -> bool {
    if papers {
        if let Some(channel) = raw.channel.as_ref().filter(|channel| channel.value) {
            let problem = Problem::error(
                channel.place,
                "a channel on a route of papers",
                "channels are counted in vehicles",
            );
            problems.push(problem.help("mark a branch of the vehicles' route"));
        }
        return false;
    }
    if let (Some(channel), None) = (&raw.channel, &raw.branch) {
        let problem = Problem::error(
            channel.place,
            "a channel without a branch",
            "channels are the ways of a branch",
        );
        problems.push(problem.help("drop `channel`"));
    }
    match (&raw.channel, activity) {
        (Some(channel), Some(Activity::Branch { .. })) => channel.value,
        (None, Some(Activity::Branch { labels, .. })) => labels
            .iter()
            .all(|label| CHANNELS.contains(&label.as_str())),
        _ => false,
    }
}

fn activity(
    raw: &raw::Step,
    place: Place,
    first: usize,
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
    if raw.serve.is_some() || raw.delay.is_some() {
        timed(raw, way.cx, problems)
    } else if let Some(name) = &raw.park {
        let yard = way.cx.yard(name.value.as_str(), name.place, problems);
        Some(Activity::Park { yard: yard? })
    } else if let Some(name) = &raw.leave_yard {
        let yard = way.cx.yard(name.value.as_str(), name.place, problems);
        Some(Activity::LeaveYard { yard: yard? })
    } else if let Some(keys) = &raw.bridge {
        bridge::activity(first, &keys.value, way, problems)
    } else if let Some(name) = &raw.seize {
        let pool = way.cx.pool(name.value.as_str(), name.place, problems);
        Some(Activity::Seize { pool: pool? })
    } else if let Some(free) = &raw.free {
        pool::free(&free.value, way.cx, problems)
    } else if let Some(keys) = &raw.gather {
        residents::gather(&keys.value, way.cx, problems)
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

/// The activity of a step that serves or delays.
pub(super) fn timed(raw: &raw::Step, cx: &Context, problems: &mut Problems) -> Option<Activity> {
    if let Some(serve) = &raw.serve {
        let station = serve.value.station.as_ref();
        let station =
            station.and_then(|name| cx.station(name.value.as_str(), name.place, problems));
        let time = times(
            serve.value.time.as_ref(),
            serve.value.class.as_ref(),
            cx,
            problems,
        );
        let skill = serve.value.skill.as_ref();
        Some(Activity::Serve {
            skill: match skill {
                Some(skill) => Some(batch::skill(station?, skill, cx, problems)?),
                None => None,
            },
            station: station?,
            time: time?,
        })
    } else if let Some(delay) = &raw.delay {
        let delay = &delay.value;
        let time = times(delay.time.as_ref(), delay.class.as_ref(), cx, problems);
        let waits_for = match delay.waits_for.as_ref().map(|word| word.value) {
            None => DelayFor::Travel,
            Some(raw::WaitsForWord::Result) => DelayFor::Result,
        };
        Some(Activity::Delay {
            time: time?,
            waits_for,
        })
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
