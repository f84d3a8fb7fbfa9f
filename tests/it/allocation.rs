//! After its first run a replication allocates nothing: all memory is there, and the loop only uses it.

use allocation_counter::measure;
use bordergate::measures::Measures;
use bordergate::sim::Engine;

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
