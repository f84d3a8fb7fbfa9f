//! The horizon of a book: how long before it begins an interval can be booked.

use super::appointment::{gate, hourly, lorries, on};

/// Tuesday can be booked from Monday 08:00 on, Wednesday from Tuesday 08:00. The second and the third lorry find Tuesday full and
/// Wednesday not yet open; they ask again on Tuesday at eight, in the order in which they joined, and there is one place.
#[test]
fn whoever_finds_none_asks_again_when_the_next_comes_within_it() {
    let book = "slots = \"1 / day\"\nhorizon = \"1 d\"";
    gate(book, &lorries("Mon", r#"["18:00", "19:00", "20:00"]"#)).runs_as(
        "
        18:00 lorry.1 joins line
        18:00 lorry.1 books Tue 08:00
        19:00 lorry.2 joins line
        20:00 lorry.3 joins line
        Tue 4 Mar
        08:00 lorry.2 books Wed 08:00
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-night 14 h
        Wed 5 Mar
        08:00 lorry.2 crosses to-china
        08:00 lorry.2 leaves; closed-night 1 d 4 h, before-appointment 9 h
        Thu 6 Mar
        08:00 lorry.3 crosses to-china
        08:00 lorry.3 leaves; closed-night 1 d 18 h, no-slot 18 h
        ",
    );
}

/// With intervals of an hour and a horizon of an hour, one comes within it every hour.
#[test]
fn an_hour_ahead() {
    let book = "slots = \"1 / h\"\nhorizon = \"1 h\"";
    hourly(book, r#"["06:30", "06:40", "07:30"]"#).runs_as(
        "
        06:30 lorry.1 joins line
        06:40 lorry.2 joins line
        07:00 lorry.1 books Mon 08:00
        07:30 lorry.3 joins line
        08:00 lorry.2 books Mon 09:00
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-night 1 h 30 min
        09:00 lorry.3 books Mon 10:00
        09:00 lorry.2 crosses to-china
        09:00 lorry.2 leaves; closed-night 1 h 20 min, before-appointment 1 h
        10:00 lorry.3 crosses to-china
        10:00 lorry.3 leaves; closed-night 30 min, before-appointment 1 h, no-slot 1 h
        ",
    );
}

/// As long as an interval is still to come within the horizon nobody is refused for good.
#[test]
fn who_is_refused_turns_back_when_none_is_left() {
    let book = "slots = \"1 / day\"\nhorizon = \"1 d\"\nif-refused = \"turns-back\"";
    gate(book, &lorries("Mon", r#"["18:00", "19:00", "20:00"]"#)).runs_as(
        "
        18:00 lorry.1 joins line
        18:00 lorry.1 books Tue 08:00
        19:00 lorry.2 joins line
        20:00 lorry.3 joins line
        Tue 4 Mar
        08:00 lorry.2 books Wed 08:00
        08:00 lorry.3 turns back (no-slot); closed-night 12 h
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-night 14 h
        Wed 5 Mar
        08:00 lorry.2 crosses to-china
        08:00 lorry.2 leaves; closed-night 1 d 4 h, before-appointment 9 h
        ",
    );
}

/// Registration for both days ends with Monday: who comes on Tuesday finds Wednesday closed.
#[test]
fn registration_may_end_for_all_days_at_once() {
    let book = "slots = \"1 / day\"\nregister-until = 2025-03-03";
    let sources = lorries("Mon", r#"["18:00", "19:00"]"#)
        + &on("late", "fruit", "Tue", r#"["00:00", "00:01"]"#);
    gate(book, &sources).runs_as(
        "
        18:00 lorry.1 joins line
        18:00 lorry.1 books Tue 08:00
        19:00 lorry.2 joins line
        19:00 lorry.2 books Wed 08:00
        Tue 4 Mar
        00:00 late.1 joins line
        00:01 late.2 joins line
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-night 14 h
        Wed 5 Mar
        08:00 lorry.2 crosses to-china
        08:00 lorry.2 leaves; closed-night 1 d 4 h, before-appointment 9 h
        Thu 6 Mar
        08:00 late.1 crosses to-china
        08:00 late.1 leaves; closed-night 1 d 14 h, no-slot 18 h
        08:00 late.2 crosses to-china
        08:00 late.2 leaves; closed-night 1 d 13 h 59 min, no-slot 18 h
        ",
    );
    // At midnight one would still have been in time, had there been a place.
    let book = "slots = \"2 / day\"\nregister-until = 2025-03-03\nother-days = false";
    gate(book, &on("late", "fruit", "Tue", r#"["00:00", "00:01"]"#)).runs_as(
        "
        Tue 4 Mar
        00:00 late.1 joins line
        00:00 late.1 books Tue 08:00
        00:01 late.2 joins line
        08:00 late.1 crosses to-china
        08:00 late.1 leaves; closed-night 8 h
        Thu 6 Mar
        08:00 late.2 crosses to-china
        08:00 late.2 leaves; closed-night 1 d 13 h 59 min, no-slot 18 h
        ",
    );
}
