//! What can be said before anything runs: work against capacity, demand against quotas, and what nobody ever reaches.
//!
//! Everything here is an expected value. Work counts on the day on which its vehicle arrives at the gate, wherever its
//! line is then: a load of 1.4 on one day need not mean a queue that evening, while one over the whole period does mean
//! that not all is done. Vehicles that are refused a slot and turn back or go elsewhere are taken to stay, so a load is
//! rather too high than too low; no-shows are taken to book again. Bans and what demand does on closed days are reckoned with; who
//! balks, or reads published queues and goes elsewhere, is taken to join where it was going.
//!
//! What is said is a *warning* where the file probably does not mean it (a gate that never opens to what comes to it, a
//! station that never works, a step that nobody reaches, a quota that limits nobody) and a *note* where it may be the
//! very question (too much work for a station, more vehicles than a quota accepts, a station or route that is not used).

use crate::scenario::model::{Arrivals, Flow, Scenario, Source};
use crate::scenario::problem::{Problem, Severity};

use super::balance::{self, QuotaBalance};
use super::remarks;
use super::visits::visits;
use super::{ArrivalPlan, Op, Plan, Serving, SourcePlan, outage};

/// What the plan promises, before it runs.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// Expected number of vehicles of one replication, those in line at the start included.
    pub vehicles: f64,
    /// Expected vehicles of each source, then of each backlog, by civil day of the period.
    pub arrivals: Vec<Vec<f64>>,
    /// Work and capacity of each station.
    pub stations: Vec<StationLoad>,
    /// Demand on and amount of each quota.
    pub quotas: Vec<QuotaBalance>,
    /// Expected vehicles still in each lane at the end: those that calendar, bookings and quotas cannot let pass.
    pub lanes_left: Vec<f64>,
    /// What a planner should know, in the order of the scenario.
    pub remarks: Vec<Remark>,
}

/// Work offered to a station and the time of its servers, in server-microseconds for each day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StationLoad {
    /// Expected vehicles that come to be served, counted once a visit.
    pub visits: Vec<f64>,
    /// Expected service time of the vehicles that arrive on the day.
    pub offered: Vec<f64>,
    /// Scheduled time of all servers.
    pub scheduled: Vec<f64>,
}

impl StationLoad {
    /// Offered over scheduled on a day; `None` where nobody works.
    pub fn load(&self, day: usize) -> Option<f64> {
        ratio(*self.offered.get(day)?, *self.scheduled.get(day)?)
    }

    /// Offered over scheduled in the whole period; `None` where nobody ever works.
    pub fn mean(&self) -> Option<f64> {
        ratio(self.offered.iter().sum(), self.scheduled.iter().sum())
    }

    /// Whether anybody ever comes.
    pub fn is_visited(&self) -> bool {
        self.visits.iter().any(|&visits| visits > 0.0)
    }

    /// Expected visits that are not served by the end if each day's servers do as much as they can.
    pub fn left(&self) -> f64 {
        let left = self
            .offered
            .iter()
            .zip(&self.scheduled)
            .fold(0.0_f64, |left, (offered, time)| {
                (left + offered - time).max(0.0)
            });
        let (work, visits): (f64, f64) = (self.offered.iter().sum(), self.visits.iter().sum());
        if work > 0.0 {
            left / work * visits
        } else {
            0.0
        }
    }
}

fn ratio(work: f64, time: f64) -> Option<f64> {
    (time > 0.0).then(|| work / time)
}

/// Something that a planner should know, without a place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Warning or note.
    pub severity: Severity,
    /// Dotted name of what it is about, such as `station.desk`.
    pub about: String,
    /// What is the case, in one line.
    pub text: String,
    /// What to do about it, where something is to be done.
    pub help: Option<String>,
}

impl From<Remark> for Problem {
    fn from(remark: Remark) -> Self {
        Problem {
            severity: remark.severity,
            title: remark.text,
            place: None,
            label: String::new(),
            extra: Vec::new(),
            help: remark.help,
        }
    }
}

/// Looks at a plan and the scenario from which it was compiled.
pub fn analyze(scenario: &Scenario, plan: &Plan) -> Analysis {
    let arrivals = arrivals(scenario, plan);
    let kinds = by_kind(scenario, plan, &arrivals);
    let visits = visits(scenario, plan);
    let stations = stations(scenario, plan, &kinds, &visits);
    let balance = balance::balance(scenario, plan, &kinds, &visits);
    let mut analysis = Analysis {
        vehicles: arrivals.iter().flatten().sum(),
        arrivals,
        stations,
        quotas: balance.quotas,
        lanes_left: balance.lanes_left,
        remarks: Vec::new(),
    };
    analysis.remarks = remarks::remarks(scenario, plan, &analysis, &visits, &balance.lanes_offered);
    analysis
}

/// Expected vehicles of each origin by day.
fn arrivals(scenario: &Scenario, plan: &Plan) -> Vec<Vec<f64>> {
    let days = plan.days.len() - 1;
    let mut all = Vec::new();
    for (index, (source, compiled)) in scenario.sources.iter().zip(&plan.sources).enumerate() {
        // A convoy has at least one vehicle; its mean is taken as if that never mattered to a distribution above 1.
        let convoy = source
            .convoy
            .as_ref()
            .map_or(1.0, |size| size.mean().max(1.0));
        let mut expected = vec![0.0; days];
        if compiled.choice.is_some() {
            for (kind, share) in shares_of(scenario, plan, index as u32, &source.flow) {
                for (day, vehicles) in chosen(source, compiled, plan, kind).iter().enumerate() {
                    expected[day] += vehicles * share;
                }
            }
            all.push(expected);
            continue;
        }
        match (&compiled.arrivals, &source.arrivals) {
            (ArrivalPlan::Poisson { rates, origins, .. }, _) => {
                for (expected, origins) in expected.iter_mut().zip(origins) {
                    *expected = origins
                        .iter()
                        .filter_map(|&origin| rates.get(origin as usize))
                        .sum::<f64>()
                        * convoy;
                }
            }
            (ArrivalPlan::Timetable(times), _) => {
                for &(at, ..) in times {
                    if let Some(expected) = expected.get_mut(plan.day_of(at)) {
                        *expected += convoy;
                    }
                }
            }
            (ArrivalPlan::Trace(trace), _) => {
                for (expected, rows) in expected.iter_mut().zip(trace.first.windows(2)) {
                    *expected = f64::from(rows[1] - rows[0]);
                }
            }
            (ArrivalPlan::Renewal(_), Arrivals::Renewal(interval)) => {
                let mean = interval.mean().max(1.0);
                for (day, expected) in expected.iter_mut().enumerate() {
                    *expected = (plan.days[day + 1] - plan.days[day]) as f64 / mean * convoy;
                }
            }
            (ArrivalPlan::Renewal(_), _) => {}
        }
        all.push(expected);
    }
    for backlog in &plan.backlogs {
        let mut expected = vec![0.0; days];
        if let Some(first) = expected.first_mut() {
            *first = f64::from(backlog.vehicles);
        }
        all.push(expected);
    }
    all
}

/// Expected vehicles of each kind by day: an origin's vehicles by its shares.
fn by_kind(scenario: &Scenario, plan: &Plan, arrivals: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let flows = scenario.sources.iter().map(|source| &source.flow);
    let flows: Vec<_> = flows
        .chain(scenario.backlogs.iter().map(|backlog| &backlog.flow))
        .collect();
    let share = |kind: &super::Kind| {
        let parts = super::profiles::parts(scenario, flows[kind.origin as usize]);
        let own = parts.iter().filter(|part| part.profile == kind.profile);
        own.map(|part| part.share).sum::<f64>()
    };
    plan.kinds
        .iter()
        .map(|kind| {
            let share = share(kind);
            let origin = kind.origin as usize;
            let of_source = scenario.sources.get(origin).zip(plan.sources.get(origin));
            if let Some((source, compiled)) = of_source.filter(|(_, plan)| plan.choice.is_some()) {
                let index = plan
                    .kinds
                    .iter()
                    .position(|other| std::ptr::eq(kind, other));
                let expected = chosen(source, compiled, plan, index.unwrap_or(0) as u32);
                return expected.iter().map(|vehicles| vehicles * share).collect();
            }
            let expected = &arrivals[origin];
            expected.iter().map(|vehicles| vehicles * share).collect()
        })
        .collect()
}

/// The kinds of a source, and the share of each.
fn shares_of(scenario: &Scenario, plan: &Plan, origin: u32, flow: &Flow) -> Vec<(u32, f64)> {
    let parts = super::profiles::parts(scenario, flow);
    let kinds = plan.kinds.iter().enumerate();
    let own = kinds.filter(|(_, kind)| kind.origin == origin);
    own.map(|(index, kind)| {
        let parts = parts.iter().filter(|part| part.profile == kind.profile);
        (index as u32, parts.map(|part| part.share).sum())
    })
    .collect()
}

/// Expected vehicles by day of a source that chooses days, were all of one kind.
fn chosen(source: &Source, compiled: &SourcePlan, plan: &Plan, kind: u32) -> Vec<f64> {
    let mut expected = vec![0.0; plan.days.len() - 1];
    let Some(choice) = &compiled.choice else {
        return expected;
    };
    let convoy = source.convoy.as_ref();
    let convoy = convoy.map_or(1.0, |size| size.mean().max(1.0));
    let made: Vec<f64> = match (&compiled.arrivals, &source.arrivals) {
        (ArrivalPlan::Poisson { rates, .. }, _) => rates.clone(),
        (_, Arrivals::Timetable(days)) => days.iter().map(|rows| rows.len() as f64).collect(),
        _ => Vec::new(),
    };
    for chosen in choice.shares(plan, kind, &compiled.arrivals) {
        let made = made.get(chosen.origin).copied().unwrap_or(0.0);
        expected[chosen.day] += made * convoy * chosen.share;
    }
    expected
}

fn stations(
    scenario: &Scenario,
    plan: &Plan,
    kinds: &[Vec<f64>],
    visits: &[Vec<f64>],
) -> Vec<StationLoad> {
    let days = plan.days.len() - 1;
    let mut loads: Vec<StationLoad> = plan
        .stations
        .iter()
        .enumerate()
        .map(|(index, station)| StationLoad {
            visits: vec![0.0; days],
            offered: vec![0.0; days],
            scheduled: outage::left(plan, index, &station.shifts),
        })
        .collect();
    let times = super::visits::service_times(scenario);
    for (kind, arrivals) in kinds.iter().enumerate() {
        let class = plan.kinds[kind].class as usize;
        for (op, &visits) in visits[kind].iter().enumerate() {
            let (Op::Serve { station, .. } | Op::ServeSpecial { station, .. }, Some(times)) =
                (&plan.ops[op], times[op])
            else {
                continue;
            };
            let load = &mut loads[*station as usize];
            // In batches each takes its part of a server's time, at best.
            let together = match &plan.stations[*station as usize].serving {
                Serving::Together(batch) => f64::from(batch.most),
                Serving::Alone | Serving::ByGroup(_) | Serving::InOrder(_) => 1.0,
            };
            let mean = times[class].mean() / together;
            for (day, arrivals) in arrivals.iter().enumerate() {
                load.visits[day] += arrivals * visits;
                load.offered[day] += arrivals * visits * mean;
            }
        }
    }
    loads
}
