//! What is to be calibrated: parameters that exist and have a range.

use std::collections::BTreeSet;

use crate::scenario::model::{BasisKind, Calibration, Parameter};
use crate::scenario::problem::{Problem, Problems, nearest};
use crate::scenario::raw::Root;
use crate::scenario::units::Share;

/// What `[calibration]` asks for, where it is there. Unknowns that are none are reported, each one.
pub(super) fn calibration(
    root: &Root,
    parameters: &[Parameter],
    problems: &mut Problems,
) -> Option<Calibration> {
    let raw = &root.calibration.as_ref()?.value;
    let mut seen = BTreeSet::new();
    for (path, place) in raw
        .unknowns
        .iter()
        .flat_map(|list| list.value.iter().map(move |path| (path, list.place)))
    {
        if !seen.insert(path) {
            let title = format!("`{path}` is named twice");
            problems
                .push(Problem::error(place, title, "an unknown is one value").help("name it once"));
        } else if let Err((title, label, help)) = unknown(path, parameters) {
            problems.push(Problem::error(place, title, label).help(help));
        }
    }
    Some(Calibration {
        unknowns: raw
            .unknowns
            .as_ref()
            .map_or_else(Vec::new, |list| list.value.clone()),
        discrepancy: raw
            .discrepancy
            .map(|share| share.value.0 as f64 / Share::WHOLE as f64),
    })
}

/// Whether a parameter may be an unknown.
///
/// # Errors
/// Title, label and remedy, where there is none of that path, or nothing says what is possible.
pub fn unknown(path: &str, parameters: &[Parameter]) -> Result<(), (String, String, String)> {
    let Some(parameter) = parameters.iter().find(|parameter| parameter.path == path) else {
        let known: Vec<&str> = parameters
            .iter()
            .map(|parameter| parameter.path.as_str())
            .collect();
        let help = match nearest(path, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`bordergate plan FILE --json` lists all parameters by their paths".to_owned(),
        };
        return Err((
            format!("there is no parameter `{path}`"),
            "nothing has this path".to_owned(),
            help,
        ));
    };
    let title = format!("`{path}` cannot be calibrated");
    if matches!(
        parameter.basis.kind,
        BasisKind::Documented | BasisKind::Unstated
    ) {
        let kind = match parameter.basis.kind {
            BasisKind::Documented => "it is documented",
            _ => "it has no basis",
        };
        let help = "say that it is not known, and what is possible: `basis = { assumed = \"...\", range = [\"...\", \"...\"] }`";
        return Err((title, kind.to_owned(), help.to_owned()));
    }
    if parameter.basis.range.is_none() {
        let help = "add to its basis what is possible before any outcome is looked at: `range = [\"...\", \"...\"]`";
        return Err((title, "its basis has no range".to_owned(), help.to_owned()));
    }
    Ok(())
}
