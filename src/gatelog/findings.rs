//! What a log says, in the terms of a scenario: sources with their arrivals and class mix, loads by class, times of service by step.
//!
//! Values of the log become names of the scenario: as the command line says, else spelt in plain letters. Several values may be given one
//! name and are one thing then. The time between arriving and being served is *waiting*: it is told and never fitted as a service.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use jiff::civil::Date;

use super::arrivals::Arrivals;
use super::fit::{Fit, quantile};
use super::headings::{fold, identifier};
use super::rows::{Log, Row};
use crate::des::keyed::Key;

/// What the command line says about names.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Values of the log and their names in the scenario.
    pub names: Vec<(String, String)>,
    /// The source to write, where the log is of one.
    pub source: Option<String>,
    /// First and last day, where these are said.
    pub days: (Option<Date>, Option<Date>),
    /// Seed of permutations and refits.
    pub seed: u64,
}

impl Wanted {
    /// The name of a value; `number` makes one where nothing of it can be spelt.
    fn name(&self, value: &str, kind: &str, number: usize) -> String {
        let folded = fold(value);
        let said = self.names.iter().find(|(from, _)| fold(from) == folded);
        match said {
            Some((_, to)) => to.clone(),
            None => match identifier(value) {
                spelt if spelt.is_empty() => format!("{kind}-{}", number + 1),
                spelt => spelt,
            },
        }
    }
}

/// A thing of the log that has a name in the scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// Its name in the scenario.
    pub id: String,
    /// The values that stand for it, as first written.
    pub values: Vec<String>,
    /// In how many rows it stands.
    pub rows: u64,
}

/// Everything that was found.
#[derive(Clone, Debug)]
pub struct Findings {
    /// First and last day.
    pub days: (Date, Date),
    /// Classes, by name.
    pub classes: Vec<Named>,
    /// Channels, by name, with the rows that name one.
    pub channels: Vec<Named>,
    /// Sources, by name.
    pub sources: Vec<Source>,
    /// Loads by class, in the order of classes; those without loads are left out.
    pub loads: Vec<Load>,
    /// Steps, in the order of their columns.
    pub steps: Vec<Step>,
    /// Rows without a crossing, where the log has such a column: inside at its end, or not noted.
    pub not_crossed: Option<u64>,
}

/// Vehicles of one gate and direction.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name in the scenario.
    pub id: String,
    /// Its gate, where the log says it.
    pub gate: Option<Named>,
    /// True for imports, where the log says it.
    pub import: Option<bool>,
    /// When its vehicles come.
    pub arrivals: Arrivals,
    /// Vehicles of each class (index into the classes), in their order; empty where the log has no classes.
    pub mix: Vec<(usize, u64)>,
    /// Its rows.
    pub rows: Members,
}

/// Rows of a source: index into the log's rows, and class.
pub type Members = Vec<(usize, Option<usize>)>;

/// Loads of a class, in kilograms.
#[derive(Clone, Debug)]
pub struct Load {
    /// Index into the classes.
    pub class: Option<usize>,
    /// What they are.
    pub fit: Fit,
}

/// A step of which the log says start and end; microseconds.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name in the scenario.
    pub id: String,
    /// Its name in the log.
    pub name: String,
    /// Times from start to end; `None` where no row has both.
    pub fit: Option<Fit>,
    /// Rows with a start and no end: still there at the end of the log, or not noted. They are in no fit.
    pub unfinished: u64,
    /// Rows with an end and no start.
    pub no_start: u64,
    /// Mean, median and 95 % quantile of the time from what happened before (arrival, or the end of another step) to the start: waiting.
    pub waiting: Option<[f64; 3]>,
}

impl Findings {
    /// What the rows of a log say. `None` where there are none.
    pub fn of(log: &Log, wanted: &Wanted) -> Option<Self> {
        let key = Key::root(wanted.seed).named("gate-log");
        let dates = log.rows.iter().map(|row| row.local.date());
        let first = wanted.days.0.or_else(|| dates.clone().min())?;
        let last = wanted.days.1.or_else(|| dates.clone().max())?;
        if log.rows.is_empty() || first > last {
            return None;
        }
        let days = (first, last);
        let of = |pick: fn(&Row) -> Option<usize>| log.rows.iter().filter_map(pick);
        let (classes, class_of) = things(&log.classes, of(|row| row.class), "class", wanted);
        let (gates, gate_of) = things(&log.gates, of(|row| row.gate), "gate", wanted);
        let (channels, _) = things(&log.channels, of(|row| row.channel), "channel", wanted);
        let mut groups: BTreeMap<(Option<usize>, Option<bool>), Members> = BTreeMap::new();
        for (index, row) in log.rows.iter().enumerate() {
            let gate = row.gate.and_then(|gate| gate_of.get(gate).copied());
            let class = row.class.and_then(|class| class_of.get(class).copied());
            let group = groups.entry((gate, row.import)).or_default();
            group.push((index, class));
        }
        let one = groups.len() == 1;
        let mut sources: Vec<Source> = groups
            .into_iter()
            .map(|((gate, import), rows)| {
                let gate = gate.and_then(|gate| gates.get(gate)).cloned();
                let id = source_name(gate.as_ref(), import, wanted.source.as_deref(), one);
                source(log, id, (gate, import), rows, days, key)
            })
            .collect();
        sources.sort_by(|a, b| a.id.cmp(&b.id));
        let crossings = log.columns.iter();
        let has_crossing = crossings
            .clone()
            .any(|column| column.role == Some(super::headings::Role::Crossing));
        Some(Self {
            days,
            loads: loads(log, &classes, &class_of, key),
            steps: in_parallel(log.steps.len(), |index| step(log, index, wanted, key)),
            not_crossed: has_crossing.then(|| {
                let inside = log.rows.iter().filter(|row| row.crossing.is_none());
                inside.count() as u64
            }),
            classes,
            channels,
            sources,
        })
    }
}

/// Things by name, and for each value of the log which thing it is.
fn things(
    values: &[String],
    rows: impl Iterator<Item = usize>,
    kind: &str,
    wanted: &Wanted,
) -> (Vec<Named>, Vec<usize>) {
    let mut counts = vec![0_u64; values.len()];
    for value in rows {
        counts[value] += 1;
    }
    let mut found: BTreeMap<String, Named> = BTreeMap::new();
    let ids: Vec<String> = values
        .iter()
        .enumerate()
        .map(|(index, value)| wanted.name(value, kind, index))
        .collect();
    for ((id, value), rows) in ids.iter().zip(values).zip(counts) {
        let named = found.entry(id.clone()).or_insert_with(|| Named {
            id: id.clone(),
            values: Vec::new(),
            rows: 0,
        });
        named.values.push(value.clone());
        named.rows += rows;
    }
    let order: Vec<&String> = found.keys().collect();
    let of = ids
        .iter()
        .map(|id| order.binary_search(&id).unwrap_or_default())
        .collect();
    (found.into_values().collect(), of)
}

fn source_name(
    gate: Option<&Named>,
    import: Option<bool>,
    said: Option<&str>,
    one: bool,
) -> String {
    let way = import.map(|import| if import { "imports" } else { "exports" });
    let stem = match (said, one) {
        (Some(said), true) => return said.to_owned(),
        (said, _) => said,
    };
    let parts: Vec<&str> = [stem, gate.map(|gate| gate.id.as_str()), way]
        .into_iter()
        .flatten()
        .collect();
    if parts.is_empty() {
        "lorries".to_owned()
    } else {
        parts.join("-")
    }
}

fn source(
    log: &Log,
    id: String,
    (gate, import): (Option<Named>, Option<bool>),
    rows: Members,
    days: (Date, Date),
    key: Key,
) -> Source {
    let came: Vec<(Date, i8)> = rows
        .iter()
        .filter_map(|&(index, _)| log.rows.get(index))
        .map(|row| (row.local.date(), row.local.hour()))
        .collect();
    let mut mix: BTreeMap<usize, u64> = BTreeMap::new();
    for class in rows.iter().filter_map(|&(_, class)| class) {
        *mix.entry(class).or_default() += 1;
    }
    Source {
        arrivals: Arrivals::of(&came, days, key.named("arrivals").named(&id)),
        id,
        gate,
        import,
        mix: mix.into_iter().collect(),
        rows,
    }
}

/// Loads by class; of a log without classes, of all.
fn loads(log: &Log, classes: &[Named], class_of: &[usize], key: Key) -> Vec<Load> {
    let of_class = |class: Option<usize>| -> Vec<f64> {
        let own = |row: &&Row| row.class.map(|value| class_of[value]) == class;
        let rows = log.rows.iter().filter(own);
        rows.filter_map(|row| row.load).collect()
    };
    let all: Vec<f64> = log.rows.iter().filter_map(|row| row.load).collect();
    let step = resolution(
        all.iter().copied(),
        &[1_000.0, 500.0, 100.0, 50.0, 10.0, 5.0, 1.0],
        0.001,
    );
    let list: Vec<(Option<usize>, String)> = if classes.is_empty() {
        vec![(None, String::new())]
    } else {
        let named = classes.iter().enumerate();
        named
            .map(|(index, class)| (Some(index), class.id.clone()))
            .collect()
    };
    let fits = in_parallel(list.len(), |index| {
        let (class, id) = &list[index];
        let key = key.named("load").named(id);
        let fit = Fit::of(&of_class(*class), step, false, key)?;
        Some(Load { class: *class, fit })
    });
    fits.into_iter().flatten().collect()
}

fn step(log: &Log, index: usize, wanted: &Wanted, key: Key) -> Step {
    let name = log.steps[index].clone();
    let id = wanted.name(&name, "step", index);
    let pairs = || log.rows.iter().filter_map(|row| row.steps.get(index));
    let both: Vec<(i64, i64)> = pairs()
        .filter_map(|&(start, end)| Some((start?, end?)))
        .collect();
    let stamps = both.iter().flat_map(|&(start, end)| [start, end]);
    let step = resolution(
        stamps.map(|at| at as f64),
        &[3.6e9, 1.8e9, 9e8, 6e8, 3e8, 6e7, 1e6],
        1.0,
    );
    let times: Vec<f64> = both
        .iter()
        .map(|&(start, end)| (end - start) as f64)
        .collect();
    let mut waits: Vec<f64> = log
        .rows
        .iter()
        .filter_map(|row| {
            let (start, _) = *row.steps.get(index)?;
            let start = start?;
            let others = row.steps.iter().enumerate();
            let before = others
                .filter(|&(other, _)| other != index)
                .filter_map(|(_, &(_, end))| end.filter(|&end| end <= start))
                .max()
                .unwrap_or(row.arrival);
            Some((start - before.max(row.arrival)) as f64)
        })
        .collect();
    waits.sort_by(f64::total_cmp);
    let mean = waits.iter().sum::<f64>() / waits.len().max(1) as f64;
    Step {
        fit: Fit::of(&times, step, true, key.named("step").named(&id)),
        id,
        name,
        unfinished: pairs()
            .filter(|(start, end)| start.is_some() && end.is_none())
            .count() as u64,
        no_start: pairs()
            .filter(|(start, end)| start.is_none() && end.is_some())
            .count() as u64,
        waiting: (!waits.is_empty()).then(|| [mean, quantile(&waits, 0.5), quantile(&waits, 0.95)]),
    }
}

/// The largest of `steps` of which all values are multiples, else `finest`.
fn resolution(values: impl Iterator<Item = f64> + Clone, steps: &[f64], finest: f64) -> f64 {
    let divides = |step: &&f64| {
        values.clone().all(|value| {
            let times = value / **step;
            (times - times.round()).abs() * **step < 1e-6
        })
    };
    steps.iter().find(divides).copied().unwrap_or(finest)
}

/// What each job gives, in the order of their numbers whatever the threads are: refits are what takes time here, and every one has its own key.
fn in_parallel<R: Send>(jobs: usize, job: impl Fn(usize) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= jobs {
                return done;
            }
            done.push((number, job(number)));
        }
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(jobs)).map(|_| scope.spawn(work)).collect();
        let results = workers.into_iter().map(|worker| worker.join());
        results
            .flat_map(|result| result.unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    });
    done.sort_by_key(|&(number, _)| number);
    done.into_iter().map(|(_, result)| result).collect()
}
