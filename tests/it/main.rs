//! All integration tests in one binary: one link, and tests run through public boundaries only.

mod calendar;
mod des;
mod front;
mod lower;
mod stats;
