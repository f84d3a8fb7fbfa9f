//! What can go wrong with a store, in sentences that say what, why and what to do.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Why a store cannot be used. What it held before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The operating system refused.
    #[error("cannot {doing} `{}`: {source}{}", path.display(), relief(source))]
    Io {
        /// What was tried, to be read between "cannot" and the path.
        doing: &'static str,
        /// With which file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process has the store open.
    #[error(
        "`{}` is in use by another run that is still going on; wait for its end, or name another directory",
        dir.display()
    )]
    InUse {
        /// The directory.
        dir: PathBuf,
    },
    /// A directory that is not a store is never written into, unless it is empty.
    #[error(
        "`{}` is no directory of rows: it has no `identity.json`; name another one, which may be new or empty",
        dir.display()
    )]
    NotAStore {
        /// The directory.
        dir: PathBuf,
    },
    /// The identity file says nothing that can be understood, so nobody knows what the rows are.
    #[error(
        "cannot tell what the rows beside `{}` belong to: {why}; put the file back, or name another directory",
        path.display()
    )]
    Unreadable {
        /// The identity file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The store belongs to another run.
    #[error("{}", other_run(dir, scenario, differences))]
    Other {
        /// The directory.
        dir: PathBuf,
        /// Name of the scenario that was run there.
        scenario: String,
        /// Everything that differs.
        differences: Vec<Difference>,
    },
    /// One replication has two different rows, which a deterministic program cannot have computed from the same input.
    #[error("{}", contradiction(*index, one, other.as_deref()))]
    Contradiction {
        /// The replication.
        index: u64,
        /// The file with one of them.
        one: PathBuf,
        /// The file with the other; `None` where it has just been computed.
        other: Option<PathBuf>,
    },
    /// The store does not hold this replication.
    #[error("`{}` holds no row of replication {index}", dir.display())]
    Absent {
        /// The directory.
        dir: PathBuf,
        /// The replication.
        index: u64,
    },
    /// A row has changed since the store was opened, or was not written by this version of the program.
    #[error(
        "the row of replication {index}, at byte {at} of `{}`, is not as it was written; remove that file and run the same command, which computes again what is lost",
        path.display()
    )]
    Changed {
        /// The file.
        path: PathBuf,
        /// The replication.
        index: u64,
        /// First byte of its record.
        at: u64,
    },
}

/// One thing in which a store and a run differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What differs.
    pub what: &'static str,
    /// What the store says.
    pub there: String,
    /// What the run asks for.
    pub asked: String,
}

/// A file of rows that was not as it had been written. What was sound is kept, and what is lost only has to be computed
/// again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file.
    pub path: PathBuf,
    /// First byte that is wrong.
    pub at: u64,
    /// How many bytes are, in all places of the file together.
    pub bytes: u64,
    /// Rows of the file that were sound.
    pub sound: usize,
    /// How the file is damaged.
    pub kind: DamageKind,
}

/// How a file of rows is damaged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DamageKind {
    /// It ends inside a row: what a process leaves that was killed while it wrote. [`Store::open`](super::Store::open) has
    /// cut this off.
    Cut,
    /// Something else has been at it. [`Store::open`](super::Store::open) has written the sound rows to a new file and
    /// given the damaged one this name; [`Store::join`](super::Store::join) changes nothing there, so it is `None`.
    Corrupt {
        /// The damaged file, out of the way.
        kept_as: Option<PathBuf>,
    },
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            at, bytes, sound, ..
        } = self;
        let path = self.path.display();
        match &self.kind {
            DamageKind::Cut => write!(
                f,
                "`{path}` ends inside a row, at byte {at}: its run was stopped there; that row is computed again"
            ),
            DamageKind::Corrupt { kept_as } => {
                write!(
                    f,
                    "`{path}` is damaged at byte {at} (bytes lost: {bytes}, sound rows kept: {sound}); what is lost is computed again"
                )?;
                match kept_as {
                    Some(kept) => write!(f, "; the damaged file is now `{}`", kept.display()),
                    None => Ok(()),
                }
            }
        }
    }
}

/// Makes an [`StoreError::Io`] of what the system said.
pub(super) fn cannot<'a>(
    doing: &'static str,
    path: &'a Path,
) -> impl FnOnce(io::Error) -> StoreError + 'a {
    move |source| StoreError::Io {
        doing,
        path: path.to_owned(),
        source,
    }
}

/// What to do about it, where the user can do something.
fn relief(source: &io::Error) -> &'static str {
    match source.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "; the rows written before are safe: make room, and the same command goes on from there"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "; name a directory that you may write to"
        }
        ErrorKind::Unsupported => {
            "; this file system cannot lock files: name a directory on another one"
        }
        _ => "",
    }
}

fn other_run(dir: &Path, scenario: &str, differences: &[Difference]) -> String {
    let mut text = format!(
        "`{}` holds the rows of another run, of scenario `{scenario}`:\n",
        dir.display()
    );
    for Difference { what, there, asked } in differences {
        text += &format!("  {what}: there `{there}`, asked for `{asked}`\n");
    }
    text + "name another directory, or ask for the run that this one holds"
}

fn contradiction(index: u64, one: &Path, other: Option<&Path>) -> String {
    let other = other.map_or_else(
        || "the one just computed".to_owned(),
        |other| format!("the one in `{}`", other.display()),
    );
    format!(
        "replication {index} has two different rows, the one in `{}` and {other}: they come from different programs or machines; remove the file that you do not trust, or name another directory",
        one.display()
    )
}
