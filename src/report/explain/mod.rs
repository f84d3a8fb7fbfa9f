//! Why the queue grew: the delay of a span, split by what it was spent on, and what became of it elsewhere.
//!
//! The first table is what was *observed*: every vehicle-hour that anybody of the question spent inside within the span, by its cause. It adds
//! up exactly, and it is no promise: what waits for a server today waits for a slot tomorrow. What a change would save is another
//! question, with another word, *removable*, and another table ([`shares`](super::shares)).
//!
//! All numbers come from columns of integers, replication by replication, so sums and differences of them have the intervals of sums and
//! differences, and the shares are those of the numbers printed.

pub mod examples;
mod rows;
mod side;
mod text;

use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;

use crate::des::clock::Time;
use crate::plan::Question;
use crate::report::shares::{Differences, Removable};
use crate::report::{Manifest, Run, json, list};
use crate::scenario::calendar::clock;

pub use examples::Example;
pub use rows::ObservedRow;
pub use side::Side;
pub use text::text;

/// Name and version of the JSON.
pub const SCHEMA: &str = "bordergate.explanation/1";

/// What an explanation is made from.
pub struct Explained<'a> {
    /// The run of the scenario that is explained; a question has been asked of its plan.
    pub run: Run<'a>,
    /// The run of the scenario against which it is explained, of the same question, replication by replication.
    pub base: Option<Run<'a>>,
    /// The question.
    pub question: &'a Question,
    /// Vehicles of one replication.
    pub examples: Vec<Example>,
    /// What relaxations would save, where that was looked at.
    pub removable: Option<Removable>,
    /// Which changes make the difference to the base, where that was looked at.
    pub difference: Option<Differences>,
}

/// A whole explanation.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Explanation {
    /// Name and version of this format.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// What it takes to get these numbers again: of what is explained, then of what it is explained against.
    pub manifests: Vec<Manifest>,
    /// What was asked.
    pub question: Asked,
    /// The answer in a sentence.
    pub answer: String,
    /// What was observed: one row a number.
    pub observed: Vec<ObservedRow>,
    /// Vehicles whose stories are worth reading.
    pub examples: Vec<Example>,
    /// What relaxations would save; `null` where that was not looked at.
    pub removable: Option<Removable>,
    /// Which changes make the difference to the base; `null` where there is none, or that was not looked at.
    pub difference: Option<Differences>,
}

/// What was asked, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Asked {
    /// Gates; none: all.
    pub gates: Vec<String>,
    /// Classes; none: all.
    pub classes: Vec<String>,
    /// `export` or `import`; `null`: both.
    pub direction: Option<&'static str>,
    /// First instant of the span, on the scenario's clock.
    pub from: String,
    /// The instant at which it is over.
    pub to: String,
    /// The instant at which it is told who stands where.
    pub at: Option<String>,
}

impl Explanation {
    /// The explanation of a run; `None` where nothing was asked of its plan.
    pub fn new(explained: &Explained) -> Option<Self> {
        let Explained { run, question, .. } = explained;
        Side::new(run)?;
        let observed = rows::rows(explained);
        let lines: String = observed.iter().map(|row| json(row) + "\n").collect();
        let zone = &run.scenario.clocks.own;
        let runs = [Some(run), explained.base.as_ref()];
        Some(Self {
            schema: SCHEMA,
            manifests: (runs.into_iter().flatten())
                .map(|run| Manifest::new(run, &lines))
                .collect(),
            question: Asked {
                gates: question.gates.clone(),
                classes: question.classes.clone(),
                direction: question
                    .import
                    .map(|import| if import { "import" } else { "export" }),
                from: instant(question.from, zone),
                to: instant(question.to, zone),
                at: question.at.map(|at| instant(at, zone)),
            },
            answer: text::answer(explained, &observed),
            observed,
            examples: explained.examples.clone(),
            removable: explained.removable.clone(),
            difference: explained.difference.clone(),
        })
    }

    /// The explanation as JSON: one line a row.
    pub fn json(&self) -> String {
        let mut text = format!(
            "{{\"schema\": {},\n \"manifests\": {},\n \"question\": {},\n \"answer\": {},\n",
            json(&self.schema),
            json(&self.manifests),
            json(&self.question),
            json(&self.answer)
        );
        list(&mut text, "observed", &self.observed);
        text.push_str(",\n");
        list(&mut text, "examples", &self.examples);
        text.push_str(&format!(
            ",\n \"removable\": {},\n \"difference\": {}}}\n",
            json(&self.removable),
            json(&self.difference)
        ));
        text
    }

    /// The rows of a measure, split in one way.
    fn rows(&self, measure: &str, by: &str) -> impl Iterator<Item = &ObservedRow> {
        rows_of(&self.observed, measure, by)
    }
}

fn rows_of<'r>(
    rows: &'r [ObservedRow],
    measure: &str,
    by: &str,
) -> impl Iterator<Item = &'r ObservedRow> {
    rows.iter()
        .filter(move |row| row.measure == measure && row.by == by)
}

/// An instant on the scenario's clock, as JSON has it.
fn instant(at: Time, zone: &TimeZone) -> String {
    clock(at, zone).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}
