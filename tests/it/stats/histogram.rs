//! Histograms and quantiles of pooled observations.

use bordergate::stats::{Blocks, Estimate, Histogram, prediction};
use proptest::collection::vec;
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
    let mut sum = histogram([SECOND]);
    sum.add(&h);
    assert_eq!((sum.count(), sum.range_us()), (3, Some((SECOND, i64::MAX))));
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

/// The interval against a direct computation on the observations themselves: whole seconds below
/// four minutes, one bin each.
#[test]
fn the_interval_is_that_of_the_share_below() {
    let mut draws = Draws(11);
    let rows: Vec<Vec<i64>> = (0..40)
        .map(|_| {
            (0..3 + draws.below(30))
                .map(|_| draws.below(250) as i64)
                .collect()
        })
        .collect();
    let all: Vec<i64> = rows.concat();
    let at = |p: f64| exact(&all, p) as f64;
    // Observations of rank up to 0.9: those below the quantile's bin, and the part of that bin that
    // is needed.
    let in_bin = |rows: &[Vec<i64>]| {
        rows.concat()
            .iter()
            .filter(|&&x| x as f64 == at(0.9))
            .count() as f64
    };
    let under = |rows: &[Vec<i64>]| {
        rows.concat()
            .iter()
            .filter(|&&x| (x as f64) < at(0.9))
            .count() as f64
    };
    let part = (0.9 * all.len() as f64 - under(&rows)) / in_bin(&rows);
    let without: Vec<f64> = (0..20)
        .map(|block| {
            let kept: Vec<Vec<i64>> = rows
                .iter()
                .enumerate()
                .filter(|(i, _)| i % 20 != block)
                .map(|(_, row)| row.clone())
                .collect();
            (under(&kept) + part * in_bin(&kept)) / kept.concat().len() as f64
        })
        .collect();
    let centre = without.iter().sum::<f64>() / 20.0;
    let half =
        2.093_024_054 * (0.95 * without.iter().map(|x| (x - centre).powi(2)).sum::<f64>()).sqrt();
    let mut blocks = Blocks::default();
    // Any order of adding will do.
    rows.iter()
        .enumerate()
        .rev()
        .for_each(|(i, row)| blocks.add(i, &histogram(row.iter().map(|s| s * SECOND))));
    let e = blocks.pooled().quantile(0.9, None).scaled(1e-6);
    // Interpolation stays within the second that ends at the observation.
    for (ours, exact) in [
        (e.value, at(0.9)),
        (e.low, at(0.9 - half)),
        (e.high, at(0.9 + half)),
    ] {
        near(ours, exact - 0.5, 0.5);
    }
}

#[test]
fn the_extremes_of_a_pool_have_no_interval() {
    let mut blocks = Blocks::new(5);
    (0..10).for_each(|i| blocks.add(i, &histogram([SECOND, (i as i64 + 2) * SECOND])));
    let pooled = blocks.pooled();
    let (least, most) = (pooled.quantile(0.0, None), pooled.quantile(1.0, None));
    assert_eq!((least.value, most.value), (Some(1e6), Some(11e6)));
    assert_eq!((bounds(&least), bounds(&most)), ([None; 4], [None; 4]));
    // An end that would pass the last observation stops there.
    assert_eq!(pooled.quantile(0.99, None).high, Some(11e6));
}

proptest! {
    #[test]
    fn a_quantile_is_within_a_bin_of_the_exact_one(
        values in vec(prop_oneof![0_i64..300 * SECOND, 0..86_400 * SECOND, 0..YEAR], 1..200),
        p in 0.0_f64..=1.0,
    ) {
        let (exact, ours) = (exact(&values, p) as f64, histogram(values).quantile_us(p).unwrap());
        let bin = (SECOND as f64).max((exact + SECOND as f64) / 128.0);
        prop_assert!((ours - exact).abs() <= bin, "{} {}", ours, exact);
    }

    /// Bins and ranks are those of an independent library that counts the seconds which complete the durations.
    #[test]
    fn bins_and_quantiles_are_those_of_the_reference(
        values in vec(
            prop_oneof![0..300 * SECOND, 0..86_400 * SECOND, 0..YEAR, 0..33 * YEAR],
            1..200,
        ),
        p in 0.001_f64..=1.0,
    ) {
        let second = |us: i64| us.unsigned_abs().div_ceil(SECOND.unsigned_abs());
        let mut reference = hdrhistogram::Histogram::<u32>::new_with_bounds(1, (1 << 30) - 1, 2).unwrap();
        values.iter().for_each(|&us| reference.record(second(us)).unwrap());
        let ours = histogram(values);
        let bins = reference.iter_recorded().map(|bin| {
            let count = u32::try_from(bin.count_since_last_iteration()).unwrap();
            (bin.value_iterated_to(), count)
        });
        prop_assert_eq!(ours.recorded_bins().collect::<Vec<_>>(), bins.collect::<Vec<_>>());
        let quantile = ours.quantile_us(p).unwrap().ceil() as i64;
        prop_assert_eq!(reference.highest_equivalent(second(quantile)), reference.value_at_quantile(p));
    }

    #[test]
    fn adding_is_recording_both(
        a in vec(-5_i64..YEAR, 0..60), b in vec(-5_i64..YEAR, 0..60), p in 0.0_f64..=1.0,
    ) {
        let mut sum = histogram(a.clone());
        sum.add(&histogram(b.clone()));
        let both = histogram(a.into_iter().chain(b));
        prop_assert_eq!(sum.count(), both.count());
        prop_assert_eq!(sum.range_us(), both.range_us());
        prop_assert_eq!(sum.quantile_us(p), both.quantile_us(p));
    }

    #[test]
    fn quantiles_rise(
        values in vec(0_i64..YEAR, 1..100), p in 0.0_f64..=1.0, q in 0.0_f64..=1.0,
    ) {
        let h = histogram(values);
        prop_assert!(h.quantile_us(p.min(q)) <= h.quantile_us(p.max(q)));
        prop_assert!(h.quantile_us(1.0) == h.range_us().map(|(_, most)| most as f64));
    }
}

#[test]
fn shares_of_a_limit_between_observations_are_exact() {
    let minutes = [0, 3, 3, 10, 60, 600].map(|minutes| minutes * 60 * SECOND);
    let some = histogram(minutes);
    for (limit, below) in [(1, 1), (5, 3), (30, 4), (300, 5), (1_000, 6)] {
        let limit = limit * 60 * SECOND;
        near(
            Some(some.share(limit, false)),
            f64::from(below) / 6.0,
            1e-12,
        );
        near(
            Some(some.share(limit, true)),
            1.0 - f64::from(below) / 6.0,
            1e-12,
        );
    }
    // The least and the greatest are known to the microsecond.
    assert_eq!((some.share(0, false), some.share(0, true)), (0.0, 1.0));
    assert_eq!(some.share(600 * 60 * SECOND + 1, false), 1.0);
    let same = histogram([77 * SECOND + 5; 4]);
    assert_eq!(same.share(77 * SECOND + 5, false), 0.0);
    assert_eq!(same.share(77 * SECOND + 6, false), 1.0);
    assert_eq!(
        (histogram([]).share(1, false), histogram([]).share(1, true)),
        (0.0, 0.0)
    );
}

proptest! {
    /// Wrong by no more than the observations within a bin of the limit; above and below are all; never falls as the limit rises.
    #[test]
    fn shares_are_right_up_to_a_bin(values in vec(0..100_000 * SECOND, 1..60), limit in 0..120_000 * SECOND) {
        let some = histogram(values.iter().copied());
        let share = some.share(limit, false);
        let count = |keep: &dyn Fn(i64) -> bool| values.iter().filter(|&&us| keep(us)).count() as f64;
        let exact = count(&|us| us < limit);
        let near_it = count(&|us| (us - limit).abs() <= SECOND.max(limit.max(us) / 64));
        prop_assert!((share * values.len() as f64 - exact).abs() <= near_it + 1e-9);
        prop_assert!((share + some.share(limit, true) - 1.0).abs() < 1e-12);
        prop_assert!(some.share(limit + SECOND, false) >= share);
    }
}
