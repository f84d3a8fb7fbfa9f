//! Selectivity: goods groups and declarants' records, which branches tell apart within a class, and channels.

use bordergate::measures::{Catalogue, Dims, Estimator};
use bordergate::plan;
use bordergate::sim::{Observer, Vehicle};

use super::world::{World, source};

/// An always open gate, classes, sources and the steps of route `out`.
fn gate(rest: &str, steps: &str) -> World {
    World::monday(&format!(
        "[gate.bridge]\nhours = \"always\"\n[station.desk]\nservers = [{{ count = 1 }}]\n{rest}\n[route]\nout = [\n{steps}\n]"
    ))
}

/// A group or a record is chosen with the vehicle. Here everybody of a class is alike.
#[test]
fn ways_by_goods_group() {
    let sources = source("north", "fruit", r#"timetable = ["08:00"]"#)
        + &source("south", "tea", r#"timetable = ["08:30"]"#);
    let world = gate(
        &format!(
            "[class.fruit]\ngoods = {{ durian = \"100 %\", mango = \"0 %\" }}\n[class.tea]\n{sources}"
        ),
        r#"
        { step = "sorting", branch = [
            { goods = ["durian"], label = "orchard", to = "papers" },
            { goods = ["mango"], to = "exit" },
            { class = "tea", label = "dry", to = "line" },
        ] },
        { step = "papers", serve = { station = "desk", time = "12 min" } },
        { step = "line", cross = { bound = "to-china" } },
        "#,
    );
    world.runs_as(
        "
        08:00 north.1 takes orchard
        08:00 north.1 starts at desk
        08:12 north.1 finishes at desk
        08:12 north.1 crosses to-china
        08:12 north.1 leaves; processing 12 min
        08:30 south.1 takes dry
        08:30 south.1 crosses to-china
        08:30 south.1 leaves; at once
        ",
    );
}

/// A source without records has vehicles without one: ways with `record` are not theirs.
#[test]
fn ways_by_record() {
    let sources = source(
        "known",
        "fruit",
        "timetable = [\"08:00\"]\nrecords = { trusted = \"100 %\" }",
    ) + &source("new", "fruit", r#"timetable = ["08:30"]"#);
    let world = gate(
        &format!("[class.fruit]\n{sources}"),
        r#"
        { step = "channel", branch = [
            { record = "trusted", share = "100 %", label = "green", to = "line" },
            { share = "0 %", label = "yellow", to = "line" },
            { record = ["trusted"], share = "0 %", label = "red", to = "exit" },
            { share = "0 %", label = "red", to = "papers" },
            { to = "papers", label = "yellow" },
        ] },
        { step = "papers", serve = { station = "desk", time = "12 min" } },
        { step = "line", cross = { bound = "to-china" } },
        "#,
    );
    world.runs_as(
        "
        08:00 known.1 takes green
        08:00 known.1 crosses to-china
        08:00 known.1 leaves; at once
        08:30 new.1 takes yellow
        08:30 new.1 starts at desk
        08:42 new.1 finishes at desk
        08:42 new.1 crosses to-china
        08:42 new.1 leaves; processing 12 min
        ",
    );
}

/// What each vehicle is, by its identity: class, goods group and record.
#[derive(Default)]
struct Kinds(Vec<(bordergate::des::keyed::EntityId, u32, u32)>);

impl Observer for Kinds {
    fn arrive(&mut self, _now: i64, vehicle: &Vehicle) {
        self.0.push((vehicle.id, vehicle.kind, 0));
    }
}

const CROWD: &str = r#"
    [class.fruit]
    GOODS
    [class.tea]
    [source.lorries]
    gate = "bridge"
    direction = "export"
    vehicle = "vietnamese"
    class = { fruit = "37 %", tea = "63 %" }
    RECORDS
    route = "out"
    rate = "20,000 / day"
"#;

fn crowd(goods: &str, records: &str) -> World {
    let text = CROWD.replace("GOODS", goods).replace("RECORDS", records);
    gate(
        &text,
        r#"{ step = "line", cross = { bound = "to-china" } },"#,
    )
}

/// Groups and records divide the range of the draw that says the class: nobody changes class because groups are named.
#[test]
fn groups_and_records_move_nobody_to_another_class() {
    let plain = crowd("", "");
    let split = crowd(
        r#"goods = { durian = "30 %", lychee = "20 %", mango = "50 %" }"#,
        r#"records = { ordinary = "40 %", trusted = "60 %" }"#,
    );
    assert_eq!(plain.arrivals(7), split.arrivals(7));
    // Two classes; three groups of fruit with two records each, and tea with two.
    assert_eq!((plain.plan.kinds.len(), split.plan.kinds.len()), (2, 8));
    let mut kinds = Kinds::default();
    split.run(&mut kinds);
    let all = kinds.0.len() as f64;
    let shares = [
        (Some("durian"), "ordinary", 0.37 * 0.3 * 0.4),
        (Some("durian"), "trusted", 0.37 * 0.3 * 0.6),
        (Some("lychee"), "ordinary", 0.37 * 0.2 * 0.4),
        (Some("lychee"), "trusted", 0.37 * 0.2 * 0.6),
        (Some("mango"), "ordinary", 0.37 * 0.5 * 0.4),
        (Some("mango"), "trusted", 0.37 * 0.5 * 0.6),
        (None, "ordinary", 0.63 * 0.4),
        (None, "trusted", 0.63 * 0.6),
    ];
    for (goods, record, share) in shares {
        let is = |kind: u32| {
            let profile = split.plan.kinds[kind as usize].profile;
            let profile = split.scenario.profiles[profile as usize];
            let name = |names: &[String], at: Option<usize>| at.map(|at| names[at].clone());
            name(&split.scenario.goods, profile.goods).as_deref() == goods
                && name(&split.scenario.records, profile.record).as_deref() == Some(record)
        };
        let found = kinds.0.iter().filter(|&&(_, kind, _)| is(kind)).count() as f64;
        let sd = (all * share * (1.0 - share)).sqrt();
        assert!(
            (found - all * share).abs() < 4.0 * sd,
            "{goods:?} {record}: {found} of {all}, expected {}",
            all * share
        );
    }
}

/// Ways labelled green, yellow and red are channels. Two lorries: one is released at once, one after 12 minutes.
#[test]
fn channels_are_counted_and_timed() {
    let sources = source("north", "fruit", r#"timetable = ["08:00"]"#)
        + &source("south", "tea", r#"timetable = ["08:30"]"#);
    let steps = r#"
        { step = "channel", branch = [
            { class = "tea", label = "green", to = "released" },
            { class = "fruit", label = "red", to = "papers" },
        ] },
        { step = "papers", serve = { station = "desk", time = "12 min" } },
        { step = "released", release = true },
        { step = "line", cross = { bound = "to-china" } },
        "#;
    let world = gate(&format!("[class.fruit]\n[class.tea]\n{sources}"), steps);
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let value = |measure: &str, statistic: &str, channel: &str| {
        let channel = world
            .plan
            .names
            .channels
            .iter()
            .position(|name| name == channel);
        let dims = Dims {
            channel: channel.map(|channel| channel as u32),
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
    assert_eq!(world.plan.names.channels, ["green", "red"]);
    assert_eq!(value("vehicles-selected", "total", "green"), 1.0);
    assert_eq!(value("vehicles-selected", "share", "red"), 0.5);
    assert_eq!(value("time-to-release", "mean", "green"), 0.0);
    assert_eq!(value("time-to-release", "mean", "red"), 720.0);
    assert_eq!(value("time-to-release", "max", "red"), 720.0);

    // Other labels are channels only where the step says so.
    let other = steps.replace("\"red\"", "\"gate B\"");
    let world = gate(&format!("[class.fruit]\n[class.tea]\n{sources}"), &other);
    assert!(world.plan.names.channels.is_empty());
    let marked = other.replace("step = \"channel\",", "step = \"channel\", channel = true,");
    let world = gate(&format!("[class.fruit]\n[class.tea]\n{sources}"), &marked);
    assert_eq!(world.plan.names.channels, ["green", "gate B"]);
}

/// What is expected before a run: the desk sees durians only, half of the fruit and all of the work.
#[test]
fn load_is_expected_by_goods_group() {
    let lorries = source("lorries", "fruit", "rate = \"48 / day\"");
    let world = gate(
        &format!("[class.fruit]\ngoods = {{ durian = \"50 %\", mango = \"50 %\" }}\n{lorries}"),
        r#"
        { step = "sorting", branch = [
            { goods = "durian", to = "papers" },
            { goods = "mango", to = "exit" },
        ] },
        { step = "papers", serve = { station = "desk", time = "30 min" } },
        "#,
    );
    let load = &plan::analyze(&world.scenario, &world.plan).stations[0];
    assert!((load.visits[0] - 24.0).abs() < 1e-9, "{load:?}");
    assert!((load.load(0).unwrap() - 0.5).abs() < 1e-9, "{load:?}");
}
