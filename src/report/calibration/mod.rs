//! What published counts say about inputs that are not known: prior beside posterior, facts before and after.
//!
//! A [`Calibration`] is made of places and weights ([`crate::experiment::calibrate`]) and says them in the units of the scenario. Verdicts
//! are words by a stated rule: an unknown is *not identified* where its posterior cannot be told from its prior.

mod facts;
mod overlay;
mod text;

use schemars::JsonSchema;
use serde::Serialize;

use crate::experiment::Inputs;
use crate::experiment::calibrate::{
    BINS, Checked, Draws, Evidence, Fit, Learnt, Marginal, Quantiles, UNIFORM_99,
};
use crate::scenario::uncertain::Input;
use crate::stats::proportion;

use super::{Manifest, Run, json, list};

pub use facts::{CalibratedFact, FactWord};
pub use overlay::{OPENING, Written, overlay};
pub use text::text;

/// Name and version of the JSON.
pub const SCHEMA: &str = "bordergate.calibration/1";

/// Correlations in the posterior that are smaller are not told.
const TOLD: f64 = 0.3;

/// What a calibration is reported from.
pub struct Calibrated<'a> {
    /// The run of the draws.
    pub run: Run<'a>,
    /// What was drawn.
    pub inputs: &'a Inputs,
    /// Indices of the unknowns among the inputs, in the order in which they were named.
    pub unknowns: &'a [usize],
    /// The error of the model as a share of a published figure.
    pub discrepancy: f64,
    /// The facts that were used.
    pub evidence: &'a Evidence,
    /// The draws, with what was simulated for the facts that were used.
    pub draws: &'a Draws,
    /// What was simulated for every fact of the scenario, a list a fact.
    pub simulated: &'a [Vec<f64>],
    /// How the draws agree.
    pub fit: &'a Fit,
    /// What became of synthetic truths, where that was asked for.
    pub checked: Option<&'a Checked>,
}

/// A whole calibration.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Calibration {
    /// Name and version of this format.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// What it takes to get these numbers again; one replication a draw.
    pub manifest: Manifest,
    /// How it was done, and how much there is to go by.
    pub method: Method,
    /// The unknowns, in the order in which they were named.
    pub unknowns: Vec<UnknownRow>,
    /// Inputs that are known only together with an unknown.
    pub together: Vec<Together>,
    /// Inputs that were not asked for and are not as they were thought to be, by path.
    pub also: Vec<String>,
    /// All facts, in the scenario's order.
    pub facts: Vec<CalibratedFact>,
    /// What synthetic truths say about the intervals, where that was asked for.
    pub check: Option<Check>,
}

/// How it was done, and how much there is to go by.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// Draws of the inputs that were simulated.
    pub draws: usize,
    /// As many draws of the posterior would know a mean as well as the weighted ones do.
    pub effective: f64,
    /// The same with the stated error of the model alone.
    pub effective_stated: f64,
    /// Effective draws that are needed.
    pub enough: f64,
    /// Whether there are as many.
    pub conclusive: bool,
    /// The second error, in units of what is not known of each figure anyway; 0 where none was needed. What it adds is taken out by regression.
    pub widening: f64,
    /// The error of the model: standard deviation of a published figure around the simulated one, as a share of it.
    pub discrepancy: f64,
    /// Inputs that were drawn, the unknowns among them.
    pub drawn: usize,
}

/// An unknown before and after.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct UnknownRow {
    /// Its path.
    pub path: String,
    /// The value as typed.
    pub stated: String,
    /// Unit of the numbers; `null` where they have none. Of opening hours the numbers are the share of the way from the first to the last end
    /// of the range.
    pub unit: Option<String>,
    /// Median of what was thought possible; of a distribution of its mean, of shares of the first.
    pub prior_median: f64,
    /// 5 % point of it.
    pub prior_low: f64,
    /// 95 % point of it.
    pub prior_high: f64,
    /// Median given the facts; none where no draw agrees.
    pub posterior_median: Option<f64>,
    /// 5 % point given the facts.
    pub posterior_low: Option<f64>,
    /// 95 % point given the facts.
    pub posterior_high: Option<f64>,
    /// Width of the interval of 90 % relative to before.
    pub width: Option<f64>,
    /// Standard error of that by the draws.
    pub width_error: Option<f64>,
    /// Greatest distance between the distribution functions before and after.
    pub distance: Option<f64>,
    /// The probability of a greater distance where nothing is learnt.
    pub chance: Option<f64>,
    /// What was learnt.
    pub verdict: Word,
    #[serde(skip)]
    prior: [String; 3],
    #[serde(skip)]
    posterior: Option<[String; 3]>,
}

/// What was learnt about an unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// The posterior differs from the prior, and its interval is at most half as wide.
    Identified,
    /// It differs, and its interval is narrower.
    Narrowed,
    /// It differs, and lies elsewhere without being narrower.
    Shifted,
    /// It cannot be told from the prior.
    NotIdentified,
    /// Too few draws agree.
    Inconclusive,
}

impl Word {
    /// The words.
    pub fn words(self) -> &'static str {
        match self {
            Word::Identified => "identified",
            Word::Narrowed => "narrowed",
            Word::Shifted => "shifted",
            Word::NotIdentified => "not identified",
            Word::Inconclusive => "inconclusive",
        }
    }
}

/// Two inputs of which the facts know more together than of each.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Together {
    /// An unknown.
    pub unknown: String,
    /// Another input.
    pub with: String,
    /// Their correlation in the posterior, on the scale of logits of the places in their ranges.
    pub correlation: f64,
}

/// What synthetic truths say about the intervals.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Check {
    /// Draws that were taken for the truth and calibrated against the others.
    pub truths: usize,
    /// Draws with which too few others agree.
    pub left_out: usize,
    /// One row an unknown.
    pub unknowns: Vec<CheckRow>,
}

/// How the intervals of an unknown fared.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct CheckRow {
    /// Its path.
    pub path: String,
    /// Share of the truths that lay in their interval of 90 %.
    pub covered: Option<f64>,
    /// Lower end of the 95 % interval of that share (Wilson).
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Truths by the tenth in which their rank among draws of the posterior lies.
    pub ranks: [usize; BINS],
    /// How far the ranks are from uniform: chi-square with nine degrees of freedom.
    pub chi_square: f64,
    /// Whether uniform ranks stray as far in one check of a hundred or more.
    pub uniform: bool,
    /// Whether the intervals hold.
    pub verdict: CheckWord,
}

/// Whether intervals of 90 % hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CheckWord {
    /// 90 % lies in the interval of the share that is covered.
    Covers,
    /// Fewer truths are covered than promised.
    TooNarrow,
    /// More are covered than promised.
    TooWide,
    /// No truth could be calibrated.
    Unknown,
}

impl CheckWord {
    /// The words.
    pub fn words(self) -> &'static str {
        match self {
            CheckWord::Covers => "covers",
            CheckWord::TooNarrow => "too narrow",
            CheckWord::TooWide => "too wide",
            CheckWord::Unknown => "unknown",
        }
    }
}

impl Calibration {
    /// Reports a calibration.
    pub fn new(calibrated: &Calibrated) -> Self {
        let Calibrated { run, fit, .. } = calibrated;
        let inputs = calibrated.inputs.uncertain().inputs();
        let marginals: Vec<Option<Marginal>> = inputs
            .iter()
            .zip(&calibrated.draws.places)
            .map(|(input, places)| {
                let quantile = |place| input.quantile(place);
                input
                    .is_by_degrees()
                    .then(|| Marginal::new(fit, places, |p| input.place(p), quantile))?
            })
            .collect();
        let unknowns: Vec<UnknownRow> = calibrated
            .unknowns
            .iter()
            .filter_map(|&at| {
                let marginal = marginals.get(at)?.as_ref();
                Some(unknown(inputs.get(at)?, marginal, calibrated))
            })
            .collect();
        let facts: Vec<CalibratedFact> = (0..run.scenario.facts.len())
            .filter_map(|index| facts::fact(index, calibrated))
            .collect();
        let lines: String = unknowns.iter().map(|row| json(row) + "\n").collect();
        Self {
            schema: SCHEMA,
            manifest: Manifest::new(run, &lines),
            method: Method {
                name: "approximate Bayesian computation with the error of the model as the kernel (Wilkinson 2013), local-linear regression adjustment where it is widened (Beaumont, Zhang and Balding 2002)",
                draws: calibrated.draws.len(),
                effective: fit.effective,
                effective_stated: fit.effective_stated,
                enough: crate::experiment::calibrate::ENOUGH,
                conclusive: fit.is_enough(),
                widening: fit.widening,
                discrepancy: calibrated.discrepancy,
                drawn: inputs.len(),
            },
            unknowns,
            together: together(calibrated, inputs, &marginals),
            also: also(calibrated, inputs, &marginals),
            facts,
            check: calibrated
                .checked
                .map(|checked| check(checked, calibrated, inputs)),
        }
    }

    /// The calibration as JSON: one line a row.
    pub fn json(&self) -> String {
        let mut text = format!(
            "{{\"schema\": {},\n \"manifest\": {},\n \"method\": {},\n",
            json(&self.schema),
            json(&self.manifest),
            json(&self.method)
        );
        list(&mut text, "unknowns", &self.unknowns);
        text.push_str(",\n");
        list(&mut text, "together", &self.together);
        text.push_str(&format!(",\n \"also\": {},\n", json(&self.also)));
        list(&mut text, "facts", &self.facts);
        text.push_str(&format!(",\n \"check\": {}}}\n", json(&self.check)));
        text
    }

    /// The facts that were used and that nothing in the ranges explains.
    pub fn unexplained(&self) -> impl Iterator<Item = &CalibratedFact> {
        self.facts
            .iter()
            .filter(|fact| fact.used && !fact.within_reach)
    }

    /// The unknowns whose intervals hold too few synthetic truths.
    pub fn too_narrow(&self) -> impl Iterator<Item = &CheckRow> {
        let rows = self.check.iter().flat_map(|check| &check.unknowns);
        rows.filter(|row| row.verdict == CheckWord::TooNarrow)
    }
}

fn unknown(input: &Input, marginal: Option<&Marginal>, calibrated: &Calibrated) -> UnknownRow {
    let size = |place: f64| input.size(place).0;
    let shown = |quantiles: Quantiles| {
        [quantiles.median, quantiles.low, quantiles.high].map(|place| input.shown(place))
    };
    let prior = Quantiles::of(|p| input.place(p));
    let posterior = marginal.map(|marginal| marginal.posterior);
    let verdict = match marginal {
        Some(marginal) if calibrated.fit.is_enough() => {
            word(marginal.learnt(calibrated.unknowns.len()))
        }
        _ => Word::Inconclusive,
    };
    UnknownRow {
        path: input.path.clone(),
        stated: input.stated.clone(),
        unit: input.size(0.5).1,
        prior_median: size(prior.median),
        prior_low: size(prior.low),
        prior_high: size(prior.high),
        posterior_median: posterior.map(|quantiles| size(quantiles.median)),
        posterior_low: posterior.map(|quantiles| size(quantiles.low)),
        posterior_high: posterior.map(|quantiles| size(quantiles.high)),
        width: marginal.map(|marginal| marginal.width),
        width_error: marginal.map(|marginal| marginal.width_error),
        distance: marginal.map(|marginal| marginal.distance),
        chance: marginal.map(|marginal| marginal.chance),
        verdict,
        prior: shown(prior),
        posterior: posterior.map(shown),
    }
}

fn word(learnt: Learnt) -> Word {
    match learnt {
        Learnt::Identified => Word::Identified,
        Learnt::Narrowed => Word::Narrowed,
        Learnt::Shifted => Word::Shifted,
        Learnt::Nothing => Word::NotIdentified,
    }
}

/// Correlations that are told, those of an unknown with any other input, the strongest first.
fn together(
    calibrated: &Calibrated,
    inputs: &[Input],
    marginals: &[Option<Marginal>],
) -> Vec<Together> {
    let fit = calibrated.fit;
    if !fit.is_enough() {
        return Vec::new();
    }
    // Three standard errors of a correlation of nothing.
    let least = TOLD.max(3.0 / fit.effective.sqrt());
    let mut found = Vec::new();
    for (order, &unknown) in calibrated.unknowns.iter().enumerate() {
        for (other, marginal) in marginals.iter().enumerate() {
            let is_told = calibrated
                .unknowns
                .iter()
                .take(order + 1)
                .any(|&told| told == other);
            let (Some(own), Some(theirs), false) = (
                marginals.get(unknown).and_then(Option::as_ref),
                marginal,
                is_told,
            ) else {
                continue;
            };
            let correlation = own.correlation(theirs, fit);
            if correlation.abs() >= least {
                found.push(Together {
                    unknown: inputs[unknown].path.clone(),
                    with: inputs[other].path.clone(),
                    correlation,
                });
            }
        }
    }
    found.sort_by(|a, b| b.correlation.abs().total_cmp(&a.correlation.abs()));
    found
}

/// Inputs that nobody asked for and about which the facts say something.
fn also(calibrated: &Calibrated, inputs: &[Input], marginals: &[Option<Marginal>]) -> Vec<String> {
    if !calibrated.fit.is_enough() {
        return Vec::new();
    }
    let others = inputs.iter().zip(marginals).enumerate();
    let others: Vec<_> = others
        .filter(|(at, _)| !calibrated.unknowns.contains(at))
        .collect();
    let of = others.len();
    let moved = others.into_iter().filter(|(_, (_, marginal))| {
        marginal
            .as_ref()
            .is_some_and(|marginal| marginal.learnt(of) != Learnt::Nothing)
    });
    moved.map(|(_, (input, _))| input.path.clone()).collect()
}

fn check(checked: &Checked, calibrated: &Calibrated, inputs: &[Input]) -> Check {
    let rows = calibrated.unknowns.iter().zip(&checked.unknowns);
    let rows = rows.filter_map(|(&at, coverage)| {
        let share = proportion(coverage.held, checked.truths);
        let chi_square = coverage.chi_square();
        Some(CheckRow {
            path: inputs.get(at)?.path.clone(),
            covered: share.value,
            low: share.low,
            high: share.high,
            ranks: coverage.ranks,
            chi_square,
            uniform: chi_square <= UNIFORM_99,
            verdict: match (share.low, share.high) {
                (_, Some(high)) if high < 0.9 => CheckWord::TooNarrow,
                (Some(low), _) if low > 0.9 => CheckWord::TooWide,
                (Some(_), Some(_)) => CheckWord::Covers,
                _ => CheckWord::Unknown,
            },
        })
    });
    Check {
        truths: checked.truths,
        left_out: checked.left_out,
        unknowns: rows.collect(),
    }
}
