//! Sources: expected arrivals by day, and the days that drivers know to be closed.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::des::keyed::name_hash;
use crate::scenario::calendar::{Ambiguity, Category, Timeline, View, instant, resolve_view};
use crate::scenario::model::{Answer, Arrivals, Scenario, Source};

use super::bookings::BooksPlan;
use super::compile::{add_sampler, add_sampler_or_none, factor, mix_of};
use super::days_chosen::{Known, days_chosen};
use super::lanes::Lanes;
use super::trace;
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
        let known = Published::new(scenario, source, &categories, &dates)?;
        let choice = days_chosen(&source.when_closed, &kinds, &known, plan);
        let target = match &choice {
            Some(choice) => choice.possible(plan),
            None => targets(source.when_closed.only(), &known, dates.len()),
        };
        let arrivals = match &source.arrivals {
            Arrivals::Poisson {
                days,
                hours,
                day_factor,
            } => {
                let mut origins = vec![Vec::new(); dates.len()];
                for (day, targets) in target.iter().enumerate() {
                    for &target in targets {
                        origins[target].push(day as u32);
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
                    for (row, time) in rows.iter().enumerate() {
                        let minute = i64::from(time.hour()) * 60 + i64::from(time.minute());
                        times.extend(target[day].iter().map(|&target| {
                            let at = instant(dates[target], minute, &scenario.clocks.own)
                                + i64::from(time.second()) * 1_000_000;
                            (at, day as u32, row as u32)
                        }));
                    }
                }
                times.sort_unstable();
                ArrivalPlan::Timetable(times)
            }
            Arrivals::Trace(rows) => {
                let clock = &scenario.clocks.own;
                let mut trace = trace::rows(rows, &scenario.period, clock);
                trace.picks = trace::picks(rows, &mix, &kinds, &plan.kinds);
                ArrivalPlan::Trace(Box::new(trace))
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
            choice: choice.map(Box::new),
            arrivals,
        });
    }
    Ok(())
}

/// What the calendar of a source's gate says about days, as drivers know it.
struct Published<'a> {
    dates: &'a [Date],
    zone: &'a TimeZone,
    categories: &'a [Category],
    /// What was known on each day.
    views: Vec<View>,
    timelines: HashMap<(View, Category), Timeline>,
}

impl<'a> Published<'a> {
    /// Where nobody heeds the calendar, or there is no barrier, no day is closed.
    fn new(
        scenario: &'a Scenario,
        source: &Source,
        categories: &'a [Category],
        dates: &'a [Date],
    ) -> Result<Self, Ambiguity> {
        let mut published = Self {
            dates,
            zone: &scenario.clocks.own,
            categories,
            views: Vec::new(),
            timelines: HashMap::new(),
        };
        if source.when_closed.only() == Some(Answer::Waits) || categories.is_empty() {
            return Ok(published);
        }
        let notices = || {
            scenario
                .gates
                .iter()
                .flat_map(|gate| &gate.calendar.notices)
        };
        for &date in dates {
            // What is known on a day is what was known when something was last announced: days between share their timelines.
            let news = notices()
                .filter_map(|notice| notice.announced)
                .filter(|&announced| announced <= date)
                .max();
            let view = View::known_on(notices(), scenario.calendar, news.unwrap_or(Date::MIN));
            let calendar = &scenario.gates[source.flow.gate].calendar;
            for &category in categories {
                if let Entry::Vacant(unknown) = published.timelines.entry((view, category)) {
                    unknown.insert(resolve_view(
                        calendar,
                        &category,
                        &scenario.clocks,
                        &scenario.period,
                        view,
                    )?);
                }
            }
            published.views.push(view);
        }
        Ok(published)
    }
}

impl Known for Published<'_> {
    fn closed(&self, on: usize, day: usize) -> bool {
        let Some(&view) = self.views.get(on) else {
            return false;
        };
        let date = self.dates[day];
        self.categories
            .iter()
            .all(|&category| self.timelines[&(view, category)].closed_all_day(date, self.zone))
    }
}

/// The days on which the vehicles of each day come, where they all do the same.
fn targets(answer: Option<Answer>, known: &impl Known, days: usize) -> Vec<BTreeSet<usize>> {
    let target = |day: usize| match answer {
        _ if !known.closed(day, day) => Some(day),
        Some(Answer::Postpones) => (day + 1..days).find(|&later| !known.closed(day, later)),
        _ => None,
    };
    (0..days)
        .map(|day| target(day).into_iter().collect())
        .collect()
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
