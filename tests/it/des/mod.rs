//! The simulation kernel.

mod arena;
mod clock;
mod fifo;
mod future_events;
mod heap;
mod keyed;
mod tests_of_fit;
mod variate;
