//! Distributions: from units to plain numbers, with their parameters checked.
//!
//! The kernel counts durations in microseconds, masses in kilograms and things in ones; messages speak in the units of
//! the text.

use crate::des::variate::{Distribution, ParameterError};
use crate::scenario::money::Money;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::{Dist, Spread};
use crate::scenario::source::Place;
use crate::scenario::units::{Count, Duration, Mass};

/// A distribution of durations, in microseconds.
pub(super) fn duration(
    dist: &Dist<Duration>,
    place: Place,
    problems: &mut Problems,
) -> Option<Distribution> {
    checked(dist, place, problems)
}

/// A distribution of masses, in kilograms.
pub(super) fn mass(
    dist: &Dist<Mass>,
    place: Place,
    problems: &mut Problems,
) -> Option<Distribution> {
    checked(dist, place, problems)
}

/// A distribution of amounts of money, in hundredths of their unit; all are of one currency, which whoever uses them sees to.
pub(super) fn money(
    dist: &Dist<Money>,
    place: Place,
    problems: &mut Problems,
) -> Option<Distribution> {
    checked(dist, place, problems)
}

/// A distribution of whole numbers of things.
///
/// `uniform` between two counts gives each whole number the same chance. What is drawn is rounded, and so a uniform
/// density between the two would give the ends half of it.
pub(super) fn count(
    dist: &Dist<Count>,
    place: Place,
    problems: &mut Problems,
) -> Option<Distribution> {
    match dist {
        Dist::Uniform(low, high) if low.0 <= high.0 && high.0 - low.0 < MOST_LISTED => {
            let values: Vec<f64> = (low.0..=high.0).map(|value| value as f64).collect();
            let weights = vec![1.0; values.len()];
            Some(Distribution::Empirical { values, weights })
        }
        _ => checked(dist, place, problems),
    }
}

/// From this many whole numbers on, the share of the ends of a uniform distribution does not matter.
const MOST_LISTED: u64 = 1_000;

/// A unit in which distributions are stated.
trait Unit: Copy {
    /// The number that the kernel counts with.
    fn number(self) -> f64;
    /// Such a number as a planner would write it.
    fn written(number: f64) -> String;
}

impl Unit for Duration {
    fn number(self) -> f64 {
        self.0 as f64
    }
    fn written(number: f64) -> String {
        Duration(number as i64).to_string()
    }
}

impl Unit for Mass {
    fn number(self) -> f64 {
        self.0 as f64
    }
    fn written(number: f64) -> String {
        Mass(number as i64).to_string()
    }
}

impl Unit for Money {
    fn number(self) -> f64 {
        self.hundredths() as f64
    }
    fn written(number: f64) -> String {
        (number / 100.0).to_string()
    }
}

impl Unit for Count {
    fn number(self) -> f64 {
        self.0 as f64
    }
    fn written(number: f64) -> String {
        number.to_string()
    }
}

fn checked<Q: Unit>(dist: &Dist<Q>, place: Place, problems: &mut Problems) -> Option<Distribution> {
    if let Dist::Lognormal(_, Spread::Cv(cv)) = dist
        && *cv < 0.0
    {
        let label = format!("the coefficient of variation is {cv}");
        problems.push(
            Problem::error(place, "a distribution that cannot be", label)
                .help("it must be 0 or more"),
        );
        return None;
    }
    let distribution = plain(dist);
    match distribution.check() {
        Ok(()) => Some(distribution),
        Err(error) => {
            let (label, help) = explain::<Q>(&error);
            problems.push(Problem::error(place, "a distribution that cannot be", label).help(help));
            None
        }
    }
}

fn plain<Q: Unit>(dist: &Dist<Q>) -> Distribution {
    match dist {
        Dist::Constant(value) => Distribution::Constant {
            value: value.number(),
        },
        Dist::Uniform(low, high) => Distribution::Uniform {
            low: low.number(),
            high: high.number(),
        },
        Dist::Exponential(mean) => Distribution::Exponential {
            mean: mean.number(),
        },
        Dist::Triangular(low, mode, high) => Distribution::Triangular {
            low: low.number(),
            mode: mode.number(),
            high: high.number(),
        },
        Dist::Normal(mean, sd) => Distribution::Normal {
            mean: mean.number(),
            sd: sd.number(),
        },
        Dist::Lognormal(mean, spread) => Distribution::Lognormal {
            mean: mean.number(),
            sd: match spread {
                Spread::Sd(sd) => sd.number(),
                Spread::Cv(cv) => cv * mean.number(),
            },
        },
        Dist::Gamma(mean, spread) => Distribution::Gamma {
            mean: mean.number(),
            cv: match spread {
                Spread::Sd(sd) => sd.number() / mean.number(),
                Spread::Cv(cv) => *cv,
            },
        },
        Dist::Erlang(k, mean) => Distribution::Erlang {
            k: *k,
            mean: mean.number(),
        },
        Dist::Weibull(shape, scale) => Distribution::Weibull {
            shape: *shape,
            scale: scale.number(),
        },
        // The mean of a Weibull variable is scale * Γ(1 + 1 / shape).
        Dist::WeibullMean(shape, mean) => Distribution::Weibull {
            shape: *shape,
            scale: mean.number() / libm::tgamma(1.0 + 1.0 / shape),
        },
        Dist::Empirical(values, weights) => Distribution::Empirical {
            values: values.iter().map(|value| value.number()).collect(),
            weights: weights.clone().unwrap_or_else(|| vec![1.0; values.len()]),
        },
    }
}

/// What is wrong and what to do, in the units of the text.
fn explain<Q: Unit>(error: &ParameterError) -> (String, String) {
    let show = |name: &str, value: f64| match name {
        "cv" | "shape" | "k" | "weights" | "weight" => value.to_string(),
        _ => Q::written(value),
    };
    match error {
        ParameterError::OutOfRange { name, value, range } => (
            format!("{} is {}", in_words(name), show(name, *value)),
            format!("it must be {range}"),
        ),
        ParameterError::Unordered {
            lower,
            lower_value,
            upper,
            upper_value,
        } => (
            format!(
                "{} is {}, above {}, which is {}",
                in_words(lower),
                show(lower, *lower_value),
                in_words(upper),
                show(upper, *upper_value),
            ),
            "write the values in rising order".to_owned(),
        ),
        ParameterError::NoValues => (
            "there are no values".to_owned(),
            "give at least one value".to_owned(),
        ),
        ParameterError::UnequalLengths { values, weights } => (
            format!("there are {values} values, but {weights} weights"),
            "give one weight for each value".to_owned(),
        ),
        ParameterError::NoWeight => (
            "the weights are all 0".to_owned(),
            "give at least one value a weight above 0".to_owned(),
        ),
    }
}

fn in_words(parameter: &str) -> &str {
    match parameter {
        "low" => "the lowest value",
        "mode" => "the most likely value",
        "high" => "the highest value",
        "mean" => "the mean",
        "sd" => "the standard deviation",
        "cv" => "the coefficient of variation",
        "k" => "the number of phases `k`",
        "shape" => "the shape",
        "scale" => "the scale",
        "value" | "values" => "the value",
        "weight" | "weights" => "a weight",
        other => other,
    }
}
