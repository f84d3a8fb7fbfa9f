//! The morning rush: a day that never settles.

use bordergate::measures::{Estimator, Measures};

use super::*;

/// Mean number inside after so many hours (`domain.md` 3.3: the birth and death equations, solved numerically).
const TABLE: [(u32, f64); 9] = [
    (2, 4.350278),
    (4, 5.050643),
    (6, 14.800765),
    (8, 22.970386),
    (10, 17.384854),
    (12, 12.917794),
    (16, 7.822838),
    (20, 6.009235),
    (24, 5.471929),
];

fn rate(hour: f64) -> f64 {
    if (4.0..8.0).contains(&hour) {
        12.0
    } else {
        5.0
    }
}

#[test]
fn the_table_solves_the_equations() {
    let solved = formulas::rush(rate, 8);
    for (hour, value) in TABLE {
        let found = solved[hour as usize / 2 - 1];
        assert!(
            (found - value).abs() < 1e-5,
            "after {hour} h: {found}, not {value}"
        );
    }
}

/// Stocks at the snapshots and at the end, over 10,000 days.
#[test]
fn the_stocks_of_the_morning_rush() {
    const DAYS: u64 = 10_000;
    let world = shipped("theory/rush-m-m-8");
    let hour = 3_600_000_000_i64;
    let column = |at: Option<i64>, by: &str, statistic: &str| {
        let spec = world.catalogue.specs.iter().find(|spec| {
            spec.measure == "stock"
                && spec.statistic == statistic
                && spec.by == by
                && spec.dims.at == at
        });
        match spec.unwrap().estimator {
            Estimator::Mean { column, .. } => column,
            other => panic!("{other:?}"),
        }
    };
    let columns: Vec<usize> = TABLE
        .iter()
        .map(|&(after, _)| match after {
            24 => column(None, "total", "end"),
            _ => column(
                Some(world.plan.start + i64::from(after) * hour),
                "gate-direction-day-hour",
                "level",
            ),
        })
        .collect();
    let mut engine = Engine::new(&world.plan);
    let mut measures = Measures::new(&world.plan, &world.catalogue);
    let mut stocks = vec![Vec::new(); TABLE.len()];
    for replication in 0..DAYS {
        go(&mut engine, SEED, replication, &mut measures);
        let row = measures.row(replication);
        for (stocks, &column) in stocks.iter_mut().zip(&columns) {
            stocks.push(row.columns[column] as f64);
        }
    }
    for ((after, value), stocks) in TABLE.into_iter().zip(&stocks) {
        let exact = Exact {
            value,
            half_width: 0.02,
        };
        check(
            &format!("after {after} h"),
            &mean(stocks),
            DAYS as usize - 1,
            exact,
        );
    }
}
