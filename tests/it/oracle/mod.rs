//! The loop against the recursions of queueing theory, customer by customer.
//!
//! An observer writes down when each customer of a station came and how long its service took. From these alone an
//! independent calculation says how long each must have waited, and the loop must agree to the microsecond. Together the
//! tests compare more than a million waits.

mod recursions;
pub mod visits;

use recursions::{
    FOREVER, kiefer_wolfowitz, lindley, lindley_with_patience, one_line, static_priority, turns,
};
use visits::Visits;

use crate::worlds::World;

const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// A queue on its own: what comes, what it finds, and how long it takes.
fn queue(days: u32, arrivals: &str, servers: &str, time: &str) -> World {
    World::new(&format!(
        r#"
        [scenario]
        title = "One queue"
        from = 2001-01-01
        to = {to}
        clock = "UTC"
        [class.all]
        name = "all"
        [gate.anywhere]
        hours = "always"
        basis = {{ assumed = "a test" }}
        [source.customers]
        gate = "anywhere"
        direction = "export"
        vehicle = "vietnamese"
        route = "through"
        class = "all"
        {arrivals}
        basis = {{ assumed = "a test" }}
        [station.server]
        servers = {servers}
        basis = {{ assumed = "a test" }}
        [[route.through]]
        step = "service"
        serve = {{ station = "server", time = {time} }}
        basis = {{ assumed = "a test" }}
        "#,
        to = last_day(days),
    ))
}

/// The last of so many days from the beginning of 2001.
fn last_day(days: u32) -> jiff::civil::Date {
    let first = jiff::civil::date(2001, 1, 1);
    first
        .checked_add(jiff::Span::new().days(i64::from(days) - 1))
        .unwrap()
}

/// Compares the waits of a station with those that a recursion expects; at least `least` of them.
fn agree(visits: &Visits, expected: &[i64], least: usize) {
    assert_eq!(visits.customers.len(), expected.len());
    let mut compared = 0;
    for (index, (customer, &wait)) in visits.customers.iter().zip(expected).enumerate() {
        match customer.wait {
            Some(actual) => {
                assert_eq!(
                    actual, wait,
                    "customer {index}, who came at {}",
                    customer.came
                );
                compared += 1;
            }
            None => assert!(
                customer.came.saturating_add(wait) >= visits.end,
                "customer {index} was never served, but should have been after {wait}"
            ),
        }
    }
    assert!(compared >= least, "only {compared} waits");
}

#[test]
fn one_server_follows_lindley() {
    let world = queue(
        200,
        r#"rate = "54 / h""#,
        "[{ count = 1 }]",
        r#"{ exponential = "1 min" }"#,
    );
    let visits = &Visits::of(&world, 1, 1)[0];
    agree(visits, &lindley(&visits.customers), 250_000);
}

#[test]
fn four_servers_follow_kiefer_and_wolfowitz() {
    let world = queue(
        60,
        r#"rate = "216 / h""#,
        "[{ count = 4 }]",
        r#"{ exponential = "1 min" }"#,
    );
    let visits = &Visits::of(&world, 2, 1)[0];
    agree(visits, &kiefer_wolfowitz(&visits.customers, 4), 300_000);
}

#[test]
fn renewal_arrivals_and_lognormal_services_follow_kiefer_and_wolfowitz() {
    let world = queue(
        90,
        r#"interarrival = { gamma = { mean = "40 s", cv = 1.5 } }"#,
        "[{ count = 3 }]",
        r#"{ lognormal = { mean = "108 s", cv = 2.0 } }"#,
    );
    let visits = &Visits::of(&world, 3, 1)[0];
    agree(visits, &kiefer_wolfowitz(&visits.customers, 3), 190_000);
}

/// Whole minutes everywhere: many things happen at the same instant, and convoys arrive together.
#[test]
fn ties_make_no_difference() {
    let world = queue(
        60,
        "interarrival = { empirical = [\"0 min\", \"1 min\", \"2 min\", \"5 min\"] }\nconvoy = { uniform = [1, 3] }",
        "[{ count = 3 }]",
        r#"{ empirical = ["0 min", "1 min", "2 min", "6 min"] }"#,
    );
    let visits = &Visits::of(&world, 4, 1)[0];
    agree(visits, &kiefer_wolfowitz(&visits.customers, 3), 70_000);
}

#[test]
fn each_stage_of_a_tandem_follows_its_own_recursion() {
    let step = |name: &str, mean: &str| {
        format!(
            "[[route.through]]\nstep = \"{name}\"\nserve = {{ station = \"{name}\", time = {{ exponential = \"{mean}\" }} }}\n\
             basis = {{ assumed = \"a test\" }}\n"
        )
    };
    let text = format!(
        r#"
        [scenario]
        title = "Three queues in a row"
        from = 2001-01-01
        to = {to}
        clock = "UTC"
        [class.all]
        name = "all"
        [gate.anywhere]
        hours = "always"
        basis = {{ assumed = "a test" }}
        [source.customers]
        gate = "anywhere"
        direction = "export"
        vehicle = "vietnamese"
        route = "through"
        class = "all"
        rate = "50 / h"
        basis = {{ assumed = "a test" }}
        [station]
        a = {{ servers = [{{ count = 1 }}], basis = {{ assumed = "a test" }} }}
        b = {{ servers = [{{ count = 3 }}], basis = {{ assumed = "a test" }} }}
        c = {{ servers = [{{ count = 2 }}], basis = {{ assumed = "a test" }} }}
        {steps}
        "#,
        to = last_day(100),
        steps = step("a", "1 min") + &step("b", "3 min") + &step("c", "2 min"),
    );
    let stages = Visits::of(&World::new(&text), 5, 1);
    for (visits, servers) in stages.iter().zip([1, 3, 2]) {
        agree(
            visits,
            &kiefer_wolfowitz(&visits.customers, servers),
            110_000,
        );
    }
}

/// Two desks of one server each, and patience that is spent before both: who waited long at the first gives up sooner at the second.
/// In whole minutes many a server falls free at the very instant at which a patience ends.
#[test]
fn patience_is_spent_over_both_stages_of_a_tandem() {
    for (times, interval) in [
        (
            r#"{ exponential = "1 min" }"#,
            r#"{ exponential = "1.1 min" }"#,
        ),
        (
            r#"{ empirical = ["0 min", "1 min", "2 min"] }"#,
            r#"{ empirical = ["0 min", "1 min", "2 min"] }"#,
        ),
    ] {
        let step = |name: &str| {
            format!(
                "[[route.through]]\nstep = \"{name}\"\nserve = {{ station = \"{name}\", time = {times} }}\n\
                 basis = {{ assumed = \"a test\" }}\n"
            )
        };
        let world = World::new(&format!(
            r#"
            [scenario]
            title = "Two queues in a row"
            from = 2001-01-01
            to = {to}
            clock = "UTC"
            [class.all]
            name = "all"
            [gate.anywhere]
            hours = "always"
            basis = {{ assumed = "a test" }}
            [source.customers]
            gate = "anywhere"
            direction = "export"
            vehicle = "vietnamese"
            route = "through"
            class = "all"
            interarrival = {interval}
            basis = {{ assumed = "a test" }}
            [station]
            a = {{ servers = [{{ count = 1 }}], basis = {{ assumed = "a test" }} }}
            b = {{ servers = [{{ count = 1 }}], basis = {{ assumed = "a test" }} }}
            [patience.customers]
            outside = "4 min"
            basis = {{ assumed = "a test" }}
            {steps}
            "#,
            to = last_day(40),
            steps = step("a") + &step("b"),
        ));
        let stages = Visits::of(&world, 9, 1);
        let [first, second] = &stages[..] else {
            panic!("two stations");
        };
        let patience = vec![4 * DAY / 1440; first.customers.len()];
        let waits = lindley_with_patience(&first.customers, &patience);
        let gave_up = agree_with_patience(first, &waits, &patience);
        assert!(gave_up > 1_000, "{gave_up} gave up at the first");
        // They come to the second as they leave the first.
        let finished = |index: &usize| {
            let customer = &first.customers[*index];
            customer.wait.is_some() && customer.service < FOREVER
        };
        let come = (0..waits.len()).filter(finished);
        let patience: Vec<i64> = come.map(|index| patience[index] - waits[index]).collect();
        let waits = lindley_with_patience(&second.customers, &patience);
        let gave_up = agree_with_patience(second, &waits, &patience);
        assert!(gave_up > 1_000, "{gave_up} gave up at the second");
    }
}

/// Compares who was served, who gave up and after how long; returns how many gave up.
fn agree_with_patience(visits: &Visits, waits: &[i64], patience: &[i64]) -> usize {
    assert_eq!(visits.customers.len(), patience.len());
    let mut gave_up = 0;
    for (index, customer) in visits.customers.iter().enumerate() {
        let (wait, patience) = (waits[index], patience[index]);
        let expected = if wait <= patience {
            (Some(wait), None)
        } else {
            (None, Some(patience))
        };
        let over = customer.came + wait.min(patience) >= visits.end;
        assert!(
            (customer.wait, customer.gave_up) == expected || over,
            "customer {index}: {customer:?}, expected {expected:?}"
        );
        gave_up += usize::from(customer.gave_up.is_some());
    }
    gave_up
}

/// Two classes at one server: 40 % `first`, 60 % `second`, services of none, one or two minutes.
fn two_classes(order: &str, seed: u64) -> Visits {
    let text = format!(
        r#"
        [scenario]
        title = "Two classes"
        from = 2001-01-01
        to = {to}
        clock = "UTC"
        [class]
        first = {{ name = "first" }}
        second = {{ name = "second" }}
        [gate.anywhere]
        hours = "always"
        basis = {{ assumed = "a test" }}
        [source.customers]
        gate = "anywhere"
        direction = "export"
        vehicle = "vietnamese"
        route = "through"
        class = {{ first = "40 %", second = "60 %" }}
        rate = "54 / h"
        basis = {{ assumed = "a test" }}
        [station.server]
        servers = [{{ count = 1 }}]
        {order}
        basis = {{ assumed = "a test" }}
        [[route.through]]
        step = "service"
        serve = {{ station = "server", time = {{ empirical = ["0 min", "1 min", "2 min"] }} }}
        basis = {{ assumed = "a test" }}
        "#,
        to = last_day(100),
    );
    let visits = Visits::of(&World::new(&text), seed, 1).remove(0);
    let classes = visits.customers.iter().map(|customer| customer.class);
    assert_eq!(classes.max(), Some(1));
    visits
}

#[test]
fn priority_follows_a_simulation_of_the_two_lines() {
    let visits = &two_classes(r#"priority = ["first", "second"]"#, 6);
    agree(visits, &static_priority(&visits.customers), 120_000);
}

#[test]
fn turns_follow_a_simulation_of_the_two_lines() {
    let cycle = r#"cycle = [{ class = "first", turns = 1 }, { class = "second", turns = 3 }]"#;
    let visits = &two_classes(cycle, 7);
    agree(visits, &turns(&visits.customers, &[1, 3]), 120_000);
}

/// Three servers by day, one more for the lunch hour, one in the evening, none at night; who is being served is finished.
#[test]
fn shifts_move_the_starts_to_when_a_server_is_there() {
    let world = queue(
        250,
        r#"rate = "22 / h""#,
        r#"[{ count = 2, hours = "07:00-19:00" }, { count = 1, hours = "07:00-22:30" }, { count = 1, hours = "11:00-12:00" }]"#,
        r#"{ erlang = { k = 2, mean = "3 min" } }"#,
    );
    let visits = &Visits::of(&world, 7, 1)[0];
    let hour = DAY / 24;
    let start = world.plan.start;
    let mut shifts = Vec::new();
    for day in 0..250 {
        let at = |hours: i64, halves: i64| start + day * DAY + hours * hour + halves * hour / 2;
        shifts.extend([
            (at(0, 0), 0),
            (at(7, 0), 3),
            (at(11, 0), 4),
            (at(12, 0), 3),
            (at(19, 0), 1),
            (at(22, 1), 0),
        ]);
    }
    shifts.push((start + 250 * DAY, 0));
    agree(visits, &one_line(&visits.customers, &shifts), 120_000);
}

/// The comparison is worth something only if a wrong recursion fails it.
#[test]
#[should_panic(expected = "customer")]
fn a_recursion_with_one_server_too_many_disagrees() {
    let world = queue(
        5,
        r#"rate = "48 / h""#,
        "[{ count = 1 }]",
        r#"{ exponential = "1 min" }"#,
    );
    let visits = &Visits::of(&world, 8, 1)[0];
    assert!(
        visits
            .customers
            .iter()
            .all(|customer| customer.service <= FOREVER)
    );
    agree(visits, &kiefer_wolfowitz(&visits.customers, 2), 1);
}
