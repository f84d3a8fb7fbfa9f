//! The types of a [`Plan`]: what runs.
//!
//! Flat arrays of integers and samplers, immutable, shared by all threads. Indices are `u32` into the vector that the
//! field's documentation names. Words here are those of queueing: what the gate's words became is said at each type.

use std::ops::Range;

use crate::des::clock::{Span, Time};
use crate::des::keyed::Key;
use crate::des::variate::Sampler;
use crate::plan::bridge::{BridgePlan, BridgeStep, Weight};
use crate::plan::cause::Cause;
use crate::plan::census::CensusPlan;
use crate::plan::closer::CloserPlan;
use crate::plan::outage::OutagePlan;
use crate::plan::papers::PapersPlan;
use crate::plan::patience::PatiencePlan;
use crate::plan::residents::ResidentsPlan;
use crate::plan::serving::{PoolPlan, Serving};
use crate::scenario::calendar::{Bound, Category, Direction, Nationality};

use super::bookings::{BooksPlan, Interval, Season};
use super::choice::{BalkPlan, DiversionPlan, Look, PublishedPlan};
use super::costs::Costs;
use super::days_chosen::{BanPlan, DaysChosen};
use super::op::{Branch, Op};
use super::trace::TracePlan;

/// No such thing, for indices.
pub const NONE: u32 = u32::MAX;

/// A compiled scenario.
#[derive(Debug)]
pub struct Plan {
    /// First instant.
    pub start: Time,
    /// The instant at which the period ends; nothing happens at or after it.
    pub end: Time,
    /// Vehicles that arrive before this instant are simulated and not measured.
    pub measure_from: Time,
    /// Most vehicles that a replication may create.
    pub vehicle_limit: u64,
    /// First instants of the civil days of the period, and the end.
    pub days: Vec<Time>,
    /// Civil day number (days since 1970) of the first day: the name of a day in random keys.
    pub first_day: i64,
    /// What vehicles can be.
    pub kinds: Vec<Kind>,
    /// Steps of all routes; the first is the common exit.
    pub ops: Vec<Op>,
    /// All samplers.
    pub samplers: Vec<Sampler>,
    /// Per-class tables of sampler indices: entry `at + class`.
    pub class_samplers: Vec<u32>,
    /// How many profiles there are.
    pub profiles: usize,
    /// Per-profile tables of branches: entry `at + profile`.
    pub branches: Vec<Branch>,
    /// Sources.
    pub sources: Vec<SourcePlan>,
    /// Vehicles in line at the start.
    pub backlogs: Vec<BacklogPlan>,
    /// Stations.
    pub stations: Vec<StationPlan>,
    /// First ops of those who work together.
    pub teams: Vec<Vec<u32>>,
    /// Which ops are whose inspections.
    pub inspections: Vec<InspectionPlan>,
    /// The channel that a label is, an index into `names.channels`, or [`NONE`].
    pub channels: Vec<u32>,
    /// Places of each yard, at least 1.
    pub yards: Vec<u32>,
    /// Bridges.
    pub bridges: Vec<BridgePlan>,
    /// Steps that lead over bridges.
    pub bridge_steps: Vec<BridgeStep>,
    /// What vehicles of each class weigh.
    pub weights: Vec<Weight>,
    /// How long goods of each class keep; the largest span where they do not spoil.
    pub shelf_life: Vec<Span>,
    /// Pools of drivers, at most 64.
    pub pools: Vec<PoolPlan>,
    /// What is out of order for a time.
    pub outages: Vec<OutagePlan>,
    /// Residents who may trade.
    pub residents: Vec<ResidentsPlan>,
    /// Papers made beside the vehicles.
    pub papers: Vec<PapersPlan>,
    /// Sets of papers that steps name.
    pub paper_lists: Vec<Vec<u32>>,
    /// Rules of patience.
    pub patience: Vec<PatiencePlan>,
    /// Travelling: the number of delay steps.
    pub ways: u32,
    /// Holding points of routes: each maps a kind to a lane.
    pub holds: Vec<HoldPlan>,
    /// Lines at holding points.
    pub lanes: Vec<LanePlan>,
    /// Sets of lanes that share a quota or a booking pool, and so one order of arrival.
    pub barriers: Vec<Range<u32>>,
    /// How many of each group pass in turn at each barrier; empty where levels and the order of joining decide.
    pub cycles: Vec<Vec<u32>>,
    /// Lane indices, grouped by barrier.
    pub barrier_lanes: Vec<u32>,
    /// When passing is allowed; several lanes may follow one.
    pub timelines: Vec<Timeline>,
    /// Daily limits on passes.
    pub quotas: Vec<QuotaPlan>,
    /// Booking intervals of all books.
    pub intervals: Vec<Interval>,
    /// Capacity of each pool of each interval.
    pub slots: Vec<u32>,
    /// Rules by which arriving vehicles do not join.
    pub balking: Vec<BalkPlan>,
    /// By kind, the one of them that it heeds; empty where there are none.
    pub looks: Vec<Option<Look>>,
    /// Queues as they are published.
    pub published: Vec<PublishedPlan>,
    /// Rules by which drivers go to another gate.
    pub diversions: Vec<DiversionPlan>,
    /// By kind, the one of them that it heeds, or [`NONE`]; empty where there are none.
    pub diverts: Vec<u32>,
    /// Goods that are stopped inland.
    pub bans: Vec<BanPlan>,
    /// Whether somebody looks at the stock of a gate.
    pub counts_stock: bool,
    /// Whether anything is asked of those who arrive or leave besides their route: a stock is counted, a queue looked at, or
    /// there are papers.
    pub asks_comers: bool,
    /// Instants at which observers read levels, sorted: snapshots, midnights, instants of facts, the end of the warm-up.
    pub ticks: Vec<Time>,
    /// Those of them that are snapshots or midnights: what is reported of them does not change when a fact is added.
    pub readings: Vec<Time>,
    /// The causes on which some vehicle may spend time, in order of precedence.
    pub causes: Vec<Cause>,
    /// When those inside are told, where somebody has [asked](Plan::ask).
    pub census: Option<Box<CensusPlan>>,
    /// What is read beside that, where somebody [looks closer](Plan::look_closer).
    pub closer: Option<Box<CloserPlan>>,
    /// What is paid for, what goods are worth, and service levels; the loop never reads them.
    pub costs: Costs,
    /// Names for people; the loop never reads them.
    pub names: Names,
}

/// Names by index, for reports only.
#[derive(Debug, Default)]
pub struct Names {
    /// Gate names.
    pub gates: Vec<String>,
    /// Class names.
    pub classes: Vec<String>,
    /// Station names.
    pub stations: Vec<String>,
    /// The gate of each station, or [`NONE`].
    pub station_gates: Vec<u32>,
    /// Yard names.
    pub yards: Vec<String>,
    /// The gate of each yard, or [`NONE`].
    pub yard_gates: Vec<u32>,
    /// Bridge names.
    pub bridges: Vec<String>,
    /// The gate of each bridge, or [`NONE`].
    pub bridge_gates: Vec<u32>,
    /// Names of pools of drivers.
    pub pools: Vec<String>,
    /// The gate of each pool, or [`NONE`].
    pub pool_gates: Vec<u32>,
    /// Names of residents who may trade.
    pub residents: Vec<String>,
    /// The gate of each of them, or [`NONE`].
    pub residents_gates: Vec<u32>,
    /// Names of papers.
    pub papers: Vec<String>,
    /// Names of stays that must not be too long.
    pub stays: Vec<String>,
    /// Route and step of each op.
    pub ops: Vec<(String, String)>,
    /// Sources, then backlogs: the origins of vehicles.
    pub origins: Vec<String>,
    /// Agency names.
    pub agencies: Vec<String>,
    /// Items of costs.
    pub cost_items: Vec<String>,
    /// Who bears costs, each once.
    pub bearers: Vec<String>,
    /// Names of service levels.
    pub service_levels: Vec<String>,
    /// Names of channels, each once.
    pub channels: Vec<String>,
    /// Labels of branch options, in order of `BranchOption::label`.
    pub labels: Vec<String>,
}

/// What a vehicle is: fixed when it is created (and when it is transferred to another gate).
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// Gate.
    pub gate: u32,
    /// False: export.
    pub import: bool,
    /// Class.
    pub class: u32,
    /// What branches tell apart: class, goods group and declarant's record.
    pub profile: u32,
    /// False: Vietnamese.
    pub chinese: bool,
    /// Whether it comes loaded.
    pub loaded: bool,
    /// Whether it stands in line at the start.
    pub backlog: bool,
    /// Persons, not vehicles.
    pub persons: bool,
    /// First op of its route.
    pub first: u32,
    /// Whether its route crosses the line at all.
    pub crosses: bool,
    /// The lane of the first holding point of its route, or [`NONE`].
    pub first_lane: u32,
    /// Sampler of its cargo in kilograms, or [`NONE`].
    pub load: u32,
    /// Its source or backlog, an index into `names.origins`.
    pub origin: u32,
    /// Its rule of patience, or [`NONE`] where it waits for ever.
    pub patience: u32,
    /// The gates to which a refused booking, or the end of its patience, may send it, and the kind that it becomes there.
    pub elsewhere: Vec<(u32, u32)>,
}

impl Kind {
    /// What the calendar, quotas and facts look at when it crosses in a way.
    pub fn category(&self, crossing: Crossing) -> Category {
        Category {
            direction: if self.import {
                Direction::Import
            } else {
                Direction::Export
            },
            bound: if crossing.to_vietnam {
                Bound::ToVietnam
            } else {
                Bound::ToChina
            },
            class: self.class as usize,
            vehicle: if self.chinese {
                Nationality::Chinese
            } else {
                Nationality::Vietnamese
            },
            loaded: crossing.loaded.unwrap_or(self.loaded),
            backlog: self.backlog,
        }
    }

    /// The crossing that brings its goods where they go, as it came: what it is on the way to where its route names none.
    pub fn outward(&self) -> Crossing {
        Crossing {
            to_vietnam: self.import,
            loaded: None,
        }
    }
}

/// The ops of an agency in a route; those that it does not have are [`NONE`], and so are labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InspectionPlan {
    /// The agency, an index into `names.agencies`.
    pub agency: u32,
    /// The inspection, a service.
    pub serve: u32,
    /// The label of vehicles of which a sample is taken.
    pub sampled: u32,
    /// The label of vehicles of which none is taken.
    pub not_sampled: u32,
    /// Waiting for the result.
    pub result: u32,
    /// The label of vehicles that are treated.
    pub treated: u32,
    /// The label of vehicles that are returned.
    pub returned: u32,
}

/// A source.
#[derive(Clone, Debug)]
pub struct SourcePlan {
    /// Hash of "source/NAME": the source's part in random keys. The slash keeps it apart from all other parts.
    pub hash: u64,
    /// Cumulative thresholds of its kinds.
    pub mix: Vec<u64>,
    /// Its kinds, in the order of `mix`.
    pub kinds: Vec<u32>,
    /// Sampler of the convoy's size, or [`NONE`].
    pub convoy: u32,
    /// How long before it arrives a vehicle is announced, at least 0: what it does from afar begins then.
    pub ahead: Span,
    /// How its vehicles book before they come; `None` where they ask on joining the line.
    pub books: Option<BooksPlan>,
    /// On which days they come, where they do not all do the same.
    pub choice: Option<Box<DaysChosen>>,
    /// When they come.
    pub arrivals: ArrivalPlan,
}

/// When the vehicles of a source come.
#[derive(Clone, Debug)]
pub enum ArrivalPlan {
    /// Poisson within civil days.
    Poisson {
        /// Expected number on each civil day.
        rates: Vec<f64>,
        /// For each day, the days whose vehicles come on it (none: nobody comes). Usually itself alone.
        origins: Vec<Vec<u32>>,
        /// Cumulative weight at the 25 borders of the hours, from 0 to 1.
        profile: Box<[f64; 25]>,
        /// Day-to-day factor.
        factor: Option<FactorPlan>,
    },
    /// Independent intervals from the start.
    Renewal(u32),
    /// Fixed instants: (instant, day, row in the day), sorted by instant.
    Timetable(Vec<(Time, u32, u32)>),
    /// The rows of a log.
    Trace(Box<TracePlan>),
}

/// A gamma factor with mean 1, one part common and one part own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FactorPlan {
    /// Coefficient of variation of the common part.
    pub common: f64,
    /// Coefficient of variation of the own part.
    pub own: f64,
}

/// Vehicles in line at the start.
#[derive(Clone, Debug)]
pub struct BacklogPlan {
    /// Hash of its name.
    pub hash: u64,
    /// Cumulative thresholds of its kinds.
    pub mix: Vec<u64>,
    /// Its kinds.
    pub kinds: Vec<u32>,
    /// How many.
    pub vehicles: u32,
    /// The instant from which their arrivals are spread evenly to the start; the start where ages are unknown.
    pub since: Time,
}

/// A station.
#[derive(Clone, Debug)]
pub struct StationPlan {
    /// The largest number of servers at any time.
    pub servers: u32,
    /// Changes of capacity, sorted; the first is at or before the start.
    pub shifts: Vec<Shift>,
    /// Priority level of each class, 0 first.
    pub level: Vec<u8>,
    /// Number of levels.
    pub levels: u8,
    /// Whether those of one level are served in the order in which their goods spoil.
    pub by_spoilage: bool,
    /// What happens to services under way when capacity falls.
    pub under_way: UnderWay,
    /// Whether vehicles in line at closing are still served.
    pub clears_line: bool,
    /// Whom a server serves.
    pub serving: Serving,
}

/// A change of capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// When.
    pub at: Time,
    /// Servers from then on.
    pub servers: u32,
    /// Why those in line wait while there are no servers.
    pub closed: Cause,
}

impl Shift {
    /// Why those in line wait from then on, where `open` is why while somebody works.
    #[inline]
    pub fn cause(&self, open: Cause) -> Cause {
        if self.servers > 0 { open } else { self.closed }
    }

    /// The causes for which nobody works after some of these changes.
    pub fn closings(shifts: &[Shift]) -> impl Iterator<Item = Cause> + '_ {
        let closed = shifts.iter().filter(|shift| shift.servers == 0);
        closed.map(|shift| shift.closed)
    }
}

/// Services under way when capacity falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnderWay {
    /// Are finished.
    Finish,
    /// Stop and resume.
    Pause,
    /// Are given up and start again.
    Restart,
}

/// A holding point.
#[derive(Clone, Debug)]
pub struct HoldPlan {
    /// The lane of each kind; [`NONE`] for kinds whose route does not come here.
    pub lanes: Vec<u32>,
    /// What passing means.
    pub crossing: Option<Crossing>,
    /// The crossing by whose rules vehicles wait: this one, or at an `enter` step the next of the route; `None` where there is
    /// none, and each kind waits by its [`outward`](Kind::outward) one.
    pub ahead: Option<Crossing>,
}

/// Passing the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// False: to China.
    pub to_vietnam: bool,
    /// Whether loaded; `None`: as it came.
    pub loaded: Option<bool>,
}

/// A line at a holding point: vehicles to which the same rules apply.
#[derive(Clone, Debug)]
pub struct LanePlan {
    /// Gate, for reports.
    pub gate: u32,
    /// Its timeline.
    pub timeline: u32,
    /// Its barrier.
    pub barrier: u32,
    /// The level of its vehicles in the gate's order, 0 first; with a cycle, their group.
    pub level: u8,
    /// Whether its vehicles pass in the order in which their goods spoil.
    pub by_spoilage: bool,
    /// Quotas that a pass uses.
    pub quotas: Vec<u32>,
    /// Seasons in which it can be passed only with a booking.
    pub seasons: Vec<Season>,
}

/// When a lane may be passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Sorted changes; the first is at or before the start.
    pub changes: Vec<(Time, Passing)>,
}

/// Whether passing is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    /// To all.
    Open,
    /// To booked vehicles.
    Booked,
    /// To nobody, and why.
    Closed(Cause),
}

/// A daily limit on passes.
#[derive(Clone, Debug)]
pub struct QuotaPlan {
    /// Hash of its name.
    pub hash: u64,
    /// Instants at which a new day's amount begins, sorted, with the civil day number; the first at or before the start.
    pub resets: Vec<(Time, i64)>,
    /// The amount of each of them where it is fixed, before regimes and factor.
    pub amounts: Vec<u64>,
    /// Sampler of the amount, or [`NONE`] where it is fixed.
    pub drawn: u32,
    /// What regimes leave of the amount at each of `resets`, 0 to 1; empty: all.
    pub shares: Vec<f64>,
    /// Day-to-day factor.
    pub factor: Option<FactorPlan>,
    /// Its barrier, or [`NONE`] where no lane uses it.
    pub barrier: u32,
}

impl Plan {
    /// Root of all random numbers of a replication.
    pub fn key(seed: u64, replication: u64) -> Key {
        Key::root(seed).child(replication)
    }

    /// The civil day of the period in which an instant lies, as an index; instants before the first belong to it.
    pub fn day_of(&self, at: Time) -> usize {
        self.days
            .partition_point(|&day| day <= at)
            .saturating_sub(1)
    }

    /// For each op, whether it is one by which others work on a vehicle that stands still meanwhile.
    pub fn by_tokens(&self) -> Vec<bool> {
        let mut by_tokens = vec![false; self.ops.len()];
        for (op, step) in self.ops.iter().enumerate() {
            if let Op::Together { end, .. } = *step {
                by_tokens[op + 1..end as usize].fill(true);
            }
        }
        by_tokens
    }

    /// For each op, whether no vehicle stands there but papers, or others who work on one.
    pub fn without_vehicle(&self) -> Vec<bool> {
        let mut without = self.by_tokens();
        for papers in &self.papers {
            let route = &self.names.ops[papers.first as usize].0;
            for (without, (own, _)) in without.iter_mut().zip(&self.names.ops) {
                *without |= own == route;
            }
        }
        without
    }

    /// When the goods of a vehicle of this kind that arrived then spoil; the end of time where they do not.
    pub fn spoils_at(&self, kind: u32, arrived: Time) -> Time {
        let class = self.kinds[kind as usize].class;
        arrived.saturating_add(self.shelf_life[class as usize])
    }

    /// The place of a kind's gate and direction in a list of stocks: two a gate, exports first.
    #[inline]
    pub fn stock_of(&self, kind: &Kind) -> usize {
        2 * kind.gate as usize + usize::from(kind.import)
    }

    /// Length of the measured span in microseconds.
    pub fn measured(&self) -> Span {
        self.end - self.measure_from
    }
}
