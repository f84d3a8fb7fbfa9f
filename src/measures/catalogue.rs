//! The rows of the report: what each is called and from which columns it is estimated.

use std::ops::Range;

use crate::plan::Plan;
use crate::plan::cause::Cause;
use crate::scenario::expression::Relation;
use crate::scenario::model::Scenario;
use crate::sim::Reason;

use super::batches::BatchLayout;
use super::bookings::BookingLayout;
use super::bridges::BridgeLayout;
use super::channels::ChannelLayout;
use super::choices::ChoiceLayout;
use super::chosen::Chosen;
use super::costs::CostLayout;
use super::delays::DelayLayout;
use super::durations::DurationLayout;
use super::facts::FactLayout;
use super::flows::FlowLayout;
use super::goods::GoodsLayout;
use super::inspections::InspectionLayout;
use super::levels::LevelLayout;
use super::outages::OutageLayout;
use super::overstays::OverstayLayout;
use super::papers::PapersLayout;
use super::pools::PoolLayout;
use super::reasons::ReasonLayout;
use super::residents::ResidentsLayout;
use super::stations::StationLayout;
use super::stocks::StockLayout;
use super::study::StudyLayout;
use super::yards::YardLayout;

/// Days and readings are reported one by one for periods up to this long; longer ones only in total.
pub(super) const MOST_DAYS: usize = 400;

/// Dimensions of a row, as indices into the plan's names. `None` where the row is not split by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dims {
    /// Gate.
    pub gate: Option<u32>,
    /// Direction of the goods; true is import.
    pub import: Option<bool>,
    /// Which way the wheels go; true is to Vietnam.
    pub to_vietnam: Option<bool>,
    /// Class.
    pub class: Option<u32>,
    /// Nationality of the vehicle; true is Chinese.
    pub chinese: Option<bool>,
    /// Station.
    pub station: Option<u32>,
    /// Yard.
    pub yard: Option<u32>,
    /// Bridge.
    pub bridge: Option<u32>,
    /// Pool of drivers.
    pub pool: Option<u32>,
    /// Residents who may trade.
    pub residents: Option<u32>,
    /// Papers.
    pub papers: Option<u32>,
    /// Channel.
    pub channel: Option<u32>,
    /// Agency.
    pub agency: Option<u32>,
    /// Civil day, as an index into the period.
    pub day: Option<u32>,
    /// Instant of a reading.
    pub at: Option<i64>,
    /// Cause.
    pub cause: Option<Cause>,
    /// Why vehicles turned back or went to another gate.
    pub reason: Option<Reason>,
    /// Item of costs.
    pub item: Option<u32>,
    /// Who bears costs.
    pub bearer: Option<u32>,
    /// Target of a service level.
    pub target: Option<u32>,
    /// Threshold, vehicles.
    pub threshold: Option<u32>,
    /// Which clock a share of time refers to.
    pub clock: Option<&'static str>,
    /// Published fact, as an index into the scenario's.
    pub fact: Option<u32>,
}

/// How a row is estimated from the columns of all replications.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Estimator {
    /// Mean over replications of a column.
    Mean {
        /// The column.
        column: usize,
        /// Factor to the row's unit.
        scale: f64,
    },
    /// Sum of one column over the sum of another.
    Ratio {
        /// Numerator.
        num: usize,
        /// Denominator.
        den: usize,
        /// Factor to the row's unit.
        scale: f64,
    },
    /// Standard deviation of pooled observations: columns of their number, sum and sum of squares follow each other.
    Sd {
        /// The first of the three.
        column: usize,
        /// Factor to the row's unit.
        scale: f64,
    },
    /// Quantile of a pooled histogram.
    Quantile {
        /// The histogram.
        histogram: usize,
        /// Probability.
        p: f64,
        /// Factor to the row's unit from microseconds.
        scale: f64,
    },
    /// Share of the durations of a pooled histogram that stand in a relation to a limit: what expressions ask
    /// for.
    Share {
        /// The histogram.
        histogram: usize,
        /// How a duration compares with the limit.
        relation: Relation,
        /// The limit in microseconds, at least 0.
        limit_us: i64,
    },
    /// Median over replications of a day (index into the period, -1 where it is not reached).
    Day {
        /// The column.
        column: usize,
    },
}

/// A row of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// Measure.
    pub measure: &'static str,
    /// Statistic.
    pub statistic: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Name of the grouping.
    pub by: &'static str,
    /// Dimensions.
    pub dims: Dims,
    /// How it is estimated.
    pub estimator: Estimator,
}

/// All rows of a report, and the columns behind them.
#[derive(Debug)]
pub struct Catalogue {
    /// The rows, in the order in which they are reported.
    pub specs: Vec<Spec>,
    /// Number of columns of a replication's row.
    pub columns: usize,
    /// Number of histograms of a replication's row.
    pub histograms: usize,
    /// Days of the period.
    pub days: usize,
    /// What is read of the row, where only some quantities are.
    pub(super) chosen: Option<Chosen>,
    pub(super) flows: Part<FlowLayout>,
    pub(super) stocks: Part<StockLayout>,
    pub(super) stations: Part<StationLayout>,
    pub(super) yards: Part<YardLayout>,
    pub(super) bridges: Part<BridgeLayout>,
    pub(super) bookings: Part<BookingLayout>,
    pub(super) batches: Part<BatchLayout>,
    pub(super) pools: Part<PoolLayout>,
    pub(super) residents: Part<ResidentsLayout>,
    pub(super) papers: Part<PapersLayout>,
    pub(super) outages: Part<OutageLayout>,
    pub(super) overstays: Part<OverstayLayout>,
    pub(super) reasons: Part<ReasonLayout>,
    pub(super) choices: Part<ChoiceLayout>,
    pub(super) inspections: Part<InspectionLayout>,
    pub(super) channels: Part<ChannelLayout>,
    pub(super) costs: Part<CostLayout>,
    pub(super) goods: Part<GoodsLayout>,
    pub(super) durations: Part<DurationLayout>,
    pub(super) levels: Part<LevelLayout>,
    pub(super) delays: Part<DelayLayout>,
    pub(super) study: Part<StudyLayout>,
    pub(super) facts: Part<FactLayout>,
}

impl Catalogue {
    /// The catalogue of all measures of a plan compiled from this scenario.
    pub fn new(scenario: &Scenario, plan: &Plan) -> Self {
        let mut sheet = Sheet::default();
        let flows = sheet.part(|sheet| FlowLayout::new(plan, sheet));
        let stocks = sheet.part(|sheet| StockLayout::new(scenario, plan, sheet));
        let durations = sheet.part(|sheet| DurationLayout::new(plan, sheet));
        let stations = sheet.part(|sheet| StationLayout::new(plan, sheet));
        let yards = sheet.part(|sheet| YardLayout::new(plan, sheet));
        let bridges = sheet.part(|sheet| BridgeLayout::new(plan, sheet));
        let bookings = sheet.part(|sheet| BookingLayout::new(plan, sheet));
        let batches = sheet.part(|sheet| BatchLayout::new(plan, sheet));
        let pools = sheet.part(|sheet| PoolLayout::new(plan, sheet));
        let residents = sheet.part(|sheet| ResidentsLayout::new(plan, sheet));
        let papers = sheet.part(|sheet| PapersLayout::new(plan, sheet));
        let outages = sheet.part(|sheet| OutageLayout::new(plan, sheet));
        let overstays = sheet.part(|sheet| OverstayLayout::new(plan, sheet));
        let reasons = sheet.part(|sheet| ReasonLayout::new(plan, sheet));
        let choices = sheet.part(|sheet| ChoiceLayout::new(plan, sheet));
        let inspections = sheet.part(|sheet| InspectionLayout::new(plan, sheet));
        let channels = sheet.part(|sheet| ChannelLayout::new(plan, sheet));
        let costs = sheet.part(|sheet| CostLayout::new(plan, sheet));
        let goods = sheet.part(|sheet| GoodsLayout::new(plan, sheet));
        let levels = sheet.part(|sheet| LevelLayout::new(plan, sheet));
        let delays = sheet.part(|sheet| DelayLayout::new(plan, sheet));
        let study = sheet.part(|sheet| StudyLayout::new(plan, sheet));
        let facts = sheet.part(|sheet| FactLayout::new(scenario, plan, sheet));
        Self {
            specs: sheet.specs,
            columns: sheet.columns,
            histograms: sheet.histograms,
            days: plan.days.len().saturating_sub(1),
            chosen: None,
            flows,
            stocks,
            stations,
            yards,
            bridges,
            bookings,
            batches,
            pools,
            residents,
            papers,
            outages,
            overstays,
            reasons,
            choices,
            inspections,
            channels,
            costs,
            goods,
            durations,
            levels,
            delays,
            study,
            facts,
        }
    }

    /// The same catalogue with the chosen quantities as its only rows, and the columns behind them as its only columns.
    #[must_use]
    pub fn choosing(self, chosen: &Chosen) -> Self {
        Self {
            specs: chosen.specs().to_vec(),
            columns: chosen.columns().len(),
            histograms: chosen.histograms().len(),
            chosen: Some(chosen.clone()),
            ..self
        }
    }

    /// Columns of the full row about the span of which a [question](crate::plan::Question) was asked of the plan; `None` where none was.
    pub fn delays(&self) -> Option<&DelayLayout> {
        (!self.delays.columns.is_empty()).then_some(&self.delays.layout)
    }

    /// The same catalogue, of which nothing is observed but what the question is about.
    #[must_use]
    pub fn of_delays(self) -> Self {
        let columns = self.delays.columns.clone();
        let each = columns.map(|column| Estimator::Mean { column, scale: 1.0 });
        self.choosing(&Chosen::new(&[], each))
    }

    /// Where a column of the full row stands in the rows that are kept; behind them all where it is not kept.
    pub fn kept(&self, column: usize) -> usize {
        self.chosen
            .as_ref()
            .map_or(column, |chosen| chosen.column(column))
    }

    /// What was chosen, where not all is reported.
    pub fn chosen(&self) -> Option<&Chosen> {
        self.chosen.as_ref()
    }

    /// Number of columns and histograms of the full row, of which those that were chosen are kept.
    pub(super) fn full(&self) -> (usize, usize) {
        // Facts are laid out last.
        (self.facts.columns.end, self.facts.histograms.end)
    }

    /// Whether anything of these columns or histograms of the full row is read.
    pub(super) fn reads(&self, columns: Range<usize>, histograms: Range<usize>) -> bool {
        match &self.chosen {
            None => !columns.is_empty() || !histograms.is_empty(),
            Some(chosen) => chosen.reads(columns, histograms),
        }
    }

    /// The observer of a family, where anything of it is read.
    pub(super) fn listener<'c, L, O>(
        &self,
        part: &'c Part<L>,
        new: impl FnOnce(&'c L) -> O,
    ) -> Option<O> {
        self.is_read(part).then(|| new(&part.layout))
    }

    /// Whether nothing but one family is read.
    pub(super) fn is_alone<L>(&self, part: &Part<L>) -> bool {
        self.chosen.as_ref().is_some_and(|chosen| {
            let of_part =
                |kept: &[usize], range: &Range<usize>| kept.iter().all(|at| range.contains(at));
            of_part(chosen.columns(), &part.columns)
                && of_part(chosen.histograms(), &part.histograms)
        })
    }

    /// Whether anything of a family is read.
    pub(super) fn is_read<L>(&self, part: &Part<L>) -> bool {
        self.reads(part.columns.clone(), part.histograms.clone())
    }
}

/// The layout of a family of measures, and which columns and histograms of the full row are its own.
#[derive(Debug)]
pub(super) struct Part<L> {
    pub layout: L,
    pub columns: Range<usize>,
    pub histograms: Range<usize>,
}

/// A catalogue under construction.
#[derive(Default)]
pub(super) struct Sheet {
    specs: Vec<Spec>,
    columns: usize,
    histograms: usize,
}

impl Sheet {
    /// Lays out a family.
    fn part<L>(&mut self, layout: impl FnOnce(&mut Self) -> L) -> Part<L> {
        let (columns, histograms) = (self.columns, self.histograms);
        let layout = layout(self);
        Part {
            layout,
            columns: columns..self.columns,
            histograms: histograms..self.histograms,
        }
    }

    /// Reserves columns; returns the first.
    pub fn columns(&mut self, count: usize) -> usize {
        self.columns += count;
        self.columns - count
    }

    /// Reserves histograms; returns the first.
    pub fn histograms(&mut self, count: usize) -> usize {
        self.histograms += count;
        self.histograms - count
    }

    /// Adds a row of the report.
    pub fn row(
        &mut self,
        measure: &'static str,
        statistic: &'static str,
        unit: &'static str,
        by: &'static str,
        dims: Dims,
        estimator: Estimator,
    ) {
        self.specs.push(Spec {
            measure,
            statistic,
            unit,
            by,
            dims,
            estimator,
        });
    }
}

/// Microseconds to seconds.
pub(super) const SECONDS: f64 = 1e-6;
/// Microseconds of vehicles to vehicle-hours.
pub const VEHICLE_HOURS: f64 = 1.0 / 3.6e9;
