//! What runs: a scenario compiled to flat arrays of integers.
//!
//! [`compile`] turns names into indices and civil days into instants, once. After it no name, date or
//! unit is looked at again until a report is written.

mod capacity;
pub mod cause;
mod compile;
mod demand;
mod lanes;
mod quota;
mod types;

pub use compile::compile;
pub use types::*;
