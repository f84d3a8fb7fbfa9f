//! Bridges: civil days of restrictions become instants at which the rules change.
//!
//! Weights are a property of vehicle and class: the tare, and the cargo that the tonnes are measured by.

use crate::des::clock::{FOREVER, Span, Time};
use crate::des::keyed::{EntityId, Use};
use crate::scenario::calendar::instant;
use crate::scenario::model::{self, Scenario};

use super::op::Purpose;
use super::types::{Kind, NONE, Plan};

const CARGO: Use = Use::named("cargo");

/// A bridge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BridgePlan {
    /// Changes of the rules, sorted; the first is at the start.
    pub rules: Vec<BridgeRules>,
    /// For each class, whether its vehicles drive over alone; empty where none do.
    pub alone: Vec<bool>,
}

/// What holds at a bridge from an instant on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BridgeRules {
    /// Since when.
    pub at: Time,
    /// One direction at a time.
    pub alternating: bool,
    /// Least time between two vehicles that drive on in the same direction.
    pub headway: Span,
    /// Greatest weight in kilograms, `i64::MAX` without limit.
    pub heaviest: i64,
    /// How long one direction drives on while the other waits, at least 1, [`FOREVER`] without limit.
    pub turn: Span,
    /// Most vehicles on it, at least 1, `u32::MAX` without limit.
    pub capacity: u32,
}

impl BridgePlan {
    /// Whether vehicles of this class drive over alone.
    #[inline]
    pub fn is_alone(&self, class: u32) -> bool {
        self.alone.get(class as usize) == Some(&true)
    }
}

/// A step that leads over a bridge.
#[derive(Clone, Copy, Debug)]
pub struct BridgeStep {
    /// Bridge.
    pub bridge: u32,
    /// False: to China.
    pub to_vietnam: bool,
    /// Whether loaded; `None`: as it came.
    pub loaded: Option<bool>,
    /// Offset of the driving times into `class_samplers`.
    pub times: u32,
    /// Purpose of the draw.
    pub purpose: Purpose,
    /// The op to which vehicles go that are too heavy, or [`NONE`] where they wait.
    pub too_heavy: u32,
}

impl BridgeStep {
    /// The line at which its vehicles wait: twice the bridge, and one more to Vietnam.
    #[inline]
    pub fn line(&self) -> u32 {
        2 * self.bridge + u32::from(self.to_vietnam)
    }
}

/// What vehicles of a class weigh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// The empty vehicle, kilograms.
    pub tare: i64,
    /// Sampler of the cargo of a loaded one in kilograms, or [`NONE`].
    pub cargo: u32,
}

impl Plan {
    /// Kilograms of cargo from a sampler (none from [`NONE`]): a property of the vehicle, whenever it is asked for.
    #[inline]
    pub fn cargo(&self, sampler: u32, vehicle: EntityId) -> i64 {
        match sampler {
            NONE => 0,
            sampler => self.samplers[sampler as usize].draw(&mut vehicle.stream(CARGO)),
        }
    }

    /// The same of a vehicle of which a log may say what it carries; `row` is its origin, the civil day and its number on that day.
    #[inline]
    pub fn cargo_of(&self, sampler: u32, row: (u32, i32, u32), vehicle: EntityId) -> i64 {
        match self.logged_cargo(row) {
            NONE => self.cargo(sampler, vehicle),
            kilograms => i64::from(kilograms),
        }
    }
}

/// The bridges of a scenario.
pub(super) fn bridges(scenario: &Scenario) -> Vec<BridgePlan> {
    let all = scenario.bridges.iter();
    all.map(|bridge| BridgePlan {
        rules: rules(scenario, bridge),
        alone: alone(scenario, bridge),
    })
    .collect()
}

fn alone(scenario: &Scenario, bridge: &model::Bridge) -> Vec<bool> {
    if bridge.alone.is_empty() {
        return Vec::new();
    }
    let classes = 0..scenario.classes.len();
    classes.map(|class| bridge.alone.contains(&class)).collect()
}

fn rules(scenario: &Scenario, bridge: &model::Bridge) -> Vec<BridgeRules> {
    let zone = &scenario.clocks.own;
    let mut found: Vec<BridgeRules> = Vec::new();
    for day in scenario.period.days() {
        let rules = bridge.rules_on(day);
        let now = BridgeRules {
            at: instant(day, 0, zone),
            alternating: rules.alternating,
            headway: rules.headway,
            heaviest: rules.heaviest.unwrap_or(i64::MAX),
            turn: rules.turn.unwrap_or(FOREVER),
            capacity: rules.capacity.unwrap_or(u32::MAX),
        };
        let same = |before: &BridgeRules| {
            BridgeRules {
                at: now.at,
                ..*before
            } == now
        };
        if !found.last().is_some_and(same) {
            found.push(now);
        }
    }
    found
}

/// Draws of a cargo from which the share of vehicles is estimated that are too heavy.
const WEIGHED: u64 = 1_000;

/// The share of the vehicles of a kind that is sent elsewhere for its weight, on average over the period: for what is said before
/// a run, an estimate from a fixed sample of cargoes.
pub(super) fn too_heavy(plan: &Plan, step: &BridgeStep, kind: &Kind) -> f64 {
    if step.too_heavy == NONE {
        return 0.0;
    }
    let weight = plan.weights[kind.class as usize];
    let cargoes: Vec<i64> = (0..WEIGHED)
        .map(|index| match step.loaded.unwrap_or(kind.loaded) {
            false => 0,
            true => plan.cargo(weight.cargo, Plan::key(0, 0).entity(index)),
        })
        .collect();
    let rules = &plan.bridges[step.bridge as usize].rules;
    let ends = rules.iter().skip(1).map(|next| next.at).chain([plan.end]);
    let barred: f64 = rules
        .iter()
        .zip(ends)
        .map(|(rules, end)| {
            let above = |&&cargo: &&i64| weight.tare + cargo > rules.heaviest;
            let share = cargoes.iter().filter(above).count() as f64 / WEIGHED as f64;
            share * (end - rules.at) as f64
        })
        .sum();
    barred / (plan.end - plan.start).max(1) as f64
}
