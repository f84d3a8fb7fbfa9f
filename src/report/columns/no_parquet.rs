//! What stands for Parquet in a build without the feature `parquet`.

use std::io::{self, Write};

use super::{About, Column, Table};

/// Whether this build can write Parquet.
pub const HERE: bool = false;

/// Opens no table.
///
/// # Errors
/// Always.
pub fn open<'a, R: 'a>(
    _: Vec<Column<R>>,
    _: &About,
    _: impl Write + Send + 'a,
) -> io::Result<Box<dyn Table<R> + 'a>> {
    Err(io::Error::new(
        io::ErrorKind::Unsupported,
        "this build cannot write Parquet",
    ))
}
