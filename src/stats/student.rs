//! Quantiles of Student's t distribution, remembered per degree of freedom.
//!
//! Every row of a report needs one, and nearly all rows of a run need the same one. The memory is
//! that of a pure function: it changes the cost of an answer, never the answer.

use std::sync::OnceLock;

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// Degrees of freedom from which the expansion takes over.
const MANY: usize = 1024;

/// The 97.5 % point of the normal law.
pub(super) const Z_975: f64 = 1.959_963_984_540_054;

static FEW: [OnceLock<Option<f64>>; MANY] = [const { OnceLock::new() }; MANY];

/// The 97.5 % point of Student's t with `df` degrees of freedom: half the width, in standard
/// errors, of a two-sided 95 % interval. `None` for `df = 0`.
///
/// The value is rounded to nine decimals. The algorithm behind it goes through logarithms, whose
/// last bit may differ between platforms; rounding keeps that bit out of reports, and no interval
/// is known to nine digits.
#[must_use]
pub fn t_975(df: usize) -> Option<f64> {
    match FEW.get(df) {
        Some(slot) => *slot.get_or_init(|| {
            StudentsT::new(0.0, 1.0, df as f64)
                .ok()
                .map(|t| rounded(t.inverse_cdf(0.975)))
        }),
        None => Some(rounded(around(Z_975, df as f64))),
    }
}

/// The `p` quantile of Student's t with `df` degrees of freedom, `p` between 0 and 1, rounded to nine decimals. `None` for
/// `df = 0` or another `p`.
#[must_use]
pub fn t_quantile(p: f64, df: usize) -> Option<f64> {
    if p == 0.975 {
        return t_975(df);
    }
    if df == 0 || !(p > 0.0 && p < 1.0) {
        return None;
    }
    let t = if df < MANY {
        StudentsT::new(0.0, 1.0, df as f64).ok()?.inverse_cdf(p)
    } else {
        around(z(p), df as f64)
    };
    Some(rounded(t))
}

/// The `p` quantile of the normal law.
fn z(p: f64) -> f64 {
    Normal::standard().inverse_cdf(p)
}

/// The quantile for many degrees of freedom, from `z`, that of the normal law, in powers of `1 / df`
/// (Abramowitz and Stegun, *Handbook of Mathematical Functions*, 26.7.5, to the third power).
///
/// At 97.5 % its error is below `1e-11` here, where inverting the incomplete beta function loses digits: at
/// 10^5 degrees of freedom the library is wrong in the fifth, at 10^7 in the first.
fn around(z: f64, df: f64) -> f64 {
    let z2 = z * z;
    let first = z * (z2 + 1.0) / 4.0;
    let second = z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
    let third = z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
    z + (first + (second + third / df) / df) / df
}

fn rounded(t: f64) -> f64 {
    (t * 1e9).round() / 1e9
}
