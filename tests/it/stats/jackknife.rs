//! Ratios, variances and standard deviations with jackknife intervals.

use bordergate::stats::{
    BLOCKS, Estimate, Tally, pooled_sd, pooled_variance, prediction, ratio, t_975,
};
use proptest::collection::vec;
use proptest::prelude::*;

use super::{Draws, bounds, near};

fn tallies(rows: &[Vec<i64>]) -> Vec<Tally> {
    rows.iter()
        .map(|row| {
            let mut tally = Tally::default();
            row.iter().for_each(|&x| tally.record(x));
            tally
        })
        .collect()
}

#[test]
fn a_ratio_weighs_by_the_denominator() {
    // 10 visitors of 1 and 1 visitor of 12: the mean visit is 2, the mean of means 6.5.
    let e = ratio(&[10, 12], &[10, 1], 0.5);
    assert_eq!((e.value, e.n), (Some(1.0), 2));
    // Left out in turn: 12 and 1. Half width t(1) * sqrt(1/2 * 2 * 5.5^2).
    near(e.high, 0.5 * (2.0 + 12.706_204_736 * 5.5), 1e-6);
    near(e.low, 0.5 * (2.0 - 12.706_204_736 * 5.5), 1e-6);
}

#[test]
fn with_equal_denominators_a_ratio_is_a_mean() {
    let num = [3, 1, 4, 1, 5, 9, 2, 6];
    let (a, b) = (
        ratio(&num, &[7; 8], 7.0),
        bordergate::stats::mean_of_integers(&num, 1.0),
    );
    for (x, y) in bounds(&a)
        .into_iter()
        .chain([a.value])
        .zip(bounds(&b).into_iter().chain([b.value]))
    {
        near(x, y.expect("eight values"), 1e-9);
    }
}

#[test]
fn replications_without_denominator_count_for_the_expectation_only() {
    let e = ratio(&[4, 0, 6, 0], &[2, 0, 2, 0], 1.0);
    assert_eq!((e.value, e.n), (Some(2.5), 4));
    assert_eq!(e.next_low.zip(e.next_high), prediction(&[2.0, 3.0]));
    assert!(e.low.is_some());
}

#[test]
fn a_ratio_that_does_not_exist_is_none() {
    assert_eq!(
        ratio(&[1, 2], &[0, 0], 1.0),
        Estimate {
            n: 2,
            ..Estimate::default()
        }
    );
    assert_eq!(ratio(&[], &[], 1.0), Estimate::default());
    assert_eq!(
        ratio(&[5], &[2], 1.0),
        Estimate {
            value: Some(2.5),
            n: 1,
            ..Estimate::default()
        }
    );
    // Without the first replication there is no denominator.
    let e = ratio(&[5, 0, 0], &[2, 0, 0], 1.0);
    assert_eq!(
        (e.value, e.low, e.high, e.next_low),
        (Some(2.5), None, None, None)
    );
    assert_eq!(
        ratio(&[i128::MAX, 1], &[1, 1], 1.0),
        Estimate {
            n: 2,
            ..Estimate::default()
        }
    );
}

#[test]
fn equal_replications_have_no_width() {
    let e = ratio(&[30; 25], &[7; 25], 1.0);
    assert_eq!(bounds(&e), [e.value; 4]);
    let e = pooled_sd(&tallies(&vec![vec![5, 9, 1]; 40]), 1.0);
    near(e.high.zip(e.low).map(|(h, l)| h - l), 0.0, 0.3);
    let e = pooled_sd(&tallies(&vec![vec![5, 5]; 40]), 1.0);
    assert_eq!((e.value, bounds(&e)), (Some(0.0), [Some(0.0); 4]));
}

#[test]
fn the_pooled_variance_is_that_of_all_observations() {
    let rows = vec![vec![2, 4, 4], vec![4, 5], vec![], vec![5, 7, 9]];
    let e = pooled_variance(&tallies(&rows), 10.0);
    near(e.value, 3200.0 / 7.0, 1e-9);
    near(
        pooled_sd(&tallies(&rows), 10.0).value,
        (3200.0_f64 / 7.0).sqrt(),
        1e-9,
    );
    assert_eq!(e.n, 4);
    assert!(e.low < e.value && e.value < e.high);
    let none = pooled_sd(&tallies(&[vec![], vec![3]]), 1.0);
    assert_eq!(
        none,
        Estimate {
            n: 2,
            ..Estimate::default()
        }
    );
    let one = pooled_sd(&tallies(&[vec![1, 3]]), 1.0);
    assert_eq!(
        one,
        Estimate {
            value: Some(2.0_f64.sqrt()),
            n: 1,
            ..Estimate::default()
        }
    );
}

/// The interval by blocks, written out in the textbook form for blocks of equal size.
#[test]
fn equal_blocks_give_the_textbook_interval() {
    let mut draws = Draws(5);
    let rows: Vec<Vec<i64>> = (0..60)
        .map(|_| (0..9).map(|_| draws.below(10_000) as i64).collect())
        .collect();
    let sd = |keep: &dyn Fn(usize) -> bool| {
        let all: Vec<f64> = rows
            .iter()
            .enumerate()
            .filter(|(i, _)| keep(*i))
            .flat_map(|(_, row)| row)
            .map(|&x| x as f64)
            .collect();
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        (all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (all.len() - 1) as f64).sqrt()
    };
    let without: Vec<f64> = (0..BLOCKS)
        .map(|block| sd(&|i| i % BLOCKS != block))
        .collect();
    let centre = without.iter().sum::<f64>() / 20.0;
    let half = t_975(19).expect("19")
        * (0.95 * without.iter().map(|x| (x - centre).powi(2)).sum::<f64>()).sqrt();
    let e = pooled_sd(&tallies(&rows), 1.0);
    near(e.value, sd(&|_| true), 1e-8);
    near(e.low, sd(&|_| true) - half, 1e-6);
    near(e.high, sd(&|_| true) + half, 1e-6);
}

proptest! {
    #[test]
    fn the_order_of_replications_does_not_matter_to_a_ratio(
        rows in vec((0_i128..1_000_000, 1_i128..1000), 2..60), by in 0_usize..60,
    ) {
        let mut turned = rows.clone();
        turned.rotate_left(by % rows.len());
        let of = |rows: &[(i128, i128)]| {
            let (num, den): (Vec<i128>, Vec<i128>) = rows.iter().copied().unzip();
            ratio(&num, &den, 1.0)
        };
        let (a, b) = (of(&rows), of(&turned));
        prop_assert_eq!(a.value, b.value);
        for (x, y) in bounds(&a).into_iter().zip(bounds(&b)) {
            let (x, y) = (x.unwrap(), y.unwrap());
            prop_assert!((x - y).abs() <= 1e-9 * (1.0 + x.abs()));
        }
    }
}
