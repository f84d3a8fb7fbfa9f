//! Patience: vehicles that give up, from wherever they stand in line.
//!
//! A vehicle has a draw for each state in which it may wait, and what is left of it is used up by the time that it stands in
//! line in that state. Nobody is visited when a gate closes: every line's [`CauseClock`](super::vehicle::CauseClock) says how
//! long its gate has been closed and how long it has not, so that the reading at which a vehicle gives up is known when it
//! joins. A line keeps those of its vehicles by these readings, in a heap for each *meter* that they may be on, and only the
//! first of the heaps whose meters run can be next. The first of each line stand in one more heap, and of that the future
//! event list sees the first.
//!
//! Patience runs out at the very end of an instant: its event has the last rank and lets everything that can start do so
//! before it acts. So whoever is served, or let pass, at that instant does not give up, and each that gives up makes room
//! before the next one does.
//!
//! Only the clocks of plans with patience are *watched*; the path of all others asks nothing that it did not ask before.
//! Invariant: a vehicle is in a heap exactly while it stands in a line in which its patience may run out, and `left` is then
//! the reading at which it does, otherwise what is left.

use crate::des::clock::{FOREVER, Span, Time};
use crate::des::indexed_heap::IndexedHeap;
use crate::des::keyed::EntityId;
use crate::plan::{NONE, Op, Reason, Serving, WaitState};

use super::engine::{Engine, Rank};
use super::observer::{Exit, Observer, Place};

/// What time a reading counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Meter {
    /// While the gate is not closed for a holiday or a notice.
    Open,
    /// While it is.
    Closed,
    /// Always: of those who make no difference.
    Both,
}

const METERS: [Meter; 3] = [Meter::Open, Meter::Closed, Meter::Both];

/// Which of a vehicle's two deadlines: where it stands, and before a closed gate.
const STANDING: usize = 0;
const CLOSED: usize = 1;
/// The place of the first of a heap: who joins behind it, or leaves from there, changes no alarm.
const FIRST: u32 = 0;

/// Patience in a replication; empty where the plan has no rules.
pub(super) struct PatienceState {
    minds: Vec<Mind>,
    /// Where each vehicle is in the heaps of its line, for either deadline.
    places: [Vec<u32>; 2],
    /// By clock: those on each meter.
    lines: Vec<[IndexedHeap; 3]>,
    /// Clocks by when the first there gives up.
    alarms: IndexedHeap,
    alarm_places: Vec<u32>,
    /// How many have stood in line.
    number: u64,
}

/// What is known of a vehicle. An entry speaks of the vehicle that it names: handles are used again.
#[derive(Clone, Copy)]
struct Mind {
    id: Option<EntityId>,
    /// What it was when it made up its mind: at another gate it does so anew.
    kind: u32,
    /// How many first stood in line before it.
    number: u64,
    /// Microseconds of patience by state; unused where the rule has no end.
    left: [Span; 3],
    /// Where it stands, for its first deadline.
    standing: WaitState,
    /// Which meters its two deadlines are on.
    meters: [Meter; 2],
}

impl Mind {
    const NONE: Self = Self {
        id: None,
        kind: NONE,
        number: 0,
        left: [0; 3],
        standing: WaitState::Outside,
        meters: [Meter::Both; 2],
    };

    /// The state of a deadline.
    fn state(&self, deadline: usize) -> WaitState {
        if deadline == CLOSED {
            WaitState::Closed
        } else {
            self.standing
        }
    }
}

impl PatienceState {
    pub fn new() -> Self {
        Self {
            minds: Vec::new(),
            places: [Vec::new(), Vec::new()],
            lines: Vec::new(),
            alarms: IndexedHeap::new(),
            alarm_places: Vec::new(),
            number: 0,
        }
    }

    /// As many entries as there are records.
    fn make_room(&mut self, records: usize) {
        if records > self.minds.len() {
            self.minds.resize(records, Mind::NONE);
            for places in &mut self.places {
                places.resize(records, NONE);
            }
        }
    }
}

impl Engine<'_> {
    /// All clocks must be there.
    pub(super) fn build_patience(&mut self) {
        if self.plan.patience.is_empty() {
            return;
        }
        self.clocks.iter_mut().for_each(|clock| clock.watch());
        let lines = self.clocks.len();
        self.patience.lines = vec![Default::default(); lines];
        self.patience.alarm_places = vec![NONE; lines];
    }

    pub(super) fn reset_patience(&mut self) {
        let state = &mut self.patience;
        state.minds.fill(Mind::NONE);
        state.places.iter_mut().for_each(|places| places.fill(NONE));
        state
            .lines
            .iter_mut()
            .flatten()
            .for_each(IndexedHeap::clear);
        state.alarms.clear();
        state.alarm_places.fill(NONE);
        state.number = 0;
    }

    /// A vehicle begins to stand in a line whose clock is watched.
    #[inline(never)]
    pub(super) fn begin_patience(&mut self, vehicle: u32, clock: u32) {
        let record = &self.vehicles[vehicle];
        let rule = self.plan.kinds[record.kind as usize].patience;
        let at = vehicle as usize;
        // Who is booked waits for its slot, whoever works on a vehicle is none, and papers have no driver.
        let is_patient = record.crossed || record.booking != NONE || record.absent;
        let is_token = self.papers.is_token(at) || self.together.is_token(at);
        let Some(plan) = self.plan.patience.get(rule as usize) else {
            return;
        };
        if is_patient || is_token {
            return;
        }
        self.patience.make_room(self.vehicles.records().len());
        self.make_up_mind(vehicle);
        let record = &self.vehicles[vehicle];
        let line = &self.clocks[clock as usize];
        let mind = &mut self.patience.minds[at];
        mind.standing = if record.yard == NONE {
            WaitState::Outside
        } else {
            WaitState::InYard
        };
        let tells_apart = plan.samplers[WaitState::Closed as usize] != NONE;
        mind.meters = if tells_apart {
            [Meter::Open, Meter::Closed]
        } else {
            [Meter::Both; 2]
        };
        let mind = *mind;
        let mut is_first = false;
        for deadline in [STANDING, CLOSED] {
            let (state, meter) = (mind.state(deadline), mind.meters[deadline]);
            let ends = plan.samplers[state as usize] != NONE;
            // A meter that never runs here lets nobody go.
            if !ends || !line.may_run(meter) {
                continue;
            }
            let due = mind.left[state as usize].saturating_add(line.reading(meter, self.now));
            let places = &mut self.patience.places[deadline];
            let heaps = &mut self.patience.lines[clock as usize];
            heaps[meter as usize].push(places, due, mind.number, vehicle);
            is_first |= places[at] == FIRST;
        }
        if is_first {
            self.set_alarm(clock);
        }
    }

    /// A vehicle stands there no more.
    #[inline(never)]
    pub(super) fn end_patience(&mut self, vehicle: u32, clock: u32) {
        if !self.may_give_up(vehicle) {
            return;
        }
        let state = &mut self.patience;
        let mind = &mut state.minds[vehicle as usize];
        let line = &self.clocks[clock as usize];
        let mut was_first = false;
        for deadline in [STANDING, CLOSED] {
            let places = &mut state.places[deadline];
            if places[vehicle as usize] == NONE {
                continue;
            }
            was_first |= places[vehicle as usize] == FIRST;
            let meter = mind.meters[deadline];
            let heap = &mut state.lines[clock as usize][meter as usize];
            if let Some(due) = heap.remove(places, vehicle) {
                let left = due - line.reading(meter, self.now);
                debug_assert!(left >= 0, "it would have given up before");
                mind.left[mind.state(deadline) as usize] = left;
            }
        }
        if was_first {
            self.set_alarm(clock);
        }
    }

    /// Whether a vehicle stands in a line in which its patience may run out.
    pub(super) fn may_give_up(&self, vehicle: u32) -> bool {
        let waits = |places: &Vec<u32>| {
            let place = places.get(vehicle as usize);
            place.is_some_and(|&place| place != NONE)
        };
        self.patience.places.iter().any(waits)
    }

    /// When the first in a line gives up may have changed: it joins or leaves, or another cause holds.
    pub(super) fn set_alarm(&mut self, clock: u32) {
        let first = self.next_to_give_up(clock);
        let state = &mut self.patience;
        let places = &mut state.alarm_places;
        state.alarms.remove(places, clock);
        if let Some((at, number, ..)) = first {
            state.alarms.push(places, at, number, clock);
        }
        let slot = self.slots.patience;
        let at = state.alarms.peek().map_or(FOREVER, |(at, ..)| at);
        if self.events.time_of(slot).unwrap_or(FOREVER) != at {
            self.events.schedule(slot, at, Rank::Patience as u8);
        }
    }

    /// The patience of a vehicle runs out at this instant, unless it goes on now.
    #[inline(never)]
    pub(super) fn give_up_next<O: Observer>(&mut self, observer: &mut O) {
        if !self.work.is_empty() {
            // Whoever can start now does not give up. The event stays, behind what this brings.
            return self.start_what_can(observer);
        }
        let first = self.patience.alarms.peek();
        let first = first.and_then(|(_, _, clock)| self.next_to_give_up(clock));
        let Some((at, _, vehicle, deadline)) = first else {
            return self.events.cancel(self.slots.patience);
        };
        debug_assert_eq!(at, self.now, "the event is that of the first alarm");
        let reason = match self.patience.minds[vehicle as usize].state(deadline) {
            WaitState::Outside => Reason::PatienceOutside,
            WaitState::InYard => Reason::PatienceInYard,
            WaitState::Closed => Reason::PatienceClosed,
        };
        self.quit_line(vehicle, observer);
        let record = &self.vehicles[vehicle];
        let kind = &self.plan.kinds[record.kind as usize];
        let rule = self.plan.patience.get(kind.patience as usize);
        // Once only: two gates that send each other their vehicles would do so for ever.
        let gate = rule.map_or(NONE, |rule| rule.to);
        let there = kind.elsewhere.iter().find(|(other, _)| *other == gate);
        match there.filter(|_| !record.moved) {
            Some(&(_, kind)) => self.transfer(vehicle, kind, reason, observer),
            None => self.leave(vehicle, Exit::TurnedBack(reason), observer),
        }
    }

    /// Draws how patient a vehicle is, where it has not stood in line as what it is.
    fn make_up_mind(&mut self, vehicle: u32) {
        let record = &self.vehicles[vehicle];
        let mind = &mut self.patience.minds[vehicle as usize];
        let known = mind.id == Some(record.id);
        if known && mind.kind == record.kind {
            return;
        }
        if !known {
            self.patience.number += 1;
            mind.number = self.patience.number;
        }
        mind.id = Some(record.id);
        mind.kind = record.kind;
        let rule = self.plan.kinds[record.kind as usize].patience;
        let rule = &self.plan.patience[rule as usize];
        for state in WaitState::ALL {
            let sampler = self
                .plan
                .samplers
                .get(rule.samplers[state as usize] as usize);
            mind.left[state as usize] = sampler.map_or(0, |sampler| {
                let purpose = rule.purposes[state as usize].visit(record.moved.into());
                sampler.draw(&mut record.id.stream(purpose))
            });
        }
    }

    /// Who gives up first in a line as things are: when, its number, its handle and which of its deadlines it is.
    fn next_to_give_up(&self, clock: u32) -> Option<(Time, u64, u32, usize)> {
        let line = &self.clocks[clock as usize];
        let heaps = &self.patience.lines[clock as usize];
        let running = METERS.into_iter().filter(|&meter| line.runs(meter));
        let firsts = running.filter_map(|meter| {
            let (due, number, vehicle) = heaps[meter as usize].peek()?;
            let at = self.now.saturating_add(due - line.reading(meter, self.now));
            let deadline = if meter == Meter::Closed {
                CLOSED
            } else {
                STANDING
            };
            Some((at, number, vehicle, deadline))
        });
        firsts.min()
    }

    /// Takes a vehicle out of the line in which it stands; what it keeps while it waits there, other than its place in a yard and
    /// its drivers, it gives back.
    fn quit_line<O: Observer>(&mut self, vehicle: u32, observer: &mut O) {
        let plan = self.plan;
        self.leave_clock(vehicle);
        let record = &mut self.vehicles[vehicle];
        // Papers that become ready must not find it waiting for them.
        record.clock = NONE;
        let yard = record.yard;
        let waited = self.now - record.since;
        let mut server = NONE;
        let mut is_aside = false;
        let mut was_there = true;
        let place = match plan.ops[record.op as usize] {
            Op::Serve { station, .. } | Op::ServeSpecial { station, .. } => {
                was_there = self.quit_station(vehicle, station);
                Place::Station(station)
            }
            Op::Seize { pool, .. } => {
                let line = &mut self.pools[pool as usize].line;
                was_there = line.remove(&mut self.vehicles, vehicle);
                Place::Pool(pool)
            }
            Op::Park { yard: to, .. } => {
                let line = &mut self.yards[to as usize].line;
                was_there = line.remove(&mut self.vehicles, vehicle);
                server = std::mem::replace(&mut self.vehicles[vehicle].server, NONE);
                Place::Yard(to)
            }
            Op::Hold { hold, .. } => {
                let lane = plan.holds[hold as usize].lanes[record.kind as usize];
                let line = &mut self.lanes[lane as usize].waiting;
                was_there = line.remove(&mut self.vehicles, vehicle);
                Place::Lane(lane)
            }
            Op::Bridge { step, .. } => {
                let step = plan.bridge_steps[step as usize];
                is_aside = self.quit_bridge(vehicle, step);
                Place::Bridge(step.line())
            }
            Op::Gather { residents, .. } => {
                was_there = self.quit_residents(vehicle, residents);
                Place::Residents(residents)
            }
            Op::Join { papers, .. } => Place::Papers(papers),
            // Nobody stands in line at any other op.
            _ => return,
        };
        debug_assert!(was_there, "{place:?} knows who stands there");
        match place {
            Place::Station(station) => {
                if !matches!(plan.stations[station as usize].serving, Serving::Alone) {
                    self.wait_over_with_drivers(vehicle);
                }
            }
            Place::Yard(_) | Place::Pool(_) => self.wait_over_with_drivers(vehicle),
            Place::Lane(_) | Place::Bridge(_) | Place::Residents(_) | Place::Papers(_) => {}
        }
        if yard != NONE && matches!(place, Place::Station(_) | Place::Yard(_) | Place::Pool(_)) {
            self.yards[yard as usize].waiting -= 1;
        }
        let record = &self.vehicles[vehicle];
        observer.give_up(self.now, record, place, is_aside, waited);
        if server != NONE {
            self.free_server(server);
        }
    }
}
