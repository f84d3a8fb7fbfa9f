//! Flows: vehicles, crossings, tonnes. Counted on the day of the event, per kind, and grouped when the row is written.

use crate::plan::{Crossing, NONE, Plan};
use crate::sim::{Exit, Observer, Reason, Vehicle};

use super::catalogue::{Dims, Estimator, MOST_DAYS, Sheet};
use super::grouping::{self, Grouping};

/// Net cargo of a vehicle in kilograms: a property of the vehicle, whenever it is asked for.
pub fn load(plan: &Plan, vehicle: &Vehicle) -> i64 {
    let Vehicle {
        id,
        origin,
        day,
        row,
        ..
    } = *vehicle;
    plan.cargo_of(
        plan.kinds[vehicle.kind as usize].load,
        (origin, day, row),
        id,
    )
}

/// What is counted, one cell a kind and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    Arrived,
    Crossed,
    EmptyCrossed,
    Crossing,
    ToChina,
    ToVietnam,
    Released,
    TurnedBack,
    TransferredOut,
    TransferredIn,
    Kilograms,
    LeftUncrossed,
    Opening,
}

/// Flow, measure, unit, factor.
const FLOWS: [(Flow, &str, &str, f64); 13] = [
    (Flow::Arrived, "vehicles-arrived", "vehicle", 1.0),
    (Flow::Crossed, "vehicles-crossed", "vehicle", 1.0),
    (Flow::EmptyCrossed, "empties-crossed", "vehicle", 1.0),
    (Flow::Crossing, "crossings", "crossing", 1.0),
    (Flow::ToChina, "crossings", "crossing", 1.0),
    (Flow::ToVietnam, "crossings", "crossing", 1.0),
    (Flow::Released, "declarations-released", "declaration", 1.0),
    (Flow::TurnedBack, "vehicles-turned-back", "vehicle", 1.0),
    (
        Flow::TransferredOut,
        "vehicles-transferred-out",
        "vehicle",
        1.0,
    ),
    (
        Flow::TransferredIn,
        "vehicles-transferred-in",
        "vehicle",
        1.0,
    ),
    (Flow::Kilograms, "tonnes-crossed", "t", 1e-3),
    (
        Flow::LeftUncrossed,
        "vehicles-left-uncrossed",
        "vehicle",
        1.0,
    ),
    (Flow::Opening, "opening-stock", "vehicle", 1.0),
];

/// Columns of flows.
#[derive(Debug)]
pub(super) struct FlowLayout {
    /// Flow, grouping, whether by day, first column.
    blocks: Vec<(usize, Grouping, bool, usize)>,
    days: usize,
}

impl FlowLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let days = plan.days.len() - 1;
        let mut layout = Self {
            blocks: Vec::new(),
            days,
        };
        let vehicles = grouping::vehicles;
        for (flow, &(what, measure, unit, scale)) in FLOWS.iter().enumerate() {
            let one_way = match what {
                Flow::ToChina => Some(false),
                Flow::ToVietnam => Some(true),
                _ => None,
            };
            if let Some(to_vietnam) = one_way {
                let mut grouping = grouping::by_direction(plan, vehicles);
                grouping.by = "gate-direction-bound";
                grouping
                    .dims
                    .iter_mut()
                    .for_each(|dims| dims.to_vietnam = Some(to_vietnam));
                layout.block(sheet, flow, grouping, false, measure, unit, scale);
                continue;
            }
            layout.block(
                sheet,
                flow,
                grouping::total(plan, vehicles),
                false,
                measure,
                unit,
                scale,
            );
            layout.block(
                sheet,
                flow,
                grouping::by_gate(plan, vehicles),
                false,
                measure,
                unit,
                scale,
            );
            layout.block(
                sheet,
                flow,
                grouping::by_direction(plan, vehicles),
                false,
                measure,
                unit,
                scale,
            );
            if what != Flow::Opening && days <= MOST_DAYS {
                layout.block(
                    sheet,
                    flow,
                    grouping::by_direction(plan, vehicles),
                    true,
                    measure,
                    unit,
                    scale,
                );
            }
            layout.block(
                sheet,
                flow,
                grouping::by_class(plan, vehicles),
                false,
                measure,
                unit,
                scale,
            );
            layout.block(
                sheet,
                flow,
                grouping::by_vehicle(plan, vehicles),
                false,
                measure,
                unit,
                scale,
            );
        }
        let persons = |kind: &crate::plan::Kind| kind.persons;
        if plan.kinds.iter().any(persons) {
            for (flow, measure) in [(0, "persons-arrived"), (1, "persons-crossed")] {
                layout.block(
                    sheet,
                    flow,
                    grouping::total(plan, persons),
                    false,
                    measure,
                    "person",
                    1.0,
                );
                layout.block(
                    sheet,
                    flow,
                    grouping::by_direction(plan, persons),
                    false,
                    measure,
                    "person",
                    1.0,
                );
                if days <= MOST_DAYS {
                    layout.block(
                        sheet,
                        flow,
                        grouping::by_direction(plan, persons),
                        true,
                        measure,
                        "person",
                        1.0,
                    );
                }
            }
        }
        layout
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "one call a grouping reads as a table"
    )]
    fn block(
        &mut self,
        sheet: &mut Sheet,
        flow: usize,
        mut grouping: Grouping,
        by_day: bool,
        measure: &'static str,
        unit: &'static str,
        scale: f64,
    ) {
        let days = if by_day { self.days } else { 1 };
        if by_day {
            grouping.by = "gate-direction-day";
        }
        let first = sheet.columns(grouping.len() * days);
        for (group, &dims) in grouping.dims.iter().enumerate() {
            for day in 0..days {
                let dims = if by_day {
                    Dims {
                        day: Some(day as u32),
                        ..dims
                    }
                } else {
                    dims
                };
                let column = first + group * days + day;
                sheet.row(
                    measure,
                    "total",
                    unit,
                    grouping.by,
                    dims,
                    Estimator::Mean { column, scale },
                );
            }
        }
        self.blocks.push((flow, grouping, by_day, first));
    }
}

/// What is counted of one kind on one day.
type Counts = [i64; FLOWS.len()];

/// The observer of flows.
pub(super) struct Flows<'c> {
    plan: &'c Plan,
    layout: &'c FlowLayout,
    /// By day, then kind; none where nothing is read. The first day is what comes before anything is measured, and a period of
    /// too many days is one day.
    cells: Vec<Counts>,
    day: usize,
    /// First cell of the day.
    today: usize,
    /// For each kind, what its arrival counts as.
    arrival: Vec<Flow>,
}

impl<'c> Flows<'c> {
    /// The observer; it counts nothing unless it `listens`.
    pub fn new(plan: &'c Plan, layout: &'c FlowLayout, listens: bool) -> Self {
        let days = if layout.days <= MOST_DAYS {
            layout.days
        } else {
            1
        };
        let kinds = if listens { plan.kinds.len() } else { 0 };
        Self {
            plan,
            layout,
            cells: vec![[0; FLOWS.len()]; kinds * (1 + days)],
            day: 0,
            today: 0,
            arrival: plan
                .kinds
                .iter()
                .map(|kind| match kind.backlog {
                    true => Flow::Opening,
                    false => Flow::Arrived,
                })
                .collect(),
        }
    }

    /// The warm-up is over: what is in stock now is the opening stock.
    pub fn open(&mut self, by_kind: impl Iterator<Item = i64>) {
        for (kind, stock) in by_kind.enumerate() {
            self.count(Flow::Opening, kind as u32, stock);
        }
    }

    pub fn write(&self, columns: &mut [i128]) {
        let kinds = self.plan.kinds.len();
        let measured = self.cells.get(kinds..).unwrap_or_default();
        // The days are added up once, for all groupings that do not tell them apart.
        let mut totals = vec![[0; FLOWS.len()]; kinds];
        for day in measured.chunks_exact(kinds.max(1)) {
            for (totals, counts) in totals.iter_mut().zip(day) {
                totals
                    .iter_mut()
                    .zip(counts)
                    .for_each(|(total, count)| *total += count);
            }
        }
        for &(flow, ref grouping, by_day, first) in &self.layout.blocks {
            for (kind, &group) in grouping.of_kind.iter().enumerate() {
                if group == NONE {
                    continue;
                }
                let group = group as usize;
                if by_day {
                    let columns = &mut columns[first + group * self.layout.days..];
                    let days = measured.iter().skip(kind).step_by(kinds);
                    columns
                        .iter_mut()
                        .zip(days)
                        .for_each(|(column, counts)| *column += i128::from(counts[flow]));
                } else {
                    columns[first + group] += i128::from(totals[kind][flow]);
                }
            }
        }
    }

    #[inline(always)]
    fn count(&mut self, flow: Flow, kind: u32, amount: i64) {
        if let Some(counts) = self.cells.get_mut(self.today + kind as usize) {
            counts[flow as usize] += amount;
        }
    }

    /// Counts on this day, or on that before all others until anything is measured.
    fn turn_to(&mut self, day: usize, now: i64) {
        let kinds = self.plan.kinds.len();
        self.day = day;
        if now >= self.plan.measure_from {
            // The instant after the last day belongs to it.
            let last = self.cells.len().saturating_sub(kinds);
            self.today = ((1 + day) * kinds).min(last);
        } else {
            self.today = 0;
        }
    }
}

impl Observer for Flows<'_> {
    fn begin(&mut self, plan: &Plan) {
        self.cells.fill([0; FLOWS.len()]);
        self.turn_to(0, plan.start);
    }
    fn tick(&mut self, now: i64, _tick: usize) {
        let midnight = self.plan.days.get(self.day + 1) == Some(&now);
        self.turn_to(self.day + usize::from(midnight), now);
    }
    #[inline]
    fn arrive(&mut self, _now: i64, vehicle: &Vehicle) {
        self.count(self.arrival[vehicle.kind as usize], vehicle.kind, 1);
    }
    #[inline]
    fn pass(
        &mut self,
        _now: i64,
        vehicle: &Vehicle,
        _lane: u32,
        crossing: Option<Crossing>,
        first: bool,
        _waited: i64,
    ) {
        let Some(crossing) = crossing else { return };
        let bound = if crossing.to_vietnam {
            Flow::ToVietnam
        } else {
            Flow::ToChina
        };
        self.count(Flow::Crossing, vehicle.kind, 1);
        self.count(bound, vehicle.kind, 1);
        if first {
            // Empties that came empty are counted apart; persons have no load.
            let kind = &self.plan.kinds[vehicle.kind as usize];
            let crossed = if kind.loaded || kind.persons {
                Flow::Crossed
            } else {
                Flow::EmptyCrossed
            };
            self.count(crossed, vehicle.kind, 1);
            self.count(Flow::Kilograms, vehicle.kind, load(self.plan, vehicle));
        }
    }
    #[inline]
    fn release(&mut self, _now: i64, vehicle: &Vehicle) {
        self.count(Flow::Released, vehicle.kind, 1);
    }
    #[inline]
    fn transfer(&mut self, _now: i64, vehicle: &Vehicle, from: u32, _: Reason) {
        // After it has crossed a vehicle is in no stock that it could leave or enter.
        if !vehicle.crossed {
            self.count(Flow::TransferredOut, from, 1);
            self.count(Flow::TransferredIn, vehicle.kind, 1);
        }
    }
    #[inline]
    fn leave(&mut self, _now: i64, vehicle: &Vehicle, exit: Exit) {
        match exit {
            Exit::TurnedBack(_) if !vehicle.crossed => {
                self.count(Flow::TurnedBack, vehicle.kind, 1)
            }
            Exit::Completed if !vehicle.crossed => self.count(Flow::LeftUncrossed, vehicle.kind, 1),
            _ => {}
        }
    }
}
