//! `docs/expressions.md`: its table is what a catalogue has, and its examples mean something.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use bordergate::measures::quantity::Measure;
use bordergate::scenario::expression::Expression;

use super::GATES;
use crate::worlds::{World, shipped};

const BEGIN: &str = "<!-- Generated to the next mark: UPDATE_DOCS=1 cargo test expression -->\n";
const END: &str = "<!-- End of the table -->\n";

/// Every measure with its unit, its usual statistic, its statistics and its groupings.
fn table(world: &World) -> String {
    let mut table =
        "| measure | unit | alone it is | statistics | by |\n|---|---|---|---|---|\n".to_owned();
    for measure in Measure::ALL {
        let (mut statistics, mut by): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        let specs = world.catalogue.specs.iter();
        for spec in specs.filter(|spec| spec.measure == measure.name && spec.dims.fact.is_none()) {
            if !statistics.contains(&spec.statistic) {
                statistics.push(spec.statistic);
            }
            if !by.contains(&spec.by) {
                by.push(spec.by);
            }
        }
        let code = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            words.join(", ")
        };
        writeln!(
            table,
            "| `{}` | {} | {} | {} | {} |",
            measure.name,
            measure.unit,
            code(measure.usual).replace(", ", "; by hour "),
            code(&statistics),
            code(&by)
        )
        .unwrap();
    }
    table
}

#[test]
fn the_table_of_measures_is_what_a_catalogue_has() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/expressions.md");
    let page = fs::read_to_string(&path).unwrap();
    let (head, rest) = page.split_once(BEGIN).expect("the page has its mark");
    let (listed, tail) = rest.split_once(END).expect("the page has its second mark");
    let expected = table(&World::new(GATES));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, format!("{head}{BEGIN}{expected}{END}{tail}")).unwrap();
        return;
    }
    assert!(
        listed == expected,
        "docs/expressions.md is not what a catalogue has: UPDATE_DOCS=1 cargo test expression"
    );
}

#[test]
fn the_examples_mean_something() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/expressions.md");
    let page = fs::read_to_string(&path).unwrap();
    let world = shipped("mong-cai-tet-2022-agreed");
    let (_, examples) = page.split_once("```expressions\n").unwrap();
    let (examples, _) = examples.split_once("```").unwrap();
    assert!(examples.lines().count() > 10);
    for example in examples.lines() {
        let meant = match Expression::parse(example) {
            Ok(Expression::Quantity(_)) => world.quantity(example).map(|_| ()),
            Ok(_) => world.expectation(example).map(|_| ()),
            Err(mistake) => Err(mistake),
        };
        assert_eq!(meant, Ok(()), "{example}");
    }
}
