//! Bookings: how many were made and missed, who walked in, who stayed at home, and what share of the places was used.
//!
//! Only gates have rows that some vehicle can pass by appointment. Bookings, misses and walk-ins belong to the instant at
//! which they happen; places, and their use, to the beginning of the interval.

use std::collections::BTreeSet;

use crate::plan::{IfNone, NONE, Plan};
use crate::sim::{Observer, Vehicle};

use super::catalogue::{Dims, Estimator, MOST_DAYS, Sheet};

/// What is counted of a gate.
#[derive(Clone, Copy)]
enum Count {
    Booked,
    Missed,
    WalkedIn,
    StayedHome,
}

const COUNTS: [(&str, &str); 4] = [
    ("bookings", "booking"),
    ("bookings-missed", "booking"),
    ("walk-ins", "vehicle"),
    ("vehicles-stayed-home", "vehicle"),
];

/// Columns of bookings.
#[derive(Debug)]
pub(super) struct BookingLayout {
    /// The gates that have rows.
    gates: Vec<u32>,
    /// Of each count: the column of the total; those of the gates follow. [`NONE`] where nobody can do it.
    counts: [Option<usize>; COUNTS.len()],
    /// Places used and places, one pair for each gate and day, days of a gate together; then a pair for each gate.
    slots: usize,
    days: usize,
    /// Places of each gate and day, and of each gate.
    places: Vec<u64>,
}

impl BookingLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let gates = gates(plan);
        let mut counts = [None; COUNTS.len()];
        if gates.is_empty() {
            return Self {
                gates,
                counts,
                slots: 0,
                days: 0,
                places: Vec::new(),
            };
        }
        let leftover = plan
            .lanes
            .iter()
            .flat_map(|lane| &lane.seasons)
            .any(|season| season.leftover);
        let stays_home = plan
            .sources
            .iter()
            .filter_map(|source| source.books)
            .any(|books| books.if_none == IfNone::StaysHome);
        let needed = [true, true, leftover, stays_home];
        for (index, (measure, unit)) in COUNTS.into_iter().enumerate() {
            if !needed[index] {
                continue;
            }
            let first = sheet.columns(1 + gates.len());
            counts[index] = Some(first);
            let estimator = |column| Estimator::Mean { column, scale: 1.0 };
            let dims = Dims::default();
            sheet.row(measure, "total", unit, "total", dims, estimator(first));
            for (at, &gate) in gates.iter().enumerate() {
                let estimator = estimator(first + 1 + at);
                sheet.row(measure, "total", unit, "gate", of_gate(gate), estimator);
            }
        }
        let days = match plan.days.len() - 1 {
            days if days <= MOST_DAYS => days,
            _ => 0,
        };
        let places = places(plan, &gates, days);
        let slots = sheet.columns(2 * places.len());
        for (at, &gate) in gates.iter().enumerate() {
            let in_all = gates.len() * days + at;
            let by_day = (0..days).map(|day| (at * days + day, "gate-day", Some(day as u32)));
            for (cell, by, day) in [(in_all, "gate", None)].into_iter().chain(by_day) {
                if places[cell] == 0 {
                    continue; // no day by appointment, or only pools limit
                }
                let dims = Dims {
                    day,
                    ..of_gate(gate)
                };
                let estimator = Estimator::Ratio {
                    num: slots + 2 * cell,
                    den: slots + 2 * cell + 1,
                    scale: 1.0,
                };
                sheet.row("slots-used", "mean", "share", by, dims, estimator);
            }
        }
        Self {
            gates,
            counts,
            slots,
            days,
            places,
        }
    }
}

fn of_gate(gate: u32) -> Dims {
    Dims {
        gate: Some(gate),
        ..Dims::default()
    }
}

/// The gates at which some vehicle meets appointment days.
fn gates(plan: &Plan) -> Vec<u32> {
    let mut gates = BTreeSet::new();
    for hold in &plan.holds {
        for (kind, &lane) in plan.kinds.iter().zip(&hold.lanes) {
            let lane = plan.lanes.get(lane as usize);
            if !kind.persons && lane.is_some_and(|lane| !lane.seasons.is_empty()) {
                gates.insert(kind.gate);
            }
        }
    }
    gates.into_iter().collect()
}

/// Places of each gate and measured day, then of each gate.
fn places(plan: &Plan, gates: &[u32], days: usize) -> Vec<u64> {
    let mut places = vec![0; gates.len() * (days + 1)];
    let mut known = BTreeSet::new();
    for lane in &plan.lanes {
        let Ok(at) = gates.binary_search(&lane.gate) else {
            continue;
        };
        for index in lane
            .seasons
            .iter()
            .flat_map(|season| season.intervals.clone())
        {
            let interval = &plan.intervals[index as usize];
            if interval.places == NONE
                || interval.start < plan.measure_from
                || !known.insert((at, index))
            {
                continue;
            }
            let room = u64::from(interval.places);
            places[gates.len() * days + at] += room;
            if days > 0 {
                places[at * days + plan.day_of(interval.start)] += room;
            }
        }
    }
    places
}

/// The observer of bookings.
pub(super) struct Bookings<'c> {
    plan: &'c Plan,
    layout: &'c BookingLayout,
    /// Cell `count * gates + gate`.
    counts: Vec<u64>,
    /// Places used, in the order of the layout's places.
    used: Vec<u64>,
}

impl<'c> Bookings<'c> {
    pub fn new(plan: &'c Plan, layout: &'c BookingLayout) -> Self {
        Self {
            plan,
            layout,
            counts: vec![0; COUNTS.len() * layout.gates.len()],
            used: vec![0; layout.places.len()],
        }
    }

    pub fn write(&self, columns: &mut [i128]) {
        let gates = self.layout.gates.len();
        for (count, first) in self.layout.counts.iter().enumerate() {
            let Some(first) = *first else { continue };
            for (at, &cell) in self.counts[count * gates..][..gates].iter().enumerate() {
                columns[first] += i128::from(cell);
                columns[first + 1 + at] = cell.into();
            }
        }
        for (cell, (&used, &places)) in self.used.iter().zip(&self.layout.places).enumerate() {
            columns[self.layout.slots + 2 * cell] = used.into();
            columns[self.layout.slots + 2 * cell + 1] = places.into();
        }
    }

    /// The gate of a vehicle among those that have rows.
    fn gate(&self, vehicle: &Vehicle) -> Option<usize> {
        let kind = &self.plan.kinds[vehicle.kind as usize];
        self.layout
            .gates
            .binary_search(&kind.gate)
            .ok()
            .filter(|_| !kind.persons)
    }

    fn count(&mut self, count: Count, now: i64, vehicle: &Vehicle) {
        if now >= self.plan.measure_from
            && let Some(at) = self.gate(vehicle)
        {
            self.counts[count as usize * self.layout.gates.len() + at] += 1;
        }
    }
}

impl Observer for Bookings<'_> {
    fn begin(&mut self, _plan: &Plan) {
        self.counts.fill(0);
        self.used.fill(0);
    }
    fn book(&mut self, now: i64, vehicle: &Vehicle, _interval: u32) {
        self.count(Count::Booked, now, vehicle);
    }
    fn miss(&mut self, now: i64, vehicle: &Vehicle, _interval: u32) {
        self.count(Count::Missed, now, vehicle);
    }
    fn walk_in(&mut self, now: i64, vehicle: &Vehicle, _interval: u32) {
        self.count(Count::WalkedIn, now, vehicle);
    }
    fn stay_home(&mut self, now: i64, vehicle: &Vehicle) {
        self.count(Count::StayedHome, now, vehicle);
    }
    fn redeem(&mut self, _now: i64, vehicle: &Vehicle, interval: u32) {
        let interval = &self.plan.intervals[interval as usize];
        let Some(at) = self.gate(vehicle) else { return };
        if interval.places == NONE || interval.start < self.plan.measure_from {
            return;
        }
        let (gates, days) = (self.layout.gates.len(), self.layout.days);
        self.used[gates * days + at] += 1;
        if days > 0 {
            self.used[at * days + self.plan.day_of(interval.start)] += 1;
        }
    }
}
