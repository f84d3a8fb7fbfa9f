//! The rows of a run in a directory, so that what was computed once is never computed again.
//!
//! A replication is a pure function of plan, seed and index, and estimates are folded from rows in the order of their
//! index. So a run is nothing but its rows, and these may be computed today or tomorrow, here or elsewhere: whoever holds
//! them all has the result, to the bit. The store keeps them. A run that is killed loses what it was computing and nothing
//! else; the same command reads what is there, computes the rest, and ends with the bytes of a run that nobody disturbed.
//! Failed replications are kept as well, because they are part of that result. Estimates are never stored: partial sums
//! do not add up to the same bits in another order.
//!
//! ```text
//! DIR/identity.json                       what the rows belong to, written before the first of them
//! DIR/lock                                locked while a process writes here; the system releases it, whatever happens
//! DIR/rows-000040-9f86d081884c7d65.rows   records, appended by one process; begins with replication 40
//! ```
//!
//! Why files of our own and not a database: there is one writer, nothing is ever changed, and the only question is "the
//! row of replication *i*". A process appends to a new file of its own, each record with one write and a checksum. What a
//! kill can leave is one record cut short at the end of one file. It is cut off when the directory is opened. Nothing waits
//! for the disk between rows: a killed process does not lose what it has written, only a power failure does, and then some
//! rows are computed again. [`Store::sync`] is for the end.
//!
//! The name of a file ends in sixty-four random bits. Directories of ranges that were computed on different machines can
//! therefore be copied into one another without one file taking the place of another, even where two machines began at the
//! same index. [`Store::join`] does this with more care: it compares identities first, and copies only what is missing.
//!
//! What holds at all times:
//!
//! - A file of rows holds whole records only, but for a last one that was being written when its process was killed.
//! - The rows of a directory agree with its identity, and no replication has two different ones.
//! - Whatever the bytes in the directory are, reading them ends in rows that were written so, or in words.

mod codec;
mod error;
mod holdings;
mod identity;
mod segment;

use std::collections::hash_map::RandomState;
use std::fs::{self, File, TryLockError};
use std::hash::BuildHasher;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::measures::Row;

use super::Reason;
use error::cannot;
use holdings::{Holdings, names};
use segment::{Record, Tail};

pub use error::{Damage, DamageKind, Difference, StoreError};
pub use identity::Identity;

/// Held locked by the process that writes.
const LOCK: &str = "lock";

/// What a file of rows is called until it is whole, after its name.
const UNFINISHED: &str = ".tmp";

/// The rows of one run in a directory, which no other process can open meanwhile.
#[derive(Debug)]
pub struct Store {
    dir: PathBuf,
    identity: Identity,
    holdings: Holdings,
    /// The file that this process appends to, once it has a row.
    tail: Option<(usize, Tail)>,
    _lock: Lock,
}

/// A store that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The store.
    pub store: Store,
    /// What was wrong with it, and is mended.
    pub damages: Vec<Damage>,
}

/// What a [`Store::join`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// Rows that were copied.
    pub copied: u64,
    /// Rows that were here already, and equal.
    pub held: u64,
    /// What is wrong with the files of the other store. Nothing was changed there.
    pub damages: Vec<Damage>,
}

impl Store {
    /// Opens the store in `dir`, or makes one where there is no directory or an empty one. Damage is mended: what was cut
    /// short is cut off, and a file that was tampered with is replaced by one of its sound rows and kept under a name that
    /// ends in `.damaged`.
    ///
    /// # Errors
    /// If the directory is no store but has files, is in use, or belongs to another run ([`StoreError::Other`] lists every
    /// difference); if its identity file cannot be understood; if two rows of one replication contradict each other; or if the
    /// system refuses something.
    pub fn open(dir: &Path, identity: &Identity) -> Result<Opened, StoreError> {
        make_directory(dir)?;
        refuse_strangers(dir)?;
        let lock = Lock::take(dir)?;
        match Identity::read(dir)? {
            Some(there) => identity.agrees_with(&there, dir)?,
            None => {
                identity.write(dir)?;
                sync_directory(dir)?;
            }
        }
        remove_unfinished(dir)?;
        let look = Holdings::look(dir)?;
        for path in look.empty {
            remove(&path)?;
        }
        let mut store = Self {
            dir: dir.to_owned(),
            identity: identity.clone(),
            holdings: look.holdings,
            tail: None,
            _lock: lock,
        };
        let mended = look.damages.into_iter();
        let damages = mended
            .map(|(file, damage)| store.mend(file, damage))
            .collect::<Result<_, _>>()?;
        Ok(Opened { store, damages })
    }

    /// Whether it holds the outcome of this replication.
    pub fn holds(&self, index: u64) -> bool {
        self.holdings.holds(index)
    }

    /// How many outcomes it holds.
    pub fn len(&self) -> usize {
        self.holdings.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The replications whose outcomes it holds, in ascending order.
    pub fn indices(&self) -> impl Iterator<Item = u64> {
        self.holdings.indices()
    }

    /// The outcome of a replication, the same to the bit as it was written.
    ///
    /// # Errors
    /// If it is not held, cannot be read, or is not what it was when the store was opened.
    pub fn read(&mut self, index: u64) -> Result<Result<Row, Reason>, StoreError> {
        let Some(record) = self.holdings.record(index)? else {
            return Err(StoreError::Absent {
                dir: self.dir.clone(),
                index,
            });
        };
        codec::decode(index, record.payload()).ok_or_else(|| self.holdings.changed(index))
    }

    /// Adds the outcome of a replication; `index` is kept, not the one in the row. Once this returns, killing the process
    /// does not lose it. An outcome that is held already is not written again.
    ///
    /// # Errors
    /// If it cannot be written; it is then not held, everything before it is, and one may go on. If another outcome of this
    /// replication is held.
    pub fn append(&mut self, index: u64, outcome: &Result<Row, Reason>) -> Result<(), StoreError> {
        let record = Record::new(index, &codec::encode(outcome)).ok_or_else(|| {
            cannot("add a row of more than 1 GiB to", &self.dir)(ErrorKind::InvalidInput.into())
        })?;
        if self.holdings.has(&record.found, None)? {
            return Ok(());
        }
        self.write(&record)
    }

    /// Copies from the store in `other` what this one lacks. Rows that are still being written there are left out; call it
    /// again for them.
    ///
    /// # Errors
    /// If `other` is no store, belongs to another run or contradicts this one, in which case nothing was copied. If the
    /// system refuses something, in which case the rows copied before are held.
    pub fn join(&mut self, other: &Path) -> Result<Joined, StoreError> {
        names(other)?;
        let there = Identity::read(other)?.ok_or_else(|| StoreError::NotAStore {
            dir: other.to_owned(),
        })?;
        self.identity.agrees_with(&there, other)?;
        let mut look = Holdings::look(other)?;
        let mut missing = Vec::new();
        for (path, found) in look.holdings.rows() {
            if !self.holdings.has(found, Some(path))? {
                missing.push(found.index);
            }
        }
        for &index in &missing {
            if let Some(record) = look.holdings.record(index)? {
                self.write(&record)?;
            }
        }
        let copied = missing.len();
        Ok(Joined {
            copied: copied as u64,
            held: (look.holdings.len() - copied) as u64,
            damages: look.damages.into_iter().map(|(_, damage)| damage).collect(),
        })
    }

    /// Returns when everything this process has written is on the disk, and survives a power failure too.
    ///
    /// # Errors
    /// If the system cannot do so.
    pub fn sync(&mut self) -> Result<(), StoreError> {
        if let Some((file, tail)) = &self.tail {
            let path = self.holdings.path(*file);
            tail.sync().map_err(cannot("write to the disk", path))?;
        }
        sync_directory(&self.dir)
    }

    fn write(&mut self, record: &Record) -> Result<(), StoreError> {
        let (file, tail) = match &mut self.tail {
            Some(tail) => tail,
            none => {
                let path = self.dir.join(new_name(record.found.index));
                let tail = Tail::create(&path).map_err(cannot("create", &path))?;
                none.insert((self.holdings.add_file(path), tail))
            }
        };
        match tail.append(record) {
            Ok(found) => {
                self.holdings.place(*file, found);
                Ok(())
            }
            Err(unwritten) => {
                let path = self.holdings.path(*file).to_owned();
                if unwritten.torn {
                    self.tail = None;
                }
                Err(cannot("add a row to", &path)(unwritten.source))
            }
        }
    }

    fn mend(&mut self, file: usize, damage: Damage) -> Result<Damage, StoreError> {
        match damage.kind {
            DamageKind::Cut if damage.sound == 0 => remove(&damage.path)?,
            DamageKind::Cut => {
                let cut = File::options().write(true).open(&damage.path);
                cut.and_then(|cut| cut.set_len(damage.at))
                    .map_err(cannot("cut off the end of", &damage.path))?;
            }
            DamageKind::Corrupt { .. } => return self.replace(file, damage),
        }
        Ok(damage)
    }

    /// Writes the sound rows of a damaged file to a new one, and puts the damaged one out of the way.
    fn replace(&mut self, file: usize, damage: Damage) -> Result<Damage, StoreError> {
        let sound = self.holdings.of_file(file);
        if let Some(&first) = sound.first() {
            let path = self.dir.join(new_name(first));
            let unfinished = with_suffix(&path, UNFINISHED);
            let mut tail = Tail::create(&unfinished).map_err(cannot("create", &unfinished))?;
            let fresh = self.holdings.add_file(path.clone());
            let mut places = Vec::with_capacity(sound.len());
            for index in sound {
                if let Some(record) = self.holdings.record(index)? {
                    let found = tail.append(&record);
                    let found = found.map_err(|unwritten| unwritten.source);
                    places.push(found.map_err(cannot("add a row to", &unfinished))?);
                }
            }
            tail.sync()
                .and_then(|()| fs::rename(&unfinished, &path))
                .map_err(cannot("write", &path))?;
            for found in places {
                self.holdings.place(fresh, found);
            }
        }
        let kept_as = with_suffix(&damage.path, ".damaged");
        fs::rename(&damage.path, &kept_as).map_err(cannot("rename", &damage.path))?;
        Ok(Damage {
            kind: DamageKind::Corrupt {
                kept_as: Some(kept_as),
            },
            ..damage
        })
    }
}

fn make_directory(dir: &Path) -> Result<(), StoreError> {
    let made = match fs::metadata(dir) {
        Ok(it) if !it.is_dir() => Err(ErrorKind::NotADirectory.into()),
        _ => fs::create_dir_all(dir),
    };
    made.map_err(cannot("create the directory", dir))
}

/// What is not ours and has no identity stays untouched.
fn refuse_strangers(dir: &Path) -> Result<(), StoreError> {
    // Names first: a store that another process begins just now gets its identity before any other file but these.
    let strangers = names(dir)?
        .iter()
        .any(|name| name != LOCK && name != identity::UNFINISHED);
    if strangers && Identity::read(dir)?.is_none() {
        return Err(StoreError::NotAStore {
            dir: dir.to_owned(),
        });
    }
    Ok(())
}

/// Says to other processes that this one writes here.
#[derive(Debug)]
struct Lock(File);

impl Lock {
    fn take(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(LOCK);
        let mut options = File::options();
        let file = options
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(cannot("create", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse {
                dir: dir.to_owned(),
            }),
            Err(TryLockError::Error(error)) => Err(cannot("lock", &path)(error)),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file would do, but for a child process that another thread is just starting and that has a copy of it
        // for a moment. Where unlocking fails, closing is all there is.
        let _ = self.0.unlock();
    }
}

/// Removes what a process left that was killed while it mended.
fn remove_unfinished(dir: &Path) -> Result<(), StoreError> {
    let names = names(dir)?.into_iter();
    names
        .filter(|name| {
            name.to_str()
                .is_some_and(|name| name.starts_with("rows-") && name.ends_with(UNFINISHED))
        })
        .try_for_each(|name| remove(&dir.join(name)))
}

fn remove(path: &Path) -> Result<(), StoreError> {
    fs::remove_file(path).map_err(cannot("remove", path))
}

/// A name that no other file of rows has, on this machine or another.
fn new_name(first: u64) -> String {
    // The standard library's way to the system's random numbers. They name a file; no result depends on them.
    let token = RandomState::new().hash_one(std::process::id());
    format!("rows-{first:06}-{token:016x}.rows")
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(suffix);
    path.into()
}

/// New names survive a power failure only once their directory is on the disk; other systems than Unix see to it themselves.
fn sync_directory(dir: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        let synced = File::open(dir).and_then(|dir| dir.sync_all());
        synced.map_err(cannot("write to the disk", dir))?;
    }
    Ok(())
}
