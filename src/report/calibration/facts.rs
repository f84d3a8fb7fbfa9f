//! Published facts before and after they were looked at.

use schemars::JsonSchema;
use serde::Serialize;

use crate::experiment::calibrate::Figure;
use crate::report::facts::{CALIBRATION, VALIDATION, Verdict, judge};
use crate::scenario::model::{Fact, FactUse, Scenario};
use crate::stats::Weighted;

use super::Calibrated;

/// A published fact, and what was simulated before and after it was looked at.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct CalibratedFact {
    /// Its name.
    pub fact: String,
    /// What was said.
    pub title: String,
    /// What it is used for.
    pub r#use: &'static str,
    /// The figure as it was published.
    pub published: String,
    /// Lower end of the true values that the words allow.
    pub band_low: f64,
    /// Upper end of them; `null` in JSON where there is none.
    #[schemars(with = "Option<f64>")]
    pub band_high: f64,
    /// Whether the inputs were calibrated with it.
    pub used: bool,
    /// Of a fact that was used: how many facts, itself included, count as one.
    pub counts_as_one: Option<usize>,
    /// The error of the model: one standard deviation.
    pub error: f64,
    /// Inputs that were taken from it. Where there is one it teaches nothing, and tests nothing.
    pub identity: Vec<String>,
    /// Median of the simulated values, with all inputs as they are thought possible.
    pub prior_median: Option<f64>,
    /// 2.5 % point of them.
    pub prior_low: Option<f64>,
    /// 97.5 % point of them.
    pub prior_high: Option<f64>,
    /// Median of the simulated values of the draws that agree with the facts that were used.
    pub posterior_median: Option<f64>,
    /// 2.5 % point of them.
    pub posterior_low: Option<f64>,
    /// 97.5 % point of them.
    pub posterior_high: Option<f64>,
    /// Whether any draw at all comes to the band or lies on both of its sides. Where none does, nothing in the ranges explains it.
    pub within_reach: bool,
    /// Whether what was published meets the interval of the draws that agree.
    pub verdict: FactWord,
}

/// Whether a fact agrees with the calibrated scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FactWord {
    /// Its band meets the interval.
    Inside,
    /// It does not, by no more than two standard deviations of the error of the model.
    WithinTheDiscrepancy,
    /// It does not.
    Outside,
    /// There is no interval.
    Unknown,
}

impl FactWord {
    /// The words.
    pub fn words(self) -> &'static str {
        match self {
            FactWord::Inside => "inside",
            FactWord::WithinTheDiscrepancy => "within the discrepancy",
            FactWord::Outside => "outside",
            FactWord::Unknown => "unknown",
        }
    }
}

/// The row of a fact.
pub(super) fn fact(index: usize, calibrated: &Calibrated) -> Option<CalibratedFact> {
    let scenario: &Scenario = calibrated.run.scenario;
    let fact: &Fact = scenario.facts.get(index)?;
    let simulated = calibrated.simulated.get(index)?;
    let used = calibrated
        .evidence
        .used
        .iter()
        .find(|used| used.fact == index);
    let figure = used.map_or_else(
        || Figure::of(fact, calibrated.discrepancy),
        |used| used.figure,
    );
    let interval = |weights: &[f64]| {
        let sample = Weighted::new(simulated, weights)?;
        Some([0.5, 0.025, 0.975].map(|p| sample.quantile(p)))
    };
    let prior = interval(&vec![1.0; simulated.len()]);
    let posterior = interval(&calibrated.fit.weights);
    let (below, above) = (
        simulated.iter().any(|&value| value <= figure.high),
        simulated.iter().any(|&value| value >= figure.low),
    );
    let next = posterior.map(|[_, low, high]| (low, high));
    let verdict = match judge((figure.low, figure.high), next) {
        (Verdict::Inside, _) => FactWord::Inside,
        (Verdict::Unknown, _) => FactWord::Unknown,
        (Verdict::Outside, Some(distance)) if distance.abs() <= 2.0 * figure.error => {
            FactWord::WithinTheDiscrepancy
        }
        (Verdict::Outside, _) => FactWord::Outside,
    };
    Some(CalibratedFact {
        fact: fact.name.clone(),
        title: fact.title.clone(),
        r#use: match fact.purpose {
            FactUse::Calibration => CALIBRATION,
            FactUse::Validation => VALIDATION,
        },
        published: fact.text.clone(),
        band_low: fact.low,
        band_high: fact.high,
        used: used.is_some(),
        counts_as_one: used.map(|used| used.group),
        error: figure.error,
        identity: fact.identity.clone(),
        prior_median: prior.map(|[median, ..]| median),
        prior_low: prior.map(|[_, low, _]| low),
        prior_high: prior.map(|[.., high]| high),
        posterior_median: posterior.map(|[median, ..]| median),
        posterior_low: posterior.map(|[_, low, _]| low),
        posterior_high: posterior.map(|[.., high]| high),
        within_reach: below && above,
        verdict,
    })
}
