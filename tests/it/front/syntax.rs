//! Syntax errors: all at once, in plain words, and without taking the rest of the file along.

use bordergate::scenario::node::{DEEPEST, Value};
use insta::assert_snapshot;
use jiff::civil::{date, time};

use super::{at, loaded, messages, titles, tree};

#[test]
fn values_of_every_kind_are_read() {
    let root = tree(
        "text = \"Bắc Luân II\"\nwhole = 1_000\nhex = 0x1F\nnumber = 0.183\nyes = true\nday = 2022-01-31\nfrom = 07:00\n\
         at = 2022-01-31T07:00:30\nlist = [1, \"a\"]\n[gate.a]\nx.y = 1\n",
        &[],
    );
    assert_eq!(at(&root, "text"), Some(&Value::Text("Bắc Luân II".into())));
    assert_eq!(at(&root, "whole"), Some(&Value::Integer(1000)));
    assert_eq!(at(&root, "hex"), Some(&Value::Integer(31)));
    assert_eq!(at(&root, "number"), Some(&Value::Float(0.183)));
    assert_eq!(at(&root, "yes"), Some(&Value::Boolean(true)));
    assert_eq!(at(&root, "day"), Some(&Value::Date(date(2022, 1, 31))));
    assert_eq!(at(&root, "from"), Some(&Value::Time(time(7, 0, 0, 0))));
    assert_eq!(
        at(&root, "at"),
        Some(&Value::DateTime(date(2022, 1, 31).at(7, 0, 30, 0)))
    );
    assert_eq!(at(&root, "list.1"), Some(&Value::Text("a".into())));
    assert_eq!(at(&root, "gate.a.x.y"), Some(&Value::Integer(1)));
}

#[test]
fn the_slips_of_a_first_day_are_said_in_plain_words() {
    assert_snapshot!(messages("time = 12 min\nname = Hải Yên\nhours = 07:00-19:00\nslots =\n", &[]), @r#"
    error: text without quotes
     --> gate.toml:1:8
      |
    1 | time = 12 min
      |        ^^^^^^ this is neither a number nor a date
      |
      = help: text and values with units stand in quotes: `time = "12 min"`

    error: text without quotes
     --> gate.toml:2:8
      |
    2 | name = Hải Yên
      |        ^^^^^^^ this is neither a number nor a date
      |
      = help: text and values with units stand in quotes: `name = "Hải Yên"`

    error: not a date or time
     --> gate.toml:3:9
      |
    3 | hours = 07:00-19:00
      |         ^^^^^^^^^^^ dates are written 2022-01-31, times 07:00
      |
      = help: text and values with units stand in quotes: `hours = "07:00-19:00"`

    error: a key without a value
     --> gate.toml:4:8
      |
    4 | slots =
      |        ^ expected a value
    "#);
}

#[test]
fn a_line_without_an_equals_sign_does_not_hide_what_follows() {
    let loaded = loaded(
        "[gate.a]\nslots 100\nhours = 3\n[gate.b]\nname = 4\nname = 5\n",
        &[],
    );
    assert_eq!(
        titles(&loaded.problems),
        ["key with no value", "a key that is given twice"]
    );
    assert_eq!(at(&loaded.root, "gate.a.hours"), Some(&Value::Integer(3)));
    assert_eq!(at(&loaded.root, "gate.b.name"), Some(&Value::Integer(4)));
    let gate = |name: &str| {
        loaded
            .root
            .get("gate")?
            .as_table()?
            .get(name)?
            .as_table()
            .cloned()
    };
    assert!(
        gate("a").is_some_and(|gate| gate.damaged),
        "a key of this table was lost"
    );
}

#[test]
fn an_open_bracket_is_one_problem_at_the_bracket() {
    assert_snapshot!(messages("[gate.a]\nbarred = [\"fruit\", \"rice\"\nhours = \"x\"\n[gate.b]\n", &[]), @r#"
    error: a bracket that is never closed
     --> gate.toml:2:10
      |
    2 | barred = ["fruit", "rice"
      |          ^ opened here
    "#);
}

#[test]
fn a_value_that_cannot_be_read_is_broken_and_present() {
    let loaded = loaded(
        "a = 12 min\nb = 2022-02-30\nc = [1, 2 3]\nd = 99999999999999999999\ne = 1e999\nf = 1\n",
        &[],
    );
    for key in ["a", "b", "c", "d", "e"] {
        assert_eq!(at(&loaded.root, key), Some(&Value::Broken), "{key}");
    }
    assert_eq!(at(&loaded.root, "f"), Some(&Value::Integer(1)));
    assert_eq!(
        titles(&loaded.problems),
        [
            "text without quotes",
            "invalid date",
            "text without quotes",
            "number too large",
            "number too large"
        ]
    );
}

#[test]
fn times_with_an_offset_are_refused() {
    assert_snapshot!(messages("from = 2022-01-31T07:00:00+07:00\n", &[]), @r"
    error: a time with an offset from UTC
     --> gate.toml:1:8
      |
    1 | from = 2022-01-31T07:00:00+07:00
      |        ^^^^^^^^^^^^^^^^^^^^^^^^^ give local time
      |
      = help: times are on the scenario's clock: leave out the `Z` or `+07:00` at the end
    ");
}

#[test]
fn depth_is_bounded_before_anything_recurses() {
    let deep = |open: &str, close: &str, times: usize| {
        format!("a = {}{}", open.repeat(times), close.repeat(times))
    };
    assert!(loaded(&deep("[", "]", DEEPEST), &[]).problems.is_empty());
    let texts = [
        deep("[", "]", DEEPEST + 1),
        deep("[", "]", 20_000),
        deep("[", "", 20_000),
        deep("{a=", "}", 20_000),
        "[".repeat(20_000),
        format!("{}a = 1", "a.".repeat(20_000)),
        format!("[{}a]", "a.".repeat(20_000)),
    ];
    for text in texts {
        let loaded = loaded(&text, &[]);
        assert_eq!(
            titles(&loaded.problems),
            ["nested too deep"],
            "{}",
            &text[..20]
        );
        assert!(loaded.root.entries.is_empty());
        assert!(super::rendered(&loaded).len() < 1_000);
    }
}

#[test]
fn brackets_in_strings_and_comments_do_not_nest() {
    let many = "[".repeat(1_000);
    let text = format!(
        "a = \"{many}\"\nb = '{many}' # {many}\nc = '''\n{many}'''\nd = \"\"\"\\\"{many}\"\"\"\ne = 1\n"
    );
    assert_eq!(at(&tree(&text, &[]), "e"), Some(&Value::Integer(1)));
}

#[test]
fn line_endings_and_a_byte_order_mark_do_not_move_anything() {
    let unix = tree("[gate.a]\nhours = \"x\"\n", &[]);
    assert_eq!(tree("[gate.a]\r\nhours = \"x\"\r\n", &[]), unix);
    assert_eq!(tree("\u{feff}[gate.a]\nhours = \"x\"\n", &[]), unix);
    assert_snapshot!(messages("\u{feff}time = 12 min\r\nb = 1\r\n", &[]), @r#"
    error: text without quotes
     --> gate.toml:1:8
      |
    1 | time = 12 min
      |        ^^^^^^ this is neither a number nor a date
      |
      = help: text and values with units stand in quotes: `time = "12 min"`
    "#);
}

#[test]
fn hostile_texts_are_answered_in_reasonable_time() {
    let mebibytes = |piece: &str| piece.repeat((1 << 20) / piece.len());
    let texts = [
        mebibytes("a 1\n"),
        mebibytes("a = x y\n"),
        format!("a = [{}", mebibytes("1,")),
        format!("a = [{} x y]", mebibytes("1,")),
        format!("a = [{}]", mebibytes("x y,")),
        mebibytes("[a]\n"),
        mebibytes("[[a]]\nstep = \"x\"\n"),
        mebibytes("]"),
        mebibytes("\""),
        mebibytes("='"),
    ];
    for text in texts {
        let start = std::time::Instant::now();
        let loaded = loaded(&text, &[]);
        super::rendered(&loaded);
        loaded.problems.as_json(&loaded.sources);
        assert!(loaded.problems.has_errors());
        assert!(
            start.elapsed() < std::time::Duration::from_secs(20),
            "{:?}",
            &text[..8]
        );
    }
}
