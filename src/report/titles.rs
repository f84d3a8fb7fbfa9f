//! What the things of a scenario are called: by their title, or by their name where they have none.

use crate::scenario::model::Scenario;

/// The title, or the name where there is none.
pub fn title<'t>(title: &'t str, name: &'t str) -> &'t str {
    if title.is_empty() { name } else { title }
}

/// What the gate of that name is called; its name where the scenario has none of it.
pub fn gate<'s>(scenario: &'s Scenario, name: &'s str) -> &'s str {
    let mut gates = scenario.gates.iter();
    let gate = gates.find(|gate| gate.name == name);
    gate.map_or(name, |gate| title(&gate.title, &gate.name))
}

/// What the class of that name is called; its name where the scenario has none of it.
pub fn class<'s>(scenario: &'s Scenario, name: &'s str) -> &'s str {
    let mut classes = scenario.classes.iter();
    let class = classes.find(|class| class.name == name);
    class.map_or(name, |class| title(&class.title, &class.name))
}

/// What the agency of that name is called; its name where the scenario has none of it.
pub fn agency<'s>(scenario: &'s Scenario, name: &'s str) -> &'s str {
    let mut agencies = scenario.agencies.iter();
    let agency = agencies.find(|agency| agency.name == name);
    agency.map_or(name, |agency| title(&agency.title, &agency.name))
}
