//! Distributions as they are written: a constant, or a table that names one law.

use crate::keys;
use crate::scenario::node::{Node, Table, Value};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::reader::{FromNode, Keys, Shape, exactly_one};

/// A distribution, or a constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Dist<Q> {
    /// Always the same.
    Constant(Q),
    /// Uniform between two values.
    Uniform(Q, Q),
    /// Exponential with a mean.
    Exponential(Q),
    /// Triangular: lowest, most likely, highest.
    Triangular(Q, Q, Q),
    /// Normal, truncated at 0.
    Normal(Q, Q),
    /// Lognormal with the mean and spread of the variable itself.
    Lognormal(Q, Spread<Q>),
    /// Gamma.
    Gamma(Q, Spread<Q>),
    /// Erlang: number of phases and mean of the whole.
    Erlang(u32, Q),
    /// Weibull: shape and scale.
    Weibull(f64, Q),
    /// Weibull: shape and mean.
    WeibullMean(f64, Q),
    /// Values with weights.
    Empirical(Vec<Q>, Option<Vec<f64>>),
}

impl<Q> Dist<Q> {
    /// The values of which it is made, in the order in which they are written.
    pub fn parts(&self) -> Vec<&Q> {
        match self {
            Dist::Constant(one)
            | Dist::Exponential(one)
            | Dist::Erlang(_, one)
            | Dist::Weibull(_, one)
            | Dist::WeibullMean(_, one)
            | Dist::Lognormal(one, Spread::Cv(_))
            | Dist::Gamma(one, Spread::Cv(_)) => vec![one],
            Dist::Uniform(one, two)
            | Dist::Normal(one, two)
            | Dist::Lognormal(one, Spread::Sd(two))
            | Dist::Gamma(one, Spread::Sd(two)) => vec![one, two],
            Dist::Triangular(one, two, three) => vec![one, two, three],
            Dist::Empirical(values, _) => values.iter().collect(),
        }
    }
}

/// How wide a distribution is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread<Q> {
    /// Standard deviation.
    Sd(Q),
    /// Coefficient of variation.
    Cv(f64),
}

keys! {
    /// A distribution: exactly one of these keys. A plain value is a constant.
    pub struct DistKeys("a distribution") one of ["constant", "uniform", "exponential", "triangular", "normal", "lognormal", "gamma", "erlang", "weibull", "empirical"] {
        /// Always this value.
        constant: Anything, optional, example "\"12 min\"";
        /// Between two values.
        uniform: Anything, optional, example "[\"10 min\", \"12 min\"]";
        /// Exponential with this mean.
        exponential: Anything, optional, example "\"12 min\"";
        /// Lowest, most likely and highest value.
        triangular: Anything, optional, example "[\"10 min\", \"12 min\", \"15 min\"]";
        /// Normal before truncation at 0: `mean` and `sd`.
        normal: Anything, optional, example "{ mean = \"12 min\", sd = \"3 min\" }";
        /// Lognormal: `mean` and `sd` or `cv` of the variable itself.
        lognormal: Anything, optional, example "{ mean = \"2 h\", cv = 1.0 }";
        /// Gamma: `mean` and `sd` or `cv`.
        gamma: Anything, optional, example "{ mean = \"3.13 t\", cv = 0.5 }";
        /// Erlang: the number of phases `k` and the `mean` of the whole.
        erlang: Anything, optional, example "{ k = 3, mean = \"12 min\" }";
        /// Weibull: `shape` and `scale` or `mean`.
        weibull: Anything, optional, example "{ shape = 1.5, mean = \"12 min\" }";
        /// These values, equally likely, or with `values` and `weights`.
        empirical: Anything, optional, example "[\"3 min\", \"5 min\", \"9 min\"]";
    }
}

/// A value that is read later, when it is known what it is for.
#[derive(Debug, Clone, PartialEq)]
pub struct Anything(pub Node);

impl FromNode for Anything {
    const SHAPE: Shape = Shape::Written {
        noun: "a value, or values",
        written: "as in the example",
        forms: &Shape::Any,
    };

    fn read(node: &Node, _problems: &mut Problems) -> Option<Self> {
        Some(Self(node.clone()))
    }
}

impl<Q: FromNode + Clone> FromNode for Dist<Q> {
    const SHAPE: Shape = Shape::Either(&[Q::SHAPE, Shape::Table(DistKeys::DOC)]);
    const KIND: &'static str = "a value or a distribution";

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Value::Table(table) = &node.value else {
            return Q::read(node, problems).map(Self::Constant);
        };
        // Reports unknown keys, and more or fewer than one.
        DistKeys::from_table(table, problems);
        let mut entries = table
            .entries
            .iter()
            .filter(|(key, _)| DistKeys::DOC.key(key).is_some());
        let (key, entry) = entries.next()?;
        if entries.next().is_some() {
            return None;
        }
        let node = &entry.node;
        match key.as_str() {
            "constant" => Q::read(node, problems).map(Self::Constant),
            "exponential" => Q::read(node, problems).map(Self::Exponential),
            "uniform" => list::<Q, 2>(node, problems).map(|[low, high]| Self::Uniform(low, high)),
            "triangular" => list::<Q, 3>(node, problems)
                .map(|[low, mode, high]| Self::Triangular(low, mode, high)),
            "normal" => Parameters::of(node, &["mean", "sd"], problems)?
                .two("mean", "sd")
                .map(|(mean, sd)| Self::Normal(mean, sd)),
            "lognormal" => {
                mean_and_spread(node, problems).map(|(mean, spread)| Self::Lognormal(mean, spread))
            }
            "gamma" => {
                mean_and_spread(node, problems).map(|(mean, spread)| Self::Gamma(mean, spread))
            }
            "erlang" => Parameters::of(node, &["k", "mean"], problems)?
                .two("k", "mean")
                .map(|(k, mean)| Self::Erlang(k, mean)),
            "weibull" => {
                let mut parameters = Parameters::of(node, &["shape", "scale", "mean"], problems)?;
                match parameters.choice(&["scale", "mean"])? {
                    0 => parameters
                        .two("shape", "scale")
                        .map(|(shape, scale)| Self::Weibull(shape, scale)),
                    _ => parameters
                        .two("shape", "mean")
                        .map(|(shape, mean)| Self::WeibullMean(shape, mean)),
                }
            }
            _ => match &node.value {
                Value::Table(_) => {
                    let mut parameters = Parameters::of(node, &["values", "weights"], problems)?;
                    parameters
                        .two("values", "weights")
                        .map(|(values, weights)| Self::Empirical(values, Some(weights)))
                }
                _ => <Vec<Q>>::read(node, problems).map(|values| Self::Empirical(values, None)),
            },
        }
    }
}

/// A list of exactly `N` values.
fn list<Q: FromNode, const N: usize>(node: &Node, problems: &mut Problems) -> Option<[Q; N]> {
    let values = <Vec<Q>>::read(node, problems)?;
    let given = values.len();
    let exact = <[Q; N]>::try_from(values).ok();
    if exact.is_none() {
        problems.push(Problem::error(
            node.place,
            format!("expected {N} values"),
            format!("there are {given}"),
        ));
    }
    exact
}

fn mean_and_spread<Q: FromNode>(node: &Node, problems: &mut Problems) -> Option<(Q, Spread<Q>)> {
    let mut parameters = Parameters::of(node, &["mean", "sd", "cv"], problems)?;
    match parameters.choice(&["sd", "cv"])? {
        0 => parameters
            .two("mean", "sd")
            .map(|(mean, sd)| (mean, Spread::Sd(sd))),
        _ => parameters
            .two("mean", "cv")
            .map(|(mean, cv)| (mean, Spread::Cv(cv))),
    }
}

/// The parameters of a distribution: a small table of known keys.
struct Parameters<'a> {
    table: &'a Table,
    problems: &'a mut Problems,
}

impl<'a> Parameters<'a> {
    fn of(node: &'a Node, known: &[&str], problems: &'a mut Problems) -> Option<Self> {
        let listed: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
        let Value::Table(table) = &node.value else {
            let label = format!("this is {}", node.value.kind());
            problems.push(Problem::error(
                node.place,
                format!("expected a table with {}", listed.join(", ")),
                label,
            ));
            return None;
        };
        for (key, entry) in &table.entries {
            if !known.contains(&key.as_str()) {
                let problem = Problem::error(
                    entry.key_place,
                    format!("unknown key `{key}`"),
                    "not a parameter of this distribution",
                );
                problems.push(problem.help(format!("its parameters are {}", listed.join(", "))));
            }
        }
        Some(Self { table, problems })
    }

    /// Which of several keys is given.
    fn choice(&mut self, keys: &[&str]) -> Option<usize> {
        exactly_one(self.table, keys, self.problems)
    }

    /// Two required parameters, both read so that both are checked.
    fn two<A: FromNode, B: FromNode>(&mut self, first: &str, second: &str) -> Option<(A, B)> {
        let (first, second) = (self.one(first), self.one(second));
        Some((first?, second?))
    }

    fn one<T: FromNode>(&mut self, key: &str) -> Option<T> {
        match self.table.get(key) {
            Some(node) => T::read(node, self.problems),
            None => {
                self.problems.push(Problem::error(
                    self.table.place,
                    format!("missing key `{key}`"),
                    format!("this needs `{key}`"),
                ));
                None
            }
        }
    }
}
