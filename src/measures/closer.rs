//! What a closer look observes: of all measures the stock at its instants and the course of time by cause, and nothing else.

use crate::plan::Plan;
use crate::plan::cause::Cause;

use super::catalogue::{Catalogue, Dims, Estimator};
use super::chosen::Chosen;

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
        Chosen::new(
            &[],
            each.map(|column| Estimator::Mean { column, scale: 1.0 }),
        )
    }

    /// Each gate and direction, and the column of the full row that has its stock at an instant; nothing where it is not read then.
    pub fn stocks_at(&self, at: i64) -> Vec<(Dims, usize)> {
        self.stocks.layout.at(at)
    }
}
