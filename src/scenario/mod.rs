//! What a scenario means.

pub mod calendar;
pub mod lunar;
