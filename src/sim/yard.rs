//! Yards: places, the line before them, and servers kept by those who find them full.
//!
//! A vehicle stands in one yard at most and gives back its place when it takes one in the next. Free places are taken at once
//! while nobody is in line, otherwise in the second phase of the instant by the first in line. Invariants: `taken` is the
//! number of vehicles whose record names the yard; `waiting`, of these, the ones in some line of a station or a yard.

use crate::des::fifo::Fifo;
use crate::plan::cause::Cause;
use crate::plan::{NONE, Op};

use super::engine::{Engine, Work};
use super::observer::{Observer, Place};

/// A yard in a replication.
pub(super) struct YardState {
    /// Places taken.
    pub taken: u32,
    /// Of those who have them, the ones that stand in line at a station or for another yard.
    pub waiting: u32,
    /// Those who wait for a place.
    pub line: Fifo,
    clock: u32,
    marked: bool,
    /// While a deadlock is looked for: whether no place may ever be free again, and how many of those inside are known to
    /// wait for something like it.
    pub suspect: bool,
    pub caught: u32,
}

impl Engine<'_> {
    pub(super) fn build_yards(&mut self) {
        for _ in &self.plan.yards {
            let clock = self.new_clock(&[Cause::YardFull]);
            self.yards.push(YardState {
                taken: 0,
                waiting: 0,
                line: Fifo::new(),
                clock,
                marked: false,
                suspect: false,
                caught: 0,
            });
        }
    }

    pub(super) fn reset_yards(&mut self) {
        for yard in &mut self.yards {
            yard.taken = 0;
            yard.waiting = 0;
            yard.line.clear();
            yard.marked = false;
            self.clocks[yard.clock as usize].reset(self.plan.start, Cause::YardFull);
        }
    }

    /// A vehicle wants a place; true where it has one, false where it waits. It keeps `server`, if it comes from one, while
    /// it waits.
    #[inline(never)]
    pub(super) fn park<O: Observer>(
        &mut self,
        vehicle: u32,
        yard: u32,
        server: u32,
        observer: &mut O,
    ) -> bool {
        let capacity = self.plan.yards[yard as usize];
        let state = &mut self.yards[yard as usize];
        let record = &mut self.vehicles[vehicle];
        if record.yard == yard {
            return true;
        }
        record.since = self.now;
        observer.join(self.now, record, Place::Yard(yard));
        if state.taken < capacity && state.line.is_empty() {
            self.take_place(vehicle, yard, observer);
            return true;
        }
        let stands_in = record.yard;
        record.server = server;
        state.line.push_back(&mut self.vehicles, vehicle);
        // Whoever holds nothing holds nobody up; and while one of those inside can still move, so can all.
        let all_wait = state.waiting == capacity;
        let clock = state.clock;
        self.enter_clock(vehicle, clock);
        self.wait_with_drivers(vehicle);
        if server != NONE {
            self.keep_server(server);
        }
        if stands_in != NONE {
            self.yards[stands_in as usize].waiting += 1;
        }
        let holds = server != NONE || stands_in != NONE || self.holds_drivers(vehicle);
        if all_wait && holds {
            self.suspect_deadlock();
        }
        false
    }

    /// The second phase of an instant at a yard: the first in line take the free places.
    #[inline(never)]
    pub(super) fn fill_yard<O: Observer>(&mut self, yard: u32, observer: &mut O) {
        let index = yard as usize;
        self.yards[index].marked = false;
        while self.stop.is_none() && self.yards[index].taken < self.plan.yards[index] {
            let Some(vehicle) = self.yards[index].line.pop_front(&mut self.vehicles) else {
                break;
            };
            self.leave_clock(vehicle);
            self.wait_over_with_drivers(vehicle);
            let record = &mut self.vehicles[vehicle];
            let server = std::mem::replace(&mut record.server, NONE);
            if record.yard != NONE {
                self.yards[record.yard as usize].waiting -= 1;
            }
            self.take_place(vehicle, yard, observer);
            if server != NONE {
                self.free_server(server);
            }
            if let Op::Park { next, .. } = self.plan.ops[self.vehicles[vehicle].op as usize]
                && self.step_to(vehicle, next)
            {
                self.advance(vehicle, observer);
            }
        }
    }

    /// A vehicle that stands in a yard gives back its place.
    #[inline(never)]
    pub(super) fn leave_yard<O: Observer>(&mut self, vehicle: u32, observer: &mut O) {
        let record = &mut self.vehicles[vehicle];
        let yard = std::mem::replace(&mut record.yard, NONE);
        observer.leave_yard(self.now, record, yard);
        let state = &mut self.yards[yard as usize];
        state.taken -= 1;
        if !state.line.is_empty() && !state.marked {
            state.marked = true;
            self.work.push(Work::Yard(yard));
        }
    }

    /// A vehicle that stands in `yard` joins the line of a station.
    pub(super) fn stand_at_station(&mut self, yard: u32, station: u32) {
        let state = &mut self.yards[yard as usize];
        state.waiting += 1;
        let all_wait = state.waiting == self.plan.yards[yard as usize];
        let blocked = self.stations[station as usize].blocked;
        if all_wait && blocked == self.plan.stations[station as usize].servers {
            self.suspect_deadlock();
        }
    }

    /// A place is there for the vehicle, which stands in no line.
    fn take_place<O: Observer>(&mut self, vehicle: u32, yard: u32, observer: &mut O) {
        if self.vehicles[vehicle].yard != NONE {
            self.leave_yard(vehicle, observer);
        }
        self.yards[yard as usize].taken += 1;
        let record = &mut self.vehicles[vehicle];
        record.yard = yard;
        observer.park(self.now, record, yard, self.now - record.since);
    }
}
