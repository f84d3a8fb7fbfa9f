//! A closer look changes nothing, and says what questions and ordinary runs say.

use std::sync::atomic::AtomicBool;

use bordergate::measures::{Catalogue, Estimator, Measures, Row};
use bordergate::plan::cause::Cause;
use bordergate::plan::{Detail, Plan, Question, compile};
use bordergate::sim::{Engine, Stop};
use proptest::prelude::*;

use super::{ANY, cases, named, tapes, world};
use crate::worlds::{World, shipped};

/// The same world, at which somebody does something before it runs.
fn with(world: &World, change: impl FnOnce(&mut Plan)) -> World {
    let mut plan = compile(&world.scenario).unwrap();
    change(&mut plan);
    let catalogue = Catalogue::new(&world.scenario, &plan);
    World {
        scenario: world.scenario.clone(),
        plan,
        catalogue,
    }
}

fn of(row: &Row, column: Option<usize>) -> i128 {
    column.map_or(0, |column| row.columns[column])
}

/// Everything that a closer look at one replication must obey.
fn is_the_same(world: &World, seed: u64, replication: u64) -> Result<(), TestCaseError> {
    let (plan, row) = (&world.plan, world.row(seed, replication));
    let closer = with(world, Plan::look_closer);
    let own = |world: &World, row: &Row| {
        let mut all = named(world, row, |_| true);
        all.retain(|name, _| !name.starts_with("delay ") && !name.starts_with("span-time"));
        all
    };
    let seen = closer.row(seed, replication);
    prop_assert_eq!(own(world, &row), own(&closer, &seen));

    // Whoever looks closer keeps nothing else, and has the same numbers.
    let chosen = closer.catalogue.closer(&closer.plan, &Cause::ALL);
    let columns: Vec<i128> = chosen
        .columns()
        .iter()
        .map(|&at| seen.columns[at])
        .collect();
    let only = with(world, Plan::look_closer);
    let catalogue = only.catalogue.choosing(&chosen);
    let mut measures = Measures::new(&only.plan, &catalogue);
    only_observed(&only.plan, &mut measures, seed, replication);
    prop_assert_eq!(measures.row(replication).columns, columns);

    // The stock of the bulletins.
    for spec in &world.catalogue.specs {
        let (Estimator::Mean { column, .. }, Some(at)) = (spec.estimator, spec.dims.at) else {
            continue;
        };
        if (spec.measure, spec.statistic) != ("stock", "level") {
            continue;
        }
        for (dims, other) in closer.catalogue.stocks_at(at) {
            if (dims.gate, dims.import) == (spec.dims.gate, spec.dims.import) {
                prop_assert_eq!(seen.columns[other], row.columns[column]);
            }
        }
    }
    let closing = closer.catalogue.stocks_at(plan.end);
    let ends = world.catalogue.specs.iter().filter(|spec| {
        (spec.measure, spec.statistic, spec.by) == ("stock", "end", "gate-direction")
    });
    for (spec, (dims, other)) in ends.zip(closing) {
        let Estimator::Mean { column, .. } = spec.estimator else {
            panic!("{spec:?}");
        };
        prop_assert_eq!(spec.dims, dims);
        prop_assert_eq!(seen.columns[other], row.columns[column]);
    }

    // Time by cause of the vehicles, over the spans and over the classes.
    if plan.kinds.iter().all(|kind| kind.persons) {
        let delays = closer.catalogue.delays().unwrap();
        prop_assert_eq!(delays.groups().count(), 0);
        return Ok(());
    }
    let question = Question {
        gates: Vec::new(),
        classes: Vec::new(),
        import: None,
        from: plan.measure_from,
        to: plan.end,
        at: None,
        detail: Detail::All,
    };
    let asked = with(world, |plan| plan.ask(&question).unwrap());
    let told = asked.row(seed, replication);
    let (ours, theirs) = (
        closer.catalogue.delays().unwrap(),
        asked.catalogue.delays().unwrap(),
    );
    let bounds = |world: &World| world.plan.census.as_ref().unwrap().bounds.clone();
    let (spans, hours) = (bounds(&closer), bounds(&asked));
    for cause in Cause::ALL {
        for (at, span) in spans.windows(2).enumerate() {
            let within = hours.windows(2).enumerate();
            let within = within.filter(|(_, hour)| span[0] <= hour[0] && hour[1] <= span[1]);
            let sum: i128 = within
                .map(|(at, _)| of(&told, theirs.of_interval(at, cause)))
                .sum();
            prop_assert_eq!(
                of(&seen, ours.of_interval(at, cause)),
                sum,
                "{:?} {}",
                cause,
                at
            );
        }
        for ((group, dims), (other, same)) in ours.groups().zip(theirs.groups()) {
            prop_assert_eq!(dims, same);
            let theirs = of(&told, theirs.of_group(other, cause));
            prop_assert_eq!(of(&seen, ours.of_group(group, cause)), theirs);
        }
    }
    Ok(())
}

fn only_observed(plan: &Plan, measures: &mut Measures, seed: u64, replication: u64) {
    let mut engine = Engine::new(plan);
    let going = AtomicBool::new(true);
    let stop = measures.run(&mut engine, seed, replication, &going);
    assert_eq!(stop, Stop::Completed);
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn a_closer_look_changes_nothing(tape in tapes(), seed: u64) {
        let Some((_, world)) = world(&tape, ANY) else { return Ok(()) };
        is_the_same(&world, seed, 1)?;
    }
}

const SHIPPED: [&str; 6] = [
    "bac-luan-1-passengers",
    "bac-luan-2-imports",
    "huu-nghi-two-way-2025",
    "kim-thanh-relay-2020",
    "lang-son-fruit-ban-2022",
    "mong-cai-tet-2022-agreed",
];

#[test]
fn a_closer_look_at_shipped_scenarios_changes_nothing() {
    for name in SHIPPED {
        is_the_same(&shipped(name), 1, 0).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}
