//! bordergate
pub mod des;

pub mod stats;

pub mod scenario;
