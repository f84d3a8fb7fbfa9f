//! Choices before arriving in the report of a run: gates to which bans or published queues let some not come.

use super::Page;
use crate::report::cells::{amount, named};
use crate::report::row::Row;
use crate::report::table::{Cell, Table};

/// Columns that stand only where somebody can do it: heading and measure.
const COLUMNS: [(&str, &str); 3] = [
    ("kept inland", "vehicles-kept-inland"),
    ("put off", "vehicles-put-off"),
    ("diverted", "vehicles-diverted"),
];

impl Page<'_> {
    pub(super) fn choices(&self) -> String {
        let has = |measure: &'static str| self.rows(measure, "total", "gate").next().is_some();
        let columns: Vec<_> = COLUMNS
            .into_iter()
            .filter(|(_, measure)| has(measure))
            .collect();
        let mut table = Table {
            head: vec!["who was to come to"],
            names: 1,
            rows: Vec::new(),
        };
        table.head.extend(columns.iter().map(|(head, _)| *head));
        for gate in &self.run.scenario.gates {
            let find = |measure: &'static str| {
                let of_gate = |row: &&Row| row.gate.as_ref() == Some(&gate.name);
                self.rows(measure, "total", "gate").find(of_gate)
            };
            if columns.iter().all(|(_, measure)| find(measure).is_none()) {
                continue;
            }
            let mut row = vec![Cell::text(named(&gate.title, &gate.name))];
            row.extend(
                columns
                    .iter()
                    .map(|(_, measure)| amount(self.style, find(measure))),
            );
            table.rows.push(row);
        }
        self.style.section("Choices before arriving", &table, "")
    }
}
