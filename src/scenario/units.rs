//! Values with units, from text to exact integers.
//!
//! A planner writes `"12 min"`, `"2.6 t"`, `"18.3 %"`, `"80 / day"`; what runs wants whole microseconds, kilograms and
//! parts. Decimals are read digit by digit, never through a float, so that nothing is rounded: what cannot be held exactly is
//! refused and said so. Nothing here is ever negative.
//!
//! Numbers are written with a decimal point; thousands may be set off by commas or spaces (`1,200`, `1 200`).

use std::fmt;

/// Why a text is not such a value, for a label beside it, and perhaps what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread {
    /// What is wrong, in a few words.
    pub why: String,
    /// A remedy that fits this text better than the general one.
    pub help: Option<String>,
}

impl Misread {
    pub(super) fn new(why: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            help: None,
        }
    }

    fn with_help(why: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            help: Some(help.into()),
        }
    }
}

/// A value that is written as text.
pub trait Quantity: Sized {
    /// What it is called, with its article: `a duration`.
    const NOUN: &'static str;
    /// How it is written, as examples in back quotes.
    const WRITTEN: &'static str;
    /// Reads it.
    fn parse(text: &str) -> Result<Self, Misread>;
}

/// A decimal number of at least 0, exact: `digits / 10^scale`, in lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// All digits as one whole number.
    pub digits: u64,
    /// How many of them stand behind the point.
    pub scale: u32,
}

/// A length of time in microseconds, at most [`Duration::LONGEST`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(pub i64);

/// A mass in kilograms, at most 10^12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mass(pub i64);

/// A part of a whole in units of 10^-12, from 0 to [`Share::WHOLE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(pub u64);

/// So many per length of time; `per` is as written, so that `80 / day` is not `3.3 / h`, and is never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rate {
    /// How many.
    pub count: Decimal,
    /// In how long.
    pub per: Duration,
}

/// A whole number of things, at most 10^15.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count(pub u64);

impl Duration {
    /// One second.
    pub const SECOND: Duration = Duration(1_000_000);
    /// One day of 24 hours.
    pub const DAY: Duration = Duration(86_400 * 1_000_000);
    /// A century, so that sums of many durations stay far from overflow.
    pub const LONGEST: Duration = Duration(36_525 * Self::DAY.0);
}

impl Share {
    /// 100 %.
    pub const WHOLE: u64 = 1_000_000_000_000;
}

impl Decimal {
    /// Reads a number without a unit.
    pub fn parse(text: &str) -> Result<Self, Misread> {
        let text = text.trim();
        if text.starts_with(['-', '\u{2212}']) {
            return Err(Misread::new("a negative value makes no sense here"));
        }
        let (whole, fraction) = text
            .split_once('.')
            .map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
        let is_digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if let Some((before, after)) = text.split_once(',')
            && is_digits(before)
            && is_digits(after)
            && after.len() != 3
        {
            return Err(Misread::with_help(
                format!("`{text}` has a comma where a point belongs"),
                format!("write `{before}.{after}`"),
            ));
        }
        let groups: Vec<&str> = whole.split(is_thousands_separator).collect();
        let well_grouped = match groups.as_slice() {
            [only] => is_digits(only),
            [first, rest @ ..] => {
                is_digits(first)
                    && first.len() <= 3
                    && rest.iter().all(|g| is_digits(g) && g.len() == 3)
            }
            [] => false,
        };
        if !well_grouped || fraction.is_some_and(|fraction| !is_digits(fraction)) {
            return Err(Misread::new(format!("`{text}` is not a number")));
        }
        let fraction = fraction.unwrap_or("").trim_end_matches('0');
        let digits: String = groups.concat() + fraction;
        match (digits.parse(), u32::try_from(fraction.len())) {
            (Ok(digits), Ok(scale)) => Ok(Self { digits, scale }),
            _ => Err(Misread::new(format!(
                "`{text}` has more digits than can be held"
            ))),
        }
    }

    /// This times `factor`, if that is a whole number; `unit` names the smallest step for the message.
    pub(super) fn times(self, factor: u64, unit: &str) -> Result<i64, Misread> {
        let too_large = || Misread::new("this is larger than can be held");
        let product = u128::from(self.digits) * u128::from(factor);
        if product == 0 {
            return Ok(0);
        }
        let divisor = 10_u128
            .checked_pow(self.scale)
            .ok_or_else(|| Misread::new(format!("this is finer than {unit}")))?;
        if product % divisor != 0 {
            return Err(Misread::new(format!("this is finer than {unit}")));
        }
        i64::try_from(product / divisor).map_err(|_| too_large())
    }
}

impl Quantity for Duration {
    const NOUN: &'static str = "a duration";
    const WRITTEN: &'static str = "`12 min`, `2 h`, `1.5 d`, `90 s` or `1 h 30 min`";

    fn parse(text: &str) -> Result<Self, Misread> {
        let mut rest = text.trim();
        let (mut total, mut last) = (0_i64, u64::MAX);
        loop {
            let (number, unit, next) = number_and_unit(rest)?;
            let factor = microseconds(unit).ok_or_else(|| unknown_unit(unit, "s, min, h, d"))?;
            if factor >= last {
                return Err(Misread::new(format!(
                    "`{unit}` comes after a unit that is not longer"
                )));
            }
            last = factor;
            let part = Decimal::parse(number)?.times(factor, "a microsecond")?;
            total = total.saturating_add(part);
            if total > Self::LONGEST.0 {
                return Err(Misread::new("this is more than a century"));
            }
            if next.is_empty() {
                return Ok(Self(total));
            }
            rest = next;
        }
    }
}

impl Quantity for Mass {
    const NOUN: &'static str = "a mass";
    const WRITTEN: &'static str = "`2.6 t` or `800 kg`";

    fn parse(text: &str) -> Result<Self, Misread> {
        let (number, unit) = single(text)?;
        let factor = match unit {
            "kg" => 1,
            "t" | "tonne" | "tonnes" => 1_000,
            other => return Err(unknown_unit(other, "kg, t")),
        };
        let kilograms = Decimal::parse(number)?.times(factor, "a kilogram")?;
        if kilograms > 1_000_000_000_000 {
            return Err(Misread::new("this is more than 1,000,000,000 t"));
        }
        Ok(Self(kilograms))
    }
}

impl Quantity for Share {
    const NOUN: &'static str = "a share";
    const WRITTEN: &'static str = "`18.3 %`, or a number from 0.0 to 1.0 without quotes";

    fn parse(text: &str) -> Result<Self, Misread> {
        let (number, unit) = single(text)?;
        if unit != "%" {
            return Err(unknown_unit(unit, "%"));
        }
        Self::of_parts(Decimal::parse(number)?, Self::WHOLE / 100)
    }
}

impl Share {
    /// A share from a plain number between 0 and 1, as exactly as it was written.
    pub fn from_number(number: f64) -> Result<Self, Misread> {
        if !number.is_finite() {
            return Err(Misread::new("this is not a number"));
        }
        // The shortest text that reads back as this number is what was written.
        Self::of_parts(Decimal::parse(&format!("{number}"))?, Self::WHOLE)
    }

    fn of_parts(number: Decimal, factor: u64) -> Result<Self, Misread> {
        let parts = number.times(factor, "a part in 10^12")?;
        match u64::try_from(parts) {
            Ok(parts) if parts <= Self::WHOLE => Ok(Self(parts)),
            _ => Err(Misread::new("this is more than the whole")),
        }
    }
}

impl Quantity for Rate {
    const NOUN: &'static str = "a rate";
    const WRITTEN: &'static str = "`80 / day`, `12 / h` or `0.8 / min`";

    fn parse(text: &str) -> Result<Self, Misread> {
        let Some((count, per)) = text.split_once('/').or_else(|| text.split_once(" per ")) else {
            let why = format!("`{}` does not say per how long", text.trim());
            return Err(Misread::with_help(
                why,
                format!("write `{} / day` or `/ h`", text.trim()),
            ));
        };
        let count = Decimal::parse(count)?;
        let per = per.trim();
        let per = match microseconds(per).map(i64::try_from) {
            Some(Ok(unit)) => Duration(unit),
            _ if per.starts_with(|c: char| c.is_ascii_digit()) => Duration::parse(per)?,
            _ => return Err(unknown_unit(per, "s, min, h, day")),
        };
        if per.0 == 0 {
            return Err(Misread::new("a rate needs some time to be counted in"));
        }
        Ok(Self { count, per })
    }
}

impl Quantity for Count {
    const NOUN: &'static str = "a count";
    const WRITTEN: &'static str = "`1200` or `\"1,200\"`";

    fn parse(text: &str) -> Result<Self, Misread> {
        let number = Decimal::parse(text)?;
        if number.scale > 0 || (text.contains('.') && !text.contains(',')) {
            let why = format!("`{}` is not a whole number", text.trim());
            return Err(Misread::with_help(
                why,
                "thousands are set off by a comma: `1,200`",
            ));
        }
        if number.digits > 1_000_000_000_000_000 {
            return Err(Misread::new("this is more than 10^15"));
        }
        Ok(Self(number.digits))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = self.scale as usize;
        let digits = format!("{:0>width$}", self.digits, width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        if fraction.is_empty() {
            f.write_str(whole)
        } else {
            write!(f, "{whole}.{fraction}")
        }
    }
}

impl fmt::Display for Duration {
    /// `1 d 2 h 3 min 4.5 s`, without the parts that are 0.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut rest, mut gap) = (self.0.unsigned_abs(), "");
        for (unit, size) in [
            ("d", 86_400_000_000),
            ("h", 3_600_000_000),
            ("min", 60_000_000),
        ] {
            if rest >= size {
                write!(f, "{gap}{} {unit}", rest / size)?;
                (rest, gap) = (rest % size, " ");
            }
        }
        if rest > 0 || gap.is_empty() {
            write!(f, "{gap}{} s", lowest_terms(rest, 6))?;
        }
        Ok(())
    }
}

impl fmt::Display for Mass {
    /// `2.6 t`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} t", lowest_terms(self.0.unsigned_abs(), 3))
    }
}

impl fmt::Display for Share {
    /// `18.3 %`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", lowest_terms(self.0, 10))
    }
}

impl fmt::Display for Rate {
    /// `80 / day`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [
            ("day", Duration::DAY.0),
            ("h", 3_600_000_000),
            ("min", 60_000_000),
            ("s", 1_000_000),
        ];
        match units.iter().find(|(_, size)| *size == self.per.0) {
            Some((unit, _)) => write!(f, "{} / {unit}", self.count),
            None => write!(f, "{} / {}", self.count, self.per),
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn lowest_terms(mut digits: u64, mut scale: u32) -> Decimal {
    while scale > 0 && digits.is_multiple_of(10) {
        (digits, scale) = (digits / 10, scale - 1);
    }
    Decimal { digits, scale }
}

/// One number and its unit, and nothing after them.
fn single(text: &str) -> Result<(&str, &str), Misread> {
    let (number, unit, rest) = number_and_unit(text.trim())?;
    if rest.is_empty() {
        Ok((number, unit))
    } else {
        Err(Misread::new(format!("`{rest}` is left over")))
    }
}

/// The number and the unit at the start of a trimmed text, and what follows.
fn number_and_unit(text: &str) -> Result<(&str, &str, &str), Misread> {
    if text.is_empty() {
        return Err(Misread::new("there is nothing here"));
    }
    let in_number = |(at, c): (usize, char)| {
        let followed_by_digit =
            || text[at + c.len_utf8()..].starts_with(|next: char| next.is_ascii_digit());
        let sign = at == 0 && matches!(c, '-' | '\u{2212}');
        sign || c.is_ascii_digit()
            || c == '.'
            || (is_thousands_separator(c) && (c == ',' || followed_by_digit()))
    };
    let end = text
        .char_indices()
        .find(|&at| !in_number(at))
        .map_or(text.len(), |(at, _)| at);
    let (number, rest) = (&text[..end], text[end..].trim_start());
    let unit_end = rest
        .find(|c: char| c.is_ascii_digit() || c.is_whitespace())
        .unwrap_or(rest.len());
    let (unit, rest) = (&rest[..unit_end], rest[unit_end..].trim_start());
    if number.is_empty() {
        return Err(Misread::new(format!(
            "`{text}` does not start with a number"
        )));
    }
    Ok((number, unit, rest))
}

fn is_thousands_separator(c: char) -> bool {
    matches!(c, ',' | ' ' | '\u{a0}' | '\u{202f}')
}

fn microseconds(unit: &str) -> Option<u64> {
    Some(match unit {
        "ms" => 1_000,
        "s" | "sec" | "second" | "seconds" => 1_000_000,
        "min" | "minute" | "minutes" => 60_000_000,
        "h" | "hour" | "hours" => 3_600_000_000,
        "d" | "day" | "days" => 86_400_000_000,
        "week" | "weeks" => 7 * 86_400_000_000,
        _ => return None,
    })
}

fn unknown_unit(unit: &str, known: &str) -> Misread {
    match unit {
        "" => Misread::new(format!("the unit is missing: {known}")),
        "m" => Misread::with_help(
            "`m` could be minutes or metres or months",
            "for minutes write `min`",
        ),
        _ => Misread::new(format!("`{unit}` is not one of the units {known}")),
    }
}
