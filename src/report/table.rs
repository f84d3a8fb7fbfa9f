//! One table, two forms: drawn for eyes, or one record a line.

use super::grid::Grid;

/// Longer texts are broken into several lines, however wide the terminal is.
const WIDEST: usize = 42;

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
    /// The table drawn with aligned columns, each line indented by a space and of at most so many columns.
    pub fn drawn(&self, columns: Option<usize>) -> String {
        let cell = |cell: &Cell| match (cell.mean.as_str(), cell.next.as_str()) {
            (mean, "") => mean.to_owned(),
            (mean, next) => format!("{mean}\n{next}"),
        };
        let rows = self.rows.iter();
        let grid = Grid {
            head: self.head.iter().map(|&head| head.to_owned()).collect(),
            figures: (0..self.head.len()).map(|at| at >= self.names).collect(),
            rows: rows.map(|row| row.iter().map(cell).collect()).collect(),
            widest: Some(WIDEST),
            names: self.names,
        };
        grid.drawn(columns)
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
