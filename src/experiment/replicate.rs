//! Replications on threads, folded in index order.
//!
//! Each worker keeps one engine and one observer a model and takes the next index that nobody has taken. What becomes of it
//! goes through a channel to the caller's thread, which hands it to the [`Sink`] in the order of the index; what comes early
//! waits there. A worker may run ahead of the fold by a few indices only, so what waits is bounded.
//!
//! Several models ([`Arm`]s) are run index by index, all of them for one index before the next, so that at any moment each
//! has the same replications. That is what paired comparison and stopping rules need.
//!
//! Nothing a worker does can hang the run: a panic inside a replication becomes that replication's failure, and the fold
//! ends when the last worker is gone, whatever it left behind.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, Builder};

use crate::measures::{Catalogue, Measures};
use crate::plan::Plan;
use crate::sim::{Engine, Stop};

use super::fold::{Outcome, Reason};
use super::inputs::{Drawn, Inputs};
use super::window::Window;

/// How many chunks of indices each worker may be ahead of the fold.
const AHEAD: u64 = 4;

/// A model to be replicated.
#[derive(Clone, Copy)]
pub struct Arm<'a> {
    /// The plan, of the stated inputs.
    pub plan: &'a Plan,
    /// Its catalogue.
    pub catalogue: &'a Catalogue,
    /// Where inputs are drawn for each replication rather than taken as stated.
    pub inputs: Option<&'a Inputs>,
    /// Seed of all its random numbers.
    pub seed: u64,
}

/// Which replications are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// First index.
    pub from: u64,
    /// One past the last index.
    pub to: u64,
}

/// Who takes what becomes of the replications: one [`Outcome`] an arm.
pub trait Sink {
    /// Why no more can be taken.
    type Error;

    /// Called as soon as a replication is done, in any order.
    ///
    /// # Errors
    /// Where it cannot be kept; the run ends.
    fn keep(&mut self, index: u64, outcomes: &[Outcome]) -> Result<(), Self::Error>;

    /// What is known of a replication that was said to be known.
    ///
    /// # Errors
    /// Where it cannot be had any more; the run ends.
    fn recall(&mut self, index: u64) -> Result<Vec<Outcome>, Self::Error>;

    /// Called in index order, without gaps. The answer says whether the run shall go on.
    fn fold(&mut self, index: u64, outcomes: Vec<Outcome>) -> ControlFlow<()>;
}

/// The handle by which a run is stopped from outside.
#[derive(Debug)]
pub struct Control {
    keep_going: AtomicBool,
}

impl Control {
    /// A run that nobody has stopped.
    pub fn new() -> Self {
        Self {
            keep_going: AtomicBool::new(true),
        }
    }

    /// Asks the run to stop soon. Replications under way are given up.
    pub fn stop(&self) {
        self.keep_going.store(false, Ordering::Relaxed);
    }

    /// Whether nobody has asked to stop.
    pub fn keeps_going(&self) -> bool {
        self.keep_going.load(Ordering::Relaxed)
    }
}

impl Default for Control {
    fn default() -> Self {
        Self::new()
    }
}

/// How far a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Replications folded, failed ones included.
    pub done: u64,
    /// Failed ones among them.
    pub failed: u64,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Every replication of the range was folded.
    Complete,
    /// The sink had enough.
    Enough,
    /// It was stopped from outside; the contiguous prefix was folded.
    Stopped,
    /// No thread could be started.
    NoThreads,
}

/// Runs the replications of `range` that are not `known` on up to `jobs` threads and hands all of them to `sink` in index order,
/// on this thread. What is handed over is the same for any number of jobs.
///
/// # Errors
/// Whatever the sink fails with; what was folded by then is the contiguous prefix.
pub fn replicate<S: Sink>(
    arms: &[Arm],
    range: Range,
    known: &BTreeSet<u64>,
    jobs: usize,
    control: &Control,
    sink: &mut S,
) -> Result<Ended, S::Error> {
    let chunk = arms
        .iter()
        .filter_map(|arm| arm.inputs)
        .map(Inputs::per_draw)
        .max();
    let chunk = chunk.unwrap_or(1);
    let missing = (range.from..range.to).filter(|index| !known.contains(index));
    let jobs = jobs.clamp(1, missing.take(jobs.max(1)).count().max(1));
    let window = Window::new(range.from, range.to, chunk, AHEAD * jobs as u64);
    let mut collector = Collector {
        window: &window,
        known,
        control,
        range,
        next: range.from,
        early: BTreeMap::new(),
        sink,
    };
    // Whatever is known already needs no thread.
    if let Some(ended) = collector.advance()? {
        return Ok(ended);
    }
    let started = thread::scope(|scope| {
        // Bounded, so that rows do not pile up while the fold is busy.
        let (sender, receiver) = sync_channel(2 * jobs);
        let mut workers = 0;
        for worker in 0..jobs {
            let sender = sender.clone();
            let work = Worker {
                arms,
                window: &window,
                known,
                control,
                sender,
            };
            let started = Builder::new()
                .name(format!("replicate-{worker}"))
                .spawn_scoped(scope, move || work.all());
            workers += usize::from(started.is_ok());
        }
        drop(sender);
        let _closing = window.closing();
        collector.all(&receiver).map(|ended| (workers, ended))
    });
    started.map(|(workers, ended)| match workers {
        0 => Ended::NoThreads,
        _ => ended,
    })
}

/// What a worker makes of one index.
type Done = (u64, Vec<Outcome>);

struct Worker<'r> {
    arms: &'r [Arm<'r>],
    window: &'r Window,
    known: &'r BTreeSet<u64>,
    control: &'r Control,
    sender: SyncSender<Done>,
}

/// Engine and observer of an arm; made when first needed, thrown away after a panic.
type State<'p> = Option<(Engine<'p>, Measures<'p>)>;

impl Worker<'_> {
    /// Takes chunks of indices until there are none, or somebody stops the run.
    fn all(self) {
        let fixed: Vec<_> = self
            .arms
            .iter()
            .map(|arm| Ok((arm.plan, arm.catalogue)))
            .collect();
        let mut states: Vec<State> = self.arms.iter().map(|_| None).collect();
        while let Some(chunk) = self.window.take(self.control) {
            if chunk.clone().all(|index| self.known.contains(&index)) {
                continue;
            }
            let going = if self.arms.iter().any(|arm| arm.inputs.is_some()) {
                self.draw(chunk)
            } else {
                self.chunk(chunk, &fixed, &mut states)
            };
            if going.is_break() {
                break;
            }
        }
    }

    /// A chunk with drawn inputs, whose plans live no longer than it.
    fn draw(&self, chunk: std::ops::Range<u64>) -> ControlFlow<()> {
        let drawn: Vec<Option<Result<Drawn, Reason>>> = self
            .arms
            .iter()
            .map(|arm| {
                let inputs = arm.inputs?;
                let draw = chunk.start / inputs.per_draw();
                let drawn = catch_unwind(AssertUnwindSafe(|| inputs.draw(arm.seed, draw)));
                Some(drawn.unwrap_or_else(|panic| Err(Reason::panicked(panic.as_ref()))))
            })
            .collect();
        let models: Vec<_> = self
            .arms
            .iter()
            .zip(&drawn)
            .map(|(arm, drawn)| match drawn {
                None => Ok((arm.plan, arm.catalogue)),
                Some(Ok(drawn)) => Ok((&drawn.plan, &drawn.catalogue)),
                Some(Err(reason)) => Err(reason.clone()),
            })
            .collect();
        let mut states: Vec<State> = self.arms.iter().map(|_| None).collect();
        self.chunk(chunk, &models, &mut states)
    }

    /// All indices of a chunk that are not known.
    fn chunk<'p>(
        &self,
        chunk: std::ops::Range<u64>,
        models: &[Result<(&'p Plan, &'p Catalogue), Reason>],
        states: &mut [State<'p>],
    ) -> ControlFlow<()> {
        for index in chunk.filter(|index| !self.known.contains(index)) {
            let arms = self.arms.iter().zip(models).zip(states.iter_mut());
            let outcomes: Option<Vec<Outcome>> = arms
                .map(|((arm, model), state)| match model {
                    Ok(model) => self.replication(index, arm.seed, *model, state),
                    Err(reason) => Some(Err(reason.clone())),
                })
                .collect();
            let sent = outcomes.map(|outcomes| self.sender.send((index, outcomes)));
            if !matches!(sent, Some(Ok(()))) {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }

    /// One replication of one arm; nothing where the run was stopped.
    fn replication<'p>(
        &self,
        index: u64,
        seed: u64,
        (plan, catalogue): (&'p Plan, &'p Catalogue),
        state: &mut State<'p>,
    ) -> Option<Outcome> {
        let replication = catch_unwind(AssertUnwindSafe(|| {
            let (engine, measures) =
                state.get_or_insert_with(|| (Engine::new(plan), Measures::new(plan, catalogue)));
            match measures.run(engine, seed, index, &self.control.keep_going) {
                Stop::Completed => Some(Ok(measures.row(index))),
                Stop::VehicleLimit => Some(Err(Reason::VehicleLimit(plan.vehicle_limit))),
                Stop::EndlessRoute(op) => Some(Err(Reason::endless(plan, op))),
                Stop::Deadlock => Some(Err(Reason::deadlock(plan, &engine.deadlock()))),
                Stop::Cancelled => None,
            }
        }));
        replication.unwrap_or_else(|panic| {
            // What the panic left behind is not to be trusted.
            *state = None;
            Some(Err(Reason::panicked(panic.as_ref())))
        })
    }
}

/// Hands over outcomes in index order.
struct Collector<'r, S> {
    window: &'r Window,
    known: &'r BTreeSet<u64>,
    control: &'r Control,
    range: Range,
    next: u64,
    early: BTreeMap<u64, Vec<Outcome>>,
    sink: &'r mut S,
}

impl<S: Sink> Collector<'_, S> {
    /// Until the last worker is gone, or there is nothing more to do.
    fn all(&mut self, receiver: &Receiver<Done>) -> Result<Ended, S::Error> {
        for (index, outcomes) in receiver {
            self.sink.keep(index, &outcomes)?;
            self.early.insert(index, outcomes);
            if let Some(ended) = self.advance()? {
                return Ok(ended);
            }
        }
        Ok(Ended::Stopped)
    }

    /// Folds what can be folded; says how the run ended if it did.
    fn advance(&mut self) -> Result<Option<Ended>, S::Error> {
        while self.next < self.range.to {
            let index = self.next;
            let outcomes = match self.early.remove(&index) {
                Some(outcomes) => outcomes,
                None if !self.known.contains(&index) => return Ok(None),
                None if !self.control.keeps_going() => return Ok(Some(Ended::Stopped)),
                None => self.sink.recall(index)?,
            };
            self.next += 1;
            self.window.folded(self.next);
            if self.sink.fold(index, outcomes).is_break() {
                return Ok(Some(Ended::Enough));
            }
        }
        Ok(Some(Ended::Complete))
    }
}
