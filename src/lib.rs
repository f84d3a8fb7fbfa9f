//! bordergate
pub mod des;

pub mod stats;
