//! The law of the loop by examples: one file a mechanism, each a tiny world whose log was worked out by hand from
//! `docs/semantics.md`.

mod appointment;
mod backlog;
mod booked;
mod books_ahead;
mod bridge;
mod bulletin;
mod calendar;
mod causes;
mod closing;
mod deadlock;
mod demand;
mod enter_cross;
mod grace;
mod horizon;
mod horizon_of_booking;
mod late;
mod priority;
mod quota;
mod route;
mod shifts;
mod station;
mod walk_in;
mod world;
mod yard;
