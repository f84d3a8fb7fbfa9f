//! Changes on the command line: `--set gate.hai-yen.hours=07:00-17:00`.
//!
//! The path names keys with dots; a part with a dot or a space in it stands in quotes; where the path meets a route, the
//! next part names the step. The value is read as TOML, and as plain text if it is not TOML, so that a shell's quotes need
//! no quotes within. The result is the overlay that a planner would have written, merged by the same code.

use std::collections::BTreeMap;

use super::node::{self, Entry, Node, Table, Value};
use super::overlay::{are_steps, is_whole, merge, no_such_step, position};
use super::problem::{Problem, Problems, suggest};
use super::raw::Root;
use super::reader::Keys;
use super::shape::Shape;
use super::source::Place;
use super::syntax;

/// One part of a path and where it stands.
type Part = (String, Place);

/// Applies one `PATH=VALUE` that stands at `offset` of the virtual text.
pub fn apply(root: &mut Table, set: &str, offset: usize, problems: &mut Problems) {
    match set_overlay(root, set, offset, problems) {
        Ok(over) => merge(root, over, problems),
        Err(problem) => problems.push(*problem),
    }
}

/// The overlay that `set` abbreviates.
fn set_overlay(
    root: &Table,
    set: &str,
    offset: usize,
    problems: &mut Problems,
) -> Result<Table, Box<Problem>> {
    let (path, equals) = set_path(set, offset)?;
    let Some(equals) = equals else {
        return Err(Box::new(
            Problem::error(
                Place::new(offset, offset + set.len()),
                "`--set` without a value",
                "there is no `=`",
            )
            .help("`--set PATH=VALUE`, as in `--set gate.hai-yen.hours=07:00-19:00`"),
        ));
    };
    let after = &set[equals + 1..];
    let text = after.trim();
    let start = offset + equals + 1 + (after.len() - after.trim_start().len());
    let place = Place::new(start, start + text.len());
    if text.is_empty() {
        return Err(Box::new(
            Problem::error(
                Place::new(offset + equals, offset + equals + 1),
                "`--set` without a value",
                "nothing after the `=`",
            )
            .help("for an empty text write `\"\"`"),
        ));
    }
    let value = match syntax::parse_value(text, start, problems) {
        Ok(node) => node,
        Err(problem) if text.starts_with(['"', '\'', '[', '{']) => return Err(problem),
        Err(_) => Node {
            place,
            value: Value::Text(text.to_owned()),
        },
    };
    if let Some(problem) = unknown_name(&path, root) {
        return Err(Box::new(problem));
    }
    nest(&path, value, Some(root), &mut Vec::new())
}

/// Tables of named things that may be begun key by key: what they say changes no vehicle.
const BEGUN_HERE: [&str; 3] = ["threshold", "observed", "reference"];

/// A name in the path that nothing has. A gate or station that comes into being by one key would be used by nothing, and a name
/// that is misspelt would change nothing, silently. A whole new thing can be given as a table.
fn unknown_name(path: &[Part], root: &Table) -> Option<Problem> {
    let mut shape = &Shape::Table(Root::DOC);
    let mut at = root;
    for (index, (part, place)) in path.iter().enumerate() {
        let more = index + 1 < path.len();
        match shape {
            Shape::Table(doc) => shape = doc.key(part)?.shape,
            Shape::Named(inner) => {
                let group = &path.get(index.checked_sub(1)?)?.0;
                if at.get(part).is_none() && more && !BEGUN_HERE.contains(&group.as_str()) {
                    let names: Vec<&str> = at.entries.keys().map(String::as_str).collect();
                    let title = format!("there is no {group} `{part}`");
                    let problem = Problem::error(*place, title, "nothing has this name");
                    return Some(problem.maybe_help(suggest(part, &names, "there is only")));
                }
                shape = inner;
            }
            _ => return None,
        }
        // Nothing of that group yet: then the first of it is looked for in an empty table.
        match at.get(part).map(|node| &node.value) {
            Some(Value::Table(table)) => at = table,
            None if matches!(shape, Shape::Named(_)) => at = Table::EMPTY,
            _ => return None,
        }
    }
    None
}

/// The parts of the dotted path, and where the `=` is.
fn set_path(set: &str, offset: usize) -> Result<(Vec<Part>, Option<usize>), Box<Problem>> {
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
                    return Err(Box::new(Problem::error(
                        place,
                        "an open quote in a path",
                        "this quote is never closed",
                    )));
                }
            },
            None => {
                let end = here.find(['.', '=']).unwrap_or(here.len());
                (here[..end].trim_end(), end)
            }
        };
        let place = Place::new(offset + rest, offset + rest + length);
        if name.is_empty() {
            return Err(Box::new(Problem::error(
                place,
                "a path with an empty part",
                "a key is missing here",
            )));
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
                return Err(Box::new(Problem::error(
                    place,
                    "a path that cannot be read",
                    "expected `.` or `=`",
                )));
            }
        }
    }
}

/// `value` inside the tables and steps that `parts` name; `at` is what is there now.
fn nest(
    parts: &[Part],
    value: Node,
    at: Option<&Table>,
    path: &mut Vec<String>,
) -> Result<Table, Box<Problem>> {
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
            return Err(Box::new(
                Problem::error(*key_place, title, "the path cannot go on from here").help(help),
            ));
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
    parts: &[Part],
    value: Node,
    steps: &[Node],
    path: &mut Vec<String>,
) -> Result<Node, Box<Problem>> {
    let Some(((name, place), rest)) = parts.split_first() else {
        return Ok(value);
    };
    let Some(step) = position(steps, name).and_then(|at| steps.get(at)) else {
        return Err(Box::new(no_such_step(
            steps,
            name,
            *place,
            "there is no step",
        )));
    };
    path.push(name.clone());
    let mut table = match (rest, value.value) {
        ([], Value::Table(table)) => table,
        ([], other) => {
            let label = format!("this is {}", other.kind());
            return Err(Box::new(
                Problem::error(value.place, format!("the step `{name}` is a table"), label)
                    .help("set a key of it, or give a table `{ ... }`"),
            ));
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
