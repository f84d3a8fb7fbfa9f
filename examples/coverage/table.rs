//! The findings as a table in Markdown.

use std::fmt::Write as _;

use super::study::{Found, Row};

/// The table of all rows.
pub fn table(rows: &[Row]) -> String {
    let mut text = "| what | replications | found | promised |\n|---|---|---|---|\n".to_owned();
    for row in rows {
        let share = 100.0 * row.share().unwrap_or_default();
        let promised = 100.0 * row.promised;
        let (found, promised) = match row.found {
            Found::Held(_) if row.promised != 0.95 => {
                (format!("{share:.1} %"), format!("{promised:.1} % here"))
            }
            Found::Held(_) | Found::Stopped(..) => {
                (format!("{share:.1} %"), format!("{promised:.0} %"))
            }
            Found::Different(_) => (format!("{share:.1} %"), format!("at most {promised:.0} %")),
            Found::Value(sum) => {
                let mean = sum / row.studies as f64;
                (
                    format!("{mean:.2} on average"),
                    format!("{:.2}", row.promised),
                )
            }
        };
        let replications = match (row.replications, row.found) {
            (_, Found::Stopped(_, used)) => {
                format!("{:.0} on average", used as f64 / row.studies as f64)
            }
            (Some(n), _) => n.to_string(),
            (None, _) => String::new(),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "| {} | {replications} | {found} | {promised} |",
            row.what
        );
    }
    text
}
