//! Quantities that are observed instead of everything.
//!
//! Resolved among all rows of a catalogue, a few quantities read a few columns and histograms of the full row. Only these are kept,
//! in their order; only the families of measures to which they belong listen. Invariant: what is observed of a quantity does not
//! depend on what else was chosen, so its value is that of the full report, to the last digit.

use std::ops::Range;

use super::catalogue::{Estimator, Spec};
use super::quantity::Quantity;

/// A choice of quantities, and what they read.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    names: Vec<String>,
    specs: Vec<Spec>,
    columns: Vec<usize>,
    histograms: Vec<usize>,
}

impl Chosen {
    /// These quantities of a catalogue of all measures are reported, each once, and `observed` is estimated beside them.
    pub fn new(reported: &[Quantity], observed: impl IntoIterator<Item = Estimator>) -> Self {
        let mut chosen = Self {
            names: Vec::new(),
            specs: Vec::new(),
            columns: Vec::new(),
            histograms: Vec::new(),
        };
        let estimators = reported.iter().map(|quantity| quantity.estimator);
        for estimator in estimators.chain(observed) {
            chosen.read(estimator);
        }
        for indices in [&mut chosen.columns, &mut chosen.histograms] {
            indices.sort_unstable();
            indices.dedup();
        }
        for quantity in reported {
            if !chosen.names.contains(&quantity.text) {
                chosen.names.push(quantity.text.clone());
                chosen.specs.push(Spec {
                    estimator: chosen.estimator(quantity.estimator),
                    ..quantity.spec()
                });
            }
        }
        chosen
    }

    /// The quantities that are reported, in their canonical spelling.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// An estimator of the full row, for the row of what was chosen. One that was not chosen reads nothing that is there.
    pub fn estimator(&self, full: Estimator) -> Estimator {
        let column = |full: usize| place(&self.columns, full);
        let histogram = |full: usize| place(&self.histograms, full);
        let mut moved = full;
        match &mut moved {
            Estimator::Mean { column: at, .. }
            | Estimator::Sd { column: at, .. }
            | Estimator::Day { column: at } => *at = column(*at),
            Estimator::Ratio { num, den, .. } => (*num, *den) = (column(*num), column(*den)),
            Estimator::Quantile { histogram: at, .. } | Estimator::Share { histogram: at, .. } => {
                *at = histogram(*at);
            }
        }
        moved
    }

    /// Where a column of the full row stands among those that are kept; behind them all where it is not.
    pub(super) fn column(&self, full: usize) -> usize {
        place(&self.columns, full)
    }

    /// The rows, with estimators of what is kept.
    pub(super) fn specs(&self) -> &[Spec] {
        &self.specs
    }

    /// Columns of the full row that are kept, in increasing order.
    pub fn columns(&self) -> &[usize] {
        &self.columns
    }

    /// Histograms of the full row that are kept, in increasing order.
    pub fn histograms(&self) -> &[usize] {
        &self.histograms
    }

    /// Whether any of these columns or histograms of the full row is kept.
    pub(super) fn reads(&self, columns: Range<usize>, histograms: Range<usize>) -> bool {
        let any = |kept: &[usize], range: &Range<usize>| kept.iter().any(|at| range.contains(at));
        any(&self.columns, &columns) || any(&self.histograms, &histograms)
    }

    fn read(&mut self, estimator: Estimator) {
        match estimator {
            Estimator::Mean { column, .. } | Estimator::Day { column } => self.columns.push(column),
            Estimator::Ratio { num, den, .. } => self.columns.extend([num, den]),
            // The three follow each other, and so they do where they are kept.
            Estimator::Sd { column, .. } => self.columns.extend(column..column + 3),
            Estimator::Quantile { histogram, .. } | Estimator::Share { histogram, .. } => {
                self.histograms.push(histogram);
            }
        }
    }
}

/// Where an index stands among those that are kept; behind all of them if it is not.
fn place(kept: &[usize], full: usize) -> usize {
    kept.binary_search(&full).unwrap_or(kept.len())
}
