//! Yards: places, the line before them, and servers kept by those who find them full.

use bordergate::measures::{Catalogue, Dims, Estimator};
use bordergate::plan;

use super::world::{World, comes, source};

/// An always open gate with a yard `north` of so many places, lorries at the times given and the steps of their route.
pub fn yard(capacity: u32, timetable: &str, rest: &str) -> World {
    let lorries = comes("fruit", timetable);
    World::monday(&format!(
        "[class.fruit]\n[gate.bridge]\nhours = \"always\"\n{lorries}\n[yard.north]\ncapacity = {capacity}\n{rest}"
    ))
}

/// Papers of 10 minutes in the yard.
const PAPERS: &str = r#"
    [[route.out]]
    step = "in"
    park = "north"
    [[route.out]]
    step = "papers"
    delay = { time = "10 min" }
    [[route.out]]
    step = "out"
    leave-yard = "north"
    "#;

#[test]
fn places_are_taken_first_come_first_served() {
    yard(2, r#"["08:00", "08:01", "08:02", "08:03"]"#, PAPERS).runs_as(
        "
        08:00 fruit.1 parks in north
        08:00 fruit.1 begins papers
        08:01 fruit.2 parks in north
        08:01 fruit.2 begins papers
        08:02 fruit.3 joins north
        08:03 fruit.4 joins north
        08:10 fruit.1 ends papers
        08:10 fruit.1 leaves north
        08:10 fruit.1 leaves; travelling 10 min
        08:10 fruit.3 parks in north
        08:10 fruit.3 begins papers
        08:11 fruit.2 ends papers
        08:11 fruit.2 leaves north
        08:11 fruit.2 leaves; travelling 10 min
        08:11 fruit.4 parks in north
        08:11 fruit.4 begins papers
        08:20 fruit.3 ends papers
        08:20 fruit.3 leaves north
        08:20 fruit.3 leaves; travelling 10 min, yard-full 8 min
        08:21 fruit.4 ends papers
        08:21 fruit.4 leaves north
        08:21 fruit.4 leaves; travelling 10 min, yard-full 8 min
        ",
    );
}

/// Nobody is passed by who comes at the very instant at which a place becomes free.
#[test]
fn a_place_that_becomes_free_goes_to_the_first_in_line() {
    yard(1, r#"["08:00", "08:05", "08:10"]"#, PAPERS).runs_as(
        "
        08:00 fruit.1 parks in north
        08:00 fruit.1 begins papers
        08:05 fruit.2 joins north
        08:10 fruit.1 ends papers
        08:10 fruit.1 leaves north
        08:10 fruit.1 leaves; travelling 10 min
        08:10 fruit.3 joins north
        08:10 fruit.2 parks in north
        08:10 fruit.2 begins papers
        08:20 fruit.2 ends papers
        08:20 fruit.2 leaves north
        08:20 fruit.2 leaves; travelling 10 min, yard-full 5 min
        08:20 fruit.3 parks in north
        08:20 fruit.3 begins papers
        08:30 fruit.3 ends papers
        08:30 fruit.3 leaves north
        08:30 fruit.3 leaves; travelling 10 min, yard-full 10 min
        ",
    );
}

/// A booth before a yard for one.
const BOOTH: &str = r#"
    [station.booth]
    servers = [{ count = 1 }]
    [[route.out]]
    step = "ticket"
    serve = { station = "booth", time = "1 min" }
    "#;

#[test]
fn whoever_comes_from_a_service_keeps_the_server() {
    let rest = format!("{BOOTH}{PAPERS}");
    yard(1, r#"["08:00", "08:02", "08:04"]"#, &rest).runs_as(
        "
        08:00 fruit.1 starts at booth
        08:01 fruit.1 finishes at booth
        08:01 fruit.1 parks in north
        08:01 fruit.1 begins papers
        08:02 fruit.2 starts at booth
        08:03 fruit.2 finishes at booth
        08:03 fruit.2 joins north
        08:04 fruit.3 joins booth
        08:11 fruit.1 ends papers
        08:11 fruit.1 leaves north
        08:11 fruit.1 leaves; processing 1 min, travelling 10 min
        08:11 fruit.2 parks in north
        08:11 fruit.2 begins papers
        08:11 fruit.3 starts at booth
        08:12 fruit.3 finishes at booth
        08:12 fruit.3 joins north
        08:21 fruit.2 ends papers
        08:21 fruit.2 leaves north
        08:21 fruit.2 leaves; processing 1 min, travelling 10 min, yard-full 8 min
        08:21 fruit.3 parks in north
        08:21 fruit.3 begins papers
        08:31 fruit.3 ends papers
        08:31 fruit.3 leaves north
        08:31 fruit.3 leaves; processing 1 min, travelling 10 min, waiting-server 7 min, yard-full 9 min
        ",
    );
}

/// Between booth and yard lies a road: who waits at its end holds up nobody behind.
#[test]
fn whoever_comes_from_a_road_keeps_nothing() {
    let road = "[[route.out]]\nstep = \"road\"\ndelay = { time = \"1 min\" }\n";
    let rest = format!("{BOOTH}{road}{PAPERS}");
    yard(1, r#"["08:00", "08:02", "08:04"]"#, &rest).runs_as(
        "
        08:00 fruit.1 starts at booth
        08:01 fruit.1 finishes at booth
        08:01 fruit.1 begins road
        08:02 fruit.1 ends road
        08:02 fruit.1 parks in north
        08:02 fruit.1 begins papers
        08:02 fruit.2 starts at booth
        08:03 fruit.2 finishes at booth
        08:03 fruit.2 begins road
        08:04 fruit.2 ends road
        08:04 fruit.2 joins north
        08:04 fruit.3 starts at booth
        08:05 fruit.3 finishes at booth
        08:05 fruit.3 begins road
        08:06 fruit.3 ends road
        08:06 fruit.3 joins north
        08:12 fruit.1 ends papers
        08:12 fruit.1 leaves north
        08:12 fruit.1 leaves; processing 1 min, travelling 11 min
        08:12 fruit.2 parks in north
        08:12 fruit.2 begins papers
        08:22 fruit.2 ends papers
        08:22 fruit.2 leaves north
        08:22 fruit.2 leaves; processing 1 min, travelling 11 min, yard-full 8 min
        08:22 fruit.3 parks in north
        08:22 fruit.3 begins papers
        08:32 fruit.3 ends papers
        08:32 fruit.3 leaves north
        08:32 fruit.3 leaves; processing 1 min, travelling 11 min, yard-full 16 min
        ",
    );
}

/// Two stations and two yards for one each. When the last yard has a place again all behind move up within that instant.
#[test]
fn a_chain_resolves_within_one_instant() {
    yard(
        1,
        r#"["08:00", "08:02", "08:04", "08:06"]"#,
        r#"
        [yard.south]
        capacity = 1
        [station.a]
        servers = [{ count = 1 }]
        [station.b]
        servers = [{ count = 1 }]
        [[route.out]]
        step = "first"
        serve = { station = "a", time = "1 min" }
        [[route.out]]
        step = "to-north"
        park = "north"
        [[route.out]]
        step = "second"
        serve = { station = "b", time = "1 min" }
        [[route.out]]
        step = "to-south"
        park = "south"
        [[route.out]]
        step = "stay"
        delay = { time = "20 min" }
        "#,
    )
    .runs_as(
        "
        08:00 fruit.1 starts at a
        08:01 fruit.1 finishes at a
        08:01 fruit.1 parks in north
        08:01 fruit.1 starts at b
        08:02 fruit.1 finishes at b
        08:02 fruit.1 leaves north
        08:02 fruit.1 parks in south
        08:02 fruit.1 begins stay
        08:02 fruit.2 starts at a
        08:03 fruit.2 finishes at a
        08:03 fruit.2 parks in north
        08:03 fruit.2 starts at b
        08:04 fruit.2 finishes at b
        08:04 fruit.2 joins south
        08:04 fruit.3 starts at a
        08:05 fruit.3 finishes at a
        08:05 fruit.3 joins north
        08:06 fruit.4 joins a
        08:22 fruit.1 ends stay
        08:22 fruit.1 leaves south
        08:22 fruit.1 leaves; processing 2 min, travelling 20 min
        08:22 fruit.2 leaves north
        08:22 fruit.2 parks in south
        08:22 fruit.2 begins stay
        08:22 fruit.3 parks in north
        08:22 fruit.3 starts at b
        08:22 fruit.4 starts at a
        08:23 fruit.3 finishes at b
        08:23 fruit.3 joins south
        08:23 fruit.4 finishes at a
        08:23 fruit.4 joins north
        08:42 fruit.2 ends stay
        08:42 fruit.2 leaves south
        08:42 fruit.2 leaves; processing 2 min, travelling 20 min, yard-full 18 min
        08:42 fruit.3 leaves north
        08:42 fruit.3 parks in south
        08:42 fruit.3 begins stay
        08:42 fruit.4 parks in north
        08:42 fruit.4 starts at b
        08:43 fruit.4 finishes at b
        08:43 fruit.4 joins south
        09:02 fruit.3 ends stay
        09:02 fruit.3 leaves south
        09:02 fruit.3 leaves; processing 2 min, travelling 20 min, yard-full 36 min
        09:02 fruit.4 leaves north
        09:02 fruit.4 parks in south
        09:02 fruit.4 begins stay
        09:22 fruit.4 ends stay
        09:22 fruit.4 leaves south
        09:22 fruit.4 leaves; processing 2 min, travelling 20 min, waiting-server 16 min, yard-full 38 min
        ",
    );
}

/// A server that is kept stays with its vehicle when the shift ends; the service beside it is paused.
#[test]
fn a_kept_server_outlasts_the_shift() {
    yard(
        1,
        r#"["08:00", "08:05", "08:55"]"#,
        r#"
        [station.booth]
        servers = [{ count = 2, hours = "08:00-09:00, 10:00-11:00" }]
        in-service = "pause"
        [[route.out]]
        step = "ticket"
        serve = { station = "booth", time = "10 min" }
        [[route.out]]
        step = "in"
        park = "north"
        [[route.out]]
        step = "stay"
        delay = { time = "80 min" }
        "#,
    )
    .runs_as(
        "
        08:00 fruit.1 starts at booth
        08:05 fruit.2 starts at booth
        08:10 fruit.1 finishes at booth
        08:10 fruit.1 parks in north
        08:10 fruit.1 begins stay
        08:15 fruit.2 finishes at booth
        08:15 fruit.2 joins north
        08:55 fruit.3 starts at booth
        09:00 fruit.3 is interrupted at booth
        09:30 fruit.1 ends stay
        09:30 fruit.1 leaves north
        09:30 fruit.1 leaves; processing 10 min, travelling 1 h 20 min
        09:30 fruit.2 parks in north
        09:30 fruit.2 begins stay
        10:00 fruit.3 starts at booth
        10:05 fruit.3 finishes at booth
        10:05 fruit.3 joins north
        10:50 fruit.2 ends stay
        10:50 fruit.2 leaves north
        10:50 fruit.2 leaves; processing 10 min, travelling 1 h 20 min, yard-full 1 h 15 min
        10:50 fruit.3 parks in north
        10:50 fruit.3 begins stay
        12:10 fruit.3 ends stay
        12:10 fruit.3 leaves north
        12:10 fruit.3 leaves; processing 10 min, travelling 1 h 20 min, closed-night 1 h, yard-full 45 min
        ",
    );
}

/// The gate closes on a full yard, which stays full through the night, and through the end of the period.
#[test]
fn a_yard_before_a_closed_gate_stays_full() {
    let lorries = comes("fruit", r#"["16:50", "17:00"]"#);
    World::days(
        "2025-03-03",
        "2025-03-04",
        &format!(
            r#"
            [class.fruit]
            [gate.bridge]
            hours = "08:00-17:00"
            {lorries}
            [yard.north]
            gate = "bridge"
            capacity = 1
            [[route.out]]
            step = "in"
            park = "north"
            [[route.out]]
            step = "papers"
            delay = {{ time = "20 min" }}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#
        ),
    )
    .runs_as(
        "
        16:50 fruit.1 parks in north
        16:50 fruit.1 begins papers
        17:00 fruit.2 joins north
        17:10 fruit.1 ends papers
        17:10 fruit.1 joins line
        Tue 4 Mar
        08:00 fruit.1 crosses to-china
        08:00 fruit.1 leaves north
        08:00 fruit.1 leaves; travelling 20 min, closed-night 14 h 50 min
        08:00 fruit.2 parks in north
        08:00 fruit.2 begins papers
        08:20 fruit.2 ends papers
        08:20 fruit.2 crosses to-china
        08:20 fruit.2 leaves north
        08:20 fruit.2 leaves; travelling 20 min, yard-full 15 h
        16:50 fruit.3 parks in north
        16:50 fruit.3 begins papers
        17:00 fruit.4 joins north
        17:10 fruit.3 ends papers
        17:10 fruit.3 joins line
        Wed 5 Mar
        00:00 fruit.4 is inside; yard-full 7 h
        00:00 fruit.3 is inside; travelling 20 min, closed-night 6 h 50 min
        ",
    );
}

#[test]
fn whoever_turns_back_gives_its_place_back() {
    let route = r#"
        [[route.out]]
        step = "in"
        park = "north"
        [[route.out]]
        step = "papers"
        delay = { time = "10 min" }
        [[route.out]]
        step = "home"
        turn-back = true
        "#;
    yard(1, r#"["08:00", "08:04"]"#, route).runs_as(
        "
        08:00 fruit.1 parks in north
        08:00 fruit.1 begins papers
        08:04 fruit.2 joins north
        08:10 fruit.1 ends papers
        08:10 fruit.1 leaves north
        08:10 fruit.1 turns back; travelling 10 min
        08:10 fruit.2 parks in north
        08:10 fruit.2 begins papers
        08:20 fruit.2 ends papers
        08:20 fruit.2 leaves north
        08:20 fruit.2 turns back; travelling 10 min, yard-full 6 min
        ",
    );
}

/// Registration for Monday's only place closed before Monday: who comes is sent to the other gate.
#[test]
fn whoever_is_sent_to_another_gate_gives_its_place_back() {
    let lorries = comes("fruit", r#"["08:00", "08:05"]"#);
    let there = source("there", "fruit", "timetable = [\"20:00\"]")
        .replace("gate = \"bridge\"", "gate = \"other\"")
        .replace("route = \"out\"", "route = \"round\"");
    World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "07:00-19:00"
        [gate.bridge.notice.tet]
        from = 2025-03-03
        to = 2025-03-03
        state = "appointment"
        slots = "1 / day"
        if-refused = {{ gate = "other" }}
        [gate.other]
        hours = "always"
        {lorries}
        {there}
        [yard.north]
        capacity = 1
        [[route.out]]
        step = "in"
        park = "north"
        [[route.out]]
        step = "papers"
        delay = {{ time = "10 min" }}
        [[route.out]]
        step = "line"
        cross = {{ bound = "to-china" }}
        [[route.round]]
        step = "drive"
        delay = {{ time = "5 min" }}
        "#
    ))
    .runs_as(
        "
        08:00 fruit.1 parks in north
        08:00 fruit.1 begins papers
        08:05 fruit.2 joins north
        08:10 fruit.1 ends papers
        08:10 fruit.1 joins line
        08:10 fruit.1 leaves north
        08:10 fruit.1 goes to other
        08:10 fruit.1 begins drive
        08:10 fruit.2 parks in north
        08:10 fruit.2 begins papers
        08:15 fruit.1 ends drive
        08:15 fruit.1 leaves; travelling 15 min
        08:20 fruit.2 ends papers
        08:20 fruit.2 joins line
        08:20 fruit.2 leaves north
        08:20 fruit.2 goes to other
        08:20 fruit.2 begins drive
        08:25 fruit.2 ends drive
        08:25 fruit.2 leaves; travelling 15 min, yard-full 5 min
        20:00 there.1 begins drive
        20:05 there.1 ends drive
        20:05 there.1 leaves; travelling 5 min
        ",
    );
}

#[test]
fn a_yard_in_which_nobody_parks_is_noted() {
    let idle = "[yard.idle]\ncapacity = 3\n";
    let world = yard(1, r#"["08:00"]"#, &format!("{idle}{PAPERS}"));
    let analysis = plan::analyze(&world.scenario, &world.plan);
    let about_yards: Vec<(&str, &str)> = analysis
        .remarks
        .iter()
        .map(|remark| (remark.about.as_str(), remark.text.as_str()))
        .filter(|(about, _)| about.starts_with("yard."))
        .collect();
    assert_eq!(about_yards, [("yard.idle", "nobody parks in yard `idle`")]);
}

/// Three lorries of 10 minutes each in a yard for one: 30 minutes with a place, 8 + 16 minutes in line.
#[test]
fn places_and_line_are_measured() {
    let world = yard(1, r#"["08:00", "08:02", "08:04"]"#, PAPERS);
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let minute = 60_000_000;
    for (measure, statistic, expected) in [
        ("yard-occupancy", "mean", 30 * minute),
        ("yard-occupancy", "max", 1),
        ("yard-line", "mean", 24 * minute),
        ("yard-line", "max", 2),
    ] {
        let dims = Dims {
            yard: Some(0),
            ..Dims::default()
        };
        let spec = catalogue.specs.iter().find(|spec| {
            (spec.measure, spec.statistic, spec.by, spec.dims) == (measure, statistic, "yard", dims)
        });
        let Estimator::Mean { column, .. } = spec.unwrap().estimator else {
            panic!("{spec:?}");
        };
        assert_eq!(row.columns[column], expected, "{measure} {statistic}");
    }
}
