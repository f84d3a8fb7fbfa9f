//! `sensitivity`: what does the answer hang on?

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::thread;

use crate::experiment::sensitivity::{Finding, HALVINGS, Turn};
use crate::experiment::{Arm, Change, Ended, Fold, Pairing, Range, Recorder, change, replicate};
use crate::measures::quantity::{Expectation, Quantity, Resolver};
use crate::measures::{Catalogue, Estimator};
use crate::plan;
use crate::report::sensitivity::{End, Moved, Seen, Sensitivity, Sought, text};
use crate::report::text::Style;
use crate::report::{Run, Stopped};
use crate::scenario::expression::{Expression, Mistake};
use crate::scenario::model::Scenario;
use crate::scenario::uncertain::Uncertain;

use super::common::{
    Outcome, OutputArgs, Ready, ScenarioArgs, colour_on_stdout, data, flag, note, read_or_report,
};
use super::conduct::{Bounds, Conductor, News, conduct};
use super::simulate::{BudgetArgs, Model};

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

/// A scenario of which inputs are moved: the one asked about, or what it is held against.
struct Side {
    uncertain: Uncertain,
    scenario: Scenario,
    file: String,
    set: Vec<String>,
}

/// What is asked.
struct Question {
    /// One scenario, or two of which the change is followed.
    sides: Vec<Side>,
    /// What is followed, in the spelling that has no choice left.
    quantity: String,
    /// The condition, in the same.
    condition: Option<String>,
}

/// A point that can be simulated: a model a side, and what is read of each.
struct Point {
    models: Vec<Model>,
    estimators: Vec<Estimator>,
    expectation: Option<Expectation>,
}

/// What was observed at a point.
struct Observed {
    point: Point,
    folds: Vec<Fold>,
}

impl Question {
    fn read(args: &Args) -> Result<Self, Outcome> {
        let plain = args.output.plain;
        let alternative = match (&args.against, args.what_if.as_slice()) {
            (Some(file), _) => Some(ScenarioArgs {
                file: file.clone(),
                ..args.scenario.clone()
            }),
            (None, []) => None,
            (None, more) => Some(ScenarioArgs {
                set: [&args.scenario.set, more].concat(),
                ..args.scenario.clone()
            }),
        };
        let read = |scenario: &ScenarioArgs| {
            let ready = read_or_report(scenario, plain)?;
            Ok((ready, scenario.clone()))
        };
        // All are read, so that all problems are said.
        let read: Vec<Result<(Ready, ScenarioArgs), Outcome>> = std::iter::once(&args.scenario)
            .chain(&alternative)
            .map(read)
            .collect();
        let read: Vec<(Ready, ScenarioArgs)> = read.into_iter().collect::<Result<_, _>>()?;
        let Some((first, _)) = read.first() else {
            return Err(Outcome::Failed);
        };
        let period = first.scenario.period;
        if read
            .iter()
            .any(|(ready, _)| ready.scenario.period != period)
        {
            note(
                "error: the periods differ; totals over different days cannot be compared: give both the same `from` and `to`",
            );
            return Err(Outcome::Unusable);
        }
        let (quantity, condition) = meant(args, first)?;
        let mut sides: Vec<Side> = read
            .into_iter()
            .map(|(ready, scenario)| Side {
                uncertain: Uncertain::new(&ready.root, &ready.sources, &ready.scenario),
                scenario: ready.scenario,
                file: scenario.file.display().to_string(),
                set: scenario.changes(),
            })
            .collect();
        if let [one, other] = sides.as_mut_slice() {
            one.uncertain.share(&[&other.uncertain]);
            other.uncertain.share(&[&one.uncertain]);
        }
        let question = Self {
            sides,
            quantity,
            condition,
        };
        if question
            .sides
            .iter()
            .all(|side| side.uncertain.inputs().is_empty())
        {
            note(
                "error: nothing can be moved: no assumed, derived or fitted value of this scenario has a range, or all that have one are what differs; give a `basis` a `range`",
            );
            return Err(Outcome::Unusable);
        }
        // What is asked must mean something as stated, on both sides.
        for side in &question.sides {
            question.model(side, side.scenario.clone()).map_err(|why| {
                note(&format!("error: {why}"));
                Outcome::Unusable
            })?;
        }
        Ok(question)
    }

    /// The point as stated, or with one input at a place.
    fn point(&self, moved: Option<(usize, f64)>) -> Result<Point, String> {
        let mut point = Point {
            models: Vec::new(),
            estimators: Vec::new(),
            expectation: None,
        };
        for side in &self.sides {
            let scenario = match moved {
                None => side.scenario.clone(),
                Some((input, place)) => side.uncertain.moved(input, place)?,
            };
            let (model, estimator, expectation) = self.model(side, scenario)?;
            point.models.push(model);
            point.estimators.push(estimator);
            point.expectation = point.expectation.or(expectation);
        }
        Ok(point)
    }

    /// The model of a scenario, which observes nothing but what is asked.
    fn model(
        &self,
        side: &Side,
        scenario: Scenario,
    ) -> Result<(Model, Estimator, Option<Expectation>), String> {
        let plan = plan::compile(&scenario).map_err(|ambiguity| {
            format!(
                "the notices `{}` and `{}` contradict each other on {}",
                ambiguity.first_name, ambiguity.second_name, ambiguity.day
            )
        })?;
        let catalogue = Catalogue::new(&scenario, &plan);
        let resolver = Resolver::new(&scenario, &plan, &catalogue);
        let unknown = |mistake: Mistake| format!("{}: {}", mistake.title, mistake.label);
        let quantity = Expression::parse(&self.quantity)
            .and_then(|text| resolver.quantity(&text))
            .map_err(unknown)?;
        let condition = self
            .condition
            .as_ref()
            .map(|text| Expression::parse(text).and_then(|text| resolver.expectation(&text)));
        let mut expectation = condition.transpose().map_err(unknown)?;
        let mut observed = vec![quantity.clone()];
        observed.extend(expectation.iter().map(|it| it.condition().quantity.clone()));
        let model = Model {
            scenario,
            plan,
            catalogue,
            inputs: None,
            file: side.file.clone(),
            set: side.set.clone(),
        };
        let model = model.choosing(&observed, &mut []);
        let estimator = |full: Estimator| {
            let chosen = model.catalogue.chosen();
            chosen.map_or(full, |chosen| chosen.estimator(full))
        };
        if let Some(expectation) = &mut expectation {
            let quantity: &mut Quantity = &mut expectation.condition_mut().quantity;
            quantity.estimator = estimator(quantity.estimator);
        }
        let estimator = estimator(quantity.estimator);
        Ok((model, estimator, expectation))
    }

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
        let jobs = args.budget.jobs.map_or_else(
            || thread::available_parallelism().map_or(1, usize::from),
            usize::from,
        );
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
        let printed = if args.output.json {
            data(&sensitivity.json())
        } else {
            let style = Style {
                plain: args.output.plain,
                colour: !args.output.plain && colour_on_stdout(),
            };
            data(&text(&sensitivity, &sought, style))
        };
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

impl Point {
    /// Empty folds, one a model.
    fn folds(&self) -> impl Iterator<Item = Fold> {
        self.models
            .iter()
            .zip(&self.estimators)
            .map(|(model, estimator)| {
                let condition = self.expectation.iter();
                let condition = condition.map(|it| it.condition().quantity.estimator);
                Fold::new(&model.catalogue).asking(std::iter::once(*estimator).chain(condition))
            })
    }
}

impl Observed {
    /// What is followed, and the conclusion; `up` says which way the change goes as stated.
    fn seen(&self, up: Option<bool>) -> Seen {
        if self.folds.len() > 1 {
            let change = self.change();
            let interval = change.and_then(|change| change.interval);
            let finding = change
                .zip(up)
                .map(|(change, up)| Finding::of_sign(change.change, interval, up));
            return Seen {
                value: change.map(|change| change.change),
                interval,
                finding: finding.unwrap_or(Finding::NONE),
            };
        }
        let side = self.folds.first().zip(self.point.estimators.first());
        let estimate = side.map(|(fold, &estimator)| fold.estimate_of(estimator));
        let finding = side.zip(self.point.expectation.as_ref());
        Seen {
            value: estimate.and_then(|estimate| estimate.value),
            interval: estimate.and_then(|estimate| estimate.low.zip(estimate.high)),
            finding: finding.map_or(Finding::NONE, |((fold, _), expectation)| {
                Finding::of(fold, expectation)
            }),
        }
    }

    /// The change from one side to the other, where there are two.
    fn change(&self) -> Option<Change> {
        match (self.folds.as_slice(), self.point.estimators.as_slice()) {
            ([base, other], [on_base, on_other]) => paired((base, *on_base), (other, *on_other)),
            _ => None,
        }
    }

    /// The change from here to another point, where there is one side.
    fn swing_to(&self, other: &Self) -> Option<Change> {
        match (self.folds.as_slice(), other.folds.as_slice()) {
            ([here], [there]) => paired(
                (here, *self.point.estimators.first()?),
                (there, *other.point.estimators.first()?),
            ),
            _ => None,
        }
    }
}

/// A paired change with its 95 % interval; `None` where replications failed on one side only, which have no partner.
fn paired(base: (&Fold, Estimator), other: (&Fold, Estimator)) -> Option<Change> {
    if base.0.replications() != other.0.replications() {
        return None;
    }
    change(base, other, Pairing::Paired, 0.05)
}

/// What is followed and the condition, in the spelling that has no choice left. All mistakes are said.
fn meant(args: &Args, ready: &Ready) -> Result<(String, Option<String>), Outcome> {
    let plain = args.output.plain;
    let catalogue = Catalogue::new(&ready.scenario, &ready.plan);
    let resolver = Resolver::new(&ready.scenario, &ready.plan, &catalogue);
    let condition = args.such_that.as_ref().map(|text| {
        flag("--such-that", text, plain, |text| {
            resolver.expectation(&Expression::parse(text)?)
        })
    });
    let quantity = args.measure.as_ref().map(|text| {
        flag("--measure", text, plain, |text| {
            resolver.quantity(&Expression::parse(text)?)
        })
    });
    let (condition, quantity) = (condition.transpose()?, quantity.transpose()?);
    let quantity = match (quantity, &condition) {
        (Some(quantity), _) => quantity.text,
        (None, Some(condition)) => condition.condition().quantity.text.clone(),
        (None, None) => USUAL.to_owned(),
    };
    Ok((quantity, condition.map(|condition| condition.to_string())))
}

/// What is followed unless something else is asked for.
const USUAL: &str = "waiting-vehicle-hours";
