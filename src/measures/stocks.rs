//! Stocks: vehicles that have arrived and have not yet crossed, turned back, been transferred or left.
//!
//! The bulletin of a gate and day closes: opening stock + arrivals + transferred in - crossed - turned back - transferred
//! out - left uncrossed - empties crossed = closing stock. Waiting vehicle-hours are the integral of the stock over time.

use crate::plan::{Crossing, NONE, Plan};
use crate::scenario::model::Scenario;
use crate::sim::{Exit, Observer, Reason, Vehicle};
use crate::stats::TimeWeighted;

use super::catalogue::{Dims, Estimator, MOST_DAYS, Sheet, VEHICLE_HOURS};
use super::grouping::{self, Grouping};

/// Columns of stocks.
#[derive(Debug)]
pub(super) struct StockLayout {
    /// Groupings whose stock is followed: total, by gate, by gate and direction.
    groupings: Vec<Grouping>,
    /// First column of end, maximum and integral, for each grouping.
    levels: Vec<usize>,
    /// Instants of readings, in order, and the first column of each (groups of the last grouping follow).
    readings: Vec<(i64, usize)>,
    /// The end of the period, at which nothing is read: the levels are what they are then.
    end: i64,
    /// First column of the integral of each group and day of the last grouping; none for long periods.
    by_day: Option<usize>,
    days: usize,
    /// First column of the day on which the starting stock was gone; groups of the last grouping.
    drained: usize,
    /// Thresholds, and the first column (gates, then thresholds) of the first reading above each.
    thresholds: Vec<u32>,
    over: usize,
    /// The same of the first reading from which on all are below each.
    under: usize,
}

impl StockLayout {
    pub fn new(scenario: &Scenario, plan: &Plan, sheet: &mut Sheet) -> Self {
        let vehicles = grouping::vehicles;
        let groupings = vec![
            grouping::total(plan, vehicles),
            grouping::by_gate(plan, vehicles),
            grouping::by_direction(plan, vehicles),
        ];
        let days = plan.days.len() - 1;
        let mut levels = Vec::new();
        for grouping in &groupings {
            let first = sheet.columns(3 * grouping.len());
            for (group, &dims) in grouping.dims.iter().enumerate() {
                let column = first + 3 * group;
                sheet.row(
                    "stock",
                    "end",
                    "vehicle",
                    grouping.by,
                    dims,
                    Estimator::Mean { column, scale: 1.0 },
                );
                sheet.row(
                    "stock",
                    "max",
                    "vehicle",
                    grouping.by,
                    dims,
                    Estimator::Mean {
                        column: column + 1,
                        scale: 1.0,
                    },
                );
                let hours = Estimator::Mean {
                    column: column + 2,
                    scale: VEHICLE_HOURS,
                };
                sheet.row(
                    "waiting-vehicle-hours",
                    "total",
                    "vehicle-h",
                    grouping.by,
                    dims,
                    hours,
                );
                let mean = Estimator::Mean {
                    column: column + 2,
                    scale: 1.0 / plan.measured().max(1) as f64,
                };
                sheet.row("stock", "mean", "vehicle", grouping.by, dims, mean);
            }
            levels.push(first);
        }
        let ways = &groupings[2];
        let mut readings = Vec::new();
        // Midnights are as many as days; snapshots are reported while they are not too many.
        let is_midnight = |at: &i64| plan.days.binary_search(at).is_ok();
        let snapshots = plan.readings.iter().filter(|at| !is_midnight(at)).count() <= 4 * MOST_DAYS;
        if days <= MOST_DAYS {
            for &at in plan
                .readings
                .iter()
                .filter(|at| snapshots || is_midnight(at))
            {
                let first = sheet.columns(ways.len());
                let midnight = plan.days.binary_search(&at).ok();
                for (group, &dims) in ways.dims.iter().enumerate() {
                    let estimator = Estimator::Mean {
                        column: first + group,
                        scale: 1.0,
                    };
                    match midnight {
                        // Midnight is the close of the day before.
                        Some(day) => {
                            let dims = Dims {
                                day: Some(day.saturating_sub(1) as u32),
                                ..dims
                            };
                            sheet.row(
                                "stock",
                                "end",
                                "vehicle",
                                "gate-direction-day",
                                dims,
                                estimator,
                            );
                        }
                        None => {
                            let day = plan.day_of(at);
                            let dims = Dims {
                                day: Some(day as u32),
                                at: Some(at),
                                ..dims
                            };
                            sheet.row(
                                "stock",
                                "level",
                                "vehicle",
                                "gate-direction-day-hour",
                                dims,
                                estimator,
                            );
                        }
                    }
                }
                readings.push((at, first));
            }
            // The last day closes with the period.
            for (group, &dims) in ways.dims.iter().enumerate() {
                let dims = Dims {
                    day: Some(days.saturating_sub(1) as u32),
                    ..dims
                };
                let estimator = Estimator::Mean {
                    column: levels[2] + 3 * group,
                    scale: 1.0,
                };
                sheet.row(
                    "stock",
                    "end",
                    "vehicle",
                    "gate-direction-day",
                    dims,
                    estimator,
                );
            }
        }
        // Where somebody looks closer the stock is read more often, and no row says so.
        if let Some(closer) = &plan.closer {
            for at in closer.instants.iter().map(|&at| closer.read_at(at)) {
                if at < plan.end && readings.iter().all(|(known, _)| *known != at) {
                    readings.push((at, sheet.columns(ways.len())));
                }
            }
        }
        readings.sort_unstable();
        let by_day = (days <= MOST_DAYS).then(|| {
            let first = sheet.columns(ways.len() * days);
            for (group, &dims) in ways.dims.iter().enumerate() {
                for day in 0..days {
                    let dims = Dims {
                        day: Some(day as u32),
                        ..dims
                    };
                    let estimator = Estimator::Mean {
                        column: first + group * days + day,
                        scale: VEHICLE_HOURS,
                    };
                    sheet.row(
                        "waiting-vehicle-hours",
                        "total",
                        "vehicle-h",
                        "gate-direction-day",
                        dims,
                        estimator,
                    );
                }
            }
            first
        });
        let drained = sheet.columns(ways.len());
        for (group, &dims) in ways.dims.iter().enumerate() {
            let has_backlog = ways
                .of_kind
                .iter()
                .zip(&plan.kinds)
                .any(|(&of, kind)| of as usize == group && kind.backlog);
            if has_backlog {
                sheet.row(
                    "drain-date",
                    "p50",
                    "date",
                    "gate-direction",
                    dims,
                    Estimator::Day {
                        column: drained + group,
                    },
                );
            }
        }
        let thresholds = scenario.stock_thresholds.clone();
        let gates = &groupings[1];
        let mut dates = |measure| {
            let first = sheet.columns(gates.len() * thresholds.len());
            for (group, &dims) in gates.dims.iter().enumerate() {
                for (index, &threshold) in thresholds.iter().enumerate() {
                    let dims = Dims {
                        threshold: Some(threshold),
                        ..dims
                    };
                    let column = first + group * thresholds.len() + index;
                    let estimator = Estimator::Day { column };
                    sheet.row(measure, "p50", "date", "gate-threshold", dims, estimator);
                }
            }
            first
        };
        let over = dates("first-day-over");
        let under = dates("under-date");
        Self {
            groupings,
            levels,
            readings,
            end: plan.end,
            by_day,
            days,
            drained,
            thresholds,
            over,
            under,
        }
    }

    /// Each gate and direction, and the column of its stock at an instant; nothing where the stock is not read then.
    pub fn at(&self, at: i64) -> Vec<(Dims, usize)> {
        let ways = self.groupings.last().zip(self.levels.last());
        let (first, step) = match self.readings.binary_search_by_key(&at, |(at, _)| *at) {
            Ok(found) => (Some(self.readings[found].1), 1),
            Err(_) if at == self.end => (ways.map(|(_, &first)| first), 3),
            Err(_) => (None, 0),
        };
        let Some((first, (grouping, _))) = first.zip(ways) else {
            return Vec::new();
        };
        let groups = grouping.dims.iter().enumerate();
        groups
            .map(|(group, &dims)| (dims, first + step * group))
            .collect()
    }
}

/// What a vehicle of a kind changes by coming and going.
struct OfKind {
    /// Vehicles in stock now.
    here: i64,
    /// Levels, each once; then [`NONE`]. Of persons none.
    levels: [u32; 3],
    /// Its group in the last grouping where it stands in line at the start, else [`NONE`].
    opening: u32,
}

/// The observer of stocks.
pub(super) struct Stocks<'c> {
    plan: &'c Plan,
    layout: &'c StockLayout,
    /// Levels that are followed: groups of the same kinds in several groupings share one.
    levels: Vec<TimeWeighted>,
    /// For each grouping, the level of each of its groups.
    of_group: Vec<Vec<usize>>,
    /// By kind; none where nothing is read.
    of_kind: Vec<OfKind>,
    /// Columns of readings, days, drain and thresholds, relative to the first of them.
    readings: Vec<i64>,
    next_reading: usize,
    day: usize,
    integrals: Vec<i128>,
    so_far: Vec<i128>,
    opening_left: Vec<i64>,
    drained: Vec<i64>,
    over: Vec<i64>,
    under: Vec<i64>,
}

impl<'c> Stocks<'c> {
    /// The observer; it counts nothing unless it `listens`.
    pub fn new(plan: &'c Plan, layout: &'c StockLayout, listens: bool) -> Self {
        let ways = layout.groupings[2].len();
        let (of_group, levels) = shared(&layout.groupings);
        let kinds = plan.kinds.iter().enumerate().filter(|_| listens);
        let of_kind = kinds.map(|(kind, known)| {
            let way = layout.groupings[2].of_kind[kind];
            OfKind {
                here: 0,
                levels: changed(&layout.groupings, &of_group, kind),
                opening: if known.backlog { way } else { NONE },
            }
        });
        Self {
            plan,
            layout,
            levels: vec![TimeWeighted::new(plan.start, 0); levels],
            of_kind: of_kind.collect(),
            of_group,
            readings: vec![0; layout.readings.len() * ways],
            next_reading: 0,
            day: 0,
            integrals: vec![
                0;
                if layout.by_day.is_some() {
                    ways * layout.days
                } else {
                    0
                }
            ],
            so_far: vec![0; ways],
            opening_left: vec![0; ways],
            drained: vec![-1; ways],
            over: vec![-1; layout.groupings[1].len() * layout.thresholds.len()],
            under: vec![-1; layout.groupings[1].len() * layout.thresholds.len()],
        }
    }

    /// Vehicles in stock now, for each kind.
    pub fn by_kind(&self) -> impl Iterator<Item = i64> + Clone {
        self.of_kind.iter().map(|kind| kind.here)
    }

    pub fn write(&self, columns: &mut [i128]) {
        let end = self.plan.end;
        for (grouping, &first) in self.of_group.iter().zip(&self.layout.levels) {
            for (group, &level) in grouping.iter().enumerate() {
                let level = &self.levels[level];
                columns[first + 3 * group] = i128::from(level.level());
                columns[first + 3 * group + 1] = i128::from(level.peak_to(end));
                columns[first + 3 * group + 2] = level.integral_to(end);
            }
        }
        let ways = self.so_far.len();
        for (index, &(_, first)) in self.layout.readings.iter().enumerate() {
            for way in 0..ways {
                columns[first + way] = i128::from(self.readings[index * ways + way]);
            }
        }
        if let Some(first) = self.layout.by_day {
            columns[first..first + self.integrals.len()].copy_from_slice(&self.integrals);
        }
        let days = self.drained.iter().zip(&mut columns[self.layout.drained..]);
        days.for_each(|(&day, column)| *column = i128::from(day));
        let over = self.over.iter().zip(&mut columns[self.layout.over..]);
        over.for_each(|(&day, column)| *column = i128::from(day));
        let under = self.under.iter().zip(&mut columns[self.layout.under..]);
        under.for_each(|(&day, column)| *column = i128::from(day));
    }

    /// Vehicles enter or leave the stock; says which group of those who stood in line at the start they belong to, or [`NONE`].
    #[inline(always)]
    fn change(&mut self, now: i64, kind: u32, by: i64) -> u32 {
        let Some(kind) = self.of_kind.get_mut(kind as usize) else {
            return NONE;
        };
        kind.here += by;
        for &level in &kind.levels {
            let Some(level) = self.levels.get_mut(level as usize) else {
                break;
            };
            level.change(now, by);
        }
        kind.opening
    }

    /// A vehicle leaves the stock for good.
    #[inline(always)]
    fn gone(&mut self, now: i64, kind: u32) {
        let way = self.change(now, kind, -1);
        if way != NONE {
            self.one_of_opening_gone(way as usize);
        }
    }

    fn one_of_opening_here(&mut self, way: usize) {
        self.opening_left[way] += 1;
        self.drained[way] = -1;
    }

    fn one_of_opening_gone(&mut self, way: usize) {
        self.opening_left[way] -= 1;
        if self.opening_left[way] == 0 {
            self.drained[way] = self.day as i64;
        }
    }

    /// Notes the day on which a gate's stock is first seen above each threshold, and that from which on it was seen below only.
    fn look_over(&mut self) {
        let thresholds = self.layout.thresholds.len();
        for (gate, &level) in self.of_group[1].iter().enumerate() {
            let level = self.levels[level].level();
            for (index, &threshold) in self.layout.thresholds.iter().enumerate() {
                let first = &mut self.over[gate * thresholds + index];
                if *first < 0 && level > i64::from(threshold) {
                    *first = self.day as i64;
                }
                let since = &mut self.under[gate * thresholds + index];
                if level >= i64::from(threshold) {
                    *since = -1;
                } else if *since < 0 {
                    *since = self.day as i64;
                }
            }
        }
    }

    /// Adds what has been waited since midnight to the day that ends now.
    fn close_day(&mut self, now: i64) {
        if self.integrals.is_empty() {
            return;
        }
        for (way, &level) in self.of_group[2].iter().enumerate() {
            let integral = self.levels[level].integral_to(now);
            self.integrals[way * self.layout.days + self.day] = integral - self.so_far[way];
            self.so_far[way] = integral;
        }
    }
}

/// The level of each group of each grouping, and how many levels there are: groups of the same kinds share one.
fn shared(groupings: &[Grouping]) -> (Vec<Vec<usize>>, usize) {
    let mut known: Vec<Vec<bool>> = Vec::new();
    let mut level = |grouping: &Grouping, group: usize| {
        let kinds = grouping.of_kind.iter();
        let kinds: Vec<bool> = kinds.map(|&of| of as usize == group).collect();
        known
            .iter()
            .position(|other| *other == kinds)
            .unwrap_or_else(|| {
                known.push(kinds);
                known.len() - 1
            })
    };
    let of_group = groupings.iter().map(|grouping| {
        let groups = 0..grouping.len();
        groups.map(|group| level(grouping, group)).collect()
    });
    let of_group = of_group.collect();
    (of_group, known.len())
}

/// The levels that a vehicle of a kind changes, each once, then [`NONE`].
fn changed(groupings: &[Grouping], of_group: &[Vec<usize>], kind: usize) -> [u32; 3] {
    let mut levels = [NONE; 3];
    let mut count = 0;
    for (grouping, of_group) in groupings.iter().zip(of_group) {
        let level = of_group.get(grouping.of_kind[kind] as usize);
        if let Some(&level) = level
            && !levels.contains(&(level as u32))
        {
            levels[count] = level as u32;
            count += 1;
        }
    }
    levels
}

impl Observer for Stocks<'_> {
    fn begin(&mut self, _plan: &Plan) {
        self.levels.fill(TimeWeighted::new(self.plan.start, 0));
        self.of_kind.iter_mut().for_each(|kind| kind.here = 0);
        self.readings.fill(0);
        self.next_reading = 0;
        self.day = 0;
        self.integrals.fill(0);
        self.so_far.fill(0);
        self.opening_left.fill(0);
        self.drained.fill(-1);
        self.over.fill(-1);
        self.under.fill(-1);
    }
    fn tick(&mut self, now: i64, _tick: usize) {
        if self
            .layout
            .readings
            .get(self.next_reading)
            .is_some_and(|&(at, _)| at == now)
        {
            let ways = self.so_far.len();
            let first = self.next_reading * ways;
            for (way, &level) in self.of_group[2].iter().enumerate() {
                self.readings[first + way] = self.levels[level].level();
            }
            self.next_reading += 1;
        }
        if self.plan.readings.binary_search(&now).is_ok() {
            self.look_over();
        }
        if self.plan.days.get(self.day + 1) == Some(&now) {
            self.close_day(now);
            self.day += 1;
        }
        if now == self.plan.measure_from {
            let levels = self.levels.iter_mut();
            levels.for_each(|level| level.restart(now));
            self.so_far.fill(0);
            self.integrals.fill(0);
            self.over.fill(-1);
            self.under.fill(-1);
        }
    }
    #[inline(always)]
    fn arrive(&mut self, now: i64, vehicle: &Vehicle) {
        let way = self.change(now, vehicle.kind, 1);
        if way != NONE {
            self.one_of_opening_here(way as usize);
        }
    }
    #[inline]
    fn pass(
        &mut self,
        now: i64,
        vehicle: &Vehicle,
        _lane: u32,
        _crossing: Option<Crossing>,
        first: bool,
        _waited: i64,
    ) {
        if first {
            self.gone(now, vehicle.kind);
        }
    }
    #[inline]
    fn transfer(&mut self, now: i64, vehicle: &Vehicle, from: u32, _: Reason) {
        if !vehicle.crossed {
            self.gone(now, from);
            self.change(now, vehicle.kind, 1);
        }
    }
    #[inline]
    fn leave(&mut self, now: i64, vehicle: &Vehicle, _exit: Exit) {
        if !vehicle.crossed {
            self.gone(now, vehicle.kind);
        }
    }
    fn end(&mut self, now: i64) {
        self.look_over();
        self.close_day(now);
    }
}
