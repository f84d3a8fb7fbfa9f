//! Testing a scenario: simulated once, then held against its thresholds, its facts and its baseline.

use std::path::{Path, PathBuf};

use crate::cli::common::{Outcome, ScenarioArgs, read_or_report};
use crate::cli::conduct::{Conductor, conduct};
use crate::cli::simulate::{Model, REPLICATIONS, Request, SEED, Simulated, simulate};
use crate::experiment::{Inputs, Range};
use crate::measures::Estimator;
use crate::measures::quantity::{Expectation, Resolver};
use crate::report::baseline::{Baseline, compare};
use crate::report::checks::{
    Check, Kind, Status, baseline, baseline_written, facts, problem, thresholds,
};
use crate::report::{Manifest, Report, Run, Stopped};
use crate::scenario::model::Threshold;
use crate::scenario::uncertain::Uncertain;

use super::{Args, Interrupted, Only, Ready, Tested, broken, files, unusable};

/// A scenario to be tested.
pub struct Scenario<'a> {
    args: &'a Args,
    model: Model,
    thresholds: Vec<(Threshold, Expectation)>,
    path: PathBuf,
    baseline: Option<Baseline>,
    /// What is drawn when facts are judged, where something can be and the rest is not drawn.
    drawn: Option<Inputs>,
    /// Why there is none though its file is there; it is to be written anew.
    unreadable: Option<String>,
    /// What is missing, before anything is run.
    missing: Vec<Check>,
}

/// What is judged by one run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Judged {
    /// All there is: nothing is drawn for facts that is not drawn for the rest.
    All,
    /// Thresholds and the baseline, with the inputs as they are stated.
    Rest,
    /// Published facts, with the inputs drawn.
    Facts,
}

impl<'a> Scenario<'a> {
    /// Reads a scenario, what it requires and its baseline.
    pub fn read(args: &'a Args, file: &'a Path) -> Ready<'a> {
        let named = ScenarioArgs {
            file: file.to_owned(),
            overlay: args.overlay.clone(),
            set: args.set.clone(),
        };
        let ready = match read_or_report(&named, args.output.plain) {
            Ok(ready) => ready,
            Err(Outcome::Unusable) => {
                let why = "it is no scenario that can be run: the reason is on stderr".to_owned();
                return Ready::Refused(Box::new(unusable(file, why)));
            }
            Err(_) => return Ready::Refused(Box::new(broken(&file.display().to_string()))),
        };
        let uncertain = (args.tests(Only::Facts) && args.budget.uncertainty.is_none())
            .then(|| Uncertain::new(&ready.root, &ready.sources, &ready.scenario))
            .filter(|uncertain| !uncertain.inputs().is_empty());
        let model = Model::new(ready, &named, args.budget.uncertainty);
        let drawn = uncertain.map(|uncertain| Inputs::new(uncertain, &model.catalogue));
        let thresholds = match expectations(args, &model) {
            Ok(thresholds) => thresholds,
            Err(why) => return Ready::Refused(Box::new(unusable(file, why))),
        };
        let given = args.baseline.clone().flatten();
        let path = given.unwrap_or_else(|| file.with_extension("baseline.json"));
        let mut scenario = Self {
            args,
            model,
            thresholds,
            path,
            baseline: None,
            drawn,
            unreadable: None,
            missing: Vec::new(),
        };
        if let Err(refused) = scenario.read_baseline() {
            return Ready::Refused(refused);
        }
        scenario.missing = scenario.missing();
        Ready::Scenario(Box::new(scenario))
    }

    /// Simulates and judges it: what is required as the inputs are stated, published facts with what is not known about them.
    pub fn test(mut self) -> Result<Tested, Interrupted> {
        let mut tested = Tested {
            checks: std::mem::take(&mut self.missing),
            ..Tested::default()
        };
        let facts = self.args.tests(Only::Facts) && !self.model.scenario.facts.is_empty();
        let rest = !self.thresholds.is_empty() || self.baseline.is_some() || self.args.update;
        match self.drawn.take().filter(|_| facts) {
            None if rest || facts => self.judge(Judged::All, &mut tested)?,
            None => {}
            Some(drawn) => {
                if rest {
                    self.judge(Judged::Rest, &mut tested)?;
                }
                self.model.inputs = Some(drawn);
                self.judge(Judged::Facts, &mut tested)?;
            }
        }
        Ok(tested)
    }

    /// One run, and what is judged by it.
    fn judge(&self, judged: Judged, tested: &mut Tested) -> Result<(), Interrupted> {
        let bounds = self.args.bounds(self.args.budget.reps);
        let outcome = conduct(bounds, |conductor| {
            match self.simulate(judged, conductor, tested) {
                Ok(()) => Outcome::Done,
                Err(outcome) => outcome,
            }
        });
        match outcome {
            Outcome::Done => {}
            Outcome::Interrupted => return Err(Interrupted),
            _ => tested.checks.push(broken(&self.model.file)),
        }
        Ok(())
    }

    fn simulate(
        &self,
        judged: Judged,
        conductor: &Conductor,
        tested: &mut Tested,
    ) -> Result<(), Outcome> {
        let budget = &self.args.budget;
        let request = Request {
            models: &[(&self.model, budget.seed)],
            range: Range {
                from: 0,
                to: budget.reps,
            },
            jobs: budget.jobs,
            asked: vec![self.asked()],
            wanted: &[],
            stores: &mut [],
            apart: false,
        };
        let Simulated { folds, stopped } = simulate(request, conductor)?;
        if stopped == Stopped::Interrupted {
            return Err(Outcome::Interrupted);
        }
        let fold = folds.first().ok_or(Outcome::Failed)?;
        let run = Run {
            scenario: &self.model.scenario,
            plan: &self.model.plan,
            catalogue: &self.model.catalogue,
            fold,
            seed: budget.seed,
            from: 0,
            asked: budget.reps,
            stopped,
            file: &self.model.file,
            set: &self.model.set,
            inputs: self.model.inputs.as_ref(),
            wanted: &[],
        };
        let report = Report::new(&run);
        if report.manifest.failed > 0 {
            tested.checks.push(failed(&report.manifest));
        }
        if judged != Judged::Facts {
            tested.checks.extend(thresholds(&run, &self.thresholds));
            tested.checks.extend(self.held_against(&report));
        }
        if judged != Judged::Rest && self.args.tests(Only::Facts) {
            tested.checks.extend(facts(&report));
        }
        match judged {
            Judged::Facts => tested.facts_manifest = Some(report.manifest),
            Judged::All | Judged::Rest => tested.manifest = Some(report.manifest),
        }
        Ok(())
    }

    /// What the thresholds need that is not reported.
    fn asked(&self) -> Vec<Estimator> {
        let conditions = self.thresholds.iter();
        let conditions = conditions.map(|(_, expectation)| expectation.condition());
        conditions
            .map(|condition| condition.quantity.estimator)
            .collect()
    }

    /// The results beside the baseline, or written as one.
    fn held_against(&self, report: &Report) -> Option<Check> {
        let (file, path) = (&self.model.file, self.path.display().to_string());
        let now = Baseline::of(report);
        if self.args.update {
            return Some(self.write(report, now, &path));
        }
        let before = self.baseline.as_ref()?;
        let exact = self.args.exact.then_some(&before.manifest);
        Some(baseline(file, &path, compare(before, &now), exact))
    }

    fn write(&self, report: &Report, mut now: Baseline, path: &str) -> Check {
        let file = &self.model.file;
        let failed = |why: String| problem(file, Kind::Baseline, path, Status::Error, why);
        if report.manifest.partial {
            return failed(format!(
                "not written: only {} of {} replications were finished in the time allowed",
                report.manifest.replications, self.args.budget.reps
            ));
        }
        if report.manifest.failed > 0 {
            return failed(format!(
                "not written: {} of {} replications failed, and what is left may be biased by it",
                report.manifest.failed, report.manifest.replications
            ));
        }
        if report.manifest.replications < 2 {
            return failed("not written: one replication has no interval; give --reps".to_owned());
        }
        if let Some(before) = &self.baseline {
            // What somebody decided stays.
            now.margin = before.margin;
        }
        if self.baseline.as_ref() != Some(&now)
            && let Err(why) = files::write(&self.path, &now.text())
        {
            return failed(why);
        }
        let before = self.baseline.as_ref();
        let before = before.map(|before| compare(before, &now));
        baseline_written(file, path, before, self.unreadable.as_deref())
    }

    fn read_baseline(&mut self) -> Result<(), Box<Check>> {
        if !self.args.tests(Only::Baseline) {
            return Ok(());
        }
        let path = self.path.display().to_string();
        let refused = |status, why| {
            Box::new(problem(
                &self.model.file,
                Kind::Baseline,
                &path,
                status,
                why,
            ))
        };
        let text = files::read(&self.path).map_err(|why| refused(Status::Error, why))?;
        let Some(text) = text else { return Ok(()) };
        match Baseline::parse(&text) {
            Ok(baseline) => self.baseline = Some(baseline),
            // It was one once, so nothing else is lost when it is replaced.
            Err(why) if self.args.update && Baseline::meant(&text) => self.unreadable = Some(why),
            Err(why) => {
                let first = if Baseline::meant(&text) {
                    ""
                } else {
                    "remove it and "
                };
                let why = format!(
                    "the baseline {why}; put the right file back, name another path, or {first}make it anew: {}",
                    self.remedy()
                );
                return Err(refused(Status::Unusable, why));
            }
        }
        Ok(())
    }

    /// Each thing that was asked for and is not there, or that there is nothing at all.
    fn missing(&self) -> Vec<Check> {
        let (args, file) = (self.args, &self.model.file);
        let missing = |kind, name: &str, why| problem(file, kind, name, Status::Missing, why);
        let mut found = Vec::new();
        let no_thresholds = self.thresholds.is_empty();
        if no_thresholds && args.only.contains(&Only::Thresholds) {
            found.push(missing(Kind::Threshold, "-", NO_THRESHOLD.to_owned()));
        }
        let no_facts = self.model.scenario.facts.is_empty();
        if no_facts && args.only.contains(&Only::Facts) {
            found.push(missing(Kind::Fact, "-", NO_FACT.to_owned()));
        }
        let no_baseline = self.baseline.is_none() && !args.update;
        if no_baseline && args.wants_baseline() {
            let why = format!("there is no baseline; make it: {}", self.remedy());
            found.push(missing(
                Kind::Baseline,
                &self.path.display().to_string(),
                why,
            ));
        }
        if args.only.is_empty() && found.is_empty() && no_thresholds && no_facts && no_baseline {
            let why = format!(
                "there is nothing to test: say in a [threshold.ID] what is required, or keep today's results as a baseline: {}",
                self.remedy()
            );
            found.push(missing(Kind::File, file, why));
        }
        found
    }

    /// The command that makes the baseline.
    fn remedy(&self) -> String {
        let mut command = format!("bordergate test {}", quoted(&self.model.file));
        let budget = &self.args.budget;
        if budget.reps != REPLICATIONS {
            command += &format!(" --reps {}", budget.reps);
        }
        if budget.seed != SEED {
            command += &format!(" --seed {}", budget.seed);
        }
        if budget.uncertainty.is_some() {
            command += " --uncertainty inputs";
        }
        for overlay in &self.args.overlay {
            command += &format!(" --overlay {}", quoted(&overlay.display().to_string()));
        }
        for set in &self.args.set {
            command += &format!(" --set {}", quoted(set));
        }
        if let Some(Some(path)) = &self.args.baseline {
            command += &format!(" --baseline={}", quoted(&path.display().to_string()));
        }
        command + " --update"
    }
}

const NO_THRESHOLD: &str = "there is no threshold: say in a [threshold.ID] what is required, as in `require = \"p95(time-in-system) <= 6 h\"`";
const NO_FACT: &str = "there is no published fact: state one in an [observed.ID]";

/// Some replications failed.
fn failed(manifest: &Manifest) -> Check {
    let why = format!(
        "{} of {} replications failed and enter no number, which may be biased by it",
        manifest.failed, manifest.replications
    );
    problem(
        &manifest.file,
        Kind::File,
        "replications",
        Status::Error,
        why,
    )
}

/// The thresholds of a scenario with what they require.
fn expectations(args: &Args, model: &Model) -> Result<Vec<(Threshold, Expectation)>, String> {
    if !args.tests(Only::Thresholds) {
        return Ok(Vec::new());
    }
    let resolver = Resolver::new(&model.scenario, &model.plan, &model.catalogue);
    let resolved = resolver.thresholds().into_iter();
    resolved
        .map(|(threshold, expectation)| match expectation {
            Ok(expectation) => Ok((threshold.clone(), expectation)),
            Err(_) => Err(format!("its threshold `{}` means nothing", threshold.name)),
        })
        .collect()
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/.-_=".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
