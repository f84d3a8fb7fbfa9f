//! What holds for any input.

use std::collections::BTreeMap;

use bordergate::scenario::load::load_text;
use bordergate::scenario::node::{Entry, Node, Table, Value};
use bordergate::scenario::overlay::merge;
use bordergate::scenario::problem::{Problem, Problems};
use bordergate::scenario::source::{Place, SourceMap};
use bordergate::scenario::units::{Decimal, Duration, Mass, Quantity, Rate, Share};
use proptest::prelude::*;

/// Text that likes to be odd: Vietnamese, Chinese, decomposed, control characters, all line endings.
fn odd_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("a = \"Bắc Luân\""),
        Just("口岸"),
        Just("e\u{302}\u{301}"),
        Just("\r\n"),
        Just("\n"),
        Just("\r"),
        Just("\t"),
        Just("\u{7}"),
        Just("\u{200d}"),
        Just("\u{202e}"),
        Just("[x]"),
        Just("🚚"),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Text that is nearly TOML.
fn nearly_toml() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        Just("a"),
        Just("b"),
        Just("\"c\""),
        Just("step"),
        Just("remove"),
        Just("base"),
        Just(" = "),
        Just("."),
        Just("1"),
        Just("true"),
        Just("2022-01-31"),
        Just("12 min"),
        Just("[a]"),
        Just("[[a]]"),
        Just("[a.b]"),
        Just("\n"),
        Just("\n"),
        Just("["),
        Just("]"),
        Just("{"),
        Just("}"),
        Just(","),
        Just("\"x\""),
        Just("'"),
        Just("\"\"\""),
        Just("#"),
        Just("ế"),
        Just("\\"),
        Just("\r\n"),
        Just("\r"),
        Just(" "),
        Just("after = \"x\"\n"),
        Just("step = \"x\"\n"),
        Just("a = 1\n"),
    ];
    prop::collection::vec(token, 0..40).prop_map(|tokens| tokens.concat())
}

fn entry(node: Node) -> Entry {
    Entry {
        key_place: Place::default(),
        node,
    }
}

fn node(value: Value) -> Node {
    Node {
        place: Place::default(),
        value,
    }
}

/// Trees as a scenario has them: few keys, so that two of them meet, and routes with steps.
fn table() -> impl Strategy<Value = Table> {
    let key = prop::sample::select(vec!["a", "b", "c", "load", "basis", "class"]);
    let leaf = prop_oneof![
        any::<i64>().prop_map(Value::Integer),
        any::<bool>().prop_map(Value::Boolean),
        "[a-zế ]{0,4}".prop_map(Value::Text),
    ];
    let value = leaf.prop_recursive(4, 32, 4, move |inner| {
        let tables = prop::collection::btree_map(key.clone(), inner.clone(), 0..4)
            .prop_map(|map| Value::Table(of_map(map)));
        let steps = prop::collection::btree_map(
            prop::sample::select(vec!["x", "y", "z"]),
            inner.clone(),
            1..3,
        )
        .prop_map(|steps| {
            Value::Array(
                steps
                    .into_iter()
                    .map(|(name, value)| {
                        let mut table = of_map(BTreeMap::from([("a", value)]));
                        table
                            .entries
                            .insert("step".to_owned(), entry(node(Value::Text(name.to_owned()))));
                        node(Value::Table(table))
                    })
                    .collect(),
            )
        });
        prop_oneof![
            tables,
            steps,
            prop::collection::vec(inner.prop_map(node), 0..3).prop_map(Value::Array)
        ]
    });
    let top = prop::sample::select(vec!["gate", "route", "source", "load"]);
    prop::collection::btree_map(top, value, 0..4).prop_map(of_map)
}

fn of_map(map: BTreeMap<&str, Value>) -> Table {
    let entries = map
        .into_iter()
        .map(|(key, value)| (key.to_owned(), entry(node(value))))
        .collect();
    Table {
        entries,
        ..Table::default()
    }
}

fn merged(base: &Table, over: &Table) -> Table {
    let mut result = base.clone();
    let mut problems = Problems::new();
    merge(&mut result, over.clone(), &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    result
}

/// Every dotted path to a value that is no table or list, with the value as TOML.
fn leaves(table: &Table, path: &str, found: &mut Vec<(String, String)>) {
    for (key, entry) in &table.entries {
        let path = if path.is_empty() {
            key.clone()
        } else {
            format!("{path}.{key}")
        };
        match &entry.node.value {
            Value::Table(table) => leaves(table, &path, found),
            Value::Integer(number) => found.push((path, number.to_string())),
            Value::Boolean(value) => found.push((path, value.to_string())),
            Value::Text(text) => found.push((path, format!("\"{text}\""))),
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rendering_never_fails(
        texts in prop::collection::vec(odd_text(), 0..3),
        spots in prop::collection::vec((0..200_usize, 0..200_usize), 1..5),
        colour: bool,
    ) {
        let mut sources = SourceMap::new();
        for text in &texts {
            sources.add("a.toml", text.as_str());
        }
        let mut places = spots.iter().map(|(start, end)| Place { start: *start, end: *end });
        let mut problem = Problem::error(places.next().expect("one place"), "title", "label").help("help");
        for place in places {
            problem = problem.extra(place, "why");
            sources.text(place);
        }
        let problems = Problems::from(problem);
        prop_assert!(problems.render(&sources, colour).contains("title"));
        prop_assert_eq!(problems.as_json(&sources).as_array().map(Vec::len), Some(1));
    }

    #[test]
    fn any_text_can_be_loaded(text in nearly_toml(), set in nearly_toml()) {
        let loaded = load_text("a.toml", &text, &[set]);
        loaded.problems.render(&loaded.sources, false);
        let known = ["error", "warning"];
        for problem in loaded.problems.as_json(&loaded.sources).as_array().expect("an array") {
            prop_assert!(known.contains(&problem["severity"].as_str().unwrap_or("")));
            prop_assert!(problem["line"].is_u64() || problem["title"].as_str().is_some_and(|title| title.contains('`')));
        }
        // What cannot be read was reported.
        fn has_broken(node: &Node) -> bool {
            match &node.value {
                Value::Broken => true,
                Value::Array(members) => members.iter().any(has_broken),
                Value::Table(table) => table.entries.values().any(|entry| has_broken(&entry.node)),
                _ => false,
            }
        }
        if loaded.root.entries.values().any(|entry| has_broken(&entry.node)) {
            prop_assert!(loaded.problems.has_errors());
        }
    }

    #[test]
    fn an_overlay_of_nothing_changes_nothing(base in table()) {
        prop_assert_eq!(merged(&base, &Table::default()), base.clone());
    }

    #[test]
    fn over_nothing_an_overlay_is_itself(over in table()) {
        prop_assert_eq!(merged(&Table::default(), &over), over.clone());
    }

    #[test]
    fn overlaying_twice_is_overlaying_once(base in table(), over in table()) {
        let once = merged(&base, &over);
        prop_assert_eq!(merged(&once, &over), once.clone());
    }

    #[test]
    fn a_set_equals_the_overlay_it_abbreviates(base in table(), change in table()) {
        let mut found = Vec::new();
        leaves(&change, "", &mut found);
        for (path, value) in found {
            let set = format!("{path}={value}");
            let over = load_text("over.toml", &format!("{path} = {value}\n"), &[]).root;
            let mut sources = base.clone();
            let mut problems = Problems::new();
            bordergate::scenario::set::apply(&mut sources, &set, 0, &mut problems);
            // A path through a value is an overlay that replaces it, but as a --set more likely a slip.
            if !problems.has_errors() {
                prop_assert_eq!(sources.without_places(), merged(&base, &over).without_places(), "{}", set);
            }
        }
    }

    #[test]
    fn what_is_printed_reads_back(micros in 0..=Duration::LONGEST.0, kilograms in 0..=1_000_000_000_000_i64, parts in 0..=Share::WHOLE) {
        prop_assert_eq!(Duration::parse(&Duration(micros).to_string()), Ok(Duration(micros)));
        prop_assert_eq!(Mass::parse(&Mass(kilograms).to_string()), Ok(Mass(kilograms)));
        prop_assert_eq!(Share::parse(&Share(parts).to_string()), Ok(Share(parts)));
    }

    #[test]
    fn a_rate_reads_back(digits: u64, scale in 0_u32..12, per in 1..=Duration::LONGEST.0) {
        let text = Decimal { digits, scale }.to_string();
        let count = Decimal::parse(&text).expect("a number");
        let rate = Rate { count, per: Duration(per) };
        prop_assert_eq!(count.to_string().parse::<f64>(), text.parse::<f64>());
        prop_assert_eq!(Rate::parse(&rate.to_string()), Ok(rate));
    }

    #[test]
    fn any_text_is_a_quantity_or_is_not(text in "[0-9.,/%a-z <>\u{2212}-]{0,14}") {
        let _ = Duration::parse(&text);
        let _ = Mass::parse(&text);
        let _ = Share::parse(&text);
        let _ = Rate::parse(&text);
        let _ = bordergate::scenario::units::Count::parse(&text);
        let _ = bordergate::scenario::band::Band::parse(&text);
    }
}
