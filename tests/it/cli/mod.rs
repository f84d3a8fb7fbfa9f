//! From a plan to what the user sees: replications, estimates, rows, text, the binary and its exit codes.

mod audit;
pub mod binary;
mod chosen;
mod kill;
mod line_words;
mod plan;
mod process;
mod replicate;
mod report;
mod terminal;
mod text_by_hand;
mod trace;
mod world;
