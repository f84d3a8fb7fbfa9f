//! What is to be calibrated: parameters that exist and have a range.
//!
//! A path that leads nowhere is an error. One that leads to what is not in force, or has no range, is none: a scenario may be run with a value
//! set by hand, or under another option of a switch, and only `calibrate` has to refuse that.

use std::collections::BTreeSet;

use super::basis::BY_HAND;
use crate::scenario::model::{BasisKind, Calibration, Parameter};
use crate::scenario::node::Table;
use crate::scenario::problem::{Problem, Problems, nearest};
use crate::scenario::raw::Root;
use crate::scenario::uncertain::find;
use crate::scenario::units::Share;

/// Why a parameter is no unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoUnknown {
    /// The problem in one line.
    pub title: String,
    /// What is wrong with the parameter.
    pub label: String,
    /// The remedy.
    pub help: String,
}

/// What `[calibration]` asks for, where it is there. Unknowns that are none are reported, each one.
pub(super) fn calibration(
    root: &Root,
    table: &Table,
    parameters: &[Parameter],
    problems: &mut Problems,
) -> Option<Calibration> {
    let raw = &root.calibration.as_ref()?.value;
    let mut seen = BTreeSet::new();
    let named = raw.unknowns.iter();
    for (path, place) in
        named.flat_map(|list| list.value.iter().map(move |path| (path, list.place)))
    {
        if !seen.insert(path) {
            let title = format!("`{path}` is named twice");
            problems
                .push(Problem::error(place, title, "an unknown is one value").help("name it once"));
            continue;
        }
        let by_hand =
            |parameter: &Parameter| parameter.path == *path && parameter.basis.text == BY_HAND;
        if let Err(no) = unknown(path, parameters)
            && !parameters.iter().any(by_hand)
        {
            let problem = if find(table, path).is_some() {
                Problem::warning(place, no.title, no.label)
            } else {
                Problem::error(place, no.title, no.label)
            };
            problems.push(problem.help(no.help));
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
/// Where there is none of that path in force, or nothing says what is possible.
pub fn unknown(path: &str, parameters: &[Parameter]) -> Result<(), NoUnknown> {
    let Some(parameter) = parameters.iter().find(|parameter| parameter.path == path) else {
        let known = parameters.iter().map(|parameter| parameter.path.as_str());
        return Err(NoUnknown {
            title: format!("there is no parameter `{path}`"),
            label: "no value that is in force has this path".to_owned(),
            help: match nearest(path, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "`bordergate plan FILE --json` lists all parameters by their paths".to_owned()
                }
            },
        });
    };
    let label = match (parameter.basis.kind, &parameter.basis.range) {
        (BasisKind::Documented, _) => "it is documented",
        (BasisKind::Unstated, _) => "it has no basis",
        (_, None) if parameter.basis.text == BY_HAND => "it is set by hand",
        (_, None) => "its basis has no range",
        (_, Some(_)) => return Ok(()),
    };
    Err(NoUnknown {
        title: format!("`{path}` cannot be calibrated"),
        label: label.to_owned(),
        help: "say that it is not known, and what is possible before any outcome is looked at: `basis = { assumed = \"...\", range = [\"...\", \"...\"] }`".to_owned(),
    })
}
