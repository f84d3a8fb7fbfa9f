//! A histogram of durations: fixed size, no allocation while recording, two significant digits.
//!
//! Quantiles of the observations of all replications need all observations, or their histogram; a
//! histogram is bounded, merges exactly and takes some nanoseconds to feed. Bins are those of
//! HdrHistogram (G. Tene) with two significant digits: one second wide up to about four minutes, below
//! 1/128 of the value beyond. The first 256 bins hold the seconds 0 to 255; each doubling has 128
//! more. Three things are added to it.
//!
//! - A duration is counted at the second that *completes* it, so that "nothing at all", the
//!   commonest wait, has a bin to itself: a median wait of zero comes out as zero.
//! - A quantile is interpolated inside its bin. Without it, two quantiles that differ fall on the
//!   same bin edge, and an interval may come out without width.
//! - Least and greatest observation are kept to the microsecond, and bound every quantile: equal
//!   observations have that value as each quantile.
//!
//! What is used of a histogram is the bins from that of the least to that of the greatest observation.
//! Clearing, adding and reading look at no others, and one that is only kept need not have others:
//! replications of a millisecond write many of them.

use std::hint::cold_path;

/// Greatest duration that keeps its value, in seconds: the last of the doubling in which thirty years lie, which is
/// thirty-four years. A greater one counts as this.
const GREATEST: u64 = (1 << 30) - 1;

const SECOND: u64 = 1_000_000;

/// Bins of a doubling, as a power of two.
const DOUBLING: u32 = 7;

/// Bins of one second each.
const EXACT: u64 = 2 << DOUBLING;

/// All bins.
const BINS: usize = unbounded_bin_of(GREATEST) + 1;

/// Durations in microseconds, counted in bins of two significant digits from one second to
/// thirty-four years.
///
/// It takes about 12 KB with [room](Self::new) for all durations, and a bin counts to 2^32 - 1 and
/// stays there. Negative durations count as zero.
#[derive(Debug, Clone)]
pub struct Histogram {
    /// Counts of the bins from `first` on; all others are empty.
    counts: Vec<u32>,
    first: usize,
    count: u64,
    /// Greater than `most` where nothing is counted.
    least: i64,
    most: i64,
}

impl Histogram {
    /// An empty histogram with room for all durations.
    #[must_use]
    pub fn new() -> Self {
        Self {
            counts: vec![0; BINS],
            ..Self::without_room()
        }
    }

    /// An empty histogram that allocates where something is counted for which it has no bin: one into
    /// which others are added.
    #[must_use]
    pub const fn without_room() -> Self {
        Self {
            counts: Vec::new(),
            first: 0,
            count: 0,
            least: i64::MAX,
            most: i64::MIN,
        }
    }

    /// The same histogram without room for more than it holds.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        let mut trimmed = Self::without_room();
        trimmed.add(self);
        trimmed
    }

    /// Counts one duration.
    #[inline]
    pub fn record(&mut self, us: i64) {
        self.record_whole(us.max(0));
    }

    /// Counts one duration that is not negative.
    #[inline(always)]
    pub(super) fn record_whole(&mut self, us: i64) {
        let bin = unbounded_bin_of(completing_second(us.cast_unsigned()));
        match self.counts.get_mut(bin.wrapping_sub(self.first)) {
            Some(count) => {
                *count = count.wrapping_add(1);
                if *count == 0 {
                    stay_full(count);
                }
            }
            None => self.record_outside(bin),
        }
        self.count += 1;
        // Soon hardly any is the least or the greatest yet: then nothing is written.
        if us < self.least {
            cold_path();
            self.least = us;
        }
        if us > self.most {
            cold_path();
            self.most = us;
        }
    }

    /// Counts all durations of another histogram.
    pub fn add(&mut self, other: &Self) {
        let Some((from, to)) = other.used() else {
            return;
        };
        self.widen(from, to);
        let own = &mut self.counts[from - self.first..=to - self.first];
        let theirs = &other.counts[from - other.first..=to - other.first];
        for (own, theirs) in own.iter_mut().zip(theirs) {
            *own = own.saturating_add(*theirs);
        }
        self.count += other.count;
        self.least = self.least.min(other.least);
        self.most = self.most.max(other.most);
    }

    /// Forgets everything, and keeps the memory.
    pub fn clear(&mut self) {
        if let Some((from, to)) = self.used() {
            self.counts[from - self.first..=to - self.first].fill(0);
        }
        self.count = 0;
        self.least = i64::MAX;
        self.most = i64::MIN;
    }

    /// Durations counted.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The least and the greatest duration counted, exact, in microseconds.
    #[must_use]
    pub const fn range_us(&self) -> Option<(i64, i64)> {
        if self.least > self.most {
            return None;
        }
        Some((self.least, self.most))
    }

    /// The `p` quantile in microseconds, `p` in 0 to 1: the point below which `p` of the durations
    /// lie, interpolated inside a bin. It is within one bin (a second, or 1/128) of the exact one.
    /// `None` when empty.
    #[must_use]
    pub fn quantile_us(&self, p: f64) -> Option<f64> {
        let (first, counts) = self.counts();
        let place = locate(counts, p * self.count() as f64)?;
        Some(value_us(first + place.at, place.share, self.range_us()?))
    }

    /// The share of durations below `limit` microseconds, or of the others, where `above`; 0 of nothing. A bin that holds the
    /// limit is split as if its durations were spread evenly, so the share is exact up to those within a second, or
    /// 1/128, of the limit.
    #[must_use]
    pub fn share(&self, limit: i64, above: bool) -> f64 {
        let Some((least, most)) = self.range_us() else {
            return 0.0;
        };
        let below = if limit <= least {
            0.0
        } else if limit > most {
            1.0
        } else {
            let part = |(bin, count): (usize, u32)| {
                let low = value_us(bin, 0.0, (least, most));
                let high = value_us(bin, 1.0, (least, most));
                let inside = if high > low {
                    ((limit as f64 - low) / (high - low)).clamp(0.0, 1.0)
                } else {
                    f64::from(u8::from(low < limit as f64))
                };
                inside * f64::from(count)
            };
            self.recorded().map(part).sum::<f64>() / self.count() as f64
        };
        if above { 1.0 - below } else { below }
    }

    /// The bins that hold something, in increasing order: the last second that is counted there, and
    /// how many durations are. With [`range_us`](Self::range_us) this is all that a histogram knows,
    /// and [`from_bins`](Self::from_bins) makes the same histogram of it.
    pub fn recorded_bins(&self) -> impl Iterator<Item = (u64, u32)> {
        self.recorded()
            .map(|(bin, count)| (seconds_of(bin).1, count))
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
        let Some((least, most)) = range else {
            return bins.into_iter().next().is_none().then(Self::without_room);
        };
        if !(0..=most).contains(&least) {
            return None;
        }
        let [first, last] = [least, most].map(|us| bin_of(completing_second(us.unsigned_abs())));
        let mut counts = vec![0; last - first + 1];
        let mut total = 0;
        let mut ends = None;
        for (second, count) in bins {
            let bin = bin_of(second);
            let after = ends.map_or(first, |(_, last)| last + 1);
            if count == 0 || bin < after || bin > last || seconds_of(bin).1 != second {
                return None;
            }
            counts[bin - first] = count;
            total += u64::from(count);
            ends = Some((ends.map_or(bin, |(first, _)| first), bin));
        }
        (ends == Some((first, last))).then_some(Self {
            counts,
            first,
            count: total,
            least,
            most,
        })
    }

    /// The number of the bin of the least duration, and the counts from there to the bin of the greatest.
    pub(super) fn counts(&self) -> (usize, &[u32]) {
        match self.used() {
            Some((from, to)) => (from, &self.counts[from - self.first..=to - self.first]),
            None => (0, &[]),
        }
    }

    /// Numbers and counts of the bins that hold something.
    fn recorded(&self) -> impl Iterator<Item = (usize, u32)> {
        let (first, counts) = self.counts();
        let counts = (first..).zip(counts.iter().copied());
        counts.filter(|(_, count)| *count > 0)
    }

    /// The bins of the least and the greatest duration counted.
    fn used(&self) -> Option<(usize, usize)> {
        let (least, most) = self.range_us()?;
        Some((
            bin_of(completing_second(least.unsigned_abs())),
            bin_of(completing_second(most.unsigned_abs())),
        ))
    }

    /// Counts one duration in a bin for which there is no room yet, or that would lie beyond all bins.
    #[cold]
    fn record_outside(&mut self, bin: usize) {
        let bin = bin.min(BINS - 1);
        self.widen(bin, bin);
        let count = &mut self.counts[bin - self.first];
        *count = count.saturating_add(1);
    }

    /// Makes room for these bins and all between them.
    fn widen(&mut self, from: usize, to: usize) {
        let end = self.first + self.counts.len();
        if self.first <= from && to < end {
            return;
        }
        if self.counts.is_empty() {
            self.first = from;
            self.counts.resize(to - from + 1, 0);
            return;
        }
        if from < self.first {
            let room = self.first - from;
            self.counts.splice(0..0, std::iter::repeat_n(0, room));
            self.first = from;
        }
        let bins = (to + 1).max(end) - self.first;
        self.counts.resize(bins, 0);
    }
}

/// A bin that could count no further stays where it was. Out of line, so that the loop need not choose between two counts.
#[cold]
#[inline(never)]
const fn stay_full(count: &mut u32) {
    *count = u32::MAX;
}

/// The second at whose end a duration is over. Durations come from an `i64`, so the sum does not overflow.
#[inline]
#[allow(
    clippy::manual_div_ceil,
    reason = "it takes twice the instructions, for sums that overflow"
)]
const fn completing_second(us: u64) -> u64 {
    (us + (SECOND - 1)) / SECOND
}

/// The bin in which a second is counted. It grows with the second, so what is used of a histogram is known from its range.
const fn bin_of(second: u64) -> usize {
    let bin = unbounded_bin_of(second);
    if bin < BINS { bin } else { BINS - 1 }
}

/// The bin in which a second would be counted if there were bins beyond [`GREATEST`].
#[inline]
const fn unbounded_bin_of(second: u64) -> usize {
    // How often it is halved until it is below 256; the first halving leaves 128 and more.
    let halvings = (second | (EXACT - 1)).ilog2() - (EXACT - 1).ilog2();
    ((halvings as usize) << DOUBLING) + (second >> halvings) as usize
}

/// The first and the last second that are counted in a bin.
const fn seconds_of(bin: usize) -> (u64, u64) {
    let halvings = (bin >> DOUBLING).saturating_sub(1);
    let low = ((bin - (halvings << DOUBLING)) as u64) << halvings;
    (low, low + (1 << halvings) - 1)
}

impl Default for Histogram {
    fn default() -> Self {
        Self::new()
    }
}

/// The duration up to which `share` of a bin lies, were it spread evenly over the bin; none lies outside `range`.
pub(super) fn value_us(bin: usize, share: f64, range: (i64, i64)) -> f64 {
    // Seconds are counted where they are completed, so a bin is what lies over the second before its first one.
    let (first, high) = seconds_of(bin);
    let low = first.saturating_sub(1);
    let seconds = low as f64 + share * (high - low) as f64;
    (seconds * SECOND as f64)
        .min(range.1 as f64)
        .max(range.0 as f64)
}

/// Where the durations of some rank end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Which of the bins it is.
    pub at: usize,
    /// The share of it that has such a rank.
    pub share: f64,
}

/// Bins that are passed at once, by their sum.
const STRIDE: usize = 32;

/// Where the durations of rank up to `rank` end, in the counts of bins that follow each other. A rank beyond all of them ends
/// with the last bin that holds something; `None` where none does.
pub(super) fn locate<C: Copy + Into<u64>>(counts: &[C], rank: f64) -> Option<Place> {
    // Counts are whole, so a rank is reached with the next whole number; what is least has the first.
    let reached = (rank.ceil() as u64).max(1);
    let (mut at, mut below) = (0, 0);
    for stride in counts.as_chunks::<STRIDE>().0 {
        let sum: u64 = stride.iter().map(|&count| count.into()).sum();
        if below + sum >= reached {
            break;
        }
        below += sum;
        at += STRIDE;
    }
    for (at, &count) in (at..).zip(&counts[at..]) {
        let count: u64 = count.into();
        if below + count >= reached {
            let share = ((rank - below as f64) / count as f64).max(0.0);
            return Some(Place { at, share });
        }
        below += count;
    }
    let last = counts.iter().rposition(|&count| count.into() > 0)?;
    Some(Place {
        at: last,
        share: 1.0,
    })
}

/// The smallest range that holds both.
pub(super) fn union(a: Option<(i64, i64)>, b: Option<(i64, i64)>) -> Option<(i64, i64)> {
    match (a, b) {
        (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
        (some, None) | (None, some) => some,
    }
}
