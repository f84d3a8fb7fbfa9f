//! `solve`: which is the smallest or largest value that meets a target, or why can none?

mod question;
mod runner;

use std::slice;

use crate::experiment::solve::{Answer, End, Points, Solution as Search, Spending, solve};
use crate::experiment::{Ended, judge_within, limit_that_holds};
use crate::measures::quantity::{Expectation, Resolver};
use crate::report::Stopped;
use crate::report::solution::{Found, Nearest, PointRun, Solution, Solved, text};
use crate::scenario::expression::Expression;
use crate::scenario::lever::Lever;
use crate::scenario::model::Scenario;
use crate::scenario::units::{Quantity as _, Share};

use super::common::{Outcome, OutputArgs, Ready, ScenarioArgs, examine, note, read_or_report};
use super::conduct::{Bounds, Conductor, conduct};
use super::simulate::{BudgetArgs, Model};
use question::{Question, observing};
use runner::Runner;

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

fn end(args: &Args) -> End {
    if args.largest {
        End::Largest
    } else {
        End::Smallest
    }
}

/// Prints a solution.
fn print(args: &Args, solved: &Solved) -> Outcome {
    let solution = Solution::new(solved);
    args.output
        .print(|| solution.json(), |style| text(&solution, solved, style))
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
        let mut runner = Runner::new(
            self,
            conductor,
            (self.lever, self.models),
            self.expectations,
        );
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
            let models = (&beyond.lever, slice::from_ref(&beyond.model));
            let expectations = slice::from_ref(&beyond.expectation);
            let mut runner = Runner::new(self, conductor, models, expectations);
            let judged = runner.until_told(0, self.spending.anywhere)?;
            Some((runner, judged))
        });
        conductor.reports();
        let is_whole = conductor.control().keeps_going() && found.answer != Answer::BrokenOff;
        let ended = match (runner.failed_to_start, is_whole) {
            (true, _) => Ended::NoThreads,
            (false, true) => Ended::Complete,
            (false, false) => Ended::Stopped,
        };
        if ended == Ended::NoThreads {
            note("error: no thread could be started");
            return Outcome::Failed;
        }
        let stopped = conductor.stopped(ended, Stopped::Replications);
        runner.report_failures();
        if runner.nothing_ran() && stopped != Stopped::Interrupted {
            note(match stopped {
                Stopped::MaxTime => "error: not one replication was finished in the time allowed",
                _ => "error: every replication failed, so there is nothing to report",
            });
            return Outcome::Failed;
        }
        let mut points: Vec<PointRun> = (0..self.models.len())
            .filter_map(|point| {
                let tried = found.tried.get(point).copied().flatten();
                let settings = self.lever.settings(point);
                let setting = self.lever.setting(point)?;
                // Points of which only the order was asked are shown as well.
                let tried = tried.or_else(|| runner.only_run(point, self.spending.on_path))?;
                Some(runner.point(point, tried, (setting, settings, Some(point)), stopped))
            })
            .collect();
        if let (Some((runner, tried)), Some(extra)) = (&beyond, &extra) {
            let settings = extra.lever.settings(0);
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
            (_, Stopped::Interrupted) => Outcome::Interrupted,
            (Answer::BrokenOff | Answer::Unsure { .. }, _) => Outcome::Inconclusive,
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
        // With drawn inputs all models draw what all of them have, and those of the range are drawn already.
        if !runner.conductor.control().keeps_going() || self.args.budget.uncertainty.is_some() {
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
        scenario.id.clone_from(&self.base.id);
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
