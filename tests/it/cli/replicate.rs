//! Threads do not matter, what fails keeps its index, and what is stopped keeps its contiguous prefix.

use std::sync::Mutex;

use bordergate::experiment::{Control, Ended, Locked, Progress, Reason};
use bordergate::measures::Catalogue;
use bordergate::plan;
use bordergate::scenario::model::Arrivals;

use super::world::{bridge, circle, fold, watched, with_report};

#[test]
fn any_number_of_threads_gives_the_same_estimates() {
    let scenario = bridge(40.0);
    let plan = plan::compile(&scenario).unwrap();
    let catalogue = Catalogue::new(&scenario, &plan);
    let (one, ended) = fold(&plan, &catalogue, 30, 1);
    assert_eq!(ended, Ended::Complete);
    assert_eq!(one.replications(), (0..30).collect::<Vec<_>>());
    for jobs in [2, 7, 100] {
        let (many, _) = fold(&plan, &catalogue, 30, jobs);
        assert_eq!(
            one.estimate(&catalogue),
            many.estimate(&catalogue),
            "{jobs} threads"
        );
    }
}

#[test]
fn what_is_stopped_is_the_prefix_and_equals_a_shorter_run() {
    let scenario = bridge(40.0);
    let plan = plan::compile(&scenario).unwrap();
    let catalogue = Catalogue::new(&scenario, &plan);
    let control = Control::new();
    let seen = Mutex::new(Vec::new());
    let (stopped, ended) = watched(&plan, &catalogue, 100_000, 3, &control, |progress| {
        seen.lock().unwrap().push(progress.done);
        if progress.done == 12 {
            control.stop();
        }
    });
    assert_eq!(ended, Ended::Stopped);
    let count = stopped.progress().done;
    assert!((12..100).contains(&count), "{count} replications");
    assert_eq!(stopped.replications(), (0..count).collect::<Vec<_>>());
    assert_eq!(*seen.lock().unwrap(), (1..=count).collect::<Vec<_>>());
    let (short, _) = fold(&plan, &catalogue, count, 1);
    assert_eq!(stopped.estimate(&catalogue), short.estimate(&catalogue));
}

#[test]
fn a_stop_before_the_start_runs_nothing() {
    let scenario = bridge(40.0);
    let plan = plan::compile(&scenario).unwrap();
    let catalogue = Catalogue::new(&scenario, &plan);
    let control = Control::new();
    control.stop();
    let (fold, ended) = watched(&plan, &catalogue, 10, 2, &control, |_| {});
    assert_eq!(
        (ended, fold.progress()),
        (Ended::Stopped, Progress::default())
    );
    assert!(
        fold.estimate(&catalogue)
            .iter()
            .all(|estimate| estimate.value.is_none())
    );
}

#[test]
fn replications_over_the_limit_fail_keep_their_index_and_enter_no_estimate() {
    let scenario = bridge(40.0);
    let mut plan = plan::compile(&scenario).unwrap();
    // About half of all replications have more than the expected 120 vehicles.
    plan.vehicle_limit = 120;
    let catalogue = Catalogue::new(&scenario, &plan);
    let (half, ended) = fold(&plan, &catalogue, 40, 2);
    assert_eq!(ended, Ended::Complete);
    let failed: Vec<u64> = half.failures().iter().map(|(index, _)| *index).collect();
    assert!((5..35).contains(&failed.len()), "{failed:?}");
    assert!(
        half.failures()
            .iter()
            .all(|(_, reason)| *reason == Reason::VehicleLimit(120))
    );
    let mut all: Vec<u64> = half.replications().iter().chain(&failed).copied().collect();
    all.sort_unstable();
    assert_eq!(all, (0..40).collect::<Vec<_>>());
    let arrived = catalogue
        .specs
        .iter()
        .position(|spec| spec.measure == "vehicles-arrived");
    let estimate = half.estimate(&catalogue)[arrived.unwrap()];
    assert_eq!(estimate.n, half.replications().len());
    assert!(estimate.value.unwrap() <= 120.0);
}

#[test]
fn an_endless_route_is_named() {
    let scenario = circle();
    let plan = plan::compile(&scenario).unwrap();
    let catalogue = Catalogue::new(&scenario, &plan);
    let (fold, _) = fold(&plan, &catalogue, 2, 1);
    assert_eq!(fold.progress(), Progress { done: 2, failed: 2 });
    let (_, reason) = &fold.failures()[0];
    assert!(reason.to_string().contains("route `out`"), "{reason}");
}

/// Two lorries that want to exchange places: whether they meet is chance.
#[test]
fn a_deadlock_is_named_and_the_others_count() {
    let toml = r#"
        [scenario]
        title = "Two yards for one"
        from = 2025-03-03
        to = 2025-03-03
        clock = "UTC"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        [yard]
        a = { capacity = 1 }
        b = { capacity = 1 }
        [source]
        east = { gate = "bridge", direction = "export", vehicle = "chinese", class = "fruit", route = "east", timetable = ["08:00"] }
        west = { gate = "bridge", direction = "export", vehicle = "chinese", class = "fruit", route = "west", timetable = ["08:05"] }
        [route]
        east = [
          { step = "a", park = "a" }, { step = "papers", delay = { time = { exponential = "10 min" } } },
          { step = "b", park = "b" }, { step = "check", delay = { time = { exponential = "10 min" } } },
        ]
        west = [
          { step = "b", park = "b" }, { step = "papers", delay = { time = { exponential = "10 min" } } },
          { step = "a", park = "a" }, { step = "check", delay = { time = { exponential = "10 min" } } },
        ]
        "#;
    let scenario = bordergate::scenario::read_text("two-yards.toml", toml, &[])
        .scenario
        .unwrap();
    let plan = plan::compile(&scenario).unwrap();
    let catalogue = Catalogue::new(&scenario, &plan);
    let (some, ended) = fold(&plan, &catalogue, 40, 2);
    assert_eq!(ended, Ended::Complete);
    let failed = some.failures().len();
    assert!((5..35).contains(&failed), "{failed}");
    assert_eq!(some.replications().len(), 40 - failed);
    let locked = |yard: &str, vehicle: &str, next: &str| Locked {
        vehicle: format!("{vehicle}.2025-03-03.1"),
        holds: format!("a place in yard `{yard}`"),
        waits_for: format!("a place in yard `{next}`"),
    };
    let cycle = vec![locked("a", "east", "b"), locked("b", "west", "a")];
    let expected = Reason::Deadlock { cycle };
    assert!(
        some.failures()
            .iter()
            .all(|(_, reason)| *reason == expected)
    );
}

#[test]
fn a_panic_is_a_failure_and_not_a_hang() {
    let scenario = bridge(40.0);
    let mut plan = plan::compile(&scenario).unwrap();
    let catalogue = Catalogue::new(&scenario, &plan);
    // An index that points nowhere: the engine cannot go on.
    plan.sources[0].kinds[0] = 1_000;
    let (fold, ended) = fold(&plan, &catalogue, 5, 2);
    assert_eq!(ended, Ended::Complete);
    assert_eq!(fold.progress(), Progress { done: 5, failed: 5 });
    assert!(matches!(fold.failures()[0], (0, Reason::Panicked(_))));
}

#[test]
fn counts_and_durations_have_no_negative_ends() {
    // So few lorries that a symmetric interval would reach below zero.
    let scenario = bridge(0.3);
    with_report(&scenario, 10, 1, |report, _| {
        let ends = report
            .measures
            .iter()
            .flat_map(|row| [row.low, row.next_low, row.value]);
        let numbers: Vec<f64> = ends.flatten().filter_map(|value| value.number()).collect();
        assert!(numbers.contains(&0.0) && numbers.iter().all(|number| *number >= 0.0));
    });
}

#[test]
fn the_expected_number_of_vehicles_is_known_beforehand() {
    let mut scenario = bridge(40.0);
    let expected =
        |scenario: &_| plan::analyze(scenario, &plan::compile(scenario).unwrap()).vehicles;
    assert_eq!(expected(&scenario), 120.0);
    let every =
        |value| Arrivals::Renewal(bordergate::des::variate::Distribution::Constant { value });
    scenario.sources[0].arrivals = every(3_600e6);
    assert_eq!(expected(&scenario), 72.0);
    scenario.sources[0].arrivals = every(0.0);
    // Intervals have at least a microsecond.
    assert_eq!(expected(&scenario), 3.0 * 86_400e6);
}
