//! The month at Móng Cái uses every mechanism at once: here it is held to what must be true of any scenario, and to each mechanism
//! having its say in it.

use std::collections::{BTreeSet, HashMap};
use std::process::Command;

use bordergate::des::keyed::EntityId;
use bordergate::measures::{Dims, Measures};
use bordergate::plan::cause::{CAUSES, Cause};
use bordergate::plan::{Crossing, Plan};
use bordergate::sim::{Engine, Exit, Observer, Place, Reason, Vehicle};

use crate::laws::bulletins_close;
use crate::laws::rows::column;
use crate::worlds::{World, go, shipped};

const REPLICATIONS: u64 = 4;

/// An observer that keeps a book of who is inside, and counts how often each thing happens.
struct Ledger<'w> {
    plan: &'w Plan,
    /// Who is inside, and who works on it while it stands still.
    inside: HashMap<EntityId, bool>,
    created: u64,
    left: u64,
    still_inside: u64,
    causes: [i64; CAUSES],
    happened: HashMap<&'static str, u64>,
    /// Names of stations where services were done, of branches' labels that were taken, and so on.
    seen: BTreeSet<String>,
}

impl<'w> Ledger<'w> {
    fn new(plan: &'w Plan) -> Self {
        Self {
            plan,
            inside: HashMap::new(),
            created: 0,
            left: 0,
            still_inside: 0,
            causes: [0; CAUSES],
            happened: HashMap::new(),
            seen: BTreeSet::new(),
        }
    }

    fn note(&mut self, what: &'static str) {
        *self.happened.entry(what).or_default() += 1;
    }

    fn see(&mut self, what: &str, vehicle: &Vehicle) {
        let (route, step) = &self.plan.names.ops[vehicle.op as usize];
        let seen = format!("{what} {route}.{step}");
        if !self.seen.contains(&seen) {
            self.seen.insert(seen);
        }
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
    }
    fn arrive(&mut self, _now: i64, vehicle: &Vehicle) {
        let before = self.inside.insert(vehicle.id, false);
        assert!(before.is_none(), "nobody comes twice");
        self.created += 1;
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
        self.see("starts", vehicle);
    }
    fn interrupt(&mut self, _now: i64, vehicle: &Vehicle, _station: u32, _served: i64) {
        self.note("a service is interrupted");
        self.see("interrupted", vehicle);
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
        self.see(if waited > 0 { "waits to park" } else { "parks" }, vehicle);
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
    fn drive_on(&mut self, _now: i64, vehicle: &Vehicle, _line: u32, _waited: i64) {
        self.see("drives", vehicle);
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
        self.see(&label, vehicle);
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
    fn transfer(&mut self, _now: i64, _vehicle: &Vehicle, _from: u32, _reason: Reason) {
        self.note("is sent to another gate");
    }
    fn leave(&mut self, now: i64, vehicle: &Vehicle, exit: Exit) {
        assert_eq!(self.inside.get(&vehicle.id), Some(&false));
        self.settle(now, vehicle);
        self.left += 1;
        self.note(match exit {
            Exit::Completed => "leaves",
            Exit::TurnedBack(_) => "turns back",
        });
    }
    fn inside(&mut self, now: i64, vehicle: &Vehicle) {
        self.settle(now, vehicle);
        self.still_inside += 1;
    }
}

fn month() -> World {
    shipped("mong-cai-month")
}

/// Vehicles are conserved, causes sum exactly, and the bulletin of each gate, direction and day closes.
#[test]
fn nobody_is_lost_and_every_bulletin_closes() {
    let world = month();
    let mut observers = (
        Ledger::new(&world.plan),
        Measures::new(&world.plan, &world.catalogue),
    );
    let mut engine = Engine::new(&world.plan);
    for replication in 0..REPLICATIONS {
        go(&mut engine, 1, replication, &mut observers);
        let (ledger, row) = (&observers.0, observers.1.row(replication));
        assert_eq!(ledger.created, ledger.left + ledger.still_inside);
        assert!(ledger.inside.is_empty());
        assert!(ledger.created > 7_000 && ledger.still_inside < ledger.created / 10);

        // The row says the same: those in line at the start, and those who came later.
        let total =
            |measure| column(&world, &row, measure, "total", "total", Dims::default()).unwrap();
        let came = total("opening-stock") + total("vehicles-arrived");
        assert_eq!(came, i128::from(ledger.created));
        bulletins_close(&world, &row);
    }
    let days = world.plan.days.len() - 1;
    let ways = world.catalogue.specs.iter().filter(|spec| {
        spec.measure == "stock" && spec.statistic == "end" && spec.by == "gate-direction-day"
    });
    assert_eq!(
        (days, ways.count()),
        (31, 4 * 31),
        "each way of both gates, each day"
    );
}

/// Each mechanism does what it is there for at least once, and every cause of the list is some vehicle's.
#[test]
fn everything_that_a_gate_does_happens() {
    let world = month();
    let mut ledger = Ledger::new(&world.plan);
    let mut engine = Engine::new(&world.plan);
    for replication in 0..REPLICATIONS {
        go(&mut engine, 1, replication, &mut ledger);
    }
    for cause in Cause::ALL {
        assert!(
            ledger.causes[cause as usize] > 0,
            "nobody: {}",
            cause.word()
        );
    }
    for what in [
        "joins a yard",
        "a service is interrupted",
        "a pair is transshipped",
        "two are loaded together",
        "three or four are loaded together",
        "waits for a driver",
        "finds a driver",
        "lets a driver go",
        "a driver is back",
        "stands aside",
        "stands aside no longer",
        "is too heavy and goes elsewhere",
        "books in line",
        "books before it comes",
        "misses its hour",
        "walks in",
        "uses a place of the book",
        "is sent to another gate",
        "an export goes out",
        "its lorry comes home empty",
        "an import comes in",
        "a Chinese lorry goes home empty",
        "a returned import goes home",
        "an empty goes out to fetch",
        "what was fetched comes in",
        "lodges papers before it comes",
        "files papers",
        "makes papers again",
        "papers are ready",
        "waits for papers",
        "stays too long",
        "several agencies begin",
        "all agencies are done",
        "turns back",
    ] {
        assert!(
            ledger.happened.contains_key(what),
            "it never happens: {what}"
        );
    }
    for seen in [
        "waits to park hai-yen-export.hold-back",
        "waits to park hai-yen-export.call-forward",
        "parks bac-luan-2-export.in",
        "parks bac-luan-2-import.in",
        "parks fetch.in-the-yard",
        "drives hai-yen-export.over",
        "drives hai-yen-export.over-when-allowed",
        "drives hai-yen-import.home",
        "starts fetch.explained",
        "interrupted bac-luan-2-import.goods",
        "green bac-luan-2-import.channel",
        "red bac-luan-2-export.channel",
        "transshipped bac-luan-2-import.hand-over",
        "relay driver bac-luan-2-export.who-drives",
        "papers declaration",
        "papers fee",
        "papers permit",
    ] {
        assert!(ledger.seen.contains(seen), "it never happens: {seen}");
    }
    // Both orders of inspection, by each agency of theirs; samples, treatments and returns.
    for (step, agency) in [
        ("fresh-inspection", "plant-quarantine"),
        ("fresh-inspection", "food-safety"),
        ("industrial-inspection", "plant-quarantine"),
        ("industrial-inspection", "quality"),
    ] {
        let seen = format!("starts bac-luan-2-import.{step}/{agency}: inspection");
        assert!(ledger.seen.contains(&seen), "it never happens: {seen}");
    }
    for label in ["sampled", "treated", "returned"] {
        let seen = ledger.seen.iter().any(|seen| seen.starts_with(label));
        assert!(seen, "nobody is {label}: {:#?}", ledger.seen);
    }
}

/// What is printed is the same, byte for byte, for any number of threads.
#[test]
fn any_number_of_jobs_prints_the_same_bytes() {
    let run = |jobs: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_bordergate"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["run", "scenarios/mong-cai-month.toml", "--json"])
            .args(["--reps", "6", "--jobs", jobs])
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        output.stdout
    };
    let one = run("1");
    assert!(one.len() > 100_000);
    for jobs in ["2", "5"] {
        assert!(one == run(jobs), "other bytes with {jobs} jobs");
    }
}
