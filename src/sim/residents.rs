//! Residents who may trade: how many of a day are free, the line before them, and the consignment that gathers.
//!
//! Only the first in line gathers. Persons of a day that do not suffice are kept for it, and it goes on with those of the next, so a
//! large consignment is never passed over. Invariants: `left` are persons of the current day only; whoever stands in line while
//! some are free and there to be taken is the first, and only until the second phase of the instant.

use crate::des::clock::round;
use crate::des::fifo::Fifo;
use crate::des::keyed::name_hash;
use crate::plan::cause::Cause;
use crate::plan::{NONE, Op, Shift};

use super::engine::{Engine, Rank, Work};
use super::observer::{Observer, Place};
use super::quota::day_factor;

/// What residents draw for: how many come on a day, and their day-to-day factor.
const PERSONS: u64 = name_hash("residents");
const FACTOR: u64 = name_hash("residents/factor");

/// Residents in a replication.
pub(super) struct ResidentsState {
    /// Persons of the day who have not traded.
    left: u64,
    /// Whether they are there.
    present: bool,
    next_shift: usize,
    next_morning: usize,
    pub line: Fifo,
    clock: u32,
    marked: bool,
    /// The consignment that gathers, or [`NONE`].
    gathers: u32,
    /// How many it needs in all, and how many are still missing.
    needed: u64,
    missing: u64,
}

impl Engine<'_> {
    pub(super) fn build_residents(&mut self) {
        for plan in &self.plan.residents {
            let mut possible: Vec<Cause> = Shift::closings(&plan.shifts).collect();
            possible.push(Cause::QuotaUsedUp);
            let clock = self.new_clock(&possible);
            self.residents.push(ResidentsState {
                left: 0,
                present: false,
                next_shift: 0,
                next_morning: 0,
                line: Fifo::new(),
                clock,
                marked: false,
                gathers: NONE,
                needed: 0,
                missing: 0,
            });
        }
    }

    pub(super) fn reset_residents<O: Observer>(&mut self, observer: &mut O) {
        for index in 0..self.residents.len() {
            let state = &mut self.residents[index];
            (state.left, state.present) = (0, false);
            (state.next_shift, state.next_morning) = (0, 0);
            state.line.clear();
            state.marked = false;
            state.gathers = NONE;
            self.clocks[state.clock as usize].reset(self.plan.start, Cause::ClosedNight);
            self.turn_residents(index as u32, observer);
        }
    }

    /// A consignment joins the line.
    #[inline(never)]
    pub(super) fn join_residents<O: Observer>(
        &mut self,
        vehicle: u32,
        residents: u32,
        observer: &mut O,
    ) {
        let record = &mut self.vehicles[vehicle];
        record.since = self.now;
        observer.join(self.now, record, Place::Residents(residents));
        let state = &mut self.residents[residents as usize];
        state.line.push_back(&mut self.vehicles, vehicle);
        let clock = state.clock;
        self.enter_clock(vehicle, clock);
        self.mark_residents(residents);
    }

    /// The second phase of an instant at residents: the first in line gathers, and goes on when it has all it needs.
    #[inline(never)]
    pub(super) fn gather<O: Observer>(&mut self, residents: u32, observer: &mut O) {
        let index = residents as usize;
        self.residents[index].marked = false;
        while self.stop.is_none() && self.residents[index].present {
            let Some(vehicle) = self.residents[index].line.front() else {
                break;
            };
            if self.residents[index].gathers != vehicle {
                let needed = self.persons_needed(vehicle, residents);
                let state = &mut self.residents[index];
                (state.gathers, state.needed, state.missing) = (vehicle, needed, needed);
            }
            let state = &mut self.residents[index];
            let taken = state.missing.min(state.left);
            state.left -= taken;
            state.missing -= taken;
            if taken == 0 {
                break;
            }
            let (needed, clock) = (state.needed, state.clock);
            let is_done = state.missing == 0;
            if is_done {
                state.gathers = NONE;
                state.line.pop_front(&mut self.vehicles);
            }
            // Whoever listens finds the causes settled, also of one that stays in line.
            self.leave_clock(vehicle);
            let record = &self.vehicles[vehicle];
            observer.take_persons(self.now, record, residents, taken);
            if !is_done {
                self.enter_clock(vehicle, clock);
                break;
            }
            let record = &self.vehicles[vehicle];
            let waited = self.now - record.since;
            observer.gather(self.now, record, residents, needed, waited);
            if let Op::Gather { next, .. } = self.plan.ops[record.op as usize]
                && self.step_to(vehicle, next)
            {
                self.advance(vehicle, observer);
            }
        }
    }

    /// The residents come or go, or those of another day take their place.
    #[inline(never)]
    pub(super) fn turn_residents<O: Observer>(&mut self, residents: u32, observer: &mut O) {
        let index = residents as usize;
        let plan = &self.plan.residents[index];
        while let Some(shift) = plan.shifts.get(self.residents[index].next_shift)
            && shift.at <= self.now
        {
            let state = &mut self.residents[index];
            state.next_shift += 1;
            state.present = shift.servers > 0;
            let clock = state.clock;
            self.turn_clock(clock, shift.cause(Cause::QuotaUsedUp));
        }
        while let Some(&(at, day)) = plan.mornings.get(self.residents[index].next_morning)
            && at <= self.now
        {
            let persons = self.persons_of(residents, day);
            let state = &mut self.residents[index];
            state.next_morning += 1;
            state.left = persons;
            observer.come_to_trade(self.now, residents, persons);
        }
        let state = &self.residents[index];
        let next_shift = plan.shifts.get(state.next_shift).map(|shift| shift.at);
        let next_morning = plan.mornings.get(state.next_morning).map(|&(at, _)| at);
        let slot = self.slots.residents + residents;
        match next_shift.into_iter().chain(next_morning).min() {
            Some(at) => self.events.schedule(slot, at, Rank::Calendar as u8),
            None => self.events.cancel(slot),
        }
        self.mark_residents(residents);
    }

    /// A consignment in line gives up; persons who were gathered for it have traded for nothing. Says whether it was in line.
    pub(super) fn quit_residents(&mut self, vehicle: u32, residents: u32) -> bool {
        let state = &mut self.residents[residents as usize];
        if state.gathers == vehicle {
            state.gathers = NONE;
        }
        let was_there = state.line.remove(&mut self.vehicles, vehicle);
        self.mark_residents(residents);
        was_there
    }

    /// How many come on a day.
    fn persons_of(&self, residents: u32, day: i64) -> u64 {
        let plan = &self.plan.residents[residents as usize];
        let persons = if plan.drawn == NONE {
            plan.persons
        } else {
            let key = self.key.child(PERSONS).child(plan.hash).child(day as u64);
            let drawn = self.plan.samplers[plan.drawn as usize].draw(&mut key.stream());
            drawn.max(0).unsigned_abs()
        };
        match plan.factor {
            None => persons,
            Some(factor) => {
                let factor = day_factor(self.key, FACTOR, plan.hash, day, factor);
                round(persons as f64 * factor).max(0).unsigned_abs()
            }
        }
    }

    /// How many persons the consignment of a vehicle needs.
    fn persons_needed(&self, vehicle: u32, residents: u32) -> u64 {
        let record = &self.vehicles[vehicle];
        let Op::Gather {
            values, purpose, ..
        } = self.plan.ops[record.op as usize]
        else {
            return 1;
        };
        let value = record.draw(&self.samplers, values, purpose);
        self.plan.residents[residents as usize].needed(value)
    }

    fn mark_residents(&mut self, residents: u32) {
        let state = &mut self.residents[residents as usize];
        if !state.marked && state.present && state.left > 0 && !state.line.is_empty() {
            state.marked = true;
            self.work.push(Work::Residents(residents));
        }
    }
}
