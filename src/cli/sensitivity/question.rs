//! What is asked: one scenario or two, what is followed, and the condition.

use crate::measures::Catalogue;
use crate::measures::Estimator;
use crate::measures::quantity::{Expectation, Quantity, Resolver};
use crate::plan;
use crate::scenario::expression::{Expression, Mistake};
use crate::scenario::model::Scenario;
use crate::scenario::uncertain::Uncertain;

use super::Args;
use super::point::Point;
use crate::cli::common::{Outcome, Ready, ScenarioArgs, flag, note, read_or_report};
use crate::cli::simulate::Model;

/// What is followed unless something else is asked for.
const USUAL: &str = "waiting-vehicle-hours";

/// A scenario of which inputs are moved: the one asked about, or what it is held against.
pub(super) struct Side {
    pub uncertain: Uncertain,
    pub scenario: Scenario,
    pub file: String,
    pub set: Vec<String>,
}

/// What is asked.
pub(super) struct Question {
    /// One scenario, or two of which the change is followed.
    pub sides: Vec<Side>,
    /// What is followed, in the spelling that has no choice left.
    pub quantity: String,
    /// The condition, in the same.
    pub condition: Option<String>,
}

impl Question {
    pub fn read(args: &Args) -> Result<Self, Outcome> {
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
    pub fn point(&self, moved: Option<(usize, f64)>) -> Result<Point, String> {
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
            is_close_up: false,
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
