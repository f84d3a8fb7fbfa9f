//! The fluid balance of lanes: opening stock and arrivals against what calendar, bookings and quotas let pass.
//!
//! Vehicles are a fluid that arrives day by day and passes on any day on which its lane opens at all, as far as the day's
//! quotas and slots reach; lanes that share a limit take from it in proportion to their stock. Nothing is lost to hours,
//! to the order of arrival or to chance, so what is left at the end is a lower bound of what will be left on average.

use std::collections::BTreeMap;

use crate::scenario::model::{Amount, Scenario};

use super::{Op, Passing, Plan};

/// A quota against those who would use it, by civil day of the period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuotaBalance {
    /// Expected vehicles that come to the lanes it limits; those in line at the start on the first day.
    pub demand: Vec<f64>,
    /// Expected amount on the civil day of the quota's own clock.
    pub amount: Vec<f64>,
    /// Expected passes.
    pub accepted: Vec<f64>,
    /// Days on which it, and nothing tighter, holds vehicles back.
    pub binding: Vec<bool>,
}

/// What the balance comes to.
pub(super) struct Balance {
    pub quotas: Vec<QuotaBalance>,
    pub lanes_left: Vec<f64>,
    pub lanes_offered: Vec<f64>,
}

/// What limits passes on a day: a quota, or one pool of a day's booking intervals (by the first of its slots).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Limit {
    Quota(u32),
    Pool(u32),
}

/// Balances the lanes of a plan, given expected vehicles by kind and day, and visits by kind and op.
pub(super) fn balance(
    scenario: &Scenario,
    plan: &Plan,
    kinds: &[Vec<f64>],
    visits: &[Vec<f64>],
) -> Balance {
    let days = plan.days.len() - 1;
    let demand = demand(plan, kinds, visits);
    let mut quotas: Vec<QuotaBalance> = (0..plan.quotas.len())
        .map(|quota| QuotaBalance {
            demand: vec![0.0; days],
            amount: amounts(scenario, plan, quota),
            accepted: vec![0.0; days],
            binding: vec![false; days],
        })
        .collect();
    let mut stock = vec![0.0; plan.lanes.len()];
    #[allow(
        clippy::needless_range_loop,
        reason = "a day indexes the demand of every lane, not one list"
    )]
    for day in 0..days {
        let mut wanted: BTreeMap<Limit, (f64, f64)> = BTreeMap::new();
        let mut limits_of: Vec<Option<Vec<Limit>>> = Vec::new();
        for (lane, stock) in stock.iter_mut().enumerate() {
            *stock += demand[lane][day];
            for &quota in &plan.lanes[lane].quotas {
                quotas[quota as usize].demand[day] += demand[lane][day];
            }
            let limits = limits(plan, lane, day, &quotas);
            for &(limit, amount) in limits.iter().flatten() {
                wanted.entry(limit).or_insert((0.0, amount)).0 += *stock;
            }
            limits_of.push(limits.map(|all| all.into_iter().map(|(limit, _)| limit).collect()));
        }
        for (lane, limits) in limits_of.iter().enumerate() {
            let Some(limits) = limits else { continue };
            let part = |limit: &Limit| {
                let (wanted, amount) = wanted[limit];
                if wanted > amount {
                    amount / wanted
                } else {
                    1.0
                }
            };
            let tightest = limits.iter().map(part).fold(1.0, f64::min);
            let passes = stock[lane] * tightest;
            for limit in limits {
                if let Limit::Quota(quota) = *limit {
                    let quota = &mut quotas[quota as usize];
                    quota.accepted[day] += passes;
                    quota.binding[day] |=
                        tightest < 1.0 && stock[lane] > 0.0 && part(limit) <= tightest;
                }
            }
            stock[lane] -= passes;
        }
    }
    Balance {
        quotas,
        lanes_left: stock,
        lanes_offered: demand.iter().map(|days| days.iter().sum()).collect(),
    }
}

/// Expected vehicles that come to each lane, by day of arrival at the gate.
fn demand(plan: &Plan, kinds: &[Vec<f64>], visits: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut demand = vec![vec![0.0; plan.days.len() - 1]; plan.lanes.len()];
    for (op, step) in plan.ops.iter().enumerate() {
        let Op::Hold { hold, .. } = step else {
            continue;
        };
        for (kind, arrivals) in kinds.iter().enumerate() {
            let lane = plan.holds[*hold as usize].lanes[kind];
            if let Some(demand) = demand.get_mut(lane as usize) {
                for (demand, vehicles) in demand.iter_mut().zip(arrivals) {
                    *demand += vehicles * visits[kind][op];
                }
            }
        }
    }
    demand
}

/// Expected amount of a quota on each civil day of the period.
fn amounts(scenario: &Scenario, plan: &Plan, quota: usize) -> Vec<f64> {
    let mut amounts = vec![0.0; plan.days.len() - 1];
    let compiled = &plan.quotas[quota];
    for (index, &(at, _)) in compiled.resets.iter().enumerate() {
        let amount = match &scenario.quotas[quota].amount {
            Amount::Table(_) => compiled
                .amounts
                .get(index)
                .map_or(0.0, |&amount| amount as f64),
            Amount::Drawn(distribution) => distribution.mean(),
        };
        let amount = amount * compiled.shares.get(index).copied().unwrap_or(1.0);
        // A day on which a new amount begins at noon has the rest of the old one and the new one: at most both.
        if let Some(slot) = amounts.get_mut(plan.day_of(at.max(plan.start))) {
            *slot += amount;
        }
    }
    amounts
}

/// What limits a lane on a day, and to how much; `None` where it does not open.
fn limits(
    plan: &Plan,
    lane: usize,
    day: usize,
    quotas: &[QuotaBalance],
) -> Option<Vec<(Limit, f64)>> {
    let lane = &plan.lanes[lane];
    let (from, to) = (plan.days[day], plan.days[day + 1]);
    let changes = &plan.timelines[lane.timeline as usize].changes;
    // From the change that holds as the day begins. Periods may be long, so the days before are not looked at.
    let first = changes.partition_point(|&(at, _)| at <= from);
    let today = changes[first.saturating_sub(1)..].iter();
    let today = today.take_while(|&&(at, _)| at < to);
    let (mut open, mut booked) = (false, false);
    for (_, passing) in today {
        open |= *passing == Passing::Open;
        booked |= *passing == Passing::Booked;
    }
    if !open && !booked {
        return None;
    }
    let mut limits: Vec<(Limit, f64)> = lane
        .quotas
        .iter()
        .map(|&quota| (Limit::Quota(quota), quotas[quota as usize].amount[day]))
        .collect();
    if !open {
        let mut pools: BTreeMap<u32, (u32, f64)> = BTreeMap::new();
        for season in &lane.seasons {
            for interval in season.intervals.clone() {
                let interval = &plan.intervals[interval as usize];
                if plan.day_of(interval.start) == day {
                    for &pool in &season.pools {
                        let at = interval.slots + pool;
                        let room = plan.slots.get(at as usize).copied().unwrap_or(0);
                        pools.entry(pool).or_insert((at, 0.0)).1 += f64::from(room);
                    }
                }
            }
        }
        limits.extend(
            pools
                .into_values()
                .map(|(at, room)| (Limit::Pool(at), room)),
        );
    }
    Some(limits)
}
