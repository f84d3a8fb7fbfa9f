//! Outages: stations without servers for a time, at short notice.

use super::world::{World, comes};

/// A gate that is always open, lorries at the times given, a booth for 30 minutes each, and what else is said.
fn booth(timetable: &str, keys: &str, rest: &str) -> World {
    let lorries = comes("fruit", timetable);
    World::monday(&format!(
        "[class.fruit]\n[gate.bridge]\nhours = \"always\"\n{lorries}\n[station.booth]\n{keys}\n{rest}\n\
         [[route.out]]\nstep = \"desk\"\nserve = {{ station = \"booth\", time = \"30 min\" }}\n"
    ))
}

const ONE: &str = "servers = [{ count = 1 }]";
const NINE_TO_TEN: &str =
    "[outage.power]\nstations = \"booth\"\nfrom = 2025-03-03T09:00:00\nto = 2025-03-03T10:00:00\n";

/// By default what was begun is finished, and nothing is begun before ten.
#[test]
fn nothing_starts_while_a_station_is_out_of_order() {
    booth(r#"["08:45", "08:50"]"#, ONE, NINE_TO_TEN).runs_as(
        "
        08:45 fruit.1 starts at booth
        08:50 fruit.2 joins booth
        09:15 fruit.1 finishes at booth
        09:15 fruit.1 leaves; processing 30 min
        10:00 fruit.2 starts at booth
        10:30 fruit.2 finishes at booth
        10:30 fruit.2 leaves; processing 30 min, outage 1 h, waiting-server 10 min
        ",
    );
}

#[test]
fn a_service_under_way_is_paused_or_begun_again() {
    let keys = "servers = [{ count = 1 }]\nin-service = \"pause\"";
    booth(r#"["08:45"]"#, keys, NINE_TO_TEN).runs_as(
        "
        08:45 fruit.1 starts at booth
        09:00 fruit.1 is interrupted at booth
        10:00 fruit.1 starts at booth
        10:15 fruit.1 finishes at booth
        10:15 fruit.1 leaves; processing 30 min, outage 1 h
        ",
    );
    let keys = "servers = [{ count = 1 }]\nin-service = \"restart\"";
    booth(r#"["08:45"]"#, keys, NINE_TO_TEN).runs_as(
        "
        08:45 fruit.1 starts at booth
        09:00 fruit.1 is interrupted at booth
        10:00 fruit.1 starts at booth
        10:30 fruit.1 finishes at booth
        10:30 fruit.1 leaves; processing 45 min, outage 1 h
        ",
    );
}

/// Closed from 12:00 to 13:00 anyway, out of order from 11:30 to 14:00 by two outages that overlap. The closing for the night comes first
/// among causes; nobody clears the line at noon, because nobody can.
#[test]
fn an_outage_lies_over_the_hours_of_the_station() {
    let keys =
        "servers = [{ count = 1, hours = \"08:00-12:00, 13:00-17:00\" }]\nin-line = \"is-served\"";
    let outages = "[outage.a]\nstations = [\"booth\"]\nfrom = 2025-03-03T11:30:00\nto = 2025-03-03T13:30:00\n\
                   [outage.b]\nstations = [\"booth\"]\nfrom = 2025-03-03T13:15:00\nto = 2025-03-03T14:00:00\n";
    booth(r#"["11:40"]"#, keys, outages).runs_as(
        "
        11:40 fruit.1 joins booth
        14:00 fruit.1 starts at booth
        14:30 fruit.1 finishes at booth
        14:30 fruit.1 leaves; processing 30 min, closed-night 1 h, outage 1 h 20 min
        ",
    );
}

/// Under way since the day before, and longer than the period: nobody is served at all.
#[test]
fn an_outage_may_cover_the_period() {
    let outage = "[outage.flood]\nstations = \"booth\"\nfrom = 2025-03-01T00:00:00\nto = 2025-03-09T00:00:00\n";
    booth(r#"["08:00"]"#, ONE, outage).runs_as(
        "
        08:00 fruit.1 joins booth
        Tue 4 Mar
        00:00 fruit.1 is inside; outage 16 h
        ",
    );
}

/// The single window is down from nine to ten. The first lorry's declaration is made before, the second one's after; both go
/// through the booth as if nothing were, and only the second waits, at the join.
#[test]
fn an_outage_of_the_paper_side_stops_papers_only() {
    let papers = r#"
        [outage.single-window]
        stations = ["system"]
        from = 2025-03-03T09:00:00
        to = 2025-03-03T10:00:00
        [station.system]
        servers = [{ count = 1 }]
        [papers.declaration]
        route = "declaration"
        [[route.declaration]]
        step = "sent"
        serve = { station = "system", time = "5 min" }
        [[route.out]]
        step = "lodge"
        file = "declaration"
        [[route.out]]
        step = "ticket"
        serve = { station = "booth", time = "10 min" }
        [[route.out]]
        step = "papers"
        join = "declaration"
        then = "exit"
        "#;
    booth(r#"["08:40", "09:10"]"#, ONE, papers)
        .scenario
        .outages
        .iter()
        .for_each(|outage| {
            assert_eq!(outage.stations.len(), 1);
        });
    booth(r#"["08:40", "09:10"]"#, ONE, papers).runs_as(
        "
        08:40 fruit.1 files declaration
        08:40 fruit.1/declaration starts at system
        08:40 fruit.1 starts at booth
        08:45 fruit.1/declaration finishes at system
        08:45 fruit.1 has declaration after 5 min
        08:50 fruit.1 finishes at booth
        08:50 fruit.1 passes papers
        08:50 fruit.1 leaves; processing 10 min
        09:10 fruit.2 files declaration
        09:10 fruit.2/declaration joins system
        09:10 fruit.2 starts at booth
        09:20 fruit.2 finishes at booth
        09:20 fruit.2 joins papers
        10:00 fruit.2/declaration starts at system
        10:05 fruit.2/declaration finishes at system
        10:05 fruit.2 has declaration after 55 min
        10:05 fruit.2 passes papers
        10:05 fruit.2 leaves; processing 10 min, waiting-papers 45 min
        ",
    );
}
