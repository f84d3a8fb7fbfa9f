//! Published outcomes beside simulated ones.
//!
//! A published figure is one realisation, rounded in words. So its band is held against the interval of *one* simulated
//! realisation, not against that of the mean: *inside* where the two meet, *outside* where they do not, with the distance
//! between them. Neither proves anything alone; which assumptions the simulated side hangs on is said with it.
//!
//! Where the figure went into an input, being inside is an *identity* and no test. Where the scenario says beforehand that it cannot
//! agree, being outside is *as stated*, and being inside is news.

use jiff::civil::{DateTime, Time};
use schemars::JsonSchema;
use serde::Serialize;

use crate::scenario::calendar::clock;
use crate::scenario::model::{BasisKind, Fact, FactMeasure, FactUse, Parameter, Scenario};
use crate::stats::Estimate;

use super::{Run, words};

/// A published fact and what was simulated.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct FactRow {
    /// Its name in the scenario.
    pub fact: String,
    /// What was said.
    pub title: String,
    /// What was counted.
    pub measure: &'static str,
    /// Unit of all numbers.
    pub unit: &'static str,
    /// The figure as it was published.
    pub published: String,
    /// Lower end of the true values that the words allow.
    pub band_low: f64,
    /// Upper end of them; `null` in JSON where there is none.
    #[schemars(with = "Option<f64>")]
    pub band_high: f64,
    /// What it counts: each loaded vehicle once, each pass of the line, or vehicles that stand somewhere; `null` of a ratio.
    pub count_basis: Option<&'static str>,
    /// The gates over which it was counted; empty: all.
    pub gates: Vec<String>,
    /// Beginning of its span, local date and time; of what stood somewhere, the instant.
    pub from: String,
    /// End of its span, exclusive.
    pub to: String,
    /// What it is used for.
    pub r#use: &'static str,
    /// Reference that says so.
    pub reference: Option<String>,
    /// Title of that document.
    pub source: Option<String>,
    /// Mean of the simulated value.
    pub value: Option<f64>,
    /// Lower end of the 95 % interval of one simulated realisation.
    pub next_low: Option<f64>,
    /// Upper end of it.
    pub next_high: Option<f64>,
    /// Whether the two agree.
    pub verdict: Verdict,
    /// How far the interval lies below (negative) or above (positive) the band; none where they meet.
    pub distance: Option<f64>,
    /// Paths of the inputs that cite the same reference for the same time and make what is counted: where there is one, being inside is
    /// an identity and no test.
    pub identity: Vec<String>,
    /// Why it is expected to be outside, where it is.
    pub outside_because: Option<String>,
    /// Paths of the assumed parameters that the simulated value hangs on, those that bear on it most first.
    pub assumptions: Vec<String>,
    /// Replications behind it.
    pub n: usize,
    /// Independent values behind the interval of one realisation.
    #[serde(skip)]
    pub next_n: usize,
    /// Its span in microseconds since 1970 UTC.
    #[serde(skip)]
    pub span: (i64, i64),
}

impl FactRow {
    /// Whether nothing is to be estimated from it.
    pub fn is_validation(&self) -> bool {
        self.r#use == VALIDATION
    }

    /// Whether it tests the scenario: nothing was taken from it, and nothing is to be.
    pub fn is_test(&self) -> bool {
        self.identity.is_empty() && self.is_validation()
    }

    /// The last day of its span, where that is made of whole days.
    pub fn last_day(&self) -> Option<String> {
        let (from, to): (DateTime, DateTime) = (self.from.parse().ok()?, self.to.parse().ok()?);
        let whole = from.time() == Time::midnight() && to.time() == Time::midnight() && from < to;
        let last = whole.then(|| to.date().yesterday().ok()).flatten()?;
        Some(last.to_string())
    }

    /// Whether the verdict is the one that the scenario states. Without a verdict there is nothing to hold against it.
    pub fn is_as_stated(&self) -> bool {
        match self.verdict {
            Verdict::Inside => self.outside_because.is_none(),
            Verdict::Outside => self.outside_because.is_some(),
            Verdict::Unknown => true,
        }
    }
}

pub(super) const CALIBRATION: &str = "calibration";
pub(super) const VALIDATION: &str = "validation";

/// Whether a published fact agrees with the simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Its band meets the interval of one realisation.
    Inside,
    /// It does not.
    Outside,
    /// Too few replications to have an interval.
    Unknown,
}

impl Verdict {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Inside => "inside",
            Verdict::Outside => "outside",
            Verdict::Unknown => "unknown",
        }
    }
}

/// Holds a band against an interval: the verdict, and how far the interval lies below (negative) or above the band.
pub fn judge(band: (f64, f64), next: Option<(f64, f64)>) -> (Verdict, Option<f64>) {
    match next {
        None => (Verdict::Unknown, None),
        Some((_, high)) if high < band.0 => (Verdict::Outside, Some(high - band.0)),
        Some((low, _)) if low > band.1 => (Verdict::Outside, Some(low - band.1)),
        Some(_) => (Verdict::Inside, None),
    }
}

/// The rows of all facts of a run, in the scenario's order.
pub(super) fn rows(run: &Run, estimates: &[Estimate]) -> Vec<FactRow> {
    let specs = run.catalogue.specs.iter().zip(estimates);
    specs
        .filter_map(|(spec, estimate)| {
            let fact = run.scenario.facts.get(spec.dims.fact? as usize)?;
            let next = estimate.next_low.zip(estimate.next_high);
            let (verdict, distance) = judge((fact.low, fact.high), next);
            Some(FactRow {
                fact: fact.name.clone(),
                title: fact.title.clone(),
                measure: spec.measure,
                unit: spec.unit,
                published: fact.text.clone(),
                band_low: fact.low,
                band_high: fact.high,
                count_basis: words::count_basis(fact.measure),
                gates: (fact.gates.iter())
                    .filter_map(|&gate| run.scenario.gates.get(gate))
                    .map(|gate| gate.name.clone())
                    .collect(),
                from: local(run.scenario, fact.from),
                to: local(run.scenario, fact.to),
                r#use: match fact.purpose {
                    FactUse::Calibration => CALIBRATION,
                    FactUse::Validation => VALIDATION,
                },
                reference: fact.references.first().cloned(),
                source: (fact.references.first())
                    .and_then(|name| {
                        let mut references = run.scenario.references.iter();
                        references.find(|reference| reference.name == *name)
                    })
                    .map(|reference| reference.title.clone()),
                value: estimate.value,
                next_low: estimate.next_low,
                next_high: estimate.next_high,
                verdict,
                distance,
                identity: fact.identity.clone(),
                outside_because: fact.outside_because.clone(),
                assumptions: assumptions(run.scenario, fact),
                n: estimate.n,
                next_n: estimate.next_n,
                span: (fact.from, fact.to),
            })
        })
        .collect()
}

fn local(scenario: &Scenario, time: i64) -> String {
    let shown = clock(time, &scenario.clocks.own);
    shown.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// The assumed parameters of a fact's gates, and those that belong to no gate.
fn assumptions(scenario: &Scenario, fact: &Fact) -> Vec<String> {
    let gates = gates(scenario, fact);
    let bears = |parameter: &&Parameter| {
        parameter.basis.kind == BasisKind::Assumed
            && holds(scenario, &parameter.path)
            && !is_money(&parameter.path)
            && parameter
                .gate
                .is_none_or(|gate| gates.is_empty() || gates.contains(&gate))
    };
    let cargo = matches!(
        fact.measure,
        FactMeasure::TonnesCrossed | FactMeasure::Ratio(..)
    );
    let mut found: Vec<&Parameter> = scenario.parameters.iter().filter(bears).collect();
    found.sort_by_key(|parameter| rank(&parameter.path, cargo));
    found
        .into_iter()
        .map(|parameter| parameter.path.clone())
        .collect()
}

/// Whether a parameter is about what things cost and are worth, which moves no vehicle.
fn is_money(path: &str) -> bool {
    let of_goods = ["value", "spoilage", "salvage"];
    match path.split('.').collect::<Vec<_>>().as_slice() {
        ["cost" | "money", ..] => true,
        ["class", _, key] => of_goods.contains(key),
        _ => false,
    }
}

/// Whether a parameter is in force: one of a notice of another version of the calendar moves nothing.
fn holds(scenario: &Scenario, path: &str) -> bool {
    let Some((gate, notice)) = path
        .strip_prefix("gate.")
        .and_then(|rest| rest.split_once(".notice."))
    else {
        return true;
    };
    let notice = notice.split('.').next().unwrap_or_default();
    let gates = scenario.gates.iter().filter(|other| other.name == gate);
    let mut notices = gates
        .flat_map(|gate| &gate.calendar.notices)
        .filter(|other| other.name == notice);
    notices.all(|notice| notice.version.is_none() || notice.version == scenario.calendar)
}

/// The gates over which a fact was counted; empty: all.
fn gates(scenario: &Scenario, fact: &Fact) -> Vec<usize> {
    let FactMeasure::Ratio(num, den) = fact.measure else {
        return fact.gates.clone();
    };
    let parts: Vec<&Fact> = [num, den]
        .iter()
        .filter_map(|&part| scenario.facts.get(part))
        .collect();
    if parts.iter().any(|part| part.gates.is_empty()) {
        return Vec::new();
    }
    parts
        .iter()
        .flat_map(|part| part.gates.iter().copied())
        .collect()
}

/// What limits or makes the count comes first: loads (of tonnes), quotas, notices, demand; then the rest.
fn rank(path: &str, cargo: bool) -> u8 {
    let table = path.split('.').next().unwrap_or_default();
    match table {
        "class" if cargo => 0,
        "quota" => 1,
        "gate" if path.contains(".notice.") => 2,
        "backlog" => 3,
        "source" => 4,
        "gate" => 5,
        "switch" => 6,
        _ => 7,
    }
}
