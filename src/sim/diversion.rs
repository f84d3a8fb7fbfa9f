//! Queues that are published, and drivers who read them on their way.
//!
//! A publication counts the stocks of its gates at fixed instants; what was counted is kept for the whole replication, in an array
//! whose length the plan knows. A driver reads the latest count that can be read. Until the first can, what stood in line when the
//! period began is taken as published.
//!
//! A vehicle that may be diverted is announced, and decides a fixed time before it would arrive, before it books or lodges anything.
//! One that would arrive sooner than that after the start decides at the start.

use crate::des::heap::Heap;
use crate::des::keyed::choose;
use crate::plan::{NONE, Plan};

use super::engine::{Engine, Rank};
use super::observer::Observer;

/// What has been published, and who is still to decide.
pub(super) struct DiversionState {
    /// Vehicles that have been announced and have not decided, by when they do.
    deciding: Heap,
    publications: Vec<Publication>,
}

/// A publication in a replication.
struct Publication {
    /// The next count.
    next: usize,
    /// Exports and imports of each gate, at the start and then at each count.
    values: Vec<u32>,
}

impl DiversionState {
    pub fn new(plan: &Plan) -> Self {
        let publication = |plan: &crate::plan::PublishedPlan| Publication {
            next: 0,
            values: vec![0; 2 * plan.gates.len() * (plan.counts.len() + 1)],
        };
        Self {
            deciding: Heap::new(),
            publications: plan.published.iter().map(publication).collect(),
        }
    }
}

impl Engine<'_> {
    /// Backlogs must be there: they are what is known at first.
    pub(super) fn reset_diversions(&mut self) {
        self.diversion.deciding.clear();
        for published in 0..self.plan.published.len() {
            self.diversion.publications[published].next = 0;
            self.write_down(published, 0);
            self.schedule_count(published as u32);
        }
    }

    /// Queues are counted, to be read later.
    #[inline(never)]
    pub(super) fn count_queues(&mut self, published: u32) {
        let publication = &mut self.diversion.publications[published as usize];
        publication.next += 1;
        let row = publication.next;
        self.write_down(published as usize, row);
        self.schedule_count(published);
    }

    fn schedule_count(&mut self, published: u32) {
        let slot = self.slots.count + published;
        let next = self.diversion.publications[published as usize].next;
        match self.plan.published[published as usize].counts.get(next) {
            Some(&at) => self.events.schedule(slot, at, Rank::Tick as u8),
            None => self.events.cancel(slot),
        }
    }

    fn write_down(&mut self, published: usize, row: usize) {
        let gates = &self.plan.published[published].gates;
        let values = &mut self.diversion.publications[published].values[2 * gates.len() * row..];
        for (value, &gate) in values.chunks_mut(2).zip(gates) {
            value.copy_from_slice(&self.stock[2 * gate as usize..][..2]);
        }
    }

    /// A vehicle has been announced: true where it decides later, false where it knows where it goes.
    #[inline(never)]
    pub(super) fn decides_later<O: Observer>(&mut self, vehicle: u32, observer: &mut O) -> bool {
        let record = &self.vehicles[vehicle];
        let rule = self.plan.diverts[record.kind as usize];
        let Some(rule) = self.plan.diversions.get(rule as usize) else {
            return false;
        };
        let at = record.arrived - rule.ahead;
        if at > self.now {
            let order = self.next_order();
            self.diversion.deciding.push(at, order, vehicle);
            self.schedule_deciding();
            return true;
        }
        self.choose_gate(vehicle, observer);
        false
    }

    /// The next driver decides.
    #[inline(never)]
    pub(super) fn decide<O: Observer>(&mut self, observer: &mut O) {
        if let Some((_, _, vehicle)) = self.diversion.deciding.pop() {
            self.schedule_deciding();
            self.choose_gate(vehicle, observer);
            self.sets_out(vehicle, observer);
        }
    }

    fn schedule_deciding(&mut self) {
        let slot = self.slots.deciding;
        match self.diversion.deciding.peek() {
            Some((at, ..)) => self.events.schedule(slot, at, Rank::Arrival as u8),
            None => self.events.cancel(slot),
        }
    }

    /// A driver reads the published queues, and goes to another gate if his own queue is so much longer.
    fn choose_gate<O: Observer>(&mut self, vehicle: u32, observer: &mut O) {
        let plan = self.plan;
        let record = &self.vehicles[vehicle];
        let (from, own) = (record.kind, &plan.kinds[record.kind as usize]);
        let rule = plan.diverts[from as usize];
        let Some(rule) = plan.diversions.get(rule as usize) else {
            return;
        };
        if choose(&rule.share, record.id.stream(rule.purpose).next_u64()) != 0 {
            return;
        }
        let published = &plan.published[rule.published as usize];
        let readable = published
            .counts
            .partition_point(|&at| at.saturating_add(published.delay) <= self.now);
        let row = 2 * published.gates.len() * readable;
        let values = &self.diversion.publications[rule.published as usize].values[row..];
        let at = |gate: u32| {
            let place = published.gates.iter().position(|&known| known == gate)?;
            Some(values[2 * place + usize::from(own.import)])
        };
        let Some(here) = at(own.gate) else { return };
        let others = own.elsewhere.iter();
        // The first of several equal ones: gates stand in the order of their names.
        let best = others
            .filter_map(|&(gate, kind)| Some((at(gate)?, kind)))
            .min_by_key(|&(there, _)| there);
        let Some((there, kind)) = best else { return };
        if u64::from(here) <= u64::from(there) + u64::from(rule.more_than) {
            return;
        }
        let record = &mut self.vehicles[vehicle];
        record.kind = kind;
        record.class = self.plan.kinds[kind as usize].class;
        record.moved = true;
        record.op = plan.kinds[kind as usize].first;
        record.arrived = record.arrived.saturating_add(rule.takes);
        debug_assert_eq!(record.booking, NONE, "the choice comes before the booking");
        observer.redirect(self.now, record, from, [here, there]);
    }
}
