//! Variance between and within draws, and shares of replications, against published values.

use bordergate::stats::{Components, Estimate, components, proportion, proportion_of_parts};

use super::near;

/// Yields of dyestuff, five samples from each of six batches (Davies 1947; Box and Tiao 1973): mean squares 11,271.5 between
/// and 2,451.25 within batches, so 1,764.05 is due to the batches.
#[test]
fn the_dyestuff_of_the_textbooks() {
    let yields = [
        [1545, 1440, 1440, 1520, 1580],
        [1540, 1555, 1490, 1560, 1495],
        [1595, 1550, 1605, 1510, 1560],
        [1445, 1440, 1595, 1465, 1545],
        [1595, 1630, 1515, 1635, 1625],
        [1520, 1455, 1450, 1480, 1445],
    ];
    let values: Vec<f64> = yields.concat().into_iter().map(f64::from).collect();
    let batches: Vec<u64> = (0..30).map(|i| i / 5).collect();
    let split = components(&values, &batches).unwrap();
    near(Some(split.inputs), 1764.05, 1e-6);
    near(Some(split.chance), 2451.25, 1e-6);
    near(split.share_of_inputs(), 1764.05 / 4215.3, 1e-9);
}

#[test]
fn draws_of_different_sizes_and_degenerate_ones() {
    // By hand: means 2 and 6 of 4 and 2 values around 10/3; between 4 * 16/9 + 2 * 64/9 = 64/3, within 2 + 2 over 4, and
    // m0 = 6 - 20/6.
    let split = components(&[1.0, 2.0, 2.0, 3.0, 5.0, 7.0], &[3, 3, 3, 3, 9, 9]).unwrap();
    near(Some(split.chance), 1.0, 1e-12);
    near(Some(split.inputs), (64.0 / 3.0 - 1.0) / (8.0 / 3.0), 1e-12);
    // Less between than chance alone makes: nothing is left for inputs.
    let none = components(&[1.0, 3.0, 1.0, 3.0], &[0, 0, 1, 1]).unwrap();
    assert_eq!((none.inputs, none.share_of_inputs()), (0.0, Some(0.0)));
    let still = components(&[2.0; 4], &[0, 0, 1, 1]).unwrap();
    assert_eq!(
        still,
        Components {
            inputs: 0.0,
            chance: 0.0
        }
    );
    assert_eq!(still.share_of_inputs(), None);
    assert_eq!(components(&[1.0, 2.0], &[0, 1]), None);
    assert_eq!(components(&[1.0, 2.0], &[0, 0]), None);
    assert_eq!(components(&[], &[]), None);
}

/// Newcombe 1998, *Two-sided confidence intervals for the single proportion*, table I, method 3.
#[test]
fn shares_have_the_published_intervals() {
    for (hits, n, low, high) in [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ] {
        let share = proportion(hits, n);
        near(share.value, hits as f64 / n as f64, 1e-15);
        near(share.low, low, 5e-5);
        near(share.high, high, 5e-5);
        // Turned round.
        let other = proportion(n - hits, n);
        near(other.low, 1.0 - high, 5e-5);
        near(other.high, 1.0 - low, 5e-5);
    }
    assert_eq!(proportion(0, 20).low, Some(0.0));
    assert_eq!(proportion(20, 20).high, Some(1.0));
    assert_eq!((proportion(0, 0).value, proportion(0, 0).low), (None, None));
}

/// Periods of one draw that always agree are one period; those that have nothing to do with each other are nearly two; and where
/// nothing varies, no more than the draws are counted.
#[test]
fn a_share_of_periods_that_come_in_draws_counts_between_the_draws_and_the_periods() {
    let of = |met: &[bool]| {
        let parts: Vec<u64> = (0..met.len() as u64).map(|i| i / 2).collect();
        proportion_of_parts(met, &parts)
    };
    let ends = |share: Estimate| (share.low.unwrap(), share.high.unwrap());
    let agree: Vec<bool> = (0..40).map(|i| i / 2 % 4 == 0).collect();
    let (found, alone) = (of(&agree), proportion(5, 20));
    assert_eq!((found.value, found.n), (Some(0.25), 40));
    let ((low, high), (least, most)) = (ends(found), ends(alone));
    assert!((low - least).abs() < 1e-12 && (high - most).abs() < 1e-12);

    let none = of(&[false; 40]);
    assert_eq!(ends(none), ends(proportion(0, 20)));
    assert_eq!(ends(of(&[true; 40])), ends(proportion(20, 20)));

    // One of the two in each draw: as many as there are periods, and not more.
    let alternate: Vec<bool> = (0..40).map(|i| i % 2 == 0).collect();
    let (low, high) = ends(of(&alternate));
    let (least, most) = ends(proportion(20, 40));
    assert!((low - least).abs() < 1e-12 && (high - most).abs() < 1e-12);

    // A draw a period is the plain share.
    let each: Vec<u64> = (0..40).collect();
    assert_eq!(proportion_of_parts(&agree, &each), proportion(10, 40));
    assert_eq!(proportion_of_parts(&[], &[]), proportion(0, 0));
}
