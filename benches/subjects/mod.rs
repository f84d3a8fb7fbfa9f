//! What is measured: some work that can be repeated, and how much of what it is.

mod front;
mod lists;
mod replications;

use std::path::{Path, PathBuf};

use bordergate::measures::quantity::Resolver;
use bordergate::measures::{Catalogue, Chosen};
use bordergate::plan::{Plan, compile};
use bordergate::scenario::expression::Expression;
use bordergate::scenario::model::Scenario;
use bordergate::scenario::read;

/// Something whose speed matters.
pub struct Subject {
    /// What it is.
    pub group: &'static str,
    /// Of what size, or of which scenario.
    pub case: String,
    /// What there is to do of it, in one word.
    pub unit: &'static str,
    /// Makes everything ready.
    pub prepare: Box<dyn Fn() -> Work>,
}

impl Subject {
    /// Its name, as in `hold/1000`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.group, self.case)
    }
}

/// Work that is ready to be done, as often as one likes.
pub struct Work {
    /// How many units are done at a time.
    pub amount: u64,
    /// Does them; what it returns keeps the compiler from leaving them out.
    pub once: Box<dyn FnMut() -> u64>,
}

/// Makes work ready out of something.
type Prepare<T> = fn(T) -> Work;

/// All subjects.
pub fn all() -> Vec<Subject> {
    let mut all = lists::subjects();
    all.extend(replications::subjects());
    all.extend(front::subjects());
    all
}

/// A scenario that is measured.
#[derive(Clone, Copy)]
struct Model {
    /// A word for it.
    name: &'static str,
    /// The file, below `scenarios`.
    file: &'static str,
    /// Changes to it.
    set: &'static [&'static str],
}

impl Model {
    fn path(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("scenarios")
            .join(self.file)
    }

    fn changes(&self) -> Vec<String> {
        self.set.iter().map(|&set| set.to_owned()).collect()
    }

    /// Reads and compiles it, for as long as this program runs.
    fn world(&self) -> &'static World {
        let read = read(&self.path(), &self.changes());
        let Some(scenario) = read.scenario else {
            panic!("{}", read.problems.render(&read.sources, false));
        };
        let Ok(plan) = compile(&scenario) else {
            panic!("{} contradicts itself", self.file);
        };
        let catalogue = Catalogue::new(&scenario, &plan);
        Box::leak(Box::new(World {
            scenario,
            plan,
            catalogue,
        }))
    }
}

/// A scenario, ready to run.
struct World {
    scenario: Scenario,
    plan: Plan,
    catalogue: Catalogue,
}

impl World {
    /// The catalogue of one quantity, for as long as this program runs.
    fn choosing(&self, quantity: &str) -> &'static Catalogue {
        let resolver = Resolver::new(&self.scenario, &self.plan, &self.catalogue);
        let parsed = Expression::parse(quantity).and_then(|parsed| resolver.quantity(&parsed));
        let Ok(quantity) = parsed else {
            panic!("{quantity} is none");
        };
        let all = Catalogue::new(&self.scenario, &self.plan);
        Box::leak(Box::new(all.choosing(&Chosen::new(&[quantity], []))))
    }
}
