//! What the event loop counts: observations and levels, in exact integers.
//!
//! Integers add in any order to the same sum, so laws between tallies (a sum of parts, an integral
//! of a level) hold to the last digit and can be tested with `==`. Nothing here allocates.

use std::hint::cold_path;

/// Count, sum, sum of squares and greatest of integer observations.
///
/// Observations are any `i64`. Count and sum are exact for up to 2^64 of them. The sum of squares
/// is exact while it is below 2^128, and sticks there beyond: in microseconds that is 3.8 x 10^8
/// observations of thirty years each, or 3 x 10^16 of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Observations.
    pub count: u64,
    /// Their sum.
    pub sum: i128,
    /// The sum of their squares.
    pub sum_squares: u128,
    /// The greatest; `i64::MIN` before the first.
    pub max: i64,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            count: 0,
            sum: 0,
            sum_squares: 0,
            max: i64::MIN,
        }
    }
}

impl Tally {
    /// Takes one observation.
    #[inline]
    pub fn record(&mut self, x: i64) {
        self.count += 1;
        self.sum += i128::from(x);
        add_square(&mut self.sum_squares, x);
        // Soon hardly any is the greatest yet: then nothing is written.
        if x > self.max {
            cold_path();
            self.max = x;
        }
    }

    /// Takes all observations of another tally.
    #[inline]
    pub fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.sum_squares = self.sum_squares.saturating_add(other.sum_squares);
        self.max = self.max.max(other.max);
    }

    /// Forgets everything.
    #[inline]
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The mean; `None` of nothing.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64)
    }

    /// The variance with divisor `count - 1`. `None` for fewer than two observations, or if the sum
    /// of squares is 2^125 or more, where the intermediate integers would not fit.
    ///
    /// Computed around the integer part `m` of the mean, `sum_squares - 2 m sum + count m^2`, in
    /// integers: no digits cancel, and equal observations have exactly no variance.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        if self.count < 2 || self.sum_squares >= 1 << 125 {
            return None;
        }
        let count = i128::from(self.count);
        let (m, rest) = (self.sum / count, self.sum % count);
        // Each product is at most `sum_squares`, by Cauchy and Schwarz; two of them stay below
        // 2^127.
        let around = i128::try_from(self.sum_squares).ok()? - m * self.sum - m * rest;
        let squares = around as f64 - rest as f64 * (rest as f64 / count as f64);
        Some((squares / (count - 1) as f64).max(0.0))
    }
}

/// Adds the square of an observation to others, which stick at their greatest.
#[inline(always)]
pub(super) fn add_square(squares: &mut u128, x: i64) {
    let x = i128::from(x);
    *squares = match squares.checked_add((x * x).cast_unsigned()) {
        Some(sum) => sum,
        None => {
            cold_path();
            u128::MAX
        }
    };
}

/// The integral of a level that changes over time, such as the servers that are busy.
///
/// The integral up to an instant is the level times that instant, less each change times the instant at which it was
/// made (Abel's summation by parts). So a change costs one product, and no integral is carried from one to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Integral {
    level: i64,
    /// The sum of all changes, the first level among them, each times its instant.
    moment: i128,
}

impl Integral {
    /// Of a level that starts at `now`, in microseconds.
    #[must_use]
    pub const fn new(now: i64, level: i64) -> Self {
        Self {
            level,
            moment: level as i128 * now as i128,
        }
    }

    /// The level is `level` from `now` on.
    #[inline]
    pub fn set(&mut self, now: i64, level: i64) {
        self.moment += (i128::from(level) - i128::from(self.level)) * i128::from(now);
        self.level = level;
    }

    /// The level changes by `by` at `now`.
    #[inline]
    pub fn change(&mut self, now: i64, by: i64) {
        self.moment += i128::from(by) * i128::from(now);
        self.level += by;
    }

    /// Starts a new period of observation at `now`: the level stays.
    pub fn restart(&mut self, now: i64) {
        *self = Self::new(now, self.level);
    }

    /// The integral of the level from the start to `now`, in level times microseconds. Exact: `i128` holds any `i64` level
    /// over any `i64` time. `now` is not before the last change.
    #[inline]
    #[must_use]
    pub fn to(&self, now: i64) -> i128 {
        i128::from(self.level) * i128::from(now) - self.moment
    }
}

/// A level that changes over time, such as a number waiting: its integral and its peak.
///
/// A level holds from the instant it is set until the next. A level that is replaced at its own
/// instant held for no time: it adds nothing to the integral and is no peak, so the order of
/// changes within one instant does not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeWeighted {
    integral: Integral,
    since: i64,
    /// `i64::MIN` until some level has held for some time; no level is as low.
    peak: i64,
}

impl TimeWeighted {
    /// A level that starts at `now`, in microseconds.
    #[must_use]
    pub const fn new(now: i64, level: i64) -> Self {
        Self {
            integral: Integral::new(now, level),
            since: now,
            peak: i64::MIN,
        }
    }

    /// The level is `level` from `now` on. Time does not run backwards: `now` is not before the
    /// previous call's.
    #[inline]
    pub fn set(&mut self, now: i64, level: i64) {
        self.advance(now);
        self.integral.set(now, level);
    }

    /// The level changes by `by` at `now`.
    #[inline]
    pub fn change(&mut self, now: i64, by: i64) {
        self.advance(now);
        self.integral.change(now, by);
    }

    /// Starts a new period of observation at `now`: the level stays, integral and peak begin anew.
    #[inline]
    pub fn restart(&mut self, now: i64) {
        *self = Self::new(now, self.level());
    }

    /// The present level.
    #[inline]
    #[must_use]
    pub const fn level(&self) -> i64 {
        self.integral.level
    }

    /// The integral of the level from the start to `now`, in level times microseconds. Exact:
    /// `i128` holds any `i64` level over any `i64` time. `now` is not before the last change.
    #[inline]
    #[must_use]
    pub fn integral_to(&self, now: i64) -> i128 {
        debug_assert!(now >= self.since, "time runs backwards");
        self.integral.to(now)
    }

    /// The greatest level that held for some time up to `now`; `None` if no time has passed.
    #[inline]
    #[must_use]
    pub fn max_to(&self, now: i64) -> Option<i64> {
        let held = if now > self.since {
            self.peak.max(self.level())
        } else {
            self.peak
        };
        (held > i64::MIN).then_some(held)
    }

    /// The greatest level that held for some time up to `now`, or the present one if no time has passed.
    #[must_use]
    pub fn peak_to(&self, now: i64) -> i64 {
        self.max_to(now).unwrap_or(self.level())
    }

    #[inline]
    fn advance(&mut self, now: i64) {
        debug_assert!(now >= self.since, "time runs backwards");
        if now != self.since {
            if self.level() > self.peak {
                cold_path();
                self.peak = self.level();
            }
            self.since = now;
        }
    }
}
