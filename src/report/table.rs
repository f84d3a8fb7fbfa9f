//! One table, two forms: drawn for eyes, or one record a line.

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ColumnConstraint, Table as Drawn, Width};

/// A number in a table: what is expected, and below it what one realisation may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// First line.
    pub mean: String,
    /// Second line; may be empty.
    pub next: String,
}

impl Cell {
    /// A cell of one line.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            mean: text.into(),
            next: String::new(),
        }
    }
}

/// A table of records. The leading columns are texts that name the record, the rest numbers.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Headings of all columns.
    pub head: Vec<&'static str>,
    /// How many columns name the record.
    pub names: usize,
    /// The records.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The table drawn with aligned columns, each line indented by a space.
    pub fn drawn(&self) -> String {
        let mut table = Drawn::new();
        table.load_style(NOTHING);
        table.set_header(self.head.clone());
        for row in &self.rows {
            let cell = |cell: &Cell| match (cell.mean.as_str(), cell.next.as_str()) {
                (mean, "") => mean.to_owned(),
                (mean, next) => format!("{mean}\n{next}"),
            };
            table.add_row(row.iter().map(cell).collect::<Vec<_>>());
        }
        for (index, column) in table.column_iter_mut().enumerate() {
            if index >= self.names {
                column.set_cell_alignment(CellAlignment::Right);
            }
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(44)));
        }
        let lines = table.trim_fmt();
        lines
            .lines()
            .map(|line| format!("{}\n", line.trim_end()))
            .collect()
    }

    /// One record a line: names, then each number with its heading.
    pub fn plain(&self) -> String {
        let mut text = String::new();
        for row in &self.rows {
            let (names, numbers) = row.split_at(self.names.min(row.len()));
            let names: Vec<String> = names
                .iter()
                .map(|cell| {
                    [cell.mean.as_str(), cell.next.as_str()]
                        .join(" ")
                        .trim()
                        .to_owned()
                })
                .filter(|name| !name.is_empty())
                .collect();
            let numbers: Vec<String> = numbers
                .iter()
                .zip(self.head.iter().skip(self.names))
                .filter(|(cell, _)| !cell.mean.is_empty())
                .map(|(cell, head)| match cell.next.as_str() {
                    "" => format!("{head} {}", cell.mean),
                    next => format!("{head} {} (one such period {next})", cell.mean),
                })
                .collect();
            text.push_str(&format!("{}: {}\n", names.join(", "), numbers.join("; ")));
        }
        text
    }
}
