//! The models: lines before servers whose every answer is known, from their text to what can be replicated.

use std::fmt::Write as _;
use std::ops::ControlFlow;

use bordergate::experiment::{Arm, Control, Fold, Inputs, Range, Recorder, replicate};
use bordergate::measures::quantity::{Expectation, Resolver};
use bordergate::measures::{Catalogue, Estimator};
use bordergate::plan::{self, Plan};
use bordergate::scenario::expression::Expression;
use bordergate::scenario::read_text;
use bordergate::scenario::uncertain::Uncertain;

use super::exact::Line;

/// A model that can be replicated, and what is asked of it.
pub struct Model {
    plan: Plan,
    catalogue: Catalogue,
    inputs: Option<Inputs>,
    quantities: Vec<Estimator>,
    chance: Option<Expectation>,
}

/// What stands before every model: one day, one gate that never closes.
const HEAD: &str = r#"
[scenario]
title = "Known answers"
from  = 2025-03-03
to    = 2025-03-03
clock = "UTC"
[class]
first  = {}
second = {}
[gate]
anywhere = { hours = "always" }
"#;

/// Three lines of five vehicles each, before one server each. Vehicles of a line depend on each other, the lines do not.
pub fn lines(lines: &[Line; 3]) -> String {
    let mut text = HEAD.to_owned();
    for (name, line) in ["a", "b", "c"].into_iter().zip(lines) {
        let time = match (line.phases, line.range) {
            (1, _) => format!("{{ exponential = \"{} min\" }}", line.mean),
            (phases, _) => format!(
                "{{ erlang = {{ k = {phases}, mean = \"{} min\" }} }}",
                line.mean
            ),
        };
        let basis = line.range.map_or_else(String::new, |(low, high)| {
            format!(
                "\nbasis = {{ assumed = \"not known\", range = [\"{low} min\", \"{high} min\"] }}"
            )
        });
        let vehicles = line.vehicles;
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            r#"
[backlog.{name}]
gate      = "anywhere"
direction = "export"
vehicle   = "vietnamese"
route     = "{name}"
vehicles  = {vehicles}
class     = {{ first = "50 %", second = "50 %" }}
[station.{name}]
servers = [{{ count = 1 }}]
[[route.{name}]]
step  = "service"
serve = {{ station = "{name}", time = {time} }}{basis}
"#
        );
    }
    text
}

/// Arrivals in the first half of a day, as many as the day's luck has it, each of whom stays for a while.
pub const VISITS: &str = r#"
[source.visitors]
gate       = "anywhere"
direction  = "export"
vehicle    = "vietnamese"
route      = "through"
class      = "first"
rate       = "40 / day"
profile    = { "00-12" = 1.0 }
day-factor = { cv = 0.3 }
[[route.through]]
step  = "stay"
delay = { time = { exponential = "30 min" } }
"#;

/// The text of [`VISITS`].
pub fn visits() -> String {
    format!("{HEAD}{VISITS}")
}

impl Model {
    /// The model of a text, asked for these quantities and for one chance. `drawn` says whether inputs are drawn.
    ///
    /// # Errors
    /// What is wrong with the text or the expressions.
    pub fn new(
        text: &str,
        quantities: &[&str],
        chance: Option<&str>,
        drawn: bool,
    ) -> Result<Self, String> {
        let read = read_text("known.toml", text, &[]);
        let Some(scenario) = read.scenario else {
            return Err(read.problems.render(&read.sources, false));
        };
        let plan = plan::compile(&scenario).map_err(|ambiguity| ambiguity.to_string())?;
        let mut catalogue = Catalogue::new(&scenario, &plan);
        let resolver = Resolver::new(&scenario, &plan, &catalogue);
        let quantities: Result<Vec<Estimator>, String> = quantities
            .iter()
            .map(|text| {
                let expression = Expression::parse(text).map_err(|why| format!("{why:?}"))?;
                let quantity = resolver.quantity(&expression);
                Ok(quantity.map_err(|why| format!("{why:?}"))?.estimator)
            })
            .collect();
        let chance: Result<Option<Expectation>, String> = chance
            .map(|text| {
                let expression = Expression::parse(text).map_err(|why| format!("{why:?}"))?;
                resolver
                    .expectation(&expression)
                    .map_err(|why| format!("{why:?}"))
            })
            .transpose();
        let (quantities, chance) = (quantities?, chance?);
        let inputs = drawn.then(|| {
            let uncertain = Uncertain::new(&read.root, &read.sources, &scenario);
            Inputs::new(uncertain, &catalogue)
        });
        // What is not asked for need not be estimated thousands of times.
        if !drawn {
            catalogue.specs.clear();
        }
        Ok(Self {
            plan,
            catalogue,
            inputs,
            quantities,
            chance,
        })
    }

    /// The quantity of this number.
    pub fn quantity(&self, index: usize) -> Estimator {
        self.quantities[index]
    }

    /// The chance.
    pub fn chance(&self) -> Option<&Expectation> {
        self.chance.as_ref()
    }

    fn fold(&self) -> Fold {
        let fold = Fold::new(&self.catalogue).asking(self.quantities.iter().copied());
        match &self.inputs {
            Some(inputs) => fold.drawn(inputs.per_draw()),
            None => fold,
        }
    }
}

/// Replicates models with their seeds up to `most` times, and lets `look` see the folds after each replication.
///
/// # Errors
/// Where a replication failed: what is known exactly is of all of them.
pub fn replicated(
    models: &[(&Model, u64)],
    most: u64,
    mut look: impl FnMut(&[Fold]) -> ControlFlow<()>,
) -> Result<(), String> {
    let arms: Vec<Arm> = models
        .iter()
        .map(|&(model, seed)| Arm {
            plan: &model.plan,
            catalogue: &model.catalogue,
            inputs: model.inputs.as_ref(),
            seed,
        })
        .collect();
    let mut folds: Vec<Fold> = models.iter().map(|(model, _)| model.fold()).collect();
    let range = Range { from: 0, to: most };
    let mut recorder = Recorder::new(&mut folds, &mut look);
    // One thread: the studies beside this one have the others.
    let control = Control::new();
    let ended = replicate(&arms, range, &[], 1, &control, &mut recorder);
    ended.map_err(|error| error.to_string())?;
    match folds.iter().find_map(|fold| fold.failures().first()) {
        Some((index, reason)) => Err(format!("replication {index} failed: {reason}")),
        None => Ok(()),
    }
}
