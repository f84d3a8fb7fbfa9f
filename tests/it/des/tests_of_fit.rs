//! Statistical tests on the unit interval. Keys are fixed, so a test passes always or never.

use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Kolmogorov-Smirnov: sqrt(n) times the largest distance between the empirical distribution and the uniform.
pub fn kolmogorov_smirnov(mut sample: Vec<f64>) -> f64 {
    sample.sort_unstable_by(f64::total_cmp);
    let n = sample.len() as f64;
    let distance = |(i, &u): (usize, &f64)| (u - i as f64 / n).max((i + 1) as f64 / n - u);
    sample.iter().enumerate().map(distance).fold(0.0, f64::max) * n.sqrt()
}

/// What the statistic exceeds with a probability of about 2 exp(-2 x²) = 2 · 10^-4 under the hypothesis.
pub const KS_CRITICAL: f64 = 2.15;

/// The probability of a chi-square this high or higher, if all cells are equally likely.
pub fn chi_square_p(cells: &[u32]) -> f64 {
    let expected = cells.iter().map(|&count| f64::from(count)).sum::<f64>() / cells.len() as f64;
    let statistic: f64 = cells
        .iter()
        .map(|&count| (f64::from(count) - expected).powi(2) / expected)
        .sum();
    ChiSquared::new((cells.len() - 1) as f64)
        .unwrap()
        .sf(statistic)
}

/// Neither too uneven nor too even to be chance.
pub fn assert_even(cells: &[u32], what: &str) {
    let p = chi_square_p(cells);
    assert!(
        (1e-4..1.0 - 1e-4).contains(&p),
        "{what}: chi-square has p = {p}"
    );
}

/// Pearson's correlation of two samples.
pub fn correlation(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len().min(y.len()) as f64;
    let (mean_x, mean_y) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        let (x, y) = (x - mean_x, y - mean_y);
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }
    xy / (xx * yy).sqrt()
}
