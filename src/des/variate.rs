//! Distributions: parameters as people state them, checked once, drawn from by precomputed samplers.
//!
//! [`Distribution`] is what is meant (mean, standard deviation, mode); [`Sampler`] is what runs. Parameters are `f64` in
//! whatever unit the caller chooses and draws come in the same unit, as integers: microseconds, kilograms, pieces.
//! All distributions are on the non-negative numbers.
//!
//! # Same bits everywhere
//!
//! Everything is arithmetic that IEEE 754 fixes to the last bit, square roots included, and functions of the `libm` crate,
//! which are the same operations on every target. The `f64` methods of the standard library call whatever the
//! platform provides, so clippy bans them.

mod distribution;

use super::clock;
use super::keyed::{Stream, choose};
use super::ziggurat;

pub use distribution::{Distribution, ParameterError};

/// A distribution ready to be drawn from: whatever does not depend on the draw is computed already.
#[derive(Clone, Debug)]
pub struct Sampler(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Exponential {
        mean: f64,
        standard: ziggurat::Exponential,
    },
    Constant {
        value: f64,
    },
    Uniform {
        low: f64,
        width: f64,
    },
    Triangular(Triangular),
    Normal {
        mean: f64,
        sd: f64,
        standard: ziggurat::Normal,
    },
    Lognormal {
        location: f64,
        sigma: f64,
        standard: ziggurat::Normal,
    },
    Gamma {
        gamma: StandardGamma,
        scale: f64,
    },
    Erlang {
        k: u32,
        stage: f64,
        standard: ziggurat::Exponential,
    },
    Weibull {
        power: f64,
        scale: f64,
        standard: ziggurat::Exponential,
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
            Distribution::Exponential { mean } => Kind::Exponential {
                mean,
                standard: ziggurat::Exponential::new(),
            },
            Distribution::Triangular { low, mode, high } => Triangular::kind(low, mode, high),
            // Also keeps the rejection of negative draws from going on forever.
            Distribution::Normal { mean, sd } if mean >= 0.0 && sd > 0.0 => Kind::Normal {
                mean,
                sd,
                standard: ziggurat::Normal::new(),
            },
            Distribution::Normal { mean, .. } => Kind::Constant { value: mean },
            Distribution::Lognormal { mean, sd } => {
                let variance = libm::log1p((sd / mean) * (sd / mean));
                Kind::Lognormal {
                    location: libm::log(mean) - variance / 2.0,
                    sigma: variance.sqrt(),
                    standard: ziggurat::Normal::new(),
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
                standard: ziggurat::Exponential::new(),
            },
            Distribution::Erlang { k, mean } => Kind::Gamma {
                gamma: StandardGamma::new(f64::from(k)),
                scale: mean / f64::from(k),
            },
            Distribution::Weibull { shape, scale } => Kind::Weibull {
                power: 1.0 / shape,
                scale,
                standard: ziggurat::Exponential::new(),
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
    #[inline(always)]
    pub fn draw(&self, stream: &mut Stream) -> i64 {
        clock::round(self.draw_f64(stream))
    }

    /// A draw before rounding.
    ///
    /// The kinds that cost about as little as a call are drawn in place, wherever that is.
    #[inline(always)]
    pub fn draw_f64(&self, stream: &mut Stream) -> f64 {
        match self.0 {
            Kind::Constant { value } => value,
            Kind::Uniform { low, width } => low + width * stream.unit(),
            Kind::Exponential { mean, standard } => mean * standard.draw(stream),
            ref other => other.draw(stream),
        }
    }
}

impl Kind {
    fn draw(&self, stream: &mut Stream) -> f64 {
        match *self {
            Kind::Constant { value } => value,
            Kind::Uniform { low, width } => low + width * stream.unit(),
            Kind::Exponential { mean, standard } => mean * standard.draw(stream),
            Kind::Triangular(ref triangular) => triangular.quantile(stream.unit()),
            Kind::Normal { mean, sd, standard } => loop {
                let x = mean + sd * standard.draw(stream);
                if x >= 0.0 {
                    break x;
                }
            },
            Kind::Lognormal {
                location,
                sigma,
                standard,
            } => libm::exp(location + sigma * standard.draw(stream)),
            Kind::Gamma { ref gamma, scale } => scale * gamma.draw(stream),
            Kind::Erlang { k, stage, standard } => {
                stage * (0..k).map(|_| standard.draw(stream)).sum::<f64>()
            }
            // In two steps, as `pow` costs nearly twice as much for digits that no draw needs.
            Kind::Weibull {
                power,
                scale,
                standard,
            } => scale * libm::exp(power * libm::log(standard.draw(stream))),
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

/// Up to this many stages an Erlang is drawn as the sum of its stages; with more, a gamma is faster.
const SUMMED_STAGES: u32 = 2;

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
    normal: ziggurat::Normal,
    exponential: ziggurat::Exponential,
}

impl StandardGamma {
    fn new(shape: f64) -> StandardGamma {
        let boosted = shape < 1.0;
        let d = if boosted { shape + 1.0 } else { shape } - 1.0 / 3.0;
        StandardGamma {
            d,
            c: 1.0 / (9.0 * d).sqrt(),
            power: if boosted { 1.0 / shape } else { 0.0 },
            normal: ziggurat::Normal::new(),
            exponential: ziggurat::Exponential::new(),
        }
    }

    fn draw(&self, stream: &mut Stream) -> f64 {
        let gamma = self.d * self.cubed_normal(stream);
        // u = exp(-e) for a standard exponential e, which spares a logarithm.
        if self.power > 0.0 {
            gamma * libm::exp(-self.exponential.draw(stream) * self.power)
        } else {
            gamma
        }
    }

    fn cubed_normal(&self, stream: &mut Stream) -> f64 {
        loop {
            let x = self.normal.draw(stream);
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
