//! `calibrate`: what published counts say about inputs that are not known.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use crate::des::keyed::Key;
use crate::experiment::calibrate::{Checked, DISCREPANCY, Draws, ENOUGH, Evidence, Fit, coverage};
use crate::experiment::{Inputs, Range};
use crate::measures::Estimator;
use crate::report::calibration::{Calibrated, Calibration, OPENING, overlay, text};
use crate::report::number::{count, fixed};
use crate::report::{Run, Stopped};
use crate::scenario::expression::Mistake;
use crate::scenario::lower::unknown;
use crate::scenario::units::{Quantity, Share};

use super::common::{Outcome, OutputArgs, ScenarioArgs, examine, flag, note, read_or_report};
use super::conduct::{Bounds, Conductor, conduct, duration};
use super::files;
use super::rows::{self, RowsArgs};
use super::simulate::{Model, Request, SEED, Simulated, Uncertainty, simulate};

/// Draws unless said otherwise.
const DRAWS: u64 = 2_000;

/// More draws than this are not asked for.
const MOST_DRAWS: u64 = 1_000_000;

/// Where the random numbers of a calibration are kept apart from those of draws and replications.
const CALIBRATE: &str = "calibrate";

/// Arguments of `calibrate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What is calibrated.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// A parameter that is not known and has a range, by the path that `--set` takes, instead of those that the scenario names; may be
    /// repeated
    #[arg(long, value_name = "PATH")]
    pub unknown: Vec<String>,
    /// How far the gate may be from the scenario even with the right values, as a share of each published figure: one standard deviation,
    /// instead of what the scenario says [default: 10 %]
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub discrepancy: Option<f64>,
    /// Draws of all inputs that have a range, each simulated once
    #[arg(long, value_name = "N", default_value_t = DRAWS, value_parser = clap::value_parser!(u64).range(1..=MOST_DRAWS))]
    pub draws: u64,
    /// Seed of all random numbers
    #[arg(long, value_name = "S", default_value_t = SEED)]
    pub seed: u64,
    /// Threads; the results do not depend on it [default: one a core]
    #[arg(long, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Stop after this long and report what is finished, as in `30 s` or `5 min`
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub max_time: Option<Duration>,
    /// Keep what each draw simulated in this directory; the same command goes on where it was interrupted
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Take draws for the truth, calibrate each against the others, and say how often the 90 % intervals hold it; exit 3 if too seldom
    #[arg(long)]
    pub check: bool,
    /// Write what was learnt into this file, to be laid over the scenario: values tagged `fitted`, each with what is left of its range
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
    /// How results are printed.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// What is to be found out, and from what.
struct Question {
    /// Indices among the inputs.
    unknowns: Vec<usize>,
    discrepancy: f64,
    evidence: Evidence,
}

/// Calibrates a scenario, prints what was learnt, and says how it ended.
pub fn run(args: &Args) -> Outcome {
    let ready = match read_or_report(&args.scenario, args.output.plain) {
        Ok(ready) => ready,
        Err(outcome) => return outcome,
    };
    if let Err(outcome) = writable(args) {
        return outcome;
    }
    let model = Model::new(ready, &args.scenario, Some(Uncertainty::Inputs));
    let (model, estimators) = model.observing_facts();
    let Some(inputs) = &model.inputs else {
        return Outcome::Failed;
    };
    let question = match question(args, &model, inputs) {
        Ok(question) => question,
        Err(outcome) => return outcome,
    };
    let bounds = Bounds {
        replications: args.draws,
        max_time: args.max_time,
        plain: args.output.plain,
    };
    conduct(bounds, |conductor| {
        compute(args, &model, inputs, &estimators, &question, conductor)
    })
}

/// What is asked; all that is wrong with it is said.
fn question(args: &Args, model: &Model, inputs: &Inputs) -> Result<Question, Outcome> {
    let scenario = &model.scenario;
    let named = scenario.calibration.as_ref();
    let paths: &[String] = if args.unknown.is_empty() {
        named.map_or(&[], |named| &named.unknowns)
    } else {
        &args.unknown
    };
    let mut mistaken = false;
    if paths.is_empty() {
        note(
            "error: nothing is said to be unknown: name parameters that have a range, with `--unknown PATH` or as `unknowns` under [calibration]",
        );
        mistaken = true;
    }
    let mut unknowns: Vec<usize> = Vec::new();
    for path in paths {
        let meant = match unknown(path, &scenario.parameters) {
            Ok(()) => Ok(()),
            Err(no) if args.unknown.is_empty() => {
                note(&format!("error: {}: {}; {}", no.title, no.label, no.help));
                Err(Outcome::Unusable)
            }
            Err(no) => flag("--unknown", path, args.output.plain, |path| {
                Err(Mistake::new(0..path.len(), no.title, no.label).help(no.help))
            }),
        };
        match meant.is_ok().then(|| drawn(path, inputs)) {
            None => mistaken = true,
            Some(Err(why)) => {
                note(&format!("error: `{path}` cannot be calibrated: {why}"));
                mistaken = true;
            }
            Some(Ok(at)) if unknowns.contains(&at) => {
                note(&format!("error: `--unknown {path}` is given twice"));
                mistaken = true;
            }
            Some(Ok(at)) => unknowns.push(at),
        }
    }
    let discrepancy = args
        .discrepancy
        .or(named.and_then(|named| named.discrepancy));
    let discrepancy = discrepancy.unwrap_or(DISCREPANCY);
    let evidence = Evidence::new(scenario, discrepancy);
    if evidence.used.is_empty() {
        match evidence
            .left_out
            .first()
            .and_then(|left| Some((left, scenario.facts.get(left.fact)?)))
        {
            None => note(
                "error: no published outcome is for calibration: add `use = \"calibration\"` to some under [observed], and keep those of another time for validation",
            ),
            Some((left, fact)) => note(&format!(
                "error: nothing can be learnt from the outcomes that are for calibration: `{}` was taken from `{}`, and so with all others; use outcomes from which no input was taken",
                left.identity.join("`, `"),
                fact.name
            )),
        }
        mistaken = true;
    }
    if mistaken {
        return Err(Outcome::Unusable);
    }
    Ok(Question {
        unknowns,
        discrepancy,
        evidence,
    })
}

/// The index of an unknown among what is drawn.
fn drawn(path: &str, inputs: &Inputs) -> Result<usize, String> {
    let uncertain = inputs.uncertain();
    let found = uncertain
        .inputs()
        .iter()
        .position(|input| input.path == path);
    match found.and_then(|at| Some((at, uncertain.inputs().get(at)?))) {
        Some((at, input)) if input.is_by_degrees() => Ok(at),
        Some(_) => Err("its range is one of two values or a single one, with nothing between; compare scenarios that have either".to_owned()),
        None => {
            let fixed = uncertain.fixed().iter().find(|fixed| fixed.path == path);
            Err(fixed.map_or_else(|| "it is not drawn".to_owned(), |fixed| fixed.why.clone()))
        }
    }
}

/// Simulates the draws, calibrates and prints.
fn compute(
    args: &Args,
    model: &Model,
    inputs: &Inputs,
    estimators: &[Estimator],
    question: &Question,
    conductor: &Conductor,
) -> Outcome {
    let kept = RowsArgs {
        out: args.out.clone(),
        join: Vec::new(),
        range: None,
    };
    let mut store = match rows::open(&kept, model, args.seed) {
        Ok(store) => store,
        Err(outcome) => return outcome,
    };
    let range = Range {
        from: 0,
        to: args.draws,
    };
    let request = Request {
        models: &[(model, args.seed)],
        range,
        jobs: args.jobs,
        asked: Vec::new(),
        wanted: &[],
        stores: store.as_mut_slice(),
        apart: false,
    };
    let Simulated { folds, stopped } = match simulate(request, conductor) {
        Ok(simulated) => simulated,
        Err(outcome) => return outcome,
    };
    let [fold] = folds.as_slice() else {
        return Outcome::Failed;
    };
    let simulated: Vec<Vec<f64>> = estimators
        .iter()
        .map(|&estimator| fold.single(estimator).unwrap_or_default())
        .collect();
    let draws = draws(
        args.seed,
        inputs,
        fold.replications(),
        &question.evidence,
        &simulated,
    );
    let figures = question.evidence.figures();
    let key = Key::root(args.seed).named(CALIBRATE);
    let fit = Fit::new(&figures, &draws, None, key.named("posterior"));
    let checked: Option<Checked> = args
        .check
        .then(|| coverage(&figures, &draws, &question.unknowns, key.named("truths")));
    let calibrated = Calibrated {
        run: Run {
            scenario: &model.scenario,
            plan: &model.plan,
            catalogue: &model.catalogue,
            fold,
            seed: args.seed,
            from: 0,
            asked: args.draws,
            stopped,
            file: &model.file,
            set: &model.set,
            inputs: Some(inputs),
            wanted: &[],
        },
        inputs,
        unknowns: &question.unknowns,
        discrepancy: question.discrepancy,
        evidence: &question.evidence,
        draws: &draws,
        simulated: &simulated,
        fit: &fit,
        checked: checked.as_ref(),
    };
    let calibration = Calibration::new(&calibrated);
    let printed = args.output.print(
        || calibration.json(),
        |style| text(&calibration, &calibrated, style),
    );
    if printed != Outcome::Done {
        return printed;
    }
    conclude(args, &calibration, &calibrated)
}

/// The draws that were simulated, with what they say of the facts that are used.
fn draws(
    seed: u64,
    inputs: &Inputs,
    replications: &[u64],
    evidence: &Evidence,
    simulated: &[Vec<f64>],
) -> Draws {
    let drawn = inputs.uncertain().inputs();
    let mut places: Vec<Vec<f64>> = drawn
        .iter()
        .map(|_| Vec::with_capacity(replications.len()))
        .collect();
    for &replication in replications {
        let quantiles = inputs.quantiles(seed, replication / inputs.per_draw());
        for ((places, input), u) in places.iter_mut().zip(drawn).zip(quantiles) {
            places.push(if input.is_by_degrees() {
                input.place(u)
            } else {
                u
            });
        }
    }
    let used = evidence.used.iter();
    Draws {
        places,
        simulated: used
            .map(|used| simulated.get(used.fact).cloned().unwrap_or_default())
            .collect(),
    }
}

/// What the exit code says, and what is written.
fn conclude(args: &Args, calibration: &Calibration, calibrated: &Calibrated) -> Outcome {
    let unexplained: Vec<&str> = calibration
        .unexplained()
        .map(|fact| fact.fact.as_str())
        .collect();
    if !unexplained.is_empty() {
        note(&format!(
            "warning: nothing in the ranges explains {}: no draw comes to what was published",
            unexplained.join(", ")
        ));
    }
    let stopped = calibrated.run.stopped;
    rows::say_kept("draws", args.out.as_ref(), stopped);
    if stopped == Stopped::Interrupted {
        return Outcome::Interrupted;
    }
    if !calibrated.fit.is_enough() {
        inconclusive(calibration);
        return Outcome::Inconclusive;
    }
    if let Some(file) = &args.write
        && let Err(outcome) = write(file, args, calibration, calibrated)
    {
        return outcome;
    }
    let narrow: Vec<&str> = calibration
        .too_narrow()
        .map(|row| row.path.as_str())
        .collect();
    if narrow.is_empty() {
        return Outcome::Done;
    }
    note(&format!(
        "failed: the 90 % intervals of {} hold the truth less often than they promise",
        narrow.join(", ")
    ));
    Outcome::Missed
}

fn inconclusive(calibration: &Calibration) {
    let method = &calibration.method;
    let effective = method.effective;
    let needed = method.draws as f64 * ENOUGH / effective * 1.2;
    let more = if calibration.unexplained().next().is_some() {
        // The few that agree do so by the tail of the error, which says nothing of how many more would.
        "more draws would not help".to_owned()
    } else if needed.is_finite() && needed <= MOST_DRAWS as f64 {
        let rounded = (needed / 100.0).ceil() * 100.0;
        format!(
            "about {} draws would do (--draws {rounded:.0})",
            count(rounded)
        )
    } else {
        "no number of draws that can be had would do".to_owned()
    };
    note(&format!(
        "inconclusive: {} effective draws agree with the facts, and {} are needed: {more}; or the facts contradict each other or the ranges, which `before` in the table of facts shows: then correct the ranges, or allow a larger --discrepancy",
        fixed(effective, 1),
        count(ENOUGH)
    ));
}

/// Whether `--write` may write what it is asked to.
fn writable(args: &Args) -> Result<(), Outcome> {
    let Some(file) = &args.write else {
        return Ok(());
    };
    if !args.scenario.set.is_empty() {
        note(
            "error: a file cannot be laid over what `--set` changes: put the changes into a file too, and give it with `--overlay`",
        );
        return Err(Outcome::Unusable);
    }
    match fs::read(file) {
        Ok(bytes) if !bytes.starts_with(OPENING.as_bytes()) => {
            note(&format!(
                "error: `{}` is there and was not written by `calibrate`: it is not written over; name another file",
                file.display()
            ));
            Err(Outcome::Unusable)
        }
        _ => Ok(()),
    }
}

/// Writes the overlay, once it is known to be a scenario without errors.
fn write(
    file: &Path,
    args: &Args,
    calibration: &Calibration,
    calibrated: &Calibrated,
) -> Result<(), Outcome> {
    let bases = std::iter::once(&args.scenario.file).chain(&args.scenario.overlay);
    let bases: Vec<String> = bases.map(|base| from(file, base)).collect();
    let written = overlay(calibration, calibrated, &bases);
    let mut draft = file.as_os_str().to_owned();
    draft.push(format!(".{}.unfinished", std::process::id()));
    let draft = PathBuf::from(draft);
    let failed = |why: String| {
        note(&format!("error: {why}"));
        Outcome::Failed
    };
    files::write(&draft, &written.text).map_err(failed)?;
    let examined = examine(&ScenarioArgs {
        file: draft.clone(),
        overlay: Vec::new(),
        set: Vec::new(),
    });
    if examined.model.is_none() {
        let _ = fs::remove_file(&draft);
        let problems = examined.problems.render(&examined.sources, false);
        return Err(failed(format!(
            "what was learnt cannot be written as a scenario: this is a bug\n{problems}"
        )));
    }
    if let Err(error) = fs::rename(&draft, file) {
        let _ = fs::remove_file(&draft);
        return Err(failed(format!(
            "cannot write `{}`: {error}",
            file.display()
        )));
    }
    let kept = match written.kept.as_slice() {
        [] => String::new(),
        kept => format!("; not identified, and left as it is: {}", kept.join(", ")),
    };
    let values = match written.set.len() {
        1 => "1 value".to_owned(),
        n => format!("{n} values"),
    };
    note(&format!(
        "note: {values} written to `{}`{kept}",
        file.display()
    ));
    Ok(())
}

/// How a file is named from where another one lies.
fn from(file: &Path, base: &Path) -> String {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let (Ok(folder), Ok(base)) = (folder.canonicalize(), base.canonicalize()) else {
        return base.display().to_string();
    };
    let shared = folder
        .components()
        .zip(base.components())
        .take_while(|(a, b)| a == b)
        .count();
    if shared <= 1 {
        return base.display().to_string();
    }
    let up = folder
        .components()
        .skip(shared)
        .map(|_| Component::ParentDir);
    let path: PathBuf = up.chain(base.components().skip(shared)).collect();
    // A path in a scenario has slashes on every system.
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// A share on the command line.
fn share(text: &str) -> Result<f64, String> {
    let read = Share::parse(text).map_err(|misread| match misread.help {
        Some(help) => format!("{} ({help})", misread.why),
        None => misread.why,
    })?;
    Ok(read.0 as f64 / Share::WHOLE as f64)
}
