//! Files that commands read and write besides scenarios.
//!
//! What is written goes into another file in the same directory first, and takes the place of the old one at once when it is whole: a
//! reader finds the old or the new, never half.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Larger files are neither results nor baselines of ours.
const LARGEST: u64 = 1 << 28;

/// Whether the first thing in a file is an object of JSON, which no TOML begins with. A file that cannot be read is none.
pub fn looks_like_json(file: &Path) -> bool {
    let head = || -> io::Result<Vec<u8>> {
        // Opening a pipe would wait for its other end, and reading it would take from whoever reads it next.
        if !fs::metadata(file)?.is_file() {
            return Ok(Vec::new());
        }
        let mut head = Vec::new();
        File::open(file)?.take(4096).read_to_end(&mut head)?;
        Ok(head)
    };
    let head = head().unwrap_or_default();
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    head.trim_ascii_start().first() == Some(&b'{')
}

/// The text of a file; `None` where there is no such file.
///
/// # Errors
/// In words, where it cannot be read.
pub fn read(path: &Path) -> Result<Option<String>, String> {
    let Some(bytes) = bytes(path)? else {
        return Ok(None);
    };
    let text = String::from_utf8(bytes)
        .map_err(|_| format!("cannot read `{}`: it is no text (UTF-8)", path.display()))?;
    Ok(Some(text.trim_start_matches('\u{feff}').to_owned()))
}

/// The bytes of a file; `None` where there is no such file.
///
/// # Errors
/// In words, where it cannot be read.
pub fn bytes(path: &Path) -> Result<Option<Vec<u8>>, String> {
    let cannot = |why: &dyn std::fmt::Display| format!("cannot read `{}`: {why}", path.display());
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(cannot(&error)),
    };
    if !metadata.is_file() {
        return Err(cannot(&"it is no file"));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(|error| cannot(&error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(cannot(&format!("it is larger than {} MiB", LARGEST >> 20)));
    }
    Ok(Some(bytes))
}

/// Writes a file, all of it or nothing.
///
/// # Errors
/// In words, where it cannot be written; what was there before is untouched then.
pub fn write(path: &Path, text: &str) -> Result<(), String> {
    write_all(&[(path.to_owned(), text.as_bytes().to_vec())])
}

/// Writes files that belong together: none takes its place before all are whole.
///
/// # Errors
/// In words, where one cannot be written; what was there before is untouched then, but for a place that was lost to a file while others
/// took theirs.
pub fn write_all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), String> {
    let unfinished: Vec<PathBuf> = files.iter().map(|(path, _)| beside(path)).collect();
    let steps = || {
        for ((path, bytes), unfinished) in files.iter().zip(&unfinished) {
            File::create(unfinished)
                .and_then(|mut file| {
                    file.write_all(bytes)?;
                    file.sync_all()
                })
                .map_err(|error| cannot_write(path, &error))?;
        }
        for ((path, _), unfinished) in files.iter().zip(&unfinished) {
            fs::rename(unfinished, path).map_err(|error| cannot_write(path, &error))?;
        }
        Ok(())
    };
    let written = steps();
    if written.is_err() {
        for unfinished in &unfinished {
            // What is left of it, if anything, is of no use to anybody.
            let _ = fs::remove_file(unfinished);
        }
    }
    written
}

fn cannot_write(path: &Path, error: &io::Error) -> String {
    let what = match error.kind() {
        ErrorKind::NotFound => "there is no such directory".to_owned(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "its directory may not be written to".to_owned()
        }
        _ => error.to_string(),
    };
    format!("cannot write `{}`: {what}", path.display())
}

/// The unfinished file; its name is this process's own, so that two that write at the same time do not mix.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.unfinished", std::process::id()));
    path.with_file_name(name)
}
