//! Results as tidy rows, and their renderers: one file an output format.
pub mod number;
