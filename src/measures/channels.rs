//! Channels of customs: how many vehicles each takes, which share that is, and how long release takes in it.

use crate::des::clock::Time;
use crate::plan::{NONE, Op, Plan};
use crate::sim::{Exit, Observer, Vehicle};
use crate::stats::{Histogram, Tally};

use super::catalogue::{Dims, Estimator, Sheet};
use super::durations;
use super::grouping::{self, Grouping};
use super::live::Live;

/// Columns of a cell: vehicles, all vehicles of the cell's group, then number, sum, sum of squares and maximum of times to release.
const COLUMNS: usize = 6;

/// Columns of channels: cells of all vehicles first, then those of each gate and direction, each by channel.
#[derive(Debug)]
pub(super) struct ChannelLayout {
    first: usize,
    channels: usize,
    grouping: Grouping,
    /// Whether the vehicles of an origin have an unknown age at the start.
    truncated: Vec<bool>,
}

impl ChannelLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let channels = plan.names.channels.len();
        let mut grouping = grouping::by_direction(plan, grouping::vehicles);
        grouping.keep(&selected(plan));
        let groups = if channels == 0 { 0 } else { 1 + grouping.len() };
        let first = sheet.columns(COLUMNS * groups * channels);
        let histograms = sheet.histograms(groups * channels);
        for group in 0..groups {
            let (by, dims) = match group.checked_sub(1) {
                None => ("channel", Dims::default()),
                Some(group) => ("gate-direction-channel", grouping.dims[group]),
            };
            for channel in 0..channels {
                let cell = group * channels + channel;
                let column = first + COLUMNS * cell;
                let dims = Dims {
                    channel: Some(channel as u32),
                    ..dims
                };
                let scale = 1.0;
                let mut row = |statistic, unit, estimator| {
                    sheet.row("vehicles-selected", statistic, unit, by, dims, estimator);
                };
                row("total", "vehicle", Estimator::Mean { column, scale });
                let (num, den) = (column, column + 1);
                row("share", "share", Estimator::Ratio { num, den, scale });
                let histogram = histograms + cell;
                durations::rows(sheet, "time-to-release", by, dims, column + 2, histogram);
            }
        }
        let origins = plan.sources.len() + plan.backlogs.len();
        Self {
            first,
            channels,
            grouping,
            truncated: (0..origins)
                .map(|origin| durations::age_unknown(plan, origin))
                .collect(),
        }
    }
}

/// Whether the route of each kind has channels.
fn selected(plan: &Plan) -> Vec<bool> {
    let has_channels = |op: &Op| match op {
        Op::Branch { labels, .. } => plan
            .channels
            .get(*labels as usize)
            .is_some_and(|&channel| channel != NONE),
        _ => false,
    };
    let ops = plan.ops.iter().zip(&plan.names.ops);
    let routes: Vec<&str> = ops
        .filter(|(op, _)| has_channels(op))
        .map(|(_, (route, _))| route.as_str())
        .collect();
    let route = |first: u32| plan.names.ops[first as usize].0.as_str();
    plan.kinds
        .iter()
        .map(|kind| routes.contains(&route(kind.first)))
        .collect()
}

#[derive(Clone)]
struct Cell {
    vehicles: u64,
    times: Tally,
    histogram: Histogram,
}

/// The observer of channels.
pub(super) struct Channels<'c> {
    plan: &'c Plan,
    layout: &'c ChannelLayout,
    /// By gate and direction, then channel.
    cells: Vec<Cell>,
    /// The channel of each vehicle that is inside and has been given one.
    channel: Live<u32>,
}

impl<'c> Channels<'c> {
    pub fn new(plan: &'c Plan, layout: &'c ChannelLayout) -> Self {
        let fresh = Cell {
            vehicles: 0,
            times: Tally::default(),
            histogram: Histogram::new(),
        };
        Self {
            plan,
            layout,
            cells: vec![fresh; layout.grouping.len() * layout.channels],
            channel: Live::new(),
        }
    }

    pub fn write(&self, columns: &mut [i128], histograms: &mut Vec<Histogram>) {
        let channels = self.layout.channels;
        if channels == 0 {
            return;
        }
        let groups: Vec<&[Cell]> = self.cells.chunks(channels).collect();
        let mut first = self.layout.first;
        // All vehicles, then each group alone.
        let alone = groups.iter().map(std::slice::from_ref);
        for of in std::iter::once(groups.as_slice()).chain(alone) {
            let all: u64 = of.iter().copied().flatten().map(|cell| cell.vehicles).sum();
            for channel in 0..channels {
                let (mut vehicles, mut times) = (0, Tally::default());
                let mut histogram = Histogram::new();
                for cell in of.iter().map(|group| &group[channel]) {
                    vehicles += cell.vehicles;
                    times.add(&cell.times);
                    histogram.add(&cell.histogram);
                }
                columns[first] = i128::from(vehicles);
                columns[first + 1] = i128::from(all);
                durations::write(&times, &mut columns[first + 2..]);
                histograms.push(histogram);
                first += COLUMNS;
            }
        }
    }

    fn cell(&mut self, vehicle: &Vehicle, channel: u32) -> Option<&mut Cell> {
        let group = self.layout.grouping.of_kind[vehicle.kind as usize];
        if group == NONE {
            return None; // persons
        }
        let cell = group as usize * self.layout.channels + channel as usize;
        self.cells.get_mut(cell)
    }
}

impl Observer for Channels<'_> {
    fn begin(&mut self, _plan: &Plan) {
        self.channel.clear();
        for cell in &mut self.cells {
            cell.vehicles = 0;
            cell.times.clear();
            cell.histogram.clear();
        }
    }
    #[inline]
    fn choose(&mut self, now: Time, vehicle: &Vehicle, label: u32) {
        let channel = self.plan.channels[label as usize];
        if channel == NONE {
            return;
        }
        self.channel.insert((vehicle.id, 0), channel);
        let measured = now >= self.plan.measure_from;
        if let Some(cell) = self.cell(vehicle, channel).filter(|_| measured) {
            cell.vehicles += 1;
        }
    }
    #[inline]
    fn release(&mut self, now: Time, vehicle: &Vehicle) {
        if self.layout.channels == 0
            || !durations::measured(self.plan, vehicle)
            || self.layout.truncated[vehicle.origin as usize]
        {
            return;
        }
        let Some(channel) = self.channel.get((vehicle.id, 0)) else {
            return;
        };
        if let Some(cell) = self.cell(vehicle, channel) {
            cell.times.record(now - vehicle.arrived);
            cell.histogram.record(now - vehicle.arrived);
        }
    }
    #[inline]
    fn leave(&mut self, _now: Time, vehicle: &Vehicle, _exit: Exit) {
        if self.layout.channels > 0 {
            self.channel.remove((vehicle.id, 0));
        }
    }
}
