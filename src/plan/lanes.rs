//! Lanes, barriers and bookings: which vehicles wait under the same rules at a holding point.
//!
//! Kinds whose timeline, quotas and bookings are the same share a lane. A pass uses every quota of its gate that speaks
//! of the vehicle; a booking uses every pool of its notice that does. Lanes that share either form a barrier, and so do those of a gate with
//! an order of passing, each of which has one level of it.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use crate::des::keyed::{name_hash, thresholds};
use crate::scenario::calendar::{
    Ambiguity, Bound, Category, Regard, SegmentState, Timeline as CivilTimeline, instant, resolve,
};
use crate::scenario::model::{Activity, Book, Refused, Scenario, Step, WalkIns};
use crate::scenario::units::Share;

use super::bookings::{Interval, Refusal, Season};
use super::cause::Cause;
use super::op::Op;
use super::types::{Crossing, HoldPlan, Kind, LanePlan, NONE, Passing, Plan, Timeline};

/// What the other parts of the compiler need to know of lanes.
pub(super) struct Lanes {
    /// For each gate, the stretches in which some kind may pass one of its holding points, as civil timelines.
    pub by_gate: Vec<Vec<CivilTimeline>>,
    /// For each kind, the category with which it meets its first holding point.
    pub first_category: Vec<Option<Category>>,
}

/// A notice of a gate: the key of its bookings.
type BookKey = (u32, usize);

/// A kind at a holding point, before lanes are merged.
struct Draft {
    hold: usize,
    kind: usize,
    role: u8,
    category: Category,
    timeline: CivilTimeline,
}

impl Lanes {
    /// Builds holds, lanes, barriers, intervals and timelines.
    pub fn build(scenario: &Scenario, plan: &mut Plan) -> Result<Self, Ambiguity> {
        let drafts = drafts(scenario, plan)?;
        let intervals = intervals(scenario, plan, &drafts);
        let mut known: HashMap<LaneKey, u32> = HashMap::new();
        let mut ties_of_lane: Vec<Ties> = Vec::new();
        for draft in &drafts {
            let gate = plan.kinds[draft.kind].gate;
            let timeline = add_timeline(plan, &draft.timeline);
            let quotas = quotas_of(scenario, &plan.kinds[draft.kind], draft);
            let (seasons, books) = seasons(scenario, plan, draft, &intervals);
            let pools: Vec<Vec<u32>> = seasons.iter().map(|season| season.pools.clone()).collect();
            let order = scenario.gates[gate as usize].order.as_ref();
            let class = plan.kinds[draft.kind].class as usize;
            let level = order.map_or(0, |order| order.level[class]);
            let key = (
                gate,
                draft.role,
                timeline,
                level,
                quotas.clone(),
                books.clone(),
                pools,
            );
            let lane = *known.entry(key).or_insert_with(|| {
                plan.lanes.push(LanePlan {
                    gate,
                    timeline,
                    barrier: NONE,
                    level,
                    by_spoilage: order.is_some_and(|order| order.by_spoilage),
                    quotas,
                    seasons,
                });
                ties_of_lane.push(Ties {
                    books,
                    ordered: order.map(|_| (gate, draft.role)),
                });
                (plan.lanes.len() - 1) as u32
            });
            plan.holds[draft.hold].lanes[draft.kind] = lane;
            let kind = &mut plan.kinds[draft.kind];
            if kind.first_lane == NONE {
                kind.first_lane = lane;
            }
        }
        barriers(scenario, plan, &ties_of_lane);
        let mut by_gate = vec![Vec::new(); scenario.gates.len()];
        let mut first_category = vec![None; plan.kinds.len()];
        for draft in drafts {
            let gate = plan.kinds[draft.kind].gate as usize;
            first_category[draft.kind].get_or_insert(draft.category);
            if !by_gate[gate].contains(&draft.timeline) {
                by_gate[gate].push(draft.timeline);
            }
        }
        Ok(Self {
            by_gate,
            first_category,
        })
    }
}

type LaneKey = (u32, u8, u32, u8, Vec<u32>, Vec<BookKey>, Vec<Vec<u32>>);

/// What a lane shares with others, its quotas apart.
struct Ties {
    books: Vec<BookKey>,
    /// Gate and sort of holding point, at a gate with an order of its own.
    ordered: Option<(u32, u8)>,
}

/// Every kind at every holding point of its route, with its timeline; adds the holds.
fn drafts(scenario: &Scenario, plan: &mut Plan) -> Result<Vec<Draft>, Ambiguity> {
    let mut drafts = Vec::new();
    let mut resolved: HashMap<(u32, Regard), CivilTimeline> = HashMap::new();
    for op in 0..plan.ops.len() {
        let Op::Hold { hold, .. } = plan.ops[op] else {
            continue;
        };
        let (route, at) = step_of(scenario, plan, op);
        let steps = &scenario.routes[route].steps;
        let crossing_of = |step: &Step| match step.activity {
            Activity::Cross { bound, loaded } => Some(Crossing {
                to_vietnam: bound == Bound::ToVietnam,
                loaded,
            }),
            _ => None,
        };
        let crossing = crossing_of(&steps[at]);
        let ahead = steps[at..].iter().find_map(crossing_of);
        plan.holds.push(HoldPlan {
            lanes: vec![NONE; plan.kinds.len()],
            crossing,
            ahead,
        });
        debug_assert_eq!(plan.holds.len(), hold as usize + 1);
        for (index, kind) in plan.kinds.iter().enumerate() {
            if !runs_through(plan, kind, op) {
                continue;
            }
            let category = kind.category(ahead.unwrap_or(kind.outward()));
            let calendar = &scenario.gates[kind.gate as usize].calendar;
            let timeline = match resolved.entry((kind.gate, Regard::of(calendar, &category))) {
                Entry::Occupied(known) => known.get().clone(),
                Entry::Vacant(unknown) => {
                    let (clocks, period) = (&scenario.clocks, &scenario.period);
                    let timeline = resolve(calendar, &category, clocks, period, scenario.calendar)?;
                    unknown.insert(timeline).clone()
                }
            };
            let role = crossing.map_or(0, |crossing| 1 + u8::from(crossing.to_vietnam));
            drafts.push(Draft {
                hold: hold as usize,
                kind: index,
                role,
                category,
                timeline,
            });
        }
    }
    Ok(drafts)
}

/// Route and step of an op.
fn step_of(scenario: &Scenario, plan: &Plan, op: usize) -> (usize, usize) {
    let name = &plan.names.ops[op].0;
    let route = scenario.routes.partition_point(|route| route.name < *name);
    let first = plan.names.ops.partition_point(|(route, _)| route < name);
    (route, op - first)
}

fn runs_through(plan: &Plan, kind: &Kind, op: usize) -> bool {
    plan.names.ops[kind.first as usize].0 == plan.names.ops[op].0
}

fn add_timeline(plan: &mut Plan, civil: &CivilTimeline) -> u32 {
    let changes = civil
        .changes()
        .into_iter()
        .map(|(at, state)| (at, passing(state)))
        .collect();
    let timeline = Timeline { changes };
    let known = plan.timelines.iter().position(|other| *other == timeline);
    let index = known.unwrap_or_else(|| {
        plan.timelines.push(timeline);
        plan.timelines.len() - 1
    });
    index as u32
}

fn passing(state: SegmentState) -> Passing {
    match state {
        SegmentState::Open => Passing::Open,
        SegmentState::Booked => Passing::Booked,
        SegmentState::ClosedHoliday => Passing::Closed(Cause::ClosedHoliday),
        SegmentState::ClosedNight => Passing::Closed(Cause::ClosedNight),
        SegmentState::WrongDirection => Passing::Closed(Cause::WrongDirection),
        SegmentState::ClassBarred => Passing::Closed(Cause::ClassBarred),
    }
}

fn quotas_of(scenario: &Scenario, kind: &Kind, draft: &Draft) -> Vec<u32> {
    if draft.role == 0 || kind.persons {
        return Vec::new();
    }
    let applies = |quota: &crate::scenario::model::Quota| {
        quota.gates.contains(&(kind.gate as usize)) && quota.filter.matches(&draft.category)
    };
    (0..scenario.quotas.len())
        .filter(|&quota| applies(&scenario.quotas[quota]))
        .map(|quota| quota as u32)
        .collect()
}

/// The booking intervals of every notice that books anybody, and the range of each in the plan.
fn intervals(
    scenario: &Scenario,
    plan: &mut Plan,
    drafts: &[Draft],
) -> BTreeMap<BookKey, std::ops::Range<u32>> {
    // By notice and day: first and last instant at which a booked vehicle of any kind may pass, and the spans themselves.
    let mut spans: BTreeMap<BookKey, Vec<(i64, i64)>> = BTreeMap::new();
    for draft in drafts {
        for (segment, end) in draft.timeline.spans() {
            if let (SegmentState::Booked, Some(notice)) = (segment.state, segment.notice) {
                spans
                    .entry((plan.kinds[draft.kind].gate, notice))
                    .or_default()
                    .push((segment.from, end));
            }
        }
    }
    let mut ranges = BTreeMap::new();
    for (key, spans) in spans {
        let Some(book) = &scenario.gates[key.0 as usize].books[key.1] else {
            continue;
        };
        let first = plan.intervals.len() as u32;
        for day in 0..plan.days.len() - 1 {
            let (from, to) = (plan.days[day], plan.days[day + 1]);
            let within: Vec<(i64, i64)> = spans
                .iter()
                .map(|&(a, b)| (a.max(from), b.min(to)))
                .filter(|(a, b)| a < b)
                .collect();
            let (Some(opens), Some(closes)) = (
                within.iter().map(|span| span.0).min(),
                within.iter().map(|span| span.1).max(),
            ) else {
                continue;
            };
            let mut start = opens;
            while start < closes {
                let end = book
                    .interval
                    .map_or(closes, |length| (start + length).min(closes));
                // An interval begins only where somebody may pass: the book has no pages for the noon break.
                if within.iter().any(|&(a, b)| a <= start && start < b) {
                    let default = if book.interval.is_some() { start } else { from };
                    let closes = book.register_by.map_or(default, |before| start - before);
                    let last = book
                        .register_until
                        .map_or(i64::MAX, |day| instant(day, 24 * 60, &scenario.clocks.own));
                    let closes = closes.min(last);
                    let misses = match book.walk_ins {
                        WalkIns::Leftover {
                            release_after: Some(after),
                        } => start + after,
                        _ => end + book.grace,
                    };
                    let places = book
                        .slots
                        .map_or(NONE, |slots| u32::try_from(slots).unwrap_or(u32::MAX - 1));
                    plan.intervals.push(Interval {
                        opens: book.horizon.map_or(i64::MIN, |before| start - before),
                        closes,
                        start,
                        end,
                        misses,
                        places,
                        slots: plan.slots.len() as u32,
                    });
                    let pools = book
                        .slots
                        .iter()
                        .chain(book.pools.iter().map(|(_, slots)| slots));
                    plan.slots
                        .extend(pools.map(|&slots| u32::try_from(slots).unwrap_or(u32::MAX)));
                }
                start = end;
            }
        }
        ranges.insert(key, first..plan.intervals.len() as u32);
    }
    ranges
}

/// The seasons of a draft's lane, and the notice of each.
fn seasons(
    scenario: &Scenario,
    plan: &Plan,
    draft: &Draft,
    intervals: &BTreeMap<BookKey, std::ops::Range<u32>>,
) -> (Vec<Season>, Vec<BookKey>) {
    let gate = plan.kinds[draft.kind].gate;
    let mut seasons: Vec<Season> = Vec::new();
    let mut keys: Vec<BookKey> = Vec::new();
    // Since when passing has not been free.
    let mut shut_since = plan.start;
    let mut running = None;
    for (segment, end) in draft.timeline.spans() {
        match (segment.state, segment.notice) {
            (SegmentState::Open, _) => {
                shut_since = end;
                running = None;
            }
            (SegmentState::Booked, Some(notice)) => {
                let key = (gate, notice);
                let Some(range) = intervals.get(&key) else {
                    continue;
                };
                if running == Some(key) {
                    if let Some(season) = seasons.last_mut() {
                        season.until = end;
                    }
                } else if let Some(book) = &scenario.gates[gate as usize].books[notice] {
                    running = Some(key);
                    let published = &scenario.gates[gate as usize].calendar.notices[notice];
                    let announced = published
                        .announced
                        .map_or(i64::MIN, |day| instant(day, 0, &scenario.clocks.own));
                    let before = seasons.last().map_or(plan.start, |season| season.until);
                    let name = format!("{}/{}", scenario.gates[gate as usize].name, published.name);
                    seasons.push(Season {
                        known: announced,
                        opens: shut_since.max(announced).max(before).min(end),
                        until: end,
                        intervals: range.clone(),
                        pools: pools(book, &draft.category),
                        lateness: book.lateness.map(|lateness| (lateness.mean, lateness.sd)),
                        no_show: thresholds(&[book.no_show, Share::WHOLE - book.no_show])
                            .first()
                            .copied()
                            .unwrap_or(0),
                        early: book.early,
                        other_days: book.other_days,
                        rebook: book.rebook.unwrap_or(u32::MAX),
                        leftover: book.walk_ins != WalkIns::Refused,
                        released: matches!(
                            book.walk_ins,
                            WalkIns::Leftover {
                                release_after: Some(_)
                            }
                        ),
                        refused: match book.refused {
                            Refused::ComesAnyway => Refusal::Stay,
                            Refused::TurnsBack => Refusal::TurnBack,
                            Refused::Gate(other) => Refusal::Elsewhere(other as u32),
                        },
                        purpose: name_hash(&name),
                    });
                    keys.push(key);
                }
            }
            _ => {}
        }
    }
    // An interval belongs to the season in whose span it begins, where a notice has several.
    for season in &mut seasons {
        let own = season.intervals.clone().filter(|&index| {
            let start = plan.intervals[index as usize].start;
            season.opens <= start && start < season.until
        });
        let (first, last) = (own.clone().min(), own.max());
        season.intervals = first.unwrap_or(0)..last.map_or(0, |last| last + 1);
    }
    (seasons, keys)
}

fn pools(book: &Book, category: &Category) -> Vec<u32> {
    let mut pools: Vec<u32> = book.slots.iter().map(|_| 0).collect();
    let first = pools.len() as u32;
    let matching = book
        .pools
        .iter()
        .enumerate()
        .filter(|(_, (filter, _))| filter.matches(category));
    pools.extend(matching.map(|(index, _)| first + index as u32));
    pools
}

/// Groups lanes that share a quota or a book, or are at one holding point of a gate with an order of its own.
fn barriers(scenario: &Scenario, plan: &mut Plan, ties: &[Ties]) {
    let count = plan.lanes.len();
    let mut group: Vec<usize> = (0..count).collect();
    for a in 0..count {
        for b in 0..a {
            let share_quota = plan.lanes[a]
                .quotas
                .iter()
                .any(|quota| plan.lanes[b].quotas.contains(quota));
            let share_book = || {
                ties[a]
                    .books
                    .iter()
                    .any(|book| ties[b].books.contains(book))
            };
            let in_order = ties[a].ordered.is_some() && ties[a].ordered == ties[b].ordered;
            if share_quota || in_order || share_book() {
                let (from, to) = (group[a].max(group[b]), group[a].min(group[b]));
                group
                    .iter_mut()
                    .filter(|g| **g == from)
                    .for_each(|g| *g = to);
            }
        }
    }
    for root in 0..count {
        let members: Vec<u32> = (0..count)
            .filter(|&lane| group[lane] == root)
            .map(|lane| lane as u32)
            .collect();
        if members.is_empty() {
            continue;
        }
        let first = plan.barrier_lanes.len() as u32;
        let barrier = plan.barriers.len() as u32;
        // Gates that share a quota have the same order.
        let gate = plan.lanes[members[0] as usize].gate;
        let order = scenario.gates[gate as usize].order.as_ref();
        plan.cycles
            .push(order.map_or_else(Vec::new, |order| order.cycle.clone()));
        for &lane in &members {
            plan.lanes[lane as usize].barrier = barrier;
            for quota in plan.lanes[lane as usize].quotas.clone() {
                plan.quotas[quota as usize].barrier = barrier;
            }
        }
        plan.barrier_lanes.extend(members);
        plan.barriers.push(first..plan.barrier_lanes.len() as u32);
    }
}
