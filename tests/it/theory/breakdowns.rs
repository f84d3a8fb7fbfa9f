//! A server that breaks down: how much of the time it is there, and how many wait.
//!
//! The law of the number inside, by generating functions over the states (number, up or down): with `P(z)` for up,
//! `P(z) (m - l z - x l z / (r + l (1 - z))) = m p0` and `m p0 = A m - l`; the mean follows by one derivative at 1. Without breakdowns it is
//! that of M/M/1.

use bordergate::measures::{Catalogue, Estimator, Measures};

use super::*;

/// The files that this module checks.
pub const FILES: [&str; 1] = ["m-m-1-breakdowns"];

const ARRIVALS: f64 = 0.5;
const SERVICES: f64 = 1.0;
const BREAKDOWNS: f64 = 1.0 / 60.0;
const REPAIRS: f64 = 1.0 / 15.0;

/// Mean number inside of M/M/1 with breakdowns, preemptive resume, whether or not the server is busy.
fn number(l: f64, m: f64, x: f64, r: f64) -> f64 {
    let up = r / (x + r);
    (l / up + x * l * l / (r * r)) / (m - l / up) + up * x * l / (r * r)
}

#[test]
fn availability_and_number_inside() {
    assert!((number(0.8, 1.0, 0.0, 1.0) - 4.0).abs() < 1e-12, "M/M/1");
    let value = number(ARRIVALS, SERVICES, BREAKDOWNS, REPAIRS);
    assert!((value - 17.0 / 3.0).abs() < 1e-12);
    let world = shipped("theory/m-m-1-breakdowns");
    let span = world.plan.measured() as f64;
    let numbers: Vec<f64> = see(&world, 48)
        .iter()
        .map(|seen| seen.integral() as f64 / span)
        .collect();
    let exact = Exact {
        value,
        half_width: 0.03,
    };
    check("number inside", &mean(&numbers), numbers.len() - 1, exact);

    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let column = |measure: &str| {
        let spec = catalogue.specs.iter().find(|spec| spec.measure == measure);
        match spec.map(|spec| spec.estimator) {
            Some(Estimator::Mean { column, scale }) => (column, scale),
            other => panic!("{measure}: {other:?}"),
        }
    };
    let ((up, share), (began, one)) = (column("availability"), column("outages"));
    let mut engine = Engine::new(&world.plan);
    let rows = (0..12).map(|replication| {
        let mut measures = Measures::new(&world.plan, &catalogue);
        go(&mut engine, SEED, replication, &mut measures);
        let columns = measures.row(replication).columns;
        (columns[up] as f64 * share, columns[began] as f64 * one)
    });
    let (availability, outages): (Vec<f64>, Vec<f64>) = rows.unzip();
    let exact = Exact {
        value: REPAIRS / (BREAKDOWNS + REPAIRS),
        half_width: 0.01,
    };
    check(
        "availability",
        &mean(&availability),
        availability.len() - 1,
        exact,
    );
    // One in 75 minutes.
    let exact = Exact {
        value: span / 60e6 / 75.0,
        half_width: 0.02,
    };
    check("outages", &mean(&outages), outages.len() - 1, exact);
}
