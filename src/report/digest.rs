//! Digests of what a scenario means, not of how it is written.
//!
//! The canonical text is the Rust rendering (`Debug`) of the [`Scenario`] under a heading with the version of that rendering.
//! By then overlays, `--set` and the choice of switches are applied, names are sorted, units are integers and days are dates, so
//! comments, order, wording of units and the name of the file leave no trace. Titles, references, bases, thresholds, what is to be
//! calibrated and what is made of published outcomes are left out too: they change no number. Floats are written in the shortest form that
//! reads back exactly.

use std::fmt::Debug;

use sha2::{Digest, Sha256};

use crate::experiment::Inputs;
use crate::measures::Catalogue;
use crate::scenario::model::{FactUse, Scenario, Titles};

/// The hash of all digests.
pub const HASH: &str = "sha-256";

/// Heading of canonical texts; another rendering is another version.
const MEANING: &str = "bordergate.meaning/1";

/// Digest of all that the rows depend on besides seed and replications.
pub fn scenario(scenario: &Scenario) -> String {
    let mut meaning = scenario.clone();
    meaning.id.clear();
    meaning.title = Titles::default();
    meaning.references.clear();
    meaning.switches.clear();
    for fact in &mut meaning.facts {
        fact.per_day = None;
        fact.title.clear();
        fact.text.clear();
        fact.references.clear();
        fact.purpose = FactUse::Validation;
        fact.outside_because = None;
        fact.identity.clear();
    }
    meaning.exchange.clear();
    meaning.parameters.clear();
    meaning.thresholds.clear();
    meaning.calibration = None;
    for title in meaning
        .classes
        .iter_mut()
        .map(|class| &mut class.title)
        .chain(meaning.gates.iter_mut().map(|gate| &mut gate.title))
        .chain(
            meaning
                .stations
                .iter_mut()
                .map(|station| &mut station.title),
        )
        .chain(meaning.yards.iter_mut().map(|yard| &mut yard.title))
        .chain(meaning.bridges.iter_mut().map(|bridge| &mut bridge.title))
        .chain(meaning.pools.iter_mut().map(|pool| &mut pool.title))
        .chain(
            meaning
                .residents
                .iter_mut()
                .map(|residents| &mut residents.title),
        )
        .chain(meaning.papers.iter_mut().map(|papers| &mut papers.title))
        .chain(meaning.costs.iter_mut().map(|item| &mut item.title))
        .chain(
            meaning
                .service_levels
                .iter_mut()
                .map(|level| &mut level.title),
        )
        .chain(meaning.agencies.iter_mut().map(|agency| &mut agency.title))
    {
        title.clear();
    }
    canonical("scenario", &meaning)
}

/// Digest of period, clocks, hours, notices, restrictions, appointment books and quotas.
pub fn calendar(scenario: &Scenario) -> String {
    let gates: Vec<_> = scenario
        .gates
        .iter()
        .map(|gate| (&gate.name, &gate.calendar, &gate.books))
        .collect();
    let classes: Vec<_> = scenario.classes.iter().map(|class| &class.name).collect();
    canonical(
        "calendar",
        &(
            &scenario.period,
            &scenario.clocks,
            &scenario.versions,
            scenario.calendar,
            classes,
            gates,
            &scenario.quotas,
        ),
    )
}

/// Digest of what the columns and histograms of a replication's row are.
pub fn layout(catalogue: &Catalogue) -> String {
    let Catalogue {
        specs,
        columns,
        histograms,
        days,
        ..
    } = catalogue;
    match catalogue.chosen() {
        None => canonical("layout", &(specs, columns, histograms, days)),
        // What is observed only for a precision stands in no row, but in the columns.
        Some(chosen) => canonical(
            "layout",
            &(
                (specs, columns, histograms, days),
                (chosen.columns(), chosen.histograms()),
            ),
        ),
    }
}

/// Digest of what is drawn, and from which range.
pub fn inputs(inputs: &Inputs) -> String {
    let drawn: Vec<_> = inputs
        .uncertain()
        .inputs()
        .iter()
        .map(|input| (&input.path, &input.stated, &input.range))
        .collect();
    canonical("inputs", &drawn)
}

/// Digest of bytes, in hexadecimal.
pub fn of(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn canonical(what: &str, meaning: &impl Debug) -> String {
    of(format!("{MEANING} {what}\n{meaning:?}").as_bytes())
}
