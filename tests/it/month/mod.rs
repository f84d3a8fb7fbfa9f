//! Two months use many mechanisms at once, the one at Móng Cái those of a gate, the one at three gates also people, events and money: here
//! they are held to what must be true of any scenario, and to each mechanism having its say in them.

mod ledger;
mod mong_cai;
mod three_gates;

use std::process::Command;

use bordergate::measures::{Dims, Measures};
use bordergate::sim::Engine;

use crate::laws::bulletins_close;
use crate::laws::rows::column;
use crate::worlds::{World, go};
use ledger::Ledger;

/// Vehicles are conserved, causes sum exactly, and the bulletin of each gate, direction and day closes. At least `least` come.
fn nobody_is_lost_and_every_bulletin_closes(world: &World, replications: u64, least: u64) {
    let mut observers = (
        Ledger::new(&world.plan),
        Measures::new(&world.plan, &world.catalogue),
    );
    let mut engine = Engine::new(&world.plan);
    for replication in 0..replications {
        go(&mut engine, 1, replication, &mut observers);
        let (ledger, row) = (&observers.0, observers.1.row(replication));
        assert_eq!(ledger.created, ledger.left + ledger.still_inside);
        assert!(ledger.inside.is_empty());
        assert!(ledger.created > least && ledger.still_inside < ledger.created / 10);

        // The row says the same: those in line at the start, and those who came later.
        let total =
            |measure| column(world, &row, measure, "total", "total", Dims::default()).unwrap_or(0);
        let came = total("opening-stock") + total("vehicles-arrived") + total("persons-arrived");
        assert_eq!(came, i128::from(ledger.created));
        bulletins_close(world, &row);
    }
    // Each way of each gate for vehicles, each day.
    let specs = || world.catalogue.specs.iter();
    let stocks = |by| {
        let of = specs().filter(move |spec| {
            spec.measure == "stock" && spec.statistic == "end" && spec.by == by
        });
        of.count()
    };
    assert_eq!(world.plan.days.len() - 1, 31);
    assert_eq!(
        stocks("gate-direction-day"),
        31 * stocks("gate-direction"),
        "each way, each day"
    );
}

/// What is printed is the same, byte for byte, for any number of threads.
fn any_number_of_jobs_prints_the_same_bytes(file: &str, replications: &str) {
    let run = |jobs: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_bordergate"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["run", file, "--json"])
            .args(["--reps", replications, "--jobs", jobs])
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        output.stdout
    };
    let one = run("1");
    assert!(one.len() > 100_000);
    for jobs in ["2", "5"] {
        assert!(one == run(jobs), "other bytes with {jobs} jobs");
    }
}

/// What the book of a month says it has seen.
fn expect(ledger: &Ledger, happened: &[&str], seen: &[&str]) {
    let never = happened
        .iter()
        .filter(|what| !ledger.happened.contains_key(**what));
    let never = never.chain(seen.iter().filter(|seen| !ledger.seen.contains(**seen)));
    let never: Vec<_> = never.collect();
    assert!(never.is_empty(), "it never happens: {never:#?}");
}
