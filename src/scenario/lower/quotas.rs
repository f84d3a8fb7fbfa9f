//! Quotas: what the partner side accepts a day.

use jiff::civil::Time;

use crate::scenario::calendar::Filter;
use crate::scenario::model::{Amount, Quota};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw;
use crate::scenario::raw::QuotaAmount;
use crate::scenario::reader::Located;
use crate::scenario::units::Rate;

use super::context::Context;
use super::days::{DaySpan, day_factor, day_span, report_overlaps, whole_a_day};
use super::dist;
use super::filter::FilterKeys;

/// The quotas that exist under the switches in force. The others are checked as well.
pub(super) fn quotas(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<Quota> {
    let mut lowered = Vec::new();
    let named = root.quota.iter().flat_map(|quotas| &quotas.value.0);
    for (name, keys) in named {
        let exists = cx.exists(keys.value.when.as_ref(), problems);
        let quota = quota(name.as_str(), keys, cx, problems);
        lowered.extend(quota.filter(|_| exists));
    }
    lowered
}

fn quota(
    name: &str,
    keys: &Located<raw::Quota>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Quota> {
    let keys = &keys.value;
    let gates = gates(keys, cx, problems);
    let filter = FilterKeys {
        direction: keys.direction,
        bound: keys.bound,
        class: keys.class.as_ref(),
        vehicle: keys.vehicle,
        ..FilterKeys::default()
    };
    let counts = keys
        .counts
        .map_or(raw::QuotaCounts::Loaded, |counts| counts.value);
    let loaded = match counts {
        raw::QuotaCounts::Loaded => Some(true),
        raw::QuotaCounts::Crossings => None,
    };
    let filter = Filter {
        loaded,
        ..filter.lower(cx, problems)
    };
    let amount = amount(keys, cx, problems);
    let day_factor = day_factor(keys.day_factor.as_ref(), problems);
    Some(Quota {
        name: name.to_owned(),
        gates: gates?,
        filter,
        amount: amount?,
        shares: Vec::new(),
        resets: keys
            .resets
            .map_or(Time::midnight(), |resets| resets.value.0),
        partner_clock: keys
            .clock
            .is_some_and(|clock| clock.value == raw::ClockWord::Partner),
        day_factor,
    })
}

fn gates(keys: &raw::Quota, cx: &Context, problems: &mut Problems) -> Option<Vec<usize>> {
    let list = keys.gates.as_ref()?;
    if list.value.0.is_empty() {
        problems.push(
            Problem::error(list.place, "a quota without a gate", "no gate is named")
                .help("name the gates that share it, as in `gates = [\"bac-luan-2\"]`"),
        );
    }
    let mut gates: Vec<usize> = Vec::new();
    for name in &list.value.0 {
        let Some(gate) = cx.gate(name.value.as_str(), name.place, problems) else {
            continue;
        };
        if gates.contains(&gate) {
            problems.push(
                Problem::error(
                    name.place,
                    format!("gate `{}` is named twice", name.value),
                    "a gate shares a quota once",
                )
                .help("name it once"),
            );
        } else {
            gates.push(gate);
        }
    }
    gates.sort_unstable();
    Some(gates)
}

fn amount(keys: &raw::Quota, cx: &Context, problems: &mut Problems) -> Option<Amount> {
    let vehicles = keys.vehicles.as_ref();
    let dated: Vec<(DaySpan, Option<u64>)> = dated(keys, cx, problems);
    let vehicles = vehicles?;
    match &vehicles.value {
        QuotaAmount::Fixed(rate) => {
            let usual = a_day(
                &Located {
                    value: *rate,
                    place: vehicles.place,
                },
                problems,
            )?;
            let of_day = |day| {
                let holds = dated.iter().find(|(span, _)| span.covers(day));
                holds.map_or(Some(usual), |(_, amount)| *amount)
            };
            cx.period?
                .days()
                .map(of_day)
                .collect::<Option<_>>()
                .map(Amount::Table)
        }
        QuotaAmount::Drawn(dist) => {
            if let Some(dated) = keys.dated.as_ref().filter(|dated| !dated.value.is_empty()) {
                problems.push(
                    Problem::error(
                        dated.place,
                        "`dated` replaces a fixed amount",
                        "the amount of this quota is drawn anew each day",
                    )
                    .extra(vehicles.place, "drawn here")
                    .help("give `vehicles` as a rate, and its spread as `day-factor`"),
                );
            }
            dist::count(dist, vehicles.place, problems).map(Amount::Drawn)
        }
    }
}

fn dated(keys: &raw::Quota, cx: &Context, problems: &mut Problems) -> Vec<(DaySpan, Option<u64>)> {
    let mut entries = Vec::new();
    let mut places = Vec::new();
    for entry in keys.dated.iter().flat_map(|dated| &dated.value) {
        let amount = entry
            .vehicles
            .as_ref()
            .and_then(|rate| a_day(rate, problems));
        let span = day_span(entry.from.as_ref(), entry.to.as_ref(), cx, problems);
        if let (Some(span), Some(from)) = (span, &entry.from) {
            places.push((span, from.place));
            entries.push((span, amount));
        }
    }
    report_overlaps(&places, problems);
    entries
}

fn a_day(rate: &Located<Rate>, problems: &mut Problems) -> Option<u64> {
    whole_a_day(rate, "quotas", "", problems)
}
