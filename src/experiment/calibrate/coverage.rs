//! Whether the intervals hold: calibration of what is known, because it was simulated.
//!
//! A draw is taken for the truth: what it simulated, with an error of the model, is published, and the other draws are calibrated against
//! it. Over many such truths the intervals of 90 % have to hold the true value in nine cases of ten, and the rank of the true value
//! among draws of the posterior has to be uniform (Talts et al. 2018, *Validating Bayesian inference algorithms with simulation-based
//! calibration*, arXiv 1804.06788). The truths are draws of the prior, as there; nothing is simulated anew.

use crate::des::keyed::Key;
use crate::stats::Weighted;

use super::figure::Figure;
use super::posterior::{Draws, Fit, Quantiles};

/// At most this many draws are taken for the truth: the share of intervals that hold is then known to about four points.
pub const MOST_TRUTHS: usize = 200;

/// Ranks are counted in so many classes.
pub const BINS: usize = 10;

/// Draws of a posterior among which the truth has a rank; ranks fill the classes evenly.
const RANKED: usize = 99;

/// The 99 % point of chi-square with [`BINS`] less one degrees of freedom: uniform ranks stray farther in one check of a hundred.
pub const UNIFORM_99: f64 = 21.666;

/// How the intervals of one unknown fared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    /// Truths that lay in their interval of 90 %.
    pub held: usize,
    /// Truths by the class of their rank among draws of the posterior.
    pub ranks: [usize; BINS],
}

impl Coverage {
    /// How far the ranks are from uniform: Pearson's chi-square with [`BINS`] less one degrees of freedom.
    pub fn chi_square(&self) -> f64 {
        let all: usize = self.ranks.iter().sum();
        if all == 0 {
            return 0.0;
        }
        let expected = all as f64 / BINS as f64;
        let square =
            |&count: &usize| (count as f64 - expected) * (count as f64 - expected) / expected;
        self.ranks.iter().map(square).sum()
    }
}

/// What became of all truths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// Truths that were calibrated.
    pub truths: usize,
    /// Truths with which too few other draws agree: of those nothing would have been said. Whether that is so can be seen from
    /// what is published, so to leave them out does not favour any.
    pub left_out: usize,
    /// One a unknown, in the order in which they were asked for.
    pub unknowns: Vec<Coverage>,
}

/// Calibrates synthetic truths; `unknowns` are indices of inputs.
pub fn coverage(figures: &[Figure], draws: &Draws, unknowns: &[usize], key: Key) -> Checked {
    let mut found = Checked {
        unknowns: vec![Coverage::default(); unknowns.len()],
        ..Checked::default()
    };
    for truth in 0..draws.len().min(MOST_TRUTHS) {
        let key = key.child(truth as u64);
        let mut stream = key.named("published").stream();
        let published: Vec<Figure> = figures
            .iter()
            .zip(&draws.simulated)
            .map(|(figure, simulated)| {
                figure.published_for(simulated[truth], [stream.unit(), stream.unit()])
            })
            .collect();
        let is_known = published
            .iter()
            .all(|figure| !figure.low.is_nan() && !figure.high.is_nan());
        let fit =
            is_known.then(|| Fit::new(&published, draws, Some(truth), key.named("second-error")));
        let Some(fit) = fit.filter(Fit::is_enough) else {
            found.left_out += 1;
            continue;
        };
        found.truths += 1;
        for (at, (&unknown, coverage)) in unknowns.iter().zip(&mut found.unknowns).enumerate() {
            let Some(drawn) = draws.places.get(unknown) else {
                continue;
            };
            let Some(sample) = Weighted::new(&fit.places(drawn), &fit.weights) else {
                continue;
            };
            let interval = Quantiles::of(|p| sample.quantile(p));
            coverage.held += usize::from((interval.low..=interval.high).contains(&drawn[truth]));
            let mut stream = key.named("ranks").child(at as u64).stream();
            let below = (0..RANKED)
                .filter(|_| sample.quantile(stream.unit()) < drawn[truth])
                .count();
            coverage.ranks[below * BINS / (RANKED + 1)] += 1;
        }
    }
    found
}
