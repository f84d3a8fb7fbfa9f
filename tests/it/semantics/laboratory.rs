//! A laboratory that takes samples, and stops taking them.

use super::world::{World, comes};

/// An always open gate: an inspection of ten minutes by any of many, samples of all that take twenty at one laboratory, two hours to the result.
fn laboratory(timetable: &str, rest: &str) -> World {
    let lorries = comes("durian", timetable);
    World::monday(&format!(
        r#"
        [class.durian]
        [gate.bridge]
        hours = "always"
        {lorries}
        [station.desk]
        servers = [{{ count = 10 }}]
        [station.laboratory]
        servers = [{{ count = 1 }}]
        [agency.plant]
        station = "desk"
        time = "10 min"
        inspects = {{ durian = "100 %" }}
        sample = {{ share = "100 %", station = "laboratory", time = "20 min", result = "2 h" }}
        outcome = {{ return = "0 %" }}
        {rest}
        [[route.out]]
        step = "check"
        inspect = {{ agencies = "plant" }}
        [[route.out]]
        step = "line"
        cross = {{ bound = "to-china" }}
        "#
    ))
}

/// The second waits for the laboratory: its service is one like any other.
#[test]
fn samples_are_taken_one_after_another() {
    laboratory(r#"["08:00", "08:00"]"#, "").runs_as(
        "
        08:00 durian.1 takes inspected
        08:00 durian.2 takes inspected
        08:00 durian.1 starts at desk
        08:00 durian.2 starts at desk
        08:10 durian.1 finishes at desk
        08:10 durian.1 takes sampled
        08:10 durian.2 finishes at desk
        08:10 durian.2 takes sampled
        08:10 durian.2 joins laboratory
        08:10 durian.1 starts at laboratory
        08:30 durian.1 finishes at laboratory
        08:30 durian.1 begins check/plant: result
        08:30 durian.2 starts at laboratory
        08:50 durian.2 finishes at laboratory
        08:50 durian.2 begins check/plant: result
        10:30 durian.1 ends check/plant: result
        10:30 durian.1 takes passed
        10:30 durian.1 crosses to-china
        10:30 durian.1 leaves; processing 30 min, waiting-result 2 h
        10:50 durian.2 ends check/plant: result
        10:50 durian.2 takes passed
        10:50 durian.2 crosses to-china
        10:50 durian.2 leaves; processing 30 min, waiting-result 2 h, waiting-server 20 min
        ",
    );
}

/// From eight to eleven no samples are taken. What was taken before goes on to its result; the inspections go on.
#[test]
fn a_laboratory_that_stops_holds_those_who_come() {
    let halt = "[outage.halt]\nstations = \"laboratory\"\nfrom = 2025-03-03T08:00:00\nto = 2025-03-03T11:00:00\n";
    laboratory(r#"["07:00", "08:10"]"#, halt).runs_as(
        "
        07:00 durian.1 takes inspected
        07:00 durian.1 starts at desk
        07:10 durian.1 finishes at desk
        07:10 durian.1 takes sampled
        07:10 durian.1 starts at laboratory
        07:30 durian.1 finishes at laboratory
        07:30 durian.1 begins check/plant: result
        08:10 durian.2 takes inspected
        08:10 durian.2 starts at desk
        08:20 durian.2 finishes at desk
        08:20 durian.2 takes sampled
        08:20 durian.2 joins laboratory
        09:30 durian.1 ends check/plant: result
        09:30 durian.1 takes passed
        09:30 durian.1 crosses to-china
        09:30 durian.1 leaves; processing 30 min, waiting-result 2 h
        11:00 durian.2 starts at laboratory
        11:20 durian.2 finishes at laboratory
        11:20 durian.2 begins check/plant: result
        13:20 durian.2 ends check/plant: result
        13:20 durian.2 takes passed
        13:20 durian.2 crosses to-china
        13:20 durian.2 leaves; processing 30 min, outage 2 h 40 min, waiting-result 2 h
        ",
    );
}
