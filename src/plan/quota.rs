//! Quotas: when a day's amount begins, and how much it is.

use jiff::civil::Date;

use crate::des::keyed::name_hash;
use crate::scenario::calendar::{date_of, day_number, instant};
use crate::scenario::model::{Amount, Scenario};

use super::compile::{add_sampler, factor};
use super::types::{NONE, Plan, QuotaPlan};

/// Adds the quotas of a scenario. Which barrier they belong to is known only when lanes are built.
pub(super) fn quotas(scenario: &Scenario, plan: &mut Plan) {
    let first = day_number(scenario.period.from);
    let count = plan.days.len() as i64 - 1;
    for quota in &scenario.quotas {
        let zone = if quota.partner_clock {
            &scenario.clocks.partner
        } else {
            &scenario.clocks.own
        };
        let minute = i64::from(quota.resets.hour()) * 60 + i64::from(quota.resets.minute());
        // The clocks differ by less than a day, so a day on either side of the period is enough to cover its ends.
        let all: Vec<(i64, i64)> = (first - 2..=first + count + 1)
            .filter_map(|day| date_of(day).map(|date: Date| (instant(date, minute, zone), day)))
            .collect();
        let begin = all
            .partition_point(|&(at, _)| at <= plan.start)
            .saturating_sub(1);
        let resets: Vec<(i64, i64)> = all[begin..]
            .iter()
            .copied()
            .filter(|&(at, _)| at < plan.end)
            .collect();
        let share_of = |day: i64| {
            let shares = &quota.shares;
            let share = shares.get((day - first).clamp(0, count - 1) as usize);
            share.copied().unwrap_or(1.0)
        };
        let (amounts, drawn) = match &quota.amount {
            Amount::Table(table) => {
                let of_day = |day: i64| {
                    let amount = table.get((day - first).clamp(0, count - 1) as usize);
                    amount.copied().unwrap_or(0)
                };
                (resets.iter().map(|&(_, day)| of_day(day)).collect(), NONE)
            }
            Amount::Drawn(distribution) => (Vec::new(), add_sampler(plan, distribution)),
        };
        plan.quotas.push(QuotaPlan {
            hash: name_hash(&format!("quota/{}", quota.name)),
            shares: if quota.shares.is_empty() {
                Vec::new()
            } else {
                resets.iter().map(|&(_, day)| share_of(day)).collect()
            },
            resets,
            amounts,
            drawn,
            factor: quota.day_factor.map(factor),
            barrier: NONE,
        });
    }
}
