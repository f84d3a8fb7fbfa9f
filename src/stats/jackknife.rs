//! Ratios, variances and standard deviations, with intervals by the jackknife.
//!
//! The jackknife asks how much an estimate moves when a part of the replications is left out. It
//! needs no formula of its own for each statistic, respects the dependence inside a replication,
//! and is reproducible: nothing is drawn.

use super::influence::{Influence, Left};
use super::interval::{Estimate, prediction};
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
    let n = num.len();
    let each: Vec<u64> = (0..n as u64).collect();
    let Some(value) = quotient_of_totals(num, den) else {
        return Estimate::unknown(n);
    };
    let own: Vec<f64> = num
        .iter()
        .zip(den)
        .filter_map(|(&a, &b)| quotient(a, b))
        .collect();
    let expected = influence_on_ratio(num, den, &each, 1.0);
    let expected = expected.and_then(|influence| influence.interval(0.05));
    Estimate::new(value, expected, prediction(&own), n)
        .next_from(own.len())
        .scaled(scale)
}

/// The influence of each part of the replications on [`ratio`]; `parts` says to which each replication belongs, equal numbers
/// following each other. `None` where the ratio is, or where one part holds the whole denominator.
///
/// # Panics
/// If the columns differ in length.
#[must_use]
pub fn influence_on_ratio(
    num: &[i128],
    den: &[i128],
    parts: &[u64],
    scale: f64,
) -> Option<Influence> {
    assert_eq!(num.len(), parts.len(), "one part a replication");
    let value = quotient_of_totals(num, den)?;
    let (num_total, den_total) = (total(num)?, total(den)?);
    let mut from = 0;
    let without: Option<Vec<Left>> = parts
        .chunk_by(|a, b| a == b)
        .map(|part| {
            let here = from..from + part.len();
            from = here.end;
            let a = num_total.checked_sub(total(&num[here.clone()])?)?;
            let b = den_total.checked_sub(total(&den[here])?)?;
            Some(Left {
                value: quotient(a, b)?,
                out: part.len(),
            })
        })
        .collect();
    Influence::left_out(value, &without?).scaled(scale)
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

/// The influence of each block of the replications on [`pooled_sd`]. Replications of part `p` are of block `p mod 20`, so that
/// a part stays whole. `None` where there is no standard deviation.
///
/// # Panics
/// If `tallies` and `parts` differ in length.
#[must_use]
pub fn influence_on_sd(tallies: &[Tally], parts: &[u64], scale: f64) -> Option<Influence> {
    assert_eq!(tallies.len(), parts.len(), "one part a replication");
    influence(tallies, parts, f64::sqrt)?.scaled(scale)
}

fn pooled(tallies: &[Tally], statistic: fn(f64) -> f64) -> Estimate {
    let n = tallies.len();
    let each: Vec<u64> = (0..n as u64).collect();
    let estimate = |tally: &Tally| tally.variance().map(statistic);
    let Some(value) = estimate(&merged(tallies.iter())) else {
        return Estimate::unknown(n);
    };
    let expected = influence(tallies, &each, statistic);
    let own: Vec<f64> = tallies.iter().filter_map(estimate).collect();
    Estimate::new(
        value,
        expected.and_then(|influence| influence.interval(0.05)),
        prediction(&own),
        n,
    )
    .next_from(own.len())
}

fn influence(tallies: &[Tally], parts: &[u64], statistic: fn(f64) -> f64) -> Option<Influence> {
    let value = merged(tallies.iter()).variance().map(statistic)?;
    let block_of = |part: u64| part % BLOCKS as u64;
    let block = |block: u64| {
        let out = parts
            .iter()
            .filter(|&&part| block_of(part) == block)
            .count();
        let rest = tallies.iter().zip(parts);
        let rest = rest.filter(|(_, part)| block_of(**part) != block);
        (out > 0).then(|| {
            let rest = merged(rest.map(|(tally, _)| tally)).variance()?;
            Some(Left {
                value: statistic(rest),
                out,
            })
        })
    };
    let without: Option<Vec<Left>> = (0..BLOCKS as u64).filter_map(block).collect();
    Some(Influence::left_out(value, &without?))
}

fn merged<'a>(tallies: impl Iterator<Item = &'a Tally>) -> Tally {
    let mut all = Tally::default();
    tallies.for_each(|tally| all.add(tally));
    all
}

fn total(column: &[i128]) -> Option<i128> {
    column.iter().try_fold(0_i128, |sum, &x| sum.checked_add(x))
}

fn quotient_of_totals(num: &[i128], den: &[i128]) -> Option<f64> {
    assert_eq!(
        num.len(),
        den.len(),
        "one numerator and one denominator a replication"
    );
    quotient(total(num)?, total(den)?)
}

fn quotient(num: i128, den: i128) -> Option<f64> {
    (den != 0).then(|| num as f64 / den as f64)
}
