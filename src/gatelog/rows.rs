//! From records to rows, and to the rows that are not used.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::Trouble;
use super::bad::{BadRow, Reason};
use super::headings::{self, Column, Role, fold};
use super::numbers::{self, Decimal};
use super::stamps::{self, DayOrder, Proof, Stamp};
use super::text::{self, Encoding, HEADER_WITHIN, Record, Separator};
use crate::scenario::calendar::instant;

/// What the command line says about a file.
#[derive(Clone, Debug)]
pub struct Options {
    /// Roles of columns by their headings.
    pub columns: Vec<(Role, String)>,
    /// What separates the fields; `None`: found from the heading.
    pub separator: Option<Separator>,
    /// The order of day and month; `None`: found from the dates.
    pub day_order: Option<DayOrder>,
    /// The decimal sign; `None`: found from the loads.
    pub decimal: Option<Decimal>,
    /// The unit of loads whose heading and fields have none.
    pub load_unit: Option<LoadUnit>,
    /// First and last day of arrivals that count.
    pub days: (Option<Date>, Option<Date>),
    /// The clock on which the log was kept.
    pub clock: TimeZone,
}

/// The unit of a load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadUnit {
    /// Kilograms.
    Kilogram,
    /// Tonnes.
    Tonne,
}

impl LoadUnit {
    fn kilograms(self) -> f64 {
        match self {
            Self::Kilogram => 1.0,
            Self::Tonne => 1_000.0,
        }
    }

    /// The unit that folded words name.
    fn named(folded: &str) -> Option<Self> {
        let is = |names: &[&str]| {
            folded.split_whitespace().any(|word| {
                names
                    .iter()
                    .any(|name| *name == word || !name.is_ascii() && word.contains(name))
            })
        };
        if is(&["kg", "kgs", "公斤"]) {
            Some(Self::Kilogram)
        } else if is(&["t", "tan", "ton", "tons", "tonne", "tonnes", "吨"]) {
            Some(Self::Tonne)
        } else {
            None
        }
    }
}

/// A log that has been read.
#[derive(Clone, Debug)]
pub struct Log {
    /// How its text is encoded.
    pub encoding: Encoding,
    /// What separates its fields.
    pub separator: Separator,
    /// The line of its heading, from 1.
    pub heading_line: u64,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The order of day and month, and how it is known.
    pub day_order: (DayOrder, Proof),
    /// Names of the classes, as first written.
    pub classes: Vec<String>,
    /// Names of the gates, as first written.
    pub gates: Vec<String>,
    /// Names of the channels, as first written.
    pub channels: Vec<String>,
    /// Names of the steps of which start and end are said.
    pub steps: Vec<String>,
    /// Steps of which only start or end is said.
    pub half_steps: Vec<String>,
    /// The rows that are used, in the order of arrival; those of one instant in that of the file.
    pub rows: Vec<Row>,
    /// The rows that are not.
    pub bad: Vec<BadRow>,
    /// Records in which nothing stands.
    pub empty: u64,
    /// Times alone that were read as of the day after their date, because they are before what went before them.
    pub past_midnight: u64,
}

/// A row that is used. Instants are microseconds since 1970 UTC.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// When it arrived, on the log's clock.
    pub local: DateTime,
    /// The same as an instant.
    pub arrival: i64,
    /// When it crossed.
    pub crossing: Option<i64>,
    /// Index into the log's classes.
    pub class: Option<usize>,
    /// True for imports.
    pub import: Option<bool>,
    /// Index into the log's gates.
    pub gate: Option<usize>,
    /// Index into the log's channels.
    pub channel: Option<usize>,
    /// Net cargo in kilograms.
    pub load: Option<f64>,
    /// Start and end of each step of the log.
    pub steps: Vec<(Option<i64>, Option<i64>)>,
}

impl Log {
    /// All rows, used or not.
    pub fn total(&self) -> usize {
        self.rows.len() + self.bad.len()
    }
}

/// Reads a log.
///
/// # Errors
/// Everything for which it cannot be used at all. Rows that cannot be used are no error: they are in [`Log::bad`].
pub fn read(bytes: &[u8], options: &Options) -> Result<Log, Vec<Trouble>> {
    let one = |trouble: Trouble| vec![trouble];
    let (text, encoding) = text::decode(bytes).map_err(one)?;
    let separator = match options.separator {
        Some(separator) => separator,
        None => {
            let says = |record: &Record| headings::known(record, &options.columns);
            text::separator(&text, says).map_err(one)?
        }
    };
    let (records, empty) = text::records(&text, separator).map_err(one)?;
    let (heading, columns) = headings::columns(&records, &options.columns, HEADER_WITHIN)?;
    let (above, below) = records.split_at(heading + 1);
    let mut reader = Reader::new(&columns, below, options)?;
    let mut rows = Vec::new();
    let mut bad = Vec::new();
    for record in below {
        match reader.row(record) {
            Ok(row) => rows.push(row),
            Err(row) => bad.push(row),
        }
    }
    rows.sort_by_key(|row| row.arrival);
    let Reader {
        classes,
        gates,
        channels,
        steps,
        half_steps,
        day_order,
        past_midnight,
        ..
    } = reader;
    Ok(Log {
        encoding,
        separator,
        heading_line: above.last().map_or(0, |record| record.line),
        day_order,
        classes: classes.written,
        gates: gates.written,
        channels: channels.written,
        steps: steps.into_iter().map(|step| step.name).collect(),
        half_steps,
        rows,
        bad,
        empty,
        past_midnight,
        columns,
    })
}

/// Names that occur, each as first written.
#[derive(Default)]
struct Names {
    written: Vec<String>,
    folded: BTreeMap<String, usize>,
}

impl Names {
    fn index(&mut self, name: &str) -> usize {
        let next = self.written.len();
        let index = *self.folded.entry(fold(name)).or_insert(next);
        if index == next {
            self.written.push(name.to_owned());
        }
        index
    }
}

/// A step with the indices of its two columns.
struct StepColumns {
    name: String,
    start: usize,
    end: usize,
}

struct Reader<'a> {
    columns: &'a [Column],
    options: &'a Options,
    day_order: (DayOrder, Proof),
    decimal: Decimal,
    load_unit: Option<LoadUnit>,
    classes: Names,
    gates: Names,
    channels: Names,
    steps: Vec<StepColumns>,
    half_steps: Vec<String>,
    seen: BTreeSet<(String, i64)>,
    past_midnight: u64,
}

impl<'a> Reader<'a> {
    /// Finds out how dates and numbers of the whole file are written.
    fn new(
        columns: &'a [Column],
        records: &[Record],
        options: &'a Options,
    ) -> Result<Self, Vec<Trouble>> {
        let timed: Vec<usize> = (0..columns.len())
            .filter(|&index| {
                matches!(
                    columns[index].role,
                    Some(
                        Role::Arrival | Role::Date | Role::Crossing | Role::Start(_) | Role::End(_)
                    )
                )
            })
            .collect();
        let dates: Vec<[u16; 3]> = records
            .iter()
            .flat_map(|record| timed.iter().filter_map(|&index| record.fields.get(index)))
            .filter_map(|field| stamps::stamp(field).ok()?.date)
            .collect();
        let day_order = stamps::order(dates.iter(), options.day_order);
        let mut troubles = Vec::new();
        let (mut decimal, mut load_unit) = (Decimal::Point, None);
        if let Some(index) = columns
            .iter()
            .position(|column| column.role == Some(Role::Load))
        {
            let heading = &columns[index].heading;
            let fields: Vec<(u64, &str)> = records
                .iter()
                .filter_map(|record| Some((record.line, record.fields.get(index)?.as_str())))
                .filter(|(_, field)| field.contains(|c: char| c.is_ascii_digit()))
                .collect();
            match numbers::decimal(heading, &fields, options.decimal) {
                Ok(found) => decimal = found,
                Err(trouble) => troubles.push(trouble),
            }
            load_unit = LoadUnit::named(&fold(heading)).or(options.load_unit);
            let bare = fields.iter().find(|(_, field)| unit_of(field) == Ok(None));
            if let (None, Some((line, field))) = (load_unit, bare) {
                troubles.push(Trouble::new(
                    format!("the unit of `{heading}` is not said"),
                    format!("neither its heading nor `{field}` on line {line} names one"),
                    "say it: `--load-unit kg` or `--load-unit t`",
                ));
            }
        }
        if !troubles.is_empty() {
            return Err(troubles);
        }
        let (steps, half_steps) = steps(columns);
        Ok(Self {
            columns,
            options,
            day_order,
            decimal,
            load_unit,
            classes: Names::default(),
            gates: Names::default(),
            channels: Names::default(),
            steps,
            half_steps,
            seen: BTreeSet::new(),
            past_midnight: 0,
        })
    }

    fn place(&self, role: &Role) -> Option<usize> {
        self.columns
            .iter()
            .position(|column| column.role.as_ref() == Some(role))
    }

    fn row(&mut self, record: &Record) -> Result<Row, BadRow> {
        let surplus = record.fields.get(self.columns.len()..);
        if surplus.is_none_or(|surplus| surplus.iter().any(|field| !field.is_empty())) {
            return Err(BadRow {
                line: record.line,
                column: String::new(),
                value: format!(
                    "{} fields, the heading has {}",
                    record.fields.len(),
                    self.columns.len()
                ),
                reason: Reason::FieldCount,
            });
        }
        let bad = |index: usize, reason: Reason| BadRow {
            line: record.line,
            column: self.columns[index].heading.clone(),
            value: record.fields[index].clone(),
            reason,
        };
        let date = match self.place(&Role::Date) {
            Some(index) if !record.fields[index].is_empty() => {
                let day = stamps::stamp(&record.fields[index])
                    .and_then(|stamp| stamp.date.ok_or(Reason::UnreadableTime))
                    .and_then(|numbers| stamps::day(numbers, self.day_order.0));
                Some(day.map_err(|reason| bad(index, reason))?)
            }
            _ => None,
        };
        let arrival_at = self.place(&Role::Arrival).unwrap_or_default();
        if record.fields[arrival_at].is_empty() {
            return Err(bad(arrival_at, Reason::NoArrival));
        }
        let (local, _) = self
            .time(&record.fields[arrival_at], date, None)
            .map_err(|reason| bad(arrival_at, reason))?;
        let (first, last) = self.options.days;
        let day = local.date();
        if first.is_some_and(|first| day < first) || last.is_some_and(|last| day > last) {
            return Err(bad(arrival_at, Reason::OutsideDays));
        }
        let mut past_midnight = 0;
        // A time that must not be before another; empty fields are no times.
        let mut later = |index: usize, before: DateTime, why: Reason| {
            let field = &record.fields[index];
            if field.is_empty() {
                return Ok(None);
            }
            let (at, rolled) = self
                .time(field, Some(before.date()), Some(before))
                .map_err(|reason| bad(index, reason))?;
            past_midnight += u64::from(rolled);
            if at < before {
                Err(bad(index, why))
            } else {
                Ok(Some(at))
            }
        };
        let crossing = match self.place(&Role::Crossing) {
            Some(index) => later(index, local, Reason::BeforeArrival)?,
            None => None,
        };
        let mut steps = Vec::new();
        for step in &self.steps {
            let start = later(step.start, local, Reason::BeforeArrival)?;
            let end = match start {
                Some(start) => later(step.end, start, Reason::EndBeforeStart)?,
                None => later(step.end, local, Reason::BeforeArrival)?,
            };
            let at = |local: DateTime| moment(local, &self.options.clock);
            steps.push((start.map(at), end.map(at)));
        }
        let import = match self.place(&Role::Direction) {
            Some(index) => {
                let import = direction(&record.fields[index]);
                Some(import.ok_or_else(|| bad(index, Reason::UnknownDirection))?)
            }
            None => None,
        };
        let load = match self.place(&Role::Load) {
            Some(index) => self
                .load(&record.fields[index])
                .map_err(|reason| bad(index, reason))?,
            None => None,
        };
        let named = |role: &Role, why: Option<Reason>| match self.place(role) {
            Some(index) if record.fields[index].is_empty() => match why {
                Some(why) => Err(bad(index, why)),
                None => Ok(None),
            },
            Some(index) => Ok(Some(record.fields[index].as_str())),
            None => Ok(None),
        };
        let class = named(&Role::Class, Some(Reason::NoClass))?;
        let gate = named(&Role::Gate, Some(Reason::NoGate))?;
        let channel = named(&Role::Channel, None)?;
        let vehicle = named(&Role::Vehicle, None)?.map(plate);
        let arrival = moment(local, &self.options.clock);
        if let Some(vehicle) = vehicle.filter(|vehicle| !vehicle.is_empty())
            && !self.seen.insert((vehicle, arrival))
        {
            let index = self.place(&Role::Vehicle).unwrap_or_default();
            return Err(bad(index, Reason::Duplicate));
        }
        let crossing = crossing.map(|local| moment(local, &self.options.clock));
        self.past_midnight += past_midnight;
        Ok(Row {
            line: record.line,
            local,
            arrival,
            crossing,
            class: class.map(|name| self.classes.index(name)),
            import,
            gate: gate.map(|name| self.gates.index(name)),
            channel: channel.map(|name| self.channels.index(name)),
            load,
            steps,
        })
    }

    /// The instant of a field. A time alone is of the day given, or of the day after it where it would else lie before what went before
    /// it and then comes within half a day of that; the second member says so.
    fn time(
        &self,
        field: &str,
        day: Option<Date>,
        before: Option<DateTime>,
    ) -> Result<(DateTime, bool), Reason> {
        let Stamp { date, time } = stamps::stamp(field)?;
        let time = time.ok_or(Reason::NoTimeOfDay)?;
        if let Some(numbers) = date {
            return Ok((
                stamps::day(numbers, self.day_order.0)?.to_datetime(time),
                false,
            ));
        }
        let at = day.ok_or(Reason::NoDate)?.to_datetime(time);
        let Some(before) = before.filter(|&before| at < before) else {
            return Ok((at, false));
        };
        let tomorrow = at.date().tomorrow().map_err(|_| Reason::NoSuchDay)?;
        let next = tomorrow.to_datetime(time);
        let gap = next.duration_since(before);
        if gap.as_secs() <= 12 * 3_600 {
            Ok((next, true))
        } else {
            Ok((at, false))
        }
    }

    /// Kilograms; none where the field is empty or 0, which an empty vehicle has.
    fn load(&self, field: &str) -> Result<Option<f64>, Reason> {
        if field.is_empty() {
            return Ok(None);
        }
        let unit = unit_of(field)?
            .or(self.load_unit)
            .unwrap_or(LoadUnit::Kilogram);
        let kilograms = numbers::number(field, self.decimal)? * unit.kilograms();
        if kilograms == 0.0 {
            Ok(None)
        } else if (MOST_LOAD..).contains(&kilograms) {
            Err(Reason::ImpossibleLoad)
        } else {
            Ok(Some(kilograms))
        }
    }
}

/// No vehicle carries as much, in kilograms.
const MOST_LOAD: f64 = 200_000.0;

/// The unit behind a number, if there is one.
fn unit_of(field: &str) -> Result<Option<LoadUnit>, Reason> {
    let letters: String = fold(field)
        .chars()
        .skip_while(|c| !c.is_alphabetic())
        .collect();
    if letters.is_empty() {
        return Ok(None);
    }
    LoadUnit::named(&letters)
        .map(Some)
        .ok_or(Reason::UnreadableNumber)
}

/// An instant on the log's clock.
fn moment(local: DateTime, clock: &TimeZone) -> i64 {
    let minute = i64::from(local.hour()) * 60 + i64::from(local.minute());
    let within =
        i64::from(local.second()) * 1_000_000 + i64::from(local.subsec_nanosecond() / 1_000);
    instant(local.date(), minute, clock) + within
}

/// True for imports.
fn direction(field: &str) -> Option<bool> {
    let folded = fold(field);
    let says = |words: &[&str]| {
        words.iter().any(|word| {
            folded.split_whitespace().any(|part| part == *word)
                || !word.is_ascii() && folded.contains(word)
        })
    };
    let export = says(&["xuat", "xk", "export", "exports", "out", "出口"]);
    let import = says(&["nhap", "nk", "import", "imports", "in", "进口"]);
    (export != import).then_some(import)
}

/// A number plate without what people write differently.
fn plate(field: &str) -> String {
    let letters = field.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_uppercase).collect()
}

/// The steps with both columns, and those with one.
fn steps(columns: &[Column]) -> (Vec<StepColumns>, Vec<String>) {
    let mut steps = Vec::new();
    let mut half = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let find = |role: Role| {
            columns
                .iter()
                .position(|column| column.role.as_ref() == Some(&role))
        };
        match &column.role {
            Some(Role::Start(name)) => match find(Role::End(name.clone())) {
                Some(end) => steps.push(StepColumns {
                    name: name.clone(),
                    start: index,
                    end,
                }),
                None => half.push(name.clone()),
            },
            Some(Role::End(name)) if find(Role::Start(name.clone())).is_none() => {
                half.push(name.clone());
            }
            _ => {}
        }
    }
    (steps, half)
}
