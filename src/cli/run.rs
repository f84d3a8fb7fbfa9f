//! `run`: outcomes with intervals, published facts beside them.
//!
//! Threads compute; this thread conducts them. It listens for Ctrl-C and SIGTERM, keeps the deadline and moves the progress
//! bar, so that a run can be stopped at any moment and still say what it knows. The first signal ends the run and prints the
//! contiguous prefix; a second one, or one while results are being written, ends the program at once.

use std::io::{self, IsTerminal};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::sync::oneshot;

use crate::experiment::{Control, Ended, Fold, Progress, Range, replicate};
use crate::measures::Catalogue;
use crate::report::text::{Style, text};
use crate::report::{Report, Run, Stopped};
use crate::scenario::units::{self, Quantity};

use super::common::{
    Outcome, OutputArgs, Ready, ScenarioArgs, colour_on_stdout, data, note, read_or_report,
};

/// How often the progress bar moves.
const TICK: Duration = Duration::from_millis(100);

/// At most this many failed replications are described.
const DESCRIBED_FAILURES: usize = 3;

/// Arguments of `run`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to run.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Replications
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub reps: u64,
    /// Seed of all random numbers
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Threads; the results do not depend on it [default: one a core]
    #[arg(long, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Stop after this long and report what is finished, as in `30 s` or `5 min`
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub max_time: Option<Duration>,
    /// How results are printed.
    #[command(flatten)]
    pub output: OutputArgs,
}

fn duration(text: &str) -> Result<Duration, String> {
    let read = units::Duration::parse(text).map_err(|misread| match misread.help {
        Some(help) => format!("{} ({help})", misread.why),
        None => misread.why,
    })?;
    match u64::try_from(read.0) {
        Ok(0) | Err(_) => Err("nothing can be run in no time".to_owned()),
        Ok(us) => Ok(Duration::from_micros(us)),
    }
}

/// Runs a scenario, prints what happens, and says how it ended.
pub fn run(args: &Args) -> Outcome {
    let ready = match read_or_report(&args.scenario, args.output.plain) {
        Ok(ready) => ready,
        Err(outcome) => return outcome,
    };
    let conductor = Conductor::default();
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
    thread::scope(|scope| {
        let (sender, done) = oneshot::channel();
        let (conductor, ready) = (&conductor, &ready);
        let worker = scope.spawn(move || {
            let outcome = compute(args, ready, conductor);
            // Nobody listens any more only where this thread's outcome is not wanted.
            let _ = sender.send(());
            outcome
        });
        runtime.block_on(conductor.conduct(args, signals, done));
        worker.join().unwrap_or(Outcome::Failed)
    })
}

/// Runs all replications, estimates and prints.
fn compute(args: &Args, ready: &Ready, conductor: &Conductor) -> Outcome {
    let Ready { scenario, plan } = ready;
    let catalogue = Catalogue::new(scenario, plan);
    let mut fold = Fold::new(&catalogue);
    let range = Range {
        seed: args.seed,
        from: 0,
        to: args.reps,
    };
    let jobs = args.jobs.map_or_else(
        || thread::available_parallelism().map_or(1, usize::from),
        usize::from,
    );
    let ended = replicate(
        plan,
        &catalogue,
        range,
        jobs,
        &conductor.control,
        &mut fold,
        |progress| conductor.moved(progress),
    );
    conductor.reporting.store(true, Ordering::Relaxed);
    if ended == Ended::NoThreads {
        note("error: no thread could be started");
        return Outcome::Failed;
    }
    let stopped = conductor.stopped(ended);
    report_failures(&fold);
    let finished = fold.progress();
    if finished.done > 0 && finished.failed == finished.done && stopped != Stopped::Interrupted {
        note("error: every replication failed, so there is nothing to report");
        return Outcome::Failed;
    }
    if finished.done == 0 && stopped == Stopped::MaxTime {
        note("error: not one replication was finished in the time allowed");
        return Outcome::Failed;
    }
    let run = Run {
        scenario,
        plan,
        catalogue: &catalogue,
        fold: &fold,
        seed: args.seed,
        asked: args.reps,
        stopped,
    };
    let report = Report::new(&run);
    let printed = if args.output.json {
        data(&report.json())
    } else {
        let style = Style {
            plain: args.output.plain,
            colour: !args.output.plain && colour_on_stdout(),
        };
        let file = args.scenario.file.display().to_string();
        data(&text(&report, &run, &file, style))
    };
    match (printed, stopped) {
        (Outcome::Done, Stopped::Interrupted) => Outcome::Interrupted,
        (printed, _) => printed,
    }
}

fn report_failures(fold: &Fold) {
    let failures = fold.failures();
    for (replication, reason) in failures.iter().take(DESCRIBED_FAILURES) {
        note(&format!(
            "warning: replication {replication} failed: {reason}"
        ));
    }
    if let Some(more @ 1..) = failures.len().checked_sub(DESCRIBED_FAILURES) {
        note(&format!("warning: {more} more failed"));
    }
}

/// What the computing thread and the conducting thread share.
#[derive(Default)]
struct Conductor {
    control: Control,
    interrupted: AtomicBool,
    /// Results are being written: there is nothing left to stop gently.
    reporting: AtomicBool,
    done: AtomicU64,
    failed: AtomicU64,
}

impl Conductor {
    fn moved(&self, progress: Progress) {
        self.done.store(progress.done, Ordering::Relaxed);
        self.failed.store(progress.failed, Ordering::Relaxed);
    }

    fn stopped(&self, ended: Ended) -> Stopped {
        match ended {
            Ended::Complete => Stopped::Replications,
            _ if self.interrupted.load(Ordering::Relaxed) => Stopped::Interrupted,
            _ => Stopped::MaxTime,
        }
    }

    /// Listens until the computing thread is done.
    async fn conduct(&self, args: &Args, mut signals: Signals, done: oneshot::Receiver<()>) {
        let bar = progress_bar(args);
        let mut done = pin!(done);
        let mut deadline = pin!(deadline(args.max_time));
        let mut ticks = tokio::time::interval(TICK);
        loop {
            tokio::select! {
                biased;
                _ = &mut done => break,
                () = signals.next() => self.interrupt(&bar),
                () = &mut deadline, if self.control.keeps_going() => self.control.stop(),
                _ = ticks.tick() => self.show(&bar),
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

    fn show(&self, bar: &ProgressBar) {
        if self.reporting.load(Ordering::Relaxed) {
            bar.finish_and_clear();
            return;
        }
        bar.set_position(self.done.load(Ordering::Relaxed));
        let failed = self.failed.load(Ordering::Relaxed);
        if failed > 0 {
            bar.set_message(format!(", {failed} failed"));
        }
    }
}

/// A bar on stderr where that is a terminal, else one that shows nothing.
fn progress_bar(args: &Args) -> ProgressBar {
    if args.output.plain || args.reps == 1 || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(args.reps), ProgressDrawTarget::stderr());
    if let Ok(style) =
        ProgressStyle::with_template("{bar:30} {pos} of {len} replications{msg}, {eta} left")
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
