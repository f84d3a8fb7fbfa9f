//! How many vehicles can cross at most, whatever is drawn: what the calendar, fixed quotas and books of slots allow, and no more.
//!
//! Nobody passes a lane while it is closed. While it is open, each pass uses one of the day's amount of every quota of the lane. While only booked
//! vehicles pass, each takes a place of an interval that has begun, and keeps it: whoever walks in takes one too, and a place that somebody
//! has missed is given to another but not made anew. So the passes up to an instant are at most the places up to then, and those of a quota's day at most its
//! amount; what is the most under both is found by letting pass on each day as many as can, and carrying over the places that are left.
//!
//! An amount that is drawn, or varies from day to day, is no bound, and neither are servers: a bound says what cannot be, never what will be. Lanes that share a quota
//! are bounded together. Where the bound is none, there is no answer rather than a large number.

use std::collections::{BTreeMap, BTreeSet};

use crate::des::clock::{Time, round};

use super::op::Op;
use super::types::{ArrivalPlan, Crossing, FactorPlan, Kind, LanePlan, NONE, Passing, Plan};

/// Crossings that cannot be exceeded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MostCrossings {
    /// How many.
    pub total: u64,
    /// What they are the sum of: lanes that are bounded together.
    pub parts: Vec<PartMost>,
    /// The number of vehicles that there are at all, where that is fixed and less than the sum.
    pub vehicles: Option<u64>,
}

/// The bound of some lanes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartMost {
    /// Their gates, sorted.
    pub gates: Vec<u32>,
    /// The quota by which they are bounded; `None` where calendar and slots alone do it.
    pub quota: Option<u32>,
    /// Spans that follow each other.
    pub spans: Vec<SpanMost>,
}

/// A day of a quota, or a civil day where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpanMost {
    /// First instant.
    pub from: Time,
    /// The instant at which it is over.
    pub to: Time,
    /// Who may pass at some time of it.
    pub passing: Who,
    /// The amount of the quota, where there is one.
    pub amount: Option<u64>,
    /// Places that come free in it or are left from before, where only booked vehicles pass and places limit them.
    pub places: Option<u64>,
    /// How many pass at most.
    pub most: u64,
}

/// Who may pass at some time of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Nobody.
    Nobody,
    /// Booked vehicles.
    Booked,
    /// Everybody.
    Everybody,
}

/// Which crossings are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Only the first of a vehicle with its goods, or with the load with which it came.
    pub first: bool,
    /// Only those to Vietnam, or to China.
    pub to_vietnam: Option<bool>,
}

/// At most so many vehicles of these kinds cross at `from` or later and before `until`; `None` where nothing bounds them.
pub fn most_crossings(
    plan: &Plan,
    of_kind: impl Fn(u32, &Kind) -> bool,
    counted: Counted,
    (from, until): (Time, Time),
) -> Option<MostCrossings> {
    let kinds: Vec<u32> = (0..plan.kinds.len() as u32)
        .filter(|&kind| of_kind(kind, &plan.kinds[kind as usize]))
        .collect();
    let lanes = lanes(plan, &kinds, counted);
    let span = (from.max(plan.start), until.min(plan.end));
    let together = part(plan, &lanes, span).map(|part| vec![part]);
    let mut groups: BTreeMap<(u32, &[u32]), Vec<u32>> = BTreeMap::new();
    for &lane in &lanes {
        let LanePlan { gate, quotas, .. } = &plan.lanes[lane as usize];
        groups.entry((*gate, quotas)).or_default().push(lane);
    }
    let apart: Option<Vec<PartMost>> = groups
        .values()
        .map(|group| part(plan, group, span))
        .collect();
    let parts = [together, apart]
        .into_iter()
        .flatten()
        .min_by_key(|parts| sum(parts))?;
    let vehicles = counted.first.then(|| vehicles(plan, &kinds)).flatten();
    let passes = sum(&parts);
    Some(MostCrossings {
        total: vehicles.map_or(passes, |vehicles| vehicles.min(passes)),
        parts,
        vehicles: vehicles.filter(|&vehicles| vehicles < passes),
    })
}

/// Whether vehicles of a kind that stand in line at the start leave it only by crossing: they never turn back, go elsewhere or end their route
/// before.
pub fn leaves_by_crossing_alone(plan: &Plan, kind: u32) -> bool {
    let known = &plan.kinds[kind as usize];
    let heeds = plan.looks.get(kind as usize).is_some_and(Option::is_some)
        || plan
            .diverts
            .get(kind as usize)
            .is_some_and(|&rule| rule != NONE);
    if !known.backlog || known.patience != NONE || !known.elsewhere.is_empty() || heeds {
        return false;
    }
    let route = &plan.names.ops[known.first as usize].0;
    let own = |op: &usize| *op > 0 && plan.names.ops[*op].0 == *route;
    for op in (0..plan.ops.len()).filter(own) {
        match &plan.ops[op] {
            // What one of several returns, or a stay too long sends elsewhere, would need a closer look.
            Op::TurnBack | Op::Together { .. } | Op::Meet { .. } | Op::EndStay { .. } => {
                return false;
            }
            Op::Hold { hold, .. } => {
                let lane = plan.holds[*hold as usize].lanes[kind as usize];
                let seasons = plan.lanes.get(lane as usize).map(|lane| &lane.seasons);
                let stays = |season: &super::Season| season.refused == super::Refusal::Stay;
                if !seasons.is_some_and(|seasons| seasons.iter().all(stays)) {
                    return false;
                }
            }
            _ => {}
        }
    }
    !ends_before_crossing(plan, known)
}

/// Whether some way of a route leads to its end without a first crossing.
fn ends_before_crossing(plan: &Plan, kind: &Kind) -> bool {
    let mut seen = BTreeSet::new();
    let mut ahead = vec![kind.first];
    while let Some(op) = ahead.pop() {
        if !seen.insert(op) {
            continue;
        }
        match &plan.ops[op as usize] {
            Op::Exit => return true,
            Op::Hold { hold, next } => {
                let crossing = plan.holds[*hold as usize].crossing;
                if !crossing.is_some_and(|crossing| is_first(crossing, kind)) {
                    ahead.push(*next);
                }
            }
            Op::Branch { table, .. } => {
                let branch = &plan.branches[*table as usize + kind.profile as usize];
                ahead.extend(branch.options.iter().map(|&(target, _)| target));
            }
            Op::Serve { next, .. }
            | Op::ServeSpecial { next, .. }
            | Op::Seize { next, .. }
            | Op::Free { next, .. }
            | Op::Gather { next, .. }
            | Op::Travel { next, .. }
            | Op::Park { next, .. }
            | Op::LeaveYard { next, .. }
            | Op::Bridge { next, .. }
            | Op::Release { next }
            | Op::File { next, .. }
            | Op::Join { next, .. }
            | Op::BeginStay { next, .. } => ahead.push(*next),
            Op::EndStay { .. } | Op::Together { .. } | Op::Meet { .. } | Op::TurnBack => {
                return true;
            }
        }
    }
    false
}

/// Whether a crossing takes a vehicle across with what it came with.
fn is_first(crossing: Crossing, kind: &Kind) -> bool {
    crossing.loaded.unwrap_or(kind.loaded) == kind.loaded
}

/// The lanes at which these kinds cross.
fn lanes(plan: &Plan, kinds: &[u32], counted: Counted) -> Vec<u32> {
    let mut lanes = BTreeSet::new();
    for hold in &plan.holds {
        let Some(crossing) = hold.crossing else {
            continue;
        };
        if counted
            .to_vietnam
            .is_some_and(|to| to != crossing.to_vietnam)
        {
            continue;
        }
        for &kind in kinds {
            let lane = hold.lanes[kind as usize];
            let counts = !counted.first || is_first(crossing, &plan.kinds[kind as usize]);
            if lane != NONE && counts {
                lanes.insert(lane);
            }
        }
    }
    lanes.into_iter().collect()
}

/// How many vehicles of these kinds there are, where that is fixed: those in line at the start, and those of timetables and logs.
fn vehicles(plan: &Plan, kinds: &[u32]) -> Option<u64> {
    let origins: BTreeSet<u32> = kinds
        .iter()
        .map(|&kind| plan.kinds[kind as usize].origin)
        .collect();
    let of_origin = |origin: u32| {
        let origin = origin as usize;
        let Some(source) = plan.sources.get(origin) else {
            let backlog = plan.backlogs.get(origin - plan.sources.len())?;
            return Some(u64::from(backlog.vehicles));
        };
        match &source.arrivals {
            ArrivalPlan::Timetable(times) if source.convoy == NONE && source.choice.is_none() => {
                Some(times.len() as u64)
            }
            ArrivalPlan::Trace(trace) => Some(trace.rows.len() as u64),
            _ => None,
        }
    };
    origins.into_iter().map(of_origin).sum()
}

fn sum(parts: &[PartMost]) -> u64 {
    let spans = parts.iter().flat_map(|part| &part.spans);
    spans.fold(0, |sum, span| sum.saturating_add(span.most))
}

/// The bound of lanes together: by calendar and slots alone, or with the tightest quota that all of them have.
fn part(plan: &Plan, lanes: &[u32], span: (Time, Time)) -> Option<PartMost> {
    let of = |lane: &u32| &plan.lanes[*lane as usize];
    let shared = lanes.first().map_or(&[][..], |lane| &of(lane).quotas);
    let shared = shared
        .iter()
        .filter(|quota| lanes.iter().all(|lane| of(lane).quotas.contains(quota)));
    let quotas = shared.copied().map(Some).chain([None]);
    let mut gates: Vec<u32> = lanes.iter().map(|lane| of(lane).gate).collect();
    gates.sort_unstable();
    gates.dedup();
    let parts = quotas.filter_map(|quota| {
        Some(PartMost {
            gates: gates.clone(),
            quota,
            spans: spans(plan, lanes, quota, span)?,
        })
    });
    parts.min_by_key(|part| sum(std::slice::from_ref(part)))
}

/// What each span lets pass at most.
fn spans(
    plan: &Plan,
    lanes: &[u32],
    quota: Option<u32>,
    (from, until): (Time, Time),
) -> Option<Vec<SpanMost>> {
    let cells = match quota {
        Some(quota) => amounts(plan, quota)?,
        None => {
            let days = plan.days.windows(2);
            days.map(|day| (day[0], day[1], None)).collect()
        }
    };
    let places = places(plan, lanes);
    let mut given = 0;
    // Places that have come free and were not taken; `None` where there is no limit to them.
    let mut left: Option<u64> = Some(0);
    let mut spans = Vec::new();
    for (start, end, amount) in cells {
        let (start, end) = (start.max(plan.start), end.min(until));
        if start >= end {
            continue;
        }
        while let Some(&(_, room)) = places.get(given).filter(|(since, _)| *since < end) {
            left = left
                .zip(room)
                .and_then(|(left, room)| left.checked_add(room));
            given += 1;
        }
        // What was let pass before would only be missing later.
        if end <= from {
            continue;
        }
        let passing = passing(plan, lanes, start.max(from), end);
        let (places, most) = match passing {
            Who::Nobody => (None, 0),
            Who::Everybody => (None, amount?),
            Who::Booked => {
                let most = match (left, amount) {
                    (Some(left), Some(amount)) => left.min(amount),
                    (left, amount) => left.or(amount)?,
                };
                let before = left;
                left = left.map(|left| left - most);
                (before, most)
            }
        };
        spans.push(SpanMost {
            from: start.max(from),
            to: end,
            passing,
            amount,
            places,
            most,
        });
    }
    Some(spans)
}

/// Days of a quota with its amount, where that is the same in every replication.
fn amounts(plan: &Plan, quota: u32) -> Option<Vec<(Time, Time, Option<u64>)>> {
    let quota = &plan.quotas[quota as usize];
    let varies = |factor: FactorPlan| factor.common > 0.0 || factor.own > 0.0;
    if quota.drawn != NONE || quota.factor.is_some_and(varies) {
        return None;
    }
    let ends = quota.resets.iter().skip(1).map(|&(at, _)| at);
    let ends = ends.chain([plan.end]);
    let amount = |at: usize| {
        let amount = quota.amounts.get(at).copied()?;
        // Rounded as the loop does.
        Some(match quota.shares.get(at) {
            Some(share) => round(amount as f64 * share).unsigned_abs(),
            None => amount,
        })
    };
    let days = quota.resets.iter().zip(ends).enumerate();
    days.map(|(at, (&(from, _), to))| Some((from, to, Some(amount(at)?))))
        .collect()
}

/// From when on which places can be used by vehicles of these lanes, in order of time; `None` where nothing limits them.
fn places(plan: &Plan, lanes: &[u32]) -> Vec<(Time, Option<u64>)> {
    // By interval: since when, and the pools of each lane.
    let mut intervals: BTreeMap<u32, (Time, Vec<&[u32]>)> = BTreeMap::new();
    for &lane in lanes {
        for season in &plan.lanes[lane as usize].seasons {
            for index in season.intervals.clone() {
                let since = plan.intervals[index as usize].start - season.early;
                let known = intervals.entry(index).or_insert((since, Vec::new()));
                known.0 = known.0.min(since);
                known.1.push(&season.pools);
            }
        }
    }
    let mut places: Vec<(Time, Option<u64>)> = intervals
        .into_iter()
        .map(|(index, (since, pools))| {
            let first = plan.intervals[index as usize].slots;
            let room = |pool: u32| {
                let room = plan.slots.get((first + pool) as usize);
                u64::from(room.copied().unwrap_or(u32::MAX))
            };
            (since, room_of(&pools, room))
        })
        .collect();
    places.sort_by_key(|&(since, _)| since);
    places
}

/// Places for lanes of which each uses some pools of an interval.
fn room_of(pools: &[&[u32]], room: impl Fn(u32) -> u64) -> Option<u64> {
    let tightest = pools
        .iter()
        .map(|pools| pools.iter().copied().min_by_key(|&pool| room(pool)));
    let tightest: Option<BTreeSet<u32>> = tightest.collect();
    let apart = tightest?.into_iter().map(&room).sum();
    let shared = pools.first().into_iter().flat_map(|pools| pools.iter());
    let shared = shared.filter(|pool| pools.iter().all(|other| other.contains(pool)));
    Some(shared.map(|&pool| room(pool)).fold(apart, u64::min))
}

/// Who may pass some of these lanes at some time of a span.
fn passing(plan: &Plan, lanes: &[u32], from: Time, to: Time) -> Who {
    let of_lane = |lane: &u32| {
        let timeline = plan.lanes[*lane as usize].timeline;
        let changes = &plan.timelines[timeline as usize].changes;
        let holding = changes
            .partition_point(|&(at, _)| at <= from)
            .saturating_sub(1);
        let within = changes[holding..].iter().take_while(|&&(at, _)| at < to);
        let who = within.map(|(_, passing)| match passing {
            Passing::Open => Who::Everybody,
            Passing::Booked => Who::Booked,
            Passing::Closed(_) => Who::Nobody,
        });
        who.max().unwrap_or(Who::Nobody)
    };
    lanes.iter().map(of_lane).max().unwrap_or(Who::Nobody)
}
