//! The simulation kernel.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(
    clippy::disallowed_methods,
    reason = "references are computed independently of libm"
)]

mod arena;
mod clock;
mod fifo;
mod future_events;
mod heap;
mod indexed_heap;
mod keyed;
mod tests_of_fit;
mod variate;
mod ziggurat;
