//! A closer look at the same replications: what a page or a time release study shows, and an ordinary run does not observe.
//!
//! All times are microseconds since 1970 UTC, gates, classes and causes as the plan has them; names and words are for the renderers.
//!
//! Percentiles are those of single periods, one a replication, straight between neighbours as [`Weighted`] has them: the smallest of ten
//! periods is the fifth percentile. Where inputs are drawn, all replications count, also those that share a draw: each is a period as
//! the next one may be, and it is only an interval of what is expected that must not take them for independent.

mod release;

use schemars::JsonSchema;
use serde::Serialize;

use crate::des::clock::Time;
use crate::measures::{DelayLayout, Dims, VEHICLE_HOURS};
use crate::plan::cause::Cause;
use crate::plan::{CensusPlan, CloserPlan};
use crate::stats::{Weighted, mean_of_integers};

use super::Run;

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

impl CloseUp {
    /// What a run has seen whose model [looks closer](crate::plan::Plan::look_closer). `None` where it does not, or nothing was finished.
    pub fn new(run: &Run) -> Option<Self> {
        let closer = run.plan.closer.as_deref()?;
        let (census, layout) = (run.plan.census.as_deref()?, run.catalogue.delays()?);
        if run.fold.replications().is_empty() {
            return None;
        }
        let course = Course {
            run,
            census,
            layout,
        };
        let causes = course.causes();
        let study = run.catalogue.study();
        Some(Self {
            instants: closer.instants.clone(),
            stocks: stocks(run, closer),
            spans: census
                .bounds
                .windows(2)
                .map(|span| (span[0], span[1]))
                .collect(),
            of_span: course.of_span(&causes),
            of_class: course.of_class(&causes),
            causes,
            release: study.map_or_else(Vec::new, |study| release::rows(run, study)),
            reliability: study.map_or_else(Vec::new, |study| release::reliability(run, study)),
        })
    }
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

/// The stock of each gate and direction, at each instant.
fn stocks(run: &Run, closer: &CloserPlan) -> Vec<Stock> {
    let mut stocks: Vec<Stock> = Vec::new();
    for &instant in &closer.instants {
        let ways = run.catalogue.stocks_at(closer.read_at(instant));
        for (way, (dims, column)) in ways.into_iter().enumerate() {
            let reading = Reading::of(&run.fold.column(run.catalogue.kept(column)));
            match stocks.get_mut(way) {
                Some(stock) => stock.readings.push(reading),
                None => stocks.push(Stock {
                    gate: index(dims.gate),
                    import: dims.import == Some(true),
                    readings: vec![reading],
                }),
            }
        }
    }
    stocks
}

fn index(dim: Option<u32>) -> usize {
    dim.map_or(0, |dim| dim as usize)
}

/// Where the time of vehicles within spans is.
struct Course<'a> {
    run: &'a Run<'a>,
    census: &'a CensusPlan,
    layout: &'a DelayLayout,
}

impl Course<'_> {
    /// The causes on which anybody of any replication spent time.
    fn causes(&self) -> Vec<Cause> {
        let causes = self.layout.causes().iter().copied();
        let is_spent = |cause: &Cause| {
            let mut groups = self.layout.groups();
            groups.any(|(group, _)| {
                let time = self.column(self.layout.of_group(group, *cause));
                time.iter().any(|&time| time != 0)
            })
        };
        causes.filter(is_spent).collect()
    }

    fn of_span(&self, causes: &[Cause]) -> Vec<Vec<f64>> {
        let spans = 0..self.census.bounds.len() - 1;
        let of_span = |span| {
            let hours = |&cause| self.hours(self.layout.of_interval(span, cause));
            causes.iter().map(hours).collect()
        };
        spans.map(of_span).collect()
    }

    fn of_class(&self, causes: &[Cause]) -> Vec<ClassTime> {
        let of_group = |(group, dims): (usize, Dims)| ClassTime {
            gate: index(dims.gate),
            import: dims.import == Some(true),
            class: index(dims.class),
            hours: (causes.iter())
                .map(|&cause| self.hours(self.layout.of_group(group, cause)))
                .collect(),
        };
        self.layout.groups().map(of_group).collect()
    }

    fn column(&self, column: Option<usize>) -> Vec<i128> {
        column.map_or_else(Vec::new, |column| {
            self.run.fold.column(self.run.catalogue.kept(column))
        })
    }

    /// The mean of a time over replications, in vehicle-hours.
    fn hours(&self, column: Option<usize>) -> f64 {
        let mean = mean_of_integers(&self.column(column), VEHICLE_HOURS);
        mean.value.unwrap_or(0.0)
    }
}

impl Reading {
    /// The reading of a number that single periods have.
    fn of(values: &[i128]) -> Self {
        let mean = mean_of_integers(values, 1.0).value.unwrap_or(0.0);
        let values: Vec<f64> = values.iter().map(|&value| value as f64).collect();
        let sample = Weighted::new(&values, &vec![1.0; values.len()]);
        let at = |p| sample.as_ref().map_or(0.0, |sample| sample.quantile(p));
        Self {
            mean,
            p5: at(0.05),
            p25: at(0.25),
            p50: at(0.5),
            p75: at(0.75),
            p95: at(0.95),
        }
    }
}
