//! What a section is made from, and how it finds its numbers.

use jiff::civil::{Date, DateTime};
use maud::{Markup, html};

use crate::des::clock::Time;
use crate::report::cells::{named, number};
use crate::report::closeup::CloseUp;
use crate::report::days::{Block, blocks};
use crate::report::number::{TimeUnit, digits};
use crate::report::row::{Row, Value};
use crate::report::titles::{self, title};
use crate::report::{Report, Run};
use crate::scenario::calendar::clock;

use super::locale::Locale;

/// A run, what is known of it, and the language in which it is told.
pub(super) struct Sheet<'a> {
    pub report: &'a Report,
    pub run: &'a Run<'a>,
    pub close: &'a CloseUp,
    pub say: &'a Locale,
    /// What it is called beside others.
    pub name: Option<&'a str>,
    /// The days of its gates; none where two notices contradict each other.
    pub blocks: Vec<Block>,
}

impl<'a> Sheet<'a> {
    /// The sheet of a run.
    pub fn new(report: &'a Report, run: &'a Run<'a>, close: &'a CloseUp, say: &'a Locale) -> Self {
        Self {
            report,
            run,
            close,
            say,
            name: None,
            blocks: blocks(run.scenario, run.plan).unwrap_or_default(),
        }
    }

    /// The same, which has a name beside others.
    pub fn named(self, name: &'a str) -> Self {
        Self {
            name: Some(name),
            ..self
        }
    }

    /// Whether any replication counts.
    pub fn has_results(&self) -> bool {
        let manifest = &self.report.manifest;
        manifest.replications > manifest.failed
    }

    /// Whether a single period was simulated, which says nothing of chance.
    pub fn is_lonely(&self) -> bool {
        self.run.fold.replications().len() < 2
    }

    /// Hours between two readings of the stock, where these are so far apart that the longest line may lie between them.
    fn coarse_hours(&self) -> Option<f64> {
        let [first, second, ..] = self.close.instants.as_slice() else {
            return None;
        };
        let hours = (second - first) as f64 / 3.6e9;
        (hours > 1.0).then_some(hours)
    }

    /// A sentence about readings that are far apart.
    pub fn coarse(&self) -> Option<String> {
        let hours = self.coarse_hours()?;
        let shown = self.say.count(hours);
        Some(self.say.say("coarse-note", &[("hours", (&shown).into())]))
    }

    /// Where the gate of that name stands.
    pub fn gate_at(&self, name: &str) -> Option<usize> {
        let mut gates = self.run.scenario.gates.iter();
        gates.position(|gate| gate.name == name)
    }

    /// A date without its year, unless days of several years are told.
    pub fn short_date(&self, date: Date) -> String {
        let period = self.run.scenario.period;
        if period.to.year() - period.from.year() > 1 || period.days().count() > 366 {
            self.say.date(date)
        } else {
            self.say.short_date(date)
        }
    }

    /// The title of the scenario.
    pub fn title(&self) -> String {
        let title = self.say.title(&self.run.scenario.title);
        named(title, &self.run.scenario.id)
    }

    /// The rows of a measure.
    pub fn rows(
        &self,
        measure: &'static str,
        statistic: &'static str,
        by: &'static str,
    ) -> impl Iterator<Item = &'a Row> {
        let rows = self.report.measures.iter();
        rows.filter(move |row| row.measure == measure && row.statistic == statistic && row.by == by)
    }

    /// The value of the whole.
    pub fn total(&self, measure: &'static str, statistic: &'static str) -> Option<f64> {
        number(self.rows(measure, statistic, "total").next()?.value)
    }

    /// What a gate is called.
    pub fn gate(&self, gate: usize) -> &'a str {
        let gate = self.run.scenario.gates.get(gate);
        gate.map_or("", |gate| title(&gate.title, &gate.name))
    }

    /// What the gate of that name is called.
    pub fn gate_named<'n>(&self, name: &'n str) -> &'n str
    where
        'a: 'n,
    {
        titles::gate(self.run.scenario, name)
    }

    /// What a class is called.
    pub fn class(&self, class: usize) -> &'a str {
        let class = self.run.scenario.classes.get(class);
        class.map_or("", |class| title(&class.title, &class.name))
    }

    /// What the class of that name is called.
    pub fn class_named<'n>(&self, name: &'n str) -> &'n str
    where
        'a: 'n,
    {
        titles::class(self.run.scenario, name)
    }

    /// A gate with the direction of the goods.
    pub fn way(&self, gate: &str, import: bool) -> String {
        let direction = self.say.word(direction(import));
        let values = [("gate", gate.into()), ("direction", (&direction).into())];
        self.say.say("way", &values)
    }

    /// An instant on the scenario's clock.
    pub fn civil(&self, at: Time) -> DateTime {
        clock(at, &self.run.scenario.clocks.own)
    }

    /// An instant as it stands in a sentence.
    pub fn moment(&self, at: Time) -> String {
        let civil = self.civil(at);
        let date = self.short_date(civil.date());
        let time = civil.strftime("%H:%M").to_string();
        let values = [("date", (&date).into()), ("time", (&time).into())];
        self.say.say("moment", &values)
    }

    /// An instant in a table: 3 Feb 08:00.
    pub fn instant(&self, at: Time) -> String {
        let civil = self.civil(at);
        let date = self.short_date(civil.date());
        format!("{date} {}", civil.strftime("%H:%M"))
    }

    /// A number of vehicles or hours with both its intervals.
    pub fn amount(&self, row: Option<&Row>) -> Markup {
        let Some((row, value)) = row.and_then(|row| Some((row, number(row.value)?))) else {
            return nothing();
        };
        let half = number(row.high).map(|high| high - value);
        let places = half.map_or(0, digits);
        let shown = match half {
            Some(half) => format!(
                "{} ± {}",
                self.say.number(value, places),
                self.say.number(half, places)
            ),
            None => self.say.number(value, places),
        };
        self.both(shown, row, |x| self.say.count(x), |range| range)
    }

    /// A duration in seconds with both its intervals.
    pub fn duration(&self, row: Option<&Row>) -> Markup {
        let Some((row, value)) = row.and_then(|row| Some((row, number(row.value)?))) else {
            return nothing();
        };
        let unit = TimeUnit::of(value);
        let show = |seconds: f64| self.say.number(seconds / unit.seconds, 1);
        let interval = number(row.low).zip(number(row.high));
        let shown = match interval {
            Some((_, high)) if row.statistic == "mean" => {
                let both = format!("{} ± {}", show(value), show(high - value));
                self.say.with_unit(&both, unit.word)
            }
            Some((low, high)) => {
                let range = self.say.range(&show(low), &show(high));
                format!("{} ({range})", self.say.with_unit(&show(value), unit.word))
            }
            None => self.say.with_unit(&show(value), unit.word),
        };
        self.both(shown, row, show, |range| {
            self.say.with_unit(&range, unit.word)
        })
    }

    /// A value with the interval of one such period below it.
    fn both(
        &self,
        shown: String,
        row: &Row,
        show: impl Fn(f64) -> String,
        unit: impl Fn(String) -> String,
    ) -> Markup {
        let next = number(row.next_low).zip(number(row.next_high));
        let next = next.map(|(low, high)| unit(self.say.range(&show(low), &show(high))));
        html! {
            (shown)
            @if let Some(next) = next { br; small { (next) } }
        }
    }

    /// The median day of a row, with both intervals.
    pub fn day(&self, row: Option<&Row>) -> Markup {
        let shown = |value: Option<Value>| match value {
            Some(Value::Day(day)) => Some(self.short_date(day)),
            _ => None,
        };
        let Some(row) = row else {
            return nothing();
        };
        let later = || self.say.word("after-the-period");
        let next = shown(row.next_low).map(|low| {
            let high = shown(row.next_high).unwrap_or_else(later);
            self.say.range(&low, &high)
        });
        html! {
            (shown(row.value).unwrap_or_else(later))
            @if let Some(next) = next { br; small { (next) } }
        }
    }
}

/// The first of those that have the greatest number.
pub(super) fn peak<T>(items: impl DoubleEndedIterator<Item = (T, f64)>) -> Option<(T, f64)> {
    // Of equals `max_by` takes the last.
    items.rev().max_by(|(_, a), (_, b)| a.total_cmp(b))
}

/// Nothing is known.
pub(super) fn nothing() -> Markup {
    html! { "–" }
}

/// Key of the word for a direction of the goods; true is import.
pub(super) fn direction(import: bool) -> &'static str {
    if import {
        "direction-import"
    } else {
        "direction-export"
    }
}
