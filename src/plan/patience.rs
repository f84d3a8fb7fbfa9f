//! Patience: the rules by which vehicles give up, and which kind goes by which.

use crate::des::keyed::name_hash;
use crate::scenario::model::{GivesUp, Patience, Scenario};

use super::compile::add_sampler_or_none;
use super::op::Purpose;
use super::types::{Kind, NONE, Plan};

/// What a vehicle's waiting time is told apart by: each has its own patience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum WaitState {
    /// It stands in no yard.
    Outside,
    /// It stands in a yard.
    InYard,
    /// Its gate is closed to it for a holiday or a notice, wherever it stands.
    Closed,
}

impl WaitState {
    /// All states, in the order of [`PatiencePlan::samplers`].
    pub const ALL: [WaitState; 3] = [WaitState::Outside, WaitState::InYard, WaitState::Closed];

    /// The key in TOML, which is also the word in the purpose of the draw.
    pub const fn word(self) -> &'static str {
        match self {
            WaitState::Outside => "outside",
            WaitState::InYard => "in-yard",
            WaitState::Closed => "closed",
        }
    }
}

/// A rule of patience. Indexed by [`WaitState`].
#[derive(Clone, Debug)]
pub struct PatiencePlan {
    /// Sampler of how long a vehicle waits in each state before it gives up; [`NONE`]: for ever. Where there is none for
    /// `Closed`, time before a closed gate is time like any other.
    pub samplers: [u32; 3],
    /// What the draws are for: hash of "patience/RULE/STATE". The visit is 1 for vehicles that have gone to another gate.
    pub purposes: [Purpose; 3],
    /// The gate to which who gives up goes, or [`NONE`] where it turns back.
    pub to: u32,
}

/// Adds the rules of a scenario and links the kinds to them. Kinds must be there.
pub(super) fn rules(scenario: &Scenario, plan: &mut Plan) {
    for rule in &scenario.patience {
        let given = [&rule.outside, &rule.in_yard, &rule.closed];
        let samplers = given.map(|span| add_sampler_or_none(plan, span.as_ref()));
        let name = |state: WaitState| format!("patience/{}/{}", rule.name, state.word());
        plan.patience.push(PatiencePlan {
            samplers,
            purposes: WaitState::ALL.map(|state| Purpose::of(name_hash(&name(state)))),
            to: match rule.then {
                GivesUp::TurnsBack => NONE,
                GivesUp::GoesTo(gate) => gate as u32,
            },
        });
    }
    for kind in &mut plan.kinds {
        kind.patience = rule_of(scenario, kind).map_or(NONE, |(rule, _)| rule as u32);
    }
}

/// The gate to which a vehicle of a kind may go when it gives up.
pub(super) fn gate_of(scenario: &Scenario, kind: &Kind) -> Option<u32> {
    let (_, rule) = rule_of(scenario, kind)?;
    match rule.then {
        GivesUp::TurnsBack => None,
        GivesUp::GoesTo(gate) => Some(gate as u32).filter(|&gate| gate != kind.gate),
    }
}

/// The rule that speaks of a kind: there is one at most.
fn rule_of<'s>(scenario: &'s Scenario, kind: &Kind) -> Option<(usize, &'s Patience)> {
    let goods = scenario.profiles.get(kind.profile as usize)?.goods;
    let category = kind.category(kind.outward());
    let mut rules = scenario.patience.iter().enumerate();
    rules.find(|(_, rule)| {
        let who = &rule.who;
        who.matches(kind.gate as usize, &category, goods)
    })
}
