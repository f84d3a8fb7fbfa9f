//! How many vehicles a replication will have, before anything runs.

use crate::plan::{ArrivalPlan, Plan};
use crate::scenario::model::{Arrivals, Scenario};

/// Vehicles that one replication of a plan is expected to create: those in line at the start, and the expected arrivals
/// of every source times the mean of its convoys. Infinite where intervals have no length. For intervals of a renewal
/// process it is the length of the period over their mean, which is exact for long periods.
pub fn expected_vehicles(scenario: &Scenario, plan: &Plan) -> f64 {
    let backlog: f64 = plan
        .backlogs
        .iter()
        .map(|backlog| f64::from(backlog.vehicles))
        .sum();
    let arriving: f64 = scenario
        .sources
        .iter()
        .zip(&plan.sources)
        .map(|(source, compiled)| {
            let groups = match (&compiled.arrivals, &source.arrivals) {
                (ArrivalPlan::Poisson { rates, origins, .. }, _) => origins
                    .iter()
                    .flatten()
                    .filter_map(|&day| rates.get(day as usize))
                    .sum(),
                (ArrivalPlan::Timetable(times), _) => times.len() as f64,
                (ArrivalPlan::Renewal(_), Arrivals::Renewal(interval)) => {
                    (plan.end - plan.start) as f64 / interval.mean()
                }
                (ArrivalPlan::Renewal(_), _) => 0.0,
            };
            let convoy = source
                .convoy
                .as_ref()
                .map_or(1.0, |convoy| convoy.mean().max(1.0));
            if groups > 0.0 { groups * convoy } else { 0.0 }
        })
        .sum();
    backlog + arriving
}
