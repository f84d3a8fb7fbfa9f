//! Quantities that were chosen: one record each.

use crate::report::cells::{day, number, range};
use crate::report::number::{digits, fixed};
use crate::report::row::Row;
use crate::report::table::{Cell, Table};
use crate::report::text::{Page, Style};
use crate::report::words;

impl Page<'_> {
    /// The chosen quantities, in the order in which they were asked for.
    pub(super) fn chosen(&self) -> String {
        let record = |row: &Row| {
            let cell = match row.unit {
                "date" => day(self.style, Some(row)),
                _ => amount(self.style, row),
            };
            vec![Cell::text(row.quantity.clone().unwrap_or_default()), cell]
        };
        let table = Table {
            head: vec!["quantity", "estimate"],
            names: 1,
            rows: self.report.measures.iter().map(record).collect(),
        };
        let note = if self.style.plain {
            ""
        } else {
            "estimate ± half of its 95 % interval, then where one such period lies in 95 % of cases\n"
        };
        self.style.section("Measures", &table, note)
    }
}

/// A number in the unit that fits it, with the digits that its interval allows, or the number itself where there is none.
fn amount(style: Style, row: &Row) -> Cell {
    let Some(value) = number(row.value) else {
        return Cell::text("-");
    };
    let (scale, unit) = words::unit(row.unit, value);
    let ends = number(row.low).zip(number(row.high));
    let half = ends.map(|(low, high)| (value - low).max(high - value));
    let places = digits(half.unwrap_or(value / 10.0) / scale);
    let show = |value: f64| fixed(value / scale, places);
    let mean = match ends {
        // Intervals of quantiles, and those that end at nothing, are longer on one side.
        Some((low, high)) if show(value - low) != show(high - value) => {
            let ends = range(&show(low), &show(high), style);
            format!("{} {unit} ({ends})", show(value))
        }
        Some((_, high)) => format!("{} ± {} {unit}", show(value), show(high - value)),
        None => format!("{} {unit}", show(value)),
    };
    let next = number(row.next_low).zip(number(row.next_high));
    let next = next.map(|(low, high)| range(&show(low), &show(high), style));
    Cell {
        mean,
        next: next.unwrap_or_default(),
    }
}
