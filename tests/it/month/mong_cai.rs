//! The month at Móng Cái: everything that a gate does.

use bordergate::plan::cause::Cause;
use bordergate::sim::Engine;

use super::expect;
use super::ledger::Ledger;
use crate::worlds::{World, go, shipped};

const REPLICATIONS: u64 = 4;

fn month() -> World {
    shipped("mong-cai-month")
}

#[test]
fn nobody_is_lost_and_every_bulletin_closes() {
    let world = month();
    super::nobody_is_lost_and_every_bulletin_closes(&world, REPLICATIONS, 7_000);
    let ways = world.catalogue.specs.iter().filter(|spec| {
        spec.measure == "stock" && spec.statistic == "end" && spec.by == "gate-direction"
    });
    assert_eq!(ways.count(), 4, "each way of both gates");
}

/// Each mechanism does what it is there for at least once, and every cause of the list is some vehicle's.
#[test]
fn everything_that_a_gate_does_happens() {
    let world = month();
    let mut ledger = Ledger::new(&world.plan);
    let mut engine = Engine::new(&world.plan);
    for replication in 0..REPLICATIONS {
        go(&mut engine, 1, replication, &mut ledger);
    }
    for cause in Cause::ALL {
        assert!(
            ledger.causes[cause as usize] > 0,
            "nobody: {}",
            cause.word()
        );
    }
    let happened = [
        "joins a yard",
        "a service is interrupted",
        "a pair is transshipped",
        "two are loaded together",
        "three or four are loaded together",
        "waits for a driver",
        "finds a driver",
        "lets a driver go",
        "a driver is back",
        "stands aside",
        "stands aside no longer",
        "is too heavy and goes elsewhere",
        "books in line",
        "books before it comes",
        "misses its hour",
        "walks in",
        "uses a place of the book",
        "is sent to another gate",
        "an export goes out",
        "its lorry comes home empty",
        "an import comes in",
        "a Chinese lorry goes home empty",
        "a returned import goes home",
        "an empty goes out to fetch",
        "what was fetched comes in",
        "lodges papers before it comes",
        "files papers",
        "makes papers again",
        "papers are ready",
        "waits for papers",
        "stays too long",
        "several agencies begin",
        "all agencies are done",
        "turns back",
    ];
    let seen = [
        "waits to park hai-yen-export.hold-back",
        "waits to park hai-yen-export.call-forward",
        "parks bac-luan-2-export.in",
        "parks bac-luan-2-import.in",
        "parks fetch.in-the-yard",
        "drives hai-yen-export.over",
        "drives hai-yen-export.over-when-allowed",
        "drives hai-yen-import.home",
        "starts fetch.explained",
        "interrupted bac-luan-2-import.goods",
        "green bac-luan-2-import.channel",
        "red bac-luan-2-export.channel",
        "transshipped bac-luan-2-import.hand-over",
        "relay driver bac-luan-2-export.who-drives",
        "papers declaration",
        "papers fee",
        "papers permit",
    ];
    expect(&ledger, &happened, &seen);
    // Both orders of inspection, by each agency of theirs; samples, treatments and returns.
    for (step, agency) in [
        ("fresh-inspection", "plant-quarantine"),
        ("fresh-inspection", "food-safety"),
        ("industrial-inspection", "plant-quarantine"),
        ("industrial-inspection", "quality"),
    ] {
        let seen = format!("starts bac-luan-2-import.{step}/{agency}: inspection");
        assert!(ledger.seen.contains(&seen), "it never happens: {seen}");
    }
    for label in ["sampled", "treated", "returned"] {
        let seen = ledger.seen.iter().any(|seen| seen.starts_with(label));
        assert!(seen, "nobody is {label}: {:#?}", ledger.seen);
    }
}

#[test]
fn any_number_of_jobs_prints_the_same_bytes() {
    super::any_number_of_jobs_prints_the_same_bytes("scenarios/mong-cai-month.toml", "6");
}
