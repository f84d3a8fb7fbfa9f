//! Agencies that work on a vehicle at once: it goes on when the last is done, and its causes are those of the last.

use std::collections::BTreeSet;

use bordergate::des::keyed::EntityId;
use bordergate::measures::trace::{Stay, Tracer, Visitor, What};
use bordergate::plan;
use bordergate::plan::cause::Cause;
use bordergate::sim::{Exit, Observer, Stop, Vehicle};

use super::world::{World, comes};

/// Two agencies with a desk each at an always open gate; the second sends its sample to a laboratory for two hours.
fn gate(timetable: &str, order: &str, rest: &str) -> World {
    let lorries = comes("fruit", timetable);
    World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        {lorries}
        [station]
        north = {{ servers = [{{ count = 1 }}] }}
        south = {{ servers = [{{ count = 1 }}] }}
        [agency.plant]
        station = "north"
        time = "30 min"
        inspects = {{ fruit = "100 %" }}
        [agency.food]
        station = "south"
        time = "10 min"
        inspects = {{ fruit = "100 %" }}
        {rest}
        [route]
        out = [
          {{ step = "drive", delay = {{ time = "5 min" }} }},
          {{ step = "check", inspect = {{ agencies = ["plant", "food"], order = "{order}", returned = "back" }} }},
          {{ step = "line", cross = {{ bound = "to-china" }}, then = "exit" }},
          {{ step = "back", turn-back = true }},
        ]
        "#
    ))
}

/// The longer of the two decides. The second lorry waits 28 minutes for plant quarantine, and 8 for food safety, which do not count.
#[test]
fn the_vehicle_goes_on_when_the_last_is_done() {
    gate(r#"["08:00", "08:02"]"#, "together", "").runs_as(
        "
        08:00 fruit.1 begins drive
        08:02 fruit.2 begins drive
        08:05 fruit.1 ends drive
        08:05 fruit.1 begins check
        08:05 fruit.1/plant takes inspected
        08:05 fruit.1/food takes inspected
        08:05 fruit.1/plant starts at north
        08:05 fruit.1/food starts at south
        08:07 fruit.2 ends drive
        08:07 fruit.2 begins check
        08:07 fruit.2/plant takes inspected
        08:07 fruit.2/plant joins north
        08:07 fruit.2/food takes inspected
        08:07 fruit.2/food joins south
        08:15 fruit.1/food finishes at south
        08:15 fruit.2/food starts at south
        08:25 fruit.2/food finishes at south
        08:35 fruit.1/plant finishes at north
        08:35 fruit.1 ends check
        08:35 fruit.2/plant starts at north
        08:35 fruit.1 crosses to-china
        08:35 fruit.1 leaves; processing 30 min, travelling 5 min
        09:05 fruit.2/plant finishes at north
        09:05 fruit.2 ends check
        09:05 fruit.2 crosses to-china
        09:05 fruit.2 leaves; processing 30 min, travelling 5 min, waiting-server 28 min
        ",
    );
}

/// A sample of the second: the laboratory is the last, and the wait is its.
#[test]
fn the_causes_are_those_of_the_last() {
    let sample = "sample = { share = \"100 %\", result = \"2 h\" }";
    gate(r#"["08:00"]"#, "together", sample).runs_as(
        "
        08:00 fruit.1 begins drive
        08:05 fruit.1 ends drive
        08:05 fruit.1 begins check
        08:05 fruit.1/plant takes inspected
        08:05 fruit.1/food takes inspected
        08:05 fruit.1/plant starts at north
        08:05 fruit.1/food starts at south
        08:15 fruit.1/food finishes at south
        08:15 fruit.1/food takes sampled
        08:15 fruit.1/food begins check/food: result
        08:35 fruit.1/plant finishes at north
        10:15 fruit.1/food ends check/food: result
        10:15 fruit.1 ends check
        10:15 fruit.1 crosses to-china
        10:15 fruit.1 leaves; processing 10 min, travelling 5 min, waiting-result 2 h
        ",
    );
}

/// It is returned if any of them returns it, and stands until the last is done all the same.
#[test]
fn one_is_enough_to_be_returned() {
    gate(
        r#"["08:00"]"#,
        "together",
        "outcome = { return = \"100 %\" }",
    )
    .runs_as(
        "
        08:00 fruit.1 begins drive
        08:05 fruit.1 ends drive
        08:05 fruit.1 begins check
        08:05 fruit.1/plant takes inspected
        08:05 fruit.1/food takes inspected
        08:05 fruit.1/plant starts at north
        08:05 fruit.1/food starts at south
        08:15 fruit.1/food finishes at south
        08:15 fruit.1/food takes returned
        08:35 fruit.1/plant finishes at north
        08:35 fruit.1 ends check
        08:35 fruit.1 turns back; processing 30 min, travelling 5 min
        ",
    );
}

/// At the end of the period the causes are those of the first agency in the list that is not done.
#[test]
fn inside_at_the_end() {
    gate(
        r#"["23:00"]"#,
        "together",
        "sample = { share = \"100 %\", result = \"2 h\" }",
    )
    .runs_as(
        "
        23:00 fruit.1 begins drive
        23:05 fruit.1 ends drive
        23:05 fruit.1 begins check
        23:05 fruit.1/plant takes inspected
        23:05 fruit.1/food takes inspected
        23:05 fruit.1/plant starts at north
        23:05 fruit.1/food starts at south
        23:15 fruit.1/food finishes at south
        23:15 fruit.1/food takes sampled
        23:15 fruit.1/food begins check/food: result
        23:35 fruit.1/plant finishes at north
        Tue 4 Mar
        00:00 fruit.1 is inside; processing 10 min, travelling 5 min, waiting-result 45 min
        ",
    );
}

/// Who is inspected by nobody goes on in the same instant.
#[test]
fn nobody_inspects() {
    let lorries = comes("tea", r#"["08:00"]"#);
    World::monday(&format!(
        r#"
        [class.fruit]
        [class.tea]
        [gate.bridge]
        hours = "always"
        {lorries}
        [station.north]
        servers = [{{ count = 1 }}]
        [agency]
        plant = {{ station = "north", time = "30 min", inspects = {{ fruit = "100 %" }} }}
        food = {{ station = "north", time = "30 min", inspects = {{ fruit = "100 %" }} }}
        [route]
        out = [
          {{ step = "check", inspect = {{ agencies = ["food", "plant"], order = "together" }} }},
          {{ step = "line", cross = {{ bound = "to-china" }} }},
        ]
        "#
    ))
    .runs_as(
        "
        08:00 tea.1 begins check
        08:00 tea.1/food takes not inspected
        08:00 tea.1/plant takes not inspected
        08:00 tea.1 ends check
        08:00 tea.1 crosses to-china
        08:00 tea.1 leaves; at once
        ",
    );
}

/// A crowd at three agencies with samples, treatment and returns; food safety has two servers.
fn crowd(order: &str, rate: u32) -> World {
    World::monday(&format!(
        r#"
        [class.fruit]
        goods = {{ cassava = "40 %", durian = "60 %" }}
        [gate.bridge]
        hours = "always"
        [source.lorries]
        gate = "bridge"
        direction = "export"
        vehicle = "vietnamese"
        class = "fruit"
        route = "out"
        rate = "{rate} / day"
        [station]
        north = {{ servers = [{{ count = 1 }}] }}
        south = {{ servers = [{{ count = 2, hours = "06:00-18:00" }}] }}
        chamber = {{ servers = [{{ count = 1 }}] }}
        [yard.apron]
        capacity = 40
        [agency.animal]
        station = "north"
        time = {{ exponential = "4 min" }}
        inspects = {{ cassava = "30 %" }}
        [agency.food]
        station = "south"
        time = {{ exponential = "9 min" }}
        inspects = {{ fruit = "70 %" }}
        sample = {{ share = "20 %", result = {{ exponential = "1 h" }} }}
        outcome = {{ return = "3 %" }}
        [agency.plant]
        station = "north"
        time = {{ exponential = "3 min" }}
        inspects = {{ durian = "80 %" }}
        outcome = {{ treat = "5 %", return = "2 %" }}
        treatment = {{ station = "chamber", time = "40 min" }}
        [route]
        out = [
          {{ step = "in", park = "apron" }},
          {{ step = "check", inspect = {{ agencies = ["animal", "food", "plant"], order = "{order}", returned = "back" }} }},
          {{ step = "out", leave-yard = "apron" }},
          {{ step = "line", cross = {{ bound = "to-china" }}, then = "exit" }},
          {{ step = "back", turn-back = true }},
        ]
        "#
    ))
}

/// Who turned back, and how long all were in the system.
#[derive(Default)]
struct Ends {
    back: BTreeSet<String>,
    left: Vec<(EntityId, i64)>,
}

impl Observer for Ends {
    fn leave(&mut self, now: i64, vehicle: &Vehicle, exit: Exit) {
        let spent: i64 = vehicle.causes.iter().sum();
        assert_eq!(
            spent,
            now - vehicle.arrived,
            "every microsecond has a cause"
        );
        assert!(vehicle.causes.iter().all(|&span| span >= 0));
        self.left.push((vehicle.id, now - vehicle.arrived));
        if matches!(exit, Exit::TurnedBack(_)) {
            self.back.insert(format!("{:?}", vehicle.id));
        }
    }
}

/// Decisions are the vehicle's: in turn and together the same vehicles are returned, where there is room for all.
#[test]
fn the_order_changes_no_decision() {
    let returned = |order: &str| {
        let mut ends = Ends::default();
        crowd(order, 60).run(&mut ends);
        assert!(ends.left.len() > 30);
        (
            ends.back,
            ends.left.iter().map(|&(_, time)| time).sum::<i64>(),
        )
    };
    let ((in_turn, long), (together, short)) = (returned("in-turn"), returned("together"));
    assert!(!in_turn.is_empty());
    // Who is inside at the end has not been returned yet.
    assert!(
        in_turn.symmetric_difference(&together).count() <= 1,
        "{in_turn:?} {together:?}"
    );
    assert!(short < long, "{short} {long}");
}

/// In a crowd with queues, closing hours and a full yard every stay sums, and stays follow each other without gap.
#[test]
fn every_microsecond_has_a_cause() {
    let world = crowd("together", 170);
    let mut last = std::collections::HashMap::new();
    let (mut stays, mut results) = (0, 0);
    let mut tracer = Tracer::new(|visitor: &Visitor, stay: &Stay| {
        let before = last.insert((visitor.origin, visitor.day, visitor.number), stay.end);
        assert_eq!(before.unwrap_or(visitor.arrived), stay.start, "{stay:?}");
        assert_eq!(
            stay.causes.iter().sum::<i64>(),
            stay.end - stay.start,
            "{stay:?}"
        );
        assert!(stay.causes.iter().all(|&span| span >= 0), "{stay:?}");
        stays += i64::from(stay.what == What::Together);
        results += i64::from(stay.causes[Cause::WaitingResult as usize] > 0);
    });
    world.run(&mut tracer);
    assert!(stays > 100 && results > 10, "{stays} {results}");
    let mut ends = Ends::default();
    world.run(&mut ends);
    assert!(ends.left.len() > 100);
}

/// What is expected: each agency sees its share whatever the others decide, and returns leave a part of the route.
#[test]
fn loads_are_expected() {
    let world = crowd("together", 100);
    let analysis = plan::analyze(&world.scenario, &world.plan);
    let visits = |name: &str| {
        let at = world
            .scenario
            .stations
            .iter()
            .position(|station| station.name == name);
        analysis.stations[at.unwrap()].visits[0]
    };
    // Animal quarantine 40 x 0.3, plant quarantine 60 x 0.8.
    assert!((visits("north") - 60.0).abs() < 1e-9, "{}", visits("north"));
    assert!((visits("south") - 70.0).abs() < 1e-9, "{}", visits("south"));
    assert!((visits("chamber") - 48.0 * 0.05).abs() < 1e-9);
    // In turn plant quarantine does not see those whom food safety has returned: 48 x (1 - 0.7 x 0.03).
    let world = crowd("in-turn", 100);
    let analysis = plan::analyze(&world.scenario, &world.plan);
    let at = world
        .scenario
        .stations
        .iter()
        .position(|station| station.name == "chamber");
    let chamber = analysis.stations[at.unwrap()].visits[0];
    assert!((chamber - 48.0 * 0.979 * 0.05).abs() < 1e-9, "{chamber}");
}

/// Nobody inspects, and whoever is too heavy is sent round without end: the route is given up, however many rounds that takes.
#[test]
fn a_circle_without_time_is_given_up() {
    let lorries = comes("fruit", r#"["08:00"]"#);
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        tare = "45 t"
        load = "1 t"
        [class.nuts]
        [gate.bridge]
        hours = "always"
        {lorries}
        [bridge.pontoon]
        heaviest = "30 t"
        [station.north]
        servers = [{{ count = 1 }}]
        [agency.plant]
        station = "north"
        time = "30 min"
        inspects = {{ nuts = "100 %" }}
        [route]
        out = [
          {{ step = "over", bridge = {{ bridge = "pontoon", bound = "to-china", time = "5 min", too-heavy = "check" }}, then = "exit" }},
          {{ step = "check", inspect = {{ agencies = ["plant"], order = "together" }}, then = "over" }},
        ]
        "#
    ));
    assert!(matches!(world.run(&mut ()), Stop::EndlessRoute(_)));
}
