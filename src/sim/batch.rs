//! Batches: vehicles that one server serves together.
//!
//! A batch begins when a server is free and enough are in line of each party; its vehicles finish together, and go on in the
//! order in which they joined the line. A crew is the server and those whom it serves. Who finds a yard full keeps the server,
//! and with it all of the crew's, until the last of them has parked. Invariants: a crew has members exactly while its service is
//! under way, and `kept` counts those of its last batch who wait for a yard.

use crate::des::fifo::Fifo;
use crate::plan::cause::Cause;
use crate::plan::{BatchPlan, NONE, Op};

use super::engine::Engine;
use super::observer::Observer;
use super::outage::reduced;
use super::station::end_service;

/// Most parties that a batch has.
const PARTIES: usize = 2;

/// A server of a station that serves in batches.
#[derive(Clone)]
pub(super) struct Crew {
    /// Those whom it serves, in the order in which they joined the line.
    members: Fifo,
    /// The set of vehicles that go together from which they are.
    group: u32,
    /// How many of its last batch wait for a yard.
    pub kept: u32,
}

impl Engine<'_> {
    pub(super) fn build_crews(&mut self) {
        let crew = Crew {
            members: Fifo::new(),
            group: 0,
            kept: 0,
        };
        self.crews = vec![crew; self.servers.len()];
    }

    pub(super) fn reset_crews(&mut self) {
        for crew in &mut self.crews {
            crew.members.clear();
            crew.kept = 0;
        }
    }

    pub(super) fn reset_batches(&mut self, station: u32) {
        // Where nobody works at the start the clock already says why; nobody has come of those who could make a batch.
        if self.stations[station as usize].capacity > 0 {
            let clock = self.stations[station as usize].clock as usize;
            self.clocks[clock].reset(self.plan.start, Cause::WaitingPartner);
        }
    }

    /// Lets those in line join the batches under way, and begins batches while there are servers.
    #[inline(never)]
    pub(super) fn start_batches<O: Observer>(
        &mut self,
        station: u32,
        plan: &BatchPlan,
        observer: &mut O,
    ) {
        let index = station as usize;
        if plan.joins && self.stations[index].capacity > 0 {
            for group in 0..plan.groups {
                while !self.stations[index].lines[group as usize].is_empty()
                    && let Some(server) = self.crew_with_room(station, group, plan.most)
                {
                    let line = &mut self.stations[index].lines[group as usize];
                    let Some(vehicle) = line.pop_front(&mut self.vehicles) else {
                        break;
                    };
                    self.join_crew(vehicle, server, station, observer);
                }
            }
        }
        while self.stations[index].busy < self.stations[index].capacity
            && let Some(group) = self.complete_group(station, plan)
            && let Some((server, _)) = self.stations[index].take_idle(&mut self.servers)
        {
            self.stations[index].busy += 1;
            self.begin_batch(server, station, group, plan, observer);
        }
        self.turn_batch_clock(station);
    }

    /// A batch is done: all its vehicles go on.
    #[inline(never)]
    pub(super) fn finish_batch<O: Observer>(&mut self, server: u32, observer: &mut O) {
        let station = self.servers[server as usize].station;
        let crew = &mut self.crews[server as usize];
        let mut members = std::mem::take(&mut crew.members);
        let mut member = members.front().unwrap_or(NONE);
        while member != NONE {
            end_service(self.now, &mut self.vehicles[member], station, observer);
            member = self.vehicles[member].next;
        }
        observer.finish_batch(self.now, station, members.len());
        while let Some(vehicle) = members.pop_front(&mut self.vehicles) {
            if let Op::ServeSpecial { next, .. } = self.plan.ops[self.vehicles[vehicle].op as usize]
                && self.step_to(vehicle, next)
            {
                self.advance_from(vehicle, server, observer);
            }
        }
        let state = &mut self.stations[station as usize];
        if self.crews[server as usize].kept > 0 {
            state.blocked += 1;
        } else {
            state.busy -= 1;
            state.release(server, &mut self.servers[server as usize]);
            self.mark_special(station);
        }
    }

    /// The number of servers changes; batches under way are finished.
    pub(super) fn shift_batches<O: Observer>(&mut self, station: u32, observer: &mut O) {
        self.stations[station as usize].next_shift += 1;
        self.schedule_shift(station);
        self.fit_batches(station, observer);
    }

    /// Lets as many servers work as the shift and outages leave. Why those in line wait is said in the second phase.
    pub(super) fn fit_batches<O: Observer>(&mut self, station: u32, observer: &mut O) {
        let hours = self.shift_by_hours(station);
        let shift = reduced(hours, self.outages.at_station(station));
        self.stations[station as usize].capacity = shift.servers;
        if !self.plan.outages.is_empty() {
            observer.lose_servers(self.now, station, hours.servers - shift.servers);
        }
        self.mark_special(station);
    }

    /// The parties of which too few are in line for a batch with this vehicle.
    pub(super) fn missing<'a>(
        &'a self,
        vehicle: u32,
        station: u32,
        plan: &'a BatchPlan,
    ) -> impl Iterator<Item = usize> + 'a {
        let parties = plan.parties.len();
        let kind = self.vehicles[vehicle].kind;
        let first = plan.lines[kind as usize] as usize / parties * parties;
        let lines = &self.stations[station as usize].lines[first..first + parties];
        let short = lines.iter().zip(&plan.parties);
        short
            .enumerate()
            .filter(|(_, (line, party))| line.len() < party.least)
            .map(|(party, _)| party)
    }

    /// The batch under way that began first among those of a group that have room.
    fn crew_with_room(&self, station: u32, group: u32, most: u32) -> Option<u32> {
        let first = self.stations[station as usize].first_server;
        let all = first..first + self.plan.stations[station as usize].people();
        let with_room = all.filter(|&server| {
            let crew = &self.crews[server as usize];
            let under_way = 1..most;
            crew.group == group && under_way.contains(&crew.members.len())
        });
        with_room.min_by_key(|&server| self.servers[server as usize].started)
    }

    /// Of the groups of which a batch can be made, the one whose longest-waiting vehicle joined first.
    fn complete_group(&self, station: u32, plan: &BatchPlan) -> Option<u32> {
        let parties = plan.parties.len();
        let lines = &self.stations[station as usize].lines;
        let mut best = None;
        for (group, lines) in lines.chunks_exact(parties).enumerate() {
            let mut whole = lines.iter().zip(&plan.parties);
            if whole.all(|(line, party)| line.len() >= party.least) {
                let fronts = lines.iter().filter_map(Fifo::front);
                let first = fronts.map(|vehicle| self.vehicles[vehicle].order).min();
                if best.is_none_or(|(known, _)| first < known) {
                    best = Some((first, group as u32));
                }
            }
        }
        best.map(|(_, group)| group)
    }

    /// A server takes as many of a group as a batch has room for; the service is that of the first.
    fn begin_batch<O: Observer>(
        &mut self,
        server: u32,
        station: u32,
        group: u32,
        plan: &BatchPlan,
        observer: &mut O,
    ) {
        let parties = plan.parties.len().min(PARTIES);
        let first = group as usize * plan.parties.len();
        let mut room = [0; PARTIES];
        for (room, party) in room.iter_mut().zip(&plan.parties) {
            *room = party.most;
        }
        self.crews[server as usize].group = group;
        loop {
            let lines = &self.stations[station as usize].lines[first..first + parties];
            let next = lines.iter().zip(&room).enumerate();
            let next = next
                .filter(|(_, (_, room))| **room > 0)
                .filter_map(|(party, (line, _))| Some((party, line.front()?)))
                .min_by_key(|&(_, vehicle)| self.vehicles[vehicle].order);
            let Some((party, vehicle)) = next else { break };
            room[party] -= 1;
            let line = &mut self.stations[station as usize].lines[first + party];
            line.pop_front(&mut self.vehicles);
            if self.crews[server as usize].members.is_empty() {
                self.occupy(server, vehicle);
            }
            self.join_crew(vehicle, server, station, observer);
        }
    }

    fn join_crew<O: Observer>(
        &mut self,
        vehicle: u32,
        server: u32,
        station: u32,
        observer: &mut O,
    ) {
        self.begin_special(vehicle, station, observer);
        let crew = &mut self.crews[server as usize];
        if !crew.members.is_empty() {
            observer.share_server(self.now, station);
        }
        crew.members.push_back(&mut self.vehicles, vehicle);
    }

    /// Says why those wait who are now in line.
    fn turn_batch_clock(&mut self, station: u32) {
        let state = &self.stations[station as usize];
        let cause = if state.capacity > 0 {
            if state.busy < state.capacity {
                Cause::WaitingPartner
            } else {
                Cause::WaitingServer
            }
        } else {
            let hours = self.shift_by_hours(station);
            reduced(hours, self.outages.at_station(station)).closed
        };
        self.turn_clock(state.clock, cause);
    }
}
