//! Quantiles of the observations of all replications together, with an interval.
//!
//! The quantile is that of the pool, because the mean of the replications' own quantiles is biased: of five observations the
//! 95th percentile is hardly more than the greatest, and averages about a quarter too low.
//!
//! The interval leaves out one block of replications at a time. Leaving out single observations, the plain jackknife, is
//! inconsistent for quantiles: a median of `n` takes just two values then, and the variance estimate does not settle however
//! large `n` grows (Efron 1982, *The Jackknife, the Bootstrap and Other Resampling Plans*, chapter 3). It becomes consistent
//! when the number left out grows faster than the root of the whole (Shao and Wu 1989, *A general theory for jackknife
//! variance estimation*), which a twentieth does. Blocks are made of whole replications, so that dependence inside a
//! replication counts. With `g` blocks the interval uses Student's t with `g - 1` degrees of freedom.
//!
//! Where it is weak: fewer than [`BLOCKS`] replications make blocks of one replication each, and with a handful of
//! observations in each the interval is coarse; and a quantile with few observations beyond it (`p95` of a hundred
//! observations in all has five) is estimated too low, with an interval too narrow.

use super::histogram::{Bin, Histogram, quantile, union};
use super::interval::{Estimate, prediction};
use super::jackknife::{BLOCKS, Left, jackknife};

/// Collects the histograms of replications into blocks: replication `i` goes to block `i mod g`.
///
/// The block depends on the index alone, and counts are integers, so the order of adding does not matter.
#[derive(Debug, Clone)]
pub struct Blocks {
    blocks: Vec<Histogram>,
    replications: Vec<usize>,
}

impl Blocks {
    /// `nblocks` empty blocks, at least one; [`BLOCKS`] is the usual number. Each takes one [`Histogram`].
    #[must_use]
    pub fn new(nblocks: usize) -> Self {
        let nblocks = nblocks.max(1);
        Self {
            blocks: vec![Histogram::new(); nblocks],
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
    pub fn pooled(&self) -> Pooled {
        let mut bins: Vec<Bin> = self.blocks.iter().flat_map(Histogram::bins).collect();
        bins.sort_unstable_by_key(|bin| bin.high);
        bins.dedup_by(|next, kept| {
            let same = next.high == kept.high;
            kept.count += if same { next.count } else { 0 };
            same
        });
        let blocks = self
            .blocks
            .iter()
            .zip(&self.replications)
            .filter(|(_, replications)| **replications > 0);
        let blocks = blocks
            .map(|(block, &replications)| {
                let mut counts = vec![0; bins.len()];
                let mut at = 0;
                for bin in block.bins() {
                    at += bins[at..].partition_point(|b| b.high < bin.high);
                    counts[at] = bin.count;
                }
                Block {
                    replications,
                    range: block.range_us(),
                    count: block.count(),
                    counts,
                }
            })
            .collect();
        Pooled { bins, blocks }
    }
}

impl Default for Blocks {
    fn default() -> Self {
        Self::new(BLOCKS)
    }
}

/// The observations of all replications in one row of bins, and how much of each bin every block contributed.
#[derive(Debug, Clone)]
pub struct Pooled {
    bins: Vec<Bin>,
    blocks: Vec<Block>,
}

#[derive(Debug, Clone)]
struct Block {
    replications: usize,
    range: Option<(i64, i64)>,
    count: u64,
    /// Aligned with the bins of the pool.
    counts: Vec<u64>,
}

impl Pooled {
    /// The `p` quantile (0 to 1) of all observations, in microseconds.
    ///
    /// `low` and `high` are by the delete-a-block jackknife; `None` for fewer than two blocks, or when one block holds all
    /// observations. `next_low` and `next_high` are the [`prediction`] interval from `per_replication`, the same quantile of
    /// each replication on its own ([`Histogram::quantile_us`], replications without observations left out). It need not lie
    /// around the pooled value, from which the quantiles of small replications differ systematically.
    #[must_use]
    pub fn quantile(&self, p: f64, per_replication: Option<&[f64]>) -> Estimate {
        let n = self.blocks.iter().map(|block| block.replications).sum();
        let Some(value) = self.without(None, p) else {
            return Estimate::unknown(n);
        };
        let without: Option<Vec<Left>> = (0..self.blocks.len())
            .map(|block| {
                Some(Left {
                    value: self.without(Some(block), p)?,
                    out: self.blocks[block].replications,
                })
            })
            .collect();
        let expected = without.and_then(|without| jackknife(value, &without));
        Estimate::new(value, expected, per_replication.and_then(prediction), n)
    }

    /// The quantile of all blocks but one.
    fn without(&self, skip: Option<usize>, p: f64) -> Option<f64> {
        let kept = || {
            self.blocks
                .iter()
                .enumerate()
                .filter(|(i, _)| Some(*i) != skip)
                .map(|(_, block)| block)
        };
        let range = kept().fold(None, |range, block| union(range, block.range))?;
        let count = kept().map(|block| block.count).sum();
        let left_out = |bin: usize| skip.map_or(0, |block| self.blocks[block].counts[bin]);
        let bins = self.bins.iter().enumerate().map(|(i, bin)| Bin {
            count: bin.count - left_out(i),
            ..*bin
        });
        quantile(bins, count, range, p)
    }
}
