//! The command that shows a point.

use crate::measures::quantity::Expectation;
use crate::report::Run;

/// `bordergate run FILE --set ... --measure ...`, for a shell.
pub fn command(run: &Run, wanted: &Expectation) -> String {
    let mut words = vec!["bordergate run".to_owned(), quoted(run.file)];
    for change in run.set {
        words.push(match change.strip_prefix('@') {
            Some(file) => format!("--overlay {}", quoted(file)),
            None => format!("--set {}", quoted(change)),
        });
    }
    let quantity = &wanted.condition().quantity.text;
    words.push(format!("--measure {}", quoted(quantity)));
    if run.inputs.is_some() {
        words.push("--uncertainty inputs".to_owned());
    }
    let replications = run.fold.progress().done;
    words.push(format!("--reps {replications} --seed {}", run.seed));
    words.join(" ")
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
