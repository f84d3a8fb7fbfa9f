//! Batches: how many were served, and of how many vehicles.

use crate::plan::{NONE, Plan, Serving};
use crate::sim::Observer;

use super::catalogue::{Dims, Estimator, Sheet};

/// Columns of one station: number of batches, and of their vehicles.
const COLUMNS: usize = 2;

/// Columns of stations that serve in batches.
#[derive(Debug)]
pub(super) struct BatchLayout {
    first: usize,
    /// For each station its number among these, or [`NONE`].
    numbers: Vec<u32>,
    count: usize,
}

impl BatchLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let mut numbers = Vec::with_capacity(plan.stations.len());
        let mut count = 0;
        for station in &plan.stations {
            let together = matches!(station.serving, Serving::Together(_));
            numbers.push(if together { count } else { NONE });
            count += u32::from(together);
        }
        let count = count as usize;
        let first = sheet.columns(COLUMNS * count);
        for (station, &number) in numbers.iter().enumerate() {
            if number == NONE {
                continue;
            }
            let gate = plan.names.station_gates[station];
            let dims = Dims {
                station: Some(station as u32),
                gate: (gate != NONE).then_some(gate),
                ..Dims::default()
            };
            let column = first + COLUMNS * number as usize;
            let batches = Estimator::Mean { column, scale: 1.0 };
            sheet.row("batches", "total", "batch", "station", dims, batches);
            let size = Estimator::Ratio {
                num: column + 1,
                den: column,
                scale: 1.0,
            };
            sheet.row("batch-size", "mean", "vehicle", "station", dims, size);
        }
        Self {
            first,
            numbers,
            count,
        }
    }
}

/// The observer of batches.
pub(super) struct Batches<'c> {
    plan: &'c Plan,
    layout: &'c BatchLayout,
    states: Vec<[i128; COLUMNS]>,
}

impl<'c> Batches<'c> {
    pub fn new(plan: &'c Plan, layout: &'c BatchLayout) -> Self {
        Self {
            plan,
            layout,
            states: vec![[0; COLUMNS]; layout.count],
        }
    }

    pub fn write(&self, columns: &mut [i128]) {
        let own = columns[self.layout.first..].chunks_exact_mut(COLUMNS);
        for (columns, state) in own.zip(&self.states) {
            columns.copy_from_slice(state);
        }
    }
}

impl Observer for Batches<'_> {
    fn begin(&mut self, _plan: &Plan) {
        self.states.fill([0; COLUMNS]);
    }
    #[inline]
    fn finish_batch(&mut self, now: i64, station: u32, vehicles: u32) {
        if now >= self.plan.measure_from {
            let number = self.layout.numbers[station as usize];
            let [batches, sum] = &mut self.states[number as usize];
            *batches += 1;
            *sum += i128::from(vehicles);
        }
    }
}
