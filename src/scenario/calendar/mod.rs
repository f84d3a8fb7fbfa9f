//! The calendar of a gate.

mod civil;

pub use civil::{date_of, day_number};
