//! How a vehicle moves through its route, and leaves.

use crate::plan::{NONE, Op, Reason};

use super::engine::{Engine, Rank};
use super::observer::{Exit, Observer};
use super::vehicle::{GONE, TRAVELLING};

impl Engine<'_> {
    /// Takes a vehicle through all ops that need no time, up to one that does.
    #[inline]
    pub(super) fn advance<O: Observer>(&mut self, vehicle: u32, observer: &mut O) {
        self.advance_from(vehicle, NONE, observer);
    }

    /// The same for a vehicle that begins its route, with this op. What most of them do first is done in place.
    #[inline(always)]
    pub(super) fn set_out<O: Observer>(&mut self, vehicle: u32, op: u32, observer: &mut O) {
        match self.plan.ops[op as usize] {
            Op::Serve {
                station,
                times,
                purpose,
                ..
            } => self.join_station(vehicle, (station, times, purpose), observer),
            _ => self.advance_from(vehicle, NONE, observer),
        }
    }

    /// The same for a vehicle that comes straight from a server to this op: what most of them do there is done in place.
    #[inline(always)]
    pub(super) fn go_on<O: Observer>(
        &mut self,
        vehicle: u32,
        op: u32,
        server: u32,
        observer: &mut O,
    ) {
        match self.plan.ops[op as usize] {
            Op::Serve {
                station,
                times,
                purpose,
                ..
            } => self.join_station(vehicle, (station, times, purpose), observer),
            Op::Exit => self.leave_at_once(vehicle, Exit::Completed, observer),
            _ => self.advance_from(vehicle, server, observer),
        }
    }

    /// The same for a vehicle that comes straight from a server, which it keeps where it finds a yard full.
    pub(super) fn advance_from<O: Observer>(
        &mut self,
        vehicle: u32,
        server: u32,
        observer: &mut O,
    ) {
        let plan = self.plan;
        loop {
            let record = &self.vehicles[vehicle];
            match plan.ops[record.op as usize] {
                Op::Serve {
                    station,
                    times,
                    purpose,
                    ..
                } => return self.join_station(vehicle, (station, times, purpose), observer),
                Op::ServeSpecial { station, .. } => {
                    return self.join_special(vehicle, station, observer);
                }
                Op::Seize { pool, .. } => return self.join_pool(vehicle, pool, observer),
                Op::Gather { residents, .. } => {
                    return self.join_residents(vehicle, residents, observer);
                }
                Op::Free {
                    pool,
                    after,
                    purpose,
                    next,
                } => {
                    self.free_after(vehicle, pool, after, purpose, observer);
                    if !self.step_to(vehicle, next) {
                        return;
                    }
                }
                Op::Travel {
                    way,
                    times,
                    purpose,
                    ..
                } => {
                    let span = record.draw(&self.samplers, times, purpose);
                    return self.depart(vehicle, way, span, observer);
                }
                Op::Branch { table, purpose, .. } => {
                    let profile = plan.kinds[record.kind as usize].profile;
                    let branch = &plan.branches[(table + profile) as usize];
                    let draw = record.id.stream(purpose.visit(record.visit)).next_u64();
                    let (next, label) =
                        branch.options[crate::des::keyed::choose(&branch.cumulative, draw)];
                    observer.choose(self.now, record, label);
                    if !self.step_to(vehicle, next) {
                        return;
                    }
                }
                Op::Park { yard, next } => {
                    let parked = self.park(vehicle, yard, server, observer);
                    if !(parked && self.step_to(vehicle, next)) {
                        return;
                    }
                }
                Op::LeaveYard { yard, next } => {
                    if record.yard == yard {
                        self.leave_yard(vehicle, observer);
                    }
                    if !self.step_to(vehicle, next) {
                        return;
                    }
                }
                Op::Bridge { step, .. } => {
                    if !self.join_bridge(vehicle, step, observer) {
                        return;
                    }
                }
                Op::Hold { hold, .. } => {
                    let lane = plan.holds[hold as usize].lanes[record.kind as usize];
                    return self.join_lane(vehicle, lane, observer);
                }
                Op::Release { next } => {
                    observer.release(self.now, record);
                    if !self.step_to(vehicle, next) {
                        return;
                    }
                }
                Op::File { papers, next } => {
                    self.file_papers(vehicle, papers, observer);
                    if !self.step_to(vehicle, next) {
                        return;
                    }
                }
                Op::Join { papers, next } => {
                    let ready = self.join_papers(vehicle, papers, observer);
                    if !(ready && self.step_to(vehicle, next)) {
                        return;
                    }
                }
                Op::BeginStay { stay, next } => {
                    self.begin_stay(vehicle, stay);
                    if !self.step_to(vehicle, next) {
                        return;
                    }
                }
                Op::EndStay {
                    stay,
                    most,
                    past,
                    next,
                } => {
                    let next = self.end_stay(vehicle, stay, (most, past, next), observer);
                    if !self.step_to(vehicle, next) {
                        return;
                    }
                }
                Op::Together { team, .. } => {
                    if !self.split(vehicle, team, observer) {
                        return;
                    }
                }
                Op::Meet { returned } => return self.unite(vehicle, returned, observer),
                Op::TurnBack => {
                    return self.leave(vehicle, Exit::TurnedBack(Reason::Route), observer);
                }
                Op::Exit => return self.leave(vehicle, Exit::Completed, observer),
            }
        }
    }

    /// Moves a vehicle to its next op; false where it has gone in circles for too long.
    #[inline]
    pub(super) fn step_to(&mut self, vehicle: u32, next: u32) -> bool {
        let stepped = self.vehicles[vehicle].step_to(next);
        if let Err(stop) = stepped {
            self.stop = Some(stop);
        }
        stepped.is_ok()
    }

    /// A vehicle has travelled.
    pub(super) fn reach<O: Observer>(&mut self, way: u32, observer: &mut O) {
        let heap = &mut self.ways[way as usize];
        let Some((_, _, vehicle)) = heap.pop() else {
            return;
        };
        let slot = self.slots.way + way;
        match heap.peek() {
            Some((at, _, _)) => self.events.schedule(slot, at, Rank::Release as u8),
            None => self.events.cancel(slot),
        }
        let now = self.now;
        let record = &mut self.vehicles[vehicle];
        let travelled = now - record.since;
        let Op::Travel { cause, next, .. } = self.plan.ops[record.op as usize] else {
            return;
        };
        record.add(cause, travelled);
        observer.reach(now, record, travelled);
        if self.step_to(vehicle, next) {
            self.advance(vehicle, observer);
        }
    }

    /// A vehicle becomes what it is at another gate, and begins that route.
    pub(super) fn transfer<O: Observer>(
        &mut self,
        vehicle: u32,
        kind: u32,
        reason: Reason,
        observer: &mut O,
    ) {
        if self.vehicles[vehicle].yard != NONE {
            self.leave_yard(vehicle, observer);
        }
        if self.holds_drivers(vehicle) {
            self.free_drivers(vehicle, observer);
        }
        self.become_there(vehicle, kind, reason, observer);
        if self.plan.looks.is_empty() || self.joins(vehicle, observer) {
            self.advance(vehicle, observer);
        }
    }

    /// A vehicle leaves; papers that come to the end of their route are ready.
    #[inline(never)]
    pub(super) fn leave<O: Observer>(&mut self, vehicle: u32, exit: Exit, observer: &mut O) {
        self.leave_at_once(vehicle, exit, observer);
    }

    /// The same, in place.
    #[inline(always)]
    fn leave_at_once<O: Observer>(&mut self, vehicle: u32, exit: Exit, observer: &mut O) {
        if self.plan.asks_comers && self.concludes(vehicle, observer) {
            return;
        }
        if self.vehicles[vehicle].yard != NONE {
            self.leave_yard(vehicle, observer);
        }
        if self.holds_drivers(vehicle) {
            self.free_drivers(vehicle, observer);
        }
        let record = &mut self.vehicles[vehicle];
        debug_assert_eq!(
            self.plan
                .causes
                .iter()
                .map(|&cause| record.causes[cause as usize])
                .sum::<i64>(),
            self.now - record.arrived,
            "the causes that the plan names sum to the time in the system"
        );
        observer.leave(self.now, record, exit);
        record.clock = GONE;
        self.vehicles.remove(vehicle);
    }

    fn depart<O: Observer>(&mut self, vehicle: u32, way: u32, span: i64, observer: &mut O) {
        let record = &mut self.vehicles[vehicle];
        record.since = self.now;
        record.clock = TRAVELLING;
        observer.depart(self.now, record);
        let order = self.next_order();
        let heap = &mut self.ways[way as usize];
        let at = self.now.saturating_add(span);
        heap.push(at, order, vehicle);
        // Only a new minimum moves the slot: an old one keeps its place among events of the same instant.
        if heap.peek().is_some_and(|(_, _, first)| first == vehicle) {
            self.events
                .schedule(self.slots.way + way, at, Rank::Release as u8);
        }
    }
}
