//! `import`: a gate's own log becomes rates, class mix, loads and times of service, or a trace.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::gatelog::findings::Wanted;
use crate::gatelog::headings::Role;
use crate::gatelog::numbers::Decimal;
use crate::gatelog::stamps::DayOrder;
use crate::gatelog::text::Separator;
use crate::gatelog::{Findings, LoadUnit, Log, Options, Trouble, read};
use crate::report::digest;
use crate::report::import::{Import, document, fragment, text};
use crate::report::number::count;
use crate::scenario::kinds::Name;

use super::common::{Outcome, OutputArgs, data, note};
use super::files;

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The log: a table in text (CSV) with a heading, in UTF-8 or UTF-16
    #[arg(value_name = "LOG")]
    pub file: PathBuf,
    /// What is made of the arrivals
    #[arg(long = "as", value_name = "WHAT", default_value = "profile")]
    pub what: What,
    /// Write the part of a scenario into this file
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
    /// Which column is what, as in `arrival="Giờ vào"`: vehicle, arrival, date, crossing, class, direction, gate, load, channel,
    /// declaration, start.STEP, end.STEP; may be repeated
    #[arg(long = "column", value_name = "WHAT=HEADING", value_parser = column)]
    pub columns: Vec<(Role, String)>,
    /// What a value of the log (a class, gate, channel or step) is called in the scenario, as in `"Thanh long"=fruit`; may be repeated, and several
    /// values may have one name
    #[arg(long = "name", value_name = "VALUE=NAME", value_parser = named)]
    pub names: Vec<(String, String)>,
    /// The source in the scenario; of several gates or directions the beginning of their names
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub source: Option<String>,
    /// The gate of all rows, where the log does not say it
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub gate: Option<String>,
    /// The direction of all rows, where the log does not say it
    #[arg(long, value_name = "WAY")]
    pub direction: Option<Way>,
    /// The route of the vehicles, whose steps are timed
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub route: Option<String>,
    /// First day of arrivals that count; earlier rows are not used, and say so
    #[arg(long, value_name = "DATE")]
    pub from: Option<Date>,
    /// Last day of arrivals that count
    #[arg(long, value_name = "DATE")]
    pub to: Option<Date>,
    /// The clock on which the log was kept, as a name of the time zone database
    #[arg(long, value_name = "ZONE", default_value = "Asia/Ho_Chi_Minh", value_parser = zone)]
    pub clock: TimeZone,
    /// What separates the columns, where the heading does not prove it
    #[arg(long, value_name = "SIGN")]
    pub separator: Option<Sign>,
    /// The order of day and month, where no date proves it
    #[arg(long, value_name = "ORDER")]
    pub dates: Option<Order>,
    /// The decimal sign of loads, where no number proves it
    #[arg(long, value_name = "SIGN")]
    pub decimal: Option<DecimalSign>,
    /// The unit of loads, where neither heading nor fields say it
    #[arg(long, value_name = "UNIT")]
    pub load_unit: Option<UnitWord>,
    /// Where more than this share of the rows cannot be used, nothing is written and the exit code is 3
    #[arg(long, value_name = "SHARE", default_value = "5 %", value_parser = share)]
    pub max_bad: f64,
    /// How many bad rows are shown; `--json` has all
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub show: usize,
    /// Seed of the tests of fit
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// How it is printed.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// What is made of the arrivals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// A rate with its hours, weekdays and day-to-day factor
    Profile,
    /// The rows themselves, each at its instant
    Trace,
}

/// Direction of the goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Way {
    /// Out of Vietnam
    Export,
    /// Into Vietnam
    Import,
}

/// What separates columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sign {
    /// `;`
    Semicolon,
    /// `,`
    Comma,
    /// A tab
    Tab,
}

/// The order of day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Order {
    /// Day, month, year
    Dmy,
    /// Month, day, year
    Mdy,
}

/// A decimal sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DecimalSign {
    /// As in `1.234,5`
    Comma,
    /// As in `1,234.5`
    Point,
}

/// A unit of loads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum UnitWord {
    /// Kilograms
    Kg,
    /// Tonnes
    T,
}

fn column(text: &str) -> Result<(Role, String), String> {
    let (word, heading) = pair(text)?;
    let role = Role::parse(&word).ok_or_else(|| {
        format!("`{word}` is none of vehicle, arrival, date, crossing, class, direction, gate, load, channel, declaration, start.STEP, end.STEP")
    })?;
    Ok((role, heading))
}

fn named(text: &str) -> Result<(String, String), String> {
    let (value, id) = pair(text)?;
    Ok((value, name(&id)?))
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.rsplit_once('=') {
        Some((left, right)) if !left.trim().is_empty() && !right.trim().is_empty() => {
            Ok((left.trim().to_owned(), right.trim().to_owned()))
        }
        _ => Err("two texts with `=` between them".to_owned()),
    }
}

fn name(text: &str) -> Result<String, String> {
    match Name::new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(Some(near)) => Err(format!("this is no name of a scenario; write `{near}`")),
        Err(None) => Err("a name has small letters, digits and hyphens".to_owned()),
    }
}

fn zone(text: &str) -> Result<TimeZone, String> {
    TimeZone::get(text).map_err(|_| {
        "the time zone database has no such clock; write `Asia/Ho_Chi_Minh`".to_owned()
    })
}

fn share(text: &str) -> Result<f64, String> {
    let number = text.trim().trim_end_matches('%').trim();
    match number.parse::<f64>() {
        Ok(percent) if text.contains('%') && (0.0..=100.0).contains(&percent) => {
            Ok(percent / 100.0)
        }
        _ => Err("a share is written like `5 %`".to_owned()),
    }
}

/// Reads a log, says what is in it, and how that ended.
pub fn run(args: &Args) -> Outcome {
    let bytes = match files::bytes(&args.file) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            note(&format!(
                "error: there is no file `{}`",
                args.file.display()
            ));
            return Outcome::Unusable;
        }
        Err(why) => {
            note(&format!("error: {why}"));
            return Outcome::Unusable;
        }
    };
    let log = match read(&bytes, &options(args)) {
        Ok(log) => log,
        Err(troubles) => return unusable(&args.file, &troubles),
    };
    let name = args.file.file_name().map_or_else(
        || args.file.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    );
    let Some(findings) = Findings::of(&log, &wanted(args)) else {
        return no_rows(args, &log);
    };
    let import = Import {
        file: &name,
        digest: digest::of(&bytes),
        log: &log,
        findings: &findings,
        trace: args.what == What::Trace,
        gate: args.gate.clone(),
        direction: args.direction.map(|way| match way {
            Way::Export => "export",
            Way::Import => "import",
        }),
        route: args.route.clone(),
        show: args.show,
    };
    let printed = if args.output.json {
        data(&format!("{:#}\n", document(&import)))
    } else {
        data(&args.output.text(|style| text(&import, style)))
    };
    if too_many_bad(args, &log) {
        return Outcome::Missed;
    }
    if let Some(path) = &args.write {
        if let Err(why) = files::write(path, &fragment(&import)) {
            note(&format!("error: {why}"));
            return Outcome::Failed;
        }
        note(&format!("note: written to `{}`", path.display()));
    }
    printed
}

fn options(args: &Args) -> Options {
    Options {
        columns: args.columns.clone(),
        separator: args.separator.map(|sign| match sign {
            Sign::Semicolon => Separator::Semicolon,
            Sign::Comma => Separator::Comma,
            Sign::Tab => Separator::Tab,
        }),
        day_order: args.dates.map(|order| match order {
            Order::Dmy => DayOrder::DayFirst,
            Order::Mdy => DayOrder::MonthFirst,
        }),
        decimal: args.decimal.map(|sign| match sign {
            DecimalSign::Comma => Decimal::Comma,
            DecimalSign::Point => Decimal::Point,
        }),
        load_unit: args.load_unit.map(|unit| match unit {
            UnitWord::Kg => LoadUnit::Kilogram,
            UnitWord::T => LoadUnit::Tonne,
        }),
        days: (args.from, args.to),
        clock: args.clock.clone(),
    }
}

fn wanted(args: &Args) -> Wanted {
    Wanted {
        names: args.names.clone(),
        source: args.source.clone(),
        days: (args.from, args.to),
        seed: args.seed,
    }
}

/// Says everything for which a file cannot be used.
fn unusable(file: &Path, troubles: &[Trouble]) -> Outcome {
    for trouble in troubles {
        note(&format!(
            "error: {}: {}\n  {}\n  help: {}",
            file.display(),
            trouble.title,
            trouble.label,
            trouble.remedy
        ));
    }
    Outcome::Unusable
}

/// Not one row can be used.
fn no_rows(args: &Args, log: &Log) -> Outcome {
    note(&format!(
        "error: {}: no row can be used",
        args.file.display()
    ));
    for row in log.bad.iter().take(args.show) {
        let column = if row.column.is_empty() {
            String::new()
        } else {
            format!(", `{}`", row.column)
        };
        note(&format!(
            "  line {}{column}: `{}`: {}",
            row.line,
            row.value,
            row.reason.words()
        ));
    }
    note(if log.bad.is_empty() {
        "  help: there is nothing below the heading"
    } else {
        "  help: say which columns are meant (`--column`), or how dates are written (`--dates`)"
    });
    Outcome::Unusable
}

fn too_many_bad(args: &Args, log: &Log) -> bool {
    let share = log.bad.len() as f64 / log.total().max(1) as f64;
    let too_many = share > args.max_bad;
    if too_many {
        note(&format!(
            "failed: {} of {} rows cannot be used ({:.1} %), more than {} %; nothing was written\n  help: mend the rows, or allow more with `--max-bad`",
            count(log.bad.len() as f64),
            count(log.total() as f64),
            100.0 * share,
            100.0 * args.max_bad
        ));
    }
    too_many
}
