//! Late, early, and late again: grace, passing before the beginning, and how often one may book another slot.

use super::appointment::hourly;
use super::world::World;

fn late(mean: &str, terms: &str, timetable: &str) -> World {
    let lateness = format!("lateness = {{ mean = \"{mean}\", sd = \"0 s\" }}");
    hourly(
        &format!("slots = \"1 / h\"\n{lateness}\n{terms}"),
        timetable,
    )
}

/// The interval ends at nine, and until a quarter past one may still become ready for it.
#[test]
fn within_the_grace_one_passes() {
    late("70 min", "grace = \"15 min\"", r#"["08:00"]"#).runs_as(
        "
        08:00 lorry.1 joins line
        08:00 lorry.1 books Mon 08:00
        09:10 lorry.1 crosses to-china
        09:10 lorry.1 leaves; before-appointment 1 h 10 min
        ",
    );
    // At its very end one is in time.
    late("75 min", "grace = \"15 min\"", r#"["08:00"]"#).runs_as(
        "
        08:00 lorry.1 joins line
        08:00 lorry.1 books Mon 08:00
        09:15 lorry.1 crosses to-china
        09:15 lorry.1 leaves; before-appointment 1 h 15 min
        ",
    );
}

/// Beyond it the slot is missed, and another asked for only then.
#[test]
fn beyond_the_grace_it_is_missed() {
    late("80 min", "grace = \"15 min\"", r#"["08:00"]"#).runs_as(
        "
        08:00 lorry.1 joins line
        08:00 lorry.1 books Mon 08:00
        09:15 lorry.1 misses Mon 08:00
        09:15 lorry.1 books Mon 10:00
        11:15 lorry.1 misses Mon 10:00
        11:15 lorry.1 books Mon 14:00
        15:15 lorry.1 misses Mon 14:00
        Tue 4 Mar
        00:00 lorry.1 is inside; closed-night 11 h, before-appointment 5 h
        ",
    );
}

/// Whoever has missed more slots than may be booked again is refused like one for whom none is left.
#[test]
fn rebooking_has_an_end() {
    late("90 min", "rebook = 1", r#"["08:00"]"#).runs_as(
        "
        08:00 lorry.1 joins line
        08:00 lorry.1 books Mon 08:00
        09:00 lorry.1 misses Mon 08:00
        09:00 lorry.1 books Mon 09:00
        10:00 lorry.1 misses Mon 09:00
        Tue 4 Mar
        00:00 lorry.1 is inside; closed-night 11 h, before-appointment 2 h, no-slot 3 h
        ",
    );
    late(
        "90 min",
        "rebook = 0\nif-refused = \"turns-back\"",
        r#"["08:00"]"#,
    )
    .runs_as(
        "
        08:00 lorry.1 joins line
        08:00 lorry.1 books Mon 08:00
        09:00 lorry.1 misses Mon 08:00
        09:00 lorry.1 turns back (no-slot); before-appointment 1 h
        ",
    );
}

/// Three quarters of an hour early, of which half an hour counts: the first lorry waits for the gate to open, the second
/// passes at half past eight for nine o'clock.
#[test]
fn one_may_be_let_in_early() {
    let timetable = r#"["07:00", "07:10"]"#;
    late("-45 min", "early = \"30 min\"", timetable).runs_as(
        "
        07:00 lorry.1 joins line
        07:00 lorry.1 books Mon 08:00
        07:10 lorry.2 joins line
        07:10 lorry.2 books Mon 09:00
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-night 1 h
        08:30 lorry.2 crosses to-china
        08:30 lorry.2 leaves; closed-night 50 min, before-appointment 30 min
        ",
    );
}
