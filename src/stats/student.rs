//! Quantiles of Student's t distribution, remembered per degree of freedom.
//!
//! Every row of a report needs one, and nearly all rows of a run need the same one. The memory is
//! that of a pure function: it changes the cost of an answer, never the answer.

use std::sync::OnceLock;

use statrs::distribution::{ContinuousCDF, StudentsT};

/// Degrees of freedom from which the expansion takes over.
const MANY: usize = 1024;

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
        None => Some(rounded(expansion(df as f64))),
    }
}

/// The quantile for many degrees of freedom, from that of the normal law in powers of `1 / df`
/// (Abramowitz and Stegun, *Handbook of Mathematical Functions*, 26.7.5, to the third power).
///
/// Its error is below `1e-11` here, where inverting the incomplete beta function loses digits: at
/// 10^5 degrees of freedom the library is wrong in the fifth, at 10^7 in the first.
fn expansion(df: f64) -> f64 {
    const Z: f64 = 1.959_963_984_540_054;
    const Z2: f64 = Z * Z;
    let first = Z * (Z2 + 1.0) / 4.0;
    let second = Z * ((5.0 * Z2 + 16.0) * Z2 + 3.0) / 96.0;
    let third = Z * (((3.0 * Z2 + 19.0) * Z2 + 17.0) * Z2 - 15.0) / 384.0;
    Z + (first + (second + third / df) / df) / df
}

fn rounded(t: f64) -> f64 {
    (t * 1e9).round() / 1e9
}
