//! Routes: steps in order, branches, delays, ways out.

use super::world::{World, comes, source};

/// Two classes at an always open gate, one lorry each, and a route.
fn route(steps: &str) -> World {
    let (fruit, tea) = (comes("fruit", r#"["08:00"]"#), comes("tea", r#"["08:30"]"#));
    World::monday(&format!(
        r#"
        [class.fruit]
        [class.tea]
        [gate.bridge]
        hours = "always"
        {fruit}
        {tea}
        [station.desk]
        servers = [{{ count = 1 }}]
        [route]
        out = [
        {steps}
        ]
        "#
    ))
}

#[test]
fn steps_follow_each_other_and_some_take_no_time() {
    let world = route(
        r#"
        { step = "papers", serve = { station = "desk", time = "12 min" } },
        { step = "released", release = true },
        { step = "drive", delay = { time = "20 min" } },
        { step = "line", cross = { bound = "to-china" } },
        "#,
    );
    world.runs_as(
        "
        08:00 fruit.1 starts at desk
        08:12 fruit.1 finishes at desk
        08:12 fruit.1 is released
        08:12 fruit.1 begins drive
        08:30 tea.1 starts at desk
        08:32 fruit.1 ends drive
        08:32 fruit.1 crosses to-china
        08:32 fruit.1 leaves; processing 12 min, travelling 20 min
        08:42 tea.1 finishes at desk
        08:42 tea.1 is released
        08:42 tea.1 begins drive
        09:02 tea.1 ends drive
        09:02 tea.1 crosses to-china
        09:02 tea.1 leaves; processing 12 min, travelling 20 min
        ",
    );
}

/// Times may depend on the class; a delay holds any number at once, and the faster one overtakes.
#[test]
fn times_by_class_and_delays_without_servers() {
    let world = route(
        r#"
        { step = "drive", delay = { time = "1 h", class = { tea = "10 min" } } },
        { step = "papers", serve = { station = "desk", time = "12 min", class = { fruit = "3 min" } } },
        "#,
    );
    world.runs_as(
        "
        08:00 fruit.1 begins drive
        08:30 tea.1 begins drive
        08:40 tea.1 ends drive
        08:40 tea.1 starts at desk
        08:52 tea.1 finishes at desk
        08:52 tea.1 leaves; processing 12 min, travelling 10 min
        09:00 fruit.1 ends drive
        09:00 fruit.1 starts at desk
        09:03 fruit.1 finishes at desk
        09:03 fruit.1 leaves; processing 3 min, travelling 1 h
        ",
    );
}

/// A share of 100 % is taken by everybody, one of 0 % by nobody. A way is called by its label, or by where it leads.
#[test]
fn a_branch_by_share() {
    let world = route(
        r#"
        { step = "channel", branch = [
            { share = "100 %", label = "green", to = "line" },
            { share = "0 %", label = "red", to = "papers" },
        ] },
        { step = "papers", serve = { station = "desk", time = "12 min" } },
        { step = "line", cross = { bound = "to-china" } },
        "#,
    );
    world.runs_as(
        "
        08:00 fruit.1 takes green
        08:00 fruit.1 crosses to-china
        08:00 fruit.1 leaves; at once
        08:30 tea.1 takes green
        08:30 tea.1 crosses to-china
        08:30 tea.1 leaves; at once
        ",
    );
}

#[test]
fn a_branch_by_class_and_ways_out() {
    let world = route(
        r#"
        { step = "sorting", branch = [
            { class = ["fruit"], to = "exit" },
            { class = ["tea"], to = "back" },
        ] },
        { step = "back", turn-back = true },
        "#,
    );
    world.runs_as(
        "
        08:00 fruit.1 takes exit
        08:00 fruit.1 leaves; at once
        08:30 tea.1 takes back
        08:30 tea.1 turns back; at once
        ",
    );
}

/// `then` leads anywhere, also past steps and out.
#[test]
fn then_names_the_next_step() {
    let world = route(
        r#"
        { step = "papers", serve = { station = "desk", time = "10 min" }, then = "drive" },
        { step = "released", release = true, then = "exit" },
        { step = "drive", delay = { time = "5 min" }, then = "released" },
        "#,
    );
    world.runs_as(
        "
        08:00 fruit.1 starts at desk
        08:10 fruit.1 finishes at desk
        08:10 fruit.1 begins drive
        08:15 fruit.1 ends drive
        08:15 fruit.1 is released
        08:15 fruit.1 leaves; processing 10 min, travelling 5 min
        08:30 tea.1 starts at desk
        08:40 tea.1 finishes at desk
        08:40 tea.1 begins drive
        08:45 tea.1 ends drive
        08:45 tea.1 is released
        08:45 tea.1 leaves; processing 10 min, travelling 5 min
        ",
    );
}

/// Over the line with goods, and home empty. The first crossing counts the vehicle; the second is a crossing and nothing else.
#[test]
fn a_vehicle_counts_once_and_crosses_twice() {
    let world = route(
        r#"
        { step = "line", cross = { bound = "to-china" } },
        { step = "unloading", delay = { time = "2 h" } },
        { step = "home", cross = { bound = "to-vietnam", loaded = false } },
        "#,
    );
    world.runs_as(
        "
        08:00 fruit.1 crosses to-china
        08:00 fruit.1 begins unloading
        08:30 tea.1 crosses to-china
        08:30 tea.1 begins unloading
        10:00 fruit.1 ends unloading
        10:00 fruit.1 crosses to-vietnam, not counted
        10:00 fruit.1 leaves; travelling 2 h
        10:30 tea.1 ends unloading
        10:30 tea.1 crosses to-vietnam, not counted
        10:30 tea.1 leaves; travelling 2 h
        ",
    );
}

/// An empty Vietnamese lorry fetches imports: what it came with was nothing, so its way out is the crossing that counts.
#[test]
fn what_counts_is_the_pass_with_what_it_came_with() {
    let lorry = source("lorry", "fruit", "timetable = [\"08:00\"]\nloaded = false");
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        {lorry}
        [route]
        out = [
            {{ step = "line", cross = {{ bound = "to-china" }} }},
            {{ step = "home", cross = {{ bound = "to-vietnam", loaded = true }} }},
        ]
        "#
    ));
    world.runs_as(
        "
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 crosses to-vietnam, not counted
        08:00 lorry.1 leaves; at once
        ",
    );
}

/// Papers are looked at until they are in order. Each time is a draw of its own, so that the loop ends: with one
/// half of a chance a hundred lorries need about two hundred looks (standard deviation 14).
#[test]
fn a_loop_draws_anew_each_time() {
    let lorry = source("lorry", "fruit", "timetable = [\"08:00\"]\nconvoy = 100");
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        {lorry}
        [route]
        out = [
            {{ step = "look", delay = {{ time = "1 min" }} }},
            {{ step = "verdict", branch = [{{ share = "50 %", to = "look" }}, {{ to = "exit" }}] }},
        ]
        "#
    ));
    let looks = world
        .log()
        .iter()
        .filter(|line| line.ends_with("ends look"))
        .count();
    assert!((145..=255).contains(&looks), "{looks} looks");
}
