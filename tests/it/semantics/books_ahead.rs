//! Booking before coming: who comes for a slot, when, and what those do that get none.

use bordergate::measures::trace::{Tracer, What};
use bordergate::measures::{Catalogue, Estimator};

use super::appointment::{gate, lorries};
use super::world::World;

/// Lorries that would come on a day at these times, and book a day before.
fn planned(day: &str, timetable: &str, if_none: &str) -> String {
    lorries(day, timetable) + &format!("books = {{ ahead = \"24 h\", if-none = \"{if_none}\" }}\n")
}

/// Each asks a day before it would come, and comes at the beginning of the slot that it gets. The third gets none.
#[test]
fn they_come_for_the_slot() {
    let sources = planned("Tue", r#"["10:00", "11:00", "12:00"]"#, "comes");
    gate("slots = \"1 / day\"", &sources).runs_as(
        "
        10:00 lorry.1 books Tue 08:00
        11:00 lorry.2 books Wed 08:00
        Tue 4 Mar
        08:00 lorry.1 comes
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; at once
        12:00 lorry.3 joins line
        Wed 5 Mar
        08:00 lorry.2 comes
        08:00 lorry.2 crosses to-china
        08:00 lorry.2 leaves; at once
        Thu 6 Mar
        08:00 lorry.3 crosses to-china
        08:00 lorry.3 leaves; closed-night 1 d 6 h, no-slot 14 h
        ",
    );
}

#[test]
fn or_stay_at_home() {
    let sources = planned("Tue", r#"["10:00", "11:00", "12:00"]"#, "stays-home");
    let world = gate("slots = \"1 / day\"", &sources);
    world.runs_as(
        "
        10:00 lorry.1 books Tue 08:00
        11:00 lorry.2 books Wed 08:00
        12:00 lorry.3 stays home
        Tue 4 Mar
        08:00 lorry.1 comes
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; at once
        Wed 5 Mar
        08:00 lorry.2 comes
        08:00 lorry.2 crosses to-china
        08:00 lorry.2 leaves; at once
        ",
    );
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let total = |measure: &str| {
        let spec = catalogue
            .specs
            .iter()
            .find(|spec| spec.measure == measure && spec.by == "total");
        match spec.map(|spec| spec.estimator) {
            Some(Estimator::Mean { column, .. }) => row.columns[column],
            other => panic!("{measure} is {other:?}"),
        }
    };
    assert_eq!(total("vehicles-stayed-home"), 1);
    assert_eq!(total("vehicles-arrived"), 2);
    assert_eq!(total("bookings"), 2);
}

/// Wednesday can be booked from Tuesday at eight on. The second lorry asks again after a day; the third every day until the
/// appointment days are over, and comes then.
#[test]
fn or_ask_again_every_day() {
    let sources = planned("Tue", r#"["10:00", "11:00", "12:00"]"#, "later");
    gate("slots = \"1 / day\"\nhorizon = \"1 d\"", &sources).runs_as(
        "
        10:00 lorry.1 books Tue 08:00
        Tue 4 Mar
        08:00 lorry.1 comes
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; at once
        11:00 lorry.2 books Wed 08:00
        Wed 5 Mar
        08:00 lorry.2 comes
        08:00 lorry.2 crosses to-china
        08:00 lorry.2 leaves; at once
        17:00 lorry.3 joins line
        Thu 6 Mar
        08:00 lorry.3 crosses to-china
        08:00 lorry.3 leaves; closed-night 15 h
        ",
    );
}

/// Planned before or after the appointment days: nobody asks for anything.
#[test]
fn on_other_days_they_come_as_planned() {
    let sources = planned("Mon", r#"["10:00"]"#, "stays-home")
        + &planned("Thu", r#"["09:00"]"#, "stays-home").replace("source.lorry", "source.late");
    gate("slots = \"1 / day\"", &sources).runs_as(
        "
        10:00 lorry.1 crosses to-china
        10:00 lorry.1 leaves; at once
        Thu 6 Mar
        09:00 late.1 crosses to-china
        09:00 late.1 leaves; at once
        ",
    );
}

/// Nobody asks before the notice is published.
#[test]
fn the_book_opens_with_the_notice() {
    let sources = planned("Tue", r#"["23:00"]"#, "comes");
    gate("slots = \"1 / day\"\nannounced = 2025-03-04", &sources).runs_as(
        "
        Tue 4 Mar
        00:00 lorry.1 books Wed 08:00
        Wed 5 Mar
        08:00 lorry.1 comes
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; at once
        ",
    );
}

/// Whoever does not appear asks again when the interval is over, and comes later; after the last it comes without.
#[test]
fn who_does_not_appear_books_again() {
    let book = "slots = \"5 / day\"\nno-show = \"100 %\"";
    gate(book, &planned("Tue", r#"["10:00"]"#, "comes")).runs_as(
        "
        10:00 lorry.1 books Tue 08:00
        Tue 4 Mar
        17:00 lorry.1 misses Tue 08:00
        17:00 lorry.1 books Wed 08:00
        Wed 5 Mar
        17:00 lorry.1 misses Wed 08:00
        17:00 lorry.1 comes
        17:00 lorry.1 joins line
        Thu 6 Mar
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-night 15 h
        ",
    );
    let book = "slots = \"5 / day\"\nno-show = \"100 %\"\nrebook = 0";
    gate(book, &planned("Tue", r#"["10:00"]"#, "stays-home")).runs_as(
        "
        10:00 lorry.1 books Tue 08:00
        Tue 4 Mar
        17:00 lorry.1 misses Tue 08:00
        17:00 lorry.1 stays home
        ",
    );
}

/// Monday by appointment, an interval an hour and a place in each; lorries that would come at these times book four hours
/// before.
fn hourly(book: &str, timetable: &str) -> World {
    World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "08:00-12:00, 14:00-15:00"
        [gate.bridge.notice.booked]
        from = 2025-03-03
        to = 2025-03-03
        state = "appointment"
        slots = "1 / h"
        interval = "1 h"
        {book}
        {}books = {{ ahead = "4 h" }}
        [[route.out]]
        step = "line"
        cross = {{ bound = "to-china" }}
        "#,
        lorries("Mon", timetable)
    ))
}

/// Of the intervals that are not over when they would come, the earliest that is free: at half past nine that of nine, then
/// the next.
#[test]
fn the_earliest_that_they_can_reach() {
    hourly("", r#"["09:30", "09:40"]"#).runs_as(
        "
        05:30 lorry.1 books Mon 09:00
        05:40 lorry.2 books Mon 10:00
        09:00 lorry.1 comes
        09:00 lorry.1 crosses to-china
        09:00 lorry.1 leaves; at once
        10:00 lorry.2 comes
        10:00 lorry.2 crosses to-china
        10:00 lorry.2 leaves; at once
        ",
    );
}

/// Who comes early waits before the gate, or is let in for a part of it.
#[test]
fn who_comes_early_waits() {
    let early = "lateness = { mean = \"-45 min\", sd = \"0 s\" }";
    hourly(early, r#"["09:30"]"#).runs_as(
        "
        05:30 lorry.1 books Mon 09:00
        08:15 lorry.1 comes
        08:15 lorry.1 joins line
        09:00 lorry.1 crosses to-china
        09:00 lorry.1 leaves; before-appointment 45 min
        ",
    );
    let early = format!("{early}\nearly = \"30 min\"");
    hourly(&early, r#"["09:30"]"#).runs_as(
        "
        05:30 lorry.1 books Mon 09:00
        08:15 lorry.1 comes
        08:15 lorry.1 joins line
        08:30 lorry.1 crosses to-china
        08:30 lorry.1 leaves; before-appointment 15 min
        ",
    );
}

/// Who comes too late has missed the slot before it is there, and asks in line like all others: from ten on, three times too
/// late again.
#[test]
fn who_comes_too_late_asks_in_line() {
    let late = "lateness = { mean = \"90 min\", sd = \"0 s\" }";
    hourly(late, r#"["08:30"]"#).runs_as(
        "
        04:30 lorry.1 books Mon 08:00
        09:00 lorry.1 misses Mon 08:00
        09:30 lorry.1 comes
        09:30 lorry.1 joins line
        09:30 lorry.1 books Mon 10:00
        11:00 lorry.1 misses Mon 10:00
        11:00 lorry.1 books Mon 11:00
        12:00 lorry.1 misses Mon 11:00
        12:00 lorry.1 books Mon 14:00
        15:00 lorry.1 misses Mon 14:00
        Tue 4 Mar
        00:00 lorry.1 is inside; closed-night 11 h, before-appointment 3 h 30 min
        ",
    );
}

/// Walk-ins take the place of whoever is not there in time: lorry.1 would come forty minutes late.
#[test]
fn a_place_missed_from_afar_is_given_away() {
    let book = "lateness = { mean = \"40 min\", sd = \"0 s\" }\nwalk-ins = \"leftover\"\nrelease-after = \"15 min\"";
    hourly(book, r#"["08:30"]"#).runs_as(
        "
        04:30 lorry.1 books Mon 08:00
        08:15 lorry.1 misses Mon 08:00
        08:40 lorry.1 comes
        08:40 lorry.1 walks in Mon 08:00
        08:40 lorry.1 crosses to-china
        08:40 lorry.1 leaves; at once
        ",
    );
}

/// The visit log tells what a lorry booked and missed before it came.
#[test]
fn the_trace_tells_of_it() {
    let late = "lateness = { mean = \"90 min\", sd = \"0 s\" }";
    let world = hourly(late, r#"["08:30"]"#);
    let mut told = Vec::new();
    let mut tracer = Tracer::new(
        |visitor: &bordergate::measures::trace::Visitor,
         stay: &bordergate::measures::trace::Stay| {
            told.push((stay.what, stay.start, stay.end, visitor.arrived));
        },
    );
    world.run(&mut tracer);
    let arrived = world.at("2025-03-03T09:30");
    let interval = |at: &str| {
        let start = world.at(at);
        let found = world
            .plan
            .intervals
            .iter()
            .position(|interval| interval.start == start);
        found.unwrap() as u32
    };
    let eight = interval("2025-03-03T08:00");
    let (booked, missed) = (world.at("2025-03-03T04:30"), world.at("2025-03-03T09:00"));
    assert_eq!(
        told[..3],
        [
            (What::Book(eight), booked, booked, arrived),
            (What::Miss(eight), missed, missed, arrived),
            (What::Arrive, arrived, arrived, arrived),
        ]
    );
    // From the arrival on, its stays follow one another without gap.
    let stays = &told[2..];
    assert!(
        stays
            .windows(2)
            .all(|pair| pair[0].2 == pair[1].1 || pair[1].1 == pair[1].2)
    );
    assert_eq!(stays.last().map(|stay| stay.0), Some(What::Inside));
}
