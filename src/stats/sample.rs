//! Durations of which everything is to be known: their tally and their histogram.

use super::histogram::Histogram;
use super::tally::{Tally, add_square};

/// Durations in microseconds, none negative: a [`Tally`] and a [`Histogram`] in one, which count them once. It allocates nothing
/// while recording.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    sum: u128,
    sum_squares: u128,
    histogram: Histogram,
}

impl Sample {
    /// No durations yet, and room for all.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one duration.
    #[inline(always)]
    pub fn record(&mut self, us: i64) {
        debug_assert!(us >= 0, "durations are not negative");
        self.sum += u128::from(us.cast_unsigned());
        add_square(&mut self.sum_squares, us);
        self.histogram.record_whole(us);
    }

    /// Their tally.
    #[must_use]
    pub fn tally(&self) -> Tally {
        Tally {
            count: self.histogram.count(),
            sum: self.sum.cast_signed(),
            sum_squares: self.sum_squares,
            max: self.histogram.range_us().map_or(i64::MIN, |(_, most)| most),
        }
    }

    /// Their histogram.
    #[must_use]
    pub const fn histogram(&self) -> &Histogram {
        &self.histogram
    }

    /// Forgets everything, and keeps the memory.
    pub fn clear(&mut self) {
        self.sum = 0;
        self.sum_squares = 0;
        self.histogram.clear();
    }
}
