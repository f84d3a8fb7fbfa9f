//! Orders of service for which levels alone are not enough: interrupting, what spoils first, and turns.
//!
//! Lines, servers, shifts and clocks are those of ordinary stations ([`station`](super::station)); this module says who is next. A line is a level
//! of priority, or a group of a cycle. By spoilage it is kept sorted, so its first is always the next of it.
//!
//! Where services are interrupted for a higher priority, who was interrupted stands at the head of the line of its level, with what is left of its service in
//! `remaining`, which is 0 for all others in line; whatever else interrupts services, as a shift that ends, puts them there too. Where
//! they are not, whoever is paused by a shift stands apart, as at an ordinary station.

use crate::des::fifo::Fifo;
use crate::plan::{Op, OrderPlan};

use super::engine::Engine;
use super::observer::Observer;
use super::station::end_service;

impl Engine<'_> {
    /// What decides between two vehicles of one line or level: when their goods spoil, where that is the order, then who joined first.
    #[inline]
    pub(super) fn turn_of(&self, vehicle: u32, by_spoilage: bool) -> (i64, u64) {
        let record = &self.vehicles[vehicle];
        let spoils = if by_spoilage {
            self.plan.spoils_at(record.kind, record.arrived)
        } else {
            0
        };
        (spoils, record.order)
    }

    /// A vehicle that is in no line takes its place in a line of a station, behind those who are interrupted.
    pub(super) fn stand_in_line(&mut self, vehicle: u32, station: u32, line: usize) {
        let by_spoilage = self.plan.stations[station as usize].by_spoilage;
        let mut fifo: Fifo = std::mem::take(&mut self.stations[station as usize].lines[line]);
        if by_spoilage {
            let own = self.turn_of(vehicle, true);
            let plan = self.plan;
            fifo.insert(&mut self.vehicles, vehicle, |vehicles, other| {
                let other = &vehicles[other];
                let turn = (plan.spoils_at(other.kind, other.arrived), other.order);
                other.remaining == 0 && turn > own
            });
        } else {
            fifo.push_back(&mut self.vehicles, vehicle);
        }
        self.stations[station as usize].lines[line] = fifo;
    }

    /// Starts services while somebody in line can be served, if need be by interrupting another.
    #[inline(never)]
    pub(super) fn start_in_order<O: Observer>(
        &mut self,
        station: u32,
        plan: &OrderPlan,
        observer: &mut O,
    ) {
        let index = station as usize;
        loop {
            let state = &mut self.stations[index];
            let (busy, capacity) = (state.busy, state.capacity);
            if busy < capacity {
                if let Some(vehicle) = state.paused.pop_front(&mut self.vehicles) {
                    let left = std::mem::take(&mut self.vehicles[vehicle].remaining);
                    self.begin_in_order(vehicle, station, left, observer);
                    continue;
                }
                let Some((line, vehicle)) = self.next_in_order(station, plan) else {
                    break;
                };
                let state = &mut self.stations[index];
                state.lines[line].remove(&mut self.vehicles, vehicle);
                state.waiting -= 1;
                if !plan.cycle.is_empty() {
                    state.cycle.take(&plan.cycle, line);
                }
                let left = std::mem::take(&mut self.vehicles[vehicle].remaining);
                let span = if left > 0 {
                    left
                } else {
                    self.draw_service(vehicle)
                };
                self.begin_in_order(vehicle, station, span, observer);
            } else if plan.preempts && busy == capacity && capacity > 0 {
                let next = self.next_in_order(station, plan);
                let Some(server) = next.and_then(|(line, _)| self.weakest(station, line)) else {
                    break;
                };
                self.interrupt_server(server, true, observer);
            } else {
                break;
            }
        }
        self.end_clearing(station);
    }

    /// A service ends.
    #[inline(never)]
    pub(super) fn finish_in_order<O: Observer>(&mut self, server: u32, observer: &mut O) {
        let own = &mut self.servers[server as usize];
        let (station, vehicle) = (own.station, own.vehicle);
        let state = &mut self.stations[station as usize];
        state.busy -= 1;
        state.release(server, own);
        end_service(self.now, &mut self.vehicles[vehicle], station, observer);
        self.mark_special(station);
        if let Op::ServeSpecial { next, .. } = self.plan.ops[self.vehicles[vehicle].op as usize]
            && self.step_to(vehicle, next)
        {
            self.advance_from(vehicle, server, observer);
        }
    }

    /// A vehicle whose service has been interrupted takes its place; `left` is what is left of the service, `None` where it is given up.
    pub(super) fn stand_interrupted(
        &mut self,
        vehicle: u32,
        station: u32,
        left: Option<i64>,
        plan: &OrderPlan,
    ) {
        self.wait_with_drivers(vehicle);
        let class = self.vehicles[vehicle].class;
        let line = usize::from(self.plan.stations[station as usize].level[class as usize]);
        let state = &mut self.stations[station as usize];
        self.vehicles[vehicle].remaining = left.unwrap_or(0);
        match left {
            Some(_) if !plan.preempts => state.paused.push_front(&mut self.vehicles, vehicle),
            Some(_) => {
                state.waiting += 1;
                state.lines[line].push_front(&mut self.vehicles, vehicle);
            }
            None => {
                self.vehicles[vehicle].served = 0;
                state.waiting += 1;
                let own = self.vehicles[vehicle].order;
                let by_spoilage = self.plan.stations[station as usize].by_spoilage;
                if by_spoilage {
                    self.stand_in_line(vehicle, station, line);
                } else {
                    // Behind those who were interrupted, and before whoever joined later.
                    state.lines[line].insert(&mut self.vehicles, vehicle, |vehicles, other| {
                        vehicles[other].remaining == 0 && vehicles[other].order > own
                    });
                }
            }
        }
    }

    /// Of the services under way of levels behind this one, the one of the last level that began last; not one that is over at
    /// this very instant, or whose server is kept.
    pub(super) fn weakest(&self, station: u32, level: usize) -> Option<u32> {
        let plan = &self.plan.stations[station as usize];
        let first = self.stations[station as usize].first_server;
        let level_of = |server: u32| {
            let vehicle = self.servers[server as usize].vehicle;
            let class = self.vehicles[vehicle].class;
            usize::from(plan.level[class as usize])
        };
        let under_way = (first..first + plan.servers).filter(|&server| {
            let ends = self.events.time_of(self.slots.server + server);
            ends.is_some_and(|ends| ends > self.now) && level_of(server) > level
        });
        under_way.max_by_key(|&server| (level_of(server), self.servers[server as usize].started))
    }

    /// The next of a station and its line.
    fn next_in_order(&self, station: u32, plan: &OrderPlan) -> Option<(usize, u32)> {
        let state = &self.stations[station as usize];
        let first = |line: usize| self.first_served(station, line).map(|first| (line, first));
        if plan.cycle.is_empty() {
            (0..state.lines.len()).find_map(first)
        } else {
            let may = |line: usize| first(line).is_some();
            state.cycle.next(&plan.cycle, may).and_then(first)
        }
    }

    /// The first of a line; while the line of closing time is served, the first of those who belong to it.
    pub(super) fn first_served(&self, station: u32, line: usize) -> Option<u32> {
        let state = &self.stations[station as usize];
        match state.clearing {
            None => state.lines[line].front(),
            Some(limit) => state.lines[line]
                .iter(&self.vehicles)
                .find(|&vehicle| self.vehicles[vehicle].order <= limit),
        }
    }

    fn begin_in_order<O: Observer>(
        &mut self,
        vehicle: u32,
        station: u32,
        span: i64,
        observer: &mut O,
    ) {
        self.wait_over_with_drivers(vehicle);
        self.serve(vehicle, station, span, observer);
    }
}
