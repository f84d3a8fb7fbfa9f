//! What is proven not to happen never does: every bound of the calendar holds in replications of scenarios made at random.

use bordergate::experiment::proof::impossible;
use bordergate::measures::Estimator;
use bordergate::measures::quantity::{Condition, Expectation, Quantity};
use bordergate::scenario::expression::Relation;

use super::generator::{Tape, draft};
use super::{ANY, APART};
use crate::worlds::World;

/// A tape of numbers that are the same on every run.
fn tape(number: u64) -> Vec<u16> {
    let draw = |at: u64| (bordergate::des::keyed::mix(number << 32 | at) >> 20) as u16;
    (0..240).map(draw).collect()
}

#[test]
fn what_cannot_be_never_happens() {
    let (mut bounded, mut reached) = (0, 0);
    for number in 0..260 {
        let limits = if number % 2 == 0 { ANY } else { APART };
        let tape = tape(number);
        let text = draft(&mut Tape::new(&tape), limits).text();
        let Ok(world) = World::try_new(&text) else {
            continue;
        };
        let row = world.row(number, 0);
        for spec in &world.catalogue.specs {
            let upper = matches!(spec.measure, "stock" | "drain-date");
            let value = match spec.estimator {
                Estimator::Mean { column, scale } => scale * row.columns[column] as f64,
                Estimator::Day { column } if row.columns[column] >= 0 => row.columns[column] as f64,
                _ => continue,
            };
            let proof = |limit: f64| {
                let quantity = Quantity {
                    text: String::new(),
                    measure: spec.measure,
                    statistic: spec.statistic,
                    unit: spec.unit,
                    by: spec.by,
                    dims: spec.dims,
                    estimator: spec.estimator,
                };
                let relation = if upper {
                    Relation::AtMost
                } else {
                    Relation::AtLeast
                };
                let expectation = Expectation::Expected(Condition {
                    text: String::new(),
                    quantity,
                    relation,
                    limit,
                });
                impossible(&world.scenario, &world.plan, &expectation)
            };
            if spec.dims.fact.is_some() {
                continue;
            }
            assert_eq!(
                proof(value),
                None,
                "{} {} {:?} was {value}:\n{text}",
                spec.statistic,
                spec.measure,
                spec.dims
            );
            // The bounds are there, and some are reached.
            let far = if upper { -1.0 } else { 1e9 };
            let next = if upper { value - 1.0 } else { value + 1.0 };
            bounded += usize::from(proof(value + far).is_some());
            reached += usize::from(value > 0.0 && proof(next).is_some());
        }
    }
    assert!(bounded > 1_000, "only {bounded} rows were bounded");
    assert!(reached > 20, "only {reached} bounds were reached");
}
