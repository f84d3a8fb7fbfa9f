//! Tallies and levels: exact laws, against sums written out.

use bordergate::stats::{Histogram, Integral, Sample, Tally, TimeWeighted};
use proptest::collection::vec;
use proptest::prelude::*;

const YEAR: i64 = 31_557_600_000_000;

fn tally(values: &[i64]) -> Tally {
    let mut tally = Tally::default();
    values.iter().for_each(|&x| tally.record(x));
    tally
}

#[test]
fn the_documented_range_holds() {
    let mut all = tally(&[30 * YEAR]);
    // 2^28 observations of thirty years by doubling.
    for _ in 0..28 {
        let half = all;
        all.add(&half);
    }
    let count = 1_u64 << 28;
    assert_eq!(all.count, count);
    assert_eq!(all.sum, i128::from(count) * i128::from(30 * YEAR));
    assert_eq!(
        all.sum_squares,
        u128::from(count) * u128::from((30 * YEAR).unsigned_abs()).pow(2)
    );
    assert_eq!(tally(&[i64::MIN; 9]).sum_squares, u128::MAX);
    assert_eq!(tally(&[i64::MIN; 9]).variance(), None);
}

#[test]
fn large_observations_keep_their_variance() {
    let far = 20 * YEAR;
    assert_eq!(tally(&[far, far + 1, far + 2]).variance(), Some(1.0));
    assert_eq!(tally(&[far; 1000]).variance(), Some(0.0));
    assert_eq!(tally(&[far]).variance(), None);
    assert_eq!(tally(&[-4, -2, 0]).mean(), Some(-2.0));
    assert_eq!((tally(&[]).mean(), tally(&[]).max), (None, i64::MIN));
    assert_eq!(tally(&[-4, -2]).max, -2);
}

#[test]
fn a_level_that_held_for_no_time_is_no_peak() {
    let mut level = TimeWeighted::new(0, 0);
    assert_eq!(level.max_to(0), None);
    level.set(10, 1);
    level.set(10, 0);
    level.change(20, 3);
    level.change(25, -1);
    assert_eq!(
        (level.level(), level.integral_to(30), level.max_to(30)),
        (2, 25, Some(3))
    );
    level.change(30, 9);
    assert_eq!((level.max_to(30), level.max_to(31)), (Some(3), Some(11)));
    level.restart(40);
    assert_eq!(
        (level.level(), level.integral_to(40), level.max_to(40)),
        (11, 0, None)
    );
    assert_eq!((level.integral_to(42), level.max_to(42)), (22, Some(11)));
}

#[test]
fn levels_and_times_of_any_size_integrate_exactly() {
    let mut level = TimeWeighted::new(i64::MIN, i64::MIN);
    level.set(i64::MAX, 0);
    assert_eq!(
        level.integral_to(i64::MAX),
        i128::from(i64::MIN) * i128::from(u64::MAX)
    );
}

#[test]
fn recording_allocates_nothing() {
    let info = allocation_counter::measure(|| {
        let (mut tally, mut level) = (Tally::default(), TimeWeighted::new(0, 0));
        for i in 0..1000 {
            tally.record(i);
            level.set(i, i % 7);
        }
        assert_eq!(tally.count, 1000);
        assert!(level.integral_to(1000) > 0);
    });
    assert_eq!(info.count_total, 0);
}

proptest! {
    /// A sample is a tally and a histogram of the same durations.
    #[test]
    fn a_sample_is_a_tally_and_a_histogram(values in vec(0..30 * YEAR, 0..60)) {
        let (mut sample, mut histogram) = (Sample::new(), Histogram::new());
        for round in 0..2 {
            sample.clear();
            histogram.clear();
            for &us in &values[round * values.len() / 2..] {
                sample.record(us);
                histogram.record(us);
            }
            prop_assert_eq!(sample.tally(), tally(&values[round * values.len() / 2..]));
            prop_assert_eq!(sample.histogram().range_us(), histogram.range_us());
            let bins = |of: &Histogram| of.recorded_bins().collect::<Vec<_>>();
            prop_assert_eq!(bins(sample.histogram()), bins(&histogram));
        }
    }

    /// An integral is that of the level with a peak, however it is changed.
    #[test]
    fn an_integral_is_that_of_a_level(changes in vec((0..1000_i64, -9..9_i64, any::<bool>()), 0..40)) {
        let (mut integral, mut level) = (Integral::new(-50, 2), TimeWeighted::new(-50, 2));
        let mut now = -50;
        for (later, by, sets) in changes {
            now += later;
            if sets {
                integral.set(now, by);
                level.set(now, by);
            } else {
                integral.change(now, by);
                level.change(now, by);
            }
            prop_assert_eq!(integral.to(now + 7), level.integral_to(now + 7));
            if later == 0 {
                integral.restart(now);
                level.restart(now);
            }
        }
    }

    #[test]
    fn merging_in_any_cut_is_recording_in_one_go(
        values in vec(-30 * YEAR..30 * YEAR, 0..60), cut in any::<prop::sample::Index>(),
    ) {
        let (left, right) = values.split_at(cut.index(values.len() + 1));
        let (mut a, mut b) = (tally(left), tally(right));
        a.add(&b);
        prop_assert_eq!(a, tally(&values));
        b.add(&tally(left));
        prop_assert_eq!(b, a);
        a.clear();
        prop_assert_eq!(a, Tally::default());
    }

    #[test]
    fn a_tally_is_its_sums(values in vec(-1_000_000_i64..1_000_000, 2..60)) {
        let tally = tally(&values);
        let wide = || values.iter().map(|&x| i128::from(x));
        prop_assert_eq!(tally.count, values.len() as u64);
        prop_assert_eq!(tally.sum, wide().sum::<i128>());
        prop_assert_eq!(tally.sum_squares, wide().map(|x| (x * x).unsigned_abs()).sum::<u128>());
        prop_assert_eq!(Some(tally.max), values.iter().copied().max());
        let mean = tally.mean().unwrap();
        let squares = values.iter().map(|&x| (x as f64 - mean).powi(2)).sum::<f64>();
        let variance = squares / (values.len() - 1) as f64;
        prop_assert!((tally.variance().unwrap() - variance).abs() <= 1e-9 * (1.0 + variance));
    }

    /// The integral of the number present is the time all of them spent: the identity behind every
    /// waiting-hours total.
    #[test]
    fn the_integral_of_the_level_is_the_sum_of_the_stays(
        stays in vec((0_i64..1000, 0_i64..500), 0..40), end in 1500_i64..2000,
    ) {
        let ends = |&(from, length): &(i64, i64)| [(from, 1), (from + length, -1)];
        let mut changes: Vec<(i64, i64)> = stays.iter().flat_map(ends).collect();
        changes.sort_unstable();
        let mut level = TimeWeighted::new(0, 0);
        changes.iter().for_each(|&(at, by)| level.change(at, by));
        let spent: i128 = stays.iter().map(|&(_, length)| i128::from(length)).sum();
        prop_assert_eq!(level.integral_to(end), spent);
        // The peak, by asking at every instant how many are present in the microsecond that
        // follows.
        let holds = |t: i64, (from, length): &(i64, i64)| (*from..from + length).contains(&t);
        let present = |t: i64| stays.iter().filter(|stay| holds(t, stay)).count() as i64;
        prop_assert_eq!(level.max_to(end), (0..end).map(present).max());
        prop_assert_eq!(level.level(), 0);
    }

    #[test]
    fn integrals_of_periods_add_up(
        levels in vec((1_i64..100, -50_i64..50), 1..30), cut in 0_i64..3000,
    ) {
        let end = 3000;
        let mut at = 0;
        let mut step = |&(gap, level): &(i64, i64)| {
            at += gap;
            (at, level)
        };
        let steps: Vec<(i64, i64)> = levels.iter().map(&mut step).collect();
        let mut whole = TimeWeighted::new(0, 4);
        let mut parts = whole;
        let mut first = None;
        for &(at, level) in &steps {
            if at > cut && first.is_none() {
                first = Some(parts.integral_to(cut));
                parts.restart(cut);
            }
            whole.set(at, level);
            parts.set(at, level);
        }
        prop_assert_eq!(whole.integral_to(end), first.unwrap_or(0) + parts.integral_to(end));
    }
}
