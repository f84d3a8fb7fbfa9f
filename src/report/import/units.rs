//! Values of a log in the units of the language.

use crate::des::variate::Distribution;

/// What values are measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Microseconds.
    Time,
    /// Kilograms.
    Mass,
}

impl Unit {
    /// The unit of the language in which amounts of this size are written, and its size.
    fn of(self, size: f64) -> (&'static str, f64) {
        match self {
            Self::Time if size.abs() < 6e7 => ("s", 1e6),
            Self::Time if size.abs() < 1.08e10 => ("min", 6e7),
            Self::Time => ("h", 3.6e9),
            Self::Mass if size.abs() < 1_000.0 => ("kg", 1.0),
            Self::Mass => ("t", 1_000.0),
        }
    }

    /// An amount with four digits, as the language and people read it: `12.34 min`. Never below 0.
    pub(super) fn written(self, value: f64) -> String {
        let (word, size) = self.of(value);
        format!("{} {word}", digits(value.max(0.0) / size))
    }

    /// Both ends of an interval.
    pub(super) fn interval(self, (low, high): (f64, f64)) -> String {
        format!("{} to {}", self.written(low), self.written(high))
    }
}

/// Four significant digits without zeros at the end, never as a power of ten.
pub(super) fn digits(value: f64) -> String {
    let mut decimals = 3;
    let mut bound = 10.0;
    while decimals > 0 && value.abs() >= bound {
        decimals -= 1;
        bound *= 10.0;
    }
    let mut size = value.abs();
    while decimals < 9 && size > 0.0 && size < 1.0 {
        decimals += 1;
        size *= 10.0;
    }
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A distribution as a value of the language.
pub(super) fn law(distribution: &Distribution, unit: Unit) -> String {
    let text = |value: f64| format!("\"{}\"", unit.written(value));
    let spread = |name: &str, mean: f64, cv: f64| {
        format!(
            "{{ {name} = {{ mean = {}, cv = {} }} }}",
            text(mean),
            digits(cv)
        )
    };
    match distribution {
        Distribution::Constant { value } => text(*value),
        Distribution::Uniform { low, high } => {
            format!("{{ uniform = [{}, {}] }}", text(*low), text(*high))
        }
        Distribution::Exponential { mean } => format!("{{ exponential = {} }}", text(*mean)),
        Distribution::Triangular { low, mode, high } => format!(
            "{{ triangular = [{}, {}, {}] }}",
            text(*low),
            text(*mode),
            text(*high)
        ),
        Distribution::Normal { mean, sd } => {
            format!(
                "{{ normal = {{ mean = {}, sd = {} }} }}",
                text(*mean),
                text(*sd)
            )
        }
        Distribution::Lognormal { mean, sd } => spread("lognormal", *mean, sd / mean),
        Distribution::Gamma { mean, cv } => spread("gamma", *mean, *cv),
        Distribution::Erlang { k, mean } => {
            format!("{{ erlang = {{ k = {k}, mean = {} }} }}", text(*mean))
        }
        Distribution::Weibull { shape, .. } => format!(
            "{{ weibull = {{ shape = {}, mean = {} }} }}",
            digits(*shape),
            text(distribution.mean())
        ),
        Distribution::Empirical { values, .. } => {
            let values: Vec<String> = values.iter().map(|&value| text(value)).collect();
            format!("{{ empirical = [{}] }}", values.join(", "))
        }
    }
}

/// The name of a law.
pub(super) fn name(distribution: &Distribution) -> &'static str {
    match distribution {
        Distribution::Constant { .. } => "constant",
        Distribution::Uniform { .. } => "uniform",
        Distribution::Exponential { .. } => "exponential",
        Distribution::Triangular { .. } => "triangular",
        Distribution::Normal { .. } => "normal",
        Distribution::Lognormal { .. } => "lognormal",
        Distribution::Gamma { .. } => "gamma",
        Distribution::Erlang { .. } => "erlang",
        Distribution::Weibull { .. } => "weibull",
        Distribution::Empirical { .. } => "empirical",
    }
}

/// A p-value as people read it.
pub(super) fn p(value: f64) -> String {
    if value < 0.01 {
        "< 0.01".to_owned()
    } else {
        format!("{value:.2}")
    }
}

/// Shares of counts in percent with four decimals that sum to exactly 100: what rounding leaves goes to those with the largest remainders
/// (Hamilton's method).
pub(super) fn shares(counts: &[u64]) -> Vec<String> {
    const WHOLE: u128 = 1_000_000;
    let total: u128 = counts
        .iter()
        .map(|&count| u128::from(count))
        .sum::<u128>()
        .max(1);
    let mut parts: Vec<u128> = counts
        .iter()
        .map(|&count| u128::from(count) * WHOLE / total)
        .collect();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|&index| std::cmp::Reverse(u128::from(counts[index]) * WHOLE % total));
    let given: u128 = parts.iter().sum();
    let left = if counts.is_empty() { 0 } else { WHOLE - given };
    for &index in order.iter().take(left as usize) {
        parts[index] += 1;
    }
    parts
        .into_iter()
        .map(|part| {
            let text = format!("{}.{:04}", part / 10_000, part % 10_000);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        })
        .collect()
}
