//! The hours of stations: shifts, what happens to services under way when servers go, and the line of closing time.

use crate::des::clock::Time;
use crate::plan::cause::Cause;
use crate::plan::{NONE, Serving, Shift, UnderWay};

use super::engine::{Engine, Rank};
use super::observer::Observer;
use super::outage::reduced;

impl Engine<'_> {
    /// The number of servers changes.
    #[inline(never)]
    pub(super) fn shift<O: Observer>(&mut self, station: u32, observer: &mut O) {
        if self.outages_are_due() {
            // What changes at this instant changes together, and so may this have.
            self.turn_outages(observer);
            if !self.is_shift_due(station) {
                return;
            }
        }
        self.next_shift(station, observer);
    }

    /// Sets the servers of a station after a change of outages, with its shift if that changes at this instant.
    pub(super) fn fit_servers<O: Observer>(&mut self, station: u32, observer: &mut O) {
        if self.is_shift_due(station) {
            self.next_shift(station, observer);
        } else {
            self.set_servers(station, observer);
        }
    }

    fn next_shift<O: Observer>(&mut self, station: u32, observer: &mut O) {
        self.stations[station as usize].next_shift += 1;
        self.set_servers(station, observer);
        self.schedule_shift(station);
    }

    fn is_shift_due(&self, station: u32) -> bool {
        let slot = self.slots.shift + station;
        self.events.time_of(slot) == Some(self.now)
    }

    /// The shift of a station, as its hours have it.
    pub(super) fn shift_by_hours(&self, station: u32) -> Shift {
        let shifts = &self.plan.stations[station as usize].shifts;
        let next = self.stations[station as usize].next_shift;
        let shift = next.checked_sub(1).and_then(|last| shifts.get(last));
        shift.copied().unwrap_or(Shift {
            at: self.plan.start,
            servers: 0,
            closed: Cause::ClosedNight,
        })
    }

    /// Lets as many servers work as the shift and outages leave.
    fn set_servers<O: Observer>(&mut self, station: u32, observer: &mut O) {
        let index = station as usize;
        let plan = &self.plan.stations[index];
        let out = self.outages.at_station(station);
        let hours = self.shift_by_hours(station);
        let shift = reduced(hours, out);
        let state = &mut self.stations[index];
        let (clock, late) = (state.clock, state.late_clock);
        // A closed station that stays closed, perhaps for another cause, has nothing to clear.
        let closes = hours.servers == 0 && state.capacity > 0;
        // Those who clear the line are the last who worked. Who is out of order clears nothing.
        let clearing =
            if closes && plan.clears_line && (state.waiting > 0 || state.clearing.is_some()) {
                let past = plan.shifts[..state.next_shift].iter().rev();
                let last = past.map(|shift| shift.servers).find(|&servers| servers > 0);
                out.left(last.unwrap_or(0))
            } else {
                0
            };
        let servers = if clearing > 0 {
            state.capacity = clearing;
            if state.clearing.is_none() {
                state.clearing = Some(self.order);
                self.join_clocks(station);
            }
            self.turn_clock(late, shift.closed);
            clearing
        } else {
            state.clearing = None;
            state.capacity = shift.servers;
            let cause = shift.cause(Cause::WaitingServer);
            self.turn_clock(clock, cause);
            self.turn_clock(late, cause);
            shift.servers
        };
        match plan.under_way {
            UnderWay::Finish => {}
            UnderWay::Pause | UnderWay::Restart => {
                // Servers kept by vehicles that wait for a yard stay with them.
                let most = servers.max(self.stations[index].blocked);
                while self.stations[index].busy > most {
                    self.interrupt(station, plan.under_way == UnderWay::Pause, observer);
                }
            }
        }
        if !self.plan.outages.is_empty() {
            observer.lose_servers(self.now, station, hours.servers - shift.servers);
        }
        if matches!(plan.serving, Serving::Alone) {
            self.mark_station(station);
        } else {
            self.mark_special(station);
        }
    }

    /// Takes the vehicle whose service began last off its server; where levels interrupt each other, the last of the last level.
    fn interrupt<O: Observer>(&mut self, station: u32, pause: bool, observer: &mut O) {
        let plan = &self.plan.stations[station as usize];
        let state = &self.stations[station as usize];
        let all = state.first_server..state.first_server + plan.servers;
        let by_level = matches!(&plan.serving, Serving::InOrder(order) if order.preempts);
        let busy = all.filter(|&server| self.events.is_pending(self.slots.server + server));
        let last = busy.max_by_key(|&server| {
            let server = &self.servers[server as usize];
            let class = self.vehicles[server.vehicle].class;
            let level = if by_level {
                plan.level[class as usize]
            } else {
                0
            };
            (level, server.started)
        });
        if let Some(server) = last {
            self.interrupt_server(server, pause, observer);
        }
    }

    /// Takes a vehicle off its server, which is then the last to become idle.
    pub(super) fn interrupt_server<O: Observer>(
        &mut self,
        server: u32,
        pause: bool,
        observer: &mut O,
    ) {
        let plan = self.plan;
        let station = self.servers[server as usize].station;
        let state = &mut self.stations[station as usize];
        let slot = self.slots.server + server;
        let ends: Time = self.events.time_of(slot).unwrap_or(self.now);
        self.events.cancel(slot);
        state.busy -= 1;
        let own = &mut self.servers[server as usize];
        state.release(server, own);
        let vehicle = own.vehicle;
        let record = &mut self.vehicles[vehicle];
        let served = self.now - record.since;
        record.add(Cause::Processing, served);
        record.since = self.now;
        observer.interrupt(self.now, record, station, served);
        let clock = state.clock;
        if record.yard != NONE {
            self.yards[record.yard as usize].waiting += 1;
        }
        if let Serving::InOrder(order) = &plan.stations[station as usize].serving {
            if pause {
                record.served += served;
                record.resumes = true;
            }
            self.stand_interrupted(vehicle, station, pause.then_some(ends - self.now), order);
            if pause {
                self.enter_clock_in_service(vehicle, clock);
            } else {
                self.enter_clock(vehicle, clock);
            }
        } else if pause {
            record.remaining = ends - self.now;
            record.served += served;
            record.resumes = true;
            state.paused.push_front(&mut self.vehicles, vehicle);
            self.enter_clock_in_service(vehicle, clock);
        } else {
            let class = record.class;
            let level = self.plan.stations[station as usize].level[class as usize];
            state.waiting += 1;
            state.lines[usize::from(level)].push_front(&mut self.vehicles, vehicle);
            self.enter_clock(vehicle, clock);
        }
    }

    /// All in line belong to the line that is served now: those who came late to the last one are late no more.
    fn join_clocks(&mut self, station: u32) {
        let state = &self.stations[station as usize];
        let (clock, late) = (state.clock, state.late_clock);
        for level in 0..state.lines.len() {
            let mut next = self.stations[station as usize].lines[level].front();
            while let Some(vehicle) = next {
                if self.vehicles[vehicle].clock == late {
                    self.leave_clock(vehicle);
                    self.enter_clock(vehicle, clock);
                }
                let behind = self.vehicles[vehicle].next;
                next = (behind != NONE).then_some(behind);
            }
        }
    }

    /// The line of closing time has been served: now the station is closed to all.
    #[inline(never)]
    pub(super) fn end_clearing(&mut self, station: u32) {
        let state = &mut self.stations[station as usize];
        if state.clearing.is_none() {
            return;
        }
        let lines = 0..state.lines.len();
        let left = lines
            .into_iter()
            .any(|line| self.first_served(station, line).is_some());
        let state = &mut self.stations[station as usize];
        if !left {
            state.clearing = None;
            state.capacity = 0;
            let closed = self.plan.stations[station as usize].shifts[state.next_shift - 1].closed;
            let clock = state.clock;
            self.turn_clock(clock, closed);
        }
    }

    pub(super) fn schedule_shift(&mut self, station: u32) {
        let next = self.stations[station as usize].next_shift;
        let slot = self.slots.shift + station;
        match self.plan.stations[station as usize].shifts.get(next) {
            Some(shift) => self.events.schedule(slot, shift.at, Rank::Calendar as u8),
            None => self.events.cancel(slot),
        }
    }
}
