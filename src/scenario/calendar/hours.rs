//! Opening hours: the windows of one civil day, sets of weekdays, and a week of hours.

use std::fmt;
use std::ops::Range;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use super::civil::{DAY_MINUTES, instant};
use super::spans::Spans;
use super::text::{TextError, parts, trimmed};

/// The windows of a civil day during which something is open, in minutes after midnight, half-open:
/// at 11:00 the window 08:00-11:00 is over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Hours(Spans);

impl Hours {
    /// No window: shut all day.
    pub fn closed() -> Hours {
        Hours::default()
    }

    /// The whole day, 00:00-24:00.
    pub fn always() -> Hours {
        Hours(Spans::between(0, DAY_MINUTES))
    }

    /// Reads `"07:00-19:00"`, `"08:00-11:00, 14:00-17:00"`, `"always"` or `"closed"`.
    ///
    /// # Errors
    /// With the bytes that are wrong: a time that is none, a window that ends before it starts (one
    /// past midnight is two windows), or windows that overlap.
    pub fn parse(text: &str) -> Result<Hours, TextError> {
        let (at, word) = trimmed(text, 0..text.len());
        match word.to_lowercase().as_str() {
            "always" => return Ok(Hours::always()),
            "closed" => return Ok(Hours::closed()),
            "" => return Err(TextError::new(at, "no hours are given", EXAMPLE)),
            _ => {}
        }
        let mut hours = Spans::default();
        for (at, part) in parts(text, at, &[',']) {
            let (from, to) = window(text, at.clone())?;
            let window = Spans::between(from, to);
            if !hours.intersect(&window).is_empty() {
                let reason = format!("window {part} overlaps one before it");
                return Err(TextError::new(at, reason, "give each hour of the day once"));
            }
            hours = hours.union(&window);
        }
        Ok(Hours(hours))
    }

    /// The windows in order, as minutes after midnight (0 to 1440).
    pub fn windows(&self) -> &[(i64, i64)] {
        self.0.as_slice()
    }

    /// Whether there is no window.
    pub fn is_closed(&self) -> bool {
        self.0.is_empty()
    }

    /// Minutes open.
    pub fn minutes(&self) -> i64 {
        self.0.total()
    }

    /// Open in either.
    pub fn union(&self, other: &Hours) -> Hours {
        Hours(self.0.union(&other.0))
    }

    /// Open in both.
    pub fn intersect(&self, other: &Hours) -> Hours {
        Hours(self.0.intersect(&other.0))
    }

    /// Open here and not there.
    pub fn subtract(&self, other: &Hours) -> Hours {
        Hours(self.0.subtract(&other.0))
    }

    /// The instants of these windows on one civil day of a place.
    pub fn on(&self, date: Date, zone: &TimeZone) -> Spans {
        let instants = |&(from, to)| (instant(date, from, zone), instant(date, to, zone));
        self.windows().iter().map(instants).collect()
    }
}

impl fmt::Display for Hours {
    /// As [`Hours::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_closed() {
            return f.write_str("closed");
        }
        for (i, (from, to)) in self.windows().iter().enumerate() {
            let comma = if i > 0 { ", " } else { "" };
            write!(
                f,
                "{comma}{:02}:{:02}-{:02}:{:02}",
                from / 60,
                from % 60,
                to / 60,
                to % 60
            )?;
        }
        Ok(())
    }
}

const EXAMPLE: &str =
    r#"write windows such as "07:00-19:00" or "08:00-11:00, 14:00-17:00", or "always" or "closed""#;

fn window(text: &str, at: Range<usize>) -> Result<(i64, i64), TextError> {
    let whole = text.get(at.clone()).unwrap_or_default();
    let ends: Vec<_> = parts(text, at.clone(), &['-', '–']).collect();
    let [(from_at, from), (to_at, to)] = ends.as_slice() else {
        return Err(TextError::new(
            at,
            format!("`{whole}` is not a window"),
            EXAMPLE,
        ));
    };
    let from_minute = minute(from_at, from)?;
    let to_minute = minute(to_at, to)?;
    if from_minute < to_minute {
        return Ok((from_minute, to_minute));
    }
    Err(if from_minute == to_minute {
        TextError::new(
            at,
            format!("window {whole} is empty"),
            r#"a whole day is "00:00-24:00""#,
        )
    } else {
        let remedy = format!(r#"hours past midnight are two windows: "00:00-{to}, {from}-24:00""#);
        TextError::new(at, format!("window {whole} ends before it starts"), remedy)
    })
}

fn minute(at: &Range<usize>, text: &str) -> Result<i64, TextError> {
    let number = |digits: &str, lengths: Range<usize>| {
        let plain = digits.bytes().all(|b| b.is_ascii_digit()) && lengths.contains(&digits.len());
        digits.parse::<i64>().ok().filter(|_| plain)
    };
    let time = text
        .split_once(':')
        .and_then(|(h, m)| Some((number(h, 1..3)?, number(m, 2..3)?)));
    let wrong = |reason, remedy| Err(TextError::new(at.clone(), reason, remedy));
    match time {
        Some((24, 0)) => Ok(DAY_MINUTES),
        Some((h, m)) if h < 24 && m < 60 => Ok(h * 60 + m),
        Some(_) => wrong(
            format!("there is no time {text}"),
            "a day runs from 00:00 to 24:00",
        ),
        None => wrong(
            format!("`{text}` is not a time of day"),
            "write hours and minutes, such as 07:00",
        ),
    }
}

/// A set of weekdays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Days([bool; 7]);

impl Days {
    /// Every day of the week.
    pub const ALL: Days = Days([true; 7]);

    /// Reads `"Mon-Sat"`, `"Mon, Wed-Fri"`, `"Saturday"` or `"daily"`. A range may run over the
    /// weekend (`"Sat-Mon"`).
    ///
    /// # Errors
    /// With the bytes that are wrong: an unknown day, or a day given twice.
    pub fn parse(text: &str) -> Result<Days, TextError> {
        let (at, word) = trimmed(text, 0..text.len());
        if word.eq_ignore_ascii_case("daily") {
            return Ok(Days::ALL);
        }
        let mut days = [false; 7];
        for (at, part) in parts(text, at, &[',']) {
            let ends: Vec<_> = parts(text, at.clone(), &['-', '–']).collect();
            let (first, last) = match ends.as_slice() {
                [day] => (weekday(day)?, weekday(day)?),
                [first, last] => (weekday(first)?, weekday(last)?),
                _ => {
                    let reason = format!("`{part}` is not a range of days");
                    return Err(TextError::new(
                        at,
                        reason,
                        r#"write days such as "Mon-Sat""#,
                    ));
                }
            };
            let length = (last + 7 - first) % 7;
            for day in (first..=first + length).map(|day| day % 7) {
                if std::mem::replace(&mut days[day], true) {
                    let reason = format!("`{part}` repeats a day");
                    return Err(TextError::new(at, reason, "give each day once"));
                }
            }
        }
        Ok(Days(days))
    }

    /// Whether this weekday is one of them.
    pub fn contains(self, day: Weekday) -> bool {
        self.0[index(day)]
    }
}

impl FromIterator<Weekday> for Days {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Days {
        let mut set = [false; 7];
        for day in days {
            set[index(day)] = true;
        }
        Days(set)
    }
}

fn weekday((at, text): &(Range<usize>, &str)) -> Result<usize, TextError> {
    const NAMES: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let word = text.to_lowercase();
    let found = NAMES
        .iter()
        .position(|name| word.len() >= 3 && name.starts_with(&word));
    found.ok_or_else(|| {
        let remedy = "the days are Mon, Tue, Wed, Thu, Fri, Sat, Sun";
        TextError::new(
            at.clone(),
            format!("`{text}` is not a day of the week"),
            remedy,
        )
    })
}

/// Monday 0 to Sunday 6.
fn index(day: Weekday) -> usize {
    usize::from(day.to_monday_zero_offset().unsigned_abs())
}

/// The hours of each weekday. A weekday without a window is a rest day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weekly([Hours; 7]);

impl Weekly {
    /// The same hours every day.
    pub fn daily(hours: &Hours) -> Weekly {
        Weekly::on(Days::ALL, hours)
    }

    /// These hours on these days, and rest on the others.
    pub fn on(days: Days, hours: &Hours) -> Weekly {
        let mut week = Weekly::default();
        for (slot, given) in week.0.iter_mut().zip(days.0) {
            if given {
                *slot = hours.clone();
            }
        }
        week
    }

    /// A week from several (days, hours); days that none names are rest days.
    ///
    /// # Errors
    /// The first weekday that two of them name.
    pub fn from_parts<'a, I>(parts: I) -> Result<Weekly, Weekday>
    where
        I: IntoIterator<Item = (Days, &'a Hours)>,
    {
        let mut week = Weekly::default();
        let mut named = [false; 7];
        for (days, hours) in parts {
            for day in Weekday::Monday
                .cycle_forward()
                .take(7)
                .filter(|&day| days.contains(day))
            {
                if std::mem::replace(&mut named[index(day)], true) {
                    return Err(day);
                }
                week.0[index(day)] = hours.clone();
            }
        }
        Ok(week)
    }

    /// Hours of a weekday; closed on a rest day.
    pub fn hours(&self, day: Weekday) -> &Hours {
        &self.0[index(day)]
    }

    /// Hours of a weekday when a notice makes it a working day: its own, or else those of the first
    /// weekday that has any, Monday first.
    pub fn working_hours(&self, day: Weekday) -> &Hours {
        let own = self.hours(day);
        if own.is_closed() {
            self.0
                .iter()
                .find(|hours| !hours.is_closed())
                .unwrap_or(own)
        } else {
            own
        }
    }
}
