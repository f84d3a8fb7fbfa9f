//! What each replication does to an estimate: the same intervals as before, and differences of two estimates.

use bordergate::stats::{
    Blocks, Difference, Histogram, Influence, Tally, influence_on_ratio, influence_on_sd,
    mean_of_integers, pooled_sd, ratio,
};

use super::{Draws, near};

fn each(n: usize) -> Vec<u64> {
    (0..n as u64).collect()
}

fn mean(values: &[i128]) -> Influence {
    Influence::of_mean(values, &each(values.len()), 1.0).unwrap()
}

fn agrees(interval: Option<(f64, f64)>, low: Option<f64>, high: Option<f64>) {
    let (a, b) = interval.unwrap();
    let size = a.abs().max(b.abs());
    near(low, a, 1e-12 * size);
    near(high, b, 1e-12 * size);
}

/// Student's sleep data (1908), hours gained by ten patients under two drugs, in tenths.
const FIRST: [i128; 10] = [7, -16, -2, -12, -1, 34, 37, 8, 0, 20];
const SECOND: [i128; 10] = [19, 8, 11, 1, -1, 44, 55, 16, 46, 34];

#[test]
fn a_mean_has_the_interval_of_a_mean() {
    let influence = Influence::of_mean(&FIRST, &each(10), 0.1).unwrap();
    let estimate = mean_of_integers(&FIRST, 0.1);
    near(estimate.value, influence.value(), 1e-15);
    agrees(influence.interval(0.05), estimate.low, estimate.high);
    // Small differences of large values lose nothing.
    let large = FIRST.map(|x| x + (1 << 100));
    assert_eq!(mean(&large).variance(), mean(&FIRST).variance());
}

#[test]
fn a_ratio_has_the_interval_of_a_ratio_and_a_standard_deviation_its_own() {
    let den = [3, 5, 4, 9, 2, 6, 5, 3, 5, 8];
    let influence = influence_on_ratio(&SECOND, &den, &each(10), 2.0).unwrap();
    let estimate = ratio(&SECOND, &den, 2.0);
    near(estimate.value, influence.value(), 1e-12);
    agrees(influence.interval(0.05), estimate.low, estimate.high);

    let mut draws = Draws(7);
    let tallies: Vec<Tally> = (0..30)
        .map(|_| {
            let mut tally = Tally::default();
            (0..8).for_each(|_| tally.record((1e6 * draws.exponential()) as i64));
            tally
        })
        .collect();
    let influence = influence_on_sd(&tallies, &each(30), 1e-6).unwrap();
    let estimate = pooled_sd(&tallies, 1e-6);
    near(estimate.value, influence.value(), 1e-12);
    assert!(estimate.low < estimate.value && estimate.value < estimate.high);
}

/// As every package that knows the data prints it: paired, t = 4.0621 with 9 degrees of freedom, 1.58 [0.70, 2.46]; apart,
/// t = 1.8608 with 17.776 degrees of freedom, which are rounded down here.
#[test]
fn differences_are_those_of_the_textbook() {
    let influence = |values| Influence::of_mean(values, &each(10), 0.1).unwrap();
    let (first, second) = (influence(&FIRST), influence(&SECOND));
    let paired = second.paired(&first).unwrap();
    assert_eq!(paired.df, 9);
    near(Some(paired.value / paired.variance.sqrt()), 4.0621, 5e-5);
    let (low, high) = paired.interval(0.05).unwrap();
    near(Some(low), 0.700_114_2, 5e-8);
    near(Some(high), 2.459_885_8, 5e-8);

    let apart = second.apart(&first).unwrap();
    near(Some(apart.value), 1.58, 1e-12);
    near(Some(apart.value / apart.variance.sqrt()), 1.8608, 5e-5);
    assert_eq!(apart.df, 17);
    // Printed tables: 2.1098 for 17 degrees of freedom.
    let (low, high) = apart.interval(0.05).unwrap();
    near(
        Some((high - low) / 2.0),
        2.1098 * apart.variance.sqrt(),
        1e-4,
    );
}

#[test]
fn what_is_identical_differs_by_exactly_nothing() {
    let mut draws = Draws(1);
    let mut blocks = Blocks::default();
    for i in 0..25 {
        let mut histogram = Histogram::new();
        (0..9).for_each(|_| histogram.record((6e8 * draws.exponential()) as i64));
        blocks.add(i, &histogram);
    }
    for influence in [
        mean(&FIRST),
        influence_on_ratio(&SECOND, &[3, 5, 4, 9, 2, 6, 5, 3, 5, 8], &each(10), 1.0).unwrap(),
        blocks.pooled().influence(0.95).unwrap(),
    ] {
        let nothing = Difference {
            value: 0.0,
            variance: 0.0,
            df: influence.paired(&influence).unwrap().df,
        };
        assert_eq!(influence.paired(&influence), Some(nothing));
        assert_eq!(nothing.interval(0.05), Some((0.0, 0.0)));
        // Apart it is sure of less.
        assert!(influence.apart(&influence).unwrap().variance > 0.0);
    }
}

#[test]
fn replications_of_one_part_count_once() {
    // Pairs whose members are equal: as many parts as pairs, and the interval of the pairs.
    let pairs: Vec<i128> = FIRST.into_iter().flat_map(|x| [x, x]).collect();
    let parts: Vec<u64> = (0..20).map(|i| i / 2).collect();
    let paired = Influence::of_mean(&pairs, &parts, 1.0).unwrap();
    let once = mean(&FIRST);
    near(paired.variance(), once.variance().unwrap(), 1e-12);
    let (low, high) = once.interval(0.05).unwrap();
    agrees(paired.interval(0.05), Some(low), Some(high));
    // Of such a ratio too.
    let whole = influence_on_ratio(&pairs, &[4; 20], &parts, 4.0).unwrap();
    near(whole.variance(), once.variance().unwrap(), 1e-9);
}

#[test]
fn what_does_not_belong_together_has_no_difference() {
    let nine = mean(&FIRST[..9]);
    assert_eq!(mean(&FIRST).paired(&nine), None);
    assert!(mean(&FIRST).apart(&nine).is_some());
    let one = mean(&[5]);
    assert_eq!((one.value(), one.variance()), (5.0, None));
    assert_eq!((one.paired(&one), one.apart(&nine)), (None, None));
    assert_eq!(Influence::of_mean(&[], &[], 1.0), None);
    assert_eq!(influence_on_ratio(&[1, 2], &[0, 3], &[0, 1], 1.0), None);
}
