//! The rows of a time release study, and how reliable times in the system are.

use crate::measures::{End, Estimator, Studied, StudyLayout, StudyRow, Times};
use crate::report::Run;
use crate::stats::Estimate;

use super::{ReleaseRow, ReliabilityRow};

/// The rows that have any vehicle behind them.
pub(super) fn rows(run: &Run, study: &StudyLayout) -> Vec<ReleaseRow> {
    let rows = study.rows().iter().enumerate();
    let rows = rows.map(|(at, row)| of_row(run, row, study.times(at)));
    rows.filter(|row| row.count > 0.0).collect()
}

fn of_row(run: &Run, row: &StudyRow, times: Times) -> ReleaseRow {
    let names = &run.plan.names;
    let name = |names: &[String], at: u32| names.get(at as usize).cloned();
    let (part, name) = match row.of {
        Studied::All => ("all", None),
        Studied::Step(op) => {
            let step = names.ops.get(op as usize);
            ("step", step.map(|(_, step)| step.clone()))
        }
        Studied::Channel(channel) => ("channel", name(&names.channels, channel)),
        Studied::Agency(agency) => {
            let agency = agency.and_then(|agency| name(&names.agencies, agency));
            ("agency", agency)
        }
        Studied::Goods(class) => ("goods", name(&names.classes, class)),
    };
    let mean = estimate(run, times.mean);
    let (gate, direction) = way(run, row.gate, row.import);
    ReleaseRow {
        part,
        gate,
        direction,
        name,
        to: match row.to {
            End::Release => "release",
            End::Crossing => "crossing",
            End::Step => "step",
        },
        count: estimate(run, times.count).value.unwrap_or(0.0),
        mean: mean.value,
        low: mean.low,
        high: mean.high,
        median: estimate(run, times.median).value,
        sd: estimate(run, times.sd).value,
        p95: estimate(run, times.p95).value,
    }
}

/// One row for each gate and direction that anybody has left.
pub(super) fn reliability(run: &Run, study: &StudyLayout) -> Vec<ReliabilityRow> {
    let ways = study.ways().enumerate();
    let rows = ways.map(|(at, (gate, import))| {
        let (times, uncongested) = study.in_system(at);
        let value = |estimator| estimate(run, estimator).value;
        let (mean, p95) = (value(times.mean)?, value(times.p95)?);
        let uncongested = value(uncongested)?;
        let (gate, direction) = way(run, gate, import);
        Some(ReliabilityRow {
            gate,
            direction,
            mean,
            uncongested,
            delay: mean - uncongested,
            p95,
            buffer_time: p95 - mean,
            buffer_time_interval: buffer(run, &times),
            buffer_index: if mean > 0.0 { (p95 - mean) / mean } else { 0.0 },
        })
    });
    rows.flatten().collect()
}

/// The interval of the difference of both, in which what one replication does to either cancels.
fn buffer(run: &Run, times: &Times) -> Option<[f64; 2]> {
    let kept = |estimator| run.catalogue.kept_estimator(estimator);
    let p95 = run.fold.influence_on(kept(times.p95))?;
    let mean = run.fold.influence_by_blocks(kept(times.mean))?;
    let (low, high) = p95.paired(&mean)?.interval(0.05)?;
    Some([low, high])
}

fn estimate(run: &Run, estimator: Estimator) -> Estimate {
    run.fold
        .estimate_of(run.catalogue.kept_estimator(estimator))
}

fn way(run: &Run, gate: u32, import: bool) -> (String, &'static str) {
    let gate = run.plan.names.gates.get(gate as usize);
    let direction = if import { "import" } else { "export" };
    (gate.cloned().unwrap_or_default(), direction)
}
