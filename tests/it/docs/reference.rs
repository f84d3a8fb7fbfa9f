//! `docs/scenario.md` lists every key of the language, as the types declare it.

use std::fs;
use std::path::Path;

use bordergate::scenario::node::Value;
use bordergate::scenario::raw::Root;
use bordergate::scenario::reader::{Keys, Shape, TableDoc};
use bordergate::scenario::{load, reference};

const MARK: &str = "<!-- Generated below this line: UPDATE_DOCS=1 cargo test reference -->\n\n";

#[test]
fn the_page_lists_every_key_of_the_language() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scenario.md");
    let page = fs::read_to_string(&path).unwrap();
    let (head, listed) = page.split_once(MARK).expect("the page has its mark");
    let expected = reference::markdown();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, format!("{head}{MARK}{expected}")).unwrap();
        return;
    }
    assert!(
        listed == expected,
        "docs/scenario.md is not what the types declare: UPDATE_DOCS=1 cargo test reference"
    );
}

/// Every key that may be given has an example, and every example is TOML.
#[test]
fn every_example_is_toml() {
    let mut without = Vec::new();
    let mut broken = Vec::new();
    visit(Root::DOC, &mut Vec::new(), &mut |table, key| {
        let nested = matches!(key.shape, Shape::Named(_) | Shape::Table(_));
        match key.example {
            None if !nested => without.push(format!("{}.{}", table.path, key.key)),
            None => {}
            Some(example) => {
                let loaded = load::load_text("example", &format!("example = {example}"), &[]);
                let read = loaded
                    .root
                    .get("example")
                    .is_some_and(|node| node.value != Value::Broken);
                if !read || loaded.problems.has_errors() {
                    broken.push(format!("{}.{} = {example}", table.path, key.key));
                }
            }
        }
    });
    assert_eq!(
        (without, broken),
        (Vec::<String>::new(), Vec::<String>::new())
    );
}

fn visit(
    table: &'static TableDoc,
    seen: &mut Vec<&'static str>,
    look: &mut impl FnMut(&'static TableDoc, &'static bordergate::scenario::reader::KeyDoc),
) {
    if seen.contains(&table.path) {
        return;
    }
    seen.push(table.path);
    for key in table.keys {
        look(table, key);
        if let Some(inner) = key.shape.table() {
            visit(inner, seen, look);
        }
    }
}
