//! Bookings as the loop sees them: seasons of a lane, intervals of a book, and how a source books before coming.

use std::ops::Range;

use crate::des::clock::{Span, Time};
pub use crate::scenario::model::IfNone;

#[cfg(doc)]
use super::types::NONE;

/// A stretch in which passing needs a booking.
#[derive(Clone, Debug)]
pub struct Season {
    /// Since when the notice is known: from now on vehicles that are not there yet may ask.
    pub known: Time,
    /// From now on vehicles in line ask for a slot: the last free opening before the season is over.
    pub opens: Time,
    /// Passing is free again, or the period ends.
    pub until: Time,
    /// Its intervals.
    pub intervals: Range<u32>,
    /// Which pools of an interval a booking uses (offsets from `Interval::slots`).
    pub pools: Vec<u32>,
    /// Normal lateness: mean and sd, microseconds.
    pub lateness: Option<(f64, f64)>,
    /// How long before the beginning of its interval a vehicle that is there may pass, microseconds.
    pub early: Span,
    /// Threshold of a draw below which a booked vehicle does not appear.
    pub no_show: u64,
    /// Whether later intervals are tried.
    pub other_days: bool,
    /// Most slots that a vehicle may miss and still ask for another.
    pub rebook: u32,
    /// Whether vehicles without a booking take the places of the interval that is on which nobody has.
    pub leftover: bool,
    /// Whether the places of those who have missed their interval are given to such vehicles.
    pub released: bool,
    /// What those do that find none.
    pub refused: Refusal,
    /// Hash of "GATE/NOTICE": what lateness and no-shows draw for, with the beginning of the interval.
    pub purpose: u64,
}

/// What a vehicle does for which no interval is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Stays in line.
    Stay,
    /// Turns back.
    TurnBack,
    /// Goes to this gate, where its kind's `elsewhere` knows it.
    Elsewhere(u32),
}

/// A booking interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// First instant at which it can be booked; `Time::MIN` where there is no horizon.
    pub opens: Time,
    /// Last instant at which it can be booked.
    pub closes: Time,
    /// First instant at which its vehicles may pass.
    pub start: Time,
    /// The instant at which it is over; the next may begin.
    pub end: Time,
    /// A vehicle ready later than this has missed it.
    pub misses: Time,
    /// Places for all that the notice speaks of, or [`NONE`] where only pools limit.
    pub places: u32,
    /// Offset of its pools in `slots`.
    pub slots: u32,
}

/// How the vehicles of a source book before they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BooksPlan {
    /// How long before they would arrive they ask, at most the source's `ahead`.
    pub ahead: Span,
    /// What those do that get none.
    pub if_none: IfNone,
}
