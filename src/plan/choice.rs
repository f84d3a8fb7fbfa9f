//! What drivers look at: lines on arrival, and queues as they are published.

use crate::des::clock::{Span, Time};
use crate::des::keyed::{Use, name_hash, thresholds};
use crate::scenario::calendar::instant;
use crate::scenario::model::{Counts, Scenario, Sees, Who};
use crate::scenario::units::Share;

use super::op::Op;
use super::types::{Kind, NONE, Plan};

/// A rule by which arriving vehicles do not join.
#[derive(Clone, Debug)]
pub struct BalkPlan {
    /// Up to this many nobody balks.
    pub from: u32,
    /// From this many on everybody does; at least `from`.
    pub all: u32,
    /// The gate to which some go, or [`NONE`].
    pub elsewhere: u32,
    /// Thresholds of the draw below whose first they go there.
    pub share: Vec<u64>,
    /// What its draws are for: the balking, then where to.
    pub purpose: Use,
}

/// The rule that vehicles of a kind heed, and what they look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Index into [`Plan::balking`].
    pub rule: u32,
    /// At what.
    pub seen: Seen,
}

/// What an arriving vehicle looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The stock of its gate in its direction.
    Stock,
    /// The line of a station.
    Station(u32),
    /// A lane of a holding point.
    Lane(u32),
    /// The line before a yard.
    Yard(u32),
    /// The line before a bridge: twice the bridge, and one more for vehicles to Vietnam.
    Bridge(u32),
    /// The line before a pool of drivers.
    Pool(u32),
    /// The line before residents.
    Residents(u32),
}

/// Queues as they are published.
#[derive(Clone, Debug)]
pub struct PublishedPlan {
    /// The gates whose stocks are counted, sorted.
    pub gates: Vec<u32>,
    /// When, sorted; all after the start and before the end.
    pub counts: Vec<Time>,
    /// How long after counting a number can be read.
    pub delay: Span,
}

/// Drivers who read them on their way.
#[derive(Clone, Debug)]
pub struct DiversionPlan {
    /// Index into [`Plan::published`].
    pub published: u32,
    /// How long before they would arrive they read and decide.
    pub ahead: Span,
    /// Thresholds of the draw below whose first they read.
    pub share: Vec<u64>,
    /// By more than how many vehicles their own queue must be longer.
    pub more_than: u32,
    /// How much later they arrive at the other gate.
    pub takes: Span,
    /// What the draw is for.
    pub purpose: Use,
}

/// The gates to which rules may send a kind, besides those of refused bookings.
pub(super) fn gates_elsewhere(scenario: &Scenario, kind: &Kind) -> Vec<u32> {
    let balking = scenario
        .balking
        .iter()
        .filter(|rule| heeds(scenario, &rule.who, kind))
        .filter_map(|rule| rule.elsewhere.map(|(gate, _)| gate as u32));
    let diversions = scenario
        .diversions
        .iter()
        .filter(|rule| heeds(scenario, &rule.who, kind))
        .flat_map(|rule| &scenario.published[rule.published].gates)
        .map(|&gate| gate as u32);
    let gates = balking.chain(diversions);
    gates.filter(|&gate| gate != kind.gate).collect()
}

/// Adds the rules of a scenario. Kinds, lanes and sources must be there.
pub(super) fn rules(scenario: &Scenario, plan: &mut Plan) {
    plan.published = published(scenario, plan);
    if !scenario.balking.is_empty() {
        plan.looks = plan
            .kinds
            .iter()
            .enumerate()
            .map(|(index, kind)| look(scenario, plan, kind, index))
            .collect();
    }
    for rule in &scenario.balking {
        let (elsewhere, share) = rule.elsewhere.unwrap_or((NONE as usize, 0));
        plan.balking.push(BalkPlan {
            from: rule.from,
            all: rule.all,
            elsewhere: elsewhere as u32,
            share: of_whole(share),
            purpose: Use::new(name_hash(&format!("balking/{}", rule.name)), 0),
        });
    }
    if !scenario.diversions.is_empty() {
        let rule = |kind: &Kind| {
            let found = scenario
                .diversions
                .iter()
                .position(|rule| heeds(scenario, &rule.who, kind));
            found.map_or(NONE, |rule| rule as u32)
        };
        plan.diverts = plan.kinds.iter().map(rule).collect();
    }
    for rule in &scenario.diversions {
        plan.diversions.push(DiversionPlan {
            published: rule.published as u32,
            ahead: rule.ahead,
            share: of_whole(rule.share),
            more_than: rule.more_than,
            takes: rule.takes,
            purpose: Use::new(name_hash(&format!("diversion/{}", rule.name)), 0),
        });
    }
    for source in &mut plan.sources {
        for &kind in &source.kinds {
            let rule = plan.diverts.get(kind as usize).copied().unwrap_or(NONE);
            if let Some(rule) = plan.diversions.get(rule as usize) {
                source.ahead = source.ahead.max(rule.ahead);
            }
        }
    }
    let stock = |look: &Option<Look>| look.is_some_and(|look| look.seen == Seen::Stock);
    plan.counts_stock = !plan.published.is_empty() || plan.looks.iter().any(stock);
    plan.asks_comers = plan.counts_stock || !plan.looks.is_empty() || !plan.papers.is_empty();
}

/// Whether vehicles of a kind heed a rule. Those in line at the start decided long ago.
pub(super) fn heeds(scenario: &Scenario, who: &Who, kind: &Kind) -> bool {
    let goods = scenario.profiles[kind.profile as usize].goods;
    !kind.backlog && who.matches(kind.gate as usize, &kind.category(kind.outward()), goods)
}

/// Thresholds of a share and the rest.
pub(super) fn of_whole(share: u64) -> Vec<u64> {
    thresholds(&[share, Share::WHOLE.saturating_sub(share)])
}

fn published(scenario: &Scenario, plan: &Plan) -> Vec<PublishedPlan> {
    let all = scenario.published.iter().map(|published| {
        let mut counts: Vec<Time> = match &published.counts {
            Counts::Every(every) => (1..)
                .map(|count| plan.start.saturating_add(every.saturating_mul(count)))
                .take_while(|&at| at < plan.end)
                .collect(),
            Counts::At(times) => {
                let days = scenario.period.days();
                let of_day = |day| {
                    times.iter().map(move |time| {
                        let minute = i64::from(time.hour()) * 60 + i64::from(time.minute());
                        instant(day, minute, &scenario.clocks.own)
                    })
                };
                days.flat_map(of_day).collect()
            }
        };
        counts.retain(|&at| at > plan.start && at < plan.end);
        PublishedPlan {
            gates: published.gates.iter().map(|&gate| gate as u32).collect(),
            counts,
            delay: published.delay,
        }
    });
    all.collect()
}

fn look(scenario: &Scenario, plan: &Plan, kind: &Kind, index: usize) -> Option<Look> {
    let rule = scenario
        .balking
        .iter()
        .position(|rule| heeds(scenario, &rule.who, kind))?;
    let seen = match scenario.balking[rule].sees {
        Sees::Stock => Seen::Stock,
        Sees::Line => first_line(plan, kind.first, index)?,
    };
    Some(Look {
        rule: rule as u32,
        seen,
    })
}

/// The first line of a kind's route, before it branches or takes time.
fn first_line(plan: &Plan, first: u32, kind: usize) -> Option<Seen> {
    let mut op = first;
    for _ in &plan.ops {
        op = match plan.ops[op as usize] {
            Op::Serve { station, .. } | Op::ServeSpecial { station, .. } => {
                return Some(Seen::Station(station));
            }
            Op::Seize { pool, .. } => return Some(Seen::Pool(pool)),
            Op::Gather { residents, .. } => return Some(Seen::Residents(residents)),
            Op::Park { yard, .. } => return Some(Seen::Yard(yard)),
            Op::Bridge { step, .. } => {
                let step = &plan.bridge_steps[step as usize];
                return Some(Seen::Bridge(2 * step.bridge + u32::from(step.to_vietnam)));
            }
            Op::Hold { hold, .. } => {
                return Some(Seen::Lane(plan.holds[hold as usize].lanes[kind]));
            }
            Op::LeaveYard { next, .. }
            | Op::Free { next, .. }
            | Op::Release { next }
            | Op::File { next, .. }
            | Op::BeginStay { next, .. } => next,
            _ => return None,
        };
    }
    None
}
