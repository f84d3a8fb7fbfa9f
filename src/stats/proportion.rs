//! The share of replications in which something happened.

use super::interval::Estimate;

/// The 97.5 % point of the normal law.
const Z: f64 = 1.959_963_984_540_054;

/// The share `hits / n` with its 95 % interval; there is no interval of the next one, which is 0 or 1.
///
/// The interval is Wilson's score interval (Wilson 1927, *Probable inference, the law of succession, and statistical
/// inference*): the shares that a normal test would not reject. It stays within 0 and 1, has a width where all or none
/// of the replications are hits, and covers about 95 % on average over shares, some points less or more for single ones
/// (Brown, Cai and DasGupta 2001, *Interval estimation for a binomial proportion*). `None` values for `n = 0`.
#[must_use]
pub fn proportion(hits: usize, n: usize) -> Estimate {
    if n == 0 {
        return Estimate::unknown(0);
    }
    let (share, count) = (hits as f64 / n as f64, n as f64);
    let shrink = 1.0 + Z * Z / count;
    let centre = (share + Z * Z / (2.0 * count)) / shrink;
    let half = Z / shrink * (share * (1.0 - share) / count + Z * Z / (4.0 * count * count)).sqrt();
    // At the ends the interval reaches them, which rounding must not hide.
    let low = if hits == 0 {
        0.0
    } else {
        (centre - half).max(0.0)
    };
    let high = if hits == n {
        1.0
    } else {
        (centre + half).min(1.0)
    };
    Estimate::new(share, Some((low, high)), None, n)
}
