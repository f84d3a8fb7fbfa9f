//! Charts and tables as they stand on the page.
//!
//! A chart is a figure: what it says in one sentence, the place where the script draws, what its lines and areas mean, and the table that it is
//! drawn from. Without the script the sentence and the table are there.

use maud::{Markup, html};
use serde_json::{Value, json};

use super::locale::Locale;

/// A chart over time. The first column of its table is time in words; the instants themselves are in [`times`].
pub(super) struct Chart {
    /// Its name on the page.
    pub id: String,
    /// What it is a chart of.
    pub title: String,
    /// What it says.
    pub takeaway: String,
    /// What the script shall draw from which columns.
    pub spec: Value,
    /// What lines and areas mean.
    pub legend: Markup,
    /// The table.
    pub table: Markup,
}

impl Chart {
    /// The figure.
    pub fn markup(&self, say: &Locale) -> Markup {
        let read = say.say("chart-read", &[("chart", (&self.title).into())]);
        html! {
            figure.chart id=(self.id) data-chart=(self.spec) data-read=(read) {
                figcaption {
                    h3 { (self.title) }
                    p.takeaway { (self.takeaway) }
                }
                div.plot role="img" aria-label=(format!("{}. {}", self.title, self.takeaway)) {}
                div.legend { (self.legend) }
                // Paper has the chart; its numbers would be many sheets.
                details data-screen-only {
                    summary { (say.say("chart-table", &[("chart", (&self.title).into())])) }
                    (scroll(&self.title, self.table.clone()))
                }
            }
        }
    }
}

/// A table that scrolls by itself where the page is narrow, and can be reached by keyboard.
pub(super) fn scroll(label: &str, table: Markup) -> Markup {
    html! { div.scroll role="region" aria-label=(label) tabindex="0" { (table) } }
}

/// A table under its heading: column heads, and rows whose first cell names them.
pub(super) fn table(caption: &str, heads: &[String], rows: &[(Markup, Vec<Markup>)]) -> Markup {
    let drawn = html! {
        table {
            caption { (caption) }
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody {
                @for (name, cells) in rows {
                    tr {
                        th scope="row" { (name) }
                        @for cell in cells { td { (cell) } }
                    }
                }
            }
        }
    };
    scroll(caption, drawn)
}

/// A row of a chart's table: its instant in words, and numbers. Its first cell heads it without saying so: there are many.
pub(super) fn row_at(name: &str, cells: &[String]) -> Markup {
    html! {
        tr {
            th { (name) }
            @for cell in cells { td { (cell) } }
        }
    }
}

/// A swatch in a legend: what is drawn, and its meaning in words.
pub(super) fn key(kind: &str, word: &str) -> Markup {
    html! { span.key { span.{"swatch "(kind)} aria-hidden="true" {} (word) } }
}

/// The instants of a chart's rows for the script: the first in seconds, and minutes from there on.
pub(super) fn times(instants: impl Iterator<Item = i64> + Clone) -> Value {
    let first = instants.clone().next().unwrap_or_default();
    let minutes: Vec<i64> = instants
        .map(|at| (at - first).div_euclid(60_000_000))
        .collect();
    json!({"start": seconds(first), "minutes": minutes})
}

/// Microseconds as whole seconds.
pub(super) fn seconds(at: i64) -> i64 {
    at.div_euclid(1_000_000)
}

/// The instants at which days begin, with their dates: the marks of the time axis.
pub(super) fn days(sheet: &super::Sheet) -> Vec<(i64, String)> {
    let days = sheet.run.plan.days.iter();
    days.map(|&day| {
        let date = sheet.civil(day).date();
        (seconds(day), sheet.short_date(date))
    })
    .collect()
}
