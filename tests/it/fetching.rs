//! What the scenario of the lorries that fetch imports must show, whatever its assumptions: who drives out empty comes home loaded,
//! under the quota for returning vehicles, and who is in Đông Hưng when it shuts is held there.

use std::collections::BTreeMap;

use bordergate::des::clock::DAY;
use bordergate::measures::{Dims, Estimator};
use bordergate::plan::Crossing;
use bordergate::scenario::read;
use bordergate::sim::{Observer, Vehicle};

use crate::worlds::{World, scenarios, shipped};

/// 21 December, as a day of the period: the first on which the gate is shut.
const SHUT: i64 = 20;

/// Who passed on which day, and who stands in the yard at the end.
struct Watch {
    start: i64,
    out: BTreeMap<i64, u64>,
    back: BTreeMap<i64, u64>,
    yard: i64,
}

impl Watch {
    fn of(world: &World, replication: u64) -> Self {
        let mut watch = Self {
            start: world.plan.start,
            out: BTreeMap::new(),
            back: BTreeMap::new(),
            yard: 0,
        };
        world.observe(1, replication, &mut watch);
        watch
    }
}

impl Observer for Watch {
    fn pass(
        &mut self,
        now: i64,
        _vehicle: &Vehicle,
        _lane: u32,
        crossing: Option<Crossing>,
        _first: bool,
        _waited: i64,
    ) {
        let Some(crossing) = crossing else { return };
        assert_eq!(
            crossing.loaded,
            Some(crossing.to_vietnam),
            "out empty, back loaded"
        );
        let ways = if crossing.to_vietnam {
            &mut self.back
        } else {
            &mut self.out
        };
        *ways.entry((now - self.start).div_euclid(DAY)).or_default() += 1;
    }
    fn park(&mut self, _now: i64, _vehicle: &Vehicle, _yard: u32, _waited: i64) {
        self.yard += 1;
    }
    fn leave_yard(&mut self, _now: i64, _vehicle: &Vehicle, _yard: u32) {
        self.yard -= 1;
    }
}

/// What is compared with the 289 that were published.
fn compared(world: &World, replication: u64) -> i128 {
    let row = world.row(1, replication);
    let fact = Dims {
        fact: Some(0),
        ..Dims::default()
    };
    let mut specs = world.catalogue.specs.iter();
    let spec = specs.find(|spec| spec.dims == fact).unwrap();
    assert_eq!((spec.measure, spec.by), ("yard-occupancy", "fact"));
    match spec.estimator {
        Estimator::Mean { column, .. } => row.columns[column],
        other => panic!("{other:?}"),
    }
}

/// Nobody goes or comes once it is shut: those in the yard stay there to the end, and they are what is compared with the 289.
#[test]
fn who_is_in_dong_hung_when_it_shuts_is_held() {
    let world = shipped("dongxing-fetching-2021");
    for replication in 0..3 {
        let watch = Watch::of(&world, replication);
        for ways in [&watch.out, &watch.back] {
            assert!(ways.values().sum::<u64>() > 500);
            assert!(ways.keys().all(|&day| day < SHUT), "{ways:?}");
        }
        assert!(watch.yard > 0);
        assert_eq!(compared(&world, replication), i128::from(watch.yard));
    }
}

/// A smaller quota for returning vehicles is kept every day, and holds more of them in Đông Hưng.
#[test]
fn a_smaller_quota_for_returning_vehicles_fills_the_yard() {
    let file = scenarios().join("dongxing-fetching-2021.toml");
    let sets = [
        "quota.returning.vehicles=40 / day",
        "quota.returning.day-factor.cv=0",
    ];
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    let (usual, small) = (
        shipped("dongxing-fetching-2021"),
        World::of(read(&file, &sets)),
    );
    for replication in 0..3 {
        let back = Watch::of(&small, replication).back;
        assert!(back.values().all(|&vehicles| vehicles <= 40), "{back:?}");
        assert!(compared(&small, replication) > compared(&usual, replication));
    }
}
