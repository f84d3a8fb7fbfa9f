//! What runs: a scenario compiled to flat arrays of integers.
//!
//! [`compile`] turns names into indices and civil days into instants, once. After it no name, date or
//! unit is looked at again until a report is written.

mod analyze;
mod balance;
mod capacity;
pub mod cause;
mod compile;
mod demand;
mod inspection;
mod lanes;
mod profiles;
mod quota;
mod remarks;
mod types;
pub mod vehicle_name;
mod visits;

pub use analyze::{Analysis, Remark, StationLoad, analyze};
pub use balance::QuotaBalance;
pub use compile::compile;
pub use types::*;
