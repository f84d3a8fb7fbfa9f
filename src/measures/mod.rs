//! From what happens in the loop to one row of integers a replication, and what its columns mean.
//!
//! A [`Catalogue`] is made once for a plan: it lists every row of the report ([`Spec`]) and says from which columns it is
//! estimated. [`Measures`] is the observer that fills the columns. Groupings are a fixed list, never the cross product of
//! all dimensions, so that memory is known beforehand. Persons are counted apart and enter no vehicle measure.
//!
//! To add a statistic: one observer file with its layout (columns and specs) and its state, and a line in this file.

mod batches;
mod bookings;
mod bridges;
mod catalogue;
mod channels;
mod choices;
mod costs;
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
mod reasons;
mod residents;
mod stations;
mod stocks;
pub mod trace;
mod yards;

pub use catalogue::{Catalogue, Dims, Estimator, Spec};
pub use flows::load;

use crate::plan::{Crossing, Plan};
use crate::sim::{Exit, Observer, Place, Reason, Vehicle};
use crate::stats::Histogram;

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

/// The observer of all standard measures.
pub struct Measures<'c> {
    plan: &'c Plan,
    catalogue: &'c Catalogue,
    flows: flows::Flows<'c>,
    stocks: stocks::Stocks<'c>,
    stations: stations::Stations<'c>,
    yards: yards::Yards<'c>,
    bridges: bridges::Bridges<'c>,
    bookings: bookings::Bookings<'c>,
    batches: batches::Batches<'c>,
    pools: pools::Pools<'c>,
    residents: residents::ResidentsUse<'c>,
    papers: papers::Papers<'c>,
    outages: outages::Outages<'c>,
    overstays: overstays::Overstays<'c>,
    reasons: reasons::Reasons<'c>,
    choices: choices::Choices<'c>,
    inspections: inspections::Inspections<'c>,
    channels: channels::Channels<'c>,
    costs: costs::Costs<'c>,
    goods: goods::Goods<'c>,
    durations: durations::Durations<'c>,
    levels: levels::Levels<'c>,
    facts: facts::Facts<'c>,
}

impl<'c> Measures<'c> {
    /// An observer for a plan and its catalogue; all its memory is allocated here.
    pub fn new(plan: &'c Plan, catalogue: &'c Catalogue) -> Self {
        Self {
            plan,
            catalogue,
            flows: flows::Flows::new(plan, &catalogue.flows),
            stocks: stocks::Stocks::new(plan, &catalogue.stocks),
            stations: stations::Stations::new(plan, &catalogue.stations),
            yards: yards::Yards::new(plan, &catalogue.yards),
            bridges: bridges::Bridges::new(plan, &catalogue.bridges),
            bookings: bookings::Bookings::new(plan, &catalogue.bookings),
            batches: batches::Batches::new(plan, &catalogue.batches),
            pools: pools::Pools::new(plan, &catalogue.pools),
            residents: residents::ResidentsUse::new(plan, &catalogue.residents),
            papers: papers::Papers::new(plan, &catalogue.papers),
            outages: outages::Outages::new(plan, &catalogue.outages),
            overstays: overstays::Overstays::new(plan, &catalogue.overstays),
            reasons: reasons::Reasons::new(plan, &catalogue.reasons),
            choices: choices::Choices::new(plan, &catalogue.choices),
            inspections: inspections::Inspections::new(plan, &catalogue.inspections),
            channels: channels::Channels::new(plan, &catalogue.channels),
            costs: costs::Costs::new(plan, &catalogue.costs),
            goods: goods::Goods::new(plan, &catalogue.goods),
            durations: durations::Durations::new(plan, &catalogue.durations),
            levels: levels::Levels::new(plan, &catalogue.levels),
            facts: facts::Facts::new(plan, &catalogue.facts),
        }
    }

    /// The row of the replication that has just been observed.
    pub fn row(&self, replication: u64) -> Row {
        let mut columns = vec![0; self.catalogue.columns];
        let mut histograms = Vec::with_capacity(self.catalogue.histograms);
        self.flows.write(&mut columns);
        self.stocks.write(&mut columns);
        // Histograms come in the order in which the catalogue numbered them.
        self.durations.write(&mut columns, &mut histograms);
        self.stations.write(&mut columns, &mut histograms);
        self.yards.write(&mut columns);
        self.bridges.write(&mut columns);
        self.bookings.write(&mut columns);
        self.batches.write(&mut columns);
        self.pools.write(&mut columns);
        self.residents.write(&mut columns, &mut histograms);
        self.papers.write(&mut columns, &mut histograms);
        self.outages.write(&mut columns);
        self.overstays.write(&mut columns);
        self.reasons.write(&mut columns);
        self.choices.write(&mut columns);
        self.inspections.write(&mut columns, &mut histograms);
        self.channels.write(&mut columns, &mut histograms);
        self.costs.write(&mut columns);
        self.goods.write(&mut columns);
        self.levels.write(&mut columns);
        self.facts.write(&mut columns);
        Row {
            replication,
            columns,
            histograms,
        }
    }
}

impl Observer for Measures<'_> {
    fn begin(&mut self, plan: &Plan) {
        self.flows.begin(plan);
        self.stocks.begin(plan);
        self.stations.begin(plan);
        self.yards.begin(plan);
        self.bridges.begin(plan);
        self.bookings.begin(plan);
        self.batches.begin(plan);
        self.pools.begin(plan);
        self.residents.begin(plan);
        self.papers.begin(plan);
        self.outages.begin(plan);
        self.overstays.begin(plan);
        self.reasons.begin(plan);
        self.choices.begin(plan);
        self.inspections.begin(plan);
        self.channels.begin(plan);
        self.costs.begin(plan);
        self.goods.begin(plan);
        self.durations.begin(plan);
        self.levels.begin(plan);
        self.facts.begin(plan);
    }
    fn tick(&mut self, now: i64, tick: usize) {
        self.flows.tick(now, tick);
        self.stocks.tick(now, tick);
        self.stations.tick(now, tick);
        self.yards.tick(now, tick);
        self.bridges.tick(now, tick);
        self.pools.tick(now, tick);
        self.outages.tick(now, tick);
        self.residents.tick(now, tick);
        if now == self.plan.measure_from {
            self.flows.open(now, self.stocks.by_kind());
        }
        self.facts.stock(now, self.stocks.by_kind());
        self.facts.yards(now);
    }
    #[inline(always)]
    fn arrive(&mut self, now: i64, vehicle: &Vehicle) {
        self.flows.arrive(now, vehicle);
        self.stocks.arrive(now, vehicle);
        self.costs.arrive(now, vehicle);
        self.facts.arrive(now, vehicle);
    }
    #[inline(always)]
    fn join(&mut self, now: i64, vehicle: &Vehicle, place: Place) {
        self.stations.join(now, vehicle, place);
        self.yards.join(now, vehicle, place);
        self.bridges.join(now, vehicle, place);
        self.pools.join(now, vehicle, place);
        self.residents.join(now, vehicle, place);
        self.inspections.join(now, vehicle, place);
    }
    #[inline(always)]
    fn start(&mut self, now: i64, vehicle: &Vehicle, station: u32, waited: i64) {
        self.stations.start(now, vehicle, station, waited);
        self.costs.start(now, vehicle, station, waited);
    }
    #[inline]
    fn interrupt(&mut self, now: i64, vehicle: &Vehicle, station: u32, served: i64) {
        self.stations.interrupt(now, vehicle, station, served);
        self.costs.interrupt(now, vehicle, station, served);
    }
    #[inline(always)]
    fn finish(&mut self, now: i64, vehicle: &Vehicle, station: u32, served: i64) {
        self.stations.finish(now, vehicle, station, served);
        self.costs.finish(now, vehicle, station, served);
        self.inspections.finish(now, vehicle, station, served);
    }
    #[inline]
    fn reach(&mut self, now: i64, vehicle: &Vehicle, travelled: i64) {
        self.inspections.reach(now, vehicle, travelled);
    }
    #[inline]
    fn choose(&mut self, now: i64, vehicle: &Vehicle, label: u32) {
        self.inspections.choose(now, vehicle, label);
        self.channels.choose(now, vehicle, label);
    }
    #[inline]
    fn park(&mut self, now: i64, vehicle: &Vehicle, yard: u32, waited: i64) {
        self.yards.park(now, vehicle, yard, waited);
        self.costs.park(now, vehicle, yard, waited);
        self.facts.park(now, vehicle, yard, waited);
    }
    #[inline]
    fn leave_yard(&mut self, now: i64, vehicle: &Vehicle, yard: u32) {
        self.yards.leave_yard(now, vehicle, yard);
        self.costs.leave_yard(now, vehicle, yard);
        self.facts.leave_yard(now, vehicle, yard);
    }
    fn book(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        self.bookings.book(now, vehicle, interval);
    }
    fn miss(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        self.bookings.miss(now, vehicle, interval);
    }
    fn walk_in(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        self.bookings.walk_in(now, vehicle, interval);
    }
    fn redeem(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        self.bookings.redeem(now, vehicle, interval);
    }
    fn stay_home(&mut self, now: i64, vehicle: &Vehicle) {
        self.bookings.stay_home(now, vehicle);
    }
    #[inline]
    fn bar(&mut self, now: i64, vehicle: &Vehicle, line: u32, barred: bool) {
        self.bridges.bar(now, vehicle, line, barred);
    }
    #[inline]
    fn turn_aside(&mut self, now: i64, vehicle: &Vehicle, line: u32, waited: i64) {
        self.bridges.turn_aside(now, vehicle, line, waited);
    }
    #[inline]
    fn drive_on(&mut self, now: i64, vehicle: &Vehicle, line: u32, waited: i64) {
        self.bridges.drive_on(now, vehicle, line, waited);
    }
    #[inline]
    fn drive_off(&mut self, now: i64, vehicle: &Vehicle, line: u32, travelled: i64) {
        self.bridges.drive_off(now, vehicle, line, travelled);
    }
    #[inline]
    fn share_server(&mut self, now: i64, station: u32) {
        self.stations.share_server(now, station);
        self.costs.share_server(now, station);
    }
    #[inline]
    fn finish_batch(&mut self, now: i64, station: u32, vehicles: u32) {
        self.stations.finish_batch(now, station, vehicles);
        self.batches.finish_batch(now, station, vehicles);
        self.costs.finish_batch(now, station, vehicles);
    }
    #[inline]
    fn seize(&mut self, now: i64, vehicle: &Vehicle, pool: u32, waited: i64) {
        self.pools.seize(now, vehicle, pool, waited);
        self.costs.seize(now, vehicle, pool, waited);
    }
    #[inline]
    fn free(&mut self, now: i64, vehicle: &Vehicle, pool: u32) {
        self.pools.free(now, vehicle, pool);
    }
    fn outage(&mut self, now: i64, outage: u32, on: bool) {
        self.outages.outage(now, outage, on);
    }
    fn lose_servers(&mut self, now: i64, station: u32, servers: u32) {
        self.stations.lose_servers(now, station, servers);
    }
    #[inline]
    fn driver_back(&mut self, now: i64, pool: u32) {
        self.pools.driver_back(now, pool);
        self.costs.driver_back(now, pool);
    }
    fn come_to_trade(&mut self, now: i64, residents: u32, persons: u64) {
        self.residents.come_to_trade(now, residents, persons);
    }
    fn take_persons(&mut self, now: i64, vehicle: &Vehicle, residents: u32, persons: u64) {
        self.residents
            .take_persons(now, vehicle, residents, persons);
    }
    fn gather(&mut self, now: i64, vehicle: &Vehicle, residents: u32, persons: u64, waited: i64) {
        self.residents
            .gather(now, vehicle, residents, persons, waited);
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
        self.costs.pass(now, vehicle, lane, crossing, first, waited);
        self.goods.pass(now, vehicle, lane, crossing, first, waited);
        self.levels
            .pass(now, vehicle, lane, crossing, first, waited);
        self.facts.pass(now, vehicle, lane, crossing, first, waited);
    }
    #[inline]
    fn release(&mut self, now: i64, vehicle: &Vehicle) {
        self.flows.release(now, vehicle);
        self.channels.release(now, vehicle);
        self.costs.release(now, vehicle);
    }
    fn file(&mut self, now: i64, vehicle: &Vehicle, papers: u32, token: &Vehicle, again: bool) {
        self.papers.file(now, vehicle, papers, token, again);
    }
    fn ready(&mut self, now: i64, vehicle: &Vehicle, papers: u32, took: i64) {
        self.papers.ready(now, vehicle, papers, took);
    }
    fn overstay(&mut self, now: i64, vehicle: &Vehicle, stay: u32, over: i64) {
        self.overstays.overstay(now, vehicle, stay, over);
        self.costs.overstay(now, vehicle, stay, over);
    }
    fn give_up(&mut self, now: i64, vehicle: &Vehicle, place: Place, is_aside: bool, waited: i64) {
        self.stations.give_up(now, vehicle, place, is_aside, waited);
        self.yards.give_up(now, vehicle, place, is_aside, waited);
        self.bridges.give_up(now, vehicle, place, is_aside, waited);
        self.pools.give_up(now, vehicle, place, is_aside, waited);
        self.residents
            .give_up(now, vehicle, place, is_aside, waited);
        self.inspections
            .give_up(now, vehicle, place, is_aside, waited);
    }
    fn redirect(&mut self, now: i64, vehicle: &Vehicle, from: u32, read: [u32; 2]) {
        self.choices.redirect(now, vehicle, from, read);
    }
    fn keep_inland(&mut self, now: i64, vehicle: &Vehicle) {
        self.choices.keep_inland(now, vehicle);
    }
    fn put_off(&mut self, now: i64, vehicle: &Vehicle) {
        self.choices.put_off(now, vehicle);
    }
    #[inline]
    fn transfer(&mut self, now: i64, vehicle: &Vehicle, from: u32, reason: Reason) {
        self.flows.transfer(now, vehicle, from, reason);
        self.stocks.transfer(now, vehicle, from, reason);
        self.reasons.transfer(now, vehicle, from, reason);
    }
    #[inline(always)]
    fn leave(&mut self, now: i64, vehicle: &Vehicle, exit: Exit) {
        self.flows.leave(now, vehicle, exit);
        self.stocks.leave(now, vehicle, exit);
        self.reasons.leave(now, vehicle, exit);
        self.costs.leave(now, vehicle, exit);
        self.goods.leave(now, vehicle, exit);
        self.durations.leave(now, vehicle, exit);
        self.levels.leave(now, vehicle, exit);
        self.facts.leave(now, vehicle, exit);
        self.channels.leave(now, vehicle, exit);
    }
    fn inside(&mut self, now: i64, vehicle: &Vehicle) {
        self.durations.inside(now, vehicle);
        self.costs.inside(now, vehicle);
        self.goods.inside(now, vehicle);
    }
    fn end(&mut self, now: i64) {
        self.stocks.end(now);
        self.costs.end(now);
    }
}
