//! How large a share each of several changes has in what all of them bring about together.
//!
//! Changes work on each other: a second server is worth nothing before a closed gate, and much behind an open one. So the effect of one
//! alone, and its effect where all others are there already, differ, and neither sums to the whole. The Shapley value does: it
//! is the effect of a change on those that came before it, averaged over all orders in which they might come (Shapley 1953, *A value for
//! n-person games*; Song, Nelson and Staum 2016 share the variance of a simulation's output in the same way). Of `n` changes the one
//! called `i` has the share
//!
//! ```text
//! sum over the sets S without i of  |S|! (n - |S| - 1)! / n!  times  worth(S and i) - worth(S)
//! ```
//!
//! Everything here is integers. Worths are whole (microseconds), weights are taken `n!` times, and so is every share: shares sum to
//! the whole effect exactly, and not only up to rounding. What is printed is rounded by [`rounded`], so that a column adds
//! up too.
//!
//! Shares are linear in the worths, so each replication has shares of its own, and their mean has the interval of any other mean over
//! replications: those of paired runs, for all sets have the same vehicles.

use crate::stats::{Estimate, mean_of_integers};

/// At most so many changes: the sets of them are two to that power.
pub const MOST_PLAYERS: usize = 8;

/// What each set of changes is worth, in each replication. A set is a mask: the bit `1 << i` says whether the change `i` is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Game {
    players: usize,
    replications: usize,
    /// By set, then by replication.
    worths: Vec<Vec<i128>>,
}

impl Game {
    /// The game of so many changes; `worths` has a list for each set, in the order of masks, and a value for each replication. `None` where
    /// that is not so, or there are more than [`MOST_PLAYERS`]. Worths are at most 10^30 either way, so that nothing overflows.
    pub fn new(players: usize, worths: Vec<Vec<i128>>) -> Option<Self> {
        const LARGEST: u128 = 10_u128.pow(30);
        let replications = worths.first()?.len();
        let fits = |worth: &i128| worth.unsigned_abs() <= LARGEST;
        let sound = players <= MOST_PLAYERS
            && worths.len() == 1 << players
            && worths
                .iter()
                .all(|of_set| of_set.len() == replications && of_set.iter().all(fits));
        sound.then_some(Self {
            players,
            replications,
            worths,
        })
    }

    /// How many changes there are.
    pub fn players(&self) -> usize {
        self.players
    }

    /// How many replications.
    pub fn replications(&self) -> usize {
        self.replications
    }

    /// The set of all changes.
    pub fn everybody(&self) -> usize {
        (1 << self.players) - 1
    }

    /// `n!`: so many times each share is what [`share`](Self::share) gives.
    pub fn orders(&self) -> i128 {
        factorial(self.players)
    }

    /// What a set is worth in each replication; nothing where there is no such set.
    pub fn worth(&self, set: usize) -> &[i128] {
        self.worths.get(set).map_or(&[], Vec::as_slice)
    }

    /// The share of a change in each replication, times [`orders`](Self::orders).
    pub fn share(&self, player: usize) -> Vec<i128> {
        let mut shares = vec![0; self.replications];
        let own = 1 << player;
        for set in (0..=self.everybody()).filter(|set| set & own == 0) {
            let size = set.count_ones() as usize;
            let weight = factorial(size) * factorial(self.players.saturating_sub(size + 1));
            let effects = self.worth(set | own).iter().zip(self.worth(set));
            for (share, (with, without)) in shares.iter_mut().zip(effects) {
                *share += weight * (with - without);
            }
        }
        shares
    }

    /// What a change brings about by itself, in each replication.
    pub fn alone(&self, player: usize) -> Vec<i128> {
        self.effect(0, 1 << player)
    }

    /// What a change brings about where all others are there already.
    pub fn last(&self, player: usize) -> Vec<i128> {
        let all = self.everybody();
        self.effect(all & !(1 << player), all)
    }

    /// What all changes bring about together.
    pub fn whole(&self) -> Vec<i128> {
        self.effect(0, self.everybody())
    }

    /// How much more a set is worth than another, in each replication.
    pub fn effect(&self, from: usize, to: usize) -> Vec<i128> {
        let worths = self.worth(to).iter().zip(self.worth(from));
        worths.map(|(to, from)| to - from).collect()
    }

    /// The mean of a share, as [`share`](Self::share) gives it, in the unit that is `scale` of the worths'.
    pub fn mean_share(&self, player: usize, scale: f64) -> Estimate {
        mean_of_integers(&self.share(player), scale / self.orders() as f64)
    }
}

fn factorial(n: usize) -> i128 {
    (1..=n).map(|k| k as i128).product()
}

/// Rounds the parts of a sum to whole units, so that they add up to the rounded sum: all are rounded down first, and what is missing then
/// goes to those that lost most, the first of them where they lost the same (the method of largest remainders). A part of
/// nothing stays nothing, and none is off by a unit or more. `unit` is positive.
pub fn rounded(parts: &[i128], unit: i128) -> Vec<i128> {
    let unit = unit.max(1);
    let sum: i128 = parts.iter().sum();
    let whole = (2 * sum + unit).div_euclid(2 * unit);
    let mut units: Vec<i128> = parts.iter().map(|part| part.div_euclid(unit)).collect();
    let missing = whole - units.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(parts[at].rem_euclid(unit)));
    let missing = usize::try_from(missing).unwrap_or(0);
    for &at in order.iter().take(missing) {
        units[at] += 1;
    }
    units
}
