//! The engine: state of one replication, and the loop over instants.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::des::arena::Arena;
use crate::des::clock::Time;
use crate::des::future_events::{FutureEvents, Next};
use crate::des::heap::Heap;
use crate::des::keyed::Key;
use crate::des::variate::Sampler;
use crate::plan::cause::Cause;
use crate::plan::{Op, Plan, Serving, cause};

use super::afar::Booker;
use super::arrivals::SourceState;
use super::barrier::{BarrierState, LaneState, TimelineState};
use super::batch::Crew;
use super::bridge::BridgeState;
use super::diversion::DiversionState;
use super::group::GroupsState;
use super::observer::Observer;
use super::outage::OutagesState;
use super::papers::PapersState;
use super::patience::PatienceState;
use super::pool::PoolState;
use super::quota::QuotaState;
use super::residents::ResidentsState;
use super::station::{Server, StationState};
use super::stay::StaysState;
use super::together::TogetherState;
use super::vehicle::{APART, COMING, CauseClock, GONE, SERVING, TRAVELLING, Vehicle};
use super::yard::YardState;

/// Why a replication stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The period is over.
    Completed,
    /// More vehicles than the plan allows.
    VehicleLimit,
    /// A vehicle went round in circles: the op at which it was given up.
    EndlessRoute(u32),
    /// Vehicles wait for each other's places: [`Engine::deadlock`] says which.
    Deadlock,
    /// The caller asked to stop.
    Cancelled,
}

/// Order of events at one instant; the second part of the future event list's key.
#[derive(Clone, Copy)]
#[repr(u8)]
pub(super) enum Rank {
    Tick,
    Release,
    Calendar,
    Arrival,
    /// After all else, what can start included.
    Patience,
}

/// What a slot of the future event list stands for.
#[derive(Clone, Copy, Debug)]
enum Owner {
    Source(u32),
    /// A source whose vehicles do not all come on the day to which they belong.
    Chooser(u32),
    Server(u32),
    Way(u32),
    BridgeOver(u32),
    BridgeTurn(u32),
    Timeline(u32),
    Shift(u32),
    Quota(u32),
    Due(u32),
    Season(u32),
    /// A server, and the shifts, of a station that serves in batches, by groups of servers or in an order of its own.
    Special(u32),
    SpecialShift(u32),
    /// Drivers on their way back to a pool, and its shifts.
    Driver(u32),
    Pool(u32),
    Residents(u32),
    Coming,
    Afar,
    /// Drivers who decide on their way; queues that are counted to be published.
    Deciding,
    Count(u32),
    Lodging,
    Outage,
    Patience,
    Tick,
    /// Ticks of a plan with censuses.
    Census,
}

/// First slot of each family in the future event list.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slots {
    pub source: u32,
    pub server: u32,
    pub way: u32,
    pub bridge_over: u32,
    pub bridge_turn: u32,
    pub timeline: u32,
    pub shift: u32,
    pub quota: u32,
    pub due: u32,
    pub season: u32,
    pub driver: u32,
    pub pool: u32,
    pub residents: u32,
    pub coming: u32,
    pub afar: u32,
    pub deciding: u32,
    pub count: u32,
    pub lodging: u32,
    pub outage: u32,
    pub patience: u32,
    pub tick: u32,
}

/// Groups of slots in the future event list: sources, and whatever is busy with vehicles. What follows calendars is the third.
pub(super) const COMERS: usize = 0;
pub(super) const MOVERS: usize = 1;

/// Something that may be able to start at this instant.
#[derive(Clone, Copy, Debug)]
pub(super) enum Work {
    Station(u32),
    Barrier(u32),
    Yard(u32),
    Bridge(u32),
    Special(u32),
    Pool(u32),
    Residents(u32),
    /// Nobody may be able to move: a deadlock is to be looked for.
    Standstill,
}

/// A vehicle may turn back to an earlier step this often; more is a circle without end.
pub(super) const MOST_VISITS: u32 = 1_000_000;
/// How many instants pass between two looks at the caller's wish to stop.
const INSTANTS_BETWEEN_LOOKS: u32 = 4096;

/// The state of a replication, reused by the next.
pub struct Engine<'p> {
    pub(super) plan: &'p Plan,
    pub(super) now: Time,
    pub(super) key: Key,
    /// The plan's `class_samplers`.
    pub(super) samplers: Vec<&'p Sampler>,
    pub(super) events: FutureEvents,
    owners: Vec<Owner>,
    pub(super) slots: Slots,
    pub(super) vehicles: Arena<Vehicle>,
    pub(super) created: u64,
    pub(super) order: u64,
    pub(super) stop: Option<Stop>,
    pub(super) work: Vec<Work>,
    pub(super) clocks: Vec<CauseClock>,
    pub(super) sources: Vec<SourceState>,
    /// Vehicles that have been announced, by the instant at which they arrive.
    pub(super) coming: Heap,
    /// Those of them who still ask for a slot, or are to miss one, by when.
    pub(super) afar: Heap,
    /// By gate twice, and one more for imports: vehicles that have arrived and not crossed. Kept where the plan asks for it.
    pub(super) stock: Vec<u32>,
    pub(super) diversion: DiversionState,
    /// What bookings remember of vehicles, by handle; as long as the longest handle that had something to remember.
    pub(super) bookers: Vec<Booker>,
    pub(super) stations: Vec<StationState>,
    pub(super) servers: Vec<Server>,
    pub(super) yards: Vec<YardState>,
    pub(super) bridges: Vec<BridgeState>,
    /// By server; empty where no station serves in batches.
    pub(super) crews: Vec<Crew>,
    pub(super) grouped: Vec<GroupsState>,
    pub(super) pools: Vec<PoolState>,
    /// By vehicle: the pools of which it has a driver; as long as it had to be.
    pub(super) held: Vec<u64>,
    pub(super) outages: OutagesState,
    pub(super) residents: Vec<ResidentsState>,
    pub(super) papers: PapersState,
    pub(super) stays: StaysState,
    pub(super) together: TogetherState,
    pub(super) patience: PatienceState,
    pub(super) ways: Vec<Heap>,
    pub(super) timelines: Vec<TimelineState>,
    pub(super) lanes: Vec<LaneState>,
    pub(super) barriers: Vec<BarrierState>,
    pub(super) quotas: Vec<QuotaState>,
    pub(super) slots_left: Vec<u32>,
    next_tick: usize,
}

impl<'p> Engine<'p> {
    /// An engine for a plan. All memory that does not depend on the number of vehicles inside is allocated here.
    pub fn new(plan: &'p Plan) -> Self {
        let mut owners = Vec::new();
        let mut family = |count: usize, owner: fn(u32) -> Owner| {
            let first = owners.len() as u32;
            owners.extend((0..count as u32).map(owner));
            first
        };
        let servers: usize = plan
            .stations
            .iter()
            .map(|station| station.people() as usize)
            .sum();
        let announces = plan.sources.iter().any(|source| source.ahead > 0);
        let books_afar = plan.sources.iter().any(|source| source.books.is_some());
        // First those that are busy as often as vehicles move, then those that follow calendars.
        let mut slots = Slots {
            source: family(plan.sources.len(), Owner::Source),
            server: family(servers, Owner::Server),
            way: family(plan.ways as usize, Owner::Way),
            bridge_over: family(plan.bridges.len(), Owner::BridgeOver),
            driver: family(plan.pools.len(), Owner::Driver),
            coming: family(usize::from(announces), |_| Owner::Coming),
            afar: family(usize::from(books_afar), |_| Owner::Afar),
            deciding: family(plan.diversions.len().min(1), |_| Owner::Deciding),
            lodging: family(plan.papers.len().min(1), |_| Owner::Lodging),
            patience: family(plan.patience.len().min(1), |_| Owner::Patience),
            ..Slots::default()
        };
        slots.bridge_turn = family(plan.bridges.len(), Owner::BridgeTurn);
        let moving = slots.bridge_turn;
        slots.timeline = family(plan.timelines.len(), Owner::Timeline);
        slots.shift = family(plan.stations.len(), Owner::Shift);
        slots.quota = family(plan.quotas.len(), Owner::Quota);
        slots.due = family(plan.lanes.len(), Owner::Due);
        slots.season = family(plan.lanes.len(), Owner::Season);
        slots.pool = family(plan.pools.len(), Owner::Pool);
        slots.residents = family(plan.residents.len(), Owner::Residents);
        slots.count = family(plan.published.len(), Owner::Count);
        slots.outage = family(plan.outages.len().min(1), |_| Owner::Outage);
        slots.tick = family(1, |_| Owner::Tick);
        // The groups COMERS, MOVERS and, behind them, what follows calendars.
        let groups = [slots.server, moving - slots.server, slots.tick + 1 - moving];
        for (source, owner) in plan.sources.iter().zip(&mut owners) {
            if let (Some(_), Owner::Source(index)) = (&source.choice, *owner) {
                *owner = Owner::Chooser(index);
            }
        }
        if plan.census.is_some() {
            owners[slots.tick as usize] = Owner::Census;
        }
        let mut server = slots.server as usize;
        for (station, plan) in plan.stations.iter().enumerate() {
            let end = server + plan.people() as usize;
            if !matches!(plan.serving, Serving::Alone) {
                for (own, owner) in owners[server..end].iter_mut().enumerate() {
                    *owner = Owner::Special((server + own) as u32 - slots.server);
                }
                if !matches!(plan.serving, Serving::InOrder(_)) {
                    owners[slots.shift as usize + station] = Owner::SpecialShift(station as u32);
                }
            }
            server = end;
        }
        let sampler = |&index: &u32| &plan.samplers[index as usize];
        let mut engine = Self {
            plan,
            now: plan.start,
            key: Plan::key(0, 0),
            samplers: plan.class_samplers.iter().map(sampler).collect(),
            events: FutureEvents::grouped(groups),
            owners,
            slots,
            vehicles: Arena::new(),
            created: 0,
            order: 0,
            stop: None,
            work: Vec::with_capacity(
                plan.stations.len()
                    + plan.barriers.len()
                    + plan.yards.len()
                    + plan.bridges.len()
                    + plan.pools.len()
                    + plan.residents.len()
                    + 1,
            ),
            clocks: Vec::new(),
            sources: plan.sources.iter().map(SourceState::new).collect(),
            coming: Heap::new(),
            afar: Heap::new(),
            stock: vec![0; 2 * plan.names.gates.len()],
            diversion: DiversionState::new(plan),
            bookers: Vec::new(),
            stations: Vec::new(),
            servers: Vec::new(),
            yards: Vec::new(),
            bridges: Vec::new(),
            crews: Vec::new(),
            grouped: Vec::new(),
            pools: Vec::new(),
            held: Vec::new(),
            outages: OutagesState::default(),
            residents: Vec::new(),
            papers: PapersState::new(),
            stays: StaysState::new(),
            together: TogetherState::default(),
            patience: PatienceState::new(),
            ways: (0..plan.ways).map(|_| Heap::new()).collect(),
            timelines: Vec::new(),
            lanes: Vec::new(),
            barriers: vec![BarrierState::default(); plan.barriers.len()],
            quotas: vec![QuotaState::default(); plan.quotas.len()],
            slots_left: plan.slots.clone(),
            next_tick: 0,
        };
        engine.build_outages();
        engine.build_stations();
        engine.build_specials();
        engine.build_pools();
        engine.build_residents();
        engine.build_yards();
        engine.build_bridges();
        engine.build_papers();
        engine.build_lanes();
        engine.build_patience();
        engine
    }

    /// Runs one replication from an empty state, telling `observer` what happens. `keep_going` set to false stops it soon.
    pub fn run<O: Observer>(
        &mut self,
        seed: u64,
        replication: u64,
        observer: &mut O,
        keep_going: &AtomicBool,
    ) -> Stop {
        observer.begin(self.plan);
        self.reset(seed, replication, observer);
        let mut looks = INSTANTS_BETWEEN_LOOKS;
        let end = self.plan.end;
        loop {
            let next = self.events.next();
            if next.at != self.now {
                if !self.work.is_empty() {
                    self.start_what_can(observer);
                    continue;
                }
                if next.at >= end {
                    break;
                }
                looks -= 1;
                if looks == 0 {
                    looks = INSTANTS_BETWEEN_LOOKS;
                    if !keep_going.load(Ordering::Relaxed) {
                        return Stop::Cancelled;
                    }
                }
                self.now = next.at;
            }
            if let Some(stop) = self.stop {
                return stop;
            }
            self.dispatch(next, observer);
        }
        if let Some(stop) = self.stop {
            return stop;
        }
        self.close(observer);
        Stop::Completed
    }

    fn reset<O: Observer>(&mut self, seed: u64, replication: u64, observer: &mut O) {
        self.now = self.plan.start;
        self.key = Plan::key(seed, replication);
        self.events.clear();
        self.vehicles.clear();
        self.created = 0;
        self.order = 0;
        self.stop = None;
        self.work.clear();
        self.ways.iter_mut().for_each(Heap::clear);
        self.coming.clear();
        self.afar.clear();
        self.stock.fill(0);
        self.bookers.clear();
        self.slots_left.copy_from_slice(&self.plan.slots);
        self.next_tick = 0;
        self.schedule_tick();
        // First, for clocks that turn tell it.
        self.reset_patience();
        self.reset_outages();
        self.reset_stations();
        self.reset_specials();
        self.reset_pools();
        self.reset_residents(observer);
        self.reset_yards();
        self.reset_bridges();
        self.reset_papers();
        self.stays.clear();
        self.together.clear();
        self.reset_lanes();
        self.reset_quotas();
        self.reset_backlogs(observer);
        self.reset_diversions();
        self.reset_sources();
    }

    #[inline(always)]
    fn dispatch<O: Observer>(&mut self, event: Next, observer: &mut O) {
        match self.owners[event.slot as usize] {
            Owner::Server(server) => self.finish_service(server, event, observer),
            Owner::Source(source) => self.arrivals(source, observer),
            Owner::Chooser(source) => self.arrivals_of_choosers(source, observer),
            Owner::Way(way) => self.reach(way, observer),
            Owner::BridgeOver(bridge) => self.drive_off(bridge, observer),
            Owner::BridgeTurn(bridge) => self.turn_bridge(bridge, observer),
            Owner::Timeline(timeline) => self.turn_timeline(timeline),
            Owner::Shift(station) => self.shift(station, observer),
            Owner::Quota(quota) => self.renew_quota(quota),
            Owner::Due(lane) => self.booking_due(lane, observer),
            Owner::Season(lane) => self.turn_season(lane),
            Owner::Special(server) => self.finish_special(server, observer),
            Owner::SpecialShift(station) => self.shift_special(station, observer),
            Owner::Driver(pool) => self.driver_back(pool, observer),
            Owner::Pool(pool) => self.shift_pool(pool),
            Owner::Residents(residents) => self.turn_residents(residents, observer),
            Owner::Coming => self.come(observer),
            Owner::Afar => self.act_from_afar(observer),
            Owner::Deciding => self.decide(observer),
            Owner::Count(published) => self.count_queues(published),
            Owner::Lodging => self.lodge(observer),
            Owner::Outage => self.turn_outages(observer),
            Owner::Patience => self.give_up_next(observer),
            Owner::Tick => self.tick(observer),
            Owner::Census => {
                self.count_inside(observer);
                self.tick(observer);
            }
        }
    }

    fn tick<O: Observer>(&mut self, observer: &mut O) {
        observer.tick(self.now, self.next_tick);
        self.next_tick += 1;
        self.schedule_tick();
    }

    fn schedule_tick(&mut self) {
        match self.plan.ticks.get(self.next_tick) {
            Some(&at) => self.events.schedule(self.slots.tick, at, Rank::Tick as u8),
            None => self.events.cancel(self.slots.tick),
        }
    }

    /// The second phase of an instant.
    pub(super) fn start_what_can<O: Observer>(&mut self, observer: &mut O) {
        let mut done = 0;
        while let Some(&work) = self.work.get(done) {
            done += 1;
            match work {
                Work::Station(station) => self.start_services(station, observer),
                Work::Barrier(barrier) => self.open_barrier(barrier, observer),
                Work::Yard(yard) => self.fill_yard(yard, observer),
                Work::Bridge(bridge) => self.open_bridge(bridge, observer),
                Work::Special(station) => self.start_special(station, observer),
                Work::Pool(pool) => self.send_drivers(pool, observer),
                Work::Residents(residents) => self.gather(residents, observer),
                Work::Standstill => self.look_for_deadlock(),
            }
        }
        self.work.clear();
    }

    /// The period is over: settles the causes of all inside.
    fn close<O: Observer>(&mut self, observer: &mut O) {
        let now = self.plan.end;
        self.now = now;
        if self.plan.census.is_some() {
            self.count_inside(observer);
        }
        if !self.plan.teams.is_empty() {
            self.settle_tokens();
        }
        for (handle, vehicle) in self.vehicles.records_mut().iter_mut().enumerate() {
            let token = self.papers.is_token(handle) || self.together.is_token(handle);
            if token || matches!(vehicle.clock, GONE | COMING) {
                continue;
            }
            settle(self.plan, vehicle, &mut self.clocks, now);
            observer.inside(now, vehicle);
        }
        observer.end(now);
    }

    /// The next number in the order of joining.
    #[inline]
    pub(super) fn next_order(&mut self) -> u64 {
        self.order += 1;
        self.order
    }

    /// Puts a vehicle in a line: its time goes to that line's clock.
    #[inline]
    pub(super) fn enter_clock(&mut self, vehicle: u32, clock: u32) {
        let record = &mut self.vehicles[vehicle];
        record.clock = clock;
        if self.clocks[clock as usize].enter(self.now, record) {
            self.begin_patience(vehicle, clock);
        }
    }

    /// The same for a vehicle whose service is to go on: it is patient.
    #[inline]
    pub(super) fn enter_clock_in_service(&mut self, vehicle: u32, clock: u32) {
        let record = &mut self.vehicles[vehicle];
        record.clock = clock;
        self.clocks[clock as usize].enter(self.now, record);
    }

    /// Takes a vehicle out of the line it stands in.
    #[inline]
    pub(super) fn leave_clock(&mut self, vehicle: u32) {
        let record = &mut self.vehicles[vehicle];
        let clock = record.clock;
        if self.clocks[clock as usize].leave(self.now, record) {
            self.end_patience(vehicle, clock);
        }
    }

    /// From now on another cause holds in a line.
    #[inline]
    pub(super) fn turn_clock(&mut self, clock: u32, cause: Cause) {
        if self.clocks[clock as usize].turn(self.now, cause) {
            self.set_alarm(clock);
        }
    }

    /// A clock at which these causes may hold; returns its index.
    pub(super) fn new_clock(&mut self, possible: &[cause::Cause]) -> u32 {
        self.clocks.push(CauseClock::new(possible));
        (self.clocks.len() - 1) as u32
    }
}

/// Adds the time since a record last changed its place to the cause of what it does.
pub(super) fn settle(plan: &Plan, vehicle: &mut Vehicle, clocks: &mut [CauseClock], now: Time) {
    match vehicle.clock {
        GONE | COMING | APART => {}
        SERVING => vehicle.add(Cause::Processing, now - vehicle.since),
        TRAVELLING => {
            // Over a bridge one only travels.
            let cause = match plan.ops[vehicle.op as usize] {
                Op::Travel { cause, .. } => cause,
                _ => Cause::Travelling,
            };
            vehicle.add(cause, now - vehicle.since);
        }
        clock => {
            clocks[clock as usize].leave(now, vehicle);
        }
    }
}
