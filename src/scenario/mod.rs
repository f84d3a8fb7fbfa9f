//! From a file to its meaning: the only area that knows TOML.
//!
//! The front end reads text into a tree that remembers where everything was written ([`load`]), merges
//! overlays and command-line changes into it ([`overlay`]), and reads typed values out of it ([`reader`]).
//! Whatever is wrong becomes a [`problem`] with a place, and reading goes on, so that one look shows all of them.
//! What comes out is a [`Scenario`](model::Scenario): names resolved, units integers, the [`calendar`] civil dates.

pub mod band;
pub mod calendar;
pub mod changes;
pub mod expression;
pub mod fitted;
pub mod kinds;
pub mod leaves;
pub mod lever;
pub mod load;
pub mod lower;
pub mod lunar;
pub mod model;
pub mod money;
pub mod node;
pub mod overlay;
pub mod problem;
pub mod quoted;
pub mod raw;
pub mod reader;
pub mod reference;
pub mod schema;
pub mod set;
pub mod shape;
pub mod source;
pub mod syntax;
pub mod uncertain;
pub mod units;

use std::path::Path;

/// A scenario file that has been read: what it means, and what is to be said about it.
pub struct Read {
    /// The meaning; `None` exactly where `problems` has an error.
    pub scenario: Option<model::Scenario>,
    /// The merged tree, for [drawing](uncertain) other values in the place of stated ones.
    pub root: node::Table,
    /// The texts that were read, for rendering problems.
    pub sources: source::SourceMap,
    /// Errors, warnings and notes.
    pub problems: problem::Problems,
}

/// Reads a scenario file with its bases and `--set` changes. Never panics, whatever the file holds.
pub fn read(path: &Path, sets: &[String]) -> Read {
    meaning(path, load::load(path, sets))
}

/// The same for a text that is not in a file; `name` is shown in messages, and bases are relative to it.
pub fn read_text(name: &str, text: &str, sets: &[String]) -> Read {
    meaning(Path::new(name), load::load_text(name, text, sets))
}

fn meaning(path: &Path, loaded: load::Loaded) -> Read {
    let load::Loaded {
        sources,
        root,
        mut problems,
    } = loaded;
    let id = path
        .file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    // A file that could not be read at all has its problem; that it lacks every table as well says nothing.
    let lowered = if problems.has_errors() && root.entries.is_empty() {
        None
    } else {
        lower::lower(&root, &id, &sources, &mut problems)
    };
    let scenario = if problems.has_errors() { None } else { lowered };
    Read {
        scenario,
        root,
        sources,
        problems,
    }
}
