//! `docs/testing.md` and the example for GitHub say what the program does.

use std::fs;
use std::path::Path;

use bordergate::cli::Cli;
use clap::Parser;

use super::Folder;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn docs(name: &str) -> String {
    fs::read_to_string(root().join("docs").join(name)).unwrap()
}

/// A command as a shell would take it: its words, in which single quotes hold together, and the file that takes its output.
fn words(command: &str) -> (Vec<String>, Option<String>) {
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
    let to = words.iter().position(|word| word == ">");
    let target = to.map(|at| words[at + 1].clone());
    words.truncate(to.unwrap_or(words.len()));
    (words, target)
}

/// The commands of the page one after the other, in a folder with the shipped scenarios; each ends as the page says.
#[test]
fn every_command_of_the_page_ends_as_it_says() {
    let folder = Folder::new("page");
    fs::create_dir(folder.path("scenarios")).unwrap();
    for name in ["hello-gate.toml", "mong-cai-tet-2022-agreed.toml"] {
        let to = folder.path(&format!("scenarios/{name}"));
        fs::copy(root().join("scenarios").join(name), to).unwrap();
    }
    let page = docs("testing.md");
    let blocks = page.split("```sh\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap().lines());
    let mut run = 0;
    for line in lines {
        let (command, says) = line.split_once('#').unwrap_or((line, "exit code 0"));
        let code: i32 = says
            .trim()
            .strip_prefix("exit code ")
            .unwrap()
            .parse()
            .unwrap();
        let (words, target) = words(command);
        assert_eq!(words[0], "bordergate");
        let arguments: Vec<&str> = words[1..].iter().map(String::as_str).collect();
        let output = folder.bordergate(&arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        let shown = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(code), "{line}\n{shown}\n{said}");
        if let Some(target) = target {
            folder.write(&target, &shown);
        }
        run += 1;
    }
    assert!(run >= 8, "{run}");
}

#[test]
fn the_workflow_names_commands_that_exist() {
    let workflow = docs("examples/github-actions.yml");
    let commands: Vec<&str> = workflow
        .lines()
        .filter_map(|line| line.trim().strip_prefix("run: bordergate "))
        .collect();
    assert_eq!(commands.len(), 2);
    for command in &commands {
        let (words, _) = words(command);
        let words = std::iter::once("bordergate".to_owned()).chain(words);
        if let Err(error) = Cli::try_parse_from(words) {
            panic!("{command}: {error}");
        }
    }
    assert!(docs("testing.md").contains(&format!("bordergate {}", commands[1])));
}

#[test]
fn its_links_lead_somewhere() {
    for link in docs("testing.md").split("](").skip(1) {
        let link = link.split(')').next().unwrap();
        assert!(root().join("docs").join(link).exists(), "{link}");
    }
}
