//! Civil days and instants.

use jiff::civil::Date;

/// Days from 1 January 1970 to this date, negative before.
pub fn day_number(date: Date) -> i64 {
    // Years start in March, so that the leap day is the last of its year and months before it repeat a pattern
    // of 153 days in five (Howard Hinnant, "chrono-compatible low-level date algorithms").
    let (month, day) = (i64::from(date.month()), i64::from(date.day()));
    let year = i64::from(date.year()) - i64::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
        - 719_468
}

/// The date this many days after 1 January 1970; `None` outside the years -9999 to 9999.
pub fn date_of(day_number: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(day_number).ok()?;
    Date::constant(1970, 1, 1).checked_add(span).ok()
}
