//! Earliest spoilage first: whose goods spoil first, by their shelf-life from arrival.

use super::world::{World, comes, source};

/// One server, ten minutes each; fish keeps a day, fruit three, tea for ever.
fn desk(keys: &str, sources: &str, routes: &str) -> World {
    World::monday(&format!(
        r#"
        [class.fish]
        shelf-life = "1 d"
        [class.fruit]
        shelf-life = "3 d"
        [class.tea]
        [gate.bridge]
        hours = "always"
        {sources}
        [station.desk]
        order = "earliest-spoilage"
        {keys}
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = "10 min" }}
        {routes}
        "#
    ))
}

#[test]
fn what_spoils_first_is_served_first_and_what_keeps_comes_last() {
    let lorries = comes("tea", r#"["08:00", "08:01"]"#)
        + &comes("fruit", r#"["08:02", "08:04"]"#)
        + &comes("fish", r#"["08:03"]"#);
    desk("servers = [{ count = 1 }]", &lorries, "").runs_as(
        "
        08:00 tea.1 starts at desk
        08:01 tea.2 joins desk
        08:02 fruit.1 joins desk
        08:03 fish.1 joins desk
        08:04 fruit.2 joins desk
        08:10 tea.1 finishes at desk
        08:10 tea.1 leaves; processing 10 min
        08:10 fish.1 starts at desk
        08:20 fish.1 finishes at desk
        08:20 fish.1 leaves; processing 10 min, waiting-server 7 min
        08:20 fruit.1 starts at desk
        08:30 fruit.1 finishes at desk
        08:30 fruit.1 leaves; processing 10 min, waiting-server 18 min
        08:30 fruit.2 starts at desk
        08:40 fruit.2 finishes at desk
        08:40 fruit.2 leaves; processing 10 min, waiting-server 26 min
        08:40 tea.2 starts at desk
        08:50 tea.2 finishes at desk
        08:50 tea.2 leaves; processing 10 min, waiting-server 39 min
        ",
    );
}

/// `far` arrived at half past seven and came to the desk at five past eight, after `near`, who arrived at one past.
#[test]
fn goods_age_from_the_arrival() {
    let route = r#"
        [[route.far]]
        step = "drive"
        delay = { time = "35 min" }
        [[route.far]]
        step = "papers"
        serve = { station = "desk", time = "10 min" }
        "#;
    let far = source("far", "fruit", r#"timetable = ["07:30"]"#)
        .replace("route = \"out\"", "route = \"far\"");
    let lorries =
        comes("tea", r#"["08:00"]"#) + &source("near", "fruit", r#"timetable = ["08:01"]"#) + &far;
    desk("servers = [{ count = 1 }]", &lorries, route).runs_as(
        "
        07:30 far.1 begins drive
        08:00 tea.1 starts at desk
        08:01 near.1 joins desk
        08:05 far.1 ends drive
        08:05 far.1 joins desk
        08:10 tea.1 finishes at desk
        08:10 tea.1 leaves; processing 10 min
        08:10 far.1 starts at desk
        08:20 far.1 finishes at desk
        08:20 far.1 leaves; processing 10 min, travelling 35 min, waiting-server 5 min
        08:20 near.1 starts at desk
        08:30 near.1 finishes at desk
        08:30 near.1 leaves; processing 10 min, waiting-server 19 min
        ",
    );
}

/// Tea has priority; of the others fish is first, though fruit joined before it.
#[test]
fn within_a_level() {
    let lorries = comes("tea", r#"["08:00", "08:05"]"#)
        + &comes("fruit", r#"["08:02"]"#)
        + &comes("fish", r#"["08:03"]"#);
    desk(
        "servers = [{ count = 1 }]\npriority = [\"tea\"]",
        &lorries,
        "",
    )
    .runs_as(
        "
        08:00 tea.1 starts at desk
        08:02 fruit.1 joins desk
        08:03 fish.1 joins desk
        08:05 tea.2 joins desk
        08:10 tea.1 finishes at desk
        08:10 tea.1 leaves; processing 10 min
        08:10 tea.2 starts at desk
        08:20 tea.2 finishes at desk
        08:20 tea.2 leaves; processing 10 min, waiting-server 5 min
        08:20 fish.1 starts at desk
        08:30 fish.1 finishes at desk
        08:30 fish.1 leaves; processing 10 min, waiting-server 17 min
        08:30 fruit.1 starts at desk
        08:40 fruit.1 finishes at desk
        08:40 fruit.1 leaves; processing 10 min, waiting-server 28 min
        ",
    );
}

/// The desk closes at five past eight and serves whoever is in line: fish.1 came too late, however soon it spoils.
#[test]
fn who_comes_after_closing_is_not_of_the_line() {
    let keys = "servers = [{ count = 1, hours = \"08:00-08:05\" }]\nin-line = \"is-served\"";
    let lorries = comes("tea", r#"["08:00"]"#)
        + &comes("fruit", r#"["08:02"]"#)
        + &comes("fish", r#"["08:06"]"#);
    desk(keys, &lorries, "").runs_as(
        "
        08:00 tea.1 starts at desk
        08:02 fruit.1 joins desk
        08:06 fish.1 joins desk
        08:10 tea.1 finishes at desk
        08:10 tea.1 leaves; processing 10 min
        08:10 fruit.1 starts at desk
        08:20 fruit.1 finishes at desk
        08:20 fruit.1 leaves; processing 10 min, waiting-server 8 min
        Tue 4 Mar
        00:00 fish.1 is inside; closed-night 15 h 54 min
        ",
    );
}

/// fruit.1 is given up at closing time; at nine fish.1 is before it, who came meanwhile and spoils first.
#[test]
fn who_must_start_again_takes_its_place_by_the_order() {
    let keys =
        "servers = [{ count = 1, hours = \"08:00-08:05, 09:00-12:00\" }]\nin-service = \"restart\"";
    let lorries = comes("fruit", r#"["08:00"]"#) + &comes("fish", r#"["08:30"]"#);
    desk(keys, &lorries, "").runs_as(
        "
        08:00 fruit.1 starts at desk
        08:05 fruit.1 is interrupted at desk
        08:30 fish.1 joins desk
        09:00 fish.1 starts at desk
        09:10 fish.1 finishes at desk
        09:10 fish.1 leaves; processing 10 min, closed-night 30 min
        09:10 fruit.1 starts at desk
        09:20 fruit.1 finishes at desk
        09:20 fruit.1 leaves; processing 15 min, closed-night 55 min, waiting-server 10 min
        ",
    );
}

/// The lane of the fish takes fruit only when no fish is there, and then what spoils first.
#[test]
fn at_a_dedicated_lane() {
    let keys = "servers = [{ count = 1, class = \"fish\", overflow = true }]";
    let lorries = comes("tea", r#"["08:00", "08:01"]"#)
        + &comes("fruit", r#"["08:02"]"#)
        + &comes("fish", r#"["08:03"]"#);
    desk(keys, &lorries, "").runs_as(
        "
        08:00 tea.1 starts at desk
        08:01 tea.2 joins desk
        08:02 fruit.1 joins desk
        08:03 fish.1 joins desk
        08:10 tea.1 finishes at desk
        08:10 tea.1 leaves; processing 10 min
        08:10 fish.1 starts at desk
        08:20 fish.1 finishes at desk
        08:20 fish.1 leaves; processing 10 min, waiting-server 7 min
        08:20 fruit.1 starts at desk
        08:30 fruit.1 finishes at desk
        08:30 fruit.1 leaves; processing 10 min, waiting-server 18 min
        08:30 tea.2 starts at desk
        08:40 tea.2 finishes at desk
        08:40 tea.2 leaves; processing 10 min, waiting-server 29 min
        ",
    );
}
