//! The calendar of one way through a gate as a strip of signs: who has the same states on the same days has one strip.
//!
//! Hours and slots are not in it; those are for the calendar of `plan`.

use jiff::civil::Date;

use crate::scenario::calendar::{Category, Direction};
use crate::scenario::model::Scenario;

use super::days::Block;
use super::strip::sign;
use super::words;

/// Days of some vehicles of one way.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// Who they are, where others of the same way have other days; else empty.
    pub who: String,
    /// Each day and its state.
    pub days: Vec<(Date, &'static str)>,
}

impl Calendar {
    /// A sign a day.
    pub fn signs(&self) -> String {
        self.days.iter().map(|&(_, state)| sign(state)).collect()
    }

    /// The states in words, days in a row together: "2022-02-01 to 2022-02-04 closed".
    pub fn words(&self) -> String {
        let runs = self.days.chunk_by(|(_, one), (_, next)| one == next);
        let runs = runs.filter_map(|run| {
            let ((first, state), (last, _)) = (run.first()?, run.last()?);
            Some(if first == last {
                format!("{first} {state}")
            } else {
                format!("{first} to {last} {state}")
            })
        });
        runs.collect::<Vec<_>>().join(", ")
    }
}

/// The calendars of a gate's way, as blocks of all gates have them. Persons have none here.
pub fn of_way(
    scenario: &Scenario,
    blocks: &[Block],
    gate: usize,
    direction: Direction,
) -> Vec<Calendar> {
    let mut found: Vec<(Vec<Category>, Calendar)> = Vec::new();
    for block in blocks.iter().filter(|block| block.gate == gate) {
        let is_here = |category: &&Category| {
            let class = scenario.classes.get(category.class);
            category.direction == direction && class.is_some_and(|class| !class.persons)
        };
        let here: Vec<Category> = block.vehicles.iter().filter(is_here).copied().collect();
        if here.is_empty() {
            continue;
        }
        let days = block.days.iter();
        let days: Vec<_> = days.map(|day| (day.row.date, day.state)).collect();
        match found.iter_mut().find(|(_, known)| known.days == days) {
            Some((vehicles, _)) => vehicles.extend(here),
            None => {
                let who = String::new();
                found.push((here, Calendar { who, days }));
            }
        }
    }
    if found.len() > 1 {
        let classes: Vec<String> = found
            .iter()
            .map(|(vehicles, _)| classes(scenario, vehicles))
            .collect();
        let differ = |at: usize| classes.iter().filter(|own| **own == classes[at]).count() == 1;
        let told = (0..classes.len()).all(differ);
        for ((vehicles, calendar), classes) in found.iter_mut().zip(&classes) {
            calendar.who = match told {
                true => classes.clone(),
                false => words::categories(scenario, vehicles),
            };
        }
    }
    found.into_iter().map(|(_, calendar)| calendar).collect()
}

fn classes(scenario: &Scenario, vehicles: &[Category]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for class in vehicles
        .iter()
        .filter_map(|of| scenario.classes.get(of.class))
    {
        if !names.contains(&class.name.as_str()) {
            names.push(&class.name);
        }
    }
    names.join(", ")
}
