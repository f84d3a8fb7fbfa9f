//! In which order vehicles are served or pass: levels of priority, turns of groups, and what decides within one.

use super::context::Context;
use crate::scenario::kinds::OneOrMany;
use crate::scenario::model::{Gate, Order, Quota};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::{self, CycleKeys, ServiceOrderWord};
use crate::scenario::reader::Located;
use crate::scenario::source::Place;

/// No place may tell more levels apart: a level is a byte.
const MOST_LEVELS: usize = 255;

/// What a station or a gate says of its order.
pub(super) struct OrderKeys<'a> {
    pub priority: Option<&'a Located<Vec<OneOrMany<String>>>>,
    pub order: Option<Located<ServiceOrderWord>>,
    pub cycle: Option<&'a Located<Vec<CycleKeys>>>,
}

impl<'a> OrderKeys<'a> {
    pub fn of_station(raw: &'a raw::Station) -> Self {
        Self {
            priority: raw.priority.as_ref(),
            order: raw.order,
            cycle: raw.cycle.as_ref(),
        }
    }

    pub fn of_gate(raw: &'a raw::Gate) -> Self {
        Self {
            priority: raw.priority.as_ref(),
            order: raw.order,
            cycle: raw.cycle.as_ref(),
        }
    }

    /// The order that is meant. What cannot be is reported.
    pub fn lower(&self, root: &raw::Root, cx: &Context, problems: &mut Problems) -> Order {
        let mut order = Order::of_joining(cx.classes.len());
        if let Some(word) = self.order
            && word.value == ServiceOrderWord::EarliestSpoilage
        {
            order.by_spoilage = true;
            something_spoils(root, word.place, problems);
        }
        if let (Some(cycle), Some(priority)) = (self.cycle, self.priority) {
            let problem = Problem::error(
                cycle.place,
                "turns and priorities at one place",
                "whose turn it is goes before others, whatever their priority",
            );
            let problem = problem.extra(priority.place, "the priorities");
            problems.push(problem.help("keep one of `cycle` and `priority`"));
        }
        if let Some(listed) = self.priority {
            order.level = levels(listed, cx, problems);
        } else if let Some(cycle) = self.cycle {
            (order.level, order.cycle) = turns(cycle, cx, problems);
        }
        order
    }
}

/// Gates that share a quota have one line of those who may pass, and so one order.
pub(super) fn check_shared(
    root: &raw::Root,
    gates: &[Gate],
    quotas: &[Quota],
    problems: &mut Problems,
) {
    for quota in quotas {
        let mut shared = quota.gates.iter().filter_map(|&gate| gates.get(gate));
        let Some(first) = shared.next() else { continue };
        let Some(other) = shared.find(|other| other.order != first.order) else {
            continue;
        };
        let table = root.quota.as_ref();
        let table = table.and_then(|table| table.value.get(&quota.name));
        let place = table.map_or_else(Place::default, |table| table.place);
        let problem = Problem::error(
            place,
            format!(
                "gates `{}` and `{}` share a quota and let pass in different orders",
                first.name, other.name
            ),
            "who is next of all who need the quota cannot be told",
        );
        problems.push(problem.help("give both the same `priority`, `order` or `cycle`"));
    }
}

fn something_spoils(root: &raw::Root, place: Place, problems: &mut Problems) {
    let mut classes = root.class.iter().flat_map(|table| table.value.0.values());
    if !classes.any(|class| class.value.shelf_life.is_some()) {
        let problem = Problem::error(
            place,
            "what spoils first cannot be told",
            "no class has a `shelf-life`",
        );
        problems.push(
            problem.help("say how long goods keep, as in `shelf-life = \"3 d\"` in [class.fruit]"),
        );
    }
}

/// The level of each class: its position in the list; classes not listed come last, together.
fn levels(
    listed: &Located<Vec<OneOrMany<String>>>,
    cx: &Context,
    problems: &mut Problems,
) -> Vec<u8> {
    let groups = listed.value.iter().map(|group| group.0.as_slice());
    let known = members(groups, listed.place, cx, problems, |name| {
        (
            format!("class `{name}` has two priorities"),
            "each class once, the first first",
        )
    });
    // Where all are listed nobody is left for a last level.
    let last = known.iter().flatten().max().map_or(0, |last| last + 1);
    known
        .into_iter()
        .map(|level| byte(level.unwrap_or(last)))
        .collect()
}

/// The group of each class, and the turns of each group.
fn turns(
    cycle: &Located<Vec<CycleKeys>>,
    cx: &Context,
    problems: &mut Problems,
) -> (Vec<u8>, Vec<u32>) {
    let groups = &cycle.value;
    if groups.len() < 2 {
        let problem = Problem::error(
            cycle.place,
            "a cycle of fewer than two groups",
            "there is nobody with whom to take turns",
        );
        problems.push(problem.help("as in `[{ class = \"fruit\", turns = 1 }, { turns = 5 }]`"));
    }
    let none: &[Located<String>] = &[];
    let named = groups
        .iter()
        .map(|group| group.class.as_ref().map_or(none, |class| &class.value.0));
    let known = members(named, cycle.place, cx, problems, |name| {
        (
            format!("class `{name}` is in two groups of a cycle"),
            "each class takes turns in one group",
        )
    });
    for group in groups {
        if let Some(class) = group
            .class
            .as_ref()
            .filter(|class| class.value.0.is_empty())
        {
            let problem = Problem::error(
                class.place,
                "a group of a cycle without classes",
                "this list is empty",
            );
            problems.push(problem.help("leave `class` out for all whom no other group names"));
        }
        if let Some(turns) = group.turns.as_ref().filter(|turns| turns.value == 0) {
            let problem = Problem::error(
                turns.place,
                "a group of a cycle without turns",
                "nobody of it would ever go",
            );
            problems.push(problem.help("give it 1 or more"));
        }
    }
    let mut rests = groups
        .iter()
        .enumerate()
        .filter(|(_, group)| group.class.is_none());
    let rest = rests.next().map(|(index, _)| index);
    if rests.next().is_some() {
        let problem = Problem::error(
            cycle.place,
            "two groups of a cycle without `class`",
            "both would be of all whom no other group names",
        );
        problems.push(problem.help("name the classes of one of them"));
    }
    let left = known.iter().position(Option::is_none);
    if let (None, Some(class)) = (rest, left) {
        let name = cx.classes.get(class).map_or("", String::as_str);
        let problem = Problem::error(
            cycle.place,
            format!("class `{name}` is in no group of the cycle"),
            "it would never have a turn",
        );
        problems.push(problem.help("name it, or add a group of all others, as in `{ turns = 1 }`"));
    }
    let level = known
        .into_iter()
        .map(|group| byte(group.or(rest).unwrap_or(0)));
    let turns = groups
        .iter()
        .map(|group| group.turns.as_ref().map_or(1, |turns| turns.value.max(1)));
    (level.collect(), turns.collect())
}

/// For each class, the first of the lists that names it; reports classes named twice, in words of `twice`, and lists too many.
fn members<'a>(
    lists: impl ExactSizeIterator<Item = &'a [Located<String>]>,
    place: Place,
    cx: &Context,
    problems: &mut Problems,
    twice: impl Fn(&str) -> (String, &'static str),
) -> Vec<Option<usize>> {
    let count = lists.len();
    if count >= MOST_LEVELS {
        problems.push(Problem::error(
            place,
            "more than 255 levels of priority",
            format!("{count} are listed"),
        ));
    }
    let mut known = vec![None; cx.classes.len()];
    for (index, list) in lists.enumerate() {
        for name in list {
            let Some(class) = cx.class(&name.value, name.place, problems) else {
                continue;
            };
            match known.get_mut(class) {
                Some(slot @ None) => *slot = Some(index),
                Some(Some(_)) => {
                    let (title, label) = twice(&name.value);
                    problems.push(Problem::error(name.place, title, label));
                }
                None => {}
            }
        }
    }
    known
}

fn byte(level: usize) -> u8 {
    u8::try_from(level).unwrap_or(u8::MAX)
}
