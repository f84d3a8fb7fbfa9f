//! Intervals that miss on either side with at most a stated error: of shares, median dates and quantiles.

use bordergate::stats::{
    Blocks, Histogram, median_date, median_date_within, proportion_of_parts, proportion_within,
};
use statrs::distribution::{Binomial, Discrete};

use super::{Draws, near};

fn alone(hits: usize, n: usize, error: f64) -> (f64, f64) {
    let met: Vec<bool> = (0..n).map(|at| at < hits).collect();
    let parts: Vec<u64> = (0..n as u64).collect();
    proportion_within(&met, &parts, error).unwrap()
}

/// Newcombe 1998, *Two-sided confidence intervals for the single proportion*, table I, method 5.
#[test]
fn shares_agree_with_the_printed_exact_intervals() {
    for (hits, n, low, high) in [
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0579, 0.1617),
        (0, 20, 0.0, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ] {
        let (a, b) = alone(hits, n, 0.025);
        near(Some(a), low, 6e-5);
        near(Some(b), high, 6e-5);
        // Those of what is not hit are the mirror image.
        let (c, d) = alone(n - hits, n, 0.025);
        near(Some(c), 1.0 - b, 2e-9);
        near(Some(d), 1.0 - a, 2e-9);
    }
    assert_eq!(proportion_within(&[], &[], 0.025), None);
    assert_eq!(proportion_within(&[true], &[0], 0.5), None);
}

/// Exact, by adding up the binomial law: no share is missed on a side more often than was said.
#[test]
fn shares_are_missed_no_more_often_than_was_said() {
    for (n, error) in [(10, 0.025), (60, 0.001), (100, 1e-5)] {
        let intervals: Vec<(f64, f64)> = (0..=n).map(|hits| alone(hits, n, error)).collect();
        for step in 1..50 {
            let share = f64::from(step) / 50.0;
            let law = Binomial::new(share, n as u64).unwrap();
            let missed = |side: &dyn Fn((f64, f64)) -> bool| -> f64 {
                let hits = (0..=n).filter(|&hits| side(intervals[hits]));
                hits.map(|hits| law.pmf(hits as u64)).sum()
            };
            let above = missed(&|(low, _)| share < low);
            let below = missed(&|(_, high)| share > high);
            assert!(
                above <= error * 1.000_1 && below <= error * 1.000_1,
                "{n} {share}"
            );
        }
    }
}

/// Ten draws of which all replications agree are no more than ten.
#[test]
fn replications_of_one_draw_count_as_the_draws_they_tell() {
    let met: Vec<bool> = (0..20).map(|at| at < 10).collect();
    let parts: Vec<u64> = (0..20).map(|at| at / 2).collect();
    let (low, high) = proportion_within(&met, &parts, 0.025).unwrap();
    let (few_low, few_high) = alone(5, 10, 0.025);
    assert!((low - few_low).abs() < 0.05 && (high - few_high).abs() < 0.05);
    // Wilson's interval of the same draws lies within it.
    let wilson = proportion_of_parts(&met, &parts);
    assert!(low < wilson.low.unwrap() && wilson.high.unwrap() < high);
}

#[test]
fn a_median_date_has_the_same_interval_at_95_percent_and_a_wider_one_with_less_error() {
    let dates: Vec<Option<i64>> = (0..40)
        .map(|day| (day < 30).then_some(day * 7 % 30))
        .collect();
    let usual = median_date(&dates);
    assert_eq!(
        median_date_within(&dates, 0.025),
        Some((usual.low, usual.high))
    );
    let (low, high) = median_date_within(&dates, 1e-6).unwrap();
    assert!(low < usual.low && high.is_none());
    // The smallest of n lies below the median unless all lie above: 2^-n.
    assert!(median_date_within(&dates[..10], 1e-3).is_some());
    assert_eq!(median_date_within(&dates[..9], 1e-3), None);
}

#[test]
fn a_quantile_near_the_edge_is_not_bounded_by_the_greatest_that_was_seen() {
    let mut draws = Draws(7);
    let mut blocks = Blocks::default();
    for replication in 0..40 {
        let mut histogram = Histogram::new();
        (0..5).for_each(|_| histogram.record((1e9 * draws.exponential()) as i64));
        blocks.add(replication, &histogram);
    }
    let pooled = blocks.pooled();
    let (usual, within) = (pooled.quantile(0.5, None), pooled.interval(0.5, 0.025));
    assert_eq!(within, usual.low.zip(usual.high));
    let (low, high) = pooled.interval(0.98, 1e-4).unwrap();
    assert!(low > 0.0 && high.is_infinite(), "{low} {high}");
    let (low, high) = pooled.interval(0.02, 1e-4).unwrap();
    assert!(low == 0.0 && high.is_finite(), "{low} {high}");
}
