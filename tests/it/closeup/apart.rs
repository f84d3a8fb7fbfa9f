//! A closer look never fails the run that it looks at.

use std::ops::ControlFlow;

use bordergate::cli::closeup::CloseUps;
use bordergate::cli::common::{ScenarioArgs, read_or_report};
use bordergate::cli::conduct::Conductor;
use bordergate::cli::simulate::{Model, Request, simulate};
use bordergate::experiment::{Fold, Range, Reason, Recorder, Sink};
use bordergate::measures::{Catalogue, Row};
use bordergate::plan::compile;
use bordergate::report::{Run, Stopped};

use super::{TWO_LORRIES, closer, file};
use crate::worlds::World;

#[test]
fn what_only_the_look_fails_at_is_kept_of_the_run() {
    let world = World::new(TWO_LORRIES);
    let plan = compile(&world.scenario).unwrap();
    let ordinary = Catalogue::new(&world.scenario, &plan);
    let (_, close) = closer(&world.scenario);
    let row = |replication: u64, catalogue: &Catalogue| Row {
        replication,
        columns: vec![0; catalogue.columns],
        histograms: vec![Default::default(); catalogue.histograms],
    };
    let failed = || Err(Reason::VehicleLimit(1));
    for (compared, expected) in [(1, [(3, 1), (3, 2)]), (2, [(3, 2), (3, 2)])] {
        let mut folds = [Fold::new(&ordinary), Fold::new(&close)];
        let mut recorder =
            Recorder::new(&mut folds, |_: &[Fold]| ControlFlow::Continue(())).comparing(compared);
        for (index, outcomes) in [
            vec![Ok(row(0, &ordinary)), Ok(row(0, &close))],
            vec![Ok(row(1, &ordinary)), failed()],
            vec![failed(), Ok(row(2, &close))],
        ]
        .into_iter()
        .enumerate()
        {
            assert!(recorder.fold(index as u64, outcomes).is_continue());
        }
        let progress = folds.each_ref().map(|fold| {
            let progress = fold.progress();
            (progress.done, progress.failed)
        });
        assert_eq!(progress, expected, "{compared} compared");
    }
}

/// Two desks: the second lorry is served from 16:30 to 17:30 and passes. Each scenario has a look of its own, at its own seed and replications.
#[test]
fn each_scenario_of_a_comparison_has_its_own() {
    let text = |name: &str, desks: &str| {
        let text = TWO_LORRIES.replace("count = 1", desks);
        file(name, &text)
    };
    let models: Vec<Model> = [("one-desk", "count = 1"), ("two-desks", "count = 2")]
        .map(|(name, desks)| {
            let args = ScenarioArgs {
                file: text(name, desks),
                overlay: Vec::new(),
                set: Vec::new(),
            };
            let Ok(ready) = read_or_report(&args, true) else {
                panic!("{name}");
            };
            Model::new(ready, &args, None)
        })
        .into();
    let Ok(close_ups) = CloseUps::of(&models, true) else {
        panic!("it was compiled before");
    };
    let asked: Vec<(&Model, u64)> = models.iter().zip([1, 7]).collect();
    let all = close_ups.behind(&asked);
    let seeds: Vec<u64> = all.iter().map(|(_, seed)| *seed).collect();
    assert_eq!(seeds, [1, 7, 1, 7]);
    let request = Request {
        models: &all,
        range: Range { from: 0, to: 2 },
        jobs: Some(2),
        asked: Vec::new(),
        wanted: &[],
        stores: &mut [],
        apart: false,
    };
    let Ok(simulated) = simulate(request, &Conductor::default()) else {
        panic!("two lorries can be simulated");
    };
    let runs: Vec<Run> = (asked.iter().zip(&simulated.folds))
        .map(|((model, seed), fold)| Run {
            scenario: &model.scenario,
            plan: &model.plan,
            catalogue: &model.catalogue,
            fold,
            seed: *seed,
            from: 0,
            asked: 2,
            stopped: Stopped::Replications,
            file: &model.file,
            set: &model.set,
            inputs: None,
            wanted: &[],
        })
        .collect();
    let seen = close_ups.seen(&runs, &simulated.folds);
    let hours: Vec<Vec<f64>> = seen
        .iter()
        .flatten()
        .map(|seen| seen.of_class[0].hours.clone())
        .collect();
    // Processing, closed for the night, waiting for a server; with two desks only the first.
    assert_eq!(hours, [vec![2.0, 14.0, 0.5], vec![2.0]]);
    // Whoever asks for none has none.
    let nobody = CloseUps::default();
    assert_eq!(nobody.behind(&asked).len(), 2);
    assert_eq!(nobody.seen(&runs, &simulated.folds), [None, None]);
}
