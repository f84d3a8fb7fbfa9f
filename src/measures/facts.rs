//! Published facts: the same count on the simulated gate, in the same span and over the same vehicles.

use crate::plan::{Crossing, Kind, NONE, Plan};
use crate::scenario::model::{Fact, FactMeasure, Scenario};
use crate::sim::{Exit, Observer, Vehicle};

use super::catalogue::{Dims, Estimator, Sheet};
use super::flows::load;

/// One fact as it is counted.
#[derive(Debug)]
struct Counter {
    measure: FactMeasure,
    from: i64,
    to: i64,
    /// The yard whose places are counted, or [`NONE`].
    yard: u32,
    /// For each kind, whether it is counted when it moves to China and to Vietnam, each empty and loaded.
    counted: Vec<[[bool; 2]; 2]>,
}

/// Columns of facts: one each, in the scenario's order.
#[derive(Debug)]
pub(super) struct FactLayout {
    first: usize,
    counters: Vec<Counter>,
    listed: Listed,
}

/// Facts by what they count, so that what happens asks only those that count it.
#[derive(Debug, Default)]
struct Listed {
    /// Arrivals and vehicles that turn back, by kind.
    arrived: Vec<Vec<u32>>,
    turned_back: Vec<Vec<u32>>,
    /// By kind and crossing: crossings, and vehicles or tonnes that cross with what they came with.
    crossings: Vec<Vec<u32>>,
    crossed: Vec<Vec<u32>>,
    /// Who stands in a yard, by yard.
    yards: Vec<Vec<u32>>,
}

impl Listed {
    fn new(plan: &Plan, counters: &[Counter]) -> Self {
        let (kinds, ways) = (plan.kinds.len(), WAYS * plan.kinds.len());
        let mut listed = Self {
            arrived: vec![Vec::new(); kinds],
            turned_back: vec![Vec::new(); kinds],
            crossings: vec![Vec::new(); ways],
            crossed: vec![Vec::new(); ways],
            yards: vec![Vec::new(); plan.yards.len()],
        };
        for (index, counter) in (0..).zip(counters) {
            for (kind, (own, counted)) in plan.kinds.iter().zip(&counter.counted).enumerate() {
                if counts_standing(counted, own) {
                    match counter.measure {
                        FactMeasure::VehiclesArrived => listed.arrived[kind].push(index),
                        FactMeasure::VehiclesTurnedBack => listed.turned_back[kind].push(index),
                        _ => {}
                    }
                }
                let by_way = match counter.measure {
                    FactMeasure::Crossings => &mut listed.crossings,
                    FactMeasure::VehiclesCrossed | FactMeasure::TonnesCrossed => {
                        &mut listed.crossed
                    }
                    _ => continue,
                };
                let ways = counted.as_flattened().iter().enumerate();
                for (way, _) in ways.filter(|&(_, &counts)| counts) {
                    by_way[WAYS * kind + way].push(index);
                }
            }
            if let FactMeasure::YardOccupancy(yard) = counter.measure {
                listed.yards[yard].push(index);
            }
        }
        listed
    }
}

/// Ways of crossing: to either side, empty or loaded.
const WAYS: usize = 4;

/// The place of a crossing of a kind among all.
fn way(plan: &Plan, kind: u32, crossing: Crossing) -> usize {
    let loaded = crossing.loaded.unwrap_or(plan.kinds[kind as usize].loaded);
    WAYS * kind as usize + 2 * usize::from(crossing.to_vietnam) + usize::from(loaded)
}

impl FactLayout {
    pub fn new(scenario: &Scenario, plan: &Plan, sheet: &mut Sheet) -> Self {
        let first = sheet.columns(scenario.facts.len());
        for (index, fact) in scenario.facts.iter().enumerate() {
            let dims = Dims {
                fact: Some(index as u32),
                ..Dims::default()
            };
            let column = first + index;
            let (measure, unit, estimator) = match fact.measure {
                FactMeasure::VehiclesCrossed => (
                    "vehicles-crossed",
                    "vehicle",
                    Estimator::Mean { column, scale: 1.0 },
                ),
                FactMeasure::Crossings => (
                    "crossings",
                    "crossing",
                    Estimator::Mean { column, scale: 1.0 },
                ),
                FactMeasure::TonnesCrossed => (
                    "tonnes-crossed",
                    "t",
                    Estimator::Mean {
                        column,
                        scale: 1e-3,
                    },
                ),
                FactMeasure::VehiclesArrived => (
                    "vehicles-arrived",
                    "vehicle",
                    Estimator::Mean { column, scale: 1.0 },
                ),
                FactMeasure::VehiclesTurnedBack => (
                    "vehicles-turned-back",
                    "vehicle",
                    Estimator::Mean { column, scale: 1.0 },
                ),
                FactMeasure::Stock => ("stock", "vehicle", Estimator::Mean { column, scale: 1.0 }),
                FactMeasure::YardOccupancy(_) => (
                    "yard-occupancy",
                    "vehicle",
                    Estimator::Mean { column, scale: 1.0 },
                ),
                FactMeasure::Ratio(num, den) => {
                    let tonnes =
                        |part: usize| scenario.facts[part].measure == FactMeasure::TonnesCrossed;
                    let (unit, scale) = match (tonnes(num), tonnes(den)) {
                        (true, false) => ("t per vehicle", 1e-3),
                        (false, true) => ("vehicle per t", 1e3),
                        (true, true) | (false, false) => ("ratio", 1.0),
                    };
                    (
                        "ratio",
                        unit,
                        Estimator::Ratio {
                            num: first + num,
                            den: first + den,
                            scale,
                        },
                    )
                }
            };
            sheet.row(measure, "observed", unit, "fact", dims, estimator);
        }
        let facts = scenario.facts.iter();
        let counters: Vec<Counter> = facts.map(|fact| counter(plan, fact)).collect();
        let listed = Listed::new(plan, &counters);
        Self {
            first,
            counters,
            listed,
        }
    }
}

fn counter(plan: &Plan, fact: &Fact) -> Counter {
    let counted = |kind: &Kind| {
        let at_gate = fact.gates.is_empty() || fact.gates.contains(&(kind.gate as usize));
        [false, true].map(|to_vietnam| {
            [false, true].map(|loaded| {
                let loaded = Some(loaded);
                let category = kind.category(Crossing { to_vietnam, loaded });
                at_gate && !kind.persons && fact.filter.matches(&category)
            })
        })
    };
    let yard = match fact.measure {
        FactMeasure::YardOccupancy(yard) => yard as u32,
        _ => NONE,
    };
    Counter {
        measure: fact.measure,
        yard,
        from: fact.from,
        to: fact.to,
        counted: plan.kinds.iter().map(counted).collect(),
    }
}

/// The observer of facts.
pub(super) struct Facts<'c> {
    plan: &'c Plan,
    layout: &'c FactLayout,
    counts: Vec<i64>,
    /// For each fact of a yard, who stands there now.
    standing: Vec<i64>,
}

impl<'c> Facts<'c> {
    pub fn new(plan: &'c Plan, layout: &'c FactLayout) -> Self {
        Self {
            plan,
            layout,
            counts: vec![0; layout.counters.len()],
            standing: vec![0; layout.counters.len()],
        }
    }

    pub fn write(&self, columns: &mut [i128]) {
        let columns = &mut columns[self.layout.first..];
        columns
            .iter_mut()
            .zip(&self.counts)
            .for_each(|(column, &count)| *column = i128::from(count));
    }

    /// Reads the stocks that were published for this instant.
    pub fn stock(&mut self, now: i64, by_kind: impl Iterator<Item = i64> + Clone) {
        for (count, counter) in self.counts.iter_mut().zip(&self.layout.counters) {
            if counter.measure == FactMeasure::Stock && counter.from == now {
                let counted = by_kind
                    .clone()
                    .zip(&self.plan.kinds)
                    .zip(&counter.counted)
                    .filter(|((_, kind), counted)| counts_standing(counted, kind))
                    .map(|((stock, _), _)| stock);
                *count = counted.sum();
            }
        }
    }

    /// Reads the yards whose occupancy was published for this instant.
    pub fn yards(&mut self, now: i64) {
        let read = self.counts.iter_mut().zip(&self.standing);
        for ((count, &standing), counter) in read.zip(&self.layout.counters) {
            if counter.yard != NONE && counter.from == now {
                *count = standing;
            }
        }
    }

    /// A vehicle takes a place in a yard, or gives one back.
    #[inline]
    fn stands(&mut self, kind: u32, yard: u32, by: i64) {
        let own = &self.plan.kinds[kind as usize];
        for &fact in &self.layout.listed.yards[yard as usize] {
            let counter = &self.layout.counters[fact as usize];
            if counts_standing(&counter.counted[kind as usize], own) {
                self.standing[fact as usize] += by;
            }
        }
    }

    /// Counts something that happens now for those of some facts in whose span it falls.
    #[inline]
    fn count(&mut self, now: i64, facts: &[u32], amount: impl Fn(FactMeasure) -> i64) {
        for &fact in facts {
            let counter = &self.layout.counters[fact as usize];
            if counter.from <= now && now < counter.to {
                self.counts[fact as usize] += amount(counter.measure);
            }
        }
    }
}

/// Whether a vehicle that does not cross just now is counted: in either way, as it came.
fn counts_standing(counted: &[[bool; 2]; 2], kind: &Kind) -> bool {
    counted.iter().any(|way| way[usize::from(kind.loaded)])
}

impl Observer for Facts<'_> {
    fn begin(&mut self, _plan: &Plan) {
        self.counts.fill(0);
        self.standing.fill(0);
    }
    #[inline]
    fn park(&mut self, _now: i64, vehicle: &Vehicle, yard: u32, _waited: i64) {
        self.stands(vehicle.kind, yard, 1);
    }
    #[inline]
    fn leave_yard(&mut self, _now: i64, vehicle: &Vehicle, yard: u32) {
        self.stands(vehicle.kind, yard, -1);
    }
    #[inline]
    fn arrive(&mut self, now: i64, vehicle: &Vehicle) {
        if !self.counts.is_empty() && !self.plan.kinds[vehicle.kind as usize].backlog {
            let facts = &self.layout.listed.arrived[vehicle.kind as usize];
            self.count(now, facts, |_| 1);
        }
    }
    #[inline]
    fn pass(
        &mut self,
        now: i64,
        vehicle: &Vehicle,
        _lane: u32,
        crossing: Option<Crossing>,
        first: bool,
        _waited: i64,
    ) {
        let Some(crossing) = crossing else { return };
        if self.counts.is_empty() {
            return;
        }
        let (plan, listed) = (self.plan, &self.layout.listed);
        let way = way(plan, vehicle.kind, crossing);
        self.count(now, &listed.crossings[way], |_| 1);
        if first && plan.kinds[vehicle.kind as usize].loaded {
            self.count(now, &listed.crossed[way], |measure| match measure {
                FactMeasure::TonnesCrossed => load(plan, vehicle),
                _ => 1,
            });
        }
    }
    #[inline]
    fn leave(&mut self, now: i64, vehicle: &Vehicle, exit: Exit) {
        if matches!(exit, Exit::TurnedBack(_)) && !self.counts.is_empty() && !vehicle.crossed {
            let facts = &self.layout.listed.turned_back[vehicle.kind as usize];
            self.count(now, facts, |_| 1);
        }
    }
}
