//! What is meant: distributions, the ranges of their parameters, their exact moments.

use std::f64::consts::{PI, SQRT_2};

use thiserror::Error;

/// A distribution on the non-negative numbers. Where the spread is 0 it is the constant.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Always the same value.
    Constant {
        /// The value, 0 or more.
        value: f64,
    },
    /// Equally likely everywhere between two ends.
    Uniform {
        /// The lower end, 0 or more.
        low: f64,
        /// The upper end, not below the lower.
        high: f64,
    },
    /// Without memory: the time to the next event of a Poisson process.
    Exponential {
        /// The mean, above 0.
        mean: f64,
    },
    /// A density that rises linearly to the mode and falls linearly after it.
    Triangular {
        /// The lower end, 0 or more.
        low: f64,
        /// The most likely value.
        mode: f64,
        /// The upper end.
        high: f64,
    },
    /// A normal variable given that it is not negative: negative draws are rejected and drawn again.
    ///
    /// With α = -mean / sd and λ = φ(α) / (1 - Φ(α)), its mean is `mean + sd λ` and its variance `sd² (1 + αλ - λ²)`.
    Normal {
        /// The mean before truncation, 0 or more, so that at least every second draw is accepted.
        mean: f64,
        /// The standard deviation before truncation, 0 or more.
        sd: f64,
    },
    /// A variable whose logarithm is normal, stated by its own mean and standard deviation.
    ///
    /// The logarithm has the variance `ln(1 + (sd / mean)²)` and the mean `ln(mean)` less half of that.
    Lognormal {
        /// The mean of the variable itself, above 0.
        mean: f64,
        /// The standard deviation of the variable itself, 0 or more.
        sd: f64,
    },
    /// Gamma of shape `1 / cv²` and scale `mean cv²`.
    Gamma {
        /// The mean, above 0.
        mean: f64,
        /// The coefficient of variation (standard deviation over mean), in `0..=30`.
        cv: f64,
    },
    /// The sum of `k` independent exponentials of equal mean.
    Erlang {
        /// How many stages, 1 or more.
        k: u32,
        /// The mean of the sum, above 0.
        mean: f64,
    },
    /// Weibull: survival `exp(-(x / scale)^shape)`.
    Weibull {
        /// The shape, in `0.1..=1000`: below 1 the hazard falls, above 1 it rises.
        shape: f64,
        /// The scale, above 0: the quantile of order 63.2 %.
        scale: f64,
    },
    /// Values that were observed, each with a weight.
    Empirical {
        /// The values, each 0 or more.
        values: Vec<f64>,
        /// As many weights, each 0 or more, not all 0; only their proportions count.
        weights: Vec<f64>,
    },
}

/// What is wrong with the parameters of a [`Distribution`].
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ParameterError {
    /// A parameter lies outside its range, or is no number.
    #[error("{name} is {value}, but must be {range}")]
    OutOfRange {
        /// The parameter, as the field is called.
        name: &'static str,
        /// What was given.
        value: f64,
        /// What is allowed, in words.
        range: &'static str,
    },
    /// Two parameters that must not decrease do.
    #[error("{lower} is {lower_value}, above {upper}, which is {upper_value}")]
    Unordered {
        /// The parameter that should be the lower.
        lower: &'static str,
        /// Its value.
        lower_value: f64,
        /// The parameter that should be the upper.
        upper: &'static str,
        /// Its value.
        upper_value: f64,
    },
    /// An empirical distribution without values.
    #[error("there are no values")]
    NoValues,
    /// An empirical distribution needs a weight for each value.
    #[error("there are {values} values, but {weights} weights")]
    UnequalLengths {
        /// How many values.
        values: usize,
        /// How many weights.
        weights: usize,
    },
    /// An empirical distribution in which no value can occur.
    #[error("the weights are all 0")]
    NoWeight,
}

impl Distribution {
    /// Checks the ranges of the parameters.
    ///
    /// # Errors
    /// The first parameter that is out of range, not a number or out of order.
    pub fn check(&self) -> Result<(), ParameterError> {
        match *self {
            Distribution::Constant { value } => not_negative("value", value),
            Distribution::Uniform { low, high } => {
                not_negative("low", low)?;
                not_negative("high", high)?;
                ordered("low", low, "high", high)
            }
            Distribution::Exponential { mean } => positive("mean", mean),
            Distribution::Triangular { low, mode, high } => {
                not_negative("low", low)?;
                not_negative("mode", mode)?;
                not_negative("high", high)?;
                ordered("low", low, "mode", mode)?;
                ordered("mode", mode, "high", high)
            }
            Distribution::Normal { mean, sd } => {
                not_negative("mean", mean)?;
                not_negative("sd", sd)
            }
            Distribution::Lognormal { mean, sd } => {
                positive("mean", mean)?;
                not_negative("sd", sd)
            }
            Distribution::Gamma { mean, cv } => {
                positive("mean", mean)?;
                within("cv", cv, (0.0..=30.0).contains(&cv), "from 0 to 30")
            }
            Distribution::Erlang { k, mean } => {
                within("k", f64::from(k), k >= 1, "1 or more")?;
                positive("mean", mean)
            }
            Distribution::Weibull { shape, scale } => {
                within(
                    "shape",
                    shape,
                    (0.1..=1000.0).contains(&shape),
                    "from 0.1 to 1000",
                )?;
                positive("scale", scale)
            }
            Distribution::Empirical {
                ref values,
                ref weights,
            } => check_empirical(values, weights),
        }
    }

    /// The distribution of so many times the variable; the factor is above 0 and finite.
    #[must_use]
    pub fn scaled(&self, by: f64) -> Distribution {
        match *self {
            Distribution::Constant { value } => Distribution::Constant { value: value * by },
            Distribution::Uniform { low, high } => Distribution::Uniform {
                low: low * by,
                high: high * by,
            },
            Distribution::Exponential { mean } => Distribution::Exponential { mean: mean * by },
            Distribution::Triangular { low, mode, high } => Distribution::Triangular {
                low: low * by,
                mode: mode * by,
                high: high * by,
            },
            Distribution::Normal { mean, sd } => Distribution::Normal {
                mean: mean * by,
                sd: sd * by,
            },
            Distribution::Lognormal { mean, sd } => Distribution::Lognormal {
                mean: mean * by,
                sd: sd * by,
            },
            Distribution::Gamma { mean, cv } => Distribution::Gamma {
                mean: mean * by,
                cv,
            },
            Distribution::Erlang { k, mean } => Distribution::Erlang { k, mean: mean * by },
            Distribution::Weibull { shape, scale } => Distribution::Weibull {
                shape,
                scale: scale * by,
            },
            Distribution::Empirical {
                ref values,
                ref weights,
            } => Distribution::Empirical {
                values: values.iter().map(|value| value * by).collect(),
                weights: weights.clone(),
            },
        }
    }

    /// The exact mean of [`Sampler::draw_f64`](super::Sampler::draw_f64).
    #[must_use]
    pub fn mean(&self) -> f64 {
        match *self {
            Distribution::Constant { value } => value,
            Distribution::Uniform { low, high } => (low + high) / 2.0,
            Distribution::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Distribution::Normal { mean, sd } if sd > 0.0 => mean + sd * inverse_mills(mean / sd),
            Distribution::Exponential { mean }
            | Distribution::Normal { mean, .. }
            | Distribution::Lognormal { mean, .. }
            | Distribution::Gamma { mean, .. }
            | Distribution::Erlang { mean, .. } => mean,
            Distribution::Weibull { shape, scale } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Distribution::Empirical {
                ref values,
                ref weights,
            } => weighted_mean(values.iter().copied(), weights),
        }
    }

    /// The exact standard deviation of [`Sampler::draw_f64`](super::Sampler::draw_f64).
    #[must_use]
    pub fn sd(&self) -> f64 {
        match *self {
            Distribution::Constant { .. } => 0.0,
            Distribution::Uniform { low, high } => (high - low) / 12.0_f64.sqrt(),
            Distribution::Exponential { mean } => mean,
            Distribution::Triangular { low, mode, high } => {
                // The textbook (a² + b² + c² - ab - ac - bc) / 18 without its cancellation.
                let (left, right) = (mode - low, high - mode);
                ((left * left + left * right + right * right) / 18.0).sqrt()
            }
            Distribution::Normal { mean, sd } if sd > 0.0 => {
                let ratio = mean / sd;
                let lambda = inverse_mills(ratio);
                sd * (1.0 - ratio * lambda - lambda * lambda).sqrt()
            }
            Distribution::Normal { sd, .. } | Distribution::Lognormal { sd, .. } => sd,
            Distribution::Gamma { mean, cv } => mean * cv,
            Distribution::Erlang { k, mean } => mean / f64::from(k).sqrt(),
            Distribution::Weibull { shape, scale } => {
                let first = libm::tgamma(1.0 + 1.0 / shape);
                let second = libm::tgamma(1.0 + 2.0 / shape);
                scale * (second - first * first).max(0.0).sqrt()
            }
            Distribution::Empirical {
                ref values,
                ref weights,
            } => {
                let mean = self.mean();
                weighted_mean(
                    values.iter().map(|value| (value - mean) * (value - mean)),
                    weights,
                )
                .sqrt()
            }
        }
    }
}

/// φ(r) / Φ(r): by how many standard deviations a normal variable exceeds its mean r, given that it is positive.
fn inverse_mills(r: f64) -> f64 {
    let density = libm::exp(-r * r / 2.0) / (2.0 * PI).sqrt();
    density / (0.5 * libm::erfc(-r / SQRT_2))
}

fn weighted_mean(values: impl Iterator<Item = f64>, weights: &[f64]) -> f64 {
    values
        .zip(weights)
        .map(|(value, weight)| value * weight)
        .sum::<f64>()
        / weights.iter().sum::<f64>()
}

fn check_empirical(values: &[f64], weights: &[f64]) -> Result<(), ParameterError> {
    if values.is_empty() {
        return Err(ParameterError::NoValues);
    }
    if values.len() != weights.len() {
        return Err(ParameterError::UnequalLengths {
            values: values.len(),
            weights: weights.len(),
        });
    }
    values
        .iter()
        .try_for_each(|&value| not_negative("values", value))?;
    weights
        .iter()
        .try_for_each(|&weight| not_negative("weights", weight))?;
    if weights.iter().all(|&weight| weight == 0.0) {
        Err(ParameterError::NoWeight)
    } else {
        Ok(())
    }
}

fn positive(name: &'static str, value: f64) -> Result<(), ParameterError> {
    within(
        name,
        value,
        value > 0.0 && value.is_finite(),
        "above 0 and finite",
    )
}

fn not_negative(name: &'static str, value: f64) -> Result<(), ParameterError> {
    within(
        name,
        value,
        value >= 0.0 && value.is_finite(),
        "0 or more and finite",
    )
}

fn within(
    name: &'static str,
    value: f64,
    holds: bool,
    range: &'static str,
) -> Result<(), ParameterError> {
    if holds {
        Ok(())
    } else {
        Err(ParameterError::OutOfRange { name, value, range })
    }
}

fn ordered(
    lower: &'static str,
    low: f64,
    upper: &'static str,
    high: f64,
) -> Result<(), ParameterError> {
    if low <= high {
        Ok(())
    } else {
        Err(ParameterError::Unordered {
            lower,
            lower_value: low,
            upper,
            upper_value: high,
        })
    }
}
