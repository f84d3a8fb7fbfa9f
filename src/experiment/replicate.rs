//! Replications on threads, folded in index order.
//!
//! Each worker keeps one engine and one observer a model and takes the next index that nobody has taken. What becomes of it
//! goes through a channel to the caller's thread, which hands it to the [`Sink`] in the order of the index; what comes early
//! waits there. A worker may run ahead of the fold by a few indices only, so what waits is bounded.
//!
//! Several models ([`Arm`]s) share one queue of work: the replication of one arm is a piece of it, index by index, all arms of one index
//! before the next. So at any moment each arm has the same replications, which is what paired comparison and stopping rules need, and
//! two replications of a hundred arms keep as many threads busy as a hundred of two.
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

    /// Called as soon as a replication of an arm is done, in any order.
    ///
    /// # Errors
    /// Where it cannot be kept; the run ends.
    fn keep(&mut self, index: u64, arm: usize, outcome: &Outcome) -> Result<(), Self::Error>;

    /// What is known of a replication of an arm that was said to be known.
    ///
    /// # Errors
    /// Where it cannot be had any more; the run ends.
    fn recall(&mut self, index: u64, arm: usize) -> Result<Outcome, Self::Error>;

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

/// What is known already: the indices of each arm; none at all where nothing is.
pub type Known = [BTreeSet<u64>];

/// Runs the replications of `range` that are not `known` on up to `jobs` threads and hands all of them to `sink` in index order,
/// on this thread. What is handed over is the same for any number of jobs.
///
/// # Errors
/// Whatever the sink fails with; what was folded by then is the contiguous prefix.
pub fn replicate<S: Sink>(
    arms: &[Arm],
    range: Range,
    known: &Known,
    jobs: usize,
    control: &Control,
    sink: &mut S,
) -> Result<Ended, S::Error> {
    let work = Pieces {
        arms: arms.len().max(1) as u64,
        known,
    };
    let (from, to) = (range.from * work.arms, range.to * work.arms);
    let missing = (from..to).filter(|&piece| !work.knows(piece));
    let jobs = jobs.clamp(1, missing.take(jobs.max(1)).count().max(1));
    let drawn = arms.iter().filter_map(|arm| arm.inputs);
    let window = match drawn.map(Inputs::per_draw).max() {
        // What shares a draw is run by one worker.
        Some(per_draw) => Window::new(from, to, per_draw * work.arms, AHEAD * jobs as u64),
        None => Window::new(from, to, 1, AHEAD * jobs as u64 + work.arms),
    };
    let mut collector = Collector {
        window: &window,
        work,
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
                work,
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

/// The pieces of work, numbered index by index: piece `p` is the replication `p / arms` of arm `p % arms`.
#[derive(Clone, Copy)]
struct Pieces<'r> {
    arms: u64,
    known: &'r Known,
}

impl Pieces<'_> {
    fn index(self, piece: u64) -> u64 {
        piece / self.arms
    }

    fn arm(self, piece: u64) -> usize {
        (piece % self.arms) as usize
    }

    fn knows(self, piece: u64) -> bool {
        let of_arm = self.known.get(self.arm(piece));
        of_arm.is_some_and(|known| known.contains(&self.index(piece)))
    }

    /// All pieces of one index.
    fn of(self, index: u64) -> std::ops::Range<u64> {
        index * self.arms..(index + 1) * self.arms
    }
}

/// What a worker makes of one piece.
type Done = (u64, Outcome);

struct Worker<'r> {
    arms: &'r [Arm<'r>],
    window: &'r Window,
    work: Pieces<'r>,
    control: &'r Control,
    sender: SyncSender<Done>,
}

/// Engine and observer of an arm; made when first needed, thrown away after a panic.
type State<'p> = Option<(Engine<'p>, Measures<'p>)>;

/// What an arm runs, or why it cannot.
type Runnable<'p> = Result<(&'p Plan, &'p Catalogue), Reason>;

impl Worker<'_> {
    /// Takes chunks of pieces until there are none, or somebody stops the run.
    fn all(self) {
        let fixed: Vec<Runnable> = self
            .arms
            .iter()
            .map(|arm| Ok((arm.plan, arm.catalogue)))
            .collect();
        let mut states: Vec<State> = self.arms.iter().map(|_| None).collect();
        let is_drawn = self.arms.iter().any(|arm| arm.inputs.is_some());
        while let Some(chunk) = self.window.take(self.control) {
            let going = match is_drawn {
                true => self.draw(chunk),
                false => self.chunk(chunk, &fixed, &mut states),
            };
            if going.is_break() {
                break;
            }
        }
    }

    /// A chunk with drawn inputs, whose plans live no longer than it.
    fn draw(&self, chunk: std::ops::Range<u64>) -> ControlFlow<()> {
        let wanted: BTreeSet<usize> = chunk
            .clone()
            .filter(|&piece| !self.work.knows(piece))
            .map(|piece| self.work.arm(piece))
            .collect();
        let index = self.work.index(chunk.start);
        let drawn: Vec<Option<Result<Drawn, Reason>>> = self
            .arms
            .iter()
            .enumerate()
            .map(|(at, arm)| {
                let inputs = arm.inputs.filter(|_| wanted.contains(&at))?;
                let draw = index / inputs.per_draw();
                let drawn = catch_unwind(AssertUnwindSafe(|| inputs.draw(arm.seed, draw)));
                Some(drawn.unwrap_or_else(|panic| Err(Reason::panicked(panic.as_ref()))))
            })
            .collect();
        let models: Vec<Runnable> = self
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

    /// All pieces of a chunk that are not known.
    fn chunk<'p>(
        &self,
        chunk: std::ops::Range<u64>,
        models: &[Runnable<'p>],
        states: &mut [State<'p>],
    ) -> ControlFlow<()> {
        for piece in chunk.filter(|&piece| !self.work.knows(piece)) {
            let (index, at) = (self.work.index(piece), self.work.arm(piece));
            let (Some(arm), Some(model), Some(state)) =
                (self.arms.get(at), models.get(at), states.get_mut(at))
            else {
                return ControlFlow::Break(());
            };
            let outcome = match model {
                Ok(model) => self.replication(index, arm.seed, *model, state),
                Err(reason) => Some(Err(reason.clone())),
            };
            let sent = outcome.map(|outcome| self.sender.send((piece, outcome)));
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
    work: Pieces<'r>,
    control: &'r Control,
    range: Range,
    next: u64,
    early: BTreeMap<u64, Outcome>,
    sink: &'r mut S,
}

impl<S: Sink> Collector<'_, S> {
    /// Until the last worker is gone, or there is nothing more to do.
    fn all(&mut self, receiver: &Receiver<Done>) -> Result<Ended, S::Error> {
        for (piece, outcome) in receiver {
            let (index, arm) = (self.work.index(piece), self.work.arm(piece));
            self.sink.keep(index, arm, &outcome)?;
            self.early.insert(piece, outcome);
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
            let mut pieces = self.work.of(index);
            if !pieces.all(|piece| self.early.contains_key(&piece) || self.work.knows(piece)) {
                return Ok(None);
            }
            let mut outcomes = Vec::with_capacity(self.work.arms as usize);
            for piece in self.work.of(index) {
                outcomes.push(match self.early.remove(&piece) {
                    Some(outcome) => outcome,
                    None if !self.control.keeps_going() => return Ok(Some(Ended::Stopped)),
                    None => self.sink.recall(index, self.work.arm(piece))?,
                });
            }
            self.next += 1;
            self.window.folded(self.next * self.work.arms);
            if self.sink.fold(index, outcomes).is_break() {
                return Ok(Some(Ended::Enough));
            }
        }
        Ok(Some(Ended::Complete))
    }
}
