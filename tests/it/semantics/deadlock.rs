//! Deadlock: vehicles that wait for each other's places are found as they come to do so, and named.

use std::sync::atomic::AtomicBool;

use bordergate::experiment::Reason;
use bordergate::sim::{Engine, Observer, Place, Stop, Vehicle};

use super::world::{World, source};
use super::yard::yard;

/// Two yards, `a` with so many places and `b` with one, between which lorries go east (from `a` to `b`) and west, after a
/// stay in the first; some rest in `a` for an hour and go home. Sources are called like their routes.
fn two_ways(places: u32, stay: &str, lorries: &[(&str, &str)]) -> World {
    let sources: String = lorries
        .iter()
        .map(|(route, timetable)| {
            source(route, "fruit", &format!("timetable = {timetable}"))
                .replace("route = \"out\"", &format!("route = \"{route}\""))
        })
        .collect();
    let route = |name: &str, first: &str, then: &str| {
        format!(
            "[[route.{name}]]\nstep = \"in\"\npark = \"{first}\"\n\
             [[route.{name}]]\nstep = \"papers\"\ndelay = {{ time = {stay} }}\n\
             [[route.{name}]]\nstep = \"on\"\npark = \"{then}\"\n\
             [[route.{name}]]\nstep = \"check\"\ndelay = {{ time = \"10 min\" }}\n"
        )
    };
    let (east, west) = (route("east", "a", "b"), route("west", "b", "a"));
    World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        [yard.a]
        capacity = {places}
        [yard.b]
        capacity = 1
        {sources}
        {east}
        {west}
        [[route.home]]
        step = "in"
        park = "a"
        [[route.home]]
        step = "rest"
        delay = {{ time = "1 h" }}
        "#
    ))
}

/// Hears when vehicles last did anything.
#[derive(Default)]
struct Last(i64);

impl Observer for Last {
    fn join(&mut self, now: i64, _vehicle: &Vehicle, _place: Place) {
        self.0 = now;
    }
}

/// The deadlock of a world, and when it was found.
fn deadlock(world: &World) -> (String, i64) {
    let mut last = Last::default();
    let mut engine = Engine::new(&world.plan);
    let stop = engine.run(1, 0, &mut last, &AtomicBool::new(true));
    assert_eq!(stop, Stop::Deadlock);
    let reason = Reason::deadlock(&world.plan, &engine.deadlock());
    (reason.to_string(), last.0)
}

#[test]
fn two_yards_that_wait_for_each_other_are_a_deadlock() {
    let lorries = [("east", r#"["08:00", "08:30"]"#), ("west", r#"["08:01"]"#)];
    let world = two_ways(1, "\"10 min\"", &lorries);
    let (reason, at) = deadlock(&world);
    assert_eq!(at, world.at("2025-03-03T08:11"), "as it arises, not later");
    assert_eq!(
        reason,
        "a deadlock: east.2025-03-03.1 has a place in yard `a` and waits for a place in yard `b`; \
         west.2025-03-03.1 has a place in yard `b` and waits for a place in yard `a`"
    );
}

/// One of those in `a` will leave: whoever waits for `a` waits for nothing that never comes.
#[test]
fn a_yard_in_which_somebody_can_still_move_is_none() {
    let lorries = [
        ("east", r#"["08:00"]"#),
        ("west", r#"["08:01"]"#),
        ("home", r#"["08:05"]"#),
    ];
    two_ways(2, "\"10 min\"", &lorries).runs_as(
        "
        08:00 east.1 parks in a
        08:00 east.1 begins papers
        08:01 west.1 parks in b
        08:01 west.1 begins papers
        08:05 home.1 parks in a
        08:05 home.1 begins rest
        08:10 east.1 ends papers
        08:10 east.1 joins b
        08:11 west.1 ends papers
        08:11 west.1 joins a
        09:05 home.1 ends rest
        09:05 home.1 leaves a
        09:05 home.1 leaves; travelling 1 h
        09:05 west.1 leaves b
        09:05 west.1 parks in a
        09:05 west.1 begins check
        09:05 east.1 leaves a
        09:05 east.1 parks in b
        09:05 east.1 begins check
        09:15 west.1 ends check
        09:15 west.1 leaves a
        09:15 west.1 leaves; travelling 20 min, yard-full 54 min
        09:15 east.1 ends check
        09:15 east.1 leaves b
        09:15 east.1 leaves; travelling 20 min, yard-full 55 min
        ",
    );
}

/// The weighbridge is used before the yard and in it: who comes from it keeps it, who is inside waits for it.
#[test]
fn a_server_that_is_needed_within_the_yard_is_a_deadlock() {
    let world = yard(
        1,
        r#"["08:00", "08:12"]"#,
        r#"
        [station.weighbridge]
        servers = [{ count = 1 }]
        [[route.out]]
        step = "gross"
        serve = { station = "weighbridge", time = "5 min" }
        [[route.out]]
        step = "in"
        park = "north"
        [[route.out]]
        step = "unload"
        delay = { time = "10 min" }
        [[route.out]]
        step = "tare"
        serve = { station = "weighbridge", time = "5 min" }
        "#,
    );
    let (reason, at) = deadlock(&world);
    assert_eq!(at, world.at("2025-03-03T08:17"));
    assert_eq!(
        reason,
        "a deadlock: fruit.2025-03-03.1 has a place in yard `north` and waits for a server of `weighbridge`; \
         fruit.2025-03-03.2 has a server of `weighbridge` and waits for a place in yard `north`"
    );
}

/// Whether two lorries meet is chance: the replications in which they do fail, the others count, and the next replication
/// on the same engine begins afresh.
#[test]
fn a_deadlock_stops_its_replication_and_no_other() {
    let lorries = [("east", r#"["08:00"]"#), ("west", r#"["08:05"]"#)];
    let world = two_ways(1, "{ exponential = \"10 min\" }", &lorries);
    let mut engine = Engine::new(&world.plan);
    let stops: Vec<Stop> = (0..50)
        .map(|replication| engine.run(1, replication, &mut (), &AtomicBool::new(true)))
        .collect();
    let count = |wanted: Stop| stops.iter().filter(|&&stop| stop == wanted).count();
    let (locked, whole) = (count(Stop::Deadlock), count(Stop::Completed));
    assert_eq!(locked + whole, 50);
    assert!(locked > 5 && whole > 5, "{locked} of 50");
    for (replication, &stop) in stops.iter().enumerate() {
        let alone =
            Engine::new(&world.plan).run(1, replication as u64, &mut (), &AtomicBool::new(true));
        assert_eq!(alone, stop);
    }
}
