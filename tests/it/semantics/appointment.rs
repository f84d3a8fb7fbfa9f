//! Appointment days: who asks for a place, when, and what is given. What becomes of a place is told in `booked`.

use super::world::{World, source};

/// A gate 08:00-17:00 by appointment on Tuesday and Wednesday, with a book; free on Monday and Thursday.
pub(super) fn gate(book: &str, rest: &str) -> World {
    route(
        book,
        rest,
        r#"{ step = "line", cross = { bound = "to-china" } }"#,
    )
}

pub(super) fn route(book: &str, rest: &str, steps: &str) -> World {
    World::days(
        "2025-03-03",
        "2025-03-06",
        &format!(
            r#"
            [class.fruit]
            [class.tea]
            [gate.bridge]
            hours = "08:00-17:00"
            [gate.bridge.notice.booked]
            from = 2025-03-04
            to = 2025-03-05
            state = "appointment"
            {book}
            {rest}
            [station.desk]
            servers = [{{ count = 1 }}]
            [route]
            out = [
            {steps}
            ]
            "#
        ),
    )
}

/// The lorries of one day.
pub(super) fn lorries(day: &str, timetable: &str) -> String {
    on("lorry", "fruit", day, timetable)
}

pub(super) fn on(name: &str, class: &str, day: &str, timetable: &str) -> String {
    source(
        name,
        class,
        &format!("timetable = {{ {day} = {timetable} }}"),
    )
}

/// A quota that lets nobody over on Monday, so that there is a line at the last closing before the appointment days.
const HELD: &str = r#"
    [quota.daily]
    gates = "bridge"
    vehicles = "9 / day"
    dated = [{ from = 2025-03-03, to = 2025-03-03, vehicles = "0 / day" }]
    "#;

/// Two places a day, one of them at most for tea, which so stands in a lane of its own. At 17:00 on Monday both lanes ask, in the
/// order in which they joined: tea.1 and fruit.1 get Tuesday, tea.2 and fruit.2 Wednesday, and for fruit.3 there is none. It
/// comes anyway, and waits for Thursday.
#[test]
fn a_day_list_is_asked_for_at_the_last_closing() {
    let book = "slots = \"2 / day\"\npools = [{ class = \"tea\", slots = \"1 / day\" }]";
    let sources = on("fruit", "fruit", "Mon", r#"["10:00", "12:00", "13:00"]"#)
        + &on("tea", "tea", "Mon", r#"["09:00", "11:00"]"#);
    gate(book, &(sources + HELD)).runs_as(
        "
        09:00 tea.1 joins line
        10:00 fruit.1 joins line
        11:00 tea.2 joins line
        12:00 fruit.2 joins line
        13:00 fruit.3 joins line
        17:00 tea.1 books Tue 08:00
        17:00 fruit.1 books Tue 08:00
        17:00 tea.2 books Wed 08:00
        17:00 fruit.2 books Wed 08:00
        Tue 4 Mar
        08:00 tea.1 crosses to-china
        08:00 tea.1 leaves; closed-night 15 h, quota-used-up 8 h
        08:00 fruit.1 crosses to-china
        08:00 fruit.1 leaves; closed-night 15 h, quota-used-up 7 h
        Wed 5 Mar
        08:00 tea.2 crosses to-china
        08:00 tea.2 leaves; closed-night 1 d 6 h, before-appointment 9 h, quota-used-up 6 h
        08:00 fruit.2 crosses to-china
        08:00 fruit.2 leaves; closed-night 1 d 6 h, before-appointment 9 h, quota-used-up 5 h
        Thu 6 Mar
        08:00 fruit.3 crosses to-china
        08:00 fruit.3 leaves; closed-night 1 d 21 h, no-slot 18 h, quota-used-up 4 h
        ",
    );
}

/// Whoever joins later asks on joining. The list of a day closes when the day begins, and at that instant one is in time.
#[test]
fn registration_for_a_day_closes_when_it_begins() {
    let sources = on("mon", "fruit", "Mon", r#"["18:00"]"#)
        + &on("tue", "fruit", "Tue", r#"["00:00", "00:01"]"#)
        + &on("wed", "fruit", "Wed", r#"["09:00"]"#);
    gate("slots = \"5 / day\"", &sources).runs_as(
        "
        18:00 mon.1 joins line
        18:00 mon.1 books Tue 08:00
        Tue 4 Mar
        00:00 tue.1 joins line
        00:00 tue.1 books Tue 08:00
        00:01 tue.2 joins line
        00:01 tue.2 books Wed 08:00
        08:00 mon.1 crosses to-china
        08:00 mon.1 leaves; closed-night 14 h
        08:00 tue.1 crosses to-china
        08:00 tue.1 leaves; closed-night 8 h
        Wed 5 Mar
        08:00 tue.2 crosses to-china
        08:00 tue.2 leaves; closed-night 22 h 59 min, before-appointment 9 h
        09:00 wed.1 joins line
        Thu 6 Mar
        08:00 wed.1 crosses to-china
        08:00 wed.1 leaves; closed-night 15 h, no-slot 8 h
        ",
    );
}

#[test]
fn register_by_says_otherwise() {
    let book = "slots = \"5 / day\"\nregister-by = \"12 h\"";
    gate(book, &lorries("Mon", r#"["19:00", "21:00"]"#)).runs_as(
        "
        19:00 lorry.1 joins line
        19:00 lorry.1 books Tue 08:00
        21:00 lorry.2 joins line
        21:00 lorry.2 books Wed 08:00
        Tue 4 Mar
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-night 13 h
        Wed 5 Mar
        08:00 lorry.2 crosses to-china
        08:00 lorry.2 leaves; closed-night 1 d 2 h, before-appointment 9 h
        ",
    );
}

/// Monday by appointment, an interval an hour and a place in each.
pub(super) fn hourly(book: &str, timetable: &str) -> World {
    World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "08:00-12:00, 14:00-15:00"
        [gate.bridge.notice.booked]
        from = 2025-03-03
        to = 2025-03-03
        state = "appointment"
        interval = "1 h"
        {book}
        {}
        [[route.out]]
        step = "line"
        cross = {{ bound = "to-china" }}
        "#,
        lorries("Mon", timetable)
    ))
}

/// Intervals of an hour, none of which begins in the noon break. One can be booked up to the instant at which it begins. After
/// the last there is none, and when the day is over it is night.
#[test]
fn hourly_intervals() {
    let timetable = r#"["07:00", "07:10", "10:00", "11:30", "14:30"]"#;
    hourly("slots = \"1 / h\"", timetable).runs_as(
        "
        07:00 lorry.1 joins line
        07:00 lorry.1 books Mon 08:00
        07:10 lorry.2 joins line
        07:10 lorry.2 books Mon 09:00
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-night 1 h
        09:00 lorry.2 crosses to-china
        09:00 lorry.2 leaves; closed-night 50 min, before-appointment 1 h
        10:00 lorry.3 books Mon 10:00
        10:00 lorry.3 crosses to-china
        10:00 lorry.3 leaves; at once
        11:30 lorry.4 joins line
        11:30 lorry.4 books Mon 14:00
        14:00 lorry.4 crosses to-china
        14:00 lorry.4 leaves; closed-night 2 h, before-appointment 30 min
        14:30 lorry.5 joins line
        Tue 4 Mar
        00:00 lorry.5 is inside; closed-night 9 h, no-slot 30 min
        ",
    );
}

/// Without `other-days` only the first interval that can still be booked is tried. The second lorry is refused on Monday for
/// Tuesday, although there is room on Wednesday; the third comes on Tuesday and asks for Wednesday.
#[test]
fn other_days_are_not_always_tried() {
    let book = "slots = \"1 / day\"\nother-days = false";
    let sources = on("mon", "fruit", "Mon", r#"["18:00", "19:00"]"#)
        + &on("tue", "fruit", "Tue", r#"["09:00"]"#);
    gate(book, &sources).runs_as(
        "
        18:00 mon.1 joins line
        18:00 mon.1 books Tue 08:00
        19:00 mon.2 joins line
        Tue 4 Mar
        08:00 mon.1 crosses to-china
        08:00 mon.1 leaves; closed-night 14 h
        09:00 tue.1 joins line
        09:00 tue.1 books Wed 08:00
        Wed 5 Mar
        08:00 tue.1 crosses to-china
        08:00 tue.1 leaves; closed-night 15 h, before-appointment 8 h
        Thu 6 Mar
        08:00 mon.2 crosses to-china
        08:00 mon.2 leaves; closed-night 1 d 19 h, no-slot 18 h
        ",
    );
}

/// Who is refused may turn back, those in line at the last closing as well as later comers.
#[test]
fn the_refused_turn_back() {
    let book = "slots = \"1 / day\"\nother-days = false\nif-refused = \"turns-back\"";
    let sources = lorries("Mon", r#"["15:00", "16:00", "18:00"]"#);
    gate(book, &(sources + HELD)).runs_as(
        "
        15:00 lorry.1 joins line
        16:00 lorry.2 joins line
        17:00 lorry.1 books Tue 08:00
        17:00 lorry.2 turns back (no-slot); quota-used-up 1 h
        18:00 lorry.3 joins line
        18:00 lorry.3 turns back (no-slot); at once
        Tue 4 Mar
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-night 15 h, quota-used-up 2 h
        ",
    );
}

/// Or they go to another gate, and become there what a source has that is otherwise like theirs: fruit sails. There is no tea
/// at the ferry, so it stays.
#[test]
fn the_refused_go_to_another_gate() {
    let book = "slots = \"1 / day\"\nother-days = false\nif-refused = { gate = \"ferry\" }";
    let sources = on("fruit", "fruit", "Mon", r#"["17:30", "18:00"]"#)
        + &on("tea", "tea", "Mon", r#"["18:30"]"#);
    let ferry = r#"
        [gate.ferry]
        hours = "always"
        [source.boat]
        gate = "ferry"
        direction = "export"
        vehicle = "vietnamese"
        class = "fruit"
        route = "sea"
        timetable = []
        [[route.sea]]
        step = "voyage"
        delay = { time = "3 h" }
        [[route.sea]]
        step = "line"
        cross = { bound = "to-china" }
        "#;
    gate(book, &(sources + ferry)).runs_as(
        "
        17:30 fruit.1 joins line
        17:30 fruit.1 books Tue 08:00
        18:00 fruit.2 joins line
        18:00 fruit.2 goes to ferry
        18:00 fruit.2 begins voyage
        18:30 tea.1 joins line
        21:00 fruit.2 ends voyage
        21:00 fruit.2 crosses to-china
        21:00 fruit.2 leaves; travelling 3 h
        Tue 4 Mar
        08:00 fruit.1 crosses to-china
        08:00 fruit.1 leaves; closed-night 14 h 30 min
        Thu 6 Mar
        08:00 tea.1 crosses to-china
        08:00 tea.1 leaves; closed-night 1 d 19 h 30 min, no-slot 18 h
        ",
    );
}

/// Each book says where its refused go: Tuesday's to the ferry, Wednesday's to the railway, where only the line of the start
/// is known, and whoever comes now is no part of that: it stays.
#[test]
fn each_book_says_where_to_go() {
    let book = "if-refused = { gate = \"ferry\" }\nslots = \"1 / day\"\nother-days = false\n\
                [gate.bridge.notice.later]\nfrom = 2025-03-05\nto = 2025-03-05\nstate = \"appointment\"\n\
                slots = \"1 / day\"\nif-refused = { gate = \"railway\" }";
    let more = r#"
        [gate.ferry]
        hours = "always"
        [source.boat]
        gate = "ferry"
        direction = "export"
        vehicle = "vietnamese"
        class = "fruit"
        route = "out"
        timetable = []
        [gate.railway]
        hours = "always"
        [backlog.train]
        gate = "railway"
        direction = "export"
        vehicle = "vietnamese"
        class = "fruit"
        route = "out"
        vehicles = 1
        "#;
    let sources = on("mon", "fruit", "Mon", r#"["18:00", "19:00"]"#)
        + &on("tue", "fruit", "Tue", r#"["18:00", "19:00"]"#);
    gate(book, &(sources + more)).runs_as(
        "
        00:00 train.1 crosses to-china
        00:00 train.1 leaves; at once
        18:00 mon.1 joins line
        18:00 mon.1 books Tue 08:00
        19:00 mon.2 joins line
        19:00 mon.2 goes to ferry
        19:00 mon.2 crosses to-china
        19:00 mon.2 leaves; at once
        Tue 4 Mar
        08:00 mon.1 crosses to-china
        08:00 mon.1 leaves; closed-night 14 h
        18:00 tue.1 joins line
        18:00 tue.1 books Wed 08:00
        19:00 tue.2 joins line
        Wed 5 Mar
        08:00 tue.1 crosses to-china
        08:00 tue.1 leaves; closed-night 14 h
        Thu 6 Mar
        08:00 tue.2 crosses to-china
        08:00 tue.2 leaves; closed-night 1 d 4 h, no-slot 9 h
        ",
    );
}

/// Two gates by appointment send each other whom they refuse, here those for whom the list of the day is closed: a vehicle
/// goes once, and stays there.
#[test]
fn nobody_is_sent_on_twice() {
    let there_and_back = r#"
        [gate.bridge.notice.booked]
        from = 2025-03-03
        to = 2025-03-03
        state = "appointment"
        slots = "1 / day"
        if-refused = { gate = "ferry" }
        [gate.ferry]
        hours = "08:00-17:00"
        [gate.ferry.notice.booked]
        from = 2025-03-03
        to = 2025-03-03
        state = "appointment"
        slots = "1 / day"
        if-refused = { gate = "bridge" }
        [source.boat]
        gate = "ferry"
        direction = "export"
        vehicle = "vietnamese"
        class = "fruit"
        route = "out"
        timetable = { Mon = ["10:00"] }
        "#;
    let world = World::days(
        "2025-03-03",
        "2025-03-04",
        &format!(
            r#"
            [class.fruit]
            [gate.bridge]
            hours = "08:00-17:00"
            {there_and_back}
            {}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#,
            lorries("Mon", r#"["09:00"]"#)
        ),
    );
    world.runs_as(
        "
        09:00 lorry.1 joins line
        09:00 lorry.1 goes to ferry
        09:00 lorry.1 joins line
        10:00 boat.1 joins line
        10:00 boat.1 goes to bridge
        10:00 boat.1 joins line
        Tue 4 Mar
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-night 15 h, no-slot 8 h
        08:00 boat.1 crosses to-china
        08:00 boat.1 leaves; closed-night 15 h, no-slot 7 h
        ",
    );
}

#[test]
fn exempt_classes_need_no_booking() {
    let book = "slots = \"1 / day\"\nexempt = \"tea\"";
    let sources =
        on("fruit", "fruit", "Tue", r#"["09:00"]"#) + &on("tea", "tea", "Tue", r#"["10:00"]"#);
    gate(book, &sources).runs_as(
        "
        Tue 4 Mar
        09:00 fruit.1 joins line
        09:00 fruit.1 books Wed 08:00
        10:00 tea.1 crosses to-china
        10:00 tea.1 leaves; at once
        Wed 5 Mar
        08:00 fruit.1 crosses to-china
        08:00 fruit.1 leaves; closed-night 15 h, before-appointment 8 h
        ",
    );
}
