//! Checks: what is required of results, one line each, and what became of it.
//!
//! A check is made from a judgement that others have reached (`experiment::judge`, [`facts`], [`baseline`], [`recorded`](super::recorded)); here it
//! gets its words. The text, the JSON and the JUnit file show the same checks.

pub mod junit;
mod make;
pub mod text;

use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use crate::experiment::Judgement;

use super::baseline::Change;
use super::facts::FactRow;
use super::row::Value;
use super::validation::Score;
use super::{Manifest, json, list};

pub use make::{baseline, baseline_written, facts, problem, reproduction, thresholds};

/// Name and version of the JSON.
pub const SCHEMA: &str = "bordergate.tests/1";

/// What became of a check. Worse ones are greater: the worst of all checks decides how the command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// What is required holds.
    Passed,
    /// The replications do not decide it.
    Inconclusive,
    /// There is nothing to check.
    Missing,
    /// What is required does not hold.
    Failed,
    /// A run gives other results than it gave.
    NotReproduced,
    /// The check could not be made.
    Error,
    /// The file cannot be used.
    Unusable,
}

impl Status {
    /// All of them, as a summary counts them.
    pub const ALL: [Status; 7] = [
        Status::Passed,
        Status::Failed,
        Status::Inconclusive,
        Status::NotReproduced,
        Status::Missing,
        Status::Error,
        Status::Unusable,
    ];

    /// The words.
    pub fn word(self) -> &'static str {
        match self {
            Status::Passed => "passed",
            Status::Inconclusive => "inconclusive",
            Status::Missing => "missing",
            Status::Failed => "failed",
            Status::NotReproduced => "not reproduced",
            Status::Error => "error",
            Status::Unusable => "unusable",
        }
    }
}

impl From<Judgement> for Status {
    fn from(judgement: Judgement) -> Self {
        match judgement {
            Judgement::Passed => Status::Passed,
            Judgement::Failed => Status::Failed,
            Judgement::Inconclusive => Status::Inconclusive,
        }
    }
}

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A `[threshold.ID]` of the scenario.
    Threshold,
    /// A published fact.
    Fact,
    /// That nothing became worse than in the baseline.
    Baseline,
    /// That a run gives again what it gave.
    Manifest,
    /// The file itself.
    File,
}

impl Kind {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Threshold => "threshold",
            Kind::Fact => "fact",
            Kind::Baseline => "baseline",
            Kind::Manifest => "manifest",
            Kind::File => "file",
        }
    }
}

/// One check.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Check {
    /// The file that was tested, as it was named.
    pub file: String,
    /// What is checked.
    pub kind: Kind,
    /// Its name: the id of the threshold or fact, the path of the baseline or manifest.
    pub name: String,
    /// What became of it.
    pub status: Status,
    /// All of it on one line.
    pub message: String,
    /// What is required: an expression, or the figure as it was published.
    pub requirement: Option<String>,
    /// Unit of the numbers.
    pub unit: Option<String>,
    /// The estimate.
    pub value: Option<Value>,
    /// Lower end of the 95 % interval that decides: of the expected value, for a fact of one period.
    pub low: Option<Value>,
    /// Upper end of it.
    pub high: Option<Value>,
    /// How far the estimate of a threshold lies on the right side of the limit, in its unit (days for dates); negative on the
    /// wrong side. Of a fact, how far the interval lies from the published band: 0 where they meet, else negative.
    pub distance: Option<f64>,
    /// Replications behind it.
    pub n: Option<usize>,
    /// The rows that were compared with a baseline; none where all results are the same bits.
    pub changes: Vec<Change>,
    /// What else there is to say, a line each.
    pub detail: Vec<String>,
    /// The published fact and what was simulated, where it is one that was judged.
    pub fact: Option<FactRow>,
}

/// What came of one file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Tested {
    /// The file as it was named.
    pub file: String,
    /// The worst that became of its checks.
    pub status: Status,
    /// The run behind the checks; none where nothing was run.
    pub manifest: Option<Manifest>,
    /// The run behind the published facts, in which the inputs were drawn; none where it was no other.
    pub facts_manifest: Option<Manifest>,
    /// Its checks among all.
    #[serde(skip)]
    checks: Range<usize>,
}

/// How many checks ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Counts {
    /// What is required holds.
    pub passed: usize,
    /// It does not.
    pub failed: usize,
    /// The replications do not decide it.
    pub inconclusive: usize,
    /// A run gives other results than it gave.
    pub not_reproduced: usize,
    /// There is nothing to check.
    pub missing: usize,
    /// The check could not be made.
    pub error: usize,
    /// The file cannot be used.
    pub unusable: usize,
}

/// All checks of a command.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Tests {
    /// Name and version of this format.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// The worst that became of any check.
    pub status: Status,
    /// Whether it was interrupted: what was not finished is not in here.
    pub interrupted: bool,
    /// How many checks ended how.
    pub counts: Counts,
    /// How well the published facts are met.
    pub score: Score,
    /// The files, in the order in which they were named.
    pub files: Vec<Tested>,
    /// The checks, file by file.
    pub checks: Vec<Check>,
}

impl Tests {
    /// No file yet.
    pub fn new() -> Self {
        Self {
            schema: SCHEMA,
            status: Status::Passed,
            interrupted: false,
            counts: Counts::default(),
            score: Score::default(),
            files: Vec::new(),
            checks: Vec::new(),
        }
    }

    /// Adds a file with the run behind its checks, the one behind its facts where that was another, and its checks.
    pub fn add(
        &mut self,
        file: String,
        [manifest, facts_manifest]: [Option<Manifest>; 2],
        checks: Vec<Check>,
    ) {
        let worst = checks.iter().map(|check| check.status).max();
        let status = worst.unwrap_or(Status::Passed);
        for check in &checks {
            *self.counts.of(check.status) += 1;
        }
        self.status = self.status.max(status);
        let first = self.checks.len();
        self.files.push(Tested {
            file,
            status,
            manifest,
            facts_manifest,
            checks: first..first + checks.len(),
        });
        self.checks.extend(checks);
        self.score = Score::of(self);
    }

    /// Each file with its checks.
    pub fn by_file(&self) -> impl Iterator<Item = (&Tested, &[Check])> {
        let checks = |file: &Tested| self.checks.get(file.checks.clone()).unwrap_or_default();
        self.files.iter().map(move |file| (file, checks(file)))
    }

    /// "7 passed, 1 failed, 1 inconclusive".
    pub fn summary(&self) -> String {
        let mut counts = self.counts;
        let said = Status::ALL.into_iter().filter_map(|status| {
            let count = *counts.of(status);
            (count > 0).then(|| format!("{count} {}", status.word()))
        });
        let said: Vec<String> = said.collect();
        if said.is_empty() {
            "nothing was tested".to_owned()
        } else {
            said.join(", ")
        }
    }

    /// The checks as JSON: one line for the head, one for each file and check.
    pub fn json(&self) -> String {
        let mut text = format!(
            "{{\"schema\": {},\n \"status\": {},\n \"interrupted\": {},\n \"counts\": {},\n \"score\": {},\n",
            json(&self.schema),
            json(&self.status),
            json(&self.interrupted),
            json(&self.counts),
            json(&self.score)
        );
        list(&mut text, "files", &self.files);
        text.push_str(",\n");
        list(&mut text, "checks", &self.checks);
        text.push_str("}\n");
        text
    }
}

impl Default for Tests {
    fn default() -> Self {
        Self::new()
    }
}

impl Counts {
    fn of(&mut self, status: Status) -> &mut usize {
        match status {
            Status::Passed => &mut self.passed,
            Status::Failed => &mut self.failed,
            Status::Inconclusive => &mut self.inconclusive,
            Status::NotReproduced => &mut self.not_reproduced,
            Status::Missing => &mut self.missing,
            Status::Error => &mut self.error,
            Status::Unusable => &mut self.unusable,
        }
    }
}
