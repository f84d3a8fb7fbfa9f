//! The value of a lever at which a condition holds, or why there is none: every point that was tried, and the sentence that answers.
//!
//! What is *proven* is so by a sum over the calendar, whatever is drawn; what was *not found* was simulated, and the answer says how far it was missed
//! and what would be enough. The two words are never mixed.

mod command;
mod proof;
mod text;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::experiment::proof::Proof;
use crate::experiment::solve::{Answer, End, Shape, Spending, Tried};
use crate::experiment::{Held, Judgement, Reason};
use crate::measures::quantity::Expectation;
use crate::plan::Plan;
use crate::scenario::lever::{Lever, Setting};
use crate::scenario::model::Scenario;

use super::row::Value;
use super::{Manifest, Report, Run, Stopped, json, list};

pub use command::command;
pub use proof::{Needs, ProofRow, SpanRow};
pub use text::text;

/// Name and version of the JSON.
pub const SCHEMA: &str = "bordergate.solution/1";

/// What a solution is made from.
pub struct Solved<'a> {
    /// What was moved.
    pub lever: &'a Lever,
    /// Which end was wanted.
    pub end: End,
    /// The scenario before it was moved, for its title and its period.
    pub scenario: &'a Scenario,
    /// The condition, as it stands in the first point.
    pub wanted: &'a Expectation,
    /// The probability with which the answer is right.
    pub confidence: f64,
    /// Most replications of a point.
    pub replications: u64,
    /// Seed.
    pub seed: u64,
    /// How the error was spent.
    pub spending: &'a Spending,
    /// What came of it.
    pub found: Found<'a>,
    /// Points in order of size, then one beyond the range, where it was tried.
    pub points: Vec<PointRun<'a>>,
    /// What would be enough where nothing was found.
    pub nearest: Option<Nearest>,
}

/// What came of a search.
pub enum Found<'a> {
    /// It cannot hold at any point: here for the one at which least is missing.
    Proven(Proven<'a>),
    /// It was searched.
    Searched {
        /// What was found.
        answer: Answer,
        /// Whether the quantity goes one way.
        shape: Shape,
        /// Why it ended.
        stopped: Stopped,
    },
}

/// Why the condition cannot hold at any point.
pub struct Proven<'a> {
    /// The value at which least is missing.
    pub setting: &'a Setting,
    /// All that is set there, by path.
    pub settings: BTreeMap<String, String>,
    /// The scenario there.
    pub scenario: &'a Scenario,
    /// The plan there.
    pub plan: &'a Plan,
    /// The proof.
    pub proof: &'a Proof,
}

/// A point that was tried.
pub struct PointRun<'a> {
    /// Its value in words, and as `--set` takes it.
    pub setting: &'a Setting,
    /// All that is set there, by path.
    pub settings: BTreeMap<String, String>,
    /// Its number, where it is in the range.
    pub point: Option<usize>,
    /// What was simulated.
    pub run: Run<'a>,
    /// What is known of it.
    pub tried: Tried,
    /// Estimate and interval behind that.
    pub held: Held,
}

/// The value that comes nearest, and what would be enough there.
#[derive(Clone, Debug)]
pub struct Nearest {
    /// Which point.
    pub point: usize,
    /// How far its estimate is from the limit; of a chance, in shares.
    pub misses: f64,
    /// The limit with which the condition would hold there.
    pub limit: Option<f64>,
}

/// A whole solution.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Solution {
    /// Name and version of this format.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// The lever, as it was given.
    pub lever: String,
    /// The condition.
    pub condition: String,
    /// What it is about: the expected value, or how often single periods meet it.
    pub about: About,
    /// Which value is wanted.
    pub wanted: Wanted,
    /// The probability with which the answer is right.
    pub confidence: f64,
    /// Most replications of a point.
    pub replications: u64,
    /// Seed of all of them.
    pub seed: u64,
    /// What came of it.
    pub outcome: Outcome,
    /// The value, where one was found, as `--set` takes it, by path.
    pub answer: Option<BTreeMap<String, String>>,
    /// The answer in words, a line each.
    pub says: Vec<String>,
    /// How the points were chosen.
    pub method: Method,
    /// Whether the quantity goes one way along the lever.
    pub shape: ShapeWord,
    /// The command that shows the answer, or the value that comes nearest.
    pub command: Option<String>,
    /// Where it is proven that no value can be enough: the sum, at the value at which least is missing.
    pub proof: Option<ProofRow>,
    /// Where none was found: what would be enough.
    pub relaxation: Option<Relaxation>,
    /// The points that were tried, in order of size; a point beyond the range last.
    pub points: Vec<Point>,
    /// What it takes to get the run of each of them again.
    pub manifests: Vec<Manifest>,
}

/// What a condition is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// The expected value; of a date, its median.
    ExpectedValue,
    /// How often single periods meet a condition.
    SinglePeriods,
}

/// Which value is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Wanted {
    /// The smallest.
    Smallest,
    /// The largest.
    Largest,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// A value was found, and its neighbour fails.
    Found,
    /// These replications do not tell.
    Inconclusive,
    /// It is proven from the calendar that no value can be enough.
    Proven,
    /// None was found, which proves nothing.
    NotFound,
    /// It was interrupted, or the time was over.
    Stopped,
}

/// How points were chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// None was needed: the calendar was added up.
    Calendar,
    /// The most wanted value does.
    FirstValue,
    /// All of them.
    EveryPoint,
    /// Between one that fails and one that holds, the one in the middle.
    Bisection,
}

/// Whether a quantity goes one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ShapeWord {
    /// It was not asked.
    NotAsked,
    /// No sign that it does not.
    OneWay,
    /// It goes up and down.
    UpAndDown,
    /// Points could not be compared, because replications failed.
    CannotBeCompared,
}

/// What became of the condition at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
    /// These replications do not tell.
    CannotTell,
}

/// What would be enough.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Relaxation {
    /// The value that comes nearest, by path.
    pub settings: BTreeMap<String, String>,
    /// How far its estimate is from the limit, in the unit of the quantity; of a chance a share, of dates days.
    pub misses: f64,
    /// The limit with which the condition would hold there.
    pub limit: Option<Value>,
    /// Half of the range beyond, where the lever allows it: whether the condition holds there.
    pub beyond: Option<Verdict>,
}

/// A point that was tried.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Point {
    /// Its number in the range, from 0; `null` beyond it.
    pub point: Option<usize>,
    /// What is set there, by path, as `--set` takes it.
    pub settings: BTreeMap<String, String>,
    /// Its size: the number in it, the minute of the day, or the days since 1970.
    pub size: f64,
    /// The lunar day of a date near the New Year.
    pub lunar: Option<String>,
    /// The estimate that decides, of a chance the share of periods; `null` also for a date after the period.
    pub value: Option<Value>,
    /// Lower end of the interval that decides.
    pub low: Option<Value>,
    /// Upper end of it; `null` also where nothing bounds it.
    pub high: Option<Value>,
    /// Unit of these.
    pub unit: &'static str,
    /// The probability with which this interval alone holds.
    pub level: f64,
    /// What became of the condition.
    pub verdict: Verdict,
    /// Replications that were run.
    pub replications: u64,
    /// Those of them that failed.
    pub failed: u64,
    /// Those of them that locked up, which no value at which the condition holds may.
    pub locked: u64,
}

impl Solution {
    /// The solution.
    pub fn new(solved: &Solved) -> Self {
        let wanted = solved.wanted;
        let points: Vec<Point> = solved.points.iter().map(|run| solved.row(run)).collect();
        let manifests = solved.points.iter();
        let manifests = manifests.map(|point| Report::new(&point.run).manifest);
        Self {
            schema: SCHEMA,
            lever: solved.lever.text.clone(),
            condition: wanted.to_string(),
            about: match wanted {
                Expectation::Expected(_) => About::ExpectedValue,
                Expectation::Chance { .. } => About::SinglePeriods,
            },
            wanted: match solved.end {
                End::Smallest => Wanted::Smallest,
                End::Largest => Wanted::Largest,
            },
            confidence: solved.confidence,
            replications: solved.replications,
            seed: solved.seed,
            outcome: solved.outcome(),
            answer: solved.answer().map(|run| run.settings.clone()),
            says: text::says(solved),
            method: solved.method(),
            shape: solved.shape(),
            command: solved.shown().map(|run| command(&run.run, wanted)),
            proof: ProofRow::of(solved),
            relaxation: solved.relaxation(),
            points,
            manifests: manifests.collect(),
        }
    }

    /// The solution as JSON: one line a row.
    pub fn json(&self) -> String {
        let mut text = format!("{{\"schema\": {},\n", json(&self.schema));
        let heads = [
            ("lever", json(&self.lever)),
            ("condition", json(&self.condition)),
            ("about", json(&self.about)),
            ("wanted", json(&self.wanted)),
            ("confidence", json(&self.confidence)),
            ("replications", json(&self.replications)),
            ("seed", json(&self.seed)),
            ("outcome", json(&self.outcome)),
            ("answer", json(&self.answer)),
            ("says", json(&self.says)),
            ("method", json(&self.method)),
            ("shape", json(&self.shape)),
            ("command", json(&self.command)),
            ("proof", json(&self.proof)),
            ("relaxation", json(&self.relaxation)),
        ];
        for (key, value) in heads {
            text.push_str(&format!(" \"{key}\": {value},\n"));
        }
        list(&mut text, "points", &self.points);
        text.push_str(",\n");
        list(&mut text, "manifests", &self.manifests);
        text.push_str("}\n");
        text
    }
}

impl<'a> Solved<'a> {
    fn outcome(&self) -> Outcome {
        match &self.found {
            Found::Proven(_) => Outcome::Proven,
            Found::Searched { answer, .. } => match answer {
                Answer::Found(_) => Outcome::Found,
                Answer::None => Outcome::NotFound,
                Answer::Unsure { .. } => Outcome::Inconclusive,
                Answer::BrokenOff => Outcome::Stopped,
            },
        }
    }

    fn method(&self) -> Method {
        match &self.found {
            Found::Proven(_) => Method::Calendar,
            Found::Searched { shape, .. } => match shape {
                Shape::InOrder => Method::Bisection,
                Shape::NotAsked if !self.spending.every => Method::FirstValue,
                _ => Method::EveryPoint,
            },
        }
    }

    fn shape(&self) -> ShapeWord {
        match &self.found {
            Found::Proven(_) => ShapeWord::NotAsked,
            Found::Searched { shape, .. } => match shape {
                Shape::NotAsked => ShapeWord::NotAsked,
                Shape::InOrder => ShapeWord::OneWay,
                Shape::OutOfOrder { .. } | Shape::Contradicted { .. } => ShapeWord::UpAndDown,
                Shape::CannotBeCompared => ShapeWord::CannotBeCompared,
            },
        }
    }

    /// A point that was tried.
    fn point(&self, point: usize) -> Option<&PointRun<'a>> {
        self.points.iter().find(|run| run.point == Some(point))
    }

    fn answer(&self) -> Option<&PointRun<'a>> {
        match &self.found {
            Found::Searched {
                answer: Answer::Found(point),
                ..
            } => self.point(*point),
            _ => None,
        }
    }

    /// The point that is worth a look: the answer, one that surely holds, or the nearest.
    fn shown(&self) -> Option<&PointRun<'a>> {
        let sure = match &self.found {
            Found::Searched {
                answer: Answer::Unsure { holds, .. },
                ..
            } => *holds,
            _ => None,
        };
        let nearest = self.nearest.as_ref().map(|nearest| nearest.point);
        self.answer()
            .or_else(|| sure.or(nearest).and_then(|point| self.point(point)))
    }

    fn relaxation(&self) -> Option<Relaxation> {
        let nearest = self.nearest.as_ref()?;
        let beyond = self.points.iter().find(|run| run.point.is_none());
        let condition = self.wanted.condition();
        Some(Relaxation {
            settings: self.point(nearest.point)?.settings.clone(),
            misses: nearest.misses,
            limit: nearest
                .limit
                .and_then(|limit| self.value_in(condition.quantity.unit, limit)),
            beyond: beyond.map(|run| Verdict::from(run.tried.judgement)),
        })
    }

    /// The unit of what decides.
    fn unit(&self) -> &'static str {
        match self.wanted {
            Expectation::Expected(condition) => condition.quantity.unit,
            Expectation::Chance { .. } => "share",
        }
    }

    fn value(&self, value: f64) -> Option<Value> {
        self.value_in(self.unit(), value)
    }

    /// A value in a unit, a day by its date; `None` after the period, and where it is not bounded.
    fn value_in(&self, unit: &str, value: f64) -> Option<Value> {
        if unit != "date" {
            return value.is_finite().then_some(Value::Number(value));
        }
        let days = self.scenario.period.days().count();
        let at = value as usize;
        let day = || self.scenario.period.days().nth(at);
        (at < days).then(day).flatten().map(Value::Day)
    }

    fn row(&self, run: &PointRun) -> Point {
        let progress = run.run.fold.progress();
        Point {
            point: run.point,
            settings: run.settings.clone(),
            size: run.setting.size,
            lunar: run.setting.lunar.clone(),
            value: run.held.value.and_then(|value| self.value(value)),
            low: run.held.interval.and_then(|(low, _)| self.value(low)),
            high: run.held.interval.and_then(|(_, high)| self.value(high)),
            unit: self.unit(),
            level: 1.0 - 2.0 * run.tried.error,
            verdict: run.tried.judgement.into(),
            replications: progress.done,
            failed: progress.failed,
            locked: run.locked(),
        }
    }
}

impl PointRun<'_> {
    /// How many replications ended in a deadlock.
    fn locked(&self) -> u64 {
        let failures = self.run.fold.failures().iter();
        let locked = failures.filter(|(_, reason)| matches!(reason, Reason::Deadlock { .. }));
        locked.count() as u64
    }
}

impl From<Judgement> for Verdict {
    fn from(judgement: Judgement) -> Self {
        match judgement {
            Judgement::Passed => Verdict::Holds,
            Judgement::Failed => Verdict::Fails,
            Judgement::Inconclusive => Verdict::CannotTell,
        }
    }
}

impl Verdict {
    /// The words.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::Fails => "fails",
            Verdict::CannotTell => "cannot tell",
        }
    }
}
