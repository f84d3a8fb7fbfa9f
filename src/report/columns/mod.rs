//! Rows as columns: what a table holds, said once for every format that other tools read.
//!
//! A [`Column`] is a name, a kind and a way to look its cell up in a row. CSV and Parquet are both written from the same
//! columns, so neither can have what the other has not. A column has one kind throughout, which is what makes it one column
//! for pandas or SQL too; where a value may be a number or a day, each has a column of its own. Columns are those of the
//! JSON, under the same names and in the same order (`tests/it/consumers` holds them against it).

mod csv;
#[cfg_attr(not(feature = "parquet"), path = "no_parquet.rs")]
pub mod parquet;
pub mod results;

use std::borrow::Cow;
use std::io::{self, Write};

use jiff::civil::Date;
use jiff::tz::Offset;

pub use csv::Csv;

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Whole numbers.
    Count,
    /// Numbers.
    Number,
    /// Civil days.
    Day,
    /// Instants.
    Instant,
    /// True or false.
    Flag,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing: empty in CSV, null elsewhere.
    Nothing,
    /// Words.
    Text(Cow<'a, str>),
    /// A whole number.
    Count(i64),
    /// A number.
    Number(f64),
    /// Microseconds, which are written as seconds: a number.
    Span(i64),
    /// A civil day.
    Day(Date),
    /// Microseconds since 1970 UTC, and the clock that shows them.
    Instant(i64, Offset),
    /// True or false.
    Flag(bool),
}

/// A column of a table whose rows are `R`.
pub struct Column<R> {
    name: Cow<'static, str>,
    kind: Kind,
    cell: Box<dyn for<'r> Fn(&'r R) -> Cell<'r>>,
}

impl<R> Column<R> {
    /// A column.
    pub fn new(
        name: impl Into<Cow<'static, str>>,
        kind: Kind,
        cell: impl for<'r> Fn(&'r R) -> Cell<'r> + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            kind,
            cell: Box::new(cell),
        }
    }

    /// A column of words.
    pub fn text(
        name: impl Into<Cow<'static, str>>,
        cell: impl for<'r> Fn(&'r R) -> Cell<'r> + 'static,
    ) -> Self {
        Self::new(name, Kind::Text, cell)
    }

    /// A column of whole numbers.
    pub fn count(
        name: impl Into<Cow<'static, str>>,
        cell: impl for<'r> Fn(&'r R) -> Cell<'r> + 'static,
    ) -> Self {
        Self::new(name, Kind::Count, cell)
    }

    /// A column of numbers.
    pub fn number(
        name: impl Into<Cow<'static, str>>,
        cell: impl for<'r> Fn(&'r R) -> Cell<'r> + 'static,
    ) -> Self {
        Self::new(name, Kind::Number, cell)
    }

    /// The same column of rows that hold such a row.
    pub fn within<S: 'static>(self, row: fn(&S) -> &R) -> Column<S>
    where
        R: 'static,
    {
        Column {
            name: self.name,
            kind: self.kind,
            cell: Box::new(move |outer| (self.cell)(row(outer))),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What its cells are.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its cell in a row.
    pub fn cell<'r>(&self, row: &'r R) -> Cell<'r> {
        (self.cell)(row)
    }
}

/// A table that is being written, row by row.
pub trait Table<R> {
    /// Adds a row.
    ///
    /// # Errors
    /// If it cannot be written.
    fn add(&mut self, row: &R) -> io::Result<()>;

    /// Writes what is still to be written.
    ///
    /// # Errors
    /// If it cannot be written.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// A format of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values: UTF-8, a heading, one line a row.
    Csv,
    /// Apache Parquet: typed columns.
    Parquet,
}

/// What a table says of itself where its format has a place for it: keys and values.
pub type About = Vec<(&'static str, String)>;

/// A whole table of results.
pub trait Sheet {
    /// What its rows are called, in the plural.
    fn called(&self) -> &'static str;

    /// How many rows it has.
    fn rows(&self) -> usize;

    /// The table as a file of a format.
    ///
    /// # Errors
    /// Where this build cannot write the format.
    fn file(&self, format: Format, about: &About) -> io::Result<Vec<u8>>;
}

/// Results that are one table or several.
pub trait Tabular {
    /// What every file says of itself.
    fn about(&self) -> About;

    /// The tables, the main one first.
    fn sheets(&self) -> Vec<Box<dyn Sheet + '_>>;
}

/// Opens a table of a format.
///
/// # Errors
/// If it cannot be written, and where this build cannot write the format.
pub fn open<'a, R: 'a>(
    format: Format,
    columns: Vec<Column<R>>,
    about: &About,
    out: impl Write + Send + 'a,
) -> io::Result<Box<dyn Table<R> + 'a>> {
    match format {
        Format::Csv => Ok(Box::new(Csv::new(columns, out)?)),
        Format::Parquet => parquet::open(columns, about, out),
    }
}

/// Rows that are there, with their columns.
struct Listed<'a, R> {
    called: &'static str,
    columns: fn(&[R]) -> Vec<Column<R>>,
    rows: &'a [R],
}

impl<R> Sheet for Listed<'_, R> {
    fn called(&self) -> &'static str {
        self.called
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn file(&self, format: Format, about: &About) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut table = open(format, (self.columns)(self.rows), about, &mut bytes)?;
        for row in self.rows {
            table.add(row)?;
        }
        table.finish()?;
        Ok(bytes)
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    /// No words are nothing: CSV cannot tell the two apart.
    fn from(text: &'a str) -> Self {
        if text.is_empty() {
            Cell::Nothing
        } else {
            Cell::Text(Cow::Borrowed(text))
        }
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        if text.is_empty() {
            Cell::Nothing
        } else {
            Cell::Text(Cow::Owned(text))
        }
    }
}

impl From<f64> for Cell<'_> {
    /// What is no number, or has no end, is nothing, as in JSON.
    fn from(number: f64) -> Self {
        if number.is_finite() {
            Cell::Number(number)
        } else {
            Cell::Nothing
        }
    }
}

impl From<u32> for Cell<'_> {
    fn from(count: u32) -> Self {
        Cell::Count(count.into())
    }
}

impl From<u64> for Cell<'_> {
    fn from(count: u64) -> Self {
        i64::try_from(count).map_or(Cell::Nothing, Cell::Count)
    }
}

impl From<usize> for Cell<'_> {
    fn from(count: usize) -> Self {
        i64::try_from(count).map_or(Cell::Nothing, Cell::Count)
    }
}

impl<'a, T> From<Option<T>> for Cell<'a>
where
    Cell<'a>: From<T>,
{
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Cell::Nothing, Cell::from)
    }
}
