//! Where the columns of time within a span are.

use crate::plan::cause::Cause;
use crate::plan::{Detail, Plan};

use super::super::catalogue::{Dims, Estimator, Sheet, VEHICLE_HOURS};
use super::super::grouping::{self, Grouping};

/// Where vehicles spend time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// At a station: in line, or served.
    Station(u32),
    /// Before a yard.
    Yard(u32),
    /// Before a bridge, or on it.
    Bridge(u32),
    /// In the line of a pool of drivers.
    Pool(u32),
    /// In the line of residents who may trade.
    Residents(u32),
    /// At a holding point of a gate.
    Gate(u32),
    /// Where papers are waited for.
    Papers,
    /// Under way, or waiting for a result.
    Way,
}

/// Columns of time within a span.
#[derive(Debug)]
pub struct DelayLayout {
    /// The causes that have columns, in order of precedence.
    pub(super) causes: Vec<Cause>,
    /// The places that have columns.
    pub(super) spots: Vec<Spot>,
    pub(super) by_class: Grouping,
    /// Delay: time of all causes that [are delay](Cause::is_delay).
    pub(super) delay: usize,
    /// Vehicles that were inside at some time of the span.
    pub(super) vehicles: usize,
    /// A column a cause; a block of that a group, an interval, a spot.
    pub(super) total: usize,
    pub(super) groups: usize,
    pub(super) intervals: usize,
    pub(super) lines: usize,
    pub(super) standing: usize,
    /// A block a yard: two columns, then a block a spot.
    pub(super) behind: usize,
    pub(super) detail: Option<Details>,
}

/// How many blocks there are of what only a question for details has.
#[derive(Debug)]
pub(super) struct Details {
    intervals: usize,
    pub yards: usize,
    is_standing: bool,
}

/// Columns of a yard before its blocks: censuses at which somebody waited before it, and how many did in all.
pub(super) const OF_YARD: usize = 2;

impl DelayLayout {
    pub(in crate::measures) fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let census = plan.census.as_deref();
        let takes = census.map_or(&[][..], |census| &census.takes);
        let mut by_class = grouping::by_class(plan, |_| true);
        if census.is_some() {
            by_class.keep(takes);
        }
        let causes = match census {
            // Of drawn inputs each draw has other causes, and all have the same columns.
            Some(census) if census.detail == Detail::Course => all_causes(),
            Some(census) => census.causes.clone(),
            None => Vec::new(),
        };
        let has_lines = census.is_some_and(|census| census.detail == Detail::All);
        let detail = census.filter(|census| census.detail != Detail::Total);
        let detail = detail.map(|census| Details {
            intervals: census.bounds.len() - 1,
            yards: if has_lines { plan.yards.len() } else { 0 },
            is_standing: census.at.is_some(),
        });
        let spots = if has_lines { spots(plan) } else { Vec::new() };
        let (intervals, yards, standing) = match &detail {
            Some(detail) => (
                detail.intervals,
                detail.yards,
                usize::from(detail.is_standing),
            ),
            None => (0, 0, 0),
        };
        let single = usize::from(census.is_some());
        let (width, at) = (causes.len(), spots.len());
        let layout = Self {
            delay: sheet.columns(single),
            vehicles: sheet.columns(single),
            total: sheet.columns(width),
            groups: sheet.columns(by_class.len() * width * single),
            intervals: sheet.columns(intervals * width),
            lines: sheet.columns(at * width),
            standing: sheet.columns(standing * at * width),
            behind: sheet.columns(yards * (OF_YARD + at * width)),
            causes,
            spots,
            by_class,
            detail,
        };
        if census.is_some() {
            layout.rows(sheet);
        }
        layout
    }

    /// The rows of the report: delay, and time by cause.
    fn rows(&self, sheet: &mut Sheet) {
        let none = Dims::default();
        let hours = |column| Estimator::Mean {
            column,
            scale: VEHICLE_HOURS,
        };
        sheet.row("delay", "total", "vehicle-h", "total", none, self.delay());
        for (at, &cause) in self.causes.iter().enumerate() {
            let dims = Dims {
                cause: Some(cause),
                ..none
            };
            let estimator = hours(self.total + at);
            sheet.row(
                "span-time-by-cause",
                "total",
                "vehicle-h",
                "cause",
                dims,
                estimator,
            );
        }
        for (group, dims) in self.groups() {
            for (at, &cause) in self.causes.iter().enumerate() {
                let dims = Dims {
                    cause: Some(cause),
                    ..dims
                };
                let estimator = hours(self.groups + group * self.causes.len() + at);
                let by = "gate-direction-class-cause";
                sheet.row(
                    "span-time-by-cause",
                    "total",
                    "vehicle-h",
                    by,
                    dims,
                    estimator,
                );
            }
        }
    }

    /// The delay in the span, of all whom the question takes, in vehicle-hours: time of every cause that [is delay](Cause::is_delay). Its
    /// column, the first of the family, holds microseconds.
    pub fn delay(&self) -> Estimator {
        Estimator::Mean {
            column: self.delay,
            scale: VEHICLE_HOURS,
        }
    }

    /// Column of the delay in microseconds.
    pub fn delay_column(&self) -> usize {
        self.delay
    }

    /// Column of the number of vehicles that were inside at some time of the span.
    pub fn vehicles_column(&self) -> usize {
        self.vehicles
    }

    /// The causes on which time may be spent, in order of precedence.
    pub fn causes(&self) -> &[Cause] {
        &self.causes
    }

    /// Column of the time of a cause in the span; `None` where no time can be spent on it.
    pub fn total(&self, cause: Cause) -> Option<usize> {
        Some(self.total + self.place(cause)?)
    }

    /// The groups by gate, direction and class.
    pub fn groups(&self) -> impl Iterator<Item = (usize, Dims)> + '_ {
        self.by_class.dims.iter().copied().enumerate()
    }

    /// Column of the time of a cause in the span that vehicles of a group spent.
    pub fn of_group(&self, group: usize, cause: Cause) -> Option<usize> {
        self.block(self.groups, group, self.by_class.len(), cause)
    }

    /// How many intervals there are; none where only totals were asked for.
    pub fn intervals(&self) -> usize {
        self.detail.as_ref().map_or(0, |detail| detail.intervals)
    }

    /// Column of the time of a cause in an interval.
    pub fn of_interval(&self, interval: usize, cause: Cause) -> Option<usize> {
        self.block(self.intervals, interval, self.intervals(), cause)
    }

    /// The places; none where not all was asked for.
    pub fn spots(&self) -> &[Spot] {
        &self.spots
    }

    /// Column of the time of a cause in the span in the line at a place, an index into [`spots`](Self::spots). Holding points and papers have
    /// none: theirs is what has a cause that occurs nowhere else.
    pub fn in_line(&self, spot: usize, cause: Cause) -> Option<usize> {
        self.block(self.lines, spot, self.spots.len(), cause)
    }

    /// Column of the vehicles that the question takes who are at a place, with a cause, at the instant asked for.
    pub fn standing(&self, spot: usize, cause: Cause) -> Option<usize> {
        let is_standing = self.detail.as_ref().is_some_and(|own| own.is_standing);
        let spots = if is_standing { self.spots.len() } else { 0 };
        self.block(self.standing, spot, spots, cause)
    }

    /// Columns of a yard: censuses of the span at which vehicles waited before it, of whatever kind, and how many did, summed over them.
    pub fn before_yard(&self, yard: usize) -> Option<[usize; OF_YARD]> {
        let first = self.of_yard(yard)?;
        Some([first, first + 1])
    }

    /// Column of the vehicles in a yard that were at a place with a cause while others waited before the yard, summed over those
    /// censuses.
    pub fn behind_yard(&self, yard: usize, spot: usize, cause: Cause) -> Option<usize> {
        let first = self.of_yard(yard)? + OF_YARD;
        self.block(first, spot, self.spots.len(), cause)
    }

    pub(super) fn of_yard(&self, yard: usize) -> Option<usize> {
        let width = OF_YARD + self.spots.len() * self.causes.len();
        let yards = self.detail.as_ref().map_or(0, |detail| detail.yards);
        (yard < yards).then_some(self.behind + yard * width)
    }

    fn block(&self, first: usize, index: usize, count: usize, cause: Cause) -> Option<usize> {
        let place = self.place(cause)?;
        (index < count).then_some(first + index * self.causes.len() + place)
    }

    fn place(&self, cause: Cause) -> Option<usize> {
        self.causes.iter().position(|&known| known == cause)
    }
}

/// All causes on which time may be spent within a period.
fn all_causes() -> Vec<Cause> {
    let causes = Cause::ALL.into_iter();
    causes
        .filter(|&cause| cause != Cause::BeforeStart)
        .collect()
}

/// All places of a plan at which vehicles may spend time.
fn spots(plan: &Plan) -> Vec<Spot> {
    let of = |count: usize, spot: fn(u32) -> Spot| (0..count as u32).map(spot);
    of(plan.stations.len(), Spot::Station)
        .chain(of(plan.yards.len(), Spot::Yard))
        .chain(of(plan.bridges.len(), Spot::Bridge))
        .chain(of(plan.pools.len(), Spot::Pool))
        .chain(of(plan.residents.len(), Spot::Residents))
        .chain(of(plan.names.gates.len(), Spot::Gate))
        .chain([Spot::Papers, Spot::Way])
        .collect()
}
