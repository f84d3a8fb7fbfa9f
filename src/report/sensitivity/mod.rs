//! What the answer hangs on: a tornado, and where the conclusion turns.
//!
//! One input at a time stands at either end of its range, all others as stated. What several do together is not seen here: that is what
//! `--uncertainty inputs` draws. Rows are sorted by how far they move what is followed, so the first are those to find out about.

mod text;

use schemars::JsonSchema;
use serde::Serialize;

use crate::experiment::sensitivity::{Finding, Turn};
use crate::experiment::{Change, Judgement};
use crate::scenario::uncertain::Uncertain;

use super::{Manifest, Report, Run, json, list};

pub use text::text;

/// Name and version of the JSON.
pub const SCHEMA: &str = "bordergate.sensitivity/1";

/// What was observed at a point.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// What is followed; with two scenarios its change from the first to the second.
    pub value: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<(f64, f64)>,
    /// The conclusion.
    pub finding: Finding,
}

/// An input at an end of its range.
#[derive(Clone, Debug)]
pub struct End {
    /// The value there, as text.
    pub value: String,
    /// What was observed.
    pub seen: Seen,
    /// Whether the conclusion is another than as stated.
    pub turns: bool,
    /// Where on the way from the stated value it turns, where there is something on the way.
    pub turn: Option<Turn>,
}

/// An input that was moved.
#[derive(Clone, Debug)]
pub struct Moved {
    /// Index among the inputs.
    pub input: usize,
    /// At the low end.
    pub low: End,
    /// At the high end.
    pub high: End,
    /// The paired change from the low end to the high, of one scenario.
    pub swing: Option<Change>,
}

/// What a sensitivity is made from.
pub struct Sought<'a> {
    /// The stated scenario, and what it is held against.
    pub runs: &'a [Run<'a>],
    /// What is not known.
    pub uncertain: &'a Uncertain,
    /// What is followed.
    pub quantity: &'a str,
    /// Its unit.
    pub unit: &'static str,
    /// The condition, where one is the conclusion.
    pub condition: Option<&'a str>,
    /// As stated.
    pub stated: Seen,
    /// What was moved.
    pub moved: Vec<Moved>,
    /// What could not be moved alone, and why.
    pub unmoved: Vec<(String, String)>,
}

/// A whole sensitivity.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Sensitivity {
    /// Name and version of this format.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// What it takes to get the stated run again, and that of what it is held against.
    pub manifests: Vec<Manifest>,
    /// What is followed.
    pub quantity: String,
    /// Unit of it.
    pub unit: &'static str,
    /// `value` of one scenario, or `change` from the first to the second.
    pub followed: &'static str,
    /// The conclusion: a condition, or `better`, `worse`, `more` or `less` of a change; `null` where none was asked for, or the change is none.
    pub conclusion: Option<String>,
    /// What was observed as stated.
    pub stated: PointRow,
    /// One row an input, the one that moves most first.
    pub inputs: Vec<InputRow>,
    /// What has a range and was not moved.
    pub unmoved: Vec<Unmoved>,
    /// How many assumed and derived values have no range.
    pub rangeless: usize,
}

/// What was observed at a point.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct PointRow {
    /// The value of the input.
    pub at: Option<String>,
    /// What is followed; of a date its index in the period.
    pub value: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Whether the conclusion holds by the estimate.
    pub holds: Option<bool>,
    /// Whether it holds by the interval.
    pub judgement: Option<&'static str>,
}

/// An input.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct InputRow {
    /// Its path, as `--set` takes it.
    pub input: String,
    /// The stated value; of a distribution its mean, of shares the first.
    pub stated: String,
    /// At the low end of its range.
    pub low_end: PointRow,
    /// At the high end.
    pub high_end: PointRow,
    /// From the low end to the high.
    pub swing: Option<f64>,
    /// Lower end of the paired 95 % interval of the swing, of one scenario.
    pub swing_low: Option<f64>,
    /// Upper end of it.
    pub swing_high: Option<f64>,
    /// Where the conclusion turns, below and above the stated value.
    pub turns: Vec<TurnRow>,
}

/// Where a conclusion turns.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct TurnRow {
    /// `below` or `above` the stated value.
    pub side: &'static str,
    /// Up to here it is as stated; `null` where there is nothing on the way.
    pub as_stated_to: Option<String>,
    /// From here on it is not.
    pub turned_from: String,
}

/// An input that was not moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Unmoved {
    /// Its path.
    pub input: String,
    /// Why not.
    pub why: String,
}

impl Sensitivity {
    /// The sensitivity of what was observed.
    pub fn new(sought: &Sought) -> Self {
        let mut inputs: Vec<InputRow> = sought
            .moved
            .iter()
            .filter_map(|moved| sought.row(moved))
            .collect();
        let size = |row: &InputRow| row.swing.unwrap_or(0.0).abs();
        inputs.sort_by(|a, b| size(b).total_cmp(&size(a)).then(a.input.cmp(&b.input)));
        let fixed = sought.uncertain.fixed().iter();
        let fixed = fixed.map(|fixed| (&fixed.path, &fixed.why));
        let unmoved = sought.unmoved.iter().map(|(path, why)| (path, why));
        Self {
            schema: SCHEMA,
            manifests: sought
                .runs
                .iter()
                .map(|run| Report::new(run).manifest)
                .collect(),
            quantity: sought.quantity.to_owned(),
            unit: sought.unit,
            followed: if sought.runs.len() > 1 {
                "change"
            } else {
                "value"
            },
            conclusion: sought.conclusion(),
            stated: sought.point(None, &sought.stated),
            inputs,
            unmoved: fixed
                .chain(unmoved)
                .map(|(input, why)| Unmoved {
                    input: input.clone(),
                    why: why.clone(),
                })
                .collect(),
            rangeless: sought.uncertain.rangeless(),
        }
    }

    /// The sensitivity as JSON: one line a row.
    pub fn json(&self) -> String {
        let mut text = format!(
            "{{\"schema\": {},\n \"manifests\": {},\n \"quantity\": {},\n \"unit\": {},\n \"followed\": {},\n \"conclusion\": {},\n \"stated\": {},\n \"rangeless\": {},\n",
            json(&self.schema),
            json(&self.manifests),
            json(&self.quantity),
            json(&self.unit),
            json(&self.followed),
            json(&self.conclusion),
            json(&self.stated),
            json(&self.rangeless)
        );
        list(&mut text, "inputs", &self.inputs);
        text.push_str(",\n");
        list(&mut text, "unmoved", &self.unmoved);
        text.push_str("}\n");
        text
    }
}

impl Sought<'_> {
    /// The condition, or which way the change goes; `None` where none was asked for, or nothing changes.
    fn conclusion(&self) -> Option<String> {
        if let Some(condition) = self.condition {
            return Some(condition.to_owned());
        }
        let change = self.stated.value.filter(|_| self.runs.len() > 1)?;
        let word = match change {
            change if change > 0.0 => "more",
            change if change < 0.0 => "less",
            _ => return None,
        };
        Some(word.to_owned())
    }

    fn point(&self, at: Option<&str>, seen: &Seen) -> PointRow {
        let asked = self.conclusion().is_some();
        PointRow {
            at: at.map(str::to_owned),
            value: seen.value,
            low: seen.interval.map(|(low, _)| low),
            high: seen.interval.map(|(_, high)| high),
            holds: seen.finding.holds.filter(|_| asked),
            judgement: asked.then(|| Judgement::word(seen.finding.judgement)),
        }
    }

    fn row(&self, moved: &Moved) -> Option<InputRow> {
        let input = self.uncertain.inputs().get(moved.input)?;
        let ends = moved.low.seen.value.zip(moved.high.seen.value);
        let swing = match moved.swing {
            Some(swing) => Some(swing.change),
            None => ends.map(|(low, high)| high - low),
        };
        let interval = moved.swing.and_then(|swing| swing.interval);
        let turn = |end: &End, side: &'static str| {
            end.turns.then(|| TurnRow {
                side,
                as_stated_to: end.turn.map(|turn| input.at(turn.as_stated)),
                turned_from: end
                    .turn
                    .map_or_else(|| end.value.clone(), |turn| input.at(turn.turned)),
            })
        };
        let turns = [turn(&moved.low, "below"), turn(&moved.high, "above")];
        Some(InputRow {
            input: input.path.clone(),
            stated: if input.is_by_degrees() {
                input.at(input.stated_place())
            } else {
                input.stated.clone()
            },
            low_end: self.point(Some(&moved.low.value), &moved.low.seen),
            high_end: self.point(Some(&moved.high.value), &moved.high.seen),
            swing,
            swing_low: interval.map(|(low, _)| low),
            swing_high: interval.map(|(_, high)| high),
            turns: turns.into_iter().flatten().collect(),
        })
    }
}
