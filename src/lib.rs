//! bordergate

pub mod stats;
