//! The reference page of the language, made from the declarations that also do the reading.

use std::fmt::Write as _;

use super::raw::Root;
use super::reader::{KeyDoc, Keys, Need, Shape, TableDoc};

/// Every table and key of the language as Markdown: kind of value, default, example and meaning.
pub fn markdown() -> String {
    let mut tables = Vec::new();
    collect(Root::DOC, &mut tables);
    let mut page = String::new();
    for table in tables {
        section(table, &mut page);
    }
    page
}

/// Lists a table and those inside it, each once, in the order in which they are met.
fn collect(table: &'static TableDoc, found: &mut Vec<&'static TableDoc>) {
    if found.iter().any(|known| known.path == table.path) {
        return;
    }
    found.push(table);
    for key in table.keys {
        inside(key.shape, found);
    }
}

fn inside(shape: &'static Shape, found: &mut Vec<&'static TableDoc>) {
    match shape {
        Shape::Table(table) => collect(table, found),
        Shape::List(inner) | Shape::OneOrMany(inner) | Shape::Named(inner) => inside(inner, found),
        Shape::Either(shapes) => shapes.iter().for_each(|shape| inside(shape, found)),
        _ => {}
    }
}

// Writing to a `String` cannot fail, so its results are not looked at.
fn section(table: &TableDoc, page: &mut String) {
    let title = if table.path.is_empty() {
        "the file".to_owned()
    } else {
        format!("`{}`", table.path)
    };
    let _ = writeln!(page, "## {title}\n\n{}\n", table.about());
    for group in table.one_of {
        let keys: Vec<String> = group.iter().map(|key| format!("`{key}`")).collect();
        let _ = writeln!(page, "Exactly one of {} is given.\n", keys.join(", "));
    }
    let _ = writeln!(
        page,
        "| key | value | if absent | example | meaning |\n|---|---|---|---|---|"
    );
    for key in table.keys {
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} |",
            key.key,
            cell(&value(key)),
            cell(&absent(key, table)),
            key.example
                .map_or(String::new(), |example| format!("`{}`", cell(example))),
            cell(&meaning(key)),
        );
    }
    page.push('\n');
}

/// What may be written, with the unit or form where there is one.
fn value(key: &KeyDoc) -> String {
    match key.shape {
        Shape::Words(_) => key.kind(),
        shape => shape.written().map_or_else(
            || key.kind(),
            |written| format!("{}: {written}", key.kind()),
        ),
    }
}

fn absent(key: &KeyDoc, table: &TableDoc) -> String {
    let alternative = table.one_of.iter().any(|group| group.contains(&key.key));
    match key.need {
        Need::Required => "required".to_owned(),
        Need::Optional if alternative => "one of them is given".to_owned(),
        Need::Optional => "-".to_owned(),
        Need::Default(default) => default.to_owned(),
    }
}

fn meaning(key: &KeyDoc) -> String {
    let mut text = key.about();
    if let Shape::Words(words) = key.shape {
        for word in *words {
            let _ = write!(text, " `{}`: {}", word.word, word.about());
        }
    }
    text
}

/// Text that fits in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
