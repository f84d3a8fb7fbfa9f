//! `import`: a gate's own log becomes a part of a scenario.

mod bad_rows;
mod command;
mod fits;
mod formats;
mod messages;
mod round_trip;
mod synthetic;
