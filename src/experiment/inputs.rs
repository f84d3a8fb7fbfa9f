//! Inputs that are drawn for each replication rather than taken as stated.
//!
//! What is not known is drawn in an outer loop, chance in an inner one: [`PER_DRAW`] replications share one draw of the inputs, and
//! then the variance of what comes out splits into what is not known and what is chance. Draw and replication are functions of seed,
//! index and the input's path, so a prefix of a run is a shorter run, ranges join, and two scenarios that share an input get the same
//! value for it.

use crate::des::keyed::Key;
use crate::measures::{Catalogue, Chosen, Spec};
use crate::plan::{self, Plan};
use crate::scenario::uncertain::{Input, Uncertain};

use super::fold::Reason;

/// Replications that share one draw of the inputs. Two are the fewest that tell inputs from chance, and leave most of a budget for
/// draws, of which the intervals are made.
pub const PER_DRAW: u64 = 2;

/// Where the random numbers of draws are kept apart from those of replications.
const DRAWS: &str = "inputs";

/// The uncertain inputs of a scenario.
#[derive(Clone)]
pub struct Inputs {
    uncertain: Uncertain,
    /// What is reported with the stated inputs; a draw that changes the list cannot be folded with the others.
    specs: Vec<Spec>,
    columns: usize,
    /// What is observed, where not all is.
    chosen: Option<Chosen>,
    /// Replications that share one draw.
    per_draw: u64,
    /// Whether somebody looks closer at each draw.
    is_close: bool,
}

/// A scenario with drawn inputs, ready to run.
pub(super) struct Drawn {
    pub plan: Plan,
    pub catalogue: Catalogue,
}

impl Inputs {
    /// The inputs of a scenario whose stated values have this catalogue of all measures.
    pub fn new(uncertain: Uncertain, catalogue: &Catalogue) -> Self {
        Self {
            uncertain,
            specs: catalogue.specs.clone(),
            columns: catalogue.columns,
            chosen: None,
            per_draw: PER_DRAW,
            is_close: false,
        }
    }

    /// The same draws, at which somebody looks closer: `catalogue` is that of the stated inputs, looked at in the same way.
    #[must_use]
    pub fn closer(&self, catalogue: &Catalogue) -> Self {
        Self {
            specs: catalogue.specs.clone(),
            columns: catalogue.columns,
            chosen: None,
            is_close: true,
            ..self.clone()
        }
    }

    /// The same inputs, drawn anew for every replication: where nothing is split into inputs and chance, so that every replication
    /// says something about inputs of its own.
    #[must_use]
    pub fn each(self) -> Self {
        Self {
            per_draw: 1,
            ..self
        }
    }

    /// The same inputs, of replications that observe only what is chosen.
    #[must_use]
    pub fn choosing(self, chosen: &Chosen) -> Self {
        Self {
            chosen: Some(chosen.clone()),
            ..self
        }
    }

    /// What is drawn, and what is not.
    pub fn uncertain(&self) -> &Uncertain {
        &self.uncertain
    }

    /// Draws only what all of these draw, and in the same way; see [`Uncertain::share`].
    pub fn share(all: &mut [&mut Inputs]) {
        for at in 0..all.len() {
            let (before, rest) = all.split_at_mut(at);
            let Some((own, after)) = rest.split_first_mut() else {
                continue;
            };
            let others: Vec<&Uncertain> = before
                .iter()
                .chain(after.iter())
                .map(|other| &other.uncertain)
                .collect();
            own.uncertain.share(&others);
        }
    }

    /// Replications that share one draw.
    pub fn per_draw(&self) -> u64 {
        self.per_draw
    }

    /// The quantiles, 0 to 1, at which a draw takes the inputs, in their order: pure functions of seed, draw and the input's path.
    pub fn quantiles(&self, seed: u64, draw: u64) -> Vec<f64> {
        let key = Key::root(seed).named(DRAWS).child(draw);
        let quantile = |input: &Input| key.named(&input.path).stream().unit();
        self.uncertain.inputs().iter().map(quantile).collect()
    }

    pub(super) fn draw(&self, seed: u64, draw: u64) -> Result<Drawn, Reason> {
        let key = Key::root(seed).named(DRAWS).child(draw);
        let scenario = self
            .uncertain
            .at(|input| key.named(&input.path).stream().unit())
            .map_err(|why| Reason::Inputs { draw, why })?;
        let mut plan = plan::compile(&scenario).map_err(|ambiguity| Reason::Inputs {
            draw,
            why: format!(
                "notices `{}` and `{}` contradict each other on {}",
                ambiguity.first_name, ambiguity.second_name, ambiguity.day
            ),
        })?;
        if self.is_close {
            plan.look_closer();
        }
        let catalogue = Catalogue::new(&scenario, &plan);
        // With some inputs a row has nothing to count, as of a day by appointment that a shorter notice leaves out: it has no value then.
        // What nobody asked for has no place.
        let mut rows = catalogue.specs.iter();
        let new = rows.find(|spec| !self.specs.contains(spec));
        if catalogue.columns != self.columns || new.is_some() {
            return Err(Reason::Inputs {
                draw,
                why: other_measures(new),
            });
        }
        let catalogue = match &self.chosen {
            Some(chosen) => catalogue.choosing(chosen),
            None => catalogue,
        };
        Ok(Drawn { plan, catalogue })
    }
}

/// Why rows do not stand beside each other, with one that is new, where there is one.
fn other_measures(new: Option<&Spec>) -> String {
    let why = "other measures are reported with them than with the stated inputs";
    match new {
        Some(spec) => format!(
            "{why}: {} of `{}` by {}",
            spec.statistic, spec.measure, spec.by
        ),
        None => why.to_owned(),
    }
}
