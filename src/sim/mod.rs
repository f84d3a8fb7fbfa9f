//! The hot loop: one replication of a [`Plan`](crate::plan::Plan), event by event.
//!
//! [`Engine::run`] is a pure function of plan, seed and index of the replication. It sees integers, flat arrays and
//! closed enums only; after the first replication it allocates nothing unless more vehicles are inside than ever before.
//! It never formats, names or fails: it returns a reason for stopping.
//!
//! An instant is worked off in two phases. First all its events: readings of levels, then releases, then changes of
//! calendar, capacity, quota and bookings, then arrivals, each in the order in which they were scheduled. Then what
//! can start is started, which may bring further events at the same instant, and so on until nothing is left. Whose patience
//! runs out then gives up, one after the other, each before what can start by that is started.
//! `docs/semantics.md` is the law of this module; the files here follow its chapters.

mod afar;
mod arrivals;
mod balking;
mod barrier;
mod batch;
mod booking;
mod bridge;
mod census;
mod chooser;
mod cycle;
mod day;
mod deadlock;
mod diversion;
mod engine;
mod group;
mod observer;
mod order;
mod outage;
mod papers;
mod patience;
mod pool;
mod quota;
mod residents;
mod route;
mod shifts;
mod special;
mod station;
mod stay;
mod together;
mod vehicle;
mod walk_in;
mod yard;

pub use crate::plan::Reason;
pub use deadlock::{Held, Link};
pub use engine::{Engine, Stop};
pub use observer::{Exit, Observer, Place, Standing};
pub use vehicle::Vehicle;
