//! The README shows what the shipped version does: its commands run, its output is the program's.

use std::fs;
use std::path::Path;
use std::process::Command;

const MAIN: &str = "scenarios/mong-cai-tet-2022-agreed.toml";

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap()
}

/// The code blocks of a language, in order.
pub fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let opening = format!("```{language}\n");
    let parts = page.split(&opening).skip(1);
    parts
        .map(|part| part.split("```").next().unwrap())
        .collect()
}

fn bordergate(arguments: &[String]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .current_dir(root())
        .env("NO_COLOR", "1")
        .args(arguments)
        .output()
        .unwrap();
    (
        output.status.success(),
        String::from_utf8(output.stdout).unwrap(),
    )
}

/// Splits a command of the README into words; single quotes hold a word together.
pub fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in command.chars() {
        match letter {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            letter => words.last_mut().unwrap().push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn every_command_runs() {
    let page = readme();
    let commands: Vec<&str> = blocks(&page, "sh")
        .into_iter()
        .flat_map(str::lines)
        .collect();
    assert_eq!(
        &commands[..2],
        [
            format!("cargo run --release -- run {MAIN}"),
            "scripts/test".to_owned()
        ]
    );
    let own: Vec<&str> = commands
        .iter()
        .filter_map(|command| command.strip_prefix("bordergate "))
        .collect();
    assert!(own.len() >= 5);
    for command in own {
        assert!(bordergate(&words(command)).0, "bordergate {command}");
    }
}

/// The block without a language is an excerpt of what the main job prints: whole sections, in order.
#[test]
fn the_output_is_the_programs() {
    let (ran, printed) = bordergate(&["run".to_owned(), MAIN.to_owned()]);
    assert!(ran);
    let sections: Vec<&str> = printed.split("\n\n").collect();
    let shown = sections.iter().filter(|section| {
        section.starts_with("Tết")
            || section.starts_with("Gates")
            || section.starts_with("Time by")
            || section.starts_with("Published")
    });
    let expected = shown
        .map(|section| section.trim_end())
        .collect::<Vec<_>>()
        .join("\n\n");
    let page = readme();
    let (head, rest) = page.split_once("```text\n").unwrap();
    let (excerpt, tail) = rest.split_once("\n```").unwrap();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(
            root().join("README.md"),
            format!("{head}```text\n{expected}\n```{tail}"),
        )
        .unwrap();
        return;
    }
    assert!(
        excerpt == expected,
        "the README shows\n{excerpt}\nthe program prints\n{expected}\nUPDATE_DOCS=1 cargo test readme"
    );
}

#[test]
fn the_scenario_is_the_shipped_one() {
    let page = readme();
    let shown = blocks(&page, "toml");
    let shipped = fs::read_to_string(root().join("scenarios/hello-gate.toml")).unwrap();
    assert_eq!(shown, [shipped]);
}

/// Links to files of the project lead somewhere.
#[test]
fn links_lead_somewhere() {
    let docs = fs::read_dir(root().join("docs")).unwrap();
    let docs = docs.map(|entry| format!("docs/{}", entry.unwrap().file_name().display()));
    let docs = docs.filter(|name| name.ends_with(".md"));
    let pages: Vec<String> = (["README.md", "CONTRIBUTING.md"]
        .map(str::to_owned)
        .into_iter())
    .chain(docs)
    .collect();
    assert!(pages.len() > 20);
    for page in &pages {
        let text = fs::read_to_string(root().join(page)).unwrap();
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let target = link.split('#').next().unwrap();
            let found = target.starts_with("http")
                || root().join(page).parent().unwrap().join(target).exists();
            assert!(found, "{page}: {link}");
        }
    }
}
