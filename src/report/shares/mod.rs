//! How several changes share what they bring about together: relaxations that remove delay, and what two scenarios differ in.
//!
//! The arithmetic is [`shapley`](crate::experiment::shapley)'s, in whole numbers: the shares of all changes sum to the whole effect
//! exactly. Printed columns are rounded so that they add up too. Beside each share stand two other effects that do not add up, and are asked
//! for as often: that of the change *alone*, and that of it *last*, where all others are there. And beside all of them stands what
//! else changes: who crosses, who turns back, who still stands there, because whoever no longer turns back waits as well.

mod text;

use schemars::JsonSchema;
use serde::Serialize;

use crate::experiment::coalitions::Sums;
use crate::experiment::shapley::Game;
use crate::plan::relax::Relaxation;
use crate::scenario::changes::{Changes, Joined};
use crate::scenario::model::Scenario;
use crate::stats::{Estimate, mean_of_integers};

/// Microseconds of an hour.
const HOUR: f64 = 3.6e9;

/// What is summed of each variant, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sum {
    /// Delay in microseconds.
    Delay,
    /// Vehicles that crossed.
    Crossed,
    /// Vehicles that turned back.
    TurnedBack,
    /// Vehicles in stock at the end.
    Stock,
}

impl Sum {
    /// All of them.
    pub const ALL: [Sum; 4] = [Sum::Delay, Sum::Crossed, Sum::TurnedBack, Sum::Stock];
}

/// A number and its 95 % interval over replications, which is absent for fewer than two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Amount {
    /// The mean.
    pub value: f64,
    /// Lower end of the interval of the expected value.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

impl From<Estimate> for Amount {
    fn from(estimate: Estimate) -> Self {
        Self {
            value: estimate.value.unwrap_or(0.0),
            low: estimate.low,
            high: estimate.high,
        }
    }
}

/// What else changes, in vehicles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Beside {
    /// Vehicles that cross.
    pub crossed: Amount,
    /// Vehicles that turn back.
    pub turned_back: Amount,
    /// Vehicles in stock at the end.
    pub stock: Amount,
}

/// The share of one change, in vehicle-hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Share {
    /// Its Shapley value.
    pub share: Amount,
    /// Its effect alone.
    pub alone: Amount,
    /// Its effect where all others are there already.
    pub last: Amount,
    /// What else changes with it alone.
    #[serde(flatten)]
    pub beside: Beside,
}

/// Delay that relaxations would remove.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Removable {
    /// Replications of each combination, with the same vehicles.
    pub replications: usize,
    /// Replications left out because they failed in some combination.
    pub failed: usize,
    /// Combinations that were run.
    pub combinations: usize,
    /// Delay with nothing relaxed, vehicle-hours.
    pub delay: Amount,
    /// What all relaxations together remove; the shares sum to it.
    pub removable: Amount,
    /// What no relaxation removes: the delay that is left with all of them.
    pub remainder: Amount,
    /// What else changes with all of them.
    pub together: Beside,
    /// One a relaxation, that with the most observed delay first.
    pub relaxations: Vec<Relaxed>,
    /// Relaxations beyond the most that can share.
    pub left_out: Vec<LeftOut>,
    /// Relaxations that could not be tried.
    pub impossible: Vec<Impossible>,
    /// Vehicle-hours of delay and its parts for print.
    #[serde(skip)]
    column: Column,
}

/// A relaxation and what it would save.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Relaxed {
    /// Which one.
    #[serde(flatten)]
    pub which: Which,
    /// What it saves, vehicle-hours; less than nothing where there is more delay with it.
    #[serde(flatten)]
    pub saves: Share,
}

/// A relaxation that shares nothing.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct LeftOut {
    /// Which one.
    #[serde(flatten)]
    pub which: Which,
    /// What it saves alone, vehicle-hours.
    pub alone: Amount,
    /// What else changes with it alone.
    #[serde(flatten)]
    pub beside: Beside,
}

/// A relaxation with which the calendar would contradict itself.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Impossible {
    /// Which one.
    #[serde(flatten)]
    pub which: Which,
    /// What is wrong.
    pub why: String,
}

/// A relaxation in words.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Which {
    /// The kind of relaxation.
    pub relaxation: &'static str,
    /// The name of the gate, station, yard, ... that it is about; `null` where it is about all.
    pub of: Option<String>,
    /// In a few words.
    pub title: String,
    /// What it lifts.
    pub lifts: &'static str,
    /// The causes at which it aims.
    pub causes: Vec<&'static str>,
    /// Delay with these causes that was observed there, vehicle-hours.
    pub observed: f64,
}

impl Which {
    /// A relaxation of a scenario, with the observed delay of its causes in vehicle-hours.
    pub fn new(relaxation: Relaxation, observed: f64, scenario: &Scenario) -> Self {
        Self {
            relaxation: relaxation.word(),
            of: relaxation.of(scenario).map(str::to_owned),
            title: relaxation.title(scenario),
            lifts: relaxation.lifts(),
            causes: relaxation
                .causes(scenario)
                .iter()
                .map(|cause| cause.word())
                .collect(),
            observed,
        }
    }
}

/// What makes the difference between two scenarios.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Differences {
    /// Replications of each combination, with the same vehicles.
    pub replications: usize,
    /// Replications left out because they failed in some combination.
    pub failed: usize,
    /// Combinations that were run.
    pub combinations: usize,
    /// Delay of the base, vehicle-hours.
    pub base: Amount,
    /// Delay of this scenario.
    pub this: Amount,
    /// This less the base; the shares sum to it.
    pub difference: Amount,
    /// What else changes from the base to this.
    pub together: Beside,
    /// One a change, in the order of paths.
    pub changes: Vec<Change>,
    /// Changes that mean something only together, and what is wrong with some of them alone.
    pub joined: Vec<Together>,
    /// Vehicle-hours of the base and the shares for print.
    #[serde(skip)]
    column: Column,
}

/// A change and its share in the difference.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Change {
    /// What it is called.
    pub change: String,
    /// The things that change, as paths.
    pub things: Vec<String>,
    /// The values that differ.
    pub values: Vec<Value>,
    /// What it adds, vehicle-hours.
    #[serde(flatten)]
    pub adds: Share,
}

/// A value that differs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Value {
    /// Its path.
    pub path: String,
    /// In the base; `null` where it is not there.
    pub base: Option<String>,
    /// In this scenario.
    pub this: Option<String>,
}

/// Changes that mean something only together.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Together {
    /// What they are called together.
    pub change: String,
    /// What is wrong with a scenario that has only some of them.
    pub why: String,
}

/// A column of parts that adds up: each is a whole number of microseconds divided by `per`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Column {
    parts: Vec<i128>,
    per: i128,
}

impl Removable {
    /// The table from the sums of all sets of the relaxations `kept`, and then of each that was left out. `None` where the sums are not those.
    pub fn new(
        kept: Vec<Which>,
        left_out: Vec<Which>,
        impossible: Vec<Impossible>,
        sums: &Sums,
    ) -> Option<Self> {
        // What is shared is what is saved.
        let game = game(kept.len(), sums, -1)?;
        let all = game.everybody();
        let mut parts: Vec<i128> = (0..game.players())
            .map(|player| game.share(player).iter().sum())
            .collect();
        let left: i128 = game.worth(all).iter().sum();
        parts.push(-left * game.orders());
        let column = Column {
            parts,
            per: per(&game),
        };
        let positive = |set: usize| -> Amount {
            let worths: Vec<i128> = game.worth(set).iter().map(|worth| -worth).collect();
            hours(&worths)
        };
        let single = |at: usize| all + 1 + at;
        let left_out = left_out.into_iter().enumerate().map(|(at, which)| {
            let saved = difference(sums, Sum::Delay, single(at), 0);
            LeftOut {
                which,
                alone: hours(&saved),
                beside: beside(sums, single(at)),
            }
        });
        Some(Self {
            replications: game.replications(),
            failed: sums.failures.len(),
            combinations: all + 1,
            delay: positive(0),
            removable: hours(&game.whole()),
            remainder: positive(all),
            together: beside(sums, all),
            left_out: left_out.collect(),
            impossible,
            relaxations: kept
                .into_iter()
                .enumerate()
                .map(|(player, which)| Relaxed {
                    which,
                    saves: share(&game, player, sums),
                })
                .collect(),
            column,
        })
    }
}

impl Differences {
    /// The table from the sums of all sets of changes. `None` where the sums are not those.
    pub fn new(changes: &Changes, joined: Vec<Joined>, sums: &Sums) -> Option<Self> {
        let game = game(changes.groups().len(), sums, 1)?;
        let all = game.everybody();
        let base: i128 = game.worth(0).iter().sum();
        let mut parts = vec![base * game.orders()];
        parts.extend((0..game.players()).map(|player| game.share(player).iter().sum::<i128>()));
        let column = Column {
            parts,
            per: per(&game),
        };
        let groups = changes.groups().iter().enumerate();
        Some(Self {
            replications: game.replications(),
            failed: sums.failures.len(),
            combinations: all + 1,
            base: hours(game.worth(0)),
            this: hours(game.worth(all)),
            difference: hours(&game.whole()),
            together: beside(sums, all),
            changes: groups
                .map(|(player, group)| Change {
                    change: group.name(),
                    things: group.things(),
                    values: group
                        .values()
                        .map(|value| Value {
                            path: value.path.clone(),
                            base: value.base.clone(),
                            this: value.alternative.clone(),
                        })
                        .collect(),
                    adds: share(&game, player, sums),
                })
                .collect(),
            joined: joined
                .into_iter()
                .map(|Joined { name, why }| Together { change: name, why })
                .collect(),
            column,
        })
    }
}

/// The game of the delays, times `sign`.
fn game(players: usize, sums: &Sums, sign: i128) -> Option<Game> {
    let sets = sums
        .values
        .get(..1_usize.checked_shl(u32::try_from(players).ok()?)?)?;
    let worth = |of_set: &Vec<Vec<i128>>| -> Option<Vec<i128>> {
        let delays = of_set.get(Sum::Delay as usize)?;
        Some(delays.iter().map(|delay| sign * delay).collect())
    };
    Game::new(players, sets.iter().map(worth).collect::<Option<_>>()?)
}

/// By what sums over all replications and orders are divided.
fn per(game: &Game) -> i128 {
    game.orders() * game.replications() as i128
}

fn share(game: &Game, player: usize, sums: &Sums) -> Share {
    Share {
        share: game.mean_share(player, 1.0 / HOUR).into(),
        alone: hours(&game.alone(player)),
        last: hours(&game.last(player)),
        beside: beside(sums, 1 << player),
    }
}

fn hours(microseconds: &[i128]) -> Amount {
    mean_of_integers(microseconds, 1.0 / HOUR).into()
}

/// What else changes from the first variant to another.
fn beside(sums: &Sums, variant: usize) -> Beside {
    let change = |sum| mean_of_integers(&difference(sums, sum, 0, variant), 1.0).into();
    Beside {
        crossed: change(Sum::Crossed),
        turned_back: change(Sum::TurnedBack),
        stock: change(Sum::Stock),
    }
}

/// A sum of one variant less that of another, replication by replication.
fn difference(sums: &Sums, sum: Sum, from: usize, to: usize) -> Vec<i128> {
    let of = |variant: usize| {
        let values = sums.values.get(variant).and_then(|of| of.get(sum as usize));
        values.map_or(&[][..], Vec::as_slice)
    };
    of(to)
        .iter()
        .zip(of(from))
        .map(|(to, from)| to - from)
        .collect()
}
