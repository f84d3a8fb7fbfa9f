//! What the terminal shows: the same rows as the JSON, for people.
//!
//! Every number says how sure it is: `mean ± half-width` of the 95 % interval of the mean, and the 95 % interval of one such
//! period. A quantile's interval is not symmetric, so both its ends are printed. Verdicts are words.

mod bookings;
mod choices;
mod chosen;
mod costs;
mod days;
mod places;
mod release;

mod papers;

mod inspection;

pub(super) use days::MOST_BARS;

use super::cells::{
    amount, day, duration, figure, named, number, period, places, range, share, verdict,
};
use super::number::fixed;
use super::row::Row;
use super::table::{Cell, Table};
use super::width::fit;
use super::{InputMode, Report, Run};

/// How many assumptions a fact names.
const NAMED_ASSUMPTIONS: usize = 3;

/// How text is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// One record a line and nothing drawn.
    pub plain: bool,
    /// ANSI codes for headings.
    pub colour: bool,
    /// The columns that a line may take; none where lines may be of any length. Plain text is never broken.
    pub columns: Option<usize>,
}

impl Style {
    /// A table under its title, with lines below it; nothing where the table has no row.
    pub(super) fn section(self, title: &str, table: &Table, note: &str) -> String {
        if table.rows.is_empty() {
            return String::new();
        }
        let body = self.table(table);
        format!("\n{}\n{body}{}", self.bold(title), self.indented(note))
    }

    /// A table in the form that is asked for.
    pub(super) fn table(self, table: &Table) -> String {
        if self.plain {
            table.plain()
        } else {
            table.drawn(self.columns)
        }
    }

    /// A finished text, in which no line is wider than it may be.
    pub fn fitted(self, text: String) -> String {
        match self.columns {
            Some(columns) if !self.plain => fit(&text, columns),
            _ => text,
        }
    }

    /// Lines as they stand below a heading.
    pub(super) fn indented(self, lines: &str) -> String {
        if self.plain {
            return lines.to_owned();
        }
        lines.lines().map(|line| format!(" {line}\n")).collect()
    }

    /// A heading.
    pub(super) fn bold(self, text: &str) -> String {
        if self.colour {
            format!("\u{1b}[1m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// The report of a run as text.
pub fn text(report: &Report, run: &Run, style: Style) -> String {
    let page = Page { report, run, style };
    let mut text = page.heading();
    if run.catalogue.chosen().is_some() {
        text.push_str(&[page.chosen(), page.uncertainty(), page.precision()].concat());
    } else if report.manifest.replications > report.manifest.failed {
        for section in [
            page.gates(),
            page.persons(),
            page.stations(),
            page.yards(),
            page.bridges(),
            page.bookings(),
            page.choices(),
            page.pools(),
            page.outages(),
            page.residents(),
            page.papers(),
            page.overstays(),
            page.channels(),
            page.agencies(),
            page.service_levels(),
            page.costs(),
            page.goods(),
            page.causes(),
            page.days(),
            page.colours(),
            page.time_release(),
            page.facts(),
            page.uncertainty(),
            page.precision(),
        ] {
            text.push_str(&section);
        }
    }
    text.push_str(&page.footer());
    text
}

pub(super) struct Page<'a> {
    pub(super) report: &'a Report,
    pub(super) run: &'a Run<'a>,
    pub(super) style: Style,
}

impl Page<'_> {
    fn heading(&self) -> String {
        let (scenario, manifest) = (self.run.scenario, &self.report.manifest);
        let title = if scenario.title.en.is_empty() {
            &scenario.id
        } else {
            &scenario.title.en
        };
        let version = scenario
            .calendar
            .and_then(|index| scenario.versions.get(index));
        let mut parts: Vec<String> = version
            .map(|version| format!("calendar {version}"))
            .into_iter()
            .collect();
        parts.push(period(scenario.period.from, scenario.period.to));
        parts.push(match (manifest.from, manifest.replications) {
            (0, 1) => format!("1 replication, seed {}", manifest.seed),
            (0, n) => format!("{n} replications, seed {}", manifest.seed),
            (from, n) => format!(
                "replications {from} to {}, seed {}",
                from + n.saturating_sub(1),
                manifest.seed
            ),
        });
        if manifest.inputs == InputMode::Drawn {
            parts.push("uncertain inputs drawn".to_owned());
        }
        let mut text = format!("{}\n{}\n", self.style.bold(title), parts.join(" · "));
        if !manifest.set.is_empty() {
            text.push_str(&format!("changed: {}\n", manifest.set.join(", ")));
        }
        text.push_str(&self.run.unfinished());
        text.push_str(&self.run.failed());
        text
    }

    fn gates(&self) -> String {
        let backlog = self.ways("time-since-start").next().is_some();
        let mut table = Table {
            head: vec![
                "gate",
                "crossed",
                "turned back",
                "in stock at the end",
                "waiting vehicle-hours",
                "time in system, mean",
                "p95",
            ],
            names: 1,
            rows: Vec::new(),
        };
        let ways: Vec<&Row> = self.ways("vehicles-crossed").collect();
        let total =
            (ways.len() > 1).then(|| self.rows("vehicles-crossed", "total", "total").next());
        for way in ways.iter().copied().chain(total.flatten()) {
            let find = |measure, statistic| {
                self.rows(measure, statistic, way.by)
                    .find(|row| row.gate == way.gate && row.direction == way.direction)
            };
            let name = match way.direction {
                Some(direction) => Cell {
                    mean: self.gate(way),
                    next: direction.to_owned(),
                },
                None => Cell::text("all gates"),
            };
            table.rows.push(vec![
                name,
                amount(self.style, Some(way)),
                amount(self.style, find("vehicles-turned-back", "total")),
                amount(self.style, find("stock", "end")),
                amount(self.style, find("waiting-vehicle-hours", "total")),
                duration(self.style, find("time-in-system", "mean")),
                duration(self.style, find("time-in-system", "p95")),
            ]);
        }
        let mut note =
            "mean ± half of its 95 % interval, then where one such period lies in 95 % of cases\n";
        if self.style.plain {
            note = "";
        }
        let mut text = self.style.section("Gates", &table, note);
        if backlog {
            text.push_str(&self.since_start());
        }
        text
    }

    /// Vehicles in line at the start, whose age is unknown, and when they are gone.
    fn since_start(&self) -> String {
        let mut table = Table {
            head: vec![
                "in line at the start",
                "left",
                "time since the start, mean",
                "p95",
                "last of them gone",
            ],
            names: 1,
            rows: Vec::new(),
        };
        for way in self.ways("time-since-start") {
            let find = |measure, statistic| {
                self.rows(measure, statistic, way.by)
                    .find(|row| row.gate == way.gate && row.direction == way.direction)
            };
            let gone = find("drain-date", "p50");
            table.rows.push(vec![
                Cell {
                    mean: self.gate(way),
                    next: way.direction.unwrap_or_default().to_owned(),
                },
                amount(self.style, find("time-since-start", "count")),
                duration(self.style, find("time-since-start", "mean")),
                duration(self.style, find("time-since-start", "p95")),
                day(self.style, gone),
            ]);
        }
        self.style.section("Starting stock", &table, "")
    }

    fn persons(&self) -> String {
        let lines: Vec<String> = self
            .ways("persons-crossed")
            .map(|way| {
                let cell = amount(self.style, Some(way));
                let time = |statistic| {
                    let mut rows = self.rows("persons-time", statistic, "gate");
                    let row = rows.find(|row| row.gate == way.gate);
                    duration(self.style, row).mean
                };
                let (mean, p95) = (time("mean"), time("p95"));
                let way = format!("{}, {}", self.gate(way), way.direction.unwrap_or_default());
                format!(
                    "{way}: {}; one such period {}; at the gate {mean}, p95 {p95}\n",
                    cell.mean, cell.next
                )
            })
            .collect();
        if lines.is_empty() {
            return String::new();
        }
        format!(
            "\n{}\n{}",
            self.style.bold("Persons crossed (in no vehicle total)"),
            self.style.indented(&lines.concat())
        )
    }

    fn stations(&self) -> String {
        let mut table = Table {
            head: vec![
                "station",
                "busy while open",
                "wait, mean",
                "wait, p95",
                "longest line",
            ],
            names: 1,
            rows: Vec::new(),
        };
        let used = |row: &&Row| number(row.value).is_some_and(|count| count > 0.0);
        for way in self.rows("wait", "count", "station").filter(used) {
            let find = |measure, statistic, clock: Option<&str>| {
                self.rows(measure, statistic, "station")
                    .find(|row| row.station == way.station && row.clock == clock)
            };
            let title = self
                .run
                .scenario
                .stations
                .iter()
                .find(|station| Some(&station.name) == way.station.as_ref());
            let name =
                title.map_or_else(String::new, |station| named(&station.title, &station.name));
            table.rows.push(vec![
                Cell::text(name),
                share(self.style, find("utilization", "mean", Some("open"))),
                duration(self.style, find("wait", "mean", None)),
                duration(self.style, find("wait", "p95", None)),
                amount(self.style, find("queue-length", "max", None)),
            ]);
        }
        self.style.section("Stations", &table, "")
    }

    fn causes(&self) -> String {
        let inside: Vec<&Row> = self
            .rows("time-by-cause-inside", "total", "cause")
            .collect();
        let all: f64 = self
            .rows("time-by-cause", "total", "cause")
            .chain(inside.iter().copied())
            .filter_map(|row| number(row.value))
            .sum();
        let mut table = Table {
            head: vec![
                "where the time goes",
                "of those who left, vehicle-hours",
                "of those still inside",
                "share",
            ],
            names: 1,
            rows: Vec::new(),
        };
        for left in self.rows("time-by-cause", "total", "cause") {
            let still = inside.iter().copied().find(|row| row.cause == left.cause);
            let sum = number(left.value).unwrap_or(0.0)
                + still.and_then(|row| number(row.value)).unwrap_or(0.0);
            if sum <= 0.0 {
                continue;
            }
            table.rows.push(vec![
                Cell::text(left.cause.unwrap_or_default().replace('-', " ")),
                Cell::text(amount(self.style, Some(left)).mean),
                Cell::text(amount(self.style, still).mean),
                Cell::text(format!("{} %", fixed(100.0 * sum / all, 1))),
            ]);
        }
        self.style.section("Time by cause", &table, "")
    }

    fn facts(&self) -> String {
        if self.report.facts.is_empty() {
            return String::new();
        }
        let mut table = Table {
            head: vec![
                "published",
                "figure",
                "simulated, mean",
                "one such period",
                "verdict",
            ],
            names: 1,
            rows: Vec::new(),
        };
        for fact in &self.report.facts {
            let unit = if fact.unit == "t" { " t" } else { "" };
            let places = places(fact);
            let number =
                |value: Option<f64>| value.map_or("-".to_owned(), |value| fixed(value, places));
            let next = match (fact.next_low, fact.next_high) {
                (Some(low), Some(high)) => {
                    range(&fixed(low, places), &fixed(high, places), self.style)
                }
                _ => "-".to_owned(),
            };
            table.rows.push(vec![
                Cell::text(named(&fact.title, &fact.fact)),
                Cell::text(figure(fact)),
                Cell::text(number(fact.value) + unit),
                Cell::text(next + unit),
                Cell::text(verdict(fact, places)),
            ]);
        }
        let mut text = self
            .style
            .section("Published facts beside one such period", &table, "");
        let mut said: Vec<(&[String], Vec<&str>)> = Vec::new();
        for fact in self
            .report
            .facts
            .iter()
            .filter(|fact| !fact.assumptions.is_empty())
        {
            match said
                .iter_mut()
                .find(|(assumptions, _)| *assumptions == fact.assumptions)
            {
                Some((_, facts)) => facts.push(&fact.fact),
                None => said.push((&fact.assumptions, vec![&fact.fact])),
            }
        }
        for (assumptions, facts) in said {
            let shown: Vec<&str> = assumptions
                .iter()
                .take(NAMED_ASSUMPTIONS)
                .map(String::as_str)
                .collect();
            let rest = match assumptions.len().saturating_sub(NAMED_ASSUMPTIONS) {
                0 => String::new(),
                1 => " and 1 more assumption".to_owned(),
                rest => format!(" and {rest} more assumptions"),
            };
            text.push_str(&self.style.indented(&format!(
                "{}: hangs on {}{rest}\n",
                facts.join(", "),
                shown.join(", ")
            )));
        }
        text
    }

    fn uncertainty(&self) -> String {
        let Some(uncertainty) = &self.report.uncertainty else {
            return String::new();
        };
        let table = uncertainty.table(|gate| {
            let gates = self.run.scenario.gates.iter();
            let gate = gates.into_iter().find(|other| other.name == *gate);
            gate.map_or_else(String::new, |gate| named(&gate.title, &gate.name))
        });
        let title = "Spread of one period: what is not known, and what is chance";
        self.style.section(title, &table, &uncertainty.note())
    }

    fn precision(&self) -> String {
        let rows = self.report.precision.iter();
        let lines: String = rows.map(|row| row.sentence() + "\n").collect();
        if lines.is_empty() {
            return lines;
        }
        format!(
            "\n{}\n{}",
            self.style.bold("Precision"),
            self.style.indented(&lines)
        )
    }

    fn footer(&self) -> String {
        let provenance = self.report.provenance;
        let unstated = match provenance.unstated {
            0 => String::new(),
            n => format!(", and of {n} nothing is said"),
        };
        format!(
            "\n{} of {} inputs behind these numbers are assumptions{unstated}: bordergate plan {}\n",
            provenance.assumed,
            provenance.total(),
            self.run.file
        )
    }

    pub(super) fn rows(
        &self,
        measure: &'static str,
        statistic: &'static str,
        by: &'static str,
    ) -> impl Iterator<Item = &Row> {
        self.report
            .measures
            .iter()
            .filter(move |row| row.measure == measure && row.statistic == statistic && row.by == by)
    }

    /// One row for each gate and direction that has this measure.
    fn ways(&self, measure: &'static str) -> impl Iterator<Item = &Row> {
        let total = self.rows(measure, "total", "gate-direction");
        total.chain(self.rows(measure, "count", "gate-direction"))
    }

    fn gate(&self, row: &Row) -> String {
        let gate = self
            .run
            .scenario
            .gates
            .iter()
            .find(|gate| Some(&gate.name) == row.gate.as_ref());
        gate.map_or_else(String::new, |gate| named(&gate.title, &gate.name))
    }
}
