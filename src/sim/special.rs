//! Stations that serve in batches, by groups of servers or in an order of their own: which of these, and what they share.
//!
//! They have their own op, events and work, so that the path of ordinary stations does not ask what sort a station is.
//! [`StationState`](super::station::StationState) and [`Server`](super::station::Server) are the same: `busy`, `blocked` and `idle` mean what
//! they mean there, but that the idle servers of a station with groups of servers stand with their groups.

use crate::plan::{NONE, Op, Serving};

use super::engine::{Engine, Rank, Work};
use super::observer::{Observer, Place};

impl Engine<'_> {
    pub(super) fn build_specials(&mut self) {
        let plan = self.plan;
        let mut batches = false;
        for (index, station) in plan.stations.iter().enumerate() {
            match &station.serving {
                Serving::Alone | Serving::InOrder(_) => {}
                Serving::Together(_) => batches = true,
                Serving::ByGroup(groups) => self.build_groups(index as u32, groups),
            }
        }
        if batches {
            self.build_crews();
        }
    }

    pub(super) fn reset_specials(&mut self) {
        let plan = self.plan;
        self.reset_crews();
        for (station, plan) in plan.stations.iter().enumerate() {
            match &plan.serving {
                Serving::Alone | Serving::InOrder(_) => {}
                Serving::Together(_) => self.reset_batches(station as u32),
                Serving::ByGroup(groups) => self.reset_groups(station as u32, groups),
            }
        }
    }

    /// A vehicle joins the line.
    #[inline(never)]
    pub(super) fn join_special<O: Observer>(
        &mut self,
        vehicle: u32,
        station: u32,
        observer: &mut O,
    ) {
        let plan = &self.plan.stations[station as usize];
        let order = self.next_order();
        let record = &mut self.vehicles[vehicle];
        record.order = order;
        record.since = self.now;
        // Whatever it was of a service elsewhere: here it tells those who were interrupted from the others.
        record.remaining = 0;
        observer.join(self.now, record, Place::Station(station));
        let yard = record.yard;
        let line = self.line_of(vehicle, station);
        self.stand_in_line(vehicle, station, line);
        let state = &mut self.stations[station as usize];
        state.waiting += 1;
        let clock = match &plan.serving {
            Serving::ByGroup(groups) => {
                let need = self.need_of(vehicle, groups);
                self.grouped[groups.index as usize].clocks + need
            }
            Serving::InOrder(_) if state.clearing.is_some() => state.late_clock,
            Serving::Together(_) | Serving::InOrder(_) | Serving::Alone => state.clock,
        };
        self.enter_clock(vehicle, clock);
        self.mark_special(station);
        self.wait_with_drivers(vehicle);
        if yard != NONE {
            let yard = &mut self.yards[yard as usize];
            yard.waiting += 1;
        }
        if self.all_like_it_wait(vehicle) {
            self.suspect_deadlock();
        }
    }

    /// The line of a station in which a vehicle stands that is at a step there.
    pub(super) fn line_of(&self, vehicle: u32, station: u32) -> usize {
        let plan = &self.plan.stations[station as usize];
        let kind = self.vehicles[vehicle].kind;
        let level = || {
            let class = self.plan.kinds[kind as usize].class;
            usize::from(plan.level[class as usize])
        };
        match &plan.serving {
            Serving::Together(batch) => batch.lines[kind as usize] as usize,
            Serving::ByGroup(groups) => {
                level() * groups.able.len() + self.need_of(vehicle, groups) as usize
            }
            Serving::Alone | Serving::InOrder(_) => level(),
        }
    }

    /// Starts what can be started.
    #[inline(never)]
    pub(super) fn start_special<O: Observer>(&mut self, station: u32, observer: &mut O) {
        let plan = self.plan;
        self.stations[station as usize].marked = false;
        match &plan.stations[station as usize].serving {
            Serving::Together(batch) => self.start_batches(station, batch, observer),
            Serving::ByGroup(groups) => self.start_by_group(station, groups, observer),
            Serving::InOrder(order) => self.start_in_order(station, order, observer),
            Serving::Alone => {}
        }
    }

    /// The services of a server end.
    #[inline(never)]
    pub(super) fn finish_special<O: Observer>(&mut self, server: u32, observer: &mut O) {
        let plan = self.plan;
        let station = self.servers[server as usize].station;
        self.events.cancel(self.slots.server + server);
        match &plan.stations[station as usize].serving {
            Serving::Together(_) => self.finish_batch(server, observer),
            Serving::ByGroup(groups) => self.finish_by_group(server, groups, observer),
            Serving::InOrder(_) => self.finish_in_order(server, observer),
            Serving::Alone => {}
        }
    }

    /// The number of servers changes.
    pub(super) fn shift_special<O: Observer>(&mut self, station: u32, observer: &mut O) {
        let plan = self.plan;
        match &plan.stations[station as usize].serving {
            Serving::Together(_) => self.shift_batches(station, observer),
            Serving::ByGroup(groups) => self.shift_groups(station, groups, observer),
            // Their shifts are those of ordinary stations.
            Serving::Alone | Serving::InOrder(_) => {}
        }
        self.mark_special(station);
    }

    /// A vehicle whose service has just ended keeps its server, which stands among the idle ones where it served alone.
    pub(super) fn keep_special(&mut self, server: u32) {
        let plan = self.plan;
        let station = self.servers[server as usize].station as usize;
        match &plan.stations[station].serving {
            // The crew's server is not free before all have gone on.
            Serving::Together(_) => self.crews[server as usize].kept += 1,
            Serving::ByGroup(groups) => {
                let (state, group) = self.group_of(server, groups);
                let group = &mut self.grouped[state].groups[group];
                let kept = group.idle.pop();
                debug_assert_eq!(kept, Some(server), "nobody has taken it meanwhile");
                group.busy += 1;
                let state = &mut self.stations[station];
                state.busy += 1;
                state.blocked += 1;
            }
            Serving::InOrder(_) => {
                let state = &mut self.stations[station];
                debug_assert_eq!(state.idle, server, "nobody has taken it meanwhile");
                state.take_idle(&mut self.servers);
                state.busy += 1;
                state.blocked += 1;
            }
            Serving::Alone => {}
        }
    }

    /// A vehicle that has waited for a yard lets go of the server that it kept.
    pub(super) fn free_special(&mut self, server: u32) {
        let plan = self.plan;
        let station = self.servers[server as usize].station;
        match &plan.stations[station as usize].serving {
            Serving::Together(_) => {
                let crew = &mut self.crews[server as usize];
                crew.kept -= 1;
                if crew.kept > 0 {
                    return;
                }
                let state = &mut self.stations[station as usize];
                state.busy -= 1;
                state.blocked -= 1;
                state.release(server, &mut self.servers[server as usize]);
            }
            Serving::ByGroup(groups) => {
                let (state, group) = self.group_of(server, groups);
                let group = &mut self.grouped[state].groups[group];
                group.busy -= 1;
                group.idle.push(server);
                let state = &mut self.stations[station as usize];
                state.busy -= 1;
                state.blocked -= 1;
            }
            Serving::InOrder(_) => {
                let state = &mut self.stations[station as usize];
                state.busy -= 1;
                state.blocked -= 1;
                state.release(server, &mut self.servers[server as usize]);
            }
            Serving::Alone => {}
        }
        self.mark_special(station);
    }

    /// A vehicle that is first in its line goes to a server.
    #[inline(never)]
    pub(super) fn begin_special<O: Observer>(
        &mut self,
        vehicle: u32,
        station: u32,
        observer: &mut O,
    ) {
        self.leave_clock(vehicle);
        self.wait_over_with_drivers(vehicle);
        self.stations[station as usize].waiting -= 1;
        let record = &mut self.vehicles[vehicle];
        if record.yard != NONE {
            self.yards[record.yard as usize].waiting -= 1;
        }
        observer.start(self.now, record, station, self.now - record.since);
        record.since = self.now;
        record.clock = super::vehicle::SERVING;
    }

    /// A server has work up to an instant that its vehicle's draw says.
    pub(super) fn occupy(&mut self, server: u32, vehicle: u32) {
        let span = self.draw_service(vehicle);
        let started = self.next_order();
        let own = &mut self.servers[server as usize];
        own.vehicle = vehicle;
        own.started = started;
        let ends = self.now.saturating_add(span);
        self.events
            .schedule(self.slots.server + server, ends, Rank::Release as u8);
    }

    /// How long the service of a vehicle lasts, which is at its step.
    pub(super) fn draw_service(&self, vehicle: u32) -> i64 {
        let record = &self.vehicles[vehicle];
        let Op::ServeSpecial { times, purpose, .. } = self.plan.ops[record.op as usize] else {
            return 0;
        };
        record.draw(&self.samplers, times, purpose)
    }

    pub(super) fn mark_special(&mut self, station: u32) {
        let state = &mut self.stations[station as usize];
        if !state.marked {
            state.marked = true;
            self.work.push(Work::Special(station));
        }
    }
}
