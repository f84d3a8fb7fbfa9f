//! What-ifs: small files and `--set` arguments that change a few keys of another scenario.
//!
//! Values and lists replace; tables merge key by key; lists whose members all have a `step` merge step by step.
//! `remove = true` deletes, `before` and `after` place a step; these three words belong to overlays and never reach the
//! reader. A `--set` is built into the overlay it abbreviates and merged by the same code, so the two cannot differ.
//!
//! Every file goes through [`merge`], also one without a base, which is merged over nothing: the rules of the words hold
//! everywhere, and a place in the result is the place of whoever wrote last.

use std::collections::BTreeMap;

use super::node::{self, Entry, Node, Table, Value};
use super::problem::{Problem, Problems, suggest};
use super::source::Place;

/// How tables combine where merging key by key would be wrong.
#[derive(Debug, Clone, Copy)]
pub struct Policy {
    /// Paths whose tables are *one choice* and therefore replace: of `{ triangular = [...] }` over `{ constant = "..." }`
    /// only the first may remain. A part `*` stands for any one key, a leading `**` for any keys or none.
    pub whole: &'static [&'static str],
    /// Paths of tables with keys of which exactly one is given: writing one drops the others.
    pub one_of: &'static [(&'static str, &'static [&'static str])],
}

/// The policy of the scenario language.
pub const POLICY: Policy = Policy {
    whole: &[
        "**.basis",
        "**.load",
        "**.time",
        "**.interarrival",
        "source.*.class",
        "backlog.**.class",
    ],
    one_of: &[("route.*.*", &["serve", "branch"])],
};

/// Merges `over` into `base`; removing what is not there and misplaced words are problems.
pub fn merge(base: &mut Table, over: Table, problems: &mut Problems) {
    Merger {
        path: Vec::new(),
        problems,
    }
    .table(base, over);
}

/// Applies one `PATH=VALUE` that stands at `offset` of the virtual text.
pub fn apply_set(root: &mut Table, set: &str, offset: usize, problems: &mut Problems) {
    match set_overlay(root, set, offset, problems) {
        Ok(over) => merge(root, over, problems),
        Err(problem) => problems.push(problem),
    }
}

struct Merger<'a> {
    path: Vec<String>,
    problems: &'a mut Problems,
}

impl Merger<'_> {
    fn table(&mut self, base: &mut Table, over: Table) {
        base.damaged |= over.damaged;
        for (path, choices) in POLICY.one_of {
            if matches(path, &self.path)
                && choices
                    .iter()
                    .any(|choice| over.entries.contains_key(*choice))
            {
                base.entries.retain(|key, _| {
                    !choices.contains(&key.as_str()) || over.entries.contains_key(key)
                });
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
        let whole = is_whole(&self.path);
        let value = match value {
            Value::Table(mut over) => {
                if self.take_remove(&mut over) {
                    self.remove(base, &key, key_place);
                    return;
                }
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

fn no_such_step(steps: &[Node], name: &str, place: Place, title: &str) -> Problem {
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
fn are_steps(members: &[Node]) -> bool {
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

fn position(steps: &[Node], name: &str) -> Option<usize> {
    steps.iter().position(|node| {
        node.as_table()
            .and_then(|table| table.get("step"))
            .and_then(Node::as_text)
            == Some(name)
    })
}

fn is_whole(path: &[String]) -> bool {
    POLICY.whole.iter().any(|pattern| matches(pattern, path))
}

fn matches(pattern: &str, path: &[String]) -> bool {
    fn go(pattern: &[&str], path: &[String]) -> bool {
        match (pattern.split_first(), path.split_first()) {
            (None, None) => true,
            (Some((&"**", rest)), _) => {
                go(rest, path)
                    || path
                        .split_first()
                        .is_some_and(|(_, path)| go(pattern, path))
            }
            (Some((part, rest)), Some((key, path))) => {
                (*part == "*" || part == key) && go(rest, path)
            }
            _ => false,
        }
    }
    go(&pattern.split('.').collect::<Vec<_>>(), path)
}

/// The overlay that `set` abbreviates.
fn set_overlay(
    root: &Table,
    set: &str,
    offset: usize,
    problems: &mut Problems,
) -> Result<Table, Problem> {
    let (path, equals) = set_path(set, offset)?;
    let Some(equals) = equals else {
        return Err(Problem::error(
            Place::new(offset, offset + set.len()),
            "`--set` without a value",
            "there is no `=`",
        )
        .help("`--set PATH=VALUE`, as in `--set gate.hai-yen.hours=07:00-19:00`"));
    };
    let after = &set[equals + 1..];
    let text = after.trim();
    let start = offset + equals + 1 + (after.len() - after.trim_start().len());
    let place = Place::new(start, start + text.len());
    if text.is_empty() {
        return Err(Problem::error(
            Place::new(offset + equals, start),
            "`--set` without a value",
            "nothing after the `=`",
        )
        .help("for an empty text write `\"\"`"));
    }
    let value = match node::parse_value(text, start, problems) {
        Ok(node) => node,
        Err(problem) if text.starts_with(['"', '\'', '[', '{']) => return Err(problem),
        Err(_) => Node {
            place,
            value: Value::Text(text.to_owned()),
        },
    };
    nest(&path, value, Some(root), &mut Vec::new())
}

/// The parts of the dotted path, and where the `=` is.
fn set_path(set: &str, offset: usize) -> Result<(Vec<(String, Place)>, Option<usize>), Problem> {
    let mut parts = Vec::new();
    let mut rest = 0;
    loop {
        rest += set[rest..].len() - set[rest..].trim_start().len();
        let here = &set[rest..];
        let (name, length) = match here.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            Some(quote) => match here[1..].find(quote) {
                Some(end) => (&here[1..=end], end + 2),
                None => {
                    let place = Place::new(offset + rest, offset + set.len());
                    return Err(Problem::error(
                        place,
                        "an open quote in a path",
                        "this quote is never closed",
                    ));
                }
            },
            None => {
                let end = here.find(['.', '=']).unwrap_or(here.len());
                (here[..end].trim_end(), end)
            }
        };
        let place = Place::new(offset + rest, offset + rest + length);
        if name.is_empty() {
            return Err(Problem::error(
                place,
                "a path with an empty part",
                "a key is missing here",
            ));
        }
        parts.push((name.to_owned(), place));
        rest += length;
        rest += set[rest..].len() - set[rest..].trim_start().len();
        match set[rest..].chars().next() {
            None => return Ok((parts, None)),
            Some('=') => return Ok((parts, Some(rest))),
            Some('.') if parts.len() < node::DEEPEST => rest += 1,
            Some(other) => {
                let place = Place::new(offset + rest, offset + rest + other.len_utf8());
                return Err(Problem::error(
                    place,
                    "a path that cannot be read",
                    "expected `.` or `=`",
                ));
            }
        }
    }
}

/// `value` inside the tables and steps that `parts` name; `at` is what is there now.
fn nest(
    parts: &[(String, Place)],
    value: Node,
    at: Option<&Table>,
    path: &mut Vec<String>,
) -> Result<Table, Problem> {
    let Some(((key, key_place), rest)) = parts.split_first() else {
        return Ok(Table::default());
    };
    path.push(key.clone());
    let below = at.and_then(|table| table.get(key));
    let node = match (rest, below.map(|node| &node.value)) {
        ([], _) => value,
        (_, Some(Value::Array(steps))) if are_steps(steps) => {
            let member = nest_step(rest, value, steps, path)?;
            Node {
                place: *key_place,
                value: Value::Array(vec![member]),
            }
        }
        (_, Some(Value::Table(_)) | None) => {
            let table = nest(rest, value, below.and_then(Node::as_table), path)?;
            Node {
                place: *key_place,
                value: Value::Table(table),
            }
        }
        _ if is_whole(path) => Node {
            place: *key_place,
            value: Value::Table(nest(rest, value, None, path)?),
        },
        (_, Some(other)) => {
            let title = format!("`{}` is {}, not a table", path.join("."), other.kind());
            let help = match other {
                Value::Array(_) => "its members have no names: set the whole list",
                _ => "set the whole value, without what follows",
            };
            return Err(
                Problem::error(*key_place, title, "the path cannot go on from here").help(help),
            );
        }
    };
    path.pop();
    let mut entries = BTreeMap::new();
    entries.insert(
        key.clone(),
        Entry {
            key_place: *key_place,
            node,
        },
    );
    Ok(Table {
        place: *key_place,
        entries,
        damaged: false,
    })
}

/// The step that the first of `parts` names, with `value` inside.
fn nest_step(
    parts: &[(String, Place)],
    value: Node,
    steps: &[Node],
    path: &mut Vec<String>,
) -> Result<Node, Problem> {
    let Some(((name, place), rest)) = parts.split_first() else {
        return Ok(value);
    };
    let Some(step) = position(steps, name).and_then(|at| steps.get(at)) else {
        return Err(no_such_step(steps, name, *place, "there is no step"));
    };
    path.push(name.clone());
    let mut table = match (rest, value.value) {
        ([], Value::Table(table)) => table,
        ([], other) => {
            let label = format!("this is {}", other.kind());
            return Err(Problem::error(
                value.place,
                format!("the step `{name}` is a table"),
                label,
            )
            .help("set a key of it, or give a table `{ ... }`"));
        }
        (rest, other) => nest(
            rest,
            Node {
                place: value.place,
                value: other,
            },
            step.as_table(),
            path,
        )?,
    };
    path.pop();
    let node = Node {
        place: *place,
        value: Value::Text(name.clone()),
    };
    table.entries.insert(
        "step".to_owned(),
        Entry {
            key_place: *place,
            node,
        },
    );
    Ok(Node {
        place: *place,
        value: Value::Table(table),
    })
}
