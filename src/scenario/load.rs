//! From a path to one merged tree.
//!
//! Nothing here trusts the file: its size is bounded before and while it is read, its text is checked before it is
//! parsed, its nesting before anything recurses, and its chain of bases before it is followed. Loading never fails as
//! such: what cannot be read is a problem, and the tree is as much as could be had.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::node::{Entry, Table, Value};
use super::overlay;
use super::problem::{Problem, Problems};
use super::source::{COMMAND_LINE, Place, SourceMap};
use super::{set, syntax};

/// No scenario file may be larger, in bytes.
pub const LARGEST_FILE: u64 = 16 << 20;

/// No chain of bases may be longer.
pub const LONGEST_CHAIN: usize = 16;

/// No scenario may be made of more files.
pub const MOST_FILES: usize = 64;

/// A scenario as it was written, merged from all its parts.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// Every text it was made of.
    pub sources: SourceMap,
    /// The merged tree; empty if the file could not be read at all.
    pub root: Table,
    /// What was wrong so far.
    pub problems: Problems,
}

/// Reads the scenario at `path` with its bases and applies `sets` in order, each `PATH=VALUE` or `@FILE`.
///
/// `@FILE` lays a file over what there is, by the rules of bases: a file with nothing but `base = ["a.toml", "b.toml"]` is the same as
/// `a.toml` with `@b.toml`.
pub fn load(path: &Path, sets: &[String]) -> Loaded {
    let mut loader = Loader {
        overlays: sets.iter().any(|set| set.starts_with('@')),
        ..Loader::default()
    };
    let root = loader.file(path, None);
    loader.finish(root, sets)
}

/// The same for a text that is not in a file; `name` is shown in messages, and bases are relative to it.
pub fn load_text(name: &str, text: &str, sets: &[String]) -> Loaded {
    let mut loader = Loader::default();
    let root = match loader.decode(name, text.as_bytes().to_vec()) {
        Some((text, offset)) => loader.document(Path::new(name), &text, offset),
        None => Table::default(),
    };
    loader.finish(root, sets)
}

#[derive(Default)]
struct Loader {
    sources: SourceMap,
    problems: Problems,
    /// The files being read, outermost first: their identity and their name.
    chain: Vec<(PathBuf, String)>,
    /// Files already read, and merged with their bases.
    done: BTreeMap<PathBuf, Table>,
    /// Files are laid over the outermost, which may be it once more.
    overlays: bool,
    /// The outermost file has bases and was merged over them.
    is_merged: bool,
}

impl Loader {
    fn finish(mut self, file: Table, sets: &[String]) -> Loaded {
        // To merge again what was merged changes nothing, except that it spreads damage.
        let mut root = if self.is_merged && !self.problems.has_errors() {
            file
        } else {
            let mut root = Table {
                place: file.place,
                ..Table::default()
            };
            overlay::merge(&mut root, file, &mut self.problems);
            root
        };
        for set in sets {
            if let Some(file) = set.strip_prefix('@') {
                let over = self.file(Path::new(file), None);
                overlay::merge(&mut root, over, &mut self.problems);
                continue;
            }
            let offset = self.sources.add(COMMAND_LINE, set.as_str());
            set::apply(&mut root, set, offset, &mut self.problems);
        }
        Loaded {
            sources: self.sources,
            root,
            problems: self.problems,
        }
    }

    /// The file at `path` merged over its bases; `named` is where another file names it. One without bases is as it was written: what its
    /// words remove or stand beside is in whatever it is laid over, and only there.
    fn file(&mut self, path: &Path, named: Option<Place>) -> Table {
        let name = path.display().to_string();
        let identity = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if let Some(table) = self.done.get(&identity) {
            return table.clone();
        }
        if let Some(problem) = self.chain_problem(&identity, &name) {
            self.report(problem, named);
            return Table {
                damaged: true,
                ..Table::default()
            };
        }
        let bytes = match read_bounded(path) {
            Ok(bytes) => bytes,
            Err(why) => {
                self.report((format!("cannot read `{name}`"), why), named);
                return Table {
                    damaged: true,
                    ..Table::default()
                };
            }
        };
        let Some((text, offset)) = self.decode(&name, bytes) else {
            return Table {
                damaged: true,
                ..Table::default()
            };
        };
        self.chain.push((identity.clone(), name));
        let table = self.document(path, &text, offset);
        self.chain.pop();
        if named.is_some() || self.overlays {
            self.done.insert(identity, table.clone());
        }
        table
    }

    fn chain_problem(&self, identity: &Path, name: &str) -> Option<(String, String)> {
        let chain = || {
            let names = self
                .chain
                .iter()
                .map(|(_, name)| name.as_str())
                .chain([name]);
            names.collect::<Vec<_>>().join(" -> ")
        };
        if self.chain.iter().any(|(above, _)| above == identity) {
            return Some(("a scenario that is its own base".to_owned(), chain()));
        }
        if self.chain.len() >= LONGEST_CHAIN {
            return Some((
                format!("a chain of more than {LONGEST_CHAIN} bases"),
                chain(),
            ));
        }
        if self.sources.sources().len() >= MOST_FILES {
            return Some((
                format!("a scenario of more than {MOST_FILES} files"),
                chain(),
            ));
        }
        None
    }

    fn report(&mut self, (title, label): (String, String), named: Option<Place>) {
        self.problems.push(match named {
            Some(place) => Problem::error(place, title, label),
            None => Problem::unplaced(title, label),
        });
    }

    /// The bytes as text, entered as a source; without a byte order mark.
    fn decode(&mut self, name: &str, bytes: Vec<u8>) -> Option<(String, usize)> {
        let not_text = |why: String| Problem::unplaced(format!("`{name}` is not a text file"), why);
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            self.problems
                .push(not_text("it is in UTF-16".to_owned()).help("save it as UTF-8"));
            return None;
        }
        if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
            let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            self.problems
                .push(not_text(format!("it has a zero byte on line {line}")));
            return None;
        }
        match String::from_utf8(bytes) {
            Ok(text) => {
                let text = text
                    .strip_prefix('\u{feff}')
                    .map(str::to_owned)
                    .unwrap_or(text);
                let offset = self.sources.add(name, text.as_str());
                Some((text, offset))
            }
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let byte = error.as_bytes().get(at).copied().unwrap_or_default();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let offset = self.sources.add(name, text);
                let place = Place::new(
                    offset + at,
                    offset + at + char::REPLACEMENT_CHARACTER.len_utf8(),
                );
                self.problems.push(
                    Problem::error(
                        place,
                        "not UTF-8",
                        format!("the byte 0x{byte:02x} is not part of any character"),
                    )
                    .help("save the file as UTF-8"),
                );
                None
            }
        }
    }

    /// Parses a text and merges it over the bases it names, if any.
    fn document(&mut self, path: &Path, text: &str, offset: usize) -> Table {
        let mut table = syntax::parse_document(text, offset, &mut self.problems);
        let bases = table
            .entries
            .remove("base")
            .map(|entry| self.base_names(entry));
        let Some(bases) = bases else { return table };
        self.is_merged |= self.chain.len() <= 1;
        let mut root = Table {
            place: table.place,
            ..Table::default()
        };
        for (base, place) in bases {
            let beside = path.parent().unwrap_or(Path::new("")).join(base);
            let below = self.file(&beside, Some(place));
            overlay::merge(&mut root, below, &mut self.problems);
        }
        let unknown_base = root.damaged;
        overlay::merge(&mut root, table, &mut self.problems);
        if unknown_base {
            root.damage();
        }
        root
    }

    fn base_names(&mut self, entry: Entry) -> Vec<(String, Place)> {
        let nodes = match entry.node.value {
            Value::Array(nodes) => nodes,
            _ => vec![entry.node],
        };
        let mut names = Vec::new();
        for node in nodes {
            match node.value {
                Value::Text(name) if !name.is_empty() => names.push((name, node.place)),
                Value::Broken => {}
                other => {
                    let found = match other {
                        Value::Text(_) => "this is empty".to_owned(),
                        other => format!("this is {}", other.kind()),
                    };
                    self.problems.push(
                        Problem::error(node.place, "`base` names no file", found).help(
                            "`base = \"other.toml\"`, or a list of files, relative to this one",
                        ),
                    );
                }
            }
        }
        names
    }
}

/// The bytes of a file, or why they cannot be had.
fn read_bounded(path: &Path) -> Result<Vec<u8>, String> {
    let too_large = || format!("it is larger than {} MiB", LARGEST_FILE >> 20);
    let metadata = std::fs::metadata(path).map_err(|error| in_words(&error))?;
    if metadata.is_dir() {
        return Err("it is a directory".to_owned());
    }
    if metadata.len() > LARGEST_FILE {
        return Err(too_large());
    }
    let file = File::open(path).map_err(|error| in_words(&error))?;
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| in_words(&error))?;
    if bytes.len() as u64 > LARGEST_FILE {
        Err(too_large())
    } else {
        Ok(bytes)
    }
}

fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not read it".to_owned(),
        _ => error.to_string(),
    }
}
