//! bordergate
pub mod des;
pub mod measures;
pub mod plan;
pub mod scenario;
pub mod sim;
pub mod stats;
