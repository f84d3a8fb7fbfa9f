//! Amounts of money, from text to exact integers.
//!
//! A planner writes `"8,000 CNY"` or `"1.5 m VND"`. An amount keeps its currency: nothing is converted here, and whoever compares
//! two amounts looks at the currencies first. As with all quantities nothing is rounded and nothing is negative.

use std::fmt;

use super::units::{Decimal, Misread, Quantity, lowest_terms, number_and_unit};

/// A currency of the trade between Vietnam and China.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Currency {
    /// Vietnamese dong.
    Vnd,
    /// Chinese yuan.
    Cny,
    /// United States dollar.
    Usd,
}

impl Currency {
    /// All currencies.
    pub const ALL: [Currency; 3] = [Currency::Vnd, Currency::Cny, Currency::Usd];

    /// The code of ISO 4217.
    pub const fn code(self) -> &'static str {
        match self {
            Currency::Vnd => "VND",
            Currency::Cny => "CNY",
            Currency::Usd => "USD",
        }
    }

    /// The currency of this code.
    pub fn named(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|currency| currency.code() == code)
    }
}

/// An amount of money, at most 10^15 units of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// How many hundredths of the unit.
    pub hundredths: i64,
    /// The unit.
    pub currency: Currency,
}

/// No amount is larger, in hundredths, so that sums stay far from overflow.
const MOST: i64 = 100_000_000_000_000_000;

impl Quantity for Money {
    const NOUN: &'static str = "an amount of money";
    const WRITTEN: &'static str = "`8,000 CNY`, `400,000 VND` or `1.5 m VND`";

    fn parse(text: &str) -> Result<Self, Misread> {
        let (number, unit, rest) = number_and_unit(text.trim())?;
        // Millions and thousands of millions may have a word between number and currency.
        let (factor, code) = match (unit, rest) {
            ("m", code) if !code.is_empty() => (1_000_000, code),
            ("bn", code) if !code.is_empty() => (1_000_000_000, code),
            (code, "") => (1, code),
            (_, rest) => return Err(Misread::new(format!("`{rest}` is left over"))),
        };
        let Some(currency) = Currency::named(code) else {
            let known = Currency::ALL.map(Currency::code).join(", ");
            return Err(Misread::new(match code {
                "" => format!("the currency is missing: {known}"),
                other => format!("`{other}` is not one of the currencies {known}"),
            }));
        };
        let hundredths = Decimal::parse(number)?.times(factor * 100, "a hundredth")?;
        if hundredths > MOST {
            return Err(Misread::new("this is more than 10^15"));
        }
        Ok(Self {
            hundredths,
            currency,
        })
    }
}

impl fmt::Display for Money {
    /// `8000 CNY`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = lowest_terms(self.hundredths.unsigned_abs(), 2);
        write!(f, "{amount} {}", self.currency.code())
    }
}
