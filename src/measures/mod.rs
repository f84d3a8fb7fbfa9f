//! From what happens in the loop to one row of integers a replication, and what its columns mean.
//!
//! A [`Catalogue`] is made once for a plan: it lists every row of the report ([`Spec`]) and says from which columns it is
//! estimated. [`Measures`] is the observer that fills the columns. Groupings are a fixed list, never the cross product of
//! all dimensions, so that memory is known beforehand. Persons are counted apart and enter no vehicle measure.
//!
//! Families of which nothing is read do not listen: those that the plan has nothing for, and all but a few where quantities are
//! [`Chosen`]. Four families hear of every vehicle, and have no cells where they do not listen; the others stand behind one test a hook (`rare`).
//!
//! To add a statistic: one observer file with its layout (columns and specs) and its state, and a line in `rare`.

mod batches;
mod bookings;
mod bridges;
mod catalogue;
mod channels;
mod choices;
mod chosen;
mod closer;
mod costs;
mod delays;
mod durations;
mod facts;
mod flows;
mod goods;
mod grouping;
mod inspections;
mod levels;
mod live;
mod outages;
mod overstays;
mod papers;
mod pools;
pub mod quantity;
mod rare;
mod reasons;
mod residents;
mod spent;
mod stations;
mod stocks;
mod study;
pub mod trace;
mod yards;

pub use catalogue::{Catalogue, Dims, Estimator, Spec, VEHICLE_HOURS};
pub use chosen::Chosen;
pub use delays::{DelayLayout, Spot};
pub use flows::load;
pub use spent::{Spending, Spent};
pub use study::{End, Studied, StudyLayout, StudyRow, Times};

use std::sync::atomic::AtomicBool;

use crate::plan::{Crossing, Plan};
use crate::sim::{Engine, Exit, Observer, Place, Reason, Standing, Stop, Vehicle};
use crate::stats::Histogram;
use catalogue::Part;

/// What one replication leaves behind.
#[derive(Clone, Debug)]
pub struct Row {
    /// Index of the replication.
    pub replication: u64,
    /// Integer columns; the catalogue knows their meaning.
    pub columns: Vec<i128>,
    /// Histograms of durations, to be pooled.
    pub histograms: Vec<Histogram>,
}

/// The observer of all measures that a catalogue reads.
pub struct Measures<'c> {
    plan: &'c Plan,
    catalogue: &'c Catalogue,
    flows: flows::Flows<'c>,
    stocks: stocks::Stocks<'c>,
    stations: stations::Stations<'c>,
    durations: durations::Durations<'c>,
    rare: rare::Rare<'c>,
    /// Whether nothing is read but durations.
    is_brief: bool,
    /// Those who listen instead of all others where somebody looks closer.
    closer: Option<closer::Closer<'c>>,
}

impl<'c> Measures<'c> {
    /// An observer for a plan and its catalogue; all its memory is allocated here.
    pub fn new(plan: &'c Plan, catalogue: &'c Catalogue) -> Self {
        let closer = closer::closer(plan, catalogue);
        let rare = rare::Rare::new(plan, catalogue);
        let flows = catalogue.is_read(&catalogue.flows);
        // Flows open with what is in stock after the warm-up, and facts read the stocks of some instants.
        let stocks = catalogue.is_read(&catalogue.stocks) || flows || rare.reads_stocks();
        let stocks = stocks && closer.is_none();
        let stations = catalogue.is_read(&catalogue.stations);
        Self {
            plan,
            catalogue,
            flows: flows::Flows::new(plan, &catalogue.flows.layout, flows),
            stocks: stocks::Stocks::new(plan, &catalogue.stocks.layout, stocks),
            stations: stations::Stations::new(plan, &catalogue.stations.layout, stations),
            durations: durations::Durations::new(plan, catalogue, &catalogue.durations.layout),
            rare,
            is_brief: catalogue.is_alone(&catalogue.durations),
            closer,
        }
    }

    /// Runs and observes one replication; [`row`](Self::row) is what it leaves behind.
    ///
    /// Where durations are all that is read, only they listen. The loop is then the one without the other hooks, so whoever asks
    /// how long vehicles take pays for nothing else. The same holds where somebody looks closer.
    pub fn run(
        &mut self,
        engine: &mut Engine<'_>,
        seed: u64,
        replication: u64,
        keep_going: &AtomicBool,
    ) -> Stop {
        if let Some(closer) = &mut self.closer {
            engine.run(seed, replication, closer, keep_going)
        } else if self.is_brief {
            engine.run(seed, replication, &mut self.durations, keep_going)
        } else {
            engine.run(seed, replication, self, keep_going)
        }
    }

    /// The row of the replication that has just been observed.
    pub fn row(&self, replication: u64) -> Row {
        let (columns, histograms) = self.full();
        let Some(chosen) = self.catalogue.chosen() else {
            return Row {
                replication,
                columns,
                histograms,
            };
        };
        let none = Histogram::without_room();
        let kept = |at: &usize| histograms.get(*at).unwrap_or(&none).clone();
        Row {
            replication,
            columns: chosen.columns().iter().map(|&at| columns[at]).collect(),
            histograms: chosen.histograms().iter().map(kept).collect(),
        }
    }

    /// The full row, in which there is nothing of families that did not listen.
    fn full(&self) -> (Vec<i128>, Vec<Histogram>) {
        let catalogue = self.catalogue;
        let (width, histograms) = catalogue.full();
        let mut columns = vec![0; width];
        let mut histograms = Vec::with_capacity(histograms);
        if let Some(closer) = &self.closer {
            closer::write(closer, catalogue, &mut columns, &mut histograms);
            return (columns, histograms);
        }
        self.flows.write(&mut columns);
        self.stocks.write(&mut columns);
        // Histograms come in the order in which the catalogue numbered them.
        self.durations.write(&mut columns, &mut histograms);
        reach(&mut histograms, &catalogue.stations);
        self.stations.write(&mut columns, &mut histograms);
        self.rare.write(catalogue, &mut columns, &mut histograms);
        (columns, histograms)
    }
}

/// Fills the places of histograms that nobody recorded, up to those of a family.
fn reach<L>(histograms: &mut Vec<Histogram>, part: &Part<L>) {
    histograms.resize_with(part.histograms.start, Histogram::without_room);
}

impl Observer for Measures<'_> {
    fn begin(&mut self, plan: &Plan) {
        self.flows.begin(plan);
        self.stocks.begin(plan);
        self.stations.begin(plan);
        self.durations.begin(plan);
        self.rare.begin(plan);
    }
    fn tick(&mut self, now: i64, tick: usize) {
        self.flows.tick(now, tick);
        self.stocks.tick(now, tick);
        self.stations.tick(now, tick);
        self.rare.tick(now, tick);
        if now == self.plan.measure_from {
            self.flows.open(self.stocks.by_kind());
        }
        self.rare.stock(now, self.stocks.by_kind());
    }
    fn census(&mut self, now: i64, vehicle: &Vehicle, standing: Standing) {
        self.rare.census(now, vehicle, standing);
    }
    #[inline(always)]
    fn arrive(&mut self, now: i64, vehicle: &Vehicle) {
        self.flows.arrive(now, vehicle);
        self.stocks.arrive(now, vehicle);
        if self.rare.hears.arrive {
            self.rare.arrive(now, vehicle);
        }
    }
    #[inline(always)]
    fn join(&mut self, now: i64, vehicle: &Vehicle, place: Place) {
        self.stations.join(now, vehicle, place);
        if self.rare.hears.join {
            self.rare.join(now, vehicle, place);
        }
    }
    #[inline(always)]
    fn start(&mut self, now: i64, vehicle: &Vehicle, station: u32, waited: i64) {
        self.stations.start(now, vehicle, station, waited);
        if self.rare.hears.start {
            self.rare.start(now, vehicle, station, waited);
        }
    }
    #[inline]
    fn interrupt(&mut self, now: i64, vehicle: &Vehicle, station: u32, served: i64) {
        self.stations.interrupt(now, vehicle, station, served);
        self.rare.interrupt(now, vehicle, station, served);
    }
    #[inline(always)]
    fn finish(&mut self, now: i64, vehicle: &Vehicle, station: u32, served: i64) {
        self.stations.finish(now, vehicle, station, served);
        if self.rare.hears.finish {
            self.rare.finish(now, vehicle, station, served);
        }
    }
    #[inline]
    fn share_server(&mut self, now: i64, station: u32) {
        self.stations.share_server(now, station);
        self.rare.share_server(now, station);
    }
    #[inline]
    fn finish_batch(&mut self, now: i64, station: u32, vehicles: u32) {
        self.stations.finish_batch(now, station, vehicles);
        self.rare.finish_batch(now, station, vehicles);
    }
    #[inline]
    fn seize(&mut self, now: i64, vehicle: &Vehicle, pool: u32, waited: i64) {
        self.rare.seize(now, vehicle, pool, waited);
    }
    #[inline]
    fn free(&mut self, now: i64, vehicle: &Vehicle, pool: u32) {
        self.rare.free(now, vehicle, pool);
    }
    #[inline]
    fn driver_back(&mut self, now: i64, pool: u32) {
        self.rare.driver_back(now, pool);
    }
    fn outage(&mut self, now: i64, outage: u32, on: bool) {
        self.rare.outage(now, outage, on);
    }
    fn lose_servers(&mut self, now: i64, station: u32, servers: u32) {
        self.stations.lose_servers(now, station, servers);
    }
    #[inline]
    fn reach(&mut self, now: i64, vehicle: &Vehicle, travelled: i64) {
        if self.rare.hears.reach {
            self.rare.reach(now, vehicle, travelled);
        }
    }
    #[inline]
    fn park(&mut self, now: i64, vehicle: &Vehicle, yard: u32, waited: i64) {
        self.rare.park(now, vehicle, yard, waited);
    }
    #[inline]
    fn leave_yard(&mut self, now: i64, vehicle: &Vehicle, yard: u32) {
        self.rare.leave_yard(now, vehicle, yard);
    }
    #[inline]
    fn bar(&mut self, now: i64, vehicle: &Vehicle, line: u32, barred: bool) {
        self.rare.bar(now, vehicle, line, barred);
    }
    #[inline]
    fn turn_aside(&mut self, now: i64, vehicle: &Vehicle, line: u32, waited: i64) {
        self.rare.turn_aside(now, vehicle, line, waited);
    }
    #[inline]
    fn drive_on(&mut self, now: i64, vehicle: &Vehicle, line: u32, waited: i64) {
        self.rare.drive_on(now, vehicle, line, waited);
    }
    #[inline]
    fn drive_off(&mut self, now: i64, vehicle: &Vehicle, line: u32, travelled: i64) {
        self.rare.drive_off(now, vehicle, line, travelled);
    }
    fn come_to_trade(&mut self, now: i64, residents: u32, persons: u64) {
        self.rare.come_to_trade(now, residents, persons);
    }
    fn take_persons(&mut self, now: i64, vehicle: &Vehicle, residents: u32, persons: u64) {
        self.rare.take_persons(now, vehicle, residents, persons);
    }
    fn gather(&mut self, now: i64, vehicle: &Vehicle, residents: u32, persons: u64, waited: i64) {
        self.rare.gather(now, vehicle, residents, persons, waited);
    }
    #[inline]
    fn choose(&mut self, now: i64, vehicle: &Vehicle, label: u32) {
        if self.rare.hears.choose {
            self.rare.choose(now, vehicle, label);
        }
    }
    fn book(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        self.rare.book(now, vehicle, interval);
    }
    fn miss(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        self.rare.miss(now, vehicle, interval);
    }
    fn walk_in(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        self.rare.walk_in(now, vehicle, interval);
    }
    fn redeem(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        self.rare.redeem(now, vehicle, interval);
    }
    fn stay_home(&mut self, now: i64, vehicle: &Vehicle) {
        self.rare.stay_home(now, vehicle);
    }
    fn redirect(&mut self, now: i64, vehicle: &Vehicle, from: u32, read: [u32; 2]) {
        self.rare.redirect(now, vehicle, from, read);
    }
    fn keep_inland(&mut self, now: i64, vehicle: &Vehicle) {
        self.rare.keep_inland(now, vehicle);
    }
    fn put_off(&mut self, now: i64, vehicle: &Vehicle) {
        self.rare.put_off(now, vehicle);
    }
    #[inline]
    fn pass(
        &mut self,
        now: i64,
        vehicle: &Vehicle,
        lane: u32,
        crossing: Option<Crossing>,
        first: bool,
        waited: i64,
    ) {
        self.flows.pass(now, vehicle, lane, crossing, first, waited);
        self.stocks
            .pass(now, vehicle, lane, crossing, first, waited);
        self.durations
            .pass(now, vehicle, lane, crossing, first, waited);
        if self.rare.hears.pass {
            self.rare.pass(now, vehicle, lane, crossing, first, waited);
        }
    }
    #[inline]
    fn release(&mut self, now: i64, vehicle: &Vehicle) {
        self.flows.release(now, vehicle);
        if self.rare.hears.release {
            self.rare.release(now, vehicle);
        }
    }
    fn file(&mut self, now: i64, vehicle: &Vehicle, papers: u32, token: &Vehicle, again: bool) {
        self.rare.file(now, vehicle, papers, token, again);
    }
    fn ready(&mut self, now: i64, vehicle: &Vehicle, papers: u32, took: i64) {
        self.rare.ready(now, vehicle, papers, took);
    }
    fn overstay(&mut self, now: i64, vehicle: &Vehicle, stay: u32, over: i64) {
        self.rare.overstay(now, vehicle, stay, over);
    }
    fn give_up(&mut self, now: i64, vehicle: &Vehicle, place: Place, is_aside: bool, waited: i64) {
        self.stations.give_up(now, vehicle, place, is_aside, waited);
        self.rare.give_up(now, vehicle, place, is_aside, waited);
    }
    #[inline]
    fn transfer(&mut self, now: i64, vehicle: &Vehicle, from: u32, reason: Reason) {
        self.flows.transfer(now, vehicle, from, reason);
        self.stocks.transfer(now, vehicle, from, reason);
        self.rare.transfer(now, vehicle, from, reason);
    }
    #[inline(always)]
    fn leave(&mut self, now: i64, vehicle: &Vehicle, exit: Exit) {
        self.durations.leave(now, vehicle, exit);
        self.flows.leave(now, vehicle, exit);
        self.stocks.leave(now, vehicle, exit);
        if self.rare.hears.leave || exit != Exit::Completed {
            self.rare.leave(now, vehicle, exit);
        }
    }
    fn inside(&mut self, now: i64, vehicle: &Vehicle) {
        self.durations.inside(now, vehicle);
        self.rare.inside(now, vehicle);
    }
    fn end(&mut self, now: i64) {
        self.stocks.end(now);
        self.rare.end(now);
    }
}
