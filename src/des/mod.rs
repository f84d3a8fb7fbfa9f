//! The simulation kernel: what any discrete-event model needs, whatever it is a model of.
//!
//! A model owns the parts below as plain fields and runs a loop over them:
//!
//! ```
//! use bordergate::des::clock::{HOUR, MINUTE};
//! use bordergate::des::future_events::FutureEvents;
//! use bordergate::des::keyed::{Key, Use};
//! use bordergate::des::variate::{Distribution, Sampler};
//!
//! // Three machines that run for an exponential time and are then repaired for ten minutes, watched for eight hours.
//! const UPTIME: Use = Use::named("uptime");
//! let uptime = Sampler::new(&Distribution::Exponential { mean: HOUR as f64 });
//! let machines = Key::root(1).named("machines");
//! let mut streams: Vec<_> = (0..3).map(|k| machines.entity(k).stream(UPTIME)).collect();
//! let mut events = FutureEvents::new(3);
//! for machine in 0..3 {
//!     events.schedule(machine, uptime.draw(&mut streams[machine as usize]), 0);
//! }
//! let mut failures = 0;
//! while let Some((now, machine)) = events.peek().filter(|&(at, _)| at < 8 * HOUR) {
//!     failures += 1;
//!     let repaired = now + 10 * MINUTE;
//!     events.schedule(machine, repaired + uptime.draw(&mut streams[machine as usize]), 0);
//! }
//! assert!((5..40).contains(&failures));
//! ```
//!
//! **When**
//! - [`clock`]: instants and durations as whole microseconds.
//! - [`future_events`]: what happens next; one slot for each unit that can be busy.
//! - [`heap`]: deadlines of the many, of which the future event list sees the earliest only.
//! - [`indexed_heap`]: the same for deadlines that are withdrawn more often than met.
//!
//! **What chance decides**
//! - [`keyed`]: random numbers keyed by purpose and entity instead of drawn in the order of events.
//! - [`variate`]: distributions, checked once, then drawn from by precomputed samplers.
//! - [`ziggurat`]: the two standard distributions that the others are made of.
//!
//! **Who is where**
//! - [`arena`]: records with handles, their slots used again.
//! - [`fifo`]: queues through links in those records.
//!
//! # Invariants
//!
//! No word of the trade, no serialization, no input or output, no clock of the real world. Nothing here fails once
//! [`variate::Distribution::check`] has accepted the parameters, and nothing allocates but to grow.

pub mod arena;
pub mod clock;
pub mod fifo;
pub mod future_events;
pub mod heap;
pub mod indexed_heap;
pub mod keyed;
pub mod variate;
pub mod ziggurat;
