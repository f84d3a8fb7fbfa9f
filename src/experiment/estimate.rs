//! What the folded rows estimate.
//!
//! Of every estimator three things can be asked: its estimate with two intervals, its [`Influence`] (for paired differences and
//! for intervals of another level), and the values that single replications have of it.

use crate::measures::{Catalogue, Estimator};
use crate::stats::{
    BLOCKS, Components, Estimate, Influence, ORDER_STATISTICS_FROM, Pooled, Tally, components,
    influence_on_ratio, influence_on_sd, mean_of_integers, median_date, median_date_within,
    pooled_sd, prediction, ratio,
};

use super::fold::{Fold, histogram_of};

/// A share of observations is counted in millionths of one.
const WHOLE: f64 = 1e6;

/// The pool of one histogram: rows of one histogram follow each other, so it is made once for all of them.
type Pool<'f> = Option<(usize, Pooled<'f>)>;

impl Fold {
    /// One estimate for each row of the catalogue, in its unit; days as their index into the period. What counts or lasts
    /// is never negative, and neither are the ends of its intervals.
    pub fn estimate(&self, catalogue: &Catalogue) -> Vec<Estimate> {
        let mut pool = None;
        let specs = catalogue.specs.iter();
        specs
            .map(|spec| {
                let estimate = self.estimate_in(spec.estimator, &mut pool);
                // Work that runs on after the hours makes a utilization exceed the whole; nothing else does.
                if spec.unit == "share" && spec.measure != "utilization" {
                    estimate.within(0.0, 1.0)
                } else {
                    estimate
                }
            })
            .collect()
    }

    /// The estimate of one estimator, which is of the catalogue or was [asked for](Fold::asking).
    pub fn estimate_of(&self, estimator: Estimator) -> Estimate {
        self.estimate_in(estimator, &mut None)
    }

    /// How much each part of the replications moves the estimate. Days that are not reached count as the day after the period,
    /// and their mean is what is estimated. `None` where there is no estimate.
    pub fn influence_on(&self, estimator: Estimator) -> Option<Influence> {
        let parts = self.parts();
        match estimator {
            Estimator::Mean { column, scale } => {
                Influence::of_mean(&self.column(column), &parts, scale)
            }
            Estimator::Ratio { num, den, scale } => {
                influence_on_ratio(&self.column(num), &self.column(den), &parts, scale)
            }
            Estimator::Sd { column, scale } => {
                influence_on_sd(&self.tallies(column), &parts, scale)
            }
            Estimator::Quantile { p, scale, .. } => {
                let mut pool = None;
                self.pooled(estimator, &mut pool)?
                    .influence(p)?
                    .scaled(scale)
            }
            Estimator::Share { .. } => {
                let (num, den) = self.share(estimator)?;
                influence_on_ratio(&num, &den, &parts, 1.0)
            }
            Estimator::Day { column } => {
                Influence::of_mean(&self.days_reached(column), &parts, 1.0)
            }
        }
    }

    /// The influence on a ratio of the blocks of replications by which quantiles are judged: what a ratio and a quantile of the same rows
    /// have in common cancels then. `None` where there is no estimate, and for other estimators.
    pub fn influence_by_blocks(&self, estimator: Estimator) -> Option<Influence> {
        let Estimator::Ratio { num, den, scale } = estimator else {
            return None;
        };
        let blocks = self.parts().into_iter().map(|part| part % BLOCKS as u64);
        let pairs = self.column(num).into_iter().zip(self.column(den));
        let mut rows: Vec<(u64, (i128, i128))> = blocks.zip(pairs).collect();
        rows.sort_by_key(|(block, _)| *block);
        let (blocks, pairs): (Vec<u64>, Vec<(i128, i128)>) = rows.into_iter().unzip();
        let (num, den): (Vec<i128>, Vec<i128>) = pairs.into_iter().unzip();
        influence_on_ratio(&num, &den, &blocks, scale)
    }

    /// The interval of the expected value of an estimator that misses it on either side with probability at most `error`; of a day, of its
    /// median, where an end after the period is the day after it. `None` where there are too few replications for one.
    pub fn interval(&self, estimator: Estimator, error: f64) -> Option<(f64, f64)> {
        let (low, high) = match estimator {
            Estimator::Quantile { p, scale, .. } => {
                let mut pool = None;
                let (low, high) = self.pooled(estimator, &mut pool)?.interval(p, error)?;
                (scale * low, scale * high)
            }
            Estimator::Day { column } => {
                let after = self.days as f64;
                let day = |day: Option<i64>| day.map_or(after, |day| day as f64);
                let (low, high) = median_date_within(&self.days_apart(column), error)?;
                return Some((day(low), day(high)));
            }
            _ => self.influence_on(estimator)?.interval(2.0 * error)?,
        };
        let most = match estimator {
            Estimator::Share { .. } => 1.0,
            _ => f64::INFINITY,
        };
        Some((low.max(0.0).min(most), high.max(0.0).min(most)))
    }

    /// The value that each replication has on its own, in the order of [`replications`](Fold::replications); `None` where it
    /// observed nothing. Days that are not reached are the day after the period.
    pub fn own(&self, estimator: Estimator) -> Vec<Option<f64>> {
        let quotient = |(a, b): (i128, i128)| (b != 0).then(|| a as f64 / b as f64);
        match estimator {
            Estimator::Mean { column, scale } => {
                let values = self.column(column).into_iter();
                values.map(|value| Some(scale * value as f64)).collect()
            }
            Estimator::Ratio { num, den, scale } => {
                let pairs = self.column(num).into_iter().zip(self.column(den));
                pairs.map(|pair| Some(scale * quotient(pair)?)).collect()
            }
            Estimator::Sd { column, scale } => {
                let tallies = self.tallies(column).into_iter();
                tallies
                    .map(|tally| Some(scale * tally.variance()?.sqrt()))
                    .collect()
            }
            Estimator::Quantile { scale, .. } => {
                let values = self.asked(estimator).into_iter();
                let values = values.flat_map(|asked| &asked.values);
                values
                    .map(|value| value.is_finite().then_some(scale * value))
                    .collect()
            }
            Estimator::Share { .. } => {
                let (num, den) = self.share(estimator).unwrap_or_default();
                num.into_iter().zip(den).map(quotient).collect()
            }
            Estimator::Day { column } => {
                let days = self.days_reached(column).into_iter();
                days.map(|day| Some(day as f64)).collect()
            }
        }
    }

    /// How the variance of one realisation splits into inputs and chance; `None` where inputs were not drawn, or nothing can
    /// be said.
    pub fn components(&self, estimator: Estimator) -> Option<Components> {
        if self.per_draw < 2 {
            return None;
        }
        let own = self.own(estimator).into_iter().zip(self.parts());
        let (values, draws): (Vec<f64>, Vec<u64>) =
            own.filter_map(|(value, draw)| Some((value?, draw))).unzip();
        components(&values, &draws)
    }

    fn estimate_in<'f>(&'f self, estimator: Estimator, pool: &mut Pool<'f>) -> Estimate {
        let estimate = match estimator {
            Estimator::Mean { column, scale } => mean_of_integers(&self.column(column), scale),
            Estimator::Ratio { num, den, scale } => {
                ratio(&self.column(num), &self.column(den), scale)
            }
            Estimator::Sd { column, scale } => {
                // Of all observations together: what one period's own would be is another quantity.
                Estimate {
                    next_low: None,
                    next_high: None,
                    next_n: 0,
                    ..pooled_sd(&self.tallies(column), scale)
                }
            }
            Estimator::Quantile { p, scale, .. } => {
                let own = self.asked(estimator).map(|asked| {
                    let values = asked.values.iter().copied();
                    values.filter(|value| value.is_finite()).collect::<Vec<_>>()
                });
                self.pooled(estimator, pool)
                    .map_or_else(Estimate::default, |pooled| {
                        pooled.quantile(p, own.as_deref())
                    })
                    .scaled(scale)
            }
            Estimator::Share { .. } => {
                let share = self.share(estimator);
                share.map_or_else(Estimate::default, |(num, den)| ratio(&num, &den, 1.0))
            }
            Estimator::Day { column } => return self.day(column),
        };
        let estimate = if self.per_draw > 1 {
            self.by_draws(estimator, estimate)
        } else {
            estimate
        };
        let most = match estimator {
            Estimator::Share { .. } => 1.0,
            _ => f64::INFINITY,
        };
        estimate.within(0.0, most)
    }

    /// The same estimate with intervals that are made of draws, not of replications.
    fn by_draws(&self, estimator: Estimator, estimate: Estimate) -> Estimate {
        let (low, high) = match estimator {
            // Its blocks are whole draws already.
            Estimator::Quantile { .. } => (estimate.low, estimate.high),
            _ => {
                let influence = self.influence_on(estimator);
                influence
                    .and_then(|influence| influence.interval(0.05))
                    .unzip()
            }
        };
        // One period of each draw: periods of one draw are more alike than the next one will be.
        let mut last = None;
        let own = self.own(estimator).into_iter().zip(self.parts());
        let apart: Vec<f64> = own
            .filter(|(_, part)| last.replace(*part) != Some(*part))
            .filter_map(|(value, _)| value)
            .collect();
        let next = estimate.next_low.and_then(|_| prediction(&apart));
        let (next_low, next_high) = next.unzip();
        Estimate {
            low,
            high,
            next_low,
            next_high,
            next_n: next.map_or(0, |_| apart.len()),
            ..estimate
        }
    }

    fn pooled<'f, 'p>(
        &'f self,
        estimator: Estimator,
        pool: &'p mut Pool<'f>,
    ) -> Option<&'p Pooled<'f>> {
        let histogram = histogram_of(estimator)?;
        if pool.as_ref().is_none_or(|(of, _)| *of != histogram) {
            *pool = Some((histogram, self.blocks.get(histogram)?.pooled()));
        }
        pool.as_ref().map(|(_, pooled)| pooled)
    }

    /// Observations on the right side of the limit, and all of them, in millionths.
    fn share(&self, estimator: Estimator) -> Option<(Vec<i128>, Vec<i128>)> {
        let asked = self.asked(estimator)?;
        let counts = asked.counts.iter();
        let whole: Vec<i128> = counts.map(|&n| i128::from(n) * WHOLE as i128).collect();
        let part = |(share, &all): (&f64, &i128)| (share * all as f64 + 0.5) as i128;
        Some((asked.values.iter().zip(&whole).map(part).collect(), whole))
    }

    /// Three columns, number, sum and sum of squares, as one tally a replication.
    fn tallies(&self, first: usize) -> Vec<Tally> {
        let (counts, sums) = (self.column(first), self.column(first + 1));
        let squares = self.column(first + 2);
        counts
            .iter()
            .zip(sums)
            .zip(squares)
            .map(|((&count, sum), squares)| Tally {
                count: u64::try_from(count).unwrap_or(0),
                sum,
                sum_squares: squares.unsigned_abs(),
                max: i64::MIN,
            })
            .collect()
    }

    /// Days, where -1, a day that is not reached, becomes the day after the period.
    fn days_reached(&self, column: usize) -> Vec<i128> {
        let days = self.column(column).into_iter();
        days.map(|day| if day < 0 { self.days as i128 } else { day })
            .collect()
    }

    /// The days of one replication of each draw, for the value as for the intervals: together they would promise more than they know, and
    /// a value from all of them might lie outside an interval from some.
    fn days_apart(&self, column: usize) -> Vec<Option<i64>> {
        let mut last = None;
        self.column(column)
            .into_iter()
            .zip(self.parts())
            .filter(|(_, part)| last.replace(*part) != Some(*part))
            .map(|(day, _)| i64::try_from(day).ok().filter(|&day| day >= 0))
            .collect()
    }

    /// The median day, where -1 is a day that is not reached.
    fn day(&self, column: usize) -> Estimate {
        let apart = self.days_apart(column);
        let number = |day: Option<i64>| day.map(|day| day as f64);
        let dates = median_date(&apart);
        let ordered = apart.len() >= ORDER_STATISTICS_FROM;
        Estimate {
            value: number(dates.value),
            low: number(dates.low),
            high: number(dates.high),
            next_low: number(dates.next_low),
            next_high: number(dates.next_high),
            n: self.replications().len(),
            next_n: if ordered { apart.len() } else { 0 },
        }
    }
}
