//! Bridges: what holds there on which days, who may be weighed there, and the steps that lead over them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::context::Context;
use super::days::{DaySpan, day_span};
use super::process::title;
use super::route::{Way, times};
use crate::scenario::calendar::Bound;
use crate::scenario::model::{Activity, Bridge, BridgeRestriction, BridgeRules};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::{self, BoundWord, TrafficWord};
use crate::scenario::reader::Located;
use crate::scenario::source::Place;
use crate::scenario::units::{Count, Duration, Mass};

/// No bridge may hold more vehicles, so that sums of vehicles stay far from overflow.
const MOST_VEHICLES: u32 = 1_000_000;

/// The bridges, by name.
pub(super) fn bridges(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<Bridge> {
    let all = root.bridge.iter().flat_map(|table| &table.value.0);
    all.map(|(name, bridge)| lower(name.as_str(), &bridge.value, cx, problems))
        .collect()
}

/// The activity of the step with this index, which leads over a bridge.
pub(super) fn activity(
    at: usize,
    keys: &raw::BridgeKeys,
    way: &Way<'_>,
    problems: &mut Problems,
) -> Option<Activity> {
    let bridge = keys.bridge.as_ref();
    let bridge = bridge.and_then(|name| way.cx.bridge(name.value.as_str(), name.place, problems));
    let time = times(keys.time.as_ref(), keys.class.as_ref(), way.cx, problems);
    let too_heavy = match &keys.too_heavy {
        None => None,
        Some(target) => Some(way.target(target, problems)?),
    };
    if let (Some(target), Some(Some(to))) = (&keys.too_heavy, too_heavy)
        && to == at
    {
        let problem = Problem::error(
            target.place,
            format!("who is too heavy at `{}` is sent back to it", target.value),
            "and is as heavy as before",
        );
        problems.push(problem.help("name a step that turns back, waits or unloads"));
    }
    Some(Activity::Bridge {
        bridge: bridge?,
        bound: match keys.bound.as_ref()?.value {
            BoundWord::ToChina => Bound::ToChina,
            BoundWord::ToVietnam => Bound::ToVietnam,
        },
        loaded: keys.loaded.map(|loaded| loaded.value),
        time: time?,
        too_heavy,
    })
}

/// Reports vehicles that a load limit weighs and whose weight is not known, and ways for the too heavy where there is no limit.
pub(super) fn check_weights(
    root: &raw::Root,
    brought: &BTreeMap<&str, BTreeSet<usize>>,
    cx: &Context,
    problems: &mut Problems,
) {
    let limits: BTreeSet<&str> = root
        .bridge
        .iter()
        .flat_map(|table| &table.value.0)
        .filter(|(_, bridge)| is_limited(&bridge.value, cx))
        .map(|(name, _)| name.as_str())
        .collect();
    let mut weighed: BTreeSet<usize> = BTreeSet::new();
    for (name, steps) in root.route.iter().flat_map(|table| &table.value.0) {
        for step in &steps.value {
            let Some(keys) = &step.bridge else { continue };
            let Some(bridge) = &keys.value.bridge else {
                continue;
            };
            if limits.contains(bridge.value.as_str()) {
                let profiles = brought.get(name.as_str()).into_iter().flatten();
                let profiles = profiles.filter_map(|&profile| cx.profiles.get(profile));
                weighed.extend(profiles.map(|profile| profile.class));
                continue;
            }
            let known = cx
                .bridges
                .iter()
                .any(|known| known == bridge.value.as_str());
            if let (Some(target), true) = (&keys.value.too_heavy, known) {
                let problem = Problem::error(
                    target.place,
                    format!("bridge `{}` has no load limit", bridge.value),
                    "nobody is too heavy for it",
                );
                problems.push(problem.help("give the bridge `heaviest`, or drop `too-heavy`"));
            }
        }
    }
    let classes = root.class.iter().flat_map(|table| &table.value.0);
    for (index, (name, class)) in classes.enumerate() {
        let is_persons =
            class.value.counts.as_ref().map(|counts| counts.value) == Some(raw::Counts::Persons);
        if is_persons || !weighed.contains(&index) {
            continue;
        }
        if class.value.tare.is_none() {
            let problem = Problem::error(
                class.place,
                format!("class `{name}` comes to a bridge with a load limit and has no `tare`"),
                "its vehicles cannot be weighed",
            );
            problems.push(
                problem.help("give the weight of the empty vehicle, as in `tare = \"15 t\"`"),
            );
        } else if class.value.load.is_none() {
            let problem = Problem::warning(
                class.place,
                format!("class `{name}` comes to a bridge with a load limit and has no `load`"),
                "its vehicles weigh as much loaded as empty",
            );
            problems.push(problem.help("give its cargo, as in `load = \"20 t\"`"));
        }
    }
}

/// Whether a bridge has a load limit on some day.
fn is_limited(bridge: &raw::Bridge, cx: &Context) -> bool {
    // What is wrong with conditions is said where restrictions are lowered.
    let mut unsaid = Problems::new();
    let restrictions = bridge
        .restriction
        .iter()
        .flat_map(|all| all.value.0.values());
    let mut limits = restrictions
        .filter(|other| cx.exists(other.value.when.as_ref(), &mut unsaid))
        .map(|other| other.value.heaviest.is_some());
    bridge.heaviest.is_some() || limits.any(|limit| limit)
}

fn lower(name: &str, raw: &raw::Bridge, cx: &Context, problems: &mut Problems) -> Bridge {
    let gate = raw.gate.as_ref();
    let gate = gate.and_then(|gate| cx.gate(gate.value.as_str(), gate.place, problems));
    let usual = BridgeRules {
        alternating: alternates(raw.traffic).unwrap_or(false),
        headway: raw.headway.map_or(0, |headway| headway.value.0),
        heaviest: heaviest(raw.heaviest, problems),
        turn: turn(raw.turn, problems),
        capacity: capacity(raw.capacity, problems),
    };
    let mut in_force: Vec<Dated<'_>> = Vec::new();
    let all = raw.restriction.iter().flat_map(|all| &all.value.0);
    for (id, restriction) in all {
        let exists = cx.exists(restriction.value.when.as_ref(), problems);
        if let (Some(dated), true) = (dated(id.as_str(), restriction, cx, problems), exists) {
            in_force.push(dated);
        }
    }
    contradictions(&in_force, problems);
    let bridge = Bridge {
        name: name.to_owned(),
        title: title(raw.name.as_ref(), name),
        gate,
        usual,
        alone: alone(raw, cx, problems),
        restrictions: in_force.iter().map(|dated| dated.meaning.clone()).collect(),
    };
    idle_turns(&bridge, raw, &in_force, problems);
    bridge
}

/// The classes whose vehicles drive over alone.
fn alone(raw: &raw::Bridge, cx: &Context, problems: &mut Problems) -> Vec<usize> {
    let mut classes = Vec::new();
    for name in raw.alone.iter().flat_map(|names| &names.value.0) {
        match cx.class(name.value.as_str(), name.place, problems) {
            Some(class) if classes.contains(&class) => {
                let problem = Problem::error(
                    name.place,
                    format!("class `{}` drives over alone twice", name.value),
                    "it is named before",
                );
                problems.push(problem.help("name it once"));
            }
            found => classes.extend(found),
        }
    }
    if let (Some(alone), Some(1), false) = (
        &raw.alone,
        raw.capacity.map(|capacity| capacity.value.0),
        classes.is_empty(),
    ) {
        let problem = Problem::warning(
            alone.place,
            "`alone` on a bridge with room for one vehicle",
            "everybody drives over alone",
        );
        problems.push(problem.help("drop `alone`, or give a larger `capacity`"));
    }
    classes
}

/// A restriction that is in force, and where it was written.
struct Dated<'a> {
    meaning: BridgeRestriction,
    keys: &'a raw::BridgeRestriction,
}

impl Dated<'_> {
    fn span(&self) -> DaySpan {
        DaySpan {
            from: self.meaning.from,
            to: self.meaning.to,
        }
    }

    /// What it says, key by key: the value as it is compared, and its place.
    fn says(&self) -> [(&'static str, Option<(i64, Place)>); 5] {
        let (keys, meaning) = (self.keys, &self.meaning);
        let at = |value: Option<i64>, place: Option<Place>| value.zip(place);
        [
            (
                "traffic",
                at(
                    meaning.alternating.map(i64::from),
                    keys.traffic.map(|key| key.place),
                ),
            ),
            (
                "headway",
                at(meaning.headway, keys.headway.map(|key| key.place)),
            ),
            (
                "heaviest",
                at(meaning.heaviest, keys.heaviest.map(|key| key.place)),
            ),
            ("turn", at(meaning.turn, keys.turn.map(|key| key.place))),
            (
                "capacity",
                at(
                    meaning.capacity.map(i64::from),
                    keys.capacity.map(|key| key.place),
                ),
            ),
        ]
    }
}

fn dated<'a>(
    name: &str,
    restriction: &'a Located<raw::BridgeRestriction>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Dated<'a>> {
    let keys = &restriction.value;
    let meaning = BridgeRestriction {
        name: name.to_owned(),
        from: jiff::civil::Date::MIN,
        to: jiff::civil::Date::MAX,
        alternating: alternates(keys.traffic),
        headway: keys.headway.map(|headway| headway.value.0),
        heaviest: heaviest(keys.heaviest, problems),
        turn: turn(keys.turn, problems),
        capacity: capacity(keys.capacity, problems),
    };
    let dated = Dated { meaning, keys };
    if dated.says().iter().all(|(_, said)| said.is_none()) {
        let problem = Problem::error(
            restriction.place,
            format!("restriction `{name}` restricts nothing"),
            "all is as usual on these days",
        );
        let help =
            "say what is different, as in `traffic = \"alternating\"` or `heaviest = \"30 t\"`";
        problems.push(problem.help(help));
    }
    let span = day_span(keys.from.as_ref(), keys.to.as_ref(), cx, problems)?;
    Some(Dated {
        meaning: BridgeRestriction {
            from: span.from,
            to: span.to,
            ..dated.meaning
        },
        keys,
    })
}

/// Reports restrictions that say different things of a common day.
fn contradictions(restrictions: &[Dated<'_>], problems: &mut Problems) {
    for (at, first) in restrictions.iter().enumerate() {
        let meeting = restrictions.iter().skip(at + 1);
        for second in meeting.filter(|second| first.span().meets(second.span())) {
            for ((key, one), (_, other)) in first.says().into_iter().zip(second.says()) {
                let (Some((one, here)), Some((other, there))) = (one, other) else {
                    continue;
                };
                if one == other {
                    continue;
                }
                let shared = first.meaning.from.max(second.meaning.from);
                let problem = Problem::error(
                    here.max(there),
                    format!("two restrictions give `{key}` for the same day"),
                    format!("both hold on {shared}"),
                );
                let problem = problem.extra(here.min(there), "the other is here");
                problems
                    .push(problem.help("end one before the other begins, or let only one say it"));
            }
        }
    }
}

/// Reports turns where traffic never alternates while they hold.
fn idle_turns(
    bridge: &Bridge,
    raw: &raw::Bridge,
    restrictions: &[Dated<'_>],
    problems: &mut Problems,
) {
    let mut refuse = |turn: Located<Duration>| {
        let problem = Problem::error(
            turn.place,
            "a `turn` where traffic is two-way",
            "neither direction waits for the other",
        );
        problems.push(problem.help("write `traffic = \"alternating\"`, or drop `turn`"));
    };
    let alternates = |dated: &Dated<'_>| bridge.rules_on(dated.meaning.from).alternating;
    if let (Some(turn), false) = (raw.turn, bridge.usual.alternating)
        && !restrictions.iter().any(alternates)
    {
        refuse(turn);
    }
    for dated in restrictions {
        let days = dated.span();
        // Whether traffic alternates changes only where some restriction begins.
        let mut begins = restrictions.iter().map(|other| other.meaning.from);
        let alternates = bridge.rules_on(days.from).alternating
            || begins.any(|day| days.covers(day) && bridge.rules_on(day).alternating);
        if let (Some(turn), false) = (dated.keys.turn, alternates) {
            refuse(turn);
        }
    }
}

fn alternates(word: Option<Located<TrafficWord>>) -> Option<bool> {
    word.map(|word| word.value == TrafficWord::Alternating)
}

fn heaviest(given: Option<Located<Mass>>, problems: &mut Problems) -> Option<i64> {
    let none = "0 kg";
    positive(
        given.map(|given| (given.value.0, given.place)),
        "load limit",
        none,
        problems,
    )
}

fn turn(given: Option<Located<Duration>>, problems: &mut Problems) -> Option<i64> {
    let none = Duration(0);
    positive(
        given.map(|given| (given.value.0, given.place)),
        "turn",
        none,
        problems,
    )
}

fn capacity(given: Option<Located<Count>>, problems: &mut Problems) -> Option<u32> {
    let given = given?;
    let vehicles = u32::try_from(given.value.0).unwrap_or(u32::MAX);
    if vehicles > MOST_VEHICLES {
        problems.push(Problem::error(
            given.place,
            "a bridge with room for more than 1,000,000 vehicles",
            "more than any bridge holds",
        ));
    }
    let vehicles = positive(
        Some((i64::from(vehicles), given.place)),
        "capacity",
        "0",
        problems,
    );
    vehicles.and_then(|vehicles| u32::try_from(vehicles).ok())
}

/// A value above zero; zero would bar everybody and is a problem.
fn positive(
    given: Option<(i64, Place)>,
    what: &str,
    none: impl fmt::Display,
    problems: &mut Problems,
) -> Option<i64> {
    let (value, place) = given?;
    if value == 0 {
        let problem = Problem::error(
            place,
            format!("a {what} of {none}"),
            "nobody could ever drive over",
        );
        problems.push(problem.help("to shut a gate write a notice with `state = \"closed\"`"));
    }
    Some(value)
}
