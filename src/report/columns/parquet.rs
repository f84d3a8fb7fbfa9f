//! A table as Parquet.
//!
//! Every column is optional: text with a dictionary, doubles, 64-bit integers, `DATE`, and `TIMESTAMP` in microseconds of UTC. What the
//! table says of itself stands in the file's key-value metadata. Rows are gathered and written a group at a time, so a
//! table of any length takes the memory of one group.

use std::io::{self, Write};
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::types::Type;

use crate::scenario::calendar::day_number;

use super::{About, Cell, Column, Kind, Table};

/// Whether this build can write Parquet.
pub const HERE: bool = true;

/// Rows of a group: with the widest table this is some tens of megabytes.
const GROUP: usize = 1 << 16;

/// Opens a table.
///
/// # Errors
/// If it cannot be written.
pub fn open<'a, R: 'a>(
    columns: Vec<Column<R>>,
    about: &About,
    out: impl Write + Send + 'a,
) -> io::Result<Box<dyn Table<R> + 'a>> {
    let fields = columns.iter().map(field).collect::<io::Result<_>>()?;
    let schema = Type::group_type_builder("bordergate").with_fields(fields);
    let about = about
        .iter()
        .map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()));
    let properties = WriterProperties::builder()
        .set_created_by(concat!("bordergate ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(Some(about.collect()))
        .build();
    let schema = Arc::new(schema.build().map_err(as_io)?);
    let writer = SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(as_io)?;
    let gathered = columns
        .iter()
        .map(|column| Gathered::new(column.kind()))
        .collect();
    Ok(Box::new(Parquet {
        columns,
        gathered,
        rows: 0,
        writer,
    }))
}

struct Parquet<R, W: Write + Send> {
    columns: Vec<Column<R>>,
    gathered: Vec<Gathered>,
    /// How many rows are gathered.
    rows: usize,
    writer: SerializedFileWriter<W>,
}

impl<R, W: Write + Send> Table<R> for Parquet<R, W> {
    fn add(&mut self, row: &R) -> io::Result<()> {
        for (column, gathered) in self.columns.iter().zip(&mut self.gathered) {
            if !gathered.push(column.cell(row)) {
                let name = column.name();
                return Err(io::Error::other(format!(
                    "a cell of `{name}` is of another kind than its column"
                )));
            }
        }
        self.rows += 1;
        if self.rows < GROUP {
            return Ok(());
        }
        self.write_group()
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.writer.into_inner().map_err(as_io)?.flush()
    }
}

impl<R, W: Write + Send> Parquet<R, W> {
    fn write_group(&mut self) -> io::Result<()> {
        let mut group = self.writer.next_row_group().map_err(as_io)?;
        for gathered in &mut self.gathered {
            let Some(mut column) = group.next_column().map_err(as_io)? else {
                return Err(io::Error::other("fewer columns than were declared"));
            };
            let defined = Some(gathered.defined.as_slice());
            let written = match &gathered.values {
                Values::Texts(values) => column
                    .typed::<ByteArrayType>()
                    .write_batch(values, defined, None),
                Values::Counts(values) => column
                    .typed::<Int64Type>()
                    .write_batch(values, defined, None),
                Values::Numbers(values) => column
                    .typed::<DoubleType>()
                    .write_batch(values, defined, None),
                Values::Days(values) => column
                    .typed::<Int32Type>()
                    .write_batch(values, defined, None),
                Values::Flags(values) => column
                    .typed::<BoolType>()
                    .write_batch(values, defined, None),
            };
            written.and_then(|_| column.close()).map_err(as_io)?;
            gathered.clear();
        }
        self.rows = 0;
        group.close().map_err(as_io)?;
        Ok(())
    }
}

/// The cells of a column that are not written yet.
struct Gathered {
    /// For each row 1 where it has a value.
    defined: Vec<i16>,
    values: Values,
}

enum Values {
    Texts(Vec<ByteArray>),
    /// Instants as well.
    Counts(Vec<i64>),
    Numbers(Vec<f64>),
    Days(Vec<i32>),
    Flags(Vec<bool>),
}

impl Gathered {
    fn new(kind: Kind) -> Self {
        Self {
            defined: Vec::new(),
            values: match kind {
                Kind::Text => Values::Texts(Vec::new()),
                Kind::Count | Kind::Instant => Values::Counts(Vec::new()),
                Kind::Number => Values::Numbers(Vec::new()),
                Kind::Day => Values::Days(Vec::new()),
                Kind::Flag => Values::Flags(Vec::new()),
            },
        }
    }

    /// Adds a cell; false where it is of another kind.
    fn push(&mut self, cell: Cell) -> bool {
        self.defined.push(i16::from(cell != Cell::Nothing));
        match (&mut self.values, cell) {
            (_, Cell::Nothing) => {}
            (Values::Texts(values), Cell::Text(text)) => {
                values.push(ByteArray::from(text.into_owned().into_bytes()));
            }
            (Values::Counts(values), Cell::Count(count)) => values.push(count),
            (Values::Counts(values), Cell::Instant(time, _)) => values.push(time),
            (Values::Numbers(values), Cell::Number(number)) => values.push(number),
            (Values::Numbers(values), Cell::Span(span)) => values.push(span as f64 / 1e6),
            (Values::Flags(values), Cell::Flag(flag)) => values.push(flag),
            (Values::Days(values), Cell::Day(day)) => match i32::try_from(day_number(day)) {
                Ok(day) => values.push(day),
                Err(_) => return false,
            },
            _ => return false,
        }
        true
    }

    fn clear(&mut self) {
        self.defined.clear();
        match &mut self.values {
            Values::Texts(values) => values.clear(),
            Values::Counts(values) => values.clear(),
            Values::Numbers(values) => values.clear(),
            Values::Days(values) => values.clear(),
            Values::Flags(values) => values.clear(),
        }
    }
}

fn field<R>(column: &Column<R>) -> io::Result<Arc<Type>> {
    let (physical, logical) = match column.kind() {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Count => (Physical::INT64, None),
        Kind::Number => (Physical::DOUBLE, None),
        Kind::Flag => (Physical::BOOLEAN, None),
        Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
        Kind::Instant => (
            Physical::INT64,
            Some(LogicalType::timestamp(true, TimeUnit::MICROS)),
        ),
    };
    Type::primitive_type_builder(column.name(), physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
        .map(Arc::new)
        .map_err(as_io)
}

/// What went wrong with the output itself, which the error of a table wraps.
fn as_io(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        other => io::Error::other(other),
    }
}
