//! The schema of scenario files: it takes what the reader takes, and refuses mistakes of shape.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use bordergate::scenario::raw::Root;
use bordergate::scenario::reader::{Keys, Shape, TableDoc};
use bordergate::scenario::schema::json_schema;
use bordergate::scenario::{read_text, shape::KeyDoc};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

use super::validator::{Validator, data};
use super::{is_the_copy, printed};
use crate::laws::generator::{Limits, Tape, draft};

const HELLO: &str = "scenarios/hello-gate.toml";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: impl AsRef<Path>) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    files.sort();
    files
}

/// Whether the reader takes a text; its bases are those of `tests/invalid`.
fn reads(text: &str) -> bool {
    let name = root().join("tests/invalid/written-in-a-test.toml");
    let read = read_text(&name.to_string_lossy(), text, &[]);
    !read.problems.has_errors()
}

#[test]
fn docs_hold_the_schema_that_is_printed() {
    let page = printed(&["generate", "schema"]);
    assert_eq!(page, printed(&["generate", "schema", "scenario"]));
    assert_eq!(serde_json::from_str::<Value>(&page).unwrap(), json_schema());
    is_the_copy("scenario.schema.json", &page);
}

#[test]
fn every_shipped_scenario_fits() {
    let mut validator = Validator::new(&json_schema());
    let shipped = [files("scenarios"), files("scenarios/theory")].concat();
    assert!(shipped.len() >= 28);
    for path in shipped {
        let text = text(&path);
        assert_eq!(validator.errors(&data(&text)), None, "{}", path.display());
        let named = text.lines().next().unwrap().strip_prefix("#:schema ");
        let named = path.parent().unwrap().join(named.unwrap());
        let schema = root().join("docs/schema/scenario.schema.json");
        assert_eq!(
            named.canonicalize().unwrap(),
            schema.canonicalize().unwrap()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        rng_seed: RngSeed::Fixed(2022),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_the_reader_takes_fits(tape in vec(any::<u16>(), 0..400)) {
        let limits = Limits { gates: 3, shared: true };
        let text = draft(&mut Tape::new(&tape), limits).text();
        if reads(&text) {
            prop_assert_eq!(Validator::new(&json_schema()).errors(&data(&text)), None);
        }
    }
}

/// Every table, key, word, need and example of the language stands in the schema, however deep.
#[test]
fn the_schema_says_what_is_declared() {
    let schema = json_schema();
    let mut seen = BTreeSet::new();
    let mut keys = 0;
    let mut validator = Validator::new(&schema);
    walk(
        &schema,
        &Shape::Table(Root::DOC),
        String::new(),
        &mut |table, key, pointer| {
            seen.insert(table.path);
            keys += 1;
            let found = schema.pointer(&pointer).unwrap();
            let about = found["description"].as_str().unwrap();
            assert!(about.starts_with(&key.about()), "{pointer}: {about}");
            if let Shape::Words(words) = key.shape {
                let listed = found["enum"].as_array().unwrap();
                for (index, word) in words.iter().enumerate() {
                    assert_eq!(listed[index], word.word);
                    assert_eq!(
                        found["x-taplo"]["docs"]["enumValues"][index],
                        word.about().as_str()
                    );
                }
            }
            if let Some(example) = key.example {
                let example = &data(&format!("example = {example}"))["example"];
                assert_eq!(
                    validator.errors_at(&pointer, example),
                    None,
                    "{pointer}: {example}"
                );
                assert!(found["examples"][0].is_array() == example.is_array());
            }
        },
    );
    assert!(seen.len() >= 25 && keys > 250, "{} {keys}", seen.len());
}

/// Meets every key of the language together with where the schema describes it.
fn walk(
    schema: &Value,
    shape: &'static Shape,
    at: String,
    look: &mut impl FnMut(&'static TableDoc, &'static KeyDoc, String),
) {
    let node = schema.pointer(&at).unwrap_or_else(|| panic!("{at}"));
    let at = match node["$ref"].as_str() {
        Some(reference) => reference.trim_start_matches('#').to_owned(),
        None => at,
    };
    match shape {
        Shape::Table(table) => {
            for key in table.keys {
                let below = format!("{at}/properties/{}", key.key);
                look(table, key, below.clone());
                walk(schema, key.shape, below, look);
            }
        }
        Shape::Named(inner) => walk(schema, inner, format!("{at}/additionalProperties"), look),
        Shape::List(inner) => walk(schema, inner, format!("{at}/items"), look),
        Shape::Either(shapes) => {
            for (index, shape) in shapes.iter().enumerate() {
                let apart = format!("{at}/anyOf/{index}");
                let apart = schema.pointer(&apart).map(|_| apart);
                if matches!(shape, Shape::Table(_)) {
                    walk(schema, shape, apart.unwrap_or_else(|| at.clone()), look);
                }
            }
        }
        _ => {}
    }
}

/// Edits of the hello gate that are mistakes of shape, and what the schema says of each.
#[test]
fn mistakes_of_shape_are_refused() {
    let hello = text(HELLO);
    let mut validator = Validator::new(&json_schema());
    for (right, wrong, said) in [
        ("title =", "titel =", "titel"),
        ("clock = \"Asia/Ho_Chi_Minh\"", "", "clock"),
        ("title = \"Hello, gate\"", "title = 5", "/scenario/title"),
        ("2025-03-07 ", "\"7 March\" ", "/scenario/to"),
        ("[class]", "[klass]", "klass"),
        ("bridge  =", "Bridge  =", "Bridge"),
        ("hours =", "hour =", "hour"),
        ("\"07:00-19:00\"", "7", "/gate/bridge/hours"),
        ("assumed =", "guessed =", "guessed"),
        (
            "basis = { assumed = \"an example\", ",
            "basis = { ",
            "basis",
        ),
        (
            "assumed = \"an example\"",
            "assumed = \"a\", derived = \"b\"",
            "basis",
        ),
        ("rate = \"120 / day\"", "rate = 120", "/source/lorries/rate"),
        ("rate = \"120 / day\", ", "", "/source/lorries"),
        ("\"export\"", "\"south\"", "/source/lorries/direction"),
        ("count = 3", "count = -3", "count"),
        ("count = 3", "count = 3, cuont = 2", "cuont"),
        ("count = 3", "", "/station/desk/servers/0"),
        ("{ triangular =", "{ triangel =", "triangel"),
        ("{ triangular = ", "{ constant = 1, triangular = ", "time"),
        ("step = \"cross\", ", "", "/route/out/1"),
        (
            "cross = { bound",
            "enter = true, cross = { bound",
            "/route/out/1",
        ),
        ("bound = \"to-china\"", "loaded = true", "bound"),
        ("fruit   = {", "fruit = { remove = true,", "/class/fruit"),
        (
            "load = \"20 t\"",
            "load = { remove = true }",
            "/class/fruit/load",
        ),
    ] {
        assert!(hello.contains(right), "{right}");
        let broken = hello.replacen(right, wrong, 1);
        assert!(!reads(&broken), "{wrong}: the reader takes it");
        let found = validator.errors(&data(&broken));
        let found = found.unwrap_or_else(|| panic!("{wrong}: nothing is said"));
        assert!(found.contains(said), "{wrong}: {found}");
    }
}

/// The files of `tests/invalid` whose mistake is one of shape.
#[test]
fn files_known_to_be_wrong_by_shape_are_refused() {
    let mut validator = Validator::new(&json_schema());
    for (name, said) in [
        ("wrong-key", &["'slot'", "'server'"][..]),
        (
            "everything-at-once",
            &["'day'", "direction/enum", "minimum"],
        ),
    ] {
        let text = text(format!("tests/invalid/{name}.toml"));
        let found = validator.errors(&data(&text)).unwrap();
        for said in said {
            assert!(found.contains(said), "{name}, {said}: {found}");
        }
    }
}

/// An overlay leaves out what its base has, and takes away what it does not want.
#[test]
fn overlays_may_be_incomplete() {
    let mut validator = Validator::new(&json_schema());
    for change in [
        "",
        "[gate.north]\ndays = \"Mon-Sat\"",
        "[class.seafood]\nremove = true\n[source.lorries]\nclass = \"fruit\"",
        "[class.seafood.load]\nremove = true",
        "[class.seafood]\nbasis = { remove = true }",
        "[gate.north]\npartner = { remove = true }",
        "[gate.north.partner]\ndays = \"Mon-Fri\"",
        "[scenario]\npartner-clock = { remove = true }",
        "[station.desk]\nbasis = { derived = \"a count\" }\npriority = [\"fruit\"]",
        "[route]\nexport = [{ step = \"documents\", serve = { time = \"9 min\" } }]",
        "[route]\nexport = [{ step = \"drive\", before = \"line\", delay = { time = \"9 min\" } }]",
        "[route]\nexport = [{ step = \"documents\", remove = true }]",
        "[route]\nexport = [{ step = \"documents\", delay = { time = \"9 min\" }, after = \"line\" }]",
    ] {
        let overlay = format!("base = \"base/gate.toml\"\n{change}\n");
        assert!(reads(&overlay), "{change}: the reader refuses it");
        assert_eq!(validator.errors(&data(&overlay)), None, "{change}");
    }
}

/// What an overlay writes whole must be whole, and what it changes must be of the right kind.
#[test]
fn overlays_may_not_be_wrong() {
    let mut validator = Validator::new(&json_schema());
    for change in [
        "[gate.north]\nday = \"Mon-Sat\"",
        "[gate.north]\ndays = 5",
        "[class.seafood]\nremove = \"yes\"",
        "[class.seafood]\nload = { normal = { mean = \"2 t\", sd = \"1 t\" }, constant = \"2 t\" }",
        "[station.desk]\nservers = [{ hours = \"07:00-11:00\" }]",
        "[station.desk]\nservers = [{ count = 1, remove = true }]",
        "[route]\nexport = [{ serve = { time = \"9 min\" } }]",
        "[route]\nexport = [{ step = \"drive\", before = 2, delay = { time = \"9 min\" } }]",
    ] {
        let overlay = format!("base = \"base/gate.toml\"\n{change}\n");
        assert!(!reads(&overlay), "{change}: the reader takes it");
        assert!(validator.errors(&data(&overlay)).is_some(), "{change}");
    }
    for base in [json!(""), json!(5), json!([""]), json!([5])] {
        let overlay = json!({"base": base});
        assert!(validator.errors(&overlay).is_some(), "{base}");
    }
    let several = json!({"base": ["a.toml", "b.toml"]});
    assert_eq!(validator.errors(&several), None);
}
