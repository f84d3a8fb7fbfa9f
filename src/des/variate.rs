//! Distributions: parameters as people state them, checked once, drawn from by precomputed samplers.
//!
//! [`Distribution`] is what is meant (mean, standard deviation, mode); [`Sampler`] is what runs. Parameters are `f64` in
//! whatever unit the caller chooses and draws come in the same unit, as integers: microseconds, kilograms, pieces.
//! All distributions are on the non-negative numbers.
//!
//! # Same bits everywhere
//!
//! Only the standard exponential and the standard normal come from `rand_distr` (ziggurats). Everything else is arithmetic
//! that IEEE 754 fixes to the last bit, square roots included, and functions of the `libm` crate, which compiles to the
//! same operations on every target. The `f64` methods of the standard library call whatever the platform provides, so
//! clippy bans them here.

use std::f64::consts::{PI, SQRT_2};

use rand::Rng;
use rand_distr::{Distribution as _, Exp1, StandardNormal};
use thiserror::Error;

use super::clock;
use super::keyed::{Stream, choose};

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

    /// The exact mean of [`Sampler::draw_f64`].
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

    /// The exact standard deviation of [`Sampler::draw_f64`].
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

/// A distribution ready to be drawn from: whatever does not depend on the draw is computed already.
#[derive(Clone, Debug)]
pub struct Sampler(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Constant {
        value: f64,
    },
    Uniform {
        low: f64,
        width: f64,
    },
    Exponential {
        mean: f64,
    },
    Triangular(Triangular),
    Normal {
        mean: f64,
        sd: f64,
    },
    Lognormal {
        location: f64,
        sigma: f64,
    },
    Gamma {
        gamma: StandardGamma,
        scale: f64,
    },
    Erlang {
        k: u32,
        stage: f64,
    },
    Weibull {
        power: f64,
        scale: f64,
    },
    Empirical {
        values: Box<[f64]>,
        cumulative: Box<[u64]>,
    },
}

impl Sampler {
    /// Precomputes the constants of a distribution that [`Distribution::check`] accepts. Of one that it does not, the draws
    /// are unspecified, but [`draw`](Self::draw) stays within its range.
    #[must_use]
    pub fn new(distribution: &Distribution) -> Sampler {
        Sampler(match *distribution {
            Distribution::Constant { value } => Kind::Constant { value },
            Distribution::Uniform { low, high } => Kind::Uniform {
                low,
                width: high - low,
            },
            Distribution::Exponential { mean } => Kind::Exponential { mean },
            Distribution::Triangular { low, mode, high } => Triangular::kind(low, mode, high),
            // Also keeps the rejection of negative draws from going on forever.
            Distribution::Normal { mean, sd } if mean >= 0.0 && sd > 0.0 => {
                Kind::Normal { mean, sd }
            }
            Distribution::Normal { mean, .. } => Kind::Constant { value: mean },
            Distribution::Lognormal { mean, sd } => {
                let variance = libm::log1p((sd / mean) * (sd / mean));
                Kind::Lognormal {
                    location: libm::log(mean) - variance / 2.0,
                    sigma: variance.sqrt(),
                }
            }
            Distribution::Gamma { mean, cv } if cv > 0.0 => Kind::Gamma {
                gamma: StandardGamma::new(1.0 / (cv * cv)),
                scale: mean * cv * cv,
            },
            Distribution::Gamma { mean, .. } => Kind::Constant { value: mean },
            Distribution::Erlang { k, mean } if k <= SUMMED_STAGES => Kind::Erlang {
                k,
                stage: mean / f64::from(k),
            },
            Distribution::Erlang { k, mean } => Kind::Gamma {
                gamma: StandardGamma::new(f64::from(k)),
                scale: mean / f64::from(k),
            },
            Distribution::Weibull { shape, scale } => Kind::Weibull {
                power: 1.0 / shape,
                scale,
            },
            Distribution::Empirical {
                ref values,
                ref weights,
            } => Kind::Empirical {
                values: values.as_slice().into(),
                cumulative: cumulative(weights),
            },
        })
    }

    /// A draw, rounded to an integer: at least 0, at most [`clock::LONGEST`].
    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> i64 {
        clock::round(self.draw_f64(stream))
    }

    /// A draw before rounding.
    ///
    /// The kinds that cost about as little as a call are drawn in place.
    #[inline]
    pub fn draw_f64(&self, stream: &mut Stream) -> f64 {
        match self.0 {
            Kind::Constant { value } => value,
            Kind::Uniform { low, width } => low + width * stream.unit(),
            Kind::Exponential { mean } => mean * exponential(stream),
            ref other => other.draw(stream),
        }
    }
}

impl Kind {
    fn draw(&self, stream: &mut Stream) -> f64 {
        match *self {
            Kind::Constant { value } => value,
            Kind::Uniform { low, width } => low + width * stream.unit(),
            Kind::Exponential { mean } => mean * exponential(stream),
            Kind::Triangular(ref triangular) => triangular.quantile(stream.unit()),
            Kind::Normal { mean, sd } => loop {
                let x = mean + sd * normal(stream);
                if x >= 0.0 {
                    break x;
                }
            },
            Kind::Lognormal { location, sigma } => libm::exp(location + sigma * normal(stream)),
            Kind::Gamma { ref gamma, scale } => scale * gamma.draw(stream),
            Kind::Erlang { k, stage } => stage * (0..k).map(|_| exponential(stream)).sum::<f64>(),
            // In two steps, as `pow` costs nearly twice as much for digits that no draw needs.
            Kind::Weibull { power, scale } => {
                scale * libm::exp(power * libm::log(exponential(stream)))
            }
            Kind::Empirical {
                ref values,
                ref cumulative,
            } => values
                .get(choose(cumulative, stream.next_u64()))
                .copied()
                .unwrap_or(0.0),
        }
    }
}

/// A random factor with mean 1 and the given coefficient of variation (in `0..=30`), gamma distributed: for what makes
/// one day, one crew or one replication differ from the next. Without variation it is 1 and draws nothing.
#[must_use]
pub fn gamma_factor(cv: f64, stream: &mut Stream) -> f64 {
    Sampler::new(&Distribution::Gamma { mean: 1.0, cv }).draw_f64(stream)
}

/// Up to this many stages an Erlang is drawn as the sum of its stages; with more, a gamma takes fewer random numbers.
const SUMMED_STAGES: u32 = 4;

/// Inversion of the triangular distribution function: two branches of a square root.
#[derive(Clone, Debug)]
struct Triangular {
    low: f64,
    high: f64,
    /// The probability of a value below the mode.
    split: f64,
    rise: f64,
    fall: f64,
}

impl Triangular {
    fn kind(low: f64, mode: f64, high: f64) -> Kind {
        let width = high - low;
        if width > 0.0 {
            let (rise, fall) = (width * (mode - low), width * (high - mode));
            Kind::Triangular(Triangular {
                low,
                high,
                split: (mode - low) / width,
                rise,
                fall,
            })
        } else {
            Kind::Constant { value: mode }
        }
    }

    #[inline]
    fn quantile(&self, p: f64) -> f64 {
        if p < self.split {
            self.low + (self.rise * p).sqrt()
        } else {
            self.high - (self.fall * (1.0 - p)).sqrt()
        }
    }
}

/// A gamma variable of scale 1, by rejection from a cubed normal.
///
/// Marsaglia & Tsang (2000), "A simple method for generating gamma variables". A shape below 1 is drawn as the shape plus
/// one, times `u^(1 / shape)`.
#[derive(Clone, Debug)]
struct StandardGamma {
    /// The shape drawn from, less a third.
    d: f64,
    /// 1 / sqrt(9 d).
    c: f64,
    /// 1 / shape where that is above 1, else 0.
    power: f64,
}

impl StandardGamma {
    fn new(shape: f64) -> StandardGamma {
        let boosted = shape < 1.0;
        let d = if boosted { shape + 1.0 } else { shape } - 1.0 / 3.0;
        StandardGamma {
            d,
            c: 1.0 / (9.0 * d).sqrt(),
            power: if boosted { 1.0 / shape } else { 0.0 },
        }
    }

    fn draw(&self, stream: &mut Stream) -> f64 {
        let gamma = self.d * self.cubed_normal(stream);
        // u = exp(-e) for a standard exponential e, which spares a logarithm.
        if self.power > 0.0 {
            gamma * libm::exp(-exponential(stream) * self.power)
        } else {
            gamma
        }
    }

    fn cubed_normal(&self, stream: &mut Stream) -> f64 {
        loop {
            let x = normal(stream);
            let root = 1.0 + self.c * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            let u = stream.unit();
            let squared = x * x;
            // The squeeze decides all but a few per cent without a logarithm.
            if u < 1.0 - 0.0331 * squared * squared
                || libm::log(u) < 0.5 * squared + self.d * (1.0 - v + libm::log(v))
            {
                return v;
            }
        }
    }
}

/// The standard exponential.
#[inline]
fn exponential(stream: &mut impl Rng) -> f64 {
    Exp1.sample(stream)
}

/// The standard normal.
#[inline]
fn normal(stream: &mut impl Rng) -> f64 {
    StandardNormal.sample(stream)
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

/// Weights as thresholds for [`choose`], the last of which is `u64::MAX` whatever the sums round to.
fn cumulative(weights: &[f64]) -> Box<[u64]> {
    const ALL: f64 = 18_446_744_073_709_551_616.0; // 2^64
    let total: f64 = weights.iter().sum();
    let last = weights
        .iter()
        .rposition(|&weight| weight > 0.0)
        .unwrap_or(0);
    let mut part = 0.0;
    let threshold = |(i, weight): (usize, &f64)| {
        part += weight;
        if i >= last {
            u64::MAX
        } else {
            (part / total * ALL) as u64
        }
    };
    weights.iter().enumerate().map(threshold).collect()
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
