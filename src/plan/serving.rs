//! How stations serve that do not serve each vehicle alone, and pools of drivers.

use crate::des::clock::Time;
use crate::scenario::calendar::Nationality;
use crate::scenario::model::{Scenario, Servers, Station};

use super::capacity::shifts;
use super::cause::Cause;
use super::lanes::Lanes;
use super::types::{Plan, Shift, StationPlan};

/// Whom a server of a station serves.
#[derive(Clone, Debug)]
pub enum Serving {
    /// Each alone.
    Alone,
    /// Several together.
    Together(BatchPlan),
    /// Each alone, by those who have the skill, or are there for its class.
    ByGroup(GroupsPlan),
    /// Each alone, in an order for which levels alone are not enough.
    InOrder(OrderPlan),
}

/// Vehicles that one server serves together.
#[derive(Clone, Debug)]
pub struct BatchPlan {
    /// Those of whom a batch is made: one party or two.
    pub parties: Vec<PartyPlan>,
    /// Sets of vehicles that go together: each has one line for each party.
    pub groups: u32,
    /// The line of each kind, `group * parties + party`.
    pub lines: Vec<u32>,
    /// Whether later comers join a batch under way while it has room.
    pub joins: bool,
    /// Most vehicles of a batch.
    pub most: u32,
}

/// One part of a batch.
#[derive(Clone, Debug)]
pub struct PartyPlan {
    /// With how many a batch begins, at least 1.
    pub least: u32,
    /// How many it has room for.
    pub most: u32,
    /// The yards in which all of its vehicles stand when they come; empty where some stand in none.
    pub yards: Vec<u32>,
}

/// An order of service.
#[derive(Clone, Debug)]
pub struct OrderPlan {
    /// Whether a lower level interrupts a higher one.
    pub preempts: bool,
    /// How many of each group are served in turn; empty where levels decide.
    pub cycle: Vec<u32>,
}

/// Groups of servers with skills, or dedicated to classes. What a vehicle needs is a number: that of the skill (0 none, `1 + skill`), times
/// the number of sorts of classes that servers tell apart, and the sort of its class.
#[derive(Clone, Debug)]
pub struct GroupsPlan {
    /// Its number among the stations of this sort.
    pub index: u32,
    /// Servers of each group.
    pub groups: Vec<u32>,
    /// For each need the groups that can do it, in the order in which they do: those dedicated to the class, those that serve all, those
    /// dedicated to others with overflow; of each, those with the fewest skills first.
    pub able: Vec<Vec<u32>>,
    /// For each need how many of these come before those that do it only when nobody of their own is in line.
    pub before_overflow: Vec<u32>,
    /// For each group, the needs of those to whom it is dedicated.
    pub own: Vec<Vec<u32>>,
    /// The sort of each class: equal where the same servers serve them.
    pub sort: Vec<u32>,
    /// How many sorts there are.
    pub sorts: u32,
    /// Changes of who works, sorted; the first is at or before the start.
    pub changes: Vec<GroupsChange>,
}

/// A change of who works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupsChange {
    /// When.
    pub at: Time,
    /// Servers of each group from then on.
    pub servers: Vec<u32>,
    /// For each need why those in line wait; `None` while somebody works who can do it.
    pub closed: Vec<Option<Cause>>,
}

/// A pool of drivers.
#[derive(Clone, Debug)]
pub struct PoolPlan {
    /// The largest number of drivers at any time.
    pub drivers: u32,
    /// Changes of that number, sorted; the first is at or before the start.
    pub shifts: Vec<Shift>,
}

impl StationPlan {
    /// How many lines it has.
    pub fn lines(&self) -> usize {
        let levels = usize::from(self.levels);
        match &self.serving {
            Serving::Alone | Serving::InOrder(_) => levels,
            Serving::Together(batch) => batch.groups as usize * batch.parties.len(),
            Serving::ByGroup(groups) => levels * groups.able.len(),
        }
    }

    /// How many servers it ever has, where those of different hours are different people.
    pub fn people(&self) -> u32 {
        match &self.serving {
            Serving::Alone | Serving::Together(_) | Serving::InOrder(_) => self.servers,
            Serving::ByGroup(groups) => groups.groups.iter().sum(),
        }
    }
}

/// How a station serves, by its index.
pub(super) fn serving(scenario: &Scenario, lanes: &Lanes, plan: &Plan, index: usize) -> Serving {
    let station = &scenario.stations[index];
    if station.batch.is_some() {
        Serving::Together(batch(plan, station))
    } else if !station.skills.is_empty() || station.is_dedicated() {
        Serving::ByGroup(groups(scenario, lanes, plan, index))
    } else if station.has_own_order() {
        Serving::InOrder(OrderPlan {
            preempts: station.preempts,
            cycle: station.order.cycle.clone(),
        })
    } else {
        Serving::Alone
    }
}

/// Adds the pools of a scenario.
pub(super) fn pools(scenario: &Scenario, lanes: &Lanes, plan: &mut Plan) {
    for pool in &scenario.pools {
        let groups: Vec<&Servers> = pool.drivers.iter().collect();
        let shifts = shifts(scenario, lanes, plan, pool.gate, &groups);
        plan.pools.push(PoolPlan {
            drivers: shifts.iter().map(|shift| shift.servers).max().unwrap_or(0),
            shifts,
        });
    }
}

fn batch(plan: &Plan, station: &Station) -> BatchPlan {
    let batch = station.batch.as_ref();
    let all = || batch.into_iter().flat_map(|batch| &batch.parties);
    let parties: Vec<PartyPlan> = all()
        .map(|party| PartyPlan {
            least: party.least,
            most: party.most,
            yards: party.yards.iter().map(|&yard| yard as u32).collect(),
        })
        .collect();
    let same_class = batch.is_some_and(|batch| batch.same_class);
    let lines = plan.kinds.iter().map(|kind| {
        let group = if same_class { kind.class } else { 0 };
        let own = all().position(|party| {
            party
                .vehicle
                .is_none_or(|vehicle| (vehicle == Nationality::Chinese) == kind.chinese)
        });
        // Whoever has no part in a batch never comes.
        group * parties.len() as u32 + own.unwrap_or(0) as u32
    });
    BatchPlan {
        lines: lines.collect(),
        groups: if same_class {
            plan.names.classes.len() as u32
        } else {
            1
        },
        joins: batch.is_some_and(|batch| batch.joins),
        most: parties.iter().map(|party| party.most).sum(),
        parties,
    }
}

fn groups(scenario: &Scenario, lanes: &Lanes, plan: &Plan, index: usize) -> GroupsPlan {
    let station = &scenario.stations[index];
    let (sort, examples) = sorts(station, plan.names.classes.len());
    let mut able: Vec<Vec<u32>> = Vec::new();
    let mut before_overflow = Vec::new();
    let mut own = vec![Vec::new(); station.servers.len()];
    for skill in 0..=station.skills.len() {
        for &class in &examples {
            let groups = station.servers.iter().enumerate();
            let mut can: Vec<(Claim, usize, usize)> = groups
                .filter(|(_, group)| skill == 0 || group.skills.contains(&(skill - 1)))
                .filter_map(|(index, group)| {
                    Some((claim(group, class)?, group.skills.len(), index))
                })
                .collect();
            can.sort_unstable();
            for &(_, _, group) in can.iter().filter(|(claim, ..)| *claim == Claim::Own) {
                own[group].push(able.len() as u32);
            }
            let first = can.partition_point(|(claim, ..)| *claim < Claim::Overflow);
            before_overflow.push(first as u32);
            able.push(can.into_iter().map(|(_, _, group)| group as u32).collect());
        }
    }
    let of = |groups: &[u32]| {
        let groups: Vec<&Servers> = groups
            .iter()
            .map(|&group| &station.servers[group as usize])
            .collect();
        shifts(scenario, lanes, plan, station.gate, &groups)
    };
    let by_group: Vec<Vec<Shift>> = (0..station.servers.len() as u32)
        .map(|group| of(&[group]))
        .collect();
    let by_need: Vec<Vec<Shift>> = able.iter().map(|groups| of(groups)).collect();
    let mut instants: Vec<Time> = by_group.iter().flatten().map(|shift| shift.at).collect();
    instants.extend(by_need.iter().flatten().map(|shift| shift.at));
    instants.sort_unstable();
    instants.dedup();
    let mut changes: Vec<GroupsChange> = Vec::new();
    for at in instants {
        let change = GroupsChange {
            at,
            servers: by_group
                .iter()
                .map(|shifts| in_force(shifts, at).map_or(0, |shift| shift.servers))
                .collect(),
            closed: by_need
                .iter()
                .map(|shifts| match in_force(shifts, at) {
                    Some(shift) if shift.servers > 0 => None,
                    Some(shift) => Some(shift.closed),
                    None => Some(Cause::ClosedNight),
                })
                .collect(),
        };
        let same = |last: &GroupsChange| {
            (&last.servers, &last.closed) == (&change.servers, &change.closed)
        };
        if !changes.last().is_some_and(same) {
            changes.push(change);
        }
    }
    let earlier = plan.stations.iter();
    GroupsPlan {
        index: earlier
            .filter(|station| matches!(station.serving, Serving::ByGroup(_)))
            .count() as u32,
        groups: station.servers.iter().map(|group| group.count).collect(),
        able,
        before_overflow,
        own,
        sort,
        sorts: examples.len() as u32,
        changes,
    }
}

/// For whom a group of servers is there, those first who serve first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Claim {
    Own,
    All,
    Overflow,
}

/// How a group of servers serves a class, if it does.
fn claim(group: &Servers, class: usize) -> Option<Claim> {
    if group.classes.is_empty() {
        Some(Claim::All)
    } else if group.classes.contains(&class) {
        Some(Claim::Own)
    } else {
        group.overflow.then_some(Claim::Overflow)
    }
}

/// The sort of each class, and a class of each sort: two are of one sort where the same servers serve them in the same way.
fn sorts(station: &Station, classes: usize) -> (Vec<u32>, Vec<usize>) {
    let mut examples: Vec<usize> = Vec::new();
    let claims = |class: usize| station.servers.iter().map(move |group| claim(group, class));
    let sort = (0..classes).map(|class| {
        let known = examples
            .iter()
            .position(|&known| claims(known).eq(claims(class)));
        known.unwrap_or_else(|| {
            examples.push(class);
            examples.len() - 1
        }) as u32
    });
    let sort = sort.collect();
    (sort, examples)
}

fn in_force(shifts: &[Shift], at: Time) -> Option<&Shift> {
    let next = shifts.partition_point(|shift| shift.at <= at);
    shifts.get(next.checked_sub(1)?)
}
