//! Day by day: what crossed and what stood there, above the calendar of those days.

use crate::report::calendars::{Calendar, of_way};
use crate::report::cells::{number, period};
use crate::report::days::{Block, blocks};
use crate::report::number::count;
use crate::report::row::Row;
use crate::report::strip::{Strip, bars, drawn, legend, most};
use crate::report::words;
use crate::scenario::calendar::Direction;

use super::Page;

/// Longer series are not drawn.
pub(in crate::report) const MOST_BARS: usize = 120;

impl Page<'_> {
    pub(super) fn days(&self) -> String {
        let days = self.run.plan.days.len().saturating_sub(1);
        if !(2..=MOST_BARS).contains(&days) {
            return String::new();
        }
        let scenario = self.run.scenario;
        // Notices that contradict each other were refused when the scenario was compiled.
        let blocks = blocks(scenario, self.run.plan).unwrap_or_default();
        let (mut strips, mut signs, mut plain) = (Vec::new(), Vec::new(), String::new());
        for way in self.ways("vehicles-crossed") {
            let name = format!("{}, {}", self.gate(way), way.direction.unwrap_or_default());
            let mut occurs = false;
            for (measure, statistic, what) in [
                ("vehicles-crossed", "total", "crossed"),
                ("stock", "end", "stock at midnight"),
            ] {
                let series = self.series(way, measure, statistic);
                let values: Vec<Option<f64>> = series.iter().map(|(_, value)| *value).collect();
                let greatest = values.iter().flatten().copied().fold(0.0, f64::max);
                if greatest <= 0.0 {
                    continue;
                }
                occurs = true;
                let most = most(greatest);
                strips.push(Strip {
                    days: bars(&values),
                    label: format!("{what} in {name}, most {most}"),
                });
                let days: Vec<String> = series
                    .iter()
                    .map(|(day, value)| {
                        format!("{day} {}", value.map_or("unknown".to_owned(), count))
                    })
                    .collect();
                plain.push_str(&format!("{name}, {what}: {}\n", days.join(", ")));
            }
            for calendar in self.calendars(way, &blocks).iter().filter(|_| occurs) {
                let who = match calendar.who.as_str() {
                    "" => String::new(),
                    who => format!(": {who}"),
                };
                plain.push_str(&format!("{name}{who}, calendar: {}\n", calendar.words()));
                signs.push(calendar.signs());
                strips.push(Strip {
                    days: calendar.signs(),
                    label: format!("calendar of {name}{who}"),
                });
            }
        }
        if strips.is_empty() {
            return String::new();
        }
        let (from, to) = (scenario.period.from, scenario.period.to);
        let lines = if self.style.plain {
            plain
        } else {
            // The indent takes a column.
            let columns = self.style.columns.map(|columns| columns.saturating_sub(1));
            let legend = legend(signs.iter().map(String::as_str));
            drawn(&strips, from, columns) + &legend
        };
        let head = format!("Day by day, {} (means)", period(from, to));
        format!(
            "\n{}\n{}",
            self.style.bold(&head),
            self.style.indented(&lines)
        )
    }

    /// A measure of one way on each day.
    fn series(
        &self,
        way: &Row,
        measure: &'static str,
        statistic: &'static str,
    ) -> Vec<(&str, Option<f64>)> {
        self.rows(measure, statistic, "gate-direction-day")
            .filter(|row| row.gate == way.gate && row.direction == way.direction)
            .filter_map(|row| Some((row.day.as_deref()?, number(row.value))))
            .collect()
    }

    fn calendars(&self, way: &Row, blocks: &[Block]) -> Vec<Calendar> {
        let scenario = self.run.scenario;
        let gates = scenario.gates.iter();
        let gate = gates
            .into_iter()
            .position(|gate| Some(&gate.name) == way.gate.as_ref());
        let directions = [Direction::Export, Direction::Import].into_iter();
        let direction = directions
            .into_iter()
            .find(|&direction| Some(words::direction(direction)) == way.direction);
        let both = gate.zip(direction);
        both.map_or_else(Vec::new, |(gate, direction)| {
            of_way(scenario, blocks, gate, direction)
        })
    }
}
