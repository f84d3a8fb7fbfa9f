//! Patience: from wherever one stands in line, and what it gives back.

use std::sync::atomic::AtomicBool;

use bordergate::measures::{Catalogue, Estimator};
use bordergate::sim::{Engine, Stop};

use super::patience::{DESK, melons};
use super::world::{World, comes, source};

#[test]
fn one_leaves_the_middle_of_a_line() {
    let world = melons(
        r#"["08:00", "08:01", "08:03"]"#,
        r#"["08:02"]"#,
        r#"outside = "5 min""#,
        DESK,
    );
    world.runs_as(
        "
        08:00 fruit.1 starts at desk
        08:01 fruit.2 joins desk
        08:02 melon.1 joins desk
        08:03 fruit.3 joins desk
        08:07 melon.1 turns back (patience-outside); waiting-server 5 min
        08:10 fruit.1 finishes at desk
        08:10 fruit.1 leaves; processing 10 min
        08:10 fruit.2 starts at desk
        08:20 fruit.2 finishes at desk
        08:20 fruit.2 leaves; processing 10 min, waiting-server 9 min
        08:20 fruit.3 starts at desk
        08:30 fruit.3 finishes at desk
        08:30 fruit.3 leaves; processing 10 min, waiting-server 17 min
        ",
    );
    // In line 9, 5 and 17 minutes of a day, three at once from 08:03 to 08:07; those served waited 0, 9 and 17 minutes.
    assert_eq!(total(&world, "queue-length", "mean"), 31.0 / 1440.0);
    assert_eq!(total(&world, "queue-length", "max"), 3.0);
    assert_eq!(total(&world, "wait", "mean"), 26.0 * 60.0 / 3.0);
    assert_eq!(total(&world, "vehicles-turned-back", "total"), 1.0);
}

/// A value of the only replication of a world; of several rows the first.
fn total(world: &World, measure: &str, statistic: &str) -> f64 {
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let mut specs = catalogue.specs.iter();
    let spec = specs.find(|spec| spec.measure == measure && spec.statistic == statistic);
    let column = |index: usize| row.columns[index] as f64;
    match spec.unwrap().estimator {
        Estimator::Mean { column: at, scale } => column(at) * scale,
        Estimator::Ratio { num, den, scale } => column(num) / column(den) * scale,
        ref other => panic!("{other:?}"),
    }
}

/// The one who waits for the yard with the booth gives up, and so the booth is free for the next.
#[test]
fn who_gives_up_before_a_full_yard_lets_go_of_the_server_that_it_kept() {
    let booth = r#"
        [yard.north]
        capacity = 1
        [station.booth]
        servers = [{ count = 1 }]
        [[route.out]]
        step = "ticket"
        serve = { station = "booth", time = "1 min" }
        [[route.out]]
        step = "in"
        park = "north"
        [[route.out]]
        step = "papers"
        delay = { time = "1 h" }
        "#;
    melons(
        r#"["08:00", "08:04"]"#,
        r#"["08:02"]"#,
        r#"outside = "10 min""#,
        booth,
    )
    .runs_as(
        "
        08:00 fruit.1 starts at booth
        08:01 fruit.1 finishes at booth
        08:01 fruit.1 parks in north
        08:01 fruit.1 begins papers
        08:02 melon.1 starts at booth
        08:03 melon.1 finishes at booth
        08:03 melon.1 joins north
        08:04 fruit.2 joins booth
        08:13 melon.1 turns back (patience-outside); processing 1 min, yard-full 10 min
        08:13 fruit.2 starts at booth
        08:14 fruit.2 finishes at booth
        08:14 fruit.2 joins north
        09:01 fruit.1 ends papers
        09:01 fruit.1 leaves north
        09:01 fruit.1 leaves; processing 1 min, travelling 1 h
        09:01 fruit.2 parks in north
        09:01 fruit.2 begins papers
        10:01 fruit.2 ends papers
        10:01 fruit.2 leaves north
        10:01 fruit.2 leaves; processing 1 min, travelling 1 h, waiting-server 9 min, yard-full 47 min
        ",
    );
}

/// The line of closing time is served up to its last: here that one gives up, and so the desk shuts then. Who came late waits on
/// with the cause of the closed desk.
#[test]
fn who_is_last_in_the_line_of_closing_time_may_give_up() {
    let desk = r#"
        [station.desk]
        servers = [{ count = 1, hours = "08:00-12:00, 13:00-17:00" }]
        in-line = "is-served"
        [[route.out]]
        step = "papers"
        serve = { station = "desk", time = "10 min" }
        "#;
    melons(
        r#"["11:58", "12:02"]"#,
        r#"["11:59"]"#,
        r#"outside = "5 min""#,
        desk,
    )
    .runs_as(
        "
        11:58 fruit.1 starts at desk
        11:59 melon.1 joins desk
        12:02 fruit.2 joins desk
        12:04 melon.1 turns back (patience-outside); waiting-server 5 min
        12:08 fruit.1 finishes at desk
        12:08 fruit.1 leaves; processing 10 min
        13:00 fruit.2 starts at desk
        13:10 fruit.2 finishes at desk
        13:10 fruit.2 leaves; processing 10 min, closed-night 58 min
        ",
    );
}

/// At a barrier the quota lets one a day pass; the second of three gives up, and the third keeps its turn.
#[test]
fn one_leaves_the_middle_of_a_lane() {
    let sources = source(
        "lorry",
        "fruit",
        r#"timetable = { Mon = ["08:00", "09:30"] }"#,
    ) + &source("melon", "melon", r#"timetable = { Mon = ["09:00"] }"#);
    World::days(
        "2025-03-03",
        "2025-03-04",
        &format!(
            r#"
            [class.fruit]
            [class.melon]
            [gate.bridge]
            hours = "always"
            {sources}
            [quota.daily]
            gates = "bridge"
            vehicles = "1 / day"
            [patience.melons]
            class = "melon"
            outside = "10 h"
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#
        ),
    )
    .runs_as(
        "
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; at once
        09:00 melon.1 joins line
        09:30 lorry.2 joins line
        19:00 melon.1 turns back (patience-outside); quota-used-up 10 h
        Tue 4 Mar
        00:00 lorry.2 crosses to-china
        00:00 lorry.2 leaves; quota-used-up 14 h 30 min
        ",
    );
}

/// One vehicle at a time is half an hour on the bridge.
#[test]
fn one_leaves_the_line_before_a_bridge() {
    let bridge = r#"
        [bridge.pontoon]
        capacity = 1
        [[route.out]]
        step = "over"
        bridge = { bridge = "pontoon", bound = "to-china", time = "30 min" }
        "#;
    let world = melons(
        r#"["08:00", "08:10"]"#,
        r#"["08:05"]"#,
        r#"outside = "10 min""#,
        bridge,
    );
    world.runs_as(
        "
        08:00 fruit.1 drives onto pontoon
        08:05 melon.1 joins pontoon
        08:10 fruit.2 joins pontoon
        08:15 melon.1 turns back (patience-outside); waiting-bridge 10 min
        08:30 fruit.1 is over pontoon
        08:30 fruit.1 leaves; travelling 30 min
        08:30 fruit.2 drives onto pontoon
        09:00 fruit.2 is over pontoon
        09:00 fruit.2 leaves; travelling 30 min, waiting-bridge 20 min
        ",
    );
    assert_eq!(total(&world, "bridge-line", "mean"), 30.0 / 1440.0);
}

/// The direction whose only vehicle in line gives up gives the bridge up as well: the turn, which would have lasted until 09:00,
/// is over, and the other side has it as soon as nobody is on the bridge.
#[test]
fn a_line_that_is_empty_has_no_turn() {
    let inward = r#"
        [bridge.pontoon]
        traffic = "alternating"
        headway = "40 min"
        turn = "1 h"
        [source.cloth]
        gate = "bridge"
        direction = "import"
        vehicle = "chinese"
        class = "fruit"
        route = "in"
        timetable = ["08:05"]
        [[route.out]]
        step = "over"
        bridge = { bridge = "pontoon", bound = "to-china", time = "3 min" }
        [[route.in]]
        step = "over"
        bridge = { bridge = "pontoon", bound = "to-vietnam", time = "3 min" }
        "#;
    melons(
        r#"["08:00"]"#,
        r#"["08:01"]"#,
        r#"outside = "10 min""#,
        inward,
    )
    .runs_as(
        "
        08:00 fruit.1 drives onto pontoon
        08:01 melon.1 joins pontoon
        08:03 fruit.1 is over pontoon
        08:03 fruit.1 leaves; travelling 3 min
        08:05 cloth.1 joins pontoon
        08:11 melon.1 turns back (patience-outside); waiting-bridge 10 min
        08:11 cloth.1 drives onto pontoon
        08:14 cloth.1 is over pontoon
        08:14 cloth.1 leaves; travelling 3 min, waiting-bridge 6 min
        ",
    );
}

/// Too heavy is barred, and so its patience is the one before a closed gate.
#[test]
fn one_who_stands_aside_gives_up() {
    let bridge = r#"
        [bridge.pontoon]
        heaviest = "30 t"
        [[route.out]]
        step = "over"
        bridge = { bridge = "pontoon", bound = "to-china", time = "3 min" }
        [class.fruit]
        tare = "15 t"
        [class.melon]
        tare = "40 t"
        "#;
    let lorries = comes("melon", r#"["08:00"]"#) + &comes("fruit", r#"["08:05"]"#);
    let world = World::monday(&format!(
        "[gate.bridge]\nhours = \"always\"\n{lorries}{bridge}\n\
         [patience.melons]\nclass = \"melon\"\noutside = \"1 min\"\nclosed = \"1 h\""
    ));
    world.runs_as(
        "
        08:00 melon.1 joins pontoon
        08:00 melon.1 stands aside, too heavy for pontoon
        08:05 fruit.1 drives onto pontoon
        08:08 fruit.1 is over pontoon
        08:08 fruit.1 leaves; travelling 3 min
        09:00 melon.1 turns back (patience-closed); class-barred 1 h
        ",
    );
    assert_eq!(total(&world, "bridge-barred", "mean"), 60.0 / 1440.0);
    assert_eq!(total(&world, "bridge-line", "mean"), 0.0);
}

/// One driver; who has him and gives up before the second pool lets him go.
#[test]
fn one_leaves_the_line_before_a_pool_and_lets_its_driver_go() {
    let pools = r#"
        [pool.near]
        drivers = [{ count = 2 }]
        [pool.far]
        drivers = [{ count = 1 }]
        [[route.out]]
        step = "first"
        seize = "near"
        [[route.out]]
        step = "second"
        seize = "far"
        [[route.out]]
        step = "trip"
        delay = { time = "30 min" }
        [[route.out]]
        step = "done"
        free = { pool = "far" }
        [[route.out]]
        step = "home"
        free = { pool = "near" }
        "#;
    let world = melons(
        r#"["08:00", "08:07"]"#,
        r#"["08:05"]"#,
        r#"outside = "10 min""#,
        pools,
    );
    world.runs_as(
        "
        08:00 fruit.1 takes near
        08:00 fruit.1 takes far
        08:00 fruit.1 begins trip
        08:05 melon.1 takes near
        08:05 melon.1 joins far
        08:07 fruit.2 joins near
        08:15 melon.1 frees near
        08:15 melon.1 turns back (patience-outside); waiting-driver 10 min
        08:15 fruit.2 takes near
        08:15 fruit.2 joins far
        08:30 fruit.1 ends trip
        08:30 fruit.1 frees far
        08:30 fruit.1 frees near
        08:30 fruit.1 leaves; travelling 30 min
        08:30 fruit.2 takes far
        08:30 fruit.2 begins trip
        09:00 fruit.2 ends trip
        09:00 fruit.2 frees far
        09:00 fruit.2 frees near
        09:00 fruit.2 leaves; travelling 30 min, waiting-driver 23 min
        ",
    );
    // fruit.2 alone waits 8 minutes before the near pool.
    assert_eq!(total(&world, "driver-line", "mean"), 25.0 / 1440.0);
}

/// A party of two: the melon gives up before the second fruit comes.
#[test]
fn one_leaves_the_line_of_a_batch() {
    let exchange = r#"
        [station.exchange]
        servers = [{ count = 1 }]
        batch = { most = 2, least = 2 }
        [[route.out]]
        step = "exchange"
        serve = { station = "exchange", time = "15 min" }
        "#;
    melons(
        r#"["08:12", "08:20"]"#,
        r#"["08:00"]"#,
        r#"outside = "10 min""#,
        exchange,
    )
    .runs_as(
        "
        08:00 melon.1 joins exchange
        08:10 melon.1 turns back (patience-outside); waiting-partner 10 min
        08:12 fruit.1 joins exchange
        08:20 fruit.1 starts at exchange
        08:20 fruit.2 starts at exchange
        08:35 fruit.1 finishes at exchange
        08:35 fruit.2 finishes at exchange
        08:35 fruit.1 leaves; processing 15 min, waiting-partner 8 min
        08:35 fruit.2 leaves; processing 15 min
        ",
    );
}

/// Skills: the melon waits in a yard for the only one who can inspect it.
#[test]
fn one_leaves_the_line_of_a_skill() {
    let agency = r#"
        [yard.north]
        capacity = 9
        [station.agency]
        servers = [{ count = 1, skills = ["plant"] }]
        [[route.out]]
        step = "in"
        park = "north"
        [[route.out]]
        step = "check"
        serve = { station = "agency", time = "30 min", skill = "plant" }
        "#;
    melons(
        r#"["08:00", "08:06"]"#,
        r#"["08:05"]"#,
        r#"in-yard = "10 min""#,
        agency,
    )
    .runs_as(
        "
        08:00 fruit.1 parks in north
        08:00 fruit.1 starts at agency
        08:05 melon.1 parks in north
        08:05 melon.1 joins agency
        08:06 fruit.2 parks in north
        08:06 fruit.2 joins agency
        08:15 melon.1 leaves north
        08:15 melon.1 turns back (patience-in-yard); waiting-server 10 min
        08:30 fruit.1 finishes at agency
        08:30 fruit.1 leaves north
        08:30 fruit.1 leaves; processing 30 min
        08:30 fruit.2 starts at agency
        09:00 fruit.2 finishes at agency
        09:00 fruit.2 leaves north
        09:00 fruit.2 leaves; processing 30 min, waiting-server 24 min
        ",
    );
}

/// Papers of half an hour: who does not wait for them goes, they are made all the same, and theirs stand in line without a driver.
#[test]
fn one_gives_up_waiting_for_papers() {
    let papers = r#"
        [papers.permit]
        route = "permit"
        [station.desk]
        servers = [{ count = 1 }]
        [[route.permit]]
        step = "checked"
        serve = { station = "desk", time = "30 min" }
        [[route.out]]
        step = "lodge"
        file = "permit"
        [[route.out]]
        step = "papers"
        join = "permit"
        "#;
    melons(
        r#"["08:20"]"#,
        r#"["08:00", "08:10"]"#,
        r#"outside = "25 min""#,
        papers,
    )
    .runs_as(
        "
        08:00 melon.1 files permit
        08:00 melon.1 joins papers
        08:00 melon.1/permit starts at desk
        08:10 melon.2 files permit
        08:10 melon.2/permit joins desk
        08:10 melon.2 joins papers
        08:20 fruit.1 files permit
        08:20 fruit.1/permit joins desk
        08:20 fruit.1 joins papers
        08:25 melon.1 turns back (patience-outside); waiting-papers 25 min
        08:30 melon.1/permit finishes at desk
        08:30 melon.2/permit starts at desk
        08:35 melon.2 turns back (patience-outside); waiting-papers 25 min
        09:00 melon.2/permit finishes at desk
        09:00 fruit.1/permit starts at desk
        09:30 fruit.1/permit finishes at desk
        09:30 fruit.1 has permit after 1 h 10 min
        09:30 fruit.1 passes papers
        09:30 fruit.1 leaves; waiting-papers 1 h 10 min
        ",
    );
}

/// Two yards that wait for each other would be a deadlock; one of those who wait gives up, and all can move.
#[test]
fn who_may_give_up_is_no_part_of_a_deadlock() {
    let yards = |patience: &str| {
        let lorry = |name: &str, class: &str, at: &str| {
            source(name, class, &format!("timetable = [\"{at}\"]"))
                .replace("route = \"out\"", &format!("route = \"{name}\""))
        };
        let route = |name: &str, first: &str, then: &str| {
            format!(
                "[[route.{name}]]\nstep = \"in\"\npark = \"{first}\"\n\
                 [[route.{name}]]\nstep = \"papers\"\ndelay = {{ time = \"10 min\" }}\n\
                 [[route.{name}]]\nstep = \"on\"\npark = \"{then}\"\n"
            )
        };
        World::monday(&format!(
            "[class.fruit]\n[class.melon]\n[gate.bridge]\nhours = \"always\"\n\
             [yard.a]\ncapacity = 1\n[yard.b]\ncapacity = 1\n{}{}{}{}\n\
             [patience.melons]\nclass = \"melon\"\n{patience}",
            lorry("east", "fruit", "08:00"),
            lorry("west", "melon", "08:01"),
            route("east", "a", "b"),
            route("west", "b", "a"),
        ))
    };
    yards(r#"in-yard = "20 min""#).runs_as(
        "
        08:00 east.1 parks in a
        08:00 east.1 begins papers
        08:01 west.1 parks in b
        08:01 west.1 begins papers
        08:10 east.1 ends papers
        08:10 east.1 joins b
        08:11 west.1 ends papers
        08:11 west.1 joins a
        08:31 west.1 leaves b
        08:31 west.1 turns back (patience-in-yard); travelling 10 min, yard-full 20 min
        08:31 east.1 leaves a
        08:31 east.1 parks in b
        08:31 east.1 leaves b
        08:31 east.1 leaves; travelling 10 min, yard-full 21 min
        ",
    );
    // Patience that never runs there is none: no gate is closed to who waits for a yard.
    for never in [r#"outside = "20 min""#, r#"closed = "20 min""#] {
        let world = yards(never);
        let mut engine = Engine::new(&world.plan);
        let stop = engine.run(1, 0, &mut (), &AtomicBool::new(true));
        assert_eq!(stop, Stop::Deadlock, "{never}");
    }
}
