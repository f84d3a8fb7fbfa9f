//! Who: those inside full yards, and vehicles whose stories are worth reading.

use crate::measures::Spot;
use crate::plan::cause::Cause;
use crate::report::explain::examples::Example;
use crate::report::explain::rows::ObservedRow;
use crate::report::number::count;
use crate::report::story::duration;
use crate::report::words;

use super::{NAMED, Page, by_size, percent, shown};

impl Page<'_> {
    /// What stands in yards before which somebody waits, followed on where that waits for another yard.
    pub(super) fn yards(&self) -> String {
        let full: Vec<&ObservedRow> = self.explanation.rows("before-yard", "yard").collect();
        let waited = |yard: u32| {
            let mut lines = self.explanation.rows("time-by-cause", "place-cause");
            lines.any(|row| row.key.spot == Some(Spot::Yard(yard)))
        };
        let mut text = String::new();
        for row in &full {
            let Some(yard) = row.key.yard.filter(|&yard| waited(yard)) else {
                continue;
            };
            text.push_str(&format!(
                "Before {} somebody waited at {} of the censuses, {} vehicles on average then. Of those inside:\n",
                self.line(Spot::Yard(yard)),
                percent(row.share.unwrap_or(0.0)),
                shown(row.value.unwrap_or(0.0), None),
            ));
            for own in self.behind(yard).iter().take(NAMED + 1) {
                if let Some((spot, cause)) = own.key.spot.zip(own.key.cause) {
                    text.push_str(&format!(
                        "  {} {}: {}\n",
                        percent(own.share.unwrap_or(0.0)),
                        self.place(spot),
                        words::cause(cause)
                    ));
                }
            }
            if let Some(chain) = self.chain(yard) {
                text.push_str(&format!("  the chain: {chain}\n"));
            }
        }
        if text.is_empty() {
            return text;
        }
        let by = match self.run.plan.census.as_ref().is_some_and(|own| own.by_hour) {
            true => "hour",
            false => "day",
        };
        let title = format!("Behind full yards, counted every {by}");
        format!(
            "\n{}\n{}",
            self.style.bold(&title),
            self.style.indented(&text)
        )
    }

    /// Who stands in a yard while others wait before it, the most first.
    fn behind(&self, yard: u32) -> Vec<&ObservedRow> {
        let rows = self.explanation.rows("behind-yard", "yard-place-cause");
        let mut rows: Vec<&ObservedRow> = rows.filter(|row| row.key.yard == Some(yard)).collect();
        by_size(&mut rows);
        rows
    }

    /// From yard to yard to what most in the last of them are there for; nothing where that is no other yard.
    fn chain(&self, first: u32) -> Option<String> {
        let mut passed = vec![first];
        let mut text = String::new();
        let mut yard = first;
        loop {
            let rows = self.behind(yard);
            let (spot, cause) = rows.first()?.key.spot.zip(rows.first()?.key.cause)?;
            match spot {
                Spot::Yard(next) if cause == Cause::YardFull && !passed.contains(&next) => {
                    let full = self.line(Spot::Yard(yard));
                    text.push_str(&format!("{full} is full because "));
                    passed.push(next);
                    yard = next;
                }
                _ if passed.len() == 1 => return None,
                _ => {
                    let full = self.line(Spot::Yard(yard));
                    let (place, word) = (self.place(spot), words::cause(cause));
                    text.push_str(&format!("{full} is full, where most are {place}: {word}"));
                    return Some(text);
                }
            }
        }
    }

    pub(super) fn examples(&self) -> String {
        let examples = &self.explanation.examples;
        let Some(first) = examples.first() else {
            return String::new();
        };
        let title = format!(
            "Examples: of replication {}, whose delay is nearest the mean ({} {})",
            first.replication,
            count(first.of as f64),
            self.noun.many
        );
        let lines: Vec<String> = examples.iter().map(|own| self.example(own)).collect();
        format!(
            "\n{}\n{}",
            self.style.bold(&title),
            self.style.indented(&lines.concat())
        )
    }

    fn example(&self, example: &Example) -> String {
        let mut parts: Vec<(Cause, i64)> = Cause::ALL
            .into_iter()
            .map(|cause| (cause, example.spent[cause as usize]))
            .filter(|(cause, us)| cause.is_delay() && *us > 0)
            .collect();
        parts.sort_by_key(|(_, us)| -us);
        let parts = parts
            .iter()
            .take(NAMED)
            .map(|(cause, us)| format!("{} {}", words::cause(*cause), duration(us / 1_000_000)));
        let parts: Vec<String> = parts.collect();
        let parts = match parts.is_empty() {
            true => String::new(),
            false => format!(" ({})", parts.join("; ")),
        };
        format!(
            "{}: {}, {} of {} at {}, held up {}{parts}\n  {}\n",
            example.role,
            example.vehicle,
            example.direction,
            example.class,
            self.gate(&example.gate),
            duration(example.delay_seconds as i64),
            example.command,
        )
    }
}
