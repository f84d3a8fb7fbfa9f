//! Walk-ins: who takes the places that nobody has booked, and those of vehicles that did not come.

use bordergate::measures::{Catalogue, Estimator};

use super::appointment::{gate, hourly, lorries, on};

const LEFTOVER: &str = "slots = \"1 / h\"\nwalk-ins = \"leftover\"";

/// The place of eight o'clock is booked, so the second lorry books the next. At a quarter past ten nobody has a booking: the
/// third takes the place of the hour, and the fourth finds it taken.
#[test]
fn a_place_that_nobody_booked() {
    hourly(LEFTOVER, r#"["07:00", "08:20", "10:15", "10:20"]"#).runs_as(
        "
        07:00 lorry.1 joins line
        07:00 lorry.1 books Mon 08:00
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-night 1 h
        08:20 lorry.2 joins line
        08:20 lorry.2 books Mon 09:00
        09:00 lorry.2 crosses to-china
        09:00 lorry.2 leaves; before-appointment 40 min
        10:15 lorry.3 walks in Mon 10:00
        10:15 lorry.3 crosses to-china
        10:15 lorry.3 leaves; at once
        10:20 lorry.4 joins line
        10:20 lorry.4 books Mon 11:00
        11:00 lorry.4 crosses to-china
        11:00 lorry.4 leaves; before-appointment 40 min
        ",
    );
}

/// Two come at once for one place: the second asks when it sees that it is taken.
#[test]
fn who_comes_too_late_for_the_last_place_asks() {
    hourly(LEFTOVER, r#"["10:15", "10:15"]"#).runs_as(
        "
        10:15 lorry.2 joins line
        10:15 lorry.1 walks in Mon 10:00
        10:15 lorry.1 crosses to-china
        10:15 lorry.1 leaves; at once
        10:15 lorry.2 books Mon 11:00
        11:00 lorry.2 crosses to-china
        11:00 lorry.2 leaves; before-appointment 45 min
        ",
    );
}

/// Registration closes an hour before, and only the next interval is tried: nine o'clock is full after the first lorry. Of
/// the others the second has the place of eight, for which nobody could register any more, and the third that of ten.
#[test]
fn those_in_line_take_places_as_intervals_begin() {
    let book = format!("{LEFTOVER}\nregister-by = \"1 h\"\nother-days = false");
    hourly(&book, r#"["07:30", "07:40", "07:50"]"#).runs_as(
        "
        07:30 lorry.1 joins line
        07:30 lorry.1 books Mon 09:00
        07:40 lorry.2 joins line
        07:50 lorry.3 joins line
        08:00 lorry.2 walks in Mon 08:00
        08:00 lorry.2 crosses to-china
        08:00 lorry.2 leaves; closed-night 20 min
        09:00 lorry.1 crosses to-china
        09:00 lorry.1 leaves; closed-night 30 min, before-appointment 1 h
        10:00 lorry.3 walks in Mon 10:00
        10:00 lorry.3 crosses to-china
        10:00 lorry.3 leaves; closed-night 10 min, no-slot 2 h
        ",
    );
}

/// Two places an hour: at nine the fourth lorry, which is booked, goes before the third, which joined before it.
#[test]
fn booked_and_due_comes_first() {
    let book =
        "slots = \"2 / h\"\nwalk-ins = \"leftover\"\nregister-by = \"10 min\"\nother-days = false";
    hourly(book, r#"["07:00", "07:10", "07:20", "08:20"]"#).runs_as(
        "
        07:00 lorry.1 joins line
        07:00 lorry.1 books Mon 08:00
        07:10 lorry.2 joins line
        07:10 lorry.2 books Mon 08:00
        07:20 lorry.3 joins line
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-night 1 h
        08:00 lorry.2 crosses to-china
        08:00 lorry.2 leaves; closed-night 50 min
        08:20 lorry.4 joins line
        08:20 lorry.4 books Mon 09:00
        09:00 lorry.4 crosses to-china
        09:00 lorry.4 leaves; before-appointment 40 min
        09:00 lorry.3 walks in Mon 09:00
        09:00 lorry.3 crosses to-china
        09:00 lorry.3 leaves; closed-night 40 min, no-slot 1 h
        ",
    );
}

/// The place of a lorry that is not there a quarter of an hour after the beginning is given away. That lorry asks again when
/// the interval is over: it may not book another, but walks in as well.
#[test]
fn the_place_of_who_does_not_appear_is_given_away() {
    let book = format!("{LEFTOVER}\nrelease-after = \"15 min\"\nno-show = \"100 %\"\nrebook = 0");
    hourly(&book, r#"["07:00", "08:20"]"#).runs_as(
        "
        07:00 lorry.1 joins line
        07:00 lorry.1 books Mon 08:00
        08:15 lorry.1 misses Mon 08:00
        08:20 lorry.2 walks in Mon 08:00
        08:20 lorry.2 crosses to-china
        08:20 lorry.2 leaves; at once
        09:00 lorry.1 walks in Mon 09:00
        09:00 lorry.1 crosses to-china
        09:00 lorry.1 leaves; closed-night 1 h, before-appointment 1 h
        ",
    );
}

/// Without such a rule it is kept: the second lorry books the next hour, and does not appear either.
#[test]
fn or_it_is_kept() {
    let book = format!("{LEFTOVER}\nno-show = \"100 %\"\nrebook = 0");
    hourly(&book, r#"["07:00", "08:20"]"#).runs_as(
        "
        07:00 lorry.1 joins line
        07:00 lorry.1 books Mon 08:00
        08:20 lorry.2 joins line
        08:20 lorry.2 books Mon 09:00
        09:00 lorry.1 misses Mon 08:00
        10:00 lorry.2 misses Mon 09:00
        10:00 lorry.1 walks in Mon 10:00
        10:00 lorry.1 crosses to-china
        10:00 lorry.1 leaves; closed-night 1 h, before-appointment 1 h, no-slot 1 h
        11:00 lorry.2 walks in Mon 11:00
        11:00 lorry.2 crosses to-china
        11:00 lorry.2 leaves; before-appointment 1 h 40 min, no-slot 1 h
        ",
    );
}

/// Two places a day, one of them at most for tea: a walk-in takes one of every pool that counts it. The bulletin counts
/// them, and says that both days were full.
#[test]
fn a_walk_in_uses_every_pool() {
    let book = "slots = \"2 / day\"\npools = [{ class = \"tea\", slots = \"1 / day\" }]\nwalk-ins = \"leftover\"";
    let sources = on("fruit", "fruit", "Tue", r#"["11:00", "12:00"]"#)
        + &on("tea", "tea", "Tue", r#"["09:00", "10:00"]"#);
    let world = gate(book, &sources);
    world.runs_as(
        "
        Tue 4 Mar
        09:00 tea.1 walks in Tue 08:00
        09:00 tea.1 crosses to-china
        09:00 tea.1 leaves; at once
        10:00 tea.2 joins line
        10:00 tea.2 books Wed 08:00
        11:00 fruit.1 walks in Tue 08:00
        11:00 fruit.1 crosses to-china
        11:00 fruit.1 leaves; at once
        12:00 fruit.2 joins line
        12:00 fruit.2 books Wed 08:00
        Wed 5 Mar
        08:00 tea.2 crosses to-china
        08:00 tea.2 leaves; closed-night 15 h, before-appointment 7 h
        08:00 fruit.2 crosses to-china
        08:00 fruit.2 leaves; closed-night 15 h, before-appointment 5 h
        ",
    );
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let value = |measure: &str, day: Option<u32>| {
        let spec = catalogue.specs.iter().find(|spec| {
            spec.measure == measure && spec.dims.gate.is_some() && spec.dims.day == day
        });
        match spec?.estimator {
            Estimator::Mean { column, .. } => Some((row.columns[column], 1)),
            Estimator::Ratio { num, den, .. } => Some((row.columns[num], row.columns[den])),
            _ => None,
        }
    };
    assert_eq!(value("bookings", None), Some((2, 1)));
    assert_eq!(value("bookings-missed", None), Some((0, 1)));
    assert_eq!(value("walk-ins", None), Some((2, 1)));
    assert_eq!(value("vehicles-stayed-home", None), None, "nobody can");
    assert_eq!(value("slots-used", None), Some((4, 4)));
    assert_eq!(value("slots-used", Some(1)), Some((2, 2)));
    assert_eq!(value("slots-used", Some(2)), Some((2, 2)));
    assert_eq!(value("slots-used", Some(0)), None, "no day by appointment");
}

/// Exempt classes pass beside the book and take nothing from it.
#[test]
fn the_exempt_take_no_place() {
    let book = "slots = \"1 / day\"\nexempt = \"tea\"\nwalk-ins = \"leftover\"";
    let sources = on("tea", "tea", "Tue", r#"["09:00"]"#)
        + &on("fruit", "fruit", "Tue", r#"["10:00"]"#)
        + &lorries("Wed", r#"["07:00"]"#);
    gate(book, &sources).runs_as(
        "
        Tue 4 Mar
        09:00 tea.1 crosses to-china
        09:00 tea.1 leaves; at once
        10:00 fruit.1 walks in Tue 08:00
        10:00 fruit.1 crosses to-china
        10:00 fruit.1 leaves; at once
        Wed 5 Mar
        07:00 lorry.1 joins line
        08:00 lorry.1 walks in Wed 08:00
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-night 1 h
        ",
    );
}
