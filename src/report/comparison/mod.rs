//! Two futures side by side: what changes, how sure that is, and what it comes to.
//!
//! A [`Comparison`] holds one [`ComparisonRow`] a quantity and alternative. The level of their intervals is that of the *family*: with
//! 95 % all of them hold at once (Bonferroni), unless one primary quantity was named beforehand, which then has the 95 % for itself
//! and its alternatives, and the others are shown beside it, each at 95 % of its own.

pub mod differences;
mod text;

use schemars::JsonSchema;
use serde::Serialize;

use crate::experiment::{Change, Fold, Pairing, Verdict, change, verdict};
use crate::measures::Estimator;
use crate::measures::quantity::{Aim, Amount, Better, Quantity};
use crate::stats::prediction;

use super::number::digits;
use super::row::Row;
use super::{Manifest, Report, Run, json, list, words};

pub use text::text;

/// Name and version of the JSON.
pub const SCHEMA: &str = "bordergate.comparison/1";

/// More digits than this say nothing.
const MOST_DIGITS: usize = 4;

/// The chance that any interval of the family misses.
const ALPHA: f64 = 0.05;

/// More replications than this are not foretold.
const MOST_FORETOLD: f64 = 1e6;

/// What a comparison is made from.
pub struct Compared<'a> {
    /// The runs, the base first, with how they are called.
    pub runs: &'a [(String, Run<'a>)],
    /// Quantities, each as it stands in the catalogue of each run; a quantity that a run does not report has none there.
    pub quantities: &'a [Vec<Option<Quantity>>],
    /// Which of them is primary.
    pub primary: Option<usize>,
    /// Smallest changes that matter.
    pub effects: &'a [Aim],
    /// How the runs belong together.
    pub pairing: Pairing,
}

/// A whole comparison.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Comparison {
    /// Name and version of this format.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// What it takes to get each run again, the base first.
    pub manifests: Vec<Manifest>,
    /// `paired` where both have the same random numbers, or `independent`.
    pub pairing: &'static str,
    /// The primary quantity, where one was named.
    pub primary: Option<String>,
    /// One row a quantity and alternative.
    pub comparisons: Vec<ComparisonRow>,
    /// The rows of all runs, as `run` reports them.
    pub measures: Vec<Row>,
}

/// What changes from the base to an alternative.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct ComparisonRow {
    /// The quantity, as an expression.
    pub quantity: String,
    /// Unit of the numbers; changes of dates are in days.
    pub unit: &'static str,
    /// What the base is called.
    pub base: String,
    /// What the alternative is called.
    pub alternative: String,
    /// Estimate of the base; of a date, its index in the period, the day after it where it is not reached.
    pub base_value: Option<f64>,
    /// Estimate of the alternative.
    pub alternative_value: Option<f64>,
    /// Alternative less base.
    pub change: Option<f64>,
    /// Lower end of the interval of the expected change.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Lower end of the 95 % interval of the change in one future realisation; `null` where they are not paired, or too few.
    pub next_low: Option<f64>,
    /// Upper end of it.
    pub next_high: Option<f64>,
    /// The probability with which the interval of the expected change alone holds.
    pub level: f64,
    /// The smallest change that matters; 0 where any does.
    pub min_effect: f64,
    /// What it comes to.
    pub verdict: Word,
    /// How many times as many independent replications of both would say it as surely; `null` where they are not paired, or
    /// nothing is left to be unsure of.
    pub gain: Option<f64>,
    /// How many replications would probably tell, where these cannot.
    pub replications_to_tell: Option<u64>,
    /// Whether it counts: it is in the family, or the primary quantity.
    pub counts: bool,
    /// Which way it is better.
    #[serde(skip)]
    pub better: Better,
    /// Pairs of replications behind it.
    pub n: usize,
}

/// How the numbers of a row are shown: all in one unit, with equally many digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// What one of the unit is of the row's.
    pub scale: f64,
    /// The unit.
    pub unit: &'static str,
    /// Digits behind the point.
    pub places: usize,
    /// What is added to values, not to changes: the first day of the period is 1.
    pub first: f64,
}

/// The verdict on a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// The interval lies beyond the smallest effect, on the good side.
    Better,
    /// It lies beyond it, on the bad side.
    Worse,
    /// It lies beyond it, and neither side is the good one: there is more.
    More,
    /// It lies beyond it, and neither side is the good one: there is less.
    Less,
    /// It lies wholly within the smallest effect.
    Same,
    /// It reaches over a border.
    CannotTellYet,
}

impl Word {
    /// All verdicts, in the order in which they are told.
    pub const ALL: [Word; 6] = [
        Word::Better,
        Word::Worse,
        Word::More,
        Word::Less,
        Word::Same,
        Word::CannotTellYet,
    ];

    fn new(verdict: Verdict, better: Better) -> Self {
        match (verdict, better) {
            (Verdict::Same, _) => Word::Same,
            (Verdict::Unsure, _) => Word::CannotTellYet,
            (Verdict::Up, Better::Higher) | (Verdict::Down, Better::Lower) => Word::Better,
            (Verdict::Up, Better::Lower) | (Verdict::Down, Better::Higher) => Word::Worse,
            (Verdict::Up, Better::Neither) => Word::More,
            (Verdict::Down, Better::Neither) => Word::Less,
        }
    }

    /// The words.
    pub fn words(self) -> &'static str {
        match self {
            Word::Better => "better",
            Word::Worse => "worse",
            Word::More => "more",
            Word::Less => "less",
            Word::Same => "same",
            Word::CannotTellYet => "cannot tell yet",
        }
    }

    /// The word of tables and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Word::CannotTellYet => "cannot-tell-yet",
            _ => self.words(),
        }
    }
}

impl Comparison {
    /// Compares all alternatives with the base.
    pub fn new(compared: &Compared) -> Self {
        let reports: Vec<Report> = compared
            .runs
            .iter()
            .map(|(_, run)| Report::new(run))
            .collect();
        let alternatives = compared.runs.len().saturating_sub(1).max(1);
        let mut comparisons = Vec::new();
        for (index, quantities) in compared.quantities.iter().enumerate() {
            let primary = compared.primary == Some(index);
            let counts = primary || compared.primary.is_none();
            let family = match (compared.primary, primary) {
                (None, _) => alternatives * compared.quantities.len(),
                (Some(_), true) => alternatives,
                (Some(_), false) => 1,
            };
            for alternative in 1..compared.runs.len() {
                let alpha = ALPHA / family as f64;
                let row = compared.row(quantities, &reports, alternative, alpha, counts);
                comparisons.extend(row);
            }
        }
        let primary = compared.primary.and_then(|primary| {
            let mut quantities = compared.quantities.get(primary)?.iter().flatten();
            quantities.next().map(|quantity| quantity.text.clone())
        });
        Self {
            schema: SCHEMA,
            manifests: reports
                .iter()
                .map(|report| report.manifest.clone())
                .collect(),
            pairing: match compared.pairing {
                Pairing::Paired => "paired",
                Pairing::Independent => "independent",
            },
            primary,
            comparisons,
            measures: reports
                .into_iter()
                .flat_map(|report| report.measures)
                .collect(),
        }
    }

    /// The comparison as JSON: one line a row.
    pub fn json(&self) -> String {
        let mut text = format!(
            "{{\"schema\": {},\n \"manifests\": {},\n \"pairing\": {},\n \"primary\": {},\n",
            json(&self.schema),
            json(&self.manifests),
            json(&self.pairing),
            json(&self.primary)
        );
        list(&mut text, "comparisons", &self.comparisons);
        text.push_str(",\n");
        list(&mut text, "measures", &self.measures);
        text.push_str("}\n");
        text
    }

    /// How many of the rows that count have which verdict, of those that occur.
    pub fn verdicts(&self) -> impl Iterator<Item = (Word, usize)> {
        let of = |word: Word| self.counting().filter(|row| row.verdict == word).count();
        Word::ALL
            .into_iter()
            .map(move |word| (word, of(word)))
            .filter(|(_, n)| *n > 0)
    }

    /// The rows that count.
    pub fn counting(&self) -> impl Iterator<Item = &ComparisonRow> {
        self.comparisons.iter().filter(|row| row.counts)
    }
}

impl ComparisonRow {
    /// How its numbers are shown. What decides must be seen: an end of the interval that is not zero does not look like it.
    pub fn shown(&self) -> Shown {
        let size = self.base_value.unwrap_or(0.0).abs();
        let size = size.max(self.alternative_value.unwrap_or(0.0).abs());
        let (scale, unit) = words::unit(self.unit, size);
        let half = self
            .low
            .zip(self.high)
            .map(|(low, high)| (high - low) / 2.0);
        let mut places = digits(half.unwrap_or(size) / scale).max(usize::from(scale != 1.0));
        let vanishes = |x: &f64, places: usize| {
            *x != 0.0 && (x / scale).abs() < 0.5 * libm::pow(10.0, -(places as f64))
        };
        let ends = [self.change, self.low, self.high];
        while places < MOST_DIGITS && ends.iter().flatten().any(|x| vanishes(x, places)) {
            places += 1;
        }
        Shown {
            scale,
            unit,
            places,
            first: f64::from(u8::from(self.unit == "date")),
        }
    }

    /// The change in percent of the base; none of a date, or where the base is nothing.
    pub fn relative(&self) -> Option<f64> {
        let (change, base) = self.change.zip(self.base_value)?;
        (base != 0.0 && self.unit != "date").then(|| 100.0 * change / base.abs())
    }

    /// Whether it cannot be told yet if the alternative is worse: the interval reaches beyond the smallest effect on the bad
    /// side, or there is none. What is no better on either side is never worse.
    pub fn may_be_worse(&self) -> bool {
        let reaches = match self.better {
            Better::Lower => self.high.is_none_or(|high| high > self.min_effect),
            Better::Higher => self.low.is_none_or(|low| low < -self.min_effect),
            Better::Neither => false,
        };
        self.verdict == Word::CannotTellYet && reaches
    }
}

impl Compared<'_> {
    fn row(
        &self,
        quantities: &[Option<Quantity>],
        reports: &[Report],
        alternative: usize,
        alpha: f64,
        counts: bool,
    ) -> Option<ComparisonRow> {
        let shown = quantities.iter().flatten().next()?;
        let (base_name, base) = self.runs.first()?;
        let (name, run) = self.runs.get(alternative)?;
        let side = |index: usize| {
            let quantity = quantities.get(index)?.as_ref()?;
            Some((self.runs.get(index)?.1.fold, quantity.estimator))
        };
        let change = side(0)
            .zip(side(alternative))
            .and_then(|(base, other)| change(base, other, self.pairing, alpha));
        let effect = self.effect(shown, change.map_or(0.0, |change| change.base));
        // The same meaning and the same random numbers are the same vehicles: nothing needs to be estimated.
        let identical = self.pairing == Pairing::Paired
            && run.inputs.is_none()
            && reports[0].manifest.scenario_digest == reports[alternative].manifest.scenario_digest;
        let interval = change.and_then(|change| change.interval);
        let interval = interval.or_else(|| (identical && change.is_some()).then_some((0.0, 0.0)));
        let verdict = verdict(interval, effect);
        let n = base.fold.replications().len();
        let next = side(0)
            .zip(side(alternative))
            .filter(|_| self.pairing == Pairing::Paired)
            .and_then(|(base, other)| next_change(base, other));
        Some(ComparisonRow {
            quantity: shown.text.clone(),
            unit: shown.unit,
            base: base_name.clone(),
            alternative: name.clone(),
            base_value: side(0).and_then(value),
            alternative_value: side(alternative).and_then(value),
            change: change.map(|change| change.change),
            low: interval.map(|(low, _)| low),
            high: interval.map(|(_, high)| high),
            next_low: next.map(|(low, _)| low),
            next_high: next.map(|(_, high)| high),
            level: 1.0 - alpha,
            min_effect: effect,
            verdict: Word::new(verdict, shown.better()),
            gain: change.and_then(|change| change.gain),
            replications_to_tell: change
                .filter(|_| verdict == Verdict::Unsure)
                .and_then(|change| to_tell(&change, effect, n)),
            counts,
            better: shown.better(),
            n: n.min(run.fold.replications().len()),
        })
    }

    /// The smallest change of a quantity that matters: what was said of it, else of all.
    fn effect(&self, quantity: &Quantity, base: f64) -> f64 {
        let own = self.effects.iter().find(|aim| {
            let named = aim.quantity.as_ref();
            named.is_some_and(|named| named.text == quantity.text)
        });
        let all = || self.effects.iter().find(|aim| aim.quantity.is_none());
        match own.or_else(all).map(|aim| aim.amount) {
            None => 0.0,
            Some(Amount::Relative(share)) => share * base.abs(),
            Some(Amount::Absolute(size)) => size,
        }
    }
}

/// The 95 % interval of the change in one period, from those of single pairs; of inputs that are drawn one pair a draw, because those of one
/// draw are more alike than the next one will be.
fn next_change(base: (&Fold, Estimator), other: (&Fold, Estimator)) -> Option<(f64, f64)> {
    let own = |(fold, estimator): (&Fold, Estimator)| fold.own(estimator);
    let mut last = None;
    let changes: Vec<f64> = (own(base).into_iter().zip(own(other)))
        .zip(base.0.parts())
        .filter(|(_, part)| last.replace(*part) != Some(*part))
        .filter_map(|((base, other), _)| Some(other? - base?))
        .collect();
    prediction(&changes)
}

/// The estimate of a side that has no counterpart.
fn value((fold, estimator): (&Fold, Estimator)) -> Option<f64> {
    let influence = fold.influence_on(estimator);
    let value = influence.map(|influence| influence.value());
    value.or_else(|| fold.estimate_of(estimator).value)
}

/// How many replications would probably bring the interval to one side of the nearest border. Half-widths shrink with the root
/// of the replications.
fn to_tell(change: &Change, effect: f64, n: usize) -> Option<u64> {
    let (low, high) = change.interval?;
    let half = (high - low) / 2.0;
    let distance = (change.change.abs() - effect).abs();
    let needed = n as f64 * (half / distance) * (half / distance);
    (needed.is_finite() && needed <= MOST_FORETOLD).then(|| needed.ceil() as u64)
}
