//! Means and prediction intervals: worked examples, exactness and edges.

use bordergate::stats::{Estimate, mean, mean_of_integers, prediction};
use proptest::collection::vec;
use proptest::prelude::*;

use super::{bounds, near};

#[test]
fn a_worked_example_by_hand() {
    // 2 4 4 4 5 5 7 9: mean 5, squared deviations 32, s = sqrt(32/7), t(7) = 2.364624.
    let e = mean(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
    let s = (32.0_f64 / 7.0).sqrt();
    assert_eq!((e.value, e.n), (Some(5.0), 8));
    near(e.low, 5.0 - 2.364_624_252 * s / 8.0_f64.sqrt(), 1e-8);
    near(e.high, 5.0 + 2.364_624_252 * s / 8.0_f64.sqrt(), 1e-8);
    near(e.next_low, 5.0 - 2.364_624_252 * s * 1.125_f64.sqrt(), 1e-8);
    near(
        e.next_high,
        5.0 + 2.364_624_252 * s * 1.125_f64.sqrt(),
        1e-8,
    );
}

#[test]
fn from_39_values_on_the_next_one_is_bounded_by_order_statistics() {
    let shuffled = |n: u32| -> Vec<f64> { (0..n).map(|i| f64::from(i * 7 % n + 1)).collect() };
    // 1..=38 is still mean +- t s sqrt(1 + 1/n), which reaches outside the data.
    let (low, high) = prediction(&shuffled(38)).expect("38 values");
    assert!(low < 1.0 && high > 38.0);
    assert_eq!(prediction(&shuffled(39)), Some((1.0, 39.0)));
    // (n + 1) / 40 = 1.5 and 2.
    assert_eq!(prediction(&shuffled(59)), Some((1.5, 58.5)));
    assert_eq!(prediction(&shuffled(79)), Some((2.0, 78.0)));
}

#[test]
fn one_value_has_no_interval_and_none_has_no_value() {
    assert_eq!(mean(&[]), Estimate::default());
    assert_eq!(
        mean(&[3.0]),
        Estimate {
            value: Some(3.0),
            n: 1,
            ..Estimate::default()
        }
    );
    assert_eq!(mean_of_integers(&[], 1.0), Estimate::default());
    assert_eq!(
        mean_of_integers(&[-3], 0.5),
        Estimate {
            value: Some(-1.5),
            n: 1,
            ..Estimate::default()
        }
    );
    assert_eq!(prediction(&[3.0]), None);
    assert_eq!(prediction(&[]), None);
}

#[test]
fn equal_values_have_intervals_without_width() {
    for n in [2, 3, 20, 39, 100] {
        let e = mean(&vec![0.1; n]);
        assert_eq!((e.value, bounds(&e)), (Some(0.1), [Some(0.1); 4]));
        let e = mean_of_integers(&vec![i128::from(i64::MAX); n], 1.0);
        assert_eq!(
            (e.value, bounds(&e)),
            (Some(i64::MAX as f64), [Some(i64::MAX as f64); 4])
        );
    }
}

#[test]
fn what_is_not_finite_never_gets_out() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for n in [1, 2, 50] {
            let mut values = vec![1.0; n];
            values[n / 2] = bad;
            assert_eq!(
                mean(&values),
                Estimate {
                    n,
                    ..Estimate::default()
                }
            );
            assert_eq!(prediction(&values), None);
        }
    }
    // The squares overflow, the mean would not.
    assert_eq!(
        mean(&[1e300, -1e300]),
        Estimate {
            n: 2,
            ..Estimate::default()
        }
    );
    assert_eq!(mean_of_integers(&[1, 2], f64::NAN).value, None);
}

#[test]
fn integers_beyond_the_digits_of_a_float_keep_their_differences() {
    let large = 1_i128 << 100;
    let values: Vec<i128> = (0..10).map(|i| large + i).collect();
    let small: Vec<i128> = (0..10).collect();
    let width = |e: Estimate| e.high.zip(e.low).map(|(h, l)| h - l);
    let e = mean_of_integers(&small, 1.0);
    assert_eq!(e.value, Some(4.5));
    near(
        width(e),
        2.0 * 2.262_157_163 * (82.5_f64 / 9.0 / 10.0).sqrt(),
        1e-8,
    );
    assert_eq!(mean_of_integers(&values, 1.0).value, Some(large as f64));
}

#[test]
fn no_integers_overflow() {
    let e = mean_of_integers(&[i128::MAX, i128::MIN, i128::MAX, i128::MIN], 1.0);
    assert_eq!(e.value, Some(-0.5));
    assert_eq!(
        mean_of_integers(&[i128::MAX; 7], 1.0).value,
        Some(i128::MAX as f64)
    );
    assert_eq!(
        mean_of_integers(&[i128::MIN; 7], 1.0).value,
        Some(i128::MIN as f64)
    );
}

#[test]
fn scaling_and_bounding_keep_the_order_of_the_ends() {
    let e = mean(&[1.0, 2.0, 6.0]);
    let minus = e.scaled(-2.0);
    assert_eq!(minus.value, Some(-6.0));
    assert_eq!(minus.low, e.high.map(|x| -2.0 * x));
    assert_eq!(minus.next_high, e.next_low.map(|x| -2.0 * x));
    let count = e.within(0.0, f64::INFINITY);
    assert_eq!(
        (count.value, count.low, count.next_low),
        (Some(3.0), Some(0.0), Some(0.0))
    );
    assert_eq!((count.high, count.next_high), (e.high, e.next_high));
}

proptest! {
    #[test]
    fn integers_and_floats_agree(values in vec(-1_000_000_000_i64..1_000_000_000, 1..120)) {
        let wide: Vec<i128> = values.iter().map(|&x| x.into()).collect();
        let floats: Vec<f64> = values.iter().map(|&x| x as f64 * 1e-6).collect();
        let (a, b) = (mean_of_integers(&wide, 1e-6), mean(&floats));
        let exact = wide.iter().sum::<i128>() as f64 / wide.len() as f64 * 1e-6;
        prop_assert!((a.value.unwrap() - exact).abs() <= 1e-12 * (1.0 + exact.abs()));
        for (x, y) in bounds(&a).into_iter().zip(bounds(&b)) {
            prop_assert_eq!(x.is_some(), y.is_some());
            prop_assert!(x.zip(y).is_none_or(|(x, y)| (x - y).abs() < 1e-8));
        }
    }

    #[test]
    fn moving_and_stretching_the_data_moves_and_stretches_the_estimate(
        values in vec(-1_000_000_i128..1_000_000, 2..80),
        by in -1_000_000_i128..1_000_000,
        factor in 1_i128..50,
    ) {
        let moved: Vec<i128> = values.iter().map(|x| x * factor + by).collect();
        let (a, b) = (mean_of_integers(&values, 1.0), mean_of_integers(&moved, 1.0));
        let all = |e: &Estimate| bounds(e).into_iter().chain([e.value]);
        for (x, y) in all(&a).zip(all(&b)) {
            prop_assert!((x.unwrap() * factor as f64 + by as f64 - y.unwrap()).abs() < 1e-6);
        }
    }

    #[test]
    fn ends_are_in_order(values in vec(-1e9_f64..1e9, 2..100)) {
        let e = mean(&values);
        prop_assert!(e.low <= e.value && e.value <= e.high);
        prop_assert!(e.next_low <= e.next_high);
    }
}
