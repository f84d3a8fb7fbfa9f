//! Regimes: what they take of servers, drivers and quotas, and what they put into routes.

use bordergate::plan::Serving;

use super::world::{World, comes};

/// Three days from Monday, 3 March 2025, at a gate open from seven to seven with a quota and a booth of five, and a gate beside it.
fn three_days(timetable: &str, rest: &str) -> World {
    let lorries = comes("fruit", timetable);
    World::days(
        "2025-03-03",
        "2025-03-05",
        &format!(
            r#"
            [class.fruit]
            [class.tea]
            [gate.bridge]
            hours = "07:00-19:00"
            [gate.other]
            hours = "07:00-19:00"
            {lorries}
            [station.booth]
            gate = "bridge"
            servers = [{{ count = 5, hours = "always" }}]
            [station.office]
            servers = [{{ count = 3 }}]
            [pool.relay]
            drivers = [{{ count = 5, hours = "always" }}]
            gate = "bridge"
            [quota.partner]
            gates = "bridge"
            vehicles = "15 / day"
            {rest}
            [[route.out]]
            step = "desk"
            serve = {{ station = "booth", time = "30 min" }}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            [[route.back]]
            step = "take"
            seize = "relay"
            [[route.back]]
            step = "give"
            free = "relay"
            [[route.back]]
            step = "paper"
            serve = {{ station = "office", time = "10 min" }}
            "#
        )
        .replace("free = \"relay\"", "free = { pool = \"relay\" }")
        .replace(
            "gates = \"bridge\"\n            vehicles",
            "gates = [\"bridge\"]\n            vehicles",
        ),
    )
}

/// Servers of a station as they change: hours since the start, and how many.
fn servers(world: &World, station: &str) -> Vec<(i64, u32)> {
    let index = world
        .plan
        .names
        .stations
        .iter()
        .position(|name| name == station)
        .unwrap();
    let plan = &world.plan.stations[index];
    assert!(matches!(plan.serving, Serving::Alone));
    changes(world, &plan.shifts)
}

fn changes(world: &World, shifts: &[bordergate::plan::Shift]) -> Vec<(i64, u32)> {
    let hour = |at: i64| (at - world.plan.start) / 3_600_000_000;
    shifts
        .iter()
        .map(|shift| (hour(shift.at), shift.servers))
        .collect()
}

/// Half of five is three, half of three two; of five drivers 60 % are three. Only on Tuesday.
#[test]
fn fewer_work_and_never_nobody() {
    let regime = "[regime.skeleton]\nfrom = 2025-03-04\nto = 2025-03-04\nservers = \"50 %\"\ndrivers = \"60 %\"\n";
    let world = three_days(r#"["08:00"]"#, regime);
    assert_eq!(servers(&world, "booth"), [(0, 5), (24, 3), (48, 5)]);
    assert_eq!(servers(&world, "office"), [(0, 3), (24, 2), (48, 3)]);
    assert_eq!(
        changes(&world, &world.plan.pools[0].shifts),
        [(0, 5), (24, 3), (48, 5)]
    );
    let regime = "[regime.skeleton]\nservers = \"1 %\"\n";
    assert_eq!(
        servers(&three_days(r#"["08:00"]"#, regime), "booth"),
        [(0, 1)]
    );
}

/// Of a gate: its stations and pools, and nothing that belongs to no gate or to another.
#[test]
fn a_regime_of_gates_is_about_what_belongs_to_them() {
    let regime = "[regime.skeleton]\ngates = \"bridge\"\nservers = \"20 %\"\n";
    let world = three_days(r#"["08:00"]"#, regime);
    assert_eq!(servers(&world, "booth"), [(0, 1)]);
    assert_eq!(servers(&world, "office"), [(0, 3)]);
    let regime = "[regime.skeleton]\ngates = \"other\"\nservers = \"20 %\"\n";
    assert_eq!(
        servers(&three_days(r#"["08:00"]"#, regime), "booth"),
        [(0, 5)]
    );
}

/// 80 % on all days and half of that on Tuesday: four of five, and two, not two and a half rounded twice.
#[test]
fn regimes_multiply() {
    let regimes = "[regime.a]\nservers = \"80 %\"\n[regime.b]\nfrom = 2025-03-04\nto = 2025-03-04\nservers = \"50 %\"\n";
    let world = three_days(r#"["08:00"]"#, regimes);
    assert_eq!(servers(&world, "booth"), [(0, 4), (24, 2), (48, 4)]);
}

/// Nobody works outside the shift of the regime; who works fewer hours anyway goes on with these.
#[test]
fn shifts_are_cut_short() {
    let regime =
        "[regime.isolation]\nfrom = 2025-03-04\nto = 2025-03-04\nhours = \"07:00-15:00\"\n";
    let world = three_days(r#"["08:00"]"#, regime);
    assert_eq!(
        servers(&world, "booth"),
        [(0, 5), (24, 0), (31, 5), (39, 0), (48, 5)]
    );
}

/// A ramp of 30 % from Tuesday and 60 % from Wednesday of 15: 15, 4.5 and so 5, 9.
#[test]
fn acceptance_rises_day_by_day() {
    let regime = "[regime.restart]\nramp = [{ from = 2025-03-04, acceptance = \"30 %\" }, { from = 2025-03-05, acceptance = \"60 %\" }]\n";
    let world = three_days(r#"["08:00"]"#, regime);
    let amounts = |world: &World| {
        let quota = &world.plan.quotas[0];
        let left = quota.amounts.iter().zip(&quota.shares);
        let days = quota.resets.iter().zip(left);
        let within = days.filter(|((at, _), _)| *at >= world.plan.start);
        within
            .map(|(_, (&amount, share))| (amount as f64 * share + 0.5) as u64)
            .collect::<Vec<u64>>()
    };
    assert_eq!(amounts(&world), [15, 5, 9]);
    let both = format!("{regime}[regime.epidemic]\nacceptance = \"50 %\"\n");
    // 7.5, 2.25 and 4.5 are rounded once.
    assert_eq!(amounts(&three_days(r#"["08:00"]"#, &both)), [8, 2, 5]);
}

/// An amount that is drawn is multiplied when it is drawn: half of four is two, and the third waits for the next day.
#[test]
fn drawn_quotas_are_multiplied_too() {
    let regime = "[regime.epidemic]\nfrom = 2025-03-03\nto = 2025-03-03\nacceptance = \"50 %\"\n";
    let world = three_days(
        r#"{ Mon = ["08:00", "08:00", "08:00"] }"#,
        &format!("[quota.drawn]\ngates = [\"bridge\"]\nvehicles = {{ constant = 4 }}\n{regime}"),
    );
    world.runs_as(
        "
        08:00 fruit.1 starts at booth
        08:00 fruit.2 starts at booth
        08:00 fruit.3 starts at booth
        08:30 fruit.1 finishes at booth
        08:30 fruit.2 finishes at booth
        08:30 fruit.3 finishes at booth
        08:30 fruit.3 joins line
        08:30 fruit.1 crosses to-china
        08:30 fruit.1 leaves; processing 30 min
        08:30 fruit.2 crosses to-china
        08:30 fruit.2 leaves; processing 30 min
        Tue 4 Mar
        07:00 fruit.3 crosses to-china
        07:00 fruit.3 leaves; processing 30 min, closed-night 12 h, quota-used-up 10 h 30 min
        ",
    );
}

const DISINFECTION: &str = r#"
    [station.disinfection]
    servers = [{ count = 1 }]
    [regime.green]
    times = 1.5
    servers = "20 %"
    before-enter = [
      { step = "spray", serve = { station = "disinfection", time = "10 min" } },
      { step = "test", delay = { time = "20 min", waits-for = "result" } },
    ]
    "#;

/// The desk takes half as long again and has one server of five; the disinfection, which came with the regime, is as it was written.
#[test]
fn steps_come_before_the_gate() {
    three_days(r#"{ Mon = ["08:00"] }"#, DISINFECTION).runs_as(
        "
        08:00 fruit.1 starts at booth
        08:45 fruit.1 finishes at booth
        08:45 fruit.1 starts at disinfection
        08:55 fruit.1 finishes at disinfection
        08:55 fruit.1 begins green: test
        09:15 fruit.1 ends green: test
        09:15 fruit.1 crosses to-china
        09:15 fruit.1 leaves; processing 55 min, waiting-result 20 min
        ",
    );
}

/// The steps are for tea alone: fruit takes the other way, straight to the line.
#[test]
fn steps_may_be_for_some_classes() {
    let tea = comes("tea", r#"{ Mon = ["08:30"] }"#);
    let regime = r#"
        [regime.green]
        class = "tea"
        before-cross = [{ step = "spray", delay = { time = "10 min" } }]
        "#;
    three_days(r#"{ Mon = ["08:00"] }"#, &format!("{tea}{regime}")).runs_as(
        "
        08:00 fruit.1 starts at booth
        08:30 fruit.1 finishes at booth
        08:30 fruit.1 takes no green
        08:30 tea.1 starts at booth
        08:30 fruit.1 crosses to-china
        08:30 fruit.1 leaves; processing 30 min
        09:00 tea.1 finishes at booth
        09:00 tea.1 takes green
        09:00 tea.1 begins green: spray
        09:10 tea.1 ends green: spray
        09:10 tea.1 crosses to-china
        09:10 tea.1 leaves; processing 30 min, travelling 10 min
        ",
    );
}

/// Two gates share a route, and the regime is about one of them: its vehicles go by a copy, whose steps draw as those of the original.
#[test]
fn a_shared_route_is_copied() {
    let other = r#"
        [source.cloth]
        gate = "other"
        direction = "export"
        vehicle = "vietnamese"
        class = "fruit"
        route = "out"
        timetable = { Mon = ["08:00"] }
        "#;
    let regime = r#"
        [regime.green]
        gates = "bridge"
        before-cross = [{ step = "spray", delay = { time = "10 min" } }]
        "#;
    let world = three_days(r#"{ Mon = ["08:00"] }"#, &format!("{other}{regime}"));
    let names: Vec<&str> = world
        .scenario
        .routes
        .iter()
        .map(|route| route.name.as_str())
        .collect();
    assert_eq!(names, ["back", "out", "out/green"]);
    assert_eq!(world.scenario.routes[2].key, "out");
    world.runs_as(
        "
        08:00 cloth.1 starts at booth
        08:00 fruit.1 starts at booth
        08:30 cloth.1 finishes at booth
        08:30 fruit.1 finishes at booth
        08:30 fruit.1 begins green: spray
        08:30 cloth.1 crosses to-china
        08:30 cloth.1 leaves; processing 30 min
        08:40 fruit.1 ends green: spray
        08:40 fruit.1 crosses to-china
        08:40 fruit.1 leaves; processing 30 min, travelling 10 min
        ",
    );
}

/// A route that is entered on two ways, and led back to: whoever comes to the gate comes by the new step, wherever from.
#[test]
fn every_way_to_the_gate_leads_by_the_steps() {
    let lorries = comes("fruit", r#"["08:00"]"#);
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        {lorries}
        [regime.green]
        before-enter = [{{ step = "spray", delay = {{ time = "10 min" }} }}]
        [[route.out]]
        step = "choose"
        branch = [{{ to = "gate" }}]
        [[route.out]]
        step = "never"
        delay = {{ time = "1 h" }}
        then = "gate"
        [[route.out]]
        step = "gate"
        enter = true
        [[route.out]]
        step = "line"
        cross = {{ bound = "to-china" }}
        "#
    ));
    world.runs_as(
        "
        08:00 fruit.1 takes gate
        08:00 fruit.1 begins green: spray
        08:10 fruit.1 ends green: spray
        08:10 fruit.1 enters
        08:10 fruit.1 crosses to-china
        08:10 fruit.1 leaves; travelling 10 min
        ",
    );
}

/// One switch brings a station, the regime whose steps lead there and the outage that hits it; without it none of them is there, and
/// the steps are no parameters.
#[test]
fn a_regime_and_its_station_hang_on_one_switch() {
    let switched = |zone: &str| {
        let rest = r#"
            [switch.zone]
            title = "Is there a zone?"
            options = ["on", "off"]
            value = "ZONE"
            [station.disinfection]
            when = { zone = "on" }
            servers = [{ count = 1 }]
            [regime.green]
            when = { zone = "on" }
            before-enter = [{ step = "spray", serve = { station = "disinfection", time = "10 min" } }]
            [outage.water]
            when = { zone = "on" }
            stations = "disinfection"
            from = 2025-03-04T08:00
            to = 2025-03-04T09:00
            "#;
        three_days(r#"{ Mon = ["08:00"] }"#, &rest.replace("ZONE", zone))
    };
    let sprays = |world: &World| {
        let of_regime = |path: &str| path.starts_with("regime.green.before-enter.spray");
        let mut parameters = world.scenario.parameters.iter();
        parameters.any(|one| of_regime(&one.path))
    };
    let on = switched("on");
    assert!(sprays(&on));
    assert_eq!(on.scenario.outages.len(), 1);
    let off = switched("off");
    assert!(!sprays(&off));
    assert!(off.scenario.outages.is_empty());
    off.runs_as(
        "
        08:00 fruit.1 starts at booth
        08:30 fruit.1 finishes at booth
        08:30 fruit.1 crosses to-china
        08:30 fruit.1 leaves; processing 30 min
        ",
    );
}
