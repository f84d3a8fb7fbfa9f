//! Papers beside wheels: what is made while its vehicle goes on, and the wait for it.
//!
//! Papers under way are a *token*: a record among the vehicles with a route, an identity and draws of its own, which stands in
//! the lines of stations and is served there like a vehicle, but never arrives, parks, crosses or leaves. Its route ends where a
//! vehicle's would; there the papers are ready. So the paper side needs no second set of stations, and its queues are as exact
//! as all others.
//!
//! A vehicle waits for its papers in no line: it stands under one clock whose only cause is [`Cause::WaitingPapers`], and goes on
//! in the release that makes the last of them ready. Why that took so long, the stations of the papers say.
//!
//! What a vehicle's papers are stands in `slots`, apart from the vehicles and only where the plan has papers: one entry for each
//! vehicle and papers. Invariants: `tokens[slot.token]` names the vehicle and papers of that slot; a vehicle that has gone has only empty
//! slots, and its tokens, which go on alone, name nobody.

use crate::des::clock::Time;
use crate::des::heap::Heap;
use crate::des::keyed::choose;
use crate::plan::cause::Cause;
use crate::plan::{NONE, Op};

use super::engine::{Engine, Rank};
use super::observer::{Observer, Place};
use super::vehicle::{GONE, Newcomer, Vehicle};

/// Papers that were never ready.
const NEVER: Time = Time::MIN;

/// The papers of all vehicles in a replication.
pub(super) struct PapersState {
    /// Entry `vehicle * papers of the plan + papers`.
    slots: Vec<Slot>,
    /// What a record is of which the handle is this index.
    tokens: Vec<Token>,
    /// Papers to be lodged before their vehicle arrives, by the instant; the payload is the index of their slot.
    ahead: Heap,
    /// Clock of the vehicles that wait for papers.
    clock: u32,
}

impl PapersState {
    pub fn new() -> Self {
        Self {
            slots: Vec::new(),
            tokens: Vec::new(),
            ahead: Heap::new(),
            clock: NONE,
        }
    }

    /// Whether a record is papers, and no vehicle.
    #[inline]
    pub fn is_token(&self, handle: usize) -> bool {
        self.tokens
            .get(handle)
            .is_some_and(|token| token.papers != NONE)
    }
}

/// Papers of a vehicle.
#[derive(Clone, Copy)]
struct Slot {
    /// The record of the papers under way, or [`NONE`].
    token: u32,
    /// How often they have been begun.
    rounds: u32,
    /// When they were begun last.
    filed: Time,
    /// When they were ready last, or [`NEVER`].
    ready: Time,
    /// The order number of the entry in `ahead` that will begin them, or 0.
    due: u64,
}

impl Slot {
    const EMPTY: Slot = Slot {
        token: NONE,
        rounds: 0,
        filed: 0,
        ready: NEVER,
        due: 0,
    };
}

/// What a record is.
#[derive(Clone, Copy)]
struct Token {
    /// Which papers; [`NONE`] where it is a vehicle.
    papers: u32,
    /// Whose; [`NONE`] where the vehicle has gone.
    vehicle: u32,
}

impl Token {
    const NONE: Token = Token {
        papers: NONE,
        vehicle: NONE,
    };
}

impl Engine<'_> {
    pub(super) fn build_papers(&mut self) {
        if !self.plan.papers.is_empty() {
            self.papers.clock = self.new_clock(&[Cause::WaitingPapers]);
        }
    }

    pub(super) fn reset_papers(&mut self) {
        if let Some(clock) = self.clocks.get_mut(self.papers.clock as usize) {
            clock.reset(self.plan.start, Cause::WaitingPapers);
        }
        self.papers.slots.clear();
        self.papers.tokens.clear();
        self.papers.ahead.clear();
    }

    /// A vehicle has been announced, or is there at the start: decides which papers it has lodged ahead, and when.
    #[inline(never)]
    pub(super) fn lodge_ahead<O: Observer>(&mut self, vehicle: u32, observer: &mut O) {
        let plan = self.plan;
        for (index, papers) in plan.papers.iter().enumerate() {
            let record = &self.vehicles[vehicle];
            let share = &papers.ahead[record.kind as usize];
            let Some(&sure) = share.first() else { continue };
            let lodged =
                sure == u64::MAX || choose(share, record.id.stream(papers.purpose).next_u64()) == 0;
            if !lodged {
                continue;
            }
            let at = record.arrived.saturating_sub(papers.lead);
            if at <= self.now {
                self.begin_papers(vehicle, index as u32, observer);
                continue;
            }
            self.make_room();
            let order = self.next_order();
            let slot = self.slot_index(vehicle, index as u32);
            self.papers.slots[slot].due = order;
            self.papers.ahead.push(at, order, slot as u32);
            self.schedule_lodging();
        }
    }

    /// The next papers are lodged for a vehicle that has not arrived.
    #[inline(never)]
    pub(super) fn lodge<O: Observer>(&mut self, observer: &mut O) {
        let Some((_, order, index)) = self.papers.ahead.pop() else {
            return;
        };
        self.schedule_lodging();
        let slot = &mut self.papers.slots[index as usize];
        // The vehicle may have gone meanwhile, and its slot be another's.
        if slot.due == order {
            slot.due = 0;
            let papers = self.plan.papers.len() as u32;
            self.begin_papers(index / papers, index % papers, observer);
        }
    }

    /// A vehicle begins the papers of a list that it has not.
    #[inline(never)]
    pub(super) fn file_papers<O: Observer>(&mut self, vehicle: u32, list: u32, observer: &mut O) {
        let plan = self.plan;
        for &papers in &plan.paper_lists[list as usize] {
            if self.are_needed(vehicle, papers) {
                self.begin_papers(vehicle, papers, observer);
            }
        }
    }

    /// A vehicle wants all papers of a list; true where it has them, false where it waits.
    #[inline(never)]
    pub(super) fn join_papers<O: Observer>(
        &mut self,
        vehicle: u32,
        list: u32,
        observer: &mut O,
    ) -> bool {
        // Whatever was never begun (a vehicle sent here from another gate) or has run out is begun now.
        self.file_papers(vehicle, list, observer);
        let plan = self.plan;
        let papers = &plan.paper_lists[list as usize];
        let record = &mut self.vehicles[vehicle];
        if papers
            .iter()
            .all(|&papers| slot(&self.papers, plan.papers.len(), vehicle, papers).token == NONE)
        {
            observer.collect(self.now, record, list);
            return true;
        }
        record.since = self.now;
        observer.join(self.now, record, Place::Papers(list));
        self.enter_clock(vehicle, self.papers.clock);
        false
    }

    /// The end of a route: true where it was the route of papers, which are ready; false where a vehicle leaves.
    #[inline(never)]
    pub(super) fn conclude_papers<O: Observer>(&mut self, handle: u32, observer: &mut O) -> bool {
        let Some(token) = self.papers.tokens.get_mut(handle as usize) else {
            return false;
        };
        let Token { papers, vehicle } = std::mem::replace(token, Token::NONE);
        if papers == NONE {
            self.abandon_papers(handle);
            return false;
        }
        self.vehicles[handle].clock = GONE;
        self.vehicles.remove(handle);
        if vehicle == NONE {
            return true;
        }
        let index = self.slot_index(vehicle, papers);
        let slot = &mut self.papers.slots[index];
        slot.token = NONE;
        slot.ready = self.now;
        let took = self.now - slot.filed;
        let record = &self.vehicles[vehicle];
        observer.ready(self.now, record, papers, took);
        if record.clock == self.papers.clock {
            self.resume(vehicle, observer);
        }
        true
    }

    /// Some papers of a vehicle that waits for papers are ready.
    fn resume<O: Observer>(&mut self, vehicle: u32, observer: &mut O) {
        let plan = self.plan;
        let Op::Join { papers: list, next } = plan.ops[self.vehicles[vehicle].op as usize] else {
            return;
        };
        let under_way =
            |&papers: &u32| slot(&self.papers, plan.papers.len(), vehicle, papers).token != NONE;
        if plan.paper_lists[list as usize].iter().any(under_way) {
            return;
        }
        self.leave_clock(vehicle);
        // It waits no more: papers that are begun now and ready at once must not find it here.
        self.vehicles[vehicle].clock = NONE;
        if self.join_papers(vehicle, list, observer) && self.step_to(vehicle, next) {
            self.advance(vehicle, observer);
        }
    }

    /// Begins papers of a vehicle.
    fn begin_papers<O: Observer>(&mut self, vehicle: u32, papers: u32, observer: &mut O) {
        let plan = &self.plan.papers[papers as usize];
        let rounds = slot(&self.papers, self.plan.papers.len(), vehicle, papers).rounds;
        let owner = &self.vehicles[vehicle];
        let id = owner.id.child(plan.hash).child(u64::from(rounds));
        let token = Newcomer {
            id,
            kind: owner.kind,
            class: owner.class,
            op: plan.first,
            origin: owner.origin,
            day: owner.day,
            row: owner.row,
            arrived: self.now,
        };
        let handle = self.vehicles.insert(Vehicle::new(token));
        self.make_room();
        self.papers.tokens[handle as usize] = Token { papers, vehicle };
        let index = self.slot_index(vehicle, papers);
        let slot = &mut self.papers.slots[index];
        slot.token = handle;
        slot.filed = self.now;
        slot.rounds += 1;
        let (owner, token) = (&self.vehicles[vehicle], &self.vehicles[handle]);
        observer.file(self.now, owner, papers, token, rounds > 0);
        self.advance(handle, observer);
    }

    /// Whether papers are neither under way nor ready and valid.
    fn are_needed(&self, vehicle: u32, papers: u32) -> bool {
        let plan = &self.plan.papers;
        let Slot { token, ready, .. } = slot(&self.papers, plan.len(), vehicle, papers);
        let valid = plan[papers as usize].valid_for;
        token == NONE && (ready == NEVER || ready.saturating_add(valid) <= self.now)
    }

    /// A vehicle leaves: its papers go on alone.
    fn abandon_papers(&mut self, vehicle: u32) {
        for papers in 0..self.plan.papers.len() as u32 {
            let index = self.slot_index(vehicle, papers);
            let slot = std::mem::replace(&mut self.papers.slots[index], Slot::EMPTY);
            if let Some(token) = self.papers.tokens.get_mut(slot.token as usize) {
                token.vehicle = NONE;
            }
        }
    }

    /// As many entries as there are records.
    fn make_room(&mut self) {
        let records = self.vehicles.records().len();
        if records > self.papers.tokens.len() {
            self.papers.tokens.resize(records, Token::NONE);
            let slots = records * self.plan.papers.len();
            self.papers.slots.resize(slots, Slot::EMPTY);
        }
    }

    #[inline]
    fn slot_index(&self, vehicle: u32, papers: u32) -> usize {
        vehicle as usize * self.plan.papers.len() + papers as usize
    }

    fn schedule_lodging(&mut self) {
        let slot = self.slots.lodging;
        match self.papers.ahead.peek() {
            Some((at, ..)) => self.events.schedule(slot, at, Rank::Arrival as u8),
            None => self.events.cancel(slot),
        }
    }
}

/// The slot of a vehicle's papers; an empty one where it has never begun any.
#[inline]
fn slot(state: &PapersState, papers_of_plan: usize, vehicle: u32, papers: u32) -> Slot {
    let index = vehicle as usize * papers_of_plan + papers as usize;
    state.slots.get(index).copied().unwrap_or(Slot::EMPTY)
}
