//! Families of measures that most plans have nothing for, or that hear of few events, behind one test a hook.
//!
//! Each is there only where the plan has something for it and somebody reads it. [`Hears`] says once, before a replication begins, which
//! of the hooks that every vehicle comes by any of them needs; the others are called only where a plan has their cause. What
//! is called here is kept out of line, so that the loop stays short.

use crate::plan::{Crossing, Plan};
use crate::sim::{Exit, Observer, Place, Reason, Standing, Vehicle};
use crate::stats::Histogram;

use super::catalogue::Catalogue;
use super::{
    batches, bookings, bridges, channels, choices, costs, delays, facts, goods, inspections,
    levels, outages, overstays, papers, pools, reach, reasons, residents, yards,
};

/// Which of the hooks that every vehicle comes by are needed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hears {
    pub arrive: bool,
    pub join: bool,
    pub start: bool,
    pub finish: bool,
    pub reach: bool,
    pub choose: bool,
    pub pass: bool,
    pub release: bool,
    /// Of those who complete their route; who turns back is heard of in any case.
    pub leave: bool,
}

/// The observers of these families.
pub(super) struct Rare<'c> {
    pub hears: Hears,
    yards: Option<yards::Yards<'c>>,
    bridges: Option<bridges::Bridges<'c>>,
    bookings: Option<bookings::Bookings<'c>>,
    batches: Option<batches::Batches<'c>>,
    pools: Option<pools::Pools<'c>>,
    residents: Option<residents::ResidentsUse<'c>>,
    papers: Option<papers::Papers<'c>>,
    outages: Option<outages::Outages<'c>>,
    overstays: Option<overstays::Overstays<'c>>,
    reasons: Option<reasons::Reasons<'c>>,
    choices: Option<choices::Choices<'c>>,
    inspections: Option<inspections::Inspections<'c>>,
    channels: Option<channels::Channels<'c>>,
    costs: Option<costs::Costs<'c>>,
    goods: Option<goods::Goods<'c>>,
    levels: Option<levels::Levels<'c>>,
    delays: Option<delays::Delays<'c>>,
    facts: Option<facts::Facts<'c>>,
}

/// The observer of a family, where anything of it is read.
macro_rules! listener {
    ($plan:ident, $catalogue:ident, $family:ident, $observer:path) => {
        $catalogue.listener(&$catalogue.$family, |layout| {
            <$observer>::new($plan, layout)
        })
    };
}

impl<'c> Rare<'c> {
    pub fn new(plan: &'c Plan, catalogue: &'c Catalogue) -> Self {
        let mut rare = Self {
            hears: Hears {
                arrive: false,
                join: false,
                start: false,
                finish: false,
                reach: false,
                choose: false,
                pass: false,
                release: false,
                leave: false,
            },
            yards: listener!(plan, catalogue, yards, yards::Yards),
            bridges: listener!(plan, catalogue, bridges, bridges::Bridges),
            bookings: listener!(plan, catalogue, bookings, bookings::Bookings),
            batches: listener!(plan, catalogue, batches, batches::Batches),
            pools: listener!(plan, catalogue, pools, pools::Pools),
            residents: listener!(plan, catalogue, residents, residents::ResidentsUse),
            papers: listener!(plan, catalogue, papers, papers::Papers),
            outages: listener!(plan, catalogue, outages, outages::Outages),
            overstays: listener!(plan, catalogue, overstays, overstays::Overstays),
            reasons: listener!(plan, catalogue, reasons, reasons::Reasons),
            choices: listener!(plan, catalogue, choices, choices::Choices),
            inspections: listener!(plan, catalogue, inspections, inspections::Inspections),
            channels: listener!(plan, catalogue, channels, channels::Channels),
            costs: listener!(plan, catalogue, costs, costs::Costs),
            goods: listener!(plan, catalogue, goods, goods::Goods),
            levels: listener!(plan, catalogue, levels, levels::Levels),
            delays: plan.census.as_deref().and_then(|census| {
                catalogue.listener(&catalogue.delays, |layout| {
                    delays::Delays::new(plan, layout, census)
                })
            }),
            facts: listener!(plan, catalogue, facts, facts::Facts),
        };
        let (costs, facts) = (rare.costs.is_some(), rare.facts.is_some());
        let (inspections, channels) = (rare.inspections.is_some(), rare.channels.is_some());
        let judges = rare.goods.is_some() || rare.levels.is_some();
        let delays = rare.delays.is_some();
        let lines = (rare.delays.as_ref()).is_some_and(delays::Delays::hears_lines);
        rare.hears = Hears {
            arrive: costs || facts || delays,
            join: inspections
                || lines
                || rare.yards.is_some()
                || rare.bridges.is_some()
                || rare.pools.is_some()
                || rare.residents.is_some(),
            start: costs || lines,
            finish: costs || inspections,
            reach: inspections,
            choose: inspections || channels,
            pass: costs || judges || facts,
            release: costs || channels,
            leave: costs || judges || channels || delays,
        };
        rare
    }

    /// Whether [`stock`](Self::stock) is to be called.
    pub fn reads_stocks(&self) -> bool {
        self.facts.is_some()
    }

    /// What stands at each tick, for those who read it.
    pub fn stock(&mut self, now: i64, by_kind: impl Iterator<Item = i64> + Clone) {
        if let Some(facts) = &mut self.facts {
            facts.stock(now, by_kind);
            facts.yards(now);
        }
    }

    /// Writes to the full row, in the order of the catalogue.
    pub fn write(
        &self,
        catalogue: &Catalogue,
        columns: &mut [i128],
        histograms: &mut Vec<Histogram>,
    ) {
        macro_rules! write {
            ($($family:ident),*) => {
                $(if let Some(observer) = &self.$family {
                    observer.write(columns);
                })*
            };
            ($($family:ident),* with histograms) => {
                $(if let Some(observer) = &self.$family {
                    reach(histograms, &catalogue.$family);
                    observer.write(columns, histograms);
                })*
            };
        }
        write!(yards, bridges, bookings, batches, pools, outages, overstays);
        write!(reasons, choices, costs, goods, levels, delays, facts);
        write!(residents, papers, inspections, channels with histograms);
    }
}

// Each hook tells the families that hear it, in this order.
impl Observer for Rare<'_> {
    #[inline(never)]
    fn begin(&mut self, plan: &Plan) {
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
        self.levels.begin(plan);
        self.facts.begin(plan);
        self.delays.begin(plan);
    }
    #[inline(never)]
    fn tick(&mut self, now: i64, tick: usize) {
        self.yards.tick(now, tick);
        self.bridges.tick(now, tick);
        self.pools.tick(now, tick);
        self.outages.tick(now, tick);
        self.residents.tick(now, tick);
        self.delays.tick(now, tick);
    }
    #[inline(never)]
    fn census(&mut self, now: i64, vehicle: &Vehicle, standing: Standing) {
        self.delays.census(now, vehicle, standing);
    }
    #[inline(never)]
    fn arrive(&mut self, now: i64, vehicle: &Vehicle) {
        self.costs.arrive(now, vehicle);
        self.facts.arrive(now, vehicle);
        self.delays.arrive(now, vehicle);
    }
    #[inline(never)]
    fn join(&mut self, now: i64, vehicle: &Vehicle, place: Place) {
        self.yards.join(now, vehicle, place);
        self.bridges.join(now, vehicle, place);
        self.pools.join(now, vehicle, place);
        self.residents.join(now, vehicle, place);
        self.inspections.join(now, vehicle, place);
        self.delays.join(now, vehicle, place);
    }
    #[inline(never)]
    fn start(&mut self, now: i64, vehicle: &Vehicle, station: u32, waited: i64) {
        self.costs.start(now, vehicle, station, waited);
        self.delays.start(now, vehicle, station, waited);
    }
    #[inline(never)]
    fn interrupt(&mut self, now: i64, vehicle: &Vehicle, station: u32, served: i64) {
        self.costs.interrupt(now, vehicle, station, served);
        self.delays.interrupt(now, vehicle, station, served);
    }
    #[inline(never)]
    fn finish(&mut self, now: i64, vehicle: &Vehicle, station: u32, served: i64) {
        self.costs.finish(now, vehicle, station, served);
        self.inspections.finish(now, vehicle, station, served);
    }
    #[inline(never)]
    fn share_server(&mut self, now: i64, station: u32) {
        self.costs.share_server(now, station);
    }
    #[inline(never)]
    fn finish_batch(&mut self, now: i64, station: u32, vehicles: u32) {
        self.batches.finish_batch(now, station, vehicles);
        self.costs.finish_batch(now, station, vehicles);
    }
    #[inline(never)]
    fn seize(&mut self, now: i64, vehicle: &Vehicle, pool: u32, waited: i64) {
        self.pools.seize(now, vehicle, pool, waited);
        self.costs.seize(now, vehicle, pool, waited);
        self.delays.seize(now, vehicle, pool, waited);
    }
    #[inline(never)]
    fn free(&mut self, now: i64, vehicle: &Vehicle, pool: u32) {
        self.pools.free(now, vehicle, pool);
    }
    #[inline(never)]
    fn driver_back(&mut self, now: i64, pool: u32) {
        self.pools.driver_back(now, pool);
        self.costs.driver_back(now, pool);
    }
    #[inline(never)]
    fn outage(&mut self, now: i64, outage: u32, on: bool) {
        self.outages.outage(now, outage, on);
    }
    #[inline(never)]
    fn reach(&mut self, now: i64, vehicle: &Vehicle, travelled: i64) {
        self.inspections.reach(now, vehicle, travelled);
    }
    #[inline(never)]
    fn park(&mut self, now: i64, vehicle: &Vehicle, yard: u32, waited: i64) {
        self.yards.park(now, vehicle, yard, waited);
        self.costs.park(now, vehicle, yard, waited);
        self.facts.park(now, vehicle, yard, waited);
        self.delays.park(now, vehicle, yard, waited);
    }
    #[inline(never)]
    fn leave_yard(&mut self, now: i64, vehicle: &Vehicle, yard: u32) {
        self.yards.leave_yard(now, vehicle, yard);
        self.costs.leave_yard(now, vehicle, yard);
        self.facts.leave_yard(now, vehicle, yard);
    }
    #[inline(never)]
    fn bar(&mut self, now: i64, vehicle: &Vehicle, line: u32, barred: bool) {
        self.bridges.bar(now, vehicle, line, barred);
    }
    #[inline(never)]
    fn turn_aside(&mut self, now: i64, vehicle: &Vehicle, line: u32, waited: i64) {
        self.bridges.turn_aside(now, vehicle, line, waited);
        self.delays.turn_aside(now, vehicle, line, waited);
    }
    #[inline(never)]
    fn drive_on(&mut self, now: i64, vehicle: &Vehicle, line: u32, waited: i64) {
        self.bridges.drive_on(now, vehicle, line, waited);
        self.delays.drive_on(now, vehicle, line, waited);
    }
    #[inline(never)]
    fn drive_off(&mut self, now: i64, vehicle: &Vehicle, line: u32, travelled: i64) {
        self.bridges.drive_off(now, vehicle, line, travelled);
    }
    #[inline(never)]
    fn come_to_trade(&mut self, now: i64, residents: u32, persons: u64) {
        self.residents.come_to_trade(now, residents, persons);
    }
    #[inline(never)]
    fn take_persons(&mut self, now: i64, vehicle: &Vehicle, residents: u32, persons: u64) {
        self.residents
            .take_persons(now, vehicle, residents, persons);
    }
    #[inline(never)]
    fn gather(&mut self, now: i64, vehicle: &Vehicle, residents: u32, persons: u64, waited: i64) {
        self.residents
            .gather(now, vehicle, residents, persons, waited);
        self.delays.gather(now, vehicle, residents, persons, waited);
    }
    #[inline(never)]
    fn choose(&mut self, now: i64, vehicle: &Vehicle, label: u32) {
        self.inspections.choose(now, vehicle, label);
        self.channels.choose(now, vehicle, label);
    }
    #[inline(never)]
    fn book(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        self.bookings.book(now, vehicle, interval);
    }
    #[inline(never)]
    fn miss(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        self.bookings.miss(now, vehicle, interval);
    }
    #[inline(never)]
    fn walk_in(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        self.bookings.walk_in(now, vehicle, interval);
    }
    #[inline(never)]
    fn redeem(&mut self, now: i64, vehicle: &Vehicle, interval: u32) {
        self.bookings.redeem(now, vehicle, interval);
    }
    #[inline(never)]
    fn stay_home(&mut self, now: i64, vehicle: &Vehicle) {
        self.bookings.stay_home(now, vehicle);
    }
    #[inline(never)]
    fn redirect(&mut self, now: i64, vehicle: &Vehicle, from: u32, read: [u32; 2]) {
        self.choices.redirect(now, vehicle, from, read);
    }
    #[inline(never)]
    fn keep_inland(&mut self, now: i64, vehicle: &Vehicle) {
        self.choices.keep_inland(now, vehicle);
    }
    #[inline(never)]
    fn put_off(&mut self, now: i64, vehicle: &Vehicle) {
        self.choices.put_off(now, vehicle);
    }
    #[inline(never)]
    fn pass(
        &mut self,
        now: i64,
        vehicle: &Vehicle,
        lane: u32,
        crossing: Option<Crossing>,
        first: bool,
        waited: i64,
    ) {
        self.costs.pass(now, vehicle, lane, crossing, first, waited);
        self.goods.pass(now, vehicle, lane, crossing, first, waited);
        self.levels
            .pass(now, vehicle, lane, crossing, first, waited);
        self.facts.pass(now, vehicle, lane, crossing, first, waited);
    }
    #[inline(never)]
    fn release(&mut self, now: i64, vehicle: &Vehicle) {
        self.channels.release(now, vehicle);
        self.costs.release(now, vehicle);
    }
    #[inline(never)]
    fn file(&mut self, now: i64, vehicle: &Vehicle, papers: u32, token: &Vehicle, again: bool) {
        self.papers.file(now, vehicle, papers, token, again);
    }
    #[inline(never)]
    fn ready(&mut self, now: i64, vehicle: &Vehicle, papers: u32, took: i64) {
        self.papers.ready(now, vehicle, papers, took);
    }
    #[inline(never)]
    fn overstay(&mut self, now: i64, vehicle: &Vehicle, stay: u32, over: i64) {
        self.overstays.overstay(now, vehicle, stay, over);
        self.costs.overstay(now, vehicle, stay, over);
    }
    #[inline(never)]
    fn give_up(&mut self, now: i64, vehicle: &Vehicle, place: Place, is_aside: bool, waited: i64) {
        self.yards.give_up(now, vehicle, place, is_aside, waited);
        self.bridges.give_up(now, vehicle, place, is_aside, waited);
        self.pools.give_up(now, vehicle, place, is_aside, waited);
        self.residents
            .give_up(now, vehicle, place, is_aside, waited);
        self.inspections
            .give_up(now, vehicle, place, is_aside, waited);
        self.delays.give_up(now, vehicle, place, is_aside, waited);
    }
    #[inline(never)]
    fn transfer(&mut self, now: i64, vehicle: &Vehicle, from: u32, reason: Reason) {
        self.reasons.transfer(now, vehicle, from, reason);
        self.delays.transfer(now, vehicle, from, reason);
    }
    #[inline(never)]
    fn leave(&mut self, now: i64, vehicle: &Vehicle, exit: Exit) {
        self.reasons.leave(now, vehicle, exit);
        self.costs.leave(now, vehicle, exit);
        self.goods.leave(now, vehicle, exit);
        self.levels.leave(now, vehicle, exit);
        self.facts.leave(now, vehicle, exit);
        self.channels.leave(now, vehicle, exit);
        self.delays.leave(now, vehicle, exit);
    }
    #[inline(never)]
    fn inside(&mut self, now: i64, vehicle: &Vehicle) {
        self.costs.inside(now, vehicle);
        self.goods.inside(now, vehicle);
    }
    #[inline(never)]
    fn end(&mut self, now: i64) {
        self.costs.end(now);
        self.delays.end(now);
    }
}
