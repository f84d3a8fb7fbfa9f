//! The command that shows a point.

use crate::measures::quantity::Expectation;
use crate::report::Run;
use crate::report::command::Command;

/// `bordergate run FILE --set ... --measure ...`.
pub fn command(run: &Run, wanted: &Expectation) -> String {
    let quantity = &wanted.condition().quantity.text;
    let mut command = (Command::new("run").file(run.file))
        .changes(run.set)
        .flag("--measure", quantity);
    if run.inputs.is_some() {
        command = command.flag("--uncertainty", "inputs");
    }
    let replications = run.fold.progress().done;
    command
        .flag("--reps", &replications.to_string())
        .flag("--seed", &run.seed.to_string())
        .line()
}
