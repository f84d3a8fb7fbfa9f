//! Values that may be written in more than one way, and texts of the calendar.

use jiff::civil::{DateTime, Time};

use super::dist::Dist;
use super::gate::OtherGate;
use crate::scenario::calendar::{DayRef, Days, Hours, TextError};
use crate::scenario::kinds::{Name, Named};
use crate::scenario::node::{Node, Table, Value};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::reader::{FromNode, Located, Shape, mismatch, misread};
use crate::scenario::units::{Count, Misread, Rate, Share};
use crate::words;

/// A day: a date, a day counted from the New Year, or (for facts) a local date and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayValue {
    /// A day.
    Day(DayRef),
    /// A local date and time.
    At(DateTime),
}

impl FromNode for DayValue {
    const SHAPE: Shape = Shape::Written {
        noun: "a day",
        written: "`2022-02-03`, `\"29 chạp\"` or `\"tet-1\"`",
        forms: &Shape::Either(&[Shape::Text, Shape::Date, Shape::DateTime]),
    };

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Date(date) => Some(Self::Day(DayRef::Date(*date))),
            Value::DateTime(at) => Some(Self::At(*at)),
            Value::Text(text) => read_text(node, problems, DayRef::parse(text)).map(Self::Day),
            _ => mismatch(node, problems),
        }
    }
}

/// A time of day, as text or as a TOML time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeText(pub Time);

impl FromNode for TimeText {
    const SHAPE: Shape = Shape::Written {
        noun: "a time of day",
        written: "`\"08:00\"`",
        forms: &Shape::Either(&[Shape::Text, Shape::Time]),
    };

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Time(time) => Some(Self(*time)),
            Value::Text(text) => match time_of_day(text) {
                Some(time) => Some(Self(time)),
                None => misread(
                    node,
                    Misread {
                        why: "this is no time of day".to_owned(),
                        help: None,
                    },
                    problems,
                ),
            },
            _ => mismatch(node, problems),
        }
    }
}

fn time_of_day(text: &str) -> Option<Time> {
    let mut parts = text.trim().split(':').map(|part| {
        let plain =
            !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        if plain { part.parse::<i8>().ok() } else { None }
    });
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = match parts.next() {
        None => 0,
        Some(second) => second?,
    };
    if parts.next().is_some() {
        None
    } else {
        Time::new(hour, minute, second, 0).ok()
    }
}

impl FromNode for Hours {
    const SHAPE: Shape = Shape::Quantity {
        noun: "hours",
        written: "`\"07:00-11:30, 13:00-19:00\"`, `\"always\"`",
        number: false,
    };

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Text(text) => read_text(node, problems, Hours::parse(text)),
            _ => mismatch(node, problems),
        }
    }
}

impl FromNode for Days {
    const SHAPE: Shape = Shape::Quantity {
        noun: "weekdays",
        written: "`\"Mon-Sat\"`, `\"Mon, Wed-Fri\"`",
        number: false,
    };

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Text(text) => read_text(node, problems, Days::parse(text)),
            _ => mismatch(node, problems),
        }
    }
}

/// Reports a text of the calendar that cannot be read.
fn read_text<T: FromNodeText>(
    node: &Node,
    problems: &mut Problems,
    read: Result<T, TextError>,
) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(error) => {
            let title = format!("not {}", T::NOUN);
            problems.push(
                Problem::error(node.place, title, error.reason.to_string())
                    .help(error.remedy.to_string()),
            );
            None
        }
    }
}

/// Texts of the calendar, for messages.
trait FromNodeText {
    const NOUN: &'static str;
}
impl FromNodeText for Hours {
    const NOUN: &'static str = "hours";
}
impl FromNodeText for Days {
    const NOUN: &'static str = "weekdays";
}
impl FromNodeText for DayRef {
    const NOUN: &'static str = "a day";
}

/// Hours of a week: the same every day, or by groups of weekdays.
#[derive(Debug, Clone, PartialEq)]
pub enum WeeklyHours {
    /// The same on all working days.
    Same(Hours),
    /// By groups of weekdays; days not named are rest days.
    Grouped(Vec<(Located<Days>, Located<Hours>)>),
}

impl FromNode for WeeklyHours {
    const SHAPE: Shape = Shape::Written {
        noun: "hours",
        written: "`\"07:00-19:00\"` or `{ \"Mon-Fri\" = \"07:00-19:00\", \"Sat\" = \"08:00-11:00\" }`",
        forms: &Shape::Either(&[Hours::SHAPE, Shape::Keyed(&Hours::SHAPE)]),
    };

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Text(_) => Hours::read(node, problems).map(Self::Same),
            Value::Table(table) => by_days(table, problems).map(Self::Grouped),
            _ => mismatch(node, problems),
        }
    }
}

/// Reads a table whose keys are groups of weekdays, in the order of their places.
fn by_days<T: FromNode>(
    table: &Table,
    problems: &mut Problems,
) -> Option<Vec<(Located<Days>, Located<T>)>> {
    let mut groups = Vec::new();
    let mut whole = true;
    for (key, entry) in table.in_order() {
        let name = Node {
            place: entry.key_place,
            value: Value::Text(key.to_string()),
        };
        let days = Days::read(&name, problems);
        let value = T::read(&entry.node, problems);
        match (days, value) {
            (Some(days), Some(value)) => {
                groups.push((
                    Located {
                        value: days,
                        place: name.place,
                    },
                    Located {
                        value,
                        place: entry.node.place,
                    },
                ));
            }
            _ => whole = false,
        }
    }
    whole.then_some(groups)
}

/// Classes by share, or one class.
#[derive(Debug, Clone, PartialEq)]
pub enum ClassMix {
    /// All of one class.
    One(Name),
    /// By share.
    Shares(Named<Share>),
}

impl FromNode for ClassMix {
    const SHAPE: Shape = Shape::Either(&[Name::SHAPE, <Named<Share>>::SHAPE]);
    const KIND: &'static str = "a class, or a table of shares";

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Text(_) => Name::read(node, problems).map(Self::One),
            Value::Table(_) => <Named<Share>>::read(node, problems).map(Self::Shares),
            _ => mismatch(node, problems),
        }
    }
}

/// What becomes of a refused request.
#[derive(Debug, Clone, PartialEq)]
pub enum IfRefused {
    /// One of the plain answers.
    Word(IfRefusedWord),
    /// It goes to another gate.
    Other(OtherGate),
}

words! {
    /// What a vehicle does for which no interval is left.
    pub enum IfRefusedWord {
        /// Stays in line for the first day that needs no booking.
        ComesAnyway = "comes-anyway",
        /// Leaves.
        TurnsBack = "turns-back",
    }
}

impl FromNode for IfRefused {
    const SHAPE: Shape = Shape::Either(&[IfRefusedWord::SHAPE, OtherGate::SHAPE]);
    const KIND: &'static str = "`comes-anyway`, `turns-back` or `{ gate = \"...\" }`";

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Table(_) => OtherGate::read(node, problems).map(Self::Other),
            _ => IfRefusedWord::read(node, problems).map(Self::Word),
        }
    }
}

/// A daily amount: fixed, or drawn anew each day.
#[derive(Debug, Clone, PartialEq)]
pub enum QuotaAmount {
    /// Fixed.
    Fixed(Rate),
    /// Drawn.
    Drawn(Dist<Count>),
}

impl FromNode for QuotaAmount {
    const SHAPE: Shape = Shape::Either(&[Rate::SHAPE, <Dist<Count>>::SHAPE]);
    const KIND: &'static str = "a rate, or a distribution of counts a day";

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Text(_) => Rate::read(node, problems).map(Self::Fixed),
            Value::Table(_) => <Dist<Count>>::read(node, problems).map(Self::Drawn),
            _ => mismatch(node, problems),
        }
    }
}

/// Weights of the 24 hours of the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile(pub [f64; 24]);

impl FromNode for Profile {
    const SHAPE: Shape = Shape::Written {
        noun: "a profile",
        written: "`{ \"05-11\" = 2.0, \"11-21\" = 1.0 }` or a list of 24 numbers",
        forms: &Shape::Either(&[Shape::List(&Shape::Number), Shape::Keyed(&Shape::Number)]),
    };

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let mut hours = [0.0; 24];
        let mut whole = true;
        match &node.value {
            Value::Array(list) => {
                if list.len() != 24 {
                    let label = format!("there are {} numbers", list.len());
                    problems.push(Problem::error(node.place, "a profile has 24 hours", label));
                    return None;
                }
                for (hour, member) in hours.iter_mut().zip(list) {
                    *hour = weight(member, problems).unwrap_or_else(|| {
                        whole = false;
                        0.0
                    });
                }
            }
            Value::Table(table) => {
                let mut given = [false; 24];
                for (key, entry) in table.in_order() {
                    let Some((from, to)) = hour_span(key) else {
                        let problem = Problem::error(
                            entry.key_place,
                            format!("`{key}` are no hours"),
                            "expected whole hours of the day",
                        );
                        problems
                            .push(problem.help("write them like `\"05-11\"`: from 05:00 to 11:00"));
                        whole = false;
                        continue;
                    };
                    let Some(value) = weight(&entry.node, problems) else {
                        whole = false;
                        continue;
                    };
                    if given[from..to].contains(&true) {
                        problems.push(Problem::error(
                            entry.key_place,
                            "hours given twice",
                            "another entry holds for some of these hours",
                        ));
                        whole = false;
                    }
                    given[from..to].fill(true);
                    hours[from..to].fill(value);
                }
            }
            _ => return mismatch(node, problems),
        }
        if whole && hours.iter().sum::<f64>() <= 0.0 {
            problems.push(Problem::error(
                node.place,
                "nobody comes at any hour",
                "all weights are 0",
            ));
            return None;
        }
        whole.then_some(Self(hours))
    }
}

fn hour_span(text: &str) -> Option<(usize, usize)> {
    let (from, to) = text.split_once('-')?;
    let hour = |part: &str| {
        let part = part.trim();
        let part = part.strip_suffix(":00").unwrap_or(part);
        if part.len() > 2 || part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            None
        } else {
            part.parse::<usize>().ok()
        }
    };
    let (from, to) = (hour(from)?, hour(to)?);
    (from < to && to <= 24).then_some((from, to))
}

/// A factor or weight: finite and not negative.
fn weight(node: &Node, problems: &mut Problems) -> Option<f64> {
    let value = f64::read(node, problems)?;
    if !(0.0..=1e9).contains(&value) {
        problems.push(Problem::error(
            node.place,
            "number out of range",
            "expected 0 or more, at most 10^9",
        ));
        return None;
    }
    Some(value)
}

/// Factors of weekdays, Monday first.
#[derive(Debug, Clone, PartialEq)]
pub struct Weekdays(pub [f64; 7]);

impl FromNode for Weekdays {
    const SHAPE: Shape = Shape::Written {
        noun: "factors of weekdays",
        written: "`{ Sat = 0.5, Sun = 0 }`",
        forms: &Shape::Keyed(&Shape::Number),
    };

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Value::Table(table) = &node.value else {
            return mismatch(node, problems);
        };
        let groups: Vec<(Located<Days>, Located<f64>)> = by_days(table, problems)?;
        let mut factors = [1.0; 7];
        for (days, factor) in groups {
            let node = Node {
                place: factor.place,
                value: Value::Float(factor.value),
            };
            let factor = weight(&node, problems)?;
            for (index, day) in WEEK.into_iter().enumerate() {
                if days.value.contains(day) {
                    factors[index] = factor;
                }
            }
        }
        Some(Self(factors))
    }
}

/// The week, Monday first.
pub const WEEK: [jiff::civil::Weekday; 7] = [
    jiff::civil::Weekday::Monday,
    jiff::civil::Weekday::Tuesday,
    jiff::civil::Weekday::Wednesday,
    jiff::civil::Weekday::Thursday,
    jiff::civil::Weekday::Friday,
    jiff::civil::Weekday::Saturday,
    jiff::civil::Weekday::Sunday,
];

/// Fixed times of arrival.
#[derive(Debug, Clone, PartialEq)]
pub enum Timetable {
    /// The same every day.
    Daily(Vec<TimeText>),
    /// By groups of weekdays.
    Grouped(Vec<(Located<Days>, Located<Vec<TimeText>>)>),
}

impl FromNode for Timetable {
    const SHAPE: Shape = Shape::Written {
        noun: "a timetable",
        written: "`[\"07:10\", \"09:40\"]` or `{ \"Mon-Fri\" = [\"07:10\"] }`",
        forms: &Shape::Either(&[
            Shape::List(&TimeText::SHAPE),
            Shape::Keyed(&Shape::List(&TimeText::SHAPE)),
        ]),
    };

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Array(_) => <Vec<TimeText>>::read(node, problems).map(Self::Daily),
            Value::Table(table) => by_days(table, problems).map(Self::Grouped),
            _ => mismatch(node, problems),
        }
    }
}
