//! A histogram of durations: fixed size, no allocation while recording, two significant digits.
//!
//! Quantiles of the observations of all replications need all observations, or their histogram; a
//! histogram is bounded, merges exactly and takes some nanoseconds to feed. Bins are those of
//! HdrHistogram: one second wide up to about four minutes, below 1/128 of the value beyond. Three
//! things are added to it.
//!
//! - A duration is counted at the second that *completes* it, so that "nothing at all", the
//!   commonest wait, has a bin to itself: a median wait of zero comes out as zero.
//! - A quantile is interpolated inside its bin. Without it, two quantiles that differ fall on the
//!   same bin edge, and an interval may come out without width.
//! - Least and greatest observation are kept to the microsecond, and bound every quantile: equal
//!   observations have that value as each quantile.

use hdrhistogram::Histogram as Hdr;

/// Greatest duration that keeps its value, in seconds: thirty years of 365.25 days. A greater one
/// counts as this.
const GREATEST: u64 = 30 * 31_557_600;

const SECOND: i64 = 1_000_000;

/// Durations in microseconds, counted in bins of two significant digits from one second to thirty
/// years.
///
/// It takes about 12 KB whatever it holds, and a bin counts to 2^32 - 1 and stays there. Negative
/// durations count as zero.
#[derive(Debug, Clone)]
pub struct Histogram {
    bins: Hdr<u32>,
    range: Option<(i64, i64)>,
}

impl Histogram {
    /// An empty histogram.
    #[must_use]
    #[allow(
        clippy::expect_used,
        reason = "constant bounds, which the library accepts or the first test fails"
    )]
    pub fn new() -> Self {
        let bins =
            Hdr::new_with_bounds(1, GREATEST, 2).expect("two digits of thirty years of seconds");
        Self { bins, range: None }
    }

    /// Counts one duration.
    #[inline]
    pub fn record(&mut self, us: i64) {
        let us = us.max(0);
        self.bins.saturating_record(completing_second(us));
        self.range = Some(
            self.range
                .map_or((us, us), |(least, most)| (least.min(us), most.max(us))),
        );
    }

    /// Counts all durations of another histogram.
    pub fn add(&mut self, other: &Self) {
        // Cannot fail: all histograms of this type have the same bounds.
        if self.bins.add(&other.bins).is_ok() {
            self.range = union(self.range, other.range);
        }
    }

    /// Forgets everything, and keeps the memory.
    pub fn clear(&mut self) {
        self.bins.reset();
        self.range = None;
    }

    /// Durations counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.bins.len()
    }

    /// The least and the greatest duration counted, exact, in microseconds.
    #[must_use]
    pub const fn range_us(&self) -> Option<(i64, i64)> {
        self.range
    }

    /// The `p` quantile in microseconds, `p` in 0 to 1: the point below which `p` of the durations
    /// lie, interpolated inside a bin. It is within one bin (a second, or 1/128) of the exact one.
    /// `None` when empty.
    #[must_use]
    pub fn quantile_us(&self, p: f64) -> Option<f64> {
        let (_, bin, share) = locate(self.bins(), p * self.count() as f64)?;
        Some(bin.value_us(share, self.range?))
    }

    /// The share of durations below `limit` microseconds, or of the others, where `above`; 0 of nothing. A bin that holds the
    /// limit is split as if its durations were spread evenly, so the share is exact up to those within a second, or
    /// 1/128, of the limit.
    #[must_use]
    pub fn share(&self, limit: i64, above: bool) -> f64 {
        let Some((least, most)) = self.range else {
            return 0.0;
        };
        let below = if limit <= least {
            0.0
        } else if limit > most {
            1.0
        } else {
            let part = |bin: Bin| {
                let low = bin.value_us(0.0, (least, most));
                let high = bin.value_us(1.0, (least, most));
                let inside = if high > low {
                    ((limit as f64 - low) / (high - low)).clamp(0.0, 1.0)
                } else {
                    f64::from(u8::from(low < limit as f64))
                };
                inside * bin.count as f64
            };
            self.bins().map(part).sum::<f64>() / self.count() as f64
        };
        if above { 1.0 - below } else { below }
    }

    /// The bins that hold something, in increasing order: the last second that is counted there, and
    /// how many durations are. With [`range_us`](Self::range_us) this is all that a histogram knows,
    /// and [`from_bins`](Self::from_bins) makes the same histogram of it.
    pub fn recorded_bins(&self) -> impl Iterator<Item = (u64, u32)> {
        let steps = self.bins.iter_recorded();
        steps.map(|step| (step.value_iterated_to(), step.count_at_value()))
    }

    /// The histogram that has these [`recorded_bins`](Self::recorded_bins) and this
    /// [`range_us`](Self::range_us). `None` where no histogram has: bins that are no bins, empty,
    /// twice or out of order, or a range that does not begin in the first bin and end in the last.
    ///
    /// Of a bin that was full, it is forgotten how many durations it could not count.
    #[must_use]
    pub fn from_bins(
        bins: impl IntoIterator<Item = (u64, u32)>,
        range: Option<(i64, i64)>,
    ) -> Option<Self> {
        let mut histogram = Self::new();
        let mut ends: Option<(u64, u64)> = None;
        for (second, count) in bins {
            if count == 0 || ends.is_some_and(|(_, last)| second <= last) {
                return None;
            }
            // Recorded first: the library's arithmetic on values is safe only for those it can record.
            histogram.bins.record_n(second, count).ok()?;
            if histogram.bins.highest_equivalent(second) != second {
                return None;
            }
            ends = Some((ends.map_or(second, |(first, _)| first), second));
        }
        // Beyond the greatest duration there are some bins more, which the library may fill or not.
        let bin = |second: u64| histogram.bins.highest_equivalent(second.min(GREATEST));
        let fits = match (ends, range) {
            (None, None) => true,
            (Some((first, last)), Some((least, most))) => {
                (0..=most).contains(&least)
                    && bin(completing_second(least)) == bin(first)
                    && bin(completing_second(most)) == bin(last)
            }
            _ => false,
        };
        fits.then_some(Self { range, ..histogram })
    }

    /// The bins that hold something, in increasing order.
    pub(super) fn bins(&self) -> impl Iterator<Item = Bin> {
        self.recorded_bins().map(|(high, count)| Bin {
            low: self.bins.lowest_equivalent(high).saturating_sub(1),
            high,
            count: count.into(),
        })
    }
}

/// The second at whose end a duration, not negative, is over.
const fn completing_second(us: i64) -> u64 {
    us.unsigned_abs().div_ceil(SECOND.unsigned_abs())
}

impl Default for Histogram {
    fn default() -> Self {
        Self::new()
    }
}

/// A bin: durations over `low` and up to `high` seconds. The bin of zero has both ends zero.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bin {
    pub low: u64,
    pub high: u64,
    pub count: u64,
}

impl Bin {
    /// The duration up to which `share` of the bin lies, were it spread evenly over the bin; none
    /// lies outside `range`.
    pub(super) fn value_us(&self, share: f64, range: (i64, i64)) -> f64 {
        let seconds = self.low as f64 + share * (self.high - self.low) as f64;
        (seconds * SECOND as f64)
            .min(range.1 as f64)
            .max(range.0 as f64)
    }
}

/// Where the durations of rank up to `rank` end, in increasing bins that are not empty: the index
/// of the bin, the bin, and the share of it that has such a rank. A rank beyond all of them ends
/// with the last.
pub(super) fn locate(bins: impl Iterator<Item = Bin>, rank: f64) -> Option<(usize, Bin, f64)> {
    let mut below = 0.0;
    let mut last = None;
    for (i, bin) in bins.enumerate() {
        let share = (rank - below) / bin.count as f64;
        if share <= 1.0 {
            return Some((i, bin, share.max(0.0)));
        }
        below += bin.count as f64;
        last = Some((i, bin, 1.0));
    }
    last
}

/// The smallest range that holds both.
pub(super) fn union(a: Option<(i64, i64)>, b: Option<(i64, i64)>) -> Option<(i64, i64)> {
    match (a, b) {
        (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
        (some, None) | (None, some) => some,
    }
}
