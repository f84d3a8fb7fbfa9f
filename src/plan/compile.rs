//! From a scenario to a plan: names become indices, civil days instants, and the gate's words those of queueing.

use crate::des::clock::Span;
use crate::des::keyed::{name_hash, thresholds};
use crate::des::variate::{Distribution, Sampler};
use crate::scenario::calendar::{Ambiguity, Bound, Direction, Nationality, day_number, instant};
use crate::scenario::model::{Activity, Flow, Refused, Scenario};

use super::bridge::{self, BridgeStep, Weight};
use super::costs::{self, Costs};
use super::lanes::Lanes;
use super::op::{Branch, Op, Purpose};
use super::types::{BacklogPlan, FactorPlan, Kind, NONE, Names, Plan};
use super::{
    capacity, cause, choice, days_chosen, demand, inspection, outage, papers, patience, profiles,
    quota, residents, serving,
};

/// Compiles a scenario.
///
/// # Errors
/// Two notices of a gate that both decide a day and say different things.
pub fn compile(scenario: &Scenario) -> Result<Plan, Ambiguity> {
    let zone = &scenario.clocks.own;
    let days: Vec<i64> = scenario
        .period
        .days()
        .map(|day| instant(day, 0, zone))
        .chain([scenario.period.end(zone)])
        .collect();
    let (start, end) = (scenario.period.start(zone), scenario.period.end(zone));
    let readings = readings(scenario);
    let mut plan = Plan {
        start,
        end,
        measure_from: (start + scenario.warm_up).min(end),
        vehicle_limit: scenario.vehicle_limit,
        days,
        first_day: day_number(scenario.period.from),
        kinds: Vec::new(),
        ops: Vec::new(),
        samplers: Vec::new(),
        class_samplers: Vec::new(),
        profiles: scenario.profiles.len(),
        branches: Vec::new(),
        sources: Vec::new(),
        backlogs: Vec::new(),
        stations: Vec::new(),
        teams: Vec::new(),
        inspections: Vec::new(),
        channels: Vec::new(),
        yards: scenario.yards.iter().map(|yard| yard.capacity).collect(),
        bridges: bridge::bridges(scenario),
        bridge_steps: Vec::new(),
        weights: Vec::new(),
        shelf_life: Vec::new(),
        pools: Vec::new(),
        outages: Vec::new(),
        residents: Vec::new(),
        papers: Vec::new(),
        paper_lists: Vec::new(),
        patience: Vec::new(),
        ways: 0,
        holds: Vec::new(),
        lanes: Vec::new(),
        barriers: Vec::new(),
        cycles: Vec::new(),
        barrier_lanes: Vec::new(),
        timelines: Vec::new(),
        quotas: Vec::new(),
        intervals: Vec::new(),
        slots: Vec::new(),
        balking: Vec::new(),
        looks: Vec::new(),
        published: Vec::new(),
        diversions: Vec::new(),
        diverts: Vec::new(),
        bans: Vec::new(),
        counts_stock: false,
        asks_comers: false,
        ticks: ticks(scenario, &readings),
        readings,
        causes: Vec::new(),
        census: None,
        closer: None,
        costs: Costs::default(),
        names: names(scenario),
    };
    let first_ops = routes(scenario, &mut plan);
    inspection::mark(scenario, &first_ops, &mut plan);
    let loads: Vec<u32> = scenario
        .classes
        .iter()
        .map(|class| add_sampler_or_none(&mut plan, class.load.as_ref()))
        .collect();
    let keep = scenario.classes.iter().map(|class| class.shelf_life);
    plan.shelf_life = keep.map(|keeps| keeps.unwrap_or(Span::MAX)).collect();
    let tares = scenario.classes.iter().map(|class| class.tare);
    plan.weights = tares
        .zip(&loads)
        .map(|(tare, &cargo)| Weight { tare, cargo })
        .collect();
    let flows = scenario
        .sources
        .iter()
        .map(|source| (&source.flow, false))
        .chain(
            scenario
                .backlogs
                .iter()
                .map(|backlog| (&backlog.flow, true)),
        );
    for (origin, (flow, backlog)) in flows.enumerate() {
        add_kinds(
            scenario,
            &mut plan,
            flow,
            origin as u32,
            backlog,
            &first_ops,
            &loads,
        );
    }
    patience::rules(scenario, &mut plan);
    link_other_gates(scenario, &mut plan);
    papers::papers(scenario, &first_ops, &mut plan);
    quota::quotas(scenario, &mut plan);
    let lanes = Lanes::build(scenario, &mut plan)?;
    capacity::stations(scenario, &lanes, &mut plan);
    serving::pools(scenario, &lanes, &mut plan);
    outage::outages(scenario, &mut plan);
    days_chosen::bans(scenario, &mut plan);
    residents::residents(scenario, &lanes, &mut plan);
    demand::sources(scenario, &lanes, &mut plan)?;
    papers::announce(&mut plan);
    choice::rules(scenario, &mut plan);
    for (index, backlog) in scenario.backlogs.iter().enumerate() {
        let (mix, kinds) = mix_of(
            scenario,
            &plan,
            (scenario.sources.len() + index) as u32,
            &backlog.flow,
        );
        plan.backlogs.push(BacklogPlan {
            hash: name_hash(&format!("backlog/{}", backlog.name)),
            mix,
            kinds,
            vehicles: backlog.vehicles,
            since: backlog
                .since
                .map_or(start, |since| instant(since, 0, zone).min(start)),
        });
    }
    plan.causes = cause::possible(&plan);
    plan.costs = costs::costs(scenario, &lanes, &plan);
    Ok(plan)
}

/// Adds a sampler and returns its index.
pub(super) fn add_sampler(plan: &mut Plan, distribution: &Distribution) -> u32 {
    plan.samplers.push(Sampler::new(distribution));
    (plan.samplers.len() - 1) as u32
}

/// Adds a sampler where there is a distribution.
pub(super) fn add_sampler_or_none(plan: &mut Plan, distribution: Option<&Distribution>) -> u32 {
    distribution.map_or(NONE, |distribution| add_sampler(plan, distribution))
}

/// The thresholds and kinds of an origin, in the order of its parts.
pub(super) fn mix_of(
    scenario: &Scenario,
    plan: &Plan,
    origin: u32,
    flow: &Flow,
) -> (Vec<u64>, Vec<u32>) {
    let parts = profiles::parts(scenario, flow);
    let kinds = (0..plan.kinds.len() as u32)
        .filter(|&kind| plan.kinds[kind as usize].origin == origin)
        .collect();
    (parts.iter().map(|part| part.threshold).collect(), kinds)
}

/// Splits a day factor: `1 + cv^2 = (1 + common^2) (1 + own^2)`, with the shared part of its logarithm in common.
pub(super) fn factor(factor: crate::scenario::model::DayFactor) -> FactorPlan {
    let spread = 1.0 + factor.cv * factor.cv;
    let part = |share: f64| (libm::pow(spread, share) - 1.0).max(0.0).sqrt();
    FactorPlan {
        common: part(factor.shared),
        own: part(1.0 - factor.shared),
    }
}

/// Instants at which levels are read: snapshots and midnights, within the period.
fn readings(scenario: &Scenario) -> Vec<i64> {
    let zone = &scenario.clocks.own;
    let mut readings = Vec::new();
    for day in scenario.period.days() {
        let minute =
            |time: &jiff::civil::Time| i64::from(time.hour()) * 60 + i64::from(time.minute());
        readings.push(instant(day, 0, zone));
        readings.extend(
            scenario
                .snapshots
                .iter()
                .map(|time| instant(day, minute(time), zone)),
        );
    }
    within(scenario, readings)
}

/// Readings, instants of facts and the end of the warm-up.
fn ticks(scenario: &Scenario, readings: &[i64]) -> Vec<i64> {
    let mut ticks: Vec<i64> = scenario.facts.iter().map(|fact| fact.from).collect();
    ticks.push(scenario.period.start(&scenario.clocks.own) + scenario.warm_up);
    ticks.extend(readings);
    within(scenario, ticks)
}

/// Those inside the period, sorted, each once.
fn within(scenario: &Scenario, mut instants: Vec<i64>) -> Vec<i64> {
    let zone = &scenario.clocks.own;
    let (start, end) = (scenario.period.start(zone), scenario.period.end(zone));
    instants.retain(|&at| at > start && at < end);
    instants.sort_unstable();
    instants.dedup();
    instants
}

fn names(scenario: &Scenario) -> Names {
    Names {
        gates: scenario
            .gates
            .iter()
            .map(|gate| gate.name.clone())
            .collect(),
        classes: scenario
            .classes
            .iter()
            .map(|class| class.name.clone())
            .collect(),
        stations: scenario
            .stations
            .iter()
            .map(|station| station.name.clone())
            .collect(),
        station_gates: scenario
            .stations
            .iter()
            .map(|station| station.gate.map_or(NONE, |gate| gate as u32))
            .collect(),
        yards: scenario
            .yards
            .iter()
            .map(|yard| yard.name.clone())
            .collect(),
        yard_gates: scenario
            .yards
            .iter()
            .map(|yard| yard.gate.map_or(NONE, |gate| gate as u32))
            .collect(),
        bridges: scenario
            .bridges
            .iter()
            .map(|bridge| bridge.name.clone())
            .collect(),
        bridge_gates: scenario
            .bridges
            .iter()
            .map(|bridge| bridge.gate.map_or(NONE, |gate| gate as u32))
            .collect(),
        pools: scenario
            .pools
            .iter()
            .map(|pool| pool.name.clone())
            .collect(),
        pool_gates: scenario
            .pools
            .iter()
            .map(|pool| pool.gate.map_or(NONE, |gate| gate as u32))
            .collect(),
        residents: scenario
            .residents
            .iter()
            .map(|residents| residents.name.clone())
            .collect(),
        residents_gates: scenario
            .residents
            .iter()
            .map(|residents| residents.gate.map_or(NONE, |gate| gate as u32))
            .collect(),
        papers: scenario
            .papers
            .iter()
            .map(|papers| papers.name.clone())
            .collect(),
        stays: scenario.stays.clone(),
        ops: Vec::new(),
        origins: scenario
            .sources
            .iter()
            .map(|source| source.name.clone())
            .chain(scenario.backlogs.iter().map(|backlog| backlog.name.clone()))
            .collect(),
        agencies: scenario
            .agencies
            .iter()
            .map(|agency| agency.name.clone())
            .collect(),
        cost_items: scenario
            .costs
            .iter()
            .map(|item| item.name.clone())
            .collect(),
        bearers: costs::bearers(scenario),
        service_levels: scenario
            .service_levels
            .iter()
            .map(|level| level.name.clone())
            .collect(),
        channels: Vec::new(),
        labels: Vec::new(),
    }
}

/// Lays the steps of all routes out as ops; returns the first op of each route.
fn routes(scenario: &Scenario, plan: &mut Plan) -> Vec<u32> {
    plan.ops.push(Op::Exit);
    plan.names.ops.push((String::new(), "exit".to_owned()));
    let mut firsts = Vec::new();
    for route in &scenario.routes {
        let first = plan.ops.len() as u32;
        firsts.push(first);
        let target = |step: Option<usize>| step.map_or(0, |step| first + step as u32);
        for step in &route.steps {
            let next = target(step.next);
            let purpose = Purpose::of(name_hash(&format!("{}/{}", route.key, step.name)));
            let op = match &step.activity {
                Activity::Serve {
                    station,
                    time,
                    skill,
                } => {
                    let (at, times) = (*station as u32, times(plan, time));
                    let station = &scenario.stations[*station];
                    if !station.is_ordinary() {
                        Op::ServeSpecial {
                            station: at,
                            need: skill.map_or(0, |skill| 1 + skill as u32),
                            times,
                            purpose,
                            next,
                        }
                    } else {
                        Op::Serve {
                            station: at,
                            times,
                            purpose,
                            next,
                        }
                    }
                }
                Activity::Delay { time, waits_for } => {
                    plan.ways += 1;
                    Op::Travel {
                        way: plan.ways - 1,
                        cause: inspection::cause(*waits_for),
                        times: times(plan, time),
                        purpose,
                        next,
                    }
                }
                Activity::Park { yard } => Op::Park {
                    yard: *yard as u32,
                    next,
                },
                Activity::LeaveYard { yard } => Op::LeaveYard {
                    yard: *yard as u32,
                    next,
                },
                Activity::Bridge {
                    bridge,
                    bound,
                    loaded,
                    time,
                    too_heavy,
                } => {
                    let step = BridgeStep {
                        bridge: *bridge as u32,
                        to_vietnam: *bound == Bound::ToVietnam,
                        loaded: *loaded,
                        times: times(plan, time),
                        purpose,
                        too_heavy: too_heavy.map_or(NONE, target),
                    };
                    plan.bridge_steps.push(step);
                    Op::Bridge {
                        step: plan.bridge_steps.len() as u32 - 1,
                        next,
                    }
                }
                Activity::Seize { pool } => Op::Seize {
                    pool: *pool as u32,
                    next,
                },
                Activity::Free { pool, after } => Op::Free {
                    pool: *pool as u32,
                    after: add_sampler_or_none(plan, after.as_ref()),
                    purpose,
                    next,
                },
                Activity::Gather { residents, value } => Op::Gather {
                    residents: *residents as u32,
                    values: times(plan, value),
                    purpose,
                    next,
                },
                Activity::Branch { options, labels } => {
                    let table = plan.branches.len() as u32;
                    let first_label = plan.names.labels.len() as u32;
                    plan.names.labels.extend(labels.iter().cloned());
                    for own in options {
                        let shares: Vec<u64> = own.iter().map(|option| option.share).collect();
                        plan.branches.push(Branch {
                            cumulative: thresholds(&shares),
                            options: own
                                .iter()
                                .map(|option| {
                                    (target(option.to), first_label + option.label as u32)
                                })
                                .collect(),
                        });
                    }
                    Op::Branch {
                        table,
                        labels: first_label,
                        purpose,
                    }
                }
                Activity::Enter | Activity::Cross { .. } => {
                    let hold = plan
                        .ops
                        .iter()
                        .filter(|op| matches!(op, Op::Hold { .. }))
                        .count() as u32;
                    Op::Hold { hold, next }
                }
                Activity::Release => Op::Release { next },
                Activity::File { papers } => Op::File {
                    papers: list(plan, papers),
                    next,
                },
                Activity::Join { papers } => Op::Join {
                    papers: list(plan, papers),
                    next,
                },
                Activity::BeginStay { stay } => Op::BeginStay {
                    stay: *stay as u32,
                    next,
                },
                Activity::EndStay { stay, most, past } => Op::EndStay {
                    stay: *stay as u32,
                    most: *most,
                    past: past.map_or(NONE, target),
                    next,
                },
                Activity::Together {
                    parts,
                    end,
                    returned,
                } => {
                    let firsts = parts.iter().map(|&part| target(Some(part)));
                    plan.teams.push(firsts.collect());
                    Op::Together {
                        team: (plan.teams.len() - 1) as u32,
                        end: target(Some(*end)),
                        next,
                        returned: target(*returned),
                    }
                }
                Activity::Meet { returned } => Op::Meet {
                    returned: *returned,
                },
                Activity::TurnBack => Op::TurnBack,
            };
            plan.ops.push(op);
            plan.names.ops.push((route.name.clone(), step.name.clone()));
        }
    }
    firsts
}

/// Adds a set of papers and returns its index.
fn list(plan: &mut Plan, papers: &[usize]) -> u32 {
    let papers = papers.iter().map(|&papers| papers as u32).collect();
    plan.paper_lists.push(papers);
    (plan.paper_lists.len() - 1) as u32
}

fn times(plan: &mut Plan, by_class: &[Distribution]) -> u32 {
    let offset = plan.class_samplers.len() as u32;
    for distribution in by_class {
        let sampler = add_sampler(plan, distribution);
        plan.class_samplers.push(sampler);
    }
    offset
}

fn add_kinds(
    scenario: &Scenario,
    plan: &mut Plan,
    flow: &Flow,
    origin: u32,
    backlog: bool,
    first_ops: &[u32],
    loads: &[u32],
) {
    let crosses = scenario.routes[flow.route]
        .steps
        .iter()
        .any(|step| matches!(step.activity, Activity::Cross { .. }));
    for part in profiles::parts(scenario, flow) {
        let class = part.class;
        plan.kinds.push(Kind {
            gate: flow.gate as u32,
            import: flow.direction == Direction::Import,
            class: class as u32,
            profile: part.profile,
            chinese: flow.vehicle == Nationality::Chinese,
            loaded: flow.loaded,
            backlog,
            persons: scenario.classes[class].persons,
            first: first_ops[flow.route],
            crosses,
            first_lane: NONE,
            load: if flow.loaded { loads[class] } else { NONE },
            origin,
            patience: NONE,
            elsewhere: Vec::new(),
        });
    }
}

/// What a vehicle becomes at the gates to which a refused booking, the end of its patience, or what it sees, may send it.
fn link_other_gates(scenario: &Scenario, plan: &mut Plan) {
    for index in 0..plan.kinds.len() {
        let kind = &plan.kinds[index];
        let books = scenario.gates[kind.gate as usize].books.iter().flatten();
        let mut gates: Vec<u32> = books
            .filter_map(|book| match book.refused {
                Refused::Gate(gate) => Some(gate as u32),
                Refused::ComesAnyway | Refused::TurnsBack => None,
            })
            .collect();
        gates.extend(patience::gate_of(scenario, kind));
        gates.extend(choice::gates_elsewhere(scenario, kind));
        gates.sort_unstable();
        gates.dedup();
        let known = gates
            .into_iter()
            .filter_map(|gate| Some((gate, like_kind(scenario, plan, kind, gate)?)));
        plan.kinds[index].elsewhere = known.collect();
    }
}

/// The kind of a source at a gate that is otherwise alike, but for the record where the source there does not know it. Not of a
/// backlog: the vehicle was not there when the period began.
fn like_kind(scenario: &Scenario, plan: &Plan, kind: &Kind, gate: u32) -> Option<u32> {
    let alike = |other: &Kind| {
        !other.backlog
            && other.gate == gate
            && other.import == kind.import
            && other.class == kind.class
            && other.chinese == kind.chinese
            && other.loaded == kind.loaded
    };
    let same = |other: &Kind| alike(other) && other.profile == kind.profile;
    let goods = |kind: &Kind| scenario.profiles[kind.profile as usize].goods;
    let found = plan.kinds.iter().position(same).or_else(|| {
        let same = |other: &Kind| alike(other) && goods(other) == goods(kind);
        plan.kinds.iter().position(same)
    })?;
    Some(found as u32)
}
