//! Skills: who can do what, who is served next, and by whom.

use std::sync::atomic::AtomicBool;

use bordergate::experiment::Reason;
use bordergate::sim::{Engine, Stop};

use super::world::{World, source};

/// Lorries `plant` and `food` that need that skill, and `plain` that need none, at one station.
fn inspection(servers: &str, lorries: &[(&str, &str)]) -> World {
    let (mut sources, mut routes) = (String::new(), String::new());
    for (name, timetable) in lorries {
        sources += &source(name, "fruit", &format!("timetable = {timetable}"))
            .replace("route = \"out\"", &format!("route = \"{name}\""));
        let skill = match *name {
            "plain" => String::new(),
            skill => format!(", skill = \"{skill}\""),
        };
        routes += &format!(
            "[[route.{name}]]\nstep = \"check\"\nserve = {{ station = \"agency\", time = \"10 min\"{skill} }}\n"
        );
    }
    World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        {sources}
        [station.agency]
        servers = [{servers}]
        {routes}
        "#
    ))
}

/// plant.2 waits for the only server with the skill; plain.1, who came later, does not wait behind it.
#[test]
fn nobody_waits_behind_a_skill_that_is_not_there() {
    let servers = r#"{ count = 1, skills = ["plant"] }, { count = 1 }"#;
    let lorries = [
        ("plant", r#"["08:00", "08:01"]"#),
        ("plain", r#"["08:02", "08:03"]"#),
    ];
    inspection(servers, &lorries).runs_as(
        "
        08:00 plant.1 starts at agency
        08:01 plant.2 joins agency
        08:02 plain.1 starts at agency
        08:03 plain.2 joins agency
        08:10 plant.1 finishes at agency
        08:10 plant.1 leaves; processing 10 min
        08:10 plant.2 starts at agency
        08:12 plain.1 finishes at agency
        08:12 plain.1 leaves; processing 10 min
        08:12 plain.2 starts at agency
        08:20 plant.2 finishes at agency
        08:20 plant.2 leaves; processing 10 min, waiting-server 9 min
        08:22 plain.2 finishes at agency
        08:22 plain.2 leaves; processing 10 min, waiting-server 9 min
        ",
    );
}

/// Whoever needs nothing is served by the group with the fewest skills that is free: first by the second group, then by the
/// third, which stands before the first with two. So the fourth comer, who needs plant, finds a server.
#[test]
fn the_free_server_with_the_fewest_skills_serves() {
    let servers = r#"{ count = 1, skills = ["plant", "food"] }, { count = 1 }, { count = 1, skills = ["food"] }"#;
    let lorries = [
        ("plain", r#"["08:00", "08:01", "08:06"]"#),
        ("plant", r#"["08:02"]"#),
        ("food", r#"["08:03"]"#),
    ];
    // plain.2 has the third group, plant.1 the first: food.1 waits for plain.2, plain.3 for plain.1, who is done first.
    inspection(servers, &lorries).runs_as(
        "
        08:00 plain.1 starts at agency
        08:01 plain.2 starts at agency
        08:02 plant.1 starts at agency
        08:03 food.1 joins agency
        08:06 plain.3 joins agency
        08:10 plain.1 finishes at agency
        08:10 plain.1 leaves; processing 10 min
        08:10 plain.3 starts at agency
        08:11 plain.2 finishes at agency
        08:11 plain.2 leaves; processing 10 min
        08:11 food.1 starts at agency
        08:12 plant.1 finishes at agency
        08:12 plant.1 leaves; processing 10 min
        08:20 plain.3 finishes at agency
        08:20 plain.3 leaves; processing 10 min, waiting-server 4 min
        08:21 food.1 finishes at agency
        08:21 food.1 leaves; processing 10 min, waiting-server 8 min
        ",
    );
}

/// The one with the skill works from ten to half past: before and after, who needs it finds the station closed, whoever else is
/// there. A service under way is finished.
#[test]
fn without_the_skill_the_station_is_closed() {
    let servers = r#"{ count = 1, hours = "10:00-10:30", skills = ["plant"] }, { count = 1, hours = "always" }"#;
    let lorries = [
        ("plant", r#"["09:50", "10:25", "10:26"]"#),
        ("plain", r#"["09:55"]"#),
    ];
    inspection(servers, &lorries).runs_as(
        "
        09:50 plant.1 joins agency
        09:55 plain.1 starts at agency
        10:00 plant.1 starts at agency
        10:05 plain.1 finishes at agency
        10:05 plain.1 leaves; processing 10 min
        10:10 plant.1 finishes at agency
        10:10 plant.1 leaves; processing 10 min, closed-night 10 min
        10:25 plant.2 starts at agency
        10:26 plant.3 joins agency
        10:35 plant.2 finishes at agency
        10:35 plant.2 leaves; processing 10 min
        Tue 4 Mar
        00:00 plant.3 is inside; closed-night 13 h 30 min, waiting-server 4 min
        ",
    );
}

/// Of those in line whom the free server can serve, the class of the first priority goes first, then who joined first; tea
/// that needs the other's skill is passed over.
#[test]
fn priority_holds_among_those_who_can_be_served() {
    let lorry = |name: &str, class: &str, route: &str, at: &str| {
        source(name, class, &format!("timetable = [\"{at}\"]"))
            .replace("route = \"out\"", &format!("route = \"{route}\""))
    };
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [class.tea]
        [gate.bridge]
        hours = "always"
        {}
        {}
        {}
        {}
        [station.agency]
        servers = [{{ count = 1 }}, {{ count = 1, hours = "12:00-13:00", skills = ["plant"] }}]
        priority = ["tea"]
        [[route.plain]]
        step = "check"
        serve = {{ station = "agency", time = "10 min" }}
        [[route.plant]]
        step = "check"
        serve = {{ station = "agency", time = "10 min", skill = "plant" }}
        "#,
        lorry("a", "fruit", "plain", "08:00"),
        lorry("b", "fruit", "plain", "08:01"),
        lorry("c", "tea", "plant", "08:02"),
        lorry("d", "tea", "plain", "08:03"),
    ));
    world.runs_as(
        "
        08:00 a.1 starts at agency
        08:01 b.1 joins agency
        08:02 c.1 joins agency
        08:03 d.1 joins agency
        08:10 a.1 finishes at agency
        08:10 a.1 leaves; processing 10 min
        08:10 d.1 starts at agency
        08:20 d.1 finishes at agency
        08:20 d.1 leaves; processing 10 min, waiting-server 7 min
        08:20 b.1 starts at agency
        08:30 b.1 finishes at agency
        08:30 b.1 leaves; processing 10 min, waiting-server 19 min
        12:00 c.1 starts at agency
        12:10 c.1 finishes at agency
        12:10 c.1 leaves; processing 10 min, closed-night 3 h 58 min
        ",
    );
}

/// A yard for one. The lorry inside needs a check, by whoever has the skill or by anybody; before, another lorry has been checked
/// for plants and waits for its place, keeping the only server with that skill.
fn kept(check: &str) -> World {
    let lorry = |name: &str, at: &str| {
        source(name, "fruit", &format!("timetable = [\"{at}\"]"))
            .replace("route = \"out\"", &format!("route = \"{name}\""))
    };
    World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        [yard.north]
        capacity = 1
        [station.agency]
        servers = [{{ count = 1, skills = ["plant"] }}, {{ count = 1 }}]
        {}
        {}
        [route]
        inside = [
          {{ step = "in", park = "north" }}, {{ step = "rest", delay = {{ time = "10 min" }} }},
          {{ step = "check", serve = {{ station = "agency", time = "5 min"{check} }} }},
        ]
        outside = [
          {{ step = "check", serve = {{ station = "agency", time = "5 min", skill = "plant" }} }}, {{ step = "in", park = "north" }},
        ]
        "#,
        lorry("inside", "08:00"),
        lorry("outside", "08:02"),
    ))
}

#[test]
fn a_skill_that_is_kept_for_ever_is_a_deadlock_though_others_are_free() {
    let world = kept(", skill = \"plant\"");
    let mut engine = Engine::new(&world.plan);
    let stop = engine.run(1, 0, &mut (), &AtomicBool::new(true));
    assert_eq!(stop, Stop::Deadlock);
    let reason = Reason::deadlock(&world.plan, &engine.deadlock());
    assert_eq!(
        reason.to_string(),
        "a deadlock: inside.2025-03-03.1 has a place in yard `north` and waits for a server of `agency`; \
         outside.2025-03-03.1 has a server of `agency` and waits for a place in yard `north`"
    );
}

#[test]
fn who_needs_no_skill_is_served_by_those_who_are_free() {
    kept("").runs_as(
        "
        08:00 inside.1 parks in north
        08:00 inside.1 begins rest
        08:02 outside.1 starts at agency
        08:07 outside.1 finishes at agency
        08:07 outside.1 joins north
        08:10 inside.1 ends rest
        08:10 inside.1 starts at agency
        08:15 inside.1 finishes at agency
        08:15 inside.1 leaves north
        08:15 inside.1 leaves; processing 5 min, travelling 10 min
        08:15 outside.1 parks in north
        08:15 outside.1 leaves north
        08:15 outside.1 leaves; processing 5 min, yard-full 8 min
        ",
    );
}
