//! What regimes make of a scenario: servers by day, quotas by day, longer times, further steps.
//!
//! All of it becomes what a planner could have written, so nothing behind the model knows regimes. The steps that they
//! bring are called `REGIME: STEP`, which nobody can write, and draw by these names; all other draws stay as they were. Where some
//! vehicles of a route are concerned and some are not, those who are get a copy of it, `ROUTE/REGIME`, whose steps draw as those of
//! the original.

use std::collections::BTreeSet;

use super::context::Context;
use super::days::DaySpan;
use super::dedicated::check_served;
use super::reach::leads_to;
use super::regime::Regime;
use super::route::Routes;
use crate::scenario::model::{
    Activity, Backlog, BranchOption, DriverPool, Flow, Papers, Quota, Reduction, Servers, Source,
    Station, Step,
};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::units::Share;

/// The parts of a scenario that regimes change.
pub(super) struct Parts<'a> {
    pub stations: &'a mut [Station],
    pub pools: &'a mut [DriverPool],
    pub quotas: &'a mut [Quota],
    pub sources: &'a mut [Source],
    pub backlogs: &'a mut [Backlog],
    pub papers: &'a mut [Papers],
    pub routes: &'a mut Routes,
}

/// Lays all regimes over a scenario without errors.
pub(super) fn apply(
    regimes: &[Regime],
    parts: &mut Parts<'_>,
    cx: &Context,
    problems: &mut Problems,
) {
    if regimes.is_empty() {
        return;
    }
    let own = own_stations(regimes, parts.routes);
    for regime in regimes {
        batches(regime, parts.stations, problems);
        for (index, station) in parts.stations.iter_mut().enumerate() {
            if regime.governs(station.gate) && !own.contains(&index) {
                reduce(&mut station.servers, regime, regime.servers);
            }
        }
        for pool in parts.pools.iter_mut() {
            if regime.governs(pool.gate) {
                reduce(&mut pool.drivers, regime, regime.drivers);
            }
        }
        accept(regime, parts.quotas, cx, problems);
        lengthen(regime, parts, &own);
    }
    // The steps of one regime are not lengthened by another.
    for regime in regimes {
        insert(regime, parts, cx, problems);
    }
    sort_routes(parts);
}

impl Regime {
    /// Whether it speaks of what belongs to a gate, or to none.
    fn governs(&self, gate: Option<usize>) -> bool {
        match (&self.gates, gate) {
            (None, _) => true,
            (Some(gates), Some(gate)) => gates.contains(&gate),
            (Some(_), None) => false,
        }
    }

    /// Whether its steps are for vehicles of a flow.
    fn concerns(&self, flow: &Flow) -> bool {
        self.governs(Some(flow.gate))
            && self
                .direction
                .is_none_or(|direction| direction == flow.direction)
            && self.vehicle.is_none_or(|vehicle| vehicle == flow.vehicle)
    }

    /// Whether its steps are for vehicles of a class.
    fn is_about(&self, class: usize) -> bool {
        (self.classes.as_ref()).is_none_or(|classes| classes.contains(&class))
    }

    fn steps(&self) -> impl Iterator<Item = &Activity> {
        let all = self.before_enter.iter().chain(&self.before_cross);
        all.map(|(_, activity)| activity)
    }
}

/// Stations to which nobody goes but by the steps of regimes: they came with these, and are as they were written.
fn own_stations(regimes: &[Regime], routes: &Routes) -> BTreeSet<usize> {
    let station = |activity: &Activity| match activity {
        Activity::Serve { station, .. } => Some(*station),
        _ => None,
    };
    let steps = routes.routes.iter().flat_map(|route| &route.steps);
    let others: BTreeSet<usize> = steps.filter_map(|step| station(&step.activity)).collect();
    let own = regimes.iter().flat_map(Regime::steps).filter_map(station);
    own.filter(|station| !others.contains(station)).collect()
}

/// Whom a batch is made of is known from the routes as written.
fn batches(regime: &Regime, stations: &[Station], problems: &mut Problems) {
    for activity in regime.steps() {
        let Activity::Serve { station, .. } = activity else {
            continue;
        };
        if let Some(station) = stations
            .get(*station)
            .filter(|station| station.batch.is_some())
        {
            let problem = Problem::error(
                regime.place,
                format!(
                    "a step of a regime at station `{}`, which serves in batches",
                    station.name
                ),
                "a batch is made of vehicles whose routes lead there",
            );
            problems.push(problem.help("name a station that serves each alone"));
        }
    }
}

fn reduce(groups: &mut [Servers], regime: &Regime, share: u64) {
    if share == Share::WHOLE && regime.hours.is_none() {
        return;
    }
    for group in groups {
        group.regimes.push(Reduction {
            from: regime.days.from,
            to: regime.days.to,
            share,
            within: regime.hours.clone(),
        });
    }
}

/// Multiplies quotas by the share that is accepted on each day.
fn accept(regime: &Regime, quotas: &mut [Quota], cx: &Context, problems: &mut Problems) {
    let Some(period) = cx.period.filter(|_| !regime.acceptance.is_empty()) else {
        return;
    };
    let governed = |gate: &usize| regime.governs(Some(*gate));
    if !quotas.iter().any(|quota| quota.gates.iter().any(governed)) {
        let title = format!("regime `{}` accepts less of nothing", regime.name);
        let label = "no gate of which it speaks has a quota";
        let problem = Problem::warning(regime.place, title, label);
        problems.push(problem.help("give such a gate a [quota], or check `gates`"));
    }
    for quota in quotas {
        if !quota.gates.iter().any(governed) {
            continue;
        }
        if !quota.gates.iter().all(governed) {
            let problem = Problem::error(
                regime.place,
                format!(
                    "regime `{}` is about some of the gates that share quota `{}`",
                    regime.name, quota.name
                ),
                "how much of it they have is not known",
            );
            problems.push(problem.help("name all its gates, or give each gate a quota of its own"));
            continue;
        }
        let holds = |day, span: DaySpan| span.covers(day) && regime.days.covers(day);
        let share = |day| {
            let found = regime.acceptance.iter().find(|(span, _)| holds(day, *span));
            found.map_or(1.0, |(_, share)| *share as f64 / Share::WHOLE as f64)
        };
        let before = std::mem::take(&mut quota.shares);
        let days = period.days().enumerate();
        quota.shares = days
            .map(|(index, day)| before.get(index).copied().unwrap_or(1.0) * share(day))
            .collect();
    }
}

fn lengthen(regime: &Regime, parts: &mut Parts<'_>, own: &BTreeSet<usize>) {
    let Some(by) = regime.times else { return };
    let steps = parts.routes.routes.iter_mut();
    for step in steps.flat_map(|route| &mut route.steps) {
        if let Activity::Serve { station, time, .. } = &mut step.activity
            && !own.contains(station)
            && parts
                .stations
                .get(*station)
                .is_some_and(|station| regime.governs(station.gate))
        {
            for time in time {
                *time = time.scaled(by);
            }
        }
    }
}

/// Puts the steps of a regime into the routes of those whom they concern.
fn insert(regime: &Regime, parts: &mut Parts<'_>, cx: &Context, problems: &mut Problems) {
    if regime.steps().next().is_none() {
        return;
    }
    let mut concerned_by = [Concerned::default(), Concerned::default()];
    for route in 0..parts.routes.routes.len() {
        let concerned = |flow: &Flow| flow.route == route && regime.concerns(flow);
        let mut flows: Vec<&mut Flow> = parts.sources.iter_mut().map(|it| &mut it.flow).collect();
        flows.extend(parts.backlogs.iter_mut().map(|it| &mut it.flow));
        let whom = flows.iter().filter(|flow| concerned(flow));
        let whom: BTreeSet<usize> = whom
            .flat_map(|flow| &flow.classes)
            .filter(|&&(class, share)| share > 0 && regime.is_about(class))
            .map(|&(class, _)| class)
            .collect();
        if whom.is_empty() {
            continue;
        }
        let changed = if flows
            .iter()
            .all(|flow| flow.route != route || concerned(flow))
        {
            route
        } else {
            let copy = copy_route(parts.routes, route, regime);
            for flow in flows.into_iter().filter(|flow| concerned(flow)) {
                flow.route = copy;
            }
            copy
        };
        let holds = |step: &Step| matches!(step.activity, Activity::Enter | Activity::Cross { .. });
        let crosses = |step: &Step| matches!(step.activity, Activity::Cross { .. });
        let at_gate = insert_before(
            regime,
            &regime.before_enter,
            changed,
            holds,
            parts.routes,
            cx,
        );
        let at_line = insert_before(
            regime,
            &regime.before_cross,
            changed,
            crosses,
            parts.routes,
            cx,
        );
        for (concerned, come) in concerned_by.iter_mut().zip([at_gate, at_line]) {
            if come {
                concerned.classes.extend(&whom);
            }
        }
    }
    let [at_gate, at_line] = &concerned_by;
    for (key, steps, concerned) in [
        ("before-enter", &regime.before_enter, at_gate),
        ("before-cross", &regime.before_cross, at_line),
    ] {
        if steps.is_empty() {
            continue;
        }
        if concerned.classes.is_empty() {
            let title = format!("`{key}` of regime `{}` concerns nobody", regime.name);
            let label = "no vehicle of whom it speaks comes to such a place";
            let problem = Problem::warning(regime.place, title, label);
            problems.push(problem.help(
                "check its gates, direction, vehicle and class, and whether their routes have such a step",
            ));
        }
        for (_, activity) in steps {
            if let Activity::Serve { station, skill, .. } = activity
                && let Some(station) = parts.stations.get(*station)
            {
                let (come, place) = (&concerned.classes, regime.place);
                check_served(station, *skill, come, place, cx, problems);
            }
        }
    }
}

/// The classes that come to the steps of a regime.
#[derive(Default)]
struct Concerned {
    classes: BTreeSet<usize>,
}

/// A copy of a route with all that is known of its steps; its index.
fn copy_route(routes: &mut Routes, route: usize, regime: &Regime) -> usize {
    let copy = routes.routes.len();
    let mut own = routes.routes[route].clone();
    own.name = format!("{}/{}", own.name, regime.name);
    routes.routes.push(own);
    let inspections = routes.inspections.iter();
    let mut inspections: Vec<_> = inspections
        .filter(|one| one.route == route)
        .copied()
        .collect();
    inspections.iter_mut().for_each(|one| one.route = copy);
    routes.inspections.extend(inspections);
    let channels = routes.channels.iter();
    let mut channels: Vec<_> = channels.filter(|one| one.route == route).copied().collect();
    channels.iter_mut().for_each(|one| one.route = copy);
    routes.channels.extend(channels);
    copy
}

/// Puts steps before each of the steps of a kind to which a vehicle can come without having come to another of them; whether there
/// is one.
fn insert_before(
    regime: &Regime,
    new: &[(String, Activity)],
    route: usize,
    is_it: impl Fn(&Step) -> bool,
    routes: &mut Routes,
    cx: &Context,
) -> bool {
    if new.is_empty() {
        return false;
    }
    let firsts = first_of(&routes.routes[route].steps, is_it);
    // From behind, so that what comes before stays where it is.
    for (number, &at) in firsts.iter().enumerate().rev() {
        let again = if number == 0 {
            String::new()
        } else {
            format!(" ({})", number + 1)
        };
        let named = |step: &str| format!("{}: {step}{again}", regime.name);
        let mut block: Vec<(String, Activity)> = Vec::new();
        let to_gate = new.len() + 1;
        if let Some(classes) = &regime.classes {
            let option = |profile: &crate::scenario::model::Profile| {
                let subject = classes.contains(&profile.class);
                vec![BranchOption {
                    share: Share::WHOLE,
                    to: Some(if subject { at + 1 } else { at + to_gate }),
                    label: usize::from(!subject),
                }]
            };
            let branch = Activity::Branch {
                options: cx.profiles.iter().map(option).collect(),
                labels: vec![regime.name.clone(), format!("no {}", regime.name)],
            };
            // No step that a planner names has parentheses in its name.
            block.push((named("(whom)"), branch));
        }
        block.extend(
            new.iter()
                .map(|(name, activity)| (named(name), activity.clone())),
        );
        let by = block.len();
        shift(routes, route, at, by);
        let steps = block
            .into_iter()
            .enumerate()
            .map(|(index, (name, activity))| Step {
                next: match activity {
                    Activity::Branch { .. } => None,
                    _ => Some(at + index + 1),
                },
                name,
                activity,
            });
        let steps: Vec<Step> = steps.collect();
        routes.routes[route].steps.splice(at..at, steps);
    }
    !firsts.is_empty()
}

/// The steps of a kind that come first, in order.
fn first_of(steps: &[Step], is_it: impl Fn(&Step) -> bool) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut seen = vec![false; steps.len()];
    let mut open = vec![0];
    while let Some(at) = open.pop() {
        let Some(step) = steps.get(at) else { continue };
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        if is_it(step) {
            found.insert(at);
        } else {
            open.extend(leads_to(step, None).into_iter().flatten());
        }
    }
    found
}

/// Makes room for steps before the one at `at`: whatever led there leads to the first of the new ones.
fn shift(routes: &mut Routes, route: usize, at: usize, by: usize) {
    let moved = |step: usize| if step > at { step + by } else { step };
    let target = |step: &mut Option<usize>| *step = step.map(moved);
    for step in &mut routes.routes[route].steps {
        target(&mut step.next);
        match &mut step.activity {
            Activity::Branch { options, .. } => {
                let options = options.iter_mut().flatten();
                options.for_each(|option| target(&mut option.to));
            }
            Activity::Bridge { too_heavy, .. } => too_heavy.iter_mut().for_each(target),
            Activity::EndStay { past, .. } => past.iter_mut().for_each(target),
            Activity::Together {
                parts,
                end,
                returned,
            } => {
                parts.iter_mut().for_each(|part| *part = moved(*part));
                *end = moved(*end);
                target(returned);
            }
            Activity::Serve { .. }
            | Activity::Delay { .. }
            | Activity::Park { .. }
            | Activity::LeaveYard { .. }
            | Activity::Seize { .. }
            | Activity::Free { .. }
            | Activity::Gather { .. }
            | Activity::Enter
            | Activity::Cross { .. }
            | Activity::Release
            | Activity::File { .. }
            | Activity::Join { .. }
            | Activity::BeginStay { .. }
            | Activity::Meet { .. }
            | Activity::TurnBack => {}
        }
    }
    for one in routes
        .inspections
        .iter_mut()
        .filter(|one| one.route == route)
    {
        one.serve = moved(one.serve);
        target(&mut one.sample);
        target(&mut one.result);
        if let Some(outcome) = &mut one.outcome {
            outcome.step = moved(outcome.step);
        }
    }
    for one in routes.channels.iter_mut().filter(|one| one.route == route) {
        one.step = moved(one.step);
    }
}

/// Copies of routes go to their place by name.
fn sort_routes(parts: &mut Parts<'_>) {
    let mut order: Vec<usize> = (0..parts.routes.routes.len()).collect();
    order.sort_by(|&a, &b| {
        parts.routes.routes[a]
            .name
            .cmp(&parts.routes.routes[b].name)
    });
    let mut to = vec![0; order.len()];
    for (new, &old) in order.iter().enumerate() {
        to[old] = new;
    }
    parts.routes.routes.sort_by(|a, b| a.name.cmp(&b.name));
    let inspections = parts.routes.inspections.iter_mut();
    inspections.for_each(|one| one.route = to[one.route]);
    let channels = parts.routes.channels.iter_mut();
    channels.for_each(|one| one.route = to[one.route]);
    parts
        .papers
        .iter_mut()
        .for_each(|one| one.route = to[one.route]);
    let flows = parts.sources.iter_mut().map(|it| &mut it.flow);
    for flow in flows.chain(parts.backlogs.iter_mut().map(|it| &mut it.flow)) {
        flow.route = to[flow.route];
    }
}
