//! Who is inside, what becomes of everybody, and what happens at all: a month's book, kept through the hooks of the loop.

use std::collections::{BTreeSet, HashMap};

use bordergate::des::keyed::EntityId;
use bordergate::plan::cause::CAUSES;
use bordergate::plan::{Crossing, Plan};
use bordergate::sim::{Exit, Observer, Place, Reason, Vehicle};

/// An observer that keeps a book of who is inside, and counts how often each thing happens.
pub struct Ledger<'w> {
    plan: &'w Plan,
    /// Who is inside, and who works on it while it stands still.
    pub inside: HashMap<EntityId, bool>,
    pub created: u64,
    pub left: u64,
    pub still_inside: u64,
    pub causes: [i64; CAUSES],
    pub happened: HashMap<&'static str, u64>,
    /// Names of stations where services were done, of branches' labels that were taken, and so on.
    pub seen: BTreeSet<String>,
    /// Who is on each bridge.
    on_bridge: Vec<Vec<EntityId>>,
    /// Who has gathered some residents for its consignment, and so many times.
    gathering: HashMap<EntityId, u32>,
}

impl<'w> Ledger<'w> {
    pub fn new(plan: &'w Plan) -> Self {
        Self {
            plan,
            inside: HashMap::new(),
            created: 0,
            left: 0,
            still_inside: 0,
            causes: [0; CAUSES],
            happened: HashMap::new(),
            seen: BTreeSet::new(),
            on_bridge: vec![Vec::new(); plan.names.bridges.len()],
            gathering: HashMap::new(),
        }
    }

    fn note(&mut self, what: &'static str) {
        *self.happened.entry(what).or_default() += 1;
    }

    fn saw(&mut self, what: &str, vehicle: &Vehicle) {
        let (route, step) = &self.plan.names.ops[vehicle.op as usize];
        let seen = format!("{what} {route}.{step}");
        if !self.seen.contains(&seen) {
            self.seen.insert(seen);
        }
    }

    fn class(&self, vehicle: &Vehicle) -> &'w str {
        &self.plan.names.classes[self.plan.kinds[vehicle.kind as usize].class as usize]
    }

    /// All its time has a cause, to the microsecond.
    fn settle(&mut self, now: i64, vehicle: &Vehicle) {
        let apart = self.inside.remove(&vehicle.id);
        assert!(apart.is_some(), "it was inside");
        assert!(vehicle.causes.iter().all(|&span| span >= 0));
        let sum: i64 = vehicle.causes.iter().sum();
        assert_eq!(sum, now - vehicle.arrived, "every microsecond has a cause");
        for (total, span) in self.causes.iter_mut().zip(vehicle.causes) {
            *total += span;
        }
    }
}

impl Observer for Ledger<'_> {
    fn begin(&mut self, _plan: &Plan) {
        assert!(
            self.inside.is_empty(),
            "all have left, or were inside at the end"
        );
        (self.created, self.left, self.still_inside) = (0, 0, 0);
        self.on_bridge.iter_mut().for_each(Vec::clear);
        self.gathering.clear();
    }
    fn arrive(&mut self, _now: i64, vehicle: &Vehicle) {
        let before = self.inside.insert(vehicle.id, false);
        assert!(before.is_none(), "nobody comes twice");
        self.created += 1;
        if self.plan.kinds[vehicle.kind as usize].persons {
            self.note("a person comes");
        }
    }
    fn join(&mut self, _now: i64, _vehicle: &Vehicle, place: Place) {
        self.note(match place {
            Place::Station(_) => "joins a station",
            Place::Lane(_) => "joins a lane",
            Place::Yard(_) => "joins a yard",
            Place::Bridge(_) => "joins a bridge",
            Place::Pool(_) => "joins a pool",
            Place::Residents(_) => "joins residents",
            Place::Papers(_) => "waits for papers",
        });
    }
    fn start(&mut self, _now: i64, vehicle: &Vehicle, _station: u32, _waited: i64) {
        self.saw("starts", vehicle);
    }
    fn interrupt(&mut self, _now: i64, vehicle: &Vehicle, _station: u32, _served: i64) {
        self.note("a service is interrupted");
        self.saw("interrupted", vehicle);
    }
    fn finish_batch(&mut self, _now: i64, station: u32, vehicles: u32) {
        match (
            self.plan.names.stations[station as usize].as_str(),
            vehicles,
        ) {
            ("bays", 2) => self.note("a pair is transshipped"),
            ("loading", 2) => self.note("two are loaded together"),
            ("loading", 3..=4) => self.note("three or four are loaded together"),
            other => panic!("{other:?}"),
        }
    }
    fn seize(&mut self, _now: i64, _vehicle: &Vehicle, _pool: u32, waited: i64) {
        self.note(if waited > 0 {
            "waits for a driver"
        } else {
            "finds a driver"
        });
    }
    fn free(&mut self, _now: i64, _vehicle: &Vehicle, _pool: u32) {
        self.note("lets a driver go");
    }
    fn driver_back(&mut self, _now: i64, _pool: u32) {
        self.note("a driver is back");
    }
    fn park(&mut self, _now: i64, vehicle: &Vehicle, _yard: u32, waited: i64) {
        self.saw(if waited > 0 { "waits to park" } else { "parks" }, vehicle);
    }
    fn bar(&mut self, _now: i64, _vehicle: &Vehicle, _line: u32, barred: bool) {
        self.note(if barred {
            "stands aside"
        } else {
            "stands aside no longer"
        });
    }
    fn turn_aside(&mut self, _now: i64, _vehicle: &Vehicle, _line: u32, _waited: i64) {
        self.note("is too heavy and goes elsewhere");
    }
    fn drive_on(&mut self, _now: i64, vehicle: &Vehicle, line: u32, _waited: i64) {
        self.saw("drives", vehicle);
        let class = self.class(vehicle);
        let on_bridge = &mut self.on_bridge[line as usize / 2];
        if class == "oversize" {
            assert!(on_bridge.is_empty(), "it has the bridge for itself");
        }
        on_bridge.push(vehicle.id);
    }
    fn drive_off(&mut self, _now: i64, vehicle: &Vehicle, line: u32, _travelled: i64) {
        let on_bridge = &mut self.on_bridge[line as usize / 2];
        if self.plan.names.classes[self.plan.kinds[vehicle.kind as usize].class as usize]
            == "oversize"
        {
            assert_eq!(on_bridge, &[vehicle.id], "nobody follows it");
        }
        on_bridge.retain(|&id| id != vehicle.id);
    }
    fn outage(&mut self, _now: i64, outage: u32, on: bool) {
        let outage = &self.plan.outages[outage as usize];
        let names = &self.plan.names;
        for (what, hit, of) in [
            ("station", &outage.stations, &names.stations),
            ("pool", &outage.pools, &names.pools),
            ("bridge", &outage.bridges, &names.bridges),
            ("gate", &outage.gates, &names.gates),
        ] {
            for &hit in hit {
                let part = if outage.servers == u32::MAX {
                    "all"
                } else {
                    "some"
                };
                let name = &of[hit as usize];
                self.seen
                    .insert(format!("outage {on} {part} {what} {name}"));
            }
        }
    }
    fn take_persons(&mut self, _now: i64, vehicle: &Vehicle, _residents: u32, persons: u64) {
        assert!(persons > 0);
        *self.gathering.entry(vehicle.id).or_default() += 1;
    }
    fn gather(&mut self, _: i64, vehicle: &Vehicle, _: u32, _persons: u64, _: i64) {
        match self.gathering.remove(&vehicle.id) {
            Some(1) => self.note("a consignment is gathered at once"),
            Some(_) => self.note("a consignment is gathered little by little"),
            None => panic!("nobody traded for it"),
        }
    }
    fn depart(&mut self, _now: i64, vehicle: &Vehicle) {
        self.saw("departs", vehicle);
    }
    fn stay_home(&mut self, _now: i64, _vehicle: &Vehicle) {
        self.note("stays at home without a place");
    }
    fn see(&mut self, _now: i64, _vehicle: &Vehicle, seen: u32) {
        assert!(seen > 0, "there is a queue");
        self.note("sees too long a queue");
    }
    fn redirect(&mut self, _now: i64, vehicle: &Vehicle, from: u32, read: [u32; 2]) {
        assert!(read[0] > read[1] && !self.inside.contains_key(&vehicle.id));
        let (from, to) = (from as usize, vehicle.kind as usize);
        let gate = |kind: usize| &self.plan.names.gates[self.plan.kinds[kind].gate as usize];
        let seen = format!("diverted {} to {}", gate(from), gate(to));
        self.seen.insert(seen);
    }
    fn keep_inland(&mut self, _now: i64, vehicle: &Vehicle) {
        assert!(!self.inside.contains_key(&vehicle.id));
        self.note("is kept inland");
    }
    fn put_off(&mut self, _now: i64, vehicle: &Vehicle) {
        assert!(!self.inside.contains_key(&vehicle.id));
        self.note("is put off by a ban");
    }
    fn give_up(&mut self, _now: i64, _: &Vehicle, place: Place, is_aside: bool, waited: i64) {
        assert!(waited >= 0);
        self.note(match place {
            Place::Station(_) => "gives up in line at a station",
            Place::Lane(_) => "gives up before a barrier",
            Place::Yard(_) => "gives up before a yard",
            Place::Bridge(_) if is_aside => "gives up beside a bridge",
            Place::Bridge(_) => "gives up before a bridge",
            Place::Pool(_) => "gives up without a driver",
            Place::Residents(_) => "gives up without residents",
            Place::Papers(_) => "gives up without papers",
        });
    }
    fn book(&mut self, _now: i64, vehicle: &Vehicle, _interval: u32) {
        let here = self.inside.contains_key(&vehicle.id);
        self.note(if here {
            "books in line"
        } else {
            "books before it comes"
        });
    }
    fn miss(&mut self, _now: i64, _vehicle: &Vehicle, _interval: u32) {
        self.note("misses its hour");
    }
    fn walk_in(&mut self, _now: i64, _vehicle: &Vehicle, _interval: u32) {
        self.note("walks in");
    }
    fn redeem(&mut self, _now: i64, _vehicle: &Vehicle, _interval: u32) {
        self.note("uses a place of the book");
    }
    fn choose(&mut self, _now: i64, vehicle: &Vehicle, label: u32) {
        let label = self.plan.names.labels[label as usize].clone();
        self.saw(&label, vehicle);
    }
    fn pass(
        &mut self,
        _now: i64,
        vehicle: &Vehicle,
        _lane: u32,
        crossing: Option<Crossing>,
        first: bool,
        _waited: i64,
    ) {
        let kind = &self.plan.kinds[vehicle.kind as usize];
        let Some(crossing) = crossing else { return };
        if kind.persons {
            assert!(first);
            return self.note("a person goes over");
        }
        let loaded = crossing.loaded.unwrap_or(kind.loaded);
        self.note(
            match (kind.import, kind.chinese, crossing.to_vietnam, loaded) {
                (false, false, false, true) => "an export goes out",
                (false, false, true, false) => "its lorry comes home empty",
                (true, true, true, true) => "an import comes in",
                (true, true, false, false) => "a Chinese lorry goes home empty",
                (true, true, false, true) => "a returned import goes home",
                (true, false, false, false) if first => "an empty goes out to fetch",
                (true, false, true, true) => "what was fetched comes in",
                other => panic!("nobody passes like {other:?}"),
            },
        );
    }
    fn file(&mut self, _now: i64, vehicle: &Vehicle, papers: u32, _token: &Vehicle, again: bool) {
        self.note(match (self.inside.contains_key(&vehicle.id), again) {
            (false, false) => "lodges papers before it comes",
            (true, false) => "files papers",
            (true, true) => "makes papers again",
            (false, true) => panic!("papers are made again at steps only"),
        });
        let papers = &self.plan.names.papers[papers as usize];
        self.seen.insert(format!("papers {papers}"));
    }
    fn ready(&mut self, _now: i64, _vehicle: &Vehicle, _papers: u32, _took: i64) {
        self.note("papers are ready");
    }
    fn overstay(&mut self, _now: i64, _vehicle: &Vehicle, _stay: u32, over: i64) {
        assert!(over > 0);
        self.note("stays too long");
    }
    fn split(&mut self, _now: i64, vehicle: &Vehicle) {
        let apart = self.inside.insert(vehicle.id, true);
        assert_eq!(apart, Some(false));
        self.note("several agencies begin");
    }
    fn unite(&mut self, _now: i64, vehicle: &Vehicle, _spent: i64) {
        let apart = self.inside.insert(vehicle.id, false);
        assert_eq!(apart, Some(true));
        self.note("all agencies are done");
    }
    fn transfer(&mut self, _now: i64, _vehicle: &Vehicle, _from: u32, reason: Reason) {
        self.note("is sent to another gate");
        self.seen.insert(format!("sent on: {}", reason.word()));
    }
    fn leave(&mut self, now: i64, vehicle: &Vehicle, exit: Exit) {
        assert_eq!(self.inside.get(&vehicle.id), Some(&false));
        self.settle(now, vehicle);
        self.left += 1;
        match exit {
            Exit::Completed => self.note("leaves"),
            Exit::TurnedBack(reason) => {
                self.note("turns back");
                self.seen.insert(format!("turned back: {}", reason.word()));
            }
        }
    }
    fn inside(&mut self, now: i64, vehicle: &Vehicle) {
        self.settle(now, vehicle);
        self.still_inside += 1;
    }
}
