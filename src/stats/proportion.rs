//! The share of replications in which something happened.

use statrs::distribution::{Beta, ContinuousCDF};

use super::influence::Influence;
use super::interval::Estimate;
use super::student::{Z_975 as Z, t_975};

/// The share `hits / n` with its 95 % interval; there is no interval of the next one, which is 0 or 1.
///
/// The interval is Wilson's score interval (Wilson 1927, *Probable inference, the law of succession, and statistical
/// inference*): the shares that a normal test would not reject. It stays within 0 and 1, has a width where all or none
/// of the replications are hits, and covers about 95 % on average over shares, some points less or more for single ones
/// (Brown, Cai and DasGupta 2001, *Interval estimation for a binomial proportion*). `None` values for `n = 0`.
#[must_use]
pub fn proportion(hits: usize, n: usize) -> Estimate {
    wilson(hits, n, n as f64)
}

/// The share of `met` with its 95 % interval, where replications of one part (a draw of the inputs) are not independent, but
/// parts are; `parts` says to which part each replication belongs, equal numbers following each other.
///
/// The interval is Wilson's, as in [`proportion`], of the *effective* number of replications: as many independent ones as would
/// make the share vary as it does, `share (1 - share) / variance` (Kish 1965, *Survey Sampling*: the number over the design
/// effect). Since the variance is itself an estimate from few parts, that is reduced by the square of the normal quantile
/// over Student's (Korn and Graubard 1998, *Confidence intervals for proportions with small expected number of positive counts
/// estimated from survey data*). It is never less than the number of parts, which are independent, and never more than that of
/// replications. Where all or none are met nothing varies, and only the parts are counted.
///
/// # Panics
/// If `met` and `parts` differ in length.
#[must_use]
pub fn proportion_of_parts(met: &[bool], parts: &[u64]) -> Estimate {
    let (hits, count) = effective(met, parts);
    wilson(hits, met.len(), count)
}

/// The interval of the share of `met` that misses the chance behind it on either side with probability at most `error`, where replications
/// of one part are not independent, but parts are; `parts` is as in [`proportion_of_parts`]. `None` for no replications.
///
/// It is that of Clopper and Pearson 1934, *The use of confidence or fiducial limits illustrated in the case of the binomial*: the shares that an
/// exact test would not reject. It keeps its promise at every level, where Wilson's interval, which is right on average at 95 %, is far too wide
/// near 0 and 1 for small errors. With draws of the inputs the number of replications is the effective one of [`proportion_of_parts`] (Korn and
/// Graubard 1998).
///
/// # Panics
/// If `met` and `parts` differ in length.
#[must_use]
pub fn proportion_within(met: &[bool], parts: &[u64], error: f64) -> Option<(f64, f64)> {
    let (hits, count) = effective(met, parts);
    let n = met.len();
    if n == 0 || !(error > 0.0 && error < 0.5) {
        return None;
    }
    let share = hits as f64 / n as f64;
    let (met, missed) = (share * count, (1.0 - share) * count);
    // Rounded as Student's quantiles are: the last digits differ between platforms, and no interval is known to nine.
    let quantile = |p: f64, a: f64, b: f64| {
        let x = Beta::new(a, b).ok()?.inverse_cdf(p);
        Some((x * 1e9).round() / 1e9)
    };
    let low = match hits {
        0 => 0.0,
        _ => quantile(error, met, missed + 1.0)?,
    };
    let high = match n - hits {
        0 => 1.0,
        _ => quantile(1.0 - error, met + 1.0, missed)?,
    };
    Some((low, high))
}

/// How many are met, and as many independent replications as would make their share vary as it does.
fn effective(met: &[bool], parts: &[u64]) -> (usize, f64) {
    let n = met.len();
    let hits = met.iter().filter(|&&met| met).count();
    let independent = parts.chunk_by(|a, b| a == b).count();
    let numbers: Vec<i128> = met.iter().map(|&met| met.into()).collect();
    let variance = Influence::of_mean(&numbers, parts, 1.0).and_then(|share| share.variance());
    let share = hits as f64 / n as f64;
    let effective = variance.filter(|_| hits > 0 && hits < n).and_then(|of| {
        let unsure = Z / t_975(independent.checked_sub(1)?)?;
        Some(share * (1.0 - share) / of * unsure * unsure)
    });
    let (least, most) = (independent as f64, n as f64);
    (hits, effective.map_or(least, |n| n.min(most).max(least)))
}

/// Wilson's interval of a share that is as sure as one of `count` independent replications.
fn wilson(hits: usize, n: usize, count: f64) -> Estimate {
    if n == 0 {
        return Estimate::unknown(0);
    }
    let share = hits as f64 / n as f64;
    let shrink = 1.0 + Z * Z / count;
    let centre = (share + Z * Z / (2.0 * count)) / shrink;
    let half = Z / shrink * (share * (1.0 - share) / count + Z * Z / (4.0 * count * count)).sqrt();
    // At the ends the interval reaches them, which rounding must not hide.
    let low = if hits == 0 {
        0.0
    } else {
        (centre - half).max(0.0)
    };
    let high = if hits == n {
        1.0
    } else {
        (centre + half).min(1.0)
    };
    Estimate::new(share, Some((low, high)), None, n)
}
