//! Persons: they go through the same steps as vehicles, and stand in no total of theirs.

use bordergate::measures::{Catalogue, Dims, Estimator};

use super::world::{World, comes, source};

/// A gate of persons, with a hall and a crossing; further tables.
fn hall(days: (&str, &str), servers: &str, station: &str, rest: &str) -> World {
    World::days(
        days.0,
        days.1,
        &format!(
            r#"
            [class.tourist]
            counts = "persons"
            [gate.bridge]
            hours = "07:00-20:00"
            [station.lanes]
            servers = {servers}
            {station}
            {rest}
            [[route.out]]
            step = "check"
            serve = {{ station = "lanes", time = "2 min" }}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#
        ),
    )
}

const MONDAY: (&str, &str) = ("2025-03-03", "2025-03-03");

/// A group of three, member by member at two lanes: the group takes as long as its members one after another.
#[test]
fn a_group_comes_together_and_is_served_one_by_one() {
    let group = source("tourist", "tourist", "timetable = [\"08:00\"]\nconvoy = 3");
    hall(MONDAY, "[{ count = 2 }]", "", &group).runs_as(
        "
        08:00 tourist.3 joins lanes
        08:00 tourist.1 starts at lanes
        08:00 tourist.2 starts at lanes
        08:02 tourist.1 finishes at lanes
        08:02 tourist.2 finishes at lanes
        08:02 tourist.3 starts at lanes
        08:02 tourist.1 crosses to-china
        08:02 tourist.1 leaves; processing 2 min
        08:02 tourist.2 crosses to-china
        08:02 tourist.2 leaves; processing 2 min
        08:04 tourist.3 finishes at lanes
        08:04 tourist.3 crosses to-china
        08:04 tourist.3 leaves; processing 2 min, waiting-server 2 min
        ",
    );
}

/// One lane that checks a list takes the group together.
#[test]
fn a_group_may_be_served_together() {
    let group = source("tourist", "tourist", "timetable = [\"08:00\"]\nconvoy = 3");
    hall(
        MONDAY,
        "[{ count = 1 }]",
        "batch = { most = 20, least = 1 }",
        &group,
    )
    .runs_as(
        "
        08:00 tourist.1 starts at lanes
        08:00 tourist.2 starts at lanes
        08:00 tourist.3 starts at lanes
        08:02 tourist.1 finishes at lanes
        08:02 tourist.2 finishes at lanes
        08:02 tourist.3 finishes at lanes
        08:02 tourist.1 crosses to-china
        08:02 tourist.1 leaves; processing 2 min
        08:02 tourist.2 crosses to-china
        08:02 tourist.2 leaves; processing 2 min
        08:02 tourist.3 crosses to-china
        08:02 tourist.3 leaves; processing 2 min
        ",
    );
}

/// On a day by appointment there is one place for persons, and a quota of no vehicle holds nobody up: it speaks of vehicles. The other
/// comes anyway, and passes on the next day.
#[test]
fn persons_book_on_appointment_days_and_use_no_quota() {
    let rest = format!(
        r#"
        {}
        [gate.bridge.notice.new-year]
        from = 2025-03-03
        to = 2025-03-03
        state = "appointment"
        slots = "1 / day"
        register-by = "0 s"
        [quota.vehicles]
        gates = "bridge"
        vehicles = "0 / day"
        counts = "crossings"
        "#,
        comes("tourist", r#"{ Mon = ["06:00", "06:30"] }"#)
    );
    let days = ("2025-03-03", "2025-03-04");
    hall(days, "[{ count = 1 }]", "", &rest).runs_as(
        "
        06:00 tourist.1 starts at lanes
        06:02 tourist.1 finishes at lanes
        06:02 tourist.1 joins line
        06:02 tourist.1 books Mon 07:00
        06:30 tourist.2 starts at lanes
        06:32 tourist.2 finishes at lanes
        06:32 tourist.2 joins line
        07:00 tourist.1 crosses to-china
        07:00 tourist.1 leaves; processing 2 min, closed-night 58 min
        Tue 4 Mar
        07:00 tourist.2 crosses to-china
        07:00 tourist.2 leaves; processing 2 min, closed-night 11 h 28 min, no-slot 13 h
        ",
    );
}

/// A pass of a day runs out over night and is made again.
#[test]
fn passes_run_out() {
    let world = World::days(
        "2025-03-03",
        "2025-03-04",
        &format!(
            r#"
            [class.tourist]
            counts = "persons"
            [gate.bridge]
            hours = "07:00-20:00"
            {}
            [station.passes]
            servers = [{{ count = 1, hours = "always" }}]
            [papers.pass]
            route = "issue"
            valid-for = "10 h"
            [[route.issue]]
            step = "issue"
            serve = {{ station = "passes", time = "5 min" }}
            [[route.out]]
            step = "apply"
            file = "pass"
            [[route.out]]
            step = "barrier"
            enter = true
            [[route.out]]
            step = "pass"
            join = "pass"
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#,
            comes("tourist", r#"{ Mon = ["12:00", "20:00"] }"#)
        ),
    );
    world.runs_as(
        "
        12:00 tourist.1 files pass
        12:00 tourist.1/pass starts at passes
        12:00 tourist.1 enters
        12:00 tourist.1 joins pass
        12:05 tourist.1/pass finishes at passes
        12:05 tourist.1 has pass after 5 min
        12:05 tourist.1 passes pass
        12:05 tourist.1 crosses to-china
        12:05 tourist.1 leaves; waiting-papers 5 min
        20:00 tourist.2 files pass
        20:00 tourist.2 joins barrier
        20:00 tourist.2/pass starts at passes
        20:05 tourist.2/pass finishes at passes
        20:05 tourist.2 has pass after 5 min
        Tue 4 Mar
        07:00 tourist.2 enters
        07:00 tourist.2 files pass again
        07:00 tourist.2 joins pass
        07:00 tourist.2/pass starts at passes
        07:05 tourist.2/pass finishes at passes
        07:05 tourist.2 has pass after 5 min
        07:05 tourist.2 passes pass
        07:05 tourist.2 crosses to-china
        07:05 tourist.2 leaves; closed-night 11 h, waiting-papers 5 min
        ",
    );
}

/// A lorry and two persons at one desk of two minutes: the lorry is served first, the persons after it. They have measures of their own.
#[test]
fn persons_have_their_own_measures() {
    let lorries = comes("fruit", r#"["08:00"]"#);
    let group = source("tourist", "tourist", "timetable = [\"08:01\"]\nconvoy = 2");
    let rest = format!("[class.fruit]\n{lorries}{group}");
    let world = hall(MONDAY, "[{ count = 1 }]", "", &rest);
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let of = |measure: &str, statistic: &str, by: &str, dims: Dims| -> f64 {
        let spec = catalogue.specs.iter().find(|spec| {
            let said = (spec.measure, spec.statistic, spec.by);
            said == (measure, statistic, by) && spec.dims == dims
        });
        match spec.unwrap().estimator {
            Estimator::Mean { column, scale } => row.columns[column] as f64 * scale,
            Estimator::Ratio { num, den, scale } => {
                row.columns[num] as f64 / row.columns[den] as f64 * scale
            }
            _ => panic!("{measure} {statistic}"),
        }
    };
    let total = Dims::default();
    let gate = Dims {
        gate: Some(0),
        ..total
    };
    assert_eq!(of("persons-arrived", "total", "total", total), 2.0);
    assert_eq!(of("persons-crossed", "total", "total", total), 2.0);
    assert_eq!(of("vehicles-crossed", "total", "total", total), 1.0);
    assert_eq!(of("time-in-system", "count", "total", total), 1.0);
    assert_eq!(of("time-in-system", "mean", "total", total), 120.0);
    assert_eq!(of("persons-time", "count", "gate", gate), 2.0);
    // From 08:01 to 08:04 and 08:06.
    assert_eq!(of("persons-time", "mean", "gate", gate), 240.0);
    let by_cause = |measure: &str, class: &str, cause| {
        let class = world
            .plan
            .names
            .classes
            .iter()
            .position(|name| name == class);
        let dims = Dims {
            import: Some(false),
            class: class.map(|class| class as u32),
            cause: Some(cause),
            ..gate
        };
        of(measure, "total", "gate-direction-class-cause", dims)
    };
    use bordergate::plan::cause::Cause;
    let waited = by_cause("persons-time-by-cause", "tourist", Cause::WaitingServer);
    assert!((waited * 60.0 - 4.0).abs() < 1e-9);
    let served = by_cause("time-by-cause", "fruit", Cause::Processing);
    assert!((served * 60.0 - 2.0).abs() < 1e-9);
}
