//! What drivers, and those who send them, choose.

use jiff::civil::{Date, Time as TimeOfDay};

use crate::scenario::calendar::{Category, Filter};

/// Whom a rule speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The gates, sorted; empty: all.
    pub gates: Vec<usize>,
    /// What else they are.
    pub filter: Filter,
    /// Goods groups, one of which they carry; empty: any goods.
    pub goods: Vec<usize>,
}

impl Who {
    /// Whether it speaks of vehicles of this category at a gate that carry goods of this group.
    pub fn matches(&self, gate: usize, category: &Category, goods: Option<usize>) -> bool {
        (self.gates.is_empty() || self.gates.contains(&gate))
            && (self.goods.is_empty() || goods.is_some_and(|goods| self.goods.contains(&goods)))
            && self.filter.matches(category)
    }
}

/// Vehicles that see the queue as they arrive and do not join it.
#[derive(Clone, Debug)]
pub struct Balking {
    /// Its name.
    pub name: String,
    /// Who looks.
    pub who: Who,
    /// At what.
    pub sees: Sees,
    /// Up to this many nobody balks.
    pub from: u32,
    /// From this many on everybody does; at least `from`. In between the share grows evenly.
    pub all: u32,
    /// The gate to which some go, and their share in parts per 10^12; the others turn back.
    pub elsewhere: Option<(usize, u64)>,
}

/// What an arriving vehicle looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// The stock of its gate in its direction.
    Stock,
    /// The line of the first place of its route where vehicles wait.
    Line,
}

/// Queues as they are published.
#[derive(Clone, Debug)]
pub struct Published {
    /// Its name.
    pub name: String,
    /// The gates whose stocks are counted, sorted.
    pub gates: Vec<usize>,
    /// When they are counted.
    pub counts: Counts,
    /// How long after counting a number can be read, microseconds.
    pub delay: i64,
}

/// When published queues are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counts {
    /// At these times of every day, sorted.
    At(Vec<TimeOfDay>),
    /// At such intervals from the beginning of the period on, microseconds.
    Every(i64),
}

/// Drivers who read published queues on their way and go to another gate.
#[derive(Clone, Debug)]
pub struct Diversion {
    /// Its name.
    pub name: String,
    /// Who they are; their gates are among those published.
    pub who: Who,
    /// What they read, an index into the scenario's `published`.
    pub published: usize,
    /// How long before they would arrive they decide, microseconds.
    pub ahead: i64,
    /// Who reads, in parts per 10^12.
    pub share: u64,
    /// By more than how many vehicles their own queue must be longer.
    pub more_than: u32,
    /// How much later they arrive at the other gate, microseconds.
    pub takes: i64,
}

/// Goods that are stopped inland.
#[derive(Clone, Debug)]
pub struct Ban {
    /// Its name.
    pub name: String,
    /// Who is stopped.
    pub who: Who,
    /// First day.
    pub from: Date,
    /// Last day, inclusive.
    pub to: Date,
    /// The day on which it was published; `None`: always known.
    pub announced: Option<Date>,
    /// Who heeds it, in parts per 10^12.
    pub complies: u64,
    /// Arrivals of so long after its beginning had set out before; microseconds.
    pub on_the_way: i64,
    /// What those do who heed it; nobody waits.
    pub instead: Reaction,
}

/// What vehicles do that cannot, or had better not, come on their day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// Answers and their shares in parts per 10^12, summing to 10^12, each answer once.
    pub answers: Vec<(Answer, u64)>,
    /// Those who come before come on one of so many days before.
    pub surge: u32,
}

impl Reaction {
    /// All answer alike.
    pub fn all(answer: Answer) -> Self {
        Self {
            answers: vec![(answer, crate::scenario::units::Share::WHOLE)],
            surge: 7,
        }
    }

    /// Whether some answer so.
    pub fn has(&self, answer: Answer) -> bool {
        self.answers.iter().any(|&(known, _)| known == answer)
    }

    /// The one answer that all give.
    pub fn only(&self) -> Option<Answer> {
        match self.answers[..] {
            [(answer, _)] => Some(answer),
            _ => None,
        }
    }
}

/// One answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// They come all the same and wait outside.
    Waits,
    /// They do not come at all.
    StaysAway,
    /// They come at the same hour of the next day known to be free.
    Postpones,
    /// They come at the same hour of a day before.
    ComesBefore,
}

impl Answer {
    /// The word that says it.
    pub const fn word(self) -> &'static str {
        match self {
            Answer::Waits => "waits",
            Answer::StaysAway => "stays-away",
            Answer::Postpones => "postpones",
            Answer::ComesBefore => "comes-before",
        }
    }
}
