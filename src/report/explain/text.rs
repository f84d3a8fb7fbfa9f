//! The explanation for people: a sentence that answers, then the tables behind it.

mod hours;
mod vehicles;

use jiff::civil::Date;

use crate::des::clock::Time;
use crate::measures::Spot;
use crate::plan::cause::Cause;
use crate::report::cells::{named, period, range};
use crate::report::number::{count, digits, fixed};
use crate::report::table::{Cell, Table};
use crate::report::text::Style;
use crate::report::{Run, Stopped, words};
use crate::scenario::calendar::clock;

use super::rows::ObservedRow;
use super::{Explained, Explanation, Side, rows_of};

/// How many causes a sentence or a cell names.
const NAMED: usize = 3;
/// How many lines are shown.
const MOST_LINES: usize = 12;
/// Parts smaller than this are not named.
const LEAST: f64 = 0.005;

/// The explanation as text.
pub fn text(explanation: &Explanation, explained: &Explained, style: Style) -> String {
    let page = Page {
        explanation,
        explained,
        run: &explained.run,
        noun: noun(&explained.run),
        style,
    };
    [
        page.heading(),
        page.causes(),
        page.groups(),
        page.places(),
        page.standing(),
        page.days(),
        page.worst(),
        page.yards(),
        page.shares(),
        page.examples(),
    ]
    .concat()
}

/// The answer in a sentence.
pub(super) fn answer(explained: &Explained, rows: &[ObservedRow]) -> String {
    let Some(delay) = rows_of(rows, "delay", "total").next() else {
        return String::new();
    };
    let value = delay.value.unwrap_or(0.0);
    let causes = rows_of(rows, "time-by-cause", "cause");
    let causes: Vec<&ObservedRow> = causes
        .filter(|row| row.key.cause.is_some_and(Cause::is_delay))
        .collect();
    if let (Some(base), Some(change)) = (&explained.base, delay.change) {
        let name = if base.scenario.id == explained.run.scenario.id {
            "the scenario as it stands"
        } else {
            &base.scenario.id
        };
        return difference(name, noun(&explained.run), change, &causes);
    }
    if delay.n == 0 {
        return "Nothing was simulated.".to_owned();
    }
    if value <= 0.0 {
        return "Nobody was delayed: all time was spent being served or travelling.".to_owned();
    }
    let parts = causes.iter().filter_map(|row| {
        let share = row.value? / value;
        Some((share, words::cause(row.key.cause?)))
    });
    let mut parts: Vec<(f64, &str)> = parts.filter(|(share, _)| *share > 0.0).collect();
    parts.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (first, others) = parts.split_at(parts.len().min(NAMED));
    let first: Vec<String> = first
        .iter()
        .enumerate()
        .map(|(at, (share, word))| match at {
            0 => format!("{} had the cause \"{word}\"", percent(*share)),
            _ => format!("{} \"{word}\"", percent(*share)),
        })
        .collect();
    let rest: f64 = others.iter().map(|(share, _)| share).sum();
    let rest = match others.len() {
        0 => String::new(),
        1 => format!(", and one other cause {}", percent(rest)),
        n => format!(", and {n} other causes {}", percent(rest)),
    };
    format!(
        "Of {} {}-hours of delay {}{rest}.",
        shown(value, None),
        noun(&explained.run).one,
        first.join(", ")
    )
}

/// What is more, or less, than in the base.
fn difference(base: &str, noun: Noun, change: f64, causes: &[&ObservedRow]) -> String {
    if change == 0.0 && causes.iter().all(|row| row.change == Some(0.0)) {
        return format!("There is no difference: the delay is that of {base}, cause by cause.");
    }
    let side = if change < 0.0 { "less" } else { "more" };
    let mut parts: Vec<(f64, &str)> = causes
        .iter()
        .filter_map(|row| Some((row.change?, words::cause(row.key.cause?))))
        .filter(|(change, _)| *change != 0.0)
        .collect();
    parts.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let parts = parts
        .iter()
        .take(NAMED)
        .map(|(change, word)| format!("\"{word}\" {}", more(*change)));
    format!(
        "{} {}-hours of delay {side} than in {base}: {}.",
        shown(change.abs(), None),
        noun.one,
        parts.collect::<Vec<_>>().join(", ")
    )
}

/// What those who are asked about are called.
#[derive(Clone, Copy)]
struct Noun {
    one: &'static str,
    many: &'static str,
    hours: &'static str,
}

fn noun(run: &Run) -> Noun {
    if Side::new(run).is_some_and(|side| side.is_of_persons()) {
        Noun {
            one: "person",
            many: "persons",
            hours: "person-h",
        }
    } else {
        Noun {
            one: "vehicle",
            many: "vehicles",
            hours: "vehicle-h",
        }
    }
}

struct Page<'a> {
    explanation: &'a Explanation,
    explained: &'a Explained<'a>,
    run: &'a Run<'a>,
    noun: Noun,
    style: Style,
}

impl Page<'_> {
    /// What relaxations would save, or which changes make the difference.
    fn shares(&self) -> String {
        let removable = self.explanation.removable.as_ref();
        let difference = self.explanation.difference.as_ref();
        let tables = [
            removable.map(|table| table.text(self.style)),
            difference.map(|table| table.text(self.style)),
        ];
        tables.into_iter().flatten().collect()
    }

    fn heading(&self) -> String {
        let titled = |run: &Run| {
            let title = &run.scenario.title.en;
            let changed = match run.set {
                [] => String::new(),
                set => format!("; changed: {}", set.join(", ")),
            };
            match title.as_str() {
                "" => format!("{}{changed}", run.scenario.id),
                title => format!("{}: {title}{changed}", run.scenario.id),
            }
        };
        let mut text = format!("{}\n", self.style.bold(&titled(self.run)));
        if let Some(base) = &self.explained.base {
            text.push_str(&format!("against {}\n", titled(base)));
        }
        let progress = self.run.fold.progress();
        let replications = match progress.done {
            1 => "1 replication".to_owned(),
            n => format!("{n} replications"),
        };
        let mut parts = vec![self.span(), self.whom(), replications];
        if self.explained.base.is_some() {
            parts.push("paired vehicle by vehicle".to_owned());
        }
        parts.push(format!("seed {}", self.run.seed));
        text.push_str(&format!("{}\n", parts.join(" · ")));
        if progress.done < self.run.asked {
            let why = match self.run.stopped {
                Stopped::MaxTime => "the time allowed was over",
                _ => "interrupted",
            };
            text.push_str(&format!(
                "PARTIAL: {why} after {} of {} replications\n",
                progress.done, self.run.asked
            ));
        }
        if progress.failed > 0 {
            text.push_str(&format!(
                "FAILED: {} of {} replications, which enter no number below\n",
                progress.failed, progress.done
            ));
        }
        text.push_str(&format!("\n{}\n", self.explanation.answer));
        text
    }

    /// The span in words.
    fn span(&self) -> String {
        let (from, to) = (self.explained.question.from, self.explained.question.to);
        let zone = &self.run.scenario.clocks.own;
        let is_midnight = |at: Time| self.run.plan.days.contains(&at);
        if is_midnight(from) && is_midnight(to) {
            return period(clock(from, zone).date(), clock(to - 1, zone).date());
        }
        format!("{} to {}", self.instant(from), self.instant(to))
    }

    fn instant(&self, at: Time) -> String {
        let shown = clock(at, &self.run.scenario.clocks.own);
        format!("{} {}", day(shown.date()), shown.strftime("%H:%M"))
    }

    /// Who is asked about.
    fn whom(&self) -> String {
        let question = self.explained.question;
        let goods = match question.import {
            None => "",
            Some(true) => "imports ",
            Some(false) => "exports ",
        };
        let classes = match &question.classes[..] {
            [] => String::new(),
            classes => format!("of {} ", classes.join(", ")),
        };
        let gates = match &question.gates[..] {
            [] => "at all gates".to_owned(),
            gates => format!("at {}", gates.join(", ")),
        };
        format!("{goods}{classes}{gates}")
    }

    fn causes(&self) -> String {
        let mut rows: Vec<&ObservedRow> = self.explanation.rows("time-by-cause", "cause").collect();
        // What is no delay comes last.
        let is_delay = |row: &ObservedRow| row.key.cause.is_some_and(Cause::is_delay);
        let size = |row: &ObservedRow| row.value.unwrap_or(0.0).max(row.base.unwrap_or(0.0));
        rows.sort_by(|a, b| {
            (is_delay(b), size(b))
                .partial_cmp(&(is_delay(a), size(a)))
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        let mut table = self.table(&["cause"]);
        let delays = rows.iter().filter(|row| is_delay(row)).count();
        for (at, row) in rows.iter().enumerate() {
            if at == delays {
                self.total(&mut table);
            }
            let cause = row.key.cause.map_or("", words::cause);
            table.rows.push(self.cells(vec![Cell::text(cause)], row));
        }
        if delays == rows.len() {
            self.total(&mut table);
        }
        let note = match self.explained.base {
            Some(_) => {
                "changes with their 95 % intervals, paired replication by replication; being served and travelling is no delay\n"
            }
            None => {
                "hours within the span, with the 95 % interval of the mean, then that of one such span; being served and travelling is no delay\n"
            }
        };
        self.style
            .section("Observed: what the time was spent on", &table, note)
    }

    fn total(&self, table: &mut Table) {
        if let Some(row) = self.explanation.rows("delay", "total").next() {
            table
                .rows
                .push(self.cells(vec![Cell::text("delay, all causes")], row));
        }
    }

    fn groups(&self) -> String {
        let mut rows: Vec<&ObservedRow> =
            (self.explanation.rows("delay", "gate-direction-class")).collect();
        if rows.len() < 2 {
            return String::new();
        }
        by_size(&mut rows);
        let mut table = self.table(&["gate", "most of it"]);
        for row in rows {
            let causes = (self.explanation)
                .rows("time-by-cause", "gate-direction-class-cause")
                .filter(|cause| {
                    (cause.key.in_base, cause.key.group) == (row.key.in_base, row.key.group)
                });
            let who = Cell {
                mean: self.gate(row.gate.as_deref().unwrap_or_default()),
                next: [row.direction.unwrap_or_default(), ", ", &self.class(row)].concat(),
            };
            let most = Cell::text(most(row, causes));
            table.rows.push(self.cells(vec![who, most], row));
        }
        self.style
            .section("Delay by gate, direction and class", &table, "")
    }

    /// Which lines the hours are in; what is in none of them is at the line, or waits for something that has no line.
    fn places(&self) -> String {
        let mut rows: Vec<&ObservedRow> = self
            .explanation
            .rows("time-by-cause", "place-cause")
            .filter(|row| row.key.cause.is_some_and(Cause::is_delay))
            .collect();
        by_size(&mut rows);
        let mut table = self.table(&["line", "cause"]);
        let shown = rows.iter().take(MOST_LINES);
        for row in shown {
            let Some((spot, cause)) = row.key.spot.zip(row.key.cause) else {
                continue;
            };
            let line = self.line_of(row.key.in_base, spot);
            let names = vec![Cell::text(line), Cell::text(words::cause(cause))];
            table.rows.push(self.cells(names, row));
        }
        let left = rows.len().saturating_sub(MOST_LINES);
        let more = match left {
            0 => String::new(),
            n => format!("{n} smaller ones are in --json\n"),
        };
        let note = format!(
            "stations, yards, bridges, drivers and residents; what is not here waits at the gate itself, for papers or for results\n{more}"
        );
        self.style.section("In which lines", &table, &note)
    }

    /// A table whose first columns are `names`, then what [`cells`](Self::cells) gives.
    fn table(&self, names: &[&'static str]) -> Table {
        let numbers: &[&str] = match self.explained.base {
            Some(_) => &["base", "this", "change", "interval of the change"],
            None => &[self.noun.hours, "of the delay"],
        };
        Table {
            head: [names, numbers].concat(),
            names: names.len(),
            rows: Vec::new(),
        }
    }

    fn cells(&self, mut names: Vec<Cell>, row: &ObservedRow) -> Vec<Cell> {
        if self.explained.base.is_none() {
            names.push(self.amount(row));
            let share = row.share.map_or_else(|| "-".to_owned(), percent);
            names.push(Cell::text(share));
            return names;
        }
        let half = row.change_high.zip(row.change);
        let half = half.map(|(high, mid)| high - mid);
        let size = row.change.unwrap_or(0.0) / 20.0;
        let places = digits(half.filter(|half| *half > 0.0).unwrap_or(size));
        let plain = |value: Option<f64>| {
            Cell::text(value.map_or_else(|| "-".to_owned(), |value| fixed(value, places)))
        };
        let interval = row.change_low.zip(row.change_high);
        names.extend([
            plain(row.base),
            plain(row.value),
            Cell::text((row.change).map_or_else(|| "-".to_owned(), |it| signed(it, places))),
            Cell::text(interval.map_or_else(
                || "-".to_owned(),
                |(low, high)| format!("[{}, {}]", signed(low, places), signed(high, places)),
            )),
        ]);
        names
    }

    fn amount(&self, row: &ObservedRow) -> Cell {
        let Some(value) = row.value else {
            return Cell::text("-");
        };
        let half = row.high.map(|high| high - value);
        let next = row.next_low.zip(row.next_high);
        let next = next.filter(|(low, high)| low < high && *high >= 2.0);
        let next = next.map(|(low, high)| range(&count(low), &count(high), self.style));
        Cell {
            mean: shown(value, half),
            next: next.unwrap_or_default(),
        }
    }

    fn gate(&self, name: &str) -> String {
        let gates = &self.run.scenario.gates;
        let gate = gates.iter().find(|gate| gate.name == name);
        gate.map_or_else(|| name.to_owned(), |gate| named(&gate.title, &gate.name))
    }

    fn class(&self, row: &ObservedRow) -> String {
        let name = row.class.as_deref().unwrap_or_default();
        let classes = &self.run.scenario.classes;
        let class = classes.iter().find(|class| class.name == name);
        class.map_or_else(|| name.to_owned(), |class| named(&class.title, &class.name))
    }

    /// The name of a line.
    fn line(&self, spot: Spot) -> String {
        self.line_of(false, spot)
    }

    /// The same, perhaps of the scenario against which this one is explained.
    fn line_of(&self, in_base: bool, spot: Spot) -> String {
        let base = self.explained.base.as_ref().filter(|_| in_base);
        let run = base.unwrap_or(self.run);
        let scenario = run.scenario;
        let of = |title: Option<&String>| title.cloned().unwrap_or_default();
        let title = match spot {
            Spot::Station(at) => of(scenario.stations.get(at as usize).map(|it| &it.title)),
            Spot::Yard(at) => of(scenario.yards.get(at as usize).map(|it| &it.title)),
            Spot::Bridge(at) => of(scenario.bridges.get(at as usize).map(|it| &it.title)),
            Spot::Pool(at) => of(scenario.pools.get(at as usize).map(|it| &it.title)),
            Spot::Residents(at) => of(scenario.residents.get(at as usize).map(|it| &it.title)),
            Spot::Gate(at) => of(scenario.gates.get(at as usize).map(|it| &it.title)),
            Spot::Papers => "papers".to_owned(),
            Spot::Way => "under way".to_owned(),
        };
        let names = &run.plan.names;
        let name = match spot {
            Spot::Station(at) => names.stations.get(at as usize),
            Spot::Yard(at) => names.yards.get(at as usize),
            Spot::Bridge(at) => names.bridges.get(at as usize),
            Spot::Pool(at) => names.pools.get(at as usize),
            Spot::Residents(at) => names.residents.get(at as usize),
            Spot::Gate(at) => names.gates.get(at as usize),
            Spot::Papers | Spot::Way => None,
        };
        named(&title, name.map_or("", String::as_str))
    }

    /// The same where the word before it says what somebody does there.
    fn place(&self, spot: Spot) -> String {
        let line = self.line(spot);
        match spot {
            Spot::Station(_) | Spot::Gate(_) => format!("at {line}"),
            Spot::Yard(_) => format!("before {line}"),
            Spot::Bridge(_) => format!("at the bridge {line}"),
            Spot::Pool(_) => format!("in the line for {line}"),
            Spot::Residents(_) => format!("in the line for {line}"),
            Spot::Papers => "where papers are waited for".to_owned(),
            Spot::Way => line,
        }
    }
}

/// Greatest first: by the change where there is one.
fn by_size(rows: &mut [&ObservedRow]) {
    let size = |row: &ObservedRow| match row.change {
        Some(change) => change.abs(),
        None => row.value.unwrap_or(0.0),
    };
    rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
}

/// The main causes of the delay of a row, in percent of it.
fn most<'r>(row: &ObservedRow, causes: impl Iterator<Item = &'r ObservedRow>) -> String {
    let all = row.value.unwrap_or(0.0);
    if all <= 0.0 {
        return String::new();
    }
    let mut parts: Vec<(f64, Cause)> = causes
        .filter_map(|own| Some((own.value? / all, own.key.cause?)))
        .filter(|(share, cause)| cause.is_delay() && *share >= LEAST)
        .collect();
    parts.sort_by(|a, b| b.0.total_cmp(&a.0));
    let parts = parts.iter().take(NAMED - 1);
    let parts = parts.map(|(share, cause)| format!("{} {}", percent(*share), words::cause(*cause)));
    parts.collect::<Vec<_>>().join(", ")
}

/// A share in percent: what is little is not nothing.
fn percent(share: f64) -> String {
    match 100.0 * share {
        x if x <= 0.0 => "0 %".to_owned(),
        x if x < 0.05 => "under 0.1 %".to_owned(),
        x if x < 9.95 => format!("{} %", fixed(x, 1)),
        x => format!("{} %", fixed(x, 0)),
    }
}

/// A number, with the half-width of its interval where that is known.
fn shown(value: f64, half: Option<f64>) -> String {
    match half.filter(|half| *half > 0.0) {
        Some(half) => {
            let places = digits(half);
            format!("{} ± {}", fixed(value, places), fixed(half, places))
        }
        None => {
            let text = fixed(value, digits(value / 20.0));
            let text = match text.contains('.') {
                true => text.trim_end_matches('0').trim_end_matches('.'),
                false => &text,
            };
            // It was the same in every replication.
            let sure = if half.is_some() { " ± 0" } else { "" };
            format!("{text}{sure}")
        }
    }
}

/// A change as a sentence has it.
fn more(change: f64) -> String {
    let sign = if change > 0.0 { "+" } else { "" };
    format!("{sign}{}", shown(change, None))
}

fn signed(value: f64, places: usize) -> String {
    let text = fixed(value, places);
    if value > 0.0 {
        format!("+{text}")
    } else {
        text
    }
}

/// A day in words: "Thu 3 Feb".
fn day(date: Date) -> String {
    format!(
        "{} {} {}",
        words::weekday(date.weekday()),
        date.day(),
        words::month(date.month())
    )
}
