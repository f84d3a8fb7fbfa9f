//! Bridges: a line on either side, headway, load limit, and one direction at a time.
//!
//! Who comes to a bridge joins the line of his direction; in the second phase of an instant those drive on who may, in the order of
//! joining. Where traffic alternates one direction has the bridge and the other waits until it is clear. Whom the load limit bars
//! stands aside, and goes back to his place by order of joining when it bars him no longer. Invariants: `on` is the number of
//! vehicles that are under way in each direction; both lines and those aside are sorted by order of joining; nobody in a line is
//! too heavy, and everybody aside is.
//!
//! A bridge has two slots in the future event list: when the next vehicle is over, and when the mere passage of time lets
//! somebody drive on or changes the rules.

use crate::des::clock::{FOREVER, Span, Time};
use crate::des::fifo::Fifo;
use crate::des::heap::Heap;
use crate::plan::cause::Cause;
use crate::plan::{BridgeRules, BridgeStep, NONE, Op};

use super::engine::{Engine, Rank, Work};
use super::observer::{Observer, Place};
use super::vehicle::TRAVELLING;

/// Directions, as indices.
const SIDES: [usize; 2] = [0, 1];

/// A bridge in a replication. What there is two of is that of vehicles to China, then of those to Vietnam.
pub(super) struct BridgeState {
    pub lines: [Fifo; 2],
    /// Those whom the load limit bars.
    aside: [Fifo; 2],
    /// How many are on the bridge.
    on: [u32; 2],
    under_way: Heap,
    /// Whether the one that is on the bridge is there alone.
    reserved: bool,
    /// When the last one drove on.
    drove_on: [Time; 2],
    /// When the last one who drove on will be over.
    over: [Time; 2],
    /// Since when the line has not been empty.
    asked: [Time; 2],
    /// Which direction has the bridge, where traffic alternates.
    holder: Option<usize>,
    /// When the first vehicle of its turn drove on; [`FOREVER`] while none has.
    begun: Time,
    /// Which of the plan's rules hold.
    rules: usize,
    clock: u32,
    aside_clock: u32,
    marked: bool,
}

impl BridgeState {
    /// Gives the bridge to the direction whose turn it is.
    fn pass_turn(&mut self, now: Time, turn: Span, first: Option<usize>) {
        let next = match self.holder {
            None => first,
            Some(side) => {
                let is_over = self.lines[side].is_empty() || now >= self.turn_over(side, turn);
                (is_over && !self.lines[1 - side].is_empty()).then_some(1 - side)
            }
        };
        if next.is_some() {
            self.holder = next;
            self.begun = FOREVER;
        }
    }

    /// When the turn of a direction is over for which the other waits.
    fn turn_over(&self, side: usize, turn: Span) -> Time {
        let from = self.begun.max(self.asked[1 - side]);
        from.saturating_add(turn)
    }

    fn is_idle(&self) -> bool {
        self.on == [0, 0] && self.lines.iter().all(Fifo::is_empty)
    }
}

impl Engine<'_> {
    pub(super) fn build_bridges(&mut self) {
        for _ in &self.plan.bridges {
            let clock = self.new_clock(if self.plan.outages.is_empty() {
                &[Cause::WaitingBridge]
            } else {
                &[Cause::Outage, Cause::WaitingBridge]
            });
            let aside_clock = self.new_clock(&[Cause::ClassBarred]);
            self.bridges.push(BridgeState {
                lines: [Fifo::new(), Fifo::new()],
                aside: [Fifo::new(), Fifo::new()],
                on: [0; 2],
                under_way: Heap::new(),
                reserved: false,
                drove_on: [-FOREVER; 2],
                over: [-FOREVER; 2],
                asked: [-FOREVER; 2],
                holder: None,
                begun: FOREVER,
                rules: 0,
                clock,
                aside_clock,
                marked: false,
            });
        }
    }

    pub(super) fn reset_bridges(&mut self) {
        for bridge in 0..self.bridges.len() {
            let state = &mut self.bridges[bridge];
            state.lines.iter_mut().for_each(Fifo::clear);
            state.aside.iter_mut().for_each(Fifo::clear);
            state.under_way.clear();
            state.reserved = false;
            state.on = [0; 2];
            state.drove_on = [-FOREVER; 2];
            state.over = [-FOREVER; 2];
            state.asked = [-FOREVER; 2];
            state.holder = None;
            state.begun = FOREVER;
            state.rules = 0;
            state.marked = false;
            let (clock, aside) = (state.clock as usize, state.aside_clock as usize);
            self.clocks[clock].reset(self.plan.start, Cause::WaitingBridge);
            self.clocks[aside].reset(self.plan.start, Cause::ClassBarred);
            self.set_bridge_clock(bridge);
        }
    }

    /// A vehicle comes to a bridge. True where it is too heavy and has gone on to the step for those.
    #[inline(never)]
    pub(super) fn join_bridge<O: Observer>(
        &mut self,
        vehicle: u32,
        step: u32,
        observer: &mut O,
    ) -> bool {
        let step = self.plan.bridge_steps[step as usize];
        let (bridge, side) = (step.bridge as usize, usize::from(step.to_vietnam));
        let is_barred = self.is_barred(vehicle, &step);
        let order = self.next_order();
        let record = &mut self.vehicles[vehicle];
        record.since = self.now;
        record.order = order;
        observer.join(self.now, record, Place::Bridge(step.line()));
        if is_barred && step.too_heavy != NONE {
            observer.turn_aside(self.now, record, step.line(), 0);
            return self.step_to(vehicle, step.too_heavy);
        }
        let state = &mut self.bridges[bridge];
        if is_barred {
            observer.bar(self.now, record, step.line(), true);
            state.aside[side].push_back(&mut self.vehicles, vehicle);
            let clock = state.aside_clock;
            self.enter_clock(vehicle, clock);
        } else {
            if state.lines[side].is_empty() {
                state.asked[side] = self.now;
            }
            state.lines[side].push_back(&mut self.vehicles, vehicle);
            let clock = state.clock;
            self.enter_clock(vehicle, clock);
            self.mark_bridge(bridge);
        }
        false
    }

    /// The second phase of an instant at a bridge: those drive on who may.
    #[inline(never)]
    pub(super) fn open_bridge<O: Observer>(&mut self, bridge: u32, observer: &mut O) {
        let bridge = bridge as usize;
        self.bridges[bridge].marked = false;
        while let Some(side) = self.next_over(bridge) {
            self.drive_on(bridge, side, observer);
        }
        let state = &mut self.bridges[bridge];
        if state.is_idle() {
            state.holder = None;
        }
        self.set_bridge_clock(bridge);
    }

    /// The first vehicle on a bridge is over.
    #[inline(never)]
    pub(super) fn drive_off<O: Observer>(&mut self, bridge: u32, observer: &mut O) {
        let slot = self.slots.bridge_over + bridge;
        let state = &mut self.bridges[bridge as usize];
        let Some((_, _, vehicle)) = state.under_way.pop() else {
            return;
        };
        match state.under_way.peek() {
            Some((at, _, _)) => self.events.schedule(slot, at, Rank::Release as u8),
            None => self.events.cancel(slot),
        }
        let record = &mut self.vehicles[vehicle];
        let Op::Bridge { step, next } = self.plan.ops[record.op as usize] else {
            return;
        };
        let step = self.plan.bridge_steps[step as usize];
        state.on[usize::from(step.to_vietnam)] -= 1;
        // Only one that is alone can have reserved the bridge, and it is over.
        state.reserved = false;
        let travelled = self.now - record.since;
        record.add(Cause::Travelling, travelled);
        observer.drive_off(self.now, record, step.line(), travelled);
        self.mark_bridge(bridge as usize);
        if self.step_to(vehicle, next) {
            self.advance(vehicle, observer);
        }
    }

    /// Somebody may be able to drive on by now, or other rules begin.
    #[inline(never)]
    pub(super) fn turn_bridge<O: Observer>(&mut self, bridge: u32, observer: &mut O) {
        self.events.cancel(self.slots.bridge_turn + bridge);
        let bridge = bridge as usize;
        let plan = &self.plan.bridges[bridge].rules;
        let state = &mut self.bridges[bridge];
        let before = plan[state.rules];
        while plan
            .get(state.rules + 1)
            .is_some_and(|next| next.at <= self.now)
        {
            state.rules += 1;
        }
        let now = plan[state.rules];
        if before.alternating != now.alternating {
            state.holder = None;
        }
        self.mark_bridge(bridge);
        if before.heaviest != now.heaviest {
            self.weigh_again(bridge, observer);
        }
    }

    /// Sets why those in line wait after a change of outages. Who is on the bridge drives off.
    pub(super) fn fit_bridge(&mut self, bridge: usize) {
        let cause = if self.outages.is_bridge_out(bridge) {
            Cause::Outage
        } else {
            Cause::WaitingBridge
        };
        self.turn_clock(self.bridges[bridge].clock, cause);
        self.mark_bridge(bridge);
    }

    /// The direction whose first in line drives on now.
    fn next_over(&mut self, bridge: usize) -> Option<usize> {
        if self.bridges[bridge].lines.iter().all(Fifo::is_empty) {
            return None; // Nor is it anybody's turn to ask for the bridge.
        }
        let rules = self.bridge_rules(bridge);
        let state = &mut self.bridges[bridge];
        let order = |side: usize, lines: &[Fifo; 2]| {
            let first = lines[side].front();
            first.map_or(u64::MAX, |first| self.vehicles[first].order)
        };
        if rules.alternating {
            let waits = |side: &usize| !state.lines[*side].is_empty();
            let first = SIDES.into_iter().filter(waits);
            let first = first.min_by_key(|&side| order(side, &state.lines));
            state.pass_turn(self.now, rules.turn, first);
        }
        if self.outages.is_bridge_out(bridge) {
            return None;
        }
        let [to_china, to_vietnam] = state.on;
        if to_china + to_vietnam >= rules.capacity {
            return None;
        }
        if state.reserved {
            return None;
        }
        let plan = &self.plan.bridges[bridge];
        let is_alone = |side: usize| {
            let first = state.lines[side].front();
            first.is_some_and(|first| {
                let kind = self.vehicles[first].kind;
                plan.is_alone(self.plan.kinds[kind as usize].class)
            })
        };
        // Where both ways drive at once nobody passes one that is to be alone and joined before him: else it might never find
        // the bridge empty. Where traffic alternates its turn comes.
        let mut latest = u64::MAX;
        if !plan.alone.is_empty() && !rules.alternating {
            let waiting = SIDES.into_iter().filter(|&side| is_alone(side));
            let orders = waiting.map(|side| order(side, &state.lines));
            latest = orders.min().unwrap_or(u64::MAX);
        }
        let may = |side: &usize| {
            let is_free = plan.alone.is_empty()
                || order(*side, &state.lines) <= latest
                    && (to_china + to_vietnam == 0 || !is_alone(*side));
            let is_clear =
                !rules.alternating || state.holder == Some(*side) && state.on[1 - *side] == 0;
            let is_time = self.now >= state.drove_on[*side].saturating_add(rules.headway);
            !state.lines[*side].is_empty() && is_free && is_clear && is_time
        };
        let next = SIDES.into_iter().filter(may);
        next.min_by_key(|&side| order(side, &state.lines))
    }

    /// The first in line of a direction drives on.
    fn drive_on<O: Observer>(&mut self, bridge: usize, side: usize, observer: &mut O) {
        let first = self.bridges[bridge].lines[side].pop_front(&mut self.vehicles);
        let Some(vehicle) = first else { return };
        self.leave_clock(vehicle);
        if self.vehicles[vehicle].yard != NONE {
            self.leave_yard(vehicle, observer);
        }
        let plan = self.plan;
        let record = &mut self.vehicles[vehicle];
        let Op::Bridge { step, .. } = plan.ops[record.op as usize] else {
            return;
        };
        let step = plan.bridge_steps[step as usize];
        let class = record.class;
        let span = record.draw(&self.samplers, step.times, step.purpose);
        observer.drive_on(self.now, record, step.line(), self.now - record.since);
        record.since = self.now;
        record.clock = TRAVELLING;
        let order = self.next_order();
        let state = &mut self.bridges[bridge];
        // Nobody overtakes.
        let at = self.now.saturating_add(span).max(state.over[side]);
        state.over[side] = at;
        state.drove_on[side] = self.now;
        state.begun = state.begun.min(self.now);
        state.on[side] += 1;
        state.reserved = plan.bridges[bridge].is_alone(class);
        state.under_way.push(at, order, vehicle);
        let first = state.under_way.peek();
        if first.is_some_and(|(_, _, first)| first == vehicle) {
            let slot = self.slots.bridge_over + bridge as u32;
            self.events.schedule(slot, at, Rank::Release as u8);
        }
    }

    /// The load limit has changed: some must stand aside, some may come back.
    fn weigh_again<O: Observer>(&mut self, bridge: usize, observer: &mut O) {
        let mut sent = Fifo::new();
        for side in SIDES {
            let state = &mut self.bridges[bridge];
            let was_empty = state.lines[side].is_empty();
            let mut line = std::mem::take(&mut state.lines[side]);
            let mut aside = std::mem::take(&mut state.aside[side]);
            loop {
                let order = |fifo: &Fifo| fifo.front().map(|first| self.vehicles[first].order);
                let from_aside = match (order(&line), order(&aside)) {
                    (None, None) => break,
                    (Some(line), Some(aside)) => aside < line,
                    (line, _) => line.is_none(),
                };
                let from = if from_aside { &mut aside } else { &mut line };
                if let Some(vehicle) = from.pop_front(&mut self.vehicles) {
                    self.sort_in(vehicle, from_aside, &mut sent, observer);
                }
            }
            let state = &mut self.bridges[bridge];
            if was_empty && !state.lines[side].is_empty() {
                state.asked[side] = self.now;
            }
        }
        while let Some(vehicle) = sent.pop_front(&mut self.vehicles) {
            self.leave_clock(vehicle);
            let record = &self.vehicles[vehicle];
            if let Some(step) = self.bridge_step(vehicle) {
                observer.turn_aside(self.now, record, step.line(), self.now - record.since);
                if self.step_to(vehicle, step.too_heavy) {
                    self.advance(vehicle, observer);
                }
            }
        }
    }

    /// Puts a vehicle back in line, or aside, or among those who are `sent` to another step.
    fn sort_in<O: Observer>(
        &mut self,
        vehicle: u32,
        from_aside: bool,
        sent: &mut Fifo,
        observer: &mut O,
    ) {
        let Some(step) = self.bridge_step(vehicle) else {
            return;
        };
        let is_barred = self.is_barred(vehicle, &step);
        if is_barred && step.too_heavy != NONE {
            let order = self.vehicles[vehicle].order;
            sent.insert(&mut self.vehicles, vehicle, |vehicles, other| {
                vehicles[other].order > order
            });
            return;
        }
        let side = usize::from(step.to_vietnam);
        let state = &mut self.bridges[step.bridge as usize];
        let (to, clock) = if is_barred {
            (&mut state.aside[side], state.aside_clock)
        } else {
            (&mut state.lines[side], state.clock)
        };
        to.push_back(&mut self.vehicles, vehicle);
        if is_barred != from_aside {
            self.leave_clock(vehicle);
            let record = &self.vehicles[vehicle];
            observer.bar(self.now, record, step.line(), is_barred);
            self.enter_clock(vehicle, clock);
        }
    }

    /// A vehicle in line, or aside, gives up; says whether it stood aside.
    #[inline(never)]
    pub(super) fn quit_bridge(&mut self, vehicle: u32, step: BridgeStep) -> bool {
        let (bridge, side) = (step.bridge as usize, usize::from(step.to_vietnam));
        let state = &mut self.bridges[bridge];
        let was_aside = state.aside[side].remove(&mut self.vehicles, vehicle);
        if !was_aside {
            state.lines[side].remove(&mut self.vehicles, vehicle);
            // Its line may be empty now, and the other direction's turn.
            self.mark_bridge(bridge);
        }
        was_aside
    }

    /// The step at which a vehicle waits for a bridge.
    fn bridge_step(&self, vehicle: u32) -> Option<BridgeStep> {
        match self.plan.ops[self.vehicles[vehicle].op as usize] {
            Op::Bridge { step, .. } => Some(self.plan.bridge_steps[step as usize]),
            _ => None,
        }
    }

    /// Whether a vehicle is too heavy.
    fn is_barred(&self, vehicle: u32, step: &BridgeStep) -> bool {
        let heaviest = self.heaviest(step.bridge as usize);
        if heaviest == i64::MAX {
            return false;
        }
        let record = &self.vehicles[vehicle];
        let kind = &self.plan.kinds[record.kind as usize];
        let weight = self.plan.weights[kind.class as usize];
        let cargo = if step.loaded.unwrap_or(kind.loaded) {
            let row = (record.origin, record.day, record.row);
            self.plan.cargo_of(weight.cargo, row, record.id)
        } else {
            0
        };
        weight.tare + cargo > heaviest
    }

    /// The load limit at this instant. Who comes by a release is told of the new one before the event that brings it.
    fn heaviest(&self, bridge: usize) -> i64 {
        let (rules, now) = (&self.plan.bridges[bridge].rules, self.bridges[bridge].rules);
        let next = rules.get(now + 1).filter(|next| next.at <= self.now);
        next.unwrap_or(&rules[now]).heaviest
    }

    fn bridge_rules(&self, bridge: usize) -> BridgeRules {
        self.plan.bridges[bridge].rules[self.bridges[bridge].rules]
    }

    fn mark_bridge(&mut self, bridge: usize) {
        let state = &mut self.bridges[bridge];
        if !state.marked {
            state.marked = true;
            self.work.push(Work::Bridge(bridge as u32));
        }
    }

    /// Schedules the next instant at which time alone changes something: a headway or a turn is over, other rules begin.
    fn set_bridge_clock(&mut self, bridge: usize) {
        let rules = self.bridge_rules(bridge);
        let state = &self.bridges[bridge];
        let next_rules = self.plan.bridges[bridge].rules.get(state.rules + 1);
        let mut at = next_rules.map_or(FOREVER, |next| next.at);
        for side in SIDES {
            if state.lines[side].is_empty() {
                continue;
            }
            let headway = state.drove_on[side].saturating_add(rules.headway);
            let is_asked = rules.alternating
                && state.holder == Some(side)
                && !state.lines[1 - side].is_empty();
            let turn = if is_asked {
                state.turn_over(side, rules.turn)
            } else {
                FOREVER
            };
            let later = [headway, turn].into_iter().filter(|&at| at > self.now);
            at = later.fold(at, Time::min);
        }
        let slot = self.slots.bridge_turn + bridge as u32;
        if self.events.time_of(slot).unwrap_or(FOREVER) != at {
            self.events.schedule(slot, at, Rank::Calendar as u8);
        }
    }
}
