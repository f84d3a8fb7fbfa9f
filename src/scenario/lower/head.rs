//! What is simulated: days, clocks, versions, thresholds; and references and switches.

use jiff::civil::{Date, Time as TimeOfDay};
use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::scenario::calendar::{Clocks, Period, day_number};
use crate::scenario::model::{Reference, Switch, Titles};
use crate::scenario::problem::{Problem, Problems, suggest};
use crate::scenario::raw;
use crate::scenario::reader::Located;
use crate::scenario::source::Place;

/// No period may be longer, in days: 200 years.
const LONGEST_PERIOD: i64 = 73_050;

/// The `[scenario]` table; what could not be read has its default, or is `None`.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub title: Titles,
    pub period: Option<Period>,
    pub clocks: Option<Clocks>,
    pub versions: Vec<String>,
    pub calendar: Option<usize>,
    pub snapshots: Vec<TimeOfDay>,
    pub stock_thresholds: Vec<u32>,
    pub vehicle_limit: u64,
    pub warm_up: i64,
}

/// Lowers the `[scenario]` table.
pub(super) fn head(root: &raw::Root, problems: &mut Problems) -> Head {
    let Some(raw) = root.scenario.as_ref().map(|head| &head.value) else {
        return Head::default();
    };
    let text = |key: &Option<Located<String>>| key.as_ref().map(|text| text.value.clone());
    let period = period(raw, problems);
    let clocks = clocks(raw, problems);
    let versions = versions(raw, problems);
    Head {
        title: Titles {
            en: text(&raw.title).unwrap_or_default(),
            vi: text(&raw.title_vi),
            zh: text(&raw.title_zh),
        },
        calendar: calendar(raw, &versions, problems),
        snapshots: snapshots(raw, problems),
        stock_thresholds: thresholds(raw, problems),
        vehicle_limit: vehicle_limit(raw, problems),
        warm_up: warm_up(raw, period, clocks.as_ref(), problems),
        period,
        clocks,
        versions,
    }
}

/// Source documents by name.
pub(super) fn references(root: &raw::Root) -> Vec<Reference> {
    let all = root.reference.iter().flat_map(|table| &table.value.0);
    all.map(|(name, reference)| {
        let text = |key: &Option<Located<String>>| key.as_ref().map(|text| text.value.clone());
        Reference {
            name: name.to_string(),
            title: text(&reference.value.title).unwrap_or_default(),
            detail: text(&reference.value.detail),
        }
    })
    .collect()
}

/// Switches by name.
pub(super) fn switches(root: &raw::Root, problems: &mut Problems) -> Vec<Switch> {
    let all = root.switch.iter().flat_map(|table| &table.value.0);
    all.filter_map(|(name, switch)| {
        let raw = &switch.value;
        let (options, value) = (raw.options.as_ref()?, raw.value.as_ref()?);
        let known: Vec<&str> = options.value.iter().map(|option| option.as_str()).collect();
        if let Some(twice) = repeated(&known) {
            problems.push(Problem::error(
                options.place,
                format!("option `{twice}` of switch `{name}` is given twice"),
                "each option once",
            ));
        } else if known.len() < 2 {
            let problem = Problem::error(
                options.place,
                format!("switch `{name}` leaves no choice"),
                "a switch has at least two options",
            );
            problems.push(problem.help("add the other reading, or take the switch away"));
        }
        if !known.contains(&value.value.as_str()) {
            let text = value.value.as_str();
            let problem = Problem::error(
                value.place,
                format!("switch `{name}` has no option `{text}`"),
                "not one of its options",
            );
            problems.push(problem.maybe_help(suggest(text, &known, "its options are")));
        }
        Some(Switch {
            name: name.to_string(),
            title: raw
                .title
                .as_ref()
                .map_or_else(String::new, |title| title.value.clone()),
            options: known.iter().map(|&option| option.to_owned()).collect(),
            value: value.value.to_string(),
        })
    })
    .collect()
}

/// The first word that stands in a list twice.
pub(super) fn repeated<'a>(words: &[&'a str]) -> Option<&'a str> {
    let twice = |(at, word): &(usize, &&str)| words[..*at].contains(*word);
    words.iter().enumerate().find(twice).map(|(_, word)| *word)
}

fn period(raw: &raw::Head, problems: &mut Problems) -> Option<Period> {
    let (from, to): (&Located<Date>, &Located<Date>) = (raw.from.as_ref()?, raw.to.as_ref()?);
    let days = day_number(to.value) - day_number(from.value) + 1;
    if days < 1 {
        let problem = Problem::error(
            to.place,
            "the period ends before it begins",
            "the last day, inclusive",
        );
        problems.push(problem.extra(from.place, "the first day"));
        return None;
    }
    if days > LONGEST_PERIOD {
        let problem = Problem::error(
            to.place,
            "the period is longer than 200 years",
            format!("these are {days} days"),
        );
        problems.push(problem.extra(from.place, "the first day"));
        return None;
    }
    Some(Period {
        from: from.value,
        to: to.value,
    })
}

fn clocks(raw: &raw::Head, problems: &mut Problems) -> Option<Clocks> {
    let own = raw.clock.as_ref().and_then(|clock| zone(clock, problems));
    let partner = match &raw.partner_clock {
        Some(clock) => zone(clock, problems),
        None => own.clone(),
    };
    Some(Clocks {
        own: own?,
        partner: partner?,
    })
}

/// A time zone of the database that is built in, whatever the machine has.
fn zone(clock: &Located<String>, problems: &mut Problems) -> Option<TimeZone> {
    let database = TimeZoneDatabase::bundled();
    let name = clock.value.trim();
    if let Ok(zone) = database.get(name) {
        return Some(zone);
    }
    let known: Vec<String> = database.available().map(|name| name.to_string()).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let help = suggest(name, &known, "the clocks are").unwrap_or_else(|| {
        "clocks have names such as `Asia/Ho_Chi_Minh`, `Asia/Shanghai` or `UTC`".to_owned()
    });
    let problem = Problem::error(
        clock.place,
        format!("there is no clock `{name}`"),
        "not a name of the time zone database",
    );
    problems.push(problem.help(help));
    None
}

fn versions(raw: &raw::Head, problems: &mut Problems) -> Vec<String> {
    let Some(versions) = &raw.versions else {
        return Vec::new();
    };
    let words: Vec<&str> = versions.value.iter().map(String::as_str).collect();
    if let Some(twice) = repeated(&words) {
        problems.push(Problem::error(
            versions.place,
            format!("version `{twice}` is given twice"),
            "each version once, in the order in which they became known",
        ));
    }
    versions.value.clone()
}

fn calendar(raw: &raw::Head, versions: &[String], problems: &mut Problems) -> Option<usize> {
    let calendar = raw.calendar.as_ref()?;
    let found = versions.iter().position(|known| *known == calendar.value);
    if found.is_none() {
        let known: Vec<&str> = versions.iter().map(String::as_str).collect();
        let help = suggest(&calendar.value, &known, "the versions are")
            .unwrap_or_else(|| format!("declare it: `versions = [\"{}\"]`", calendar.value));
        let problem = Problem::error(
            calendar.place,
            format!("there is no calendar version `{}`", calendar.value),
            "not one of `versions`",
        );
        problems.push(problem.help(help));
    }
    found
}

fn snapshots(raw: &raw::Head, problems: &mut Problems) -> Vec<TimeOfDay> {
    let Some(given) = &raw.snapshots else {
        return vec![
            TimeOfDay::constant(8, 0, 0, 0),
            TimeOfDay::constant(20, 0, 0, 0),
        ];
    };
    let times: Vec<TimeOfDay> = given.value.iter().map(|time| time.0).collect();
    if times
        .iter()
        .any(|time| time.second() != 0 || time.subsec_nanosecond() != 0)
    {
        problems.push(Problem::error(
            given.place,
            "snapshots are at whole minutes",
            "one of these has seconds",
        ));
    }
    in_order(times, "snapshot", given.place, problems)
}

fn thresholds(raw: &raw::Head, problems: &mut Problems) -> Vec<u32> {
    match &raw.stock_over {
        Some(given) => in_order(given.value.clone(), "stock", given.place, problems),
        None => vec![500, 1000, 5000],
    }
}

/// The members in ascending order, each once.
fn in_order<T: Ord>(
    mut members: Vec<T>,
    noun: &str,
    place: Place,
    problems: &mut Problems,
) -> Vec<T> {
    let given = members.len();
    members.sort();
    members.dedup();
    if members.len() < given {
        problems.push(Problem::warning(
            place,
            format!("a {noun} is given twice"),
            "it counts once",
        ));
    }
    members
}

fn vehicle_limit(raw: &raw::Head, problems: &mut Problems) -> u64 {
    let Some(limit) = &raw.vehicle_limit else {
        return 100_000_000;
    };
    if limit.value.0 == 0 {
        problems.push(Problem::error(
            limit.place,
            "no vehicle could ever come",
            "the limit is 0",
        ));
    }
    limit.value.0
}

fn warm_up(
    raw: &raw::Head,
    period: Option<Period>,
    clocks: Option<&Clocks>,
    problems: &mut Problems,
) -> i64 {
    let Some(warm_up) = &raw.warm_up else {
        return 0;
    };
    if let (Some(period), Some(clocks)) = (period, clocks) {
        let length = period.end(&clocks.own) - period.start(&clocks.own);
        if warm_up.value.0 >= length {
            let problem = Problem::error(
                warm_up.place,
                "nothing is left to measure",
                "the warm-up is as long as the period or longer",
            );
            problems.push(problem.help("let the period last longer: move `to`"));
        }
    }
    warm_up.value.0
}
