//! Testing a manifest: the same run again, which has to give the same bits.

use std::path::{Path, PathBuf};

use crate::cli::common::{Outcome, ScenarioArgs, read_or_report};
use crate::cli::conduct::{Conductor, conduct};
use crate::cli::simulate::{Model, Request, Simulated, Uncertainty, simulate};
use crate::experiment::Range;
use crate::measures::quantity::{Quantity, Resolver};
use crate::report::checks::{Check, Kind, Status, problem, reproduction};
use crate::report::recorded::Recorded;
use crate::report::{InputMode, Report, Run, Stopped};
use crate::scenario::expression::Expression;

use super::{Args, Interrupted, Ready, Tested, broken, files, unusable};

/// A result to be had again.
pub struct Rerun<'a> {
    args: &'a Args,
    file: String,
    recorded: Recorded,
    model: Model,
}

impl<'a> Rerun<'a> {
    /// Reads a result and the scenario that it names.
    pub fn read(args: &'a Args, file: &'a Path) -> Ready<'a> {
        let recorded = match files::read(file) {
            Ok(Some(text)) => Recorded::parse(&text).map_err(|why| format!("the file {why}")),
            Ok(None) => Err("there is no such file".to_owned()),
            Err(why) => Err(why),
        };
        let recorded = match recorded {
            Ok(recorded) => recorded,
            Err(why) => return Ready::Refused(Box::new(unusable(file, why))),
        };
        let manifest = &recorded.manifest;
        let Some(scenario) = find(file, &manifest.file) else {
            let why = format!(
                "its scenario `{}` is neither where it was named from, nor beside the manifest",
                manifest.file
            );
            return Ready::Refused(Box::new(unusable(file, why)));
        };
        let named = ScenarioArgs {
            file: scenario,
            overlay: Vec::new(),
            set: manifest.set.iter().map(|set| found(file, set)).collect(),
        };
        let ready = match read_or_report(&named, args.output.plain) {
            Ok(ready) => ready,
            Err(Outcome::Unusable) => {
                let why = format!(
                    "its scenario `{}` cannot be run any more: the reason is on stderr",
                    manifest.file
                );
                return Ready::Refused(Box::new(unusable(file, why)));
            }
            Err(_) => return Ready::Refused(Box::new(broken(&file.display().to_string()))),
        };
        let uncertainty = match manifest.inputs {
            InputMode::Stated => None,
            InputMode::Drawn => Some(Uncertainty::Inputs),
        };
        let model = Model::new(ready, &named, uncertainty);
        let measures = match measures(&model, &manifest.measures) {
            Ok(measures) => measures,
            Err(measure) => {
                let why = format!("its scenario has no `{measure}` any more");
                return Ready::Refused(Box::new(unusable(file, why)));
            }
        };
        Ready::Manifest(Box::new(Self {
            args,
            file: file.display().to_string(),
            model: model.choosing(&measures, &mut []),
            recorded,
        }))
    }

    /// Runs it again and holds the two against each other.
    pub fn test(self) -> Result<Tested, Interrupted> {
        let mut tested = None;
        let replications = self.recorded.manifest.replications;
        let outcome = conduct(self.args.bounds(replications), |conductor| {
            match self.simulate(conductor) {
                Ok(done) => tested = Some(done),
                Err(outcome) => return outcome,
            }
            Outcome::Done
        });
        match (tested, outcome) {
            (Some(tested), _) => Ok(tested),
            (None, Outcome::Interrupted) => Err(Interrupted),
            (None, _) => Ok(Tested {
                checks: vec![broken(&self.file)],
                ..Tested::default()
            }),
        }
    }

    fn simulate(&self, conductor: &Conductor) -> Result<Tested, Outcome> {
        let then = &self.recorded.manifest;
        let request = Request {
            models: &[(&self.model, then.seed)],
            range: Range {
                from: then.from,
                to: then.from.saturating_add(then.replications),
            },
            jobs: self.args.budget.jobs,
            asked: Vec::new(),
            wanted: &[],
            stores: &mut [],
            apart: false,
        };
        let Simulated { folds, stopped } = simulate(request, conductor)?;
        if stopped == Stopped::Interrupted {
            return Err(Outcome::Interrupted);
        }
        let fold = folds.first().ok_or(Outcome::Failed)?;
        let report = Report::new(&Run {
            scenario: &self.model.scenario,
            plan: &self.model.plan,
            catalogue: &self.model.catalogue,
            fold,
            seed: then.seed,
            from: then.from,
            asked: then.replications,
            stopped,
            file: &self.model.file,
            set: &then.set,
            inputs: self.model.inputs.as_ref(),
            wanted: &[],
        });
        let check = self.check(&report);
        Ok(Tested {
            manifest: Some(report.manifest),
            checks: vec![check],
            ..Tested::default()
        })
    }

    fn check(&self, report: &Report) -> Check {
        let (file, then) = (&self.file, &self.recorded.manifest);
        if report.manifest.partial {
            let why = format!(
                "only {} of {} replications were finished in the time allowed",
                report.manifest.replications, then.replications
            );
            return problem(file, Kind::Manifest, file, Status::Inconclusive, why);
        }
        reproduction(
            file,
            then.replications,
            &then.measures_digest,
            self.recorded.differences(report),
        )
    }
}

/// The quantities of a manifest.
///
/// # Errors
/// The one that means nothing in this model.
fn measures<'m>(model: &Model, texts: &'m [String]) -> Result<Vec<Quantity>, &'m str> {
    let resolver = Resolver::new(&model.scenario, &model.plan, &model.catalogue);
    let read = |text: &'m String| {
        let expression = Expression::parse(text).map_err(|_| text.as_str())?;
        resolver.quantity(&expression).map_err(|_| text.as_str())
    };
    texts.iter().map(read).collect()
}

/// A change of a manifest; a file that was laid over the scenario is looked for as the scenario is. What is nowhere to be found keeps its
/// name, so that it is said what is missing.
fn found(manifest: &Path, set: &str) -> String {
    let over = set.strip_prefix('@').and_then(|over| find(manifest, over));
    over.map_or_else(|| set.to_owned(), |over| format!("@{}", over.display()))
}

/// The scenario of a manifest: as it was named, else from where the manifest lies.
fn find(manifest: &Path, scenario: &str) -> Option<PathBuf> {
    let named = PathBuf::from(scenario);
    if named.is_file() {
        return Some(named);
    }
    let beside = manifest.parent()?.join(scenario);
    beside.is_file().then_some(beside)
}
