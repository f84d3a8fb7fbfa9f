//! Stations: waits, services, lines and busy servers.

use crate::plan::{NONE, Plan};
use crate::sim::{Observer, Place, Vehicle};
use crate::stats::{Histogram, Integral, Sample, Tally, TimeWeighted};

use super::catalogue::{Dims, Estimator, SECONDS, Sheet};

/// Columns of one station: waits (number, sum, sum of squares, maximum), services (number, sum, sum of squares), integral
/// and maximum of the line, integral of busy servers, scheduled server time, server time on the wall clock.
const COLUMNS: usize = 12;

/// Columns of stations.
#[derive(Debug)]
pub(super) struct StationLayout {
    first: usize,
    /// Scheduled server time of each station in the measured span.
    scheduled: Vec<i128>,
    /// Most servers that a station ever has, times the measured span.
    wall: Vec<i128>,
}

impl StationLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let first = sheet.columns(COLUMNS * plan.stations.len());
        let histogram = sheet.histograms(plan.stations.len());
        for station in 0..plan.stations.len() {
            let column = first + COLUMNS * station;
            let gate = plan.names.station_gates[station];
            let dims = Dims {
                station: Some(station as u32),
                gate: (gate != NONE).then_some(gate),
                ..Dims::default()
            };
            let mut row = |measure, statistic, unit, dims, estimator| {
                sheet.row(measure, statistic, unit, "station", dims, estimator)
            };
            row(
                "wait",
                "count",
                "vehicle",
                dims,
                Estimator::Mean { column, scale: 1.0 },
            );
            row(
                "wait",
                "mean",
                "s",
                dims,
                Estimator::Ratio {
                    num: column + 1,
                    den: column,
                    scale: SECONDS,
                },
            );
            row(
                "wait",
                "sd",
                "s",
                dims,
                Estimator::Sd {
                    column,
                    scale: SECONDS,
                },
            );
            for (statistic, p) in [("p50", 0.5), ("p90", 0.9), ("p95", 0.95)] {
                row(
                    "wait",
                    statistic,
                    "s",
                    dims,
                    Estimator::Quantile {
                        histogram: histogram + station,
                        p,
                        scale: SECONDS,
                    },
                );
            }
            row(
                "wait",
                "max",
                "s",
                dims,
                Estimator::Mean {
                    column: column + 3,
                    scale: SECONDS,
                },
            );
            row(
                "service",
                "count",
                "vehicle",
                dims,
                Estimator::Mean {
                    column: column + 4,
                    scale: 1.0,
                },
            );
            row(
                "service",
                "mean",
                "s",
                dims,
                Estimator::Ratio {
                    num: column + 5,
                    den: column + 4,
                    scale: SECONDS,
                },
            );
            row(
                "service",
                "sd",
                "s",
                dims,
                Estimator::Sd {
                    column: column + 4,
                    scale: SECONDS,
                },
            );
            let per_time = 1.0 / plan.measured().max(1) as f64;
            row(
                "queue-length",
                "mean",
                "vehicle",
                dims,
                Estimator::Mean {
                    column: column + 7,
                    scale: per_time,
                },
            );
            row(
                "queue-length",
                "max",
                "vehicle",
                dims,
                Estimator::Mean {
                    column: column + 8,
                    scale: 1.0,
                },
            );
            let on = |clock| Dims {
                clock: Some(clock),
                ..dims
            };
            row(
                "utilization",
                "mean",
                "share",
                on("wall"),
                Estimator::Ratio {
                    num: column + 9,
                    den: column + 11,
                    scale: 1.0,
                },
            );
            row(
                "utilization",
                "mean",
                "share",
                on("open"),
                Estimator::Ratio {
                    num: column + 9,
                    den: column + 10,
                    scale: 1.0,
                },
            );
        }
        let scheduled = plan
            .stations
            .iter()
            .map(|station| scheduled(plan, &station.shifts))
            .collect();
        let wall = plan
            .stations
            .iter()
            .map(|station| i128::from(plan.measured()) * i128::from(station.servers.max(1)))
            .collect();
        Self {
            first,
            scheduled,
            wall,
        }
    }
}

/// Server time that the shifts provide in the measured span.
fn scheduled(plan: &Plan, shifts: &[crate::plan::Shift]) -> i128 {
    let ends = shifts.iter().skip(1).map(|next| next.at).chain([plan.end]);
    let span =
        |at: i64, end: i64| i128::from((end.min(plan.end) - at.max(plan.measure_from)).max(0));
    shifts
        .iter()
        .zip(ends)
        .map(|(shift, end)| span(shift.at, end) * i128::from(shift.servers))
        .sum()
}

struct State {
    waits: Sample,
    services: Tally,
    line: TimeWeighted,
    /// Servers that are busy.
    busy: Integral,
    /// Servers that outages take.
    lost: Integral,
}

/// The observer of stations.
pub(super) struct Stations<'c> {
    plan: &'c Plan,
    layout: &'c StationLayout,
    /// By station; none where nothing is read.
    states: Vec<State>,
}

impl<'c> Stations<'c> {
    /// The observer; it records nothing unless it `listens`.
    pub fn new(plan: &'c Plan, layout: &'c StationLayout, listens: bool) -> Self {
        let fresh = |_| State {
            waits: Sample::new(),
            services: Tally::default(),
            line: TimeWeighted::new(plan.start, 0),
            busy: Integral::new(plan.start, 0),
            lost: Integral::new(plan.start, 0),
        };
        Self {
            plan,
            layout,
            states: plan
                .stations
                .iter()
                .filter(|_| listens)
                .map(fresh)
                .collect(),
        }
    }

    #[inline(always)]
    fn state(&mut self, station: u32) -> Option<&mut State> {
        self.states.get_mut(station as usize)
    }

    pub fn write(&self, columns: &mut [i128], histograms: &mut Vec<Histogram>) {
        for (station, state) in self.states.iter().enumerate() {
            let end = self.plan.end;
            let squares = |tally: &Tally| i128::try_from(tally.sum_squares).unwrap_or(i128::MAX);
            let waits = state.waits.tally();
            let values: [i128; COLUMNS] = [
                i128::from(waits.count),
                waits.sum,
                squares(&waits),
                i128::from(waits.max.max(0)),
                i128::from(state.services.count),
                state.services.sum,
                squares(&state.services),
                state.line.integral_to(end),
                i128::from(state.line.peak_to(end)),
                state.busy.to(end),
                self.layout.scheduled[station] - state.lost.to(end),
                self.layout.wall[station],
            ];
            let first = self.layout.first + COLUMNS * station;
            columns[first..first + COLUMNS].copy_from_slice(&values);
            histograms.push(state.waits.histogram().trimmed());
        }
    }
}

impl Observer for Stations<'_> {
    fn begin(&mut self, _plan: &Plan) {
        let start = self.plan.start;
        for state in &mut self.states {
            state.waits.clear();
            state.services.clear();
            state.line = TimeWeighted::new(start, 0);
            state.busy = Integral::new(start, 0);
            state.lost = Integral::new(start, 0);
        }
    }
    fn tick(&mut self, now: i64, _tick: usize) {
        // Levels are measured from here, whatever happened before.
        if now == self.plan.measure_from {
            for state in &mut self.states {
                state.line.restart(now);
                state.busy.restart(now);
                state.lost.restart(now);
            }
        }
    }
    #[inline]
    fn join(&mut self, now: i64, _vehicle: &Vehicle, place: Place) {
        if let Place::Station(station) = place
            && let Some(state) = self.state(station)
        {
            state.line.change(now, 1);
        }
    }
    // Also where a service ends and the next begins, which is most of what a run does.
    #[inline(always)]
    fn start(&mut self, now: i64, vehicle: &Vehicle, station: u32, waited: i64) {
        let measure_from = self.plan.measure_from;
        let Some(state) = self.state(station) else {
            return;
        };
        state.line.change(now, -1);
        state.busy.change(now, 1);
        // A service that goes on after a pause had its wait before.
        if !vehicle.resumes && vehicle.since >= measure_from {
            state.waits.record(waited);
        }
    }
    fn give_up(&mut self, now: i64, _: &Vehicle, place: Place, _aside: bool, _waited: i64) {
        if let Place::Station(station) = place
            && let Some(state) = self.state(station)
        {
            state.line.change(now, -1);
        }
    }
    #[inline]
    fn interrupt(&mut self, now: i64, _vehicle: &Vehicle, station: u32, _served: i64) {
        if let Some(state) = self.state(station) {
            state.line.change(now, 1);
            state.busy.change(now, -1);
        }
    }
    #[inline]
    fn finish(&mut self, now: i64, vehicle: &Vehicle, station: u32, served: i64) {
        let measure_from = self.plan.measure_from;
        let Some(state) = self.state(station) else {
            return;
        };
        state.busy.change(now, -1);
        if now - served >= measure_from {
            state.services.record(vehicle.served + served);
        }
    }
    fn lose_servers(&mut self, now: i64, station: u32, servers: u32) {
        if let Some(state) = self.state(station) {
            state.lost.set(now, i64::from(servers));
        }
    }
    #[inline]
    fn share_server(&mut self, now: i64, station: u32) {
        // Servers are counted, not those whom they serve.
        if let Some(state) = self.state(station) {
            state.busy.change(now, -1);
        }
    }
    #[inline]
    fn finish_batch(&mut self, now: i64, station: u32, vehicles: u32) {
        if let Some(state) = self.state(station) {
            state.busy.change(now, i64::from(vehicles) - 1);
        }
    }
}
