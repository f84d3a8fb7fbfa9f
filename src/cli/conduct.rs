//! Long work under a conductor: threads compute, this thread listens.
//!
//! It listens for Ctrl-C and SIGTERM, keeps the deadline and moves the progress bar, so that work can be stopped at any moment and
//! still say what it knows. The first signal asks the work to stop, which then reports what it has; a second one, or one while
//! results are being written, ends the program at once.

use std::io::{self, IsTerminal};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::sync::oneshot;

use crate::experiment::{Control, Ended, Progress};
use crate::report::Stopped;
use crate::scenario::units::{self, Quantity};

use super::common::{Outcome, note};

/// How often the progress bar moves.
const TICK: Duration = Duration::from_millis(100);

/// What bounds long work.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Replications at most.
    pub replications: u64,
    /// Time at most.
    pub max_time: Option<Duration>,
    /// Whether nothing is drawn on the terminal.
    pub plain: bool,
}

/// Does `work` on a thread of its own while this one listens.
pub fn conduct(bounds: Bounds, work: impl FnOnce(&Conductor) -> Outcome + Send) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            note(&format!("error: cannot listen for signals: {error}"));
            return Outcome::Failed;
        }
    };
    // Before anything runs, so that no signal finds nobody listening.
    let signals = {
        let _context = runtime.enter();
        Signals::listen()
    };
    let conductor = &Conductor::default();
    thread::scope(|scope| {
        let (sender, done) = oneshot::channel();
        let worker = scope.spawn(move || {
            let outcome = work(conductor);
            // Nobody listens any more only where this thread's outcome is not wanted.
            let _ = sender.send(());
            outcome
        });
        runtime.block_on(conductor.listen(bounds, signals, done));
        worker.join().unwrap_or(Outcome::Failed)
    })
}

/// What the computing thread and the listening thread share.
#[derive(Default)]
pub struct Conductor {
    control: Control,
    interrupted: AtomicBool,
    /// Results are being written: there is nothing left to stop gently.
    reporting: AtomicBool,
    done: AtomicU64,
    failed: AtomicU64,
    /// The bar would like to say what is known so far.
    curious: AtomicBool,
    news: Mutex<News>,
}

/// What is known so far.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// In a few words.
    pub known: String,
    /// Replications that will be needed, where that is a guess.
    pub expected: Option<u64>,
}

impl Conductor {
    /// The handle by which the work is asked to stop.
    pub fn control(&self) -> &Control {
        &self.control
    }

    /// The work is so far; `news` says what is known, and is asked only now and then.
    pub fn moved(&self, progress: Progress, news: impl FnOnce() -> News) {
        self.done.store(progress.done, Ordering::Relaxed);
        self.failed.store(progress.failed, Ordering::Relaxed);
        if self.curious.swap(false, Ordering::Relaxed) {
            let news = news();
            *self.news.lock().unwrap_or_else(PoisonError::into_inner) = news;
        }
    }

    /// Simulation is over, and results are being written.
    pub fn reports(&self) {
        self.reporting.store(true, Ordering::Relaxed);
    }

    /// Why a run that ended so ended; `enough` is what it means that all was run or known.
    pub fn stopped(&self, ended: Ended, all: Stopped) -> Stopped {
        match ended {
            Ended::Complete => all,
            Ended::Enough => Stopped::Precision,
            _ if self.interrupted.load(Ordering::Relaxed) => Stopped::Interrupted,
            _ => Stopped::MaxTime,
        }
    }

    /// Listens until the computing thread is done.
    async fn listen(&self, bounds: Bounds, mut signals: Signals, done: oneshot::Receiver<()>) {
        let bar = progress_bar(bounds);
        let mut done = pin!(done);
        let mut deadline = pin!(deadline(bounds.max_time));
        let mut ticks = tokio::time::interval(TICK);
        loop {
            tokio::select! {
                biased;
                _ = &mut done => break,
                () = signals.next() => self.interrupt(&bar),
                () = &mut deadline, if self.control.keeps_going() => self.control.stop(),
                _ = ticks.tick() => self.show(&bar, bounds.replications),
            }
        }
        bar.finish_and_clear();
    }

    fn interrupt(&self, bar: &ProgressBar) {
        let again = self.interrupted.swap(true, Ordering::Relaxed);
        if again || self.reporting.load(Ordering::Relaxed) {
            bar.finish_and_clear();
            std::process::exit(i32::from(Outcome::Interrupted as u8));
        }
        self.control.stop();
    }

    fn show(&self, bar: &ProgressBar, most: u64) {
        if self.reporting.load(Ordering::Relaxed) {
            bar.finish_and_clear();
            return;
        }
        if bar.is_hidden() {
            return;
        }
        let done = self.done.load(Ordering::Relaxed);
        bar.set_position(done);
        let mut message = String::new();
        let failed = self.failed.load(Ordering::Relaxed);
        if failed > 0 {
            message += &format!(", {failed} failed");
        }
        let news = self.news.lock().unwrap_or_else(PoisonError::into_inner);
        if !news.known.is_empty() {
            message += &format!(" · {}", news.known);
        }
        if let Some(expected) = news.expected {
            bar.set_length(expected.clamp(done, most));
        }
        bar.set_message(message);
        self.curious.store(true, Ordering::Relaxed);
    }
}

/// A duration on the command line.
///
/// # Errors
/// In words, where it is none, or nothing.
pub fn duration(text: &str) -> Result<Duration, String> {
    let read = units::Duration::parse(text).map_err(|misread| match misread.help {
        Some(help) => format!("{} ({help})", misread.why),
        None => misread.why,
    })?;
    match u64::try_from(read.0) {
        Ok(0) | Err(_) => Err("nothing can be run in no time".to_owned()),
        Ok(us) => Ok(Duration::from_micros(us)),
    }
}

/// A bar on stderr where that is a terminal, else one that shows nothing.
fn progress_bar(bounds: Bounds) -> ProgressBar {
    if bounds.plain || bounds.replications <= 1 || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let target = ProgressDrawTarget::stderr();
    let bar = ProgressBar::with_draw_target(Some(bounds.replications), target);
    if let Ok(style) =
        ProgressStyle::with_template("{bar:20} {pos} of {len} replications{msg} · {eta} left")
    {
        bar.set_style(style);
    }
    bar
}

async fn deadline(after: Option<Duration>) {
    match after {
        Some(after) => tokio::time::sleep(after).await,
        None => std::future::pending().await,
    }
}

/// Ctrl-C, and SIGTERM where there is such a thing.
struct Signals {
    #[cfg(unix)]
    streams: Vec<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        let kinds = [SignalKind::interrupt(), SignalKind::terminate()];
        // A signal that cannot be listened to keeps its default action, which ends the program.
        let streams = kinds.into_iter().filter_map(|kind| signal(kind).ok());
        Self {
            streams: streams.collect(),
        }
    }

    /// The next signal of any kind.
    async fn next(&mut self) {
        std::future::poll_fn(|context| {
            let any = self.streams.iter_mut().any(|stream| {
                matches!(stream.poll_recv(context), std::task::Poll::Ready(Some(())))
            });
            if any {
                std::task::Poll::Ready(())
            } else {
                std::task::Poll::Pending
            }
        })
        .await;
    }
}

#[cfg(not(unix))]
impl Signals {
    fn listen() -> Self {
        Self {}
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}
