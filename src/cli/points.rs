//! The points of a grid: one model each.

use std::io::{self, Write};

use crate::scenario::lever::{Grid, Lever};

use super::common::{Outcome, Ready, ScenarioArgs, colour_on_stderr, examine, flag, note};
use super::simulate::{Model, Uncertainty};

/// So many points that mean nothing are named.
const NAMED: usize = 8;

/// Reads levers as a flag gives them, of a scenario that was read.
///
/// # Errors
/// [`Outcome::Unusable`] with every mistake on stderr.
pub fn grid(name: &str, texts: &[String], ready: &Ready, plain: bool) -> Result<Grid, Outcome> {
    let read = |text: &String| {
        flag(name, text, plain, |text| {
            Lever::parse(text, &ready.root, &ready.sources, ready.scenario.period)
        })
    };
    let levers: Vec<Result<Lever, Outcome>> = texts.iter().map(read).collect();
    let levers: Vec<Lever> = levers.into_iter().collect::<Result<_, _>>()?;
    let texts: Vec<&str> = levers.iter().map(|lever| lever.text.as_str()).collect();
    let texts = texts.join(", ");
    flag(name, &texts, plain, |_| Grid::new(levers))
}

/// The model of each point, called by its values. All points are read; where some mean nothing, the problems of the first of them are
/// on stderr, and which others.
///
/// # Errors
/// [`Outcome::Unusable`] where a point means nothing, or has another period.
pub fn models(
    args: &ScenarioArgs,
    grid: &Grid,
    uncertainty: Option<Uncertainty>,
    plain: bool,
) -> Result<Vec<Model>, Outcome> {
    let mut models = Vec::with_capacity(grid.len());
    let mut bad: Vec<String> = Vec::new();
    for point in 0..grid.len() {
        let args = ScenarioArgs {
            set: [args.set.clone(), grid.sets(point)].concat(),
            ..args.clone()
        };
        let examined = examine(&args);
        let Some((mut scenario, plan)) = examined.model else {
            if bad.is_empty() {
                let problems = examined.problems.errors();
                let said = problems.render(&examined.sources, !plain && colour_on_stderr());
                // A closed stderr leaves nobody to tell.
                let _ = io::stderr().lock().write_all(said.as_bytes());
            }
            bad.push(grid.label(point));
            continue;
        };
        scenario.id = grid.label(point);
        let ready = Ready {
            scenario,
            plan,
            root: examined.root,
            sources: examined.sources,
        };
        models.push(Model::new(ready, &args, uncertainty));
    }
    if !bad.is_empty() {
        let more = bad.len().saturating_sub(NAMED);
        let named = bad
            .iter()
            .take(NAMED)
            .cloned()
            .collect::<Vec<_>>()
            .join("; ");
        let more = if more > 0 {
            format!(", and {more} more")
        } else {
            String::new()
        };
        note(&format!(
            "error: {} of {} points cannot be simulated: {named}{more}; above is what is wrong at the first of them",
            bad.len(),
            grid.len()
        ));
        return Err(Outcome::Unusable);
    }
    let period = |model: &Model| model.scenario.period;
    if let Some(first) = models.first()
        && let Some(other) = models.iter().find(|model| period(model) != period(first))
    {
        note(&format!(
            "error: the periods differ: {} to {} at {}, {} to {} at {}; totals over different days cannot be compared",
            period(first).from,
            period(first).to,
            first.scenario.id,
            period(other).from,
            period(other).to,
            other.scenario.id
        ));
        return Err(Outcome::Unusable);
    }
    Ok(models)
}
