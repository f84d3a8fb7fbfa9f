//! Changes on the command line.

use bordergate::scenario::node::Value;
use insta::assert_snapshot;
use jiff::civil::{date, time};

use super::{at, messages, tree};

const GATE: &str = r#"
[gate.a]
hours = "07:00-19:00"
name = "A"
slots = 3
servers = [{ count = 2 }]
[class.fruit]
load = "2 t"
[[route.export]]
step = "documents"
serve = { station = "desk", time = "12 min" }
[[route.export]]
step = "bridge"
"#;

fn set(set: &str, path: &str) -> Option<Value> {
    at(&tree(GATE, &[set]), path).cloned()
}

fn complaint(set: &str) -> String {
    messages(GATE, &[set])
}

#[test]
fn a_value_is_toml_or_else_text() {
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    assert_eq!(
        set("gate.a.slots=5", "gate.a.slots"),
        Some(Value::Integer(5))
    );
    assert_eq!(
        set("gate.a.open=true", "gate.a.open"),
        Some(Value::Boolean(true))
    );
    assert_eq!(
        set("gate.a.from=2022-01-31", "gate.a.from"),
        Some(Value::Date(date(2022, 1, 31)))
    );
    assert_eq!(
        set("gate.a.from=07:00", "gate.a.from"),
        Some(Value::Time(time(7, 0, 0, 0)))
    );
    assert_eq!(
        set("gate.a.hours=07:00-21:00", "gate.a.hours"),
        text("07:00-21:00")
    );
    assert_eq!(
        set("gate.a.slots=140 / day", "gate.a.slots"),
        text("140 / day")
    );
    assert_eq!(
        set("gate.a.slots = \"140 / day\" ", "gate.a.slots"),
        text("140 / day")
    );
    assert_eq!(
        set("gate.a.name=Hải Yên = lối mở", "gate.a.name"),
        text("Hải Yên = lối mở")
    );
    assert_eq!(
        set("gate.a.barred=[\"fruit\"]", "gate.a.barred.0"),
        text("fruit")
    );
    assert_eq!(set("gate.a.name=\"\"", "gate.a.name"), text(""));
}

#[test]
fn a_path_reaches_keys_in_quotes_new_tables_and_steps() {
    let one = Some(Value::Integer(1));
    assert_eq!(set("gate.\"a\".'x y' = 1", "gate.a.x y"), one);
    assert_eq!(set("gate.a.partner.y=1", "gate.a.partner.y"), one);
    assert_eq!(
        set(
            "route.export.documents.serve.time=1",
            "route.export.0.serve.time"
        ),
        one
    );
    assert_eq!(
        set("route.export.bridge={ serve = 1 }", "route.export.1.serve"),
        one
    );
    let route = set("route.export.documents.remove=true", "route.export");
    assert!(matches!(route, Some(Value::Array(steps)) if steps.len() == 1));
}

#[test]
fn a_path_into_a_choice_of_one_makes_the_choice_anew() {
    assert_eq!(
        set("class.fruit.load.mean=1", "class.fruit.load.mean"),
        Some(Value::Integer(1))
    );
}

#[test]
fn later_sets_win() {
    let root = tree(GATE, &["gate.a.slots=5", "gate.a.slots=6"]);
    assert_eq!(at(&root, "gate.a.slots"), Some(&Value::Integer(6)));
}

#[test]
fn what_cannot_be_set_is_shown_in_the_argument() {
    assert_snapshot!(complaint("gate.a.hours"), @r"
    error: `--set` without a value
     --> --set:1:1
      |
    1 | gate.a.hours
      | ^^^^^^^^^^^^ there is no `=`
      |
      = help: `--set PATH=VALUE`, as in `--set gate.hai-yen.hours=07:00-19:00`
    ");
    assert_snapshot!(complaint("gate.a.hours= "), @r#"
    error: `--set` without a value
     --> --set:1:13
      |
    1 | gate.a.hours= 
      |             ^ nothing after the `=`
      |
      = help: for an empty text write `""`
    "#);
    assert_snapshot!(complaint("gate.a.name.short=1"), @r"
    error: `gate.a.name` is text, not a table
     --> --set:1:8
      |
    1 | gate.a.name.short=1
      |        ^^^^ the path cannot go on from here
      |
      = help: set the whole value, without what follows
    ");
    assert_snapshot!(complaint("gate.a.servers.count=1"), @r"
    error: `gate.a.servers` is a list, not a table
     --> --set:1:8
      |
    1 | gate.a.servers.count=1
      |        ^^^^^^^ the path cannot go on from here
      |
      = help: its members have no names: set the whole list
    ");
    assert_snapshot!(complaint("route.export.document.serve.time=1"), @r"
    error: there is no step `document`
     --> --set:1:14
      |
    1 | route.export.document.serve.time=1
      |              ^^^^^^^^ not in this route
      |
      = help: did you mean `documents`?
    ");
    assert_snapshot!(complaint("route.export.bridge=3"), @r"
    error: the step `bridge` is a table
     --> --set:1:21
      |
    1 | route.export.bridge=3
      |                     ^ this is a whole number
      |
      = help: set a key of it, or give a table `{ ... }`
    ");
    assert_snapshot!(complaint("gate.b.remove=true"), @r"
    error: there is no gate `b`
     --> --set:1:6
      |
    1 | gate.b.remove=true
      |      ^ nothing has this name
      |
      = help: there is only `a`
    ");
}

#[test]
fn a_malformed_argument_is_shown_where_it_goes_wrong() {
    let columns = [
        "gate..a=1",
        "gate.'a=1",
        "gate.\"a\"b=1",
        "=1",
        "",
        "gate.a.x=[1",
        "gate.a.x={a=1",
    ];
    let shown: Vec<String> = columns
        .iter()
        .map(|set| {
            complaint(set)
                .lines()
                .take(2)
                .map(str::trim)
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    assert_snapshot!(shown.join("\n"), @r"
    error: a path with an empty part --> --set:1:6
    error: an open quote in a path --> --set:1:6
    error: a path that cannot be read --> --set:1:9
    error: a path with an empty part --> --set:1:1
    error: a path with an empty part --> --set:1:1
    error: unclosed array --> --set:1:12
    error: unclosed inline table --> --set:1:14
    ");
}
