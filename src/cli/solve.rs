//! `solve`: which is the smallest or largest value that meets a target, or why can none?

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::slice;
use std::thread;

use crate::experiment::proof::{Proof, impossible};
use crate::experiment::solve::{Answer, End, Points, Solution as Search, Spending, Tried, solve};
use crate::experiment::{
    Ended, Fold, Held, Judgement, Progress, Range, Reason, Recorder, Verdict, goes, judge_within,
    limit_that_holds, replicate,
};
use crate::measures::quantity::{Condition, Expectation, Quantity, Resolver};
use crate::report::solution::{Found, Nearest, PointRun, Proven, Solution, Solved, text};
use crate::report::text::Style;
use crate::report::{Run, Stopped};
use crate::scenario::expression::{Expression, Mistake};
use crate::scenario::lever::{Grid, Lever, Setting};
use crate::scenario::model::Scenario;
use crate::scenario::units::{Quantity as _, Share};

use super::common::{
    Outcome, OutputArgs, Ready, ScenarioArgs, colour_on_stdout, data, examine, flag, note,
    read_or_report,
};
use super::conduct::{Bounds, Conductor, News, conduct};
use super::points;
use super::simulate::{BudgetArgs, Model};

/// At so many values a failed replication is described.
const DESCRIBED_FAILURES: usize = 3;

/// Arguments of `solve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What is changed.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// What may be changed, as in `gate.hai-yen.notice.after-tet.slots=20..80:5` or `gate.hai-yen.notice.tet-closed.to=mùng 2..mùng 6`; with `;`
    /// between, several move together
    #[arg(long, value_name = "PATH=LO..HI:STEP", allow_hyphen_values = true)]
    pub find: String,
    /// What shall hold, on average as in `max(stock) <= 400`, or for single periods as in `P(max(stock) <= 400) >= 0.9`
    #[arg(long, value_name = "CONDITION", allow_hyphen_values = true)]
    pub such_that: String,
    /// Find the largest value, not the smallest
    #[arg(long)]
    pub largest: bool,
    /// The probability with which the answer shall be right, whatever is looked at on the way
    #[arg(long, value_name = "SHARE", default_value = "95 %", value_parser = confidence)]
    pub confidence: f64,
    /// Try every value, also where the search could do with some
    #[arg(long)]
    pub every_value: bool,
    /// How much to run: at most so many replications of each value.
    #[command(flatten)]
    pub budget: BudgetArgs,
    /// How results are printed.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// A probability from 50 % to 99.99 %.
fn confidence(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|_| text.contains('.'));
    let share = match number {
        Some(number) => Share::from_number(number),
        None => Share::parse(text),
    };
    let share = share.map_err(|misread| match misread.help {
        Some(help) => format!("{} ({help})", misread.why),
        None => misread.why,
    })?;
    let share = share.0 as f64 / Share::WHOLE as f64;
    if (0.5..=0.9999).contains(&share) {
        Ok(share)
    } else {
        Err("it is a probability from 50 % to 99.99 %, as in `95 %`".to_owned())
    }
}

/// Searches, prints what was found, and says how it ended.
pub fn run(args: &Args) -> Outcome {
    let plain = args.output.plain;
    let ready = match read_or_report(&args.scenario, plain) {
        Ok(ready) => ready,
        Err(outcome) => return outcome,
    };
    let question = match Question::read(args, ready) {
        Ok(question) => question,
        Err(outcome) => return outcome,
    };
    if let Some(outcome) = question.proven(args) {
        return outcome;
    }
    let (base, lever, spending) = (question.base, question.lever, question.spending);
    let (models, expectations): (Vec<Model>, Vec<Expectation>) = question
        .models
        .into_iter()
        .zip(question.expectations)
        .map(|(model, expectation)| observing(model, expectation))
        .unzip();
    let bounds = Bounds {
        replications: args.budget.reps * lever.len() as u64,
        max_time: args.budget.max_time,
        plain,
    };
    let asked = Asked {
        args,
        base: &base,
        lever: &lever,
        spending: &spending,
        models: &models,
        expectations: &expectations,
    };
    conduct(bounds, |conductor| asked.compute(conductor))
}

/// The model, which observes nothing but what the requirement is about.
fn observing(model: Model, expectation: Expectation) -> (Model, Expectation) {
    let quantity = expectation.condition().quantity.clone();
    let model = model.choosing(slice::from_ref(&quantity), &mut []);
    let chosen = model.catalogue.chosen();
    let estimator = chosen.map_or(quantity.estimator, |chosen| {
        chosen.estimator(quantity.estimator)
    });
    let moved = |condition: Condition| Condition {
        quantity: Quantity {
            estimator,
            ..condition.quantity
        },
        ..condition
    };
    let expectation = match expectation {
        Expectation::Expected(condition) => Expectation::Expected(moved(condition)),
        Expectation::Chance {
            of,
            relation,
            limit,
        } => Expectation::Chance {
            of: moved(of),
            relation,
            limit,
        },
    };
    (model, expectation)
}

/// What is asked, of models that observe everything.
struct Question {
    base: Scenario,
    lever: Lever,
    models: Vec<Model>,
    expectations: Vec<Expectation>,
    spending: Spending,
}

impl Question {
    /// Reads lever, points and condition; what is wrong with lever and condition is said together.
    fn read(args: &Args, ready: Ready) -> Result<Self, Outcome> {
        let plain = args.output.plain;
        let grid = points::grid("--find", slice::from_ref(&args.find), &ready, plain);
        let expression = flag("--such-that", &args.such_that, plain, |text| {
            Expression::parse(text)?.with_limit()
        });
        let (grid, expression) = (grid?, expression?);
        let mut models = points::models(&args.scenario, &grid, args.budget.uncertainty, plain)?;
        Model::share_inputs(&mut models);
        let expectations = expectations(args, &models, &expression)?;
        let lever = only(&grid)?;
        let per_draw = models
            .first()
            .and_then(|model| model.inputs.as_ref())
            .map_or(1, |inputs| inputs.per_draw());
        // Values that were named one by one lie in no order.
        let every = args.every_value || !lever.is_range();
        let spending = Spending::new(
            lever.len(),
            args.budget.reps,
            per_draw,
            1.0 - args.confidence,
            every,
        );
        Ok(Self {
            base: ready.scenario,
            lever,
            models,
            expectations,
            spending,
        })
    }

    /// Where the calendar alone rules out every value: says so.
    fn proven(&self, args: &Args) -> Option<Outcome> {
        // Drawn inputs may be other than stated, and then the calendar is another.
        if args.budget.uncertainty.is_some() {
            return None;
        }
        let points = self.models.iter().zip(&self.expectations);
        let proofs: Vec<Proof> = points
            .map(|(model, expectation)| impossible(&model.scenario, &model.plan, expectation))
            .collect::<Option<_>>()?;
        let missing = |proof: &Proof| proof.needed.missing(proof.most.total);
        let (point, proof) = proofs
            .iter()
            .enumerate()
            .min_by(|(_, a), (_, b)| missing(a).total_cmp(&missing(b)))?;
        let model = self.models.get(point)?;
        let solved = Solved {
            lever: &self.lever,
            end: end(args),
            scenario: &self.base,
            wanted: self.expectations.first()?,
            confidence: args.confidence,
            replications: args.budget.reps,
            seed: args.budget.seed,
            spending: &self.spending,
            found: Found::Proven(Proven {
                setting: self.lever.setting(point)?,
                settings: settings(&self.lever, point),
                scenario: &model.scenario,
                plan: &model.plan,
                proof,
            }),
            points: Vec::new(),
            nearest: None,
        };
        Some(match print(args, &solved) {
            Outcome::Done => Outcome::Infeasible,
            printed => printed,
        })
    }
}

fn end(args: &Args) -> End {
    if args.largest {
        End::Largest
    } else {
        End::Smallest
    }
}

/// The one lever of a grid.
fn only(grid: &Grid) -> Result<Lever, Outcome> {
    grid.levers().first().cloned().ok_or(Outcome::Failed)
}

/// What a value sets, by path.
fn settings(lever: &Lever, at: usize) -> BTreeMap<String, String> {
    let strands = lever.strands.iter();
    strands
        .filter_map(|strand| Some((strand.path.clone(), strand.values.get(at)?.text.clone())))
        .collect()
}

/// What shall hold, at each point. A flag's text must mean something at all of them; what it leaves out is made out at the first.
fn expectations(
    args: &Args,
    models: &[Model],
    expression: &Expression,
) -> Result<Vec<Expectation>, Outcome> {
    let mut text = args.such_that.clone();
    let mut known = expression.clone();
    let mut expectations = Vec::with_capacity(models.len());
    for model in models {
        let resolver = Resolver::new(&model.scenario, &model.plan, &model.catalogue);
        let read = |_: &str| -> Result<Expectation, Mistake> { resolver.expectation(&known) };
        let read = flag("--such-that", &text, args.output.plain, read);
        let expectation = read.inspect_err(|_| {
            if !expectations.is_empty() {
                note(&format!(
                    "error: this means nothing at {}, which is one of the values",
                    model.scenario.id
                ));
            }
        })?;
        if expectations.is_empty() {
            // From here on in the spelling that has no choice left.
            text = expectation.to_string();
            let canonical = flag("--such-that", &text, args.output.plain, Expression::parse);
            known = canonical.unwrap_or(known);
        }
        expectations.push(expectation);
    }
    Ok(expectations)
}

/// Prints a solution.
fn print(args: &Args, solved: &Solved) -> Outcome {
    let solution = Solution::new(solved);
    if args.output.json {
        return data(&solution.json());
    }
    let style = Style {
        plain: args.output.plain,
        colour: !args.output.plain && colour_on_stdout(),
    };
    data(&text(&solution, solved, style))
}

/// What is asked, of models that observe only what it is about.
struct Asked<'a> {
    args: &'a Args,
    base: &'a Scenario,
    lever: &'a Lever,
    spending: &'a Spending,
    models: &'a [Model],
    expectations: &'a [Expectation],
}

impl Asked<'_> {
    fn compute(&self, conductor: &Conductor) -> Outcome {
        let mut runner = Runner::new(self, conductor, self.models, self.expectations);
        let found = solve(
            &mut runner,
            self.models.len(),
            end(self.args),
            self.spending,
        );
        let nearest = match found.answer {
            Answer::None => self.nearest(&found, &mut runner),
            _ => None,
        };
        let extra = nearest
            .as_ref()
            .and_then(|nearest| self.beyond(nearest.point, &mut runner));
        let beyond = extra.as_ref().and_then(|beyond| {
            let models = slice::from_ref(&beyond.model);
            let expectations = slice::from_ref(&beyond.expectation);
            let mut runner = Runner::new(self, conductor, models, expectations);
            let judged = runner.until_told(0, self.spending.anywhere)?;
            Some((runner, judged))
        });
        conductor.reports();
        let ended = match (&found.answer, runner.failed_to_start) {
            (_, true) => Ended::NoThreads,
            (Answer::BrokenOff, _) => Ended::Stopped,
            _ => Ended::Complete,
        };
        if ended == Ended::NoThreads {
            note("error: no thread could be started");
            return Outcome::Failed;
        }
        let stopped = conductor.stopped(ended, Stopped::Replications);
        runner.report_failures();
        if runner.nothing_ran() && found.answer != Answer::BrokenOff {
            note("error: every replication failed, so there is nothing to report");
            return Outcome::Failed;
        }
        let mut points: Vec<PointRun> = (0..self.models.len())
            .filter_map(|point| {
                let tried = found.tried.get(point).copied().flatten();
                let settings = settings(self.lever, point);
                let setting = self.lever.setting(point)?;
                // Points of which only the order was asked are shown as well.
                let tried = tried.or_else(|| runner.only_run(point, self.spending.on_path))?;
                Some(runner.point(point, tried, (setting, settings, Some(point)), stopped))
            })
            .collect();
        if let (Some((runner, tried)), Some(extra)) = (&beyond, &extra) {
            let settings = settings(&extra.lever, 0);
            points.extend(
                extra
                    .lever
                    .setting(0)
                    .map(|setting| runner.point(0, *tried, (setting, settings, None), stopped)),
            );
        }
        let Some(wanted) = self.expectations.first() else {
            return Outcome::Failed;
        };
        let solved = Solved {
            lever: self.lever,
            end: end(self.args),
            scenario: self.base,
            wanted,
            confidence: self.args.confidence,
            replications: self.args.budget.reps,
            seed: self.args.budget.seed,
            spending: self.spending,
            found: Found::Searched {
                answer: found.answer,
                shape: found.shape,
                stopped,
            },
            points,
            nearest,
        };
        let outcome = match (&found.answer, stopped) {
            (Answer::BrokenOff, Stopped::Interrupted) => Outcome::Interrupted,
            (Answer::BrokenOff, _) | (Answer::Unsure { .. }, _) => Outcome::Inconclusive,
            (Answer::Found(_), _) => Outcome::Done,
            (Answer::None, _) => Outcome::Infeasible,
        };
        match print(self.args, &solved) {
            Outcome::Done => outcome,
            printed => printed,
        }
    }

    /// The point whose estimate is nearest to the limit, with all its replications, and what would be enough there.
    fn nearest(&self, found: &Search, runner: &mut Runner) -> Option<Nearest> {
        let misses = |point: usize| {
            let expectation = self.expectations.get(point)?;
            let held = judge_within(runner.folds.get(point)?, expectation, 0.25);
            let value = held.value?;
            let (relation, limit) = match expectation {
                Expectation::Expected(condition) => (condition.relation, condition.limit),
                Expectation::Chance {
                    relation, limit, ..
                } => (*relation, *limit),
            };
            Some(if relation.is_upper() {
                value - limit
            } else {
                limit - value
            })
        };
        let tried = found.tried.iter().enumerate();
        // Where replications failed, those that are left say too little of what would be enough.
        let sound = |point: &usize| {
            let fold = runner.folds.get(*point);
            fold.is_some_and(|fold| fold.failures().is_empty())
        };
        let tried = tried
            .filter_map(|(point, tried)| tried.map(|_| point))
            .filter(sound);
        let (point, _) = tried
            .filter_map(|point| Some((point, misses(point)?)))
            .min_by(|a, b| a.1.total_cmp(&b.1))?;
        let error = self.spending.anywhere;
        // What would be enough is known the better the more is run; where that is broken off, it is said from less.
        let _ = runner.judge(point, self.args.budget.reps, error);
        let misses = {
            let expectation = self.expectations.get(point)?;
            let fold = runner.folds.get(point)?;
            let value = judge_within(fold, expectation, error).value?;
            let limit = match expectation {
                Expectation::Expected(condition) => condition.limit,
                Expectation::Chance { limit, .. } => *limit,
            };
            (value - limit).abs()
        };
        let limit = limit_that_holds(
            runner.folds.get(point)?,
            self.expectations.get(point)?,
            error,
        );
        Some(Nearest {
            point,
            misses,
            limit,
        })
    }

    /// A point beyond the range, on the side of the nearest one; `None` where the lever ends there or it means nothing.
    fn beyond(&self, nearest: usize, runner: &mut Runner) -> Option<Extra> {
        if !runner.conductor.control().keeps_going() {
            return None;
        }
        let lever = self.lever.beyond(2 * nearest + 1 >= self.lever.len())?;
        let scenario = &self.args.scenario;
        let args = ScenarioArgs {
            set: [scenario.set.clone(), lever.sets(0)].concat(),
            ..scenario.clone()
        };
        let examined = examine(&args);
        let (mut scenario, plan) = examined.model?;
        let first = self.models.first()?;
        if scenario.period != first.scenario.period {
            return None;
        }
        scenario.id = lever.label(0);
        let ready = Ready {
            scenario,
            plan,
            root: examined.root,
            sources: examined.sources,
        };
        let model = Model::new(ready, &args, self.args.budget.uncertainty);
        let expectation = {
            let resolver = Resolver::new(&model.scenario, &model.plan, &model.catalogue);
            let text = self.expectations.first()?.to_string();
            resolver.expectation(&Expression::parse(&text).ok()?).ok()?
        };
        let (model, expectation) = observing(model, expectation);
        Some(Extra {
            lever,
            model,
            expectation,
        })
    }
}

/// A point beyond the range.
struct Extra {
    lever: Lever,
    model: Model,
    expectation: Expectation,
}

/// Runs points as they are asked for, and keeps their rows.
struct Runner<'a> {
    models: &'a [Model],
    expectations: &'a [Expectation],
    conductor: &'a Conductor,
    seed: u64,
    jobs: usize,
    checkpoints: &'a [u64],
    folds: Vec<Fold>,
    failed_to_start: bool,
}

impl<'a> Runner<'a> {
    fn new(
        asked: &Asked<'a>,
        conductor: &'a Conductor,
        models: &'a [Model],
        expectations: &'a [Expectation],
    ) -> Self {
        let jobs = asked.args.budget.jobs.map_or_else(
            || thread::available_parallelism().map_or(1, usize::from),
            usize::from,
        );
        let folds = models.iter().map(|model| {
            let fold = Fold::new(&model.catalogue);
            match &model.inputs {
                Some(inputs) => fold.drawn(inputs.per_draw()),
                None => fold,
            }
        });
        Self {
            models,
            expectations,
            conductor,
            seed: asked.args.budget.seed,
            jobs,
            checkpoints: &asked.spending.checkpoints,
            folds: folds.collect(),
            failed_to_start: false,
        }
    }

    /// Runs what is missing of the first replications of a point.
    fn extend(&mut self, point: usize, replications: u64) -> ControlFlow<()> {
        let before: u64 = self.folds.iter().map(|fold| fold.progress().done).sum();
        let (Some(model), Some(fold)) = (self.models.get(point), self.folds.get_mut(point)) else {
            return ControlFlow::Break(());
        };
        let range = Range {
            from: fold.progress().done,
            to: replications,
        };
        if range.from >= range.to {
            return ControlFlow::Continue(());
        }
        let conductor = self.conductor;
        let mut recorder = Recorder::new(slice::from_mut(fold), |folds: &[Fold]| {
            let progress = folds.first().map(Fold::progress).unwrap_or_default();
            let progress = Progress {
                done: before + progress.done - range.from,
                failed: progress.failed,
            };
            conductor.moved(progress, || News {
                known: format!("at {}", model.scenario.id),
                expected: None,
            });
            ControlFlow::Continue(())
        });
        let arms = [model.arm(self.seed)];
        let control = conductor.control();
        match replicate(&arms, range, &[], self.jobs, control, &mut recorder) {
            Ok(Ended::Complete | Ended::Enough) => ControlFlow::Continue(()),
            Ok(Ended::NoThreads) => {
                self.failed_to_start = true;
                ControlFlow::Break(())
            }
            Ok(Ended::Stopped) | Err(_) => ControlFlow::Break(()),
        }
    }

    /// Estimate, interval and judgement of what was run of a point. Where a replication locks up, the condition does not hold.
    fn held(&self, point: usize, error: f64) -> Option<Held> {
        let fold = self.folds.get(point)?;
        let held = judge_within(fold, self.expectations.get(point)?, error);
        let locks_up = |(_, reason): &(u64, Reason)| matches!(reason, Reason::Deadlock { .. });
        Some(match fold.failures().iter().any(locks_up) {
            true => Held {
                judgement: Judgement::Failed,
                ..held
            },
            false => held,
        })
    }

    /// Judges a point with more replications until it is told.
    fn until_told(&mut self, point: usize, error: f64) -> Option<Tried> {
        let checkpoints = self.checkpoints;
        let mut tried = None;
        for &replications in checkpoints {
            let ControlFlow::Continue(judgement) = self.judge(point, replications, error) else {
                break;
            };
            tried = Some(Tried {
                judgement,
                error,
                replications,
            });
            if judgement != Judgement::Inconclusive {
                break;
            }
        }
        tried
    }

    /// A point that was run and not judged.
    fn only_run(&self, point: usize, error: f64) -> Option<Tried> {
        let replications = self.folds.get(point)?.progress().done;
        (replications > 0).then_some(Tried {
            judgement: Judgement::Inconclusive,
            error,
            replications,
        })
    }

    fn nothing_ran(&self) -> bool {
        self.folds.iter().all(|fold| fold.replications().is_empty())
    }

    /// Describes the first failures of some points, and counts the others.
    fn report_failures(&self) {
        let points = self.models.iter().zip(&self.folds);
        let failed: Vec<(&str, &Fold)> = points
            .filter(|(_, fold)| !fold.failures().is_empty())
            .map(|(model, fold)| (model.scenario.id.as_str(), fold))
            .collect();
        for (label, fold) in failed.iter().take(DESCRIBED_FAILURES) {
            let Some((replication, reason)) = fold.failures().first() else {
                continue;
            };
            let more = match fold.failures().len() - 1 {
                0 => String::new(),
                more => format!("; {more} more failed there"),
            };
            note(&format!(
                "warning: {label}: replication {replication} failed: {reason}{more}"
            ));
        }
        if let Some(more @ 1..) = failed.len().checked_sub(DESCRIBED_FAILURES) {
            note(&format!(
                "warning: at {more} more values replications failed"
            ));
        }
    }

    /// What was run of a point, for the report.
    fn point<'b>(
        &'b self,
        at: usize,
        tried: Tried,
        (setting, settings, point): (&'b Setting, BTreeMap<String, String>, Option<usize>),
        stopped: Stopped,
    ) -> PointRun<'b> {
        let (model, fold) = (&self.models[at], &self.folds[at]);
        let held = judge_within(fold, &self.expectations[at], tried.error);
        PointRun {
            setting,
            settings,
            point,
            run: Run {
                scenario: &model.scenario,
                plan: &model.plan,
                catalogue: &model.catalogue,
                fold,
                seed: self.seed,
                from: 0,
                asked: fold.progress().done,
                stopped: match stopped {
                    Stopped::Interrupted | Stopped::MaxTime => stopped,
                    _ => Stopped::Replications,
                },
                file: &model.file,
                set: &model.set,
                inputs: model.inputs.as_ref(),
                wanted: &[],
            },
            tried,
            held,
        }
    }
}

impl Points for Runner<'_> {
    fn judge(&mut self, point: usize, replications: u64, error: f64) -> ControlFlow<(), Judgement> {
        self.extend(point, replications)?;
        let held = self.held(point, error);
        ControlFlow::Continue(held.map_or(Judgement::Inconclusive, |held| held.judgement))
    }

    fn change(&mut self, from: usize, to: usize, error: f64) -> Option<Verdict> {
        let side = |point: usize| Some((self.folds.get(point)?, self.expectations.get(point)?));
        goes(side(from)?, side(to)?, error)
    }
}
