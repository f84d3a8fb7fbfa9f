//! How well something was to be known, and how well it is.

use schemars::JsonSchema;
use serde::Serialize;

use crate::experiment::{Fold, Precision, Tolerance, half_width};
use crate::measures::quantity::{Aim, Amount, Quantity};

use super::number::{digits, fixed};
use super::words;

/// A precision that is asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// What is estimated.
    pub quantity: Quantity,
    /// How well it shall be known.
    pub tolerance: Tolerance,
    /// That as it was typed.
    pub text: String,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct PrecisionRow {
    /// What is estimated, as an expression.
    pub quantity: String,
    /// How well it was to be known, as typed.
    pub wanted: String,
    /// Unit of the numbers below.
    pub unit: &'static str,
    /// The half-width that is enough for this estimate.
    pub enough: Option<f64>,
    /// The estimate.
    pub value: Option<f64>,
    /// The longer side of its 95 % interval.
    pub half_width: Option<f64>,
    /// Whether that is enough now.
    pub reached: bool,
}

impl Wanted {
    /// What an aim asks for. `None` of an aim without a quantity, and of a date, which has no half-width.
    pub fn new(aim: Aim) -> Option<Self> {
        let quantity = aim.quantity.filter(|quantity| quantity.unit != "date")?;
        let tolerance = match aim.amount {
            Amount::Absolute(half) => Tolerance::Absolute(half),
            Amount::Relative(share) => Tolerance::Relative {
                share,
                near_zero: near_zero(quantity.unit),
            },
        };
        Some(Self {
            quantity,
            tolerance,
            text: aim.text,
        })
    }

    /// What the stopping rule watches.
    pub fn precision(&self) -> Precision {
        Precision {
            estimator: self.quantity.estimator,
            tolerance: self.tolerance,
        }
    }

    /// What became of it.
    pub fn row(&self, fold: &Fold) -> PrecisionRow {
        let estimate = fold.estimate_of(self.quantity.estimator);
        PrecisionRow {
            quantity: self.quantity.text.clone(),
            wanted: self.text.clone(),
            unit: self.quantity.unit,
            enough: estimate.value.map(|value| self.tolerance.half_width(value)),
            value: estimate.value,
            half_width: half_width(&estimate),
            reached: self.tolerance.is_met(&estimate),
        }
    }
}

/// The half-width that is enough where an estimate is so near to zero that a share of it would never be: half of the
/// smallest difference that anybody plans by.
pub fn near_zero(unit: &str) -> f64 {
    match unit {
        "s" => 30.0,
        "share" => 0.005,
        _ => 0.5,
    }
}

impl PrecisionRow {
    /// It in a sentence: `p95(time-in-system): 10.9 ± 0.5 days, 5 % wanted: reached`.
    pub fn sentence(&self) -> String {
        let Some((value, half)) = self.value.zip(self.half_width) else {
            return format!(
                "{}: nothing is known, {} wanted: not reached",
                self.quantity, self.wanted
            );
        };
        let (scale, unit) = words::unit(self.unit, value);
        let places = digits(half / scale);
        let relative = if value == 0.0 {
            String::new()
        } else {
            format!(" ({} %)", fixed(100.0 * half / value.abs(), 1))
        };
        format!(
            "{}: {} ± {} {unit}{relative}, {} wanted: {}",
            self.quantity,
            fixed(value / scale, places),
            fixed(half / scale, places),
            self.wanted,
            if self.reached {
                "reached"
            } else {
                "not reached"
            }
        )
    }
}
