//! From a plan to what the user sees: replications, estimates, rows, text, the binary and its exit codes.

mod process;
mod replicate;
mod report;
mod world;
