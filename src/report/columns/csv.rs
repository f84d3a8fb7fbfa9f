//! A table as CSV.
//!
//! Numbers are the shortest decimals that read back as the same number, spans of time exact decimals of seconds, days and instants
//! ISO 8601, the latter with their offset from UTC.

use std::io::{self, Write};

use ::csv::{Error, ErrorKind, Writer};
use jiff::Timestamp;

use super::{Cell, Column, Table};

/// A table as CSV.
pub struct Csv<R, W: Write> {
    columns: Vec<Column<R>>,
    writer: Writer<W>,
}

impl<R, W: Write> Csv<R, W> {
    /// A table with its heading.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(columns: Vec<Column<R>>, out: W) -> io::Result<Self> {
        let mut writer = Writer::from_writer(out);
        writer
            .write_record(columns.iter().map(Column::name))
            .map_err(as_io)?;
        Ok(Self { columns, writer })
    }
}

impl<R, W: Write> Table<R> for Csv<R, W> {
    fn add(&mut self, row: &R) -> io::Result<()> {
        for column in &self.columns {
            let written = match column.cell(row) {
                Cell::Nothing => self.writer.write_field(""),
                Cell::Text(text) => self.writer.write_field(text.as_bytes()),
                Cell::Count(count) => self.writer.write_field(count.to_string()),
                Cell::Number(number) => self.writer.write_field(format!("{number:?}")),
                Cell::Span(span) => self.writer.write_field(seconds(span)),
                Cell::Flag(flag) => self.writer.write_field(flag.to_string()),
                Cell::Day(day) => self.writer.write_field(day.to_string()),
                Cell::Instant(time, offset) => {
                    let time = Timestamp::from_microsecond(time);
                    let text = time.map(|time| time.display_with_offset(offset).to_string());
                    self.writer.write_field(text.unwrap_or_default())
                }
            };
            written.map_err(as_io)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(as_io)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.writer.flush()
    }
}

/// What went wrong with the output itself, which the error of a table wraps.
fn as_io(error: Error) -> io::Error {
    match error.into_kind() {
        ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Microseconds as seconds, exactly.
fn seconds(span: i64) -> String {
    let (sign, span) = (if span < 0 { "-" } else { "" }, span.unsigned_abs());
    let (whole, part) = (span / 1_000_000, span % 1_000_000);
    if part == 0 {
        return format!("{sign}{whole}");
    }
    let text = format!("{sign}{whole}.{part:06}");
    text.trim_end_matches('0').to_owned()
}
