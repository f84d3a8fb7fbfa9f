//! Which distribution a set of values came from: maximum likelihood, Akaike's criterion, and whether it fits at all.
//!
//! Every family that the language offers is fitted by maximum likelihood. Families are ranked by AIC = 2k - 2 ln L (Akaike 1974), and
//! each is tested with the Anderson-Darling statistic. Its distribution under an estimated law is known for few families, so the p-value
//! comes from a parametric bootstrap: values are drawn from the fitted law, *rounded as the log is*, fitted anew and compared with
//! their own fit (Stute, González Manteiga & Presedo Quindimil 1993). The same refits give the intervals of the parameters. What is
//! chosen is, of the families that are not refused at 5 %, that of the smallest AIC; where all are, of those not refused at 1 % (and the fit is
//! doubtful); where all are refused, none is, and the quantiles of the values stand in for a law.
//!
//! Logs are rounded, mostly to minutes. Two rounded stamps give a duration whose expectation is right; rounding adds δ²/6 to its variance.
//! The likelihood is that of the values as they stand, the bootstrap carries the rounding, and where the resolution is not below the standard
//! deviation nothing is fitted.

pub mod families;

use serde::Serialize;

use crate::des::keyed::{Key, Stream, Use};
use crate::des::variate::{Distribution, Sampler};
use crate::stats;
use families::{Family, Law, Sums, most_likely};

/// Refits that make a p-value: the least that can be had is 1 / 200.
pub const REFITS: u32 = 199;

/// Fewer values tell no law.
pub const LEAST_VALUES: usize = 20;

/// More values than this are not tested: with so many every law is refused for something that matters to nobody.
pub const MOST_TESTED: usize = 2_000;

/// Below this p-value a law is refused.
pub const REFUSED: f64 = 0.01;

/// Below this one it is doubtful.
pub const DOUBTFUL: f64 = 0.05;

const REFIT: Use = Use::named("refit");
const SUBSET: Use = Use::named("subset");

/// What is known of the law of some values, all in their unit.
#[derive(Clone, Debug)]
pub struct Fit {
    /// How many values.
    pub n: usize,
    /// How many of them are 0; in the fits they count as a quarter of the resolution.
    pub zeros: usize,
    /// The step to which they are rounded.
    pub resolution: f64,
    /// Their mean, with the 95 % interval of Student's t.
    pub mean: (f64, Option<(f64, f64)>),
    /// Their standard deviation; 0 where there is one value.
    pub sd: f64,
    /// Quantiles of the orders 5, 50 and 95 %.
    pub quantiles: [f64; 3],
    /// What could be fitted, the smallest AIC first.
    pub candidates: Vec<Candidate>,
    /// How many values the tests of fit looked at.
    pub tested: usize,
    /// What came out.
    pub verdict: Verdict,
    /// The law to use.
    pub law: Distribution,
}

/// A fitted family.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Which.
    pub family: Family,
    /// The member that was fitted.
    pub law: Law,
    /// Akaike's criterion.
    pub aic: f64,
    /// The Anderson-Darling statistic.
    pub statistic: f64,
    /// The share of refits that fit no better.
    pub p: f64,
    /// 95 % interval of each parameter, in the order of [`Law::parameters`].
    pub intervals: Vec<(f64, f64)>,
}

/// What came out of a fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The chosen law is not refused at 5 %.
    Fits,
    /// It is refused at 5 %, and not at 1 %.
    Doubtful,
    /// All are refused at 1 %.
    NoneFits,
    /// All values are the same.
    Constant,
    /// There are too few values.
    TooFew,
    /// The values are rounded too coarsely.
    TooCoarse,
}

impl Verdict {
    /// What is said.
    pub fn words(self) -> &'static str {
        match self {
            Self::Fits => "fits",
            Self::Doubtful => "doubtful: p < 0.05",
            Self::NoneFits => "none of these fits: p < 0.01",
            Self::Constant => "always the same",
            Self::TooFew => "too few values to tell a law",
            Self::TooCoarse => "rounded too coarsely to tell a law",
        }
    }
}

impl Fit {
    /// Fits values of 0 or more that are rounded to `resolution`; `durations` are differences of two rounded stamps, others are rounded themselves.
    /// `None` where there are no values.
    pub fn of(values: &[f64], resolution: f64, durations: bool, key: Key) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (&least, &most) = (sorted.first()?, sorted.last()?);
        let estimate = stats::mean(values);
        let mean = estimate.value?;
        let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
        let sd = (squares / (values.len().max(2) - 1) as f64).sqrt();
        let zeros = values.iter().filter(|&&x| x <= 0.0).count();
        let mut fit = Self {
            n: values.len(),
            zeros,
            resolution,
            mean: (mean, estimate.low.zip(estimate.high)),
            sd,
            quantiles: [0.05, 0.5, 0.95].map(|order| quantile(&sorted, order)),
            candidates: Vec::new(),
            tested: 0,
            verdict: Verdict::TooFew,
            law: empirical(&sorted),
        };
        if least == most {
            fit.verdict = Verdict::Constant;
            fit.law = Distribution::Constant { value: least };
        } else if values.len() < LEAST_VALUES {
            fit.verdict = Verdict::TooFew;
        } else if resolution >= sd {
            fit.verdict = Verdict::TooCoarse;
        } else {
            let rounding = Rounding {
                step: resolution,
                durations,
            };
            for value in &mut sorted {
                *value = rounding.positive(*value);
            }
            fit.try_families(&sorted, rounding, key);
        }
        Some(fit)
    }

    fn try_families(&mut self, sorted: &[f64], rounding: Rounding, key: Key) {
        let sums = Sums::of(sorted);
        let subset = (sorted.len() > MOST_TESTED).then(|| subset(sorted, key));
        let tested = subset.as_deref().unwrap_or(sorted);
        self.tested = tested.len();
        let fitted = Family::ALL.into_iter().filter_map(|family| {
            let law = most_likely(family, sorted, &sums)?;
            law.distribution().check().ok()?;
            let aic = 2.0 * f64::from(family.parameters()) - 2.0 * law.log_likelihood(sorted);
            let key = key.named(family.word());
            let test = test(family, &law, tested, rounding, key)?;
            aic.is_finite().then_some(Candidate {
                family,
                law,
                aic,
                statistic: test.statistic,
                p: test.p,
                intervals: test.intervals,
            })
        });
        self.candidates = fitted.collect();
        self.candidates.sort_by(|a, b| a.aic.total_cmp(&b.aic));
        self.verdict = match self.best_above(DOUBTFUL) {
            Some(_) => Verdict::Fits,
            None if self.best_above(REFUSED).is_some() => Verdict::Doubtful,
            None => Verdict::NoneFits,
        };
        if let Some(law) = self.chosen().map(|chosen| chosen.law.distribution()) {
            self.law = law;
        }
    }

    /// Of those that are not refused at this level the one of the smallest AIC.
    fn best_above(&self, level: f64) -> Option<&Candidate> {
        let mut candidates = self.candidates.iter();
        candidates.find(|candidate| candidate.p >= level)
    }

    /// The chosen candidate, if one was.
    pub fn chosen(&self) -> Option<&Candidate> {
        match self.verdict {
            Verdict::Fits => self.best_above(DOUBTFUL),
            Verdict::Doubtful => self.best_above(REFUSED),
            _ => None,
        }
    }
}

/// How values are rounded.
#[derive(Clone, Copy, Debug)]
struct Rounding {
    step: f64,
    durations: bool,
}

impl Rounding {
    /// A value above 0: 0 stands for whatever was rounded to it.
    fn positive(self, value: f64) -> f64 {
        value.max(self.step / 4.0)
    }

    /// What the log says of a true value: a duration begins anywhere between two ticks of the clock.
    fn of(self, value: f64, stream: &mut Stream) -> f64 {
        let phase = if self.durations { stream.unit() } else { 0.5 };
        self.positive((value / self.step + phase).floor() * self.step)
    }
}

struct Test {
    statistic: f64,
    p: f64,
    intervals: Vec<(f64, f64)>,
}

/// The parametric bootstrap of one family.
fn test(family: Family, law: &Law, sorted: &[f64], rounding: Rounding, key: Key) -> Option<Test> {
    let own = most_likely(family, sorted, &Sums::of(sorted))?;
    let statistic = anderson_darling(&own, sorted);
    let sampler = Sampler::new(&own.distribution());
    let mut values = vec![0.0; sorted.len()];
    let mut found: Vec<Vec<f64>> = vec![Vec::new(); law.parameters().len()];
    let (mut no_better, mut refits) = (0_u32, 0_u32);
    for refit in 0..REFITS {
        let mut stream = key.entity(u64::from(refit)).stream(REFIT);
        for value in &mut values {
            let drawn = sampler.draw_f64(&mut stream).max(0.0);
            *value = rounding.of(drawn, &mut stream);
        }
        values.sort_by(f64::total_cmp);
        // All the same by rounding: no family has a member for that.
        if values.first() == values.last() {
            continue;
        }
        let Some(again) = most_likely(family, &values, &Sums::of(&values)) else {
            continue;
        };
        refits += 1;
        no_better += u32::from(anderson_darling(&again, &values) >= statistic);
        for (found, (_, value, _)) in found.iter_mut().zip(again.parameters()) {
            found.push(value);
        }
    }
    let intervals = found
        .iter_mut()
        .zip(own.parameters())
        .map(|(found, (_, own, _))| {
            found.sort_by(f64::total_cmp);
            if found.is_empty() {
                return (own, own);
            }
            // The basic bootstrap: what refits stray from the fit, the fit strays from the truth.
            let (low, high) = (quantile(found, 0.025), quantile(found, 0.975));
            (2.0 * own - high, 2.0 * own - low)
        })
        .collect();
    Some(Test {
        statistic,
        p: f64::from(no_better + 1) / f64::from(refits + 1),
        intervals,
    })
}

/// The Anderson-Darling statistic (1954) of values in rising order.
fn anderson_darling(law: &Law, sorted: &[f64]) -> f64 {
    const EDGE: f64 = 1e-12;
    let n = sorted.len();
    let parts: Vec<f64> = sorted
        .iter()
        .map(|&x| law.cumulative(x).clamp(EDGE, 1.0 - EDGE))
        .collect();
    let sum: f64 = parts
        .iter()
        .enumerate()
        .map(|(index, &part)| {
            let rank = (2 * index + 1) as f64;
            rank * libm::log(part) + (2 * n) as f64 * libm::log1p(-part) - rank * libm::log1p(-part)
        })
        .sum();
    -(n as f64) - sum / n as f64
}

/// As many values as are tested, each as likely to be among them, in rising order.
fn subset(sorted: &[f64], key: Key) -> Vec<f64> {
    let mut stream = key.entity(0).stream(SUBSET);
    let mut kept = Vec::with_capacity(MOST_TESTED);
    let (mut wanted, mut left) = (MOST_TESTED as f64, sorted.len() as f64);
    for &value in sorted {
        if stream.unit() * left < wanted {
            kept.push(value);
            wanted -= 1.0;
        }
        left -= 1.0;
    }
    kept
}

/// A quantile of values in rising order, between the two next to it (definition 7 of Hyndman & Fan 1996).
pub fn quantile(sorted: &[f64], order: f64) -> f64 {
    let place = order * (sorted.len().saturating_sub(1)) as f64;
    let below = place.floor();
    let at = |index: f64| sorted.get(index as usize).copied().unwrap_or_default();
    let (low, high) = (
        at(below),
        at((below + 1.0).min(sorted.len().saturating_sub(1) as f64)),
    );
    low + (high - low) * (place - below)
}

/// What stands in for a law: the values themselves, or, of many, as many quantiles in equal steps.
fn empirical(sorted: &[f64]) -> Distribution {
    let values: Vec<f64> = if sorted.len() <= MOST_LISTED {
        sorted.to_vec()
    } else {
        (0..MOST_LISTED)
            .map(|index| quantile(sorted, (index as f64 + 0.5) / MOST_LISTED as f64))
            .collect()
    };
    Distribution::Empirical {
        weights: vec![1.0; values.len()],
        values,
    }
}

/// An empirical law has at most so many values.
const MOST_LISTED: usize = 40;
