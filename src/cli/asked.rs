//! What is asked of several models that stand side by side.

use crate::measures::quantity::{Aim, Quantity, Resolver};
use crate::scenario::expression::{Expression, Mistake};

use super::common::{Outcome, flag};
use super::simulate::Model;

/// What is shown of models side by side unless something else is asked for.
const USUAL: [&str; 6] = [
    "waiting-vehicle-hours",
    "p95(time-in-system)",
    "max(stock)",
    "vehicles-crossed",
    "cost",
    "value-lost",
];

/// What is shown always: a mean over vehicles that crossed rewards turning lorries away.
const ALWAYS: [&str; 2] = ["vehicles-turned-back", "end(stock)"];

/// A quantity as it stands in each model; none where a model does not report it.
pub type Each = Vec<Option<Quantity>>;

/// Adds a quantity to a list in which each stands once, and says where it is.
pub fn list_once(list: &mut Vec<Each>, asked: Each) -> usize {
    let text = |each: &Each| {
        let mut known = each.iter().flatten();
        known.next().map(|quantity| quantity.text.clone())
    };
    let same = list.iter().position(|other| text(other) == text(&asked));
    same.unwrap_or_else(|| {
        list.push(asked);
        list.len() - 1
    })
}

/// Asks models for quantities. What a text leaves out is made out in the first model alone, or a short form could mean one station here
/// and another there.
pub struct Asking<'m> {
    resolvers: Vec<Resolver<'m>>,
}

impl<'m> Asking<'m> {
    /// Asks these models.
    pub fn new(models: &'m [Model]) -> Self {
        let resolver =
            |model: &'m Model| Resolver::new(&model.scenario, &model.plan, &model.catalogue);
        Self {
            resolvers: models.iter().map(resolver).collect(),
        }
    }

    /// What a flag's text means. It must mean something in the first model; in another it may be something that is not reported.
    ///
    /// # Errors
    /// [`Outcome::Unusable`] with the mistake on stderr.
    pub fn said(&self, name: &str, text: &str, plain: bool) -> Result<Each, Outcome> {
        let first = self.first()?;
        let meant = flag(name, text, plain, |text| read(first, text))?;
        Ok(self.each(&meant.text))
    }

    /// What is shown unless something else is asked for, as far as some model reports it; where quantities were `asked` for, only what is
    /// shown always.
    pub fn usual(&self, asked: &[String]) -> Vec<Each> {
        let usual: &[&str] = if asked.is_empty() { &USUAL } else { &[] };
        let known = |text: &&str| {
            let meant = self.resolvers.first().map(|first| read(first, text));
            match meant {
                Some(Ok(meant)) => self.each(&meant.text),
                _ => self.each(text),
            }
        };
        let all = usual.iter().chain(&ALWAYS).map(known);
        all.filter(|each| each.iter().any(Option::is_some))
            .collect()
    }

    /// An amount of a quantity of the first model.
    ///
    /// # Errors
    /// [`Outcome::Unusable`] with the mistake on stderr.
    pub fn aim(&self, name: &str, text: &str, plain: bool) -> Result<Aim, Outcome> {
        let first = self.first()?;
        flag(name, text, plain, |text| first.aim(text))
    }

    fn first(&self) -> Result<&Resolver<'m>, Outcome> {
        self.resolvers.first().ok_or(Outcome::Failed)
    }

    fn each(&self, text: &str) -> Each {
        let resolvers = self.resolvers.iter();
        resolvers
            .map(|resolver| read(resolver, text).ok())
            .collect()
    }
}

fn read(resolver: &Resolver, text: &str) -> Result<Quantity, Mistake> {
    resolver.quantity(&Expression::parse(text)?)
}
