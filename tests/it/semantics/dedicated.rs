//! Dedicated lanes: servers who are there for some classes, and perhaps for others while none of these is in line.

use super::world::{World, comes};

/// A desk with these servers, ten minutes each.
fn desk(servers: &str, keys: &str, lychee: &str, tea: &str) -> World {
    World::monday(&format!(
        r#"
        [class.lychee]
        [class.tea]
        [gate.bridge]
        hours = "always"
        {}
        {}
        [station.desk]
        servers = [{servers}]
        {keys}
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = "10 min" }}
        "#,
        comes("lychee", lychee),
        comes("tea", tea)
    ))
}

/// tea.2 waits beside the empty lane; lychee.2, whose lane is busy, may go to the other too, but tea.2 joined first.
#[test]
fn without_overflow_the_lane_is_empty_while_others_wait() {
    let servers = r#"{ count = 1, class = "lychee" }, { count = 1 }"#;
    let world = desk(
        servers,
        "",
        r#"["08:02", "08:03"]"#,
        r#"["08:00", "08:01"]"#,
    );
    world.runs_as(
        "
        08:00 tea.1 starts at desk
        08:01 tea.2 joins desk
        08:02 lychee.1 starts at desk
        08:03 lychee.2 joins desk
        08:10 tea.1 finishes at desk
        08:10 tea.1 leaves; processing 10 min
        08:10 tea.2 starts at desk
        08:12 lychee.1 finishes at desk
        08:12 lychee.1 leaves; processing 10 min
        08:12 lychee.2 starts at desk
        08:20 tea.2 finishes at desk
        08:20 tea.2 leaves; processing 10 min, waiting-server 9 min
        08:22 lychee.2 finishes at desk
        08:22 lychee.2 leaves; processing 10 min, waiting-server 9 min
        ",
    );
}

/// lychee.1 takes its own lane though the other is free, so tea.1 finds a server; lychee.2 waits for either.
#[test]
fn its_own_lane_comes_first() {
    let servers = r#"{ count = 1 }, { count = 1, class = "lychee" }"#;
    let world = desk(servers, "", r#"["08:00", "08:02"]"#, r#"["08:01"]"#);
    world.runs_as(
        "
        08:00 lychee.1 starts at desk
        08:01 tea.1 starts at desk
        08:02 lychee.2 joins desk
        08:10 lychee.1 finishes at desk
        08:10 lychee.1 leaves; processing 10 min
        08:10 lychee.2 starts at desk
        08:11 tea.1 finishes at desk
        08:11 tea.1 leaves; processing 10 min
        08:20 lychee.2 finishes at desk
        08:20 lychee.2 leaves; processing 10 min, waiting-server 8 min
        ",
    );
}

/// tea.1 takes the general server and tea.2 the lane; at ten past eight tea.3 has the general one. The lane, free at eleven past, takes
/// lychee.1 before tea.4, who joined first.
#[test]
fn with_overflow_the_lane_serves_its_own_first() {
    let servers = r#"{ count = 1, class = "lychee", overflow = true }, { count = 1 }"#;
    let tea = r#"["08:00", "08:01", "08:03", "08:04"]"#;
    desk(servers, "", r#"["08:05"]"#, tea).runs_as(
        "
        08:00 tea.1 starts at desk
        08:01 tea.2 starts at desk
        08:03 tea.3 joins desk
        08:04 tea.4 joins desk
        08:05 lychee.1 joins desk
        08:10 tea.1 finishes at desk
        08:10 tea.1 leaves; processing 10 min
        08:10 tea.3 starts at desk
        08:11 tea.2 finishes at desk
        08:11 tea.2 leaves; processing 10 min
        08:11 lychee.1 starts at desk
        08:20 tea.3 finishes at desk
        08:20 tea.3 leaves; processing 10 min, waiting-server 7 min
        08:20 tea.4 starts at desk
        08:21 lychee.1 finishes at desk
        08:21 lychee.1 leaves; processing 10 min, waiting-server 6 min
        08:30 tea.4 finishes at desk
        08:30 tea.4 leaves; processing 10 min, waiting-server 16 min
        ",
    );
}

/// The general server is free first, and lychee.1 joined last of all: tea.1 goes to the general one, as the lane is the last that serves
/// tea. Whoever comes next finds the lane.
#[test]
fn others_come_to_the_lane_only_when_no_general_server_is_free() {
    let servers = r#"{ count = 1, class = "lychee", overflow = true }, { count = 1 }"#;
    desk(servers, "", r#"["08:01"]"#, r#"["08:00", "08:02"]"#).runs_as(
        "
        08:00 tea.1 starts at desk
        08:01 lychee.1 starts at desk
        08:02 tea.2 joins desk
        08:10 tea.1 finishes at desk
        08:10 tea.1 leaves; processing 10 min
        08:10 tea.2 starts at desk
        08:11 lychee.1 finishes at desk
        08:11 lychee.1 leaves; processing 10 min
        08:20 tea.2 finishes at desk
        08:20 tea.2 leaves; processing 10 min, waiting-server 8 min
        ",
    );
}

/// From six to seven only the lychee lane works, from eight on only the other: each finds the station closed while nobody works who would
/// serve it.
#[test]
fn for_whom_nobody_works_the_station_is_closed() {
    let servers = r#"{ count = 1, hours = "06:00-07:00", class = "lychee" }, { count = 1, hours = "08:00-12:00" }"#;
    desk(
        servers,
        "",
        r#"["05:30", "06:59", "07:05"]"#,
        r#"["06:10"]"#,
    )
    .runs_as(
        "
        05:30 lychee.1 joins desk
        06:00 lychee.1 starts at desk
        06:10 lychee.1 finishes at desk
        06:10 lychee.1 leaves; processing 10 min, closed-night 30 min
        06:10 tea.1 joins desk
        06:59 lychee.2 starts at desk
        07:05 lychee.3 joins desk
        07:09 lychee.2 finishes at desk
        07:09 lychee.2 leaves; processing 10 min
        08:00 tea.1 starts at desk
        08:10 tea.1 finishes at desk
        08:10 tea.1 leaves; processing 10 min, closed-night 1 h 50 min
        08:10 lychee.3 starts at desk
        08:20 lychee.3 finishes at desk
        08:20 lychee.3 leaves; processing 10 min, closed-night 55 min, waiting-server 10 min
        ",
    );
}

/// Tea has priority wherever it may be served: at the general server it passes lychee.1, who waits for its lane.
#[test]
fn priority_holds_among_those_whom_a_server_may_take() {
    let servers = r#"{ count = 1, class = "lychee" }, { count = 1 }"#;
    let keys = "priority = [\"tea\"]";
    desk(
        servers,
        keys,
        r#"["08:00", "08:01", "08:02"]"#,
        r#"["08:05"]"#,
    )
    .runs_as(
        "
        08:00 lychee.1 starts at desk
        08:01 lychee.2 starts at desk
        08:02 lychee.3 joins desk
        08:05 tea.1 joins desk
        08:10 lychee.1 finishes at desk
        08:10 lychee.1 leaves; processing 10 min
        08:10 lychee.3 starts at desk
        08:11 lychee.2 finishes at desk
        08:11 lychee.2 leaves; processing 10 min
        08:11 tea.1 starts at desk
        08:20 lychee.3 finishes at desk
        08:20 lychee.3 leaves; processing 10 min, waiting-server 8 min
        08:21 tea.1 finishes at desk
        08:21 tea.1 leaves; processing 10 min, waiting-server 6 min
        ",
    );
}
