//! Classes, and stations with their servers.

use super::batch;
use super::context::{Context, skills};
use super::cost;
use super::dedicated;
use super::dist;
use super::order::OrderKeys;
use super::profiles;
use crate::scenario::calendar::{Days, Hours, Weekly};
use crate::scenario::model::{Class, InLine, InService, ServerHours, Servers, Station};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw;
use crate::scenario::reader::Located;

/// No station may have more servers, so that sums of servers stay far from overflow.
const MOST_SERVERS: u64 = 1_000_000;

/// Classes by name.
pub(super) fn classes(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<Class> {
    let all = root.class.iter().flat_map(|table| &table.value.0);
    all.map(|(name, class)| {
        let raw = &class.value;
        let persons = raw.counts.as_ref().map(|counts| counts.value) == Some(raw::Counts::Persons);
        if let (true, Some(load)) = (persons, &raw.load) {
            let problem = Problem::error(
                load.place,
                format!("class `{name}` counts persons and has a load"),
                "persons carry no counted cargo",
            );
            problems.push(problem.help("drop `load`, or count vehicles"));
        }
        let load = raw.load.as_ref();
        Class {
            name: name.to_string(),
            title: title(raw.name.as_ref(), name.as_str()),
            persons,
            load: load.and_then(|load| dist::mass(&load.value, load.place, problems)),
            tare: raw.tare.map_or(0, |tare| tare.value.0),
            shelf_life: raw.shelf_life.map(|shelf_life| shelf_life.value.0),
            worth: cost::worth(name.as_str(), class, root, problems),
            goods: profiles::goods(raw.goods.as_ref(), cx, problems),
        }
    })
    .collect()
}

/// The stations that exist, by name.
pub(super) fn stations(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<Station> {
    let all = root.station.iter().flat_map(|table| &table.value.0);
    let mut stations = Vec::new();
    for (name, station) in all {
        // What is wrong with a station that a switch leaves out is wrong all the same.
        let lowered = lower_station(name.as_str(), station, root, cx, problems);
        if cx.exists(station.value.when.as_ref(), problems) {
            stations.push(lowered);
        }
    }
    stations
}

fn lower_station(
    name: &str,
    station: &Located<raw::Station>,
    root: &raw::Root,
    cx: &Context,
    problems: &mut Problems,
) -> Station {
    let raw = &station.value;
    let gate = raw.gate.as_ref();
    let servers = servers(name, station, cx, problems);
    let in_service = match raw.in_service.as_ref().map(|word| word.value) {
        None | Some(raw::InServiceWord::Finish) => InService::Finish,
        Some(raw::InServiceWord::Pause) => InService::Pause,
        Some(raw::InServiceWord::Restart) => InService::Restart,
    };
    let in_line = match raw.in_line.as_ref().map(|word| word.value) {
        None | Some(raw::InLineWord::Waits) => InLine::Wait,
        Some(raw::InLineWord::IsServed) => InLine::Served,
    };
    let batch = batch::lower(station, problems);
    dedicated::check_station(raw, problems);
    if let (Some(line), Some(service)) = (&raw.in_line, &raw.in_service)
        && in_line == InLine::Served
        && in_service != InService::Finish
    {
        let problem = Problem::error(
            line.place,
            "the line is served to its end, but services are cut short",
            "servers who stay for the line finish what they have begun",
        );
        let problem = problem.extra(service.place, "this says otherwise");
        problems.push(problem.help("with `in-line = \"is-served\"` leave `in-service` out"));
    }
    Station {
        name: name.to_owned(),
        title: title(raw.name.as_ref(), name),
        gate: gate.and_then(|gate| cx.gate(gate.value.as_str(), gate.place, problems)),
        servers,
        skills: skills(raw),
        batch,
        order: OrderKeys::of_station(raw).lower(root, cx, problems),
        preempts: raw.preempts.as_ref().is_some_and(|preempts| preempts.value),
        in_service,
        in_line,
    }
}

/// The name printed: the one given, else the name of the table.
pub(super) fn title(given: Option<&Located<String>>, name: &str) -> String {
    given.map_or_else(|| name.to_owned(), |given| given.value.clone())
}

fn servers(
    name: &str,
    station: &Located<raw::Station>,
    cx: &Context,
    problems: &mut Problems,
) -> Vec<Servers> {
    let Some(groups) = &station.value.servers else {
        return Vec::new();
    };
    let all = skills(&station.value);
    let mut servers = Vec::new();
    let mut whole = true;
    for group in &groups.value {
        let work = (group.hours.as_ref(), group.days.as_ref());
        let has_gate = station.value.gate.is_some();
        let hours = server_hours(work, "station", has_gate, problems);
        let own = group.skills.iter().flat_map(|skills| &skills.value);
        let mut own: Vec<usize> = own
            .filter_map(|skill| all.iter().position(|known| known == skill.as_str()))
            .collect();
        own.sort_unstable();
        own.dedup();
        let classes = dedicated::classes(group, cx, problems);
        match (group.count.as_ref(), hours) {
            (Some(count), Some(hours)) => servers.push(Servers {
                count: count.value,
                hours,
                skills: own,
                regimes: Vec::new(),
                classes,
                overflow: group.overflow.as_ref().is_some_and(|word| word.value),
            }),
            _ => whole = false,
        }
    }
    let total: u64 = servers.iter().map(|group| u64::from(group.count)).sum();
    if total > MOST_SERVERS {
        problems.push(Problem::error(
            groups.place,
            format!("station `{name}` has more than 1,000,000 servers"),
            format!("these are {total}"),
        ));
    }
    if whole && total == 0 {
        let problem = Problem::error(
            groups.place,
            format!("station `{name}` has no servers"),
            "nobody would ever be served",
        );
        problems.push(problem.help("give at least one group with `count = 1` or more"));
    } else if whole && !servers.iter().any(|group| works(group, cx)) {
        let problem = Problem::error(
            groups.place,
            format!("nobody ever works at station `{name}`"),
            "on no day of the period do these hours hold",
        );
        problems.push(problem.help("check `hours` and `days`"));
    }
    servers
}

/// Whether a group works at some time of the period; of a gate's hours this is not asked, for a gate may rest throughout.
pub(super) fn works(group: &Servers, cx: &Context) -> bool {
    let open = match &group.hours {
        ServerHours::Always | ServerHours::Gate => true,
        ServerHours::Weekly(weekly) => cx.period.is_none_or(|period| {
            // A week holds every weekday.
            let mut days = period.days().take(7);
            days.any(|day| !weekly.hours(day.weekday()).is_closed())
        }),
    };
    group.count > 0 && open
}

/// When a group works, as `hours` and `days` say; `what` has the group, and perhaps a gate.
pub(super) fn server_hours(
    (hours, days): (Option<&Located<String>>, Option<&Located<Days>>),
    what: &str,
    has_gate: bool,
    problems: &mut Problems,
) -> Option<ServerHours> {
    let word = hours.map(|hours| hours.value.trim());
    if let (None | Some("gate"), Some(days)) = (word, days) {
        let problem = Problem::error(
            days.place,
            "weekdays without hours",
            "`days` needs `hours` that it can hold for",
        );
        problems.push(problem.help("give `hours`, as in `hours = \"07:00-19:00\"`"));
    }
    match (word, hours) {
        (Some("gate"), Some(hours)) if !has_gate => {
            let problem = Problem::error(
                hours.place,
                format!("the {what} belongs to no gate"),
                "whose hours are meant is not known",
            );
            problems.push(problem.help("name its `gate`"));
            None
        }
        (Some("gate"), _) => Some(ServerHours::Gate),
        (Some("always"), _) if days.is_none() => Some(ServerHours::Always),
        (Some(text), Some(hours)) => match Hours::parse(text) {
            Ok(parsed) => {
                let days = days.map_or(Days::ALL, |days| days.value);
                Some(ServerHours::Weekly(Weekly::on(days, &parsed)))
            }
            Err(error) => {
                let title = match what {
                    "pool" => "not hours of drivers",
                    "table of residents" => "not hours of residents",
                    _ => "not hours of servers",
                };
                let problem = Problem::error(hours.place, title, error.reason.to_string());
                problems.push(problem.help(error.remedy.to_string()));
                None
            }
        },
        _ if has_gate => Some(ServerHours::Gate),
        _ => Some(ServerHours::Always),
    }
}
