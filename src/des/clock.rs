//! Simulated time: whole microseconds, so that sums are exact, the order is total and nothing is ever NaN.
//!
//! Instants count from 1970-01-01 00:00 UTC and may be negative; what a civil date is does not concern this module.

/// An instant, in microseconds since 1970-01-01 00:00 UTC.
pub type Time = i64;

/// A duration, in microseconds.
pub type Span = i64;

/// One second.
pub const SECOND: Span = 1_000_000;
/// One minute.
pub const MINUTE: Span = 60 * SECOND;
/// One hour.
pub const HOUR: Span = 60 * MINUTE;
/// Twenty-four hours; a civil day may be shorter or longer.
pub const DAY: Span = 24 * HOUR;

/// The instant that is never reached, 146,000 years from the epoch: what is due at `FOREVER` does not happen.
///
/// Instants lie in `-FOREVER..=FOREVER`, half the range of the integer, so that the difference of two always fits.
pub const FOREVER: Time = Time::MAX / 2;

/// The longest duration [`round`] returns, about 73,000 years: added to any instant of recorded history it stays below
/// [`FOREVER`], so the event loop may add a drawn duration without checking.
pub const LONGEST: Span = 1 << 61;

/// Rounds a real number of microseconds to a [`Span`] in `0..=LONGEST`; halves go up, NaN becomes 0.
///
/// It is `(x + 0.5) as i64` because `f64::round` is a library call on the baseline x86-64 target and costs nearly
/// twice as much per draw. The two differ only for odd values from 2^52 on, where the sum itself rounds, and for the
/// number just below a half: neither shows in microseconds. Durations are never negative, hence the clamp.
#[inline]
#[must_use]
pub fn round(x: f64) -> Span {
    ((x + 0.5) as i64).clamp(0, LONGEST)
}
