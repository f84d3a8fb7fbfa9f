//! Those who come and those who leave: the stocks of gates, and queues seen on arrival.
//!
//! Stocks are counted here only where a rule looks at them, and only vehicles are. Invariant: the stock of a gate and direction is
//! the vehicles of its kinds that have arrived and have not yet crossed or left, so a measure of the same name agrees with it.
//!
//! A vehicle has one number between 0 and 1 for a rule, whatever it sees: who balks at a queue balks at every longer one.

use crate::des::keyed::choose;
use crate::plan::{NONE, Reason, Seen};

use super::engine::Engine;
use super::observer::{Exit, Observer};

/// What an arriving vehicle makes of what it sees.
enum Choice {
    Joins,
    TurnsBack,
    /// Goes to another gate and becomes this kind.
    GoesOn(u32),
}

impl Engine<'_> {
    /// A vehicle has come to its gate, in a plan that asks something of those who come: true where it joins, false where it has
    /// gone.
    #[inline(never)]
    pub(super) fn comes_and_joins<O: Observer>(&mut self, vehicle: u32, observer: &mut O) -> bool {
        let plan = self.plan;
        if plan.counts_stock {
            let kind = &plan.kinds[self.vehicles[vehicle].kind as usize];
            self.stock[plan.stock_of(kind)] += u32::from(!kind.persons);
        }
        plan.looks.is_empty() || self.joins(vehicle, observer)
    }

    /// A vehicle that has come to a gate looks at the queue: true where it joins, false where it has gone.
    #[inline(never)]
    pub(super) fn joins<O: Observer>(&mut self, vehicle: u32, observer: &mut O) -> bool {
        // What it sees at the gate to which it goes on is looked at there.
        loop {
            match self.choice(vehicle, observer) {
                Choice::Joins => return true,
                Choice::TurnsBack => {
                    self.leave(vehicle, Exit::TurnedBack(Reason::QueueSeen), observer);
                    return false;
                }
                Choice::GoesOn(kind) => {
                    self.become_there(vehicle, kind, Reason::QueueSeen, observer);
                }
            }
        }
    }

    fn choice<O: Observer>(&self, vehicle: u32, observer: &mut O) -> Choice {
        let plan = self.plan;
        let record = &self.vehicles[vehicle];
        let Some(look) = plan.looks[record.kind as usize].filter(|_| !record.crossed) else {
            return Choice::Joins;
        };
        let rule = &plan.balking[look.rule as usize];
        let seen = self.seen(look.seen, record.kind);
        let mut stream = record.id.stream(rule.purpose);
        if !balks(seen, (rule.from, rule.all), stream.next_u64()) {
            return Choice::Joins;
        }
        observer.see(self.now, record, seen);
        // Once only: two gates that send each other whom they frighten would do so for ever.
        let goes_on = !record.moved && choose(&rule.share, stream.next_u64()) == 0;
        let known = &plan.kinds[record.kind as usize].elsewhere;
        let there = known.iter().find(|(gate, _)| *gate == rule.elsewhere);
        match there.filter(|_| goes_on) {
            Some(&(_, kind)) => Choice::GoesOn(kind),
            None => Choice::TurnsBack,
        }
    }

    /// How many others a vehicle of a kind sees that is counted in the stock itself and stands in no line.
    fn seen(&self, what: Seen, kind: u32) -> u32 {
        match what {
            Seen::Stock => {
                let kind = &self.plan.kinds[kind as usize];
                self.stock[self.plan.stock_of(kind)] - u32::from(!kind.persons)
            }
            Seen::Station(station) => {
                let state = &self.stations[station as usize];
                state.waiting + state.paused.len()
            }
            Seen::Lane(lane) => {
                let lane = &self.lanes[lane as usize];
                lane.waiting.len() + lane.due.len() + lane.booked.len() as u32
            }
            Seen::Yard(yard) => self.yards[yard as usize].line.len(),
            Seen::Bridge(line) => self.bridges[line as usize / 2].lines[line as usize % 2].len(),
            Seen::Pool(pool) => self.pools[pool as usize].line.len(),
            Seen::Residents(residents) => self.residents[residents as usize].line.len(),
        }
    }

    /// A vehicle becomes what it is at another gate, to which it goes.
    pub(super) fn become_there<O: Observer>(
        &mut self,
        vehicle: u32,
        kind: u32,
        reason: Reason,
        observer: &mut O,
    ) {
        let plan = self.plan;
        let record = &mut self.vehicles[vehicle];
        let from = record.kind;
        record.kind = kind;
        record.class = self.plan.kinds[kind as usize].class;
        record.moved = true;
        // Its slot was at the gate that it leaves.
        (record.booking, record.absent) = (NONE, false);
        record.op = plan.kinds[kind as usize].first;
        if plan.counts_stock && !record.crossed {
            let (from, to) = (&plan.kinds[from as usize], &plan.kinds[kind as usize]);
            self.stock[plan.stock_of(from)] -= u32::from(!from.persons);
            self.stock[plan.stock_of(to)] += u32::from(!to.persons);
        }
        observer.transfer(self.now, &self.vehicles[vehicle], from, reason);
    }

    /// A record comes to the end of its way, in a plan that asks something of those who leave: true where it was papers, which
    /// are ready; false where a vehicle leaves.
    #[inline(never)]
    pub(super) fn concludes<O: Observer>(&mut self, vehicle: u32, observer: &mut O) -> bool {
        let plan = self.plan;
        if !plan.papers.is_empty() && self.conclude_papers(vehicle, observer) {
            return true;
        }
        let record = &self.vehicles[vehicle];
        if plan.counts_stock && !record.crossed {
            let kind = &plan.kinds[record.kind as usize];
            self.stock[plan.stock_of(kind)] -= u32::from(!kind.persons);
        }
        false
    }
}

/// Whether a vehicle with this draw balks at so many: never up to `from`, always from `all` on, in between in proportion, exactly.
fn balks(seen: u32, (from, all): (u32, u32), draw: u64) -> bool {
    if seen >= all {
        return true;
    }
    if seen <= from {
        return false;
    }
    u128::from(draw) * u128::from(all - from) < u128::from(seen - from) << 64
}
