//! Dates and times as logs write them: `03/01/2025 07:12`, `2025-01-03T07:12:40`, `7h12`, `07:12 SA`.
//!
//! Whether 03/01 is a day in January or in March is a property of the file, so it is decided once for all its dates: proven by some
//! number above 12, or declared, or (said aloud) taken as day before month, which is how both sides of the border write.

use jiff::civil::{Date, Time};
use serde::Serialize;

use super::bad::Reason;

/// In which order day and month stand where the year is last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayOrder {
    /// `dd/mm/yyyy`.
    DayFirst,
    /// `mm/dd/yyyy`.
    MonthFirst,
}

/// How the order of day and month is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// Some dates can be read in this order only.
    Proven,
    /// The command line says it.
    Declared,
    /// No date has a number above 12: this is the rule.
    Ambiguous,
    /// All dates have the year first, or there are none.
    NotNeeded,
}

/// What stands in a field of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Stamp {
    /// The three numbers of the date as written.
    pub date: Option<[u16; 3]>,
    /// The time of day.
    pub time: Option<Time>,
}

/// Reads a field of time as far as it can be read without knowing the order of day and month.
///
/// # Errors
/// The reason for which it cannot be read.
pub fn stamp(text: &str) -> Result<Stamp, Reason> {
    let mut stamp = Stamp::default();
    let mut half = None;
    let spaced = text.replace(['T', '\u{a0}', '\u{202f}', ','], " ");
    for word in spaced.split_whitespace() {
        match word.to_lowercase().as_str() {
            "sa" | "am" | "s" => half = Some(0),
            "ch" | "pm" | "c" => half = Some(12),
            _ if stamp.time.is_none() && (word.contains(':') || word.contains(['h', 'H'])) => {
                stamp.time = Some(time(word).ok_or(Reason::UnreadableTime)?);
            }
            _ if stamp.date.is_none() && word.contains(['/', '-', '.']) => {
                stamp.date = Some(date(word).ok_or(Reason::UnreadableTime)?);
            }
            _ => return Err(Reason::UnreadableTime),
        }
    }
    if let (Some(half), Some(time)) = (half, stamp.time) {
        if !(1..=12).contains(&time.hour()) {
            return Err(Reason::UnreadableTime);
        }
        let hour = time.hour() % 12 + half;
        stamp.time = Time::new(hour, time.minute(), time.second(), time.subsec_nanosecond()).ok();
    }
    if stamp == Stamp::default() {
        return Err(Reason::UnreadableTime);
    }
    Ok(stamp)
}

fn time(word: &str) -> Option<Time> {
    let word = word.to_lowercase().replace('h', ":");
    let word = word
        .strip_suffix(':')
        .map_or(word.clone(), |hour| format!("{hour}:00"));
    let mut parts = word.split(':');
    let number = |part: &str| -> Option<i8> {
        let plain = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if plain { part.parse().ok() } else { None }
    };
    let (hour, minute) = (number(parts.next()?)?, number(parts.next()?)?);
    let (second, nanosecond) = match parts.next() {
        None => (0, 0),
        Some(second) => {
            let (whole, rest) = second.split_once('.').unwrap_or((second, ""));
            let digits = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
            if whole.len() != second.len() && !digits {
                return None;
            }
            // Microseconds are the finest that anything here counts.
            let micros: i32 = format!("{rest:0<6}").get(..6)?.parse().ok()?;
            (number(whole)?, micros * 1_000)
        }
    };
    if parts.next().is_some() {
        return None;
    }
    Time::new(hour, minute, second, nanosecond).ok()
}

fn date(word: &str) -> Option<[u16; 3]> {
    let mut parts = word.split(['/', '-', '.']).map(|part| {
        let plain =
            matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|byte| byte.is_ascii_digit());
        if plain {
            part.parse::<u16>().ok()
        } else {
            None
        }
    });
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}

/// The order of day and month in a file with these dates, and how it is known.
pub fn order<'a>(
    dates: impl Iterator<Item = &'a [u16; 3]>,
    declared: Option<DayOrder>,
) -> (DayOrder, Proof) {
    let (mut day_first, mut month_first, mut any) = (0_u64, 0_u64, false);
    for &[first, second, _] in dates.filter(|date| date[0] <= 31) {
        any = true;
        day_first += u64::from(first > 12 && second <= 12);
        month_first += u64::from(second > 12 && first <= 12);
    }
    match (declared, any) {
        (Some(order), _) => (order, Proof::Declared),
        (None, false) => (DayOrder::DayFirst, Proof::NotNeeded),
        // Where both occur, what is rarer is a mistake of its rows.
        (None, true) if month_first > day_first => (DayOrder::MonthFirst, Proof::Proven),
        (None, true) if day_first > 0 => (DayOrder::DayFirst, Proof::Proven),
        (None, true) => (DayOrder::DayFirst, Proof::Ambiguous),
    }
}

/// The day that three numbers mean.
///
/// # Errors
/// Where there is no such day, or the year has two digits.
pub fn day(numbers: [u16; 3], order: DayOrder) -> Result<Date, Reason> {
    let [first, second, third] = numbers;
    let (year, month, day) = match (first > 31, order) {
        (true, _) => (first, second, third),
        (false, DayOrder::DayFirst) => (third, second, first),
        (false, DayOrder::MonthFirst) => (third, first, second),
    };
    if year < 1_000 {
        return Err(Reason::ShortYear);
    }
    let part = |number: u16| i8::try_from(number).map_err(|_| Reason::NoSuchDay);
    let year = i16::try_from(year).map_err(|_| Reason::NoSuchDay)?;
    Date::new(year, part(month)?, part(day)?).map_err(|_| Reason::NoSuchDay)
}
