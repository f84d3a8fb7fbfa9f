//! Statistics over replications: exact tallies in, estimates with two intervals out.
//!
//! The module knows nothing of what is simulated, reads no clock and does no I/O.

mod tally;

pub use tally::{Tally, TimeWeighted};
