//! Money as scenarios write it: amounts in a currency, prices for a time or a mass, and what goods lose in a time.
//!
//! Everything is counted in whole đồng. An amount in another currency keeps what was written until the scenario's exchange
//! rate is known; then it is converted exactly and rounded once, to the nearest đồng, halves up. Nothing is ever negative.

use std::fmt;

use super::units::{Decimal, Duration, Mass, Misread, Quantity, Share};

/// The most that one amount may come to, in đồng, so that sums stay far from overflow.
pub const MOST_DONG: i64 = 1_000_000_000_000_000;

/// The most that can be written of any currency, in hundredths of its unit.
const MOST_HUNDREDTHS: i64 = 100_000_000_000_000_000;

/// A currency that scenarios may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Currency {
    /// Vietnamese đồng, in which everything is counted.
    Vnd,
    /// Chinese yuan.
    Cny,
    /// Dollars of the United States.
    Usd,
}

impl Currency {
    /// All of them.
    pub const ALL: [Currency; 3] = [Currency::Vnd, Currency::Cny, Currency::Usd];

    /// Its code: `VND`, `CNY`, `USD`.
    pub const fn code(self) -> &'static str {
        match self {
            Currency::Vnd => "VND",
            Currency::Cny => "CNY",
            Currency::Usd => "USD",
        }
    }
}

/// An amount of money, as it was written: to the hundredth of a unit, and at most 10^15 units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// How much, in units of the currency.
    pub number: Decimal,
    /// Of what.
    pub currency: Currency,
}

/// What an amount is paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Per {
    /// Each time, or each vehicle.
    Once,
    /// So much time, in microseconds, at least 1.
    Time(i64),
    /// So many kilograms, at least 1.
    Mass(i64),
}

/// An amount, perhaps for a length of time or a mass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Price {
    /// How much.
    pub money: Money,
    /// For what.
    pub per: Per,
}

/// A share that is lost in a length of time; `2 % / d` of what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decline {
    /// The share.
    pub share: Share,
    /// In how long, at least a microsecond.
    pub per: Duration,
}

impl Money {
    /// In hundredths of the unit of its currency.
    pub fn hundredths(self) -> i64 {
        let hundredths = self.number.times(100, "a hundredth");
        hundredths.unwrap_or(MOST_HUNDREDTHS)
    }

    /// In đồng, where a unit of the currency costs `rate` đồng; to the nearest, halves up. `None` beyond [`MOST_DONG`].
    pub fn dong(self, rate: Decimal) -> Option<i64> {
        let digits = u128::from(self.number.digits) * u128::from(rate.digits);
        let divisor = 10_u128.checked_pow(self.number.scale + rate.scale);
        // What is divided by more than there is comes to nothing.
        let dong = divisor.map_or(0, |divisor| {
            digits / divisor + u128::from(digits % divisor >= divisor - divisor / 2)
        });
        i64::try_from(dong).ok().filter(|dong| *dong <= MOST_DONG)
    }
}

impl Quantity for Money {
    const NOUN: &'static str = "an amount of money";
    const WRITTEN: &'static str = "`400,000 VND`, `1.5 m VND`, `2 bn VND` or `800 CNY`";

    fn parse(text: &str) -> Result<Self, Misread> {
        let text = text.trim();
        let at = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
        let (number, words) = (text[..at].trim_end(), text[at..].split_whitespace());
        let words: Vec<&str> = words.collect();
        let (exponent, currency) = match words.as_slice() {
            [currency] => (0, *currency),
            [power, currency] => match *power {
                "k" => (3, *currency),
                "m" => (6, *currency),
                "bn" => (9, *currency),
                other => {
                    let why = format!("`{other}` is neither `k`, `m` nor `bn`");
                    return Err(Misread::new(why));
                }
            },
            _ => {
                let known = Currency::ALL.map(Currency::code).join(", ");
                return Err(Misread::new(format!("the currency is missing: {known}")));
            }
        };
        let Some(currency) = Currency::ALL.into_iter().find(|c| c.code() == currency) else {
            let known = Currency::ALL.map(Currency::code).join(", ");
            let why = format!("`{currency}` is not one of the currencies {known}");
            return Err(Misread::new(why));
        };
        if let Some((before, after)) = number.split_once('.')
            && exponent == 0
            && after.len() == 3
            && before != "0"
            && (1..=3).contains(&before.len())
        {
            // Where a point groups thousands, as in Vietnam, this is a thousand times as much.
            return Err(Misread {
                why: format!("`{number}` could be {before} or {before},{after}"),
                help: Some(format!(
                    "write `{before},{after}`, or leave out the last decimal"
                )),
            });
        }
        let number = raised(Decimal::parse(number)?, exponent);
        let number = number.ok_or_else(|| Misread::new("this is larger than can be held"))?;
        if number.times(100, "a hundredth")? > MOST_HUNDREDTHS {
            return Err(Misread::new("this is more than 10^15"));
        }
        Ok(Self { number, currency })
    }
}

impl Quantity for Price {
    const NOUN: &'static str = "a price";
    const WRITTEN: &'static str =
        "`1.5 m VND`, `400,000 VND / d`, `60,000 VND / h`, `25,000 VND / t` or `800 CNY`";

    fn parse(text: &str) -> Result<Self, Misread> {
        let parts = text.split_once('/').or_else(|| text.split_once(" per "));
        let Some((money, per)) = parts else {
            let money = Money::parse(text)?;
            return Ok(Self {
                money,
                per: Per::Once,
            });
        };
        let (money, per) = (Money::parse(money)?, per.trim());
        let one = |unit: &str| {
            if unit.starts_with(|c: char| c.is_ascii_digit()) {
                unit.to_owned()
            } else {
                format!("1 {unit}")
            }
        };
        let time = Duration::parse(&one(per)).map(|time| Per::Time(time.0));
        let per = match (time, Mass::parse(&one(per))) {
            (Ok(time), _) => time,
            (_, Ok(mass)) => Per::Mass(mass.0),
            _ => {
                let why = format!("`{per}` is neither a time (h, d) nor a mass (kg, t)");
                return Err(Misread::new(why));
            }
        };
        if matches!(per, Per::Time(0) | Per::Mass(0)) {
            return Err(Misread::new(
                "a price needs some time or mass to be paid for",
            ));
        }
        Ok(Self { money, per })
    }
}

impl Quantity for Decline {
    const NOUN: &'static str = "a loss in a time";
    const WRITTEN: &'static str = "`2 % / d`";

    fn parse(text: &str) -> Result<Self, Misread> {
        let parts = text.split_once('/').or_else(|| text.split_once(" per "));
        let Some((share, per)) = parts else {
            let why = format!("`{}` does not say in how long", text.trim());
            let help = format!("write `{} / d`", text.trim());
            return Err(Misread {
                why,
                help: Some(help),
            });
        };
        let per = per.trim();
        let per = if per.starts_with(|c: char| c.is_ascii_digit()) {
            Duration::parse(per)
        } else {
            Duration::parse(&format!("1 {per}"))
        }?;
        if per.0 == 0 {
            return Err(Misread::new("this needs some time to be lost in"));
        }
        Ok(Self {
            share: Share::parse(share)?,
            per,
        })
    }
}

/// A decimal number times ten to the power of `exponent`.
fn raised(number: Decimal, exponent: u32) -> Option<Decimal> {
    let Decimal { digits, scale } = number;
    let kept = scale.saturating_sub(exponent);
    let factor = 10_u64.checked_pow(exponent - (scale - kept))?;
    Some(Decimal {
        digits: digits.checked_mul(factor)?,
        scale: kept,
    })
}

impl fmt::Display for Money {
    /// `400,000 VND`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.number.to_string();
        let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at) % 3 == 0 {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, "{rest} {}", self.currency.code())
    }
}
