//! The rows that the files of a directory hold, and where.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::error::{Damage, DamageKind, StoreError, cannot};
use super::segment::{self, Flaw, Found, Record};

/// What a file of rows is recognised by.
const EXTENSION: &str = "rows";

/// Where rows are. Nothing here writes.
#[derive(Debug, Default)]
pub(super) struct Holdings {
    /// Number of the file, and the place in it, by replication.
    places: BTreeMap<u64, (usize, Found)>,
    files: Vec<PathBuf>,
    /// The file that was read last; rows in sequence mostly come from one.
    open: Option<(usize, File)>,
}

/// What a look through a directory found.
pub(super) struct Look {
    pub holdings: Holdings,
    /// Files that have nothing in them, not even damage.
    pub empty: Vec<PathBuf>,
    /// What is wrong, with the number of the file.
    pub damages: Vec<(usize, Damage)>,
}

impl Holdings {
    /// Reads all files of rows in `dir`.
    pub fn look(dir: &Path) -> Result<Look, StoreError> {
        let mut look = Look {
            holdings: Self::default(),
            empty: Vec::new(),
            damages: Vec::new(),
        };
        for name in names(dir)? {
            let path = dir.join(name);
            if path.extension().is_none_or(|it| it != EXTENSION) {
                continue;
            }
            let scan = segment::scan(&path).map_err(cannot("read", &path))?;
            if scan.length == 0 {
                look.empty.push(path);
                continue;
            }
            let file = look.holdings.add_file(path.clone());
            let (at, bytes, kind) = match scan.flaw {
                None => (0, 0, None),
                Some(Flaw::Cut { at }) => (at, scan.length - at, Some(DamageKind::Cut)),
                Some(Flaw::Corrupt { at, bytes }) => {
                    (at, bytes, Some(DamageKind::Corrupt { kept_as: None }))
                }
            };
            look.damages.extend(kind.map(|kind| {
                let sound = scan.records.len();
                let damage = Damage {
                    path,
                    at,
                    bytes,
                    sound,
                    kind,
                };
                (file, damage)
            }));
            for found in scan.records {
                look.holdings.insert(file, found)?;
            }
        }
        Ok(look)
    }

    pub fn add_file(&mut self, path: PathBuf) -> usize {
        self.files.push(path);
        self.files.len() - 1
    }

    pub fn path(&self, file: usize) -> &Path {
        self.files.get(file).map_or(Path::new(""), PathBuf::as_path)
    }

    /// Adds a row. One that is there already stays where it is.
    fn insert(&mut self, file: usize, found: Found) -> Result<(), StoreError> {
        match self.places.entry(found.index) {
            Entry::Vacant(entry) => {
                entry.insert((file, found));
            }
            Entry::Occupied(entry) => {
                let (holder, held) = *entry.get();
                if !held.same_as(&found) {
                    return Err(StoreError::Contradiction {
                        index: found.index,
                        one: self.path(holder).to_owned(),
                        other: Some(self.path(file).to_owned()),
                    });
                }
            }
        }
        Ok(())
    }

    /// Says that a row is now here, wherever it was.
    pub fn place(&mut self, file: usize, found: Found) {
        self.places.insert(found.index, (file, found));
    }

    /// Whether the row is held; an error if another is. `elsewhere` is the file of the row that is asked about.
    pub fn has(&self, found: &Found, elsewhere: Option<&Path>) -> Result<bool, StoreError> {
        match self.places.get(&found.index) {
            None => Ok(false),
            Some((_, held)) if held.same_as(found) => Ok(true),
            Some(&(file, _)) => Err(StoreError::Contradiction {
                index: found.index,
                one: self.path(file).to_owned(),
                other: elsewhere.map(Path::to_owned),
            }),
        }
    }

    pub fn holds(&self, index: u64) -> bool {
        self.places.contains_key(&index)
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn indices(&self) -> impl Iterator<Item = u64> {
        self.places.keys().copied()
    }

    /// The rows, with the path of the file of each, in the order of their index.
    pub fn rows(&self) -> impl Iterator<Item = (&Path, &Found)> {
        let places = self.places.values();
        places.map(|(file, found)| (self.path(*file), found))
    }

    /// The replications whose rows are read from this file.
    pub fn of_file(&self, file: usize) -> Vec<u64> {
        let of_file = self.places.iter().filter(|(_, place)| place.0 == file);
        of_file.map(|(&index, _)| index).collect()
    }

    /// The record of a replication; `None` where it is not held.
    pub fn record(&mut self, index: u64) -> Result<Option<Record>, StoreError> {
        let Some(&(number, found)) = self.places.get(&index) else {
            return Ok(None);
        };
        let path = self.path(number).to_owned();
        let mut file = match self.open.take() {
            Some((open, file)) if open == number => file,
            _ => File::open(&path).map_err(cannot("read", &path))?,
        };
        let record = Record::read(&mut file, &found).map_err(cannot("read", &path))?;
        self.open = Some((number, file));
        match record {
            Some(record) => Ok(Some(record)),
            None => Err(self.changed(index)),
        }
    }

    /// The error of a row that is not what it was.
    pub fn changed(&self, index: u64) -> StoreError {
        let place = self.places.get(&index);
        StoreError::Changed {
            path: place.map_or_else(PathBuf::new, |&(file, _)| self.path(file).to_owned()),
            index,
            at: place.map_or(0, |(_, found)| found.at),
        }
    }
}

/// The names in a directory, in order.
pub(super) fn names(dir: &Path) -> Result<Vec<std::ffi::OsString>, StoreError> {
    let entries = fs::read_dir(dir).map_err(cannot("read the directory", dir))?;
    let mut names = entries
        .map(|entry| Ok(entry?.file_name()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(cannot("read the directory", dir))?;
    names.sort();
    Ok(names)
}
