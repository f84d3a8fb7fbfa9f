//! Censuses change nothing, and what they say adds up: to the vehicles inside, to the period, and over its parts.

use bordergate::des::clock::Time;
use bordergate::measures::{Catalogue, DelayLayout, Dims, Estimator, Measures, Row, Spot};
use bordergate::plan::cause::Cause;
use bordergate::plan::{Detail, Plan, Question, Unanswerable, compile};
use bordergate::sim::{Exit, Observer, Reason, Standing, Vehicle};
use proptest::prelude::*;

use super::{ANY, cases, named, tapes, world};
use crate::worlds::{World, shipped};

/// All causes of all vehicles in the whole period.
fn whole(plan: &Plan) -> Question {
    Question {
        gates: Vec::new(),
        classes: Vec::new(),
        import: None,
        from: plan.start,
        to: plan.end,
        at: None,
        detail: Detail::All,
    }
}

/// The same world, of which a question has been asked.
fn asked(world: &World, question: &Question) -> Result<(Plan, Catalogue), Unanswerable> {
    let mut plan = compile(&world.scenario).unwrap();
    plan.ask(question)?;
    let catalogue = Catalogue::new(&world.scenario, &plan);
    Ok((plan, catalogue))
}

/// Vehicles inside, integrated between the bounds of the intervals, and those told at each census.
struct Inside<'p> {
    plan: &'p Plan,
    bounds: Vec<Time>,
    inside: i128,
    since: Time,
    integrals: Vec<i128>,
    told: i128,
    censuses: usize,
    transfers: usize,
}

impl<'p> Inside<'p> {
    fn new(plan: &'p Plan) -> Self {
        let bounds = plan.census.as_ref().unwrap().bounds.clone();
        Self {
            plan,
            inside: 0,
            since: plan.start,
            integrals: vec![0; bounds.len() - 1],
            bounds,
            told: 0,
            censuses: 0,
            transfers: 0,
        }
    }

    fn counts(&self, kind: u32) -> bool {
        !self.plan.kinds[kind as usize].persons
    }

    fn change(&mut self, now: Time, by: i128) {
        for (span, integral) in self.bounds.windows(2).zip(&mut self.integrals) {
            let overlap = now.min(span[1]) - self.since.max(span[0]);
            *integral += self.inside * i128::from(overlap.max(0));
        }
        self.since = now;
        self.inside += by;
    }
}

impl Observer for Inside<'_> {
    fn arrive(&mut self, now: Time, vehicle: &Vehicle) {
        self.change(now, i128::from(self.counts(vehicle.kind)));
    }
    fn transfer(&mut self, now: Time, vehicle: &Vehicle, from: u32, _: Reason) {
        self.transfers += 1;
        let by = i128::from(self.counts(vehicle.kind)) - i128::from(self.counts(from));
        self.change(now, by);
    }
    fn leave(&mut self, now: Time, vehicle: &Vehicle, _: Exit) {
        self.change(now, -i128::from(self.counts(vehicle.kind)));
    }
    fn census(&mut self, now: Time, vehicle: &Vehicle, standing: Standing) {
        let sum: i64 = vehicle.causes.iter().sum();
        assert_eq!(
            sum,
            now - vehicle.arrived,
            "causes of {:?} at a census",
            vehicle.id
        );
        assert!(
            vehicle.causes.iter().all(|&span| span >= 0),
            "{:?}",
            vehicle.causes
        );
        assert!(
            standing.is_waiting
                || !standing.cause.is_delay()
                || standing.cause == Cause::WaitingResult
        );
        self.told += i128::from(self.counts(vehicle.kind));
    }
    fn tick(&mut self, now: Time, _: usize) {
        if self.plan.census.as_ref().unwrap().is_at(now) {
            assert_eq!(self.told, self.inside, "who is told is who is inside");
            self.told = 0;
            self.censuses += 1;
        }
    }
    fn end(&mut self, now: Time) {
        self.change(now, 0);
    }
}

/// What a row says of a cause, in microseconds.
fn of(row: &Row, column: Option<usize>) -> i128 {
    column.map_or(0, |column| row.columns[column])
}

/// The time of a cause in the period of an ordinary run, of those who left and of those inside.
fn ordinary(world: &World, row: &Row, cause: Cause, by: &str, dims: Dims) -> i128 {
    let dims = Dims {
        cause: Some(cause),
        ..dims
    };
    let specs = world.catalogue.specs.iter();
    let own = specs.filter(|spec| {
        let measure = spec.measure == "time-by-cause" || spec.measure == "time-by-cause-inside";
        measure && spec.by == by && spec.dims == dims
    });
    own.map(|spec| match spec.estimator {
        Estimator::Mean { column, .. } => row.columns[column],
        other => panic!("{other:?}"),
    })
    .sum()
}

/// Everything that one replication must obey, asked of the whole period.
fn adds_up(world: &World, seed: u64, replication: u64) -> Result<(), TestCaseError> {
    let ordinary_row = world.row(seed, replication);
    let question = Question {
        at: Some(i64::midpoint(world.plan.start, world.plan.end)),
        ..whole(&world.plan)
    };
    let (plan, catalogue) = match asked(world, &question) {
        Ok(asked) => asked,
        Err(Unanswerable::Nobody) => return Ok(()),
        Err(other) => panic!("{other}"),
    };
    let asked_world = World {
        scenario: world.scenario.clone(),
        plan,
        catalogue,
    };
    let mut observers = (
        Measures::new(&asked_world.plan, &asked_world.catalogue),
        Inside::new(&asked_world.plan),
    );
    asked_world.observe(seed, replication, &mut observers);
    let row = observers.0.row(replication);
    let inside = observers.1;
    prop_assert_eq!(
        inside.censuses,
        asked_world.plan.census.as_ref().unwrap().instants.len() - 1
    );

    // Nothing else changes.
    let own = |world: &World, row: &Row| {
        let mut all = named(world, row, |_| true);
        all.retain(|name, _| !name.starts_with("delay ") && !name.starts_with("span-time"));
        all
    };
    prop_assert_eq!(own(world, &ordinary_row), own(&asked_world, &row));

    // The period is what ordinary runs say of it, and each interval has the vehicles inside.
    let delays = asked_world.catalogue.delays().unwrap();
    let mut delay = 0;
    for cause in Cause::ALL {
        let expected = match cause {
            Cause::BeforeStart => 0,
            _ => ordinary(world, &ordinary_row, cause, "cause", Dims::default()),
        };
        let total = of(&row, delays.total(cause));
        let persons_only = delays
            .groups()
            .all(|(_, dims)| is_person(&asked_world.plan, dims));
        if !persons_only {
            prop_assert_eq!(total, expected, "{:?}", cause);
        }
        delay += if cause.is_delay() { total } else { 0 };
        let mut groups = 0;
        for (group, dims) in delays.groups() {
            let own = of(&row, delays.of_group(group, cause));
            groups += own;
            // What was spent before a vehicle went elsewhere stays where it was spent, and ordinary runs count all where it ended.
            if cause != Cause::BeforeStart && !persons_only && inside.transfers == 0 {
                prop_assert_eq!(
                    own,
                    ordinary(
                        world,
                        &ordinary_row,
                        cause,
                        "gate-direction-class-cause",
                        dims
                    )
                );
            }
        }
        prop_assert_eq!(groups, total, "{:?} over the groups", cause);
        let intervals = 0..delays.intervals();
        let parts: i128 = intervals
            .map(|at| of(&row, delays.of_interval(at, cause)))
            .sum();
        prop_assert_eq!(parts, total, "{:?} over the intervals", cause);
    }
    prop_assert_eq!(of(&row, Some(delays.delay_column())), delay);
    for (at, &integral) in inside.integrals.iter().enumerate() {
        let causes = Cause::ALL.into_iter();
        let sum: i128 = causes
            .map(|cause| of(&row, delays.of_interval(at, cause)))
            .sum();
        if delays
            .groups()
            .all(|(_, dims)| !is_person(&asked_world.plan, dims))
        {
            prop_assert_eq!(sum, integral, "interval {}", at);
        }
    }
    lines_add_up(&asked_world.plan, delays, &row);
    parts_are_spans(world, &asked_world, &row, seed, replication)
}

fn is_person(plan: &Plan, dims: Dims) -> bool {
    let of = |kind: &&bordergate::plan::Kind| Some(kind.class) == dims.class;
    plan.kinds.iter().find(of).is_some_and(|kind| kind.persons)
}

/// A cause that can only hold in lines of one sort has its hours there.
fn lines_add_up(plan: &Plan, delays: &DelayLayout, row: &Row) {
    let mut causes = vec![Cause::YardFull, Cause::WaitingDriver, Cause::WaitingBridge];
    if plan.teams.is_empty() {
        causes.push(Cause::WaitingServer);
    }
    for cause in causes {
        let spots = 0..delays.spots().len();
        let lines: i128 = spots.map(|spot| of(row, delays.in_line(spot, cause))).sum();
        assert_eq!(lines, of(row, delays.total(cause)), "{cause:?} in lines");
    }
    for (at, spot) in delays.spots().iter().enumerate() {
        for cause in Cause::ALL {
            let time = of(row, delays.in_line(at, cause));
            assert!(time >= 0, "{cause:?} at {spot:?}");
            assert!(!matches!(spot, Spot::Gate(_) | Spot::Papers | Spot::Way) || time == 0);
        }
    }
}

/// A question about part of the period has the sum of the intervals there; questions about each gate add up to that about all.
fn parts_are_spans(
    world: &World,
    asked_world: &World,
    row: &Row,
    seed: u64,
    replication: u64,
) -> Result<(), TestCaseError> {
    let delays = asked_world.catalogue.delays().unwrap();
    let bounds = &asked_world.plan.census.as_ref().unwrap().bounds;
    let (first, last) = (bounds.len() / 5, bounds.len() * 3 / 4);
    let mut sums = vec![0; Cause::ALL.len()];
    for (gate, detail) in world.plan.names.gates.iter().zip(
        [Detail::Total, Detail::All, Detail::Total]
            .into_iter()
            .cycle(),
    ) {
        let question = Question {
            gates: vec![gate.clone()],
            classes: class_names(world),
            from: bounds[first],
            to: bounds[last],
            detail,
            ..whole(&world.plan)
        };
        let (plan, catalogue) = match asked(world, &question) {
            Ok(asked) => asked,
            Err(Unanswerable::Nobody) => continue,
            Err(other) => panic!("{other}"),
        };
        let part = World {
            scenario: world.scenario.clone(),
            plan,
            catalogue,
        };
        let own = part.row(seed, replication);
        let layout = part.catalogue.delays().unwrap();
        for cause in Cause::ALL {
            sums[cause as usize] += of(&own, layout.total(cause));
        }
        if detail == Detail::All {
            lines_add_up(&part.plan, layout, &own);
        }
    }
    for cause in Cause::ALL {
        let intervals = (first..last).map(|at| of(row, delays.of_interval(at, cause)));
        prop_assert_eq!(
            intervals.sum::<i128>(),
            sums[cause as usize],
            "{:?} in a part",
            cause
        );
    }
    Ok(())
}

/// The classes that are vehicles.
fn class_names(world: &World) -> Vec<String> {
    let classes = world.scenario.classes.iter();
    classes
        .filter(|class| !class.persons)
        .map(|class| class.name.clone())
        .collect()
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn censuses_change_nothing_and_add_up(tape in tapes(), seed: u64) {
        let Some((_, world)) = world(&tape, ANY) else { return Ok(()) };
        adds_up(&world, seed, 1)?;
    }
}

const SHIPPED: [&str; 9] = [
    "bac-luan-1-passengers",
    "bac-luan-2-imports",
    "hoanh-mo-resident-trade",
    "huu-nghi-tractor-exchange",
    "huu-nghi-two-way-2025",
    "kim-thanh-relay-2020",
    "lang-son-fruit-ban-2022",
    "mong-cai-tet-2022-agreed",
    "youyiguan-declaration-validity-2025-72h",
];

#[test]
fn shipped_scenarios_add_up() {
    for name in SHIPPED {
        adds_up(&shipped(name), 1, 0).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}
