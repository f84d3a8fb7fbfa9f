//! What the parts of a scenario need to know of each other.

use std::collections::{BTreeMap, BTreeSet};

use super::head::Head;
use super::{profiles, residents};
use crate::scenario::calendar::{Clocks, Period};
use crate::scenario::kinds::Named;
use crate::scenario::model::Profile;
use crate::scenario::money::Currency;
use crate::scenario::problem::{Problem, Problems, plural, suggest};
use crate::scenario::raw;
use crate::scenario::reader::Located;
use crate::scenario::source::Place;

/// What is known before the parts are lowered: names in sorted order, the period, clocks, versions, switches.
#[derive(Debug)]
pub(super) struct Context {
    /// First and last day; `None` where they could not be read.
    pub period: Option<Period>,
    /// Both clocks; `None` where they could not be read.
    pub clocks: Option<Clocks>,
    /// Calendar versions, in the order in which they became known.
    pub versions: Vec<String>,
    /// The version carried out.
    pub calendar: Option<usize>,
    /// Names of classes.
    pub classes: Vec<String>,
    /// Names of goods groups.
    pub goods: Vec<String>,
    /// Names of declarants' records.
    pub records: Vec<String>,
    /// What decisions look at, complete and sorted.
    pub profiles: Vec<Profile>,
    /// Names of agencies.
    pub agencies: Vec<String>,
    /// Names of gates.
    pub gates: Vec<String>,
    /// Names of the stations that exist under the switches in force.
    pub stations: Vec<String>,
    /// The skills that the servers of each of them have, each once, in order.
    pub skills: Vec<Vec<String>>,
    /// Names of yards.
    pub yards: Vec<String>,
    /// Names of bridges.
    pub bridges: Vec<String>,
    /// Names of pools of drivers.
    pub pools: Vec<String>,
    /// Names of residents who may trade.
    pub residents: Vec<String>,
    /// The currency of the allowance of each of them, where it could be read.
    pub allowances: Vec<Option<Currency>>,
    /// Names of papers.
    pub papers: Vec<String>,
    /// Names of the stays that some step begins.
    pub stays: Vec<String>,
    /// Names of routes.
    pub routes: Vec<String>,
    /// The option in force of each switch.
    pub switches: BTreeMap<String, String>,
    /// The options of each switch.
    pub switch_options: BTreeMap<String, Vec<String>>,
    /// Names of the stations that do not exist under the switches in force.
    absent_stations: Vec<String>,
}

impl Context {
    /// The context of a scenario; reports conditions of stations that name no switch or option.
    pub fn new(root: &raw::Root, head: &Head, problems: &mut Problems) -> Self {
        let classes = names(root.class.as_ref());
        let groups = profiles::groups(root, &classes);
        let mut cx = Self {
            period: head.period,
            clocks: head.clocks.clone(),
            versions: head.versions.clone(),
            calendar: head.calendar,
            classes,
            goods: groups.goods,
            records: groups.records,
            profiles: groups.profiles,
            agencies: names(root.agency.as_ref()),
            gates: names(root.gate.as_ref()),
            stations: Vec::new(),
            skills: Vec::new(),
            yards: names(root.yard.as_ref()),
            bridges: names(root.bridge.as_ref()),
            pools: names(root.pool.as_ref()),
            residents: names(root.residents.as_ref()),
            allowances: residents::allowances(root),
            papers: names(root.papers.as_ref()),
            stays: stays(root),
            routes: names(root.route.as_ref()),
            switches: BTreeMap::new(),
            switch_options: BTreeMap::new(),
            absent_stations: Vec::new(),
        };
        for (name, switch) in root.switch.iter().flat_map(|table| &table.value.0) {
            if let Some(value) = &switch.value.value {
                cx.switches
                    .insert(name.to_string(), value.value.to_string());
            }
            if let Some(options) = &switch.value.options {
                let options = options.value.iter().map(ToString::to_string).collect();
                cx.switch_options.insert(name.to_string(), options);
            }
        }
        for (name, station) in root.station.iter().flat_map(|table| &table.value.0) {
            if cx.exists(station.value.when.as_ref(), problems) {
                cx.stations.push(name.to_string());
                cx.skills.push(skills(&station.value));
            } else {
                cx.absent_stations.push(name.to_string());
            }
        }
        cx
    }

    /// Index of a name among sorted `names`; an unknown name is a problem with a suggestion.
    pub fn find(
        &self,
        kind: &str,
        names: &[String],
        name: &str,
        place: Place,
        problems: &mut Problems,
    ) -> Option<usize> {
        let found = names
            .binary_search_by(|known| known.as_str().cmp(name))
            .ok();
        if found.is_none() {
            let listed: Vec<&str> = names.iter().map(String::as_str).collect();
            let help = suggest(name, &listed, &format!("the {} are", plural(kind)));
            let problem = Problem::error(
                place,
                format!("there is no {kind} `{name}`"),
                format!("no {kind} has this name"),
            );
            problems.push(problem.maybe_help(help));
        }
        found
    }

    /// Index of a class.
    pub fn class(&self, name: &str, place: Place, problems: &mut Problems) -> Option<usize> {
        self.find("class", &self.classes, name, place, problems)
    }

    /// Index of a gate.
    pub fn gate(&self, name: &str, place: Place, problems: &mut Problems) -> Option<usize> {
        self.find("gate", &self.gates, name, place, problems)
    }

    /// Whether this is a station that does not exist under the switches in force.
    pub fn leaves_out(&self, station: &str) -> bool {
        self.absent_stations.iter().any(|absent| absent == station)
    }

    /// Index of a station.
    pub fn station(&self, name: &str, place: Place, problems: &mut Problems) -> Option<usize> {
        if self.leaves_out(name) {
            let problem = Problem::error(
                place,
                format!("station `{name}` does not exist under the switches in force"),
                "it is needed here",
            );
            problems.push(problem.help("its `when` holds for another option"));
            return None;
        }
        self.find("station", &self.stations, name, place, problems)
    }

    /// Index of a yard.
    pub fn yard(&self, name: &str, place: Place, problems: &mut Problems) -> Option<usize> {
        self.find("yard", &self.yards, name, place, problems)
    }

    /// Index of a bridge.
    pub fn bridge(&self, name: &str, place: Place, problems: &mut Problems) -> Option<usize> {
        self.find("bridge", &self.bridges, name, place, problems)
    }

    /// Index of a pool of drivers.
    pub fn pool(&self, name: &str, place: Place, problems: &mut Problems) -> Option<usize> {
        self.find("pool", &self.pools, name, place, problems)
    }

    /// Index of residents.
    pub fn residents(&self, name: &str, place: Place, problems: &mut Problems) -> Option<usize> {
        let found = self.residents.iter().position(|known| known == name);
        if found.is_none() {
            let known: Vec<&str> = self.residents.iter().map(String::as_str).collect();
            let problem = Problem::error(
                place,
                format!("there are no residents `{name}`"),
                "no residents have this name",
            );
            problems.push(problem.maybe_help(suggest(name, &known, "the residents are")));
        }
        found
    }

    /// Index of papers.
    pub fn papers(&self, name: &str, place: Place, problems: &mut Problems) -> Option<usize> {
        let found = self.papers.iter().position(|known| known == name);
        if found.is_none() {
            let known: Vec<&str> = self.papers.iter().map(String::as_str).collect();
            let problem = Problem::error(
                place,
                format!("there are no papers `{name}`"),
                "no papers have this name",
            );
            problems.push(problem.maybe_help(suggest(name, &known, "the papers are")));
        }
        found
    }

    /// Index of a stay.
    pub fn stay(&self, name: &str, place: Place, problems: &mut Problems) -> Option<usize> {
        self.find("stay", &self.stays, name, place, problems)
    }

    /// Index of a route.
    pub fn route(&self, name: &str, place: Place, problems: &mut Problems) -> Option<usize> {
        self.find("route", &self.routes, name, place, problems)
    }

    /// Whether a table with this `when` exists; unknown switches and options are problems.
    pub fn exists(&self, when: Option<&Located<raw::When>>, problems: &mut Problems) -> bool {
        let mut exists = true;
        for (switch, wanted) in when.iter().flat_map(|when| &when.value.0) {
            let switch = switch.as_str();
            let Some(options) = self.switch_options.get(switch) else {
                let known: Vec<&str> = self.switch_options.keys().map(String::as_str).collect();
                let help = suggest(switch, &known, "the switches are");
                let problem = Problem::error(
                    wanted.place,
                    format!("there is no switch `{switch}`"),
                    "`when` names switches and their options",
                );
                problems.push(problem.maybe_help(help));
                continue;
            };
            for option in &wanted.value.0 {
                let name = option.value.as_str();
                if !options.iter().any(|known| known == name) {
                    let known: Vec<&str> = options.iter().map(String::as_str).collect();
                    let problem = Problem::error(
                        option.place,
                        format!("switch `{switch}` has no option `{name}`"),
                        "not one of its options",
                    );
                    problems.push(problem.maybe_help(suggest(name, &known, "its options are")));
                }
            }
            let in_force = self.switches.get(switch);
            exists &= in_force.is_none_or(|value| {
                let mut options = wanted.value.0.iter();
                options.any(|option| option.value.as_str() == value)
            });
        }
        exists
    }
}

/// The skills of a station's servers, each once, in order.
pub(super) fn skills(station: &raw::Station) -> Vec<String> {
    let groups = station.servers.iter().flat_map(|groups| &groups.value);
    // A group of nobody can do nothing.
    let groups = groups.filter(|group| group.count.as_ref().is_none_or(|count| count.value > 0));
    let skills = groups.flat_map(|group| group.skills.iter().flat_map(|skills| &skills.value));
    let all: BTreeSet<String> = skills.map(ToString::to_string).collect();
    all.into_iter().collect()
}

/// The stays that steps begin, sorted.
fn stays(root: &raw::Root) -> Vec<String> {
    let routes = root.route.iter().flat_map(|table| table.value.0.values());
    let steps = routes.flat_map(|steps| &steps.value);
    let begun = steps.filter_map(|step| Some(step.begin_stay.as_ref()?.value.to_string()));
    let sorted: std::collections::BTreeSet<String> = begun.collect();
    sorted.into_iter().collect()
}

fn names<T>(table: Option<&Located<Named<T>>>) -> Vec<String> {
    let names = table.iter().flat_map(|table| table.value.names());
    names.map(str::to_owned).collect()
}
