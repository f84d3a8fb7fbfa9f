//! What happens to the vehicles at these border gates if ... ?
//!
//! A scenario is a TOML file: gates with their hours and notices, quotas, stations, routes, and who comes when.
//! `bordergate` simulates it event by event, many times over, and says what would happen, how sure it is, and why.
//!
//! # The pipeline
//!
//! ```text
//! scenario.toml -> scenario -> plan -> sim -> measures -> experiment -> report -> cli
//!    text          what it     flat    event  one row     rows in       tidy      text, JSON,
//!                  means       arrays  loop   per         index order,  rows      exit code
//!                                             replication estimates
//! ```
//!
//! | module | what it does | knows nothing of |
//! |---|---|---|
//! | [`scenario`] | reads a file, reports every problem with its place, says what is meant | what runs |
//! | [`plan`] | names become indices, days instants, the gate's words those of queueing | TOML |
//! | [`sim`] | one replication: a pure function of plan, seed and index | names, dates, units |
//! | [`measures`] | observes the loop, leaves one row of integers a replication | other replications |
//! | [`stats`] | exact tallies, estimates with two intervals | what is simulated |
//! | [`experiment`] | many replications on threads, folded in index order | how results are shown |
//! | [`report`] | tidy rows, published facts beside them, text and JSON | threads, terminals |
//! | [`cli`] | arguments, signals, progress, printing, exit codes | |
//! | [`gatelog`] | reads a gate's own log: rows, arrivals, fits | plans and everything above |
//! | [`des`] | clock, event list, keyed random numbers, distributions | customs |
//!
//! Dependencies point one way, and no library code prints.
//!
//! # From Rust
//!
//! ```
//! use std::path::Path;
//! use bordergate::{experiment, scenario};
//!
//! let read = scenario::read(Path::new("no-such-file.toml"), &[]);
//! assert!(read.scenario.is_none() && read.problems.has_errors());
//! # let _ = experiment::Control::new();
//! ```

pub mod cli;
pub mod des;
pub mod experiment;
pub mod gatelog;
pub mod measures;
pub mod plan;
pub mod report;
pub mod scenario;
pub mod sim;
pub mod stats;
