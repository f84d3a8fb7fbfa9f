//! Who comes: what sources and backlogs bring, told apart as rules tell vehicles apart.

use crate::scenario::calendar::{Bound, Category, Direction};
use crate::scenario::model::{Backlog, Class, Flow, Source, Who};

/// Vehicles of one class and goods group that a source or a backlog brings.
pub(super) struct Comer<'a> {
    /// Its source; `None` of a backlog.
    pub source: Option<usize>,
    pub flow: &'a Flow,
    pub category: Category,
    pub goods: Option<usize>,
}

impl Comer<'_> {
    /// Whether a rule speaks of it.
    pub fn is_of(&self, who: &Who) -> bool {
        who.matches(self.flow.gate, &self.category, self.goods)
    }

    /// Whether a source at another gate brings the like, which it becomes there; where it stands at the start does not matter.
    pub fn is_known_at(&self, gate: usize, comers: &[Comer<'_>]) -> bool {
        let anywhere = |category: Category| Category {
            backlog: false,
            ..category
        };
        comers.iter().any(|other| {
            other.source.is_some()
                && other.flow.gate == gate
                && anywhere(other.category) == anywhere(self.category)
                && other.goods == self.goods
        })
    }
}

/// All who come, by source, then backlog, each by class and goods group.
pub(super) fn comers<'a>(
    sources: &'a [Source],
    backlogs: &'a [Backlog],
    classes: &'a [Class],
) -> Vec<Comer<'a>> {
    let sources = sources.iter().enumerate();
    let sources = sources.map(|(index, source)| (Some(index), &source.flow));
    let backlogs = backlogs.iter().map(|backlog| (None, &backlog.flow));
    let mut comers = Vec::new();
    for (source, flow) in sources.chain(backlogs) {
        for &(class, _) in &flow.classes {
            let category = Category {
                direction: flow.direction,
                bound: match flow.direction {
                    Direction::Export => Bound::ToChina,
                    Direction::Import => Bound::ToVietnam,
                },
                class,
                vehicle: flow.vehicle,
                loaded: flow.loaded,
                backlog: source.is_none(),
            };
            let groups = classes.get(class).map_or(&[][..], |class| &class.goods);
            let some = groups.iter().map(|&(goods, _)| Some(goods));
            let none = groups.is_empty().then_some(None);
            comers.extend(some.chain(none).map(|goods| Comer {
                source,
                flow,
                category,
                goods,
            }));
        }
    }
    comers
}
