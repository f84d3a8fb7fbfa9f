//! Running many variants: what is paired, what fails, what is stopped.

use bordergate::experiment::coalitions::{Manner, NoSums, Sums, Variant, run};
use bordergate::experiment::{Control, Ended, Progress, Range, Reason};
use bordergate::measures::{Catalogue, Estimator};
use bordergate::plan::compile;
use bordergate::scenario::model::Scenario;

use crate::worlds::{World, shipped};

/// A variant of a scenario of which arrivals and crossings are summed.
fn variant(scenario: &Scenario) -> Variant {
    let plan = compile(scenario).unwrap();
    let catalogue = Catalogue::new(scenario, &plan);
    let column = |measure: &str| -> usize {
        let mut specs = catalogue.specs.iter();
        let spec = specs.find(|spec| spec.measure == measure && spec.by == "total");
        match spec.unwrap().estimator {
            Estimator::Mean { column, .. } => column,
            other => panic!("{other:?}"),
        }
    };
    let (arrived, crossed) = (column("vehicles-arrived"), column("vehicles-crossed"));
    Variant {
        sums: vec![vec![arrived], vec![arrived, crossed]],
        plan,
        catalogue,
    }
}

fn go(
    count: usize,
    make: impl FnMut(usize) -> Result<Variant, String>,
    control: &Control,
    moved: impl FnMut(Progress),
) -> Result<Sums, NoSums> {
    let manner = Manner {
        range: Range { from: 2, to: 12 },
        seed: 5,
        jobs: 2,
        control,
    };
    run(count, make, &manner, moved)
}

/// Of forty, more than run at a time, the 35th may have only so many vehicles: where it has more, no variant has a value.
#[test]
fn what_fails_in_one_variant_counts_in_none() {
    let world = shipped("hello-gate");
    let row = |replication| -> Vec<i128> {
        let row = world.row(5, replication);
        let variant = variant(&world.scenario);
        let sum = |columns: &Vec<usize>| columns.iter().map(|&column| row.columns[column]).sum();
        variant.sums.iter().map(sum).collect()
    };
    let rows: Vec<(u64, Vec<i128>)> = (2..12).map(|at| (at, row(at))).collect();
    let mut arrived: Vec<i128> = rows.iter().map(|(_, row)| row[0]).collect();
    arrived.sort_unstable();
    let mut limited = world.scenario.clone();
    limited.vehicle_limit = u64::try_from(arrived[5]).unwrap();
    let mut told = Vec::new();
    let make = |at| Ok(variant(if at == 34 { &limited } else { &world.scenario }));
    let sums = go(40, make, &Control::new(), |progress| told.push(progress)).unwrap();
    let left: Vec<&(u64, Vec<i128>)> = rows
        .iter()
        .filter(|(_, row)| row[0] <= arrived[5])
        .collect();
    assert!((1..10).contains(&left.len()), "{left:?}");
    let replications: Vec<u64> = left.iter().map(|(at, _)| *at).collect();
    assert_eq!(sums.replications, replications);
    assert_eq!(sums.failures.len(), 10 - left.len());
    for (_, reason) in &sums.failures {
        assert_eq!(*reason, Reason::VehicleLimit(limited.vehicle_limit));
    }
    // All are the same scenario, so all have the same sums, those of plain runs.
    assert_eq!(sums.values.len(), 40);
    for of in &sums.values {
        for sum in 0..2 {
            let values: Vec<i128> = left.iter().map(|(_, row)| row[sum]).collect();
            assert_eq!(of[sum], values);
        }
    }
    // Progress is that of all variants.
    assert!(told.windows(2).all(|pair| pair[0].done <= pair[1].done));
    assert_eq!(told.last().unwrap().done, 400);
}

#[test]
fn without_a_replication_that_all_have_there_is_nothing() {
    let world = shipped("hello-gate");
    let mut limited = world.scenario.clone();
    limited.vehicle_limit = 1;
    let make = |at| Ok(variant(if at == 1 { &limited } else { &world.scenario }));
    let none = go(2, make, &Control::new(), |_| ());
    assert_eq!(none, Err(NoSums::AllFailed(Reason::VehicleLimit(1))));
}

#[test]
fn a_variant_that_cannot_be_made_says_why() {
    let world = World::new(super::tables::TWO);
    let make = |at| match at {
        3 => Err("no such thing".to_owned()),
        _ => Ok(variant(&world.scenario)),
    };
    let none = go(4, make, &Control::new(), |_| ());
    assert_eq!(none, Err(NoSums::Impossible("no such thing".to_owned())));
}

/// Whoever stops it has nothing, however much was done.
#[test]
fn a_stopped_run_has_no_result() {
    let world = World::new(super::tables::TWO);
    let control = Control::new();
    let moved = |progress: Progress| {
        if progress.done > 320 {
            control.stop();
        }
    };
    let make = |_| Ok(variant(&world.scenario));
    assert_eq!(
        go(64, make, &control, moved),
        Err(NoSums::Stopped(Ended::Stopped))
    );
}
