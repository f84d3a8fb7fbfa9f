//! What the rows of a store belong to, in a file that people can read as well.
//!
//! It is written before any row, under a temporary name first, so it is either whole or not there.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::{Difference, StoreError, cannot};

/// Name of the file.
pub(super) const FILE: &str = "identity.json";

/// Name of the file until it is whole.
pub(super) const UNFINISHED: &str = "identity.json.tmp";

/// Version of the layout of the directory, the records and their payload.
const SCHEMA: &str = "bordergate.rows/1";

/// More than this many bytes are no identity.
const LARGEST: u64 = 1 << 20;

/// Everything a row depends on besides its index. Rows of one store may stand in one estimate because they agree in this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Identity {
    /// Version of the program.
    pub version: String,
    /// Name of the scenario, for people: the same scenario under another name has the same rows, so it is not compared.
    pub scenario: String,
    /// Digest of what the scenario means.
    pub scenario_digest: String,
    /// Digest of what the columns and histograms of a row are.
    pub layout_digest: String,
    /// Name and version of the random numbers.
    pub generator: String,
    /// Seed of all replications.
    pub seed: u64,
    /// How inputs are drawn.
    pub inputs: String,
}

impl Identity {
    /// In what the rows of `self` may differ from those of `asked`.
    fn differences(&self, asked: &Self) -> Vec<Difference> {
        let seeds = (self.seed.to_string(), asked.seed.to_string());
        let pairs = [
            ("version of bordergate", &self.version, &asked.version),
            (
                "digest of the scenario",
                &self.scenario_digest,
                &asked.scenario_digest,
            ),
            (
                "digest of the columns",
                &self.layout_digest,
                &asked.layout_digest,
            ),
            ("random numbers", &self.generator, &asked.generator),
            ("seed", &seeds.0, &seeds.1),
            ("inputs", &self.inputs, &asked.inputs),
        ];
        pairs
            .into_iter()
            .filter(|(_, there, asked)| there != asked)
            .map(|(what, there, asked)| Difference {
                what,
                there: there.clone(),
                asked: asked.clone(),
            })
            .collect()
    }

    /// Whether the rows in `dir` are those that `self` asks for.
    pub(super) fn agrees_with(&self, there: &Self, dir: &Path) -> Result<(), StoreError> {
        let differences = there.differences(self);
        if differences.is_empty() {
            return Ok(());
        }
        Err(StoreError::Other {
            dir: dir.to_owned(),
            scenario: there.scenario.clone(),
            differences,
        })
    }

    /// The identity of the store in `dir`, if it has one.
    pub(super) fn read(dir: &Path) -> Result<Option<Self>, StoreError> {
        let path = dir.join(FILE);
        let file = match File::open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            file => file.map_err(cannot("read", &path))?,
        };
        let mut bytes = Vec::new();
        file.take(LARGEST)
            .read_to_end(&mut bytes)
            .map_err(cannot("read", &path))?;
        match parse(&bytes) {
            Ok(identity) => Ok(Some(identity)),
            Err(why) => Err(StoreError::Unreadable { path, why }),
        }
    }

    /// Makes `dir` the store of this identity.
    pub(super) fn write(&self, dir: &Path) -> Result<(), StoreError> {
        let (path, unfinished) = (dir.join(FILE), dir.join(UNFINISHED));
        let document = Document {
            schema: SCHEMA.to_owned(),
            identity: self.clone(),
        };
        let written = serde_json::to_vec_pretty(&document)
            .map_err(Into::into)
            .and_then(|mut bytes| {
                bytes.push(b'\n');
                let mut file = File::create(&unfinished)?;
                file.write_all(&bytes)?;
                file.sync_all()?;
                fs::rename(&unfinished, &path)
            });
        written.map_err(cannot("write", &path))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    schema: String,
    identity: Identity,
}

fn parse(bytes: &[u8]) -> Result<Identity, String> {
    let value: serde_json::Value =
        serde_json::from_slice(bytes).map_err(|error| format!("it is not whole ({error})"))?;
    let schema = value.get("schema").and_then(serde_json::Value::as_str);
    match schema {
        Some(SCHEMA) => {}
        Some(other) => {
            return Err(format!(
                "its format is `{other}`, and this version reads `{SCHEMA}`"
            ));
        }
        None => return Err("it names no `schema`".to_owned()),
    }
    let document: Document =
        serde_json::from_value(value).map_err(|error| format!("it is not whole ({error})"))?;
    Ok(document.identity)
}
