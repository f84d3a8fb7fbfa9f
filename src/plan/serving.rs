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
    /// Each alone, by those who have the skill.
    BySkill(SkillPlan),
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

/// Groups of servers with skills. What a service needs is a number: 0 nothing, `1 + skill` a skill.
#[derive(Clone, Debug)]
pub struct SkillPlan {
    /// Its number among the stations of this sort.
    pub index: u32,
    /// Servers of each group.
    pub groups: Vec<u32>,
    /// For each need the groups that can do it: those with the fewest skills first.
    pub able: Vec<Vec<u32>>,
    /// Changes of who works, sorted; the first is at or before the start.
    pub changes: Vec<SkillChange>,
}

/// A change of who works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkillChange {
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
            Serving::Alone => levels,
            Serving::Together(batch) => batch.groups as usize * batch.parties.len(),
            Serving::BySkill(skills) => levels * skills.able.len(),
        }
    }

    /// How many servers it ever has, where those of different hours are different people.
    pub fn people(&self) -> u32 {
        match &self.serving {
            Serving::Alone | Serving::Together(_) => self.servers,
            Serving::BySkill(skills) => skills.groups.iter().sum(),
        }
    }
}

/// How a station serves, by its index.
pub(super) fn serving(scenario: &Scenario, lanes: &Lanes, plan: &Plan, index: usize) -> Serving {
    let station = &scenario.stations[index];
    if station.batch.is_some() {
        Serving::Together(batch(plan, station))
    } else if station.skills.is_empty() {
        Serving::Alone
    } else {
        Serving::BySkill(skills(scenario, lanes, plan, index))
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

fn skills(scenario: &Scenario, lanes: &Lanes, plan: &Plan, index: usize) -> SkillPlan {
    let station = &scenario.stations[index];
    let mut order: Vec<usize> = (0..station.servers.len()).collect();
    order.sort_by_key(|&group| station.servers[group].skills.len());
    let can = |need: usize, group: usize| {
        need == 0 || station.servers[group].skills.contains(&(need - 1))
    };
    let needs = 0..=station.skills.len();
    let able: Vec<Vec<u32>> = needs
        .map(|need| {
            let able = order.iter().filter(|&&group| can(need, group));
            able.map(|&group| group as u32).collect()
        })
        .collect();
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
    let mut changes: Vec<SkillChange> = Vec::new();
    for at in instants {
        let change = SkillChange {
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
        let same =
            |last: &SkillChange| (&last.servers, &last.closed) == (&change.servers, &change.closed);
        if !changes.last().is_some_and(same) {
            changes.push(change);
        }
    }
    let earlier = plan.stations.iter();
    SkillPlan {
        index: earlier
            .filter(|station| matches!(station.serving, Serving::BySkill(_)))
            .count() as u32,
        groups: station.servers.iter().map(|group| group.count).collect(),
        able,
        changes,
    }
}

fn in_force(shifts: &[Shift], at: Time) -> Option<&Shift> {
    let next = shifts.partition_point(|shift| shift.at <= at);
    shifts.get(next.checked_sub(1)?)
}
