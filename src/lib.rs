//! bordergate

pub mod scenario;
