//! Outages: for a time a station has no servers, whatever its hours say.

use crate::scenario::model::Scenario;

use super::cause::Cause;
use super::types::Shift;

/// The shifts of a station with its outages taken out. Where it would be closed anyway it stays closed, and for the same cause.
pub(super) fn cut(ordinary: &[Shift], scenario: &Scenario, station: usize) -> Vec<Shift> {
    let spans: Vec<(i64, i64)> = scenario
        .outages
        .iter()
        .filter(|outage| outage.stations.contains(&station))
        .map(|outage| (outage.from, outage.to))
        .collect();
    let Some(first) = ordinary.first().filter(|_| !spans.is_empty()) else {
        return ordinary.to_vec();
    };
    let edges = spans.iter().flat_map(|&(from, to)| [from, to]);
    let mut edges: Vec<i64> = edges
        .map(|at| at.max(first.at))
        .chain(ordinary.iter().map(|shift| shift.at))
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let mut shifts: Vec<Shift> = Vec::new();
    for at in edges {
        let last = ordinary.partition_point(|shift| shift.at <= at);
        let Some(&now) = ordinary.get(last.wrapping_sub(1)) else {
            continue;
        };
        let out = now.servers > 0 && spans.iter().any(|&(from, to)| from <= at && at < to);
        let shift = if out {
            Shift {
                at,
                servers: 0,
                closed: Cause::Outage,
            }
        } else {
            Shift { at, ..now }
        };
        let same = |last: &Shift| {
            last.servers == shift.servers && (shift.servers > 0 || last.closed == shift.closed)
        };
        if !shifts.last().is_some_and(same) {
            shifts.push(shift);
        }
    }
    shifts
}
