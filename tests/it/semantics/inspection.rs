//! Specialised inspection: agencies in turn, samples and results, treatment, return.

use std::collections::BTreeMap;

use bordergate::measures::{Catalogue, Dims, Estimator};
use bordergate::sim::{Observer, Vehicle};

use super::world::{World, comes, source};

/// An always open gate with two desks of one server and a chamber, classes, agencies and the steps of route `out`.
fn gate(rest: &str, steps: &str) -> World {
    World::monday(&format!(
        r#"
        [gate.bridge]
        hours = "always"
        [station]
        north = {{ servers = [{{ count = 1 }}] }}
        south = {{ servers = [{{ count = 1 }}] }}
        chamber = {{ servers = [{{ count = 1 }}] }}
        {rest}
        [route]
        out = [
        {steps}
        ]
        "#
    ))
}

/// One server: the second lorry waits for it. Then each waits for its own result, and holds up nobody.
#[test]
fn an_inspection_with_a_sample() {
    let lorries = comes("fruit", r#"["08:00", "08:05"]"#);
    let world = gate(
        &format!(
            r#"
            [class.fruit]
            {lorries}
            [agency.plant]
            station = "north"
            time = "10 min"
            inspects = {{ fruit = "100 %" }}
            sample = {{ share = "100 %", result = "2 h" }}
            "#
        ),
        r#"
        { step = "check", inspect = { agencies = "plant" } },
        { step = "line", cross = { bound = "to-china" } },
        "#,
    );
    world.runs_as(
        "
        08:00 fruit.1 takes inspected
        08:00 fruit.1 starts at north
        08:05 fruit.2 takes inspected
        08:05 fruit.2 joins north
        08:10 fruit.1 finishes at north
        08:10 fruit.1 takes sampled
        08:10 fruit.1 begins check/plant: result
        08:10 fruit.2 starts at north
        08:20 fruit.2 finishes at north
        08:20 fruit.2 takes sampled
        08:20 fruit.2 begins check/plant: result
        10:10 fruit.1 ends check/plant: result
        10:10 fruit.1 crosses to-china
        10:10 fruit.1 leaves; processing 10 min, waiting-result 2 h
        10:20 fruit.2 ends check/plant: result
        10:20 fruit.2 crosses to-china
        10:20 fruit.2 leaves; processing 10 min, waiting-result 2 h, waiting-server 5 min
        ",
    );
}

/// A row of the matrix names goods groups, or classes for their groups that are not named; what no row names is not inspected.
#[test]
fn agencies_in_turn_by_the_matrix() {
    let sources = source("a", "fruit", r#"timetable = ["08:00"]"#)
        + &source("b", "tea", r#"timetable = ["08:30"]"#)
        + &source("c", "wood", r#"timetable = ["08:30"]"#);
    let world = gate(
        &format!(
            r#"
            [class.fruit]
            goods = {{ durian = "100 %" }}
            [class.tea]
            goods = {{ oolong = "100 %" }}
            [class.wood]
            {sources}
            [agency.plant]
            station = "north"
            time = "10 min"
            inspects = {{ durian = "100 %", tea = "100 %", oolong = "0 %" }}
            [agency.food]
            station = "south"
            time = "15 min"
            class = {{ tea = "5 min" }}
            inspects = {{ fruit = "100 %", tea = "100 %" }}
            "#
        ),
        r#"
        { step = "check", inspect = { agencies = ["plant", "food"] } },
        "#,
    );
    world.runs_as(
        "
        08:00 a.1 takes inspected
        08:00 a.1 starts at north
        08:10 a.1 finishes at north
        08:10 a.1 takes inspected
        08:10 a.1 starts at south
        08:25 a.1 finishes at south
        08:25 a.1 leaves; processing 25 min
        08:30 b.1 takes not inspected
        08:30 b.1 takes inspected
        08:30 c.1 takes not inspected
        08:30 c.1 takes not inspected
        08:30 c.1 leaves; at once
        08:30 b.1 starts at south
        08:35 b.1 finishes at south
        08:35 b.1 leaves; processing 5 min
        ",
    );
}

/// Who is treated passes afterwards, to the next agency; who is returned is seen by nobody else.
#[test]
fn treatment_and_return() {
    let lorries = comes("fruit", r#"["08:00"]"#) + &comes("wood", r#"["09:00"]"#);
    let world = gate(
        &format!(
            r#"
            [class.fruit]
            [class.wood]
            {lorries}
            [agency.plant]
            station = "north"
            time = "10 min"
            inspects = {{ wood = "100 %" }}
            outcome = {{ treat = "100 %" }}
            treatment = {{ station = "chamber", time = "6 h", class = {{ wood = "3 h" }} }}
            [agency.food]
            station = "south"
            time = "15 min"
            inspects = {{ wood = "100 %", fruit = "100 %" }}
            outcome = {{ return = "100 %" }}
            [agency.quality]
            station = "north"
            time = "1 min"
            inspects = {{ wood = "100 %", fruit = "100 %" }}
            "#
        ),
        r#"
        { step = "check", inspect = { agencies = ["plant", "food", "quality"], returned = "back" } },
        { step = "line", cross = { bound = "to-china" }, then = "exit" },
        { step = "back", turn-back = true },
        "#,
    );
    world.runs_as(
        "
        08:00 fruit.1 takes not inspected
        08:00 fruit.1 takes inspected
        08:00 fruit.1 starts at south
        08:15 fruit.1 finishes at south
        08:15 fruit.1 takes returned
        08:15 fruit.1 turns back; processing 15 min
        09:00 wood.1 takes inspected
        09:00 wood.1 starts at north
        09:10 wood.1 finishes at north
        09:10 wood.1 takes treated
        09:10 wood.1 starts at chamber
        12:10 wood.1 finishes at chamber
        12:10 wood.1 takes inspected
        12:10 wood.1 starts at south
        12:25 wood.1 finishes at south
        12:25 wood.1 takes returned
        12:25 wood.1 turns back; processing 3 h 25 min
        ",
    );
}

/// While the laboratory works, the vehicle stands in the yard: the next one waits on the road.
#[test]
fn a_vehicle_keeps_its_place_until_the_result_is_there() {
    let lorries = comes("fruit", r#"["08:00", "08:05"]"#);
    let world = gate(
        &format!(
            r#"
            [class.fruit]
            {lorries}
            [yard.apron]
            capacity = 1
            [agency.plant]
            station = "north"
            time = "10 min"
            inspects = {{ fruit = "100 %" }}
            sample = {{ share = "100 %", result = "18 h" }}
            "#
        ),
        r#"
        { step = "in", park = "apron" },
        { step = "check", inspect = { agencies = ["plant"] } },
        { step = "out", leave-yard = "apron" },
        "#,
    );
    world.runs_as(
        "
        08:00 fruit.1 parks in apron
        08:00 fruit.1 takes inspected
        08:00 fruit.1 starts at north
        08:05 fruit.2 joins apron
        08:10 fruit.1 finishes at north
        08:10 fruit.1 takes sampled
        08:10 fruit.1 begins check/plant: result
        Tue 4 Mar
        00:00 fruit.1 is inside; processing 10 min, waiting-result 15 h 50 min
        00:00 fruit.2 is inside; yard-full 15 h 55 min
        ",
    );
}

/// The same wait, written by hand.
#[test]
fn a_delay_may_wait_for_a_result() {
    let lorries = comes("fruit", r#"["08:00"]"#);
    let world = gate(
        &format!("[class.fruit]\n{lorries}"),
        r#"
        { step = "drive", delay = { time = "20 min" } },
        { step = "laboratory", delay = { time = "1 h", waits-for = "result" } },
        "#,
    );
    world.runs_as(
        "
        08:00 fruit.1 begins drive
        08:20 fruit.1 ends drive
        08:20 fruit.1 begins laboratory
        09:20 fruit.1 ends laboratory
        09:20 fruit.1 leaves; travelling 20 min, waiting-result 1 h
        ",
    );
}

/// A step that leads back comes to the first of the steps for which it stands: the whole inspection is made again.
#[test]
fn a_way_back_to_an_inspection_makes_it_again() {
    let lorries = comes("fruit", r#"["08:00"]"#);
    let world = gate(
        &format!(
            r#"
            [class.fruit]
            {lorries}
            [agency.plant]
            station = "north"
            time = "10 min"
            inspects = {{ fruit = "100 %" }}
            outcome = {{ return = "100 %" }}
            [agency.food]
            station = "south"
            time = "5 min"
            inspects = {{ fruit = "100 %" }}
            "#
        ),
        r#"
        { step = "food", inspect = { agencies = "food" } },
        { step = "again", inspect = { agencies = ["plant", "food"], returned = "sorting" } },
        { step = "sorting", branch = [{ share = "50 %", to = "exit" }, { to = "food" }] },
        "#,
    );
    // Every round is 5 minutes of food safety and 10 of plant quarantine, whatever their number.
    let log = world.log();
    let rounds = log
        .iter()
        .filter(|line| line.ends_with("takes returned"))
        .count();
    let starts = |station: &str| {
        let starts = format!("starts at {station}");
        log.iter().filter(|line| line.ends_with(&starts)).count()
    };
    assert_eq!((starts("north"), starts("south")), (rounds, rounds));
    let minutes = 15 * rounds;
    let spent = if minutes < 60 {
        format!("processing {minutes} min")
    } else {
        format!("processing {} h", minutes / 60)
    };
    assert!(log.last().unwrap().contains(&spent), "{log:?}");
}

/// The labels that each vehicle takes at each step.
struct Labels<'w>(&'w World, BTreeMap<String, Vec<(i64, String, usize)>>);

impl<'w> Labels<'w> {
    fn of(world: &'w World) -> BTreeMap<String, Vec<(i64, String, usize)>> {
        let mut labels = Self(world, BTreeMap::new());
        world.run(&mut labels);
        labels.1
    }
}

impl Observer for Labels<'_> {
    fn choose(&mut self, _now: i64, vehicle: &Vehicle, label: u32) {
        let names = &self.0.plan.names;
        let step = names.ops[vehicle.op as usize].1.clone();
        let label = names.labels[label as usize].clone();
        let profile = self.0.plan.kinds[vehicle.kind as usize].profile as usize;
        let who = (vehicle.arrived, label, profile);
        self.1.entry(step).or_default().push(who);
    }
}

const MATRIX: &str = r#"
    [class.fruit]
    goods = { cassava = "50 %", dragon-fruit = "30 %", durian = "20 %" }
    [class.wood]
    [source.lorries]
    gate = "bridge"
    direction = "import"
    vehicle = "chinese"
    class = { fruit = "70 %", wood = "30 %" }
    route = "out"
    rate = "40,000 / day"
    [agency.plant]
    station = "north"
    time = "0 s"
    inspects = { dragon-fruit = "100 %", cassava = "20 %", durian = "65 %", wood = "35 %" }
    sample = { share = "10 %", result = "0 s" }
    outcome = { treat = "2 %", return = "4 %" }
    treatment = { station = "chamber", time = "0 s" }
    [agency.food]
    station = "south"
    time = "0 s"
    inspects = { fruit = "40 %", durian = "80 %" }
"#;

/// Shares over many vehicles are those of the matrix, within four standard deviations.
#[test]
fn rates_are_those_of_the_matrix() {
    let world = gate(
        MATRIX,
        r#"{ step = "check", inspect = { agencies = ["plant", "food"], returned = "exit" } },"#,
    );
    let labels = Labels::of(&world);
    let near = |what: &str, found: usize, all: usize, share: f64| {
        let (found, all) = (found as f64, all as f64);
        let sd = (all * share * (1.0 - share)).sqrt();
        assert!(all > 300.0, "{what}: {all}");
        assert!(
            (found - all * share).abs() <= 4.0 * sd,
            "{what}: {found} of {all}"
        );
    };
    let share = |step: &str, label: &str, profile: Option<usize>, share: f64| {
        let all: Vec<_> = labels[step]
            .iter()
            .filter(|(_, _, own)| profile.is_none_or(|profile| *own == profile))
            .collect();
        let found = all.iter().filter(|(_, own, _)| own == label).count();
        near(step, found, all.len(), share);
    };
    let profile = |goods: Option<&str>| {
        let name = |at: usize| world.scenario.goods[at].as_str();
        let all = &world.scenario.profiles;
        all.iter()
            .position(|profile| profile.goods.map(name) == goods)
    };
    for (goods, plant, food) in [
        (Some("cassava"), 0.2, 0.4),
        (Some("dragon-fruit"), 1.0, 0.4),
        (Some("durian"), 0.65, 0.8),
        (None, 0.35, 0.0),
    ] {
        share("check/plant", "inspected", profile(goods), plant);
        share("check/food", "inspected", profile(goods), food);
    }
    share("check/plant: sample", "sampled", None, 0.1);
    share("check/plant: outcome", "treated", None, 0.02);
    share("check/plant: outcome", "returned", None, 0.04);
}

/// What an agency decides of a vehicle depends on nothing but the vehicle, the step and the agency.
#[test]
fn an_agency_more_changes_no_others_draws() {
    let both = gate(
        MATRIX,
        r#"{ step = "check", inspect = { agencies = ["food", "plant"], returned = "exit" } },"#,
    );
    let alone = gate(
        MATRIX,
        r#"{ step = "check", inspect = { agencies = "plant", returned = "exit" } },"#,
    );
    let (both, alone) = (Labels::of(&both), Labels::of(&alone));
    assert!(alone["check/plant"].len() > 30_000);
    for (step, labels) in &alone {
        // Who queues at food safety comes later to plant quarantine, so the order may differ.
        let sorted = |labels: &Vec<(i64, String, usize)>| {
            let mut labels = labels.clone();
            labels.sort();
            labels
        };
        assert!(sorted(labels) == sorted(&both[step]), "{step}");
    }
}

/// Two lorries at one server: the second waits 5 minutes and is sampled, as the first is; one of two is of a class that is returned.
#[test]
fn agencies_are_measured() {
    let lorries = comes("fruit", r#"["08:00"]"#) + &comes("wood", r#"["08:05"]"#);
    let world = gate(
        &format!(
            r#"
            [class.fruit]
            [class.wood]
            {lorries}
            [agency.plant]
            station = "north"
            time = "10 min"
            inspects = {{ fruit = "100 %", wood = "100 %" }}
            sample = {{ share = "100 %", result = "2 h" }}
            [agency.food]
            station = "south"
            time = "30 min"
            inspects = {{ wood = "100 %" }}
            outcome = {{ treat = "100 %" }}
            treatment = {{ station = "chamber", time = "3 h" }}
            [agency.quality]
            station = "south"
            time = "5 min"
            inspects = {{ wood = "100 %" }}
            outcome = {{ return = "100 %" }}
            "#
        ),
        r#"{ step = "check", inspect = { agencies = ["plant", "food", "quality"], returned = "exit" } },"#,
    );
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let value = |measure: &str, statistic: &str, agency: &str| {
        let agency = world
            .plan
            .names
            .agencies
            .iter()
            .position(|name| name == agency);
        let dims = Dims {
            agency: agency.map(|agency| agency as u32),
            ..Dims::default()
        };
        let spec = catalogue
            .specs
            .iter()
            .find(|spec| {
                spec.measure == measure && spec.statistic == statistic && spec.dims == dims
            })
            .unwrap();
        match spec.estimator {
            Estimator::Mean { column, scale } => row.columns[column] as f64 * scale,
            Estimator::Ratio { num, den, scale } => {
                row.columns[num] as f64 / row.columns[den] as f64 * scale
            }
            other => panic!("{other:?}"),
        }
    };
    let counts = |agency: &str| {
        ["inspections", "samples", "treated", "returned"]
            .map(|measure| value(measure, "total", agency))
    };
    assert_eq!(counts("plant"), [2.0, 2.0, 0.0, 0.0]);
    assert_eq!(counts("food"), [1.0, 0.0, 1.0, 0.0]);
    assert_eq!(counts("quality"), [1.0, 0.0, 0.0, 1.0]);
    // 2 h 10 min, and 2 h 15 min with the wait: 7,800 s and 8,100 s.
    assert_eq!(value("inspection-time", "mean", "plant"), 7_950.0);
    assert_eq!(value("inspection-time", "max", "plant"), 8_100.0);
    // Without a sample the inspection is the end; treatment comes after it.
    assert_eq!(value("inspection-time", "mean", "food"), 1_800.0);
    assert_eq!(value("inspection-time", "max", "quality"), 300.0);
}
