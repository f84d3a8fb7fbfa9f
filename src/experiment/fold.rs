//! The rows of all replications, and what they estimate.
//!
//! Columns are kept as they are, in index order; histograms are pooled at once and dropped, so that memory does not grow by
//! them. Nothing here depends on how the rows were computed, and the same rows give the same bits.

use std::any::Any;
use std::fmt;

use crate::measures::{Catalogue, Estimator, Row};
use crate::plan::Plan;
use crate::stats::{
    BLOCKS, Blocks, Estimate, Pooled, Tally, mean_of_integers, median_date, pooled_sd, ratio,
};

use super::replicate::Progress;

/// Why a replication has no row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It would have had more vehicles than this.
    VehicleLimit(u64),
    /// A vehicle went round in circles at this step of this route.
    EndlessRoute {
        /// Route.
        route: String,
        /// Step.
        step: String,
    },
    /// A bug: the message of the panic.
    Panicked(String),
}

impl Reason {
    pub(super) fn endless(plan: &Plan, op: u32) -> Self {
        let (route, step) = plan.names.ops.get(op as usize).cloned().unwrap_or_default();
        Reason::EndlessRoute { route, step }
    }

    pub(super) fn panicked(panic: &(dyn Any + Send)) -> Self {
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        Reason::Panicked(text.unwrap_or("no message").to_owned())
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::VehicleLimit(limit) => {
                write!(
                    f,
                    "it would have had more than {limit} vehicles (`vehicle-limit`)"
                )
            }
            Reason::EndlessRoute { route, step } => write!(
                f,
                "a vehicle came back to step `{step}` of route `{route}` again and again"
            ),
            Reason::Panicked(message) => write!(f, "a bug in bordergate: {message}"),
        }
    }
}

/// Rows of replications, folded in index order.
#[derive(Debug)]
pub struct Fold {
    columns: Vec<Column>,
    blocks: Vec<Blocks>,
    /// Histogram and probability of each quantile that is estimated, and the quantile of each replication that has one.
    quantiles: Vec<(usize, f64, Vec<f64>)>,
    replications: Vec<u64>,
    failures: Vec<(u64, Reason)>,
}

impl Fold {
    /// A fold of no rows yet.
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut quantiles: Vec<(usize, f64, Vec<f64>)> = Vec::new();
        for spec in &catalogue.specs {
            if let Estimator::Quantile { histogram, p, .. } = spec.estimator {
                quantiles.push((histogram, p, Vec::new()));
            }
        }
        quantiles.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        quantiles.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1);
        Self {
            columns: (0..catalogue.columns).map(|_| Column::default()).collect(),
            blocks: (0..catalogue.histograms)
                .map(|_| Blocks::new(BLOCKS))
                .collect(),
            quantiles,
            replications: Vec::new(),
            failures: Vec::new(),
        }
    }

    /// Adds what became of the next replication. A failed one has no row and enters no estimate, but keeps its index.
    pub fn push(&mut self, replication: u64, outcome: Result<Row, Reason>) {
        let row = match outcome {
            Ok(row) => row,
            Err(reason) => {
                self.failures.push((replication, reason));
                return;
            }
        };
        self.replications.push(replication);
        for (column, &value) in self.columns.iter_mut().zip(&row.columns) {
            column.push(value);
        }
        // The block depends on the index alone, so that a range of replications pools as it would inside the whole.
        let block = usize::try_from(replication % BLOCKS as u64).unwrap_or(0);
        for (blocks, histogram) in self.blocks.iter_mut().zip(&row.histograms) {
            blocks.add(block, histogram);
        }
        for (histogram, p, values) in &mut self.quantiles {
            let histogram = row.histograms.get(*histogram);
            values.extend(histogram.and_then(|histogram| histogram.quantile_us(*p)));
        }
    }

    /// How many replications were folded, and how many of them failed.
    pub fn progress(&self) -> Progress {
        Progress {
            done: (self.replications.len() + self.failures.len()) as u64,
            failed: self.failures.len() as u64,
        }
    }

    /// The indices of the replications that enter the estimates, in order.
    pub fn replications(&self) -> &[u64] {
        &self.replications
    }

    /// The replications that failed, and why, in order.
    pub fn failures(&self) -> &[(u64, Reason)] {
        &self.failures
    }

    /// One estimate for each row of the catalogue, in its unit; days as their index into the period. What counts or lasts
    /// is never negative, and neither are the ends of its intervals.
    pub fn estimate(&self, catalogue: &Catalogue) -> Vec<Estimate> {
        let mut pooled: Option<(usize, Pooled)> = None;
        catalogue
            .specs
            .iter()
            .map(|spec| match spec.estimator {
                Estimator::Mean { column, scale } => {
                    mean_of_integers(&self.column(column), scale).within(0.0, f64::INFINITY)
                }
                Estimator::Ratio { num, den, scale } => {
                    ratio(&self.column(num), &self.column(den), scale).within(0.0, f64::INFINITY)
                }
                Estimator::Sd { column, scale } => {
                    // Of all observations together: what one period's own would be is another quantity.
                    Estimate {
                        next_low: None,
                        next_high: None,
                        ..pooled_sd(&self.tallies(column), scale).within(0.0, f64::INFINITY)
                    }
                }
                Estimator::Quantile {
                    histogram,
                    p,
                    scale,
                } => {
                    // Rows of one histogram follow each other, so it is pooled once.
                    if pooled.as_ref().is_none_or(|(of, _)| *of != histogram) {
                        pooled = self
                            .blocks
                            .get(histogram)
                            .map(|blocks| (histogram, blocks.pooled()));
                    }
                    let own = self.quantiles.iter().find(|q| q.0 == histogram && q.1 == p);
                    pooled
                        .as_ref()
                        .map_or_else(Estimate::default, |(_, pooled)| {
                            pooled.quantile(p, own.map(|(_, _, values)| values.as_slice()))
                        })
                        .scaled(scale)
                        .within(0.0, f64::INFINITY)
                }
                Estimator::Share { .. } => Estimate::default(),
                Estimator::Day { column } => self.day(column),
            })
            .collect()
    }

    fn column(&self, column: usize) -> Vec<i128> {
        self.columns
            .get(column)
            .map_or_else(Vec::new, Column::values)
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
                max: None,
            })
            .collect()
    }

    /// The median day, where -1 is a day that is not reached.
    fn day(&self, column: usize) -> Estimate {
        let days: Vec<Option<i64>> = self
            .column(column)
            .into_iter()
            .map(|day| i64::try_from(day).ok().filter(|&day| day >= 0))
            .collect();
        let dates = median_date(&days);
        let number = |day: Option<i64>| day.map(|day| day as f64);
        Estimate {
            value: number(dates.value),
            low: number(dates.low),
            high: number(dates.high),
            next_low: number(dates.next_low),
            next_high: number(dates.next_high),
            n: dates.n,
        }
    }
}

/// One integer a replication, in half the memory while they fit.
#[derive(Debug)]
enum Column {
    Narrow(Vec<i64>),
    Wide(Vec<i128>),
}

impl Default for Column {
    fn default() -> Self {
        Column::Narrow(Vec::new())
    }
}

impl Column {
    fn push(&mut self, value: i128) {
        match self {
            Column::Narrow(values) => match i64::try_from(value) {
                Ok(value) => values.push(value),
                Err(_) => {
                    let wide = values.iter().map(|&value| value.into()).chain([value]);
                    *self = Column::Wide(wide.collect());
                }
            },
            Column::Wide(values) => values.push(value),
        }
    }

    fn values(&self) -> Vec<i128> {
        match self {
            Column::Narrow(values) => values.iter().map(|&value| value.into()).collect(),
            Column::Wide(values) => values.clone(),
        }
    }
}
