//! Dates that some replications do not reach.

use bordergate::stats::{MedianDate, median_date};
use proptest::collection::vec;
use proptest::prelude::*;

fn dates(reached: i64, n: i64) -> Vec<Option<i64>> {
    (1..=n)
        .map(|i| i * 37 % (n + 1))
        .map(|day| (day <= reached).then_some(day))
        .collect()
}

#[test]
fn the_median_is_a_date_by_which_half_were_there() {
    assert_eq!(median_date(&[Some(7), Some(3), Some(5)]).value, Some(5));
    assert_eq!(median_date(&[Some(7), Some(3)]).value, Some(3));
    assert_eq!(median_date(&[None, Some(3)]).value, Some(3));
    assert_eq!(median_date(&[None, Some(3), None]).value, None);
    assert_eq!(median_date(&[]), MedianDate::default());
}

#[test]
fn the_interval_is_that_of_the_printed_sign_test() {
    // Conover, table of the sign test at 5 %: n = 6 -> k = 1, 10 -> 2, 20 -> 6, 50 -> 18, 100 ->
    // 40.
    for (n, k) in [(6, 1), (10, 2), (20, 6), (50, 18), (100, 40)] {
        let median = median_date(&dates(n, n));
        assert_eq!(
            (median.low, median.high),
            (Some(k), Some(n + 1 - k)),
            "n = {n}"
        );
    }
    let five = median_date(&dates(5, 5));
    assert_eq!((five.value, five.low, five.high), (Some(3), None, None));
}

#[test]
fn the_next_one_is_bounded_from_39_on() {
    for (n, k) in [(39, 1), (40, 1), (78, 1), (79, 2), (100, 2), (199, 5)] {
        let median = median_date(&dates(n, n));
        assert_eq!(
            (median.next_low, median.next_high),
            (Some(k), Some(n + 1 - k)),
            "n = {n}"
        );
    }
    assert_eq!(median_date(&dates(38, 38)).next_low, None);
}

#[test]
fn bounds_that_fall_among_those_not_reached_are_none() {
    // Of 100, the 2nd, 40th, 50th, 61st and 99th count.
    let bounds = |reached| {
        let m = median_date(&dates(reached, 100));
        assert_eq!((m.n, m.reached), (100, reached as usize));
        [m.next_low, m.low, m.value, m.high, m.next_high]
    };
    assert_eq!(bounds(98), [Some(2), Some(40), Some(50), Some(61), None]);
    assert_eq!(bounds(60), [Some(2), Some(40), Some(50), None, None]);
    assert_eq!(bounds(49), [Some(2), Some(40), None, None, None]);
    assert_eq!(bounds(39), [Some(2), None, None, None, None]);
    assert_eq!(bounds(0), [None; 5]);
}

proptest! {
    #[test]
    fn a_longer_horizon_only_fills_in(
        dates in vec(0_i64..1000, 1..120), horizon in 0_i64..1000,
    ) {
        let all: Vec<_> = dates.iter().map(|&d| Some(d)).collect();
        let seen: Vec<_> = dates.iter().map(|&d| (d <= horizon).then_some(d)).collect();
        let (all, seen) = (median_date(&all), median_date(&seen));
        let pairs = [
            (all.value, seen.value),
            (all.low, seen.low),
            (all.high, seen.high),
            (all.next_low, seen.next_low),
            (all.next_high, seen.next_high),
        ];
        for (all, seen) in pairs {
            prop_assert_eq!(seen, all.filter(|&date| date <= horizon));
        }
    }
}
