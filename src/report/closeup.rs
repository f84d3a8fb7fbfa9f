//! A closer look at the same replications: what a page or a time release study shows, and an ordinary run does not observe.
//!
//! All times are microseconds since 1970 UTC, gates, classes and causes as the plan has them; names and words are for the renderers.

use schemars::JsonSchema;
use serde::Serialize;

use crate::des::clock::Time;
use crate::plan::cause::Cause;

/// What is seen from close up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CloseUp {
    /// When the stock was read, in order: from the start of what is measured to the end of the period.
    pub instants: Vec<Time>,
    /// The stock of each gate and direction that has vehicles.
    pub stocks: Vec<Stock>,
    /// Causes on which time was spent, in order of precedence: those of the lists below.
    pub causes: Vec<Cause>,
    /// Spans that follow one another from the start of what is measured to the end: hours, or civil days of longer periods.
    pub spans: Vec<(Time, Time)>,
    /// Of each span, the time spent on each cause, in vehicle-hours, on average.
    pub of_span: Vec<Vec<f64>>,
    /// Time by cause of each gate, direction and class.
    pub of_class: Vec<ClassTime>,
    /// The time release study.
    pub release: Vec<ReleaseRow>,
    /// How reliable crossing times are.
    pub reliability: Vec<ReliabilityRow>,
}

/// The stock of a gate and direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Stock {
    /// Gate, as an index into the scenario's.
    pub gate: usize,
    /// Direction of the goods; true is import.
    pub import: bool,
    /// One entry an instant.
    pub readings: Vec<Reading>,
}

/// The stock at an instant, in vehicles: its mean and its percentiles over single periods.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    /// Mean.
    pub mean: f64,
    /// One period in twenty has less.
    pub p5: f64,
    /// One in four has less.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// One in four has more.
    pub p75: f64,
    /// One in twenty has more.
    pub p95: f64,
}

/// The time that vehicles of a gate, direction and class spent in the period.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassTime {
    /// Gate, as an index into the scenario's.
    pub gate: usize,
    /// Direction of the goods; true is import.
    pub import: bool,
    /// Class, as an index into the scenario's.
    pub class: usize,
    /// Vehicle-hours on each of the [causes](CloseUp::causes), on average.
    pub hours: Vec<f64>,
}

/// A line of the time release study: how long release, or a step before it, takes for some vehicles. Seconds.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct ReleaseRow {
    /// Which part of the study: `all`, `step`, `channel`, `agency` or `goods`.
    pub part: &'static str,
    /// Gate.
    pub gate: String,
    /// Direction of the goods: `export` or `import`.
    pub direction: &'static str,
    /// The step, the channel, the agency or the class; `null` for `all`, and for the vehicles with which no agency had to do.
    pub name: Option<String>,
    /// Where the time ends: `release`, or `crossing` on routes that have no release; `step` for the time of a step itself.
    pub to: &'static str,
    /// Vehicles behind it, on average.
    pub count: f64,
    /// Mean.
    pub mean: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Median.
    pub median: Option<f64>,
    /// Standard deviation.
    pub sd: Option<f64>,
    /// 95th percentile.
    pub p95: Option<f64>,
}

/// How reliable the time in the system is, as the Federal Highway Administration measures it at borders. Seconds, but for the index.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct ReliabilityRow {
    /// Gate.
    pub gate: String,
    /// Direction of the goods: `export` or `import`.
    pub direction: &'static str,
    /// Mean time in the system.
    pub mean: f64,
    /// What of it is work and travel.
    pub uncongested: f64,
    /// What is above that.
    pub delay: f64,
    /// 95th percentile.
    pub p95: f64,
    /// How much more than the mean one has to allow to be in time 19 times of 20: p95 - mean.
    pub buffer_time: f64,
    /// 95 % interval of the buffer time, where there is one.
    pub buffer_time_interval: Option<[f64; 2]>,
    /// Buffer time as a share of the mean.
    pub buffer_index: f64,
}
