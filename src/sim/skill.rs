//! Servers with skills: who can do what, and who does it.
//!
//! Vehicles with the same need and priority stand in one line. Of the first ones of all lines that somebody free can serve, the
//! one of the lowest level that joined first is served, by the free group that has the fewest skills; so nobody waits behind
//! a vehicle whose skill is not there. Invariant: the busy servers of the groups sum to those of the station.

use crate::plan::cause::Cause;
use crate::plan::{Op, SkillChange, SkillPlan};

use super::engine::{Engine, Rank};
use super::observer::Observer;

/// The groups of a station in a replication.
pub(super) struct SkillState {
    pub groups: Vec<Group>,
    /// The clock of those who need nothing; the others follow.
    pub clocks: u32,
}

/// Servers with the same skills and hours.
pub(super) struct Group {
    /// Idle servers, last idle first.
    pub idle: Vec<u32>,
    /// Servers that may work now.
    capacity: u32,
    pub busy: u32,
}

impl Engine<'_> {
    pub(super) fn build_skills(&mut self, plan: &SkillPlan) {
        let clocks = self.clocks.len() as u32;
        for need in 0..plan.able.len() {
            let closed = plan.changes.iter().filter_map(|change| change.closed[need]);
            let mut possible: Vec<Cause> = closed.collect();
            possible.push(Cause::WaitingServer);
            self.new_clock(&possible);
        }
        let groups = plan.groups.iter().map(|&servers| Group {
            idle: Vec::with_capacity(servers as usize),
            capacity: 0,
            busy: 0,
        });
        let groups = groups.collect();
        self.skills.push(SkillState { groups, clocks });
    }

    pub(super) fn reset_skills(&mut self, station: u32, plan: &SkillPlan) {
        let start = self.plan.start;
        let next = plan.changes.partition_point(|change| change.at <= start);
        let change = next.checked_sub(1).and_then(|last| plan.changes.get(last));
        self.stations[station as usize].next_shift = next;
        let mut first = self.stations[station as usize].first_server;
        let state = &mut self.skills[plan.index as usize];
        for (index, group) in state.groups.iter_mut().enumerate() {
            let servers = plan.groups[index];
            group.idle.clear();
            group.idle.extend((first..first + servers).rev());
            group.busy = 0;
            group.capacity = change.map_or(0, |change| change.servers[index]);
            first += servers;
        }
        for need in 0..plan.able.len() {
            let cause = change.map_or(Cause::ClosedNight, |change| cause(change, need));
            let clock = self.skills[plan.index as usize].clocks as usize + need;
            self.clocks[clock].reset(start, cause);
        }
        self.schedule_skills(station, plan);
    }

    /// Starts services while somebody in line can be served.
    #[inline(never)]
    pub(super) fn start_by_skill<O: Observer>(
        &mut self,
        station: u32,
        plan: &SkillPlan,
        observer: &mut O,
    ) {
        while let Some((line, group)) = self.next_by_skill(station, plan) {
            let state = &mut self.stations[station as usize];
            let Some(vehicle) = state.lines[line].pop_front(&mut self.vehicles) else {
                break;
            };
            state.busy += 1;
            let group = &mut self.skills[plan.index as usize].groups[group];
            group.busy += 1;
            let Some(server) = group.idle.pop() else {
                break;
            };
            self.begin_special(vehicle, station, observer);
            self.occupy(server, station, vehicle);
        }
    }

    /// A service ends.
    #[inline(never)]
    pub(super) fn finish_by_skill<O: Observer>(
        &mut self,
        server: u32,
        plan: &SkillPlan,
        observer: &mut O,
    ) {
        let (state, group) = self.group_of(server, plan);
        let group = &mut self.skills[state].groups[group];
        group.busy -= 1;
        group.idle.push(server);
        let (station, vehicle) = {
            let server = &self.servers[server as usize];
            (server.station, server.vehicle)
        };
        self.stations[station as usize].busy -= 1;
        self.end_service(vehicle, station, observer);
        self.mark_special(station);
        if let Op::ServeSpecial { next, .. } = self.plan.ops[self.vehicles[vehicle].op as usize]
            && self.step_to(vehicle, next)
        {
            self.advance_from(vehicle, server, observer);
        }
    }

    /// Some groups come or go; services under way are finished.
    pub(super) fn shift_skills(&mut self, station: u32, plan: &SkillPlan) {
        let state = &mut self.stations[station as usize];
        let change = &plan.changes[state.next_shift];
        state.next_shift += 1;
        let skills = &mut self.skills[plan.index as usize];
        for (group, &servers) in skills.groups.iter_mut().zip(&change.servers) {
            group.capacity = servers;
        }
        let first = skills.clocks;
        for need in 0..plan.able.len() {
            self.turn_clock(first + need as u32, cause(change, need));
        }
        self.schedule_skills(station, plan);
    }

    /// The state to which a server belongs, and its group.
    pub(super) fn group_of(&self, server: u32, plan: &SkillPlan) -> (usize, usize) {
        let station = self.servers[server as usize].station;
        let mut before = server - self.stations[station as usize].first_server;
        let mut group = 0;
        while before >= plan.groups[group] {
            before -= plan.groups[group];
            group += 1;
        }
        (plan.index as usize, group)
    }

    /// The line whose first vehicle is served next, and the group that does it.
    fn next_by_skill(&self, station: u32, plan: &SkillPlan) -> Option<(usize, usize)> {
        let needs = plan.able.len();
        let groups = &self.skills[plan.index as usize].groups;
        let free = |need: usize| {
            let mut able = plan.able[need].iter().map(|&group| group as usize);
            able.find(|&group| groups[group].busy < groups[group].capacity)
        };
        let lines = &self.stations[station as usize].lines;
        for (level, lines) in lines.chunks_exact(needs).enumerate() {
            let fronts = lines.iter().enumerate().filter_map(|(need, line)| {
                let order = self.vehicles[line.front()?].order;
                Some((order, need, free(need)?))
            });
            if let Some((_, need, group)) = fronts.min() {
                return Some((level * needs + need, group));
            }
        }
        None
    }

    fn schedule_skills(&mut self, station: u32, plan: &SkillPlan) {
        let next = self.stations[station as usize].next_shift;
        let slot = self.slots.shift + station;
        match plan.changes.get(next) {
            Some(change) => self.events.schedule(slot, change.at, Rank::Calendar as u8),
            None => self.events.cancel(slot),
        }
    }
}

/// Why those wait who need this.
fn cause(change: &SkillChange, need: usize) -> Cause {
    change.closed[need].unwrap_or(Cause::WaitingServer)
}
