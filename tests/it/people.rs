//! What the scenarios of residents' trade, passengers, oversize vehicles, shuttles and the smart gate must show, whatever their
//! assumptions.

use std::collections::BTreeMap;

use bordergate::measures::trace::{Stay, Tracer, Visitor, What};
use bordergate::measures::{Dims, Estimator};
use bordergate::scenario::calendar::clock;
use bordergate::scenario::read;
use jiff::civil::DateTime;

use crate::worlds::{World, scenarios, shipped};

/// A stay of a vehicle of a class, at a gate, at a step.
struct Seen {
    class: String,
    gate: String,
    step: String,
    stay: Stay,
}

fn log(world: &World) -> Vec<Seen> {
    let names = &world.plan.names;
    let mut log = Vec::new();
    let mut tracer = Tracer::new(|visitor: &Visitor, stay: &Stay| {
        let kind = &world.plan.kinds[visitor.kind as usize];
        log.push(Seen {
            class: names.classes[kind.class as usize].clone(),
            gate: names.gates[kind.gate as usize].clone(),
            step: names.ops[stay.op as usize].1.clone(),
            stay: stay.clone(),
        });
    });
    world.observe(1, 0, &mut tracer);
    drop(tracer);
    log
}

/// A shipped scenario with one key set.
fn changed(name: &str, set: &str) -> World {
    let file = scenarios().join(format!("{name}.toml"));
    World::of(read(&file, &[set.to_owned()]))
}

fn local(world: &World, at: i64) -> DateTime {
    clock(at, &world.scenario.clocks.own)
}

/// A value of replication 0 that is a mean or a ratio.
fn value(world: &World, measure: &str, statistic: &str, by: &str) -> f64 {
    let row = world.row(1, 0);
    let mut specs = world.catalogue.specs.iter();
    let found =
        specs.find(|spec| (spec.measure, spec.statistic, spec.by) == (measure, statistic, by));
    match found.unwrap().estimator {
        Estimator::Mean { column, scale } => row.columns[column] as f64 * scale,
        Estimator::Ratio { num, den, scale } => {
            row.columns[num] as f64 / row.columns[den] as f64 * scale
        }
        _ => panic!("{measure} {statistic}"),
    }
}

/// No more residents trade on a day than come, nobody trades outside their hours, and a higher allowance needs fewer of them.
#[test]
fn residents_pool_the_goods_of_hoanh_mo() {
    let world = shipped("hoanh-mo-resident-trade");
    let (mut persons, mut consignments) = (0, 0);
    for seen in log(&world) {
        if let What::Gather { persons: taken, .. } = seen.stay.what {
            persons += taken;
            consignments += 1;
            let hour = local(&world, seen.stay.start).hour();
            assert!(
                (8..12).contains(&hour) || (13..17).contains(&hour),
                "{hour}"
            );
        }
    }
    assert!(consignments > 400, "{consignments}");
    assert_eq!(
        persons as f64,
        value(&world, "residents-used", "total", "residents")
    );
    assert!(value(&world, "residents-used", "share", "residents") < 1.0);
    let more = changed(
        "hoanh-mo-resident-trade",
        "residents.dongzhong.allowance=12,000 CNY",
    );
    let size = |world: &World| value(world, "consignment-size", "mean", "residents");
    let wait = |world: &World| value(world, "gather-time", "mean", "residents");
    assert!(size(&more) < size(&world) * 0.75);
    assert!(wait(&more) < wait(&world));
}

/// On days by appointment 24 persons an hour pass at most, and nobody passes without a place; no vehicle is counted.
#[test]
fn people_pass_by_appointment_at_bac_luan_1() {
    let world = shipped("bac-luan-1-passengers");
    let mut by_hour: BTreeMap<(i8, i8, i8), u32> = BTreeMap::new();
    for seen in log(&world) {
        if let What::Pass {
            crossing: Some(_), ..
        } = seen.stay.what
        {
            let at = local(&world, seen.stay.start);
            assert!((7..20).contains(&at.hour()));
            *by_hour
                .entry((at.month(), at.day(), at.hour()))
                .or_default() += 1;
        }
    }
    let by_appointment =
        |&(month, day, _): &(i8, i8, i8)| (month, day) == (1, 31) || month == 2 && day <= 6;
    let (mut booked, mut free) = (0, 0);
    for (hour, persons) in &by_hour {
        if by_appointment(hour) {
            booked += persons;
            assert!(*persons <= 24, "{persons} at {hour:?}");
        } else {
            free += persons;
        }
    }
    assert!(booked > 500 && free > 5_000, "{booked} {free}");
    let row = world.row(1, 0);
    for spec in &world.catalogue.specs {
        if let (Estimator::Mean { column, .. }, true) = (spec.estimator, spec.unit == "vehicle-h") {
            assert_eq!(row.columns[column], 0, "{spec:?}");
        }
    }
    assert!(value(&world, "persons-time", "mean", "gate") < 3_600.0);
}

/// While a machine is on the bridge nobody else is, and it drives on between 11:00 and 13:00, or is admitted then and waits for its escort.
#[test]
fn machines_are_alone_on_the_bridge_of_bac_luan_2() {
    let world = shipped("bac-luan-2-oversize");
    let log = log(&world);
    let drives: Vec<&Seen> = log
        .iter()
        .filter(|seen| matches!(seen.stay.what, What::Drive(_)))
        .collect();
    let machines: Vec<&&Seen> = drives
        .iter()
        .filter(|seen| seen.class == "machinery")
        .collect();
    assert!(machines.len() > 15 && drives.len() > 1_000);
    for machine in &machines {
        let meets = drives.iter().filter(|other| {
            other.stay.start < machine.stay.end && machine.stay.start < other.stay.end
        });
        assert_eq!(meets.count(), 1, "itself alone");
    }
    let admitted = log.iter().filter(|seen| {
        seen.class == "machinery"
            && seen.step == "barrier"
            && matches!(seen.stay.what, What::Pass { .. })
    });
    for seen in admitted {
        let hour = local(&world, seen.stay.start).hour();
        assert!((11..13).contains(&hour), "{hour}");
    }
}

/// Never are more shuttles under way than there are, and some loads wait for one.
#[test]
fn loads_of_the_zone_wait_for_shuttles() {
    let world = shipped("mong-cai-industrial-zone-shuttles");
    assert_eq!(value(&world, "drivers-busy", "max", "pool"), 8.0);
    assert!(value(&world, "driver-line", "max", "pool") > 0.0);
    let trips = value(&world, "trips", "total", "pool");
    assert_eq!(trips, value(&world, "vehicles-crossed", "total", "total"));
    let few = changed(
        "mong-cai-industrial-zone-shuttles",
        "pool.shuttles.drivers=[{ count = 5, hours = \"06:30-19:30\" }]",
    );
    let time = |world: &World| value(world, "time-in-system", "mean", "total");
    assert!(time(&few) > time(&world) + 600.0);
}

/// The smart gate passes goods by night, only those that are selected, and relieves the traditional lanes, which do not change their hours.
#[test]
fn the_smart_gate_relieves_the_traditional_lanes() {
    let world = shipped("huu-nghi-smart-gate-2027-on");
    let mut night = 0;
    for seen in log(&world) {
        if !matches!(
            seen.stay.what,
            What::Pass {
                crossing: Some(_),
                ..
            }
        ) {
            continue;
        }
        let open = (7..20).contains(&local(&world, seen.stay.start).hour());
        match seen.gate.as_str() {
            "smart" => {
                night += usize::from(!open);
                assert_ne!(seen.class, "other");
            }
            _ => assert!(open, "{} by night", seen.gate),
        }
    }
    assert!(night > 1_000, "{night}");
    let without = shipped("huu-nghi-smart-gate-2027");
    let lanes = |world: &World| {
        let row = world.row(1, 0);
        let dims = Dims {
            station: Some(
                world
                    .plan
                    .names
                    .stations
                    .iter()
                    .position(|name| name == "lanes")
                    .unwrap() as u32,
            ),
            ..Dims::default()
        };
        let spec = world.catalogue.specs.iter().find(|spec| {
            spec.measure == "wait" && spec.statistic == "mean" && spec.dims.station == dims.station
        });
        match spec.unwrap().estimator {
            Estimator::Ratio { num, den, .. } => row.columns[num] as f64 / row.columns[den] as f64,
            _ => panic!("a mean is a ratio"),
        }
    };
    assert!(lanes(&world) < lanes(&without) / 4.0);
}
