//! What a vehicle is called.
//!
//! A vehicle is named by what it is in every replication that has it: `SOURCE.YYYY-MM-DD.K`, the K-th vehicle that the
//! source made on that civil day, counted from 1; `BACKLOG.K`, the K-th of those in line at the start; `SOURCE.K` for a
//! source of independent intervals. Where a backlog and such a source share a name, the backlog's is `backlog.NAME.K`.

use crate::scenario::calendar::date_of;

use super::{ArrivalPlan, Plan};

/// The name of the k-th vehicle of an origin and day.
pub fn name(plan: &Plan, origin: u32, day: i32, number: u64) -> String {
    let stem = stem(plan, origin);
    match date_of(i64::from(day)) {
        Some(date) if has_days(plan, origin) => format!("{stem}.{date}.{number}"),
        _ => format!("{stem}.{number}"),
    }
}

/// Whether vehicles of an origin are counted by civil day.
pub fn has_days(plan: &Plan, origin: u32) -> bool {
    let source = plan.sources.get(origin as usize);
    source.is_some_and(|source| !matches!(source.arrivals, ArrivalPlan::Renewal(_)))
}

/// What stands before day and number.
pub fn stem(plan: &Plan, origin: u32) -> String {
    let name = plan
        .names
        .origins
        .get(origin as usize)
        .map_or("", String::as_str);
    let alike = |other: usize| {
        plan.names
            .origins
            .get(other)
            .is_some_and(|other| other == name)
    };
    let is_backlog = origin as usize >= plan.sources.len();
    let taken = is_backlog
        && (0..plan.sources.len()).any(|source| alike(source) && !has_days(plan, source as u32));
    if taken {
        format!("backlog.{name}")
    } else {
        name.to_owned()
    }
}
