//! Published figures: "over 1,000 vehicles" as an interval.
//!
//! A news item rounds, and says in a word how. A simulated count agrees with it if it lies in the interval that the words
//! allow: "over N" reaches to one unit of N's second significant digit more, "about" and "nearly" allow 5 % on both sides.
//! A sign, `>` or `<`, is a true bound. A plain count was counted and is that number; a plain [`Average`] was rounded.

use std::ops::{Bound, RangeBounds};

use super::units::{Decimal, Misread, Quantity};

/// How a published figure relates to the true one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// `74`: that number.
    Exactly,
    /// `over 1,000`: from there up to one unit of the second significant digit more, exclusive.
    Over,
    /// `about 570`: within 5 %.
    About,
    /// `nearly 500`: within 5 %.
    Nearly,
    /// `> 74`: a true bound.
    MoreThan,
    /// `< 10`: a true bound.
    LessThan,
    /// `1,000-1,100`: both ends included.
    Between,
}

/// What a published figure is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BandUnit {
    /// Vehicles, crossings or whatever the fact counts.
    Number,
    /// Tonnes.
    Tonnes,
}

/// A published figure as an interval, in millionths of its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Band {
    /// The words it was published with.
    pub relation: Relation,
    /// The figure itself; of a range its middle, rounded down to a millionth.
    pub value: i64,
    /// Lower end.
    pub low: Bound<i64>,
    /// Upper end.
    pub high: Bound<i64>,
    /// What is counted.
    pub unit: BandUnit,
}

impl Band {
    /// Whether `value`, in millionths of the unit, agrees with the figure.
    pub fn contains(&self, value: i64) -> bool {
        (self.low, self.high).contains(&value)
    }
}

/// A published average: a [`Band`] of true averages. A plain figure is one that was rounded to its last digit, so `114` stands for
/// 113.5 up to, but without, 114.5, and `7.3 t` for 7.25 up to 7.35 t; words and signs mean what they mean of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Average(pub Band);

impl Quantity for Average {
    const NOUN: &'static str = "a published average";
    const WRITTEN: &'static str =
        "`114`, `about 80`, `over 100`, `nearly 500`, `> 74`, `< 10` or `60-70`, perhaps with `t`";

    fn parse(text: &str) -> Result<Self, Misread> {
        let mut band = Band::parse(text)?;
        if band.value == 0 {
            return Err(Misread::new("an average of 0 says nothing of days"));
        }
        if band.relation == Relation::Exactly {
            let half = half_of_last_digit(text);
            band.low = Bound::Included((band.value - half).max(0));
            band.high = Bound::Excluded(band.value.saturating_add(half));
        }
        Ok(Self(band))
    }
}

/// Half a unit of the last digit of a figure, in millionths, rounded outwards to one.
fn half_of_last_digit(text: &str) -> i64 {
    let behind = text.split_once('.').map_or(0, |(_, rest)| {
        rest.bytes().take_while(u8::is_ascii_digit).count()
    });
    let digits = u32::try_from(behind).unwrap_or(u32::MAX);
    let unit = 10_i64
        .checked_pow(digits)
        .map_or(0, |parts| 1_000_000 / parts);
    (unit / 2).max(1)
}

impl Quantity for Band {
    const NOUN: &'static str = "a published figure";
    const WRITTEN: &'static str = "`74`, `over 1,000`, `about 570`, `nearly 500`, `> 74`, `< 10` or `1,000-1,100`, perhaps with `t`";

    fn parse(text: &str) -> Result<Self, Misread> {
        let text = text.trim();
        let (figure, unit) = match text.strip_suffix('t') {
            Some(figure) if figure.ends_with(|c: char| c.is_ascii_digit() || c.is_whitespace()) => {
                (figure.trim(), BandUnit::Tonnes)
            }
            _ => (text, BandUnit::Number),
        };
        let words = [
            ("over", Relation::Over),
            ("more than", Relation::Over),
            ("about", Relation::About),
            ("around", Relation::About),
            ("nearly", Relation::Nearly),
            ("almost", Relation::Nearly),
            (">", Relation::MoreThan),
            ("<", Relation::LessThan),
        ];
        let (relation, figure) = words
            .iter()
            .find_map(|(word, relation)| Some((*relation, figure.strip_prefix(word)?)))
            .unwrap_or((Relation::Exactly, figure));
        let ends = figure
            .split_once(['-', '\u{2013}'])
            .filter(|(low, _)| !low.trim().is_empty());
        match ends {
            Some((low, high)) if relation == Relation::Exactly => {
                Self::between(millionths(low)?, millionths(high)?, unit)
            }
            Some(_) => Err(Misread::new(
                "a range cannot be `over`, `about` or a bound as well",
            )),
            None => Ok(Self::around(relation, millionths(figure)?, unit)),
        }
    }
}

impl Band {
    /// The interval that a single figure stands for.
    pub fn around(relation: Relation, value: i64, unit: BandUnit) -> Self {
        use Bound::{Excluded, Included, Unbounded};
        // A twentieth, rounded outwards to a millionth.
        let margin = value / 20 + i64::from(value % 20 != 0);
        let (low, high) = match relation {
            Relation::Exactly | Relation::Between => (Included(value), Included(value)),
            Relation::Over => {
                let second_digit = 10_i64.pow(value.max(1).ilog10().saturating_sub(1));
                (
                    Included(value),
                    Excluded(value.saturating_add(second_digit)),
                )
            }
            Relation::About | Relation::Nearly => (
                Included(value - margin),
                Included(value.saturating_add(margin)),
            ),
            Relation::MoreThan => (Excluded(value), Unbounded),
            Relation::LessThan => (Included(0), Excluded(value)),
        };
        Self {
            relation,
            value,
            low,
            high,
            unit,
        }
    }

    fn between(low: i64, high: i64, unit: BandUnit) -> Result<Self, Misread> {
        if low > high {
            return Err(Misread::new("the range runs backwards"));
        }
        let (ends, value) = (
            (Bound::Included(low), Bound::Included(high)),
            low + (high - low) / 2,
        );
        Ok(Self {
            relation: Relation::Between,
            value,
            low: ends.0,
            high: ends.1,
            unit,
        })
    }
}

fn millionths(text: &str) -> Result<i64, Misread> {
    Decimal::parse(text)?.times(1_000_000, "a millionth")
}
