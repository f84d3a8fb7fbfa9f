//! Costs: what is paid for what happens, by item, bearer, gate and class.
//!
//! Nothing here changes what happens. Each charge of a vehicle is whole đồng, and so is what an item's staff costs in a replication,
//! so items sum exactly to bearers, and bearers to the total; gates do but for staff that belongs to no gate. What a vehicle pays
//! counts at the gate, and for the class, that it has when it pays.

use crate::des::clock::{Span, Time};
use crate::plan::cause::Cause;
use crate::plan::{Crossing, NONE, Paid, Plan, StaffPlan};
use crate::scenario::model::{Crew, Each, TimeOf};
use crate::scenario::money::Per;
use crate::sim::{Exit, Observer, Vehicle};

use super::catalogue::{Dims, Estimator, Sheet};
use super::durations::measured;
use super::flows::load;
use super::grouping::{self, Grouping};
use super::live::Live;

/// Columns of costs; none where the plan has no items.
#[derive(Debug, Default)]
pub(super) struct CostLayout {
    /// First columns: the total, then gates, items, bearers, gates by items, gates by bearers.
    total: usize,
    gates: usize,
    items: usize,
    bearers: usize,
    gate_items: usize,
    gate_bearers: usize,
    /// Classes by gate and direction, and their first column.
    classes: Option<(Grouping, usize)>,
    /// Vehicles and kilograms that crossed: the totals, then by gate.
    vehicles: usize,
    kilograms: usize,
}

impl CostLayout {
    pub fn new(plan: &Plan, sheet: &mut Sheet) -> Self {
        if !plan.costs.any() {
            return Self::default();
        }
        let (gates, items) = (plan.names.gates.len(), plan.names.cost_items.len());
        let bearers = plan.names.bearers.len();
        let classes = grouping::by_class(plan, grouping::vehicles);
        let layout = Self {
            total: sheet.columns(1),
            gates: sheet.columns(gates),
            items: sheet.columns(items),
            bearers: sheet.columns(bearers),
            gate_items: sheet.columns(gates * items),
            gate_bearers: sheet.columns(gates * bearers),
            classes: Some((classes.clone(), sheet.columns(classes.len()))),
            vehicles: sheet.columns(1 + gates),
            kilograms: sheet.columns(1 + gates),
        };
        for (by, dims, column, crossed) in layout.rows(plan) {
            let total = Estimator::Mean { column, scale: 1.0 };
            sheet.row("cost", "total", "VND", by, dims, total);
            let Some(crossed) = crossed else { continue };
            let per = |den, scale| Estimator::Ratio {
                num: column,
                den,
                scale,
            };
            let vehicle = per(layout.vehicles + crossed, 1.0);
            sheet.row("cost-per-vehicle", "mean", "VND", by, dims, vehicle);
            // Of what is counted in kilograms.
            let tonne = per(layout.kilograms + crossed, 1e3);
            sheet.row("cost-per-tonne", "mean", "VND/t", by, dims, tonne);
        }
        layout
    }

    /// Grouping, dimensions, column of the cost, and which vehicles that crossed it is held against.
    fn rows(&self, plan: &Plan) -> Vec<(&'static str, Dims, usize, Option<usize>)> {
        let some = |index: usize| Some(index as u32);
        let (gates, items) = (plan.names.gates.len(), plan.names.cost_items.len());
        let bearers = plan.names.bearers.len();
        let mut rows = vec![("total", Dims::default(), self.total, Some(0))];
        for gate in 0..gates {
            let dims = Dims {
                gate: some(gate),
                ..Dims::default()
            };
            rows.push(("gate", dims, self.gates + gate, Some(1 + gate)));
        }
        for item in 0..items {
            let dims = Dims {
                item: some(item),
                ..Dims::default()
            };
            rows.push(("item", dims, self.items + item, Some(0)));
        }
        for bearer in 0..bearers {
            let dims = Dims {
                bearer: some(bearer),
                ..Dims::default()
            };
            rows.push(("bearer", dims, self.bearers + bearer, Some(0)));
        }
        for gate in 0..gates {
            for item in 0..items {
                let dims = Dims {
                    gate: some(gate),
                    item: some(item),
                    ..Dims::default()
                };
                let column = self.gate_items + gate * items + item;
                rows.push(("gate-item", dims, column, None));
            }
            for bearer in 0..bearers {
                let dims = Dims {
                    gate: some(gate),
                    bearer: some(bearer),
                    ..Dims::default()
                };
                let column = self.gate_bearers + gate * bearers + bearer;
                rows.push(("gate-bearer", dims, column, None));
            }
        }
        if let Some((grouping, first)) = &self.classes {
            for (group, &dims) in grouping.dims.iter().enumerate() {
                rows.push((grouping.by, dims, first + group, None));
            }
        }
        rows
    }
}

/// Work beyond the shifts of those who are paid by one item.
struct Beyond {
    item: usize,
    busy: i64,
    at_work: i64,
    /// Up to when it is counted.
    counted: Time,
    next_shift: usize,
    /// Microseconds of those who work beyond their shifts.
    spent: i128,
}

impl Beyond {
    fn new(item: usize) -> Self {
        Self {
            item,
            busy: 0,
            at_work: 0,
            counted: 0,
            next_shift: 0,
            spent: 0,
        }
    }

    fn begin(&mut self, start: Time) {
        *self = Self {
            counted: start,
            ..Self::new(self.item)
        };
    }

    /// Counts up to an instant, from where the measured span begins.
    fn count(&mut self, now: Time, staff: &StaffPlan, from: Time) {
        loop {
            let shift = staff.shifts.get(self.next_shift);
            let until = shift.map_or(now, |shift| shift.at.min(now));
            let span = (until - self.counted.max(from)).max(0);
            self.spent += i128::from((self.busy - self.at_work).max(0)) * i128::from(span);
            self.counted = self.counted.max(until);
            match shift.filter(|shift| shift.at <= now) {
                Some(shift) => self.at_work = shift.servers.into(),
                None => return,
            }
            self.next_shift += 1;
        }
    }
}

/// Items by what is paid for, so that what happens asks only those that speak of it.
struct Listed {
    /// By what happens, services at stations last.
    each: Vec<Vec<u32>>,
    waiting: Vec<u32>,
    /// The causes for which a vehicle waits.
    causes: Vec<Cause>,
    inside: Vec<u32>,
    yards: Vec<Vec<u32>>,
    stays: Vec<Vec<u32>>,
    /// By station, then by pool: indices among those of [`Costs::beyond`].
    crews: Vec<Vec<u32>>,
    stations: usize,
}

impl Listed {
    fn new(plan: &Plan) -> Self {
        let mut listed = Self {
            each: vec![Vec::new(); event(Each::Service(plan.stations.len()))],
            waiting: Vec::new(),
            causes: plan.causes.iter().copied().filter(waits).collect(),
            inside: Vec::new(),
            yards: vec![Vec::new(); plan.yards.len()],
            stays: vec![Vec::new(); plan.names.stays.len()],
            crews: vec![Vec::new(); plan.stations.len() + plan.pools.len()],
            stations: plan.stations.len(),
        };
        let mut staff = 0;
        for (index, item) in (0..).zip(&plan.costs.items) {
            match &item.paid {
                Paid::Each(each) => listed.each[event(*each)].push(index),
                Paid::Time { of, .. } => match of {
                    TimeOf::Waiting => listed.waiting.push(index),
                    TimeOf::Inside => listed.inside.push(index),
                    TimeOf::Yard(yard) => listed.yards[*yard].push(index),
                    TimeOf::Overstay(stay) => listed.stays[*stay].push(index),
                },
                Paid::Staff(plan) => {
                    let crew = listed.crew(plan.crew);
                    listed.crews[crew].push(staff);
                    staff += 1;
                }
            }
        }
        listed
    }

    /// Items that are paid for a time.
    fn time(&self, of: TimeOf) -> &[u32] {
        match of {
            TimeOf::Waiting => &self.waiting,
            TimeOf::Inside => &self.inside,
            TimeOf::Yard(yard) => &self.yards[yard],
            TimeOf::Overstay(stay) => &self.stays[stay],
        }
    }

    /// Where a crew stands among all.
    fn crew(&self, crew: Crew) -> usize {
        match crew {
            Crew::Station(station) => station,
            Crew::Pool(pool) => self.stations + pool,
        }
    }
}

/// Whether a vehicle waits while its time has this cause.
fn waits(cause: &Cause) -> bool {
    !matches!(
        cause,
        Cause::Processing | Cause::Travelling | Cause::BeforeStart
    )
}

/// The place of what happens among all for which something may be paid.
fn event(each: Each) -> usize {
    match each {
        Each::Arrival => 0,
        Each::Crossing => 1,
        Each::Vehicle => 2,
        Each::Release => 3,
        Each::TurnBack => 4,
        Each::Service(station) => 5 + station,
    }
}

/// The observer of costs.
pub(super) struct Costs<'c> {
    plan: &'c Plan,
    layout: &'c CostLayout,
    /// Whether there is anything to add up.
    any: bool,
    listed: Listed,
    /// Đồng by item and kind.
    paid: Vec<i128>,
    /// Vehicles and kilograms that crossed, by kind.
    crossed: Vec<(u64, i128)>,
    /// Since when vehicles stand in their yard, where some item is paid for that.
    parked: Live<Time>,
    beyond: Vec<Beyond>,
}

impl<'c> Costs<'c> {
    pub fn new(plan: &'c Plan, layout: &'c CostLayout) -> Self {
        let items = plan.costs.items.iter().enumerate();
        let staff = items.filter(|(_, item)| matches!(item.paid, Paid::Staff(_)));
        Self {
            plan,
            layout,
            any: plan.costs.any(),
            listed: Listed::new(plan),
            paid: vec![0; plan.costs.items.len() * plan.kinds.len()],
            crossed: vec![(0, 0); plan.kinds.len()],
            parked: Live::new(),
            beyond: staff.map(|(item, _)| Beyond::new(item)).collect(),
        }
    }

    pub fn write(&self, columns: &mut [i128]) {
        let Some((classes, first_class)) = &self.layout.classes else {
            return;
        };
        let kinds = &self.plan.kinds;
        for (item, paid) in self.paid.chunks(kinds.len().max(1)).enumerate() {
            for (kind, &dong) in paid.iter().enumerate() {
                self.add(columns, item, kinds[kind].gate, dong);
                let group = classes.of_kind[kind];
                if group != NONE {
                    columns[first_class + group as usize] += dong;
                }
            }
        }
        for beyond in &self.beyond {
            if let Paid::Staff(staff) = &self.plan.costs.items[beyond.item].paid {
                let dong = staff.tariff.of_time(staff.ordinary, false)
                    + staff.overtime.of_time(staff.outside, false)
                    + staff.overtime.of_time(beyond.spent, false);
                self.add(columns, beyond.item, staff.gate, dong);
            }
        }
        for (kind, &(vehicles, kilograms)) in kinds.iter().zip(&self.crossed) {
            for at in [0, 1 + kind.gate as usize] {
                columns[self.layout.vehicles + at] += i128::from(vehicles);
                columns[self.layout.kilograms + at] += kilograms;
            }
        }
    }

    /// Adds what was paid for an item at a gate, or at none.
    fn add(&self, columns: &mut [i128], item: usize, gate: u32, dong: i128) {
        let layout = self.layout;
        let (items, bearers) = (self.plan.costs.items.len(), self.plan.names.bearers.len());
        let bearer = self.plan.costs.items[item].bearer as usize;
        columns[layout.total] += dong;
        columns[layout.items + item] += dong;
        columns[layout.bearers + bearer] += dong;
        if gate != NONE {
            let gate = gate as usize;
            columns[layout.gates + gate] += dong;
            columns[layout.gate_items + gate * items + item] += dong;
            columns[layout.gate_bearers + gate * bearers + bearer] += dong;
        }
    }

    /// A vehicle has spent time for which it may pay.
    #[inline(never)]
    fn time(&mut self, vehicle: &Vehicle, of: TimeOf, span: Span) {
        if self.listed.time(of).is_empty() || !measured(self.plan, vehicle) {
            return;
        }
        let kind = vehicle.kind as usize;
        for &index in self.listed.time(of) {
            let item = &self.plan.costs.items[index as usize];
            let Paid::Time {
                beyond, started, ..
            } = item.paid
            else {
                continue;
            };
            if let Some(tariff) = item.tariffs[kind] {
                let paid = tariff.of_time((span - beyond).max(0).into(), started);
                self.paid[index as usize * self.plan.kinds.len() + kind] += paid;
            }
        }
    }

    /// Something happens for which a vehicle may pay.
    #[inline]
    fn each(&mut self, now: Time, vehicle: &Vehicle, each: Each) {
        let event = event(each);
        if !self.listed.each[event].is_empty() && now >= self.plan.measure_from {
            self.charge(vehicle, event);
        }
    }

    /// A vehicle pays what it has to for what happens.
    #[inline(never)]
    fn charge(&mut self, vehicle: &Vehicle, event: usize) {
        let kind = vehicle.kind as usize;
        for &index in &self.listed.each[event] {
            let item = &self.plan.costs.items[index as usize];
            if let Some(tariff) = item.tariffs[kind] {
                let cargo = match tariff.per {
                    Per::Mass(_) => load(self.plan, vehicle),
                    Per::Once | Per::Time(_) => 0,
                };
                let paid = tariff.once(cargo);
                self.paid[index as usize * self.plan.kinds.len() + kind] += paid;
            }
        }
    }

    /// So many more of a crew are busy.
    #[inline]
    fn busy(&mut self, now: Time, crew: Crew, change: i64) {
        let crew = self.listed.crew(crew);
        if !self.listed.crews[crew].is_empty() {
            self.count_busy(now, crew, change);
        }
    }

    #[inline(never)]
    fn count_busy(&mut self, now: Time, crew: usize, change: i64) {
        for &staff in &self.listed.crews[crew] {
            let beyond = &mut self.beyond[staff as usize];
            if let Paid::Staff(staff) = &self.plan.costs.items[beyond.item].paid {
                beyond.count(now, staff, self.plan.measure_from);
                beyond.busy += change;
            }
        }
    }

    /// A vehicle that has not crossed waits no longer, or has waited up to the end.
    fn waited(&mut self, vehicle: &Vehicle) {
        if self.listed.waiting.is_empty() {
            return;
        }
        let causes = self.listed.causes.iter();
        let waited = causes.map(|&cause| vehicle.causes[cause as usize]).sum();
        self.time(vehicle, TimeOf::Waiting, waited);
    }

    /// A vehicle is inside no longer, or up to the end.
    #[inline(never)]
    fn gone(&mut self, now: Time, vehicle: &Vehicle) {
        if !vehicle.crossed {
            self.waited(vehicle);
        }
        let before = vehicle.causes[Cause::BeforeStart as usize];
        self.time(vehicle, TimeOf::Inside, now - vehicle.arrived - before);
    }

    #[inline(never)]
    fn passes(&mut self, now: Time, vehicle: &Vehicle, first: bool) {
        self.each(now, vehicle, Each::Crossing);
        if !first {
            return;
        }
        self.waited(vehicle);
        self.each(now, vehicle, Each::Vehicle);
        let kind = &self.plan.kinds[vehicle.kind as usize];
        if now >= self.plan.measure_from && kind.loaded && !kind.persons {
            let (vehicles, kilograms) = &mut self.crossed[vehicle.kind as usize];
            *vehicles += 1;
            *kilograms += i128::from(load(self.plan, vehicle));
        }
    }

    /// Yards are in the notes by their index, so that a vehicle that goes from one to the next is never in both.
    fn leaves_yard(&mut self, now: Time, vehicle: &Vehicle, yard: u32) {
        if self.listed.yards[yard as usize].is_empty() {
            return;
        }
        if let Some(since) = self.parked.remove((vehicle.id, yard)) {
            self.time(vehicle, TimeOf::Yard(yard as usize), now - since);
        }
    }
}

impl Observer for Costs<'_> {
    fn begin(&mut self, plan: &Plan) {
        self.paid.fill(0);
        self.crossed.fill((0, 0));
        self.parked.clear();
        for beyond in &mut self.beyond {
            beyond.begin(plan.start);
        }
    }
    #[inline]
    fn arrive(&mut self, now: Time, vehicle: &Vehicle) {
        if self.any {
            self.each(now, vehicle, Each::Arrival);
        }
    }
    #[inline]
    fn start(&mut self, now: Time, _vehicle: &Vehicle, station: u32, _waited: Span) {
        if self.any {
            self.busy(now, Crew::Station(station as usize), 1);
        }
    }
    fn interrupt(&mut self, now: Time, _vehicle: &Vehicle, station: u32, _served: Span) {
        self.busy(now, Crew::Station(station as usize), -1);
    }
    #[inline]
    fn finish(&mut self, now: Time, vehicle: &Vehicle, station: u32, _served: Span) {
        if self.any {
            self.busy(now, Crew::Station(station as usize), -1);
            self.each(now, vehicle, Each::Service(station as usize));
        }
    }
    fn share_server(&mut self, now: Time, station: u32) {
        // Servers are paid, not those whom they serve.
        self.busy(now, Crew::Station(station as usize), -1);
    }
    fn finish_batch(&mut self, now: Time, station: u32, vehicles: u32) {
        let others = i64::from(vehicles) - 1;
        self.busy(now, Crew::Station(station as usize), others);
    }
    fn seize(&mut self, now: Time, _vehicle: &Vehicle, pool: u32, _waited: Span) {
        self.busy(now, Crew::Pool(pool as usize), 1);
    }
    fn driver_back(&mut self, now: Time, pool: u32) {
        self.busy(now, Crew::Pool(pool as usize), -1);
    }
    fn park(&mut self, now: Time, vehicle: &Vehicle, yard: u32, _waited: Span) {
        if !self.listed.yards[yard as usize].is_empty() {
            self.parked.insert((vehicle.id, yard), now);
        }
    }
    fn leave_yard(&mut self, now: Time, vehicle: &Vehicle, yard: u32) {
        self.leaves_yard(now, vehicle, yard);
    }
    fn overstay(&mut self, _now: Time, vehicle: &Vehicle, stay: u32, over: Span) {
        self.time(vehicle, TimeOf::Overstay(stay as usize), over);
    }
    #[inline]
    fn pass(
        &mut self,
        now: Time,
        vehicle: &Vehicle,
        _lane: u32,
        crossing: Option<Crossing>,
        first: bool,
        _waited: Span,
    ) {
        if self.any && crossing.is_some() {
            self.passes(now, vehicle, first);
        }
    }
    #[inline]
    fn release(&mut self, now: Time, vehicle: &Vehicle) {
        if self.any {
            self.each(now, vehicle, Each::Release);
        }
    }
    #[inline]
    fn leave(&mut self, now: Time, vehicle: &Vehicle, exit: Exit) {
        if self.any {
            if matches!(exit, Exit::TurnedBack(_)) && !vehicle.crossed {
                self.each(now, vehicle, Each::TurnBack);
            }
            self.gone(now, vehicle);
        }
    }
    fn inside(&mut self, now: Time, vehicle: &Vehicle) {
        if self.any {
            for yard in 0..self.plan.yards.len() as u32 {
                self.leaves_yard(now, vehicle, yard);
            }
            self.gone(now, vehicle);
        }
    }
    fn end(&mut self, now: Time) {
        for beyond in &mut self.beyond {
            if let Paid::Staff(staff) = &self.plan.costs.items[beyond.item].paid {
                beyond.count(now, staff, self.plan.measure_from);
            }
        }
    }
}
