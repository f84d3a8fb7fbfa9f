//! Whether results have become worse than they were.
//!
//! A baseline keeps intervals and not the replications behind them. So a standard error is had back from the half-width of each
//! interval, and the two runs are taken to be independent. With the same seed they are not: what both share makes their difference
//! vary less than is assumed, so that the interval is wider than it need be and a small worsening may not be told. Equal digests need
//! none of this: then nothing has changed.
//!
//! All rows are looked at together, so that their intervals hold *together* with 95 % (Bonferroni: Miller 1981, *Simultaneous
//! Statistical Inference*): else one gate of twenty rows would find something every time.

use schemars::JsonSchema;
use serde::Serialize;

use crate::experiment::{self, Judgement, PER_DRAW};
use crate::measures::quantity::Better;
use crate::report::InputMode;
use crate::report::number::{TimeUnit, digits, fixed};
use crate::stats::{BLOCKS, t_975, t_quantile};

use super::{Baseline, Headline, Origin};

/// One in twenty families of intervals is wrong somewhere.
const ALPHA: f64 = 0.05;

/// What a change comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The whole interval lies beyond the margin on the worse side.
    Worse,
    /// The interval reaches over the margin on the worse side.
    CannotTell,
    /// The whole interval lies beyond the margin on the better side.
    Better,
    /// The interval reaches over the margin on the better side only.
    NotWorse,
    /// Nothing changed, or the interval lies within the margin on both sides.
    Same,
}

impl Verdict {
    /// The words.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Worse => "worse",
            Verdict::CannotTell => "cannot tell",
            Verdict::Better => "better",
            Verdict::NotWorse => "not worse",
            Verdict::Same => "same",
        }
    }
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Change {
    /// The row as expressions call it.
    pub row: String,
    /// Unit of all numbers.
    pub unit: String,
    /// The baseline's value.
    pub base: Option<f64>,
    /// The value now.
    pub now: Option<f64>,
    /// Now less the baseline's.
    pub change: Option<f64>,
    /// Lower end of the interval of the expected change, which holds for all rows together with 95 %.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// What it comes to.
    pub verdict: Verdict,
    /// Value and interval are what they were, or there is no estimate now as there was none then.
    #[serde(skip)]
    pub untouched: bool,
}

/// A run held against a baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// All rows of the report are the same bits, headlines or not.
    pub identical: bool,
    /// All rows that are in both.
    pub changes: Vec<Change>,
    /// Rows of the baseline that are not reported any more.
    pub gone: Vec<String>,
    /// Rows that the baseline does not have.
    pub new: Vec<String>,
    /// What differs between the two runs besides their results.
    pub remarks: Vec<String>,
}

impl Comparison {
    /// How many rows have this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        let with = self.changes.iter().filter(|row| row.verdict == verdict);
        with.count()
    }

    /// Whether there is a regression. A row that vanished cannot be told.
    pub fn judgement(&self) -> Judgement {
        if self.identical {
            Judgement::Passed
        } else if self.count(Verdict::Worse) > 0 {
            Judgement::Failed
        } else if self.count(Verdict::CannotTell) > 0 || !self.gone.is_empty() {
            Judgement::Inconclusive
        } else {
            Judgement::Passed
        }
    }
}

/// Holds a run, as the baseline that it would make, against an older baseline, whose margin counts.
pub fn compare(old: &Baseline, new: &Baseline) -> Comparison {
    let pairs: Vec<(&Headline, &Headline)> = (old.rows.iter())
        .filter_map(|row| Some((row, find(&new.rows, row)?)))
        .collect();
    let alpha = ALPHA / pairs.len().max(1) as f64;
    let changes = pairs.into_iter().map(|(base, now)| {
        let errors = error(&old.manifest, base).zip(error(&new.manifest, now));
        change(base, now, errors, alpha, old.margin)
    });
    let missing = |rows: &[Headline], from: &[Headline]| -> Vec<String> {
        let missing = rows.iter().filter(|row| find(from, row).is_none());
        missing.map(Headline::to_string).collect()
    };
    let (was, is) = (&old.manifest, &new.manifest);
    let same_digests = was.hash == is.hash && was.measures_digest == is.measures_digest;
    let mut remarks = remarks(was, is);
    if same_digests && old.rows != new.rows {
        remarks.push(
            "the digest of the baseline is the right one, so its rows were changed by hand"
                .to_owned(),
        );
    }
    Comparison {
        identical: same_digests && old.rows == new.rows,
        changes: changes.collect(),
        gone: missing(&old.rows, &new.rows),
        new: missing(&new.rows, &old.rows),
        remarks,
    }
}

fn find<'a>(rows: &'a [Headline], row: &Headline) -> Option<&'a Headline> {
    rows.iter().find(|other| other.key() == row.key())
}

/// The standard error behind an interval, and its degrees of freedom.
fn error(origin: &Origin, row: &Headline) -> Option<(f64, usize)> {
    let (value, low, high) = (row.value?, row.low?, row.high?);
    let parts = match origin.inputs {
        InputMode::Stated => row.n,
        InputMode::Drawn => row.n.div_ceil(usize::try_from(PER_DRAW).unwrap_or(1)),
    };
    let is_quantile = row.statistic.starts_with('p');
    let parts = if is_quantile {
        parts.min(BLOCKS)
    } else {
        parts
    };
    let df = parts.checked_sub(1)?;
    // Of an interval that is not symmetric, or was cut at 0, the longer side.
    let half = (value - low).max(high - value).max(0.0);
    Some((half / t_975(df)?, df))
}

fn change(
    base: &Headline,
    now: &Headline,
    errors: Option<((f64, usize), (f64, usize))>,
    alpha: f64,
    margin: f64,
) -> Change {
    let untouched = (base.value, base.low, base.high) == (now.value, now.low, now.high);
    let change = now.value.zip(base.value).map(|(now, base)| now - base);
    let interval = if untouched {
        change.map(|change| (change, change))
    } else {
        change.zip(errors).and_then(|(change, (a, b))| {
            let half = t_quantile(1.0 - alpha / 2.0, a.1.min(b.1))? * libm::hypot(a.0, b.0);
            half.is_finite().then_some((change - half, change + half))
        })
    };
    let better = Better::of(&base.measure, &base.statistic);
    let least = margin * base.value.unwrap_or(0.0).abs();
    let verdict = if untouched {
        Verdict::Same
    } else {
        verdict(better, interval, least)
    };
    let (low, high) = interval.unzip();
    Change {
        row: base.to_string(),
        unit: base.unit.clone(),
        base: base.value,
        now: now.value,
        change,
        low,
        high,
        verdict,
        untouched,
    }
}

/// Holds the interval of a change against the margin, as `compare` holds it against the smallest change that matters. Where it
/// cannot be told, it is enough that it is not worse. Where neither side is better, any change that matters is worse.
fn verdict(better: Better, interval: Option<(f64, f64)>, margin: f64) -> Verdict {
    let Some((low, high)) = interval else {
        return Verdict::CannotTell;
    };
    match (experiment::verdict(interval, margin), better) {
        (experiment::Verdict::Same, _) => Verdict::Same,
        (experiment::Verdict::Up, Better::Higher) | (experiment::Verdict::Down, Better::Lower) => {
            Verdict::Better
        }
        (experiment::Verdict::Up | experiment::Verdict::Down, _) => Verdict::Worse,
        (experiment::Verdict::Unsure, Better::Lower) if high <= margin => Verdict::NotWorse,
        (experiment::Verdict::Unsure, Better::Higher) if low >= -margin => Verdict::NotWorse,
        (experiment::Verdict::Unsure, _) => Verdict::CannotTell,
    }
}

fn remarks(was: &Origin, is: &Origin) -> Vec<String> {
    let mut said = Vec::new();
    if was.scenario_digest != is.scenario_digest || was.set != is.set {
        said.push("the scenario means something else than when the baseline was made: this compares two scenarios, not two versions of the program".to_owned());
    }
    let mut differs = |what: &str, was: String, is: String| {
        if was != is {
            said.push(format!("{what}: baseline {was}, now {is}"));
        }
    };
    differs("version", was.version.clone(), is.version.clone());
    differs("target", was.target.clone(), is.target.clone());
    differs(
        "random numbers",
        was.generator.clone(),
        is.generator.clone(),
    );
    differs("seed", was.seed.to_string(), is.seed.to_string());
    let mode = |origin: &Origin| match origin.inputs {
        InputMode::Stated => "as stated".to_owned(),
        InputMode::Drawn => "drawn".to_owned(),
    };
    differs("inputs", mode(was), mode(is));
    let range = |origin: &Origin| match origin.from {
        0 => origin.replications.to_string(),
        from => format!("{} from {from}", origin.replications),
    };
    differs("replications", range(was), range(is));
    differs(
        "of them failed",
        was.failed.to_string(),
        is.failed.to_string(),
    );
    said
}

impl std::fmt::Display for Change {
    /// On one line, for people: `worse: total(waiting-vehicle-hours) 1,003 -> 1,950, +947 (+910 to +984)`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let largest = [self.base, self.now].into_iter().flatten();
        let largest = largest.fold(0.0, |most: f64, value| most.max(value.abs()));
        let (scale, word) = match self.unit.as_str() {
            "s" => {
                let unit = TimeUnit::of(largest);
                (unit.seconds, format!(" {}", unit.word))
            }
            "vehicle" => (1.0, String::new()),
            unit => (1.0, format!(" {unit}")),
        };
        let half = self
            .low
            .zip(self.high)
            .map(|(low, high)| (high - low) / 2.0);
        let small = [half, self.change.map(f64::abs)].into_iter().flatten();
        let small = small.filter(|size| *size > 0.0).fold(largest, f64::min);
        let places = digits(small / scale);
        let show =
            |value: Option<f64>| value.map_or("-".to_owned(), |value| fixed(value / scale, places));
        let signed = |value: Option<f64>| match value {
            Some(value) if value > 0.0 => format!("+{}", show(Some(value))),
            value => show(value),
        };
        let verdict = self.verdict.word();
        let (base, now) = (show(self.base), show(self.now));
        write!(f, "{verdict}: {} {base} -> {now}{word}", self.row)?;
        match self.change {
            None => write!(f, ", no estimate in one of the two"),
            Some(_) if self.low.is_none() => {
                write!(f, ", {} without an interval", signed(self.change))
            }
            Some(_) => write!(
                f,
                ", {} ({} to {})",
                signed(self.change),
                signed(self.low),
                signed(self.high)
            ),
        }
    }
}
