//! Stations that serve in batches, and skills: what goes together, and whether everybody whom a batch needs can come.

use std::collections::BTreeSet;

use super::context::Context;
use super::yard::standing;
use crate::scenario::calendar::Nationality;
use crate::scenario::kinds::Name;
use crate::scenario::model::{Activity, Batch, Flow, Party, Route, Station, Yard};
use crate::scenario::problem::{Problem, Problems, suggest};
use crate::scenario::raw;
use crate::scenario::reader::Located;
use crate::scenario::source::Place;

/// No batch may be larger, so that sums of vehicles stay far from overflow.
const MOST_TOGETHER: u32 = 1_000_000;

/// How many a station serves together; `None`: each alone, or not to be understood.
pub(super) fn lower(station: &Located<raw::Station>, problems: &mut Problems) -> Option<Batch> {
    let raw = &station.value;
    let Some(keys) = raw.batch.as_ref() else {
        skills_alone(raw, problems);
        return None;
    };
    alone(raw, keys.place, problems);
    let parties = match (&keys.value.vietnamese, &keys.value.chinese) {
        (None, None) => vec![any(keys, problems)?],
        sides => of_sides(keys, sides, problems)?,
    };
    Some(Batch {
        parties,
        joins: keys.value.joins.as_ref().is_some_and(|joins| joins.value),
        same_class: keys.value.same.is_some(),
    })
}

/// The skill of a station that a step names.
pub(super) fn skill(
    station: usize,
    skill: &Located<Name>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<usize> {
    let known = cx.skills.get(station)?;
    let text = skill.value.as_str();
    let found = known.iter().position(|known| known == text);
    if found.is_none() {
        let name = cx.stations.get(station).map_or("", String::as_str);
        let listed: Vec<&str> = known.iter().map(String::as_str).collect();
        let problem = Problem::error(
            skill.place,
            format!("nobody at station `{name}` has the skill `{text}`"),
            "who needs it would wait for ever",
        );
        let help = if listed.is_empty() {
            Some(format!(
                "give a group of its servers `skills = [\"{text}\"]`"
            ))
        } else {
            suggest(text, &listed, "the skills there are")
        };
        problems.push(problem.maybe_help(help));
    }
    found
}

/// Who comes to the stations: everything that is known when all parts have been lowered without error.
pub(super) struct Comers<'a> {
    pub cx: &'a Context,
    pub yards: &'a [Yard],
    pub routes: &'a [Route],
    pub flows: Vec<&'a Flow>,
}

/// Some vehicles that come to a station: their nationality and class, and where they stand then.
struct Comer {
    vehicle: Nationality,
    class: usize,
    yards: BTreeSet<Option<usize>>,
}

/// Notes where the vehicles of each party stand when they come; reports batches that can never be complete.
pub(super) fn settle(
    root: &raw::Root,
    stations: &mut [Station],
    comers: &Comers<'_>,
    problems: &mut Problems,
) {
    for (index, station) in stations.iter_mut().enumerate() {
        let Some(batch) = &mut station.batch else {
            continue;
        };
        let table = root.station.as_ref();
        let table = table.and_then(|table| table.value.0.get(station.name.as_str()));
        let keys = table.and_then(|table| table.value.batch.as_ref());
        let place = keys.map_or_else(Place::default, |keys| keys.place);
        let come = comers.to(index);
        if come.is_empty() {
            // That nobody comes is said of the whole station, of any kind.
            continue;
        }
        for party in &mut batch.parties {
            let own = come.iter().filter(|comer| is_of(party, comer));
            let stand: BTreeSet<Option<usize>> =
                own.flat_map(|comer| comer.yards.iter().copied()).collect();
            party.yards = if stand.contains(&None) {
                Vec::new()
            } else {
                stand.into_iter().flatten().collect()
            };
        }
        partners_come(&station.name, batch, &come, comers.cx, place, problems);
        yards_hold(&station.name, batch, comers.yards, place, problems);
    }
}

impl Comers<'_> {
    /// Who comes to a station, by all routes.
    fn to(&self, station: usize) -> Vec<Comer> {
        let mut all = Vec::new();
        for flow in &self.flows {
            let Some(route) = self.routes.get(flow.route) else {
                continue;
            };
            for &(class, share) in &flow.classes {
                if share == 0 {
                    continue;
                }
                let mut yards: BTreeSet<Option<usize>> = BTreeSet::new();
                let all_profiles = self.cx.profiles.iter().enumerate();
                for (profile, _) in all_profiles.filter(|(_, profile)| profile.class == class) {
                    let standing = standing(&route.steps, profile);
                    let here = route.steps.iter().zip(standing).filter(|(step, _)| {
                        matches!(step.activity, Activity::Serve { station: at, .. } if at == station)
                    });
                    yards.extend(here.flat_map(|(_, yards)| yards));
                }
                if !yards.is_empty() {
                    all.push(Comer {
                        vehicle: flow.vehicle,
                        class,
                        yards,
                    });
                }
            }
        }
        all
    }
}

/// Everybody who comes has a place in a batch, and everybody whom a batch needs comes.
fn partners_come(
    name: &str,
    batch: &Batch,
    come: &[Comer],
    cx: &Context,
    place: Place,
    problems: &mut Problems,
) {
    for party in &batch.parties {
        if !come.iter().any(|comer| is_of(party, comer)) {
            let problem = Problem::error(
                place,
                format!(
                    "no {} vehicle ever comes to station `{name}`",
                    word(party.vehicle)
                ),
                "no batch would ever be complete",
            );
            problems.push(problem.help("let a source whose route serves here bring them"));
            return;
        }
    }
    if !batch.same_class {
        return;
    }
    let classes: BTreeSet<usize> = come.iter().map(|comer| comer.class).collect();
    for class in classes {
        let comes = |party: &&Party| {
            let mut alike = come.iter().filter(|comer| comer.class == class);
            !alike.any(|comer| is_of(party, comer))
        };
        if let Some(missing) = batch.parties.iter().find(comes) {
            let class = cx.classes.get(class).map_or("", String::as_str);
            let vehicle = word(missing.vehicle);
            let problem = Problem::error(
                place,
                format!("no {vehicle} vehicle of class `{class}` ever comes to station `{name}`"),
                "the others of this class would wait for it for ever",
            );
            problems.push(problem.help("let a source bring them, or leave `same` out"));
        }
    }
}

/// Those of a batch who stand in one yard must find room there together.
fn yards_hold(name: &str, batch: &Batch, yards: &[Yard], place: Place, problems: &mut Problems) {
    for (index, yard) in yards.iter().enumerate() {
        let inside = batch.parties.iter().filter(|party| party.yards == [index]);
        let needed: u32 = inside.map(|party| party.least).sum();
        if needed > yard.capacity {
            let problem = Problem::error(
                place,
                format!(
                    "yard `{}` is too small for a batch of station `{name}`",
                    yard.name
                ),
                format!(
                    "{needed} vehicles of a batch stand there at once, and it has {} place{}",
                    yard.capacity,
                    if yard.capacity == 1 { "" } else { "s" },
                ),
            );
            problems.push(problem.help("enlarge the yard, or make the batch smaller"));
        }
    }
}

fn is_of(party: &Party, comer: &Comer) -> bool {
    party.vehicle.is_none_or(|vehicle| vehicle == comer.vehicle)
}

fn word(vehicle: Option<Nationality>) -> &'static str {
    match vehicle {
        Some(Nationality::Vietnamese) => "Vietnamese",
        Some(Nationality::Chinese) => "Chinese",
        None => "other",
    }
}

/// A batch of any vehicles.
fn any(keys: &Located<raw::BatchKeys>, problems: &mut Problems) -> Option<Party> {
    let Some(most) = &keys.value.most else {
        let problem = Problem::error(
            keys.place,
            "a batch without a size",
            "this does not say how many are served together",
        );
        let help = "give `most`, as in `{ most = 4 }`, or both sides, as in `{ vietnamese = 2, chinese = 2 }`";
        problems.push(problem.help(help));
        return None;
    };
    let most_size = size(most, "most", problems)?;
    let least = match &keys.value.least {
        Some(least) => size(least, "least", problems)?,
        None => 1,
    };
    if let Some(given) = keys.value.least.as_ref().filter(|_| least > most_size) {
        let problem = Problem::error(
            given.place,
            "a batch that begins with more vehicles than it has room for",
            format!("`least` is {least}, `most` is {most_size}"),
        );
        problems.push(problem.extra(most.place, "the room"));
        return None;
    }
    if let Some(joins) = keys.value.joins.as_ref()
        && joins.value
        && least == most_size
    {
        let problem = Problem::error(
            joins.place,
            "nobody can join a batch that begins full",
            format!("`least` and `most` are {least}"),
        );
        problems.push(problem.help("leave `joins` out"));
    }
    Some(Party {
        vehicle: None,
        least,
        most: most_size,
        yards: Vec::new(),
    })
}

/// A batch of sides.
fn of_sides(
    keys: &Located<raw::BatchKeys>,
    sides: (&Option<Located<u32>>, &Option<Located<u32>>),
    problems: &mut Problems,
) -> Option<Vec<Party>> {
    let raw = &keys.value;
    for (word, place) in [
        ("most", raw.most.as_ref().map(|key| key.place)),
        ("least", raw.least.as_ref().map(|key| key.place)),
        ("joins", raw.joins.as_ref().map(|key| key.place)),
    ] {
        if let Some(place) = place {
            let problem = Problem::error(
                place,
                format!("a batch of sides with `{word}`"),
                "it begins with exactly so many of each side",
            );
            problems.push(problem.help(format!("drop `{word}`, or both sides")));
        }
    }
    let (Some(vietnamese), Some(chinese)) = sides else {
        let problem = Problem::error(
            keys.place,
            "a batch of one side",
            "it needs vehicles of both sides",
        );
        problems.push(problem.help("give `vietnamese` and `chinese`, or `most` for any vehicles"));
        return None;
    };
    let mut party = |vehicle, word, count: &Located<u32>| {
        let count = size(count, word, problems)?;
        Some(Party {
            vehicle: Some(vehicle),
            least: count,
            most: count,
            yards: Vec::new(),
        })
    };
    let vietnamese = party(Nationality::Vietnamese, "vietnamese", vietnamese);
    let chinese = party(Nationality::Chinese, "chinese", chinese);
    Some(vec![vietnamese?, chinese?])
}

fn size(count: &Located<u32>, word: &str, problems: &mut Problems) -> Option<u32> {
    if (1..=MOST_TOGETHER).contains(&count.value) {
        return Some(count.value);
    }
    let (title, label) = match count.value {
        0 => ("a batch of no vehicles", format!("`{word}` is 1 or more")),
        many => (
            "a batch of more than 1,000,000 vehicles",
            format!("`{word}` is {many}"),
        ),
    };
    problems.push(Problem::error(count.place, title, label));
    None
}

/// Reports what does not go with batches.
fn alone(raw: &raw::Station, batch: Place, problems: &mut Problems) {
    let mut refuse = |place: Place, title: &str, label: &str, help: &str| {
        let problem = Problem::error(place, title, label);
        problems.push(problem.extra(batch, "the batch").help(help));
    };
    if let Some(priority) = &raw.priority {
        let label = "a batch is made of those who have waited longest";
        let help = "drop `priority`, or let the station serve each alone";
        refuse(priority.place, "a batch with `priority`", label, help);
    }
    let stops = |word: &&Located<raw::InServiceWord>| word.value != raw::InServiceWord::Finish;
    if let Some(word) = raw.in_service.as_ref().filter(stops) {
        let label = "its vehicles cannot be taken apart: a batch under way is finished";
        refuse(
            word.place,
            "a batch that is cut short",
            label,
            "drop `in-service`",
        );
    }
    let served = |word: &&Located<raw::InLineWord>| word.value == raw::InLineWord::IsServed;
    if let Some(word) = raw.in_line.as_ref().filter(served) {
        let label = "the last of them may never be complete";
        let title = "a line that is served to its end in batches";
        refuse(word.place, title, label, "drop `in-line`");
    }
    for skills in groups(raw).filter_map(|group| group.skills.as_ref()) {
        let label = "a batch is served by any server";
        refuse(
            skills.place,
            "a batch with `skills`",
            label,
            "drop `skills`",
        );
    }
}

/// Reports what does not go with skills or dedicated servers.
fn skills_alone(raw: &raw::Station, problems: &mut Problems) {
    let skills = groups(raw).find_map(|group| Some(group.skills.as_ref()?.place));
    let class = groups(raw).find_map(|group| Some(group.class.as_ref()?.place));
    let (extra, with, what) = match (skills, class) {
        (Some(skills), _) => (skills, "with skills", "the skills"),
        (None, Some(class)) => (class, "dedicated to classes", "their classes"),
        (None, None) => return,
    };
    let mut refuse = |place: Place, word: &str, label: &str| {
        let title = format!("servers {with} and `{word}`");
        let problem = Problem::error(place, title, label);
        problems.push(problem.extra(extra, what).help(format!("drop `{word}`")));
    };
    let stops = |word: &&Located<raw::InServiceWord>| word.value != raw::InServiceWord::Finish;
    if let Some(word) = raw.in_service.as_ref().filter(stops) {
        let label = "who could go on with it may be another: a service under way is finished";
        refuse(word.place, "in-service", label);
    }
    let served = |word: &&Located<raw::InLineWord>| word.value == raw::InLineWord::IsServed;
    if let Some(word) = raw.in_line.as_ref().filter(served) {
        refuse(
            word.place,
            "in-line",
            "each group of servers leaves when its hours end",
        );
    }
}

fn groups(raw: &raw::Station) -> impl Iterator<Item = &raw::ServersKeys> {
    raw.servers.iter().flat_map(|groups| &groups.value)
}
