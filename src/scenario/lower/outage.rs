//! What is out of order for a time: what it hits, and when.

use super::context::Context;
use super::days::day_span;
use super::dist;
use super::observed::local;
use crate::scenario::calendar::{day_number, instant};
use crate::scenario::kinds::{Name, OneOrMany};
use crate::scenario::model::{DriverPool, Outage, OutageTimes, Station};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw;
use crate::scenario::reader::Located;
use crate::scenario::source::Place;
use crate::scenario::units::Duration;

/// No outage may be expected to begin more often than this in a period: each is an event.
const MOST_EXPECTED: f64 = 100_000.0;

/// The outages that exist under the switches in force, by name. The others are checked as well.
pub(super) fn outages(
    root: &raw::Root,
    stations: &[Station],
    drivers: &[DriverPool],
    cx: &Context,
    problems: &mut Problems,
) -> Vec<Outage> {
    let mut lowered = Vec::new();
    for (name, outage) in root.outage.iter().flat_map(|table| &table.value.0) {
        let exists = cx.exists(outage.value.when.as_ref(), problems);
        let people = (stations, drivers);
        let outage = lower(name.as_str(), outage, people, exists, cx, problems);
        lowered.extend(outage.filter(|_| exists));
    }
    lowered
}

fn lower(
    name: &str,
    outage: &Located<raw::Outage>,
    people: (&[Station], &[DriverPool]),
    exists: bool,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Outage> {
    let raw = &outage.value;
    let stations = hits(&raw.stations, problems, |name, place, problems| {
        // A switch may leave the outage out together with its station.
        let both_absent = !exists && cx.leaves_out(name);
        (!both_absent).then(|| cx.station(name, place, problems))?
    });
    let pools = hits(&raw.pools, problems, |name, place, problems| {
        cx.pool(name, place, problems)
    });
    let bridges = hits(&raw.bridges, problems, |name, place, problems| {
        cx.bridge(name, place, problems)
    });
    let gates = hits(&raw.gates, problems, |name, place, problems| {
        cx.gate(name, place, problems)
    });
    let lists = [&raw.stations, &raw.pools, &raw.bridges, &raw.gates];
    if lists
        .iter()
        .all(|list| list.as_ref().is_none_or(|list| list.value.0.is_empty()))
    {
        let place = lists.iter().find_map(|list| list.as_ref());
        let place = place.map_or(outage.place, |list| list.place);
        let problem = Problem::error(place, "an outage of nothing", "it hits nothing");
        problems.push(
            problem
                .help("name the `stations`, `pools`, `bridges` or `gates` that are out of order"),
        );
    }
    let servers = servers(raw, (&stations, &pools), people, cx, problems);
    let times = times(outage, cx, problems)?;
    Some(Outage {
        name: name.to_owned(),
        stations,
        pools,
        bridges,
        gates,
        servers,
        times,
    })
}

/// What is named, each once.
fn hits(
    list: &Option<Located<OneOrMany<Name>>>,
    problems: &mut Problems,
    find: impl Fn(&str, Place, &mut Problems) -> Option<usize>,
) -> Vec<usize> {
    let mut found = Vec::new();
    for name in list.iter().flat_map(|list| &list.value.0) {
        let index = find(name.value.as_str(), name.place, problems);
        found.extend(index.filter(|index| !found.contains(index)));
    }
    found
}

/// How many servers it takes, where it does not take all.
fn servers(
    raw: &raw::Outage,
    (stations, pools): (&[usize], &[usize]),
    (all, drivers): (&[Station], &[DriverPool]),
    cx: &Context,
    problems: &mut Problems,
) -> Option<u32> {
    let count = raw.servers.as_ref()?;
    let servers = u32::try_from(count.value.0).unwrap_or(u32::MAX);
    if servers == 0 {
        let problem = Problem::error(count.place, "an outage of nobody", "it takes no servers");
        problems.push(problem.help("say how many servers it takes, or leave `servers` out: all"));
    }
    if raw.stations.is_none() && raw.pools.is_none() {
        let problem = Problem::error(
            count.place,
            "`servers` of no station",
            "neither stations nor pools are named",
        );
        problems.push(problem.help("bridges and gates are out of order as a whole"));
    }
    let too_many = |what: String, most: u32, problems: &mut Problems| {
        if servers > most {
            let label = format!("{what} has {most}");
            let problem = Problem::error(count.place, "more servers than there are", label);
            problems.push(problem.help("leave `servers` out where all are out of order"));
        }
    };
    for &index in pools {
        let name = cx.pools.get(index).map_or("", String::as_str);
        if let Some(pool) = drivers.iter().find(|pool| pool.name == name) {
            let most = pool.drivers.iter().map(|group| group.count).sum();
            too_many(format!("pool `{name}`"), most, problems);
        }
    }
    for &index in stations {
        let name = cx.stations.get(index).map_or("", String::as_str);
        let Some(station) = all.iter().find(|station| station.name == name) else {
            continue;
        };
        let most = station.servers.iter().map(|group| group.count).sum();
        too_many(format!("station `{name}`"), most, problems);
        let differ = if !station.skills.is_empty() {
            Some("they differ in their skills")
        } else if station.is_dedicated() {
            Some("they are there for different classes")
        } else {
            None
        };
        if let Some(label) = differ {
            let problem = Problem::error(
                count.place,
                format!("it is not known which servers of station `{name}` are out of order"),
                label,
            );
            problems.push(problem.help("leave `servers` out: all are out of order"));
        }
    }
    Some(servers)
}

fn times(
    outage: &Located<raw::Outage>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<OutageTimes> {
    let raw = &outage.value;
    let random = raw.every.is_some() || raw.lasts.is_some();
    if let (true, Some(place)) = (
        random,
        (raw.from.as_ref().map(|from| from.place)).or(raw.to.as_ref().map(|to| to.place)),
    ) {
        let problem = Problem::error(
            place,
            "an outage both planned and by chance",
            "it has `every` or `lasts` as well",
        );
        problems.push(
            problem
                .help("give `from` and `to`, or `every` and `lasts`; for both write two outages"),
        );
        return None;
    }
    if let (false, Some(season)) = (random, &raw.season) {
        let problem = Problem::error(
            season.place,
            "a season of a planned outage",
            "nothing begins here by chance",
        );
        problems.push(problem.help("`season` goes with `every` and `lasts`"));
    }
    if random {
        return by_chance(outage, cx, problems);
    }
    let (Some(begins), Some(ends)) = (&raw.from, &raw.to) else {
        let label = match (&raw.from, &raw.to) {
            (Some(_), None) => "its end is not given",
            (None, Some(_)) => "its beginning is not given",
            _ => "it has no times",
        };
        let problem = Problem::error(outage.place, "an outage at no time", label);
        problems.push(problem.help("give `from` and `to`, or `every` and `lasts`"));
        return None;
    };
    let (clocks, period) = (cx.clocks.as_ref()?, cx.period?);
    let (from, to) = (local(begins.value, clocks), local(ends.value, clocks));
    if to <= from {
        let problem = Problem::error(ends.place, "the outage ends before it begins", "its end");
        problems.push(problem.extra(begins.place, "its beginning"));
        return None;
    }
    if to <= period.start(&clocks.own) || from >= period.end(&clocks.own) {
        let problem = Problem::warning(
            begins.place,
            "an outage outside the period",
            format!("the period is {} to {}, inclusive", period.from, period.to),
        );
        problems.push(problem.help("it changes nothing: check the dates"));
    }
    Some(OutageTimes::Once { from, to })
}

fn by_chance(
    outage: &Located<raw::Outage>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<OutageTimes> {
    let raw = &outage.value;
    let (Some(gap), Some(length)) = (&raw.every, &raw.lasts) else {
        let (title, label) = if raw.lasts.is_none() {
            ("an outage without an end", "`lasts` is not given")
        } else {
            ("an outage that never begins", "`every` is not given")
        };
        let problem = Problem::error(outage.place, title, label);
        problems.push(problem.help("outages by chance need both `every` and `lasts`"));
        return None;
    };
    let every = dist::duration(&gap.value, gap.place, problems);
    let lasts = dist::duration(&length.value, length.place, problems);
    let (clocks, period) = (cx.clocks.as_ref()?, cx.period?);
    let (mut from, mut to) = (period.start(&clocks.own), period.end(&clocks.own));
    if let Some(season) = &raw.season {
        let keys = &season.value;
        let span = day_span(keys.from.as_ref(), keys.to.as_ref(), cx, problems)?;
        from = from.max(instant(span.from, 0, &clocks.own));
        // The midnight with which the last day ends.
        let last = day_number(span.to) + 1;
        to = crate::scenario::calendar::date_of(last)
            .map_or(to, |day| to.min(instant(day, 0, &clocks.own)));
    }
    let (every, lasts) = (every?, lasts?);
    if lasts.mean() <= 0.0 {
        let problem = Problem::error(
            length.place,
            "an outage that takes no time",
            "it always lasts 0 s",
        );
        problems.push(problem.help("say how long it lasts"));
        return None;
    }
    let expected = (to - from).max(0) as f64 / (every.mean() + lasts.mean());
    if expected > MOST_EXPECTED {
        let problem = Problem::error(
            gap.place,
            "outages without number",
            format!(
                "about {expected:.0} of them in the period, one every {}",
                Duration((every.mean() + lasts.mean()) as i64)
            ),
        );
        problems.push(problem.help(format!(
            "at most {MOST_EXPECTED} may be expected: look for a time in the wrong unit"
        )));
        return None;
    }
    Some(OutageTimes::Random {
        every,
        lasts,
        from,
        to,
    })
}
