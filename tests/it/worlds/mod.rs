//! Worlds for tests: a scenario from its text or file, compiled and run.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use bordergate::measures::{Catalogue, Measures, Row};
use bordergate::plan::{Plan, compile};
use bordergate::scenario::model::Scenario;
use bordergate::scenario::{Read, read, read_text};
use bordergate::sim::{Engine, Observer, Stop};

/// The folder of shipped scenarios.
pub fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// A shipped scenario.
pub fn shipped(name: &str) -> World {
    World::of(read(&scenarios().join(format!("{name}.toml")), &[]))
}

/// A scenario, its plan and the meaning of its columns.
pub struct World {
    pub scenario: Scenario,
    pub plan: Plan,
    pub catalogue: Catalogue,
}

impl World {
    /// The world of a text that must be accepted.
    pub fn new(text: &str) -> Self {
        Self::of(read_text("world.toml", text, &[]))
    }

    /// The world of a text, or what is wrong with it.
    pub fn try_new(text: &str) -> Result<Self, String> {
        Self::try_of(read_text("world.toml", text, &[]))
    }

    pub fn of(read: Read) -> Self {
        Self::try_of(read).unwrap_or_else(|problems| panic!("{problems}"))
    }

    fn try_of(read: Read) -> Result<Self, String> {
        let Some(scenario) = read.scenario else {
            return Err(read.problems.render(&read.sources, false));
        };
        let plan = compile(&scenario).map_err(|ambiguity| ambiguity.to_string())?;
        let catalogue = Catalogue::new(&scenario, &plan);
        Ok(Self {
            scenario,
            plan,
            catalogue,
        })
    }

    /// Runs one replication to its end in a fresh engine.
    pub fn observe<O: Observer>(&self, seed: u64, replication: u64, observer: &mut O) {
        let mut engine = Engine::new(&self.plan);
        go(&mut engine, seed, replication, observer);
    }

    /// The row of one replication in a fresh engine.
    pub fn row(&self, seed: u64, replication: u64) -> Row {
        let mut measures = Measures::new(&self.plan, &self.catalogue);
        self.observe(seed, replication, &mut measures);
        measures.row(replication)
    }
}

/// Runs one replication, which must come to the end of the period.
pub fn go<O: Observer>(engine: &mut Engine, seed: u64, replication: u64, observer: &mut O) {
    let keep_going = AtomicBool::new(true);
    let stop = engine.run(seed, replication, observer, &keep_going);
    assert_eq!(stop, Stop::Completed, "replication {replication}");
}
