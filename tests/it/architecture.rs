//! The invariants of `docs/architecture.md` that are absences: who may know whom, and what must not occur where.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules from the bottom up. A module may use those of lower layers only.
const LAYERS: [(&str, usize); 10] = [
    ("des", 0),
    ("stats", 0),
    ("scenario", 1),
    ("gatelog", 2),
    ("plan", 2),
    ("sim", 3),
    ("measures", 4),
    ("experiment", 5),
    ("report", 6),
    ("cli", 7),
];

fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, code_of(&text)));
        }
    }
    found
}

/// The text without comments, which may speak of anything.
fn code_of(text: &str) -> String {
    let code = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    code.collect::<Vec<_>>().join("\n")
}

fn module(name: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    sources(&root.join(name))
}

/// Places where any of `words` stands, as whole words.
fn offences(files: &[(PathBuf, String)], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in files {
        for (number, line) in text.lines().enumerate() {
            let parts = || line.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '!');
            if let Some(word) = words.iter().find(|word| parts().any(|part| part == **word)) {
                found.push(format!("{}:{}: {word}", path.display(), number + 1));
            }
        }
    }
    found
}

#[test]
fn dependencies_point_down() {
    let mut wrong = Vec::new();
    for (name, layer) in LAYERS {
        for (path, text) in module(name) {
            for (other, _) in LAYERS
                .iter()
                .filter(|(other, above)| *other != name && *above >= layer)
            {
                let used = text.match_indices("crate::").any(|(at, found)| {
                    let rest = &text[at + found.len()..];
                    let names = rest.strip_prefix('{').map_or_else(
                        || {
                            rest.split(|c: char| !c.is_alphanumeric() && c != '_')
                                .next()
                                .into_iter()
                                .collect::<Vec<_>>()
                        },
                        |group| {
                            group
                                .split('}')
                                .next()
                                .unwrap_or_default()
                                .split(',')
                                .map(|part| part.trim().split(':').next().unwrap_or_default())
                                .collect()
                        },
                    );
                    names.contains(other)
                });
                if used {
                    wrong.push(format!("{} uses {other}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_kernel_knows_no_formats_and_no_io() {
    let words = [
        "serde",
        "serde_json",
        "fs",
        "io",
        "net",
        "Instant",
        "SystemTime",
        "jiff",
        "toml",
    ];
    assert_eq!(offences(&module("des"), &words), Vec::<String>::new());
    assert_eq!(offences(&module("stats"), &words), Vec::<String>::new());
}

#[test]
fn the_loop_has_no_names_no_boxes_no_clock() {
    let words = [
        "String",
        "str",
        "dyn",
        "Box",
        "HashMap",
        "BTreeMap",
        "Instant",
        "SystemTime",
        "format!",
        "println!",
        "eprintln!",
        "serde",
    ];
    assert_eq!(offences(&module("sim"), &words), Vec::<String>::new());
}

#[test]
fn only_the_command_line_prints_and_knows_tokio() {
    for (name, _) in LAYERS.into_iter().filter(|(name, _)| *name != "cli") {
        let words = [
            "println!",
            "eprintln!",
            "print!",
            "eprint!",
            "stdout",
            "stderr",
            "tokio",
        ];
        assert_eq!(offences(&module(name), &words), Vec::<String>::new());
    }
}

#[test]
fn only_the_scenario_knows_toml() {
    for (name, _) in LAYERS.into_iter().filter(|(name, _)| *name != "scenario") {
        assert_eq!(offences(&module(name), &["toml"]), Vec::<String>::new());
    }
}

/// The library is not built a second time for tests of its own (`Cargo.toml`), so a test in it would never run.
#[test]
fn tests_stand_outside() {
    for (path, text) in LAYERS.into_iter().flat_map(|(name, _)| module(name)) {
        let marked = text.contains("#[test]") || text.contains("cfg(test)");
        assert!(!marked, "{}", path.display());
    }
}

#[test]
fn files_are_one_room_each() {
    let long: Vec<String> = LAYERS
        .into_iter()
        .flat_map(|(name, _)| module(name))
        .filter(|(_, text)| text.lines().count() > 600)
        .map(|(path, text)| format!("{}: {} lines", path.display(), text.lines().count()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}
