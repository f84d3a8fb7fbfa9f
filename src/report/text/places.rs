//! Places in the report of a run: yards, bridges, pools of drivers, and residents.

use super::Page;
use crate::report::cells::{amount, duration, named, share};
use crate::report::row::Row;
use crate::report::table::{Cell, Table};

impl Page<'_> {
    pub(super) fn yards(&self) -> String {
        let mut table = Table {
            head: vec![
                "yard",
                "places",
                "taken, mean",
                "taken, most",
                "line, mean",
                "longest line",
            ],
            names: 1,
            rows: Vec::new(),
        };
        for yard in &self.run.scenario.yards {
            let find = |measure, statistic| {
                self.rows(measure, statistic, "yard")
                    .find(|row| row.yard.as_ref() == Some(&yard.name))
            };
            table.rows.push(vec![
                Cell::text(named(&yard.title, &yard.name)),
                Cell::text(yard.capacity.to_string()),
                amount(self.style, find("yard-occupancy", "mean")),
                amount(self.style, find("yard-occupancy", "max")),
                amount(self.style, find("yard-line", "mean")),
                amount(self.style, find("yard-line", "max")),
            ]);
        }
        self.style.section("Yards", &table, "")
    }

    pub(super) fn bridges(&self) -> String {
        let mut table = Table {
            head: vec![
                "bridge",
                "bound",
                "over",
                "line, mean",
                "longest line",
                "too heavy, most",
            ],
            names: 2,
            rows: Vec::new(),
        };
        for over in self.rows("bridge-crossings", "total", "bridge") {
            let find = |measure, statistic| {
                self.rows(measure, statistic, "bridge")
                    .find(|row| row.bridge == over.bridge && row.bound == over.bound)
            };
            let mut bridges = self.run.scenario.bridges.iter();
            let bridge = bridges.find(|bridge| Some(&bridge.name) == over.bridge.as_ref());
            let name = bridge.map_or_else(String::new, |bridge| named(&bridge.title, &bridge.name));
            table.rows.push(vec![
                Cell::text(name),
                Cell::text(over.bound.unwrap_or_default()),
                amount(self.style, Some(over)),
                amount(self.style, find("bridge-line", "mean")),
                amount(self.style, find("bridge-line", "max")),
                amount(self.style, find("bridge-barred", "max")),
            ]);
        }
        self.style.section("Bridges", &table, "")
    }

    pub(super) fn pools(&self) -> String {
        let mut table = Table {
            head: vec![
                "drivers",
                "busy, mean",
                "busy, most",
                "line, mean",
                "longest line",
                "trips",
                "a driver and day",
            ],
            names: 1,
            rows: Vec::new(),
        };
        for pool in &self.run.scenario.pools {
            let find = |measure, statistic| {
                self.rows(measure, statistic, "pool")
                    .find(|row| row.pool.as_ref() == Some(&pool.name))
            };
            table.rows.push(vec![
                Cell::text(named(&pool.title, &pool.name)),
                amount(self.style, find("drivers-busy", "mean")),
                amount(self.style, find("drivers-busy", "max")),
                amount(self.style, find("driver-line", "mean")),
                amount(self.style, find("driver-line", "max")),
                amount(self.style, find("trips", "total")),
                amount(self.style, find("trips-per-driver", "mean")),
            ]);
        }
        self.style.section("Drivers", &table, "")
    }

    pub(super) fn outages(&self) -> String {
        let mut table = Table {
            head: vec!["out of order", "what", "outages", "hours", "availability"],
            names: 2,
            rows: Vec::new(),
        };
        for by in ["station", "pool", "bridge", "gate"] {
            for began in self.rows("outages", "total", by) {
                let same = |row: &&Row| {
                    row.station == began.station
                        && row.pool == began.pool
                        && row.bridge == began.bridge
                        && row.gate == began.gate
                };
                let find = |measure, statistic| self.rows(measure, statistic, by).find(same);
                let scenario = &self.run.scenario;
                let name = match by {
                    "station" => of(&began.station, &scenario.stations, |it| {
                        (&it.title, &it.name)
                    }),
                    "pool" => of(&began.pool, &scenario.pools, |it| (&it.title, &it.name)),
                    "bridge" => of(&began.bridge, &scenario.bridges, |it| (&it.title, &it.name)),
                    _ => of(&began.gate, &scenario.gates, |it| (&it.title, &it.name)),
                };
                table.rows.push(vec![
                    Cell::text(name),
                    Cell::text(by),
                    amount(self.style, Some(began)),
                    amount(self.style, find("outage-time", "total")),
                    share(self.style, find("availability", "mean")),
                ]);
            }
        }
        self.style.section("Outages", &table, "")
    }

    pub(super) fn residents(&self) -> String {
        let mut table = Table {
            head: vec![
                "residents",
                "persons used",
                "share",
                "consignments",
                "persons each",
                "line, mean",
                "longest line",
                "wait, mean",
                "p95",
            ],
            names: 1,
            rows: Vec::new(),
        };
        for residents in &self.run.scenario.residents {
            let find = |measure, statistic| {
                self.rows(measure, statistic, "residents")
                    .find(|row| row.residents.as_ref() == Some(&residents.name))
            };
            table.rows.push(vec![
                Cell::text(named(&residents.title, &residents.name)),
                amount(self.style, find("residents-used", "total")),
                share(self.style, find("residents-used", "share")),
                amount(self.style, find("consignments", "total")),
                amount(self.style, find("consignment-size", "mean")),
                amount(self.style, find("consignment-line", "mean")),
                amount(self.style, find("consignment-line", "max")),
                duration(self.style, find("gather-time", "mean")),
                duration(self.style, find("gather-time", "p95")),
            ]);
        }
        self.style.section("Residents", &table, "")
    }
}

/// A thing of the scenario by its name, as it is called in print.
fn of<T>(name: &Option<String>, things: &[T], called: impl Fn(&T) -> (&str, &str)) -> String {
    let mut things = things.iter().map(called);
    let found = things.find(|(_, own)| Some(*own) == name.as_deref());
    found.map_or_else(String::new, |(title, own)| named(title, own))
}
