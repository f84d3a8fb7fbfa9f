//! Many variants of one scenario, run on the same vehicles, of which only sums of a few columns are kept.
//!
//! Two to the eighth variants would be as many engines a thread, so they are run some at a time. Each goes through the same replications, and
//! one that fails in any variant is left out of all: what is left is paired. Nothing is known before all have run; a run that is
//! stopped has no result.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crate::measures::Catalogue;
use crate::plan::Plan;

use super::fold::{Fold, Reason};
use super::recorder::Recorder;
use super::replicate::{Arm, Control, Ended, Progress, Range, replicate};

/// So many variants are run at a time.
const AT_A_TIME: usize = 32;

/// A variant and what is asked of it.
pub struct Variant {
    /// What runs.
    pub plan: Plan,
    /// Its rows.
    pub catalogue: Catalogue,
    /// Columns of the row whose sums are asked for.
    pub sums: Vec<Vec<usize>>,
}

/// What all variants came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    /// The replications that no variant failed.
    pub replications: Vec<u64>,
    /// By variant and sum, a value for each of these replications.
    pub values: Vec<Vec<Vec<i128>>>,
    /// The others, and why the first variant that failed did.
    pub failures: Vec<(u64, Reason)>,
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoSums {
    /// The run was stopped, in this way.
    Stopped(Ended),
    /// No thread could be started.
    NoThreads,
    /// A variant could not be made.
    Impossible(String),
    /// Some variant failed in each replication, the first for this reason.
    AllFailed(Reason),
}

/// How to run them.
pub struct Manner<'c> {
    /// Which replications.
    pub range: Range,
    /// Seed of all.
    pub seed: u64,
    /// On so many threads.
    pub jobs: usize,
    /// By which it is stopped.
    pub control: &'c Control,
}

/// Runs variants `0..count`, which `make` makes when their turn comes. `moved` hears how many runs, of `count` times the replications, are
/// done.
///
/// # Errors
/// Where there is nothing that all variants have.
pub fn run(
    count: usize,
    mut make: impl FnMut(usize) -> Result<Variant, String>,
    manner: &Manner,
    mut moved: impl FnMut(Progress),
) -> Result<Sums, NoSums> {
    let mut columns: Vec<Vec<(u64, Vec<i128>)>> = Vec::with_capacity(count);
    let mut failures: Vec<(u64, Reason)> = Vec::new();
    let mut before = Progress::default();
    for first in (0..count).step_by(AT_A_TIME) {
        let some: Vec<Variant> = (first..count.min(first + AT_A_TIME))
            .map(&mut make)
            .collect::<Result<_, _>>()
            .map_err(NoSums::Impossible)?;
        let arms: Vec<Arm> = some
            .iter()
            .map(|variant| Arm {
                plan: &variant.plan,
                catalogue: &variant.catalogue,
                inputs: None,
                seed: manner.seed,
            })
            .collect();
        let mut folds: Vec<Fold> = some
            .iter()
            .map(|variant| Fold::new(&variant.catalogue))
            .collect();
        let told = |folds: &[Fold]| {
            let now = folds.first().map(Fold::progress).unwrap_or_default();
            Progress {
                done: before.done + now.done * folds.len() as u64,
                failed: before.failed + now.failed * folds.len() as u64,
            }
        };
        let mut recorder = Recorder::new(&mut folds, |folds: &[Fold]| {
            moved(told(folds));
            ControlFlow::Continue(())
        });
        // Nothing is stored, so nothing can go wrong with what is.
        let ended = replicate(
            &arms,
            manner.range,
            &[],
            manner.jobs,
            manner.control,
            &mut recorder,
        );
        match ended {
            Ok(Ended::Complete | Ended::Enough) => {}
            Ok(Ended::NoThreads) => return Err(NoSums::NoThreads),
            Ok(ended) => return Err(NoSums::Stopped(ended)),
            Err(_) => return Err(NoSums::Stopped(Ended::Stopped)),
        }
        before = told(&folds);
        if let Some(fold) = folds.first() {
            failures.extend(fold.failures().iter().cloned());
        }
        for (variant, fold) in some.iter().zip(&folds) {
            columns.push(sums(variant, fold));
        }
    }
    failures.sort_by_key(|(replication, _)| *replication);
    failures.dedup_by_key(|(replication, _)| *replication);
    let failed: BTreeSet<u64> = failures
        .iter()
        .map(|(replication, _)| *replication)
        .collect();
    let replications: Vec<u64> = (manner.range.from..manner.range.to)
        .filter(|replication| !failed.contains(replication))
        .collect();
    if let (true, Some((_, reason))) = (replications.is_empty(), failures.first()) {
        return Err(NoSums::AllFailed(reason.clone()));
    }
    let values = columns
        .into_iter()
        .map(|rows| by_sum(rows, &failed))
        .collect();
    Ok(Sums {
        replications,
        values,
        failures,
    })
}

/// The sums of each replication of a variant.
fn sums(variant: &Variant, fold: &Fold) -> Vec<(u64, Vec<i128>)> {
    let wanted: Vec<Vec<Vec<i128>>> = variant
        .sums
        .iter()
        .map(|columns| columns.iter().map(|&column| fold.column(column)).collect())
        .collect();
    let sum = |columns: &Vec<Vec<i128>>, at: usize| -> i128 {
        columns.iter().filter_map(|column| column.get(at)).sum()
    };
    fold.replications()
        .iter()
        .enumerate()
        .map(|(at, &replication)| {
            let each = wanted.iter().map(|columns| sum(columns, at));
            (replication, each.collect())
        })
        .collect()
}

/// The same, sum by sum, without the replications that failed somewhere.
fn by_sum(rows: Vec<(u64, Vec<i128>)>, failed: &BTreeSet<u64>) -> Vec<Vec<i128>> {
    let wanted = rows.first().map_or(0, |(_, sums)| sums.len());
    let mut values = vec![Vec::with_capacity(rows.len()); wanted];
    for (replication, sums) in rows {
        if failed.contains(&replication) {
            continue;
        }
        for (list, sum) in values.iter_mut().zip(sums) {
            list.push(sum);
        }
    }
    values
}
