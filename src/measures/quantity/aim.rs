//! An amount of a quantity: how well it shall be known, or how large a change of it matters.
//!
//! `5 % @ p95(time-in-system)` is five percent of the estimate, `10 min @ p95(time-in-system)` ten minutes. A percentage is
//! always one of the estimate, also of a share: a change of a share is written `0.01 @ share(...)`.

use crate::scenario::expression::{Expression, Mistake, Word};
use crate::scenario::units::{Quantity as _, Share};

use super::{Quantity, Resolver, limit};

/// How much of a quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// A share of its estimate, above 0.
    Relative(f64),
    /// So much in its unit, above 0; of a date, days.
    Absolute(f64),
}

/// An amount of a quantity, as somebody asked for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Aim {
    /// How much.
    pub amount: Amount,
    /// The amount as typed.
    pub text: String,
    /// Of what; of all quantities where none is named, and then a share of each.
    pub quantity: Option<Quantity>,
}

impl Resolver<'_> {
    /// Reads `AMOUNT @ QUANTITY`, or a percentage alone.
    ///
    /// # Errors
    /// Where it is neither, the amount is not of the quantity's unit or is nothing, or a word means nothing here.
    pub fn aim(&self, text: &str) -> Result<Aim, Mistake> {
        let (amount, quantity) = match text.split_once('@') {
            None => (text, None),
            Some((amount, rest)) => {
                let before = text.len() - rest.len();
                let shifted = |mut mistake: Mistake| {
                    mistake.at = mistake.at.start + before..mistake.at.end + before;
                    mistake
                };
                let expression = Expression::parse(rest).map_err(shifted)?;
                let quantity = self.quantity(&expression).map_err(shifted)?;
                (amount, Some(quantity))
            }
        };
        let start = amount.len() - amount.trim_start().len();
        let word = Word {
            text: amount.trim().to_owned(),
            at: start..start + amount.trim().len(),
        };
        if word.text.is_empty() {
            return Err(
                Mistake::new(0..text.len(), "no amount", "how much is wanted?").help(EXAMPLE),
            );
        }
        let amount = self.amount(&word, quantity.as_ref())?;
        let (Amount::Relative(size) | Amount::Absolute(size)) = amount;
        if size > 0.0 {
            return Ok(Aim {
                amount,
                text: word.text,
                quantity,
            });
        }
        Err(Mistake::new(word.at, "an amount of nothing", "this is not more than 0").help(EXAMPLE))
    }

    fn amount(&self, word: &Word, quantity: Option<&Quantity>) -> Result<Amount, Mistake> {
        if word.text.ends_with('%') {
            let misread = |misread: crate::scenario::units::Misread| {
                Mistake::new(word.at.clone(), "not a percentage", misread.why)
                    .help(misread.help.unwrap_or_else(|| EXAMPLE.to_owned()))
            };
            let share = Share::parse(&word.text).map_err(misread)?;
            return Ok(Amount::Relative(share.0 as f64 / Share::WHOLE as f64));
        }
        let Some(quantity) = quantity else {
            let mistake = Mistake::new(
                word.at.clone(),
                "an amount of what?",
                "only a percentage can stand alone",
            );
            return Err(mistake.help(EXAMPLE));
        };
        // The distance of two dates is days, which are counted.
        let unit = if quantity.unit == "date" {
            "day"
        } else {
            quantity.unit
        };
        let limit = limit::limit(word, unit, &quantity.text, self.names)?;
        Ok(Amount::Absolute(limit.value))
    }
}

const EXAMPLE: &str = "as in `5 % @ p95(time-in-system)` or `10 min @ p95(time-in-system)`";
