//! Stations: lines, servers and services. Their hours are in `shifts`.

use crate::des::clock::Time;
use crate::des::fifo::Fifo;
use crate::des::future_events::Next;
use crate::plan::cause::Cause;
use crate::plan::{NONE, Op, Purpose, Serving, Shift};

use super::cycle::Cycle;
use super::engine::{Engine, MOVERS, Rank, Work};
use super::observer::{Observer, Place};
use super::vehicle::{SERVING, Vehicle};

/// A station in a replication.
pub(super) struct StationState {
    /// First of its servers in `Engine::servers`.
    pub first_server: u32,
    /// The server that became idle last, or [`NONE`]; the one before it is [`Server::next_idle`], and so on.
    pub idle: u32,
    /// Servers that may work now.
    pub capacity: u32,
    pub busy: u32,
    /// Of the busy servers, those that are kept by vehicles which wait for a yard.
    pub blocked: u32,
    pub next_shift: usize,
    /// One line a level of priority; where it serves in batches or by groups of servers, as the plan says.
    pub lines: Vec<Fifo>,
    pub waiting: u32,
    /// Paused services, longest under way first.
    pub paused: Fifo,
    /// Clock of those in line; and of those who came after closing while the line is still being served.
    pub clock: u32,
    pub late_clock: u32,
    /// The cause of all waiting in the lines, where there is but one: then no clock need be read.
    pub only_cause: Option<Cause>,
    /// While the line of closing time is still being served: the last order number that belongs to it.
    pub clearing: Option<u64>,
    pub marked: bool,
    /// While a deadlock is looked for: whether no server may ever be free again.
    pub suspect: bool,
    /// Whose turn it is, where groups are served in turn.
    pub cycle: Cycle,
}

/// One server: the vehicle it serves and the order in which it started.
#[derive(Clone, Copy)]
pub(super) struct Server {
    pub station: u32,
    pub vehicle: u32,
    pub started: u64,
    /// While it is idle, the one that became idle before it.
    pub next_idle: u32,
}

impl StationState {
    /// Something may be able to start at this station, of which this is the state.
    #[inline(always)]
    fn mark(&mut self, station: u32, work: &mut Vec<Work>) {
        if !self.marked {
            self.marked = true;
            work.push(Work::Station(station));
        }
    }

    /// A server becomes idle.
    #[inline(always)]
    pub fn release(&mut self, server: u32, own: &mut Server) {
        own.next_idle = self.idle;
        self.idle = server;
    }

    /// Takes the server that became idle last.
    #[inline(always)]
    pub fn take_idle<'s>(&mut self, servers: &'s mut [Server]) -> Option<(u32, &'s mut Server)> {
        let server = self.idle;
        let own = servers.get_mut(server as usize)?;
        self.idle = own.next_idle;
        Some((server, own))
    }
}

impl Engine<'_> {
    pub(super) fn build_stations(&mut self) {
        let mut first_server = 0;
        for (index, plan) in self.plan.stations.iter().enumerate() {
            let mut possible: Vec<Cause> = Shift::closings(&plan.shifts).collect();
            possible.push(Cause::WaitingServer);
            if matches!(plan.serving, Serving::Together(_)) {
                possible.push(Cause::WaitingPartner);
            }
            if self.may_be_out(index as u32) {
                possible.push(Cause::Outage);
            }
            let (clock, late_clock) = (self.new_clock(&possible), self.new_clock(&possible));
            self.stations.push(StationState {
                first_server,
                idle: NONE,
                capacity: 0,
                busy: 0,
                blocked: 0,
                next_shift: 0,
                lines: vec![Fifo::new(); plan.lines()],
                waiting: 0,
                paused: Fifo::new(),
                clock,
                late_clock,
                only_cause: None,
                clearing: None,
                marked: false,
                suspect: false,
                cycle: Cycle::default(),
            });
            let idle = Server {
                station: index as u32,
                vehicle: NONE,
                started: 0,
                next_idle: NONE,
            };
            self.servers.extend((0..plan.people()).map(|_| idle));
            first_server += plan.people();
        }
    }

    pub(super) fn reset_stations(&mut self) {
        let start = self.plan.start;
        for index in 0..self.stations.len() {
            let plan = &self.plan.stations[index];
            let state = &mut self.stations[index];
            state.idle = NONE;
            for server in (state.first_server..state.first_server + plan.people()).rev() {
                state.release(server, &mut self.servers[server as usize]);
            }
            state.busy = 0;
            state.blocked = 0;
            state.lines.iter_mut().for_each(Fifo::clear);
            state.paused.clear();
            state.waiting = 0;
            state.clearing = None;
            state.marked = false;
            if let Serving::InOrder(order) = &plan.serving {
                state.cycle.reset(&order.cycle);
            }
            state.next_shift = plan.shifts.partition_point(|shift| shift.at <= start);
            let shift = plan.shifts.get(state.next_shift.wrapping_sub(1));
            state.capacity = shift.map_or(0, |shift| shift.servers);
            let cause = shift.map_or(Cause::ClosedNight, |shift| {
                shift.cause(Cause::WaitingServer)
            });
            let (clock, late) = (state.clock as usize, state.late_clock as usize);
            self.clocks[clock].reset(start, cause);
            self.clocks[late].reset(start, cause);
            state.only_cause = self.clocks[clock].only_cause();
            self.schedule_shift(index as u32);
        }
    }

    /// A vehicle joins the line.
    #[inline(always)]
    pub(super) fn join_station<O: Observer>(
        &mut self,
        vehicle: u32,
        (station, times, purpose): (u32, u32, Purpose),
        observer: &mut O,
    ) {
        let order = self.next_order();
        let state = &mut self.stations[station as usize];
        let clock = if state.clearing.is_some() {
            state.late_clock
        } else {
            state.clock
        };
        let record = &mut self.vehicles[vehicle];
        record.order = order;
        record.since = self.now;
        // Drawn now, when nothing waits for it, and used when it starts.
        record.remaining = record.draw(&self.samplers, times, purpose);
        observer.join(self.now, record, Place::Station(station));
        record.clock = clock;
        let is_watched = match state.only_cause {
            Some(cause) => {
                record.add(cause, -self.now);
                false
            }
            None => self.clocks[clock as usize].enter(self.now, record),
        };
        record.next = NONE;
        let yard = record.yard;
        state.waiting += 1;
        let line = match &mut state.lines[..] {
            [only] => only,
            lines => {
                let level = self.plan.stations[station as usize].level[record.class as usize];
                &mut lines[usize::from(level)]
            }
        };
        line.append(&mut self.vehicles, vehicle);
        if state.busy < state.capacity {
            state.mark(station, &mut self.work);
        }
        let blocked = state.blocked;
        if is_watched {
            self.begin_patience(vehicle, clock);
        }
        if yard != NONE {
            self.stand_at_station(yard, station);
        }
        if blocked != 0 {
            self.stand_at_kept(vehicle, station);
        }
    }

    /// A vehicle in line gives up; says whether it was in line.
    #[inline(never)]
    pub(super) fn quit_station(&mut self, vehicle: u32, station: u32) -> bool {
        let state = &mut self.stations[station as usize];
        let mut lines = state.lines.iter_mut();
        let was_there = lines.any(|line| line.remove(&mut self.vehicles, vehicle));
        state.waiting -= 1;
        // It may have been the last of the line of closing time, or of those to whom a server is dedicated.
        if !matches!(self.plan.stations[station as usize].serving, Serving::Alone) {
            self.mark_special(station);
        } else if state.clearing.is_some() {
            self.mark_station(station);
        }
        was_there
    }

    /// A vehicle that has waited for a yard lets go of the server that it kept.
    pub(super) fn free_server(&mut self, server: u32) {
        let station = self.servers[server as usize].station;
        if !matches!(self.plan.stations[station as usize].serving, Serving::Alone) {
            return self.free_special(server);
        }
        let state = &mut self.stations[station as usize];
        state.busy -= 1;
        state.blocked -= 1;
        state.release(server, &mut self.servers[server as usize]);
        self.mark_station(station);
    }

    /// A vehicle whose service has just ended keeps the server, which was the last to become idle.
    pub(super) fn keep_server(&mut self, server: u32) {
        let station = self.servers[server as usize].station;
        if !matches!(self.plan.stations[station as usize].serving, Serving::Alone) {
            return self.keep_special(server);
        }
        let state = &mut self.stations[station as usize];
        debug_assert_eq!(state.idle, server, "nobody has taken it meanwhile");
        state.take_idle(&mut self.servers);
        state.busy += 1;
        state.blocked += 1;
    }

    /// Starts services while there are idle servers and vehicles for them.
    #[inline(always)]
    pub(super) fn start_services<O: Observer>(&mut self, station: u32, observer: &mut O) {
        let index = station as usize;
        let mut state = &mut self.stations[index];
        state.marked = false;
        let clearing = state.clearing;
        let mut may_start = state.busy < state.capacity;
        while may_start {
            let is_paused = !state.paused.is_empty();
            let line = match (&mut state.lines[..], clearing) {
                _ if is_paused => Some(&mut state.paused),
                ([only], None) => Some(only),
                (lines, limit) => {
                    let may = |first| limit.is_none_or(|limit| self.vehicles[first].order <= limit);
                    let mut lines = lines.iter_mut();
                    lines.find(|line| line.front().is_some_and(may))
                }
            };
            let Some(vehicle) = line.and_then(|line| line.pop_front(&mut self.vehicles)) else {
                break;
            };
            state.waiting -= u32::from(!is_paused);
            let span = self.vehicles[vehicle].remaining;
            may_start = self.serve(vehicle, station, span, observer);
            state = &mut self.stations[index];
        }
        if clearing.is_some() {
            self.end_clearing(station);
        }
    }

    /// A service ends.
    ///
    /// Where nothing else happens at this instant, what can start does so here: mostly the next service of the same server, and
    /// the end of this one is replaced by the end of that in the future event list rather than removed before.
    #[inline(always)]
    pub(super) fn finish_service<O: Observer>(
        &mut self,
        server: u32,
        event: Next,
        observer: &mut O,
    ) {
        let own = &mut self.servers[server as usize];
        let (station, vehicle) = (own.station, own.vehicle);
        let state = &mut self.stations[station as usize];
        state.busy -= 1;
        state.release(server, own);
        // Put into the list below, if at all: what this brings is started before what is marked meanwhile.
        let was_marked = std::mem::replace(&mut state.marked, true);
        let place = self.work.len();
        let record = &mut self.vehicles[vehicle];
        end_service(self.now, record, station, observer);
        if let Op::Serve { next, .. } = self.plan.ops[record.op as usize] {
            match record.step_to(next) {
                Ok(()) => self.go_on(vehicle, next, server, observer),
                Err(stop) => self.stop = Some(stop),
            }
        }
        let is_alone = self.events.is_alone(self.now, event.slot);
        if is_alone && place == 0 {
            let mut first = station;
            loop {
                self.start_services(first, observer);
                // Mostly nothing has been marked meanwhile but the station to which the vehicle went.
                let [Work::Station(next)] = self.work[..] else {
                    break;
                };
                self.work.clear();
                first = next;
            }
        } else if !was_marked {
            self.work.insert(place, Work::Station(station));
        }
        if is_alone && !self.work.is_empty() {
            self.start_what_can(observer);
        }
        self.events.cancel_stamped(event.slot, event.stamp);
    }

    /// Begins a service; says whether another may begin, if anybody is there for it.
    #[inline(always)]
    pub(super) fn serve<O: Observer>(
        &mut self,
        vehicle: u32,
        station: u32,
        span: i64,
        observer: &mut O,
    ) -> bool {
        let order = self.next_order();
        let state = &mut self.stations[station as usize];
        let Some((server, own)) = state.take_idle(&mut self.servers) else {
            return false;
        };
        own.vehicle = vehicle;
        own.started = order;
        state.busy += 1;
        let may_another = state.busy < state.capacity;
        let record = &mut self.vehicles[vehicle];
        let clock = record.clock;
        let is_watched = match state.only_cause {
            Some(cause) => {
                record.add(cause, self.now);
                false
            }
            None => self.clocks[clock as usize].leave(self.now, record),
        };
        if record.yard != NONE {
            self.yards[record.yard as usize].waiting -= 1;
        }
        let waited = self.now - record.since;
        observer.start(self.now, record, station, waited);
        record.since = self.now;
        record.clock = SERVING;
        record.resumes = false;
        self.events.schedule_in::<MOVERS>(
            self.slots.server + server,
            self.now + span,
            Rank::Release as u8,
        );
        if is_watched {
            self.end_patience(vehicle, clock);
        }
        may_another
    }

    #[inline]
    pub(super) fn mark_station(&mut self, station: u32) {
        self.stations[station as usize].mark(station, &mut self.work);
    }
}

/// A vehicle has been served to the end.
#[inline(always)]
pub(super) fn end_service<O: Observer>(
    now: Time,
    vehicle: &mut Vehicle,
    station: u32,
    observer: &mut O,
) {
    let served = now - vehicle.since;
    vehicle.add(Cause::Processing, served);
    observer.finish(now, vehicle, station, served);
    vehicle.served = 0;
}
