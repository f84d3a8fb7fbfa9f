//! Residents who may trade: when those of a day come, and how many.

use crate::des::clock::Time;
use crate::des::keyed::name_hash;
use crate::scenario::calendar::{day_number, instant};
use crate::scenario::model::{Amount, Scenario};

use super::capacity::shifts;
use super::compile::{add_sampler, factor};
use super::lanes::Lanes;
use super::types::{FactorPlan, NONE, Plan, Shift};

/// Residents, each of whom may trade for an allowance a day.
#[derive(Clone, Debug)]
pub struct ResidentsPlan {
    /// Hash of their name: their part in random keys.
    pub hash: u64,
    /// What each may trade for a day, at least 1, in the unit in which consignments are valued.
    pub allowance: i64,
    /// When they are there: changes between 1 and 0, sorted; the first is at or before the start.
    pub shifts: Vec<Shift>,
    /// When those of a day come: the first instant of a civil day at which they are there, with the number of the day; sorted. Days on
    /// which nobody is ever there have none.
    pub mornings: Vec<(Time, i64)>,
    /// How many come a day, where it is fixed.
    pub persons: u64,
    /// Sampler of how many come a day, or [`NONE`] where it is fixed.
    pub drawn: u32,
    /// Day-to-day factor.
    pub factor: Option<FactorPlan>,
}

impl ResidentsPlan {
    /// How many of them a consignment of this value needs: one at least, for somebody has to bring it.
    pub fn needed(&self, value: i64) -> u64 {
        let (value, allowance) = (value.max(0).unsigned_abs(), self.allowance.unsigned_abs());
        value.div_ceil(allowance.max(1)).max(1)
    }
}

/// Adds the residents of a scenario.
pub(super) fn residents(scenario: &Scenario, lanes: &Lanes, plan: &mut Plan) {
    for residents in &scenario.residents {
        let shifts = shifts(scenario, lanes, plan, residents.gate, &[&residents.hours]);
        let (persons, drawn) = match &residents.persons {
            Amount::Table(table) => (table.first().copied().unwrap_or(0), NONE),
            Amount::Drawn(distribution) => (0, add_sampler(plan, distribution)),
        };
        plan.residents.push(ResidentsPlan {
            hash: name_hash(&format!("residents/{}", residents.name)),
            allowance: residents.allowance,
            mornings: mornings(scenario, &shifts),
            shifts,
            persons,
            drawn,
            factor: residents.day_factor.map(factor),
        });
    }
}

fn mornings(scenario: &Scenario, shifts: &[Shift]) -> Vec<(Time, i64)> {
    let zone = &scenario.clocks.own;
    let first_of = |from: Time, to: Time| {
        let next = shifts.partition_point(|shift| shift.at <= from);
        let now = next.checked_sub(1).and_then(|now| shifts.get(now));
        if now.is_some_and(|shift| shift.servers > 0) {
            return Some(from);
        }
        let later = shifts.iter().skip(next).take_while(|shift| shift.at < to);
        let mut opens = later.filter(|shift| shift.servers > 0);
        opens.next().map(|shift| shift.at)
    };
    let days = scenario.period.days().filter_map(|date| {
        let (from, to) = (instant(date, 0, zone), instant(date, 24 * 60, zone));
        Some((first_of(from, to)?, day_number(date)))
    });
    days.collect()
}
