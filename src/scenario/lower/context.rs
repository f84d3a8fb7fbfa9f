//! placeholder of the agreed shape
use std::collections::BTreeMap;

use crate::scenario::calendar::{Clocks, Period};
use crate::scenario::problem::{Problem, Problems, suggest};
use crate::scenario::raw;
use crate::scenario::reader::Located;
use crate::scenario::source::Place;

/// What is known before the parts are lowered.
#[allow(missing_docs)]
pub(super) struct Context {
    pub period: Option<Period>,
    pub clocks: Option<Clocks>,
    pub versions: Vec<String>,
    pub calendar: Option<usize>,
    pub classes: Vec<String>,
    pub gates: Vec<String>,
    pub stations: Vec<String>,
    pub routes: Vec<String>,
    pub switches: BTreeMap<String, String>,
    pub switch_options: BTreeMap<String, Vec<String>>,
}

impl Context {
    pub fn find(
        &self,
        kind: &str,
        names: &[String],
        name: &str,
        place: Place,
        problems: &mut Problems,
    ) -> Option<usize> {
        let found = names.iter().position(|known| known == name);
        if found.is_none() {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            problems.push(
                Problem::error(place, format!("there is no {kind} `{name}`"), "")
                    .maybe_help(suggest(name, &names, "known are")),
            );
        }
        found
    }
    pub fn class(&self, name: &str, place: Place, problems: &mut Problems) -> Option<usize> {
        self.find("class", &self.classes, name, place, problems)
    }
    pub fn gate(&self, name: &str, place: Place, problems: &mut Problems) -> Option<usize> {
        self.find("gate", &self.gates, name, place, problems)
    }
    pub fn route(&self, name: &str, place: Place, problems: &mut Problems) -> Option<usize> {
        self.find("route", &self.routes, name, place, problems)
    }
    pub fn exists(&self, _when: Option<&Located<raw::When>>, _problems: &mut Problems) -> bool {
        true
    }
}
