//! What a planner should know of a plan before running it, in words.

use std::collections::BTreeSet;

use crate::scenario::model::Scenario;
use crate::scenario::problem::Severity;

use super::analyze::{Analysis, Remark};
use super::{Kind, NONE, Op, Paid, Passing, Plan};

/// Fewer vehicles than this, or than one in a hundred of those expected, are not worth a remark.
const LEAST_LEFT: f64 = 0.5;

/// All remarks on a plan: on the whole, then by gate, source, route, station, yard, bridge, pool, item of costs and quota.
pub(super) fn remarks(
    scenario: &Scenario,
    plan: &Plan,
    analysis: &Analysis,
    visits: &[Vec<f64>],
    lanes_offered: &[f64],
) -> Vec<Remark> {
    let mut remarks = Vec::new();
    whole(analysis, &mut remarks);
    gates(scenario, plan, &mut remarks);
    origins(scenario, plan, &mut remarks);
    let late = after_stays(plan, visits);
    routes(plan, visits, &late, &mut remarks);
    stations(scenario, plan, analysis, &late, &mut remarks);
    yards(plan, visits, &mut remarks);
    bridges(plan, visits, &mut remarks);
    pools(plan, visits, &mut remarks);
    residents(plan, visits, &mut remarks);
    costs(plan, &mut remarks);
    let tight = quotas(scenario, plan, analysis, &mut remarks);
    lanes(
        scenario,
        plan,
        analysis,
        lanes_offered,
        &tight,
        &mut remarks,
    );
    remarks
}

/// A number of vehicles in words: whole, with a comma every three digits.
fn count(number: f64) -> String {
    let digits = format!("{:.0}", number.abs());
    let mut text = String::from(if number <= -0.5 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn remark(severity: Severity, about: String, text: String, help: Option<&str>) -> Remark {
    let help = help.map(str::to_owned);
    Remark {
        severity,
        about,
        text,
        help,
    }
}

fn whole(analysis: &Analysis, remarks: &mut Vec<Remark>) {
    if analysis.vehicles <= 0.0 {
        let text = "no vehicle is expected".to_owned();
        let help = "add a source or a backlog";
        remarks.push(remark(
            Severity::Warning,
            "scenario".to_owned(),
            text,
            Some(help),
        ));
    }
}

fn gates(scenario: &Scenario, plan: &Plan, remarks: &mut Vec<Remark>) {
    for (index, gate) in scenario.gates.iter().enumerate() {
        if !plan.kinds.iter().any(|kind| kind.gate as usize == index) {
            let text = format!("no vehicles come to gate `{}`", gate.name);
            remarks.push(remark(
                Severity::Note,
                format!("gate.{}", gate.name),
                text,
                None,
            ));
        }
    }
}

/// Sources and backlogs to which their gate never opens.
fn origins(scenario: &Scenario, plan: &Plan, remarks: &mut Vec<Remark>) {
    let never = |lane: u32| {
        let timeline = plan.lanes.get(lane as usize).map(|lane| lane.timeline);
        let changes = timeline.and_then(|timeline| plan.timelines.get(timeline as usize));
        changes.is_some_and(|timeline| {
            let mut states = timeline.changes.iter().map(|&(_, passing)| passing);
            states.all(|passing| matches!(passing, Passing::Closed(_)))
        })
    };
    for (origin, name) in plan.names.origins.iter().enumerate() {
        let shut_out: Vec<&Kind> = plan
            .kinds
            .iter()
            .enumerate()
            .filter(|(_, kind)| kind.origin as usize == origin)
            .filter(|&(index, _)| plan.holds.iter().any(|hold| never(hold.lanes[index])))
            .map(|(_, kind)| kind)
            .collect();
        let classes = shut_out.iter().map(|kind| kind.class as usize);
        let shut: BTreeSet<&str> = classes
            .map(|class| plan.names.classes[class].as_str())
            .collect();
        let Some(kind) = plan
            .kinds
            .iter()
            .find(|kind| kind.origin as usize == origin)
        else {
            continue;
        };
        if shut.is_empty() {
            continue;
        }
        let table = if origin < scenario.sources.len() {
            "source"
        } else {
            "backlog"
        };
        let text = format!(
            "gate `{}` never opens to {} of {table} `{name}` in the period",
            plan.names.gates[kind.gate as usize],
            list(shut),
        );
        let help = "look at the gate's days in `plan`: hours, notices, barred and admitted classes";
        // Before a gate that stays shut it may be the very question how long drivers wait.
        let may_give_up = shut_out.iter().all(|kind| kind.patience != NONE);
        let severity = if may_give_up {
            Severity::Note
        } else {
            Severity::Warning
        };
        remarks.push(remark(
            severity,
            format!("{table}.{name}"),
            text,
            Some(help),
        ));
    }
}

/// Routes that nobody takes, and steps that nobody reaches.
fn routes(plan: &Plan, visits: &[Vec<f64>], late: &[bool], remarks: &mut Vec<Remark>) {
    let mut unused: BTreeSet<&str> = plan
        .names
        .ops
        .iter()
        .skip(1)
        .map(|op| op.0.as_str())
        .collect();
    let first = plan.kinds.iter().map(|kind| kind.first);
    for first in first.chain(plan.papers.iter().map(|papers| papers.first)) {
        unused.remove(plan.names.ops[first as usize].0.as_str());
    }
    for route in &unused {
        let text = format!("no source or backlog takes route `{route}`");
        remarks.push(remark(Severity::Note, format!("route.{route}"), text, None));
    }
    for (op, (route, step)) in plan.names.ops.iter().enumerate().skip(1) {
        let used = late[op] || visits.iter().any(|visits| visits[op] > 0.0);
        if unused.contains(route.as_str()) || used {
            continue;
        }
        let about = format!("route.{route}.{step}");
        let text = format!("no vehicle reaches step `{step}` of route `{route}`");
        // A way that leads here but is never taken may be what a scenario asks; no way at all is a slip.
        remarks.push(if leads_to(plan, op as u32) {
            remark(Severity::Note, about, text, None)
        } else {
            let help = "name it in a `then` or `to`, or remove it";
            remark(Severity::Warning, about, text, Some(help))
        });
    }
}

/// The ops to which those come who stayed too long: how many they are, what happens will say.
fn after_stays(plan: &Plan, visits: &[Vec<f64>]) -> Vec<bool> {
    let mut late = vec![false; plan.ops.len()];
    let comes = |op: usize| visits.iter().any(|visits| visits[op] > 0.0);
    let past = plan
        .ops
        .iter()
        .enumerate()
        .filter_map(|(op, at)| match *at {
            Op::EndStay { past, .. } if comes(op) => Some(past),
            _ => None,
        });
    let mut open: Vec<u32> = past.collect();
    while let Some(op) = open.pop() {
        if let Some(late) = late.get_mut(op as usize)
            && !std::mem::replace(late, true)
        {
            open.extend((0..plan.ops.len() as u32).filter(|&next| follows(plan, op, next)));
        }
    }
    late
}

fn leads_to(plan: &Plan, op: u32) -> bool {
    (0..plan.ops.len() as u32).any(|from| follows(plan, from, op))
}

/// Whether an op may come straight after another.
fn follows(plan: &Plan, from: u32, op: u32) -> bool {
    match plan.ops[from as usize] {
        Op::Serve { next, .. }
        | Op::Travel { next, .. }
        | Op::Hold { next, .. }
        | Op::Park { next, .. }
        | Op::LeaveYard { next, .. }
        | Op::File { next, .. }
        | Op::Join { next, .. }
        | Op::BeginStay { next, .. }
        | Op::ServeSpecial { next, .. }
        | Op::Seize { next, .. }
        | Op::Gather { next, .. }
        | Op::Free { next, .. }
        | Op::Release { next } => next == op,
        Op::EndStay { past, next, .. } => next == op || past == op,
        Op::Bridge { step, next } => next == op || plan.bridge_steps[step as usize].too_heavy == op,
        Op::Branch { table, .. } => {
            let branches = plan
                .branches
                .iter()
                .skip(table as usize)
                .take(plan.profiles);
            let mut options = branches.flat_map(|branch| &branch.options);
            options.any(|&(to, _)| to == op)
        }
        Op::Together {
            team,
            next,
            returned,
            ..
        } => next == op || returned == op || plan.teams[team as usize].contains(&op),
        Op::Meet { .. } | Op::TurnBack | Op::Exit => false,
    }
}

fn stations(
    scenario: &Scenario,
    plan: &Plan,
    analysis: &Analysis,
    late: &[bool],
    remarks: &mut Vec<Remark>,
) {
    let stations = scenario.stations.iter().zip(&analysis.stations);
    for (index, (station, load)) in stations.enumerate() {
        let serves_here = |op: &Op| match *op {
            Op::Serve { station, .. } | Op::ServeSpecial { station, .. } => {
                station as usize == index
            }
            _ => false,
        };
        let mut ops = plan.ops.iter().zip(late);
        let about = format!("station.{}", station.name);
        let name = &station.name;
        let expected: f64 = load.visits.iter().sum();
        let (severity, text, help) = match load.mean() {
            _ if !load.is_visited() && ops.any(|(op, &late)| late && serves_here(op)) => (
                Severity::Note,
                format!(
                    "station `{name}` is visited only by those who stayed too long: how many, a run says"
                ),
                None,
            ),
            _ if !load.is_visited() => (
                Severity::Note,
                format!("station `{name}` is visited by nobody"),
                None,
            ),
            None => (
                Severity::Warning,
                format!(
                    "station `{name}` never works in the period, and {} visits are expected",
                    count(expected)
                ),
                Some("give it servers whose hours fall into the period"),
            ),
            Some(mean) if mean > 1.0 => (
                Severity::Note,
                format!(
                    "station `{name}` is offered {mean:.1} times what it can serve on average over the period: \
                     about {} of {} visits will not be over by its end",
                    count(load.left()),
                    count(expected),
                ),
                None,
            ),
            Some(_) => continue,
        };
        remarks.push(remark(severity, about, text, help));
    }
}

/// Yards in which nobody parks.
fn yards(plan: &Plan, visits: &[Vec<f64>], remarks: &mut Vec<Remark>) {
    for (yard, name) in plan.names.yards.iter().enumerate() {
        let is_used = plan.ops.iter().enumerate().any(|(op, step)| {
            matches!(*step, Op::Park { yard: at, .. } if at as usize == yard)
                && visits.iter().any(|visits| visits[op] > 0.0)
        });
        if !is_used {
            let text = format!("nobody parks in yard `{name}`");
            remarks.push(remark(Severity::Note, format!("yard.{name}"), text, None));
        }
    }
}

/// Bridges over which nobody drives.
fn bridges(plan: &Plan, visits: &[Vec<f64>], remarks: &mut Vec<Remark>) {
    for (bridge, name) in plan.names.bridges.iter().enumerate() {
        let is_used = plan.ops.iter().enumerate().any(|(op, step)| {
            let Op::Bridge { step, .. } = *step else {
                return false;
            };
            plan.bridge_steps[step as usize].bridge as usize == bridge
                && visits.iter().any(|visits| visits[op] > 0.0)
        });
        if !is_used {
            let text = format!("nobody drives over bridge `{name}`");
            let about = format!("bridge.{name}");
            remarks.push(remark(Severity::Note, about, text, None));
        }
    }
}

/// Pools whose drivers nobody takes.
fn pools(plan: &Plan, visits: &[Vec<f64>], remarks: &mut Vec<Remark>) {
    for (pool, name) in plan.names.pools.iter().enumerate() {
        let is_used = plan.ops.iter().enumerate().any(|(op, step)| {
            matches!(*step, Op::Seize { pool: at, .. } if at as usize == pool)
                && visits.iter().any(|visits| visits[op] > 0.0)
        });
        if !is_used {
            let text = format!("nobody takes a driver of pool `{name}`");
            remarks.push(remark(Severity::Note, format!("pool.{name}"), text, None));
        }
    }
}

/// Residents whom no consignment gathers.
fn residents(plan: &Plan, visits: &[Vec<f64>], remarks: &mut Vec<Remark>) {
    for (residents, name) in plan.names.residents.iter().enumerate() {
        let is_used = plan.ops.iter().enumerate().any(|(op, step)| {
            matches!(*step, Op::Gather { residents: at, .. } if at as usize == residents)
                && visits.iter().any(|visits| visits[op] > 0.0)
        });
        if !is_used {
            let text = format!("no consignment gathers residents `{name}`");
            let about = format!("residents.{name}");
            remarks.push(remark(Severity::Note, about, text, None));
        }
    }
}

/// Items of costs that speak of no vehicle that comes.
fn costs(plan: &Plan, remarks: &mut Vec<Remark>) {
    for (item, name) in plan.costs.items.iter().zip(&plan.names.cost_items) {
        let is_paid = item.tariffs.iter().any(Option::is_some);
        if !is_paid && !matches!(item.paid, Paid::Staff(_)) {
            let text = format!("no vehicle that comes pays cost `{name}`");
            remarks.push(remark(Severity::Note, format!("cost.{name}"), text, None));
        }
    }
}

/// Remarks on quotas; returns those that leave vehicles waiting.
fn quotas(
    scenario: &Scenario,
    plan: &Plan,
    analysis: &Analysis,
    remarks: &mut Vec<Remark>,
) -> Vec<u32> {
    let mut tight = Vec::new();
    for (index, (quota, balance)) in scenario.quotas.iter().zip(&analysis.quotas).enumerate() {
        let (name, about) = (&quota.name, format!("quota.{}", quota.name));
        if plan.quotas[index].barrier == NONE {
            let text =
                format!("quota `{name}` limits nobody: no vehicle crosses that it speaks of");
            let help = "look at its gates and at direction, bound, class and vehicle";
            remarks.push(remark(Severity::Warning, about, text, Some(help)));
            continue;
        }
        let (demand, accepted): (f64, f64) =
            (balance.demand.iter().sum(), balance.accepted.iter().sum());
        if worth_saying(demand - accepted, demand) && balance.binding.contains(&true) {
            tight.push(index as u32);
            let text = format!(
                "quota `{name}` accepts {} of {} vehicles expected: about {} will still wait",
                count(accepted),
                count(demand),
                count(demand - accepted),
            );
            remarks.push(remark(Severity::Note, about, text, None));
        }
    }
    tight
}

/// Vehicles left in lanes of which no quota is already said to be too small.
fn lanes(
    scenario: &Scenario,
    plan: &Plan,
    analysis: &Analysis,
    offered: &[f64],
    tight: &[u32],
    remarks: &mut Vec<Remark>,
) {
    for (index, lane) in plan.lanes.iter().enumerate() {
        let left = analysis.lanes_left[index];
        if !worth_saying(left, offered[index])
            || lane.quotas.iter().any(|quota| tight.contains(quota))
        {
            continue;
        }
        let timeline = &plan.timelines[lane.timeline as usize];
        if timeline
            .changes
            .iter()
            .all(|(_, passing)| matches!(passing, Passing::Closed(_)))
        {
            continue; // said of their sources
        }
        let classes: BTreeSet<&str> = (0..plan.kinds.len())
            .filter(|&kind| {
                plan.holds
                    .iter()
                    .any(|hold| hold.lanes[kind] as usize == index)
            })
            .map(|kind| {
                scenario.classes[plan.kinds[kind].class as usize]
                    .name
                    .as_str()
            })
            .collect();
        let gate = &scenario.gates[lane.gate as usize].name;
        let text = format!(
            "calendar and slots of gate `{gate}` leave about {} of {} vehicles of {} waiting at the end",
            count(left),
            count(offered[index]),
            list(classes),
        );
        remarks.push(remark(Severity::Note, format!("gate.{gate}"), text, None));
    }
}

fn worth_saying(left: f64, of: f64) -> bool {
    left >= LEAST_LEFT && left >= of / 100.0
}

fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
