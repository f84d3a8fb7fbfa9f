//! Patience: at which instant one gives up, by which time, who never does, and where it goes then.

use bordergate::sim::{Exit, Observer, Reason, Stop, Vehicle};

use super::appointment;
use super::world::{World, comes, source};

/// An always open gate on one Monday. Lorries with fruit wait for ever, those with melons as long as `patience` says.
pub(super) fn melons(fruit: &str, melon: &str, patience: &str, rest: &str) -> World {
    let (fruit, melon) = (comes("fruit", fruit), comes("melon", melon));
    World::monday(&format!(
        r#"
        [class.fruit]
        [class.melon]
        [gate.bridge]
        hours = "always"
        {fruit}
        {melon}
        [patience.melons]
        class = "melon"
        {patience}
        {rest}
        "#
    ))
}

/// One server, ten minutes.
pub(super) const DESK: &str = r#"
    [station.desk]
    servers = [{ count = 1 }]
    [[route.out]]
    step = "papers"
    serve = { station = "desk", time = "10 min" }
    "#;

/// At 08:10 the server falls free for melon.2, whose patience ends then: it is served, and melon.3 gives up.
#[test]
fn whoever_is_served_at_that_instant_does_not_give_up() {
    melons(
        "[]",
        r#"["08:00", "08:02", "08:02"]"#,
        r#"outside = "8 min""#,
        DESK,
    )
    .runs_as(
        "
        08:00 melon.1 starts at desk
        08:02 melon.2 joins desk
        08:02 melon.3 joins desk
        08:10 melon.1 finishes at desk
        08:10 melon.1 leaves; processing 10 min
        08:10 melon.2 starts at desk
        08:10 melon.3 turns back (patience-outside); waiting-server 8 min
        08:20 melon.2 finishes at desk
        08:20 melon.2 leaves; processing 10 min, waiting-server 8 min
        ",
    );
}

/// The patience of both ends at 08:30. The first that stood in line gives up first, and its place in the yard goes to the other
/// before that one gives up; there it waits by its patience in yards.
#[test]
fn who_gives_up_makes_room_for_the_next_at_the_same_instant() {
    melons(
        r#"["08:00"]"#,
        r#"["08:05", "08:10"]"#,
        "outside = \"20 min\"\nin-yard = \"25 min\"",
        r#"
        [yard.north]
        capacity = 2
        [station.desk]
        servers = [{ count = 1 }]
        [[route.out]]
        step = "in"
        park = "north"
        [[route.out]]
        step = "papers"
        serve = { station = "desk", time = "1 h" }
        "#,
    )
    .runs_as(
        "
        08:00 fruit.1 parks in north
        08:00 fruit.1 starts at desk
        08:05 melon.1 parks in north
        08:05 melon.1 joins desk
        08:10 melon.2 joins north
        08:30 melon.1 leaves north
        08:30 melon.1 turns back (patience-in-yard); waiting-server 25 min
        08:30 melon.2 parks in north
        08:30 melon.2 joins desk
        08:55 melon.2 leaves north
        08:55 melon.2 turns back (patience-in-yard); waiting-server 25 min, yard-full 20 min
        09:00 fruit.1 finishes at desk
        09:00 fruit.1 leaves north
        09:00 fruit.1 leaves; processing 1 h
        ",
    );
}

/// Three minutes before the first desk and two before the second: time in service uses no patience up.
#[test]
fn waiting_is_summed_over_all_lines() {
    let desks = r#"
        [station.first]
        servers = [{ count = 1 }]
        [station.second]
        servers = [{ count = 1 }]
        [[route.out]]
        step = "one"
        serve = { station = "first", time = "10 min" }
        [[route.out]]
        step = "two"
        serve = { station = "second", time = "30 min" }
        "#;
    melons(
        r#"["08:00"]"#,
        r#"["08:07"]"#,
        r#"outside = "5 min""#,
        desks,
    )
    .runs_as(
        "
        08:00 fruit.1 starts at first
        08:07 melon.1 joins first
        08:10 fruit.1 finishes at first
        08:10 melon.1 starts at first
        08:10 fruit.1 starts at second
        08:20 melon.1 finishes at first
        08:20 melon.1 joins second
        08:22 melon.1 turns back (patience-outside); processing 10 min, waiting-server 5 min
        08:40 fruit.1 finishes at second
        08:40 fruit.1 leaves; processing 40 min
        ",
    );
}

/// While its service is paused a lorry is in service; before and behind it stands in line.
#[test]
fn whose_service_is_paused_is_patient() {
    let desk = r#"
        [station.desk]
        servers = [{ count = 1, hours = "08:00-12:00, 13:00-17:00" }]
        in-service = "pause"
        [[route.out]]
        step = "papers"
        serve = { station = "desk", time = "10 min" }
        "#;
    melons("[]", r#"["11:54", "11:58"]"#, r#"outside = "5 min""#, desk).runs_as(
        "
        11:54 melon.1 starts at desk
        11:58 melon.2 joins desk
        12:00 melon.1 is interrupted at desk
        12:03 melon.2 turns back (patience-outside); closed-night 3 min, waiting-server 2 min
        13:00 melon.1 starts at desk
        13:04 melon.1 finishes at desk
        13:04 melon.1 leaves; processing 10 min, closed-night 1 h
        ",
    );
}

/// A gate open 08:00-18:00 and shut all Tuesday; a lorry comes on Monday at eight in the evening.
fn shut_on_tuesday(patience: &str) -> World {
    let lorry = source("lorry", "fruit", r#"timetable = { Mon = ["20:00"] }"#);
    World::days(
        "2025-03-03",
        "2025-03-05",
        &format!(
            r#"
            [class.fruit]
            [gate.bridge]
            hours = "08:00-18:00"
            notice.shut = {{ from = 2025-03-04, to = 2025-03-04, state = "closed" }}
            {lorry}
            [patience.all]
            {patience}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#
        ),
    )
}

/// Four hours of night, a day that is shut, and six more hours of night.
#[test]
fn before_a_closed_gate_only_the_patience_for_that_runs() {
    shut_on_tuesday("outside = \"10 h\"\nclosed = \"30 h\"").runs_as(
        "
        20:00 lorry.1 joins line
        Wed 5 Mar
        06:00 lorry.1 turns back (patience-outside); closed-holiday 1 d, closed-night 10 h
        ",
    );
    shut_on_tuesday("outside = \"10 h\"\nclosed = \"20 h\"").runs_as(
        "
        20:00 lorry.1 joins line
        Tue 4 Mar
        20:00 lorry.1 turns back (patience-closed); closed-holiday 20 h, closed-night 4 h
        ",
    );
    // Where the rule does not tell it apart, it is time like any other.
    shut_on_tuesday("outside = \"10 h\"").runs_as(
        "
        20:00 lorry.1 joins line
        Tue 4 Mar
        06:00 lorry.1 turns back (patience-outside); closed-holiday 6 h, closed-night 4 h
        ",
    );
    // It is used up as the gate shuts, and ends when such time begins again.
    shut_on_tuesday("outside = \"4 h\"\nclosed = \"30 h\"").runs_as(
        "
        20:00 lorry.1 joins line
        Wed 5 Mar
        00:00 lorry.1 turns back (patience-outside); closed-holiday 1 d, closed-night 4 h
        ",
    );
    // A state that is not named has no end.
    shut_on_tuesday(r#"in-yard = "1 h""#).runs_as(
        "
        20:00 lorry.1 joins line
        Wed 5 Mar
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-holiday 1 d, closed-night 12 h
        ",
    );
}

/// The second has no slot and gives up; the first is booked, and patient for longer than its patience is.
#[test]
fn who_is_booked_is_patient() {
    let lorries = appointment::lorries("Mon", r#"["17:30", "18:00"]"#);
    let patience = "[patience.all]\noutside = \"10 h\"";
    appointment::gate(
        "slots = \"1 / day\"\nother-days = false",
        &(lorries + patience),
    )
    .runs_as(
        "
        17:30 lorry.1 joins line
        17:30 lorry.1 books Tue 08:00
        18:00 lorry.2 joins line
        Tue 4 Mar
        04:00 lorry.2 turns back (patience-outside); closed-night 10 h
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; closed-night 14 h 30 min
        ",
    );
}

/// It does not appear for its slot, and may book no other: from the end of the interval on its patience runs.
#[test]
fn until_it_has_missed_its_slot() {
    let lorries = appointment::lorries("Mon", r#"["18:00"]"#);
    let patience = "[patience.all]\noutside = \"10 h\"";
    appointment::gate(
        "slots = \"1 / day\"\nno-show = \"100 %\"\nrebook = 0",
        &(lorries + patience),
    )
    .runs_as(
        "
        18:00 lorry.1 joins line
        18:00 lorry.1 books Tue 08:00
        Tue 4 Mar
        17:00 lorry.1 misses Tue 08:00
        Wed 5 Mar
        03:00 lorry.1 turns back (patience-outside); closed-night 1 d, before-appointment 9 h
        ",
    );
}

/// The wait at the second desk is behind the line: it lasts as long as it lasts.
#[test]
fn who_has_crossed_is_patient() {
    let route = r#"
        [[route.out]]
        step = "line"
        cross = { bound = "to-china" }
        "#;
    melons(
        r#"["08:00"]"#,
        r#"["08:01"]"#,
        r#"outside = "5 min""#,
        &format!("{route}{DESK}"),
    )
    .runs_as(
        "
        08:00 fruit.1 crosses to-china
        08:00 fruit.1 starts at desk
        08:01 melon.1 crosses to-china
        08:01 melon.1 joins desk
        08:10 fruit.1 finishes at desk
        08:10 fruit.1 leaves; processing 10 min
        08:10 melon.1 starts at desk
        08:20 melon.1 finishes at desk
        08:20 melon.1 leaves; processing 10 min, waiting-server 9 min
        ",
    );
}

/// Agencies that work on a vehicle have no patience of its own: it stands apart.
#[test]
fn whom_agencies_inspect_is_patient() {
    let agencies = r#"
        [station.lab]
        servers = [{ count = 1 }]
        [agency.plant]
        station = "lab"
        inspects = { melon = "100 %", fruit = "100 %" }
        time = "20 min"
        [[route.out]]
        step = "check"
        inspect = { agencies = ["plant"], order = "together" }
        "#;
    let world = melons(
        r#"["08:00"]"#,
        r#"["08:05"]"#,
        r#"outside = "10 min""#,
        agencies,
    );
    let log = world.log();
    assert!(
        log.contains(&"08:40 melon.1 leaves; processing 20 min, waiting-server 15 min".to_owned()),
        "{log:#?}"
    );
}

/// From the bridge it goes to the ferry, once: there it is as patient as what it is there, anew, and then turns back.
#[test]
fn who_gives_up_may_go_to_another_gate() {
    let lorry = source("lorry", "fruit", r#"timetable = ["08:00"]"#);
    World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        notice.shut = {{ from = 2025-03-03, to = 2025-03-03, state = "closed", hours = "00:00-23:00" }}
        [gate.ferry]
        hours = "20:00-21:00"
        {lorry}
        [source.boat]
        gate = "ferry"
        direction = "export"
        vehicle = "vietnamese"
        class = "fruit"
        route = "sea"
        timetable = []
        [patience.here]
        gates = "bridge"
        closed = "2 h"
        then = {{ gate = "ferry" }}
        [patience.there]
        gates = ["ferry"]
        outside = "3 h"
        then = {{ gate = "bridge" }}
        [[route.out]]
        step = "line"
        cross = {{ bound = "to-china" }}
        [[route.sea]]
        step = "voyage"
        delay = {{ time = "1 h" }}
        [[route.sea]]
        step = "quay"
        cross = {{ bound = "to-china" }}
        "#
    ))
    .runs_as(
        "
        08:00 lorry.1 joins line
        10:00 lorry.1 goes to ferry
        10:00 lorry.1 begins voyage
        11:00 lorry.1 ends voyage
        11:00 lorry.1 joins quay
        14:00 lorry.1 turns back (patience-outside); travelling 1 h, closed-holiday 2 h, closed-night 3 h
        ",
    );
}

/// Hears after how long vehicles give up, by their identity.
#[derive(Default)]
struct Given(Vec<(bordergate::des::keyed::EntityId, i64)>);

impl Observer for Given {
    fn leave(&mut self, _now: i64, vehicle: &Vehicle, exit: Exit) {
        if exit == Exit::TurnedBack(Reason::PatienceOutside) {
            let waited = vehicle.causes.iter().sum::<i64>()
                - vehicle.causes[bordergate::plan::cause::Cause::Processing as usize];
            self.0.push((vehicle.id, waited));
        }
    }
}

/// However the wait is divided, and whatever else there is, a vehicle waits as long as it drew for the rule.
#[test]
fn the_draw_belongs_to_the_vehicle_and_the_rule() {
    let given = |rest: &str| {
        let melons: Vec<String> = (0..50)
            .map(|minute| format!("\"08:{minute:02}\""))
            .collect();
        let world = World::monday(&format!(
            r#"
            [class.melon]
            [gate.bridge]
            hours = "always"
            notice.shut = {{ from = 2025-03-03, to = 2025-03-03, state = "closed", hours = "00:00-23:00" }}
            {}
            [patience.melons]
            outside = {{ exponential = "1 h" }}
            {rest}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#,
            comes("melon", &format!("[{}]", melons.join(", ")))
        ));
        let mut given = Given::default();
        assert_eq!(world.run(&mut given), Stop::Completed);
        given.0.sort_by_key(|&(_, waited)| waited);
        given.0
    };
    let plain = given("");
    assert_eq!(plain.len(), 50, "all give up within the day");
    let desk = r#"
        [station.desk]
        servers = [{ count = 4 }]
        [[route.out]]
        step = "papers"
        serve = { station = "desk", time = "10 min" }
        "#;
    let after_a_desk = given(desk);
    assert!(after_a_desk.len() > 40);
    for waited in &after_a_desk {
        assert!(plain.contains(waited), "{waited:?} of {plain:?}");
    }
}
