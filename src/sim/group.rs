//! Servers who differ in what, or whom, they serve: skills, and lanes dedicated to classes.
//!
//! Vehicles with the same need and priority stand in one line; a need is a skill and what the class is to the servers. Of the first ones
//! of all lines that somebody free can serve, the one of the lowest level that joined first is served, by the first of the free groups
//! in the order of the plan; so nobody waits behind a vehicle whose skill, or lane, is not there. Who is dedicated to others serves with overflow only while
//! nobody of these is in line. Invariant: the busy servers of the groups sum to those of the station.

use crate::des::fifo::Fifo;
use crate::plan::cause::Cause;
use crate::plan::{GroupsChange, GroupsPlan, Op};

use super::engine::{Engine, Rank};
use super::observer::Observer;
use super::station::end_service;

/// The groups of a station in a replication.
pub(super) struct GroupsState {
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
    pub(super) fn build_groups(&mut self, station: u32, plan: &GroupsPlan) {
        let may_be_out = self.may_be_out(station);
        let clocks = self.clocks.len() as u32;
        for need in 0..plan.able.len() {
            let closed = plan.changes.iter().filter_map(|change| change.closed[need]);
            let mut possible: Vec<Cause> = closed.collect();
            possible.push(Cause::WaitingServer);
            if may_be_out {
                possible.push(Cause::Outage);
            }
            self.new_clock(&possible);
        }
        let groups = plan.groups.iter().map(|&servers| Group {
            idle: Vec::with_capacity(servers as usize),
            capacity: 0,
            busy: 0,
        });
        let groups = groups.collect();
        self.grouped.push(GroupsState { groups, clocks });
    }

    pub(super) fn reset_groups(&mut self, station: u32, plan: &GroupsPlan) {
        let start = self.plan.start;
        let next = plan.changes.partition_point(|change| change.at <= start);
        let change = next.checked_sub(1).and_then(|last| plan.changes.get(last));
        self.stations[station as usize].next_shift = next;
        let mut first = self.stations[station as usize].first_server;
        let state = &mut self.grouped[plan.index as usize];
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
            let clock = self.grouped[plan.index as usize].clocks as usize + need;
            self.clocks[clock].reset(start, cause);
        }
        self.schedule_groups(station, plan);
    }

    /// Starts services while somebody in line can be served.
    #[inline(never)]
    pub(super) fn start_by_group<O: Observer>(
        &mut self,
        station: u32,
        plan: &GroupsPlan,
        observer: &mut O,
    ) {
        while let Some((line, group)) = self.next_by_group(station, plan) {
            let state = &mut self.stations[station as usize];
            let Some(vehicle) = state.lines[line].pop_front(&mut self.vehicles) else {
                break;
            };
            state.busy += 1;
            let group = &mut self.grouped[plan.index as usize].groups[group];
            group.busy += 1;
            let Some(server) = group.idle.pop() else {
                break;
            };
            self.begin_special(vehicle, station, observer);
            self.occupy(server, vehicle);
        }
    }

    /// A service ends.
    #[inline(never)]
    pub(super) fn finish_by_group<O: Observer>(
        &mut self,
        server: u32,
        plan: &GroupsPlan,
        observer: &mut O,
    ) {
        let (state, group) = self.group_of(server, plan);
        let group = &mut self.grouped[state].groups[group];
        group.busy -= 1;
        group.idle.push(server);
        let (station, vehicle) = {
            let server = &self.servers[server as usize];
            (server.station, server.vehicle)
        };
        self.stations[station as usize].busy -= 1;
        end_service(self.now, &mut self.vehicles[vehicle], station, observer);
        self.mark_special(station);
        if let Op::ServeSpecial { next, .. } = self.plan.ops[self.vehicles[vehicle].op as usize]
            && self.step_to(vehicle, next)
        {
            self.advance_from(vehicle, server, observer);
        }
    }

    /// Some groups come or go; services under way are finished.
    pub(super) fn shift_groups<O: Observer>(
        &mut self,
        station: u32,
        plan: &GroupsPlan,
        observer: &mut O,
    ) {
        self.stations[station as usize].next_shift += 1;
        self.schedule_groups(station, plan);
        self.fit_groups(station, plan, observer);
    }

    /// Lets those work whom the shift and outages leave. An outage takes all groups.
    pub(super) fn fit_groups<O: Observer>(
        &mut self,
        station: u32,
        plan: &GroupsPlan,
        observer: &mut O,
    ) {
        let last = self.stations[station as usize].next_shift.checked_sub(1);
        let Some(change) = last.and_then(|last| plan.changes.get(last)) else {
            return;
        };
        let out = self.outages.at_station(station);
        let state = &mut self.grouped[plan.index as usize];
        let mut lost = 0;
        for (group, &servers) in state.groups.iter_mut().zip(&change.servers) {
            group.capacity = out.left(servers);
            lost += servers - group.capacity;
        }
        let first = state.clocks;
        for need in 0..plan.able.len() {
            let cause = match change.closed[need] {
                None if lost > 0 => Cause::Outage,
                _ => cause(change, need),
            };
            self.turn_clock(first + need as u32, cause);
        }
        if !self.plan.outages.is_empty() {
            observer.lose_servers(self.now, station, lost);
        }
        self.mark_special(station);
    }

    /// The state to which a server belongs, and its group.
    pub(super) fn group_of(&self, server: u32, plan: &GroupsPlan) -> (usize, usize) {
        let station = self.servers[server as usize].station;
        let mut before = server - self.stations[station as usize].first_server;
        let mut group = 0;
        while before >= plan.groups[group] {
            before -= plan.groups[group];
            group += 1;
        }
        (plan.index as usize, group)
    }

    /// What a vehicle needs that is at a step of a station.
    pub(super) fn need_of(&self, vehicle: u32, plan: &GroupsPlan) -> u32 {
        let record = &self.vehicles[vehicle];
        let skill = match self.plan.ops[record.op as usize] {
            Op::ServeSpecial { need, .. } => need,
            _ => 0,
        };
        let class = record.class;
        skill * plan.sorts + plan.sort[class as usize]
    }

    /// The line whose first vehicle is served next, and the group that does it.
    fn next_by_group(&self, station: u32, plan: &GroupsPlan) -> Option<(usize, usize)> {
        let needs = plan.able.len();
        let groups = &self.grouped[plan.index as usize].groups;
        let lines = &self.stations[station as usize].lines;
        let none_of_its_own = |group: usize| {
            let mut own = plan.own[group].iter().map(|&need| need as usize);
            own.all(|need| lines.iter().skip(need).step_by(needs).all(Fifo::is_empty))
        };
        let free = |need: usize| {
            let able = plan.able[need].iter().map(|&group| group as usize);
            let mut free = able
                .enumerate()
                .filter(|&(_, group)| groups[group].busy < groups[group].capacity);
            let serves = |&(at, group): &(usize, usize)| {
                at < plan.before_overflow[need] as usize || none_of_its_own(group)
            };
            free.find(serves).map(|(_, group)| group)
        };
        let by_spoilage = self.plan.stations[station as usize].by_spoilage;
        for (level, lines) in lines.chunks_exact(needs).enumerate() {
            let fronts = lines.iter().enumerate().filter_map(|(need, line)| {
                let turn = self.turn_of(line.front()?, by_spoilage);
                Some((turn, need, free(need)?))
            });
            if let Some((_, need, group)) = fronts.min() {
                return Some((level * needs + need, group));
            }
        }
        None
    }

    fn schedule_groups(&mut self, station: u32, plan: &GroupsPlan) {
        let next = self.stations[station as usize].next_shift;
        let slot = self.slots.shift + station;
        match plan.changes.get(next) {
            Some(change) => self.events.schedule(slot, change.at, Rank::Calendar as u8),
            None => self.events.cancel(slot),
        }
    }
}

/// Why those wait who need this.
fn cause(change: &GroupsChange, need: usize) -> Cause {
    change.closed[need].unwrap_or(Cause::WaitingServer)
}
