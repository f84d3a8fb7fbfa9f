//! Coming before a closing: the surge before a holiday, from the day on which it is announced.

use bordergate::plan;

use super::world::{World, source};

/// Monday 3 to Sunday 9 March 2025; the gate is shut on Friday and Saturday, by a notice. Lorries come at 09:00.
fn shut(when_closed: &str, announced: &str) -> World {
    days(
        &format!("timetable = [\"09:00\"]\n{when_closed}"),
        announced,
    )
}

fn days(arrivals: &str, announced: &str) -> World {
    World::days(
        "2025-03-03",
        "2025-03-09",
        &format!(
            r#"
            [class.fruit]
            [gate.bridge]
            hours = "08:00-17:00"
            [gate.bridge.notice.shut]
            from = 2025-03-07
            to = 2025-03-08
            state = "closed"
            {announced}
            {}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#,
            source("lorry", "fruit", arrivals)
        ),
    )
}

/// All come the day before: with a surge of one day Thursday is the only one, as both days belong to one closing.
#[test]
fn the_day_before_a_closing() {
    let all = "when-closed = \"comes-before\"\nsurge = \"1 d\"";
    shut(all, "").runs_as(
        "
        09:00 lorry.1 crosses to-china
        09:00 lorry.1 leaves; at once
        Tue 4 Mar
        09:00 lorry.2 crosses to-china
        09:00 lorry.2 leaves; at once
        Wed 5 Mar
        09:00 lorry.3 crosses to-china
        09:00 lorry.3 leaves; at once
        Thu 6 Mar
        09:00 lorry.4 crosses to-china
        09:00 lorry.4 leaves; at once
        09:00 lorry.5 crosses to-china
        09:00 lorry.5 leaves; at once
        09:00 lorry.6 crosses to-china
        09:00 lorry.6 leaves; at once
        Sun 9 Mar
        09:00 lorry.7 crosses to-china
        09:00 lorry.7 leaves; at once
        ",
    );
}

/// Whoever hears of it only when it has begun cannot come before, and comes as planned.
#[test]
fn nobody_comes_before_it_is_announced() {
    let all = "when-closed = \"comes-before\"";
    shut(all, "announced = 2025-03-07").runs_as(
        "
        09:00 lorry.1 crosses to-china
        09:00 lorry.1 leaves; at once
        Tue 4 Mar
        09:00 lorry.2 crosses to-china
        09:00 lorry.2 leaves; at once
        Wed 5 Mar
        09:00 lorry.3 crosses to-china
        09:00 lorry.3 leaves; at once
        Thu 6 Mar
        09:00 lorry.4 crosses to-china
        09:00 lorry.4 leaves; at once
        Fri 7 Mar
        09:00 lorry.5 joins line
        Sat 8 Mar
        09:00 lorry.6 joins line
        Sun 9 Mar
        08:00 lorry.5 crosses to-china
        08:00 lorry.5 leaves; closed-holiday 1 d 15 h, closed-night 8 h
        08:00 lorry.6 crosses to-china
        08:00 lorry.6 leaves; closed-holiday 15 h, closed-night 8 h
        09:00 lorry.7 crosses to-china
        09:00 lorry.7 leaves; at once
        ",
    );
}

/// The surge is the closed days' vehicles, spread over the days from the announcement on.
#[test]
fn they_come_on_the_days_since_the_announcement() {
    let rate = "rate = \"200 / day\"\nwhen-closed = \"comes-before\"";
    let by_day = |announced: &str| {
        let arrivals = days(rate, announced).arrivals(3);
        [3, 4, 5, 6, 7, 8, 9].map(|day| {
            let of_day = arrivals
                .iter()
                .filter(|arrival| arrival.local.date().day() == day);
            of_day.count() as f64
        })
    };
    let near = |count: f64, expected: f64| {
        assert!(
            (count - expected).abs() < 4.0 * expected.sqrt(),
            "{count} is not {expected}"
        );
    };
    let known = by_day("");
    let late = by_day("announced = 2025-03-05");
    for day in 0..4 {
        near(known[day], 300.0);
        near(late[day], if day < 2 { 200.0 } else { 400.0 });
    }
    assert_eq!(known[4..6], [0.0, 0.0]);
    assert_eq!(late[4..6], [0.0, 0.0]);
    near(known[6], 200.0);
}

/// By share some wait, some stay away, some postpone and some come before: every vehicle of the closed days does one of these, is
/// who it would have been and keeps its hour; all others come as if nothing were closed.
#[test]
fn by_share_each_does_one_thing() {
    let world =
        |when_closed: &str| days(&format!("rate = \"300 / day\"\n{when_closed}"), "").arrivals(8);
    let waits = world("");
    let mix = world(
        "when-closed = { waits = \"30 %\", stays-away = \"20 %\", postpones = \"30 %\", comes-before = \"20 %\" }",
    );
    let (mut held, mut later, mut before, mut away) = (0, 0, 0, 0);
    for planned in &waits {
        let comes: Vec<_> = mix
            .iter()
            .filter(|arrival| arrival.id == planned.id)
            .collect();
        let shut = (7..=8).contains(&planned.local.date().day());
        match comes[..] {
            [] if shut => away += 1,
            [came] if came == planned => held += i32::from(shut),
            [came] if shut => {
                assert_eq!(came.local.time(), planned.local.time());
                match came.local.date().day() {
                    3..=6 => before += 1,
                    9 => later += 1,
                    other => panic!("on {other} March"),
                }
            }
            _ => panic!("{planned:?} becomes {comes:?}"),
        }
    }
    assert_eq!(mix.len() + away as usize, waits.len());
    let all = f64::from(held + later + before + away);
    for (count, share) in [(held, 0.3), (away, 0.2), (later, 0.3), (before, 0.2)] {
        let (expected, sd) = (all * share, (all * share * (1.0 - share)).sqrt());
        assert!(
            (f64::from(count) - expected).abs() < 4.0 * sd,
            "{count} of {all}"
        );
    }
}

/// What is expected before the run says the same: a third of 40 more on each of three days, with those who postpone on Sunday.
#[test]
fn the_plan_expects_the_surge() {
    let rest = "rate = \"60 / day\"\nsurge = \"3 d\"\nwhen-closed = { comes-before = \"50 %\", postpones = \"50 %\" }";
    let world = days(rest, "");
    let analysis = plan::analyze(&world.scenario, &world.plan);
    let expected = [60.0, 80.0, 80.0, 80.0, 0.0, 0.0, 120.0];
    for (day, (&vehicles, expected)) in analysis.arrivals[0].iter().zip(expected).enumerate() {
        assert!((vehicles - expected).abs() < 1e-9, "day {day}: {vehicles}");
    }
}
