//! `plan` in text: where another order holds than that of joining, and which servers are there for whom.

use crate::scenario::model::{Order, Scenario, Servers, Station};

use super::listing::listing;
use super::text::Style;

/// The orders of gates and stations; empty where all go in the order of joining.
pub(super) fn orders(scenario: &Scenario, style: Style) -> String {
    let gates = scenario.gates.iter().filter_map(|gate| {
        let order = gate.order.as_ref()?;
        Some(vec![format!("gate {}", gate.name), of(order, scenario)])
    });
    let stations = scenario.stations.iter().filter_map(|station| {
        let text = of_station(station, scenario);
        (!text.is_empty()).then(|| vec![format!("station {}", station.name), text])
    });
    let rows: Vec<Vec<String>> = gates.chain(stations).collect();
    if rows.is_empty() {
        return String::new();
    }
    listing(&["order", "who goes first"], &[], &rows, style)
}

fn of_station(station: &Station, scenario: &Scenario) -> String {
    let mut parts = Vec::new();
    if !station.order.is_of_joining() {
        parts.push(of(&station.order, scenario));
    }
    if station.preempts {
        parts.push("interrupting".to_owned());
    }
    if station.is_dedicated() {
        let groups = station.servers.iter().filter(|group| group.count > 0);
        let groups: Vec<String> = groups.map(|group| lane(group, scenario)).collect();
        parts.push(format!("servers: {}", groups.join(", ")));
    }
    parts.join("; ")
}

fn lane(group: &Servers, scenario: &Scenario) -> String {
    if group.classes.is_empty() {
        return format!("{} for all", group.count);
    }
    let overflow = if group.overflow { " first" } else { " only" };
    let classes = names(group.classes.iter().copied(), scenario);
    format!("{} for {classes}{overflow}", group.count)
}

/// Levels or turns, and what decides within them.
fn of(order: &Order, scenario: &Scenario) -> String {
    let members = |level: u8| {
        let classes = order.level.iter().enumerate();
        let own = classes.filter(move |&(_, &own)| own == level);
        names(own.map(|(class, _)| class), scenario)
    };
    let mut parts = Vec::new();
    if order.cycle.is_empty() {
        let levels: Vec<String> = (0..order.levels()).map(members).collect();
        if levels.len() > 1 {
            parts.push(levels.join(", then "));
        }
    } else {
        let turns = (0..order.levels()).zip(&order.cycle);
        let turns: Vec<String> = turns
            .map(|(group, turns)| format!("{turns} of {}", members(group)))
            .collect();
        parts.push(format!("in turn {}", turns.join(", ")));
    }
    if order.by_spoilage {
        parts.push("what spoils first".to_owned());
    }
    parts.join("; ")
}

fn names(classes: impl Iterator<Item = usize>, scenario: &Scenario) -> String {
    let known = classes.filter_map(|class| scenario.classes.get(class));
    let names: Vec<&str> = known.map(|class| class.name.as_str()).collect();
    if names.is_empty() {
        "nobody".to_owned()
    } else {
        names.join(" and ")
    }
}
