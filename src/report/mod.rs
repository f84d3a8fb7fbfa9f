//! Results as tidy rows, and their renderers: one file an output format.
//!
//! A [`Report`] is what a run leaves: where the numbers come from ([`Manifest`]), how far its inputs are known
//! ([`Provenance`]), published outcomes beside simulated ones ([`facts`]), and one [`Row`](row::Row) a number. Every renderer reads
//! nothing but the report and the scenario's titles. Neither the time of day nor the number of threads is in it, so equal runs
//! are equal bytes.

pub mod baseline;
pub mod calendars;
pub mod calibration;
mod cells;
pub mod checks;
mod choices;
pub mod closeup;
pub mod colours;
pub mod columns;
pub mod command;
pub mod comparison;
pub mod days;
pub mod digest;
pub mod explain;
pub mod facts;
pub mod grid;
pub mod import;
pub mod listing;
pub mod number;
pub mod ocel;
mod orders;
pub mod page;
pub mod plan;
pub mod plan_audit;
pub mod plan_json;
mod plan_outages;
mod plan_patience;
pub mod plot;
pub mod precision;
pub mod recorded;
pub mod row;
pub mod schema;
pub mod sensitivity;
pub mod shares;
pub mod solution;
pub mod story;
pub mod strip;
pub mod sweep;
pub mod table;
pub mod text;
pub mod titles;
pub mod trace;
pub mod uncertainty;
pub mod validation;
pub mod width;
pub mod words;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::des::keyed::GENERATOR;
use crate::experiment::{Fold, Inputs};
use crate::measures::Catalogue;
use crate::plan::Plan;
use crate::scenario::model::{BasisKind, Scenario};

/// Name and version of the JSON.
pub const SCHEMA: &str = "bordergate.measures/1";

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stopped {
    /// All replications that were asked for were run.
    Replications,
    /// It was interrupted.
    Interrupted,
    /// The time that was allowed was over.
    MaxTime,
    /// The precision that was asked for is reached.
    Precision,
    /// The replications that were allowed are run, and the precision is not reached.
    MaxReplications,
}

/// What a report is made from.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// What was simulated.
    pub scenario: &'a Scenario,
    /// The plan of it.
    pub plan: &'a Plan,
    /// The catalogue of that plan.
    pub catalogue: &'a Catalogue,
    /// What was observed.
    pub fold: &'a Fold,
    /// Seed.
    pub seed: u64,
    /// Index of the first replication.
    pub from: u64,
    /// Replications that were asked for.
    pub asked: u64,
    /// Why it ended.
    pub stopped: Stopped,
    /// The scenario file as it was named.
    pub file: &'a str,
    /// Changes to it, as they were given.
    pub set: &'a [String],
    /// Where inputs were drawn.
    pub inputs: Option<&'a Inputs>,
    /// How well what shall be known.
    pub wanted: &'a [precision::Wanted],
}

impl Run<'_> {
    /// A line that says how many replications were not run, and why; empty where all were.
    fn unfinished(&self) -> String {
        let done = self.fold.progress().done;
        if done >= self.asked {
            return String::new();
        }
        let why = match self.stopped {
            Stopped::MaxTime => "the time allowed was over",
            _ => "interrupted",
        };
        format!(
            "PARTIAL: {why} after {done} of {} replications\n",
            self.asked
        )
    }

    /// A line that says how many replications failed; empty where none did.
    fn failed(&self) -> String {
        let progress = self.fold.progress();
        match progress.failed {
            0 => String::new(),
            failed => format!(
                "FAILED: {failed} of {} replications, which enter no number below\n",
                progress.done
            ),
        }
    }
}

/// A whole result.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Report {
    /// Name and version of this format.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// What it takes to get these numbers again.
    pub manifest: Manifest,
    /// How many inputs have which basis.
    pub provenance: Provenance,
    /// Precisions that were asked for, and what became of them.
    pub precision: Vec<precision::PrecisionRow>,
    /// What the uncertain inputs do to the results, where they were drawn.
    pub uncertainty: Option<uncertainty::Uncertainty>,
    /// Published outcomes beside simulated ones, in the scenario's order.
    pub facts: Vec<facts::FactRow>,
    /// What the line is called at an hour of each day; only where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colours: Option<colours::Colours>,
    /// The time release study; only where that was asked for.
    #[serde(
        rename = "time-release",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub time_release: Option<Vec<closeup::ReleaseRow>>,
    /// How reliable times in the system are; only with a time release study.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Vec<closeup::ReliabilityRow>>,
    /// The rows.
    pub measures: Vec<row::Row>,
    /// The JSON of each row and a line feed after each: made once, for the digest and for [`json`](Self::json).
    #[serde(skip)]
    lines: String,
}

/// What it takes to get the same numbers again.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Manifest {
    /// Version of bordergate.
    pub version: &'static str,
    /// What it was built for: architecture, operating system, and C library where that is known.
    pub target: String,
    /// The scenario's name.
    pub scenario: String,
    /// Its file, as it was named.
    pub file: String,
    /// Changes to it, as `--set` takes them.
    pub set: Vec<String>,
    /// The quantities that were chosen, as expressions: nothing else was observed. Not there where all is reported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<String>,
    /// Digest of the scenario's meaning, see [`digest`].
    pub scenario_digest: String,
    /// Digest of its calendar alone.
    pub calendar_digest: String,
    /// The hash of all digests.
    pub hash: &'static str,
    /// The construction of random numbers.
    pub generator: &'static str,
    /// Seed.
    pub seed: u64,
    /// Whether inputs are as stated, or drawn from their ranges.
    pub inputs: InputMode,
    /// Index of the first replication.
    pub from: u64,
    /// Replications that were run, failed ones included: this many indices from the first.
    pub replications: u64,
    /// Failed ones among them, which enter no estimate.
    pub failed: u64,
    /// Why the run ended.
    pub stopped: Stopped,
    /// Whether fewer replications were run than were asked for.
    pub partial: bool,
    /// Digest of the rows: of each row's JSON, and a line feed after each.
    pub measures_digest: String,
}

/// Where the values of uncertain inputs come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum InputMode {
    /// All are as stated.
    Stated,
    /// Assumed and derived ones are drawn from their ranges.
    Drawn,
}

impl InputMode {
    fn of(inputs: Option<&Inputs>) -> Self {
        match inputs {
            None => InputMode::Stated,
            Some(_) => InputMode::Drawn,
        }
    }
}

impl Manifest {
    /// The manifest of a run; `lines` are its rows as they are printed, a line feed after each.
    fn new(run: &Run, lines: &str) -> Self {
        let progress = run.fold.progress();
        Self {
            version: env!("CARGO_PKG_VERSION"),
            target: target(),
            scenario: run.scenario.id.clone(),
            file: run.file.to_owned(),
            set: run.set.to_vec(),
            measures: run
                .catalogue
                .chosen()
                .map_or_else(Vec::new, |chosen| chosen.names().to_vec()),
            scenario_digest: digest::scenario(run.scenario),
            calendar_digest: digest::calendar(run.scenario),
            hash: digest::HASH,
            generator: GENERATOR,
            seed: run.seed,
            inputs: InputMode::of(run.inputs),
            from: run.from,
            replications: progress.done,
            failed: progress.failed,
            stopped: run.stopped,
            partial: progress.done < run.asked,
            measures_digest: digest::of(lines.as_bytes()),
        }
    }
}

/// How many parameters of the scenario have which basis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Provenance {
    /// Stand in a reference.
    pub documented: usize,
    /// Follow from documented numbers.
    pub derived: usize,
    /// Are assumed.
    pub assumed: usize,
    /// Were estimated from counts.
    pub fitted: usize,
    /// Say nothing about where they come from.
    pub unstated: usize,
}

impl Provenance {
    fn of(scenario: &Scenario) -> Self {
        let mut counts = Self::default();
        for parameter in &scenario.parameters {
            *match parameter.basis.kind {
                BasisKind::Documented => &mut counts.documented,
                BasisKind::Derived => &mut counts.derived,
                BasisKind::Assumed => &mut counts.assumed,
                BasisKind::Fitted => &mut counts.fitted,
                BasisKind::Unstated => &mut counts.unstated,
            } += 1;
        }
        counts
    }

    /// All parameters.
    pub fn total(&self) -> usize {
        self.documented + self.derived + self.assumed + self.fitted + self.unstated
    }
}

impl Report {
    /// The report of a run.
    pub fn new(run: &Run) -> Self {
        let estimates = run.fold.estimate(run.catalogue);
        let measures = row::rows(run, &estimates);
        let lines = lines(&measures);
        let manifest = Manifest::new(run, &lines);
        Self {
            schema: SCHEMA,
            manifest,
            provenance: Provenance::of(run.scenario),
            precision: run
                .wanted
                .iter()
                .map(|wanted| wanted.row(run.fold))
                .collect(),
            uncertainty: run
                .inputs
                .map(|inputs| uncertainty::Uncertainty::new(run, inputs)),
            facts: facts::rows(run, &estimates),
            colours: None,
            time_release: None,
            reliability: None,
            measures,
            lines,
        }
    }

    /// The same report, which also says what the line is called at an hour of each day.
    #[must_use]
    pub fn coloured(self, run: &Run, hour: &str) -> Self {
        Self {
            colours: Some(colours::Colours::new(run, hour)),
            ..self
        }
    }

    /// The same report with the time release study of a closer look.
    #[must_use]
    pub fn studied(self, close_up: &closeup::CloseUp) -> Self {
        Self {
            time_release: Some(close_up.release.clone()),
            reliability: Some(close_up.reliability.clone()),
            ..self
        }
    }

    /// The report as JSON: one line for the head, one for each row.
    pub fn json(&self) -> String {
        let mut text = format!(
            "{{\"schema\": {},\n \"manifest\": {},\n \"provenance\": {},\n \"precision\": {},\n \"uncertainty\": {},\n",
            json(&self.schema),
            json(&self.manifest),
            json(&self.provenance),
            json(&self.precision),
            json(&self.uncertainty)
        );
        list(&mut text, "facts", &self.facts);
        text.push_str(",\n");
        if let Some(colours) = &self.colours {
            text.push_str(&format!(" \"colours\": {},\n", json(colours)));
        }
        if let Some(rows) = &self.time_release {
            list(&mut text, "time-release", rows);
            text.push_str(",\n");
        }
        if let Some(rows) = &self.reliability {
            list(&mut text, "reliability", rows);
            text.push_str(",\n");
        }
        list_of(&mut text, "measures", self.lines.lines());
        text.push_str("}\n");
        text
    }
}

fn list<T: Serialize>(text: &mut String, key: &str, rows: &[T]) {
    list_of(text, key, rows.iter().map(json));
}

/// A list of rows that are JSON already.
fn list_of(text: &mut String, key: &str, rows: impl Iterator<Item = impl AsRef<str>>) {
    text.push_str(&format!(" \"{key}\": ["));
    for (at, row) in rows.enumerate() {
        text.push_str(if at == 0 { "\n  " } else { ",\n  " });
        text.push_str(row.as_ref());
    }
    text.push(']');
}

fn lines(rows: &[row::Row]) -> String {
    rows.iter().map(|row| json(row) + "\n").collect()
}

/// A value as JSON on one line.
fn json(value: &impl Serialize) -> String {
    // The types of this module have string keys and no writer that fails, so there is no other case.
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

fn target() -> String {
    let libc = if cfg!(target_env = "gnu") {
        "-gnu"
    } else if cfg!(target_env = "musl") {
        "-musl"
    } else if cfg!(target_env = "msvc") {
        "-msvc"
    } else {
        ""
    };
    format!("{}-{}{libc}", std::env::consts::ARCH, std::env::consts::OS)
}
