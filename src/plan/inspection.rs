//! Which ops are whose inspections, and which labels are channels: what observers look at, and the loop does not.

use crate::scenario::model::{Activity, DelayFor, Scenario};

use super::cause::Cause;
use super::op::Op;
use super::types::{InspectionPlan, NONE, Plan};

/// What a delay is spent on.
pub(super) fn cause(waits_for: DelayFor) -> Cause {
    match waits_for {
        DelayFor::Travel => Cause::Travelling,
        DelayFor::Result => Cause::WaitingResult,
    }
}

/// Marks inspections and channels in a plan whose ops are laid out; `first_ops` are the first of each route.
pub(super) fn mark(scenario: &Scenario, first_ops: &[u32], plan: &mut Plan) {
    plan.channels = vec![NONE; plan.names.labels.len()];
    let op = |route: usize, step: usize| first_ops[route] + step as u32;
    for inspection in &scenario.inspections {
        let at = |step: Option<usize>| step.map_or(NONE, |step| op(inspection.route, step));
        // A branch of the model knows its labels by number; the plan has them in one list.
        let label = |step: Option<usize>, label: Option<usize>| {
            step.zip(label).map_or(NONE, |(step, label)| {
                labels(plan, op(inspection.route, step)) + label as u32
            })
        };
        let outcome = inspection.outcome;
        let decided = outcome.map(|outcome| outcome.step);
        let marked = InspectionPlan {
            agency: inspection.agency as u32,
            serve: op(inspection.route, inspection.serve),
            sampled: label(inspection.sample, Some(0)),
            not_sampled: label(inspection.sample, Some(1)),
            result: at(inspection.result),
            treated: label(decided, outcome.and_then(|outcome| outcome.treat)),
            returned: label(decided, outcome.and_then(|outcome| outcome.sent_back)),
        };
        plan.inspections.push(marked);
    }
    for channel in &scenario.channels {
        let first = labels(plan, op(channel.route, channel.step));
        let step = &scenario.routes[channel.route].steps[channel.step];
        let Activity::Branch { labels, .. } = &step.activity else {
            continue;
        };
        for (label, name) in labels.iter().enumerate() {
            let names = &mut plan.names.channels;
            let known = names.iter().position(|known| known == name);
            let index = known.unwrap_or_else(|| {
                names.push(name.clone());
                names.len() - 1
            });
            plan.channels[first as usize + label] = index as u32;
        }
    }
}

/// The first label of a branch.
fn labels(plan: &Plan, op: u32) -> u32 {
    match plan.ops[op as usize] {
        Op::Branch { labels, .. } => labels,
        _ => 0,
    }
}
