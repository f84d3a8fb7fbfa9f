//! Which indices are next, and how far ahead of the fold they may be.

use std::ops::Range;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::replicate::Control;

/// A waiting worker looks at least this often whether the run was stopped.
const LOOK: Duration = Duration::from_millis(50);

/// The indices that nobody has taken. They are handed out in chunks that begin at multiples of the chunk's length, so that
/// replications which share something are run by one worker.
pub(super) struct Window {
    state: Mutex<State>,
    moved: Condvar,
    chunk: u64,
    ahead: u64,
}

struct State {
    next: u64,
    folded: u64,
    to: u64,
}

impl Window {
    /// The indices `from..to`; a worker may be `ahead` chunks ahead of the fold.
    pub fn new(from: u64, to: u64, chunk: u64, ahead: u64) -> Self {
        Self {
            state: Mutex::new(State {
                next: from,
                folded: from,
                to,
            }),
            moved: Condvar::new(),
            chunk: chunk.max(1),
            ahead: ahead.saturating_mul(chunk.max(1)),
        }
    }

    /// The next chunk; waits while it is too far ahead of the fold. None when there are no more, or the run was stopped.
    pub fn take(&self, control: &Control) -> Option<Range<u64>> {
        let mut state = self.lock();
        // A stop does not wake anybody, so look for it now and then.
        while control.keeps_going()
            && state.next < state.to
            && state.next.saturating_sub(state.folded) >= self.ahead
        {
            let waited = self.moved.wait_timeout(state, LOOK);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        if !control.keeps_going() || state.next >= state.to {
            return None;
        }
        let from = state.next;
        let end = (from / self.chunk + 1).saturating_mul(self.chunk);
        state.next = end.min(state.to);
        Some(from..state.next)
    }

    /// Everything before `next` is folded.
    pub fn folded(&self, next: u64) {
        self.lock().folded = next;
        self.moved.notify_all();
    }

    /// Ends the handing out when it is dropped, also by a panic: whoever waits for an index gets none.
    pub fn closing(&self) -> Closing<'_> {
        Closing(self)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// See [`Window::closing`].
pub(super) struct Closing<'a>(&'a Window);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.lock().to = 0;
        self.0.moved.notify_all();
    }
}
