//! What-ifs: small files and `--set` arguments that change a few keys of another scenario.
//!
//! Values and lists replace; tables merge key by key; lists whose members all have a `step` merge step by step.
//! `remove = true` deletes, `before` and `after` place a step; these three words belong to overlays and never reach the
//! reader. A `--set` is built into the overlay it abbreviates and merged by the same code, so the two cannot differ.
//!
//! Every file goes through [`merge`], also one without a base, which is merged over nothing: the rules of the words hold
//! everywhere, and a place in the result is the place of whoever wrote last.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::node::{Entry, Node, Table, Value};
use super::problem::{Problem, Problems, suggest};
use super::raw;
use super::reader::Keys;
use super::source::Place;

/// How tables combine where merging key by key would be wrong.
#[derive(Debug, Clone, Copy)]
pub struct Policy {
    /// Paths whose tables are *one choice* and therefore replace: of `{ triangular = [...] }` over `{ constant = "..." }`
    /// only the first may remain. A part `*` stands for any one key, a leading `**` for any keys or none.
    pub whole: &'static [&'static str],
    /// Paths of tables with keys of which exactly one is given, as the language declares them: writing one drops the others.
    pub one_of: &'static [(&'static str, &'static [&'static [&'static str]])],
    /// Paths of tables whose keys come in sets of which one is used: writing a key of one set drops those of the others.
    pub sets: &'static [(&'static str, &'static [&'static [&'static str]])],
}

/// No list of steps may be longer: finding a step is a search.
const MOST_STEPS: usize = 1_000;

/// The policy of the scenario language.
pub const POLICY: Policy = Policy {
    whole: &[
        "**.basis",
        "**.basis-of.*",
        "class.*.load",
        "class.*.goods",
        "gate.*.hours",
        "gate.*.partner.hours",
        "quota.*.vehicles",
        "backlog.*.class",
        "backlog.*.records",
        "source.*.class",
        "source.*.records",
        "source.*.interarrival",
        "source.*.timetable",
        "source.*.profile",
        "source.*.convoy",
        "source.*.when-closed",
        "ban.*.instead",
        "station.*.batch",
        "route.*.*.serve.time",
        "route.*.*.serve.class.*",
        "route.*.*.delay.time",
        "route.*.*.delay.class.*",
        "route.*.*.bridge.time",
        "route.*.*.bridge.class.*",
        "route.*.*.free.after",
        "outage.*.every",
        "outage.*.lasts",
        "regime.*.*.*.serve.time",
        "regime.*.*.*.serve.class.*",
        "regime.*.*.*.delay.time",
        "regime.*.*.*.delay.class.*",
        // Refused in a regime, and one choice all the same.
        "regime.*.*.*.bridge.time",
        "regime.*.*.*.bridge.class.*",
        "regime.*.*.*.free.after",
        "regime.*.*.*.gather.value",
        "regime.*.*.*.gather.class.*",
        "patience.*.outside",
        "patience.*.in-yard",
        "patience.*.closed",
        "residents.*.persons",
        "route.*.*.gather.value",
        "route.*.*.gather.class.*",
        "agency.*.time",
        "agency.*.class.*",
        "agency.*.sample.time",
        "agency.*.sample.result",
        "agency.*.treatment.time",
        "agency.*.treatment.class.*",
    ],
    one_of: &[
        ("route.*.*", raw::Step::DOC.one_of),
        ("regime.*.before-enter.*", raw::Step::DOC.one_of),
        ("regime.*.before-cross.*", raw::Step::DOC.one_of),
        ("source.*", raw::Source::DOC.one_of),
        // At most one of these.
        ("station.*", &[&["priority", "cycle"]]),
        ("gate.*", &[&["priority", "cycle"]]),
        ("regime.*", &[&["acceptance", "ramp"]]),
        ("published.*", raw::Published::DOC.one_of),
        ("cost.*", raw::Cost::DOC.one_of),
    ],
    sets: &[
        // Planned, or by chance.
        (
            "outage.*",
            &[&["from", "to"], &["every", "lasts", "season"]],
        ),
        // Who came when a log says has no rate to shape.
        (
            "source.*",
            &[
                &["rate", "profile", "weekday", "dated", "day-factor"],
                &["trace"],
            ],
        ),
        // Services are interrupted for a priority, and never in turns.
        ("station.*", &[&["priority", "preempts"], &["cycle"]]),
    ],
};

/// Merges `over` into `base`; removing what is not there and misplaced words are problems.
pub fn merge(base: &mut Table, over: Table, problems: &mut Problems) {
    Merger {
        path: Vec::new(),
        problems,
    }
    .table(base, over);
}

struct Merger<'a> {
    path: Vec<String>,
    problems: &'a mut Problems,
}

impl Merger<'_> {
    fn table(&mut self, base: &mut Table, over: Table) {
        base.damaged |= over.damaged;
        let of_here = RULES.one_of.iter();
        let of_here = of_here.filter(|(pattern, _)| pattern.matches(&self.path));
        for choices in of_here.flat_map(|(_, groups)| *groups) {
            if choices
                .iter()
                .any(|choice| over.entries.contains_key(*choice))
            {
                base.entries.retain(|key, _| {
                    !choices.contains(&key.as_str()) || over.entries.contains_key(key)
                });
            }
        }
        let of_here = RULES.sets.iter();
        let of_here = of_here.filter(|(pattern, _)| pattern.matches(&self.path));
        for sets in of_here.map(|(_, sets)| *sets) {
            let is_written = |set: &[&str]| set.iter().any(|key| over.entries.contains_key(*key));
            for set in sets.iter().filter(|set| !is_written(set)) {
                if sets.iter().any(|other| is_written(other)) {
                    base.entries.retain(|key, _| !set.contains(&key.as_str()));
                }
            }
        }
        for (key, entry) in over.entries {
            self.path.push(key.clone());
            self.entry(base, key, entry);
            self.path.pop();
        }
    }

    fn entry(&mut self, base: &mut Table, key: String, entry: Entry) {
        let Entry {
            key_place,
            node: Node { place, value },
        } = entry;
        let value = match value {
            Value::Table(mut over) => {
                if self.take_remove(&mut over) {
                    self.remove(base, &key, key_place);
                    return;
                }
                let whole = is_whole(&self.path);
                match base
                    .entries
                    .get_mut(&key)
                    .map(|below| &mut below.node.value)
                {
                    Some(Value::Table(below)) if !whole => {
                        self.table(below, over);
                        return;
                    }
                    _ => {
                        let mut fresh = Table {
                            place: over.place,
                            damaged: base.damaged,
                            ..Table::default()
                        };
                        self.table(&mut fresh, over);
                        Value::Table(fresh)
                    }
                }
            }
            Value::Array(members) if are_steps(&members) => {
                let below = base
                    .entries
                    .get_mut(&key)
                    .map(|below| &mut below.node.value);
                match below {
                    Some(Value::Array(below)) if are_steps(below) => {
                        self.steps(below, members, base.damaged);
                        return;
                    }
                    _ => {
                        let mut fresh = Vec::new();
                        self.steps(&mut fresh, members, base.damaged);
                        Value::Array(fresh)
                    }
                }
            }
            other => other,
        };
        base.entries.insert(
            key,
            Entry {
                key_place,
                node: Node { place, value },
            },
        );
    }

    /// Merges steps by name; a new one goes to the end or where it says.
    fn steps(&mut self, base: &mut Vec<Node>, over: Vec<Node>, base_damaged: bool) {
        let mut seen: BTreeMap<String, Place> = BTreeMap::new();
        if let Some(first) = over.get(MOST_STEPS.saturating_sub(base.len())) {
            let title = format!("more than {MOST_STEPS} steps in one route");
            self.problems
                .push(Problem::error(first.place, title, "this is one too many"));
            return;
        }
        for mut node in over {
            let Value::Table(table) = &mut node.value else {
                continue;
            };
            let Some((name, place)) = step_of(table) else {
                base.push(node);
                continue;
            };
            if let Some(first) = seen.get(&name) {
                let problem = Problem::error(
                    place,
                    format!("two steps named `{name}`"),
                    "a step needs a name of its own",
                );
                self.problems
                    .push(problem.extra(*first, "the first is here"));
                continue;
            }
            seen.insert(name.clone(), place);

            let removed = self.take_remove(table);
            let wish = self.take_wish(table);
            let at = position(base, &name);
            let merged = match at {
                Some(at) => base.remove(at),
                None => {
                    let place = table.place;
                    let fresh = Table {
                        place,
                        damaged: base_damaged,
                        ..Table::default()
                    };
                    Node {
                        place: node.place,
                        value: Value::Table(fresh),
                    }
                }
            };
            if removed {
                if at.is_none() && !base_damaged {
                    self.problems
                        .push(no_such_step(base, &name, place, "there is no step"));
                }
                continue;
            }
            let end = at.unwrap_or(base.len());
            let to = match wish {
                None => end,
                Some((offset, neighbour, wish_place)) => match position(base, &neighbour) {
                    Some(index) => index + offset,
                    None => {
                        if !base_damaged {
                            self.problems.push(no_such_step(
                                base,
                                &neighbour,
                                wish_place,
                                "there is no step",
                            ));
                        }
                        end
                    }
                },
            };
            base.insert(to, merged);
            self.path.push(name);
            if let (Value::Table(below), Value::Table(over)) = (&mut base[to].value, node.value) {
                self.table(below, over);
            }
            self.path.pop();
        }
    }

    fn remove(&mut self, base: &mut Table, key: &str, place: Place) {
        if base.entries.remove(key).is_some() || base.damaged {
            return;
        }
        let keys: Vec<&str> = base.entries.keys().map(String::as_str).collect();
        let label = format!("there is no `{key}` here to remove");
        let problem = Problem::error(place, "nothing to remove", label);
        self.problems
            .push(problem.maybe_help(suggest(key, &keys, "there is only")));
    }

    /// Whether the table says `remove = true`; takes the word out.
    fn take_remove(&mut self, table: &mut Table) -> bool {
        let Some(entry) = table.entries.remove("remove") else {
            return false;
        };
        let said = entry.node.value == Value::Boolean(true);
        if !said && entry.node.value != Value::Broken {
            let problem = Problem::error(
                entry.node.place,
                "`remove` takes only `true`",
                "leave it out to keep the table",
            );
            self.problems.push(problem);
        }
        if said
            && let Some((key, other)) = table.in_order().into_iter().find(|(key, _)| *key != "step")
        {
            let title = format!("`{key}` is given to something that is removed");
            let problem = Problem::warning(other.key_place, title, "this has no effect");
            self.problems
                .push(problem.extra(entry.key_place, "removed here"));
        }
        said
    }

    /// Where a step wants to be: before (0) or after (1) a named step; takes the words out.
    fn take_wish(&mut self, table: &mut Table) -> Option<(usize, String, Place)> {
        let mut wish = None;
        for (word, offset) in [("before", 0), ("after", 1)] {
            let Some(entry) = table.entries.remove(word) else {
                continue;
            };
            match entry.node.value {
                Value::Text(name) if wish.is_none() => {
                    wish = Some((offset, name, entry.node.place))
                }
                Value::Broken => {}
                Value::Text(_) => self.problems.push(Problem::error(
                    entry.key_place,
                    "a step cannot be placed twice",
                    "give either `before` or `after`",
                )),
                other => self.problems.push(Problem::error(
                    entry.node.place,
                    format!("`{word}` takes the name of a step"),
                    format!("this is {}", other.kind()),
                )),
            }
        }
        wish
    }
}

pub(super) fn no_such_step(steps: &[Node], name: &str, place: Place, title: &str) -> Problem {
    let names: Vec<String> = steps
        .iter()
        .filter_map(|node| Some(step_of(node.as_table()?)?.0))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Problem::error(place, format!("{title} `{name}`"), "not in this route").maybe_help(suggest(
        name,
        &names,
        "the steps are",
    ))
}

/// Whether these are tables that all have a `step`.
pub(super) fn are_steps(members: &[Node]) -> bool {
    let has_step = |node: &Node| {
        node.as_table()
            .is_some_and(|table| table.entries.contains_key("step"))
    };
    !members.is_empty() && members.iter().all(has_step)
}

fn step_of(table: &Table) -> Option<(String, Place)> {
    let node = table.get("step")?;
    Some((node.as_text()?.to_owned(), node.place))
}

pub(super) fn position(steps: &[Node], name: &str) -> Option<usize> {
    steps.iter().position(|node| {
        node.as_table()
            .and_then(|table| table.get("step"))
            .and_then(Node::as_text)
            == Some(name)
    })
}

pub(super) fn is_whole(path: &[String]) -> bool {
    RULES.whole.iter().any(|pattern| pattern.matches(path))
}

/// The policy with its patterns split, as every table of a scenario is held against all of them.
static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let of = |choices: &[(&'static str, Groups)]| {
        let split = choices.iter();
        split
            .map(|&(pattern, groups)| (Pattern::new(pattern), groups))
            .collect()
    };
    Rules {
        whole: POLICY.whole.iter().copied().map(Pattern::new).collect(),
        one_of: of(POLICY.one_of),
        sets: of(POLICY.sets),
    }
});

/// Groups of keys that exclude each other.
type Groups = &'static [&'static [&'static str]];

struct Rules {
    whole: Vec<Pattern>,
    one_of: Vec<(Pattern, Groups)>,
    sets: Vec<(Pattern, Groups)>,
}

/// A path in which a part `*` stands for any one key, and a leading `**` for any keys or none.
struct Pattern {
    parts: Vec<&'static str>,
    anywhere: bool,
}

impl Pattern {
    fn new(text: &'static str) -> Self {
        let below = text.strip_prefix("**.");
        Self {
            parts: below.unwrap_or(text).split('.').collect(),
            anywhere: below.is_some(),
        }
    }

    fn matches(&self, path: &[String]) -> bool {
        let above = match path.len().checked_sub(self.parts.len()) {
            Some(0) => 0,
            Some(above) if self.anywhere => above,
            _ => return false,
        };
        let mut pairs = self.parts.iter().zip(&path[above..]);
        pairs.all(|(part, key)| *part == "*" || part == key)
    }
}
