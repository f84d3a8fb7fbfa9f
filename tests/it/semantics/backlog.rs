//! Backlogs: vehicles in line when the period begins.

use super::world::{World, comes};

fn gate(hours: &str, rest: &str) -> World {
    World::monday(&format!(
        r#"
        [class.fruit]
        [class.tea]
        [gate.bridge]
        hours = "{hours}"
        {rest}
        [station.desk]
        servers = [{{ count = 1 }}]
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = "10 min" }}
        [[route.out]]
        step = "line"
        cross = {{ bound = "to-china" }}
        "#
    ))
}

fn backlog(name: &str, class: &str, rest: &str) -> String {
    format!(
        "[backlog.{name}]\ngate = \"bridge\"\ndirection = \"export\"\nvehicle = \"vietnamese\"\n\
         route = \"out\"\nclass = \"{class}\"\n{rest}\n"
    )
}

/// They arrive at the first instant, before everybody else: by the names of the backlogs, each in its own order.
#[test]
fn they_stand_first_in_the_order_of_names() {
    let rest = backlog("b", "fruit", "vehicles = 1")
        + &backlog("a", "tea", "vehicles = 2")
        + &comes("fruit", r#"["00:00"]"#);
    gate("always", &rest).runs_as(
        "
        00:00 a.2 joins desk
        00:00 b.1 joins desk
        00:00 fruit.1 joins desk
        00:00 a.1 starts at desk
        00:10 a.1 finishes at desk
        00:10 a.2 starts at desk
        00:10 a.1 crosses to-china
        00:10 a.1 leaves; processing 10 min
        00:20 a.2 finishes at desk
        00:20 b.1 starts at desk
        00:20 a.2 crosses to-china
        00:20 a.2 leaves; processing 10 min, waiting-server 10 min
        00:30 b.1 finishes at desk
        00:30 fruit.1 starts at desk
        00:30 b.1 crosses to-china
        00:30 b.1 leaves; processing 10 min, waiting-server 20 min
        00:40 fruit.1 finishes at desk
        00:40 fruit.1 crosses to-china
        00:40 fruit.1 leaves; processing 10 min, waiting-server 30 min
        ",
    );
}

/// With `since` they arrived between then and the start, each in the middle of its half of these two days: 36 and 12 hours
/// before. What they waited for is not known: the cause is that the period had not begun.
#[test]
fn ages_where_it_is_known_since_when() {
    let rest = backlog("old", "fruit", "vehicles = 2\nsince = 2025-03-01");
    gate("always", &rest).runs_as(
        "
        00:00 old.2 joins desk
        00:00 old.1 starts at desk
        00:10 old.1 finishes at desk
        00:10 old.2 starts at desk
        00:10 old.1 crosses to-china
        00:10 old.1 leaves; processing 10 min, before-start 1 d 12 h
        00:20 old.2 finishes at desk
        00:20 old.2 crosses to-china
        00:20 old.2 leaves; processing 10 min, before-start 12 h, waiting-server 10 min
        ",
    );
}

/// Without, time counts from the start.
#[test]
fn without_since_time_counts_from_the_start() {
    gate("08:00-17:00", &backlog("old", "fruit", "vehicles = 1")).runs_as(
        "
        00:00 old.1 starts at desk
        00:10 old.1 finishes at desk
        00:10 old.1 joins line
        08:00 old.1 crosses to-china
        08:00 old.1 leaves; processing 10 min, closed-night 7 h 50 min
        ",
    );
}

/// They have classes like all others, and rules for classes hold for them.
#[test]
fn their_class_counts() {
    let shut = r#"
        [gate.bridge.notice.no-tea]
        from = 2025-03-03
        to = 2025-03-03
        state = "normal"
        barred = "tea"
        "#;
    let rest = shut.to_owned()
        + &backlog("a", "tea", "vehicles = 1")
        + &backlog("b", "fruit", "vehicles = 1");
    gate("always", &rest).runs_as(
        "
        00:00 b.1 joins desk
        00:00 a.1 starts at desk
        00:10 a.1 finishes at desk
        00:10 a.1 joins line
        00:10 b.1 starts at desk
        00:20 b.1 finishes at desk
        00:20 b.1 crosses to-china
        00:20 b.1 leaves; processing 10 min, waiting-server 10 min
        Tue 4 Mar
        00:00 a.1 is inside; processing 10 min, class-barred 23 h 50 min
        ",
    );
}
