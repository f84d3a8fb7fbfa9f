//! Results as tidy rows, and their renderers: one file an output format.
pub mod days;
pub mod listing;
pub mod number;
pub mod plan;
pub mod plan_json;
pub mod story;
pub mod trace;
pub mod words;
