//! The estimate that every reported row carries, and the intervals of a mean.
//!
//! An estimate answers two questions that are easily confused. *What is it on average?* has the
//! confidence interval `low ..= high`, which shrinks to nothing as replications are added. *What
//! will it be next time?* has the prediction interval `next_low ..= next_high`, which settles at
//! the spread of the thing itself and never shrinks further.

use super::student::t_975;

/// A value with a 95 % confidence interval of its expectation and a 95 % prediction interval of one
/// future realisation.
///
/// Every number present is finite; `low <= value <= high`, and `next_low <= next_high`. The
/// prediction interval need not contain `value`: a quantile of pooled observations, for example, is
/// not the average of the quantiles of single replications.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Estimate {
    /// The point estimate; `None` where there is nothing to estimate it from.
    pub value: Option<f64>,
    /// Lower end of the 95 % confidence interval of the expected value.
    pub low: Option<f64>,
    /// Upper end of the 95 % confidence interval of the expected value.
    pub high: Option<f64>,
    /// Lower end of the 95 % prediction interval of one future realisation.
    pub next_low: Option<f64>,
    /// Upper end of the 95 % prediction interval of one future realisation.
    pub next_high: Option<f64>,
    /// Replications the estimate was made from, including those that contributed no observation.
    pub n: usize,
    /// Independent values that the prediction interval was made from: one of each draw where inputs are drawn, and none of a
    /// replication that observed nothing. 0 where there is no such interval.
    pub next_n: usize,
}

impl Estimate {
    /// Puts a value and its intervals together. Nothing that is not finite gets in: an interval is
    /// dropped as a whole, and without a value there is no interval.
    pub(super) fn new(
        value: f64,
        expected: Option<(f64, f64)>,
        next: Option<(f64, f64)>,
        n: usize,
    ) -> Self {
        if !value.is_finite() {
            return Self::unknown(n);
        }
        let finite =
            |pair: Option<(f64, f64)>| pair.filter(|(a, b)| a.is_finite() && b.is_finite()).unzip();
        let (low, high) = finite(expected);
        let (next_low, next_high) = finite(next);
        Self {
            value: Some(value),
            low,
            high,
            next_low,
            next_high,
            n,
            next_n: if next_low.is_some() { n } else { 0 },
        }
    }

    /// The same estimate, of which the prediction interval was made from so many values.
    pub(super) fn next_from(self, values: usize) -> Self {
        let next_n = if self.next_low.is_some() { values } else { 0 };
        Self { next_n, ..self }
    }

    /// Nothing is known but the number of replications.
    pub(super) fn unknown(n: usize) -> Self {
        Self {
            n,
            ..Self::default()
        }
    }

    /// The same estimate in another unit: every number times `factor`. A negative factor swaps the
    /// ends of the intervals.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        let Some(value) = self.value else { return self };
        let pair = |low: Option<f64>, high: Option<f64>| {
            let (a, b) = (low? * factor, high? * factor);
            Some(if factor < 0.0 { (b, a) } else { (a, b) })
        };
        Self::new(
            value * factor,
            pair(self.low, self.high),
            pair(self.next_low, self.next_high),
            self.n,
        )
        .next_from(self.next_n)
    }

    /// The same estimate with every number moved into `least ..= most`, for what cannot lie
    /// outside: a count is not negative, a share not above one. An interval loses no coverage by
    /// it, since the truth lies inside too.
    #[must_use]
    pub fn within(self, least: f64, most: f64) -> Self {
        let bound = |x: Option<f64>| x.map(|x| x.min(most).max(least));
        Self {
            value: bound(self.value),
            low: bound(self.low),
            high: bound(self.high),
            next_low: bound(self.next_low),
            next_high: bound(self.next_high),
            ..self
        }
    }
}

/// The mean over replications.
///
/// With `s` the standard deviation (divisor `n - 1`), the expectation lies in `mean ± t s /
/// sqrt(n)`, `t` the 97.5 % point of Student's t with `n - 1` degrees of freedom (Law, *Simulation
/// Modeling and Analysis*, the fixed-sample-size procedure for terminating simulations). One future
/// realisation lies in [`prediction`]. Fewer than two values have no intervals; equal values have
/// intervals of no width. A value that is not finite, or squares that overflow,
/// make the whole estimate `None`.
#[must_use]
pub fn mean(values: &[f64]) -> Estimate {
    let n = values.len();
    match Moments::of(values) {
        Some(moments) => Estimate::new(moments.mean, moments.expectation(), prediction(values), n),
        None => Estimate::unknown(n),
    }
}

/// The mean over replications of integers, times `scale` (for example `1e-6` for seconds out of
/// microseconds).
///
/// Like [`mean`], but the value comes from the exact integer sum, and deviations are taken in
/// integers too, so that large values with small differences lose nothing. No input overflows.
#[must_use]
pub fn mean_of_integers(values: &[i128], scale: f64) -> Estimate {
    let n = values.len();
    let Some((centre, rest)) = integer_mean(values) else {
        return Estimate::unknown(n);
    };
    let deviations: Vec<f64> = values.iter().map(|&x| difference(x, centre)).collect();
    let mean = centre as f64 + rest as f64 / n as f64;
    let expected = Moments::of(&deviations)
        .and_then(|m| m.half_width())
        .map(|half| (mean - half, mean + half));
    let next =
        prediction(&deviations).map(|(low, high)| (centre as f64 + low, centre as f64 + high));
    Estimate::new(mean, expected, next, n).scaled(scale)
}

/// A 95 % prediction interval of one future realisation from independent realisations of the same
/// law.
///
/// From 39 values on it is distribution-free: the future value is equally likely to fall into each
/// of the `n + 1` gaps between the ordered values, so the interval from the `k`th smallest to the
/// `k`th largest holds it with probability `(n + 1 - 2k) / (n + 1)` (Wilks 1941; David and
/// Nagaraja, *Order Statistics*, tolerance and prediction intervals). `k = 0.025 (n + 1)`, and
/// between two ordered values the end is interpolated. This is exact at a whole `k` and continuous
/// data, close to it otherwise, and at least 95 % for whole `k` and data with ties.
///
/// Below 39 values no order statistic reaches 97.5 %, and the interval is that of a normal law,
/// `mean ± t s sqrt(1 + 1/n)` (Hahn and Meeker, *Statistical Intervals*). For data with a
/// long upper tail that covers less above, and more below, than it says.
///
/// `None` for fewer than two values, or one that is not finite.
#[must_use]
pub fn prediction(values: &[f64]) -> Option<(f64, f64)> {
    let n = values.len();
    if n < ORDER_STATISTICS_FROM {
        let moments = Moments::of(values)?;
        let half = t_975(n.checked_sub(1)?)? * moments.sd()? * (1.0 + 1.0 / n as f64).sqrt();
        return Some((moments.mean - half, moments.mean + half));
    }
    if !values.iter().all(|x| x.is_finite()) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let k = (n + 1) / TAIL;
    let share = ((n + 1) % TAIL) as f64 / TAIL as f64;
    let towards = |a: f64, b: f64| if share == 0.0 { a } else { a + share * (b - a) };
    Some((
        towards(sorted[k - 1], sorted[k]),
        towards(sorted[n - k], sorted[n - k - 1]),
    ))
}

/// One over the probability in either tail, 2.5 %.
pub(super) const TAIL: usize = 40;

/// The fewest values whose smallest and largest hold a future one with 95 %.
pub const ORDER_STATISTICS_FROM: usize = TAIL - 1;

/// Mean and sum of squared deviations, in two passes in index order.
struct Moments {
    n: usize,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// `None` for no values or a value that is not finite.
    fn of(values: &[f64]) -> Option<Self> {
        let n = values.len();
        // Shifted by the first value, so that equal values have exactly their own mean.
        let first = *values.first()?;
        let mean = first + values.iter().map(|x| x - first).sum::<f64>() / n as f64;
        let squares = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
        (mean.is_finite() && squares.is_finite()).then_some(Self { n, mean, squares })
    }

    fn sd(&self) -> Option<f64> {
        (self.n >= 2).then(|| (self.squares / (self.n - 1) as f64).sqrt())
    }

    fn half_width(&self) -> Option<f64> {
        Some(t_975(self.n - 1)? * self.sd()? / (self.n as f64).sqrt())
    }

    fn expectation(&self) -> Option<(f64, f64)> {
        self.half_width()
            .map(|half| (self.mean - half, self.mean + half))
    }
}

/// An integer at the mean of integers, less than one away, and what is left over: the mean is the first and the second divided by
/// the number of values. `None` for no values. No input overflows.
pub(super) fn integer_mean(values: &[i128]) -> Option<(i128, i128)> {
    let count = i128::try_from(values.len()).ok().filter(|&n| n > 0)?;
    let add = |sum: i128, &x: &i128| sum.checked_add(x).filter(|_| x >= 0);
    if let Some(sum) = values.iter().try_fold(0, add) {
        return Some((sum / count, sum % count));
    }
    // Sums of quotients and of remainders always fit. Where nothing is negative they come to the same.
    let whole: i128 = values.iter().map(|x| x / count).sum();
    let rest: i128 = values.iter().map(|x| x % count).sum();
    Some((whole + rest / count, rest % count))
}

/// `a - b`, exact in integers where it fits.
pub(super) fn difference(a: i128, b: i128) -> f64 {
    match a.checked_sub(b) {
        // Half as wide it is converted at once; the number is the same.
        Some(d) => i64::try_from(d).map_or(d as f64, |d| d as f64),
        None => a as f64 - b as f64,
    }
}
