//! Before and after the loop: a file read, a plan compiled, all checked; results estimated and written.

use std::sync::atomic::AtomicBool;

use bordergate::experiment::Fold;
use bordergate::measures::Measures;
use bordergate::plan::{analyze, compile};
use bordergate::report::text::{Style, text};
use bordergate::report::{Report, Run, Stopped};
use bordergate::scenario::read;
use bordergate::sim::Engine;

use super::{Model, Prepare, Subject, Work, World};

const HELLO: Model = model("hello-gate", "hello-gate.toml");
const TET: Model = model("mong-cai-tet-2022", "mong-cai-tet-2022-agreed.toml");
/// It lies on four other files.
const MONTH: Model = model("three-gates-month", "three-gates-month.toml");

/// Replications of which reports are made.
const REPLICATIONS: u64 = 2;

/// What a stage is called, what comes out of it, how, and of which scenarios.
type Stage = (&'static str, &'static str, Prepare<Model>, [Model; 2]);

pub fn subjects() -> Vec<Subject> {
    let stages: [Stage; 5] = [
        ("read", "scenarios", reading, [TET, MONTH]),
        ("compile", "plans", compiling, [TET, MONTH]),
        ("analyze", "plans", analyzing, [TET, MONTH]),
        ("report-json", "reports", json, [HELLO, TET]),
        ("report-text", "reports", pages, [HELLO, TET]),
    ];
    let cases = stages.into_iter().flat_map(|(group, unit, stage, models)| {
        models.map(|model| Subject {
            group,
            case: model.name.to_owned(),
            unit,
            prepare: Box::new(move || stage(model)),
        })
    });
    cases.collect()
}

const fn model(name: &'static str, file: &'static str) -> Model {
    Model {
        name,
        file,
        set: &[],
    }
}

/// From the file to what it means.
fn reading(model: Model) -> Work {
    let (path, set) = (model.path(), model.changes());
    one(move || u64::from(read(&path, &set).scenario.is_some()))
}

/// From what it means to what runs.
fn compiling(model: Model) -> Work {
    let world = model.world();
    one(move || compile(&world.scenario).map_or(0, |plan| plan.ops.len() as u64))
}

/// What `check` says beyond reading and compiling.
fn analyzing(model: Model) -> Work {
    let world = model.world();
    one(move || analyze(&world.scenario, &world.plan).remarks.len() as u64)
}

/// From rows to JSON.
fn json(model: Model) -> Work {
    reporting(model, |report, _| report.json())
}

/// From rows to text.
fn pages(model: Model) -> Work {
    reporting(model, |report, run| text(report, run, Style::default()))
}

fn reporting(model: Model, write: fn(&Report, &Run) -> String) -> Work {
    let world = model.world();
    let fold = fold(world);
    one(move || {
        let run = Run {
            scenario: &world.scenario,
            plan: &world.plan,
            catalogue: &world.catalogue,
            fold: &fold,
            seed: 1,
            from: 0,
            asked: REPLICATIONS,
            stopped: Stopped::Replications,
            file: model.file,
            set: &[],
            inputs: None,
            wanted: &[],
        };
        write(&Report::new(&run), &run).len() as u64
    })
}

/// Some replications, folded.
fn fold(world: &World) -> Fold {
    let mut engine = Engine::new(&world.plan);
    let mut measures = Measures::new(&world.plan, &world.catalogue);
    let mut fold = Fold::new(&world.catalogue);
    for index in 0..REPLICATIONS {
        engine.run(1, index, &mut measures, &AtomicBool::new(true));
        fold.push(index, Ok(measures.row(index)));
    }
    fold
}

fn one(once: impl FnMut() -> u64 + 'static) -> Work {
    Work {
        amount: 1,
        once: Box::new(once),
    }
}
