//! The month at three gates: what people, chance, rules of order and money do to them.

use std::collections::BTreeMap;

use bordergate::measures::{Dims, Measures, Row};
use bordergate::plan::cause::Cause;
use bordergate::plan::{Plan, Reason};
use bordergate::sim::{Engine, Observer, Vehicle};

use super::expect;
use super::ledger::Ledger;
use crate::laws::rows::column;
use crate::worlds::{World, go, shipped};

const REPLICATIONS: u64 = 3;

fn month() -> World {
    shipped("three-gates-month")
}

#[test]
fn nobody_is_lost_and_every_bulletin_closes() {
    super::nobody_is_lost_and_every_bulletin_closes(&month(), REPLICATIONS, 15_000);
}

#[test]
fn any_number_of_jobs_prints_the_same_bytes() {
    super::any_number_of_jobs_prints_the_same_bytes("scenarios/three-gates-month.toml", "3");
}

/// Each mechanism does what it is there for at least once, and every cause of the list is some vehicle's.
#[test]
fn everything_that_people_and_events_do_happens() {
    let world = month();
    let mut ledger = Ledger::new(&world.plan);
    let mut engine = Engine::new(&world.plan);
    for replication in 0..REPLICATIONS {
        go(&mut engine, 1, replication, &mut ledger);
    }
    for cause in Cause::ALL {
        let spent = ledger.causes[cause as usize];
        assert!(spent > 0, "nobody: {}", cause.word());
    }
    for reason in Reason::ALL {
        let turned = format!("turned back: {}", reason.word());
        assert!(ledger.seen.contains(&turned), "nobody {turned}");
    }
    let happened = [
        "sees too long a queue",
        "is kept inland",
        "is put off by a ban",
        "gives up in line at a station",
        "gives up before a barrier",
        "gives up before a yard",
        "gives up beside a bridge",
        "gives up without residents",
        "a consignment is gathered at once",
        "a consignment is gathered little by little",
        "a person comes",
        "a person goes over",
        "stays at home without a place",
        "a service is interrupted",
        "stays too long",
        "several agencies begin",
        "a returned import goes home",
        "walks in",
    ];
    let seen = [
        // Who gives up, is refused or sees the queue goes to the other gate.
        "sent on: patience-outside",
        "sent on: patience-in-yard",
        "sent on: queue-seen",
        "sent on: no-slot",
        "diverted hai-yen to bac-luan-2",
        "diverted bac-luan-2 to hai-yen",
        // Live goods interrupt the export desk, the end of the hours the lanes that take turns.
        "interrupted hai-yen-export.documents",
        // What regimes insert.
        "starts bac-luan-2-export.disinfection: disinfection",
        "departs export.quick-test: test",
        "drives oversize.over",
        // All or some of each thing that can fail, by plan and by chance.
        "outage true all station laboratory",
        "outage true some station document-check",
        "outage true some station hai-yen-export-desk",
        "outage true all bridge bac-luan-2",
        "outage true all bridge pontoon",
        "outage true all gate bac-luan-2",
        "outage true all gate hoanh-mo",
        "outage true all gate bac-luan-1",
        "outage true all pool relay-drivers",
        "outage true some pool relay-drivers",
        "outage false some pool relay-drivers",
    ];
    expect(&ledger, &happened, &seen);
}

/// Counts who arrives and who crosses loaded at Hoành Mô by day, samples by day, and which live goods of Hải Yên come on
/// another day than their own.
struct Diary<'w> {
    plan: &'w Plan,
    crossed: BTreeMap<usize, u32>,
    sampled: BTreeMap<usize, u32>,
    /// By their own day and that on which they came, both counted from the first of the period.
    moved: BTreeMap<(i32, i32), u32>,
}

impl Diary<'_> {
    fn day(&self, now: i64) -> usize {
        self.plan.days.partition_point(|&midnight| midnight <= now) - 1
    }

    fn at(&self, names: &[String], index: u32, name: &str) -> bool {
        names[index as usize] == name
    }
}

impl Observer for Diary<'_> {
    fn start(&mut self, now: i64, _vehicle: &Vehicle, station: u32, _waited: i64) {
        if self.at(&self.plan.names.stations, station, "laboratory") {
            *self.sampled.entry(self.day(now)).or_default() += 1;
        }
    }
    fn pass(
        &mut self,
        now: i64,
        vehicle: &Vehicle,
        _lane: u32,
        _crossing: Option<bordergate::plan::Crossing>,
        first: bool,
        _waited: i64,
    ) {
        let gate = self.plan.kinds[vehicle.kind as usize].gate;
        if first && self.at(&self.plan.names.gates, gate, "hoanh-mo") {
            *self.crossed.entry(self.day(now)).or_default() += 1;
        }
    }
    fn arrive(&mut self, now: i64, vehicle: &Vehicle) {
        let origins = &self.plan.names.origins;
        if self.at(origins, vehicle.origin, "hai-yen-seafood") {
            let own = vehicle.day - FIRST_DAY;
            let came = self.day(now) as i32;
            if own != came {
                *self.moved.entry((own, came)).or_default() += 1;
            }
        }
    }
}

/// 28 April 2025, in days since 1970.
const FIRST_DAY: i32 = 20_206;

/// Dates of what is planned hold: the slow restart lets fewer pass, the laboratory takes no samples on three days, and
/// part of the live goods of the holiday come on the days before it, or on the day after.
#[test]
fn what_is_planned_holds_on_its_days() {
    let world = month();
    let mut engine = Engine::new(&world.plan);
    let (mut full, mut samples) = ([0, 0], 0);
    let mut moved = BTreeMap::new();
    for replication in 0..REPLICATIONS {
        let mut diary = Diary {
            plan: &world.plan,
            crossed: BTreeMap::new(),
            sampled: BTreeMap::new(),
            moved: BTreeMap::new(),
        };
        go(&mut engine, 1, replication, &mut diary);
        let crossed = |day| diary.crossed.get(&day).copied().unwrap_or(0);
        assert_eq!(crossed(3), 0, "1 May is a holiday");
        // 28 a day; half of them from 2 May, three quarters from 5 May to 8 May.
        for day in 0..31 {
            let most = match day {
                4..7 => 14,
                7..11 => 21,
                _ => 28,
            };
            assert!(crossed(day) <= most, "day {day}: {}", crossed(day));
            match (day, crossed(day) == most) {
                (4..7, true) => full[0] += 1,
                (7..11, true) => full[1] += 1,
                _ => {}
            }
        }
        for day in 14..17 {
            assert_eq!(diary.sampled.get(&day), None, "12-14 May");
        }
        samples += diary.sampled.values().sum::<u32>();
        for (way, vehicles) in diary.moved {
            *moved.entry(way).or_insert(0) += vehicles;
        }
    }
    assert!(
        full.iter().all(|&days| days > 0),
        "the ramp binds: {full:?}"
    );
    assert!(samples > 30, "{samples}");
    // The holiday is day 3; who comes before it does so on the three days before, and nothing else moves anybody.
    assert!(
        moved
            .keys()
            .all(|&(own, came)| own == 3 && (0..=4).contains(&came))
    );
    assert!(
        (0..3).all(|came| moved.contains_key(&(3, came))),
        "{moved:?}"
    );
    assert!(moved.contains_key(&(3, 4)), "{moved:?}");
}

fn sum(world: &World, rows: &[Row], measure: &str, by: &str, dims: Dims) -> Option<i128> {
    rows.iter()
        .map(|row| column(world, row, measure, "total", by, dims))
        .sum()
}

/// Every item costs somebody something, and the bill adds up in each replication; goods lose value, and some spoil.
#[test]
fn the_bill_adds_up() {
    let world = month();
    let mut measures = Measures::new(&world.plan, &world.catalogue);
    let mut engine = Engine::new(&world.plan);
    let mut rows = Vec::new();
    for replication in 0..REPLICATIONS {
        go(&mut engine, 1, replication, &mut measures);
        rows.push(measures.row(replication));
    }
    let names = &world.plan.names;
    let item = |index: usize| Dims {
        item: Some(index as u32),
        ..Dims::default()
    };
    let bearer = |index: usize| Dims {
        bearer: Some(index as u32),
        ..Dims::default()
    };
    let gate = |index: usize| Dims {
        gate: Some(index as u32),
        ..Dims::default()
    };
    for row in &rows {
        let cost = |by, dims| column(&world, row, "cost", "total", by, dims).unwrap();
        let total = cost("total", Dims::default());
        let items: i128 = (0..names.cost_items.len())
            .map(|index| cost("item", item(index)))
            .sum();
        let bearers: i128 = (0..names.bearers.len())
            .map(|index| cost("bearer", bearer(index)))
            .sum();
        let gates: i128 = (0..names.gates.len())
            .map(|index| cost("gate", gate(index)))
            .sum();
        // All staff that is paid belongs to a gate.
        assert_eq!([items, bearers, gates], [total; 3]);
    }
    for (index, name) in names.cost_items.iter().enumerate() {
        let spent = sum(&world, &rows, "cost", "item", item(index));
        assert!(spent > Some(0), "nothing is spent on {name}");
    }
    let total = |measure| sum(&world, &rows, measure, "total", Dims::default());
    assert!(total("value-lost") > total("value-lost-inside"));
    assert!(total("value-lost-inside") > Some(0));
    assert!(total("vehicles-spoiled") > Some(0) && total("tonnes-spoiled") > Some(0));
    assert!(total("vehicles-diverted") > Some(0) && total("vehicles-kept-inland") > Some(0));
    let levels = world.catalogue.specs.iter();
    assert!(
        levels
            .filter(|spec| spec.measure == "service-level")
            .count()
            >= 4
    );
}
