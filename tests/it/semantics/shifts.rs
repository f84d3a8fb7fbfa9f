//! Shifts: how many servers work when, and why nobody does at other times.

use super::world::{World, comes, source};

/// One server from 08:00 to 12:00, a second from 10:00 to 11:00. The second finishes what it has begun, and a server whose
/// hours are over takes nobody: at 11:30 one server is free and one too many was at work, so fruit.6 waits for 11:35.
#[test]
fn groups_of_servers_come_and_go() {
    let lorries = comes(
        "fruit",
        r#"["07:30", "09:30", "09:35", "10:50", "10:55", "11:00"]"#,
    );
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        {lorries}
        [station.desk]
        servers = [{{ count = 1, hours = "08:00-12:00" }}, {{ count = 1, hours = "10:00-11:00" }}]
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = "40 min" }}
        "#
    ));
    world.runs_as(
        "
        07:30 fruit.1 joins desk
        08:00 fruit.1 starts at desk
        08:40 fruit.1 finishes at desk
        08:40 fruit.1 leaves; processing 40 min, closed-night 30 min
        09:30 fruit.2 starts at desk
        09:35 fruit.3 joins desk
        10:00 fruit.3 starts at desk
        10:10 fruit.2 finishes at desk
        10:10 fruit.2 leaves; processing 40 min
        10:40 fruit.3 finishes at desk
        10:40 fruit.3 leaves; processing 40 min, waiting-server 25 min
        10:50 fruit.4 starts at desk
        10:55 fruit.5 starts at desk
        11:00 fruit.6 joins desk
        11:30 fruit.4 finishes at desk
        11:30 fruit.4 leaves; processing 40 min
        11:35 fruit.5 finishes at desk
        11:35 fruit.5 leaves; processing 40 min
        11:35 fruit.6 starts at desk
        12:15 fruit.6 finishes at desk
        12:15 fruit.6 leaves; processing 40 min, waiting-server 35 min
        ",
    );
}

/// A day without servers is a rest day; outside the hours of a working day it is night.
#[test]
fn days_off_are_holidays_and_the_rest_is_night() {
    let lorry = source("lorry", "fruit", r#"timetable = { Fri = ["18:00"] }"#);
    let world = World::days(
        "2025-03-07",
        "2025-03-10",
        &format!(
            r#"
            [class.fruit]
            [gate.bridge]
            hours = "always"
            {lorry}
            [station.desk]
            servers = [{{ count = 1, hours = "08:00-17:00", days = "Mon-Fri" }}]
            [[route.out]]
            step = "papers"
            serve = {{ station = "desk", time = "10 min" }}
            "#
        ),
    );
    world.runs_as(
        "
        18:00 lorry.1 joins desk
        Mon 10 Mar
        08:00 lorry.1 starts at desk
        08:10 lorry.1 finishes at desk
        08:10 lorry.1 leaves; processing 10 min, closed-holiday 2 d, closed-night 14 h
        ",
    );
}

/// One group that works on Saturday morning makes Saturday a working day: after its hours it is night. At 09:00 the
/// server is busy with the lorry that waited; the next must wait for Monday.
#[test]
fn a_day_is_a_rest_day_only_where_no_group_works() {
    let lorry = source(
        "lorry",
        "fruit",
        r#"timetable = { Sat = ["09:30", "09:40"] }"#,
    );
    let world = World::days(
        "2025-03-08",
        "2025-03-10",
        &format!(
            r#"
            [class.fruit]
            [gate.bridge]
            hours = "always"
            {lorry}
            [station.desk]
            servers = [
              {{ count = 2, hours = "08:00-17:00", days = "Mon-Fri" }},
              {{ count = 1, hours = "08:00-10:00", days = "Sat" }},
            ]
            [[route.out]]
            step = "papers"
            serve = {{ station = "desk", time = "1 h" }}
            "#
        ),
    );
    // lorry.2: 20 minutes for the server, 14 hours of Saturday's night, Sunday, 8 hours of Monday's night.
    world.runs_as(
        "
        09:30 lorry.1 starts at desk
        09:40 lorry.2 joins desk
        10:30 lorry.1 finishes at desk
        10:30 lorry.1 leaves; processing 1 h
        Mon 10 Mar
        08:00 lorry.2 starts at desk
        09:00 lorry.2 finishes at desk
        09:00 lorry.2 leaves; processing 1 h, closed-holiday 1 d, closed-night 22 h, waiting-server 20 min
        ",
    );
}

/// Without hours the servers of a gate's station work when the gate is open, by notice as well as by the week.
#[test]
fn servers_of_a_gate_work_when_it_is_open() {
    let lorry = source("lorry", "fruit", r#"timetable = { Mon = ["17:30"] }"#);
    let world = World::days(
        "2025-03-03",
        "2025-03-05",
        &format!(
            r#"
            [class.fruit]
            [gate.bridge]
            hours = "08:00-17:00"
            [gate.bridge.notice.shut]
            from = 2025-03-04
            to = 2025-03-04
            state = "closed"
            {lorry}
            [station.desk]
            gate = "bridge"
            servers = [{{ count = 1 }}]
            [[route.out]]
            step = "papers"
            serve = {{ station = "desk", time = "10 min" }}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#
        ),
    );
    world.runs_as(
        "
        17:30 lorry.1 joins desk
        Wed 5 Mar
        08:00 lorry.1 starts at desk
        08:10 lorry.1 finishes at desk
        08:10 lorry.1 crosses to-china
        08:10 lorry.1 leaves; processing 10 min, closed-holiday 1 d, closed-night 14 h 30 min
        ",
    );
}

/// A gate where only some classes pass is open: its servers work, for those who may not pass as well.
#[test]
fn servers_of_a_gate_work_when_it_is_open_to_anybody() {
    let fruit = comes("fruit", r#"["08:00"]"#);
    let tea = comes("tea", r#"["08:00"]"#);
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [class.tea]
        [gate.bridge]
        hours = "08:00-17:00"
        [gate.bridge.notice.no-tea]
        from = 2025-03-03
        to = 2025-03-03
        state = "normal"
        barred = ["tea"]
        {fruit}
        {tea}
        [station.desk]
        gate = "bridge"
        servers = [{{ count = 2 }}]
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = "10 min" }}
        [[route.out]]
        step = "line"
        cross = {{ bound = "to-china" }}
        "#
    ));
    // Tea waits as barred until 17:00, 8 h 50 min, and then, like everybody, for the night.
    world.runs_as(
        "
        08:00 fruit.1 starts at desk
        08:00 tea.1 starts at desk
        08:10 fruit.1 finishes at desk
        08:10 tea.1 finishes at desk
        08:10 tea.1 joins line
        08:10 fruit.1 crosses to-china
        08:10 fruit.1 leaves; processing 10 min
        Tue 4 Mar
        00:00 tea.1 is inside; processing 10 min, closed-night 7 h, class-barred 8 h 50 min
        ",
    );
}
