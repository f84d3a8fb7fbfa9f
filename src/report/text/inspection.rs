//! Channels and agencies in the report for people.

use super::super::cells::{amount, duration, named, share};
use super::super::table::{Cell, Table};
use super::Page;

impl Page<'_> {
    pub(super) fn channels(&self) -> String {
        let mut table = Table {
            head: vec![
                "channel",
                "vehicles",
                "share",
                "to release, mean",
                "to release, 95 %",
            ],
            names: 1,
            rows: Vec::new(),
        };
        for channel in &self.run.plan.names.channels {
            let find = |measure, statistic| {
                self.rows(measure, statistic, "channel")
                    .find(|row| row.channel.as_ref() == Some(channel))
            };
            table.rows.push(vec![
                Cell::text(channel.clone()),
                amount(self.style, find("vehicles-selected", "total")),
                share(self.style, find("vehicles-selected", "share")),
                duration(self.style, find("time-to-release", "mean")),
                duration(self.style, find("time-to-release", "p95")),
            ]);
        }
        self.style.section("Channels", &table, "")
    }

    pub(super) fn agencies(&self) -> String {
        let mut table = Table {
            head: vec![
                "agency",
                "inspected",
                "sampled",
                "treated",
                "returned",
                "until it decides, mean",
                "95 %",
            ],
            names: 1,
            rows: Vec::new(),
        };
        for agency in &self.run.scenario.agencies {
            let find = |measure, statistic| {
                self.rows(measure, statistic, "agency")
                    .find(|row| row.agency.as_ref() == Some(&agency.name))
            };
            table.rows.push(vec![
                Cell::text(named(&agency.title, &agency.name)),
                amount(self.style, find("inspections", "total")),
                amount(self.style, find("samples", "total")),
                amount(self.style, find("treated", "total")),
                amount(self.style, find("returned", "total")),
                duration(self.style, find("inspection-time", "mean")),
                duration(self.style, find("inspection-time", "p95")),
            ]);
        }
        self.style.section("Agencies", &table, "")
    }
}
