//! Many replications of one plan: on threads, folded in index order, with what they estimate.
//!
//! A replication is a pure function of plan, seed and index. So a run is a range of indices, and its result does not
//! depend on how many threads work or which of them is first: rows are put in order before anything is computed
//! from them. What is kept when a run is cut short is the *contiguous prefix*, because whatever happens to finish first
//! is a biased sample of all.

pub mod calibrate;
pub mod coalitions;
mod compare;
mod estimate;
mod fold;
mod inputs;
mod judge;
mod precision;
pub mod proof;
mod recorder;
mod replicate;
pub mod sensitivity;
pub mod shapley;
pub mod solve;
pub mod store;
mod window;

pub use compare::{Change, Pairing, Verdict, change, paired, verdict};
pub use fold::{Fold, Locked, Outcome, Reason};
pub use inputs::{Inputs, PER_DRAW};
pub use judge::{FEWEST_DATES, Held, Judgement, goes, judge, judge_within, limit_that_holds};
pub use precision::{FIRST_CHECKPOINT, Precision, Tolerance, Watch, checkpoint_after, half_width};
pub use recorder::Recorder;
pub use replicate::{Arm, Control, Ended, Known, Progress, Range, Sink, replicate};
