//! Costs: the tariff of each item for each kind of vehicle, the working time that shifts provide, and what goods are worth.
//!
//! All of it is for observers. Amounts of one vehicle are whole đồng, rounded to the nearest, halves up; sums are exact.

use crate::des::clock::{Span, Time};
use crate::scenario::calendar::date_of;
use crate::scenario::model::{Charge, CostItem, Crew, Each, Scenario, Servers, Tariff, TimeOf};
use crate::scenario::money::Per;
use crate::scenario::units::Share;

use super::capacity;
use super::lanes::Lanes;
use super::types::{Kind, NONE, Plan, Shift};

/// What is counted beside what happens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Costs {
    /// Items, in the order of `names.cost_items`.
    pub items: Vec<Item>,
    /// What the goods of each class are worth; `None` where that is not counted.
    pub goods: Vec<Option<Goods>>,
    /// Service levels, in the order of `names.service_levels`.
    pub levels: Vec<LevelPlan>,
}

/// An item of costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Who bears it, an index into `names.bearers`.
    pub bearer: u32,
    /// What is paid for.
    pub paid: Paid,
    /// What each kind of vehicle pays; `None` where the item does not speak of it.
    pub tariffs: Vec<Option<Tariff>>,
}

/// What an item is paid for.
#[derive(Clone, Debug, PartialEq)]
pub enum Paid {
    /// Time of vehicles.
    Time {
        /// Which time.
        of: TimeOf,
        /// What is free of it.
        beyond: Span,
        /// Whether each length of time that has begun counts as a whole.
        started: bool,
    },
    /// Something that happens.
    Each(Each),
    /// Time of those who work.
    Staff(StaffPlan),
}

/// Those who work, and what their time costs.
#[derive(Clone, Debug, PartialEq)]
pub struct StaffPlan {
    /// Who they are.
    pub crew: Crew,
    /// Their gate, or [`NONE`].
    pub gate: u32,
    /// Their shifts, as if there were no outages: who cannot work is paid all the same.
    pub shifts: Vec<Shift>,
    /// Working time that the shifts provide in the measured span within ordinary hours, microseconds.
    pub ordinary: i128,
    /// The same outside them.
    pub outside: i128,
    /// What ordinary time costs.
    pub tariff: Tariff,
    /// What time outside the hours costs, and work beyond the shifts.
    pub overtime: Tariff,
}

/// What the goods of a class are worth, and how they lose it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goods {
    value: Tariff,
    /// What is left after a microsecond, as a natural logarithm: at most 0.
    decay: f64,
    /// Parts of 10^12.
    salvage: u64,
}

/// A service level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelPlan {
    /// Whether the time to the crossing is meant, and not that in the system.
    pub to_crossing: bool,
    /// The target.
    pub within: Span,
}

impl Costs {
    /// Whether an observer has anything to add up.
    pub fn any(&self) -> bool {
        !self.items.is_empty()
    }
}

impl Tariff {
    /// What so much time costs, in proportion, in đồng; or what as many lengths of time cost as have begun.
    pub fn of_time(self, span: i128, started: bool) -> i128 {
        let Per::Time(per) = self.per else { return 0 };
        let (dong, per) = (i128::from(self.dong), i128::from(per.max(1)));
        if started {
            dong * ((span + per - 1) / per)
        } else {
            nearest(dong * span, per)
        }
    }

    /// What something costs that happens once, to a vehicle with so much cargo, in đồng.
    pub fn once(self, kilograms: i64) -> i128 {
        match self.per {
            Per::Once => self.dong.into(),
            Per::Mass(per) => nearest(
                i128::from(self.dong) * i128::from(kilograms),
                i128::from(per.max(1)),
            ),
            Per::Time(_) => 0,
        }
    }
}

impl Goods {
    /// The value of a vehicle's goods when it arrives, in đồng.
    pub fn value(&self, kilograms: i64) -> i128 {
        self.value.once(kilograms)
    }

    /// What is left of a value when the goods have spoilt or are sold at home.
    pub fn salvaged(&self, value: i128) -> i128 {
        nearest(value * i128::from(self.salvage), i128::from(Share::WHOLE))
    }

    /// What is left of a value at this age, where they have not spoilt: less and less, and never less than when they are sold at home.
    pub fn left(&self, value: i128, age: Span) -> i128 {
        let share = libm::exp(self.decay * age.max(0) as f64);
        let left = libm::round(value as f64 * share) as i128;
        left.clamp(self.salvaged(value).min(value), value)
    }
}

/// A quotient of numbers that are not negative, to the nearest, halves up.
fn nearest(dividend: i128, divisor: i128) -> i128 {
    (2 * dividend + divisor) / (2 * divisor)
}

/// Who bears costs, each once, in order.
pub(super) fn bearers(scenario: &Scenario) -> Vec<String> {
    let items = scenario.costs.iter();
    let mut bearers: Vec<String> = items.map(|item| item.bearer.clone()).collect();
    bearers.sort();
    bearers.dedup();
    bearers
}

/// What is counted of a scenario whose plan is otherwise whole.
pub(super) fn costs(scenario: &Scenario, lanes: &Lanes, plan: &Plan) -> Costs {
    let items = scenario.costs.iter();
    let goods = scenario.classes.iter().map(|class| {
        let worth = class.worth?;
        Some(Goods {
            value: worth.value,
            decay: worth.decline.map_or(0.0, |(share, per)| {
                let kept = 1.0 - share as f64 / Share::WHOLE as f64;
                // All of it is gone at once where nothing is kept.
                libm::log(kept.max(f64::MIN_POSITIVE)) / per.max(1) as f64
            }),
            salvage: worth.salvage,
        })
    });
    let levels = scenario.service_levels.iter().map(|level| LevelPlan {
        to_crossing: level.to_crossing,
        within: level.within,
    });
    Costs {
        items: items
            .map(|item| compile(item, scenario, lanes, plan))
            .collect(),
        goods: goods.collect(),
        levels: levels.collect(),
    }
}

fn compile(item: &CostItem, scenario: &Scenario, lanes: &Lanes, plan: &Plan) -> Item {
    let bearer = plan.names.bearers.binary_search(&item.bearer);
    let (paid, tariffs) = match &item.charge {
        Charge::Time {
            of,
            beyond,
            started,
        } => (
            Paid::Time {
                of: *of,
                beyond: *beyond,
                started: *started,
            },
            tariffs(item, plan),
        ),
        Charge::Each(each) => (Paid::Each(*each), tariffs(item, plan)),
        Charge::Staff {
            crew,
            hours,
            overtime,
        } => {
            let (gate, groups) = match *crew {
                Crew::Station(index) => {
                    let station = &scenario.stations[index];
                    (station.gate, &station.servers)
                }
                Crew::Pool(index) => {
                    let pool = &scenario.pools[index];
                    (pool.gate, &pool.drivers)
                }
            };
            let groups: Vec<&Servers> = groups.iter().collect();
            let shifts = capacity::shifts(scenario, lanes, plan, gate, &groups);
            let whole = provided(plan, &shifts, (plan.measure_from, plan.end));
            let ordinary = hours.as_ref().map_or(whole, |hours| {
                let days = 0..plan.days.len().saturating_sub(1) as i64;
                let dates = days.filter_map(|day| date_of(plan.first_day + day));
                let windows = dates.flat_map(|date| {
                    let windows = hours.on(date, &scenario.clocks.own);
                    windows.as_slice().to_vec()
                });
                windows.map(|window| provided(plan, &shifts, window)).sum()
            });
            let staff = StaffPlan {
                crew: *crew,
                gate: gate.map_or(NONE, |gate| gate as u32),
                shifts,
                ordinary,
                outside: whole - ordinary,
                tariff: item.amount,
                overtime: *overtime,
            };
            (Paid::Staff(staff), vec![None; plan.kinds.len()])
        }
    };
    Item {
        bearer: bearer.map_or(NONE, |bearer| bearer as u32),
        paid,
        tariffs,
    }
}

/// What each kind of vehicle pays.
fn tariffs(item: &CostItem, plan: &Plan) -> Vec<Option<Tariff>> {
    let tariff = |kind: &Kind| {
        let here = item.gates.is_empty() || item.gates.contains(&(kind.gate as usize));
        let speaks = here && !kind.persons && item.filter.matches(&kind.category(kind.outward()));
        let mut own = item.by_class.iter();
        let own = own.find(|(class, _)| *class == kind.class as usize);
        speaks.then(|| own.map_or(item.amount, |(_, tariff)| *tariff))
    };
    plan.kinds.iter().map(tariff).collect()
}

/// Working time that shifts provide in a window, as far as it is measured.
fn provided(plan: &Plan, shifts: &[Shift], (from, to): (Time, Time)) -> i128 {
    let (from, to) = (from.max(plan.measure_from), to.min(plan.end));
    let ends = shifts.iter().skip(1).map(|next| next.at).chain([plan.end]);
    let span = |at: Time, end: Time| i128::from((end.min(to) - at.max(from)).max(0));
    let spans = shifts.iter().zip(ends);
    spans
        .map(|(shift, end)| span(shift.at, end) * i128::from(shift.servers))
        .sum()
}
