//! Costs in the report of a run: what each item comes to and who bears it, what goods have lost, and service levels.

use super::Page;
use crate::report::cells::{amount, money, named, number, share};
use crate::report::row::Row;
use crate::report::table::{Cell, Table};

impl Page<'_> {
    pub(super) fn costs(&self) -> String {
        let mut table = Table {
            head: vec![
                "costs",
                "borne by",
                "total",
                "a vehicle crossed",
                "a tonne crossed",
            ],
            names: 2,
            rows: Vec::new(),
        };
        let total = |by| self.rows("cost", "total", by);
        // Who bears only one item has a line already.
        let items = &self.run.scenario.costs;
        let several = |bearer: &Row| {
            let own = items
                .iter()
                .filter(|item| Some(&item.bearer) == bearer.bearer.as_ref());
            own.count() > 1
        };
        let bearers = total("bearer").filter(|row| several(row));
        for row in total("item").chain(bearers).chain(total("total")) {
            let mean = |measure| {
                let mut rows = self.rows(measure, "mean", row.by);
                rows.find(|other| (&other.item, &other.bearer) == (&row.item, &row.bearer))
            };
            let item = items
                .iter()
                .find(|item| Some(&item.name) == row.item.as_ref());
            let (name, bearer) = match (item, &row.bearer) {
                (Some(item), _) => (named(&item.title, &item.name), item.bearer.as_str()),
                (None, Some(bearer)) => ("all that is borne by".to_owned(), bearer.as_str()),
                (None, None) => ("all costs".to_owned(), ""),
            };
            table.rows.push(vec![
                Cell::text(name),
                Cell::text(bearer),
                money(self.style, Some(row)),
                money(self.style, mean("cost-per-vehicle")),
                money(self.style, mean("cost-per-tonne")),
            ]);
        }
        self.style.section("Costs", &table, &self.rates())
    }

    /// The rates of exchange behind the amounts.
    fn rates(&self) -> String {
        let rates = self.run.scenario.exchange.iter();
        let rates: Vec<String> = rates
            .map(|rate| format!("1 {} = {}", rate.currency.code(), rate.text))
            .collect();
        if rates.is_empty() {
            return String::new();
        }
        format!("exchanged at {}\n", rates.join(", "))
    }

    pub(super) fn goods(&self) -> String {
        let mut table = Table {
            head: vec![
                "goods",
                "value lost",
                "of it still inside",
                "vehicles spoiled",
                "tonnes spoiled",
            ],
            names: 1,
            rows: Vec::new(),
        };
        for by in ["gate-direction-class", "total"] {
            let mut ways: Vec<&Row> = self.rows("value-lost", "total", by).collect();
            for row in self.rows("vehicles-spoiled", "total", by) {
                if !ways.iter().any(|other| same(other, row)) {
                    ways.push(row);
                }
            }
            for way in ways {
                let find = |measure| {
                    let mut rows = self.rows(measure, "total", by);
                    rows.find(|row| same(row, way))
                };
                let (lost, inside) = (find("value-lost"), find("value-lost-inside"));
                let (spoiled, tonnes) = (find("vehicles-spoiled"), find("tonnes-spoiled"));
                let nothing =
                    |row: &Option<&Row>| row.is_none_or(|row| number(row.value) == Some(0.0));
                if by != "total" && [lost, inside, spoiled].iter().all(nothing) {
                    continue;
                }
                let classes = &self.run.scenario.classes;
                let class = classes
                    .iter()
                    .find(|class| Some(&class.name) == way.class.as_ref());
                let name = match class {
                    Some(class) => Cell {
                        mean: named(&class.title, &class.name),
                        next: format!("{}, {}", self.gate(way), way.direction.unwrap_or_default()),
                    },
                    None => Cell::text("all goods"),
                };
                table.rows.push(vec![
                    name,
                    money(self.style, lost),
                    money(self.style, inside),
                    amount(self.style, spoiled),
                    amount(self.style, tonnes),
                ]);
            }
        }
        self.style.section("Goods", &table, "")
    }

    pub(super) fn service_levels(&self) -> String {
        let mut table = Table {
            head: vec!["service level", "gate", "share of vehicles"],
            names: 2,
            rows: Vec::new(),
        };
        for level in &self.run.scenario.service_levels {
            for by in ["gate-target", "target"] {
                let rows = self.rows("service-level", "share", by);
                for row in rows.filter(|row| row.target.as_ref() == Some(&level.name)) {
                    let gate = match row.gate {
                        Some(_) => self.gate(row),
                        None => "all gates".to_owned(),
                    };
                    table.rows.push(vec![
                        Cell::text(named(&level.title, &level.name)),
                        Cell::text(gate),
                        share(self.style, Some(row)),
                    ]);
                }
            }
        }
        self.style.section("Service levels", &table, "")
    }
}

fn same(a: &Row, b: &Row) -> bool {
    (&a.gate, &a.direction, &a.class) == (&b.gate, &b.direction, &b.class)
}
