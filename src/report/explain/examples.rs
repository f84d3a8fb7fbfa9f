//! Vehicles whose stories are worth reading: of the replication whose delay is nearest the mean, the median and the worst of the question.
//!
//! A typical replication and not the first, so that what the stories tell is what the table says. Delay is that within the span.

use schemars::JsonSchema;
use serde::Serialize;

use crate::measures::Spent;
use crate::plan::cause::{CAUSES, Cause};
use crate::plan::vehicle_name;
use crate::report::Run;
use crate::report::command::Command;

/// A vehicle.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Example {
    /// `median` or `worst`, by delay within the span, of all that the question takes.
    pub role: &'static str,
    /// Its name, as `trace --vehicle` takes it.
    pub vehicle: String,
    /// Gate.
    pub gate: String,
    /// `export` or `import`.
    pub direction: &'static str,
    /// Class.
    pub class: String,
    /// The replication.
    pub replication: u64,
    /// The seed.
    pub seed: u64,
    /// How many vehicles of the question were inside at some time of the span in that replication.
    pub of: usize,
    /// Delay within the span in seconds.
    pub delay_seconds: f64,
    /// What it spent within the span.
    pub causes: Vec<Part>,
    /// The command that tells its story.
    pub command: String,
    /// Microseconds by cause.
    #[serde(skip)]
    pub spent: [i64; CAUSES],
}

/// What a vehicle spent on a cause.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Part {
    /// Cause.
    pub cause: &'static str,
    /// Seconds within the span.
    pub seconds: f64,
}

/// The median and the worst of vehicles sorted by delay, found in one replication of a run.
pub fn examples(run: &Run, replication: u64, found: &[Spent]) -> Vec<Example> {
    let Some(last) = found.len().checked_sub(1) else {
        return Vec::new();
    };
    // Of an even number the lower of the two in the middle: an example is somebody.
    let mut wanted = vec![("median", last / 2), ("worst", last)];
    if last == 0 {
        wanted.remove(0);
    }
    let named = wanted.into_iter().map(|(role, at)| {
        let spent = &found[at];
        let names = &run.plan.names;
        let kind = &run.plan.kinds[spent.kind as usize];
        let name = |names: &[String], at: u32| names.get(at as usize).cloned().unwrap_or_default();
        let vehicle = vehicle_name::name(run.plan, spent.origin, spent.day, spent.number);
        let seconds = |us: i64| us as f64 * 1e-6;
        let parts = Cause::ALL.into_iter().map(|cause| Part {
            cause: cause.word(),
            seconds: seconds(spent.causes[cause as usize]),
        });
        Example {
            role,
            command: command(run, replication, &vehicle),
            vehicle,
            gate: name(&names.gates, kind.gate),
            direction: if kind.import { "import" } else { "export" },
            class: name(&names.classes, kind.class),
            replication,
            seed: run.seed,
            of: found.len(),
            delay_seconds: seconds(spent.delay()),
            causes: parts.filter(|part| part.seconds != 0.0).collect(),
            spent: spent.causes,
        }
    });
    named.collect()
}

/// The command that tells a vehicle's story.
fn command(run: &Run, replication: u64, vehicle: &str) -> String {
    let mut command = Command::new("trace").file(run.file).changes(run.set);
    if run.seed != 1 {
        command = command.flag("--seed", &run.seed.to_string());
    }
    command
        .flag("--rep", &replication.to_string())
        .flag("--vehicle", vehicle)
        .line()
}
