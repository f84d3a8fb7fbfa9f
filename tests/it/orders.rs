//! What the scenarios of lychee lanes and weighted turns must show, whatever their assumptions: the rule that each is about.

use std::collections::{HashMap, HashSet};

use bordergate::des::keyed::EntityId;
use bordergate::sim::{Observer, Place, Vehicle};

use crate::worlds::{World, shipped};

/// One start at a station: its instant, the class, and how many of each class are left in line.
struct Start {
    at: i64,
    class: String,
    left: HashMap<String, i64>,
    /// How many other than lychee are in service then who began while lychee was in line.
    beside: usize,
    /// How many other than lychee are in service then.
    others: i64,
}

/// Watches one station.
struct Watch<'w> {
    world: &'w World,
    station: u32,
    line: HashMap<String, i64>,
    beside: HashSet<EntityId>,
    others: i64,
    starts: Vec<Start>,
}

impl<'w> Watch<'w> {
    fn new(world: &'w World, name: &str) -> Self {
        let mut stations = world.plan.names.stations.iter();
        let station = stations.position(|station| station == name).unwrap() as u32;
        Self {
            world,
            station,
            line: HashMap::new(),
            beside: HashSet::new(),
            others: 0,
            starts: Vec::new(),
        }
    }

    fn class(&self, vehicle: &Vehicle) -> String {
        let class = self.world.plan.kinds[vehicle.kind as usize].class;
        self.world.plan.names.classes[class as usize].clone()
    }
}

impl Observer for Watch<'_> {
    fn join(&mut self, _now: i64, vehicle: &Vehicle, place: Place) {
        if place == Place::Station(self.station) {
            *self.line.entry(self.class(vehicle)).or_default() += 1;
        }
    }
    fn start(&mut self, now: i64, vehicle: &Vehicle, station: u32, _waited: i64) {
        if station == self.station {
            let class = self.class(vehicle);
            *self.line.entry(class.clone()).or_default() -= 1;
            self.others += i64::from(class != "lychee");
            if class != "lychee" && of(&self.line, "lychee") > 0 {
                self.beside.insert(vehicle.id);
            }
            self.starts.push(Start {
                at: now,
                class,
                left: self.line.clone(),
                beside: self.beside.len(),
                others: self.others,
            });
        }
    }
    fn finish(&mut self, _now: i64, vehicle: &Vehicle, station: u32, _served: i64) {
        if station == self.station {
            self.beside.remove(&vehicle.id);
            self.others -= i64::from(self.class(vehicle) != "lychee");
        }
    }
}

fn starts(world: &World, station: &str, replication: u64) -> Vec<Start> {
    let mut watch = Watch::new(world, station);
    world.observe(1, replication, &mut watch);
    watch.starts
}

fn of(counts: &HashMap<String, i64>, class: &str) -> i64 {
    counts.get(class).copied().unwrap_or(0)
}

/// From six to a quarter past only 2B works, and that for lychee alone.
#[test]
fn before_a_quarter_past_six_only_lychee_is_served_at_the_barrier() {
    let world = shipped("kim-thanh-lychee-2025");
    let minute =
        |start: &Start| (start.at - world.plan.start).rem_euclid(86_400_000_000) / 60_000_000;
    let mut early = 0;
    for replication in 0..3 {
        for start in starts(&world, "barrier-2", replication) {
            assert!(minute(&start) >= 360, "nobody is there before six");
            if minute(&start) < 375 {
                assert_eq!(start.class, "lychee");
                early += 1;
            }
        }
    }
    assert!(
        early > 100,
        "{early} lychee lorries before a quarter past six"
    );
}

/// While lychee is in line, other goods are served at the general lane only; when none is, at both.
#[test]
fn the_dedicated_lane_serves_others_only_when_no_lychee_is_in_line() {
    let world = shipped("kim-thanh-lychee-2025-dedicated-lane");
    let (mut beside, mut at_the_lane) = (0, 0);
    for replication in 0..3 {
        for start in starts(&world, "exit-lanes", replication) {
            assert!(
                start.beside <= 1,
                "the lane served another while lychee was in line"
            );
            beside += start.beside;
            at_the_lane += u32::from(start.others == 2);
        }
    }
    assert!(beside > 100 && at_the_lane > 100, "{beside}, {at_the_lane}");
}

#[test]
fn with_priority_nobody_starts_while_lychee_is_in_line() {
    let world = shipped("kim-thanh-lychee-2025-priority");
    let mut passed = 0;
    for replication in 0..3 {
        for start in starts(&world, "exit-lanes", replication) {
            if start.class == "lychee" {
                passed += u32::from(of(&start.left, "other") > 0);
            } else {
                assert_eq!(of(&start.left, "lychee"), 0);
            }
        }
    }
    assert!(passed > 100, "{passed} lychee lorries passed others");
}

/// While a group has somebody in line, no more services of others begin between two of its own than the others have turns:
/// seven for those with one turn of eight, three for the ordinary ones.
#[test]
fn no_group_waits_for_more_than_the_turns_of_the_others() {
    let world = shipped("youyiguan-weighted-turns-2025");
    let starts = starts(&world, "exit-lanes", 0);
    for (class, most) in [
        ("fruit-aeo", 7),
        ("fruit", 7),
        ("other-aeo", 7),
        ("other", 3),
    ] {
        let (mut others, mut longest) = (0, 0);
        for start in &starts {
            if start.class == class || of(&start.left, class) == 0 {
                others = 0;
            } else {
                others += 1;
                longest = longest.max(others);
            }
        }
        assert!(longest <= most, "{longest} others while {class} is in line");
    }
    // The weights are felt: fruit waits for others, though it is most of the line.
    let fruit = starts.iter().filter(|start| of(&start.left, "fruit") > 0);
    let others = fruit.filter(|start| start.class == "other").count();
    assert!(
        others > 500,
        "{others} ordinary lorries began before fruit in line"
    );
}
