//! A world small enough to be worked out by hand, and the log of what happens in it.
//!
//! A line of the log is an instant on the scenario's clock, a vehicle and what it does. Vehicles are called by their
//! source or backlog and numbered as they come. Each civil day after the first has a heading. Joining a line is left out
//! where the vehicle does not stand in it: it starts, or passes, at the same instant. Whoever leaves, or is inside at the
//! end, says where its time went. Whoever was heard of before says when it comes. Whoever works on a vehicle that stands still is called after both.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::atomic::AtomicBool;

use bordergate::des::clock::{DAY, HOUR, MINUTE, SECOND};
use bordergate::measures::{Catalogue, Measures, Row};
use bordergate::plan::cause::Cause;
use bordergate::plan::{self, Crossing, Plan};
use bordergate::scenario::calendar::{clock, instant};
use bordergate::scenario::model::Scenario;
use bordergate::scenario::read_text;
use bordergate::sim::{Engine, Exit, Observer, Place, Reason, Stop, Vehicle};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A scenario and its plan.
pub struct World {
    pub scenario: Scenario,
    pub plan: Plan,
}

impl World {
    /// The world of a whole scenario.
    pub fn new(toml: &str) -> Self {
        let read = read_text("world.toml", toml, &[]);
        let Some(scenario) = read.scenario else {
            panic!("{}", read.problems.render(&read.sources, false));
        };
        let plan = match plan::compile(&scenario) {
            Ok(plan) => plan,
            Err(ambiguity) => panic!("{ambiguity:?}"),
        };
        Self { scenario, plan }
    }

    /// Some days in Hanoi, with China's clock an hour ahead. `rest` may begin with further keys of `[scenario]`.
    pub fn days(from: &str, to: &str, rest: &str) -> Self {
        Self::new(&format!(
            "[scenario]\ntitle = \"a world\"\nfrom = {from}\nto = {to}\nclock = \"Asia/Ho_Chi_Minh\"\n\
             partner-clock = \"Asia/Shanghai\"\n{rest}"
        ))
    }

    /// Monday, 3 March 2025.
    pub fn monday(rest: &str) -> Self {
        Self::days("2025-03-03", "2025-03-03", rest)
    }

    /// Asserts the whole log of the world. Indentation and empty lines do not count.
    #[track_caller]
    pub fn runs_as(&self, expected: &str) {
        let expected: Vec<&str> = expected
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        let happened = self.log();
        assert!(
            happened == expected,
            "expected\n    {}\nhappened\n    {}",
            expected.join("\n    "),
            happened.join("\n    ")
        );
    }

    /// What happens, line by line.
    pub fn log(&self) -> Vec<String> {
        let mut log = Log::new(self);
        assert_eq!(self.run(&mut log), Stop::Completed);
        log.lines()
    }

    /// The row of measures of a replication.
    pub fn row(&self, catalogue: &Catalogue, seed: u64) -> Row {
        let mut measures = Measures::new(&self.plan, catalogue);
        let stop = Engine::new(&self.plan).run(seed, 0, &mut measures, &AtomicBool::new(true));
        assert_eq!(stop, Stop::Completed);
        measures.row(0)
    }

    /// Runs a replication before an observer.
    pub fn run(&self, observer: &mut impl Observer) -> Stop {
        Engine::new(&self.plan).run(1, 0, observer, &AtomicBool::new(true))
    }

    /// Instant and origin of every arrival with this seed.
    pub fn arrivals(&self, seed: u64) -> Vec<Arrival> {
        let mut arrivals = Arrivals(self, Vec::new());
        let stop = Engine::new(&self.plan).run(seed, 0, &mut arrivals, &AtomicBool::new(true));
        assert_eq!(stop, Stop::Completed);
        arrivals.1
    }

    /// An instant of this world, as in `2025-03-03T08:00`.
    pub fn at(&self, local: &str) -> i64 {
        let local: DateTime = local.parse().unwrap();
        let minute = i64::from(local.hour()) * 60 + i64::from(local.minute());
        instant(local.date(), minute, self.zone())
    }

    fn zone(&self) -> &TimeZone {
        &self.scenario.clocks.own
    }
}

/// A source of Vietnamese exports at `bridge`, by route `out`, at fixed times. Called like its class.
pub fn comes(class: &str, timetable: &str) -> String {
    source(class, class, &format!("timetable = {timetable}"))
}

/// A source of Vietnamese exports at `bridge`, by route `out`.
pub fn source(name: &str, class: &str, rest: &str) -> String {
    format!(
        "[source.{name}]\ngate = \"bridge\"\ndirection = \"export\"\nvehicle = \"vietnamese\"\n\
         class = \"{class}\"\nroute = \"out\"\n{rest}\n"
    )
}

/// An arrival: who it is and when it comes.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    pub at: i64,
    pub local: DateTime,
    pub origin: String,
    pub class: String,
    /// Hash of its identity: equal where all its random numbers are.
    pub id: bordergate::des::keyed::EntityId,
}

struct Arrivals<'w>(&'w World, Vec<Arrival>);

impl Observer for Arrivals<'_> {
    fn arrive(&mut self, now: i64, vehicle: &Vehicle) {
        let names = &self.0.plan.names;
        let kind = &self.0.plan.kinds[vehicle.kind as usize];
        self.1.push(Arrival {
            at: now,
            local: clock(now, self.0.zone()),
            origin: names.origins[vehicle.origin as usize].clone(),
            class: names.classes[kind.class as usize].clone(),
            id: vehicle.id,
        });
    }
}

/// The observer that writes the log.
struct Log<'w> {
    world: &'w World,
    entries: Vec<Entry>,
    names: HashMap<bordergate::des::keyed::EntityId, String>,
    counts: HashMap<u32, u32>,
    /// For each op, whether others work there on a vehicle that stands still.
    by_tokens: Vec<bool>,
}

struct Entry {
    at: i64,
    vehicle: String,
    text: String,
    is: Is,
}

/// What an entry is to a line: whether the vehicle comes to stand in it, or need no longer.
#[derive(Clone, Copy, PartialEq)]
enum Is {
    Join,
    Begin,
    Other,
}

impl<'w> Log<'w> {
    fn new(world: &'w World) -> Self {
        Self {
            world,
            entries: Vec::new(),
            names: HashMap::new(),
            counts: HashMap::new(),
            by_tokens: world.plan.by_tokens(),
        }
    }

    fn lines(&self) -> Vec<String> {
        let zone = self.world.zone();
        let mut day = clock(self.world.plan.start, zone).date();
        let mut lines = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            if entry.is == Is::Join && self.begins_at_once(index) {
                continue;
            }
            let local = clock(entry.at, zone);
            if local.date() != day {
                day = local.date();
                lines.push(day.strftime("%a %-d %b").to_string());
            }
            lines.push(format!(
                "{} {} {}",
                time_of_day(local),
                entry.vehicle,
                entry.text
            ));
        }
        lines
    }

    /// Whether the vehicle that joins a line here does not stand in it.
    fn begins_at_once(&self, index: usize) -> bool {
        let joined = &self.entries[index];
        self.entries[index + 1..]
            .iter()
            .take_while(|later| later.at == joined.at)
            .filter(|later| later.vehicle == joined.vehicle)
            .find(|later| later.is != Is::Other)
            .is_some_and(|later| later.is == Is::Begin)
    }

    /// Vehicles are numbered as they are first heard of.
    /// Day and time at which an interval begins.
    fn slot(&self, interval: u32) -> String {
        let start = self.world.plan.intervals[interval as usize].start;
        let start = clock(start, self.world.zone());
        format!("{} {}", start.date().strftime("%a"), time_of_day(start))
    }

    /// The vehicle's name; whoever is met for the first time is the next of its origin.
    /// The name of a vehicle, which is new where it has not been heard of.
    fn name(&mut self, vehicle: &Vehicle) -> String {
        let known = self.names.entry(vehicle.id).or_insert_with(|| {
            let count = self.counts.entry(vehicle.origin).or_default();
            *count += 1;
            let origin = &self.world.plan.names.origins[vehicle.origin as usize];
            format!("{origin}.{count}")
        });
        known.clone()
    }

    fn write(&mut self, now: i64, vehicle: &Vehicle, text: impl Into<String>) {
        self.entry(now, vehicle, text.into(), Is::Other);
    }

    fn entry(&mut self, now: i64, vehicle: &Vehicle, text: String, is: Is) {
        self.entries.push(Entry {
            at: now,
            vehicle: self.called(vehicle),
            text,
            is,
        });
    }

    /// Its name; who works on it while it stands still, by the name of its steps: `fruit.1/plant`.
    fn called(&self, vehicle: &Vehicle) -> String {
        let name = &self.names[&vehicle.id];
        let step = self.step(vehicle);
        match step
            .split_once('/')
            .filter(|_| self.by_tokens[vehicle.op as usize])
        {
            Some((_, part)) => format!("{name}/{}", part.split(':').next().unwrap_or_default()),
            None => name.clone(),
        }
    }

    fn step(&self, vehicle: &Vehicle) -> String {
        self.world.plan.names.ops[vehicle.op as usize].1.clone()
    }

    fn station(&self, station: u32) -> &str {
        &self.world.plan.names.stations[station as usize]
    }

    fn yard(&self, yard: u32) -> &str {
        &self.world.plan.names.yards[yard as usize]
    }

    fn bridge(&self, line: u32) -> &str {
        &self.world.plan.names.bridges[line as usize / 2]
    }

    fn residents(&self, residents: u32) -> &str {
        &self.world.plan.names.residents[residents as usize]
    }

    fn pool(&self, pool: u32) -> &str {
        &self.world.plan.names.pools[pool as usize]
    }

    fn end(&mut self, now: i64, vehicle: &Vehicle, what: &str) {
        let spent: i64 = vehicle.causes.iter().sum();
        assert_eq!(
            spent,
            now - vehicle.arrived,
            "every microsecond has a cause"
        );
        assert!(vehicle.causes.iter().all(|&span| span >= 0));
        let causes: Vec<String> = Cause::ALL
            .iter()
            .filter(|&&cause| vehicle.causes[cause as usize] > 0)
            .map(|&cause| format!("{} {}", cause.word(), span(vehicle.causes[cause as usize])))
            .collect();
        let causes = if causes.is_empty() {
            "at once".to_owned()
        } else {
            causes.join(", ")
        };
        self.write(now, vehicle, format!("{what}; {causes}"));
    }
}

impl Observer for Log<'_> {
    fn arrive(&mut self, now: i64, vehicle: &Vehicle) {
        let known = self.names.contains_key(&vehicle.id);
        self.name(vehicle);
        if known {
            self.write(now, vehicle, "comes");
        }
    }
    fn file(&mut self, now: i64, vehicle: &Vehicle, papers: u32, token: &Vehicle, again: bool) {
        let name = &self.world.plan.names.papers[papers as usize];
        let again = if again { " again" } else { "" };
        let token_name = format!("{}/{name}", self.name(vehicle));
        self.names.insert(token.id, token_name);
        self.write(now, vehicle, format!("files {name}{again}"));
    }
    fn ready(&mut self, now: i64, vehicle: &Vehicle, papers: u32, took: i64) {
        let name = &self.world.plan.names.papers[papers as usize];
        let text = if took == 0 {
            format!("has {name} at once")
        } else {
            format!("has {name} after {}", span(took))
        };
        self.write(now, vehicle, text);
    }
    fn collect(&mut self, now: i64, vehicle: &Vehicle, _list: u32) {
        let text = format!("passes {}", self.step(vehicle));
        self.entry(now, vehicle, text, Is::Begin);
    }
    fn overstay(&mut self, now: i64, vehicle: &Vehicle, stay: u32, over: i64) {
        let stay = &self.world.plan.names.stays[stay as usize];
        self.write(now, vehicle, format!("overstays {stay} by {}", span(over)));
    }
    fn join(&mut self, now: i64, vehicle: &Vehicle, place: Place) {
        let place = match place {
            Place::Station(station) => self.station(station).to_owned(),
            Place::Lane(_) | Place::Papers(_) => self.step(vehicle),
            Place::Yard(yard) => self.yard(yard).to_owned(),
            Place::Bridge(line) => self.bridge(line).to_owned(),
            Place::Pool(pool) => self.pool(pool).to_owned(),
            Place::Residents(residents) => self.residents(residents).to_owned(),
        };
        self.entry(now, vehicle, format!("joins {place}"), Is::Join);
    }
    fn start(&mut self, now: i64, vehicle: &Vehicle, station: u32, _waited: i64) {
        let text = format!("starts at {}", self.station(station));
        self.entry(now, vehicle, text, Is::Begin);
    }
    fn interrupt(&mut self, now: i64, vehicle: &Vehicle, station: u32, _served: i64) {
        self.write(
            now,
            vehicle,
            format!("is interrupted at {}", self.station(station)),
        );
    }
    fn finish(&mut self, now: i64, vehicle: &Vehicle, station: u32, _served: i64) {
        self.write(
            now,
            vehicle,
            format!("finishes at {}", self.station(station)),
        );
    }
    fn depart(&mut self, now: i64, vehicle: &Vehicle) {
        self.write(now, vehicle, format!("begins {}", self.step(vehicle)));
    }
    fn reach(&mut self, now: i64, vehicle: &Vehicle, _travelled: i64) {
        self.write(now, vehicle, format!("ends {}", self.step(vehicle)));
    }
    fn park(&mut self, now: i64, vehicle: &Vehicle, yard: u32, _waited: i64) {
        let text = format!("parks in {}", self.yard(yard));
        self.entry(now, vehicle, text, Is::Begin);
    }
    fn leave_yard(&mut self, now: i64, vehicle: &Vehicle, yard: u32) {
        self.write(now, vehicle, format!("leaves {}", self.yard(yard)));
    }
    fn bar(&mut self, now: i64, vehicle: &Vehicle, line: u32, barred: bool) {
        let text = if barred {
            "stands aside, too heavy for"
        } else {
            "may drive over"
        };
        self.write(now, vehicle, format!("{text} {}", self.bridge(line)));
    }
    fn turn_aside(&mut self, now: i64, vehicle: &Vehicle, line: u32, _waited: i64) {
        let text = format!("is too heavy for {}", self.bridge(line));
        self.entry(now, vehicle, text, Is::Begin);
    }
    fn drive_on(&mut self, now: i64, vehicle: &Vehicle, line: u32, _waited: i64) {
        let text = format!("drives onto {}", self.bridge(line));
        self.entry(now, vehicle, text, Is::Begin);
    }
    fn drive_off(&mut self, now: i64, vehicle: &Vehicle, line: u32, _travelled: i64) {
        self.write(now, vehicle, format!("is over {}", self.bridge(line)));
    }
    fn seize(&mut self, now: i64, vehicle: &Vehicle, pool: u32, _waited: i64) {
        let text = format!("takes {}", self.pool(pool));
        self.entry(now, vehicle, text, Is::Begin);
    }
    fn free(&mut self, now: i64, vehicle: &Vehicle, pool: u32) {
        self.write(now, vehicle, format!("frees {}", self.pool(pool)));
    }
    fn take_persons(&mut self, now: i64, vehicle: &Vehicle, residents: u32, persons: u64) {
        let text = format!("takes {persons} of {}", self.residents(residents));
        self.write(now, vehicle, text);
    }
    fn gather(&mut self, now: i64, vehicle: &Vehicle, _: u32, persons: u64, _waited: i64) {
        self.entry(now, vehicle, format!("has gathered {persons}"), Is::Begin);
    }
    fn choose(&mut self, now: i64, vehicle: &Vehicle, label: u32) {
        let label = &self.world.plan.names.labels[label as usize];
        self.write(now, vehicle, format!("takes {label}"));
    }
    fn book(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        self.name(vehicle);
        self.write(now, vehicle, format!("books {}", self.slot(interval)));
    }
    fn miss(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        self.write(now, vehicle, format!("misses {}", self.slot(interval)));
    }
    fn walk_in(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        self.write(now, vehicle, format!("walks in {}", self.slot(interval)));
    }
    fn stay_home(&mut self, now: i64, vehicle: &Vehicle) {
        self.name(vehicle);
        self.write(now, vehicle, "stays home");
    }
    fn see(&mut self, now: i64, vehicle: &Vehicle, seen: u32) {
        self.write(now, vehicle, format!("sees {seen} in line"));
    }
    fn redirect(&mut self, now: i64, vehicle: &Vehicle, from: u32, read: [u32; 2]) {
        self.name(vehicle);
        let gate = |kind: u32| {
            let gate = self.world.plan.kinds[kind as usize].gate;
            &self.world.plan.names.gates[gate as usize]
        };
        let (from, to) = (gate(from), gate(vehicle.kind));
        let text = format!(
            "reads {} at {from}, {} at {to}, and is diverted",
            read[0], read[1]
        );
        self.write(now, vehicle, text);
    }
    fn keep_inland(&mut self, now: i64, vehicle: &Vehicle) {
        self.name(vehicle);
        self.write(now, vehicle, "is kept inland");
    }
    fn put_off(&mut self, now: i64, vehicle: &Vehicle) {
        self.name(vehicle);
        self.write(now, vehicle, "is put off");
    }
    fn pass(
        &mut self,
        now: i64,
        vehicle: &Vehicle,
        _lane: u32,
        crossing: Option<Crossing>,
        first: bool,
        _waited: i64,
    ) {
        let text = match crossing {
            None => "enters".to_owned(),
            Some(crossing) => {
                let bound = if crossing.to_vietnam {
                    "to-vietnam"
                } else {
                    "to-china"
                };
                let again = if first { "" } else { ", not counted" };
                format!("crosses {bound}{again}")
            }
        };
        self.entry(now, vehicle, text, Is::Begin);
    }
    fn release(&mut self, now: i64, vehicle: &Vehicle) {
        self.write(now, vehicle, "is released");
    }
    fn split(&mut self, now: i64, vehicle: &Vehicle) {
        self.write(now, vehicle, format!("begins {}", self.step(vehicle)));
    }
    fn unite(&mut self, now: i64, vehicle: &Vehicle, _spent: i64) {
        self.write(now, vehicle, format!("ends {}", self.step(vehicle)));
    }
    fn transfer(&mut self, now: i64, vehicle: &Vehicle, _from: u32, _reason: Reason) {
        let gate = self.world.plan.kinds[vehicle.kind as usize].gate;
        let gate = &self.world.plan.names.gates[gate as usize];
        self.write(now, vehicle, format!("goes to {gate}"));
    }
    fn leave(&mut self, now: i64, vehicle: &Vehicle, exit: Exit) {
        let what = match exit {
            Exit::Completed => "leaves",
            Exit::TurnedBack(Reason::Route) => "turns back",
            Exit::TurnedBack(reason) => &format!("turns back ({})", reason.word()),
        };
        self.end(now, vehicle, what);
    }
    fn inside(&mut self, now: i64, vehicle: &Vehicle) {
        self.end(now, vehicle, "is inside");
    }
}

fn time_of_day(local: DateTime) -> String {
    let mut text = local.strftime("%H:%M").to_string();
    if local.second() != 0 || local.subsec_nanosecond() != 0 {
        let _ = write!(text, ":{:02}", local.second());
    }
    if local.subsec_nanosecond() != 0 {
        let _ = write!(text, ".{:06}", local.subsec_nanosecond() / 1000);
    }
    text
}

/// A span as people write it: `1 d 2 h 5 min`.
fn span(mut span: i64) -> String {
    let mut parts = Vec::new();
    for (unit, name) in [
        (DAY, "d"),
        (HOUR, "h"),
        (MINUTE, "min"),
        (SECOND, "s"),
        (1, "us"),
    ] {
        if span >= unit {
            parts.push(format!("{} {name}", span / unit));
            span %= unit;
        }
    }
    parts.join(" ")
}
