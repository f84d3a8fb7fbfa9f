//! What the scenario of the pontoon of Hải Yên must show, whatever its assumptions: what was published of its restriction.

use bordergate::measures::trace::{Stay, Tracer, Visitor, What};
use bordergate::plan::cause::Cause;
use bordergate::sim::Place;

use crate::worlds::{World, shipped};

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;
/// 6-18 May, as days of the period: the first, and the first after.
const RESTRICTED: std::ops::Range<i64> = 5..18;

/// One drive over the pontoon.
struct Drive {
    class: String,
    loaded: bool,
    to_vietnam: bool,
    start: i64,
    end: i64,
}

impl Drive {
    fn day(&self, world: &World) -> i64 {
        (self.start - world.plan.start).div_euclid(DAY)
    }
}

/// All drives of a replication in the order in which they ended, and all stays.
fn drives(world: &World, replication: u64) -> (Vec<Drive>, Vec<Stay>) {
    let (mut drives, mut stays) = (Vec::new(), Vec::new());
    let mut tracer = Tracer::new(|visitor: &Visitor, stay: &Stay| {
        let kind = &world.plan.kinds[visitor.kind as usize];
        if let What::Drive(line) = stay.what {
            drives.push(Drive {
                class: world.plan.names.classes[kind.class as usize].clone(),
                loaded: world.plan.names.ops[stay.op as usize].1 != "home",
                to_vietnam: line % 2 == 1,
                start: stay.start,
                end: stay.end,
            });
        }
        stays.push(stay.clone());
    });
    world.observe(1, replication, &mut tracer);
    drop(tracer);
    (drives, stays)
}

/// Whether some vehicle drives while another comes towards it.
fn meet(drives: &[&Drive]) -> bool {
    drives.iter().any(|one| {
        drives.iter().any(|other| {
            one.to_vietnam != other.to_vietnam && one.start < other.end && other.start < one.end
        })
    })
}

#[test]
fn from_6_to_18_may_light_vehicles_drive_one_way_at_a_time() {
    let world = shipped("hai-yen-load-limit-2025");
    for replication in 0..3 {
        let (drives, _) = drives(&world, replication);
        let of = |wanted: bool| -> Vec<&Drive> {
            let restricted = |drive: &&Drive| RESTRICTED.contains(&drive.day(&world)) == wanted;
            drives.iter().filter(restricted).collect()
        };
        let (during, else_) = (of(true), of(false));
        assert!(!meet(&during));
        assert!(meet(&else_), "two lanes on other days");
        // Cargo and tare of the others are above 30 t, whatever is drawn.
        for drive in during.iter().filter(|drive| drive.loaded) {
            assert!(
                ["live-seafood", "general"].contains(&drive.class.as_str()),
                "{}",
                drive.class
            );
        }
        for to_vietnam in [false, true] {
            let loaded = |drive: &&&Drive| drive.loaded && drive.to_vietnam == to_vietnam;
            assert!(during.iter().filter(loaded).count() > 50);
        }
    }
}

/// Who waited for the end of the restriction drives over on 19 May: more starch than on any day before.
#[test]
fn those_who_waited_drive_over_when_the_restriction_ends() {
    let world = shipped("hai-yen-load-limit-2025");
    for replication in 0..3 {
        let (drives, stays) = drives(&world, replication);
        let mut starch = [0; 25];
        for drive in drives.iter().filter(|drive| drive.loaded) {
            starch[drive.day(&world) as usize] += i32::from(drive.class == "starch");
        }
        let most_before = starch[..18].iter().max();
        assert!(Some(&starch[18]) > most_before, "{starch:?}");
        let barred = |stay: &&Stay| matches!(stay.what, What::Aside(_));
        let longest = stays.iter().filter(barred).map(|stay| {
            let span = stay.end - stay.start;
            assert_eq!(stay.causes[Cause::ClassBarred as usize], span);
            span
        });
        assert!(
            longest.max() > Some(10 * DAY),
            "some wait from the first days on"
        );
    }
}

/// Lorries are held back: whoever finds the yard full stands on the road, and the apron is never empty of what is called forward.
#[test]
fn the_hold_back_yard_fills_and_the_road_before_it() {
    let world = shipped("hai-yen-load-limit-2025");
    let yard = |name: &str| {
        let names = &world.plan.names.yards;
        names.iter().position(|yard| yard == name).unwrap() as u32
    };
    for name in ["hold-back", "apron"] {
        let mut waited = 0;
        for replication in 0..5 {
            let (_, stays) = drives(&world, replication);
            let before = |stay: &&Stay| stay.what == What::Wait(Place::Yard(yard(name)));
            waited += stays
                .iter()
                .filter(before)
                .filter(|stay| stay.end > stay.start)
                .count();
        }
        assert!(waited > 0, "nobody ever waited for {name}");
    }
}
