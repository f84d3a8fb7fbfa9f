//! The time release study in the report for people.

use super::super::cells::range;
use super::super::closeup::{ReleaseRow, ReliabilityRow};
use super::super::number::{TimeUnit, count, digits, fixed};
use super::super::table::{Cell, Table};
use super::super::titles;
use super::Page;

impl Page<'_> {
    /// The study, where it was asked for.
    pub(super) fn time_release(&self) -> String {
        let Some(rows) = &self.report.time_release else {
            return String::new();
        };
        let mut text = String::new();
        for of_way in rows.chunk_by(|a, b| (&a.gate, a.direction) == (&b.gate, b.direction)) {
            let Some(first) = of_way.first() else {
                continue;
            };
            let table = Table {
                head: vec![
                    "of", "which", "to", "vehicles", "mean", "median", "sd", "95 %",
                ],
                names: 3,
                rows: of_way.iter().map(|row| self.release_row(row)).collect(),
            };
            let way = [
                titles::gate(self.run.scenario, &first.gate),
                ", ",
                first.direction,
            ]
            .concat();
            let title = format!("Time release study, {way}");
            text.push_str(&self.style.section(&title, &table, ""));
        }
        if rows.is_empty() {
            text.push_str("\nTime release study: nothing was released, and nobody crossed\n");
        }
        text + &self.reliability()
    }

    fn release_row(&self, row: &ReleaseRow) -> Vec<Cell> {
        let which = match (row.part, &row.name) {
            ("goods", Some(name)) => titles::class(self.run.scenario, name).to_owned(),
            ("agency", Some(name)) => titles::agency(self.run.scenario, name).to_owned(),
            ("agency", None) => "none".to_owned(),
            (_, name) => name.clone().unwrap_or_default(),
        };
        let mean = row.mean.map_or_else(String::new, |mean| {
            let unit = TimeUnit::of(mean);
            let show = |seconds: f64| fixed(seconds / unit.seconds, 1);
            match row.high {
                Some(high) => format!("{} ± {} {}", show(mean), show(high - mean), unit.word),
                None => format!("{} {}", show(mean), unit.word),
            }
        });
        vec![
            Cell::text(row.part),
            Cell::text(which),
            Cell::text(row.to),
            Cell::text(fixed(row.count, digits(row.count))),
            Cell::text(mean),
            Cell::text(row.median.map_or_else(String::new, time)),
            Cell::text(row.sd.map_or_else(String::new, time)),
            Cell::text(row.p95.map_or_else(String::new, time)),
        ]
    }

    fn reliability(&self) -> String {
        let rows = self.report.reliability.iter().flatten();
        let table = Table {
            head: vec![
                "gate",
                "time in system",
                "uncongested",
                "delay",
                "95 %",
                "buffer time",
                "buffer index",
            ],
            names: 1,
            rows: rows.map(|row| self.reliability_row(row)).collect(),
        };
        let note = "uncongested: being served and travelling; buffer time: what the 95th percentile has above the mean; index: as a share of the mean\n";
        let title = "How reliable the time in the system is";
        self.style.section(title, &table, note)
    }

    fn reliability_row(&self, row: &ReliabilityRow) -> Vec<Cell> {
        let unit = TimeUnit::of(row.buffer_time);
        let show = |seconds: f64| fixed(seconds / unit.seconds, 1);
        let buffer = match row.buffer_time_interval {
            Some([low, high]) => format!(
                "{} {} ({})",
                show(row.buffer_time),
                unit.word,
                range(&show(low), &show(high), self.style)
            ),
            None => time(row.buffer_time),
        };
        vec![
            Cell {
                mean: titles::gate(self.run.scenario, &row.gate).to_owned(),
                next: row.direction.to_owned(),
            },
            Cell::text(time(row.mean)),
            Cell::text(time(row.uncongested)),
            Cell::text(time(row.delay)),
            Cell::text(time(row.p95)),
            Cell::text(buffer),
            Cell::text(format!("{} %", count(100.0 * row.buffer_index))),
        ]
    }
}

/// A duration in the unit that fits it.
fn time(seconds: f64) -> String {
    let unit = TimeUnit::of(seconds);
    format!("{} {}", fixed(seconds / unit.seconds, 1), unit.word)
}
