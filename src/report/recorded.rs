//! Reading back what `run --json` printed, to run it again and hold the two against each other.
//!
//! The text may come from anywhere: it may be cut, of another program, or absurd. Nothing in it is believed before it is checked, and
//! nothing is sized by it. What a later version adds to the manifest is passed over.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{InputMode, Manifest, Report, SCHEMA, json};

/// One past the greatest index of a replication, as `run --range` has it.
pub const MOST_REPLICATIONS: u64 = 1_000_000_000;

/// At most this many rows that differ are described.
const DESCRIBED: usize = 5;

/// What identifies a row.
const NAMES: [&str; 30] = [
    "measure",
    "statistic",
    "unit",
    "by",
    "scenario",
    "gate",
    "direction",
    "bound",
    "class",
    "vehicle",
    "station",
    "yard",
    "bridge",
    "pool",
    "residents",
    "papers",
    "step",
    "channel",
    "agency",
    "day",
    "hour",
    "period",
    "cause",
    "reason",
    "item",
    "bearer",
    "target",
    "threshold",
    "clock",
    "quantity",
];

/// What a row says.
const NUMBERS: [&str; 6] = ["value", "low", "high", "next-low", "next-high", "n"];

/// A result as it was printed once.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// What it takes to get it again.
    pub manifest: RecordedManifest,
    measures: Vec<Value>,
}

/// The manifest of a result that was printed once.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RecordedManifest {
    /// Version of bordergate.
    pub version: String,
    /// What it was built for.
    pub target: String,
    /// The scenario's file, as it was named.
    pub file: String,
    /// Changes to it.
    pub set: Vec<String>,
    /// The quantities that were chosen; none where all was reported.
    #[serde(default)]
    pub measures: Vec<String>,
    /// Digest of the scenario's meaning.
    pub scenario_digest: String,
    /// Digest of its calendar.
    pub calendar_digest: String,
    /// The hash of all digests.
    pub hash: String,
    /// The construction of random numbers.
    pub generator: String,
    /// Seed.
    pub seed: u64,
    /// Whether inputs were drawn.
    pub inputs: InputMode,
    /// Index of the first replication.
    pub from: u64,
    /// Replications that were run.
    pub replications: u64,
    /// Failed ones among them.
    pub failed: u64,
    /// Digest of all rows.
    pub measures_digest: String,
}

#[derive(Deserialize)]
struct Document {
    manifest: RecordedManifest,
    measures: Vec<Value>,
}

impl Recorded {
    /// Reads what `run --json` printed.
    ///
    /// # Errors
    /// In words that go on from "the file ...", where the text is something else, not whole, or asks for what cannot be.
    pub fn parse(text: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(text).map_err(|error| {
            if error.is_eof() {
                format!("is cut: its JSON ends too early, at line {}", error.line())
            } else {
                format!("is no JSON: {error}")
            }
        })?;
        match value.get("schema").and_then(Value::as_str) {
            Some(SCHEMA) => {}
            Some(super::baseline::SCHEMA) => {
                return Err("is a baseline; name the scenario that it lies beside".to_owned());
            }
            Some(other) => {
                return Err(format!(
                    "has the format `{other}`; only `{SCHEMA}`, which `run --json` prints, can be run again"
                ));
            }
            None => {
                return Err(
                    "names no `schema`, so it is nothing that `run --json` printed".to_owned(),
                );
            }
        }
        // From the text again, so that a mistake has its line.
        let Document { manifest, measures } = serde_json::from_str(text)
            .map_err(|error| format!("is not whole, or was changed: {error}"))?;
        manifest.check()?;
        Ok(Self { manifest, measures })
    }

    /// What differs from the result of the same run now, in its rows and in where they come from. Each is a line of its
    /// own, what may explain the difference before the rows that differ.
    pub fn differences(&self, now: &Report) -> Vec<String> {
        let then = &self.manifest;
        let digests =
            then.hash == now.manifest.hash && then.measures_digest == now.manifest.measures_digest;
        let mut said = then.differences(&now.manifest);
        let rows = self.rows(now);
        match (digests, rows.is_empty()) {
            (true, true) if said.is_empty() => return said,
            (true, _) => said.push(
                "the digest of the rows is the right one, so the file was changed by hand".to_owned(),
            ),
            (false, true) => said.push(
                "the rows are the same, only their digest is another: the file was changed, or spells the rows in its own way"
                    .to_owned(),
            ),
            (false, false) => {}
        }
        let more = rows.len().saturating_sub(DESCRIBED);
        said.extend(rows.into_iter().take(DESCRIBED));
        if more > 0 {
            said.push(format!("{more} more rows differ"));
        }
        said
    }

    /// A line for each row that differs, in the order of the record.
    fn rows(&self, now: &Report) -> Vec<String> {
        let name = |row: &Value| -> Vec<String> {
            NAMES.iter().map(|&name| word(row.get(name))).collect()
        };
        let rows: Vec<Value> = (now.measures.iter())
            .filter_map(|row| serde_json::to_value(row).ok())
            .collect();
        let mut left: BTreeMap<Vec<String>, &Value> =
            rows.iter().map(|row| (name(row), row)).collect();
        let mut said = Vec::new();
        for then in &self.measures {
            let called = name(then);
            match left.remove(&called) {
                None => said.push(format!("{}: not reported any more", describe(then))),
                Some(now) => said.extend(differing(then, now)),
            }
        }
        let new = rows.iter().filter(|row| left.contains_key(&name(row)));
        said.extend(new.map(|row| format!("{}: not reported then", describe(row))));
        said
    }
}

impl RecordedManifest {
    fn check(&self) -> Result<(), String> {
        let Self {
            from, replications, ..
        } = self;
        if *replications == 0 {
            return Err(
                "is of a run of no replications, so there is nothing to run again".to_owned(),
            );
        }
        let end = from.checked_add(*replications);
        if end.is_none_or(|end| end > MOST_REPLICATIONS) {
            return Err(format!(
                "asks for {replications} replications from {from} on, and they are numbered from 0 up to {}",
                MOST_REPLICATIONS - 1
            ));
        }
        if self.failed > *replications {
            return Err(format!(
                "says that {} of {replications} replications failed",
                self.failed
            ));
        }
        Ok(())
    }

    fn differences(&self, now: &Manifest) -> Vec<String> {
        let mut said = Vec::new();
        let mut differs = |what: &str, then: &str, now: &str| {
            if then != now {
                said.push(format!("{what}: {then} then, {now} now"));
            }
        };
        differs("version", &self.version, now.version);
        differs("target", &self.target, &now.target);
        differs("random numbers", &self.generator, now.generator);
        differs("hash", &self.hash, now.hash);
        let failed = |failed: u64| failed.to_string();
        differs(
            "replications failed",
            &failed(self.failed),
            &failed(now.failed),
        );
        if self.scenario_digest != now.scenario_digest {
            let what = if self.calendar_digest == now.calendar_digest {
                "not its calendar"
            } else {
                "its calendar among others"
            };
            said.push(format!(
                "the scenario means something else now ({what}): a file of it was edited since"
            ));
        }
        said
    }
}

/// What of a row differs, if anything does.
fn differing(then: &Value, now: &Value) -> Option<String> {
    let parts: Vec<String> = NUMBERS
        .iter()
        .filter(|&&key| !same(then.get(key), now.get(key)))
        .map(|&key| {
            format!(
                "{key} {} then, {} now",
                word(then.get(key)),
                word(now.get(key))
            )
        })
        .collect();
    (!parts.is_empty()).then(|| format!("{}: {}", describe(now), parts.join("; ")))
}

/// Whether two values are the same, however their numbers are spelt.
fn same(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a.and_then(Value::as_f64), b.and_then(Value::as_f64)) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}

/// A row as expressions would call it.
fn describe(row: &Value) -> String {
    let dimensions = NAMES.iter().skip(5).filter_map(|&name| {
        let value = row.get(name).filter(|value| !value.is_null());
        value.map(|value| format!(", {name} = {}", word(Some(value))))
    });
    let dimensions: String = dimensions.collect();
    format!(
        "{}({}{dimensions})",
        word(row.get("statistic")),
        word(row.get("measure"))
    )
}

/// A value as a word: strings bare, nothing as `null`.
fn word(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(other) => json(other),
        None => "null".to_owned(),
    }
}
