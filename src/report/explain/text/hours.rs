//! When: who stands where at an instant, the delay of each day hour by hour, and the worst hours.

use jiff::civil::Date;

use crate::plan::cause::{CAUSES, Cause};
use crate::report::explain::rows::ObservedRow;
use crate::report::strip::{self, Strip, bars, bars_up_to};
use crate::report::table::{Cell, Table};
use crate::report::words;
use crate::scenario::calendar::clock;

use super::{Page, by_size, day, most, percent, shown};

/// How many hours are shown.
const MOST_HOURS: usize = 6;
/// Spans of more days are drawn as one strip.
const MOST_DAYS: usize = 31;

impl Page<'_> {
    pub(super) fn standing(&self) -> String {
        let Some(at) = self.explained.question.at else {
            return String::new();
        };
        let mut rows: Vec<&ObservedRow> =
            self.explanation.rows("standing", "place-cause").collect();
        by_size(&mut rows);
        let all: f64 = rows.iter().filter_map(|row| row.value).sum();
        let title = format!(
            "Inside at {}: {} {}",
            self.instant(at),
            shown(all, None),
            self.noun.many
        );
        if rows.is_empty() {
            return format!("\n{}\n", self.style.bold(&title));
        }
        let mut table = Table {
            head: vec!["place", "cause", self.noun.many, "of all"],
            names: 2,
            rows: Vec::new(),
        };
        for row in rows {
            let Some((spot, cause)) = row.key.spot.zip(row.key.cause) else {
                continue;
            };
            let share = row.value.filter(|_| all > 0.0).map(|value| value / all);
            table.rows.push(vec![
                Cell::text(self.place(spot)),
                Cell::text(words::cause(cause)),
                self.amount(row),
                Cell::text(share.map_or_else(|| "-".to_owned(), percent)),
            ]);
        }
        self.style.section(&title, &table, "")
    }

    /// The delay of each civil day, hour by hour where there are hours.
    pub(super) fn days(&self) -> String {
        let zone = &self.run.scenario.clocks.own;
        let mut days: Vec<(Date, Vec<&ObservedRow>)> = Vec::new();
        for row in self.explanation.rows("delay", "interval") {
            let Some((from, _)) = row.key.span else {
                continue;
            };
            let date = clock(from, zone).date();
            match days.last_mut() {
                Some((last, rows)) if *last == date => rows.push(row),
                _ => days.push((date, vec![row])),
            }
        }
        let value = |row: &ObservedRow| row.value.unwrap_or(0.0);
        let sum = |rows: &[&ObservedRow]| rows.iter().map(|row| value(row)).sum::<f64>();
        let greatest = days.iter().flat_map(|(_, rows)| rows).map(|row| value(row));
        let greatest = greatest.fold(0.0, f64::max);
        if greatest <= 0.0 {
            return String::new();
        }
        let by_hour = self.run.plan.census.as_ref().is_some_and(|own| own.by_hour);
        let mut lines = String::new();
        if by_hour && days.len() <= MOST_DAYS {
            for (date, rows) in &days {
                // One scale for all: the greatest of all hours is a full bar.
                let values: Vec<_> = rows.iter().map(|row| Some(value(row))).collect();
                let strip = if self.style.plain {
                    String::new()
                } else {
                    format!("{}  ", bars_up_to(&values, greatest))
                };
                lines.push_str(&format!(
                    "{strip}{}: {} {}{}\n",
                    day(*date),
                    shown(sum(rows), None),
                    self.noun.hours,
                    self.most_of_day(rows),
                ));
            }
        } else if let (Some((first, _)), false) = (days.first(), self.style.plain) {
            let values: Vec<Option<f64>> = days.iter().map(|(_, rows)| Some(sum(rows))).collect();
            let most = values.iter().flatten().copied().fold(0.0, f64::max);
            let strip = Strip {
                days: bars(&values),
                label: format!("most {} {}", shown(most, None), self.noun.hours),
            };
            // The indent takes a column.
            let columns = self.style.columns.map(|columns| columns.saturating_sub(1));
            lines.push_str(&strip::drawn(&[strip], *first, columns));
        }
        let title = if by_hour && days.len() <= MOST_DAYS && !self.style.plain {
            "Delay by day, a bar an hour"
        } else {
            "Delay by day"
        };
        if lines.is_empty() {
            return lines;
        }
        format!(
            "\n{}\n{}",
            self.style.bold(title),
            self.style.indented(&lines)
        )
    }

    /// The main cause of the delay of some intervals.
    fn most_of_day(&self, rows: &[&ObservedRow]) -> String {
        let spans: Vec<_> = rows.iter().filter_map(|row| row.key.span).collect();
        let mut sums = [0.0; CAUSES];
        let mut all = 0.0;
        for row in self.explanation.rows("time-by-cause", "interval-cause") {
            if let (Some(cause), Some(span)) = (row.key.cause, row.key.span)
                && cause.is_delay()
                && spans.binary_search(&span).is_ok()
            {
                sums[cause as usize] += row.value.unwrap_or(0.0);
                all += row.value.unwrap_or(0.0);
            }
        }
        let most = Cause::ALL.into_iter().max_by(|a, b| {
            let of = |cause: &Cause| sums[*cause as usize];
            of(a).total_cmp(&of(b))
        });
        match most.filter(|_| all > 0.0) {
            Some(cause) => {
                let share = sums[cause as usize] / all;
                format!(", {} of it {}", percent(share), words::cause(cause))
            }
            None => String::new(),
        }
    }

    pub(super) fn worst(&self) -> String {
        let mut rows: Vec<&ObservedRow> = self.explanation.rows("delay", "interval").collect();
        rows.retain(|row| row.value.is_some_and(|value| value > 0.0));
        if rows.len() < 2 {
            return String::new();
        }
        let value = |row: &ObservedRow| row.value.unwrap_or(0.0);
        rows.sort_by(|a, b| value(b).total_cmp(&value(a)));
        // One a day: the hours beside the worst are mostly as bad, and say nothing new.
        let zone = &self.run.scenario.clocks.own;
        let mut days = Vec::new();
        rows.retain(|row| {
            let day = row.key.span.map(|(from, _)| clock(from, zone).date());
            let is_first = !days.contains(&day);
            days.push(day);
            is_first
        });
        let by_hour = self.run.plan.census.as_ref().is_some_and(|own| own.by_hour);
        let (head, title) = if by_hour {
            ("hour", "Worst hours, one a day")
        } else {
            ("day", "Worst days")
        };
        let mut table = Table {
            head: vec![head, "most of it", self.noun.hours],
            names: 2,
            rows: Vec::new(),
        };
        for row in rows.iter().take(MOST_HOURS) {
            let Some((from, to)) = row.key.span else {
                continue;
            };
            let causes = (self.explanation)
                .rows("time-by-cause", "interval-cause")
                .filter(|cause| cause.key.span == row.key.span);
            let hour = if by_hour {
                format!(
                    "{} to {}",
                    self.instant(from),
                    clock(to, zone).strftime("%H:%M")
                )
            } else {
                day(clock(from, zone).date())
            };
            table.rows.push(vec![
                Cell::text(hour),
                Cell::text(most(row, causes)),
                self.amount(row),
            ]);
        }
        let note = if by_hour {
            format!(
                "{} of one hour: as many as are held up at a time\n",
                self.noun.hours
            )
        } else {
            String::new()
        };
        self.style.section(title, &table, &note)
    }
}
