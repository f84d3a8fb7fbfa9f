//! The arrivals of one day: points of a unit-rate process, carried to clock time through the day's profile.

use crate::des::clock::{FOREVER, HOUR, Time};
use crate::des::keyed::{Key, Stream};
use crate::des::ziggurat::Exponential;

/// Arrivals of one day of origin.
pub(super) struct Origin {
    /// Its place among the days of origin of a day: who comes first where two come at one instant.
    pub place: usize,
    pub day: i64,
    pub key: Key,
    stream: Stream,
    /// The point reached on `[0, total)`, which is that of `after`.
    point: f64,
    total: f64,
    /// The hour in which that point lies.
    hour: Hour,
    /// When the next vehicles come, and those after them: drawn one ahead, so that nothing waits for the draw.
    pub next: Coming,
    after: Coming,
    pub row: u64,
}

/// An arrival of a day.
#[derive(Clone, Copy)]
pub(super) struct Coming {
    pub at: Time,
    /// The share of the day's arrivals at which it is.
    pub share: f64,
}

impl Coming {
    /// Nobody comes.
    const NEVER: Self = Self {
        at: FOREVER,
        share: 0.0,
    };
}

impl Origin {
    /// Nobody comes.
    pub const NONE: Self = Self {
        place: 0,
        day: 0,
        key: Key::root(0),
        stream: Key::root(0).stream(),
        point: 0.0,
        total: 0.0,
        hour: Hour::NONE,
        next: Coming::NEVER,
        after: Coming::NEVER,
        row: 0,
    };

    /// One on which this many are expected, before its first vehicles.
    pub fn new(place: usize, day: i64, key: Key, total: f64) -> Self {
        Self {
            place,
            day,
            key,
            stream: key.stream(),
            total,
            ..Self::NONE
        }
    }

    /// Goes on to the next vehicles.
    #[inline(always)]
    pub fn step(&mut self, standard: Exponential, profile: &[f64; 25], day: Day) {
        self.next = self.after;
        self.point += standard.draw(&mut self.stream);
        self.after = if self.point < self.total {
            let share = self.point / self.total;
            if share >= self.hour.until {
                self.hour = self.hour.later(profile, share);
            }
            Coming {
                at: day.instant(self.hour.time_of(share)),
                share,
            }
        } else {
            Coming::NEVER
        };
    }
}

/// A civil day.
#[derive(Clone, Copy)]
pub(super) struct Day {
    from: Time,
    to: Time,
    /// Its length in days of 24 hours. One of 23 or 25 hours is stretched, so that its last arrival is still its own.
    stretch: f64,
}

impl Day {
    pub fn new(from: Time, to: Time) -> Self {
        let stretch = (to - from) as f64 / (24 * HOUR) as f64;
        Self { from, to, stretch }
    }

    /// The instant at this time of a day of 24 hours.
    #[inline(always)]
    pub fn instant(self, time: f64) -> Time {
        (self.from + (time * self.stretch) as i64).min(self.to - 1)
    }
}

/// An hour of a profile. It says at what time of the day a share of the day's arrivals has come.
#[derive(Clone, Copy)]
pub(super) struct Hour {
    number: u32,
    /// The share that has come when it begins, and what comes in it: infinite where nobody does, so that all of it is its beginning.
    before: f64,
    width: f64,
    /// The share at which the next one begins; infinite in the last hour.
    until: f64,
}

impl Hour {
    /// Before any hour.
    pub const NONE: Self = Self {
        number: 0,
        before: 0.0,
        width: f64::INFINITY,
        until: 0.0,
    };

    /// The hour in which this share has come, not before this one.
    pub fn later(self, profile: &[f64; 25], share: f64) -> Self {
        let mut number = self.number as usize;
        while number < 23 && profile[number + 1] <= share {
            number += 1;
        }
        let (before, end) = (profile[number], profile[number + 1]);
        let width = end - before;
        Self {
            number: number as u32,
            before,
            width: if width > 0.0 { width } else { f64::INFINITY },
            until: if number < 23 { end } else { f64::INFINITY },
        }
    }

    /// The time of the day at which this share has come.
    #[inline(always)]
    pub fn time_of(self, share: f64) -> f64 {
        let within = (share - self.before) / self.width;
        (f64::from(self.number) + within) * HOUR as f64
    }
}
