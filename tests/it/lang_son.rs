//! Lạng Sơn in January 2022: what the sources allow to say of the line with drivers who give up, and without, whatever is assumed.

use std::collections::BTreeMap;

use bordergate::des::clock::DAY;
use bordergate::plan::{Plan, Reason};
use bordergate::scenario::read;
use bordergate::sim::{Exit, Observer, Vehicle};

use crate::worlds::{World, scenarios, shipped};

const REPLICATIONS: u64 = 20;

/// 2,852 in line on 2 January and at least 680 who came by the 12th, of whom at most 1,000 crossed.
const LEAST_WITHOUT_TURNING_BACK: i64 = 2_852 + 680 - 1_000;
/// What is missing from these in the line of 12 January.
const LEAST_TURNED_BACK: i64 = LEAST_WITHOUT_TURNING_BACK - 1_548;

/// The line of the province at two published instants, and who left it how before the first, by the gate of each.
#[derive(Default)]
struct Month {
    start: i64,
    gates: Vec<String>,
    stock: i64,
    stock_on_12: Option<i64>,
    stock_on_21: Option<i64>,
    arrived: i64,
    crossed: BTreeMap<String, i64>,
    turned_back: BTreeMap<(String, Reason), i64>,
    turned_back_by_12: i64,
    went_on: BTreeMap<(String, String), i64>,
}

impl Month {
    fn of(world: &World, replication: u64) -> Self {
        let mut month = Self::default();
        world.observe(1, replication, &mut month);
        month
    }

    fn crossed(&self) -> i64 {
        self.crossed.values().sum()
    }

    /// What has happened up to now closes the readings that are due.
    fn read(&mut self, now: i64) {
        let since = now - self.start;
        let eight = DAY / 3;
        if since >= 10 * DAY + eight && self.stock_on_12.is_none() {
            self.stock_on_12 = Some(self.stock);
            self.turned_back_by_12 = self.turned_back.values().sum();
            // Nobody is lost: who is not in line has crossed or turned back.
            assert_eq!(
                self.stock,
                self.arrived - self.crossed() - self.turned_back_by_12
            );
        }
        if since >= 19 * DAY + eight && self.stock_on_21.is_none() {
            self.stock_on_21 = Some(self.stock);
        }
    }

    fn gate(&self, kind: u32) -> String {
        self.gates[kind as usize].clone()
    }
}

impl Observer for Month {
    fn begin(&mut self, plan: &Plan) {
        self.start = plan.start;
        let name = |gate: u32| plan.names.gates[gate as usize].clone();
        self.gates = plan.kinds.iter().map(|kind| name(kind.gate)).collect();
    }
    fn tick(&mut self, now: i64, _tick: usize) {
        self.read(now);
    }
    fn arrive(&mut self, _now: i64, _vehicle: &Vehicle) {
        self.arrived += 1;
        self.stock += 1;
    }
    fn pass(
        &mut self,
        _now: i64,
        vehicle: &Vehicle,
        _lane: u32,
        _crossing: Option<bordergate::plan::Crossing>,
        first: bool,
        _waited: i64,
    ) {
        if first {
            *self.crossed.entry(self.gate(vehicle.kind)).or_default() += 1;
            self.stock -= 1;
        }
    }
    fn transfer(&mut self, _now: i64, vehicle: &Vehicle, from: u32, reason: Reason) {
        let ways = (self.gate(from), self.gate(vehicle.kind));
        assert!(matches!(
            reason,
            Reason::PatienceOutside | Reason::PatienceClosed
        ));
        *self.went_on.entry(ways).or_default() += 1;
    }
    fn leave(&mut self, _now: i64, vehicle: &Vehicle, exit: Exit) {
        let Exit::TurnedBack(reason) = exit else {
            assert!(vehicle.crossed, "nobody leaves uncrossed but by turning");
            return;
        };
        let key = (self.gate(vehicle.kind), reason);
        *self.turned_back.entry(key).or_default() += 1;
        self.stock -= 1;
    }
}

/// With drivers who give up the line falls as it did, in a broad band: between half and half as much again of what was published. At least as many
/// turn back by 12 January as conservation requires, before the shut gate of being shut out and before the open ones of waiting.
#[test]
fn turning_back_empties_the_line() {
    let world = shipped("lang-son-january-2022");
    let (mut on_12, mut on_21, mut enough) = (0, 0, 0);
    for replication in 0..REPLICATIONS {
        let month = Month::of(&world, replication);
        on_12 += month.stock_on_12.unwrap();
        on_21 += month.stock_on_21.unwrap();
        enough += u64::from(month.turned_back_by_12 >= LEAST_TURNED_BACK);
        assert!(!month.crossed.contains_key("tan-thanh"), "it is shut");
        for (gate, reason) in month.turned_back.keys() {
            let shut = gate == "tan-thanh";
            let why = [Reason::PatienceOutside, Reason::PatienceClosed][usize::from(shut)];
            assert_eq!(*reason, why, "at {gate}");
        }
        let ways: Vec<_> = month.went_on.keys().collect();
        assert_eq!(ways, [&("chi-ma".to_owned(), "huu-nghi".to_owned())]);
    }
    for (sum, published) in [(on_12, 1_548.0), (on_21, 675.0)] {
        let share = sum as f64 / REPLICATIONS as f64 / published;
        assert!((0.5..1.5).contains(&share), "{share} of {published}");
    }
    assert!(enough > REPLICATIONS / 2, "only in {enough} replications");
}

/// If nobody gives up, no draw of arrivals and acceptance brings the line down to what it was: it stays above what conservation leaves on 12 January,
/// and is three times as long as published on the 21st. Nearly as many cross with turning back as without: the acceptance is what it is.
#[test]
fn without_turning_back_the_line_cannot_fall() {
    let (giving_up, patient) = (
        shipped("lang-son-january-2022"),
        shipped("lang-son-january-2022-patient"),
    );
    for replication in 0..REPLICATIONS {
        let (with, without) = (
            Month::of(&giving_up, replication),
            Month::of(&patient, replication),
        );
        assert!(without.turned_back.is_empty() && without.went_on.is_empty());
        assert_eq!(with.arrived, without.arrived, "the same lorries come");
        assert!(without.stock_on_12.unwrap() >= LEAST_WITHOUT_TURNING_BACK);
        assert!(without.stock_on_21.unwrap() > 3 * 675);
        let (fewer, all) = (with.crossed() as f64, without.crossed() as f64);
        assert!(fewer <= all && fewer > 0.9 * all, "{fewer} of {all}");
    }
}

/// As many leave Tân Thanh whether those with other goods turn back or go on to Hữu Nghị: where they go is a change of the file.
#[test]
fn drivers_of_other_goods_can_go_on() {
    let file = scenarios().join("lang-son-january-2022.toml");
    let go_on = World::of(read(
        &file,
        &["switch.others-at-tan-thanh.value=go-on".to_owned()],
    ));
    let turn_back = shipped("lang-son-january-2022");
    let shut = ("tan-thanh".to_owned(), Reason::PatienceClosed);
    let way = ("tan-thanh".to_owned(), "huu-nghi".to_owned());
    for replication in 0..3 {
        let (going, turning) = (
            Month::of(&go_on, replication),
            Month::of(&turn_back, replication),
        );
        let (fruit, others) = (going.turned_back[&shut], going.went_on[&way]);
        // Each of 1,633 has fruit with a chance of 60.2 %, and stays the whole month with one of 1 in 680: five standard deviations either way.
        assert!((880..=1_080).contains(&fruit), "{fruit}");
        assert!((550..=750).contains(&others), "{others}");
        assert!((1_615..=1_633).contains(&(fruit + others)));
        assert!((turning.turned_back[&shut] - fruit - others).abs() < 20);
    }
}
