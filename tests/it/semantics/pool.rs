//! Pools of drivers: who gets one, when he comes back, his hours, and vehicles that wait for each other's drivers.

use std::sync::atomic::AtomicBool;

use bordergate::experiment::Reason;
use bordergate::measures::{Catalogue, Dims, Estimator};
use bordergate::sim::{Engine, Observer, Place, Stop, Vehicle};

use super::world::{World, comes, source};

/// Lorries that a driver of the pool `relay` takes over the line and back in 20 minutes; he needs 10 more to come back.
fn relay(drivers: &str, timetable: &str) -> World {
    let lorries = comes("fruit", timetable);
    World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        {lorries}
        [pool.relay]
        drivers = {drivers}
        [[route.out]]
        step = "driver"
        seize = "relay"
        [[route.out]]
        step = "trip"
        delay = {{ time = "20 min" }}
        [[route.out]]
        step = "done"
        free = {{ pool = "relay", after = "10 min" }}
        [[route.out]]
        step = "home"
        delay = {{ time = "5 min" }}
        "#
    ))
}

/// One driver: he is back from fruit.1 at 08:30, and from fruit.2 at 09:00, when fruit.3 comes.
#[test]
fn a_driver_takes_one_lorry_and_comes_back() {
    relay("[{ count = 1 }]", r#"["08:00", "08:05", "09:00"]"#).runs_as(
        "
        08:00 fruit.1 takes relay
        08:00 fruit.1 begins trip
        08:05 fruit.2 joins relay
        08:20 fruit.1 ends trip
        08:20 fruit.1 frees relay
        08:20 fruit.1 begins home
        08:25 fruit.1 ends home
        08:25 fruit.1 leaves; travelling 25 min
        08:30 fruit.2 takes relay
        08:30 fruit.2 begins trip
        08:50 fruit.2 ends trip
        08:50 fruit.2 frees relay
        08:50 fruit.2 begins home
        08:55 fruit.2 ends home
        08:55 fruit.2 leaves; travelling 25 min, waiting-driver 25 min
        09:00 fruit.3 takes relay
        09:00 fruit.3 begins trip
        09:20 fruit.3 ends trip
        09:20 fruit.3 frees relay
        09:20 fruit.3 begins home
        09:25 fruit.3 ends home
        09:25 fruit.3 leaves; travelling 25 min
        ",
    );
}

/// Two drivers from 08:00, one from 08:10 on: the second finishes his trip at 08:20 and goes home, so fruit.3 waits for the
/// first, who is back at 08:30. At night nobody drives.
#[test]
fn drivers_finish_their_trips_and_then_their_hours() {
    let drivers = r#"[{ count = 1, hours = "08:00-12:00" }, { count = 1, hours = "08:00-08:10" }]"#;
    relay(drivers, r#"["07:30", "08:00", "08:05", "12:00"]"#).runs_as(
        "
        07:30 fruit.1 joins relay
        08:00 fruit.1 takes relay
        08:00 fruit.1 begins trip
        08:00 fruit.2 takes relay
        08:00 fruit.2 begins trip
        08:05 fruit.3 joins relay
        08:20 fruit.1 ends trip
        08:20 fruit.1 frees relay
        08:20 fruit.1 begins home
        08:20 fruit.2 ends trip
        08:20 fruit.2 frees relay
        08:20 fruit.2 begins home
        08:25 fruit.1 ends home
        08:25 fruit.1 leaves; travelling 25 min, closed-night 30 min
        08:25 fruit.2 ends home
        08:25 fruit.2 leaves; travelling 25 min
        08:30 fruit.3 takes relay
        08:30 fruit.3 begins trip
        08:50 fruit.3 ends trip
        08:50 fruit.3 frees relay
        08:50 fruit.3 begins home
        08:55 fruit.3 ends home
        08:55 fruit.3 leaves; travelling 25 min, waiting-driver 25 min
        12:00 fruit.4 joins relay
        Tue 4 Mar
        00:00 fruit.4 is inside; closed-night 12 h
        ",
    );
}

/// A lorry that turns back lets its driver go where it stands: the next takes him at that instant.
#[test]
fn who_leaves_lets_the_driver_go_at_once() {
    let lorries = comes("fruit", r#"["08:00", "08:05"]"#);
    World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        {lorries}
        [pool.relay]
        drivers = [{{ count = 1 }}]
        [[route.out]]
        step = "driver"
        seize = "relay"
        [[route.out]]
        step = "papers"
        delay = {{ time = "20 min" }}
        [[route.out]]
        step = "sound"
        branch = [{{ share = "100 %", to = "back" }}, {{ share = "0 %", to = "done" }}]
        [[route.out]]
        step = "back"
        turn-back = true
        [[route.out]]
        step = "done"
        free = {{ pool = "relay", after = "3 h" }}
        "#
    ))
    .runs_as(
        "
        08:00 fruit.1 takes relay
        08:00 fruit.1 begins papers
        08:05 fruit.2 joins relay
        08:20 fruit.1 ends papers
        08:20 fruit.1 takes back
        08:20 fruit.1 frees relay
        08:20 fruit.1 turns back; travelling 20 min
        08:20 fruit.2 takes relay
        08:20 fruit.2 begins papers
        08:40 fruit.2 ends papers
        08:40 fruit.2 takes back
        08:40 fruit.2 frees relay
        08:40 fruit.2 turns back; travelling 20 min, waiting-driver 15 min
        ",
    );
}

/// Hears when vehicles last joined a line.
#[derive(Default)]
struct Last(i64);

impl Observer for Last {
    fn join(&mut self, now: i64, _vehicle: &Vehicle, _place: Place) {
        self.0 = now;
    }
}

/// The deadlock of a world, and when it was found.
fn deadlock(world: &World) -> (String, i64) {
    let mut last = Last::default();
    let mut engine = Engine::new(&world.plan);
    let stop = engine.run(1, 0, &mut last, &AtomicBool::new(true));
    assert_eq!(stop, Stop::Deadlock);
    let reason = Reason::deadlock(&world.plan, &engine.deadlock());
    (reason.to_string(), last.0)
}

/// Sources called like their routes, and what the routes share.
fn two_routes(east: (&str, &str), west: (&str, &str), rest: &str) -> World {
    let source = |name: &str, timetable: &str| {
        source(name, "fruit", &format!("timetable = {timetable}"))
            .replace("route = \"out\"", &format!("route = \"{name}\""))
    };
    World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        {}
        {}
        {rest}
        [route]
        east = [{}]
        west = [{}]
        "#,
        source("east", east.0),
        source("west", west.0),
        east.1,
        west.1
    ))
}

const TO_YARD: &str = r#"
    { step = "driver", seize = "relay" }, { step = "drive", delay = { time = "10 min" } },
    { step = "in", park = "north" }, { step = "done", free = { pool = "relay" } }"#;
const FROM_YARD: &str = r#"
    { step = "in", park = "north" }, { step = "papers", delay = { time = "10 min" } },
    { step = "driver", seize = "relay" }, { step = "out", leave-yard = "north" },
    { step = "done", free = { pool = "relay" } }"#;

/// The only driver waits before the yard with a lorry; the lorry that has the only place waits for a driver.
#[test]
fn a_driver_before_a_yard_whose_lorry_needs_one_is_a_deadlock() {
    let rest = "[yard.north]\ncapacity = 1\n[pool.relay]\ndrivers = [{ count = 1 }]\n";
    let world = two_routes((r#"["08:01"]"#, TO_YARD), (r#"["08:00"]"#, FROM_YARD), rest);
    let (reason, at) = deadlock(&world);
    assert_eq!(at, world.at("2025-03-03T08:11"), "as it arises, not later");
    assert_eq!(
        reason,
        "a deadlock: west.2025-03-03.1 has a place in yard `north` and waits for a driver of pool `relay`; \
         east.2025-03-03.1 has a driver of pool `relay` and waits for a place in yard `north`"
    );
}

/// The same with a second driver who comes at nine: he takes the lorry out of the yard.
#[test]
fn a_driver_who_comes_later_is_no_deadlock() {
    let rest = "[yard.north]\ncapacity = 1\n[pool.relay]\n\
                drivers = [{ count = 1, hours = \"always\" }, { count = 1, hours = \"09:00-10:00\" }]\n";
    two_routes((r#"["08:01"]"#, TO_YARD), (r#"["08:00"]"#, FROM_YARD), rest).runs_as(
        "
        08:00 west.1 parks in north
        08:00 west.1 begins papers
        08:01 east.1 takes relay
        08:01 east.1 begins drive
        08:10 west.1 ends papers
        08:10 west.1 joins relay
        08:11 east.1 ends drive
        08:11 east.1 joins north
        09:00 west.1 takes relay
        09:00 west.1 leaves north
        09:00 west.1 frees relay
        09:00 west.1 leaves; travelling 10 min, waiting-driver 50 min
        09:00 east.1 parks in north
        09:00 east.1 frees relay
        09:00 east.1 leaves north
        09:00 east.1 leaves; travelling 10 min, yard-full 49 min
        ",
    );
}

/// Each has a driver of one pool and waits for one of the other.
#[test]
fn drivers_of_two_pools_taken_crosswise_are_a_deadlock() {
    let rest = "[pool.north]\ndrivers = [{ count = 1 }]\n[pool.south]\ndrivers = [{ count = 1 }]\n";
    let route = |first: &str, then: &str| {
        format!(
            r#"{{ step = "a", seize = "{first}" }}, {{ step = "drive", delay = {{ time = "10 min" }} }},
               {{ step = "b", seize = "{then}" }}, {{ step = "c", free = {{ pool = "{first}" }} }},
               {{ step = "d", free = {{ pool = "{then}" }} }}"#
        )
    };
    let (east, west) = (route("north", "south"), route("south", "north"));
    let world = two_routes((r#"["08:00"]"#, &east), (r#"["08:05"]"#, &west), rest);
    let (reason, at) = deadlock(&world);
    assert_eq!(at, world.at("2025-03-03T08:15"));
    assert_eq!(
        reason,
        "a deadlock: east.2025-03-03.1 has a driver of pool `north` and waits for a driver of pool `south`; \
         west.2025-03-03.1 has a driver of pool `south` and waits for a driver of pool `north`"
    );
}

/// Two trips of one driver: 20 minutes each with a lorry and 10 on the way back; fruit.2 waits 25 minutes.
#[test]
fn drivers_lines_and_trips_are_measured() {
    let world = relay("[{ count = 1 }]", r#"["08:00", "08:05"]"#);
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let minute = 60_000_000;
    let dims = Dims {
        pool: Some(0),
        ..Dims::default()
    };
    for (measure, statistic, expected) in [
        ("drivers-busy", "mean", (60 * minute, 1)),
        ("drivers-busy", "max", (1, 1)),
        ("driver-line", "mean", (25 * minute, 1)),
        ("driver-line", "max", (1, 1)),
        ("trips", "total", (2, 1)),
        ("trips-per-driver", "mean", (2, 1)),
    ] {
        let spec = catalogue.specs.iter().find(|spec| {
            (spec.measure, spec.statistic, spec.by, spec.dims) == (measure, statistic, "pool", dims)
        });
        let found = match spec.unwrap().estimator {
            Estimator::Mean { column, .. } => (row.columns[column], 1),
            Estimator::Ratio { num, den, .. } => (row.columns[num], row.columns[den]),
            other => panic!("{other:?}"),
        };
        assert_eq!(found, expected, "{measure} {statistic}");
    }
}

/// The circle closes at 08:15, when the lorry with the only driver comes to a desk whose server is kept: the server waits for
/// the yard, the lorry in the yard for the driver, the driver's lorry for the server.
#[test]
fn a_driver_in_line_at_a_kept_server_is_a_deadlock() {
    let lorry = |name: &str, at: &str| {
        source(name, "fruit", &format!("timetable = [\"{at}\"]"))
            .replace("route = \"out\"", &format!("route = \"{name}\""))
    };
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        [yard.north]
        capacity = 1
        [pool.relay]
        drivers = [{{ count = 1 }}]
        [station.desk]
        servers = [{{ count = 1 }}]
        {}
        {}
        {}
        [route]
        driven = [
          {{ step = "driver", seize = "relay" }}, {{ step = "drive", delay = {{ time = "15 min" }} }},
          {{ step = "papers", serve = {{ station = "desk", time = "5 min" }} }}, {{ step = "done", free = {{ pool = "relay" }} }},
        ]
        parked = [
          {{ step = "in", park = "north" }}, {{ step = "rest", delay = {{ time = "10 min" }} }},
          {{ step = "driver", seize = "relay" }}, {{ step = "done", free = {{ pool = "relay" }} }},
        ]
        served = [
          {{ step = "papers", serve = {{ station = "desk", time = "5 min" }} }}, {{ step = "in", park = "north" }},
        ]
        "#,
        lorry("driven", "08:00"),
        lorry("parked", "08:01"),
        lorry("served", "08:02"),
    ));
    let (reason, at) = deadlock(&world);
    assert_eq!(at, world.at("2025-03-03T08:15"), "as it arises, not later");
    assert_eq!(
        reason,
        "a deadlock: parked.2025-03-03.1 has a place in yard `north` and waits for a driver of pool `relay`; \
         driven.2025-03-03.1 has a driver of pool `relay` and waits for a server of `desk`; \
         served.2025-03-03.1 has a server of `desk` and waits for a place in yard `north`"
    );
}

/// A gate that opens to nobody has no drivers all day. That is no deadlock, although another lorry waits behind a kept desk.
#[test]
fn a_pool_without_drivers_is_no_deadlock() {
    let lorry = |name: &str, route: &str, gate: &str, time: &str| {
        format!(
            "[source.{name}]\ngate = \"{gate}\"\ndirection = \"export\"\nvehicle = \"vietnamese\"\nclass = \"fruit\"\n\
             route = \"{route}\"\ntimetable = [\"{time}\"]\n"
        )
    };
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        [gate.other]
        hours = "07:00-19:00"
        [gate.other.notice.empties]
        state = "normal"
        from = 2025-03-01
        to = 2025-03-10
        admitted = ["empty"]
        [yard.apron]
        capacity = 1
        [station.desk]
        servers = [{{ count = 1 }}]
        [station.check]
        servers = [{{ count = 1 }}]
        [pool.relay]
        gate = "other"
        drivers = [{{ count = 3, hours = "gate" }}]
        {}{}{}{}
        [route]
        slow = [{{ step = "check", serve = {{ station = "check", time = "1 h" }} }}]
        stands = [
          {{ step = "in", park = "apron" }},
          {{ step = "check", serve = {{ station = "check", time = "10 min" }} }},
        ]
        keeps = [
          {{ step = "desk", serve = {{ station = "desk", time = "10 min" }} }},
          {{ step = "in", park = "apron" }},
        ]
        driven = [
          {{ step = "line", cross = {{ bound = "to-china" }} }},
          {{ step = "take", seize = "relay" }},
          {{ step = "let", free = {{ pool = "relay" }} }},
        ]
        "#,
        lorry("one", "slow", "bridge", "08:00"),
        lorry("two", "stands", "bridge", "08:05"),
        lorry("three", "keeps", "bridge", "08:10"),
        lorry("four", "driven", "other", "09:00"),
    ));
    assert_eq!(world.run(&mut ()), Stop::Completed);
}
