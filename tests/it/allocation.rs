//! After its first run a replication allocates nothing: all memory is there, and the loop only uses it.

use allocation_counter::measure;
use bordergate::des::clock::Time;
use bordergate::measures::Measures;
use bordergate::scenario::read;
use bordergate::sim::{Engine, Observer, Vehicle};

use crate::worlds::{World, go, scenarios, shipped};

/// Runs a replication twice on one engine and one set of measures, and counts what the second run allocates.
fn second_run(world: &World, replication: u64) -> u64 {
    let mut engine = Engine::new(&world.plan);
    let mut measures = Measures::new(&world.plan, &world.catalogue);
    go(&mut engine, 1, replication, &mut measures);
    measure(|| go(&mut engine, 1, replication, &mut measures)).count_total
}

#[test]
fn shipped_scenarios_allocate_nothing() {
    for name in [
        "hello-gate",
        "hai-yen-load-limit-2025",
        "mong-cai-tet-2022-agreed",
        "mong-cai-tet-2022-executed",
        "theory/tandem-five-stations",
        "theory/priority-three-classes",
        "theory/preemptive-two-classes",
        "kim-thanh-lychee-2025-dedicated-lane",
        "youyiguan-weighted-turns-2025",
        "theory/tandem-yard-2",
        "theory/batch-of-four",
        "kim-thanh-relay-2020",
        "huu-nghi-tractor-exchange",
        "hoanh-mo-resident-trade",
        "bac-luan-2-oversize",
        "youyiguan-declaration-validity-2025",
        "huu-nghi-two-way-2025",
        "bac-luan-2-imports",
        "huu-nghi-chi-ma-diversion-2021",
        "lang-son-fruit-ban-2022",
    ] {
        assert_eq!(second_run(&shipped(name), 1), 0, "{name}");
    }
}

#[test]
fn agencies_that_work_together_allocate_nothing() {
    let text = std::fs::read_to_string(scenarios().join("bac-luan-2-imports.toml")).unwrap();
    let world = World::new(&text.replace("\"in-turn\"", "\"together\""));
    assert!(!world.plan.teams.is_empty());
    for replication in [1, 2, 3] {
        assert_eq!(second_run(&world, replication), 0);
    }
}

/// Bookings, quotas, transfers, convoys, backlogs, day factors: whatever the generator makes.
#[test]
fn generated_scenarios_allocate_nothing() {
    for index in 0..60 {
        if let Some(world) = crate::laws::generated(index) {
            for replication in [1, 2] {
                assert_eq!(second_run(&world, replication), 0, "scenario {index}");
            }
        }
    }
}

/// Of twenty days at one server: how many vehicles came, and the most bytes that were in use at once.
fn memory(rate: &str, time: &str) -> (u64, u64) {
    let file = scenarios().join("theory/m-m-1-rho-08.toml");
    let changes = [
        format!("source.customers.rate={rate}"),
        format!("route.through.service.serve.time={{ exponential = \"{time}\" }}"),
        "scenario.warm-up=0 s".to_owned(),
        "scenario.to=2001-01-20".to_owned(),
    ];
    let world = World::of(read(&file, &changes));
    let mut came = Came(0);
    world.observe(1, 1, &mut came);
    let used = measure(|| {
        let mut engine = Engine::new(&world.plan);
        let mut measures = Measures::new(&world.plan, &world.catalogue);
        go(&mut engine, 1, 1, &mut measures);
    });
    (came.0, used.bytes_max)
}

struct Came(u64);

impl Observer for Came {
    fn arrive(&mut self, _: Time, _: &Vehicle) {
        self.0 += 1;
    }
}

#[test]
fn memory_does_not_grow_with_vehicles_that_have_left() {
    let (few, small) = memory("2.4 / h", "20 min");
    let (many, large) = memory("96 / h", "30 s");
    assert!(many > 30 * few, "{few} vehicles, then {many}");
    // As many are inside, give or take chance, for which there is room of a hundred.
    assert!(large < small + (32 << 10), "{small} bytes, then {large}");
}
