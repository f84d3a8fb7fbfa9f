//! The lunisolar calendar, once for each side of the border.
//!
//! Tết and the Chinese New Year follow one set of rules but two meridians: a lunar month begins on
//! the civil day of the new moon, and month 11 is the one that holds the winter solstice, both
//! reckoned at UTC+7 in Vietnam and at UTC+8 in China. Almost always the two calendars agree;
//! between 1976 and 2100 the New Years differ in 1985, 2007, 2030 and 2053. A gate has two sides,
//! so nothing here works without a [`Side`].
//!
//! The rules, as Hồ Ngọc Đức arranged them ("Computing the Vietnamese lunar calendar", after J.
//! Meeus, *Astronomical Algorithms*):
//!
//! 1. month *k* starts on the civil day of the *k*-th new moon since 1 January 1900;
//! 2. the month that holds the winter solstice (sun at 270°) is month 11;
//! 3. thirteen months from one month 11 to the next make a leap year: the first of them in which
//!    the sun enters no new 30° sector repeats the number of the month before it.
//!
//! Invariants: [`from_lunar`] inverts [`to_lunar`]; a month has 29 or 30 days; a year starts
//! between 19 January and 23 February. Sines come from `libm`, so a date is the same date on every
//! machine.

use std::f64::consts::PI;

use jiff::civil::Date;

/// First and last lunar and civil years that are converted. Before 1976 the dates follow the rules,
/// not what each government printed then. From 1976 to 2100 every month agrees with a fuller theory
/// of sun and moon, save three after 2070 whose new moon falls within 90 seconds of midnight; the
/// further beyond, the less is known of the length of the day itself.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// Whose calendar: the meridian by which days are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// Vietnam, UTC+7 (the whole country since 1976, the north since 1968).
    Vietnam,
    /// China, UTC+8.
    China,
}

impl Side {
    /// Hours ahead of UTC by which this side's lunar days are counted.
    pub fn offset_hours(self) -> i32 {
        match self {
            Side::Vietnam => 7,
            Side::China => 8,
        }
    }
}

/// A day of the lunisolar calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LunarDate {
    /// Number of the lunar year: the civil year in which it starts.
    pub year: i16,
    /// 1 (giêng) to 12 (chạp).
    pub month: u8,
    /// Whether this is the leap month that follows the ordinary month of the same number.
    pub leap: bool,
    /// 1 to 29 or 30.
    pub day: u8,
}

/// Why a lunar date could not be computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LunarError {
    /// The civil or lunar year lies outside [`YEARS`].
    #[error("the lunar calendar is computed for the years 1900 to 2199, not for {year}")]
    OutOfRange {
        /// The year asked for.
        year: i16,
    },
    /// No such month: a number beyond 1-12, or a leap month that this year does not have.
    #[error("lunar year {year} has no {} {month}", if *.leap { "leap month" } else { "month" })]
    NoSuchMonth {
        /// Lunar year.
        year: i16,
        /// Month asked for.
        month: u8,
        /// Whether the leap month was asked for.
        leap: bool,
    },
    /// The month is too short for this day.
    #[error("{} of lunar year {year} has {length} days, so it has no day {day}", month_name(*.month, *.leap))]
    NoSuchDay {
        /// Lunar year.
        year: i16,
        /// Month.
        month: u8,
        /// Whether it is the leap month.
        leap: bool,
        /// Day asked for.
        day: u8,
        /// Days the month has.
        length: u8,
    },
}

/// First day (mùng 1 tháng giêng) of the lunar year that starts in civil year `year`.
///
/// # Errors
/// [`LunarError::OutOfRange`] outside [`YEARS`].
pub fn new_year(side: Side, year: i16) -> Result<Date, LunarError> {
    from_lunar(
        side,
        LunarDate {
            year,
            month: 1,
            leap: false,
            day: 1,
        },
    )
}

/// The lunar date of a civil day.
///
/// # Errors
/// [`LunarError::OutOfRange`] outside [`YEARS`].
pub fn to_lunar(side: Side, date: Date) -> Result<LunarDate, LunarError> {
    in_range(date.year())?;
    let day = julian_day(date);
    let sui = match Sui::ending(side, date.year()) {
        sui if day < sui.end => sui,
        _ => Sui::ending(side, date.year() + 1),
    };
    // The last month that starts no later than this day.
    let position = (1..sui.months())
        .take_while(|&i| sui.start(i) <= day)
        .last()
        .unwrap_or(0);
    let (year, month, leap) = sui.name(position);
    in_range(year)?;
    Ok(LunarDate {
        year,
        month,
        leap,
        day: (day - sui.start(position) + 1) as u8,
    })
}

/// The civil day of a lunar date.
///
/// # Errors
/// If the year is outside [`YEARS`], or has no such month, or the month no such day.
pub fn from_lunar(side: Side, date: LunarDate) -> Result<Date, LunarError> {
    let (start, length) = month_span(side, date.year, date.month, date.leap)?;
    let LunarDate {
        year,
        month,
        leap,
        day,
    } = date;
    if day < 1 || day > length {
        return Err(LunarError::NoSuchDay {
            year,
            month,
            leap,
            day,
            length,
        });
    }
    civil(start + i64::from(day) - 1).ok_or(LunarError::OutOfRange { year })
}

/// Days in a lunar month: 29 or 30.
///
/// # Errors
/// If the year is outside [`YEARS`] or has no such month.
pub fn month_length(side: Side, year: i16, month: u8, leap: bool) -> Result<u8, LunarError> {
    month_span(side, year, month, leap).map(|(_, length)| length)
}

/// The number of the month that is repeated in this lunar year, if it is a leap year.
///
/// # Errors
/// [`LunarError::OutOfRange`] outside [`YEARS`].
pub fn leap_month(side: Side, year: i16) -> Result<Option<u8>, LunarError> {
    in_range(year)?;
    Ok((1..=12).find(|&month| month_span(side, year, month, true).is_ok()))
}

/// The day in Vietnamese, short where the month is understood: "mùng 2" and "14 tháng giêng" in the
/// first month, "29 chạp" in the last, otherwise "mùng 5 tháng 5", "15 tháng 8", "15 tháng 6
/// nhuận".
///
/// # Errors
/// [`LunarError::OutOfRange`] outside [`YEARS`].
pub fn word(side: Side, date: Date) -> Result<String, LunarError> {
    let lunar = to_lunar(side, date)?;
    Ok(day_word(lunar.month, lunar.leap, lunar.day))
}

/// A day of a lunar month in Vietnamese, as [`word`] puts it.
pub fn day_word(month: u8, leap: bool, day: u8) -> String {
    let number = if day <= 10 {
        format!("mùng {day}")
    } else {
        day.to_string()
    };
    match (month, leap) {
        (1, false) if day <= 10 => number,
        (12, false) if day > 10 => format!("{number} chạp"),
        _ => format!("{number} {}", month_name(month, leap)),
    }
}

/// The Vietnamese name of a month: "tháng giêng", "tháng 2" ... "tháng 11", "tháng chạp", with
/// "nhuận" for a leap month.
pub fn month_name(month: u8, leap: bool) -> String {
    let name = match month {
        1 => "tháng giêng".to_owned(),
        12 => "tháng chạp".to_owned(),
        _ => format!("tháng {month}"),
    };
    if leap { name + " nhuận" } else { name }
}

fn in_range(year: i16) -> Result<(), LunarError> {
    if YEARS.contains(&year) {
        Ok(())
    } else {
        Err(LunarError::OutOfRange { year })
    }
}

/// Julian day number of the first day of a month, and its length.
fn month_span(side: Side, year: i16, month: u8, leap: bool) -> Result<(i64, u8), LunarError> {
    in_range(year)?;
    // Months 1 to 10 lie in the sui that ends in the same civil year, months 11 and 12 (and their
    // leaps) after it; a leap month 10 may be the last of its sui, which `name` knows.
    for sui in [Sui::ending(side, year), Sui::ending(side, year + 1)] {
        if let Some(i) = (0..sui.months()).find(|&i| sui.name(i) == (year, month, leap)) {
            return Ok((sui.start(i), (sui.start(i + 1) - sui.start(i)) as u8));
        }
    }
    Err(LunarError::NoSuchMonth { year, month, leap })
}

/// The months from one month 11 up to the next: the span within which leap months are decided (岁,
/// *sui*).
struct Sui {
    side: Side,
    /// Civil year in which the closing month 11 starts.
    year: i16,
    /// Index of the new moon that opens month 11 of the year before.
    first: i64,
    /// Julian day on which the closing month 11 starts.
    end: i64,
    /// Position of the leap month, counted from month 11 as 0.
    leap: Option<i64>,
}

impl Sui {
    fn ending(side: Side, year: i16) -> Sui {
        let (first, last) = (month_11(side, year - 1), month_11(side, year));
        // Twelve new moons later without a leap month, thirteen with one: then the first month in
        // whose course the sun enters no new sector is the leap month.
        let sector = |i| solar_sector(side, new_moon_day(side, first + i));
        let leap = if last - first == 13 {
            (1..13).find(|&i| sector(i) == sector(i + 1))
        } else {
            None
        };
        Sui {
            side,
            year,
            first,
            end: new_moon_day(side, last),
            leap,
        }
    }

    fn months(&self) -> i64 {
        if self.leap.is_some() { 13 } else { 12 }
    }

    fn start(&self, position: i64) -> i64 {
        new_moon_day(self.side, self.first + position)
    }

    /// (lunar year, month, leap) of the month at a position.
    fn name(&self, position: i64) -> (i16, u8, bool) {
        let leap = self.leap == Some(position);
        let number = match self.leap {
            Some(leap) if leap <= position => position - 1,
            _ => position,
        };
        // Position 0 is month 11, 1 is month 12, 2 is month 1 of the next lunar year.
        let year = if number < 2 { self.year - 1 } else { self.year };
        (year, ((number + 10) % 12 + 1) as u8, leap)
    }
}

/// Index of the new moon that opens the month of the winter solstice of a civil year.
fn month_11(side: Side, year: i16) -> i64 {
    let last_day = julian_day(Date::constant(2000, 12, 31)) + days_to_year_end(year);
    let k = ((last_day - 2_415_021) as f64 / 29.530_588_853).floor() as i64;
    // A month that begins on or after the day of the solstice comes too late to hold it.
    if solar_sector(side, new_moon_day(side, k)) >= 9 {
        k - 1
    } else {
        k
    }
}

/// Days from 31 December 2000 to 31 December of `year`.
fn days_to_year_end(year: i16) -> i64 {
    let years = |y: i64| 365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400);
    years(i64::from(year)) - years(2000)
}

/// Julian day number (at noon) of a civil date.
fn julian_day(date: Date) -> i64 {
    // Day 2,440,588 is 1 January 1970; the day count is Howard Hinnant's `days_from_civil`.
    super::calendar::day_number(date) + 2_440_588
}

fn civil(julian_day: i64) -> Option<Date> {
    super::calendar::date_of(julian_day - 2_440_588)
}

/// Julian day number of the civil day on which new moon `k` falls, by this side's meridian.
fn new_moon_day(side: Side, k: i64) -> i64 {
    (new_moon(k as f64) + 0.5 + f64::from(side.offset_hours()) / 24.0).floor() as i64
}

/// The 30° sector (0 to 11, from the spring equinox) in which the sun stands as this civil day
/// begins.
fn solar_sector(side: Side, julian_day: i64) -> i64 {
    let midnight = julian_day as f64 - 0.5 - f64::from(side.offset_hours()) / 24.0;
    (sun_longitude(midnight) / (PI / 6.0)).floor() as i64
}

/// Instant of the `k`-th new moon after 1 January 1900, as a Julian date in universal time (Meeus,
/// chapter on the phases of the moon, terms down to 0.0004 day).
fn new_moon(k: f64) -> f64 {
    let t = k / 1236.85; // Julian centuries from 1900 January 0.5
    let (t2, t3) = (t * t, t * t * t);
    let sin = |degrees: f64| libm::sin(degrees * (PI / 180.0));
    let mean = 2_415_020.759_33 + 29.530_588_68 * k + 0.000_117_8 * t2 - 0.000_000_155 * t3
        + 0.000_33 * sin(166.56 + 132.87 * t - 0.009_173 * t2);
    let sun = 359.2242 + 29.105_356_08 * k - 0.000_033_3 * t2 - 0.000_003_47 * t3;
    let moon = 306.0253 + 385.816_918_06 * k + 0.010_730_6 * t2 + 0.000_012_36 * t3;
    let node = 21.2964 + 390.670_506_46 * k - 0.001_652_8 * t2 - 0.000_002_39 * t3;
    let correction = (0.1734 - 0.000_393 * t) * sin(sun) + 0.0021 * sin(2.0 * sun)
        - 0.4068 * sin(moon)
        + 0.0161 * sin(2.0 * moon)
        - 0.0004 * sin(3.0 * moon)
        + 0.0104 * sin(2.0 * node)
        - 0.0051 * sin(sun + moon)
        - 0.0074 * sin(sun - moon)
        + 0.0004 * sin(2.0 * node + sun)
        - 0.0004 * sin(2.0 * node - sun)
        - 0.0006 * sin(2.0 * node + moon)
        + 0.0010 * sin(2.0 * node - moon)
        + 0.0005 * sin(2.0 * moon + sun);
    // Dynamical time to universal time, in days.
    let delta_t = -0.000_278 + 0.000_265 * t + 0.000_262 * t2;
    mean + correction - delta_t
}

/// Apparent longitude of the sun in radians, 0 to 2π, at a Julian date (Meeus, low accuracy:
/// 0.01°).
fn sun_longitude(julian_date: f64) -> f64 {
    let t = (julian_date - 2_451_545.0) / 36_525.0;
    let t2 = t * t;
    let sin = |degrees: f64| libm::sin(degrees * (PI / 180.0));
    let anomaly = 357.529_10 + 35_999.050_30 * t - 0.000_155_9 * t2 - 0.000_000_48 * t * t2;
    let mean = 280.466_45 + 36_000.769_83 * t + 0.000_303_2 * t2;
    let centre = (1.914_600 - 0.004_817 * t - 0.000_014 * t2) * sin(anomaly)
        + (0.019_993 - 0.000_101 * t) * sin(2.0 * anomaly)
        + 0.000_290 * sin(3.0 * anomaly);
    let aberration_and_nutation = -0.005_69 - 0.004_78 * sin(125.04 - 1934.136 * t);
    (mean + centre + aberration_and_nutation).rem_euclid(360.0) * (PI / 180.0)
}
