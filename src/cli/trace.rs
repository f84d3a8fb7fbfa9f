//! `trace`: one vehicle's story, or the log of all visits.

use std::io::{self, BufWriter, ErrorKind, IsTerminal, Stdout};
use std::sync::atomic::{AtomicBool, Ordering};

use clap::ValueEnum;

use crate::experiment::Reason;
use crate::measures::trace::{Stay, Tracer, Visitor};
use crate::plan::Plan;
use crate::report::columns::{self, Table};
use crate::report::ocel::Ocel;
use crate::report::story::{Longest, Story, story};
use crate::report::trace::{self, Entry, Wanted};
use crate::scenario::calendar::date_of;
use crate::scenario::problem::nearest;
use crate::sim::{Engine, Stop};

use super::common::{Outcome, OutputArgs, Ready, ScenarioArgs, data, note, read_or_report};
use super::export::no_parquet;

/// Arguments of `trace`.
///
/// The log has one row a stay, in the order in which stays end: `vehicle`, `source`, `day` (on which the source made it),
/// `class`, `gate`, `direction`, `nationality`, `route`, `step`, `place` (station, yard, bridge, pool, residents, papers or gate; for `choose`
/// the label, for `book`, `miss` and `walk-in` the beginning of the interval, for `see` how many vehicles it saw, for `cross` the way,
/// for `overstay` the stay, for `divert` the gate to which it was going, for `transfer` the gate that it left and why, for `leave` how), `event` (`arrive`, `before-start`, `wait`, `service`, `travel`, `result`, `together`, `park`, `leave-yard`, `drive`, `too-heavy`,
/// `seize`, `free`, `gather`, `choose`, `book`, `miss`, `walk-in`, `see`, `divert`, `pass`, `cross`, `release`, `file`, `file-again`, `lodged`, `collect`,
/// `overstay`, `transfer`, `leave`, `inside`), `start` and `end` (the scenario's clock, with its offset), `seconds`, and the seconds
/// of each cause, which add up to `seconds`. The stays of a vehicle follow one another without gap; what it booked or missed
/// before it arrived comes with its arrival.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Which vehicle, as in `hai-yen-exports.2022-01-24.7`; without it, a list of those worth looking at
    #[arg(long, value_name = "ID")]
    pub vehicle: Option<String>,
    /// Index of the replication, as `run` numbers them from 0
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub rep: u64,
    /// Seed of all random numbers
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// A story, or the log of visits: a table with one row a stay, or one event a stay
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    /// No drawn tables: one record a line, for logs and screen readers
    #[arg(long)]
    pub plain: bool,
}

/// How a trace is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// A table, for programs
    Csv,
    /// The same table as Parquet, with typed columns; needs a build with the feature `parquet`
    Parquet,
    /// An object-centric event log, OCEL 2.0 in JSON, for process mining
    Ocel,
}

/// Vehicles that arrived, by origin and day.
type Arrivals = Vec<((u32, i32), u64)>;

/// Traces one replication, and says how it ended.
pub fn run(args: &Args) -> Outcome {
    if let Err(outcome) = printable(args.format) {
        return outcome;
    }
    let ready = match read_or_report(&args.scenario, args.plain) {
        Ok(ready) => ready,
        Err(outcome) => return outcome,
    };
    let wanted = match &args.vehicle {
        None => None,
        Some(name) => match trace::parse(&ready.plan, name) {
            Some(wanted) => Some(wanted),
            None => return unknown(args, &ready.plan, name),
        },
    };
    match (args.format, wanted) {
        (Format::Text, None) => list(args, &ready),
        (Format::Text, Some(wanted)) => tell(args, &ready, wanted),
        (Format::Csv, wanted) => log(args, &ready, wanted, |out| {
            columns::open(columns::Format::Csv, trace::columns(), &Vec::new(), out)
        }),
        (Format::Parquet, wanted) => log(args, &ready, wanted, |out| {
            let about = trace::about(&ready.scenario, args.seed, args.rep);
            columns::open(columns::Format::Parquet, trace::columns(), &about, out)
        }),
        (Format::Ocel, wanted) => log(args, &ready, wanted, |out| {
            Ok(Box::new(Ocel::new(&ready.plan, out)?))
        }),
    }
}

/// Simulates the replication and hands on every stay.
fn simulate(
    args: &Args,
    plan: &Plan,
    keep_going: &AtomicBool,
    sink: impl FnMut(&Visitor, &Stay),
) -> Result<Arrivals, Outcome> {
    let mut tracer = Tracer::new(sink);
    let mut engine = Engine::new(plan);
    let reason = match engine.run(args.seed, args.rep, &mut tracer, keep_going) {
        Stop::Completed | Stop::Cancelled => return Ok(tracer.arrivals()),
        Stop::VehicleLimit => {
            format!(
                "more vehicles than `vehicle-limit`, which is {}",
                plan.vehicle_limit
            )
        }
        Stop::Deadlock => Reason::deadlock(plan, &engine.deadlock()).to_string(),
        Stop::EndlessRoute(op) => {
            let (route, step) = &plan.names.ops[op as usize];
            format!("a vehicle goes round in circles at step `{step}` of route `{route}`")
        }
    };
    note(&format!(
        "error: replication {} with seed {} failed: {reason}",
        args.rep, args.seed
    ));
    Err(Outcome::Failed)
}

fn list(args: &Args, ready: &Ready) -> Outcome {
    let mut longest = Longest::default();
    let sink = |visitor: &Visitor, stay: &Stay| longest.add(&ready.plan, visitor, stay);
    if let Err(outcome) = simulate(args, &ready.plan, &AtomicBool::new(true), sink) {
        return outcome;
    }
    let file = args.scenario.file.display().to_string();
    let output = output(args);
    data(&output.text(|style| longest.text(&ready.scenario, &ready.plan, &file, style)))
}

/// How text is printed.
fn output(args: &Args) -> OutputArgs {
    OutputArgs {
        plain: args.plain,
        json: false,
    }
}

/// The story of one vehicle.
fn find(args: &Args, plan: &Plan, wanted: Wanted) -> Result<Story, Outcome> {
    let mut found: Option<Story> = None;
    let sink = |visitor: &Visitor, stay: &Stay| {
        if wanted.is(visitor) {
            let story = found.get_or_insert_with(|| Story {
                visitor: visitor.clone(),
                stays: Vec::new(),
            });
            story.visitor = visitor.clone();
            story.stays.push(stay.clone());
        }
    };
    let arrivals = simulate(args, plan, &AtomicBool::new(true), sink)?;
    found.ok_or_else(|| missing(args, plan, wanted, &arrivals))
}

fn tell(args: &Args, ready: &Ready, wanted: Wanted) -> Outcome {
    match find(args, &ready.plan, wanted) {
        Ok(found) => data(&output(args).text(|_| story(&ready.scenario, &ready.plan, &found))),
        Err(outcome) => outcome,
    }
}

/// Whether stdout can take the format, and this build has it.
fn printable(format: Format) -> Result<(), Outcome> {
    if format != Format::Parquet {
        return Ok(());
    }
    let why = no_parquet("--format parquet").or_else(|| {
        io::stdout().is_terminal().then(|| {
            "error: `--format parquet`: Parquet is not for a terminal; send it into a file: `> x.parquet`".to_owned()
        })
    });
    why.map_or(Ok(()), |why| {
        note(&why);
        Err(Outcome::Unusable)
    })
}

/// The log, while it is written.
type Log<'a> = Box<dyn Table<Entry<'a>> + 'a>;

fn log<'a>(
    args: &Args,
    ready: &'a Ready,
    wanted: Option<Wanted>,
    open: impl FnOnce(BufWriter<Stdout>) -> io::Result<Log<'a>>,
) -> Outcome {
    // A vehicle that does not exist is found out before anything is written.
    let found = wanted.map(|wanted| find(args, &ready.plan, wanted));
    let found = match found.transpose() {
        Ok(found) => found,
        Err(outcome) => return outcome,
    };
    let mut log = match open(BufWriter::new(io::stdout())) {
        Ok(log) => log,
        Err(error) => return could_not_write(&error),
    };
    let entry = |visitor: &Visitor, stay: &Stay| Entry {
        plan: &ready.plan,
        zone: &ready.scenario.clocks.own,
        visitor: visitor.clone(),
        stay: stay.clone(),
    };
    let written = match found {
        Some(story) => story
            .stays
            .iter()
            .try_for_each(|stay| log.add(&entry(&story.visitor, stay))),
        None => {
            // Nothing is simulated on where nobody reads any more.
            let keep_going = AtomicBool::new(true);
            let mut written = Ok(());
            let sink = |visitor: &Visitor, stay: &Stay| {
                if written.is_ok() {
                    written = log.add(&entry(visitor, stay));
                    keep_going.store(written.is_ok(), Ordering::Relaxed);
                }
            };
            if let Err(outcome) = simulate(args, &ready.plan, &keep_going, sink) {
                return outcome;
            }
            written
        }
    };
    match written.and_then(|()| log.finish()) {
        Ok(()) => Outcome::Done,
        Err(error) => could_not_write(&error),
    }
}

/// A reader that has seen enough and closed the pipe is no error.
fn could_not_write(error: &io::Error) -> Outcome {
    if error.kind() == ErrorKind::BrokenPipe {
        return Outcome::Done;
    }
    note(&format!("error: cannot write the log: {error}"));
    Outcome::Failed
}

/// No vehicle's name looks like this.
fn unknown(args: &Args, plan: &Plan, name: &str) -> Outcome {
    let arrivals = match simulate(args, plan, &AtomicBool::new(true), |_, _| {}) {
        Ok(arrivals) => arrivals,
        Err(outcome) => return outcome,
    };
    note(&format!("error: `{name}` names no vehicle"));
    let stems: Vec<String> = (0..plan.names.origins.len() as u32)
        .map(|origin| trace::stem(plan, origin))
        .collect();
    let typed = name.split('.').next().unwrap_or(name);
    if let Some(near) = nearest(typed, stems.iter().map(String::as_str))
        && near != typed
    {
        note(&format!("  help: did you mean a vehicle of `{near}`?"));
    }
    note(
        "  help: a name is SOURCE.YYYY-MM-DD.K, the K-th vehicle the source made that day; BACKLOG.K is the K-th in line at the start",
    );
    ranges(args, plan, &arrivals);
    Outcome::Unusable
}

/// A vehicle of this name could be, and is not.
fn missing(args: &Args, plan: &Plan, wanted: Wanted, arrivals: &Arrivals) -> Outcome {
    let Wanted {
        origin,
        day,
        number,
    } = wanted;
    note(&format!(
        "error: there is no vehicle `{}` in replication {} with seed {}",
        trace::name(plan, origin, day, number),
        args.rep,
        args.seed,
    ));
    let that_day = arrivals.iter().find(|(key, _)| *key == (origin, day));
    if let Some(&(_, last)) = that_day {
        note(&format!(
            "  help: {} to {} exist",
            trace::name(plan, origin, day, 1),
            trace::name(plan, origin, day, last),
        ));
    } else {
        if let Some(date) = date_of(i64::from(day)).filter(|_| trace::has_days(plan, origin)) {
            note(&format!(
                "  help: nobody came from `{}` on {date}",
                trace::stem(plan, origin)
            ));
        }
        ranges(args, plan, arrivals);
    }
    Outcome::Unusable
}

/// The first and the last vehicle of each origin.
fn ranges(args: &Args, plan: &Plan, arrivals: &Arrivals) {
    note(&format!(
        "  vehicles of replication {} with seed {}:",
        args.rep, args.seed
    ));
    for group in arrivals.chunk_by(|a, b| a.0.0 == b.0.0) {
        if let (Some(&((origin, first), _)), Some(&((_, last), number))) =
            (group.first(), group.last())
        {
            note(&format!(
                "    {} to {}",
                trace::name(plan, origin, first, 1),
                trace::name(plan, origin, last, number),
            ));
        }
    }
}
