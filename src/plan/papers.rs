//! Papers: their routes become ops like those of vehicles, and sources announce whose papers are lodged ahead.

use crate::des::clock::{FOREVER, Span};
use crate::des::keyed::{Use, name_hash, thresholds};
use crate::scenario::model::{Activity, Route, Scenario};
use crate::scenario::units::Share;

use super::types::Plan;

/// Papers that are made while their vehicle goes on.
#[derive(Clone, Debug)]
pub struct PapersPlan {
    /// Hash of "papers/NAME": their part in random keys.
    pub hash: u64,
    /// What the draw is for that decides whether they are lodged ahead.
    pub purpose: Use,
    /// First op of their route.
    pub first: u32,
    /// How long they hold from when they are ready, positive; `FOREVER` where they always do.
    pub valid_for: Span,
    /// How long before their vehicle arrives they are lodged, where they are lodged ahead.
    pub lead: Span,
    /// For each kind the cumulative thresholds of a draw: below the first they are lodged ahead. Empty: never.
    pub ahead: Vec<Vec<u64>>,
}

/// Adds the papers of a scenario; `first_ops` are the first ops of its routes. Kinds must be there.
pub(super) fn papers(scenario: &Scenario, first_ops: &[u32], plan: &mut Plan) {
    for (index, papers) in scenario.papers.iter().enumerate() {
        let ahead = plan.kinds.iter().map(|kind| {
            let route = first_ops.iter().position(|&first| first == kind.first);
            let route = route.and_then(|route| scenario.routes.get(route));
            let ahead = papers.ahead.as_ref();
            let share = ahead
                .filter(|_| route.is_some_and(|route| speaks_of(route, index)))
                .and_then(|ahead| ahead.share.get(kind.class as usize));
            match share {
                None | Some(0) => Vec::new(),
                Some(&share) => thresholds(&[share, Share::WHOLE.saturating_sub(share)]),
            }
        });
        let ahead = ahead.collect();
        plan.papers.push(PapersPlan {
            hash: name_hash(&format!("papers/{}", papers.name)),
            purpose: Use::new(name_hash(&format!("papers/{}/ahead", papers.name)), 0),
            first: first_ops[papers.route],
            valid_for: papers.valid_for.unwrap_or(FOREVER),
            lead: papers.ahead.as_ref().map_or(0, |ahead| ahead.lead),
            ahead,
        });
    }
}

/// Announces the vehicles of sources as long before they arrive as any of their papers may be lodged. Sources must be there.
pub(super) fn announce(plan: &mut Plan) {
    for source in &mut plan.sources {
        for papers in &plan.papers {
            let lodges = |&kind: &u32| !papers.ahead[kind as usize].is_empty();
            if source.kinds.iter().any(lodges) {
                source.ahead = source.ahead.max(papers.lead);
            }
        }
    }
}

/// Whether vehicles on a route need papers.
fn speaks_of(route: &Route, papers: usize) -> bool {
    route.steps.iter().any(|step| match &step.activity {
        Activity::File { papers: named } | Activity::Join { papers: named } => {
            named.contains(&papers)
        }
        _ => false,
    })
}
