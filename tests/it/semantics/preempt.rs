//! Interrupting: whoever has priority takes the server of a lower level, which goes on later with what is left.

use std::sync::atomic::AtomicBool;

use bordergate::experiment::Reason;
use bordergate::measures::Dims;
use bordergate::sim::{Engine, Stop};

use super::world::{World, comes};
use crate::laws::rows::column;
use crate::worlds::World as Shipped;

/// One desk with these keys; `high` before `mid` before `low`, who are served `minutes` each. `rest` follows the service.
fn desk(keys: &str, minutes: u32, sources: &[(&str, &str)], rest: &str) -> World {
    let sources: String = sources
        .iter()
        .map(|(class, timetable)| comes(class, timetable))
        .collect();
    World::monday(&format!(
        r#"
        [class.high]
        [class.low]
        [class.mid]
        [gate.bridge]
        hours = "always"
        {sources}
        [station.desk]
        priority = ["high", "mid"]
        preempts = true
        {keys}
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = "{minutes} min" }}
        {rest}
        "#
    ))
}

/// low.1 has had four of its ten minutes; it goes on before low.2, who has not begun.
#[test]
fn what_is_left_comes_before_the_others_of_its_level() {
    let lorries = [("high", r#"["08:04"]"#), ("low", r#"["08:00", "08:01"]"#)];
    desk("servers = [{ count = 1 }]", 10, &lorries, "").runs_as(
        "
        08:00 low.1 starts at desk
        08:01 low.2 joins desk
        08:04 low.1 is interrupted at desk
        08:04 high.1 starts at desk
        08:14 high.1 finishes at desk
        08:14 high.1 leaves; processing 10 min
        08:14 low.1 starts at desk
        08:20 low.1 finishes at desk
        08:20 low.1 leaves; processing 10 min, waiting-server 10 min
        08:20 low.2 starts at desk
        08:30 low.2 finishes at desk
        08:30 low.2 leaves; processing 10 min, waiting-server 19 min
        ",
    );
}

/// high.1 takes the server of low.1, though mid.1 began later; mid.2 interrupts nobody, for nobody of a level behind its own is
/// being served, but it comes before what is left of low.1.
#[test]
fn the_last_level_is_interrupted_and_nobody_of_ones_own() {
    let lorries = [
        ("high", r#"["08:02"]"#),
        ("low", r#"["08:00"]"#),
        ("mid", r#"["08:01", "08:03"]"#),
    ];
    desk("servers = [{ count = 2 }]", 10, &lorries, "").runs_as(
        "
        08:00 low.1 starts at desk
        08:01 mid.1 starts at desk
        08:02 low.1 is interrupted at desk
        08:02 high.1 starts at desk
        08:03 mid.2 joins desk
        08:11 mid.1 finishes at desk
        08:11 mid.1 leaves; processing 10 min
        08:11 mid.2 starts at desk
        08:12 high.1 finishes at desk
        08:12 high.1 leaves; processing 10 min
        08:12 low.1 starts at desk
        08:20 low.1 finishes at desk
        08:20 low.1 leaves; processing 10 min, waiting-server 10 min
        08:21 mid.2 finishes at desk
        08:21 mid.2 leaves; processing 10 min, waiting-server 8 min
        ",
    );
}

/// Of one level the service that began last stops, and whoever was interrupted last goes on first.
#[test]
fn the_one_that_began_last_stops_and_the_one_that_stopped_last_goes_on_first() {
    let lorries = [
        ("high", r#"["08:02", "08:03"]"#),
        ("low", r#"["08:00", "08:01"]"#),
    ];
    desk("servers = [{ count = 2 }]", 10, &lorries, "").runs_as(
        "
        08:00 low.1 starts at desk
        08:01 low.2 starts at desk
        08:02 low.2 is interrupted at desk
        08:02 high.1 starts at desk
        08:03 low.1 is interrupted at desk
        08:03 high.2 starts at desk
        08:12 high.1 finishes at desk
        08:12 high.1 leaves; processing 10 min
        08:12 low.1 starts at desk
        08:13 high.2 finishes at desk
        08:13 high.2 leaves; processing 10 min
        08:13 low.2 starts at desk
        08:19 low.1 finishes at desk
        08:19 low.1 leaves; processing 10 min, waiting-server 9 min
        08:22 low.2 finishes at desk
        08:22 low.2 leaves; processing 10 min, waiting-server 11 min
        ",
    );
}

/// Paused at ten past eight, high.1 goes on first at nine, then low.1, who stopped before.
#[test]
fn at_the_next_opening_levels_decide_who_goes_on() {
    let keys =
        "servers = [{ count = 1, hours = \"08:00-08:10, 09:00-12:00\" }]\nin-service = \"pause\"";
    let lorries = [("high", r#"["08:05"]"#), ("low", r#"["08:02"]"#)];
    desk(keys, 10, &lorries, "").runs_as(
        "
        08:02 low.1 starts at desk
        08:05 low.1 is interrupted at desk
        08:05 high.1 starts at desk
        08:10 high.1 is interrupted at desk
        09:00 high.1 starts at desk
        09:05 high.1 finishes at desk
        09:05 high.1 leaves; processing 10 min, closed-night 50 min
        09:05 low.1 starts at desk
        09:12 low.1 finishes at desk
        09:12 low.1 leaves; processing 10 min, closed-night 50 min, waiting-server 10 min
        ",
    );
}

/// The five minutes that high.1 had before the hours ended are lost; what low.1 had before it was interrupted is not.
#[test]
fn what_restarts_begins_anew_and_what_was_interrupted_does_not() {
    let keys =
        "servers = [{ count = 1, hours = \"08:00-08:10, 09:00-12:00\" }]\nin-service = \"restart\"";
    let lorries = [("high", r#"["08:05"]"#), ("low", r#"["08:02"]"#)];
    desk(keys, 10, &lorries, "").runs_as(
        "
        08:02 low.1 starts at desk
        08:05 low.1 is interrupted at desk
        08:05 high.1 starts at desk
        08:10 high.1 is interrupted at desk
        09:00 high.1 starts at desk
        09:10 high.1 finishes at desk
        09:10 high.1 leaves; processing 15 min, closed-night 50 min
        09:10 low.1 starts at desk
        09:17 low.1 finishes at desk
        09:17 low.1 leaves; processing 10 min, closed-night 50 min, waiting-server 15 min
        ",
    );
}

/// One of two servers leaves at ten past eight: the lower level stops, though it began first.
#[test]
fn when_servers_leave_the_last_level_stops() {
    let keys =
        "servers = [{ count = 1 }, { count = 1, hours = \"08:00-08:10\" }]\nin-service = \"pause\"";
    let lorries = [("high", r#"["08:01"]"#), ("low", r#"["08:00"]"#)];
    desk(keys, 20, &lorries, "").runs_as(
        "
        08:00 low.1 starts at desk
        08:01 high.1 starts at desk
        08:10 low.1 is interrupted at desk
        08:21 high.1 finishes at desk
        08:21 high.1 leaves; processing 20 min
        08:21 low.1 starts at desk
        08:31 low.1 finishes at desk
        08:31 low.1 leaves; processing 20 min, waiting-server 11 min
        ",
    );
}

/// From ten past eight one server works and two services run on: high.1 waits until one of them is finished, and only then
/// takes the server of the other.
#[test]
fn nobody_is_interrupted_while_more_run_on_than_work() {
    let keys = "servers = [{ count = 1 }, { count = 1, hours = \"08:00-08:10\" }]";
    let lorries = [("high", r#"["08:12"]"#), ("low", r#"["08:00", "08:01"]"#)];
    desk(keys, 20, &lorries, "").runs_as(
        "
        08:00 low.1 starts at desk
        08:01 low.2 starts at desk
        08:12 high.1 joins desk
        08:20 low.1 finishes at desk
        08:20 low.1 leaves; processing 20 min
        08:20 low.2 is interrupted at desk
        08:20 high.1 starts at desk
        08:40 high.1 finishes at desk
        08:40 high.1 leaves; processing 20 min, waiting-server 8 min
        08:40 low.2 starts at desk
        08:41 low.2 finishes at desk
        08:41 low.2 leaves; processing 20 min, waiting-server 20 min
        ",
    );
}

/// The desk closes at ten past eight and serves whoever is in line: low.1 with what is left, and not high.2, who comes later.
#[test]
fn the_line_of_closing_time_is_served_with_what_was_interrupted() {
    let keys = "servers = [{ count = 1, hours = \"08:00-08:10\" }]\nin-line = \"is-served\"";
    let lorries = [("high", r#"["08:05", "08:12"]"#), ("low", r#"["08:02"]"#)];
    desk(keys, 10, &lorries, "").runs_as(
        "
        08:02 low.1 starts at desk
        08:05 low.1 is interrupted at desk
        08:05 high.1 starts at desk
        08:12 high.2 joins desk
        08:15 high.1 finishes at desk
        08:15 high.1 leaves; processing 10 min
        08:15 low.1 starts at desk
        08:22 low.1 finishes at desk
        08:22 low.1 leaves; processing 10 min, waiting-server 10 min
        Tue 4 Mar
        00:00 high.2 is inside; closed-night 15 h 48 min
        ",
    );
}

/// low.2 keeps the server before the full lot: there is no service that high.1 could interrupt.
#[test]
fn a_server_that_is_kept_is_not_taken() {
    let lorries = [("high", r#"["08:25"]"#), ("low", r#"["08:00", "08:05"]"#)];
    let yard = r#"
        [yard.lot]
        capacity = 1
        [[route.out]]
        step = "in"
        park = "lot"
        [[route.out]]
        step = "stand"
        delay = { time = "30 min" }
        [[route.out]]
        step = "off"
        leave-yard = "lot"
        "#;
    desk("servers = [{ count = 1 }]", 10, &lorries, yard).runs_as(
        "
        08:00 low.1 starts at desk
        08:05 low.2 joins desk
        08:10 low.1 finishes at desk
        08:10 low.1 parks in lot
        08:10 low.1 begins stand
        08:10 low.2 starts at desk
        08:20 low.2 finishes at desk
        08:20 low.2 joins lot
        08:25 high.1 joins desk
        08:40 low.1 ends stand
        08:40 low.1 leaves lot
        08:40 low.1 leaves; processing 10 min, travelling 30 min
        08:40 low.2 parks in lot
        08:40 low.2 begins stand
        08:40 high.1 starts at desk
        08:50 high.1 finishes at desk
        08:50 high.1 joins lot
        09:10 low.2 ends stand
        09:10 low.2 leaves lot
        09:10 low.2 leaves; processing 10 min, travelling 30 min, waiting-server 5 min, yard-full 20 min
        09:10 high.1 parks in lot
        09:10 high.1 begins stand
        09:40 high.1 ends stand
        09:40 high.1 leaves lot
        09:40 high.1 leaves; processing 10 min, travelling 30 min, waiting-server 15 min, yard-full 20 min
        ",
    );
}

/// A service that ends at the instant at which somebody of a higher level comes has ended: nobody is interrupted.
#[test]
fn who_is_done_at_that_instant_is_done() {
    let lorries = [("high", r#"["08:10"]"#), ("low", r#"["08:00"]"#)];
    desk("servers = [{ count = 1 }]", 10, &lorries, "").runs_as(
        "
        08:00 low.1 starts at desk
        08:10 low.1 finishes at desk
        08:10 low.1 leaves; processing 10 min
        08:10 high.1 starts at desk
        08:20 high.1 finishes at desk
        08:20 high.1 leaves; processing 10 min
        ",
    );
}

/// high.1 takes the server of low.1, who stands in the yard to which high.1 goes next: whoever is interrupted there makes no room, and
/// whoever wants the room keeps the server. It is found as it arises.
#[test]
fn an_interrupted_vehicle_may_be_part_of_a_deadlock() {
    let high = comes("high", r#"["08:05"]"#);
    let low = comes("low", r#"["08:00"]"#).replace("route = \"out\"", "route = \"inside\"");
    let world = World::monday(&format!(
        r#"
        [class.high]
        [class.low]
        [gate.bridge]
        hours = "always"
        {high}
        {low}
        [yard.north]
        capacity = 1
        [station.desk]
        servers = [{{ count = 1 }}]
        priority = ["high"]
        preempts = true
        [[route.inside]]
        step = "in"
        park = "north"
        [[route.inside]]
        step = "papers"
        serve = {{ station = "desk", time = "20 min" }}
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = "10 min" }}
        [[route.out]]
        step = "in"
        park = "north"
        [[route.out]]
        step = "stand"
        delay = {{ time = "30 min" }}
        "#
    ));
    let mut engine = Engine::new(&world.plan);
    let stop = engine.run(1, 0, &mut (), &AtomicBool::new(true));
    assert_eq!(stop, Stop::Deadlock);
    assert_eq!(
        Reason::deadlock(&world.plan, &engine.deadlock()).to_string(),
        "a deadlock: low.2025-03-03.1 has a place in yard `north` and waits for a server of `desk`; \
         high.2025-03-03.1 has a server of `desk` and waits for a place in yard `north`"
    );
}

/// The declaration of a lorry with priority interrupts that of another, as lorries do.
#[test]
fn papers_interrupt_papers() {
    let high = comes("high", r#"["08:05"]"#);
    let low = comes("low", r#"["08:00"]"#);
    let world = World::monday(&format!(
        r#"
        [class.high]
        [class.low]
        [gate.bridge]
        hours = "always"
        {high}
        {low}
        [papers.declaration]
        route = "declaration"
        [station.desk]
        servers = [{{ count = 1 }}]
        priority = ["high"]
        preempts = true
        [[route.declaration]]
        step = "looked-at"
        serve = {{ station = "desk", time = "10 min" }}
        [[route.out]]
        step = "lodge"
        file = "declaration"
        [[route.out]]
        step = "wait"
        join = "declaration"
        "#
    ));
    world.runs_as(
        "
        08:00 low.1 files declaration
        08:00 low.1 joins wait
        08:00 low.1/declaration starts at desk
        08:05 high.1 files declaration
        08:05 high.1 joins wait
        08:05 low.1/declaration is interrupted at desk
        08:05 high.1/declaration starts at desk
        08:15 high.1/declaration finishes at desk
        08:15 high.1 has declaration after 10 min
        08:15 high.1 passes wait
        08:15 high.1 leaves; waiting-papers 10 min
        08:15 low.1/declaration starts at desk
        08:20 low.1/declaration finishes at desk
        08:20 low.1 has declaration after 20 min
        08:20 low.1 passes wait
        08:20 low.1 leaves; waiting-papers 20 min
        ",
    );
}

/// The desk opens as the barrier does: low.1 starts, and is interrupted at the instant at which it began. Its service is one, after
/// one wait of an hour; that of high.1 is of half an hour.
#[test]
fn who_is_interrupted_as_it_begins_has_waited_once() {
    let world = Shipped::new(
        r#"
        [scenario]
        title = "A desk and a barrier that open together"
        from  = 2025-03-03
        to    = 2025-03-03
        clock = "UTC"
        [class]
        high = {}
        low  = {}
        [gate.bridge]
        hours = "07:00-19:00"
        [source.low]
        gate = "bridge"
        direction = "export"
        vehicle = "vietnamese"
        class = "low"
        route = "straight"
        timetable = ["06:00"]
        [source.high]
        gate = "bridge"
        direction = "export"
        vehicle = "vietnamese"
        class = "high"
        route = "out"
        timetable = ["06:30"]
        [station.desk]
        servers  = [{ count = 1, hours = "07:00-19:00" }]
        priority = ["high"]
        preempts = true
        [[route.straight]]
        step  = "papers"
        serve = { station = "desk", time = "10 min" }
        [[route.out]]
        step  = "barrier"
        enter = true
        [[route.out]]
        step  = "papers"
        serve = { station = "desk", time = "10 min" }
        "#,
    );
    let row = world.row(1, 0);
    let dims = Dims {
        station: Some(0),
        ..Dims::default()
    };
    let of = |measure, statistic| column(&world, &row, measure, statistic, "station", dims);
    assert_eq!(of("wait", "count"), Some(2));
    assert_eq!(of("service", "count"), Some(2));
    // An hour before it began, and nothing for high.1, who waited before the barrier.
    assert_eq!(of("wait", "mean"), Some(3_600_000_000));
}
