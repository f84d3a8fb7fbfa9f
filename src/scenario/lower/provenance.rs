//! Every parameter with its basis: what a planner could doubt, and where it comes from.
//!
//! This walks the tree as it was typed rather than the typed tables, because it asks the same of every key: is it a
//! value, what was written, and what is said about it. Tables that a switch leaves out are checked like the others,
//! but their parameters are none of this scenario.

use std::collections::{BTreeMap, BTreeSet};

use super::backtest::may_make;
use super::basis::{self, BY_HAND, Stated, check_range, fits, kinds, stated};
use super::context::Context;
use super::observed::moment;
use super::values;
use super::written::on_a_line;
use crate::scenario::calendar::DAY_MINUTES;
use crate::scenario::model::{Basis, BasisKind, Parameter};
use crate::scenario::node::{Node, Table, Value};
use crate::scenario::problem::{Problem, Problems, suggest};
use crate::scenario::raw::{self, DayValue};
use crate::scenario::reader::{FromNode, Keys, Located, TableDoc};
use crate::scenario::source::{COMMAND_LINE, Place, SourceMap};

/// How many paths a counting message names.
const NAMED: usize = 3;

/// The parameters of a scenario, by path.
pub(super) fn parameters(
    root: &Table,
    cx: &Context,
    sources: &SourceMap,
    problems: &mut Problems,
) -> Vec<Parameter> {
    let references: Vec<(&str, Place)> = named(root, "reference")
        .map(|(name, node, _)| (name, node))
        .collect();
    let mut walk = Walk {
        cx,
        sources,
        problems,
        references,
        facts: root.get("observed").is_some(),
        used: BTreeSet::new(),
        parameters: Vec::new(),
        unstated: Vec::new(),
        rangeless: Vec::new(),
    };
    walk.all(root);
    walk.conclude()
}

/// The tables in a table of named things, with the places of their names.
fn named<'a>(
    table: &'a Table,
    key: &str,
) -> impl Iterator<Item = (&'a str, Place, &'a Table)> + use<'a> {
    let all = table.get(key).and_then(Node::as_table);
    let entries = all.into_iter().flat_map(|all| &all.entries);
    entries
        .filter_map(|(name, entry)| Some((name.as_str(), entry.key_place, entry.node.as_table()?)))
}

/// A value on its way to a parameter.
struct Given<'a> {
    path: String,
    place: Place,
    node: &'a Node,
    /// Index among the bases of its table.
    basis: Option<usize>,
    /// The table it stands in, which may say when it holds.
    table: &'a Table,
}

/// Of which table something is.
#[derive(Clone, Copy)]
struct Owner {
    doc: &'static TableDoc,
    gate: Option<usize>,
    in_force: bool,
}

impl Owner {
    fn filters(&self) -> bool {
        values::is_filtered(self.doc)
    }
}

struct Walk<'a> {
    cx: &'a Context,
    sources: &'a SourceMap,
    problems: &'a mut Problems,
    references: Vec<(&'a str, Place)>,
    /// Whether outcomes were published, which ask when parameters hold.
    facts: bool,
    used: BTreeSet<String>,
    parameters: Vec<Parameter>,
    unstated: Vec<(Place, String)>,
    rangeless: Vec<(Place, String)>,
}

impl Walk<'_> {
    fn all(&mut self, root: &Table) {
        self.group(root, "class", raw::ClassKeys::DOC);
        self.group(root, "quota", raw::Quota::DOC);
        self.group(root, "backlog", raw::Backlog::DOC);
        self.group(root, "source", raw::Source::DOC);
        self.group(root, "balking", raw::Balking::DOC);
        self.group(root, "published", raw::Published::DOC);
        self.group(root, "diversion", raw::Diversion::DOC);
        self.group(root, "ban", raw::Ban::DOC);
        self.group(root, "station", raw::Station::DOC);
        self.group(root, "yard", raw::Yard::DOC);
        self.bridges(root);
        self.group(root, "pool", raw::DriverPool::DOC);
        self.group(root, "residents", raw::Residents::DOC);
        self.group(root, "papers", raw::Papers::DOC);
        self.group(root, "outage", raw::Outage::DOC);
        self.regimes(root);
        self.group(root, "patience", raw::PatienceKeys::DOC);
        for (name, _, agency) in named(root, "agency") {
            let owner = Owner {
                doc: raw::Agency::DOC,
                gate: self.gate_of_named(root, agency, "station"),
                in_force: true,
            };
            self.table(&format!("agency.{name}"), agency, owner);
        }
        self.group(root, "cost", raw::Cost::DOC);
        if let Some(money) = root.get("money").and_then(Node::as_table) {
            let owner = Owner {
                doc: raw::MoneyKeys::DOC,
                gate: None,
                in_force: true,
            };
            self.table("money", money, owner);
        }
        self.group(root, "switch", raw::SwitchKeys::DOC);
        for (name, _, gate) in named(root, "gate") {
            let owner = Owner {
                doc: raw::Gate::DOC,
                gate: self.gate_named(name),
                in_force: true,
            };
            let path = format!("gate.{name}");
            self.table(&path, gate, owner);
            for (part, doc) in [
                ("notice", raw::NoticeKeys::DOC),
                ("restriction", raw::RestrictionKeys::DOC),
            ] {
                for (name, _, table) in named(gate, part) {
                    let in_force = self.in_force(table);
                    let owner = Owner {
                        doc,
                        in_force,
                        ..owner
                    };
                    self.table(&format!("{path}.{part}.{name}"), table, owner);
                }
            }
        }
        let routes = root.get("route").and_then(Node::as_table);
        for (name, entry) in routes.into_iter().flat_map(|routes| &routes.entries) {
            let steps = entry.node.as_array();
            self.steps(root, &format!("route.{name}"), steps, true);
        }
        // Outcomes are no parameters, but what they rest on is named all the same.
        for (_, _, observed) in named(root, "observed") {
            self.basis(observed.get("basis"));
        }
    }

    fn regimes(&mut self, root: &Table) {
        self.group(root, "regime", raw::Regime::DOC);
        for (name, _, regime) in named(root, "regime") {
            let in_force = self.in_force(regime);
            for key in ["before-enter", "before-cross"] {
                let steps = regime.get(key).and_then(Node::as_array);
                self.steps(root, &format!("regime.{name}.{key}"), steps, in_force);
            }
        }
    }

    fn bridges(&mut self, root: &Table) {
        self.group(root, "bridge", raw::Bridge::DOC);
        for (bridge, _, table) in named(root, "bridge") {
            for (name, _, restriction) in named(table, "restriction") {
                let owner = Owner {
                    doc: raw::BridgeRestriction::DOC,
                    gate: self.gate_of(table),
                    in_force: self.in_force(restriction),
                };
                let path = format!("bridge.{bridge}.restriction.{name}");
                self.table(&path, restriction, owner);
            }
        }
    }

    fn steps(&mut self, root: &Table, path: &str, steps: Option<&[Node]>, in_force: bool) {
        for step in steps.into_iter().flatten().filter_map(Node::as_table) {
            let Some(name) = step.get("step").and_then(Node::as_text) else {
                continue;
            };
            let owner = Owner {
                doc: raw::Step::DOC,
                gate: self.gate_of_step(root, step),
                in_force,
            };
            self.table(&format!("{path}.{name}"), step, owner);
        }
    }

    fn group(&mut self, root: &Table, key: &str, doc: &'static TableDoc) {
        for (name, _, table) in named(root, key) {
            let owner = Owner {
                doc,
                gate: self.gate_of(table),
                in_force: self.in_force(table),
            };
            self.table(&format!("{key}.{name}"), table, owner);
        }
    }

    /// The parameters of one table.
    fn table(&mut self, path: &str, table: &Table, owner: Owner) {
        let mut bases: Vec<Stated> = Vec::new();
        let mut given: Vec<Given<'_>> = Vec::new();
        let whole = self.add_basis(table.get("basis"), &mut bases);
        let own = self.basis_of(path, table, owner, &mut bases);
        for (key, entry) in table.in_order() {
            let named = own.get(key).copied();
            let node = &entry.node;
            let of_costs = owner.doc.path == raw::Cost::DOC.path;
            let value = if of_costs {
                values::is_cost(key)
            } else {
                values::is_value(key, node) && !(owner.filters() && values::is_filter(key))
            };
            if named.is_none() && !value {
                continue;
            }
            let basis = named.or(whole);
            let path = format!("{path}.{key}");
            match (key, &node.value) {
                ("partner" | "day-factor" | "overtime", Value::Table(part)) => {
                    self.part(&path, part, basis, &mut bases, &mut given);
                }
                ("instead", Value::Table(part)) if part.get("gate").is_some() => {
                    self.part(&path, part, basis, &mut bases, &mut given);
                }
                ("dated" | "ramp", Value::Array(entries)) => {
                    for (index, part) in entries.iter().enumerate() {
                        if let Some(part) = part.as_table() {
                            let path = format!("{path}[{index}]");
                            self.part(&path, part, basis, &mut bases, &mut given);
                        }
                    }
                }
                (_, Value::Broken) => {}
                _ => given.push(Given {
                    path,
                    place: entry.key_place,
                    node,
                    basis,
                    table,
                }),
            }
        }
        self.settle(&bases, &given, owner);
    }

    /// A table within a table: its keys are values, and it may have a basis of its own.
    fn part<'t>(
        &mut self,
        path: &str,
        part: &'t Table,
        outer: Option<usize>,
        bases: &mut Vec<Stated>,
        given: &mut Vec<Given<'t>>,
    ) {
        let basis = self.add_basis(part.get("basis"), bases).or(outer);
        for (key, entry) in part.in_order() {
            // Of a dated entry the days say when it holds.
            let value = values::is_value(key, &entry.node) && !matches!(key, "from" | "to");
            if value && entry.node.value != Value::Broken {
                given.push(Given {
                    path: format!("{path}.{key}"),
                    place: entry.key_place,
                    node: &entry.node,
                    basis,
                    table: part,
                });
            }
        }
    }

    /// Checks the ranges of the bases of a table, and takes its parameters down.
    fn settle(&mut self, bases: &[Stated], values: &[Given<'_>], owner: Owner) {
        let all_kinds: Vec<_> = values.iter().map(|given| kinds(given.node)).collect();
        for (index, stated) in bases.iter().enumerate() {
            let covered: Vec<_> = values
                .iter()
                .zip(&all_kinds)
                .filter(|(given, _)| given.basis == Some(index))
                .map(|(given, kinds)| (given, kinds.clone()))
                .collect();
            let (covered, kinds): (Vec<_>, Vec<_>) = covered.into_iter().unzip();
            check_range(stated, &kinds, self.problems);
            let guess = matches!(stated.basis.kind, BasisKind::Assumed | BasisKind::Derived);
            let varies = kinds
                .iter()
                .position(|kinds| kinds.iter().any(|kind| kind.varies()));
            if let (true, Some(first)) = (guess && !stated.ranged, varies) {
                self.rangeless
                    .push((stated.place, covered[first].path.clone()));
            }
        }
        for (given, kinds) in values.iter().zip(&all_kinds) {
            let stated = given.basis.and_then(|index| bases.get(index));
            let covers = values
                .iter()
                .filter(|other| other.basis == given.basis)
                .count();
            let by_hand = |place| {
                let source = self.sources.source(place);
                source.is_some_and(|source| source.name() == COMMAND_LINE)
            };
            let basis = match stated {
                // What somebody sets by hand is his own assumption, whatever the value before it rested on.
                _ if by_hand(given.node.place)
                    && !stated.is_some_and(|stated| by_hand(stated.place)) =>
                {
                    Basis {
                        kind: BasisKind::Assumed,
                        text: BY_HAND.to_owned(),
                        range: None,
                    }
                }
                None => {
                    self.unstated.push((given.place, given.path.clone()));
                    Basis {
                        kind: BasisKind::Unstated,
                        text: String::new(),
                        range: None,
                    }
                }
                Some(stated) => {
                    let mut basis = stated.basis.clone();
                    // A range of a basis for many keys means those that are of its kind.
                    let judged = covers == 1 || !kinds.is_empty();
                    basis.range = basis.range.filter(|range| judged && fits(range, kinds));
                    basis
                }
            };
            if owner.in_force {
                self.parameters.push(Parameter {
                    path: given.path.clone(),
                    value: match &given.node.value {
                        Value::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
                        _ => on_a_line(given.node, self.sources),
                    },
                    references: stated.map_or_else(Vec::new, |stated| self.named_in(stated)),
                    basis,
                    holds: self.holds(&given.path, given.table),
                    gate: owner.gate,
                });
            }
        }
    }

    /// The bases that a table gives to single keys, as indices into `bases`.
    fn basis_of<'t>(
        &mut self,
        path: &str,
        table: &'t Table,
        owner: Owner,
        bases: &mut Vec<Stated>,
    ) -> BTreeMap<&'t str, usize> {
        let mut own = BTreeMap::new();
        let listed = table.get("basis-of").and_then(Node::as_table);
        for (key, entry) in listed.into_iter().flat_map(|listed| &listed.entries) {
            if let Some(index) = self.add_basis(Some(&entry.node), bases) {
                own.insert(key.as_str(), index);
            }
            if table.entries.contains_key(key) {
                continue;
            }
            let known: Vec<&str> = table.entries.keys().map(String::as_str).collect();
            let title = format!("a basis of `{key}`, which is not given");
            let label = format!("`{path}` has no such key");
            self.problems.push(match owner.doc.key(key) {
                // An overlay may have replaced or removed the value.
                Some(_) => Problem::warning(entry.key_place, title, label),
                None => {
                    let help = suggest(key, &known, "the keys given are");
                    Problem::error(entry.key_place, title, label).maybe_help(help)
                }
            });
        }
        own
    }

    fn add_basis(&mut self, node: Option<&Node>, bases: &mut Vec<Stated>) -> Option<usize> {
        let stated = self.basis(node)?;
        bases.push(stated);
        Some(bases.len() - 1)
    }

    /// Reads a basis and notes the references that it names.
    fn basis(&mut self, node: Option<&Node>) -> Option<Stated> {
        let stated = stated(node?, self.problems)?;
        let text = stated.basis.text.as_str();
        if stated.basis.kind == BasisKind::Documented
            && !self.references.iter().any(|(known, _)| *known == text)
        {
            let known: Vec<&str> = self.references.iter().map(|(name, _)| *name).collect();
            let help = suggest(text, &known, "the references are")
                .unwrap_or_else(|| format!("add `[reference.{text}]` with a `title`"));
            let problem = Problem::error(
                stated.place,
                format!("there is no reference `{text}`"),
                "`documented` names a reference",
            );
            self.problems.push(problem.help(help));
        }
        self.used.extend(words(&stated).map(str::to_owned));
        Some(stated)
    }

    /// When a value holds, where its table says so and somebody asks: published outcomes do, of what makes their counts. What is wrong with
    /// its days is said where it is lowered.
    fn holds(&self, path: &str, table: &Table) -> Option<(i64, i64)> {
        let (from, to) = (table.get("from")?, table.get("to")?);
        if !self.facts || !may_make(path) {
            return None;
        }
        let (period, clocks) = (self.cx.period?, self.cx.clocks.as_ref()?);
        let mut said = Problems::new();
        let mut day = |node: &Node, minute| {
            let given = Located::<DayValue>::read(node, &mut said)?;
            moment(&given, minute, period, clocks, &mut said)
        };
        Some((day(from, 0)?, day(to, DAY_MINUTES)?))
    }

    /// The references that a basis names.
    fn named_in(&self, stated: &Stated) -> Vec<String> {
        let known = |word: &&str| self.references.iter().any(|(name, _)| name == word);
        let named: BTreeSet<&str> = words(stated).filter(known).collect();
        named.into_iter().map(str::to_owned).collect()
    }

    fn in_force(&self, table: &Table) -> bool {
        let Some(node) = table.get("when") else {
            return true;
        };
        // What is wrong with it is said where the table is lowered.
        let mut said = Problems::new();
        let when = Located::<raw::When>::read(node, &mut said);
        self.cx.exists(when.as_ref(), &mut said)
    }

    fn gate_named(&self, name: &str) -> Option<usize> {
        self.cx.gates.iter().position(|gate| gate == name)
    }

    /// The gate that a table names, if it is one.
    fn gate_of(&self, table: &Table) -> Option<usize> {
        let name = match (
            table.get("gate"),
            table.get("gates").map(|gates| &gates.value),
        ) {
            (Some(gate), _) => gate.as_text(),
            (None, Some(Value::Text(gate))) => Some(gate.as_str()),
            (None, Some(Value::Array(gates))) if gates.len() == 1 => gates.first()?.as_text(),
            _ => None,
        };
        self.gate_named(name?)
    }

    /// The gate of the station at which a step serves, or of the bridge over which it leads.
    fn gate_of_step(&self, root: &Table, step: &Table) -> Option<usize> {
        let of = |activity: &str, table: &str| {
            self.gate_of_named(root, step.get(activity)?.as_table()?, table)
        };
        of("serve", "station").or_else(|| of("bridge", "bridge"))
    }

    /// The gate of the station, or other entry of a table, that some keys name.
    fn gate_of_named(&self, root: &Table, keys: &Table, table: &str) -> Option<usize> {
        let name = keys.get(table)?.as_text()?;
        let all = root.get(table)?.as_table()?;
        self.gate_of(all.get(name)?.as_table()?)
    }

    /// Says what many parameters lack, once, and which references nobody names.
    fn conclude(mut self) -> Vec<Parameter> {
        if let Some((place, count, paths)) = summary(&mut self.unstated) {
            let title = match count {
                1 => "1 parameter has no basis".to_owned(),
                _ => format!("{count} parameters have no basis"),
            };
            let problem = Problem::warning(place, title, paths);
            let help = "say where they come from: `basis = { documented = \"...\" }`, or `derived`, `assumed`, `fitted`";
            self.problems.push(problem.help(help));
        }
        if let Some((place, count, paths)) = summary(&mut self.rangeless) {
            let title = match count {
                1 => "1 assumed or derived basis has no range".to_owned(),
                _ => format!("{count} assumed or derived bases have no range"),
            };
            let problem = Problem::note(place, title, paths);
            let help = "say what is plausible: `range = [\"20 / day\", \"100 / day\"]`";
            self.problems.push(problem.help(help));
        }
        for (name, place) in &self.references {
            if !self.used.contains(*name) {
                self.problems.push(Problem::note(
                    *place,
                    format!("reference `{name}` is never used"),
                    "no basis names it",
                ));
            }
        }
        self.parameters.sort_by(|a, b| a.path.cmp(&b.path));
        self.parameters
    }
}

/// The words of a basis. A reference may stand among them in passing.
fn words(stated: &Stated) -> impl Iterator<Item = &str> + use<'_> {
    [stated.basis.text.as_str(), &stated.note]
        .into_iter()
        .flat_map(basis::words)
}

/// The first place, how many there are, and the first few by name.
fn summary(list: &mut [(Place, String)]) -> Option<(Place, usize, String)> {
    list.sort();
    let (place, _) = list.first()?;
    let named: Vec<String> = list
        .iter()
        .take(NAMED)
        .map(|(_, path)| format!("`{path}`"))
        .collect();
    let more = match list.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some((*place, list.len(), format!("{}{more}", named.join(", "))))
}
