//! Quantiles of the observations of all replications together, with an interval.
//!
//! The quantile is that of the pool, because the mean of the replications' own quantiles is biased:
//! of five observations the 95th percentile is hardly more than the greatest, and averages about a
//! quarter too low.
//!
//! How the interval is made took a measurement. The plain jackknife, which leaves out single
//! observations and looks at the quantile, is inconsistent: a median takes just two values then,
//! and the variance estimate does not settle however large the sample grows (Efron 1982, *The
//! Jackknife, the Bootstrap and Other Resampling Plans*, chapter 3). Leaving out whole blocks mends
//! that in the limit (Shao and Wu 1989, *A general theory for jackknife variance estimation*), but
//! slowly: in our studies of 20 replications with 30 dependent observations each, 95 % intervals of
//! `p95` covered 88 %, with 5 observations each 80 %. So the jackknife is applied where it is
//! smooth, to the share of observations *below* the estimated quantile, and the interval of that
//! share is read back through the pooled distribution (Woodruff 1952, *Confidence intervals for
//! medians and other position measures*; Francisco and Fuller 1991 for clusters). The same studies
//! gave 93 % and 94 %. The interval is not symmetric: longer on the side where observations are
//! sparse.
//!
//! Blocks are made of whole replications, so that dependence inside a replication counts; with `g`
//! blocks the interval uses Student's t with `g - 1` degrees of freedom. It is weakest where few
//! observations lie beyond the quantile: an end whose share would pass 0 or 1 stops at the least or
//! greatest observation, and the truth may lie beyond.

use super::histogram::{Histogram, locate, union, value_us};
use super::influence::{Influence, Left};
use super::interval::{Estimate, prediction};
use super::jackknife::BLOCKS;

/// Collects the histograms of replications into blocks: replication `i` goes to block `i mod g`.
///
/// The block depends on the index alone, and counts are integers, so the order of adding does not
/// matter.
#[derive(Debug, Clone)]
pub struct Blocks {
    blocks: Vec<Histogram>,
    replications: Vec<usize>,
}

impl Blocks {
    /// `nblocks` empty blocks, at least one; [`BLOCKS`] is the usual number. Each takes the memory of
    /// the bins from the least to the greatest duration that was added.
    #[must_use]
    pub fn new(nblocks: usize) -> Self {
        let nblocks = nblocks.max(1);
        Self {
            blocks: vec![Histogram::without_room(); nblocks],
            replications: vec![0; nblocks],
        }
    }

    /// Adds one replication, also when it observed nothing: it is evidence all the same.
    pub fn add(&mut self, replication_index: usize, histogram: &Histogram) {
        let block = replication_index % self.blocks.len();
        self.blocks[block].add(histogram);
        self.replications[block] += 1;
    }

    /// Forgets everything, and keeps the memory.
    pub fn clear(&mut self) {
        self.blocks.iter_mut().for_each(Histogram::clear);
        self.replications.fill(0);
    }

    /// Replications added.
    #[must_use]
    pub fn replications(&self) -> usize {
        self.replications.iter().sum()
    }

    /// Observations of all replications.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.blocks.iter().map(Histogram::count).sum()
    }

    /// Pools the blocks, once for any number of quantiles.
    #[must_use]
    pub fn pooled(&self) -> Pooled<'_> {
        let blocks = self.blocks.iter().zip(&self.replications);
        let blocks = blocks.filter(|(_, replications)| **replications > 0);
        let blocks: Vec<Block> = blocks
            .map(|(histogram, &replications)| Block::new(histogram, replications))
            .collect();
        let used = || blocks.iter().filter(|block| !block.counts.is_empty());
        let first = used().map(|block| block.first).min().unwrap_or(0);
        let end = used().map(|block| block.first + block.counts.len()).max();
        let mut counts = vec![0; end.unwrap_or(first) - first];
        for block in used() {
            let pooled = counts[block.first - first..].iter_mut();
            for (pooled, &count) in pooled.zip(block.counts) {
                *pooled += u64::from(count);
            }
        }
        let ranges = self.blocks.iter().map(Histogram::range_us);
        Pooled {
            first,
            count: counts.iter().sum::<u64>() as f64,
            counts,
            range: ranges.fold(None, union),
            blocks,
        }
    }
}

impl Default for Blocks {
    fn default() -> Self {
        Self::new(BLOCKS)
    }
}

/// The observations of all replications in one row of bins, and how much of each bin every block
/// contributed.
#[derive(Debug, Clone)]
pub struct Pooled<'b> {
    /// Number of the first bin that is counted.
    first: usize,
    /// Counts of the bins from there on.
    counts: Vec<u64>,
    /// All of them together.
    count: f64,
    range: Option<(i64, i64)>,
    blocks: Vec<Block<'b>>,
}

/// What one block contributed.
#[derive(Debug, Clone)]
struct Block<'b> {
    replications: usize,
    /// Number of the first bin that is counted.
    first: usize,
    /// Counts of the bins from there on; whoever asks for others gets nothing.
    counts: &'b [u32],
    /// All of them together.
    count: u64,
}

impl<'b> Block<'b> {
    fn new(histogram: &'b Histogram, replications: usize) -> Self {
        let (first, counts) = histogram.counts();
        Self {
            replications,
            first,
            counts,
            count: total(counts),
        }
    }

    /// Observations in the bins before one.
    fn below(&self, bin: usize) -> u64 {
        let bins = bin.saturating_sub(self.first).min(self.counts.len());
        total(&self.counts[..bins])
    }

    /// Observations in a bin.
    fn within(&self, bin: usize) -> u32 {
        let at = bin.checked_sub(self.first);
        at.and_then(|at| self.counts.get(at)).copied().unwrap_or(0)
    }
}

impl Pooled<'_> {
    /// The `p` quantile of all observations, in microseconds; `p` between 0 and 1.
    ///
    /// `low` and `high` are as the module describes; `None` for fewer than two blocks, when one
    /// block holds all observations, or when `p` is 0 or 1 (the least and the greatest of a pool
    /// only move outwards as replications are added: they have no expectation to speak of).
    /// `next_low` and `next_high` are the [`prediction`] interval from `per_replication`, the same
    /// quantile of each replication on its own ([`Histogram::quantile_us`], replications without
    /// observations left out). It need not lie around the pooled value, from which the quantiles of
    /// small replications differ systematically.
    #[must_use]
    pub fn quantile(&self, p: f64, per_replication: Option<&[f64]>) -> Estimate {
        let n = self.blocks.iter().map(|block| block.replications).sum();
        let Some(value) = self.value(p) else {
            return Estimate::unknown(n);
        };
        let expected = self
            .share_below(p)
            .and_then(|share| share.interval(0.05))
            .and_then(|(low, high)| self.value(low).zip(self.value(high)));
        Estimate::new(value, expected, per_replication.and_then(prediction), n)
            .next_from(per_replication.map_or(0, <[f64]>::len))
    }

    /// The interval of the `p` quantile that misses it on either side with probability at most `error`, in microseconds. Where the interval of
    /// the share below it passes 0 or 1, nothing was observed there that could bound it: that end is 0 or infinite. `None` where
    /// [`quantile`](Self::quantile) has no interval.
    #[must_use]
    pub fn interval(&self, p: f64, error: f64) -> Option<(f64, f64)> {
        let (low, high) = self.share_below(p)?.interval(2.0 * error)?;
        let least = if low > 0.0 { self.value(low)? } else { 0.0 };
        let most = if high < 1.0 {
            self.value(high)?
        } else {
            f64::INFINITY
        };
        Some((least, most))
    }

    /// The influence of each block on the `p` quantile, in microseconds. The influence on the share below it is exact; what a
    /// change of the share does to the quantile is read off the pool, as the mean slope of the quantile function over the
    /// interval of that share. `None` where [`quantile`](Self::quantile) has no interval.
    #[must_use]
    pub fn influence(&self, p: f64) -> Option<Influence> {
        let value = self.value(p)?;
        let share = self.share_below(p)?;
        let (low, high) = share.interval(0.05)?;
        let (low, high) = (low.max(0.0), high.min(1.0));
        let slope = if high > low {
            (self.value(high)? - self.value(low)?) / (high - low)
        } else {
            0.0
        };
        // With more of the observations below it, the quantile itself lies lower.
        share.mapped(value, -slope)
    }

    fn value(&self, p: f64) -> Option<f64> {
        let place = locate(&self.counts, p * self.count)?;
        Some(value_us(self.first + place.at, place.share, self.range?))
    }

    /// The influence on the share of observations below the estimated `p` quantile, which is `p` by
    /// construction.
    fn share_below(&self, p: f64) -> Option<Influence> {
        if p <= 0.0 || p >= 1.0 {
            return None;
        }
        let place = locate(&self.counts, p * self.count)?;
        let bin = self.first + place.at;
        let without = |block: &Block| {
            let rest = self.count - block.count as f64;
            let below = block.below(bin) as f64 + place.share * f64::from(block.within(bin));
            (rest > 0.0).then(|| Left {
                value: (p * self.count - below) / rest,
                out: block.replications,
            })
        };
        let without: Option<Vec<Left>> = self.blocks.iter().map(without).collect();
        Some(Influence::left_out(p, &without?))
    }
}

fn total(counts: &[u32]) -> u64 {
    counts.iter().map(|&count| u64::from(count)).sum()
}
