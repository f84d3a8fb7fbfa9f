//! A closer look never fails the run that it looks at.

use std::ops::ControlFlow;

use bordergate::experiment::{Fold, Reason, Recorder, Sink};
use bordergate::measures::{Catalogue, Row};
use bordergate::plan::compile;

use super::{TWO_LORRIES, closer};
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
