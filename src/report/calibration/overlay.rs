//! What was learnt as a file that is laid over the scenario: each value tagged *fitted*, with the interval that is left of its range.

use crate::scenario::fitted::{Fitted, quoted};

use crate::experiment::calibrate::Marginal;

use super::{Calibrated, Calibration, Word};

/// The first line of every overlay that is written here.
pub const OPENING: &str = "# Fitted by bordergate calibrate";

/// An overlay, and what it sets.
pub struct Written {
    /// The file.
    pub text: String,
    /// Paths that it sets.
    pub set: Vec<String>,
    /// Paths of unknowns that it leaves as they are.
    pub kept: Vec<String>,
}

/// The overlay of a calibration over `bases`, as they are named from where it will lie. Unknowns that are not identified stay as they are, and
/// a comment says so.
pub fn overlay(calibration: &Calibration, calibrated: &Calibrated, bases: &[String]) -> Written {
    let inputs = calibrated.inputs.uncertain();
    let mut set = Vec::new();
    let mut kept = Vec::new();
    let mut fitted = Vec::new();
    for (row, &at) in calibration.unknowns.iter().zip(calibrated.unknowns) {
        let input = inputs.inputs().get(at);
        let places = calibrated.draws.places.get(at);
        let marginal = input.zip(places).and_then(|(input, places)| {
            Marginal::new(
                calibrated.fit,
                places,
                |p| input.place(p),
                |place| input.quantile(place),
            )
        });
        match (row.verdict, input, marginal) {
            (Word::Identified | Word::Narrowed | Word::Shifted, Some(input), Some(marginal)) => {
                set.push(row.path.clone());
                fitted.push(Fitted {
                    input,
                    place: marginal.posterior.median,
                    low: marginal.posterior.low,
                    high: marginal.posterior.high,
                });
            }
            _ => kept.push(row.path.clone()),
        }
    }
    let facts = calibration.facts.iter().filter(|fact| fact.used);
    let facts: Vec<&str> = facts.map(|fact| fact.fact.as_str()).collect();
    let by = format!("by bordergate calibrate from {}", facts.join(", "));
    let manifest = &calibration.manifest;
    let mut text = format!(
        "{OPENING} {} from {} draws, seed {}, {:.0} of them effective; discrepancy {} %.\n",
        manifest.version,
        calibration.method.draws,
        manifest.seed,
        calibration.method.effective,
        super::text::percent(calibration.method.discrepancy),
    );
    text.push_str("# Values are posterior medians, ranges the posterior intervals of 90 %. Each is stated apart from the others; what is known only together is:\n");
    for pair in &calibration.together {
        text.push_str(&format!(
            "# - {} and {}, correlation {:.2}\n",
            pair.unknown, pair.with, pair.correlation
        ));
    }
    if calibration.together.is_empty() {
        text.push_str("# - nothing\n");
    }
    for fact in calibration.unexplained() {
        text.push_str(&format!(
            "# Nothing in the ranges explains `{}`.\n",
            fact.fact
        ));
    }
    for path in &kept {
        text.push_str(&format!("# Not identified, and left as it is: {path}\n"));
    }
    let named: Vec<String> = bases.iter().map(|base| quoted(base)).collect();
    text.push_str(&match named.as_slice() {
        [base] => format!("base = {base}\n"),
        _ => format!("base = [{}]\n", named.join(", ")),
    });
    text.push_str(&inputs.overlay(&fitted, &by));
    Written { text, set, kept }
}
