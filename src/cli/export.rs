//! Results as files for other tools: `--csv` and `--parquet`, beside what is printed.
//!
//! What cannot be written is found out before anything is simulated, as far as that can be known. A file is written whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use crate::report::columns::{Format, Tabular, parquet};
use crate::report::number::count;

use super::common::{Outcome, note};
use super::files;

/// Which files are written.
#[derive(Clone, Debug, clap::Args)]
pub struct ExportArgs {
    /// Also write the rows into this file, as CSV; further tables of the same result go beside it, as `x.facts.csv` beside `x.csv`
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Also write the rows into this file, as Parquet, as `--csv` does; needs a build with the feature `parquet`
    #[arg(long, value_name = "FILE")]
    pub parquet: Option<PathBuf>,
}

impl ExportArgs {
    /// Whether the files and the page can be written, as far as that is known before there is something to write; `further` tables go beside
    /// the main one, and none may take the place of another or of one of the `inputs`. What is wrong is on stderr.
    ///
    /// # Errors
    /// [`Outcome::Unusable`].
    pub fn check(
        &self,
        further: &[&str],
        page: Option<&Path>,
        inputs: &[&Path],
    ) -> Result<(), Outcome> {
        let mut wrong: Vec<String> = Vec::new();
        if self.parquet.is_some() {
            wrong.extend(no_parquet("--parquet"));
        }
        let page = page.into_iter().map(|path| ("--html", path.to_owned()));
        let tables = self.files().flat_map(|(_, path, flag)| {
            let further = further.iter().map(|called| beside(path, called));
            let paths = std::iter::once(path.to_owned()).chain(further);
            paths.map(move |path| (flag, path)).collect::<Vec<_>>()
        });
        let mut all: Vec<PathBuf> = Vec::new();
        for (flag, path) in page.chain(tables) {
            let why = if inputs.iter().any(|input| is_same(input, &path)) {
                Some("the scenario is there: name another file".to_owned())
            } else if all.iter().any(|other| is_same(other, &path)) {
                Some("another result goes there: name another file".to_owned())
            } else {
                unwritable(&path)
            };
            let shown = path.display();
            wrong.extend(why.map(|why| format!("error: `{flag}`: `{shown}`: {why}")));
            all.push(path);
        }
        for line in &wrong {
            note(line);
        }
        wrong.is_empty().then_some(()).ok_or(Outcome::Unusable)
    }

    /// Writes the tables of a result into the files that were asked for; stderr says what is where.
    #[must_use]
    pub fn write(&self, result: &dyn Tabular) -> Outcome {
        let mut ended = Outcome::Done;
        for (format, path, _) in self.files() {
            match write(result, format, path) {
                Ok(written) => note(&format!("note: {written}")),
                Err(why) => {
                    note(&format!("error: {why}"));
                    ended = Outcome::Failed;
                }
            }
        }
        ended
    }

    fn files(&self) -> impl Iterator<Item = (Format, &Path, &'static str)> {
        let csv = self
            .csv
            .iter()
            .map(|path| (Format::Csv, path.as_path(), "--csv"));
        let parquet = self.parquet.iter();
        csv.chain(parquet.map(|path| (Format::Parquet, path.as_path(), "--parquet")))
    }
}

/// Why this build cannot write Parquet, where it cannot.
pub fn no_parquet(flag: &str) -> Option<String> {
    let why = "this build cannot write Parquet; one that can is built with `cargo install --path . --features parquet`";
    (!parquet::HERE).then(|| format!("error: `{flag}`: {why}"))
}

/// Whether two paths are of one file.
fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).ok();
    one == other || real(one).is_some_and(|one| real(other) == Some(one))
}

/// Why a file cannot be written, where that can be known beforehand.
fn unwritable(path: &Path) -> Option<String> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) {
        return Some("there is no such directory: create it first".to_owned());
    }
    let there = fs::metadata(path).ok()?;
    (!there.is_file()).then(|| "this is there and is no file: name another one".to_owned())
}

fn write(result: &dyn Tabular, format: Format, path: &Path) -> Result<String, String> {
    let about = result.about();
    let sheets = result.sheets();
    let mut made: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    let mut said: Vec<String> = Vec::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let path = if at == 0 {
            path.to_owned()
        } else {
            beside(path, sheet.called())
        };
        let bytes = sheet.file(format, &about);
        let bytes = bytes.map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
        said.push(format!(
            "{} {} in `{}`",
            count(sheet.rows() as f64),
            sheet.called(),
            path.display()
        ));
        made.push((path, bytes));
    }
    files::write_all(&made)?;
    Ok(said.join(", "))
}

/// Where a further table goes: its name before the ending of the main one.
fn beside(path: &Path, called: &str) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(".");
    name.push(called);
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    path.with_file_name(name)
}
