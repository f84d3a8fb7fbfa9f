//! What tells a scenario from its base, thing by thing, and the base with any part of it.
//!
//! A *thing* is what has a name in the language: a gate, a notice of a gate, a station, a route; of tables without names, such as
//! `[scenario]`, each key is a thing. Values that differ are put together by the thing that they belong to, because a notice is announced as a
//! whole. Some of these *groups* taken from the alternative and put into the base are a scenario that somebody might have written: it is
//! lowered as every other, so it means something or is refused. Groups that mean something only together are joined.
//!
//! Invariants: no two groups have a value in common; the base with all groups means what the alternative means, with none what the base
//! means.

use std::collections::{BTreeMap, BTreeSet};

use super::leaves::{APART, REMARKS, mean_the_same, walk};
use super::lower;
use super::model::Scenario;
use super::node::{Entry, Node, Table, Value};
use super::problem::{Problems, Severity};
use super::raw::Root;
use super::reader::Keys;
use super::shape::{Shape, TableDoc};
use super::source::{Place, SourceMap};

/// The differences between two scenarios.
pub struct Changes {
    base: Table,
    alternative: Table,
    sources: SourceMap,
    id: String,
    groups: Vec<Group>,
}

/// Things that differ and are taken from the alternative together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    things: Vec<Thing>,
}

/// A thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Thing {
    /// The keys that lead to it.
    path: Vec<String>,
    /// Keys within it of which the values are things of their own.
    apart: Vec<String>,
    values: Vec<Changed>,
}

/// A value that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its path, as `--set` takes it.
    pub path: String,
    /// In the base, as typed; `None` where it is not there.
    pub base: Option<String>,
    /// In the alternative.
    pub alternative: Option<String>,
}

/// Groups that mean something only together, and were joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// What they are called together.
    pub name: String,
    /// What is wrong with a scenario that has only some of them.
    pub why: String,
}

impl Group {
    /// Its name: that of the thing, or of what its things have in common.
    pub fn name(&self) -> String {
        let names = self.things();
        let [first, rest @ ..] = names.as_slice() else {
            return String::new();
        };
        match rest {
            [] => first.clone(),
            [second] => format!("{first} and {second}"),
            more => format!("{first} and {} more", more.len()),
        }
    }

    /// The things in it, by their paths.
    pub fn things(&self) -> Vec<String> {
        self.things
            .iter()
            .map(|thing| thing.path.join("."))
            .collect()
    }

    /// The values that differ, by path.
    pub fn values(&self) -> impl Iterator<Item = &Changed> {
        self.things.iter().flat_map(|thing| &thing.values)
    }
}

impl Changes {
    /// What differs between two scenarios, each with the tree and the texts that it was read from, thing by thing in the order of paths. `id` is
    /// that of every scenario between them.
    pub fn new(base: (&Table, &SourceMap), alternative: (&Table, &SourceMap), id: &str) -> Self {
        let mut sources = base.1.clone();
        let by = sources.append(alternative.1);
        let mut moved = alternative.0.clone();
        moved.shift(by);
        let mut changes = Self {
            base: base.0.clone(),
            alternative: moved,
            sources,
            id: id.to_owned(),
            groups: Vec::new(),
        };
        let things = changes.things();
        let group = |thing| Group {
            things: vec![thing],
        };
        changes.groups = things.into_iter().map(group).collect();
        changes
    }

    /// The groups, in the order of the bits of a set.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Joins groups until there are at most so many: first those of one gate, then those of one kind of thing, those with the most first,
    /// at last those that change least.
    pub fn join(&mut self, most: usize) {
        let most = most.max(1);
        for depth in [2, 1] {
            while self.groups.len() > most {
                let mut of: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
                for (at, group) in self.groups.iter().enumerate() {
                    if let Some(thing) = group.things.first() {
                        let key = thing.path.iter().take(depth).cloned().collect();
                        of.entry(key).or_default().push(at);
                    }
                }
                // The first of those with the most.
                let largest = of.into_values().rev().max_by_key(Vec::len);
                match largest {
                    Some(members) if members.len() > 1 => self.merge(&members),
                    _ => break,
                }
            }
        }
        if self.groups.len() > most {
            let mut order: Vec<usize> = (0..self.groups.len()).collect();
            order.sort_by_key(|&at| self.groups[at].values().count());
            let mut least: Vec<usize> = order
                .into_iter()
                .take(self.groups.len() - most + 1)
                .collect();
            least.sort_unstable();
            self.merge(&least);
        }
    }

    /// Joins groups that mean something only together, until the base with any of them is a scenario that is `sound`: what is not says
    /// why. The set of none and that of all are taken to be.
    pub fn settle(
        &mut self,
        mut sound: impl FnMut(&Scenario) -> Result<(), String>,
    ) -> Vec<Joined> {
        let mut joined = Vec::new();
        loop {
            let sets = 1_usize << self.groups.len();
            let wrong: Vec<(usize, String)> = (1..sets - 1)
                .filter_map(|set| {
                    let why = self.with(set).and_then(|scenario| sound(&scenario)).err();
                    Some((set, why?))
                })
                .collect();
            // The pair that, taken together, leaves the fewest.
            let parted =
                |a: usize, b: usize| move |set: &usize| (set >> a & 1 == 1) != (set >> b & 1 == 1);
            let pairs = (0..self.groups.len()).flat_map(|a| (0..a).map(move |b| (b, a)));
            let best = pairs
                .map(|(a, b)| {
                    let of = wrong.iter().map(|(set, _)| *set);
                    (of.filter(parted(a, b)).count(), (a, b))
                })
                .filter(|(count, _)| *count > 0)
                .reduce(|best, next| if next.0 > best.0 { next } else { best });
            let Some((_, (a, b))) = best else {
                return joined;
            };
            let why = wrong.iter().find(|(set, _)| parted(a, b)(set));
            let why = why.map_or_else(String::new, |(_, why)| why.clone());
            self.merge(&[a, b]);
            let name = self.groups.get(a).map_or_else(String::new, Group::name);
            joined.push(Joined { name, why });
        }
    }

    /// The base with a set of groups from the alternative: the bit `1 << i` says whether the group `i` is in it. It has no published outcomes
    /// and no thresholds.
    ///
    /// # Errors
    /// In words, where that means nothing.
    pub fn with(&self, set: usize) -> Result<Scenario, String> {
        let mut root = self.base.clone();
        // Bases of either side name their references. What is published, required or to be found out changes no number.
        let documents = self.alternative.get("reference").and_then(Node::as_table);
        for key in documents.into_iter().flat_map(|table| table.entries.keys()) {
            let path = ["reference".to_owned(), key.clone()];
            if find(&root, &path).is_none() {
                graft(&mut root, &self.alternative, &path, &[]);
            }
        }
        for key in ["observed", "calibration", "threshold"] {
            root.entries.remove(key);
        }
        let groups = self.groups.iter().enumerate();
        for (_, group) in groups.filter(|(at, _)| set >> at & 1 == 1) {
            for thing in &group.things {
                graft(&mut root, &self.alternative, &thing.path, &thing.apart);
            }
        }
        let mut problems = Problems::new();
        let scenario = lower::lower(&root, &self.id, &self.sources, &mut problems);
        let error = problems
            .sorted()
            .into_iter()
            .find(|problem| problem.severity == Severity::Error)
            .map(|problem| problem.title.clone());
        match (scenario, error) {
            (Some(scenario), None) => Ok(scenario),
            (_, error) => Err(error.unwrap_or_else(|| "it means nothing".to_owned())),
        }
    }

    /// Joins groups, given in order, at the place of the first.
    fn merge(&mut self, members: &[usize]) {
        let Some((&first, rest)) = members.split_first() else {
            return;
        };
        let mut more = Vec::new();
        for &at in rest.iter().rev() {
            more.push(self.groups.remove(at));
        }
        if let Some(group) = self.groups.get_mut(first) {
            let things = more.into_iter().rev().flat_map(|group| group.things);
            group.things.extend(things);
            group.things.sort_by(|a, b| a.path.cmp(&b.path));
        }
    }

    /// The things that differ in the whole.
    fn things(&self) -> Vec<Thing> {
        let mut things = Vec::new();
        for key in self.keys(&[]) {
            if APART.contains(&key.as_str()) {
                continue;
            }
            let shape = Root::DOC.key(&key).map(|key| key.shape);
            let path = [key];
            if let Some(Shape::Named(inner)) = shape {
                self.named(inner, &path, &mut things);
                continue;
            }
            // A table without names.
            for key in self.keys(&path) {
                if !REMARKS.contains(&key.as_str()) {
                    self.thing([&path[..], &[key]].concat(), Vec::new(), &mut things);
                }
            }
        }
        things
    }

    /// The things that differ in the table of names that stands at a path.
    fn named(&self, shape: &Shape, path: &[String], things: &mut Vec<Thing>) {
        for name in self.keys(path) {
            let path = [path, &[name]].concat();
            let on_both = [&self.base, &self.alternative]
                .into_iter()
                .all(|root| find(root, &path).is_some());
            let parts = match shape {
                Shape::Table(doc) if on_both => parts(doc),
                // What is new, or gone, is so as a whole.
                _ => Vec::new(),
            };
            let apart = parts.iter().map(|(key, _)| (*key).to_owned()).collect();
            self.thing(path.clone(), apart, things);
            for (key, inner) in parts {
                self.named(inner, &[&path[..], &[key.to_owned()]].concat(), things);
            }
        }
    }

    /// The keys of the table that stands at a path, on either side.
    fn keys(&self, path: &[String]) -> BTreeSet<String> {
        let table = |root: &'_ Table| -> Vec<String> {
            let table = match path {
                [] => Some(root),
                path => find(root, path).and_then(Node::as_table),
            };
            let keys = table.into_iter().flat_map(|table| table.entries.keys());
            keys.cloned().collect()
        };
        let (ours, theirs) = (table(&self.base), table(&self.alternative));
        ours.into_iter().chain(theirs).collect()
    }

    /// The values of the thing at a path on one side; none where it is not there.
    fn values(&self, root: &Table, path: &[String], apart: &[String]) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let Some(node) = find(root, path) else {
            return found;
        };
        let name = path.join(".");
        let Value::Table(table) = &node.value else {
            walk(name, node, &self.sources, &mut found);
            return found;
        };
        // That it is there may be all that it says.
        found.insert(name.clone(), String::new());
        for (key, entry) in &table.entries {
            if !apart.contains(key) && !REMARKS.contains(&key.as_str()) {
                let path = format!("{name}.{key}");
                walk(path, &entry.node, &self.sources, &mut found);
            }
        }
        found
    }

    /// Adds the thing at a path where its values differ.
    fn thing(&self, path: Vec<String>, apart: Vec<String>, things: &mut Vec<Thing>) {
        let of = |root| self.values(root, &path, &apart);
        let (ours, theirs) = (of(&self.base), of(&self.alternative));
        let paths: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        let differs = |path: &&&String| match (ours.get(**path), theirs.get(**path)) {
            (Some(a), Some(b)) => !mean_the_same(a, b),
            _ => true,
        };
        let values: Vec<Changed> = paths
            .iter()
            .filter(differs)
            .map(|&path| Changed {
                path: path.clone(),
                base: ours.get(path).cloned(),
                alternative: theirs.get(path).cloned(),
            })
            .collect();
        if !values.is_empty() {
            things.push(Thing {
                path,
                apart,
                values,
            });
        }
    }
}

/// The keys of a table under which things of their own stand, such as the notices of a gate, and what these are.
fn parts(doc: &TableDoc) -> Vec<(&'static str, &'static Shape)> {
    let keys = doc.keys.iter().filter_map(|key| match key.shape {
        Shape::Named(inner @ Shape::Table(_)) => Some((key.key, *inner)),
        _ => None,
    });
    keys.filter(|(key, _)| !REMARKS.contains(key)).collect()
}

/// What stands at a path.
fn find<'t>(root: &'t Table, path: &[String]) -> Option<&'t Node> {
    let (last, above) = path.split_last()?;
    let mut table = root;
    for key in above {
        table = table.get(key)?.as_table()?;
    }
    table.get(last)
}

/// Makes what stands at a path in `root` what stands there in `from`, but for the keys `apart`, which stay as they are.
fn graft(root: &mut Table, from: &Table, path: &[String], apart: &[String]) {
    let Some((key, rest)) = path.split_first() else {
        let stays = |key: &String| apart.contains(key);
        root.entries.retain(|key, _| stays(key));
        let new = from.entries.iter().filter(|(key, _)| !stays(key));
        root.entries
            .extend(new.map(|(key, entry)| (key.clone(), entry.clone())));
        return;
    };
    let theirs = from.entries.get(key);
    let (is_table, theirs) = match theirs {
        Some(entry) => (entry.node.as_table().is_some(), Some(entry)),
        None => (false, None),
    };
    // What is whole is taken, or removed, as a whole.
    if rest.is_empty() && (apart.is_empty() || !is_table) {
        match theirs {
            Some(entry) => {
                root.entries.insert(key.clone(), entry.clone());
            }
            None => {
                root.entries.remove(key);
            }
        }
        return;
    }
    let there = theirs
        .and_then(|entry| entry.node.as_table())
        .unwrap_or(Table::EMPTY);
    let entry = root.entries.entry(key.clone()).or_insert_with(|| Entry {
        key_place: theirs.map_or_else(Place::default, |entry| entry.key_place),
        node: Node {
            place: theirs.map_or_else(Place::default, |entry| entry.node.place),
            value: Value::Table(Table {
                place: there.place,
                ..Table::default()
            }),
        },
    });
    let mut is_empty = false;
    if let Value::Table(table) = &mut entry.node.value {
        graft(table, there, rest, apart);
        is_empty = table.entries.is_empty();
    }
    // A table of which nothing is left goes where the other side has none.
    if is_empty && theirs.is_none() {
        root.entries.remove(key);
    }
}
