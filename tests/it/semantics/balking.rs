//! Balking: vehicles that see the queue as they arrive and do not join it.

use bordergate::measures::{Catalogue, Estimator};
use bordergate::sim::Reason;

use super::world::{World, comes, source};

/// An always open desk that needs 10 minutes a lorry, and a rule for those who come.
fn desk(rule: &str, rest: &str) -> World {
    World::monday(&format!(
        r#"
        [class.fruit]
        [class.tea]
        [gate.bridge]
        hours = "always"
        {rest}
        [balking.long]
        {rule}
        [station.desk]
        servers = [{{ count = 1 }}]
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = "10 min" }}
        "#
    ))
}

/// A limit of two: whoever finds two others, one of them being served, turns back. Its place is free when the first has left.
#[test]
fn a_limit_on_the_stock() {
    let lorries = comes("fruit", r#"["08:00", "08:01", "08:02", "08:10", "08:11"]"#);
    desk("from = 2\nall = 2", &lorries).runs_as(
        "
        08:00 fruit.1 starts at desk
        08:01 fruit.2 joins desk
        08:02 fruit.3 sees 2 in line
        08:02 fruit.3 turns back (queue-seen); at once
        08:10 fruit.1 finishes at desk
        08:10 fruit.1 leaves; processing 10 min
        08:10 fruit.4 joins desk
        08:10 fruit.2 starts at desk
        08:11 fruit.5 sees 2 in line
        08:11 fruit.5 turns back (queue-seen); at once
        08:20 fruit.2 finishes at desk
        08:20 fruit.2 leaves; processing 10 min, waiting-server 9 min
        08:20 fruit.4 starts at desk
        08:30 fruit.4 finishes at desk
        08:30 fruit.4 leaves; processing 10 min, waiting-server 10 min
        ",
    );
}

/// The line is who waits: the one being served does not count.
#[test]
fn a_limit_on_the_line() {
    let lorries = comes("fruit", r#"["08:00", "08:01", "08:02"]"#);
    desk("sees = \"line\"\nfrom = 1\nall = 1", &lorries).runs_as(
        "
        08:00 fruit.1 starts at desk
        08:01 fruit.2 joins desk
        08:02 fruit.3 sees 1 in line
        08:02 fruit.3 turns back (queue-seen); at once
        08:10 fruit.1 finishes at desk
        08:10 fruit.1 leaves; processing 10 min
        08:10 fruit.2 starts at desk
        08:20 fruit.2 finishes at desk
        08:20 fruit.2 leaves; processing 10 min, waiting-server 9 min
        ",
    );
}

/// A rule speaks of those that it names. Others stand in line whatever they see, and are seen.
#[test]
fn only_those_named_look() {
    let lorries = comes("tea", r#"["08:00", "08:02"]"#) + &comes("fruit", r#"["08:01"]"#);
    desk("class = \"fruit\"\nfrom = 1\nall = 1", &lorries).runs_as(
        "
        08:00 tea.1 starts at desk
        08:01 fruit.1 sees 1 in line
        08:01 fruit.1 turns back (queue-seen); at once
        08:02 tea.2 joins desk
        08:10 tea.1 finishes at desk
        08:10 tea.1 leaves; processing 10 min
        08:10 tea.2 starts at desk
        08:20 tea.2 finishes at desk
        08:20 tea.2 leaves; processing 10 min, waiting-server 8 min
        ",
    );
}

/// Those in line at the start do not look, and are counted until they cross; imports stand in another stock.
#[test]
fn the_stock_is_who_has_not_crossed() {
    World::monday(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "09:00-17:00"
        [backlog.old]
        gate = "bridge"
        direction = "export"
        vehicle = "vietnamese"
        class = "fruit"
        route = "out"
        vehicles = 2
        [source.lorry]
        gate = "bridge"
        direction = "export"
        vehicle = "vietnamese"
        class = "fruit"
        route = "out"
        timetable = ["08:00", "09:00", "09:01"]
        [source.import]
        gate = "bridge"
        direction = "import"
        vehicle = "chinese"
        class = "fruit"
        route = "in"
        timetable = ["08:30"]
        [balking.long]
        from = 1
        all = 1
        [route]
        out = [
        { step = "line", cross = { bound = "to-china" } },
        { step = "home", delay = { time = "1 h" } },
        ]
        in = [{ step = "line", cross = { bound = "to-vietnam" } }]
        "#,
    )
    .runs_as(
        "
        00:00 old.1 joins line
        00:00 old.2 joins line
        08:00 lorry.1 sees 2 in line
        08:00 lorry.1 turns back (queue-seen); at once
        08:30 import.1 joins line
        09:00 lorry.2 sees 2 in line
        09:00 lorry.2 turns back (queue-seen); at once
        09:00 import.1 crosses to-vietnam
        09:00 import.1 leaves; closed-night 30 min
        09:00 old.1 crosses to-china
        09:00 old.1 begins home
        09:00 old.2 crosses to-china
        09:00 old.2 begins home
        09:01 lorry.3 crosses to-china
        09:01 lorry.3 begins home
        10:00 old.1 ends home
        10:00 old.1 leaves; travelling 1 h, closed-night 9 h
        10:00 old.2 ends home
        10:00 old.2 leaves; travelling 1 h, closed-night 9 h
        10:01 lorry.3 ends home
        10:01 lorry.3 leaves; travelling 1 h
        ",
    );
}

/// Another gate, whose route is still to be said.
const FERRY: &str = r#"
        [gate.ferry]
        hours = "always"
        [source.boat]
        gate = "ferry"
        direction = "export"
        vehicle = "vietnamese"
        class = "fruit"
        route = "sea"
        timetable = []
        "#;

/// Another gate is tried once; who sees too many there too turns back.
#[test]
fn they_go_to_another_gate_and_look_there_too() {
    let route = r#"
        [balking.full]
        gates = "ferry"
        from = 1
        all = 1
        [[route.sea]]
        step = "voyage"
        delay = { time = "3 h" }
        "#;
    let lorries = comes("fruit", r#"["08:00", "08:01", "08:02"]"#) + FERRY + route;
    let rule = "gates = \"bridge\"\nfrom = 1\nall = 1\ninstead = { gate = \"ferry\" }";
    desk(rule, &lorries).runs_as(
        "
        08:00 fruit.1 starts at desk
        08:01 fruit.2 sees 1 in line
        08:01 fruit.2 goes to ferry
        08:01 fruit.2 begins voyage
        08:02 fruit.3 sees 1 in line
        08:02 fruit.3 goes to ferry
        08:02 fruit.3 sees 1 in line
        08:02 fruit.3 turns back (queue-seen); at once
        08:10 fruit.1 finishes at desk
        08:10 fruit.1 leaves; processing 10 min
        11:01 fruit.2 ends voyage
        11:01 fruit.2 leaves; travelling 3 h
        ",
    );
}

/// There they begin that gate's route, also where both begin at a desk.
#[test]
fn at_another_gate_they_are_served_there() {
    let route = r#"
        [station.pier]
        servers = [{ count = 1 }]
        [[route.sea]]
        step = "tickets"
        serve = { station = "pier", time = "25 min" }
        "#;
    let lorries = comes("fruit", r#"["08:00", "08:01", "08:02"]"#) + FERRY + route;
    let rule = "gates = \"bridge\"\nfrom = 1\nall = 1\ninstead = { gate = \"ferry\" }";
    desk(rule, &lorries).runs_as(
        "
        08:00 fruit.1 starts at desk
        08:01 fruit.2 sees 1 in line
        08:01 fruit.2 goes to ferry
        08:01 fruit.2 starts at pier
        08:02 fruit.3 sees 1 in line
        08:02 fruit.3 goes to ferry
        08:02 fruit.3 joins pier
        08:10 fruit.1 finishes at desk
        08:10 fruit.1 leaves; processing 10 min
        08:26 fruit.2 finishes at pier
        08:26 fruit.2 leaves; processing 25 min
        08:26 fruit.3 starts at pier
        08:51 fruit.3 finishes at pier
        08:51 fruit.3 leaves; processing 25 min, waiting-server 24 min
        ",
    );
}

/// Between `from` and `all` the share grows evenly: of 400 who see 10, 20, 30 others between 0 and 40, a quarter, a half and three
/// quarters balk; and whoever balks at 20 balks at 30.
#[test]
fn in_between_the_share_grows_evenly() {
    let balked = |seen: u32| {
        let backlog = format!(
            r#"
            [backlog.old]
            gate = "bridge"
            direction = "export"
            vehicle = "vietnamese"
            class = "tea"
            route = "out"
            vehicles = {seen}
            "#
        );
        let world = World::monday(&format!(
            r#"
            [class.fruit]
            [class.tea]
            [gate.bridge]
            hours = "always"
            {}
            {backlog}
            [quota.none]
            gates = "bridge"
            class = "tea"
            vehicles = "0 / day"
            [balking.long]
            class = "fruit"
            from = 0
            all = 40
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#,
            source("lorry", "fruit", "rate = \"400 / day\"")
        ));
        let log = world.log();
        let sees: Vec<String> = log
            .iter()
            .filter(|line| line.ends_with("in line"))
            .map(|line| line.split(' ').nth(1).unwrap().to_owned())
            .collect();
        (sees, world.arrivals(1).len() - seen as usize)
    };
    let some = [10, 20, 30].map(balked);
    for ((sees, came), share) in some.iter().zip([0.25, 0.5, 0.75]) {
        let expected = *came as f64 * share;
        let sd = (expected * (1.0 - share)).sqrt();
        assert!(
            (sees.len() as f64 - expected).abs() < 4.0 * sd,
            "{} of {came}",
            sees.len()
        );
    }
    for pair in some.windows(2) {
        assert!(pair[0].0.iter().all(|name| pair[1].0.contains(name)));
    }
}

/// They are counted as arrived, and as turned back because of the queue.
#[test]
fn they_arrive_and_turn_back() {
    let lorries = comes("fruit", r#"["08:00", "08:01", "08:02"]"#);
    let world = desk("from = 1\nall = 1", &lorries);
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let value = |measure: &str, reason: Option<Reason>| {
        let by = if reason.is_some() { "reason" } else { "total" };
        let spec = catalogue
            .specs
            .iter()
            .find(|spec| spec.measure == measure && spec.by == by && spec.dims.reason == reason);
        match spec.map(|spec| spec.estimator) {
            Some(Estimator::Mean { column, .. }) => row.columns[column],
            other => panic!("{measure}: {other:?}"),
        }
    };
    assert_eq!(value("vehicles-arrived", None), 3);
    assert_eq!(value("vehicles-turned-back", None), 2);
    assert_eq!(value("vehicles-turned-back", Some(Reason::QueueSeen)), 2);
}

/// A slot is for its own gate: whoever balks there and goes to another has none, and gives up there like anybody.
#[test]
fn a_slot_stays_behind() {
    let lorries = source(
        "fruit",
        "fruit",
        "timetable = { Tue = [\"10:00\", \"11:00\"] }\nbooks = { ahead = \"24 h\" }",
    );
    World::days(
        "2025-03-03",
        "2025-03-04",
        &format!(
            r#"
            [class.fruit]
            [gate.bridge]
            hours = "08:00-17:00"
            [gate.bridge.notice.booked]
            from = 2025-03-04
            to = 2025-03-04
            state = "appointment"
            slots = "10 / day"
            [gate.ferry]
            hours = "always"
            {lorries}
            [source.boat]
            gate = "ferry"
            direction = "export"
            vehicle = "vietnamese"
            class = "fruit"
            route = "sea"
            timetable = []
            [balking.full]
            gates = "bridge"
            from = 1
            all = 1
            instead = {{ gate = "ferry" }}
            [patience.sailors]
            gates = "ferry"
            outside = "1 h"
            [station.pier]
            servers = [{{ count = 1, hours = "20:00-21:00" }}]
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            [[route.sea]]
            step = "boards"
            serve = {{ station = "pier", time = "10 min" }}
            "#
        ),
    )
    .runs_as(
        "
        10:00 fruit.1 books Tue 08:00
        11:00 fruit.2 books Tue 08:00
        Tue 4 Mar
        08:00 fruit.1 comes
        08:00 fruit.2 comes
        08:00 fruit.2 sees 1 in line
        08:00 fruit.2 goes to ferry
        08:00 fruit.2 joins pier
        08:00 fruit.1 crosses to-china
        08:00 fruit.1 leaves; at once
        09:00 fruit.2 turns back (patience-outside); closed-night 1 h
        ",
    );
}
