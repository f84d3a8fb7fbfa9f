//! Manual pages and completions: they name every command and every flag there is.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use bordergate::cli::Cli;
use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;

use super::{bordergate, printed};

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if path.exists() {
        fs::remove_dir_all(&path).unwrap();
    }
    path
}

/// The pages that there should be, and the long flags that each should name.
fn commands() -> Vec<(String, Vec<String>)> {
    fn visit(command: &clap::Command, name: &str, found: &mut Vec<(String, Vec<String>)>) {
        let flags = command.get_arguments().filter_map(|flag| flag.get_long());
        found.push((name.to_owned(), flags.map(str::to_owned).collect()));
        for below in command.get_subcommands() {
            visit(below, &format!("{name}-{}", below.get_name()), found);
        }
    }
    let mut found = Vec::new();
    visit(&Cli::command(), "bordergate", &mut found);
    assert!(found.len() >= 9);
    assert!(found.iter().any(|(_, flags)| flags.len() >= 6));
    found
}

/// A manual page without the marks that roff puts before hyphens.
fn plain(page: &str) -> String {
    page.replace("\\-", "-")
}

#[test]
fn each_command_has_a_page_with_its_flags() {
    let folder = folder("manual/pages");
    assert_eq!(
        printed(&["generate", "man", "--out", folder.to_str().unwrap()]),
        ""
    );
    let mut expected = BTreeSet::new();
    for (name, flags) in commands() {
        let page = plain(&fs::read_to_string(folder.join(format!("{name}.1"))).unwrap());
        assert!(page.contains(".SH SYNOPSIS"), "{name}");
        for flag in flags {
            assert!(page.contains(&format!("--{flag}")), "{name}: --{flag}");
        }
        expected.insert(format!("{name}.1"));
    }
    let written = fs::read_dir(&folder).unwrap();
    let written: BTreeSet<String> = written
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(written, expected);
    // What is there already is written anew.
    printed(&["generate", "man", "--out", folder.to_str().unwrap()]);
    let main = fs::read_to_string(folder.join("bordergate.1")).unwrap();
    let shown = plain(&printed(&["generate", "man"]));
    for command in Cli::command().get_subcommands() {
        let name = format!("bordergate-{}(1)", command.get_name());
        assert!(
            plain(&main).contains(&name) && shown.contains(&name),
            "{name}"
        );
    }
}

#[test]
fn completions_name_all_commands_and_flags() {
    for shell in Shell::value_variants() {
        let word = shell.to_possible_value().unwrap().get_name().to_owned();
        let script = printed(&["generate", "completions", &word]);
        for (name, flags) in commands() {
            let last = name.rsplit('-').next().unwrap();
            assert!(script.contains(last), "{word}: {name}");
            for flag in flags {
                // Fish writes `-l flag`.
                let known = [format!("--{flag}"), format!("-l {flag}")];
                assert!(
                    known.iter().any(|known| script.contains(known)),
                    "{word}: {name} --{flag}"
                );
            }
        }
    }
}

#[test]
fn bash_takes_its_completions() {
    let path = folder("completions");
    fs::create_dir_all(&path).unwrap();
    let script = path.join("bordergate.bash");
    fs::write(&script, printed(&["generate", "completions", "bash"])).unwrap();
    let ask = format!(
        "source {}; COMP_WORDS=(bordergate ru); COMP_CWORD=1; _bordergate bordergate ru bordergate; echo ${{COMPREPLY[@]}}",
        script.display()
    );
    let Ok(output) = Command::new("bash").args(["-c", &ask]).output() else {
        return;
    };
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "run");
}

#[test]
fn a_folder_that_cannot_be_written_is_one_and_says_which() {
    let folder = folder("occupied");
    fs::write(&folder, "a file").unwrap();
    let inside = folder.join("pages");
    for place in [&folder, &inside] {
        let output = bordergate(&["generate", "man", "--out", place.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.starts_with("error: cannot write manual pages"),
            "{said}"
        );
        assert!(said.contains(place.to_str().unwrap()), "{said}");
    }
    fs::remove_file(&folder).unwrap();
}

#[test]
fn bad_usage_is_two() {
    for arguments in [
        &["generate"][..],
        &["generate", "poetry"],
        &["generate", "schema", "weather"],
        &["generate", "completions"],
        &["generate", "completions", "tcsh"],
        &["generate", "man", "--out"],
    ] {
        assert_eq!(
            bordergate(arguments).status.code(),
            Some(2),
            "{arguments:?}"
        );
    }
    for what in ["schema", "man", "completions"] {
        assert!(!printed(&["generate", what, "--help"]).is_empty());
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    for arguments in [
        &["generate", "schema"][..],
        &["generate", "completions", "zsh"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bordergate"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut reader = BufReader::with_capacity(16, child.stdout.take().unwrap());
        reader.read_line(&mut line).unwrap();
        drop(reader);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(output.stderr.is_empty());
    }
}
