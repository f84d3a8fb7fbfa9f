//! Spans and instants as one asks for them: "2022-02-03..2022-02-09", "mùng 3..mùng 6", "2022-02-03 08:00..12:00".
//!
//! Days are those of notices ([`DayRef`]), clock times those of the scenario's own clock. A span of days ends with its last day; one that
//! ends at a clock time ends there, and nothing at that instant belongs to it, as with hours.

use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::civil::{DAY_MINUTES, Time, instant};
use super::day_ref::DayRef;
use super::notice::Period;
use super::text::{TextError, trimmed};

/// A day, and a clock time on it where one was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moment {
    day: Date,
    minute: Option<i64>,
}

/// Reads a span `A..B`, or one day `A`, within a period: its first instant, and the instant at which it is over. After a day with a clock time
/// a bare clock time is of the same day.
///
/// # Errors
/// With the bytes that are wrong, where the text is no span, is empty, or does not lie in the period.
pub fn span(text: &str, period: Period, zone: &TimeZone) -> Result<(Time, Time), TextError> {
    let remedy = "write days, as in \"2022-02-03..2022-02-09\" or \"mùng 3..mùng 6\", or instants, as in \"2022-02-03 08:00..12:00\"";
    let (first, last) = match text.find("..") {
        None => (0..text.len(), None),
        Some(dots) => (0..dots, Some(dots + 2..text.len())),
    };
    let from = moment(text, first.clone(), None, period, remedy)?;
    let to = match &last {
        None if from.minute.is_some() => {
            return Err(TextError::new(
                0..text.len(),
                "this is an instant, and no span",
                remedy,
            ));
        }
        None => from,
        Some(last) => {
            let day = from.minute.map(|_| from.day);
            moment(text, last.clone(), day, period, remedy)?
        }
    };
    let begins = instant(from.day, from.minute.unwrap_or(0), zone);
    let ends = instant(to.day, to.minute.unwrap_or(DAY_MINUTES), zone);
    let all = 0..text.len();
    if begins >= ends {
        let why = "it is over before it begins";
        return Err(TextError::new(last.unwrap_or(all), why, remedy));
    }
    let (start, end) = (period.start(zone), period.end(zone));
    if begins < start || ends > end {
        let at = if begins < start {
            first
        } else {
            last.unwrap_or(all)
        };
        return Err(outside(at, period));
    }
    Ok((begins, ends))
}

/// Reads an instant "DAY HH:MM" within a period.
///
/// # Errors
/// With the bytes that are wrong, where the text is none, or it does not lie in the period.
pub fn point(text: &str, period: Period, zone: &TimeZone) -> Result<Time, TextError> {
    let remedy = "write a day and a clock time, as in \"2022-02-03 18:00\" or \"mùng 3 18:00\"";
    let all = 0..text.len();
    let read = moment(text, all.clone(), None, period, remedy)?;
    let Some(minute) = read.minute else {
        return Err(TextError::new(all, "the clock time is missing", remedy));
    };
    let at = instant(read.day, minute, zone);
    if at < period.start(zone) || at >= period.end(zone) {
        return Err(outside(all, period));
    }
    Ok(at)
}

fn outside(at: Range<usize>, period: Period) -> TextError {
    let Period { from, to } = period;
    let why = format!("this is outside the period, {from} to {to}");
    TextError::new(at, why, "ask about a time that is simulated")
}

/// A day, and perhaps a clock time on it; of a `same` day where only a clock time is written.
fn moment(
    text: &str,
    at: Range<usize>,
    same: Option<Date>,
    period: Period,
    remedy: &str,
) -> Result<Moment, TextError> {
    let (at, part) = trimmed(text, at);
    if part.is_empty() {
        return Err(TextError::new(at, "a day is missing", remedy));
    }
    // A clock time is the last word, and has a colon.
    let begins = part.rfind(char::is_whitespace).map_or(0, |blank| {
        blank + part[blank..].chars().next().map_or(0, char::len_utf8)
    });
    let (day, time) = match part[begins..].contains(':') {
        true => (&part[..begins], Some(&part[begins..])),
        false => (part, None),
    };
    let minute = match time {
        None => None,
        Some(time) => Some(minute(time).ok_or_else(|| {
            let at = at.start + begins..at.end;
            let why = format!("`{time}` is no clock time");
            TextError::new(at, why, "write hours and minutes, 00:00 to 24:00")
        })?),
    };
    let (day_at, day) = trimmed(text, at.start..at.start + day.len());
    if let (true, Some(same)) = (day.is_empty(), same) {
        return Ok(Moment { day: same, minute });
    }
    if day.is_empty() {
        return Err(TextError::new(at, "the day is missing", remedy));
    }
    let day = match day.parse::<Date>() {
        Ok(date) => date,
        Err(_) => {
            let read = DayRef::parse(day).map_err(|_| {
                TextError::new(day_at.clone(), format!("`{day}` is not a day"), remedy)
            })?;
            read.resolve(period)
                .map_err(|error| TextError::new(day_at, error.to_string(), remedy))?
        }
    };
    Ok(Moment { day, minute })
}

/// The minute of a day, up to its end.
fn minute(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let two = |part: &str| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_digit());
        digits.then(|| part.parse::<i64>().ok())?
    };
    let (hour, minute) = (two(hour)?, two(minute)?);
    let of_day = hour * 60 + minute;
    (minute < 60 && of_day <= DAY_MINUTES).then_some(of_day)
}
