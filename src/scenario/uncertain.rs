//! A scenario whose inputs are not all known: the same file with other values in the place of assumed, derived and fitted ones.
//!
//! A drawn scenario goes the way of every other: its values are put into the tree as they would have been typed, and the tree is
//! lowered again. So whatever a planner may write can be drawn, and nothing can be drawn that he could not have written. What was fitted
//! to counts is known as far as they tell, and is drawn as well where it has a range. Inputs are
//! independent of each other: what is not known about one says nothing about another.

use super::lower::{self, Rule};
use super::model::{BasisKind, Parameter, Scenario};
use super::node::{Node, Table, Value};
use super::problem::{Problems, Severity};
use super::source::SourceMap;

/// A quantile at which nothing comes out even: what can be drawn here can be drawn anywhere in its range.
const ODD: f64 = 0.371;

/// A scenario and what is uncertain about it.
#[derive(Clone)]
pub struct Uncertain {
    root: Table,
    id: String,
    sources: SourceMap,
    inputs: Vec<Input>,
    fixed: Vec<Fixed>,
    rangeless: usize,
}

/// A parameter that is drawn.
#[derive(Clone)]
pub struct Input {
    /// Its path, as `--set` takes it; the name of its random numbers.
    pub path: String,
    /// The value as typed.
    pub stated: String,
    /// Its range, as typed.
    pub range: (String, String),
    pub(super) node: Node,
    pub(super) rule: Rule,
}

impl Input {
    /// Whether its values vary by degrees, so that one lies between two others: not where it is one of two texts.
    pub fn is_by_degrees(&self) -> bool {
        self.rule.is_by_degrees()
    }

    /// Where between the ends of its range, 0 to 1, the stated value lies, where its values vary by degrees.
    pub fn stated_place(&self) -> f64 {
        self.rule.stated_place()
    }

    /// Where between the ends of its range, 0 to 1, the quantile `u` (0 to 1) of what is drawn lies.
    pub fn place(&self, u: f64) -> f64 {
        self.rule.place(u)
    }

    /// The quantile of what is drawn at a place between the ends of the range.
    pub fn quantile(&self, place: f64) -> f64 {
        self.rule.quantile(place)
    }

    /// The value at a place between the ends of the range, in words: of a distribution its mean, of shares the first.
    pub fn shown(&self, place: f64) -> String {
        self.rule.shown(place, &self.range)
    }

    /// The value at a place between the ends of the range, of any input: as [`shown`](Input::shown), or the end that is nearer.
    pub fn at(&self, place: f64) -> String {
        if self.is_by_degrees() {
            return self.shown(place);
        }
        let (low, high) = &self.range;
        if place < 0.5 { low } else { high }.clone()
    }

    /// The value at a place between the ends of the range as a number in the unit of the range, and that unit where it has one.
    pub fn size(&self, place: f64) -> (f64, Option<String>) {
        let (size, unit) = self.rule.size(place, &self.range);
        (
            size,
            unit.map(|unit| unit.trim().to_owned())
                .filter(|unit| !unit.is_empty()),
        )
    }
}

/// A parameter with a range that is not drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// Its path.
    pub path: String,
    /// Why not.
    pub why: String,
}

impl Uncertain {
    /// What is uncertain about a scenario that was read from this tree without errors: its assumed, derived and fitted parameters that have a range.
    /// Those that cannot be drawn are kept as stated, with the reason.
    pub fn new(root: &Table, sources: &SourceMap, scenario: &Scenario) -> Self {
        let mut uncertain = Self {
            root: root.clone(),
            id: scenario.id.clone(),
            sources: sources.clone(),
            inputs: Vec::new(),
            fixed: Vec::new(),
            rangeless: 0,
        };
        for parameter in &scenario.parameters {
            let guessed = matches!(
                parameter.basis.kind,
                BasisKind::Assumed | BasisKind::Derived
            );
            let unsure = guessed || parameter.basis.kind == BasisKind::Fitted;
            uncertain.rangeless += usize::from(guessed && parameter.basis.range.is_none());
            if let (true, Some(range)) = (unsure, &parameter.basis.range) {
                match uncertain.input(parameter, range) {
                    Ok(input) => uncertain.inputs.push(input),
                    Err(why) => uncertain.fixed.push(Fixed {
                        path: parameter.path.clone(),
                        why,
                    }),
                }
            }
        }
        if uncertain.at(|_| ODD).is_err() {
            uncertain.sort_out();
        }
        uncertain
    }

    /// What is drawn, by path.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// How many assumed and derived values have no range, and stay as stated.
    pub fn rangeless(&self) -> usize {
        self.rangeless
    }

    /// What has a range and is not drawn, by path.
    pub fn fixed(&self) -> &[Fixed] {
        &self.fixed
    }

    /// Keeps as stated what is not drawn, or not in the same way, in another scenario: what tells two scenarios apart is a decision, and
    /// to draw it on one side only would make a difference where there is none.
    pub fn share(&mut self, others: &[&Uncertain]) {
        let shared = |input: &Input| {
            others.iter().all(|other| {
                let same = |theirs: &Input| {
                    (&theirs.path, &theirs.stated, &theirs.range)
                        == (&input.path, &input.stated, &input.range)
                };
                other.inputs.iter().any(same)
            })
        };
        let (kept, apart): (Vec<Input>, Vec<Input>) = std::mem::take(&mut self.inputs)
            .into_iter()
            .partition(shared);
        self.inputs = kept;
        self.fixed.extend(apart.into_iter().map(|input| Fixed {
            path: input.path,
            why: "it differs between the scenarios compared".to_owned(),
        }));
        self.fixed.sort_by(|a, b| a.path.cmp(&b.path));
    }

    /// The scenario with each input at the quantile `u` (0 to 1) of the triangular law over its range whose mode is the stated
    /// value.
    ///
    /// # Errors
    /// In words, where these values together mean nothing.
    pub fn at(&self, mut u: impl FnMut(&Input) -> f64) -> Result<Scenario, String> {
        let values: Vec<(&Input, f64)> =
            self.inputs.iter().map(|input| (input, u(input))).collect();
        self.with(&values)
    }

    /// The scenario with one input (an index among [`inputs`](Uncertain::inputs)) at a place between the ends of its range, 0 to 1, and
    /// all others as stated.
    ///
    /// # Errors
    /// In words, where that means nothing.
    pub fn moved(&self, input: usize, place: f64) -> Result<Scenario, String> {
        let input = self.inputs.get(input).ok_or("there is no such input")?;
        let u = if input.is_by_degrees() {
            input.quantile(place)
        } else {
            place
        };
        self.with(&[(input, u)])
    }

    /// The tree that is drawn from.
    pub(super) fn root(&self) -> &Table {
        &self.root
    }

    fn input(&self, parameter: &Parameter, range: &(String, String)) -> Result<Input, String> {
        let node = find(&self.root, &parameter.path);
        let node = node.ok_or_else(|| "it is not in the file under this path".to_owned())?;
        Ok(Input {
            path: parameter.path.clone(),
            stated: parameter.value.clone(),
            range: range.clone(),
            node: node.clone(),
            rule: Rule::new(node, range, are_parts(&parameter.path))?,
        })
    }

    fn with(&self, values: &[(&Input, f64)]) -> Result<Scenario, String> {
        let mut root = self.root.clone();
        for (input, u) in values {
            if let Some(node) = find_mut(&mut root, &input.path) {
                *node = input.rule.value(&input.node, *u);
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

    /// Tries the inputs one by one: with decimals, else in whole numbers, else not at all.
    fn sort_out(&mut self) {
        let mut kept = Vec::new();
        for mut input in std::mem::take(&mut self.inputs) {
            if self.with(&[(&input, ODD)]).is_err() {
                input.rule = input.rule.whole();
            }
            match self.with(&[(&input, ODD)]) {
                Ok(_) => kept.push(input),
                Err(why) => self.fixed.push(Fixed {
                    path: input.path,
                    why,
                }),
            }
        }
        self.inputs = kept;
        self.fixed.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

/// The value at a parameter's path.
pub(super) fn find<'a>(root: &'a Table, path: &str) -> Option<&'a Node> {
    let mut parts = parts(path);
    let mut node = root.get(parts.next()?)?;
    for part in parts {
        node = match &node.value {
            Value::Table(table) => table.get(part)?,
            Value::Array(members) => members.get(member(members, part)?)?,
            _ => return None,
        };
    }
    Some(node)
}

fn find_mut<'a>(root: &'a mut Table, path: &str) -> Option<&'a mut Node> {
    let mut parts = parts(path);
    let mut node = &mut root.entries.get_mut(parts.next()?)?.node;
    for part in parts {
        node = match &mut node.value {
            Value::Table(table) => &mut table.entries.get_mut(part)?.node,
            Value::Array(members) => {
                let at = member(members, part)?;
                members.get_mut(at)?
            }
            _ => return None,
        };
    }
    Some(node)
}

/// `source.x.dated[0].rate` is `source`, `x`, `dated`, `0`, `rate`.
pub(super) fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split(['.', '[', ']']).filter(|part| !part.is_empty())
}

/// Which member of a list a part names: the step of that name, or a number.
fn member(members: &[Node], part: &str) -> Option<usize> {
    let step = |node: &Node| {
        let table = node.as_table()?;
        table
            .get("step")
            .and_then(Node::as_text)
            .map(|name| name == part)
    };
    members
        .iter()
        .position(|node| step(node) == Some(true))
        .or_else(|| part.parse().ok())
}

/// Whether shares at a path are parts of one whole. The probabilities with which an agency inspects, and the shares of classes that
/// lodge papers, each speak of vehicles of their own.
fn are_parts(path: &str) -> bool {
    let parts: Vec<&str> = path.split('.').collect();
    !matches!(
        parts.as_slice(),
        ["agency", _, "inspects", ..] | ["papers", _, "ahead", "class", ..]
    )
}
