//! A baseline: the numbers that a scenario had once, kept beside it under version control.
//!
//! It is made to be read and reviewed: one key or row a line, nothing of where or when it was made, and equal runs are equal
//! bytes. It holds the digest of *all* rows, which says whether anything changed at all, and the headline rows with their intervals,
//! from which [`compare`] tells whether a change is one for the worse. What is too little to matter is in the file too (`margin`), so that
//! how sensitive a gate is can be seen and is reviewed like everything else.

mod compare;

use std::collections::BTreeSet;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{InputMode, Report, row};

pub use compare::{Change, Comparison, Verdict, compare};

/// Name and version of the format.
pub const SCHEMA: &str = "bordergate.baseline/1";

/// The margin of a new baseline: a twentieth.
pub const MARGIN: f64 = 0.05;

/// Measures and statistics of the headline rows.
pub const HEADLINES: [(&str, &str); 8] = [
    ("vehicles-crossed", "total"),
    ("tonnes-crossed", "total"),
    ("vehicles-turned-back", "total"),
    ("waiting-vehicle-hours", "total"),
    ("stock", "end"),
    ("stock", "max"),
    ("time-in-system", "mean"),
    ("time-in-system", "p95"),
];

/// Groupings of the headline rows.
pub const GROUPINGS: [&str; 3] = ["total", "gate", "gate-direction"];

/// A baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Name and version of the format.
    pub schema: String,
    /// The smallest change that matters, as a part of the baseline's value, at least 0.
    pub margin: f64,
    /// Where the numbers come from.
    pub manifest: Origin,
    /// The headline rows.
    pub rows: Vec<Headline>,
}

/// Where the numbers of a baseline come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Origin {
    /// Version of bordergate.
    pub version: String,
    /// What it was built for.
    pub target: String,
    /// The scenario's name.
    pub scenario: String,
    /// Changes to it, as `--set` takes them.
    pub set: Vec<String>,
    /// Digest of the scenario's meaning.
    pub scenario_digest: String,
    /// The hash of all digests.
    pub hash: String,
    /// The construction of random numbers.
    pub generator: String,
    /// Seed.
    pub seed: u64,
    /// Whether inputs are as stated, or drawn.
    pub inputs: InputMode,
    /// Index of the first replication.
    pub from: u64,
    /// Replications that were run, failed ones included.
    pub replications: u64,
    /// Failed ones among them.
    pub failed: u64,
    /// Digest of all rows of the report.
    pub measures_digest: String,
}

/// One number of the results with its 95 % interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(deny_unknown_fields)]
pub struct Headline {
    /// What is measured.
    pub measure: String,
    /// Which statistic of it.
    pub statistic: String,
    /// Unit of the numbers.
    pub unit: String,
    /// Name of the grouping.
    pub by: String,
    /// Gate.
    pub gate: Option<String>,
    /// Direction of the goods.
    pub direction: Option<String>,
    /// The estimate.
    pub value: Option<f64>,
    /// Lower end of the 95 % interval of the expected value.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Replications behind it.
    pub n: usize,
}

impl Baseline {
    /// The baseline of a report, with the usual margin.
    pub fn of(report: &Report) -> Self {
        let manifest = &report.manifest;
        Self {
            schema: SCHEMA.to_owned(),
            margin: MARGIN,
            manifest: Origin {
                version: manifest.version.to_owned(),
                target: manifest.target.clone(),
                scenario: manifest.scenario.clone(),
                set: manifest.set.clone(),
                scenario_digest: manifest.scenario_digest.clone(),
                hash: manifest.hash.to_owned(),
                generator: manifest.generator.to_owned(),
                seed: manifest.seed,
                inputs: manifest.inputs,
                from: manifest.from,
                replications: manifest.replications,
                failed: manifest.failed,
                measures_digest: manifest.measures_digest.clone(),
            },
            rows: report.measures.iter().filter_map(Headline::of).collect(),
        }
    }

    /// Reads a baseline.
    ///
    /// # Errors
    /// In words that go on from "the baseline ...", where the text is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let value: serde_json::Value =
            serde_json::from_str(text).map_err(|error| format!("is no whole JSON: {error}"))?;
        match value.get("schema").and_then(serde_json::Value::as_str) {
            Some(SCHEMA) => {}
            Some(other) => {
                return Err(format!(
                    "has the format `{other}`, and this version reads `{SCHEMA}`"
                ));
            }
            None => return Err("names no `schema`, so it is no baseline".to_owned()),
        }
        // From the text again, so that a mistake has its line.
        let baseline: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        baseline.check()?;
        Ok(baseline)
    }

    /// Whether a text that cannot be read was meant as a baseline, of whatever version: it begins as one.
    pub fn meant(text: &str) -> bool {
        let schema = text.trim_start().strip_prefix('{').map(str::trim_start);
        let name = schema.and_then(|text| text.strip_prefix("\"schema\":"));
        name.is_some_and(|text| text.trim_start().starts_with("\"bordergate.baseline/"))
    }

    fn check(&self) -> Result<(), String> {
        if !(0.0..=1e6).contains(&self.margin) {
            return Err(format!(
                "has the margin {}, which is no part of a value",
                self.margin
            ));
        }
        if self.rows.is_empty() {
            return Err("has no rows, so nothing could become worse".to_owned());
        }
        let mut seen = BTreeSet::new();
        for row in &self.rows {
            if !seen.insert(row.key()) {
                return Err(format!("has two rows {row}"));
            }
            if row.low.zip(row.high).is_some_and(|(low, high)| low > high) {
                return Err(format!(
                    "has an interval that ends before it begins in {row}"
                ));
            }
        }
        Ok(())
    }

    /// The baseline as JSON: a line for each key of the manifest and for each row.
    pub fn text(&self) -> String {
        // These types have string keys and no writer that fails, so there is no other case.
        let manifest = serde_json::to_string_pretty(&self.manifest).unwrap_or_default();
        let rows: Vec<String> = self.rows.iter().map(super::json).collect();
        format!(
            "{{\n  \"schema\": {},\n  \"margin\": {},\n  \"manifest\": {},\n  \"rows\": [\n    {}\n  ]\n}}\n",
            super::json(&self.schema),
            super::json(&self.margin),
            manifest.replace('\n', "\n  "),
            rows.join(",\n    ")
        )
    }
}

impl Headline {
    fn of(row: &row::Row) -> Option<Self> {
        let wanted =
            HEADLINES.contains(&(row.measure, row.statistic)) && GROUPINGS.contains(&row.by);
        let number = |value: Option<row::Value>| value.and_then(row::Value::number);
        wanted.then(|| Self {
            measure: row.measure.to_owned(),
            statistic: row.statistic.to_owned(),
            unit: row.unit.to_owned(),
            by: row.by.to_owned(),
            gate: row.gate.clone(),
            direction: row.direction.map(str::to_owned),
            value: number(row.value),
            low: number(row.low),
            high: number(row.high),
            n: row.n,
        })
    }

    /// What it is a number of, without the number.
    fn key(&self) -> [&str; 6] {
        [
            &self.measure,
            &self.statistic,
            &self.unit,
            &self.by,
            self.gate.as_deref().unwrap_or_default(),
            self.direction.as_deref().unwrap_or_default(),
        ]
    }
}

impl fmt::Display for Headline {
    /// As expressions call it: `p95(time-in-system, gate = hai-yen)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({}", self.statistic, self.measure)?;
        if let Some(gate) = &self.gate {
            write!(f, ", gate = {gate}")?;
        }
        if let Some(direction) = &self.direction {
            write!(f, ", direction = {direction}")?;
        }
        f.write_str(")")
    }
}
