//! Many replications of one plan: on threads, folded in index order, with what they estimate.
//!
//! A replication is a pure function of plan, seed and index. So a run is a range of indices, and its result does not
//! depend on how many threads work or which of them is first: rows are put in order before anything is computed
//! from them. What is kept when a run is cut short is the *contiguous prefix*, because whatever happens to finish first
//! is a biased sample of all.

mod fold;
mod replicate;
pub mod store;

pub use fold::{Fold, Reason};
pub use replicate::{Control, Ended, Progress, Range, replicate};
