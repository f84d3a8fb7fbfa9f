//! From a file to its meaning: the only area that knows TOML.
//!
//! The front end reads text into a tree that remembers where everything was written ([`load`]), merges
//! overlays and command-line changes into it ([`overlay`]), and reads typed values out of it ([`reader`]).
//! Whatever is wrong becomes a [`problem`] with a place, and reading goes on, so that one look shows all of them.
//! What comes out is a [`Scenario`](model::Scenario): names resolved, units integers, the [`calendar`] civil dates.

pub mod band;
pub mod calendar;
pub mod kinds;
pub mod load;
pub mod lunar;
pub mod model;
pub mod node;
pub mod overlay;
pub mod problem;
pub mod reader;
pub mod set;
pub mod shape;
pub mod source;
pub mod syntax;
pub mod units;
