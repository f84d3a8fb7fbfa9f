//! Durations: time in the system, time to the crossing, and what it was spent on.
//!
//! Durations belong to the day and state of leaving. A vehicle that stood in line at the start with unknown age is
//! left-truncated: it is kept apart as `time-since-start`. Vehicles inside at the end are censored: their causes so far
//! are a measure of their own.

use crate::plan::cause::{CAUSES, Cause};
use crate::plan::{Crossing, Kind, NONE, Plan};
use crate::sim::{Exit, Observer, Vehicle};
use crate::stats::{Histogram, Sample, Tally};

use super::catalogue::{Catalogue, Dims, Estimator, SECONDS, Sheet, VEHICLE_HOURS};
use super::grouping::{self, Grouping};

/// A duration of vehicles, for several groupings.
#[derive(Debug)]
struct Block {
    grouping: Grouping,
    /// First of four columns a group: number, sum, sum of squares, maximum.
    column: usize,
    /// First histogram.
    histogram: usize,
}

/// Columns of durations.
#[derive(Debug)]
pub(super) struct DurationLayout {
    /// Blocks of time in the system, time to the crossing and time since the start.
    blocks: [Vec<Block>; 3],
    /// Groupings of causes with their first column (groups times causes): of those who left, of those inside.
    causes: [Vec<(Grouping, usize)>; 2],
    /// Whether the vehicles of an origin have an unknown age at the start. It stays so wherever they are sent.
    truncated: Vec<bool>,
}

const DURATIONS: [&str; 3] = ["time-in-system", "time-to-crossing", "time-since-start"];
const CAUSE_MEASURES: [&str; 2] = ["time-by-cause", "time-by-cause-inside"];

impl DurationLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let origins = plan.sources.len() + plan.backlogs.len();
        let truncated: Vec<bool> = (0..origins)
            .map(|origin| age_unknown(plan, origin))
            .collect();
        let unknown = |kind: &Kind| truncated[kind.origin as usize];
        // What a vehicle of unknown age is, or becomes at another gate.
        let mut since_start: Vec<bool> = plan.kinds.iter().map(unknown).collect();
        for kind in plan.kinds.iter().filter(|kind| unknown(kind)) {
            for &(_, becomes) in &kind.elsewhere {
                since_start[becomes as usize] = true;
            }
        }
        let mut blocks: [Vec<Block>; 3] = Default::default();
        for (index, measure) in DURATIONS.into_iter().enumerate() {
            // Only kinds that can have the duration: a gate that nobody crosses has no row of it.
            let mut groupings = [
                grouping::total(plan, grouping::vehicles),
                grouping::by_gate(plan, grouping::vehicles),
                grouping::by_direction(plan, grouping::vehicles),
                grouping::by_class(plan, grouping::vehicles),
            ];
            let can: Vec<bool> = match index {
                1 => plan.kinds.iter().map(|kind| kind.crosses).collect(),
                2 => since_start.clone(),
                _ => vec![true; plan.kinds.len()],
            };
            groupings
                .iter_mut()
                .for_each(|grouping| grouping.keep(&can));
            blocks[index].extend(
                groupings
                    .into_iter()
                    .map(|grouping| block(sheet, "vehicle", measure, grouping)),
            );
            if index == 0 {
                let persons = [
                    grouping::by_gate(plan, grouping::persons),
                    grouping::by_class(plan, grouping::persons),
                ];
                let block = |grouping| block(sheet, "person", "persons-time", grouping);
                blocks[index].extend(persons.into_iter().map(block));
            }
        }
        let mut causes: [Vec<(Grouping, usize)>; 2] = Default::default();
        for (index, measure) in CAUSE_MEASURES.into_iter().enumerate() {
            let vehicles = grouping::vehicles;
            let of_vehicles = [
                ("cause", grouping::total(plan, vehicles)),
                (
                    "gate-direction-cause",
                    grouping::by_direction(plan, vehicles),
                ),
                (
                    "gate-direction-class-cause",
                    grouping::by_class(plan, vehicles),
                ),
            ];
            let of_persons = (index == 0).then(|| {
                let by = grouping::by_class(plan, grouping::persons);
                ("gate-direction-class-cause", by)
            });
            let of_vehicles = of_vehicles.map(|one| (measure, "vehicle-h", one));
            let of_persons = of_persons.map(|one| ("persons-time-by-cause", "person-h", one));
            for (measure, unit, (by, grouping)) in of_vehicles.into_iter().chain(of_persons) {
                let first = sheet.columns(grouping.len() * CAUSES);
                for (group, &dims) in grouping.dims.iter().enumerate() {
                    for cause in Cause::ALL {
                        let estimator = Estimator::Mean {
                            column: first + group * CAUSES + cause as usize,
                            scale: VEHICLE_HOURS,
                        };
                        sheet.row(
                            measure,
                            "total",
                            unit,
                            by,
                            Dims {
                                cause: Some(cause),
                                ..dims
                            },
                            estimator,
                        );
                    }
                }
                causes[index].push((grouping, first));
            }
        }
        Self {
            blocks,
            causes,
            truncated,
        }
    }
}

/// Origins are numbered sources first, then backlogs.
pub(super) fn age_unknown(plan: &Plan, origin: usize) -> bool {
    let backlog = origin
        .checked_sub(plan.sources.len())
        .and_then(|index| plan.backlogs.get(index));
    backlog.is_some_and(|backlog| backlog.since >= plan.start)
}

fn block(
    sheet: &mut Sheet,
    unit: &'static str,
    measure: &'static str,
    grouping: Grouping,
) -> Block {
    let column = sheet.columns(4 * grouping.len());
    let histogram = sheet.histograms(grouping.len());
    for (group, &dims) in grouping.dims.iter().enumerate() {
        let by = grouping.by;
        rows_of(
            sheet,
            unit,
            measure,
            by,
            dims,
            (column + 4 * group, histogram + group),
        );
    }
    Block {
        grouping,
        column,
        histogram,
    }
}

/// The rows of one duration: `first` of four columns, written by [`write`], and its histogram.
pub(super) fn rows(
    sheet: &mut Sheet,
    measure: &'static str,
    by: &'static str,
    dims: Dims,
    first: usize,
    histogram: usize,
) {
    rows_of(sheet, "vehicle", measure, by, dims, (first, histogram));
}

/// The same for durations of what is counted in `counted`.
fn rows_of(
    sheet: &mut Sheet,
    counted: &'static str,
    measure: &'static str,
    by: &'static str,
    dims: Dims,
    (first, histogram): (usize, usize),
) {
    let mut row =
        |statistic, unit, estimator| sheet.row(measure, statistic, unit, by, dims, estimator);
    row(
        "count",
        counted,
        Estimator::Mean {
            column: first,
            scale: 1.0,
        },
    );
    row(
        "mean",
        "s",
        Estimator::Ratio {
            num: first + 1,
            den: first,
            scale: SECONDS,
        },
    );
    row(
        "sd",
        "s",
        Estimator::Sd {
            column: first,
            scale: SECONDS,
        },
    );
    for (statistic, p) in [("p50", 0.5), ("p90", 0.9), ("p95", 0.95)] {
        row(
            statistic,
            "s",
            Estimator::Quantile {
                histogram,
                p,
                scale: SECONDS,
            },
        );
    }
    row(
        "max",
        "s",
        Estimator::Mean {
            column: first + 3,
            scale: SECONDS,
        },
    );
}

/// Writes number, sum, sum of squares and maximum to the first four columns.
pub(super) fn write(tally: &Tally, columns: &mut [i128]) {
    columns[0] = i128::from(tally.count);
    columns[1] = tally.sum;
    columns[2] = i128::try_from(tally.sum_squares).unwrap_or(i128::MAX);
    columns[3] = i128::from(tally.max.max(0));
}

/// Whether the durations of a vehicle count.
#[inline]
pub(super) fn measured(plan: &Plan, vehicle: &Vehicle) -> bool {
    vehicle.arrived >= counts_from(plan)
}

/// The arrival from which on the durations of a vehicle count.
#[inline]
fn counts_from(plan: &Plan) -> i64 {
    // Without a warm-up everybody is measured, also those who came before the start.
    if plan.measure_from == plan.start {
        i64::MIN
    } else {
        plan.measure_from
    }
}

/// One duration in a replication, by kind: groups are formed when the row is written, so that the loop records once.
struct Spans {
    /// By kind, where histograms are read; else none.
    samples: Vec<Sample>,
    /// By kind, where nothing but tallies is read; else none.
    tallies: Vec<Tally>,
}

impl Spans {
    fn new(kinds: usize, catalogue: &Catalogue, blocks: &[Block]) -> Self {
        let any = |reads: &dyn Fn(&Block) -> bool| blocks.iter().any(reads);
        let is_binned = any(&|block| {
            let first = block.histogram;
            catalogue.reads(0..0, first..first + block.grouping.len())
        });
        let is_tallied = any(&|block| {
            let first = block.column;
            catalogue.reads(first..first + 4 * block.grouping.len(), 0..0)
        });
        let of = |is_read: bool| if is_read { kinds } else { 0 };
        Self {
            samples: vec![Sample::new(); of(is_binned)],
            tallies: vec![Tally::default(); of(is_tallied && !is_binned)],
        }
    }

    fn clear(&mut self) {
        self.samples.iter_mut().for_each(Sample::clear);
        self.tallies.iter_mut().for_each(Tally::clear);
    }

    #[inline(always)]
    fn record(&mut self, kind: u32, span: i64) {
        if let Some(sample) = self.samples.get_mut(kind as usize) {
            sample.record(span);
        } else if let Some(tally) = self.tallies.get_mut(kind as usize) {
            tally.record(span);
        }
    }

    /// All spans of the kinds of one group.
    fn of_group(&self, grouping: &Grouping, group: u32) -> (Tally, Histogram) {
        let (mut tally, mut histogram) = (Tally::default(), Histogram::without_room());
        let kinds = grouping.of_kind.iter().enumerate();
        for (kind, _) in kinds.filter(|&(_, of)| *of == group) {
            if let Some(own) = self.samples.get(kind) {
                tally.add(&own.tally());
                histogram.add(own.histogram());
            } else if let Some(own) = self.tallies.get(kind) {
                tally.add(own);
            }
        }
        (tally, histogram)
    }
}

/// The observer of durations.
pub(super) struct Durations<'c> {
    plan: &'c Plan,
    layout: &'c DurationLayout,
    /// As in the layout: time in the system, to the crossing, since the start.
    spans: [Spans; 3],
    /// Microseconds by kind and cause: of those who left, of those inside. None where no row reads them.
    causes: [Vec<[u128; CAUSES]>; 2],
    /// The arrival from which on vehicles count.
    counts_from: i64,
    /// Whether there are vehicles of unknown age.
    knows_truncated: bool,
}

impl<'c> Durations<'c> {
    pub fn new(plan: &'c Plan, catalogue: &Catalogue, layout: &'c DurationLayout) -> Self {
        let kinds = plan.kinds.len();
        let causes = |groupings: &Vec<(Grouping, usize)>| {
            let mut groupings = groupings.iter();
            let is_read = groupings.any(|(grouping, first)| {
                catalogue.reads(*first..first + grouping.len() * CAUSES, 0..0)
            });
            vec![[0; CAUSES]; if is_read { kinds } else { 0 }]
        };
        Self {
            plan,
            layout,
            spans: layout
                .blocks
                .each_ref()
                .map(|blocks| Spans::new(kinds, catalogue, blocks)),
            causes: layout.causes.each_ref().map(causes),
            counts_from: counts_from(plan),
            knows_truncated: layout.truncated.contains(&true),
        }
    }

    pub fn write(&self, columns: &mut [i128], histograms: &mut Vec<Histogram>) {
        for (spans, blocks) in self.spans.iter().zip(&self.layout.blocks) {
            for block in blocks {
                debug_assert_eq!(
                    histograms.len(),
                    block.histogram,
                    "histograms are written in the order of the catalogue"
                );
                for group in 0..block.grouping.len() {
                    let (tally, histogram) = spans.of_group(&block.grouping, group as u32);
                    let first = block.column + 4 * group;
                    write(&tally, &mut columns[first..]);
                    histograms.push(histogram);
                }
            }
        }
        for (sums, groupings) in self.causes.iter().zip(&self.layout.causes) {
            for (grouping, first) in groupings {
                for (kind, sums) in sums.iter().enumerate() {
                    let group = grouping.of_kind[kind];
                    if group != NONE {
                        let at = first + group as usize * CAUSES;
                        columns[at..at + CAUSES]
                            .iter_mut()
                            .zip(sums)
                            .for_each(|(column, sum)| *column += sum.cast_signed());
                    }
                }
            }
        }
    }

    #[inline]
    fn add_causes(&mut self, which: usize, vehicle: &Vehicle) {
        let Some(sums) = self.causes[which].get_mut(vehicle.kind as usize) else {
            return;
        };
        for &cause in &self.plan.causes {
            let span = vehicle.causes[cause as usize];
            debug_assert!(span >= 0, "settled causes are not negative");
            sums[cause as usize] += u128::from(span.cast_unsigned());
        }
    }

    #[inline]
    fn measured(&self, vehicle: &Vehicle) -> bool {
        vehicle.arrived >= self.counts_from
    }

    /// Whether the age of a vehicle at the start is unknown.
    #[inline]
    fn is_truncated(&self, vehicle: &Vehicle) -> bool {
        self.knows_truncated && self.layout.truncated[vehicle.origin as usize]
    }
}

impl Observer for Durations<'_> {
    fn begin(&mut self, _plan: &Plan) {
        self.spans.iter_mut().for_each(Spans::clear);
        self.causes
            .iter_mut()
            .for_each(|causes| causes.fill([0; CAUSES]));
    }
    #[inline]
    fn pass(
        &mut self,
        now: i64,
        vehicle: &Vehicle,
        _lane: u32,
        _crossing: Option<Crossing>,
        first: bool,
        _waited: i64,
    ) {
        if first && self.measured(vehicle) && !self.is_truncated(vehicle) {
            self.spans[1].record(vehicle.kind, now - vehicle.arrived);
        }
    }
    #[inline(always)]
    fn leave(&mut self, now: i64, vehicle: &Vehicle, _exit: Exit) {
        if self.measured(vehicle) {
            let span = now - vehicle.arrived;
            if self.is_truncated(vehicle) {
                self.spans[2].record(vehicle.kind, span);
            } else {
                self.spans[0].record(vehicle.kind, span);
            }
            self.add_causes(0, vehicle);
        }
    }
    fn inside(&mut self, _now: i64, vehicle: &Vehicle) {
        if self.measured(vehicle) {
            self.add_causes(1, vehicle);
        }
    }
}
