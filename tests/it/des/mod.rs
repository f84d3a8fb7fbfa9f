//! The simulation kernel.

mod clock;
mod future_events;
mod keyed;
mod tests_of_fit;
mod variate;
