//! Days as gates announce them: a date, a distance from the New Year, or a day of the lunar
//! calendar.
//!
//! Notices say "from 29 chạp to mùng 2" and mean the Tết at hand. Which one that is follows from
//! the scenario's period, by one rule for everything here: the reference day (Tết for `tet` and for
//! days of chạp and giêng, else the first of the lunar month) that lies inside the period, or else
//! the only one within 60 days of it. Where that leaves none or several, the text is refused and
//! the planner writes a date.

use std::fmt;

use jiff::civil::Date;

use super::civil::{date_of, day_number};
use super::notice::Period;
use super::text::{TextError, trimmed};
use crate::scenario::lunar::{self, LunarDate, LunarError, Side};

/// How far outside the period a reference day is still "the" one, in days.
pub const REACH_DAYS: i64 = 60;

/// A day of a scenario, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayRef {
    /// A civil date.
    Date(Date),
    /// `offset` days after the New Year of a side: "tet-1" and "tet+5" of Vietnam's, "cny+3" of
    /// China's.
    NewYear {
        /// Whose New Year.
        side: Side,
        /// Days after it; negative before.
        offset: i32,
    },
    /// A day of a lunar month: "29 chạp", "mùng 6", "15 tháng 8".
    Lunar {
        /// Whose calendar.
        side: Side,
        /// 1 to 12.
        month: u8,
        /// Whether the leap month is meant.
        leap: bool,
        /// 1 to 30.
        day: u8,
    },
}

/// Why a day could not be found on the calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DayRefError {
    /// No reference day in reach.
    #[error("no {name} lies in {} to {} or within {REACH_DAYS} days of it; write a date instead", .period.from, .period.to)]
    NoneInReach {
        /// The reference day sought.
        name: String,
        /// The scenario's period.
        period: Period,
    },
    /// Several reference days are equally meant.
    #[error("{name} may be {first} or {second}; write a date instead")]
    Several {
        /// The reference day sought.
        name: String,
        /// One of them.
        first: Date,
        /// Another.
        second: Date,
    },
    /// The month has no such day.
    #[error("{written} does not exist: {why}; write \"{last}\" for its last day, or a date")]
    NoSuchDay {
        /// The day as written.
        written: String,
        /// The length of the month, in words.
        why: LunarError,
        /// The last day that the month has.
        last: String,
    },
    /// Beyond the years that are computed.
    #[error("{0}; write a date instead")]
    Lunar(#[from] LunarError),
}

impl DayRef {
    /// Reads `"tet"`, `"tet-1"`, `"tet+5"`, `"cny+3"`, `"29 chạp"`, `"30 Tết"`, `"mùng 6"`, `"14
    /// tháng giêng"`, `"rằm tháng 8"`, `"15 tháng 6 nhuận"`. Case and Vietnamese marks do not
    /// matter, "mồng" is "mùng". Lunar days are Vietnam's unless `"china"` stands before them
    /// (`"china mùng 6"`); a bare "mùng" day is in the first month.
    ///
    /// # Errors
    /// With the bytes that are wrong, if the text is none of these.
    pub fn parse(text: &str) -> Result<DayRef, TextError> {
        let (at, part) = trimmed(text, 0..text.len());
        let words = plain(part);
        let found = new_year_day(&words).or_else(|| lunar_day(&words));
        found.ok_or_else(|| {
            let remedy =
                r#"write a date, "tet-1", "tet+5", "cny", "29 chạp", "mùng 6" or "15 tháng 8""#;
            TextError::new(at, format!("`{part}` is not a day"), remedy)
        })
    }

    /// The civil date meant in a scenario of this period.
    ///
    /// # Errors
    /// If no reference day or more than one is in reach, or the lunar month is too short.
    pub fn resolve(self, period: Period) -> Result<Date, DayRefError> {
        match self {
            DayRef::Date(date) => Ok(date),
            DayRef::NewYear { side, offset } => {
                let tet = reference(side, 1, false, period)?;
                let day = day_number(lunar::from_lunar(side, tet)?) + i64::from(offset);
                Ok(date_of(day).ok_or(LunarError::OutOfRange { year: tet.year })?)
            }
            DayRef::Lunar {
                side,
                month,
                leap,
                day,
            } => {
                let first = match (month, leap) {
                    (12, false) => {
                        let tet = reference(side, 1, false, period)?;
                        LunarDate {
                            year: tet.year - 1,
                            month: 12,
                            ..tet
                        }
                    }
                    _ => reference(side, month, leap, period)?,
                };
                lunar::from_lunar(side, LunarDate { day, ..first }).map_err(|error| match error {
                    LunarError::NoSuchDay { length, .. } => {
                        let last = DayRef::Lunar {
                            side,
                            month,
                            leap,
                            day: length,
                        };
                        let (written, last) = (self.to_string(), last.to_string());
                        DayRefError::NoSuchDay {
                            written,
                            why: error,
                            last,
                        }
                    }
                    _ => error.into(),
                })
            }
        }
    }
}

impl fmt::Display for DayRef {
    /// As [`DayRef::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            DayRef::Date(date) => date.fmt(f),
            DayRef::NewYear { side, offset } => {
                f.write_str(if side == Side::Vietnam { "tet" } else { "cny" })?;
                if offset == 0 {
                    Ok(())
                } else {
                    write!(f, "{offset:+}")
                }
            }
            DayRef::Lunar {
                side,
                month,
                leap,
                day,
            } => {
                f.write_str(if side == Side::Vietnam { "" } else { "china " })?;
                f.write_str(&lunar::day_word(month, leap, day))
            }
        }
    }
}

/// The first day of the lunar month that the period is about.
fn reference(side: Side, month: u8, leap: bool, period: Period) -> Result<LunarDate, DayRefError> {
    let (from_day, to_day) = (day_number(period.from), day_number(period.to));
    let years = period.from.year().saturating_sub(2)..=period.to.year().saturating_add(1);
    let within = |reach: i64| -> Vec<(LunarDate, Date)> {
        let near = from_day - reach..=to_day + reach;
        let firsts = years.clone().map(|year| LunarDate {
            year,
            month,
            leap,
            day: 1,
        });
        let dated = firsts.filter_map(|first| Some((first, lunar::from_lunar(side, first).ok()?)));
        dated
            .filter(|(_, date)| near.contains(&day_number(*date)))
            .collect()
    };
    let inside = within(0);
    let found = if inside.is_empty() {
        within(REACH_DAYS)
    } else {
        inside
    };
    let name = || match (side, month, leap) {
        (Side::Vietnam, 1, false) => "Tết".to_owned(),
        (Side::China, 1, false) => "Chinese New Year".to_owned(),
        _ => lunar::month_name(month, leap),
    };
    match *found.as_slice() {
        [(only, _)] => Ok(only),
        [(_, first), (_, second), ..] => Err(DayRefError::Several {
            name: name(),
            first,
            second,
        }),
        [] => Err(DayRefError::NoneInReach {
            name: name(),
            period,
        }),
    }
}

fn new_year_day(text: &str) -> Option<DayRef> {
    let (side, rest) = match text.strip_prefix("tet") {
        Some(rest) => (Side::Vietnam, rest),
        None => (Side::China, text.strip_prefix("cny")?),
    };
    let rest: String = rest.split_whitespace().collect();
    let signed = rest.is_empty() || rest.starts_with(['+', '-']);
    let offset = if rest.is_empty() {
        0
    } else {
        rest.parse().ok().filter(|_| signed)?
    };
    Some(DayRef::NewYear { side, offset })
}

fn lunar_day(text: &str) -> Option<DayRef> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let side = if words.first() == Some(&"china") {
        Side::China
    } else {
        Side::Vietnam
    };
    if side == Side::China {
        words.remove(0);
    }
    let leap = words.last() == Some(&"nhuan");
    if leap {
        words.pop();
    }
    let number = |word: &str| {
        word.parse::<u8>()
            .ok()
            .filter(|&n| n >= 1 && !word.starts_with('+'))
    };
    let (early, day, month) = match *words.as_slice() {
        ["mung" | "mong", day, ref month @ ..] => (true, number(day)?, month),
        ["ram", ref month @ ..] => (false, 15, month),
        [day, ref month @ ..] => (false, number(day)?, month),
        [] => return None,
    };
    let month = match *month {
        [] if early => 1,
        // "30 Tết" is the eve, "mùng 2 Tết" comes after.
        ["tet"] if early => 1,
        ["tet"] if day >= 20 => 12,
        ["gieng"] | ["thang", "gieng"] => 1,
        ["chap"] | ["thang", "chap"] => 12,
        ["thang", month] => number(month).filter(|&month| month <= 12)?,
        _ => return None,
    };
    let fits = if early { day <= 10 } else { day <= 30 };
    fits.then_some(DayRef::Lunar {
        side,
        month,
        leap,
        day,
    })
}

/// Lower case without Vietnamese marks, composed or combining.
fn plain(text: &str) -> String {
    let letter = |c: char| match c {
        'à' | 'á' | 'ả' | 'ã' | 'ạ' | 'ă' | 'ằ' | 'ắ' | 'ẳ' | 'ẵ' | 'ặ' => {
            Some('a')
        }
        'â' | 'ầ' | 'ấ' | 'ẩ' | 'ẫ' | 'ậ' => Some('a'),
        'è' | 'é' | 'ẻ' | 'ẽ' | 'ẹ' | 'ê' | 'ề' | 'ế' | 'ể' | 'ễ' | 'ệ' => {
            Some('e')
        }
        'ì' | 'í' | 'ỉ' | 'ĩ' | 'ị' => Some('i'),
        'ò' | 'ó' | 'ỏ' | 'õ' | 'ọ' | 'ô' | 'ồ' | 'ố' | 'ổ' | 'ỗ' | 'ộ' => {
            Some('o')
        }
        'ơ' | 'ờ' | 'ớ' | 'ở' | 'ỡ' | 'ợ' => Some('o'),
        'ù' | 'ú' | 'ủ' | 'ũ' | 'ụ' | 'ư' | 'ừ' | 'ứ' | 'ử' | 'ữ' | 'ự' => {
            Some('u')
        }
        'ỳ' | 'ý' | 'ỷ' | 'ỹ' | 'ỵ' => Some('y'),
        'đ' => Some('d'),
        '\u{300}'..='\u{36f}' => None,
        other => Some(other),
    };
    text.to_lowercase().chars().filter_map(letter).collect()
}
