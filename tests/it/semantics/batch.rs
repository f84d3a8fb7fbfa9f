//! Batches: who is served together, when a batch begins, who joins it, and what its server does until all have gone on.

use std::sync::atomic::AtomicBool;

use bordergate::experiment::Reason;
use bordergate::measures::{Catalogue, Dims, Estimator};
use bordergate::sim::{Engine, Observer, Place, Stop, Vehicle};

use super::world::{World, comes, source};

/// Lorries of class fruit, called `vn` and `cn` by whose they are.
fn both_sides(vietnamese: &str, chinese: &str) -> String {
    let of =
        |name: &str, timetable: &str| source(name, "fruit", &format!("timetable = {timetable}"));
    of("vn", vietnamese) + &of("cn", chinese).replace("\"vietnamese\"", "\"chinese\"")
}

/// A world with the class fruit, a gate that is always open and a station `exchange` of one server that serves so.
fn exchange(batch: &str, time: &str, rest: &str) -> World {
    World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        [station.exchange]
        servers = [{{ count = 1 }}]
        batch = {batch}
        {rest}
        [[route.out]]
        step = "exchange"
        serve = {{ station = "exchange", time = {time} }}
        "#
    ))
}

/// The first batch is complete at 08:10. vn.3, who came before, waits for partners up to then, for the server up to 08:25, and
/// for partners again until cn.4 comes.
#[test]
fn a_batch_of_sides_begins_when_all_are_there() {
    let lorries = both_sides(
        r#"["08:00", "08:05", "08:07", "08:12"]"#,
        r#"["08:02", "08:10", "08:11", "08:30"]"#,
    );
    exchange("{ vietnamese = 2, chinese = 2 }", "\"15 min\"", &lorries).runs_as(
        "
        08:00 vn.1 joins exchange
        08:02 cn.1 joins exchange
        08:05 vn.2 joins exchange
        08:07 vn.3 joins exchange
        08:10 vn.1 starts at exchange
        08:10 cn.1 starts at exchange
        08:10 vn.2 starts at exchange
        08:10 cn.2 starts at exchange
        08:11 cn.3 joins exchange
        08:12 vn.4 joins exchange
        08:25 vn.1 finishes at exchange
        08:25 cn.1 finishes at exchange
        08:25 vn.2 finishes at exchange
        08:25 cn.2 finishes at exchange
        08:25 vn.1 leaves; processing 15 min, waiting-partner 10 min
        08:25 cn.1 leaves; processing 15 min, waiting-partner 8 min
        08:25 vn.2 leaves; processing 15 min, waiting-partner 5 min
        08:25 cn.2 leaves; processing 15 min
        08:30 vn.3 starts at exchange
        08:30 cn.3 starts at exchange
        08:30 vn.4 starts at exchange
        08:30 cn.4 starts at exchange
        08:45 vn.3 finishes at exchange
        08:45 cn.3 finishes at exchange
        08:45 vn.4 finishes at exchange
        08:45 cn.4 finishes at exchange
        08:45 vn.3 leaves; processing 15 min, waiting-partner 8 min, waiting-server 15 min
        08:45 cn.3 leaves; processing 15 min, waiting-partner 5 min, waiting-server 14 min
        08:45 vn.4 leaves; processing 15 min, waiting-partner 5 min, waiting-server 13 min
        08:45 cn.4 leaves; processing 15 min
        ",
    );
}

/// Two at most, and one is enough: the service lasts as long as that of the one who joined first, and whoever comes while it is
/// under way waits.
#[test]
fn a_batch_takes_who_is_there_and_the_time_of_the_first() {
    let lorries = comes("fruit", r#"["08:00", "08:03"]"#) + &comes("tea", r#"["08:02", "08:04"]"#);
    let rest = format!("[class.tea]\n{lorries}");
    let world = exchange(
        "{ most = 2 }",
        "\"10 min\", class = { tea = \"20 min\" }",
        &rest,
    );
    world.runs_as(
        "
        08:00 fruit.1 starts at exchange
        08:02 tea.1 joins exchange
        08:03 fruit.2 joins exchange
        08:04 tea.2 joins exchange
        08:10 fruit.1 finishes at exchange
        08:10 fruit.1 leaves; processing 10 min
        08:10 tea.1 starts at exchange
        08:10 fruit.2 starts at exchange
        08:30 tea.1 finishes at exchange
        08:30 fruit.2 finishes at exchange
        08:30 tea.1 leaves; processing 20 min, waiting-server 8 min
        08:30 fruit.2 leaves; processing 20 min, waiting-server 7 min
        08:30 tea.2 starts at exchange
        08:50 tea.2 finishes at exchange
        08:50 tea.2 leaves; processing 20 min, waiting-server 26 min
        ",
    );
}

/// Three begin, though there is room for five. Whoever comes after them waits for partners, though the server is free.
#[test]
fn a_batch_waits_for_the_least() {
    let lorries = comes("fruit", r#"["08:00", "08:01", "08:02", "08:12"]"#);
    exchange("{ most = 5, least = 3 }", "\"5 min\"", &lorries).runs_as(
        "
        08:00 fruit.1 joins exchange
        08:01 fruit.2 joins exchange
        08:02 fruit.1 starts at exchange
        08:02 fruit.2 starts at exchange
        08:02 fruit.3 starts at exchange
        08:07 fruit.1 finishes at exchange
        08:07 fruit.2 finishes at exchange
        08:07 fruit.3 finishes at exchange
        08:07 fruit.1 leaves; processing 5 min, waiting-partner 2 min
        08:07 fruit.2 leaves; processing 5 min, waiting-partner 1 min
        08:07 fruit.3 leaves; processing 5 min
        08:12 fruit.4 joins exchange
        Tue 4 Mar
        00:00 fruit.4 is inside; waiting-partner 15 h 48 min
        ",
    );
}

/// Three at most. The batch of 08:00 has room for two more, who finish with it; the fourth, and the fifth, who comes at the very
/// instant at which it ends, make the next.
#[test]
fn later_comers_join_a_batch_while_it_has_room() {
    let lorries = comes("fruit", r#"["08:00", "08:04", "08:06", "08:07", "08:10"]"#);
    exchange("{ most = 3, joins = true }", "\"10 min\"", &lorries).runs_as(
        "
        08:00 fruit.1 starts at exchange
        08:04 fruit.2 starts at exchange
        08:06 fruit.3 starts at exchange
        08:07 fruit.4 joins exchange
        08:10 fruit.1 finishes at exchange
        08:10 fruit.2 finishes at exchange
        08:10 fruit.3 finishes at exchange
        08:10 fruit.1 leaves; processing 10 min
        08:10 fruit.2 leaves; processing 6 min
        08:10 fruit.3 leaves; processing 4 min
        08:10 fruit.4 starts at exchange
        08:10 fruit.5 starts at exchange
        08:20 fruit.4 finishes at exchange
        08:20 fruit.5 finishes at exchange
        08:20 fruit.4 leaves; processing 10 min, waiting-server 3 min
        08:20 fruit.5 leaves; processing 10 min
        ",
    );
}

/// A bay matches a Vietnamese and a Chinese lorry with the same goods. At 08:15 both a pair of tea and a pair of fruit are
/// there; of their longest-waiting lorries the one with tea joined first.
#[test]
fn only_the_same_goods_are_matched_and_the_longest_waiting_first() {
    let lorries = both_sides(r#"["08:01", "08:07"]"#, r#"["08:05", "08:08"]"#);
    let tea = lorries
        .replace("\"fruit\"", "\"tea\"")
        .replace("source.", "source.tea-")
        .replace(r#"["08:01", "08:07"]"#, r#"["08:00"]"#)
        .replace(r#"["08:05", "08:08"]"#, r#"["08:09"]"#);
    let rest = format!("[class.tea]\n{lorries}{tea}");
    let batch = "{ vietnamese = 1, chinese = 1, same = \"class\" }";
    exchange(batch, "\"10 min\"", &rest).runs_as(
        "
        08:00 tea-vn.1 joins exchange
        08:01 vn.1 joins exchange
        08:05 vn.1 starts at exchange
        08:05 cn.1 starts at exchange
        08:07 vn.2 joins exchange
        08:08 cn.2 joins exchange
        08:09 tea-cn.1 joins exchange
        08:15 vn.1 finishes at exchange
        08:15 cn.1 finishes at exchange
        08:15 vn.1 leaves; processing 10 min, waiting-partner 4 min
        08:15 cn.1 leaves; processing 10 min
        08:15 tea-vn.1 starts at exchange
        08:15 tea-cn.1 starts at exchange
        08:25 tea-vn.1 finishes at exchange
        08:25 tea-cn.1 finishes at exchange
        08:25 tea-vn.1 leaves; processing 10 min, waiting-partner 5 min, waiting-server 10 min
        08:25 tea-cn.1 leaves; processing 10 min, waiting-server 6 min
        08:25 vn.2 starts at exchange
        08:25 cn.2 starts at exchange
        08:35 vn.2 finishes at exchange
        08:35 cn.2 finishes at exchange
        08:35 vn.2 leaves; processing 10 min, waiting-server 18 min
        08:35 cn.2 leaves; processing 10 min, waiting-server 17 min
        ",
    );
}

/// The batch of 08:50 is finished beyond the hours, and nobody joins it after nine.
#[test]
fn a_batch_is_finished_after_closing_and_nobody_joins_it_then() {
    let lorries = comes("fruit", r#"["08:50", "08:55", "09:00"]"#);
    let world = World::days(
        "2025-03-03",
        "2025-03-04",
        &format!(
            r#"
            [class.fruit]
            [gate.bridge]
            hours = "always"
            {lorries}
            [station.exchange]
            servers = [{{ count = 1, hours = "08:00-09:00", days = "Mon-Tue" }}]
            batch = {{ most = 9, joins = true }}
            [[route.out]]
            step = "exchange"
            serve = {{ station = "exchange", time = "20 min" }}
            "#
        )
        .replace("timetable = [", "timetable = { Mon = [")
        .replace("\"09:00\"]", "\"09:00\"] }"),
    );
    world.runs_as(
        "
        08:50 fruit.1 starts at exchange
        08:55 fruit.2 starts at exchange
        09:00 fruit.3 joins exchange
        09:10 fruit.1 finishes at exchange
        09:10 fruit.2 finishes at exchange
        09:10 fruit.1 leaves; processing 20 min
        09:10 fruit.2 leaves; processing 15 min
        Tue 4 Mar
        08:00 fruit.3 starts at exchange
        08:20 fruit.3 finishes at exchange
        08:20 fruit.3 leaves; processing 20 min, closed-night 23 h
        ",
    );
}

/// Two at a time to a yard for one, where each stays ten minutes: the server is kept until the second has parked as well.
#[test]
fn a_batch_keeps_its_server_until_the_last_has_parked() {
    let lorries = comes("fruit", r#"["08:00", "08:00", "08:01", "08:02"]"#);
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        [yard.north]
        capacity = 1
        {lorries}
        [station.exchange]
        servers = [{{ count = 1 }}]
        batch = {{ most = 2, least = 2 }}
        [[route.out]]
        step = "exchange"
        serve = {{ station = "exchange", time = "5 min" }}
        [[route.out]]
        step = "in"
        park = "north"
        [[route.out]]
        step = "papers"
        delay = {{ time = "10 min" }}
        "#
    ));
    world.runs_as(
        "
        08:00 fruit.1 starts at exchange
        08:00 fruit.2 starts at exchange
        08:01 fruit.3 joins exchange
        08:02 fruit.4 joins exchange
        08:05 fruit.1 finishes at exchange
        08:05 fruit.2 finishes at exchange
        08:05 fruit.1 parks in north
        08:05 fruit.1 begins papers
        08:05 fruit.2 joins north
        08:15 fruit.1 ends papers
        08:15 fruit.1 leaves north
        08:15 fruit.1 leaves; processing 5 min, travelling 10 min
        08:15 fruit.2 parks in north
        08:15 fruit.2 begins papers
        08:15 fruit.3 starts at exchange
        08:15 fruit.4 starts at exchange
        08:20 fruit.3 finishes at exchange
        08:20 fruit.4 finishes at exchange
        08:20 fruit.3 joins north
        08:20 fruit.4 joins north
        08:25 fruit.2 ends papers
        08:25 fruit.2 leaves north
        08:25 fruit.2 leaves; processing 5 min, travelling 10 min, yard-full 10 min
        08:25 fruit.3 parks in north
        08:25 fruit.3 begins papers
        08:35 fruit.3 ends papers
        08:35 fruit.3 leaves north
        08:35 fruit.3 leaves; processing 5 min, travelling 10 min, waiting-server 14 min, yard-full 5 min
        08:35 fruit.4 parks in north
        08:35 fruit.4 begins papers
        08:45 fruit.4 ends papers
        08:45 fruit.4 leaves north
        08:45 fruit.4 leaves; processing 5 min, travelling 10 min, waiting-server 13 min, yard-full 15 min
        ",
    );
}

/// A bay of two places in which one lorry of each side exchange their goods.
fn bay(vietnamese: &str, chinese: &str) -> World {
    let lorries = both_sides(vietnamese, chinese);
    World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        [yard.bay]
        capacity = 2
        {lorries}
        [station.exchange]
        servers = [{{ count = 1 }}]
        batch = {{ vietnamese = 1, chinese = 1 }}
        [[route.out]]
        step = "in"
        park = "bay"
        [[route.out]]
        step = "exchange"
        serve = {{ station = "exchange", time = "10 min" }}
        "#
    ))
}

/// Hears when vehicles last joined a line.
#[derive(Default)]
struct Last(i64);

impl Observer for Last {
    fn join(&mut self, now: i64, _vehicle: &Vehicle, _place: Place) {
        self.0 = now;
    }
}

/// Two Vietnamese lorries have the places: no Chinese one will ever get in.
#[test]
fn a_yard_full_of_one_side_is_a_deadlock() {
    let world = bay(r#"["08:00", "08:05"]"#, r#"["08:10"]"#);
    let mut last = Last::default();
    let mut engine = Engine::new(&world.plan);
    let stop = engine.run(1, 0, &mut last, &AtomicBool::new(true));
    assert_eq!(
        (stop, last.0),
        (Stop::Deadlock, world.at("2025-03-03T08:05"))
    );
    let reason = Reason::deadlock(&world.plan, &engine.deadlock());
    assert_eq!(
        reason.to_string(),
        "a deadlock: vn.2025-03-03.1 has a place in yard `bay` and waits for partners at `exchange`, who need a place in yard `bay`"
    );
}

/// Both places are taken and both wait, but together.
#[test]
fn a_yard_with_both_sides_is_none() {
    bay(r#"["08:00", "08:12"]"#, r#"["08:05", "08:11"]"#).runs_as(
        "
        08:00 vn.1 parks in bay
        08:00 vn.1 joins exchange
        08:05 cn.1 parks in bay
        08:05 vn.1 starts at exchange
        08:05 cn.1 starts at exchange
        08:11 cn.2 joins bay
        08:12 vn.2 joins bay
        08:15 vn.1 finishes at exchange
        08:15 cn.1 finishes at exchange
        08:15 vn.1 leaves bay
        08:15 vn.1 leaves; processing 10 min, waiting-partner 5 min
        08:15 cn.1 leaves bay
        08:15 cn.1 leaves; processing 10 min
        08:15 cn.2 parks in bay
        08:15 vn.2 parks in bay
        08:15 cn.2 starts at exchange
        08:15 vn.2 starts at exchange
        08:25 cn.2 finishes at exchange
        08:25 vn.2 finishes at exchange
        08:25 cn.2 leaves bay
        08:25 cn.2 leaves; processing 10 min, yard-full 4 min
        08:25 vn.2 leaves bay
        08:25 vn.2 leaves; processing 10 min, yard-full 3 min
        ",
    );
}

/// The world of `later_comers_join_a_batch_while_it_has_room`: five lorries in two batches, the server busy for 20 minutes
/// though they are served for 10 + 6 + 4 + 10 + 10.
#[test]
fn batches_and_busy_servers_are_measured() {
    let lorries = comes("fruit", r#"["08:00", "08:04", "08:06", "08:07", "08:10"]"#);
    let world = exchange("{ most = 3, joins = true }", "\"10 min\"", &lorries);
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let column = |measure, statistic, clock| {
        let dims = Dims {
            station: Some(0),
            clock,
            ..Dims::default()
        };
        let spec = catalogue
            .specs
            .iter()
            .find(|spec| (spec.measure, spec.statistic, spec.dims) == (measure, statistic, dims));
        match spec.unwrap().estimator {
            Estimator::Mean { column, .. } => (row.columns[column], 1),
            Estimator::Ratio { num, den, .. } => (row.columns[num], row.columns[den]),
            other => panic!("{other:?}"),
        }
    };
    let minute = 60_000_000;
    assert_eq!(column("batches", "total", None), (2, 1));
    assert_eq!(column("batch-size", "mean", None), (5, 2));
    assert_eq!(column("service", "mean", None), (40 * minute, 5));
    assert_eq!(
        column("utilization", "mean", Some("wall")),
        (20 * minute, 24 * 60 * minute)
    );
}
