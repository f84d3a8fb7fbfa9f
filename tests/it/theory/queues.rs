//! The stationary queues.

use bordergate::measures::{Estimator, Measures};

use super::*;

/// Microseconds to minutes.
const MINUTES: f64 = 1.0 / 60e6;

/// The files that this module checks.
pub const FILES: [&str; 31] = [
    "batch-of-four",
    "bridge-headway-rho-08",
    "d-m-1-rho-05",
    "d-m-1-rho-08",
    "d-m-1-rho-095",
    "e2-m-1-rho-08",
    "m-d-1-rho-08",
    "m-d-1-rho-09",
    "m-d-10-rho-08",
    "m-d-5-rho-08",
    "m-e2-1-rho-08",
    "m-e4-1-rho-08",
    "m-g-1-scv-10-gamma",
    "m-g-1-scv-4-gamma",
    "m-g-1-scv-4-lognormal",
    "m-m-1-rho-08",
    "m-m-1-rho-09",
    "m-m-10-rho-08",
    "m-m-2-rho-067",
    "m-m-20-rho-08",
    "m-m-3-rho-08",
    "m-u-1-rho-05",
    "preemptive-two-classes",
    "priority-three-classes",
    "priority-two-classes",
    "tandem-five-stations",
    "tandem-yard-1",
    "tandem-yard-11",
    "tandem-yard-2",
    "tandem-yard-3",
    "tandem-yard-6",
];

/// Checks the mean wait of one class at one station, in minutes.
fn check_wait(what: &str, seen: &[Seen], cell: (u32, u32), exact: Exact) {
    let estimate = ratio(&column(seen, cell, 1), &column(seen, cell, 0), MINUTES);
    check(
        &format!("wait of {cell:?} in {what}"),
        &estimate,
        freedom(seen),
        exact,
    );
}

/// Degrees of freedom of a ratio's interval: a jackknife over blocks of replications.
fn freedom(seen: &[Seen]) -> usize {
    seen.len().min(BLOCKS) - 1
}

fn column(seen: &[Seen], cell: (u32, u32), index: usize) -> Vec<i128> {
    seen.iter().map(|seen| seen.waits[&cell][index]).collect()
}

/// Checks the mean wait of a file's only station, in minutes.
fn mean_wait(file: &str, replications: u64, half_width: f64, value: f64) {
    let world = shipped(&format!("theory/{file}"));
    check_wait(
        file,
        &see(&world, replications),
        (0, 0),
        Exact { value, half_width },
    );
}

/// Checks an M/M/c queue, `arrivals` and `rate` a minute: the typed probability of waiting, mean wait in minutes and mean
/// number inside.
fn erlang(
    file: &str,
    replications: u64,
    half_width: f64,
    (arrivals, rate, servers): (f64, f64, u32),
    [probability, wait, inside]: [f64; 3],
) {
    close(formulas::erlang_c(arrivals / rate, servers), probability);
    close(formulas::m_m_c(arrivals, rate, servers), wait);
    close(arrivals * (wait + 1.0 / rate), inside);
    let world = shipped(&format!("theory/{file}"));
    let seen = see(&world, replications);
    let exact = |value| Exact { value, half_width };
    check_wait(file, &seen, (0, 0), exact(wait));
    let waited = ratio(&column(&seen, (0, 0), 2), &column(&seen, (0, 0), 0), 1.0);
    check(
        &format!("P(wait) in {file}"),
        &waited,
        freedom(&seen),
        exact(probability),
    );
    let span = world.plan.measured() as f64;
    let numbers: Vec<f64> = seen
        .iter()
        .map(|seen| seen.integral() as f64 / span)
        .collect();
    check(
        &format!("number inside in {file}"),
        &mean(&numbers),
        seen.len() - 1,
        exact(inside),
    );
}

/// A typed value and its formula agree to the digits typed.
fn close(formula: f64, typed: f64) {
    assert!((formula - typed).abs() < 1e-8, "{formula} is not {typed}");
}

// Replications are as many as it takes: half-widths of at most 2 % of the value, 3 % at load .95 and at a squared
// coefficient of variation of 10 (and for the class that is served last at load .9).

#[test]
fn m_m_1() {
    erlang("m-m-1-rho-08", 24, 0.02, (0.8, 1.0, 1), [0.8, 4.0, 4.0]);
    erlang("m-m-1-rho-09", 60, 0.02, (0.9, 1.0, 1), [0.9, 9.0, 9.0]);
}

#[test]
fn m_m_c() {
    let wait = 0.533_333_333_3;
    erlang("m-m-2-rho-067", 24, 0.02, (2.0, 1.5, 2), [wait, wait, 2.4]);
    erlang(
        "m-m-3-rho-08",
        32,
        0.02,
        (2.4, 1.0, 3),
        [0.6471910112, 1.0786516854, 4.9887640449],
    );
    erlang(
        "m-m-10-rho-08",
        32,
        0.02,
        (8.0, 1.0, 10),
        [0.4091801508, 0.2045900754, 9.6367206032],
    );
    erlang(
        "m-m-20-rho-08",
        64,
        0.02,
        (16.0, 1.0, 20),
        [0.2560777938, 0.0640194485, 17.0243111754],
    );
}

#[test]
fn m_g_1() {
    for (file, replications, half_width, rho, scv, typed) in [
        ("m-d-1-rho-08", 20, 0.02, 0.8, 0.0, 2.0),
        ("m-d-1-rho-09", 40, 0.02, 0.9, 0.0, 4.5),
        ("m-e4-1-rho-08", 20, 0.02, 0.8, 0.25, 2.5),
        ("m-e2-1-rho-08", 20, 0.02, 0.8, 0.5, 3.0),
        ("m-u-1-rho-05", 12, 0.02, 0.5, 1.0 / 3.0, 0.666_666_666_7),
        ("m-g-1-scv-4-gamma", 40, 0.02, 0.8, 4.0, 10.0),
        ("m-g-1-scv-4-lognormal", 100, 0.03, 0.8, 4.0, 10.0),
        ("m-g-1-scv-10-gamma", 60, 0.03, 0.8, 10.0, 22.0),
    ] {
        close(formulas::m_g_1(rho, scv), typed);
        mean_wait(file, replications, half_width, typed);
    }
}

/// Crommelin's values are typed only: his formula is no shorter than the loop.
#[test]
fn m_d_c() {
    mean_wait("m-d-5-rho-08", 20, 0.02, 0.28906001);
    mean_wait("m-d-10-rho-08", 24, 0.02, 0.10982779);
}

#[test]
fn gi_m_1() {
    let regular = |s: f64| libm::exp(-s);
    let two_phases = |s: f64| 4.0 / ((2.0 + s) * (2.0 + s));
    // In minutes: the last file's mean service is 57 seconds.
    for (file, replications, half_width, service, typed) in [
        ("d-m-1-rho-05", 12, 0.02, 1.0, 0.255_000_974_9),
        ("d-m-1-rho-08", 20, 0.02, 1.0, 1.692_730_839_9),
        ("d-m-1-rho-095", 80, 0.03, 0.95, 9.172_433_948_3),
    ] {
        let rho: f64 = match file {
            "d-m-1-rho-05" => 0.5,
            "d-m-1-rho-08" => 0.8,
            _ => 0.95,
        };
        close(formulas::gi_m_1(rho, regular), typed);
        mean_wait(file, replications, half_width, typed * service);
    }
    close(formulas::gi_m_1(0.8, two_phases), 2.843_979_767_0);
    mean_wait("e2-m-1-rho-08", 20, 0.02, 2.843_979_767_0);
}

#[test]
fn priorities() {
    for (file, replications, arrivals, typed) in [
        (
            "priority-two-classes",
            24,
            &[0.3, 0.5][..],
            &[1.142_857_142_9, 5.714_285_714_3][..],
        ),
        (
            "priority-three-classes",
            60,
            &[0.2, 0.3, 0.4][..],
            &[1.125, 2.25, 18.0][..],
        ),
    ] {
        let seen_in = shipped(&format!("theory/{file}"));
        let seen = see(&seen_in, replications);
        let formula = formulas::cobham(arrivals);
        for (class, &value) in typed.iter().enumerate() {
            close(formula[class], value);
            let name = ["customers", "second class", "third class"][class];
            assert_eq!(seen_in.scenario.classes[class].title, name);
            let half_width = if value > 10.0 { 0.03 } else { 0.02 };
            check_wait(file, &seen, (0, class as u32), Exact { value, half_width });
        }
    }
}

#[test]
fn interrupting_priorities() {
    let file = "preemptive-two-classes";
    let world = shipped(&format!("theory/{file}"));
    let seen = see(&world, 32);
    let formula = formulas::white_christie(&[0.3, 0.5]);
    for (class, value) in [1.428_571_428_6, 7.142_857_142_9].into_iter().enumerate() {
        close(formula[class], value);
        let column = |index: usize| -> Vec<i128> {
            let sojourns = seen.iter().map(|seen| &seen.sojourns[&(class as u32)]);
            sojourns.map(|sojourn| sojourn[index]).collect()
        };
        let estimate = ratio(&column(1), &column(0), MINUTES);
        let exact = Exact {
            value,
            half_width: 0.02,
        };
        let what = format!("time in the system of class {class} in {file}");
        check(&what, &estimate, freedom(&seen), exact);
    }
}

#[test]
fn tandem() {
    let world = shipped("theory/tandem-five-stations");
    let file = "tandem-five-stations";
    let seen = see(&world, 20);
    let typed = [
        ("one", 1, 4.0),
        ("two", 2, 3.555_555_555_6),
        ("three", 4, 2.982_162_358_9),
        ("four", 3, 3.235_955_056_2),
        ("five", 1, 4.0),
    ];
    let mut total: f64 = 0.0;
    for (name, servers, value) in typed {
        let rate = 1.0 / f64::from(servers);
        close(formulas::m_m_c(0.8, rate, servers), value);
        let station = world
            .plan
            .names
            .stations
            .iter()
            .position(|station| station == name);
        let cell = (station.unwrap() as u32, 0);
        check_wait(
            file,
            &seen,
            cell,
            Exact {
                value,
                half_width: 0.02,
            },
        );
        total += value;
    }
    assert!((total - 17.773_672_970_7).abs() < 1e-8);
}

/// A headway is a constant service of which nobody is inside: the number in line before a bridge is that of M/D/1.
#[test]
fn headway_of_a_bridge() {
    let file = "bridge-headway-rho-08";
    let value = 1.6;
    close(0.8 * formulas::m_g_1(0.8, 0.0), value);
    let world = shipped(&format!("theory/{file}"));
    let span = world.plan.measured() as f64;
    let numbers: Vec<f64> = see(&world, 24)
        .iter()
        .map(|seen| seen.integral() as f64 / span)
        .collect();
    let exact = Exact {
        value,
        half_width: 0.02,
    };
    check(
        &format!("number in line in {file}"),
        &mean(&numbers),
        numbers.len() - 1,
        exact,
    );
}

/// One server for up to four, whom later comers join.
#[test]
fn batches() {
    let value = 7.942_917_432_0;
    close(formulas::batches(3.0, 1.0, 4), value);
    let world = shipped("theory/batch-of-four");
    let span = world.plan.measured() as f64;
    let numbers: Vec<f64> = see(&world, 32)
        .iter()
        .map(|seen| seen.integral() as f64 / span)
        .collect();
    let exact = Exact {
        value,
        half_width: 0.02,
    };
    check(
        "number inside in batch-of-four",
        &mean(&numbers),
        numbers.len() - 1,
        exact,
    );
}

/// What a saturated tandem of equal servers lets through, by the places between them.
#[test]
fn tandem_with_a_yard() {
    for (places, typed) in [
        (1, 0.666_666_666_7),
        (2, 0.75),
        (3, 0.8),
        (6, 0.875),
        (11, 0.923_076_923_1),
    ] {
        close(formulas::saturated_tandem(places), typed);
        let file = format!("tandem-yard-{places}");
        let world = shipped(&format!("theory/{file}"));
        assert_eq!(world.plan.yards, [places]);
        let names = &world.plan.names.stations;
        let second = names.iter().position(|name| name == "two").unwrap() as u32;
        let minutes = world.plan.measured() as f64 * MINUTES;
        let rates: Vec<f64> = see(&world, 16)
            .iter()
            .map(|seen| seen.waits[&(second, 0)][0] as f64 / minutes)
            .collect();
        let exact = Exact {
            value: typed,
            half_width: 0.01,
        };
        check(
            &format!("lorries a minute in {file}"),
            &mean(&rates),
            rates.len() - 1,
            exact,
        );
    }
}

/// The report says the same as the observer of these tests, to the microsecond.
#[test]
fn the_report_counts_what_the_tests_count() {
    let world = shipped("theory/m-m-3-rho-08");
    let mut both = (
        Seen::new(&world.plan),
        Measures::new(&world.plan, &world.catalogue),
    );
    world.observe(SEED, 1, &mut both);
    let (seen, row) = (both.0, both.1.row(1));
    let ratio_of = |measure: &str, statistic: &str| {
        let spec = world.catalogue.specs.iter().find(|spec| {
            spec.measure == measure && spec.statistic == statistic && spec.by == "station"
        });
        match spec.unwrap().estimator {
            Estimator::Ratio { num, den, .. } => (row.columns[num], row.columns[den]),
            Estimator::Mean { column, .. } => (row.columns[column], 1),
            other => panic!("{other:?}"),
        }
    };
    let [count, total, _] = seen.waits[&(0, 0)];
    assert_eq!(ratio_of("wait", "mean"), (total, count));
    let in_line = ratio_of("queue-length", "mean").0;
    let in_service = ratio_of("utilization", "mean").0;
    assert_eq!(in_line + in_service, seen.integral());
}
