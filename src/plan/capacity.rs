//! Stations: how many servers work when, and why nobody does at other times.

use jiff::civil::Date;

use crate::scenario::calendar::instant;
use crate::scenario::model::{InLine, InService, Scenario, ServerHours, Servers};

use super::cause::Cause;
use super::lanes::Lanes;
use super::serving;
use super::types::{Plan, Shift, StationPlan, UnderWay};

/// Adds the stations of a scenario.
pub(super) fn stations(scenario: &Scenario, lanes: &Lanes, plan: &mut Plan) {
    for (index, station) in scenario.stations.iter().enumerate() {
        let groups: Vec<&Servers> = station.servers.iter().collect();
        let ordinary = shifts(scenario, lanes, plan, station.gate, &groups);
        let serving = serving::serving(scenario, lanes, plan, index);
        plan.stations.push(StationPlan {
            servers: ordinary
                .iter()
                .map(|shift| shift.servers)
                .max()
                .unwrap_or(0),
            shifts: ordinary,
            level: station.order.level.clone(),
            levels: station.order.levels(),
            by_spoilage: station.order.by_spoilage,
            under_way: match station.in_service {
                InService::Finish => UnderWay::Finish,
                InService::Pause => UnderWay::Pause,
                InService::Restart => UnderWay::Restart,
            },
            clears_line: station.in_line == InLine::Served,
            serving,
        });
    }
}

/// Changes of the number of `people` who work over the period, merged where nothing changes; `gate` is theirs.
pub(super) fn shifts(
    scenario: &Scenario,
    lanes: &Lanes,
    plan: &Plan,
    gate: Option<usize>,
    people: &[&Servers],
) -> Vec<Shift> {
    let always: u32 = people
        .iter()
        .filter(|group| matches!(group.hours, ServerHours::Always))
        .map(|group| group.count)
        .sum();
    let unchanging =
        |group: &&Servers| matches!(group.hours, ServerHours::Always) && group.regimes.is_empty();
    if people.iter().all(unchanging) {
        return vec![Shift {
            at: plan.start,
            servers: always,
            closed: Cause::ClosedNight,
        }];
    }
    let mut shifts: Vec<Shift> = Vec::new();
    for date in scenario.period.days() {
        let (from, to) = (
            instant(date, 0, &scenario.clocks.own),
            instant(date, 24 * 60, &scenario.clocks.own),
        );
        let mut groups: Vec<(u32, Vec<(i64, i64)>)> = Vec::new();
        for group in people {
            let mut spans = working(scenario, lanes, gate, &group.hours, date, from, to);
            for within in group.reductions(date).filter_map(|one| one.within.as_ref()) {
                let allowed = within.on(date, &scenario.clocks.own);
                spans = both(&spans, allowed.as_slice());
            }
            groups.push((group.on(date), spans));
        }
        let closed = if groups.iter().all(|(_, spans)| spans.is_empty()) {
            Cause::ClosedHoliday
        } else {
            Cause::ClosedNight
        };
        let mut edges: Vec<i64> = groups
            .iter()
            .flat_map(|(_, spans)| spans.iter().flat_map(|&(a, b)| [a, b]))
            .chain([from])
            .collect();
        edges.sort_unstable();
        edges.dedup();
        for at in edges.into_iter().filter(|&at| at < to) {
            let at_work = |spans: &[(i64, i64)]| spans.iter().any(|&(a, b)| a <= at && at < b);
            let servers = groups
                .iter()
                .filter(|(_, spans)| at_work(spans))
                .map(|(count, _)| count)
                .sum();
            let shift = Shift {
                at,
                servers,
                closed,
            };
            let same =
                |last: &Shift| last.servers == servers && (servers > 0 || last.closed == closed);
            if !shifts.last().is_some_and(same) {
                shifts.push(shift);
            }
        }
    }
    shifts
}

/// What two lists of spans have in common.
fn both(ours: &[(i64, i64)], theirs: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let pairs = ours
        .iter()
        .flat_map(|&(a, b)| theirs.iter().map(move |&(c, d)| (a.max(c), b.min(d))));
    pairs.filter(|(from, to)| from < to).collect()
}

/// When a group of servers works on a civil day, as instants.
fn working(
    scenario: &Scenario,
    lanes: &Lanes,
    gate: Option<usize>,
    hours: &ServerHours,
    date: Date,
    from: i64,
    to: i64,
) -> Vec<(i64, i64)> {
    match hours {
        ServerHours::Always => vec![(from, to)],
        ServerHours::Weekly(weekly) => weekly
            .hours(date.weekday())
            .on(date, &scenario.clocks.own)
            .as_slice()
            .to_vec(),
        ServerHours::Gate => {
            let Some(gate) = gate else {
                return vec![(from, to)];
            };
            let mut spans: Vec<(i64, i64)> = Vec::new();
            for timeline in &lanes.by_gate[gate] {
                let open = timeline
                    .spans_within(from, to)
                    .filter(|(_, _, state)| state.is_open());
                spans.extend(open.map(|(a, b, _)| (a, b)));
            }
            if lanes.by_gate[gate].is_empty() {
                // Nobody is held at this gate: its ordinary hours are all there is.
                return scenario.gates[gate]
                    .calendar
                    .own
                    .hours(date.weekday())
                    .on(date, &scenario.clocks.own)
                    .as_slice()
                    .to_vec();
            }
            spans
        }
    }
}
