//! The rows of all replications, folded in index order.
//!
//! Columns are kept as they are; histograms are pooled at once and dropped, so that memory does not grow by them. What single
//! replications have to say about a quantile or a share is taken from the histogram before it goes, for those that the catalogue
//! reports and those that were asked for. Nothing here depends on how the rows were computed: the same rows give the same bits.
//!
//! With uncertain inputs a few replications share one draw of them. They are not independent then; the draws are, and so every
//! interval is made from *parts*, which are draws, or single replications where nothing is drawn.

use std::any::Any;
use std::fmt;

use crate::measures::{Catalogue, Estimator, Row};
use crate::plan::{Plan, vehicle_name};
use crate::scenario::expression::Relation;
use crate::sim::{Held, Link};
use crate::stats::{BLOCKS, Blocks, Histogram};

use super::replicate::Progress;

/// What becomes of a replication.
pub type Outcome = Result<Row, Reason>;

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
    /// Vehicles wait for each other's places.
    Deadlock {
        /// Each vehicle, what it holds, and what it waits for: that which the next one holds, the last that of the first.
        cycle: Vec<Locked>,
    },
    /// The inputs drawn for it mean nothing together.
    Inputs {
        /// Number of the draw.
        draw: u64,
        /// What is wrong.
        why: String,
    },
    /// A bug: the message of the panic.
    Panicked(String),
}

/// A vehicle of a deadlock, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// Its name.
    pub vehicle: String,
    /// What it holds.
    pub holds: String,
    /// What it waits for.
    pub waits_for: String,
}

impl Reason {
    pub(super) fn endless(plan: &Plan, op: u32) -> Self {
        let (route, step) = plan.names.ops.get(op as usize).cloned().unwrap_or_default();
        Reason::EndlessRoute { route, step }
    }

    /// Names a deadlock.
    pub fn deadlock(plan: &Plan, cycle: &[Link]) -> Self {
        let name =
            |names: &[String], index: u32| names.get(index as usize).cloned().unwrap_or_default();
        let held = |link: &Link| match link.held {
            Held::Yard(yard) => format!("a place in yard `{}`", name(&plan.names.yards, yard)),
            Held::Station(station) => {
                format!("a server of `{}`", name(&plan.names.stations, station))
            }
            Held::Pool(pool) => format!("a driver of pool `{}`", name(&plan.names.pools, pool)),
        };
        let named = |(link, next): (&Link, &Link)| {
            let number = u64::from(link.row) + 1;
            let waits_for = match plan.names.stations.get(link.partners as usize) {
                Some(station) => format!("partners at `{station}`, who need {}", held(next)),
                None => held(next),
            };
            Locked {
                vehicle: vehicle_name::name(plan, link.origin, link.day, number),
                holds: held(link),
                waits_for,
            }
        };
        let next = cycle.iter().skip(1).chain(cycle.first());
        Reason::Deadlock {
            cycle: cycle.iter().zip(next).map(named).collect(),
        }
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
            Reason::Deadlock { cycle } => {
                write!(f, "a deadlock:")?;
                for (at, locked) in cycle.iter().enumerate() {
                    let stop = if at == 0 { "" } else { ";" };
                    let Locked {
                        vehicle,
                        holds,
                        waits_for,
                    } = locked;
                    write!(f, "{stop} {vehicle} has {holds} and waits for {waits_for}")?;
                }
                Ok(())
            }
            Reason::Inputs { draw, why } => {
                write!(f, "the inputs of draw {draw} do not go together: {why}")
            }
            Reason::Panicked(message) => write!(f, "a bug in bordergate: {message}"),
        }
    }
}

/// Rows of replications, folded in index order.
#[derive(Debug, Default)]
pub struct Fold {
    pub(super) columns: Vec<Column>,
    pub(super) blocks: Vec<Blocks>,
    pub(super) asked: Vec<Asked>,
    /// Days of the period.
    pub(super) days: usize,
    /// Replications that share one draw of the inputs.
    pub(super) per_draw: u64,
    replications: Vec<u64>,
    failures: Vec<(u64, Reason)>,
}

/// What single replications say about one quantile or share of a histogram.
#[derive(Debug)]
pub(super) struct Asked {
    pub estimator: Estimator,
    /// The quantile in microseconds (NaN where nothing was observed), or the number on the right side of the limit in millionths.
    pub values: Vec<f64>,
    /// Observations.
    pub counts: Vec<u64>,
}

impl Fold {
    /// A fold of no rows yet.
    pub fn new(catalogue: &Catalogue) -> Self {
        let fold = Self {
            columns: (0..catalogue.columns).map(|_| Column::default()).collect(),
            blocks: (0..catalogue.histograms)
                .map(|_| Blocks::new(BLOCKS))
                .collect(),
            asked: Vec::new(),
            days: catalogue.days,
            per_draw: 1,
            replications: Vec::new(),
            failures: Vec::new(),
        };
        fold.asking(catalogue.specs.iter().map(|spec| spec.estimator))
    }

    /// The same fold, which shall estimate these as well. To be said before the first row.
    #[must_use]
    pub fn asking(mut self, estimators: impl IntoIterator<Item = Estimator>) -> Self {
        for estimator in estimators {
            let estimator = unscaled(estimator);
            let known = self.asked.iter().any(|asked| asked.estimator == estimator);
            if !known && histogram_of(estimator).is_some() {
                self.asked.push(Asked {
                    estimator,
                    values: Vec::new(),
                    counts: Vec::new(),
                });
            }
        }
        self
    }

    /// The same fold, of replications `per_draw` of which share one draw of the inputs. To be said before the first row.
    #[must_use]
    pub fn drawn(mut self, per_draw: u64) -> Self {
        self.per_draw = per_draw.max(1);
        self
    }

    /// Adds what became of the next replication. A failed one has no row and enters no estimate, but keeps its index.
    pub fn push(&mut self, replication: u64, outcome: Outcome) {
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
        let block = usize::try_from(self.part(replication) % BLOCKS as u64).unwrap_or(0);
        for (blocks, histogram) in self.blocks.iter_mut().zip(&row.histograms) {
            blocks.add(block, histogram);
        }
        for asked in &mut self.asked {
            let histogram = histogram_of(asked.estimator).and_then(|at| row.histograms.get(at));
            let value = histogram.and_then(|histogram| match asked.estimator {
                Estimator::Quantile { p, .. } => histogram.quantile_us(p),
                Estimator::Share {
                    relation, limit_us, ..
                } => Some(share(histogram, relation, limit_us)),
                _ => None,
            });
            asked.values.push(value.unwrap_or(f64::NAN));
            asked.counts.push(histogram.map_or(0, Histogram::count));
        }
    }

    /// What each replication that enters the estimates says of a mean or a ratio by itself; NaN where a ratio is one of nothing. `None` for
    /// what takes all replications together.
    pub fn single(&self, estimator: Estimator) -> Option<Vec<f64>> {
        match estimator {
            Estimator::Mean { column, scale } => {
                let values = self.column(column).into_iter();
                Some(values.map(|value| value as f64 * scale).collect())
            }
            Estimator::Ratio { num, den, scale } => {
                let parts = self.column(num).into_iter().zip(self.column(den));
                let ratio = |(num, den): (i128, i128)| match den {
                    0 => f64::NAN,
                    den => num as f64 / den as f64 * scale,
                };
                Some(parts.map(ratio).collect())
            }
            _ => None,
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

    /// The part of each replication that enters the estimates; parts are independent of each other.
    pub fn parts(&self) -> Vec<u64> {
        let parts = self.replications.iter();
        parts.map(|&replication| self.part(replication)).collect()
    }

    fn part(&self, replication: u64) -> u64 {
        replication / self.per_draw
    }

    /// A column of the catalogue's row, in the order of [`replications`](Self::replications).
    pub fn column(&self, column: usize) -> Vec<i128> {
        self.columns
            .get(column)
            .map_or_else(Vec::new, Column::values)
    }

    pub(super) fn asked(&self, estimator: Estimator) -> Option<&Asked> {
        let estimator = unscaled(estimator);
        self.asked.iter().find(|asked| asked.estimator == estimator)
    }
}

/// The share of durations that stand in this relation to a limit.
fn share(histogram: &Histogram, relation: Relation, limit_us: i64) -> f64 {
    // Durations are whole microseconds, so what is not longer is shorter than the next.
    let after = limit_us.saturating_add(1);
    match relation {
        Relation::Below => histogram.share(limit_us, false),
        Relation::AtMost => histogram.share(after, false),
        Relation::AtLeast => histogram.share(limit_us, true),
        Relation::Above => histogram.share(after, true),
    }
}

/// The histogram that an estimator reads.
pub(super) fn histogram_of(estimator: Estimator) -> Option<usize> {
    match estimator {
        Estimator::Quantile { histogram, .. } | Estimator::Share { histogram, .. } => {
            Some(histogram)
        }
        _ => None,
    }
}

/// The estimator without its unit, which does not matter to what is observed.
fn unscaled(estimator: Estimator) -> Estimator {
    match estimator {
        Estimator::Quantile { histogram, p, .. } => Estimator::Quantile {
            histogram,
            p,
            scale: 1.0,
        },
        other => other,
    }
}

/// One integer a replication, in half the memory while they fit.
#[derive(Debug)]
pub(super) enum Column {
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

    pub(super) fn values(&self) -> Vec<i128> {
        match self {
            Column::Narrow(values) => values.iter().map(|&value| value.into()).collect(),
            Column::Wide(values) => values.clone(),
        }
    }
}
