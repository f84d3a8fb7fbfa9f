//! Papers and stays in the text of a run.

use super::super::cells::{amount, duration, named};
use super::super::table::{Cell, Table};
use super::Page;

impl Page<'_> {
    /// How long papers take, and how many are made again.
    pub(super) fn papers(&self) -> String {
        let mut table = Table {
            head: vec!["papers", "made", "time, mean", "time, p95", "made again"],
            names: 1,
            rows: Vec::new(),
        };
        for papers in &self.run.scenario.papers {
            let find = |measure, statistic| {
                self.rows(measure, statistic, "papers")
                    .find(|row| row.papers.as_ref() == Some(&papers.name))
            };
            table.rows.push(vec![
                Cell::text(named(&papers.title, &papers.name)),
                amount(self.style, find("papers-time", "count")),
                duration(self.style, find("papers-time", "mean")),
                duration(self.style, find("papers-time", "p95")),
                amount(self.style, find("papers-renewed", "total")),
            ]);
        }
        self.style.section("Papers", &table, "")
    }

    /// How many stayed too long.
    pub(super) fn overstays(&self) -> String {
        let mut table = Table {
            head: vec!["gate", "direction", "stayed too long"],
            names: 2,
            rows: Vec::new(),
        };
        for row in self.rows("overstays", "total", "gate-direction") {
            let gates = &self.run.scenario.gates;
            let gate = gates
                .iter()
                .find(|gate| Some(&gate.name) == row.gate.as_ref());
            table.rows.push(vec![
                Cell::text(gate.map_or_else(String::new, |gate| named(&gate.title, &gate.name))),
                Cell::text(row.direction.unwrap_or_default().to_owned()),
                amount(self.style, Some(row)),
            ]);
        }
        self.style.section("Longest stays", &table, "")
    }
}
