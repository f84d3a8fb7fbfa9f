//! What becomes of a booked place: what it serves, how it is lost, and in which order those who are ready pass.

use super::appointment::{gate, hourly, lorries, route};
use super::world::World;

const INSIDE: &str = r#"
    { step = "barrier", enter = true },
    { step = "papers", serve = { station = "desk", time = "30 min" } },
    { step = "line", cross = { bound = "to-china" } },
    "#;

/// One booking serves the barrier and the line. Whoever was let in before the appointment days and has not crossed needs one
/// like all others: lorry.1 is inside when the barrier shuts, asks when it comes to the line, and takes Tuesday's place.
#[test]
fn a_booking_serves_enter_and_cross() {
    route(
        "slots = \"1 / day\"",
        &lorries("Mon", r#"["16:50", "18:00"]"#),
        INSIDE,
    )
    .runs_as(
        "
        16:50 lorry.1 enters
        16:50 lorry.1 starts at desk
        17:20 lorry.1 finishes at desk
        17:20 lorry.1 joins line
        17:20 lorry.1 books Tue 08:00
        18:00 lorry.2 joins barrier
        18:00 lorry.2 books Wed 08:00
        Tue 4 Mar
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; processing 30 min, closed-night 14 h 40 min
        Wed 5 Mar
        08:00 lorry.2 enters
        08:00 lorry.2 starts at desk
        08:30 lorry.2 finishes at desk
        08:30 lorry.2 crosses to-china
        08:30 lorry.2 leaves; processing 30 min, closed-night 1 d 5 h, before-appointment 9 h
        ",
    );
}

/// The crossing uses it up: the way home needs another, which is to be had for Wednesday only.
#[test]
fn a_crossing_uses_it_up() {
    let home = r#"
        { step = "line", cross = { bound = "to-china" } },
        { step = "unloading", delay = { time = "1 h" } },
        { step = "home", cross = { bound = "to-vietnam", loaded = false } },
        "#;
    route("slots = \"1 / day\"", &lorries("Mon", r#"["18:00"]"#), home).runs_as(
        "
        18:00 lorry.1 joins line
        18:00 lorry.1 books Tue 08:00
        Tue 4 Mar
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 begins unloading
        09:00 lorry.1 ends unloading
        09:00 lorry.1 joins home
        09:00 lorry.1 books Wed 08:00
        Wed 5 Mar
        08:00 lorry.1 crosses to-vietnam, not counted
        08:00 lorry.1 leaves; travelling 1 h, closed-night 1 d 5 h, before-appointment 8 h
        ",
    );
}

/// Nobody appears: the place is lost at the end of the interval, the closing of the day, and a later one is asked for. After
/// the last interval all wait as if they had never had a place, in the order in which they joined.
#[test]
fn who_does_not_appear_loses_the_place_and_asks_again() {
    let book = "slots = \"1 / day\"\nno-show = \"100 %\"";
    gate(book, &lorries("Mon", r#"["18:00", "19:00", "20:00"]"#)).runs_as(
        "
        18:00 lorry.1 joins line
        18:00 lorry.1 books Tue 08:00
        19:00 lorry.2 joins line
        19:00 lorry.2 books Wed 08:00
        20:00 lorry.3 joins line
        Tue 4 Mar
        17:00 lorry.1 misses Tue 08:00
        Wed 5 Mar
        17:00 lorry.2 misses Wed 08:00
        Thu 6 Mar
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-night 1 d 20 h, before-appointment 9 h, no-slot 9 h
        08:00 lorry.2 crosses to-china
        08:00 lorry.2 leaves; closed-night 1 d 19 h, before-appointment 18 h
        08:00 lorry.3 crosses to-china
        08:00 lorry.3 leaves; closed-night 1 d 18 h, no-slot 18 h
        ",
    );
    let book = "slots = \"5 / day\"\nno-show = \"100 %\"";
    gate(book, &lorries("Mon", r#"["18:00"]"#)).runs_as(
        "
        18:00 lorry.1 joins line
        18:00 lorry.1 books Tue 08:00
        Tue 4 Mar
        17:00 lorry.1 misses Tue 08:00
        17:00 lorry.1 books Wed 08:00
        Wed 5 Mar
        17:00 lorry.1 misses Wed 08:00
        Thu 6 Mar
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-night 1 d 20 h, before-appointment 18 h
        ",
    );
}

/// Within the interval a late lorry passes when it is ready. Earliness is waited out. Beyond the interval it has missed it, and
/// tries the next, until the book is over.
#[test]
fn lateness() {
    let late = |mean: &str| {
        let book = format!("slots = \"1 / h\"\nlateness = {{ mean = \"{mean}\", sd = \"0 s\" }}");
        hourly(&book, r#"["08:00"]"#)
    };
    late("30 min").runs_as(
        "
        08:00 lorry.1 joins line
        08:00 lorry.1 books Mon 08:00
        08:30 lorry.1 crosses to-china
        08:30 lorry.1 leaves; before-appointment 30 min
        ",
    );
    late("-10 min").runs_as(
        "
        08:00 lorry.1 books Mon 08:00
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; at once
        ",
    );
    late("90 min").runs_as(
        "
        08:00 lorry.1 joins line
        08:00 lorry.1 books Mon 08:00
        09:00 lorry.1 misses Mon 08:00
        09:00 lorry.1 books Mon 09:00
        10:00 lorry.1 misses Mon 09:00
        10:00 lorry.1 books Mon 10:00
        11:00 lorry.1 misses Mon 10:00
        11:00 lorry.1 books Mon 11:00
        12:00 lorry.1 misses Mon 11:00
        12:00 lorry.1 books Mon 14:00
        15:00 lorry.1 misses Mon 14:00
        Tue 4 Mar
        00:00 lorry.1 is inside; closed-night 11 h, before-appointment 5 h
        ",
    );
}

/// A booked lorry that is held up by a quota passes after its interval all the same.
#[test]
fn being_held_up_is_not_its_fault() {
    let quota = "[quota.daily]\ngates = \"bridge\"\nvehicles = \"1 / day\"\nresets = \"09:30\"\n";
    hourly(
        &format!("slots = \"2 / h\"\n{quota}"),
        r#"["07:00", "07:30"]"#,
    )
    .runs_as(
        "
        07:00 lorry.1 joins line
        07:00 lorry.1 books Mon 08:00
        07:30 lorry.2 joins line
        07:30 lorry.2 books Mon 08:00
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-night 1 h
        09:30 lorry.2 crosses to-china
        09:30 lorry.2 leaves; closed-night 30 min, quota-used-up 1 h 30 min
        ",
    );
}

/// Those who may pass do so in the order in which they joined, not that in which they became ready: when the quota of
/// Monday begins at 09:30, it finds a dozen lorries that were late for 08:00, each by a draw of its own.
#[test]
fn whoever_joined_first_passes_first() {
    let minutes: Vec<String> = (10..22).map(|minute| format!("\"07:{minute}\"")).collect();
    let world = World::days(
        "2025-03-02",
        "2025-03-03",
        &format!(
            r#"
            [class.fruit]
            [gate.bridge]
            hours = "08:00-17:00"
            [gate.bridge.notice.booked]
            from = 2025-03-03
            to = 2025-03-03
            state = "appointment"
            slots = "12 / h"
            interval = "1 h"
            lateness = {{ mean = "30 min", sd = "8 min" }}
            [quota.daily]
            gates = "bridge"
            vehicles = "12 / day"
            resets = "09:30"
            dated = [{{ from = 2025-03-02, to = 2025-03-02, vehicles = "0 / day" }}]
            {}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#,
            lorries("Mon", &format!("[{}]", minutes.join(", ")))
        ),
    );
    let log = world.log();
    let crossed: Vec<&String> = log.iter().filter(|line| line.contains("crosses")).collect();
    let expected: Vec<String> = (1..=12)
        .map(|number| format!("09:30 lorry.{number} crosses to-china"))
        .collect();
    assert_eq!(crossed, expected.iter().collect::<Vec<_>>());
}
