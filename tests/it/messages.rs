//! Every message about a scenario file, as a person sees it: `tests/invalid/NAME.toml` beside `NAME.txt`.
//!
//! A file here is refused by `check` with exit code 2; the text beside it is what is printed. After a change of words:
//! `UPDATE_MESSAGES=1 cargo test messages`, then read the difference.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid");
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .collect();
    files.sort();
    files
}

/// Exit code and what `check` prints on a file, named as a user in the project's folder would name it.
fn check(file: &Path) -> (Option<i32>, String) {
    let name = Path::new("tests/invalid").join(file.file_name().unwrap());
    let output = Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1")
        .arg("check")
        .arg(name)
        .output()
        .unwrap();
    assert!(output.stdout.is_empty(), "problems are no data");
    (
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn messages_are_what_is_written_beside_each_file() {
    let mut differ = Vec::new();
    for file in files() {
        let (code, printed) = check(&file);
        assert_eq!(code, Some(2), "{}: {printed}", file.display());
        let beside = file.with_extension("txt");
        if std::env::var_os("UPDATE_MESSAGES").is_some() {
            fs::write(&beside, &printed).unwrap();
        } else if fs::read_to_string(&beside).unwrap_or_default() != printed {
            differ.push(format!("--- {}\n{printed}", beside.display()));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// One look at a file shows all that is wrong with it.
#[test]
fn all_problems_are_reported_at_once() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/everything-at-once.toml");
    let (_, printed) = check(&file);
    for problem in [
        "2022-01-21",
        "Asia/Hanoi",
        "20 min",
        "19:00-07:00",
        "`day`",
        "south",
        "-2",
        "dsk",
        "12 parsecs",
        "exprot",
        "rate",
    ] {
        assert!(
            printed.contains(problem),
            "nothing is said of {problem}:\n{printed}"
        );
    }
}
