//! `sensitivity`: what does the answer hang on?

mod point;
mod question;

use std::ops::ControlFlow;
use std::path::PathBuf;

use crate::experiment::sensitivity::{Finding, HALVINGS, Turn};
use crate::experiment::{Arm, Ended, Fold, Range, Recorder, replicate};
use crate::report::sensitivity::{End, Moved, Sensitivity, Sought, text};
use crate::report::{Run, Stopped};

use super::common::{Outcome, OutputArgs, ScenarioArgs, note};
use super::conduct::{Bounds, Conductor, News, conduct};
use super::simulate::{BudgetArgs, threads};
use point::{Observed, Point};
use question::Question;

/// Arguments of `sensitivity`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// The conclusion is what becomes better or worse with this scenario instead
    #[arg(long, value_name = "ALT", conflicts_with_all = ["what_if", "such_that"])]
    pub against: Option<PathBuf>,
    /// The conclusion is what becomes better or worse with this change, as in `station.desk.servers=[{ count = 4 }]`, or with a file laid over
    /// it, as in `@green-zone.toml`; repeated, all changes together
    #[arg(long, value_name = "PATH=VALUE|@FILE", conflicts_with = "such_that")]
    pub what_if: Vec<String>,
    /// The conclusion is whether this holds, as in `max(stock) <= 400` or `P(max(stock) <= 400) >= 0.9`
    #[arg(long, value_name = "CONDITION", allow_hyphen_values = true)]
    pub such_that: Option<String>,
    /// What is followed [default: what the condition is about, else waiting-vehicle-hours]
    #[arg(long, value_name = "QUANTITY")]
    pub measure: Option<String>,
    /// How much to run: replications of each point.
    #[command(flatten)]
    pub budget: BudgetArgs,
    /// How results are printed.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Moves every input, prints what that does, and says how it ended.
pub fn run(args: &Args) -> Outcome {
    if args.budget.uncertainty.is_some() {
        note(
            "error: `sensitivity` moves one input at a time and keeps the others as stated; `--uncertainty inputs` draws all at once: see `run`",
        );
        return Outcome::Unusable;
    }
    let question = match Question::read(args) {
        Ok(question) => question,
        Err(outcome) => return outcome,
    };
    let points = 1 + 2 * question
        .sides
        .first()
        .map_or(0, |side| side.uncertain.inputs().len());
    let bounds = Bounds {
        replications: args.budget.reps * points as u64,
        max_time: args.budget.max_time,
        plain: args.output.plain,
    };
    conduct(bounds, |conductor| {
        question
            .answer(args, conductor)
            .unwrap_or_else(|outcome| outcome)
    })
}

impl Question {
    /// Runs all points in one queue, and says how that ended.
    fn observe(
        &self,
        points: Vec<Point>,
        args: &Args,
        conductor: &Conductor,
    ) -> Result<(Vec<Observed>, Ended), Outcome> {
        let models = points.iter().flat_map(|point| &point.models);
        let arms: Vec<Arm> = models.map(|model| model.arm(args.budget.seed)).collect();
        let mut folds: Vec<Fold> = points.iter().flat_map(Point::folds).collect();
        let range = Range {
            from: 0,
            to: args.budget.reps,
        };
        let jobs = threads(args.budget.jobs);
        let mut recorder = Recorder::new(&mut folds, |folds: &[Fold]| {
            let mut progress = folds.first().map(Fold::progress).unwrap_or_default();
            progress.done *= folds.len() as u64;
            conductor.moved(progress, News::default);
            ControlFlow::Continue(())
        })
        .apart(true);
        let control = conductor.control();
        let ended = match replicate(&arms, range, &[], jobs, control, &mut recorder) {
            Ok(Ended::NoThreads) => {
                note("error: no thread could be started");
                return Err(Outcome::Failed);
            }
            Ok(ended) => ended,
            Err(error) => {
                note(&format!("error: {error}"));
                return Err(Outcome::Failed);
            }
        };
        let mut folds = folds.into_iter();
        let observed = points.into_iter().map(|point| Observed {
            folds: folds.by_ref().take(point.models.len()).collect(),
            point,
        });
        Ok((observed.collect(), ended))
    }

    /// Moves every input to both ends of its range, then halves the way to wherever the conclusion turns.
    fn answer(&self, args: &Args, conductor: &Conductor) -> Result<Outcome, Outcome> {
        let Some(side) = self.sides.first() else {
            return Err(Outcome::Failed);
        };
        let inputs = side.uncertain.inputs();
        let mut unmoved: Vec<(String, String)> = Vec::new();
        let mut moved: Vec<usize> = Vec::new();
        let mut points = vec![self.point(None).map_err(|_| Outcome::Failed)?];
        for (index, input) in inputs.iter().enumerate() {
            match (
                self.point(Some((index, 0.0))),
                self.point(Some((index, 1.0))),
            ) {
                (Ok(low), Ok(high)) => {
                    points.extend([low, high]);
                    moved.push(index);
                }
                (Err(why), _) | (_, Err(why)) => unmoved.push((input.path.clone(), why)),
            }
        }
        let (observed, mut ended) = self.observe(points, args, conductor)?;
        let Some((stated, ends)) = observed.split_first() else {
            return Err(Outcome::Failed);
        };
        let replications = stated.folds.first().map_or(0, |fold| fold.progress().done);
        if replications == 0 {
            let interrupted = conductor.stopped(ended, Stopped::Replications);
            note("error: not one replication of all points was finished");
            return Err(match interrupted {
                Stopped::Interrupted => Outcome::Interrupted,
                _ => Outcome::Failed,
            });
        }
        let up = stated.change().map(|change| change.change > 0.0);
        let as_stated = stated.seen(up);
        let mut found: Vec<Moved> = Vec::new();
        for (&index, pair) in moved.iter().zip(ends.chunks_exact(2)) {
            let (Some(input), [low, high]) = (inputs.get(index), pair) else {
                continue;
            };
            let end = |observed: &Observed, place: f64| {
                let seen = observed.seen(up);
                let from = input.stated_place();
                let turns = seen.finding.holds != as_stated.finding.holds
                    && seen.finding.holds.is_some()
                    && as_stated.finding.holds.is_some();
                End {
                    value: input.at(place),
                    seen,
                    turn: (turns && input.is_by_degrees()).then_some(Turn {
                        as_stated: from,
                        turned: place,
                    }),
                    turns,
                }
            };
            found.push(Moved {
                input: index,
                swing: low.swing_to(high),
                low: end(low, 0.0),
                high: end(high, 1.0),
            });
        }
        for _ in 0..HALVINGS {
            if ended != Ended::Complete {
                break;
            }
            ended = self.halve(&mut found, (up, as_stated.finding), args, conductor)?;
        }
        conductor.reports();
        let stopped = conductor.stopped(ended, Stopped::Replications);
        let runs: Vec<Run> = self
            .sides
            .iter()
            .zip(stated.point.models.iter().zip(&stated.folds))
            .map(|(side, (model, fold))| Run {
                scenario: &side.scenario,
                plan: &model.plan,
                catalogue: &model.catalogue,
                fold,
                seed: args.budget.seed,
                from: 0,
                asked: args.budget.reps,
                stopped,
                file: &side.file,
                set: &side.set,
                inputs: None,
                wanted: &[],
            })
            .collect();
        let quantity = stated.point.models.first().and_then(|model| {
            let mut specs = model.catalogue.specs.iter();
            specs.next().map(|spec| spec.unit)
        });
        let sought = Sought {
            runs: &runs,
            uncertain: &side.uncertain,
            quantity: &self.quantity,
            unit: quantity.unwrap_or(""),
            condition: self.condition.as_deref(),
            stated: as_stated,
            moved: found,
            unmoved,
        };
        let sensitivity = Sensitivity::new(&sought);
        let printed = args.output.print(
            || sensitivity.json(),
            |style| text(&sensitivity, &sought, style),
        );
        Ok(match (printed, stopped) {
            (Outcome::Done, Stopped::Interrupted) => Outcome::Interrupted,
            (printed, _) => printed,
        })
    }

    /// Looks in the middle of every way on which the conclusion turns.
    fn halve(
        &self,
        found: &mut [Moved],
        (up, stated): (Option<bool>, Finding),
        args: &Args,
        conductor: &Conductor,
    ) -> Result<Ended, Outcome> {
        let mut points = Vec::new();
        let mut ways: Vec<&mut Turn> = Vec::new();
        for moved in found {
            for end in [&mut moved.low, &mut moved.high] {
                // Where the middle means nothing, the turn is known no better.
                if let Some(turn) = &mut end.turn
                    && let Ok(point) = self.point(Some((moved.input, turn.middle())))
                {
                    points.push(point);
                    ways.push(turn);
                }
            }
        }
        if points.is_empty() {
            return Ok(Ended::Complete);
        }
        let (observed, ended) = self.observe(points, args, conductor)?;
        if ended == Ended::Complete {
            for (turn, observed) in ways.into_iter().zip(&observed) {
                *turn = turn.half(observed.seen(up).finding.holds == stated.holds);
            }
        }
        Ok(ended)
    }
}
