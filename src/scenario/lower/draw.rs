//! Another value in the place of a stated one: what it means to draw a parameter from its range.
//!
//! A range speaks of a plain value, of the mean of a distribution (which keeps its shape), of the first of some shares (the others
//! keep their proportions, or, where they are no parts of one whole, all are multiplied alike), of the first number of a profile, of opening hours. Each has a [`Rule`]: the place of the stated value
//! between the ends, and how a value in between is written. Where stated value and range do not fit together there is no rule, and
//! a sentence says why.

mod typed;

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::basis::{Kind, kinds};
use super::dist;
use crate::scenario::calendar::{Hours, date_of};
use crate::scenario::money::Money;
use crate::scenario::money::{Currency, Decline, Per, Price};
use crate::scenario::node::{Node, Value};
use crate::scenario::problem::Problems;
use crate::scenario::raw::Dist;
use crate::scenario::reader::FromNode;
use crate::scenario::units::{Duration, Mass, Quantity as _};

/// How a parameter is drawn.
#[derive(Debug, Clone)]
pub(in crate::scenario) struct Rule {
    way: Way,
    /// Lowest, stated and highest value, in the kind's unit; of hours the share of the way from the low to the high end.
    low: f64,
    stated: f64,
    high: f64,
    /// Whether only whole numbers make sense.
    whole: bool,
}

#[derive(Debug, Clone)]
enum Way {
    /// A plain value of a kind.
    Plain(Kind),
    /// All quantities of the kind inside are multiplied alike, so that the mean is what is drawn.
    Mean(Kind),
    /// The first share; the others share the rest as before.
    FirstShare,
    /// Shares that are no parts of one whole: all are multiplied alike, so that the first is what is drawn, up to 100 %.
    Shares,
    /// The first number of a table.
    FirstNumber,
    /// All numbers of a list are multiplied alike, and stay whole.
    Counts,
    /// Opening hours: every window moves from the low end over the stated one to the high end.
    Hours([Hours; 3]),
    /// One text or the other.
    Either(String, String),
}

impl Rule {
    /// The rule for a value and its range; `parts` says whether shares in it are parts of one whole.
    ///
    /// # Errors
    /// In words, why it cannot be drawn.
    pub fn new(node: &Node, range: &(String, String), parts: bool) -> Result<Self, String> {
        let (low, high) = (range.0.as_str(), range.1.as_str());
        let found = kinds(node);
        if let (Value::Text(text), true) = (&node.value, found.contains(&Kind::Hours)) {
            return hours(text, low, high);
        }
        if let (Value::Text(text), true) = (&node.value, found.contains(&Kind::Weekdays)) {
            return either(text, low, high);
        }
        let Some((kind, (low, high))) = sizes(&found, low, high) else {
            return Err("its range has no size".to_owned());
        };
        let (way, stated) = match &node.value {
            Value::Table(_) | Value::Array(_) => inside(node, kind, parts),
            _ => plain(node, kind),
        }?;
        let multiplied = matches!(way, Way::Mean(_) | Way::Shares | Way::Counts);
        if multiplied && stated == 0.0 {
            return Err("the stated value is nothing, which cannot be multiplied".to_owned());
        }
        // Whole numbers with decimals between the ends are no counts.
        let whole =
            matches!(node.value, Value::Integer(_)) && low.fract() == 0.0 && high.fract() == 0.0;
        let rule = Self {
            way,
            low,
            stated,
            high,
            whole,
        };
        if (low..=high).contains(&stated) {
            Ok(rule)
        } else {
            Err("the stated value lies outside its range".to_owned())
        }
    }

    /// The same, with whole numbers only.
    pub fn whole(self) -> Self {
        Self {
            whole: true,
            ..self
        }
    }

    /// Whether an end of the range is no whole number.
    fn has_decimals(&self) -> bool {
        [self.low, self.high].iter().any(|end| end.fract() != 0.0)
    }

    /// Whether whole numbers are whole days: where the stated time and its range are.
    fn in_days(&self) -> bool {
        self.whole
            && [self.low, self.stated, self.high]
                .iter()
                .all(|time| time % DAY == 0.0)
    }

    /// The value at the quantile `u` (0 to 1) of the triangular law over the range with its mode at the stated value, in the
    /// place of `node`.
    pub fn value(&self, node: &Node, u: f64) -> Node {
        self.put(node, triangular(self.low, self.stated, self.high, u), u)
    }

    /// The hours at a share of the way from the low over the stated to the high end.
    fn hours(&self, drawn: f64, low: &Hours, stated: &Hours, high: &Hours) -> Hours {
        let (from, to, share) = if drawn < self.stated {
            (low, stated, drawn / self.stated)
        } else {
            (stated, high, (drawn - self.stated) / (1.0 - self.stated))
        };
        between(from, to, if share.is_finite() { share } else { 0.0 })
    }

    /// `drawn` in the place of `node`; `u` is its quantile.
    fn put(&self, node: &Node, drawn: f64, u: f64) -> Node {
        let factor = if self.stated == 0.0 {
            1.0
        } else {
            drawn / self.stated
        };
        let mut node = node.clone();
        match &self.way {
            Way::Plain(Kind::Duration) if self.in_days() => {
                let days = libm::round(drawn / DAY) * DAY;
                node.value = written(Kind::Duration, days, true, &node.value);
            }
            Way::Plain(Kind::Number) if !self.whole && self.has_decimals() => {
                node.value = match node.value {
                    Value::Integer(_) => Value::Float(drawn),
                    ref other => written(Kind::Number, drawn, false, other),
                };
            }
            Way::Plain(kind) => node.value = written(*kind, drawn, self.whole, &node.value),
            Way::Mean(kind) => scale(&mut node, *kind, factor),
            Way::FirstShare => shares(&mut node, drawn, self.stated),
            Way::Shares => multiply_shares(&mut node, factor),
            Way::FirstNumber => first_number(&mut node, drawn),
            Way::Counts => counts(&mut node, factor),
            Way::Hours([low, stated, high]) => {
                node.value = Value::Text(self.hours(drawn, low, stated, high).to_string());
            }
            Way::Either(low, high) => {
                node.value = Value::Text(if u < 0.5 { low } else { high }.clone());
            }
        }
        node
    }
}

/// Triangular over `low..=high` with mode `mode`: its quantile function.
fn triangular(low: f64, mode: f64, high: f64, u: f64) -> f64 {
    let width = high - low;
    if width <= 0.0 {
        return mode;
    }
    let below = (mode - low) / width;
    if u < below {
        low + (u * width * (mode - low)).sqrt()
    } else {
        high - ((1.0 - u) * width * (high - mode)).sqrt()
    }
}

fn sizes(found: &BTreeSet<Kind>, low: &str, high: &str) -> Option<(Kind, (f64, f64))> {
    found.iter().find_map(|&kind| {
        let ends = (kind.size(low)??, kind.size(high)??);
        Some((kind, ends))
    })
}

fn plain(node: &Node, kind: Kind) -> Result<(Way, f64), String> {
    let size = match &node.value {
        Value::Integer(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        Value::Text(text) => kind.size(text).flatten(),
        Value::Date(date) => kind.size(&date.to_string()).flatten(),
        _ => None,
    };
    size.map(|size| (Way::Plain(kind), size))
        .ok_or_else(|| "it has no size".to_owned())
}

/// A distribution, shares, a profile or a list of counts.
fn inside(node: &Node, kind: Kind, parts: bool) -> Result<(Way, f64), String> {
    let time = node.as_table().and_then(|table| table.get("time"));
    let mean = match kind {
        Kind::Duration => mean_duration(time.unwrap_or(node)),
        Kind::Mass => mean_mass(node),
        Kind::Money(_) => {
            let value = node.as_table().and_then(|table| table.get("value"));
            mean_money(value.unwrap_or(node))
        }
        _ => None,
    };
    if let Some(mean) = mean {
        return Ok((Way::Mean(kind), mean));
    }
    let first = match (&node.value, kind) {
        (
            Value::Table(table),
            Kind::Share
            | Kind::Number
            | Kind::Money(_)
            | Kind::MoneyByTime(_)
            | Kind::MoneyByMass(_),
        ) => table
            .in_order()
            .first()
            .and_then(|(_, entry)| size(&entry.node, kind)),
        (Value::Array(members), Kind::Number) => members.first().and_then(|member| {
            let count = member
                .as_table()
                .map_or(Some(member), |table| table.get("count"));
            size(count?, kind)
        }),
        _ => None,
    };
    let way = match (&node.value, kind) {
        (Value::Table(table), Kind::Share) => {
            let shares = table
                .entries
                .values()
                .filter_map(|entry| size(&entry.node, kind));
            let short = 100.0 * SHARE - shares.sum::<f64>();
            if parts && short.abs() < ROUNDING {
                Way::FirstShare
            } else {
                Way::Shares
            }
        }
        (Value::Table(_), Kind::Number) => Way::FirstNumber,
        // Amounts by class: all are multiplied alike, so that the first is what is drawn.
        (Value::Table(_), kind) => Way::Mean(kind),
        _ => Way::Counts,
    };
    first
        .map(|first| (way, first))
        .ok_or_else(|| "it is not clear which of its values the range means".to_owned())
}

fn size(node: &Node, kind: Kind) -> Option<f64> {
    plain(node, kind).ok().map(|(_, size)| size)
}

fn mean_duration(node: &Node) -> Option<f64> {
    let mut problems = Problems::new();
    let read = Dist::<Duration>::read(node, &mut problems)?;
    Some(dist::duration(&read, node.place, &mut problems)?.mean())
}

fn mean_mass(node: &Node) -> Option<f64> {
    let mut problems = Problems::new();
    let read = Dist::<Mass>::read(node, &mut problems)?;
    Some(dist::mass(&read, node.place, &mut problems)?.mean())
}

fn mean_money(node: &Node) -> Option<f64> {
    let mut problems = Problems::new();
    let read = Dist::<Money>::read(node, &mut problems)?;
    Some(dist::money(&read, node.place, &mut problems)?.mean() / 100.0)
}

fn hours(text: &str, low: &str, high: &str) -> Result<Rule, String> {
    let read = |text: &str| Hours::parse(text).map_err(|_| "its hours have no ends".to_owned());
    let (stated, low, high) = (read(text)?, read(low)?, read(high)?);
    let windows = low.windows().len();
    if windows != high.windows().len() || windows != stated.windows().len() {
        return Err("its ends have another number of windows".to_owned());
    }
    let ends = |hours: &Hours| -> Vec<i64> {
        let windows = hours.windows().iter();
        windows.flat_map(|&(from, to)| [from, to]).collect()
    };
    let (from, at, to) = (ends(&low), ends(&stated), ends(&high));
    let lies = |end: usize| (from[end].min(to[end])..=from[end].max(to[end])).contains(&at[end]);
    if !(0..at.len()).all(lies) {
        return Err("the stated hours do not lie between the ends of the range".to_owned());
    }
    // How far the ends have moved, all together: where nothing moves, the stated hours are the low end.
    let way =
        |a: &[i64], b: &[i64]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<i64>() as f64;
    let place = way(&at, &from) / way(&to, &from).max(1.0);
    Ok(Rule {
        way: Way::Hours([low, stated, high]),
        low: 0.0,
        stated: place,
        high: 1.0,
        whole: false,
    })
}

/// The hours `share` of the way from `low` to `high`, to the minute.
fn between(low: &Hours, high: &Hours, share: f64) -> Hours {
    let mix = |a: i64, b: i64| a + libm::round((b - a) as f64 * share) as i64;
    let clock = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
    let windows = low.windows().iter().zip(high.windows());
    let windows: Vec<String> = windows
        .map(|(a, b)| format!("{}-{}", clock(mix(a.0, b.0)), clock(mix(a.1, b.1))))
        .collect();
    Hours::parse(&windows.join(", ")).unwrap_or_else(|_| low.clone())
}

fn either(text: &str, low: &str, high: &str) -> Result<Rule, String> {
    if text != low && text != high {
        return Err("the stated days are neither end of the range".to_owned());
    }
    Ok(Rule {
        way: Way::Either(low.to_owned(), high.to_owned()),
        low: 0.0,
        stated: 0.0,
        high: 1.0,
        whole: false,
    })
}

/// A plain value in a unit that its key takes.
fn written(kind: Kind, number: f64, whole: bool, was: &Value) -> Value {
    let decimal = |number: f64| decimal(if whole { libm::round(number) } else { number });
    let text = match (kind, was) {
        (Kind::Number, Value::Integer(_)) => return Value::Integer(libm::round(number) as i64),
        (Kind::Number, Value::Float(_)) => return Value::Float(number),
        (Kind::Day, _) => {
            let date: Option<Date> = date_of(libm::round(number) as i64);
            return date.map_or_else(|| was.clone(), Value::Date);
        }
        (Kind::Duration, _) => format!("{} s", decimal(number / 1e6)),
        (Kind::Mass, _) => format!("{} kg", libm::round(number)),
        (Kind::Share, _) => format!("{} %", decimal(number / SHARE)),
        (Kind::Rate, _) => format!("{} / day", decimal(number * DAY)),
        (Kind::Money(_) | Kind::MoneyByTime(_) | Kind::MoneyByMass(_), Value::Text(was)) => {
            return Value::Text(price(number, was));
        }
        (Kind::Decline, Value::Text(was)) => {
            let per = Decline::parse(was).map_or(Duration::DAY, |loss| loss.per);
            format!("{} % / {per}", decimal(number * per.0 as f64 / SHARE))
        }
        _ => decimal(number),
    };
    Value::Text(text)
}

/// A price for the same time or mass, and in the same currency, as another; to whole đồng, or hundredths of what is not đồng.
fn price(number: f64, was: &str) -> String {
    let Ok(Price { money, per }) = Price::parse(was) else {
        return was.to_owned();
    };
    let (size, per) = match per {
        Per::Once => (1, String::new()),
        Per::Time(time) => (time, format!(" / {}", Duration(time))),
        Per::Mass(mass) => (mass, format!(" / {}", Mass(mass))),
    };
    let number = number * size as f64;
    let number = match money.currency {
        Currency::Vnd => format!("{number:.0}"),
        _ => format!("{number:.2}"),
    };
    format!("{number} {}{per}", money.currency.code())
}

/// One percent as [`Kind::size`] gives it.
const SHARE: f64 = 1e10;

/// Shares that sum to 100 % within this are parts of one whole: 0.1 %.
const ROUNDING: f64 = SHARE / 10.0;

/// The last decimal of a share as it is written.
const FINEST: f64 = SHARE / 1e6;

/// A day in microseconds, the unit of time of rates.
const DAY: f64 = 86_400e6;

/// A number with at most six decimals.
fn decimal(number: f64) -> String {
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

fn scale(node: &mut Node, kind: Kind, factor: f64) {
    match &mut node.value {
        Value::Array(members) => members
            .iter_mut()
            .for_each(|node| scale(node, kind, factor)),
        Value::Table(table) => table
            .entries
            .values_mut()
            .for_each(|entry| scale(&mut entry.node, kind, factor)),
        Value::Text(text) => {
            if let Some(size) = kind.size(text).flatten() {
                let new = written(kind, size * factor, false, &node.value);
                node.value = new;
            }
        }
        _ => {}
    }
}

fn multiply_shares(node: &mut Node, factor: f64) {
    let Value::Table(table) = &mut node.value else {
        return;
    };
    for entry in table.entries.values_mut() {
        if let Some(share) = size(&entry.node, Kind::Share) {
            let share = (share * factor).min(100.0 * SHARE);
            entry.node.value = written(Kind::Share, share, false, &entry.node.value);
        }
    }
}

fn shares(node: &mut Node, drawn: f64, stated: f64) {
    let whole = 100.0 * SHARE;
    let rest = if stated < whole {
        (whole - drawn) / (whole - stated)
    } else {
        0.0
    };
    let Value::Table(table) = &mut node.value else {
        return;
    };
    let order: Vec<String> = table
        .in_order()
        .into_iter()
        .map(|(key, _)| key.to_owned())
        .collect();
    let mut left = whole;
    for (at, key) in order.iter().enumerate() {
        let Some(entry) = table.entries.get_mut(key) else {
            continue;
        };
        let Some(size) = size(&entry.node, Kind::Share) else {
            continue;
        };
        let new = if at == 0 { drawn } else { size * rest };
        // Exact decimals have to make exactly one: the last takes what rounding left.
        let new = if at + 1 == order.len() {
            left
        } else {
            libm::round(new / FINEST) * FINEST
        };
        left -= new;
        entry.node.value = Value::Text(format!("{} %", decimal(new / SHARE)));
    }
}

fn first_number(node: &mut Node, drawn: f64) {
    if let Value::Table(table) = &mut node.value {
        let first = table.in_order().first().map(|(key, _)| (*key).to_owned());
        if let Some(entry) = first.and_then(|key| table.entries.get_mut(&key)) {
            entry.node.value = match entry.node.value {
                Value::Integer(_) | Value::Float(_) => Value::Float(drawn),
                _ => Value::Text(decimal(drawn)),
            };
        }
    }
}

fn counts(node: &mut Node, factor: f64) {
    match &mut node.value {
        Value::Array(members) => members.iter_mut().for_each(|node| counts(node, factor)),
        Value::Table(table) => {
            if let Some(entry) = table.entries.get_mut("count") {
                counts(&mut entry.node, factor);
            }
        }
        Value::Integer(number) if *number > 0 => {
            // Who works at all does not vanish by rounding.
            *number = (libm::round(*number as f64 * factor) as i64).max(1);
        }
        _ => {}
    }
}
