//! Where the columns of a time release study are, and which row each vehicle and step belongs to.

use crate::plan::{NONE, Op, Plan};

use super::super::catalogue::{Estimator, SECONDS, Sheet};
use super::super::durations;
use super::super::grouping::{self, Grouping};

/// Columns of a row: number, sum, sum of squares and maximum of its times.
const COLUMNS: usize = 4;

/// Columns of a time release study; none of a plan at which nobody looks closer.
#[derive(Debug, Default)]
pub struct StudyLayout {
    /// The rows, by gate and direction, in the order in which they are shown.
    rows: Vec<StudyRow>,
    /// The first column of the first row, and its histogram.
    first: usize,
    histogram: usize,
    /// Gates and directions, each with a row of times in the system behind all others, and a column of the time that is no delay.
    pub(super) ways: Grouping,
    uncongested: usize,
    /// By kind: where its time ends, and the rows that it counts in; `None` of persons, and of routes that neither release nor cross.
    pub(super) of_kind: Vec<Option<OfKind>>,
    /// By gate and direction, then op: the row of the step, or [`NONE`] where it takes no time, or no vehicle stands there.
    pub(super) steps: Vec<u32>,
    /// Whether the vehicles of an origin have an unknown age at the start.
    pub(super) truncated: Vec<bool>,
}

/// The rows in which the vehicles of a kind count.
#[derive(Clone, Copy, Debug)]
pub(super) struct OfKind {
    /// Whether its route releases goods; else its time ends with the crossing.
    pub releases: bool,
    /// The row of all.
    pub all: u32,
    /// The row of the first channel; the others follow.
    pub channels: u32,
    /// The row of vehicles with which no agency had to do; those of the agencies follow.
    pub agencies: u32,
    /// The row of its class.
    pub goods: u32,
}

/// A row of a time release study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StudyRow {
    /// Of which times.
    pub of: Studied,
    /// Gate.
    pub gate: u32,
    /// Direction of the goods; true is import.
    pub import: bool,
    /// Where the time ends.
    pub to: End,
}

/// What a row of a time release study speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Studied {
    /// All vehicles.
    All,
    /// A step of the way, known by the first op of that name.
    Step(u32),
    /// Vehicles that were released in a channel.
    Channel(u32),
    /// Vehicles that an agency inspected; `None`: that none did.
    Agency(Option<u32>),
    /// Vehicles of a class.
    Goods(u32),
}

/// Where a time of the study ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// At the release.
    Release,
    /// At the crossing, of routes that have no release.
    Crossing,
    /// At the end of the step itself.
    Step,
}

impl StudyLayout {
    pub(in crate::measures) fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        let mut layout = Self::default();
        if plan.closer.is_none() {
            return layout;
        }
        let origins = plan.sources.len() + plan.backlogs.len();
        let unknown = (0..origins).map(|origin| durations::age_unknown(plan, origin));
        layout.truncated = unknown.collect();
        layout.of_kind = vec![None; plan.kinds.len()];
        layout.ways = grouping::by_direction(plan, grouping::vehicles);
        layout.steps = vec![NONE; layout.ways.len() * plan.ops.len()];
        let takes_time = takes_time(plan);
        let ends: Vec<Option<End>> = plan
            .kinds
            .iter()
            .map(|kind| end(plan, kind.first))
            .collect();
        for way in 0..layout.ways.len() {
            layout.of_way(plan, way, &takes_time, &ends);
        }
        let samples = layout.rows.len() + layout.ways.len();
        layout.first = sheet.columns(COLUMNS * samples);
        layout.histogram = sheet.histograms(samples);
        layout.uncongested = sheet.columns(layout.ways.len());
        layout
    }

    /// The rows of a gate and direction.
    fn of_way(&mut self, plan: &Plan, way: usize, takes_time: &[bool], ends: &[Option<End>]) {
        let dims = self.ways.dims[way];
        let (gate, import) = (dims.gate.unwrap_or(0), dims.import == Some(true));
        let mut add = |of: Studied, to: End| {
            let row = StudyRow {
                of,
                gate,
                import,
                to,
            };
            self.rows.push(row);
            self.rows.len() as u32 - 1
        };
        let kinds: Vec<usize> = (0..plan.kinds.len())
            .filter(|&kind| self.ways.of_kind[kind] as usize == way)
            .collect();
        let mut found: Vec<End> = kinds.iter().filter_map(|&kind| ends[kind]).collect();
        found.sort_unstable();
        found.dedup();
        let all: Vec<u32> = found.iter().map(|&to| add(Studied::All, to)).collect();

        let routes: Vec<&str> = (kinds.iter())
            .map(|&kind| route(plan, plan.kinds[kind].first))
            .collect();
        let mut names: Vec<(&str, u32)> = Vec::new();
        for op in (0..plan.ops.len()).filter(|&op| takes_time[op]) {
            let (own, name) = &plan.names.ops[op];
            if !routes.contains(&own.as_str()) {
                continue;
            }
            let known = names.iter().find(|(known, _)| known == name);
            let row = match known {
                Some((_, row)) => *row,
                None => add(Studied::Step(op as u32), End::Step),
            };
            names.push((name, row));
            self.steps[way * plan.ops.len() + op] = row;
        }

        let (channels, agencies) = (plan.names.channels.len(), plan.names.agencies.len());
        let mut first_of = |count: usize, of: &dyn Fn(u32) -> Studied| -> Vec<u32> {
            let rows = found.iter().map(|&to| {
                let rows: Vec<u32> = (0..count as u32).map(|at| add(of(at), to)).collect();
                rows.first().copied().unwrap_or(NONE)
            });
            rows.collect()
        };
        let channels = first_of(channels, &Studied::Channel);
        let agency = |at: u32| Studied::Agency(at.checked_sub(1));
        let agencies = first_of(if agencies > 0 { agencies + 1 } else { 0 }, &agency);
        let mut goods: Vec<(u32, End, u32)> = Vec::new();
        for &kind in &kinds {
            let Some(to) = ends[kind] else { continue };
            let class = plan.kinds[kind].class;
            let known = goods
                .iter()
                .find(|(own, end, _)| (*own, *end) == (class, to));
            let row = match known {
                Some((.., row)) => *row,
                None => add(Studied::Goods(class), to),
            };
            goods.push((class, to, row));
            let at = found.iter().position(|known| *known == to).unwrap_or(0);
            self.of_kind[kind] = Some(OfKind {
                releases: to == End::Release,
                all: all[at],
                channels: channels[at],
                agencies: agencies[at],
                goods: row,
            });
        }
    }

    /// The rows.
    pub fn rows(&self) -> &[StudyRow] {
        &self.rows
    }

    /// Gates and directions, of which the reliability of times in the system is told: gate, and whether the goods are imports.
    pub fn ways(&self) -> impl Iterator<Item = (u32, bool)> + '_ {
        let dims = self.ways.dims.iter();
        dims.map(|dims| (dims.gate.unwrap_or(0), dims.import == Some(true)))
    }

    /// What is told of the times of a row, an index into [`rows`](Self::rows), in seconds.
    pub fn times(&self, row: usize) -> Times {
        let column = self.column(row);
        let (histogram, scale) = (self.histogram + row, SECONDS);
        let quantile = |p| Estimator::Quantile {
            histogram,
            p,
            scale,
        };
        Times {
            count: Estimator::Mean { column, scale: 1.0 },
            mean: Estimator::Ratio {
                num: column + 1,
                den: column,
                scale,
            },
            sd: Estimator::Sd { column, scale },
            median: quantile(0.5),
            p95: quantile(0.95),
        }
    }

    /// The same of the times in the system of a gate and direction, an index among the [`ways`](Self::ways), with the mean of what of them
    /// is no delay.
    pub fn in_system(&self, way: usize) -> (Times, Estimator) {
        let row = self.rows.len() + way;
        let uncongested = Estimator::Ratio {
            num: self.uncongested + way,
            den: self.column(row),
            scale: SECONDS,
        };
        (self.times(row), uncongested)
    }

    /// The first column of a row; those of times in the system are behind the others.
    pub(super) fn column(&self, row: usize) -> usize {
        self.first + COLUMNS * row
    }

    /// The column of the time that is no delay, of a gate and direction.
    pub(super) fn uncongested(&self, way: usize) -> usize {
        self.uncongested + way
    }

    /// Everything that is estimated.
    pub(in crate::measures) fn estimators(&self) -> Vec<Estimator> {
        let rows = (0..self.rows.len()).flat_map(|row| self.times(row).each());
        let ways = (0..self.ways.len()).flat_map(|way| {
            let (times, uncongested) = self.in_system(way);
            times.each().into_iter().chain([uncongested])
        });
        rows.chain(ways).collect()
    }
}

/// What is told of some times.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// How many there are, a replication.
    pub count: Estimator,
    /// Mean.
    pub mean: Estimator,
    /// Standard deviation.
    pub sd: Estimator,
    /// Median.
    pub median: Estimator,
    /// 95th percentile.
    pub p95: Estimator,
}

impl Times {
    fn each(self) -> [Estimator; 5] {
        [self.count, self.mean, self.sd, self.median, self.p95]
    }
}

/// By op, whether a vehicle may spend time there: not papers, and not one of several who work on a vehicle.
fn takes_time(plan: &Plan) -> Vec<bool> {
    let may = |op: &Op| match op {
        Op::Serve { .. }
        | Op::ServeSpecial { .. }
        | Op::Seize { .. }
        | Op::Gather { .. }
        | Op::Travel { .. }
        | Op::Park { .. }
        | Op::Bridge { .. }
        | Op::Hold { .. }
        | Op::Join { .. }
        | Op::Together { .. } => true,
        Op::Exit
        | Op::Free { .. }
        | Op::LeaveYard { .. }
        | Op::Branch { .. }
        | Op::Release { .. }
        | Op::File { .. }
        | Op::BeginStay { .. }
        | Op::EndStay { .. }
        | Op::Meet { .. }
        | Op::TurnBack => false,
    };
    let ops = plan.ops.iter().zip(plan.without_vehicle());
    ops.map(|(op, without)| may(op) && !without).collect()
}

/// Where the time of vehicles with this route ends.
fn end(plan: &Plan, first: u32) -> Option<End> {
    let own = route(plan, first);
    let ops = plan.ops.iter().zip(&plan.names.ops);
    let of_route = ops.filter(|(_, (route, _))| route == own);
    let ends = of_route.filter_map(|(op, _)| match op {
        Op::Release { .. } => Some(End::Release),
        Op::Hold { hold, .. } => {
            let crosses = plan.holds[*hold as usize].crossing.is_some();
            crosses.then_some(End::Crossing)
        }
        _ => None,
    });
    ends.min()
}

fn route(plan: &Plan, op: u32) -> &str {
    let name = plan.names.ops.get(op as usize);
    name.map_or("", |(route, _)| route.as_str())
}
