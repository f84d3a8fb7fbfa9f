//! What is not known about the inputs, and what it does to the results.
//!
//! With `--uncertainty inputs` every estimate already includes what is not known: the intervals are wider by it. This says by how much:
//! the variance of one period splits into what the inputs do and what chance does with the same inputs.

use schemars::JsonSchema;
use serde::Serialize;

use crate::experiment::Inputs;

use super::Run;
use super::number::{digits, fixed};
use super::row::{self, Row};
use super::table::{Cell, Table};

/// The rows whose variance is split: one number a gate that planners look at.
const SPLIT: [(&str, &str); 5] = [
    ("vehicles-crossed", "total"),
    ("waiting-vehicle-hours", "total"),
    ("stock", "end"),
    ("stock", "max"),
    ("time-in-system", "mean"),
];

/// How far the inputs are known, and how much that matters.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Uncertainty {
    /// Replications that share one draw of the inputs.
    pub replications_per_draw: u64,
    /// Paths of the inputs that are drawn, each independently: triangular over its range, most likely as stated.
    pub drawn: Vec<String>,
    /// Inputs that have a range and stay as stated.
    pub fixed: Vec<FixedInput>,
    /// How many assumed and derived values have no range, and stay as stated.
    pub without_range: usize,
    /// The split of the variance of one period.
    pub variance: Vec<Split>,
}

/// An input with a range that is not drawn.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct FixedInput {
    /// Its path.
    pub path: String,
    /// Why it is not drawn.
    pub why: String,
}

/// The variance of one measure in one period, split.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Split {
    /// Measure.
    pub measure: &'static str,
    /// Statistic.
    pub statistic: &'static str,
    /// Unit of the standard deviations.
    pub unit: &'static str,
    /// Gate; all together where there is none.
    pub gate: Option<String>,
    /// Direction of the goods.
    pub direction: Option<&'static str>,
    /// Standard deviation of one period because of the inputs.
    pub sd_inputs: f64,
    /// Standard deviation of one period because of chance.
    pub sd_chance: f64,
    /// Share of the variance that is because of the inputs; `null` where nothing varies.
    pub share_of_inputs: Option<f64>,
}

impl Uncertainty {
    /// What the inputs of a run do.
    pub(super) fn new(run: &Run, inputs: &Inputs) -> Self {
        let uncertain = inputs.uncertain();
        let fixed = uncertain.fixed().iter().map(|fixed| FixedInput {
            path: fixed.path.clone(),
            why: fixed.why.clone(),
        });
        Self {
            replications_per_draw: inputs.per_draw(),
            drawn: uncertain
                .inputs()
                .iter()
                .map(|input| input.path.clone())
                .collect(),
            fixed: fixed.collect(),
            without_range: uncertain.rangeless(),
            variance: splits(run),
        }
    }
}

impl Uncertainty {
    /// The split of the variance as a table; `title` names gates.
    pub(super) fn table(&self, title: impl Fn(&String) -> String) -> Table {
        let rows = self.variance.iter().map(|split| {
            let place = match (&split.gate, split.direction) {
                (Some(gate), Some(direction)) => format!("{} {direction}", title(gate)),
                _ => "all gates".to_owned(),
            };
            let places = digits(split.sd_chance.max(split.sd_inputs) / 4.0);
            let (sd, unit): (&dyn Fn(f64) -> String, _) = if split.unit == "s" {
                (&|sd: f64| fixed(sd / 3_600.0, 1), "h")
            } else {
                (&|sd: f64| fixed(sd, places), split.unit)
            };
            let share = split.share_of_inputs;
            vec![
                Cell::text(place),
                Cell::text(format!("{} ({})", split.measure, split.statistic)),
                Cell::text(format!("{} {unit}", sd(split.sd_inputs))),
                Cell::text(format!("{} {unit}", sd(split.sd_chance))),
                Cell::text(share.map_or_else(|| "-".to_owned(), |s| format!("{:.0} %", 100.0 * s))),
            ]
        });
        Table {
            head: vec![
                "gate",
                "measure",
                "sd by inputs",
                "sd by chance",
                "share of inputs",
            ],
            names: 2,
            rows: rows.collect(),
        }
    }

    /// What was drawn, in one line.
    pub(super) fn note(&self) -> String {
        let fixed = match self.fixed.len() {
            0 => String::new(),
            1 => "; 1 has a range and stays as stated".to_owned(),
            n => format!("; {n} have a range and stay as stated"),
        };
        let drawn = match self.drawn.len() {
            1 => "1 input is drawn from its range".to_owned(),
            n => format!("{n} inputs are drawn from their ranges"),
        };
        let without = match self.without_range {
            0 => String::new(),
            n => format!("; {n} assumed or derived ones have no range"),
        };
        format!(
            "{drawn}, anew for every {} replications{fixed}{without}\n",
            self.replications_per_draw
        )
    }
}

fn splits(run: &Run) -> Vec<Split> {
    let specs = run.catalogue.specs.iter();
    let wanted = specs.filter(|spec| {
        matches!(spec.by, "total" | "gate-direction")
            && SPLIT.contains(&(spec.measure, spec.statistic))
    });
    wanted
        .filter_map(|spec| {
            let components = run.fold.components(spec.estimator)?;
            let row: Row = row::row(run.scenario, run.plan, spec, &Default::default());
            Some(Split {
                measure: spec.measure,
                statistic: spec.statistic,
                unit: spec.unit,
                gate: row.gate,
                direction: row.direction,
                sd_inputs: components.inputs.sqrt(),
                sd_chance: components.chance.sqrt(),
                share_of_inputs: components.share_of_inputs(),
            })
        })
        .collect()
}
