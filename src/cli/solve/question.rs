//! What is asked: the lever, a model for each of its values, and the condition as it stands there.

use std::slice;

use crate::experiment::Inputs;
use crate::experiment::proof::{Proof, impossible};
use crate::experiment::solve::Spending;
use crate::measures::quantity::{Condition, Expectation, Quantity, Resolver};
use crate::report::solution::{Found, Proven, Solved};
use crate::scenario::expression::{Expression, Mistake};
use crate::scenario::lever::{Grid, Lever};
use crate::scenario::model::Scenario;

use super::super::common::{Outcome, Ready, flag, note};
use super::super::points;
use super::super::simulate::Model;
use super::{Args, end, print};

/// The model, which observes nothing but what the requirement is about.
pub(super) fn observing(model: Model, expectation: Expectation) -> (Model, Expectation) {
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
pub(super) struct Question {
    pub base: Scenario,
    pub lever: Lever,
    pub models: Vec<Model>,
    pub expectations: Vec<Expectation>,
    pub spending: Spending,
}

impl Question {
    /// Reads lever, points and condition; what is wrong with lever and condition is said together.
    pub fn read(args: &Args, ready: Ready) -> Result<Self, Outcome> {
        let plain = args.output.plain;
        let grid = points::grid("--find", slice::from_ref(&args.find), &ready, plain);
        let expression = flag("--such-that", &args.such_that, plain, |text| {
            Expression::parse(text)?.with_limit()
        });
        let (grid, expression) = (grid?, expression?);
        let mut models = points::models(&args.scenario, &grid, args.budget.uncertainty, plain)?;
        Model::share_inputs(&mut models);
        let expectations = expectations(args, &models, &expression)?;
        // Results are those of the scenario with another value, and are called so.
        for model in &mut models {
            model.scenario.id.clone_from(&ready.scenario.id);
        }
        let lever = only(&grid)?;
        let per_draw = models
            .first()
            .and_then(|model| model.inputs.as_ref())
            .map_or(1, Inputs::per_draw);
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
    pub fn proven(&self, args: &Args) -> Option<Outcome> {
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
                settings: self.lever.settings(point),
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

/// The one lever of a grid.
fn only(grid: &Grid) -> Result<Lever, Outcome> {
    grid.levers().first().cloned().ok_or(Outcome::Failed)
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
