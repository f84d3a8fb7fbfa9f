//! Sources: expected arrivals by day, and the days that drivers know to be closed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::civil::Date;

use crate::des::keyed::name_hash;
use crate::scenario::calendar::{Ambiguity, Category, Timeline, View, instant, resolve_view};
use crate::scenario::model::{Arrivals, Scenario, Source, WhenClosed};

use super::bookings::BooksPlan;
use super::compile::{add_sampler, add_sampler_or_none, factor, mix_of};
use super::lanes::Lanes;
use super::types::{ArrivalPlan, Plan, SourcePlan};

/// Adds the sources of a scenario.
pub(super) fn sources(
    scenario: &Scenario,
    lanes: &Lanes,
    plan: &mut Plan,
) -> Result<(), Ambiguity> {
    let dates: Vec<Date> = scenario.period.days().collect();
    for (index, source) in scenario.sources.iter().enumerate() {
        let (mix, kinds) = mix_of(scenario, plan, index as u32, &source.flow);
        let categories: Vec<Category> = kinds
            .iter()
            .filter_map(|&kind| lanes.first_category[kind as usize])
            .collect();
        let target = targets(scenario, source, &categories, &dates)?;
        let arrivals = match &source.arrivals {
            Arrivals::Poisson {
                days,
                hours,
                day_factor,
            } => {
                let mut origins = vec![Vec::new(); dates.len()];
                for (day, target) in target.iter().enumerate() {
                    if let Some(target) = target {
                        origins[*target].push(day as u32);
                    }
                }
                ArrivalPlan::Poisson {
                    rates: days.clone(),
                    origins,
                    profile: Box::new(profile(hours)),
                    factor: day_factor.map(factor),
                }
            }
            Arrivals::Renewal(interval) => ArrivalPlan::Renewal(add_sampler(plan, interval)),
            Arrivals::Timetable(days) => {
                let mut times = Vec::new();
                for (day, rows) in days.iter().enumerate() {
                    let Some(target) = target[day] else { continue };
                    for (row, time) in rows.iter().enumerate() {
                        let minute = i64::from(time.hour()) * 60 + i64::from(time.minute());
                        let at = instant(dates[target], minute, &scenario.clocks.own)
                            + i64::from(time.second()) * 1_000_000;
                        times.push((at, day as u32, row as u32));
                    }
                }
                times.sort_unstable();
                ArrivalPlan::Timetable(times)
            }
        };
        let convoy = add_sampler_or_none(plan, source.convoy.as_ref());
        plan.sources.push(SourcePlan {
            hash: name_hash(&format!("source/{}", source.name)),
            mix,
            kinds,
            convoy,
            ahead: source.books.map_or(0, |books| books.ahead),
            books: source.books.map(|books| BooksPlan {
                ahead: books.ahead,
                if_none: books.if_none,
            }),
            arrivals,
        });
    }
    Ok(())
}

/// The day on which the vehicles of each day come; `None` where they stay away.
fn targets(
    scenario: &Scenario,
    source: &Source,
    categories: &[Category],
    dates: &[Date],
) -> Result<Vec<Option<usize>>, Ambiguity> {
    if source.when_closed == WhenClosed::Waits || categories.is_empty() {
        return Ok((0..dates.len()).map(Some).collect());
    }
    let mut known: HashMap<(View, Category), Timeline> = HashMap::new();
    let notices = || {
        scenario
            .gates
            .iter()
            .flat_map(|gate| &gate.calendar.notices)
    };
    let mut targets = Vec::new();
    for (day, &date) in dates.iter().enumerate() {
        // What is known on a day is what was known when something was last announced: days between share their timelines.
        let news = notices()
            .filter_map(|notice| notice.announced)
            .filter(|&announced| announced <= date)
            .max();
        let view = View::known_on(notices(), scenario.calendar, news.unwrap_or(Date::MIN));
        let calendar = &scenario.gates[source.flow.gate].calendar;
        for &category in categories {
            if let Entry::Vacant(unknown) = known.entry((view, category)) {
                unknown.insert(resolve_view(
                    calendar,
                    &category,
                    &scenario.clocks,
                    &scenario.period,
                    view,
                )?);
            }
        }
        let closed = |date: Date| {
            categories.iter().all(|&category| {
                known[&(view, category)].closed_all_day(date, &scenario.clocks.own)
            })
        };
        targets.push(match source.when_closed {
            _ if !closed(date) => Some(day),
            WhenClosed::Postpones => (day + 1..dates.len()).find(|&later| !closed(dates[later])),
            WhenClosed::StaysAway | WhenClosed::Waits => None,
        });
    }
    Ok(targets)
}

/// Cumulative weights at the borders of the hours.
fn profile(hours: &[f64; 24]) -> [f64; 25] {
    let total: f64 = hours.iter().sum();
    let mut borders = [0.0; 25];
    let mut sum = 0.0;
    for (hour, weight) in hours.iter().enumerate() {
        sum += weight;
        borders[hour + 1] = if hour == 23 { 1.0 } else { sum / total };
    }
    borders
}
