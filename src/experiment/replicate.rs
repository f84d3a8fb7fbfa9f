//! Replications on threads, folded in index order.
//!
//! Each worker keeps one engine and one observer and takes the next index that nobody has taken. Rows go through a channel
//! to the caller's thread, which folds them in the order of their index; rows that come early wait there. A worker may
//! run ahead of the fold by a few indices only, so what waits is bounded.
//!
//! Nothing a worker does can hang the run: a panic inside a replication becomes that replication's failure, and the fold
//! ends when the last worker is gone, whatever it left behind.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Builder};

use crate::measures::{Catalogue, Measures, Row};
use crate::plan::Plan;
use crate::sim::{Engine, Stop};

use super::fold::{Fold, Reason};

/// How many indices each worker may be ahead of the fold.
const AHEAD: u64 = 4;

/// Which replications of a seed are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Seed of the whole experiment.
    pub seed: u64,
    /// First index.
    pub from: u64,
    /// One past the last index.
    pub to: u64,
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
    /// Every replication of the range was run.
    Complete,
    /// It was stopped; the fold holds the contiguous prefix.
    Stopped,
    /// No thread could be started.
    NoThreads,
}

/// Runs the replications of `range` on up to `jobs` threads and folds them into `fold` in index order. `progress` is called
/// on this thread after each. The fold is the same for any number of jobs.
pub fn replicate(
    plan: &Plan,
    catalogue: &Catalogue,
    range: Range,
    jobs: usize,
    control: &Control,
    fold: &mut Fold,
    mut progress: impl FnMut(Progress),
) -> Ended {
    let count = range.to.saturating_sub(range.from);
    let jobs = jobs.clamp(1, usize::try_from(count).unwrap_or(usize::MAX).max(1));
    let window = Window::new(range, AHEAD * jobs as u64);
    let workers = thread::scope(|scope| {
        // Bounded, so that rows do not pile up while the fold is busy.
        let (sender, receiver) = sync_channel(2 * jobs);
        let mut workers = 0;
        for worker in 0..jobs {
            let sender = sender.clone();
            let window = &window;
            let started = Builder::new()
                .name(format!("replicate-{worker}"))
                .spawn_scoped(scope, move || {
                    work(plan, catalogue, range.seed, window, control, &sender);
                });
            workers += usize::from(started.is_ok());
        }
        drop(sender);
        collect(&receiver, &window, range, fold, &mut progress);
        workers
    });
    match fold.progress().done {
        _ if workers == 0 => Ended::NoThreads,
        done if done == count => Ended::Complete,
        _ => Ended::Stopped,
    }
}

/// What a worker makes of one index.
type Outcome = (u64, Result<Row, Reason>);

/// Takes indices until there are none, or somebody stops the run.
fn work(
    plan: &Plan,
    catalogue: &Catalogue,
    seed: u64,
    window: &Window,
    control: &Control,
    sender: &SyncSender<Outcome>,
) {
    let mut state: Option<(Engine, Measures)> = None;
    while let Some(index) = window.take(control) {
        let replication = catch_unwind(AssertUnwindSafe(|| {
            let (engine, measures) =
                state.get_or_insert_with(|| (Engine::new(plan), Measures::new(plan, catalogue)));
            match engine.run(seed, index, measures, &control.keep_going) {
                Stop::Completed => Some(Ok(measures.row(index))),
                Stop::VehicleLimit => Some(Err(Reason::VehicleLimit(plan.vehicle_limit))),
                Stop::EndlessRoute(op) => Some(Err(Reason::endless(plan, op))),
                Stop::Cancelled => None,
            }
        }));
        let outcome = match replication {
            Ok(Some(outcome)) => outcome,
            Ok(None) => break,
            Err(panic) => {
                // What the panic left behind is not to be trusted.
                state = None;
                Err(Reason::panicked(panic.as_ref()))
            }
        };
        if sender.send((index, outcome)).is_err() {
            break;
        }
    }
}

/// Folds outcomes in index order until the last worker is gone.
fn collect(
    receiver: &Receiver<Outcome>,
    window: &Window,
    range: Range,
    fold: &mut Fold,
    progress: &mut impl FnMut(Progress),
) {
    let _closing = Closing(window);
    let mut early: BTreeMap<u64, Result<Row, Reason>> = BTreeMap::new();
    let mut next = range.from;
    for (index, outcome) in receiver {
        early.insert(index, outcome);
        while let Some(outcome) = early.remove(&next) {
            fold.push(next, outcome);
            next += 1;
            window.folded(next);
            progress(fold.progress());
        }
    }
}

/// Which index is next, and how far ahead of the fold it may be.
struct Window {
    state: Mutex<State>,
    moved: Condvar,
    ahead: u64,
}

struct State {
    next: u64,
    folded: u64,
    to: u64,
}

/// Nobody folds any more: whoever waits for an index gets none. Also when the fold panics.
struct Closing<'a>(&'a Window);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.lock().to = 0;
        self.0.moved.notify_all();
    }
}

impl Window {
    fn new(range: Range, ahead: u64) -> Self {
        Self {
            state: Mutex::new(State {
                next: range.from,
                folded: range.from,
                to: range.to,
            }),
            moved: Condvar::new(),
            ahead,
        }
    }

    /// The next index; waits while it is too far ahead of the fold. None when there are no more, or the run was stopped.
    fn take(&self, control: &Control) -> Option<u64> {
        let mut state = self.lock();
        // The worker with the least index never waits here, and its row or its end lets the fold move, or ends the run.
        while control.keeps_going()
            && state.next < state.to
            && state.next - state.folded >= self.ahead
        {
            let pause = std::time::Duration::from_millis(50);
            let waited = self.moved.wait_timeout(state, pause);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        if !control.keeps_going() || state.next >= state.to {
            return None;
        }
        state.next += 1;
        Some(state.next - 1)
    }

    fn folded(&self, next: u64) {
        self.lock().folded = next;
        self.moved.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
