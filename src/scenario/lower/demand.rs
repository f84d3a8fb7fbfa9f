//! Who comes: backlogs and sources.

use jiff::civil::{Date, Time};

use crate::scenario::model::{Answer, Arrivals, Backlog, Source};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::{self, TimeText, Timetable};
use crate::scenario::reader::Located;
use crate::scenario::source::Place;
use crate::scenario::units::{Duration, Rate};

use super::books_ahead;
use super::choice;
use super::context::Context;
use super::days::{DaySpan, day_factor, day_span, expected_in, report_overlaps};
use super::dist;
use super::flow::FlowKeys;
use super::hours::report_repeated_days;
use super::trace;

/// The backlogs that exist under the switches in force. The others are checked as well.
pub(super) fn backlogs(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<Backlog> {
    let mut lowered = Vec::new();
    for (name, keys) in root.backlog.iter().flat_map(|named| &named.value.0) {
        let exists = cx.exists(keys.value.when.as_ref(), problems);
        let backlog = backlog(name.as_str(), &keys.value, root, cx, problems);
        lowered.extend(backlog.filter(|_| exists));
    }
    lowered
}

/// The sources that exist under the switches in force. The others are checked as well.
pub(super) fn sources(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<Source> {
    let mut lowered = Vec::new();
    for (name, keys) in root.source.iter().flat_map(|named| &named.value.0) {
        let exists = cx.exists(keys.value.when.as_ref(), problems);
        let source = source(name.as_str(), &keys.value, root, cx, problems);
        lowered.extend(source.filter(|_| exists));
    }
    lowered
}

fn backlog(
    name: &str,
    keys: &raw::Backlog,
    root: &raw::Root,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Backlog> {
    let flow = FlowKeys {
        gate: keys.gate.as_ref(),
        direction: keys.direction,
        vehicle: keys.vehicle,
        loaded: keys.loaded,
        route: keys.route.as_ref(),
        class: keys.class.as_ref(),
        records: keys.records.as_ref(),
    };
    let flow = flow.lower(root, cx, problems);
    let vehicles = keys.vehicles.as_ref().and_then(|count| {
        let fits = u32::try_from(count.value.0).ok();
        if fits.is_none() {
            problems.push(
                Problem::error(
                    count.place,
                    "number out of range",
                    "no gate has so many vehicles in line",
                )
                .help(format!("the most is {}", u32::MAX)),
            );
        }
        fits
    });
    if let (Some(since), Some(period)) = (keys.since, cx.period)
        && since.value > period.from
    {
        problems.push(
            Problem::error(
                since.place,
                "a backlog that has not come yet",
                "this is after the start",
            )
            .help(format!(
                "the scenario starts on {}; who comes later belongs to a source",
                period.from
            )),
        );
    }
    Some(Backlog {
        name: name.to_owned(),
        flow: flow?,
        vehicles: vehicles?,
        since: keys.since.map(|since| since.value),
    })
}

fn source(
    name: &str,
    keys: &raw::Source,
    root: &raw::Root,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Source> {
    let flow = FlowKeys {
        gate: keys.gate.as_ref(),
        direction: keys.direction,
        vehicle: keys.vehicle,
        loaded: keys.loaded,
        route: keys.route.as_ref(),
        class: keys.class.as_ref(),
        records: keys.records.as_ref(),
    };
    let flow = flow.lower(root, cx, problems);
    let arrivals = match (&keys.rate, &keys.interarrival, &keys.timetable, &keys.trace) {
        (Some(rate), None, None, None) => poisson(rate, keys, cx, problems),
        (None, Some(interval), None, None) => {
            refuse_keys_of_rate(keys, "`interarrival`", problems);
            renewal(interval, problems)
        }
        (None, None, Some(timetable), None) => {
            refuse_keys_of_rate(keys, "`timetable`", problems);
            timed(timetable, cx, problems)
        }
        (None, None, None, Some(rows)) => {
            refuse_keys_of_rate(keys, "`trace`", problems);
            trace::refuse_choices(keys, problems);
            trace::rows(rows, flow.as_ref(), cx, problems)
        }
        // None or several were reported when the table was read.
        _ => None,
    };
    let convoy = match &keys.convoy {
        None => Some(None),
        Some(convoy) => convoy_of(convoy, problems).map(Some),
    };
    let (answers, surge) = (keys.when_closed.as_ref(), keys.surge.as_ref());
    let when_closed = choice::reaction(answers, surge, Answer::Waits, cx, problems);
    let heed = when_closed
        .as_ref()
        .is_some_and(|reaction| reaction.only() != Some(Answer::Waits));
    if heed {
        warn_of_no_barrier(keys, root, problems);
        if let Some(word) = keys
            .when_closed
            .as_ref()
            .filter(|_| keys.interarrival.is_some())
        {
            refuse_when_closed(word, problems);
        }
    }
    let books = books_ahead::books(keys, root, problems);
    Some(Source {
        name: name.to_owned(),
        flow: flow?,
        arrivals: arrivals?,
        convoy: convoy?,
        when_closed: when_closed?,
        books: books?,
    })
}

fn poisson(
    rate: &Located<Rate>,
    keys: &raw::Source,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Arrivals> {
    let dated = dated_rates(keys, cx, problems);
    let day_factor = day_factor(keys.day_factor.as_ref(), problems);
    let hours = keys
        .profile
        .as_ref()
        .map_or([1.0; 24], |profile| profile.value.0);
    let weekdays = keys.weekday.as_ref().map_or([1.0; 7], |days| days.value.0);
    let usual = expected_in(rate.value, Duration::DAY);
    let expected = |day: Date| {
        let changed = dated.iter().find(|(span, _)| span.covers(day));
        let base = match changed {
            Some((_, Change::Factor(factor))) => usual * factor,
            Some((_, Change::Rate(other))) => *other,
            None => usual,
        };
        let weekday = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
        base * weekdays.get(weekday).copied().unwrap_or(1.0)
    };
    Some(Arrivals::Poisson {
        days: cx.period?.days().map(expected).collect(),
        hours,
        day_factor,
    })
}

/// What a dated entry makes of the rate. Weekday factors apply to either.
enum Change {
    /// Multiplies it.
    Factor(f64),
    /// Replaces it: expected arrivals a day.
    Rate(f64),
}

fn dated_rates(
    keys: &raw::Source,
    cx: &Context,
    problems: &mut Problems,
) -> Vec<(DaySpan, Change)> {
    let mut entries = Vec::new();
    let mut places: Vec<(DaySpan, Place)> = Vec::new();
    for entry in keys.dated.iter().flat_map(|dated| &dated.value) {
        let span = day_span(entry.from.as_ref(), entry.to.as_ref(), cx, problems);
        if let (Some(span), Some(from)) = (span, &entry.from) {
            places.push((span, from.place));
        }
        let change = match (&entry.factor, &entry.rate) {
            (Some(factor), None) => factor_of(factor, problems).map(Change::Factor),
            (None, Some(rate)) => Some(Change::Rate(expected_in(rate.value, Duration::DAY))),
            _ => None,
        };
        entries.extend(span.zip(change));
    }
    report_overlaps(&places, problems);
    entries
}

fn factor_of(factor: &Located<f64>, problems: &mut Problems) -> Option<f64> {
    let fits = (0.0..=1e9).contains(&factor.value);
    if !fits {
        problems.push(Problem::error(
            factor.place,
            "number out of range",
            "expected 0 or more, at most 10^9",
        ));
    }
    fits.then_some(factor.value)
}

fn renewal(interval: &Located<raw::Dist<Duration>>, problems: &mut Problems) -> Option<Arrivals> {
    let distribution = dist::duration(&interval.value, interval.place, problems)?;
    if distribution.mean() <= 0.0 {
        problems.push(
            Problem::error(
                interval.place,
                "infinitely many vehicles",
                "no time passes between arrivals",
            )
            .help("give intervals with a mean above 0; vehicles that come together are a `convoy`"),
        );
        return None;
    }
    Some(Arrivals::Renewal(distribution))
}

fn timed(
    timetable: &Located<Timetable>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Arrivals> {
    let times = |list: &[TimeText]| -> Vec<Time> {
        let mut times: Vec<Time> = list.iter().map(|time| time.0).collect();
        times.sort_unstable();
        times
    };
    let empty = match &timetable.value {
        Timetable::Daily(list) => list.is_empty(),
        Timetable::Grouped(groups) => groups.iter().all(|(_, list)| list.value.is_empty()),
    };
    if empty {
        problems.push(Problem::warning(
            timetable.place,
            "an empty timetable",
            "nobody comes",
        ));
    }
    match &timetable.value {
        Timetable::Daily(list) => {
            let times = times(list);
            let days = cx.period?.days().map(|_| times.clone()).collect();
            Some(Arrivals::Timetable(days))
        }
        Timetable::Grouped(groups) => {
            report_repeated_days(groups, problems)?;
            let of_day = |day: Date| {
                groups
                    .iter()
                    .find(|(days, _)| days.value.contains(day.weekday()))
                    .map_or_else(Vec::new, |(_, list)| times(&list.value))
            };
            Some(Arrivals::Timetable(cx.period?.days().map(of_day).collect()))
        }
    }
}

fn convoy_of(
    convoy: &Located<raw::Dist<crate::scenario::units::Count>>,
    problems: &mut Problems,
) -> Option<crate::des::variate::Distribution> {
    let distribution = dist::count(&convoy.value, convoy.place, problems)?;
    let mean = distribution.mean();
    if mean < 1.0 {
        problems.push(
            Problem::error(
                convoy.place,
                "a convoy without vehicles",
                format!("its mean is {mean}"),
            )
            .help("a convoy has at least 1 vehicle on average; fewer arrivals are a lower rate"),
        );
        return None;
    }
    Some(distribution)
}

/// Keys that shape a rate mean nothing beside fixed times or intervals.
fn refuse_keys_of_rate(keys: &raw::Source, chosen: &str, problems: &mut Problems) {
    let given = [
        ("profile", keys.profile.as_ref().map(|key| key.place)),
        ("weekday", keys.weekday.as_ref().map(|key| key.place)),
        ("dated", keys.dated.as_ref().map(|key| key.place)),
        ("day-factor", keys.day_factor.as_ref().map(|key| key.place)),
    ];
    for (key, place) in given {
        if let Some(place) = place {
            problems.push(
                Problem::error(
                    place,
                    format!("`{key}` shapes a `rate`"),
                    format!("the arrivals of this source are given by {chosen}"),
                )
                .help(format!(
                    "give `rate` in place of {chosen}, or leave `{key}` out"
                )),
            );
        }
    }
}

/// Whether a gate is closed is asked of the first barrier of a route: where there is none, it is open to its vehicles.
fn warn_of_no_barrier(keys: &raw::Source, root: &raw::Root, problems: &mut Problems) {
    let (Some(word), Some(route)) = (&keys.when_closed, &keys.route) else {
        return;
    };
    let mut routes = root.route.iter().flat_map(|table| &table.value.0);
    let Some((_, steps)) = routes.find(|(name, _)| **name == route.value) else {
        return;
    };
    let holds = |step: &raw::Step| step.enter.is_some() || step.cross.is_some();
    if !steps.value.iter().any(holds) {
        problems.push(
            Problem::warning(
                word.place,
                "the gate is never closed to these vehicles",
                format!("route `{}` has neither `enter` nor `cross`", route.value),
            )
            .help("they come on all days: leave `when-closed` out, and give the days without them `dated = [{ from = ..., to = ..., factor = 0 }]`"),
        );
    }
}

fn refuse_when_closed(given: &Located<raw::Answers>, problems: &mut Problems) {
    let what = match &given.value {
        raw::Answers::One(word) => format!("`{}`", word.word()),
        raw::Answers::Shares(_) => "what vehicles do on closed days".to_owned(),
    };
    problems.push(
        Problem::error(
            given.place,
            format!("{what} needs arrivals by day"),
            "intervals run on from day to day",
        )
        .help("give `rate` or `timetable` in place of `interarrival`, or leave `when-closed` out"),
    );
}
