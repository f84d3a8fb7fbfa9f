//! Bookings in the report of a run: gates that some vehicle passes by appointment.

use super::Page;
use crate::report::cells::{amount, named, share};
use crate::report::row::Row;
use crate::report::table::{Cell, Table};

/// Columns that stand only where somebody can do it: heading and measure.
const SOMETIMES: [(&str, &str); 2] = [
    ("walk-ins", "walk-ins"),
    ("stayed at home", "vehicles-stayed-home"),
];

impl Page<'_> {
    pub(super) fn bookings(&self) -> String {
        let has = |measure: &'static str| self.rows(measure, "total", "gate").next().is_some();
        let sometimes: Vec<_> = SOMETIMES
            .into_iter()
            .filter(|(_, measure)| has(measure))
            .collect();
        let mut table = Table {
            head: vec!["gate", "places used", "bookings", "missed"],
            names: 1,
            rows: Vec::new(),
        };
        table.head.extend(sometimes.iter().map(|(head, _)| *head));
        for booked in self.rows("bookings", "total", "gate") {
            let of_gate = |row: &&Row| row.gate == booked.gate;
            let find = |measure| self.rows(measure, "total", "gate").find(of_gate);
            let gates = &self.run.scenario.gates;
            let gate = gates
                .iter()
                .find(|gate| Some(&gate.name) == booked.gate.as_ref());
            let used = self.rows("slots-used", "mean", "gate").find(of_gate);
            let mut row = vec![
                Cell::text(gate.map_or_else(String::new, |gate| named(&gate.title, &gate.name))),
                share(self.style, used),
                amount(self.style, Some(booked)),
                amount(self.style, find("bookings-missed")),
            ];
            for (_, measure) in &sometimes {
                row.push(amount(self.style, find(measure)));
            }
            table.rows.push(row);
        }
        self.style.section("Bookings", &table, "")
    }
}
