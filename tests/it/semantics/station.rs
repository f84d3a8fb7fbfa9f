//! A station: one line, some servers, first come first served.

use super::world::{World, comes};

/// An always open desk, and lorries that come at the times given and need 10 minutes each.
fn desk(servers: u32, timetable: &str) -> World {
    let lorries = comes("fruit", timetable);
    World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        {lorries}
        [station.desk]
        servers = [{{ count = {servers} }}]
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = "10 min" }}
        "#
    ))
}

#[test]
fn one_server_takes_one_after_the_other() {
    desk(1, r#"["08:00", "08:04", "08:05"]"#).runs_as(
        "
        08:00 fruit.1 starts at desk
        08:04 fruit.2 joins desk
        08:05 fruit.3 joins desk
        08:10 fruit.1 finishes at desk
        08:10 fruit.1 leaves; processing 10 min
        08:10 fruit.2 starts at desk
        08:20 fruit.2 finishes at desk
        08:20 fruit.2 leaves; processing 10 min, waiting-server 6 min
        08:20 fruit.3 starts at desk
        08:30 fruit.3 finishes at desk
        08:30 fruit.3 leaves; processing 10 min, waiting-server 15 min
        ",
    );
}

#[test]
fn several_servers_share_one_line() {
    desk(2, r#"["08:00", "08:04", "08:05", "08:06"]"#).runs_as(
        "
        08:00 fruit.1 starts at desk
        08:04 fruit.2 starts at desk
        08:05 fruit.3 joins desk
        08:06 fruit.4 joins desk
        08:10 fruit.1 finishes at desk
        08:10 fruit.1 leaves; processing 10 min
        08:10 fruit.3 starts at desk
        08:14 fruit.2 finishes at desk
        08:14 fruit.2 leaves; processing 10 min
        08:14 fruit.4 starts at desk
        08:20 fruit.3 finishes at desk
        08:20 fruit.3 leaves; processing 10 min, waiting-server 5 min
        08:24 fruit.4 finishes at desk
        08:24 fruit.4 leaves; processing 10 min, waiting-server 8 min
        ",
    );
}

/// A release comes before an arrival at the same instant, and starts come after both: the server that falls free at
/// 08:10 and the lorry that arrives at 08:10 meet, and nobody waits.
#[test]
fn a_server_that_falls_free_meets_whoever_arrives() {
    desk(1, r#"["08:00", "08:10"]"#).runs_as(
        "
        08:00 fruit.1 starts at desk
        08:10 fruit.1 finishes at desk
        08:10 fruit.1 leaves; processing 10 min
        08:10 fruit.2 starts at desk
        08:20 fruit.2 finishes at desk
        08:20 fruit.2 leaves; processing 10 min
        ",
    );
}

/// With somebody in line, the one who arrives at the instant of a release is behind him.
#[test]
fn whoever_stood_in_line_comes_before_whoever_arrives() {
    desk(1, r#"["08:00", "08:09", "08:10"]"#).runs_as(
        "
        08:00 fruit.1 starts at desk
        08:09 fruit.2 joins desk
        08:10 fruit.1 finishes at desk
        08:10 fruit.1 leaves; processing 10 min
        08:10 fruit.3 joins desk
        08:10 fruit.2 starts at desk
        08:20 fruit.2 finishes at desk
        08:20 fruit.2 leaves; processing 10 min, waiting-server 1 min
        08:20 fruit.3 starts at desk
        08:30 fruit.3 finishes at desk
        08:30 fruit.3 leaves; processing 10 min, waiting-server 10 min
        ",
    );
}

/// All events of an instant come before its starts: two that arrive together both join before the first starts.
#[test]
fn starts_come_after_all_events_of_the_instant() {
    desk(1, r#"["08:00", "08:00"]"#).runs_as(
        "
        08:00 fruit.2 joins desk
        08:00 fruit.1 starts at desk
        08:10 fruit.1 finishes at desk
        08:10 fruit.1 leaves; processing 10 min
        08:10 fruit.2 starts at desk
        08:20 fruit.2 finishes at desk
        08:20 fruit.2 leaves; processing 10 min, waiting-server 10 min
        ",
    );
}

/// A service of length zero is worked off within the instant, and the next starts then.
#[test]
fn a_service_may_take_no_time() {
    let lorries = comes("fruit", r#"["08:00", "08:00"]"#);
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        {lorries}
        [station.stamp]
        servers = [{{ count = 1 }}]
        [[route.out]]
        step = "stamp"
        serve = {{ station = "stamp", time = "0 s" }}
        "#
    ));
    world.runs_as(
        "
        08:00 fruit.1 starts at stamp
        08:00 fruit.1 finishes at stamp
        08:00 fruit.1 leaves; at once
        08:00 fruit.2 starts at stamp
        08:00 fruit.2 finishes at stamp
        08:00 fruit.2 leaves; at once
        ",
    );
}

/// Two stations in a row, and the second the slower: the line is there.
#[test]
fn stations_follow_each_other() {
    let lorries = comes("fruit", r#"["08:00", "08:01"]"#);
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        {lorries}
        [station.desk]
        servers = [{{ count = 1 }}]
        [station.scale]
        servers = [{{ count = 1 }}]
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = "2 min" }}
        [[route.out]]
        step = "weighing"
        serve = {{ station = "scale", time = "5 min" }}
        "#
    ));
    world.runs_as(
        "
        08:00 fruit.1 starts at desk
        08:01 fruit.2 joins desk
        08:02 fruit.1 finishes at desk
        08:02 fruit.2 starts at desk
        08:02 fruit.1 starts at scale
        08:04 fruit.2 finishes at desk
        08:04 fruit.2 joins scale
        08:07 fruit.1 finishes at scale
        08:07 fruit.1 leaves; processing 7 min
        08:07 fruit.2 starts at scale
        08:12 fruit.2 finishes at scale
        08:12 fruit.2 leaves; processing 7 min, waiting-server 4 min
        ",
    );
}
