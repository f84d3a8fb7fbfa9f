//! Ratios, variances and standard deviations, with intervals by the jackknife.
//!
//! The jackknife asks how much an estimate moves when a part of the replications is left out. It
//! needs no formula of its own for each statistic, respects the dependence inside a replication,
//! and is reproducible: nothing is drawn.

use super::interval::{Estimate, prediction};
use super::student::t_975;
use super::tally::Tally;

/// Blocks of replications for the statistics that are jackknifed by blocks: replication `i` belongs
/// to block `i mod 20`.
pub const BLOCKS: usize = 20;

/// The ratio of two totals, `sum num / sum den`, times `scale`: one numerator and one denominator a
/// replication.
///
/// This is the estimator for a mean over observations whose number varies, such as the time of all
/// visitors over their count. The mean of the replications' own ratios would give a visitor of a
/// quiet replication more weight than one of a busy replication. The value is `None` when the
/// denominators add to zero. The interval of the expectation is by the jackknife that leaves out
/// one replication at a time, with `n - 1` degrees of freedom (Miller 1974, *The jackknife: a
/// review*); it is `None` when one replication holds the whole denominator.
///
/// The prediction interval is that of one replication's own ratio. Replications whose denominator
/// is zero have none and are left out of it: it speaks of a future realisation in which the ratio
/// exists.
///
/// Sums are exact. If one does not fit `i128` (10^23 vehicle-years in microseconds), the estimate
/// is `None`.
///
/// # Panics
/// If the columns differ in length.
#[must_use]
pub fn ratio(num: &[i128], den: &[i128], scale: f64) -> Estimate {
    assert_eq!(
        num.len(),
        den.len(),
        "one numerator and one denominator a replication"
    );
    let n = num.len();
    let total = |column: &[i128]| column.iter().try_fold(0_i128, |sum, &x| sum.checked_add(x));
    let (Some(num_total), Some(den_total)) = (total(num), total(den)) else {
        return Estimate::unknown(n);
    };
    let Some(value) = quotient(num_total, den_total) else {
        return Estimate::unknown(n);
    };
    let pairs = || num.iter().zip(den);
    let without: Option<Vec<Left>> = pairs()
        .map(|(a, b)| {
            let value = quotient(num_total.checked_sub(*a)?, den_total.checked_sub(*b)?)?;
            Some(Left { value, out: 1 })
        })
        .collect();
    let own: Vec<f64> = pairs().filter_map(|(&a, &b)| quotient(a, b)).collect();
    let expected = without.and_then(|without| jackknife(value, &without));
    Estimate::new(value, expected, prediction(&own), n).scaled(scale)
}

/// The variance (divisor `count - 1`) of the observations of all replications pooled, one [`Tally`]
/// a replication, times `scale` squared.
///
/// The interval of the expectation is by the jackknife over [`BLOCKS`] blocks, with one degree of
/// freedom less than there are blocks (fewer replications than blocks are one block each). The
/// prediction interval is that of one replication's own variance, over the replications with at
/// least two observations. Everything up to the last division is exact.
#[must_use]
pub fn pooled_variance(tallies: &[Tally], scale: f64) -> Estimate {
    pooled(tallies, |variance| variance).scaled(scale * scale)
}

/// The standard deviation of the observations of all replications pooled, times `scale`: the root
/// of [`pooled_variance`], jackknifed as such.
#[must_use]
pub fn pooled_sd(tallies: &[Tally], scale: f64) -> Estimate {
    pooled(tallies, f64::sqrt).scaled(scale)
}

/// An estimate that leaves something out.
pub(super) struct Left {
    /// The estimate from the replications that stay.
    pub value: f64,
    /// How many replications are left out.
    pub out: usize,
}

/// The 95 % jackknife interval around `full`, given the estimates that leave out each block in
/// turn.
///
/// Blocks may differ in size (21 replications in 20 blocks): the variance is that of Busing, Meijer
/// and van der Leeden 1999, *Delete-m jackknife for unequal m*, which for equal blocks is the usual
/// `(g - 1)/g * sum of squared deviations`. The interval is centred on the estimate itself, not on
/// the bias-corrected one, which varies more. `None` for fewer than two blocks.
pub(super) fn jackknife(full: f64, without: &[Left]) -> Option<(f64, f64)> {
    let g = without.len();
    let n: usize = without.iter().map(|left| left.out).sum();
    let t = t_975(g.checked_sub(1)?)?;
    let kept = |left: &Left| 1.0 - left.out as f64 / n as f64;
    let bias: f64 = without
        .iter()
        .map(|left| kept(left) * (left.value - full))
        .sum();
    let squares: f64 = without
        .iter()
        .map(|left| {
            let others = n as f64 / left.out as f64 - 1.0;
            let deviation = others * (left.value - full) - bias;
            deviation * deviation / others
        })
        .sum();
    let half = t * (squares / g as f64).sqrt();
    Some((full - half, full + half))
}

fn pooled(tallies: &[Tally], statistic: fn(f64) -> f64) -> Estimate {
    let n = tallies.len();
    let estimate = |tally: &Tally| tally.variance().map(statistic);
    let merged = |skip: Option<usize>| {
        let mut all = Tally::default();
        tallies
            .iter()
            .enumerate()
            .filter(|(i, _)| Some(i % BLOCKS) != skip)
            .for_each(|(_, tally)| all.add(tally));
        estimate(&all)
    };
    let Some(value) = merged(None) else {
        return Estimate::unknown(n);
    };
    let without: Option<Vec<Left>> = (0..n.min(BLOCKS))
        .map(|block| {
            Some(Left {
                value: merged(Some(block))?,
                out: (n - block).div_ceil(BLOCKS),
            })
        })
        .collect();
    let own: Vec<f64> = tallies.iter().filter_map(estimate).collect();
    Estimate::new(
        value,
        without.and_then(|without| jackknife(value, &without)),
        prediction(&own),
        n,
    )
}

fn quotient(num: i128, den: i128) -> Option<f64> {
    (den != 0).then(|| num as f64 / den as f64)
}
