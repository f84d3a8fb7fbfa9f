//! Histograms and quantiles of pooled observations.

use bordergate::stats::{Blocks, Estimate, Histogram, prediction};
use proptest::prelude::*;

use super::{Draws, bounds, near};

const SECOND: i64 = 1_000_000;
const YEAR: i64 = 31_557_600 * SECOND;

fn histogram(values: impl IntoIterator<Item = i64>) -> Histogram {
    let mut histogram = Histogram::new();
    values.into_iter().for_each(|us| histogram.record(us));
    histogram
}

/// The `p` quantile of a list: the smallest value with at least `p` of the list at or below it.
fn exact(values: &[i64], p: f64) -> i64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted[((p * values.len() as f64).ceil() as usize).clamp(1, values.len()) - 1]
}

#[test]
fn nothing_is_nothing_and_a_constant_is_itself() {
    assert_eq!(histogram([]).quantile_us(0.5), None);
    assert_eq!(histogram([0; 9]).quantile_us(0.95), Some(0.0));
    for us in [1, 999_999, 720 * SECOND + 1, 30 * YEAR] {
        assert_eq!(histogram([us; 5]).quantile_us(0.3), Some(us as f64));
    }
    // More than half did not wait, though others waited less than a second.
    assert_eq!(
        histogram([0, 0, 0, 500_000, 900_000]).quantile_us(0.5),
        Some(0.0)
    );
}

#[test]
fn whole_seconds_below_four_minutes_are_interpolated_within_their_second() {
    let h = histogram((1..=100).map(|s| s * SECOND));
    assert_eq!(h.quantile_us(0.5), Some(50e6));
    near(h.quantile_us(0.955), 95.5e6, 1.0);
    assert_eq!(
        (h.quantile_us(0.0), h.quantile_us(1.0)),
        (Some(1e6), Some(100e6))
    );
    assert_eq!(h.range_us(), Some((SECOND, 100 * SECOND)));
}

#[test]
fn out_of_range_is_pulled_in() {
    let h = histogram([-5, i64::MIN]);
    assert_eq!((h.count(), h.quantile_us(1.0)), (2, Some(0.0)));
    let h = histogram([i64::MAX, i64::MAX]);
    assert_eq!(h.count(), 2);
    near(
        histogram([0, 50 * YEAR, 60 * YEAR]).quantile_us(0.99),
        30.0 * YEAR as f64,
        0.14 * 30.0 * YEAR as f64,
    );
}

#[test]
fn recording_and_adding_allocate_nothing() {
    let mut a = Histogram::new();
    let b = histogram((0..1000).map(|i| i * i * SECOND));
    let info = allocation_counter::measure(|| {
        (0..100_000).for_each(|i| a.record(i * i * 97));
        a.record(i64::MAX);
        a.add(&b);
        a.clear();
        a.record(5);
    });
    assert_eq!(info.count_total, 0);
    assert_eq!((a.count(), a.range_us()), (1, Some((5, 5))));
}

#[test]
fn pooling_needs_observations_and_an_interval_two_blocks() {
    let mut blocks = Blocks::default();
    assert_eq!(blocks.pooled().quantile(0.5, None), Estimate::default());
    blocks.add(0, &histogram([4 * SECOND; 3]));
    assert_eq!(
        blocks.pooled().quantile(0.5, None),
        Estimate {
            value: Some(4e6),
            n: 1,
            ..Estimate::default()
        }
    );
    // A second replication without observations: leaving out the first leaves nothing.
    blocks.add(1, &Histogram::new());
    assert_eq!(
        blocks.pooled().quantile(0.5, None),
        Estimate {
            value: Some(4e6),
            n: 2,
            ..Estimate::default()
        }
    );
    blocks.add(2, &histogram([4 * SECOND; 8]));
    let e = blocks.pooled().quantile(0.5, Some(&[4e6, 4e6]));
    assert_eq!((e.value, bounds(&e), e.n), (Some(4e6), [Some(4e6); 4], 3));
    assert_eq!((blocks.replications(), blocks.count()), (3, 11));
    blocks.clear();
    assert_eq!(blocks.pooled().quantile(0.5, None), Estimate::default());
}

#[test]
fn the_next_interval_is_the_prediction_from_the_replications_own_quantiles() {
    let own: Vec<f64> = (0..50).map(|i| f64::from(i) * 1e6).collect();
    let mut blocks = Blocks::default();
    blocks.add(0, &histogram([SECOND]));
    let e = blocks.pooled().quantile(0.9, Some(&own));
    assert_eq!(e.next_low.zip(e.next_high), prediction(&own));
}

/// The jackknife against a direct computation: the pool without each block, as a histogram of its own.
#[test]
fn the_interval_is_that_of_histograms_with_a_block_left_out() {
    let mut draws = Draws(11);
    let rows: Vec<Histogram> = (0..40)
        .map(|_| {
            let n = 3 + draws.below(30);
            histogram((0..n).map(|_| (draws.exponential() * 3.6e9) as i64))
        })
        .collect();
    let merged = |keep: &dyn Fn(usize) -> bool| {
        let mut all = Histogram::new();
        rows.iter()
            .enumerate()
            .filter(|(i, _)| keep(*i))
            .for_each(|(_, row)| all.add(row));
        all.quantile_us(0.9).expect("observations")
    };
    let without: Vec<f64> = (0..20).map(|block| merged(&|i| i % 20 != block)).collect();
    let centre = without.iter().sum::<f64>() / 20.0;
    let half =
        2.093_024_054 * (0.95 * without.iter().map(|x| (x - centre).powi(2)).sum::<f64>()).sqrt();
    let mut blocks = Blocks::default();
    // Any order of adding will do.
    rows.iter()
        .enumerate()
        .rev()
        .for_each(|(i, row)| blocks.add(i, row));
    let e = blocks.pooled().quantile(0.9, None);
    assert_eq!(e.value, Some(merged(&|_| true)));
    near(e.low, merged(&|_| true) - half, 10.0);
    near(e.high, merged(&|_| true) + half, 10.0);
}

proptest! {
    #[test]
    fn a_quantile_is_within_a_bin_of_the_exact_one(
        values in prop::collection::vec(prop_oneof![0_i64..300 * SECOND, 0..86_400 * SECOND, 0..YEAR], 1..200), p in 0.0_f64..=1.0,
    ) {
        let (exact, ours) = (exact(&values, p) as f64, histogram(values).quantile_us(p).unwrap());
        let bin = (SECOND as f64).max((exact + SECOND as f64) / 128.0);
        prop_assert!((ours - exact).abs() <= bin, "{} {}", ours, exact);
    }

    #[test]
    fn adding_is_recording_both(
        a in prop::collection::vec(-5_i64..YEAR, 0..60), b in prop::collection::vec(-5_i64..YEAR, 0..60), p in 0.0_f64..=1.0,
    ) {
        let mut sum = histogram(a.clone());
        sum.add(&histogram(b.clone()));
        let both = histogram(a.into_iter().chain(b));
        prop_assert_eq!(sum.count(), both.count());
        prop_assert_eq!(sum.range_us(), both.range_us());
        prop_assert_eq!(sum.quantile_us(p), both.quantile_us(p));
    }

    #[test]
    fn quantiles_rise(values in prop::collection::vec(0_i64..YEAR, 1..100), p in 0.0_f64..=1.0, q in 0.0_f64..=1.0) {
        let h = histogram(values);
        prop_assert!(h.quantile_us(p.min(q)) <= h.quantile_us(p.max(q)));
        prop_assert!(h.quantile_us(1.0) == h.range_us().map(|(_, most)| most as f64));
    }
}
