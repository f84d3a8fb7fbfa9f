//! The paired runs behind the second table of `explain`: what relaxations would save, and which changes make a difference.
//!
//! Every combination of relaxations, or of changes, is a scenario that is compiled and run on the same vehicles. So the table is there as a
//! whole or not at all: whoever interrupts it, or has no time for it, is told so, and nothing is half said.

use std::time::Duration;

use crate::experiment::Range;
use crate::experiment::coalitions::{self, Manner, NoSums, Sums, Variant};
use crate::experiment::shapley::MOST_PLAYERS;
use crate::measures::{Catalogue, Chosen, DelayLayout, Estimator, Spot};
use crate::plan::cause::Cause;
use crate::plan::relax::{Relaxation, lift, relaxations, works_apart};
use crate::plan::{Detail, Plan, Question, compile};
use crate::report::Stopped;
use crate::report::shares::{Differences, Impossible, Removable, Sum, Which};
use crate::scenario::changes::Changes;
use crate::scenario::model::Scenario;
use crate::scenario::node::Table;
use crate::scenario::source::SourceMap;

use super::common::{Outcome, note};
use super::conduct::{Bounds, Conductor, conduct};
use super::simulate::threads;

/// How combinations are run.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Replications of each.
    pub reps: u64,
    /// Seed of all.
    pub seed: u64,
    /// Threads.
    pub jobs: Option<u16>,
    /// Time at most.
    pub max_time: Option<Duration>,
    /// At most so many relaxations, or changes, share; no more than [`MOST_PLAYERS`] do.
    pub most: usize,
    /// Whether nothing is drawn on the terminal.
    pub plain: bool,
}

/// A scenario and what was typed.
#[derive(Clone, Copy)]
pub struct Typed<'a> {
    /// What it means.
    pub scenario: &'a Scenario,
    /// The tree.
    pub root: &'a Table,
    /// The texts of which the tree was made.
    pub sources: &'a SourceMap,
}

/// What relaxations of a scenario would save of the delay that a question asks for.
///
/// # Errors
/// How it ended where there is no table, said on stderr: [`Outcome::Done`] where there was no time for it.
pub fn removable(
    scenario: &Scenario,
    question: &Question,
    effort: Effort,
) -> Result<Removable, Outcome> {
    let impossible = |relaxation: &Relaxation| {
        let relaxed = lift(scenario, [*relaxation]);
        asked(&relaxed, question, Detail::Total).err()
    };
    let observed = observe(scenario, question, effort)?;
    let mut possible: Vec<(Relaxation, f64)> = Vec::new();
    let mut refused: Vec<Impossible> = Vec::new();
    for (relaxation, hours) in observed {
        match impossible(&relaxation) {
            None => possible.push((relaxation, hours)),
            Some(why) => refused.push(Impossible {
                which: Which::new(relaxation, hours, scenario),
                why,
            }),
        }
    }
    let left_out = possible.split_off(possible.len().min(effort.most.min(MOST_PLAYERS)));
    let sets = 1 << possible.len();
    let make = |at: usize| {
        let (shared, alone) = match at.checked_sub(sets) {
            None => (at, None),
            Some(alone) => (0, left_out.get(alone)),
        };
        let each = possible.iter().enumerate();
        let chosen = each
            .filter(|(player, _)| shared >> player & 1 == 1)
            .map(|(_, one)| one);
        let relaxed = lift(
            scenario,
            chosen.chain(alone).map(|(relaxation, _)| *relaxation),
        );
        variant(&relaxed, question)
    };
    let sums = run(sets + left_out.len(), make, effort)?;
    let which = |all: Vec<(Relaxation, f64)>| -> Vec<Which> {
        let each = all.into_iter();
        each.map(|(relaxation, hours)| Which::new(relaxation, hours, scenario))
            .collect()
    };
    Removable::new(which(possible), which(left_out), refused, &sums).ok_or_else(bug)
}

/// Which of the changes from a base make the difference in the delay that a question asks for.
///
/// # Errors
/// How it ended where there is no table, said on stderr: [`Outcome::Done`] where there was no time for it.
pub fn differences(
    base: Typed,
    this: Typed,
    question: &Question,
    effort: Effort,
) -> Result<Differences, Outcome> {
    let mut changes = Changes::new(
        (base.root, base.sources),
        (this.root, this.sources),
        &base.scenario.id,
    );
    changes.join(effort.most.min(MOST_PLAYERS));
    let sound = |scenario: &Scenario| asked(scenario, question, Detail::Total).map(|_| ());
    let joined = changes.settle(sound);
    let sets = 1_usize << changes.groups().len();
    let make = |set: usize| {
        if set == 0 {
            variant(base.scenario, question)
        } else if set + 1 == sets {
            variant(this.scenario, question)
        } else {
            variant(&changes.with(set)?, question)
        }
    };
    let sums = run(sets, make, effort)?;
    Differences::new(&changes, joined, &sums).ok_or_else(bug)
}

fn bug() -> Outcome {
    note("error: the combinations do not fit together: this is a bug");
    Outcome::Failed
}

/// Runs so many combinations, under a conductor of their own.
fn run(
    count: usize,
    make: impl FnMut(usize) -> Result<Variant, String> + Send,
    effort: Effort,
) -> Result<Sums, Outcome> {
    let bounds = Bounds {
        replications: effort.reps * count as u64,
        max_time: effort.max_time,
        plain: effort.plain,
    };
    let mut sums = None;
    let outcome = conduct(bounds, |conductor| {
        match compute(count, make, effort, conductor) {
            Ok(found) => {
                sums = Some(found);
                Outcome::Done
            }
            Err(outcome) => outcome,
        }
    });
    match (sums, outcome) {
        (Some(sums), Outcome::Done) => Ok(sums),
        (_, outcome) => Err(outcome),
    }
}

fn compute(
    count: usize,
    make: impl FnMut(usize) -> Result<Variant, String>,
    effort: Effort,
    conductor: &Conductor,
) -> Result<Sums, Outcome> {
    let manner = Manner {
        range: Range {
            from: 0,
            to: effort.reps,
        },
        seed: effort.seed,
        jobs: threads(effort.jobs),
        control: conductor.control(),
    };
    let moved = |progress| conductor.moved(progress, Default::default);
    coalitions::run(count, make, &manner, moved).map_err(|why| match why {
        NoSums::Stopped(ended) => {
            let (why, outcome) = match conductor.stopped(ended, Stopped::Replications) {
                Stopped::Interrupted => ("interrupted", Outcome::Interrupted),
                _ => ("the time allowed was over", Outcome::Done),
            };
            note(&format!(
                "note: {why}, and who shares how much is known only when all combinations have run"
            ));
            outcome
        }
        NoSums::NoThreads => {
            note("error: no thread could be started");
            Outcome::Failed
        }
        NoSums::Impossible(why) => {
            note(&format!("error: a combination means nothing: {why}"));
            Outcome::Failed
        }
        NoSums::AllFailed(reason) => {
            note(&format!(
                "error: every replication failed in some combination, so there is nothing to share: {reason}"
            ));
            Outcome::Failed
        }
    })
}

/// A plan of which the question is asked, and its catalogue of all measures.
fn asked(
    scenario: &Scenario,
    question: &Question,
    detail: Detail,
) -> Result<(Plan, Catalogue), String> {
    let mut plan = compile(scenario).map_err(|ambiguity| ambiguity.to_string())?;
    let question = Question {
        at: None,
        detail,
        ..question.clone()
    };
    plan.ask(&question).map_err(|why| why.to_string())?;
    let catalogue = Catalogue::new(scenario, &plan);
    Ok((plan, catalogue))
}

/// A combination, of which only what the table shows is observed.
fn variant(scenario: &Scenario, question: &Question) -> Result<Variant, String> {
    let (plan, catalogue) = asked(scenario, question, Detail::Total)?;
    let delay = catalogue.delays().map(DelayLayout::delay_column);
    let of = |sum: Sum| match sum {
        Sum::Delay => delay.into_iter().collect(),
        Sum::Crossed => counts(&catalogue, &plan, question, "vehicles-crossed", "total"),
        Sum::TurnedBack => counts(&catalogue, &plan, question, "vehicles-turned-back", "total"),
        Sum::Stock => counts(&catalogue, &plan, question, "stock", "end"),
    };
    let sums = Sum::ALL.map(of).to_vec();
    Ok(observing(plan, catalogue, sums))
}

/// Columns of a count over the gates and the direction that the question takes; of all classes.
fn counts(
    catalogue: &Catalogue,
    plan: &Plan,
    question: &Question,
    measure: &str,
    statistic: &str,
) -> Vec<usize> {
    let takes = |gate: Option<u32>, import: Option<bool>| {
        let name = gate.and_then(|gate| plan.names.gates.get(gate as usize));
        (question.gates.is_empty() || name.is_some_and(|name| question.gates.contains(name)))
            && (question.import.is_none() || question.import == import)
    };
    let specs = catalogue.specs.iter().filter(|spec| {
        (spec.measure, spec.statistic, spec.by) == (measure, statistic, "gate-direction")
            && takes(spec.dims.gate, spec.dims.import)
    });
    specs.filter_map(|spec| column(spec.estimator)).collect()
}

fn column(estimator: Estimator) -> Option<usize> {
    match estimator {
        Estimator::Mean { column, .. } => Some(column),
        _ => None,
    }
}

/// A variant that observes nothing but these sums of columns.
fn observing(plan: Plan, catalogue: Catalogue, sums: Vec<Vec<usize>>) -> Variant {
    let mean = |column: usize| Estimator::Mean { column, scale: 1.0 };
    let chosen = Chosen::new(&[], sums.iter().flatten().map(|&column| mean(column)));
    let kept = |columns: Vec<usize>| {
        let each = columns.into_iter();
        each.filter_map(|full| column(chosen.estimator(mean(full))))
            .collect()
    };
    Variant {
        plan,
        sums: sums.into_iter().map(kept).collect(),
        catalogue: catalogue.choosing(&chosen),
    }
}

/// The relaxations that aim at delay that was observed, with its vehicle-hours, that with the most first.
fn observe(
    scenario: &Scenario,
    question: &Question,
    effort: Effort,
) -> Result<Vec<(Relaxation, f64)>, Outcome> {
    let refused = |why: String| {
        note(&format!("error: {why}"));
        Outcome::Unusable
    };
    let (plan, catalogue) = asked(scenario, question, Detail::All).map_err(refused)?;
    let Some(layout) = catalogue.delays() else {
        return Err(bug());
    };
    let parts: Vec<(Relaxation, Vec<usize>)> = relaxations(scenario)
        .into_iter()
        .map(|relaxation| (relaxation, aimed_at(relaxation, scenario, layout)))
        .collect();
    let sums: Vec<Vec<usize>> = parts.iter().map(|(_, columns)| columns.clone()).collect();
    let mut base = Some(observing(plan, catalogue, sums));
    let make = |_| base.take().ok_or_else(|| "it was run before".to_owned());
    let found = run(1, make, effort)?;
    let sums = found.values.first().map_or(&[][..], Vec::as_slice);
    let hours =
        |values: &[i128]| values.iter().sum::<i128>() as f64 / values.len().max(1) as f64 / 3.6e9;
    let mut observed: Vec<(Relaxation, f64)> = parts
        .iter()
        .zip(sums)
        .map(|((relaxation, _), values)| (*relaxation, hours(values)))
        .filter(|(_, hours)| *hours > 0.0)
        .collect();
    observed.sort_by(|(a, ours), (b, theirs)| theirs.total_cmp(ours).then(a.cmp(b)));
    Ok(observed)
}

/// The columns of the delay at which a relaxation aims, where it can be told where: in lines by the line, at gates by the gate.
fn aimed_at(relaxation: Relaxation, scenario: &Scenario, layout: &DelayLayout) -> Vec<usize> {
    let causes = relaxation.causes(scenario);
    let total = |causes: &[Cause]| -> Vec<usize> {
        causes
            .iter()
            .filter_map(|&cause| layout.total(cause))
            .collect()
    };
    let in_line = |spot: Spot| -> Vec<usize> {
        let at = layout.spots().iter().position(|known| *known == spot);
        let columns = causes
            .iter()
            .filter_map(|&cause| layout.in_line(at?, cause));
        columns.collect()
    };
    let at_gates = |gates: &[usize]| -> Vec<usize> {
        let here = layout.groups().filter(|(_, dims)| {
            dims.gate
                .is_some_and(|gate| gates.contains(&(gate as usize)))
        });
        here.flat_map(|(group, _)| {
            causes
                .iter()
                .filter_map(move |&cause| layout.of_group(group, cause))
        })
        .collect()
    };
    match relaxation {
        Relaxation::OpenGate(gate)
        | Relaxation::AllPass(gate)
        | Relaxation::TwiceTheSlots(gate) => at_gates(&[gate]),
        Relaxation::NoQuota(quota) => {
            let gates = scenario.quotas.get(quota).map(|quota| &quota.gates);
            at_gates(gates.map_or(&[], Vec::as_slice))
        }
        Relaxation::TwiceTheAllowance(at) => in_line(Spot::Residents(at as u32)),
        Relaxation::OneMoreServer(at)
        | Relaxation::AlwaysStaffed(at)
        | Relaxation::SmallestBatch(at) => {
            let mut columns = in_line(Spot::Station(at as u32));
            // Who waits elsewhere for what is done here is in no line of it.
            if works_apart(scenario, at) {
                let has = |cause: &&Cause| causes.contains(cause);
                let apart = [Cause::WaitingPapers, Cause::WaitingServer];
                let apart: Vec<Cause> = apart.iter().filter(has).copied().collect();
                columns.extend(total(&apart));
                columns.sort_unstable();
                columns.dedup();
            }
            columns
        }
        Relaxation::OneMoreDriver(at) => in_line(Spot::Pool(at as u32)),
        Relaxation::TwiceThePlaces(at) => in_line(Spot::Yard(at as u32)),
        Relaxation::FreeBridge(at) => in_line(Spot::Bridge(at as u32)),
        Relaxation::NoOutages | Relaxation::NoWaitForPapers | Relaxation::ResultsAtOnce => {
            total(&causes)
        }
    }
}
