//! Weighted samples, the normal law and least squares against known answers.

use bordergate::stats::{
    Weighted, correlation, effective_size, kolmogorov, normal_between, normal_quantile,
    normal_within, slopes, uniform_distance,
};

use super::Draws;

#[test]
fn equal_weights_are_a_plain_sample() {
    let sample = Weighted::new(&[3.0, 1.0, 2.0, 4.0], &[2.0; 4]).unwrap();
    // Hazen: the k-th of n is the quantile at (k - 1/2) / n.
    for (p, value) in [
        (0.0, 1.0),
        (0.125, 1.0),
        (0.25, 1.5),
        (0.5, 2.5),
        (0.875, 4.0),
        (1.0, 4.0),
    ] {
        assert!((sample.quantile(p) - value).abs() < 1e-12, "{p}");
    }
    assert!((sample.share_below(2.5) - 0.5).abs() < 1e-12);
    assert_eq!(
        (sample.share_below(0.0), sample.share_below(9.0)),
        (0.0, 0.875)
    );
}

#[test]
fn a_weight_of_two_is_as_good_as_two_members() {
    let twice = Weighted::new(&[1.0, 2.0, 3.0], &[1.0, 2.0, 1.0]).unwrap();
    assert!((twice.quantile(0.5) - 2.0).abs() < 1e-12);
    assert!((twice.quantile(0.125) - 1.0).abs() < 1e-12);
    assert!((twice.quantile(0.3125) - 1.5).abs() < 1e-12);
    assert_eq!(Weighted::new(&[1.0, f64::NAN], &[0.0, 1.0]), None);
    assert_eq!(Weighted::new(&[], &[]), None);
}

#[test]
fn the_effective_size_is_kishs() {
    assert_eq!(effective_size(&[1.0; 8]), 8.0);
    assert_eq!(effective_size(&[1.0, 0.0, 0.0]), 1.0);
    // (1 + 2 + 3)² / (1 + 4 + 9)
    assert!((effective_size(&[1.0, 2.0, 3.0]) - 36.0 / 14.0).abs() < 1e-12);
    assert_eq!(effective_size(&[0.0; 3]), 0.0);
}

#[test]
fn distance_and_its_chance() {
    // One number at 0.3: the distribution function jumps from 0 to 1 there.
    assert!((uniform_distance(&[0.3], &[5.0]) - 0.7).abs() < 1e-12);
    assert!((uniform_distance(&[0.25, 0.75], &[1.0, 1.0]) - 0.25).abs() < 1e-12);
    assert_eq!(uniform_distance(&[0.5], &[0.0]), 0.0);
    // Tables: 1.358 over the root of n is exceeded in five of a hundred, 1.628 in one; many numbers need no correction.
    for (size, chance) in [(1.358_1, 0.05), (1.627_6, 0.01), (0.827_6, 0.5)] {
        let n: f64 = 1e8;
        assert!(
            (kolmogorov(size / n.sqrt(), n) - chance).abs() < 2e-4,
            "{size}"
        );
    }
    assert_eq!((kolmogorov(0.0, 50.0), kolmogorov(0.5, 0.0)), (1.0, 1.0));
    assert!(kolmogorov(0.9, 100.0) < 1e-12);
}

/// Weights that have nothing to do with the values: the chance is what it says, by the effective size.
#[test]
fn weights_that_say_nothing_are_rarely_taken_for_something() {
    let mut draws = Draws(7);
    let found = (0..2_000).filter(|_| {
        let values: Vec<f64> = (0..200).map(|_| draws.uniform()).collect();
        let weights: Vec<f64> = (0..200).map(|_| draws.exponential()).collect();
        kolmogorov(
            uniform_distance(&values, &weights),
            effective_size(&weights),
        ) < 0.05
    });
    let share = found.count() as f64 / 2_000.0;
    assert!((0.03..=0.065).contains(&share), "{share}");
}

#[test]
fn correlations() {
    let weights = [1.0, 2.0, 1.0, 3.0];
    let a = [1.0, 2.0, 3.0, 5.0];
    let b = a.map(|x| 7.0 - 2.0 * x);
    assert!((correlation(&a, &b, &weights) + 1.0).abs() < 1e-12);
    assert!((correlation(&a, &a, &weights) - 1.0).abs() < 1e-12);
    assert_eq!(correlation(&a, &[3.0; 4], &weights), 0.0);
    assert!(correlation(&[-1.0, 1.0, -1.0, 1.0], &[-1.0, -1.0, 1.0, 1.0], &[1.0; 4]).abs() < 1e-12);
}

#[test]
fn the_normal_law_to_the_last_digits() {
    // Abramowitz and Stegun, tables 26.1 and 26.2.
    assert!((normal_between(f64::NEG_INFINITY, 1.0) - 0.841_344_746_068_543).abs() < 1e-14);
    assert!((normal_between(-1.96, 1.96) - 0.950_004_209_703_559).abs() < 1e-13);
    let tail = normal_between(10.0, f64::INFINITY);
    assert!(
        (tail / 7.619_853_024_160_527e-24 - 1.0).abs() < 1e-11,
        "{tail}"
    );
    assert_eq!(tail, normal_between(f64::NEG_INFINITY, -10.0));
    assert_eq!(normal_between(2.0, 1.0), 0.0);
}

#[test]
fn quantiles_of_the_normal_law_invert_it() {
    assert_eq!(normal_quantile(0.5), 0.0);
    assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-14);
    for p in [1e-300, 1e-20, 1e-6, 0.01, 0.2, 0.4, 0.6, 0.9, 0.999] {
        let back = normal_between(f64::NEG_INFINITY, normal_quantile(p));
        assert!((back / p - 1.0).abs() < 1e-11, "{p}: {back}");
    }
    assert_eq!(
        (normal_quantile(0.0), normal_quantile(1.0)),
        (f64::NEG_INFINITY, f64::INFINITY)
    );
}

#[test]
fn a_normal_number_that_is_cut_stays_inside() {
    for (low, high) in [
        (-1.0, 2.0),
        (6.0, 7.0),
        (-9.0, -8.5),
        (3.0, f64::INFINITY),
        (40.0, 41.0),
    ] {
        for u in [1e-9, 0.2, 0.5, 0.9, 1.0 - 1e-9] {
            let cut = normal_within(low, high, u);
            assert!((low..=high).contains(&cut), "{low}..{high} at {u}: {cut}");
            let below = normal_between(low, cut) / normal_between(low, high);
            if low.abs() < 30.0 {
                assert!((below - u).abs() < 1e-6, "{low}..{high} at {u}: {below}");
            }
        }
    }
}

/// A plane is found as it is, whatever the weights.
#[test]
fn least_squares_find_a_plane() {
    let mut draws = Draws(3);
    let x: Vec<f64> = (0..50).map(|_| draws.uniform() * 1e4).collect();
    let y: Vec<f64> = (0..50).map(|_| draws.uniform()).collect();
    let weights: Vec<f64> = (0..50).map(|_| draws.exponential()).collect();
    let plane: Vec<f64> = x
        .iter()
        .zip(&y)
        .map(|(x, y)| 5.0 + 0.002 * x - 3.0 * y)
        .collect();
    let found = slopes(&[x.clone(), y], &plane, &weights);
    assert!((found[0] / 0.002 - 1.0).abs() < 1e-4, "{found:?}");
    assert!((found[1] / -3.0 - 1.0).abs() < 1e-4, "{found:?}");
    // By hand: values 0, 1, 2 with weights 1, 2, 1 and what is explained 0, 3, 4: covariance 1, variance 1/2.
    let line = slopes(&[vec![0.0, 1.0, 2.0]], &[0.0, 3.0, 4.0], &[1.0, 2.0, 1.0]);
    assert!((line[0] - 2.0).abs() < 1e-4, "{line:?}");
    // Two that say the same share it; one that does not vary explains nothing, and no weights explain nothing.
    let shared = slopes(&[x.clone(), x.clone()], &plane, &weights);
    assert!((shared[0] - shared[1]).abs() < 1e-9 && shared[0].is_finite());
    assert_eq!(slopes(&[vec![1.0; 3]], &[0.0, 3.0, 4.0], &[1.0; 3]), [0.0]);
    assert_eq!(slopes(&[x], &plane, &[0.0; 50]), [0.0]);
}
