//! Columns beside each other, laid out to the width of a terminal.
//!
//! As long as the table fits, each column is as wide as its widest cell. Where it does not, headings and texts are broken into several lines,
//! the widest columns first. Where even that is too wide, each record stands for itself, its figures below each other. A figure is
//! never cut, nor broken.

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, Table};

use super::width::{Keep, padded, widest_part, width, wrap};

/// Texts do not get narrower than this as long as there is another way.
const NARROW_TEXT: usize = 14;

/// Headings in records that stand for themselves are not wider than this share of the line.
const HEADING_SHARE: usize = 2;

/// A table that has not been laid out yet.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// Headings; all empty where there are none.
    pub head: Vec<String>,
    /// Which columns hold figures: these are aligned to the right.
    pub figures: Vec<bool>,
    /// The records; the lines of a cell are separated by line feeds.
    pub rows: Vec<Vec<String>>,
    /// The widest that a column may get.
    pub widest: Option<usize>,
    /// How many columns name the record.
    pub names: usize,
}

impl Grid {
    /// The table in lines of at most so many columns.
    pub fn drawn(&self, columns: Option<usize>) -> String {
        let own: Vec<usize> = (0..self.head.len()).map(|at| self.own(at)).collect();
        match columns.filter(|&columns| line(&own) > columns) {
            None => self.beside(&own),
            Some(columns) => match self.squeezed(&own, columns) {
                Some(widths) => self.beside(&widths),
                None => self.below(columns),
            },
        }
    }

    /// The widths that all fit into a line; none where they cannot.
    fn squeezed(&self, own: &[usize], columns: usize) -> Option<Vec<usize>> {
        let least: Vec<usize> = own
            .iter()
            .enumerate()
            .map(|(at, &own)| self.least(at).min(own))
            .collect();
        if line(&least) > columns {
            return None;
        }
        let capped = |cap: usize| -> Vec<usize> {
            let both = own.iter().zip(&least);
            both.map(|(&own, &least)| own.min(cap).max(least)).collect()
        };
        let widest = own.iter().copied().max().unwrap_or(0);
        let cap = (0..=widest)
            .rev()
            .find(|&cap| line(&capped(cap)) <= columns);
        cap.map(capped)
    }

    /// The width that a column would like.
    fn own(&self, column: usize) -> usize {
        let head = self.head[column].lines().map(width);
        let widest = head.chain(self.cells(column).map(width)).max().unwrap_or(0);
        match self.widest {
            Some(most) => widest.min(most.max(self.unbroken(column))),
            None => widest,
        }
    }

    /// The least width of a column.
    fn least(&self, column: usize) -> usize {
        let texts = if self.figures[column] { 0 } else { NARROW_TEXT };
        self.unbroken(column).max(texts)
    }

    /// The width of what in a column cannot be broken.
    fn unbroken(&self, column: usize) -> usize {
        let keep = self.keep(column);
        let cells = self.cells(column).map(|line| match is_drawn(line) {
            true => width(line),
            false => widest_part(line, keep),
        });
        let head = widest_part(&self.head[column], Keep::Units);
        cells.chain([head]).max().unwrap_or(0)
    }

    fn keep(&self, column: usize) -> Keep {
        if self.figures[column] {
            Keep::Figures
        } else {
            Keep::Units
        }
    }

    fn cells(&self, column: usize) -> impl Iterator<Item = &str> {
        let cells = self.rows.iter().filter_map(move |row| row.get(column));
        cells.flat_map(|cell| cell.lines())
    }

    /// Columns beside each other.
    fn beside(&self, widths: &[usize]) -> String {
        let mut table = Table::new();
        table.load_style(NOTHING);
        table.set_content_arrangement(ContentArrangement::Disabled);
        let broken = |cell: &String, width: usize, keep| -> String {
            let lines = cell.lines().flat_map(|line| match is_drawn(line) {
                true => vec![line.to_owned()],
                false => wrap(line, width, width, keep),
            });
            lines.collect::<Vec<_>>().join("\n")
        };
        if self.is_headed() {
            let head = self.head.iter().zip(widths);
            table.set_header(head.map(|(cell, &width)| broken(cell, width, Keep::Units)));
        }
        for row in &self.rows {
            let cells = row.iter().zip(widths).enumerate();
            table.add_row(cells.map(|(at, (cell, &width))| broken(cell, width, self.keep(at))));
        }
        for (column, _) in table
            .column_iter_mut()
            .zip(&self.figures)
            .filter(|(_, figures)| **figures)
        {
            column.set_cell_alignment(CellAlignment::Right);
        }
        let lines = table.lines();
        lines.map(|line| format!("{}\n", line.trim_end())).collect()
    }

    /// Each record for itself: its names, and below them each figure beside its heading.
    fn below(&self, columns: usize) -> String {
        let names = self.leading();
        let heads = self.head.iter().skip(names);
        let widest = heads.map(|head| width(head)).max().unwrap_or(0);
        let headings = widest.min(columns / HEADING_SHARE);
        let room = columns.saturating_sub(3 + headings + 2);
        let first = self.first_lines(room);
        let mut text = String::new();
        for row in &self.rows {
            let (name, cells) = row.split_at(names.min(row.len()));
            let name: Vec<&str> = name
                .iter()
                .flat_map(|name| name.lines())
                .filter(|line| !line.is_empty())
                .collect();
            push(&mut text, 1, &name.join(", "), columns, Keep::Units);
            for (at, (cell, head)) in cells.iter().zip(&self.head[names..]).enumerate() {
                if cell.trim().is_empty() {
                    continue;
                }
                let keep = self.keep(names + at);
                let fits = |line: &str| widest_part(line, keep) <= room && !is_drawn(line);
                if headings > 0 && cell.lines().all(fits) {
                    let lines: Vec<String> = match (first, cell.split_once('\n')) {
                        (Some(first), Some((mean, next))) => {
                            vec![format!("{}  {next}", padded(mean, first))]
                        }
                        _ => {
                            let lines = cell.lines();
                            lines
                                .flat_map(|line| wrap(line, room, room, keep))
                                .collect()
                        }
                    };
                    text.push_str(&paired(head, headings, &lines));
                    continue;
                }
                push(&mut text, 3, head, columns, Keep::Units);
                let indent = if head.is_empty() { 3 } else { 5 };
                for line in cell.lines() {
                    match is_drawn(line) {
                        true => text.push_str(&format!("   {}\n", line.trim_end())),
                        false => push(&mut text, indent, line, columns, keep),
                    }
                }
            }
        }
        text
    }

    /// How wide the first lines of cells of two lines are, where all such cells have room on one line.
    fn first_lines(&self, room: usize) -> Option<usize> {
        let cells = self
            .rows
            .iter()
            .flat_map(|row| row.iter().skip(self.leading()));
        let pairs: Vec<(usize, usize)> = cells
            .filter_map(|cell| cell.split_once('\n'))
            .map(|(mean, next)| (width(mean), width(next)))
            .collect();
        let first = pairs.iter().map(|&(mean, _)| mean).max()?;
        let fit = |&(_, next): &(usize, usize)| first + 2 + next <= room;
        pairs.iter().all(fit).then_some(first)
    }

    /// How many columns stand in the first line of a record that stands for itself. A table of names alone keeps its headings there.
    fn leading(&self) -> usize {
        if self.names < self.head.len() {
            self.names
        } else {
            1.min(self.head.len())
        }
    }

    fn is_headed(&self) -> bool {
        self.head.iter().any(|head| !head.is_empty())
    }
}

/// The columns of a line whose cells have these widths: a space before each, and one between it and the next.
fn line(widths: &[usize]) -> usize {
    (widths.iter().sum::<usize>() + 2 * widths.len()).saturating_sub(1)
}

/// Whether a line is a drawing, in which every column means something.
fn is_drawn(line: &str) -> bool {
    line.contains(['●', '─']) || line.starts_with(' ')
}

/// A heading and the lines of its cell beside it.
fn paired(head: &str, headings: usize, right: &[String]) -> String {
    let left = wrap(head, headings, headings, Keep::Units);
    let mut text = String::new();
    for at in 0..left.len().max(right.len()) {
        let part = |lines: &[String]| lines.get(at).cloned().unwrap_or_default();
        let line = format!("   {}  {}", padded(&part(&left), headings), part(right));
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A text below an indent.
fn push(text: &mut String, indent: usize, line: &str, columns: usize, keep: Keep) {
    if line.is_empty() {
        return;
    }
    let room = columns.saturating_sub(indent);
    for (at, part) in wrap(line, room, room.saturating_sub(2), keep)
        .iter()
        .enumerate()
    {
        let indent = indent + if at == 0 { 0 } else { 2 };
        text.push_str(&format!("{}{part}\n", " ".repeat(indent)));
    }
}
