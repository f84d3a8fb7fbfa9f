//! Operating-day audit: on how many days gates were open, by a published total and its average a day, and which weekly calendars have
//! as many.
//!
//! Total over average is the number of days over which somebody averaged. Both figures are rounded, so it is an interval: from the
//! least total over the greatest average to the greatest total over the least average. Whether a whole number of days lies in it is
//! decided exactly, in millionths of the unit.
//!
//! A calendar is judged by the days on which somebody whom the total counts may pass at any time, by the scenario's clock, both sides
//! open, by appointment too; over several gates, those on which any of them is open. Weekly calendars are tried under the law of all
//! calendars: the gate's hours and restrictions stay, its rest days on both sides are replaced, and its dated notices hold as ever or
//! are left out.

use std::ops::Bound;

use jiff::civil::Weekday;

use super::{Met, Plan, met};
use crate::scenario::band::Band;
use crate::scenario::calendar::{
    Ambiguity, Bound as Way, Category, Days, Direction, GateCalendar, Hours, Nationality, Period,
    Regard, View, Weekly, clock, resolve_view,
};
use crate::scenario::model::{Fact, FactMeasure, PerDay, Scenario};

/// What the total and the average of one fact say of the calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct Audit {
    /// The fact, an index into the scenario's.
    pub fact: usize,
    /// The civil days over which was counted.
    pub span: Period,
    /// How many these are.
    pub span_days: i64,
    /// The total over the average, both as stated.
    pub quotient: f64,
    /// The least number of days that the two allow.
    pub low: f64,
    /// The greatest; infinite where there is none.
    pub high: f64,
    /// The first and the last whole number of days that they allow, the last within the span if the first is; none where they allow none.
    pub days: Option<(i64, i64)>,
    /// The calendar of the scenario.
    pub own: Candidate,
    /// Weekly calendars that were tried.
    pub weekly: Vec<Candidate>,
}

impl Audit {
    /// Whether any calendar of the span has a number of days that the figures allow.
    pub fn is_possible(&self) -> bool {
        self.days.is_some_and(|(first, _)| first <= self.span_days)
    }

    /// The weekly calendars that fit.
    pub fn fitting(&self) -> impl Iterator<Item = &Candidate> {
        self.weekly.iter().filter(|candidate| candidate.fits())
    }
}

/// A calendar over the span of a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its weekly days; none: those of the scenario.
    pub week: Option<Week>,
    /// Whether the scenario's dated notices hold.
    pub notices: Notices,
    /// Each civil day of the span: whether a gate is open on it.
    pub open: Vec<bool>,
    /// Days more (less, where negative) than the nearest number that the figures allow; none where they allow none.
    pub excess: Option<i64>,
}

impl Candidate {
    /// Days on which a gate is open.
    pub fn days(&self) -> i64 {
        self.open.iter().map(|&open| i64::from(open)).sum()
    }

    /// Whether the figures allow so many days.
    pub fn fits(&self) -> bool {
        self.excess == Some(0)
    }
}

/// The working days of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Week {
    /// All seven.
    Every,
    /// All but one.
    Off(Weekday),
    /// Monday to Friday.
    WeekendOff,
}

impl Week {
    fn works(self, day: Weekday) -> bool {
        match self {
            Week::Every => true,
            Week::Off(off) => day != off,
            Week::WeekendOff => !matches!(day, Weekday::Saturday | Weekday::Sunday),
        }
    }
}

/// Whether a scenario's dated notices hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notices {
    /// They do.
    With,
    /// They do not.
    Without,
    /// The days are the same with them and without.
    Either,
}

/// The calendars that are always tried.
const ORDINARY: [Week; 3] = [Week::Every, Week::Off(Weekday::Sunday), Week::WeekendOff];

/// Tried only where none of the ordinary ones fits: over more than some weeks, all single rest days have nearly as many.
const OTHERS: [Week; 6] = [
    Week::Off(Weekday::Monday),
    Week::Off(Weekday::Tuesday),
    Week::Off(Weekday::Wednesday),
    Week::Off(Weekday::Thursday),
    Week::Off(Weekday::Friday),
    Week::Off(Weekday::Saturday),
];

/// One audit for each fact with an average a day, in the order of the facts.
///
/// # Errors
/// The first day that two notices decide differently.
pub fn audit(scenario: &Scenario, plan: &Plan) -> Result<Vec<Audit>, Ambiguity> {
    let met = met(plan);
    let facts = scenario.facts.iter().enumerate();
    facts
        .filter_map(|(index, fact)| {
            let per_day = fact.per_day.as_ref()?;
            let subject = Subject::new(scenario, &met, fact);
            Some(subject.audit(index, per_day))
        })
        .collect()
}

/// Whose days are counted: a fact, its span and its gates.
struct Subject<'a> {
    scenario: &'a Scenario,
    span: Period,
    /// Calendars of the gates, each with the categories that were counted there and that it tells apart.
    gates: Vec<(&'a GateCalendar, Vec<Category>)>,
}

impl<'a> Subject<'a> {
    fn new(scenario: &'a Scenario, met: &[Met], fact: &Fact) -> Self {
        let day = |time: i64| clock(time, &scenario.clocks.own).date();
        let span = Period {
            from: day(fact.from),
            to: day(fact.to - 1),
        };
        let gates = scenario.gates.iter().enumerate();
        let gates = gates.filter(|(gate, _)| fact.gates.is_empty() || fact.gates.contains(gate));
        let gates = gates.map(|(gate, described)| {
            let here = met.iter().filter(|met| met.gate == gate);
            let here = here.map(|met| met.category).collect();
            let mut told_apart: Vec<(Regard, Category)> = Vec::new();
            for category in counted(scenario, fact, here) {
                let regard = Regard::of(&described.calendar, &category);
                if told_apart.iter().all(|(known, _)| *known != regard) {
                    told_apart.push((regard, category));
                }
            }
            let categories = told_apart.into_iter().map(|(_, category)| category);
            (&described.calendar, categories.collect())
        });
        Self {
            scenario,
            span,
            gates: gates.collect(),
        }
    }

    fn audit(&self, fact: usize, per_day: &PerDay) -> Result<Audit, Ambiguity> {
        let span_days = i64::try_from(self.span.days().count()).unwrap_or(i64::MAX);
        let PerDay { average, total, .. } = per_day;
        let (low, high) = implied(total, average);
        let days = whole_days(total, average, low, span_days);
        let candidate = |week, notices, open: Vec<bool>| {
            let mut candidate = Candidate {
                week,
                notices,
                open,
                excess: None,
            };
            candidate.excess = days.map(|(first, last)| excess(candidate.days(), first, last));
            candidate
        };
        let own = candidate(None, Notices::With, self.open(Clone::clone)?);
        let tried = |weeks: &[Week]| -> Result<Vec<Candidate>, Ambiguity> {
            let mut tried = Vec::new();
            for &week in weeks {
                let with = self.open(|calendar| weekly(calendar, week, true))?;
                let without = self.open(|calendar| weekly(calendar, week, false))?;
                if with == without {
                    tried.push(candidate(Some(week), Notices::Either, with));
                } else {
                    tried.push(candidate(Some(week), Notices::With, with));
                    tried.push(candidate(Some(week), Notices::Without, without));
                }
            }
            Ok(tried)
        };
        let mut weekly = tried(&ORDINARY)?;
        if !weekly.iter().any(Candidate::fits) {
            weekly.extend(tried(&OTHERS)?.into_iter().filter(Candidate::fits));
        }
        Ok(Audit {
            fact,
            span: self.span,
            span_days,
            quotient: total.value as f64 / average.value as f64,
            low,
            high,
            days,
            own,
            weekly,
        })
    }

    /// Each civil day of the span: whether somebody who is counted may pass at one of the gates, with their calendars changed.
    fn open(&self, change: impl Fn(&GateCalendar) -> GateCalendar) -> Result<Vec<bool>, Ambiguity> {
        let clocks = &self.scenario.clocks;
        let view = View::of(self.scenario.calendar);
        let mut open = vec![false; self.span.days().count()];
        for (calendar, categories) in &self.gates {
            let calendar = change(calendar);
            for category in categories {
                let timeline = resolve_view(&calendar, category, clocks, &self.span, view)?;
                for (open, day) in open.iter_mut().zip(self.span.days()) {
                    *open |= !timeline.closed_all_day(day, &clocks.own);
                }
            }
        }
        Ok(open)
    }
}

/// Of the vehicles that come to a gate those that a fact counts; where none does, those that it would count.
fn counted(scenario: &Scenario, fact: &Fact, here: Vec<Category>) -> Vec<Category> {
    let counts: Vec<Category> = here
        .into_iter()
        .filter(|category| fact.filter.matches(category))
        .collect();
    let loaded: Vec<Category> = counts
        .iter()
        .copied()
        .filter(|category| category.loaded || fact.measure == FactMeasure::Crossings)
        .collect();
    if !loaded.is_empty() {
        return loaded;
    }
    if !counts.is_empty() {
        return counts;
    }
    let mut all = Vec::new();
    for class in 0..scenario.classes.len() {
        for (direction, bound) in [
            (Direction::Export, Way::ToChina),
            (Direction::Import, Way::ToVietnam),
        ] {
            for vehicle in [Nationality::Vietnamese, Nationality::Chinese] {
                all.push(Category {
                    direction,
                    bound,
                    class,
                    vehicle,
                    loaded: true,
                    backlog: false,
                });
            }
        }
    }
    all.retain(|category| fact.filter.matches(category));
    all
}

/// The calendar of a gate with other weekly days, with its dated notices or without.
fn weekly(calendar: &GateCalendar, week: Week, notices: bool) -> GateCalendar {
    let on = |hours: &Weekly, works: &dyn Fn(Weekday) -> bool| {
        let days: Vec<(Days, Hours)> = Weekday::Monday
            .cycle_forward()
            .take(7)
            .filter(|&day| works(day))
            .map(|day| {
                // A gate that only notices open has no hours of its own.
                let hours = match hours.working_hours(day) {
                    hours if hours.is_closed() => Hours::always(),
                    hours => hours.clone(),
                };
                (Days::from_iter([day]), hours)
            })
            .collect();
        // Each weekday stands there once, which is all that could be wrong.
        Weekly::from_parts(days.iter().map(|(days, hours)| (*days, hours))).unwrap_or_default()
    };
    GateCalendar {
        own: on(&calendar.own, &|day| week.works(day)),
        // The working days are those of our clock; the other side keeps its hours on all of its own.
        partner: calendar.partner.as_ref().map(|hours| on(hours, &|_| true)),
        notices: if notices {
            calendar.notices.clone()
        } else {
            Vec::new()
        },
        restrictions: calendar.restrictions.clone(),
    }
}

/// The least and the greatest number of days: a total over an average.
fn implied(total: &Band, average: &Band) -> (f64, f64) {
    let end = |end: Bound<i64>| match end {
        Bound::Included(end) | Bound::Excluded(end) => Some(end as f64),
        Bound::Unbounded => None,
    };
    let low = match (end(total.low), end(average.high)) {
        (Some(total), Some(average)) => total / average,
        _ => 0.0,
    };
    let high = match (end(total.high), end(average.low)) {
        (Some(total), Some(average)) if average > 0.0 => total / average,
        _ => f64::INFINITY,
    };
    (low, high)
}

/// The first and the last whole number of days that the figures allow. They are neighbours, and the first is the next whole number above
/// `low`, or there is none.
fn whole_days(total: &Band, average: &Band, low: f64, span_days: i64) -> Option<(i64, i64)> {
    // Beyond this the sums below are still exact, and nothing was published that needs more.
    let start = (low as i64).saturating_sub(1).clamp(1, 1_000_000_000_000);
    let first = (start..start + 4).find(|&days| allows(total, average, days))?;
    let last = (first..=span_days.max(first)).take_while(|&days| allows(total, average, days));
    Some((first, last.last().unwrap_or(first)))
}

/// Whether one of the averages on so many days makes one of the totals.
fn allows(total: &Band, average: &Band, days: i64) -> bool {
    let times = |end: Bound<i64>| end.map(|end| i128::from(end) * i128::from(days));
    let wide = |end: Bound<i64>| end.map(i128::from);
    reaches(wide(total.low), times(average.high)) && reaches(times(average.low), wide(total.high))
}

/// Whether something lies from `low` on and up to `high`.
fn reaches(low: Bound<i128>, high: Bound<i128>) -> bool {
    match (low, high) {
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => true,
        (Bound::Included(low), Bound::Included(high)) => low <= high,
        (
            Bound::Included(low) | Bound::Excluded(low),
            Bound::Included(high) | Bound::Excluded(high),
        ) => low < high,
    }
}

fn excess(days: i64, first: i64, last: i64) -> i64 {
    if days < first {
        days - first
    } else {
        (days - last).max(0)
    }
}
