//! One run of a question: its columns, replication by replication.

use crate::measures::DelayLayout;
use crate::report::Run;
use crate::stats::{Estimate, mean_of_integers};

/// Microseconds of vehicles to vehicle-hours.
const HOURS: f64 = 1.0 / 3.6e9;

/// A run of which a question was asked.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The run.
    pub run: &'a Run<'a>,
    /// Where its columns are.
    pub layout: &'a DelayLayout,
}

/// Integers of each replication, in the same order for both sides of an explanation.
pub(super) type Values = Vec<i128>;

impl<'a> Side<'a> {
    /// The side of a run; `None` where nothing was asked of its plan.
    pub fn new(run: &'a Run<'a>) -> Option<Self> {
        let layout = run.catalogue.delays()?;
        Some(Self { run, layout })
    }

    /// Whether the question takes persons, and no vehicles.
    pub fn is_of_persons(&self) -> bool {
        let plan = self.run.plan;
        let takes = plan.census.as_deref().map(|census| &census.takes[..]);
        let mut taken = (plan.kinds.iter().zip(takes.unwrap_or_default()))
            .filter(|(_, takes)| **takes)
            .peekable();
        taken.peek().is_some() && taken.all(|(kind, _)| kind.persons)
    }

    /// A column; nothing in every replication where there is none.
    pub(super) fn column(&self, column: Option<usize>) -> Values {
        let replications = self.run.fold.replications().len();
        let kept = column.map(|column| self.run.fold.column(self.run.catalogue.kept(column)));
        kept.filter(|values| values.len() == replications)
            .unwrap_or_else(|| vec![0; replications])
    }

    /// The sum of columns.
    pub(super) fn sum(&self, columns: impl IntoIterator<Item = Option<usize>>) -> Values {
        let mut sum = self.column(None);
        for column in columns.into_iter().flatten() {
            for (sum, own) in sum.iter_mut().zip(self.column(Some(column))) {
                *sum += own;
            }
        }
        sum
    }

    /// The delay in each replication that was folded, in microseconds, with its index.
    pub fn delays(&self) -> Vec<(u64, i128)> {
        let delays = self.column(Some(self.layout.delay_column()));
        let replications = self.run.fold.replications().iter().copied();
        replications.zip(delays).collect()
    }

    /// The replication whose delay is nearest the mean; the first of several.
    pub fn typical(&self) -> Option<u64> {
        let delays = self.delays();
        let (count, sum) = (
            delays.len() as i128,
            delays.iter().map(|(_, own)| own).sum::<i128>(),
        );
        // All times the count, so that nothing is rounded.
        let nearest = delays
            .iter()
            .min_by_key(|(_, own)| (own * count - sum).abs());
        nearest.map(|(replication, _)| *replication)
    }
}

/// What is known of a number: its mean, and against what it is held.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Figure {
    /// The number.
    pub value: Estimate,
    /// That of the base.
    pub base: Option<Estimate>,
    /// The first less the second, paired.
    pub change: Option<Estimate>,
}

/// What is a time, and what is a number of vehicles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    VehicleHours,
    Vehicles,
}

impl Unit {
    pub fn word(self, persons: bool) -> &'static str {
        match (self, persons) {
            (Unit::VehicleHours, false) => "vehicle-h",
            (Unit::VehicleHours, true) => "person-h",
            (Unit::Vehicles, false) => "vehicle",
            (Unit::Vehicles, true) => "person",
        }
    }

    fn scale(self) -> f64 {
        match self {
            Unit::VehicleHours => HOURS,
            Unit::Vehicles => 1.0,
        }
    }
}

impl Figure {
    /// The figure of integers; those of the base are of the same replications.
    pub fn new(values: &[i128], base: Option<&[i128]>, unit: Unit) -> Self {
        let estimate = |values: &[i128]| {
            let estimate = mean_of_integers(values, unit.scale());
            // What lasts or counts is not negative, and neither are the ends of its intervals.
            if values.iter().all(|&value| value >= 0) {
                estimate.within(0.0, f64::INFINITY)
            } else {
                estimate
            }
        };
        let change = base.map(|base| {
            let changes = values.iter().zip(base).map(|(own, base)| own - base);
            mean_of_integers(&changes.collect::<Values>(), unit.scale())
        });
        Self {
            value: estimate(values),
            base: base.map(estimate),
            change,
        }
    }

    /// Whether there is nothing in any replication, on either side.
    pub fn is_nothing(&self) -> bool {
        let nothing = |estimate: &Estimate| estimate.value.is_none_or(|value| value == 0.0);
        nothing(&self.value) && self.base.as_ref().is_none_or(nothing)
    }
}
