//! From civil days and clock times to instants and back.
//!
//! A place's clock may jump. [`instant`] is monotone all the same: a time that the clock shows
//! twice is its first showing, a time that it skips is the moment of the jump. So windows that are
//! disjoint on the clock stay disjoint in real time, and days follow one another without gap or
//! overlap.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

/// Microseconds since 1 January 1970, 00:00 UTC.
pub use crate::des::clock::Time;

/// Microseconds in a minute.
pub const MINUTE: i64 = 60_000_000;

/// Minutes in a civil day as its clock face shows it.
pub const DAY_MINUTES: i64 = 24 * 60;

/// The instant at which this place's clock shows `minute` (0 to 1440, where 1440 is the next
/// midnight) on a day.
pub fn instant(date: Date, minute: i64, zone: &TimeZone) -> Time {
    let local = (day_number(date) * DAY_MINUTES + minute) * MINUTE;
    let utc = |offset: Offset| local - i64::from(offset.seconds()) * 1_000_000;
    let (date, minute) = match minute {
        DAY_MINUTES => match date.tomorrow() {
            Ok(next) => (next, 0),
            Err(_) => return local, // the midnight that ends the last representable day
        },
        _ => (date, minute),
    };
    let shown = date.at((minute / 60) as i8, (minute % 60) as i8, 0, 0);
    match zone.to_ambiguous_timestamp(shown).offset() {
        AmbiguousOffset::Unambiguous { offset } => utc(offset),
        AmbiguousOffset::Fold { before, .. } => utc(before),
        AmbiguousOffset::Gap { before, after } => {
            // Read with the later offset, a skipped time falls just before the jump.
            let jump = Timestamp::from_microsecond(utc(after))
                .ok()
                .and_then(|just_before| zone.following(just_before).next());
            jump.map_or(utc(before), |jump| jump.timestamp().as_microsecond())
        }
    }
}

/// What this place's clock shows at an instant. Instants beyond the year 9999 show its last moment.
pub fn clock(time: Time, zone: &TimeZone) -> DateTime {
    Timestamp::from_microsecond(time).map_or(DateTime::MAX, |time| zone.to_datetime(time))
}

/// Days from 1 January 1970 to this date, negative before.
pub fn day_number(date: Date) -> i64 {
    // Years start in March, so that the leap day is the last of its year and the months before it
    // repeat a pattern of 153 days in five (Howard Hinnant, "chrono-compatible low-level date
    // algorithms").
    let (month, day) = (i64::from(date.month()), i64::from(date.day()));
    let year = i64::from(date.year()) - i64::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    365 * year + leap_days + day_of_year - 719_468
}

/// The date this many days after 1 January 1970; `None` outside the years -9999 to 9999.
pub fn date_of(day_number: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(day_number).ok()?;
    Date::constant(1970, 1, 1).checked_add(span).ok()
}
