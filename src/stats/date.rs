//! The date of an event that some replications do not reach.
//!
//! "When is the stock gone?" has no mean if in one replication of ten it is not gone by the end of
//! what was simulated: that date is known only to be later. Ordered dates do have a meaning, with
//! "later" as the last of them, so everything here is an order statistic. No law is assumed, and
//! each answer is a date that did occur.

use statrs::distribution::{Binomial, DiscreteCDF};

use super::interval::{ORDER_STATISTICS_FROM, TAIL};

/// A median date with its intervals; dates are integers of any unit (microseconds since 1970, say).
///
/// `None` means *not within what was simulated*, or, for a bound, that there are too few
/// replications to have one: six are needed for `low` and `high`, 39 for `next_low` and
/// `next_high`. Which of the two it is follows from `n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MedianDate {
    /// The first date by which at least half of all replications had reached the event.
    pub value: Option<i64>,
    /// Lower end of the confidence interval of the median, at least 95 %.
    pub low: Option<i64>,
    /// Upper end of the confidence interval of the median, at least 95 %.
    pub high: Option<i64>,
    /// Lower end of the prediction interval of one future realisation, at least 95 %.
    pub next_low: Option<i64>,
    /// Upper end of the prediction interval of one future realisation, at least 95 %.
    pub next_high: Option<i64>,
    /// All replications, those that did not reach the event included.
    pub n: usize,
    /// Replications that reached it. `reached / n` estimates the probability of reaching it at all.
    pub reached: usize,
}

/// The median over replications of a date, where `None` is an event not reached by the end and
/// counts as later than any date.
///
/// The median is the `ceil(n/2)`th of the ordered dates, never between two. Its interval runs from
/// the `k`th smallest to the `k`th largest, `k` the greatest with `P(B < k) <= 2.5 %`, `B` binomial
/// with `n` trials of one half: the sign test turned round (Conover, *Practical Nonparametric
/// Statistics*, confidence interval for a quantile). One future realisation lies between the `k`th
/// smallest and the `k`th largest for `k = floor(0.025 (n + 1))`, as in [`super::prediction`] but
/// without interpolation. Both cover at least 95 %, also with ties and censoring.
#[must_use]
pub fn median_date(dates: &[Option<i64>]) -> MedianDate {
    let n = dates.len();
    let mut sorted: Vec<i64> = dates.iter().copied().flatten().collect();
    sorted.sort_unstable();
    // The `k`th smallest of all; beyond those reached lies only "later".
    let smallest = |k: usize| sorted.get(k.checked_sub(1)?).copied();
    let between = |k: Option<usize>| (k.and_then(smallest), k.and_then(|k| smallest(n + 1 - k)));
    let (low, high) = between(sign_test(n, 1.0 / TAIL as f64));
    let (next_low, next_high) = between((n >= ORDER_STATISTICS_FROM).then_some((n + 1) / TAIL));
    MedianDate {
        value: smallest(n.div_ceil(2)),
        low,
        high,
        next_low,
        next_high,
        n,
        reached: sorted.len(),
    }
}

/// The interval of [`median_date`] that misses the median on either side with probability at most `error`; an end that is `None` is a date
/// after what was simulated. `None` altogether for too few replications to have one.
#[must_use]
pub fn median_date_within(dates: &[Option<i64>], error: f64) -> Option<(Option<i64>, Option<i64>)> {
    let mut sorted: Vec<i64> = dates.iter().copied().flatten().collect();
    sorted.sort_unstable();
    let k = sign_test(dates.len(), error)?;
    let smallest = |k: usize| sorted.get(k.checked_sub(1)?).copied();
    Some((smallest(k), smallest(dates.len() + 1 - k)))
}

/// The greatest `k` with `P(B < k) <= error`, for `B` binomial with `n` trials of one half; `None`
/// if even `k = 1` has more.
fn sign_test(n: usize, error: f64) -> Option<usize> {
    let below = Binomial::new(0.5, n as u64).ok()?;
    let (mut least, mut most) = (0, n / 2);
    while least < most {
        let k = (least + most).div_ceil(2);
        if below.cdf(k as u64 - 1) <= error {
            least = k
        } else {
            most = k - 1
        }
    }
    (least > 0).then_some(least)
}
