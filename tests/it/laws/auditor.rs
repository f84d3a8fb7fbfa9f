//! An observer that holds the loop to its laws while it runs.
//!
//! It keeps its own books from the hooks alone, judges what may pass by the civil calendar of the scenario, and never asks
//! the engine what it thinks.

use std::collections::{BTreeSet, HashMap, HashSet};

use bordergate::des::keyed::EntityId;
use bordergate::plan::{Crossing, Kind, NONE, Plan, Season, Serving, UnderWay};
use bordergate::scenario::calendar::{
    Bound, Category, Direction, Nationality, SegmentState, Timeline, resolve,
};
use bordergate::scenario::model::{Activity, Amount, Scenario};
use bordergate::sim::{Exit, Observer, Place, Reason, Vehicle};

use super::bridges::Sides;
use super::outages::Broken;
use super::residents::Pooled;
use crate::worlds::World;

/// As long before its interval the generator's books let a vehicle pass.
const EARLIEST: i64 = 30 * 60 * 1_000_000;

/// What the auditor knows of a vehicle inside.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// Where it stands in line, and since when.
    line: Option<(Place, i64)>,
    /// The station that serves it, and since when.
    served_by: Option<(u32, i64)>,
    /// The station at which its service ended, until it does something that takes time.
    served_at: Option<u32>,
    /// The yard in which it stands, and since when.
    parked: Option<(u32, i64)>,
    /// The pools of which it has drivers, as bits.
    drivers: u64,
    /// Beginning of the interval for which it was last booked, if it has not crossed since.
    booked: Option<i64>,
    /// Its place in the order of joining, while it stands in a lane without ever having been booked.
    order: Option<u64>,
    /// It has given up and does nothing else any more.
    gave_up: bool,
}

/// What a station has seen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Books {
    pub in_line: i64,
    pub busy: i64,
    /// Servers kept by those who found a yard full.
    pub kept: i64,
    /// Sum over vehicles of the time in line.
    pub waited: i128,
    /// Sum over vehicles of the time in service.
    pub served: i128,
}

/// What a yard has seen.
#[derive(Clone, Debug, Default)]
pub struct Places {
    pub taken: u32,
    /// Those in line, first come first.
    line: Vec<EntityId>,
    /// Sum over vehicles of the time in line.
    pub waited: i128,
    /// Sum over vehicles of the time with a place.
    pub stood: i128,
}

/// What a pool of drivers has seen.
#[derive(Clone, Debug, Default)]
pub struct Drivers {
    pub busy: i64,
    /// Those in line, first come first.
    line: Vec<EntityId>,
    /// Sum over vehicles of the time in line.
    pub waited: i128,
    /// Drivers let go.
    pub trips: i128,
}

/// The auditor of one replication at a time.
pub struct Auditor<'w> {
    scenario: &'w Scenario,
    plan: &'w Plan,
    inside: HashMap<EntityId, Known>,
    timelines: HashMap<(u32, Category), Timeline>,
    pub stations: Vec<Books>,
    pub yards: Vec<Places>,
    pub bridges: Sides,
    pub residents: Vec<Pooled>,
    /// Places taken by pool and interval: booked and not given away, or used by walk-ins.
    pub pools: Vec<Drivers>,
    booked: Vec<u32>,
    /// Beginning of the interval of those who booked and have not arrived.
    afar: HashMap<EntityId, i64>,
    /// For each lane the places of those who stand there without a booking.
    lines: Vec<BTreeSet<u64>>,
    joined: u64,
    /// Crossings by quota and the index of its day.
    accepted: HashMap<(usize, usize), u64>,
    pub created: u64,
    pub left: u64,
    pub still_inside: u64,
    pub passes: u64,
    /// Services that others of a lower level interrupted.
    pub preempted: u64,
    pub bookings: u64,
    pub transfers: u64,
    /// Bookings of those who had not arrived.
    pub from_afar: u64,
    pub missed: u64,
    pub walk_ins: u64,
    pub stayed_home: u64,
    /// Vehicles that found a yard full.
    pub blocked: u64,
    /// Vehicles that gave up, by what they stood before: stations, lanes, yards, bridges, pools, papers.
    pub gave_up: [u64; 7],
    /// Papers begun, by their own identity, and those under way by whose and which they are.
    tokens: HashSet<EntityId>,
    under_way: HashMap<(EntityId, u32), EntityId>,
    /// Papers that became ready for a vehicle.
    pub papers: u64,
    /// What is out of order.
    pub broken: Broken,
}

impl<'w> Auditor<'w> {
    pub fn new(world: &'w World) -> Self {
        Self {
            scenario: &world.scenario,
            plan: &world.plan,
            inside: HashMap::new(),
            timelines: HashMap::new(),
            stations: Vec::new(),
            yards: Vec::new(),
            bridges: Sides::default(),
            residents: Vec::new(),
            pools: Vec::new(),
            booked: Vec::new(),
            afar: HashMap::new(),
            lines: Vec::new(),
            joined: 0,
            accepted: HashMap::new(),
            created: 0,
            left: 0,
            still_inside: 0,
            passes: 0,
            preempted: 0,
            bookings: 0,
            transfers: 0,
            from_afar: 0,
            missed: 0,
            walk_ins: 0,
            stayed_home: 0,
            blocked: 0,
            gave_up: [0; 7],
            tokens: HashSet::new(),
            under_way: HashMap::new(),
            papers: 0,
            broken: Broken::new(&world.plan),
        }
    }

    fn known(&mut self, vehicle: &Vehicle) -> &mut Known {
        self.inside
            .get_mut(&vehicle.id)
            .expect("a vehicle does something only while it is inside")
    }

    /// A vehicle stands no longer among those of a lane that have no booking.
    fn step_out(&mut self, vehicle: &Vehicle, lane: u32) {
        if let Some(order) = self.known(vehicle).order.take() {
            self.lines[lane as usize].remove(&order);
        }
    }

    /// Servers at work by the shifts at an instant.
    fn servers(&self, station: u32, now: i64) -> i64 {
        let shifts = &self.plan.stations[station as usize].shifts;
        let next = shifts.partition_point(|shift| shift.at <= now);
        shifts[..next]
            .last()
            .map_or(0, |shift| i64::from(shift.servers))
    }

    /// The lane in which a vehicle stands.
    fn lane(&mut self, vehicle: &Vehicle) -> Option<u32> {
        match self.known(vehicle).line {
            Some((Place::Lane(lane), _)) => Some(lane),
            _ => None,
        }
    }

    fn season(&self, lane: u32, interval: u32) -> &'w Season {
        let plan = self.plan;
        plan.lanes[lane as usize]
            .seasons
            .iter()
            .find(|season| season.intervals.contains(&interval))
            .expect("an interval of the lane")
    }

    fn take_places(&mut self, lane: u32, interval: u32) {
        let first = self.plan.intervals[interval as usize].slots;
        for pool in &self.season(lane, interval).pools {
            let slot = (first + pool) as usize;
            self.booked[slot] += 1;
            assert!(
                self.booked[slot] <= self.plan.slots[slot],
                "more vehicles than places"
            );
        }
    }

    fn busy_is_within_servers(&self, now: i64, station: u32) {
        let plan = &self.plan.stations[station as usize];
        // In batches several share a server, and groups with skills count apart.
        if !matches!(plan.serving, Serving::Alone | Serving::InOrder(_)) {
            return;
        }
        let servers = self.servers(station, now);
        let books = &self.stations[station as usize];
        let busy = books.busy + books.kept;
        let most = if plan.clears_line {
            i64::from(plan.servers)
        } else {
            servers
        };
        assert!(busy <= most, "{busy} services at {most} servers");
    }

    /// What the calendar knows the vehicle as, on its way through the step at which it stands.
    fn category(&self, vehicle: &Vehicle) -> Category {
        let kind = &self.plan.kinds[vehicle.kind as usize];
        let (route, step) = &self.plan.names.ops[vehicle.op as usize];
        let route = self
            .scenario
            .routes
            .iter()
            .find(|other| other.name == *route)
            .unwrap();
        let at = route
            .steps
            .iter()
            .position(|other| other.name == *step)
            .unwrap();
        let ahead = route.steps[at..]
            .iter()
            .find_map(|step| match step.activity {
                Activity::Cross { bound, loaded } => Some((bound, loaded)),
                _ => None,
            });
        let with_goods = if kind.import {
            Bound::ToVietnam
        } else {
            Bound::ToChina
        };
        let (bound, loaded) = ahead.unwrap_or((with_goods, None));
        category(kind, bound, loaded)
    }

    fn state(&mut self, gate: u32, category: Category, now: i64) -> SegmentState {
        let timeline = self.timelines.entry((gate, category)).or_insert_with(|| {
            let calendar = &self.scenario.gates[gate as usize].calendar;
            let version = self.scenario.calendar;
            resolve(
                calendar,
                &category,
                &self.scenario.clocks,
                &self.scenario.period,
                version,
            )
            .unwrap()
        });
        timeline.state_at(now).unwrap()
    }

    /// Counts a crossing against every quota that speaks of it.
    fn use_quotas(&mut self, now: i64, kind: &Kind, category: &Category) {
        if kind.persons {
            return;
        }
        for (index, quota) in self.scenario.quotas.iter().enumerate() {
            if !quota.gates.contains(&(kind.gate as usize)) || !quota.filter.matches(category) {
                continue;
            }
            let plan = &self.plan.quotas[index];
            let day = plan.resets.partition_point(|&(at, _)| at <= now) - 1;
            let used = self.accepted.entry((index, day)).or_default();
            *used += 1;
            if let (Amount::Table(table), None) = (&quota.amount, quota.day_factor) {
                // A quota of the evening before may still be in force when the period begins.
                let table_day = (plan.resets[day].1 - self.plan.first_day).max(0) as usize;
                assert!(
                    *used <= table[table_day],
                    "more crossings than quota {} allows",
                    quota.name
                );
            }
        }
    }
}

fn category(kind: &Kind, bound: Bound, loaded: Option<bool>) -> Category {
    Category {
        direction: if kind.import {
            Direction::Import
        } else {
            Direction::Export
        },
        bound,
        class: kind.class as usize,
        vehicle: if kind.chinese {
            Nationality::Chinese
        } else {
            Nationality::Vietnamese
        },
        loaded: loaded.unwrap_or(kind.loaded),
        backlog: kind.backlog,
    }
}

impl Observer for Auditor<'_> {
    fn begin(&mut self, plan: &Plan) {
        self.broken = Broken::new(plan);
        self.inside.clear();
        self.stations = vec![Books::default(); plan.stations.len()];
        self.booked = vec![0; plan.slots.len()];
        self.lines = vec![BTreeSet::new(); plan.lanes.len()];
        self.accepted.clear();
        (self.created, self.left, self.still_inside) = (0, 0, 0);
        self.bridges = Sides::new(plan);
        self.residents = vec![Pooled::default(); plan.residents.len()];
        self.yards = vec![Places::default(); plan.yards.len()];
        self.pools = vec![Drivers::default(); plan.pools.len()];
        (self.passes, self.bookings, self.transfers) = (0, 0, 0);
        self.preempted = 0;
        (self.from_afar, self.missed) = (0, 0);
        (self.walk_ins, self.stayed_home) = (0, 0);
        self.afar.clear();
        self.blocked = 0;
        self.gave_up = [0; 7];
        self.tokens.clear();
        self.under_way.clear();
        self.papers = 0;
    }

    fn arrive(&mut self, now: i64, vehicle: &Vehicle) {
        assert!(vehicle.arrived <= now);
        let known = Known {
            booked: self.afar.remove(&vehicle.id),
            ..Known::default()
        };
        let before = self.inside.insert(vehicle.id, known);
        assert!(before.is_none(), "two vehicles of one name");
        self.created += 1;
    }

    fn join(&mut self, now: i64, vehicle: &Vehicle, place: Place) {
        let known = self.known(vehicle);
        assert!(
            known.line.is_none() && known.served_by.is_none(),
            "in two places: {known:?}"
        );
        known.line = Some((place, now));
        let served_at = known.served_at;
        match place {
            Place::Station(station) => {
                known.served_at = None;
                self.stations[station as usize].in_line += 1;
            }
            Place::Yard(yard) => {
                self.yards[yard as usize].line.push(vehicle.id);
                if let Some(station) = served_at {
                    self.stations[station as usize].kept += 1;
                }
            }
            Place::Bridge(line) => {
                known.served_at = None;
                self.bridges.join(self.plan, now, vehicle, line);
            }
            Place::Pool(pool) => {
                known.served_at = None;
                self.pools[pool as usize].line.push(vehicle.id);
            }
            Place::Residents(residents) => {
                known.served_at = None;
                self.residents[residents as usize].join(now, vehicle);
            }
            Place::Papers(_) => known.served_at = None,
            Place::Lane(lane) => {
                self.joined += 1;
                let order = self.joined;
                let known = self.known(vehicle);
                known.served_at = None;
                if known.booked.is_none() {
                    known.order = Some(order);
                    self.lines[lane as usize].insert(order);
                }
            }
        }
    }

    fn file(&mut self, _now: i64, vehicle: &Vehicle, papers: u32, token: &Vehicle, _again: bool) {
        assert!(self.tokens.insert(token.id), "two papers of one name");
        assert!(self.inside.insert(token.id, Known::default()).is_none());
        let before = self.under_way.insert((vehicle.id, papers), token.id);
        assert!(before.is_none(), "papers are under way once at a time");
    }

    fn ready(&mut self, _now: i64, vehicle: &Vehicle, papers: u32, _took: i64) {
        let token = self.under_way.remove(&(vehicle.id, papers));
        let known = self.inside.remove(&token.expect("was begun")).unwrap();
        assert!(known.line.is_none() && known.served_by.is_none());
        self.papers += 1;
    }

    fn collect(&mut self, _now: i64, vehicle: &Vehicle, list: u32) {
        for &papers in &self.plan.paper_lists[list as usize] {
            assert!(!self.under_way.contains_key(&(vehicle.id, papers)));
        }
        let line = self.known(vehicle).line.take();
        assert!(matches!(line, None | Some((Place::Papers(_), _))));
    }

    fn start(&mut self, now: i64, vehicle: &Vehicle, station: u32, waited: i64) {
        let known = self.known(vehicle);
        let (place, since) = known.line.take().expect("stands in line");
        assert_eq!(place, Place::Station(station));
        assert_eq!(waited, now - since);
        known.served_by = Some((station, now));
        assert_eq!(self.broken.stations[station as usize], 0, "out of order");
        let books = &mut self.stations[station as usize];
        books.in_line -= 1;
        books.busy += 1;
        books.waited += i128::from(waited);
        self.busy_is_within_servers(now, station);
    }

    fn interrupt(&mut self, now: i64, vehicle: &Vehicle, station: u32, served: i64) {
        let plan = &self.plan.stations[station as usize];
        let preempts = matches!(&plan.serving, Serving::InOrder(order) if order.preempts);
        assert!(preempts || plan.under_way != UnderWay::Finish);
        self.preempted += u64::from(preempts && plan.under_way == UnderWay::Finish);
        let known = self.known(vehicle);
        let (by, since) = known.served_by.take().expect("is served");
        assert_eq!((by, served), (station, now - since));
        known.line = Some((Place::Station(station), now));
        let books = &mut self.stations[station as usize];
        books.busy -= 1;
        books.in_line += 1;
        books.served += i128::from(served);
    }

    fn finish(&mut self, now: i64, vehicle: &Vehicle, station: u32, served: i64) {
        let known = self.known(vehicle);
        let (by, since) = known.served_by.take().expect("is served");
        assert_eq!((by, served), (station, now - since));
        known.served_at = Some(station);
        let books = &mut self.stations[station as usize];
        books.busy -= 1;
        books.served += i128::from(served);
    }

    fn outage(&mut self, _now: i64, outage: u32, on: bool) {
        self.broken.turn(self.plan, outage, on);
    }

    fn seize(&mut self, now: i64, vehicle: &Vehicle, pool: u32, waited: i64) {
        let known = self.known(vehicle);
        let (place, since) = known.line.take().expect("stands in line");
        assert_eq!((place, waited), (Place::Pool(pool), now - since));
        assert_eq!(known.drivers >> pool & 1, 0, "one driver of a pool");
        known.drivers |= 1 << pool;
        assert_eq!(self.broken.pools[pool as usize], 0, "out of order");
        let shifts = &self.plan.pools[pool as usize].shifts;
        let next = shifts.partition_point(|shift| shift.at <= now);
        let at_work = shifts[..next].last().map_or(0, |shift| shift.servers);
        let drivers = &mut self.pools[pool as usize];
        let first = drivers.line.remove(0);
        assert_eq!(first, vehicle.id, "first come, first served");
        drivers.waited += i128::from(waited);
        drivers.busy += 1;
        assert!(drivers.busy <= i64::from(at_work), "more than there are");
    }

    fn free(&mut self, _now: i64, vehicle: &Vehicle, pool: u32) {
        let known = self.known(vehicle);
        assert_eq!(known.drivers >> pool & 1, 1, "has a driver");
        known.drivers &= !(1 << pool);
        self.pools[pool as usize].trips += 1;
    }

    fn come_to_trade(&mut self, _now: i64, residents: u32, persons: u64) {
        self.residents[residents as usize].come(persons);
    }

    fn take_persons(&mut self, now: i64, vehicle: &Vehicle, residents: u32, persons: u64) {
        self.residents[residents as usize].take(self.plan, now, vehicle, residents, persons);
    }

    fn gather(&mut self, now: i64, vehicle: &Vehicle, residents: u32, persons: u64, waited: i64) {
        let line = self.known(vehicle).line.take();
        assert_eq!(
            line.map(|(place, _)| place),
            Some(Place::Residents(residents))
        );
        self.residents[residents as usize].gather(now, vehicle, persons, waited);
    }

    fn driver_back(&mut self, _now: i64, pool: u32) {
        self.pools[pool as usize].busy -= 1;
    }

    fn depart(&mut self, _now: i64, vehicle: &Vehicle) {
        self.known(vehicle).served_at = None;
    }

    fn park(&mut self, now: i64, vehicle: &Vehicle, yard: u32, waited: i64) {
        let known = self.known(vehicle);
        let (place, since) = known.line.take().expect("stands in line");
        assert_eq!((place, waited), (Place::Yard(yard), now - since));
        assert_eq!(
            known.parked.replace((yard, now)),
            None,
            "one place at a time"
        );
        let kept = known.served_at.take();
        let places = &mut self.yards[yard as usize];
        assert_eq!(
            places.line.remove(0),
            vehicle.id,
            "first come, first served"
        );
        places.waited += i128::from(waited);
        places.taken += 1;
        assert!(
            places.taken <= self.plan.yards[yard as usize],
            "more than the yard holds"
        );
        if let Some(station) = kept {
            self.stations[station as usize].kept -= 1;
        }
        self.blocked += u64::from(waited > 0);
    }

    fn bar(&mut self, now: i64, vehicle: &Vehicle, line: u32, barred: bool) {
        self.bridges.bar(self.plan, now, vehicle, line, barred);
    }

    fn turn_aside(&mut self, now: i64, vehicle: &Vehicle, line: u32, waited: i64) {
        let (place, since) = self.known(vehicle).line.take().expect("stands in line");
        assert_eq!((place, waited), (Place::Bridge(line), now - since));
        self.bridges.divert(self.plan, now, vehicle, line);
    }

    fn drive_on(&mut self, now: i64, vehicle: &Vehicle, line: u32, waited: i64) {
        let (place, since) = self.known(vehicle).line.take().expect("stands in line");
        assert_eq!((place, waited), (Place::Bridge(line), now - since));
        assert_eq!(self.broken.bridges[line as usize / 2], 0, "out of order");
        self.bridges.drive_on(self.plan, now, vehicle, line);
    }

    fn drive_off(&mut self, _now: i64, vehicle: &Vehicle, line: u32, _travelled: i64) {
        self.bridges.drive_off(vehicle, line);
    }

    fn leave_yard(&mut self, now: i64, vehicle: &Vehicle, yard: u32) {
        let (parked, since) = self.known(vehicle).parked.take().expect("has a place");
        assert_eq!(parked, yard);
        let places = &mut self.yards[yard as usize];
        places.taken -= 1;
        places.stood += i128::from(now - since);
    }

    fn book(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        let times = self.plan.intervals[interval as usize];
        assert!(times.opens <= now, "beyond the horizon");
        assert!(now <= times.closes, "registration was over");
        if !self.inside.contains_key(&vehicle.id) {
            let lane = self.plan.kinds[vehicle.kind as usize].first_lane;
            self.take_places(lane, interval);
            let before = self.afar.insert(vehicle.id, times.start);
            assert!(before.is_none(), "two bookings at once");
            self.from_afar += 1;
            return;
        }
        let lane = self
            .lane(vehicle)
            .expect("booked without standing in a lane");
        self.take_places(lane, interval);
        self.step_out(vehicle, lane);
        self.known(vehicle).booked = Some(times.start);
        self.bookings += 1;
    }

    fn miss(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        let times = self.plan.intervals[interval as usize];
        assert_eq!(now, times.misses, "missed at another instant");
        let (lane, booked) = if self.inside.contains_key(&vehicle.id) {
            let lane = self
                .lane(vehicle)
                .expect("missed without standing in a lane");
            (lane, self.known(vehicle).booked.take())
        } else {
            let lane = self.plan.kinds[vehicle.kind as usize].first_lane;
            (lane, self.afar.remove(&vehicle.id))
        };
        assert_eq!(booked, Some(times.start), "missed what it had not booked");
        let season = self.season(lane, interval);
        if season.released {
            for pool in &season.pools {
                self.booked[(times.slots + pool) as usize] -= 1;
            }
        }
        self.missed += 1;
    }

    fn walk_in(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        let times = self.plan.intervals[interval as usize];
        assert!(times.start <= now && now < times.end, "not on");
        let lane = self.lane(vehicle).expect("walks in from elsewhere");
        assert!(self.season(lane, interval).leftover, "walk-ins are refused");
        self.take_places(lane, interval);
        let known = self.known(vehicle);
        assert_eq!(known.booked.replace(times.start), None, "has a booking");
        self.walk_ins += 1;
    }

    fn stay_home(&mut self, _now: i64, vehicle: &Vehicle) {
        assert!(!self.inside.contains_key(&vehicle.id) && !self.afar.contains_key(&vehicle.id));
        self.stayed_home += 1;
    }

    fn pass(
        &mut self,
        now: i64,
        vehicle: &Vehicle,
        lane: u32,
        crossing: Option<Crossing>,
        first: bool,
        waited: i64,
    ) {
        let crosses = self.plan.kinds[vehicle.kind as usize].crosses;
        let known = self.known(vehicle);
        let (place, since) = known.line.take().expect("stands in line");
        let booked = known.booked;
        assert_eq!((place, waited), (Place::Lane(lane), now - since));
        // Where a route does not cross, to enter uses the slot up.
        if crossing.is_some() || !crosses {
            known.booked = None;
        }
        let category = self.category(vehicle);
        let kind = &self.plan.kinds[vehicle.kind as usize];
        assert_eq!(self.broken.gates[kind.gate as usize], 0, "out of order");
        match self.state(kind.gate, category, now) {
            SegmentState::Open => {}
            SegmentState::Booked => assert!(
                booked.is_some_and(|begins| begins - EARLIEST <= now),
                "passed without a booking"
            ),
            closed => panic!("passed while {closed:?}"),
        }
        let order = self.known(vehicle).order;
        let first_in_line = self.lines[lane as usize].first().copied();
        let by_spoilage = self.plan.lanes[lane as usize].by_spoilage;
        assert!(
            order.is_none() || order == first_in_line || by_spoilage,
            "passed one who had joined before"
        );
        self.step_out(vehicle, lane);
        assert!(!first || crossing.is_some());
        if crossing.is_some() {
            self.use_quotas(now, kind, &category);
        }
        self.passes += 1;
    }

    fn give_up(&mut self, now: i64, vehicle: &Vehicle, place: Place, aside: bool, waited: i64) {
        assert!(!vehicle.crossed, "who has crossed is patient");
        let known = self.known(vehicle);
        let (stands, since) = known.line.take().expect("stands in line");
        known.gave_up = true;
        assert_eq!((stands, waited), (place, now - since));
        let kept = known.served_at.take();
        let gone = |line: &mut Vec<EntityId>| line.retain(|&id| id != vehicle.id);
        let waited = i128::from(waited);
        let sort = match place {
            Place::Station(station) => {
                let books = &mut self.stations[station as usize];
                books.in_line -= 1;
                books.waited += waited;
                0
            }
            Place::Lane(lane) => {
                self.step_out(vehicle, lane);
                1
            }
            Place::Yard(yard) => {
                let places = &mut self.yards[yard as usize];
                gone(&mut places.line);
                places.waited += waited;
                if let Some(station) = kept {
                    self.stations[station as usize].kept -= 1;
                }
                2
            }
            Place::Bridge(line) => {
                self.bridges.give_up(now, vehicle, line, aside);
                3
            }
            Place::Pool(pool) => {
                let drivers = &mut self.pools[pool as usize];
                gone(&mut drivers.line);
                drivers.waited += waited;
                4
            }
            Place::Papers(_) => 5,
            Place::Residents(residents) => {
                self.residents[residents as usize].give_up(now, vehicle);
                6
            }
        };
        self.gave_up[sort] += 1;
    }

    fn transfer(&mut self, _now: i64, vehicle: &Vehicle, from: u32, reason: Reason) {
        assert_ne!(
            self.plan.kinds[from as usize].gate,
            self.plan.kinds[vehicle.kind as usize].gate
        );
        if let Some((Place::Lane(lane), _)) = self.known(vehicle).line {
            self.step_out(vehicle, lane);
        }
        let known = self.known(vehicle);
        known.line = None;
        known.booked = None;
        let gave_up = std::mem::take(&mut known.gave_up);
        assert_eq!(gave_up, is_patience(reason));
        self.transfers += 1;
    }

    fn leave(&mut self, now: i64, vehicle: &Vehicle, exit: Exit) {
        if let Some((Place::Lane(lane), _)) = self.known(vehicle).line {
            self.step_out(vehicle, lane);
        }
        let known = self.inside.remove(&vehicle.id).expect("is inside");
        assert!(known.served_by.is_none() && known.parked.is_none());
        assert_eq!(known.drivers, 0, "leaves with a driver");
        let is_patience = matches!(exit, Exit::TurnedBack(reason) if is_patience(reason));
        assert_eq!(known.gave_up, is_patience);
        let in_line = known.line.is_some();
        assert!(
            !in_line || matches!(exit, Exit::TurnedBack(_)),
            "left out of a line"
        );
        causes_sum(now, vehicle);
        self.left += 1;
    }

    fn inside(&mut self, now: i64, vehicle: &Vehicle) {
        let known = *self.known(vehicle);
        if let Some((Place::Station(station), since)) = known.line {
            self.stations[station as usize].waited += i128::from(now - since);
        }
        if let Some((Place::Pool(pool), since)) = known.line {
            self.pools[pool as usize].waited += i128::from(now - since);
        }
        if let Some((Place::Residents(residents), since)) = known.line {
            self.residents[residents as usize].inside(now, since);
        }
        if let Some((Place::Yard(yard), since)) = known.line {
            self.yards[yard as usize].waited += i128::from(now - since);
        }
        if let Some((Place::Bridge(line), _)) = known.line {
            self.bridges.inside(now, vehicle, line);
        }
        if let Some((yard, since)) = known.parked {
            self.yards[yard as usize].stood += i128::from(now - since);
        }
        if let Some((station, since)) = known.served_by {
            self.stations[station as usize].served += i128::from(now - since);
        }
        causes_sum(now, vehicle);
        self.still_inside += 1;
    }

    fn end(&mut self, now: i64) {
        // Papers under way are told no end: what they spent so far at stations counts like a vehicle's.
        self.inside.retain(|id, known| {
            let is_token = self.tokens.contains(id);
            if let (true, Some((Place::Station(station), since))) = (is_token, known.line) {
                self.stations[station as usize].waited += i128::from(now - since);
            }
            if let (true, Some((station, since))) = (is_token, known.served_by) {
                self.stations[station as usize].served += i128::from(now - since);
            }
            !is_token
        });
        assert_eq!(
            self.created,
            self.left + self.still_inside,
            "vehicles are conserved"
        );
        assert_eq!(self.still_inside, self.inside.len() as u64);
    }
}

/// Whether a reason is that somebody's patience ran out.
fn is_patience(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::PatienceOutside | Reason::PatienceInYard | Reason::PatienceClosed
    )
}

/// Every microsecond has one cause.
fn causes_sum(now: i64, vehicle: &Vehicle) {
    assert!(
        vehicle.causes.iter().all(|&span| span >= 0),
        "{:?}",
        vehicle.causes
    );
    assert_eq!(
        vehicle.causes.iter().sum::<i64>(),
        now - vehicle.arrived,
        "{:?}",
        vehicle.causes
    );
    assert_ne!(vehicle.kind, NONE);
}
