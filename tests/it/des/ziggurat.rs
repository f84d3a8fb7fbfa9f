//! The ziggurats at their seams: layers, tails and signs.

use bordergate::des::keyed::{Key, Stream};
use bordergate::des::ziggurat::{Exponential, Normal};
use statrs::distribution::{ContinuousCDF, Normal as Exact};

use super::tests_of_fit::{KS_CRITICAL, assert_even, kolmogorov_smirnov};

const N: usize = 4_000_000;

fn exponentials() -> Vec<f64> {
    let mut stream = Key::root(3).named("exponential").stream();
    let sampler = Exponential::default();
    (0..N).map(|_| sampler.draw(&mut stream)).collect()
}

fn normals() -> Vec<f64> {
    let mut stream = Key::root(3).named("normal").stream();
    let sampler = Normal::default();
    (0..N).map(|_| sampler.draw(&mut stream)).collect()
}

/// Counts by probability: each of `cells` is equally likely if `p` is the distribution function at the draw.
fn cells(probabilities: &[f64], cells: usize) -> Vec<u32> {
    let mut counts = vec![0; cells];
    for p in probabilities {
        counts[((p * cells as f64) as usize).min(cells - 1)] += 1;
    }
    counts
}

/// Within four standard errors of a binomial count.
fn assert_frequency(count: usize, probability: f64, what: &str) {
    let (expected, n) = (probability * N as f64, N as f64);
    let error = (n * probability * (1.0 - probability)).sqrt();
    assert!(
        (count as f64 - expected).abs() < 4.0 * error,
        "{what}: {count}, not {expected} ± {error}"
    );
}

#[test]
fn the_exponential_fits_in_fine_cells_and_far_out() {
    let draws = exponentials();
    assert!(draws.iter().all(|&x| x > 0.0 && x.is_finite()));
    let probabilities: Vec<f64> = draws.iter().map(|&x| -(-x).exp_m1()).collect();
    assert_even(&cells(&probabilities, 1 << 14), "exponential");
    assert!(kolmogorov_smirnov(probabilities) < KS_CRITICAL);
    // About where the tail begins, and well within.
    for x in [5.0_f64, 7.0, 7.69, 7.7, 8.0, 9.0, 10.0] {
        let beyond = draws.iter().filter(|&&draw| draw > x).count();
        assert_frequency(beyond, (-x).exp(), &format!("exponential beyond {x}"));
    }
}

#[test]
fn the_normal_fits_in_fine_cells_and_far_out_on_both_sides() {
    let draws = normals();
    let exact = Exact::standard();
    let probabilities: Vec<f64> = draws.iter().map(|&x| exact.cdf(x)).collect();
    assert_even(&cells(&probabilities, 1 << 14), "normal");
    assert!(kolmogorov_smirnov(probabilities) < KS_CRITICAL);
    for x in [2.5, 3.0, 3.65, 3.66, 4.0] {
        let above = draws.iter().filter(|&&draw| draw > x).count();
        let below = draws.iter().filter(|&&draw| draw < -x).count();
        assert_frequency(above, exact.sf(x), &format!("normal above {x}"));
        assert_frequency(below, exact.sf(x), &format!("normal below -{x}"));
    }
}

#[test]
fn size_and_sign_of_a_normal_are_independent() {
    let exact = Exact::standard();
    let mut counts = vec![0_u32; 512];
    for x in normals() {
        let size = ((2.0 * exact.cdf(x.abs()) - 1.0) * 256.0) as usize;
        counts[2 * size.min(255) + usize::from(x > 0.0)] += 1;
    }
    assert_even(&counts, "size and sign");
}

/// `rand_distr` draws the same laws by tables and code of its own: two samples of each must not differ by more than two
/// samples of one law do (two-sample Kolmogorov-Smirnov, one in a thousand).
#[test]
fn the_samplers_agree_with_an_independent_library() {
    use rand_distr::{Distribution as _, Exp1, StandardNormal};

    let n = 200_000;
    let key = Key::root(20_220_201);
    let sample = |name: &str, draw: &dyn Fn(&mut Stream) -> f64| {
        let mut stream = key.named(name).stream();
        let mut values: Vec<f64> = (0..n).map(|_| draw(&mut stream)).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let distance = |a: &[f64], b: &[f64]| {
        let below =
            |of: &[f64], x: f64| of.partition_point(|&value| value <= x) as f64 / of.len() as f64;
        let apart = |&x: &f64| (below(a, x) - below(b, x)).abs();
        a.iter().chain(b).map(apart).fold(0.0, f64::max)
    };
    let limit = 1.949 * (2.0 / f64::from(n)).sqrt();
    let ours = sample("our exponential", &|stream| Exponential::new().draw(stream));
    let theirs = sample("their exponential", &|stream| Exp1.sample(stream));
    assert!(distance(&ours, &theirs) < limit);
    // The test can tell: a mean 2 % longer is found out.
    let longer: Vec<f64> = theirs.iter().map(|value| value * 1.02).collect();
    assert!(distance(&ours, &longer) > limit);
    let ours = sample("our normal", &|stream| Normal::new().draw(stream));
    let theirs = sample("their normal", &|stream| StandardNormal.sample(stream));
    assert!(distance(&ours, &theirs) < limit);
}
