//! Those who come while the line of closing time is still served, and what a paused service counts as.

use bordergate::measures::{Catalogue, Estimator};

use super::world::{World, comes};

/// A desk that serves out its line, with a short second shift; lorries need 10 minutes.
fn short_shift(timetable: &str) -> World {
    let lorries = comes("fruit", timetable);
    World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        {lorries}
        [station.desk]
        servers = [{{ count = 1, hours = "08:00-12:00, 12:15-12:30" }}]
        in-line = "is-served"
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = "10 min" }}
        "#
    ))
}

/// Who was late for the first line stands in the second, and from half past twelve waits for a server like all in it.
#[test]
fn who_was_late_for_one_line_belongs_to_the_next() {
    short_shift(r#"["11:55", "11:56", "12:05", "12:06", "12:07"]"#).runs_as(
        "
        11:55 fruit.1 starts at desk
        11:56 fruit.2 joins desk
        12:05 fruit.1 finishes at desk
        12:05 fruit.1 leaves; processing 10 min
        12:05 fruit.3 joins desk
        12:05 fruit.2 starts at desk
        12:06 fruit.4 joins desk
        12:07 fruit.5 joins desk
        12:15 fruit.2 finishes at desk
        12:15 fruit.2 leaves; processing 10 min, waiting-server 9 min
        12:15 fruit.3 starts at desk
        12:25 fruit.3 finishes at desk
        12:25 fruit.3 leaves; processing 10 min, closed-night 10 min
        12:25 fruit.4 starts at desk
        12:35 fruit.4 finishes at desk
        12:35 fruit.4 leaves; processing 10 min, closed-night 9 min, waiting-server 10 min
        12:35 fruit.5 starts at desk
        12:45 fruit.5 finishes at desk
        12:45 fruit.5 leaves; processing 10 min, closed-night 8 min, waiting-server 20 min
        ",
    );
}

/// A closed desk that stays closed over a rest day clears no line: at midnight the cause changes, for all.
#[test]
fn a_closed_desk_has_no_line_to_serve_out() {
    let lorries = comes("fruit", r#"{ Sat = ["18:00"] }"#);
    // Saturday, 1 March, to Monday, 3 March 2025.
    World::days(
        "2025-03-01",
        "2025-03-03",
        &format!(
            r#"
            [class.fruit]
            [gate.bridge]
            hours = "always"
            {lorries}
            [station.desk]
            servers = [{{ count = 1, hours = "08:00-17:00", days = "Mon-Sat" }}]
            in-line = "is-served"
            [[route.out]]
            step = "papers"
            serve = {{ station = "desk", time = "10 min" }}
            "#
        ),
    )
    .runs_as(
        "
        18:00 fruit.1 joins desk
        Mon 3 Mar
        08:00 fruit.1 starts at desk
        08:10 fruit.1 finishes at desk
        08:10 fruit.1 leaves; processing 10 min, closed-holiday 1 d, closed-night 14 h
        ",
    );
}

/// A service that is paused for lunch is one service of its whole length, after one wait.
#[test]
fn a_paused_service_is_measured_once() {
    let lorries = comes("fruit", r#"["11:55"]"#);
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        {lorries}
        [station.desk]
        servers = [{{ count = 1, hours = "08:00-12:00, 13:00-17:00" }}]
        in-service = "pause"
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = "10 min" }}
        "#
    ));
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let ratio = |measure: &str| {
        let spec = catalogue
            .specs
            .iter()
            .find(|spec| spec.measure == measure && spec.statistic == "mean");
        match spec.map(|spec| spec.estimator) {
            Some(Estimator::Ratio { num, den, .. }) => (row.columns[num], row.columns[den]),
            other => panic!("{measure} is {other:?}"),
        }
    };
    let minute = 60_000_000;
    assert_eq!(ratio("service"), (10 * minute, 1));
    assert_eq!(ratio("wait"), (0, 1));
}

/// After a warm-up the bulletin opens with the stock of that moment, and closes.
#[test]
fn a_bulletin_after_a_warm_up_opens_with_what_stands_in_line() {
    let lorries = comes("fruit", r#"["10:00", "11:00", "13:00"]"#);
    let world = World::monday(&format!(
        r#"
        warm-up = "12 h"
        [class.fruit]
        load = "1 t"
        [gate.bridge]
        hours = "14:00-20:00"
        {lorries}
        [[route.out]]
        step = "line"
        cross = {{ bound = "to-china" }}
        "#
    ));
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let total = |measure: &str, statistic: &str| {
        let spec = catalogue.specs.iter().find(|spec| {
            spec.measure == measure && spec.statistic == statistic && spec.by == "total"
        });
        match spec.map(|spec| spec.estimator) {
            Some(Estimator::Mean { column, .. }) => row.columns[column],
            other => panic!("{measure} is {other:?}"),
        }
    };
    assert_eq!(total("opening-stock", "total"), 2);
    assert_eq!(total("vehicles-arrived", "total"), 1);
    assert_eq!(total("vehicles-crossed", "total"), 3);
    assert_eq!(total("stock", "end"), 0);
    // Two lorries wait from noon and one from 13:00, all until 14:00.
    assert_eq!(total("waiting-vehicle-hours", "total"), 5 * 3_600_000_000);
}
