//! Every file of `scenarios/theory` against the exact value that it claims.
//!
//! A check passes if the estimate lies within four standard errors of the exact value, the 95 % half-width is at most a
//! stated share of it, and the same check *rejects* the value shifted by 5 % either way: a check that cannot fail proves
//! nothing. Exact values are typed from `domain.md` section 3.3 and computed again by [`formulas`] wherever a formula is
//! short enough to be trusted.

mod breakdowns;
mod formulas;
mod limits;
mod patience;
mod peers;
mod queues;
mod rush;

use std::collections::BTreeMap;

use bordergate::plan::Plan;
use bordergate::sim::{Engine, Exit, Observer, Place, Vehicle};
use bordergate::stats::{BLOCKS, Estimate, TimeWeighted, mean, ratio, t_975};

use crate::worlds::{World, go, scenarios, shipped};

const SEED: u64 = 20_010_101;

/// A value that a file claims, with the share of it that the half-width may have.
#[derive(Clone, Copy)]
struct Exact {
    value: f64,
    half_width: f64,
}

/// What an estimate has to say about an exact value.
#[derive(Debug, PartialEq)]
enum Verdict {
    Holds,
    TooWide(f64),
    Off(f64),
}

/// The verdict on an estimate with so many degrees of freedom.
fn verdict(estimate: &Estimate, freedom: usize, exact: Exact) -> Verdict {
    let half = (estimate.high.unwrap() - estimate.low.unwrap()) / 2.0;
    let error = half / t_975(freedom).unwrap();
    let off = (estimate.value.unwrap() - exact.value) / error;
    if half > exact.half_width * exact.value {
        Verdict::TooWide(half / exact.value)
    } else if off.abs() > 4.0 {
        Verdict::Off(off)
    } else {
        Verdict::Holds
    }
}

/// Checks an estimate, and that it would not have passed for a value 5 % away.
fn check(what: &str, estimate: &Estimate, freedom: usize, exact: Exact) {
    let found = verdict(estimate, freedom, exact);
    assert_eq!(
        found,
        Verdict::Holds,
        "{what}: {estimate:?} against {}",
        exact.value
    );
    for factor in [0.95, 1.05] {
        let shifted = Exact {
            value: exact.value * factor,
            half_width: exact.half_width * 1.1,
        };
        assert!(
            matches!(verdict(estimate, freedom, shifted), Verdict::Off(_)),
            "{what}: {estimate:?} would pass for {} as well",
            shifted.value
        );
    }
}

/// What one replication says: waits by station and class, and how many are inside on average.
struct Seen<'p> {
    plan: &'p Plan,
    /// By station and class: how many started, how long they waited in all, how many waited at all.
    waits: BTreeMap<(u32, u32), [i128; 3]>,
    /// By class: how many left, and how long they had been there in all.
    sojourns: BTreeMap<u32, [i128; 2]>,
    /// By station and class: how many gave up, and how long they waited in all.
    gave_up: BTreeMap<(u32, u32), [i128; 2]>,
    inside: TimeWeighted,
    warm: bool,
}

impl<'p> Seen<'p> {
    fn new(plan: &'p Plan) -> Self {
        Self {
            plan,
            waits: BTreeMap::new(),
            sojourns: BTreeMap::new(),
            gave_up: BTreeMap::new(),
            inside: TimeWeighted::new(plan.start, 0),
            warm: false,
        }
    }

    fn change(&mut self, now: i64, by: i64) {
        if !self.warm && now >= self.plan.measure_from {
            self.warm = true;
            self.inside.restart(self.plan.measure_from);
        }
        self.inside.change(now, by);
    }

    /// The integral of the number inside over the measured span.
    fn integral(&self) -> i128 {
        self.inside.integral_to(self.plan.end)
    }
}

impl Observer for Seen<'_> {
    fn arrive(&mut self, now: i64, _vehicle: &Vehicle) {
        self.change(now, 1);
    }
    fn start(&mut self, _now: i64, vehicle: &Vehicle, station: u32, waited: i64) {
        if vehicle.since >= self.plan.measure_from {
            let class = self.plan.kinds[vehicle.kind as usize].class;
            let [count, total, positive] = self.waits.entry((station, class)).or_default();
            *count += 1;
            *total += i128::from(waited);
            *positive += i128::from(waited > 0);
        }
    }
    fn give_up(&mut self, _now: i64, vehicle: &Vehicle, place: Place, _aside: bool, waited: i64) {
        if let (Place::Station(station), true) = (place, vehicle.since >= self.plan.measure_from) {
            let class = self.plan.kinds[vehicle.kind as usize].class;
            let [count, total] = self.gave_up.entry((station, class)).or_default();
            *count += 1;
            *total += i128::from(waited);
        }
    }
    fn leave(&mut self, now: i64, vehicle: &Vehicle, _exit: Exit) {
        if vehicle.arrived >= self.plan.measure_from {
            let class = self.plan.kinds[vehicle.kind as usize].class;
            let [count, total] = self.sojourns.entry(class).or_default();
            *count += 1;
            *total += i128::from(now - vehicle.arrived);
        }
        self.change(now, -1);
    }
}

/// What several replications say, run one after another on one engine.
fn see(world: &World, replications: u64) -> Vec<Seen<'_>> {
    let mut engine = Engine::new(&world.plan);
    let one = |replication| {
        let mut seen = Seen::new(&world.plan);
        go(&mut engine, SEED, replication, &mut seen);
        seen
    };
    (0..replications).map(one).collect()
}

/// The folder holds nothing that no test claims.
#[test]
fn every_file_is_checked() {
    let mut found: Vec<String> = std::fs::read_dir(scenarios().join("theory"))
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    found.sort();
    let mut known: Vec<&str> = queues::FILES.to_vec();
    known.extend(["rush-m-m-8"]);
    known.extend(breakdowns::FILES);
    known.extend(patience::FILES);
    known.extend(limits::FILES);
    known.sort_unstable();
    assert_eq!(found, known);
}
