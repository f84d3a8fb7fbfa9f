//! Consoles in the pages: `$ bordergate ...` and below it what the program prints.
//!
//! Each is run and compared; a last line `(exit 3)` says how it ends where that is not 0. `UPDATE_DOCS=1` writes them. Blocks of
//! `sh` are run as well, in a directory of their own, and must succeed.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::readme::{blocks, root, words};

const PAGES: [&str; 12] = [
    "docs/calibrating.md",
    "docs/comparing.md",
    "docs/explaining.md",
    "docs/importing.md",
    "docs/long-runs.md",
    "docs/operating-days.md",
    "docs/removable.md",
    "docs/sensitivity.md",
    "docs/solving.md",
    "docs/sweeping.md",
    "docs/time-release.md",
    "docs/first-day.md",
];

const OPENING: &str = "```console\n";

/// What a command prints: data, then notes, then the exit code.
fn printed(command: &str, directory: &Path) -> (String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .current_dir(directory)
        .env("NO_COLOR", "1")
        .env_remove("COLUMNS")
        .args(words(command))
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let code = output.status.code().unwrap();
    let mut all = text(output.stdout) + &text(output.stderr);
    if code != 0 {
        all += &format!("(exit {code})\n");
    }
    (all, code)
}

#[test]
fn consoles_show_what_the_program_prints() {
    for name in PAGES {
        let page = fs::read_to_string(root().join(name)).unwrap();
        let mut parts = page.split(OPENING);
        let mut fresh = parts.next().unwrap().to_owned();
        let mut shown = 0;
        for part in parts {
            let (block, rest) = part.split_once("```").unwrap();
            let (prompt, _) = block.split_once('\n').unwrap();
            let command = prompt.strip_prefix("$ bordergate ").unwrap();
            let (output, _) = printed(command, root());
            fresh += &format!("{OPENING}{prompt}\n{output}```{rest}");
            shown += 1;
        }
        assert!(shown >= 1, "{name}");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::write(root().join(name), fresh).unwrap();
        } else if fresh != page {
            let differ = fresh.lines().zip(page.lines()).find(|(a, b)| a != b);
            panic!("{name} shows something else: {differ:#?}\nUPDATE_DOCS=1 cargo test docs");
        }
    }
}

#[test]
fn the_other_commands_of_the_pages_succeed() {
    for name in PAGES.into_iter().chain(["docs/pages.md"]) {
        let page = fs::read_to_string(root().join(name)).unwrap();
        let directory = std::env::temp_dir().join(format!(
            "bordergate-docs-{}-{}",
            std::process::id(),
            name.len()
        ));
        fs::create_dir_all(&directory).unwrap();
        for line in blocks(&page, "sh").into_iter().flat_map(str::lines) {
            let command = line.strip_prefix("bordergate ").unwrap();
            let command = command
                .replace("scenarios/", &format!("{}/scenarios/", root().display()))
                .replace(" docs/", &format!(" {}/docs/", root().display()));
            let (output, code) = printed(&command, &directory);
            assert_eq!(code, 0, "{line}\n{output}");
        }
        fs::remove_dir_all(&directory).unwrap();
    }
}
