//! One study of every kind, and how often its intervals hold what they should.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use bordergate::experiment::{
    Fold, Pairing, Precision, Tolerance, Verdict, Watch, change, checkpoint_after, judge, verdict,
};
use bordergate::stats::Estimate;

use super::exact::{self, Line};
use super::models::{Model, lines, replicated, visits};

/// The seed of study `m` is this and `m`; that of an independent alternative [`OTHER`] and `m`. Fixed before anything was run.
const SEED: u64 = 1_000;
const OTHER: u64 = 1_000_000;

/// How far studies go.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    /// Fixed numbers of replications.
    fixed: &'static [u64],
    /// Those at which the next realisation is foretold.
    ordered: &'static [u64],
    /// Those of the standard deviation in addition, which needs more.
    more: &'static [u64],
    /// Those with drawn inputs.
    drawn: &'static [u64],
    /// How many of [`PRECISIONS`] are waited for.
    precisions: usize,
}

/// What `docs/statistics.md` shows.
#[allow(dead_code, reason = "the test that shares this file does less")]
pub const FULL: Extent = Extent {
    fixed: &[20, 100],
    ordered: &[39, 100],
    more: &[200],
    drawn: &[40, 100],
    precisions: PRECISIONS.len(),
};

/// The same with few replications, for a test.
#[allow(dead_code, reason = "the test that shares this file uses it")]
pub const SHORT: Extent = Extent {
    fixed: &[20],
    ordered: &[39],
    more: &[],
    drawn: &[40],
    precisions: 1,
};

/// Precisions that are waited for: what, its quantity, and the share of the estimate that half of the interval may be.
const PRECISIONS: [(&str, usize, f64); 4] = [
    ("a total, 10 %", TOTAL, 0.1),
    ("a total, 5 %", TOTAL, 0.05),
    ("a p95, 10 %", P95, 0.1),
    ("a p95, 5 %", P95, 0.05),
];

/// A study that never becomes precise enough would be wrong, not long.
const MOST: u64 = 5_000;

/// What a number of studies found.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What was estimated, and how.
    pub what: String,
    /// Replications of a study, where they are fixed.
    pub replications: Option<u64>,
    /// What was counted.
    pub found: Found,
    /// What was promised of it: a share of studies, or an exact value.
    pub promised: f64,
    /// Studies.
    pub studies: u64,
}

/// What was counted, as a sum over studies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Found {
    /// The interval held the exact value.
    Held(u64),
    /// The interval held it, after so many replications in all.
    Stopped(u64, u64),
    /// Two identical scenarios were called different.
    Different(u64),
    /// A value.
    Value(f64),
}

impl Row {
    /// The share of studies in which the interval held, or two scenarios differed.
    pub fn share(&self) -> Option<f64> {
        match self.found {
            Found::Held(count) | Found::Stopped(count, _) | Found::Different(count) => {
                Some(count as f64 / self.studies as f64)
            }
            Found::Value(_) => None,
        }
    }

    fn add(&mut self, other: &Self) {
        self.studies += other.studies;
        match (&mut self.found, other.found) {
            (Found::Held(count), Found::Held(more))
            | (Found::Different(count), Found::Different(more)) => *count += more,
            (Found::Stopped(count, used), Found::Stopped(more, longer)) => {
                *count += more;
                *used += longer;
            }
            (Found::Value(value), Found::Value(more)) => *value += more,
            _ => {}
        }
    }
}

/// Every study `studies` times on `threads` threads: one row for each thing studied, the same for any number of threads.
///
/// # Errors
/// What is wrong with a model.
pub fn run(extent: Extent, studies: u64, threads: usize) -> Result<Vec<Row>, String> {
    let studied = Studied::new(extent)?;
    let next = AtomicU64::new(0);
    let worker = || -> Result<Vec<(u64, Vec<Row>)>, String> {
        let mut done = Vec::new();
        loop {
            let m = next.fetch_add(1, Ordering::Relaxed);
            if m >= studies {
                return Ok(done);
            }
            done.push((m, studied.one(m)?));
        }
    };
    let mut done = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(worker)).collect();
        let mut done = Vec::new();
        for worker in workers {
            let rows = worker.join().map_err(|_| "a study panicked".to_owned())?;
            done.extend(rows?);
        }
        Ok::<_, String>(done)
    })?;
    // Sums of floats depend on the order.
    done.sort_by_key(|(m, _)| *m);
    let mut rows: Vec<Row> = Vec::new();
    for (_, found) in done {
        if rows.is_empty() {
            rows = found;
        } else {
            rows.iter_mut()
                .zip(&found)
                .for_each(|(row, more)| row.add(more));
        }
    }
    Ok(rows)
}

/// What is asked of the lines. Times are in seconds, as results are.
const QUANTITIES: [&str; 8] = [
    "waiting-vehicle-hours",
    "mean(time-since-start)",
    "mean(time-since-start, class = first)",
    "p50(time-since-start)",
    "p95(time-since-start)",
    "sd(time-since-start)",
    "share(time-since-start < 60 min)",
    "max(time-since-start)",
];

const NAMES: [&str; 7] = [
    "mean of a total",
    "ratio of totals, one denominator",
    "ratio of totals, random denominators",
    "pooled median",
    "pooled p95",
    "pooled standard deviation",
    "share below a limit",
];

const LIMIT: f64 = 60.0;
const TOTAL: usize = 0;
const RATIO: usize = 1;
const P95: usize = 4;
const SD: usize = 5;
const LONGEST: usize = 7;

/// Everything must have left after so many minutes, with the chance of which `P(...)` is studied.
const CHANCE: &str = "P(max(time-since-start) <= 150 min) >= 0.5";
const ALL_LEFT: f64 = 150.0;

struct Studied {
    extent: Extent,
    base: Model,
    faster: Model,
    steadier: Model,
    visits: Model,
    unsure: Model,
    /// Exact values of the first seven quantities: of the base, of the faster, of the steadier and of the unsure lines.
    exact: [[f64; 7]; 4],
    chance: f64,
    /// The exact chance where inputs are drawn.
    unsure_chance: f64,
    /// Exact variances of the total, of chance and of inputs.
    parts: (f64, f64),
}

impl Studied {
    fn new(extent: Extent) -> Result<Self, String> {
        let three = |third| [Line::exponential(10.0), Line::exponential(15.0), third];
        let base = three(Line::exponential(20.0));
        let faster = three(Line::exponential(16.0));
        let steadier = three(Line {
            phases: 2,
            ..Line::exponential(16.0)
        });
        let unsure = three(Line {
            range: Some((5.0, 60.0)),
            ..Line::exponential(20.0)
        });
        let model =
            |of: &[Line; 3], drawn| Model::new(&lines(of), &QUANTITIES, Some(CHANCE), drawn);
        Ok(Self {
            extent,
            base: model(&base, false)?,
            faster: model(&faster, false)?,
            steadier: model(&steadier, false)?,
            unsure: model(&unsure, true)?,
            visits: Model::new(
                &visits(),
                &[
                    "vehicles-arrived",
                    "mean(time-in-system)",
                    "waiting-vehicle-hours",
                    "p50(time-in-system)",
                ],
                None,
                false,
            )?,
            exact: [&base, &faster, &steadier, &unsure].map(|lines| exact_values(lines)),
            chance: exact::all_left_by(&base, ALL_LEFT),
            unsure_chance: exact::all_left_by(&unsure, ALL_LEFT),
            parts: exact::variance_of_total(&unsure),
        })
    }

    /// Study `m` of every kind.
    fn one(&self, m: u64) -> Result<Vec<Row>, String> {
        let (seed, other) = (SEED + m, OTHER + m);
        let mut rows = Vec::new();
        self.fixed(seed, &mut rows)?;
        self.crowds(seed, &mut rows)?;
        self.changes(seed, other, &mut rows)?;
        self.watched(seed, &mut rows)?;
        self.drawn(seed, &mut rows)?;
        Ok(rows)
    }

    /// A fixed number of replications of the lines: expectations, chances, the next realisation.
    fn fixed(&self, seed: u64, rows: &mut Vec<Row>) -> Result<(), String> {
        let Extent { fixed, ordered, .. } = self.extent;
        let mut next: Vec<(usize, Row, Estimate)> = Vec::new();
        replicated(
            &[(&self.base, seed)],
            last(ordered).max(last(fixed)) + 1,
            |folds| {
                let [fold] = folds else {
                    return ControlFlow::Break(());
                };
                let n = fold.progress().done;
                for (quantity, mut row, estimate) in next.drain(..) {
                    let own = fold.own(self.base.quantity(quantity));
                    let held = own.last().copied().flatten().is_some_and(|value| {
                        between(estimate.next_low.zip(estimate.next_high), value)
                    });
                    row.found = Found::Held(held.into());
                    rows.push(row);
                }
                if fixed.contains(&n) {
                    for (quantity, name) in NAMES.into_iter().enumerate() {
                        let estimate = fold.estimate_of(self.base.quantity(quantity));
                        rows.push(covers(name, n, &estimate, self.exact[0][quantity]));
                    }
                    if let Some(chance) = self.base.chance() {
                        let (estimate, _) = judge(fold, chance);
                        rows.push(Row {
                            promised: exact::wilson(self.chance, n),
                            ..covers("chance, `P(...)`", n, &estimate, self.chance)
                        });
                    }
                }
                if ordered.contains(&n) {
                    for (quantity, name) in [
                        (TOTAL, "the next realisation, of a total"),
                        (RATIO, "the next realisation, of a mean"),
                        (P95, "the next realisation, of a p95"),
                    ] {
                        let estimate = fold.estimate_of(self.base.quantity(quantity));
                        next.push((quantity, held(name, Some(n), false), estimate));
                    }
                }
                ControlFlow::Continue(())
            },
        )
    }

    /// Visitors whose number varies from day to day.
    fn crowds(&self, seed: u64, rows: &mut Vec<Row>) -> Result<(), String> {
        let fixed = self.extent.fixed;
        replicated(&[(&self.visits, seed)], last(fixed), |folds| {
            if let [fold] = folds
                && fixed.contains(&fold.progress().done)
            {
                for (quantity, (name, exact)) in [
                    ("mean of a count", 40.0),
                    ("ratio of totals, denominators that vary a lot", 1_800.0),
                    ("mean of a total, varying a lot", 20.0),
                    (
                        "pooled median, independent vehicles",
                        1_800.0 * std::f64::consts::LN_2,
                    ),
                ]
                .into_iter()
                .enumerate()
                {
                    let estimate = fold.estimate_of(self.visits.quantity(quantity));
                    rows.push(covers(name, fold.progress().done, &estimate, exact));
                }
            }
            ControlFlow::Continue(())
        })
    }

    /// Differences of two models: paired, independent, and of a model from itself.
    fn changes(&self, seed: u64, other: u64, rows: &mut Vec<Row>) -> Result<(), String> {
        let arms = [
            (&self.base, seed),
            (&self.faster, seed),
            (&self.steadier, seed),
            (&self.faster, other),
            (&self.base, other),
        ];
        let Extent { fixed, more, .. } = self.extent;
        replicated(&arms, last(fixed).max(last(more)), |folds| {
            let [base, faster, steadier, apart, again] = folds else {
                return ControlFlow::Break(());
            };
            let n = base.progress().done;
            if !fixed.contains(&n) && !more.contains(&n) {
                return ControlFlow::Continue(());
            }
            let studied = |quantity| fixed.contains(&n) || quantity == SD;
            if more.contains(&n) {
                let estimate = base.estimate_of(self.base.quantity(SD));
                rows.push(covers(NAMES[SD], n, &estimate, self.exact[0][SD]));
            }
            for (quantity, name) in NAMES.into_iter().enumerate().filter(|(at, _)| studied(*at)) {
                for (how, alternative, of, pairing) in [
                    ("paired difference, faster", faster, 1, Pairing::Paired),
                    (
                        "paired difference, another law",
                        steadier,
                        2,
                        Pairing::Paired,
                    ),
                    ("independent difference", apart, 1, Pairing::Independent),
                ] {
                    let at = self.base.quantity(quantity);
                    let exact = self.exact[of][quantity] - self.exact[0][quantity];
                    let change = change((base, at), (alternative, at), pairing, 0.05);
                    let interval = change.and_then(|change| change.interval);
                    rows.push(held(
                        &format!("{how}: {name}"),
                        Some(n),
                        between(interval, exact),
                    ));
                }
            }
            let families = [
                ("identical scenarios, one primary measure", &[TOTAL][..]),
                (
                    "identical scenarios, any of four measures at a quarter of 5 %",
                    &[TOTAL, RATIO, P95, LONGEST],
                ),
            ];
            for (what, family) in families.into_iter().filter(|_| fixed.contains(&n)) {
                let alpha = 0.05 / family.len() as f64;
                let different = family.iter().any(|&quantity| {
                    let at = self.base.quantity(quantity);
                    let change = change((base, at), (again, at), Pairing::Independent, alpha);
                    let interval = change.and_then(|change| change.interval);
                    matches!(verdict(interval, 0.0), Verdict::Up | Verdict::Down)
                });
                let found = Found::Different(different.into());
                rows.push(row(what, Some(n), found, 0.05));
            }
            ControlFlow::Continue(())
        })
    }

    /// Replications until it is precise enough.
    fn watched(&self, seed: u64, rows: &mut Vec<Row>) -> Result<(), String> {
        let precisions = &PRECISIONS[..self.extent.precisions];
        let waiting = precisions.iter().map(|&(_, quantity, share)| {
            Watched::new(self.base.quantity(quantity), share, self.exact[0][quantity])
        });
        let mut watched: Vec<Watched> = waiting.collect();
        replicated(&[(&self.base, seed)], MOST, |folds| {
            let Some(fold) = folds.first() else {
                return ControlFlow::Break(());
            };
            for one in &mut watched {
                one.look(fold);
            }
            if watched.iter().all(|one| one.second.is_some()) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })?;
        for (one, (name, ..)) in watched.iter().zip(precisions) {
            for (rule, stop) in [
                ("precision rule", one.second),
                ("stopping when first narrow", one.first),
            ] {
                let (held, used) = stop.ok_or("a study did not become precise")?;
                let found = Found::Stopped(held.into(), used);
                rows.push(row(&format!("{rule}: {name}"), None, found, 0.95));
            }
        }
        Ok(())
    }

    /// Inputs drawn anew for every two replications.
    fn drawn(&self, seed: u64, rows: &mut Vec<Row>) -> Result<(), String> {
        let mut next: Option<Estimate> = None;
        let total = self.unsure.quantity(TOTAL);
        let drawn = self.extent.drawn;
        replicated(&[(&self.unsure, seed)], last(drawn) + 1, |folds| {
            let [fold] = folds else {
                return ControlFlow::Break(());
            };
            let n = fold.progress().done;
            if let Some(estimate) = next.take() {
                let own = fold.own(total).last().copied().flatten();
                let interval = estimate.next_low.zip(estimate.next_high);
                let inside = own.is_some_and(|value| between(interval, value));
                rows.push(held(
                    "inputs drawn: the next realisation, of a total",
                    Some(n - 1),
                    inside,
                ));
            }
            if drawn.contains(&n) {
                for (quantity, name) in NAMES.into_iter().enumerate() {
                    let estimate = fold.estimate_of(self.unsure.quantity(quantity));
                    let name = format!("inputs drawn: {name}");
                    rows.push(covers(&name, n, &estimate, self.exact[3][quantity]));
                }
                if let Some(chance) = self.unsure.chance() {
                    let (estimate, _) = judge(fold, chance);
                    let name = "inputs drawn: chance, `P(...)`";
                    rows.push(covers(name, n, &estimate, self.unsure_chance));
                }
            }
            if n == last(drawn) {
                let split = fold.components(total);
                let (chance, inputs) = self.parts;
                for (what, found, exact) in [
                    (
                        "variance of a total that is chance, vehicle-h²",
                        split.map(|split| split.chance),
                        chance,
                    ),
                    (
                        "variance of a total that is inputs, vehicle-h²",
                        split.map(|split| split.inputs),
                        inputs,
                    ),
                ] {
                    let found = Found::Value(found.unwrap_or(f64::NAN));
                    rows.push(row(what, Some(n), found, exact / 3_600.0));
                }
                next = Some(fold.estimate_of(total));
            }
            ControlFlow::Continue(())
        })
    }
}

/// One precision that is waited for.
struct Watched {
    watch: Watch,
    precision: Precision,
    exact: f64,
    next: u64,
    /// Where the interval was narrow at a checkpoint for the first time: whether it held, after how many replications.
    first: Option<(bool, u64)>,
    /// The same where the rule stops.
    second: Option<(bool, u64)>,
}

impl Watched {
    fn new(estimator: bordergate::measures::Estimator, share: f64, exact: f64) -> Self {
        let tolerance = Tolerance::Relative {
            share,
            near_zero: 0.0,
        };
        let precision = Precision {
            estimator,
            tolerance,
        };
        Self {
            watch: Watch::new(vec![precision]),
            precision,
            exact,
            next: checkpoint_after(0),
            first: None,
            second: None,
        }
    }

    fn look(&mut self, fold: &Fold) {
        if self.second.is_some() {
            return;
        }
        let n = fold.progress().done;
        let enough = self.watch.is_enough(fold);
        if n == self.next {
            self.next = checkpoint_after(n);
            let estimate = fold.estimate_of(self.precision.estimator);
            let stop = (between(estimate.low.zip(estimate.high), self.exact), n);
            if self.first.is_none() && self.precision.tolerance.is_met(&estimate) {
                self.first = Some(stop);
            }
            if enough {
                self.second = Some(stop);
            }
        }
    }
}

/// In the units of the results: vehicle-hours, seconds, shares.
fn exact_values(lines: &[Line]) -> [f64; 7] {
    let mean = 60.0 * exact::mean(lines);
    [
        exact::total(lines) / 60.0,
        mean,
        mean,
        60.0 * exact::quantile(lines, 0.5),
        60.0 * exact::quantile(lines, 0.95),
        60.0 * exact::sd(lines),
        exact::share(lines, LIMIT),
    ]
}

fn covers(what: &str, n: u64, estimate: &Estimate, exact: f64) -> Row {
    held(
        what,
        Some(n),
        between(estimate.low.zip(estimate.high), exact),
    )
}

fn held(what: &str, replications: Option<u64>, held: bool) -> Row {
    row(what, replications, Found::Held(held.into()), 0.95)
}

fn row(what: &str, replications: Option<u64>, found: Found, promised: f64) -> Row {
    Row {
        what: what.to_owned(),
        replications,
        found,
        promised,
        studies: 1,
    }
}

fn last(numbers: &[u64]) -> u64 {
    numbers.iter().copied().max().unwrap_or(0)
}

fn between(interval: Option<(f64, f64)>, value: f64) -> bool {
    interval.is_some_and(|(low, high)| low <= value && value <= high)
}
