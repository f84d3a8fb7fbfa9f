//! The simulation kernel: what any discrete-event model needs, whatever it is a model of.
//!
//! - [`clock`]: instants and durations as whole microseconds.
//! - [`future_events`]: what happens next; one slot for each unit that can be busy.
//! - [`keyed`]: random numbers keyed by purpose and entity instead of drawn in the order of events.
//! - [`variate`]: distributions, checked once, then drawn from by precomputed samplers.

pub mod clock;
pub mod future_events;
pub mod keyed;
pub mod variate;
