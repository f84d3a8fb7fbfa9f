//! What goods lose of their value, and which spoil.
//!
//! A vehicle's goods are looked at once: when it crosses with them, when it leaves without crossing, or, if it is inside, when the
//! period ends. What those inside have lost so far is in the total, so that whoever lets nobody cross does not seem to save anything, and
//! a measure of its own beside it, because they may still lose more.

use crate::des::clock::Time;
use crate::plan::{Crossing, Kind, NONE, Plan};
use crate::sim::{Exit, Observer, Vehicle};

use super::catalogue::{Estimator, Sheet};
use super::durations::measured;
use super::flows::load;
use super::grouping::{self, Grouping};

/// Measure, unit, factor to the unit.
const MEASURES: [(&str, &str, f64); 4] = [
    ("value-lost", "VND", 1.0),
    ("value-lost-inside", "VND", 1.0),
    ("vehicles-spoiled", "vehicle", 1.0),
    ("tonnes-spoiled", "t", 1e-3),
];
/// Their places in [`MEASURES`].
const LOST: usize = 0;
const LOST_INSIDE: usize = 1;
const SPOILED: usize = 2;
const KILOGRAMS: usize = 3;

/// Columns of goods: measure, grouping, first column.
#[derive(Debug)]
pub(super) struct GoodsLayout {
    blocks: Vec<(usize, Grouping, usize)>,
}

impl GoodsLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let mut blocks = Vec::new();
        for (measure, (name, unit, scale)) in MEASURES.into_iter().enumerate() {
            let can = |kind: &Kind| counts(plan, measure, kind);
            if !plan.kinds.iter().any(can) {
                continue;
            }
            for grouping in [
                grouping::total(plan, can),
                grouping::by_gate(plan, can),
                grouping::by_class(plan, can),
            ] {
                let first = sheet.columns(grouping.len());
                for (group, &dims) in grouping.dims.iter().enumerate() {
                    let column = first + group;
                    let estimator = Estimator::Mean { column, scale };
                    sheet.row(name, "total", unit, grouping.by, dims, estimator);
                }
                blocks.push((measure, grouping, first));
            }
        }
        Self { blocks }
    }
}

/// Whether vehicles of a kind count for a measure.
fn counts(plan: &Plan, measure: usize, kind: &Kind) -> bool {
    let class = kind.class as usize;
    let goods = kind.loaded && !kind.persons;
    match measure {
        LOST | LOST_INSIDE => goods && plan.costs.goods.get(class).is_some_and(Option::is_some),
        _ => goods && plan.shelf_life[class] < Time::MAX,
    }
}

/// The observer of goods.
pub(super) struct Goods<'c> {
    plan: &'c Plan,
    layout: &'c GoodsLayout,
    /// Whether there is anything to add up.
    any: bool,
    /// Sums by kind, in the order of [`MEASURES`].
    sums: Vec<[i128; MEASURES.len()]>,
}

impl<'c> Goods<'c> {
    pub fn new(plan: &'c Plan, layout: &'c GoodsLayout) -> Self {
        Self {
            plan,
            layout,
            any: !layout.blocks.is_empty(),
            sums: vec![[0; MEASURES.len()]; plan.kinds.len()],
        }
    }

    pub fn write(&self, columns: &mut [i128]) {
        for (measure, grouping, first) in &self.layout.blocks {
            for (&group, sums) in grouping.of_kind.iter().zip(&self.sums) {
                if group != NONE {
                    columns[first + group as usize] += sums[*measure];
                }
            }
        }
    }

    /// Looks at the goods of a vehicle, of which no more is asked afterwards.
    #[inline(never)]
    fn look(&mut self, now: Time, vehicle: &Vehicle, inside: bool, sold_at_home: bool) {
        let kind = &self.plan.kinds[vehicle.kind as usize];
        if !kind.loaded || kind.persons || !measured(self.plan, vehicle) {
            return;
        }
        let kilograms = load(self.plan, vehicle);
        let spoiled = now >= self.plan.spoils_at(vehicle.kind, vehicle.arrived);
        let sums = &mut self.sums[vehicle.kind as usize];
        if spoiled {
            sums[SPOILED] += 1;
            sums[KILOGRAMS] += i128::from(kilograms);
        }
        let goods = self.plan.costs.goods.get(kind.class as usize);
        if let Some(goods) = goods.and_then(Option::as_ref) {
            let value = goods.value(kilograms);
            let left = if spoiled || sold_at_home {
                goods.salvaged(value)
            } else {
                goods.left(value, now - vehicle.arrived)
            };
            sums[LOST] += value - left;
            if inside {
                sums[LOST_INSIDE] += value - left;
            }
        }
    }
}

impl Observer for Goods<'_> {
    fn begin(&mut self, _plan: &Plan) {
        self.sums.fill([0; MEASURES.len()]);
    }
    #[inline]
    fn pass(
        &mut self,
        now: Time,
        vehicle: &Vehicle,
        _lane: u32,
        _crossing: Option<Crossing>,
        first: bool,
        _waited: i64,
    ) {
        if self.any && first {
            self.look(now, vehicle, false, false);
        }
    }
    #[inline]
    fn leave(&mut self, now: Time, vehicle: &Vehicle, exit: Exit) {
        if self.any && !vehicle.crossed {
            let sold_at_home = matches!(exit, Exit::TurnedBack(_));
            self.look(now, vehicle, false, sold_at_home);
        }
    }
    fn inside(&mut self, now: Time, vehicle: &Vehicle) {
        if self.any && !vehicle.crossed {
            self.look(now, vehicle, true, false);
        }
    }
}
