//! Families of distributions: maximum likelihood, log-likelihood, distribution function.
//!
//! Parameters are those of the scenario language, so what is fitted can be written down as it is. Values are above 0, in any unit.
//!
//! | family | estimate | source |
//! |---|---|---|
//! | exponential, normal, lognormal, uniform | closed form | Law (2015), *Simulation Modeling and Analysis*, table 6.3 ff. |
//! | gamma | generalised Newton on ln k - ψ(k) | Minka (2002), *Estimating a Gamma distribution* |
//! | Weibull | the root of the profile score, by bisection | Law (2015), section 6.2.2 |
//! | triangular | for given ends the mode is a value (Oliver 1972); the ends by a search over the profile | Kotz & van Dorp (2004), *Beyond Beta*, section 1.4 |
//!
//! The normal family is untruncated here: it is offered only where the mean is at least three standard deviations, so the part below 0,
//! which the language cuts off, is 0.1 % at most.

use serde::Serialize;
use statrs::function::gamma::{digamma, gamma_lr};

use crate::des::variate::Distribution;

/// A family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// One parameter: the mean.
    Exponential,
    /// Mean and coefficient of variation of the variable itself.
    Lognormal,
    /// Mean and coefficient of variation.
    Gamma,
    /// Shape and mean.
    Weibull,
    /// Mean and standard deviation.
    Normal,
    /// The two ends.
    Uniform,
    /// The two ends and the most likely value.
    Triangular,
}

impl Family {
    /// All of them, in the order in which they are listed where nothing else decides.
    pub const ALL: [Self; 7] = [
        Self::Exponential,
        Self::Lognormal,
        Self::Gamma,
        Self::Weibull,
        Self::Normal,
        Self::Uniform,
        Self::Triangular,
    ];

    /// Its key in the language.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exponential => "exponential",
            Self::Lognormal => "lognormal",
            Self::Gamma => "gamma",
            Self::Weibull => "weibull",
            Self::Normal => "normal",
            Self::Uniform => "uniform",
            Self::Triangular => "triangular",
        }
    }

    /// How many parameters are estimated.
    pub fn parameters(self) -> u32 {
        match self {
            Self::Exponential => 1,
            Self::Triangular => 3,
            _ => 2,
        }
    }
}

/// A member of a family.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// Mean.
    Exponential(f64),
    /// Mean and standard deviation of the logarithm.
    Lognormal(f64, f64),
    /// Shape and scale.
    Gamma(f64, f64),
    /// Shape and scale.
    Weibull(f64, f64),
    /// Mean and standard deviation.
    Normal(f64, f64),
    /// Lower and upper end.
    Uniform(f64, f64),
    /// Lower end, mode, upper end.
    Triangular(f64, f64, f64),
}

/// Sums over the values that several families need.
pub struct Sums {
    n: f64,
    mean: f64,
    /// Of squares about the mean, over n.
    variance: f64,
    mean_log: f64,
    variance_log: f64,
}

impl Sums {
    /// Of values above 0.
    pub fn of(values: &[f64]) -> Self {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let about = |values: &mut dyn Iterator<Item = f64>, mean: f64| {
            values.map(|x| (x - mean) * (x - mean)).sum::<f64>() / n
        };
        let logs: Vec<f64> = values.iter().map(|&x| libm::log(x)).collect();
        let mean_log = logs.iter().sum::<f64>() / n;
        Self {
            n,
            mean,
            variance: about(&mut values.iter().copied(), mean),
            mean_log,
            variance_log: about(&mut logs.iter().copied(), mean_log),
        }
    }
}

/// The member of a family under which the values are most likely; `sorted` are above 0, in rising order, not all the same.
/// `None` where the family has none, or is not offered for such values.
pub fn most_likely(family: Family, sorted: &[f64], sums: &Sums) -> Option<Law> {
    let (&least, &most) = (sorted.first()?, sorted.last()?);
    match family {
        Family::Exponential => Some(Law::Exponential(sums.mean)),
        Family::Lognormal => Some(Law::Lognormal(sums.mean_log, sums.variance_log.sqrt())),
        Family::Normal => {
            let sd = sums.variance.sqrt();
            (sums.mean >= 3.0 * sd).then_some(Law::Normal(sums.mean, sd))
        }
        Family::Uniform => Some(Law::Uniform(least, most)),
        Family::Gamma => gamma(sums),
        Family::Weibull => weibull(sorted, sums),
        Family::Triangular => triangular(sorted),
    }
}

fn gamma(sums: &Sums) -> Option<Law> {
    let gap = libm::log(sums.mean) - sums.mean_log;
    if gap <= 0.0 {
        return None;
    }
    let mut shape = (3.0 - gap + ((gap - 3.0) * (gap - 3.0) + 24.0 * gap).sqrt()) / (12.0 * gap);
    for _ in 0..50 {
        let score = libm::log(shape) - digamma(shape) - gap;
        let slope = 1.0 / shape - trigamma(shape);
        let next = 1.0 / (1.0 / shape + score / (shape * shape * slope));
        let done = (next - shape).abs() <= 1e-12 * shape;
        shape = next;
        if done {
            break;
        }
    }
    // What the language takes: a coefficient of variation from 0 to 30.
    (shape.is_finite() && shape >= 1.0 / 900.0).then(|| Law::Gamma(shape, sums.mean / shape))
}

/// ψ'(x) for x above 0: recurrence up to 10, then the asymptotic series (Abramowitz & Stegun 6.4.6 and 6.4.12).
fn trigamma(x: f64) -> f64 {
    let (mut x, mut sum) = (x, 0.0);
    while x < 10.0 {
        sum += 1.0 / (x * x);
        x += 1.0;
    }
    let y = 1.0 / (x * x);
    let series = y * (1.0 / 6.0 + y * (-1.0 / 30.0 + y * (1.0 / 42.0 - y / 30.0)));
    sum + 1.0 / x + y / 2.0 + series / x
}

fn weibull(sorted: &[f64], sums: &Sums) -> Option<Law> {
    let most = *sorted.last()?;
    // Powers of x over the greatest value cannot overflow.
    let logs: Vec<f64> = sorted.iter().map(|&x| libm::log(x / most)).collect();
    let mean_log = sums.mean_log - libm::log(most);
    let score = |shape: f64| {
        let (mut sum, mut weighted) = (0.0, 0.0);
        for &log in &logs {
            let power = libm::exp(shape * log);
            sum += power;
            weighted += power * log;
        }
        (weighted / sum - 1.0 / shape - mean_log, sum)
    };
    let (mut low, mut high) = (0.1, 1_000.0);
    if score(low).0 > 0.0 || score(high).0 < 0.0 {
        return None;
    }
    while high - low > 1e-9 * high {
        // Between orders of magnitude the geometric mean halves.
        let middle = (low * high).sqrt();
        if score(middle).0 < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    let shape = (low * high).sqrt();
    let (_, sum) = score(shape);
    Some(Law::Weibull(
        shape,
        most * libm::pow(sum / sums.n, 1.0 / shape),
    ))
}

/// The profile over the ends is smooth between values, so a search that narrows a square in the logarithms of both margins finds its
/// maximum to a thousandth of the range.
fn triangular(sorted: &[f64]) -> Option<Law> {
    let (&least, &most) = (sorted.first()?, sorted.last()?);
    let range = most - least;
    let law = |below: f64, above: f64| {
        let (low, high) = ((least - range * below).max(0.0), most + range * above);
        let (mode, height) = best_mode(sorted, low, high);
        (height, Law::Triangular(low, mode, high))
    };
    // Margins between a thousandth of the range and ten times it, as exponents of 10.
    let margin = |exponent: f64| libm::exp(exponent * core::f64::consts::LN_10);
    let (mut centre, mut step) = ((-1.0, -1.0), 1.0);
    let mut best = law(margin(centre.0), margin(centre.1));
    while step > 0.02 {
        let mut improved = false;
        for (x, y) in [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)] {
            let there = (
                f64::clamp(centre.0 + x * step, -3.0, 1.0),
                f64::clamp(centre.1 + y * step, -3.0, 1.0),
            );
            let found = law(margin(there.0), margin(there.1));
            if found.0 > best.0 + 1e-9 {
                (best, centre, improved) = (found, there, true);
            }
        }
        if !improved {
            step /= 2.0;
        }
    }
    best.0.is_finite().then_some(best.1)
}

/// Of given ends the mode under which the values are most likely is one of the values; with the log-likelihood.
fn best_mode(sorted: &[f64], low: f64, high: f64) -> (f64, f64) {
    let n = sorted.len() as f64;
    let above: Vec<f64> = sorted.iter().map(|&x| libm::log(high - x)).collect();
    let mut right: f64 = above.iter().sum();
    let (mut left, mut best) = (0.0, (low, f64::NEG_INFINITY));
    for (index, &mode) in sorted.iter().enumerate() {
        let (below, over) = (mode - low, high - mode);
        if below <= 0.0 || over <= 0.0 {
            right -= above[index];
            continue;
        }
        // Values up to and with the mode are on the rising side.
        left += libm::log(below);
        right -= above[index];
        let rising = (index + 1) as f64;
        let sum = left - rising * libm::log(below) + right - (n - rising) * libm::log(over);
        if sum > best.1 {
            best = (mode, sum);
        }
    }
    (best.0, best.1 + n * libm::log(2.0 / (high - low)))
}

impl Law {
    /// The logarithm of the density of all values together.
    pub fn log_likelihood(&self, values: &[f64]) -> f64 {
        let root = 0.5 * libm::log(2.0 * core::f64::consts::PI);
        let density: Box<dyn Fn(f64) -> f64> = match *self {
            Law::Exponential(mean) => Box::new(move |x| -libm::log(mean) - x / mean),
            Law::Lognormal(mean, sd) => Box::new(move |x| {
                let log = libm::log(x);
                let z = (log - mean) / sd;
                -log - libm::log(sd) - root - z * z / 2.0
            }),
            Law::Normal(mean, sd) => Box::new(move |x| {
                let z = (x - mean) / sd;
                -libm::log(sd) - root - z * z / 2.0
            }),
            Law::Gamma(shape, scale) => {
                let norm = libm::lgamma(shape) + shape * libm::log(scale);
                Box::new(move |x| (shape - 1.0) * libm::log(x) - x / scale - norm)
            }
            Law::Weibull(shape, scale) => Box::new(move |x| {
                let log = libm::log(x / scale);
                libm::log(shape / scale) + (shape - 1.0) * log - libm::exp(shape * log)
            }),
            Law::Uniform(low, high) => Box::new(move |_| -libm::log(high - low)),
            Law::Triangular(low, mode, high) => Box::new(move |x| {
                let side = if x <= mode {
                    (x - low) / (mode - low)
                } else {
                    (high - x) / (high - mode)
                };
                libm::log(2.0 / (high - low) * side)
            }),
        };
        values.iter().map(|&x| density(x)).sum()
    }

    /// The probability of a value up to x, between 0 and 1.
    pub fn cumulative(&self, x: f64) -> f64 {
        let normal = |z: f64| libm::erfc(-z / core::f64::consts::SQRT_2) / 2.0;
        let part = match *self {
            Law::Exponential(mean) => -libm::expm1(-x / mean),
            Law::Lognormal(mean, sd) => normal((libm::log(x) - mean) / sd),
            Law::Normal(mean, sd) => normal((x - mean) / sd),
            Law::Gamma(shape, scale) => gamma_lr(shape, x / scale),
            Law::Weibull(shape, scale) => -libm::expm1(-libm::pow(x / scale, shape)),
            Law::Uniform(low, high) => (x - low) / (high - low),
            Law::Triangular(low, mode, high) => {
                if x <= mode {
                    (x - low).max(0.0) * (x - low).max(0.0) / ((high - low) * (mode - low))
                } else {
                    1.0 - (high - x).max(0.0) * (high - x).max(0.0) / ((high - low) * (high - mode))
                }
            }
        };
        part.clamp(0.0, 1.0)
    }

    /// The same in the parameters of the language.
    pub fn distribution(&self) -> Distribution {
        match *self {
            Law::Exponential(mean) => Distribution::Exponential { mean },
            Law::Lognormal(location, sigma) => {
                let mean = libm::exp(location + sigma * sigma / 2.0);
                Distribution::Lognormal {
                    mean,
                    sd: mean * libm::expm1(sigma * sigma).sqrt(),
                }
            }
            Law::Gamma(shape, scale) => Distribution::Gamma {
                mean: shape * scale,
                cv: 1.0 / shape.sqrt(),
            },
            Law::Weibull(shape, scale) => Distribution::Weibull { shape, scale },
            Law::Normal(mean, sd) => Distribution::Normal { mean, sd },
            Law::Uniform(low, high) => Distribution::Uniform { low, high },
            Law::Triangular(low, mode, high) => Distribution::Triangular { low, mode, high },
        }
    }

    /// Its parameters as the language writes them: name, value, and whether it has the unit of the values.
    pub fn parameters(&self) -> Vec<(&'static str, f64, bool)> {
        let distribution = self.distribution();
        let (mean, sd) = (distribution.mean(), distribution.sd());
        match *self {
            Law::Exponential(mean) => vec![("mean", mean, true)],
            Law::Lognormal(..) | Law::Gamma(..) => {
                vec![("mean", mean, true), ("cv", sd / mean, false)]
            }
            Law::Weibull(shape, _) => vec![("shape", shape, false), ("mean", mean, true)],
            Law::Normal(mean, sd) => vec![("mean", mean, true), ("sd", sd, true)],
            Law::Uniform(low, high) => vec![("low", low, true), ("high", high, true)],
            Law::Triangular(low, mode, high) => {
                vec![
                    ("low", low, true),
                    ("mode", mode, true),
                    ("high", high, true),
                ]
            }
        }
    }
}
