//! Closing time: what becomes of services under way and of those in line.

use std::sync::atomic::AtomicBool;

use bordergate::sim::{Engine, Observer, Vehicle};

use super::world::{World, comes};

/// A desk that shuts at noon for an hour, and lorries that need 10 minutes there.
fn noon(rules: &str, timetable: &str) -> World {
    desk(
        r#"[{ count = 1, hours = "08:00-12:00, 13:00-17:00" }]"#,
        rules,
        timetable,
        "\"10 min\"",
    )
}

fn desk(servers: &str, rules: &str, timetable: &str, time: &str) -> World {
    let lorries = comes("fruit", timetable);
    World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        {lorries}
        [station.desk]
        servers = {servers}
        {rules}
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = {time} }}
        "#
    ))
}

#[test]
fn a_service_under_way_is_finished() {
    noon("", r#"["11:55", "11:58"]"#).runs_as(
        "
        11:55 fruit.1 starts at desk
        11:58 fruit.2 joins desk
        12:05 fruit.1 finishes at desk
        12:05 fruit.1 leaves; processing 10 min
        13:00 fruit.2 starts at desk
        13:10 fruit.2 finishes at desk
        13:10 fruit.2 leaves; processing 10 min, closed-night 1 h, waiting-server 2 min
        ",
    );
}

#[test]
fn or_pauses_and_goes_on_with_what_is_left() {
    noon(r#"in-service = "pause""#, r#"["11:55", "11:58"]"#).runs_as(
        "
        11:55 fruit.1 starts at desk
        11:58 fruit.2 joins desk
        12:00 fruit.1 is interrupted at desk
        13:00 fruit.1 starts at desk
        13:05 fruit.1 finishes at desk
        13:05 fruit.1 leaves; processing 10 min, closed-night 1 h
        13:05 fruit.2 starts at desk
        13:15 fruit.2 finishes at desk
        13:15 fruit.2 leaves; processing 10 min, closed-night 1 h, waiting-server 7 min
        ",
    );
}

/// The time in the service that was given up is processing all the same.
#[test]
fn or_is_given_up_and_starts_again_from_the_head_of_the_line() {
    noon(r#"in-service = "restart""#, r#"["11:55", "11:58"]"#).runs_as(
        "
        11:55 fruit.1 starts at desk
        11:58 fruit.2 joins desk
        12:00 fruit.1 is interrupted at desk
        13:00 fruit.1 starts at desk
        13:10 fruit.1 finishes at desk
        13:10 fruit.1 leaves; processing 15 min, closed-night 1 h
        13:10 fruit.2 starts at desk
        13:20 fruit.2 finishes at desk
        13:20 fruit.2 leaves; processing 10 min, closed-night 1 h, waiting-server 12 min
        ",
    );
}

/// A service that ends at the closing instant has ended: releases come before the calendar.
#[test]
fn nothing_is_interrupted_that_ends_at_the_closing_instant() {
    noon(r#"in-service = "restart""#, r#"["11:50"]"#).runs_as(
        "
        11:50 fruit.1 starts at desk
        12:00 fruit.1 finishes at desk
        12:00 fruit.1 leaves; processing 10 min
        ",
    );
}

/// Hours are half-open: at noon nothing starts, though the server is free; at one o'clock it does.
#[test]
fn nothing_starts_at_the_closing_instant() {
    noon("", r#"["11:50", "11:55", "12:00", "13:20"]"#).runs_as(
        "
        11:50 fruit.1 starts at desk
        11:55 fruit.2 joins desk
        12:00 fruit.1 finishes at desk
        12:00 fruit.1 leaves; processing 10 min
        12:00 fruit.3 joins desk
        13:00 fruit.2 starts at desk
        13:10 fruit.2 finishes at desk
        13:10 fruit.2 leaves; processing 10 min, closed-night 1 h, waiting-server 5 min
        13:10 fruit.3 starts at desk
        13:20 fruit.3 finishes at desk
        13:20 fruit.3 leaves; processing 10 min, closed-night 1 h, waiting-server 10 min
        13:20 fruit.4 starts at desk
        13:30 fruit.4 finishes at desk
        13:30 fruit.4 leaves; processing 10 min
        ",
    );
}

/// `is-served`: who stands in line at noon is served, who comes at noon or later waits for one o'clock.
#[test]
fn the_line_of_closing_time_may_still_be_served() {
    noon(
        r#"in-line = "is-served""#,
        r#"["11:50", "11:55", "12:00", "12:05"]"#,
    )
    .runs_as(
        "
        11:50 fruit.1 starts at desk
        11:55 fruit.2 joins desk
        12:00 fruit.1 finishes at desk
        12:00 fruit.1 leaves; processing 10 min
        12:00 fruit.3 joins desk
        12:00 fruit.2 starts at desk
        12:05 fruit.4 joins desk
        12:10 fruit.2 finishes at desk
        12:10 fruit.2 leaves; processing 10 min, waiting-server 5 min
        13:00 fruit.3 starts at desk
        13:10 fruit.3 finishes at desk
        13:10 fruit.3 leaves; processing 10 min, closed-night 1 h
        13:10 fruit.4 starts at desk
        13:20 fruit.4 finishes at desk
        13:20 fruit.4 leaves; processing 10 min, closed-night 55 min, waiting-server 10 min
        ",
    );
}

/// The line of noon may be so long that one o'clock comes first: then the desk is simply open.
#[test]
fn a_long_line_of_closing_time_runs_into_the_next_opening() {
    let servers = r#"[{ count = 1, hours = "08:00-12:00, 12:15-17:00" }]"#;
    let rules = r#"in-line = "is-served""#;
    let timetable = r#"["11:50", "11:55", "11:56", "12:05"]"#;
    desk(servers, rules, timetable, "\"10 min\"").runs_as(
        "
        11:50 fruit.1 starts at desk
        11:55 fruit.2 joins desk
        11:56 fruit.3 joins desk
        12:00 fruit.1 finishes at desk
        12:00 fruit.1 leaves; processing 10 min
        12:00 fruit.2 starts at desk
        12:05 fruit.4 joins desk
        12:10 fruit.2 finishes at desk
        12:10 fruit.2 leaves; processing 10 min, waiting-server 5 min
        12:10 fruit.3 starts at desk
        12:20 fruit.3 finishes at desk
        12:20 fruit.3 leaves; processing 10 min, waiting-server 14 min
        12:20 fruit.4 starts at desk
        12:30 fruit.4 finishes at desk
        12:30 fruit.4 leaves; processing 10 min, closed-night 10 min, waiting-server 5 min
        ",
    );
}

/// Where the line is still served, services under way are finished, with a line or without.
#[test]
fn a_desk_that_serves_its_line_finishes_what_it_has_begun() {
    let rules = "in-line = \"is-served\"";
    noon(rules, r#"["11:55"]"#).runs_as(
        "
        11:55 fruit.1 starts at desk
        12:05 fruit.1 finishes at desk
        12:05 fruit.1 leaves; processing 10 min
        ",
    );
    noon(rules, r#"["11:55", "11:58"]"#).runs_as(
        "
        11:55 fruit.1 starts at desk
        11:58 fruit.2 joins desk
        12:05 fruit.1 finishes at desk
        12:05 fruit.1 leaves; processing 10 min
        12:05 fruit.2 starts at desk
        12:15 fruit.2 finishes at desk
        12:15 fruit.2 leaves; processing 10 min, waiting-server 7 min
        ",
    );
}

/// Two desks until ten, one until noon.
const FEWER: &str =
    r#"[{ count = 1, hours = "08:00-12:00" }, { count = 1, hours = "08:00-10:00" }]"#;

/// At ten one desk too many is at work: the service that began last stops, and goes on before anybody else starts.
#[test]
fn where_servers_become_fewer_the_last_service_pauses() {
    desk(
        FEWER,
        r#"in-service = "pause""#,
        r#"["09:50", "09:55", "09:57"]"#,
        "\"20 min\"",
    )
    .runs_as(
        "
        09:50 fruit.1 starts at desk
        09:55 fruit.2 starts at desk
        09:57 fruit.3 joins desk
        10:00 fruit.2 is interrupted at desk
        10:10 fruit.1 finishes at desk
        10:10 fruit.1 leaves; processing 20 min
        10:10 fruit.2 starts at desk
        10:25 fruit.2 finishes at desk
        10:25 fruit.2 leaves; processing 20 min, waiting-server 10 min
        10:25 fruit.3 starts at desk
        10:45 fruit.3 finishes at desk
        10:45 fruit.3 leaves; processing 20 min, waiting-server 28 min
        ",
    );
}

#[test]
fn where_servers_become_fewer_the_last_service_starts_again() {
    desk(
        FEWER,
        r#"in-service = "restart""#,
        r#"["09:50", "09:55", "09:57"]"#,
        "\"20 min\"",
    )
    .runs_as(
        "
        09:50 fruit.1 starts at desk
        09:55 fruit.2 starts at desk
        09:57 fruit.3 joins desk
        10:00 fruit.2 is interrupted at desk
        10:10 fruit.1 finishes at desk
        10:10 fruit.1 leaves; processing 20 min
        10:10 fruit.2 starts at desk
        10:30 fruit.2 finishes at desk
        10:30 fruit.2 leaves; processing 25 min, waiting-server 10 min
        10:30 fruit.3 starts at desk
        10:50 fruit.3 finishes at desk
        10:50 fruit.3 leaves; processing 20 min, waiting-server 33 min
        ",
    );
}

/// `is-served` is for closing time, not for fewer servers.
#[test]
fn where_servers_become_fewer_the_line_waits() {
    desk(
        FEWER,
        r#"in-line = "is-served""#,
        r#"["09:50", "09:55", "09:57"]"#,
        "\"20 min\"",
    )
    .runs_as(
        "
        09:50 fruit.1 starts at desk
        09:55 fruit.2 starts at desk
        09:57 fruit.3 joins desk
        10:10 fruit.1 finishes at desk
        10:10 fruit.1 leaves; processing 20 min
        10:15 fruit.2 finishes at desk
        10:15 fruit.2 leaves; processing 20 min
        10:15 fruit.3 starts at desk
        10:35 fruit.3 finishes at desk
        10:35 fruit.3 leaves; processing 20 min, waiting-server 18 min
        ",
    );
}

/// How long each lorry was served the last time, in the order of arrival.
#[derive(Default)]
struct LastService(std::collections::BTreeMap<u32, i64>);

impl Observer for LastService {
    fn finish(&mut self, _now: i64, vehicle: &Vehicle, _station: u32, served: i64) {
        self.0.insert(vehicle.row, served);
    }
}

/// A service time is the vehicle's own: a service that starts again takes as long as it would have taken.
#[test]
fn a_service_that_starts_again_takes_the_same_time() {
    let times = |rules: &str| {
        let timetable = r#"["11:00", "11:10", "11:20", "11:30", "11:40", "11:50"]"#;
        let servers = r#"[{ count = 6, hours = "08:00-12:00, 13:00-20:00" }]"#;
        let world = desk(servers, rules, timetable, r#"{ uniform = ["1 h", "3 h"] }"#);
        let mut services = LastService::default();
        Engine::new(&world.plan).run(7, 0, &mut services, &AtomicBool::new(true));
        services.0
    };
    assert_eq!(times("").len(), 6);
    assert_eq!(times(""), times(r#"in-service = "restart""#));
}
