//! Pools of drivers: the line before them, who has one, and who is on his way back.
//!
//! A driver is at rest, with a vehicle, or on his way back from one; the last two are busy. Which vehicle has drivers of which
//! pools is a set of bits in a vector beside the vehicles, empty where a plan has no pools. Invariants: `held` is the number
//! of vehicles whose set has the pool; `waiting`, of these, the ones in line for a yard, at a pool or at a station that serves in
//! batches, by groups of servers or in an order of its own.

use crate::des::fifo::Fifo;
use crate::des::heap::Heap;
use crate::plan::cause::Cause;
use crate::plan::{NONE, Op, Purpose, Shift};

use super::engine::{Engine, Rank, Work};
use super::observer::{Observer, Place};
use super::outage::reduced;

/// A pool in a replication.
pub(super) struct PoolState {
    /// Drivers that may set out now.
    capacity: u32,
    /// With a vehicle or on the way back.
    busy: u32,
    /// With a vehicle.
    pub held: u32,
    /// Of the vehicles that have them, those that stand in line.
    pub waiting: u32,
    next_shift: usize,
    /// Those who wait for a driver.
    pub line: Fifo,
    clock: u32,
    marked: bool,
    /// Drivers on their way back.
    back: Heap,
    /// While a deadlock is looked for: whether no driver may ever be free again, and how many of those who have one are known
    /// to wait for something like it.
    pub suspect: bool,
    pub caught: u32,
}

impl Engine<'_> {
    pub(super) fn build_pools(&mut self) {
        for plan in &self.plan.pools {
            let mut possible: Vec<Cause> = Shift::closings(&plan.shifts).collect();
            possible.push(Cause::WaitingDriver);
            if !self.plan.outages.is_empty() {
                possible.push(Cause::Outage);
            }
            let clock = self.new_clock(&possible);
            self.pools.push(PoolState {
                capacity: 0,
                busy: 0,
                held: 0,
                waiting: 0,
                next_shift: 0,
                line: Fifo::new(),
                clock,
                marked: false,
                back: Heap::new(),
                suspect: false,
                caught: 0,
            });
        }
    }

    pub(super) fn reset_pools(&mut self) {
        let start = self.plan.start;
        self.held.fill(0);
        for index in 0..self.pools.len() {
            let shifts = &self.plan.pools[index].shifts;
            let pool = &mut self.pools[index];
            (pool.busy, pool.held, pool.waiting) = (0, 0, 0);
            pool.line.clear();
            pool.back.clear();
            pool.marked = false;
            pool.next_shift = shifts.partition_point(|shift| shift.at <= start);
            let shift = shifts.get(pool.next_shift.wrapping_sub(1));
            pool.capacity = shift.map_or(0, |shift| shift.servers);
            let cause = shift.map_or(Cause::ClosedNight, |shift| {
                shift.cause(Cause::WaitingDriver)
            });
            self.clocks[pool.clock as usize].reset(start, cause);
            self.schedule_pool(index as u32);
        }
    }

    /// A vehicle joins the line of a pool.
    #[inline(never)]
    pub(super) fn join_pool<O: Observer>(&mut self, vehicle: u32, pool: u32, observer: &mut O) {
        let record = &mut self.vehicles[vehicle];
        record.since = self.now;
        let yard = record.yard;
        observer.join(self.now, record, Place::Pool(pool));
        let state = &mut self.pools[pool as usize];
        state.line.push_back(&mut self.vehicles, vehicle);
        let (clock, free) = (state.clock, state.busy < state.capacity);
        self.enter_clock(vehicle, clock);
        if free {
            self.mark_pool(pool);
        }
        self.wait_with_drivers(vehicle);
        if yard != NONE {
            self.yards[yard as usize].waiting += 1;
        }
        if self.all_drivers_wait(pool as usize) && self.all_like_it_wait(vehicle) {
            self.suspect_deadlock();
        }
    }

    /// The second phase of an instant at a pool: the first in line take the free drivers.
    #[inline(never)]
    pub(super) fn send_drivers<O: Observer>(&mut self, pool: u32, observer: &mut O) {
        let index = pool as usize;
        self.pools[index].marked = false;
        while self.stop.is_none() && self.pools[index].busy < self.pools[index].capacity {
            let Some(vehicle) = self.pools[index].line.pop_front(&mut self.vehicles) else {
                break;
            };
            self.leave_clock(vehicle);
            self.wait_over_with_drivers(vehicle);
            if self.held.len() <= vehicle as usize {
                // As the arena grows: by doubling.
                let length = (vehicle as usize + 1).next_power_of_two();
                self.held.resize(length, 0);
            }
            self.held[vehicle as usize] |= 1 << pool;
            let state = &mut self.pools[index];
            state.busy += 1;
            state.held += 1;
            let record = &mut self.vehicles[vehicle];
            if record.yard != NONE {
                self.yards[record.yard as usize].waiting -= 1;
            }
            let waited = self.now - record.since;
            observer.seize(self.now, record, pool, waited);
            if let Op::Seize { next, .. } = self.plan.ops[record.op as usize]
                && self.step_to(vehicle, next)
            {
                self.advance(vehicle, observer);
            }
        }
    }

    /// A vehicle comes to a step that frees its driver: draws how long he takes to come back.
    #[inline(never)]
    pub(super) fn free_after<O: Observer>(
        &mut self,
        vehicle: u32,
        pool: u32,
        after: u32,
        purpose: Purpose,
        observer: &mut O,
    ) {
        let record = &self.vehicles[vehicle];
        let mut stream = record.id.stream(purpose.visit(record.visit));
        let after = self.plan.samplers.get(after as usize);
        let after = after.map_or(0, |after| after.draw(&mut stream));
        self.free_driver(vehicle, pool, after, observer);
    }

    /// A vehicle lets its driver go, who takes `after` to come back.
    fn free_driver<O: Observer>(&mut self, vehicle: u32, pool: u32, after: i64, observer: &mut O) {
        let Some(held) = self.held.get_mut(vehicle as usize) else {
            return;
        };
        if *held >> pool & 1 == 0 {
            return;
        }
        *held &= !(1 << pool);
        observer.free(self.now, &self.vehicles[vehicle], pool);
        let order = self.next_order();
        let state = &mut self.pools[pool as usize];
        state.held -= 1;
        if after <= 0 {
            return self.driver_rests(pool, observer);
        }
        state
            .back
            .push(self.now.saturating_add(after), order, vehicle);
        // Only a new minimum moves the slot: an old one keeps its place among events of the same instant.
        if let Some((at, first, _)) = state.back.peek()
            && first == order
        {
            let slot = self.slots.driver + pool;
            self.events.schedule(slot, at, Rank::Release as u8);
        }
    }

    /// Lets all drivers of a vehicle go: it leaves, or goes to another gate, and they are there.
    #[inline(never)]
    pub(super) fn free_drivers<O: Observer>(&mut self, vehicle: u32, observer: &mut O) {
        for pool in 0..self.pools.len() as u32 {
            self.free_driver(vehicle, pool, 0, observer);
        }
    }

    /// A driver is back.
    #[inline(never)]
    pub(super) fn driver_back<O: Observer>(&mut self, pool: u32, observer: &mut O) {
        let state = &mut self.pools[pool as usize];
        state.back.pop();
        let slot = self.slots.driver + pool;
        match state.back.peek() {
            Some((at, _, _)) => self.events.schedule(slot, at, Rank::Release as u8),
            None => self.events.cancel(slot),
        }
        self.driver_rests(pool, observer);
    }

    /// The number of drivers changes; trips under way are finished.
    pub(super) fn shift_pool(&mut self, pool: u32) {
        self.pools[pool as usize].next_shift += 1;
        self.schedule_pool(pool);
        self.fit_pool(pool);
    }

    /// Lets as many drivers set out as their hours and outages leave.
    pub(super) fn fit_pool(&mut self, pool: u32) {
        let state = &mut self.pools[pool as usize];
        let last = state.next_shift.checked_sub(1);
        let shifts = &self.plan.pools[pool as usize].shifts;
        let Some(&shift) = last.and_then(|last| shifts.get(last)) else {
            return;
        };
        let shift = reduced(shift, self.outages.at_pool(pool));
        state.capacity = shift.servers;
        let clock = state.clock;
        self.turn_clock(clock, shift.cause(Cause::WaitingDriver));
        self.mark_pool(pool);
    }

    /// Whether a vehicle has drivers.
    #[inline]
    pub(super) fn holds_drivers(&self, vehicle: u32) -> bool {
        self.held
            .get(vehicle as usize)
            .is_some_and(|&held| held != 0)
    }

    /// A vehicle with drivers begins to stand in a line.
    pub(super) fn wait_with_drivers(&mut self, vehicle: u32) {
        if self.holds_drivers(vehicle) {
            let held = self.held[vehicle as usize];
            for (index, pool) in self.pools.iter_mut().enumerate() {
                pool.waiting += (held >> index & 1) as u32;
            }
        }
    }

    /// It stands there no more.
    pub(super) fn wait_over_with_drivers(&mut self, vehicle: u32) {
        if self.holds_drivers(vehicle) {
            let held = self.held[vehicle as usize];
            for (index, pool) in self.pools.iter_mut().enumerate() {
                pool.waiting -= (held >> index & 1) as u32;
            }
        }
    }

    fn driver_rests<O: Observer>(&mut self, pool: u32, observer: &mut O) {
        self.pools[pool as usize].busy -= 1;
        observer.driver_back(self.now, pool);
        self.mark_pool(pool);
    }

    fn schedule_pool(&mut self, pool: u32) {
        let next = self.pools[pool as usize].next_shift;
        let slot = self.slots.pool + pool;
        match self.plan.pools[pool as usize].shifts.get(next) {
            Some(shift) => self.events.schedule(slot, shift.at, Rank::Calendar as u8),
            None => self.events.cancel(slot),
        }
    }

    fn mark_pool(&mut self, pool: u32) {
        let state = &mut self.pools[pool as usize];
        if !state.marked && !state.line.is_empty() {
            state.marked = true;
            self.work.push(Work::Pool(pool));
        }
    }
}
