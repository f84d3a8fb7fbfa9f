//! The law of the loop by examples: one file a mechanism, each a tiny world whose log was worked out by hand from
//! `docs/semantics.md`.

mod appointment;
mod backlog;
mod booked;
mod bulletin;
mod calendar;
mod causes;
mod closing;
mod deadlock;
mod demand;
mod enter_cross;
mod goods;
mod horizon;
mod inspection;
mod late;
mod priority;
mod quota;
mod route;
mod shifts;
mod station;
mod together;
mod world;
mod yard;
