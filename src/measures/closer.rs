//! What a closer look observes: the stock at its instants, the course of time by cause and a time release study, and nothing else.
//!
//! It has a loop of its own in which only these listen. So it is quick, and the loop of ordinary runs does not know of it.

use crate::plan::Plan;
use crate::plan::cause::Cause;
use crate::stats::Histogram;

use super::catalogue::{Catalogue, Dims, Estimator};
use super::chosen::Chosen;
use super::delays::Delays;
use super::reach;
use super::stocks::Stocks;
use super::study::{Study, StudyLayout};

/// The observers of a closer look.
pub(super) type Closer<'c> = (Stocks<'c>, (Delays<'c>, Study<'c>));

/// The observers, where that is what was chosen of a catalogue.
pub(super) fn closer<'c>(plan: &'c Plan, catalogue: &'c Catalogue) -> Option<Closer<'c>> {
    let is_chosen = catalogue.chosen().is_some() && catalogue.is_read(&catalogue.study);
    let census = plan.census.as_deref().filter(|_| is_chosen)?;
    let stocks = Stocks::new(plan, &catalogue.stocks.layout, true);
    let delays = Delays::new(plan, &catalogue.delays.layout, census);
    Some((stocks, (delays, Study::new(plan, &catalogue.study.layout))))
}

/// What they saw, into the full row.
pub(super) fn write(
    (stocks, (delays, study)): &Closer,
    catalogue: &Catalogue,
    columns: &mut [i128],
    histograms: &mut Vec<Histogram>,
) {
    stocks.write(columns);
    delays.write(columns);
    reach(histograms, &catalogue.study);
    study.write(columns, histograms);
}

impl Catalogue {
    /// What is observed of a plan at which somebody [looks closer](Plan::look_closer): of time by cause these causes.
    pub fn closer(&self, plan: &Plan, causes: &[Cause]) -> Chosen {
        let instants = plan.closer.iter().flat_map(|closer| {
            let instants = closer.instants.iter();
            instants.map(|&at| closer.read_at(at))
        });
        let stocks = instants.flat_map(|at| self.stocks_at(at));
        let mut columns: Vec<usize> = stocks.map(|(_, column)| column).collect();
        if let Some(delays) = self.delays() {
            for &cause in causes {
                let groups = delays
                    .groups()
                    .map(|(group, _)| delays.of_group(group, cause));
                let intervals = (0..delays.intervals()).map(|at| delays.of_interval(at, cause));
                columns.extend(groups.chain(intervals).flatten());
            }
        }
        let each = columns.into_iter();
        let each = each.map(|column| Estimator::Mean { column, scale: 1.0 });
        Chosen::new(&[], each.chain(self.study.layout.estimators()))
    }

    /// The time release study of a plan at which somebody looks closer; `None` where nobody does.
    pub fn study(&self) -> Option<&StudyLayout> {
        (!self.study.columns.is_empty()).then_some(&self.study.layout)
    }

    /// An estimator of the full row, for the rows that are kept.
    pub fn kept_estimator(&self, full: Estimator) -> Estimator {
        self.chosen().map_or(full, |chosen| chosen.estimator(full))
    }

    /// Each gate and direction, and the column of the full row that has its stock at an instant; nothing where it is not read then.
    pub fn stocks_at(&self, at: i64) -> Vec<(Dims, usize)> {
        self.stocks.layout.at(at)
    }
}
