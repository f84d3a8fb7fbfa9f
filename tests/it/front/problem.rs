//! Problems as people and programs read them.

use bordergate::scenario::problem::{Problem, Problems, Severity, nearest, suggest};
use bordergate::scenario::source::{Place, SourceMap};
use insta::assert_snapshot;
use serde_json::json;

/// The place of `part` in the one source of `sources`.
fn find(sources: &SourceMap, index: usize, part: &str) -> Place {
    let source = &sources.sources()[index];
    let start = source.offset() + source.text().find(part).expect("the part");
    Place::new(start, start + part.len())
}

fn tet() -> SourceMap {
    let mut sources = SourceMap::new();
    sources.add(
        "scenarios/tet.toml",
        "[gate.a]\nname = \"Bắc Luân II\" # Móng Cái\nstate = \"appointment\"\nslot = 3\n",
    );
    sources.add("over.toml", "base = \"tet.toml\"\n[gate.a]\nslot = 4\n");
    sources
}

#[test]
fn an_error_reads_like_a_sentence_with_a_finger() {
    let sources = tet();
    let problem = Problem::error(
        find(&sources, 0, "state = \"appointment\""),
        "appointment notice has no capacity",
        "needs `slots`",
    )
    .extra(find(&sources, 0, "slot "), "this is not a key")
    .extra(find(&sources, 1, "slot"), "nor here")
    .help("did you mean `slots`?");
    assert_snapshot!(Problems::from(problem).render(&sources, false), @r#"
    error: appointment notice has no capacity
     --> scenarios/tet.toml:3:1
      |
    3 | state = "appointment"
      | ^^^^^^^^^^^^^^^^^^^^^ needs `slots`
    4 | slot = 3
      | ----- this is not a key
      |
     ::: over.toml:3:1
      |
    3 | slot = 4
      | ---- nor here
      |
      = help: did you mean `slots`?
    "#);
}

#[test]
fn carets_and_columns_are_right_on_vietnamese_text() {
    let sources = tet();
    let place = find(&sources, 0, "Móng Cái");
    let at = sources.locate(place).expect("a location");
    assert_eq!((at.file, at.line, at.column), ("scenarios/tet.toml", 2, 24));
    assert_snapshot!(Problems::from(Problem::note(place, "a town", "here")).render(&sources, false), @r#"
    note: a town
     --> scenarios/tet.toml:2:24
      |
    2 | name = "Bắc Luân II" # Móng Cái
      |                        ^^^^^^^^ here
    "#);
}

#[test]
fn decomposed_letters_and_tabs_do_not_shift_the_caret() {
    let mut sources = SourceMap::new();
    sources.add("a.toml", "\tname = \"Ha\u{309}i Ye\u{302}n\" x\n");
    assert_snapshot!(Problems::from(Problem::warning(find(&sources, 0, "x"), "odd", "")).render(&sources, false), @"
    warning: odd
     --> a.toml:1:21
      |
    1 |     name = \"Ha\u{309}i Ye\u{302}n\" x
      |                      ^
    ");
}

#[test]
fn problems_come_in_the_order_of_the_text_and_once() {
    let mut problems = Problems::new();
    problems.push(Problem::warning(Place::new(9, 10), "c", ""));
    problems.push(Problem::error(Place::new(5, 6), "b", ""));
    problems.push(Problem::error(Place::new(5, 6), "b", ""));
    problems.push(Problem::unplaced("a", ""));
    assert_eq!(super::titles(&problems), ["a", "b", "c"]);
    assert_eq!(problems.count(Severity::Error), 2);
    assert_eq!(problems.count(Severity::Warning), 1);
    assert!(problems.has_errors());
    assert!(!Problems::from(Problem::warning(Place::new(9, 10), "c", "")).has_errors());
}

#[test]
fn colour_adds_codes_and_changes_no_words() {
    let sources = tet();
    let problems =
        Problems::from(Problem::error(find(&sources, 0, "slot"), "unknown key", "here").help("no"));
    let coloured = problems.render(&sources, true);
    assert!(coloured.contains("\u{1b}["));
    let mut plain = String::new();
    for (index, part) in coloured.split("\u{1b}[").enumerate() {
        plain.push_str(if index == 0 {
            part
        } else {
            part.split_once('m').map_or("", |(_, rest)| rest)
        });
    }
    assert_eq!(plain, problems.render(&sources, false));
}

#[test]
fn thousands_of_problems_are_counted() {
    let sources = tet();
    let mut problems = Problems::new();
    for index in 0..5_000 {
        problems.push(Problem::error(
            Place::new(index % 7, 8),
            format!("problem {index}"),
            "",
        ));
    }
    let text = problems.render(&sources, false);
    assert!(
        text.ends_with("and 4900 more problems\n\n"),
        "{}",
        &text[text.len() - 60..]
    );
}

#[test]
fn a_line_of_a_million_characters_is_named_and_not_drawn() {
    let mut sources = SourceMap::new();
    sources.add(
        "long.toml",
        format!("a = \"{}\" x\n", "ă".repeat(1_000_000)),
    );
    assert_snapshot!(Problems::from(Problem::error(find(&sources, 0, "x"), "odd", "this").help("do not")).render(&sources, false), @r"
    error: odd
    --> long.toml:1:1000008
     = note: this
     = help: do not
    ");
}

#[test]
fn json_has_every_part() {
    let sources = tet();
    let mut problems = Problems::new();
    problems.push(
        Problem::error(find(&sources, 0, "Móng"), "a town", "here")
            .extra(find(&sources, 1, "slot"), "there")
            .help("none"),
    );
    problems.push(Problem::unplaced("no file", ""));
    assert_eq!(
        problems.as_json(&sources),
        json!([
            {"severity": "error", "title": "no file", "file": null, "line": null, "column": null, "label": "", "help": null, "also": []},
            {"severity": "error", "title": "a town", "file": "scenarios/tet.toml", "line": 2, "column": 24, "label": "here",
             "help": "none", "also": [{"file": "over.toml", "line": 3, "column": 1, "label": "there"}]},
        ])
    );
}

#[test]
fn suggestions_are_near_or_a_list() {
    let keys = ["slots", "state", "from", "to"];
    assert_eq!(nearest("slot", keys), Some("slots"));
    assert_eq!(
        nearest("sotls", keys),
        None,
        "two edits are too many for five letters"
    );
    assert_eq!(
        nearest("solts", keys),
        Some("slots"),
        "swapped neighbours are one edit"
    );
    assert_eq!(nearest("STATE", keys), Some("state"));
    assert_eq!(nearest("x", keys), None);
    assert_eq!(nearest("", keys), None);
    assert_eq!(
        suggest("slot", &keys, "the keys are").as_deref(),
        Some("did you mean `slots`?")
    );
    assert_eq!(
        suggest("colour", &["a", "b"], "the keys are").as_deref(),
        Some("the keys are `a`, `b`")
    );
    assert_eq!(suggest("colour", &[], "the keys are"), None);
}
