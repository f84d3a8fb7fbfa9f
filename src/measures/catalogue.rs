//! The rows of the report: what each is called and from which columns it is estimated.

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
use super::costs::CostLayout;
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
    pub(super) flows: FlowLayout,
    pub(super) stocks: StockLayout,
    pub(super) stations: StationLayout,
    pub(super) yards: YardLayout,
    pub(super) bridges: BridgeLayout,
    pub(super) bookings: BookingLayout,
    pub(super) batches: BatchLayout,
    pub(super) pools: PoolLayout,
    pub(super) residents: ResidentsLayout,
    pub(super) papers: PapersLayout,
    pub(super) outages: OutageLayout,
    pub(super) overstays: OverstayLayout,
    pub(super) reasons: ReasonLayout,
    pub(super) choices: ChoiceLayout,
    pub(super) inspections: InspectionLayout,
    pub(super) channels: ChannelLayout,
    pub(super) costs: CostLayout,
    pub(super) goods: GoodsLayout,
    pub(super) durations: DurationLayout,
    pub(super) levels: LevelLayout,
    pub(super) facts: FactLayout,
}

impl Catalogue {
    /// The catalogue of a plan compiled from this scenario.
    pub fn new(scenario: &Scenario, plan: &Plan) -> Self {
        let mut sheet = Sheet::default();
        let flows = FlowLayout::new(plan, &mut sheet);
        let stocks = StockLayout::new(scenario, plan, &mut sheet);
        let durations = DurationLayout::new(plan, &mut sheet);
        let stations = StationLayout::new(plan, &mut sheet);
        let yards = YardLayout::new(plan, &mut sheet);
        let bridges = BridgeLayout::new(plan, &mut sheet);
        let bookings = BookingLayout::new(plan, &mut sheet);
        let batches = BatchLayout::new(plan, &mut sheet);
        let pools = PoolLayout::new(plan, &mut sheet);
        let residents = ResidentsLayout::new(plan, &mut sheet);
        let papers = PapersLayout::new(plan, &mut sheet);
        let outages = OutageLayout::new(plan, &mut sheet);
        let overstays = OverstayLayout::new(plan, &mut sheet);
        let reasons = ReasonLayout::new(plan, &mut sheet);
        let choices = ChoiceLayout::new(plan, &mut sheet);
        let inspections = InspectionLayout::new(plan, &mut sheet);
        let channels = ChannelLayout::new(plan, &mut sheet);
        let costs = CostLayout::new(plan, &mut sheet);
        let goods = GoodsLayout::new(plan, &mut sheet);
        let levels = LevelLayout::new(plan, &mut sheet);
        let facts = FactLayout::new(scenario, plan, &mut sheet);
        Self {
            specs: sheet.specs,
            columns: sheet.columns,
            histograms: sheet.histograms,
            days: plan.days.len().saturating_sub(1),
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
            facts,
        }
    }
}

/// A catalogue under construction.
#[derive(Default)]
pub(super) struct Sheet {
    specs: Vec<Spec>,
    columns: usize,
    histograms: usize,
}

impl Sheet {
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
pub(super) const VEHICLE_HOURS: f64 = 1.0 / 3.6e9;
