//! The comparison for people: a table with verdicts in words, and what the pairing was worth.

use crate::report::Run;
use crate::report::calendars::{Calendar, of_way};
use crate::report::cells::{named, number, period, range};
use crate::report::days::{Block, blocks};
use crate::report::number::{count, digits, fixed, signed};
use crate::report::strip::{Strip, bars_up_to, drawn, legend, most};
use crate::report::table::{Cell, Table};
use crate::report::text::{MOST_BARS, Style};
use crate::report::words;
use crate::scenario::calendar::Direction;

use super::differences::Differences;
use super::{Compared, Comparison, ComparisonRow, Shown, Word};

/// The comparison as text.
pub fn text(comparison: &Comparison, compared: &Compared, style: Style) -> String {
    let page = Page {
        comparison,
        compared,
        style,
    };
    [
        page.heading(),
        page.tables(),
        page.pairing(),
        page.days(),
        page.footer(),
    ]
    .concat()
}

impl Differences {
    /// What differs, as text.
    pub fn text(&self, style: Style) -> String {
        let mut text = String::new();
        if self.same_meaning {
            text.push_str("both mean the same: equal seeds give equal numbers\n");
        }
        let gone = |value: &Option<String>, basis: Option<&str>| match (value, basis) {
            (None, _) => "(not there)".to_owned(),
            (Some(value), Some(basis)) => format!("{value} ({basis})"),
            (Some(value), None) => value.clone(),
        };
        let mut values = Table {
            head: vec!["what differs", "base", "alternative"],
            names: 3,
            rows: Vec::new(),
        };
        for value in &self.values {
            values.rows.push(vec![
                Cell::text(&value.path),
                Cell::text(gone(&value.base, value.base_basis)),
                Cell::text(gone(&value.alternative, value.alternative_basis)),
            ]);
        }
        let mut days = Table {
            head: vec!["days that differ", "vehicles", "base", "alternative"],
            names: 4,
            rows: Vec::new(),
        };
        for day in &self.days {
            let span = range(&day.from, &day.to, style);
            days.rows.push(vec![
                Cell {
                    mean: span,
                    next: day.gate.clone(),
                },
                Cell::text(&day.vehicles),
                Cell::text(&day.base),
                Cell::text(&day.alternative),
            ]);
        }
        for table in [values, days] {
            if !table.rows.is_empty() {
                text.push_str(&style.table(&table));
                text.push('\n');
            }
        }
        text
    }
}

struct Page<'a> {
    comparison: &'a Comparison,
    compared: &'a Compared<'a>,
    style: Style,
}

impl Page<'_> {
    fn heading(&self) -> String {
        let mut text = String::new();
        for (index, (name, run)) in self.compared.runs.iter().enumerate() {
            let role = if index == 0 { "Base" } else { "Alt " };
            let title = &run.scenario.title.en;
            let changed = if run.set.is_empty() {
                String::new()
            } else {
                format!("; changed: {}", run.set.join(", "))
            };
            text.push_str(&format!("{role} {name}: {title}{changed}\n"));
        }
        let Some((_, base)) = self.compared.runs.first() else {
            return text;
        };
        let span = base.scenario.period;
        let n = base.fold.progress().done;
        let replications = match n {
            1 => "1 replication".to_owned(),
            n => format!("{n} replications"),
        };
        let seeds = match self.comparison.pairing {
            "paired" => format!("paired vehicle by vehicle, seed {}", base.seed),
            _ => {
                let seeds = self
                    .compared
                    .runs
                    .iter()
                    .map(|(_, run)| run.seed.to_string());
                let seeds: Vec<String> = seeds.collect();
                format!("independent, seeds {}", seeds.join(" and "))
            }
        };
        let drawn = match base.inputs {
            Some(inputs) => format!(
                " · {} uncertain inputs drawn, what differs is not",
                inputs.uncertain().inputs().len()
            ),
            None => String::new(),
        };
        text.push_str(&format!(
            "{} · {replications} of each · {seeds}{drawn}\n",
            period(span.from, span.to)
        ));
        text + &base.unfinished() + &base.failed()
    }

    /// One table an alternative.
    fn tables(&self) -> String {
        let mut text = String::new();
        for (name, _) in self.compared.runs.iter().skip(1) {
            let mut table = Table {
                head: vec![
                    "",
                    "base",
                    "alternative",
                    "change",
                    "interval of the change",
                    "relative",
                    "verdict",
                ],
                names: 1,
                rows: Vec::new(),
            };
            let rows = self.comparison.comparisons.iter();
            for row in rows.filter(|row| row.alternative == *name) {
                table.rows.push(self.row(row));
            }
            let heading = if self.compared.runs.len() > 2 {
                format!(
                    "\n{}\n",
                    self.style.bold(&format!("{name} against the base"))
                )
            } else {
                "\n".to_owned()
            };
            text.push_str(&heading);
            text.push_str(&self.style.table(&table));
        }
        text + &self.level()
    }

    fn row(&self, row: &ComparisonRow) -> Vec<Cell> {
        let Shown {
            scale,
            unit,
            places,
            first,
        } = row.shown();
        let shown =
            |x: Option<f64>| x.map_or_else(|| "-".to_owned(), |x| fixed(x / scale + first, places));
        let signed = |x: f64| signed(x / scale, places);
        let interval = row.low.zip(row.high).map_or_else(
            || "-".to_owned(),
            |(low, high)| format!("[{}, {}]", signed(low), signed(high)),
        );
        let relative = row.relative().map_or_else(String::new, |percent| {
            let sign = if percent >= 0.05 { "+" } else { "" };
            format!("{sign}{} %", fixed(percent, 1))
        });
        let mark = if self.comparison.primary.as_ref() == Some(&row.quantity) {
            " (primary)"
        } else {
            ""
        };
        let unit = if matches!(row.unit, "date") {
            "mean day of the period"
        } else {
            unit
        };
        vec![
            Cell::text(format!("{}{mark}, {unit}", row.quantity)),
            Cell::text(shown(row.base_value)),
            Cell::text(shown(row.alternative_value)),
            Cell::text(row.change.map_or_else(|| "-".to_owned(), signed)),
            Cell::text(interval),
            Cell::text(relative),
            Cell::text(verdict(row)),
        ]
    }

    fn level(&self) -> String {
        let effects = self.compared.effects.iter().map(|aim| match &aim.quantity {
            None => format!("{} of each", aim.text),
            Some(quantity) => format!("{} of {quantity}", aim.text),
        });
        let effects: Vec<String> = effects.collect();
        let family = match &self.comparison.primary {
            Some(primary) => {
                format!("95 % for {primary}; the others beside it, 95 % each for itself")
            }
            None => match self.comparison.comparisons.len() {
                1 => "95 %".to_owned(),
                n => format!("95 % for all {n} together"),
            },
        };
        let effects = if effects.is_empty() {
            "any change matters (--min-effect says less)".to_owned()
        } else {
            format!("smallest change that matters: {}", effects.join(", "))
        };
        self.style
            .indented(&format!("intervals: {family}; {effects}\n"))
    }

    /// What the pairing was worth, for what counts.
    fn pairing(&self) -> String {
        let rows = self.comparison.comparisons.iter().filter(|row| row.counts);
        let gains: Vec<(&ComparisonRow, f64)> =
            rows.filter_map(|row| Some((row, row.gain?))).collect();
        let Some((row, gain)) = gains.first() else {
            return String::new();
        };
        let times = |gain: f64| fixed(gain, digits(gain / 10.0));
        let least = gains
            .iter()
            .map(|(_, gain)| *gain)
            .fold(f64::INFINITY, f64::min);
        let most = gains.iter().map(|(_, gain)| *gain).fold(0.0, f64::max);
        let rest = if gains.len() > 1 {
            format!(
                "; from {} to {} times as many, row by row",
                times(least),
                times(most)
            )
        } else {
            String::new()
        };
        self.style.indented(&format!(
            "paired: as sure of {} as {} independent replications of each{rest}\n",
            row.quantity,
            count(gain * row.n as f64)
        ))
    }

    /// The line at each gate, day by day, of all runs on one scale.
    fn days(&self) -> String {
        let Some((_, base)) = self.compared.runs.first() else {
            return String::new();
        };
        let days = base.plan.days.len().saturating_sub(1);
        if !(2..=MOST_BARS).contains(&days) || self.style.plain {
            return String::new();
        }
        let days: Vec<Vec<Block>> = (self.compared.runs.iter())
            .map(|(_, run)| blocks(run.scenario, run.plan).unwrap_or_default())
            .collect();
        let (mut strips, mut signs) = (Vec::new(), Vec::new());
        for gate in &base.scenario.gates {
            for direction in [Direction::Export, Direction::Import] {
                let word = words::direction(direction);
                let runs = self.compared.runs.iter();
                let series: Vec<(&str, Vec<Option<f64>>)> = runs
                    .map(|(name, run)| (name.as_str(), self.stock(run, &gate.name, word)))
                    .collect();
                let values = series
                    .iter()
                    .flat_map(|(_, values)| values.iter().flatten());
                let greatest = values.copied().fold(0.0, f64::max);
                if greatest <= 0.0 {
                    continue;
                }
                let title = named(&gate.title, &gate.name);
                for (at, (name, values)) in series.iter().enumerate() {
                    let label = match at {
                        0 => format!(
                            "{name}: stock at midnight in {title}, {word}, most {}",
                            most(greatest)
                        ),
                        _ => (*name).to_owned(),
                    };
                    // One scale for all: the greatest of all is a full bar in each.
                    let days = bars_up_to(values, greatest);
                    strips.push(Strip { days, label });
                }
                for strip in self.calendars(&days, &gate.name, direction) {
                    signs.push(strip.days.clone());
                    strips.push(strip);
                }
            }
        }
        if strips.is_empty() {
            return String::new();
        }
        let span = base.scenario.period;
        let head = format!("Day by day, {} (means)", period(span.from, span.to));
        // The indent takes a column.
        let columns = self.style.columns.map(|columns| columns.saturating_sub(1));
        let legend = legend(signs.iter().map(String::as_str));
        let text = drawn(&strips, span.from, columns) + &legend;
        format!(
            "\n{}\n{}",
            self.style.bold(&head),
            self.style.indented(&text)
        )
    }

    /// The calendars of a gate's way: those of the base, and of the alternatives what differs from it; `days` are those of each run.
    fn calendars(&self, days: &[Vec<Block>], gate: &str, direction: Direction) -> Vec<Strip> {
        let mut known: Vec<Calendar> = Vec::new();
        let mut strips = Vec::new();
        for ((name, run), days) in self.compared.runs.iter().zip(days) {
            // The same gate may stand elsewhere in another scenario.
            let mut gates = run.scenario.gates.iter();
            let Some(at) = gates.position(|known| known.name == gate) else {
                continue;
            };
            for calendar in of_way(run.scenario, days, at, direction) {
                if known.contains(&calendar) {
                    continue;
                }
                let who = match calendar.who.as_str() {
                    "" => String::new(),
                    who => format!(" of {who}"),
                };
                strips.push(Strip {
                    days: calendar.signs(),
                    label: format!("{name}: calendar{who}"),
                });
                known.push(calendar);
            }
        }
        strips
    }

    fn stock(&self, run: &Run, gate: &str, direction: &str) -> Vec<Option<f64>> {
        let rows = self.comparison.measures.iter();
        rows.filter(|row| {
            row.measure == "stock"
                && row.statistic == "end"
                && row.by == "gate-direction-day"
                && row.scenario == run.scenario.id
                && row.gate.as_deref() == Some(gate)
                && row.direction == Some(direction)
        })
        .map(|row| number(row.value))
        .collect()
    }

    fn footer(&self) -> String {
        let told: Vec<String> = (self.comparison.verdicts())
            .map(|(word, n)| format!("{n} {}", word.words()))
            .collect();
        format!("\n{}\n", told.join(", "))
    }
}

fn verdict(row: &ComparisonRow) -> String {
    match (row.verdict, row.replications_to_tell) {
        (Word::CannotTellYet, Some(n)) => {
            format!("cannot tell yet ({} replications might)", count(n as f64))
        }
        (word, _) => word.words().to_owned(),
    }
}
