//! What is out of order: for each station, pool, bridge and lane, how many outages hold there.
//!
//! One slot of the future event list stands for the next beginning or end of any outage. At that instant all changes of outages are
//! made first, and then what they hit is set anew, with the shift or the calendar that holds from then on: so a shift
//! that begins when an outage ends interrupts nobody. Random outages are drawn one after another, keyed by name and number;
//! what else happens changes none. The tables are empty where a plan has no outages.
//!
//! Invariant: a resource's `Out` is the sum over the outages that are `on` and hit it.

use crate::des::clock::{FOREVER, Time};
use crate::des::keyed::name_hash;
use crate::plan::cause::Cause;
use crate::plan::{OutageTimesPlan, Passing, Serving, Shift};

use super::engine::{Engine, Rank};
use super::observer::Observer;

/// What outages draw for.
const EVERY: u64 = name_hash("outage-every");
const LASTS: u64 = name_hash("outage-lasts");

/// Outages in a replication.
#[derive(Default)]
pub(super) struct OutagesState {
    states: Vec<OutageState>,
    stations: Vec<Out>,
    pools: Vec<Out>,
    bridges: Vec<Out>,
    lanes: Vec<Out>,
    /// Whether any lane is out of order.
    some_lane: bool,
}

/// An outage: whether it holds, and what comes next.
#[derive(Clone, Copy)]
struct OutageState {
    on: bool,
    /// How many have begun.
    number: u64,
    /// When it ends, or the next begins.
    next: Time,
    /// Whether it has changed at this instant.
    turned: bool,
}

/// What outages take of a resource.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Out {
    /// How many take all of it.
    all: u32,
    /// How many servers the others take.
    some: u32,
}

impl Out {
    /// How many of so many servers are left.
    pub fn left(self, servers: u32) -> u32 {
        if self.all > 0 {
            0
        } else {
            servers.saturating_sub(self.some)
        }
    }

    fn change(&mut self, on: bool, servers: u32) {
        let (count, by) = match servers {
            u32::MAX => (&mut self.all, 1),
            servers => (&mut self.some, servers),
        };
        *count = if on {
            count.saturating_add(by)
        } else {
            count.saturating_sub(by)
        };
    }
}

impl OutagesState {
    /// What outages take of a station.
    #[inline]
    pub fn at_station(&self, station: u32) -> Out {
        self.stations
            .get(station as usize)
            .copied()
            .unwrap_or_default()
    }

    /// What outages take of a pool.
    #[inline]
    pub fn at_pool(&self, pool: u32) -> Out {
        self.pools.get(pool as usize).copied().unwrap_or_default()
    }

    /// Whether a bridge is out of order.
    #[inline]
    pub fn is_bridge_out(&self, bridge: usize) -> bool {
        self.bridges.get(bridge).is_some_and(|out| out.all > 0)
    }

    /// Whether the gate of a lane is out of order.
    #[inline]
    pub fn is_lane_out(&self, lane: u32) -> bool {
        self.some_lane && self.lanes.get(lane as usize).is_some_and(|out| out.all > 0)
    }

    /// Whether the gate of any lane is out of order.
    #[inline]
    pub fn is_some_lane_out(&self) -> bool {
        self.some_lane
    }
}

/// A shift as outages leave it.
pub(super) fn reduced(shift: Shift, out: Out) -> Shift {
    let servers = out.left(shift.servers);
    Shift {
        servers,
        closed: if shift.servers > 0 && servers == 0 {
            Cause::Outage
        } else {
            shift.closed
        },
        ..shift
    }
}

impl Engine<'_> {
    pub(super) fn build_outages(&mut self) {
        let plan = self.plan;
        if plan.outages.is_empty() {
            return;
        }
        let never = OutageState {
            on: false,
            number: 0,
            next: FOREVER,
            turned: false,
        };
        self.outages = OutagesState {
            states: vec![never; plan.outages.len()],
            stations: vec![Out::default(); plan.stations.len()],
            pools: vec![Out::default(); plan.pools.len()],
            bridges: vec![Out::default(); plan.bridges.len()],
            lanes: vec![Out::default(); plan.lanes.len()],
            some_lane: false,
        };
    }

    pub(super) fn reset_outages(&mut self) {
        let plan = self.plan;
        let state = &mut self.outages;
        state.stations.fill(Out::default());
        state.pools.fill(Out::default());
        state.bridges.fill(Out::default());
        state.lanes.fill(Out::default());
        state.some_lane = false;
        for (index, outage) in plan.outages.iter().enumerate() {
            let next = match outage.times {
                OutageTimesPlan::Once { from, to } if to > plan.start => from.max(plan.start),
                OutageTimesPlan::Once { .. } => FOREVER,
                OutageTimesPlan::Random { from, .. } => self.next_random(index, 0, from),
            };
            self.outages.states[index] = OutageState {
                on: false,
                number: 0,
                next,
                turned: false,
            };
        }
        self.schedule_outages();
    }

    /// Some outages begin or end.
    #[inline(never)]
    pub(super) fn turn_outages<O: Observer>(&mut self, observer: &mut O) {
        for outage in 0..self.outages.states.len() {
            while self.outages.states[outage].next <= self.now {
                self.turn_outage(outage, observer);
            }
        }
        self.schedule_outages();
        let plan = self.plan;
        for (index, outage) in plan.outages.iter().enumerate() {
            if !std::mem::take(&mut self.outages.states[index].turned) {
                continue;
            }
            for &station in &outage.stations {
                self.fit_station(station, observer);
            }
            for &pool in &outage.pools {
                self.fit_pool(pool);
            }
            for &bridge in &outage.bridges {
                self.fit_bridge(bridge as usize);
            }
            for &lane in &outage.lanes {
                self.fit_lane(lane);
                self.mark_barrier(plan.lanes[lane as usize].barrier);
            }
        }
    }

    /// Outages change at this instant and have not been worked off.
    #[inline]
    pub(super) fn outages_are_due(&self) -> bool {
        !self.outages.states.is_empty() && self.events.time_of(self.slots.outage) == Some(self.now)
    }

    /// Whether some outage hits a station.
    pub(super) fn may_be_out(&self, station: u32) -> bool {
        let mut outages = self.plan.outages.iter();
        outages.any(|outage| outage.stations.contains(&station))
    }

    /// Why each of the three groups of a lane waits whose gate is out of order though the calendar would let some pass.
    pub(super) fn outage_causes(&self, lane: u32, passing: Passing) -> [Cause; 3] {
        let ready = if self.has_quota(lane) {
            Cause::Outage
        } else {
            Cause::QuotaUsedUp
        };
        let unbooked = if passing == Passing::Booked {
            Cause::NoSlot
        } else {
            ready
        };
        [unbooked, Cause::BeforeAppointment, ready]
    }

    /// The lanes of a barrier whose gate is out of order wait for a quota or for the gate: the quota may have been used up at another.
    #[inline(never)]
    pub(super) fn fit_barrier(&mut self, barrier: u32) {
        let plan = self.plan;
        let range = plan.barriers[barrier as usize].clone();
        for &lane in &plan.barrier_lanes[range.start as usize..range.end as usize] {
            if self.outages.is_lane_out(lane) {
                self.fit_lane(lane);
            }
        }
    }

    fn turn_outage<O: Observer>(&mut self, index: usize, observer: &mut O) {
        let plan = &self.plan.outages[index];
        let state = &mut self.outages.states[index];
        state.on = !state.on;
        state.turned = true;
        state.number += u64::from(state.on);
        let OutageState { on, number, .. } = *state;
        self.outages.states[index].next = match plan.times {
            OutageTimesPlan::Once { to, .. } if on => to,
            OutageTimesPlan::Once { .. } => FOREVER,
            OutageTimesPlan::Random { lasts, .. } if on => {
                let mut stream = self.outage_key(index, LASTS).child(number - 1).stream();
                let lasts = self.plan.samplers[lasts as usize].draw(&mut stream);
                // One that takes no time would begin and end without end.
                self.now.saturating_add(lasts.max(1))
            }
            OutageTimesPlan::Random { .. } => self.next_random(index, number, self.now),
        };
        let state = &mut self.outages;
        for &station in &plan.stations {
            state.stations[station as usize].change(on, plan.servers);
        }
        for &pool in &plan.pools {
            state.pools[pool as usize].change(on, plan.servers);
        }
        for &bridge in &plan.bridges {
            state.bridges[bridge as usize].change(on, u32::MAX);
        }
        for &lane in &plan.lanes {
            state.lanes[lane as usize].change(on, u32::MAX);
        }
        state.some_lane = state.lanes.iter().any(|out| out.all > 0);
        observer.outage(self.now, index as u32, on);
    }

    /// When the random outage of a number begins, whose time runs from `from`; never where the season is over.
    fn next_random(&self, index: usize, number: u64, from: Time) -> Time {
        let OutageTimesPlan::Random { every, to, .. } = self.plan.outages[index].times else {
            return FOREVER;
        };
        let mut stream = self.outage_key(index, EVERY).child(number).stream();
        let at = from.saturating_add(self.plan.samplers[every as usize].draw(&mut stream));
        if at < to { at } else { FOREVER }
    }

    fn outage_key(&self, index: usize, purpose: u64) -> crate::des::keyed::Key {
        let hash = self.plan.outages[index].hash;
        self.key.child(hash).child(purpose)
    }

    fn schedule_outages(&mut self) {
        if self.outages.states.is_empty() {
            return;
        }
        let next = self.outages.states.iter().map(|state| state.next);
        match next.min() {
            Some(at) if at < FOREVER => {
                self.events
                    .schedule(self.slots.outage, at, Rank::Calendar as u8);
            }
            _ => self.events.cancel(self.slots.outage),
        }
    }

    fn fit_station<O: Observer>(&mut self, station: u32, observer: &mut O) {
        let plan = self.plan;
        match &plan.stations[station as usize].serving {
            Serving::Alone | Serving::InOrder(_) => self.fit_servers(station, observer),
            Serving::Together(_) => self.fit_batches(station, observer),
            Serving::ByGroup(groups) => self.fit_groups(station, groups, observer),
        }
    }
}
