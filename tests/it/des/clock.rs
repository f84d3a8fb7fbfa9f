//! Rounding to whole microseconds.

use bordergate::des::clock::{DAY, FOREVER, LONGEST, SECOND, round};

#[test]
fn halves_go_up_and_nothing_is_negative() {
    assert_eq!(
        [0.0, 0.49, 0.5, 1.49, 1.5, 2.5].map(round),
        [0, 0, 1, 1, 2, 3]
    );
    assert_eq!(
        [-0.4, -0.6, -1e9, f64::NEG_INFINITY, f64::NAN].map(round),
        [0; 5]
    );
    assert_eq!([1e30, f64::INFINITY].map(round), [LONGEST; 2]);
}

#[test]
fn the_longest_duration_stays_before_forever() {
    let year_10_000 = 10_000 * 366 * DAY;
    assert!(year_10_000 + LONGEST < FOREVER);
    assert_eq!(DAY, 86_400 * SECOND);
}
