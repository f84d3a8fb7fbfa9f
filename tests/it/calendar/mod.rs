//! Calendars: lunar days, hours, notices, and what they add up to.

mod astronomy;
mod lunar;
