//! Statistics: exact laws of the tallies, known answers of the estimates, and whether intervals
//! cover what they promise.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod components;
mod coverage;
mod date;
mod histogram;
mod influence;
mod interval;
mod jackknife;
mod promises;
mod student;
mod tally;
mod weighted;
mod within;

use bordergate::stats::Estimate;

/// SplitMix64 with a fixed seed: the draws of the coverage studies, the same on every run.
struct Draws(u64);

impl Draws {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform on the open interval from 0 to 1.
    fn uniform(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// Exponential with mean 1.
    fn exponential(&mut self) -> f64 {
        -self.uniform().ln()
    }

    /// Standard normal, by Box and Muller.
    fn normal(&mut self) -> f64 {
        (2.0 * self.exponential()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    fn below(&mut self, n: u64) -> u64 {
        self.bits() % n
    }
}

#[track_caller]
fn near(a: Option<f64>, b: f64, tolerance: f64) {
    assert!(
        a.is_some_and(|a| (a - b).abs() <= tolerance),
        "{a:?} is not {b} within {tolerance}"
    );
}

fn bounds(e: &Estimate) -> [Option<f64>; 4] {
    [e.low, e.high, e.next_low, e.next_high]
}
