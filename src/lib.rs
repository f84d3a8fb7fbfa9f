//! bordergate
pub mod des;
