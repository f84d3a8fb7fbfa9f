//! bordergate
