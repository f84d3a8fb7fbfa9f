//! When a gate is open, for whom, and if not, why.
//!
//! A gate has a week of hours on each side of the line and a list of *notices* about particular
//! days: closed over Tết, by appointment after it, open to some classes only. [`resolve`] turns
//! these into a [`Timeline`], one for each [`Category`] of vehicles: a state for every instant of
//! the scenario's period. Nothing after this module needs to know about dates, zones or the moon.
//!
//! # The law
//!
//! **Hours** are half-open: at 11:00 the window 08:00-11:00 is over. They are civil times of a
//! place and become instants by its zone. A time that a clock shows twice is its first showing; one
//! that it skips is the moment of the jump.
//!
//! **Both sides.** A gate is open while both sides are, in real time. A weekday without hours is a
//! rest day: the whole of it, on that side's clock, is
//! [`ClosedHoliday`](SegmentState::ClosedHoliday). On a working day, what lies outside the common
//! hours is [`ClosedNight`](SegmentState::ClosedNight), a lunch break too.
//!
//! **Which notice decides.** Of the notices that cover a civil day of the scenario's clock (both
//! ends included), speak of the category and belong to the chosen version or to none, exactly one
//! decides the day: the one announced last (never announced counts as earliest); among those, the
//! one that covers the fewest days; among those, the one whose filter has the most fields. Notices
//! that are still tied must come to the same for the category, else the calendar is refused as an
//! [`Ambiguity`].
//!
//! **What it decides.** The weekly days no longer matter, on either side: the gate works even on a
//! rest day.
//!
//! - *closed*: the whole day is [`ClosedHoliday`](SegmentState::ClosedHoliday).
//! - *normal*, *appointment*: the notice's hours, or else the gate's, bind on our side; the
//!   notice's partner hours, or else the partner's, on theirs. The gate's hours on a rest day are
//!   those of the first weekday that has any, Monday first. During *appointment*, what is open is
//!   [`Booked`](SegmentState::Booked), except for classes in `exempt`.
//! - *extended*: the notice's hours are added to the gate's, on both sides, for both agreed to
//!   them; with partner hours given, each side adds its own.
//! - Hours that are given as closed make the day a holiday.
//!
//! Within the open hours, a category that is `barred`, or not `admitted`, is
//! [`ClassBarred`](SegmentState::ClassBarred). Who is both is barred.
//!
//! **Closures for part of a day** (*closed* with hours) do not compete. Whatever else decides the
//! day, their hours are [`ClosedHoliday`](SegmentState::ClosedHoliday).
//!
//! **Restrictions** come last: in their window, who may not pass is in the
//! [`WrongDirection`](SegmentState::WrongDirection), where the gate is open at all.
//!
//! **One cause.** Where several hold, the first of holiday, night, wrong direction, class barred is
//! named.
//!
//! **What is known.** On a given day, people know the notices announced by then (without a date:
//! always), and take the calendar to be the last version, not beyond the chosen one, of which some
//! notice is announced; see [`View`].

mod civil;
mod day_ref;
mod hours;
pub mod moment;
mod notice;
mod resolve;
mod spans;
mod table;
mod text;
mod timeline;

pub use civil::{DAY_MINUTES, MINUTE, Time, clock, date_of, day_number, instant};
pub use day_ref::{DayRef, DayRefError, REACH_DAYS};
pub use hours::{Days, Hours, Weekly};
pub use notice::{
    Bound, Category, ClassWord, Clocks, Direction, Filter, GateCalendar, Nationality, Notice,
    NoticeState, Period, Restriction,
};
pub use resolve::{Ambiguity, Regard, View, deciding_notice, resolve, resolve_known, resolve_view};
pub use spans::Spans;
pub use table::{DayRow, DaySpan, day_table};
pub use text::TextError;
pub use timeline::{Segment, SegmentState, Timeline};
