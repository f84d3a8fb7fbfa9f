//! A closer look changes nothing, and says what questions and ordinary runs say.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::AtomicBool;

use bordergate::measures::trace::{Stay, Tracer, Visitor, What};
use bordergate::measures::{Catalogue, End, Estimator, Measures, Row, Studied, StudyRow};
use bordergate::plan::cause::Cause;
use bordergate::plan::{Detail, Plan, Question, compile};
use bordergate::sim::{Engine, Stop};
use proptest::prelude::*;

use super::{ANY, cases, generated, named, tapes, world};
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

    // Whoever looks closer keeps nothing else, and has the same numbers; only then there is a study, behind all that is compared here.
    let chosen = closer.catalogue.closer(&closer.plan, &Cause::ALL);
    let study = closer.catalogue.study().map(|study| study.times(0).count);
    let behind = match study {
        Some(Estimator::Mean { column, .. }) => column,
        _ => usize::MAX,
    };
    let kept = chosen.columns().iter().filter(|&&at| at < behind);
    let columns: Vec<i128> = kept.map(|&at| seen.columns[at]).collect();
    let only = with(world, Plan::look_closer);
    let catalogue = only.catalogue.choosing(&chosen);
    let mut measures = Measures::new(&only.plan, &catalogue);
    only_observed(&only.plan, &mut measures, seed, replication);
    prop_assert!(measures.row(replication).columns[..columns.len()] == columns);

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

/// Gate, direction of the goods, and step.
type OfStep = (u32, bool, String);

/// A vehicle: the step at which it is, with the time so far, and whether its goods are released.
#[derive(Default)]
struct Inside {
    at: Option<(u32, i64)>,
    is_released: bool,
}

/// The times of steps before the release, and those to the release, read off the log of visits.
#[derive(Default)]
struct Logged {
    /// By vehicle: its origin, day and number.
    inside: HashMap<(u32, i32, u64), Inside>,
    steps: BTreeMap<OfStep, i128>,
    /// By gate and direction: how many releases, and the sum of their times.
    released: BTreeMap<(u32, bool), (i128, i128)>,
}

impl Logged {
    fn hear(&mut self, plan: &Plan, visitor: &Visitor, stay: &Stay) {
        let kind = &plan.kinds[visitor.kind as usize];
        let backlog = (visitor.origin as usize).checked_sub(plan.sources.len());
        let is_unknown = backlog.is_some_and(|at| plan.backlogs[at].since >= plan.start);
        let is_early = plan.measure_from > plan.start && visitor.arrived < plan.measure_from;
        let counts = !kind.persons && !is_unknown && !is_early;
        let way = (kind.gate, kind.import);
        let known = self
            .inside
            .entry((visitor.origin, visitor.day, visitor.number))
            .or_default();
        match stay.what {
            What::Arrive | What::BeforeStart | What::Book(_) | What::Miss(_) | What::See(_) => {
                return;
            }
            What::Redirect { .. } | What::Lodged(_) => return,
            _ => {}
        }
        let stands = known.at.filter(|(op, _)| *op == stay.op);
        if let (None, Some((op, time)), false) = (stands, known.at, known.is_released || !counts) {
            let step = plan.names.ops[op as usize].1.clone();
            *self.steps.entry((way.0, way.1, step)).or_default() += i128::from(time);
        }
        known.at = match stay.what {
            // It gave up, or is still there: the step is not over.
            What::Transfer(..) | What::Inside | What::Leave(_) => None,
            _ => Some((
                stay.op,
                stands.map_or(0, |(_, time)| time) + stay.end - stay.start,
            )),
        };
        if stay.what == What::Release {
            known.is_released = true;
            if counts {
                let (count, sum) = self.released.entry(way).or_default();
                *count += 1;
                *sum += i128::from(stay.end - visitor.arrived);
            }
        }
    }
}

/// The study has what the log of visits has, at the gates and directions at which all routes release.
fn is_logged(world: &World, seed: u64, replication: u64) -> usize {
    let mut logged = Logged::default();
    let hear = |visitor: &Visitor, stay: &Stay| logged.hear(&world.plan, visitor, stay);
    world.observe(seed, replication, &mut Tracer::new(hear));
    let closer = with(world, Plan::look_closer);
    let chosen = closer.catalogue.closer(&closer.plan, &closer.plan.causes);
    let all = closer.catalogue;
    let Some(study) = all.study() else { return 0 };
    let rows: Vec<_> = study.rows().iter().copied().enumerate().collect();
    let times: Vec<_> = rows.iter().map(|(at, _)| study.times(*at).mean).collect();
    let catalogue = Catalogue::new(&world.scenario, &closer.plan).choosing(&chosen);
    let mut measures = Measures::new(&closer.plan, &catalogue);
    only_observed(&closer.plan, &mut measures, seed, replication);
    let row = measures.row(replication);
    let mut held = 0;
    for (at, of) in &rows {
        let way = (of.gate, of.import);
        let same = |(_, other): &&(usize, StudyRow)| (other.gate, other.import) == way;
        let Estimator::Ratio { num, den, .. } = catalogue.kept_estimator(times[*at]) else {
            panic!("{of:?}");
        };
        if rows
            .iter()
            .filter(same)
            .any(|(_, row)| row.to == End::Crossing)
        {
            continue;
        }
        match of.of {
            Studied::All => {
                let expected = logged.released.get(&way).copied().unwrap_or_default();
                assert_eq!((row.columns[den], row.columns[num]), expected, "{of:?}");
                held += row.columns[den] as usize;
            }
            Studied::Step(op) => {
                let step = &closer.plan.names.ops[op as usize].1;
                let expected = logged.steps.get(&(way.0, way.1, step.clone()));
                assert_eq!(row.columns[num], expected.copied().unwrap_or(0), "{step}");
            }
            _ => {}
        }
    }
    held
}

#[test]
fn a_study_has_what_the_log_has() {
    let generated: usize = (0..200)
        .filter_map(generated)
        .map(|world| is_logged(&world, 1, 0))
        .sum();
    assert!(generated > 100, "{generated}");
    for name in [
        "bac-luan-2-imports",
        "mong-cai-month",
        "huu-nghi-durian-2025",
    ] {
        let held = is_logged(&shipped(name), 1, 0);
        assert!(held > 0 || name != "mong-cai-month", "{name}");
    }
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
